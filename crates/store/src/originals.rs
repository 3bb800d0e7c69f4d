//! Keeps the files that articles were read from beside the project, for those who asked for it.
//!
//! The originals of `talks.ron` are in the folder `talks.originals`. Each has the first digits of its SHA-256 before its
//! name, so that two files of one name can be kept, and one file is kept once. An article names both in its source.

use std::{
    ffi::{OsStr, OsString},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::files::{FileKind, Folder, NewAccess, folder_and_name, never_more_open};

/// How many digits of the SHA-256 stand before the name: enough to tell a million files apart.
const N_DIGITS: usize = 12;
/// The longest name of a file in bytes. Most systems allow 255.
const MAX_NAME_BYTES: usize = 200;

/// Returns the folder in which the originals of a project are kept.
pub fn folder_of(project: &Path) -> PathBuf {
    project.with_extension("originals")
}

/// Keeps a file beside a project. `name` is what it is called, and `sha256` the digest of its bytes, in hexadecimal
/// digits. Returns where it is kept. A file that is kept already is not written again.
///
/// # Errors
/// Fails with the system’s reason if the folder or the file cannot be made. The folder then holds no part of the file
/// under its name.
pub fn keep(project: &Path, name: &str, sha256: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let folder = folder_of(project);
    let (parent, own_name) = folder_and_name(&folder).ok_or(io::ErrorKind::InvalidInput)?;
    let parent = Folder::named(parent)?;
    let kept = parent.make_subfolder(own_name)?;
    let model = project.file_name().and_then(|name| parent.open(name).ok());
    if let Some(model) = &model {
        kept.share_like(model)?;
    }
    let name = kept_name(name, sha256);
    let path = folder.join(&name);
    if kept.kind(&name)? == Some(FileKind::File)
        && kept.read(&name, bytes.len() as u64).is_ok_and(|there| there == bytes)
    {
        return Ok(path);
    }
    // The name depends on the content, so what a killed program left is replaced by the next attempt.
    let unfinished = OsString::from(format!(".standpoint-{}.tmp", sha256.get(..N_DIGITS).unwrap_or(sha256)));
    let written = kept.create(&unfinished, NewAccess::Private).and_then(|mut file| {
        if let Some(model) = &model {
            never_more_open(model, &file)?;
        }
        file.write_all(bytes)?;
        file.sync_all()?;
        kept.rename(&unfinished, &kept, &name)
    });
    if written.is_err() {
        kept.remove(&unfinished).ok();
    }
    written.and_then(|()| kept.flush()).map(|()| path)
}

/// The name under which a file is kept, without what some system does not allow in names.
fn kept_name(name: &str, sha256: &str) -> OsString {
    let is_allowed = |c: &char| !c.is_control() && !r#"<>:"/\|?*"#.contains(*c);
    let plain: String = name.chars().map(|c| if is_allowed(&c) { c } else { '_' }).collect();
    let (stem, extension) = match plain.rsplit_once('.') {
        Some((stem, extension)) if extension.len() <= 10 => (stem, format!(".{extension}")),
        _ => (&*plain, String::new()),
    };
    let room = MAX_NAME_BYTES - extension.len();
    let end = stem.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= room).last().unwrap_or(0);
    let digits = sha256.get(..N_DIGITS).unwrap_or(sha256);
    OsStr::new(&format!("{digits}-{}{extension}", &stem[..end])).to_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const DIGEST: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    fn names_in(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("it is there").flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_kept_once_and_mended_if_it_changed() {
        let scene = tempfile::tempdir().expect("the system gives a temporary folder");
        let project = scene.path().join("talks.ron");
        fs::write(&project, "()").expect("it can be written");
        let path = keep(&project, "a.html", DIGEST, b"<p>One").expect("it can be kept");
        assert_eq!(path, scene.path().join("talks.originals/0123456789ab-a.html"));
        fs::write(&path, "<p>Two").expect("it can be written");
        for _ in 0..2 {
            keep(&project, "a.html", DIGEST, b"<p>One").expect("it can be kept");
            assert_eq!(fs::read(&path).expect("it is there"), b"<p>One");
        }
        keep(&project, "a.html", "fff", b"<p>Three").expect("it can be kept");
        assert_eq!(names_in(&scene.path().join("talks.originals")), ["0123456789ab-a.html", "fff-a.html"]);
    }

    #[test]
    fn any_name_can_be_kept() {
        for name in ["../up.txt", "a\0b\n.txt", "CON:<1>?.txt", "", ".", "no extension", &"é".repeat(300)] {
            let kept = kept_name(name, DIGEST).into_string().expect("it is Unicode");
            assert!(kept.len() <= 255 && kept.starts_with("0123456789ab-"), "{kept}");
            assert!(!kept.contains(['/', '\\', '\0', '\n', ':', '?', '<']), "{kept}");
        }
        let long = format!("{}.html", "é".repeat(300));
        assert!(kept_name(&long, DIGEST).to_string_lossy().ends_with("é.html"));
    }

    #[cfg(unix)]
    #[test]
    fn originals_are_no_more_open_than_the_project_and_no_link_is_followed() {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
        let scene = tempfile::tempdir().expect("the system gives a temporary folder");
        let project = scene.path().join("talks.ron");
        fs::write(&project, "()").expect("it can be written");
        fs::set_permissions(&project, fs::Permissions::from_mode(0o600)).expect("it is ours");
        let path = keep(&project, "a.txt", DIGEST, b"One").expect("it can be kept");
        assert_eq!(fs::metadata(&path).expect("it is there").mode() & 0o077, 0);
        assert_eq!(fs::metadata(folder_of(&project)).expect("it is there").mode() & 0o077, 0);

        let elsewhere = scene.path().join("elsewhere");
        fs::create_dir(&elsewhere).expect("it can be made");
        let other = scene.path().join("other.ron");
        fs::write(&other, "()").expect("it can be written");
        symlink(&elsewhere, folder_of(&other)).expect("links can be made");
        keep(&other, "a.txt", DIGEST, b"One").expect_err("a link has the name of the folder");
        assert_eq!(names_in(&elsewhere), Vec::<String>::new());
        symlink(scene.path().join("target"), folder_of(&project).join("0123456789ab-b.txt"))
            .expect("links can be made");
        keep(&project, "b.txt", DIGEST, b"Two").expect("the link is replaced");
        assert!(!scene.path().join("target").exists());
    }
}
