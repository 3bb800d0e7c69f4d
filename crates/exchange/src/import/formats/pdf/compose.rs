//! The text of a file, from the lines of its pages.

use std::collections::HashSet;

use super::{
    Extracted,
    lines::Line,
    margins::margins,
    paragraphs::{Joint, Placed, joints},
};

/// A headline is larger than most of the text by this factor at least.
const HEADLINE_SIZE: f32 = 1.2;
/// The length of the longest headline, in characters.
const MAX_HEADLINE_CHARS: usize = 300;

/// Puts the lines of pages together, with the names of the pages. With `raw_lines`, each line of a page stays a line.
pub(super) fn compose(pages: &[Vec<Line>], names: &[String], raw_lines: bool) -> Extracted {
    let margins = margins(pages);
    let is_text = |page: usize, index: usize| margins[page][index].is_none();
    let of_page = |page: usize| (0..pages[page].len()).map(move |index| (page, index));
    let body: Vec<Placed<'_>> = (0..pages.len())
        .flat_map(of_page)
        .filter(|(page, index)| is_text(*page, *index))
        .map(|(page, index)| Placed { line: &pages[page][index], page })
        .collect();
    let joints = joints(&body);
    let mut next_joint = joints.iter();
    let compounds = compounds(&body);
    let mut text = Flow::default();
    let mut extracted = Extracted::default();
    for (page, (lines, margins)) in pages.iter().zip(&margins).enumerate() {
        let mut has_begun = false;
        for (line, margin) in lines.iter().zip(margins) {
            if let Some(margin) = margin {
                extracted.left_out.push((text.n_lines(), line.text.clone(), margin.reason().to_owned()));
                continue;
            }
            match if text.is_empty() { None } else { next_joint.next() } {
                Some(_) if raw_lines => text.begin(&line.text),
                None | Some(Joint::Paragraph) => text.begin(&line.text),
                Some(Joint::Line) => text.go_on(&line.text, &compounds),
                Some(Joint::Initial) => text.complete(&line.text),
            }
            if !has_begun {
                extracted.parts.push((text.start_of_last, names[page].clone()));
                has_begun = true;
            }
        }
        if !has_begun {
            extracted.parts.push((text.n_chars, names[page].clone()));
        }
    }
    extracted.headline = headline(&body, &joints);
    extracted.text = text.text;
    extracted
}

