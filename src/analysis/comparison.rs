//! The comparison: rows × columns over the highlights, each cell one step from its quotes.
//!
//! Codes roll up: a highlight tagged "Crimea" counts for "Crimea" and for "Territory" above it,
//! once in each, and once in every total.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use crate::model::{Article, ArticleId, CodeId, CodeKind, Highlight, HighlightId, Project, ReadingStatus, StanceId};

/// What rows or columns run over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Axis {
    Actor,
    Issue,
    Stance,
    Article,
    Outlet,
}

impl Axis {
    pub const ALL: [Self; 5] = [Self::Issue, Self::Actor, Self::Stance, Self::Article, Self::Outlet];

    /// The word for it on screen, in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Issue => "issue",
            Self::Stance => "stance",
            Self::Article => "article",
            Self::Outlet => "outlet",
        }
    }

    const fn is_of_articles(self) -> bool {
        matches!(self, Self::Article | Self::Outlet)
    }
}

/// What a cell says of its highlights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// How many highlights.
    Highlights,
    /// How many different articles hold them.
    Articles,
    /// The mean weight of the stances taken, over the highlights that take one.
    NetStance,
}

impl Measure {
    pub const ALL: [Self; 3] = [Self::Highlights, Self::Articles, Self::NetStance];

    /// The word for it in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Highlights => "highlights",
            Self::Articles => "articles",
            Self::NetStance => "net-stance",
        }
    }

    /// The word for it on screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Highlights => "Highlights",
            Self::Articles => "Articles",
            Self::NetStance => "Net stance",
        }
    }
}

/// Which table is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Query {
    pub rows: Axis,
    pub columns: Axis,
    pub measure: Measure,
}

impl Default for Query {
    fn default() -> Self {
        Self { rows: Axis::Issue, columns: Axis::Actor, measure: Measure::Highlights }
    }
}

/// What a row or column stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Code(CodeKind, CodeId),
    Stance(StanceId),
    Article(ArticleId),
    Outlet(String),
    /// The highlights that lack this tag.
    Untagged,
}

/// The head of a row or column.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    pub key: Key,
    pub name: String,
    /// How deep a code stands in its tree; 0 for everything else.
    pub depth: usize,
    /// Whether every article it speaks of is read, so that an empty cell is a finding.
    pub is_read: bool,
}

/// What the highlights of one cell amount to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    pub highlights: u32,
    /// How many different articles hold them.
    pub articles: u32,
    /// How many of the highlights take a stance.
    pub with_stance: u32,
    pub weight_sum: f64,
}

impl Cell {
    /// The mean weight of the stances taken; none where nobody takes one.
    pub fn net_stance(&self) -> Option<f64> {
        (self.with_stance > 0).then(|| self.weight_sum / f64::from(self.with_stance))
    }

    pub fn value(&self, measure: Measure) -> Option<f64> {
        match measure {
            Measure::Highlights => Some(f64::from(self.highlights)),
            Measure::Articles => Some(f64::from(self.articles)),
            Measure::NetStance => self.net_stance(),
        }
    }

    fn add(&mut self, weight: Option<f64>, is_new_article: bool) {
        self.highlights += 1;
        self.articles += u32::from(is_new_article);
        if let Some(weight) = weight {
            self.with_stance += 1;
            self.weight_sum += weight;
        }
    }
}

/// A net stance as people read it: `+0.8`, `−1.0`, `0.0`.
pub struct Signed(pub f64);

impl fmt::Display for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = (self.0 * 10.0).round() / 10.0;
        let sign = if rounded > 0.0 {
            "+"
        } else if rounded < 0.0 {
            "−"
        } else {
            ""
        };
        write!(f, "{sign}{:.1}", rounded.abs())
    }
}

/// The answer to a [`Query`].
#[derive(Clone, Debug)]
pub struct Comparison {
    pub query: Query,
    pub rows: Vec<Header>,
    pub columns: Vec<Header>,
    /// Row by row.
    cells: Vec<Cell>,
    pub row_totals: Vec<Cell>,
    pub column_totals: Vec<Cell>,
    pub total: Cell,
    /// Whether every article of the project is read.
    all_read: bool,
}

