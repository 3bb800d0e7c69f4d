//! Pure answers derived from a project. Nothing here is stored, and nothing changes a project.

pub mod comparison;
pub mod facts;
pub mod findings;
mod fuzzy;
pub mod in_vivo;
pub mod lanes;
pub mod network;
pub mod report;
pub mod sample;
pub mod suggest;
