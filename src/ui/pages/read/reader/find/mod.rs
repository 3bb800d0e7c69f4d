//! The search in the article on the page: what is searched for, what was found, and which place is the current one.
//!
//! A thread searches, and the next key stops it. `bar` shows the controls, `marks` paints the places in the text and in
//! the scroll bar. Where on the screen a place stands, this module does not know.

mod bar;
mod marks;

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use egui::Context;

use standpoint_analysis::search::{Search, SearchError, SearchOptions, words_as_pattern};
use standpoint_core::text::{Span, Text};

use crate::ui::parts::derived::Derived;

pub(super) use bar::{HEIGHT, ui};
pub(super) use marks::{paint, scroll_bar_ui};

/// Longer selections are not searched for.
const MOST_CHARS: usize = 200;

/// What is searched for in the article on the page, and what was found.
#[derive(Default)]
pub struct FindInArticle {
    /// The bar is on screen.
    pub is_open: bool,
    pattern: String,
    options: SearchOptions,
    /// What the thread is to search for.
    wanted: Option<Wanted>,
    /// How often something else was wanted.
    n_wanted: u64,
    search: Derived<u64, Outcome>,
    /// The places in the text on screen for what is wanted, or for what was wanted before.
    found: Option<Arc<FoundPlaces>>,
    /// What is wrong with the pattern.
    trouble: Option<SearchError>,
    /// Which of the places is the current one.
    current: Option<usize>,
    /// The position from which on the first place is looked for.
    from: usize,
    /// What is done once the places are there.
    then: Then,
    /// A place to be shown, and selected if the keyboard is in the text.
    to_show: Option<Span>,
    /// The field is to get the keyboard.
    wants_focus: bool,
    /// The field as it was shown last.
    field: Option<egui::Id>,
    /// A part of the bar has the keyboard.
    has_focus: bool,
    painted: marks::PaintedPlaces,
}

/// What the thread searches for.
struct Wanted {
    nth: u64,
    text: Text,
    pattern: String,
    options: SearchOptions,
    is_stopped: Arc<AtomicBool>,
    /// Whether its outcome was taken.
    is_taken: bool,
}

/// What came of a search.
enum Outcome {
    Found(Arc<FoundPlaces>),
    Wrong(SearchError),
    /// Something else was wanted before it was done.
    Stopped,
}

/// All places in a text.
struct FoundPlaces {
    /// Which search found them.
    nth: u64,
    text: Text,
    spans: Vec<Span>,
    /// The length of the longest place, in characters.
    longest: usize,
}

/// What is done once the places are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Then {
    /// The first place behind the start becomes the current one.
    #[default]
    Mark,
    /// It is shown as well.
    Show,
    /// Some places are gone on, or back.
    Step(isize),
}

impl FindInArticle {
    /// Opens the bar. Selected words are what is searched for; otherwise that is the pattern before. The first place is
    /// looked for from a position on.
    pub fn open(&mut self, text: &Text, selected: Option<Span>, from: usize) {
        let is_current = selected.is_some() && selected == self.current_place();
        let words = selected.filter(|span| !is_current && span.len() <= MOST_CHARS).map(|span| text.slice(span));
        if let Some(words) = words.filter(|words| !words.contains('\n') && !words.trim().is_empty()) {
            self.pattern = words_as_pattern(words, self.options);
        }
        self.is_open = true;
        self.wants_focus = true;
        if !is_current {
            (self.from, self.current, self.then) = (from, None, Then::Mark);
            self.mark();
        }
    }

    /// Opens the bar with a pattern.
    pub fn open_with(&mut self, pattern: String) {
        (self.pattern, self.is_open, self.wants_focus, self.then) = (pattern, true, true, Then::Show);
    }

