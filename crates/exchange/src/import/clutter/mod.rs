//! Marks lines that came with an article but do not belong to it: adverts, links to other articles, buttons.
//!
//! A line is only marked, with the reason. It is left out only if the person says so. In doubt a line is not marked,
//! although a wrong mark loses nothing.

mod phrases;

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    hash::BuildHasher as _,
    sync::atomic::{AtomicBool, Ordering},
};

use foldhash::fast::{FixedState, RandomState};
use standpoint_core::{
    model::Project,
    text::fold::{folded, is_blank, searchable},
};

use super::review::copies::ComparedText;

/// A longer line is prose.
const MAX_CHARS: usize = 200;
/// A line of one outlet recurs if at least this many of its texts have it, and one in three.
const MIN_TEXTS: usize = 3;

/// A line of a text that may be clutter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClutterLine {
    /// The number of the line, counted from 0.
    pub line: usize,
    /// Why, such as “advertisement”.
    pub reason: Cow<'static, str>,
}

/// Marks the lines of each draft. Lines that recur in the articles of an outlet are marked as well; drafts that are
/// copies do not count for that. Setting `cancel` ends the search; drafts not looked at then have no marks.
pub fn find_clutter(
    project: &Project,
    drafts: &[ComparedText<'_>],
    is_copy: impl Fn(usize) -> bool,
    cancel: &AtomicBool,
) -> Vec<Vec<ClutterLine>> {
    let recurring = Recurring::of(project, drafts, is_copy, cancel);
    let of_draft = |draft: &ComparedText<'_>| {
        if cancel.load(Ordering::Relaxed) { Vec::new() } else { clutter_of(draft, &recurring) }
    };
    drafts.iter().map(of_draft).collect()
}

fn clutter_of(draft: &ComparedText<'_>, recurring: &Recurring) -> Vec<ClutterLine> {
    let mut marked: Vec<ClutterLine> = Vec::new();
    // The lone numbers since the last line of words.
    let mut numbers: Vec<usize> = Vec::new();
    let mark_row = |numbers: &mut Vec<usize>, marked: &mut Vec<ClutterLine>| {
        if numbers.len() > 1 {
            marked.extend(numbers.iter().map(|line| ClutterLine { line: *line, reason: ROW_OF_NUMBERS.into() }));
        }
        numbers.clear();
    };
    for (line, text) in draft.text.split('\n').enumerate() {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        if is_lone_number(text) {
            numbers.push(line);
            continue;
        }
        mark_row(&mut numbers, &mut marked);
        if is_long(text) {
            continue;
        }
        let reason = reason_for(text).map(Cow::Borrowed).or_else(|| {
            let n_texts = recurring.n_texts(draft.outlet, text)?;
            Some(format!("in {n_texts} articles of this outlet").into())
        });
        marked.extend(reason.map(|reason| ClutterLine { line, reason }));
    }
    mark_row(&mut numbers, &mut marked);
    marked
}

const ROW_OF_NUMBERS: &str = "row of numbers";

fn is_long(line: &str) -> bool {
    line.len() > MAX_CHARS && line.chars().count() > MAX_CHARS
}

/// Whether a line is a number and nothing else, such as a count of comments or the number of a page.
fn is_lone_number(line: &str) -> bool {
    line.len() <= 8 && line.starts_with(|c: char| c.is_ascii_digit()) && {
        let digits = line.trim_end_matches(['k', 'K', 'M', '+', '%']);
        digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{a0}'))
    }
}

