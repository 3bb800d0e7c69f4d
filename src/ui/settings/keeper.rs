//! Writes the file of settings when they change, on a thread of its own.

use std::{path::PathBuf, thread::JoinHandle};

use standpoint_store::{files::Folder, folders::Folders, replace_file};

use super::{Settings, file::to_text};
use crate::ui::work::elsewhere;

/// The file of settings, and what was last written there.
pub struct SettingsKeeper {
    path: PathBuf,
    /// What the file holds, or will hold once the thread is done; nothing if there is no file yet.
    written: Option<Settings>,
    writing: Option<JoinHandle<Result<(), String>>>,
}

impl SettingsKeeper {
    /// Begins with the settings as they were read.
    pub fn new(folders: &Folders, settings: &Settings) -> Self {
        let path = folders.settings();
        // Those of an earlier version come into the file at once.
        let written = path.exists().then(|| settings.clone());
        Self { path, written, writing: None }
    }

    /// Writes the settings if they changed and no earlier ones are being written; returns why earlier ones could not be.
    pub fn follow(&mut self, settings: &Settings) -> Option<String> {
        let trouble = self.writing.take_if(|writing| writing.is_finished()).and_then(trouble_of);
        if self.writing.is_none() && self.written.as_ref() != Some(settings) {
            self.written = Some(settings.clone());
            let (path, text) = (self.path.clone(), to_text(settings));
            self.writing = elsewhere(move || {
                if let Some(folder) = path.parent() {
                    // If it cannot be made, writing fails as well and says why.
                    Folder::make_named(folder).ok();
                }
                let written = replace_file(&path, |out| out.write_all(text.as_bytes()));
                written.map_err(|(step, error)| {
                    format!("{}: the settings could not be written: {step}: {error}", path.display())
                })
            });
        }
        trouble
    }

    /// Whether settings are being written.
    pub const fn is_busy(&self) -> bool {
        self.writing.is_some()
    }

    /// Writes what is left to be written, and waits for it.
    pub fn finish(&mut self, settings: &Settings) {
        self.writing.take().and_then(trouble_of);
        self.follow(settings);
        self.writing.take().and_then(trouble_of);
    }
}

fn trouble_of(writing: JoinHandle<Result<(), String>>) -> Option<String> {
    writing.join().ok().and_then(Result::err)
}
