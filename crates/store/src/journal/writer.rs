//! The thread that writes the journal.
//!
//! It writes everything that has arrived, flushes it to disk, and only then looks for more, so that one flush covers
//! all edits that arrived during the previous one. Whatever cannot be written is kept and retried.

use std::{
    ffi::OsStr,
    io::{self, Write as _},
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender},
    },
    time::Duration,
};

use super::{
    JOURNAL, JournalLocation, JournalStart, JournalTrouble, SharedTrouble, is_full,
    record::{HEADER, JournalEntry, JournalRecord},
};
use crate::{
    disk::{Disk, DiskFile},
    files::{self, FileIdentity, Folder},
    state::StateName,
    unfinished,
};

/// A request to the writer; see [`super::WriterChannel`].
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly all of them are records, and none is kept for long")]
pub(super) enum WriterMessage {
    Note(JournalRecord),
    Keep,
    Mark {
        state: StateName,
        through: u64,
        answer: Sender<Result<(), String>>,
    },
    Renew {
        state: StateName,
        place: JournalLocation,
        answer: Sender<Result<(), String>>,
    },
    Flush(Sender<Result<(), String>>),
    Discard(Sender<Result<(), String>>),
    /// Where the journal is now, if it holds anything.
    Where(Sender<Option<Folder>>),
}

/// How long to wait before retrying after a failure.
const RETRY: Duration = Duration::from_secs(1);

/// How often the lock shows other computers that the project is open. They take it over after ten seconds without a
/// change.
const SIGN_OF_LIFE: Duration = Duration::from_secs(4);

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
    /// Folders with an older, shorter journal that could not be continued, to be removed with the present one.
    outgrown: Vec<Folder>,
    /// Whether the reserved space is in use.
    is_nearly_full: bool,
    trouble: SharedTrouble,
}

/// The journal's file, with the length of its intact part.
#[derive(Debug)]
struct OpenJournalFile {
    folder: Folder,
    file: Box<dyn DiskFile>,
    identity: FileIdentity,
    n_bytes: u64,
}

impl JournalWriter {
    pub(super) fn new(
        disk: Arc<dyn Disk>,
        place: JournalLocation,
        base: StateName,
        beginning: JournalStart,
        trouble: SharedTrouble,
    ) -> Self {
        let (mut start, mut records, mut file) = (None, Vec::new(), None);
        match beginning {
            JournalStart::Empty => {}
            JournalStart::WithFirstEdit(first) => start = Some(*first),
            JournalStart::AtOnce(recovered) => records = recovered,
            JournalStart::There { records: recovered, n_bytes } => {
                // If it cannot be continued, it is rewritten.
                let folder = place.recovery.folder();
                file = folder.and_then(|folder| OpenJournalFile::continued(&*disk, folder, n_bytes).ok());
                records = recovered;
            }
        }
        let n_on_disk = if file.is_some() { records.len() } else { 0 };
        Self {
            disk,
            place,
            base,
            start,
            records,
            n_on_disk,
            n_in_snapshot: 0,
            file,
            outgrown: Vec::new(),
            is_nearly_full: false,
            trouble,
        }
    }

    /// Runs until the last sender is gone.
    pub(super) fn run(mut self, receiver: &Receiver<WriterMessage>) {
        let mut is_written = self.write().is_ok();
        loop {
            let is_well = is_written && !self.is_nearly_full;
            match receiver.recv_timeout(if is_well { SIGN_OF_LIFE } else { RETRY }) {
                Ok(message) => self.take(message),
                Err(RecvTimeoutError::Timeout) if is_well => {
                    self.place.recovery.touch_lock();
                    continue;
                }
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

    /// Carries out a request. The sender may no longer be waiting for the answer.
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
            WriterMessage::Where(answer) => {
                answer.send(self.file.as_ref().map(|open| open.folder.clone())).ok();
            }
            WriterMessage::Discard(answer) => {
                self.forget();
                let removed = self.remove().map_err(|error| self.in_words(&error));
                answer.send(removed).ok();
            }
        }
    }

    fn in_words(&self, error: &io::Error) -> String {
        let path = self.place.recovery.path().join(JOURNAL);
        let help = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "free some space, or save to another disk",
            _ => "save to another folder or disk",
        };
        format!(
            "{}: new changes are not protected against a crash, because they cannot be written: {error}; {help}. \
             Standpoint tries again every second.",
            path.display()
        )
    }

