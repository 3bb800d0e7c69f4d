//! When an article was published, as precisely as it is known.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A year, a month or a day: `2025`, `2025-12` or `2025-12-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicationDate {
    /// The year, 0 to 9999.
    pub year: i16,
    /// The month, 1 to 12, if it is known.
    pub month: Option<i8>,
    /// The day of the month, 1 to 31, if it is known. Never set without a month.
    pub day: Option<i8>,
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotADate {
    /// A text in a file that is not of the form `2025`, `2025-12` or `2025-12-03`.
    #[error("“{0}” is not a date; write it as 2025-12-03, 2025-12 or 2025")]
    Iso(String),
    /// A typed text that is of none of the forms in which dates are written.
    #[error("“{0}” is not a date. Write 2025-12-03, 3 Dec 2025, Dec 2025 or 2025")]
    Form(String),
    /// A day and a month.
    #[error("“{0}” has no year. Write {0} 2025, for example")]
    NoYear(String),
    /// A text in which day and month might be swapped.
    #[error("“{0}” may mean two days. Write the month as a word, or the year first")]
    Ambiguous(String),
    /// A day that the calendar does not have.
    #[error("“{0}” is not in the calendar")]
    NoSuchDay(String),
}

impl FromStr for PublicationDate {
    type Err = NotADate;

    /// Reads a date in any form that the program shows, and in those that are close to it: `2025-12-03`, `2025-12`,
    /// `2025`, `3 December 2025`, `3 Dec. 2025`, `December 3, 2025`, `Dec 2025`, `3.12.2025`. Files hold only the first
    /// three, which [`Self::from_iso`] reads.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let text = text.trim();
        Self::from_iso(text).or_else(|_| from_words(text)).map_err(|error| match error {
            // What looks like an ISO date is one that the calendar does not have.
            NotADate::Form(_) if has_iso_form(text) => NotADate::NoSuchDay(text.to_owned()),
            error => error,
        })
    }
}

