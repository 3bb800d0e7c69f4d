//! What leaves a project: CSV for spreadsheets and statistics, workbooks, pages, and tables for the terminal.
//!
//! [`Export`] is what can be exported, with the one way to write each to a file or into what the caller opened.
//! Nothing here asks where to, reads a clock or changes a project.

pub mod csv;

pub mod tables;

pub mod tsv;

pub mod rich;

pub mod markdown;

pub mod html;

pub mod xlsx;

pub mod form;

pub mod graphml;

pub mod terminal;

pub mod file;

pub use file::{Export, ExportError, ExportSource, PictureFormat};
