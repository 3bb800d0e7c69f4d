//! The passages that are suggested in the article on the page, and which of them is being decided about.
//!
//! A thread looks for them after a tag or on request; nothing is tagged by it. `marks` paints them, and `card` shows
//! one with its reason. What accepting and refusing do to the project, this module does not know.

mod card;
mod marks;

use std::sync::Arc;

use egui::{Context, Rect};

use standpoint_analysis::suggested::{ActorNames, SuggestedPlace, places_like, suggested_places};
use standpoint_core::{
    model::{Article, ArticleId, HighlightId},
    text::{Span, Text},
};

use crate::ui::{
    layout::LayoutVersion,
    pages::PageContext,
    parts::{derived::Derived, kept::Kept},
};

pub(in crate::ui::pages::read) use card::ui as card_ui;
pub(super) use marks::{name, paint, tooltip_ui};

/// What is suggested in the article on the page.
#[derive(Default)]
pub struct Suggestions {
    source: Option<SuggestionSource>,
    /// Whether the marks are on screen.
    is_shown: bool,
    found: Derived<SuggestionKey, FoundSuggestions>,
    /// The one that is being decided about, as long as the caret stays in it.
    current: Option<SuggestedPlace>,
    /// The highlights that were made of them.
    accepted: Vec<HighlightId>,
    /// What is done once they are found.
    then: Then,
    /// One that was gone to and is to be brought into view.
    to_show: Option<Span>,
    /// Whether somebody asked for suggestions where there are none.
    is_in_vain: bool,
    /// Where the current one stood on the screen, for what opens beside it.
    rect: Option<Rect>,
    rows: Kept<RowsKey, Vec<(usize, Rect)>>,
}

/// What passages are suggested for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SuggestionSource {
    /// They are like any highlight of the project.
    Project,
    /// They are like the highlight that was tagged last.
    Highlight(HighlightId),
}

/// What the suggestions depend on.
#[derive(Clone, Copy, Debug, PartialEq)]
struct SuggestionKey {
    article: ArticleId,
    revision: u64,
    source: SuggestionSource,
}

/// What the rows of the suggestions on screen depend on.
type RowsKey = (SuggestionKey, LayoutVersion, std::ops::Range<usize>);

/// What was found in a text, in its order.
struct FoundSuggestions {
    text: Text,
    places: Vec<SuggestedPlace>,
    /// The length of the longest passage, in characters.
    longest: usize,
}

/// What is done once the suggestions are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Then {
    #[default]
    Nothing,
    /// Say so if there are none.
    Look,
    /// Go on from a position to the next one, or back to the one before.
    Step(isize, usize),
}

impl Suggestions {
    /// Looks for passages like any highlight of the project.
    pub fn look(&mut self) {
        (self.source, self.then) = (Some(SuggestionSource::Project), Then::Look);
    }

    /// Looks for passages like a highlight that was just tagged, unless all are looked for. One that was suggested itself
    /// may be tagged further, and the others stay.
    pub fn look_like(&mut self, highlight: HighlightId) {
        if self.source != Some(SuggestionSource::Project) && !self.accepted.contains(&highlight) {
            self.source = Some(SuggestionSource::Highlight(highlight));
            self.accepted.clear();
        }
    }

    /// Notes that a highlight was made because it was suggested.
    pub fn note_accepted(&mut self, highlight: HighlightId) {
        self.accepted.push(highlight);
    }

    /// Removes the marks until something is tagged or asked for.
    pub fn hide(&mut self) {
        *self = Self::default();
    }

