//! Buttons that run a command.

use egui::{Button, Response, Ui};

use crate::{
    command::{Command, Effect, READ_ONLY},
    ui::{pages::PageContext, theme::Icon, widgets::icon_button_without_tooltip},
};

/// Shows a button with the help and the key of a command as its tooltip, and runs the command when it is clicked.
/// Where the project may not be changed and the command would, it is greyed out and says why.
pub fn command_button(ui: &mut Ui, button: Button<'_>, command: Command, context: &mut PageContext<'_>) -> Response {
    let response = ui.add_enabled(!is_barred(command, context), button);
    run_if_clicked(response, command, context)
}

/// The same as an icon alone, whose accessible name is that of the command.
pub fn command_icon(ui: &mut Ui, icon: Icon, command: Command, context: &mut PageContext<'_>) -> Response {
    let name = command.spec().name.trim_end_matches('…');
    let response = icon_button_without_tooltip(ui, icon, name, false, !is_barred(command, context));
    run_if_clicked(response, command, context)
}

/// The way on from a page that shows nothing yet: to the articles, or to their import where there are none.
pub fn to_articles_button(ui: &mut Ui, context: &mut PageContext<'_>) {
    let (words, command) = if context.project().articles.is_empty() {
        ("Import articles…", Command::ImportArticles)
    } else {
        ("Go to the articles", Command::ShowRead)
    };
    command_button(ui, Button::new(words), command, context);
}

fn is_barred(command: Command, context: &PageContext<'_>) -> bool {
    !context.can_change && command.spec().effect == Effect::Changes
}

fn run_if_clicked(response: Response, command: Command, context: &mut PageContext<'_>) -> Response {
    let (keys, os) = (&context.preferences.keys, response.ctx.os());
    // The words are put together only where they are seen.
    let response = response.on_hover_ui(|ui| _ = ui.label(keys.tooltip(command, os)));
    let response = response.on_disabled_hover_text(READ_ONLY);
    if response.clicked() {
        context.run(command);
    }
    response
}
