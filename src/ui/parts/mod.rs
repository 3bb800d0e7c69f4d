//! What several pages show: dialogs, and what is said of a highlight.

pub mod code_key;
pub mod dialog;
pub mod prompt;
pub mod tags;
