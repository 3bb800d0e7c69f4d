//! The top bar: the menus, the project, the pages, undo, the list of commands and the search. Nothing in it moves.

use egui::{
    Align, Align2, FontId, Layout, Rect, Response, Sense, Ui, UiBuilder, WidgetInfo, accesskit::Role, pos2, vec2,
};

use super::menus::{Menus, title_ui};
use crate::{
    command::{Command, Keymap, Situation},
    ui::{
        action::Action,
        pages::PageId,
        parts::tour_target::TourTarget,
        theme::{Icon, Theme, icon_font, strong},
        widgets::{icon_button_enabled, icon_button_without_tooltip},
    },
};

pub struct TopBar<'a> {
    pub title: Option<&'a str>,
    /// The page on screen, if it is one of the project.
    pub page: Option<PageId>,
    /// Whether articles wait to be imported.
    pub has_review: bool,
    pub now: Situation,
    pub keys: &'a Keymap,
    /// The names of the steps that would be undone and done again.
    pub steps: [Option<&'a str>; 2],
}

impl TopBar<'_> {
    /// The tabs that are only there at times.
    fn other_tabs(&self) -> impl Iterator<Item = (PageId, Command, Icon)> {
        let progress = (self.page == Some(PageId::Progress)).then_some(PROGRESS_TAB);
        progress.into_iter().chain(self.has_review.then_some(IMPORT_TAB))
    }
}

/// The pages with their tabs.
const TABS: [(PageId, Command, Icon); 4] = [
    (PageId::Read, Command::ShowRead, Icon::Read),
    (PageId::Compare, Command::ShowCompare, Icon::Compare),
    (PageId::Codebook, Command::ShowCodebook, Icon::Codebook),
    (PageId::Search, Command::ShowSearch, Icon::Search),
];

/// The tabs behind them: that of the progress while it is on screen, and that of the import as long as articles wait for
/// it. They stand at the end so that the others do not move.
const PROGRESS_TAB: (PageId, Command, Icon) = (PageId::Progress, Command::ShowProgress, Icon::Done);
const IMPORT_TAB: (PageId, Command, Icon) = (PageId::Import, Command::ShowImport, Icon::Import);

/// The width of a tab with its word, and of one that is an icon alone.
const TAB: f32 = 112.0;
const SMALL_TAB: f32 = 40.0;

/// The widths of the window from which tabs have words, the search a field, and the project its name here. A tab more
/// needs more room for the field.
const WORDS: f32 = 980.0;
const FIELD: f32 = 1180.0;
const FIELD_AND_TAB: f32 = 1400.0;
const FIELD_AND_TABS: f32 = 1620.0;
const TITLE: f32 = 1320.0;

pub fn ui(ui: &mut Ui, menus: &mut Menus, bar: &TopBar<'_>, actions: &mut Vec<Action>) {
    let width = ui.ctx().content_rect().width();
    let whole = ui.max_rect();
    let has_words = width >= WORDS;
    let each = if has_words { TAB } else { SMALL_TAB };
    let n_tabs = u8::try_from(TABS.len()).map_or(0.0, f32::from);
    // In the middle of the window, unless the menus reach that far.
    let tabs_width = each * n_tabs;
    let mut menus_end = whole.left();
    ui.scope_builder(UiBuilder::new().max_rect(whole), |ui| {
        ui.horizontal_centered(|ui| {
            menus.titles_ui(ui);
            menus_end = ui.min_rect().right();
        });
    });
    let tabs_start = (whole.center().x - tabs_width * 0.5).max(menus_end + 12.0);
    if bar.title.is_some() {
        let others: Vec<_> = bar.other_tabs().collect();
        let shown_width = tabs_width + each * u8::try_from(others.len()).map_or(0.0, f32::from);
        let rect = Rect::from_min_size(pos2(tabs_start, whole.top()), vec2(shown_width, whole.height()));
        let place = UiBuilder::new().max_rect(rect).accessibility_role(Role::TabList);
        ui.scope_builder(place, |ui| {
            for (at, (page, command, icon)) in TABS.into_iter().chain(others).enumerate() {
                let left = rect.left() + each * u8::try_from(at).map_or(0.0, f32::from);
                let place = Rect::from_min_size(pos2(left, rect.center().y - 16.0), vec2(each - 4.0, 32.0));
                match page {
                    PageId::Read => TourTarget::ReadTab.is_at(ui, place),
                    PageId::Compare => TourTarget::CompareTab.is_at(ui, place),
                    PageId::Codebook | PageId::Search | PageId::Progress | PageId::Import => {}
                }
                let response = tab(ui, place, icon, command.spec().name, bar.page == Some(page), has_words);
                if response.on_hover_text(bar.keys.tooltip(command, ui.os())).clicked() {
                    actions.push(Action::Run(command));
                }
            }
        });
    }
    if let (Some(title), true) = (bar.title, width >= TITLE) {
        let rect = Rect::from_x_y_ranges(menus_end + 12.0..=tabs_start - 12.0, whole.y_range());
        ui.painter().vline(
            menus_end + 4.0,
            rect.y_range().shrink(12.0),
            egui::Stroke::new(1.0, *Theme::of(ui).colours.hairline),
        );
        let place = UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center));
        ui.scope_builder(place, |ui| title_ui(ui, title));
    }
    let place = UiBuilder::new().max_rect(whole).layout(Layout::right_to_left(Align::Center));
    let needed = match bar.other_tabs().count() {
        0 => FIELD,
        1 => FIELD_AND_TAB,
        _ => FIELD_AND_TABS,
    };
    let has_field = bar.title.is_some() && width >= needed;
    ui.scope_builder(place, |ui| right_ui(ui, bar, has_field, actions));
}

