//! The reader: one article as a page, where words are selected and tagged.
//!
//! `ui::layout` knows where characters stand, `viewport` what of them is on screen, and `marks` which
//! highlights lie where; `paint` draws both. `margin` says what each highlight is, `shown` keeps both from
//! frame to frame, and `ink` makes one shape of bands and lines. `input` turns gestures and keys into a
//! selection, `names` says all of it to screen readers, and `scroll_anchor` keeps the line being read in place
//! while the page is set anew. `find` searches the text, and `suggested` marks passages that may deserve a highlight.

mod band;
mod find;
mod head;
mod ink;
mod input;
mod margin;
mod marks;
mod names;
mod paint;
mod scroll_anchor;
mod shown;
mod suggested;
mod tooltip;
mod viewport;

use std::{collections::BTreeMap, sync::Arc};

use egui::{
    Id, Rect, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo,
    accesskit::Role,
    pos2,
    scroll_area::{DragScroll, ScrollSource},
    vec2,
};

pub use find::FindInArticle;
pub use input::{next_character, previous_character};
pub use suggested::Suggestions;
pub(super) use suggested::card_ui;

use standpoint_analysis::suggested::SuggestedPlace;
use standpoint_core::{
    model::{Article, ArticleId, HighlightId},
    text::Span,
};

use super::emphasis::Emphasis;
use head::ArticleHead;
use marks::HighlightIndex;
use shown::{PaintedHighlights, ShownKey};

use crate::{
    command::Command,
    ui::{
        action::Action,
        layout::{PageLayout, PageSetting},
        pages::{
            PageContext,
            read::tag_box::{TagBox, TagTarget},
        },
        parts::{command_button::command_button, kept::Kept, tour_target::TourTarget},
        preferences::{Preferences, ReadingPlaces},
        theme::Theme,
    },
};

/// What the reader remembers of the article it shows.
#[derive(Default)]
pub struct Reader {
    /// The article on the page; `None` if there is none to show.
    pub article: Option<ArticleId>,
    /// The selected words: from `anchor` to `caret`, whichever comes first.
    pub anchor: usize,
    /// Where the caret stands, in characters of the text.
    pub caret: usize,
    /// The selected highlight.
    pub highlight: Option<HighlightId>,
    /// Which highlights stand out, in every article.
    pub emphasis: Emphasis,
    /// What is typed to find a term of the emphasis, while its menu is open.
    pub emphasis_search: String,
    /// What is searched for in the article.
    pub find: FindInArticle,
    /// How high the bar of the search was in the last frame.
    find_height: f32,
    /// Passages that are suggested.
    pub suggestions: Suggestions,
    /// The box in which tags are typed, while it is open.
    pub tag_box: Option<TagBox>,
    n_words: head::WordCount,
    page: PageLayout,
    marks: HighlightIndex,
    shown: Kept<ShownKey, PaintedHighlights>,
    drag: Option<input::TextDrag>,
    /// Counts drags, so that each is one step to undo.
    n_drags: u64,
    /// The x that the caret keeps when it moves between rows.
    goal_x: Option<f32>,
    /// A position to bring into view.
    reveal: Option<usize>,
    /// How far the page is scrolled, from the top of the head.
    offset: f32,
    /// The first piece that was on screen, and its top then.
    first_seen: Option<(usize, f32)>,
    /// The height of the head above the text, in points.
    head_height: f32,
    /// How far the wheel was turned with Ctrl since the last change of size, as the logarithm of egui's zoom.
    zoom_ln: f32,
    /// The line that is to be at the top when the article is set for the first time.
    resumed: Option<usize>,
    /// Where the articles that are not on the page are being read.
    other_places: BTreeMap<ArticleId, usize>,
    /// The line being read, which stays in place when the page is laid out anew.
    scroll_anchor: Option<scroll_anchor::ScrollAnchor>,
    /// Where the selection stood on the screen, for what opens beside it.
    pub selection_rect: Option<Rect>,
    /// Where the text was painted last, and which pieces of it.
    painted: (egui::Vec2, std::ops::Range<usize>),
    /// The revision at which the pointer last stood over the text, and where it stood when that changed.
    told_at: u64,
    quiet_at: Option<egui::Pos2>,
    /// Where the ends of the selected highlight can be grabbed.
    pub handles: Option<[Rect; 2]>,
}

