//! What the program remembers by itself: the projects that were open, and where their articles were being read.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use standpoint_core::model::{ArticleId, Project, ProjectId, ReadingStatus};

use super::Preferences;
use crate::ui::paths::{KeptPath, kept_path};

/// How many projects are remembered, and of how many the places in their articles.
const MAX_RECENT: usize = 12;
const MAX_READ: usize = 20;

/// How many patterns of file names are remembered.
const MAX_PATTERNS: usize = 6;

/// In how many articles of a project the places are remembered.
const MAX_PLACES: usize = 500;

/// A project that was open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecentProject {
    /// Its file.
    #[serde(with = "kept_path")]
    pub path: PathBuf,
    /// Its title; empty if it is not known.
    #[serde(default)]
    pub title: String,
    /// How many of its articles are done.
    #[serde(default)]
    pub n_done: usize,
    /// How many articles it has.
    #[serde(default)]
    pub n_articles: usize,
    /// When it was opened or saved last.
    #[serde(default)]
    pub when: Option<Timestamp>,
}

impl RecentProject {
    /// A project of which nothing but its file is known.
    pub const fn of(path: PathBuf) -> Self {
        Self { path, title: String::new(), n_done: 0, n_articles: 0, when: None }
    }
}

impl From<PathBuf> for RecentProject {
    fn from(path: PathBuf) -> Self {
        Self::of(path)
    }
}

/// Where the articles of a project are being read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingPlaces {
    /// The article on screen.
    pub article: Option<ArticleId>,
    /// In each article that is not at its start, the character that begins the line at the top.
    pub places: BTreeMap<ArticleId, usize>,
}

/// One thing that is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RememberedEntry {
    /// The recent projects as earlier versions kept them: their paths.
    Recent,
    Projects,
    Reading,
    FileNamePatterns,
    LastReport,
}

impl RememberedEntry {
    pub const ALL: [Self; 5] = [Self::Recent, Self::Projects, Self::Reading, Self::FileNamePatterns, Self::LastReport];

    /// The name in what eframe keeps.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Recent => "recent",
            Self::Projects => "projects",
            Self::Reading => "reading",
            Self::FileNamePatterns => "file_name_patterns",
            Self::LastReport => "last_report",
        }
    }

    /// The name for the person.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Recent | Self::Projects => "recent projects",
            Self::Reading => "places in articles",
            Self::FileNamePatterns => "patterns of file names",
            Self::LastReport => "last crash report",
        }
    }

    /// Takes a value from its text; returns whether it could be read.
    pub fn read(self, preferences: &mut Preferences, text: &str) -> bool {
        match self {
            Self::Recent => ron::from_str::<Vec<KeptPath>>(text)
                .map(|paths| preferences.recent = paths.into_iter().map(|path| RecentProject::of(path.0)).collect())
                .is_ok(),
            Self::Projects => ron::from_str(text).map(|projects| preferences.recent = projects).is_ok(),
            Self::Reading => ron::from_str(text).map(|reading| preferences.reading = reading).is_ok(),
            Self::FileNamePatterns => {
                ron::from_str(text).map(|patterns| preferences.file_name_patterns = patterns).is_ok()
            }
            Self::LastReport => ron::from_str::<Option<KeptPath>>(text)
                .map(|path| preferences.last_report = path.map(|path| path.0))
                .is_ok(),
        }
    }

    /// The value as text; nothing for what only earlier versions kept.
    pub fn written(self, preferences: &Preferences) -> Option<String> {
        match self {
            Self::Recent => None,
            Self::Projects => ron::to_string(&preferences.recent).ok(),
            Self::Reading => ron::to_string(&preferences.reading).ok(),
            Self::FileNamePatterns => ron::to_string(&preferences.file_name_patterns).ok(),
            Self::LastReport => ron::to_string(&preferences.last_report.clone().map(KeptPath)).ok(),
        }
    }
}

impl Preferences {
    /// Puts a project at the top of the recent ones, with how far it is read.
    pub fn note_project(&mut self, path: &Path, project: &Project, now: Timestamp) {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let n_done = project.articles.iter().filter(|article| article.details.status == ReadingStatus::Done).count();
        let (title, n_articles) = (project.title.clone(), project.articles.len());
        self.recent.retain(|other| other.path != path);
        self.recent.insert(0, RecentProject { path, title, n_done, n_articles, when: Some(now) });
        self.recent.truncate(MAX_RECENT);
    }

    /// Remembers where the articles of a project are being read.
    pub fn keep_places(&mut self, project: ProjectId, mut places: ReadingPlaces) {
        while places.places.len() > MAX_PLACES {
            places.places.pop_first();
        }
        if self.reading.first().is_some_and(|(id, kept)| *id == project && *kept == places) {
            return;
        }
        self.reading.retain(|(id, _)| *id != project);
        self.reading.insert(0, (project, places));
        self.reading.truncate(MAX_READ);
    }

    /// Remembers a pattern of file names as the latest one.
    pub fn note_pattern(&mut self, pattern: &str) {
        self.file_name_patterns.retain(|other| other != pattern);
        self.file_name_patterns.insert(0, pattern.to_owned());
        self.file_name_patterns.truncate(MAX_PATTERNS);
    }

    /// Where the articles of a project were being read.
    pub fn places_in(&self, project: ProjectId) -> ReadingPlaces {
        let kept = self.reading.iter().find(|(id, _)| *id == project);
        kept.map(|(_, places)| places.clone()).unwrap_or_default()
    }
}
