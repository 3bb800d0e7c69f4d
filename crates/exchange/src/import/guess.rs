//! Guesses title, outlet, author and date of an article from its text.
//!
//! Only clear statements in the first or last lines are used. People notice an empty field and fill it in but trust a
//! wrong one, so in doubt the field stays empty.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use standpoint_core::model::{PublicationDate, date::month_number};

use super::{
    bylines::agency,
    draft::{Draft, Field},
};

/// The number of lines at either end that may be about the article.
const MARGIN_LINES: usize = 8;
/// A first line longer than this is a paragraph, not a headline.
const MAX_HEADLINE_CHARS: usize = 140;
/// The length at which a paragraph used as a title is cut.
const SHORT_TITLE_CHARS: usize = 80;
/// The length at which a line is cut where it is named as the origin of a detail.
const MAX_ORIGIN_CHARS: usize = 50;
/// How far into a line the colon of a label may stand, in bytes.
const MAX_LABEL_BYTES: usize = 64;
/// The length of the name of a city.
const MAX_CITY_CHARS: usize = 40;
/// A line longer than this is prose, which may mention any date or name.
const MAX_MARGIN_CHARS: usize = 120;
/// The same limit for a line that says what the text is a digest of.
const MAX_DIGEST_CHARS: usize = 300;

/// Fills in what is not known yet of an article, as far as its text states it.
pub(super) fn fill_in(draft: &mut Draft) {
    let text = std::mem::take(&mut draft.text);
    let (head, tail) = margins(&text);
    match labelled_title(&head) {
        Some((title, line)) => draft.set(Field::Title, &title, origin_of(line)),
        None => draft.set(Field::Title, &title(&head), "first line of the text"),
    }
    let mut name_from_dateline = None;
    for line in head.into_iter().chain(tail) {
        if let Some(name) = dateline_name(line) {
            match agency(name) {
                Some(agency) => draft.set(Field::Agency, agency, origin_of(line)),
                None => _ = name_from_dateline.get_or_insert((name, line)),
            }
        }
        if is_prose(line) {
            continue;
        }
        if let Some(outlet) = outlet(line) {
            draft.set(Field::Outlet, outlet, origin_of(line));
        }
        for part in line.split(['|', '•', '·']).map(str::trim) {
            if let Some(author) = author(part) {
                draft.set(Field::Author, author, origin_of(line));
            }
            if let Some(date) = date(part) {
                draft.set_date(Field::Date, date, origin_of(line));
            }
        }
        if let Some(url) = labelled(line, &["url", "link"]).filter(|url| url.starts_with("http")) {
            draft.set(Field::Url, url, origin_of(line));
        }
    }
    if let Some((outlet, line)) = name_from_dateline {
        draft.set(Field::Outlet, outlet, origin_of(line));
    }
    draft.text = text;
}

/// The first and the last lines that are not blank. No line is among both.
fn margins(text: &str) -> (Vec<&str>, Vec<&str>) {
    let is_filled = |line: &&str| !line.is_empty();
    let mut lines = text.lines();
    let head = lines.by_ref().map(str::trim).filter(is_filled).take(MARGIN_LINES).collect();
    let mut tail: Vec<&str> = lines.rev().map(str::trim).filter(is_filled).take(MARGIN_LINES).collect();
    tail.reverse();
    (head, tail)
}

/// Whether a line has more characters than this.
fn is_longer(line: &str, n_chars: usize) -> bool {
    // A character has one byte to four.
    line.len() > n_chars && (line.len() > 4 * n_chars || line.chars().count() > n_chars)
}

/// Whether a detail with this origin was guessed here. Every such origin ends with the words “the text”.
pub(super) fn is_guess(origin: &str) -> bool {
    origin.ends_with("the text")
}

