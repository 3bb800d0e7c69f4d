use super::*;
use standpoint_core::{
    edit::{Gesture, History, refuse_blank_names, refuse_same_names},
    effort,
    model::{Code, StanceId, marked::marked_article},
};

const NOW: &str = "2026-01-13T08:00:00Z";

/// “Talks” with one highlight of the city on the bridge, and two articles called “Twice”.
fn project() -> Project {
    let mut project = Project::default();
    for (kind, name) in [(CodeKind::Actor, "City"), (CodeKind::Issue, "Bridge")] {
        let mut code = project.codebook.fresh_code(kind, name, None);
        code.aliases.push(format!("the {name}"));
        project.codebook.codes_mut(kind).push(code);
    }
    let mut talks = marked_article("Talks", "The city [wants] a bridge.\n=1 is a bridge too.");
    let highlight = Arc::make_mut(&mut talks.highlights[0]);
    highlight.actor = Some("city".into());
    highlight.issue = Some("bridge".into());
    project.articles = [talks, marked_article("Twice", "a"), marked_article("Twice", "b")].map(Arc::new).into();
    project
}

fn taken(source: &str, project: &Project) -> Result<HighlightsReport, BadColumns> {
    take_rows(source, project, NOW, &AtomicBool::new(false), &mut |_, _| {})
}

fn read(rows: &str) -> HighlightsReport {
    let n_columns = 10;
    // Rows may be written short here, but in a file each has all its cells.
    let whole =
        |row: &str| format!("{row}{}", ",".repeat((n_columns - 1usize).saturating_sub(row.matches(',').count())));
    let rows: Vec<String> = rows.lines().map(whole).collect();
    let source = format!("article,start,end,quote,actor,issue,stance,note,coder,created\n{}", rows.join("\n"));
    taken(&source, &project()).expect("no column is missing")
}

/// Compares what the rows add to “Talks”: span, quote, actor, issue, stance, note, coder, time.
fn check_taken(rows: &str, expected: &str) {
    let report = read(rows);
    assert_eq!(report.bad_rows.iter().map(|row| row.reason.to_string()).collect::<Vec<_>>(), [""; 0], "{rows}");
    let Some(Edit::All(mut edits)) = report.edit else { panic!("nothing was taken from {rows}") };
    let Some(Edit::AddHighlights(added)) = edits.pop() else { panic!("highlights come last") };
    let (_, highlight) = &added[0];
    let tag = |id: Option<&str>| id.unwrap_or("-").to_owned();
    let Highlight { span, quote, note, coder, created, .. } = highlight;
    let tags = [
        tag(highlight.actor.as_ref().map(CodeId::as_str)),
        tag(highlight.issue.as_ref().map(CodeId::as_str)),
        tag(highlight.stance.as_ref().map(StanceId::as_str)),
    ];
    let found = format!("{span} “{quote}” {} [{note}] {coder} {created}", tags.join(" "));
    assert_eq!(found, expected, "{rows}");
}

fn check_bad(row: &str, expected: &str) {
    let report = read(row);
    let found: Vec<String> = report.bad_rows.iter().map(|row| format!("{}: {}", row.line, row.reason)).collect();
    assert_eq!(found, [expected], "{row}");
    assert_eq!((report.n_taken, report.edit, report.new_codes), (0, None, Vec::new()), "{row}");
}

#[test]
fn a_row_becomes_a_highlight() {
    let time = "2026-01-12T09:14:00Z";
    check_taken(
        &format!("Talks,4,8,city,the city,BRIDGE,Opposes,n,AK,{time}"),
        &format!("4–8 “city” city bridge opposes [n] AK {time}"),
    );
    check_taken("Talks,4,8,city,,,,,,2026-01-12 09:14:00", &format!("4–8 “city” - - - []  {time}"));
    check_taken("Talks,,,city", &format!("4–8 “city” - - - []  {NOW}"));
    check_taken("Talks,9,9,city,Guild,Toll", &format!("4–8 “city” guild toll - []  {NOW}"));
    check_taken("Talks,25,27,'=1,'=x,,,'-no", &format!("25–27 “=1” x - - [-no]  {NOW}"));
}

