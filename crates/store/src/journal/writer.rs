//! The thread that writes the journal.
//!
//! It writes everything that has arrived, flushes it to disk, and only then looks for more, so that one flush covers
//! all edits that arrived during the previous one. Whatever cannot be written is kept and retried.

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender},
    },
    time::Duration,
};

use super::{
    JournalLocation, JournalStart, JournalTrouble,
    record::{HEADER, JournalEntry, JournalRecord},
};
use crate::{
    disk::{Disk, DiskFile},
    state::StateName,
};

/// A request to the writer; see [`super::WriterChannel`].
#[derive(Debug)]
pub(super) enum WriterMessage {
    Note(JournalRecord),
    Keep,
    Mark { state: StateName, through: u64, answer: Sender<Result<(), String>> },
    Renew { state: StateName, place: JournalLocation, answer: Sender<Result<(), String>> },
    Flush(Sender<Result<(), String>>),
    Discard(Sender<Result<(), String>>),
}

/// How long to wait before retrying a journal that could not be written.
const RETRY: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct JournalWriter {
    disk: Arc<dyn Disk>,
    place: JournalLocation,
    base: StateName,
    /// The record to write before the first edit.
    start: Option<JournalRecord>,
    /// Every edit since the state `base`, so that the journal can be rewritten at any time and anywhere.
    records: Vec<JournalRecord>,
    /// How many of them are on disk.
    n_on_disk: usize,
    /// How many of them are in the snapshot that is being saved.
    n_in_snapshot: usize,
    /// `None` until the first record is written.
    file: Option<OpenJournalFile>,
    trouble: JournalTrouble,
}

/// The journal's file, with the length of its intact part.
#[derive(Debug)]
struct OpenJournalFile {
    path: PathBuf,
    file: Box<dyn DiskFile>,
    n_bytes: u64,
}

impl JournalWriter {
    pub(super) fn new(
        disk: Arc<dyn Disk>,
        place: JournalLocation,
        base: StateName,
        beginning: JournalStart,
        trouble: JournalTrouble,
    ) -> Self {
        let (mut start, mut records, mut file) = (None, Vec::new(), None);
        match beginning {
            JournalStart::Empty => {}
            JournalStart::WithFirstEdit(first) => start = Some(*first),
            JournalStart::AtOnce(recovered) => records = recovered,
            JournalStart::There { records: recovered, path, n_bytes } => {
                // If it cannot be continued, it is rewritten.
                file = disk.open_file(&path).ok().map(|file| OpenJournalFile { path, file, n_bytes });
                file.take_if(|open| open.file.cut_back_to(n_bytes).is_err());
                records = recovered;
            }
        }
        let n_on_disk = if file.is_some() { records.len() } else { 0 };
        Self { disk, place, base, start, records, n_on_disk, n_in_snapshot: 0, file, trouble }
    }

