//! The project as plain data.
//!
//! Nothing here knows about files, clocks or the window. Fields are public; [`crate::rules`] states their invariants
//! and [`crate::edit`] maintains them.

pub mod alias;
pub mod article;
pub mod code_index;
pub mod code_keys;
pub mod codebook;
pub mod date;
pub mod definition;
pub mod highlight;
pub mod ids;
#[cfg(any(test, feature = "testing"))]
pub mod marked;
pub mod project;
pub mod refused;
pub mod saved_search;
pub mod source;
pub mod view;
mod view_keys;
pub mod written;

pub use alias::{AliasLimit, AliasRule};
pub use article::{Article, Details, ReadingStatus, STORY};
pub use code_index::CodeIndex;
pub use code_keys::Keyed;
pub use codebook::{Code, CodeKind, Codebook, Colour, Stance};
pub use date::PublicationDate;
pub use definition::{FormerDefinition, NewDefinition};
pub use highlight::{ExampleOf, Highlight, Tags};
pub use ids::{ArticleId, CodeId, HighlightId, ProjectId, StanceId};
pub use project::Project;
pub use refused::RefusedTag;
pub use saved_search::SavedSearch;
pub use source::{ArticleSource, SourcePart};
pub use view::{SavedComparison, Summary};
