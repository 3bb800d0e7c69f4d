//! The rules of a sound project, each stated once and worded once.
//!
//! `check` has one function for each kind of item. [`faults`] calls them for everything in a project
//! that was read from a file, and [`crate::edit`] for what an edit is about to change, so both find the
//! same faults and use the same words. Nothing here knows files, clocks or the window.
//!
//! Some things have no rule because anything may stand there: the details of articles, notes, coders,
//! summaries, and the query of a view, which may name what the project no longer has.

mod item;

mod broken;

mod check;

mod faults;

mod time;

pub use broken::{Broken, Rule};
pub use check::{
    CodeContext, FORBIDDEN_CHARS, KnownCodes, ParentState, check_article, check_code, check_highlight,
    check_highlight_count, check_order, check_stance, check_view,
};
pub use faults::{Fault, faults};
pub use item::{CodebookEntry, ItemId, ItemPath};
