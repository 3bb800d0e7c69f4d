//! The drafts of an import with what was decided about them, until they become articles.
//!
//! Nothing here changes a project, and nothing is left out of a text unless somebody says so. The window shows a review
//! as a page; the command line goes through the same one with its flags.

pub mod copies;

pub mod difference;

mod draft;

mod again;

mod fillings;

mod report;

use std::{
    collections::{BTreeSet, HashMap},
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool},
};

use standpoint_core::{
    edit::Edit,
    model::{Article, ArticleId, Details, Project, PublicationDate, STORY, date::NotADate},
    text::{
        Text,
        fold::{is_blank, is_same_name},
    },
};

use self::{
    copies::{ComparedText, CopyOf, FoundCopy, Likeness, find_copies},
    draft::source_name,
    fillings::find_fillings,
};
pub use self::{
    draft::{DraftAsRead, LineKind, ReviewDraft, ReviewLine},
    fillings::FilledStub,
    report::ReportForm,
};
use super::{
    articles::{FileRead, FilesRead},
    clutter::{ClutterLine, find_clutter},
    draft::{Draft, Field},
    file_names::{self, FileNamePattern, NamedDetails},
    formats::Reading,
    known::KnownArticles,
    reading::{SourceReading, check_draft},
    stubs::address_key,
};

/// The drafts of an import.
#[derive(Clone, Debug, Default)]
pub struct Review {
    drafts: Vec<ReviewDraft>,
    failed: Vec<FailedText>,
    counts: ReviewCounts,
    date_order: Option<DateOrder>,
    /// Rises with every change of which lines are left out.
    version: u64,
}

/// Numbers of a review.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReviewCounts {
    /// Drafts that will be imported.
    pub n_ticked: usize,
    /// Those of them that the person should look at.
    pub n_doubtful: usize,
    /// Those of them without a title.
    pub n_untitled: usize,
    /// Drafts with a date that may mean two days.
    pub n_ambiguous: usize,
    /// Lines that may be clutter and are kept.
    pub n_clutter: usize,
    /// True if the person changed anything.
    pub is_edited: bool,
}

/// A text that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedText {
    /// The file or folder; `None` if it was pasted.
    pub path: Option<PathBuf>,
    /// True if a person named it, see [`FileRead::is_named`].
    pub is_named: bool,
    /// The number of the text in a file with several, and what it counts: “report 3”.
    pub part: Option<String>,
    /// Why, starting with a small letter, without a full stop.
    pub reason: String,
    /// How many drafts were read before it.
    n_before: usize,
}

/// A draft, or a text that could not be read.
#[derive(Clone, Copy, Debug)]
pub enum ReviewEntry<'a> {
    /// The draft at this place.
    Draft(usize),
    /// A text that could not be read.
    Failed(&'a FailedText),
}

/// Whether the day or the month comes first in a date like 03/04/2025.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 3 April.
    DayFirst,
    /// March 4.
    MonthFirst,
}

/// What was found by comparing drafts with each other and with a project.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    of_drafts: Vec<DraftFindings>,
    /// How many of the drafts have taken theirs.
    n_taken: usize,
}

/// What was found about one draft.
#[derive(Clone, Debug, Default)]
struct DraftFindings {
    copy: Option<FoundCopy>,
    clutter: Vec<ClutterLine>,
    fills: Option<FilledStub>,
}

/// A draft to be compared, with the outlet it has now.
pub type Examined = (Arc<DraftAsRead>, String);