/// Why a cell is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nothing {
    /// Every article is read and nobody says it.
    Silent,
    /// There are articles left to read.
    NotYetRead,
}

impl Comparison {
    /// Computes the table in one pass over the highlights.
    pub fn of(project: &Project, query: Query) -> Self {
        let rows = Side::of(project, query.rows);
        let columns = Side::of(project, query.columns);
        let n_columns = columns.headers.len();
        let mut counts = Counts::sized(rows.headers.len(), n_columns);
        let weights: HashMap<&StanceId, f64> =
            project.codebook.stances.iter().map(|stance| (&stance.id, stance.weight)).collect();

        for (article_number, article) in (1u32..).zip(&project.articles) {
            for highlight in &article.highlights {
                let weight = highlight.stance.as_ref().and_then(|stance| weights.get(stance).copied());
                counts.add(rows.places(article, highlight), columns.places(article, highlight), article_number, weight);
            }
        }
        let mut comparison = Self {
            query,
            rows: rows.headers,
            columns: columns.headers,
            cells: counts.cells.values,
            row_totals: counts.rows.values,
            column_totals: counts.columns.values,
            total: counts.total.values[0],
            all_read: project.articles.iter().all(|article| article.details.status == ReadingStatus::Done),
        };
        comparison.drop_needless_untagged();
        comparison
    }

    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        &self.cells[row * self.columns.len() + column]
    }

    /// Why an empty cell is empty.
    pub fn nothing(&self, row: usize, column: usize) -> Nothing {
        let is_of_articles = self.query.rows.is_of_articles() || self.query.columns.is_of_articles();
        let is_read =
            if is_of_articles { self.rows[row].is_read && self.columns[column].is_read } else { self.all_read };
        if is_read { Nothing::Silent } else { Nothing::NotYetRead }
    }

    /// The highlights of a cell, a row, a column or the whole table, in reading order.
    pub fn highlights_of(
        &self,
        project: &Project,
        row: Option<&Key>,
        column: Option<&Key>,
    ) -> Vec<(ArticleId, HighlightId)> {
        let Query { rows, columns, .. } = self.query;
        let counts_for = |key: Option<&Key>, axis, article: &Article, highlight: &Highlight| {
            key.is_none_or(|key| counts_for(project, key, axis, article, highlight))
        };
        let wanted = project.highlights().filter(|(article, highlight)| {
            counts_for(row, rows, article, highlight) && counts_for(column, columns, article, highlight)
        });
        wanted.map(|(article, highlight)| (article.id, highlight.id)).collect()
    }

    /// The same table with some of its rows and columns only; the totals stay those of the whole.
    #[must_use]
    pub fn restricted(&self, rows: &[usize], columns: &[usize]) -> Self {
        let cells = rows.iter().flat_map(|&row| columns.iter().map(move |&column| *self.cell(row, column)));
        Self {
            query: self.query,
            cells: cells.collect(),
            rows: rows.iter().map(|&row| self.rows[row].clone()).collect(),
            columns: columns.iter().map(|&column| self.columns[column].clone()).collect(),
            row_totals: rows.iter().map(|&row| self.row_totals[row]).collect(),
            column_totals: columns.iter().map(|&column| self.column_totals[column]).collect(),
            total: self.total,
            all_read: self.all_read,
        }
    }

    /// The largest value of a single cell, at least 1.
    pub fn largest(&self) -> f64 {
        self.cells.iter().filter_map(|cell| cell.value(self.query.measure)).fold(1.0, f64::max)
    }

    /// Rows and columns for what lacks a tag are shown only where something does.
    fn drop_needless_untagged(&mut self) {
        let n_columns = self.columns.len();
        let is_needless = |header: Option<&Header>, total: Option<&Cell>| {
            header.is_some_and(|header| header.key == Key::Untagged) && total.is_some_and(|cell| cell.highlights == 0)
        };
        if is_needless(self.rows.last(), self.row_totals.last()) {
            self.rows.pop();
            self.row_totals.pop();
            self.cells.truncate(self.rows.len() * n_columns);
        }
        if is_needless(self.columns.last(), self.column_totals.last()) {
            self.columns.pop();
            self.column_totals.pop();
            let mut column = 0;
            self.cells.retain(|_| {
                column += 1;
                column % n_columns != 0
            });
        }
    }
}

