//! Every key, on one page.

use egui::{Grid, RichText, ScrollArea, Ui};

use super::{Reply, modal};
use crate::{
    command::{Command, Menu},
    ui::{theme::Theme, widgets::section_title},
};

const TEXT_KEYS: [(&str, &str); 9] = [
    ("Arrows, Home, End, Page", "Move the caret"),
    ("Ctrl+Arrows", "Move by words"),
    ("Shift with any of these", "Extend the selection"),
    ("Double click", "Select a word"),
    ("Triple click", "Select a sentence"),
    ("Esc", "Let go of the selection"),
    ("1 2 3 … 0", "Tag with an actor"),
    ("Q W E … P", "Tag with an issue"),
    ("A S D", "Tag with a stance"),
];

pub fn ui(ui: &Ui) -> Option<Reply<()>> {
    let mut reply = None;
    let shown = modal(ui, "keys").show(ui.ctx(), |ui| {
        ui.set_width(720.0);
        ui.heading("Keys");
        ui.add_space(6.0);
        let height = ui.ctx().content_rect().height() * 0.7;
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            ui.columns(2, |columns| {
                let [left, right] = columns else { return };
                section_title(left, "In the text");
                Grid::new("text keys").num_columns(2).show(left, |ui| {
                    for (keys, what) in TEXT_KEYS {
                        row_ui(ui, keys, what);
                    }
                });
                for (menu, column) in [(Menu::Highlight, 0), (Menu::File, 1), (Menu::Edit, 1), (Menu::View, 1)] {
                    let ui: &mut Ui = if column == 0 { &mut *left } else { &mut *right };
                    ui.add_space(8.0);
                    section_title(ui, menu.title());
                    Grid::new(menu.title()).num_columns(2).show(ui, |ui| {
                        let os = ui.os();
                        for spec in Command::ALL.into_iter().map(Command::spec).filter(|spec| spec.menu == menu) {
                            let keys: Vec<String> = spec.shortcuts.iter().map(|shortcut| shortcut.text(os)).collect();
                            if !keys.is_empty() {
                                row_ui(ui, &keys.join(", "), spec.name);
                            }
                        }
                    });
                }
            });
        });
        ui.add_space(8.0);
        if ui.button("Close").clicked() {
            reply = Some(Reply::Cancelled);
        }
    });
    if shown.should_close() { Some(Reply::Cancelled) } else { reply }
}

fn row_ui(ui: &mut Ui, keys: &str, what: &str) {
    ui.label(RichText::new(keys).small().color(*Theme::of(ui).colours.accent));
    ui.label(what);
    ui.end_row();
}