/// Names a line of the text by its beginning.
fn origin_of(line: &str) -> String {
    match line.char_indices().nth(MAX_ORIGIN_CHARS) {
        Some((end, _)) => format!("“{}…” in the text", line[..end].trim_end()),
        None => format!("“{line}” in the text"),
    }
}

/// Finds the line that is labelled as the title; returns both.
fn labelled_title<'a>(head: &[&'a str]) -> Option<(String, &'a str)> {
    head.iter().find_map(|line| Some((shortened(labelled(line, &["title", "headline"])?), *line)))
}

/// Finds the first line that is a headline or text, rather than a date, a byline or part of the web page around it.
fn title(head: &[&str]) -> String {
    let is_title =
        |line: &&&str| !is_furniture(line) && date(line).is_none() && author(line).is_none() && outlet(line).is_none();
    let line = head.iter().find(is_title).or(head.first()).copied().unwrap_or_default();
    shortened(line.trim_start_matches('#').trim_start())
}

/// Returns true if the line belongs to the web page the article was copied from.
fn is_furniture(line: &str) -> bool {
    const STARTS: [&str; 6] = ["advertisement", "- advertisement", "read on ", "share ", "skip to ", "sign up"];
    let is_short = !is_longer(line, 60);
    let is_of_page = || {
        let lower = line.to_lowercase();
        lower.contains("min read") || STARTS.iter().any(|start| lower.starts_with(start))
    };
    is_short && is_of_page() || !line.contains(char::is_alphanumeric)
}

/// Returns the line; if it is a paragraph, its start up to the end of a word with an ellipsis.
fn shortened(line: &str) -> String {
    if !is_longer(line, MAX_HEADLINE_CHARS) {
        return line.to_owned();
    }
    let cut = line.char_indices().nth(SHORT_TITLE_CHARS).map_or(line.len(), |(byte, _)| byte);
    let whole_words = line[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    let kept = line[..whole_words].trim_end_matches(|c: char| !c.is_alphanumeric());
    format!("{kept}…")
}

/// Returns true if a line is too long to be about the article and must be part of it.
fn is_prose(line: &str) -> bool {
    is_longer(line, MAX_MARGIN_CHARS) && (is_longer(line, MAX_DIGEST_CHARS) || after_digest_of(line).is_none())
}

/// Returns the text after one of these labels and a colon: `Source: X`.
fn labelled<'a>(line: &'a str, labels: &[&str]) -> Option<&'a str> {
    let start = &line.as_bytes()[..line.len().min(MAX_LABEL_BYTES)];
    let (label, value) = line.split_at(memchr::memchr(b':', start)?);
    let (label, value) = (label.trim(), value[1..].trim());
    let is_label = labels.iter().any(|known| known.eq_ignore_ascii_case(label));
    (is_label && !value.is_empty()).then_some(unquoted(value))
}

/// What stands between quotation marks around the whole value, as in `title: "X"`.
fn unquoted(value: &str) -> &str {
    let inside = |mark: char| value.strip_prefix(mark)?.strip_suffix(mark).filter(|inside| !inside.contains(mark));
    inside('"').or_else(|| inside('\'')).unwrap_or(value)
}

/// Returns the outlet if the line names one explicitly.
fn outlet(line: &str) -> Option<&str> {
    let line = line.trim_end_matches(['.', ' ']);
    if let Some(name) = labelled(line, &["outlet", "source", "publication", "newspaper", "published by"]) {
        return as_name(name).filter(|name| !name.contains("://"));
    }
    if let Some((_, name)) = line.rsplit_once("Read on ") {
        return as_name(name);
    }
    if let Some(name) = line.strip_suffix("Monitoring") {
        let name = name.trim_end();
        return name.strip_suffix(['–', '—', '-']).and_then(as_name);
    }
    if let Some(name) = ["Published by ", "First published in ", "First published by "]
        .iter()
        .find_map(|start| line.strip_prefix(start))
    {
        return as_name(name);
    }
    digest_outlet(line)
}

