//! The codebook: actors, issues and the stance scale, with everything about each.

use std::collections::HashMap;

use egui::{Frame, Margin, RichText, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role, vec2};

use crate::{
    command::Command,
    edit::{Edit, add_code, delete_code, delete_stance},
    model::{Code, CodeId, CodeKind, Codebook, Colour, Stance, StanceId, ids},
    ui::{
        action::Action,
        pages::PageContext,
        parts::dialog::modal,
        theme::{Theme, strong},
        widgets::{field, list_row, named_field, row_inside, segmented, small_button, swatch},
    },
};

/// Which list is shown, what is selected in it, and what is being typed.
pub struct CodebookPage {
    list: CodebookList,
    selected: Option<CodeId>,
    new_name: String,
    aliases: Option<(CodeId, String)>,
    deleting: Option<Deleting>,
    /// Counts stays in a field, so that typing in one is one step to undo.
    n_visits: u64,
    usage: Option<Usage>,
}

/// How many highlights carry each code of a kind, at one revision of the project.
struct Usage {
    revision: u64,
    kind: CodeKind,
    counts: HashMap<CodeId, usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CodebookList {
    Codes(CodeKind),
    Stances,
}

/// A code or stance about to be deleted, and who is to inherit its highlights.
struct Deleting {
    code: Option<(CodeKind, CodeId)>,
    stance: Option<StanceId>,
    heir: Option<String>,
}

impl Default for CodebookPage {
    fn default() -> Self {
        Self {
            list: CodebookList::Codes(CodeKind::Actor),
            selected: None,
            new_name: String::new(),
            aliases: None,
            deleting: None,
            n_visits: 0,
            usage: None,
        }
    }
}

pub fn ui(ui: &mut Ui, view: &mut CodebookPage, context: &mut PageContext<'_>) {
    Frame::new().inner_margin(Margin { left: 24, right: 24, top: 16, bottom: 8 }).show(ui, |ui| {
        let choices = [
            ("Actors", view.list == CodebookList::Codes(CodeKind::Actor)),
            ("Issues", view.list == CodebookList::Codes(CodeKind::Issue)),
            ("Stances", view.list == CodebookList::Stances),
        ];
        if let Some(index) = segmented(ui, "List", &choices) {
            view.list =
                [CodebookList::Codes(CodeKind::Actor), CodebookList::Codes(CodeKind::Issue), CodebookList::Stances]
                    [index];
            view.selected = None;
        }
        ui.add_space(10.0);
        match view.list {
            CodebookList::Codes(kind) => codes_ui(ui, view, kind, context),
            CodebookList::Stances => stances_ui(ui, view, context),
        }
    });
    deleting_ui(ui, view, context);
}

fn codes_ui(ui: &mut Ui, view: &mut CodebookPage, kind: CodeKind, context: &mut PageContext<'_>) {
    let height = ui.available_height();
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(vec2(360.0, height), egui::Layout::top_down(egui::Align::Min), |ui| {
            new_code_ui(ui, view, kind, context);
            ui.add_space(6.0);
            tree_ui(ui, view, kind, context);
        });
        ui.add_space(24.0);
        ui.vertical(|ui| {
            ui.set_max_width(460.0);
            let code = view.selected.as_ref().and_then(|id| context.project().codebook.code(kind, id)).cloned();
            match code {
                Some(code) => code_ui(ui, view, kind, &code, context),
                None => {
                    ui.weak(format!("Choose an {} to change it.", kind.noun()));
                }
            }
        });
    });
}

fn new_code_ui(ui: &mut Ui, view: &mut CodebookPage, kind: CodeKind, context: &mut PageContext<'_>) {
    let name = format!("New {}", kind.noun());
    let response = field(ui, &mut view.new_name, &format!("{name}, then Enter"));
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
    let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if !is_entered || view.new_name.trim().is_empty() {
        return;
    }
    let book = &context.project().codebook;
    if let Some(code) = book.code_called(kind, &view.new_name) {
        view.selected = Some(code.id.clone());
    } else {
        let code = book.fresh_code(kind, &view.new_name, None);
        view.selected = Some(code.id.clone());
        context.ask(Action::edit(format!("Add an {}", kind.noun()), add_code(book, kind, code)));
    }
    view.new_name.clear();
    response.request_focus();
}