/// The paragraph of the first page with the largest letters, if they stand out.
fn headline(body: &[Placed<'_>], joints: &[Joint]) -> Option<String> {
    let usual = usual_size(body)?;
    let n_first = body.iter().take_while(|placed| placed.page == body[0].page).count();
    let first = &body[..n_first];
    let is_wordy = |placed: &&Placed<'_>| placed.line.text.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let largest = first.iter().filter(is_wordy).map(|placed| placed.line.size).max_by(f32::total_cmp)?;
    if largest < usual * HEADLINE_SIZE {
        return None;
    }
    let from = first.iter().position(|placed| placed.line.size >= largest)?;
    let mut flow = Flow::default();
    flow.begin(&first[from].line.text);
    for (placed, joint) in first[from + 1..].iter().zip(&joints[from..]) {
        if *joint != Joint::Line {
            break;
        }
        flow.go_on(&placed.line.text, &HashSet::new());
    }
    (flow.n_chars <= MAX_HEADLINE_CHARS).then_some(flow.text)
}

/// The size of most of the text.
fn usual_size(body: &[Placed<'_>]) -> Option<f32> {
    let mut sizes: Vec<(f32, usize)> = body.iter().map(|placed| (placed.line.size, placed.line.text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, n)| n).sum::<usize>() / 2;
    let mut n_before = 0;
    sizes.into_iter().find_map(|(size, n)| {
        n_before += n;
        (n_before > half).then_some(size)
    })
}

/// The words with a hyphen inside a line, in lower case: those keep it at the end of a line too.
fn compounds(body: &[Placed<'_>]) -> HashSet<String> {
    let words = body.iter().flat_map(|placed| placed.line.text.split(' '));
    let is_compound = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.contains(['-', '‐'])
            && bare.len() == word.trim_end_matches(|c: char| c != '-' && !c.is_alphanumeric()).len()
    };
    words.filter(is_compound).map(key).collect()
}

fn key(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).replace('‐', "-").to_lowercase()
}

/// A text that grows line by line.
#[derive(Default)]
struct Flow {
    text: String,
    n_chars: usize,
    n_breaks: usize,
    /// Where the last line that was added begins, in characters.
    start_of_last: usize,
}

impl Flow {
    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The number of lines that have begun.
    fn n_lines(&self) -> usize {
        if self.is_empty() { 0 } else { self.n_breaks + 1 }
    }

    fn push(&mut self, text: &str) {
        self.start_of_last = self.n_chars;
        self.text.push_str(text);
        self.n_chars += text.chars().count();
    }

    /// Begins a line of the text.
    fn begin(&mut self, line: &str) {
        if !self.is_empty() {
            self.text.push('\n');
            self.n_chars += 1;
            self.n_breaks += 1;
        }
        self.push(line);
    }

    /// Completes the word that was begun by a large initial.
    fn complete(&mut self, line: &str) {
        self.push(line);
    }

    /// Adds a line to the paragraph, without the hyphen that parts a word.
    fn go_on(&mut self, line: &str, compounds: &HashSet<String>) {
        match seam(&self.text, line, compounds) {
            Seam::Blank => {
                self.text.push(' ');
                self.n_chars += 1;
            }
            Seam::Nothing => {}
            Seam::Hyphen => {
                self.text.pop();
                self.n_chars -= 1;
            }
        }
        self.push(line);
    }
}

/// What stands between two lines of a paragraph.
#[derive(Debug, PartialEq, Eq)]
enum Seam {
    Blank,
    Nothing,
    /// The hyphen at the end goes.
    Hyphen,
}

fn seam(before: &str, line: &str, compounds: &HashSet<String>) -> Seam {
    let mut last = before.chars().rev();
    let (Some(end), before_end, Some(next)) = (last.next(), last.next(), line.chars().next()) else {
        return Seam::Nothing;
    };
    let follows_letter = before_end.is_some_and(char::is_alphanumeric);
    match end {
        '\u{ad}' => Seam::Hyphen,
        // “künftige Öl- / und Gasförderung”: the hyphen stands for the end of the next word.
        '-' | '‐' if follows_letter && joins_words(line) => Seam::Blank,
        '-' | '‐' if follows_letter => {
            let is_parted_word = before_end.is_some_and(char::is_alphabetic) && next.is_alphabetic();
            // In scripts without capitals, every letter goes on with the word.
            if !is_parted_word || next.is_uppercase() || is_compound(before, line, compounds) {
                Seam::Nothing
            } else {
                Seam::Hyphen
            }
        }
        '—' | '–' if follows_letter => Seam::Nothing,
        _ if is_without_blanks(end) && is_without_blanks(next) => Seam::Nothing,
        _ => Seam::Blank,
    }
}

/// Whether a line begins with a word that joins two words, of which the first may leave out its end.
fn joins_words(line: &str) -> bool {
    const WORDS: [&str; 13] =
        ["und", "oder", "bis", "sowie", "bzw.", "beziehungsweise", "and", "or", "et", "ou", "och", "og", "eller"];
    line.split_once(' ').is_some_and(|(first, _)| WORDS.contains(&first))
}

fn is_compound(before: &str, line: &str, compounds: &HashSet<String>) -> bool {
    let first = before.rsplit([' ', '\n']).next().unwrap_or(before);
    let second = line.split(' ').next().unwrap_or(line);
    compounds.contains(&key(&format!("{first}{second}")))
}

/// Whether the character is of a script that is written without blanks between words.
fn is_without_blanks(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{edf}' | '\u{1780}'..='\u{17ff}' | '\u{1000}'..='\u{109f}' | '\u{2e80}'..='\u{312f}'
        | '\u{31a0}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::{
        super::lines::{lines, tests::set},
        *,
    };

    /// A page whose lines are 12 points apart.
    fn page(texts: &[&str]) -> Vec<Line> {
        let mut y = 800.0;
        let mut glyphs = Vec::new();
        for text in texts {
            glyphs.extend(set(text, 0.0, y));
            y -= 12.0;
        }
        lines(&glyphs)
    }

    fn names(n: usize) -> Vec<String> {
        (1..=n).map(|number| format!("p. {number}")).collect()
    }

    fn check(texts: &[&str], expected: &str) {
        assert_eq!(compose(&[page(texts)], &names(1), false).text, expected);
    }

    #[test]
    fn hyphens_at_the_ends_of_lines_are_undone() {
        check(
            &["The old bridge is closed in the win-", "ter and in the summer it is open"],
            "The old bridge is closed in the winter and in the summer it is open",
        );
        check(
            &["They met with all of the Franco-", "German friends of the old bridge"],
            "They met with all of the Franco-German friends of the old bridge",
        );
        check(
            &["This well-known and also a well-", "known bridge is closed for good"],
            "This well-known and also a well-known bridge is closed for good",
        );
        check(
            &["Es geht um die künftige Öl-", "und Gasförderung vor der Küste"],
            "Es geht um die künftige Öl- und Gasförderung vor der Küste",
        );
        check(
            &["The bridge is closed in 2025-", "2026 and maybe for a while more"],
            "The bridge is closed in 2025-2026 and maybe for a while more",
        );
        check(
            &["The bridge—a long and old one—", "is closed, as everybody expected"],
            "The bridge—a long and old one—is closed, as everybody expected",
        );
        check(
            &["桥梁关闭了很长时间而且没有人知道", "什么时候会再次开放给大家使用呢"],
            "桥梁关闭了很长时间而且没有人知道什么时候会再次开放给大家使用呢",
        );
    }

    #[test]
    fn raw_lines_stay_as_they_are() {
        let pages = [page(&["The old bridge is closed in the win-", "ter and in the summer it is open"])];
        let raw = compose(&pages, &names(1), true);
        assert_eq!(raw.text, "The old bridge is closed in the win-\nter and in the summer it is open");
    }

    #[test]
    fn pages_are_parts_and_their_heads_are_listed() {
        let first =
            page(&["Harbour News", "", "The old bridge is shut today and", "nobody knows for how long it will"]);
        let second = page(&["Harbour News", "", "stay shut, the mayor of the city", "said."]);
        let composed = compose(&[first, second], &names(2), false);
        let text =
            "The old bridge is shut today and nobody knows for how long it will stay shut, the mayor of the city said.";
        assert_eq!(composed.text, text);
        let start = text.find("stay").expect("it is there");
        assert_eq!(composed.parts, [(0, "p. 1".to_owned()), (start, "p. 2".to_owned())]);
        let head = |line| (line, "Harbour News".to_owned(), "head of the page".to_owned());
        assert_eq!(composed.left_out, [head(0), head(1)]);
    }

    #[test]
    fn the_largest_letters_of_the_first_page_are_the_headline() {
        let mut large = set("Bridge shut", 0.0, 820.0);
        for glyph in &mut large {
            glyph.size = 18.0;
        }
        let mut lines = lines(&large);
        lines.extend(page(&["The old bridge is shut today and", "nobody knows for how long"]));
        assert_eq!(compose(&[lines], &names(1), false).headline.as_deref(), Some("Bridge shut"));
        assert_eq!(compose(&[page(&["The bridge", "is shut"])], &names(1), false).headline, None);
        assert_eq!(
            compose(&[page(&[])], &names(1), false),
            Extracted { parts: vec![(0, "p. 1".to_owned())], ..Extracted::default() }
        );
    }
}
