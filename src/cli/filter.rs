//! `--filter KEY=VALUE`: the parts of a filter, looked up in the project.

use std::{collections::BTreeSet, str::FromStr};

use standpoint_analysis::{report::words::FilterPart, suggest::stance_of_sign};
use standpoint_core::{
    model::{
        ArticleId, Code, CodeKind, Project, PublicationDate, ReadingStatus, Stance, StanceId, date::NotADate,
        view::HighlightFilter,
    },
    text::fold::{folded, in_one_case, in_order},
};

use super::names::{self, Candidate, SeveralMeant};

/// One `KEY=VALUE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterTerm {
    part: FilterPart,
    value: String,
}

/// Why a filter is refused; each message says what would be accepted.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    #[error("“{0}” is not a filter; write KEY=VALUE, with one of these keys: {keys}", keys = keys())]
    NoKey(String),
    #[error("there is no {what} “{name}” in the project; it has {known}")]
    Unknown { what: &'static str, name: String, known: String },
    #[error("several {what}s are called “{name}”; use one of: {candidates}")]
    Several { what: &'static str, name: String, candidates: String },
    #[error("“{0}” is not a reading status; use one of: {statuses}", statuses = statuses())]
    Status(String),
    #[error("the filter “{key}” needs a date. {problem}")]
    Date { key: &'static str, problem: NotADate },
    #[error("“{0}” is not yes or no; write note=yes or note=no")]
    Note(String),
    #[error("“{0}” is not yes or no; write tagged=yes or tagged=no")]
    Tagged(String),
    #[error("“text” needs a word to look for")]
    NoText,
}

impl FilterError {
    fn several(what: &'static str, name: &str, several: SeveralMeant) -> Self {
        Self::Several { what, name: name.to_owned(), candidates: several.0.join(", ") }
    }
}

fn keys() -> String {
    FilterPart::ALL.map(FilterPart::name).join(", ")
}

fn statuses() -> String {
    ReadingStatus::ALL.map(|status| status.name().replace(' ', "-")).join(", ")
}

impl FromStr for FilterTerm {
    type Err = FilterError;

    fn from_str(term: &str) -> Result<Self, FilterError> {
        let (key, value) = term.split_once('=').ok_or_else(|| FilterError::NoKey(term.to_owned()))?;
        let part = FilterPart::ALL.into_iter().find(|part| part.name() == key.trim());
        let part = part.ok_or_else(|| FilterError::NoKey(term.to_owned()))?;
        Ok(Self { part, value: value.trim().to_owned() })
    }
}

/// Puts the terms into the filter. A key that occurs in them replaces that part of the filter; several terms with the
/// same key accept any of their values.
///
/// # Errors
/// If a term names what the project does not have; the message lists what it has.
pub fn apply(terms: &[FilterTerm], project: &Project, filter: &mut HighlightFilter) -> Result<(), FilterError> {
    for term in terms {
        term.part.clear(filter);
    }
    terms.iter().try_for_each(|term| term.add(project, filter))
}

impl FilterTerm {
    /// The part of a filter that it sets.
    pub(super) const fn part(&self) -> FilterPart {
        self.part
    }

    fn add(&self, project: &Project, filter: &mut HighlightFilter) -> Result<(), FilterError> {
        let Self { part, value } = self;
        let date = || {
            let date = value.parse::<PublicationDate>();
            date.map_err(|problem| FilterError::Date { key: part.name(), problem })
        };
        match part {
            FilterPart::Actor => filter.actors.push(code(project, CodeKind::Actor, value)?.id.clone()),
            FilterPart::Issue => filter.issues.push(code(project, CodeKind::Issue, value)?.id.clone()),
            FilterPart::Stance => filter.stances.push(stance(project, value)?),
            FilterPart::Outlet => {
                let outlets = project.articles.iter().map(|article| article.details.outlet.as_str());
                filter.outlets.push(named("outlet", value, outlets)?);
            }
            FilterPart::Agency => {
                let agencies = project.articles.iter().map(|article| article.details.agency.as_str());
                filter.agencies.push(named("agency", value, agencies)?);
            }
            FilterPart::Language => {
                let languages = project.articles.iter().map(|article| article.details.language.as_str());
                filter.languages.push(named("language", value, languages)?);
            }
            FilterPart::Coder => {
                let coders = project.highlights().map(|(_, highlight)| highlight.coder.as_str());
                filter.coders.push(named("coder", value, coders)?);
            }
            FilterPart::Article => filter.articles.extend(articles(project, value)?),
            FilterPart::Search => {
                let searches = project.searches.iter().map(|search| search.name.as_str());
                filter.searches.push(named("search", value, searches)?);
            }
            FilterPart::Status => {
                let wanted = value.replace('-', " ");
                let status = ReadingStatus::ALL.into_iter().find(|status| status.name() == wanted);
                filter.statuses.push(status.ok_or_else(|| FilterError::Status(value.clone()))?);
            }
            FilterPart::From => filter.from = Some(date()?),
            FilterPart::Until => filter.until = Some(date()?),
            FilterPart::Note => match value.as_str() {
                "yes" => filter.has_note = Some(true),
                "no" => filter.has_note = Some(false),
                other => return Err(FilterError::Note(other.to_owned())),
            },
            FilterPart::Tagged => match value.as_str() {
                "yes" => filter.is_tagged = true,
                "no" => filter.is_tagged = false,
                other => return Err(FilterError::Tagged(other.to_owned())),
            },
            FilterPart::Text if value.is_empty() => return Err(FilterError::NoText),
            FilterPart::Text => filter.text.clone_from(value),
        }
        Ok(())
    }
}

/// Finds a code by its name, an alias or its id, or by its name followed by its id, as tables print it.
fn code<'a>(project: &'a Project, kind: CodeKind, name: &str) -> Result<&'a Code, FilterError> {
    let codes = project.codebook.codes(kind);
    let several = |several: SeveralMeant| FilterError::several(kind.noun(), name, several);
    let of = |code: &Code| Candidate { name: code.name.clone(), id: code.id.to_string() };
    let candidates: Vec<Candidate> = codes.iter().map(of).collect();
    let by_id = || codes.iter().position(|code| code.id.as_str() == name);
    let by_alias = || {
        let called = codes.iter().enumerate().filter(|(_, code)| code.is_called(name));
        let called: Vec<usize> = called.map(|(place, _)| place).collect();
        if called.len() > 1 && by_id().is_some() { Ok(by_id()) } else { names::one_of(&candidates, &called) }
    };
    let found = match names::find(&candidates, name).map_err(several)? {
        None => by_alias().map_err(several)?.or_else(by_id),
        found => found,
    };
    let known = || codes.iter().map(|code| code.name.as_str());
    found.map(|place| &codes[place]).ok_or_else(|| unknown(kind.noun(), name, known()))
}

