//! How numbers, nouns and times are worded, so that the window, the terminal and files agree.

mod shown;

pub use shown::{Shown, WrittenOut, is_control, shown};

/// A number with its noun, in the plural unless it is 1: `1 article`, `5 articles`. The plural is the noun with an “s”.
pub fn counted(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// A number with a comma between groups of three digits: `6,632`.
pub fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number of any size as people read it, with its decimals and a real minus: `−1,000,000`, `0.25`.
pub fn number(number: f64) -> String {
    // Adding zero turns a negative zero into a plain one.
    let written = (number + 0.0).to_string();
    let (sign, digits) = written.strip_prefix('-').map_or(("", &*written), |digits| ("−", digits));
    let (whole, decimals) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    format!("{sign}{}{decimals}", whole.parse().map_or_else(|_| whole.to_owned(), grouped))
}

/// Capitalises the first letter and leaves the rest: `Territory, Russia`.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A moment in this computer’s time zone, to the minute: `22 Nov 2026, 07:10`.
pub fn local_time(moment: jiff::Timestamp) -> String {
    moment.to_zoned(jiff::tz::TimeZone::system()).strftime("%-d %b %Y, %H:%M").to_string()
}

/// The day of a moment in this computer’s time zone: `22 Nov 2026`.
pub fn local_day(moment: jiff::Timestamp) -> String {
    moment.to_zoned(jiff::tz::TimeZone::system()).strftime("%-d %b %Y").to_string()
}

/// Like [`local_time`], but to the second, for moments close to each other: `22 Nov 2026, 07:10:42`.
pub fn local_time_with_seconds(moment: jiff::Timestamp) -> String {
    moment.to_zoned(jiff::tz::TimeZone::system()).strftime("%-d %b %Y, %H:%M:%S").to_string()
}

/// A file size in decimal units, rounded for people: `12 KB`, `3.4 MB`.
pub fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
    let megabytes = bytes as f64 / 1e6;
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{megabytes:.1} MB"),
    }
}

#[cfg(test)]
mod tests {
    use super::{counted, number};

    #[test]
    fn numbers_have_a_real_minus_and_groups_of_thousands() {
        let written = [-1_000_000.0, 0.25, -0.0, 1.0, -1_234.5, f64::NEG_INFINITY].map(number);
        assert_eq!(written, ["−1,000,000", "0.25", "0", "1", "−1,234.5", "−inf"]);
    }

    #[test]
    fn one_is_singular_and_thousands_are_grouped() {
        let written = [0, 1, 2, 1_234_567].map(|n| counted(n, "highlight"));
        assert_eq!(written, ["0 highlights", "1 highlight", "2 highlights", "1,234,567 highlights"]);
    }
}
