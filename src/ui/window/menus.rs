//! The menu bar, and the menu that is open: one of the bar or one of a right click.

use egui::{Key, Rect, RichText, Sense, Stroke, Ui, ViewportId, WidgetInfo, accesskit::Role, pos2, vec2};

use crate::{
    command::{Command, ContextMenu, Menu},
    ui::{
        parts::menu::{MenuAnchor, MenuPopup, MenuReply, MenuRequest, MenuSource},
        theme::Theme,
    },
};

/// The menus of the window.
#[derive(Default)]
pub struct Menus {
    open: Option<OpenMenu>,
    /// Where the titles stand in the bar, from left to right.
    titles: Vec<Rect>,
}

struct OpenMenu {
    /// The menu of the bar; `None` for one of a right click.
    of_bar: Option<Menu>,
    /// The window it was opened in.
    window: ViewportId,
    popup: MenuPopup,
}

impl Menus {
    /// Whether a menu is open, which then has the keyboard.
    pub const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Takes the keys that open a menu of the bar: F10, and Alt with the letter of a title, wherever the letter stands
    /// on the keyboard's layout.
    pub fn take_keys(&mut self, ctx: &egui::Context) {
        let asked = ctx.input_mut(|input| {
            let menu = |event: &egui::Event| {
                let egui::Event::Key { key, physical_key, pressed: true, modifiers, .. } = event else { return None };
                let is_alt = modifiers.alt && !modifiers.ctrl && !modifiers.command && !modifiers.shift;
                match key {
                    Key::F10 if !modifiers.any() => Some(Menu::File),
                    _ if is_alt => Menu::ALL.into_iter().find(|menu| {
                        let (letter, _) = menu.access_key();
                        *key == letter || *physical_key == Some(letter)
                    }),
                    _ => None,
                }
            };
            let (at, menu) = input.events.iter().enumerate().find_map(|(at, event)| Some((at, menu(event)?)))?;
            input.events.remove(at);
            // Some systems send the letter as text as well.
            input.events.retain(|event| !matches!(event, egui::Event::Text(_)));
            Some(menu)
        });
        if let Some(menu) = asked {
            self.open_title(ctx, menu, true);
        }
    }

    /// Opens the menu of a right click.
    pub fn open_context(&mut self, ctx: &egui::Context, menu: ContextMenu, request: MenuRequest) {
        let focused = ctx.memory(egui::Memory::focused);
        let popup = MenuPopup::new(menu.entries(), MenuAnchor::At(request.at), request.is_by_key, focused);
        self.open = Some(OpenMenu { of_bar: None, window: ctx.viewport_id(), popup });
        // Keys are for the menu, also while none of its lines is the current one.
        ctx.memory_mut(egui::Memory::stop_text_input);
    }

    fn open_title(&mut self, ctx: &egui::Context, menu: Menu, is_by_key: bool) {
        let place = Menu::ALL.into_iter().position(|other| other == menu).unwrap_or(0);
        let Some(title) = self.titles.get(place) else { return };
        // What had the keyboard before the first of several menus gets it back.
        let focused = match &self.open {
            Some(open) => open.popup.focus_before(),
            None => ctx.memory(egui::Memory::focused),
        };
        let popup = MenuPopup::new(menu.entries(), MenuAnchor::Below(*title), is_by_key, focused);
        self.open = Some(OpenMenu { of_bar: Some(menu), window: ctx.viewport_id(), popup });
        ctx.memory_mut(egui::Memory::stop_text_input);
    }

    /// The titles of the menu bar.
    pub fn titles_ui(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        let bar = egui::UiBuilder::new().accessibility_role(Role::MenuBar);
        ui.scope_builder(bar, |ui| {
            ui.horizontal_centered(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                self.titles.clear();
                for menu in Menu::ALL {
                    let is_open = self.open.as_ref().is_some_and(|open| open.of_bar == Some(menu));
                    let title = menu.title();
                    let galley = ui.painter().layout_no_wrap(
                        title.to_owned(),
                        egui::FontId::proportional(theme.sizes.body),
                        *theme.colours.ink,
                    );
                    let size = galley.size() + vec2(18.0, 12.0);
                    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
                    self.titles.push(rect);
                    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, is_open, title));
                    let painter = ui.painter();
                    if is_open || response.hovered() {
                        let fill = if is_open { *theme.colours.selected } else { *theme.colours.hovered };
                        painter.rect_filled(rect, theme.sizes.radius - 2, fill);
                    }
                    let at = rect.min + vec2(9.0, 6.0);
                    if ui.input(|input| input.modifiers.alt) {
                        let (_, place) = menu.access_key();
                        let width = |words: &str| {
                            let font = egui::FontId::proportional(theme.sizes.body);
                            painter.layout_no_wrap(words.to_owned(), font, *theme.colours.ink).size().x
                        };
                        let (before, after) = (width(&title[..place]), width(&title[..=place]));
                        let y = at.y + galley.size().y - 1.0;
                        let line = [pos2(at.x + before, y), pos2(at.x + after, y)];
                        painter.line_segment(line, Stroke::new(1.0, *theme.colours.ink));
                    }
                    painter.galley(at, galley, *theme.colours.ink);
                    let slid = self.open.as_ref().is_some_and(|open| open.of_bar.is_some()) && !is_open;
                    if response.clicked() && is_open {
                        self.close(ui.ctx());
                    } else if response.clicked() || slid && response.hovered() {
                        self.open_title(ui.ctx(), menu, false);
                    }
                }
            });
        });
    }

    /// Shows the open menu; returns the command that was chosen.
    pub fn popup_ui(&mut self, ui: &Ui, source: &MenuSource<'_>) -> Option<Command> {
        let open = self.open.as_mut().filter(|open| open.window == ui.ctx().viewport_id())?;
        let of_bar = open.of_bar;
        let keeps = match of_bar {
            Some(_) => self.titles.iter().fold(Rect::NOTHING, |all, title| all.union(*title)),
            None => Rect::NOTHING,
        };
        let reply = open.popup.ui(ui, source, keeps)?;
        let step = |by: usize| {
            let place = Menu::ALL.into_iter().position(|menu| Some(menu) == of_bar)?;
            Some(Menu::ALL[(place + by) % Menu::ALL.len()])
        };
        match reply {
            MenuReply::Run(command) => {
                self.close(ui.ctx());
                return Some(command);
            }
            MenuReply::Closed => self.close(ui.ctx()),
            MenuReply::Next | MenuReply::Previous => {
                let by = if matches!(reply, MenuReply::Next) { 1 } else { Menu::ALL.len() - 1 };
                if let Some(menu) = step(by) {
                    self.open_title(ui.ctx(), menu, true);
                }
            }
        }
        None
    }

    /// Closes the menu and gives the keyboard back.
    fn close(&mut self, ctx: &egui::Context) {
        let Some(open) = self.open.take() else { return };
        ctx.memory_mut(|memory| match open.popup.focus_before() {
            Some(id) => memory.request_focus(id),
            None => memory.stop_text_input(),
        });
    }
}

/// The name of the project beside the menus.
pub fn title_ui(ui: &mut Ui, title: &str) {
    let theme = Theme::of(ui);
    ui.add(egui::Label::new(RichText::new(title).color(*theme.colours.muted)).truncate()).on_hover_text(title);
}
