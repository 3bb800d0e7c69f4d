//! When the definition of a code changed, by whom and from what; and the way to the highlights made before.

use egui::{RichText, Ui, WidgetInfo, accesskit::Role};
use jiff::{Timestamp, tz::TimeZone};

use standpoint_core::{
    edit::Edit,
    model::{Code, CodeKind, FormerDefinition, NewDefinition, PublicationDate},
    text::fold::is_blank,
    wording::grouped,
};

use super::CodebookPage;
use crate::ui::{
    pages::PageContext,
    theme::Theme,
    widgets::{one_line, small_button},
};

/// How many changes are listed, the latest first.
const MOST_CHANGES: usize = 6;

/// The edit that makes a code what was typed. Where its definition changes, the old one is kept.
pub(super) fn edit_of(kind: CodeKind, code: &Code, changed: Code, context: &PageContext<'_>) -> Edit {
    if changed.rules() == code.rules() {
        return Edit::SetCode(kind, changed);
    }
    let Code { definition, include, exclude, .. } = changed.clone();
    let now = Timestamp::now();
    let at = now.round(jiff::Unit::Millisecond).unwrap_or(now);
    let new = NewDefinition { definition, include, exclude, at, by: context.preferences.coder.clone() };
    let [definition, include, exclude] = code.rules().map(str::to_owned);
    let rest = Code { definition, include, exclude, ..changed };
    let define = Edit::DefineCode(kind, code.id.clone(), Box::new(new));
    if rest == *code { define } else { Edit::All(vec![Edit::SetCode(kind, rest), define]) }
}

/// The changes, each with what the code was before and how many highlights were made under that definition.
pub(super) fn ui(ui: &mut Ui, view: &mut CodebookPage, code: &Code) {
    if code.former.is_empty() {
        return;
    }
    ui.label(RichText::new("Changes of the definition").small().color(*Theme::of(ui).colours.muted));
    for (number, former) in code.former.iter().enumerate().rev().take(MOST_CHANGES) {
        let when = when_in_words(former);
        let key = (code.id.clone(), number);
        let is_open = view.open_change.as_ref() == Some(&key);
        ui.horizontal_wrapped(|ui| {
            ui.label(&when);
            let what = if is_open { "Hide what it was" } else { "What it was" };
            let response = small_button(ui, what);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{what}: {when}")));
            if response.clicked() {
                view.open_change = (!is_open).then_some(key);
            }
            let n = view.passages.n_before(number);
            let is_listed = view.passages.worklist() == Some(number);
            let words = format!("Coded before this change: {}", grouped(n));
            let button = egui::Button::new(RichText::new(&words).small()).selected(is_listed);
            let response = ui.add_enabled(n > 0 || is_listed, button);
            response.widget_info(|| WidgetInfo::selected(Role::Button, n > 0, is_listed, format!("{words}, {when}")));
            let response = response.on_hover_text("Go through these highlights and keep, retag or delete each");
            if response.on_disabled_hover_text("None is left to look at").clicked() {
                view.passages.list_before((!is_listed).then_some(number));
                view.shows_passages = !is_listed;
            }
        });
        if is_open {
            former_ui(ui, former);
        }
    }
    if let Some(n) = code.former.len().checked_sub(MOST_CHANGES).filter(|n| *n > 0) {
        ui.weak(RichText::new(format!("and {n} before that")).small());
    }
}

/// “12 Jan 2026, AK”.
pub(super) fn when_in_words(former: &FormerDefinition) -> String {
    let day = former.until.to_zoned(TimeZone::system()).date().to_string();
    let day = day.parse::<PublicationDate>().map_or(day, PublicationDate::short);
    if is_blank(&former.changed_by) { day } else { format!("{day}, {}", one_line(&former.changed_by)) }
}

fn former_ui(ui: &mut Ui, former: &FormerDefinition) {
    if former.rules().iter().all(|rule| is_blank(rule)) {
        ui.weak("It had no definition.");
    }
    for (name, rule) in ["Definition", "Use when", "Do not use when"].into_iter().zip(former.rules()) {
        if !is_blank(rule) {
            ui.label(format!("{name}: {rule}"));
        }
    }
}
