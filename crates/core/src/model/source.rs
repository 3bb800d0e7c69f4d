//! What file an article came from.

use serde::{Deserialize, Serialize};

use super::written;

/// Where the text of an article came from, as it was when it was read. It is kept for the methods section of a paper.
/// Only `parts` changes, if the text does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleSource {
    /// The name of the file, without its folder; of a file inside an archive, the name of the archive, a slash and its
    /// path there. Empty if the text was pasted.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub file: String,
    /// The SHA-256 of the bytes that were read, as 64 hexadecimal digits in lower case. Many articles from one file have the
    /// same.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub sha256: String,
    /// The format that it was read as, such as “web page”.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub format: String,
    /// The character encoding, such as “windows-1251”. Empty for formats that have only one.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub encoding: String,
    /// The pages or chapters of the text, in its order. Empty if the format has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<SourcePart>,
}

/// A page or a chapter of the file that an article came from. In files it is a pair, `(1200, "p. 3")`, because a book has
/// hundreds of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "PartPair", into = "PartPair")]
pub struct SourcePart {
    /// Where it begins in the text of the article, in Unicode scalar values.
    pub start: usize,
    /// What it is called: “p. 3” or the title of a chapter.
    pub name: String,
}

#[derive(Serialize, Deserialize)]
struct PartPair(usize, #[serde(serialize_with = "written::on_one_line")] String);

impl From<PartPair> for SourcePart {
    fn from(PartPair(start, name): PartPair) -> Self {
        Self { start, name }
    }
}

impl From<SourcePart> for PartPair {
    fn from(part: SourcePart) -> Self {
        Self(part.start, part.name)
    }
}

impl ArticleSource {
    /// Returns whether the hash is unknown or has the form of a SHA-256.
    pub fn has_sound_hash(&self) -> bool {
        let hash = &self.sha256;
        hash.is_empty() || hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    }

    /// The page or chapter in which a character of the text stands; `None` before the first one.
    pub fn part_at(&self, position: usize) -> Option<&SourcePart> {
        let n_begun = self.parts.partition_point(|part| part.start <= position);
        n_begun.checked_sub(1).map(|last| &self.parts[last])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_stands_in_the_last_part_that_began_before_it() {
        let part = |start, name: &str| SourcePart { start, name: name.to_owned() };
        let source = ArticleSource { parts: vec![part(2, "p. 1"), part(9, "p. 2")], ..ArticleSource::default() };
        let name_at = |position| source.part_at(position).map(|part| &*part.name);
        assert_eq!([0, 2, 8, 9, 90].map(name_at), [None, Some("p. 1"), Some("p. 1"), Some("p. 2"), Some("p. 2")]);
    }
}
