//! Which keys each command has: the usual ones, unless the analyst gave it others.
//!
//! Menus, tooltips, the palette, the page of keys and the matching of key presses all ask here. No
//! key ever leads to two commands, and none is taken from the text fields or the one-key codes.

use std::collections::{BTreeMap, HashMap, HashSet};

use egui::os::OperatingSystem;
use serde::{Deserialize, Serialize};

use super::{Command, Keeper, Shortcut, Situation};

/// The keys of all commands. Kept in the preferences as the names of those that were changed, with
/// their keys: `{"MarkDone": ["Ctrl+Shift+D"]}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, Vec<String>>", into = "BTreeMap<String, Vec<String>>")]
pub struct Keymap {
    /// Commands whose keys differ from the usual ones.
    changed: HashMap<Command, Vec<Shortcut>>,
}

impl Keymap {
    /// The keys of a command; the first is the one shown.
    pub fn shortcuts(&self, command: Command) -> &[Shortcut] {
        self.changed.get(&command).map_or(command.spec().shortcuts, Vec::as_slice)
    }

    /// The key shown beside a command, or nothing: "Ctrl+S".
    pub fn text(&self, command: Command, os: OperatingSystem) -> String {
        self.shortcuts(command).first().map(|shortcut| shortcut.text(os)).unwrap_or_default()
    }

    /// Every key of a command: "Ctrl+Shift+Z, Ctrl+Y".
    pub fn all_in_words(&self, command: Command, os: OperatingSystem) -> String {
        self.shortcuts(command).iter().map(|shortcut| shortcut.text(os)).collect::<Vec<_>>().join(", ")
    }

    /// Help and key of a command in one, for a tooltip.
    pub fn tooltip(&self, command: Command, os: OperatingSystem) -> String {
        let help = command.spec().help;
        match self.shortcuts(command).first() {
            Some(shortcut) => format!("{help} ({})", shortcut.text(os)),
            None => help.to_owned(),
        }
    }

    /// The command that a key leads to.
    pub fn command_of(&self, shortcut: Shortcut) -> Option<Command> {
        Command::ALL.into_iter().find(|command| self.shortcuts(*command).contains(&shortcut))
    }

    /// Returns whether a command has its usual keys.
    pub fn has_usual(&self, command: Command) -> bool {
        !self.changed.contains_key(&command)
    }

    /// Returns whether every command has its usual keys.
    pub fn has_only_usual(&self) -> bool {
        self.changed.is_empty()
    }

    /// The other commands that have one of these keys, each with it.
    pub fn clashes(&self, command: Command, shortcuts: &[Shortcut]) -> Vec<(Shortcut, Command)> {
        let others = shortcuts.iter().filter_map(|shortcut| Some((*shortcut, self.command_of(*shortcut)?)));
        others.filter(|(_, other)| *other != command).collect()
    }

    /// Gives a command these keys in place of those it has; others that have them lose them.
    ///
    /// # Errors
    /// If one of the keys is kept from commands; then nothing is changed.
    pub fn give(&mut self, command: Command, shortcuts: &[Shortcut]) -> Result<(), Keeper> {
        if let Some(keeper) = shortcuts.iter().find_map(|shortcut| shortcut.keeper()) {
            return Err(keeper);
        }
        for (_, other) in self.clashes(command, shortcuts) {
            let left = self.shortcuts(other).iter().filter(|shortcut| !shortcuts.contains(shortcut));
            self.set(other, left.copied().collect());
        }
        let mut keys = Vec::with_capacity(shortcuts.len());
        for shortcut in shortcuts {
            if !keys.contains(shortcut) {
                keys.push(*shortcut);
            }
        }
        self.set(command, keys);
        Ok(())
    }

    /// Leaves a command without a key.
    pub fn remove(&mut self, command: Command) {
        self.set(command, Vec::new());
    }

    /// Gives every command its usual keys back.
    pub fn give_all_usual(&mut self) {
        self.changed.clear();
    }

    fn set(&mut self, command: Command, shortcuts: Vec<Shortcut>) {
        if shortcuts == command.spec().shortcuts {
            self.changed.remove(&command);
        } else {
            self.changed.insert(command, shortcuts);
        }
    }

