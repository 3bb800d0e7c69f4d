//! Imports files as edits, with a report of what was left out.
//!
//! Reading may run on any thread, and nothing here changes a project. The result is an [`standpoint_core::edit::Edit`]
//! that the owner of the project applies, so an import can be undone.

pub mod decode;

pub mod draft;

#[cfg_attr(not(feature = "web"), allow(dead_code, reason = "bylines are told apart in formats that have them"))]
mod bylines;

#[cfg_attr(not(feature = "web"), allow(dead_code, reason = "plain text has its own, more cautious reader of dates"))]
mod dates;

pub mod formats;

mod guess;

pub mod articles;

mod listing;

pub mod highlights_csv;

mod codes;

mod anchor;

mod table;
