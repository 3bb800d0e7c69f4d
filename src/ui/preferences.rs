//! What the program remembers from one session to the next, apart from projects.

pub mod kept;

use std::{
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use standpoint_core::{model::CodeKind, text::words::Snap};
use standpoint_store::backups::USUAL_BACKUPS;

use super::paths;
use crate::command::{Keymap, PreferencesCommand};

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
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageMeasures {
    /// About how many characters stand in a line.
    pub line_chars: u16,
    /// The line spacing, as a factor of the usual one.
    pub line_scale: f32,
}

impl Default for PageMeasures {
    fn default() -> Self {
        Self { line_chars: USUAL_LINE_CHARS, line_scale: 1.0 }
    }
}

/// The number of characters in a line for which `column` in `assets/themes/sizes.ron` is meant.
const USUAL_LINE_CHARS: u16 = 70;

/// The readable lengths of a line, and the readable line spacings as factors of the usual one.
const LINE_CHARS: RangeInclusive<u16> = 40..=120;
const LINE_SCALES: RangeInclusive<f32> = 0.7..=1.6;

impl PageMeasures {
    /// The width of the text column, as a factor of the usual one.
    pub fn width_scale(self) -> f32 {
        f32::from(self.line_chars) / f32::from(USUAL_LINE_CHARS)
    }

    /// Whether lines are longer than usual.
    pub fn is_wider(self) -> bool {
        self.line_chars > USUAL_LINE_CHARS
    }

    /// Makes lines longer, or shorter with a negative number, within readable limits.
    pub fn widen(&mut self, chars: i16) {
        self.line_chars = self.line_chars.saturating_add_signed(chars).clamp(*LINE_CHARS.start(), *LINE_CHARS.end());
    }

    /// Sets lines farther apart, or closer together with a negative share, within readable limits.
    pub fn loosen(&mut self, share: f32) {
        // Whole tenths, so that a step and its opposite cancel out.
        self.line_scale = ((self.line_scale + share) * 10.0).round() / 10.0;
        self.line_scale = self.line_scale.clamp(*LINE_SCALES.start(), *LINE_SCALES.end());
    }

    /// Whether lines are of a length and a distance that can be read.
    fn is_readable(self) -> bool {
        LINE_CHARS.contains(&self.line_chars) && LINE_SCALES.contains(&self.line_scale)
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

/// How projects are saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaveSettings {
    /// When a project is saved.
    pub saving: Saving,
    /// How many earlier states of a project are kept.
    pub n_backups: usize,
}

/// Which of the two panels beside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelSide {
    /// On the left, the list of articles.
    Articles,
    /// On the right, the selected highlight, the filters and all highlights of the article.
    Highlight,
}

/// Light settings of the person at this machine; kept by eframe, never in a project.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Projects opened, latest first.
    #[serde(with = "paths::several")]
    pub recent: Vec<PathBuf>,
    /// The coder of new highlights.
    pub coder: String,
    /// Whether the window is light, dark or sepia.
    pub theme: ThemeChoice,
    /// The size of article text, as a factor of the usual one.
    pub text_scale: f32,
    /// How the text is set.
    pub page: PageMeasures,
    /// Whether the list of articles stands beside the text where there is room, and the panel of the highlight.
    pub shows_articles: bool,
    /// Whether the panel of the highlight stands beside the text where there is room.
    pub shows_highlight: bool,
    /// Whether the keys of codes are shown below the text.
    pub shows_legend: bool,
    /// What the ends of a selection snap to.
    pub snap: Snap,
    /// Which code gives a highlight its colour.
    pub tint_by: CodeKind,
    /// When a project is saved.
    pub saving: Saving,
    /// The keys of commands.
    pub keys: Keymap,
    /// How many earlier states of a project are kept.
    pub n_backups: usize,
    /// The crash report that was mentioned last.
    #[serde(with = "paths::optional")]
    pub last_report: Option<PathBuf>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            recent: Vec::new(),
            coder: std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_default(),
            theme: ThemeChoice::System,
            text_scale: 1.0,
            page: PageMeasures::default(),
            shows_articles: true,
            shows_highlight: true,
            shows_legend: false,
            snap: Snap::Character,
            tint_by: CodeKind::Issue,
            saving: Saving::WhenIdle,
            keys: Keymap::default(),
            n_backups: USUAL_BACKUPS,
            last_report: None,
        }
    }
}

