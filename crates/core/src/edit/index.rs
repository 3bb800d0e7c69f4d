//! An index of the open project: where each article is and how often codes are used. With it an edit finds its article
//! and its ids at once, however large the project is.
//!
//! It adds no information to the project: [`ProjectIndex::of`] can rebuild it at any time, and `apply` keeps it in
//! step.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::Arc,
};

use crate::{
    model::{Article, ArticleId, Code, CodeId, CodeKind, Highlight, HighlightId, Project, StanceId},
    rules::KnownCodes,
};

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ProjectIndex {
    /// The index of each article in the project.
    places: HashMap<ArticleId, usize>,
    highlights: HashSet<HighlightId>,
    actors: CodeCounts,
    issues: CodeCounts,
    /// How many highlights have each stance. Unused ones have no entry.
    stances: HashMap<StanceId, usize>,
    /// The stances of the scale.
    scale: HashMap<StanceId, usize>,
    /// How many highlights each coder made.
    coders: HashMap<String, usize>,
}

/// What is known about the codes of one kind by id. Nothing has an entry of 0.
#[derive(Debug, Default, PartialEq, Eq)]
struct CodeCounts {
    /// How many highlights have each code.
    tagged: HashMap<CodeId, usize>,
    /// The codes in the codebook.
    listed: HashMap<CodeId, usize>,
    /// How many codes stand right below each code.
    children: HashMap<CodeId, usize>,
}

impl ProjectIndex {
    pub fn of(project: &Project) -> Self {
        let mut index = Self::default();
        for kind in CodeKind::ALL {
            for code in project.codebook.codes(kind) {
                index.add_code(kind, code);
            }
        }
        for stance in &project.codebook.stances {
            index.add_stance(&stance.id);
        }
        index.number_articles(&project.articles, 0);
        for (_, highlight) in project.highlights() {
            index.add_highlight(highlight);
        }
        index
    }

    pub fn place(&self, id: ArticleId) -> Option<usize> {
        self.places.get(&id).copied()
    }

    pub fn has_highlight(&self, id: HighlightId) -> bool {
        self.highlights.contains(&id)
    }

    pub fn n_highlights(&self) -> usize {
        self.highlights.len()
    }

    /// Returns whether any highlight is tagged with the code.
    pub fn has_tag(&self, kind: CodeKind, id: &CodeId) -> bool {
        self.codes(kind).tagged.contains_key(id)
    }

    /// Returns whether any code stands right below this one.
    pub fn has_children(&self, kind: CodeKind, id: &CodeId) -> bool {
        self.codes(kind).children.contains_key(id)
    }

    fn codes(&self, kind: CodeKind) -> &CodeCounts {
        if kind == CodeKind::Actor { &self.actors } else { &self.issues }
    }

    fn codes_mut(&mut self, kind: CodeKind) -> &mut CodeCounts {
        if kind == CodeKind::Actor { &mut self.actors } else { &mut self.issues }
    }

    /// How many highlights are tagged with the code.
    pub fn n_tagged(&self, kind: CodeKind, id: &CodeId) -> usize {
        self.codes(kind).tagged.get(id).copied().unwrap_or(0)
    }

    /// How many highlights have the stance.
    pub fn n_taking(&self, id: &StanceId) -> usize {
        self.stances.get(id).copied().unwrap_or(0)
    }

    /// Everyone who made a highlight, in no particular order.
    pub fn coders(&self) -> impl Iterator<Item = &str> {
        self.coders.keys().map(String::as_str)
    }

    /// Returns whether any highlight has the stance.
    pub fn uses_stance(&self, id: &StanceId) -> bool {
        self.stances.contains_key(id)
    }

    /// Records the places of the articles from index `first` on.
    pub fn number_articles(&mut self, articles: &[Arc<Article>], first: usize) {
        self.places.extend(articles.iter().enumerate().skip(first).map(|(place, article)| (article.id, place)));
    }

    /// Forgets an article and its highlights. The articles after it must be renumbered with [`Self::number_articles`].
    pub fn remove_article(&mut self, article: &Article) {
        self.places.remove(&article.id);
        for highlight in &article.highlights {
            self.remove_highlight(highlight);
        }
    }

    pub fn add_code(&mut self, kind: CodeKind, code: &Code) {
        let codes = self.codes_mut(kind);
        count(&mut codes.listed, Some(&code.id));
        count(&mut codes.children, code.parent.as_ref());
    }

    pub fn remove_code(&mut self, kind: CodeKind, code: &Code) {
        let codes = self.codes_mut(kind);
        discount(&mut codes.listed, Some(&code.id));
        discount(&mut codes.children, code.parent.as_ref());
    }

    /// Records that `n` highlights have another actor or issue, or none.
    pub fn retag(&mut self, kind: CodeKind, from: Option<&CodeId>, to: Option<&CodeId>, n: usize) {
        let tagged = &mut self.codes_mut(kind).tagged;
        if let Some(from) = from
            && let Some(left) = tagged.get_mut(from)
        {
            *left -= n;
            if *left == 0 {
                tagged.remove(from);
            }
        }
        if let Some(to) = to.filter(|_| n > 0) {
            *tagged.entry(to.clone()).or_default() += n;
        }
    }

    pub fn add_stance(&mut self, id: &StanceId) {
        count(&mut self.scale, Some(id));
    }

    pub fn remove_stance(&mut self, id: &StanceId) {
        discount(&mut self.scale, Some(id));
    }

    pub fn add_highlight(&mut self, highlight: &Highlight) {
        self.highlights.insert(highlight.id);
        count(&mut self.actors.tagged, highlight.actor.as_ref());
        count(&mut self.issues.tagged, highlight.issue.as_ref());
        count(&mut self.stances, highlight.stance.as_ref());
        count(&mut self.coders, Some(&highlight.coder));
    }

    pub fn remove_highlight(&mut self, highlight: &Highlight) {
        self.highlights.remove(&highlight.id);
        discount(&mut self.actors.tagged, highlight.actor.as_ref());
        discount(&mut self.issues.tagged, highlight.issue.as_ref());
        discount(&mut self.stances, highlight.stance.as_ref());
        discount(&mut self.coders, Some(&highlight.coder));
    }
}

impl KnownCodes for ProjectIndex {
    fn has_code(&self, kind: CodeKind, id: &CodeId) -> bool {
        self.codes(kind).listed.contains_key(id)
    }

    fn has_stance(&self, id: &StanceId) -> bool {
        self.scale.contains_key(id)
    }
}

fn count<Id: Clone + Eq + Hash>(uses: &mut HashMap<Id, usize>, id: Option<&Id>) {
    let Some(id) = id else { return };
    match uses.get_mut(id) {
        Some(n) => *n += 1,
        None => _ = uses.insert(id.clone(), 1),
    }
}

fn discount<Id: Eq + Hash>(uses: &mut HashMap<Id, usize>, id: Option<&Id>) {
    let Some(id) = id else { return };
    if let Some(n) = uses.get_mut(id) {
        *n -= 1;
        if *n == 0 {
            uses.remove(id);
        }
    }
}
