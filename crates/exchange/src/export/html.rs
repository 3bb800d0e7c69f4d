//! Writes the comparison as one self-contained web page, without scripts, further files or downloads.
//!
//! Each cell unfolds its quotes with outlet, date and title. Names and quotes come from anywhere, so they are all
//! escaped, and the page itself forbids scripts and external content. It is also well-formed XML.

mod findings;

use std::{
    cell::Cell,
    io::{self, Write},
};

use standpoint_analysis::report::{
    provenance::{PROGRAM, Provenance},
    quotes::{Quote, TagNames},
    sheet::{Sheet, SheetCell, SheetHeader, sign_of},
    words,
};
use standpoint_core::{
    model::{Project, view::Measure},
    wording::{counted, grouped},
};

use super::form::ComparisonReport;
use crate::xml::escaped;

const STYLE: &str = include_str!("../../../../assets/page.css");

/// The number of shades on each side of the scale.
const N_STEPS: f64 = 6.0;

/// The adjusted residual that gets the deepest shade; larger ones look the same.
const LARGE_RESIDUAL: f64 = 4.0;
/// A position on the log-odds scale with the deepest shade.
const LARGE_LOG_ODDS: f64 = 3.0;

/// The most quotes of a page, counted in each cell that shows them: a page of some 10 MB, which browsers still open.
pub const MOST_QUOTES: usize = 20_000;

/// Writes the page: the tables, and below them what stands out in their highlights. Cells whose highlights were collected
/// can be unfolded.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn comparison(mut out: impl Write, report: &ComparisonReport<'_>) -> io::Result<()> {
    let ComparisonReport { project, sheets, found, provenance } = report;
    let names = TagNames::of(&project.codebook);
    let largest = sheets.iter().fold(1.0, |most, sheet| sheet.largest(most));
    let room = QuoteRoom::of(sheets.iter().flat_map(Sheet::highlights_of_cells).collect(), MOST_QUOTES);
    let page = HtmlPage { project, names: &names, largest, room: &room };
    head(&mut out, provenance, room.in_words())?;
    writeln!(out, "<main>")?;
    let notes = words::notes(sheets);
    for sheet in *sheets {
        writeln!(out, "<section>")?;
        if let Some(layer) = &sheet.layer {
            writeln!(out, "<h2 dir=\"auto\">{}</h2>", escaped(layer))?;
        }
        page.table(&mut out, sheet, &notes)?;
        writeln!(out, "</section>")?;
    }
    findings::section(&mut out, project, &names, found)?;
    writeln!(out, "</main>\n</body>\n</html>")?;
    out.flush()
}

fn head(out: &mut impl Write, provenance: &Provenance, left_out: Option<String>) -> io::Result<()> {
    let (project, what) = (escaped(&provenance.project), escaped(&provenance.what));
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width\"/>\n<meta name=\"generator\" content=\"{PROGRAM}\"/>\n\
         <title>{project}: {what}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1 dir=\"auto\">{project}</h1>\n<p dir=\"auto\">{what}</p>\n<dl>\n",
    )?;
    for (name, words) in provenance.lines().into_iter().chain(left_out.map(|words| ("Quotes", words))) {
        writeln!(out, "<dt>{name}</dt><dd dir=\"auto\">{}</dd>", escaped(&words))?;
    }
    writeln!(out, "</dl>\n</header>")
}

/// The data needed to write any cell of the page.
struct HtmlPage<'a> {
    project: &'a Project,
    names: &'a TagNames<'a>,
    /// The largest value of any cell, which gets the deepest shade.
    largest: f64,
    /// How many of its quotes each cell shows.
    room: &'a QuoteRoom,
}

