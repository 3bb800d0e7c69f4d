//! The keys of the page: arrows move, Space ticks, Enter imports, Escape leaves the columns or the import.

use egui::{Context, Key, Modifiers};

use super::ImportPage;
use crate::ui::pages::PageContext;

/// How many drafts Page Up and Page Down move by.
const PAGE: usize = 8;

/// Takes the keys, unless a field or a button has the keyboard and needs them itself.
pub(super) fn take(ctx: &Context, page: &mut ImportPage, context: &mut PageContext<'_>) {
    let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let field = ctx.memory(egui::Memory::focused).filter(|_| ctx.text_edit_focused());
    let was_in_field = std::mem::replace(&mut page.field, field).is_some();
    if field.is_some() || page.importing.is_some() {
        return;
    }
    if pressed(Key::Escape) {
        // Each Escape leaves one thing: egui has taken the keyboard from a field by now.
        return match (was_in_field, page.columns.is_shown()) {
            (true, _) => {}
            (_, true) => page.columns.hide(),
            _ => page.cancel(context),
        };
    }
    let is_in_list = ctx.memory(|memory| memory.focused().is_none_or(|id| id == super::list::id()));
    // While columns are shown, Enter must not import what comes of them unseen.
    if !is_in_list || page.columns.is_shown() {
        return;
    }
    if pressed(Key::Enter) {
        return page.import(context);
    }
    let Some(last) = page.review.drafts().len().checked_sub(1) else { return };
    let current = page.current.min(last);
    if pressed(Key::Space) {
        let is_ticked = page.review.drafts()[current].is_ticked();
        page.review_mut().tick(current, !is_ticked);
    }
    let steps = [
        (Key::ArrowDown, (current + 1).min(last)),
        (Key::ArrowUp, current.saturating_sub(1)),
        (Key::PageDown, (current + PAGE).min(last)),
        (Key::PageUp, current.saturating_sub(PAGE)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    if let Some((_, to)) = steps.into_iter().find(|(key, _)| pressed(*key)) {
        page.show(to);
    }
}
