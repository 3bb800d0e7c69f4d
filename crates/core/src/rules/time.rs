//! Recognises valid times, quickly.

/// Returns whether this is a point in time in a form of ISO 8601, such as `2025-12-03T14:20:00Z`.
pub(super) fn is_time(created: &str) -> bool {
    is_plain_time(created) || created.parse::<jiff::Timestamp>().is_ok()
}

/// Returns whether this is a valid time in the one form that this program writes, `2025-12-03T14:20:00Z`. A project has
/// tens of thousands of them, and the general parser takes ten times as long.
fn is_plain_time(created: &str) -> bool {
    const FORM: [u8; 20] = *b"0000-00-00T00:00:00Z";
    let Ok(bytes) = <&[u8; FORM.len()]>::try_from(created.as_bytes()) else { return false };
    let fits = |(byte, form): (&u8, &u8)| if *form == b'0' { byte.is_ascii_digit() } else { byte == form };
    if !bytes.iter().zip(&FORM).all(fits) {
        return false;
    }
    let number = |at: usize| u16::from(bytes[at] - b'0') * 10 + u16::from(bytes[at + 1] - b'0');
    let year = number(0) * 100 + number(2);
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let n_days = match number(5) {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u16::from(is_leap),
        _ => 0,
    };
    // The last days that a timestamp can represent depend on the zone, so their year is left to the library.
    year < 9999 && (1..=n_days).contains(&number(8)) && number(11) < 24 && number(14) < 60 && number(17) < 60
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the library says, without the shortcut.
    fn is_timestamp(created: &str) -> bool {
        created.parse::<jiff::Timestamp>().is_ok()
    }

    #[test]
    fn every_day_of_the_calendar_is_a_time_and_no_other() {
        for year in [0, 1, 4, 100, 400, 1900, 1999, 2000, 2024, 2025, 2100, 9999] {
            for month in 0..14 {
                for day in 0..33 {
                    let created = format!("{year:04}-{month:02}-{day:02}T14:20:00Z");
                    assert_eq!(is_plain_time(&created), is_timestamp(&created) && year < 9999, "{created}");
                    assert_eq!(is_time(&created), is_timestamp(&created), "{created}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_a_plain_time_is_a_time(created in "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](Z|z|\\.5Z|\\+01:00)") {
            prop_assert!(!is_plain_time(&created) || is_timestamp(&created));
            prop_assert_eq!(is_time(&created), is_timestamp(&created));
        }
    }
}
