//! Opening and saving a large project, against the bare `ron` crate on plain structs of the same shape;
//! and what the journal costs.

#![expect(clippy::print_stdout, reason = "figures are what a bench is for")]

mod common;
mod journal;

use std::{fs, path::Path, sync::Arc};

use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};
use standpoint_core::model::Codebook;
use standpoint_store::{self as store, Machine, Overwrite, Session, disk::SystemDisk, folders::Folders};

const RUNS: usize = 7;

/// The file as `ron` alone reads and writes it: strings and numbers, nothing checked.
#[derive(Serialize, Deserialize)]
struct Plain {
    format: u32,
    id: String,
    title: String,
    codebook: Codebook,
    articles: Vec<PlainArticle>,
}

#[derive(Serialize, Deserialize)]
struct PlainArticle {
    id: String,
    details: PlainDetails,
    text: String,
    highlights: Vec<PlainHighlight>,
}

#[derive(Serialize, Deserialize)]
enum Status {
    Done,
}

#[derive(Serialize, Deserialize)]
struct PlainDetails {
    title: String,
    outlet: String,
    status: Status,
}

#[derive(Serialize, Deserialize)]
struct PlainHighlight {
    id: String,
    span: (usize, usize),
    quote: String,
    actor: String,
    issue: String,
    #[serde(default)]
    stance: String,
    coder: String,
    created: String,
}

fn main() {
    let size = common::Size { articles: 5_000, bytes: 6_000, highlights_each: 10, actors: 200, issues: 300 };
    let project = common::project(&size);
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let (ours, bare) = (folder.path().join("ours.ron"), folder.path().join("bare.ron"));
    let machine = Machine::with(Folders::below(folder.path().join("data")), Arc::new(SystemDisk));
    let mut session = Session::unsaved(project.clone(), &machine);
    let saved = session.begin_save_as(&ours).run().expect("the folder can be written");
    session.finish_save(saved);
    let bytes = fs::metadata(&ours).expect("it was just written").len();
    println!("{} highlights in {} articles, {} MB", project.n_highlights(), project.articles.len(), bytes / 1_000_000);

    let opening = common::medians(RUNS, || store::open(&ours).expect("it is sound"), || bare_open(&ours));
    let plain = bare_open(&ours);
    let saving = common::medians(
        RUNS,
        || session.begin_save(Overwrite::AnyState).expect("it has a file").run().expect("the folder can be written"),
        || bare_save(&bare, &plain),
    );
    drop((session, plain));
    let mut lines = vec![common::report("store-open", opening, 1.3), common::report("store-save", saving, 1.5)];
    lines.extend(journal::bars(project));
    println!("{}", lines.join("\n"));
}

fn bare_open(path: &Path) -> Plain {
    let source = fs::read_to_string(path).expect("it is UTF-8");
    ron::from_str(&source).expect("it has the same shape")
}

/// Writes in the same layout, without a temporary file or a flush to disk.
fn bare_save(path: &Path, plain: &Plain) {
    let layout = PrettyConfig::new().depth_limit(4).escape_strings(false).new_line("\n");
    let written = ron::ser::to_string_pretty(plain, layout).expect("plain data can be written");
    fs::write(path, written).expect("the folder can be written");
}
