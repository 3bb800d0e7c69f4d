//! Finds the articles that references describe, and what they would fill in.

use std::{collections::HashMap, fmt, sync::Arc};

use standpoint_core::{
    edit::Edit,
    model::{Article, ArticleId, Details, PublicationDate},
    text::fold::searchable,
};

use super::{Reference, file_name};
use crate::import::{draft::Field, stubs::address_key};

/// Dates of one article differ by some days between print and web.
const MAX_DAYS_APART: i32 = 3;

/// What was found for one reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceMatch {
    /// The index of the reference in its list.
    pub reference: usize,
    /// The article, or why there is none.
    pub found: Result<FoundArticle, NoMatch>,
}

/// The article that a reference describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundArticle {
    /// Its id.
    pub article: ArticleId,
    /// What the two have in common.
    pub reason: MatchReason,
    /// What would change, field by field; empty if nothing would.
    pub changes: Vec<FieldChange>,
}

/// A detail that a reference would fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The detail.
    pub field: Field,
    /// What the article has now; mostly nothing.
    pub from: String,
    /// What the reference says.
    pub to: String,
}

/// Why a reference belongs to an article. What says most comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchReason {
    /// It names the file that the article came from.
    File,
    /// Both have the same address.
    Address,
    /// Both have the same title, and their dates do not contradict each other.
    Title,
}

/// Why no article was found for a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoMatch {
    /// Nothing agrees.
    #[error("no article has its file, its address or its title")]
    None,
    /// Several articles agree equally well.
    #[error("{0} articles have the same file, address or title; fill in their details by hand")]
    Several(usize),
    /// The article with the title has another date.
    #[error("the article with this title has another date")]
    OtherDate,
    /// An earlier reference of the list describes the article.
    #[error("an earlier reference describes the same article")]
    Taken,
}

impl fmt::Display for MatchReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "the same file",
            Self::Address => "the same address",
            Self::Title => "the same title",
        })
    }
}

/// Finds the article of each reference by the file that it came from, its address or its title, in this order. Only
/// details that are empty would be filled in, unless `overwrites` is set.
pub fn match_references(articles: &[Arc<Article>], references: &[Reference], overwrites: bool) -> Vec<ReferenceMatch> {
    let known = ArticleKeys::of(articles);
    let mut taken = vec![false; articles.len()];
    let matched = references.iter().enumerate().map(|(index, reference)| {
        let found = known.find(articles, reference).and_then(|(at, reason)| {
            if std::mem::replace(&mut taken[at], true) {
                return Err(NoMatch::Taken);
            }
            let article = &articles[at];
            let changes = changes(&article.details, reference, overwrites);
            Ok(FoundArticle { article: article.id, reason, changes })
        });
        ReferenceMatch { reference: index, found }
    });
    matched.collect()
}

/// Returns the edit that fills in what the matches would change, in one step; `None` if nothing would.
pub fn edit(articles: &[Arc<Article>], matches: &[ReferenceMatch]) -> Option<Edit> {
    let by_id: HashMap<ArticleId, &Arc<Article>> = articles.iter().map(|article| (article.id, article)).collect();
    let found = matches.iter().filter_map(|matched| matched.found.as_ref().ok());
    let edits: Vec<Edit> = found
        .filter(|found| !found.changes.is_empty())
        .filter_map(|found| {
            let mut details = by_id.get(&found.article)?.details.clone();
            for change in &found.changes {
                change.apply(&mut details);
            }
            Some(Edit::SetDetails(found.article, details))
        })
        .collect();
    (!edits.is_empty()).then_some(Edit::All(edits))
}

impl FieldChange {
    fn apply(&self, details: &mut Details) {
        match &self.field {
            Field::Date => details.date = PublicationDate::from_iso(&self.to).ok().or(details.date),
            field => {
                if let Some(place) = place_of(details, field) {
                    self.to.clone_into(place);
                }
            }
        }
    }
}

/// Where a detail that is a text stands.
fn place_of<'a>(details: &'a mut Details, field: &Field) -> Option<&'a mut String> {
    match field {
        Field::Title => Some(&mut details.title),
        Field::Outlet => Some(&mut details.outlet),
        Field::Author => Some(&mut details.author),
        Field::Language => Some(&mut details.language),
        Field::Url => Some(&mut details.url),
        _ => None,
    }
}

