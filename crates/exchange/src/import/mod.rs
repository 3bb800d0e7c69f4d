//! Imports files as edits, with a report of what was left out.
//!
//! Reading may run on any thread, and nothing here changes a project. The result is an [`standpoint_core::edit::Edit`]
//! that the owner of the project applies, so an import can be undone.

pub mod decode;

pub mod draft;

mod dates;

pub mod formats;

#[cfg(feature = "office")]
mod archive;

#[cfg(feature = "office")]
mod markup;

mod bylines;

mod guess;

mod languages;

#[cfg(feature = "office")]
mod named_characters;

#[cfg(feature = "office")]
mod prose;

pub mod file_names;

pub mod columns;

#[cfg(feature = "tables")]
pub mod references;

pub mod articles;

mod ahead;

pub mod reading;

mod known;

mod stubs;

pub mod originals;

pub mod isolated;

mod pasted;

pub mod one_text;

pub mod review;

pub mod clutter;

mod listing;

pub mod highlights_csv;

pub mod codebook;

mod codes;

mod anchor;

mod table;
