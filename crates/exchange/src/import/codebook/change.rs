//! One change that a file suggests for a code or a stance, in words.

use standpoint_core::{model::Colour, wording::number};

/// What of a code or a stance changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CodeField {
    /// It is added.
    New,
    /// It is deleted, because the file does not have it.
    Gone,
    /// Its name.
    Name,
    /// Its parent.
    Parent,
    /// Aliases that it gets.
    NewAliases,
    /// Aliases that it loses.
    LostAliases,
    /// Its definition.
    Definition,
    /// The note on when to use it.
    Include,
    /// The note on when not to use it.
    Exclude,
    /// Its colour.
    Colour,
    /// Its key.
    Key,
    /// The weight of a stance.
    Weight,
}

/// One change that can be made or left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodebookChange {
    /// What changes.
    pub field: CodeField,
    /// What the project has; empty if it has nothing.
    pub from: String,
    /// What the file says; empty if it says that there is nothing.
    pub to: String,
    /// Whether it is to be made.
    pub is_ticked: bool,
}

impl CodeField {
    /// What it is called at the start of a line.
    pub const fn title(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Gone => "Not in the file",
            Self::Name => "Name",
            Self::Parent => "Parent",
            Self::NewAliases => "Add aliases",
            Self::LostAliases => "Remove aliases",
            Self::Definition => "Definition",
            Self::Include => "Use when",
            Self::Exclude => "Do not use when",
            Self::Colour => "Colour",
            Self::Key => "Key",
            Self::Weight => "Weight",
        }
    }
}

impl CodebookChange {
    pub(super) fn new(field: CodeField, from: impl Into<String>, to: impl Into<String>) -> Self {
        Self { field, from: from.into(), to: to.into(), is_ticked: true }
    }

    /// The same, and not made unless somebody wants it.
    pub(super) fn unticked(self) -> Self {
        Self { is_ticked: false, ..self }
    }

    /// Says what changes: "Definition: “old” → “new”".
    pub fn in_words(&self) -> String {
        let title = self.field.title();
        let quoted = |words: &str| match self.field {
            CodeField::Definition | CodeField::Include | CodeField::Exclude | CodeField::Name | CodeField::Parent
                if !words.is_empty() =>
            {
                format!("“{words}”")
            }
            CodeField::Parent => "the top level".to_owned(),
            _ if words.is_empty() => "none".to_owned(),
            _ => words.to_owned(),
        };
        match self.field {
            CodeField::New if self.to.is_empty() => title.to_owned(),
            CodeField::New | CodeField::NewAliases => format!("{title}: {}", self.to),
            CodeField::Gone => format!("{title}: delete it"),
            CodeField::LostAliases => format!("{title}: {}", self.from),
            CodeField::Definition | CodeField::Include | CodeField::Exclude if self.from.is_empty() => {
                format!("{title}: {}", quoted(&self.to))
            }
            _ => format!("{title}: {} → {}", quoted(&self.from), quoted(&self.to)),
        }
    }
}

/// A colour as a change shows it.
pub(super) fn colour(colour: Colour) -> String {
    colour.to_string()
}

/// A weight as a change shows it.
pub(super) fn weight(weight: f64) -> String {
    number(weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_says_what_was_and_what_will_be() {
        let words = |field, from: &str, to: &str| CodebookChange::new(field, from, to).in_words();
        assert_eq!(words(CodeField::Name, "US", "USA"), "Name: “US” → “USA”");
        assert_eq!(words(CodeField::Parent, "", "Russia"), "Parent: the top level → “Russia”");
        assert_eq!(words(CodeField::Definition, "", "Land."), "Definition: “Land.”");
        assert_eq!(words(CodeField::Definition, "Land.", ""), "Definition: “Land.” → none");
        assert_eq!(words(CodeField::NewAliases, "", "Moscow, Kremlin"), "Add aliases: Moscow, Kremlin");
        assert_eq!(words(CodeField::LostAliases, "Duma", ""), "Remove aliases: Duma");
        assert_eq!(words(CodeField::Key, "", "4"), "Key: none → 4");
        assert_eq!(words(CodeField::New, "", ""), "New");
    }
}