    /// The command whose keys were pressed in this frame; takes the key press, so nothing else sees it.
    pub fn pressed(&self, input: &mut egui::InputState, now: Situation, is_typing: bool) -> Option<Command> {
        let meant = |event: &egui::Event| {
            let egui::Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
            let pressed = Shortcut::of_press(*key, *modifiers)?;
            // A key with Shift that is nobody's may be one that needs Shift on this keyboard only.
            let found = |shortcut: Shortcut| Some((self.command_of(shortcut)?, shortcut));
            let (command, shortcut) = found(pressed).or_else(|| found(pressed.without_shift()?))?;
            let sleeps = is_typing && command.sleeps_while_typing(shortcut) || command.sleeps_elsewhere(shortcut, now);
            // What a read-only project bars is passed on too, so that the window can say why.
            ((command.can_run(now) || command.obstacle(now).is_some()) && !sleeps).then_some(command)
        };
        let (at, command) = input.events.iter().enumerate().find_map(|(at, event)| Some((at, meant(event)?)))?;
        input.events.remove(at);
        Some(command)
    }
}

/// What preferences hold may be old or changed by hand: what is no key or is kept from commands is
/// left out, and a key that two commands would share goes to the first. What was chosen goes before
/// what is usual.
impl From<BTreeMap<String, Vec<String>>> for Keymap {
    fn from(written: BTreeMap<String, Vec<String>>) -> Self {
        let mut keymap = Self::default();
        let mut taken = HashSet::new();
        let chosen = |command: Command| {
            let written = written.get(command.id())?;
            let keys: Vec<Shortcut> = written.iter().filter_map(|key| Shortcut::read(key)).collect();
            // Where nothing of it can be read, the usual keys are better than none.
            (written.is_empty() || !keys.is_empty()).then_some(keys)
        };
        let (changed, usual): (Vec<_>, Vec<_>) =
            Command::ALL.into_iter().map(|command| (command, chosen(command))).partition(|(_, keys)| keys.is_some());
        for (command, keys) in changed.into_iter().chain(usual) {
            let wanted = keys.unwrap_or_else(|| command.spec().shortcuts.to_vec());
            let free = wanted.into_iter().filter(|key| key.keeper().is_none() && taken.insert(*key));
            let free: Vec<Shortcut> = free.collect();
            keymap.set(command, free);
        }
        keymap
    }
}

impl From<Keymap> for BTreeMap<String, Vec<String>> {
    fn from(keymap: Keymap) -> Self {
        let written = |keys: Vec<Shortcut>| keys.into_iter().map(Shortcut::written).collect();
        keymap.changed.into_iter().map(|(command, keys)| (command.id().to_owned(), written(keys))).collect()
    }
}

#[cfg(test)]
mod tests {
    use egui::{Key, Modifiers};
    use proptest::{prelude::*, sample::select};

    use super::*;
    use crate::command::PageOnScreen;

    fn check_sound(keymap: &Keymap) {
        let mut seen: HashMap<Shortcut, Command> = HashMap::new();
        for command in Command::ALL {
            for shortcut in keymap.shortcuts(command) {
                assert_eq!(shortcut.keeper(), None, "{command:?} has {}", shortcut.written());
                if let Some(other) = seen.insert(*shortcut, command) {
                    panic!("{} is both {other:?} and {command:?}", shortcut.written());
                }
            }
        }
    }

    fn read(written: &[(&str, &[&str])]) -> Keymap {
        let owned = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        let written: BTreeMap<_, _> = written.iter().map(|(name, keys)| ((*name).to_owned(), owned(keys))).collect();
        Keymap::from(written)
    }

    #[test]
    fn no_two_commands_share_a_usual_key_and_none_has_a_kept_one() {
        check_sound(&Keymap::default());
    }

    #[test]
    fn usual_keys_are_as_they_are_pressed_and_written() {
        for shortcut in Command::ALL.into_iter().flat_map(|command| command.spec().shortcuts) {
            assert_eq!(Shortcut::of_press(shortcut.key, shortcut.modifiers), Some(*shortcut));
            assert_eq!(Shortcut::read(&shortcut.written()), Some(*shortcut));
        }
    }

