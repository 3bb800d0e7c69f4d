//! The part of a web page that says what stands out in the highlights of its tables.

use std::io::{self, Write};

use standpoint_analysis::{
    findings::{Finding, FindingKind, ProjectFindings, Silence},
    report::quotes::{Quote, TagNames},
};
use standpoint_core::{
    model::{CodeKind, Project},
    wording::counted,
};

use crate::{
    export::findings::{LEFT_OUT_BY, pair, weight},
    xml::escaped,
};

/// The most findings of a page. A workbook and `standpoint findings` have all of them.
const MOST_FINDINGS: usize = 500;
/// The most quotes behind each.
const MOST_QUOTES_EACH: usize = 6;

/// Writes the findings by kind, each with the quotes behind it, and what outlets leave out; nothing if there is neither.
pub(super) fn section(
    out: &mut impl Write,
    project: &Project,
    names: &TagNames<'_>,
    found: &ProjectFindings,
) -> io::Result<()> {
    if found.findings.is_empty() && found.silences.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section>\n<h2>Findings</h2>")?;
    let mut left = MOST_FINDINGS;
    for kind in FindingKind::ALL {
        let of_kind: Vec<&Finding> = found.of_kind(kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let shown = &of_kind[..of_kind.len().min(left)];
        left -= shown.len();
        writeln!(out, "<h3>{}</h3>\n<ul>", kind.title())?;
        for finding in shown {
            self::finding(out, project, names, finding)?;
        }
        writeln!(out, "</ul>")?;
        left_out(out, of_kind.len() - shown.len(), "finding")?;
    }
    silences(out, project, &found.silences)?;
    writeln!(out, "</section>")
}

fn finding(out: &mut impl Write, project: &Project, names: &TagNames<'_>, finding: &Finding) -> io::Result<()> {
    let (about, words) = (pair(project, finding), &finding.words);
    let (about, words) = (escaped(&about), escaped(words));
    let depends = finding.depends.as_ref().map(|depends| format!(" {}.", depends.in_words(project)));
    let depends = depends.unwrap_or_default();
    writeln!(out, "<li dir=\"auto\"><strong>{about}</strong>: {words} ({}).{}", weight(finding), escaped(&depends))?;
    writeln!(out, "<details><summary>{}</summary>\n<ol>", counted(finding.evidence.len(), "quote"))?;
    for place in finding.evidence.iter().take(MOST_QUOTES_EACH) {
        let quote = Quote::of(project, names, *place);
        let source = quote.source();
        let (words, source, tags) = (escaped(quote.highlight.quote.trim()), escaped(&source), quote.tags());
        write!(out, "<li><blockquote dir=\"auto\">{words}</blockquote><cite dir=\"auto\">{source}</cite>")?;
        writeln!(out, "<div class=\"tags\" dir=\"auto\">{}</div></li>", escaped(&tags))?;
    }
    writeln!(out, "</ol>")?;
    left_out(out, finding.evidence.len().saturating_sub(MOST_QUOTES_EACH), "quote")?;
    writeln!(out, "</details></li>")
}

/// Says how many the page lacks, if it lacks any.
fn left_out(out: &mut impl Write, n: usize, noun: &str) -> io::Result<()> {
    match n {
        0 => Ok(()),
        n => writeln!(out, "<p class=\"note\">{} left out of this page</p>", counted(n, &format!("further {noun}"))),
    }
}

/// Writes a line for each outlet: the issues on which it has nothing.
fn silences(out: &mut impl Write, project: &Project, silences: &[Silence]) -> io::Result<()> {
    if silences.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h3>{LEFT_OUT_BY}</h3>\n<ul>")?;
    let of_outlets: Vec<&[Silence]> = silences.chunk_by(|one, next| one.outlet == next.outlet).collect();
    for of_outlet in of_outlets.iter().take(MOST_FINDINGS) {
        let issues = of_outlet.iter().map(|silence| project.codebook.name_of(CodeKind::Issue, &silence.issue));
        let issues = issues.collect::<Vec<_>>().join("; ");
        let (outlet, issues) = (escaped(&of_outlet[0].outlet), escaped(&issues));
        writeln!(out, "<li dir=\"auto\"><strong>{outlet}</strong>: {issues}</li>")?;
    }
    writeln!(out, "</ul>")?;
    left_out(out, of_outlets.len().saturating_sub(MOST_FINDINGS), "outlet")
}
