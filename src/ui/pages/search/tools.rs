//! The controls above the lines, and what is done with ticked lines below them.

use egui::{
    Align, Button, ComboBox, Id, Key, Layout, Modifiers, Popup, PopupCloseBehavior, RichText, TextEdit, Ui, WidgetInfo,
    accesskit::Role, vec2,
};

use standpoint_analysis::concordance::{HitLimit, HitSet, LineGrouping, LineOrder, PassageExtent};
use standpoint_core::wording::{counted, grouped};

use super::{KeyboardPlace, SearchPage, answer::SearchAnswer, saved, tag_dialog::TagLinesDialog};
use crate::{
    command::READ_ONLY,
    ui::{
        pages::PageContext,
        theme::{Icon, Theme, strong},
        widgets::{icon_sign, primary_button, section_title, segmented},
    },
};

/// The height of the row above the lines, in points.
pub(super) const HEIGHT: f32 = 48.0;

/// The widths from which controls have their names before them, and from which the counts stand in the row.
const NAMES: f32 = 1180.0;
pub(super) const COUNTS: f32 = 1020.0;

/// The width below which what limits and arranges the lines is behind one button.
const NARROW: f32 = 740.0;

/// The field in which a pattern is typed.
pub(super) fn field_id() -> Id {
    Id::unique("field of the search")
}

const fn order_name(order: LineOrder) -> &'static str {
    match order {
        LineOrder::Left => "word on the left",
        LineOrder::Right => "word on the right",
        LineOrder::Place => "place in the text",
        LineOrder::Outlet => "outlet",
        LineOrder::Date => "date",
        LineOrder::Tags => "tags",
    }
}

const fn grouping_name(grouping: LineGrouping) -> &'static str {
    match grouping {
        LineGrouping::Outlet => "outlet",
        LineGrouping::Article => "article",
        LineGrouping::None => "nothing",
    }
}

/// The row of controls.
pub(super) fn ui(ui: &mut Ui, page: &mut SearchPage, context: &mut PageContext<'_>) {
    let width = ui.available_width();
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let field_width = match width {
            width if width >= NAMES => 300.0,
            width if width >= NARROW => 190.0,
            _ => 120.0,
        };
        field_ui(ui, page, field_width);
        matching_ui(ui, page);
        if width < NARROW {
            saved::menu_ui(ui, page, false, context);
            return more_ui(ui, page);
        }
        let is_limited = page.limit == HitLimit::NotCoded;
        let button = Button::new("Not coded yet").selected(is_limited).min_size(vec2(0.0, 30.0));
        let response = ui.add(button);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_limited, "Not coded yet"));
        if response.on_hover_text("Show only places that touch no highlight").clicked() {
            page.limit = if is_limited { HitLimit::All } else { HitLimit::NotCoded };
        }
        saved::menu_ui(ui, page, width >= COUNTS, context);
        if width >= COUNTS {
            ui.add_space(4.0);
            counts_ui(ui, page);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let groupings = LineGrouping::ALL.map(|grouping| (grouping, grouping_name(grouping)));
            choice_ui(ui, "Group by", &mut page.grouping, &groupings, 84.0, width >= NAMES);
            ui.add_space(6.0);
            let orders = LineOrder::ALL.map(|order| (order, order_name(order)));
            choice_ui(ui, "Sort by", &mut page.order, &orders, 140.0, width >= NAMES);
        });
    });
    if page.wanted.take_if(|wanted| *wanted == KeyboardPlace::Field).is_some() {
        ui.memory_mut(|memory| memory.request_focus(field_id()));
    }
}

