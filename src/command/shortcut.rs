//! A key with its modifiers: how it is read from a press, written down, and who may have it.

use egui::{Key, KeyboardShortcut, Modifiers, os::OperatingSystem};

use standpoint_core::model::code_keys::is_code_key;

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// The modifiers held down with the key.
    pub modifiers: Modifiers,
    /// The key itself, as its layout names it.
    pub key: Key,
}

/// Who keeps a key, so that no command can have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeper {
    /// It tags with an actor, an issue or a stance.
    Codes,
    /// It moves the caret, edits what is typed, works the clipboard, or presses a button.
    Fields,
}

impl Shortcut {
    /// The key alone.
    pub const fn key(key: Key) -> Self {
        Self { modifiers: Modifiers::NONE, key }
    }

    /// The key with Ctrl, or with Cmd on a Mac.
    pub const fn ctrl(key: Key) -> Self {
        Self { modifiers: Modifiers::COMMAND, key }
    }

    /// The key with Ctrl (Cmd on a Mac) and Shift.
    pub const fn ctrl_shift(key: Key) -> Self {
        Self { modifiers: Modifiers::COMMAND.plus(Modifiers::SHIFT), key }
    }

    /// The key with Ctrl (Cmd on a Mac) and Alt.
    pub const fn ctrl_alt(key: Key) -> Self {
        Self { modifiers: Modifiers::COMMAND.plus(Modifiers::ALT), key }
    }

    /// The key with Shift.
    pub const fn shift(key: Key) -> Self {
        Self { modifiers: Modifiers::SHIFT, key }
    }

    /// The key with Alt.
    pub const fn alt(key: Key) -> Self {
        Self { modifiers: Modifiers::ALT, key }
    }

    /// The key with Alt and Shift.
    pub const fn alt_shift(key: Key) -> Self {
        Self { modifiers: Modifiers::ALT.plus(Modifiers::SHIFT), key }
    }

    /// What was pressed; nothing for a key that only changes others, such as Shift.
    pub fn of_press(key: Key, modifiers: Modifiers) -> Option<Self> {
        if is_modifier(key) {
            return None;
        }
        let Modifiers { alt, shift, command, .. } = modifiers;
        // Elsewhere than on a Mac, Ctrl comes as `ctrl` and as `command`.
        let ctrl = modifiers.ctrl && (modifiers.mac_cmd || !command);
        // Whether such a sign needs Shift depends on the keyboard.
        let shift = shift && !is_typed_with_shift(key);
        Some(Self { modifiers: Modifiers { alt, ctrl, shift, mac_cmd: false, command }, key })
    }

    /// The same without Shift, where Shift may be there only to reach the sign.
    pub(super) fn without_shift(self) -> Option<Self> {
        let Modifiers { shift, command, .. } = self.modifiers;
        let is_letter = self.key.name().len() == 1 && self.key.name().starts_with(|c: char| c.is_ascii_alphabetic());
        let may_drop = shift && command && !is_letter;
        may_drop.then_some(Self { modifiers: Modifiers { shift: false, ..self.modifiers }, ..self })
    }

    /// Whether it must sleep while somebody types: a bare key would write, and Alt or Shift with it too.
    pub fn sleeps_while_typing(self) -> bool {
        !self.modifiers.command && !self.is_function_key()
    }

    /// Whether nothing but Shift is held down with it; keys that only commands have, such as F2, do not count.
    pub(super) fn is_bare(self) -> bool {
        !self.modifiers.command && !self.modifiers.alt && !self.is_function_key()
    }

