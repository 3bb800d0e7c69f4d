//! Reads files on a second thread while the first one reads others, so that an import takes half the time.
//!
//! The results are handed over in the order of the files. Only a few wait at a time, so the memory does not grow with
//! the number of files. PDF files and archives are left to the first thread: it has the process that reads the former,
//! and takes the latter apart entry by entry.

use std::{
    collections::BTreeMap,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

use super::{
    articles::SkipReason,
    formats::{Format, ReadingOptions, SourceFile},
    listing::{FolderReader, ListedFile, ListedFolders},
    reading::{SourceReading, content_in},
};

/// How many results wait for those before them.
const MAX_AHEAD: usize = 64;
/// How much text these have, from which on no further file is read ahead.
const MAX_BYTES_AHEAD: usize = 8 << 20;
/// With fewer files, a thread is not worth its start.
const MIN_FILES: usize = 8;

/// What one file gives.
pub(super) type Content = Result<SourceReading, SkipReason>;

/// Files that two threads read.
pub(super) struct ReadAhead<'a> {
    files: &'a [ListedFile],
    folders: &'a ListedFolders,
    options: &'a ReadingOptions,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The file that is handed over next.
    n_taken: usize,
    /// No file before this one is read ahead any more.
    next: usize,
    /// The files that are being read ahead, or were.
    claimed: BTreeMap<usize, Option<Content>>,
    n_bytes: usize,
    is_over: bool,
}

/// Ends the second thread, whatever ends the first one.
struct Ending<'a, 'b>(&'a ReadAhead<'b>);

impl Drop for Ending<'_, '_> {
    fn drop(&mut self) {
        self.0.lock().is_over = true;
        self.0.changed.notify_all();
    }
}

impl<'a> ReadAhead<'a> {
    pub(super) fn of(files: &'a [ListedFile], folders: &'a ListedFolders, options: &'a ReadingOptions) -> Self {
        Self { files, folders, options, state: Mutex::default(), changed: Condvar::new() }
    }

    /// Runs `first` while another thread reads ahead.
    pub(super) fn run<R>(&self, first: impl FnOnce() -> R) -> R {
        let n_cores = thread::available_parallelism().map_or(1, usize::from);
        if n_cores < 2 || self.files.len() < MIN_FILES {
            return first();
        }
        thread::scope(|scope| {
            let _ending = Ending(self);
            // Without the thread, the first one reads everything.
            _ = thread::Builder::new().name("read ahead".to_owned()).spawn_scoped(scope, || self.read_on());
            first()
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing is half done where a thread may panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads ahead until nothing is left.
    fn read_on(&self) {
        let _ending = Ending(self);
        let mut reader = FolderReader::of(self.folders);
        while let Some(index) = self.wait_for_file() {
            let content = self.read(&mut reader, index);
            self.put(index, content);
        }
    }

    /// The content of the next file, if it was or can be read ahead; `None` if the first thread has to read it.
    pub(super) fn take(&self, reader: &mut FolderReader<'_>, index: usize) -> Option<Content> {
        loop {
            let mut state = self.lock();
            state.n_taken = index;
            state.next = state.next.max(index + 1);
            // There is room for another one.
            self.changed.notify_all();
            match state.claimed.get(&index) {
                None => return None,
                Some(Some(_)) => {
                    let content = state.claimed.remove(&index).flatten();
                    state.n_bytes -= content.as_ref().map_or(0, n_bytes);
                    self.changed.notify_all();
                    return content;
                }
                Some(None) if state.is_over => return None,
                Some(None) => {}
            }
            // The other thread is at it. There is another file to read meanwhile, or nothing to do.
            if let Some(other) = self.claim(&mut state) {
                drop(state);
                let content = self.read(reader, other);
                self.put(other, content);
            } else {
                drop(self.changed.wait(state));
            }
        }
    }

    /// Waits for a file that may be read ahead; `None` at the end.
    fn wait_for_file(&self) -> Option<usize> {
        let mut state = self.lock();
        loop {
            if state.is_over || state.next >= self.files.len() {
                return None;
            }
            if let Some(index) = self.claim(&mut state) {
                return Some(index);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes the next file that may be read ahead.
    fn claim(&self, state: &mut State) -> Option<usize> {
        let end = self.files.len().min(state.n_taken + MAX_AHEAD);
        while state.next < end && state.n_bytes <= MAX_BYTES_AHEAD {
            let index = state.next;
            state.next += 1;
            if !is_for_first(&self.files[index]) {
                state.claimed.insert(index, None);
                return Some(index);
            }
        }
        None
    }

    /// Reads a file; `None` if that is for the first thread.
    fn read(&self, reader: &mut FolderReader<'_>, index: usize) -> Option<Content> {
        let file = &self.files[index];
        let bytes = match reader.read(file) {
            Ok(bytes) => bytes,
            Err(reason) => return Some(Err(reason)),
        };
        let name = file.path.file_name().unwrap_or_default().to_string_lossy();
        let source = SourceFile { name: &name, bytes: &bytes };
        let format = Format::of(&source);
        let content = || content_in(format, &source, &name, self.options);
        (!format.is_for_first_thread()).then(content)
    }

    fn put(&self, index: usize, content: Option<Content>) {
        let mut state = self.lock();
        state.n_bytes += content.as_ref().map_or(0, n_bytes);
        match content {
            Some(content) => _ = state.claimed.insert(index, Some(content)),
            None => _ = state.claimed.remove(&index),
        }
        self.changed.notify_all();
    }
}

/// How much text waits with a file.
fn n_bytes(content: &Content) -> usize {
    content.as_ref().map_or(0, |read| read.reading.drafts.iter().map(|draft| draft.text.len()).sum())
}

/// Whether only the first thread reads files with this name.
fn is_for_first(file: &ListedFile) -> bool {
    let name = file.path.file_name().unwrap_or_default().to_string_lossy();
    // A pipe that somebody named is read once.
    file.is_named() || SourceFile { name: &name, bytes: &[] }.has_extension(&["pdf", "zip"])
}
