//! Pure answers derived from a project. Nothing here is stored, and nothing changes a project.

pub mod comparison;
pub mod lanes;
pub mod suggest;
pub mod words;
