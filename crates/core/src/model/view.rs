//! The query of a comparison, and the name under which it is saved.
//!
//! This is plain data, so that a view can be stored in the project file; the comparison in `analysis` computes the
//! answer. A query may name codes, outlets or articles that no longer exist; they match nothing.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{ArticleId, CodeId, PublicationDate, ReadingStatus, StanceId, written};

/// The axis of rows, columns or layers. Two free fields, or two searches, whose names read the same are the same axis.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Axis {
    /// The issue of each highlight, parents with their children.
    Issue,
    /// The actor of each highlight, parents with their children.
    Actor,
    /// The stance of each highlight.
    Stance,
    /// The article that each highlight is in.
    Article,
    /// The outlet of the article.
    Outlet,
    /// The author of the article.
    Author,
    /// The news agency whose report the article is.
    Agency,
    /// The language of the article.
    Language,
    /// Who made the highlight.
    Coder,
    /// The day on which the article was published.
    Day,
    /// The ISO week, with its year, in which the article was published.
    Week,
    /// The month in which the article was published.
    Month,
    /// The year in which the article was published.
    Year,
    /// A free field of the article, by its name.
    Field(#[serde(serialize_with = "written::with_returns")] String),
    /// Whether a saved search finds something in the article, by its name.
    Search(#[serde(serialize_with = "written::with_returns")] String),
}

/// The prefix of a free field’s name on the command line.
const FIELD_PREFIX: &str = "field:";
/// The prefix of a saved search’s name on the command line.
const SEARCH_PREFIX: &str = "search:";

impl Axis {
    /// Every axis except the free fields and the searches.
    pub const FIXED: [Self; 13] = [
        Self::Issue,
        Self::Actor,
        Self::Stance,
        Self::Article,
        Self::Outlet,
        Self::Author,
        Self::Agency,
        Self::Language,
        Self::Coder,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Year,
    ];

    /// The name on screen and in files; a free field’s own name, and “mentions of” a search.
    pub fn name(&self) -> Cow<'_, str> {
        let name: &str = match self {
            Self::Issue => "issue",
            Self::Actor => "actor",
            Self::Stance => "stance",
            Self::Article => "article",
            Self::Outlet => "outlet",
            Self::Author => "author",
            Self::Agency => "agency",
            Self::Language => "language",
            Self::Coder => "coder",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
            Self::Field(name) => name,
            Self::Search(name) => return format!("mentions of {name}").into(),
        };
        name.into()
    }

    /// The name on the command line, where free fields have the prefix `field:` and searches the prefix `search:` to tell
    /// them from the others.
    pub fn word(&self) -> Cow<'_, str> {
        match self {
            Self::Field(name) => format!("{FIELD_PREFIX}{name}").into(),
            Self::Search(name) => format!("{SEARCH_PREFIX}{name}").into(),
            fixed => fixed.name(),
        }
    }

    /// Returns whether the axis divides articles, so that all highlights of an article fall into the same place.
    pub const fn is_of_articles(&self) -> bool {
        !matches!(self, Self::Issue | Self::Actor | Self::Stance | Self::Coder)
    }
}

/// A word that is not an axis.
#[derive(Debug, thiserror::Error)]
#[error(
    "“{0}” is not an axis; use one of: issue, actor, stance, article, outlet, author, agency, language, coder, \
     day, week, month, year, field:NAME, search:NAME"
)]
pub struct NotAnAxis(String);

impl FromStr for Axis {
    type Err = NotAnAxis;

    fn from_str(word: &str) -> Result<Self, NotAnAxis> {
        let word = word.trim();
        if let Some(name) = word.strip_prefix(FIELD_PREFIX).filter(|name| !name.is_empty()) {
            return Ok(Self::Field(name.to_owned()));
        }
        if let Some(name) = word.strip_prefix(SEARCH_PREFIX).filter(|name| !name.is_empty()) {
            return Ok(Self::Search(name.to_owned()));
        }
        Self::FIXED.into_iter().find(|axis| axis.name() == word).ok_or_else(|| NotAnAxis(word.to_owned()))
    }
}

