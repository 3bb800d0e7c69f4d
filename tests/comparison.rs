//! The comparison against a slow and plain one, on random projects: what it counts, why cells are empty, and that it
//! stays true while the project is edited.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "the projects are small, and weights are whole ten thousandths"
)]

use std::{collections::BTreeSet, sync::Arc};

use proptest::{
    prelude::*,
    sample::{Index, select, subsequence},
};
use standpoint_analysis::{
    comparison::{Comparison, EmptyReason, Header, HighlightPlace, LiveComparison},
    facts::Facts,
};
use standpoint_core::{
    edit::{Edit, Gesture, History, TextRevision, retag},
    model::{
        Article, CodeKind, Details, Highlight, Project, PublicationDate, ReadingStatus, SavedSearch, Tags,
        view::{Axis, AxisSide, AxisValue, Counting, HeaderKey, HighlightFilter, Measure, Query},
    },
    text::{Span, Text, diff::TextChange},
};
use unicode_segmentation::UnicodeSegmentation as _;

const TIME: &str = "2026-01-12T09:14:00Z";
const WORDS: &str = "One two three four five six seven eight nine ten.";

/// What a random project is made of: the weights of its stances in ten thousandths, and its articles with the
/// highlights of each.
type Plan = ([i32; 3], Vec<(usize, usize, usize, usize, Vec<Mark>)>);
/// Where a highlight begins, its actor, issue, stance, coder, and whether it has a note.
type Mark = (usize, usize, usize, usize, usize, bool);

/// The last two are the same name, written in two forms.
const OUTLETS: [&str; 4] = ["", "Echo", "Wavé", " Wave\u{301}"];
const AGENCIES: [&str; 3] = ["Wire", "", "wire"];
const DATES: [&str; 6] = ["", "2025", "2025-12", "2025-12-29", "2026-01-01", "2025-12-28"];

fn plan() -> impl Strategy<Value = Plan> {
    let mark = (0..40usize, 0..5usize, 0..5usize, 0..4usize, 0..2usize, any::<bool>());
    let article = (0..OUTLETS.len(), 0..DATES.len(), 0..3usize, 0..3usize, prop::collection::vec(mark, 0..7));
    let scale =
        prop_oneof![Just([10_000, 0, -10_000]), Just([1_000, 2_000, -3_000]), prop::array::uniform3(-30_000..30_000)];
    (scale, prop::collection::vec(article, 0..6))
}

/// Actors Coast › Port › Quay and Hill, issues Toll › Fee › Fine and Bridge; number 4 stands for none.
fn project((scale, articles): &Plan) -> Project {
    let mut project = Project::titled("Harbour");
    for (stance, weight) in project.codebook.stances.iter_mut().zip(scale) {
        stance.weight = format!("{weight}e-4").parse().expect("it is a number");
    }
    let codes = [
        (CodeKind::Actor, ["Coast", "Port", "Quay", "Hill"], [None, Some("coast"), Some("port"), None]),
        (CodeKind::Issue, ["Toll", "Fee", "Fine", "Bridge"], [None, Some("toll"), Some("fee"), None]),
    ];
    for (kind, names, parents) in codes {
        for (name, parent) in names.iter().zip(parents) {
            let code = project.codebook.fresh_code(kind, name, parent.map(Into::into));
            project.codebook.codes_mut(kind).push(code);
        }
    }
    for (name, pattern) in SEARCHES {
        let (name, pattern) = (name.to_owned(), pattern.to_owned());
        project.searches.push(SavedSearch { name, pattern, ..SavedSearch::default() });
    }
    for (n, (outlet, date, status, field, marks)) in articles.iter().enumerate() {
        let mut details = Details {
            title: format!("Article {n}"),
            outlet: OUTLETS[*outlet].to_owned(),
            date: DATES[*date].parse().ok(),
            status: ReadingStatus::ALL[*status],
            agency: AGENCIES[n % AGENCIES.len()].to_owned(),
            ..Details::default()
        };
        if *field > 0 {
            let name = if n % 2 == 0 { "séction" } else { "se\u{301}ction" };
            details.fields.insert(name.to_owned(), format!("page {field}"));
        }
        if (n + field) % 3 > 0 {
            details.fields.insert("story".to_owned(), ["The strike", "The bridge"][field % 2].to_owned());
        }
        let more = ["", " The harbour.", " A ferry to the harbour."][(n + field) % 3];
        let mut article = Article::new(details, Text::new(format!("{WORDS}{more}")));
        for mark in marks {
            article.highlights.push(highlight(&project, &article, *mark).into());
        }
        article.highlights.sort_by_key(|highlight| highlight.order());
        project.articles.push(Arc::new(article));
    }
    project
}

