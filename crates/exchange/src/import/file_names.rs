//! Details that the names of files state, by a pattern such as `{date}_{outlet}_{title}`.
//!
//! A pattern is text with fields in braces. Each field takes as few characters as possible, so that the whole name
//! still fits; the last one takes the rest. A date takes as many characters as are a date, so `{date}-{outlet}` divides
//! “2025-12-03-Harbour News” behind the day. What follows a field must be text, or the end, because nothing would say
//! where the first of two fields ends.

use std::{collections::HashSet, str::FromStr};

use standpoint_core::model::PublicationDate;

use super::{
    dates::{FoundDate, date_in},
    draft::{Draft, Field},
    guess,
};

/// Where such details come from.
pub(super) const ORIGIN: &str = "name of the file";

/// The longest name that file systems allow.
const MAX_NAME_BYTES: usize = 255;
/// The most fields in a pattern.
const MAX_FIELDS: usize = 20;

/// Details with their values; a date as YYYY-MM-DD or a beginning of it.
pub type NamedDetails = Vec<(Field, String)>;

/// A pattern of file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileNamePattern {
    pieces: Vec<Piece>,
    /// As it was written.
    source: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(Field),
    /// `{ignore}`: something of no interest.
    Ignored,
}

/// Why a pattern is wrong. Places are counted in characters from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A brace is opened and not closed.
    #[error("the brace at character {0} is not closed; write {{title}}, for example")]
    Unclosed(usize),
    /// A brace is closed and was not opened.
    #[error("the brace at character {0} closes nothing; write {{title}}, for example")]
    Unopened(usize),
    /// A field has no name.
    #[error("the field at character {0} has no name; write {{title}} or {{ignore}}, for example")]
    NoName(usize),
    /// Two fields stand beside each other.
    #[error(
        "“{{{second}}}” at character {place} follows “{{{first}}}” directly; put a character such as _ between them"
    )]
    Adjacent {
        /// The first field.
        first: String,
        /// The second field.
        second: String,
        /// Where the second one begins.
        place: usize,
    },
    /// A field occurs twice.
    #[error("“{{{name}}}” occurs again at character {place}; use {{ignore}} for what is not needed")]
    Twice {
        /// The field.
        name: String,
        /// Where it begins the second time.
        place: usize,
    },
    /// There is no field.
    #[error(
        "it has no field; use some of {{date}}, {{outlet}}, {{title}}, {{author}}, {{agency}}, {{language}} and \
             {{ignore}}, or the name of a free field"
    )]
    NoField,
    /// There are too many fields.
    #[error("it has more than {MAX_FIELDS} fields")]
    TooMany,
}

impl FromStr for FileNamePattern {
    type Err = PatternError;

    fn from_str(source: &str) -> Result<Self, PatternError> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut names: Vec<String> = Vec::new();
        let mut was_field = false;
        let mut chars = (1..).zip(source.chars());
        while let Some((place, c)) = chars.next() {
            match c {
                '{' => {
                    let mut name = String::new();
                    loop {
                        match chars.next() {
                            Some((_, '}')) => break,
                            Some((_, '{')) | None => return Err(PatternError::Unclosed(place)),
                            Some((_, c)) => name.push(c),
                        }
                    }
                    let name = name.trim().to_owned();
                    if name.is_empty() {
                        return Err(PatternError::NoName(place));
                    }
                    if was_field && let Some(first) = names.last() {
                        return Err(PatternError::Adjacent { first: first.clone(), second: name, place });
                    }
                    let is_ignored = name.eq_ignore_ascii_case("ignore");
                    let field = Field::by_name(&name);
                    if !is_ignored && pieces.contains(&Piece::Field(field.clone())) {
                        return Err(PatternError::Twice { name, place });
                    }
                    pieces.push(if is_ignored { Piece::Ignored } else { Piece::Field(field) });
                    names.push(name);
                    was_field = true;
                }
                '}' => return Err(PatternError::Unopened(place)),
                c => {
                    match pieces.last_mut() {
                        Some(Piece::Text(text)) => text.push(c),
                        _ => pieces.push(Piece::Text(c.to_string())),
                    }
                    was_field = false;
                }
            }
        }
        match names.len() {
            0 => Err(PatternError::NoField),
            n if n > MAX_FIELDS => Err(PatternError::TooMany),
            _ => Ok(Self { pieces, source: source.to_owned() }),
        }
    }
}

impl std::fmt::Display for FileNamePattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.source)
    }
}

