//! One draft of a review: what was read, what was decided about it, and the article that comes of it.

use std::{
    borrow::Cow,
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use standpoint_core::{
    model::{Article, ArticleId, ArticleSource, Details, PublicationDate, STORY, SourcePart, date::NotADate},
    text::{
        Text,
        fold::{is_blank, is_same_name},
    },
    wording::counted,
};

use super::{copies::FoundCopy, fillings::FilledStub};
use crate::import::{
    clutter::ClutterLine,
    draft::{Draft, Field, LeftOut, UsedEncoding},
    file_names::{self, NamedDetails, wins_over},
    stubs,
};

/// A draft as its reader made it. Threads share it.
#[derive(Debug)]
pub struct DraftAsRead {
    /// The file; `None` if the text was pasted.
    pub path: Option<PathBuf>,
    /// True if a person named the file, see [`super::super::articles::FileRead::is_named`].
    pub is_named: bool,
    /// The number of the text among those of its file, counted from 0.
    pub place: usize,
    /// The number of the text in a file with several, and what it counts: “text 3”.
    pub part: Option<String>,
    /// What it was read from.
    pub source: ArticleSource,
    /// What was read.
    pub draft: Draft,
}

/// A draft with what was decided about it.
#[derive(Clone, Debug)]
pub struct ReviewDraft {
    id: ArticleId,
    pub(super) read: Arc<DraftAsRead>,
    pub(super) details: Details,
    pub(super) is_ticked: bool,
    pub(super) edited: BTreeSet<Field>,
    /// Which of the lines that the reader left out are put back.
    pub(super) put_back: BTreeSet<usize>,
    /// Which lines of the text are left out, as clutter or by a person’s choice.
    pub(super) dropped: BTreeSet<usize>,
    pub(super) clutter: Vec<ClutterLine>,
    pub(super) copy: Option<FoundCopy>,
    pub(super) fills: Option<FilledStub>,
    /// True if it shares the story of what it is a copy of.
    pub(super) is_joined: bool,
    /// True once copies of it were looked for.
    pub(super) is_examined: bool,
    /// The details that the name of the file gave.
    named: BTreeSet<Field>,
    /// That the name of the file does not fit the pattern, in words.
    misfit: Option<Arc<str>>,
    /// What [`Self::note_state`] noted last.
    pub(super) state: DraftState,
}

/// What counts in the numbers of a review.
#[expect(clippy::struct_excessive_bools, reason = "each is counted by itself")]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DraftState {
    pub is_doubtful: bool,
    pub is_untitled: bool,
    pub has_ambiguous_date: bool,
    pub is_edited: bool,
}

/// Why a line is left out that a person chose.
const CHOSEN: &str = "by your choice";

/// What a line of a draft is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A line of the text, by its number.
    Text(usize),
    /// A line of the text that may be clutter, or that a person leaves out, for this reason.
    Clutter {
        /// The number of the line.
        line: usize,
        /// Why it may be clutter, or that a person chose it.
        reason: Cow<'static, str>,
        /// True if it is left out.
        is_out: bool,
    },
    /// A line that the reader left out, for this reason.
    LeftOut {
        /// Its place in [`Draft::left_out`].
        index: usize,
        /// Why it was left out.
        reason: Cow<'static, str>,
        /// True if it is put back.
        is_back: bool,
    },
}

/// A line of a draft with what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewLine<'a> {
    /// What it says.
    pub text: &'a str,
    /// What it is.
    pub kind: LineKind,
}

impl ReviewLine<'_> {
    /// True if the line will be in the article.
    pub const fn is_imported(&self) -> bool {
        match &self.kind {
            LineKind::Text(_) => true,
            LineKind::Clutter { is_out, .. } => !*is_out,
            LineKind::LeftOut { is_back, .. } => *is_back,
        }
    }
}

