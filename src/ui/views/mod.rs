//! The views: each takes the project and its own state, and asks for what it wants done.

pub mod codebook;
pub mod compare;
pub mod reader;
pub mod repair;
pub mod welcome;