/// Whether a highlight counts for a row or column.
fn counts_for(project: &Project, key: &Key, axis: Axis, article: &Article, highlight: &Highlight) -> bool {
    match key {
        Key::Code(kind, id) => highlight
            .tag(*kind)
            .is_some_and(|tag| project.codebook.lineage(*kind, tag).iter().any(|code| code.id == *id)),
        Key::Stance(id) => highlight.stance.as_ref() == Some(id),
        Key::Article(id) => article.id == *id,
        Key::Outlet(outlet) => article.details.outlet == *outlet,
        Key::Untagged => match axis {
            Axis::Actor => highlight.actor.is_none(),
            Axis::Issue => highlight.issue.is_none(),
            Axis::Stance => highlight.stance.is_none(),
            Axis::Article | Axis::Outlet => false,
        },
    }
}

/// Cells, each with the number of the article that last added to it.
struct Tally {
    values: Vec<Cell>,
    last_article: Vec<u32>,
}

impl Tally {
    fn sized(n: usize) -> Self {
        Self { values: vec![Cell::default(); n], last_article: vec![0; n] }
    }

    fn add(&mut self, at: usize, article_number: u32, weight: Option<f64>) {
        let is_new_article = self.last_article[at] != article_number;
        self.last_article[at] = article_number;
        self.values[at].add(weight, is_new_article);
    }
}

struct Counts {
    n_columns: usize,
    cells: Tally,
    rows: Tally,
    columns: Tally,
    total: Tally,
}

impl Counts {
    fn sized(n_rows: usize, n_columns: usize) -> Self {
        Self {
            n_columns,
            cells: Tally::sized(n_rows * n_columns),
            rows: Tally::sized(n_rows),
            columns: Tally::sized(n_columns),
            total: Tally::sized(1),
        }
    }

    fn add(&mut self, rows: &[u32], columns: &[u32], article_number: u32, weight: Option<f64>) {
        for &row in rows {
            self.rows.add(row as usize, article_number, weight);
            for &column in columns {
                self.cells.add(row as usize * self.n_columns + column as usize, article_number, weight);
            }
        }
        for &column in columns {
            self.columns.add(column as usize, article_number, weight);
        }
        self.total.add(0, article_number, weight);
    }
}

/// The headers of one axis, and which of them a highlight counts for.
struct Side<'a> {
    axis: Axis,
    headers: Vec<Header>,
    /// The places of a code and of what it belongs to.
    codes: HashMap<&'a CodeId, Vec<u32>>,
    stances: HashMap<&'a StanceId, [u32; 1]>,
    articles: HashMap<ArticleId, [u32; 1]>,
    untagged: [u32; 1],
}

impl<'a> Side<'a> {
    fn of(project: &'a Project, axis: Axis) -> Self {
        let mut side = Self {
            axis,
            headers: Vec::new(),
            codes: HashMap::new(),
            stances: HashMap::new(),
            articles: HashMap::new(),
            untagged: [0],
        };
        match axis {
            Axis::Actor => side.add_codes(project, CodeKind::Actor),
            Axis::Issue => side.add_codes(project, CodeKind::Issue),
            Axis::Stance => side.add_stances(project),
            Axis::Article => side.add_articles(project),
            Axis::Outlet => side.add_outlets(project),
        }
        side
    }

    fn push(&mut self, key: Key, name: &str, depth: usize, is_read: bool) -> u32 {
        let place = u32::try_from(self.headers.len()).expect("a table has fewer than four billion rows");
        self.headers.push(Header { key, name: name.to_owned(), depth, is_read });
        place
    }

