use std::path::PathBuf;

use standpoint_core::{
    edit::{Gesture, History},
    model::{Article, ArticleSource, Details, SourcePart},
};

use super::*;
use crate::{export::csv::CsvOptions, import::draft::LeftOut};

/// A report of about 300 words that is like no other with another seed.
pub(super) fn long_text(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut word = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        format!("w{}", state % 5_000)
    };
    let mut paragraph = || (0..60).map(|_| word()).collect::<Vec<_>>().join(" ") + ".";
    (0..5).map(|_| paragraph()).collect::<Vec<_>>().join("\n")
}

fn file(name: &str, outlet: &str, text: &str) -> FileRead {
    let mut draft = Draft::of_text(text);
    draft.set(Field::Title, text.lines().next().unwrap_or_default(), "first line");
    draft.set(Field::Outlet, outlet, "site name");
    file_of(name, draft)
}

fn file_of(name: &str, draft: Draft) -> FileRead {
    let source = ArticleSource { file: name.to_owned(), ..ArticleSource::default() };
    let reading = Reading::from(draft);
    FileRead { path: Some(PathBuf::from(name)), is_named: true, outcome: Ok(SourceReading { source, reading }) }
}

fn review(project: &Project, files: Vec<FileRead>) -> Review {
    Review::new(project, FilesRead { files, was_cancelled: false })
}

fn project_with(outlet: &str, text: &str) -> Project {
    let details = Details { title: "The first".to_owned(), outlet: outlet.to_owned(), ..Details::default() };
    let mut project = Project::titled("Valley");
    project.articles.push(Arc::new(Article::new(details, Text::new(text))));
    project
}

#[test]
fn the_same_text_is_ticked_for_another_outlet_only() {
    let text = "The ferry sails.";
    let files = ["Gazette", "Herald", "Herald", ""].map(|outlet| file("a.txt", outlet, text));
    let review = review(&project_with("Gazette", text), files.into());
    let ticked: Vec<bool> = review.drafts().iter().map(ReviewDraft::is_ticked).collect();
    assert_eq!(ticked, [false, true, false, false]);
    let copy = review.drafts()[1].copy().expect("it says so");
    assert!(copy.likeness == Likeness::SameText && copy.title == "The first" && copy.outlet == "Gazette");
    assert_eq!(review.drafts()[0].reason_left_out().as_deref(), Some("it has the same text as “The first”"));
}

#[test]
fn a_near_copy_is_found_with_its_title_its_date_and_its_first_paragraph_changed() {
    let wire = long_text(1);
    let (_, rest) = wire.split_once('\n').expect("it has paragraphs");
    let printed = format!("Another title\n9 March 2031\nA first paragraph of our own, written at home.\n{rest}");
    let other = long_text(2);
    let files = vec![file("a.txt", "Herald", &other), file("b.txt", "Herald", &printed)];
    let mut review = review(&project_with("Gazette", &wire), files);
    assert_eq!(review.drafts()[0].copy(), None);
    let copy = review.drafts()[1].copy().cloned().expect("it is found");
    assert!((75..99).contains(&copy.percent) && copy.likeness == Likeness::NearText, "{}%", copy.percent);
    assert!(review.drafts()[1].is_ticked());

    // Both get one story, and that is one step.
    let mut history = History::new(project_with("Gazette", &wire));
    let of = history.project().articles[0].id;
    let files = vec![file("b.txt", "Herald", &printed)];
    review = Review::new(history.project(), FilesRead { files, was_cancelled: false });
    assert_eq!(review.drafts()[0].copy().map(|copy| copy.of), Some(CopyOf::Article(of)));
    review.join_all_stories(history.project());
    let before = history.project().clone();
    let edit = review.edit(history.project()).expect("one is ticked");
    history.apply("Import", Gesture::Single, edit).expect("it fits");
    let stories: Vec<Option<&str>> = history.project().articles.iter().map(|article| article.details.story()).collect();
    assert_eq!(stories, [Some("The first"); 2]);
    history.undo();
    assert_eq!(*history.project(), before);
}

