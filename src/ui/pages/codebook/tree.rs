//! The codes of one kind as a tree, with their keys and how often each is used.

use std::collections::HashMap;

use egui::{RichText, Sense, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::{
    edit::add_code,
    model::{Code, CodeId, CodeKind},
    text::fold::{differs_in_case_only, is_blank},
};

use super::CodebookPage;
use crate::ui::{
    action::Action,
    pages::PageContext,
    parts::list::VirtualList,
    theme::{Theme, strong},
    widgets::{field, list_row, row_inside, shapes::code_shape},
};

/// The field in which a new code gets its name.
pub(super) fn new_code_ui(ui: &mut Ui, view: &mut CodebookPage, kind: CodeKind, context: &mut PageContext<'_>) {
    let name = format!("New {}", kind.noun());
    let response = field(ui, &mut view.new_name, &format!("{name}, then Enter"));
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
    let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if !is_entered || is_blank(&view.new_name) {
        return;
    }
    let book = &context.project().codebook;
    // “us” may be made beside “US”.
    let known = book.code_called(kind, &view.new_name);
    if let Some(code) = known.filter(|code| !differs_in_case_only(&code.name, &view.new_name)) {
        view.selected = Some(code.id.clone());
    } else {
        let code = book.fresh_code(kind, &view.new_name, None);
        view.selected = Some(code.id.clone());
        context.ask(Action::edit(format!("Add an {}", kind.noun()), add_code(book, kind, code)));
    }
    view.new_name.clear();
    response.request_focus();
}

/// The tree; a click selects.
pub(super) fn ui(ui: &mut Ui, view: &mut CodebookPage, kind: CodeKind, context: &PageContext<'_>) {
    let theme = Theme::of(ui);
    let selected = &mut view.selected;
    let tree = context.project().codebook.tree(kind);
    let keys: HashMap<&CodeId, char> =
        context.project().codebook.keyed_codes(kind).into_iter().map(|(key, code)| (&code.id, key)).collect();
    let rows = VirtualList::even(("codes", kind), theme.sizes.code_row).gap(2.0);
    rows.show(ui, tree.len(), |ui, row| {
        let (depth, code) = tree[row];
        let is_selected = selected.as_ref() == Some(&code.id);
        let name = || format!("In the codebook: {}", code.name);
        let (rect, response) = list_row(ui, theme.sizes.code_row, is_selected, Role::TreeItem, name);
        let mut row = row_inside(ui, rect, 10.0);
        #[expect(clippy::cast_precision_loss, reason = "a code tree is a few levels deep")]
        row.add_space(depth as f32 * 18.0);
        code_shape(&mut row, kind, theme.code(code.colour));
        row.add(egui::Label::new(&code.name).truncate());
        row.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            key_cap_ui(ui, code, keys.get(&code.id).copied());
            let n_tagged = context.history.n_tagged(kind, &code.id);
            ui.label(RichText::new(n_tagged.to_string()).small().color(*theme.colours.muted));
        });
        if response.clicked() {
            *selected = Some(code.id.clone());
        }
    });
}

/// The key of a code, drawn as a key cap; an empty space if it has none, so that the counts stay
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
