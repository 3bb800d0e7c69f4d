//! PDF files that are made to harm their reader. Each takes only the process that reads it, and the import goes on.

#[path = "common/pdf_files.rs"]
#[allow(dead_code, reason = "other tests need more of it")]
mod pdf_files;

use std::{path::PathBuf, process::Command, sync::atomic::AtomicBool, time::Duration};

use pdf_files::{PdfFile, PdfPage, stream};
use standpoint_core::model::Project;
use standpoint_exchange::import::{
    articles::read_files,
    formats::ReadingOptions,
    isolated::{self, ReaderProcess},
    review::{Review, ReviewEntry},
};
use tempfile::TempDir;

fn good(text: &str) -> Vec<u8> {
    PdfFile::of([PdfPage::default().line(60.0, 700.0, 10.0, text)]).bytes()
}

/// A page that runs these operators.
fn page_of(operators: &str) -> PdfPage {
    let mut page = PdfPage::default();
    page.draw(operators);
    page
}

/// Imports the files, in the order of their names, with limits that are soon reached.
fn import(files: &[(&str, Vec<u8>)]) -> Review {
    isolated::read_in(ReaderProcess {
        program: PathBuf::from(env!("CARGO_BIN_EXE_standpoint")),
        time: Duration::from_secs(12),
        memory_bytes: 512 << 20,
    });
    let folder = TempDir::new().expect("the system gives a temporary folder");
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("the folder can be written");
    }
    let paths = [folder.path().to_owned()];
    let read = read_files(&paths, &ReadingOptions::default(), &AtomicBool::new(false), &mut |_, _| {});
    Review::new(&Project::default(), read)
}

fn lines(review: &Review) -> Vec<String> {
    let line = |entry: ReviewEntry<'_>| match entry {
        ReviewEntry::Draft(at) => format!("{}: {}", review.drafts()[at].name(), review.drafts()[at].text().0),
        ReviewEntry::Failed(failed) => format!("{}: left out, {}", failed.name(), failed.reason),
    };
    review.entries().map(line).collect()
}

/// A colour that is defined by another one, and so on: whoever follows them runs out of stack.
fn chained(length: usize) -> Vec<u8> {
    let page = page_of("/Cs1 cs 0 sc 0 0 9 9 re f\n").line(60.0, 700.0, 10.0, "Text");
    let colour = |number: usize| format!("[/Indexed {} 0 R 1 <0001>]", PdfFile::FIRST_MORE + number + 1).into_bytes();
    let more = (0..length).map(colour).chain([b"/DeviceGray".to_vec()]).collect();
    PdfFile { more, resources: "/ColorSpace << /Cs1 9 0 R >>".to_owned(), ..PdfFile::of([page]) }.bytes()
}

/// Arrays in arrays.
fn nested(depth: usize) -> Vec<u8> {
    let catalog = format!("/Nested {}{}", "[".repeat(depth), "]".repeat(depth));
    PdfFile { catalog, ..PdfFile::of([PdfPage::default().line(60.0, 700.0, 10.0, "Nested text")]) }.bytes()
}

/// Drawings that draw two of the next one each.
fn doubling(depth: usize) -> Vec<u8> {
    let form = |number: usize| {
        let next = PdfFile::FIRST_MORE + number + 1;
        let entries =
            format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Fm1 {next} 0 R >> >>");
        stream(&entries, b"/Fm1 Do /Fm1 Do")
    };
    let more = (0..depth).map(form).chain([stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"")]).collect();
    PdfFile { more, ..PdfFile::of([page_of("/Fm1 Do\n")]) }.bytes()
}

/// A drawing that claims to have rows of four gigabytes.
fn huge() -> Vec<u8> {
    // Compressed data of a few zeros.
    let data = [0x78, 0x9c, 0x63, 0x60, 0xa0, 0x3d, 0, 0, 0, 0x64, 0, 1];
    let form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter /FlateDecode \
                /DecodeParms << /Predictor 2 /BitsPerComponent 4 /Colors 4 /Columns 2000000000 >>";
    PdfFile { more: vec![stream(form, &data)], ..PdfFile::of([page_of("/Fm1 Do\n")]) }.bytes()
}

#[test]
fn a_file_that_crashes_its_reader_is_left_out_and_the_others_are_read() {
    let report = import(&[
        ("a.pdf", good("First text")),
        ("b.pdf", chained(20_000)),
        ("c.pdf", good("Second text")),
        ("d.pdf", huge()),
        ("e.pdf", good("Third text")),
        ("f.pdf", doubling(48)),
        ("g.pdf", good("Fourth text")),
    ]);
    let advice = "; print it to a new PDF or save its text";
    let mut expected = vec![
        "a.pdf: First text".to_owned(),
        format!("b.pdf: left out, it crashed the reader of PDF files{advice}"),
        "c.pdf: Second text".to_owned(),
        format!("d.pdf: left out, reading it took more than 512 MB of memory{advice}"),
        "e.pdf: Third text".to_owned(),
        format!("f.pdf: left out, reading it took more than 12 seconds{advice}"),
        "g.pdf: Fourth text".to_owned(),
    ];
    let mut found = lines(&report);
    if cfg!(not(unix)) {
        // Elsewhere memory has no limit, and the drawing is empty.
        found.remove(3);
        expected.remove(3);
    }
    assert_eq!(found, expected);
}

#[test]
fn deep_nesting_costs_its_own_file_at_most() {
    let report = import(&[("a.pdf", nested(10_000)), ("b.pdf", nested(1_000_000)), ("c.pdf", good("Last text"))]);
    let lines = lines(&report);
    assert_eq!(lines.len(), 3, "{lines:?}");
    for line in &lines[..2] {
        assert!(line.ends_with(": Nested text") || line.contains("left out, it"), "{line}");
    }
    assert_eq!(lines[2], "c.pdf: Last text");
}

#[test]
fn the_program_reads_pdf_files_in_a_process_of_its_own() {
    let folder = TempDir::new().expect("the system gives a temporary folder");
    for (name, bytes) in [("a.pdf", chained(20_000)), ("b.pdf", good("The bridge is shut"))] {
        std::fs::write(folder.path().join(name), bytes).expect("the folder can be written");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_standpoint"));
    let output = command.current_dir(folder.path()).args(["new", "talks.ron", "a.pdf", "b.pdf"]).output();
    let output = output.expect("the program runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("it crashed the reader of PDF files"), "{said}");
    let project = std::fs::read_to_string(folder.path().join("talks.ron")).expect("it was saved");
    assert!(project.contains("The bridge is shut") && project.contains("PDF file"), "{project}");
}
