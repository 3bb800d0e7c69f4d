//! The peak memory of an import of many files in several formats, measured in a process of its own.

use std::{fmt::Write as _, fs, io::Write as _, path::Path, process::Command};

use standpoint_exchange::import::{articles::FileRead, draft::Draft};
use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{documents, import, pages, pdf, read_pdf_files_apart, words};

/// The first argument of this program that makes it import a folder and say what that took.
pub const ARGUMENT: &str = "memory-of";

/// Megabytes that an import may need besides its texts and the files that are being read.
const FREE_MB: f64 = 64.0;
/// How many times the largest file may be in memory.
const TIMES_LARGEST: f64 = 8.0;

/// Imports a folder, and prints the bytes of its texts, and the most memory that this process and its readers of PDF
/// files had.
pub fn measure(folder: &Path) {
    read_pdf_files_apart();
    let files = import(folder).files;
    let drafts = |file: &FileRead| {
        let read = file.outcome.as_ref().unwrap_or_else(|reason| panic!("{reason}"));
        read.reading.drafts.iter().map(kept).sum::<usize>()
    };
    let n_kept: usize = files.iter().map(drafts).sum();
    let status = fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells");
    let kb: usize = line.trim().trim_end_matches(" kB").parse().expect("it is a number");
    println!("{n_kept} {}", kb * 1024);
}

/// The bytes of the text of a draft, and of the lines that can be put back.
fn kept(draft: &Draft) -> usize {
    draft.text.len() + draft.left_out.iter().map(|line| line.text.len()).sum::<usize>()
}

/// Several formats, of which each has a large file or many small ones.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("there is room");
        fs::write(path, bytes).expect("there is room");
    };
    for at in 0..20_000 {
        write(&format!("texts/{at}.txt"), words(at, 6_000).as_bytes());
    }
    for at in 0..300 {
        write(&format!("pages/{at}.html"), pages::page(at).as_bytes());
        write(&format!("documents/{at}.docx"), &documents::document(at, 30_000));
    }
    write("documents/large.docx", &documents::document(1, 8 << 20));
    for at in 0..20 {
        write(&format!("files/{at}.pdf"), &pdf::pdf_file(at, 20));
    }
    let mut csv = "title,outlet,date,text\n".to_owned();
    let mut json = String::new();
    for at in 0..3_000 {
        let text = words(at, 6_000).replace('\n', " ");
        writeln!(csv, "Row {at},Harbour News,2025-12-03,{text}").expect("a string can be written to");
        writeln!(json, "{{\"title\":\"Record {at}\",\"text\":\"{text}\"}}").expect("a string can be written to");
    }
    write("tables/rows.csv", csv.as_bytes());
    write("tables/records.jsonl", json.as_bytes());
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..3_000 {
        zip.start_file(format!("{at}.txt"), SimpleFileOptions::default()).expect("a name fits");
        zip.write_all(words(at + 7, 6_000).as_bytes()).expect("memory can be written");
    }
    write("archive.zip", &zip.finish().expect("memory can be written").into_inner());
    folder
}

/// The most memory that an import of all of them takes.
pub fn peak() -> String {
    let folder = folder();
    let program = std::env::current_exe().expect("the system tells");
    let output = Command::new(program).arg(ARGUMENT).arg(folder.path()).output().expect("it can be started");
    let said = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = said.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    let [kept, peak] = numbers[..] else { panic!("{said}{}", String::from_utf8_lossy(&output.stderr)) };
    let (largest, n_files) = files_below(folder.path());
    let mb = |bytes: f64| bytes / f64::from(1 << 20);
    #[expect(clippy::cast_precision_loss, reason = "megabytes need few digits")]
    let largest = mb(largest as f64);
    let limit = mb(kept) + TIMES_LARGEST * largest + FREE_MB;
    println!(
        "import-memory: {n_files} files, the largest of {largest:.0} MB; texts of {:.0} MB, at most {:.0} MB in memory",
        mb(kept),
        mb(peak)
    );
    format!("bar import-memory {:.0} {limit:.0} {}", mb(peak), if mb(peak) <= limit { "ok" } else { "over" })
}

/// The size of the largest file below a folder, and the number of files.
fn files_below(folder: &Path) -> (u64, usize) {
    let entries = fs::read_dir(folder).expect("it can be read").flatten();
    entries.fold((0, 0), |(largest, n), entry| {
        let about = entry.metadata().expect("it is there");
        let (inner, n_inner) = if about.is_dir() { files_below(&entry.path()) } else { (about.len(), 1) };
        (largest.max(inner), n + n_inner)
    })
}
