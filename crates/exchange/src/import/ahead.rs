//! Reads files on a second thread while the first one reads others, so that an import takes half the time.
//!
//! The results are handed over in the order of the files. Only a few wait at a time, so the memory does not grow with
//! the number of files. PDF files and archives are left to the first thread: it has the process that reads the former,
//! and takes the latter apart entry by entry.

use std::{
    collections::{BTreeMap, VecDeque},
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

/// How many files a thread takes on at once, so that the threads seldom wait for each other.
const RUN: usize = 8;
/// How much text a thread gathers before it hands it over.
const RUN_BYTES: usize = 1 << 18;

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
    /// Whether a thread waits for a change. Waking nobody costs as much as reading a small file.
    is_awaited: bool,
}

/// Ends the second thread, whatever ends the first one.
struct Ending<'a, 'b>(&'a ReadAhead<'b>);

impl Drop for Ending<'_, '_> {
    fn drop(&mut self) {
        self.0.lock().is_over = true;
        self.0.changed.notify_all();
    }
}

/// What the first thread has of the files, in their order.
pub(super) struct Taking<'a, 'b> {
    ahead: &'a ReadAhead<'b>,
    /// The files after those that were handed out.
    ready: VecDeque<Content>,
}

impl<'a> ReadAhead<'a> {
    pub(super) fn of(files: &'a [ListedFile], folders: &'a ListedFolders, options: &'a ReadingOptions) -> Self {
        Self { files, folders, options, state: Mutex::default(), changed: Condvar::new() }
    }

    /// Runs `first` while another thread reads ahead.
    pub(super) fn run<R>(&self, first: impl FnOnce(Taking<'_, 'a>) -> R) -> R {
        let taking = Taking { ahead: self, ready: VecDeque::new() };
        let n_cores = thread::available_parallelism().map_or(1, usize::from);
        if n_cores < 2 || self.files.len() < MIN_FILES {
            return first(taking);
        }
        thread::scope(|scope| {
            let _ending = Ending(self);
            // Without the thread, the first one reads everything.
            _ = thread::Builder::new().name("read ahead".to_owned()).spawn_scoped(scope, || self.read_on());
            first(taking)
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing is half done where a thread may panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'s>(&self, mut state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
        state.is_awaited = true;
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes the other thread if it waits for what has changed.
    fn wake(&self, state: &mut State) {
        if std::mem::take(&mut state.is_awaited) {
            self.changed.notify_all();
        }
    }

    /// Reads ahead until nothing is left.
    fn read_on(&self) {
        let _ending = Ending(self);
        let mut reader = FolderReader::of(self.folders);
        while let Some(run) = self.wait_for_run() {
            self.read_run(&mut reader, &run);
        }
    }

    /// Waits for files that may be read ahead; `None` at the end.
    fn wait_for_run(&self) -> Option<Vec<usize>> {
        let mut state = self.lock();
        loop {
            if state.is_over || state.next >= self.files.len() {
                return None;
            }
            let run = self.claim(&mut state);
            if !run.is_empty() {
                return Some(run);
            }
            state = self.wait(state);
        }
    }

    /// Takes on the next files that may be read ahead; fewer towards the end, so that both threads end together.
    fn claim(&self, state: &mut State) -> Vec<usize> {
        let end = self.files.len().min(state.n_taken + MAX_AHEAD);
        let n_wanted = ((self.files.len() - state.next.min(self.files.len())) / 4).clamp(1, RUN);
        let mut run = Vec::new();
        while state.next < end && state.n_bytes <= MAX_BYTES_AHEAD && run.len() < n_wanted {
            if !is_for_first(&self.files[state.next]) {
                state.claimed.insert(state.next, None);
                run.push(state.next);
            }
            state.next += 1;
        }
        run
    }

    /// Reads files that were taken on.
    fn read_run(&self, reader: &mut FolderReader<'_>, run: &[usize]) {
        let mut read = Vec::with_capacity(run.len());
        let mut n_read_bytes = 0;
        for index in run {
            let content = self.read(reader, *index);
            n_read_bytes += content.as_ref().map_or(0, n_bytes);
            read.push((*index, content));
            if n_read_bytes > RUN_BYTES {
                self.put(read.drain(..), n_read_bytes);
                n_read_bytes = 0;
            }
        }
        self.put(read.drain(..), n_read_bytes);
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

    /// Hands files over.
    fn put(&self, read: impl Iterator<Item = (usize, Option<Content>)>, n_bytes: usize) {
        let mut state = self.lock();
        state.n_bytes += n_bytes;
        for (index, content) in read {
            match content {
                Some(content) => _ = state.claimed.insert(index, Some(content)),
                None => _ = state.claimed.remove(&index),
            }
        }
        self.wake(&mut state);
    }
}

impl Taking<'_, '_> {
    /// The content of the next file, if it was or can be read ahead; `None` if the first thread has to read it.
    pub(super) fn take(&mut self, reader: &mut FolderReader<'_>, index: usize) -> Option<Content> {
        if let Some(content) = self.ready.pop_front() {
            return Some(content);
        }
        let ahead = self.ahead;
        let mut state = ahead.lock();
        loop {
            match state.claimed.get(&index) {
                None => {
                    state.n_taken = index + 1;
                    state.next = state.next.max(index + 1);
                    ahead.wake(&mut state);
                    return None;
                }
                Some(Some(_)) => {
                    self.take_ready(&mut state, index);
                    ahead.wake(&mut state);
                    return self.ready.pop_front();
                }
                Some(None) if state.is_over => return None,
                Some(None) => {}
            }
            // The other thread is at it. There are other files to read meanwhile, or nothing to do.
            let run = ahead.claim(&mut state);
            if run.is_empty() {
                state = ahead.wait(state);
            } else {
                drop(state);
                ahead.read_run(reader, &run);
                state = ahead.lock();
            }
        }
    }

    /// Takes all files from this one on that are there.
    fn take_ready(&mut self, state: &mut State, first: usize) {
        state.n_taken = first;
        while let Some(Some(content)) = state.claimed.get_mut(&state.n_taken).map(Option::take) {
            state.claimed.remove(&state.n_taken);
            state.n_bytes -= n_bytes(&content);
            self.ready.push_back(content);
            state.n_taken += 1;
        }
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