    /// What is suggested in another article: nothing, unless all is asked for.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self { source: self.source.filter(|source| *source == SuggestionSource::Project), ..Self::default() }
    }

    /// Whether a thread is looking for them.
    pub fn is_busy(&self) -> bool {
        self.found.is_busy()
    }

    /// Lets a thread look for them if something has changed, and takes what it has found.
    pub fn follow(&mut self, ctx: &Context, article: &Arc<Article>, context: &PageContext<'_>) {
        let is_wanted =
            |source: &SuggestionSource| *source == SuggestionSource::Project || context.preferences.suggests_after_tag;
        let source = self.source.filter(is_wanted);
        self.is_shown = source.is_some();
        let Some(source) = source else {
            self.current = None;
            return;
        };
        let key = SuggestionKey { article: article.id, revision: context.revision(), source };
        self.found.follow(ctx, |made| *made == key, |_| (key, work(source, article, context)));
        // Places in another text mean nothing in this one.
        let is_here = self.found.key().is_some_and(|made| made.article == article.id && made.source == source)
            && self.found.peek().is_some_and(|found| found.text == article.text);
        self.is_shown = is_here;
        if self.found.key() != Some(&key) {
            return;
        }
        if self.current.as_ref().is_some_and(|current| !self.all().contains(current)) {
            self.current = None;
        }
        match std::mem::take(&mut self.then) {
            // Nobody sees that more is looked for, so it ends here.
            Then::Look | Then::Step(..) if self.all().is_empty() => (self.is_in_vain, self.source) = (true, None),
            Then::Nothing | Then::Look => {}
            Then::Step(step, from) => self.go(step, from),
        }
    }

    /// All of them, in the order of the text.
    pub fn all(&self) -> &[SuggestedPlace] {
        self.found.peek().filter(|_| self.is_shown).map_or(&[], |found| &found.places)
    }

    /// The one that is being decided about, if the caret is in it.
    pub fn current(&self, caret: usize) -> Option<&SuggestedPlace> {
        self.current.as_ref().filter(|current| self.is_shown && is_in(current.span, caret))
    }

    /// Ends deciding; returns whether there was something to be decided.
    pub fn leave(&mut self) -> bool {
        self.current.take().is_some()
    }

    /// Goes to the next one from a position on, and after the last to the first; backwards if `step` is negative. Where
    /// nothing is suggested yet, all are looked for first.
    pub fn step(&mut self, step: isize, from: usize) {
        if !self.is_busy() && !self.all().is_empty() {
            self.go(step, from);
            return;
        }
        if !self.is_busy() {
            self.source = Some(SuggestionSource::Project);
        }
        self.then = Then::Step(step, from);
    }

    fn go(&mut self, step: isize, from: usize) {
        let places = self.all();
        let current = self.current(from).and_then(|current| places.iter().position(|place| place == current));
        let next = match current {
            Some(at) => at.checked_add_signed(step),
            None if step > 0 => places.iter().position(|place| place.span.start >= from),
            None => places.iter().rposition(|place| place.span.start < from),
        };
        let end = if step > 0 { places.first() } else { places.last() };
        let next = next.and_then(|at| places.get(at)).or(end).cloned();
        self.to_show = next.as_ref().map(|place| place.span);
        self.current = next;
    }

    /// Goes from the current one to the one behind it, if there is any.
    pub fn go_on(&mut self) {
        let Some(current) = self.current.take() else { return };
        let next = self.all().iter().find(|place| place.span.start > current.span.start).cloned();
        self.to_show = next.as_ref().map(|place| place.span);
        self.current = next;
    }

    /// Takes the one that was gone to, if any.
    pub fn take_to_show(&mut self) -> Option<Span> {
        self.to_show.take()
    }

    /// Takes whether somebody asked where there are none.
    pub fn take_is_in_vain(&mut self) -> bool {
        std::mem::take(&mut self.is_in_vain)
    }

    /// Makes the one at a position the one that is decided about; none if there is none.
    pub fn decide_at(&mut self, position: usize) {
        let at = self.within(Span::new(position, position + 1)).map(|(_, place)| place.clone()).next();
        self.current = at;
    }

    /// Those that overlap a span, each with its number from 0.
    fn within(&self, span: Span) -> impl Iterator<Item = (usize, &SuggestedPlace)> {
        let places = self.all();
        let longest = self.found.peek().map_or(0, |found| found.longest);
        let first = places.partition_point(|place| place.span.start < span.start.saturating_sub(longest));
        let near = places[first..].iter().enumerate().take_while(move |(_, place)| place.span.start < span.end);
        near.filter(move |(_, place)| place.span.overlaps(span)).map(move |(nth, place)| (first + nth, place))
    }
}

/// Whether a caret stands in a passage or at its end.
const fn is_in(span: Span, caret: usize) -> bool {
    span.start <= caret && caret <= span.end
}

/// What a thread does to find them.
fn work(
    source: SuggestionSource,
    article: &Arc<Article>,
    context: &PageContext<'_>,
) -> Box<dyn FnOnce() -> FoundSuggestions + Send> {
    let article = Arc::clone(article);
    let found = |article: &Article, places: Vec<SuggestedPlace>| {
        let longest = places.iter().map(|place| place.span.len()).max().unwrap_or(0);
        FoundSuggestions { text: article.text.clone(), places, longest }
    };
    match source {
        SuggestionSource::Project => {
            let project = context.project().clone();
            Box::new(move || {
                let names = ActorNames::of(&project.codebook);
                found(&article, suggested_places(&project, &names, &article))
            })
        }
        SuggestionSource::Highlight(id) => {
            let book = context.project().codebook.clone();
            Box::new(move || {
                // It may have been deleted since, or its tag undone.
                let places = article.highlight(id).map(|one| places_like(&ActorNames::of(&book), &article, one));
                found(&article, places.unwrap_or_default())
            })
        }
    }
}