/// Whether a text has the form of `2025`, `2025-12` or `2025-12-03`, whatever the numbers are.
fn has_iso_form(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() <= 3
        && parts
            .iter()
            .zip([4, 2, 2])
            .all(|(part, width)| part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The date that is written with words, or with full stops.
fn from_words(text: &str) -> Result<PublicationDate, NotADate> {
    let wrong = || NotADate::Form(text.to_owned());
    let separators = |c: char| c.is_whitespace() || c == ',';
    let words: Vec<&str> = text.split(separators).filter(|word| !word.is_empty()).collect();
    let (day, month, year) = match *words {
        [word] => {
            let parts: Vec<&str> = word.split(['.', '/']).collect();
            let [first, second, year] = *parts else { return Err(wrong()) };
            let (first, second) = (number(first).ok_or_else(wrong)?, number(second).ok_or_else(wrong)?);
            // With full stops the day comes first everywhere; with slashes it depends on the country.
            match (word.contains('/'), first, second) {
                (false, ..) => (Some(first), second, year),
                (true, day, month) if day > 12 || day == month => (Some(day), month, year),
                (true, month, day) if day > 12 => (Some(day), month, year),
                (true, ..) => return Err(NotADate::Ambiguous(text.to_owned())),
            }
        }
        [month, year] if month_number(month).is_some() && is_year(year) => {
            (None, month_number(month).ok_or_else(wrong)?, year)
        }
        [a, b] => {
            let is_day = |word| day_number(word).is_some();
            let has_no_year = is_day(a) && month_number(b).is_some() || is_day(b) && month_number(a).is_some();
            return Err(if has_no_year { NotADate::NoYear(text.to_owned()) } else { wrong() });
        }
        [a, b, year] => match (month_number(a), month_number(b)) {
            (None, Some(month)) => (Some(day_number(a).ok_or_else(wrong)?), month, year),
            (Some(month), None) => (Some(day_number(b).ok_or_else(wrong)?), month, year),
            _ => return Err(wrong()),
        },
        _ => return Err(wrong()),
    };
    if !is_year(year) {
        return Err(wrong());
    }
    let year: i16 = year.parse().map_err(|_| wrong())?;
    let is_real = jiff::civil::Date::new(year, month, day.unwrap_or(1)).is_ok();
    if is_real {
        Ok(PublicationDate { year, month: Some(month), day })
    } else {
        Err(NotADate::NoSuchDay(text.to_owned()))
    }
}

/// Whether a word is a year as people write it. Two digits might be anything.
fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number of one or two digits.
fn number(word: &str) -> Option<i8> {
    let is_number = matches!(word.len(), 1 | 2) && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|_| is_number)
}

/// The number of a day: `3`, `03`, `3.` or `3rd`.
fn day_number(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let endings = ["st", "nd", "rd", "th"];
    let digits = endings.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    number(digits)
}

impl TryFrom<String> for PublicationDate {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Self, NotADate> {
        Self::from_iso(&text)
    }
}

impl From<PublicationDate> for String {
    fn from(date: PublicationDate) -> Self {
        date.to_string()
    }
}

impl fmt::Display for PublicationDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl PublicationDate {
    /// Reads the form that files hold: `2025`, `2025-12` or `2025-12-03`.
    ///
    /// # Errors
    /// If it is not of this form, or not in the calendar.
    pub fn from_iso(text: &str) -> Result<Self, NotADate> {
        let wrong = || NotADate::Iso(text.to_owned());
        let text = text.trim();
        if !has_iso_form(text) {
            return Err(wrong());
        }
        let mut parts = text.split('-');
        let year = parts.next().unwrap_or_default().parse().map_err(|_| wrong())?;
        let number = |part: Option<&str>| part.map(str::parse).transpose().map_err(|_| wrong());
        let (month, day) = (number(parts.next())?, number(parts.next())?);
        jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).map_err(|_| wrong())?;
        Ok(Self { year, month, day })
    }

    /// The short form for lists: `3 Dec 2025`, `Dec 2025` or `2025`.
    pub fn short(self) -> String {
        let month = |month| month_name(month).get(..3).unwrap_or_default();
        match (self.month, self.day) {
            (Some(number), Some(day)) => format!("{day} {} {}", month(number), self.year_name()),
            (Some(number), None) => format!("{} {}", month(number), self.year_name()),
            _ => self.year_name(),
        }
    }

    /// The earliest day it can stand for, as year, month and day.
    pub fn first_day(self) -> (i16, i8, i8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The latest day it can stand for, as year, month and day. Every month counts as having 31 days, which is good
    /// enough for comparing.
    pub fn last_day(self) -> (i16, i8, i8) {
        (self.year, self.month.unwrap_or(12), self.day.unwrap_or(31))
    }

    /// The year, such as `2025`.
    pub fn year_name(self) -> String {
        format!("{:04}", self.year)
    }

    /// The month with its year, such as `2025-12`, if the month is known.
    pub fn month_name(self) -> Option<String> {
        self.month.map(|month| format!("{:04}-{month:02}", self.year))
    }

    /// The ISO week with the year it belongs to, such as `2025-W49`, if the day is known.
    pub fn week_name(self) -> Option<String> {
        let day = jiff::civil::Date::new(self.year, self.month?, self.day?).ok()?;
        let week = day.iso_week_date();
        Some(format!("{:04}-W{:02}", week.year(), week.week()))
    }

    /// The day, such as `2025-12-03`, if it is known.
    pub fn day_name(self) -> Option<String> {
        self.day.map(|_| self.to_string())
    }

    /// The long form for running text: `3 December 2025`, `December 2025` or `2025`.
    pub fn in_words(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{day} {} {}", month_name(month), self.year_name()),
            (Some(month), None) => format!("{} {}", month_name(month), self.year_name()),
            _ => self.year_name(),
        }
    }
}

/// The English name of a month from 1 to 12; `?` for any other number.
pub fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or("?")
}

