//! Whether a finding holds without one of its outlets, or without one of its articles: the first question of a reviewer.

use std::collections::BTreeSet;

use standpoint_core::{model::Project, text::fold::is_blank, wording::counted};

use super::{FindingKind, Pair, Sources};
use crate::comparison::HighlightPlace;

/// How many names are written out.
const MAX_NAMES: usize = 3;

/// What a finding depends on: without any one of these, it would not be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dependence {
    /// The outlets, as their first article spells them. Empty for [`FindingKind::OnlySource`], which is about one.
    pub outlets: Vec<String>,
    /// The articles, by their place in the project.
    pub articles: Vec<usize>,
}

impl Pair<'_> {
    /// Finds what a finding of this kind about the pair depends on; `None` if that would take more steps than this.
    pub(super) fn dependence(
        &self,
        kind: FindingKind,
        project: &Project,
        sources: &Sources<'_>,
        max_steps: usize,
    ) -> Option<Dependence> {
        if max_steps == 0 {
            return None;
        }
        // An article without an outlet is left out as an article.
        let is_named = |place: &HighlightPlace| !is_blank(&project.articles[place.article].details.outlet);
        let named = self.weighed.iter().filter(|(place, ..)| is_named(place));
        let of_pair: BTreeSet<u32> = named.map(|(_, source, _)| *source).collect();
        let articles: BTreeSet<usize> = self.weighed.iter().map(|(place, ..)| place.article).collect();
        if self.weighed.len() * (of_pair.len() + articles.len()) > max_steps {
            return None;
        }
        let without = |is_out: &dyn Fn(&HighlightPlace, u32) -> bool| {
            let left = self.weighed.iter().filter(|(place, source, _)| !is_out(place, *source));
            Pair { weights: self.weights, weighed: left.copied().collect() }
        };
        let fails = |left: &Pair<'_>| left.found(kind, project, sources).is_none();
        let is_of_outlets = kind != FindingKind::OnlySource;
        let outlets = of_pair.into_iter().filter(|out| is_of_outlets && fails(&without(&|_, source| source == *out)));
        let outlets = outlets.map(|source| sources.name(source).to_owned()).collect();
        let articles = articles.into_iter().filter(|out| fails(&without(&|place, _| place.article == *out))).collect();
        Some(Dependence { outlets, articles })
    }
}

impl Dependence {
    /// Says whether the finding holds without one: “does not hold without Axadle Times”.
    pub fn in_words(&self, project: &Project) -> String {
        let titles: Vec<String> =
            self.articles.iter().map(|at| format!("“{}”", project.articles[*at].details.title)).collect();
        let [outlets, articles] =
            [(&self.outlets, "outlet"), (&titles, "article")].map(|(names, noun)| match names.len() {
                0 => None,
                n if n > MAX_NAMES => Some(format!("any of {}", counted(n, noun))),
                _ => Some(names.join(" or ")),
            });
        match (outlets, articles) {
            (None, None) => "holds without any one outlet or article".to_owned(),
            (Some(outlets), None) => format!("does not hold without {outlets}"),
            (None, Some(articles)) => format!("does not hold without {articles}"),
            (Some(outlets), Some(articles)) => format!("does not hold without {outlets}, nor without {articles}"),
        }
    }
}
