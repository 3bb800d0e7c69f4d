//! A function for each kind of item, which says which rules the item breaks.
//!
//! What an item is checked against is handed in, because a whole project looks it up in tables made once,
//! and an edit where it stands.

use super::{Broken, CodebookEntry, ItemId, Rule, time::is_time};
use crate::{
    model::{Article, Code, CodeId, CodeKind, Codebook, Highlight, Project, SavedComparison, Stance, StanceId},
    text::Text,
};

/// What no text may hold: carriage return, NUL and byte order mark.
pub const FORBIDDEN_CHARS: [char; 3] = ['\r', '\0', '\u{feff}'];

/// How much of a text that differs from a quote is kept, in characters.
const MAX_READS: usize = 60;

/// The codes and stances that highlights may be tagged with.
pub trait KnownCodes {
    /// Whether there is such an actor or issue.
    fn has_code(&self, kind: CodeKind, id: &CodeId) -> bool;
    /// Whether there is such a stance.
    fn has_stance(&self, id: &StanceId) -> bool;
}

/// Goes through the lists, which is quickest for the few highlights of an edit.
impl KnownCodes for Codebook {
    fn has_code(&self, kind: CodeKind, id: &CodeId) -> bool {
        self.code(kind, id).is_some()
    }

    fn has_stance(&self, id: &StanceId) -> bool {
        self.stance(id).is_some()
    }
}

/// What the other codes of its kind mean for a code.
#[derive(Clone, Copy, Debug)]
pub struct CodeContext {
    /// Whether another one has its id.
    pub is_id_taken: bool,
    /// Whether another one has its key.
    pub is_key_taken: bool,
    /// What its parent is like.
    pub parent: ParentState,
}

/// What the parent of a code is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParentState {
    /// It is in the codebook, or there is none.
    Sound,
    /// The codebook lacks it.
    Missing,
    /// It is the code itself, or a descendant of it.
    OwnDescendant,
}

/// The rules that an actor or an issue breaks.
pub fn check_code(kind: CodeKind, code: &Code, context: CodeContext) -> Vec<Broken> {
    let mut broken = Vec::new();
    let mut note = |rule| broken.push(Broken { item: ItemId::Code(kind, code.id.clone()), rule });
    if code.id.as_str().is_empty() {
        note(Rule::EmptyId);
    }
    if is_blank(&code.name) {
        note(Rule::NoName);
    }
    if context.is_id_taken {
        note(Rule::IdTaken);
    }
    match code.key {
        Some(key) if !kind.keys().contains(key) => note(Rule::KeyOutsideRow(key)),
        Some(key) if context.is_key_taken => note(Rule::KeyTaken(key)),
        _ => {}
    }
    match (&code.parent, context.parent) {
        (Some(parent), ParentState::Missing) => note(Rule::ParentMissing(parent.clone())),
        (Some(parent), ParentState::OwnDescendant) => note(Rule::OwnAncestor(parent.clone())),
        _ => {}
    }
    broken
}

/// The rules that a stance breaks.
pub fn check_stance(stance: &Stance, is_id_taken: bool) -> Vec<Broken> {
    let mut broken = Vec::new();
    let mut note = |rule| broken.push(Broken { item: ItemId::Stance(stance.id.clone()), rule });
    if stance.id.as_str().is_empty() {
        note(Rule::EmptyId);
    }
    if is_id_taken {
        note(Rule::IdTaken);
    }
    if is_blank(&stance.name) {
        note(Rule::NoName);
    }
    if !stance.weight.is_finite() {
        note(Rule::WeightNotFinite);
    }
    broken
}

/// The rules that a saved comparison breaks.
pub fn check_view(view: &SavedComparison, is_name_taken: bool) -> Vec<Broken> {
    let mut broken = Vec::new();
    let mut note = |rule| broken.push(Broken { item: ItemId::View(view.name.as_str().into()), rule });
    if is_blank(&view.name) {
        note(Rule::NoName);
    }
    if is_name_taken {
        note(Rule::NameTaken);
    }
    broken
}

/// The rules that an article breaks, its highlights left aside.
pub fn check_article(article: &Article, is_id_taken: bool) -> Vec<Broken> {
    let mut broken = Vec::new();
    let mut note = |rule| broken.push(Broken { item: ItemId::Article(article.id), rule });
    if is_id_taken {
        note(Rule::IdTaken);
    }
    let n_bytes = article.text.as_str().len();
    if n_bytes > Text::MAX_BYTES {
        note(Rule::TextTooLong(n_bytes));
    }
    if let Some(bad) = article.text.forbidden_char() {
        note(Rule::ForbiddenCharacter(bad));
    }
    broken
}

/// The rules that a highlight of the article breaks, its place among the others left aside.
pub fn check_highlight(
    article: &Article,
    highlight: &Highlight,
    is_id_taken: bool,
    known: &impl KnownCodes,
) -> Vec<Broken> {
    let mut broken = Vec::new();
    let mut note = |rule| broken.push(Broken { item: ItemId::Highlight(highlight.id), rule });
    if is_id_taken {
        note(Rule::IdTaken);
    }
    if let Some(rule) = check_span(&article.text, highlight) {
        note(rule);
    }
    for kind in CodeKind::ALL {
        if let Some(id) = highlight.tag(kind).filter(|id| !known.has_code(kind, id)) {
            note(Rule::TagMissing(CodebookEntry::Code(kind, id.clone())));
        }
    }
    if let Some(id) = highlight.stance.as_ref().filter(|id| !known.has_stance(id)) {
        note(Rule::TagMissing(CodebookEntry::Stance(id.clone())));
    }
    if !is_time(&highlight.created) {
        note(Rule::TimeUnreadable(highlight.created.clone()));
    }
    broken
}

fn check_span(text: &Text, highlight: &Highlight) -> Option<Rule> {
    let Highlight { span, quote, .. } = highlight;
    let span = *span;
    if span.is_empty() {
        return Some(Rule::SpanEmpty(span));
    }
    if !text.holds(span) {
        return Some(Rule::SpanPastEnd { span, n_chars: text.n_chars() });
    }
    let words = text.slice(span);
    (words != quote).then(|| Rule::QuoteDiffers { span, reads: words.chars().take(MAX_READS).collect() })
}

/// The highlights that stand before one that should come first, by their index in the article.
pub fn check_order(article: &Article) -> impl Iterator<Item = (usize, Broken)> {
    article.highlights.windows(2).enumerate().filter_map(|(before, pair)| {
        // Two of one id break another rule, whatever their order.
        let is_sorted = pair[0].order() <= pair[1].order() || pair[0].id == pair[1].id;
        let broken = || Broken { item: ItemId::Highlight(pair[1].id), rule: Rule::OutOfOrder };
        (!is_sorted).then(|| (before + 1, broken()))
    })
}

/// Whether a project may have so many highlights.
pub fn check_highlight_count(n_highlights: usize) -> Option<Broken> {
    let is_too_many = n_highlights > Project::MAX_HIGHLIGHTS;
    is_too_many.then_some(Broken { item: ItemId::Project, rule: Rule::TooManyHighlights(n_highlights) })
}

fn is_blank(name: &str) -> bool {
    name.trim().is_empty()
}
