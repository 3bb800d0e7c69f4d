//! Finds a command by a part of its name.

use std::sync::LazyLock;

use egui::{Align2, Area, Frame, Key, Modifiers, Order, RichText, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::text::fold::searchable;

use crate::{
    command::{Command, Keymap, Situation},
    ui::{
        parts::{dialog::DialogReply, list::VirtualList},
        theme::Theme,
        widgets::{field, list_row, row_inside},
    },
};

#[derive(Default)]
pub struct CommandPalette {
    line: String,
    row: usize,
    is_old: bool,
}

impl CommandPalette {
    pub fn ui(&mut self, ui: &Ui, now: Situation, keymap: &Keymap) -> Option<DialogReply<Command>> {
        let mut reply = None;
        let area =
            Area::new(egui::Id::unique("palette")).order(Order::Foreground).anchor(Align2::CENTER_TOP, vec2(0.0, 72.0));
        let response = area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(8).show(ui, |ui| {
                ui.set_width(520.0);
                reply = self.contents_ui(ui, now, keymap);
            });
        });
        let clicked_elsewhere = self.is_old && response.response.clicked_elsewhere();
        self.is_old = true;
        if reply.is_none() && clicked_elsewhere { Some(DialogReply::Cancelled) } else { reply }
    }

    fn contents_ui(&mut self, ui: &mut Ui, now: Situation, keymap: &Keymap) -> Option<DialogReply<Command>> {
        let (up, down, enter, escape) = ui.input_mut(|input| {
            (
                input.consume_key(Modifiers::NONE, Key::ArrowUp),
                input.consume_key(Modifiers::NONE, Key::ArrowDown),
                input.consume_key(Modifiers::NONE, Key::Enter),
                input.consume_key(Modifiers::NONE, Key::Escape),
            )
        });
        let response = field(ui, &mut self.line, "Type a part of a command");
        response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Find a command"));
        if !self.is_old {
            response.request_focus();
        }
        if response.changed() {
            self.row = 0;
        }
        let found = matching(&self.line, now);
        let last = found.len().saturating_sub(1);
        self.row = match (up, down) {
            (true, _) => self.row.saturating_sub(1),
            (_, true) => (self.row + 1).min(last),
            _ => self.row.min(last),
        };
        let mut chosen = enter.then(|| found.get(self.row).copied()).flatten();
        ui.add_space(2.0);
        if found.is_empty() {
            ui.weak("No command matches.");
        }
        let row = Some(self.row).filter(|_| up || down || response.changed());
        let rows = VirtualList::even("commands", Theme::of(ui).sizes.code_row).gap(0.0).max_height(420.0);
        rows.with_in_view(row).show(ui, found.len(), |ui, index| {
            if row_ui(ui, found[index], now, keymap, index == self.row).clicked() {
                chosen = Some(found[index]);
            }
        });
        match chosen {
            Some(command) => Some(DialogReply::Done(command)),
            None if escape => Some(DialogReply::Cancelled),
            None => None,
        }
    }
}

/// A command in the form in which words are looked for in it.
struct SoughtCommand {
    command: Command,
    name: String,
    /// The name and what the command does.
    text: String,
}

/// The commands that contain every typed word. The one with exactly this name comes first, because it is meant even if it
/// cannot run now; others that cannot come last, and those that begin with what was typed before the rest.
fn matching(line: &str, now: Situation) -> Vec<Command> {
    static ALL: LazyLock<Vec<SoughtCommand>> = LazyLock::new(|| {
        let sought = |command: Command| {
            let (name, help) = (searchable(command.spec().name), searchable(command.spec().help));
            SoughtCommand { command, text: format!("{name} {help}"), name }
        };
        Command::ALL.into_iter().filter(|command| *command != Command::Palette).map(sought).collect()
    });
    let typed = searchable(line.trim());
    let words: Vec<&str> = typed.split_whitespace().collect();
    let mut found: Vec<&SoughtCommand> =
        ALL.iter().filter(|sought| words.iter().all(|word| sought.text.contains(word))).collect();
    found.sort_by_key(|SoughtCommand { command, name, .. }| {
        let is_in_name = words.iter().all(|word| name.contains(word));
        (*name != typed, !command.can_run(now), !name.starts_with(&typed), !is_in_name)
    });
    found.into_iter().map(|sought| sought.command).collect()
}

fn row_ui(ui: &mut Ui, command: Command, now: Situation, keymap: &Keymap, is_current: bool) -> egui::Response {
    let theme = Theme::of(ui);
    let spec = command.spec();
    let name = || format!("Command: {}", spec.name);
    let (rect, response) = list_row(ui, theme.sizes.code_row, is_current, Role::ListBoxOption, name);
    let mut row = row_inside(ui, rect, 10.0);
    let obstacle = command.why_not(now);
    let ink = if obstacle.is_some() { theme.colours.faint } else { theme.colours.ink };
    row.label(RichText::new(spec.name).color(*ink));
    let keys = keymap.text(command, row.os());
    row.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.label(RichText::new(keys).small().color(*theme.colours.muted));
        ui.add(
            egui::Label::new(RichText::new(obstacle.unwrap_or(spec.help)).small().color(*theme.colours.faint))
                .truncate(),
        );
    });
    response
}
