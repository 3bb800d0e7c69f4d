//! Exports of news databases with many reports.

use super::make::{docx, draft, read, rtf_of};
use standpoint_exchange::import::{draft::Draft, formats::Reading};

/// A document with these lines as paragraphs, as Nexis Uni makes them.
fn nexis(lines: &str) -> Reading {
    let paragraph = |line: &str| format!(r#"<w:p><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>"#);
    let bytes = docx(&lines.lines().map(paragraph).collect::<String>(), &[]);
    read("export.docx", &bytes).expect("it can be read")
}

/// Title, outlet, date, author, agency, section, language.
fn fields(draft: &Draft) -> [String; 7] {
    let details = draft.details.clone();
    let date = details.date.map(|date| date.to_string()).unwrap_or_default();
    let section = details.fields.get("section").cloned().unwrap_or_default();
    [details.title, details.outlet, date, details.author, details.agency, section, details.language]
}

const COVER: &str = "User Name: = A1B2\nDate and Time: = Friday, January 2, 2026 9:14:00 AM EST\nJob Number: = 123456\n\
    Documents (3)\n1. Ferry strike ends after five weeks of talks\nClient/Matter: -None-\nSearch Terms: ferry\n\
    Search Type: NAND\n2. Harbour reopens\n3. Mayor answers\n";

#[test]
fn reports_of_nexis_uni_have_their_fields() {
    let reading = nexis(&format!(
        "{COVER}\nFerry strike ends after\nfive weeks of talks\nThe Harbour Courier (England)\nDecember 3, 2025 Wednesday\n\
        Copyright 2025 Harbour Media Ltd. All Rights Reserved\nSection: NEWS; Pg. 4\nLength: 120 words\nByline:\u{a0}By Ana Ruiz and Li Wei\n\
        Highlight: Crews return on Monday\nBody\n\nThe strike is over.\n\nThe union said so: “It is done.”\nClassification\n\
        Language: ENGLISH\nPublication-Type: Newspaper\nSubject: STRIKES (90%)\nLoad-Date: December 4, 2025\nEnd of Document\n\
        Harbour reopens\nAgence France Presse -- English\nDecember 5, 2025 Friday 2:20 PM GMT\nLength: 80 words\nByline: AFP\nBody\n\
        Ships sail again.\nGraphic\n\nA ship, by A. Photographer\nLoad-Date: December 5, 2025\nEnd of Document\n\
        Le maire répond\nLe Courrier du Port\n6 décembre 2025 samedi\nRubrique : Politique\nLongueur : 60 mots\nAuteur : Léa Martin\nCorps\n\
        Il a dit non.\nClassification\nLangue: FRANÇAIS\nFin du document"
    ));
    assert_eq!(reading.failures, []);
    let [first, second, third] = &*reading.drafts else { panic!("{} reports", reading.drafts.len()) };
    assert_eq!(
        fields(first),
        [
            "Ferry strike ends after five weeks of talks",
            "The Harbour Courier (England)",
            "2025-12-03",
            "Ana Ruiz and Li Wei",
            "",
            "NEWS",
            "en"
        ]
    );
    assert_eq!(first.text, "The strike is over.\n\nThe union said so: “It is done.”");
    assert_eq!((&*first.left_out[0].text, first.part.as_deref()), ("Crews return on Monday", Some("report 1")));
    assert_eq!(fields(second), ["Harbour reopens", "Agence France Presse -- English", "2025-12-05", "", "AFP", "", ""]);
    assert_eq!(second.text, "Ships sail again.");
    assert_eq!(
        fields(third),
        ["Le maire répond", "Le Courrier du Port", "2025-12-06", "Léa Martin", "", "Politique", "fr"]
    );
    assert_eq!(third.text, "Il a dit non.");
}

#[test]
fn reports_of_nexis_uni_may_lack_fields_or_fail() {
    let reading = nexis(
        "Strike in 2 December talks\nMorning Post\nLength: 9 words\nBody\nNo date here.\n\nEnd of Document\nThat was the last line of the play.\n\
        Load-Date: December 3, 2025\nEnd of Document\n\
        We are sorry but there is an error in this document.\nEnd of Document\n\
        Third of March\nThe Ledger\n03/04/2025\nBody\nOne line.\nEnd of Document\nOnly a headline\nBody\nThe file ends here.",
    );
    let titles: Vec<_> = reading.drafts.iter().map(|draft| (&*draft.details.title, &*draft.details.outlet)).collect();
    assert_eq!(
        titles,
        [("Strike in 2 December talks", "Morning Post"), ("Third of March", "The Ledger"), ("Only a headline", "")]
    );
    // The line that ends a report is also one of this text.
    assert_eq!(reading.drafts[0].text, "No date here.\n\nEnd of Document\nThat was the last line of the play.");
    assert_eq!(reading.drafts[0].details.date, None);
    assert_eq!(reading.drafts[1].ambiguous_date.as_deref(), Some("03/04/2025"));
    assert_eq!(reading.drafts[2].text, "The file ends here.");
    let failures: Vec<_> = reading.failures.iter().map(|failure| (failure.name(), &*failure.reason)).collect();
    assert_eq!(
        failures,
        [(
            "report 2".to_owned(),
            "it has no line “Body” before its text; it starts with “We are sorry but there is an error in this document.”"
        )]
    );
}

#[test]
fn a_report_of_nexis_uni_without_a_text_is_named() {
    let reading = nexis(
        "One\nMorning Post\nDecember 3, 2025\nBody\n\nClassification\nLoad-Date: December 4, 2025\nEnd of Document\n\
         Two\nMorning Post\nDecember 3, 2025\nBody\nLoad-Date: December 4, 2025\nEnd of Document\n\
         Three\nMorning Post\nDecember 3, 2025\nBody\nNotes\nThe notes were found.\nLoad-Date: December 4, 2025\nEnd of Document",
    );
    let failures: Vec<_> = reading.failures.iter().map(|failure| (failure.number, &*failure.reason)).collect();
    assert_eq!(failures, [(1, "it has no text"), (2, "it has no text")]);
    assert_eq!(reading.drafts[0].text, "Notes\nThe notes were found.");
}

#[test]
fn nexis_uni_in_rich_text_is_read_as_well() {
    let draft = draft(
        "export.rtf",
        &rtf_of(&[
            "Порт открыт",
            "Портовые вести",
            "5 октября 2025 г.",
            "Length: 20 words",
            "Body",
            "Суда идут.",
            "End of Document",
        ]),
    );
    assert_eq!(fields(&draft), ["Порт открыт", "Портовые вести", "2025-10-05", "", "", "", ""]);
    assert_eq!(draft.text, "Суда идут.");
}

#[test]
fn a_text_that_mentions_the_end_of_a_document_is_an_article() {
    let draft = draft(
        "a.docx",
        &docx("<w:p><w:r><w:t>End of Document</w:t></w:r></w:p><w:p><w:r><w:t>Poem.</w:t></w:r></w:p>", &[]),
    );
    assert_eq!(draft.text, "End of Document\nPoem.");
}

#[test]
fn text_files_of_nexis_are_divided_and_their_lines_joined() {
    let text = "\n\n                               1 of 3 DOCUMENTS\n\n\n                              The Harbour Courier\n\n\
                           December 3, 2011 Saturday\n                              Late Edition - Final\n\n\
Ferry strike ends after five weeks of talks between\nthe crews and the town\n\nBYLINE: By Ana Ruiz\n\nSECTION: NEWS; Pg. 4\n\nLENGTH: 120 words\n\nDATELINE: PORT\n\n\
The strike is over. The union\nsaid so.\n\nIn a novel on page 5, somebody counts:\n\n2 of 9 DOCUMENTS\n\nNobody counts on.\n\nGRAPHIC: PHOTO: A ship\n\nLOAD-DATE: December 4, 2011\n\nLANGUAGE: ENGLISH\n\n\
PUBLICATION-TYPE: Newspaper\n\n                    Copyright 2011 Harbour Media\n                        All Rights Reserved\n\n\
                               2 of 3 DOCUMENTS\n\n                              The Harbour Courier\n\n\nNo date, no byline\n\nLENGTH: 20 words\n\nShort text.\n\nLOAD-DATE: December 4, 2011\n\n\
                               3 of 3 DOCUMENTS\n\n                              The Ledger\n\n                           December 5, 2011\n\nEmpty report\n\nLENGTH: 0 words\n\n";
    let reading = read("export.TXT", text.as_bytes()).expect("it can be read");
    let [first, second] = &*reading.drafts else { panic!("{} reports", reading.drafts.len()) };
    assert_eq!(
        fields(first),
        [
            "Ferry strike ends after five weeks of talks between the crews and the town",
            "The Harbour Courier",
            "2011-12-03",
            "Ana Ruiz",
            "",
            "NEWS",
            "en"
        ]
    );
    assert_eq!(
        first.text,
        "The strike is over. The union said so.\nIn a novel on page 5, somebody counts:\n2 of 9 DOCUMENTS\nNobody counts on."
    );
    assert_eq!(fields(second), ["No date, no byline", "The Harbour Courier", "", "", "", "", ""]);
    assert_eq!(second.text, "Short text.");
    assert!(second.encoding.is_some());
    assert_eq!(reading.failures[0].name(), "report 3");
    assert_eq!(reading.failures[0].reason, "it has no text");
}

#[test]
fn german_and_french_text_files_of_nexis_are_read() {
    let german = "                              Dokument 1 von 1\n\n                              Hafenbote\n\n                           3. Dezember 2011 Samstag\n\n\
Streik der Fähren beendet\n\nAUTOR: Max Berger\n\nRUBRIK: POLITIK; S. 2\n\nLÄNGE: 12 Wörter\n\nDer Streik ist zu Ende.\n\nUPDATE: 4. Dezember 2011\n\nSPRACHE: GERMAN; DEUTSCH\n";
    let french = "Document 1 de 1\n\n                              Le Courrier du Port\n\n                           3 décembre 2011 samedi\n\n\
La grève est finie\n\nAUTEUR: Léa Martin\n\nLONGUEUR: 9 mots\n\nC’est fini.\n\nLANGUE: FRENCH; FRANÇAIS\n";
    for (text, expected, body) in [
        (
            german,
            ["Streik der Fähren beendet", "Hafenbote", "2011-12-03", "Max Berger", "", "POLITIK", "de"],
            "Der Streik ist zu Ende.",
        ),
        (
            french,
            ["La grève est finie", "Le Courrier du Port", "2011-12-03", "Léa Martin", "", "", "fr"],
            "C’est fini.",
        ),
    ] {
        let draft = draft("export.txt", text.as_bytes());
        assert_eq!(fields(&draft), expected);
        assert_eq!(draft.text, body);
    }
}

#[test]
fn factiva_codes_start_fields() {
    let draft_of = |lines: &[&str]| read("factiva.rtf", &rtf_of(lines)).expect("it can be read");
    let reading = draft_of(&[
        "SE\tPolitics",
        "HD\tFerry strike",
        "ends",
        "BY\tBy Ana Ruiz",
        "CR\tReuters",
        "WC\t120 words",
        "PD\t3 December 2025",
        "SN\tThe Harbour Courier",
        "SC\tHARB",
        "LA\tEnglish",
        "CY\t(c) 2025",
        "LP\t",
        "The strike is over.",
        "TD\t",
        "The union said so.",
        "AN official said nothing.",
        "NS\tgcat : News",
        "AN\tDocument HARB000020251203elc300001",
        "",
        "HD\tNo text at all",
        "SN\tThe Ledger",
        "PD\t4 December 2025",
        "AN\tDocument LEDG2",
    ]);
    let [first] = &*reading.drafts else { panic!("{} reports", reading.drafts.len()) };
    assert_eq!(
        fields(first),
        ["Ferry strike ends", "The Harbour Courier", "2025-12-03", "Ana Ruiz", "Reuters", "Politics", "en"]
    );
    assert_eq!(first.text, "The strike is over.\nThe union said so.\nAN official said nothing.");
    assert_eq!(
        (reading.failures[0].name(), &*reading.failures[0].reason),
        ("report 2".to_owned(), "“No text at all” has no text")
    );
}

#[test]
fn reports_of_factiva_without_codes_are_divided_at_their_numbers() {
    let text = "Bridge talks stall\nBy Ana Petrova\n300 words\n1 March 2025\n08:00 GMT\nHarbour News\nHARB\nEnglish\nCopyright 2025\n\n\
                The talks ended.\n\nA vote is planned.\n\nDocument HARB000020250301el310000a\n\n\nSecond\n1,200 words\n2 March 2025\n\
                Post\nPOST\nEnglish\n\nNobody came.\n\nDocument POST000020250302el320000b\n";
    let reading = read("a.txt", text.as_bytes()).expect("it can be read");
    let [first, second] = &*reading.drafts else { panic!("{} reports", reading.drafts.len()) };
    assert_eq!(fields(first), ["Bridge talks stall", "Harbour News", "2025-03-01", "Ana Petrova", "", "", "en"]);
    assert_eq!(first.text, "The talks ended.\nA vote is planned.");
    assert_eq!(fields(second), ["Second", "Post", "2025-03-02", "", "", "", "en"]);
    let note = "A note\n\nDocument HARB000020250301el310000a is what it cites, in 300 words.";
    assert_eq!(draft("a.txt", note.as_bytes()).text, note);
}

#[test]
fn words_and_lists_of_old_nexis_are_whole() {
    let text = "1 of 1 DOCUMENT\n\n\n          The Harbour News\n\n          March 1, 2025 Saturday\n\nBridge talks stall\n\nLENGTH: 30 words\n\n\
                BODY:\n\nThe well-\nknown plan, and its e-\nmail, were\ngone.\n\n* First item\n* Second item\n\nCORRECTION-DATE: March 2, 2025\n\nLOAD-DATE: March 2, 2025\n";
    assert_eq!(
        draft("a.txt", text.as_bytes()).text,
        "The well-known plan, and its e-mail, were gone.\n* First item\n* Second item"
    );
}
