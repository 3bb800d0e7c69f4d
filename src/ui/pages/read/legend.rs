//! The legend of the one-key codes: three rows below the text.

use egui::{Color32, FontId, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use standpoint_core::model::{CodeKind, Project};

use crate::ui::{
    layout::{Passage, PassageStyle},
    theme::{Theme, strong},
    widgets::{section_title, shapes::paint_code},
};

/// The room of a name, in points; a longer one ends in an ellipsis.
const MOST_OF_A_NAME: f32 = 220.0;

/// What stands between a key and its name.
enum KeySign {
    Code(CodeKind, Color32),
    Stance(&'static str, Color32),
}

pub fn ui(ui: &mut Ui, project: &Project) {
    let theme = Theme::of(ui);
    let book = &project.codebook;
    for (title, kind) in [("Actors", CodeKind::Actor), ("Issues", CodeKind::Issue)] {
        row_ui(ui, title, |ui| {
            for (key, code) in book.keyed_codes(kind) {
                entry_ui(ui, key, &KeySign::Code(kind, theme.code(code.colour)), &code.name);
            }
        });
    }
    row_ui(ui, "Stance", |ui| {
        for (key, stance) in book.keyed_stances() {
            entry_ui(ui, key, &KeySign::Stance(stance.sign(), theme.stance(stance)), &stance.name);
        }
    });
}

fn row_ui(ui: &mut Ui, title: &str, entries: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(14.0, 2.0);
        section_title(ui, title);
        entries(ui);
    });
}

/// One key with what it means, painted as one thing so that a row never breaks inside it.
fn entry_ui(ui: &mut Ui, key: char, sign: &KeySign, name: &str) {
    let theme = Theme::of(ui);
    let key = key.to_uppercase().to_string();
    let key_font = strong(theme.sizes.small);
    let font = FontId::proportional(theme.sizes.small);
    let key_galley = ui.painter().layout_no_wrap(key.clone(), key_font, *theme.colours.accent);
    let shown = Passage::set_close(ui.ctx(), name, &PassageStyle::row(font, MOST_OF_A_NAME));
    let (sign_x, name_x) = (key_galley.rect.width() + 5.0, key_galley.rect.width() + 21.0);
    let size = vec2(name_x + shown.size().x, theme.sizes.small + 8.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Key {key}: {name}")));
    let middle = |height: f32| rect.center().y - height * 0.5;
    let painter = ui.painter();
    let key_at = pos2(rect.left(), middle(key_galley.rect.height()));
    painter.galley(key_at, key_galley, *theme.colours.accent);
    match sign {
        KeySign::Code(kind, colour) => {
            let at = pos2(rect.left() + sign_x + 5.0, rect.center().y);
            paint_code(painter, at, *kind, 10.0, *colour);
        }
        KeySign::Stance(sign, colour) => {
            let at = pos2(rect.left() + sign_x + 5.0, rect.center().y);
            painter.text(at, egui::Align2::CENTER_CENTER, *sign, strong(theme.sizes.body), *colour);
        }
    }
    let name_at = pos2(rect.left() + name_x, middle(shown.size().y));
    shown.paint(painter, name_at, *theme.colours.ink);
}
