//! The box in which one typed line picks actor, issue and stance.

use egui::{
    Area, Frame, Id, Key, Modifiers, Order, Rect, Response, TextEdit, Ui, WidgetInfo,
    accesskit::Role,
    pos2,
    text::{CCursor, CCursorRange},
    vec2,
};

use standpoint_analysis::suggest::{Suggestion, in_vivo_suggestion, suggestions};
use standpoint_core::{
    model::{Article, HighlightId, Tags},
    text::Span,
};

use super::tag_rows::{self, makes_a_code};
use crate::ui::{
    pages::PageContext,
    parts::{kept::Kept, tour_target::TourTarget},
    theme::Theme,
};

/// The box with the line that is typed and what it may mean.
pub struct TagBox {
    target: TagTarget,
    line: String,
    /// Which row Enter takes.
    row: usize,
    is_new: bool,
    /// What the line may mean; kept for a revision and a line.
    found: Kept<(u64, String), Vec<Suggestion>>,
}

/// What became of the box in this frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagBoxStatus {
    /// It stays open.
    Open,
    /// It was closed without tags.
    Closed,
    /// A row was taken: these tags are meant for this target.
    Chosen(TagTarget, Suggestion),
}

/// What a tag is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagTarget {
    /// Words that are to become a highlight.
    Words(Span),
    /// A highlight that gets other tags.
    Highlight(HighlightId),
}

/// The height of the box with all the rows it can have.
const FULL_HEIGHT: f32 = 370.0;

impl TagBox {
    /// An empty line for this target.
    pub fn new(target: TagTarget) -> Self {
        Self { target, line: String::new(), row: 0, is_new: true, found: Kept::default() }
    }

    /// Shows the box below `beside`, inside `page`; `recent` are the tags used lately.
    pub fn ui(
        &mut self,
        ui: &Ui,
        (beside, page): (Rect, Rect),
        article: Option<&Article>,
        recent: &[Tags],
        context: &mut PageContext<'_>,
    ) -> TagBoxStatus {
        let mut status = TagBoxStatus::Open;
        let width = Theme::of(ui).sizes.tag_box;
        // The box must not hide the words it is about, so it stands where there is more room.
        let (above, below) = (beside.top() - page.top(), page.bottom() - beside.bottom());
        let fits_below = below > FULL_HEIGHT || below > above;
        let x = beside.left().clamp(page.left() + 8.0, (page.right() - width - 16.0).max(page.left() + 8.0));
        let (at, pivot) = if fits_below {
            (pos2(x, beside.bottom() + 6.0), egui::Align2::LEFT_TOP)
        } else {
            (pos2(x, beside.top() - 6.0), egui::Align2::LEFT_BOTTOM)
        };
        let at = pos2(at.x, at.y.clamp(page.top() + 8.0, page.bottom() - 8.0));
        let area =
            Area::new(Id::unique("tag box")).order(Order::Foreground).fixed_pos(at).pivot(pivot).constrain_to(page);
        let shown = area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(8).show(ui, |ui| {
                ui.set_width(width);
                status = self.contents_ui(ui, article, recent, context);
            });
        });
        TourTarget::TagBox.is_at(ui, shown.response.rect);
        status
    }

    /// What the line may mean; for selected words, an issue named after them as well.
    fn rows(&mut self, article: Option<&Article>, recent: &[Tags], context: &PageContext<'_>) -> &[Suggestion] {
        let revision = context.revision();
        if !self.found.is_made_for(|(made_at, line)| *made_at == revision && *line == self.line) {
            let book = &context.project().codebook;
            let mut rows = suggestions(book, &self.line, recent);
            let selected = match (self.target, article) {
                (TagTarget::Words(span), Some(article)) if article.text.holds(span) => article.text.slice(span),
                _ => "",
            };
            rows.extend(in_vivo_suggestion(book, &self.line, selected, recent));
            self.found.set((revision, self.line.clone()), rows);
        }
        self.found.peek().map_or(&[], Vec::as_slice)
    }

    fn contents_ui(
        &mut self,
        ui: &mut Ui,
        article: Option<&Article>,
        recent: &[Tags],
        context: &mut PageContext<'_>,
    ) -> TagBoxStatus {
        let keys = ui.input_mut(|input| TagBoxKeys {
            up: input.consume_key(Modifiers::NONE, Key::ArrowUp),
            down: input.consume_key(Modifiers::NONE, Key::ArrowDown),
            enter: input.consume_key(Modifiers::NONE, Key::Enter),
            new: input.consume_key(Modifiers::COMMAND, Key::Enter),
            tab: input.consume_key(Modifiers::NONE, Key::Tab),
            escape: input.consume_key(Modifiers::NONE, Key::Escape),
        });
        let height = Theme::of(ui).sizes.field_height;
        let field = TextEdit::singleline(&mut self.line)
            .hint_text("actor issue  + − ~")
            .lock_focus(true)
            .desired_width(f32::INFINITY)
            .min_size(vec2(0.0, height))
            .margin(vec2(10.0, 6.0));
        ui.spacing_mut().item_spacing.y = 0.0;
        let response = ui.add(field);
        ui.add_space(4.0);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Tag: actor, issue and stance"));
        if self.is_new {
            response.request_focus();
            self.is_new = false;
        }
        if response.changed() {
            self.row = 0;
        }
        let rows = self.rows(article, recent, context).to_vec();
        self.row = match (keys.up, keys.down) {
            (true, _) => self.row.checked_sub(1).unwrap_or_else(|| rows.len().saturating_sub(1)),
            (_, true) if self.row + 1 < rows.len() => self.row + 1,
            (_, true) => 0,
            _ => self.row.min(rows.len().saturating_sub(1)),
        };
        if let Some(suggestion) = rows.get(self.row).filter(|_| keys.tab) {
            self.line = tag_rows::typed(&context.project().codebook, suggestion);
            put_caret_at_end(&response, &self.line);
            self.row = 0;
        }
        // Enter alone, before anything is typed, must not make codes unawares.
        let can_enter = !self.line.is_empty() || !rows.iter().all(makes_a_code);
        let mut chosen = (keys.enter && can_enter).then_some(self.row);
        let first_new = rows.iter().position(makes_a_code);
        if keys.new {
            chosen = first_new;
        }
        for (index, suggestion) in rows.iter().enumerate() {
            let key = match () {
                () if can_enter && index == self.row => "Enter",
                () if first_new == Some(index) => "Ctrl+Enter",
                () if makes_a_code(suggestion) => "new",
                () => "",
            };
            if tag_rows::row_ui(ui, context.project(), suggestion, key) {
                chosen = Some(index);
            }
        }
        tag_rows::hint_ui(ui, &self.line, rows.first());
        tag_rows::foot_ui(ui, &context.project().codebook);
        if let Some(suggestion) = chosen.and_then(|index| rows.get(index)) {
            return TagBoxStatus::Chosen(self.target, suggestion.clone());
        }
        if keys.escape { TagBoxStatus::Closed } else { TagBoxStatus::Open }
    }
}

#[expect(clippy::struct_excessive_bools, reason = "six keys, each pressed or not")]
struct TagBoxKeys {
    up: bool,
    down: bool,
    enter: bool,
    new: bool,
    tab: bool,
    escape: bool,
}

/// Lets typing go on behind what a key has filled in.
fn put_caret_at_end(field: &Response, line: &str) {
    let mut state = egui::text_edit::TextEditState::load(&field.ctx, field.id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(line.chars().count()))));
    state.store(&field.ctx, field.id);
}
