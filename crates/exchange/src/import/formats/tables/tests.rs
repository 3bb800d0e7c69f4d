//! Tables of our own making, field by field, and hostile ones.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::import::{
    draft::{Draft, Field},
    formats::Reading,
};

fn read_with(name: &str, bytes: &[u8], options: &ReadingOptions) -> Result<Reading, Unreadable> {
    let file = SourceFile { name, bytes };
    Format::of(&file).read_file(&file, options)
}

fn read(name: &str, bytes: &[u8]) -> Reading {
    read_with(name, bytes, &ReadingOptions::default()).expect("the table can be read")
}

fn refusal(name: &str, bytes: &[u8]) -> String {
    read_with(name, bytes, &ReadingOptions::default()).map(|_| ()).expect_err("the table is refused").to_string()
}

/// A draft in one line: part, title, outlet, author, date, language, address, free fields and text.
fn line(draft: &Draft) -> String {
    let details = &draft.details;
    let date = details.date.map(|date| date.to_string()).unwrap_or_default();
    let mut fields = String::new();
    for (name, value) in &details.fields {
        _ = write!(fields, "{name}={value};");
    }
    let part = draft.part.as_deref().unwrap_or_default();
    let parts = [part, &details.title, &details.outlet, &details.author, &date, &details.language, &details.url];
    format!("{} | {fields} | {}", parts.join(" | "), draft.text)
}

fn lines(reading: &Reading) -> Vec<String> {
    let failures = reading.failures.iter().map(|failure| format!("{}: {}", failure.name(), failure.reason));
    reading.drafts.iter().map(line).chain(failures).collect()
}

const COLUMNS: [&str; 8] = ["Headline", "Outlet", "Byline", "Published", "Language", "URL", "Section", "Body"];
const BRIDGE: &str = "The city wants a toll.\nThe guild, “of course”, does not.";
const FERRY: &str = "Паром откроют в мае, сказал мэр.";
const EXPECTED: [&str; 2] = [
    "row 2 | No deal, again | Harbour News | Ana Petrova | 2025-12-03 | en | https://harbour.example/1 | Section=City; \
     | The city wants a toll.\nThe guild, “of course”, does not.",
    "row 4 | 007 | Порт |  |  | ru |  | Section=1.50; | Паром откроют в мае, сказал мэр.",
];

fn expected(noun: &str, [first, second]: [usize; 2]) -> Vec<String> {
    let named = |at: usize, own: &str, number| EXPECTED[at].replacen(own, &format!("{noun} {number}"), 1);
    vec![named(0, "row 2", first), named(1, "row 4", second)]
}

fn cells() -> [[&'static str; 8]; 2] {
    [
        [
            "No deal, again",
            "Harbour News",
            "Ana Petrova",
            "2025-12-03",
            "en",
            "https://harbour.example/1",
            "City",
            BRIDGE,
        ],
        ["007", "Порт", "", "", "ru", "", "1.50", FERRY],
    ]
}

fn delimited(separator: &str) -> String {
    let quoted = |cell: &&str| format!("\"{}\"", cell.replace('"', "\"\""));
    let row = |cells: &[&str]| cells.iter().map(quoted).collect::<Vec<_>>().join(separator);
    let [first, second] = cells();
    [row(&COLUMNS), row(&first), String::new(), row(&second)].join("\r\n")
}

#[test]
fn a_delimited_table_has_an_article_a_line() {
    for (name, separator) in [("a.csv", ","), ("a.CSV", ";"), ("a.tsv", "\t")] {
        let reading = read(name, delimited(separator).as_bytes());
        // The first text has two lines.
        assert_eq!(lines(&reading), expected("line", [2, 5]), "{name}");
        let first = &reading.drafts[0];
        assert_eq!(first.origin(&Field::Title), Some("column “Headline”"));
        assert_eq!(first.origin(&Field::Date), Some("column “Published”"));
        assert_eq!(first.origin(&Field::Free("Section".to_owned())), Some("column “Section”"));
        assert_eq!(first.encoding.as_ref().map(|encoding| encoding.charset.name()), Some("UTF-8"));
    }
}

fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let day = CellFormat::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    let [first, second] = cells();
    for (column, head) in (0..).zip(COLUMNS) {
        sheet.write(0, column, head).expect("it fits");
        match column {
            3 => {
                let date = ExcelDateTime::from_ymd(2025, 12, 3).expect("it is a day");
                sheet.write_with_format(1, column, &date, &day).expect("it fits");
            }
            _ => _ = sheet.write(1, column, first[usize::from(column)]).expect("it fits"),
        }
        sheet.write(3, column, second[usize::from(column)]).expect("it fits");
    }
    book.save_to_buffer().expect("memory can be written")
}

