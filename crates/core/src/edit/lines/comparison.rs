//! Saved comparisons, and the subjects of summaries.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    article::{WrittenDate, WrittenStatus},
    each,
    text::WrittenText,
};
use crate::model::{
    ArticleId, SavedComparison,
    view::{
        Axis, AxisSide, AxisValue, Counting, HeaderKey, HighlightFilter, Measure, PictureKind, Query, Sort, Subject,
    },
};

#[derive(Serialize, Deserialize)]
#[serde(rename = "View", deny_unknown_fields)]
pub(super) struct WrittenView<'a> {
    name: WrittenText<'a>,
    query: WrittenQuery<'a>,
    #[serde(default)]
    picture: WrittenPicture,
}

impl<'a> From<&'a SavedComparison> for WrittenView<'a> {
    fn from(view: &'a SavedComparison) -> Self {
        let SavedComparison { name, query, picture } = view;
        Self { name: name.into(), query: query.into(), picture: (*picture).into() }
    }
}

impl From<WrittenView<'_>> for SavedComparison {
    fn from(view: WrittenView<'_>) -> Self {
        let WrittenView { name, query, picture } = view;
        Self { name: name.into(), query: query.into(), picture: picture.into() }
    }
}

words! {
    WrittenPicture = "Picture" for PictureKind {
        "Table" = Table,
        "Bars" = Bars,
        "HeatMap" = HeatMap,
        "Timeline" = Timeline,
        "Network" = Network,
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Query", deny_unknown_fields)]
struct WrittenQuery<'a> {
    rows: WrittenSide<'a>,
    columns: WrittenSide<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    layers: Option<WrittenAxis<'a>>,
    #[serde(default)]
    measure: WrittenMeasure,
    #[serde(default)]
    counting: WrittenCounting,
    #[serde(default, skip_serializing_if = "WrittenFilter::is_open")]
    filter: WrittenFilter<'a>,
    #[serde(default)]
    hides_empty: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    shows_intervals: bool,
}

impl<'a> From<&'a Query> for WrittenQuery<'a> {
    fn from(query: &'a Query) -> Self {
        let Query { rows, columns, layers, measure, counting, filter, hides_empty, shows_intervals } = query;
        Self {
            rows: rows.into(),
            columns: columns.into(),
            layers: layers.as_ref().map(WrittenAxis::from),
            measure: (*measure).into(),
            counting: (*counting).into(),
            filter: filter.into(),
            hides_empty: *hides_empty,
            shows_intervals: *shows_intervals,
        }
    }
}

impl From<WrittenQuery<'_>> for Query {
    fn from(query: WrittenQuery<'_>) -> Self {
        let WrittenQuery { rows, columns, layers, measure, counting, filter, hides_empty, shows_intervals } = query;
        Self {
            rows: rows.into(),
            columns: columns.into(),
            layers: layers.map(Axis::from),
            measure: measure.into(),
            counting: counting.into(),
            filter: filter.into(),
            hides_empty,
            shows_intervals,
        }
    }
}

words! {
    WrittenMeasure = "Measure" for Measure {
        "Highlights" = Highlights,
        "Articles" = Articles,
        "Words" = Words,
        "PerThousandWords" = PerThousandWords,
        "RowPercent" = RowPercent,
        "ColumnPercent" = ColumnPercent,
        "TotalPercent" = TotalPercent,
        "NetStance" = NetStance,
        "LogOdds" = LogOdds,
        "Spread" = Spread,
        "Residual" = Residual,
        "FirstQuote" = FirstQuote,
        "Quotes" = Quotes,
    }
}

words! {
    WrittenCounting = "Counting" for Counting {
        "EveryTime" = EveryTime,
        "OncePerArticle" = OncePerArticle,
        "OncePerOutlet" = OncePerOutlet,
        "OncePerStory" = OncePerStory,
        "OncePerDay" = OncePerDay,
        "OncePerWeek" = OncePerWeek,
        "OncePerMonth" = OncePerMonth,
        "OnceOverall" = OnceOverall,
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Side", deny_unknown_fields)]
struct WrittenSide<'a> {
    axes: Vec<WrittenAxis<'a>>,
    #[serde(default)]
    sort: WrittenSort<'a>,
    #[serde(default)]
    is_open: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    toggled: Vec<WrittenKey<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pinned: Vec<WrittenKey<'a>>,
}

impl<'a> From<&'a AxisSide> for WrittenSide<'a> {
    fn from(side: &'a AxisSide) -> Self {
        let AxisSide { axes, sort, shows_members, toggled, pinned } = side;
        Self {
            axes: each(axes),
            sort: sort.into(),
            is_open: *shows_members,
            toggled: each(toggled),
            pinned: each(pinned),
        }
    }
}

