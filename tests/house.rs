//! The rules of the house: who may know what, and how long a file may be.

use std::path::{Path, PathBuf};

const MAX_LINES: usize = 700;

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).expect("the sources are there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source is UTF-8");
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 40, "only {} sources were found", found.len());
    found
}

/// The room a source stands in: the first folder, or the file's own name.
fn room(path: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let inner = path.strip_prefix(root).expect("it stands below the root");
    let first = inner.components().next().expect("a file has a name");
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

#[test]
fn lower_rooms_never_import_higher_ones() {
    let rooms = [
        ("model", vec!["edit", "analysis", "store", "import", "export", "picture", "command", "ui", "cli"]),
        ("edit", vec!["analysis", "store", "import", "export", "picture", "command", "ui", "cli"]),
        ("analysis", vec!["store", "import", "export", "picture", "command", "ui", "cli"]),
        ("store", vec!["analysis", "import", "export", "picture", "command", "ui", "cli"]),
        ("import", vec!["analysis", "store", "picture", "command", "ui", "cli"]),
        ("export", vec!["store", "import", "picture", "command", "ui", "cli"]),
        ("picture", vec!["store", "import", "command", "ui", "cli"]),
        ("command", vec!["ui", "cli"]),
        ("cli", vec!["ui", "command"]),
    ];
    for (path, text) in sources() {
        let Some((_, forbidden)) = rooms.iter().find(|(name, _)| *name == room(&path)) else { continue };
        for other in forbidden {
            // `use crate::{ui::…}` spans lines, so a name with `::` behind it anywhere counts.
            let direct = format!("crate::{other}::");
            let listed = format!("    {other}::");
            let imports = text.split("#[cfg(test)]").next().unwrap_or_default();
            let is_listed = imports.lines().any(|line| line.starts_with(&listed) && !line.contains("//"));
            assert!(!imports.contains(&direct) && !is_listed, "{} imports {other}", path.display());
        }
    }
}

#[test]
fn only_the_window_and_the_commands_know_egui() {
    for (path, text) in sources() {
        let knows = text.contains("egui::") || text.contains("eframe::");
        let may = matches!(&*room(&path), "ui" | "command" | "main");
        assert!(may || !knows, "{} knows egui", path.display());
    }
}

#[test]
fn native_dialogs_and_article_layout_have_one_room_each() {
    for (path, text) in sources() {
        let path = path.display().to_string().replace('\\', "/");
        assert!(path.ends_with("dialogs/files.rs") || !text.contains("rfd::"), "{path} opens native dialogs");
        let asks = text.contains("cursor_from_pos") || text.contains("pos_from_cursor");
        assert!(path.contains("reader/layout") || !asks, "{path} asks where characters stand");
    }
}

#[test]
fn files_are_short_enough_to_read_in_one_sitting() {
    for (path, text) in sources() {
        let n_lines = text.lines().count();
        assert!(n_lines <= MAX_LINES, "{} has {n_lines} lines; it is likely two ideas", path.display());
    }
}
