//! Asks what happens to the highlights of a code or stance that is deleted.

use egui::{ComboBox, Ui, WidgetInfo, accesskit::Role};

use standpoint_core::{
    edit::{Edit, delete_code, delete_stance},
    model::{CodeId, CodeKind, Codebook, Project, StanceId},
    wording::counted,
};

use super::CodebookPage;
use crate::ui::{
    action::{Action, MakeEdit},
    pages::PageContext,
    parts::{
        choice_menu::{Choices, choice_menu},
        dialog::{DialogButtons, DialogReply, is_left, modal},
    },
};

/// What is about to be deleted, and which other code or stance its highlights get instead.
#[derive(Clone)]
pub(super) enum Deletion {
    Code { kind: CodeKind, code: CodeId, heir: Option<CodeId> },
    Stance { stance: StanceId, heir: Option<StanceId> },
}

/// The dialog that asks, if something is about to be deleted.
pub(super) fn ui(ui: &Ui, view: &mut CodebookPage, context: &mut PageContext<'_>) {
    let Some(mut deletion) = view.deletion.take() else { return };
    let project = context.project();
    let book = &project.codebook;
    let is_decided = match &mut deletion {
        Deletion::Code { kind, code, heir } => {
            let n_used = context.history.n_tagged(*kind, code);
            let others = book.codes(*kind).iter().filter(|other| other.id != *code);
            let heirs: Vec<_> = others.map(|other| (other.id.clone(), &*other.name)).collect();
            let n_below = book.children(*kind, code).count();
            question_ui(ui, (kind.noun(), book.name_of(*kind, code)), (n_used, n_below), (heir, &heirs))
        }
        Deletion::Stance { stance, heir } => {
            let n_used = context.history.n_taking(stance);
            let others = book.stances.iter().filter(|other| other.id != *stance);
            let heirs: Vec<_> = others.map(|other| (other.id.clone(), &*other.name)).collect();
            let name = book.stance(stance).map_or("", |stance| &stance.name);
            question_ui(ui, ("stance", name), (n_used, 0), (heir, &heirs))
        }
    };
    match is_decided {
        None => view.deletion = Some(deletion),
        Some(false) => {}
        Some(true) => {
            let label = label_of(book, &deletion);
            view.selected = None;
            // It looks at every highlight.
            let make = MakeEdit(Box::new(move |project| edit_of(project, &deletion)));
            context.ask(Action::MadeEdit { label, make });
        }
    }
}

/// What the step is called.
fn label_of(book: &Codebook, deletion: &Deletion) -> String {
    match deletion {
        Deletion::Code { kind, code, .. } => format!("Delete {} “{}”", kind.noun(), book.name_of(*kind, code)),
        Deletion::Stance { stance, .. } => {
            format!("Delete stance “{}”", book.stance(stance).map_or("", |stance| &stance.name))
        }
    }
}

fn edit_of(project: &Project, deletion: &Deletion) -> Edit {
    match deletion {
        Deletion::Code { kind, code, heir } => delete_code(project, *kind, code, heir.as_ref()),
        Deletion::Stance { stance, heir } => delete_stance(project, stance, heir.as_ref()),
    }
}

/// Asks whether something is to be deleted, and who inherits its highlights and what is below it; returns the decision
/// once there is one.
fn question_ui<Id: Clone + PartialEq>(
    ui: &Ui,
    (what, name): (&str, &str),
    (n_used, n_below): (usize, usize),
    (heir, heirs): (&mut Option<Id>, &[(Id, &str)]),
) -> Option<bool> {
    let mut is_decided = None;
    let shown = modal(ui, "delete code").show(ui.ctx(), |ui| {
        ui.set_width(420.0);
        ui.heading(format!("Delete {what} “{name}”?"));
        ui.add_space(6.0);
        if n_used > 0 || n_below > 0 {
            match n_used {
                0 => ui.label("No highlight uses it. Replace it with"),
                1 => ui.label("Used by 1 highlight. Move it to"),
                n => ui.label(format!("Used by {}. Move them to", counted(n, "highlight"))),
            };
            let chosen = heir.as_ref().and_then(|id| heirs.iter().find(|(other, _)| other == id));
            let text = chosen.map_or_else(|| format!("no {what}"), |(_, name)| (*name).to_owned());
            let combo = ComboBox::from_id_salt("heir").selected_text(&text).width(300.0);
            let place = heir.as_ref().and_then(|id| heirs.iter().position(|(other, _)| other == id));
            let (none, name) = (format!("no {what}"), |at: usize| (0, heirs[at].1));
            let choices = Choices { none: &none, n: heirs.len(), chosen: place, name: &name };
            let (response, clicked) = choice_menu(ui, combo, &choices);
            if let Some(chosen) = clicked {
                *heir = chosen.place().map(|at| heirs[at].0.clone());
            }
            response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Instead: {text}")));
            if heir.is_some() && n_below > 0 {
                let n = counted(n_below, what);
                ui.label(format!("{n} below it will move below “{text}”, or join those of the same name there."));
            }
        } else {
            ui.label("No highlight uses it.");
        }
        ui.add_space(12.0);
        let main = format!("Delete “{name}”");
        let reply = DialogButtons { main: &main, obstacle: None, destroys: true }.ui(ui);
        is_decided = reply.map(|reply| reply == DialogReply::Done(()));
    });
    if is_left(&shown) { Some(false) } else { is_decided }
}
