//! Actors, issues and stances.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{each, text::WrittenText};
use crate::{
    edit::CodeMerge,
    model::{
        AliasLimit, Code, CodeKind, Colour, FormerDefinition, HighlightId, NewDefinition, Stance, codebook::NotAColour,
    },
};

words! {
    WrittenKind = "CodeKind" for CodeKind {
        "Actor" = Actor,
        "Issue" = Issue,
    }
}

words! {
    WrittenAliasLimit = "AliasLimit" for AliasLimit {
        "SameCase" = SameCase,
        "WholeWord" = WholeWord,
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Code", deny_unknown_fields)]
pub(super) struct WrittenCode<'a> {
    id: WrittenText<'a>,
    name: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<WrittenText<'a>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    alias_rules: BTreeMap<WrittenText<'a>, Vec<WrittenAliasLimit>>,
    colour: WrittenColour,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    parent: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    definition: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    include: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    exclude: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    former: Vec<WrittenFormer<'a>>,
    #[serde(default, skip_serializing_if = "WrittenBareKey::is_none")]
    key: WrittenBareKey,
}

impl<'a> From<&'a Code> for WrittenCode<'a> {
    fn from(code: &'a Code) -> Self {
        let Code { id, name, aliases, alias_rules, colour, parent, definition, include, exclude, former, key } = code;
        Self {
            id: id.into(),
            name: name.into(),
            aliases: each(aliases),
            alias_rules: alias_rules.iter().map(|(alias, rule)| (alias.into(), each(Vec::from(*rule)))).collect(),
            colour: WrittenColour(*colour),
            parent: WrittenText::optional(parent.as_ref()),
            definition: definition.into(),
            include: include.into(),
            exclude: exclude.into(),
            former: each(former),
            key: WrittenBareKey(*key),
        }
    }
}

impl From<WrittenCode<'_>> for Code {
    fn from(code: WrittenCode<'_>) -> Self {
        let WrittenCode { id, name, aliases, alias_rules, colour, parent, definition, include, exclude, former, key } =
            code;
        Self {
            id: id.into(),
            name: name.into(),
            aliases: each(aliases),
            alias_rules: alias_rules
                .into_iter()
                .map(|(alias, limits)| (alias.into(), each::<_, AliasLimit>(limits).into()))
                .collect(),
            colour: colour.0,
            parent: parent.into_optional(),
            definition: definition.into(),
            include: include.into(),
            exclude: exclude.into(),
            former: each(former),
            key: key.0,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Former", deny_unknown_fields)]
struct WrittenFormer<'a> {
    until: WrittenTime,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    changed_by: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    definition: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    include: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    exclude: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    kept: Vec<Uuid>,
}

impl<'a> From<&'a FormerDefinition> for WrittenFormer<'a> {
    fn from(former: &'a FormerDefinition) -> Self {
        let FormerDefinition { until, changed_by, definition, include, exclude, kept } = former;
        Self {
            until: WrittenTime(*until),
            changed_by: changed_by.into(),
            definition: definition.into(),
            include: include.into(),
            exclude: exclude.into(),
            kept: kept.iter().map(|id| id.0).collect(),
        }
    }
}

impl From<WrittenFormer<'_>> for FormerDefinition {
    fn from(former: WrittenFormer<'_>) -> Self {
        let WrittenFormer { until, changed_by, definition, include, exclude, kept } = former;
        Self {
            until: until.0,
            changed_by: changed_by.into(),
            definition: definition.into(),
            include: include.into(),
            exclude: exclude.into(),
            kept: kept.into_iter().map(HighlightId).collect(),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Definition", deny_unknown_fields)]
pub(super) struct WrittenDefinition<'a> {
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    definition: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    include: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    exclude: WrittenText<'a>,
    at: WrittenTime,
    #[serde(default, skip_serializing_if = "WrittenText::is_empty")]
    by: WrittenText<'a>,
}

impl<'a> From<&'a NewDefinition> for WrittenDefinition<'a> {
    fn from(new: &'a NewDefinition) -> Self {
        let NewDefinition { definition, include, exclude, at, by } = new;
        Self {
            definition: definition.into(),
            include: include.into(),
            exclude: exclude.into(),
            at: WrittenTime(*at),
            by: by.into(),
        }
    }
}

impl From<WrittenDefinition<'_>> for NewDefinition {
    fn from(new: WrittenDefinition<'_>) -> Self {
        let WrittenDefinition { definition, include, exclude, at, by } = new;
        Self {
            definition: definition.into(),
            include: include.into(),
            exclude: exclude.into(),
            at: at.0,
            by: by.into(),
        }
    }
}

/// A time as text: `2026-01-12T09:14:00.25Z`.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct WrittenTime(Timestamp);

impl TryFrom<String> for WrittenTime {
    type Error = jiff::Error;

    fn try_from(text: String) -> Result<Self, jiff::Error> {
        text.parse().map(Self)
    }
}

impl From<WrittenTime> for String {
    fn from(time: WrittenTime) -> Self {
        time.0.to_string()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Merge", deny_unknown_fields)]
pub(super) struct WrittenMerge<'a> {
    codes: Vec<WrittenText<'a>>,
    into: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    keeps_duplicates: bool,
}

impl<'a> From<&'a CodeMerge> for WrittenMerge<'a> {
    fn from(merge: &'a CodeMerge) -> Self {
        let CodeMerge { codes, into, keeps_duplicates } = merge;
        Self { codes: each(codes), into: into.into(), keeps_duplicates: *keeps_duplicates }
    }
}

impl From<WrittenMerge<'_>> for CodeMerge {
    fn from(merge: WrittenMerge<'_>) -> Self {
        let WrittenMerge { codes, into, keeps_duplicates } = merge;
        Self { codes: each(codes), into: into.into(), keeps_duplicates }
    }
}

/// A colour as text: `#rrggbb`.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct WrittenColour(Colour);

impl TryFrom<String> for WrittenColour {
    type Error = NotAColour;

    fn try_from(text: String) -> Result<Self, NotAColour> {
        text.parse().map(Self)
    }
}

impl From<WrittenColour> for String {
    fn from(colour: WrittenColour) -> Self {
        colour.0.to_string()
    }
}

/// A bare key as a text of one character; an empty text, or none, means that there is no key.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct WrittenBareKey(Option<char>);

impl WrittenBareKey {
    const fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

/// The text has more than one character.
#[derive(Debug, thiserror::Error)]
#[error("“{0}” is not a key; write one character, such as \"q\"")]
struct NotAKey(String);

impl TryFrom<String> for WrittenBareKey {
    type Error = NotAKey;

    fn try_from(text: String) -> Result<Self, NotAKey> {
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (key, None) => Ok(Self(key)),
            _ => Err(NotAKey(text)),
        }
    }
}

impl From<WrittenBareKey> for String {
    fn from(key: WrittenBareKey) -> Self {
        key.0.map(Self::from).unwrap_or_default()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Stance", deny_unknown_fields)]
pub(super) struct WrittenStance<'a> {
    id: WrittenText<'a>,
    name: WrittenText<'a>,
    weight: f64,
}

impl<'a> From<&'a Stance> for WrittenStance<'a> {
    fn from(stance: &'a Stance) -> Self {
        let Stance { id, name, weight } = stance;
        Self { id: id.into(), name: name.into(), weight: *weight }
    }
}

impl From<WrittenStance<'_>> for Stance {
    fn from(stance: WrittenStance<'_>) -> Self {
        let WrittenStance { id, name, weight } = stance;
        Self { id: id.into(), name: name.into(), weight }
    }
}
