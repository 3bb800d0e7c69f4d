//! Codebooks that leave a project and come back: laws over random ones, and the real program on files.

#[path = "common/program.rs"]
mod program;

use std::{path::Path, sync::Arc};

use program::{run, said};
use proptest::{prelude::*, sample::Index};
use standpoint_core::{
    edit::{Edit, Gesture, History, refuse_same_names},
    model::{Code, CodeKind, Codebook, Colour, Project, Stance},
    rules,
};
use standpoint_exchange::{
    export::{
        csv::{CsvOptions, CsvSeparator, DecimalMark},
        tables,
    },
    import::codebook::{CodebookFile, CodebookPlan, EntryState, read_codebook},
};
use standpoint_store::{Access, Machine, Session, disk::SystemDisk, folders::Folders};

/// What random codes are made of: a name, a parent, an alias, a definition, and a key.
type Seed = (String, Index, String, String, Index, bool);

fn words() -> impl Strategy<Value = String> {
    r"[-=+@'’;\\/a-cAé北＝ ]{0,6}"
}

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    let seed = (words(), any::<Index>(), words(), r#"[-=a-c"; \n]{0,8}"#, any::<Index>(), any::<bool>());
    prop::collection::vec(seed, 0..8)
}

/// A codebook as the program makes them: names without blanks at their ends, and none twice at one place.
fn book(actors: &[Seed], issues: &[Seed], weights: &[i8]) -> Codebook {
    let mut book = Codebook { stances: Vec::new(), free_keys: Some(String::new()), ..Codebook::default() };
    for (kind, seeds) in CodeKind::ALL.into_iter().zip([actors, issues]) {
        for (nth, (name, parent, alias, definition, key, has_key)) in seeds.iter().enumerate() {
            let codes = book.codes(kind);
            let parent = parent.index(codes.len() + 1);
            let parent = codes.get(parent).map(|code| code.id.clone());
            let name = format!("{}{nth}", name.trim());
            let mut code = Code { parent, ..book.fresh_code(kind, &name, None) };
            let alias = alias.trim();
            code.aliases.extend((!alias.is_empty()).then(|| alias.to_owned()));
            code.definition = if definition.trim().is_empty() { String::new() } else { definition.clone() };
            code.include.clone_from(&code.definition);
            code.exclude = code.definition.replace('a', "not a");
            code.colour = Colour([u8::try_from(nth).unwrap_or(0), 2, 3]);
            let row: Vec<char> = kind.keys().chars().collect();
            code.key =
                Some(row[key.index(row.len())]).filter(|key| *has_key && book.code_with_key(kind, *key).is_none());
            book.codes_mut(kind).push(code);
        }
        // The order in which a tree is read, as import makes it.
        let order: Vec<Code> = book.tree(kind).into_iter().map(|(_, code)| code.clone()).collect();
        *book.codes_mut(kind) = order;
    }
    for (nth, weight) in weights.iter().enumerate() {
        let (id, name) = (format!("s{nth}"), format!("={nth}; x"));
        book.stances.push(Stance { id: (&*id).into(), name, weight: f64::from(*weight) / 4.0 });
    }
    book
}

fn project(codebook: Codebook) -> Project {
    Project { codebook, ..Project::titled("Talks") }
}

fn exported(project: &Project, options: CsvOptions) -> Vec<u8> {
    let mut out = Vec::new();
    tables::codebook(&mut out, project, options).expect("memory can be written");
    out
}

fn read(csv: &[u8]) -> CodebookFile {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("codes.csv");
    std::fs::write(&path, csv).expect("the folder can be written");
    read_codebook(&path, None).expect("it was exported")
}

