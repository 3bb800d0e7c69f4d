//! Which issues stand together: in one paragraph, and in one article.

use std::collections::{BTreeMap, BTreeSet};

use standpoint_core::model::{Article, CodeId, Project};

use super::association::as_number;

/// Two issues, and where both have highlights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuePair {
    /// The issue that stands first in the codebook.
    pub first: CodeId,
    /// The other one.
    pub second: CodeId,
    /// How many paragraphs have them.
    pub paragraphs: SharedPlaces,
    /// How many articles have them.
    pub articles: SharedPlaces,
}

/// How many places have two things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SharedPlaces {
    /// Places with the first.
    pub n_first: usize,
    /// Places with the second.
    pub n_second: usize,
    /// Places with both.
    pub n_both: usize,
}

impl SharedPlaces {
    /// The share of the places with either that have both, from 0 to 1.
    ///
    /// P. Jaccard, “Étude comparative de la distribution florale dans une portion des Alpes et du Jura”, Bulletin de la
    /// Société vaudoise des sciences naturelles 37, 1901, pages 547–579.
    pub fn jaccard(self) -> f64 {
        let n_either = self.n_first + self.n_second - self.n_both;
        if n_either == 0 { 0.0 } else { as_number(self.n_both) / as_number(n_either) }
    }
}

/// Lists the pairs of issues that have highlights in one article, those that share most paragraphs first. A highlight
/// stands in each paragraph that it touches, and counts for its own issue only, not for a parent.
pub fn issues_together(project: &Project) -> Vec<IssuePair> {
    let issues = &project.codebook.issues;
    let numbers = crate::facts::places(issues.iter().map(|code| &code.id));
    let mut in_paragraphs = Together::default();
    let mut in_articles = Together::default();
    for article in &project.articles {
        let mut of_article = BTreeSet::new();
        for of_paragraph in issues_of_paragraphs(article, |id| numbers.get(id).copied()) {
            in_paragraphs.note(&of_paragraph);
            of_article.extend(of_paragraph);
        }
        in_articles.note(&of_article);
    }
    let pairs = in_articles.both.keys().map(|pair| IssuePair {
        first: issues[pair.0 as usize].id.clone(),
        second: issues[pair.1 as usize].id.clone(),
        paragraphs: in_paragraphs.shared(*pair),
        articles: in_articles.shared(*pair),
    });
    let mut pairs: Vec<IssuePair> = pairs.collect();
    // The order within equal numbers is that of the codebook.
    pairs.sort_by_key(|pair| std::cmp::Reverse((pair.paragraphs.n_both, pair.articles.n_both)));
    pairs
}

/// The issues of each paragraph that has any.
fn issues_of_paragraphs(article: &Article, number: impl Fn(&CodeId) -> Option<u32>) -> Vec<BTreeSet<u32>> {
    let mut paragraphs: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
    for highlight in article.highlights() {
        let Some(issue) = highlight.issue.as_ref().and_then(&number) else { continue };
        let span = highlight.span;
        let last = article.text.paragraph_at(span.end.saturating_sub(1).max(span.start));
        for paragraph in article.text.paragraph_at(span.start)..=last {
            paragraphs.entry(paragraph).or_default().insert(issue);
        }
    }
    paragraphs.into_values().collect()
}

#[derive(Default)]
struct Together {
    single: BTreeMap<u32, usize>,
    both: BTreeMap<(u32, u32), usize>,
}

impl Together {
    fn note(&mut self, issues: &BTreeSet<u32>) {
        for (nth, first) in issues.iter().enumerate() {
            *self.single.entry(*first).or_default() += 1;
            for second in issues.iter().skip(nth + 1) {
                *self.both.entry((*first, *second)).or_default() += 1;
            }
        }
    }

    fn shared(&self, pair: (u32, u32)) -> SharedPlaces {
        let single = |issue| self.single.get(&issue).copied().unwrap_or(0);
        let n_both = self.both.get(&pair).copied().unwrap_or(0);
        SharedPlaces { n_first: single(pair.0), n_second: single(pair.1), n_both }
    }
}
