//! Files from outside, turned into edits with a report of what was left out.
//!
//! Reading happens here and may run on any thread; nothing here changes a project. What comes back
//! is an [`standpoint_core::edit::Edit`] that the one owner of the project applies, so an import can be undone.

pub mod decode;

pub mod guess;

pub mod articles;

pub mod highlights_csv;

mod anchor;

mod rows;
