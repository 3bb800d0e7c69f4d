//! The top bar: the project, the pages and the menus.

use egui::{Align, Layout, RichText, Ui, containers::menu::MenuButton};

use crate::{
    command::{Command, Keymap, Menu, Situation},
    ui::{
        action::Action,
        desk::SavedState,
        pages::PageId,
        theme::{Theme, strong},
        widgets::tab,
    },
};

pub struct TopBar<'a> {
    pub title: Option<&'a str>,
    pub state: SavedState,
    pub page: PageId,
    pub now: Situation,
    pub keys: &'a Keymap,
}

/// What is shown of a state of saving, and what it means.
const fn words_of(state: SavedState) -> (&'static str, &'static str) {
    match state {
        SavedState::Saved => ("Saved", "The file holds everything"),
        SavedState::Saving => ("Saving…", "The file is being written"),
        SavedState::Unsaved => {
            ("Unsaved changes", "The file does not hold them yet; the journal does, so that a crash loses nothing")
        }
        SavedState::NotProtected => (
            "Not protected",
            "New changes cannot be written to disk, so a crash would lose them. Free some space, or save to another disk.",
        ),
        SavedState::ReadOnly => ("Read-only", "“Save as…” makes a copy that can be changed"),
    }
}

/// The window width from which the menus stand side by side.
const ROOMY: f32 = 1060.0;

/// Below this width the title is shortened, and only the tooltip shows the key of the palette.
const TIGHT: f32 = 720.0;

pub fn ui(ui: &mut Ui, bar: &TopBar<'_>, actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    let is_roomy = ui.available_width() > ROOMY;
    let is_tight = ui.available_width() < TIGHT;
    ui.horizontal_centered(|ui| {
        let title = bar.title.unwrap_or("Standpoint");
        let title = RichText::new(title).font(strong(theme.sizes.body + 0.5));
        ui.scope(|ui| {
            ui.set_max_width(if is_roomy {
                320.0
            } else if is_tight {
                110.0
            } else {
                180.0
            });
            ui.add(egui::Label::new(title).truncate());
        });
        if bar.title.is_some() {
            let (words, help) = words_of(bar.state);
            let ink = if bar.state == SavedState::NotProtected { theme.colours.failure } else { theme.colours.muted };
            ui.label(RichText::new(words).color(*ink)).on_hover_text(help);
            ui.add_space(16.0);
            for (page, command) in [
                (PageId::Read, Command::ShowRead),
                (PageId::Compare, Command::ShowCompare),
                (PageId::Codebook, Command::ShowCodebook),
            ] {
                let response = tab(ui, command.spec().name, bar.page == page);
                if response.on_hover_text(bar.keys.tooltip(command, ui.os())).clicked() {
                    actions.push(Action::Run(command));
                }
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let palette = Command::Palette;
            let keys = bar.keys.text(palette, ui.os());
            let label = if is_tight { "Commands".to_owned() } else { format!("Commands  {keys}") };
            let button = ui.add(egui::Button::new(RichText::new(label).small()));
            if button.on_hover_text(bar.keys.tooltip(palette, ui.os())).clicked() {
                actions.push(Action::Run(palette));
            }
            ui.add_space(4.0);
            for command in [Command::Redo, Command::Undo].into_iter().filter(|_| is_roomy) {
                let label = RichText::new(command.spec().name).color(*theme.colours.muted);
                let button = egui::Button::new(label).frame_when_inactive(false);
                let button = ui.add_enabled(command.can_run(bar.now), button);
                if button.on_hover_text(bar.keys.tooltip(command, ui.os())).clicked() {
                    actions.push(Action::Run(command));
                }
            }
            ui.add_space(8.0);
            if is_roomy {
                for menu in Menu::ALL.into_iter().rev() {
                    menu_ui(ui, menu, bar, actions);
                }
            } else {
                menu_button(ui, "Menu").ui(ui, |ui| {
                    for menu in Menu::ALL {
                        ui.menu_button(menu.title(), |ui| commands_ui(ui, menu, bar, actions));
                    }
                });
            }
        });
    });
}

fn menu_ui(ui: &mut Ui, menu: Menu, bar: &TopBar<'_>, actions: &mut Vec<Action>) {
    menu_button(ui, menu.title()).ui(ui, |ui| commands_ui(ui, menu, bar, actions));
}

fn menu_button<'a>(ui: &Ui, title: &'a str) -> MenuButton<'a> {
    let label = RichText::new(title).color(*Theme::of(ui).colours.muted);
    MenuButton::from_button(egui::Button::new(label).frame_when_inactive(false))
}

fn commands_ui(ui: &mut Ui, menu: Menu, bar: &TopBar<'_>, actions: &mut Vec<Action>) {
    ui.set_min_width(260.0);
    for command in Command::ALL.into_iter().filter(|command| command.spec().menu == menu) {
        let spec = command.spec();
        let keys = bar.keys.text(command, ui.os());
        let button = egui::Button::new(spec.name).shortcut_text(RichText::new(keys).small()).frame_when_inactive(false);
        let response = ui.add_enabled(command.can_run(bar.now), button).on_hover_text(spec.help);
        let response = match command.obstacle(bar.now) {
            Some(obstacle) => response.on_disabled_hover_text(obstacle),
            None => response,
        };
        if response.clicked() {
            actions.push(Action::Run(command));
            ui.close();
        }
    }
}