impl ReviewDraft {
    pub(super) fn new(read: Arc<DraftAsRead>) -> Self {
        let mut draft = Self {
            id: ArticleId::fresh(),
            details: read.draft.details.clone(),
            read,
            is_ticked: true,
            edited: BTreeSet::new(),
            put_back: BTreeSet::new(),
            dropped: BTreeSet::new(),
            clutter: Vec::new(),
            copy: None,
            fills: None,
            is_joined: false,
            is_examined: false,
            named: BTreeSet::new(),
            misfit: None,
            state: DraftState::default(),
        };
        draft.note_state();
        draft
    }

    /// The id that its article will have.
    pub const fn id(&self) -> ArticleId {
        self.id
    }

    /// Notes what counts in the numbers of the review, so that these are quick to add up.
    pub(super) fn note_state(&mut self) {
        self.state = DraftState {
            is_doubtful: self.has_doubts(),
            is_untitled: self.lacks(&Field::Title),
            has_ambiguous_date: self.has_ambiguous_date(),
            is_edited: !(self.edited.is_empty() && self.put_back.is_empty() && self.dropped.is_empty())
                || self.is_joined,
        };
    }

    /// Whether something was found about it.
    pub(super) const fn has_findings(&self) -> bool {
        self.copy.is_some() || !self.clutter.is_empty() || self.fills.is_some()
    }

    /// What was read.
    pub const fn read(&self) -> &Arc<DraftAsRead> {
        &self.read
    }

    /// The draft as it was read.
    pub fn draft(&self) -> &Draft {
        &self.read.draft
    }

    /// The details that the article will have.
    pub const fn details(&self) -> &Details {
        &self.details
    }

    /// True if it will be imported.
    pub const fn is_ticked(&self) -> bool {
        self.is_ticked
    }

    /// The text that it is a copy of, if any.
    pub const fn copy(&self) -> Option<&FoundCopy> {
        self.copy.as_ref()
    }

    /// The article of the project that it gives its text, if any.
    pub const fn fills(&self) -> Option<&FilledStub> {
        self.fills.as_ref()
    }

    /// True if it shares the story of what it is a copy of.
    pub const fn is_joined(&self) -> bool {
        self.is_joined
    }

    /// The name of the file with the number of the text; “pasted text” if there is no file.
    pub fn name(&self) -> String {
        source_name(self.read.path.as_deref(), self.read.part.as_deref(), |path| {
            path.file_name().unwrap_or_default().to_string_lossy()
        })
    }

    /// The same with the whole path.
    pub fn place(&self) -> String {
        source_name(self.read.path.as_deref(), self.read.part.as_deref(), Path::to_string_lossy)
    }

    /// Where a detail came from, in words; `None` if it is not known or the person changed it.
    pub fn origin(&self, field: &Field) -> Option<&str> {
        match () {
            () if self.edited.contains(field) => None,
            () if self.named.contains(field) => Some(file_names::ORIGIN),
            () => self.draft().origin(field),
        }
    }

    /// The value of a detail as it is shown; a date in words.
    pub fn value(&self, field: &Field) -> String {
        let date = |date: Option<PublicationDate>| date.map(PublicationDate::in_words).unwrap_or_default();
        let details = &self.details;
        match field {
            Field::Title => details.title.clone(),
            Field::Outlet => details.outlet.clone(),
            Field::Agency => details.agency.clone(),
            Field::Author => details.author.clone(),
            Field::Date => date(details.date),
            Field::Updated => date(details.updated),
            Field::Language => details.language.clone(),
            Field::Url => details.url.clone(),
            Field::Free(name) => details.fields.get(name).cloned().unwrap_or_default(),
        }
    }

    /// True if nothing is known of this detail.
    pub fn lacks(&self, field: &Field) -> bool {
        let details = &self.details;
        match field {
            Field::Title => is_blank(&details.title),
            Field::Outlet => is_blank(&details.outlet),
            Field::Agency => is_blank(&details.agency),
            Field::Author => is_blank(&details.author),
            Field::Date => details.date.is_none(),
            Field::Updated => details.updated.is_none(),
            Field::Language => is_blank(&details.language),
            Field::Url => is_blank(&details.url),
            Field::Free(name) => details.fields.get(name).is_none_or(|value| is_blank(value)),
        }
    }

