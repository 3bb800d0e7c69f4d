//! The rules of the house: who may know what, what types may be called, and how long a file may be.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

const MAX_LINES: usize = 700;

/// Type names that may be used twice; ARCHITECTURE.md explains each of them.
const SHARED_TYPE_NAMES: [&str; 0] = [];

/// The sources of every crate, with their text.
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
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join("src"), &mut found);
    for member in std::fs::read_dir(root.join("crates")).into_iter().flatten().flatten() {
        walk(&member.path().join("src"), &mut found);
    }
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
        ("model", vec!["rules", "edit", "analysis", "store", "import", "export", "picture", "command", "ui", "cli"]),
        ("rules", vec!["edit", "analysis", "store", "import", "export", "picture", "command", "ui", "cli"]),
        ("edit", vec!["analysis", "store", "import", "export", "picture", "command", "ui", "cli"]),
        ("analysis", vec!["store", "import", "export", "picture", "command", "ui", "cli"]),
        ("store", vec!["analysis", "import", "export", "picture", "command", "ui", "cli"]),
        ("import", vec!["analysis", "store", "picture", "command", "ui", "cli"]),
        ("export", vec!["import", "command", "ui", "cli"]),
        ("picture", vec!["store", "import", "export", "command", "ui", "cli"]),
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
        assert!(path.contains("ui/layout") || !asks, "{path} asks where characters stand");
    }
}

/// The text without the items that are compiled for tests only. The closing brace of an item has the
/// indentation of its first line.
fn without_tests(text: &str) -> String {
    let mut kept = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            kept.push_str(line);
            kept.push('\n');
            continue;
        }
        let Some(item) = lines.by_ref().find(|line| !line.trim_start().starts_with("#[")) else { break };
        if item.ends_with('{') {
            let indent = item.len() - item.trim_start().len();
            let end = format!("{}}}", " ".repeat(indent));
            for inner in lines.by_ref() {
                if inner == end {
                    break;
                }
            }
        }
    }
    kept
}

/// The name of the type that this line defines for other files, if it defines one. Associated types
/// have no visibility of their own, so they never count; a name that a macro fills in is not known here.
fn visible_type(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("pub")?;
    let rest = match rest.strip_prefix('(') {
        Some(scope) => scope.split_once(')')?.1,
        None => rest,
    };
    let mut words = rest.strip_prefix(' ')?.split_whitespace();
    let keyword = words.find(|word| *word != "unsafe")?;
    let is_type = matches!(keyword, "struct" | "enum" | "trait" | "type" | "union");
    let name = words.next()?.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
    (is_type && !name.is_empty()).then_some(name)
}

#[test]
fn no_two_types_share_a_name() {
    const { assert!(SHARED_TYPE_NAMES.len() <= 4, "four names may be shared, and no more") };
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in sources() {
        for name in without_tests(&text).lines().filter_map(visible_type) {
            places.entry(name.to_owned()).or_default().push(path.display().to_string());
        }
    }
    assert!(places.len() > 200, "only {} types were found", places.len());
    places.retain(|name, places| places.len() > 1 && !SHARED_TYPE_NAMES.contains(&name.as_str()));
    assert!(places.is_empty(), "these names are defined more than once: {places:#?}");
}

#[test]
fn visible_types_are_recognised() {
    let lines = [
        ("pub struct Span {", Some("Span")),
        ("pub(crate) enum Snap<T> {", Some("Snap")),
        ("    pub(in crate::ui) type Moment = (u64, u64);", Some("Moment")),
        ("pub unsafe trait Raw {", Some("Raw")),
        ("pub(super) union Bits {", Some("Bits")),
        ("struct Private;", None),
        ("pub struct $name(Uuid);", None),
        ("    type Err = String;", None),
        ("pub fn structure() {", None),
    ];
    for (line, name) in lines {
        assert_eq!(visible_type(line), name, "{line}");
    }
    let text = "pub struct A;\n#[cfg(test)]\nmod tests {\n    pub struct B;\n}\npub struct C;\n#[cfg(test)]\nmod more;\npub struct D;\n";
    assert_eq!(without_tests(text), "pub struct A;\npub struct C;\npub struct D;\n");
}

#[test]
fn files_are_short_enough_to_read_in_one_sitting() {
    for (path, text) in sources() {
        let n_lines = text.lines().count();
        assert!(n_lines <= MAX_LINES, "{} has {n_lines} lines; it is likely two ideas", path.display());
    }
}