    /// Goes to the next place, or to the one before. With the bar closed, it opens without the keyboard and goes on from
    /// a position.
    pub fn step(&mut self, step: isize, from: usize) {
        if !self.is_open {
            (self.is_open, self.wants_focus) = (true, self.pattern.is_empty());
            (self.from, self.current, self.then) = (from, None, Then::Mark);
        }
        if self.is_up_to_date() {
            self.go(step);
        } else if let Then::Step(waiting) = &mut self.then {
            *waiting += step;
        } else {
            self.then = Then::Step(step);
        }
    }

    /// Closes the bar; returns the current place if the keyboard was in the bar.
    pub fn close(&mut self) -> Option<Span> {
        let place = self.current_place().filter(|_| self.has_focus);
        self.stop();
        *self = Self { pattern: std::mem::take(&mut self.pattern), options: self.options, ..Self::default() };
        place
    }

    /// Follows to another article, where the first place is looked for from a position on.
    pub fn turn_to(&mut self, from: usize) {
        (self.from, self.current, self.then, self.to_show) = (from, None, Then::Mark, None);
    }

    /// Whether a thread is searching.
    pub fn is_busy(&self) -> bool {
        self.search.is_busy()
    }

    /// How many places were found.
    pub fn n_found(&self) -> usize {
        self.found.as_ref().map_or(0, |found| found.spans.len())
    }

    /// Whether the keyboard is in the bar.
    pub const fn has_focus(&self) -> bool {
        self.has_focus
    }

    /// Takes the place that is to be shown, if any.
    pub fn take_to_show(&mut self) -> Option<Span> {
        self.to_show.take()
    }

    /// The current place.
    fn current_place(&self) -> Option<Span> {
        self.found.as_ref()?.spans.get(self.current?).copied()
    }

    /// Whether the places are those of what is wanted.
    fn is_up_to_date(&self) -> bool {
        self.wanted.as_ref().is_some_and(|wanted| wanted.is_taken)
    }

    /// Lets a thread search if something else is wanted than before, and takes what it has found.
    pub fn follow(&mut self, ctx: &Context, text: &Text) {
        if !self.is_open || self.pattern.is_empty() {
            self.stop();
            (self.wanted, self.found, self.trouble, self.current) = (None, None, None, None);
            return;
        }
        let is_same =
            |wanted: &Wanted| wanted.pattern == self.pattern && wanted.options == self.options && wanted.text == *text;
        if !self.wanted.as_ref().is_some_and(is_same) {
            self.stop();
            // Places in another text mean nothing in this one.
            if self.found.as_ref().is_some_and(|found| found.text != *text) {
                (self.found, self.current) = (None, None);
            }
            self.n_wanted += 1;
            self.wanted = Some(Wanted {
                nth: self.n_wanted,
                text: text.clone(),
                pattern: self.pattern.clone(),
                options: self.options,
                is_stopped: Arc::default(),
                is_taken: false,
            });
        }
        let Some(wanted) = &self.wanted else { return };
        self.search.follow(ctx, |nth| *nth == wanted.nth, |_| (wanted.nth, wanted.work()));
        self.take();
    }

    /// Takes the outcome of the search for what is wanted.
    fn take(&mut self) {
        let Some(wanted) = self.wanted.as_mut().filter(|wanted| !wanted.is_taken) else { return };
        if self.search.key() != Some(&wanted.nth) {
            return;
        }
        wanted.is_taken = true;
        match self.search.peek() {
            Some(Outcome::Found(found)) => (self.found, self.trouble) = (Some(Arc::clone(found)), None),
            Some(Outcome::Wrong(trouble)) => (self.found, self.trouble) = (None, Some(trouble.clone())),
            Some(Outcome::Stopped) | None => {}
        }
        self.current = None;
        self.mark();
        match std::mem::take(&mut self.then) {
            Then::Mark => {}
            Then::Show => self.to_show = self.current_place(),
            Then::Step(step) => {
                // The first place behind the start is the first step.
                self.go(if step > 0 { step - 1 } else { step });
            }
        }
    }

    /// Makes the first place from the start on the current one, or the first of all.
    fn mark(&mut self) {
        let Some(found) = self.found.as_ref().filter(|found| !found.spans.is_empty()) else { return };
        let behind = found.spans.partition_point(|place| place.start < self.from);
        self.current = Some(behind % found.spans.len());
    }

