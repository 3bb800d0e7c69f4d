//! Pure answers derived from a project. Nothing here is stored, and nothing changes a project.

pub mod comparison;
mod fuzzy;
pub mod in_vivo;
pub mod lanes;
pub mod suggest;
pub mod words;
