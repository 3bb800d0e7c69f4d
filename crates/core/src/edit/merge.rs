//! Merging codes, and deleting them: what becomes of their highlights, their children and everything that names them.
//!
//! Both are edits of one line, however many highlights move. They are carried out as a list of simpler edits, so that
//! what undoes them follows from what undoes those.

use std::collections::{BTreeMap, HashMap};

use super::{
    Edit, EditError,
    fold::CodeFold,
    refused::refused_edits,
    renamed::{joined, renamed_subject, renamed_view},
};
use crate::{
    model::{ArticleId, Code, CodeId, CodeKind, Codebook, Highlight, HighlightId, Project, StanceId, view::Subject},
    text::fold::is_blank,
};

/// Which codes are merged into which one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeMerge {
    /// The codes that are given up.
    pub codes: Vec<CodeId>,
    /// The code that gets everything they have.
    pub into: CodeId,
    /// Whether highlights are kept that become equal to another one of the same article and coder, in span and tags.
    /// Otherwise one of them stays, with the notes of all.
    pub keeps_duplicates: bool,
}

/// What a merge would do, for whoever decides about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergePreview {
    /// How many highlights move.
    pub n_highlights: usize,
    /// The highlights that would be equal to another one, each with the one that would stay.
    pub duplicates: Vec<(ArticleId, HighlightId, HighlightId)>,
    /// The children that are merged as well, each into the code that has its name at the new place.
    pub same_names: Vec<(CodeId, CodeId)>,
    /// The children that get another parent.
    pub n_moved: usize,
    /// The new aliases that another code goes by as well.
    pub clashes: Vec<(String, CodeId)>,
    /// How many saved comparisons name the codes.
    pub n_views: usize,
    /// How many summaries are about the codes.
    pub n_summaries: usize,
}

/// Says what a merge would do.
///
/// # Errors
/// Fails if the merge does not fit the project.
pub fn merge_preview(project: &Project, kind: CodeKind, merge: &CodeMerge) -> Result<MergePreview, EditError> {
    let fold = fold_of(&project.codebook, kind, merge)?;
    let moved = MovedHighlights::of(project, &fold, true);
    let merged: Vec<Code> = fold.heirs().into_iter().map(|heir| absorbing(&fold, heir)).collect();
    let clashes = merged.iter().flat_map(|heir| {
        let is_other = |code: &&Code| code.id != heir.id && !fold.is_gone(&code.id);
        let old = project.codebook.code(kind, &heir.id).map_or(0, |old| old.aliases.len());
        heir.aliases[old..].iter().filter_map(move |alias| {
            let other = project.codebook.codes(kind).iter().filter(is_other).find(|code| code.is_called(alias))?;
            Some((alias.clone(), other.id.clone()))
        })
    });
    Ok(MergePreview {
        n_highlights: moved.n_highlights(),
        n_moved: fold.moved.len(),
        clashes: clashes.collect(),
        same_names: fold
            .gone
            .iter()
            .filter(|(code, _)| !merge.codes.contains(code))
            .filter_map(|(code, heir)| Some((code.clone(), heir.clone()?)))
            .collect(),
        n_views: project.views.iter().filter(|view| renamed_view(view, &fold).is_some()).count(),
        n_summaries: project
            .summaries
            .iter()
            .filter(|summary| renamed_subject(&summary.subject, &fold).is_some())
            .count(),
        duplicates: moved.duplicates,
    })
}

fn fold_of<'a>(book: &'a Codebook, kind: CodeKind, merge: &CodeMerge) -> Result<CodeFold<'a>, EditError> {
    if merge.codes.contains(&merge.into) {
        return Err(EditError::MergedIntoItself(kind, merge.into.clone()));
    }
    let gone = merge.codes.iter().map(|code| (code.clone(), Some(merge.into.clone())));
    CodeFold::of(book, kind, gone.collect())
}

