//! The one list of commands.
//!
//! Menus, tooltips, the palette and the page of keys all read it, and the [`Keymap`] says which keys
//! each command has now. Each command has a [`Home`], the part of the window that carries it out;
//! what it does there and how it is drawn, this room does not know.

mod list;
mod menus;

pub mod keymap;
mod shortcut;

pub use keymap::Keymap;
pub use list::{Command, CompareCommand, DeskCommand, PreferencesCommand, ReadCommand, SharedCommand, WindowCommand};
pub use menus::{ContextMenu, Menu, MenuEntry};
pub use shortcut::{Keeper, Shortcut};

/// What there is to work on, which decides what can run.
#[expect(clippy::struct_excessive_bools, reason = "each says whether one thing is there")]
#[derive(Clone, Copy, Debug, Default)]
pub struct Situation {
    /// The page on screen.
    pub page: PageOnScreen,
    /// A project is open, and no damaged one is shown in its place.
    pub has_project: bool,
    /// The project may be changed: it is not open read-only.
    pub can_change: bool,
    /// An article is shown on the page of articles.
    pub has_article: bool,
    /// Words are selected in the text.
    pub has_selection: bool,
    /// A highlight is selected.
    pub has_highlight: bool,
    /// A highlight is selected on the page on screen, in the text or among the passages of the codebook.
    pub has_passage: bool,
    /// An actor is chosen in the codebook, or a highlight is selected.
    pub has_actor: bool,
    /// An issue is chosen in the codebook, or a highlight is selected.
    pub has_issue: bool,
    /// An actor or an issue is selected on the page of the codebook.
    pub has_code: bool,
    /// Passages are suggested in the article.
    pub has_suggestions: bool,
    /// One of them is being decided about.
    pub has_suggestion: bool,
    /// There is a step to undo.
    pub can_undo: bool,
    /// There is an undone step to do again.
    pub can_redo: bool,
    /// Tags were used in this project that could be given again.
    pub has_recent_tags: bool,
    /// Articles were read and are not imported yet.
    pub has_review: bool,
    /// The list of articles has the order of the project.
    pub has_manual_order: bool,
}

/// What must be there for a command to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// It can always run.
    Nothing,
    /// An open project.
    Project,
    /// The comparison on screen.
    Table,
    /// An article on the page of articles.
    Article,
    /// An article, in a list that has the order of the project.
    ManualOrder,
    /// Selected words.
    Selection,
    /// A selected highlight.
    Highlight,
    /// A selected highlight, in the text or among the passages of the codebook.
    Passage,
    /// Selected words or a selected highlight.
    SelectionOrHighlight,
    /// An actor: that of the selected highlight, or the one selected in the codebook.
    Actor,
    /// An issue: that of the selected highlight, or the one selected in the codebook.
    Issue,
    /// An actor or an issue that is selected on the page of the codebook.
    Code,
    /// Tags used before, and something to give them to.
    TagsToRepeat,
    /// Passages that are suggested.
    Suggestions,
    /// One of them that is being decided about.
    Suggestion,
    /// Articles that wait to be imported.
    Review,
    /// A step to undo.
    Undo,
    /// An undone step.
    Redo,
}

impl Needs {
    /// What is missing now, in words; `None` if everything is there.
    fn missing(self, now: Situation) -> Option<&'static str> {
        if self != Self::Nothing && !now.has_project {
            return Some("Open a project first");
        }
        let has_target = now.has_selection || now.has_highlight;
        let (is_there, words) = match self {
            Self::Nothing | Self::Project => (true, ""),
            Self::Table => (now.page == PageOnScreen::Compare, "Only on the page Compare"),
            Self::Article => (now.has_article, "Add an article first"),
            Self::ManualOrder if !now.has_article => (false, "Add an article first"),
            Self::ManualOrder => (now.has_manual_order, "Sort the articles in manual order first"),
            Self::Selection => (now.has_selection, "Select words of an article first"),
            Self::Highlight => (now.has_highlight, "Select a highlight first"),
            Self::Passage => (now.has_passage, "Select a highlight first"),
            Self::Actor => (now.has_actor, "Select an actor in the codebook, or a highlight that has one"),
            Self::Issue => (now.has_issue, "Select an issue in the codebook, or a highlight that has one"),
            Self::Code => (now.has_code, "Select an actor or an issue in the codebook first"),
            Self::TagsToRepeat if !now.has_recent_tags => (false, "Nothing was tagged yet"),
            Self::SelectionOrHighlight | Self::TagsToRepeat => (has_target, "Select words or a highlight first"),
            Self::Suggestions => (now.has_suggestions, "No passages are suggested"),
            Self::Suggestion => (now.has_suggestion, "Go to a suggestion first"),
            Self::Review => (now.has_review, "No articles are waiting to be imported"),
            Self::Undo => (now.can_undo, "Nothing to undo"),
            Self::Redo => (now.can_redo, "Nothing to redo"),
        };
        (!is_there).then_some(words)
    }
}

