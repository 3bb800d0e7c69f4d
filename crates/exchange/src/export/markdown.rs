//! Writes the comparison as Markdown, with tables that GitHub and Pandoc read.
//!
//! Names and quotes come from anywhere, so every character with a meaning in Markdown or HTML is escaped.

use std::io::{self, Write};

use standpoint_analysis::report::{
    provenance::Provenance,
    sheet::{Sheet, SheetCell, SheetHeader, sign_of},
    words,
};

/// Writes the provenance, and then each table followed by the analyst’s summaries of its cells.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn comparison(mut out: impl Write, sheets: &[Sheet], provenance: &Provenance) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(&provenance.project))?;
    for (name, words) in provenance.lines() {
        writeln!(out, "- **{name}**: {}", escaped(&words))?;
    }
    for sheet in sheets {
        writeln!(out)?;
        if let Some(layer) = &sheet.layer {
            writeln!(out, "## {}\n", escaped(layer))?;
        }
        table(&mut out, sheet)?;
        summaries(&mut out, sheet)?;
    }
    let notes = words::notes(sheets);
    if !notes.is_empty() {
        writeln!(out)?;
    }
    for note in notes {
        writeln!(out, "- {}", escaped(&note))?;
    }
    out.flush()
}

fn table(out: &mut impl Write, sheet: &Sheet) -> io::Result<()> {
    write!(out, "| {} \\\\ {} |", escaped(&sheet.row_axes), escaped(&sheet.column_axes))?;
    for column in sheet.columns_and_total() {
        write!(out, " {} |", escaped(&column.path))?;
    }
    write!(out, "\n|:--|")?;
    for _ in sheet.columns_and_total() {
        out.write_all(if sheet.measure.is_text() { b":--|" } else { b"--:|" })?;
    }
    writeln!(out)?;
    for (row, cells) in sheet.rows_with_cells() {
        write!(out, "| {} |", row_head(row))?;
        for entry in &cells {
            write!(out, " {} |", cell(sheet, entry))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn row_head(row: &SheetHeader) -> String {
    let name = escaped(&row.name);
    if row.key.is_none() { format!("**{name}**") } else { "&emsp;".repeat(row.depth) + &name }
}

fn cell(sheet: &Sheet, entry: &SheetCell) -> String {
    if let Some(reason) = entry.shown_reason(sheet.measure) {
        return escaped(sign_of(reason).0);
    }
    let text = escaped_lines(&entry.text(sheet.measure));
    match entry.interval_text(sheet.measure) {
        interval if interval.is_empty() => text,
        interval => format!("{text} \\[{}\\]", escaped(&interval)),
    }
}

/// Writes the analyst’s own summaries of cells.
fn summaries(out: &mut impl Write, sheet: &Sheet) -> io::Result<()> {
    let mut is_first = true;
    for (row, column, summary) in sheet.with_summary() {
        if std::mem::take(&mut is_first) {
            writeln!(out)?;
        }
        let (row, column, text) = (escaped(&row.path), escaped(&column.path), escaped(summary));
        writeln!(out, "- **{row}, {column}**: {text}")?;
    }
    Ok(())
}

/// Returns the text on one line, with everything escaped that has a meaning in Markdown or HTML. It is not safe at the
/// start of a line.
pub fn escaped(text: &str) -> String {
    escaped_with(text, " ")
}

/// Does the same but keeps line breaks in a form that cells can hold.
fn escaped_lines(text: &str) -> String {
    escaped_with(text, "<br>")
}

fn escaped_with(text: &str, line_break: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => escaped.push_str(line_break),
            c if c.is_control() => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '!' | '#' | '^' | '{' | '}' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_is_a_sign_of_markdown() {
        assert_eq!(escaped("a|b <b>x</b> [y](z)"), "a\\|b \\<b\\>x\\</b\\> \\[y\\](z)");
        assert_eq!(escaped("- one\n# two"), "- one \\# two");
        assert_eq!(escaped_lines("one\n\ntwo"), "one<br><br>two");
    }
}