/// The simpler edits that merge codes.
///
/// # Errors
/// Fails if one of the codes is not in the codebook, or is to be merged into itself.
pub(super) fn merging(project: &Project, kind: CodeKind, merge: &CodeMerge) -> Result<Vec<Edit>, EditError> {
    let fold = fold_of(&project.codebook, kind, merge)?;
    let moved = MovedHighlights::of(project, &fold, !merge.keeps_duplicates);
    let heirs = fold.heirs().into_iter().map(|heir| absorbing(&fold, heir)).collect();
    Ok(folding(project, &fold, moved, heirs))
}

/// The simpler edits that delete a code. Its highlights get the heir instead, or lose the tag.
///
/// # Errors
/// Fails if the code or the heir is not in the codebook, or both are the same.
pub(super) fn deleting(
    project: &Project,
    kind: CodeKind,
    id: CodeId,
    heir: Option<CodeId>,
) -> Result<Vec<Edit>, EditError> {
    if heir.as_ref() == Some(&id) {
        return Err(EditError::MergedIntoItself(kind, id));
    }
    let fold = CodeFold::of(&project.codebook, kind, vec![(id, heir)])?;
    let moved = MovedHighlights::of(project, &fold, false);
    Ok(folding(project, &fold, moved, Vec::new()))
}

/// A code with what it gets from the codes that are merged into it: names, definitions with their notes and, if it has
/// none, a key.
fn absorbing(fold: &CodeFold<'_>, heir: &Code) -> Code {
    let mut merged = heir.clone();
    let n_former = merged.former.len();
    for code in fold.gone_into(&heir.id) {
        for name in std::iter::once(&code.name).chain(&code.aliases) {
            if !is_blank(name) && !merged.is_called(name) {
                merged.aliases.push(name.clone());
                merged.set_alias_rule(name, code.alias_rule(name));
            }
        }
        merged.definition = joined(&merged.definition, &code.definition);
        merged.include = joined(&merged.include, &code.include);
        merged.exclude = joined(&merged.exclude, &code.exclude);
        merged.former.extend(code.former.iter().cloned());
        merged.key = merged.key.or(code.key);
    }
    if merged.former.len() > n_former {
        merged.former.sort_by_key(|former| former.until);
    }
    merged
}

/// What is done to give up codes, in an order in which each step fits. `heirs` are those that change.
fn folding(project: &Project, fold: &CodeFold<'_>, moved: MovedHighlights, heirs: Vec<Code>) -> Vec<Edit> {
    let kind = fold.kind;
    let mut edits = moved.edits(fold);
    edits.extend(project.views.iter().filter_map(|view| {
        let renamed = renamed_view(view, fold)?;
        Some(Edit::SetView(view.name.clone(), Box::new(renamed)))
    }));
    edits.extend(summary_edits(project, fold));
    edits.extend(refused_edits(project, fold));

    let gone: Vec<&Code> = fold.gone.iter().filter_map(|(id, _)| fold.code(id)).collect();
    let is_passed_on = |key: &char| heirs.iter().any(|heir| heir.key == Some(*key));
    let left: String = gone.iter().filter_map(|code| code.key).filter(|key| !is_passed_on(key)).collect();
    if project.codebook.free_keys.is_some()
        && let Some(free) = project.codebook.with_free_keys(&left)
    {
        edits.push(Edit::SetFreeKeys(Some(free)));
    }
    // Nothing is above or below these while they change, so no step makes a circle.
    let mut changed: Vec<Code> = heirs.into_iter().filter(|heir| fold.code(&heir.id) != Some(heir)).collect();
    for (id, parent) in &fold.moved {
        match (changed.iter_mut().find(|code| code.id == *id), fold.code(id)) {
            (Some(code), _) => code.parent.clone_from(parent),
            (None, Some(code)) => changed.push(Code { parent: parent.clone(), ..code.clone() }),
            (None, None) => {}
        }
    }
    let leaves = |code: &&Code| code.parent.is_some();
    let moving = fold.moved.iter().filter_map(|(id, _)| fold.code(id));
    edits.extend(
        gone.iter()
            .copied()
            .chain(moving)
            .filter(leaves)
            .map(|code| Edit::SetCode(kind, Code { parent: None, ..code.clone() })),
    );
    edits.extend(gone.iter().map(|code| Edit::RemoveCode(kind, code.id.clone())));
    edits.extend(changed.into_iter().map(|code| Edit::SetCode(kind, code)));
    edits
}