impl HtmlPage<'_> {
    fn table(&self, out: &mut impl Write, sheet: &Sheet, notes: &[String]) -> io::Result<()> {
        writeln!(out, "<div class=\"scroll\"><table>")?;
        let meaning = words::meaning(sheet.measure, &sheet.stances);
        write!(out, "<caption>{}: {}", sheet.measure.title(), escaped(&meaning))?;
        for note in notes {
            write!(out, "<br/>{}", escaped(note))?;
        }
        writeln!(out, "</caption>")?;
        let corner = format!("{} \\ {}", sheet.row_axes, sheet.column_axes);
        write!(out, "<thead><tr><th scope=\"col\">{}</th>", escaped(&corner))?;
        for column in sheet.columns_and_total() {
            write!(out, "<th scope=\"col\" dir=\"auto\">{}</th>", escaped(&column.path))?;
        }
        writeln!(out, "</tr></thead>\n<tbody>")?;
        for (row, cells) in sheet.rows_with_cells() {
            let is_total = row.key.is_none();
            if is_total {
                writeln!(out, "</tbody>\n<tfoot>")?;
            }
            let indent = row.depth.min(4);
            write!(out, "<tr><th scope=\"row\" class=\"d{indent}\" dir=\"auto\">{}</th>", escaped(&row.name))?;
            for (column, entry) in sheet.columns_and_total().zip(&cells) {
                self.cell(out, sheet, (row, column), entry)?;
            }
            writeln!(out, "</tr>")?;
        }
        writeln!(out, "</tfoot></table></div>")
    }

    fn cell(
        &self,
        out: &mut impl Write,
        sheet: &Sheet,
        (row, column): (&SheetHeader, &SheetHeader),
        entry: &SheetCell,
    ) -> io::Result<()> {
        let is_total = row.key.is_none() || column.key.is_none();
        let summary = if entry.summary.is_empty() {
            String::new()
        } else {
            format!("<p class=\"own\" dir=\"auto\">{}</p>", escaped(&entry.summary))
        };
        if let Some(reason) = entry.shown_reason(sheet.measure) {
            let (sign, meaning) = sign_of(reason);
            return write!(out, "<td class=\"nothing\" title=\"{meaning}\">{sign}{summary}</td>");
        }
        let class = if is_total {
            "total".to_owned()
        } else if entry.expects_few {
            String::new()
        } else {
            shade(sheet.measure, entry.value, self.largest)
        };
        let class = if sheet.measure.is_text() { "words".to_owned() } else { class };
        let title = format!("{}, {}: {}", row.path, column.path, in_words(entry));
        let title = escaped(&title);
        write!(out, "<td class=\"{class}\">")?;
        if sheet.measure == Measure::Quotes {
            self.quotes(out, entry)?;
        } else if entry.highlight_places.is_empty() {
            write!(out, "<span title=\"{title}\">{}</span>", escaped(&entry.text(sheet.measure)))?;
        } else {
            let text = entry.text(sheet.measure);
            let text = escaped(&text);
            let text = if text.is_empty() { "…" } else { &text };
            write!(out, "<details><summary title=\"{title}\" dir=\"auto\">{text}</summary>")?;
            self.quotes(out, entry)?;
            write!(out, "</details>")?;
        }
        let interval = entry.interval_text(sheet.measure);
        if !interval.is_empty() {
            write!(out, "<div class=\"interval\">{}</div>", escaped(&interval))?;
        }
        write!(out, "{summary}</td>")
    }

    fn quotes(&self, out: &mut impl Write, entry: &SheetCell) -> io::Result<()> {
        if entry.highlight_places.is_empty() {
            return Ok(());
        }
        let n_shown = self.room.take(entry.highlight_places.len());
        writeln!(out, "<ol>")?;
        for place in &entry.highlight_places[..n_shown] {
            let quote = Quote::of(self.project, self.names, *place);
            let language = &quote.article.details.language;
            let language = if language.is_empty() { String::new() } else { format!(" lang=\"{}\"", escaped(language)) };
            write!(out, "<li><blockquote dir=\"auto\"{language}>{}</blockquote>", escaped(&quote.highlight.quote))?;
            let source = quote.source();
            let (source, title) = (escaped(&source), escaped(&quote.article.details.title));
            write!(out, "<cite dir=\"auto\">{source}, <i>{title}</i></cite>")?;
            write!(out, "<div class=\"tags\" dir=\"auto\">{}</div>", escaped(&quote.tags()))?;
            if !quote.highlight.note.is_empty() {
                write!(out, "<div class=\"note\" dir=\"auto\">Note: {}</div>", escaped(&quote.highlight.note))?;
            }
            writeln!(out, "</li>")?;
        }
        write!(out, "</ol>")?;
        match entry.highlight_places.len() - n_shown {
            0 => Ok(()),
            n => write!(out, "<p class=\"note\">{} left out of this page</p>", counted(n, "further quote")),
        }
    }
}

/// How many of its quotes each cell may show: the first of every cell before the second of any.
struct QuoteRoom {
    /// Number of quotes that every cell may show.
    each: usize,
    /// Number of cells, in the order of the page, that may show one more.
    further: Cell<usize>,
    /// Number of quotes that the cells have, and that they show.
    all: usize,
    shown: usize,
}

