//! Writes the findings of a project and what outlets leave out: as records, and as Markdown with the quotes behind them.

use std::io::{self, Write};

use standpoint_analysis::{
    findings::{Finding, FindingKind, ProjectFindings, Silence},
    report::{
        provenance::Provenance,
        quotes::{Quote, TagNames},
    },
};
use standpoint_core::{
    model::{CodeKind, Project},
    wording::counted,
};

use super::{
    csv::{CsvOptions, CsvWriter},
    markdown::escaped,
};

/// The columns of a table of findings. `share` is the part of the actor’s highlights on the issue that support the
/// finding, from 0 to 1; `evidence` has the ids of these highlights. The last two name the outlets, parted by semicolons,
/// and the ids of the articles without any one of which the finding would not hold.
pub const FINDINGS_HEADER: [&str; 12] = [
    "kind",
    "actor",
    "issue",
    "words",
    "highlights",
    "outlets",
    "share",
    "actor_id",
    "issue_id",
    "evidence",
    "not_without_outlets",
    "not_without_articles",
];

/// The head above what outlets leave out.
pub(super) const LEFT_OUT_BY: &str = "Left out by";

/// What a silence is called in CSV.
const SILENT: &str = "silent";

/// Writes a CSV with a record for each finding, and then for each issue that an outlet leaves out.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn csv(out: impl Write, project: &Project, found: &ProjectFindings, options: CsvOptions) -> io::Result<()> {
    let book = &project.codebook;
    let mut csv = CsvWriter::new(out, options)?;
    csv.header(&FINDINGS_HEADER)?;
    for finding in &found.findings {
        csv.plain(finding.kind.name())?;
        csv.text(book.name_of(CodeKind::Actor, &finding.actor))?;
        csv.text(book.name_of(CodeKind::Issue, &finding.issue))?;
        csv.text(&finding.words)?;
        csv.plain(finding.weight.highlights)?;
        csv.plain(finding.weight.outlets)?;
        csv.decimal(&finding.weight.share().to_string())?;
        csv.plain(&finding.actor)?;
        csv.plain(&finding.issue)?;
        let ids: Vec<String> = finding.evidence.iter().map(|place| place.of(project).1.id.to_string()).collect();
        csv.plain(ids.join(" "))?;
        let depends = finding.depends.clone().unwrap_or_default();
        csv.text(&depends.outlets.join("; "))?;
        let ids: Vec<String> = depends.articles.iter().map(|at| project.articles[*at].id.to_string()).collect();
        csv.plain(ids.join(" "))?;
        csv.end_record()?;
    }
    for Silence { issue, outlet, .. } in &found.silences {
        csv.plain(SILENT)?;
        csv.text("")?;
        csv.text(book.name_of(CodeKind::Issue, issue))?;
        csv.text(outlet)?;
        for _ in ["highlights", "outlets", "share", "actor_id"] {
            csv.plain("")?;
        }
        csv.plain(issue)?;
        for _ in ["evidence", "not_without_outlets", "not_without_articles"] {
            csv.plain("")?;
        }
        csv.end_record()?;
    }
    csv.finish()
}

/// Writes the findings as Markdown: what was found, in words, with the quotes behind it.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn markdown(
    mut out: impl Write,
    project: &Project,
    found: &ProjectFindings,
    provenance: &Provenance,
) -> io::Result<()> {
    let names = TagNames::of(&project.codebook);
    writeln!(out, "# {}\n", escaped(&provenance.project))?;
    for (name, words) in provenance.lines() {
        writeln!(out, "- **{name}**: {}", escaped(&words))?;
    }
    for kind in FindingKind::ALL {
        let mut of_kind = found.of_kind(kind).peekable();
        if of_kind.peek().is_none() {
            continue;
        }
        writeln!(out, "\n## {}\n", kind.title())?;
        for finding in of_kind {
            let (about, words) = (escaped(&pair(project, finding)), escaped(&finding.words));
            let holds = finding.depends.as_ref().map(|depends| format!("; {}", escaped(&depends.in_words(project))));
            writeln!(out, "- **{about}**: {words} ({}{})", weight(finding), holds.unwrap_or_default())?;
            for place in &finding.evidence {
                let quote = Quote::of(project, &names, *place);
                let stance = if quote.stance.is_empty() { String::new() } else { format!(", {}", quote.stance) };
                let source = escaped(&format!("{}{stance}", quote.source()));
                writeln!(out, "  - “{}” — {source}", escaped(quote.highlight.quote.trim()))?;
            }
        }
    }
    let mut outlet_before = None;
    for Silence { issue, outlet, .. } in &found.silences {
        if outlet_before.is_none() {
            writeln!(out, "\n## {LEFT_OUT_BY}\n")?;
        }
        if outlet_before != Some(outlet) {
            writeln!(out, "- **{}**", escaped(outlet))?;
            outlet_before = Some(outlet);
        }
        writeln!(out, "  - {}", escaped(project.codebook.name_of(CodeKind::Issue, issue)))?;
    }
    out.flush()
}

/// Names what a finding is about: "Russia on Territory".
pub fn pair(project: &Project, finding: &Finding) -> String {
    let book = &project.codebook;
    let actor = book.name_of(CodeKind::Actor, &finding.actor);
    format!("{actor} on {}", book.name_of(CodeKind::Issue, &finding.issue))
}

/// Says how much a finding rests on: "3 of 5 highlights, 2 outlets".
pub fn weight(finding: &Finding) -> String {
    let weight = finding.weight;
    let of = counted(weight.of as usize, "highlight");
    format!("{} of {of}, {}", weight.highlights, counted(weight.outlets as usize, "outlet"))
}
