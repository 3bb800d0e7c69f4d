//! Decides which highlights count: those that pass the filter and, of several repeats, the first.

use std::{borrow::Cow, cmp::Reverse, collections::HashSet};

use foldhash::fast::RandomState;

use standpoint_core::{
    model::{
        Article, CodeId, CodeKind, Codebook, Highlight, Project, PublicationDate,
        view::{Counting, HighlightFilter},
    },
    text::fold::{folded, has_words, searchable},
};

use super::{
    facts::{Fact, Facts, number, places},
    lineages::Lineages,
    search::articles_with_any,
};

/// Whether a highlight counts for a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It passes the filter and is not a repeat.
    Counts,
    /// It repeats another highlight and is not counted again.
    Repeats,
    /// It does not pass the filter.
    LeftOut,
}

/// The tag that must also be the same for a highlight to repeat another one with the same actor and issue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Repeats {
    /// The stance.
    #[default]
    WithTheSameStance,
    /// Nothing else.
    WhateverTheStance,
}

/// The standing of every highlight under a filter and a way of counting.
#[derive(Clone, Debug)]
pub struct Sample {
    filter: HighlightFilter,
    counting: Counting,
    repeats: Repeats,
    /// In the order of articles and highlights; `None` if all of them count.
    standings: Option<Vec<Vec<Standing>>>,
    /// Whether each article passes those parts of the filter that concern articles.
    articles: Vec<bool>,
}

impl Sample {
    /// Determines the standing of every highlight. `facts` must be those of `project`.
    pub fn of(facts: &Facts, project: &Project, filter: &HighlightFilter, counting: Counting) -> Self {
        Self::with(facts, project, filter, counting, Repeats::default())
    }

    /// Does the same with another definition of a repeat.
    pub fn with(
        facts: &Facts,
        project: &Project,
        filter: &HighlightFilter,
        counting: Counting,
        repeats: Repeats,
    ) -> Self {
        let gate = Gate::of(facts, project, filter);
        let mut articles: Vec<bool> = project.articles.iter().map(|article| gate.passes_article(article)).collect();
        if !filter.searches.is_empty() {
            for (passes, has_hit) in articles.iter_mut().zip(articles_with_any(project, &filter.searches)) {
                *passes &= has_hit;
            }
        }
        let mut sample = Self { filter: filter.clone(), counting, repeats, standings: None, articles };
        if filter.is_open() && counting == Counting::EveryTime {
            return sample;
        }
        let standings = (0..project.articles.len()).map(|at| sample.filtered(&gate, facts, project, at));
        let mut standings: Vec<Vec<Standing>> = standings.collect();
        mark_repeats(&mut standings, facts, project, (counting, repeats));
        sample.standings = Some(standings);
        sample
    }

    /// Returns true if the standings within an article depend on that article alone.
    pub fn is_local(&self) -> bool {
        matches!(self.counting, Counting::EveryTime | Counting::OncePerArticle)
    }

    /// Determines the standings within one article again. Only valid if [`Self::is_local`].
    pub fn renew_article(&mut self, facts: &Facts, project: &Project, at: usize) {
        let Some(mut standings) = self.standings.take() else { return };
        let gate = Gate::of(facts, project, &self.filter);
        standings[at] = self.filtered(&gate, facts, project, at);
        if self.counting == Counting::OncePerArticle {
            let facts = &facts.articles[at].facts;
            mark_repeats_in(&mut standings[at], facts, &mut HashSet::default(), (0, self.repeats));
        }
        self.standings = Some(standings);
    }

    fn filtered(&self, gate: &Gate<'_>, facts: &Facts, project: &Project, at: usize) -> Vec<Standing> {
        let article = &project.articles[at];
        let passes_article = self.articles[at];
        let with_facts = article.highlights().zip(&facts.articles[at].facts);
        let standing = |(highlight, fact): (&Highlight, &Fact)| {
            let passes = passes_article && gate.passes(highlight, fact);
            if passes { Standing::Counts } else { Standing::LeftOut }
        };
        with_facts.map(standing).collect()
    }