fn highlight(project: &Project, article: &Article, (start, actor, issue, stance, coder, has_note): Mark) -> Highlight {
    let book = &project.codebook;
    let tags = Tags {
        actor: book.actors.get(actor).map(|code| code.id.clone()),
        issue: book.issues.get(issue).map(|code| code.id.clone()),
        stance: book.stances.get(stance).map(|stance| stance.id.clone()),
    };
    // One coder in two spellings.
    let coder = ["AK", if start % 2 == 0 { "Zoé" } else { "Zoe\u{301}" }][coder];
    let mut highlight = Highlight::new(&article.text, Span::new(start, start + 9), tags, coder, TIME);
    if has_note {
        highlight.note = "Why?".to_owned();
    }
    highlight
}

/// Saved searches of which both find something in some articles.
const SEARCHES: [(&str, &str); 2] = [("Häfen", "HARB*"), ("Ferries", "ferry NEAR harbour")];

/// Whether a search finds something in the article, the plain way.
fn mentions(name: &str, article: &Article) -> bool {
    article.text.as_str().contains(if name == "Ferries" { "ferry" } else { "harbour" })
}

/// Every axis that the projects have.
fn axes() -> Vec<Axis> {
    let searches = ["Ha\u{308}fen", "Ferries", "Gone"].map(|name| Axis::Search(name.to_owned()));
    Axis::FIXED.into_iter().chain([Axis::Field("séction".to_owned())]).chain(searches).collect()
}

fn axis() -> impl Strategy<Value = Axis> {
    select(axes())
}

fn side() -> impl Strategy<Value = AxisSide> {
    (axis(), prop::option::of(axis())).prop_map(|(outer, inner)| {
        let axes = std::iter::once(outer.clone()).chain(inner.filter(|inner| *inner != outer)).collect();
        AxisSide { axes, ..AxisSide::over(Axis::Issue) }
    })
}

fn filter() -> impl Strategy<Value = HighlightFilter> {
    let some_of = |all: &'static [&'static str]| subsequence(all, 0..=1);
    let actors = some_of(&["coast", "port", "hill"]);
    let issues = some_of(&["toll", "fine"]);
    let date = || prop::option::of(select(vec!["2025-12-29", "2025-12", "2026"]));
    let outlets = (some_of(&OUTLETS), (some_of(&AGENCIES), subsequence(&["Häfen", "Ferries", "Gone"][..], 0..=2)));
    let parts = (actors, issues, some_of(&["supports"]), outlets, some_of(&["Zoe\u{301}"]), date(), date());
    (parts, (prop::option::of(any::<bool>()), any::<bool>()), select(vec!["", "two", "WHY"])).prop_map(
        |(
            (actors, issues, stances, (outlets, (agencies, searches)), coders, from, until),
            (has_note, is_tagged),
            text,
        )| {
            HighlightFilter {
                text: text.to_owned(),
                actors: actors.into_iter().map(Into::into).collect(),
                issues: issues.into_iter().map(Into::into).collect(),
                stances: stances.into_iter().map(Into::into).collect(),
                outlets: outlets.into_iter().map(str::to_owned).collect(),
                agencies: agencies.into_iter().map(str::to_owned).collect(),
                searches: searches.into_iter().map(str::to_owned).collect(),
                coders: coders.into_iter().map(str::to_owned).collect(),
                from: from.map(|date| date.parse().expect("it is a date")),
                until: until.map(|date| date.parse().expect("it is a date")),
                has_note,
                is_tagged,
                ..HighlightFilter::default()
            }
        },
    )
}

fn query() -> impl Strategy<Value = Query> {
    let filter = prop_oneof![Just(HighlightFilter::default()), filter()];
    (side(), side(), prop::option::of(axis()), select(Counting::ALL.to_vec()), filter).prop_map(
        |(rows, columns, layers, counting, filter)| Query {
            rows,
            columns,
            layers,
            counting,
            filter,
            measure: Measure::Words,
            ..Query::default()
        },
    )
}

