//! How far the work on a project is, and what is still open: articles to read, texts without highlights, outlets of which
//! nothing was read, highlights without an actor or an issue, and codes that nobody used.

use std::collections::{BTreeMap, HashMap, HashSet};

use standpoint_core::{
    model::{Article, ArticleId, Code, CodeId, CodeKind, Codebook, HighlightId, Project, ReadingStatus},
    text::fold::{folded, is_blank, name_order},
};

/// How far the work on a project is, with everything that is still open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodingProgress {
    /// Every article, in the order of the project.
    pub articles: Vec<ArticleProgress>,
    /// The outlets of which no article is done, in the order of their names. Articles without an outlet are left out.
    pub unread_outlets: Vec<UnreadOutlet>,
    /// The highlights without an issue, in the order of the project.
    pub without_issue: Vec<(ArticleId, HighlightId)>,
    /// The highlights without an actor, in the order of the project.
    pub without_actor: Vec<(ArticleId, HighlightId)>,
    /// The actors and issues that no highlight has, nor one with a code below them, in the order of their trees.
    pub unused_codes: Vec<(CodeKind, CodeId)>,
}

/// How far an article is read and coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleProgress {
    /// The article.
    pub id: ArticleId,
    /// How far it is read. One that is marked as to read and has highlights was started.
    pub status: ReadingStatus,
    /// How many highlights it has.
    pub n_highlights: usize,
    /// How many characters its text has.
    pub n_chars: usize,
    /// How many of these are in at least one highlight.
    pub n_coded: usize,
}

/// An outlet of which no article is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadOutlet {
    /// The outlet, as its first article spells it.
    pub name: String,
    /// Its articles, in the order of the project; at least one.
    pub articles: Vec<ArticleId>,
}

impl CodingProgress {
    /// Looks at everything in a project.
    pub fn of(project: &Project) -> Self {
        let mut progress = Self {
            articles: project.articles.iter().map(|article| ArticleProgress::of(article)).collect(),
            ..Self::default()
        };
        let mut used: [HashSet<&CodeId>; 2] = Default::default();
        for (article, highlight) in project.highlights() {
            for (used, kind) in used.iter_mut().zip(CodeKind::ALL) {
                used.extend(highlight.tag(kind));
            }
            if highlight.issue.is_none() {
                progress.without_issue.push((article.id, highlight.id));
            }
            if highlight.actor.is_none() {
                progress.without_actor.push((article.id, highlight.id));
            }
        }
        for (used, kind) in used.iter().zip(CodeKind::ALL) {
            progress.unused_codes.extend(unused(&project.codebook, kind, used).map(|id| (kind, id)));
        }
        progress.unread_outlets = unread_outlets(project);
        progress
    }

    /// The articles with this status, in the order of the project.
    pub fn with_status(&self, status: ReadingStatus) -> impl Iterator<Item = &ArticleProgress> {
        self.articles.iter().filter(move |article| article.status == status)
    }

    /// The articles without a highlight, in the order of the project.
    pub fn without_highlights(&self) -> impl Iterator<Item = &ArticleProgress> {
        self.articles.iter().filter(|article| article.n_highlights == 0)
    }

    /// The share of the characters of all texts that are in at least one highlight; `None` if there is no text.
    pub fn coded_share(&self) -> Option<f64> {
        let sum = |number: fn(&ArticleProgress) -> usize| self.articles.iter().map(number).sum();
        share(sum(|article| article.n_coded), sum(|article| article.n_chars))
    }
}

impl ArticleProgress {
    fn of(article: &Article) -> Self {
        let (mut n_coded, mut reached) = (0, 0);
        // They are sorted by where they start.
        for highlight in article.highlights() {
            let start = highlight.span.start.max(reached);
            reached = reached.max(highlight.span.end);
            n_coded += reached - start.min(reached);
        }
        Self {
            id: article.id,
            status: match article.details.status {
                ReadingStatus::ToRead if !article.highlights.is_empty() => ReadingStatus::Reading,
                status => status,
            },
            n_highlights: article.highlights.len(),
            n_chars: article.text.n_chars(),
            n_coded,
        }
    }

    /// The share of the characters of the text that are in at least one highlight; `None` if there is no text.
    pub fn coded_share(&self) -> Option<f64> {
        share(self.n_coded, self.n_chars)
    }
}

#[expect(clippy::cast_precision_loss, reason = "no text is longer than f64 can count")]
fn share(n: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| n as f64 / of as f64)
}

/// A share of a text as people read it: `12%`. What is more than nothing is never 0%, and what is less than all never
/// 100%.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        _ if percent > 0.0 && percent < 1.0 => "<1%".to_owned(),
        _ if percent > 99.0 && percent < 100.0 => ">99%".to_owned(),
        _ => format!("{percent:.0}%"),
    }
}

/// The codes of a kind that are not used, nor any code below them.
fn unused<'a>(
    book: &'a Codebook,
    kind: CodeKind,
    used: &HashSet<&'a CodeId>,
) -> impl Iterator<Item = CodeId> + use<'a> {
    let codes = book.codes(kind);
    let parents: HashMap<&CodeId, Option<&CodeId>> =
        codes.iter().map(|code| (&code.id, code.parent.as_ref())).collect();
    let mut known = used.clone();
    for id in used {
        let mut above = parents.get(id).copied().flatten();
        // What is above a code that is known is known as well.
        while let Some(parent) = above.filter(|parent| known.insert(parent)) {
            above = parents.get(parent).copied().flatten();
        }
    }
    let is_unused = move |(_, code): &(usize, &Code)| !known.contains(&code.id);
    book.tree(kind).into_iter().filter(is_unused).map(|(_, code)| code.id.clone())
}