#[test]
fn a_workbook_has_an_article_a_row() {
    let reading = read("a.xlsx", &xlsx());
    assert_eq!(lines(&reading), expected("row", [2, 4]));
    // Its content tells what it is.
    assert_eq!(lines(&read("download", &xlsx())), expected("row", [2, 4]));
}

#[test]
fn numbers_errors_merged_cells_and_lines_above_the_heads_are_harmless() {
    let mut book = Workbook::new();
    let plain = CellFormat::new();
    let sheet = book.add_worksheet().set_name("Talks").expect("it is a name");
    sheet.merge_range(0, 0, 0, 3, "Export of 4 December 2025", &plain).expect("it fits");
    for (column, head) in (0..).zip(["Title", "Text", "Words", "Checked"]) {
        sheet.write(2, column, head).expect("it fits");
    }
    sheet.write(3, 0, 2025).expect("it fits");
    sheet.write(3, 1, "A text.").expect("it fits");
    sheet.write(3, 2, 17.5).expect("it fits");
    sheet.write_formula(3, 3, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).expect("it fits");
    sheet.merge_range(4, 0, 4, 1, "Merged", &plain).expect("it fits");
    book.add_worksheet().set_name("Notes").expect("it is a name").write(0, 0, "A note").expect("it fits");
    let reading = read("a.xlsx", &book.save_to_buffer().expect("memory can be written"));
    assert_eq!(reading.drafts.len(), 2);
    assert!(lines(&reading)[0].starts_with("“Talks” row 4 | 2025 | "), "{:?}", lines(&reading));
    assert!(lines(&reading)[0].contains("Words=17.5;"), "{:?}", lines(&reading));
    assert!(reading.drafts[1].is_stub());
    let failure = &reading.failures[0];
    assert_eq!((failure.name().as_str(), reading.failures.len()), ("sheet 2", 1));
    assert!(failure.reason.starts_with("“Notes”: none of its columns is recognised"), "{}", failure.reason);
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("memory can be written");
        archive.write_all(text.as_bytes()).expect("memory can be written");
    }
    archive.finish().expect("memory can be written").into_inner()
}

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"One\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

