//! What is fed with damaged inputs, and the laws that hold for whatever is read of them.
//!
//! A further reader becomes a target by a line in [`all`], a function that runs one input, and a
//! folder of seeds.

mod documents;

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, atomic::AtomicBool},
};

use standpoint_core::{
    edit::{Gesture, History},
    model::Project,
    rules,
};
use standpoint_exchange::import::highlights_csv;
use standpoint_store::{
    self as store, Access, Machine, Session,
    disk::SystemDisk,
    folders::Folders,
    journal::record::{self, JournalEntry, JournalRecord},
    repair,
    state::StateName,
};
use twox_hash::XxHash3_64;

use crate::{codebooks, imports};

pub struct Target {
    pub name: &'static str,
    /// Files besides those in the folder `tests/corpus/NAME`.
    more_seeds: &'static [&'static str],
    /// What its inputs are made of.
    pub words: &'static [&'static str],
    /// How many inputs `cargo test` runs.
    pub n_inputs: usize,
    /// Runs one input; an error is a law that was broken.
    pub run: fn(&[u8]) -> Result<Verdict, String>,
}

/// What came of an input that broke no law.
pub struct Verdict {
    pub was_read: bool,
    /// What was said of it; inputs of which something new is said are mutated further.
    pub said: String,
}

pub fn all() -> Vec<Target> {
    vec![
        Target {
            name: "project",
            more_seeds: &["projects/moscow-talks.ron"],
            words: &PROJECT_WORDS,
            n_inputs: 2_000,
            run: read_project,
        },
        Target {
            name: "articles",
            more_seeds: &["seeds/03-kurdistan24.txt"],
            words: &ARTICLE_WORDS,
            n_inputs: 700,
            run: imports::read_text,
        },
        Target { name: "tables", more_seeds: &[], words: &TABLE_WORDS, n_inputs: 400, run: read_table },
        Target { name: "references", more_seeds: &[], words: &REFERENCE_WORDS, n_inputs: 400, run: read_references },
        Target { name: "pages", more_seeds: &[], words: &imports::PAGE_WORDS, n_inputs: 300, run: imports::read_page },
        Target {
            name: "database-pages",
            more_seeds: &[],
            words: &imports::PAGE_WORDS,
            n_inputs: 300,
            run: imports::read_page,
        },
        Target { name: "mail", more_seeds: &[], words: &imports::MAIL_WORDS, n_inputs: 300, run: imports::read_mail },
        Target { name: "highlights", more_seeds: &[], words: &COLUMNS, n_inputs: 700, run: read_highlights },
        Target { name: "codebooks", more_seeds: &[], words: &codebooks::WORDS, n_inputs: 500, run: codebooks::read },
        documents_target("word", &documents::XML_WORDS, documents::read_word),
        documents_target("opendocument", &documents::XML_WORDS, documents::read_opendocument),
        documents_target("book", &documents::XML_WORDS, documents::read_book),
        documents_target("rich-text", &documents::RTF_WORDS, documents::read_rich_text),
        documents_target("archive", &["PK\x03\x04", "PK\x01\x02", "PK\x05\x06", "../"], documents::read_archive),
        documents_target("subtitles", &documents::CUE_WORDS, documents::read_subtitles),
        documents_target("databases", &documents::REPORT_WORDS, documents::read_database),
        Target { name: "pdf", more_seeds: &[], words: &PDF_WORDS, n_inputs: 200, run: read_pdf },
        Target { name: "journal", more_seeds: &[], words: &JOURNAL_WORDS, n_inputs: 300, run: read_journal },
    ]
}

/// A reader of documents. Each has fewer inputs, because there are many of them.
fn documents_target(
    name: &'static str,
    words: &'static [&'static str],
    run: fn(&[u8]) -> Result<Verdict, String>,
) -> Target {
    Target { name, more_seeds: &[], words, n_inputs: 250, run }
}

impl Target {
    /// The sound files that inputs are made of, always in the same order.
    pub fn corpus(&self) -> Vec<Vec<u8>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = fs::read_dir(root.join("tests/corpus").join(self.name)).expect("there is a folder of seeds");
        let mut paths: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.extend(self.more_seeds.iter().map(|path| root.join(path)));
        paths.iter().map(|path| fs::read(path).expect("a seed can be read")).collect()
    }
}

