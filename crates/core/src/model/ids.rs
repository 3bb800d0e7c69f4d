//! Names that never change: random for what there are many of, readable for codes.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::written;

macro_rules! uuid_id {
    ($name:ident, $what:literal) => {
        #[doc = concat!("Names one ", $what, " for good. Made by time, so later ones sort later.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh id.
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

macro_rules! slug_id {
    ($name:ident, $what:literal) => {
        #[doc = concat!("Names one ", $what, " in the codebook: a readable slug such as `security-guarantees`.")]
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(#[serde(serialize_with = "written::with_returns")] pub Arc<str>);

        impl $name {
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

/// A slug for `name` that none of `taken` holds: letters and digits of any script in lower case, hyphens between.
pub fn slug(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut base = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() {
            base.extend(c.to_lowercase());
        } else if !base.is_empty() && !base.ends_with('-') {
            base.push('-');
        }
    }
    let base = match base.trim_end_matches('-') {
        "" => "code",
        base => base,
    };
    if !taken(base) {
        return base.to_owned();
    }
    let numbered = (2..).map(|n| format!("{base}-{n}"));
    numbered.into_iter().find(|slug| !taken(slug)).expect("there are more numbers than codes")
}

/// Optional ids stand in the file as a plain string and are left out when there is none.
pub mod optional {
    use std::{fmt, marker::PhantomData};

    use serde::{
        Deserializer, Serializer,
        de::{self, Visitor},
    };

    use super::written;

    /// # Errors
    /// If the serializer fails.
    pub fn serialize<S: Serializer, T: fmt::Display>(id: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match id {
            Some(id) => written::with_returns(&id.to_string(), serializer),
            None => serializer.serialize_str(""),
        }
    }

    /// # Errors
    /// If it is no string.
    pub fn deserialize<'de, D: Deserializer<'de>, T: for<'a> From<&'a str>>(
        deserializer: D,
    ) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_str(IdVisitor(PhantomData))
    }

    /// Makes the id from the words where the reader has them; a project has a hundred thousand.
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
    use super::slug;

    #[test]
    fn slugs_are_readable_and_unique() {
        assert_eq!(slug("Trump–Putin summit", |_| false), "trump-putin-summit");
        assert_eq!(slug("Київ", |_| false), "київ");
        assert_eq!(slug("?!", |_| false), "code");
        assert_eq!(slug("Kyiv", |taken| taken == "kyiv" || taken == "kyiv-2"), "kyiv-3");
    }
}
