//! The heart of Standpoint: a project as plain data, the texts in it, the edits that change it, and its rules.
//!
//! Nothing here knows about files, clocks or the window. Everything else is built on it: `standpoint-analysis` answers
//! questions about a project, `standpoint-store` keeps it in a file, `standpoint-exchange` imports and exports.

#![warn(missing_docs)]

pub mod model;

pub mod text;

pub mod rules;

pub mod edit;

pub mod wording;

pub mod effort;

pub mod progress;