/// Recognises `Digest of X’s report`, `Digest of a report by X` and `Digest of the X report`.
fn digest_outlet(line: &str) -> Option<&str> {
    const PIECES: [&str; 6] = ["report", "article", "account", "story", "coverage", "analysis"];
    let rest = after_digest_of(line)?;
    let rest = ["the ", "a ", "an "].iter().find_map(|article| rest.strip_prefix(article)).unwrap_or(rest);
    let piece_at = PIECES.iter().filter_map(|piece| rest.find(piece)).min()?;
    let (owner, behind) = rest.split_at(piece_at);
    if !owner.is_empty() {
        // “X’s report”, “X’ long report” or “X report”.
        let owner = owner.split_once(['’', '\'']).map_or(owner, |(owner, _)| owner);
        return as_name(owner);
    }
    let (_, name) =
        behind.split_once(" by ").or_else(|| behind.split_once(" in ")).or_else(|| behind.split_once(" of "))?;
    let name = name.strip_prefix("the ").unwrap_or(name);
    as_name(name.split([',', ';', '(']).next().unwrap_or(name))
}

/// Returns what follows “digest of” in a line.
fn after_digest_of(line: &str) -> Option<&str> {
    static DIGEST: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("igest of "));
    DIGEST.find(line.as_bytes()).map(|at| &line[at + DIGEST.needle().len()..])
}

/// Returns the name in `ERBIL (Kurdistan24) — `: that of the outlet, or of an agency whose reports other outlets print.
fn dateline_name(line: &str) -> Option<&str> {
    // A character has four bytes at most.
    let start = &line.as_bytes()[..line.len().min(MAX_CITY_CHARS * 4 + 2)];
    let (city, rest) = line.split_at(memchr::memmem::find(start, b" (")?);
    let (name, rest) = rest[2..].split_once(')')?;
    let is_city = !is_longer(city, MAX_CITY_CHARS)
        && city.chars().any(char::is_alphabetic)
        && city.chars().all(|c| c.is_uppercase() || " ,.-’'/".contains(c));
    let is_dateline = rest.trim_start().starts_with(['—', '–', '-']);
    if is_city && is_dateline { as_name(name) } else { None }
}

/// Returns the words if they can be a name: few, and starting with a capital letter or a digit.
fn as_name(words: &str) -> Option<&str> {
    let words = words.trim().trim_matches(['“', '”', '"']);
    let is_name = words.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        && words.split_whitespace().count() <= 6
        && !words.contains(['.', '?', '!', ':'])
        || words.ends_with(".com");
    is_name.then_some(words)
}

/// Recognises `By Ana Petrova and Li Wei`. It must consist of names only, so that a line like “By contrast, …” is not
/// mistaken for a byline.
fn author(line: &str) -> Option<&str> {
    const SMALL: [&str; 14] =
        ["and", "&", "de", "da", "di", "del", "van", "von", "der", "den", "al", "el", "bin", "la"];
    if let Some(name) = labelled(line, &["author", "byline"]) {
        return Some(name);
    }
    let names = line.strip_prefix("By ").or_else(|| line.strip_prefix("BY "))?.trim().trim_end_matches('.');
    let mut words = names.split([' ', ',', '\u{a0}']).filter(|word| !word.is_empty());
    let is_names = words.clone().count() >= 2
        && words.clone().count() <= 10
        && words.all(|word| SMALL.contains(&word) || word.chars().next().is_some_and(char::is_uppercase));
    let names_a_month = names.split_whitespace().any(|word| month_number(word).is_some() || word == "the");
    (is_names && !names_a_month && !names.contains(|c: char| c.is_ascii_digit())).then_some(names)
}