/// A name in one of the forms in which it may be written.
fn spelt(name: &str) -> String {
    name.trim().replace('é', "e\u{301}")
}

/// The plain one: every question is answered by looking at every highlight.
struct Plain<'a> {
    project: &'a Project,
    query: &'a Query,
}

impl Plain<'_> {
    fn all(&self) -> Vec<HighlightPlace> {
        let articles = self.project.articles.iter().enumerate();
        let places = articles.flat_map(|(article, of)| {
            (0..of.highlights.len()).map(move |highlight| HighlightPlace { article, highlight })
        });
        places.collect()
    }

    fn belongs(
        &self,
        kind: CodeKind,
        id: Option<&standpoint_core::model::CodeId>,
        above: &standpoint_core::model::CodeId,
    ) -> bool {
        let mut next = id;
        while let Some(id) = next {
            if id == above {
                return true;
            }
            next = self.project.codebook.code(kind, id).and_then(|code| code.parent.as_ref());
        }
        false
    }

    fn passes_article(&self, article: &Article) -> bool {
        let HighlightFilter { outlets, agencies, searches, from, until, .. } = &self.query.filter;
        // Every day the article may be of, against every day that is asked for.
        let days = |date: PublicationDate| -> BTreeSet<(i16, i8, i8)> {
            let months = date.month.map_or((1..=12).collect(), |month| vec![month]);
            let of_month = |month: i8| {
                date.day.map_or((1..=31).collect(), |day| vec![day]).into_iter().map(move |day| (date.year, month, day))
            };
            months.into_iter().flat_map(of_month).collect()
        };
        let after =
            from.is_none_or(|from| article.details.date.is_some_and(|date| days(date).last() >= days(from).first()));
        let before =
            until.is_none_or(|until| article.details.date.is_some_and(|date| days(date).first() <= days(until).last()));
        (outlets.is_empty() || outlets.iter().any(|outlet| spelt(outlet) == spelt(&article.details.outlet)))
            && (agencies.is_empty() || agencies.iter().any(|agency| spelt(agency) == spelt(&article.details.agency)))
            && (searches.is_empty() || searches.iter().any(|name| name != "Gone" && mentions(name, article)))
            && after
            && before
    }

    fn passes(&self, place: HighlightPlace) -> bool {
        let (article, highlight) = place.of(self.project);
        let HighlightFilter { text, actors, issues, stances, coders, has_note, is_tagged, .. } = &self.query.filter;
        let says = |words: &str| words.to_lowercase().contains(&text.to_lowercase());
        self.passes_article(article)
            && (text.is_empty() || says(&highlight.quote) || says(&highlight.note))
            && (actors.is_empty()
                || actors.iter().any(|id| self.belongs(CodeKind::Actor, highlight.actor.as_ref(), id)))
            && (issues.is_empty()
                || issues.iter().any(|id| self.belongs(CodeKind::Issue, highlight.issue.as_ref(), id)))
            && (stances.is_empty() || highlight.stance.as_ref().is_some_and(|id| stances.contains(id)))
            && (coders.is_empty() || coders.iter().any(|coder| spelt(coder) == spelt(&highlight.coder)))
            && has_note.is_none_or(|has_note| has_note != highlight.note.is_empty())
            && (!is_tagged || highlight.actor.is_some() && highlight.issue.is_some())
    }

    /// What an article shares its repeats with.
    fn scope(&self, at: usize) -> String {
        let details = &self.project.articles[at].details;
        let own = format!("article {at}");
        let date = details.date;
        let named = match self.query.counting {
            Counting::EveryTime | Counting::OncePerArticle => None,
            Counting::OncePerOutlet => Some(spelt(&details.outlet)).filter(|outlet| !outlet.is_empty()),
            Counting::OncePerStory => {
                let story =
                    details.fields.iter().find(|(name, _)| spelt(name) == "story").map(|(_, value)| spelt(value));
                story.filter(|story| !story.is_empty())
            }
            Counting::OncePerDay => date.filter(|date| date.day.is_some()).map(|date| date.to_string()),
            Counting::OncePerWeek => date.and_then(PublicationDate::week_name),
            Counting::OncePerMonth => {
                date.filter(|date| date.month.is_some()).map(|date| date.to_string()[..7].to_owned())
            }
            Counting::OnceOverall => Some(String::new()),
        };
        named.unwrap_or(own)
    }

    fn counts(&self, place: HighlightPlace) -> bool {
        if !self.passes(place) {
            return false;
        }
        if self.query.counting == Counting::EveryTime {
            return true;
        }
        let order = |place: HighlightPlace| {
            let date = self.project.articles[place.article].details.date;
            // What is only known to be of a month or a year counts as having appeared at its end.
            let written = date.map(|date| date.to_string()).unwrap_or_default();
            let day = match written.len() {
                4 => format!("{written}-12-31 year"),
                7 => format!("{written}-31 month"),
                _ => written,
            };
            (date.is_none(), day, place)
        };
        let tags = |place: HighlightPlace| place.of(self.project).1.tags();
        !self.all().into_iter().any(|other| {
            order(other) < order(place)
                && self.passes(other)
                && self.scope(other.article) == self.scope(place.article)
                && tags(other) == tags(place)
        })
    }

    fn has(&self, axis: &Axis, value: &AxisValue, place: HighlightPlace) -> bool {
        let (article, highlight) = place.of(self.project);
        match (axis, value) {
            (Axis::Actor, AxisValue::Missing) => highlight.actor.is_none(),
            (Axis::Issue, AxisValue::Missing) => highlight.issue.is_none(),
            (Axis::Stance, AxisValue::Missing) => highlight.stance.is_none(),
            (Axis::Actor, AxisValue::Code(id)) => self.belongs(CodeKind::Actor, highlight.actor.as_ref(), id),
            (Axis::Issue, AxisValue::Code(id)) => self.belongs(CodeKind::Issue, highlight.issue.as_ref(), id),
            (Axis::Stance, AxisValue::Stance(id)) => highlight.stance.as_ref() == Some(id),
            (Axis::Coder, AxisValue::Named(name)) => spelt(&highlight.coder) == spelt(name),
            _ => has_article(axis, value, article),
        }
    }

    fn is_at(&self, axes: &[Axis], key: Option<&HeaderKey>, place: HighlightPlace) -> bool {
        key.is_none_or(|key| axes.iter().zip(&key.0).all(|(axis, value)| self.has(axis, value, place)))
    }

    fn places(
        &self,
        layer: Option<&HeaderKey>,
        row: Option<&HeaderKey>,
        column: Option<&HeaderKey>,
    ) -> Vec<HighlightPlace> {
        let layers: Vec<Axis> = self.query.layers.iter().cloned().collect();
        let is_in = |place: &HighlightPlace| {
            self.is_at(&layers, layer, *place)
                && self.is_at(&self.query.rows.axes, row, *place)
                && self.is_at(&self.query.columns.axes, column, *place)
        };
        self.all().into_iter().filter(is_in).collect()
    }

    /// The articles of a layer, a row and a column; an axis of tags has all of them.
    fn articles_concerned(&self, [layer, row, column]: [Option<&HeaderKey>; 3]) -> Vec<&Article> {
        let is_at = |axes: &[Axis], key: Option<&HeaderKey>, article: &Article| {
            let of_articles =
                |(axis, value): (&Axis, &AxisValue)| !axis.is_of_articles() || has_article(axis, value, article);
            key.is_none_or(|key| axes.iter().zip(&key.0).all(of_articles))
        };
        let layers: Vec<Axis> = self.query.layers.iter().cloned().collect();
        let concerned = self.project.articles.iter().filter(|article| {
            is_at(&layers, layer, article)
                && is_at(&self.query.rows.axes, row, article)
                && is_at(&self.query.columns.axes, column, article)
        });
        concerned.map(|article| &**article).collect()
    }

    fn per_thousand_words(&self, at: [Option<&HeaderKey>; 3], n: usize) -> Option<f64> {
        let concerned = self.articles_concerned(at).into_iter().filter(|article| self.passes_article(article));
        let n_words: usize = concerned.map(|article| article.text.as_str().unicode_words().count()).sum();
        (n_words > 0).then(|| 1000.0 * n as f64 / n_words as f64)
    }

    fn empty_reason(&self, at: [Option<&HeaderKey>; 3], n_left_out: usize) -> EmptyReason {
        let concerned = self.articles_concerned(at);
        let mut passing = concerned.iter().filter(|article| self.passes_article(article)).peekable();
        if n_left_out > 0 || !concerned.is_empty() && passing.peek().is_none() {
            EmptyReason::LeftOut
        } else if concerned.is_empty() {
            EmptyReason::NoArticle
        } else if passing.all(|article| article.details.status == ReadingStatus::Done) {
            EmptyReason::Silent
        } else {
            EmptyReason::NotYetRead
        }
    }
}

