//! What stands around the views.

pub mod articles;
pub mod beside;
pub mod emphasis;
pub mod highlight;
pub mod legend;
pub mod status;
pub mod top_bar;