#[test]
fn a_bad_row_is_named_and_makes_nothing() {
    check_bad(",4,8,city,New", "2: it names no article");
    check_bad("Gone,4,8,city,New", "2: there is no article “Gone” in the project");
    check_bad("Twice,0,1,a,New", "2: 2 articles are called “Twice”; give the article’s id");
    check_bad("Talks,4,8,,New", "2: it has no quote");
    check_bad("Talks,4,8,town,New", "2: its quote does not occur in “Talks”");
    check_bad("Talks,4,8,bridge,New", "2: its quote occurs several times in “Talks”, and its offsets fit none of them");
    check_bad("Talks,,,bridge,New", "2: its quote occurs several times in “Talks”, and it has no offsets");
    check_bad(
        "Talks,4,8,city,New,,likes",
        "2: there is no stance “likes”; the scale is supports, conditional, opposes",
    );
    check_bad("Talks,4,8,city,New,,,,,soon", "2: its time “soon” cannot be read; write it as 2025-12-03T14:20:00Z");
}

#[test]
fn a_file_without_its_columns_is_refused() {
    assert_eq!(taken("article,text\n", &project()).err(), Some(BadColumns::Missing("quote")));
    assert_eq!(taken("quote\n", &project()).err(), Some(BadColumns::Missing("article")));
    assert_eq!(taken("", &project()).err(), Some(BadColumns::Missing("article")));
}

#[test]
fn nothing_is_taken_twice() {
    let present = read("Talks,9,14,wants,City,Bridge,,,AK\nTalks,4,8,city\nTalks,4,8,city\nTalks,4,8,city,City");
    assert_eq!((present.n_present, present.n_taken), (2, 2));

    let (one, two) = (HighlightId::fresh(), HighlightId::fresh());
    let source = format!("id,article,quote\n{one},Talks,city\n{two},Talks,city\n{one},Talks,city\n");
    let mut history = History::new(project());
    let report = taken(&source, history.project()).expect("no column is missing");
    assert_eq!((report.n_taken, report.n_present), (2, 1));
    let edit = report.edit.expect("two highlights are new");
    history.apply("Import highlights", Gesture::Single, edit).expect("it was made for this project");
    let again = taken(&source, history.project()).expect("no column is missing");
    assert_eq!((again.n_taken, again.n_present, again.edit), (0, 3, None));
}

#[test]
fn a_new_code_is_made_once() {
    let report = read("Talks,4,8,city,Guild,Toll\nTalks,9,14,wants,Gu\u{ad}ild,Toll \nTalks,0,3,The,Toll");
    let made = [(CodeKind::Actor, "Guild"), (CodeKind::Issue, "Toll"), (CodeKind::Actor, "Toll")];
    assert_eq!(report.new_codes, made.map(|(kind, name)| (kind, name.to_owned())));
    assert_eq!((report.n_taken, report.reanchored.len()), (3, 0));
}

#[test]
fn cancelling_takes_nothing() {
    let cancel = AtomicBool::new(false);
    let source = "article,quote\nTalks,city\nTalks,wants\n";
    let mut progress = |_, _| cancel.store(true, Ordering::Relaxed);
    let report = take_rows(source, &project(), NOW, &cancel, &mut progress).expect("no column is missing");
    assert!(report.was_cancelled && report.edit.is_none());
}