/// The widget that has the keyboard while the text is read.
pub fn id() -> Id {
    Id::unique("reader")
}

impl Reader {
    /// Opens an article at its start.
    pub fn show(&mut self, article: ArticleId) {
        if self.article != Some(article) {
            let ReadingPlaces { mut places, .. } = self.places();
            let (emphasis, resumed) = (std::mem::take(&mut self.emphasis), places.get(&article).copied());
            places.remove(&article);
            let (find, find_height) = (self.find_from(resumed.unwrap_or(0)), self.find_height);
            let suggestions = self.suggestions.turned();
            *self = Self { article: Some(article), emphasis, find, find_height, suggestions, ..Self::default() };
            (self.resumed, self.other_places) = (resumed, places);
        }
    }

    /// Goes on reading, an article at the line that was at the top.
    pub fn resume(&mut self, article: Option<ArticleId>, mut places: BTreeMap<ArticleId, usize>) {
        let resumed = article.and_then(|article| places.remove(&article));
        let find = self.find_from(resumed.unwrap_or(0));
        *self = Self { article, resumed, other_places: places, find, ..Self::default() };
    }

    /// A reader without an article, in which the same is searched for as in this one.
    #[must_use]
    pub fn begin_anew(&mut self) -> Self {
        self.find.close();
        Self { find: std::mem::take(&mut self.find), ..Self::default() }
    }

    /// The search, to be gone on with in another article from a position on.
    fn find_from(&mut self, from: usize) -> FindInArticle {
        let mut find = std::mem::take(&mut self.find);
        find.turn_to(from);
        find
    }

    /// Where each article is being read.
    pub fn places(&self) -> ReadingPlaces {
        let mut places = self.other_places.clone();
        if let Some((article, place)) = self.article.zip(self.resumed.or_else(|| self.top_place())) {
            places.insert(article, place);
        }
        ReadingPlaces { article: self.article, places }
    }

    /// Where the line at the top begins, if the page is scrolled.
    fn top_place(&self) -> Option<usize> {
        let top = self.offset - self.head_height;
        // A little below the top, because a line’s first place is also the end of the line before.
        (top > 0.0).then(|| self.page.position_at(pos2(0.0, top + 8.0)))
    }

    /// Opens the search in the article.
    pub fn open_find(&mut self, article: &Article) {
        let selected = self.selection();
        let from = selected.map_or_else(|| self.find_start(), |span| span.start);
        self.tag_box = None;
        self.find.open(&article.text, selected, from);
    }

    /// Goes to the next place that the search finds, or to the one before.
    pub fn step_find(&mut self, step: isize) {
        let selected = self.selection().map(|span| if step > 0 { span.end } else { span.start });
        let from = selected.unwrap_or_else(|| self.find_start());
        self.find.step(step, from);
    }

    /// Closes the search; the caret moves to its current place, which is selected, unless the keyboard is in the text.
    pub fn close_find(&mut self) {
        if let Some(place) = self.find.close() {
            self.select(place);
            self.reveal = Some(place.start);
        }
    }

    /// Where a search begins: at the caret if it is on screen, otherwise at the top line.
    fn find_start(&self) -> usize {
        let pieces = &self.page.pieces();
        let seen = pieces.get(self.painted.1.clone()).and_then(|seen| Some((seen.first()?.span, seen.last()?.span)));
        let has_caret = seen.is_some_and(|(first, last)| (first.start..=last.end).contains(&self.caret));
        if has_caret && self.caret > 0 { self.caret } else { self.top_place().unwrap_or(0) }
    }

