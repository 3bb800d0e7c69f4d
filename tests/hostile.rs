//! Whatever bytes are opened, the answer is a project or an error that says where and what to do,
//! in memory that is in proportion to the file.

#![expect(clippy::print_stderr, reason = "the figures are printed when somebody asks for them")]

use std::{
    fmt::Write as _,
    ops::Range,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use peak_alloc::PeakAlloc;
use standpoint_core::model::Project;
use standpoint_store::{self as store, LocatedFault, OpenError};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What opening may take for each byte of the file, as `docs/file-format.md` says.
const BYTES_EACH: usize = 48;
/// What opening may take besides.
const BYTES_BESIDES: usize = 1 << 20;
/// Far more than any of these files needs, and far less than one that is gone through again and again.
const LONGEST: Duration = Duration::from_secs(30);

/// Memory is measured for the whole process, so each test holds this while it runs.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

type Opened = Result<(Project, Vec<LocatedFault>), OpenError>;

/// Opens the bytes as a file and holds time and memory to their limits.
fn open(name: &str, bytes: &[u8]) -> Opened {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("p.ron");
    std::fs::write(&path, bytes).expect("the folder can be written");
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let start = Instant::now();
    let opened = store::check(&path);
    let (taken, peak) = (start.elapsed(), MEMORY.peak_usage().saturating_sub(before));
    assert!(taken < LONGEST, "{name}: took {taken:?}");
    let limit = BYTES_EACH * bytes.len() + BYTES_BESIDES;
    assert!(peak <= limit, "{name}: took {peak} bytes for a file of {}", bytes.len());
    if std::env::var_os("STANDPOINT_FIGURES").is_some() {
        let each = peak / bytes.len().max(1);
        eprintln!("{name}: {} bytes, {each} times that in memory, {taken:.2?}", bytes.len());
    }
    opened
}

/// What is said of the file: nothing where it is sound.
fn said(opened: &Opened) -> String {
    match opened {
        Ok((project, faults)) => store::lines(project, faults).join("\n"),
        Err(error) => error.to_string(),
    }
}

/// What is said of the file must hold the words, or be nothing if there are none.
fn check(name: &str, bytes: &[u8], words: &str) {
    let said = said(&open(name, bytes));
    let beginning: String = said.chars().take(600).collect();
    assert_eq!(said.is_empty(), words.is_empty(), "{name}: {beginning}");
    assert!(said.contains(words), "{name}: “{words}” is not in: {beginning}");
}

/// A file with this in the lists of its codebook, and these articles.
fn file(actors: &str, articles: &str) -> Vec<u8> {
    let stances = "(id: \"for\", name: \"for\", weight: 1.0)";
    let codebook = format!("(actors: [{actors}], issues: [], stances: [{stances}])");
    format!("(format: 2, {PROJECT}, title: \"T\", codebook: {codebook}, articles: [{articles}])").into_bytes()
}

const PROJECT: &str = "id: \"01a20188-5600-7f0a-8b7d-d1062e801600\"";

fn id(n: usize) -> String {
    format!("01a20188-5614-737f-b940-{n:012x}")
}

/// An article; the text stands as it is written in the file.
fn article(n: usize, text: &str, highlights: &str) -> String {
    format!("(id: \"{}\", details: (title: \"\"), text: {text}, highlights: [{highlights}]),", id(n))
}

fn highlight(n: usize, span: &str, quote: &str) -> String {
    format!("(id:\"{}\",span:{span},quote:\"{quote}\",created:\"2026-01-12T09:14:00Z\"),", id(n))
}

fn many(range: Range<usize>, part: impl Fn(usize) -> String) -> String {
    range.fold(String::new(), |mut all, n| {
        write!(all, "{}", part(n)).expect("a string takes everything");
        all
    })
}

fn actor(n: usize, parent: Option<usize>) -> String {
    let parent = parent.map(|n| format!(",parent:\"a{n}\"")).unwrap_or_default();
    format!("(id:\"a{n}\",name:\"A\",colour:\"#000000\"{parent}),")
}

fn sample() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/moscow-talks.ron");
    std::fs::read(path).expect("the sample project is there")
}