/// What limits and arranges the lines, behind one button.
fn more_ui(ui: &mut Ui, page: &mut SearchPage) {
    let button = Button::new((RichText::new("Lines"), Icon::ChevronDown.sized(14.0))).min_size(vec2(0.0, 30.0));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Lines: which, sorted and grouped"));
    let popup = Popup::menu(&response).id(Id::unique("lines of the search"));
    let popup = popup.close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.style(egui::style::StyleModifier::default()).show(|ui| {
        ui.set_width(220.0);
        let mut is_limited = page.limit == HitLimit::NotCoded;
        if ui.checkbox(&mut is_limited, "Not coded yet").changed() {
            page.limit = if is_limited { HitLimit::NotCoded } else { HitLimit::All };
        }
        section_title(ui, "Sort by");
        for order in LineOrder::ALL {
            ui.radio_value(&mut page.order, order, order_name(order));
        }
        section_title(ui, "Group by");
        for grouping in LineGrouping::ALL {
            ui.radio_value(&mut page.grouping, grouping, grouping_name(grouping));
        }
    });
}

/// The field; Enter and the arrow down lead from it to the lines.
fn field_ui(ui: &mut Ui, page: &mut SearchPage, width: f32) {
    let ink = *Theme::of(ui).colours.muted;
    icon_sign(ui, Icon::Search, 15.0, ink);
    let has_keyboard = ui.memory(|memory| memory.has_focus(field_id()));
    let goes_down = has_keyboard && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown));
    let field = TextEdit::singleline(&mut page.pattern).id(field_id()).hint_text("Find in all articles");
    let response = ui.add(field.desired_width(width).margin(vec2(10.0, 6.0)).min_size(vec2(0.0, 30.0)));
    response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Search all articles for"));
    let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if goes_down || is_entered {
        page.wanted = Some(KeyboardPlace::Lines);
    }
}

/// How a pattern is read.
fn matching_ui(ui: &mut Ui, page: &mut SearchPage) {
    let options = &mut page.options;
    let words = match (options.is_regex, options.whole_words, options.as_typed) {
        (true, ..) => "regular expression",
        (false, true, true) => "whole, as typed",
        (false, true, false) => "whole words",
        (false, false, true) => "as typed",
        (false, false, false) => "parts of words",
    };
    let button = Button::new((RichText::new(words), Icon::ChevronDown.sized(14.0))).min_size(vec2(0.0, 30.0));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Match: {words}")));
    let popup = Popup::menu(&response).id(Id::unique("matching of the search"));
    let popup = popup.close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.style(egui::style::StyleModifier::default()).show(|ui| {
        ui.set_width(300.0);
        for (is_on, name, help) in [
            (&mut options.whole_words, "Whole words", "Matches begin and end where words do"),
            (&mut options.as_typed, "As typed", "Capitals, accents and the shape of signs count"),
            (&mut options.is_regex, "Regular expression", "The pattern is a regular expression"),
        ] {
            ui.checkbox(is_on, name);
            ui.label(RichText::new(help).small().color(*Theme::of(ui).colours.muted));
            ui.add_space(4.0);
        }
    });
}

/// A choice with its name before it, where there is room for that.
fn choice_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    value: &mut T,
    all: &[(T, &str)],
    width: f32,
    has_name: bool,
) {
    let chosen = all.iter().find(|(one, _)| one == value).map_or("", |(_, name)| name);
    let shown = ComboBox::from_id_salt(name).selected_text(chosen).width(width).truncate().show_ui(ui, |ui| {
        for (one, words) in all {
            ui.selectable_value(value, *one, *words);
        }
    });
    shown.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {chosen}")));
    if has_name {
        ui.label(RichText::new(name).color(*Theme::of(ui).colours.muted));
    }
}

/// How many hits there are, in how many articles, and how many of them are highlighted.
fn counts_ui(ui: &mut Ui, page: &SearchPage) {
    let Some((answer, is_whole)) = page.shown() else { return };
    let words = RichText::new(counts(&answer, is_whole)).small().color(*Theme::of(ui).colours.muted);
    ui.add(egui::Label::new(words).truncate());
}

