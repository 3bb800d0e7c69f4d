//! What a line of the list of findings shows when it is clicked: the highlights of a finding, what others say where an
//! outlet is silent, or the articles of an outlet.

use std::{collections::HashSet, sync::Arc};

use standpoint_analysis::{
    comparison::HighlightPlace,
    findings::{Finding, Silence},
    sample::Standing,
};
use standpoint_core::{
    model::{CodeId, CodeKind},
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
    pub answer: Arc<Answer>,
}

impl Evidence {
    pub fn of(shown: Shown, answer: &Arc<Answer>) -> Self {
        let places = match &shown {
            Shown::Finding(finding) => finding.evidence.clone(),
            Shown::LeftOut(silence) => said_by_others(answer, silence),
            Shown::Outlet(_) => Vec::new(),
        };
        Self { shown, places, answer: answer.clone() }
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
    let is_below = |id: &CodeId| book.lineage(CodeKind::Issue, id).iter().any(|code| code.id == silence.issue);
    let issues = book.issues.iter().enumerate().filter(|(_, issue)| is_below(&issue.id));
    let issues: HashSet<usize> = issues.map(|(place, _)| place).collect();
    let mut places = Vec::new();
    for (at, article) in answer.live.facts.articles.iter().enumerate() {
        if is_same_name(&answer.project.articles[at].details.outlet, &silence.outlet) {
            continue;
        }
        for (highlight, fact) in article.facts.iter().enumerate() {
            let place = HighlightPlace { article: at, highlight };
            if issues.contains(&(fact.issue as usize)) && answer.live.comparison.standing(place) != Standing::LeftOut {
                places.push(place);
            }
        }
    }
    places
}
