//! What is exported, read back by somebody else's reader, and taken in again by ours.

use std::sync::{Arc, atomic::AtomicBool};

use proptest::prelude::*;
use standpoint_core::{
    edit::{Edit, Gesture, History},
    model::{Article, ArticleSource, CodeKind, Details, Highlight, Project, SourcePart, Tags},
    text::{Span, Text},
};
use standpoint_exchange::{
    export::{
        csv::{CsvOptions, CsvSeparator, DecimalMark},
        tables,
    },
    import::highlights_csv,
};

const TIME: &str = "2026-01-12T09:14:00Z";

/// Words as analysts and attackers write them.
fn words() -> impl Strategy<Value = String> {
    "[-=+@'’ \t\"“,;a-cé北＝\n]{1,12}"
}

/// A project with one article, one highlight in it, and names and notes of any kind.
fn project(text: &str, from: usize, to: usize, title: &str, name: &str, note: &str) -> Project {
    let mut project = Project::default();
    let mut tags = Tags { actor: None, issue: None, stance: Some("opposes".into()) };
    if !name.trim().is_empty() {
        for kind in CodeKind::ALL {
            let mut code = project.codebook.fresh_code(kind, name, None);
            code.definition = note.to_owned();
            match kind {
                CodeKind::Actor => tags.actor = Some(code.id.clone()),
                CodeKind::Issue => tags.issue = Some(code.id.clone()),
            }
            project.codebook.codes_mut(kind).push(code);
        }
    }
    let details = Details { title: title.to_owned(), outlet: note.to_owned(), ..Details::default() };
    let mut article = Article::new(details, Text::new(text));
    let n_chars = article.text.n_chars();
    let start = from % n_chars;
    let span = Span::new(start, start + 1 + to % (n_chars - start));
    let mut highlight = Highlight::new(&article.text, span, tags, "AK", TIME);
    note.clone_into(&mut highlight.note);
    article.highlights.push(highlight.into());
    project.articles.push(Arc::new(article));
    project
}

fn exported(project: &Project, options: CsvOptions) -> String {
    let mut out = Vec::new();
    tables::highlights(&mut out, project, options).expect("memory can be written");
    String::from_utf8(out).expect("CSV is UTF-8")
}

fn cells(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    let records = reader.records().map(|record| record.expect("each record has as many cells as the header"));
    records.map(|record| record.iter().map(str::to_owned).collect()).collect()
}

/// The project without its highlights and, on demand, without its codes.
fn without_highlights(project: &Project, keep_codes: bool) -> Project {
    let mut bare = project.clone();
    for article in &mut bare.articles {
        Arc::make_mut(article).highlights.clear();
    }
    if !keep_codes {
        bare.codebook.actors.clear();
        bare.codebook.issues.clear();
    }
    bare
}

#[test]
fn lists_say_which_agency_page_and_file_words_come_from() {
    let mut project = project("First page. Second page.", 12, 18, "Talks", "City", "");
    let article = Arc::make_mut(&mut project.articles[0]);
    article.details.agency = "=Wire".to_owned();
    article.details.updated = "2026-01".parse().ok();
    article.details.fields.insert("agency".to_owned(), "none".to_owned());
    let part = |start, name: &str| SourcePart { start, name: name.to_owned() };
    article.source = Some(Arc::new(ArticleSource {
        file: "papers.zip/a.pdf".to_owned(),
        sha256: "0f".repeat(32),
        format: "PDF".to_owned(),
        encoding: String::new(),
        parts: vec![part(0, "p. 1"), part(12, "p. 2")],
    }));
    let highlights = cells(&exported(&project, CsvOptions::default()));
    assert_eq!(highlights[0][17..], ["agency", "updated", "page", "file"]);
    assert_eq!(highlights[1][17..], ["'=Wire", "2026-01", "p. 2", "papers.zip/a.pdf"]);

    let mut articles = Vec::new();
    tables::articles(&mut articles, &project, CsvOptions::default()).expect("memory can be written");
    let articles = cells(&String::from_utf8(articles).expect("CSV is UTF-8"));
    assert_eq!(articles[0][11..], ["agency [field]", "agency", "updated", "file", "sha256", "format", "encoding"]);
    let hash = "0f".repeat(32);
    assert_eq!(articles[1][11..], ["none", "'=Wire", "2026-01", "papers.zip/a.pdf", &*hash, "PDF", ""]);
}

