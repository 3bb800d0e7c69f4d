//! Applies the accepted fixes.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use standpoint_core::{
    model::{
        Article, ArticleId, ArticleSource, Code, CodeId, CodeKind, Codebook, Highlight, HighlightId, Project, Stance,
        StanceId, ids,
    },
    rules::{CodebookEntry, FORBIDDEN_CHARS, ItemPath},
    text::{Span, Text},
};

use super::{Fix, FixAction, words::name_of_slug};

/// Returns the project with the fixes applied. They must have been suggested for this very project, since they refer to
/// items by index. If an item is removed, all its other fixes are dropped.
///
/// In every article that is repaired, the highlights are sorted afterwards.
#[must_use]
pub fn apply_fixes<'a>(project: &Project, fixes: impl IntoIterator<Item = &'a Fix>) -> Project {
    let fixes: Vec<&Fix> = fixes.into_iter().collect();
    let is_leaving = |fix: &&&Fix| matches!(fix.action, FixAction::LeaveOut | FixAction::LeaveCopyOut);
    let left_out: HashSet<ItemPath> = fixes.iter().filter(is_leaving).map(|fix| fix.path).collect();
    let stays = |path: ItemPath| match path {
        ItemPath::Highlight(article, _) => !left_out.contains(&path) && !left_out.contains(&ItemPath::Article(article)),
        _ => !left_out.contains(&path),
    };
    let kept: Vec<&Fix> = fixes.into_iter().filter(|fix| stays(fix.path)).collect();

    let mut repaired = project.clone();
    fix_codebook(&mut repaired.codebook, &kept);
    for fix in &kept {
        let FixAction::Name(name) = &fix.action else { continue };
        match fix.path {
            ItemPath::View(at) => name.clone_into(&mut repaired.views[at].name),
            ItemPath::Search(at) => name.clone_into(&mut repaired.searches[at].name),
            _ => {}
        }
    }
    let mut by_article: BTreeMap<usize, Vec<&Fix>> = BTreeMap::new();
    for fix in kept {
        if let ItemPath::Article(article) | ItemPath::Highlight(article, _) = fix.path {
            by_article.entry(article).or_default().push(fix);
        }
    }
    for path in &left_out {
        if let ItemPath::Highlight(article, _) = path {
            by_article.entry(*article).or_default();
        }
    }
    for (at, fixes) in by_article {
        fix_article(Arc::make_mut(&mut repaired.articles[at]), at, &fixes, &left_out);
    }
    keep(&mut repaired.articles, |at| stays(ItemPath::Article(at)));
    for kind in CodeKind::ALL {
        keep(repaired.codebook.codes_mut(kind), |at| stays(ItemPath::Code(kind, at)));
    }
    keep(&mut repaired.codebook.stances, |at| stays(ItemPath::Stance(at)));
    keep(&mut repaired.views, |at| stays(ItemPath::View(at)));
    keep(&mut repaired.searches, |at| stays(ItemPath::Search(at)));
    repaired
}

/// Removes the elements that do not stay; `stays` is given the index of each.
fn keep<T>(things: &mut Vec<T>, stays: impl Fn(usize) -> bool) {
    let mut at = 0;
    things.retain(|_| {
        at += 1;
        stays(at - 1)
    });
}

fn fix_codebook(book: &mut Codebook, fixes: &[&Fix]) {
    for fix in fixes {
        match (fix.path, &fix.action) {
            (ItemPath::Code(kind, at), action) => fix_code(book, kind, at, action),
            (ItemPath::Stance(at), action) => fix_stance(book, at, action),
            _ => {}
        }
    }
    // New entries go to the end, so that the indices of the others stay valid.
    for fix in fixes {
        if let FixAction::AddToCodebook(entry) = &fix.action {
            add(book, entry);
        }
    }
    for fix in fixes {
        if let (ItemPath::Code(kind, at), FixAction::BreakCircle) = (fix.path, &fix.action)
            && book.is_own_ancestor(kind, &book.codes(kind)[at].id)
        {
            book.codes_mut(kind)[at].parent = None;
        }
    }
}

fn fix_code(book: &mut Codebook, kind: CodeKind, at: usize, action: &FixAction) {
    let code = &mut book.codes_mut(kind)[at];
    match action {
        FixAction::Name(name) => name.clone_into(&mut code.name),
        FixAction::DropParent => code.parent = None,
        FixAction::DropKey => code.key = None,
        FixAction::GiveFreshId => {
            let name = code.name.clone();
            let taken: HashSet<&str> = book.codes(kind).iter().map(|code| code.id.as_str()).collect();
            let id = CodeId::from(&*fresh_slug(&name, at, &taken));
            book.codes_mut(kind)[at].id = id;
        }
        _ => {}
    }
}

fn fix_stance(book: &mut Codebook, at: usize, action: &FixAction) {
    match action {
        FixAction::Name(name) => name.clone_into(&mut book.stances[at].name),
        FixAction::Weigh(weight) => book.stances[at].weight = *weight,
        FixAction::GiveFreshId => {
            let taken: HashSet<&str> = book.stances.iter().map(|stance| stance.id.as_str()).collect();
            let id = StanceId::from(&*fresh_slug(&book.stances[at].name, at, &taken));
            book.stances[at].id = id;
        }
        _ => {}
    }
}

