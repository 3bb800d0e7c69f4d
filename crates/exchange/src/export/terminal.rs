//! Writes the comparison as a text table for the terminal: aligned, indented, and with an explanation of its signs.
//!
//! Every name and quote is [shown] before it is measured, so that none of them moves the cursor or begins a line.

use std::fmt::Write as _;

use standpoint_analysis::report::{
    sheet::{Sheet, SheetCell, SheetHeader, sign_of},
    words,
};
use standpoint_core::{model::view::Measure, wording::shown};

/// Longer row headers are cut.
const MAX_HEAD_CHARS: usize = 44;
/// Column headers are broken between words into lines of about this length.
const COLUMN_CHARS: usize = 10;
/// A header that needs more lines is cut.
const MAX_HEAD_LINES: usize = 4;
/// A single word may be longer than that, up to this length.
const MAX_COLUMN_CHARS: usize = 20;

/// The space between two columns.
const GAP: &str = "  ";

/// Longer cells, mostly quotes, are cut.
const MAX_CELL_CHARS: usize = 60;

/// Draws the tables below each other. Columns that do not fit into `max_width` continue below, with the row headers
/// repeated. Width is counted in characters, so wide scripts are not aligned exactly.
pub fn tables(sheets: &[Sheet], max_width: usize) -> String {
    let mut drawn = String::new();
    for sheet in sheets {
        if let Some(layer) = &sheet.layer {
            let _ = writeln!(drawn, "{}\n", shown(layer));
        }
        push_table(&mut drawn, sheet, max_width);
    }
    if let Some(first) = sheets.first().filter(|_| !drawn.is_empty()) {
        drawn.push_str(&key(first, sheets));
    } else {
        drawn.push_str("Nothing to compare yet: no passage is highlighted and tagged\n");
    }
    drawn
}

fn push_table(drawn: &mut String, sheet: &Sheet, max_width: usize) {
    if sheet.rows.is_empty() || sheet.columns.is_empty() {
        return;
    }
    let head = |row: &SheetHeader| cut(&format!("{}{}", "  ".repeat(row.depth), shown(&row.name)), MAX_HEAD_CHARS);
    let heads: Vec<String> = sheet.rows_and_total().map(head).collect();
    let columns: Vec<Column> = (0..=sheet.columns.len()).map(|at| Column::of(sheet, at)).collect();
    let corner = format!("{} \\ {}", shown(&sheet.row_axes), shown(&sheet.column_axes));
    let head_width = heads.iter().chain([&corner]).map(|head| width(head)).max().unwrap_or(0);

    let mut rest = columns.as_slice();
    while !rest.is_empty() {
        let (block, later) = rest.split_at(n_columns_within(rest, max_width.saturating_sub(head_width)));
        push_block(drawn, &heads, &corner, head_width, block);
        drawn.push('\n');
        rest = later;
    }
}

/// Returns how many of the columns fit side by side; at least one.
fn n_columns_within(columns: &[Column], max_width: usize) -> usize {
    let mut taken = 0;
    let fits = |column: &&Column| {
        taken += column.width + GAP.len();
        taken <= max_width
    };
    columns.iter().take_while(fits).count().max(1)
}

fn push_block(drawn: &mut String, heads: &[String], corner: &str, head_width: usize, columns: &[Column]) {
    let n_head_lines = columns.iter().map(|column| column.head.len()).max().unwrap_or(1);
    for line in 0..n_head_lines {
        // Headers are aligned with the rule below them, so short ones start further down.
        let is_last = line + 1 == n_head_lines;
        push_line(drawn, if is_last { corner } else { "" }, head_width, columns, |column| {
            (line + column.head.len()).checked_sub(n_head_lines).map_or("", |at| &column.head[at])
        });
    }
    let full_width = head_width + columns.iter().map(|column| column.width + GAP.len()).sum::<usize>();
    let rule = "─".repeat(full_width);
    let _ = writeln!(drawn, "{rule}");
    for (row, head) in heads.iter().enumerate() {
        if row + 1 == heads.len() {
            let _ = writeln!(drawn, "{rule}");
        }
        push_line(drawn, head, head_width, columns, |column| &column.cells[row]);
    }
}

/// One column: the lines of its header, and its cells from top to bottom with the total last.
struct Column {
    head: Vec<String>,
    cells: Vec<String>,
    width: usize,
}

impl Column {
    /// Returns the column at `at`; the one after the last holds the totals of the rows.
    fn of(sheet: &Sheet, at: usize) -> Self {
        let head = sheet
            .columns
            .get(at)
            .map_or_else(|| vec!["All".to_owned()], |column| broken(&shown(&column.name).to_string()));
        let is_total = |row: usize| row == sheet.rows.len() || at == sheet.columns.len();
        let cells = (0..=sheet.rows.len()).map(|row| cell_text(&sheet.cell(row, at), sheet.measure, is_total(row)));
        let cells: Vec<String> = cells.collect();
        let width = head.iter().chain(&cells).map(|text| width(text)).max().unwrap_or(0);
        Self { head, cells, width }
    }
}

fn push_line<'a>(
    drawn: &mut String,
    head: &str,
    head_width: usize,
    columns: &'a [Column],
    cell: impl Fn(&'a Column) -> &'a str,
) {
    let mut line = format!("{head:<head_width$}");
    for column in columns {
        let _ = write!(line, "{GAP}{:>width$}", cell(column), width = column.width);
    }
    let _ = writeln!(drawn, "{}", line.trim_end());
}

