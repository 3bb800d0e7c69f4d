//! Prints what files hold, one JSON object a line, without making anything of them.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::PathBuf,
    sync::atomic::AtomicBool,
};

use serde::Serialize;
use standpoint_core::model::{ArticleSource, PublicationDate};
use standpoint_exchange::import::{
    draft::Draft,
    formats::{Reading, ReadingOptions},
    reading::{self, ReadFile, SourceReading},
};

use super::{CliError, Verdict, terminal::Output};

/// A text that was read.
#[derive(Serialize)]
struct TextRecord<'a> {
    file: &'a str,
    part: Option<&'a str>,
    format: &'a str,
    encoding: &'a str,
    sha256: &'a str,
    title: &'a str,
    outlet: &'a str,
    agency: &'a str,
    author: &'a str,
    date: String,
    updated: String,
    language: &'a str,
    url: &'a str,
    fields: &'a BTreeMap<String, String>,
    origins: BTreeMap<&'a str, &'a str>,
    ambiguous_date: Option<&'a str>,
    warnings: Vec<&'a str>,
    left_out: Vec<LeftOutRecord<'a>>,
    parts: Vec<PartRecord<'a>>,
    missing_text: bool,
    text: &'a str,
}

/// A line of the file that is not in its text.
#[derive(Serialize)]
struct LeftOutRecord<'a> {
    before_line: usize,
    reason: &'a str,
    text: &'a str,
}

/// A page or chapter, and where it begins in the text, in characters.
#[derive(Serialize)]
struct PartRecord<'a> {
    start: usize,
    name: &'a str,
}

/// A file or a text that could not be read.
#[derive(Serialize)]
struct ErrorRecord<'a> {
    file: &'a str,
    part: Option<&'a str>,
    error: String,
}

/// Prints the texts in files and folders, and an object with “error” for each that could not be read. The verdict is
/// bad if there was no text at all.
pub(super) fn read(paths: &[PathBuf], options: &ReadingOptions, out: &mut Output<'_>) -> Result<Verdict, CliError> {
    let mut n_texts = 0;
    let mut written = Ok(());
    // Nobody may be left to read what else there is.
    let cancel = AtomicBool::new(false);
    let mut take = |file: ReadFile<'_>| {
        if written.is_ok() {
            written = out.file(|out| print_file(&file, &mut n_texts, out));
            cancel.store(written.is_err(), std::sync::atomic::Ordering::Relaxed);
        }
    };
    reading::read_files(paths, options, &cancel, &mut |_, _| {}, &mut take);
    written?;
    Ok(if n_texts == 0 { Verdict::Bad } else { Verdict::Good })
}

fn print_file(file: &ReadFile<'_>, n_texts: &mut usize, out: &mut dyn Write) -> io::Result<()> {
    let path = file.path.display().to_string();
    let content = match &file.content {
        Ok(content) => content,
        Err(reason) => return print_error(&path, None, reason, out),
    };
    let Reading { drafts, failures } = &content.reading;
    for (index, draft) in drafts.iter().enumerate() {
        let part = content.reading.part_name(index);
        match reading::check_draft(draft) {
            Ok(()) => {
                *n_texts += 1;
                print(&record_of(&path, part.as_deref(), content, draft), out)?;
            }
            Err(reason) => print_error(&path, part.as_deref(), reason, out)?,
        }
    }
    failures.iter().try_for_each(|failure| print_error(&path, Some(&failure.name()), &failure.reason, out))
}

fn record_of<'a>(file: &'a str, part: Option<&'a str>, content: &'a SourceReading, draft: &'a Draft) -> TextRecord<'a> {
    let ArticleSource { sha256, format, .. } = &content.source;
    let details = &draft.details;
    let encoding = draft.encoding.as_ref();
    let doubt = encoding.and_then(|encoding| encoding.doubt.as_deref());
    let date = |date: Option<PublicationDate>| date.map(|date| date.to_string()).unwrap_or_default();
    TextRecord {
        file,
        part,
        format,
        encoding: encoding.map_or("", |encoding| encoding.charset.name()),
        sha256,
        title: &details.title,
        outlet: &details.outlet,
        agency: &details.agency,
        author: &details.author,
        date: date(details.date),
        updated: date(details.updated),
        language: &details.language,
        url: &details.url,
        fields: &details.fields,
        origins: draft.origins.iter().map(|(field, origin)| (field.name(), &**origin)).collect(),
        ambiguous_date: draft.ambiguous_date.as_deref(),
        warnings: doubt.into_iter().chain(draft.warnings.iter().map(String::as_str)).collect(),
        left_out: draft
            .left_out
            .iter()
            .map(|left| LeftOutRecord { before_line: left.before_line, reason: &left.reason, text: &left.text })
            .collect(),
        parts: draft.parts.iter().map(|part| PartRecord { start: part.start, name: &part.name }).collect(),
        missing_text: draft.is_stub(),
        text: &draft.text,
    }
}

fn print_error(file: &str, part: Option<&str>, error: impl ToString, out: &mut dyn Write) -> io::Result<()> {
    print(&ErrorRecord { file, part, error: error.to_string() }, out)
}

fn print(record: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, record)?;
    out.write_all(b"\n")
}
