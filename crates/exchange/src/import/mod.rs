//! Imports files as edits, with a report of what was left out.
//!
//! Reading may run on any thread, and nothing here changes a project. The result is an [`standpoint_core::edit::Edit`]
//! that the owner of the project applies, so an import can be undone.

pub mod decode;

pub mod draft;

pub mod formats;

mod guess;

pub mod articles;

pub mod review;

pub mod clutter;

mod listing;

pub mod highlights_csv;

mod codes;

mod anchor;

mod table;
