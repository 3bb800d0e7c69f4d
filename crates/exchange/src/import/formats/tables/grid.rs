//! A table as every reader of tables hands it over, and the drafts that its rows become.

use std::collections::HashMap;

use jiff::civil;
use standpoint_core::{model::PublicationDate, wording::counted};

use super::{
    super::{PartFailure, Reading, ReadingOptions, Unreadable, web::text_of_markup},
    values,
};
use crate::import::{
    bylines::set_author,
    columns::{ColumnMapping, ColumnUse, MAX_FIELDS, MappedColumn, TablePreview},
    dates::{FoundDate, date_in},
    decode::with_plain_lines,
    draft::{Draft, Field, UsedEncoding},
    guess,
};

/// The most columns of a table.
pub(super) const MAX_COLUMNS: usize = 1_000;
/// The most rows of a table, and so of articles from one file.
pub(super) const MAX_ROWS: usize = 100_000;
/// The most cells of a table that are not empty.
pub(super) const MAX_CELLS: usize = 5_000_000;
/// Stands between the texts of a list in a cell: a paragraph each in a text, and parted by semicolons elsewhere.
pub(super) const LIST_SIGN: &str = "\u{1e}";

/// The most text of a table. A workbook may use one long text in many cells.
pub(super) const MAX_TEXT_BYTES: usize = 256 << 20;
/// The day 0 of spreadsheets, as far as their dates after February 1900 go.
pub(super) const DAY_ZERO: civil::Date = civil::date(1899, 12, 30);
/// The rows that a preview shows.
const N_PREVIEWED: usize = 20;
/// The most columns that a message lists.
const MAX_LISTED: usize = 12;
/// The most characters of each.
const MAX_HEAD_CHARS: usize = 40;

/// A table with its heads, as it is written. Empty cells are left out.
pub(super) struct Grid {
    pub heads: Vec<String>,
    pub rows: Vec<GridRow>,
    /// What the number of a row counts: “row”, “line” or “record”.
    pub noun: &'static str,
    /// Rows that could not be read.
    pub failures: Vec<PartFailure>,
    pub encoding: Option<UsedEncoding>,
    /// The day 0 of a date that is a number.
    pub day_zero: civil::Date,
    n_cells: usize,
    n_bytes: usize,
}

pub(super) struct GridRow {
    /// Its number in the file, counted from 1.
    pub number: usize,
    pub cells: Vec<(usize, String)>,
}

impl Grid {
    /// An empty table.
    ///
    /// # Errors
    /// Fails if there are too many columns.
    pub fn with_heads(heads: Vec<String>, noun: &'static str) -> Result<Self, Unreadable> {
        check_columns(heads.len())?;
        let heads = heads.iter().map(|head| one_line(head)).collect();
        let (rows, failures) = (Vec::new(), Vec::new());
        Ok(Self { heads, rows, noun, failures, encoding: None, day_zero: DAY_ZERO, n_cells: 0, n_bytes: 0 })
    }

    /// Adds a row, unless it is blank. Returns false if there are too many rows, which is reported with the first one.
    ///
    /// # Errors
    /// Fails if the table becomes too large.
    pub fn push(&mut self, number: usize, mut cells: Vec<(usize, String)>) -> Result<bool, Unreadable> {
        cells.retain(|(_, cell)| !is_nothing(cell));
        if cells.is_empty() {
            return Ok(true);
        }
        if self.rows.len() == MAX_ROWS {
            let reason = format!("a table may have {MAX_ROWS} rows; import this row and those after it separately");
            self.failures.push(PartFailure { number, noun: self.noun, reason });
            return Ok(false);
        }
        self.n_cells += cells.len();
        self.n_bytes += cells.iter().map(|(_, cell)| cell.len()).sum::<usize>();
        if self.n_cells > MAX_CELLS {
            return Err(Unreadable::TooLarge(format!(
                "it has more than {MAX_CELLS} cells; divide it into several files"
            )));
        }
        if self.n_bytes > MAX_TEXT_BYTES {
            let megabytes = MAX_TEXT_BYTES >> 20;
            return Err(Unreadable::TooLarge(format!(
                "it has more than {megabytes} MB of text; divide it into several files"
            )));
        }
        self.rows.push(GridRow { number, cells });
        Ok(true)
    }

    fn mapping(&self, options: &ReadingOptions) -> (ColumnMapping, bool) {
        let heads: Vec<&str> = self.heads.iter().map(String::as_str).collect();
        options.columns.mapping_of(&heads)
    }

    /// Whether articles are recognised in it.
    pub fn has_articles(&self, options: &ReadingOptions) -> bool {
        self.mapping(options).0.has_articles()
    }

