//! What leaves a project: CSV for spreadsheets and statistics, and tables for the terminal.
//!
//! Everything here writes into what the caller opened; no file is named here, and nothing changes.

pub mod csv;
pub mod filter;
pub mod graphml;
pub mod sheet;

pub mod tables;

pub mod terminal;

pub mod xml;