    /// Where the articles that are not on screen are being read, as in [`ReadingPlaces::places`].
    pub const fn other_places(&self) -> &BTreeMap<ArticleId, usize> {
        &self.other_places
    }

    /// Opens an article at a highlight and selects it.
    pub fn show_highlight(&mut self, article: &Article, id: HighlightId) {
        self.show(article.id);
        if let Some(highlight) = article.highlight(id) {
            self.highlight = Some(id);
            self.anchor = highlight.span.start;
            self.caret = highlight.span.start;
            self.reveal = Some(highlight.span.start);
            self.tag_box = None;
        }
    }

    /// Whether a thread is counting the words of the article, searching it, or looking for what to suggest.
    pub fn is_busy(&self) -> bool {
        self.n_words.is_busy() || self.find.is_busy() || self.suggestions.is_busy()
    }

    /// The selected words, if any.
    pub fn selection(&self) -> Option<Span> {
        let span = Span::between(self.anchor, self.caret);
        (!span.is_empty()).then_some(span)
    }

    /// Selects words; the caret stands at their end.
    pub fn select(&mut self, span: Span) {
        self.anchor = span.start;
        self.caret = span.end;
        self.highlight = None;
    }

    /// The number of the paragraph a character stands in, as the page shows it.
    pub fn paragraph_number(&self, position: usize) -> Option<usize> {
        self.page.number_at(position)
    }

    /// The rectangles of words on the screen, row by row, from left to right in each.
    pub fn rects_of(&self, span: Span) -> Vec<Rect> {
        let (offset, visible) = &self.painted;
        let last = self.page.pieces().len();
        let visible = visible.start.min(last)..visible.end.min(last);
        self.page.rows_of(span, visible).into_iter().map(|rect| rect.translate(*offset)).collect()
    }

    /// Deselects the words; the caret stays where it is.
    pub fn clear_selection(&mut self) {
        self.anchor = self.caret;
    }

    /// Scrolls to a position of the text in the next frame.
    pub fn reveal(&mut self, position: usize) {
        self.reveal = Some(position);
    }

    /// The highlights that overlap at a position, the smallest first.
    pub fn overlapping(&mut self, article: &Article, position: usize) -> Vec<HighlightId> {
        self.marks.at(article, position)
    }

    /// The suggestion that is being decided about.
    pub fn suggestion(&self) -> Option<&SuggestedPlace> {
        let is_free = self.anchor == self.caret && self.highlight.is_none() && self.tag_box.is_none();
        self.suggestions.current(self.caret).filter(|_| is_free)
    }

    /// Opens the tag box for the selected words, or else for the selected highlight.
    pub fn open_tag_box(&mut self) {
        let target = self.selection().map(TagTarget::Words).or(self.highlight.map(TagTarget::Highlight));
        self.tag_box = target.map(TagBox::new);
    }
}

/// Shows the page and takes gestures and keys.
pub fn ui(ui: &mut Ui, reader: &mut Reader, context: &mut PageContext<'_>) {
    let Some(article) = reader.article.and_then(|id| context.project().article(id)) else {
        reader.article = None;
        empty_ui(ui, context.project().articles.is_empty(), context);
        return;
    };
    let article = Arc::clone(article);
    let n_chars = article.text.n_chars();
    reader.anchor = reader.anchor.min(n_chars);
    reader.caret = reader.caret.min(n_chars);
    if reader.highlight.is_some_and(|id| article.highlight(id).is_none()) {
        reader.highlight = None;
    }
    reader.marks.follow(&article, context.revision());
    take_zoom(ui, reader, context);
    follow_suggestions(ui, reader, &article, context);
    page_ui(ui, reader, &article, context);
}