#[test]
fn a_near_copy_of_the_same_outlet_is_not_ticked() {
    let wire = long_text(7);
    let changed = wire.replacen("w1", "v1", 1);
    let files = vec![file("a.txt", "Gazette", &wire), file("b.txt", "Gazette", &changed), file("c.txt", "", &changed)];
    let review = review(&Project::default(), files);
    assert_eq!(review.drafts().iter().map(ReviewDraft::is_ticked).collect::<Vec<_>>(), [true, false, false]);
    let reason = review.drafts()[1].reason_left_out().unwrap_or_default();
    assert!(reason.starts_with("it is 9") && reason.contains("% identical to “w"), "{reason}");
    // The third has the same text as the second, and no outlet that would make it another report.
    assert!(review.drafts()[2].copy().is_some_and(|copy| copy.likeness == Likeness::SameText));
}

#[test]
fn two_stories_of_one_title_stay_two() {
    let texts = [long_text(3), long_text(4)];
    let files = texts.iter().flat_map(|text| {
        ["Gazette", "Herald"].map(|outlet| {
            let mut draft = Draft::of_text(&**text);
            draft.set(Field::Title, "Live", "first line");
            draft.set(Field::Outlet, outlet, "site name");
            file_of("a.txt", draft)
        })
    });
    let mut review = review(&Project::default(), files.collect());
    review.join_all_stories(&Project::default());
    let stories: Vec<_> = review.drafts().iter().map(|draft| draft.details().story().unwrap_or_default()).collect();
    assert_eq!(stories, ["Live", "Live", "Live (2)", "Live (2)"]);
    review.leave_story(3);
    assert_eq!(review.drafts()[3].details().story(), None);
}

#[test]
fn lines_are_left_out_and_put_back_and_parts_stay_at_their_words() {
    let mut draft = Draft::of_text("Title\n\nAdvertisement\n\nÉlise spoke.\nShare\nEnd.\n");
    draft.left_out = vec![
        LeftOut { before_line: 0, text: "Home".to_owned(), reason: "menu of the page".into() },
        LeftOut { before_line: 8, text: "Terms".to_owned(), reason: "foot of the page".into() },
    ];
    draft.parts =
        vec![SourcePart { start: 0, name: "p. 1".to_owned() }, SourcePart { start: 22, name: "p. 2".to_owned() }];
    let mut review = review(&Project::default(), vec![file_of("a.txt", draft)]);
    let text = |review: &Review| {
        let (text, parts) = review.drafts()[0].text();
        let at = |part: &SourcePart| text.chars().skip(part.start).take(3).collect::<String>();
        (text.to_string(), parts.iter().map(at).collect::<Vec<_>>())
    };
    let whole = "Title\n\nAdvertisement\n\nÉlise spoke.\nShare\nEnd.\n";
    assert_eq!(
        text(&review),
        (whole.to_owned(), vec!["Tit".to_owned(), "Éli".to_owned()]),
        "nothing is left out unasked"
    );
    review.drop_clutter();
    assert_eq!(text(&review).0, "Title\n\nÉlise spoke.\nEnd.\n");
    assert_eq!(text(&review).1, ["Tit", "Éli"]);
    let lines: Vec<LineKind> = review.drafts()[0].lines().into_iter().map(|line| line.kind).collect();
    let home = lines.first().cloned().expect("it has lines");
    review.keep(0, &home, true);
    assert_eq!(text(&review).0, "Home\nTitle\n\nÉlise spoke.\nEnd.\n");
    assert_eq!(text(&review).1, ["Tit", "Éli"]);
    assert_eq!(review.drafts()[0].n_left_out(), 3);
    review.keep(0, &home, false);
    review.keep_clutter(&[0], true);
    assert_eq!(text(&review).0, whole);
}

