//! How a table is put into words: its heads and cells, the query behind it, its quotes, and what made it.
//!
//! The window, the pictures, the command line and every exported file read this, so that all of them say the same
//! of a cell. Nothing here knows a file format, a file or a clock.

pub mod sheet;

pub mod words;

pub mod provenance;

pub mod quotes;
