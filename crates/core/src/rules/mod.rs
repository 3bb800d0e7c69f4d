//! The rules of a sound project, each stated once and worded once.
//!
//! `check` has one function for each kind of item. [`faults`] calls them for everything in a project read from a file,
//! and [`crate::edit`] calls them for whatever an edit is about to change, so both find the same faults and word them
//! alike. Nothing here knows about files, clocks or the window.
//!
//! Some things have no rule because anything is allowed there: the details of articles, notes, coders, summaries, and
//! the query of a view, which may name things that are no longer in the project.

mod item;

mod broken;

mod check;

mod faults;

mod time;

pub use broken::{Broken, Rule};
pub use check::{
    CodeContext, FORBIDDEN_CHARS, KnownCodes, ParentState, check_article, check_code, check_highlight,
    check_highlight_count, check_order, check_search, check_stance, check_view,
};
pub use faults::{Fault, faults};
pub use item::{CodebookEntry, ItemId, ItemPath};