/// The number, 1 to 12, of an English month name or its usual abbreviation, with or without a full stop.
pub fn month_number(name: &str) -> Option<i8> {
    let name = name.trim_end_matches('.');
    if name.len() < 3 {
        return None;
    }
    let index = MONTHS.iter().position(|month| {
        // The beginning of a month may stand for it.
        let shown = if name.len() <= 4 { month.get(..name.len()).unwrap_or(month) } else { month };
        shown.eq_ignore_ascii_case(name)
    })?;
    i8::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A year, a month or a day of the calendar.
    fn dates() -> impl Strategy<Value = PublicationDate> {
        let date = (0..=9999_i16, prop::option::of(1..=12_i8), prop::option::of(1..=31_i8));
        date.prop_filter_map("it is in the calendar", |(year, month, day)| {
            let day = day.filter(|_| month.is_some());
            jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
            Some(PublicationDate { year, month, day })
        })
    }

    proptest! {
        #[test]
        fn every_text_that_is_shown_of_a_date_is_read_back(date in dates()) {
            let capitals = date.short().to_uppercase();
            let spaced = format!("  {} ", date.in_words().replace(' ', "\u{a0}"));
            for text in [date.to_string(), date.short(), date.in_words(), capitals, spaced] {
                prop_assert_eq!(text.parse(), Ok(date), "{}", text);
            }
            prop_assert_eq!(PublicationDate::try_from(date.to_string()), Ok(date));
        }
    }

    #[test]
    fn dates_are_read_as_people_write_them_and_only_where_they_mean_one_day() {
        for text in [
            "3 December 2025",
            "3 Dec. 2025",
            "03 dec 2025",
            "December 3, 2025",
            "Dec 3rd 2025",
            "03.12.2025",
            "3.12.2025",
            "2025-12-03",
        ] {
            let date = text.parse::<PublicationDate>().map(|date| date.to_string());
            assert_eq!(date.as_deref(), Ok("2025-12-03"), "{text}");
        }
        assert_eq!("31/12/2025".parse::<PublicationDate>().map(|date| date.to_string()).as_deref(), Ok("2025-12-31"));
        assert_eq!("12/31/2025".parse::<PublicationDate>().map(|date| date.to_string()).as_deref(), Ok("2025-12-31"));
        let problem = |text: &str| text.parse::<PublicationDate>().map_err(|error| error.to_string()).unwrap_err();
        assert_eq!(
            problem("03/12/2025"),
            "“03/12/2025” may mean two days. Write the month as a word, or the year first"
        );
        assert_eq!(problem("3 Dec"), "“3 Dec” has no year. Write 3 Dec 2025, for example");
        assert_eq!(problem("30 Feb 2025"), "“30 Feb 2025” is not in the calendar");
        assert_eq!(problem("2025-02-30"), "“2025-02-30” is not in the calendar");
        assert_eq!(problem("3 Dec 25"), "“3 Dec 25” is not a date. Write 2025-12-03, 3 Dec 2025, Dec 2025 or 2025");
    }

    #[test]
    fn files_hold_one_form_only() {
        for text in ["3 Dec 2025", "Dec 2025", "3.12.2025"] {
            assert_eq!(PublicationDate::try_from(text.to_owned()), Err(NotADate::Iso(text.to_owned())));
        }
    }

    #[test]
    fn dates_keep_the_precision_they_came_with() {
        for text in ["2025", "2025-12", "2025-12-03"] {
            assert_eq!(text.parse::<PublicationDate>().map(|d| d.to_string()).ok(), Some(text.to_owned()));
        }
        for text in ["", "25", "2025-13", "2025-02-30", "2025-12-03-01", "2025-1-3", "2026-+1", "yesterday"] {
            assert!(text.parse::<PublicationDate>().is_err(), "{text} was taken for a date");
        }
    }

    #[test]
    fn weeks_belong_to_the_year_that_has_their_thursday() {
        let week = |text: &str| text.parse::<PublicationDate>().ok().and_then(PublicationDate::week_name);
        assert_eq!(week("2025-12-03").as_deref(), Some("2025-W49"));
        assert_eq!(week("2025-12-29").as_deref(), Some("2026-W01"));
        assert_eq!(week("2027-01-01").as_deref(), Some("2026-W53"));
        assert_eq!(week("2025-12"), None);
    }

    #[test]
    fn month_names_are_known_short_and_long() {
        assert_eq!(month_number("Dec."), Some(12));
        assert_eq!(month_number("sept"), Some(9));
        assert_eq!(month_number("ma"), None);
    }
}
