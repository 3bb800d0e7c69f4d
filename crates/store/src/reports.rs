//! Crash reports, written when the program stops because of a fault of its own.

use std::{
    backtrace::Backtrace,
    fmt::Write as _,
    fs,
    panic::PanicHookInfo,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::folders::Folders;

/// From now on writes a report of every panic, in addition to the usual message on standard error.
pub fn write_on_panic(folders: &Folders) {
    let folder = folders.reports();
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        // If the report cannot be written either, only standard error is left.
        write(&folder, info).ok();
        usual(info);
    }));
}

/// Returns the newest report, if there is one.
pub fn latest(folders: &Folders) -> Option<PathBuf> {
    let entries = fs::read_dir(folders.reports()).ok()?;
    entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .max()
}

fn write(folder: &Path, info: &PanicHookInfo<'_>) -> std::io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let now = Timestamp::now();
    let path = folder.join(format!("{}.txt", now.strftime("%Y-%m-%dT%H-%M-%S%.3fZ")));
    let message = info.payload_as_str().unwrap_or("no message");
    let mut text = String::from(
        "Standpoint stopped because of a fault in the program.\n\n\
         Your work is not lost: every edit is in a journal and is recovered when the project is opened again.\n\
         If you report the fault, please send this file. It holds no text of your articles unless the message quotes some.\n\n",
    );
    let thread = std::thread::current();
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let facts = [
        ("When", now.to_string()),
        (
            "Program",
            format!(
                "Standpoint {} on {} ({})",
                env!("CARGO_PKG_VERSION"),
                std::env::consts::OS,
                std::env::consts::ARCH
            ),
        ),
        ("Message", message.to_owned()),
        ("Place", place),
        ("Thread", thread.name().unwrap_or("without a name").to_owned()),
    ];
    for (name, fact) in facts {
        // Writing to a string cannot fail.
        _ = writeln!(text, "{name}: {fact}");
    }
    _ = writeln!(text, "\n{}", Backtrace::force_capture());
    fs::write(&path, text)?;
    Ok(path)
}
