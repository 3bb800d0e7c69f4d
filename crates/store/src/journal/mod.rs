//! The journal: every edit since the last save, on disk within moments.
//!
//! `record` is its format, and `writer` the thread that writes it. The window hands over an edit and carries on. After
//! a crash, [`record::read`] reads the journal and `store::recovery` replays it.

pub mod record;
mod writer;

use std::{
    io,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        mpsc::{Sender, channel},
    },
    thread::JoinHandle,
};

use record::{JournalEntry, JournalRecord};
use writer::{JournalWriter, WriterMessage};

use super::{disk::Disk, files::Folder, recovery_folder::RecoveryFolder, state::StateName};

/// The name of a journal in its recovery folder.
pub(super) const JOURNAL: &str = "journal";

/// Returns whether a disk is full, or a quota is used up.
pub(super) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// The largest journal that is read. It may contain several versions of the largest project.
pub(super) const MAX_JOURNAL_BYTES: u64 = 4 * super::MAX_FILE_BYTES;

/// The present trouble of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalTrouble {
    /// The message: what happened, and what would help.
    pub words: String,
    /// Whether every edit is on disk nevertheless.
    pub is_protected: bool,
}

/// The trouble of a journal, shared with the writer’s thread; `None` while all is well.
pub(super) type SharedTrouble = Arc<Mutex<Option<JournalTrouble>>>;

/// How a journal starts.
#[derive(Clone, Debug)]
pub(super) enum JournalStart {
    /// Empty, because the file holds everything.
    Empty,
    /// With this record once there is an edit, because no file holds the project that is edited.
    WithFirstEdit(Box<JournalRecord>),
    /// With these records at once. They were recovered, and follow the version of the file.
    AtOnce(Vec<JournalRecord>),
    /// With these records, which are all that is in the `n_bytes` of the journal; that file is continued.
    There { records: Vec<JournalRecord>, n_bytes: u64 },
}

/// Where a journal is written.
#[derive(Clone, Debug)]
pub(super) struct JournalLocation {
    pub recovery: RecoveryFolder,
    /// The fallback if that folder cannot be written or is gone.
    pub otherwise: Option<PathBuf>,
}

/// The journal of an open project, as its editor sees it.
///
/// Dropping it waits until everything handed over is on disk.
#[derive(Debug)]
pub struct Journal {
    line: WriterChannel,
    /// The number of the last edit handed over.
    n_noted: u64,
    thread: Option<JoinHandle<()>>,
    trouble: SharedTrouble,
}

/// The channel to the writer’s thread; `None` if that could not be started.
#[derive(Clone, Debug)]
struct WriterChannel(Option<Sender<WriterMessage>>);

impl Journal {
    /// Starts a journal of edits that follow the saved version `base`.
    pub(super) fn begin(disk: Arc<dyn Disk>, place: JournalLocation, base: StateName, beginning: JournalStart) -> Self {
        let (sender, receiver) = channel();
        let trouble = SharedTrouble::default();
        let last = match &beginning {
            JournalStart::Empty => None,
            JournalStart::WithFirstEdit(record) => Some(&**record),
            JournalStart::AtOnce(records) | JournalStart::There { records, .. } => records.last(),
        };
        let n_noted = last.map_or(0, |record| record.sequence);
        let writer = JournalWriter::new(disk, place, base, beginning, Arc::clone(&trouble));
        let thread = std::thread::Builder::new().name("journal".to_owned()).spawn(move || writer.run(&receiver));
        match thread {
            Ok(thread) => Self { line: WriterChannel(Some(sender)), n_noted, thread: Some(thread), trouble },
            Err(error) => {
                if let Ok(mut trouble) = trouble.lock() {
                    let words = format!("there is no journal, because no thread can be started: {error}");
                    *trouble = Some(JournalTrouble { words, is_protected: false });
                }
                Self { line: WriterChannel(None), n_noted, thread: None, trouble }
            }
        }
    }

    /// Hands over an edit. This takes a few microseconds; the journal's own thread writes and flushes.
    pub(super) fn note(&mut self, entry: JournalEntry) {
        self.n_noted += 1;
        self.line.send(WriterMessage::Note(JournalRecord { sequence: self.n_noted, entry }));
    }

    /// Marks the edits handed over so far as part of the snapshot that is about to be saved.
    pub(super) fn snapshot(&self) -> JournalSnapshot {
        self.line.send(WriterMessage::Keep);
        JournalSnapshot { line: self.line.clone(), through: self.n_noted }
    }

    /// Returns once every edit handed over so far is on disk, or cannot be written.
    ///
    /// # Errors
    /// Fails if the journal cannot be written. The edits are kept and writing is retried.
    pub fn flush(&self) -> Result<(), String> {
        self.line.ask(WriterMessage::Flush)
    }

    /// Returns the folder that the journal is in now; `None` if it is empty.
    pub(super) fn folder(&self) -> Option<Folder> {
        let (sender, answer) = channel();
        self.line.send(WriterMessage::Where(sender));
        answer.recv().ok().flatten()
    }

    /// The present trouble of the journal, if any.
    pub fn trouble(&self) -> Option<JournalTrouble> {
        self.trouble.lock().ok().and_then(|trouble| trouble.clone())
    }

    /// Forgets every edit, because they are saved elsewhere or the analyst discarded them.
    pub(super) fn discard(&self) {
        self.line.ask(WriterMessage::Discard).ok();
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.line = WriterChannel(None);
        if let Some(thread) = self.thread.take() {
            // If the writer panicked, there is nothing left to wait for.
            thread.join().ok();
        }
    }
}

impl WriterChannel {
    fn send(&self, message: WriterMessage) {
        if let Some(sender) = &self.0 {
            sender.send(message).ok();
        }
    }

    /// Sends a message and waits for the answer.
    fn ask(&self, message: impl FnOnce(Sender<Result<(), String>>) -> WriterMessage) -> Result<(), String> {
        let (sender, answer) = channel();
        self.send(message(sender));
        answer.recv().unwrap_or_else(|_| Err("the journal’s thread has ended".to_owned()))
    }
}

/// The journal as seen by the thread that saves: everything up to the snapshot is being saved.
#[derive(Clone, Debug)]
pub(super) struct JournalSnapshot {
    line: WriterChannel,
    through: u64,
}

impl JournalSnapshot {
    /// Records that the file is about to become `state`, which contains every edit up to the snapshot.
    pub(super) fn mark_saving(&self, state: StateName) -> Result<(), String> {
        self.line.ask(|answer| WriterMessage::Mark { state, through: self.through, answer })
    }

    /// Restarts the journal at `place` with the edits made since the snapshot, because the file is now `state`.
    pub(super) fn renew(&self, state: StateName, place: JournalLocation) -> Result<(), String> {
        self.line.ask(|answer| WriterMessage::Renew { state, place, answer })
    }
}
