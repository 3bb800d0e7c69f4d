//! How strings with line endings that would not survive are written to the file.
//!
//! Reading a project file turns CR LF back into LF, because version control and editors convert line ends. Only an
//! article’s text, which holds no carriage return, can be written verbatim.

use std::collections::BTreeMap;

use ron::value::RawValue;
use serde::{Serialize, Serializer};

/// A string whose carriage returns are written as `\r`.
struct Written<'a>(&'a str);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        with_returns(self.0, serializer)
    }
}

/// Writes a string so that its carriage returns survive.
///
/// # Errors
/// Fails if the serializer fails.
pub fn with_returns<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if text.contains('\r') { escaped(text, serializer) } else { serializer.serialize_str(text) }
}

/// Writes a list of strings so that their carriage returns survive.
///
/// # Errors
/// Fails if the serializer fails.
pub fn list_with_returns<S: Serializer>(texts: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(texts.iter().map(|text| Written(text)))
}

/// Writes a map so that carriage returns in its names and values survive.
///
/// # Errors
/// Fails if the serializer fails.
pub fn map_with_returns<S: Serializer>(texts: &BTreeMap<String, String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(texts.iter().map(|(name, text)| (Written(name), Written(text))))
}

/// Writes a map from names to anything so that carriage returns in the names survive.
///
/// # Errors
/// Fails if the serializer fails.
pub fn named_with_returns<S: Serializer>(
    named: &BTreeMap<String, impl Serialize>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(named.iter().map(|(name, value)| (Written(name), value)))
}

/// Writes a string with its line breaks as `\n`, so that a highlight, with its quote and note, stays on one line of the
/// file.
///
/// # Errors
/// Fails if the serializer fails.
pub fn on_one_line<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if text.contains('\n') { escaped(text, serializer) } else { serializer.serialize_str(text) }
}

/// Escapes the string beforehand, because the project is written with raw strings.
fn escaped<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r");
    match RawValue::from_boxed_ron(format!("\"{escaped}\"").into_boxed_str()) {
        Ok(raw) => raw.serialize(serializer),
        Err(_) => serializer.serialize_str(text),
    }
}
