//! Whole files, made by a writer of our own, through the reader.

use super::{document::extract, *};

#[path = "../../../../../../tests/common/pdf_files.rs"]
mod pdf_files;

use pdf_files::{PdfFile, PdfPage};

fn draft(file: &PdfFile) -> Draft {
    draft_of(extract(file.bytes(), false).expect("the file can be read"))
}

fn check(page: PdfPage, expected: &str) {
    assert_eq!(draft(&PdfFile::of([page])).text, expected);
}

const LEFT: [&str; 4] = [
    "The old bridge over the har-",
    "bour is closed, and nobody",
    "says when it will open to",
    "cars and trams again.",
];
const RIGHT: [&str; 4] =
    ["Its builders asked for more", "money on Monday, but the", "council put the vote off", "until the end of May."];
const LEFT_TEXT: &str =
    "The old bridge over the harbour is closed, and nobody says when it will open to cars and trams again.";
const RIGHT_TEXT: &str =
    "Its builders asked for more money on Monday, but the council put the vote off until the end of May.";

#[test]
fn one_and_two_columns_are_read_in_order() {
    check(PdfPage::default().column(60.0, 700.0, 10.0, &LEFT), LEFT_TEXT);
    let two = PdfPage::default().column(60.0, 700.0, 10.0, &LEFT).column(300.0, 700.0, 10.0, &RIGHT);
    check(two, &format!("{LEFT_TEXT}\n{RIGHT_TEXT}"));
}

#[test]
fn columns_written_row_by_row_are_read_column_by_column() {
    let mut page = PdfPage::default().line(60.0, 720.0, 18.0, "Bridge stays shut for now");
    for (row, y) in [700.0, 688.0, 676.0, 664.0].into_iter().enumerate() {
        page = page.line(60.0, y, 10.0, LEFT[row]).line(220.0, y, 10.0, RIGHT[row]);
        page = page.line(
            380.0,
            y,
            10.0,
            ["Sidebar of three words", "and some more of it", "which ends in a line", "with a stop."][row],
        );
    }
    let side = "Sidebar of three words and some more of it which ends in a line with a stop.";
    check(page, &format!("Bridge stays shut for now\n{LEFT_TEXT}\n{RIGHT_TEXT}\n{side}"));
}

#[test]
fn heads_and_feet_are_left_out_and_listed() {
    let page =
        |number: usize, lines: &[&str]| {
            PdfPage::default()
                .line(60.0, 800.0, 8.0, "Harbour News, 12 May 2025")
                .column(60.0, 700.0, 10.0, lines)
                .line(290.0, 30.0, 8.0, &format!("– {number} –"))
        };
    let draft = draft(&PdfFile::of([page(1, &LEFT[..3]), page(2, &[LEFT[3]])]));
    assert_eq!(draft.text, LEFT_TEXT);
    let start = LEFT_TEXT.find("cars").expect("it is there");
    assert_eq!(
        draft.parts.iter().map(|part| (part.start, &*part.name)).collect::<Vec<_>>(),
        [(0, "p. 1"), (start, "p. 2")]
    );
    let left_out: Vec<_> = draft.left_out.iter().map(|line| (&*line.text, &*line.reason)).collect();
    let head = ("Harbour News, 12 May 2025", "head of the page");
    assert_eq!(left_out, [head, ("– 1 –", "page number"), head, ("– 2 –", "page number")]);
}

#[test]
fn every_script_is_read_in_its_order() {
    let page = |text: &str| PdfPage::default().unicode_line(60.0, 700.0, 10.0, text);
    check(page("Мост закрыт надолго"), "Мост закрыт надолго");
    check(page("Η γέφυρα έκλεισε"), "Η γέφυρα έκλεισε");
    check(page("橋は閉鎖された"), "橋は閉鎖された");
    for text in ["الجسر مغلق منذ 2025", "הגשר סגור (מאז מאי)"] {
        let reversed: String = text.chars().rev().collect();
        let shown = reversed.replace("5202", "2025");
        check(page(&shown), text);
    }
    check(page("e\u{fb03}cient o\u{fb00}er №\u{a0}5 ½"), "efficient offer № 5 ½");
}

