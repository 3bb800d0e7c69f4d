//! What an import did, in lines for people.

use std::{
    io::{self, Write},
    path::Path,
};

use crate::{
    import::{
        articles::{ImportReport, Outcome, Taken},
        highlights_csv::HighlightsReport,
    },
    wording::{counted, grouped},
};

/// A line for each file, then the sum.
pub(super) fn articles(out: &mut dyn Write, report: &ImportReport) -> io::Result<()> {
    for line in &report.lines {
        let path = line.path.display();
        match &line.outcome {
            Outcome::Taken(taken) => writeln!(out, "{path}: taken, {}", described(taken))?,
            Outcome::LeftOut(reason) => writeln!(out, "{path}: left out, {reason}")?,
        }
    }
    let n_left_out = report.n_left_out();
    writeln!(out, "{} taken, {} left out", counted(report.articles.len(), "article"), grouped(n_left_out))
}

fn described(taken: &Taken) -> String {
    let details = &taken.article.details;
    let date = details.date.map(|date| date.to_string()).unwrap_or_default();
    let known: Vec<&str> = [&*details.outlet, &*details.author, &*date].into_iter().filter(|s| !s.is_empty()).collect();
    let mut words = format!("“{}”", details.title);
    if !known.is_empty() {
        words.push_str(&format!(", {}", known.join(", ")));
    }
    words.push_str(&format!(" ({}, {})", taken.encoding, counted(taken.article.text.n_chars(), "character")));
    if taken.n_replaced > 0 {
        words.push_str(&format!("; {} could not be read and stand as �", counted(taken.n_replaced, "character")));
    }
    if taken.n_nul > 0 {
        words.push_str(&format!("; {} dropped", counted(taken.n_nul, "NUL character")));
    }
    words
}

/// A line for each row that needs a look and each code made, then the sum.
pub(super) fn highlights(out: &mut dyn Write, csv: &Path, report: &HighlightsReport) -> io::Result<()> {
    let csv = csv.display();
    for moved in &report.reanchored {
        writeln!(out, "{csv}:{}: re-anchored, the quote stands at {} of “{}”", moved.line, moved.to, moved.article)?;
    }
    for bad in &report.bad_rows {
        writeln!(out, "{csv}:{}: left out, {}", bad.line, bad.reason)?;
    }
    for (kind, name) in &report.new_codes {
        writeln!(out, "new {}: {name}", kind.noun())?;
    }
    writeln!(
        out,
        "{} taken ({} re-anchored), {} already there, {} left out",
        counted(report.n_taken, "highlight"),
        grouped(report.reanchored.len()),
        grouped(report.n_present),
        grouped(report.bad_rows.len()),
    )
}
