//! A menu from which one of many things is chosen, such as a code, or none; only what is on screen of it is laid out.
//!
//! Where there are more than a few, they are found by typing. The field keeps the keyboard while the menu is open.

use egui::{ComboBox, Id, Key, Response, Ui, WidgetInfo, accesskit::Role};

use standpoint_core::text::fold::searchable;

use super::list::VirtualList;
use crate::ui::{theme::Theme, widgets::field};

/// The height of the list in the menu, in points.
const HEIGHT: f32 = 300.0;

/// From so many things on, a menu has a field to find them.
const MANY: usize = 8;

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
#[derive(Clone, Copy)]
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

impl Choices<'_> {
    /// The things whose name holds what was typed; with nothing typed all of them, after choosing none.
    fn matching(&self, typed: &str) -> Vec<Chosen> {
        let typed = searchable(typed.trim());
        let all = (0..self.n).filter(|place| typed.is_empty() || searchable((self.name)(*place).1).contains(&typed));
        let none = typed.is_empty().then_some(Chosen::Nothing);
        none.into_iter().chain(all.map(Chosen::This)).collect()
    }
}

/// Shows the menu; returns its button, and what was chosen in this frame.
pub fn choice_menu(ui: &mut Ui, combo: ComboBox, choices: &Choices<'_>) -> (Response, Option<Chosen>) {
    let mut clicked = None;
    let has_field = choices.n >= MANY;
    let closes =
        if has_field { egui::PopupCloseBehavior::CloseOnClickOutside } else { egui::PopupCloseBehavior::CloseOnClick };
    let response = combo.height(HEIGHT + 60.0).close_behavior(closes).show_ui(ui, |ui| {
        ui.set_width(280.0);
        let typed = if has_field { search_ui(ui, "Find a name") } else { MenuSearch::default() };
        let matching = choices.matching(&typed.text);
        if typed.is_entered && !typed.text.trim().is_empty() {
            clicked = matching.first().copied();
        }
        if matching.is_empty() {
            ui.weak("No name matches.");
        }
        let row_height = ui.spacing().interact_size.y.max(Theme::of(ui).sizes.body + 8.0);
        let list = VirtualList::even("choices", row_height).gap(0.0).max_height(HEIGHT);
        list.show(ui, matching.len(), |ui, row| {
            let (name, is_chosen) = match matching[row] {
                Chosen::Nothing => (choices.none.to_owned(), choices.chosen.is_none()),
                Chosen::This(place) => {
                    let (depth, name) = (choices.name)(place);
                    (format!("{}{name}", "      ".repeat(depth)), choices.chosen == Some(place))
                }
            };
            if ui.selectable_label(is_chosen, name).clicked() {
                clicked = Some(matching[row]);
            }
        });
        if clicked.is_some() {
            ui.close();
        }
    });
    (response.response, clicked)
}

/// What is typed to find something in a menu.
#[derive(Clone, Default)]
pub struct MenuSearch {
    /// The words so far.
    pub text: String,
    /// Whether Enter was pressed in this frame.
    pub is_entered: bool,
    /// When the field was shown last.
    pass: u64,
}

/// A field at the top of a menu. It is empty when the menu opens, and has the keyboard whenever nothing else of the menu
/// has it.
pub fn search_ui(ui: &mut Ui, hint: &str) -> MenuSearch {
    let id: Id = ui.scope_id().with("search of a menu");
    let now = ui.ctx().cumulative_pass_nr();
    let kept: MenuSearch = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let is_new = kept.pass + 1 < now;
    let mut search = if is_new { MenuSearch::default() } else { kept };
    let response = ui.scope(|ui| {
        // A menu of egui takes the edges from its fields.
        ui.visuals_mut().widgets = ui.ctx().global_style().visuals.widgets.clone();
        field(ui, &mut search.text, hint)
    });
    let response = response.inner;
    response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, hint));
    search.is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if is_new || search.is_entered || ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    search.pass = now;
    ui.data_mut(|data| data.insert_temp(id, search.clone()));
    search
}