/// A slug of the name, followed by its place in the list if that slug is taken.
fn fresh_slug(name: &str, at: usize, taken: &HashSet<&str>) -> String {
    let plain = ids::slug(name, |_| false);
    if !taken.contains(&*plain) {
        return plain;
    }
    ids::slug(&format!("{plain} {}", at + 1), |slug| taken.contains(slug))
}

/// Adds a missing entry to the codebook under a name made from its id. A stance gets weight 0 until somebody sets it.
fn add(book: &mut Codebook, entry: &CodebookEntry) {
    let name = name_of_slug(entry.id(), entry.noun());
    match entry {
        CodebookEntry::Code(kind, id) => {
            if book.code(*kind, id).is_none() {
                let codes = book.codes_mut(*kind);
                codes.push(Code::new(id.clone(), &name, codes.len()));
            }
        }
        CodebookEntry::Stance(id) => {
            if book.stance(id).is_none() {
                book.stances.push(Stance { id: id.clone(), name, weight: 0.0 });
            }
        }
    }
}

/// Repairs the article whose index is `path`.
fn fix_article(article: &mut Article, path: usize, fixes: &[&Fix], left_out: &HashSet<ItemPath>) {
    for fix in fixes {
        match (fix.path, &fix.action) {
            (ItemPath::Highlight(_, at), action) => fix_highlight(Arc::make_mut(&mut article.highlights[at]), action),
            (_, FixAction::GiveFreshId) => article.id = ArticleId::fresh(),
            _ => {}
        }
    }
    keep(&mut article.highlights, |at| !left_out.contains(&ItemPath::Highlight(path, at)));
    if fixes.iter().any(|fix| fix.action == FixAction::CleanText) {
        clean_text(article);
    }
    if let Some(source) = &mut article.source {
        let n_chars = article.text.n_chars();
        for fix in fixes.iter().filter(|fix| fix.path == ItemPath::Article(path)) {
            fix_source(Arc::make_mut(source), n_chars, &fix.action);
        }
    }
    article.highlights.sort_by_key(|highlight| highlight.order());
}

/// Repairs the source of an article whose text has this many characters.
fn fix_source(source: &mut ArticleSource, n_chars: usize, action: &FixAction) {
    match action {
        FixAction::DropHash => source.sha256.clear(),
        FixAction::DropParts => source.parts.retain(|part| part.start <= n_chars),
        FixAction::SortParts => source.parts.sort_by_key(|part| part.start),
        _ => {}
    }
}

fn fix_highlight(highlight: &mut Highlight, action: &FixAction) {
    match action {
        FixAction::Move { to, words, .. } => {
            highlight.span = *to;
            highlight.quote.clone_from(words);
        }
        FixAction::TakeWords(words) => highlight.quote.clone_from(words),
        FixAction::GiveFreshId => highlight.id = HighlightId::fresh(),
        FixAction::TakeTagOff(CodebookEntry::Code(CodeKind::Actor, _)) => highlight.actor = None,
        FixAction::TakeTagOff(CodebookEntry::Code(CodeKind::Issue, _)) => highlight.issue = None,
        FixAction::TakeTagOff(CodebookEntry::Stance(_)) => highlight.stance = None,
        FixAction::Date { created, .. } => highlight.created.clone_from(created),
        _ => {}
    }
}

/// Removes the characters from the text that import would have removed, and moves the highlights accordingly.
fn clean_text(article: &mut Article) {
    let old = article.text.clone();
    let (clean, moved) = cleaned(old.as_str());
    let text = Text::new(clean);
    let new_position = |position: usize| match moved.get(position) {
        Some(new) => *new,
        None => position.saturating_sub(old.n_chars() - text.n_chars()),
    };
    for highlight in article.highlights.iter_mut().map(Arc::make_mut) {
        let span = highlight.span;
        let was_right = old.holds(span) && old.slice(span) == highlight.quote;
        highlight.quote = cleaned(&highlight.quote).0;
        // Somebody may have counted positions without the removed characters.
        let is_right = !was_right && text.holds(span) && text.slice(span) == highlight.quote;
        if !is_right {
            highlight.span = Span::new(new_position(span.start), new_position(span.end));
        }
        if was_right {
            highlight.quote = text.slice(highlight.span).to_owned();
        }
    }
    if let Some(source) = article.source.as_mut().filter(|source| !source.parts.is_empty()) {
        for part in &mut Arc::make_mut(source).parts {
            part.start = new_position(part.start);
        }
    }
    article.text = text;
}

/// Returns the text as import would have cleaned it, and for each old position, including the end, the new one. A
/// carriage return that ends a line on its own becomes a line feed.
fn cleaned(text: &str) -> (String, Vec<usize>) {
    let mut clean = String::with_capacity(text.len());
    let mut moved = Vec::new();
    let mut n_chars = 0;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        moved.push(n_chars);
        let kept = match c {
            '\r' if rest.peek() == Some(&'\n') => None,
            '\r' => Some('\n'),
            c if FORBIDDEN_CHARS.contains(&c) => None,
            c => Some(c),
        };
        clean.extend(kept);
        n_chars += usize::from(kept.is_some());
    }
    moved.push(n_chars);
    (clean, moved)
}