fn empty_ui(ui: &mut Ui, has_no_articles: bool, context: &mut PageContext<'_>) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.35);
        if has_no_articles {
            ui.heading("No articles yet");
            ui.weak("Drop files here, or import them.");
            ui.add_space(8.0);
            command_button(ui, egui::Button::new("Import articles…"), Command::ImportArticles, context);
        } else {
            ui.weak("Choose an article on the left.");
        }
    });
}

/// The places of column, gutter and margin on a page of some width.
#[derive(Clone, Copy, PartialEq)]
struct PageColumns {
    /// The left edge of the text, from the left edge of the page.
    text_x: f32,
    text_width: f32,
    /// The left edge of the margin; none where there is no room for one.
    margin_x: Option<f32>,
    margin_width: f32,
}

impl PageColumns {
    fn of(width: f32, theme: &Theme, preferences: &Preferences) -> Self {
        let sizes = theme.sizes;
        let column = sizes.column * preferences.text_scale * preferences.page().width_scale();
        let margin = sizes.margin;
        let has_margin = width >= sizes.gutter + column.min(420.0) + margin;
        // A wider column takes its room from the margin, which keeps enough for its labels.
        let wish = if preferences.page().is_wider() { column + margin + sizes.gutter - width } else { 0.0 };
        let margin = margin - wish.clamp(0.0, margin * 0.3);
        let room = width - sizes.gutter - if has_margin { margin } else { 24.0 };
        let text_width = column.min(room).max(120.0);
        let spare = (room - text_width).max(0.0);
        let text_x = sizes.gutter + spare * 0.35;
        Self {
            text_x: text_x.round(),
            text_width: text_width.round(),
            margin_x: has_margin.then_some((text_x + text_width + 22.0).round()),
            margin_width: margin - 22.0,
        }
    }
}