    /// Sets a detail as it was typed. A free field without a value is not imported.
    pub(super) fn set(&mut self, field: &Field, value: &str) -> Result<(), NotADate> {
        self.put(field, value)?;
        self.edited.insert(field.clone());
        self.note_state();
        Ok(())
    }

    fn put(&mut self, field: &Field, value: &str) -> Result<(), NotADate> {
        let value = value.trim();
        let date = || if value.is_empty() { Ok(None) } else { value.parse().map(Some) };
        let details = &mut self.details;
        match field {
            Field::Date => details.date = date()?,
            Field::Updated => details.updated = date()?,
            Field::Title => value.clone_into(&mut details.title),
            Field::Outlet => value.clone_into(&mut details.outlet),
            Field::Agency => value.clone_into(&mut details.agency),
            Field::Author => value.clone_into(&mut details.author),
            Field::Language => value.clone_into(&mut details.language),
            Field::Url => value.clone_into(&mut details.url),
            Field::Free(name) => _ = details.fields.insert(name.clone(), value.to_owned()),
        }
        Ok(())
    }

    /// Takes details from the name of the file, in place of those that it gave before.
    pub(super) fn name_by(&mut self, stated: Option<&NamedDetails>, misfit: Option<Arc<str>>) {
        for field in std::mem::take(&mut self.named) {
            if !self.edited.contains(&field) {
                self.restore(&field);
            }
        }
        for (field, value) in stated.into_iter().flatten() {
            let is_open = !self.edited.contains(field) && wins_over(self.draft(), field);
            if is_open && self.put(field, value).is_ok() {
                self.named.insert(field.clone());
            }
        }
        self.misfit = misfit;
        self.note_state();
    }

    /// Sets a detail to what was read.
    fn restore(&mut self, field: &Field) {
        let read = &self.read.draft.details;
        let details = &mut self.details;
        match field {
            Field::Title => details.title.clone_from(&read.title),
            Field::Outlet => details.outlet.clone_from(&read.outlet),
            Field::Agency => details.agency.clone_from(&read.agency),
            Field::Author => details.author.clone_from(&read.author),
            Field::Date => details.date = read.date,
            Field::Updated => details.updated = read.updated,
            Field::Language => details.language.clone_from(&read.language),
            Field::Url => details.url.clone_from(&read.url),
            Field::Free(name) => match read.fields.get(name) {
                Some(value) => _ = details.fields.insert(name.clone(), value.clone()),
                None => _ = details.fields.remove(name),
            },
        }
    }

    /// Carries over what was decided about the same text in an earlier reading.
    pub(super) fn keep_decisions(&mut self, old: Self) {
        for field in &old.edited {
            // What was typed could be read before.
            self.set(field, &old.value(field)).ok();
        }
        if self.read.draft.text == old.read.draft.text && self.read.draft.left_out == old.read.draft.left_out {
            (self.put_back, self.dropped, self.clutter) = (old.put_back, old.dropped, old.clutter);
        }
        (self.is_ticked, self.is_examined, self.is_joined) = (old.is_ticked, old.is_examined, old.is_joined);
        (self.id, self.copy) = (old.id, old.copy);
        self.note_state();
    }

    /// True if a date is given that may mean two days.
    pub fn has_ambiguous_date(&self) -> bool {
        self.details.date.is_none() && self.draft().ambiguous_date.is_some()
    }