#[test]
fn an_open_document_has_an_article_a_row() {
    let cell = |text: &str| {
        let text = text.replace('&', "&amp;").replace('\n', "</text:p><text:p>");
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let [mut first, second] = cells().map(|row| row.map(cell));
    let title = "<table:table-cell><office:annotation><text:p>look</text:p></office:annotation><text:p>No deal,<text:s/>\
                 <text:a>again</text:a></text:p></table:table-cell>";
    first[0] = title.to_owned();
    first[3] =
        "<table:table-cell office:date-value=\"2025-12-03T00:00:00\"><text:p>03/12/25</text:p></table:table-cell>"
            .to_owned();
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let empty = "<table:table-row><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let end = "<table:table-row table:number-rows-repeated=\"1048572\"><table:table-cell \
               table:number-columns-repeated=\"16384\"/></table:table-row>";
    let rows = [row(&COLUMNS.map(cell)), row(&first), empty.to_owned(), row(&second), end.to_owned()].concat();
    assert_eq!(lines(&read("a.ods", &ods(&rows))), expected("row", [2, 4]));
}

#[test]
fn records_have_an_article_an_object() {
    let [first, second] = cells();
    let object = |cells: &[&str]| {
        let members = COLUMNS.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
        let members: serde_json::Map<_, _> = members.map(|(key, cell)| ((*key).to_owned(), (*cell).into())).collect();
        serde_json::Value::Object(members).to_string()
    };
    let (first, second) = (object(&first), object(&second));
    assert_eq!(lines(&read("a.jsonl", format!("{first}\n\n{second}").as_bytes())), expected("line", [1, 3]));
    assert_eq!(lines(&read("a.json", format!("[{first},\n{second}]").as_bytes())), expected("record", [1, 2]));
    assert_eq!(read("a.json", first.replace("\",\"", "\",\n\"").as_bytes()).drafts.len(), 1);

    let nested = r#"{"title": "A", "content": "Text.", "source": {"id": null, "name": "Порт"}, "place": {"name": "Kyiv"}, "authors": ["B", "C"], "rank": 1.10, "x": [{"y": 1}]}"#;
    let reading = read("a.ndjson", format!("{nested}\n[1]\n{{\"title\": }}\n").as_bytes());
    assert_eq!(
        lines(&reading),
        [
            "line 1 | A | Порт | B; C |  |  |  | place.name=Kyiv;rank=1.10;x=[{\"y\": 1}]; | Text.",
            "line 2: it is not a JSON object; write one on each line",
            "line 3: expected value at character 11; correct it there, or export it again",
        ]
    );
}

#[test]
fn a_row_without_a_text_is_a_stub_and_one_with_nothing_is_named() {
    let table = "id,publish_date,title,url,language,media_name\n\
                 1,2025-12-03 10:00:00,Bridge talks,https://a.example/1,en,A\n\
                 2,,,https://a.example/2,en,A\n\
                 3,,,,en,A\n\
                 4,too,many,cells,here,A,B\n";
    let reading = read("cloud.csv", table.as_bytes());
    assert_eq!(
        lines(&reading),
        [
            "line 2 | Bridge talks | A |  | 2025-12-03 | en | https://a.example/1 | id=1; | ",
            "line 3 | https://a.example/2 | A |  |  | en | https://a.example/2 | id=2; | ",
            "line 4: it has no text, no title and no address",
            "line 5: it has 7 cells, but the heads name 6 columns; put quotation marks around cells with separators or \
             line breaks",
        ]
    );
    assert!(reading.drafts.iter().all(Draft::is_stub));
}

#[test]
fn dates_are_read_by_what_the_others_in_their_column_show() {
    let date_of = |rows: &str| {
        let reading = read("a.csv", format!("date,title,text\n{rows}").as_bytes());
        let draft = &reading.drafts[0];
        (draft.details.date.map(|date| date.to_string()), draft.ambiguous_date.clone(), draft.warnings.clone())
    };
    assert_eq!(date_of("03/12/2025,a,x\n31/12/2025,b,y").0.as_deref(), Some("2025-12-03"));
    assert_eq!(date_of("03/12/2025,a,x\n12/31/2025,b,y").0.as_deref(), Some("2025-03-12"));
    assert_eq!(date_of("03/12/2025,a,x\n1/2/2025,b,y"), (None, Some("03/12/2025".to_owned()), Vec::new()));
    assert_eq!(date_of("unknown,a,x").2, ["“unknown” in the column “date” is not a date"]);
}

#[test]
fn what_standpoint_exported_is_refused_with_advice() {
    let heads = [
        ("id,article_id,article,start,end,quote,actor,issue,stance", "--highlights"),
        ("kind,id,name,aliases,parent,definition", "codebook"),
        ("id,title,outlet,author,date,language,url,status,characters,words,highlights", "list of articles"),
        ("row,column,value,highlights,articles", "comparison"),
        (
            "a,b,c",
            "none of its columns is recognised as the text, or as title and address of articles; say which is, or give it another head (a, b, c)",
        ),
    ];
    for (heads, advice) in heads {
        let said = refusal("a.csv", format!("{heads}\n{}\n", heads.replace(|c: char| c != ',', "")).as_bytes());
        assert!(said.contains(advice), "{said}");
    }
}

#[test]
fn the_analyst_may_say_what_columns_hold() {
    let mut options = ReadingOptions::default();
    let csv = "a,b\nOne,Text of one.\n";
    let file = SourceFile { name: "a.csv", bytes: csv.as_bytes() };
    let preview = preview(&file, &options).expect("it is a table").expect("it can be read");
    assert_eq!((preview.n_rows, preview.is_known), (1, false));
    assert_eq!(preview.rows, [["One", "Text of one."]]);
    options.columns.everywhere = ["A=title", "b=text", "c=url"].map(|text| text.parse().expect("it is sound")).into();
    let reading = read_with("a.csv", csv.as_bytes(), &options).expect("the table can be read");
    assert_eq!(lines(&reading), ["line 2 | One |  |  |  |  |  |  | Text of one."]);
    assert_eq!(reading.drafts[0].warnings, ["the table has no column “c”"]);
}

#[test]
fn a_sheet_costs_what_is_in_it_and_not_what_it_claims() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "title").expect("it fits");
    sheet.write(0, 1, "text").expect("it fits");
    sheet.write(1_048_575, 0, "Last").expect("it fits");
    sheet.write(1_048_575, 16_383, "far away").expect("it fits");
    let reading = read("a.xlsx", &book.save_to_buffer().expect("memory can be written"));
    assert_eq!(lines(&reading), ["row 1048576 | Last |  |  |  |  |  |  | "]);

    let cell = |repeats: &str, text: &str| {
        format!(
            "<table:table-cell table:number-columns-repeated=\"{repeats}\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let rows =
        format!("<table:table-row table:number-rows-repeated=\"1048576\">{}</table:table-row>", cell("16384", "text"));
    assert_eq!(refusal("a.ods", &ods(&rows)), "its sheets have more than 5000000 cells; divide it");
    let rows = format!("<table:table-row>{}</table:table-row>", cell("16384", "text"));
    assert_eq!(refusal("a.ods", &ods(&rows)), "it has more than 1000 columns; remove those without articles");
    let blanks = cell("1", "a<text:s text:c=\"99999999999\"/>b");
    let head = format!("<table:table-row>{}{}</table:table-row>", cell("1", "title"), cell("1", "text"));
    let rows = format!("{head}<table:table-row>{blanks}{blanks}</table:table-row>");
    assert_eq!(read("a.ods", &ods(&rows)).drafts.len(), 1);
}

#[test]
fn what_a_workbook_claims_is_not_believed() {
    let book = |texts: &str| {
        let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>";
        zipped(&[
            (
                "_rels/.rels",
                "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
            ),
            ("xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
            ),
            ("xl/sharedStrings.xml", texts),
            ("xl/worksheets/sheet1.xml", sheet),
        ])
    };
    let many = "<sst uniqueCount=\"99999999999999\"><si><t>text</t></si></sst>";
    assert_eq!(
        refusal("a.xlsx", &book(many)),
        "it is damaged: it claims to have more texts than fit into it; open it in a spreadsheet program and save it again"
    );
    assert_eq!(
        refusal("a.xlsx", &book("<sst uniqueCount=\"1\"><si><t>text</t></si></sst>")),
        "it has heads of columns and no rows"
    );
    let whole = xlsx();
    for n_bytes in [4, 100, whole.len() / 2, whole.len() - 1] {
        assert!(refusal("a.xlsx", &whole[..n_bytes]).starts_with("it is damaged"), "{n_bytes}");
    }
    assert!(refusal("a.xls", b"\xd0\xcf\x11\xe0\0\0").contains("save it as XLSX"));
    assert!(refusal("a.xlsx", b"\xd0\xcf\x11\xe0\0\0").contains("password"));
}

#[test]
fn deep_and_wide_tables_are_answered() {
    let deep = format!("{{\"title\":\"A\",\"text\":\"B\",\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let objects = format!("{{\"text\":\"B\",\"x\":{}1{}}}", "{\"y\":".repeat(100_000), "}".repeat(100_000));
    let reading = read("a.jsonl", format!("{deep}\n{objects}").as_bytes());
    assert_eq!(reading.drafts.len(), 2);
    assert_eq!(refusal("a.json", "[".repeat(100_000).as_bytes()).split(':').next(), Some("it is damaged"));

    let too_wide = "it has more than 1000 columns; remove those without articles";
    let heads: Vec<String> = (0..1_000_000).map(|n| format!("column {n}")).collect();
    assert_eq!(refusal("a.csv", heads.join(",").as_bytes()), too_wide);
    let members: Vec<String> = (0..100_000).map(|n| format!("\"{n}\":1")).collect();
    assert_eq!(refusal("a.jsonl", format!("{{{}}}", members.join(",")).as_bytes()), too_wide);
}

#[test]
fn a_table_with_too_many_rows_says_where_it_was_cut() {
    let table = format!("title,text\n{}", "a,b\n".repeat(grid::MAX_ROWS + 2));
    let reading = read("a.csv", table.as_bytes());
    assert_eq!(reading.drafts.len(), grid::MAX_ROWS);
    assert_eq!(
        reading.failures.iter().map(|failure| format!("{}: {}", failure.name(), failure.reason)).collect::<Vec<_>>(),
        ["line 100002: a table may have 100000 rows; import this row and those after it separately"]
    );
}

#[test]
fn half_a_pair_of_utf_16_costs_no_more_than_itself() {
    let line = r#"{"title":"A","text":"one \ud83d two \ud83d\ude00 \\ud83d \udc00\nthree"}"#;
    let reading = read("a.jsonl", line.as_bytes());
    assert_eq!(reading.drafts[0].text, "one \u{fffd} two 😀 \\ud83d \u{fffd}\nthree");
}

#[test]
fn so_many_open_quotation_marks_that_reading_would_not_end_are_given_up_with_a_word() {
    let table = format!("title,text\nA,b\n{}", "A,\"x\n".repeat(20_010));
    let reading = read("a.csv", table.as_bytes());
    assert_eq!(reading.drafts.len(), 1);
    let last = reading.failures.last().expect("the rows cannot be read");
    assert!(last.reason.starts_with("from here on nothing was read"), "{}", last.reason);
}

/// The same workbook with its dates counted from 1904, as old Macs made them.
fn of_1904(bytes: &[u8]) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).expect("it is an archive");
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut part = old.by_index(at).expect("it is there");
        let name = part.name().expect("it is text").into_owned();
        let mut xml = String::new();
        std::io::Read::read_to_string(&mut part, &mut xml).expect("it is text");
        let xml = xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" ");
        new.start_file(name, SimpleFileOptions::default()).expect("it fits");
        new.write_all(xml.as_bytes()).expect("it fits");
    }
    new.finish().expect("it fits").into_inner()
}