    pub fn preview(&self, options: &ReadingOptions) -> TablePreview {
        let (mapping, is_known) = self.mapping(options);
        let whole = |row: &GridRow| {
            let mut cells = vec![String::new(); self.heads.len()];
            for (column, cell) in &row.cells {
                cells[*column] = cell.replace(LIST_SIGN, "; ");
            }
            cells
        };
        let rows = self.rows.iter().take(N_PREVIEWED).map(whole).collect();
        TablePreview { mapping, is_known, rows, n_rows: self.rows.len() }
    }

    /// Turns the rows into drafts.
    ///
    /// # Errors
    /// Fails if no column is recognised that makes articles of rows, or if this is an export of Standpoint.
    pub fn read(self, options: &ReadingOptions) -> Result<Reading, Unreadable> {
        if let Some(advice) = advice_on_export(&self.heads) {
            return Err(Unreadable::Refused(advice.to_owned()));
        }
        if let (Some(first), true) = (self.failures.first(), self.rows.is_empty()) {
            let advice = "; correct it there, or export it again";
            let reason = first.reason.trim_end_matches(advice);
            return Err(Unreadable::Damaged(format!("{}: {reason}{advice}", first.name())));
        }
        let (mapping, _) = self.mapping(options);
        if !mapping.has_articles() {
            return Err(Unreadable::Refused(self.unrecognised()));
        }
        if self.rows.is_empty() {
            return Err(Unreadable::Refused("it has heads of columns and no rows".to_owned()));
        }
        let dates = DateForm { order: DayOrder::of(&self, &mapping), day_zero: self.day_zero };
        let mut reading = Reading { drafts: Vec::with_capacity(self.rows.len()), failures: self.failures };
        let mut encoding = self.encoding;
        for row in self.rows {
            let number = row.number;
            match draft_of(row, &mapping, dates) {
                Ok(draft) => {
                    let part = Some(format!("{} {number}", self.noun));
                    reading.drafts.push(Draft { part, encoding: encoding.clone(), ..draft });
                    // One sentence about the encoding is enough for a file.
                    encoding = encoding.map(UsedEncoding::without_doubt);
                }
                Err(reason) => {
                    let reason = reason.to_owned();
                    reading.failures.push(PartFailure { number, noun: self.noun, reason });
                }
            }
        }
        reading.failures.sort_by_key(|failure| failure.number);
        if let Some(first) = reading.drafts.first_mut() {
            let missing = options.columns.missing_in(&mapping);
            first.warnings.extend(missing.map(|head| format!("the table has no column “{head}”")));
            let is_ignored = |column: &&MappedColumn| column.holds == ColumnUse::Ignore && !column.head.is_empty();
            let n_ignored = mapping.columns.iter().filter(is_ignored).count();
            if mapping.columns.len() > MAX_FIELDS && n_ignored > 0 {
                first.warnings.push(format!(
                    "{} of the table were left out; choose columns for fields on the page of the import",
                    counted(n_ignored, "column")
                ));
            }
        }
        Ok(reading)
    }

    fn unrecognised(&self) -> String {
        let named = self.heads.iter().map(|head| head.trim()).filter(|head| !head.is_empty());
        let n_named = named.clone().count();
        let mut listed: Vec<String> = named.take(MAX_LISTED).map(listed_head).collect();
        if n_named > MAX_LISTED {
            listed.push("…".to_owned());
        }
        match n_named {
            0 => "no column of it has a head; write what each column holds into the first row".to_owned(),
            _ => format!(
                "none of its columns is recognised as the text, or as title and address of articles; say which is, or \
                 give it another head ({})",
                listed.join(", ")
            ),
        }
    }
}

/// A head as a message lists it. The first line of what is no table may be long.
fn listed_head(head: &str) -> String {
    match head.char_indices().nth(MAX_HEAD_CHARS) {
        Some((end, _)) => format!("{}…", &head[..end]),
        None => head.to_owned(),
    }
}

/// Fails if there are too many columns.
pub(super) fn check_columns(n_columns: usize) -> Result<(), Unreadable> {
    if n_columns > MAX_COLUMNS {
        return Err(Unreadable::TooLarge(format!(
            "it has more than {MAX_COLUMNS} columns; remove those without articles"
        )));
    }
    Ok(())
}

/// What to do with a table that Standpoint exported.
fn advice_on_export(heads: &[String]) -> Option<&'static str> {
    let heads: Vec<&str> = heads.iter().map(|head| head.trim()).collect();
    let has = |all: &[&str]| all.iter().all(|head| heads.contains(head));
    if has(&["article_id", "quote", "actor", "issue", "stance"]) {
        Some("it holds highlights, not articles; import it as highlights (“standpoint add PROJECT --highlights FILE”)")
    } else if has(&["kind", "id", "name", "aliases", "parent"]) {
        Some("it is a codebook that Standpoint exported, not articles; open the project that it comes from instead")
    } else if has(&["id", "title", "characters", "words", "highlights"]) {
        Some(
            "it is a list of articles that Standpoint exported, without their texts; import the texts themselves, or open \
              the project that it comes from",
        )
    } else if has(&["row", "column", "value", "highlights"]) {
        Some("it is a comparison that Standpoint exported, not articles; open the project that it comes from instead")
    } else {
        None
    }
}

