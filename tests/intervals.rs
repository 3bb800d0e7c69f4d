//! Intervals on the command line: in every form of a table, and in pictures.

#[path = "common/program.rs"]
mod program;

use std::{fmt::Write as _, fs, path::Path};

use program::said;
use tempfile::TempDir;

/// A project with twelve articles of two outlets. In each, the mayor supports the toll, and in every third the guild
/// opposes it as well.
fn project(folder: &Path) {
    fs::create_dir(folder.join("articles")).expect("the folder is fresh");
    let mut rows = "article,quote,actor,issue,stance\n".to_owned();
    for n in 0..12 {
        let outlet = ["Harbour News", "Echo"][n % 2];
        let text = format!(
            "Bridge {n}\n\nSource: {outlet}\n\n3 December 2025\n\nThe mayor likes it.\n\nThe guild does not.\n"
        );
        fs::write(folder.join(format!("articles/{n:02}.txt")), text).expect("there is room");
        writeln!(rows, "Bridge {n},The mayor likes it.,Mayor,Toll,supports").expect("memory is enough");
        if n % 3 == 0 {
            writeln!(rows, "Bridge {n},The guild does not.,Guild,Toll,opposes").expect("memory is enough");
        }
    }
    fs::write(folder.join("rows.csv"), rows).expect("there is room");
    said(folder, &["new", "p.ron", "articles"]);
    said(folder, &["add", "p.ron", "--highlights", "rows.csv"]);
}

#[test]
fn a_table_shows_intervals_where_they_are_asked_for() {
    let folder = TempDir::new().expect("the system gives a temporary folder");
    let folder = folder.path();
    project(folder);
    let table = |arguments: &[&str]| said(folder, &[&["table", "p.ron"], arguments].concat());
    let share = ["--measure", "row-percent", "--intervals"];
    let text = table(&share);
    assert!(text.contains("75% (12) [") && text.contains("25% (4) ["), "{text}");
    assert!(text.contains("Intervals: 95% by drawing the articles 1,000 times"), "{text}");
    assert!(!table(&["--measure", "row-percent"]).contains('['), "nobody asked for them");
    assert!(!table(&["--intervals"]).contains('['), "numbers of highlights have none");
    assert!(table(&["--measure", "net-stance", "--intervals"]).contains("−1.0 (4) [n < 10]"));
    // Of 12 articles 4: statsmodels says 13.8 to 60.9.
    assert!(table(&["--measure", "articles", "--intervals"]).contains("4 [14–61%]"));

    let csv = table(&[&share[..], &["--format", "csv"]].concat());
    let head = csv.lines().next().expect("it has heads");
    assert!(head.ends_with("low of Mayor,high of Mayor,low of Guild,high of Guild,low of All,high of All"), "{head}");
    let row: Vec<f64> =
        csv.lines().nth(1).expect("it has a row").split(',').filter_map(|cell| cell.parse().ok()).collect();
    // The three shares with their n, and the limits of two: the whole of a row has none.
    let [mayor, guild, all, _, _, _, mayor_low, mayor_high, guild_low, guild_high] = *row else { panic!("{row:?}") };
    let shares = [mayor, guild, all].map(|share| format!("{share:.3}"));
    assert_eq!(shares, ["75.000", "25.000", "100.000"]);
    assert!(mayor_low < 75.0 && 75.0 < mayor_high && guild_low < 25.0 && 25.0 < guild_high, "{row:?}");
    assert!((mayor_low + guild_high - 100.0).abs() < 0.01 && (mayor_high + guild_low - 100.0).abs() < 0.01, "{row:?}");

    let html = table(&[&share[..], &["--format", "html"]].concat());
    assert!(html.contains("<div class=\"interval\">"), "{html}");
    let markdown = table(&[&share[..], &["--format", "markdown"]].concat());
    assert!(markdown.contains("75% (12) \\["), "{markdown}");
    assert_eq!(text, table(&share), "the same project has the same intervals");
}

#[test]
fn bars_have_whiskers() {
    let folder = TempDir::new().expect("the system gives a temporary folder");
    let folder = folder.path();
    project(folder);
    let picture = |form: &str, arguments: &[&str]| {
        let file = "p.svg";
        let all = [&["export", "p.ron", "picture", "--picture", form, "-o", file][..], arguments].concat();
        said(folder, &all);
        fs::read_to_string(folder.join(file)).expect("it was written")
    };
    let n_lines = |svg: &str| svg.matches("stroke-width=\"1.25\"").count();
    let measure = ["--measure", "net-stance"];
    let plain = picture("bars", &measure);
    let with = picture("bars", &[&measure[..], &["--intervals"]].concat());
    assert!(with.contains("Whiskers: 95%") && n_lines(&with) > n_lines(&plain), "{with}");
}

#[test]
fn no_whisker_of_a_timeline_runs_through_a_number() {
    let folder = TempDir::new().expect("the system gives a temporary folder");
    let folder = folder.path();
    project(folder);
    said(folder, &["export", "p.ron", "picture", "--picture", "timeline", "--intervals", "-o", "t.svg"]);
    let svg = fs::read_to_string(folder.join("t.svg")).expect("it was written");
    let after = |line: &str, start: &str| -> Option<String> {
        let (_, behind) = line.split_once(start)?;
        Some(behind.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect())
    };
    let whisker = |line: &&str| line.starts_with("<polyline") && line.contains("stroke-width=\"1\"");
    let whiskers: Vec<String> = svg.lines().filter(whisker).filter_map(|line| after(line, "points=\"")).collect();
    // Of all 16 highlights, each takes a stance.
    let numbers = svg.lines().filter(|line| line.starts_with("<text") && line.ends_with(">16</text>"));
    let numbers: Vec<String> = numbers.filter_map(|line| after(line, " x=\"")).collect();
    assert!(!whiskers.is_empty() && !numbers.is_empty(), "{svg}");
    assert!(numbers.iter().all(|x| !whiskers.contains(x)), "{whiskers:?} {numbers:?}");
}