const PROJECT_WORDS: [&str; 50] = [
    "format",
    "format: 1",
    "format: 2",
    "title",
    "codebook",
    "articles",
    "actors",
    "issues",
    "stances",
    "id",
    "name",
    "aliases",
    "colour",
    "parent",
    "definition",
    "weight",
    "details",
    "text",
    "highlights",
    "outlet",
    "author",
    "date",
    "language",
    "url",
    "fields",
    "status",
    "ToRead",
    "Reading",
    "Done",
    "span",
    "quote",
    "actor",
    "issue",
    "stance",
    "note",
    "coder",
    "created",
    "Some(\"2025-12\")",
    "None",
    "r#\"",
    "\"#",
    "//",
    "/*",
    "*/",
    "#![enable(implicit_some)]",
    "b\"a\"",
    "()",
    "\"2026-01-12T09:14:00Z\"",
    "\"01a20188-5614-737f-b940-2b61fe3e92bf\"",
    "r#id",
];

const ARTICLE_WORDS: [&str; 24] = [
    "Title: ",
    "By ",
    "Author: ",
    "Published on ",
    "December 3, 2025",
    "3 Dec. 2025",
    "2025-12-03",
    "31/02/2025",
    "Source: ",
    "Digest of ",
    "’s report",
    " report by the ",
    "Read on ",
    "(AP) — ",
    "KYIV (Kyiv Post) — ",
    "http://",
    "URL: https://",
    " min read",
    "Advertisement",
    "%PDF-",
    "PK\x03\x04",
    "{\\rtf",
    "# ",
    " – Monitoring",
];

const PDF_WORDS: [&str; 34] = [
    "<< ",
    " >>",
    "[",
    "]",
    " 1 0 R",
    " 3 0 R",
    " 9 0 R",
    "/Kids",
    "/Parent",
    "/Type /Pages",
    "/Count 99999999",
    "/MediaBox [0 0 1e38 -1]",
    "/Rotate 90",
    "/Contents",
    "/ToUnicode",
    "/DW 100000",
    "/Filter /FlateDecode",
    "/Filter /LZWDecode",
    "/Encrypt",
    "/PageLabels",
    "/ActualText <feff>",
    "/Artifact BMC",
    "EMC",
    "BT",
    "ET",
    " Tj",
    " Td ",
    " Tm ",
    "0 1 -1 0 0 0 cm",
    "1e30",
    "nan",
    "/Fm1 Do",
    "endstream",
    "trailer",
];

const TABLE_WORDS: [&str; 24] = [
    "title",
    "text",
    "date",
    "url",
    "outlet",
    "Заголовок",
    "03/04/2025",
    "45994",
    "20251203142000",
    "https://a.example/1",
    "\"",
    "\"\"",
    ",",
    ";",
    "\t",
    "\n",
    "{\"title\": ",
    "[[[[",
    "}",
    "null",
    "\\u0000",
    "sep=;\n",
    "PK\x03\x04",
    "table:number-rows-repeated=\"1048576\"",
];

const REFERENCE_WORDS: [&str; 24] = [
    "TY  - NEWS\n",
    "TI  - ",
    "AB  - ",
    "DA  - 2025/12/03/",
    "ER  - \n",
    "UR  - ",
    "@article{",
    "@string{a = ",
    "title = {",
    "year = ",
    "crossref = {",
    "# a",
    "{\\\"u}",
    "}",
    "$",
    "\\",
    "\"id\": 1, \"type\": \"webpage\"",
    "\"issued\": {\"date-parts\": [[2025]]}",
    "\"author\": [{\"family\": \"A\"}]",
    "[",
    "{",
    "\\u0000",
    "author = {A and B}",
    "date = {2025-12-03/2025-12-04}",
];

const COLUMNS: [&str; 30] = [
    "id",
    "article_id",
    "article",
    "outlet",
    "date",
    "start",
    "end",
    "quote",
    "actor",
    "issue",
    "stance",
    "note",
    "coder",
    "created",
    "'=1",
    "'",
    "\"\"",
    "\",\"",
    ";",
    ",",
    "\t",
    "supports",
    "opposes",
    "Mayor",
    "A made-up headline",
    "The ",
    "2026-01-12T09:14:00Z",
    "2026-01-12 09:14",
    "01a20188-560e-76f0-8b7d-d1062e80169b",
    "9999-12-31T23:59:59",
];