fn unread_outlets(project: &Project) -> Vec<UnreadOutlet> {
    let mut outlets: BTreeMap<std::borrow::Cow<'_, str>, (UnreadOutlet, bool)> = BTreeMap::new();
    for article in &project.articles {
        let details = &article.details;
        if is_blank(&details.outlet) {
            continue;
        }
        let new = || (UnreadOutlet { name: details.outlet.clone(), articles: Vec::new() }, false);
        let (outlet, is_read) = outlets.entry(folded(&details.outlet)).or_insert_with(new);
        outlet.articles.push(article.id);
        *is_read |= details.status == ReadingStatus::Done;
    }
    let mut unread: Vec<UnreadOutlet> =
        outlets.into_values().filter(|(_, is_read)| !is_read).map(|(outlet, _)| outlet).collect();
    unread.sort_by(|a, b| name_order(&a.name, &b.name));
    unread
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use standpoint_core::model::marked::marked_article;

    fn article(text: &str, outlet: &str, status: ReadingStatus) -> Article {
        let mut article = marked_article("One", text);
        (article.details.outlet, article.details.status) = (outlet.to_owned(), status);
        article
    }

    #[test]
    fn each_character_of_a_text_counts_once_however_many_highlights_it_has() {
        let coded = |text: &str| {
            let progress = ArticleProgress::of(&marked_article("One", text));
            (progress.n_highlights, progress.n_coded, progress.n_chars)
        };
        assert_eq!(coded("The quick fox"), (0, 0, 13));
        assert_eq!(coded("The [quick] fox"), (1, 5, 13));
        assert_eq!(coded("The [quick] [fox]"), (2, 8, 13));
        assert_eq!(coded("[The <quick] fox>"), (2, 13, 13));
        assert_eq!(coded("[The <quick> {fox}]"), (3, 13, 13));
        assert_eq!(coded("[<é😀>]"), (2, 2, 2));
        assert_eq!(ArticleProgress::of(&marked_article("One", "")).coded_share(), None);
        assert_eq!(ArticleProgress::of(&marked_article("One", "[hens] hens")).coded_share(), Some(4.0 / 9.0));
    }

    #[test]
    fn a_share_is_never_rounded_to_nothing_or_to_all() {
        let shares = [0.0, 0.004, 0.01, 0.126, 0.99, 0.996, 1.0].map(percent);
        assert_eq!(shares, ["0%", "<1%", "1%", "13%", "99%", ">99%", "100%"]);
    }

    #[test]
    fn an_outlet_is_read_once_one_of_its_articles_is_done() {
        let mut project = Project::titled("Valley");
        for (outlet, status) in [
            ("Zonal Post", ReadingStatus::ToRead),
            ("Gazette", ReadingStatus::Done),
            ("Argus", ReadingStatus::Reading),
            ("gazette", ReadingStatus::ToRead),
            ("Argus ", ReadingStatus::ToRead),
            ("", ReadingStatus::ToRead),
        ] {
            project.articles.push(article("A hen", outlet, status).into());
        }
        let progress = CodingProgress::of(&project);
        let unread: Vec<(&str, usize)> =
            progress.unread_outlets.iter().map(|outlet| (&*outlet.name, outlet.articles.len())).collect();
        // Names that differ in case are two names everywhere.
        assert_eq!(unread, [("Argus", 2), ("gazette", 1), ("Zonal Post", 1)]);
        assert_eq!(progress.with_status(ReadingStatus::ToRead).count(), 4);
        assert_eq!(progress.without_highlights().count(), 6);
        assert_eq!(progress.coded_share(), Some(0.0));
        assert_eq!(CodingProgress::of(&Project::default()).coded_share(), None);
    }

    #[test]
    fn open_highlights_and_unused_codes_are_listed_in_their_order() {
        let mut project = Project::titled("Valley");
        let mut article = article("[One] [two] [three]", "", ReadingStatus::Reading);
        for (kind, codes) in [
            (CodeKind::Actor, [("town", ""), ("mayor", "town"), ("guild", "")]),
            (CodeKind::Issue, [("toll", ""), ("bridge", "toll"), ("ferry", "bridge")]),
        ] {
            for (nth, (id, parent)) in codes.into_iter().enumerate() {
                let parent = (!parent.is_empty()).then(|| parent.into());
                project.codebook.codes_mut(kind).push(Code { parent, ..Code::new(id.into(), id, nth) });
            }
        }
        for (at, (actor, issue)) in
            [(Some("mayor"), None), (None, None), (None, Some("bridge"))].into_iter().enumerate()
        {
            let highlight = Arc::make_mut(&mut article.highlights[at]);
            (highlight.actor, highlight.issue) = (actor.map(Into::into), issue.map(Into::into));
        }
        let ids: Vec<HighlightId> = article.highlights().map(|highlight| highlight.id).collect();
        project.articles.push(article.into());
        let progress = CodingProgress::of(&project);
        let only_ids = |open: &[(ArticleId, HighlightId)]| open.iter().map(|(_, id)| *id).collect::<Vec<_>>();
        assert_eq!(only_ids(&progress.without_actor), ids[1..]);
        assert_eq!(only_ids(&progress.without_issue), ids[..2]);
        let unused: Vec<(CodeKind, &str)> =
            progress.unused_codes.iter().map(|(kind, id)| (*kind, id.as_str())).collect();
        // A parent is used with its member, and a member is not used with its parent.
        assert_eq!(unused, [(CodeKind::Actor, "guild"), (CodeKind::Issue, "ferry")]);
    }
}