/// Returns the day in a line that contains little else: `Published on Wednesday, December 3, 2025 at 14:20`.
fn date(line: &str) -> Option<PublicationDate> {
    const AROUND: [&str; 22] = [
        "published",
        "posted",
        "date",
        "on",
        "at",
        "of",
        "first",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "am",
        "pm",
    ];
    // Without a number there is no year.
    if !line.bytes().any(|byte| byte.is_ascii_digit()) || is_prose(line) {
        return None;
    }
    let separators = |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '–' | '—');
    let words: Vec<&str> = line.split(separators).filter(|word| !word.is_empty()).collect();
    let (at, n_words, date) = (0..words.len()).find_map(|at| {
        let (n_words, date) = date_of_words(&words[at..])?;
        Some((at, n_words, date))
    })?;
    let is_around = |word: &&str| {
        let word = word.trim_end_matches([':', '.']).to_lowercase();
        let is_time = word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(':');
        let is_zone =
            matches!(&*word, "utc" | "gmt" | "cet" | "est" | "edt" | "msk" | "eet" | "et" | "-" | "p.m" | "a.m");
        AROUND.contains(&&*word) || is_time || is_zone
    };
    let is_digest = after_digest_of(line).is_some();
    let speaks_of_nothing_else = words[..at].iter().chain(&words[at + n_words..]).all(is_around);
    (is_digest || speaks_of_nothing_else).then_some(date)
}

/// Returns a date at the start of the words, and the number of words it takes up.
fn date_of_words(words: &[&str]) -> Option<(usize, PublicationDate)> {
    let first = words.first()?.trim_end_matches('.');
    // A time may be attached with a T: 2025-12-03T14:20:00Z.
    let day_part = first.split_once('T').map_or(first, |(day, _)| day);
    if let Some(date) = day_part.parse::<PublicationDate>().ok().filter(|date| date.day.is_some()) {
        return Some((1, date));
    }
    if let [day, month, year] = *first.split('.').collect::<Vec<_>>()
        && let Some(date) = day_of(day, month.parse().ok()?, year)
    {
        return Some((1, date));
    }
    let (second, year) = (*words.get(1)?, words.get(2)?.trim_end_matches('.'));
    let date = match (month_number(words[0]), month_number(second)) {
        (Some(month), None) => day_of(second, month, year),
        (None, Some(month)) => day_of(words[0], month, year),
        _ => None,
    };
    date.map(|date| (3, date))
}

fn day_of(day: &str, month: i8, year: &str) -> Option<PublicationDate> {
    let day = day.trim_end_matches(|c: char| c.is_alphabetic() || c == '.');
    let day: i8 = day.parse().ok()?;
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    if !is_year {
        return None;
    }
    format!("{year}-{month:02}-{day:02}").parse().ok()
}

#[cfg(test)]
mod tests {
    use standpoint_core::model::Details;

    use super::*;

    fn guess(text: &str) -> Details {
        let mut draft = Draft::of_text(text);
        fill_in(&mut draft);
        draft.details
    }

    const BODY: &str = "The mayor met the bridge builders on Tuesday.\nThey spoke for an hour, until Dec. 2, 2025.";

    /// Title, outlet, author and date; empty if nothing is said.
    fn check(text: &str, expected: [&str; 4]) {
        let Details { title, outlet, author, date, .. } = guess(text);
        let date = date.map(|date| date.to_string()).unwrap_or_default();
        assert_eq!([&*title, &*outlet, &*author, &*date], expected, "{text}");
    }

    #[test]
    fn a_labelled_title_comes_without_its_quotation_marks_and_names_its_line() {
        let mut draft = Draft::of_text("---\ntitle: \"Bridge talks: a stall\"\n---\n\nNobody moved.\n".to_owned());
        fill_in(&mut draft);
        assert_eq!(draft.details.title, "Bridge talks: a stall");
        assert_eq!(&*draft.origins[0].1, "“title: \"Bridge talks: a stall\"” in the text");
        assert_eq!(unquoted("\"Yes\" and \"no\""), "\"Yes\" and \"no\"");
    }

