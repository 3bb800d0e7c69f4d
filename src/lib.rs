//! Standpoint: who stands where on what, according to whom.
//!
//! The modules stand in reading order, and lower ones never import higher ones:
//! `model` ← `rules` ← `edit` ← { `analysis`, `store`, `import`, `export` } ← `picture` ← { `command`, `ui`, `cli` }.
//! `ARCHITECTURE.md` says what each may know.

pub mod model;

pub mod rules;

pub mod edit;

pub mod analysis;

pub mod store;

pub mod xml;

pub mod import;

pub mod export;

pub mod picture;

pub mod wording;

pub mod command;

pub mod ui;

pub mod cli;