    fn go(&mut self, step: isize) {
        let n = self.n_found();
        if let (Some(current), Ok(n @ 1..)) = (self.current, isize::try_from(n)) {
            self.current = Some((current.cast_signed() + step).rem_euclid(n).cast_unsigned());
            self.to_show = self.current_place();
            self.from = self.to_show.map_or(self.from, |place| place.start);
        }
    }

    fn stop(&self) {
        if let Some(wanted) = &self.wanted {
            wanted.is_stopped.store(true, Ordering::Relaxed);
        }
    }
}

impl Wanted {
    /// What a thread does to find it.
    fn work(&self) -> impl FnOnce() -> Outcome + Send + 'static {
        let (nth, text, pattern, options) = (self.nth, self.text.clone(), self.pattern.clone(), self.options);
        let is_stopped = Arc::clone(&self.is_stopped);
        move || {
            let search = match Search::new(&pattern, options) {
                Ok(search) => search,
                Err(trouble) => return Outcome::Wrong(trouble),
            };
            let Some(spans) = search.spans_while(&text, &mut || !is_stopped.load(Ordering::Relaxed)) else {
                return Outcome::Stopped;
            };
            let longest = spans.iter().map(|span| span.len()).max().unwrap_or(0);
            Outcome::Found(Arc::new(FoundPlaces { nth, text, spans, longest }))
        }
    }
}

impl FoundPlaces {
    /// The places that overlap a span, each with its number from 0.
    fn within(&self, span: Span) -> impl Iterator<Item = (usize, Span)> + '_ {
        let first = self.spans.partition_point(|place| place.start < span.start.saturating_sub(self.longest));
        let near = self.spans[first..].iter().enumerate().take_while(move |(_, place)| place.start < span.end);
        near.filter(move |(_, place)| place.overlaps(span)).map(move |(nth, place)| (first + nth, *place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_next_stops_the_search_and_only_its_own_places_count() {
        let ctx = Context::default();
        let text = Text::new("so it is ".repeat(20_000));
        let mut find = FindInArticle::default();
        let mut stopped = Vec::new();
        for pattern in ["so", "so it", "so"] {
            find.open_with(pattern.to_owned());
            find.follow(&ctx, &text);
            stopped.push(Arc::clone(&find.wanted.as_ref().expect("something is wanted").is_stopped));
        }
        while !find.is_up_to_date() {
            find.follow(&ctx, &text);
        }
        let stopped: Vec<bool> = stopped.iter().map(|stopped| stopped.load(Ordering::Relaxed)).collect();
        assert_eq!(stopped, [true, true, false]);
        assert_eq!((find.n_found(), find.take_to_show()), (20_000, Some(Span::new(0, 2))));
    }

    #[test]
    fn steps_wait_for_the_places() {
        let ctx = Context::default();
        let text = Text::new("one two ".repeat(10));
        let mut find = FindInArticle::default();
        find.open_with("two".to_owned());
        find.step(1, 0);
        find.step(1, 0);
        while !find.is_up_to_date() {
            find.follow(&ctx, &text);
        }
        assert_eq!(find.take_to_show(), Some(Span::new(12, 15)));
        find.step(-2, 0);
        assert_eq!(find.take_to_show(), Some(Span::new(76, 79)));
    }

    #[test]
    fn long_places_that_begin_above_the_screen_are_on_it() {
        let spans = [(0, 900), (10, 12), (500, 502), (890, 910)].map(|(start, end)| Span::new(start, end)).to_vec();
        let found = FoundPlaces { nth: 1, text: Text::new(""), longest: 900, spans };
        let seen = |start, end| found.within(Span::new(start, end)).map(|(nth, _)| nth).collect::<Vec<_>>();
        assert_eq!(seen(600, 700), [0]);
        assert_eq!(seen(501, 895), [0, 2, 3]);
        assert_eq!(seen(905, 1000), [3]);
    }
}
