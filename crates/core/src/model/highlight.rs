//! A marked passage and its tags.

use serde::{Deserialize, Serialize};

use super::{CodeId, CodeKind, HighlightId, StanceId, ids, written};
use crate::text::{Span, Text};

/// What a passage says: whose position, on what, and which way. Any of them may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tags {
    /// Whose position it is.
    pub actor: Option<CodeId>,
    /// What the position is about.
    pub issue: Option<CodeId>,
    /// Which way the position goes.
    pub stance: Option<StanceId>,
}

/// Of which of its own codes a highlight is an example in the codebook.
///
/// The highlight holds this and not the code, so that a pin goes and comes back with its highlight, and moves with it
/// where codes are merged or split.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<CodeKind>", into = "Vec<CodeKind>")]
pub struct ExampleOf {
    actor: bool,
    issue: bool,
}

impl ExampleOf {
    /// Returns whether it is no example at all.
    pub const fn is_nothing(&self) -> bool {
        !self.actor && !self.issue
    }

    /// Returns whether it is an example of its actor or of its issue, depending on the kind.
    pub const fn has(self, kind: CodeKind) -> bool {
        match kind {
            CodeKind::Actor => self.actor,
            CodeKind::Issue => self.issue,
        }
    }

    /// The same, but an example of its code of this kind or not.
    #[must_use]
    pub const fn with(self, kind: CodeKind, is_example: bool) -> Self {
        match kind {
            CodeKind::Actor => Self { actor: is_example, ..self },
            CodeKind::Issue => Self { issue: is_example, ..self },
        }
    }

    /// An example of whatever either of them is an example of.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self { actor: self.actor || other.actor, issue: self.issue || other.issue }
    }
}

impl From<Vec<CodeKind>> for ExampleOf {
    fn from(kinds: Vec<CodeKind>) -> Self {
        kinds.into_iter().fold(Self::default(), |example, kind| example.with(kind, true))
    }
}

impl From<ExampleOf> for Vec<CodeKind> {
    fn from(example: ExampleOf) -> Self {
        CodeKind::ALL.into_iter().filter(|kind| example.has(*kind)).collect()
    }
}

/// A span of one article with its tags, a note, its coder and its time of creation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Highlight {
    /// Unique in the whole project, not only in the article.
    pub id: HighlightId,
    /// Where the passage is in the article’s text; never empty.
    pub span: Span,
    /// The text of the span, kept so that a reader of the file can see what was marked.
    #[serde(serialize_with = "written::on_one_line")]
    pub quote: String,
    /// Whose position it is; an actor of the codebook.
    #[serde(default, with = "ids::optional", skip_serializing_if = "Option::is_none")]
    pub actor: Option<CodeId>,
    /// What the position is about; an issue of the codebook.
    #[serde(default, with = "ids::optional", skip_serializing_if = "Option::is_none")]
    pub issue: Option<CodeId>,
    /// Which way the position goes; a stance of the codebook.
    #[serde(default, with = "ids::optional", skip_serializing_if = "Option::is_none")]
    pub stance: Option<StanceId>,
    /// Whether it is pinned in the codebook as an example of its actor or its issue.
    #[serde(default, skip_serializing_if = "ExampleOf::is_nothing")]
    pub example_of: ExampleOf,
    /// The analyst’s remark; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::on_one_line")]
    pub note: String,
    /// Who made it, by name or initials; empty if nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub coder: String,
    /// When it was made, in UTC, such as `2025-12-03T14:20:00Z`.
    pub created: String,
}

impl Highlight {
    /// Creates a highlight with a fresh id and no note; the quote is taken from the text.
    pub fn new(text: &Text, span: Span, tags: Tags, coder: &str, created: &str) -> Self {
        let Tags { actor, issue, stance } = tags;
        Self {
            id: HighlightId::fresh(),
            span,
            quote: text.slice(span).to_owned(),
            actor,
            issue,
            stance,
            example_of: ExampleOf::default(),
            note: String::new(),
            coder: coder.to_owned(),
            created: created.to_owned(),
        }
    }

    /// Returns the actor or the issue, depending on the kind.
    pub fn tag(&self, kind: CodeKind) -> Option<&CodeId> {
        match kind {
            CodeKind::Actor => self.actor.as_ref(),
            CodeKind::Issue => self.issue.as_ref(),
        }
    }

    /// The actor or the issue, to be changed.
    pub const fn tag_mut(&mut self, kind: CodeKind) -> &mut Option<CodeId> {
        match kind {
            CodeKind::Actor => &mut self.actor,
            CodeKind::Issue => &mut self.issue,
        }
    }

    /// Copies the three tags.
    pub fn tags(&self) -> Tags {
        Tags { actor: self.actor.clone(), issue: self.issue.clone(), stance: self.stance.clone() }
    }

    /// Returns the same highlight, same id included, with other tags. It is no example of a code that it did not have.
    #[must_use]
    pub fn with_tags(&self, tags: Tags) -> Self {
        let Tags { actor, issue, stance } = tags;
        let mut retagged = Self { actor, issue, stance, ..self.clone() };
        for kind in CodeKind::ALL {
            if retagged.tag(kind) != self.tag(kind) {
                retagged.example_of = retagged.example_of.with(kind, false);
            }
        }
        retagged
    }

    /// Returns the code of this kind that it is an example of, if it is one.
    pub fn example_code(&self, kind: CodeKind) -> Option<&CodeId> {
        self.tag(kind).filter(|_| self.example_of.has(kind))
    }

    /// Returns the same highlight, same id included, over another span of the text, with the quote to match.
    #[must_use]
    pub fn with_span(&self, text: &Text, span: Span) -> Self {
        Self { span, quote: text.slice(span).to_owned(), ..self.clone() }
    }

    /// The sort key within an article: by position, then by age, since ids are made by time.
    pub fn order(&self) -> (Span, HighlightId) {
        (self.span, self.id)
    }
}
