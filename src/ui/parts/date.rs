//! Dates as they are typed.

use standpoint_core::model::{PublicationDate, date::NotADate};

/// The date a line says; an empty line is no date.
///
/// # Errors
/// If something else stands there; the message says how to write a date.
pub fn parse_date(text: &str) -> Result<Option<PublicationDate>, String> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|error: NotADate| error.to_string()),
    }
}