    fn is_function_key(self) -> bool {
        self.key.name().strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok())
    }

    /// As a person reads it: "Ctrl+Shift+P"; signs that are plain to see stand for themselves.
    pub fn text(self, os: OperatingSystem) -> String {
        let is_mac = os == OperatingSystem::Mac;
        let names = if is_mac { egui::ModifierNames::SYMBOLS } else { egui::ModifierNames::NAMES };
        match self.key {
            Key::Questionmark
            | Key::Exclamationmark
            | Key::OpenBracket
            | Key::CloseBracket
            | Key::OpenCurlyBracket
            | Key::CloseCurlyBracket
            | Key::Slash
            | Key::Backslash
            | Key::Pipe
            | Key::Period
            | Key::Comma
            | Key::Colon
            | Key::Semicolon
            | Key::Plus
            | Key::Minus
            | Key::Backtick
            | Key::Equals => {
                let held = names.format(&self.modifiers, is_mac);
                let between = if held.is_empty() { "" } else { names.concat };
                format!("{held}{between}{}", self.key.symbol_or_name())
            }
            _ => KeyboardShortcut::new(self.modifiers, self.key).format(&names, is_mac),
        }
    }

    /// As preferences keep it, the same on every system: "Ctrl+Shift+P", "Ctrl+Plus".
    pub fn written(self) -> String {
        let Modifiers { alt, ctrl, shift, command, .. } = self.modifiers;
        let names = [(command, "Ctrl"), (ctrl, "Control"), (alt, "Alt"), (shift, "Shift")];
        let held = names.into_iter().filter(|(is_held, _)| *is_held).map(|(_, name)| name);
        held.chain([self.key.name()]).collect::<Vec<_>>().join("+")
    }

    /// Reads what [`Self::written`] wrote; nothing where that is no key.
    pub fn read(written: &str) -> Option<Self> {
        let mut parts: Vec<&str> = written.split('+').collect();
        let key = Key::from_name(parts.pop()?.trim())?;
        let mut modifiers = Modifiers::NONE;
        for part in parts {
            let held = match part.trim() {
                "Ctrl" => &mut modifiers.command,
                "Control" => &mut modifiers.ctrl,
                "Alt" => &mut modifiers.alt,
                "Shift" => &mut modifiers.shift,
                _ => return None,
            };
            *held = true;
        }
        // As it would be pressed, or it would never be met.
        let pressed = Self::of_press(key, modifiers)?;
        Some(Self { modifiers: Modifiers { ctrl: modifiers.ctrl, ..pressed.modifiers }, ..pressed })
    }

    /// Who keeps this key from commands, if anybody does.
    pub fn keeper(self) -> Option<Keeper> {
        let Modifiers { alt, shift, command, ctrl, .. } = self.modifiers;
        let mut name = self.key.name().chars();
        if let (false, Some(letter), None) = (self.modifiers.any(), name.next(), name.next())
            && is_code_key(letter.to_ascii_lowercase())
        {
            return Some(Keeper::Codes);
        }
        let is_of_fields = match self.key {
            Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown | Key::Home | Key::End => !alt,
            Key::PageUp | Key::PageDown => !alt && !command && !ctrl,
            Key::Escape | Key::Insert | Key::Copy | Key::Cut | Key::Paste => true,
            Key::Space => !command && !alt,
            Key::Tab => shift || command || ctrl,
            Key::A | Key::C | Key::V | Key::X => command && !alt && !shift,
            Key::Enter | Key::Backspace => command && !alt,
            Key::Delete => (command || shift) && !alt,
            _ => false,
        };
        is_of_fields.then_some(Keeper::Fields)
    }
}

/// Keys that are held down while others are pressed, or only switch something.
const fn is_modifier(key: Key) -> bool {
    matches!(
        key,
        Key::ShiftLeft
            | Key::ShiftRight
            | Key::ControlLeft
            | Key::ControlRight
            | Key::AltLeft
            | Key::AltRight
            | Key::SuperLeft
            | Key::SuperRight
            | Key::CapsLock
            | Key::NumLock
            | Key::ScrollLock
            | Key::Fn
    )
}

const fn is_typed_with_shift(key: Key) -> bool {
    matches!(
        key,
        Key::Questionmark
            | Key::Exclamationmark
            | Key::Plus
            | Key::Colon
            | Key::Pipe
            | Key::OpenCurlyBracket
            | Key::CloseCurlyBracket
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_for_themselves() {
        let os = OperatingSystem::Nix;
        let texts = [
            Shortcut::ctrl(Key::Period),
            Shortcut::ctrl(Key::Plus),
            Shortcut::ctrl(Key::Minus),
            Shortcut::key(Key::Comma),
        ];
        assert_eq!(texts.map(|shortcut| shortcut.text(os)), ["Ctrl+.", "Ctrl++", "Ctrl+−", ","]);
        assert_eq!(Shortcut::ctrl(Key::Plus).written(), "Ctrl+Plus");
    }
}