impl Findings {
    /// Compares drafts with each other and with the articles of a project. This takes long, and may run on any thread.
    /// Setting `cancel` ends it; the drafts that were not compared then have no findings.
    pub fn of(project: &Project, drafts: &[Examined], cancel: &AtomicBool) -> Self {
        let candidates: Vec<ComparedText<'_>> = drafts
            .iter()
            .map(|(read, outlet)| ComparedText { text: &read.draft.text, outlet, title: &read.draft.details.title })
            .collect();
        let mut copies = find_copies(project, &candidates, cancel);
        find_stubs(project, drafts, &mut copies);
        mark_same_sources(project, drafts, &mut copies);
        let clutter = find_clutter(project, &candidates, |at| copies[at].is_some(), cancel);
        let fills = find_fillings(project, drafts);
        let found = copies.into_iter().zip(clutter).zip(fills);
        let of_drafts = found.map(|((copy, clutter), fills)| DraftFindings { copy, clutter, fills }).collect();
        Self { of_drafts, n_taken: 0 }
    }
}

impl FailedText {
    /// The name of the file or folder, with the number of the text.
    pub fn name(&self) -> String {
        source_name(self.path.as_deref(), self.part.as_deref(), |path| {
            path.file_name().unwrap_or(path.as_os_str()).to_string_lossy()
        })
    }

    /// The same with the whole path.
    pub fn place(&self) -> String {
        source_name(self.path.as_deref(), self.part.as_deref(), std::path::Path::to_string_lossy)
    }
}

impl DateOrder {
    /// The date that is meant, if the calendar has it.
    pub fn read(self, date: &str) -> Option<PublicationDate> {
        let mut parts = date.trim().split(['/', '.', '-']).map(str::trim);
        let mut number = || parts.next()?.parse::<i16>().ok();
        let (first, second, year) = (number()?, number()?, number()?);
        let year = if year < 100 { year + 2000 } else { year };
        let (day, month) = match self {
            Self::DayFirst => (first, second),
            Self::MonthFirst => (second, first),
        };
        PublicationDate::from_iso(&format!("{year:04}-{month:02}-{day:02}")).ok()
    }
}

impl Review {
    /// Starts with what was read, compared with each other and with the project.
    pub fn new(project: &Project, files: FilesRead) -> Self {
        let mut review = Self::of_files(files);
        let findings = Findings::of(project, &review.examined(), &AtomicBool::new(false));
        review.take_findings(findings);
        review
    }

    /// Starts with what was read, which is not compared yet, see [`Self::take_findings`].
    pub fn of_files(files: FilesRead) -> Self {
        let mut review = Self::default();
        review.add(files);
        review
    }

    /// Adds what was read. Its drafts are not compared yet, see [`Self::take_findings`].
    pub fn add(&mut self, files: FilesRead) {
        for FileRead { path, is_named, outcome } in files.files {
            match outcome {
                Ok(SourceReading { source, reading }) => {
                    let names: Vec<_> = (0..reading.drafts.len()).map(|place| reading.part_name(place)).collect();
                    let Reading { drafts, failures } = reading;
                    for ((place, draft), part) in drafts.into_iter().enumerate().zip(names) {
                        let draft = with_title(draft, &source.file);
                        self.add_draft(DraftAsRead {
                            path: path.clone(),
                            is_named,
                            place,
                            part,
                            source: source.clone(),
                            draft,
                        });
                    }
                    for failure in failures {
                        self.fail((path.clone(), is_named), Some(failure.name()), failure.reason);
                    }
                }
                Err(reason) => self.fail((path, is_named), None, reason.to_string()),
            }
        }
        self.changed();
    }

    /// Adds the drafts of another review.
    pub fn append(&mut self, other: Self) {
        let n_before = self.drafts.len();
        let date_order = self.date_order;
        self.failed.extend(
            other.failed.into_iter().map(|failed| FailedText { n_before: failed.n_before + n_before, ..failed }),
        );
        self.drafts.extend(other.drafts);
        for draft in &mut self.drafts[n_before..] {
            set_ambiguous_date(draft, date_order);
        }
        self.changed();
    }