/// “14 hits in 5 articles, 6 already highlighted”.
pub(super) fn counts(answer: &SearchAnswer, is_whole: bool) -> String {
    let found = &answer.lines.found;
    let mut words = format!("{} in {}", counted(found.hits().len(), "hit"), counted(found.n_articles(), "article"));
    if found.n_highlighted() > 0 {
        words.push_str(&format!(", {} already highlighted", grouped(found.n_highlighted())));
    }
    if !is_whole {
        words.push_str(" so far…");
    }
    words
}

/// What is wrong with the pattern, under the field.
pub(super) fn trouble_ui(ui: &mut Ui, trouble: &str) {
    let failure = *Theme::of(ui).colours.failure;
    ui.horizontal_centered(|ui| {
        icon_sign(ui, Icon::Error, 14.0, failure);
        let mut words = trouble.chars();
        let first: String = words.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
        ui.add(egui::Label::new(RichText::new(format!("{first}{}", words.as_str())).color(failure)).truncate());
    });
}

/// How many lines are ticked, and what can be done with them.
pub(super) fn foot_ui(ui: &mut Ui, page: &mut SearchPage, context: &mut PageContext<'_>) {
    let n = page.ticks.len();
    let muted = *Theme::of(ui).colours.muted;
    let width = ui.available_width();
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let words = if n == 0 { "No lines ticked".to_owned() } else { format!("{} ticked", counted(n, "line")) };
        ui.allocate_ui_with_layout(vec2(124.0, 30.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(124.0);
            ui.label(RichText::new(words).font(strong(Theme::of(ui).sizes.body)));
        });
        if width >= 900.0 {
            ui.label(RichText::new("Highlight").color(muted));
        }
        let mut names = [
            (PassageExtent::Hit, "the hit"),
            (PassageExtent::Sentence, "its sentence"),
            (PassageExtent::Paragraph, "its paragraph"),
        ];
        if width < NARROW {
            names = [
                (PassageExtent::Hit, "hit"),
                (PassageExtent::Sentence, "sentence"),
                (PassageExtent::Paragraph, "paragraph"),
            ];
        }
        let choices = names.map(|(extent, name)| (name, extent == page.extent));
        if let Some(chosen) = segmented(ui, "Highlight", &choices) {
            page.extent = names[chosen].0;
        }
        if width < COUNTS {
            ui.add_space(4.0);
        } else if n == 0 {
            ui.label(RichText::new("Space ticks a line · Enter opens the article at the hit").small().color(muted));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            tag_button_ui(ui, page, context);
            let words = if width < NARROW { "Export…" } else { "Export lines…" };
            let button = Button::new((Icon::Export.text(), words)).min_size(vec2(0.0, 30.0));
            let response = ui.add(button);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Export lines…"));
            if response.on_hover_text("Write the ticked lines as CSV; all lines if none is ticked").clicked() {
                page.export(context);
            }
            let words = if width < NARROW { "Clear" } else { "Clear ticks" };
            let clear = Button::new(words).frame_when_inactive(false).min_size(vec2(0.0, 30.0));
            let clear = ui.add_enabled(n > 0, clear);
            clear.widget_info(|| WidgetInfo::labeled(Role::Button, n > 0, "Clear ticks"));
            if clear.clicked() {
                page.ticks = HitSet::default();
                page.wanted = Some(KeyboardPlace::Lines);
            }
        });
    });
}

fn tag_button_ui(ui: &mut Ui, page: &mut SearchPage, context: &PageContext<'_>) {
    let n = page.ticks.len();
    let name = if n == 0 { "Tag lines…".to_owned() } else { format!("Tag {}…", counted(n, "line")) };
    let can_tag = n > 0 && context.can_change;
    let why_not = if n == 0 { "Tick some lines first" } else { READ_ONLY };
    let response = primary_button(ui, &name, can_tag).on_disabled_hover_text(why_not);
    if let Some((answer, true)) = page.shown().filter(|_| response.clicked()) {
        page.dialog = Some(TagLinesDialog::new(answer, page.ticks.clone(), page.extent));
    }
}