#[test]
fn all_dates_of_a_workbook_count_from_its_own_first_day() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in (0..).zip(["Title", "Text", "Date"]) {
        sheet.write(0, column, head).expect("it fits");
    }
    for row in [1, 2] {
        sheet.write(row, 0, "T").expect("it fits");
        sheet.write(row, 1, format!("Text {row}")).expect("it fits");
    }
    // One is shown as a date and one as a number.
    sheet.write_with_format(1, 2, 44_532, &CellFormat::new().set_num_format("yyyy-mm-dd")).expect("it fits");
    sheet.write(2, 2, 44_532).expect("it fits");
    let bytes = book.save_to_buffer().expect("memory can be written");
    let dates = |bytes: &[u8]| {
        let drafts = read("a.xlsx", bytes).drafts;
        drafts.iter().map(|draft| draft.details.date.map(|date| date.to_string())).collect::<Vec<_>>()
    };
    let both = |date: &str| vec![Some(date.to_owned()); 2];
    assert_eq!((dates(&bytes), dates(&of_1904(&bytes))), (both("2021-12-02"), both("2025-12-03")));
}

#[test]
fn columns_beyond_those_that_become_fields_are_named() {
    let heads: Vec<String> = (0..300).map(|n| format!("question {n}")).collect();
    let table = format!("title,text,{}\nA,B,{}\n", heads.join(","), vec!["1"; 300].join(","));
    let reading = read("a.csv", table.as_bytes());
    assert_eq!(reading.drafts[0].details.fields.len(), 100);
    assert_eq!(
        reading.drafts[0].warnings,
        ["200 columns of the table were left out; choose columns for fields on the page of the import"]
    );
}

