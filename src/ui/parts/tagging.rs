//! Turns what was typed or pressed into an edit: new codes first, then the highlight.

use standpoint_analysis::suggest::{CodeChoice, Suggestion};
use standpoint_core::{
    edit::{Edit, retag},
    model::{Article, Code, CodeId, CodeKind, Codebook, Highlight, HighlightId, Keyed, Tags},
    text::Span,
};
use standpoint_store::clock::now;

/// An edit that tags, with its label and its result.
pub struct Tagging {
    /// What the undo list calls it.
    pub label: String,
    /// The edit itself.
    pub edit: Edit,
    /// The tags that are given.
    pub tags: Tags,
    /// The highlight made or changed.
    pub highlight: HighlightId,
}

/// The tags a suggestion means, and the edits that make the codes it needs first.
pub fn resolve(book: &Codebook, suggestion: &Suggestion) -> (Tags, Vec<Edit>) {
    // It grows by each new code, so that the next one gets an id and a place of its own.
    let mut book = book.clone();
    let mut edits = Vec::new();
    let actor = suggestion.actor.as_ref().map(|choice| code_of(&mut book, &mut edits, CodeKind::Actor, choice));
    let issue = suggestion.issue.as_ref().map(|choice| code_of(&mut book, &mut edits, CodeKind::Issue, choice));
    (Tags { actor, issue, stance: suggestion.stance.clone() }, edits)
}

/// The id of a chosen code, after the edits that make what is new of it.
fn code_of(book: &mut Codebook, edits: &mut Vec<Edit>, kind: CodeKind, choice: &CodeChoice) -> CodeId {
    let (name, parent) = match choice {
        CodeChoice::Known(id) => return id.clone(),
        CodeChoice::New(name) => (name, None),
        CodeChoice::NewBelow(parent, name) => (name, Some(code_of(book, edits, kind, parent))),
    };
    let code: Code = book.fresh_code(kind, name, parent);
    let id = code.id.clone();
    edits.push(Edit::InsertCode(kind, book.codes(kind).len(), code.clone()));
    book.codes_mut(kind).push(code);
    id
}

/// Makes a highlight of words.
pub fn tag_words(book: &Codebook, article: &Article, span: Span, suggestion: &Suggestion, coder: &str) -> Tagging {
    let (tags, mut edits) = resolve(book, suggestion);
    let highlight = Highlight::new(&article.text, span, tags.clone(), coder, &now());
    let id = highlight.id;
    edits.push(Edit::AddHighlights(vec![(article.id, highlight)]));
    Tagging { label: "Tag a passage".to_owned(), edit: Edit::All(edits), tags, highlight: id }
}

/// Gives a highlight other tags. What the line leaves out stays as it was.
pub fn retag_highlight(book: &Codebook, article: &Article, highlight: &Highlight, suggestion: &Suggestion) -> Tagging {
    let (given, mut edits) = resolve(book, suggestion);
    let old = highlight.tags();
    let tags = Tags {
        actor: given.actor.or(old.actor),
        issue: given.issue.or(old.issue),
        stance: given.stance.or(old.stance),
    };
    edits.push(retag(article, highlight, tags.clone()));
    Tagging { label: "Retag a highlight".to_owned(), edit: Edit::All(edits), tags, highlight: highlight.id }
}

/// What a bare key means as tags: digits for actors, the upper letter row for issues, `a s d` for
/// the stance.
pub fn one_key(book: &Codebook, key: egui::Key) -> Option<Suggestion> {
    let mut name = key.name().chars();
    let (Some(key), None) = (name.next(), name.next()) else { return None };
    let none = Suggestion::default();
    Some(match book.keyed(key.to_ascii_lowercase())? {
        Keyed::Code(CodeKind::Actor, code) => Suggestion { actor: Some(CodeChoice::Known(code.id.clone())), ..none },
        Keyed::Code(CodeKind::Issue, code) => Suggestion { issue: Some(CodeChoice::Known(code.id.clone())), ..none },
        Keyed::Stance(stance) => Suggestion { stance: Some(stance.id.clone()), ..none },
    })
}