/// Finds a stance by its name, its id or a sign.
fn stance(project: &Project, name: &str) -> Result<StanceId, FilterError> {
    let book = &project.codebook;
    let of = |stance: &Stance| Candidate { name: stance.name.clone(), id: stance.id.to_string() };
    let candidates: Vec<Candidate> = book.stances.iter().map(of).collect();
    let found = names::find(&candidates, name).map_err(|several| FilterError::several("stance", name, several))?;
    let called = found.map(|place| &book.stances[place]).or_else(|| book.stance_called(name));
    let stance = called.map(|stance| stance.id.clone()).or_else(|| stance_of_sign(book, name));
    stance.ok_or_else(|| unknown("stance", name, book.stances.iter().map(|stance| stance.name.as_str())))
}

/// Finds a name that occurs in the project, ignoring how its letters are written and, if that is unique, case. An empty
/// name stands for a missing one. The name may be followed by its kind, as tables print it: `NA [outlet]`.
fn named<'a>(what: &'static str, name: &str, known: impl Iterator<Item = &'a str>) -> Result<String, FilterError> {
    let known = in_order(known.collect::<BTreeSet<_>>());
    let of = |name: &&str| Candidate { name: (*name).to_owned(), id: what.to_owned() };
    let candidates: Vec<Candidate> = known.iter().map(of).collect();
    let several = |_| FilterError::Several {
        what,
        name: name.to_owned(),
        candidates: name_list(candidates.iter().filter(|one| names::is_alike(one, name)).map(|one| &*one.name)),
    };
    let found = names::find(&candidates, name).map_err(several)?;
    found.map(|place| known[place].to_owned()).ok_or_else(|| unknown(what, name, known.iter().copied()))
}