impl FileNamePattern {
    /// Returns the details that the name of a file without its extension states; `None` if it does not fit. Underscores
    /// and hyphens between words become blanks.
    pub fn apply(&self, stem: &str) -> Option<NamedDetails> {
        if stem.len() > MAX_NAME_BYTES {
            return None;
        }
        let mut failed = HashSet::new();
        let values = fit(&self.pieces, stem, &mut failed)?;
        let fields = self.pieces.iter().filter(|piece| !matches!(piece, Piece::Text(_)));
        let named = fields.zip(values).filter_map(|(piece, value)| match piece {
            Piece::Field(field) => Some((field.clone(), value_of(field, value))),
            Piece::Ignored | Piece::Text(_) => None,
        });
        Some(named.filter(|(_, value)| !value.is_empty()).collect())
    }

    /// Returns the details that the name of a file states, without regard to its folders and its extension; `None` if
    /// it does not fit.
    pub fn details_in(&self, name: &str) -> Option<NamedDetails> {
        let name = name.rsplit('/').next().unwrap_or(name);
        self.apply(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
    }

    /// Fills in what the name of a file states. It wins over what was guessed from the text, but not over what the file
    /// itself says about the article.
    pub(super) fn fill_in(&self, drafts: &mut [Draft], name: &str) {
        let stated = self.details_in(name);
        for draft in drafts {
            let Some(stated) = &stated else {
                draft.warnings.push(self.misfit());
                continue;
            };
            for (field, value) in stated {
                if wins_over(draft, field) {
                    fill_in_one(draft, field, value);
                }
            }
        }
    }

    /// What is said of a draft whose file does not fit.
    pub(super) fn misfit(&self) -> String {
        format!("the name of the file does not fit the pattern “{self}”")
    }
}

/// Whether the name of its file says more about a detail than the draft does.
pub(super) fn wins_over(draft: &Draft, field: &Field) -> bool {
    draft.origin(field).is_none_or(|origin| guess::is_guess(origin) || origin == ORIGIN)
}

fn fill_in_one(draft: &mut Draft, field: &Field, value: &str) {
    let place = match field {
        Field::Date => &mut draft.details.date,
        Field::Updated => &mut draft.details.updated,
        _ => return draft.replace(field.clone(), value, ORIGIN),
    };
    let Some(date) = date_of(value) else { return };
    *place = None;
    draft.origins.retain(|(known, _)| known != field);
    draft.set_date(field.clone(), date, ORIGIN);
    if *field == Field::Date {
        draft.ambiguous_date = None;
    }
}

/// The values of the fields in order, if a name fits the pieces. `failed` has the pairs of pieces and rests of the name
/// that are known not to fit, so that the work stays in proportion to the product of both lengths.
fn fit<'a>(pieces: &[Piece], name: &'a str, failed: &mut HashSet<(usize, usize)>) -> Option<Vec<&'a str>> {
    let Some((first, rest)) = pieces.split_first() else { return name.is_empty().then(Vec::new) };
    let state = (pieces.len(), name.len());
    if failed.contains(&state) {
        return None;
    }
    let fitting = match first {
        Piece::Text(text) => name.strip_prefix(text.as_str()).and_then(|name| fit(rest, name, failed)),
        Piece::Field(_) | Piece::Ignored => {
            let is_date = matches!(first, Piece::Field(Field::Date | Field::Updated));
            let mut ends: Vec<usize> = name.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
            if is_date {
                ends.reverse();
            }
            ends.into_iter().find_map(|end| {
                let (value, after) = name.split_at(end);
                let is_possible = !is_date || date_of(value).is_some();
                let mut values = is_possible.then(|| fit(rest, after, failed)).flatten()?;
                values.insert(0, value);
                Some(values)
            })
        }
    };
    if fitting.is_none() {
        failed.insert(state);
    }
    fitting
}

/// A value as it is filled in. The first of blank, underscore and hyphen that occurs in it stands for a blank, so that
/// “a so-called deal” keeps its hyphen and “no-deal-yet” becomes three words.
fn value_of(field: &Field, value: &str) -> String {
    match field {
        Field::Date | Field::Updated => date_of(value).map(|date| date.to_string()).unwrap_or_default(),
        Field::Url => value.to_owned(),
        _ => {
            let blank = [' ', '_', '-'].into_iter().find(|blank| value.contains(*blank)).unwrap_or(' ');
            value
                .split(|c: char| c == blank || c.is_control())
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        }
    }
}

