//! Identifiers, which never change: random for projects, articles and highlights, readable for the codebook.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, de};
use uuid::Uuid;

use super::written;
use crate::effort;

macro_rules! uuid_id {
    ($name:ident, $what:literal) => {
        #[doc = concat!("Names one ", $what, " for good. Made by time, so later ones sort later.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Creates a new id from the current time and random bits.
            pub fn fresh() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

uuid_id!(ArticleId, "article");
uuid_id!(HighlightId, "highlight");

/// Identifies one project permanently, whatever its file is called and wherever it is. It is never the nil UUID, which
/// programs write when they have none. It is made from the time, so later ones sort later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct ProjectId(Uuid);

impl ProjectId {
    /// Creates a new id from the current time and random bits.
    pub fn fresh() -> Self {
        Self(Uuid::now_v7())
    }

    /// The id with this UUID; `None` if it is nil.
    pub const fn new(uuid: Uuid) -> Option<Self> {
        if uuid.is_nil() { None } else { Some(Self(uuid)) }
    }

    /// The UUID, which is never nil.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl fmt::Display for ProjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The text is not the id of a project.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not the id of a project; write a UUID other than the nil one")]
pub struct NotAProjectId(String);

impl FromStr for ProjectId {
    type Err = NotAProjectId;

    fn from_str(text: &str) -> Result<Self, NotAProjectId> {
        Uuid::parse_str(text).ok().and_then(Self::new).ok_or_else(|| NotAProjectId(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for ProjectId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

macro_rules! slug_id {
    ($name:ident, $what:literal) => {
        #[doc = concat!("Names one ", $what, " in the codebook: a readable slug such as `security-guarantees`.")]
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(#[serde(serialize_with = "written::with_returns")] pub Arc<str>);

        impl $name {
            /// The slug as written in the file.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(slug: &str) -> Self {
                Self(slug.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

slug_id!(CodeId, "actor or issue");
slug_id!(StanceId, "stance");

/// Makes an unused slug from `name`: letters and digits of any script in lower case, with hyphens between. `taken` says
/// which slugs are in use; a number is appended to those.
pub fn slug(name: &str, taken: impl Fn(&str) -> bool) -> String {
    numbered_slug(&plain_slug(name), FIRST_NUMBER, taken).0
}

/// The number appended to the second of several slugs that are otherwise the same.
pub const FIRST_NUMBER: usize = 2;

/// Makes a slug from `name`, whether it is in use or not.
pub fn plain_slug(name: &str) -> String {
    let mut base = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() {
            base.extend(c.to_lowercase());
        } else if !base.is_empty() && !base.ends_with('-') {
            base.push('-');
        }
    }
    match base.trim_end_matches('-') {
        "" => "code".to_owned(),
        base => base.to_owned(),
    }
}

/// Returns the slug unchanged, or with the first unused number from `first` on, and the number after that.
pub fn numbered_slug(plain: &str, first: usize, taken: impl Fn(&str) -> bool) -> (String, usize) {
    if !taken(plain) {
        return (plain.to_owned(), first);
    }
    let numbered = (first..).map(|n| (format!("{plain}-{n}"), n + 1));
    let is_free = |(slug, _): &(String, usize)| {
        effort::note(1);
        !taken(slug)
    };
    numbered.into_iter().find(is_free).expect("there are more numbers than codes")
}

/// Serde functions for optional ids, which the file has as plain strings and leaves out if there are none.
pub mod optional {
    use std::{fmt, marker::PhantomData};

    use serde::{
        Deserializer, Serializer,
        de::{self, Visitor},
    };

    use super::written;

    /// Writes the id as a string; the empty string if there is none.
    ///
    /// # Errors
    /// Fails if the serializer fails.
    pub fn serialize<S: Serializer, T: fmt::Display>(id: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match id {
            Some(id) => written::with_returns(&id.to_string(), serializer),
            None => serializer.serialize_str(""),
        }
    }

    /// Reads an id from a string; the empty string means that there is none.
    ///
    /// # Errors
    /// Fails if the value is not a string.
    pub fn deserialize<'de, D: Deserializer<'de>, T: for<'a> From<&'a str>>(
        deserializer: D,
    ) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_str(IdVisitor(PhantomData))
    }

    /// Builds the id from the reader’s own buffer, without a copy in between; a project has a hundred thousand ids.
    struct IdVisitor<T>(PhantomData<T>);

    impl<T: for<'a> From<&'a str>> Visitor<'_> for IdVisitor<T> {
        type Value = Option<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an id")
        }

        fn visit_str<E: de::Error>(self, slug: &str) -> Result<Option<T>, E> {
            Ok((!slug.is_empty()).then(|| T::from(slug)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ProjectId, slug};

    #[test]
    fn the_id_of_a_project_is_a_uuid_and_never_nil() {
        let id = "01a20188-5600-7f0a-8b7d-d1062e801600";
        assert_eq!(id.parse().map(|id: ProjectId| id.to_string()).as_deref(), Ok(id));
        assert_eq!(ron::from_str(&format!("\"{id}\"")), Ok(id.parse::<ProjectId>().expect("it is one")));
        for bad in ["00000000-0000-0000-0000-000000000000", "", "01a20188"] {
            let said = bad.parse::<ProjectId>().expect_err("it is none").to_string();
            assert!(said.starts_with(&format!("“{bad}” is not the id of a project; write a UUID")), "{said}");
        }
        assert_ne!(ProjectId::fresh(), ProjectId::fresh());
    }

    #[test]
    fn slugs_are_readable_and_unique() {
        assert_eq!(slug("Trump–Putin summit", |_| false), "trump-putin-summit");
        assert_eq!(slug("Київ", |_| false), "київ");
        assert_eq!(slug("?!", |_| false), "code");
        assert_eq!(slug("Kyiv", |taken| taken == "kyiv" || taken == "kyiv-2"), "kyiv-3");
    }
}
