//! What a reader makes of a file: texts that may become articles.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use standpoint_core::model::{Details, PublicationDate, SourcePart};

use super::{
    decode::{Charset, Decoded},
    languages,
};

/// A text that may become an article, with what is known about it.
///
/// A reader hands over texts as they came: with LF line ends, without byte order marks and NUL, and otherwise unchanged.
/// A paragraph is a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// What the text is called in a file with several: “row 17”. Without it, the texts are counted.
    pub part: Option<String>,
    /// The text as it will be imported.
    pub text: String,
    /// What the file says about it. What the file does not say is empty.
    pub details: Details,
    /// Where each detail came from.
    pub origins: Vec<(Field, Origin)>,
    /// A date that might be read in two ways, such as “03/04/2025”, as it stands in the file. The date is then not set.
    pub ambiguous_date: Option<String>,
    /// The pages or chapters of the text, in its order.
    pub parts: Vec<SourcePart>,
    /// Lines of the file that are not in the text but can be put back, in the order of the file.
    pub left_out: Vec<LeftOut>,
    /// The character encoding, for formats that may have several.
    pub encoding: Option<UsedEncoding>,
    /// True if the file describes an article without having its text, like a row of a list of addresses.
    pub missing_text: bool,
    /// What the analyst should look at, in sentences without a full stop, starting with a small letter.
    pub warnings: Vec<String>,
}

/// A detail of an article that a file may state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Field {
    /// The headline.
    Title,
    /// Who published it.
    Outlet,
    /// The agency that wrote it.
    Agency,
    /// The byline.
    Author,
    /// The date of publication.
    Date,
    /// The date of the last change.
    Updated,
    /// The language.
    Language,
    /// The web address.
    Url,
    /// A free field with this name.
    Free(String),
}

impl Field {
    /// The details with a name of their own.
    pub const NAMED: [Self; 8] =
        [Self::Title, Self::Outlet, Self::Agency, Self::Author, Self::Date, Self::Updated, Self::Language, Self::Url];

    /// The name of the field, as it is written in patterns and records: “title”, or that of a free field.
    pub fn name(&self) -> &str {
        match self {
            Self::Title => "title",
            Self::Outlet => "outlet",
            Self::Agency => "agency",
            Self::Author => "author",
            Self::Date => "date",
            Self::Updated => "updated",
            Self::Language => "language",
            Self::Url => "url",
            Self::Free(name) => name,
        }
    }

    /// The field with this name, in any case; a free field if it is none of the usual names.
    pub fn by_name(name: &str) -> Self {
        let name = name.trim();
        let named = Self::NAMED.into_iter().find(|field| field.name().eq_ignore_ascii_case(name));
        named.unwrap_or_else(|| Self::Free(name.to_owned()))
    }
}

/// Where a detail came from, in words that complete “Title: …”, such as “first line” or “metadata of the page”.
pub type Origin = Cow<'static, str>;

/// A line that a reader left out of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The line of the text before which it stood, counted from 0; the number of lines if it stood after the last one.
    pub before_line: usize,
    /// What it says.
    pub text: String,
    /// Why it was left out, such as “menu of the page”.
    pub reason: Cow<'static, str>,
}

/// How bytes became characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedEncoding {
    /// The encoding that was used.
    pub charset: Charset,
    /// Why it may be another one, in words.
    pub doubt: Option<String>,
    /// The encoding that is nearly as likely.
    pub rival: Option<Charset>,
    /// Number of U+FFFD characters in the text, which replace what could not be decoded.
    pub n_replaced: usize,
    /// Number of NUL characters that were removed.
    pub n_nul: usize,
}

impl From<&Decoded> for UsedEncoding {
    fn from(decoded: &Decoded) -> Self {
        Self {
            charset: decoded.charset,
            doubt: decoded.doubt_in_words(),
            rival: decoded.rival(),
            n_replaced: decoded.n_replaced,
            n_nul: decoded.n_nul,
        }
    }
}

impl UsedEncoding {
    /// The same without what is said about it, for all texts of a file but the first.
    #[must_use]
    pub fn without_doubt(self) -> Self {
        Self { charset: self.charset, doubt: None, rival: None, n_replaced: 0, n_nul: 0 }
    }
}

impl Draft {
    /// Starts with a text of which nothing else is known.
    pub fn of_text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Fills in a detail, unless it is there already or `value` has nothing but white space. The first source of a
    /// detail wins, so a reader asks the most reliable one first. Dates are set with [`Self::set_date`].
    pub fn set(&mut self, field: Field, value: &str, origin: impl Into<Origin>) {
        let value = value.trim();
        let value = if field == Field::Language { languages::code(value).unwrap_or(value) } else { value };
        // A free field that holds nothing is none.
        if value.is_empty() {
            return;
        }
        let place = match &field {
            Field::Title => &mut self.details.title,
            Field::Outlet => &mut self.details.outlet,
            Field::Agency => &mut self.details.agency,
            Field::Author => &mut self.details.author,
            Field::Language => &mut self.details.language,
            Field::Url => &mut self.details.url,
            Field::Free(name) => self.details.fields.entry(name.clone()).or_default(),
            Field::Date | Field::Updated => return,
        };
        if place.is_empty() {
            value.clone_into(place);
            self.origins.push((field, origin.into()));
        }
    }

    /// Fills in the date of publication or of the last change, unless it is there already.
    pub fn set_date(&mut self, field: Field, date: PublicationDate, origin: impl Into<Origin>) {
        let place = match field {
            Field::Date => &mut self.details.date,
            Field::Updated => &mut self.details.updated,
            _ => return,
        };
        if place.is_none() {
            *place = Some(date);
            self.origins.push((field, origin.into()));
        }
    }

    /// Fills in a detail, also if another source gave it before.
    pub fn replace(&mut self, field: Field, value: &str, origin: impl Into<Origin>) {
        self.origins.retain(|(known, _)| *known != field);
        if let Some(place) = match &field {
            Field::Title => Some(&mut self.details.title),
            Field::Outlet => Some(&mut self.details.outlet),
            Field::Agency => Some(&mut self.details.agency),
            Field::Author => Some(&mut self.details.author),
            Field::Language => Some(&mut self.details.language),
            Field::Url => Some(&mut self.details.url),
            Field::Free(name) => self.details.fields.get_mut(name),
            Field::Date | Field::Updated => None,
        } {
            place.clear();
        }
        self.set(field, value, origin);
    }

    /// Whether this describes an article whose text is elsewhere.
    pub fn is_stub(&self) -> bool {
        self.missing_text && self.text.trim().is_empty()
    }

    /// Where a detail came from; `None` if it is not known.
    pub fn origin(&self, field: &Field) -> Option<&str> {
        self.origins.iter().find(|(known, _)| known == field).map(|(_, origin)| &**origin)
    }
}
