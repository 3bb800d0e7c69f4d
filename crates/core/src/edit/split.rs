//! Splitting a code: some of its highlights go to parts of it, which are made if they are not there.

use super::{Edit, keep_keys};
use crate::model::{ArticleId, CodeId, CodeKind, Codebook, HighlightId};

/// A part that a code is split into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitPart {
    /// The code that is the part; `None` if it is made below the code that is split.
    pub code: Option<CodeId>,
    /// The name of a part that is made.
    pub name: String,
    /// The highlights that go to it, by article.
    pub highlights: Vec<(ArticleId, Vec<HighlightId>)>,
}

impl SplitPart {
    /// Adds a highlight. Those of one article are best added one after the other.
    pub fn push(&mut self, article: ArticleId, highlight: HighlightId) {
        match self.highlights.last_mut().filter(|(last, _)| *last == article) {
            Some((_, highlights)) => highlights.push(highlight),
            None => self.highlights.push((article, vec![highlight])),
        }
    }
}

/// Splits a code. Parts without highlights are left out, and highlights that go to no part stay where they are. The edit
/// names each highlight that moves once, and nothing of what it says.
pub fn split_code(book: &Codebook, kind: CodeKind, code: &CodeId, parts: Vec<SplitPart>) -> Edit {
    // It grows by each new part, so that the next one gets an id and a colour of its own.
    let mut grown = book.clone();
    let mut edits = Vec::new();
    for part in parts.into_iter().filter(|part| !part.highlights.is_empty()) {
        let id = part.code.unwrap_or_else(|| {
            let made = grown.fresh_code(kind, &part.name, Some(code.clone()));
            edits.push(Edit::InsertCode(kind, grown.codes(kind).len(), made.clone()));
            grown.codes_mut(kind).push(made.clone());
            made.id
        });
        edits.push(Edit::TagHighlights(kind, Some(id), part.highlights));
    }
    keep_keys(book, Edit::All(edits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        edit::{Gesture, History, lines},
        model::{Project, Tags, marked::marked_article},
    };

    const KIND: CodeKind = CodeKind::Issue;

    #[test]
    fn highlights_go_to_parts_that_are_there_or_are_made_and_the_rest_stays() {
        let mut project = Project::titled("Valley");
        for (name, parent) in [("Land", None), ("Coast", Some("land"))] {
            let code = project.codebook.fresh_code(KIND, name, parent.map(CodeId::from));
            project.codebook.issues.push(code);
        }
        let mut article = marked_article("One", "The [quick] [brown] [fox] jumps");
        for highlight in &mut article.highlights {
            let tags = Tags { issue: Some("land".into()), ..Tags::default() };
            *highlight = highlight.with_tags(tags).into();
        }
        let ids: Vec<HighlightId> = article.highlights().map(|highlight| highlight.id).collect();
        let id = article.id;
        project.articles.push(article.into());
        let part = |code: Option<&str>, name: &str, highlights: &[HighlightId]| {
            let mut part = SplitPart { code: code.map(CodeId::from), name: name.to_owned(), highlights: Vec::new() };
            for highlight in highlights {
                part.push(id, *highlight);
            }
            part
        };
        let parts = vec![part(None, "Sky", &[]), part(Some("coast"), "", &ids[..1]), part(None, "Coast ", &ids[1..2])];
        let edit = split_code(&project.codebook, KIND, &"land".into(), parts);
        assert!(!lines::write(&edit).contains("quick"));
        let mut history = History::new(project.clone());
        history.apply("Split", Gesture::Single, edit).expect("it fits");
        let after = history.project();
        let codes: Vec<&str> = after.codebook.issues.iter().map(|code| code.id.as_str()).collect();
        assert_eq!(codes, ["land", "coast", "coast-2"]);
        assert_eq!(after.codebook.issues[2].parent, Some("land".into()));
        let tags: Vec<&str> =
            after.highlights().map(|(_, own)| own.issue.as_ref().expect("it is tagged").as_str()).collect();
        assert_eq!(tags, ["coast", "coast-2", "land"]);
        history.undo();
        assert_eq!(*history.project(), project);
    }
}