const JOURNAL_WORDS: [&str; 27] = [
    "Edit(label:\"x\",gesture:Single,edit:",
    "Saving(state:\"",
    "through:",
    "Continued(\"note\")",
    "SetTitle(\"x\")",
    "SetId(\"01a20188-5600-7f0a-8b7d-d1062e801601\")",
    "InsertArticles([(0,(",
    "RemoveArticles([",
    "SetDetails(",
    "AddHighlights([(",
    "RemoveHighlights([(",
    "SetHighlights([(",
    "InsertCode(Actor,0,(",
    "RemoveCode(Issue,\"harbour\")",
    "SetCode(Actor,(",
    "InsertStance(18446744073709551615,(",
    "RemoveStance(\"supports\")",
    "SetStance((id:\"supports\",name:\"x\",weight:NaN))",
    "All([",
    "Replace((title:\"\",codebook:(actors:[],issues:[],stances:[]),articles:[]))",
    "01a20188-560e-76f0-8b7d-d1062e80169b",
    "span:(0,18446744073709551615)",
    "])",
    "))",
    "\n",
    " ",
    "standpoint journal 1\n",
];

/// A file with the bytes in a folder of its own, which is gone when the target is done with it.
pub fn in_a_file<T>(name: &str, bytes: &[u8], read: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("the folder can be written");
    read(&path)
}

/// What is read without a fault is written so that it is read again as the same.
pub fn keeps(project: &Project, whose: &str) -> Result<(), String> {
    let written = store::to_string(project);
    let again =
        store::read_str("again.ron", &written).map_err(|error| format!("{whose} is not read again: {error}"))?;
    if again != *project {
        return Err(format!("{whose} is read again as another one"));
    }
    if store::to_string(&again) == written { Ok(()) } else { Err(format!("{whose} is written anew in another way")) }
}

pub fn breaks_no_rule(project: &Project) -> Result<(), String> {
    match rules::faults(project).first() {
        Some(fault) => Err(format!("a rule is broken: {fault}")),
        None => Ok(()),
    }
}

fn read_project(bytes: &[u8]) -> Result<Verdict, String> {
    match in_a_file("p.ron", bytes, store::check) {
        Ok((project, faults)) => {
            let mut said = String::new();
            for fault in &faults {
                _ = writeln!(said, "{}", fault.fault.broken.what());
            }
            if faults.is_empty() {
                keeps(&project, "the project")?;
            } else {
                repairs(&project)?;
            }
            // What is open can be changed, whatever is in it.
            History::new(project);
            Ok(Verdict { was_read: true, said })
        }
        Err(error) => {
            let said = error.to_string();
            let n_chars = said.chars().count();
            // The file comes first, and no word of it makes the message endless.
            let Some((_, said)) = said.split_once("p.ron:").filter(|_| n_chars < 2_000) else {
                return Err(format!("{n_chars} characters are said, beginning {said:.300}"));
            };
            Ok(Verdict { was_read: false, said: said.to_owned() })
        }
    }
}

/// The sure fixes of a damaged project are applied, and the result breaks no rule.
fn repairs(project: &Project) -> Result<(), String> {
    let repair = repair::apply_sure_fixes(project, true);
    let n_left = rules::faults(&repair.project).len();
    if n_left == repair.left.len() {
        Ok(())
    } else {
        Err(format!("{n_left} faults are left after the repair, and {} were said", repair.left.len()))
    }
}

/// Opens a project beside which the journal lies. Damage is noticed by the checksums, so lines that are
/// not those of a journal are taken for entries, and given what a journal has besides.
fn read_journal(bytes: &[u8]) -> Result<Verdict, String> {
    static HARBOUR: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/project/harbour.ron");
        fs::read(path).expect("the seed can be read")
    });
    let base = StateName::of(&HARBOUR);
    let journal = if bytes.starts_with(record::HEADER.as_bytes()) { bytes.to_vec() } else { sealed(bytes, base) };
    in_a_file("p.ron", &HARBOUR, |path| {
        let data = path.with_file_name("data");
        let recovery = path.with_file_name("p.ron.recovery");
        fs::create_dir(&recovery).expect("the folder can be written");
        fs::write(recovery.join("journal"), &journal).expect("the folder can be written");
        let machine = Machine::with(Folders::below(data), Arc::new(SystemDisk));
        let (session, found) = Session::open(path, Access::Change, &machine)
            .map_err(|error| format!("a journal keeps it closed: {error}"))?;
        breaks_no_rule(session.project())?;
        keeps(session.project(), "what was recovered")?;
        let expected = store::to_string(session.project());
        drop(session);
        // What was recovered once is recovered again, and as the same.
        let (session, _) = Session::open(path, Access::Change, &machine).map_err(|error| error.to_string())?;
        if store::to_string(session.project()) != expected {
            return Err("the second recovery gives another project".to_owned());
        }
        // What kinds of records could be read, and whether all of them fitted.
        let records = record::read(&journal).map_or(Vec::new(), |contents| contents.records);
        let kind = |record: &JournalRecord| match &record.entry {
            JournalEntry::Edit { edit, .. } => {
                format!("{edit:?}").split(['(', ' ']).next().unwrap_or_default().to_owned()
            }
            JournalEntry::Saving { .. } => "Saving".to_owned(),
        };
        let kinds: BTreeSet<String> = records.iter().map(kind).collect();
        let said = format!("{kinds:?} {} {}", found.n_edits == records.len(), found.is_torn);
        Ok(Verdict { was_read: found.n_edits > 0, said })
    })
}