/// Moves the summaries of codes that are given up to those that inherit from them.
fn summary_edits(project: &Project, fold: &CodeFold<'_>) -> Vec<Edit> {
    let mut texts: BTreeMap<Subject, String> = BTreeMap::new();
    let mut edits = Vec::new();
    for summary in &project.summaries {
        if let Some(subject) = renamed_subject(&summary.subject, fold) {
            let text = texts.entry(subject).or_insert_with_key(|subject| project.summary(subject).to_owned());
            *text = joined(text, &summary.text);
            edits.push(Edit::SetSummary(summary.subject.clone(), String::new()));
        }
    }
    edits.extend(texts.into_iter().map(|(subject, text)| Edit::SetSummary(subject, text)));
    edits
}

/// The highlights whose tag changes.
#[derive(Default)]
struct MovedHighlights {
    /// Those of each code that is given up, in the order of those codes.
    of_codes: Vec<Vec<(ArticleId, Vec<HighlightId>)>>,
    /// Highlights that get the notes of those that are equal to them.
    joined: Vec<(ArticleId, Highlight)>,
    /// The highlights that go, each with the one that is equal to it and stays.
    duplicates: Vec<(ArticleId, HighlightId, HighlightId)>,
}

impl MovedHighlights {
    fn of(project: &Project, fold: &CodeFold<'_>, joins_duplicates: bool) -> Self {
        let places: HashMap<&CodeId, usize> = fold.gone.iter().enumerate().map(|(at, (code, _))| (code, at)).collect();
        // Of a few codes, comparing with each is faster.
        let place_of = |tag: &CodeId| match fold.gone.as_slice() {
            few if few.len() <= 4 => few.iter().position(|(code, _)| code == tag),
            _ => places.get(tag).copied(),
        };
        let mut moved = Self { of_codes: vec![Vec::new(); fold.gone.len()], ..Self::default() };
        for article in &project.articles {
            let mut is_touched = false;
            for highlight in article.highlights() {
                let Some(place) = highlight.tag(fold.kind).and_then(&place_of) else { continue };
                is_touched = true;
                let articles = &mut moved.of_codes[place];
                match articles.last_mut().filter(|(id, _)| *id == article.id) {
                    Some((_, ids)) => ids.push(highlight.id),
                    None => articles.push((article.id, vec![highlight.id])),
                }
            }
            if is_touched && joins_duplicates {
                let same_span = article.highlights.chunk_by(|a, b| a.span == b.span).filter(|chunk| chunk.len() > 1);
                for highlights in same_span {
                    let highlights: Vec<&Highlight> = highlights.iter().map(|highlight| &**highlight).collect();
                    moved.join(article.id, &highlights, fold);
                }
            }
        }
        moved
    }

