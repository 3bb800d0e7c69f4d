//! The list of what changes between two texts, each change with a few words around it.

use egui::{FontId, Label, Stroke, TextFormat, Ui, WidgetInfo, accesskit::Role, text::LayoutJob};

use standpoint_core::{
    edit::RevisionPlan,
    text::{Span, Text, diff::TextChange},
    wording::counted,
};

use crate::ui::{
    theme::{Theme, serif},
    widgets::{one_line, section_title},
};

/// How many changes are listed.
const MOST_LISTED: usize = 100;

/// How many characters of a passage are shown, and how many around it.
const MOST_CHARS: usize = 300;
const AROUND_CHARS: usize = 24;

/// Lists the changes: the old words struck out, the new ones underlined.
pub(super) fn changes_ui(ui: &mut Ui, old: &Text, plan: &RevisionPlan) {
    section_title(ui, format!("Changed passages: {}", plan.changes.len()));
    for change in plan.changes.iter().take(MOST_LISTED) {
        let response = ui.add(Label::new(job(Theme::of(ui), old, change)).wrap());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, in_words(old, change)));
        ui.add_space(4.0);
    }
    if let Some(n_more) = plan.changes.len().checked_sub(MOST_LISTED).filter(|n| *n > 0) {
        ui.label(format!("and {}", counted(n_more, "more change")));
    }
}

/// “wants → needs”; an insertion or a deletion is named.
fn in_words(old: &Text, TextChange { span, words }: &TextChange) -> String {
    let before = shortened(old.slice(*span));
    let after = shortened(words);
    match (span.is_empty(), words.is_empty()) {
        (true, _) => format!("Inserted: {after}"),
        (false, true) => format!("Deleted: {before}"),
        (false, false) => format!("Changed: {before} → {after}"),
    }
}

fn shortened(words: &str) -> String {
    let mut short: String = one_line(words).chars().take(MOST_CHARS).collect();
    if words.chars().nth(MOST_CHARS).is_some() {
        short.push('…');
    }
    short
}

fn job(theme: &Theme, old: &Text, TextChange { span, words }: &TextChange) -> LayoutJob {
    let font: FontId = serif(theme.sizes.quote);
    let around = TextFormat::simple(font.clone(), *theme.colours.muted);
    let line = |colour| Stroke::new(1.0, colour);
    let gone = TextFormat {
        strikethrough: line(*theme.colours.failure),
        ..TextFormat::simple(font.clone(), *theme.colours.failure)
    };
    let new =
        TextFormat { underline: line(*theme.colours.success), ..TextFormat::simple(font, *theme.colours.success) };
    let before = Span::new(span.start.saturating_sub(AROUND_CHARS), span.start);
    let after = Span::new(span.end, (span.end + AROUND_CHARS).min(old.n_chars()));
    let mut job = LayoutJob::default();
    for (words, format) in [
        (one_line(old.slice(before)), &around),
        (shortened(old.slice(*span)), &gone),
        (shortened(words), &new),
        (one_line(old.slice(after)), &around),
    ] {
        job.append(&words, 0.0, format.clone());
    }
    job
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_named_by_what_happens_to_the_words() {
        let old = Text::new("The city wants a bridge.\nToday.");
        let said = |span: (usize, usize), words: &str| {
            in_words(&old, &TextChange { span: span.into(), words: words.to_owned() })
        };
        assert_eq!(said((9, 14), "needs"), "Changed: wants → needs");
        assert_eq!(said((9, 9), "now "), "Inserted: now ");
        assert_eq!(said((17, 31), ""), "Deleted: bridge. Today.");
    }
}
