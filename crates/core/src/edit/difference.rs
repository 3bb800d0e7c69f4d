//! Counts the differences between two versions of a project.

use std::collections::HashMap;

use crate::{
    model::{Article, ArticleId, CodeKind, Highlight, HighlightId, Project},
    wording::counted,
};

/// How many items of one kind were added, removed or changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangeCounts {
    /// In the second state only.
    pub n_added: usize,
    /// In the first state only.
    pub n_removed: usize,
    /// In both states under the same id, but not equal.
    pub n_changed: usize,
}

/// How one state of a project differs from another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Articles. They count as changed if their details or text differ; highlights are counted separately.
    pub articles: ChangeCounts,
    /// Highlights. One that moved to another article counts as changed.
    pub highlights: ChangeCounts,
    /// Actors, issues and stances together.
    pub codes: ChangeCounts,
    /// Whether the titles differ.
    pub is_retitled: bool,
}

impl Difference {
    /// Counts the changes from `from` to `to`. The ids of the two projects are ignored, because replacing one project
    /// by the other keeps its id.
    pub fn between(from: &Project, to: &Project) -> Self {
        let is_same_article = |a: &&Article, b: &&Article| a.details == b.details && a.text == b.text;
        let codes = |project: &'_ Project| {
            let of_kind = |kind| project.codebook.codes(kind).iter().map(move |code| (kind, code));
            CodeKind::ALL
                .into_iter()
                .flat_map(of_kind)
                .map(|(kind, code)| ((kind, code.id.clone()), code.clone()))
                .collect::<Vec<_>>()
        };
        let stances = |project: &Project| {
            project.codebook.stances.iter().map(|stance| (stance.id.clone(), stance.clone())).collect::<Vec<_>>()
        };
        let stances = change(stances(from), stances(to), PartialEq::eq);
        let codes = change(codes(from), codes(to), PartialEq::eq);
        Self {
            articles: change(articles(from), articles(to), is_same_article),
            highlights: change(highlights(from), highlights(to), PartialEq::eq),
            codes: codes.and(stances),
            is_retitled: from.title != to.title,
        }
    }

    /// Describes the differences: "2 articles more, 14 highlights fewer, 3 highlights changed".
    pub fn in_words(&self) -> String {
        let mut words = Vec::new();
        self.articles.tell("article", &mut words);
        self.highlights.tell("highlight", &mut words);
        self.codes.tell("code", &mut words);
        if self.is_retitled {
            words.push("a different title".to_owned());
        }
        if words.is_empty() { "no difference".to_owned() } else { words.join(", ") }
    }
}

impl ChangeCounts {
    fn and(self, other: Self) -> Self {
        Self {
            n_added: self.n_added + other.n_added,
            n_removed: self.n_removed + other.n_removed,
            n_changed: self.n_changed + other.n_changed,
        }
    }

    fn tell(self, noun: &str, words: &mut Vec<String>) {
        for (n, how) in [(self.n_added, "more"), (self.n_removed, "fewer"), (self.n_changed, "changed")] {
            if n > 0 {
                words.push(format!("{} {how}", counted(n, noun)));
            }
        }
    }
}

fn articles(project: &Project) -> Vec<(ArticleId, &Article)> {
    project.articles.iter().map(|article| (article.id, &**article)).collect()
}

fn highlights(project: &Project) -> Vec<(HighlightId, (ArticleId, &Highlight))> {
    project.highlights().map(|(article, highlight)| (highlight.id, (article.id, highlight))).collect()
}

fn change<K: Eq + std::hash::Hash, V>(
    from: Vec<(K, V)>,
    to: Vec<(K, V)>,
    is_same: impl Fn(&V, &V) -> bool,
) -> ChangeCounts {
    let mut before: HashMap<K, V> = from.into_iter().collect();
    let mut change = ChangeCounts::default();
    for (id, now) in to {
        match before.remove(&id) {
            None => change.n_added += 1,
            Some(then) if !is_same(&then, &now) => change.n_changed += 1,
            Some(_) => {}
        }
    }
    change.n_removed = before.len();
    change
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{ProjectId, marked::marked_article};

    #[test]
    fn what_came_went_and_changed_is_counted() {
        let mut from = Project::titled("Talks");
        from.articles.push(Arc::new(marked_article("One", "The [quick] [brown] fox")));
        let mut to = Project { id: ProjectId::fresh(), ..from.clone() };
        assert_eq!(Difference::between(&from, &to).in_words(), "no difference");
        let article = Arc::make_mut(&mut to.articles[0]);
        article.highlights.pop();
        Arc::make_mut(&mut article.highlights[0]).note = "why".to_owned();
        to.articles.push(Arc::new(marked_article("Two", "A [hen]")));
        to.codebook.stances.pop();
        let words = "1 article more, 1 highlight more, 1 highlight fewer, 1 highlight changed, 1 code fewer";
        assert_eq!(Difference::between(&from, &to).in_words(), words);
        let back = Difference::between(&to, &from);
        assert_eq!((back.articles.n_removed, back.codes.n_added), (1, 1));
    }
}
