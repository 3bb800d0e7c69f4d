//! What the desk asks: for a file, for a decision.

pub mod codebook;
pub mod export;
pub mod files;
pub mod path;
pub mod question;
pub mod references;
pub mod restore;
