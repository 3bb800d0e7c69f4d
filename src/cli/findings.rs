//! The command `findings`.

use std::path::Path;

use clap::Args;

use standpoint_analysis::{
    facts::Facts,
    findings::{FindingKind, ProjectFindings, Silence},
    report::provenance::Provenance,
};
use standpoint_core::{
    model::{CodeKind, Project, view::HighlightFilter},
    wording::counted,
};
use standpoint_exchange::export::{
    csv::CsvOptions,
    findings::{csv, markdown, pair, weight},
};
use standpoint_store::Access;

use super::{
    CliError, Verdict,
    filter::{self, FilterTerm},
    open,
    table_args::one_of,
    terminal::Output,
};

/// What is looked through, and how the findings are written.
#[derive(Debug, Args)]
pub struct FindingsArgs {
    /// Include only matching highlights; may be repeated. The keys are those of “standpoint table”.
    #[arg(long, value_name = "KEY=VALUE")]
    filter: Vec<FilterTerm>,
    /// How the findings are written.
    #[arg(long, value_parser = format(), default_value = "text")]
    format: FindingsFormat,
}

impl FindingsArgs {
    /// Returns whether the findings are written as CSV.
    pub(super) fn is_csv(&self) -> bool {
        self.format == FindingsFormat::Csv
    }
}

/// The form in which findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FindingsFormat {
    /// Lines for people.
    Text,
    /// A record for each finding.
    Csv,
    /// With the quotes behind each finding.
    Markdown,
}

fn format() -> impl clap::builder::TypedValueParser<Value = FindingsFormat> {
    one_of(vec![("text", FindingsFormat::Text), ("csv", FindingsFormat::Csv), ("markdown", FindingsFormat::Markdown)])
}

/// Lists what stands out in a project.
pub(super) fn findings(
    path: &Path,
    args: &FindingsArgs,
    options: CsvOptions,
    out: &mut Output<'_>,
) -> Result<Verdict, CliError> {
    let session = open(path, Access::ReadOnly)?;
    let project = session.project();
    let mut wanted = HighlightFilter::default();
    filter::apply(&args.filter, project, &mut wanted)?;
    let found = ProjectFindings::of(project, &Facts::of(project), &wanted);
    match args.format {
        FindingsFormat::Text => print(project, &found, out),
        FindingsFormat::Csv => out.file(|out| csv(out, project, &found, options))?,
        FindingsFormat::Markdown => {
            let about = Provenance::of_findings(project, &wanted, jiff::Timestamp::now());
            out.file(|out| markdown(out, project, &found, &about))?;
        }
    }
    Ok(Verdict::Good)
}

fn print(project: &Project, found: &ProjectFindings, out: &mut Output<'_>) {
    for kind in FindingKind::ALL {
        let mut of_kind = found.of_kind(kind).peekable();
        if of_kind.peek().is_some() {
            out.line(kind.title());
        }
        for finding in of_kind {
            out.line(format_args!("  {}: {} ({})", pair(project, finding), finding.words, weight(finding)));
            if let Some(depends) = &finding.depends {
                out.line(format_args!("    {}", depends.in_words(project)));
            }
        }
    }
    let mut outlet_before = None;
    for Silence { issue, outlet, .. } in &found.silences {
        if outlet_before != Some(outlet) {
            out.line(format_args!("Left out by {outlet}"));
            outlet_before = Some(outlet);
        }
        out.line(format_args!("  {}", project.codebook.name_of(CodeKind::Issue, issue)));
    }
    let left_out = counted(found.silences.len(), "issue");
    out.line(format_args!("{}, {left_out} left out by an outlet", counted(found.findings.len(), "finding")));
}
