//! Revisions of texts.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    edit::TextRevision,
    model::HighlightId,
    text::{Span, diff::TextChange},
};

#[derive(Serialize, Deserialize)]
#[serde(rename = "Revision", deny_unknown_fields)]
pub(super) struct WrittenRevision<'a> {
    /// Start and end of each passage in Unicode scalar values, and the words that replace it.
    changes: Vec<((usize, usize), Cow<'a, str>)>,
    /// Highlights with their new spans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    placed: Vec<(Uuid, (usize, usize))>,
    /// The new start of each page or chapter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<usize>,
}

impl<'a> From<&'a TextRevision> for WrittenRevision<'a> {
    fn from(revision: &'a TextRevision) -> Self {
        let TextRevision { changes, placed, part_starts } = revision;
        Self {
            changes: changes.iter().map(|TextChange { span, words }| ((*span).into(), words.into())).collect(),
            placed: placed.iter().map(|(id, span)| (id.0, (*span).into())).collect(),
            parts: part_starts.clone(),
        }
    }
}

impl From<WrittenRevision<'_>> for TextRevision {
    fn from(revision: WrittenRevision<'_>) -> Self {
        let WrittenRevision { changes, placed, parts } = revision;
        let change =
            |(span, words): ((usize, usize), Cow<'_, str>)| TextChange { span: span.into(), words: words.into_owned() };
        Self {
            changes: changes.into_iter().map(change).collect(),
            placed: placed.into_iter().map(|(id, span)| (HighlightId(id), Span::from(span))).collect(),
            part_starts: parts,
        }
    }
}
