//! Choices of reading, and the files that a thread reads again because of them.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

use egui::Context;

use standpoint_core::wording::counted;
use standpoint_exchange::import::{
    articles::FileRead,
    columns::{ColumnMapping, KnownColumns},
    decode::Charset,
    formats::{ReadingChoice, ReadingOptions},
    originals::{OriginalFile, read_again},
    review::{FailedText, Review, ReviewDraft},
};

use crate::ui::work::elsewhere;

/// What was chosen about reading, and what is being read again.
#[derive(Default)]
pub(super) struct ReadingAgain {
    /// Whether each chapter of a book is an article.
    pub splits_chapters: bool,
    /// Whether the lines of PDF files stay lines.
    pub keeps_lines: bool,
    /// What is known of the columns of tables.
    pub columns: KnownColumns,
    /// The tables whose columns were changed here.
    changed: Vec<ColumnMapping>,
    /// The encodings that were chosen.
    encodings: HashMap<PathBuf, Charset>,
    waiting: BTreeMap<PathBuf, OriginalFile>,
    running: Option<Running>,
    /// How often files were read again.
    pub n_done: u64,
    /// Why a file could not be read like this.
    problems: HashMap<PathBuf, String>,
}

/// A thread that reads. It ends soon after this is dropped.
struct Running {
    /// Nothing once it was waited for.
    thread: Option<JoinHandle<Vec<FileRead>>>,
    cancel: Arc<AtomicBool>,
    n_files: usize,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

/// The choice that a draft leaves.
pub(super) fn choice_of(draft: &ReviewDraft) -> Option<ReadingChoice> {
    ReadingChoice::of_format(&draft.read().source.format)
}

/// The table that could not be read, if this is one.
pub(super) fn failed_table(failed: &FailedText) -> Option<OriginalFile> {
    let original = failed.original().filter(|_| failed.part.is_none())?;
    (ReadingChoice::of_file_name(&original.name) == Some(ReadingChoice::Columns)).then_some(original)
}

impl ReadingAgain {
    /// How files are read, apart from their encodings.
    pub fn options(&self) -> ReadingOptions {
        ReadingOptions {
            split_chapters: self.splits_chapters,
            raw_lines: self.keeps_lines,
            columns: self.columns.clone(),
            ..ReadingOptions::default()
        }
    }

    /// The options for one file.
    pub fn options_for(&self, file: &Path) -> ReadingOptions {
        ReadingOptions { encoding: self.encodings.get(file).copied(), ..self.options() }
    }

    /// Takes what is remembered of tables. What was changed here wins.
    pub fn know(&mut self, columns: KnownColumns) {
        self.columns = columns;
        for mapping in self.changed.clone() {
            self.columns.remember(mapping);
        }
    }

    /// Whether a thread is reading.
    pub const fn is_busy(&self) -> bool {
        self.running.is_some()
    }

    /// Whether files wait to be read again, or are being read.
    pub fn is_pending(&self) -> bool {
        self.running.is_some() || !self.waiting.is_empty()
    }

    /// What goes on, in words.
    pub fn in_words(&self) -> String {
        let n_files = self.running.as_ref().map_or(0, |running| running.n_files) + self.waiting.len();
        format!("Reading {} again…", counted(n_files, "file"))
    }

    /// Why a file could not be read as it was chosen last.
    pub fn problem(&self, file: &Path) -> Option<&str> {
        self.problems.get(file).map(String::as_str)
    }

    /// Reads a file again in this encoding, or in the most likely one.
    pub fn read_in(&mut self, file: OriginalFile, encoding: Option<Charset>) {
        match encoding {
            Some(encoding) => _ = self.encodings.insert(file.path.clone(), encoding),
            None => _ = self.encodings.remove(&file.path),
        }
        self.waiting.insert(file.path.clone(), file);
    }

    /// Reads all tables again with this mapping in place of an earlier one for the same heads.
    pub fn map_columns(&mut self, mapping: ColumnMapping, review: &Review) {
        self.columns.remember(mapping.clone());
        let heads: Vec<String> = mapping.columns.iter().map(|column| column.head.clone()).collect();
        self.changed.retain(|other| !other.is_for(heads.iter().map(String::as_str)));
        self.changed.push(mapping);
        self.read_all(review, 0, ReadingChoice::Columns);
        let failed = review.failed().iter().filter_map(failed_table);
        self.waiting.extend(failed.map(|file| (file.path.clone(), file)));
    }

    /// Reads the files again that leave this choice, of the drafts from this place on.
    pub fn read_all(&mut self, review: &Review, first: usize, choice: ReadingChoice) {
        let mut last: Option<&Path> = None;
        for draft in &review.drafts()[first..] {
            let path = draft.read().path.as_deref();
            // The texts of a file stand together.
            if path.is_some() && path != last && choice_of(draft) == Some(choice) {
                self.waiting.extend(draft.original().map(|file| (file.path.clone(), file)));
            }
            last = path;
        }
    }

    /// Reads new drafts again, from this place on, as far as the choices differ from how they were read.
    pub fn catch_up(&mut self, review: &Review, first: usize) {
        if self.splits_chapters {
            self.read_all(review, first, ReadingChoice::Chapters);
        }
        if self.keeps_lines {
            self.read_all(review, first, ReadingChoice::Lines);
        }
    }

    /// Returns what a thread has read, and lets the next one begin if files wait.
    pub fn follow(&mut self, ctx: &Context) -> Option<Vec<FileRead>> {
        let mut read = None;
        if self.running.as_ref().is_some_and(Running::is_done) {
            read = self.running.take().map(Running::read);
            self.n_done += 1;
        }
        if self.running.is_none() && !self.waiting.is_empty() {
            self.start(ctx);
        }
        read
    }

    fn start(&mut self, ctx: &Context) {
        let files = std::mem::take(&mut self.waiting).into_values();
        let encoded = |file: OriginalFile| {
            let encoding = self.encodings.get(&file.path).copied();
            (file, encoding)
        };
        let files: Vec<(OriginalFile, Option<Charset>)> = files.map(encoded).collect();
        for (file, _) in &files {
            self.problems.remove(&file.path);
        }
        let (options, cancel, ctx) = (self.options(), Arc::new(AtomicBool::new(false)), ctx.clone());
        let (n_files, flag) = (files.len(), Arc::clone(&cancel));
        let thread = elsewhere(move || {
            let read = read_again(&files, &options, &flag);
            ctx.request_repaint();
            read
        });
        self.running = thread.map(|thread| Running { thread: Some(thread), cancel, n_files });
    }

    /// Notes why files could not be read.
    pub fn note_problems(&mut self, problems: impl IntoIterator<Item = (PathBuf, String)>) {
        self.problems.extend(problems);
    }
}

impl Running {
    fn is_done(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// What was read; nothing if the thread failed, of which the panic hook has written the report.
    fn read(mut self) -> Vec<FileRead> {
        self.thread.take().and_then(|thread| thread.join().ok()).unwrap_or_default()
    }
}
