//! How the types of settings become values that the page can show and change.

use standpoint_core::{
    model::{
        CodeKind,
        view::{Axis, Counting, Measure},
    },
    text::words::Snap,
    wording::capitalised,
};

use super::{SettingControl, SettingValue};
use crate::{
    command::Keymap,
    ui::preferences::{ArticleGrouping, ArticleOrder, Saving, ThemeChoice},
};

/// A type that a setting can have.
pub trait SettingType: Sized {
    /// The value for the page.
    fn to_value(&self) -> SettingValue;

    /// The value that the page gives back, if it is of this type.
    fn of_value(value: &SettingValue) -> Option<Self>;
}

/// A type with a few values, each with a name.
pub trait NamedValues: Clone + PartialEq + 'static {
    /// All values, in the order in which they are offered.
    fn all() -> &'static [Self];

    /// The name on screen.
    fn name(&self) -> String;
}

/// The control that offers all values of a type.
pub(super) fn choices<T: NamedValues>() -> SettingControl {
    SettingControl::Choice(T::all().iter().map(T::name).collect())
}

impl<T: NamedValues> SettingType for T {
    fn to_value(&self) -> SettingValue {
        SettingValue::Choice(T::all().iter().position(|value| value == self).unwrap_or(0))
    }

    fn of_value(value: &SettingValue) -> Option<Self> {
        match value {
            SettingValue::Choice(at) => T::all().get(*at).cloned(),
            _ => None,
        }
    }
}

impl SettingType for String {
    fn to_value(&self) -> SettingValue {
        SettingValue::Text(self.clone())
    }

    fn of_value(value: &SettingValue) -> Option<Self> {
        match value {
            SettingValue::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl SettingType for bool {
    fn to_value(&self) -> SettingValue {
        SettingValue::Switch(*self)
    }

    fn of_value(value: &SettingValue) -> Option<Self> {
        match value {
            SettingValue::Switch(is_on) => Some(*is_on),
            _ => None,
        }
    }
}

impl SettingType for Keymap {
    fn to_value(&self) -> SettingValue {
        SettingValue::Shortcuts(self.clone())
    }

    fn of_value(value: &SettingValue) -> Option<Self> {
        match value {
            SettingValue::Shortcuts(keys) => Some(keys.clone()),
            _ => None,
        }
    }
}

impl SettingType for f32 {
    fn to_value(&self) -> SettingValue {
        SettingValue::Number(*self)
    }

    fn of_value(value: &SettingValue) -> Option<Self> {
        match value {
            SettingValue::Number(number) => Some(*number),
            _ => None,
        }
    }
}

impl SettingType for usize {
    #[expect(clippy::cast_precision_loss, reason = "the ranges of settings are small")]
    fn to_value(&self) -> SettingValue {
        SettingValue::Number(*self as f32)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the ranges of settings are small")]
    fn of_value(value: &SettingValue) -> Option<Self> {
        match value {
            SettingValue::Number(number) => Some(number.round() as Self),
            _ => None,
        }
    }
}

impl SettingType for u16 {
    fn to_value(&self) -> SettingValue {
        SettingValue::Number(f32::from(*self))
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the ranges of settings are small")]
    fn of_value(value: &SettingValue) -> Option<Self> {
        match value {
            SettingValue::Number(number) => Some(number.round() as Self),
            _ => None,
        }
    }
}

impl NamedValues for ThemeChoice {
    fn all() -> &'static [Self] {
        &[Self::System, Self::Light, Self::Sepia, Self::Dark]
    }

    fn name(&self) -> String {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Sepia => "Sepia",
            Self::Dark => "Dark",
        }
        .to_owned()
    }
}

impl NamedValues for CodeKind {
    fn all() -> &'static [Self] {
        &[Self::Issue, Self::Actor]
    }

    fn name(&self) -> String {
        capitalised(self.noun())
    }
}

impl NamedValues for Snap {
    fn all() -> &'static [Self] {
        &[Self::Character, Self::Word, Self::Sentence, Self::Paragraph]
    }

    fn name(&self) -> String {
        capitalised(self.plural())
    }
}

impl NamedValues for Saving {
    fn all() -> &'static [Self] {
        &[Self::WhenIdle, Self::WhenAsked]
    }

    fn name(&self) -> String {
        match self {
            Self::WhenIdle => "After a pause of five seconds",
            Self::WhenAsked => "Only when asked",
        }
        .to_owned()
    }
}

impl NamedValues for ArticleOrder {
    fn all() -> &'static [Self] {
        &Self::ALL
    }

    fn name(&self) -> String {
        Self::name(*self).to_owned()
    }
}

impl NamedValues for ArticleGrouping {
    fn all() -> &'static [Self] {
        &Self::ALL
    }

    fn name(&self) -> String {
        Self::name(*self).to_owned()
    }
}

impl NamedValues for Axis {
    fn all() -> &'static [Self] {
        static ALL: [Axis; 13] = Axis::FIXED;
        &ALL
    }

    fn name(&self) -> String {
        capitalised(&Self::name(self))
    }
}

impl NamedValues for Measure {
    fn all() -> &'static [Self] {
        &Self::ALL
    }

    fn name(&self) -> String {
        self.title().to_owned()
    }
}

impl NamedValues for Counting {
    fn all() -> &'static [Self] {
        &Self::ALL
    }

    fn name(&self) -> String {
        capitalised(self.title())
    }
}
