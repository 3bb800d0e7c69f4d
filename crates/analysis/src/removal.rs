//! What goes with articles that are removed, to be shown before they are.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashSet},
    hash::BuildHasher,
};

use standpoint_core::{
    model::{ArticleId, CodeId, CodeKind, Project, ReadingStatus},
    text::fold::{folded, is_blank},
};

/// What a project loses with some of its articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleRemoval {
    /// How many of the articles there are.
    pub n_articles: usize,
    /// How many highlights they have.
    pub n_highlights: usize,
    /// How many of these have a note.
    pub n_notes: usize,
    /// How many of the articles are done.
    pub n_done: usize,
    /// The outlets of which no article is left, in the order of the project.
    pub outlets: Vec<String>,
    /// The actors and issues that no highlight has afterwards, in the order of the codebook.
    pub codes: Vec<(CodeKind, CodeId)>,
}

impl ArticleRemoval {
    /// Looks at what goes with these articles.
    pub fn of<S: BuildHasher>(project: &Project, removed: &HashSet<ArticleId, S>) -> Self {
        let mut removal = Self::default();
        let mut kept: [HashSet<&CodeId>; 2] = Default::default();
        let mut gone: [HashSet<&CodeId>; 2] = Default::default();
        let mut outlets: BTreeMap<Cow<'_, str>, (usize, &str)> = BTreeMap::new();
        let mut kept_outlets: BTreeSet<Cow<'_, str>> = BTreeSet::new();
        for (at, article) in project.articles.iter().enumerate() {
            let outlet = &article.details.outlet;
            let is_removed = removed.contains(&article.id);
            if is_removed {
                removal.n_articles += 1;
                removal.n_highlights += article.highlights.len();
                removal.n_notes += article.highlights().filter(|highlight| !is_blank(&highlight.note)).count();
                removal.n_done += usize::from(article.details.status == ReadingStatus::Done);
                outlets.entry(folded(outlet)).or_insert((at, outlet));
            } else {
                kept_outlets.insert(folded(outlet));
            }
            let codes = if is_removed { &mut gone } else { &mut kept };
            for highlight in article.highlights() {
                for (codes, kind) in codes.iter_mut().zip(CodeKind::ALL) {
                    codes.extend(highlight.tag(kind));
                }
            }
        }
        let is_gone = |(outlet, _): &(Cow<'_, str>, _)| !is_blank(outlet) && !kept_outlets.contains(outlet);
        let mut outlets: Vec<(usize, &str)> = outlets.into_iter().filter(is_gone).map(|(_, named)| named).collect();
        outlets.sort_unstable();
        removal.outlets = outlets.into_iter().map(|(_, name)| name.to_owned()).collect();
        for ((gone, kept), kind) in gone.iter().zip(&kept).zip(CodeKind::ALL) {
            let codes = project.codebook.codes(kind).iter().map(|code| &code.id);
            let codes = codes.filter(|id| gone.contains(id) && !kept.contains(id));
            removal.codes.extend(codes.map(|id| (kind, id.clone())));
        }
        removal
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use standpoint_core::model::{Code, marked::marked_article};

    #[test]
    fn only_what_no_other_article_has_goes_with_articles() {
        let mut project = Project::titled("Valley");
        for (nth, id) in ["mayor", "guild", "town"].into_iter().enumerate() {
            project.codebook.actors.push(Code::new(id.into(), id, nth));
        }
        for (outlet, actors) in
            [("Gazette", ["mayor", "guild"]), ("Argus", ["guild", ""]), ("Gazette ", ["", "mayor"]), ("", ["town", ""])]
        {
            let mut article = marked_article("One", "[One] [two] three");
            (article.details.outlet, article.details.status) = (outlet.to_owned(), ReadingStatus::Done);
            for (highlight, actor) in article.highlights.iter_mut().zip(actors) {
                let highlight = Arc::make_mut(highlight);
                highlight.actor = (!actor.is_empty()).then(|| actor.into());
                highlight.note = if actor == "guild" { "Says who?".to_owned() } else { String::new() };
            }
            project.articles.push(article.into());
        }
        let removal = |places: &[usize]| {
            ArticleRemoval::of(&project, &places.iter().map(|at| project.articles[*at].id).collect::<HashSet<_>>())
        };
        let ids =
            |removal: &ArticleRemoval| removal.codes.iter().map(|(_, id)| id.to_string()).collect::<Vec<_>>().join(" ");
        let first = removal(&[0]);
        assert_eq!((first.n_articles, first.n_highlights, first.n_notes, first.n_done), (1, 2, 1, 1));
        assert_eq!((first.outlets.len(), &*ids(&first)), (0, ""));
        let two = removal(&[1, 0]);
        assert_eq!((&*two.outlets.join(" "), &*ids(&two)), ("Argus", "guild"));
        let all = removal(&[0, 1, 2, 3]);
        assert_eq!((&*all.outlets.join(" "), &*ids(&all)), ("Gazette Argus", "mayor guild town"));
        assert_eq!(ArticleRemoval::of(&project, &HashSet::from([ArticleId::fresh()])), ArticleRemoval::default());
    }
}
