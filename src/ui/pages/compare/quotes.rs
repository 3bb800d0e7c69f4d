//! The quotes behind the selection, in their sentences and with their sources, where they can be retagged.

use egui::{Margin, RichText, ScrollArea, Ui, WidgetInfo, accesskit::Role};

use standpoint_analysis::{comparison::HighlightPlace, sample::Standing};
use standpoint_core::{
    edit::Edit,
    model::{CodeKind, view::Subject},
    wording::{capitalised, counted},
};

use super::{ComparePage, SideTab, findings, pane::CellSelection};
use crate::ui::{
    action::Action,
    pages::PageContext,
    parts::{
        quote_card::quote_card_ui,
        tag_menus::{code_ui, stance_ui},
    },
    theme::Theme,
    widgets::section_title,
};

/// How many quotes are laid out at once; the rest are a button away.
const PAGE: usize = 50;

pub fn ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    ui.set_min_width(ui.available_width());
    compare.follow(context.history);
    findings::tabs_ui(ui, compare);
    ui.add_space(8.0);
    match compare.beside {
        SideTab::Findings => return findings::ui(ui, compare, context),
        SideTab::Silence => return findings::silence_ui(ui, compare, context),
        SideTab::Quotes => {}
    }
    if let Some(finding) = compare.finding.clone() {
        let book = &context.project().codebook;
        let (issue, actor) =
            (book.name_of(CodeKind::Issue, &finding.issue), book.name_of(CodeKind::Actor, &finding.actor));
        section_title(ui, format!("{}: {issue} · {actor}", capitalised(finding.kind.name())));
        ui.weak(&finding.words);
        list_ui(ui, compare, &finding.evidence, context);
        return;
    }
    let Some(choice) = compare.choice.clone() else {
        section_title(ui, "Quotes");
        ui.weak("Click a cell, a row’s or a column’s name to see what was said. Arrow keys move from cell to cell.");
        return;
    };
    section_title(ui, compare.pane.title_of(&choice));
    let places = compare.pane.highlights(&choice).to_vec();
    ui.weak(format!("{} in {}", counted(places.len(), "quote"), counted(n_articles(&places), "article")));
    if let Some(subject) = subject(compare, &choice) {
        context.change_ui(ui, |ui, context| summary_ui(ui, compare, subject, context));
    }
    list_ui(ui, compare, &places, context);
}

/// The subject of the selected cell; totals have none.
fn subject(compare: &ComparePage, choice: &CellSelection) -> Option<Subject> {
    let (table, chosen) = compare.pane.chosen(choice)?;
    Some(table.subject(chosen.row?, chosen.column?))
}

/// The field for the analyst’s own summary of a cell.
fn summary_ui(ui: &mut Ui, compare: &mut ComparePage, subject: Subject, context: &mut PageContext<'_>) {
    let mut text = context.project().summary(&subject).to_owned();
    ui.add_space(4.0);
    let field = egui::TextEdit::multiline(&mut text)
        .id_salt(("summary", &subject))
        .hint_text("Your sentence for this cell")
        .desired_rows(2)
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(10, 8));
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, "Your sentence for this cell"));
    if response.gained_focus() {
        compare.n_summaries += 1;
    }
    if response.changed() {
        let gesture = format!("summary {}", compare.n_summaries);
        context.ask(Action::continued("Write a summary", gesture, Edit::SetSummary(subject, text)));
    }
}

fn list_ui(ui: &mut Ui, compare: &mut ComparePage, places: &[HighlightPlace], context: &mut PageContext<'_>) {
    ui.add_space(6.0);
    let theme = Theme::of(ui);
    let n_shown = compare.n_quotes.max(PAGE).max(compare.quote.map_or(0, |quote| quote + 1));
    ScrollArea::vertical().auto_shrink(false).id_salt("quotes").show(ui, |ui| {
        for (index, place) in places.iter().take(n_shown).enumerate() {
            let (article, highlight) = place.of(context.project());
            let is_current = compare.quote == Some(index);
            let before = ui.next_widget_position();
            if quote_card_ui(ui, article, highlight, context) {
                compare.quote = Some(index);
                context.ask(Action::ShowHighlight(article.id, highlight.id));
            }
            if compare.standing(*place) == Some(Standing::Repeats) {
                ui.weak(RichText::new("Repeats what is counted already").small());
            }
            ui.push_id(highlight.id, |ui| {
                context.change_ui(ui, |ui, context| {
                    stance_ui(ui, article, highlight, context);
                    if is_current {
                        code_ui(ui, CodeKind::Actor, article, highlight, context);
                        code_ui(ui, CodeKind::Issue, article, highlight, context);
                    }
                });
            });
            let mark = egui::Rect::from_min_max(before, egui::pos2(before.x + 2.0, ui.next_widget_position().y));
            if is_current {
                ui.painter().rect_filled(mark.translate(egui::vec2(-7.0, 0.0)), 1, *theme.colours.accent);
                if std::mem::take(&mut compare.scrolls_to_quote) {
                    ui.scroll_to_rect(mark, Some(egui::Align::Center));
                }
            }
            ui.separator();
        }
        if places.len() > n_shown {
            let rest = places.len() - n_shown;
            if ui.button(format!("Show {} more", counted(rest.min(PAGE), "quote"))).clicked() {
                compare.n_quotes = n_shown + PAGE;
            }
            ui.weak(format!("{} are not listed yet", counted(rest, "quote")));
        }
        if places.is_empty() {
            ui.weak("Nobody says anything here.");
        }
    });
}

fn n_articles(places: &[HighlightPlace]) -> usize {
    let mut articles: Vec<usize> = places.iter().map(|place| place.article).collect();
    articles.dedup();
    articles.len()
}
