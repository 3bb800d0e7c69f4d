//! Imports files into a project and exports everything that leaves it.
//!
//! Readers return an edit and a report. The owner of the project applies the edit, so an import can be undone. This is
//! the only crate that knows CSV, workbooks, encodings and how to draw SVG, and nothing in it knows about the window.

#![warn(missing_docs)]

pub mod import;

pub mod export;

pub mod picture;

mod xml;