impl CodebookPage {
    /// The actor or issue that is chosen.
    pub fn selected(&self, kind: CodeKind) -> Option<&CodeId> {
        self.selected.as_ref().filter(|_| self.list == CodebookList::Codes(kind))
    }

    fn usage(&mut self, context: &PageContext<'_>, kind: CodeKind) -> &HashMap<CodeId, usize> {
        let is_fresh = |usage: &Usage| usage.revision == context.revision() && usage.kind == kind;
        let usage = self.usage.take().filter(is_fresh).unwrap_or_else(|| {
            let mut counts = HashMap::new();
            for (_, highlight) in context.project().highlights() {
                if let Some(id) = highlight.tag(kind) {
                    *counts.entry(id.clone()).or_insert(0) += 1;
                }
            }
            Usage { revision: context.revision(), kind, counts }
        });
        &self.usage.insert(usage).counts
    }
}

fn tree_ui(ui: &mut Ui, view: &mut CodebookPage, kind: CodeKind, context: &PageContext<'_>) {
    let theme = Theme::of(ui);
    view.usage(context, kind);
    let CodebookPage { usage, selected, .. } = view;
    let count_of = |id: &CodeId| usage.as_ref().and_then(|usage| usage.counts.get(id)).copied().unwrap_or(0);
    let tree = context.project().codebook.tree(kind);
    let keys: HashMap<&CodeId, char> =
        context.project().codebook.keyed_codes(kind).into_iter().map(|(key, code)| (&code.id, key)).collect();
    ui.spacing_mut().item_spacing.y = 2.0;
    ScrollArea::vertical().auto_shrink(false).id_salt(("codes", kind)).show_rows(
        ui,
        theme.sizes.code_row,
        tree.len(),
        |ui, rows| {
            for (depth, code) in &tree[rows] {
                let is_selected = selected.as_ref() == Some(&code.id);
                let name = || format!("In the codebook: {}", code.name);
                let (rect, response) = list_row(ui, theme.sizes.code_row, is_selected, Role::TreeItem, name);
                let mut row = row_inside(ui, rect, 10.0);
                #[expect(clippy::cast_precision_loss, reason = "a code tree is a few levels deep")]
                row.add_space(*depth as f32 * 18.0);
                swatch(&mut row, theme.code(code.colour));
                row.add(egui::Label::new(&code.name).truncate());
                row.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    key_cap_ui(ui, code, keys.get(&code.id).copied());
                    ui.label(RichText::new(count_of(&code.id).to_string()).small().color(*theme.colours.muted));
                });
                if response.clicked() {
                    *selected = Some(code.id.clone());
                }
            }
        },
    );
}

/// The key of a code, drawn as a key; where there is none, the room for one, so that counts stand
/// below each other.
fn key_cap_ui(ui: &mut Ui, code: &Code, key: Option<char>) {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(20.0, 20.0), Sense::hover());
    let Some(key) = key.map(|key| key.to_ascii_uppercase()) else { return };
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Key {key}: {}", code.name)));
    let (ink, line) = match code.key {
        Some(_) => (*theme.colours.accent, *theme.colours.accent),
        None => (*theme.colours.muted, *theme.colours.hairline),
    };
    let painter = ui.painter();
    painter.rect_stroke(rect.shrink(1.0), 4.0, egui::Stroke::new(1.0, line), egui::StrokeKind::Inside);
    painter.text(rect.center(), egui::Align2::CENTER_CENTER, key, strong(theme.sizes.small), ink);
    let whose = if code.key.is_some() { "its own" } else { "by its place in the codebook" };
    response.on_hover_text(format!("Key {key}, {whose}"));
}