#[test]
fn only_a_file_of_a_certain_size_is_read() {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("rows.csv");
    let file = std::fs::File::create(&path).expect("the folder can be written");
    file.set_len(highlights_csv::MAX_FILE_BYTES + 1).expect("files may have holes");
    let read = |path: &std::path::Path| {
        highlights_csv::read_highlights(path, None, &Project::default(), TIME, &AtomicBool::new(false), &mut |_, _| {})
    };
    let error = read(&path).expect_err("it is too large");
    assert_eq!(error.to_string(), format!("{}: it is larger than 256 MB; split it", path.display()));
    let error = read(folder.path()).expect_err("it is a folder").to_string();
    assert!(error.ends_with(" is a folder, not a file or a pipe; it was not opened"), "{error}");
}

proptest! {
    #[test]
    fn another_reader_finds_every_cell(text in words(), at in any::<(usize, usize)>(), name in words(), note in words()) {
        let project = project(&text, at.0, at.1, &name, &name, &note);
        let (article, highlight) = project.highlights().next().expect("there is one");
        let raw = CsvOptions { bom: true, guard: false, ..CsvOptions::default() };
        let records = cells(exported(&project, raw).trim_start_matches('\u{feff}'));
        prop_assert_eq!(records.len(), 2);
        prop_assert_eq!(&records[0], &tables::HIGHLIGHTS_HEADER);
        prop_assert_eq!(&records[1][2], &article.details.title);
        prop_assert_eq!(&records[1][5], &highlight.span.start.to_string());
        prop_assert_eq!(&records[1][7], &highlight.quote);
        prop_assert_eq!(&records[1][11], &note);
    }

    #[test]
    fn no_guarded_cell_begins_a_formula(text in words(), at in any::<(usize, usize)>(), name in words(), note in words()) {
        let project = project(&text, at.0, at.1, &name, &name, &note);
        let mut codebook = Vec::new();
        tables::codebook(&mut codebook, &project, CsvOptions::default()).expect("memory can be written");
        let mut articles = Vec::new();
        tables::articles(&mut articles, &project, CsvOptions::default()).expect("memory can be written");
        let highlights = exported(&project, CsvOptions::default()).into_bytes();
        for csv in [codebook, articles, highlights] {
            for cell in cells(&String::from_utf8(csv).expect("CSV is UTF-8")).into_iter().flatten() {
                let is_number = cell.parse::<f64>().is_ok();
                let start = cell.trim_start_matches(' ');
                prop_assert!(is_number || !start.starts_with(['=', '+', '-', '@', '\t', '\n', '＝']), "{cell:?}");
            }
        }
    }

    #[test]
    fn highlights_come_back_as_they_were(
        text in words(), at in any::<(usize, usize)>(), name in words(), note in words(), keep_codes in any::<bool>(),
        has_semicolons in any::<bool>(),
    ) {
        let whole = project(&text, at.0, at.1, "Talks", &name, &note);
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let path = folder.path().join("h.csv");
        let separator = if has_semicolons { CsvSeparator::Semicolon } else { CsvSeparator::Comma };
        let options = CsvOptions { separator, decimal: DecimalMark::usual_with(separator), ..CsvOptions::default() };
        std::fs::write(&path, exported(&whole, options)).expect("the folder can be written");

        let mut history = History::new(without_highlights(&whole, keep_codes));
        let report = highlights_csv::read_highlights(
            &path, None, history.project(), TIME, &AtomicBool::new(false), &mut |_, _| {},
        ).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(report.bad_rows.is_empty() && report.reanchored.is_empty(), "{report:?}");
        let edit: Edit = report.edit.expect("one highlight is new");
        history.apply("Import highlights", Gesture::Single, edit).expect("it was made for this project");
        prop_assert_eq!(&history.project().articles, &whole.articles);
        prop_assert_eq!(exported(history.project(), CsvOptions::default()), exported(&whole, CsvOptions::default()));
    }
}
