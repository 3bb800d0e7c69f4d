//! Builds edits that depend on what is in the project.

use super::{Edit, keep_keys};
use crate::{
    model::{Article, ArticleId, Code, CodeId, CodeKind, Codebook, Highlight, Project, StanceId, Tags},
    text::fold::{differs_in_case_only, is_blank, is_same_name},
};

/// Adds a code at the end of its list, with the next key of the row if it is one of the first.
pub fn add_code(book: &Codebook, kind: CodeKind, code: Code) -> Edit {
    keep_keys(book, Edit::InsertCode(kind, book.codes(kind).len(), code))
}

/// Finds the code that a path names, such as “Territory / Donbas”, or makes it, with those above it that are missing.
/// Returns its id, and the edit that makes what is missing, if anything is. A name alone is that of any code that goes
/// by it; “us” is made beside “US”.
pub fn add_code_path(book: &Codebook, kind: CodeKind, path: &str) -> (CodeId, Option<Edit>) {
    let mut names = path.split(" / ").map(str::trim).filter(|name| !is_blank(name)).peekable();
    let top = names.next().unwrap_or(path.trim());
    let is_alone = names.peek().is_none();
    let known = book.code_called(kind, top).filter(|code| !(is_alone && differs_in_case_only(&code.name, top)));
    // It grows by each new code, so that the next one gets an id and a place of its own.
    let old_book = book;
    let mut book = book.clone();
    let mut edits = Vec::new();
    let make = |book: &mut Codebook, edits: &mut Vec<Edit>, name: &str, parent: Option<CodeId>| {
        let code = book.fresh_code(kind, name, parent);
        let id = code.id.clone();
        edits.push(Edit::InsertCode(kind, book.codes(kind).len(), code.clone()));
        book.codes_mut(kind).push(code);
        id
    };
    let known = known.map(|code| code.id.clone());
    let mut id = known.unwrap_or_else(|| make(&mut book, &mut edits, top, None));
    for name in names {
        let child =
            book.children(kind, &id).find(|child| is_same_name(&child.name, name)).map(|child| child.id.clone());
        id = child.unwrap_or_else(|| make(&mut book, &mut edits, name, Some(id)));
    }
    (id, (!edits.is_empty()).then(|| keep_keys(old_book, Edit::All(edits))))
}

/// Makes an alias of a code a code of its own, right behind it; `None` if the code has no such alias. Merging the two
/// makes it an alias again.
pub fn promote_alias(book: &Codebook, kind: CodeKind, id: &CodeId, alias: &str) -> Option<Edit> {
    let at = book.codes(kind).iter().position(|code| code.id == *id)?;
    let mut code = book.codes(kind)[at].clone();
    let n_before = code.aliases.len();
    code.aliases.retain(|other| other != alias);
    code.alias_rules.remove(alias);
    let own = book.fresh_code(kind, alias, code.parent.clone());
    let edits = vec![Edit::SetCode(kind, code.clone()), Edit::InsertCode(kind, at + 1, own)];
    (code.aliases.len() < n_before).then(|| keep_keys(book, Edit::All(edits)))
}

/// Replaces the tags of one highlight.
pub fn retag(article: &Article, highlight: &Highlight, tags: Tags) -> Edit {
    Edit::SetHighlights(vec![(article.id, highlight.with_tags(tags))])
}

/// Deletes a code. Its highlights get `heir` instead, and its children move below the heir; a child whose name is taken
/// there is merged with the code that has it, in the same way. Without an heir, the highlights lose the tag and the
/// children move up to its parent. So does a child that has the heir below it.
pub fn delete_code(project: &Project, kind: CodeKind, id: &CodeId, heir: Option<&CodeId>) -> Edit {
    keep_keys(&project.codebook, Edit::DeleteCode(kind, id.clone(), heir.cloned()))
}

/// Deletes a stance. Its highlights get `heir` instead, or lose the tag.
pub fn delete_stance(project: &Project, id: &StanceId, heir: Option<&StanceId>) -> Edit {
    let retagged = retag_where(project, |tags| {
        let is_used = tags.stance.as_ref() == Some(id);
        if is_used {
            tags.stance = heir.cloned();
        }
        is_used
    });
    Edit::All(vec![retagged, Edit::RemoveStance(id.clone())])
}