/// The adjusted residual of n highlights, given those of the row, of the column and of the table.
fn haberman(n: f64, row: f64, column: f64, table: f64) -> Option<f64> {
    let variance = row * column * (table - row) * (table - column);
    (variance > 0.0).then(|| (n * table - row * column) * table.sqrt() / variance.sqrt())
}

fn has_article(axis: &Axis, value: &AxisValue, article: &Article) -> bool {
    let details = &article.details;
    let date = details.date;
    let said = match axis {
        Axis::Article => return *value == AxisValue::Article(article.id),
        Axis::Outlet => Some(details.outlet.clone()),
        Axis::Author => Some(details.author.clone()),
        Axis::Agency => Some(details.agency.clone()),
        Axis::Language => Some(details.language.clone()),
        Axis::Search(name) if name == "Gone" => return *value == AxisValue::Missing,
        Axis::Search(name) => return *value == AxisValue::of_search(mentions(name, article)),
        Axis::Field(name) => {
            details.fields.iter().find(|(field, _)| spelt(field) == spelt(name)).map(|(_, value)| value.clone())
        }
        Axis::Year => date.map(|date| date.to_string()[..4].to_owned()),
        Axis::Month => date.filter(|date| date.month.is_some()).map(|date| date.to_string()[..7].to_owned()),
        Axis::Day => date.filter(|date| date.day.is_some()).map(|date| date.to_string()),
        Axis::Week => date.and_then(PublicationDate::week_name),
        _ => return false,
    };
    match said.filter(|said| !said.is_empty()) {
        Some(said) => matches!(value, AxisValue::Named(name) if spelt(name) == spelt(&said)),
        None => *value == AxisValue::Missing,
    }
}