    #[test]
    fn a_key_that_is_given_goes_from_the_command_that_had_it() {
        let mut keymap = Keymap::default();
        let key = Shortcut::ctrl(Key::D);
        assert_eq!(keymap.clashes(Command::UsualPage, &[key]), [(key, Command::MarkDone)]);
        assert_eq!(keymap.give(Command::UsualPage, &[key]), Ok(()));
        assert_eq!(keymap.command_of(key), Some(Command::UsualPage));
        assert_eq!(keymap.shortcuts(Command::MarkDone), []);
        assert_eq!(keymap.give(Command::MarkDone, Command::MarkDone.spec().shortcuts), Ok(()));
        assert!(keymap.has_usual(Command::MarkDone) && keymap.shortcuts(Command::UsualPage).is_empty());
    }

    #[test]
    fn codes_and_text_fields_keep_their_keys() {
        let keeper = |written: &str| Shortcut::read(written).expect("it is a key").keeper();
        for kept in ["Q", "A", "0"] {
            assert_eq!(keeper(kept), Some(Keeper::Codes), "{kept}");
        }
        for kept in ["Left", "Ctrl+Shift+Right", "Shift+Home", "PageDown", "Ctrl+A", "Ctrl+C", "Space", "Escape"] {
            assert_eq!(keeper(kept), Some(Keeper::Fields), "{kept}");
        }
        for free in ["Shift+Q", "Ctrl+Q", "Alt+Left", "Ctrl+PageDown", "F5", "X", "Ctrl+Shift+C"] {
            assert_eq!(keeper(free), None, "{free}");
        }
    }

    #[test]
    fn preferences_hold_what_was_changed_under_readable_names() {
        let mut keymap = Keymap::default();
        keymap.give(Command::MarkDone, &[Shortcut::ctrl_shift(Key::D), Shortcut::alt(Key::F7)]).expect("both are free");
        keymap.remove(Command::Quit);
        let written: BTreeMap<String, Vec<String>> = keymap.clone().into();
        let expected = [("MarkDone", vec!["Ctrl+Shift+D", "Alt+F7"]), ("Quit", vec![])];
        assert_eq!(written.len(), expected.len());
        for (name, keys) in expected {
            assert_eq!(written[name], keys);
        }
        assert_eq!(Keymap::from(written), keymap);
    }

    #[test]
    fn what_cannot_be_read_is_left_out_and_what_would_be_shared_goes_to_the_first() {
        let usual = Keymap::default();
        assert_eq!(read(&[("MarkDone", &["Hyper+D"]), ("NoSuchCommand", &["Ctrl+D"])]), usual);
        assert_eq!(read(&[("MarkDone", &["Hyper+D", "F7"])]).shortcuts(Command::MarkDone), [Shortcut::key(Key::F7)]);
        // The first in the order of the menus.
        let shared = read(&[("MarkDone", &["F7"]), ("Save", &["F7"])]);
        assert_eq!(shared.command_of(Shortcut::key(Key::F7)), Some(Command::Save));
        assert_eq!(shared.shortcuts(Command::MarkDone), []);
        // What was chosen goes before what is usual.
        let chosen = read(&[("UsualPage", &["Ctrl+S"])]);
        assert_eq!(chosen.command_of(Shortcut::ctrl(Key::S)), Some(Command::UsualPage));
        check_sound(&read(&[("Save", &["Q", "Left"])]));
    }

    fn run(keymap: &Keymap, key: Key, modifiers: Modifiers) -> Option<Command> {
        run_on(keymap, PageOnScreen::Compare, key, modifiers)
    }

