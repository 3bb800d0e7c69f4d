//! What the program remembers from one session to the next, apart from projects.

pub mod kept;
mod remembered;

pub use remembered::{ReadingPlaces, RecentProject};

use remembered::RememberedEntry;

use std::{ops::Deref, path::PathBuf};

use serde::{Deserialize, Serialize};

use standpoint_core::model::{ProjectId, view::Query};
use standpoint_exchange::export::csv::{CsvOptions, CsvSeparator, DecimalMark};

use super::settings::{Setting, SettingChange, SettingValue, Settings};

/// Whether the window is light, dark or sepia.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// Light or dark, as the system is.
    #[default]
    System,
    /// Dark ink on light paper.
    Light,
    /// Dark ink on brown paper.
    Sepia,
    /// Light ink on dark paper.
    Dark,
}

impl ThemeChoice {
    /// What egui is to follow.
    pub const fn preference(self) -> egui::ThemePreference {
        match self {
            Self::System => egui::ThemePreference::System,
            // Sepia is dark ink on brown paper.
            Self::Light | Self::Sepia => egui::ThemePreference::Light,
            Self::Dark => egui::ThemePreference::Dark,
        }
    }
}

/// The line length and line spacing of articles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageMeasures {
    /// About how many characters stand in a line.
    pub line_chars: u16,
    /// The line spacing, as a factor of the usual one.
    pub line_scale: f32,
}

/// The number of characters in a line for which `column` in `assets/themes/sizes.ron` is meant.
pub(in crate::ui) const USUAL_LINE_CHARS: u16 = 70;

impl PageMeasures {
    /// The width of the text column, as a factor of the usual one.
    pub fn width_scale(self) -> f32 {
        f32::from(self.line_chars) / f32::from(USUAL_LINE_CHARS)
    }

    /// Whether lines are longer than usual.
    pub fn is_wider(self) -> bool {
        self.line_chars > USUAL_LINE_CHARS
    }
}

/// When a project is saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Saving {
    /// Automatically, a few seconds after the last change, and by the command.
    #[default]
    WhenIdle,
    /// Only by the command.
    WhenAsked,
}

/// The order of the list of articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArticleOrder {
    /// As they stand in the project: as they were imported, or as somebody arranged them.
    #[default]
    Project,
    /// The latest date first; articles without a date last.
    Newest,
    /// The earliest date first; articles without a date last.
    Oldest,
    /// By title.
    Title,
    /// By outlet, and of one outlet by date.
    Outlet,
    /// Those being read first, then those to read, then those done.
    Status,
    /// The most highlights first.
    MostHighlights,
    /// The fewest highlights first.
    FewestHighlights,
}

impl ArticleOrder {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 8] = [
        Self::Project,
        Self::Newest,
        Self::Oldest,
        Self::Title,
        Self::Outlet,
        Self::Status,
        Self::MostHighlights,
        Self::FewestHighlights,
    ];

    /// As the menu has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Project => "Manual order",
            Self::Newest => "Newest first",
            Self::Oldest => "Oldest first",
            Self::Title => "By title",
            Self::Outlet => "By outlet",
            Self::Status => "By progress",
            Self::MostHighlights => "Most highlights first",
            Self::FewestHighlights => "Fewest highlights first",
        }
    }
}

/// What the list of articles is divided by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ArticleGrouping {
    /// One list.
    #[default]
    None,
    /// A group for each outlet.
    Outlet,
    /// A group for each story, which several articles may print.
    Story,
    /// A group for each reading status.
    Status,
}

impl ArticleGrouping {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 4] = [Self::None, Self::Outlet, Self::Story, Self::Status];

    /// As the menu has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "Ungrouped",
            Self::Outlet => "Grouped by outlet",
            Self::Story => "Grouped by story",
            Self::Status => "Grouped by progress",
        }
    }
}

/// What is set of saving and of writing files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileSettings {
    /// When a project is saved.
    pub saving: Saving,
    /// How many earlier states of a project are kept.
    pub n_backups: usize,
    /// How CSV is written.
    pub csv: CsvOptions,
    /// Whether the folders inside an imported one are read.
    pub includes_subfolders: bool,
    /// Whether imported files are kept beside the project.
    pub keeps_originals: bool,
}

