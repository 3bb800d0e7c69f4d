//! What a highlight is, in words.

use egui::{FontId, Ui};

use standpoint_core::{
    model::{CodeKind, Codebook, Highlight, Project, Tags},
    text::fold::is_blank,
};

use super::name_line::NameLine;
use crate::ui::theme::Theme;

/// What a highlight is, in words: "Russia, Territory, supports".
pub fn tags_in_words(project: &Project, highlight: &Highlight) -> String {
    in_words(project, &highlight.tags())
}

/// Tags in words: "Russia, Territory, supports".
pub fn in_words(project: &Project, tags: &Tags) -> String {
    let book = &project.codebook;
    let mut words = Vec::new();
    words.extend(tags.actor.as_ref().map(|id| book.name_of(CodeKind::Actor, id)));
    words.extend(tags.issue.as_ref().map(|id| book.name_of(CodeKind::Issue, id)));
    words.extend(tags.stance.as_ref().and_then(|id| book.stance(id)).map(|stance| &*stance.name));
    if words.is_empty() { "not tagged".to_owned() } else { words.join(", ") }
}

/// The same, and whether somebody wrote a note: "Russia, Territory, supports, with a note".
pub fn tags_and_note_in_words(project: &Project, highlight: &Highlight) -> String {
    let tags = tags_in_words(project, highlight);
    if is_blank(&highlight.note) { tags } else { format!("{tags}, with a note") }
}

/// The sign of the stance, the actor and the issue, in small type.
pub fn tags_line<'a>(ui: &Ui, book: &'a Codebook, tags: &Tags) -> NameLine<'a> {
    let theme = Theme::of(ui);
    let mut line = NameLine::default().stance(tags.stance.as_ref().and_then(|id| book.stance(id)));
    let small = FontId::proportional(theme.sizes.small);
    let mut is_tagged = false;
    for (kind, tag) in [(CodeKind::Actor, &tags.actor), (CodeKind::Issue, &tags.issue)] {
        if let Some(code) = tag.as_ref().and_then(|id| book.code(kind, id)) {
            line = line
                .code(kind, theme.code(code.colour))
                .words(&*code.name, small.clone(), *theme.colours.ink)
                .space(9.0);
            is_tagged = true;
        }
    }
    if is_tagged { line } else { line.words("not tagged", small, *theme.colours.muted) }
}
