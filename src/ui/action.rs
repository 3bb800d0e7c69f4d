//! What a view asks for. Views see the project but never change it; `perform` does.

use std::path::PathBuf;

use crate::{
    analysis::suggest::Suggestion,
    command::Command,
    edit::{Edit, Gesture, History},
    model::{ArticleId, HighlightId, Project, Span},
    store::unsaved::LeftBehind,
    ui::pages::read::emphasis::Emphasis,
};

use super::preferences::Preferences;

/// What a tag is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagTarget {
    /// Words that are to become a highlight.
    Words(Span),
    Highlight(HighlightId),
}

#[derive(Clone, Debug)]
pub enum Action {
    Run(Command),
    /// A change of the project, as one step named `label`.
    Edit {
        label: String,
        gesture: Gesture,
        edit: Edit,
    },
    /// Tags given in one line.
    Tag {
        target: TagTarget,
        suggestion: Suggestion,
    },
    ShowArticle(ArticleId),
    ShowHighlight(ArticleId, HighlightId),
    OpenProject(PathBuf),
    EditDetails(ArticleId),
    Copy(String),
    /// Let the highlights that pass stand out.
    ShowOnly(Emphasis),
    /// Open what a crash left in this folder of a project that was never saved.
    RecoverLeft(PathBuf),
    DiscardLeft(LeftBehind),
    /// Mend the damaged project as it was decided, and show it.
    OpenRepaired,
    /// Leave the damaged file as it is.
    CancelRepair,
}

impl Action {
    pub fn edit(label: impl Into<String>, edit: Edit) -> Self {
        Self::Edit { label: label.into(), gesture: Gesture::Single, edit }
    }

    /// An edit that joins those before it with the same `gesture` into one step.
    pub fn continued(label: impl Into<String>, gesture: impl Into<String>, edit: Edit) -> Self {
        Self::Edit { label: label.into(), gesture: Gesture::Continued(gesture.into()), edit }
    }
}

/// What every view sees, and where it leaves what it asks for.
pub struct PageContext<'a> {
    pub project: &'a Project,
    pub revision: u64,
    pub history: &'a History,
    pub preferences: &'a Preferences,
    /// Whether a dialog is open, which then has the keyboard.
    pub has_dialog: bool,
    pub actions: &'a mut Vec<Action>,
}

impl PageContext<'_> {
    pub fn ask(&mut self, action: Action) {
        self.actions.push(action);
    }
}
