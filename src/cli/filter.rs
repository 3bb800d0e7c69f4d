//! `--filter KEY=VALUE`: what the command line may ask of highlights, looked up in the project.

use std::{collections::BTreeSet, str::FromStr};

use standpoint_analysis::{report::words::FilterPart, suggest::stance_of_sign};
use standpoint_core::{
    model::{ArticleId, Code, CodeKind, Project, PublicationDate, ReadingStatus, view::HighlightFilter},
    text::fold::{folded, in_one_case, in_order},
};

/// One `KEY=VALUE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterTerm {
    part: FilterPart,
    value: String,
}

/// Why a filter cannot be taken; each says what there is instead.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    #[error("“{0}” is no filter; write KEY=VALUE, the key being one of {keys}", keys = keys())]
    NoKey(String),
    #[error("there is no {what} “{name}” in the project; it has {known}")]
    Unknown { what: &'static str, name: String, known: String },
    #[error("“{value}” is no date for “{key}”; write it as 2025, 2025-12 or 2025-12-03")]
    Date { key: &'static str, value: String },
    #[error("“note” is yes or no, not “{0}”")]
    Note(String),
    #[error("“tagged” is yes or no, not “{0}”")]
    Tagged(String),
    #[error("“text” needs a word to look for")]
    NoText,
}

fn keys() -> String {
    FilterPart::ALL.map(FilterPart::name).join(", ")
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

/// Puts the terms into the filter. A key that they name replaces what the filter had for it; several terms of one key
/// are passed by what is any of them.
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
    fn add(&self, project: &Project, filter: &mut HighlightFilter) -> Result<(), FilterError> {
        let Self { part, value } = self;
        let date = || {
            let date = value.parse::<PublicationDate>();
            date.map_err(|_| FilterError::Date { key: part.name(), value: value.clone() })
        };
        match part {
            FilterPart::Actor => filter.actors.push(code(project, CodeKind::Actor, value)?.id.clone()),
            FilterPart::Issue => filter.issues.push(code(project, CodeKind::Issue, value)?.id.clone()),
            FilterPart::Stance => {
                let book = &project.codebook;
                let called = book.stance_called(value).map(|stance| stance.id.clone());
                let stance = called.or_else(|| stance_of_sign(book, value));
                let names = book.stances.iter().map(|stance| stance.name.as_str());
                filter.stances.push(stance.ok_or_else(|| unknown("stance", value, names))?);
            }
            FilterPart::Outlet => {
                let outlets = project.articles.iter().map(|article| article.details.outlet.as_str());
                filter.outlets.push(named("outlet", value, outlets)?);
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
            FilterPart::Status => {
                let wanted = value.replace('-', " ");
                let status = ReadingStatus::ALL.into_iter().find(|status| status.name() == wanted);
                let names = ReadingStatus::ALL.into_iter().map(ReadingStatus::name);
                filter.statuses.push(status.ok_or_else(|| unknown("status", value, names))?);
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

/// A code by its name, an alias or its id.
fn code<'a>(project: &'a Project, kind: CodeKind, name: &str) -> Result<&'a Code, FilterError> {
    let codes = project.codebook.codes(kind);
    let called = project.codebook.code_called(kind, name);
    let found = called.or_else(|| codes.iter().find(|code| code.id.as_str() == name));
    found.ok_or_else(|| unknown(kind.noun(), name, codes.iter().map(|code| code.name.as_str())))
}

/// One of the names that occur, however its letters are written, in capitals or not; nothing at all means what has no such name.
fn named<'a>(what: &'static str, name: &str, known: impl Iterator<Item = &'a str>) -> Result<String, FilterError> {
    let known: BTreeSet<&str> = known.collect();
    let fold = folded(name);
    let one_case = in_one_case(&fold);
    let exact = known.get(name).or_else(|| known.iter().find(|known| folded(known) == fold));
    let found = exact.or_else(|| known.iter().find(|known| in_one_case(&folded(known)) == one_case));
    found.map(|found| (*found).to_owned()).ok_or_else(|| unknown(what, name, known.iter().copied()))
}

/// Every article of this title, or the one of this id.
fn articles(project: &Project, title: &str) -> Result<Vec<ArticleId>, FilterError> {
    let one_case = in_one_case(&folded(title));
    let is_meant = |id: ArticleId, name: &str| in_one_case(&folded(name)) == one_case || id.to_string() == title;
    let all = || project.articles.iter().map(|article| (article.id, article.details.title.as_str()));
    let found: Vec<ArticleId> = all().filter(|(id, name)| is_meant(*id, name)).map(|(id, _)| id).collect();
    if found.is_empty() { Err(unknown("article", title, all().map(|(_, name)| name))) } else { Ok(found) }
}

/// How many names an error lists.
const MAX_LISTED: usize = 30;

/// Says what there is, as far as a line for people goes.
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
            filter(&["from=2025-12", "until=2025-12-03", "status=to-read", "note=no"], HighlightFilter::default());
        let dated = dated.expect("each of them is there");
        assert_eq!((dated.from, dated.until), ("2025-12".parse().ok(), "2025-12-03".parse().ok()));
        assert_eq!((dated.statuses, dated.has_note), (vec![ReadingStatus::ToRead], Some(false)));
    }

    #[test]
    fn what_is_not_there_is_answered_with_what_is() {
        for (term, answer) in [
            ("colour=red", "the key being one of actor, issue, stance, outlet"),
            ("Russia", "write KEY=VALUE"),
            ("actor=France", "there is no actor “France” in the project; it has Russia, Ukraine"),
            ("issue=War", "there is no issue “War” in the project; it has none"),
            ("outlet=Times", "it has Axadle Times"),
            ("article=Three", "it has One, Two"),
            ("status=seen", "to read"),
            ("from=soon", "write it as 2025, 2025-12"),
            ("note=maybe", "yes or no"),
        ] {
            let error = filter(&[term], HighlightFilter::default()).expect_err(term);
            assert!(error.contains(answer), "{term}: {error}");
        }
    }
}
