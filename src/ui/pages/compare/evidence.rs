//! What a line of the list of findings shows when it is clicked: the highlights of a finding, what others say where an
//! outlet is silent, or the articles of an outlet.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    sync::Arc,
};

use standpoint_analysis::{
    comparison::HighlightPlace,
    findings::{Finding, Silence},
    sample::Standing,
};
use standpoint_core::{
    model::{Article, ArticleId, CodeId, CodeKind},
    text::fold::is_same_name,
};

use super::{findings::Found, pane::Answer};

/// What is shown on the right instead of the selected cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shown {
    /// The highlights of a finding.
    Finding(Finding),
    /// What others say on an issue that an outlet leaves out.
    LeftOut(Silence),
    /// The articles of an outlet.
    Outlet(String),
}

/// What is shown, with the answer that its places belong to.
pub(super) struct Evidence {
    pub shown: Shown,
    pub places: Vec<HighlightPlace>,
    /// The articles, if those of an outlet are shown.
    pub articles: Vec<ArticleId>,
    pub answer: Arc<Answer>,
}

impl Evidence {
    pub fn of(shown: Shown, answer: &Arc<Answer>) -> Self {
        let places = match &shown {
            Shown::Finding(finding) => finding.evidence.clone(),
            Shown::LeftOut(silence) => said_by_others(answer, silence),
            Shown::Outlet(_) => Vec::new(),
        };
        let articles = match &shown {
            Shown::Outlet(outlet) => articles_of(answer, outlet),
            Shown::Finding(_) | Shown::LeftOut(_) => Vec::new(),
        };
        Self { shown, places, articles, answer: answer.clone() }
    }

    /// The same after something was found anew; nothing if a finding is no longer there.
    pub fn anew(&self, found: &Found) -> Option<Self> {
        let shown = match &self.shown {
            Shown::Finding(before) => {
                let still = found.findings.iter().find(|finding| finding.is_about_the_same(before));
                Shown::Finding(still?.clone())
            }
            other => other.clone(),
        };
        Some(Self::of(shown, &found.answer))
    }

    /// The issue and the actor that it is about.
    pub fn pair(&self) -> Option<(CodeId, CodeId)> {
        match &self.shown {
            Shown::Finding(finding) => Some((finding.issue.clone(), finding.actor.clone())),
            Shown::LeftOut(_) | Shown::Outlet(_) => None,
        }
    }
}

/// The highlights on an issue, or on one below it, by other outlets.
fn said_by_others(answer: &Answer, silence: &Silence) -> Vec<HighlightPlace> {
    let book = &answer.project.codebook;
    let tree = book.tree(CodeKind::Issue);
    let Some(at) = tree.iter().position(|(_, code)| code.id == silence.issue) else { return Vec::new() };
    let depth = tree[at].0;
    let below = tree[at + 1..].iter().take_while(|(other, _)| *other > depth);
    let wanted: HashSet<&CodeId> = below.chain([&tree[at]]).map(|(_, code)| &code.id).collect();
    let is_wanted: Vec<bool> = book.issues.iter().map(|issue| wanted.contains(&issue.id)).collect();
    let of_outlet = OfOutlet::new(&silence.outlet);
    let mut places = Vec::new();
    for (at, article) in answer.live.facts.articles.iter().enumerate() {
        for (highlight, fact) in article.facts.iter().enumerate() {
            let place = HighlightPlace { article: at, highlight };
            let is_on_issue = is_wanted.get(fact.issue as usize).is_some_and(|is_wanted| *is_wanted);
            if is_on_issue
                && !of_outlet.has(&answer.project.articles[at])
                && answer.live.comparison.standing(place) != Standing::LeftOut
            {
                places.push(place);
            }
        }
    }
    places
}

/// The articles of an outlet.
fn articles_of(answer: &Answer, outlet: &str) -> Vec<ArticleId> {
    let of_outlet = OfOutlet::new(outlet);
    answer.project.articles.iter().filter(|article| of_outlet.has(article)).map(|article| article.id).collect()
}

/// Tells which articles are of an outlet, however its name is spelt.
struct OfOutlet<'a> {
    outlet: &'a str,
    /// Spellings that were compared already; folding a name takes its time.
    seen: RefCell<HashMap<String, bool>>,
}

impl<'a> OfOutlet<'a> {
    fn new(outlet: &'a str) -> Self {
        Self { outlet, seen: RefCell::default() }
    }

    fn has(&self, article: &Article) -> bool {
        let name = &article.details.outlet;
        let mut seen = self.seen.borrow_mut();
        if let Some(is_same) = seen.get(name) {
            return *is_same;
        }
        let is_same = is_same_name(name, self.outlet);
        seen.insert(name.clone(), is_same);
        is_same
    }
}