    /// Joins those highlights of one span that become equal.
    fn join(&mut self, article: ArticleId, highlights: &[&Highlight], fold: &CodeFold<'_>) {
        type After<'a> = (Option<&'a CodeId>, Option<&'a CodeId>, Option<&'a StanceId>, &'a str);
        let mut groups: HashMap<After<'_>, Vec<&Highlight>> = HashMap::new();
        let other = if fold.kind == CodeKind::Actor { CodeKind::Issue } else { CodeKind::Actor };
        for highlight in highlights {
            let tag = highlight.tag(fold.kind).and_then(|tag| fold.heir_or_self(tag));
            let after = (tag, highlight.tag(other), highlight.stance.as_ref(), &*highlight.coder);
            groups.entry(after).or_default().push(highlight);
        }
        let mut groups: Vec<_> = groups.into_iter().filter(|(_, equal)| equal.len() > 1).collect();
        groups.sort_by_key(|(_, equal)| equal[0].order());
        for ((tag, ..), equal) in groups {
            // Those that were equal before stay as they are; those of the code that stays come first.
            let is_there = equal.iter().any(|highlight| highlight.tag(fold.kind) == tag);
            let kept_tag = if is_there { tag } else { equal[0].tag(fold.kind) };
            let (kept, gone): (Vec<&Highlight>, Vec<&Highlight>) =
                equal.into_iter().partition(|highlight| highlight.tag(fold.kind) == kept_tag);
            let Some(first) = kept.first().filter(|_| !gone.is_empty()) else { continue };
            let note = gone.iter().fold(first.note.clone(), |note, gone| joined(&note, &gone.note));
            let example_of = gone.iter().fold(first.example_of, |example, gone| example.or(gone.example_of));
            if note != first.note || example_of != first.example_of {
                let mut joined = Highlight { example_of, note, ..(*first).clone() };
                *joined.tag_mut(fold.kind) = tag.cloned();
                self.joined.push((article, joined));
            }
            self.duplicates.extend(gone.iter().map(|highlight| (article, highlight.id, first.id)));
        }
    }

    fn n_highlights(&self) -> usize {
        self.of_codes.iter().flatten().map(|(_, ids)| ids.len()).sum()
    }

    fn edits(self, fold: &CodeFold<'_>) -> Vec<Edit> {
        let tagged = fold.gone.iter().zip(self.of_codes).filter(|(_, highlights)| !highlights.is_empty());
        let mut edits: Vec<Edit> =
            tagged.map(|((_, heir), highlights)| Edit::TagHighlights(fold.kind, heir.clone(), highlights)).collect();
        if !self.joined.is_empty() {
            edits.push(Edit::SetHighlights(self.joined));
        }
        if !self.duplicates.is_empty() {
            let gone = self.duplicates.into_iter().map(|(article, gone, _)| (article, gone));
            edits.push(Edit::RemoveHighlights(gone.collect()));
        }
        edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        edit::{Gesture, History, lines},
        model::{Article, ExampleOf, Tags, marked::marked_article},
    };

    const KIND: CodeKind = CodeKind::Issue;

    fn issue(id: &str, aliases: &[&str], parent: &str) -> Code {
        Code {
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            parent: (!parent.is_empty()).then(|| parent.into()),
            definition: format!("What {id} is."),
            exclude: format!("What {id} is not."),
            ..Code::new(id.into(), id, 0)
        }
    }

    /// Three passages of which each has a highlight on `coast`, on `shore` or on both.
    fn article() -> Article {
        let mut article = marked_article("One", "The [[quick]] [brown] fox");
        let issues = ["shore", "coast", "shore"];
        for (highlight, (issue, note)) in article.highlights.iter_mut().zip(issues.into_iter().zip(["a", "b", "c"])) {
            let tagged = highlight.with_tags(Tags { issue: Some(issue.into()), ..Tags::default() });
            *highlight = Highlight { note: note.to_owned(), coder: "AK".to_owned(), ..tagged }.into();
        }
        article
    }

    fn project() -> Project {
        let mut project = Project::titled("Valley");
        project.codebook.issues = vec![
            issue("land", &["Shore"], ""),
            issue("shore", &["beach", "coastline"], ""),
            issue("coast", &["coastline"], "land"),
            Code { name: "pier".to_owned(), ..issue("pier-of-shore", &["jetty"], "shore") },
            Code { name: "pier".to_owned(), ..issue("pier-of-coast", &[], "coast") },
            issue("sand", &[], "shore"),
        ];
        project.articles.push(article().into());
        project
    }

    fn merge(keeps_duplicates: bool) -> CodeMerge {
        CodeMerge { codes: vec!["shore".into()], into: "coast".into(), keeps_duplicates }
    }

