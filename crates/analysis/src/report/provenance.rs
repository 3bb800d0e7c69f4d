//! The provenance of a table: its project, its query, what was counted, and when which program exported it.
//!
//! The caller passes the time, so that nothing here reads a clock.

use standpoint_core::{
    model::{Project, view::Query},
    wording::{counted, grouped},
};

use crate::{
    facts::Facts,
    sample::{Sample, Standing},
};

use super::words;

/// The name and version of this program, for the files it writes.
pub const PROGRAM: &str = concat!("Standpoint ", env!("CARGO_PKG_VERSION"));

/// The provenance of an exported table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The title of the project.
    pub project: String,
    /// The content in a few words: "issue × actor, net stance", "highlights".
    pub what: String,
    /// Labelled lines about the query and the number of highlights and articles.
    pub details: Vec<(&'static str, String)>,
    /// The time of the export.
    pub made: jiff::Timestamp,
}

impl Provenance {
    /// Describes one of the lists of a project: its highlights, its articles or its codebook.
    pub fn of_list(project: &Project, what: &str, made: jiff::Timestamp) -> Self {
        let details = vec![("Scale", words::scale(project)), ("Holds", in_project(project))];
        Self { project: project.title.clone(), what: what.to_owned(), details, made }
    }

    /// Describes a comparison. If a view of the project has this very query, its name is included.
    pub fn of_comparison(project: &Project, query: &Query, made: jiff::Timestamp) -> Self {
        let mut details = Vec::new();
        if let Some(view) = project.views.iter().find(|view| view.query == *query) {
            details.push(("View", view.name.clone()));
        }
        details.extend(words::query_lines(project, query));
        details.push(("Holds", holds(project, query)));
        Self { project: project.title.clone(), what: words::query(project, query), details, made }
    }

    /// Adds everything else that was chosen for a comparison, and the scale with its weights.
    #[must_use]
    pub fn in_full(mut self, project: &Project, query: &Query) -> Self {
        let before_holds = self.details.len().saturating_sub(1);
        self.details.splice(before_holds..before_holds, words::further_query_lines(project, query));
        self
    }

    /// Adds which file the project was in: its name, and the SHA-256 of its content in hexadecimal digits.
    #[must_use]
    pub fn with_file(mut self, name: &str, sha_256: &str, has_unsaved_edits: bool) -> Self {
        let edits = if has_unsaved_edits { ", with edits that this file does not have yet" } else { "" };
        self.details.insert(0, ("File", format!("{name}{edits}")));
        self.details.insert(1, ("SHA-256", sha_256.to_owned()));
        self
    }

    /// Returns all of it as labelled lines without line breaks in them.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines = vec![("Project", self.project.clone()), ("Table", self.what.clone())];
        lines.extend(self.details.iter().cloned());
        lines.push(("Made", self.made()));
        for (_, words) in &mut lines {
            *words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        lines
    }

    /// Returns the program and the time: "by Standpoint 0.1.0, 2026-11-22 07:10 UTC".
    pub fn made(&self) -> String {
        format!("by {PROGRAM}, {}", self.made.strftime("%Y-%m-%d %H:%M UTC"))
    }

    /// Returns whether a file holds what [`Self::text`] wrote, in this version of the program or another one.
    pub fn is_text_of_one(bytes: &[u8]) -> bool {
        let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
        let is_made_by_us = |line: &&[u8]| line.starts_with(b"Made: by Standpoint ");
        bytes.starts_with(b"Project: ") && lines.iter().any(is_made_by_us)
    }

    /// Returns all of it as plain text, one line per label.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (name, words) in self.lines() {
            text.push_str(&format!("{name}: {words}\n"));
        }
        text
    }
}

fn in_project(project: &Project) -> String {
    format!("{} in {}", counted(project.n_highlights(), "highlight"), counted(project.articles.len(), "article"))
}

/// Says how many highlights are counted and how many articles contain them.
fn holds(project: &Project, query: &Query) -> String {
    let facts = Facts::of(project);
    let sample = Sample::of(&facts, project, &query.filter, query.counting);
    let (mut n_highlights, mut n_articles, mut n_repeats) = (0, 0, 0);
    for (at, article) in facts.articles.iter().enumerate() {
        let Some(standings) = sample.standings(at) else {
            n_highlights += article.facts.len();
            n_articles += usize::from(!article.facts.is_empty());
            continue;
        };
        let n = standings.iter().filter(|standing| **standing == Standing::Counts).count();
        n_repeats += standings.iter().filter(|standing| **standing == Standing::Repeats).count();
        n_highlights += n;
        n_articles += usize::from(n > 0);
    }
    let mut words = format!("{} in {}", counted(n_highlights, "highlight"), counted(n_articles, "article"));
    if n_repeats > 0 {
        words.push_str(&format!(", {} not counted again", counted(n_repeats, "repeat")));
    }
    let (n_all, n_all_articles) = (project.n_highlights(), project.articles.len());
    words.push_str(&format!(" (the project: {} in {})", grouped(n_all), grouped(n_all_articles)));
    words
}
