//! The one list of settings.
//!
//! The page of settings, the file they are kept in and the commands that change them all read it. A [`Setting`] is the
//! only way to change what is set; it knows nothing of the page, nor of what comes of a change.

mod changes;
mod list;
mod value;

pub mod file;
pub mod keeper;

use std::ops::RangeInclusive;

pub use list::{Setting, Settings};
pub use value::SettingType;

use crate::command::Keymap;

/// A part of the page of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingGroup {
    /// Who works here.
    You,
    /// How the window and the articles look.
    Appearance,
    /// How words are selected and tagged.
    Highlighting,
    /// The keyboard.
    Keys,
    /// How projects are saved.
    Saving,
    /// How articles are imported.
    Import,
    /// How a new comparison begins.
    Compare,
    /// How files are written for other programs.
    Export,
}

impl SettingGroup {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 8] = [
        Self::You,
        Self::Appearance,
        Self::Highlighting,
        Self::Keys,
        Self::Saving,
        Self::Import,
        Self::Compare,
        Self::Export,
    ];

    /// The title on screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::You => "You",
            Self::Appearance => "Appearance",
            Self::Highlighting => "Highlighting",
            Self::Keys => "Keys",
            Self::Saving => "Saving and backups",
            Self::Import => "Import",
            Self::Compare => "Compare",
            Self::Export => "Export",
        }
    }
}

/// Everything that is said of a setting.
#[derive(Clone, Debug)]
pub struct SettingSpec {
    /// The name on screen.
    pub name: &'static str,
    /// A few words on what it does, without a full stop.
    pub help: &'static str,
    /// Where it stands.
    pub group: SettingGroup,
    /// How it is changed.
    pub control: SettingControl,
}

/// How a setting is changed on the page.
#[derive(Clone, Debug)]
pub enum SettingControl {
    /// A line of text.
    Text,
    /// One of several values, by these names.
    Choice(Vec<String>),
    /// On or off.
    Switch,
    /// A number that goes up and down in steps.
    Number {
        /// The numbers it may be.
        range: RangeInclusive<f32>,
        /// How far apart they are.
        step: f32,
        /// The number in words.
        words: fn(f32) -> String,
    },
    /// The keys of commands, which have a page of their own.
    Shortcuts,
}

impl SettingControl {
    /// A factor, shown in percent and changed in steps of ten.
    const fn percent(range: RangeInclusive<f32>) -> Self {
        Self::Number { range, step: 0.1, words: |number| format!("{:.0}%", number * 100.0) }
    }
}

/// What a setting is set to.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingValue {
    /// A line of text.
    Text(String),
    /// The place of the value among those that are offered.
    Choice(usize),
    /// On or off.
    Switch(bool),
    /// A number.
    Number(f32),
    /// The keys of commands.
    Shortcuts(Keymap),
}

/// A way to change a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingChange {
    /// Set it to this.
    To(SettingValue),
    /// Move a number by so many steps.
    Step(i8),
    /// Take the next of its values, and after the last the first; turn a switch over.
    Next,
    /// Set it to its default.
    Reset,
}

impl Setting {
    /// Changes the setting; what does not fit it changes nothing, and a number stays in its range.
    pub fn change(self, settings: &mut Settings, change: &SettingChange) {
        let now = self.value(settings);
        let next = match (change, self.spec().control, now) {
            (SettingChange::Reset, ..) => self.value(&Settings::default()),
            (SettingChange::To(SettingValue::Number(number)), SettingControl::Number { range, .. }, _) => {
                SettingValue::Number(number.clamp(*range.start(), *range.end()))
            }
            (SettingChange::To(value), ..) => value.clone(),
            (SettingChange::Step(n), SettingControl::Number { range, step, .. }, SettingValue::Number(number)) => {
                // Whole steps, so that a step and its opposite cancel out.
                let number = ((number / step).round() + f32::from(*n)) * step;
                SettingValue::Number(number.clamp(*range.start(), *range.end()))
            }
            (SettingChange::Next, SettingControl::Choice(names), SettingValue::Choice(at)) => {
                SettingValue::Choice((at + 1) % names.len())
            }
            (SettingChange::Next, _, SettingValue::Switch(is_on)) => SettingValue::Switch(!is_on),
            (SettingChange::Step(_) | SettingChange::Next, ..) => return,
        };
        self.put(settings, &next);
    }

    /// Whether the setting is what it is at first.
    pub fn is_usual(self, settings: &Settings) -> bool {
        self.value(settings) == self.value(&Settings::default())
    }

    /// Whether a number that was kept is one that the setting can be.
    fn is_in_range(self, settings: &Settings) -> bool {
        match (self.spec().control, self.value(settings)) {
            (SettingControl::Number { range, .. }, SettingValue::Number(number)) => range.contains(&number),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_help_are_written_for_people() {
        for setting in Setting::ALL {
            let SettingSpec { name, help, .. } = setting.spec();
            assert!(name.starts_with(|c: char| c.is_uppercase()), "{name}");
            assert!(help.starts_with(|c: char| c.is_uppercase() || c == '“') && !help.ends_with('.'), "{help}");
        }
        for group in SettingGroup::ALL {
            assert!(Setting::ALL.iter().any(|setting| setting.spec().group == group), "{group:?} is empty");
        }
    }

    #[test]
    fn each_setting_takes_every_value_that_its_control_offers_and_comes_back_to_its_default() {
        for setting in Setting::ALL {
            let mut settings = Settings::default();
            let before = setting.value(&settings);
            match setting.spec().control {
                SettingControl::Text => {
                    setting.change(&mut settings, &SettingChange::To(SettingValue::Text("someone".to_owned())));
                    assert_ne!(setting.value(&settings), before, "{setting:?}");
                }
                SettingControl::Choice(names) => {
                    for at in 0..names.len() {
                        setting.change(&mut settings, &SettingChange::To(SettingValue::Choice(at)));
                        assert_eq!(setting.value(&settings), SettingValue::Choice(at), "{setting:?}");
                    }
                }
                SettingControl::Switch => {
                    setting.change(&mut settings, &SettingChange::Next);
                    assert_ne!(setting.value(&settings), before, "{setting:?}");
                }
                SettingControl::Number { range, .. } => {
                    for _ in 0..200 {
                        setting.change(&mut settings, &SettingChange::Step(1));
                    }
                    assert_eq!(setting.value(&settings), SettingValue::Number(*range.end()), "{setting:?}");
                    setting.change(&mut settings, &SettingChange::To(SettingValue::Number(-1.0)));
                    assert_eq!(setting.value(&settings), SettingValue::Number(*range.start()), "{setting:?}");
                }
                SettingControl::Shortcuts => {}
            }
            setting.change(&mut settings, &SettingChange::Reset);
            assert_eq!(settings, Settings::default(), "{setting:?}");
        }
    }

    #[test]
    fn a_step_and_its_opposite_cancel_out() {
        let mut settings = Settings::default();
        for setting in [Setting::TextSize, Setting::LineSpacing, Setting::LineLength, Setting::Backups] {
            for n in [1, 1, -1, -1] {
                setting.change(&mut settings, &SettingChange::Step(n));
            }
        }
        assert_eq!(settings, Settings::default());
    }
}
