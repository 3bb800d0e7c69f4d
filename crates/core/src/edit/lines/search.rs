//! Saved searches.

use serde::{Deserialize, Serialize};

use super::text::WrittenText;
use crate::model::saved_search::{HitLimit, LineGrouping, LineOrder, SavedSearch, SearchOptions, SeenHits, SeenMarks};

#[derive(Serialize, Deserialize)]
#[serde(rename = "Search", deny_unknown_fields)]
pub(super) struct WrittenSearch<'a> {
    name: WrittenText<'a>,
    pattern: WrittenText<'a>,
    #[serde(default, skip_serializing_if = "WrittenOptions::is_usual")]
    options: WrittenOptions,
    #[serde(default)]
    limit: WrittenLimit,
    #[serde(default)]
    order: WrittenOrder,
    #[serde(default)]
    grouping: WrittenGrouping,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seen: Option<WrittenSeen<'a>>,
}

impl<'a> From<&'a SavedSearch> for WrittenSearch<'a> {
    fn from(search: &'a SavedSearch) -> Self {
        let SavedSearch { name, pattern, options, limit, order, grouping, seen } = search;
        Self {
            name: name.into(),
            pattern: pattern.into(),
            options: (*options).into(),
            limit: (*limit).into(),
            order: (*order).into(),
            grouping: (*grouping).into(),
            seen: seen.as_ref().map(WrittenSeen::from),
        }
    }
}

impl From<WrittenSearch<'_>> for SavedSearch {
    fn from(search: WrittenSearch<'_>) -> Self {
        let WrittenSearch { name, pattern, options, limit, order, grouping, seen } = search;
        Self {
            name: name.into(),
            pattern: pattern.into(),
            options: options.into(),
            limit: limit.into(),
            order: order.into(),
            grouping: grouping.into(),
            seen: seen.map(SeenHits::from),
        }
    }
}

#[derive(Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Options", default, deny_unknown_fields)]
struct WrittenOptions {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_regex: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    as_typed: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    whole_words: bool,
}

impl WrittenOptions {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

impl From<SearchOptions> for WrittenOptions {
    fn from(options: SearchOptions) -> Self {
        let SearchOptions { is_regex, as_typed, whole_words } = options;
        Self { is_regex, as_typed, whole_words }
    }
}

impl From<WrittenOptions> for SearchOptions {
    fn from(options: WrittenOptions) -> Self {
        let WrittenOptions { is_regex, as_typed, whole_words } = options;
        Self { is_regex, as_typed, whole_words }
    }
}

words! {
    WrittenLimit = "Limit" for HitLimit {
        "All" = All,
        "NotCoded" = NotCoded,
    }
}

words! {
    WrittenOrder = "Order" for LineOrder {
        "Place" = Place,
        "Left" = Left,
        "Right" = Right,
        "Outlet" = Outlet,
        "Date" = Date,
        "Tags" = Tags,
    }
}

words! {
    WrittenGrouping = "Grouping" for LineGrouping {
        "Outlet" = Outlet,
        "Ungrouped" = None,
        "Article" = Article,
    }
}

/// What was seen, with the marks in one text.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Seen", deny_unknown_fields)]
struct WrittenSeen<'a> {
    at: WrittenText<'a>,
    #[serde(default)]
    texts: SeenMarks,
}

impl<'a> From<&'a SeenHits> for WrittenSeen<'a> {
    fn from(seen: &'a SeenHits) -> Self {
        let SeenHits { at, texts } = seen;
        Self { at: at.into(), texts: texts.clone() }
    }
}

impl From<WrittenSeen<'_>> for SeenHits {
    fn from(seen: WrittenSeen<'_>) -> Self {
        let WrittenSeen { at, texts } = seen;
        Self { at: at.into(), texts }
    }
}
