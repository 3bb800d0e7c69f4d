//! Texts of articles that are in the project without one: a row of a list whose text is imported later.
//!
//! The article keeps its id, its place and what is known of it; the draft gives the text and what is not known yet.

use std::collections::{HashMap, HashSet};

use standpoint_core::{
    edit::Edit,
    model::{Article, ArticleId, Details, Project},
    text::fold::is_blank,
};

use super::{Examined, Review, ReviewDraft};
use crate::import::{draft::Field, known::KnownArticles, stubs};

/// An article of the project that has no text until a draft gives it one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledStub {
    /// The article.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
}

impl FilledStub {
    /// Says what becomes of the draft: “it is the text of “…”, which had none”.
    pub fn in_words(&self) -> String {
        format!("it is the text of “{}”, which had none", self.title)
    }
}

/// Finds the article without a text that each draft is the text of: the one with its address, or with its title, outlet
/// and date, or else the only one that was read from a file of the same name.
pub(super) fn find_fillings(project: &Project, drafts: &[Examined]) -> Vec<Option<FilledStub>> {
    let stubs: Vec<_> = project.articles.iter().filter(|article| stubs::is_stub(article)).collect();
    if stubs.is_empty() {
        return vec![None; drafts.len()];
    }
    let mut known = KnownArticles::default();
    let mut by_file: HashMap<&str, Vec<ArticleId>> = HashMap::new();
    for stub in &stubs {
        known.add(stub);
        if let Some(source) = stub.source.as_ref().filter(|source| !source.file.is_empty()) {
            by_file.entry(&source.file).or_default().push(stub.id);
        }
    }
    let filled = |(read, outlet): &Examined| {
        let draft = &read.draft;
        if draft.text.trim().is_empty() {
            return None;
        }
        let details = Details { outlet: outlet.clone(), ..draft.details.clone() };
        let of_file = || match by_file.get(&*read.source.file)?[..] {
            [only] if read.part.is_none() => Some(only),
            _ => None,
        };
        let id = known.find(&details).map(|article| article.id).or_else(of_file)?;
        let title = project.article(id)?.details.title.clone();
        Some(FilledStub { article: id, title })
    };
    drafts.iter().map(filled).collect()
}

impl Review {
    /// The article that a draft becomes, which may be there already.
    pub fn article_id(&self, project: &Project, draft: usize) -> ArticleId {
        let at = self.fillings(project).into_iter().find(|(at, ..)| *at == draft);
        at.map_or_else(|| self.drafts[draft].id(), |(_, place)| project.articles[place].id)
    }

    /// The ticked drafts that give an article its text, with the place of that article. Of several for one article, only
    /// the first does.
    fn fillings(&self, project: &Project) -> Vec<(usize, usize)> {
        let has_stub = |(_, draft): &(usize, &ReviewDraft)| draft.is_ticked && draft.fills.is_some();
        let mut fillings = Vec::new();
        let wanted: Vec<_> = self.drafts.iter().enumerate().filter(has_stub).collect();
        if wanted.is_empty() {
            return fillings;
        }
        let place = |(place, article): (usize, &std::sync::Arc<Article>)| (article.id, place);
        let places: HashMap<ArticleId, usize> = project.articles.iter().enumerate().map(place).collect();
        let mut taken = HashSet::new();
        for (at, draft) in wanted {
            let place = draft.fills.as_ref().and_then(|stub| places.get(&stub.article)).copied();
            // It may have been removed or filled since it was found.
            let place = place.filter(|place| stubs::is_stub(&project.articles[*place]));
            fillings.extend(place.filter(|place| taken.insert(*place)).map(|place| (at, place)));
        }
        fillings
    }

    /// The edits that add the ticked drafts as articles, and give others their texts.
    pub(super) fn additions(&self, project: &Project) -> Vec<Edit> {
        let mut fillings = self.fillings(project);
        let is_filling: HashSet<usize> = fillings.iter().map(|(at, _)| *at).collect();
        fillings.sort_unstable_by_key(|(_, place)| *place);
        let mut edits = Vec::new();
        if !fillings.is_empty() {
            let stubs = fillings.iter().map(|(_, place)| project.articles[*place].id);
            edits.push(Edit::RemoveArticles(stubs.collect()));
            let filled = |(at, place): (usize, usize)| {
                let article = filled(&project.articles[place], &self.drafts[at]);
                (place, article.into())
            };
            edits.push(Edit::InsertArticles(fillings.into_iter().map(filled).collect()));
        }
        let is_added = |(at, draft): &(usize, &ReviewDraft)| draft.is_ticked && !is_filling.contains(at);
        let added = self.drafts.iter().enumerate().filter(is_added).map(|(_, draft)| draft.article().into());
        let added: Vec<_> = (project.articles.len()..).zip(added).collect();
        if !added.is_empty() {
            edits.push(Edit::InsertArticles(added));
        }
        edits
    }
}

/// An article with the text of a draft. What was known of it stays, unless the person typed something else.
fn filled(stub: &Article, draft: &ReviewDraft) -> Article {
    let article = draft.article();
    let (mut details, new) = (stub.details.clone(), &article.details);
    details.fields.remove(stubs::FIELD);
    let mut take = |field: Field, own: fn(&mut Details) -> &mut String, given: &str| {
        if is_blank(own(&mut details)) || draft.edited.contains(&field) {
            given.clone_into(own(&mut details));
        }
    };
    take(Field::Title, |details| &mut details.title, &new.title);
    take(Field::Outlet, |details| &mut details.outlet, &new.outlet);
    take(Field::Agency, |details| &mut details.agency, &new.agency);
    take(Field::Author, |details| &mut details.author, &new.author);
    take(Field::Language, |details| &mut details.language, &new.language);
    take(Field::Url, |details| &mut details.url, &new.url);
    if details.date.is_none() || draft.edited.contains(&Field::Date) {
        details.date = new.date;
    }
    if details.updated.is_none() || draft.edited.contains(&Field::Updated) {
        details.updated = new.updated;
    }
    for (name, value) in &new.fields {
        let is_edited = draft.edited.contains(&Field::Free(name.clone()));
        let own = details.fields.entry(name.clone()).or_default();
        if is_blank(own) || is_edited {
            value.clone_into(own);
        }
    }
    Article { id: stub.id, details, ..article }
}