    /// What the person should look at, each in words that start with a small letter.
    pub fn doubts(&self) -> Vec<Cow<'_, str>> {
        let mut doubts: Vec<Cow<'_, str>> = Vec::new();
        if self.lacks(&Field::Title) {
            doubts.push("no title".into());
        }
        match (self.lacks(&Field::Outlet), self.details.date.is_none()) {
            (true, true) if !self.has_ambiguous_date() => doubts.push("no outlet, no date".into()),
            (true, _) => doubts.push("no outlet".into()),
            (false, true) if !self.has_ambiguous_date() => doubts.push("no date".into()),
            (false, _) => {}
        }
        if let (Some(date), true) = (&self.draft().ambiguous_date, self.details.date.is_none()) {
            doubts.push(format!("“{date}” may mean two days").into());
        }
        if let Some(encoding) = &self.draft().encoding {
            doubts.extend(encoding.doubt.as_deref().map(Cow::from));
            if encoding.n_replaced > 0 {
                doubts.push(format!("{} unreadable, shown as �", counted(encoding.n_replaced, "character")).into());
            }
        }
        doubts.extend(self.misfit.as_deref().map(Cow::from));
        doubts.extend(self.draft().warnings.iter().map(|warning| Cow::from(&**warning)));
        doubts
    }

    /// True if there are [`Self::doubts`]. It makes no words of them.
    fn has_doubts(&self) -> bool {
        let draft = self.draft();
        let is_doubtful = |encoding: &UsedEncoding| encoding.doubt.is_some() || encoding.n_replaced > 0;
        [Field::Title, Field::Outlet, Field::Date].iter().any(|field| self.lacks(field))
            || draft.encoding.as_ref().is_some_and(is_doubtful)
            || self.misfit.is_some()
            || !draft.warnings.is_empty()
    }

    /// Why it is not imported although it could be, in words; `None` if it is.
    pub fn reason_left_out(&self) -> Option<String> {
        if self.is_ticked {
            return None;
        }
        let copy = self.copy.as_ref().filter(|copy| copy.is_of_same_outlet(&self.details.outlet));
        Some(copy.map_or_else(|| "it was not selected".to_owned(), FoundCopy::in_words))
    }

    /// The lines of the file in their order, those that are left out included.
    pub fn lines(&self) -> Vec<ReviewLine<'_>> {
        let draft = self.draft();
        let mut left_out = draft.left_out.iter().enumerate().peekable();
        let mut clutter = self.clutter.iter().peekable();
        let mut lines = Vec::new();
        let mut n_lines = 0;
        for (at, text) in draft.text.split('\n').enumerate() {
            while let Some((index, line)) = left_out.next_if(|(_, line)| line.before_line <= at) {
                lines.push(self.left_out_line(index, line));
            }
            let is_out = self.dropped.contains(&at);
            let reason = clutter.next_if(|line| line.line == at).map(|line| line.reason.clone());
            let reason = reason.or_else(|| is_out.then_some(Cow::Borrowed(CHOSEN)));
            let kind = reason.map_or(LineKind::Text(at), |reason| LineKind::Clutter { line: at, reason, is_out });
            lines.push(ReviewLine { text, kind });
            n_lines = at + 1;
        }
        for (index, line) in left_out {
            debug_assert!(line.before_line >= n_lines, "those before stand above");
            lines.push(self.left_out_line(index, line));
        }
        lines
    }

    fn left_out_line<'a>(&self, index: usize, line: &'a LeftOut) -> ReviewLine<'a> {
        let is_back = self.put_back.contains(&index);
        ReviewLine { text: &line.text, kind: LineKind::LeftOut { index, reason: line.reason.clone(), is_back } }
    }

    /// How many lines are left out, as clutter or by the reader.
    pub fn n_left_out(&self) -> usize {
        self.dropped.len() + self.draft().left_out.len() - self.put_back.len()
    }

    /// Why a line of the text that is left out is.
    pub(super) fn reason_dropped(&self, line: usize) -> &str {
        self.clutter.iter().find(|mark| mark.line == line).map_or(CHOSEN, |mark| &*mark.reason)
    }

    /// The lines that are left out although nothing marks them.
    pub(super) fn chosen(&self) -> impl Iterator<Item = usize> {
        self.dropped.iter().copied().filter(|line| self.clutter.iter().all(|mark| mark.line != *line))
    }

    /// Sets or removes the story, in the field that reads like [`STORY`] if there is one.
    pub(super) fn set_story(&mut self, story: &str) {
        let names = self.details.fields.keys();
        let name = names.into_iter().find(|name| is_same_name(name, STORY)).cloned();
        let field = Field::Free(name.unwrap_or_else(|| STORY.to_owned()));
        self.set(&field, story).expect("only a date may be wrong");
        self.details.fields.retain(|_, value| !value.is_empty());
    }

    /// How many lines may be clutter.
    pub const fn n_clutter(&self) -> usize {
        self.clutter.len()
    }

    /// How many lines may be clutter and are kept.
    pub fn n_kept_clutter(&self) -> usize {
        self.clutter.iter().filter(|mark| !self.dropped.contains(&mark.line)).count()
    }

    /// The text as it will be imported, and where its parts begin.
    pub fn text(&self) -> (Cow<'_, str>, Vec<SourcePart>) {
        let draft = self.draft();
        if self.dropped.is_empty() && self.put_back.is_empty() {
            return (Cow::Borrowed(&draft.text), draft.parts.clone());
        }
        let mut made = MadeText::default();
        let mut parts = draft.parts.iter().peekable();
        let mut start = 0;
        for line in self.lines() {
            let is_of_text = !matches!(line.kind, LineKind::LeftOut { .. });
            let n_chars = if is_of_text { line.text.chars().count() } else { 0 };
            let place = made.add(&line);
            while let Some(part) = parts.next_if(|part| is_of_text && part.start <= start + n_chars) {
                let start = place.map_or(made.n_chars, |place| place + (part.start - start.min(part.start)));
                made.parts.push(SourcePart { start, name: part.name.clone() });
            }
            start += if is_of_text { n_chars + 1 } else { 0 };
        }
        (Cow::Owned(made.text), made.parts)
    }

    /// The article that comes of it.
    pub(super) fn article(&self) -> Article {
        let (text, parts) = self.text();
        let mut details = self.details.clone();
        details.fields.retain(|_, value| !is_blank(value));
        if self.draft().is_stub() {
            stubs::mark(&mut details);
        }
        let mut article = Article { id: self.id, ..Article::new(details, Text::new(&*text)) };
        let encoding = self.draft().encoding.as_ref().map(|encoding| encoding.charset.name()).unwrap_or_default();
        let source = ArticleSource { encoding: encoding.to_owned(), parts, ..self.read.source.clone() };
        article.source = Some(Arc::new(source));
        article
    }
}