/// Changes the tags of every highlight for which `change` returns `true`.
fn retag_where(project: &Project, change: impl Fn(&mut Tags) -> bool) -> Edit {
    let changed = |(article, highlight): (&_, &Highlight)| -> Option<(ArticleId, Highlight)> {
        let article: &std::sync::Arc<Article> = article;
        let mut tags = highlight.tags();
        change(&mut tags).then(|| (article.id, highlight.with_tags(tags)))
    };
    Edit::SetHighlights(project.highlights().filter_map(changed).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{edit::History, model::marked::marked_article};

    const KIND: CodeKind = CodeKind::Actor;

    fn code(id: &str, name: &str, parent: &str) -> Code {
        let parent = (!parent.is_empty()).then(|| CodeId::from(parent));
        Code { id: id.into(), ..Codebook::default().fresh_code(KIND, name, parent) }
    }

    /// The codes as `id` or `id<parent`, and the actors of the highlights, after a code was deleted.
    fn deleted(codes: &[Code], id: &str, heir: Option<&str>) -> (Vec<String>, Vec<String>) {
        let mut project = Project::default();
        project.codebook.actors = codes.to_vec();
        let mut article = marked_article("One", &"[a] ".repeat(codes.len()));
        for (highlight, code) in article.highlights.iter_mut().zip(codes) {
            let tags = Tags { actor: Some(code.id.clone()), ..Tags::default() };
            *highlight = highlight.with_tags(tags).into();
        }
        project.articles.push(article.into());
        let edit = delete_code(&project, KIND, &id.into(), heir.map(CodeId::from).as_ref());
        assert_eq!(crate::edit::refuse_same_names(&project, &edit), Ok(()));
        let mut history = History::new(project.clone());
        history.apply("Delete", crate::edit::Gesture::Single, edit).expect("a code can be deleted");
        let after = history.project();
        let shown = |code: &Code| match &code.parent {
            Some(parent) => format!("{}<{parent}", code.id),
            None => code.id.to_string(),
        };
        let tags =
            after.highlights().map(|(_, highlight)| highlight.actor.as_ref().map_or("", CodeId::as_str).to_owned());
        let found = (after.codebook.actors.iter().map(shown).collect(), tags.collect());
        history.undo();
        assert_eq!(*history.project(), project);
        found
    }

    #[test]
    fn a_path_finds_a_code_or_makes_what_is_missing_of_it() {
        let actors = vec![code("us", "US", ""), code("state", "State Department", "us")];
        let book = Codebook { actors, ..Codebook::default() };
        let added = |path: &str| {
            let (id, edit) = add_code_path(&book, KIND, path);
            let mut history = History::new(Project { codebook: book.clone(), ..Project::default() });
            if let Some(edit) = edit {
                history.apply("Add", crate::edit::Gesture::Single, edit).expect("it fits");
            }
            let made = history.project().codebook.actors[2..].iter().map(|code| match &code.parent {
                Some(parent) => format!("{}<{parent}", code.id),
                None => code.id.to_string(),
            });
            (id.to_string(), made.collect::<Vec<_>>())
        };
        assert_eq!(added("US"), ("us".to_owned(), vec![]));
        assert_eq!(added("us / State Department"), ("state".to_owned(), vec![]));
        assert_eq!(added("us / Congress"), ("congress".to_owned(), vec!["congress<us".to_owned()]));
        assert_eq!(added("us"), ("us-2".to_owned(), vec!["us-2".to_owned()]));
        let both = vec!["eu".to_owned(), "eu-2<eu".to_owned()];
        assert_eq!(added("EU / EU"), ("eu-2".to_owned(), both));
    }

    #[test]
    fn an_alias_becomes_a_code_and_an_alias_again() {
        let kremlin = Code { aliases: vec!["Duma".to_owned(), "Moscow".to_owned()], ..code("russia", "Russia", "") };
        let actors = vec![kremlin, code("us", "US", "")];
        let mut history =
            History::new(Project { codebook: Codebook { actors, ..Codebook::default() }, ..Project::default() });
        let edit = promote_alias(&history.project().codebook, KIND, &"russia".into(), "Duma").expect("it is an alias");
        history.apply("Promote", crate::edit::Gesture::Single, edit).expect("it fits");
        let names = |history: &History| {
            let codes = history.project().codebook.actors.iter();
            codes.map(|code| (code.name.clone(), code.aliases.join(", "), code.key)).collect::<Vec<_>>()
        };
        let row = |name: &str, aliases: &str, key| (name.to_owned(), aliases.to_owned(), Some(key));
        assert_eq!(names(&history), [row("Russia", "Moscow", '1'), row("Duma", "", '3'), row("US", "", '2')]);
        assert_eq!(promote_alias(&history.project().codebook, KIND, &"russia".into(), "Duma"), None);
        let merge =
            crate::edit::CodeMerge { codes: vec!["duma".into()], into: "russia".into(), keeps_duplicates: false };
        history.apply("Merge", crate::edit::Gesture::Single, Edit::MergeCodes(KIND, Box::new(merge))).expect("it fits");
        assert_eq!(names(&history), [row("Russia", "Moscow, Duma", '1'), row("US", "", '2')]);
    }

    #[test]
    fn children_of_a_deleted_code_move_below_the_heir_or_join_their_namesakes() {
        let codes = [
            code("old", "Old", ""),
            code("new", "New", ""),
            code("mayor", "Mayor", "old"),
            code("clerk", "Clerk", "mayor"),
            code("aide", "Aide", "mayor"),
            code("judge", "Judge", "old"),
            code("mayor-2", "Mayor ", "new"),
            code("clerk-2", "Clerk", "mayor-2"),
        ];
        let (left, tags) = deleted(&codes, "old", Some("new"));
        assert_eq!(left, ["new", "aide<mayor-2", "judge<new", "mayor-2<new", "clerk-2<mayor-2"]);
        assert_eq!(tags, ["new", "new", "mayor-2", "clerk-2", "aide", "judge", "mayor-2", "clerk-2"]);

        let (left, tags) = deleted(&codes, "mayor", None);
        assert_eq!(left[2..4], ["clerk<old", "aide<old"]);
        assert_eq!(tags[2], "");
    }

    #[test]
    fn an_heir_below_the_deleted_code_stays_below_what_is_left() {
        let codes = [code("top", "Top", ""), code("old", "Old", "top"), code("a", "A", "old"), code("b", "B", "a")];
        assert_eq!(deleted(&codes, "old", Some("a")).0, ["top", "a<top", "b<a"]);
        assert_eq!(deleted(&codes, "old", Some("b")).0, ["top", "a<top", "b<a"]);
        assert_eq!(deleted(&codes, "old", Some("top")).0, ["top", "a<top", "b<a"]);
    }
}
