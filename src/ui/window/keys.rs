//! Every key on one page, where each can be changed.

use egui::{Align, Event, Grid, Key, Label, Layout, RichText, ScrollArea, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::text::fold::searchable;

use crate::{
    command::{Command, Keeper, Keymap, Menu, Shortcut},
    ui::{
        parts::dialog::{DialogReply, is_left, modal},
        theme::Theme,
        widgets::{field, primary_button, section_title},
    },
};

/// Keys that no command can have.
const KEPT_KEYS: [(&str, &str); 14] = [
    ("Arrows, Home, End, Page", "Move the caret"),
    ("Ctrl+Arrows, Home, End", "Move by words, by paragraphs, to either end"),
    ("Shift with any of these", "Extend the selection"),
    ("Double click", "Select a word"),
    ("Triple click", "Select a sentence"),
    ("Ctrl+A", "Select all"),
    ("Ctrl+C, Ctrl+X, Ctrl+V", "Copy, cut, paste"),
    ("Esc", "Clear the selection, close a box"),
    ("Shift+Tab, Space", "Go back to the previous control, press it"),
    ("Ctrl+Enter", "In the tag box, take the first new code"),
    ("Ctrl+Backspace, Ctrl+Delete", "In a field, delete a word"),
    ("1 2 3 … 0", "Tag with an actor"),
    ("Q W E … P", "Tag with an issue"),
    ("A S D", "Tag with a stance"),
];

/// The page of keys.
pub struct KeysDialog {
    search: String,
    /// Whether the search is to have the keyboard: at first, and when a key was changed.
    wants_focus: bool,
    change: Option<KeyChange>,
}

/// The width with the kept keys beside the commands; in a narrower window they stand below.
const FULL_WIDTH: f32 = 1080.0;
const KEPT_WIDTH: f32 = 360.0;

/// The height of a row, and the widths of its first cells.
const ROW_HEIGHT: f32 = 27.0;
const NAME_WIDTH: f32 = 270.0;
const KEYS_WIDTH: f32 = 190.0;

/// A command whose keys are being changed.
struct KeyChange {
    command: Command,
    stage: Stage,
}

enum Stage {
    /// Waits for a key; the last one pressed is reserved.
    Waiting(Option<String>),
    /// Other commands have these keys.
    Clashing(Vec<Shortcut>),
}

impl Default for KeysDialog {
    fn default() -> Self {
        Self { search: String::new(), wants_focus: true, change: None }
    }
}

impl KeysDialog {
    pub fn ui(&mut self, ui: &Ui, keymap: &mut Keymap) -> Option<DialogReply<()>> {
        let mut reply = None;
        let was_changing = self.change.is_some();
        self.take_key(ui, keymap);
        let shown = modal(ui, "keys").show(ui.ctx(), |ui| {
            let width = (ui.ctx().content_rect().width() - 100.0).min(FULL_WIDTH);
            ui.set_width(width);
            ui.heading("Keys");
            ui.add_space(6.0);
            let response = field(ui, &mut self.search, "Type a part of a command or of its keys");
            response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Find a command or a key"));
            if std::mem::take(&mut self.wants_focus) {
                response.request_focus();
            } else if response.gained_focus() {
                self.change = None;
            }
            ui.add_space(8.0);
            let height = ui.ctx().content_rect().height() * 0.62;
            let size = vec2(width, height);
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Min), |ui| {
                if width == FULL_WIDTH {
                    ui.vertical(|ui| {
                        ui.set_width(KEPT_WIDTH);
                        self.kept_ui(ui);
                    });
                    ui.add_space(16.0);
                }
                ui.vertical(|ui| {
                    ScrollArea::vertical().max_height(height).auto_shrink(false).show(ui, |ui| {
                        self.list_ui(ui, keymap);
                        if width < FULL_WIDTH {
                            ui.add_space(8.0);
                            self.kept_ui(ui);
                        }
                    });
                });
            });
            ui.add_space(10.0);
            ui.horizontal(|ui| {
                if ui.button("Close").clicked() {
                    reply = Some(DialogReply::Cancelled);
                }
                let button = egui::Button::new("Reset all keys");
                if ui.add_enabled(!keymap.has_only_usual(), button).clicked() {
                    keymap.give_all_usual();
                    self.change = None;
                }
            });
        });
        if was_changing && self.change.is_none() {
            self.wants_focus = true;
            ui.ctx().request_repaint();
        }
        // Escape leaves what is being changed first; that press was taken above.
        if is_left(&shown) { Some(DialogReply::Cancelled) } else { reply }
    }

    /// Takes the key that is waited for, before any widget sees it.
    fn take_key(&mut self, ui: &Ui, keymap: &mut Keymap) {
        let Some(KeyChange { command, stage }) = &mut self.change else { return };
        let command = *command;
        if let Stage::Clashing(_) = stage {
            if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape)) {
                self.change = None;
            }
            return;
        }
        let os = ui.os();
        match ui.input_mut(|input| pressed(&mut input.events)) {
            None => {}
            Some(Shortcut { key: Key::Escape, .. }) => self.change = None,
            Some(shortcut) => {
                let clashes = keymap.clashes(command, &[shortcut]);
                match shortcut.keeper() {
                    Some(keeper) => *stage = Stage::Waiting(Some(refusal(&shortcut.text(os), keeper))),
                    None if clashes.is_empty() => self.give(keymap, command, &[shortcut]),
                    None => *stage = Stage::Clashing(vec![shortcut]),
                }
            }
        }
    }

    fn give(&mut self, keymap: &mut Keymap, command: Command, shortcuts: &[Shortcut]) {
        // Neither a key that is kept nor another command's gets here without having been asked about.
        self.change = match keymap.give(command, shortcuts) {
            Ok(()) => None,
            Err(keeper) => Some(KeyChange { command, stage: Stage::Waiting(Some(refusal("That key", keeper))) }),
        };
    }

    /// Whether a text holds every word of the search.
    fn fits(&self, text: &str) -> bool {
        let text = searchable(text);
        searchable(&self.search).split_whitespace().all(|word| text.contains(word))
    }

    fn kept_ui(&self, ui: &mut Ui) {
        if KEPT_KEYS.into_iter().all(|(keys, what)| !self.fits(&format!("{keys} {what}"))) {
            return;
        }
        section_title(ui, "Fixed keys");
        ui.add_space(2.0);
        Grid::new("kept keys").num_columns(2).spacing(vec2(14.0, 6.0)).show(ui, |ui| {
            for (keys, what) in KEPT_KEYS.into_iter().filter(|(keys, what)| self.fits(&format!("{keys} {what}"))) {
                ui.label(RichText::new(keys).small().color(*Theme::of(ui).colours.accent));
                ui.label(RichText::new(what).small());
                ui.end_row();
            }
        });
    }

    fn list_ui(&mut self, ui: &mut Ui, keymap: &mut Keymap) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut n_shown = 0;
        for menu in [Menu::Highlight, Menu::File, Menu::Edit, Menu::View, Menu::Help] {
            let os = ui.os();
            let text = |command: &Command| {
                let spec = command.spec();
                format!("{} {} {}", spec.name, spec.help, keymap.all_in_words(*command, os))
            };
            let found = Command::ALL.into_iter().filter(|command| command.menu() == menu && self.fits(&text(command)));
            let found: Vec<Command> = found.collect();
            if found.is_empty() {
                continue;
            }
            n_shown += found.len();
            section_title(ui, menu.title());
            for command in found {
                ui.push_id(command.id(), |ui| self.row_ui(ui, command, keymap));
            }
            ui.add_space(10.0);
        }
        if n_shown == 0 {
            ui.weak("No command has this name or key.");
        }
    }

    fn row_ui(&mut self, ui: &mut Ui, command: Command, keymap: &mut Keymap) {
        let theme = Theme::of(ui);
        let name = command.spec().name;
        let keys = keymap.all_in_words(command, ui.os());
        let change = self.change.as_ref().filter(|change| change.command == command);
        let is_changing = change.is_some();
        let is_waiting = change.is_some_and(|change| matches!(change.stage, Stage::Waiting(_)));
        ui.horizontal(|ui| {
            let cell = |ui: &mut Ui, width: f32, label: Label| {
                ui.allocate_ui_with_layout(vec2(width, ROW_HEIGHT), Layout::left_to_right(Align::Center), |ui| {
                    ui.set_min_width(width);
                    ui.add(label.truncate())
                })
                .inner
            };
            let room = ui.available_width();
            cell(ui, NAME_WIDTH.min(room * 0.4), Label::new(name)).on_hover_text(command.spec().help);
            let shown = if is_waiting { "Press a key…" } else { &*keys };
            let response = cell(
                ui,
                KEYS_WIDTH.min(room * 0.24),
                Label::new(RichText::new(shown).small().color(*theme.colours.accent)),
            );
            let said = match (is_waiting, &*keys) {
                (true, _) => "waits for a key",
                (false, "") => "no key",
                (false, keys) => keys,
            };
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}: {said}")));
            let mut button = |text: &str| {
                let label = RichText::new(text).small().color(*theme.colours.muted);
                let response = ui.add(egui::Button::new(label).frame_when_inactive(false).min_size(vec2(0.0, 22.0)));
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{text}: {name}")));
                response
            };
            let response = button("Change");
            if response.clicked() {
                // Keys go to the page now, not to what has the focus.
                response.surrender_focus();
                self.change = Some(KeyChange { command, stage: Stage::Waiting(None) });
            }
            if !keys.is_empty() && button("Remove").clicked() {
                keymap.remove(command);
                self.change = None;
            }
            if !keymap.has_usual(command) && button("Usual key").clicked() {
                let usual = command.usual_shortcuts();
                if keymap.clashes(command, usual).is_empty() {
                    self.give(keymap, command, usual);
                } else {
                    self.change = Some(KeyChange { command, stage: Stage::Clashing(usual.to_vec()) });
                }
            }
        });
        if is_changing {
            self.change_ui(ui, command, keymap);
        }
    }

    /// What is said and asked below a row whose keys are being changed.
    fn change_ui(&mut self, ui: &mut Ui, command: Command, keymap: &mut Keymap) {
        let Some(KeyChange { stage, .. }) = &self.change else { return };
        ui.spacing_mut().item_spacing.y = 4.0;
        let theme = Theme::of(ui);
        let muted = |text: &str| RichText::new(text).color(*theme.colours.muted);
        match stage {
            Stage::Waiting(refused) => {
                if let Some(refused) = refused {
                    ui.label(RichText::new(refused).color(*theme.colours.failure));
                }
                ui.label(muted("Press the key for this command, with Ctrl, Alt or Shift if you like. Esc leaves it."));
            }
            Stage::Clashing(shortcuts) => {
                let os = ui.os();
                let shortcuts = shortcuts.clone();
                let taken = keymap.clashes(command, &shortcuts);
                let said = taken.iter().map(|(key, other)| format!("{} is “{}”", key.text(os), other.spec().name));
                let said = said.collect::<Vec<_>>().join(", ");
                ui.label(muted(&format!("{said}. Take it from there?")));
                ui.horizontal(|ui| {
                    let take = primary_button(ui, "Take it", true);
                    if ui.memory(|memory| memory.focused().is_none()) {
                        take.request_focus();
                    }
                    if take.clicked() {
                        self.give(keymap, command, &shortcuts);
                    }
                    if ui.button("Leave it").clicked() {
                        self.change = None;
                    }
                });
            }
        }
        ui.add_space(6.0);
    }
}

/// The key pressed in this frame; takes everything from the keyboard, so that nothing else acts on it.
fn pressed(events: &mut Vec<Event>) -> Option<Shortcut> {
    let mut found = None;
    events.retain(|event| {
        let shortcut = match event {
            Event::Key { key, pressed: true, repeat: false, modifiers, .. } => Shortcut::of_press(*key, *modifiers),
            // What the system makes of Ctrl+C, Ctrl+X and Ctrl+V before it gets here.
            Event::Copy => Some(Shortcut::ctrl(Key::C)),
            Event::Cut => Some(Shortcut::ctrl(Key::X)),
            Event::Paste(_) => Some(Shortcut::ctrl(Key::V)),
            Event::Key { .. } | Event::Text(_) | Event::Ime(_) => None,
            _ => return true,
        };
        found = found.or(shortcut);
        false
    });
    found
}

fn refusal(key: &str, keeper: Keeper) -> String {
    match keeper {
        Keeper::Codes => format!("{key} tags with a code, so a command cannot have it; with Ctrl, Alt or Shift it can"),
        Keeper::Fields => format!("{key} is needed in texts and fields, so a command cannot have it"),
    }
}
