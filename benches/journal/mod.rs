//! A hundred thousand edits of every kind on a large project: applied, handed to the journal, and replayed from it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use standpoint_core::{
    edit::{Edit, Gesture, History, add_code},
    model::{Article, CodeKind, Details, Highlight, Project, ReadingStatus, Tags},
    text::Span,
};
use standpoint_store::{self as store, Access, Machine, Session, disk::SystemDisk, folders::Folders};

use crate::common::Dice;

const N_EDITS: usize = 100_000;

/// A label, a gesture and an edit.
type Change = (&'static str, Gesture, Edit);

/// Measures on a project, and says how that stands against the bars.
pub fn bars(project: Project) -> [String; 2] {
    let edits = edits(project.clone());
    apply_and_undo(&project, &edits);
    journal(project, edits)
}

fn apply_and_undo(project: &Project, edits: &[Change]) {
    // An article that others look at is copied at its first change; nobody does where a project was just opened.
    let unshared = project.articles.iter().map(|article| Arc::new(Article::clone(article))).collect();
    let mut history = History::new(Project { articles: unshared, ..project.clone() });
    let edits = edits.to_vec();
    let start = Instant::now();
    for (label, gesture, edit) in edits {
        history.apply(label, gesture, edit).expect("it was made for this project");
    }
    println!("{N_EDITS} edits applied: {:.0} ms", ms(start.elapsed()));
    let start = Instant::now();
    let mut n_steps = 0;
    while history.undo().is_some() {
        n_steps += 1;
    }
    println!("{n_steps} steps undone: {:.0} ms", ms(start.elapsed()));
}

/// What the journal costs the window at each edit, and what it takes to replay.
fn journal(project: Project, edits: Vec<Change>) -> [String; 2] {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("p.ron");
    let machine = Machine::with(Folders::below(folder.path().join("data")), Arc::new(SystemDisk));
    Session::unsaved(project, &machine).begin_save_as(&path).run().expect("the folder can be written");
    let open = || Session::open(&path, Access::Change, &machine).expect("it is sound");

    let (mut session, _) = open();
    let mut each: Vec<Duration> = Vec::with_capacity(N_EDITS);
    for (label, gesture, edit) in edits {
        let start = Instant::now();
        session.apply(label, gesture, edit).expect("it was made for this project");
        each.push(start.elapsed());
    }
    let start = Instant::now();
    session.flush_journal().expect("the folder can be written");
    let flushed = start.elapsed();
    let expected = session.project().n_highlights();
    drop(session);
    each.sort_unstable();
    let (median, slow) = (us(each[N_EDITS / 2]), us(each[N_EDITS * 99 / 100]));
    println!("an edit applied and handed to the journal: {median:.1} µs, 99 of 100 within {slow:.1} µs");
    println!("after the last one, the journal was on disk within {:.0} ms", ms(flushed));

    let start = Instant::now();
    let plain = store::open(&path).expect("it is sound");
    let opening = start.elapsed();
    drop(plain);
    let start = Instant::now();
    let (session, recovered) = open();
    let replaying = start.elapsed().saturating_sub(opening);
    assert_eq!((recovered.n_edits, session.project().n_highlights()), (N_EDITS, expected));
    println!(
        "opening without the journal: {:.0} ms, its {N_EDITS} edits besides: {:.0} ms",
        ms(opening),
        ms(replaying)
    );
    let bar = |name: &str, value: f64, limit: f64| {
        format!("bar {name} {value:.2} {limit} {}", if value <= limit { "ok" } else { "over" })
    };
    [bar("journal-note-us", slow, 50.0), bar("journal-replay-s", replaying.as_secs_f64(), 2.0)]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn us(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// The gestures of a long piece of work: each fits the project as those before it leave it.
fn edits(project: Project) -> Vec<Change> {
    let mut history = History::new(project);
    let mut dice = Dice(11);
    let mut edits = Vec::with_capacity(N_EDITS);
    while edits.len() < N_EDITS {
        let Some((label, gesture, edit)) = edit(history.project(), &mut dice) else { continue };
        history.apply(label, gesture.clone(), edit.clone()).expect("it was made for this project");
        edits.push((label, gesture, edit));
    }
    edits
}

fn edit(project: &Project, dice: &mut Dice) -> Option<Change> {
    let article = &project.articles[dice.below(project.articles.len())];
    let n_highlights = article.highlights.len();
    let one = (n_highlights > 0).then(|| &article.highlights[dice.below(n_highlights.max(1))]);
    let book = &project.codebook;
    let tags = Tags {
        actor: Some(book.actors[dice.below(book.actors.len())].id.clone()),
        issue: Some(book.issues[dice.below(book.issues.len())].id.clone()),
        stance: book.stances.get(dice.below(4)).map(|stance| stance.id.clone()),
    };
    let edit = match dice.below(100) {
        0..40 => {
            let start = dice.below(article.text.n_chars() - 60);
            let span = Span::new(start, start + 20 + dice.below(40));
            let highlight = Highlight::new(&article.text, span, tags, "AK", "2026-01-12T09:14:00Z");
            return Some(("Tag 1 highlight", Gesture::Single, Edit::AddHighlights(vec![(article.id, highlight)])));
        }
        40..65 => Edit::SetHighlights(vec![(article.id, one?.with_tags(tags))]),
        65..80 => {
            let highlight = Highlight { note: format!("note {}", dice.below(1000)), ..(**one?).clone() };
            let gesture = Gesture::Continued(format!("note {}", highlight.id));
            return Some(("Write a note", gesture, Edit::SetHighlights(vec![(article.id, highlight)])));
        }
        80..90 => Edit::RemoveHighlights(vec![(article.id, one?.id)]),
        90..97 => {
            let status = ReadingStatus::ALL[dice.below(3)];
            Edit::SetDetails(article.id, Details { status, ..article.details.clone() }.into())
        }
        97 => {
            add_code(book, CodeKind::Issue, book.fresh_code(CodeKind::Issue, &format!("New {}", dice.below(500)), None))
        }
        98 => {
            let code = &book.issues[dice.below(book.issues.len())];
            // A code in use cannot go, and most are.
            let is_used = project.highlights().any(|(_, highlight)| highlight.issue.as_ref() == Some(&code.id));
            if is_used || book.children(CodeKind::Issue, &code.id).next().is_some() {
                return None;
            }
            Edit::RemoveCode(CodeKind::Issue, code.id.clone())
        }
        _ => {
            let mut code = book.actors[dice.below(book.actors.len())].clone();
            code.definition = format!("Definition {}", dice.below(1000));
            Edit::SetCode(CodeKind::Actor, code)
        }
    };
    Some(("Change", Gesture::Single, edit))
}
