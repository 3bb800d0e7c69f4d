//! What leaves a project: CSV for spreadsheets and statistics, workbooks, pages, and tables for the terminal.
//!
//! Everything here writes into what the caller opened; no file is named here, and nothing changes.

pub mod sheet;

pub mod words;

pub mod provenance;

pub mod quotes;

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

pub mod xml;