    /// Writes pending records, and lets the window know whether everything is on disk now.
    fn write(&mut self) -> Result<(), String> {
        let written = self.try_to_write().map_err(|error| self.in_words(&error));
        if self.is_nearly_full && self.place.recovery.reserve_again(&*self.disk) {
            self.is_nearly_full = false;
        }
        let unwritten =
            written.as_ref().err().map(|words| JournalTrouble { words: words.clone(), is_protected: false });
        let nearly_full = self.is_nearly_full.then(|| JournalTrouble {
            words: format!(
                "{}: the disk is full. The next few hundred changes are still protected against a crash; free some space.",
                self.place.recovery.path().display()
            ),
            is_protected: true,
        });
        if let Ok(mut trouble) = self.trouble.lock() {
            *trouble = unwritten.or(nearly_full);
        }
        written
    }

    fn try_to_write(&mut self) -> io::Result<()> {
        if self.n_on_disk == self.records.len() {
            return Ok(());
        }
        self.place.recovery.follow_moved_project();
        // Writes to a file whose folder was removed are lost, and records after a torn line are never read. In both
        // cases the whole journal is rewritten.
        let recovery = &self.place.recovery;
        let is_lost = |open: &OpenJournalFile| recovery.is_same(&open.folder) && !recovery.is_in_place();
        self.file.take_if(|open| open.is_torn() || !open.is_in_place() || is_lost(open));
        let Err(error) = self.using_reserve(Self::append_or_begin) else { return Ok(()) };
        let Some(otherwise) = self.place.otherwise.clone() else { return Err(error) };
        let made = self.disk.make_folder(&otherwise).and_then(|folder| self.new_file(folder));
        // The present journal is shorter, and must not be read again once all of it is saved.
        let open = made.map_err(|_| error)?;
        self.outgrown.extend(self.file.replace(open).map(|old| old.folder));
        self.n_on_disk = self.records.len();
        Ok(())
    }

    /// Writes something, using the reserved space if necessary.
    fn using_reserve(&mut self, mut write: impl FnMut(&mut Self) -> io::Result<()>) -> io::Result<()> {
        match write(self) {
            Err(error) if is_full(&error) && self.place.recovery.release_reserve(&*self.disk) => {
                self.is_nearly_full = true;
                write(self)
            }
            written => written,
        }
    }

    /// Appends to the present journal, or begins one in the recovery folder.
    fn append_or_begin(&mut self) -> io::Result<()> {
        if let Some(open) = &mut self.file {
            open.append(&lines(self.base, &self.records[self.n_on_disk..]))?;
        } else {
            let folder = self.place.recovery.present(&*self.disk)?;
            self.file = Some(self.new_file(folder)?);
        }
        self.n_on_disk = self.records.len();
        Ok(())
    }

    /// Writes a journal of all records, which replaces any existing one in one step.
    fn new_file(&self, folder: Folder) -> io::Result<OpenJournalFile> {
        let (name, new) = (OsStr::new(JOURNAL), &*unfinished::new_name());
        let file = self.place.recovery.create(&folder, new, &*self.disk)?;
        files::mark_in_use(file.file());
        let identity = FileIdentity::of(file.file())?;
        let mut open = OpenJournalFile { folder, file, identity, n_bytes: 0 };
        let written = open.append(&(HEADER.to_owned() + &lines(self.base, &self.records)));
        let written = written.and_then(|()| self.disk.rename(&open.folder, new, &open.folder, name));
        if let Err(error) = written {
            // On a full disk, the incomplete journal takes up space.
            self.disk.remove_file(&open.folder, new).ok();
            return Err(error);
        }
        self.disk.flush_folder(&open.folder)?;
        if open.is_in_place() { Ok(open) } else { Err(io::Error::other("something else was put in its place")) }
    }