#[test]
fn times_of_day_and_words_for_nothing_are_read_as_they_are_meant() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in (0..).zip(["Text", "Time", "Length", "Desk"]) {
        sheet.write(0, column, head).expect("it fits");
    }
    sheet.write(1, 0, "A text.").expect("it fits");
    sheet.write_with_format(1, 1, 0.354_166_666_7, &CellFormat::new().set_num_format("hh:mm")).expect("it fits");
    sheet.write_with_format(1, 2, 1.25, &CellFormat::new().set_num_format("[h]:mm")).expect("it fits");
    sheet.write(1, 3, "nan").expect("it fits");
    let draft = read("a.xlsx", &book.save_to_buffer().expect("memory can be written")).drafts.remove(0);
    let field = |name: &str| draft.details.fields.get(name).map(String::as_str);
    assert_eq!((field("Time"), field("Length"), field("Desk")), (Some("08:30"), Some("30:00"), None));
}

#[test]
fn texts_that_are_lists_or_markup_become_paragraphs() {
    let json = r#"{"title": "A", "text": ["One.", "Two; yes."], "tags": ["peace", "war"]}"#;
    let draft = read("a.jsonl", json.as_bytes()).drafts.remove(0);
    let tags = draft.details.fields.get("tags").map(String::as_str);
    assert_eq!((&*draft.text, tags), ("One.\nTwo; yes.", Some("peace; war")));
    let mut drafts = read("a.csv", b"title,text\nA,<p>One &amp; all.</p><p>Two.</p>\nB,3 < 5 and 5 > 3\n").drafts;
    let plain = drafts.pop().expect("there are two");
    let marked = drafts.pop().expect("there are two");
    assert!(plain.text == "3 < 5 and 5 > 3" && plain.warnings.is_empty());
    if cfg!(feature = "web") {
        assert_eq!(marked.text, "One & all.\nTwo.");
        assert_eq!(marked.warnings, ["the text in the column “text” was written in HTML"]);
    }
}