    /// Returns the standings within an article; `None` if every highlight of the project counts.
    pub fn standings(&self, article: usize) -> Option<&[Standing]> {
        self.standings.as_ref().map(|standings| &*standings[article])
    }

    /// Returns the standing of one highlight, given by its index in the article.
    pub fn standing(&self, article: usize, highlight: usize) -> Standing {
        self.standings(article).map_or(Standing::Counts, |standings| standings[highlight])
    }

    /// Returns true if the article passes those parts of the filter that concern articles.
    pub fn has_article(&self, article: usize) -> bool {
        self.articles[article]
    }
}

/// A filter prepared for fast checks.
struct Gate<'a> {
    filter: &'a HighlightFilter,
    text: String,
    /// The outlets, agencies and languages that pass, folded; empty for any.
    outlets: Vec<Cow<'a, str>>,
    agencies: Vec<Cow<'a, str>>,
    languages: Vec<Cow<'a, str>>,
    /// Whether each actor passes, and last whether highlights without one do.
    actors: Vec<bool>,
    issues: Vec<bool>,
    stances: Vec<bool>,
    coders: Vec<bool>,
}

impl<'a> Gate<'a> {
    fn of(facts: &Facts, project: &Project, filter: &'a HighlightFilter) -> Self {
        let book = &project.codebook;
        Self {
            filter,
            text: searchable(&filter.text),
            outlets: filter.outlets.iter().map(|outlet| folded(outlet)).collect(),
            agencies: filter.agencies.iter().map(|agency| folded(agency)).collect(),
            languages: filter.languages.iter().map(|language| folded(language)).collect(),
            actors: codes(book, CodeKind::Actor, &filter.actors),
            issues: codes(book, CodeKind::Issue, &filter.issues),
            stances: any_of(book.stances.iter().map(|stance| &stance.id), &filter.stances),
            coders: any_of(
                facts.coders.iter().map(|coder| folded(coder)).collect::<Vec<_>>().iter(),
                &filter.coders.iter().map(|coder| folded(coder)).collect::<Vec<_>>(),
            ),
        }
    }

