//! What is asked of the comparison, and under which name that is kept.
//!
//! Plain data, so that a view can stand in the project file; the comparison of `analysis` answers it.
//! A query may name codes, outlets or articles that are no longer there: they count for nothing.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{ArticleId, CodeId, PublicationDate, ReadingStatus, StanceId, written};

/// What rows, columns or layers run over.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Axis {
    Issue,
    Actor,
    Stance,
    Article,
    Outlet,
    Author,
    Language,
    Coder,
    Day,
    /// Of the ISO calendar, with its year.
    Week,
    Month,
    Year,
    /// One of the free fields of articles.
    Field(#[serde(serialize_with = "written::with_returns")] String),
}

/// What stands before the name of a free field on the command line.
const FIELD_PREFIX: &str = "field:";

impl Axis {
    /// All but the free fields.
    pub const FIXED: [Self; 12] = [
        Self::Issue,
        Self::Actor,
        Self::Stance,
        Self::Article,
        Self::Outlet,
        Self::Author,
        Self::Language,
        Self::Coder,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Year,
    ];

    /// The word for it on screen and in files; a free field has its own.
    pub fn name(&self) -> &str {
        match self {
            Self::Issue => "issue",
            Self::Actor => "actor",
            Self::Stance => "stance",
            Self::Article => "article",
            Self::Outlet => "outlet",
            Self::Author => "author",
            Self::Language => "language",
            Self::Coder => "coder",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
            Self::Field(name) => name,
        }
    }

    /// The word for it on the command line, where a free field is told from the others.
    pub fn word(&self) -> Cow<'_, str> {
        match self {
            Self::Field(name) => format!("{FIELD_PREFIX}{name}").into(),
            fixed => fixed.name().into(),
        }
    }

    /// Whether it sorts articles, not highlights.
    pub const fn is_of_articles(&self) -> bool {
        !matches!(self, Self::Issue | Self::Actor | Self::Stance | Self::Coder)
    }
}

/// The text names nothing that a table can run over.
#[derive(Debug, thiserror::Error)]
#[error(
    "“{0}” is nothing a table can run over; take issue, actor, stance, article, outlet, author, language, coder, day, week, month, year or field:NAME"
)]
pub struct NotAnAxis(String);

impl FromStr for Axis {
    type Err = NotAnAxis;

    fn from_str(word: &str) -> Result<Self, NotAnAxis> {
        let word = word.trim();
        if let Some(name) = word.strip_prefix(FIELD_PREFIX).filter(|name| !name.is_empty()) {
            return Ok(Self::Field(name.to_owned()));
        }
        Self::FIXED.into_iter().find(|axis| axis.name() == word).ok_or_else(|| NotAnAxis(word.to_owned()))
    }
}

/// What a row, a column or a layer stands for on its axis.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AxisValue {
    Code(CodeId),
    Stance(StanceId),
    Article(ArticleId),
    /// An outlet, an author, a language, a coder, a period such as `2025-12`, or what a free field says.
    Named(#[serde(serialize_with = "written::with_returns")] String),
    /// What has no such tag, date or field.
    Missing,
}

/// Names a row or column: its value, and inside another one the value of that first.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HeaderKey(pub Vec<AxisValue>);

/// What a cell says of its highlights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Measure {
    /// How many highlights.
    #[default]
    Highlights,
    /// How many different articles hold them.
    Articles,
    /// How many words they have together.
    Words,
    /// How many highlights for every 1,000 words of the articles concerned.
    PerThousandWords,
    /// The share of its row’s highlights, in percent.
    RowPercent,
    /// The share of its column’s highlights, in percent.
    ColumnPercent,
    /// The share of all highlights, in percent.
    TotalPercent,
    /// The mean weight of the stances taken, over the highlights that take one.
    NetStance,
    /// How many highlights take each stance.
    Spread,
    /// How far the count is from what row and column alone would let expect.
    Residual,
    /// The words of its first highlight.
    FirstQuote,
    /// The words of each.
    Quotes,
}

impl Measure {
    pub const ALL: [Self; 12] = [
        Self::Highlights,
        Self::Articles,
        Self::Words,
        Self::PerThousandWords,
        Self::RowPercent,
        Self::ColumnPercent,
        Self::TotalPercent,
        Self::NetStance,
        Self::Spread,
        Self::Residual,
        Self::FirstQuote,
        Self::Quotes,
    ];