/// Names a text by its file.
pub(super) fn source_name<'a>(
    path: Option<&'a Path>,
    part: Option<&str>,
    name_of: impl Fn(&'a Path) -> Cow<'a, str>,
) -> String {
    let file = path.map_or(Cow::Borrowed("pasted text"), name_of);
    part.map_or_else(|| file.to_string(), |part| format!("{file}, {part}"))
}

/// A text that is put together line by line.
#[derive(Default)]
struct MadeText {
    text: String,
    n_chars: usize,
    has_line: bool,
    /// Whether its last line is blank, which a text without a line counts as.
    ends_blank: bool,
    /// Whether a line was just left out, so that the blank line after it goes as well where one stands before it.
    has_gap: bool,
    parts: Vec<SourcePart>,
}

impl MadeText {
    /// Adds a line, unless it is left out; returns where it begins.
    fn add(&mut self, line: &ReviewLine<'_>) -> Option<usize> {
        let is_blank = line.text.trim().is_empty();
        if !line.is_imported() {
            // What the reader left out has its blank lines out already.
            self.has_gap |= matches!(line.kind, LineKind::Clutter { .. });
            return None;
        }
        if self.has_gap && is_blank && (self.ends_blank || !self.has_line) {
            return None;
        }
        self.has_gap &= is_blank;
        if self.has_line {
            self.text.push('\n');
            self.n_chars += 1;
        }
        let start = self.n_chars;
        self.text.push_str(line.text);
        self.n_chars += line.text.chars().count();
        (self.has_line, self.ends_blank) = (true, is_blank);
        Some(start)
    }
}
