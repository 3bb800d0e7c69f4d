//! The journal: every edit since the last save, on disk within moments.
//!
//! `record` is its format, `writer` the thread that writes it. The window hands an edit over and goes
//! on; what a crash leaves behind is read back by [`record::read`] and replayed by `store::recovery`.

pub mod record;
mod writer;

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        mpsc::{Sender, channel},
    },
    thread::JoinHandle,
};

use record::{JournalEntry, JournalRecord};
use writer::{JournalWriter, WriterMessage};

use super::{disk::Disk, state::StateName};

/// What is wrong with the journal at the moment, in words; none while all is well.
pub type JournalTrouble = Arc<Mutex<Option<String>>>;

/// What a journal begins with.
#[derive(Clone, Debug)]
pub(super) enum JournalStart {
    /// With nothing: the file holds it all.
    Empty,
    /// With this record as soon as there is an edit, because no file holds the project the edit is of.
    WithFirstEdit(Box<JournalRecord>),
    /// With these, at once: they were recovered, and follow the state of the file.
    AtOnce(Vec<JournalRecord>),
    /// With these, which are all that the file of that path and length holds; it is gone on with.
    There { records: Vec<JournalRecord>, path: PathBuf, n_bytes: u64 },
}

/// Where a journal is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct JournalLocation {
    pub folder: PathBuf,
    /// Where it goes if that folder cannot be written, or is gone.
    pub otherwise: Option<PathBuf>,
}

/// The journal of one open project, as the one who edits sees it.
///
/// Dropping it waits until everything handed over is on disk.
#[derive(Debug)]
pub struct Journal {
    line: WriterChannel,
    /// The number of the last edit handed over.
    n_noted: u64,
    thread: Option<JoinHandle<()>>,
    trouble: JournalTrouble,
}

/// The way to the writer’s thread; none if that could not be started.
#[derive(Clone, Debug)]
struct WriterChannel(Option<Sender<WriterMessage>>);

impl Journal {
    /// A journal of edits that follow the saved state `base`.
    pub(super) fn begin(disk: Arc<dyn Disk>, place: JournalLocation, base: StateName, beginning: JournalStart) -> Self {
        let (sender, receiver) = channel();
        let trouble = JournalTrouble::default();
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
                    *trouble = Some(format!("there is no journal, because no thread can be started: {error}"));
                }
                Self { line: WriterChannel(None), n_noted, thread: None, trouble }
            }
        }
    }

    /// Hands an edit over. It costs a few microseconds; writing and flushing happen on the journal's own thread.
    pub(super) fn note(&mut self, entry: JournalEntry) {
        self.n_noted += 1;
        self.line.send(WriterMessage::Note(JournalRecord { sequence: self.n_noted, entry }));
    }

    /// Divides the edits: those noted so far are in the snapshot that is about to be saved.
    pub(super) fn snapshot(&self) -> JournalSnapshot {
        self.line.send(WriterMessage::Keep);
        JournalSnapshot { line: self.line.clone(), through: self.n_noted }
    }

    /// Returns once every edit handed over so far is on disk, or cannot be written.
    ///
    /// # Errors
    /// If the journal cannot be written; the edits are kept, and it is tried again.
    pub fn flush(&self) -> Result<(), String> {
        self.line.ask(WriterMessage::Flush)
    }

    /// What keeps the journal from being written, if anything.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.lock().ok().and_then(|trouble| trouble.clone())
    }

    /// Forgets every edit: they are saved elsewhere, or the analyst gave them up.
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

    /// Sends a message that is answered, and waits for the answer.
    fn ask(&self, message: impl FnOnce(Sender<Result<(), String>>) -> WriterMessage) -> Result<(), String> {
        let (sender, answer) = channel();
        self.send(message(sender));
        answer.recv().unwrap_or_else(|_| Err("the journal’s thread has ended".to_owned()))
    }
}

/// The journal as the thread that saves sees it: what it holds up to the snapshot is being saved.
#[derive(Clone, Debug)]
pub(super) struct JournalSnapshot {
    line: WriterChannel,
    through: u64,
}

impl JournalSnapshot {
    /// Notes that the file is about to become `state`, which holds every edit up to the snapshot.
    pub(super) fn mark_saving(&self, state: StateName) -> Result<(), String> {
        self.line.ask(|answer| WriterMessage::Mark { state, through: self.through, answer })
    }

    /// The file is now `state`: starts anew with the edits noted since the snapshot, at `place`.
    pub(super) fn renew(&self, state: StateName, place: JournalLocation) -> Result<(), String> {
        self.line.ask(|answer| WriterMessage::Renew { state, place, answer })
    }
}