fn page_ui(ui: &mut Ui, reader: &mut Reader, article: &Arc<Article>, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let scale = context.preferences.text_scale;
    let columns = PageColumns::of(ui.available_width(), theme, context.preferences);
    let title_size = theme.sizes.title * scale.clamp(0.8, 1.4);
    // Most texts repeat their title in the first lines; it is then set as a title there instead of being shown twice.
    let is_title = |span: Span| article.text.slice(span).trim() == article.details.title.trim();
    let title = article.text.paragraphs().take(TITLE_LINES).position(is_title);
    reader.page.cut_more(&article.text);
    let line_scale = scale * context.preferences.page().line_scale;
    let setting = PageSetting {
        article: article.id,
        width: columns.text_width,
        font_size: theme.sizes.article * scale,
        line_height: (theme.sizes.article_line * line_scale).round(),
        paragraph_gap: (theme.sizes.paragraph_gap * scale).round(),
        title: title.map(|paragraph| (paragraph, title_size)),
        pixels_per_point: ui.pixels_per_point(),
    };
    ui.spacing_mut().item_spacing.y = 0.0;
    head::bar_ui(ui, (&mut reader.n_words, reader.suggestions.all().len()), article, columns, context);
    let moved = find_ui(ui, reader, article, context);
    let viewport_height = ui.available_height();
    let is_set_anew = reader.page.is_other_setting(&setting);
    if is_set_anew {
        reader.first_seen = None;
        // Points that have become larger show less of the page, and the line stays where it was on the screen.
        let factor = setting.pixels_per_point / reader.page.pixels_per_point().unwrap_or(setting.pixels_per_point);
        reader.scroll_anchor =
            scroll_anchor::rest(reader, viewport_height * factor).map(|anchor| anchor.zoomed(factor));
    }
    reader.page.set(&article.text, setting);
    let resumed = reader.resumed.take();
    let is_set_anew = is_set_anew || resumed.is_some();
    if let Some(position) = resumed {
        let position = position.min(article.text.n_chars());
        reader.page.cut_to(&article.text, position);
        reader.scroll_anchor = Some(scroll_anchor::ScrollAnchor::at_top(position));
    }
    let mut head = ArticleHead::lay_out(ui, article, columns, title_size, title.is_some());
    if let Some(notice) = reader.page.notice(ui.ctx(), &article.text) {
        head.say(ui, notice, columns);
    }
    reader.head_height = head.height;
    // A position to reveal takes precedence over the line being read.
    let kept = reader.scroll_anchor.filter(|_| is_set_anew && reader.reveal.is_none());
    let asked = match kept.and_then(|anchor| scroll_anchor::settle(ui.ctx(), reader, article, anchor, viewport_height))
    {
        Some(offset) => Some(offset),
        None => settle_scroll(ui, reader, article, head.height, viewport_height),
    };
    let asked = asked.or(moved);

    let mut area = ScrollArea::vertical()
        .id_salt(("page", article.id))
        .auto_shrink(false)
        .animated(false)
        .scroll_source(ScrollSource { drag: DragScroll::Never, ..ScrollSource::default() });
    if let Some(offset) = asked {
        area = area.vertical_scroll_offset(offset);
    }
    let output = area.show_viewport(ui, |ui, viewport| {
        let total = head.height + reader.page.height() + viewport_height * 0.4;
        ui.set_min_size(vec2(ui.available_width(), total));
        let origin = ui.max_rect().min;
        head.ui(ui, origin, columns, article);
        let text_origin = pos2(origin.x + columns.text_x, origin.y + head.height);
        let (top, bottom) = (viewport.top() - head.height, viewport.bottom() - head.height);
        let visible = reader.page.lay_out(ui.ctx(), &article.text, top.max(0.0), bottom);
        let whole = Rect::from_min_size(origin, vec2(ui.available_width(), total));
        let sensitive = whole.with_min_y(text_origin.y).intersect(ui.clip_rect());
        let response = ui.interact(sensitive, id(), Sense::click_and_drag());
        response.widget_info(|| {
            let title = &article.details.title;
            WidgetInfo::labeled(Role::Document, true, format!("Text of {title}"))
        });
        let mut page_ui = ui.new_child(UiBuilder::new().max_rect(whole));
        reader.first_seen = Some((visible.start, reader.page.top(visible.start)));
        let view = viewport::Viewport { text_origin, visible, columns };
        let text_x = text_origin.x..=text_origin.x + view.columns.text_width;
        TourTarget::Text.is_at(ui, Rect::from_x_y_ranges(text_x, ui.clip_rect().y_range()));
        if let Some(passage) = view.passage(reader, ui.clip_rect()) {
            TourTarget::Passage.is_at(ui, passage);
        }
        reader.painted = (text_origin.to_vec2(), view.visible.clone());
        shown::look(&page_ui, reader, article, &view, context);
        paint::page(&mut page_ui, reader, article, &view, context);
        margin::ui(&mut page_ui, reader, article, &view, context);
        names::selection(&page_ui, reader, article, &view, context);
        input::handle(&mut page_ui, &response, reader, article, &view, context);
    });
    reader.offset = output.state.clamped_offset().y;
    let bar = output.inner_rect.with_min_x(output.inner_rect.right() - ui.spacing().scroll.bar_width);
    find::scroll_bar_ui(ui, &mut reader.find, &reader.page, bar, (reader.head_height, output.content_size.y));
    if let Some(anchor) = reader.scroll_anchor.as_mut().filter(|_| is_set_anew) {
        anchor.offset = reader.offset;
    }
    if !reader.page.is_whole(&article.text) {
        ui.ctx().request_repaint();
    }
}

/// Shows the search above the text and does what it asks for. The text stays where it is on the screen when the bar
/// appears or goes; the new scroll offset for that is returned.
fn find_ui(ui: &mut Ui, reader: &mut Reader, article: &Article, context: &mut PageContext<'_>) -> Option<f32> {
    if reader.find.is_open && find::ui(ui, &mut reader.find, context) {
        reader.close_find();
    }
    reader.find.follow(ui.ctx(), &article.text);
    if let Some(place) = reader.find.take_to_show() {
        reader.reveal = Some(place.start);
        if !reader.find.has_focus() {
            reader.select(place);
        }
    }
    let height = if reader.find.is_open { find::HEIGHT } else { 0.0 };
    let moved = height - std::mem::replace(&mut reader.find_height, height);
    (moved != 0.0).then(|| {
        reader.offset = (reader.offset + moved).max(0.0);
        reader.offset
    })
}