fn changes(details: &Details, reference: &Reference, overwrites: bool) -> Vec<FieldChange> {
    let mut own = details.clone();
    let stated = reference.details().into_iter().filter(|(_, to)| !to.is_empty());
    let changed = stated.filter_map(|(field, to)| {
        let from = match &field {
            Field::Date => own.date.map(|date| date.to_string()).unwrap_or_default(),
            field => place_of(&mut own, field).cloned().unwrap_or_default(),
        };
        let is_wanted = from.trim().is_empty() || overwrites && from != to;
        is_wanted.then_some(FieldChange { field, from, to })
    });
    changed.collect()
}

/// The articles by what references may say of them.
struct ArticleKeys {
    by_file: HashMap<String, Vec<usize>>,
    by_address: HashMap<String, Vec<usize>>,
    by_title: HashMap<String, Vec<usize>>,
}

impl ArticleKeys {
    fn of(articles: &[Arc<Article>]) -> Self {
        let mut keys = Self { by_file: HashMap::new(), by_address: HashMap::new(), by_title: HashMap::new() };
        for (at, article) in articles.iter().enumerate() {
            let details = &article.details;
            if let Some(source) = article.source.as_ref().filter(|source| !source.file.is_empty()) {
                keys.by_file.entry(file_key(&source.file)).or_default().push(at);
            }
            if let Some(key) = address_key(&details.url) {
                keys.by_address.entry(key).or_default().push(at);
            }
            if let Some(key) = title_key(&details.title) {
                keys.by_title.entry(key).or_default().push(at);
            }
        }
        keys
    }

    /// The article that a reference describes.
    fn find(&self, articles: &[Arc<Article>], reference: &Reference) -> Result<(usize, MatchReason), NoMatch> {
        let by_file = reference.files.iter().filter_map(|file| self.by_file.get(&file_key(file))).next();
        let by_address = address_key(&reference.url).and_then(|key| self.by_address.get(&key));
        let by_title = title_key(&reference.title).and_then(|key| self.by_title.get(&key));
        let found = [(by_file, MatchReason::File), (by_address, MatchReason::Address), (by_title, MatchReason::Title)];
        let mut failure = NoMatch::None;
        for (places, reason) in found {
            let Some(places) = places else { continue };
            let agrees = |at: &usize| reason != MatchReason::Title || agree(articles[*at].details.date, reference.date);
            let mut agreeing: Vec<usize> = places.iter().copied().filter(agrees).collect();
            if agreeing.len() > 1 {
                // Several articles came from one file, or have one title: the outlet and the date may tell.
                let is_same = |at: &usize| is_same_article(&articles[*at].details, reference);
                let same: Vec<usize> = agreeing.iter().copied().filter(is_same).collect();
                if same.len() == 1 {
                    agreeing = same;
                }
            }
            match *agreeing {
                [at] => return Ok((at, reason)),
                [] => failure = NoMatch::OtherDate,
                // What comes next in the order may be clearer, but says no more than this if it is not.
                _ => failure = NoMatch::Several(agreeing.len()),
            }
        }
        Err(failure)
    }
}

fn file_key(path: &str) -> String {
    file_name(path).to_lowercase()
}

/// A title without case, accents and signs.
fn title_key(title: &str) -> Option<String> {
    let folded = searchable(title);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Whether title, and outlet or date, are the same.
fn is_same_article(details: &Details, reference: &Reference) -> bool {
    let is_same = |own: &str, other: &str| title_key(own).is_some_and(|key| title_key(other) == Some(key));
    let is_same_date = details.date.is_some() && details.date == reference.date;
    is_same(&details.title, &reference.title) && (is_same(&details.outlet, &reference.outlet) || is_same_date)
}

/// Whether two dates may be those of one article: one is not known or less precise, or they are some days apart.
fn agree(own: Option<PublicationDate>, other: Option<PublicationDate>) -> bool {
    let (Some(own), Some(other)) = (own, other) else { return true };
    let day = |(year, month, day): (i16, i8, i8)| jiff::civil::Date::new(year, month, day.min(28)).ok();
    match (own.day, other.day) {
        (Some(_), Some(_)) => {
            let exact = |date: PublicationDate| jiff::civil::Date::new(date.year, date.month?, date.day?).ok();
            let apart =
                exact(own).zip(exact(other)).and_then(|(a, b)| a.until(b).ok()).map(|span| span.get_days().abs());
            apart.is_none_or(|days| days <= MAX_DAYS_APART)
        }
        _ => day(own.first_day()) <= day(other.last_day()) && day(other.first_day()) <= day(own.last_day()),
    }
}
