//! A code that exists, or one to be created.

use standpoint_core::model::CodeId;

/// An actor or issue to tag with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeChoice {
    /// A code of the codebook.
    Known(CodeId),
    /// The name of a code to be created.
    New(String),
    /// The name of a code to be created below another one, which may itself be new.
    NewBelow(Box<Self>, String),
}