/// Everything a comparison says of its cells is what the plain one says.
fn check(project: &Project, comparison: &Comparison, facts: &Facts) {
    let query = &comparison.query;
    let plain = Plain { project, query };
    // Whole ten thousandths, as which every weight was planned: their sum is exact.
    let weight = |place: &HighlightPlace| {
        let id = place.of(project).1.stance.as_ref()?;
        project.codebook.stance(id).map(|stance| (stance.weight * 10_000.0).round() as i64)
    };
    let keys = |headers: &[Header]| -> Vec<Option<HeaderKey>> {
        headers.iter().map(|header| Some(header.key.clone())).chain([None]).collect()
    };
    let (rows, columns) = (keys(comparison.rows()), keys(comparison.columns()));
    let counted: Vec<HighlightPlace> = plain.all().into_iter().filter(|place| plain.counts(*place)).collect();
    for table in comparison.tables() {
        let layer = table.header().map(|header| &header.key);
        let by_cell = comparison.cell_highlights(facts, table.layer);
        for (r, row) in rows.iter().enumerate() {
            for (c, column) in columns.iter().enumerate() {
                let at = format!("{query:?}\nlayer {layer:?} row {row:?} column {column:?}");
                let (r, c) = (row.is_some().then_some(r), column.is_some().then_some(c));
                let all = plain.places(layer, row.as_ref(), column.as_ref());
                let (places, left_out): (Vec<_>, Vec<_>) =
                    all.iter().copied().partition(|place| counted.contains(place));
                let cell = table.cell(r, c);
                assert_eq!(cell.highlights as usize, places.len(), "{at}");
                assert_eq!(cell.left_out as usize, left_out.len(), "{at}");
                let articles: BTreeSet<usize> = places.iter().map(|place| place.article).collect();
                assert_eq!(cell.articles as usize, articles.len(), "{at}");
                let words = places.iter().map(|place| place.of(project).1.quote.unicode_words().count());
                assert_eq!(cell.words, words.sum::<usize>() as u64, "{at}");
                let weights: Vec<i64> = places.iter().filter_map(weight).collect();
                let net =
                    (!weights.is_empty()).then(|| weights.iter().sum::<i64>() as f64 / (10_000 * weights.len()) as f64);
                assert_eq!(cell.net_stance(), net, "{at}");
                let n_with =
                    |is_wanted: fn(&i64) -> bool| weights.iter().filter(|weight| is_wanted(weight)).count() as f64;
                let (above, below) = (n_with(|weight| *weight > 0), n_with(|weight| *weight < 0));
                let log_odds = (above + below > 0.0).then(|| (above + 0.5).ln() - (below + 0.5).ln());
                match (table.value_of(Measure::LogOdds, r, c), log_odds) {
                    (Some(found), Some(expected)) => assert!((found - expected).abs() < 1e-12, "{at}"),
                    (found, expected) => assert_eq!(found, expected, "{at}"),
                }
                let header = [layer, row.as_ref(), column.as_ref()];
                let per_thousand = table.value_of(Measure::PerThousandWords, r, c);
                assert_eq!(per_thousand, plain.per_thousand_words(header, places.len()), "{at}");
                if places.is_empty() {
                    assert_eq!(table.empty_reason(r, c), plain.empty_reason(header, left_out.len()), "{at}");
                }
                let is_silent = !places.is_empty() || table.empty_reason(r, c) == EmptyReason::Silent;
                let n_at = |row, column| {
                    let places = plain.places(layer, row, column);
                    places.iter().filter(|place| counted.contains(place)).count() as f64
                };
                let (row, column) = (row.as_ref(), column.as_ref());
                let residual = row.zip(column).filter(|_| is_silent).and_then(|(row, column)| {
                    let (of_row, of_column) = (n_at(Some(row), None), n_at(None, Some(column)));
                    haberman(places.len() as f64, of_row, of_column, n_at(None, None))
                });
                match (table.value_of(Measure::Residual, r, c), residual) {
                    (Some(found), Some(expected)) => {
                        assert!((found - expected).abs() < 1e-9, "{found} {expected} {at}");
                    }
                    (found, expected) => assert_eq!(found, expected, "{at}"),
                }
                let passing: Vec<HighlightPlace> = all.into_iter().filter(|place| plain.passes(*place)).collect();
                assert_eq!(table.highlights(facts, r, c), passing, "{at}");
                if let (Some(r), Some(c)) = (r, c) {
                    assert_eq!(by_cell.at(r, c), places, "{at}");
                }
            }
        }
    }
    for place in plain.all() {
        let counts = comparison.standing(place) == standpoint_analysis::sample::Standing::Counts;
        assert_eq!(counts, counted.contains(&place), "{query:?} {place:?}");
    }
}

