//! What pages ask for. A page sees the project but never changes it; the window hands each action on.

use std::{path::PathBuf, sync::Arc};

use standpoint_analysis::word_lists::{WordList, together::IssuePair};
use standpoint_core::{
    edit::{Edit, Gesture},
    model::{ArticleId, CodeId, CodeKind, HighlightId, SavedComparison},
    text::{Span, Text},
};
use standpoint_exchange::{
    export::{Export, hits::LinesToExport},
    import::{columns::ColumnMapping, review::Review},
    picture::PictureOptions,
};
use standpoint_store::unsaved::LeftBehind;

use crate::{
    command::{Command, ContextMenu},
    ui::{
        desk::{EditMaker, damaged::PendingRepair},
        parts::menu::MenuRequest,
        settings::{Setting, SettingChange},
    },
};

/// Something a page asks for.
#[derive(Debug)]
pub enum Action {
    /// Carry out a command, as if it had been chosen in a menu.
    Run(Command),
    /// Change the project, as one step named `label`.
    Edit {
        /// What the undo list calls it.
        label: String,
        /// Which other edits are undone together with it.
        gesture: Gesture,
        /// The change itself.
        edit: Edit,
    },
    /// Change the project, as one step named `label`, by an edit that takes long to make.
    MadeEdit {
        /// What the undo list calls it.
        label: String,
        /// Makes the edit on another thread.
        make: MakeEdit,
    },
    /// Do the same, and say this once it is done.
    ToldEdit {
        /// What the undo list calls it.
        label: String,
        /// Makes the edit on another thread.
        make: MakeEdit,
        /// What was done, with names and numbers.
        told: String,
    },
    /// Open an article on the page of articles.
    ShowArticle(ArticleId),
    /// Open an article on the page of articles, from which one can go back to this page.
    ReadArticle(ArticleId),
    /// Open the codebook at this code.
    ShowCode(CodeKind, CodeId),
    /// Open an article at one of its highlights.
    ShowHighlight(ArticleId, HighlightId),
    /// Open an article at some of its words, and select them.
    ShowWords(ArticleId, Span),
    /// Search all articles for this pattern; with nothing in it, let the person type one.
    FindInAll(String),
    /// Search all articles for these words, as whole words.
    FindWords(String),
    /// Put words on the clipboard.
    CopyText(String),
    /// Put a quote with its source on the clipboard, as rich text and as plain text.
    CopyQuote {
        /// The quote as rich text.
        html: String,
        /// The quote as plain text.
        text: String,
    },
    /// Put a table on the clipboard, as rich text and as plain text; `part` says what of it, for the notice.
    CopyTable {
        /// The table as rich text.
        html: String,
        /// The table with tabs between cells.
        text: String,
        /// What of it was copied: “the table”.
        part: &'static str,
    },
    /// Say for a moment that something went well.
    Tell(String),
    /// Say that something failed, until it is dismissed.
    Fail(String),
    /// Open the menu of what was just selected.
    OpenMenu(ContextMenu, MenuRequest),
    /// Open an article and the dialog that revises its text, with this new one.
    Revise(ArticleId, Text),
    /// Something for the desk, which holds the open project and its file.
    Desk(DeskRequest),
    /// Leave the damaged file as it is.
    CancelRepair,
    /// Change a setting.
    Change(Setting, SettingChange),
    /// Go back from the settings to the page before.
    CloseSettings,
}

/// Makes an edit from the project.
pub struct MakeEdit(pub EditMaker);

impl std::fmt::Debug for MakeEdit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MakeEdit")
    }
}

/// Something a page asks of the desk.
#[derive(Debug)]
pub enum DeskRequest {
    /// Open this project file.
    OpenProject(PathBuf),
    /// Ask for articles and make a new project of them.
    NewFromArticles,
    /// Open what a crash left in this folder of a project that was never saved.
    RecoverLeft(PathBuf),
    /// Ask whether to delete what a crash left of a project that was never saved.
    DiscardLeft(LeftBehind),
    /// Repair the damaged project as it was decided, and show what comes of it.
    Repair(Box<PendingRepair>),
    /// Ask for a file whose text is to take the place of that of an article.
    ReadText,
    /// Add the ticked drafts to the project.
    Import(Arc<Review>),
    /// Remember what the columns of a table hold, for the next table with the same heads.
    RememberColumns(ColumnMapping),
    /// Ask for a file and write the report of the import to it.
    SaveImportReport(Arc<Review>),
    /// Ask for a file and write this list of words to it.
    SaveWords(Arc<WordsOnScreen>),
    /// Ask for a file and write this to it.
    Export(Export, Box<ComparisonOnScreen>),
}

/// What is written of what is on screen: the table or picture of the comparison, or the lines of a search.
#[derive(Clone, Debug, Default)]
pub struct ComparisonOnScreen {
    /// The query on screen, and what it is drawn as.
    pub comparison: SavedComparison,
    /// What the query leaves open of pictures and networks.
    pub options: PictureOptions,
    /// The lines of a search; none of the other exports needs them.
    pub lines: Option<LinesToExport>,
}

/// Which list of words is written.
#[derive(Debug)]
pub enum WordsOnScreen {
    /// A list of words.
    Words(Arc<WordList>),
    /// The issues that stand together.
    Together(Arc<Vec<IssuePair>>),
}

impl Action {
    /// An edit that is a step of its own.
    pub fn edit(label: impl Into<String>, edit: Edit) -> Self {
        Self::Edit { label: label.into(), gesture: Gesture::Single, edit }
    }

    /// An edit that joins those before it with the same `gesture` into one step.
    pub fn continued(label: impl Into<String>, gesture: impl Into<String>, edit: Edit) -> Self {
        Self::Edit { label: label.into(), gesture: Gesture::Continued(gesture.into()), edit }
    }
}
