//! The emphasis of highlights: a chip for each term, and a menu of all terms.

use std::collections::BTreeSet;

use egui::{Button, RichText, ScrollArea, Ui, WidgetInfo, accesskit::Role};

use standpoint_core::{
    model::{CodeKind, Project},
    text::fold::in_order,
};

use crate::{
    command::Command,
    ui::{
        pages::{
            PageContext,
            read::{
                emphasis::{Emphasis, EmphasisTerm},
                reader::Reader,
            },
        },
        parts::command_button::command_button,
        theme::Theme,
        widgets::{section_title, small, small_button},
    },
};

pub fn ui(ui: &mut Ui, reader: &mut Reader, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let mut changed: Option<Emphasis> = None;
    let mut toggle = |wanted: &EmphasisTerm| {
        let mut emphasis = reader.emphasis.clone();
        emphasis.toggle(wanted.clone());
        changed = Some(emphasis);
    };
    let label = RichText::new("Show…").size(theme.sizes.small);
    let (response, _) = egui::containers::menu::MenuButton::from_button(Button::new(label))
        .config(egui::containers::menu::MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside))
        .ui(ui, |ui| {
            ui.set_min_width(220.0);
            ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
                for (title, choices) in choices(context.project()) {
                    section_title(ui, title);
                    for wanted in choices {
                        let name = wanted.name(context.project());
                        let mut is_wanted = reader.emphasis.has(&wanted);
                        let response = ui.checkbox(&mut is_wanted, &name);
                        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_wanted, said(&name)));
                        if response.clicked() {
                            toggle(&wanted);
                        }
                    }
                    ui.add_space(4.0);
                }
            });
        });
    response.on_hover_text("Let some highlights stand out; the others are painted faint");
    for wanted in reader.emphasis.wanted() {
        let name = wanted.name(context.project());
        let response = small_button(ui, &format!("{name}  ×"));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("No longer show {name}")));
        if response.clicked() {
            toggle(wanted);
        }
    }
    if let Some(filter) = changed {
        reader.emphasis = filter;
    }
    if !reader.emphasis.is_empty() {
        let command = Command::ShowAllAlike;
        let button = small(ui, command.spec().name);
        command_button(ui, button, command, context);
    }
}

/// What a screen reader says of a choice.
fn said(name: &str) -> String {
    format!("Show {name}")
}

/// Everything highlights can be asked for, in the order of the codebook.
fn choices(project: &Project) -> [(&'static str, Vec<EmphasisTerm>); 4] {
    let book = &project.codebook;
    let actors = book.tree(CodeKind::Actor).into_iter().map(|(_, code)| EmphasisTerm::Actor(code.id.clone()));
    let issues = book.tree(CodeKind::Issue).into_iter().map(|(_, code)| EmphasisTerm::Issue(code.id.clone()));
    let stances = book.stances.iter().map(|stance| EmphasisTerm::Stance(stance.id.clone()));
    let coders: BTreeSet<&str> = project.highlights().map(|(_, highlight)| &*highlight.coder).collect();
    let coders = in_order(coders).into_iter().map(|name| EmphasisTerm::Coder(name.to_owned()));
    [
        ("Coders", coders.collect()),
        ("Actors", actors.collect()),
        ("Issues", issues.collect()),
        ("Stances", stances.collect()),
    ]
}
