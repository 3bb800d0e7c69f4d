//! The filter of the comparison: a chip for each part, and a menu of all values.

use std::collections::BTreeSet;

use egui::{Button, RichText, ScrollArea, Ui, WidgetInfo, accesskit::Role, containers::menu::MenuConfig};

use standpoint_analysis::report::words::FilterPart;
use standpoint_core::{
    model::{CodeKind, Project, PublicationDate, ReadingStatus, view::HighlightFilter},
    text::fold::{in_order, is_blank, is_same_name},
    wording::capitalised,
};

use crate::ui::{
    theme::Theme,
    widgets::{named_field, section_title, small_button},
};

/// The text in the date fields of the filter’s menu while it is typed.
#[derive(Clone, Debug, Default)]
pub struct DateDrafts {
    from: String,
    until: String,
}

pub fn ui(ui: &mut Ui, name: &str, filter: &mut HighlightFilter, drafts: &mut DateDrafts, project: &Project) {
    let label = RichText::new("+ Filter").size(Theme::of(ui).sizes.small);
    let stays_open = MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let (response, _) =
        egui::containers::menu::MenuButton::from_button(Button::new(label)).config(stays_open).ui(ui, |ui| {
            ui.set_min_width(260.0);
            ScrollArea::vertical().max_height(460.0).show(ui, |ui| menu_ui(ui, filter, drafts, project));
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
    if !filter.is_open() && small_button(ui, "No filter").clicked() {
        *filter = HighlightFilter::default();
    }
}

fn menu_ui(ui: &mut Ui, filter: &mut HighlightFilter, drafts: &mut DateDrafts, project: &Project) {
    let text = named_field(ui, "Text in quote or note", &mut filter.text);
    text.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Text in quote or note"));
    ui.columns(2, |columns| {
        date_ui(&mut columns[0], "From", &mut drafts.from, &mut filter.from);
        date_ui(&mut columns[1], "Until", &mut drafts.until, &mut filter.until);
    });
    let book = &project.codebook;
    for kind in CodeKind::ALL {
        let wanted = if kind == CodeKind::Actor { &mut filter.actors } else { &mut filter.issues };
        let codes = book.tree(kind).into_iter();
        let choices = codes.map(|(depth, code)| (code.id.clone(), format!("{}{}", "    ".repeat(depth), code.name)));
        list_ui(ui, capitalised(kind.plural()), wanted, choices, PartialEq::eq);
    }
    let stances = book.stances.iter().map(|stance| (stance.id.clone(), stance.name.clone()));
    list_ui(ui, "Stances".to_owned(), &mut filter.stances, stances, PartialEq::eq);
    let of_articles = |name: fn(&standpoint_core::model::Details) -> &String| -> BTreeSet<&str> {
        project.articles.iter().map(|article| &**name(&article.details)).collect()
    };
    let named = |names: BTreeSet<&str>, unnamed: &'static str| -> Vec<(String, String)> {
        let shown = |name: &str| if is_blank(name) { unnamed.to_owned() } else { name.to_owned() };
        in_order(names).into_iter().map(|name| (name.to_owned(), shown(name))).collect()
    };
    // A view may have been kept when a name was spelt in another way.
    let is_same = |a: &String, b: &String| is_same_name(a, b);
    let outlets = of_articles(|details| &details.outlet);
    list_ui(ui, "Outlets".to_owned(), &mut filter.outlets, named(outlets, "outlet not named"), is_same);
    let languages = of_articles(|details| &details.language);
    if languages.len() > 1 {
        list_ui(ui, "Languages".to_owned(), &mut filter.languages, named(languages, "language not known"), is_same);
    }
    let coders: BTreeSet<&str> = project.highlights().map(|(_, highlight)| &*highlight.coder).collect();
    list_ui(ui, "Coders".to_owned(), &mut filter.coders, named(coders, "coder not named"), is_same);
    let statuses = ReadingStatus::ALL.into_iter().map(|status| (status, status.name().to_owned()));
    list_ui(ui, "Articles that are".to_owned(), &mut filter.statuses, statuses, PartialEq::eq);
    section_title(ui, "Tags");
    if check_ui(ui, filter.is_tagged, "with an actor and an issue") {
        filter.is_tagged = !filter.is_tagged;
    }
    section_title(ui, "Note");
    for (has_note, name) in [(true, "with a note"), (false, "without a note")] {
        let is_chosen = filter.has_note == Some(has_note);
        if check_ui(ui, is_chosen, name) {
            filter.has_note = (!is_chosen).then_some(has_note);
        }
    }
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

/// A section of the menu: a box for each value that can be wanted.
fn list_ui<T>(
    ui: &mut Ui,
    title: String,
    wanted: &mut Vec<T>,
    choices: impl IntoIterator<Item = (T, String)>,
    is_same: impl Fn(&T, &T) -> bool,
) {
    section_title(ui, title);
    for (value, name) in choices {
        let is_wanted = wanted.iter().any(|other| is_same(other, &value));
        if check_ui(ui, is_wanted, &name) {
            wanted.retain(|other| !is_same(other, &value));
            if !is_wanted {
                wanted.push(value);
            }
        }
    }
    ui.add_space(4.0);
}

fn check_ui(ui: &mut Ui, is_chosen: bool, name: &str) -> bool {
    let mut is_on = is_chosen;
    let response = ui.checkbox(&mut is_on, name);
    response
        .widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_chosen, format!("Filter by {}", name.trim())));
    response.clicked()
}