/// Looks for passages to suggest where that is wanted, and brings the one that was gone to into view.
fn follow_suggestions(ui: &Ui, reader: &mut Reader, article: &Arc<Article>, context: &mut PageContext<'_>) {
    reader.suggestions.follow(ui.ctx(), article, context);
    if let Some(place) = reader.suggestions.take_to_show() {
        (reader.anchor, reader.caret, reader.highlight, reader.tag_box) = (place.start, place.start, None, None);
        reader.reveal = Some(place.start);
    }
    if reader.suggestions.take_is_in_vain() {
        context.ask(Action::Tell("No passage of this article is suggested".to_owned()));
    }
}

/// One notch of the wheel with Ctrl, as the logarithm of egui's zoom.
const ZOOM_NOTCH: f32 = 0.19;

/// The wheel with Ctrl makes the text larger or smaller, one step per notch.
fn take_zoom(ui: &Ui, reader: &mut Reader, context: &mut PageContext<'_>) {
    if !ui.rect_contains_pointer(ui.max_rect()) {
        return;
    }
    let turned = ui.input(egui::InputState::zoom_delta).ln();
    if turned * reader.zoom_ln < 0.0 {
        reader.zoom_ln = 0.0;
    }
    reader.zoom_ln += turned;
    let n_notches = (reader.zoom_ln / ZOOM_NOTCH).trunc();
    reader.zoom_ln -= n_notches * ZOOM_NOTCH;
    let command = if n_notches > 0.0 { Command::LargerText } else { Command::SmallerText };
    let mut left = n_notches.abs();
    while left >= 1.0 {
        context.ask(Action::Run(command));
        left -= 1.0;
    }
}

/// Keeps the line being read in place while heights become known, and scrolls to
/// a position to reveal. Returns the new scroll offset, if it changes.
fn settle_scroll(ui: &Ui, reader: &mut Reader, article: &Article, head: f32, viewport: f32) -> Option<f32> {
    let ctx = ui.ctx();
    let present = reader.offset;
    if let Some(position) = reader.reveal.take() {
        reader.page.cut_to(&article.text, position);
        let piece = reader.page.piece_of(position);
        let about = reader.page.top(piece);
        reader.page.lay_out(ctx, &article.text, about, about + viewport);
        let caret = reader.page.caret_rect(position)?;
        let (top, bottom) = (caret.top() + head, caret.bottom() + head);
        let is_in_view = top >= present + 8.0 && bottom <= present + viewport - 48.0;
        if is_in_view {
            return None;
        }
        let is_near = top >= present - viewport * 0.5 && bottom <= present + viewport * 1.5;
        let wanted = match (is_near, top < present + 8.0) {
            (true, true) => top - 40.0,
            (true, false) => bottom - viewport + 80.0,
            (false, _) => top - viewport * 0.35,
        };
        let most = (head + reader.page.height() + viewport * 0.4 - viewport).max(0.0);
        return Some(wanted.clamp(0.0, most));
    }
    let top = present - head;
    let first = reader.page.piece_at(top.max(0.0));
    // Heights also become known between frames, when keys ask where the caret is.
    let measured = || reader.page.first_measured(first).map(|piece| (piece, reader.page.top(piece)));
    let (anchor, before) = reader.first_seen.or_else(measured)?;
    reader.page.lay_out(ctx, &article.text, top.max(0.0), top + viewport);
    let moved = reader.page.top(anchor) - before;
    (moved.abs() > 0.5).then(|| (present + moved).max(0.0))
}

/// How many lines at the start of a text are searched for its title.
const TITLE_LINES: usize = 6;
