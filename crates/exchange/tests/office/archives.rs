//! Archives of articles.

use std::sync::atomic::AtomicBool;

use super::make::{archive, docx_of};
use standpoint_core::model::Project;
use standpoint_exchange::import::{
    articles::read_files,
    formats::ReadingOptions,
    review::{Review, ReviewEntry},
};

fn import(bytes: &[u8]) -> Review {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("batch.zip");
    std::fs::write(&path, bytes).expect("the folder can be written");
    let cancel = AtomicBool::new(false);
    let read = read_files(&[path], &ReadingOptions::default(), &cancel, &mut |_, _| {});
    Review::new(&Project::default(), read)
}

/// Each path behind the temporary folder, with the title of its article or the reason why there is none.
fn lines(review: &Review) -> Vec<String> {
    let inner = |place: String| place.split_once("batch.zip").map_or(place.clone(), |(_, inner)| inner.to_owned());
    let described = review.entries().map(|entry| match entry {
        ReviewEntry::Draft(at) => {
            let draft = &review.drafts()[at];
            let outcome = draft.reason_left_out().map(|reason| format!("left out, {reason}"));
            format!("{}: {}", inner(draft.place()), outcome.unwrap_or_else(|| draft.details().title.clone()))
        }
        ReviewEntry::Failed(failed) => format!("{}: left out, {}", inner(failed.place()), failed.reason),
    });
    described.collect()
}

#[test]
fn files_in_an_archive_are_read_like_files_in_a_folder() {
    let inner = archive(&[("x.txt", b"Inner")]);
    let bytes = archive(&[
        ("b/part10.txt", b"Tenth"),
        ("b/part2.docx", &docx_of(&["Second", "Text."])),
        ("a.txt", "\u{feff}Ärger".as_bytes()),
        ("again.txt", "Ärger".as_bytes()),
        (".hidden.txt", b"Hidden"),
        ("__MACOSX/b/._part10.txt", b"Mac"),
        ("picture.png", b"\x89PNG"),
        ("inner.zip", &inner),
        ("empty.txt", b""),
    ]);
    let report = import(&bytes);
    assert_eq!(
        lines(&report),
        [
            "/a.txt: Ärger",
            "/again.txt: left out, it has the same text as “Ärger”",
            "/b/part2.docx: Second",
            "/b/part10.txt: Tenth",
            "/empty.txt: left out, it is empty; if it should not be, get the file again",
            "/inner.zip: left out, it is an archive inside an archive; unpack it and import its files",
        ]
    );
    let articles = report.articles();
    let sources: Vec<_> = articles.iter().filter_map(|article| article.source.as_ref()).collect();
    let files: Vec<_> = sources.iter().map(|source| (&*source.file, &*source.format, source.sha256.len())).collect();
    assert_eq!(
        files,
        [
            ("batch.zip/a.txt", "text file", 64),
            ("batch.zip/b/part2.docx", "Word document", 64),
            ("batch.zip/b/part10.txt", "text file", 64),
        ]
    );
}

#[test]
fn entries_that_lead_outside_are_named_and_not_read() {
    let bytes = archive(&[
        ("a.txt", b"First"),
        ("../evil.txt", b"Evil"),
        ("/etc/evil.txt", b"Evil"),
        ("C:\\evil.txt", b"Evil"),
    ]);
    let report = import(&bytes);
    let reason = "left out, its name leads out of the archive; unpack the archive and check it";
    let expected = [
        format!("/../evil.txt: {reason}"),
        format!("//etc/evil.txt: {reason}"),
        "/a.txt: First".to_owned(),
        format!("/C:/evil.txt: {reason}"),
    ];
    let mut found = lines(&report);
    found.sort();
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn an_archive_without_articles_says_so() {
    let found = lines(&import(&archive(&[("picture.png", b"\x89PNG")])));
    assert!(found[0].starts_with(": left out, it contains no file that ends in ."), "{found:?}");
    let found = lines(&import(b"PK\x03\x04 and no more"));
    assert!(found[0].starts_with(": left out, it is damaged: the archive cannot be read as ZIP"), "{found:?}");
}
