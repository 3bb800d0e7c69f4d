//! Everything about one actor or issue, to be changed.

use std::mem;

use egui::{Margin, RichText, Sense, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::{
    edit::{code_of_same_name, delete_code},
    model::{Code, CodeKind, Codebook, Colour},
    text::fold::{differs_in_case_only, is_blank},
    wording::grouped,
};

use super::{CodebookPage, TakenPlace, aliases, changes, deleting::Deletion, examples};
use crate::{
    command::Command,
    ui::{
        action::{Action, MakeEdit},
        pages::PageContext,
        parts::{
            choice_menu::{Choices, choice_menu},
            command_button::command_button,
            date::problem_ui,
            name_line::NameLine,
        },
        theme::{Icon, Theme, strong},
        widgets::{icon_button_enabled, named_field, one_line, small},
    },
};

/// From this width on, name and parent stand beside each other, in points.
const SIDE_BY_SIDE: f32 = 440.0;

/// What the buttons beside the heading take, in points; where there is little room, splitting is left to the menus.
const BUTTONS: f32 = 232.0;
const FEWER_BUTTONS: f32 = 176.0;

/// The fields of one code. What is typed during one visit to a field is one undo step.
pub(super) fn ui(ui: &mut Ui, view: &mut CodebookPage, kind: CodeKind, code: &Code, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let book = &context.project().codebook;
    let has_room = ui.available_width() > SIDE_BY_SIDE;
    ui.horizontal(|ui| {
        let buttons = if has_room { BUTTONS } else { FEWER_BUTTONS };
        let (rect, heading) = ui.allocate_exact_size(vec2(ui.available_width() - buttons, 32.0), Sense::hover());
        heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &code.name));
        let line = NameLine::default().code(kind, theme.code(code.colour)).space(2.0);
        let line = line.words(&*code.name, strong(theme.sizes.body + 4.0), *theme.colours.ink);
        line.paint(ui, rect.left_center(), rect.width());
        for (words, command) in
            [("Merge…", Command::MergeCodes), ("Split…", Command::SplitCode), ("Move…", Command::MoveCode)]
        {
            if command == Command::SplitCode && !has_room {
                continue;
            }
            let button = small(ui, words);
            command_button(ui, button, command, context);
        }
        let is_enabled = context.can_change;
        if icon_button_enabled(ui, Icon::Delete, &format!("Delete {}…", kind.noun()), false, is_enabled).clicked() {
            view.deletion = Some(Deletion::Code { kind, code: code.id.clone(), heir: None });
        }
    });
    let mut changed = code.clone();
    if let Some(taken) = view.taken_place.take().filter(|taken| taken.code == code.id) {
        (changed.name, changed.parent) = (taken.name, taken.parent);
    }
    let mut responses = Vec::new();
    if has_room {
        ui.columns_const(|[left, right]| {
            responses.push(named_field(left, "Name", &mut changed.name));
            parent_ui(right, book, kind, code, &mut changed);
        });
    } else {
        responses.push(named_field(ui, "Name", &mut changed.name));
        parent_ui(ui, book, kind, code, &mut changed);
    }
    if is_blank(&changed.name) {
        let kept = view.name_before(&form_of(kind, code), &code.name, &changed.name);
        problem_ui(ui, format!("An {} needs a name. It keeps “{kept}” until you type one.", kind.noun()));
    }
    if same_name_ui(ui, view, kind, code, &mut changed, context) {
        return;
    }
    responses.extend(aliases::ui(ui, &mut view.aliases, kind, code, (&mut changed, context)));
    responses.push(rule_ui(ui, "Definition", "What is meant", 3, &mut changed.definition));
    responses.push(rule_ui(ui, "Use when", "What counts", 2, &mut changed.include));
    responses.push(rule_ui(ui, "Do not use when", "What does not count, and where it goes", 2, &mut changed.exclude));
    examples::ui(ui, view.passages.examples(), kind, code, context);
    colours_ui(ui, &mut changed.colour);
    key_ui(ui, kind, code, context);
    if responses.iter().any(egui::Response::gained_focus) {
        view.visit(form_of(kind, code), &code.name);
    }
    let is_new_place = changed.name != code.name || changed.parent != code.parent;
    if is_blank(&changed.name) || is_new_place && code_of_same_name(book, kind, &changed).is_some() {
        // The place is not taken over while the question about it is open. Nor does the code keep half of what was typed.
        let before = view.name_before(&form_of(kind, code), &code.name, &changed.name);
        let Code { name, parent, .. } = &mut changed;
        let (name, parent) = (mem::replace(name, before), mem::replace(parent, code.parent.clone()));
        view.taken_place = Some(TakenPlace { code: code.id.clone(), name, parent });
    }
    if changed != *code {
        let gesture = format!("code {} {}", code.id, view.n_visits);
        let edit = changes::edit_of(kind, code, changed, context);
        context.ask(Action::continued(format!("Change an {}", kind.noun()), gesture, edit));
    }
    changes::ui(ui, view, code);
    outlets_ui(ui, view);
}