#[test]
fn texts_of_any_shape_are_opened_in_proportion() {
    let _alone = alone();
    let of_text = |text: String| file("", &article(1, &text, ""));
    check("line feeds", &of_text(format!("\"{}\"", "\n".repeat(4 << 20))), "");
    check("one line", &of_text(format!("\"{}\"", "北".repeat(1 << 20))), "");
    check("escapes", &of_text(format!("\"{}\"", "\\u{1F600}".repeat(200_000))), "");
    check("backslashes", &of_text(format!("\"{}\"", "\\\\".repeat(1 << 20))), "");
    check("NULs", &of_text(format!("\"{}\"", "\0".repeat(1 << 20))), "U+0000");
    check("marks inside", &of_text(format!("\"{}\"", "a\u{feff}".repeat(200_000))), "U+FEFF");
    check("a lone carriage return", &of_text("\"a\rb\"".to_owned()), "U+000D");
    check("CR LF", &of_text(format!("\"{}\"", "\r\n".repeat(1 << 20))), "");
    check("many empty texts", &file("", &many(0..20_000, |n| article(n, "\"\"", ""))), "");
}

#[test]
fn a_text_as_large_as_may_be_is_opened_and_a_larger_one_named() {
    let _alone = alone();
    let largest = standpoint_core::text::Text::MAX_BYTES;
    let of_length = |n_bytes: usize| file("", &article(7, &format!("\"{}\"", "a".repeat(n_bytes)), ""));
    check("the largest text", &of_length(largest), "");
    let words = format!("article {}: its text has {} bytes, more than the {largest}", id(7), largest + 1);
    check("a text too large", &of_length(largest + 1), &words);
}

#[test]
fn lists_of_next_to_nothing_are_opened_in_proportion() {
    let _alone = alone();
    check("empty articles", &file("", &"(),".repeat(200_000)), "p.ron:1:");
    check("empty lists", &file("", &"[],".repeat(200_000)), "p.ron:1:");
    let aliases = |n: usize| format!("(id:\"a\",name:\"A\",colour:\"#000000\",aliases:[{}])", "\"\",".repeat(n));
    check("empty aliases", &file(&aliases(400_000), ""), "");
    check("empty actors", &file(&"(id:\"\",name:\"\",colour:\"#000000\"),".repeat(10_000), ""), "has an empty id");
    let stances = "(id:\"\",name:\"\",weight:NaN),".repeat(8_400);
    let bytes = String::from_utf8(file("", "")).expect("it is text");
    let bytes = bytes.replace("stances: [", &format!("stances: [{stances}"));
    check("nothing but faults", bytes.as_bytes(), "has an empty id");
    let fields = many(0..100_000, |n| format!("\"{n:x}\":\"\","));
    let article = format!("(id: \"{}\", details: (title: \"\", fields: {{{fields}}}), text: \"\")", id(1));
    check("many fields", &file("", &article), "");
    let fields = "\"\":\"\",".repeat(200_000);
    let article = format!("(id: \"{}\", details: (title: \"\", fields: {{{fields}}}), text: \"\")", id(1));
    check("one field many times", &file("", &article), "");
    check("commas", &file("", &",".repeat(1 << 20)), "p.ron:1:");
}

#[test]
fn nesting_ends_where_it_is_no_project_any_more() {
    let _alone = alone();
    for open in ["(", "[", "{", "Some(", "/*", "a(", "[(", "#[", "(a:"] {
        check(&format!("nested {open}"), &file("", &open.repeat(300_000)), "p.ron:1:");
        check(&format!("nothing but {open}"), open.repeat(300_000).as_bytes(), "p.ron");
        let title = format!("(format: 2, {PROJECT}, title: {}", open.repeat(300_000));
        check(&format!("a title of {open}"), title.as_bytes(), "p.ron:1:");
    }
}