    /// The word for it in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Highlights => "highlights",
            Self::Articles => "articles",
            Self::Words => "words",
            Self::PerThousandWords => "per-1000-words",
            Self::RowPercent => "row-percent",
            Self::ColumnPercent => "column-percent",
            Self::TotalPercent => "total-percent",
            Self::NetStance => "net-stance",
            Self::Spread => "spread",
            Self::Residual => "residual",
            Self::FirstQuote => "first-quote",
            Self::Quotes => "quotes",
        }
    }

    /// The word for it on screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Highlights => "Highlights",
            Self::Articles => "Articles",
            Self::Words => "Words",
            Self::PerThousandWords => "Per 1,000 words",
            Self::RowPercent => "% of row",
            Self::ColumnPercent => "% of column",
            Self::TotalPercent => "% of total",
            Self::NetStance => "Net stance",
            Self::Spread => "Spread of stances",
            Self::Residual => "Adjusted residual",
            Self::FirstQuote => "First quote",
            Self::Quotes => "Quotes",
        }
    }

    /// Whether cells hold words and no number.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::FirstQuote | Self::Quotes)
    }

    /// Whether the words of highlights or articles must be counted for it.
    pub const fn counts_words(self) -> bool {
        matches!(self, Self::Words | Self::PerThousandWords)
    }
}

/// How often the same actor, issue and stance count. The first by date counts, later ones are repeats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Counting {
    #[default]
    EveryTime,
    OncePerArticle,
    OncePerOutlet,
    OncePerDay,
    /// Of the ISO calendar, with its year.
    OncePerWeek,
    OncePerMonth,
    OnceOverall,
}

impl Counting {
    pub const ALL: [Self; 7] = [
        Self::EveryTime,
        Self::OncePerArticle,
        Self::OncePerOutlet,
        Self::OncePerDay,
        Self::OncePerWeek,
        Self::OncePerMonth,
        Self::OnceOverall,
    ];

    /// The words for it on screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::EveryTime => "every time",
            Self::OncePerArticle => "once per article",
            Self::OncePerOutlet => "once per outlet",
            Self::OncePerDay => "once per day",
            Self::OncePerWeek => "once per week",
            Self::OncePerMonth => "once per month",
            Self::OnceOverall => "once over all",
        }
    }

    /// The word behind `--once-per` on the command line; counting every time has none.
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::EveryTime => None,
            Self::OncePerArticle => Some("article"),
            Self::OncePerOutlet => Some("outlet"),
            Self::OncePerDay => Some("day"),
            Self::OncePerWeek => Some("week"),
            Self::OncePerMonth => Some("month"),
            Self::OnceOverall => Some("all"),
        }
    }
}

/// Which highlights are looked at: those that pass every part that says something.
///
/// A part that lists several things is passed by what is any of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HighlightFilter {
    /// Stands in the quote or in the note, in capitals or not.
    #[serde(skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub text: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<ArticleId>,
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "written::list_with_returns")]
    pub outlets: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "written::list_with_returns")]
    pub languages: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<ReadingStatus>,
    /// Published on this day, month or year, or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<PublicationDate>,
    /// Published on this day, month or year, or before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<PublicationDate>,
    /// With their members.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<CodeId>,
    /// With their members.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<CodeId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stances: Vec<StanceId>,
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "written::list_with_returns")]
    pub coders: Vec<String>,
    /// Those with a note only, or those without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_note: Option<bool>,
}

impl HighlightFilter {
    /// Whether every highlight passes.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

/// The order of rows or columns. Codes stay below the code they belong to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sort {
    /// As in the codebook, in the project, or in the calendar.
    #[default]
    AsListed,
    ByName,
    /// The largest total first.
    ByTotal,
    /// The largest value in this column, or in this row, first.
    By(HeaderKey),
    /// These first, in this order.
    ByHand(Vec<HeaderKey>),
}

/// Stands between the levels of a name: "Territory › Axadle Times".
pub const LEVELS: &str = " › ";

/// One side of a table: what its rows or its columns are, and how they are shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AxisSide {
    /// One axis, or two: the second runs inside each value of the first.
    pub axes: Vec<Axis>,
    #[serde(default)]
    pub sort: Sort,
    /// Whether the members of a row or column are shown below it; `is_open` in files.
    #[serde(default, rename = "is_open")]
    pub shows_members: bool,
    /// Those of which the contrary holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub toggled: Vec<HeaderKey>,
    /// Those that stand first and are never hidden.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pinned: Vec<HeaderKey>,
}

impl AxisSide {
    pub fn over(axis: Axis) -> Self {
        Self { axes: vec![axis], sort: Sort::AsListed, shows_members: true, toggled: Vec::new(), pinned: Vec::new() }
    }

