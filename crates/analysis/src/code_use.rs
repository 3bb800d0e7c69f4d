//! How codes are used: in how many articles, and when last.

use std::collections::HashMap;

use standpoint_core::model::{CodeId, CodeKind, Project, PublicationDate};

/// How one code is used, those below it included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodeUse {
    /// How many articles have a highlight with it.
    pub n_articles: usize,
    /// The day, in UTC, on which the latest of these highlights was made; `None` if there is none.
    pub last_used: Option<PublicationDate>,
}

/// How the codes of one kind are used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeUses(HashMap<CodeId, CodeUse>);

impl CodeUses {
    /// Looks at every highlight once.
    pub fn of(project: &Project, kind: CodeKind) -> Self {
        let tree = project.codebook.tree(kind);
        let places: HashMap<&CodeId, usize> = tree.iter().enumerate().map(|(at, (_, code))| (&code.id, at)).collect();
        let parents: Vec<Option<usize>> =
            tree.iter().map(|(_, code)| places.get(code.parent.as_ref()?).copied()).collect();
        let mut n_articles = vec![0; tree.len()];
        let mut latest: Vec<&str> = vec![""; tree.len()];
        // The last article in which each code was counted.
        let mut counted = vec![usize::MAX; tree.len()];
        for (number, article) in project.articles.iter().enumerate() {
            for highlight in article.highlights() {
                let Some(at) = highlight.tag(kind).and_then(|id| places.get(id)).copied() else { continue };
                latest[at] = latest[at].max(&highlight.created);
                let mut next = Some(at).filter(|at| counted[*at] != number);
                while let Some(at) = next {
                    counted[at] = number;
                    n_articles[at] += 1;
                    next = parents[at].filter(|above| counted[*above] != number);
                }
            }
        }
        // From the end of the tree, each code is complete before it is passed on to its parent.
        for at in (0..tree.len()).rev() {
            if let Some(above) = parents[at] {
                latest[above] = latest[above].max(latest[at]);
            }
        }
        let day = |created: &str| created.get(..10).and_then(|day| day.parse().ok());
        let uses = (0..tree.len()).map(|at| {
            let code_use = CodeUse { n_articles: n_articles[at], last_used: day(latest[at]) };
            (tree[at].1.id.clone(), code_use)
        });
        Self(uses.collect())
    }

    /// How a code is used.
    pub fn get(&self, id: &CodeId) -> CodeUse {
        self.0.get(id).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use standpoint_core::model::{Highlight, Tags, marked::marked_article};

    use super::*;

    #[test]
    fn articles_and_days_of_members_count_for_those_above_them() {
        let mut project = Project::default();
        for (name, parent) in [("Land", None), ("Coast", Some("land")), ("Shore", Some("coast")), ("Air", None)] {
            let code = project.codebook.fresh_code(CodeKind::Issue, name, parent.map(CodeId::from));
            project.codebook.issues.push(code);
        }
        let articles: [&[(&str, u8)]; 3] =
            [&[("shore", 3), ("coast", 9)], &[("shore", 5)], &[("land", 4), ("land", 2)]];
        for tags in articles {
            let mut article = marked_article("One", "The [quick] [brown] fox");
            article.highlights.truncate(tags.len());
            for (highlight, (issue, day)) in article.highlights.iter_mut().zip(tags) {
                let tags = Tags { issue: Some((*issue).into()), ..Tags::default() };
                let created = format!("2026-01-{day:02}T09:14:00Z");
                *highlight = Highlight { created, ..highlight.with_tags(tags) }.into();
            }
            project.articles.push(article.into());
        }
        let uses = CodeUses::of(&project, CodeKind::Issue);
        let found = ["land", "coast", "shore", "air"].map(|id| {
            let found = uses.get(&id.into());
            (found.n_articles, found.last_used.map(PublicationDate::short))
        });
        let on = |day: u8| Some(format!("{day} Jan 2026"));
        assert_eq!(found, [(3, on(9)), (2, on(9)), (2, on(5)), (0, None)]);
        assert_eq!(CodeUses::of(&project, CodeKind::Actor), CodeUses::default());
    }
}
