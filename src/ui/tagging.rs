//! From what was typed or pressed to an edit: new codes first, then the highlight.

use crate::{
    analysis::suggest::{Pick, Suggestion},
    edit::{Edit, add_code, retag},
    model::{Article, Code, CodeId, CodeKind, Codebook, Highlight, HighlightId, Span, Stance, Tags},
};

/// An edit that tags, what it is called, and what it leaves behind.
pub struct Tagging {
    pub label: String,
    pub edit: Edit,
    pub tags: Tags,
    /// The highlight made or changed.
    pub highlight: HighlightId,
}

/// The tags a suggestion means, and the codes it needs first.
fn resolve(book: &Codebook, suggestion: &Suggestion) -> (Tags, Vec<Edit>) {
    let mut edits = Vec::new();
    let mut code = |kind: CodeKind, pick: &Option<Pick>| -> Option<CodeId> {
        match pick.as_ref()? {
            Pick::Known(id) => Some(id.clone()),
            Pick::New(name) => {
                let code: Code = book.fresh_code(kind, name, None);
                let id = code.id.clone();
                edits.push(add_code(book, kind, code));
                Some(id)
            }
        }
    };
    let actor = code(CodeKind::Actor, &suggestion.actor);
    let issue = code(CodeKind::Issue, &suggestion.issue);
    (Tags { actor, issue, stance: suggestion.stance.clone() }, edits)
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

/// The time as highlights note it.
pub fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

/// The keys of actors, of issues and of stances.
const DIGITS: &str = "1234567890";
const LETTERS: &str = "qwertyuiop";
const STANCES: &str = "asd";

/// The code or stance behind a bare key: digits for actors, the upper letter row for issues, `a s d`
/// for the stance.
pub fn one_key(book: &Codebook, key: egui::Key) -> Option<Suggestion> {
    let name = key.name().to_lowercase();
    let at = |row: &str| row.find(&name).filter(|_| name.len() == 1);
    let nth =
        |kind, n: usize| -> Option<Pick> { heads_first(book, kind).get(n).map(|code| Pick::Known(code.id.clone())) };
    let none = Suggestion::default();
    if let Some(n) = at(DIGITS) {
        return nth(CodeKind::Actor, n).map(|actor| Suggestion { actor: Some(actor), ..none });
    }
    if let Some(n) = at(LETTERS) {
        return nth(CodeKind::Issue, n).map(|issue| Suggestion { issue: Some(issue), ..none });
    }
    let n = at(STANCES)?;
    book.stances.get(n).map(|stance| Suggestion { stance: Some(stance.id.clone()), ..none })
}

/// The codes of a kind in the order of their keys: the heads of families first, for there are more
/// codes than keys.
fn heads_first(book: &Codebook, kind: CodeKind) -> Vec<&Code> {
    let (heads, members): (Vec<_>, Vec<_>) = book.tree(kind).into_iter().partition(|(depth, _)| *depth == 0);
    heads.into_iter().chain(members).map(|(_, code)| code).collect()
}

/// The keys that mean an actor, or an issue, each with its code.
pub fn keyed_codes(book: &Codebook, kind: CodeKind) -> Vec<(char, &Code)> {
    let keys = match kind {
        CodeKind::Actor => DIGITS,
        CodeKind::Issue => LETTERS,
    };
    keys.chars().zip(heads_first(book, kind)).collect()
}

/// The keys that mean a stance, each with it.
pub fn keyed_stances(book: &Codebook) -> impl Iterator<Item = (char, &Stance)> {
    STANCES.chars().zip(&book.stances)
}
