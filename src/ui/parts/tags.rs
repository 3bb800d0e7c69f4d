//! What a highlight is, in words.

use standpoint_core::{
    model::{CodeKind, Highlight, Project},
    text::fold::is_blank,
};

/// What a highlight is, in words: "Russia, Territory, supports".
pub fn tags_in_words(project: &Project, highlight: &Highlight) -> String {
    let book = &project.codebook;
    let mut words = Vec::new();
    words.extend(highlight.actor.as_ref().map(|id| book.name_of(CodeKind::Actor, id)));
    words.extend(highlight.issue.as_ref().map(|id| book.name_of(CodeKind::Issue, id)));
    words.extend(highlight.stance.as_ref().and_then(|id| book.stance(id)).map(|stance| &*stance.name));
    if words.is_empty() { "not tagged".to_owned() } else { words.join(", ") }
}

/// The same, and whether somebody wrote a note: "Russia, Territory, supports, with a note".
pub fn tags_and_note_in_words(project: &Project, highlight: &Highlight) -> String {
    let tags = tags_in_words(project, highlight);
    if is_blank(&highlight.note) { tags } else { format!("{tags}, with a note") }
}