fn code_ui(ui: &mut Ui, view: &mut CodebookPage, kind: CodeKind, code: &Code, context: &mut PageContext<'_>) {
    let book = &context.project().codebook;
    let mut changed = code.clone();
    let mut responses = vec![named_field(ui, "Name", &mut changed.name)];
    if view.aliases.as_ref().is_none_or(|(id, _)| *id != code.id) {
        view.aliases = Some((code.id.clone(), code.aliases.join(", ")));
    }
    if let Some((_, text)) = &mut view.aliases {
        let response = named_field(ui, "Also called, with commas between", text);
        if response.changed() {
            changed.aliases =
                text.split(',').map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned).collect();
        } else if !response.has_focus() {
            *text = code.aliases.join(", ");
        }
        responses.push(response);
    }
    let label = ui.label(RichText::new("Definition").small().color(*Theme::of(ui).colours.muted));
    let definition = egui::TextEdit::multiline(&mut changed.definition)
        .hint_text("What counts and what does not")
        .desired_rows(4)
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(10, 8));
    responses.push(ui.add(definition).labelled_by(label.id));
    parent_ui(ui, book, kind, code, &mut changed);
    colours_ui(ui, &mut changed.colour);
    key_ui(ui, kind, code, context);
    if responses.iter().any(egui::Response::gained_focus) {
        view.n_visits += 1;
    }
    let is_named = !changed.name.trim().is_empty();
    if changed != *code && is_named {
        let gesture = format!("code {} {}", code.id, view.n_visits);
        let edit = Edit::SetCode(kind, changed);
        context.ask(Action::continued(format!("Change an {}", kind.noun()), gesture, edit));
    }
    ui.add_space(14.0);
    if ui.button(format!("Delete {}…", kind.noun())).clicked() {
        view.deleting = Some(Deleting { code: Some((kind, code.id.clone())), stance: None, heir: None });
    }
}

/// The key that tags with the code, and the way to give it another.
fn key_ui(ui: &mut Ui, kind: CodeKind, code: &Code, context: &mut PageContext<'_>) {
    let keyed = context.project().codebook.keyed_codes(kind);
    let key = keyed.iter().find(|(_, other)| other.id == code.id).map(|(key, _)| key.to_ascii_uppercase());
    let said = match (key, code.key) {
        (Some(key), Some(_)) => format!("{key}, its own"),
        (Some(key), None) => format!("{key}, by its place in the codebook"),
        (None, _) => "none left for it".to_owned(),
    };
    ui.label(RichText::new("Key").small().color(*Theme::of(ui).colours.muted));
    ui.horizontal(|ui| {
        ui.label(said);
        let command = if kind == CodeKind::Actor { Command::AssignActorKey } else { Command::AssignIssueKey };
        let tooltip = context.preferences.keys.tooltip(command, ui.os());
        if small_button(ui, "Assign key…").on_hover_text(tooltip).clicked() {
            context.ask(Action::Run(command));
        }
    });
}

fn parent_ui(ui: &mut Ui, book: &Codebook, kind: CodeKind, code: &Code, changed: &mut Code) {
    ui.label(RichText::new("Belongs to").small().color(*Theme::of(ui).colours.muted));
    let current = code.parent.as_ref().map_or("nothing", |id| book.name_of(kind, id)).to_owned();
    let combo = egui::ComboBox::from_id_salt("parent").selected_text(&current).width(300.0);
    let response = combo.show_ui(ui, |ui| {
        ui.selectable_value(&mut changed.parent, None, "nothing");
        for (depth, other) in book.tree(kind) {
            // Its own members cannot be above it.
            if book.lineage(kind, &other.id).iter().any(|ancestor| ancestor.id == code.id) {
                continue;
            }
            let name = format!("{}{}", "      ".repeat(depth), other.name);
            ui.selectable_value(&mut changed.parent, Some(other.id.clone()), name);
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Belongs to: {current}")));
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

fn stances_ui(ui: &mut Ui, view: &mut CodebookPage, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    ui.set_max_width(560.0);
    ui.weak("Net stance is the mean of these weights over the highlights that take a stance.");
    ui.add_space(8.0);
    let stances = context.project().codebook.stances.clone();
    for stance in &stances {
        ui.push_id(&stance.id, |ui| {
            ui.horizontal(|ui| {
                let mut changed = stance.clone();
                swatch(ui, theme.stance(stance));
                let name =
                    ui.add(egui::TextEdit::singleline(&mut changed.name).desired_width(220.0).margin(vec2(10.0, 6.0)));
                name.widget_info(|| {
                    WidgetInfo::labeled(Role::TextInput, true, format!("Name of stance {}", stance.name))
                });
                let drag = egui::DragValue::new(&mut changed.weight).range(-10.0..=10.0).speed(0.05).max_decimals(2);
                let weight = ui.add(drag);
                weight
                    .widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, format!("Weight of {}", stance.name)));
                if name.gained_focus() || weight.drag_started() {
                    view.n_visits += 1;
                }
                if changed != *stance && !changed.name.trim().is_empty() {
                    let gesture = format!("stance {} {}", stance.id, view.n_visits);
                    context.ask(Action::continued("Change a stance", gesture, Edit::SetStance(changed)));
                }
                if ui.button("Delete…").clicked() {
                    view.deleting = Some(Deleting { code: None, stance: Some(stance.id.clone()), heir: None });
                }
            });
        });
    }
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let response = ui.add(
            egui::TextEdit::singleline(&mut view.new_name)
                .hint_text("New stance, then Enter")
                .desired_width(240.0)
                .margin(vec2(10.0, 6.0)),
        );
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "New stance"));
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if is_entered && !view.new_name.trim().is_empty() {
            let taken = |slug: &str| stances.iter().any(|stance| stance.id.as_str() == slug);
            let id = StanceId::from(&*ids::slug(&view.new_name, taken));
            let stance = Stance { id, name: view.new_name.trim().to_owned(), weight: 0.0 };
            context.ask(Action::edit("Add a stance", Edit::InsertStance(stances.len(), stance)));
            view.new_name.clear();
        }
    });
}