/// Something done to a highlight, chosen by an index.
#[derive(Clone, Debug)]
enum Step {
    Add(Index, Mark),
    Retag(Index, Index),
    Remove(Index),
    Finish(Index),
    /// Adds a harbour at the end of a text, or takes away what stands there.
    Revise(Index, bool),
    Undo,
}

fn step() -> impl Strategy<Value = Step> {
    let mark = (0..40usize, 0..5usize, 0..5usize, 0..4usize, 0..2usize, any::<bool>());
    prop_oneof![
        3 => (any::<Index>(), mark).prop_map(|(article, mark)| Step::Add(article, mark)),
        3 => (any::<Index>(), any::<Index>()).prop_map(|(highlight, like)| Step::Retag(highlight, like)),
        2 => any::<Index>().prop_map(Step::Remove),
        1 => any::<Index>().prop_map(Step::Finish),
        1 => (any::<Index>(), any::<bool>()).prop_map(|(article, to_harbour)| Step::Revise(article, to_harbour)),
        2 => Just(Step::Undo),
    ]
}

fn edit(project: &Project, step: &Step) -> Option<Edit> {
    let all: Vec<(&Article, &Highlight)> =
        project.highlights().map(|(article, highlight)| (&**article, highlight)).collect();
    let one = |index: &Index| (!all.is_empty()).then(|| all[index.index(all.len())]);
    let article =
        |index: &Index| (!project.articles.is_empty()).then(|| &project.articles[index.index(project.articles.len())]);
    Some(match step {
        Step::Add(index, mark) => {
            let article = article(index)?;
            Edit::AddHighlights(vec![(article.id, highlight(project, article, *mark))])
        }
        Step::Retag(index, like) => {
            let (article, highlight) = one(index)?;
            retag(article, highlight, one(like)?.1.tags())
        }
        Step::Remove(index) => {
            let (article, highlight) = one(index)?;
            Edit::RemoveHighlights(vec![(article.id, highlight.id)])
        }
        Step::Finish(index) => {
            let article = article(index)?;
            Edit::SetDetails(article.id, Details { status: ReadingStatus::Done, ..article.details.clone() }.into())
        }
        Step::Revise(index, to_harbour) => {
            let article = article(index)?;
            let end = article.text.n_chars();
            let (start, words) = if *to_harbour { (end, " A harbour.") } else { (WORDS.chars().count(), "") };
            let changes = vec![TextChange { span: Span::new(start, end), words: words.to_owned() }];
            let is_needless = start == end && words.is_empty();
            let revision =
                TextRevision { changes: if is_needless { Vec::new() } else { changes }, ..TextRevision::default() };
            Edit::ReviseText(article.id, revision)
        }
        Step::Undo => return None,
    })
}