impl From<WrittenSide<'_>> for AxisSide {
    fn from(side: WrittenSide<'_>) -> Self {
        let WrittenSide { axes, sort, is_open, toggled, pinned } = side;
        Self {
            axes: each(axes),
            sort: sort.into(),
            shows_members: is_open,
            toggled: each(toggled),
            pinned: each(pinned),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Axis")]
enum WrittenAxis<'a> {
    Issue,
    Actor,
    Stance,
    Article,
    Outlet,
    Author,
    Agency,
    Language,
    Coder,
    Day,
    Week,
    Month,
    Year,
    Field(WrittenText<'a>),
    Search(WrittenText<'a>),
}

impl<'a> From<&'a Axis> for WrittenAxis<'a> {
    fn from(axis: &'a Axis) -> Self {
        match axis {
            Axis::Issue => Self::Issue,
            Axis::Actor => Self::Actor,
            Axis::Stance => Self::Stance,
            Axis::Article => Self::Article,
            Axis::Outlet => Self::Outlet,
            Axis::Author => Self::Author,
            Axis::Agency => Self::Agency,
            Axis::Language => Self::Language,
            Axis::Coder => Self::Coder,
            Axis::Day => Self::Day,
            Axis::Week => Self::Week,
            Axis::Month => Self::Month,
            Axis::Year => Self::Year,
            Axis::Field(name) => Self::Field(name.into()),
            Axis::Search(name) => Self::Search(name.into()),
        }
    }
}

impl From<WrittenAxis<'_>> for Axis {
    fn from(axis: WrittenAxis<'_>) -> Self {
        match axis {
            WrittenAxis::Issue => Self::Issue,
            WrittenAxis::Actor => Self::Actor,
            WrittenAxis::Stance => Self::Stance,
            WrittenAxis::Article => Self::Article,
            WrittenAxis::Outlet => Self::Outlet,
            WrittenAxis::Author => Self::Author,
            WrittenAxis::Agency => Self::Agency,
            WrittenAxis::Language => Self::Language,
            WrittenAxis::Coder => Self::Coder,
            WrittenAxis::Day => Self::Day,
            WrittenAxis::Week => Self::Week,
            WrittenAxis::Month => Self::Month,
            WrittenAxis::Year => Self::Year,
            WrittenAxis::Field(name) => Self::Field(name.into()),
            WrittenAxis::Search(name) => Self::Search(name.into()),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Value")]
enum WrittenValue<'a> {
    Code(WrittenText<'a>),
    Stance(WrittenText<'a>),
    Article(Uuid),
    Named(WrittenText<'a>),
    Missing,
}

impl<'a> From<&'a AxisValue> for WrittenValue<'a> {
    fn from(value: &'a AxisValue) -> Self {
        match value {
            AxisValue::Code(id) => Self::Code(id.into()),
            AxisValue::Stance(id) => Self::Stance(id.into()),
            AxisValue::Article(id) => Self::Article(id.0),
            AxisValue::Named(name) => Self::Named(name.into()),
            AxisValue::Missing => Self::Missing,
        }
    }
}

impl From<WrittenValue<'_>> for AxisValue {
    fn from(value: WrittenValue<'_>) -> Self {
        match value {
            WrittenValue::Code(id) => Self::Code(id.into()),
            WrittenValue::Stance(id) => Self::Stance(id.into()),
            WrittenValue::Article(id) => Self::Article(ArticleId(id)),
            WrittenValue::Named(name) => Self::Named(name.into()),
            WrittenValue::Missing => Self::Missing,
        }
    }
}

/// A row or a column.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct WrittenKey<'a>(Vec<WrittenValue<'a>>);

impl<'a> From<&'a HeaderKey> for WrittenKey<'a> {
    fn from(key: &'a HeaderKey) -> Self {
        Self(each(&key.0))
    }
}

impl From<WrittenKey<'_>> for HeaderKey {
    fn from(key: WrittenKey<'_>) -> Self {
        Self(each(key.0))
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(rename = "Sort")]
enum WrittenSort<'a> {
    #[default]
    AsListed,
    ByName,
    ByTotal,
    By(WrittenKey<'a>),
    ByHand(Vec<WrittenKey<'a>>),
}

impl<'a> From<&'a Sort> for WrittenSort<'a> {
    fn from(sort: &'a Sort) -> Self {
        match sort {
            Sort::AsListed => Self::AsListed,
            Sort::ByName => Self::ByName,
            Sort::ByTotal => Self::ByTotal,
            Sort::By(key) => Self::By(key.into()),
            Sort::ByHand(keys) => Self::ByHand(each(keys)),
        }
    }
}

impl From<WrittenSort<'_>> for Sort {
    fn from(sort: WrittenSort<'_>) -> Self {
        match sort {
            WrittenSort::AsListed => Self::AsListed,
            WrittenSort::ByName => Self::ByName,
            WrittenSort::ByTotal => Self::ByTotal,
            WrittenSort::By(key) => Self::By(key.into()),
            WrittenSort::ByHand(keys) => Self::ByHand(each(keys)),
        }
    }
}

#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Filter", default, deny_unknown_fields)]
struct WrittenFilter<'a> {
    #[serde(skip_serializing_if = "WrittenText::is_empty")]
    text: WrittenText<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    articles: Vec<Uuid>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    outlets: Vec<WrittenText<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    agencies: Vec<WrittenText<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    languages: Vec<WrittenText<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    searches: Vec<WrittenText<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    statuses: Vec<WrittenStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<WrittenDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<WrittenDate>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    actors: Vec<WrittenText<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    issues: Vec<WrittenText<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stances: Vec<WrittenText<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    coders: Vec<WrittenText<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_note: Option<bool>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_tagged: bool,
}

impl WrittenFilter<'_> {
    /// Whether every highlight passes.
    fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

impl<'a> From<&'a HighlightFilter> for WrittenFilter<'a> {
    fn from(filter: &'a HighlightFilter) -> Self {
        let HighlightFilter {
            text,
            articles,
            outlets,
            agencies,
            languages,
            searches,
            statuses,
            from,
            until,
            actors,
            issues,
            stances,
            coders,
            has_note,
            is_tagged,
        } = filter;
        Self {
            text: text.into(),
            articles: articles.iter().map(|id| id.0).collect(),
            outlets: each(outlets),
            agencies: each(agencies),
            languages: each(languages),
            searches: each(searches),
            statuses: each(statuses.iter().copied()),
            from: from.map(WrittenDate),
            until: until.map(WrittenDate),
            actors: each(actors),
            issues: each(issues),
            stances: each(stances),
            coders: each(coders),
            has_note: *has_note,
            is_tagged: *is_tagged,
        }
    }
}