    /// Forgets everything that was read up to this draft, because it was imported.
    pub fn forget_first(&mut self, n_drafts: usize) {
        self.drafts.drain(..n_drafts);
        self.failed.retain(|failed| failed.n_before > n_drafts);
        for failed in &mut self.failed {
            failed.n_before -= n_drafts;
        }
        // Copies of what was forgotten are found anew, as copies of articles.
        self.drafts.iter_mut().for_each(|draft| (draft.copy, draft.fills) = (None, None));
        self.version += 1;
        self.changed();
    }

    fn add_draft(&mut self, read: DraftAsRead) {
        if let Err(reason) = check_draft(&read.draft) {
            return self.fail((read.path, read.is_named), read.part, reason.to_string());
        }
        let mut draft = ReviewDraft::new(Arc::new(read));
        set_ambiguous_date(&mut draft, self.date_order);
        self.drafts.push(draft);
    }

    fn fail(&mut self, (path, is_named): (Option<PathBuf>, bool), part: Option<String>, reason: String) {
        self.failed.push(FailedText { path, is_named, part, reason, n_before: self.drafts.len() });
    }

    /// What has to be compared, for [`Findings::of`].
    pub fn examined(&self) -> Vec<Examined> {
        self.drafts.iter().map(|draft| (Arc::clone(&draft.read), draft.details.outlet.clone())).collect()
    }

    /// Takes what was found about the first drafts. A new draft is not ticked if it brings the report of an outlet a
    /// second time; the others stay ticked as they are.
    pub fn take_findings(&mut self, mut findings: Findings) {
        while !self.take_next_findings(&mut findings, usize::MAX) {}
    }

    /// Takes what was found about the next drafts, at most so many, because a frame of the window has no time for all of
    /// a large import. Returns true if all have been taken.
    pub fn take_next_findings(&mut self, findings: &mut Findings, n_most: usize) -> bool {
        let Findings { of_drafts, n_taken } = findings;
        let next = *n_taken..of_drafts.len().min(n_taken.saturating_add(n_most));
        *n_taken = next.end;
        let found = of_drafts[next.clone()].iter_mut().map(std::mem::take);
        for (draft, DraftFindings { copy, clutter, fills }) in self.drafts.iter_mut().skip(next.start).zip(found) {
            if !draft.is_examined {
                draft.is_ticked = !copy.as_ref().is_some_and(|copy| copy.is_second_one_of(&draft.details.outlet));
                draft.is_examined = true;
            }
            let is_as_before = copy.is_none() && clutter.is_empty() && fills.is_none() && !draft.has_findings();
            // Most drafts of a large import.
            if is_as_before {
                continue;
            }
            // What was left out as clutter stays out only where it is still marked.
            let mut dropped: BTreeSet<usize> = draft.chosen().collect();
            dropped.extend(clutter.iter().map(|mark| mark.line).filter(|line| draft.dropped.contains(line)));
            draft.dropped = dropped;
            (draft.copy, draft.clutter, draft.fills) = (copy, clutter, fills);
            draft.note_state();
        }
        self.version += 1;
        self.changed();
        *n_taken == of_drafts.len()
    }

    /// Returns true if some drafts were not compared yet.
    pub fn has_unexamined(&self) -> bool {
        self.drafts.iter().any(|draft| !draft.is_examined)
    }

    /// The drafts, in the order of reading.
    pub fn drafts(&self) -> &[ReviewDraft] {
        &self.drafts
    }

    /// The texts that could not be read.
    pub fn failed(&self) -> &[FailedText] {
        &self.failed
    }

    /// Returns true if there is neither a draft nor a text that could not be read.
    pub fn is_empty(&self) -> bool {
        self.drafts.is_empty() && self.failed.is_empty()
    }

