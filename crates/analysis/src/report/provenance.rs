//! The provenance of a table: its project, its query, what was counted, and when which program exported it.
//!
//! The caller passes the time, so that nothing here reads a clock.

use standpoint_core::{
    model::{
        Project,
        view::{HighlightFilter, Query},
    },
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

/// The labels of all lines that a note has, or had in an earlier version of the program.
const LABELS: [&str; 21] = [
    "Project",
    "Table",
    "File",
    "SHA-256",
    "View",
    "Rows",
    "Columns",
    "Tables",
    "Cells",
    "Counted",
    "Filter",
    "Hidden",
    "Format",
    "Search",
    "Members in rows",
    "Pinned rows",
    "Members in columns",
    "Pinned columns",
    "Scale",
    "Holds",
    "Made",
];

impl Provenance {
    /// Describes one of the lists of a project: its highlights, its articles or its codebook.
    pub fn of_list(project: &Project, what: &str, made: jiff::Timestamp) -> Self {
        let details = vec![("Scale", words::scale(project)), ("Holds", in_project(project))];
        Self { project: project.title.clone(), what: what.to_owned(), details, made }
    }

    /// Describes the findings among the highlights that pass a filter.
    pub fn of_findings(project: &Project, filter: &HighlightFilter, made: jiff::Timestamp) -> Self {
        let mut details = vec![("Scale", words::scale(project)), ("Holds", in_project(project))];
        let filter = words::filter(project, filter).join("; ");
        if !filter.is_empty() {
            details.insert(0, ("Filter", filter));
        }
        Self { project: project.title.clone(), what: "findings".to_owned(), details, made }
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

    /// Adds the other settings of a comparison, and the scale with its weights.
    #[must_use]
    pub fn in_full(mut self, project: &Project, query: &Query) -> Self {
        let before_holds = self.details.len().saturating_sub(1);
        self.details.splice(before_holds..before_holds, words::further_query_lines(project, query));
        self
    }

    /// Adds the file that the project was in: its name, and the SHA-256 of its content in hexadecimal digits.
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

    /// Returns the text that somebody added to a note written by [`Self::text`] of any version: the text after it, and
    /// lines inserted into it. Returns `None` if the file is not such a note.
    pub fn remarks_in(bytes: &[u8]) -> Option<Vec<u8>> {
        if !bytes.starts_with(b"Project: ") {
            return None;
        }
        let mut remarks = Vec::new();
        let mut rest = bytes;
        loop {
            let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
            let (line, after) = rest.split_at(end);
            if line.is_empty() {
                return None;
            }
            rest = after;
            if line.starts_with(b"Made: by Standpoint ") {
                remarks.extend_from_slice(rest);
                return Some(remarks);
            }
            let is_ours =
                |label: &&str| line.strip_prefix(label.as_bytes()).is_some_and(|rest| rest.starts_with(b": "));
            if !LABELS.iter().any(is_ours) {
                remarks.extend_from_slice(line);
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use standpoint_core::model::view::{Axis, AxisValue, HeaderKey};

    #[test]
    fn what_somebody_added_to_a_note_is_found() {
        let project = Project::titled("Talks");
        let mut query = Query::of(Axis::Issue, Axis::Outlet);
        query.layers = Some(Axis::Coder);
        query.hides_empty = true;
        query.rows.pin(&HeaderKey(vec![AxisValue::Missing]));
        query.columns.pin(&HeaderKey(vec![AxisValue::Missing]));
        let made = "2026-11-26T18:27:00Z".parse().expect("a time");
        let note = Provenance::of_comparison(&project, &query, made).in_full(&project, &query);
        let note = note.with_file("talks.ron", "0f", true).text();
        let check = |note: &str, expected: Option<&str>| {
            let remarks = Provenance::remarks_in(note.as_bytes());
            assert_eq!(remarks.as_deref(), expected.map(str::as_bytes), "{note}");
        };
        check(&note, Some(""));
        check(&note.replace('\n', "\r\n"), Some(""));
        check(&format!("{note}\nChecked by AK.\n"), Some("\nChecked by AK.\n"));
        let (first, others) = note.split_once('\n').expect("a note has lines");
        check(&format!("{first}\nNot for print!\n{others}Sent"), Some("Not for print!\nSent"));
        check("Project: the harbour\nMine.\n", None);
        check("Mine\n", None);
    }
}