/// Which of the two panels beside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelSide {
    /// On the left, the list of articles.
    Articles,
    /// On the right, the selected highlight, the filters and all highlights of the article.
    Highlight,
}

impl PanelSide {
    /// The setting that says whether the panel stands beside the text where there is room.
    pub const fn setting(self) -> Setting {
        match self {
            Self::Articles => Setting::ArticleList,
            Self::Highlight => Setting::HighlightPanel,
        }
    }
}

/// What the program keeps of the person at this machine, never in a project: the settings, and what it remembers by
/// itself. Settings can be read like fields of it; only a [`Setting`] of the one list changes them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preferences {
    settings: Settings,
    /// Projects opened, latest first.
    pub recent: Vec<RecentProject>,
    /// Where articles are being read, the project that was open last first.
    reading: Vec<(ProjectId, ReadingPlaces)>,
    /// Patterns of file names that were used, latest first.
    pub file_name_patterns: Vec<String>,
    /// The crash report that was mentioned last.
    pub last_report: Option<PathBuf>,
}

impl Deref for Preferences {
    type Target = Settings;

    fn deref(&self) -> &Settings {
        &self.settings
    }
}

impl Preferences {
    /// The name under which eframe keeps what is remembered.
    pub const KEY: &str = "preferences";

    /// What is remembered, as eframe keeps it.
    pub fn to_text(&self) -> String {
        let entry = |entry: RememberedEntry| entry.written(self).map(|text| format!("{}:{text}", entry.id()));
        format!("({})", RememberedEntry::ALL.into_iter().filter_map(entry).collect::<Vec<_>>().join(","))
    }

    /// The same with a setting set to this.
    #[must_use]
    pub fn with(mut self, setting: Setting, value: SettingValue) -> Self {
        self.change(setting, &SettingChange::To(value));
        self
    }

    /// The same with these recent projects.
    #[must_use]
    pub fn with_recent(self, recent: impl IntoIterator<Item = impl Into<RecentProject>>) -> Self {
        Self { recent: recent.into_iter().map(Into::into).collect(), ..self }
    }

    /// Changes a setting. Nothing is set in any other way.
    pub fn change(&mut self, setting: Setting, change: &SettingChange) {
        setting.change(&mut self.settings, change);
    }

    /// Whether a panel stands beside the text where there is room for it.
    pub const fn shows(&self, side: PanelSide) -> bool {
        match side {
            PanelSide::Articles => self.settings.shows_articles,
            PanelSide::Highlight => self.settings.shows_highlight,
        }
    }

    /// Remembers whether a panel is to stand beside the text.
    pub fn show(&mut self, side: PanelSide, is_shown: bool) {
        self.change(side.setting(), &SettingChange::To(SettingValue::Switch(is_shown)));
    }
}

impl Settings {
    /// How the text of articles is set.
    pub const fn page(&self) -> PageMeasures {
        PageMeasures { line_chars: self.line_chars, line_scale: self.line_scale }
    }

    /// How projects and other files are written.
    pub fn file_settings(&self) -> FileSettings {
        let separator = if self.csv_semicolons { CsvSeparator::Semicolon } else { CsvSeparator::Comma };
        let decimal = DecimalMark::usual_with(separator);
        let csv = CsvOptions { bom: self.csv_for_excel, guard: self.csv_guard, separator, decimal };
        FileSettings {
            saving: self.saving,
            n_backups: self.n_backups,
            csv,
            includes_subfolders: self.includes_subfolders,
            keeps_originals: self.keeps_originals,
        }
    }

    /// The comparison that a project without saved ones begins with.
    pub fn first_query(&self) -> Query {
        let (measure, counting, hides_empty) = (self.compare_cells, self.compare_counting, self.hides_empty);
        let usual = Query::of(self.compare_rows.clone(), self.compare_columns.clone());
        Query { measure, counting, hides_empty, ..usual }
    }
}
