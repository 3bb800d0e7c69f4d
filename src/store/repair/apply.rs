//! Doing the mends that were accepted.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use super::{Change, Mend, words::name_of_slug};
use crate::model::{
    Article, ArticleId, Code, CodeId, CodeKind, Codebook, Colour, Highlight, HighlightId, Project, Seat, Span, Stance,
    StanceId, Text,
    fault::{BAD_CHARACTERS, Entry, is_in_a_circle},
    ids,
};

/// The project with the mends done. They must have been proposed for this very project, since they
/// name things by where these stand. What is left out takes all its other mends with it.
///
/// The articles that are mended have their highlights in order afterwards.
#[must_use]
pub fn mend<'a>(project: &Project, mends: impl IntoIterator<Item = &'a Mend>) -> Project {
    let mends: Vec<&Mend> = mends.into_iter().collect();
    let is_leaving = |mend: &&&Mend| matches!(mend.change, Change::LeaveOut | Change::LeaveCopyOut);
    let left_out: HashSet<Seat> = mends.iter().filter(is_leaving).map(|mend| mend.seat).collect();
    let stays = |seat: Seat| match seat {
        Seat::Highlight(article, _) => !left_out.contains(&seat) && !left_out.contains(&Seat::Article(article)),
        _ => !left_out.contains(&seat),
    };
    let kept: Vec<&Mend> = mends.into_iter().filter(|mend| stays(mend.seat)).collect();

    let mut mended = project.clone();
    mend_codebook(&mut mended.codebook, &kept);
    let mut by_article: BTreeMap<usize, Vec<&Mend>> = BTreeMap::new();
    for mend in kept {
        if let Seat::Article(article) | Seat::Highlight(article, _) = mend.seat {
            by_article.entry(article).or_default().push(mend);
        }
    }
    for seat in &left_out {
        if let Seat::Highlight(article, _) = seat {
            by_article.entry(*article).or_default();
        }
    }
    for (at, mends) in by_article {
        mend_article(Arc::make_mut(&mut mended.articles[at]), at, &mends, &left_out);
    }
    keep(&mut mended.articles, |at| stays(Seat::Article(at)));
    for kind in CodeKind::ALL {
        keep(mended.codebook.codes_mut(kind), |at| stays(Seat::Code(kind, at)));
    }
    keep(&mut mended.codebook.stances, |at| stays(Seat::Stance(at)));
    mended
}

/// Leaves out what does not stay; `stays` gets where each thing stands.
fn keep<T>(things: &mut Vec<T>, stays: impl Fn(usize) -> bool) {
    let mut at = 0;
    things.retain(|_| {
        at += 1;
        stays(at - 1)
    });
}

fn mend_codebook(book: &mut Codebook, mends: &[&Mend]) {
    for mend in mends {
        match (mend.seat, &mend.change) {
            (Seat::Code(kind, at), change) => mend_code(book, kind, at, change),
            (Seat::Stance(at), change) => mend_stance(book, at, change),
            _ => {}
        }
    }
    // What is added goes to the end, so that the places of the others still hold.
    for mend in mends {
        if let Change::AddToCodebook(entry) = &mend.change {
            add(book, entry);
        }
    }
    for mend in mends {
        if let (Seat::Code(kind, at), Change::BreakCircle) = (mend.seat, &mend.change)
            && is_in_a_circle(book, kind, &book.codes(kind)[at].id.clone())
        {
            book.codes_mut(kind)[at].parent = None;
        }
    }
}

fn mend_code(book: &mut Codebook, kind: CodeKind, at: usize, change: &Change) {
    let code = &mut book.codes_mut(kind)[at];
    match change {
        Change::Name(name) => name.clone_into(&mut code.name),
        Change::DropParent => code.parent = None,
        Change::DropKey => code.key = None,
        Change::GiveFreshId => {
            let name = code.name.clone();
            let taken: HashSet<&str> = book.codes(kind).iter().map(|code| code.id.as_str()).collect();
            let id = CodeId::from(&*fresh_slug(&name, at, &taken));
            book.codes_mut(kind)[at].id = id;
        }
        _ => {}
    }
}

