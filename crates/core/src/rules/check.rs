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
pub fn check_code(kind: CodeKind, code: &Code, context: CodeContext) -> impl Iterator<Item = Broken> {
    let key = code.key.and_then(|key| {
        let is_in_row = kind.keys().contains(key);
        if is_in_row { context.is_key_taken.then_some(Rule::KeyTaken(key)) } else { Some(Rule::KeyOutsideRow(key)) }
    });
    let parent = code.parent.as_ref().and_then(|parent| match context.parent {
        ParentState::Sound => None,
        ParentState::Missing => Some(Rule::ParentMissing(parent.clone())),
        ParentState::OwnDescendant => Some(Rule::OwnAncestor(parent.clone())),
    });
    let rules = [
        code.id.as_str().is_empty().then_some(Rule::EmptyId),
        has_no_name(&code.name),
        context.is_id_taken.then_some(Rule::IdTaken),
        key,
        parent,
    ];
    broken(rules, move || ItemId::Code(kind, code.id.clone()))
}

/// The rules that a stance breaks.
pub fn check_stance(stance: &Stance, is_id_taken: bool) -> impl Iterator<Item = Broken> {
    let rules = [
        stance.id.as_str().is_empty().then_some(Rule::EmptyId),
        is_id_taken.then_some(Rule::IdTaken),
        has_no_name(&stance.name),
        (!stance.weight.is_finite()).then_some(Rule::WeightNotFinite),
    ];
    broken(rules, || ItemId::Stance(stance.id.clone()))
}

/// The rules that a saved comparison breaks.
pub fn check_view(view: &SavedComparison, is_name_taken: bool) -> impl Iterator<Item = Broken> {
    let rules = [has_no_name(&view.name), is_name_taken.then_some(Rule::NameTaken)];
    broken(rules, || ItemId::View(view.name.as_str().into()))
}

/// The rules that an article breaks, its highlights left aside.
pub fn check_article(article: &Article, is_id_taken: bool) -> impl Iterator<Item = Broken> {
    let n_bytes = article.text.as_str().len();
    let rules = [
        is_id_taken.then_some(Rule::IdTaken),
        (n_bytes > Text::MAX_BYTES).then_some(Rule::TextTooLong(n_bytes)),
        article.text.forbidden_char().map(Rule::ForbiddenCharacter),
    ];
    broken(rules, || ItemId::Article(article.id))
}

/// The rules that a highlight of the article breaks, its place among the others left aside.
pub fn check_highlight(
    article: &Article,
    highlight: &Highlight,
    is_id_taken: bool,
    known: &impl KnownCodes,
) -> impl Iterator<Item = Broken> {
    let missing_code = |kind| {
        let missing = highlight.tag(kind).filter(|id| !known.has_code(kind, id));
        missing.map(|id| Rule::TagMissing(CodebookEntry::Code(kind, id.clone())))
    };
    let missing_stance = || {
        let missing = highlight.stance.as_ref().filter(|id| !known.has_stance(id));
        missing.map(|id| Rule::TagMissing(CodebookEntry::Stance(id.clone())))
    };
    let rules = [
        is_id_taken.then_some(Rule::IdTaken),
        check_span(&article.text, highlight),
        missing_code(CodeKind::Actor),
        missing_code(CodeKind::Issue),
        missing_stance(),
        (!is_time(&highlight.created)).then(|| Rule::TimeUnreadable(highlight.created.clone())),
    ];
    broken(rules, || ItemId::Highlight(highlight.id))
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

fn has_no_name(name: &str) -> Option<Rule> {
    name.trim().is_empty().then_some(Rule::NoName)
}

/// The rules that are broken, each with the item that breaks it.
fn broken<const N: usize>(rules: [Option<Rule>; N], item: impl Fn() -> ItemId) -> impl Iterator<Item = Broken> {
    rules.into_iter().flatten().map(move |rule| Broken { item: item(), rule })
}
