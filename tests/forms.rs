//! A comparison in each of its forms, opened again with somebody else's reader.

use std::{
    io::{Cursor, Read as _},
    sync::Arc,
};

use calamine::{Data, Reader as _, Xlsx};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use standpoint_analysis::{
    comparison::{Comparison, intervals::Intervals},
    facts::Facts,
    findings::ProjectFindings,
    report::{
        provenance::Provenance,
        sheet::{Gather, Sheet, SheetSelection},
    },
};
use standpoint_core::{
    model::{
        Article, ArticleId, Code, Details, Highlight, HighlightId, Project, ReadingStatus, SavedComparison, Summary,
        Tags,
        view::{Axis, Counting, HighlightFilter, Measure, PictureKind, Query},
    },
    text::{Span, Text},
};
use standpoint_exchange::export::{csv::CsvOptions, findings, form::TableFormat, rich, tsv, xlsx};

const TEXTS: [&str; 2] = [
    "Putin keeps the harbour. Russia keeps the land. Ukraine wants the harbour back.",
    "Putin on the harbour. Ukraine refuses.",
];

/// The worked example of `docs/measures.md`, with `mark` before every name.
fn talks(mark: &str) -> Project {
    let name = |name: &str| format!("{mark}{name}");
    let mut project = Project::titled(name("Talks"));
    let code = |id: &str, colour: usize, parent: Option<&str>| Code {
        id: id.into(),
        name: name(id),
        aliases: Vec::new(),
        alias_rules: std::collections::BTreeMap::new(),
        colour: standpoint_core::model::Colour::nth(colour),
        parent: parent.map(Into::into),
        include: String::new(),
        exclude: String::new(),
        former: Vec::new(),
        key: None,
        definition: String::new(),
    };
    project.codebook.actors = vec![code("Russia", 0, None), code("Putin", 1, Some("Russia")), code("Ukraine", 2, None)];
    project.codebook.issues = vec![code("Territory", 3, None), code("Crimea", 4, Some("Territory"))];
    let tagged: [&[(&str, &str, &str, &str)]; 2] = [
        &[
            ("Putin keeps the harbour", "Putin", "Crimea", "supports"),
            ("Russia keeps the land", "Russia", "Territory", "supports"),
            ("Ukraine wants the harbour back", "Ukraine", "Crimea", "opposes"),
        ],
        &[("Putin on the harbour", "Putin", "Crimea", ""), ("Ukraine refuses", "Ukraine", "", "opposes")],
    ];
    let outlets = [("One", "Axadle Times", "2025-12-03"), ("Two", "Global", "")];
    for ((text, quotes), (title, outlet, date)) in TEXTS.iter().zip(tagged).zip(outlets) {
        let details = Details {
            title: name(title),
            outlet: name(outlet),
            date: date.parse().ok(),
            language: name("en"),
            status: ReadingStatus::Done,
            ..Details::default()
        };
        let mut article = Article::new(details, Text::new(*text));
        for (quote, actor, issue, stance) in quotes {
            let start = text.find(quote).expect("the quote is in the text");
            let tags = Tags {
                actor: Some((*actor).into()),
                issue: (!issue.is_empty()).then(|| (*issue).into()),
                stance: (!stance.is_empty()).then(|| (*stance).into()),
            };
            let span = Span::new(start, start + quote.len());
            let mut highlight = Highlight::new(&article.text, span, tags, &name("AK"), "2026-01-12T09:14:00Z");
            highlight.note = mark.to_owned();
            article.highlights.push(highlight.into());
        }
        project.articles.push(Arc::new(article));
    }
    project
}

/// The same with the analyst's own words on every cell of the tables.
fn with_summaries(mut project: Project, query: &Query, words: &str) -> Project {
    let comparison = Comparison::of(&project, query.clone());
    for table in comparison.tables() {
        for row in 0..comparison.rows().len() {
            for column in 0..comparison.columns().len() {
                project.summaries.push(Summary { subject: table.subject(row, column), text: words.to_owned() });
            }
        }
    }
    project
}

fn made() -> jiff::Timestamp {
    "2026-11-22T07:10:00Z".parse().expect("it is a moment")
}

fn written(form: TableFormat, project: &Project, query: &Query) -> Vec<u8> {
    let mut out = Vec::new();
    form.write(&mut out, project, query, CsvOptions::default(), made()).expect("memory can be written");
    out
}