fn mend_stance(book: &mut Codebook, at: usize, change: &Change) {
    match change {
        Change::Name(name) => name.clone_into(&mut book.stances[at].name),
        Change::Weigh(weight) => book.stances[at].weight = *weight,
        Change::GiveFreshId => {
            let taken: HashSet<&str> = book.stances.iter().map(|stance| stance.id.as_str()).collect();
            let id = StanceId::from(&*fresh_slug(&book.stances[at].name, at, &taken));
            book.stances[at].id = id;
        }
        _ => {}
    }
}

/// A slug of the name, with its place in the list if another has that slug.
fn fresh_slug(name: &str, at: usize, taken: &HashSet<&str>) -> String {
    let plain = ids::slug(name, |_| false);
    if !taken.contains(&*plain) {
        return plain;
    }
    ids::slug(&format!("{plain} {}", at + 1), |slug| taken.contains(slug))
}

/// Adds what the codebook lacks, under a name made of its id; a stance has no weight until it is given one.
fn add(book: &mut Codebook, entry: &Entry) {
    let name = name_of_slug(entry.id(), entry.noun());
    match entry {
        Entry::Code(kind, id) => {
            if book.code(*kind, id).is_none() {
                let codes = book.codes_mut(*kind);
                let colour = Colour::nth(codes.len());
                let (aliases, definition) = (Vec::new(), String::new());
                codes.push(Code { id: id.clone(), name, aliases, colour, parent: None, definition, key: None });
            }
        }
        Entry::Stance(id) => {
            if book.stance(id).is_none() {
                book.stances.push(Stance { id: id.clone(), name, weight: 0.0 });
            }
        }
    }
}

/// Mends the article that stands at `seat`.
fn mend_article(article: &mut Article, seat: usize, mends: &[&Mend], left_out: &HashSet<Seat>) {
    for mend in mends {
        match (mend.seat, &mend.change) {
            (Seat::Highlight(_, at), change) => mend_highlight(Arc::make_mut(&mut article.highlights[at]), change),
            (_, Change::GiveFreshId) => article.id = ArticleId::fresh(),
            _ => {}
        }
    }
    keep(&mut article.highlights, |at| !left_out.contains(&Seat::Highlight(seat, at)));
    if mends.iter().any(|mend| mend.change == Change::CleanText) {
        clean_text(article);
    }
    article.highlights.sort_by_key(|highlight| highlight.order());
}

fn mend_highlight(highlight: &mut Highlight, change: &Change) {
    match change {
        Change::Move { to, words, .. } => {
            highlight.span = *to;
            highlight.quote.clone_from(words);
        }
        Change::TakeWords(words) => highlight.quote.clone_from(words),
        Change::GiveFreshId => highlight.id = HighlightId::fresh(),
        Change::TakeTagOff(Entry::Code(CodeKind::Actor, _)) => highlight.actor = None,
        Change::TakeTagOff(Entry::Code(CodeKind::Issue, _)) => highlight.issue = None,
        Change::TakeTagOff(Entry::Stance(_)) => highlight.stance = None,
        Change::Date { created, .. } => highlight.created.clone_from(created),
        _ => {}
    }
}

/// Takes out of the text what import would have taken out, and moves the highlights accordingly.
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
        // Somebody may have counted the characters without those that are taken out.
        let is_right = !was_right && text.holds(span) && text.slice(span) == highlight.quote;
        if !is_right {
            highlight.span = Span::new(new_position(span.start), new_position(span.end));
        }
        if was_right {
            highlight.quote = text.slice(highlight.span).to_owned();
        }
    }
    article.text = text;
}

/// The text as import would have taken it, and for each position of the old one, its end included,
/// where that is now. A carriage return that ends a line alone becomes a line feed.
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
            c if BAD_CHARACTERS.contains(&c) => None,
            c => Some(c),
        };
        clean.extend(kept);
        n_chars += usize::from(kept.is_some());
    }
    moved.push(n_chars);
    (clean, moved)
}