#[test]
fn of_stances_that_read_alike_the_one_that_is_named_is_taken() {
    let mut project = project();
    let stance = |id: &str, name: &str, weight: f64| Stance { id: id.into(), name: name.to_owned(), weight };
    let scale = vec![
        stance("s1", "yes", 1.0),
        stance("s2", "yes", -1.0),
        stance("s3", "Yes", 0.5),
        stance("s4", "ye\u{ad}s", 0.25),
    ];
    project.codebook.stances = scale;
    let rows =
        "article,quote,stance,stance_id\nTalks,city,yes,s2\nTalks,bridge.,Yes,\nTalks,The,ye\u{ad}s,\nTalks,too,YES,\n";
    let report = taken(rows, &project).expect("it has the columns");
    assert!(report.bad_rows.is_empty(), "{:?}", report.bad_rows);
    let mut history = History::new(project);
    history.apply("Import", Gesture::Single, report.edit.expect("there are new ones")).expect("it fits");
    let of = |quote: &str| {
        let (_, highlight) =
            history.project().highlights().find(|(_, highlight)| highlight.quote == quote).expect("it was taken");
        highlight.stance.as_ref().map(|id| id.as_str().to_owned())
    };
    assert_eq!(["city", "bridge.", "The", "too"].map(of), ["s2", "s3", "s4", "s1"].map(|id| Some(id.to_owned())));
}

#[test]
fn codes_that_the_file_tells_apart_stay_apart() {
    let rows = "article,quote,actor,actor_id\n\
                Talks,city,Mayor,mayor\nTalks,wants,Mayor,mayor-2\nTalks,The,us,us\nTalks,too,US,us-2\nTalks,=1,CITY,\n";
    let mut history = History::new(project());
    let report = taken(rows, history.project()).expect("it has the columns");
    let new: Vec<&str> = report.new_codes.iter().map(|(_, name)| &**name).collect();
    assert_eq!(new, ["Mayor", "Mayor (mayor-2)", "us", "US"]);
    let other_case: Vec<String> = report.other_case.iter().map(OtherCase::to_string).collect();
    assert_eq!(other_case, ["“CITY” was imported as the actor “City”, which differs only in capital letters"]);
    let edit = report.edit.expect("five highlights are new");
    assert_eq!(standpoint_core::edit::refuse_same_names(history.project(), &edit), Ok(()));
    history.apply("Import", Gesture::Single, edit).expect("it fits");
    let again = taken(rows, history.project()).expect("it has the columns");
    assert_eq!((again.n_taken, again.n_present, again.new_codes), (0, 5, Vec::new()));
}

#[test]
fn an_apostrophe_guards_unless_its_column_has_none() {
    let made = |actors: &[&str]| {
        let row = |(actor, quote): (&&str, &str)| format!("Talks,{quote},{actor}\n");
        let rows: String = actors.iter().zip(["city", "wants", "The"]).map(row).collect();
        let report = taken(&format!("article,quote,actor\n{rows}"), &project()).expect("it has the columns");
        report.new_codes.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    };
    assert_eq!(made(&["'=x", "''=x", "'=x"]), ["=x", "'=x"]);
    assert_eq!(made(&["''=x", "'=x"]), ["'=x", "=x"]);
    assert_eq!(made(&["=x", "'=x", "=x"]), ["=x", "'=x"]);
}

#[test]
fn one_offset_is_enough_to_place_a_quote() {
    let (city, last) = ("4–8 “city” - - - []  ", "33–39 “bridge” - - - []  ");
    check_taken("Talks,4,,city", &format!("{city}{NOW}"));
    check_taken("Talks,,8,city", &format!("{city}{NOW}"));
    // The bridge of the second paragraph, of two.
    check_taken("Talks,33,,bridge", &format!("{last}{NOW}"));
    check_taken("Talks,,39,bridge", &format!("{last}{NOW}"));
    check_bad("Talks,30,,bridge", "2: its quote occurs several times in “Talks”, and its offsets fit none of them");
    check_taken("Talks,25,,'=1", &format!("25–27 “=1” - - - []  {NOW}"));
}

