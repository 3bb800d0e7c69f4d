//! The bar above the text: what to search for, how many places there are, and the way from one to the next.

use egui::{
    Id, Key, Label, Modifiers, Popup, PopupCloseBehavior, Rect, RichText, Sense, Ui, UiBuilder, WidgetInfo,
    accesskit::{Live, Role},
    text::{CCursor, CCursorRange},
    vec2,
};

use standpoint_core::wording::grouped;

use super::{FindInArticle, Then};
use crate::{
    command::Command,
    ui::{
        pages::PageContext,
        parts::command_button::command_icon,
        theme::{Icon, Theme},
        widgets::{field, icon_button, icon_sign},
    },
};

/// The height of the bar, in points.
pub(in super::super) const HEIGHT: f32 = 42.0;

/// The widths of the field, at most and at least, and of the number of places.
const FIELD: f32 = 300.0;
const LEAST_FIELD: f32 = 120.0;
const COUNT: f32 = 130.0;

const NAME: &str = "Find in this article";

/// Shows the bar across the page; returns whether it is to be closed.
pub(in super::super) fn ui(ui: &mut Ui, find: &mut FindInArticle, context: &mut PageContext<'_>) -> bool {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, *theme.colours.panel);
    let line = egui::Stroke::new(1.0, *theme.colours.hairline);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let inside = rect.shrink2(vec2(14.0, 0.0));
    let mut is_left = false;
    let focused = ui.memory(egui::Memory::focused);
    let row = UiBuilder::new().max_rect(inside).layout(egui::Layout::left_to_right(egui::Align::Center));
    ui.scope_builder(row, |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let mut widgets = vec![field_ui(ui, find)];
        widgets.push(options_ui(ui, find));
        widgets.push(command_icon(ui, Icon::ChevronUp, Command::FindPrevious, context).id);
        widgets.push(command_icon(ui, Icon::ChevronDown, Command::FindNext, context).id);
        ui.add_space(6.0);
        let (found, is_trouble) = find.in_words(ui);
        let close = Rect::from_min_max(inside.right_top() - vec2(28.0, 0.0), inside.right_bottom());
        let (ink, size) = if is_trouble {
            (theme.colours.failure, theme.sizes.small)
        } else {
            (theme.colours.muted, theme.sizes.body)
        };
        let width = (close.left() - 8.0 - ui.cursor().left()).max(0.0);
        ui.allocate_ui(vec2(width, theme.sizes.field_height), |ui| {
            let label = Label::new(RichText::new(found).size(size).color(*ink));
            let said = ui.add(if is_trouble { label.wrap() } else { label.truncate() });
            ui.ctx().accesskit_node_builder(said.id, |node| node.set_live(Live::Polite));
        });
        let row = UiBuilder::new().max_rect(close).layout(egui::Layout::left_to_right(egui::Align::Center));
        ui.scope_builder(row, |ui| {
            let response = icon_button(ui, Icon::Close, "Close the search", false);
            is_left = response.clicked();
            widgets.push(response.id);
        });
        find.has_focus = focused.is_some_and(|id| widgets.contains(&id)) || find.wants_focus;
    });
    is_left
}

/// The field, whose keys Enter and Shift+Enter go on and back.
fn field_ui(ui: &mut Ui, find: &mut FindInArticle) -> Id {
    let theme = Theme::of(ui);
    icon_sign(ui, Icon::Search, Icon::SIZE, *theme.colours.muted);
    ui.add_space(4.0);
    if find.field.is_some_and(|id| ui.memory(|memory| memory.has_focus(id))) {
        let pressed = |modifiers| ui.input_mut(|input| input.consume_key(modifiers, Key::Enter));
        // Enter alone would also be found with Shift.
        if pressed(Modifiers::SHIFT) {
            find.step(-1, find.from);
        } else if pressed(Modifiers::NONE) {
            find.step(1, find.from);
        }
    }
    let width = (ui.available_width() - COUNT - 4.0 * 36.0).clamp(LEAST_FIELD, FIELD);
    let size = vec2(width, theme.sizes.field_height);
    let response = ui.allocate_ui(size, |ui| field(ui, &mut find.pattern, NAME)).inner;
    response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, NAME));
    find.field = Some(response.id);
    if std::mem::take(&mut find.wants_focus) {
        response.request_focus();
        let mut state = egui::text_edit::TextEditState::load(ui.ctx(), response.id).unwrap_or_default();
        let all = CCursorRange::two(CCursor::new(0), CCursor::new(find.pattern.chars().count()));
        state.cursor.set_char_range(Some(all));
        state.store(ui.ctx(), response.id);
    }
    if response.changed() {
        find.then = Then::Show;
    }
    response.id
}

/// The menu of what counts as the words that were typed.
fn options_ui(ui: &mut Ui, find: &mut FindInArticle) -> Id {
    let options = &mut find.options;
    let is_on = options.whole_words || options.as_typed || options.is_regex;
    let button = icon_button(ui, Icon::ListFilter, "Search options", is_on);
    let before = *options;
    Popup::menu(&button)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .style(egui::style::StyleModifier::default())
        .show(|ui| {
            ui.set_width(230.0);
            for (is_on, name, help) in [
                (&mut options.whole_words, "Whole words only", "Leave out places inside longer words"),
                (
                    &mut options.as_typed,
                    "Exactly as typed",
                    "Tell capitals, accents and kinds of quotation marks apart",
                ),
                (&mut options.is_regex, "Regular expression", "Read what is typed as a pattern of the regex crate"),
            ] {
                ui.checkbox(is_on, name).on_hover_text(help);
            }
        });
    if *options != before {
        find.then = Then::Show;
    }
    button.id
}

impl FindInArticle {
    /// “3 of 17”, or why there is no such number, and whether it is something to be mended.
    fn in_words(&self, ui: &Ui) -> (String, bool) {
        if let Some(trouble) = &self.trouble {
            return (trouble.to_string(), true);
        }
        if self.pattern.is_empty() {
            return (String::new(), false);
        }
        let words = match (&self.found, self.current) {
            _ if self.search.has_failed() => "The search failed".to_owned(),
            _ if self.search.is_updating(ui.ctx()) => "Searching…".to_owned(),
            (Some(found), Some(current)) => format!("{} of {}", grouped(current + 1), grouped(found.spans.len())),
            (Some(_), None) => "No matches".to_owned(),
            (None, _) => String::new(),
        };
        (words, false)
    }
}