/// The value of a row, a column or a layer on its axis. Two names that read the same are the same value.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum AxisValue {
    /// An actor or an issue; the axis says which.
    Code(CodeId),
    /// A stance.
    Stance(StanceId),
    /// An article.
    Article(ArticleId),
    /// An outlet, an author, an agency, a language, a coder, a period such as `2025-12`, or the value of a free field.
    Named(#[serde(serialize_with = "written::with_returns")] String),
    /// The row or column for highlights without such a tag, date or field.
    Missing,
}

impl AxisValue {
    /// The value of articles in which a saved search finds something, or of those in which it does not.
    pub fn of_search(finds_something: bool) -> Self {
        Self::Named(if finds_something { "with" } else { "without" }.to_owned())
    }
}

/// Identifies a row or column: its value, preceded by the outer axis’s value if nested.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HeaderKey(pub Vec<AxisValue>);

/// What a cell shows about its highlights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Measure {
    /// The number of highlights.
    #[default]
    Highlights,
    /// The number of different articles with these highlights.
    Articles,
    /// The number of words in these highlights.
    Words,
    /// The number of highlights for every 1,000 words of the articles concerned.
    PerThousandWords,
    /// The share of its row’s highlights, in percent.
    RowPercent,
    /// The share of its column’s highlights, in percent.
    ColumnPercent,
    /// The share of all highlights, in percent.
    TotalPercent,
    /// The mean weight of the stances taken, over the highlights that take one.
    NetStance,
    /// The position on the log-odds scale of Lowe et al. (2011), by how many highlights support and how many oppose.
    LogOdds,
    /// The number of highlights that take each stance.
    Spread,
    /// How far the count is from what the row and column totals predict, as an adjusted residual.
    Residual,
    /// The quote of its first highlight.
    FirstQuote,
    /// The quote of every highlight.
    Quotes,
}

impl Measure {
    /// Every measure, in the order of the list on screen.
    pub const ALL: [Self; 13] = [
        Self::Highlights,
        Self::Articles,
        Self::Words,
        Self::PerThousandWords,
        Self::RowPercent,
        Self::ColumnPercent,
        Self::TotalPercent,
        Self::NetStance,
        Self::LogOdds,
        Self::Spread,
        Self::Residual,
        Self::FirstQuote,
        Self::Quotes,
    ];

    /// The name in files and on the command line.
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
            Self::LogOdds => "log-odds",
            Self::Spread => "spread",
            Self::Residual => "residual",
            Self::FirstQuote => "first-quote",
            Self::Quotes => "quotes",
        }
    }

    /// Returns whether the value of a cell depends on the totals of its row, its column or the table.
    pub const fn looks_at_totals(self) -> bool {
        matches!(self, Self::RowPercent | Self::ColumnPercent | Self::TotalPercent | Self::Residual)
    }

    /// The name on screen.
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
            Self::LogOdds => "Log-odds position",
            Self::Spread => "Spread of stances",
            Self::Residual => "Adjusted residual",
            Self::FirstQuote => "First quote",
            Self::Quotes => "Quotes",
        }
    }

    /// Returns whether cells hold text rather than a number.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::FirstQuote | Self::Quotes)
    }

    /// Returns whether cells hold percentages.
    pub const fn is_share(self) -> bool {
        matches!(self, Self::RowPercent | Self::ColumnPercent | Self::TotalPercent)
    }

    /// Returns whether an interval can say how far chance may move its values.
    pub const fn can_have_intervals(self) -> bool {
        matches!(self, Self::Articles | Self::PerThousandWords | Self::NetStance) || self.is_share()
    }

    /// Returns whether the words of highlights or articles must be counted for it.
    pub const fn counts_words(self) -> bool {
        matches!(self, Self::Words | Self::PerThousandWords)
    }
}

/// How often the same combination of actor, issue and stance counts. The first by date counts; later ones are repeats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Counting {
    /// Every highlight counts.
    #[default]
    EveryTime,
    /// Repeats within an article do not count.
    OncePerArticle,
    /// Repeats by the same outlet do not count.
    OncePerOutlet,
    /// Repeats in articles of the same story do not count, whoever printed it. An article without a story is a story of
    /// its own.
    OncePerStory,
    /// Repeats on the same day do not count.
    OncePerDay,
    /// Repeats in the same ISO week do not count.
    OncePerWeek,
    /// Repeats in the same month do not count.
    OncePerMonth,
    /// Repeats anywhere do not count.
    OnceOverall,
}