    fn add_codes(&mut self, project: &'a Project, kind: CodeKind) {
        let book = &project.codebook;
        let mut place_of: HashMap<&CodeId, u32> = HashMap::new();
        for (depth, code) in book.tree(kind) {
            let place = self.push(Key::Code(kind, code.id.clone()), &code.name, depth, true);
            place_of.insert(&code.id, place);
        }
        for code in book.codes(kind) {
            let lineage = book.lineage(kind, &code.id);
            let places = lineage.iter().filter_map(|code| place_of.get(&code.id).copied());
            self.codes.insert(&code.id, places.collect());
        }
        self.add_untagged(kind.noun());
    }

    fn add_stances(&mut self, project: &'a Project) {
        for stance in &project.codebook.stances {
            let place = self.push(Key::Stance(stance.id.clone()), &stance.name, 0, true);
            self.stances.insert(&stance.id, [place]);
        }
        self.add_untagged("stance");
    }

    fn add_untagged(&mut self, noun: &str) {
        self.untagged = [self.push(Key::Untagged, &format!("(no {noun})"), 0, true)];
    }

    fn add_articles(&mut self, project: &Project) {
        for article in &project.articles {
            let is_read = article.details.status == ReadingStatus::Done;
            let place = self.push(Key::Article(article.id), &article.details.title, 0, is_read);
            self.articles.insert(article.id, [place]);
        }
    }

    fn add_outlets(&mut self, project: &Project) {
        let unread: HashSet<&str> = project
            .articles
            .iter()
            .filter(|article| article.details.status != ReadingStatus::Done)
            .map(|article| &*article.details.outlet)
            .collect();
        let mut place_of: HashMap<&str, u32> = HashMap::new();
        for article in &project.articles {
            let details = &article.details;
            let outlet = &*details.outlet;
            let place = if let Some(place) = place_of.get(outlet) {
                *place
            } else {
                let key = Key::Outlet(outlet.to_owned());
                let place = self.push(key, details.outlet_name(), 0, !unread.contains(outlet));
                place_of.insert(outlet, place);
                place
            };
            self.articles.insert(article.id, [place]);
        }
    }

