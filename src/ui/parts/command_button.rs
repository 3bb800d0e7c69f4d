//! A button that runs a command.

use egui::{Button, Response, Ui};

use crate::{
    command::{Command, Effect, READ_ONLY},
    ui::pages::PageContext,
};

/// Shows a button with the help and the key of a command as its tooltip, and runs the command when it is clicked.
/// Where the project may not be changed and the command would, it is greyed out and says why.
pub fn command_button(ui: &mut Ui, button: Button<'_>, command: Command, context: &mut PageContext<'_>) -> Response {
    let is_barred = !context.can_change && command.spec().effect == Effect::Changes;
    let response = ui.add_enabled(!is_barred, button);
    let tooltip = context.preferences.keys.tooltip(command, ui.os());
    let response = response.on_hover_text(tooltip).on_disabled_hover_text(READ_ONLY);
    if response.clicked() {
        context.run(command);
    }
    response
}
