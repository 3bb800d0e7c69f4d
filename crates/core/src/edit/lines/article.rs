//! Articles, their details and their highlights.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    codebook::WrittenKind,
    each,
    text::{WrittenNote, WrittenText},
};
use crate::{
    model::{
        Article, ArticleId, ArticleSource, CodeKind, Details, Highlight, HighlightId, PublicationDate, ReadingStatus,
        RefusedTag, SourcePart, date::NotADate,
    },
    text::{Span, Text},
};

#[derive(Serialize, Deserialize)]
#[serde(rename = "Article", deny_unknown_fields)]
pub(super) struct WrittenArticle<'a> {
    id: Uuid,
    details: WrittenDetails<'a>,
    text: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<WrittenSource<'a>>,
    #[serde(default)]
    highlights: Vec<WrittenHighlight<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    refused: Vec<WrittenRefused<'a>>,
}

impl<'a> From<&'a Article> for WrittenArticle<'a> {
    fn from(article: &'a Article) -> Self {
        let Article { id, details, text, source, highlights, refused } = article;
        Self {
            id: id.0,
            details: details.into(),
            text: text.as_str().into(),
            source: source.as_deref().map(Into::into),
            highlights: each(highlights.iter().map(|highlight| &**highlight)),
            refused: each(refused),
        }
    }
}

impl From<WrittenArticle<'_>> for Article {
    fn from(article: WrittenArticle<'_>) -> Self {
        let WrittenArticle { id, details, text, source, highlights, refused } = article;
        let text = Text::new(text.into_owned());
        let highlights = highlights.into_iter().map(|highlight| Arc::new(highlight.into())).collect();
        let source = source.map(|source| Arc::new(source.into()));
        let refused = refused.into_iter().map(Into::into).collect();
        Self { id: ArticleId(id), details: details.into(), text, source, highlights, refused }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Details", deny_unknown_fields)]
pub(super) struct WrittenDetails<'a> {
    title: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    outlet: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    agency: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    author: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<WrittenDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updated: Option<WrittenDate>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    language: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    url: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<WrittenText<'a>, WrittenText<'a>>,
    #[serde(default)]
    status: WrittenStatus,
}

impl<'a> From<&'a Details> for WrittenDetails<'a> {
    fn from(details: &'a Details) -> Self {
        let Details { title, outlet, agency, author, date, updated, language, url, fields, status } = details;
        Self {
            title: title.into(),
            outlet: outlet.into(),
            agency: agency.into(),
            author: author.into(),
            date: date.map(WrittenDate),
            updated: updated.map(WrittenDate),
            language: language.into(),
            url: url.into(),
            fields: fields.iter().map(|(name, text)| (name.into(), text.into())).collect(),
            status: (*status).into(),
        }
    }
}

impl From<WrittenDetails<'_>> for Details {
    fn from(details: WrittenDetails<'_>) -> Self {
        let WrittenDetails { title, outlet, agency, author, date, updated, language, url, fields, status } = details;
        Self {
            title: title.into(),
            outlet: outlet.into(),
            agency: agency.into(),
            author: author.into(),
            date: date.map(|date| date.0),
            updated: updated.map(|date| date.0),
            language: language.into(),
            url: url.into(),
            fields: fields.into_iter().map(|(name, text)| (name.into(), text.into())).collect(),
            status: status.into(),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Source", deny_unknown_fields)]
pub(super) struct WrittenSource<'a> {
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    file: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    sha256: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    format: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    encoding: WrittenText<'a>,
    /// The start of each page or chapter, in Unicode scalar values, with its name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<(usize, WrittenText<'a>)>,
}

impl<'a> From<&'a ArticleSource> for WrittenSource<'a> {
    fn from(source: &'a ArticleSource) -> Self {
        let ArticleSource { file, sha256, format, encoding, parts } = source;
        Self {
            file: file.into(),
            sha256: sha256.into(),
            format: format.into(),
            encoding: encoding.into(),
            parts: parts.iter().map(|part| (part.start, (&part.name).into())).collect(),
        }
    }
}