#[test]
fn strings_that_never_end_are_found_to() {
    let _alone = alone();
    for start in ["r", "\"", "b\"", "r\"", "'", "/*", "//"] {
        for filling in ["#", "\"#", "\\", "\n", "a\"", "*/ /*", "\\u{"] {
            let endless = format!("{start}{}", filling.repeat(200_000));
            check(&format!("{start}{filling}…"), &file("", &article(1, &endless, "")), "p.ron:");
            let bytes = format!("(format: 2, {PROJECT}, title: {endless}");
            check(&format!("a title {start}{filling}…"), bytes.as_bytes(), "p.ron:");
        }
    }
    let signs = "#".repeat(100_000);
    check("a raw string in many signs", &file("", &article(1, &format!("r{signs}\"a\"{signs}"), "")), "");
}

#[test]
fn numbers_beyond_all_bounds_are_refused() {
    let _alone = alone();
    let with_span = |span: &str| file("", &article(1, "\"word\"", &highlight(2, span, "word")));
    let digits = "9".repeat(1 << 20);
    check("a giant span", &with_span(&format!("(0, {digits})")), "p.ron:1:");
    check("the largest span", &with_span(&format!("(0, {})", usize::MAX)), "ends past the text");
    check("a span from the end", &with_span(&format!("({0}, {0})", usize::MAX)), "is empty");
    check("a negative span", &with_span("(-1, 4)"), "p.ron:1:");
    check("a giant format", format!("(format: {digits}").as_bytes(), "not a Standpoint project");
    check("a giant newer format", b"(format: 4294967295", "update Standpoint");
    for weight in ["NaN", "inf", "-inf", "1e999"] {
        let bytes = String::from_utf8(file("", "")).expect("it is text").replace("1.0", weight);
        check(weight, bytes.as_bytes(), "the weight of this stance is not a number");
    }
    let bytes = String::from_utf8(file("", "")).expect("it is text").replace("1.0", &digits);
    check("a giant weight", bytes.as_bytes(), "the weight of this stance is not a number");
}

#[test]
fn words_of_any_length_make_no_endless_message() {
    let _alone = alone();
    let long = "x".repeat(1 << 20);
    for damaged in [
        format!("(format: 1, {long}: 1)"),
        format!("(format: 2, {long}: 1)"),
        format!("(format: 2, id: {long})"),
        format!("(format: 2, id: \"{long}\")"),
        format!("(format: 2, {PROJECT}, title: {long})"),
        format!(
            "(format: 2, {PROJECT}, title: \"\", codebook: (actors: [(id: \"a\", name: \"A\", colour: \"{long}\")]))"
        ),
        format!("(format: 2, {PROJECT}, title: \"\", codebook: (actors: [(id: \"a\", name: 5, colour: \"{long}\")]))"),
        format!("(format: 2, {PROJECT}, title: \"\", codebook: \"{long}\")"),
    ] {
        let said = said(&open("a long word", damaged.as_bytes()));
        assert!(said.contains("p.ron:1:") && said.len() < 3_000, "{} bytes are said", said.len());
    }
}

#[test]
fn a_hundred_thousand_faults_take_about_one_look_at_the_file() {
    let _alone = alone();
    let same = many(0..100_000, |_| highlight(5, "(0, 1)", "a"));
    let opened = open("equal ids", &file("", &article(1, "\"a\"", &same)));
    let (_, faults) = opened.expect("it can be read");
    assert_eq!(faults.len(), 99_999);

    let damaged = many(0..20_000, |n| highlight(n, "(0, 1)", "b"));
    let bytes = file("", &article(1, "\"a\"", &damaged));
    let (_, faults) = open("wrong quotes", &bytes).expect("it can be read");
    assert_eq!(faults.len(), 20_000);
    assert!(faults.windows(2).all(|pair| pair[0].position < pair[1].position));

    let error = store::read_str("p.ron", std::str::from_utf8(&bytes).expect("it is text")).expect_err("it has faults");
    let said = error.to_string();
    assert_eq!(said.lines().count(), 1_001);
    assert!(said.ends_with("and 19,000 more faults; repair the first ones and open the file again"), "{said}");
}