    #[test]
    fn everything_of_a_code_goes_along_and_what_is_doubled_is_told_first() {
        let project = project();
        let preview = merge_preview(&project, KIND, &merge(false)).expect("it fits");
        let [first, second, _] = [0, 1, 2].map(|at| project.articles[0].highlights[at].id);
        assert_eq!(preview.n_highlights, 2);
        assert_eq!(preview.duplicates, [(project.articles[0].id, first, second)]);
        assert_eq!(preview.same_names, [("pier-of-shore".into(), "pier-of-coast".into())]);
        assert_eq!(preview.clashes, [("shore".to_owned(), "land".into())]);

        let mut history = History::new(project.clone());
        let edit = Edit::MergeCodes(KIND, Box::new(merge(false)));
        history.apply("Merge", Gesture::Single, edit).expect("it fits");
        let after = history.project();
        let shown: Vec<(&str, &str, Vec<&str>)> = after
            .codebook
            .issues
            .iter()
            .map(|code| {
                let parent = code.parent.as_ref().map_or("", CodeId::as_str);
                (code.id.as_str(), parent, code.aliases.iter().map(String::as_str).collect())
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("land", "", vec!["Shore"]),
                ("coast", "land", vec!["coastline", "shore", "beach"]),
                ("pier-of-coast", "coast", vec!["jetty"]),
                ("sand", "coast", vec![]),
            ]
        );
        assert_eq!(
            after.codebook.issues[1].rules(),
            ["What coast is.\n\nWhat shore is.", "", "What coast is not.\n\nWhat shore is not."]
        );
        let notes: Vec<&str> = after.highlights().map(|(_, highlight)| &*highlight.note).collect();
        assert_eq!(notes, ["b\n\na", "c"]);
        assert!(after.highlights().all(|(_, highlight)| highlight.issue == Some("coast".into())));
        history.undo();
        assert_eq!(*history.project(), project);
    }

    #[test]
    fn examples_stay_examples_of_the_code_that_their_highlights_get() {
        let mut project = project();
        let article = std::sync::Arc::make_mut(&mut project.articles[0]);
        for (at, highlight) in article.highlights.iter_mut().enumerate() {
            // The one that stays of two that become equal is none.
            let example_of = ExampleOf::default().with(KIND, at != 1);
            *highlight = Highlight { note: String::new(), example_of, ..(**highlight).clone() }.into();
        }
        let mut history = History::new(project.clone());
        let edit = Edit::MergeCodes(KIND, Box::new(merge(false)));
        history.apply("Merge", Gesture::Single, edit).expect("it fits");
        let examples = history.project().highlights().filter_map(|(_, highlight)| highlight.example_code(KIND));
        assert_eq!(examples.map(CodeId::as_str).collect::<Vec<_>>(), ["coast", "coast"]);
        history.undo();
        assert_eq!(*history.project(), project);
    }

    #[test]
    fn duplicates_of_other_coders_stay_and_those_of_one_coder_stay_if_asked() {
        let merged = |project: &Project, keeps_duplicates| {
            let mut history = History::new(project.clone());
            let edit = Edit::MergeCodes(KIND, Box::new(merge(keeps_duplicates)));
            history.apply("Merge", Gesture::Single, edit).expect("it fits");
            history.project().n_highlights()
        };
        let mut project = project();
        assert_eq!([merged(&project, false), merged(&project, true)], [2, 3]);
        let article = std::sync::Arc::make_mut(&mut project.articles[0]);
        std::sync::Arc::make_mut(&mut article.highlights[0]).coder = "BN".to_owned();
        assert_eq!(merged(&project, false), 3);
    }

    #[test]
    fn the_line_of_a_merge_does_not_grow_with_the_highlights() {
        let line = lines::write(&Edit::MergeCodes(KIND, Box::new(merge(false))));
        assert_eq!(line, r#"MergeCodes(Issue,(codes:["shore"],into:"coast"))"#);
        let itself = CodeMerge { codes: vec!["coast".into()], ..merge(false) };
        let refused = merge_preview(&project(), KIND, &itself);
        assert_eq!(refused, Err(EditError::MergedIntoItself(KIND, "coast".into())));
    }
}