    fn run_on(keymap: &Keymap, page: PageOnScreen, key: Key, modifiers: Modifiers) -> Option<Command> {
        let mut input = egui::InputState::default();
        input.events.push(egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers });
        let now = Situation {
            page,
            has_project: true,
            can_change: true,
            has_article: true,
            can_undo: true,
            ..Situation::default()
        };
        keymap.pressed(&mut input, now, false)
    }

    #[test]
    fn a_bare_key_changes_no_page_but_the_one_on_screen() {
        let keymap = Keymap::default();
        for (key, command) in [(Key::M, Command::NextMeasure), (Key::X, Command::TransposeTable)] {
            assert_eq!(run_on(&keymap, PageOnScreen::Compare, key, Modifiers::NONE), Some(command));
            for page in [PageOnScreen::Read, PageOnScreen::Other] {
                assert_eq!(run_on(&keymap, page, key, Modifiers::NONE), None);
                assert_eq!(run_on(&keymap, page, key, Modifiers::SHIFT), None);
            }
        }
        assert_eq!(run_on(&keymap, PageOnScreen::Read, Key::CloseBracket, Modifiers::NONE), Some(Command::NextArticle));
        assert_eq!(run_on(&keymap, PageOnScreen::Compare, Key::CloseBracket, Modifiers::NONE), None);
        // With a modifier, and with a key that nothing else has, a command acts from everywhere.
        let ctrl = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };
        assert_eq!(run_on(&keymap, PageOnScreen::Compare, Key::PageDown, ctrl), Some(Command::NextArticle));
        assert_eq!(run_on(&keymap, PageOnScreen::Compare, Key::F2, Modifiers::NONE), Some(Command::EditDetails));
    }

    #[test]
    fn a_key_runs_its_command_and_no_other() {
        let keymap = Keymap::default();
        let ctrl_on_linux = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };
        assert_eq!(run(&keymap, Key::S, ctrl_on_linux), Some(Command::Save));
        assert_eq!(run(&keymap, Key::S, Modifiers::COMMAND | Modifiers::SHIFT), Some(Command::SaveAs));
        assert_eq!(run(&keymap, Key::N, Modifiers::COMMAND | Modifiers::ALT), None);
        // Nothing can be done again, and Ctrl+Shift+Z does not take a step back instead.
        assert_eq!(run(&keymap, Key::Z, Modifiers::COMMAND | Modifiers::SHIFT), None);
        // These need Shift on some keyboards.
        assert_eq!(run(&keymap, Key::Questionmark, Modifiers::SHIFT), Some(Command::ShowKeys));
        assert_eq!(run(&keymap, Key::Equals, Modifiers::COMMAND | Modifiers::SHIFT), Some(Command::LargerText));
    }

    #[derive(Clone, Debug)]
    enum Step {
        Give(Command, Vec<Shortcut>),
        Usual(Command),
        Remove(Command),
        AllUsual,
        KeepAndRead,
    }

    fn any_shortcut() -> impl Strategy<Value = Shortcut> {
        let modifiers = (any::<bool>(), any::<bool>(), any::<bool>());
        (select(Key::ALL), modifiers).prop_filter_map("a key of its own", |(key, (alt, shift, command))| {
            Shortcut::of_press(key, Modifiers { alt, shift, command, ..Modifiers::NONE })
        })
    }

    /// Any key, and often one that some command has.
    fn any_step() -> impl Strategy<Value = Step> {
        let command = || select(Command::ALL.to_vec());
        let usual: Vec<Shortcut> =
            Command::ALL.into_iter().flat_map(|command| command.spec().shortcuts).copied().collect();
        let shortcut = prop_oneof![any_shortcut(), select(usual)];
        prop_oneof![
            6 => (command(), prop::collection::vec(shortcut, 1..3)).prop_map(|(command, keys)| Step::Give(command, keys)),
            2 => command().prop_map(Step::Usual),
            1 => command().prop_map(Step::Remove),
            1 => Just(Step::AllUsual),
            1 => Just(Step::KeepAndRead),
        ]
    }

    proptest! {
        #[test]
        fn whatever_is_assigned_no_two_commands_share_a_key(steps in prop::collection::vec(any_step(), 0..40)) {
            let mut keymap = Keymap::default();
            for step in steps {
                match step {
                    Step::Give(command, keys) => {
                        let before = keymap.clone();
                        if keymap.give(command, &keys).is_ok() {
                            prop_assert!(keys.iter().all(|key| keymap.command_of(*key) == Some(command)));
                        } else {
                            prop_assert_eq!(&keymap, &before);
                        }
                    }
                    Step::Usual(command) => keymap.give(command, command.spec().shortcuts).expect("usual keys are free"),
                    Step::Remove(command) => keymap.remove(command),
                    Step::AllUsual => keymap.give_all_usual(),
                    Step::KeepAndRead => {
                        let read = Keymap::from(BTreeMap::from(keymap.clone()));
                        prop_assert_eq!(&read, &keymap);
                    }
                }
                check_sound(&keymap);
            }
        }

        #[test]
        fn whatever_preferences_hold_no_two_commands_share_a_key(
            written in prop::collection::btree_map(
                select(Command::ALL.to_vec()).prop_map(|command| command.id().to_owned()),
                prop::collection::vec(prop_oneof![any_shortcut().prop_map(Shortcut::written), "[A-Z+a-z]{0,9}"], 0..4),
                0..20,
            ),
        ) {
            check_sound(&Keymap::from(written));
        }
    }
}
