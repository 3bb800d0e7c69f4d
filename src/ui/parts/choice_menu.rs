//! A menu from which one of many things is chosen, such as a code, or none; only what is on screen of it is laid out.

use egui::{ComboBox, Response, Ui};

use super::list::VirtualList;
use crate::ui::theme::Theme;

/// The height of the list in the menu, in points.
const HEIGHT: f32 = 300.0;

/// What a menu offers.
pub struct Choices<'a> {
    /// What choosing none is called.
    pub none: &'a str,
    /// How many things there are.
    pub n: usize,
    /// Which of them is chosen now.
    pub chosen: Option<usize>,
    /// The depth and the name of each; a name stands indented below its parent.
    pub name: &'a dyn Fn(usize) -> (usize, &'a str),
}

/// What was chosen.
pub enum Chosen {
    /// None of the things.
    Nothing,
    /// The thing at this place.
    This(usize),
}

impl Chosen {
    /// The place of the thing.
    pub const fn place(&self) -> Option<usize> {
        match self {
            Self::Nothing => None,
            Self::This(place) => Some(*place),
        }
    }
}

/// Shows the menu; returns its button, and what was chosen in this frame.
pub fn choice_menu(ui: &mut Ui, combo: ComboBox, choices: &Choices<'_>) -> (Response, Option<Chosen>) {
    let mut clicked = None;
    let response = combo.height(HEIGHT + 20.0).show_ui(ui, |ui| {
        ui.set_width(280.0);
        let row_height = ui.spacing().interact_size.y.max(Theme::of(ui).sizes.body + 8.0);
        let list = VirtualList::even("choices", row_height).gap(0.0).max_height(HEIGHT);
        list.show(ui, choices.n + 1, |ui, row| {
            let (name, is_chosen, choice) = match row.checked_sub(1) {
                None => (choices.none.to_owned(), choices.chosen.is_none(), Chosen::Nothing),
                Some(place) => {
                    let (depth, name) = (choices.name)(place);
                    let name = format!("{}{name}", "      ".repeat(depth));
                    (name, choices.chosen == Some(place), Chosen::This(place))
                }
            };
            if ui.selectable_label(is_chosen, name).clicked() {
                clicked = Some(choice);
                ui.close();
            }
        });
    });
    (response.response, clicked)
}