fn text(form: TableFormat, project: &Project, query: &Query) -> String {
    String::from_utf8(written(form, project, query)).expect("it is UTF-8")
}

fn sheets(project: &Project, query: Query) -> Vec<Sheet> {
    let mut facts = Facts::of(project);
    let comparison = Comparison::over(&mut facts, project, query);
    Sheet::all(project, &facts, (&comparison, &Intervals::default()), &comparison.shown(), Gather::Always)
}

fn measured(measure: Measure) -> Query {
    Query { measure, ..Query::default() }
}

fn workbook(project: &Project, query: &Query) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(written(TableFormat::Xlsx, project, query))).expect("another reader opens it")
}

/// The rows of a sheet, as text.
fn rows(workbook: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<Vec<String>> {
    let range = workbook.worksheet_range(sheet).expect("the workbook has this sheet");
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

/// One of the files that a workbook is a bundle of.
fn part(bytes: &[u8], name: &str) -> String {
    let mut bundle = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook is a zip");
    let mut text = String::new();
    bundle.by_name(name).expect("it is in there").read_to_string(&mut text).expect("it is text");
    text
}

#[test]
fn a_workbook_holds_the_numbers_the_quotes_and_what_made_them() {
    let project = talks("");
    let mut workbook = workbook(&project, &measured(Measure::NetStance));
    assert_eq!(workbook.sheet_names(), ["Comparison", "Findings", "Quotes", "About"]);
    let table = workbook.worksheet_range("Comparison").expect("it was just named");
    let cell = |row, column| table.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!(cell(0, 0), Data::String("issue \\ actor".to_owned()));
    assert_eq!(
        [cell(1, 0), cell(2, 0), cell(3, 0), cell(4, 0)].map(|head| head.to_string()),
        ["Territory", "Crimea", "(no issue)", "All"]
    );
    assert_eq!((cell(1, 1), cell(1, 2), cell(3, 2)), (Data::Float(1.0), Data::Float(-1.0), Data::Float(-1.0)));
    // Nobody speaks of no issue for Russia, and both articles are read.
    assert_eq!(cell(3, 1), Data::String("–".to_owned()));
    // Below stands of how many highlights each is the mean.
    assert_eq!(cell(6, 0), Data::String("n: highlights that take a stance".to_owned()));
    assert_eq!((cell(7, 1), cell(10, 3)), (Data::Float(2.0), Data::Float(4.0)));

    let quotes = rows(&mut workbook, "Quotes");
    assert_eq!(quotes.len(), 6, "a head and five highlights, each once");
    let expected = ["Putin keeps the harbour", "Axadle Times", "2025-12-03", "One", "Putin", "Crimea", "supports", ""];
    assert_eq!(quotes[1][..8], expected);
    assert_eq!(quotes[1][9..11], ["0", "23"]);
    let about = rows(&mut workbook, "About");
    for line in [["Project", "Talks"], ["Filter", "none"], ["Rows", "issue"]] {
        assert!(about.iter().any(|row| row[..] == line), "{line:?} in {about:?}");
    }
}

#[test]
fn a_workbook_is_formatted_shaded_and_frozen_as_its_measure_asks() {
    let project = with_a_long_article(talks(""));
    for (measure, format, n_colours) in [
        (Measure::Highlights, "#,##0", 2),
        (Measure::RowPercent, "0.0%", 2),
        (Measure::NetStance, "+0.00;-0.00;0.00", 3),
        // Some cells expect fewer than 5 highlights.
        (Measure::Residual, "+0.0&quot;†&quot;;-0.0&quot;†&quot;;0.0&quot;†&quot;", 3),
    ] {
        let bytes = written(TableFormat::Xlsx, &project, &measured(measure));
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        let sheet = roxmltree::Document::parse(&sheet).expect("it is XML");
        let find = |name: &str| {
            sheet
                .descendants()
                .filter(|node| node.has_tag_name(("http://schemas.openxmlformats.org/spreadsheetml/2006/main", name)))
                .collect::<Vec<_>>()
        };
        let pane = find("pane");
        assert_eq!((pane[0].attribute("topLeftCell"), pane[0].attribute("state")), (Some("B2"), Some("frozen")));
        let scale = find("colorScale");
        assert_eq!(
            scale[0].children().filter(|node| node.tag_name().name() == "color").count(),
            n_colours,
            "{measure:?}"
        );
        assert!(find("f").is_empty(), "no cell is a formula");
        let styles = part(&bytes, "xl/styles.xml");
        let has_format = styles.contains(&format!("formatCode=\"{format}\""));
        assert!(has_format, "{format} in {styles}");
        assert!(styles.contains("horizontal=\"left\" vertical=\"top\" indent=\"1\""), "members are indented: {styles}");
    }
    let percent =
        workbook(&project, &measured(Measure::RowPercent)).worksheet_range("Comparison").expect("it is there");
    assert_eq!(percent.get_value((1, 1)), Some(&Data::Float(23.0 / 44.0)));
}

/// Adds an article in which Russia speaks of the territory and Ukraine of Crimea, each twenty times.
fn with_a_long_article(mut project: Project) -> Project {
    let details = Details { title: "Three".to_owned(), status: ReadingStatus::Done, ..Details::default() };
    let mut article = Article::new(details, Text::new("word ".repeat(40)));
    for at in 0..40 {
        let (actor, issue) = if at % 2 == 0 { ("Russia", "Territory") } else { ("Ukraine", "Crimea") };
        let tags = Tags { actor: Some(actor.into()), issue: Some(issue.into()), stance: None };
        let span = Span::new(5 * at, 5 * at + 4);
        article.highlights.push(Highlight::new(&article.text, span, tags, "AK", "2026-01-12T09:14:00Z").into());
    }
    project.articles.push(Arc::new(article));
    project
}

/// The cells in a list of ranges such as `B2:C4 E2`, as row and column, counted from 0.
fn cells_in(ranges: &str) -> Vec<(usize, usize)> {
    let place = |cell: &str| {
        let (column, row) = cell.split_at(cell.find(|c: char| c.is_ascii_digit()).expect("it has a row"));
        let column = column.bytes().fold(0, |column, letter| 26 * column + usize::from(letter - b'A') + 1);
        (row.parse::<usize>().expect("it is a number") - 1, column - 1)
    };
    let cells = |range: &str| {
        let (first, last) = range.split_once(':').unwrap_or((range, range));
        let ((top, left), (bottom, right)) = (place(first), place(last));
        (top..=bottom).flat_map(move |row| (left..=right).map(move |column| (row, column))).collect::<Vec<_>>()
    };
    ranges.split(' ').flat_map(cells).collect()
}

#[test]
fn a_workbook_shades_no_cell_that_expects_few_highlights() {
    let project = with_a_long_article(talks(""));
    for columns in [Axis::Actor, Axis::Article, Axis::Outlet, Axis::Issue] {
        for measure in [Measure::Residual, Measure::Highlights] {
            let query = Query { measure, ..Query::of(Axis::Issue, columns.clone()) };
            let sheet = &sheets(&project, query.clone())[0];
            let mut wanted = Vec::new();
            for row in 0..sheet.rows.len() {
                for (column, entry) in sheet.cells(row).iter().take(sheet.columns.len()).enumerate() {
                    wanted.extend((!entry.expects_few).then_some((row + 1, column + 1)));
                }
            }
            assert!(measure == Measure::Highlights || wanted.len() < sheet.rows.len() * sheet.columns.len());
            let written = part(&written(TableFormat::Xlsx, &project, &query), "xl/worksheets/sheet1.xml");
            let written = roxmltree::Document::parse(&written).expect("it is XML");
            let formats = written.descendants().filter(|node| node.tag_name().name() == "conditionalFormatting");
            let mut shaded: Vec<_> =
                formats.flat_map(|format| cells_in(format.attribute("sqref").expect("it has cells"))).collect();
            shaded.sort_unstable();
            assert_eq!(shaded, wanted, "{query:?}");
        }
    }
}

#[test]
fn residuals_have_their_expected_counts_beside_them() {
    let project = with_a_long_article(talks(""));
    let query = measured(Measure::Residual);
    let wide = records(TableFormat::Csv, &project, &query);
    assert_eq!(
        wide[0],
        [
            "issue",
            "Russia",
            "Ukraine",
            "All",
            "n of Russia",
            "n of Ukraine",
            "n of All",
            "expected of Russia",
            "expected of Ukraine"
        ]
    );
    // 44 of 45 highlights are of territory, and 23 of Russia.
    assert_eq!(wide[1][4..], ["23", "21", "44", "22.489", "21.511"]);
    assert_eq!(wide.last().expect("there are totals")[4..], ["23", "22", "45", "", ""]);
    let tidy = records(TableFormat::Tidy, &project, &query);
    let at = tidy[0].iter().position(|column| column == "expected").expect("there is such a column");
    assert_eq!(tidy[0][at..], ["expected", "low", "high"]);
    assert_eq!(tidy[1][at..], ["22.489", "", ""]);
    let counts = records(TableFormat::Tidy, &project, &Query::default());
    assert_eq!(counts[1][at], "");
    let sheet = &sheets(&project, query)[0];
    let copied = tsv::selection(sheet, &SheetSelection { rows: 0..=0, columns: 1..=2 });
    assert!(copied.starts_with("issue\tUkraine\tAll\tn of Ukraine\tn of All\texpected of Ukraine\r\n"), "{copied}");
}

/// Every character that XML 1.0 forbids, between others.
fn forbidden_in_xml() -> String {
    let controls = ('\u{1}'..' ').filter(|c| !matches!(c, '\t' | '\n' | '\r'));
    let forbidden: String = controls.chain(['\u{fffe}', '\u{ffff}']).collect();
    format!("'{forbidden}a")
}

#[test]
fn nothing_that_xml_forbids_gets_into_any_export() {
    let mark = forbidden_in_xml();
    for layers in [Axis::Actor, Axis::Outlet, Axis::Article, Axis::Stance] {
        let query = Query { layers: Some(layers), ..Query::default() };
        let mut project = with_summaries(talks(&mark), &query, &mark);
        for stance in &mut project.codebook.stances {
            stance.name.insert_str(0, &mark);
        }
        let bytes = written(TableFormat::Xlsx, &project, &query);
        let bundle = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a workbook is a zip");
        for name in bundle.file_names().map(|name| name.expect("it has a name").into_owned()).collect::<Vec<_>>() {
            let part = part(&bytes, &name);
            assert!(roxmltree::Document::parse(&part).is_ok(), "{name} is no XML: {part}");
        }
        workbook(&project, &query);
        page(&text(TableFormat::Html, &project, &query));
    }
}

#[test]
fn sheets_are_named_as_workbooks_allow() {
    let long = "n".repeat(40);
    let clefs = "\u{1d11e}".repeat(20);
    for mark in [
        "'",
        "''",
        "History",
        "history' ",
        "[]:*?/\\",
        &long,
        &clefs,
        "\u{fffe}",
        "\u{1}",
        "É",
        " ",
        "Quotes",
        "about ",
    ] {
        let mut project = talks("");
        for code in &mut project.codebook.actors {
            mark.clone_into(&mut code.name);
        }
        let query = Query { layers: Some(Axis::Actor), ..Query::default() };
        let names = workbook(&project, &query).sheet_names();
        let mut folded: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        folded.sort();
        folded.dedup();
        assert_eq!(folded.len(), names.len(), "{names:?}");
        for name in names {
            let is_short = (1..=31).contains(&name.encode_utf16().count());
            let is_edged = name.starts_with('\'') || name.ends_with('\'');
            let is_forbidden =
                name.contains(['[', ']', ':', '*', '?', '/', '\\']) || name.eq_ignore_ascii_case("history");
            assert!(is_short && !is_edged && !is_forbidden, "{name:?} of {mark:?}");
        }
    }
}

fn records(form: TableFormat, project: &Project, query: &Query) -> Vec<Vec<String>> {
    let text = text(form, project, query);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().map(|record| record.expect("it is CSV").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn no_code_can_be_taken_for_a_total_a_missing_value_or_a_missing_tag() {
    let missing = ["", "na", "n/a", "nan", "none", "null", "<na>", "#n/a", "(no actor)", "(no issue)"];
    for name in ["All", "all ", "NA", "NaN", "None", "null", "N/A", "(no actor)", "(no issue)", "All [Russia]", "A › B"]
    {
        let mut project = talks("");
        for code in project.codebook.actors.iter_mut().chain(&mut project.codebook.issues).take(4) {
            name.clone_into(&mut code.name);
        }
        let wide = records(TableFormat::Csv, &project, &Query::default());
        let (columns, rows) = (&wide[0][1..], wide[1..].iter().map(|record| &record[0]).collect::<Vec<_>>());
        for heads in [columns.iter().collect::<Vec<_>>(), rows] {
            let totals: Vec<_> = heads.iter().map(|head| head.trim().to_lowercase() == "all").collect();
            assert_eq!(totals.iter().filter(|is_total| **is_total).count(), 1, "{heads:?}");
            assert_eq!(totals.last(), Some(&true), "the total comes last: {heads:?}");
            let mut each = heads.clone();
            each.sort();
            each.dedup();
            assert_eq!(each.len(), heads.len(), "each has a name of its own: {heads:?}");
            let n_missing = heads.iter().filter(|head| missing.contains(&&*head.trim().to_lowercase())).count();
            assert!(n_missing <= 1, "only the missing tag is called so: {heads:?}");
        }

        let tidy = records(TableFormat::Tidy, &project, &Query::default());
        let column = |name: &str| tidy[0].iter().position(|column| column == name).expect("there is such a column");
        for record in &tidy[1..] {
            let is_missing = missing.contains(&&*record[column("row")].trim().to_lowercase());
            assert_eq!(record[column("row_kind")] == "none", is_missing, "{record:?}");
            assert_eq!(record[column("row_id")].is_empty(), is_missing, "{record:?}");
            assert_eq!(record[column("column_kind")], "code");
        }
    }
}

#[test]
fn a_tidy_table_says_what_each_record_is_part_of() {
    let mut query = measured(Measure::NetStance);
    query.columns.shows_members = true;
    let tidy = records(TableFormat::Tidy, &talks(""), &query);
    let column = |name: &str| tidy[0].iter().position(|column| column == name).expect("there is such a column");
    let cells = |record: &[String], names: [&str; 6]| names.map(|name| record[column(name)].clone());
    let of = |row: &str, head: &str| {
        let is_it = |record: &&Vec<String>| record[0] == row && record[1] == head;
        tidy[1..].iter().find(is_it).expect("there is such a cell")
    };
    let names = ["row_level", "row_parent", "column_level", "column_parent", "n", "highlights"];
    assert_eq!(cells(of("Crimea", "Putin"), names), ["1", "Territory", "1", "Russia", "1", "2"]);
    assert_eq!(cells(of("Territory", "Russia"), names), ["0", "", "0", "", "2", "3"]);
    let at_the_top =
        tidy[1..].iter().filter(|record| [&record[column("row_level")], &record[column("column_level")]] == ["0", "0"]);
    let n: usize = at_the_top.map(|record| record[column("highlights")].parse::<usize>().expect("it is a count")).sum();
    assert_eq!(n, 5, "each highlight counts once at the top");
}

#[test]
fn a_percentage_has_its_n_beside_it() {
    let project = talks("");
    for measure in [Measure::RowPercent, Measure::ColumnPercent, Measure::TotalPercent] {
        let wide = records(TableFormat::Csv, &project, &measured(measure));
        let n_columns = (wide[0].len() - 1) / 2;
        assert_eq!(
            wide[0][n_columns + 1..].iter().map(|name| name.replace("n of ", "")).collect::<Vec<_>>(),
            wide[0][1..=n_columns]
        );
        let counts = records(TableFormat::Csv, &project, &Query::default());
        for (shares, counts) in wide[1..].iter().zip(&counts[1..]) {
            assert_eq!(shares[n_columns + 1..], counts[1..]);
        }
    }
    assert!(text(TableFormat::Markdown, &project, &measured(Measure::RowPercent)).contains("75% (3)"));
}

#[test]
fn an_empty_count_keeps_its_number_and_layers_have_sheets_of_their_own() {
    let project = talks("");
    let query = Query { layers: Some(Axis::Outlet), ..Query::default() };
    let mut workbook = workbook(&project, &query);
    assert_eq!(workbook.sheet_names(), ["Axadle Times", "Global", "Findings", "Quotes", "About"]);
    let first = workbook.worksheet_range("Axadle Times").expect("it was just named");
    assert_eq!((first.get_value((1, 1)), first.get_value((3, 1))), (Some(&Data::Float(2.0)), Some(&Data::Float(0.0))));
    assert_eq!(rows(&mut workbook, "Quotes").len(), 6);
}

fn page(html: &str) -> roxmltree::Document<'_> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    roxmltree::Document::parse_with_options(html, options).unwrap_or_else(|error| panic!("{error}\n{html}"))
}

fn words_of(node: roxmltree::Node<'_, '_>) -> String {
    node.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect()
}

#[test]
fn each_cell_of_a_page_unfolds_its_quotes() {
    let project = with_summaries(talks(""), &Query::default(), "in her own words");
    let html = text(TableFormat::Html, &project, &Query::default());
    let page = page(&html);
    let named = |name: &str| page.descendants().filter(|node| node.has_tag_name(name)).collect::<Vec<_>>();
    let rows = named("tr");
    assert_eq!(rows.len(), 5);
    let cells: Vec<_> = rows[1].children().filter(|node| node.has_tag_name("td")).collect();
    let summary = cells[0].descendants().find(|node| node.has_tag_name("summary")).expect("it has quotes");
    assert_eq!(words_of(summary), "3");
    assert_eq!(summary.attribute("title"), Some("Territory, Russia: 3 highlights in 2 articles, net stance +1.0 (2)"));
    let quotes: Vec<String> =
        cells[0].descendants().filter(|node| node.has_tag_name("blockquote")).map(words_of).collect();
    assert_eq!(quotes, ["Putin keeps the harbour", "Russia keeps the land", "Putin on the harbour"]);
    let sources: Vec<String> = cells[0].descendants().filter(|node| node.has_tag_name("cite")).map(words_of).collect();
    assert_eq!(
        sources,
        ["Axadle Times, 3 December 2025, One"; 2].into_iter().chain(["Global, Two"]).collect::<Vec<_>>()
    );
    assert!(words_of(cells[0]).ends_with("in her own words"));
    let nothing = rows[3].children().find(|node| node.has_tag_name("td")).expect("it has cells");
    assert_eq!(nothing.attribute("class"), Some("nothing"));
    assert_eq!(nothing.attribute("title"), Some("silent: every article has been read and none says it"));
    for lacking in ["script", "link", "img", "iframe"] {
        assert!(named(lacking).is_empty(), "the page needs no {lacking}");
    }
    assert!(html.contains("default-src 'none'") && html.contains("prefers-color-scheme: dark"));
}

#[test]
fn markdown_is_a_table_below_what_made_it() {
    let project = with_summaries(talks(""), &Query::default(), "in her own words");
    let markdown = text(TableFormat::Markdown, &project, &measured(Measure::NetStance));
    for line in [
        "# Talks",
        "- **Rows**: issue",
        "- **Filter**: none",
        "| issue \\\\ actor | Russia | Ukraine | All |",
        "|:--|--:|--:|--:|",
        "| Territory | +1.0 (2) | −1.0 (1) | +0.3 (3) |",
        "| &emsp;Crimea | +1.0 (1) | −1.0 (1) | 0.0 (2) |",
        "| (no issue) | – | −1.0 (1) | −1.0 (1) |",
        "- **Territory, Russia**: in her own words",
        "- – silent: every article has been read and none says it",
    ] {
        assert!(markdown.lines().any(|found| found == line), "{line} in\n{markdown}");
    }
    let quotes = text(TableFormat::Markdown, &project, &measured(Measure::Quotes));
    assert!(quotes.contains("Putin keeps the harbour<br><br>Russia keeps the land"), "{quotes}");
}

#[test]
fn a_selection_is_copied_with_its_heads_as_text_and_as_rich_text() {
    let sheets = sheets(&talks(""), measured(Measure::NetStance));
    let chosen = SheetSelection { rows: 1..=2, columns: 1..=2 };
    assert_eq!(tsv::selection(&sheets[0], &chosen), "issue\tUkraine\tAll\r\nCrimea\t-1\t0\r\n(no issue)\t-1\t-1\r\n");
    let copied = rich::selection(&sheets[0], &chosen);
    let table = page(&copied);
    let cells = table.descendants().filter(|node| node.has_tag_name("td") || node.has_tag_name("th"));
    let cells: Vec<String> = cells.map(words_of).collect();
    let expected = [
        ["issue", "Ukraine", "All"],
        ["\u{2003}Crimea", "−1.0 (1)", "0.0 (2)"],
        ["(no issue)", "−1.0 (1)", "−1.0 (1)"],
    ];
    assert_eq!(cells, expected.concat());
    let whole = tsv::selection(&sheets[0], &sheets[0].whole());
    assert_eq!(whole.lines().count(), 5);
    assert!(tsv::selection(&sheets[0], &SheetSelection { rows: 7..=9, columns: 0..=0 }).lines().count() == 1);
}

#[test]
fn an_export_says_what_made_it() {
    let mut project = talks("");
    let mut query = Query { measure: Measure::NetStance, counting: Counting::OnceOverall, ..Query::default() };
    query.filter =
        HighlightFilter { actors: vec!["Russia".into()], until: "2026".parse().ok(), ..HighlightFilter::default() };
    let lines = |project: &Project| Provenance::of_comparison(project, &query, made()).text();
    assert_eq!(
        lines(&project),
        "Project: Talks\n\
         Table: issue × actor, net stance, once over all; actor Russia; until 2026\n\
         Rows: issue\n\
         Columns: actor\n\
         Cells: Net stance: the mean weight of the stances taken (and the number of highlights that take one)\n\
         Counted: the same actor, issue and stance once over all\n\
         Filter: actor Russia; until 2026\n\
         Holds: 2 highlights in 1 article (the project: 5 in 2)\n\
         Made: by Standpoint 0.1.0, 2026-11-22 07:10 UTC\n"
    );
    project.views.push(SavedComparison {
        name: "Sides\nof it".to_owned(),
        query: query.clone(),
        picture: PictureKind::Table,
    });
    assert!(lines(&project).contains("\nView: Sides of it\n"));
}

/// Words as attackers write them.
fn hostile() -> impl Strategy<Value = String> {
    "[-=+@'\"<>&|`*_#!$^~:/{}\\[\\]\\(\\)\\\\ \t\na-c1é北＝]{1,10}"
}

/// Elements that a page is made of; any other would come from a name.
const ELEMENTS: [&str; 36] = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "main",
    "section",
    "h1",
    "h2",
    "p",
    "dl",
    "dt",
    "dd",
    "div",
    "table",
    "caption",
    "br",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "details",
    "summary",
    "span",
    "ol",
    "li",
    "blockquote",
    "cite",
    "i",
    "h3",
    "strong",
    "ul",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_name_becomes_a_formula_an_element_or_a_link(mark in hostile(), at in 0..Measure::ALL.len()) {
        let query = Query { measure: Measure::ALL[at], layers: Some(Axis::Outlet), ..Query::of(Axis::Issue, Axis::Actor) };
        let project = with_summaries(talks(&mark), &query, &mark);
        let mut workbook = workbook(&project, &query);
        let names = workbook.sheet_names();
        prop_assert_eq!(names.len(), 6, "two tables, words, findings, quotes and what made them");
        for name in names {
            prop_assert!(workbook.worksheet_formula(&name).is_ok_and(|range| range.is_empty()), "{}", name);
        }
        let quotes = rows(&mut workbook, "Quotes");
        prop_assert_eq!(&quotes[1][4], &format!("{mark}Putin"));

        let html = text(TableFormat::Html, &project, &query);
        let page = page(&html);
        for element in page.descendants().filter(roxmltree::Node::is_element) {
            prop_assert!(ELEMENTS.contains(&element.tag_name().name()), "{:?}", element);
            prop_assert!(element.attributes().all(|attribute| !attribute.name().starts_with("on")), "{:?}", element);
        }
        let heads = page.descendants().filter(|node| node.has_tag_name("th")).map(words_of).collect::<Vec<_>>();
        prop_assert!(heads.contains(&format!("{mark}Territory")), "{:?}", heads);

        let markdown = text(TableFormat::Markdown, &project, &query);
        let mut n_headings = 0;
        for event in Parser::new_ext(&markdown, Options::all()) {
            match event {
                Event::Start(Tag::Heading { .. }) => n_headings += 1,
                Event::InlineHtml(html) => prop_assert_eq!(&*html, "<br>"),
                Event::Html(_) | Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_)
                | Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::Rule => {
                    prop_assert!(false, "{:?} in {}", event, markdown);
                }
                Event::Start(
                    Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strikethrough | Tag::CodeBlock(_)
                    | Tag::BlockQuote(_) | Tag::HtmlBlock,
                ) => prop_assert!(false, "{:?} in {}", event, markdown),
                _ => {}
            }
        }
        prop_assert_eq!(n_headings, 3, "{}", markdown);

        let tsv = text(TableFormat::Tsv, &project, &query);
        let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(tsv.as_bytes());
        for record in reader.records() {
            let record = record.expect("each record has as many cells as the first");
            for cell in &record {
                let begins_formula = cell.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\n', '＝']);
                prop_assert!(!begins_formula || cell.parse::<f64>().is_ok(), "{:?}", cell);
            }
        }
    }
}

#[test]
fn a_sheet_of_many_quotes_reads_like_one_of_few() {
    let few = talks("=<&> \u{1}");
    // Enough for the sheet to be written row by row.
    let many = many(&few, 6_000);
    let quotes = |project: &Project| rows(&mut workbook(project, &Query::default()), "Quotes");
    let (of_few, of_many) = (quotes(&few), quotes(&many));
    assert_eq!(of_few[..], of_many[..of_few.len()]);
    // All that differs between the copies is their ids.
    let without_ids = |row: &[String]| [&row[..12], &row[14..]].concat();
    assert_eq!(of_many.len() - 1, 6_001 * (of_few.len() - 1));
    let first_and_last = [&of_few[of_few.len() - 1], &of_many[of_many.len() - 1]].map(|row| without_ids(row));
    assert_eq!(first_and_last[0], first_and_last[1]);
}

#[test]
fn a_page_leaves_quotes_out_beyond_a_number_and_says_so() {
    let project = many(&talks(""), 5_000);
    let page = String::from_utf8(written(TableFormat::Html, &project, &Query::default())).expect("it is text");
    roxmltree::Document::parse(&page.replacen("<!DOCTYPE html>", "", 1)).expect("it is XML");
    let (tables, findings) = page.split_once("<h2>Findings</h2>").expect("there are findings");
    assert_eq!(tables.matches("<blockquote").count(), 20_000);
    assert!(findings.matches("<blockquote").count() < 100 && findings.contains("further quotes left out of this page"));
    let left_out = page.split("further quotes left out").count() - 1;
    // Russia and Putin on Territory and Crimea, Ukraine on both, and Ukraine without an issue.
    assert!(left_out >= 5 && page.contains("<dt>Quotes</dt><dd dir=\"auto\">20,000 of the "), "{left_out}");
    let whole = String::from_utf8(written(TableFormat::Html, &talks(""), &Query::default())).expect("it is text");
    assert!(!whole.contains("left out of this page") && !whole.contains("<dt>Quotes</dt>"));
}

#[test]
fn workbooks_and_pages_have_the_findings_that_the_command_lists() {
    let project = talks("");
    for outlets in [Vec::new(), vec!["Axadle Times".to_owned()]] {
        let query_is_whole = outlets.is_empty();
        let filter = HighlightFilter { outlets, ..HighlightFilter::default() };
        let found = ProjectFindings::of(&project, &Facts::of(&project), &filter);
        let mut csv = Vec::new();
        findings::csv(&mut csv, &project, &found, CsvOptions::default()).expect("memory can be written");
        let mut csv = csv::Reader::from_reader(&*csv);
        let listed: Vec<csv::StringRecord> = csv.records().collect::<Result<_, _>>().expect("it is sound");
        assert!(found.findings.len() + found.silences.len() == listed.len());
        assert!(!found.findings.is_empty() || !query_is_whole);

        let query = Query { filter, ..Query::default() };
        let mut workbook = workbook(&project, &query);
        if listed.is_empty() {
            assert!(!workbook.sheet_names().contains(&"Findings".to_owned()));
            continue;
        }
        let rows = rows(&mut workbook, "Findings");
        assert_eq!(rows[0], xlsx::FINDINGS_SHEET_HEADER);
        assert_eq!(rows.len() - 1, listed.len());
        let html = text(TableFormat::Html, &project, &query);
        let page = page(&html);
        let lines: Vec<String> = page.descendants().filter(|node| node.has_tag_name("li")).map(words_of).collect();
        for (row, record) in rows[1..].iter().zip(&listed) {
            assert_eq!(row[1..4], [&record[1], &record[2], &record[3]]);
            assert_eq!([&row[4], &row[6]], [&record[4], &record[5]]);
            let told = |line: &&String| [&record[1], &record[2], &record[3]].iter().all(|words| line.contains(words));
            assert!(lines.iter().any(|line| told(&line)), "{record:?} in {lines:?}");
        }
    }
}

/// The project with this many copies of its articles, which have ids of their own.
fn many(few: &Project, n_copies: usize) -> Project {
    let mut many = few.clone();
    for _ in 0..n_copies {
        for article in &few.articles {
            let mut article = Article::clone(article);
            article.id = ArticleId::fresh();
            article.highlights.iter_mut().for_each(|one| Arc::make_mut(one).id = HighlightId::fresh());
            many.articles.push(Arc::new(article));
        }
    }
    many
}
