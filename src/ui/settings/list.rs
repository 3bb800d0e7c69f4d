//! Every setting, in the order of the page.
//!
//! A line holds: the name of the variant, its name in the file, its type and default, the group, the name and the help
//! on screen, and how it is changed.

use standpoint_core::{
    model::{
        CodeKind,
        view::{Axis, Counting, Measure},
    },
    text::words::Snap,
};
use standpoint_store::backups::USUAL_BACKUPS;

use super::{
    SettingControl, SettingGroup, SettingSpec, SettingValue,
    value::{SettingType, choices},
};
use crate::{
    command::Keymap,
    ui::preferences::{ArticleGrouping, ArticleOrder, Saving, ThemeChoice, USUAL_LINE_CHARS},
};

macro_rules! settings {
    ($($variant:ident: $field:ident, $type:ty = $usual:expr, $group:ident, $name:literal, $help:literal, $control:expr;)*) => {
        /// What a person has set on this computer. Anybody may read it; only [`Setting`] changes it.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Settings {
            $(#[doc = concat!($name, ". ", $help)] pub $field: $type,)*
        }

        impl Default for Settings {
            fn default() -> Self {
                Self { $($field: $usual,)* }
            }
        }

        /// One entry of the settings.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Setting {
            $(#[doc = concat!($name, ". ", $help)] $variant,)*
        }

        impl Setting {
            /// All of them, in the order of the page.
            pub const ALL: [Self; [$(stringify!($variant)),*].len()] = [$(Self::$variant),*];

            /// The name in the file of settings.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($field),)*
                }
            }

            /// Everything that is said of it.
            pub fn spec(self) -> SettingSpec {
                match self {
                    $(Self::$variant => SettingSpec {
                        name: $name,
                        help: $help,
                        group: SettingGroup::$group,
                        control: $control,
                    },)*
                }
            }

            /// What it is set to.
            pub fn value(self, settings: &Settings) -> SettingValue {
                match self {
                    $(Self::$variant => settings.$field.to_value(),)*
                }
            }

            /// Puts a value into the field; returns whether it fits there.
            pub(super) fn put(self, settings: &mut Settings, value: &SettingValue) -> bool {
                match self {
                    $(Self::$variant => SettingType::of_value(value).map(|value| settings.$field = value).is_some(),)*
                }
            }

            /// The value as the file has it.
            pub(super) fn written(self, settings: &Settings) -> Result<String, ron::Error> {
                match self {
                    $(Self::$variant => ron::to_string(&settings.$field),)*
                }
            }

            /// Takes the value from what the file has; returns whether it could be read.
            pub(super) fn read(self, settings: &mut Settings, text: &str) -> bool {
                match self {
                    $(Self::$variant => ron::from_str(text).map(|value| settings.$field = value).is_ok(),)*
                }
            }
        }
    };
}

settings! {
    Coder: coder, String = user_name(), You, "Coder", "Stands in every highlight you make", SettingControl::Text;
    Theme: theme, ThemeChoice = ThemeChoice::System, Appearance, "Theme", "“System” is light or dark as your desktop is", choices::<ThemeChoice>();
    InterfaceSize: interface_scale, f32 = 1.0, Appearance, "Interface size", "Of everything in the window, articles included", SettingControl::percent(0.7..=2.0);
    TextSize: text_scale, f32 = 1.0, Appearance, "Text size", "Of articles; also Ctrl and the wheel", SettingControl::percent(0.6..=2.4);
    LineSpacing: line_scale, f32 = 1.0, Appearance, "Line spacing", "Of articles", SettingControl::percent(0.7..=1.6);
    LineLength: line_chars, u16 = USUAL_LINE_CHARS, Appearance, "Page width", "About how many characters a line has", SettingControl::Number { range: 40.0..=120.0, step: 5.0, words: |number| format!("{number:.0} characters") };
    ColourBy: tint_by, CodeKind = CodeKind::Issue, Appearance, "Colour highlights by", "Whose colour a highlight has", choices::<CodeKind>();
    ArticleList: shows_articles, bool = true, Appearance, "List of articles", "Beside the text, where there is room", SettingControl::Switch;
    SortArticles: article_order, ArticleOrder = ArticleOrder::Project, Appearance, "Sort articles", "In the list beside the text", choices::<ArticleOrder>();
    GroupArticles: article_grouping, ArticleGrouping = ArticleGrouping::None, Appearance, "Group articles", "In the list beside the text", choices::<ArticleGrouping>();
    HighlightPanel: shows_highlight, bool = true, Appearance, "Highlight and filters", "Beside the text, where there is room", SettingControl::Switch;
    Snapping: snap, Snap = Snap::Character, Highlighting, "Selection snaps to", "Where a selection begins and ends", choices::<Snap>();
    SuggestAfterTag: suggests_after_tag, bool = true, Highlighting, "Suggest passages after a tag", "Passages like the one just tagged get a dotted line; nothing is tagged unless you accept it", SettingControl::Switch;
    Legend: shows_legend, bool = false, Keys, "Legend of the keys", "Which key means which code, below the text", SettingControl::Switch;
    Shortcuts: keys, Keymap = Keymap::default(), Keys, "Keyboard shortcuts", "The keys of all commands", SettingControl::Shortcuts;
    Autosave: saving, Saving = Saving::WhenIdle, Saving, "Save", "Every edit is journaled at once either way", choices::<Saving>();
    Backups: n_backups, usize = USUAL_BACKUPS, Saving, "Earlier versions to keep", "Of each project; older ones are kept further apart", SettingControl::Number { range: 1.0..=100.0, step: 1.0, words: |number| format!("{number:.0}") };
    IncludeSubfolders: includes_subfolders, bool = true, Import, "Include subfolders", "When a folder is imported, the folders inside it are read as well", SettingControl::Switch;
    KeepOriginals: keeps_originals, bool = false, Import, "Keep the original files", "Imported files are copied to a folder beside the project when it is saved", SettingControl::Switch;
    CompareRows: compare_rows, Axis = Axis::Issue, Compare, "Rows", "Of a new comparison", choices::<Axis>();
    CompareColumns: compare_columns, Axis = Axis::Actor, Compare, "Columns", "Of a new comparison", choices::<Axis>();
    CompareCells: compare_cells, Measure = Measure::Highlights, Compare, "Cells show", "In a new comparison", choices::<Measure>();
    CompareCount: compare_counting, Counting = Counting::EveryTime, Compare, "Count", "How often the same position counts", choices::<Counting>();
    HideEmpty: hides_empty, bool = false, Compare, "Hide empty rows and columns", "In a new comparison", SettingControl::Switch;
    MarkOnlySource: marks_only_source, bool = false, Compare, "Mark cells that only one outlet has", "The list of findings has them either way", SettingControl::Switch;
    CsvForExcel: csv_for_excel, bool = false, Export, "CSV for Excel", "Excel shows accented and non-Latin letters correctly", SettingControl::Switch;
    CsvSemicolons: csv_semicolons, bool = false, Export, "Semicolons between cells", "With a comma as the decimal sign, as spreadsheets of many countries expect", SettingControl::Switch;
    CsvGuard: csv_guard, bool = true, Export, "Guard against formulas", "An apostrophe before what a spreadsheet would run; turn it off for R or Python", SettingControl::Switch;
}

/// The name by which the system knows the person.
fn user_name() -> String {
    std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_default()
}
