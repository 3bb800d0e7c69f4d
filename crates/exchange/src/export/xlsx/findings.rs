//! The sheet of a workbook with what stands out in the highlights of its tables.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use standpoint_analysis::findings::{ProjectFindings, Silence};
use standpoint_core::model::{CodeKind, Project};

use super::{SheetNames, column_at, head_format, row_at, write_text};
use crate::export::findings::LEFT_OUT_BY;

/// The columns of the sheet with the findings. `of` is how many highlights the actor has on the issue.
pub const FINDINGS_SHEET_HEADER: [&str; 8] =
    ["kind", "actor", "issue", "words", "highlights", "of", "outlets", "depends on"];

/// Up to this many rows, the sheet is made in memory.
const FEW_ROWS: usize = 1_000;

/// Adds the sheet; none if nothing was found.
pub(super) fn add(
    workbook: &mut Workbook,
    project: &Project,
    found: &ProjectFindings,
    taken: &mut SheetNames,
) -> Result<(), XlsxError> {
    match found.findings.len() + found.silences.len() {
        0 => Ok(()),
        n => {
            let page =
                if n <= FEW_ROWS { workbook.add_worksheet() } else { workbook.add_worksheet_with_constant_memory()? };
            sheet(page.set_name(taken.fresh("Findings"))?, project, found)
        }
    }
}

/// Writes a row for each finding, and then for each issue that an outlet leaves out.
fn sheet(page: &mut Worksheet, project: &Project, found: &ProjectFindings) -> Result<(), XlsxError> {
    let (head, words) = (head_format(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    let number = Format::new().set_num_format("#,##0").set_align(FormatAlign::Top);
    for (column, name) in FINDINGS_SHEET_HEADER.into_iter().enumerate() {
        write_text(page, (0, column_at(column)), name, &head)?;
    }
    page.set_column_range_width(0, 2, 24)?;
    page.set_column_width(3, 60)?;
    page.set_column_width(7, 40)?;
    page.set_freeze_panes(1, 0)?;
    page.set_landscape().set_repeat_rows(0, 0)?;
    let name = |kind, id| project.codebook.name_of(kind, id);
    let n_findings = found.findings.len();
    for (at, finding) in found.findings.iter().enumerate() {
        let row = row_at(at + 1);
        let depends = finding.depends.as_ref().map(|depends| depends.in_words(project)).unwrap_or_default();
        let (actor, issue) = (name(CodeKind::Actor, &finding.actor), name(CodeKind::Issue, &finding.issue));
        let texts = [(0, finding.kind.title()), (1, actor), (2, issue), (3, &*finding.words), (7, &*depends)];
        for (column, text) in texts {
            write_text(page, (row, column), text, &words)?;
        }
        let weight = finding.weight;
        for (column, n) in [(4, weight.highlights), (5, weight.of), (6, weight.outlets)] {
            page.write_number_with_format(row, column, f64::from(n), &number)?;
        }
    }
    for (at, Silence { issue, outlet, .. }) in found.silences.iter().enumerate() {
        let row = row_at(n_findings + at + 1);
        for (column, text) in [(0, LEFT_OUT_BY), (2, name(CodeKind::Issue, issue)), (3, &**outlet)] {
            write_text(page, (row, column), text, &words)?;
        }
    }
    Ok(())
}