/// The journal of which these lines are the entries.
fn sealed(lines: &[u8], base: StateName) -> Vec<u8> {
    let mut journal = record::HEADER.as_bytes().to_vec();
    for (sequence, entry) in (1u64..).zip(lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty())) {
        let line = [format!("{sequence} {base} ").as_bytes(), entry].concat();
        let sum = XxHash3_64::oneshot(&line);
        journal.extend_from_slice(format!("{sequence} {base} {sum:016x} ").as_bytes());
        journal.extend_from_slice(entry);
        journal.push(b'\n');
    }
    journal
}

/// Reads a PDF file in this process. The crate that opens it may panic, which is caught, but the layout may not.
fn read_pdf(bytes: &[u8]) -> Result<Verdict, String> {
    crate::last_panic().take();
    let verdict = imports::read("a.pdf", bytes);
    match crate::last_panic().take() {
        Some(panic) if panic.contains("exchange") => Err(panic),
        _ => verdict,
    }
}

fn read_table(bytes: &[u8]) -> Result<Verdict, String> {
    let is_json = bytes.starts_with(b"{") || bytes.starts_with(b"[");
    let name = match () {
        () if bytes.starts_with(b"PK") && bytes.len() > 60 && bytes[30..].starts_with(b"mimetype") => "a.ods",
        () if bytes.starts_with(b"PK") => "a.xlsx",
        () if is_json => "a.jsonl",
        () => "a.csv",
    };
    imports::read(name, bytes)
}

fn read_references(bytes: &[u8]) -> Result<Verdict, String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let name = match () {
        () if start.starts_with('[') => "a.json",
        () if start.contains('@') => "a.bib",
        () => "a.ris",
    };
    imports::read(name, bytes)
}

/// A project for files that go into one.
pub fn harbour() -> &'static Project {
    static HARBOUR: LazyLock<Project> = LazyLock::new(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/project/harbour.ron");
        store::open(&path).expect("the seed is sound")
    });
    &HARBOUR
}

fn read_highlights(bytes: &[u8]) -> Result<Verdict, String> {
    in_a_file("h.csv", bytes, |path| {
        let read = |project: &Project| {
            let cancel = AtomicBool::new(false);
            highlights_csv::read_highlights(path, None, project, "2026-01-13T08:00:00Z", &cancel, &mut |_, _| {})
        };
        let report = match read(harbour()) {
            Ok(report) => report,
            Err(error) => {
                let said = error.to_string().replace(&path.display().to_string(), "");
                return Ok(Verdict { was_read: false, said });
            }
        };
        let mut said = format!("{} {} ", report.n_taken.min(3), report.n_present.min(3));
        for row in &report.bad_rows {
            _ = write!(said, "{} ", row.reason);
        }
        let Some(edit) = report.edit else { return Ok(Verdict { was_read: true, said }) };
        let mut history = History::new(harbour().clone());
        history.apply("Take in", Gesture::Single, edit).map_err(|error| format!("the rows do not fit: {error}"))?;
        breaks_no_rule(history.project())?;
        keeps(history.project(), "the project with the highlights")?;
        let again = read(history.project()).map_err(|error| format!("the file is not read again: {error}"))?;
        if again.edit.is_some() {
            return Err(format!("{} rows are taken a second time", again.n_taken));
        }
        Ok(Verdict { was_read: true, said })
    })
}
