//! What an alias must look like where it stands, to be taken for its code.

use serde::{Deserialize, Serialize};

/// How strictly an alias is found. By default, its letters count in any case, and its other forms count too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<AliasLimit>", into = "Vec<AliasLimit>")]
pub struct AliasRule {
    /// Whether small and capital letters must be those of the alias, so that “IT” is not found in “it”.
    pub is_case_sensitive: bool,
    /// Whether it is found as this word only: neither in its other forms nor by a part of it.
    pub is_whole_word: bool,
}

impl AliasRule {
    /// Returns whether it limits nothing.
    pub const fn is_default(self) -> bool {
        !self.is_case_sensitive && !self.is_whole_word
    }
}

/// The written form of a rule is a list of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AliasLimit {
    /// Small and capital letters must be those of the alias.
    SameCase,
    /// It is found as this word only.
    WholeWord,
}

impl From<Vec<AliasLimit>> for AliasRule {
    fn from(limits: Vec<AliasLimit>) -> Self {
        Self {
            is_case_sensitive: limits.contains(&AliasLimit::SameCase),
            is_whole_word: limits.contains(&AliasLimit::WholeWord),
        }
    }
}

impl From<AliasRule> for Vec<AliasLimit> {
    fn from(rule: AliasRule) -> Self {
        let limits = [(rule.is_case_sensitive, AliasLimit::SameCase), (rule.is_whole_word, AliasLimit::WholeWord)];
        limits.into_iter().filter(|(is_set, _)| *is_set).map(|(_, limit)| limit).collect()
    }
}
