//! Defines the rows or columns of a table, and which of them a highlight counts for.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashSet},
};

use standpoint_core::{
    model::{
        Article, CodeKind, Project, PublicationDate,
        view::{Axis, AxisValue, HeaderKey},
    },
    text::fold::{folded, is_blank},
};

use crate::{
    facts::{Fact, Facts, FastMap, number, places},
    lineages::Lineages,
    search::articles_with_search,
};

/// The header of a row or column.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Identifies it: its value, preceded by the outer axis’s value if nested.
    pub key: HeaderKey,
    /// Its name without that of the outer axis.
    pub name: String,
    /// Indentation level below its parent or outer value; 0 at the top.
    pub depth: usize,
    /// The articles it concerns: a number from [`SideHeaders::parts`].
    pub(super) part: u32,
}

impl Header {
    /// Returns true if it collects what has no such tag, date or field.
    pub fn is_missing(&self) -> bool {
        self.key.0.last() == Some(&AxisValue::Missing)
    }
}

/// The number of the part that consists of all articles.
pub(super) const ALL_ARTICLES: u32 = 0;

/// The values of one axis, and the values that each thing has. A thing is what the axis is about: an actor, an issue, a
/// stance, a coder or an article.
#[derive(Clone, Debug)]
struct AxisValues {
    by: ValueSource,
    all: Vec<AxisValue>,
    names: Vec<String>,
    depths: Vec<usize>,
    /// Where the slice of each thing starts in `places`, with the end of the last slice at the end.
    starts: Vec<u32>,
    places: Vec<u32>,
}

/// The number of a highlight that determines its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ValueSource {
    Actor,
    Issue,
    Stance,
    Coder,
    Article,
}

impl AxisValues {
    fn of(project: &Project, facts: &Facts, axis: &Axis) -> Self {
        match axis {
            Axis::Actor => Self::of_codes(project, facts, CodeKind::Actor),
            Axis::Issue => Self::of_codes(project, facts, CodeKind::Issue),
            Axis::Stance => {
                let stances = &project.codebook.stances;
                let named = stances.iter().map(|stance| (AxisValue::Stance(stance.id.clone()), stance.name.clone()));
                let mut values = Self::one_each(ValueSource::Stance, named);
                values.add_missing("(no stance)");
                values.add_thing([values.last()]);
                values
            }
            Axis::Coder => {
                let name = |coder: &String| if is_blank(coder) { "coder not named".to_owned() } else { coder.clone() };
                let named = facts.coders.iter().map(|coder| (AxisValue::Named(coder.clone()), name(coder)));
                Self::one_each(ValueSource::Coder, named)
            }
            Axis::Article => {
                let articles = project.articles.iter();
                let named = articles.map(|article| (AxisValue::Article(article.id), article.details.title.clone()));
                Self::one_each(ValueSource::Article, named)
            }
            Axis::Search(name) => Self::of_search(project, name),
            of_articles => Self::named(project, of_articles),
        }
    }

    fn empty(by: ValueSource) -> Self {
        let (all, names, depths) = (Vec::new(), Vec::new(), Vec::new());
        Self { by, all, names, depths, starts: vec![0], places: Vec::new() }
    }

    /// Gives each thing a value of its own.
    fn one_each(by: ValueSource, named: impl Iterator<Item = (AxisValue, String)>) -> Self {
        let mut values = Self::empty(by);
        for (value, name) in named {
            values.add(value, name, 0);
            values.add_thing([values.last()]);
        }
        values
    }