    /// Runs until the last sender is gone.
    pub(super) fn run(mut self, receiver: &Receiver<WriterMessage>) {
        let mut is_written = self.write().is_ok();
        loop {
            let next = if is_written { receiver.recv().map_err(Into::into) } else { receiver.recv_timeout(RETRY) };
            match next {
                Ok(message) => self.take(message),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            // Everything that arrived meanwhile shares the next flush.
            while let Ok(message) = receiver.try_recv() {
                self.take(message);
            }
            is_written = self.write().is_ok();
        }
    }

    /// Carries out a request. Whoever waits for the answer may be gone by then.
    fn take(&mut self, message: WriterMessage) {
        match message {
            WriterMessage::Note(record) => {
                self.records.extend(self.start.take());
                self.records.push(record);
            }
            WriterMessage::Keep => self.n_in_snapshot = self.records.len(),
            WriterMessage::Mark { state, through, answer } => {
                let marked = self.mark(state, through).map_err(|error| self.in_words(&error));
                answer.send(marked).ok();
            }
            WriterMessage::Renew { state, place, answer } => {
                let renewed = self.renew(state, place).map_err(|error| self.in_words(&error));
                answer.send(renewed).ok();
            }
            WriterMessage::Flush(answer) => {
                let written = self.write();
                answer.send(written).ok();
            }
            WriterMessage::Discard(answer) => {
                self.forget();
                let removed = self.remove().map_err(|error| self.in_words(&error));
                answer.send(removed).ok();
            }
        }
    }

    fn in_words(&self, error: &io::Error) -> String {
        let path = self.place.folder.join("journal");
        format!("{}: the journal cannot be written: {error}; it is tried again every second", path.display())
    }

    /// Writes pending records, and lets the window know whether everything is on disk now.
    fn write(&mut self) -> Result<(), String> {
        let written = self.try_to_write().map_err(|error| self.in_words(&error));
        if let Ok(mut trouble) = self.trouble.lock() {
            *trouble = written.clone().err();
        }
        written
    }

    fn try_to_write(&mut self) -> io::Result<()> {
        if self.n_on_disk == self.records.len() {
            return Ok(());
        }
        // Writes to a file whose folder was removed are lost, and records after a torn line are never read. In both
        // cases the whole journal is rewritten.
        self.file.take_if(|open| open.is_torn() || !open.path.exists());
        if let Some(open) = &mut self.file {
            open.append(&lines(self.base, &self.records[self.n_on_disk..]))?;
            self.n_on_disk = self.records.len();
            return Ok(());
        }
        let in_place = self.new_file(&self.place.folder);
        let made = match (&self.place.otherwise, in_place) {
            (Some(otherwise), Err(error)) => {
                let made = self.disk.create_folder(otherwise).and_then(|()| self.new_file(otherwise));
                made.map_err(|_| error)
            }
            (_, in_place) => in_place,
        };
        self.file = Some(made?);
        self.n_on_disk = self.records.len();
        Ok(())
    }

    /// Writes a journal of all records, which replaces any existing one in one step.
    fn new_file(&self, folder: &Path) -> io::Result<OpenJournalFile> {
        let (path, new) = (folder.join("journal"), folder.join("journal.new"));
        let mut open = OpenJournalFile { path, file: self.disk.create_file(&new)?, n_bytes: 0 };
        open.append(&(HEADER.to_owned() + &lines(self.base, &self.records)))?;
        self.disk.rename(&new, &open.path)?;
        self.disk.flush_folder(folder)?;
        Ok(open)
    }

    /// Records in the journal that the file is about to change, so that a crash before [`Self::renew`] does not replay
    /// edits that the file already contains.
    fn mark(&mut self, state: StateName, through: u64) -> io::Result<()> {
        self.try_to_write()?;
        let (Some(open), Some(last)) = (&mut self.file, self.records.last()) else { return Ok(()) };
        let mark = JournalRecord { sequence: last.sequence, entry: JournalEntry::Saving { state, through } };
        open.append(&mark.line(self.base))
    }

    fn renew(&mut self, state: StateName, place: JournalLocation) -> io::Result<()> {
        let old = self.file.take();
        let (old_base, old_place) = (self.base, std::mem::replace(&mut self.place, place));
        self.base = state;
        self.start = None;
        let saved: Vec<JournalRecord> = self.records.drain(..self.n_in_snapshot).collect();
        let n_on_disk = std::mem::take(&mut self.n_on_disk);
        self.n_in_snapshot = 0;
        let Err(error) = self.try_to_write() else {
            let new_path = self.file.as_ref().map(|open| open.path.clone());
            return match old.map(|open| open.path) {
                Some(path) if new_path.as_ref() != Some(&path) => self.disk.remove_file(&path),
                _ => Ok(()),
            };
        };
        if old.is_some() && old_place.folder == self.place.folder {
            // The old journal has its mark, so continuing it is also correct; the next save restarts it.
            (self.file, self.base, self.n_on_disk) = (old, old_base, n_on_disk);
            self.records.splice(..0, saved);
        }
        Err(error)
    }

    fn forget(&mut self) {
        self.records.clear();
        (self.n_on_disk, self.n_in_snapshot) = (0, 0);
    }

    fn remove(&mut self) -> io::Result<()> {
        self.file.take().map_or(Ok(()), |open| self.disk.remove_file(&open.path))
    }
}

impl OpenJournalFile {
    /// Appends lines and flushes them to disk; if that fails, the file is truncated to its previous length.
    fn append(&mut self, lines: &str) -> io::Result<()> {
        let written = self.file.write_all(lines.as_bytes()).and_then(|()| self.file.flush_to_disk());
        match written {
            Ok(()) => self.n_bytes += lines.len() as u64,
            Err(_) if self.file.cut_back_to(self.n_bytes).is_err() => self.n_bytes = TORN,
            Err(_) => {}
        }
        written
    }

    fn is_torn(&self) -> bool {
        self.n_bytes == TORN
    }
}

/// Stands for the length of a file whose intact part is unknown.
const TORN: u64 = u64::MAX;

fn lines(base: StateName, records: &[JournalRecord]) -> String {
    records.iter().map(|record| record.line(base)).collect()
}