#[test]
fn turned_text_is_read_as_well() {
    let page =
        PdfPage::default().column(60.0, 700.0, 10.0, &LEFT).line_upwards(30.0, 100.0, 10.0, "Photo by A. Petrova");
    check(page, &format!("{LEFT_TEXT}\nPhoto by A. Petrova"));
}

#[test]
fn stated_text_and_artifacts_are_believed() {
    let mut page = PdfPage::default();
    page.draw("/Artifact << /Type /Pagination >> BDC BT /F1 8 Tf 60 800 Td (Draft, do not quote) Tj ET EMC\n");
    page.draw("/Span << /ActualText <feff00660066> >> BDC BT /F1 10 Tf 60 700 Td (x) Tj ET EMC\n");
    let draft = draft(&PdfFile::of([page.line(66.0, 700.0, 10.0, "airs of state are not for everybody")]));
    assert_eq!(draft.text, "ffairs of state are not for everybody");
    assert_eq!(draft.left_out[0].text, "Draft, do not quote");
}

#[test]
fn raw_lines_are_a_choice() {
    let file = PdfFile::of([PdfPage::default().column(60.0, 700.0, 10.0, &LEFT)]);
    let raw = extract(file.bytes(), true).expect("the file can be read");
    assert_eq!(raw.text, LEFT.join("\n"));
}

#[test]
fn what_a_file_says_about_itself_is_believed_if_its_text_says_so_too() {
    let page = PdfPage::default()
        .line(60.0, 740.0, 10.0, "Harbour News special")
        .line(60.0, 720.0, 18.0, "Bridge stays shut")
        .column(60.0, 690.0, 10.0, &LEFT);
    let with = |title: &str| PdfFile {
        info: vec![("Title", title.to_owned()), ("Author", "admin".to_owned())],
        catalog: "/Lang (en-GB) /PageLabels << /Nums [0 << /S /r /St 4 >>] >>".to_owned(),
        ..PdfFile::of([page.clone()])
    };
    let doubtful = draft(&with("untitled-3.indd"));
    assert_eq!((&*doubtful.details.title, &*doubtful.details.author), ("Bridge stays shut", ""));
    assert_eq!(doubtful.origin(&Field::Title), Some("largest letters of the first page"));
    assert_eq!((&*doubtful.details.language, &*doubtful.parts[0].name), ("en-GB", "p. iv"));
    assert_eq!(draft(&with("Bridge stays")).details.title, "Bridge stays shut");
    let believed = draft(&with("HARBOUR NEWS special"));
    assert_eq!(believed.details.title, "HARBOUR NEWS special");
    assert!(believed.details.date.is_none());
}

#[test]
fn what_has_no_text_says_what_to_do() {
    let refusal =
        |file: &PdfFile| Unreadable::from(extract(file.bytes(), false).expect_err("there is no text")).to_string();
    let scanned = "this PDF holds pictures of text; it needs OCR first";
    assert_eq!(refusal(&PdfFile::of([PdfPage::default().picture()])), scanned);
    assert_eq!(
        refusal(&PdfFile::of([PdfPage::default()])),
        "its pages have no text; if they show some, this PDF needs OCR first"
    );
    let encrypt = "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <00000000000000000000000000000000000000000000000000\
                   00000000000000> /U <0000000000000000000000000000000000000000000000000000000000000000> >> /ID [<00> <00>]";
    let locked = PdfFile { trailer: encrypt.to_owned(), ..PdfFile::of([PdfPage::default().line(9.0, 9.0, 9.0, "x")]) };
    assert_eq!(refusal(&locked), "it is protected with a password; save a copy without the password");
    let damaged = extract(b"%PDF-1.7 and no more".to_vec(), false);
    assert_eq!(
        damaged,
        Err(PdfRefusal::Damaged("its table of contents cannot be read; get the file again".to_owned()))
    );
    let mixed = PdfFile::of([PdfPage::default().line(60.0, 700.0, 10.0, "Text"), PdfPage::default().picture()]);
    assert_eq!(draft(&mixed).warnings, ["p. 2 may hold a picture of text, which needs OCR"]);
}

#[test]
fn a_file_is_known_by_its_mark() {
    let is = |name, bytes: &[u8]| is_pdf(&SourceFile { name, bytes });
    assert!(is("a.txt", b"%PDF-1.4") && is("a.PDF", b"\n\n%PDF-1.4"));
    assert!(!is("a.txt", b"A file that begins with %PDF- is a PDF"));
}
