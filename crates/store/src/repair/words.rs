//! Words for fixes and highlights, for people to read.

use std::fmt;

use standpoint_core::{
    model::{CodeKind, Highlight, Project},
    wording,
};

use super::{Fix, FixAction, TimeSource};

/// How many characters of a quote are shown on a line.
const MAX_WORDS: usize = 60;

impl Fix {
    /// Says what the fix did: "moved to 40–67, where the quote is".
    pub fn done(&self) -> String {
        self.words(true)
    }

    fn words(&self, is_done: bool) -> String {
        let verb = |bare: &'static str, done: &'static str| if is_done { done } else { bare };
        let (quote, leave) = (verb("quote", "quoted"), verb("leave", "left"));
        match &self.action {
            FixAction::Move { to, is_exact: true, .. } => {
                format!("{} to {to}, where the quote is", verb("move it", "moved"))
            }
            FixAction::Move { to, words, is_exact: false } => {
                let words = shortened(words);
                format!("{} to {to} and {quote} the words there: “{words}”", verb("move it", "moved"))
            }
            FixAction::TakeWords(words) => format!("{quote} the words at its span: “{}”", shortened(words)),
            FixAction::LeaveOut => format!("{leave} {}", verb("it out", "out")),
            FixAction::LeaveCopyOut => format!("{leave} {}, because it is a duplicate", verb("it out", "out")),
            FixAction::GiveFreshId => format!("{} a new id", verb("give it", "given")),
            FixAction::Name(name) => format!("{} “{name}”", verb("name it", "named")),
            FixAction::AddToCodebook(entry) => {
                let weight = if entry.noun() == "stance" { " with weight 0" } else { "" };
                format!("{} “{}” to the codebook{weight}", verb("add", "added"), entry.id())
            }
            FixAction::TakeTagOff(entry) => format!("{} the {}", verb("remove", "removed"), entry.noun()),
            FixAction::DropParent | FixAction::BreakCircle => format!("{} its parent", verb("remove", "removed")),
            FixAction::DropKey => format!("{} its key", verb("remove", "removed")),
            FixAction::Weigh(weight) => format!("set its weight to {}", wording::number(*weight)),
            FixAction::Date { created, source } => {
                let source = match source {
                    TimeSource::Words => ", as written",
                    TimeSource::Id => ", when its id was created",
                    TimeSource::Nothing => "",
                };
                format!("set its time to {created}{source}")
            }
            FixAction::CleanText => {
                verb("remove it and move the highlights behind it", "removed it and moved the highlights behind it")
                    .to_owned()
            }
            FixAction::Sort => format!("{} the highlights of the article", verb("sort", "sorted")),
            FixAction::DropHash => format!("{} the sha256", verb("remove", "removed")),
            FixAction::DropParts => {
                format!("{} the pages or chapters after the end of the text", verb("remove", "removed"))
            }
            FixAction::SortParts => format!("{} the pages or chapters", verb("sort", "sorted")),
        }
    }
}

/// Says what the fix would do: "move it to 40–67, where the quote is".
impl fmt::Display for Fix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(false))
    }
}

/// The beginning of the words, on one line.
fn shortened(words: &str) -> String {
    let mut short: String = words.chars().take(MAX_WORDS).map(|c| if c == '\n' { ' ' } else { c }).collect();
    if words.chars().nth(MAX_WORDS).is_some() {
        short.push('…');
    }
    short
}

/// Makes a name from an id: "Security guarantees" from `security-guarantees`.
pub(super) fn name_of_slug(slug: &str, noun: &str) -> String {
    let words = slug.replace(['-', '_'], " ");
    let words = words.trim();
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => format!("Unnamed {noun}"),
    }
}

/// Describes a highlight completely on one line, so that it can be recreated by hand.
pub fn described(project: &Project, highlight: &Highlight) -> String {
    format!("“{}”, {}", on_one_line(&highlight.quote), tags_and_note(project, highlight))
}

/// Describes everything except the quote: "actor City, stance supports, note “…”, coder AK, 2026-01-12T09:14:00Z".
pub fn tags_and_note(project: &Project, highlight: &Highlight) -> String {
    let book = &project.codebook;
    let Highlight { actor, issue, stance, note, coder, created, .. } = highlight;
    let stance_name = |id| book.stance(id).map_or_else(|| format!("{id}"), |stance| stance.name.clone());
    let parts = [
        actor.as_ref().map(|id| format!("actor {}", book.name_of(CodeKind::Actor, id))),
        issue.as_ref().map(|id| format!("issue {}", book.name_of(CodeKind::Issue, id))),
        stance.as_ref().map(|id| format!("stance {}", stance_name(id))),
        (!note.is_empty()).then(|| format!("note “{}”", on_one_line(note))),
        (!coder.is_empty()).then(|| format!("coder {coder}")),
        Some(created.clone()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn on_one_line(words: &str) -> String {
    words.replace('\n', "\\n")
}
