//! Puts a table into words: its headers and cells, the query behind it, its quotes, and its provenance.
//!
//! The window, the pictures, the command line and all exported files use these words, so that a cell reads the same
//! everywhere. Nothing here knows about file formats, files or the clock.

pub mod sheet;

pub mod labels;

pub mod words;

pub mod provenance;

pub mod quotes;
