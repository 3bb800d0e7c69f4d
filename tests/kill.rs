//! Kills the program while edits are made, reopens the project, and counts what is lost.
//!
//! A script feeds edits to the real program, which answers each; `SIGKILL` comes at a random moment,
//! in a save or between two. Every edit that was answered must be there, and the project must open.
//! `STANDPOINT_KILLS` sets the number of kills; the last line says what was counted.

#![expect(clippy::print_stdout, reason = "the last line is what the test is for")]

use std::{
    fmt::Write as _,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, Command, ExitCode, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    time::{Duration, Instant},
};

use standpoint_core::{
    edit::{Edit, lines},
    model::{Article, Details, Highlight, Project, Tags},
    text::{Span, Text},
};
use standpoint_store::{self as store, Access, Machine, Session, disk::SystemDisk, folders::Folders};

fn main() -> ExitCode {
    let n_kills = std::env::var("STANDPOINT_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(200);
    let seed = std::env::var("STANDPOINT_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_122);
    let (next, total) = (AtomicUsize::new(0), Mutex::new(Count::default()));
    // Each run mostly waits, so there are more of them than cores.
    let n_at_once = std::thread::available_parallelism().map_or(4, |n| n.get() * 4).min(n_kills.max(1));
    std::thread::scope(|scope| {
        for _ in 0..n_at_once {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= n_kills {
                        break;
                    }
                    let count = kill_once(&mut Dice(seed + index as u64));
                    total.lock().expect("no run panics").add(&count);
                }
            });
        }
    });
    let Count { n_acknowledged, n_lost, n_unopenable, n_saves, problems } = total.into_inner().expect("no run panics");
    for problem in &problems {
        println!("{problem}");
    }
    println!("{n_saves} saves were asked for");
    println!("kills {n_kills} acknowledged {n_acknowledged} lost {n_lost} unopenable {n_unopenable}");
    // A run in which nothing was answered shows nothing.
    if n_lost + n_unopenable > 0 || !problems.is_empty() || n_acknowledged < n_kills {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

#[derive(Default)]
struct Count {
    /// Answered before the kill.
    n_acknowledged: usize,
    n_lost: usize,
    n_unopenable: usize,
    n_saves: usize,
    problems: Vec<String>,
}

impl Count {
    fn add(&mut self, other: &Self) {
        self.n_acknowledged += other.n_acknowledged;
        self.n_lost += other.n_lost;
        self.n_unopenable += other.n_unopenable;
        self.n_saves += other.n_saves;
        self.problems.extend_from_slice(&other.problems);
    }
}

/// One line of the script, and what the title is once it is done.
struct Line {
    text: String,
    title: String,
}

fn kill_once(dice: &mut Dice) -> Count {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("p.ron");
    let machine = Machine::with(Folders::below(folder.path().join("data")), Arc::new(SystemDisk));
    let project = project();
    Session::unsaved(project.clone(), &machine).begin_save_as(&path).run().expect("the folder can be written");

    let script = script(&project, dice);
    let lifetime = Duration::from_millis(50 + dice.below(900));
    // Several edits at a time are a group, which one flush of the journal serves.
    let n_at_a_time = [1, 1, 7, 60][usize::try_from(dice.below(4)).expect("it is small")];
    let n_answered = run(&path, &folder.path().join("data"), &script, n_at_a_time, lifetime);

    let mut count = Count { n_acknowledged: n_answered, ..Count::default() };
    count.n_saves = script[..n_answered].iter().filter(|line| line.text == "save").count();
    let recovered = match Session::open(&path, Access::Change, &machine) {
        Ok((session, _)) => session.project().clone(),
        Err(error) => {
            count.n_unopenable = 1;
            count.problems.push(error.to_string());
            return count;
        }
    };
    // Edits are lost from the end only, so the state is that after some line; which, its title tells.
    let title_after = |n_lines: usize| n_lines.checked_sub(1).map_or(&*project.title, |last| &*script[last].title);
    let reached = |least: usize| (least..=script.len()).find(|n| title_after(*n) == recovered.title);
    if let Some(n_lines) = reached(n_answered) {
        count.problems.extend(compare(&recovered, &project, &script[..n_lines]));
    } else {
        let n_lines = (0..n_answered).rev().find(|n| title_after(*n) == recovered.title).unwrap_or(0);
        count.n_lost = n_answered - n_lines;
    }
    count
}

/// A project with one article of some length.
fn project() -> Project {
    let mut project = Project::titled("before the first edit");
    let text = Text::new("Each of the two sides said that the other had to move first.\n".repeat(40));
    project.articles.push(Arc::new(Article::new(Details::default(), text)));
    project
}

/// More lines than the program gets to: edits, each with its number as the title, undone and done again now and then.
fn script(project: &Project, dice: &mut Dice) -> Vec<Line> {
    let article = &project.articles[0];
    let mut lines: Vec<Line> = Vec::new();
    let mut title = project.title.clone();
    for number in 1..4_000 {
        let start = usize::try_from(dice.below(2_000)).expect("it is small");
        let mut highlight =
            Highlight::new(&article.text, Span::new(start, start + 30), Tags::default(), "K", "2026-01-12T09:14:00Z");
        write!(highlight.note, "edit {number}\nof a “script”").expect("writing to a string does not fail");
        let before = std::mem::replace(&mut title, format!("edit {number}"));
        let edit = Edit::All(vec![Edit::SetTitle(title.clone()), Edit::AddHighlights(vec![(article.id, highlight)])]);
        let text = lines::write(&edit);
        lines.push(Line { text, title: title.clone() });
        match dice.below(60) {
            0 => {
                lines.push(Line { text: "undo".to_owned(), title: before });
                lines.push(Line { text: "redo".to_owned(), title: title.clone() });
            }
            1 | 2 => lines.push(Line { text: "save".to_owned(), title: title.clone() }),
            _ => {}
        }
    }
    lines
}

/// Feeds the script to the program, so many lines at a time, and kills it; gives back how many lines it answered.
fn run(path: &Path, data: &Path, script: &[Line], n_at_a_time: usize, lifetime: Duration) -> usize {
    let mut program = start(path, data);
    let mut input = program.stdin.take().expect("it is piped");
    let output = BufReader::new(program.stdout.take().expect("it is piped"));
    let (answered, answers) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if answered.send(line).is_err() {
                    break;
                }
            }
        });
        let mut n_answered = 0;
        let mut end = None;
        'script: for lines in script.chunks(n_at_a_time) {
            let text: String = lines.iter().flat_map(|line| [&*line.text, "\n"]).collect();
            // A pipe to a program that is gone ends the script.
            if input.write_all(text.as_bytes()).and_then(|()| input.flush()).is_err() {
                break;
            }
            let end = *end.get_or_insert_with(|| Instant::now() + lifetime);
            for _ in lines {
                match answers.recv_timeout(end.saturating_duration_since(Instant::now())) {
                    Ok(_) => n_answered += 1,
                    Err(_) => break 'script,
                }
            }
        }
        program.kill().expect("it runs, or has ended");
        program.wait().expect("it was started here");
        // What it said before the kill counts, although nobody has read it yet.
        n_answered + answers.iter().count()
    })
}

fn start(path: &Path, data: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_standpoint"));
    command.arg("apply").arg(path).env("XDG_DATA_HOME", data).env_remove("DISPLAY");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().expect("the program was built")
}

/// What differs from the project that the lines lead to, if anything does.
fn compare(recovered: &Project, start: &Project, lines: &[Line]) -> Option<String> {
    let mut expected = standpoint_core::edit::History::new(start.clone());
    for line in lines {
        match &*line.text {
            "undo" => _ = expected.undo(),
            "redo" => _ = expected.redo(),
            "save" => {}
            edit => {
                let edit = lines::read(edit).expect("it was written here");
                let gesture = standpoint_core::edit::Gesture::Single;
                expected.apply("Edit", gesture, edit).expect("the program took it");
            }
        }
    }
    let is_equal = store::to_string(recovered) == store::to_string(expected.project());
    (!is_equal).then(|| format!("after {} lines the project is another one", lines.len()))
}

/// Numbers that only look random.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}
