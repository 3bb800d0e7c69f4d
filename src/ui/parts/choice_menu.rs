//! A menu from which one of many things is chosen, such as a code, or none; only what is on screen of it is laid out.
//!
//! Where there are more than a few, they are found by typing. The field keeps the keyboard while the menu is open.

use egui::{ComboBox, Event, Id, Key, Popup, Response, Ui, WidgetInfo, accesskit::Role, text_edit::TextEditState};

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

/// Shows the menu of this id, with `text` on its button; returns the button, and what was chosen in this frame. Letters
/// typed while the button has the keyboard open the menu and are searched for.
pub fn choice_menu(
    ui: &mut Ui,
    (salt, text): (&str, &str),
    width: f32,
    choices: &Choices<'_>,
) -> (Response, Option<Chosen>) {
    let mut clicked = None;
    let id = ui.make_persistent_id(salt);
    let begun = typed_at(ui, id);
    let has_field = choices.n >= MANY || begun.is_some();
    let combo = ComboBox::from_id_salt(salt).selected_text(text).width(width).truncate();
    let closes =
        if has_field { egui::PopupCloseBehavior::CloseOnClickOutside } else { egui::PopupCloseBehavior::CloseOnClick };
    let response = combo.height(HEIGHT + 60.0).close_behavior(closes).show_ui(ui, |ui| {
        ui.set_width(280.0);
        let typed =
            if has_field { search_begun_ui(ui, "Find a name", begun.as_deref()) } else { MenuSearch::default() };
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
    // To commands and one-key codes the button is a field, so that typing at it does nothing else.
    TextEditState::default().store(ui.ctx(), id);
    (response.response, clicked)
}

/// What was typed at the button of a menu since it got the keyboard. The first letter opens the menu, whose field has
/// the keyboard two frames later.
fn typed_at(ui: &Ui, id: Id) -> Option<String> {
    let begun = id.with("begun");
    let is_open = ComboBox::is_open(ui.ctx(), id);
    let mut typed: Option<String> = ui.data(|data| data.get_temp(begun)).filter(|_| is_open);
    if ui.memory(|memory| memory.has_focus(id)) {
        let is_text = |event: &Event| match event {
            Event::Text(text) => Some(text.clone()),
            _ => None,
        };
        let text: String = ui.input(|input| input.events.iter().filter_map(is_text).collect());
        // A blank presses the button.
        if !text.trim().is_empty() || typed.is_some() && !text.is_empty() {
            typed = Some(typed.unwrap_or_default() + &text);
            Popup::open_id(ui.ctx(), id.with("popup"));
        }
    }
    ui.data_mut(|data| {
        if let Some(typed) = &typed {
            data.insert_temp(begun, typed.clone());
        } else {
            data.remove_temp::<String>(begun);
        }
    });
    typed
}

/// What is typed to find something in a menu.
#[derive(Clone, Default)]
pub struct MenuSearch {
    /// The words so far.
    pub text: String,
    /// Whether Enter was pressed in this frame.
    pub is_entered: bool,
    /// Whether the field has had the keyboard since the menu opened.
    has_keyboard: bool,
    /// When the field was shown last.
    pass: u64,
}

/// A field at the top of a menu. It is empty when the menu opens, and has the keyboard whenever nothing else of the menu
/// has it.
pub fn search_ui(ui: &mut Ui, hint: &str) -> MenuSearch {
    search_begun_ui(ui, hint, None)
}

/// As [`search_ui`]; as long as the field does not have the keyboard yet, it holds what was typed before.
fn search_begun_ui(ui: &mut Ui, hint: &str, begun: Option<&str>) -> MenuSearch {
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
    if let Some(begun) = begun.filter(|_| !search.has_keyboard) {
        begun.clone_into(&mut search.text);
    }
    search.has_keyboard |= response.has_focus();
    response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, hint));
    search.is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if is_new
        || begun.is_some() && !search.has_keyboard
        || search.is_entered
        || ui.memory(|memory| memory.focused().is_none())
    {
        response.request_focus();
    }
    search.pass = now;
    ui.data_mut(|data| data.insert_temp(id, search.clone()));
    search
}
