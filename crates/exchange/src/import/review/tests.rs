use std::path::PathBuf;

use standpoint_core::{
    edit::{Gesture, History},
    model::{Article, ArticleSource, Details, SourcePart},
};

use super::*;
use crate::{
    export::csv::CsvOptions,
    import::{articles::SkipReason, draft::LeftOut},
};

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
    // A line that nothing marks goes by choice, and what is decided about clutter does not bring it back.
    let lines =
        |review: &Review| -> Vec<LineKind> { review.drafts()[0].lines().into_iter().map(|line| line.kind).collect() };
    let spoke = LineKind::Text(4);
    assert!(lines(&review).contains(&spoke));
    review.keep(0, &spoke, false);
    assert_eq!(text(&review).0, "Title\n\nEnd.\n");
    review.keep_clutter(&[0], true);
    assert_eq!(text(&review).0, whole.replace("Élise spoke.\n", ""));
    let findings = Findings::of(&Project::default(), &review.examined(), &AtomicBool::new(false));
    review.take_findings(findings);
    assert_eq!(text(&review).0, whole.replace("Élise spoke.\n", ""));
    let chosen = lines(&review).into_iter().find(|kind| matches!(kind, LineKind::Clutter { is_out: true, .. }));
    review.keep(0, &chosen.expect("it is left out"), true);
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
fn a_newer_version_of_an_article_is_recognised_by_its_file_or_its_address() {
    let old = long_text(1);
    let new = format!("{old}\nCorrection: it rained.");
    let mut project = project_with("Gazette", &old);
    let mut article = (*project.articles[0]).clone();
    article.source = Some(ArticleSource { file: "box.zip/a.txt".to_owned(), ..ArticleSource::default() }.into());
    article.details.url = "https://www.gazette.example/a".to_owned();
    project.articles[0] = Arc::new(article);
    let mut addressed = Draft::of_text(new.clone());
    addressed.set(Field::Url, "http://gazette.example/a/", "metadata of the page");
    let is_newer = |file: FileRead| {
        let review = review(&project, vec![file]);
        let draft = &review.drafts()[0];
        let is_newer = draft.copy().is_some_and(|copy| copy.likeness == Likeness::NewerVersion);
        assert_eq!(draft.reason_left_out().as_deref() == Some("it is a newer version of “The first”"), is_newer);
        is_newer
    };
    assert!(is_newer(file("a.txt", "", &new)) && is_newer(file("a.txt", "Gazette", &new)));
    assert!(is_newer(file_of("b.txt", addressed)));
    assert!(!is_newer(file("a.txt", "Herald", &new)), "it is of another outlet");
    assert!(!is_newer(file("c.txt", "", &new)), "neither file nor address is the same");
    assert!(!is_newer(file("a.txt", "Gazette", &old)), "it is the same text");
}

#[test]
fn a_file_that_is_imported_again_is_known_also_if_lines_of_it_were_left_out() {
    let text = long_text(1);
    let mut article = (*project_with("", &text).articles[0]).clone();
    let is_selected_and_why = |project: &Project| {
        let mut read = file("b.txt", "", &format!("Sign up for our letter\n{text}"));
        read.outcome.as_mut().expect("it was read").source.sha256 = "a".repeat(64);
        let review = review(project, vec![read]);
        let draft = &review.drafts()[0];
        (draft.is_ticked(), draft.reason_left_out())
    };
    for (sha256, reason) in [("a", Some("“The first” came from the same file".to_owned())), ("b", None)] {
        let source = ArticleSource { file: "a.txt".to_owned(), sha256: sha256.repeat(64), ..ArticleSource::default() };
        article.source = Some(source.into());
        let project = Project { articles: vec![Arc::new(article.clone())], ..Project::titled("Valley") };
        assert_eq!(is_selected_and_why(&project), (reason.is_none(), reason));
    }
}

#[test]
fn another_reading_keeps_what_was_typed() {
    let mut review = review(&Project::default(), vec![file("a.txt", "Gazette", "Chateau\nText")]);
    review.set(&[0], &Field::Author, "A. Mole").expect("it is no date");
    assert!(review.replace(vec![file("a.txt", "Gazette", "Château\nText")]).is_empty());
    let details = review.drafts()[0].details();
    assert_eq!((&*details.title, &*details.author), ("Château", "A. Mole"));
    let bad = FileRead { path: Some("a.txt".into()), is_named: true, outcome: Err(SkipReason::Changed) };
    assert_eq!(review.replace(vec![bad]).len(), 1);
    assert_eq!(review.drafts()[0].details().title, "Château");
}

#[test]
fn a_file_that_is_read_again_may_have_more_texts_or_any() {
    let bad = FileRead { path: Some("b.txt".into()), is_named: true, outcome: Err(SkipReason::NoFile) };
    let files = vec![file("a.txt", "", "One\nText"), bad, file("c.txt", "", "One\nText")];
    let mut review = review(&Project::default(), files);
    assert!(!review.drafts()[1].is_ticked(), "it is a copy");
    let several = |name: &str, titles: [&str; 2]| {
        let mut read = file(name, "", "x");
        let drafts = titles.map(|title| Draft { part: Some(title.to_owned()), ..Draft::of_text(title) });
        read.outcome.as_mut().expect("it was read").reading.drafts = drafts.into();
        read
    };
    review.replace(vec![several("a.txt", ["A1", "A2"]), several("b.txt", ["B1", "B2"])]);
    let texts =
        |review: &Review| review.drafts().iter().map(|draft| draft.draft().text.clone()).collect::<Vec<_>>().join(" ");
    assert_eq!((texts(&review), review.failed().len()), ("A1 A2 B1 B2 One\nText".to_owned(), 0));
    assert!(review.drafts().iter().all(|draft| draft.copy().is_none()), "places of drafts are others now");
    assert_eq!(review.place_of("b.txt".as_ref(), 1), Some(3));
    assert_eq!(review.place_of("c.txt".as_ref(), 7), Some(4));
    review.tick(3, false);
    review.replace(vec![several("b.txt", ["B1", "B2"])]);
    assert!(!review.drafts()[3].is_ticked(), "these are the same texts");
}

#[test]
fn names_of_files_fill_in_details_and_can_be_taken_back() {
    let files = vec![file("2025-12-03_Harbour_No deal.txt", "", "One\nText"), file("other.txt", "Herald", "Two\nText")];
    let mut review = review(&Project::default(), files);
    let name = |review: &mut Review, pattern: &str| {
        let pattern: FileNamePattern = pattern.parse().expect("it is sound");
        let names = review.drafts().iter().map(|draft| pattern.details_in(&draft.read().source.file));
        let stated: Vec<_> = names.collect();
        review.name_by(Some(&pattern), &stated);
    };
    name(&mut review, "{date}_{outlet}_{section}");
    let draft = &review.drafts()[0];
    assert_eq!((&*draft.details().outlet, draft.details().field("section")), ("Harbour", Some("No deal")));
    assert_eq!(draft.origin(&Field::Date), Some("name of the file"));
    assert!(review.drafts()[1].doubts().iter().any(|doubt| doubt.contains("does not fit the pattern")));
    review.set(&[0], &Field::Outlet, "Gazette").expect("it is no date");
    name(&mut review, "{title}");
    let details = review.drafts()[0].details();
    assert_eq!((&*details.outlet, details.date, details.field("section")), ("Gazette", None, None));
    review.name_by(None, &[]);
    assert_eq!(review.drafts()[0].details().title, "One");
    assert!(review.drafts()[1].doubts().iter().all(|doubt| !doubt.contains("pattern")));
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