#[test]
fn the_answer_of_a_service_is_the_list_in_it() {
    let answer = r#"{"status": "ok", "totalResults": 2, "articles": [{"title": "A", "content": "x"},
        {"title": "B", "content": "y", "authors": [{"name": "Ana"}]}]}"#;
    let titles = |json: &str| -> Vec<String> {
        read("a.json", json.as_bytes()).drafts.into_iter().map(|draft| draft.details.title).collect()
    };
    assert_eq!(titles(answer), ["A", "B"]);
    assert_eq!(titles(r#"{"title": "C", "text": "z", "authors": [{"name": "Ana"}]}"#), ["C"]);
    assert_eq!(titles(r#"{"title": "C", "text": "z", "items": [{"title": "a picture", "text": "x"}]}"#), ["C"]);
}

#[test]
fn values_in_code_and_cells_that_are_no_address_are_not_taken_as_they_stand() {
    let table = "title,text,author,outlet,link\n\
        A,x,\"['Ana Petrova', 'Li Wei']\",\"{'name': 'Harbour News'}\",go\nB,y,[Ana],Tide,tide.example/b\n";
    let drafts = read("a.csv", table.as_bytes()).drafts;
    let details = |at: usize| {
        let details = &drafts[at].details;
        [&*details.author, &details.outlet, &details.url]
    };
    assert_eq!(details(0), ["Ana Petrova, Li Wei", "Harbour News", ""]);
    assert_eq!(drafts[0].warnings, ["“go” in the column “link” is not an address"]);
    assert_eq!(details(1), ["[Ana]", "Tide", "tide.example/b"]);
}