/// The sizes of article text that can be read, as factors of the usual one.
const TEXT_SCALES: RangeInclusive<f32> = 0.6..=2.4;

const MAX_RECENT: usize = 12;

/// By what factor a command makes the text larger, by how many characters the page wider, and by what share it moves
/// lines apart.
const TEXT_STEP: f32 = 1.1;
const PAGE_STEP: i16 = 5;
const LINE_STEP: f32 = 0.1;

impl Preferences {
    /// The name under which eframe keeps them.
    pub const KEY: &str = "preferences";

    /// Puts a project at the top of the recent ones.
    pub fn note_project(&mut self, path: &Path) {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        self.recent.retain(|other| *other != path);
        self.recent.insert(0, path);
        self.recent.truncate(MAX_RECENT);
    }

    /// Whether a panel stands beside the text where there is room for it.
    pub const fn shows(&self, side: PanelSide) -> bool {
        match side {
            PanelSide::Articles => self.shows_articles,
            PanelSide::Highlight => self.shows_highlight,
        }
    }

    /// Remembers whether a panel is to stand beside the text.
    pub const fn show(&mut self, side: PanelSide, is_shown: bool) {
        match side {
            PanelSide::Articles => self.shows_articles = is_shown,
            PanelSide::Highlight => self.shows_highlight = is_shown,
        }
    }

    /// How projects are saved.
    pub const fn save_settings(&self) -> SaveSettings {
        SaveSettings { saving: self.saving, n_backups: self.n_backups }
    }

    /// Carries out a command that sets a preference.
    pub fn run(&mut self, command: PreferencesCommand) {
        match command {
            PreferencesCommand::SaveWhenIdle => self.saving = Saving::WhenIdle,
            PreferencesCommand::SaveWhenAsked => self.saving = Saving::WhenAsked,
            PreferencesCommand::CycleSnap => self.snap = self.snap.next(),
            PreferencesCommand::SnapToCharacters => self.snap = Snap::Character,
            PreferencesCommand::SnapToWords => self.snap = Snap::Word,
            PreferencesCommand::SnapToSentences => self.snap = Snap::Sentence,
            PreferencesCommand::SnapToParagraphs => self.snap = Snap::Paragraph,
            PreferencesCommand::TintByIssue => self.tint_by = CodeKind::Issue,
            PreferencesCommand::TintByActor => self.tint_by = CodeKind::Actor,
            PreferencesCommand::LargerText => self.scale_text(TEXT_STEP),
            PreferencesCommand::SmallerText => self.scale_text(1.0 / TEXT_STEP),
            PreferencesCommand::UsualText => self.text_scale = 1.0,
            PreferencesCommand::WiderPage => self.page.widen(PAGE_STEP),
            PreferencesCommand::NarrowerPage => self.page.widen(-PAGE_STEP),
            PreferencesCommand::LooserLines => self.page.loosen(LINE_STEP),
            PreferencesCommand::TighterLines => self.page.loosen(-LINE_STEP),
            PreferencesCommand::UsualPage => self.page = PageMeasures::default(),
            PreferencesCommand::FollowSystem => self.theme = ThemeChoice::System,
            PreferencesCommand::LightTheme => self.theme = ThemeChoice::Light,
            PreferencesCommand::SepiaTheme => self.theme = ThemeChoice::Sepia,
            PreferencesCommand::DarkTheme => self.theme = ThemeChoice::Dark,
            PreferencesCommand::ShowLegend => self.shows_legend = !self.shows_legend,
        }
    }

    fn scale_text(&mut self, factor: f32) {
        self.text_scale = (self.text_scale * factor).clamp(*TEXT_SCALES.start(), *TEXT_SCALES.end());
    }
}