fn cell_text(entry: &SheetCell, measure: Measure, is_total: bool) -> String {
    if let Some(reason) = entry.shown_reason(measure).filter(|_| !is_total) {
        return sign_of(reason).0.to_owned();
    }
    let text = cut(&shown(entry.text(measure).replace('\n', " ")).to_string(), MAX_CELL_CHARS);
    match entry.interval_text(measure) {
        interval if interval.is_empty() => text,
        interval => format!("{text} [{interval}]"),
    }
}

/// Explains the measure and those signs that occur in the tables.
fn key(first: &Sheet, sheets: &[Sheet]) -> String {
    let mut key = first.measure.title().to_owned();
    if matches!(first.measure, Measure::NetStance | Measure::LogOdds | Measure::Spread | Measure::Residual) {
        let _ = write!(key, ": {}", shown(words::meaning(first.measure, &first.stances)));
    }
    key.push('\n');
    for note in words::notes(sheets) {
        let _ = writeln!(key, "{}", shown(note));
    }
    key
}

fn width(text: &str) -> usize {
    text.chars().count()
}

fn cut(text: &str, max_chars: usize) -> String {
    if width(text) <= max_chars {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max_chars - 1).collect();
    format!("{}…", kept.trim_end())
}

/// Breaks a name into lines of about [`COLUMN_CHARS`] characters.
fn broken(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        let word = cut(word, MAX_COLUMN_CHARS);
        let is_full = lines.len() == MAX_HEAD_LINES;
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(&word) <= COLUMN_CHARS => {
                line.push(' ');
                line.push_str(&word);
            }
            Some(line) if is_full => {
                line.push('…');
                break;
            }
            _ => lines.push(word),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use standpoint_analysis::report::sheet::Gather;
    use standpoint_core::model::{Article, CodeKind, Project, ReadingStatus, marked::marked_article, view::Query};

    fn table(project: &Project, query: Query, max_width: usize) -> String {
        tables(&Sheet::answering(project, &query, Gather::AsMeasured), max_width)
    }

    fn tagged(source: &str, tags: &[(&str, &str, &str)]) -> Article {
        let mut article = marked_article("A", source);
        for (highlight, (actor, issue, stance)) in article.highlights.iter_mut().map(Arc::make_mut).zip(tags) {
            highlight.actor = Some((*actor).into());
            highlight.issue = Some((*issue).into());
            highlight.stance = (!stance.is_empty()).then(|| (*stance).into());
        }
        article
    }

    fn project() -> Project {
        let mut project = Project::default();
        let codes = [
            (CodeKind::Actor, "City", ""),
            (CodeKind::Actor, "Guild of the bridge builders", ""),
            (CodeKind::Issue, "Bridge", ""),
            (CodeKind::Issue, "Toll", "bridge"),
        ];
        for (kind, name, parent) in codes {
            let parent = (!parent.is_empty()).then(|| parent.into());
            let code = project.codebook.fresh_code(kind, name, parent);
            project.codebook.codes_mut(kind).push(code);
        }
        let guild = "guild-of-the-bridge-builders";
        let tags = [("city", "toll", "supports"), ("city", "bridge", ""), (guild, "bridge", "opposes")];
        project.articles.push(Arc::new(tagged("[one] [two] [three]", &tags)));
        project
    }

    #[test]
    fn counts_stand_aligned_below_their_heads() {
        let drawn = table(&project(), Query::default(), usize::MAX);
        let expected = [
            "                       Guild of",
            "                     the bridge",
            "issue \\ actor  City    builders  All",
            "────────────────────────────────────",
            "Bridge            2           1    3",
            "  Toll            1           ·    1",
            "────────────────────────────────────",
            "All               2           1    3",
            "",
            "Highlights",
            "· nothing so far: some articles have not been read yet",
            "A row or column includes its members; “All” counts every highlight once",
        ];
        assert_eq!(drawn.lines().collect::<Vec<_>>(), expected, "{drawn}");
    }

    #[test]
    fn a_net_stance_says_of_how_many() {
        let mut project = project();
        Arc::make_mut(&mut project.articles[0]).details.status = ReadingStatus::Done;
        let query = Query { measure: Measure::NetStance, ..Query::default() };
        let drawn = table(&project, query, usize::MAX);
        let row = |name: &str| drawn.lines().find(|line| line.trim_start().starts_with(name)).unwrap_or_default();
        assert!(row("Bridge").contains("+1.0 (1)    −1.0 (1)   0.0 (2)"), "{drawn}");
        assert!(row("Toll").contains('–'), "{drawn}");
    }

    #[test]
    fn a_narrow_terminal_gets_the_columns_in_blocks() {
        let drawn = table(&project(), Query::default(), 21);
        assert!(drawn.lines().take_while(|line| *line != "Highlights").all(|line| width(line) <= 29), "{drawn}");
        assert_eq!(drawn.lines().filter(|line| line.starts_with("issue \\ actor")).count(), 3, "{drawn}");
        assert_eq!(drawn.lines().filter(|line| line.starts_with("  Toll")).count(), 3, "{drawn}");
        assert!(drawn.contains("\n\nHighlights\n"), "{drawn}");
    }
}