/// What tells the form of a code from those of others.
fn form_of(kind: CodeKind, code: &Code) -> String {
    format!("{} {}", kind.noun(), code.id)
}

/// A field for one of the texts that say what the code means.
fn rule_ui(ui: &mut Ui, name: &str, hint: &str, n_rows: usize, text: &mut String) -> egui::Response {
    let label = ui.label(RichText::new(name).small().color(*Theme::of(ui).colours.muted));
    let field = egui::TextEdit::multiline(text)
        .hint_text(hint)
        .desired_rows(n_rows)
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(10, 8));
    ui.add(field).labelled_by(label.id)
}

/// How many passages each outlet has.
fn outlets_ui(ui: &mut Ui, view: &CodebookPage) {
    let outlets = view.passages.outlets();
    if outlets.is_empty() {
        return;
    }
    let theme = Theme::of(ui);
    ui.label(RichText::new("Where it is used, with members").small().color(*theme.colours.muted));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for (outlet, n) in outlets.iter().take(MOST_OUTLETS) {
            let name: String = one_line(outlet).chars().take(MOST_OF_AN_OUTLET).collect();
            let chip = egui::Button::new(RichText::new(format!("{name}  {}", grouped(*n))).small());
            let chip = chip.stroke(egui::Stroke::new(1.0, *theme.colours.hairline)).sense(Sense::hover());
            let response = ui.add(chip.corner_radius(12).wrap_mode(egui::TextWrapMode::Extend));
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{outlet}: {}", grouped(*n))));
        }
        if let Some(n) = outlets.len().checked_sub(MOST_OUTLETS).filter(|n| *n > 0) {
            ui.weak(RichText::new(format!("and {} more", grouped(n))).small());
        }
    });
}

/// How many outlets are named, and how many characters of a name are shown.
const MOST_OUTLETS: usize = 12;
const MOST_OF_AN_OUTLET: usize = 36;

/// Asks what to do about another code of this name at the place where the code is or would be; returns whether the code
/// is given up for that one.
fn same_name_ui(
    ui: &mut Ui,
    view: &mut CodebookPage,
    kind: CodeKind,
    code: &Code,
    changed: &mut Code,
    context: &mut PageContext<'_>,
) -> bool {
    let project = context.project();
    let Some(other) = code_of_same_name(&project.codebook, kind, changed) else {
        let is_beside = |other: &&Code| other.id != code.id && other.parent == changed.parent;
        let mut beside = project.codebook.codes(kind).iter().filter(is_beside);
        if let Some(other) = beside.find(|other| differs_in_case_only(&other.name, &changed.name)) {
            ui.weak(format!("“{}” differs only in capital letters.", other.name));
        }
        return false;
    };
    let name = &other.name;
    ui.label(format!("There is already an {} “{name}” at this place.", kind.noun()));
    let mut is_given_up = false;
    ui.horizontal_wrapped(|ui| {
        if ui.button(format!("Move the highlights to “{name}” and delete this {}", kind.noun())).clicked() {
            let label = format!("Move the highlights of “{}” to “{name}”", code.name);
            view.selected = Some(other.id.clone());
            let (id, heir) = (code.id.clone(), other.id.clone());
            let make = MakeEdit(Box::new(move |project| delete_code(project, kind, &id, Some(&heir))));
            context.ask(Action::MadeEdit { label, make });
            is_given_up = true;
        }
        if changed.name != code.name && ui.button(format!("Keep the name “{}”", code.name)).clicked() {
            changed.name.clone_from(&code.name);
        }
        if changed.parent != code.parent && ui.button("Leave it where it is").clicked() {
            changed.parent.clone_from(&code.parent);
        }
    });
    is_given_up
}