    /// Only codes that occur in highlights get their values: storing all ancestors of all codes would take space in
    /// proportion to the square of the depth of their tree.
    fn of_codes(project: &Project, facts: &Facts, kind: CodeKind) -> Self {
        let book = &project.codebook;
        let mut values = Self::empty(if kind == CodeKind::Actor { ValueSource::Actor } else { ValueSource::Issue });
        let in_codebook = places(book.codes(kind).iter().map(|code| &code.id));
        let mut value_of: Vec<Option<u32>> = vec![None; book.codes(kind).len()];
        for (depth, code) in book.tree(kind) {
            values.add(AxisValue::Code(code.id.clone()), code.name.clone(), depth);
            value_of[in_codebook[&code.id] as usize] = Some(values.last());
        }
        let lineages = Lineages::of(book, kind);
        let mut is_used = vec![false; value_of.len()];
        for fact in facts.articles.iter().flat_map(|article| &article.facts) {
            let place = if kind == CodeKind::Actor { fact.actor } else { fact.issue };
            if let Some(is_used) = is_used.get_mut(place as usize) {
                *is_used = true;
            }
        }
        for (place, is_used) in (0..).zip(is_used) {
            let lineage = lineages.upwards(place).take(if is_used { usize::MAX } else { 0 });
            values.add_thing(lineage.filter_map(|above| value_of[above as usize]));
        }
        values.add_missing(&format!("(no {})", kind.noun()));
        values.add_thing([values.last()]);
        values
    }

    /// An axis whose values are names shared by articles, such as outlets or months.
    fn named(project: &Project, axis: &Axis) -> Self {
        // Names with the same letters are one name, in its first spelling.
        let as_spelt: Vec<Option<Cow<'_, str>>> =
            project.articles.iter().map(|article| name_on(axis, article)).collect();
        let mut spellings: FastMap<Cow<'_, str>, &str> = FastMap::default();
        let names = as_spelt.iter().map(Option::as_deref);
        let of_articles: Vec<Option<&str>> =
            names.map(|name| name.map(|name| *spellings.entry(folded(name)).or_insert(name))).collect();
        let names: Vec<&str> = match axis {
            Axis::Day | Axis::Week | Axis::Month | Axis::Year => {
                of_articles.iter().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect()
            }
            _ => {
                let mut seen = HashSet::new();
                of_articles.iter().flatten().copied().filter(|name| seen.insert(*name)).collect()
            }
        };
        let place_of = places(names.iter().copied());
        let mut values = Self::empty(ValueSource::Article);
        for name in &names {
            values.add(AxisValue::Named((*name).to_owned()), (*name).to_owned(), 0);
        }
        if of_articles.iter().any(Option::is_none) {
            values.add_missing(&missing_on(axis));
        }
        for name in &of_articles {
            let place = name.as_ref().map_or_else(|| values.last(), |name| place_of[name]);
            values.add_thing([place]);
        }
        values
    }

    /// The articles in which a search finds something, and those in which it does not.
    fn of_search(project: &Project, name: &str) -> Self {
        let mut values = Self::empty(ValueSource::Article);
        if let Some(found) = articles_with_search(project, name) {
            values.add(AxisValue::of_search(true), format!("with {name}"), 0);
            values.add(AxisValue::of_search(false), format!("without {name}"), 0);
            for has_hit in found {
                values.add_thing([u32::from(!has_hit)]);
            }
        } else {
            values.add_missing(&format!("(no search “{name}”)"));
            for _ in &project.articles {
                values.add_thing([0]);
            }
        }
        values
    }

    fn add(&mut self, value: AxisValue, name: String, depth: usize) {
        self.all.push(value);
        self.names.push(name);
        self.depths.push(depth);
    }

    fn add_missing(&mut self, name: &str) {
        self.add(AxisValue::Missing, name.to_owned(), 0);
    }

    fn last(&self) -> u32 {
        number(self.all.len() - 1)
    }

    /// Adds the next thing with its values.
    fn add_thing(&mut self, places: impl IntoIterator<Item = u32>) {
        self.places.extend(places);
        self.starts.push(number(self.places.len()));
    }

