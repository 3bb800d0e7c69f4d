//! Importing files, against the least that reading them takes.

#![expect(clippy::print_stdout, reason = "figures are what a bench is for")]

#[expect(dead_code, reason = "the files are made here, and only the stopwatch and the dice are shared")]
mod common;
#[path = "import/copies.rs"]
mod copies;
#[path = "import/documents.rs"]
mod documents;
#[path = "import/memory.rs"]
mod memory;
#[path = "import/pages.rs"]
mod pages;
#[path = "import/pdf.rs"]
mod pdf;
#[path = "../tests/common/pdf_files.rs"]
#[allow(dead_code, reason = "tests need more of it")]
mod pdf_files;

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
    time::Duration,
};

use standpoint_exchange::import::{
    articles::{FilesRead, read_files},
    formats::ReadingOptions,
    isolated::{self, ReaderProcess},
};
use tempfile::TempDir;

const RUNS: usize = 7;

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|argument| argument == memory::ARGUMENT) {
        return memory::measure(arguments.next().expect("the folder to import follows").as_ref());
    }
    read_pdf_files_apart();
    let lines = [
        text_files(),
        pages::saved_pages(),
        documents::word_documents(),
        pdf::pdf_files(),
        copies::near_copies(),
        memory::peak(),
    ];
    println!("{}", lines.join("\n"));
}

/// Reads PDF files in a process of their own, as the program does.
fn read_pdf_files_apart() {
    isolated::read_in(ReaderProcess {
        program: PathBuf::from(env!("CARGO_BIN_EXE_standpoint")),
        time: Duration::from_mins(1),
        memory_bytes: 1 << 30,
    });
}

/// A folder with these files, as named.
fn folder_of(n: usize, extension: &str, file: impl Fn(usize) -> Vec<u8>) -> TempDir {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    for index in 0..n {
        let path = folder.path().join(format!("{index:05}.{extension}"));
        fs::write(path, file(index)).expect("the folder can be written");
    }
    folder
}

/// Imports a folder until the drafts are ready.
fn import(folder: &Path) -> FilesRead {
    let paths = [folder.to_owned()];
    read_files(&paths, &ReadingOptions::default(), &AtomicBool::new(false), &mut |_, _| {})
}

fn paths(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// Words that differ from text to text, `n_bytes` of them.
fn words(seed: usize, n_bytes: usize) -> String {
    const LATIN: [&str; 8] = ["bridge", "harbour", "council", "the", "toll", "of", "refuses", "guild"];
    const OTHERS: [&str; 8] = ["мост", "гавань", "совет", "и", "пошлина", "на", "отклоняет", "гильдия"];
    // One text in four is not in English.
    let words = if seed % 4 == 3 { OTHERS } else { LATIN };
    let mut text = format!("Article {seed}\n");
    let mut state = seed;
    while text.len() < n_bytes {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let end = if state.is_multiple_of(64) { ".\n" } else { " " };
        _ = write!(text, "{}{end}", words[(state >> 33) % words.len()]);
    }
    text
}

/// Five thousand text files, against reading them and checking that they are UTF-8.
fn text_files() -> String {
    const FILES: usize = 5_000;
    let folder = folder_of(FILES, "txt", |index| words(index, 6_000).into_bytes());
    assert_eq!(import(folder.path()).files.len(), FILES);
    let bare = || {
        let check = |path: &PathBuf| {
            let bytes = fs::read(path).expect("it is there");
            std::str::from_utf8(&bytes).expect("it is UTF-8").len()
        };
        paths(folder.path()).iter().map(check).sum::<usize>()
    };
    common::report("import-text", common::medians(RUNS, || import(folder.path()), bare), 2.0)
}
