//! How strings are written where their line ends would not stay as they are.
//!
//! A project file is read with its CR LF turned back to LF, because version control and editors turn
//! them. Only an article's text, which holds no carriage return, may stand as it is.

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

/// Writes the string so that its carriage returns are read back.
pub fn with_returns<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if text.contains('\r') { escaped(text, serializer) } else { serializer.serialize_str(text) }
}

/// Writes each string so that its carriage returns are read back.
pub fn list_with_returns<S: Serializer>(texts: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(texts.iter().map(|text| Written(text)))
}

/// Writes each name and value so that its carriage returns are read back.
pub fn map_with_returns<S: Serializer>(texts: &BTreeMap<String, String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(texts.iter().map(|(name, text)| (Written(name), Written(text))))
}

/// A highlight is one line of the file, so line breaks in its quote and note are written as `\n`.
pub fn on_one_line<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if text.contains('\n') { escaped(text, serializer) } else { serializer.serialize_str(text) }
}

/// The project writes strings as they are, so those that must not stand so are written beforehand.
fn escaped<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r");
    match RawValue::from_boxed_ron(format!("\"{escaped}\"").into_boxed_str()) {
        Ok(raw) => raw.serialize(serializer),
        Err(_) => serializer.serialize_str(text),
    }
}