impl Counting {
    /// Every way of counting, in the order of the list on screen.
    pub const ALL: [Self; 8] = [
        Self::EveryTime,
        Self::OncePerArticle,
        Self::OncePerOutlet,
        Self::OncePerStory,
        Self::OncePerDay,
        Self::OncePerWeek,
        Self::OncePerMonth,
        Self::OnceOverall,
    ];

    /// The name on screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::EveryTime => "every time",
            Self::OncePerArticle => "once per article",
            Self::OncePerOutlet => "once per outlet",
            Self::OncePerStory => "once per story",
            Self::OncePerDay => "once per day",
            Self::OncePerWeek => "once per week",
            Self::OncePerMonth => "once per month",
            Self::OnceOverall => "once over all",
        }
    }

    /// The argument of `--once-per` on the command line; counting every time has none.
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::EveryTime => None,
            Self::OncePerArticle => Some("article"),
            Self::OncePerOutlet => Some("outlet"),
            Self::OncePerStory => Some("story"),
            Self::OncePerDay => Some("day"),
            Self::OncePerWeek => Some("week"),
            Self::OncePerMonth => Some("month"),
            Self::OnceOverall => Some("all"),
        }
    }
}

/// Which highlights are included. A highlight passes if it passes every part of the filter that is set.
///
/// A part that lists several values passes highlights that match any of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HighlightFilter {
    /// Text that must appear in the quote or the note, ignoring case; empty for any.
    #[serde(skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub text: String,
    /// The articles that highlights may be in; empty for any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<ArticleId>,
    /// The outlets of the articles; empty for any.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "written::list_with_returns")]
    pub outlets: Vec<String>,
    /// The news agencies of the articles; empty for any.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "written::list_with_returns")]
    pub agencies: Vec<String>,
    /// The languages of the articles; empty for any.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "written::list_with_returns")]
    pub languages: Vec<String>,
    /// The saved searches of which one finds something in the article, by their names; empty for any article.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "written::list_with_returns")]
    pub searches: Vec<String>,
    /// The reading status of the articles; empty for any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<ReadingStatus>,
    /// The earliest publication date; the day, month or year itself is included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<PublicationDate>,
    /// The latest publication date; the day, month or year itself is included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<PublicationDate>,
    /// The actors, including everything below them; empty for any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<CodeId>,
    /// The issues, including everything below them; empty for any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<CodeId>,
    /// The stances; empty for any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stances: Vec<StanceId>,
    /// Who made the highlights; empty for anybody.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "written::list_with_returns")]
    pub coders: Vec<String>,
    /// `true` for highlights with a note only, `false` for those without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_note: Option<bool>,
    /// Whether highlights need both an actor and an issue.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_tagged: bool,
}

impl HighlightFilter {
    /// Returns whether nothing is set, so that every highlight passes.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

/// The order of rows or columns. Children always stay below their parent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sort {
    /// In the order of the codebook, the project or the calendar.
    #[default]
    AsListed,
    /// Alphabetically.
    ByName,
    /// By total, largest first.
    ByTotal,
    /// By the value in this column or row, largest first.
    By(HeaderKey),
    /// In the order set by hand; whatever is not listed follows.
    ByHand(Vec<HeaderKey>),
}

/// Separates the levels of a nested name: "Territory › Axadle Times".
pub const LEVELS: &str = " › ";

/// One side of a table: its axes, and how its rows or columns are shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AxisSide {
    /// One axis or two; the second runs inside each value of the first.
    pub axes: Vec<Axis>,
    /// How the rows or columns are ordered.
    #[serde(default)]
    pub sort: Sort,
    /// Whether children are shown below their parents, except for those in `toggled`; `is_open` in files.
    #[serde(default, rename = "is_open")]
    pub shows_members: bool,
    /// The rows or columns for which the opposite of `shows_members` holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub toggled: Vec<HeaderKey>,
    /// The rows or columns that come first and are never hidden.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pinned: Vec<HeaderKey>,
}

impl AxisSide {
    /// A side over one axis in its listed order, with all children shown.
    pub fn over(axis: Axis) -> Self {
        Self { axes: vec![axis], sort: Sort::AsListed, shows_members: true, toggled: Vec::new(), pinned: Vec::new() }
    }

