//! The rules of the house: who may know what, what types may be called, and how long a file may be.

use std::{
    collections::{BTreeMap, BTreeSet},
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

/// Every package of this workspace with what it is built from, ours and others', leaving out what is for tests only.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = std::process::Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .expect("cargo runs, since it runs this test");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let of_package = |package: &serde_json::Value| {
        let all = package["dependencies"].as_array().into_iter().flatten();
        let built = all.filter(|dependency| dependency["kind"].is_null()).map(|dependency| text(&dependency["name"]));
        (text(&package["name"]), built.collect())
    };
    metadata["packages"].as_array().into_iter().flatten().map(of_package).collect()
}

/// The rows of the table of crates in ARCHITECTURE.md: a name, and the names of our crates it depends on.
fn crates_of_the_architecture() -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let text = std::fs::read_to_string(path).expect("it is there");
    let names = |cell: &str| cell.split('`').filter(|word| word.starts_with("standpoint")).map(str::to_owned).collect();
    let row = |line: &str| {
        let mut cells = line.strip_prefix("| `standpoint")?.split('|');
        let name = format!("standpoint{}", cells.next()?.trim().trim_end_matches('`'));
        Some((name, names(cells.next()?)))
    };
    text.lines().filter_map(row).collect()
}

#[test]
fn crates_depend_on_each_other_as_the_architecture_says() {
    let ours = |all: &BTreeSet<String>| all.iter().filter(|name| name.starts_with("standpoint")).cloned().collect();
    let built: BTreeMap<String, BTreeSet<String>> =
        dependencies().iter().map(|(name, all)| (name.clone(), ours(all))).collect();
    assert_eq!(built.len(), 5, "{built:?}");
    assert_eq!(built, crates_of_the_architecture());
}

#[test]
fn what_only_one_crate_may_know_no_other_is_built_from() {
    let homes = [
        ("standpoint", vec!["egui", "eframe", "rfd", "arboard", "clap"]),
        (
            "standpoint-exchange",
            vec!["csv", "rust_xlsxwriter", "encoding_rs", "resvg", "skrifa", "png", "hayro-interpret"],
        ),
    ];
    for (name, built_from) in dependencies() {
        for (home, outside) in &homes {
            for foreign in outside {
                let may = name == *home;
                assert_eq!(built_from.contains(*foreign), may, "{name} and {foreign}, which belongs to {home}");
            }
        }
    }
}

/// The window without its frame and its list of actions: what must not know the frame.
fn pages_and_desk() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui");
    let is_inner = |path: &Path| path.starts_with(root.join("pages")) || path.starts_with(root.join("desk"));
    sources().into_iter().filter(|(path, _)| is_inner(path)).collect()
}

#[test]
fn pages_and_the_desk_do_not_know_the_window() {
    let inner = pages_and_desk();
    assert!(inner.len() > 30, "only {} were found", inner.len());
    for (path, text) in inner {
        let words = || text.split(|c: char| !c.is_alphanumeric() && c != '_');
        assert!(words().all(|word| word != "App"), "{} names App", path.display());
        assert!(!text.contains("window::"), "{} imports the window", path.display());
    }
}

#[test]
fn one_place_writes_to_standard_output_and_standard_error() {
    for (path, text) in sources() {
        // The reader of PDF files talks with its process through pipes.
        if path.ends_with("src/cli/terminal.rs") || path.ends_with("import/isolated.rs") {
            continue;
        }
        let text = without_tests(&text);
        let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        // Clippy warns of `println!` and its like.
        let writes = words.any(|word| matches!(word, "stdout" | "stderr"));
        assert!(!writes, "{}: cli::terminal writes for everybody", path.display());
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

/// Who may open files in another way than through `standpoint_store::files`, and what else of `fs` they use for it.
const OPENS_FILES: [(&str, &[&str], &str); 6] = [
    (
        "import/isolated.rs",
        &["rustix"],
        "the limit of memory that the reader of PDF files sets itself; it opens nothing",
    ),
    (
        "store/src/reports.rs",
        &["read_dir", "create_dir_all", "write"],
        "reports of crashes, in the program's own folder",
    ),
    ("store/src/save.rs", &["metadata", "OpenOptions"], "an export to a device or a pipe that a person named"),
    ("preferences/kept.rs", &["read", "copy"], "the preferences, where eframe keeps them"),
    ("src/cli/tables.rs", &["OpenOptions"], "a table on a terminal that a person named"),
    ("dialogs/path.rs", &["read_dir"], "a list of names for a person to select from; it opens none of them"),
];

/// Names that open nothing.
const OPENS_NOTHING: [&str; 5] = ["File", "Metadata", "TryLockError", "FileTypeExt", "MetadataExt"];

/// What a source uses of modules called `fs`, ours and others', and what it opens by a method.
fn used_of_fs(text: &str) -> BTreeSet<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let word_at = |rest: &str| -> String { rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let mut used = BTreeSet::new();
    for (start, _) in code.match_indices("fs::") {
        let is_longer = code[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        match code[start + 4..].strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            _ if is_longer => {}
            // What is used of `fs` itself stands elsewhere in the text.
            Some((names, _)) => {
                used.extend(names.split(',').map(|name| word_at(name.trim())).filter(|name| name != "self"));
            }
            None => _ = used.insert(word_at(&code[start + 4..])),
        }
    }
    let methods = ["File::open", "File::create", "File::options", ".read_dir(", ".read_link(", "cap_std", "rustix"];
    used.extend(methods.into_iter().filter(|method| code.contains(method)).map(str::to_owned));
    used.retain(|name| !name.is_empty() && !OPENS_NOTHING.contains(&name.as_str()));
    used
}

#[test]
fn one_module_opens_files() {
    let mut unused: BTreeSet<&str> = OPENS_FILES.iter().map(|(ending, ..)| *ending).collect();
    for (path, text) in sources() {
        let path = path.display().to_string().replace('\\', "/");
        if path.contains("/store/src/files/") || path.ends_with("/tests.rs") {
            continue;
        }
        let used = used_of_fs(&without_tests(&text));
        let exception = OPENS_FILES.iter().find(|(ending, ..)| path.ends_with(ending));
        let allowed = exception.map_or(&[][..], |(_, allowed, _)| allowed);
        let others: Vec<&String> = used.iter().filter(|name| !allowed.contains(&name.as_str())).collect();
        assert!(others.is_empty(), "{path} uses {others:?}; standpoint_store::files opens files for everybody");
        if let Some((ending, ..)) = exception.filter(|_| !used.is_empty()) {
            unused.remove(ending);
        }
    }
    assert!(unused.is_empty(), "{unused:?} open nothing any more and need no exception");
}

#[test]
fn whatever_opens_files_is_recognised() {
    let texts = [
        ("use std::fs;\nfn a() { fs::read(p); std::fs::write(p, b\"\"); }", vec!["read", "write"]),
        ("use std::{\n    fs::{self, OpenOptions},\n    io,\n};", vec!["OpenOptions"]),
        ("use std::fs::{File, create_dir};\nFile::open(p)", vec!["File::open", "create_dir"]),
        ("folder.read_dir()?", vec![".read_dir("]),
        ("// fs::read would follow links\nuse std::fs::{File, Metadata}; affs::read()", vec![]),
    ];
    for (text, used) in texts {
        assert_eq!(used_of_fs(text).into_iter().collect::<Vec<_>>(), used, "{text}");
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