/// Why a line is clutter, whatever stands around it.
fn reason_for(line: &str) -> Option<&'static str> {
    let words = searchable(line);
    let bare = words.trim_matches(|c: char| !c.is_alphanumeric());
    let numbers: Vec<&str> = line.split([' ', '\t', '|', '·', '•']).filter(|word| !word.is_empty()).collect();
    if numbers.len() > 2 && numbers.iter().all(|word| is_lone_number(word)) {
        return Some(ROW_OF_NUMBERS);
    }
    if phrases::ADVERTS.contains(bare) || phrases::starts_with(&phrases::CONTINUES, bare).is_some() {
        return Some("advertisement");
    }
    if line.matches(['›', '»', '>']).count() > 1 && line.chars().count() <= 80 {
        return Some("menu of the page");
    }
    let ends_a_sentence = line.ends_with(['.', '!', '?', '…', '”', '"', '»', '。']);
    if let Some(rest) = phrases::starts_with(&phrases::OTHER_ARTICLES, bare)
        && (!ends_a_sentence || rest.trim_start().starts_with(|c: char| !c.is_alphanumeric()))
    {
        return Some("link to another article");
    }
    if phrases::starts_with(&phrases::SUBSCRIBE, bare).is_some() {
        return Some("call to subscribe");
    }
    let is_credit = phrases::starts_with(&phrases::PICTURES, bare)
        .is_some_and(|rest| rest.trim_start().starts_with([':', '/', '©', '(', '|']) || rest.starts_with(" by "));
    // “fot. A. Kret” is how Polish papers write it.
    if is_credit
        || words.starts_with('©')
        || words.starts_with("fot. ")
        || !ends_a_sentence && words.ends_with("getty images")
    {
        return Some("picture credit");
    }
    if is_reading_time(bare) {
        return Some("reading time");
    }
    is_row_of_buttons(bare).then_some("buttons")
}

/// Whether a line says how long reading takes: “5 min read”.
fn is_reading_time(words: &str) -> bool {
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let says_so = phrases::READING_TIME.iter().any(|phrase| words.contains(&**phrase));
    says_so && words.chars().count() <= 40 && words.split([' ', ':']).any(|word| !word.is_empty() && is_number(word))
}

/// Whether a line has nothing but the names of buttons: “Share · Print · Save for later”.
fn is_row_of_buttons(words: &str) -> bool {
    const MOST_WORDS: usize = 16;
    let words = words.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
    let words: Vec<&str> = words.take(MOST_WORDS + 1).collect();
    words.len() <= MOST_WORDS
        && words.iter().any(|word| phrases::BUTTONS.contains(*word))
        && words.iter().all(|word| phrases::BUTTONS.contains(*word) || phrases::BESIDE_BUTTONS.contains(*word))
}

/// The lines that several texts of one outlet have.
#[derive(Default)]
struct Recurring {
    /// How many texts of each outlet have each line, and how many texts there are, where the line is blank.
    n_texts: HashMap<u64, u32, FixedState>,
    hasher: RandomState,
}

impl Recurring {
    fn of(
        project: &Project,
        drafts: &[ComparedText<'_>],
        is_copy: impl Fn(usize) -> bool,
        cancel: &AtomicBool,
    ) -> Self {
        let mut recurring = Self::default();
        let outlets: HashSet<Cow<'_, str>> = drafts.iter().map(|draft| folded(draft.outlet)).collect();
        let articles = project.articles.iter().map(|article| (&*article.details.outlet, article.text.as_str()));
        let of_project = articles.filter(|(outlet, _)| !is_blank(outlet) && outlets.contains(&folded(outlet)));
        let drafts = drafts.iter().enumerate().filter(|(at, draft)| !is_copy(*at) && !is_blank(draft.outlet));
        for (outlet, text) in of_project.chain(drafts.map(|(_, draft)| (draft.outlet, draft.text))) {
            if cancel.load(Ordering::Relaxed) {
                break;
            }
            recurring.add(outlet, text);
        }
        // Most lines stand in one text, and nobody asks for them.
        recurring.n_texts.retain(|_, n| *n as usize >= MIN_TEXTS);
        recurring
    }

    fn key(&self, outlet: &str, line: &str) -> u64 {
        self.hasher.hash_one((outlet, line))
    }

    fn add(&mut self, outlet: &str, text: &str) {
        let outlet = folded(outlet);
        let lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty() && !is_long(line));
        let keys: HashSet<u64, FixedState> =
            lines.map(|line| self.key(&outlet, line)).chain([self.key(&outlet, "")]).collect();
        for key in keys {
            *self.n_texts.entry(key).or_default() += 1;
        }
    }