/// The project after the ticked changes, which a step back undoes.
fn imported(project: &Project, plan: &CodebookPlan) -> Project {
    let mut history = History::new(project.clone());
    if let Some(edit) = plan.edit() {
        refuse_same_names(project, &edit).expect("there is no obstacle");
        history.apply("Import", Gesture::Single, edit).expect("it fits");
        let after = history.project().clone();
        history.undo();
        assert_eq!(history.project(), project);
        return after;
    }
    project.clone()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_exported_codebook_comes_back_as_it_was(
        actors in seeds(), issues in seeds(), weights in prop::collection::vec(-8..8i8, 0..4), is_guarded in any::<bool>(),
        has_semicolons in any::<bool>(),
    ) {
        let book = book(&actors, &issues, &weights);
        // Without guards, an apostrophe before a formula may be one or not.
        prop_assume!(is_guarded || !format!("{book:?}").contains('\''));
        let own = project(book.clone());
        let separator = if has_semicolons { CsvSeparator::Semicolon } else { CsvSeparator::Comma };
        let options = CsvOptions { bom: has_semicolons, guard: is_guarded, separator, decimal: DecimalMark::usual_with(separator) };
        let file = read(&exported(&own, options));
        prop_assert_eq!(&file.remarks, &[]);

        let same = CodebookPlan::of(&own, &file);
        prop_assert!(same.entries.iter().all(|entry| entry.state == EntryState::Equal), "{:?}", same.entries);
        prop_assert_eq!(same.edit(), None);

        let fresh = Project::titled("New");
        let after = imported(&fresh, &CodebookPlan::of(&fresh, &file));
        let stances = if book.stances.is_empty() { Codebook::default().stances } else { book.stances.clone() };
        let has_codes = !book.actors.is_empty() || !book.issues.is_empty();
        let free_keys = has_codes.then(String::new);
        prop_assert_eq!(after.codebook, Codebook { stances, free_keys, ..book });
    }

    #[test]
    fn whatever_is_imported_leaves_a_sound_project_and_every_key_where_it_was(
        own in (seeds(), seeds()), other in (seeds(), seeds()), ticks in prop::collection::vec(any::<(Index, bool)>(), 0..6),
        has_all in any::<bool>(), is_older in any::<bool>(),
    ) {
        let mut own = project(book(&own.0, &own.1, &[4, -4]));
        own.codebook.free_keys = own.codebook.free_keys.filter(|_| !is_older);
        let other = project(book(&other.0, &other.1, &[2]));
        let shown = |project: &Project| {
            let keyed = |kind| project.codebook.keyed_codes(kind).into_iter().map(move |(key, code)| (kind, key, code.id.clone()));
            CodeKind::ALL.into_iter().flat_map(keyed).collect::<Vec<_>>()
        };
        let mut plan = CodebookPlan::of(&own, &CodebookFile::of_project(&other));
        if has_all {
            plan.set_all(true);
        }
        for (at, is_ticked) in ticks {
            if !plan.entries.is_empty() {
                let entry = at.index(plan.entries.len());
                plan.set_ticked(entry, 0, is_ticked);
            }
        }
        prop_assume!(plan.obstacle().is_none());
        let after = imported(&own, &plan);
        prop_assert_eq!(rules::faults(&after).len(), 0);
        let keys = shown(&after);
        prop_assert!(shown(&own).iter().all(|keyed| keys.contains(keyed)));
        let ids = |project: &Project| project.codebook.actors.iter().chain(&project.codebook.issues).map(|code| code.id.clone()).collect::<Vec<_>>();
        let kept = ids(&after);
        prop_assert!(ids(&own).iter().all(|id| kept.contains(id)), "no code is deleted");
    }

    #[test]
    fn what_was_imported_is_equal_the_next_time(own in (seeds(), seeds()), other in (seeds(), seeds())) {
        let own = project(book(&own.0, &own.1, &[4, -4]));
        let other = project(book(&other.0, &other.1, &[2]));
        let mut plan = CodebookPlan::of(&own, &CodebookFile::of_project(&other));
        plan.set_all(true);
        prop_assume!(plan.obstacle().is_none());
        let after = imported(&own, &plan);
        for entry in CodebookPlan::of(&after, &CodebookFile::of_project(&other)).entries {
            prop_assert_eq!(entry.state, EntryState::Equal, "{:?}", entry);
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(rows in r#"[a-b,;"\n=']{0,40}"#) {
        let file = read(format!("kind,name,parent,level,key\n{rows}").as_bytes());
        let own = project(book(&[], &[], &[]));
        let plan = CodebookPlan::of(&own, &file);
        if plan.obstacle().is_none() {
            imported(&own, &plan);
        }
    }
}

/// A folder with a project of one article.
fn room() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    write(folder.path(), "one.txt", "Land comes first\n\nMoscow wants the valley.\n");
    said(folder.path(), &["new", "talks.ron", "one.txt"]);
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("the folder can be written");
}

#[test]
fn what_an_earlier_command_could_not_save_is_saved_by_one_that_changes_nothing() {
    let room = room();
    let path = room.path().join("talks.ron");
    write(room.path(), "codes.csv", "kind,name\nissue,Land\n");
    // An edit that reached the journal but not the file.
    let machine = Machine::with(Folders::below(room.path().join("data/standpoint")), Arc::new(SystemDisk));
    let (mut session, _) = Session::open(&path, Access::Change, &machine).expect("it is sound");
    let land = Code::new("land".into(), "Land", 0);
    session.apply("Add", Gesture::Single, Edit::InsertCode(CodeKind::Issue, 0, land)).expect("it fits");
    drop(session);
    let file = || std::fs::read_to_string(&path).expect("it can be read");
    assert!(!file().contains("\"Land\""));
    let again = run(room.path(), &["codebook", "talks.ron", "codes.csv"]);
    let told = String::from_utf8_lossy(&again.stdout);
    assert!(told.ends_with("0 new, 0 changed, 1 equal; 0 changes made, 0 left\n"), "{told}");
    assert!(file().contains("\"Land\""));
}

const TABLE: &str = "Kind;Name;Parent;Beschreibung;Aliases;Key\nactor;Russia;;The state.;Moscow;1\n\
                     actor;Putin;Russia;;;\nissue;Land;;;;q\ngroup;X;;;;\n";

#[test]
fn a_codebook_is_shown_and_then_imported_on_the_command_line() {
    let room = room();
    let folder = room.path();
    write(folder, "codes.csv", TABLE);
    let trial = said(folder, &["codebook", "talks.ron", "codes.csv", "--dry-run"]);
    let lines = [
        "codes.csv, line 5: left out, because “group” is not a kind; write actor, issue or stance",
        "actor “Russia”: New: key 1; aliases Moscow; “The state.”",
        "actor “Russia / Putin”: New",
        "issue “Land”: New: key q",
        "3 new, 0 changed, 0 equal; 3 changes made, 0 left",
        "Nothing was changed (--dry-run)",
    ];
    assert_eq!(trial.lines().collect::<Vec<_>>(), lines);
    assert!(!said(folder, &["export", "talks.ron", "codebook"]).contains("Russia"));
    said(folder, &["codebook", "talks.ron", "codes.csv"]);
    let csv = said(folder, &["export", "talks.ron", "codebook"]);
    assert!(csv.contains("actor,putin,Putin,,Russia,,#c9821f,,0,russia,,,1,\r\n"), "{csv}");
    let again = said(folder, &["codebook", "talks.ron", "codes.csv"]);
    assert!(again.ends_with("0 new, 0 changed, 3 equal; 0 changes made, 0 left\n"), "{again}");

    // Another project starts from this one.
    write(folder, "two.txt", "A second voice\n");
    said(folder, &["new", "second.ron", "two.txt"]);
    said(folder, &["codebook", "second.ron", "talks.ron"]);
    assert_eq!(said(folder, &["export", "second.ron", "codebook"]), csv);
    write(folder, "less.csv", "kind,name,definition\nactor,Russia,\n");
    let left = said(folder, &["codebook", "talks.ron", "less.csv"]);
    assert!(left.contains("Definition: “The state.” → none (left as it is; use --all)"), "{left}");
    assert!(said(folder, &["export", "talks.ron", "codebook"]).contains("The state."));
    said(folder, &["codebook", "talks.ron", "less.csv", "--all"]);
    assert!(!said(folder, &["export", "talks.ron", "codebook"]).contains("The state."));
}

#[test]
fn a_file_that_is_no_codebook_is_refused_with_its_place_and_changes_nothing() {
    let room = room();
    let folder = room.path();
    let before = std::fs::read(folder.join("talks.ron")).expect("it is there");
    write(folder, "a.csv", "colour,key\n#fff,1\n");
    write(folder, "b.csv", "kind,name,Name\nactor,A,B\n");
    write(folder, "bad.ron", "(format: 2, title: ");
    std::fs::create_dir(folder.join("c.csv")).expect("the folder can be written");
    let cases = [
        ("a.csv", "a.csv:1: no column “name”; the first line must name the columns"),
        ("b.csv", "b.csv:1: two columns are called “Name”; rename one of them"),
        ("bad.ron", "bad.ron"),
        ("c.csv", "is a folder, not a file"),
        ("none.csv", "none.csv: "),
    ];
    for (name, words) in cases {
        let output = run(folder, &["codebook", "talks.ron", name]);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && errors.contains(words), "{name}: {errors}");
    }
    assert!(std::fs::read(folder.join("talks.ron")).is_ok_and(|after| after == before));
}

#[test]
fn a_codebook_to_print_is_chosen_by_the_name_of_its_file() {
    let room = room();
    let folder = room.path();
    write(folder, "codes.csv", TABLE);
    said(folder, &["codebook", "talks.ron", "codes.csv"]);
    for name in ["c.html", "c.docx", "c.csv", "c.txt"] {
        said(folder, &["export", "talks.ron", "codebook", "-o", name]);
    }
    let read = |name: &str| std::fs::read(folder.join(name)).expect("it was written");
    assert!(String::from_utf8_lossy(&read("c.html")).contains("<h2>Actors</h2>"));
    assert!(read("c.docx").starts_with(b"PK"));
    assert_eq!(read("c.csv"), read("c.txt"));
    // Our own reader of documents finds its words.
    said(folder, &["new", "back.ron", "c.docx"]);
    let back = std::fs::read_to_string(folder.join("back.ron")).expect("it was written");
    for words in ["Actors", "Russia", "The state.", "Moscow", "With members"] {
        assert!(back.contains(words), "{words}: {back}");
    }
}
