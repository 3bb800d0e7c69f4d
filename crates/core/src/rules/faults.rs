//! Checks a whole project, as read from a file.
//!
//! A large project is divided among scoped threads, which end before the check returns. Nothing else in this crate
//! starts threads.

use std::{collections::HashSet, fmt, num::NonZero, sync::Arc, thread};

use super::{
    Broken, CodeContext, ItemPath, KnownCodes, ParentState, check_article, check_code, check_highlight, check_order,
    check_search, check_stance, check_view,
};
use crate::model::{Article, CodeId, CodeKind, Codebook, Project, SavedComparison, SavedSearch, StanceId};

/// A broken rule of a project and where the item is that breaks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where the item is in the project.
    pub path: ItemPath,
    /// What is wrong.
    pub broken: Broken,
}

/// Always names the item, because a list of faults is about many items.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { broken, .. } = self;
        write!(f, "{}: {}; {}", broken.item, broken.what(), broken.remedy())
    }
}

/// Returns every broken rule of the project in file order; nothing if the project is sound.
///
/// The number of highlights is not checked here. `store` calls [`super::check_highlight_count`] first and does not open
/// a project that has too many, not even for repair.
pub fn faults(project: &Project) -> Vec<Fault> {
    let mut found = Vec::new();
    for kind in CodeKind::ALL {
        code_faults(&project.codebook, kind, &mut found);
    }
    stance_faults(&project.codebook, &mut found);
    view_faults(&project.views, &mut found);
    search_faults(&project.searches, &mut found);

    let look = ArticleLook { known: CodebookIds::of(&project.codebook), repeated: repeated_ids(&project.articles) };
    let n_bytes: usize = project.articles.iter().map(|article| article.text.as_str().len()).sum();
    let n_threads = thread::available_parallelism().map_or(1, NonZero::get).min(n_bytes / BYTES_A_THREAD);
    if n_threads < 2 {
        look.over(0, &project.articles, &mut found);
        return found;
    }
    // Articles are checked independently, so each thread takes a share; the results stay in file order.
    let n_each = project.articles.len().div_ceil(n_threads);
    let found_by_each = thread::scope(|scope| {
        let shares = project.articles.chunks(n_each).enumerate().map(|(n, share)| {
            let look = &look;
            scope.spawn(move || {
                let mut found = Vec::new();
                look.over(n * n_each, share, &mut found);
                found
            })
        });
        let threads: Vec<_> = shares.collect();
        threads.into_iter().map(|thread| thread.join().expect("a check does not panic")).collect::<Vec<_>>()
    });
    found.extend(found_by_each.into_iter().flatten());
    found
}

/// How many bytes of text make another thread worthwhile.
const BYTES_A_THREAD: usize = 1 << 20;

fn add(found: &mut Vec<Fault>, path: ItemPath, broken: Vec<Broken>) {
    found.extend(broken.into_iter().map(|broken| Fault { path, broken }));
}

fn code_faults(book: &Codebook, kind: CodeKind, found: &mut Vec<Fault>) {
    let all: HashSet<&CodeId> = book.codes(kind).iter().map(|code| &code.id).collect();
    let circles = book.codes_in_circles(kind);
    let mut seen = HashSet::new();
    let mut keys = HashSet::new();
    for (at, code) in book.codes(kind).iter().enumerate() {
        let parent = match &code.parent {
            Some(parent) if !all.contains(parent) => ParentState::Missing,
            Some(_) if circles.contains(&code.id) => ParentState::OwnDescendant,
            _ => ParentState::Sound,
        };
        let context = CodeContext {
            is_id_taken: !seen.insert(&code.id),
            is_key_taken: code.key.is_some_and(|key| !keys.insert(key)),
            parent,
        };
        let path = ItemPath::Code(kind, at);
        add(found, path, check_code(kind, code, context));
    }
}

fn stance_faults(book: &Codebook, found: &mut Vec<Fault>) {
    let mut seen = HashSet::new();
    for (at, stance) in book.stances.iter().enumerate() {
        let path = ItemPath::Stance(at);
        let is_id_taken = !seen.insert(&stance.id);
        add(found, path, check_stance(stance, is_id_taken));
    }
}

fn view_faults(views: &[SavedComparison], found: &mut Vec<Fault>) {
    let mut seen = HashSet::new();
    for (at, view) in views.iter().enumerate() {
        let path = ItemPath::View(at);
        let is_name_taken = !seen.insert(&view.name);
        add(found, path, check_view(view, is_name_taken));
    }
}

fn search_faults(searches: &[SavedSearch], found: &mut Vec<Fault>) {
    let mut seen = HashSet::new();
    for (at, search) in searches.iter().enumerate() {
        let is_name_taken = !seen.insert(&search.name);
        add(found, ItemPath::Search(at), check_search(search, is_name_taken));
    }
}

/// What articles are checked against.
struct ArticleLook<'a> {
    known: CodebookIds<'a>,
    repeated: RepeatedIds,
}

impl ArticleLook<'_> {
    /// Checks articles, of which the first has index `first` in the project.
    fn over(&self, first: usize, articles: &[Arc<Article>], found: &mut Vec<Fault>) {
        for (at, article) in (first..).zip(articles) {
            let path = ItemPath::Article(at);
            let is_id_taken = self.repeated.articles.contains(&at);
            add(found, path, check_article(article, is_id_taken));
            for (nth, highlight) in article.highlights.iter().enumerate() {
                let path = ItemPath::Highlight(at, nth);
                let is_id_taken = self.repeated.highlights.contains(&(at, nth));
                add(found, path, check_highlight(article, highlight, is_id_taken, &self.known));
            }
            let fault = |(nth, broken)| Fault { path: ItemPath::Highlight(at, nth), broken };
            found.extend(check_order(article).map(fault));
        }
    }
}

/// The ids of a codebook in hash tables, because a project has many highlights to look up.
struct CodebookIds<'a> {
    actors: HashSet<&'a CodeId>,
    issues: HashSet<&'a CodeId>,
    stances: HashSet<&'a StanceId>,
}

impl<'a> CodebookIds<'a> {
    fn of(book: &'a Codebook) -> Self {
        Self {
            actors: book.actors.iter().map(|code| &code.id).collect(),
            issues: book.issues.iter().map(|code| &code.id).collect(),
            stances: book.stances.iter().map(|stance| &stance.id).collect(),
        }
    }
}

impl KnownCodes for CodebookIds<'_> {
    fn has_code(&self, kind: CodeKind, id: &CodeId) -> bool {
        match kind {
            CodeKind::Actor => self.actors.contains(id),
            CodeKind::Issue => self.issues.contains(id),
        }
    }

    fn has_stance(&self, id: &StanceId) -> bool {
        self.stances.contains(id)
    }
}

/// The articles and highlights whose id an earlier one already has, by their indices.
#[derive(Default)]
struct RepeatedIds {
    articles: HashSet<usize>,
    highlights: HashSet<(usize, usize)>,
}

fn repeated_ids(articles: &[Arc<Article>]) -> RepeatedIds {
    let mut repeated = RepeatedIds::default();
    let mut article_ids = HashSet::with_capacity(articles.len());
    let mut highlight_ids = HashSet::with_capacity(articles.iter().map(|article| article.highlights.len()).sum());
    for (at, article) in articles.iter().enumerate() {
        if !article_ids.insert(article.id) {
            repeated.articles.insert(at);
        }
        for (nth, highlight) in article.highlights.iter().enumerate() {
            if !highlight_ids.insert(highlight.id) {
                repeated.highlights.insert((at, nth));
            }
        }
    }
    repeated
}
