//! The current time, as recorded in highlights.
//!
//! The model reads no clock, so whoever creates or imports highlights asks here.

/// The current time in whole seconds: `2026-11-22T07:10:42Z`. Fractions are dropped rather than rounded, so that no
/// highlight is dated in the future.
pub fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

#[cfg(test)]
mod tests {
    use super::now;

    #[test]
    fn the_present_second_has_begun() {
        let written = now();
        let noted: jiff::Timestamp = written.parse().expect("a time is written");
        assert_eq!(noted.subsec_nanosecond(), 0, "{written}");
        assert!(noted <= jiff::Timestamp::now(), "{written}");
    }
}