    #[test]
    fn the_first_line_is_the_title() {
        check(&format!("Bridge talks stall\n{BODY}"), ["Bridge talks stall", "", "", ""]);
        check(&format!("\n\n  # Bridge talks stall \n{BODY}"), ["Bridge talks stall", "", "", ""]);
        check(
            &format!("City5 min readRead on Harbour News\n\nNo bridge\n{BODY}"),
            ["No bridge", "Harbour News", "", ""],
        );
        check(
            &format!("3 December 2025\nBy Ana Petrova\nNo bridge\n{BODY}"),
            ["No bridge", "", "Ana Petrova", "2025-12-03"],
        );
        check("* * *", ["* * *", "", "", ""]);
        check("", ["", "", "", ""]);
    }

    #[test]
    fn a_paragraph_is_shortened_at_a_word() {
        let paragraph = "A long meeting about the bridge between the mayor and two builders — one of them new — \
                         stretched into the night, and both sides left the hall without an agreement on who pays.";
        let short = "A long meeting about the bridge between the mayor and two builders — one of…";
        check(paragraph, [short, "", "", ""]);
        let words = "слово ".repeat(60);
        assert!(guess(&words).title.ends_with("слово…"));
        assert!(guess(&"x".repeat(500)).title.ends_with("x…"));
    }

    fn check_end(last_lines: &str, expected: [&str; 3]) {
        let [outlet, author, date] = expected;
        check(&format!("No bridge\n{BODY}\n{last_lines}"), ["No bridge", outlet, author, date]);
    }

    #[test]
    fn the_last_lines_may_name_outlet_author_and_date() {
        check_end(
            "By Abdi Omar\nHarbour Times international–Monitoring.",
            ["Harbour Times international", "Abdi Omar", ""],
        );
        check_end("Digest of Harbour News’s report, written for a test.", ["Harbour News", "", ""]);
        check_end("A digest of the Harbour Times’ report of 3 December 2025.", ["Harbour Times", "", "2025-12-03"]);
        check_end("This is a digest of the report by Harbour24, made for a test.", ["Harbour24", "", ""]);
        check_end("Digest of the Harbour News report, written for a test.", ["Harbour News", "", ""]);
        check_end("Digest of a report in the Harbour News, written for a test.", ["Harbour News", "", ""]);
        check_end("Source: Harbour News", ["Harbour News", "", ""]);
        check_end("Published: Wednesday, 3rd Dec. 2025, 14:20 GMT", ["", "", "2025-12-03"]);
        check_end("By Li Wei and Ana de Souza | December 3, 2025", ["", "Li Wei and Ana de Souza", "2025-12-03"]);
        check_end("03.12.2025", ["", "", "2025-12-03"]);
        check_end("2025-12-03T14:20:00Z", ["", "", "2025-12-03"]);
        check_end("HARBOUR CITY (Harbour24) — The talks went on.", ["Harbour24", "", ""]);
    }

    #[test]
    fn an_agency_in_the_dateline_is_no_outlet() {
        let details = guess("No bridge\nHARBOUR CITY (Reuters) — The talks went on.");
        assert_eq!((&*details.outlet, &*details.agency), ("", "Reuters"));
    }

    #[test]
    fn doubt_leaves_the_field_empty() {
        for line in [
            "By contrast, nobody spoke of December 3, 2025 as the day.",
            "By December 3, 2025",
            "Updated 3 December 2025",
            "12/03/2025",
            "HARBOUR CITY (AP) — The talks went on.",
            "Source: sources close to the builders",
            "Read on for the whole story",
            "The builders (left) — and the mayor",
            "The digest of the mayor’s dinner took an hour.",
            "31 February 2025",
            "Digest of a report by an outlet that is not named, written for a test (the report of the toll).",
            "Digest of the mayor’s report to the Council.",
        ] {
            check_end(line, ["", "", ""]);
        }
    }
}