/// Asks what becomes of the highlights of a code or stance that goes.
fn deleting_ui(ui: &Ui, view: &mut CodebookPage, context: &mut PageContext<'_>) {
    if let Some(Deleting { code: Some((kind, _)), .. }) = view.deleting {
        view.usage(context, kind);
    }
    let CodebookPage { deleting: Some(deleting), usage, .. } = view else { return };
    let book = &context.project().codebook;
    let (what, name, n_used, heirs): (&str, String, usize, Vec<(String, String)>) =
        match (&deleting.code, &deleting.stance) {
            (Some((kind, id)), _) => {
                let n_used = usage.as_ref().and_then(|usage| usage.counts.get(id)).copied().unwrap_or(0);
                let others = book.codes(*kind).iter().filter(|code| code.id != *id);
                let heirs = others.map(|code| (code.id.to_string(), code.name.clone())).collect();
                (kind.noun(), book.name_of(*kind, id).to_owned(), n_used, heirs)
            }
            (None, Some(id)) => {
                let n_used = context.project().highlights().filter(|(_, h)| h.stance.as_ref() == Some(id)).count();
                let others = book.stances.iter().filter(|stance| stance.id != *id);
                let heirs = others.map(|stance| (stance.id.to_string(), stance.name.clone())).collect();
                let name = book.stance(id).map_or(String::new(), |stance| stance.name.clone());
                ("stance", name, n_used, heirs)
            }
            (None, None) => return,
        };
    let mut is_decided = None;
    let shown = modal(ui, "delete code").show(ui.ctx(), |ui| {
        ui.set_width(420.0);
        ui.heading(format!("Delete {what} “{name}”?"));
        ui.add_space(6.0);
        if n_used > 0 {
            ui.label(format!("{n_used} highlights carry it. They stay; give them"));
            let chosen = deleting.heir.as_ref().and_then(|id| heirs.iter().find(|(heir, _)| heir == id));
            let text = chosen.map_or_else(|| format!("no {what}"), |(_, name)| name.clone());
            let combo = egui::ComboBox::from_id_salt("heir").selected_text(&text).width(300.0);
            let response = combo.show_ui(ui, |ui| {
                ui.selectable_value(&mut deleting.heir, None, format!("no {what}"));
                for (id, name) in &heirs {
                    ui.selectable_value(&mut deleting.heir, Some(id.clone()), name);
                }
            });
            response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Instead: {text}")));
        } else {
            ui.label("No highlight carries it.");
        }
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            if ui.button("Delete").clicked() {
                is_decided = Some(true);
            }
            if ui.button("Cancel").clicked() {
                is_decided = Some(false);
            }
        });
    });
    if shown.should_close() {
        is_decided = Some(false);
    }
    let Some(goes) = is_decided else { return };
    let Some(deleting) = view.deleting.take().filter(|_| goes) else { return };
    let edit = match (deleting.code, deleting.stance) {
        (Some((kind, id)), _) => {
            let heir = deleting.heir.as_deref().map(CodeId::from);
            delete_code(context.project(), kind, &id, heir.as_ref())
        }
        (None, Some(id)) => {
            let heir = deleting.heir.as_deref().map(StanceId::from);
            delete_stance(context.project(), &id, heir.as_ref())
        }
        (None, None) => return,
    };
    view.selected = None;
    context.ask(Action::edit(format!("Delete {what} “{name}”"), edit));
}
