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

/// A string that is not a date of the form `2025`, `2025-12` or `2025-12-03`.
#[derive(Debug, thiserror::Error)]
#[error("“{0}” is not a date; write it as 2025-12-03, 2025-12 or 2025")]
pub struct NotADate(String);

impl FromStr for PublicationDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let wrong = || NotADate(text.to_owned());
        let parts: Vec<&str> = text.trim().split('-').collect();
        let has_form = parts.len() <= 3
            && parts
                .iter()
                .zip([4, 2, 2])
                .all(|(part, width)| part.len() == width && part.bytes().all(|b| b.is_ascii_digit()));
        if !has_form {
            return Err(wrong());
        }
        let year = parts[0].parse().map_err(|_| wrong())?;
        let number = |part: Option<&&str>| part.map(|part| part.parse()).transpose().map_err(|_| wrong());
        let (month, day) = (number(parts.get(1))?, number(parts.get(2))?);
        jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).map_err(|_| wrong())?;
        Ok(Self { year, month, day })
    }
}

impl TryFrom<String> for PublicationDate {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Self, NotADate> {
        text.parse()
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
    /// The short form for lists: `3 Dec 2025`, `Dec 2025` or `2025`.
    pub fn short(self) -> String {
        let month = |month| month_name(month).get(..3).unwrap_or_default();
        match (self.month, self.day) {
            (Some(number), Some(day)) => format!("{day} {} {}", month(number), self.year),
            (Some(number), None) => format!("{} {}", month(number), self.year),
            _ => self.year.to_string(),
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
            (Some(month), Some(day)) => format!("{day} {} {}", month_name(month), self.year),
            (Some(month), None) => format!("{} {}", month_name(month), self.year),
            _ => self.year.to_string(),
        }
    }
}

/// The English name of a month from 1 to 12; `?` for any other number.
pub fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or("?")
}

/// The number, 1 to 12, of an English month name or its usual abbreviation, with or without a full stop.
pub fn month_number(name: &str) -> Option<i8> {
    let name = name.trim_end_matches('.').to_lowercase();
    if name.len() < 3 {
        return None;
    }
    let index = MONTHS.iter().position(|month| {
        let month = month.to_lowercase();
        month == name || (name.len() <= 4 && month.starts_with(&name))
    })?;
    i8::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