/// The date that is the whole value: `2025-12-03`, `2025_12_03`, `20251203`, `3 December 2025` and the like.
fn date_of(value: &str) -> Option<PublicationDate> {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if value.len() == 8 && is_digits(value) {
        return PublicationDate::from_iso(&format!("{}-{}-{}", &value[..4], &value[4..6], &value[6..])).ok();
    }
    let as_iso: String = value.chars().map(|c| if matches!(c, '_' | '.' | ' ') { '-' } else { c }).collect();
    if let Ok(date) = PublicationDate::from_iso(&as_iso) {
        return Some(date);
    }
    // A number with few digits, or a sentence that mentions a day, is not a date.
    let words = value.replace('_', " ");
    if words.split_whitespace().count() > 4 || !value.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    words.parse().ok().or_else(|| match date_in(&words.replace('-', " "))? {
        FoundDate::Date(date) if words.split([' ', '-']).count() == 3 => Some(date),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a name states by a pattern, as “field=value” with blanks between them.
    fn check(pattern: &str, stem: &str, expected: &str) {
        let pattern: FileNamePattern = pattern.parse().expect("the pattern is sound");
        let stated = pattern.apply(stem).map(|values| {
            let values = values.iter().map(|(field, value)| format!("{}={value}", field.name()));
            values.collect::<Vec<_>>().join(" | ")
        });
        assert_eq!(stated.as_deref().unwrap_or("does not fit"), expected, "{pattern} {stem}");
    }

    #[test]
    fn names_are_divided_by_the_pattern() {
        let usual = "{date}_{outlet}_{title}";
        check(
            usual,
            "2025-12-03_Harbour-News_No_deal_yet",
            "date=2025-12-03 | outlet=Harbour News | title=No deal yet",
        );
        check(usual, "20251203_Порт_Мост — не мост", "date=2025-12-03 | outlet=Порт | title=Мост — не мост");
        check(
            usual,
            "2025_12_03_Harbour_A so-called deal",
            "date=2025-12-03 | outlet=Harbour | title=A so-called deal",
        );
        check(usual, "2025_Harbour_Deal", "date=2025 | outlet=Harbour | title=Deal");
        check(usual, "Harbour_Deal_Yes", "does not fit");
        check("{date}-{outlet}", "2025-12-03-Harbour-News", "date=2025-12-03 | outlet=Harbour News");
        check("{date} {title}", "3 December 2025 Bridge talks", "date=2025-12-03 | title=Bridge talks");
        check(
            "{ignore}({section}) {author}",
            "17(City desk) A.-M. Petrova",
            "section=City desk | author=A.-M. Petrova",
        );
    }

    #[test]
    fn a_wrong_pattern_says_where() {
        let problem = |pattern: &str| pattern.parse::<FileNamePattern>().map(|_| ()).unwrap_err().to_string();
        assert_eq!(problem("{date}_{title"), "the brace at character 8 is not closed; write {title}, for example");
        assert_eq!(problem("title}"), "the brace at character 6 closes nothing; write {title}, for example");
        assert_eq!(
            problem("{date}{title}"),
            "“{title}” at character 7 follows “{date}” directly; put a character such as _ between them"
        );
        assert_eq!(
            problem("{title} {Title}"),
            "“{Title}” occurs again at character 9; use {ignore} for what is not needed"
        );
        assert_eq!(problem("{ }"), "the field at character 1 has no name; write {title} or {ignore}, for example");
        assert!(problem("x").starts_with("it has no field"));
        assert_eq!(problem(&"{ignore}-".repeat(21)), "it has more than 20 fields");
    }

    #[test]
    fn a_long_name_with_many_separators_is_quickly_seen_not_to_fit() {
        let pattern: FileNamePattern = ["{ignore}_"; 19].concat().parse().expect("the pattern is sound");
        assert_eq!(pattern.apply(&"_a".repeat(120)), None);
    }

    #[test]
    fn the_name_wins_over_guesses_and_not_over_the_file() {
        let pattern: FileNamePattern = "{date}_{outlet}_{title}".parse().expect("the pattern is sound");
        let mut draft = Draft::of_text("A line\n4 December 2025\nSource: Ferry Times\nText.");
        draft.set(Field::Outlet, "The Harbour", "metadata of the page");
        guess::fill_in(&mut draft);
        let mut drafts = [draft];
        pattern.fill_in(&mut drafts, "archive.zip/in/2025-12-03_Other_Bridge-talks.txt");
        let [draft] = drafts;
        assert_eq!(draft.details.title, "Bridge talks");
        assert_eq!(draft.details.outlet, "The Harbour");
        assert_eq!(draft.details.date.map(|date| date.to_string()).as_deref(), Some("2025-12-03"));
        assert_eq!(draft.origin(&Field::Date), Some(ORIGIN));
        assert!(draft.warnings.is_empty());
        let mut drafts = [draft];
        pattern.fill_in(&mut drafts, "other.txt");
        assert_eq!(drafts[0].warnings, ["the name of the file does not fit the pattern “{date}_{outlet}_{title}”"]);
    }
}