/// The key that tags with the code, and the way to give it another.
fn key_ui(ui: &mut Ui, kind: CodeKind, code: &Code, context: &mut PageContext<'_>) {
    let keyed = context.project().codebook.keyed_codes(kind);
    let key = keyed.iter().find(|(_, other)| other.id == code.id).map(|(key, _)| key.to_ascii_uppercase());
    let said = key.map_or_else(|| "None".to_owned(), String::from);
    ui.label(RichText::new("Key").small().color(*Theme::of(ui).colours.muted));
    ui.horizontal(|ui| {
        ui.label(said);
        let command = if kind == CodeKind::Actor { Command::AssignActorKey } else { Command::AssignIssueKey };
        let button = small(ui, "Assign key…");
        command_button(ui, button, command, context);
        ui.weak(RichText::new("A key stays with its code until you change it.").small());
    });
}

fn parent_ui(ui: &mut Ui, book: &Codebook, kind: CodeKind, code: &Code, changed: &mut Code) {
    ui.label(RichText::new("Parent").small().color(*Theme::of(ui).colours.muted));
    let lineage = code.parent.as_ref().map(|id| book.lineage(kind, id)).unwrap_or_default();
    let path: Vec<&str> = lineage.iter().rev().map(|code| &*code.name).collect();
    let current = if path.is_empty() { "none".to_owned() } else { path.join(" / ") };
    let width = ui.available_width();
    let combo = egui::ComboBox::from_id_salt("parent").selected_text(&current).width(width).truncate();
    let parents = possible_parents(book, kind, code);
    let place = changed.parent.as_ref().and_then(|id| parents.iter().position(|(_, other)| other.id == *id));
    let name = |at: usize| (parents[at].0, &*parents[at].1.name);
    let choices = Choices { none: "none", n: parents.len(), chosen: place, name: &name };
    let (response, clicked) = ui
        .scope(|ui| {
            // As high as the field of the name beside it.
            ui.spacing_mut().interact_size.y = Theme::of(ui).sizes.field_height;
            choice_menu(ui, combo, &choices)
        })
        .inner;
    if let Some(chosen) = clicked {
        changed.parent = chosen.place().map(|at| parents[at].1.id.clone());
    }
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Parent: {current}")));
}

/// The codes that another one can be moved below, with their depth: all but itself and what is below it.
pub(super) fn possible_parents<'a>(book: &'a Codebook, kind: CodeKind, code: &Code) -> Vec<(usize, &'a Code)> {
    let mut own_depth = None;
    let mut parents = Vec::new();
    for (depth, other) in book.tree(kind) {
        own_depth = own_depth.filter(|own| depth > *own);
        if other.id == code.id {
            own_depth = Some(depth);
        }
        if own_depth.is_none() {
            parents.push((depth, other));
        }
    }
    parents
}

fn colours_ui(ui: &mut Ui, colour: &mut Colour) {
    let theme = Theme::of(ui);
    ui.label(RichText::new("Colour").small().color(*theme.colours.muted));
    ui.horizontal_wrapped(|ui| {
        for choice in Colour::palette() {
            let (rect, response) = ui.allocate_exact_size(vec2(24.0, 24.0), Sense::click());
            let is_chosen = *colour == choice;
            response
                .widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, format!("Colour {choice}")));
            ui.painter().rect_filled(rect.shrink(3.0), 5.0, theme.code(choice));
            if is_chosen {
                let stroke = egui::Stroke::new(2.0, *theme.colours.accent);
                ui.painter().rect_stroke(rect, 7.0, stroke, egui::StrokeKind::Inside);
            }
            if response.clicked() {
                *colour = choice;
            }
        }
        let mut other = colour.0;
        let response = ui.color_edit_button_srgb(&mut other);
        response.widget_info(|| WidgetInfo::labeled(Role::ColorWell, true, "Another colour"));
        if response.on_hover_text("Another colour").changed() {
            *colour = Colour(other);
        }
    });
}