impl QuoteRoom {
    /// Divides a number of quotes among cells that have these numbers of quotes.
    fn of(mut cells: Vec<usize>, most: usize) -> Self {
        let all = cells.iter().sum();
        if all <= most {
            return Self { each: usize::MAX, further: Cell::new(0), all, shown: all };
        }
        // The cells with the fewest quotes show all of theirs as long as each of the others may show as many.
        cells.sort_unstable();
        let mut left = most;
        for (at, n) in cells.iter().enumerate() {
            let n_cells = cells.len() - at;
            if n.saturating_mul(n_cells) > left {
                let (each, further) = (left / n_cells, left % n_cells);
                return Self { each, further: Cell::new(further), all, shown: most };
            }
            left -= n;
        }
        Self { each: usize::MAX, further: Cell::new(0), all, shown: all }
    }

    /// Returns how many of its quotes the next cell of the page shows.
    fn take(&self, n: usize) -> usize {
        if n <= self.each {
            return n;
        }
        let one_more = usize::from(self.further.get() > 0);
        self.further.set(self.further.get() - one_more);
        self.each + one_more
    }

    /// Writes that quotes are left out, if any are.
    fn in_words(&self) -> Option<String> {
        let Self { all, shown, .. } = self;
        let words = || {
            format!(
                "{} of the {} in the cells, the first of each cell; a workbook and the CSV of highlights have all of \
                 them",
                grouped(*shown),
                grouped(*all)
            )
        };
        (shown < all).then(words)
    }
}

/// Describes what a cell counts, whatever its measure: "14 highlights in 5 articles, net stance +0.8 from 9".
fn in_words(entry: &SheetCell) -> String {
    let mut words = format!(
        "{} in {}",
        counted(entry.highlights as usize, "highlight"),
        counted(entry.articles as usize, "article")
    );
    if entry.net_stance.is_some() {
        words.push_str(&format!(", net stance {}", entry.text(Measure::NetStance)));
    }
    words
}

/// Returns the CSS class for the shade of a cell: the sign selects the side, the size the depth.
fn shade(measure: Measure, value: Option<f64>, largest: f64) -> String {
    let Some(value) = value else { return String::new() };
    let (side, share) = match measure {
        Measure::NetStance | Measure::Spread => (if value < 0.0 { 'm' } else { 'p' }, value.abs()),
        Measure::Residual => (if value < 0.0 { 'm' } else { 'p' }, value.abs() / LARGE_RESIDUAL),
        Measure::LogOdds => (if value < 0.0 { 'm' } else { 'p' }, value.abs() / LARGE_LOG_ODDS),
        Measure::FirstQuote | Measure::Quotes => return String::new(),
        _ => ('c', value / largest),
    };
    let step = (share.min(1.0) * N_STEPS).ceil();
    if step > 0.0 { format!("{side}{step}") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shade_follows_sign_and_size() {
        let shades = [-1.0, -0.1, 0.0, 0.5, 3.0].map(|value| shade(Measure::NetStance, Some(value), 1.0));
        assert_eq!(shades, ["m6", "m1", "", "p3", "p6"]);
        assert_eq!(shade(Measure::Highlights, Some(1.0), 40.0), "c1");
        assert_eq!(shade(Measure::Highlights, Some(40.0), 40.0), "c6");
        assert_eq!(shade(Measure::NetStance, None, 1.0), "");
    }

    #[test]
    fn a_page_has_the_first_quotes_of_each_cell() {
        let check = |cells: &[usize], most: usize, expected: &[usize]| {
            let room = QuoteRoom::of(cells.to_vec(), most);
            let shown: Vec<usize> = cells.iter().map(|n| room.take(*n)).collect();
            assert_eq!(shown, expected, "{cells:?} in {most}");
            let is_whole = cells == expected;
            assert_eq!((room.shown, room.in_words().is_none()), (expected.iter().sum(), is_whole), "{cells:?}");
        };
        check(&[3, 1, 2], 6, &[3, 1, 2]);
        check(&[3, 1, 2], 5, &[2, 1, 2]);
        check(&[9, 1, 9], 10, &[5, 1, 4]);
        check(&[5, 5, 5], 2, &[1, 1, 0]);
        check(&[5, 0, 5], 0, &[0, 0, 0]);
        check(&[], 5, &[]);
    }

    #[test]
    fn nothing_in_a_name_is_a_sign_of_html() {
        assert_eq!(
            escaped("<img src='x' onerror=\"a()\">&\u{1}"),
            "&lt;img src=&#39;x&#39; onerror=&quot;a()&quot;&gt;&amp;\u{fffd}"
        );
    }
}