impl From<WrittenFilter<'_>> for HighlightFilter {
    fn from(filter: WrittenFilter<'_>) -> Self {
        let WrittenFilter {
            text,
            articles,
            outlets,
            agencies,
            languages,
            searches,
            statuses,
            from,
            until,
            actors,
            issues,
            stances,
            coders,
            has_note,
            is_tagged,
        } = filter;
        Self {
            text: text.into(),
            articles: articles.into_iter().map(ArticleId).collect(),
            outlets: each(outlets),
            agencies: each(agencies),
            languages: each(languages),
            searches: each(searches),
            statuses: each(statuses),
            from: from.map(|date| date.0),
            until: until.map(|date| date.0),
            actors: each(actors),
            issues: each(issues),
            stances: each(stances),
            coders: each(coders),
            has_note,
            is_tagged,
        }
    }
}

/// The subject of a summary.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct WrittenSubject<'a>(Vec<(WrittenAxis<'a>, WrittenValue<'a>)>);

impl<'a> From<&'a Subject> for WrittenSubject<'a> {
    fn from(subject: &'a Subject) -> Self {
        Self(subject.0.iter().map(|(axis, value)| (axis.into(), value.into())).collect())
    }
}

impl From<WrittenSubject<'_>> for Subject {
    fn from(subject: WrittenSubject<'_>) -> Self {
        Self(subject.0.into_iter().map(|(axis, value)| (axis.into(), value.into())).collect())
    }
}