    /// Records in the journal that the file is about to change, so that a crash before [`Self::renew`] does not replay
    /// edits that the file already contains.
    fn mark(&mut self, state: StateName, through: u64) -> io::Result<()> {
        self.try_to_write()?;
        let (true, Some(last)) = (self.file.is_some(), self.records.last()) else { return Ok(()) };
        let mark = JournalRecord { sequence: last.sequence, entry: JournalEntry::Saving { state, through } };
        let line = mark.line(self.base);
        self.using_reserve(|writer| writer.file.as_mut().map_or(Ok(()), |open| open.append(&line)))
    }

    fn renew(&mut self, state: StateName, place: JournalLocation) -> io::Result<()> {
        let old = self.file.take().map(|open| {
            let (folder, n_bytes) = (open.folder.clone(), open.n_bytes);
            (folder, n_bytes, Some(open).filter(|_| files::CAN_REPLACE_OPEN))
        });
        let (old_base, old_place) = (self.base, std::mem::replace(&mut self.place, place));
        self.base = state;
        self.start = None;
        let saved: Vec<JournalRecord> = self.records.drain(..self.n_in_snapshot).collect();
        let n_on_disk = std::mem::take(&mut self.n_on_disk);
        self.n_in_snapshot = 0;
        let Err(error) = self.try_to_write() else {
            self.place.recovery.reserve_again(&*self.disk);
            let present = self.file.as_ref().map(|open| open.folder.clone());
            self.outgrown.extend(old.map(|(folder, ..)| folder));
            self.outgrown.retain(|folder| present.as_ref().is_none_or(|present| !present.is_same(folder)));
            return self.remove_outgrown();
        };
        let is_same = || self.place.recovery.folder().is_some_and(|folder| old_place.recovery.is_same(&folder));
        if let Some((folder, n_bytes, open)) = old.filter(|_| is_same())
            && let Ok(open) = open.map_or_else(|| OpenJournalFile::continued(&*self.disk, folder, n_bytes), Ok)
        {
            // The old journal has its mark, so continuing it is also correct; the next save restarts it.
            (self.file, self.base, self.n_on_disk) = (Some(open), old_base, n_on_disk);
            self.records.splice(..0, saved);
        }
        Err(error)
    }

    fn forget(&mut self) {
        self.records.clear();
        (self.n_on_disk, self.n_in_snapshot) = (0, 0);
    }

    fn remove(&mut self) -> io::Result<()> {
        self.outgrown.extend(self.file.take().map(|open| open.folder));
        self.remove_outgrown()
    }

    /// Removes every journal but the present one, wherever this project may have one.
    fn remove_outgrown(&mut self) -> io::Result<()> {
        let otherwise = self.place.otherwise.as_deref().and_then(|path| Folder::named(path).ok());
        self.outgrown.extend(otherwise.into_iter().chain(self.place.recovery.folder()));
        let present = self.file.as_ref().map(|open| open.folder.clone());
        let mut first_error = Ok(());
        // Journals that cannot be removed are tried again with the next save.
        self.outgrown.retain(|folder| {
            let is_present = present.as_ref().is_some_and(|present| present.is_same(folder));
            let removed = if is_present { Ok(()) } else { self.disk.remove_file(folder, OsStr::new(JOURNAL)) };
            let is_left = removed.is_err();
            if let (Ok(()), Err(error)) = (&first_error, removed) {
                first_error = Err(error);
            }
            is_left
        });
        first_error
    }
}

impl OpenJournalFile {
    /// Opens a journal of which the first `n_bytes` are intact.
    fn continued(disk: &dyn Disk, folder: Folder, n_bytes: u64) -> io::Result<Self> {
        let mut file = disk.open_file(&folder, OsStr::new(JOURNAL))?;
        file.cut_back_to(n_bytes)?;
        let identity = FileIdentity::of(file.file())?;
        Ok(Self { folder, file, identity, n_bytes })
    }

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

    /// Returns whether the name still refers to this file, so that the edits written to it will be found.
    fn is_in_place(&self) -> bool {
        self.folder.holds(OsStr::new(JOURNAL), self.identity)
    }

    fn is_torn(&self) -> bool {
        self.n_bytes == TORN
    }
}

/// Means that the length of the intact part is unknown.
const TORN: u64 = u64::MAX;

fn lines(base: StateName, records: &[JournalRecord]) -> String {
    records.iter().map(|record| record.line(base)).collect()
}
