//! The settings as a file that a person may edit: one entry a line, under a heading for each group.
//!
//! What cannot be read costs no more than itself, and the person is told what it was.

use super::{Setting, SettingGroup, Settings};
use crate::ui::widgets::one_line;

const HEAD: &str = "\
// The settings of Standpoint on this computer. The page of settings in the window changes them.
// You can also edit them here while the program is closed. A setting that is left out has its default.
";

/// Writes the settings.
pub fn to_text(settings: &Settings) -> String {
    let mut text = format!("{HEAD}(\n");
    for group in SettingGroup::ALL {
        text.push_str(&format!("    // {}\n", group.title()));
        for setting in Setting::ALL.into_iter().filter(|setting| setting.spec().group == group) {
            // Everything that is set is text, a number or a name, which can always be written.
            if let Ok(value) = setting.written(settings) {
                text.push_str(&format!("    {}: {value},\n", setting.id()));
            }
        }
    }
    text.push_str(")\n");
    text
}

/// Reads settings; says which entries were lost, each as a person knows it.
pub fn read(text: &str) -> (Settings, Vec<String>) {
    let mut settings = Settings::default();
    let names: Vec<&str> = Setting::ALL.map(Setting::id).into();
    let lost = read_entries(text, &names, |at, value| settings.take(Setting::ALL[at], value));
    let lost = lost.into_iter().map(|lost| match lost {
        Lost::Known(at) => format!("“{}”", Setting::ALL[at].spec().name),
        Lost::Unknown(words) => format!("“{}”, which is not a setting", one_line(&words)),
    });
    (settings, lost.collect())
}

impl Settings {
    /// Takes a value from its text; returns whether it could be read and makes sense.
    pub(in crate::ui) fn take(&mut self, setting: Setting, text: &str) -> bool {
        let mut changed = self.clone();
        let is_taken = setting.read(&mut changed, text) && setting.is_in_range(&changed);
        if is_taken {
            *self = changed;
        }
        is_taken
    }
}

/// What could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The entry of the name at this place.
    Known(usize),
    /// Something of another name, or of none.
    Unknown(String),
}

/// Reads entries like `(name: value, …)`. `take` gets the place of the name among `names` and the text of the value,
/// and returns whether it could be read.
pub fn read_entries(text: &str, names: &[&str], mut take: impl FnMut(usize, &str) -> bool) -> Vec<Lost> {
    let text = without_comments(text);
    let place_of = |name: &str| names.iter().position(|known| *known == name.trim());
    let mut lost = Vec::new();
    if let Some(entries) = entries(&text) {
        for entry in entries.into_iter().filter(|entry| !entry.trim().is_empty()) {
            match entry.split_once(':').map(|(name, value)| (name.trim(), place_of(name), value)) {
                Some((_, Some(at), value)) if take(at, value) => {}
                Some((_, Some(at), _)) => lost.push(Lost::Known(at)),
                Some((name, None, _)) => lost.push(Lost::Unknown(name.to_owned())),
                None => lost.push(Lost::Unknown(entry.trim().to_owned())),
            }
        }
        return lost;
    }
    for (at, value) in parts(&text, names) {
        // Behind its value there may be something that is no entry.
        let mut ends = std::iter::once(value.len()).chain(value.rmatch_indices(',').map(|(end, _)| end));
        let Some(end) = ends.find(|end| take(at, &value[..*end])) else {
            lost.push(Lost::Known(at));
            continue;
        };
        let behind = value[end..].trim_matches(|c: char| c.is_whitespace() || ",()".contains(c));
        if !behind.is_empty() {
            let (name, _) = behind.split_once(':').unwrap_or((behind, ""));
            lost.push(Lost::Unknown(name.trim().to_owned()));
        }
    }
    lost
}

/// What a sign in a text is part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    Quotes,
    /// The sign after a backslash.
    Escape,
    Comment,
}

