//! Fills in details of articles from a list of references, and prints what belongs to what.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use standpoint_core::{
    model::Article,
    wording::{counted, grouped},
};
use standpoint_exchange::import::{
    articles::MAX_FILE_BYTES,
    decode::Charset,
    formats::SourceFile,
    references::{
        ReferenceList,
        matching::{FieldChange, FoundArticle, ReferenceMatch},
        read_references,
    },
};
use standpoint_store::files;

use super::{CliError, Verdict, terminal::Output};

/// From what list details are filled in, and how.
#[derive(Clone, Debug, Args)]
pub struct ReferenceArgs {
    /// A list of references (RIS, BibTeX or CSL-JSON) that fills in title, author, outlet, date, language and address of
    /// articles where they are empty.
    #[arg(long, value_name = "FILE")]
    pub(super) references: Option<PathBuf>,
    /// Only show what would be imported and filled in.
    #[arg(long, conflicts_with = "highlights")]
    pub(super) dry_run: bool,
    /// Replace details that are not empty, too.
    #[arg(long, requires = "references")]
    pub(super) overwrite: bool,
}

/// Reads a list of references.
pub(super) fn read(path: &Path, encoding: Option<Charset>) -> Result<ReferenceList, CliError> {
    let failed = |what: String| CliError::References { path: path.to_owned(), what };
    let bytes = files::read_named(path, MAX_FILE_BYTES).map_err(|error| failed(error.to_string()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let file = SourceFile { name: &name, bytes: &bytes };
    read_references(&file, encoding).map_err(|reason| failed(reason.to_string()))
}

/// Prints a line for each reference: what it matches, why, and what it fills in. The verdict is bad if none matches.
pub(super) fn report(
    out: &mut Output<'_>,
    path: &Path,
    list: &ReferenceList,
    matches: &[ReferenceMatch],
    articles: &[Arc<Article>],
    is_dry_run: bool,
) -> Verdict {
    let by_id: HashMap<_, _> = articles.iter().map(|article| (article.id, article)).collect();
    let path = path.display();
    if let Some(doubt) = list.encoding.as_ref().and_then(|encoding| encoding.doubt.as_ref()) {
        out.line(format_args!("{path}: doubtful: {doubt}; use --encoding NAME if it is wrong"));
    }
    for failure in &list.failures {
        out.line(format_args!("{path}, {}: left out, {}", failure.name(), failure.reason));
    }
    let (mut n_matched, mut n_changes) = (0, 0);
    for matched in matches {
        let reference = &list.references[matched.reference];
        let named = format!("{path}, record {}: “{}”", reference.number, reference.title);
        match &matched.found {
            Ok(found) => {
                n_matched += 1;
                n_changes += found.changes.len();
                let title = by_id.get(&found.article).map(|article| &*article.details.title).unwrap_or_default();
                out.line(format_args!("{named} belongs to “{title}” ({}): {}", found.reason, changes_in_words(found)));
            }
            Err(reason) => out.line(format_args!("{named}: no match, {reason}")),
        }
    }
    let done = if is_dry_run { "would be filled in" } else { "filled in" };
    out.line(format_args!(
        "{} matched, {} {done}, {} without a match",
        counted(n_matched, "reference"),
        counted(n_changes, "detail"),
        grouped(matches.len() - n_matched),
    ));
    if n_matched == 0 { Verdict::Bad } else { Verdict::Good }
}

fn changes_in_words(found: &FoundArticle) -> String {
    let change = |change: &FieldChange| {
        let name = change.field.name();
        match &*change.from {
            "" => format!("{name} “{}”", change.to),
            from => format!("{name} “{}” in place of “{from}”", change.to),
        }
    };
    match &*found.changes {
        [] => "nothing to fill in".to_owned(),
        changes => changes.iter().map(change).collect::<Vec<_>>().join(", "),
    }
}