/// The page on screen, as far as keys without Ctrl or Alt depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageOnScreen {
    /// The page of articles.
    Read,
    /// The comparison.
    Compare,
    /// Any other.
    #[default]
    Other,
}

/// Which part of the window carries a command out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// The open project with its file.
    Desk(DeskCommand),
    /// The frame around the pages.
    Window(WindowCommand),
    /// What the program remembers of the person.
    Preferences(PreferencesCommand),
    /// The page of articles, whichever page is on screen.
    Read(ReadCommand),
    /// The comparison, whichever page is on screen.
    Compare(CompareCommand),
    /// The page on screen.
    Shared(SharedCommand),
}

/// Whether a command leaves the project as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The project stays as it is.
    Reads,
    /// The project may become another, so a read-only one bars the command.
    Changes,
}

/// Why nothing can be changed, and what to do about it.
pub const READ_ONLY: &str = "The project is open read-only. Use Save as… to make a copy you can change";

/// Everything that is said of a command, once.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// The name in menus and the palette, with “…” if more will be asked.
    pub name: &'static str,
    /// One sentence on what it does, without a full stop.
    pub help: &'static str,
    /// Whether it changes the project.
    pub effect: Effect,
    /// What must be there for it to run.
    pub needs: Needs,
    /// The usual keys; what a command has now, the [`Keymap`] says.
    pub(in crate::command) shortcuts: &'static [Shortcut],
}

impl Command {
    /// Returns whether the command can run now.
    pub fn can_run(self, now: Situation) -> bool {
        self.why_not(now).is_none()
    }

    /// Why a command that could run otherwise cannot, because it would change a read-only project; for its tooltip.
    pub fn obstacle(self, now: Situation) -> Option<&'static str> {
        let spec = self.spec();
        let is_barred = now.has_project && !now.can_change && spec.effect == Effect::Changes;
        (is_barred && spec.needs.missing(now).is_none()).then_some(READ_ONLY)
    }

    /// Why the command cannot run now, in words; `None` if it can.
    pub fn why_not(self, now: Situation) -> Option<&'static str> {
        self.spec().needs.missing(now).or_else(|| self.obstacle(now))
    }

    /// The keys it has as long as nobody changes them.
    pub const fn usual_shortcuts(self) -> &'static [Shortcut] {
        self.spec().shortcuts
    }

    /// Whether a key without Ctrl or Alt is not meant for this command, because the page that it changes is not on
    /// screen.
    fn sleeps_elsewhere(self, shortcut: Shortcut, now: Situation) -> bool {
        let is_elsewhere = match self.home() {
            // One goes back from an article.
            Home::Read(_) | Home::Window(WindowCommand::BackToCell) => now.page != PageOnScreen::Read,
            Home::Compare(_) => now.page != PageOnScreen::Compare,
            Home::Desk(_) | Home::Window(_) | Home::Preferences(_) | Home::Shared(_) => false,
        };
        is_elsewhere && shortcut.is_bare()
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
    fn what_would_change_a_read_only_project_says_why_it_cannot() {
        let all = Situation {
            page: PageOnScreen::Compare,
            has_project: true,
            can_change: false,
            has_article: true,
            has_selection: true,
            has_highlight: true,
            has_passage: true,
            has_actor: true,
            has_issue: true,
            has_code: true,
            has_suggestions: true,
            has_suggestion: true,
            can_undo: true,
            can_redo: true,
            has_recent_tags: true,
            has_review: true,
            has_manual_order: true,
        };
        for command in Command::ALL {
            let changes = command.spec().effect == Effect::Changes;
            assert_eq!(command.can_run(all), !changes, "{command:?}");
            assert_eq!(command.obstacle(all).is_some(), changes, "{command:?}");
            assert!(command.can_run(Situation { can_change: true, ..all }), "{command:?}");
            assert_eq!(command.obstacle(Situation::default()), None, "{command:?}");
        }
    }

    #[test]
    fn names_and_help_are_written_for_people() {
        for command in Command::ALL {
            let Spec { name, help, .. } = command.spec();
            assert!(name.starts_with(|c: char| c.is_uppercase()), "{name}");
            assert!(help.starts_with(|c: char| c.is_uppercase()) && !help.ends_with('.'), "{help}");
        }
    }
}
