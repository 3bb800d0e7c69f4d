//! The menus and buttons by which a highlight gets another actor, issue or stance.

use egui::{Ui, WidgetInfo, accesskit::Role};

use standpoint_core::{
    edit::retag,
    model::{Article, CodeKind, Highlight, Tags},
};

use crate::ui::{
    action::Action,
    pages::PageContext,
    parts::choice_menu::{Choices, choice_menu},
    theme::Theme,
    widgets::{segmented, shapes::code_shape},
};

/// The menu from which an actor or issue is chosen.
pub fn code_ui(ui: &mut Ui, kind: CodeKind, article: &Article, highlight: &Highlight, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let book = &context.project().codebook;
    let tags = highlight.tags();
    let current = highlight.tag(kind);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let code = current.and_then(|id| book.code(kind, id));
        code_shape(ui, kind, code.map_or(*theme.colours.hairline, |code| theme.code(code.colour)));
        let lineage = current.map(|id| book.lineage(kind, id)).unwrap_or_default();
        let path: Vec<&str> = lineage.iter().rev().map(|code| &*code.name).collect();
        let text = if path.is_empty() { format!("No {}", kind.noun()) } else { path.join(" / ") };
        let label = if kind == CodeKind::Actor { "Actor" } else { "Issue" };
        let combo = egui::ComboBox::from_id_salt(("tag", kind))
            .width(ui.available_width() - 8.0)
            .selected_text(text.clone())
            .truncate();
        let tree = book.tree(kind);
        let place = current.and_then(|id| tree.iter().position(|(_, code)| code.id == *id));
        let (none, name) = (format!("No {}", kind.noun()), |at: usize| (tree[at].0, &*tree[at].1.name));
        let choices = Choices { none: &none, n: tree.len(), chosen: place, name: &name };
        let (response, clicked) = choice_menu(ui, combo, &choices);
        if let Some(chosen) = clicked {
            let id = chosen.place().map(|at| tree[at].1.id.clone());
            let tags = match kind {
                CodeKind::Actor => Tags { actor: id, ..tags },
                CodeKind::Issue => Tags { issue: id, ..tags },
            };
            context.ask(Action::edit("Retag a highlight", retag(article, highlight, tags)));
        }
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{label}: {text}")));
    });
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
