//! Where each project was last opened on this computer, so that a project that was moved finds its journal and backups.
//!
//! A small file for each project, named by its id, lists the latest places first: the state that the file had there, and
//! its path. It serves to find things only; what is found has to follow the state of the file as well.

use std::{
    ffi::OsStr,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use standpoint_core::model::ProjectId;

use super::{
    files::{self, FileIdentity, NewAccess},
    folders::Folders,
    place::ProjectPlace,
    state::StateName,
};

/// How many places are remembered for each project.
const MAX_PLACES: usize = 20;

/// The most that is read of such a file.
const MAX_BYTES: u64 = 1 << 20;

/// A place where a project was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KnownPlace {
    pub path: PathBuf,
    /// The state that the file had when it was last read or written there.
    pub state: StateName,
    /// Which file it was.
    pub identity: Option<FileIdentity>,
}

/// The places where a project was opened, the latest first.
pub(super) fn places(id: ProjectId, folders: &Folders) -> Vec<KnownPlace> {
    let read =
        files::Folder::named(&folders.known()).and_then(|folder| folder.read(OsStr::new(&id.to_string()), MAX_BYTES));
    let bytes = read.unwrap_or_default();
    let place = |line: &[u8]| {
        let mut fields = line.splitn(3, |byte| *byte == b' ').map(std::str::from_utf8);
        let (state, identity) = (fields.next()?.ok()?, fields.next()?.ok()?);
        let path = line.get(state.len() + identity.len() + 2..)?;
        let (state, identity) = (StateName::parse(state)?, FileIdentity::parse(identity));
        Some(KnownPlace { path: files::path_from_bytes(path)?, state, identity })
    };
    bytes.split(|byte| *byte == 0).filter_map(place).collect()
}

/// Remembers that the project is at `path` now, in this version.
///
/// # Errors
/// Fails if the data folder cannot be written.
pub(super) fn remember(id: ProjectId, path: &Path, state: StateName, folders: &Folders) -> io::Result<()> {
    let file = ProjectPlace::of(path).and_then(|place| place.open());
    let identity = file.ok().and_then(|file| FileIdentity::of(&file).ok());
    let place = KnownPlace { path: path.to_owned(), state, identity };
    let mut places = places(id, folders);
    if places.first() == Some(&place) {
        return Ok(());
    }
    places.retain(|other| other.path != path);
    places.insert(0, place);
    places.truncate(MAX_PLACES);
    let mut written = Vec::new();
    for KnownPlace { path, state, identity } in &places {
        let identity = identity.map(|identity| identity.to_string()).unwrap_or_default();
        write!(written, "{state} {identity} ")?;
        written.extend(files::path_to_bytes(path));
        written.push(0);
    }
    let folder = files::Folder::make_named(&folders.known())?;
    let (name, new) = (id.to_string(), format!("{id}.new"));
    folder.create(OsStr::new(&new), NewAccess::Private)?.write_all(&written)?;
    folder.rename(OsStr::new(&new), &folder, OsStr::new(&name))
}
