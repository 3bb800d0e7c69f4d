//! The one list of commands.
//!
//! Menus, tooltips, the palette and the page of keys all read it, and the [`Keymap`] says which keys
//! each command has now. What a command does is the window's business (`ui::perform`); how it is
//! drawn, the views'.

mod list;

pub mod keymap;
mod shortcut;

pub use keymap::Keymap;
pub use list::Command;
pub use shortcut::{Keeper, Shortcut};

/// What there is to work on, which decides what can run.
#[expect(clippy::struct_excessive_bools, reason = "each says whether one thing is there")]
#[derive(Clone, Copy, Debug, Default)]
pub struct Situation {
    pub has_project: bool,
    pub has_article: bool,
    /// Words are selected in the text.
    pub has_selection: bool,
    /// A highlight is selected.
    pub has_highlight: bool,
    /// An actor is chosen in the codebook, or a highlight is selected.
    pub has_actor: bool,
    /// An issue is chosen in the codebook, or a highlight is selected.
    pub has_issue: bool,
    pub can_undo: bool,
    pub can_redo: bool,
    pub has_recent_tags: bool,
}

/// What must be there for a command to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    Nothing,
    Project,
    Article,
    Selection,
    Highlight,
    SelectionOrHighlight,
    Actor,
    Issue,
    TagsToRepeat,
    Undo,
    Redo,
}

impl Needs {
    const fn are_met(self, now: Situation) -> bool {
        match self {
            Self::Nothing => true,
            Self::Project => now.has_project,
            Self::Article => now.has_article,
            Self::Selection => now.has_selection,
            Self::Highlight => now.has_highlight,
            Self::SelectionOrHighlight => now.has_selection || now.has_highlight,
            Self::Actor => now.has_actor,
            Self::Issue => now.has_issue,
            Self::TagsToRepeat => now.has_recent_tags && (now.has_selection || now.has_highlight),
            Self::Undo => now.can_undo,
            Self::Redo => now.can_redo,
        }
    }
}

/// The menu a command stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    File,
    Edit,
    Highlight,
    View,
}

impl Menu {
    pub const ALL: [Self; 4] = [Self::File, Self::Edit, Self::Highlight, Self::View];

    pub const fn title(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::Highlight => "Highlight",
            Self::View => "View",
        }
    }
}

/// Everything that is said of a command, once.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    pub name: &'static str,
    pub help: &'static str,
    pub menu: Menu,
    pub needs: Needs,
    /// The usual keys; what a command has now, the [`Keymap`] says.
    pub(in crate::command) shortcuts: &'static [Shortcut],
}

impl Command {
    pub fn can_run(self, now: Situation) -> bool {
        self.spec().needs.are_met(now)
    }

    /// The keys it has as long as nobody changes them.
    pub const fn usual_shortcuts(self) -> &'static [Shortcut] {
        self.spec().shortcuts
    }

    /// Whether the keys belong to the text field while somebody types: bare keys write in it, and
    /// it undoes its own typing.
    fn sleeps_while_typing(self, shortcut: Shortcut) -> bool {
        shortcut.sleeps_while_typing() || matches!(self, Self::Undo | Self::Redo)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_help_are_written_for_people() {
        for command in Command::ALL {
            let Spec { name, help, .. } = command.spec();
            assert!(name.starts_with(|c: char| c.is_uppercase()), "{name}");
            assert!(help.starts_with(|c: char| c.is_uppercase()) && !help.ends_with('.'), "{help}");
        }
    }
}