    /// Returns whether the children of this row or column are shown.
    pub fn shows_members_of(&self, key: &HeaderKey) -> bool {
        self.shows_members != self.toggled.contains(key)
    }

    /// Shows the children of a row or column, or hides them if they are shown.
    pub fn toggle(&mut self, key: &HeaderKey) {
        toggle(&mut self.toggled, key);
    }

    /// Pins a row or column to the front, or unpins it.
    pub fn pin(&mut self, key: &HeaderKey) {
        toggle(&mut self.pinned, key);
    }

    /// The names of its axes: "issue › article".
    pub fn name(&self) -> String {
        let names: Vec<Cow<'_, str>> = self.axes.iter().map(Axis::name).collect();
        names.join(LEVELS)
    }
}

fn toggle(keys: &mut Vec<HeaderKey>, key: &HeaderKey) {
    let n_before = keys.len();
    keys.retain(|other| other != key);
    if keys.len() == n_before {
        keys.push(key.clone());
    }
}

/// A query: which table to compute.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// What the rows are.
    pub rows: AxisSide,
    /// What the columns are.
    pub columns: AxisSide,
    /// If set, there is one table for each value of this axis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layers: Option<Axis>,
    /// What the cells show.
    #[serde(default)]
    pub measure: Measure,
    /// How often repeated positions count.
    #[serde(default)]
    pub counting: Counting,
    /// Which highlights are included.
    #[serde(default, skip_serializing_if = "HighlightFilter::is_open")]
    pub filter: HighlightFilter,
    /// Whether rows and columns without highlights are hidden.
    #[serde(default)]
    pub hides_empty: bool,
    /// Whether cells show how far chance may move their value.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shows_intervals: bool,
}

impl Query {
    /// The table with these rows and columns and default settings otherwise.
    pub fn of(rows: Axis, columns: Axis) -> Self {
        Self {
            rows: AxisSide::over(rows),
            columns: AxisSide { shows_members: false, ..AxisSide::over(columns) },
            layers: None,
            measure: Measure::default(),
            counting: Counting::default(),
            filter: HighlightFilter::default(),
            hides_empty: false,
            shows_intervals: false,
        }
    }

    /// Returns whether cells show intervals: that is asked for, and the measure can have them.
    pub const fn has_intervals(&self) -> bool {
        self.shows_intervals && self.measure.can_have_intervals()
    }

    /// Swaps rows and columns, and row percentages with column percentages.
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
    /// A table of cells.
    #[default]
    Table,
    /// A bar chart.
    Bars,
    /// A table whose cells are coloured by value.
    HeatMap,
    /// A chart over time.
    Timeline,
    /// A network of ties.
    Network,
}

impl PictureKind {
    /// Every kind, in the order of the list on screen.
    pub const ALL: [Self; 5] = [Self::Table, Self::Bars, Self::HeatMap, Self::Timeline, Self::Network];

    /// The name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Bars => "bars",
            Self::HeatMap => "heat-map",
            Self::Timeline => "timeline",
            Self::Network => "network",
        }
    }

    /// The name on screen.
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

/// A saved comparison. No two views of a project have the same name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedComparison {
    /// Never blank, and unique among the views of a project.
    #[serde(serialize_with = "written::with_returns")]
    pub name: String,
    /// The table it shows.
    pub query: Query,
    /// How the answer is drawn.
    #[serde(default)]
    pub picture: PictureKind,
}

impl SavedComparison {
    /// Describes it in a few words: "issue × actor, net stance".
    pub fn in_words(&self) -> String {
        let Query { rows, columns, measure, .. } = &self.query;
        format!("{} × {}, {}", rows.name(), columns.name(), measure.title().to_lowercase())
    }
}

/// The subject of a summary: the value on each axis of its row and column, sorted by axis.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Subject(pub Vec<(Axis, AxisValue)>);

impl Subject {
    /// The subject of a cell, given its row and column. Swapping rows and columns gives the same subject.
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

/// The analyst’s summary of a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// The cell they are about.
    pub subject: Subject,
    /// The words, possibly on several lines. An edit that empties them removes the summary.
    #[serde(serialize_with = "written::on_one_line")]
    pub text: String,
}

impl fmt::Display for Axis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.word())
    }
}
