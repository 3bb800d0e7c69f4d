//! Comparisons, findings, networks and suggestions computed from a project.
//!
//! Everything here is a pure function of the project: nothing is stored, no project is changed, and no file, clock or
//! window is used.

#![warn(missing_docs)]

mod chance;
mod choice;
pub mod code_use;
pub mod coding_progress;
pub mod comparison;
pub mod concordance;
pub mod facts;
pub mod findings;
mod fuzzy;
pub mod in_vivo;
pub mod independence;
pub mod lanes;
mod lineages;
pub mod network;
pub mod removal;
pub mod report;
pub mod sample;
pub mod search;
pub mod stances;
pub mod suggest;
pub mod suggested;
pub mod weights;
pub mod word_lists;