/// Whether day or month comes first in dates such as 03/04/2025, as far as the other dates of the table show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DayOrder {
    DayFirst,
    MonthFirst,
    Unknown,
}

/// How the dates of a table are written.
#[derive(Clone, Copy, Debug)]
struct DateForm {
    order: DayOrder,
    /// The day 0 of dates that are numbers.
    day_zero: civil::Date,
}

impl DayOrder {
    fn of(grid: &Grid, mapping: &ColumnMapping) -> Self {
        let is_date =
            |column: &usize| matches!(mapping.columns[*column].holds, ColumnUse::Detail(Field::Date | Field::Updated));
        let cells = grid.rows.iter().flat_map(|row| &row.cells).filter(|(column, _)| is_date(column));
        let (mut has_day_first, mut has_month_first) = (false, false);
        for (first, second, _) in cells.filter_map(|(_, cell)| slashed(cell)) {
            has_day_first |= first > 12 && second <= 12;
            has_month_first |= second > 12 && first <= 12;
        }
        match (has_day_first, has_month_first) {
            (true, false) => Self::DayFirst,
            (false, true) => Self::MonthFirst,
            _ => Self::Unknown,
        }
    }
}

/// The three numbers at the start of a date like 03/04/2025 or 3-4-2025 10:15.
fn slashed(cell: &str) -> Option<(i8, i8, i16)> {
    let date = cell.split_whitespace().next()?;
    let numbers: Vec<&str> = date.split(['/', '-']).collect();
    let [first, second, year] = *numbers else { return None };
    if year.len() != 4 || first.len() > 2 {
        return None;
    }
    Some((first.parse().ok()?, second.parse().ok()?, year.parse().ok()?))
}

/// Turns a row into a draft.
fn draft_of(row: GridRow, mapping: &ColumnMapping, dates: DateForm) -> Result<Draft, &'static str> {
    let mut draft = Draft::default();
    let mut paragraphs = Vec::new();
    let mut fields: HashMap<String, String> = HashMap::new();
    for (column, cell) in row.cells {
        let Some(mapped) = mapping.columns.get(column) else { continue };
        let origin = || format!("column “{}”", mapped.head.trim());
        let between = if mapped.holds == ColumnUse::Text { "\n" } else { "; " };
        let cell = if cell.contains(LIST_SIGN) { cell.replace(LIST_SIGN, between) } else { cell };
        match &mapped.holds {
            ColumnUse::Ignore => {}
            ColumnUse::Text => match text_of_markup(&cell) {
                Some(text) => {
                    paragraphs.push(text);
                    draft.warnings.push(format!("the text in the {} was written in HTML", origin()));
                }
                None => paragraphs.push(with_plain_lines(cell.into())),
            },
            ColumnUse::Detail(field @ (Field::Date | Field::Updated)) => match cell_date(&cell, dates) {
                Some(FoundDate::Date(date)) => draft.set_date(field.clone(), date, origin()),
                Some(FoundDate::Ambiguous(date)) if *field == Field::Date => draft.ambiguous_date = Some(date),
                Some(FoundDate::Ambiguous(_)) => {}
                None => draft.warnings.push(format!("“{}” in the {} is not a date", cut(&cell), origin())),
            },
            ColumnUse::Detail(Field::Free(name)) => {
                // Two columns with the same head have their values one after the other.
                match fields.get_mut(name) {
                    Some(value) => *value = format!("{value}; {}", one_line(&cell)),
                    None => _ = fields.insert(name.clone(), one_line(&cell)),
                }
            }
            ColumnUse::Detail(Field::Url) if !may_be_address(&cell) => {
                draft.warnings.push(format!("“{}” in the {} is not an address", cut(&cell), origin()));
            }
            ColumnUse::Detail(Field::Author) => set_author(&mut draft, &one_line(&values::plain(&cell)), origin()),
            ColumnUse::Detail(field) => draft.set(field.clone(), &one_line(&values::plain(&cell)), origin()),
        }
    }
    for (name, value) in fields {
        let origin = format!("column “{name}”");
        draft.set(Field::Free(name), &value, origin);
    }
    draft.origins.sort_by(|a, b| a.0.cmp(&b.0));
    draft.text = paragraphs.join("\n");
    if draft.text.trim().is_empty() {
        if draft.details.title.is_empty() {
            let (url, origin) = (draft.details.url.clone(), draft.origin(&Field::Url).unwrap_or_default().to_owned());
            draft.set(Field::Title, &url, origin);
        }
        if draft.details.title.is_empty() {
            return Err("it has no text, no title and no address");
        }
        draft.text.clear();
        draft.missing_text = true;
        draft.warnings.push("the table has no text of this article".to_owned());
    } else {
        guess::fill_in(&mut draft);
    }
    Ok(draft)
}