    /// In how many texts of the outlet a line stands, if it recurs.
    fn n_texts(&self, outlet: &str, line: &str) -> Option<u32> {
        if is_blank(outlet) {
            return None;
        }
        let outlet = folded(outlet);
        let n = *self.n_texts.get(&self.key(&outlet, line))?;
        let n_all = *self.n_texts.get(&self.key(&outlet, ""))?;
        (n * 3 >= n_all).then_some(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(texts: &[(&str, &str)]) -> Vec<Vec<String>> {
        let drafts: Vec<ComparedText<'_>> =
            texts.iter().map(|(outlet, text)| ComparedText { text, outlet, title: "" }).collect();
        let found = find_clutter(&Project::default(), &drafts, |_| false, &AtomicBool::new(false));
        let named =
            |clutter: Vec<ClutterLine>| clutter.iter().map(|mark| format!("{} {}", mark.line, mark.reason)).collect();
        found.into_iter().map(named).collect()
    }

    #[test]
    fn lines_around_articles_are_marked_in_several_languages() {
        for (line, reason) in [
            ("Advertisement", "advertisement"),
            ("- ANZEIGE -", "advertisement"),
            ("Publicité", "advertisement"),
            ("Реклама", "advertisement"),
            ("Reklam", "advertisement"),
            ("Story continues below advertisement", "advertisement"),
            ("Must Read: The ferry that never sailed", "link to another article"),
            ("Lesen Sie auch Die Fähre, die nie fuhr", "link to another article"),
            ("À lire aussi : le bac du port", "link to another article"),
            ("Lea también: el barco del puerto", "link to another article"),
            ("Leggi anche – Il traghetto", "link to another article"),
            ("Читайте также: Паром не вышел", "link to another article"),
            ("Читайте також: Пором не вийшов", "link to another article"),
            ("Czytaj także: Prom nie wypłynął", "link to another article"),
            ("Ayrıca oku: Feribot kalkmadı", "link to another article"),
            ("Share · Print · Save for later", "buttons"),
            ("Facebook Twitter WhatsApp", "buttons"),
            ("Поделиться", "buttons"),
            ("Teilen | Drucken", "buttons"),
            ("Photo: A. Mole / Harbour News", "picture credit"),
            ("Фото: Портовая газета", "picture credit"),
            ("Fot. J. Kret /Agencja", "picture credit"),
            ("Subscribe to our evening letter", "call to subscribe"),
            ("Abonnez-vous à notre lettre", "call to subscribe"),
            ("Підписуйтесь на наш канал", "call to subscribe"),
            ("Home › World › Europe", "menu of the page"),
            ("12 | 3 | 408", "row of numbers"),
            ("4 min read", "reading time"),
        ] {
            assert_eq!(reasons(&[("", line)]), [[format!("0 {reason}")]], "{line}");
        }
    }

    #[test]
    fn prose_is_not_marked() {
        for line in [
            "Read more than one report before you judge.",
            "The advertisement ran for a week.",
            "Share prices fell.",
            "He said the photo was old.",
            "1945",
            "“Print it,” she said.",
            "The guild will subscribe to the treaty.",
            "X",
            "The council must read the letter first.",
        ] {
            assert_eq!(reasons(&[("", line)]), [[""; 0]], "{line}");
        }
    }

    #[test]
    fn numbers_below_each_other_are_a_row_and_one_alone_is_not() {
        assert_eq!(reasons(&[("", "Title\n12\n\n3.4K\nText\n1945\nEnd")]), [["1 row of numbers", "3 row of numbers"]]);
    }

    #[test]
    fn lines_recur_within_an_outlet_only() {
        let text = |n: u8| format!("Report {n}\nThe port letter, every morning\nWords of {n}");
        let texts = [1, 2, 3, 4].map(text);
        let of = |outlets: [&'static str; 4]| {
            let drafts: Vec<(&str, &str)> = outlets.into_iter().zip(texts.iter().map(String::as_str)).collect();
            reasons(&drafts)
        };
        let marked = "1 in 3 articles of this outlet";
        assert_eq!(of(["Gazette", "Gazette", "gazette", "Gazette"])[3], ["1 in 3 articles of this outlet"; 1]);
        assert_eq!(of(["Gazette", "Gazette", "Gazette", "Herald"]), [vec![marked], vec![marked], vec![marked], vec![]]);
        assert_eq!(of(["Gazette", "Gazette", "Herald", "Herald"]), [const { &[""; 0] }; 4]);
        assert_eq!(of([""; 4]), [const { &[""; 0] }; 4], "an unknown outlet is no outlet");
    }
}