/// Undo, redo, the list of commands and the search.
fn right_ui(ui: &mut Ui, bar: &TopBar<'_>, has_field: bool, actions: &mut Vec<Action>) {
    let os = ui.os();
    if has_field {
        let find = Command::FindInAll;
        let response = find_field(ui, &bar.keys.text(find, os)).on_hover_text(bar.keys.tooltip(find, os));
        if response.clicked() {
            actions.push(Action::Run(find));
        }
        ui.add_space(8.0);
    }
    let palette = Command::Palette;
    let name = format!("Find a command ({})", bar.keys.text(palette, os));
    let response = icon_button_without_tooltip(ui, Icon::Keyboard, &name, false, true);
    TourTarget::Commands.is_at(ui, response.rect);
    if response.on_hover_text(bar.keys.tooltip(palette, os)).clicked() {
        actions.push(Action::Run(palette));
    }
    ui.add_space(8.0);
    let [undo, redo] = &bar.steps;
    ui.spacing_mut().item_spacing.x = 2.0;
    for (command, icon, step) in [(Command::Redo, Icon::Redo, redo), (Command::Undo, Icon::Undo, undo)] {
        let name = command.spec().name;
        let response = icon_button_enabled(ui, icon, name, false, command.can_run(bar.now));
        if command == Command::Undo {
            TourTarget::Undo.is_at(ui, response.rect);
        }
        let keys = bar.keys.text(command, os);
        let what = step.map_or_else(|| name.to_owned(), |step| format!("{name} “{step}”"));
        let response = response.on_hover_text(format!("{what} ({keys})"));
        let response = response.on_disabled_hover_text(command.why_not(bar.now).unwrap_or_default());
        if response.clicked() {
            actions.push(Action::Run(command));
        }
    }
}

/// The search as a field that waits to be clicked.
fn find_field(ui: &mut Ui, keys: &str) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(244.0, theme.sizes.field_height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Find in all articles ({keys})")));
    let line = if response.hovered() { theme.colours.accent } else { theme.colours.control_line };
    let painter = ui.painter();
    let stroke = egui::Stroke::new(1.0, *line);
    painter.rect(rect, theme.sizes.radius, *theme.colours.field, stroke, egui::StrokeKind::Inside);
    let (middle, muted) = (rect.center().y, *theme.colours.muted);
    let paint = |x: f32, align: Align2, text: &str, font: FontId| {
        painter.text(pos2(x, middle), align, text, font, muted);
    };
    paint(rect.left() + 10.0, Align2::LEFT_CENTER, &Icon::Search.glyph().to_string(), icon_font(14.0));
    paint(rect.left() + 30.0, Align2::LEFT_CENTER, "Find in all articles", FontId::proportional(theme.sizes.body));
    paint(rect.right() - 10.0, Align2::RIGHT_CENTER, keys, FontId::proportional(theme.sizes.small));
    response
}

/// A tab in its fixed place.
fn tab(ui: &mut Ui, rect: Rect, icon: Icon, name: &str, is_open: bool, has_word: bool) -> Response {
    let theme = Theme::of(ui);
    let response = ui.interact(rect, ui.scope_id().with(name), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_open, name));
    let painter = ui.painter();
    if is_open {
        let stroke = egui::Stroke::new(1.0, *theme.colours.hairline);
        painter.rect(rect, theme.sizes.radius, *theme.colours.page, stroke, egui::StrokeKind::Inside);
    } else if response.hovered() {
        painter.rect_filled(rect, theme.sizes.radius, *theme.colours.hovered);
    }
    let ink = if is_open { *theme.colours.accent } else { *theme.colours.muted };
    let icon = painter.layout_no_wrap(icon.glyph().to_string(), icon_font(Icon::SIZE), ink);
    let font = if is_open { strong(theme.sizes.body) } else { egui::FontId::proportional(theme.sizes.body) };
    let word_ink = if is_open { *theme.colours.ink } else { *theme.colours.muted };
    let word = painter.layout_no_wrap(if has_word { name.to_owned() } else { String::new() }, font, word_ink);
    let gap = if has_word { 7.0 } else { 0.0 };
    let start = rect.center().x - (icon.size().x + gap + word.size().x) * 0.5;
    let middle = |height: f32| rect.center().y - height * 0.5;
    let word_at = pos2(start + icon.size().x + gap, middle(word.size().y));
    painter.galley(pos2(start, middle(icon.size().y)), icon, ink);
    painter.galley(word_at, word, word_ink);
    response
}
