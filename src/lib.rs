//! Standpoint: who stands where on what, according to whom.
//!
//! This package is the program: the window, the command line and the list of commands, the only place that knows egui
//! and clap. It builds on four crates, of which lower ones never import higher ones:
//! `standpoint_core` ← { `standpoint_analysis`, `standpoint_store` } ← `standpoint_exchange` ← this one.
//! `ARCHITECTURE.md` says what each may know.

#![warn(missing_docs)]
// The list of commands is sorted by a macro, one command after another.
#![recursion_limit = "256"]

#[cfg(feature = "window")]
pub mod command;

#[cfg(feature = "window")]
pub mod ui;

pub mod cli;

pub mod columns;