    fn of_thing(&self, thing: usize) -> &[u32] {
        match (self.starts.get(thing), self.starts.get(thing + 1)) {
            (Some(start), Some(end)) => &self.places[*start as usize..*end as usize],
            _ => &[],
        }
    }

    fn places(&self, article: usize, fact: &Fact) -> &[u32] {
        self.of_thing(match self.by {
            ValueSource::Actor => fact.actor as usize,
            ValueSource::Issue => fact.issue as usize,
            ValueSource::Stance => fact.stance as usize,
            ValueSource::Coder => fact.coder as usize,
            ValueSource::Article => article,
        })
    }

    /// The values of an article; `None` if the axis does not depend on the article alone.
    fn places_of_article(&self, article: usize) -> Option<&[u32]> {
        (self.by == ValueSource::Article).then(|| self.of_thing(article))
    }
}

/// The name of an article’s value on an axis; `None` if it has none.
fn name_on<'a>(axis: &Axis, article: &'a Article) -> Option<Cow<'a, str>> {
    let details = &article.details;
    let said = |text: &'a str| Some(Cow::Borrowed(text)).filter(|text| !is_blank(text));
    match axis {
        Axis::Outlet => said(&details.outlet),
        Axis::Author => said(&details.author),
        Axis::Agency => said(&details.agency),
        Axis::Language => said(&details.language),
        Axis::Day => details.date.and_then(PublicationDate::day_name).map(Cow::Owned),
        Axis::Week => details.date.and_then(PublicationDate::week_name).map(Cow::Owned),
        Axis::Month => details.date.and_then(PublicationDate::month_name).map(Cow::Owned),
        Axis::Year => details.date.map(PublicationDate::year_name).map(Cow::Owned),
        Axis::Field(field) => details.field(field).and_then(said),
        Axis::Issue | Axis::Actor | Axis::Stance | Axis::Article | Axis::Coder | Axis::Search(_) => None,
    }
}

fn missing_on(axis: &Axis) -> String {
    match axis {
        Axis::Outlet => "outlet not named".to_owned(),
        Axis::Author => "author not named".to_owned(),
        Axis::Agency => "no agency named".to_owned(),
        other => format!("{} not known", other.name()),
    }
}

/// A part of the articles: their value on the first axis and on the second; `None` for an axis that does not depend on
/// the article alone.
type ArticlePart = (Option<u32>, Option<u32>);

/// One side of a table: its headers, and which of them a highlight counts for.
#[derive(Clone, Debug)]
pub struct SideHeaders {
    pub headers: Vec<Header>,
    outer: AxisValues,
    inner: Option<Inner>,
    /// The number of each part of the articles that a header concerns.
    parts: FastMap<ArticlePart, u32>,
}

/// The second axis of a side.
#[derive(Clone, Debug)]
struct Inner {
    values: AxisValues,
    /// The index of the header of each value of the first axis.
    outer_rows: Vec<u32>,
    /// The index of the header of each pair that occurs.
    rows: FastMap<(u32, u32), u32>,
}

impl SideHeaders {
    /// Builds a side with one axis, or with two of which the second is nested in the first. Only pairs of values that
    /// occur in highlights become headers.
    pub fn of(project: &Project, facts: &Facts, axes: &[Axis]) -> Self {
        let outer = AxisValues::of(project, facts, axes.first().unwrap_or(&Axis::Issue));
        let mut side = Self { headers: Vec::new(), outer, inner: None, parts: FastMap::default() };
        side.parts.insert((None, None), ALL_ARTICLES);
        match axes.get(1) {
            None => {
                for place in 0..side.outer.all.len() {
                    side.push(place, None, None);
                }
            }
            Some(inner) => side.add_inner(facts, AxisValues::of(project, facts, inner)),
        }
        side
    }