impl Within {
    /// What the sign after this one is part of, and whether this one is outside of quotes and comments.
    fn step(self, c: char, next: Option<char>) -> (Self, bool) {
        match (self, c) {
            (Self::Nothing, '"') | (Self::Escape, _) => (Self::Quotes, false),
            (Self::Nothing, '/') if next == Some('/') => (Self::Comment, false),
            (Self::Nothing, _) => (Self::Nothing, true),
            (Self::Quotes, '\\') => (Self::Escape, false),
            // A text ends on its line, so that a quotation mark too few costs no other line.
            (Self::Quotes, '"' | '\n') | (Self::Comment, '\n') => (Self::Nothing, false),
            (Self::Quotes | Self::Comment, _) => (self, false),
        }
    }
}

/// The text without what stands behind `//`.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut within = Within::Nothing;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        (within, _) = within.step(c, chars.peek().copied());
        if within != Within::Comment {
            kept.push(c);
        }
    }
    kept
}

/// Cuts `(a, b, c)` at its own commas; nothing if its brackets and quotation marks do not match.
fn entries(text: &str) -> Option<Vec<&str>> {
    let inside = text.trim().strip_prefix('(')?.strip_suffix(')')?;
    let (mut entries, mut open, mut start, mut within) = (Vec::new(), Vec::new(), 0, Within::Nothing);
    for (at, c) in inside.char_indices() {
        if within == Within::Quotes && c == '\n' {
            return None;
        }
        let is_plain;
        (within, is_plain) = within.step(c, None);
        match c {
            _ if !is_plain => {}
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            ')' | ']' | '}' if open.pop() != Some(c) => return None,
            ',' if open.is_empty() => {
                entries.push(&inside[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    entries.push(&inside[start..]);
    (open.is_empty() && within == Within::Nothing).then_some(entries)
}

/// Cuts the text before every known name, so that a bracket or a quotation mark too few costs one of them. Each value
/// comes with the place of its name.
fn parts<'a>(text: &'a str, names: &[&str]) -> Vec<(usize, &'a str)> {
    let begins_with = |rest: &str| {
        let is_named = |name: &&str| rest.strip_prefix(*name).is_some_and(|rest| rest.trim_start().starts_with(':'));
        names.iter().position(is_named)
    };
    let mut starts: Vec<(usize, usize)> = Vec::new();
    // Where lines are broken, an entry begins its line, so that no name within a text is taken for one.
    let before: &[char] = if text.trim().contains('\n') { &['\n'] } else { &['(', ','] };
    for (at, _) in text.match_indices(before) {
        let rest = text[at + 1..].trim_start();
        starts.extend(begins_with(rest).map(|name| (name, text.len() - rest.len())));
    }
    // Empty lines before an entry lead to it as well.
    starts.dedup();
    let ends = starts.iter().skip(1).map(|(_, start)| *start).chain([text.len()]).collect::<Vec<_>>();
    let part = |((name, start), end): (&(usize, usize), usize)| {
        let part = text[*start..end].trim_end();
        // The last one carries the bracket of the whole.
        let part = if end == text.len() { part.strip_suffix(')').unwrap_or(part) } else { part };
        let (_, value) = part.split_once(':').unwrap_or((part, ""));
        (*name, value.trim_end().trim_end_matches(','))
    };
    starts.iter().zip(ends).map(part).collect()
}

#[cfg(test)]
mod tests {
    use standpoint_core::{
        model::{
            CodeKind,
            view::{Axis, Counting, Measure},
        },
        text::words::Snap,
    };

    use super::*;
    use crate::ui::preferences::{ArticleGrouping, ArticleOrder, Saving, ThemeChoice};

    /// Settings that all differ from the defaults.
    fn changed() -> Settings {
        Settings {
            coder: "AK \"the second\", theme: Dark // not a comment".to_owned(),
            theme: ThemeChoice::Sepia,
            interface_scale: 1.2,
            text_scale: 1.5,
            line_scale: 1.2,
            line_chars: 80,
            tint_by: CodeKind::Actor,
            shows_articles: false,
            article_order: ArticleOrder::Title,
            article_grouping: ArticleGrouping::Story,
            shows_highlight: false,
            suggests_after_tag: false,
            snap: Snap::Word,
            shows_legend: true,
            keys: ron::from_str("{\"MarkDone\":[\"Ctrl+Shift+D\"]}").expect("it is a keymap"),
            saving: Saving::WhenAsked,
            n_backups: 42,
            includes_subfolders: false,
            keeps_originals: true,
            compare_rows: Axis::Actor,
            compare_columns: Axis::Outlet,
            compare_cells: Measure::NetStance,
            compare_counting: Counting::OncePerArticle,
            hides_empty: true,
            marks_only_source: true,
            csv_for_excel: true,
            csv_semicolons: true,
            csv_guard: false,
        }
    }

    /// The file of the changed settings with something else in it.
    fn replaced(old: &str, new: &str) -> String {
        let text = to_text(&changed());
        assert_eq!(text.matches(old).count(), 1, "{old} in {text}");
        text.replace(old, new)
    }

    #[test]
    fn what_is_written_is_read_back_and_nothing_is_lost() {
        for settings in [Settings::default(), changed()] {
            assert_eq!(read(&to_text(&settings)), (settings, Vec::new()));
        }
        for setting in Setting::ALL {
            assert!(!setting.is_usual(&changed()), "{setting:?} should differ here");
        }
    }

    #[test]
    fn one_that_cannot_be_read_costs_no_other() {
        for theme in ["Purple", "", "Sepia(", "\"Sepia", ")", "Sepia]"] {
            let expected = Settings { theme: ThemeChoice::System, ..changed() };
            let (settings, lost) = read(&replaced("theme: Sepia", &format!("theme: {theme}")));
            assert_eq!(settings, expected, "{theme}");
            assert_eq!(lost, ["“Theme”"], "{theme}");
        }
        let expected = Settings { n_backups: Settings::default().n_backups, ..changed() };
        for number in ["-1", "0", "1000", "many"] {
            let (settings, lost) = read(&replaced("n_backups: 42", &format!("n_backups: {number}")));
            assert_eq!((settings, &*lost), (expected.clone(), &["“Earlier versions to keep”".to_owned()][..]));
        }
    }

    #[test]
    fn several_that_cannot_be_read_are_all_named() {
        let text = replaced("theme: Sepia", "theme: Purple").replace("saving: WhenAsked", "saving: []");
        let (settings, lost) = read(&text);
        assert_eq!(settings, Settings { theme: ThemeChoice::System, saving: Saving::WhenIdle, ..changed() });
        assert_eq!(lost, ["“Theme”", "“Save”"]);
    }

    #[test]
    fn one_that_nobody_knows_is_named_and_costs_no_other() {
        for (new, name) in
            [("theme: Sepia, zoom: 2.0", "zoom"), ("theme: Sepia,\nzoom: @@", "zoom"), ("theme: Sepia, ;", ";")]
        {
            let (settings, lost) = read(&replaced("theme: Sepia", new));
            assert_eq!(settings, changed(), "{new}");
            assert_eq!(lost, [format!("“{name}”, which is not a setting")]);
        }
    }

    #[test]
    fn one_that_stands_twice_counts_as_it_stands_last_and_one_left_out_has_its_default() {
        let twice = read(&replaced("theme: Sepia", "theme: Sepia, theme: Dark"));
        assert_eq!(twice, (Settings { theme: ThemeChoice::Dark, ..changed() }, Vec::new()));
        assert_eq!(read("(theme: Dark)"), (Settings { theme: ThemeChoice::Dark, ..Settings::default() }, Vec::new()));
    }

    #[test]
    fn sizes_that_nobody_could_read_are_reset() {
        for size in ["0.0", "-1.0", "1e30", "NaN", "inf"] {
            let (settings, lost) = read(&replaced("text_scale: 1.5", &format!("text_scale: {size}")));
            assert_eq!(settings, Settings { text_scale: 1.0, ..changed() }, "{size}");
            assert_eq!(lost, ["“Text size”"]);
        }
        assert_eq!(read(&replaced("line_chars: 80", "line_chars: 0")).1, ["“Page width”"]);
    }

    #[test]
    fn comments_may_stand_anywhere() {
        let text = to_text(&changed()).replace(",\n", ", // as I like it, theme: Dark\n");
        assert_eq!(read(&text), (changed(), Vec::new()));
    }

    #[test]
    fn rubbish_gives_the_defaults() {
        for text in ["", "(", "@@@", "(no:1)x", "\u{0}"] {
            assert_eq!(read(text).0, Settings::default(), "{text}");
        }
    }
}
