//! Exports projects: CSV for spreadsheets and statistics, workbooks, web pages, pictures, networks, and tables for the
//! terminal.
//!
//! [`Export`] lists what can be exported and writes each to a file or to an open writer. Nothing here asks for a path,
//! reads a clock or changes a project.

pub mod csv;

pub mod tables;

pub mod hits;

pub mod word_lists;

pub mod progress;

pub mod tsv;

pub mod rich;

pub mod markdown;

pub mod html;

pub mod docx;

pub mod codebook;

pub mod xlsx;

pub mod form;

pub mod limits;

pub mod graphml;

pub mod findings;

pub mod terminal;

pub mod file;

pub use limits::TooLarge;

pub use file::{Export, ExportError, ExportSource, PictureFormat};
