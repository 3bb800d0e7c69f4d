//! Right-to-left lines in the order in which they are read.
//!
//! A page shows a line from left to right, whatever its script. What is read from right to left is turned around here,
//! with numbers and foreign words in it kept as they are.

use unicode_bidi::{BidiInfo, Level};

/// Whether the character is a letter of a script that is read from right to left.
pub(super) fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && !c.is_numeric()
}

/// Whether the character stands above, below or within another one.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}'
        | '\u{5c4}'..='\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        | '\u{20d0}'..='\u{20f0}' | '\u{fe20}'..='\u{fe2f}')
}

/// Whether most letters are of a script that is read from right to left.
pub(super) fn is_mostly_rtl(text: &str) -> bool {
    let n_rtl = text.chars().filter(|c| is_rtl(*c)).count();
    n_rtl * 2 > text.chars().filter(|c| c.is_alphabetic()).count()
}

/// Turns a line that is given as it looks, from left to right, into the order in which it is read. Marks follow their
/// letters in both.
pub(super) fn as_read(shown: &str) -> String {
    if !shown.chars().any(is_rtl) {
        return shown.to_owned();
    }
    let level = if is_mostly_rtl(shown) { Level::rtl() } else { Level::ltr() };
    // Ordering a line for display and back is the same step, up to the marks and brackets that are put right below.
    let bare: String = shown.chars().filter(|c| !is_control(*c)).collect();
    let info = BidiInfo::new(&bare, Some(level));
    let Some(paragraph) = info.paragraphs.first() else { return bare };
    let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
    let runs: Vec<(String, bool)> = runs
        .into_iter()
        .map(|run| {
            let is_rtl = levels[run.start].is_rtl();
            (if is_rtl { turned(&bare[run]) } else { bare[run].to_owned() }, is_rtl)
        })
        .collect();
    // Programs differ in whether they state the bracket that is meant or the one that is seen.
    let first_bracket = runs.iter().filter(|(_, is_rtl)| *is_rtl).flat_map(|(run, _)| run.chars());
    let is_seen = matches!(
        first_bracket.map(|c| (c, mirrored(c))).find(|(_, other)| other.is_some()),
        Some((')' | ']' | '}' | '»' | '>', _))
    );
    let meant = |(run, is_rtl): (String, bool)| {
        let is_mirrored = is_rtl && is_seen;
        if is_mirrored { run.chars().map(|c| mirrored(c).unwrap_or(c)).collect() } else { run }
    };
    runs.into_iter().map(meant).collect()
}

/// Characters that only say how to display a text.
fn is_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2029}' | '\u{85}')
}

/// The characters from the last to the first, each with its marks behind it.
fn turned(run: &str) -> String {
    let mut letters: Vec<(usize, usize)> = Vec::new();
    for (start, c) in run.char_indices() {
        let end = start + c.len_utf8();
        match letters.last_mut() {
            Some((_, last_end)) if is_mark(c) => *last_end = end,
            _ => letters.push((start, end)),
        }
    }
    letters.iter().rev().map(|(start, end)| &run[*start..*end]).collect()
}

fn mirrored(c: char) -> Option<char> {
    const PAIRS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('{', '}'), ('«', '»'), ('<', '>')];
    PAIRS.iter().find_map(|(open, close)| match c {
        c if c == *open => Some(*close),
        c if c == *close => Some(*open),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(read: &str) -> String {
        read.chars().rev().collect()
    }

    #[test]
    fn a_right_to_left_line_is_turned_around_but_for_its_numbers() {
        assert_eq!(as_read(&shown("الجسر مغلق")), "الجسر مغلق");
        assert_eq!(as_read(&format!("{} 2025 {}", shown("هذا العام"), shown("في"))), "في 2025 هذا العام");
        assert_eq!(as_read(&format!("{} BBC {}", shown("היום"), shown("לפי"))), "לפי BBC היום");
        assert_eq!(as_read("The bridge"), "The bridge");
    }

    #[test]
    fn a_foreign_word_in_a_left_to_right_line_is_turned_alone() {
        assert_eq!(as_read(&format!("The word {} means peace", shown("שלום"))), "The word שלום means peace");
    }

    #[test]
    fn marks_stay_behind_their_letters() {
        // “ב” with a mark, then “ר”; on the page from left to right.
        assert_eq!(as_read("רבּ"), "בּר");
    }

    #[test]
    fn brackets_open_before_they_close() {
        let meant = "אב (גד) הו";
        assert_eq!(as_read(&shown(meant)), meant);
        let seen: String = shown(meant).chars().map(|c| mirrored(c).unwrap_or(c)).collect();
        assert_eq!(as_read(&seen), meant);
        let meant = "אב (2025) הו";
        assert_eq!(as_read(&format!("{}(2025){}", shown(" הו"), shown("אב "))), meant);
    }
}
