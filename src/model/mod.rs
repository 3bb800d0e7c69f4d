//! Plain data: what a project is.
//!
//! Nothing here knows of files, clocks or the window. Fields are public; their
//! invariants are stated by [`crate::rules`] and kept by [`crate::edit`].

pub mod anchor;
pub mod article;
pub mod code_keys;
pub mod codebook;
pub mod date;
pub mod highlight;
pub mod ids;
#[cfg(test)]
pub mod marked;
pub mod project;
pub mod text;
mod text_index;
pub mod view;
pub(crate) mod written;

pub use article::{Article, Details, ReadingStatus};
pub use code_keys::Keyed;
pub use codebook::{Code, CodeKind, Codebook, Colour, Stance};
pub use date::PublicationDate;
pub use highlight::{Highlight, Tags};
pub use ids::{ArticleId, CodeId, HighlightId, StanceId};
pub use project::Project;
pub use text::{Span, Text};
pub use view::{SavedComparison, Summary};
