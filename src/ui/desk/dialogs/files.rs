//! Asking for a file. Every dialog of the system stands behind [`FileDialogs`].

use std::{
    ffi::OsString,
    path::PathBuf,
    sync::mpsc::{Receiver, TryRecvError, channel},
    time::{Duration, Instant},
};

/// What the files are called, and their endings, as in `("Standpoint project", &["ron"])`.
pub type FileFilter = Option<(&'static str, &'static [&'static str])>;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRequest {
    /// Whether files are to be opened or one is to be saved.
    pub kind: FileRequestKind,
    /// The title of the dialog.
    pub title: String,
    /// Which files are listed; all of them without one.
    pub filter: FileFilter,
    /// Where the dialog starts, if that folder is known.
    pub folder: Option<PathBuf>,
    /// The name suggested for a file to be written.
    pub file_name: OsString,
}

/// What kind of choice is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileRequestKind {
    /// One file that exists.
    OpenFile,
    /// One or more files that exist.
    OpenFiles,
    /// One folder.
    OpenFolder,
    /// A file to be written, which may be a new one.
    SaveFile,
}

/// How the person answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileAnswer {
    /// The paths that were selected, at least one.
    Chosen(Vec<PathBuf>),
    /// The person closed the dialog without selecting anything.
    Cancelled,
    /// No dialog could be shown; ask in the window instead.
    NoDialog,
}

/// Shows file dialogs, one at a time, without holding the window up.
pub trait FileDialogs {
    /// Shows a dialog and returns at once; a request that is still open is replaced.
    fn ask(&mut self, ctx: &egui::Context, request: &FileRequest);

    /// The answer to the last request, once.
    fn answer(&mut self) -> Option<FileAnswer>;
}

/// The dialogs of the system.
#[derive(Default)]
pub struct NativeDialogs {
    waiting: Option<(Instant, Receiver<Option<Vec<PathBuf>>>)>,
}

/// A missing dialog service looks like Cancel, only sooner than any hand can be.
const TOO_SOON_FOR_A_PERSON: Duration = Duration::from_millis(500);

/// Whether anything could show a dialog: on Linux a session bus, where the portal would be, or zenity.
fn has_dialog_service() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let has_bus = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
        || std::env::var_os("XDG_RUNTIME_DIR").is_some_and(|folder| PathBuf::from(folder).join("bus").exists());
    let path = std::env::var_os("PATH").unwrap_or_default();
    has_bus || std::env::split_paths(&path).any(|folder| folder.join("zenity").is_file())
}

impl FileDialogs for NativeDialogs {
    fn ask(&mut self, ctx: &egui::Context, request: &FileRequest) {
        let (sender, receiver) = channel();
        self.waiting = Some((Instant::now(), receiver));
        if !has_dialog_service() {
            // Hanging up says that nobody can answer.
            ctx.request_repaint();
            return;
        }
        let mut dialog = rfd::AsyncFileDialog::new().set_title(&request.title);
        if let Some((name, endings)) = request.filter {
            dialog = dialog.add_filter(name, endings).add_filter("All files", &["*"]);
        }
        if let Some(folder) = &request.folder {
            dialog = dialog.set_directory(folder);
        }
        // These dialogs take text only. A new name beside the file is better than one with signs that look broken.
        let file_name = request.file_name.to_string_lossy().replace(char::REPLACEMENT_CHARACTER, "_");
        let (kind, ctx) = (request.kind, ctx.clone());
        std::thread::spawn(move || {
            let one = |handle: Option<rfd::FileHandle>| handle.map(|handle| vec![handle.path().to_owned()]);
            let chosen = match kind {
                FileRequestKind::OpenFile => one(pollster::block_on(dialog.pick_file())),
                FileRequestKind::OpenFolder => one(pollster::block_on(dialog.pick_folder())),
                FileRequestKind::SaveFile => one(pollster::block_on(dialog.set_file_name(file_name).save_file())),
                FileRequestKind::OpenFiles => pollster::block_on(dialog.pick_files())
                    .map(|handles| handles.iter().map(|handle| handle.path().to_owned()).collect()),
            };
            sender.send(chosen).ok();
            ctx.request_repaint();
        });
    }

    fn answer(&mut self) -> Option<FileAnswer> {
        let (asked, receiver) = self.waiting.as_ref()?;
        let answer = match receiver.try_recv() {
            Ok(Some(paths)) => FileAnswer::Chosen(paths),
            Ok(None) if asked.elapsed() < TOO_SOON_FOR_A_PERSON => FileAnswer::NoDialog,
            Ok(None) => FileAnswer::Cancelled,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => FileAnswer::NoDialog,
        };
        self.waiting = None;
        Some(answer)
    }
}

/// Prepared answers, for tests.
#[derive(Default)]
pub struct ScriptedDialogs {
    /// The answers that are left, first to last.
    pub answers: std::collections::VecDeque<FileAnswer>,
    waiting: bool,
}

impl ScriptedDialogs {
    /// Dialogs that will be answered like this, and cancelled once no answer is left.
    pub fn new(answers: impl IntoIterator<Item = FileAnswer>) -> Self {
        Self { answers: answers.into_iter().collect(), waiting: false }
    }
}

impl FileDialogs for ScriptedDialogs {
    fn ask(&mut self, _ctx: &egui::Context, _request: &FileRequest) {
        self.waiting = true;
    }

    fn answer(&mut self) -> Option<FileAnswer> {
        std::mem::take(&mut self.waiting).then(|| self.answers.pop_front().unwrap_or(FileAnswer::Cancelled))
    }
}
