//! Texts and the ids of codes, which are texts too.
//!
//! Line breaks and carriage returns are escaped just as in a project file, see [`crate::model::written`].

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::model::{CodeId, StanceId, written};

/// A text, or an id where an empty text means that there is none.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct WrittenText<'a>(#[serde(serialize_with = "written::with_returns")] Cow<'a, str>);

impl<'a> WrittenText<'a> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The id of a code or a stance, or an empty text.
    pub fn optional<T>(id: Option<&'a T>) -> Self
    where
        Self: From<&'a T>,
    {
        id.map_or_else(Self::default, Self::from)
    }

    /// The id of a code or a stance, unless the text is empty.
    pub fn into_optional<T: From<Self>>(self) -> Option<T> {
        (!self.is_empty()).then(|| self.into())
    }
}

impl<'a> From<&'a str> for WrittenText<'a> {
    fn from(text: &'a str) -> Self {
        Self(text.into())
    }
}

impl<'a> From<&'a String> for WrittenText<'a> {
    fn from(text: &'a String) -> Self {
        text.as_str().into()
    }
}

impl<'a> From<&'a CodeId> for WrittenText<'a> {
    fn from(id: &'a CodeId) -> Self {
        id.as_str().into()
    }
}

impl<'a> From<&'a StanceId> for WrittenText<'a> {
    fn from(id: &'a StanceId) -> Self {
        id.as_str().into()
    }
}

impl From<WrittenText<'_>> for String {
    fn from(text: WrittenText<'_>) -> Self {
        text.0.into_owned()
    }
}

impl From<WrittenText<'_>> for CodeId {
    fn from(text: WrittenText<'_>) -> Self {
        (&*text.0).into()
    }
}

impl From<WrittenText<'_>> for StanceId {
    fn from(text: WrittenText<'_>) -> Self {
        (&*text.0).into()
    }
}

/// A text whose line breaks are escaped wherever it stands, as in a quote or a note.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct WrittenNote<'a>(#[serde(serialize_with = "written::on_one_line")] Cow<'a, str>);

impl WrittenNote<'_> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> From<&'a String> for WrittenNote<'a> {
    fn from(text: &'a String) -> Self {
        Self(text.as_str().into())
    }
}

impl From<WrittenNote<'_>> for String {
    fn from(text: WrittenNote<'_>) -> Self {
        text.0.into_owned()
    }
}