#[test]
fn ancestors_without_end_are_followed_once() {
    let _alone = alone();
    check("ten thousand levels", &file(&many(0..10_000, |n| actor(n, n.checked_sub(1))), ""), "");
    let circle = many(0..10_000, |n| actor(n, Some((n + 1) % 10_000)));
    check("a circle of ten thousand", &file(&circle, ""), "this actor is its own ancestor");
    check("equal actors", &file(&many(0..20_000, |_| actor(1, Some(1))), ""), "another actor already has the id");
}

#[test]
fn bytes_that_are_no_utf_8_are_refused_with_their_place() {
    let _alone = alone();
    let good = file("", &article(1, "\"words\"", ""));
    for damage in [b"\xff".as_slice(), b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80"] {
        let mut bytes = good.clone();
        let at = bytes.windows(5).position(|part| part == b"words").expect("the words are there");
        bytes.splice(at..at, damage.iter().copied());
        check("no UTF-8", &bytes, &format!("p.ron:1:{}: not UTF-8", at + 1));
    }
    let text = String::from_utf8(good).expect("it is text");
    for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        let bytes: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(to_bytes).collect();
        check("UTF-16", &bytes, "p.ron:1:1: not UTF-8");
        check("UTF-16 without its mark", &bytes[2..], "not a Standpoint project");
    }
    check("a lone surrogate", &file("", &article(1, "\"\\u{D800}\"", "")), "p.ron:1:");
    check("half a pair", &file("", &article(1, "\"\\uD83D\"", "")), "p.ron:1:");
    check("two marks", format!("\u{feff}\u{feff}{text}").as_bytes(), "not a Standpoint project");
    check("nothing", b"", "not a Standpoint project");
    check("NULs only", &[0; 4096], "not a Standpoint project");
}

#[test]
fn the_sample_cut_off_anywhere_is_refused_with_the_place() {
    let _alone = alone();
    let bytes = sample();
    let n_lines = bytes.split(|&byte| byte == b'\n').count();
    for end in (0..bytes.len() - 2).step_by(997) {
        match open("a cut file", &bytes[..end]) {
            Err(OpenError::Syntax { position, .. } | OpenError::NotUtf8 { position, .. }) => {
                assert!(position.line <= n_lines, "cut at {end}: {position}");
            }
            Err(OpenError::NotAProject { .. }) => assert!(end < 10, "cut at {end}"),
            other => panic!("cut at {end}: {}", said(&other)),
        }
    }
    check("the whole sample", &bytes, "");
}

#[test]
fn one_line_and_turned_line_ends_are_opened_as_any_other() {
    let _alone = alone();
    let text = String::from_utf8(sample()).expect("it is text");
    check("CR LF everywhere", text.replace('\n', "\r\n").as_bytes(), "");
    let on_one_line = file("", &many(0..5_000, |n| article(n, "\"word\"", &highlight(n, "(0, 4)", "word"))));
    check("one line", &on_one_line, "");
    let cut = &on_one_line[..on_one_line.len() - 3];
    check("one line, cut off", cut, &format!("p.ron:1:{}", cut.len()));
}

#[cfg(unix)]
#[test]
fn a_file_without_an_end_is_refused() {
    let _alone = alone();
    // A sparse file takes no room on the disk.
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("p.ron");
    let file = std::fs::File::create(&path).expect("the folder can be written");
    file.set_len(store::MAX_FILE_BYTES + 1).expect("the folder can be written");
    let error = store::open(&path).expect_err("it is too large");
    assert!(error.to_string().contains("more than the 1073741824 that a project may have"), "{error}");
}
