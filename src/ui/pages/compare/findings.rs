//! Findings, and outlets that are silent, each with its evidence one click away.

use egui::{RichText, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role};

use standpoint_analysis::findings::{Finding, FindingKind, Silence};
use standpoint_core::{
    model::CodeKind,
    wording::{capitalised, counted},
};

use super::{ComparePage, SideTab};
use crate::ui::{
    pages::PageContext,
    theme::{Theme, strong},
    widgets::section_title,
};

pub(super) fn ui(ui: &mut Ui, compare: &mut ComparePage, context: &PageContext<'_>) {
    let book = &context.project().codebook;
    let mut clicked: Option<Finding> = None;
    let found = compare.found();
    let without_echoes = || found.iter().filter(|finding| !finding.is_echo);
    if without_echoes().next().is_none() {
        ui.weak("Nothing found yet. A finding needs two outlets, or two stances, on one issue of one actor.");
    }
    ScrollArea::vertical().id_salt("findings").auto_shrink(false).show(ui, |ui| {
        for kind in FindingKind::ALL {
            let n = without_echoes().filter(|finding| finding.kind == kind).count();
            if n == 0 {
                continue;
            }
            section_title(ui, format!("{} · {n}", capitalised(kind.name()))).on_hover_text(kind.meaning());
            ui.weak(RichText::new(kind.meaning()).small());
            ui.add_space(4.0);
            for finding in without_echoes().filter(|finding| finding.kind == kind) {
                let issue = book.name_of(CodeKind::Issue, &finding.issue);
                let actor = book.name_of(CodeKind::Actor, &finding.actor);
                let title = format!("{issue} · {actor}");
                let name = format!("{}: {title}: {}", kind.name(), finding.words);
                if line_ui(ui, &title, &finding.words, &name) {
                    clicked = Some(finding.clone());
                }
            }
            ui.add_space(8.0);
        }
    });
    if let Some(finding) = clicked {
        compare.show_finding(finding);
    }
}

pub(super) fn silence_ui(ui: &mut Ui, compare: &mut ComparePage, context: &PageContext<'_>) {
    let book = &context.project().codebook;
    let silences = compare.silences();
    if silences.is_empty() {
        ui.weak("Every outlet says something on every issue.");
        return;
    }
    let n_read = silences.iter().filter(|silence| silence.is_read).count();
    let not_yet = silences.len() - n_read;
    ui.weak(format!(
        "{} nobody can point to, by outlet. An issue under a silent one is not listed again.{}",
        counted(n_read, "silence"),
        if not_yet > 0 {
            format!(" In {} more there are articles left to read.", counted(not_yet, "place"))
        } else {
            String::new()
        }
    ));
    ui.add_space(6.0);
    ScrollArea::vertical().id_salt("silences").auto_shrink(false).show(ui, |ui| {
        let mut outlets: Vec<&str> = silences.iter().map(|silence| &*silence.outlet).collect();
        outlets.dedup();
        for outlet in outlets {
            section_title(ui, outlet);
            for Silence { issue, is_read, .. } in silences.iter().filter(|silence| silence.outlet == outlet) {
                let name = book.name_of(CodeKind::Issue, issue);
                let (sign, state) = if *is_read { ("–", "silent") } else { ("·", "not yet read") };
                let label = ui.label(format!("{sign}  {name}"));
                label.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, format!("{outlet}: {name}: {state}")));
            }
            ui.add_space(6.0);
        }
    });
}

/// Two lines that can be clicked.
fn line_ui(ui: &mut Ui, title: &str, words: &str, name: &str) -> bool {
    let theme = Theme::of(ui);
    let inner = ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add(egui::Label::new(RichText::new(title).font(strong(theme.sizes.body))).wrap().selectable(false));
        let words = RichText::new(words).color(*theme.colours.muted);
        ui.add(egui::Label::new(words).wrap().selectable(false));
        ui.add_space(5.0);
    });
    let response = ui.interact(inner.response.rect, ui.scope_id().with(("finding", name)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name));
    response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text("See the highlights that show it").clicked()
}

/// The tabs that select what stands beside the table.
pub(super) fn tabs_ui(ui: &mut Ui, compare: &mut ComparePage) {
    let n_findings = compare.found().iter().filter(|finding| !finding.is_echo).count();
    let n_silences = compare.silences().iter().filter(|silence| silence.is_read).count();
    let names = ["Quotes".to_owned(), format!("Findings {n_findings}"), format!("Silence {n_silences}")];
    let all = [SideTab::Quotes, SideTab::Findings, SideTab::Silence];
    let choices: Vec<(&str, bool)> =
        names.iter().zip(all).map(|(name, one)| (&**name, one == compare.beside)).collect();
    if let Some(index) = crate::ui::widgets::segmented(ui, "Beside the table", &choices) {
        compare.beside = all[index];
    }
}