    /// Everything that was read, in its order.
    pub fn entries(&self) -> impl Iterator<Item = ReviewEntry<'_>> {
        let mut failed = self.failed.iter().peekable();
        (0..=self.drafts.len()).flat_map(move |at| {
            let mut entries = Vec::new();
            while let Some(text) = failed.next_if(|text| text.n_before <= at) {
                entries.push(ReviewEntry::Failed(text));
            }
            if at < self.drafts.len() {
                entries.push(ReviewEntry::Draft(at));
            }
            entries
        })
    }

    /// The numbers, which are counted at each change.
    pub const fn counts(&self) -> ReviewCounts {
        self.counts
    }

    /// Another version means that other texts are imported, or other lines are marked.
    pub const fn version(&self) -> u64 {
        self.version
    }

    fn changed(&mut self) {
        let mut counts = ReviewCounts::default();
        for draft in &self.drafts {
            counts.is_edited |= draft.state.is_edited;
            counts.n_ambiguous += usize::from(draft.state.has_ambiguous_date);
            if draft.is_ticked {
                counts.n_ticked += 1;
                counts.n_doubtful += usize::from(draft.state.is_doubtful);
                counts.n_untitled += usize::from(draft.state.is_untitled);
                counts.n_clutter += draft.n_kept_clutter();
            }
        }
        self.counts = counts;
    }

    /// Ticks a draft or not.
    pub fn tick(&mut self, draft: usize, is_ticked: bool) {
        self.drafts[draft].is_ticked = is_ticked;
        self.changed();
    }

    /// Ticks all drafts or none.
    pub fn tick_all(&mut self, is_ticked: bool) {
        self.drafts.iter_mut().for_each(|draft| draft.is_ticked = is_ticked);
        self.changed();
    }

    /// Sets a detail of some drafts as it was typed; an empty value removes it.
    ///
    /// # Errors
    /// Fails if a date cannot be read; nothing is changed then.
    pub fn set(&mut self, drafts: &[usize], field: &Field, value: &str) -> Result<(), NotADate> {
        for draft in drafts {
            // The first one fails if any does.
            self.drafts[*draft].set(field, value)?;
        }
        self.changed();
        Ok(())
    }

    /// Adds a free field to a draft, to be filled in.
    pub fn add_field(&mut self, draft: usize, name: &str) {
        self.drafts[draft].details.fields.entry(name.trim().to_owned()).or_default();
        self.changed();
    }

    /// Fills in a detail of every ticked draft that lacks it; returns how many did.
    ///
    /// # Errors
    /// Fails if a date cannot be read; nothing is changed then.
    pub fn fill_gaps(&mut self, field: &Field, value: &str) -> Result<usize, NotADate> {
        if value.trim().is_empty() {
            return Ok(0);
        }
        let lacking = |(at, draft): (usize, &ReviewDraft)| (draft.is_ticked && draft.lacks(field)).then_some(at);
        let drafts: Vec<usize> = self.drafts.iter().enumerate().filter_map(lacking).collect();
        self.set(&drafts, field, value)?;
        Ok(drafts.len())
    }

    /// Says what is meant by dates like 03/04/2025, in these drafts and in those that are added later.
    pub fn read_dates(&mut self, order: DateOrder) {
        self.date_order = Some(order);
        self.drafts.iter_mut().for_each(|draft| set_ambiguous_date(draft, Some(order)));
        self.changed();
    }

    /// Leaves a line out or keeps it.
    pub fn keep(&mut self, draft: usize, line: &LineKind, is_kept: bool) {
        let draft = &mut self.drafts[draft];
        match line {
            LineKind::Text(line) if !is_kept => _ = draft.dropped.insert(*line),
            LineKind::Text(_) => {}
            LineKind::Clutter { line, .. } if is_kept => _ = draft.dropped.remove(line),
            LineKind::Clutter { line, .. } => _ = draft.dropped.insert(*line),
            LineKind::LeftOut { index, .. } if is_kept => _ = draft.put_back.insert(*index),
            LineKind::LeftOut { index, .. } => _ = draft.put_back.remove(index),
        }
        draft.note_state();
        self.version += 1;
        self.changed();
    }

    /// Leaves all clutter of some drafts out, or keeps it.
    pub fn keep_clutter(&mut self, drafts: &[usize], is_kept: bool) {
        for draft in drafts {
            let draft = &mut self.drafts[*draft];
            let clutter = draft.clutter.iter().map(|mark| mark.line).filter(|_| !is_kept);
            draft.dropped = draft.chosen().chain(clutter).collect();
            draft.note_state();
        }
        self.version += 1;
        self.changed();
    }

    /// Leaves all clutter of all drafts out.
    pub fn drop_clutter(&mut self) {
        let all: Vec<usize> = (0..self.drafts.len()).collect();
        self.keep_clutter(&all, false);
    }

    /// Ticks the drafts that are not ticked because they are copies.
    pub fn allow_copies(&mut self) {
        self.drafts.iter_mut().filter(|draft| draft.copy.is_some()).for_each(|draft| draft.is_ticked = true);
        self.changed();
    }

    /// Makes a draft and what it is a copy of one story: both get the same value of the free field [`STORY`].
    pub fn join_story(&mut self, project: &Project, draft: usize) {
        let Some(copy) = self.drafts[draft].copy.clone() else { return };
        let story_of_original = match copy.of {
            CopyOf::Draft(at) => self.drafts[at].details.story().map(str::to_owned),
            CopyOf::Article(id) => project.article(id).and_then(|article| article.details.story()).map(str::to_owned),
        };
        let story = story_of_original.or_else(|| self.drafts[draft].details.story().map(str::to_owned));
        let story = story.unwrap_or_else(|| self.free_story(project, &copy.title));
        let original = match copy.of {
            CopyOf::Draft(at) => Some(at),
            CopyOf::Article(_) => None,
        };
        for at in original.into_iter().chain([draft]) {
            self.drafts[at].set_story(&story);
        }
        self.drafts[draft].is_joined = true;
        self.drafts[draft].note_state();
        self.changed();
    }

    /// Joins every ticked copy to its story.
    pub fn join_all_stories(&mut self, project: &Project) {
        let is_open = |draft: &ReviewDraft| draft.is_ticked && draft.copy.is_some() && !draft.is_joined;
        for at in 0..self.drafts.len() {
            if is_open(&self.drafts[at]) {
                self.join_story(project, at);
            }
        }
    }

    /// Takes a draft out of its story again.
    pub fn leave_story(&mut self, draft: usize) {
        let draft = &mut self.drafts[draft];
        draft.set_story("");
        draft.is_joined = false;
        draft.note_state();
        self.changed();
    }

    /// A name of a story that no other one has.
    fn free_story(&self, project: &Project, title: &str) -> String {
        let of_articles = project.articles.iter().filter_map(|article| article.details.story());
        let taken: Vec<&str> =
            of_articles.chain(self.drafts.iter().filter_map(|draft| draft.details.story())).collect();
        let title = if is_blank(title) { "Story" } else { title.trim() };
        let names = (1..).map(|n| if n == 1 { title.to_owned() } else { format!("{title} ({n})") });
        let is_free = |name: &String| !taken.iter().any(|story| is_same_name(story, name));
        let mut free = names.filter(is_free);
        free.next().expect("there are more numbers than stories")
    }

    /// The articles that come of the ticked drafts.
    pub fn articles(&self) -> Vec<Arc<Article>> {
        self.drafts.iter().filter(|draft| draft.is_ticked).map(|draft| Arc::new(draft.article())).collect()
    }

    /// Returns an edit that adds the ticked drafts to the project as articles, in one step; `None` if none is ticked.
    /// Where an article of the project has no text and a draft is that text, the article gets it instead.
    pub fn edit(&self, project: &Project) -> Option<Edit> {
        let mut edits = self.additions(project);
        if edits.is_empty() {
            return None;
        }
        for draft in self.drafts.iter().filter(|draft| draft.is_ticked && draft.is_joined) {
            let Some(FoundCopy { of: CopyOf::Article(id), .. }) = draft.copy else { continue };
            let (Some(article), Some(story)) = (project.article(id), draft.details.story()) else { continue };
            if article.details.story().is_none() && !edits.iter().any(|edit| changes(edit, id)) {
                let mut details = article.details.clone();
                details.fields.insert(STORY.to_owned(), story.to_owned());
                edits.push(Edit::SetDetails(id, details.into()));
            }
        }
        Some(Edit::one_or_all(edits))
    }

    /// The text that a draft is a copy of, as far as it is there still.
    pub fn other_text<'a>(&'a self, project: &'a Project, draft: usize) -> Option<&'a str> {
        match self.drafts[draft].copy.as_ref()?.of {
            CopyOf::Draft(at) => Some(&self.drafts[at].draft().text),
            CopyOf::Article(id) => project.article(id).map(|article| article.text.as_str()),
        }
    }
}