impl From<WrittenSource<'_>> for ArticleSource {
    fn from(source: WrittenSource<'_>) -> Self {
        let WrittenSource { file, sha256, format, encoding, parts } = source;
        Self {
            file: file.into(),
            sha256: sha256.into(),
            format: format.into(),
            encoding: encoding.into(),
            parts: parts.into_iter().map(|(start, name)| SourcePart { start, name: name.into() }).collect(),
        }
    }
}

/// A date as text: `2025`, `2025-12` or `2025-12-03`.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct WrittenDate(pub PublicationDate);

impl TryFrom<String> for WrittenDate {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Self, NotADate> {
        PublicationDate::from_iso(&text).map(Self)
    }
}

impl From<WrittenDate> for String {
    fn from(date: WrittenDate) -> Self {
        date.0.to_string()
    }
}

words! {
    WrittenStatus = "ReadingStatus" for ReadingStatus {
        "ToRead" = ToRead,
        "Reading" = Reading,
        "Done" = Done,
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Highlight", deny_unknown_fields)]
pub(super) struct WrittenHighlight<'a> {
    id: Uuid,
    /// Start and end in Unicode scalar values.
    span: (usize, usize),
    quote: WrittenNote<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    actor: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    issue: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    stance: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    example_of: Vec<WrittenKind>,
    #[serde(default, skip_serializing_if = "WrittenNote::is_empty")]
    note: WrittenNote<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    coder: WrittenText<'a>,
    created: Cow<'a, str>,
}

impl<'a> From<&'a Highlight> for WrittenHighlight<'a> {
    fn from(highlight: &'a Highlight) -> Self {
        let Highlight { id, span, quote, actor, issue, stance, example_of, note, coder, created } = highlight;
        let Span { start, end } = *span;
        Self {
            id: id.0,
            span: (start, end),
            quote: quote.into(),
            actor: WrittenText::optional(actor.as_ref()),
            issue: WrittenText::optional(issue.as_ref()),
            stance: WrittenText::optional(stance.as_ref()),
            example_of: each(Vec::from(*example_of)),
            note: note.into(),
            coder: coder.into(),
            created: created.into(),
        }
    }
}

impl From<WrittenHighlight<'_>> for Highlight {
    fn from(highlight: WrittenHighlight<'_>) -> Self {
        let WrittenHighlight { id, span, quote, actor, issue, stance, example_of, note, coder, created } = highlight;
        let (start, end) = span;
        Self {
            id: HighlightId(id),
            span: Span { start, end },
            quote: quote.into(),
            actor: actor.into_optional(),
            issue: issue.into_optional(),
            stance: stance.into_optional(),
            example_of: each::<_, CodeKind>(example_of).into(),
            note: note.into(),
            coder: coder.into(),
            created: created.into_owned(),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Refused", deny_unknown_fields)]
pub(super) struct WrittenRefused<'a> {
    words: WrittenNote<'a>,
    #[serde(default, skip_serializing_if = "is_first")]
    nth: usize,
    kind: WrittenKind,
    code: WrittenText<'a>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_first(nth: &usize) -> bool {
    *nth == 0
}

impl<'a> From<&'a RefusedTag> for WrittenRefused<'a> {
    fn from(refused: &'a RefusedTag) -> Self {
        let RefusedTag { words, nth, kind, code } = refused;
        Self { words: words.into(), nth: *nth, kind: (*kind).into(), code: code.into() }
    }
}

impl From<WrittenRefused<'_>> for RefusedTag {
    fn from(refused: WrittenRefused<'_>) -> Self {
        let WrittenRefused { words, nth, kind, code } = refused;
        Self { words: words.into(), nth, kind: kind.into(), code: code.into() }
    }
}
