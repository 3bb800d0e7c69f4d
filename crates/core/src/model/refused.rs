//! What was suggested and refused, so that it is not suggested again.

use serde::{Deserialize, Serialize};

use super::{CodeId, CodeKind, written};
use crate::text::{Span, Text};

/// A passage of an article that somebody decided not to tag with a code.
///
/// It is recognised by its words, so that it is still refused after the text was revised elsewhere, and open to
/// suggestions again if its own words were changed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusedTag {
    /// The words of the passage.
    #[serde(serialize_with = "written::on_one_line")]
    pub words: String,
    /// How many passages with the same words begin before it in the article.
    #[serde(default, skip_serializing_if = "is_first")]
    pub nth: usize,
    /// Whether an actor or an issue was refused.
    pub kind: CodeKind,
    /// The code that was refused. If it is not in the codebook, nothing is refused.
    pub code: CodeId,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_first(nth: &usize) -> bool {
    *nth == 0
}

impl RefusedTag {
    /// Refuses a code for a passage of a text; takes time linear in the length of the text.
    pub fn of(text: &Text, passage: Span, kind: CodeKind, code: CodeId) -> Self {
        let words = text.slice(passage).to_owned();
        let nth = text.find_all(&words).take_while(|other| other.start < passage.start).count();
        Self { words, nth, kind, code }
    }

    /// Returns whether it refuses a code for a passage of a text.
    pub fn refuses(&self, text: &Text, passage: Span, kind: CodeKind, code: &CodeId) -> bool {
        self.kind == kind
            && self.code == *code
            && self.words == text.slice(passage)
            && self.nth == Self::of(text, passage, kind, code.clone()).nth
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::marked::marked;

    #[test]
    fn a_passage_is_told_from_others_with_its_words_and_known_again_in_a_revised_text() {
        let refused = |source: &str| {
            let (text, spans) = marked(source);
            RefusedTag::of(&text, spans[0], CodeKind::Actor, "russia".into())
        };
        let holds = |refused: &RefusedTag, source: &str, kind, code: &str| {
            let (text, spans) = marked(source);
            refused.refuses(&text, spans[0], kind, &code.into())
        };
        let second = refused("é no. [no]. no");
        assert_eq!((&*second.words, second.nth), ("no", 1));
        for (source, is_refused) in [
            ("é no. [no]. no", true),
            ("é [no]. no. no", false),
            ("é no. no. [no]", false),
            ("é no. [No]. no", false),
            ("Before. é no, and then [no]. Behind.", true),
        ] {
            assert_eq!(holds(&second, source, CodeKind::Actor, "russia"), is_refused, "{source}");
        }
        assert!(!holds(&second, "é no. [no]. no", CodeKind::Issue, "russia"));
        assert!(!holds(&second, "é no. [no]. no", CodeKind::Actor, "ukraine"));
    }
}