    fn places(&self, article: &Article, highlight: &Highlight) -> &[u32] {
        let of_code = |id: &Option<CodeId>| match id.as_ref().and_then(|id| self.codes.get(id)) {
            Some(places) => places.as_slice(),
            None => self.untagged.as_slice(),
        };
        match self.axis {
            Axis::Actor => of_code(&highlight.actor),
            Axis::Issue => of_code(&highlight.issue),
            Axis::Stance => match highlight.stance.as_ref().and_then(|id| self.stances.get(id)) {
                Some(place) => place,
                None => &self.untagged,
            },
            Axis::Article | Axis::Outlet => self.articles.get(&article.id).map_or(&[], |place| place),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Tags, marked::marked_article};

    /// Two outlets: one highlight a mark, tagged in order of position.
    fn project() -> Project {
        let mut project = Project::titled("Talks");
        for (kind, name, parent) in [
            (CodeKind::Actor, "Russia", None),
            (CodeKind::Actor, "Putin", Some("russia")),
            (CodeKind::Actor, "Ukraine", None),
            (CodeKind::Issue, "Territory", None),
            (CodeKind::Issue, "Crimea", Some("territory")),
        ] {
            let code = project.codebook.fresh_code(kind, name, parent.map(CodeId::from));
            project.codebook.codes_mut(kind).push(code);
        }
        let mut add = |title: &str, outlet: &str, source: &str, tags: &[(&str, &str, &str)]| {
            let mut article = marked_article(title, source);
            article.details.outlet = outlet.to_owned();
            for (highlight, (actor, issue, stance)) in article.highlights.iter_mut().zip(tags) {
                let id = |slug: &str| (!slug.is_empty()).then(|| CodeId::from(slug));
                *Arc::make_mut(highlight) = highlight.with_tags(Tags {
                    actor: id(actor),
                    issue: id(issue),
                    stance: (!stance.is_empty()).then(|| StanceId::from(*stance)),
                });
            }
            project.articles.push(Arc::new(article));
        };
        add(
            "One",
            "Axadle",
            "[a] [b] [c]",
            &[("putin", "crimea", "supports"), ("russia", "territory", "supports"), ("ukraine", "crimea", "opposes")],
        );
        add("Two", "Global", "[a] [b]", &[("putin", "crimea", ""), ("ukraine", "", "opposes")]);
        project
    }

    fn row(table: &Comparison, name: &str) -> usize {
        table.rows.iter().position(|header| header.name == name).expect(name)
    }

    fn column(table: &Comparison, name: &str) -> usize {
        table.columns.iter().position(|header| header.name == name).expect(name)
    }

    #[test]
    fn members_count_for_their_side_and_once_in_totals() {
        let project = project();
        let table = Comparison::of(&project, Query::default());
        let cell = table.cell(row(&table, "Territory"), column(&table, "Russia"));
        assert_eq!((cell.highlights, cell.articles, cell.with_stance), (3, 2, 2));
        assert_eq!(cell.net_stance(), Some(1.0));
        assert_eq!(table.cell(row(&table, "Crimea"), column(&table, "Putin")).highlights, 2);
        assert_eq!(table.row_totals[row(&table, "Territory")].highlights, 4);
        assert_eq!((table.total.highlights, table.total.articles), (5, 2));
    }

    #[test]
    fn what_lacks_a_tag_is_shown_only_where_something_does() {
        let project = project();
        let table = Comparison::of(&project, Query::default());
        assert_eq!(table.cell(row(&table, "(no issue)"), column(&table, "Ukraine")).highlights, 1);
        assert!(table.columns.iter().all(|header| header.key != Key::Untagged));
        let turned = Query { rows: Axis::Actor, columns: Axis::Issue, ..Query::default() };
        let table = Comparison::of(&project, turned);
        assert_eq!(table.cell(row(&table, "Ukraine"), column(&table, "(no issue)")).highlights, 1);
        assert_eq!(table.cell(row(&table, "Putin"), column(&table, "Crimea")).highlights, 2);
    }

    #[test]
    fn a_cell_gives_its_highlights() {
        let project = project();
        for rows in Axis::ALL {
            for columns in Axis::ALL {
                let query = Query { rows, columns, measure: Measure::Highlights };
                let table = Comparison::of(&project, query);
                for (r, row) in table.rows.iter().enumerate() {
                    for (c, column) in table.columns.iter().enumerate() {
                        let found = table.highlights_of(&project, Some(&row.key), Some(&column.key));
                        assert_eq!(found.len(), table.cell(r, c).highlights as usize, "{query:?} {row:?} {column:?}");
                    }
                }
                assert_eq!(table.highlights_of(&project, None, None).len(), 5);
            }
        }
    }

    #[test]
    fn an_empty_cell_is_silent_only_when_its_articles_are_read() {
        let mut project = project();
        Arc::make_mut(&mut project.articles[0]).details.status = ReadingStatus::Done;
        let query = Query { columns: Axis::Outlet, ..Query::default() };
        let table = Comparison::of(&project, query);
        let crimea = row(&table, "Crimea");
        assert_eq!(table.nothing(crimea, column(&table, "Axadle")), Nothing::Silent);
        assert_eq!(table.nothing(crimea, column(&table, "Global")), Nothing::NotYetRead);
        let by_actor = Comparison::of(&project, Query::default());
        assert_eq!(by_actor.nothing(0, 0), Nothing::NotYetRead);
    }

    #[test]
    fn net_stance_is_written_with_its_sign() {
        let written: Vec<_> = [0.84, -1.0, 0.0, -0.04].iter().map(|value| Signed(*value).to_string()).collect();
        assert_eq!(written, ["+0.8", "−1.0", "0.0", "0.0"]);
    }
}
