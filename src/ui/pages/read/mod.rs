//! The page on which articles are read and tagged.

pub mod articles;
pub mod details;
pub mod dock;
pub mod filter;
pub mod highlight;
pub mod legend;
pub mod reader;
pub mod tag_box;
pub mod tagging;