    fn add_inner(&mut self, facts: &Facts, values: AxisValues) {
        let mut pairs: BTreeSet<(u32, u32)> = BTreeSet::new();
        for (at, article) in facts.articles.iter().enumerate() {
            for fact in &article.facts {
                for outer in self.outer.places(at, fact) {
                    pairs.extend(values.places(at, fact).iter().map(|inner| (*outer, *inner)));
                }
            }
        }
        let mut inner = Inner { values, outer_rows: Vec::new(), rows: FastMap::default() };
        for outer in 0..self.outer.all.len() {
            inner.outer_rows.push(number(self.headers.len()));
            self.push(outer, None, Some(&inner.values));
            let outer = number(outer);
            for pair in pairs.range((outer, 0)..=(outer, u32::MAX)) {
                inner.rows.insert(*pair, number(self.headers.len()));
                self.push(outer as usize, Some(pair.1 as usize), Some(&inner.values));
            }
        }
        self.inner = Some(inner);
    }

    fn push(&mut self, outer: usize, inner: Option<usize>, inner_values: Option<&AxisValues>) {
        let of_articles =
            |values: &AxisValues, place: usize| (values.by == ValueSource::Article).then(|| number(place));
        let mut part: ArticlePart = (of_articles(&self.outer, outer), None);
        let mut key = vec![self.outer.all[outer].clone()];
        let mut name = &self.outer.names[outer];
        let mut depth = self.outer.depths[outer];
        if let (Some(place), Some(values)) = (inner, inner_values) {
            part.1 = of_articles(values, place);
            key.push(values.all[place].clone());
            name = &values.names[place];
            depth += values.depths[place] + 1;
        }
        let n_parts = number(self.parts.len());
        let part = *self.parts.entry(part).or_insert(n_parts);
        self.headers.push(Header { key: HeaderKey(key), name: name.clone(), depth, part });
    }

    /// Returns the indices of the headers that a highlight counts for. With two axes they are collected in `gathered`.
    pub fn places<'a>(&'a self, article: usize, fact: &Fact, gathered: &'a mut Vec<u32>) -> &'a [u32] {
        let outer = self.outer.places(article, fact);
        let Some(inner) = &self.inner else { return outer };
        gathered.clear();
        for outer in outer {
            gathered.push(inner.outer_rows[*outer as usize]);
            let of_pair = |inside: &u32| inner.rows.get(&(*outer, *inside)).copied();
            gathered.extend(inner.values.places(article, fact).iter().filter_map(of_pair));
        }
        gathered
    }

    /// Returns true if the values of every highlight of an article are known, and every pair of them has a header.
    pub fn has_values_of(&self, facts: &Facts, article: usize) -> bool {
        let facts = &facts.articles[article].facts;
        let Some(inner) = &self.inner else {
            return facts.iter().all(|fact| !self.outer.places(article, fact).is_empty());
        };
        facts.iter().all(|fact| {
            let outer = self.outer.places(article, fact);
            !outer.is_empty()
                && !inner.values.places(article, fact).is_empty()
                && outer.iter().all(|outer| {
                    let inside = inner.values.places(article, fact);
                    inside.iter().all(|inside| inner.rows.contains_key(&(*outer, *inside)))
                })
        })
    }

    /// Returns the numbers of the parts that contain this article; the first is that of all articles.
    pub fn parts_of(&self, article: usize) -> Vec<u32> {
        let mut parts = vec![ALL_ARTICLES];
        let places = |values: &AxisValues| values.places_of_article(article).map(<[u32]>::to_vec).unwrap_or_default();
        let outer = places(&self.outer);
        let inner = self.inner.as_ref().map(|inner| places(&inner.values)).unwrap_or_default();
        let lone = outer.iter().map(|outer| (Some(*outer), None));
        let inside = inner.iter().map(|inner| (None, Some(*inner)));
        let both = outer.iter().flat_map(|outer| inner.iter().map(move |inner| (Some(*outer), Some(*inner))));
        parts.extend(lone.chain(inside).chain(both).filter_map(|part| self.parts.get(&part).copied()));
        parts
    }
}