#[test]
fn two_columns_of_one_name_are_named() {
    let check = |header: &str, line: usize, columns: [(usize, &str); 2]| {
        let columns = columns.map(|(nth, name)| (nth, name.to_owned()));
        assert_eq!(taken(header, &project()).err(), Some(BadColumns::Repeated { line, columns }), "{header}");
    };
    check("article,quote,actor,Actor\n", 1, [(3, "actor"), (4, "Actor")]);
    check("sep=;\n\narticle;Quote;note;quote\n", 3, [(2, "Quote"), (4, "quote")]);
    assert!(taken("article,quote,,,mine,mine\n", &project()).is_ok());
    let error = BadColumns::Repeated { line: 1, columns: [(3, "actor".to_owned()), (4, "Actor".to_owned())] };
    let words = error.of_file(Path::new("rows.csv")).to_string();
    assert!(words.starts_with("rows.csv:1: columns 3 and 4 have the same name: “actor” and “Actor”; "), "{words}");
}

#[test]
fn a_coder_is_the_same_however_the_name_is_spelt() {
    let report = read("Talks,4,8,city,,,,,Zoé\nTalks,4,8,city,,,,,Zoe\u{301}\nTalks,4,8,city,,,,,\u{200b}");
    assert_eq!((report.n_taken, report.n_present), (2, 1));
    let Some(Edit::All(edits)) = report.edit else { panic!("two are new") };
    let Some(Edit::AddHighlights(added)) = edits.last() else { panic!("highlights come last") };
    assert_eq!(added[1].1.coder, "");
}

#[test]
fn the_work_for_rows_with_new_codes_grows_with_their_number() {
    // Each row has an actor, an issue and a stance of its own; of an empty name, a row has none.
    type Names = fn(usize) -> [String; 2];
    let ways: [(&str, Names); 5] = [
        ("plain", |n| [format!("actor {n}"), String::new()]),
        ("one slug", |n| ["!".repeat(n % 40 + 1) + &"?".repeat(n / 40 + 1), String::new()]),
        ("ids", |n| [format!("Élise {n}"), format!("e-{n}")]),
        ("one name, many ids", |n| ["Mayor".to_owned(), format!("mayor-{n}")]),
        ("in another case", |n| [format!("Known {n}"), String::new()]),
    ];
    let steps = |n_rows: usize, names: Names| {
        let mut project = Project::default();
        project.articles.push(Arc::new(marked_article("Talks", "One sentence.")));
        let code = project.codebook.fresh_code(CodeKind::Actor, "Known", None);
        project.codebook.stances = (0..n_rows)
            .map(|n| Stance { id: (&*format!("s{n}")).into(), name: format!("Step {n}"), weight: 0.0 })
            .collect();
        project.codebook.actors = (0..n_rows)
            .map(|n| Code { id: (&*format!("k{n}")).into(), name: format!("known {n}"), ..code.clone() })
            .collect();
        let mut source = "article,start,end,quote,actor,actor_id,issue,issue_id,stance\n".to_owned();
        for n in 0..n_rows {
            let [name, id] = names(n);
            source.push_str(&format!("Talks,0,3,One,{name},{id},{name},{id},step {n}\n"));
        }
        effort::steps_of(|| {
            let report = taken(&source, &project).expect("no column is missing");
            assert_eq!((report.n_taken, report.bad_rows.len()), (n_rows, 0));
            let edit = report.edit.expect("highlights were taken");
            refuse_same_names(&project, &edit).expect("no name is taken");
            refuse_blank_names(&project, &edit).expect("no name is blank");
            let mut history = History::new(project.clone());
            history.apply("Import", Gesture::Single, edit).expect("the rows fit");
            assert!(history.undo().is_some() && *history.project() == project);
        })
    };
    for (way, names) in ways {
        let (few, many) = (steps(250, names), steps(1_000, names));
        assert!(many < 5 * few, "{way}: {few} steps for 250 rows, {many} for 1,000");
    }
}