    /// Whether the members of this row or column are shown.
    pub fn shows_members_of(&self, key: &HeaderKey) -> bool {
        self.shows_members != self.toggled.contains(key)
    }

    /// Shows the members of a row or column, or no longer.
    pub fn toggle(&mut self, key: &HeaderKey) {
        toggle(&mut self.toggled, key);
    }

    /// Lets a row or column stand first, or no longer.
    pub fn pin(&mut self, key: &HeaderKey) {
        toggle(&mut self.pinned, key);
    }

    /// What it runs over, in words: "issue › article".
    pub fn name(&self) -> String {
        let names: Vec<&str> = self.axes.iter().map(Axis::name).collect();
        names.join(LEVELS)
    }
}

fn toggle(keys: &mut Vec<HeaderKey>, key: &HeaderKey) {
    match keys.iter().position(|other| other == key) {
        Some(at) => _ = keys.remove(at),
        None => keys.push(key.clone()),
    }
}

/// Which table is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    pub rows: AxisSide,
    pub columns: AxisSide,
    /// One table for each value of this axis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layers: Option<Axis>,
    #[serde(default)]
    pub measure: Measure,
    #[serde(default)]
    pub counting: Counting,
    #[serde(default, skip_serializing_if = "HighlightFilter::is_open")]
    pub filter: HighlightFilter,
    /// Whether rows and columns without any highlight are hidden.
    #[serde(default)]
    pub hides_empty: bool,
}

impl Query {
    /// The table of these rows and columns, and else as usual.
    pub fn of(rows: Axis, columns: Axis) -> Self {
        Self {
            rows: AxisSide::over(rows),
            columns: AxisSide { shows_members: false, ..AxisSide::over(columns) },
            layers: None,
            measure: Measure::default(),
            counting: Counting::default(),
            filter: HighlightFilter::default(),
            hides_empty: false,
        }
    }

    /// Turns rows into columns and columns into rows.
    pub fn transpose(&mut self) {
        std::mem::swap(&mut self.rows, &mut self.columns);
        self.measure = match self.measure {
            Measure::RowPercent => Measure::ColumnPercent,
            Measure::ColumnPercent => Measure::RowPercent,
            other => other,
        };
    }
}

impl Default for Query {
    fn default() -> Self {
        Self::of(Axis::Issue, Axis::Actor)
    }
}

/// How the answer to a query is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PictureKind {
    #[default]
    Table,
    Bars,
    HeatMap,
    Timeline,
    Network,
}

impl PictureKind {
    pub const ALL: [Self; 5] = [Self::Table, Self::Bars, Self::HeatMap, Self::Timeline, Self::Network];

    /// The word for it in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Bars => "bars",
            Self::HeatMap => "heat-map",
            Self::Timeline => "timeline",
            Self::Network => "network",
        }
    }

    /// The word for it on screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Table => "Table",
            Self::Bars => "Bars",
            Self::HeatMap => "Heat map",
            Self::Timeline => "Timeline",
            Self::Network => "Network",
        }
    }
}

/// A comparison under a name. No two views of a project have the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedComparison {
    #[serde(serialize_with = "written::with_returns")]
    pub name: String,
    pub query: Query,
    #[serde(default)]
    pub picture: PictureKind,
}

impl SavedComparison {
    /// What it shows, in a few words: "issue × actor, net stance".
    pub fn in_words(&self) -> String {
        let Query { rows, columns, measure, .. } = &self.query;
        format!("{} × {}, {}", rows.name(), columns.name(), measure.title().to_lowercase())
    }
}

/// What a summary is about: for each axis that row and column name, the value there, in the order of the axes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Subject(pub Vec<(Axis, AxisValue)>);

impl Subject {
    /// The subject of the cell of a row and a column; it is the same when the table is turned.
    pub fn of(row: (&[Axis], &HeaderKey), column: (&[Axis], &HeaderKey)) -> Self {
        let named = |(axes, key): (&[Axis], &HeaderKey)| -> Vec<(Axis, AxisValue)> {
            axes.iter().cloned().zip(key.0.iter().cloned()).collect()
        };
        let mut parts = named(row);
        parts.extend(named(column));
        parts.sort_unstable();
        Self(parts)
    }
}

/// What the analyst says of a cell in her own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    pub subject: Subject,
    #[serde(serialize_with = "written::on_one_line")]
    pub text: String,
}

impl fmt::Display for Axis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.word())
    }
}
