//! One problem in full: what is wrong, the highlight concerned, and the suggested fixes.

use egui::{FontId, RichText, ScrollArea, Ui, WidgetInfo, accesskit::Role, text::LayoutJob};

use standpoint_core::{
    model::{Highlight, Project},
    rules::ItemPath,
    text::Span,
    wording::capitalised,
};
use standpoint_store::repair::{Fix, FixAction, tags_and_note};

use super::{RepairPage, sureness};
use crate::ui::{
    theme::{Theme, serif, strong},
    widgets::section_title,
};

/// How many characters of the text are shown on either side of a proposed place.
const CONTEXT: usize = 80;

/// How many characters of a passage are shown.
const MAX_PASSAGE: usize = 400;

pub(super) fn ui(ui: &mut Ui, repair: &mut RepairPage) {
    let theme = Theme::of(ui);
    let Some(row) = repair.damaged.rows.get(repair.current) else { return };
    let (path, current) = (row.problem.fault.path, repair.current);
    let area = ScrollArea::vertical().auto_shrink(false).id_salt(("problem", current));
    let (choice, takes_back) = area
        .show(ui, |ui| {
            let place = match row.position {
                Some(position) => format!("Line {}, column {} of the file", position.line, position.column),
                None => "Found during the repair".to_owned(),
            };
            section_title(ui, place);
            ui.add(egui::Label::new(RichText::new(repair.name_of(path)).font(strong(theme.sizes.body + 0.5))).wrap());
            ui.add(egui::Label::new(capitalised(&row.problem.fault.broken.what())).wrap());
            if let Some(highlight) = highlight_of(&repair.damaged.project, path) {
                ui.add_space(10.0);
                section_title(ui, "The highlight in the file");
                let quote = RichText::new(shortened(&highlight.quote)).font(serif(theme.sizes.quote));
                ui.add(egui::Label::new(quote.line_height(Some(theme.sizes.quote_line))).wrap());
                let words = tags_and_note(&repair.damaged.project, highlight);
                ui.add(egui::Label::new(RichText::new(words).small().color(*theme.colours.muted)).wrap());
            }
            ui.add_space(10.0);
            section_title(ui, "Suggested fixes");
            ui.spacing_mut().item_spacing.y = 2.0;
            let mut choice = None;
            for (at, fix) in row.problem.fixes.iter().enumerate() {
                let is_chosen = row.is_accepted && row.chosen == at;
                if fix_ui(ui, fix, at, is_chosen) {
                    choice = Some(at);
                }
                if let FixAction::Move { to, .. } = &fix.action {
                    passage_ui(ui, &repair.damaged.project, path, *to);
                }
                ui.add_space(6.0);
            }
            ui.add_space(4.0);
            let takes_back =
                row.is_accepted && ui.button("Decide later").on_hover_text("Take the decision back").clicked();
            (choice, takes_back)
        })
        .inner;
    if let Some(fix) = choice {
        repair.damaged.choose(current, fix);
    }
    if takes_back {
        repair.damaged.toggle(current);
    }
}

/// One suggested fix; returns whether it was selected.
fn fix_ui(ui: &mut Ui, fix: &Fix, at: usize, is_chosen: bool) -> bool {
    let words = capitalised(&fix.to_string());
    let sure = sureness(fix);
    let response = ui.add(egui::RadioButton::new(is_chosen, RichText::new(&words)));
    response.widget_info(|| {
        WidgetInfo::selected(Role::RadioButton, true, is_chosen, format!("Fix {}: {words}, {sure}", at + 1))
    });
    ui.horizontal(|ui| {
        ui.add_space(22.0);
        ui.label(RichText::new(format!("{sure} · key {}", at + 1)).small().color(*Theme::of(ui).colours.muted));
    });
    response.clicked()
}

/// The text around a proposed place, with the passage tinted.
fn passage_ui(ui: &mut Ui, project: &Project, path: ItemPath, span: Span) {
    let ItemPath::Highlight(article, _) = path else { return };
    let theme = Theme::of(ui);
    let text = &project.articles[article].text;
    let plain = |span: Span| text.slice(span).replace('\n', " ");
    let before = Span::new(span.start.saturating_sub(CONTEXT), span.start);
    let behind = Span::new(span.end, (span.end + CONTEXT).min(text.n_chars()));
    let format = |ink: egui::Color32, background: egui::Color32| egui::TextFormat {
        font_id: FontId { size: theme.sizes.body + 0.5, ..serif(theme.sizes.body) },
        line_height: Some(theme.sizes.body * 1.6),
        color: ink,
        background,
        ..egui::TextFormat::default()
    };
    let mut job = LayoutJob::default();
    let clear = egui::Color32::TRANSPARENT;
    let ellipsis = |is_cut: bool| if is_cut { "…" } else { "" };
    let lead = format!("{}{}", ellipsis(before.start > 0), plain(before));
    job.append(&lead, 0.0, format(*theme.colours.muted, clear));
    job.append(&shortened(&plain(span)), 0.0, format(*theme.colours.ink, *theme.colours.text_selection));
    let tail = format!("{}{}", plain(behind), ellipsis(behind.end < text.n_chars()));
    job.append(&tail, 0.0, format(*theme.colours.muted, clear));
    ui.horizontal_top(|ui| {
        ui.add_space(22.0);
        ui.add(egui::Label::new(job).wrap());
    });
}

fn highlight_of(project: &Project, path: ItemPath) -> Option<&Highlight> {
    match path {
        ItemPath::Highlight(article, at) => {
            project.articles.get(article)?.highlights.get(at).map(|highlight| &**highlight)
        }
        _ => None,
    }
}

/// The beginning of a long passage.
fn shortened(words: &str) -> String {
    match words.char_indices().nth(MAX_PASSAGE) {
        Some((byte, _)) => format!("{}…", &words[..byte]),
        None => words.to_owned(),
    }
}
