//! A marked passage and what it was tagged with.

use serde::{Deserialize, Serialize};

use super::{CodeId, CodeKind, HighlightId, StanceId, ids, written};
use crate::text::{Span, Text};

/// What a passage was judged to say: whose position, on what, and which way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tags {
    pub actor: Option<CodeId>,
    pub issue: Option<CodeId>,
    pub stance: Option<StanceId>,
}

/// A span of one article with its tags, a note, its coder and its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Highlight {
    pub id: HighlightId,
    pub span: Span,
    /// The words of the span, kept so that a reader of the file sees what was marked.
    #[serde(serialize_with = "written::on_one_line")]
    pub quote: String,
    #[serde(default, with = "ids::optional", skip_serializing_if = "Option::is_none")]
    pub actor: Option<CodeId>,
    #[serde(default, with = "ids::optional", skip_serializing_if = "Option::is_none")]
    pub issue: Option<CodeId>,
    #[serde(default, with = "ids::optional", skip_serializing_if = "Option::is_none")]
    pub stance: Option<StanceId>,
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::on_one_line")]
    pub note: String,
    /// The person who made it.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub coder: String,
    /// When it was made, in UTC, as `2025-12-03T14:20:00Z`.
    pub created: String,
}

impl Highlight {
    pub fn new(text: &Text, span: Span, tags: Tags, coder: &str, created: &str) -> Self {
        let Tags { actor, issue, stance } = tags;
        Self {
            id: HighlightId::fresh(),
            span,
            quote: text.slice(span).to_owned(),
            actor,
            issue,
            stance,
            note: String::new(),
            coder: coder.to_owned(),
            created: created.to_owned(),
        }
    }

    /// The actor, or the issue.
    pub fn tag(&self, kind: CodeKind) -> Option<&CodeId> {
        match kind {
            CodeKind::Actor => self.actor.as_ref(),
            CodeKind::Issue => self.issue.as_ref(),
        }
    }

    pub fn tags(&self) -> Tags {
        Tags { actor: self.actor.clone(), issue: self.issue.clone(), stance: self.stance.clone() }
    }

    /// The same highlight with other tags.
    #[must_use]
    pub fn with_tags(&self, tags: Tags) -> Self {
        let Tags { actor, issue, stance } = tags;
        Self { actor, issue, stance, ..self.clone() }
    }

    /// The same highlight over another span of the text.
    #[must_use]
    pub fn with_span(&self, text: &Text, span: Span) -> Self {
        Self { span, quote: text.slice(span).to_owned(), ..self.clone() }
    }

    /// Highlights stand in their article by position, then by age.
    pub fn order(&self) -> (Span, HighlightId) {
        (self.span, self.id)
    }
}
