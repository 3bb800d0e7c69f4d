//! The menus and buttons by which a highlight gets another actor, issue or stance.

use egui::{Ui, WidgetInfo, accesskit::Role};

use standpoint_core::{
    edit::retag,
    model::{Article, CodeId, CodeKind, Highlight, Tags},
};

use crate::ui::{
    action::Action,
    pages::PageContext,
    theme::Theme,
    widgets::{segmented, swatch},
};

/// The menu from which an actor or issue is chosen.
pub fn code_ui(ui: &mut Ui, kind: CodeKind, article: &Article, highlight: &Highlight, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let book = &context.project().codebook;
    let tags = highlight.tags();
    let current = highlight.tag(kind);
    let mut chosen: Option<Option<CodeId>> = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let code = current.and_then(|id| book.code(kind, id));
        swatch(ui, code.map_or(*theme.colours.hairline, |code| theme.code(code.colour)));
        let lineage = current.map(|id| book.lineage(kind, id)).unwrap_or_default();
        let path: Vec<&str> = lineage.iter().rev().map(|code| &*code.name).collect();
        let text = if path.is_empty() { format!("No {}", kind.noun()) } else { path.join(" / ") };
        let label = if kind == CodeKind::Actor { "Actor" } else { "Issue" };
        let combo = egui::ComboBox::from_id_salt(("tag", kind))
            .width(ui.available_width() - 8.0)
            .selected_text(text.clone())
            .truncate();
        let response = combo.show_ui(ui, |ui| {
            if ui.selectable_label(current.is_none(), format!("No {}", kind.noun())).clicked() {
                chosen = Some(None);
            }
            for (depth, code) in book.tree(kind) {
                let name = format!("{}{}", "      ".repeat(depth), code.name);
                if ui.selectable_label(current == Some(&code.id), name).clicked() {
                    chosen = Some(Some(code.id.clone()));
                }
            }
        });
        response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{label}: {text}")));
    });
    if let Some(id) = chosen {
        let tags = match kind {
            CodeKind::Actor => Tags { actor: id, ..tags },
            CodeKind::Issue => Tags { issue: id, ..tags },
        };
        context.ask(Action::edit("Retag a highlight", retag(article, highlight, tags)));
    }
}

/// The buttons by which a highlight gets a stance or none.
pub fn stance_ui(ui: &mut Ui, article: &Article, highlight: &Highlight, context: &mut PageContext<'_>) {
    let stances = &context.project().codebook.stances;
    let current = highlight.stance.as_ref();
    let mut choices: Vec<(&str, bool)> =
        stances.iter().map(|stance| (&*stance.name, current == Some(&stance.id))).collect();
    choices.push(("none", current.is_none()));
    if let Some(index) = segmented(ui, "Stance", &choices) {
        let stance = stances.get(index).map(|stance| stance.id.clone());
        let edit = retag(article, highlight, Tags { stance, ..highlight.tags() });
        context.ask(Action::edit("Retag a highlight", edit));
    }
}