/// A layer over articles is the table of a project that has no other articles.
fn check_layers(project: &Project, query: &Query) {
    let axis = query.layers.as_ref().expect("the query has layers");
    let layered = Comparison::of(project, query.clone());
    for table in layered.tables() {
        let header = table.header().expect("a layer has a header");
        let mut alone = project.clone();
        alone.articles.retain(|article| has_article(axis, &header.key.0[0], article));
        let alone = Comparison::of(&alone, Query { layers: None, ..query.clone() });
        let of_alone = alone.table(0);
        let places = |here: &[Header], there: &[Header]| -> Vec<(Option<usize>, Option<usize>)> {
            let place = |(at, header): (usize, &Header)| {
                Comparison::place_of(there, &header.key).map(|other| (Some(at), Some(other)))
            };
            here.iter().enumerate().filter_map(place).chain([(None, None)]).collect()
        };
        for (row, row_alone) in places(layered.rows(), alone.rows()) {
            for (column, column_alone) in places(layered.columns(), alone.columns()) {
                let at = format!("{query:?}\nlayer {header:?} row {row:?} column {column:?}");
                for measure in Measure::ALL {
                    let (value, expected) =
                        (table.value_of(measure, row, column), of_alone.value_of(measure, row_alone, column_alone));
                    assert_eq!(value, expected, "{measure:?} {at}");
                }
                assert_eq!(table.empty_reason(row, column), of_alone.empty_reason(row_alone, column_alone), "{at}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_layer_over_articles_is_a_table_over_its_own_articles(plan in plan(), query in query(), of in 0..19usize) {
        let mut axes = axes();
        axes.retain(Axis::is_of_articles);
        let layers = Some(axes[of % axes.len()].clone());
        // Repeats are those of the whole project, so an article of another layer may have said it first.
        let counting = if query.counting == Counting::OncePerArticle { query.counting } else { Counting::EveryTime };
        check_layers(&project(&plan), &Query { layers, counting, ..query });
    }

    #[test]
    fn the_fast_comparison_says_what_the_plain_one_says(plan in plan(), query in query()) {
        let project = project(&plan);
        let mut facts = Facts::of(&project);
        let comparison = Comparison::over(&mut facts, &project, query);
        check(&project, &comparison, &facts);
    }

    #[test]
    fn a_table_that_follows_edits_is_the_one_counted_anew(plan in plan(), query in query(), steps in prop::collection::vec(step(), 1..8)) {
        let mut history = History::new(project(&plan));
        let mut live = LiveComparison::of(history.project(), query.clone(), history.revision());
        for step in steps {
            match edit(history.project(), &step) {
                Some(edit) => history.apply("Change", Gesture::Single, edit).expect("the edit fits"),
                None => _ = history.undo(),
            }
            let touched = history.touched_since(live.revision);
            live.follow(history.project(), &query, history.revision(), &touched);
            check(history.project(), &live.comparison, &live.facts);
        }
    }
}