/// Finds the articles that records without a text describe, in the project and among the drafts before them.
fn find_stubs(project: &Project, drafts: &[Examined], copies: &mut [Option<FoundCopy>]) {
    if !drafts.iter().any(|(read, _)| read.draft.is_stub()) {
        return;
    }
    let mut known = KnownArticles::of(project);
    let mut places: HashMap<ArticleId, usize> = HashMap::new();
    for (at, (read, outlet)) in drafts.iter().enumerate() {
        let draft = &read.draft;
        if draft.is_stub() {
            copies[at] = known.find(&draft.details).map(|article| FoundCopy {
                of: places.get(&article.id).map_or(CopyOf::Article(article.id), |at| CopyOf::Draft(*at)),
                title: article.details.title.clone(),
                outlet: article.details.outlet.clone(),
                percent: 100,
                likeness: Likeness::SameDetails,
            });
        }
        let details = Details { outlet: outlet.clone(), ..draft.details.clone() };
        let article = Arc::new(Article::new(details, Text::new("")));
        places.insert(article.id, at);
        known.add(&article);
    }
}

/// Marks near copies of articles that came from the same bytes, from a file of the same name or from the same address.
fn mark_same_sources(project: &Project, drafts: &[Examined], copies: &mut [Option<FoundCopy>]) {
    let file_name = |file: &str| file.rsplit('/').next().unwrap_or(file).to_owned();
    for ((read, outlet), copy) in drafts.iter().zip(copies) {
        let Some(copy) = copy.as_mut().filter(|copy| copy.likeness == Likeness::NearText) else { continue };
        let CopyOf::Article(id) = copy.of else { continue };
        let Some(article) = project.article(id).filter(|_| copy.is_of_same_outlet(outlet)) else { continue };
        let source = article.source.as_deref();
        if source.is_some_and(|source| !source.sha256.is_empty() && source.sha256 == read.source.sha256) {
            copy.likeness = Likeness::SameFile;
            continue;
        }
        let names = [source.map_or("", |source| &*source.file), &*read.source.file].map(file_name);
        let addresses = [&article.details.url, &read.draft.details.url].map(|url| address_key(url));
        let has_same_name = !names[0].is_empty() && names[0] == names[1];
        if has_same_name || addresses[0].is_some() && addresses[0] == addresses[1] {
            copy.likeness = Likeness::NewerVersion;
        }
    }
}

fn changes(edit: &Edit, article: ArticleId) -> bool {
    matches!(edit, Edit::SetDetails(id, _) if *id == article)
}

/// Gives a draft without a title the name of its file.
fn with_title(mut draft: Draft, file: &str) -> Draft {
    if is_blank(&draft.details.title) {
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        draft.details.title.clear();
        draft.set(Field::Title, stem, file_names::ORIGIN);
    }
    draft
}

fn set_ambiguous_date(draft: &mut ReviewDraft, order: Option<DateOrder>) {
    if !draft.has_ambiguous_date() {
        return;
    }
    let written = draft.draft().ambiguous_date.as_deref();
    draft.details.date = order.zip(written).and_then(|(order, written)| order.read(written));
    draft.note_state();
}

#[cfg(test)]
mod tests;