#[test]
fn a_date_that_may_mean_two_days_is_asked_for_once() {
    let with_date = |date: &str| {
        let mut draft = Draft::of_text(format!("Words of {date}"));
        draft.ambiguous_date = Some(date.to_owned());
        file_of("a.txt", draft)
    };
    let mut review = review(&Project::default(), vec![with_date("03/04/2025"), with_date("5.6.24")]);
    assert_eq!(review.counts().n_ambiguous, 2);
    review.read_dates(DateOrder::MonthFirst);
    let dates = |review: &Review| -> Vec<String> {
        review
            .drafts()
            .iter()
            .map(|draft| draft.details().date.map(|date| date.to_string()).unwrap_or_default())
            .collect()
    };
    assert_eq!(dates(&review), ["2025-03-04", "2024-05-06"]);
    review.add(FilesRead { files: vec![with_date("07/08/2025")], was_cancelled: false });
    assert_eq!((review.counts().n_ambiguous, &*dates(&review)[2]), (0, "2025-07-08"));
}

#[test]
fn gaps_are_filled_and_nothing_else() {
    let files = vec![file("a.txt", "", "One"), file("b.txt", "Herald", "Two"), file("c.txt", "", "Three")];
    let mut review = review(&Project::default(), files);
    review.tick(2, false);
    assert_eq!(review.fill_gaps(&Field::Outlet, "Gazette"), Ok(1));
    assert_eq!(review.fill_gaps(&Field::Date, "3 Dec 2025"), Ok(2));
    assert!(review.fill_gaps(&Field::Date, "3 Smarch 2025").is_ok(), "no date is lacking now");
    assert!(review.set(&[0], &Field::Date, "3 Smarch 2025").is_err());
    let outlets: Vec<&str> = review.drafts().iter().map(|draft| &*draft.details().outlet).collect();
    assert_eq!(outlets, ["Gazette", "Herald", ""]);
    assert_eq!(review.drafts()[0].value(&Field::Date), "3 December 2025");
    assert_eq!(review.drafts()[0].origin(&Field::Outlet), None, "it was typed");
    assert_eq!(review.drafts()[1].origin(&Field::Outlet), Some("site name"));
    assert_eq!((review.counts().n_ticked, review.counts().n_doubtful), (2, 0));
}

#[test]
fn another_reading_keeps_what_was_typed() {
    let mut review = review(&Project::default(), vec![file("a.txt", "Gazette", "Chateau\nText")]);
    review.set(&[0], &Field::Author, "A. Mole").expect("it is no date");
    let FileRead { outcome, .. } = file("a.txt", "Gazette", "Château\nText");
    review.replace(0, outcome.expect("it was read")).expect("it has a text");
    let details = review.drafts()[0].details();
    assert_eq!((&*details.title, &*details.author), ("Château", "A. Mole"));
}

#[test]
fn the_report_has_a_row_for_everything_that_was_read() {
    let bad = FileRead { path: Some("scan.pdf".into()), is_named: true, outcome: Err(SkipReason::NoFile) };
    let files =
        vec![file("a.txt", "=Gazette", "One\nAdvertisement"), bad, file("b.txt", "=Gazette", "One\nAdvertisement")];
    let mut review = review(&Project::default(), files);
    review.drop_clutter();
    let mut csv = Vec::new();
    review.write_report(&mut csv, ReportForm::Csv, CsvOptions::default()).expect("memory can be written");
    let mut rows = ::csv::Reader::from_reader(&*csv);
    let rows: Vec<::csv::StringRecord> = rows.records().map(|row| row.expect("it is sound")).collect();
    let first: Vec<&str> = rows.iter().map(|row| &row[1]).collect();
    assert_eq!(first, ["imported", "left out", "left out"]);
    assert_eq!((&rows[0][4], &rows[0][17]), ("'=Gazette", "advertisement: Advertisement"));
    assert_eq!((&rows[1][0], &rows[2][2]), ("scan.pdf", "it has the same text as “One”"));
    let mut markdown = Vec::new();
    review.write_report(&mut markdown, ReportForm::Markdown, CsvOptions::default()).expect("memory can be written");
    let markdown = String::from_utf8(markdown).expect("it is text");
    assert!(markdown.contains("1 article imported, 2 left out."), "{markdown}");
    assert!(markdown.contains("  - Line left out (advertisement): Advertisement"), "{markdown}");
}
