//! The filter of the comparison: a chip for each part, and a menu of all values.

use egui::{Button, RichText, Ui, WidgetInfo, accesskit::Role, containers::menu::MenuConfig};

use standpoint_analysis::report::words::FilterPart;
use standpoint_core::{
    model::{Code, CodeKind, Codebook, Project, PublicationDate, ReadingStatus, Stance, view::HighlightFilter},
    text::fold::{is_blank, is_same_name},
    wording::capitalised,
};

use super::pane::{FilterNames, Pane};
use crate::ui::{
    parts::list::VirtualList,
    theme::Theme,
    widgets::{named_field, section_title, small_button},
};

/// The text in the date fields of the filter’s menu while it is typed.
#[derive(Clone, Debug, Default)]
pub struct DateDrafts {
    from: String,
    until: String,
}

pub fn ui(ui: &mut Ui, name: &str, pane: &mut Pane, drafts: &mut DateDrafts, project: &Project) {
    let answer = pane.answer().cloned();
    let filter = &mut pane.query.filter;
    let label = RichText::new("+ Filter").size(Theme::of(ui).sizes.small);
    let stays_open = MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let (response, _) =
        egui::containers::menu::MenuButton::from_button(Button::new(label)).config(stays_open).ui(ui, |ui| {
            ui.set_width(280.0);
            if let Some(answer) = &answer {
                menu_ui(ui, filter, drafts, &project.codebook, &answer.names);
            }
        });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    for part in FilterPart::ALL {
        let Some(words) = part.in_words(project, filter) else { continue };
        let response = small_button(ui, &format!("{}  ×", capitalised(&words)));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("No longer filter by {words}")));
        if response.clicked() {
            part.clear(filter);
        }
    }
    if !filter.is_open() && small_button(ui, "Clear filters").clicked() {
        *filter = HighlightFilter::default();
    }
}

fn menu_ui(ui: &mut Ui, filter: &mut HighlightFilter, drafts: &mut DateDrafts, book: &Codebook, names: &FilterNames) {
    let text = named_field(ui, "Text in quote or note", &mut filter.text);
    text.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Text in quote or note"));
    ui.columns(2, |columns| {
        date_ui(&mut columns[0], "From", &mut drafts.from, &mut filter.from);
        date_ui(&mut columns[1], "Until", &mut drafts.until, &mut filter.until);
    });
    let lines = lines(book, names);
    // A view may have been kept when a name was spelt in another way.
    let is_same = |a: &String, b: &String| is_same_name(a, b);
    let height = Theme::of(ui).sizes.body + 8.0;
    VirtualList::new("filter values", height).max_height(340.0).show(ui, lines.len(), |ui, line| match &lines[line] {
        FilterLine::Title(title) => _ = section_title(ui, *title),
        FilterLine::Code(kind, depth, code) => {
            let wanted = if *kind == CodeKind::Actor { &mut filter.actors } else { &mut filter.issues };
            ui.horizontal(|ui| {
                ui.add_space(INDENT * f32::from(u8::try_from(*depth).unwrap_or(u8::MAX)));
                value_ui(ui, wanted, &code.id, &code.name, PartialEq::eq);
            });
        }
        FilterLine::Stance(stance) => value_ui(ui, &mut filter.stances, &stance.id, &stance.name, PartialEq::eq),
        FilterLine::Outlet(name) => value_ui(ui, &mut filter.outlets, *name, or(name, "outlet not named"), is_same),
        FilterLine::Language(name) => {
            value_ui(ui, &mut filter.languages, *name, or(name, "language not known"), is_same);
        }
        FilterLine::Coder(name) => value_ui(ui, &mut filter.coders, *name, or(name, "coder not named"), is_same),
        FilterLine::Status(status) => value_ui(ui, &mut filter.statuses, status, status.name(), PartialEq::eq),
        FilterLine::IsTagged => {
            if check_ui(ui, filter.is_tagged, "with an actor and an issue") {
                filter.is_tagged = !filter.is_tagged;
            }
        }
        FilterLine::HasNote(has_note) => {
            let is_chosen = filter.has_note == Some(*has_note);
            if check_ui(ui, is_chosen, if *has_note { "with a note" } else { "without a note" }) {
                filter.has_note = (!is_chosen).then_some(*has_note);
            }
        }
    });
}

/// How far a code stands to the right of its parent, in points.
const INDENT: f32 = 14.0;

/// A line of the filter’s menu.
enum FilterLine<'a> {
    Title(&'a str),
    /// With its depth in the tree.
    Code(CodeKind, usize, &'a Code),
    Stance(&'a Stance),
    Outlet(&'a String),
    Language(&'a String),
    Coder(&'a String),
    Status(ReadingStatus),
    IsTagged,
    HasNote(bool),
}

/// Everything that can be filtered by, with titles.
fn lines<'a>(book: &'a Codebook, names: &'a FilterNames) -> Vec<FilterLine<'a>> {
    let mut lines = Vec::new();
    let mut add = |title: &'a str, values: &mut dyn Iterator<Item = FilterLine<'a>>| {
        lines.push(FilterLine::Title(title));
        lines.extend(values);
    };
    for (kind, title) in [(CodeKind::Actor, "Actors"), (CodeKind::Issue, "Issues")] {
        add(title, &mut book.tree(kind).into_iter().map(|(depth, code)| FilterLine::Code(kind, depth, code)));
    }
    add("Stances", &mut book.stances.iter().map(FilterLine::Stance));
    add("Outlets", &mut names.outlets.iter().map(FilterLine::Outlet));
    if names.languages.len() > 1 {
        add("Languages", &mut names.languages.iter().map(FilterLine::Language));
    }
    add("Coders", &mut names.coders.iter().map(FilterLine::Coder));
    add("Articles that are", &mut ReadingStatus::ALL.into_iter().map(FilterLine::Status));
    add("Tags", &mut [FilterLine::IsTagged].into_iter());
    add("Note", &mut [true, false].into_iter().map(FilterLine::HasNote));
    lines
}

fn or<'a>(name: &'a str, unnamed: &'a str) -> &'a str {
    if is_blank(name) { unnamed } else { name }
}

fn date_ui(ui: &mut Ui, name: &str, draft: &mut String, date: &mut Option<PublicationDate>) {
    let written = date.map(|date| date.to_string()).unwrap_or_default();
    // Unfinished text need not be a date yet.
    if draft.parse::<PublicationDate>().is_ok() || date.is_some() && draft.is_empty() {
        *draft = written;
    }
    let field = named_field(ui, name, draft);
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, format!("{name} date")));
    if field.changed() {
        *date = draft.parse().ok();
    }
    if !draft.is_empty() && date.is_none() {
        ui.weak("as 2025-12-03 or 2025-12");
    }
}

/// A tick box for one of the wanted values.
fn value_ui<T: Clone>(ui: &mut Ui, wanted: &mut Vec<T>, value: &T, name: &str, is_same: impl Fn(&T, &T) -> bool) {
    let is_wanted = wanted.iter().any(|other| is_same(other, value));
    if check_ui(ui, is_wanted, name) {
        wanted.retain(|other| !is_same(other, value));
        if !is_wanted {
            wanted.push(value.clone());
        }
    }
}

fn check_ui(ui: &mut Ui, is_chosen: bool, name: &str) -> bool {
    let mut is_on = is_chosen;
    let response = ui.checkbox(&mut is_on, name);
    response
        .widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_chosen, format!("Filter by {}", name.trim())));
    response.clicked()
}
