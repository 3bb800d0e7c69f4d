//! The pages of the window.

pub mod codebook;
pub mod compare;
pub mod read;
pub mod repair;
pub mod welcome;
