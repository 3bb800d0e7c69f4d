//! One function for each kind of item, which returns the rules that the item breaks.
//!
//! The caller passes in what an item is checked against, because checking a whole project uses tables made once, and
//! checking an edit looks things up in place.

use super::{Broken, CodebookEntry, ItemId, Rule, time::is_time};
use crate::{
    model::{
        Article, ArticleSource, Code, CodeId, CodeKind, Codebook, Highlight, Project, SavedComparison, SavedSearch,
        Stance, StanceId,
    },
    text::Text,
};

/// The characters that no text may hold: carriage return, NUL and byte order mark.
pub const FORBIDDEN_CHARS: [char; 3] = ['\r', '\0', '\u{feff}'];

/// How many characters of a text that differs from its quote are kept.
const MAX_READS: usize = 60;

/// The codes and stances that highlights may be tagged with.
pub trait KnownCodes {
    /// Returns whether there is such an actor or issue.
    fn has_code(&self, kind: CodeKind, id: &CodeId) -> bool;
    /// Returns whether there is such a stance.
    fn has_stance(&self, id: &StanceId) -> bool;
}

/// Searches the lists, which is fastest for the few highlights of an edit.
impl KnownCodes for Codebook {
    fn has_code(&self, kind: CodeKind, id: &CodeId) -> bool {
        self.code(kind, id).is_some()
    }

    fn has_stance(&self, id: &StanceId) -> bool {
        self.stance(id).is_some()
    }
}

/// The facts about other codes of its kind that are needed to check a code.
#[derive(Clone, Copy, Debug)]
pub struct CodeContext {
    /// Whether another code has its id.
    pub is_id_taken: bool,
    /// Whether another code has its key.
    pub is_key_taken: bool,
    /// Whether its parent is sound.
    pub parent: ParentState,
}

/// The state of a code’s parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParentState {
    /// The parent is in the codebook, or there is none.
    Sound,
    /// The parent is not in the codebook.
    Missing,
    /// The parent is the code itself or one of its descendants.
    OwnDescendant,
}

/// Returns the rules that an actor or an issue breaks.
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

/// Returns the rules that a stance breaks.
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
    if !stance.has_sound_weight() {
        note(Rule::WeightNotFinite);
    }
    broken
}

/// Returns the rules that a saved comparison breaks.
pub fn check_view(view: &SavedComparison, is_name_taken: bool) -> Vec<Broken> {
    check_name(&view.name, ItemId::View, is_name_taken)
}

/// Returns the rules that a saved search breaks.
pub fn check_search(search: &SavedSearch, is_name_taken: bool) -> Vec<Broken> {
    check_name(&search.name, ItemId::Search, is_name_taken)
}

fn check_name(name: &str, item: impl Fn(Box<str>) -> ItemId, is_name_taken: bool) -> Vec<Broken> {
    let mut broken = Vec::new();
    let mut note = |rule| broken.push(Broken { item: item(name.into()), rule });
    if is_blank(name) {
        note(Rule::NoName);
    }
    if is_name_taken {
        note(Rule::NameTaken);
    }
    broken
}

/// Returns the rules that an article breaks, apart from its highlights.
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
    if let Some(source) = &article.source {
        check_source(source, article.text.n_chars()).into_iter().for_each(note);
    }
    broken
}

/// Returns the rules that the source of a text of this many characters breaks, each at most once.
fn check_source(source: &ArticleSource, n_chars: usize) -> Vec<Rule> {
    let mut broken = Vec::new();
    if !source.has_sound_hash() {
        broken.push(Rule::HashInvalid(source.sha256.chars().take(MAX_READS).collect()));
    }
    if let Some(part) = source.parts.iter().find(|part| part.start > n_chars) {
        broken.push(Rule::PartPastEnd { start: part.start, n_chars });
    }
    if let Some(pair) = source.parts.windows(2).find(|pair| pair[0].start > pair[1].start) {
        broken.push(Rule::PartsOutOfOrder(pair[1].name.chars().take(MAX_READS).collect()));
    }
    broken
}

/// Returns the rules that a highlight of the article breaks, apart from the order of highlights.
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

/// Returns the highlights that come after one they should precede, each with its index in the article.
pub fn check_order(article: &Article) -> impl Iterator<Item = (usize, Broken)> {
    article.highlights.windows(2).enumerate().filter_map(|(before, pair)| {
        // Two highlights with the same id break another rule, whatever their order.
        let is_sorted = pair[0].order() <= pair[1].order() || pair[0].id == pair[1].id;
        let broken = || Broken { item: ItemId::Highlight(pair[1].id), rule: Rule::OutOfOrder };
        (!is_sorted).then(|| (before + 1, broken()))
    })
}

/// Returns the rule that a project with this many highlights breaks, if it has too many.
pub fn check_highlight_count(n_highlights: usize) -> Option<Broken> {
    let is_too_many = n_highlights > Project::MAX_HIGHLIGHTS;
    is_too_many.then_some(Broken { item: ItemId::Project, rule: Rule::TooManyHighlights(n_highlights) })
}

fn is_blank(name: &str) -> bool {
    name.trim().is_empty()
}