    fn passes_article(&self, article: &Article) -> bool {
        let HighlightFilter { articles, statuses, from, until, .. } = self.filter;
        let is_among = |wanted: &[Cow<'_, str>], name: &str| wanted.is_empty() || wanted.contains(&folded(name));
        let details = &article.details;
        (articles.is_empty() || articles.contains(&article.id))
            && is_among(&self.outlets, &details.outlet)
            && is_among(&self.agencies, &details.agency)
            && is_among(&self.languages, &details.language)
            && (statuses.is_empty() || statuses.contains(&details.status))
            && lies_within(details.date, *from, *until)
    }

    /// Returns whether the actor or the issue is missing. Codes are followed by an entry for those without one.
    fn is_without_code(&self, fact: &Fact) -> bool {
        fact.actor as usize + 1 == self.actors.len() || fact.issue as usize + 1 == self.issues.len()
    }

    fn passes(&self, highlight: &Highlight, fact: &Fact) -> bool {
        self.actors[fact.actor as usize]
            && self.issues[fact.issue as usize]
            && self.stances[fact.stance as usize]
            && self.coders[fact.coder as usize]
            && !(self.filter.is_tagged && self.is_without_code(fact))
            && self.filter.has_note.is_none_or(|has_note| has_note != highlight.note.is_empty())
            && (self.text.is_empty()
                || has_words(&highlight.quote, &self.text)
                || has_words(&highlight.note, &self.text))
    }
}

/// Returns true if the date may lie between the bounds. A month or a year may stand for any of its days; an unknown
/// date only lies within open bounds.
fn lies_within(date: Option<PublicationDate>, from: Option<PublicationDate>, until: Option<PublicationDate>) -> bool {
    if from.is_none() && until.is_none() {
        return true;
    }
    date.is_some_and(|date| {
        from.is_none_or(|from| date.last_day() >= from.first_day())
            && until.is_none_or(|until| date.first_day() <= until.last_day())
    })
}

/// Whether each code or one of its ancestors is wanted, and last whether highlights without a code pass.
fn codes(book: &Codebook, kind: CodeKind, wanted: &[CodeId]) -> Vec<bool> {
    let codes = book.codes(kind);
    let is_wanted = |place: usize| (wanted.is_empty() || wanted.contains(&codes[place].id)).then_some(true);
    let mut passing = Lineages::of(book, kind).inherited(is_wanted, |_| false);
    passing.push(wanted.is_empty());
    passing
}

/// Whether each value is wanted, and last whether a missing value passes. If nothing is wanted in particular,
/// everything passes.
fn any_of<'a, T: PartialEq + 'a>(all: impl Iterator<Item = &'a T>, wanted: &[T]) -> Vec<bool> {
    let mut passing: Vec<bool> = all.map(|one| wanted.is_empty() || wanted.contains(one)).collect();
    passing.push(wanted.is_empty());
    passing
}

/// What makes two highlights repeats of each other: the scope, and the actor, issue and stance as tagged, before codes
/// roll up.
type Said = (u32, u32, u32, u32);

fn mark_repeats(
    standings: &mut [Vec<Standing>],
    facts: &Facts,
    project: &Project,
    (counting, repeats): (Counting, Repeats),
) {
    let Some(scopes) = scopes(project, counting) else { return };
    let mut order: Vec<usize> = (0..project.articles.len()).collect();
    // The earliest highlight counts. A month or a year is treated as its last day, after articles of that very day,
    // because only then has the article certainly appeared. Articles without a date come last, and those with the same
    // date stay in project order.
    order.sort_by_key(|at| {
        let date = project.articles[*at].details.date;
        let is_partial = date.is_some_and(|date| date.day.is_none());
        (
            Reverse(date.is_some()),
            date.map(PublicationDate::last_day),
            is_partial,
            date.map(|date| date.month.is_none()),
        )
    });
    let mut said = HashSet::default();
    for at in order {
        mark_repeats_in(&mut standings[at], &facts.articles[at].facts, &mut said, (scopes[at], repeats));
    }
}

fn mark_repeats_in(
    standings: &mut [Standing],
    facts: &[Fact],
    said: &mut HashSet<Said, RandomState>,
    (scope, repeats): (u32, Repeats),
) {
    for (standing, fact) in standings.iter_mut().zip(facts) {
        let stance = if repeats == Repeats::WithTheSameStance { fact.stance } else { 0 };
        if *standing == Standing::Counts && !said.insert((scope, fact.actor, fact.issue, stance)) {
            *standing = Standing::Repeats;
        }
    }
}

/// The number of the scope in which each article’s highlights may repeat each other; `None` if everything counts. An
/// article that lacks the outlet, the story or the date is a scope of its own.
fn scopes(project: &Project, counting: Counting) -> Option<Vec<u32>> {
    let name = |article: &Article| -> Option<String> {
        let details = &article.details;
        match counting {
            Counting::EveryTime | Counting::OncePerArticle => None,
            Counting::OncePerOutlet => Some(folded(&details.outlet).into_owned()).filter(|outlet| !outlet.is_empty()),
            Counting::OncePerStory => details.story().map(|story| folded(story).into_owned()),
            Counting::OncePerDay => details.date?.day_name(),
            Counting::OncePerWeek => details.date?.week_name(),
            Counting::OncePerMonth => details.date?.month_name(),
            Counting::OnceOverall => Some(String::new()),
        }
    };
    if counting == Counting::EveryTime {
        return None;
    }
    let names: Vec<Option<String>> = project.articles.iter().map(|article| name(article)).collect();
    let numbers = places(names.iter().flatten());
    let n_names = names.len();
    let scope = |(at, name): (usize, &Option<String>)| name.as_ref().map_or(number(n_names + at), |name| numbers[name]);
    Some(names.iter().enumerate().map(scope).collect())
}
