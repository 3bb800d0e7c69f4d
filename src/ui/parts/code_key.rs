//! Gives an actor or an issue a key of its row.

use egui::{Event, Grid, RichText, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::{
    edit::assign_key,
    model::{CodeId, CodeKind, Codebook},
};

use crate::ui::{
    action::Action,
    pages::PageContext,
    parts::dialog::{DialogReply, is_left, modal},
    theme::{Theme, strong},
    widgets::{list_row, row_inside, shapes::code_shape},
};

/// Asks which key a code is to have.
pub struct CodeKeyDialog {
    /// Whether it is an actor or an issue.
    pub kind: CodeKind,
    /// The code that gets the key.
    pub code: CodeId,
}

/// How many keys stand below each other.
const KEYS_A_COLUMN: usize = 5;

impl CodeKeyDialog {
    /// Shows the dialog, asks for the edit that gives the code its key, and returns whether it stays open.
    pub fn ui(&self, ui: &Ui, context: &mut PageContext<'_>) -> bool {
        let book = &context.project().codebook;
        let Some(reply) = self.reply_ui(ui, book) else { return true };
        if let (DialogReply::Done(key), Some(code)) = (reply, book.code(self.kind, &self.code))
            && book.keyed_codes(self.kind).iter().find(|(_, other)| other.id == code.id).map(|(key, _)| *key) != key
        {
            let edit = assign_key(book, self.kind, code, key);
            context.ask(Action::edit(format!("Give {} a key", code.name), edit));
        }
        false
    }

    /// The reply is the key, or none if the code is to have no key.
    fn reply_ui(&self, ui: &Ui, book: &Codebook) -> Option<DialogReply<Option<char>>> {
        let Some(code) = book.code(self.kind, &self.code) else { return Some(DialogReply::Cancelled) };
        let mut reply = self.pressed(ui).map(|key| DialogReply::Done(Some(key)));
        let shown = modal(ui, "code key").show(ui.ctx(), |ui| {
            ui.set_width(520.0);
            ui.heading(format!("Key for “{}”", code.name));
            ui.add_space(4.0);
            let theme = Theme::of(ui);
            let help = format!(
                "Press a key of the row, or choose one. It stays with this {0} until you change it; if another {0} has \
                 it, that one loses it.",
                self.kind.noun()
            );
            ui.label(RichText::new(help).color(*theme.colours.muted));
            ui.add_space(8.0);
            if let Some(key) = self.row_ui(ui, book) {
                reply = Some(DialogReply::Done(Some(key)));
            }
            ui.add_space(12.0);
            ui.horizontal(|ui| {
                let has_key = book.keyed_codes(self.kind).iter().any(|(_, other)| other.id == code.id);
                if ui.add_enabled(has_key, egui::Button::new("No key")).clicked() {
                    reply = Some(DialogReply::Done(None));
                }
                if ui.button("Cancel").clicked() {
                    reply = Some(DialogReply::Cancelled);
                }
            });
        });
        if is_left(&shown) && reply.is_none() { Some(DialogReply::Cancelled) } else { reply }
    }

    /// The key of the row that was pressed in this frame.
    fn pressed(&self, ui: &Ui) -> Option<char> {
        let key_of = |event: &Event| {
            let Event::Key { key, pressed: true, repeat: false, modifiers, .. } = event else { return None };
            let mut name = key.name().chars().map(|letter| letter.to_ascii_lowercase());
            let (Some(letter), None) = (name.next(), name.next()) else { return None };
            (!modifiers.any() && self.kind.keys().contains(letter)).then_some(letter)
        };
        ui.input(|input| input.events.iter().find_map(key_of))
    }

    /// The keys with what they mean now; returns the one clicked.
    fn row_ui(&self, ui: &mut Ui, book: &Codebook) -> Option<char> {
        let theme = Theme::of(ui);
        let keyed = book.keyed_codes(self.kind);
        let keys: Vec<char> = self.kind.keys().chars().collect();
        let mut clicked = None;
        Grid::new("code keys").num_columns(2).spacing(vec2(12.0, 2.0)).show(ui, |ui| {
            for (first, second) in keys.iter().zip(&keys[KEYS_A_COLUMN..]) {
                for key in [*first, *second] {
                    let code = keyed.iter().find(|(other, _)| *other == key).map(|(_, code)| *code);
                    let name = code.map_or("nobody", |code| &code.name);
                    let letter = key.to_ascii_uppercase();
                    let is_own = code.is_some_and(|code| code.id == self.code);
                    ui.vertical(|ui| {
                        ui.set_width(250.0);
                        let said = || format!("Give it key {letter}, now {name}");
                        let (rect, response) = list_row(ui, theme.sizes.code_row, is_own, Role::RadioButton, said);
                        let mut row = row_inside(ui, rect, 8.0);
                        let ink = *theme.colours.accent;
                        row.label(RichText::new(letter.to_string()).font(strong(theme.sizes.body)).color(ink));
                        if let Some(code) = code {
                            code_shape(&mut row, self.kind, theme.code(code.colour));
                            row.add(egui::Label::new(&code.name).truncate());
                        }
                        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_own, said()));
                        if response.clicked() {
                            clicked = Some(key);
                        }
                    });
                }
                ui.end_row();
            }
        });
        clicked
    }
}