/// Finds every article with this title, or the one with this id, which may follow its title.
fn articles(project: &Project, title: &str) -> Result<Vec<ArticleId>, FilterError> {
    let one_case = in_one_case(&folded(title));
    let is_marked = |id: ArticleId| one_case.ends_with(&format!(" [{id}]"));
    let is_meant =
        |id: ArticleId, name: &str| in_one_case(&folded(name)) == one_case || id.to_string() == title || is_marked(id);
    let all = || project.articles.iter().map(|article| (article.id, article.details.title.as_str()));
    let found: Vec<ArticleId> = all().filter(|(id, name)| is_meant(*id, name)).map(|(id, _)| id).collect();
    if found.is_empty() { Err(unknown("article", title, all().map(|(_, name)| name))) } else { Ok(found) }
}

/// Finds the one article with this title or id.
///
/// # Errors
/// Fails if there is none, or if several have the title.
pub(super) fn one_article(project: &Project, title: &str) -> Result<ArticleId, FilterError> {
    match *articles(project, title)? {
        [one] => Ok(one),
        ref several => {
            let ids = several.iter().take(MAX_LISTED).map(ToString::to_string).collect::<Vec<_>>();
            Err(FilterError::Several { what: "article", name: title.to_owned(), candidates: ids.join(", ") })
        }
    }
}

/// How many names an error lists.
const MAX_LISTED: usize = 30;

/// Lists the names for an error message, up to a limit.
pub(super) fn name_list<'a>(known: impl Iterator<Item = &'a str>) -> String {
    let known: BTreeSet<&str> = known.filter(|name| !name.is_empty()).collect();
    let known = in_order(known);
    let mut names: Vec<String> = known.iter().take(MAX_LISTED).map(|name| (*name).to_owned()).collect();
    if names.is_empty() {
        return "none".to_owned();
    }
    if known.len() > MAX_LISTED {
        names.push(format!("and {} more", known.len() - MAX_LISTED));
    }
    names.join(", ")
}

