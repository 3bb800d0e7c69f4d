//! What goes in and out of a project: readers of files from outside, and writers of everything that leaves.
//!
//! Readers give an edit and a report; the one owner of the project applies the edit, so an import can be undone.
//! This is the only crate that knows CSV, workbooks, encodings and how to draw SVG. Nothing here knows a window.

pub mod import;

pub mod export;

pub mod picture;

mod xml;
