//! The one list of commands.
//!
//! Menus, tooltips, the palette, the key overlay and shortcut matching all read it. What a command
//! does is the window's business (`ui::perform`); how it is drawn, the views'.

mod list;

use egui::{Key, KeyboardShortcut, Modifiers, os::OperatingSystem};

pub use list::Command;

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
    Highlight,
    SelectionOrHighlight,
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
            Self::Highlight => now.has_highlight,
            Self::SelectionOrHighlight => now.has_selection || now.has_highlight,
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
    /// The first is the one shown.
    pub shortcuts: &'static [Shortcut],
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    pub modifiers: Modifiers,
    pub key: Key,
}

impl Shortcut {
    pub const fn key(key: Key) -> Self {
        Self { modifiers: Modifiers::NONE, key }
    }

    pub const fn ctrl(key: Key) -> Self {
        Self { modifiers: Modifiers::COMMAND, key }
    }

    pub const fn ctrl_shift(key: Key) -> Self {
        Self { modifiers: Modifiers::COMMAND.plus(Modifiers::SHIFT), key }
    }

    pub const fn shift(key: Key) -> Self {
        Self { modifiers: Modifiers::SHIFT, key }
    }

    pub const fn alt(key: Key) -> Self {
        Self { modifiers: Modifiers::ALT, key }
    }

    pub const fn alt_shift(key: Key) -> Self {
        Self { modifiers: Modifiers::ALT.plus(Modifiers::SHIFT), key }
    }

    /// Whether it must sleep while somebody types: a bare key would write, and Alt or Shift with it too.
    pub const fn sleeps_while_typing(self) -> bool {
        !self.modifiers.command && !self.is_function_key()
    }

    const fn is_function_key(self) -> bool {
        matches!(self.key, Key::F1 | Key::F2 | Key::F3 | Key::F4 | Key::F5 | Key::F6 | Key::F11)
    }

    /// As a person reads it: "Ctrl+Shift+P".
    pub fn text(self, os: OperatingSystem) -> String {
        let is_mac = os == OperatingSystem::Mac;
        let names = if is_mac { egui::ModifierNames::SYMBOLS } else { egui::ModifierNames::NAMES };
        KeyboardShortcut::new(self.modifiers, self.key).format(&names, is_mac)
    }
}

impl Command {
    pub fn can_run(self, now: Situation) -> bool {
        self.spec().needs.are_met(now)
    }

    /// Whether the keys belong to the text field while somebody types: bare keys write in it, and
    /// it undoes its own typing.
    fn sleeps_while_typing(self, shortcut: Shortcut) -> bool {
        shortcut.sleeps_while_typing() || matches!(self, Self::Undo | Self::Redo)
    }

    /// Name, help and shortcut in one, for a tooltip.
    pub fn tooltip(self, os: OperatingSystem) -> String {
        let spec = self.spec();
        match spec.shortcuts.first() {
            Some(shortcut) => format!("{} ({})", spec.help, shortcut.text(os)),
            None => spec.help.to_owned(),
        }
    }

    /// The command whose keys were pressed in this frame; takes the key press, so nothing else sees it.
    ///
    /// egui lets Ctrl+Shift+S match Ctrl+S, so shortcuts with more modifiers are tried first.
    pub fn pressed(input: &mut egui::InputState, now: Situation, is_typing: bool) -> Option<Self> {
        let with_keys = Self::ALL.into_iter().flat_map(|command| {
            let shortcuts = command.spec().shortcuts.iter();
            shortcuts.map(move |shortcut| (command, *shortcut))
        });
        let mut candidates: Vec<(Self, Shortcut)> = with_keys
            .filter(|(command, shortcut)| {
                command.can_run(now) && !(is_typing && command.sleeps_while_typing(*shortcut))
            })
            .collect();
        let n_modifiers = |modifiers: Modifiers| {
            u8::from(modifiers.alt) + u8::from(modifiers.shift) + u8::from(modifiers.command || modifiers.ctrl)
        };
        candidates.sort_by_key(|(_, shortcut)| std::cmp::Reverse(n_modifiers(shortcut.modifiers)));
        let pressed = candidates.into_iter().find(|(_, shortcut)| {
            // A bare key means just that key; Shift+Enter is not Enter.
            let is_exact = shortcut.modifiers.any() || !input.modifiers.any() || shortcut.key == Key::Questionmark;
            is_exact && input.consume_key(shortcut.modifiers, shortcut.key)
        });
        pressed.map(|(command, _)| command)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn no_two_commands_share_a_key() {
        let mut seen: HashMap<String, Command> = HashMap::new();
        for command in Command::ALL {
            for shortcut in command.spec().shortcuts {
                let keys = shortcut.text(OperatingSystem::Nix);
                if let Some(other) = seen.insert(keys.clone(), command) {
                    panic!("{keys} is both {other:?} and {command:?}");
                }
            }
        }
    }

    #[test]
    fn commands_leave_the_one_key_codes_alone() {
        let codes = "1234567890qwertyuiopasd";
        for command in Command::ALL {
            for shortcut in command.spec().shortcuts {
                let is_bare = !shortcut.modifiers.any();
                let name = shortcut.key.symbol_or_name().to_lowercase();
                assert!(!(is_bare && name.chars().count() == 1 && codes.contains(&name)), "{command:?} takes {name}");
            }
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