fn unknown<'a>(what: &'static str, name: &str, known: impl Iterator<Item = &'a str>) -> FilterError {
    FilterError::Unknown { what, name: name.to_owned(), known: name_list(known) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use standpoint_core::{
        model::{Article, Details},
        text::Text,
    };

    fn project() -> Project {
        let mut project = Project::titled("Talks");
        for (name, alias) in [("Russia", "Moscow"), ("Ukraine", "Kyiv")] {
            let mut code = project.codebook.fresh_code(CodeKind::Actor, name, None);
            code.aliases.push(alias.to_owned());
            project.codebook.actors.push(code);
        }
        for (title, outlet) in [("One", "Axadle Times"), ("Two", "")] {
            let details = Details { title: title.to_owned(), outlet: outlet.to_owned(), ..Details::default() };
            project.articles.push(Arc::new(Article::new(details, Text::new("Words."))));
        }
        project
    }

    fn filter(terms: &[&str], filter: HighlightFilter) -> Result<HighlightFilter, String> {
        let terms: Result<Vec<FilterTerm>, _> = terms.iter().map(|term| term.parse()).collect();
        let mut filter = filter;
        let applied = terms.and_then(|terms| apply(&terms, &project(), &mut filter));
        applied.map(|()| filter).map_err(|error| error.to_string())
    }

    #[test]
    fn names_aliases_and_ids_are_found_and_replace_what_was_asked_before() {
        let before =
            HighlightFilter { actors: vec!["ukraine".into()], has_note: Some(true), ..HighlightFilter::default() };
        let found = filter(&["actor=moscow", "actor=ukraine", "outlet=axadle times", "outlet=", "stance=-"], before);
        let expected = HighlightFilter {
            actors: vec!["russia".into(), "ukraine".into()],
            outlets: vec!["Axadle Times".to_owned(), String::new()],
            stances: vec!["opposes".into()],
            has_note: Some(true),
            ..HighlightFilter::default()
        };
        assert_eq!(found, Ok(expected));
        let dated =
            filter(&["from=2025-12", "until=3 Dec 2025", "status=to-read", "note=no"], HighlightFilter::default());
        let dated = dated.expect("each of them is there");
        assert_eq!((dated.from, dated.until), ("2025-12".parse().ok(), "2025-12-03".parse().ok()));
        assert_eq!((dated.statuses, dated.has_note), (vec![ReadingStatus::ToRead], Some(false)));
    }

    #[test]
    fn what_is_not_there_is_answered_with_what_is() {
        for (term, answer) in [
            ("colour=red", "one of these keys: actor, issue, stance, outlet"),
            ("Russia", "write KEY=VALUE"),
            ("actor=France", "there is no actor “France” in the project; it has Russia, Ukraine"),
            ("issue=War", "there is no issue “War” in the project; it has none"),
            ("outlet=Times", "it has Axadle Times"),
            ("article=Three", "it has One, Two"),
            ("status=seen", "use one of: to-read, reading, done"),
            ("from=soon", "“from” needs a date. “soon” is not a date"),
            ("note=maybe", "write note=yes or note=no"),
        ] {
            let error = filter(&[term], HighlightFilter::default()).expect_err(term);
            assert!(error.contains(answer), "{term}: {error}");
        }
    }

    #[test]
    fn a_name_that_stands_for_several_is_refused_unless_its_id_is_given() {
        let mut project = project();
        for name in ["Russia", "NA"] {
            let mut code = project.codebook.fresh_code(CodeKind::Actor, name, None);
            code.aliases.push("Moscow".to_owned());
            project.codebook.actors.push(code);
        }
        let stance = Stance { id: "s".into(), name: "supports".to_owned(), weight: 0.0 };
        project.codebook.stances.push(stance);
        for outlet in ["axadle Times", "NA"] {
            let details = Details { title: "One".to_owned(), outlet: outlet.to_owned(), ..Details::default() };
            project.articles.push(Arc::new(Article::new(details, Text::new("Words."))));
        }
        let check = |term: &str, expected: Result<&str, &str>| {
            let mut filter = HighlightFilter::default();
            let applied = apply(&[term.parse().expect("it has a key")], &project, &mut filter);
            let HighlightFilter { actors, stances, outlets, .. } = filter;
            let ids = actors.iter().map(ToString::to_string).chain(stances.iter().map(ToString::to_string));
            let found: Vec<String> = ids.chain(outlets).collect();
            match expected {
                Ok(id) => assert_eq!((applied, found), (Ok(()), vec![id.to_owned()]), "{term}"),
                Err(words) => {
                    let error = applied.expect_err(term).to_string();
                    assert!(error.contains(words), "{term}: {error}");
                }
            }
        };
        check(
            "actor=Russia",
            Err("several actors are called “Russia”; use one of: Russia [russia], Russia [russia-2]"),
        );
        check("actor=Russia [russia-2]", Ok("russia-2"));
        check("actor=russia", Ok("russia"));
        check("actor=moscow", Err("Russia [russia], Russia [russia-2], NA [na]"));
        check("actor=NA [na]", Ok("na"));
        check("stance=supports", Err("supports [supports], supports [s]"));
        check("stance=supports [s]", Ok("s"));
        check("outlet=Axadle Times", Ok("Axadle Times"));
        check("outlet=AXADLE TIMES", Err("axadle Times"));
        check("outlet=NA [outlet]", Ok("NA"));
        check("actor=russia [RUSSIA-2]", Ok("russia-2"));
        check("stance=Supports [S]", Ok("s"));
        check("outlet=na [Outlet]", Ok("NA"));
        check("outlet=AXADLE TIMES [outlet]", Err("axadle Times"));
    }
}