/// Whether a cell can be the address of a page or of a file; a linked cell may show “open” in its place.
fn may_be_address(cell: &str) -> bool {
    cell.contains(['.', '/', ':'])
}

/// Whether a cell is empty, or has what programs write into empty cells.
fn is_nothing(cell: &str) -> bool {
    const WORDS: [&str; 9] = ["nan", "NaN", "NaT", "NULL", "null", "N/A", "#N/A", "<NA>", "None"];
    let cell = cell.trim();
    cell.is_empty() || WORDS.contains(&cell)
}

/// A value without line breaks, which no detail has.
pub(super) fn one_line(cell: &str) -> String {
    with_plain_lines(cell.into()).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The date in a cell.
fn cell_date(cell: &str, DateForm { order, day_zero }: DateForm) -> Option<FoundDate> {
    let cell = cell.trim();
    if let Ok(date) = PublicationDate::from_iso(cell) {
        return Some(FoundDate::Date(date));
    }
    if let Some((first, second, year)) = slashed(cell) {
        let (day, month) = match order {
            DayOrder::DayFirst => (first, second),
            DayOrder::MonthFirst => (second, first),
            DayOrder::Unknown if first > 12 || first == second => (first, second),
            DayOrder::Unknown if second > 12 => (second, first),
            DayOrder::Unknown => return Some(FoundDate::Ambiguous(cell.to_owned())),
        };
        return PublicationDate::from_iso(&format!("{year:04}-{month:02}-{day:02}")).ok().map(FoundDate::Date);
    }
    let digits = cell.bytes().take_while(u8::is_ascii_digit).count();
    let is_compact = matches!(digits, 8 | 14) && (digits == cell.len() || cell[digits..].starts_with('T'));
    if is_compact {
        // GDELT writes 20251203142000 and 20251203T142000Z.
        let iso = format!("{}-{}-{}", &cell[..4], &cell[4..6], &cell[6..8]);
        return PublicationDate::from_iso(&iso).ok().map(FoundDate::Date);
    }
    if digits == 5 && (cell.len() == 5 || cell[5..].starts_with('.')) {
        return day_of_spreadsheet(cell[..5].parse().ok()?, day_zero).map(FoundDate::Date);
    }
    date_in(cell).or_else(|| cell.parse().ok().map(FoundDate::Date))
}

/// A day that a spreadsheet keeps as a number and does not show as a date.
fn day_of_spreadsheet(number: i32, day_zero: civil::Date) -> Option<PublicationDate> {
    let day = day_zero.checked_add(jiff::Span::new().try_days(number).ok()?).ok()?;
    Some(PublicationDate { year: day.year(), month: Some(day.month()), day: Some(day.day()) })
}

/// The beginning of a cell, for a message.
fn cut(cell: &str) -> String {
    match cell.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(cell: &str, order: DayOrder) -> String {
        match cell_date(cell, DateForm { order, day_zero: DAY_ZERO }) {
            Some(FoundDate::Date(date)) => date.to_string(),
            Some(FoundDate::Ambiguous(text)) => format!("{text}?"),
            None => "none".to_owned(),
        }
    }

    #[test]
    fn dates_are_read_as_databases_and_spreadsheets_write_them() {
        for cell in [
            "2025-12-03",
            "2025-12-03 14:20:00",
            "2025-12-03T14:20:00Z",
            "20251203",
            "20251203142000",
            "20251203T142000Z",
            "45994",
            "45994.597",
            "3 декабря 2025 г.",
            "Wed, 03 Dec 2025 14:20:00 +0000",
        ] {
            assert_eq!(date(cell, DayOrder::Unknown), "2025-12-03", "{cell}");
        }
        assert_eq!(date("2025", DayOrder::Unknown), "2025");
        assert_eq!(date("03/12/2025", DayOrder::Unknown), "03/12/2025?");
        assert_eq!(date("03/12/2025 10:15", DayOrder::DayFirst), "2025-12-03");
        assert_eq!(date("3-12-2025", DayOrder::MonthFirst), "2025-03-12");
        assert_eq!(date("31/12/2025", DayOrder::Unknown), "2025-12-31");
        assert_eq!(date("soon", DayOrder::Unknown), "none");
        assert_eq!(date("99999999", DayOrder::Unknown), "none");
    }
}
