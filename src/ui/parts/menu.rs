//! A menu with submenus, for the menu bar and for right clicks, driven by pointer or keyboard.

use egui::{
    Area, Event, EventFilter, FontId, Frame, Id, Key, Modifiers, Order, Pos2, Rect, Response, Sense, Ui, WidgetInfo,
    accesskit::Role, pos2, vec2,
};

use standpoint_core::text::fold::searchable;

use crate::{
    command::{Command, Keymap, MenuEntry, Situation},
    ui::{
        theme::{Icon, Theme, icon_font},
        widgets::scroll_up_to,
    },
};

/// A line of an open menu.
struct MenuLine {
    name: String,
    /// The key at its right end, or the state of a submenu.
    aside: String,
    /// Why it cannot be chosen now, if so.
    why_not: Option<&'static str>,
    mark: Mark,
    kind: LineKind,
}

enum LineKind {
    Run(Command),
    Submenu(Vec<MenuLine>),
    Separator,
}

/// What stands before a command that switches something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It switches nothing.
    None,
    /// It is on or off: a tick.
    Tick(bool),
    /// It is one of several: a dot.
    Dot(bool),
}

/// Everything that lines are made from.
pub struct MenuSource<'a> {
    /// What there is to work on.
    pub now: Situation,
    /// The keys beside the names.
    pub keys: &'a Keymap,
    /// What stands before a command.
    pub mark: &'a dyn Fn(Command) -> Mark,
}

/// Where a menu opens.
#[derive(Clone, Copy, Debug)]
pub enum MenuAnchor {
    /// Below its title.
    Below(Rect),
    /// At a place, for a right click.
    At(Pos2),
}

/// An open menu.
pub struct MenuPopup {
    entries: &'static [MenuEntry],
    anchor: MenuAnchor,
    /// The current row of each open level, from the menu itself to the innermost submenu.
    rows: Vec<Option<usize>>,
    /// What had the keyboard before, and gets it back.
    focus_before: Option<Id>,
    /// Whether the current row was reached by the keyboard, so that it is brought into view.
    is_by_key: bool,
    is_new: bool,
}

/// What came of a frame of an open menu.
pub enum MenuReply {
    /// A command was chosen.
    Run(Command),
    /// It was left.
    Closed,
    /// The menu to the right is asked for.
    Next,
    /// The menu to the left is asked for.
    Previous,
}

const ROW_HEIGHT: f32 = 28.0;
const SEPARATOR_HEIGHT: f32 = 9.0;
/// Where names begin, after the mark.
const NAME_X: f32 = 30.0;
/// From a name to the key, and at the right end.
const ASIDE_GAP: f32 = 28.0;
const RIGHT_END: f32 = 26.0;
const PADDING: f32 = 6.0;

impl MenuPopup {
    /// A menu that was just opened; by the keyboard, its first line is the current one.
    pub fn new(entries: &'static [MenuEntry], anchor: MenuAnchor, is_by_key: bool, focus_before: Option<Id>) -> Self {
        let rows = vec![is_by_key.then_some(0)];
        Self { entries, anchor, rows, focus_before, is_by_key, is_new: true }
    }

    /// What had the keyboard before the menu.
    pub const fn focus_before(&self) -> Option<Id> {
        self.focus_before
    }

    /// Shows the menu and handles its keys. `keeps` is where a press does not close it, such as the titles of menus.
    pub fn ui(&mut self, ui: &Ui, source: &MenuSource<'_>, keeps: Rect) -> Option<MenuReply> {
        let ctx = ui.ctx();
        let lines = lines_of(self.entries, source, ui.os());
        let mut reply = self.take_keys(ui, &lines);
        let mut rects = Vec::new();
        let (mut level_lines, mut level) = (&*lines, 0);
        let mut anchor = self.anchor;
        loop {
            let (rect, row_rect, chosen) = self.level_ui(ui, level_lines, level, anchor);
            rects.push(rect);
            if let Some(command) = chosen {
                reply = Some(MenuReply::Run(command));
            }
            let submenu = self.rows.get(level).copied().flatten().and_then(|row| level_lines.get(row));
            let (Some(LineKind::Submenu(lines)), Some(row_rect)) = (submenu.map(|line| &line.kind), row_rect) else {
                break;
            };
            if self.rows.len() <= level + 1 {
                break;
            }
            let screen = ctx.content_rect();
            let width = width_of(ui, lines);
            let has_room = rect.right() + width < screen.right();
            let x = if has_room { rect.right() + 2.0 } else { (rect.left() - width - 2.0).max(screen.left()) };
            anchor = MenuAnchor::At(pos2(x, row_rect.top() - PADDING));
            (level_lines, level) = (lines, level + 1);
        }
        let pressed_beside = ctx.input(|input| {
            let at = input.pointer.interact_pos();
            input.pointer.any_pressed()
                && at.is_some_and(|at| !keeps.contains(at) && !rects.iter().any(|rect| rect.contains(at)))
        });
        if pressed_beside && !self.is_new && reply.is_none() {
            reply = Some(MenuReply::Closed);
        }
        self.is_new = false;
        if reply.is_some() {
            ctx.request_repaint();
        }
        reply
    }

    fn take_keys(&mut self, ui: &Ui, lines: &[MenuLine]) -> Option<MenuReply> {
        let mut reply = None;
        let events: Vec<Event> = ui.input_mut(|input| {
            let is_of_menu = |event: &Event| matches!(event, Event::Key { pressed: true, .. } | Event::Text(_));
            let taken = input.events.iter().filter(|event| is_of_menu(event)).cloned().collect();
            input.events.retain(|event| !is_of_menu(event));
            taken
        });
        for event in events {
            let open = open_lines(lines, &self.rows);
            self.is_by_key = true;
            match event {
                Event::Key { key: Key::ArrowDown, .. } => self.step(open, 1),
                Event::Key { key: Key::ArrowUp, .. } => self.step(open, -1),
                Event::Key { key: Key::Home, .. } => self.set_current(Some(0)),
                Event::Key { key: Key::End, .. } => self.set_current(open.len().checked_sub(1)),
                Event::Key { key: Key::ArrowRight, .. } => match self.current(open).map(|line| &line.kind) {
                    Some(LineKind::Submenu(_)) => self.rows.push(Some(0)),
                    _ => reply = Some(MenuReply::Next),
                },
                Event::Key { key: Key::ArrowLeft | Key::Escape, .. } if self.rows.len() > 1 => {
                    self.rows.pop();
                }
                Event::Key { key: Key::ArrowLeft, .. } => reply = Some(MenuReply::Previous),
                Event::Key { key: Key::Enter | Key::Space, .. } => match self.current(open) {
                    Some(MenuLine { kind: LineKind::Submenu(_), .. }) => self.rows.push(Some(0)),
                    Some(MenuLine { kind: LineKind::Run(command), why_not: None, .. }) => {
                        reply = Some(MenuReply::Run(*command));
                    }
                    _ => {}
                },
                Event::Key { key: Key::Escape | Key::Tab | Key::F10, .. } => reply = Some(MenuReply::Closed),
                Event::Text(text) => self.step_to(open, &text),
                _ => {}
            }
        }
        reply
    }

    fn current<'a>(&self, open: &'a [MenuLine]) -> Option<&'a MenuLine> {
        open.get(self.rows.last().copied().flatten()?)
    }

    fn set_current(&mut self, row: Option<usize>) {
        if let Some(last) = self.rows.last_mut() {
            *last = row;
        }
    }

    /// Goes on by one row, past separators, and from one end to the other.
    fn step(&mut self, open: &[MenuLine], step: isize) {
        let n = open.len();
        let start = match (self.rows.last().copied().flatten(), step > 0) {
            (Some(row), _) => row,
            (None, true) => n.saturating_sub(1),
            (None, false) => 0,
        };
        let row = (1..=n).map(|away| (start + n).wrapping_add_signed(step * away.cast_signed()) % n);
        let row = row.into_iter().find(|row| !matches!(open[*row].kind, LineKind::Separator));
        self.set_current(row);
    }

    /// Goes to the next line that begins with what was typed.
    fn step_to(&mut self, open: &[MenuLine], typed: &str) {
        let n = open.len();
        let start = self.rows.last().copied().flatten().map_or(0, |row| row + 1);
        let typed = searchable(typed);
        let mut rows = (0..n).map(|away| (start + away) % n);
        if let Some(row) = rows.find(|row| !typed.is_empty() && searchable(&open[*row].name).starts_with(&typed)) {
            self.set_current(Some(row));
        }
    }

    /// Shows one menu; returns where it is, where its current row is, and the command that was clicked.
    fn level_ui(
        &mut self,
        ui: &Ui,
        lines: &[MenuLine],
        level: usize,
        anchor: MenuAnchor,
    ) -> (Rect, Option<Rect>, Option<Command>) {
        let screen = ui.ctx().content_rect().shrink(4.0);
        let width = width_of(ui, lines);
        let height = lines.iter().map(MenuLine::height).sum::<f32>();
        let outer = vec2(width, height + 2.0 * PADDING).min(screen.size());
        let corner = match anchor {
            MenuAnchor::Below(rect) => rect.left_bottom() + vec2(0.0, 2.0),
            MenuAnchor::At(at) => at,
        };
        let corner = pos2(
            corner.x.min(screen.right() - outer.x).max(screen.left()),
            corner.y.min(screen.bottom() - outer.y).max(screen.top()),
        );
        let mut current_rect = None;
        let mut chosen = None;
        let area = Area::new(Id::unique(("menu", level))).order(Order::Foreground).fixed_pos(corner).role(Role::Menu);
        let shown = area.constrain(false).sense(Sense::hover()).show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(PADDING).show(ui, |ui| {
                ui.set_width(width - 2.0 * PADDING);
                ui.spacing_mut().item_spacing.y = 0.0;
                let room = outer.y - 2.0 * PADDING;
                scroll_up_to(room).auto_shrink([false, true]).show(ui, |ui| {
                    for (row, line) in lines.iter().enumerate() {
                        let is_current = self.rows.get(level).copied().flatten() == Some(row);
                        let Some(response) = line.ui(ui, is_current) else { continue };
                        if self.is_pointed_at(ui, &response, level) {
                            self.point_at(level, row, line);
                        }
                        if is_current {
                            current_rect = Some(response.rect);
                            self.keep_focus(ui, &response, level);
                        }
                        if let (true, LineKind::Run(command), None) = (response.clicked(), &line.kind, line.why_not) {
                            chosen = Some(*command);
                        }
                    }
                });
            });
        });
        (shown.response.rect, current_rect, chosen)
    }

    /// Whether the pointer came to a row, and is not on its way to the submenu that is open beside it.
    fn is_pointed_at(&self, ui: &Ui, response: &Response, level: usize) -> bool {
        let has_moved = ui.input(|input| input.pointer.delta() != egui::Vec2::ZERO || input.pointer.any_click());
        let submenu = (self.rows.len() > level + 1)
            .then(|| ui.ctx().memory(|memory| memory.area_rect(Id::unique(("menu", level + 1)))))
            .flatten();
        let is_on_its_way = submenu.is_some_and(|rect| ui.input(|input| input.pointer.is_moving_towards_rect(&rect)));
        response.hovered() && has_moved && !is_on_its_way
    }

    fn point_at(&mut self, level: usize, row: usize, line: &MenuLine) {
        if self.rows.get(level).copied().flatten() == Some(row) && self.rows.len() > level + 1 {
            return;
        }
        self.is_by_key = false;
        self.rows.truncate(level);
        self.rows.push(Some(row));
        if matches!(line.kind, LineKind::Submenu(_)) {
            self.rows.push(None);
        }
    }

    /// Gives the current row of the innermost menu the keyboard, so that a screen reader says it.
    fn keep_focus(&self, ui: &Ui, response: &Response, level: usize) {
        let innermost = self.rows.len() - 1;
        // A submenu that the pointer opened has no current row yet.
        let has_focus = level == innermost || level + 1 == innermost && self.rows[innermost].is_none();
        if !has_focus {
            return;
        }
        response.request_focus();
        let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        if self.is_by_key {
            response.scroll_to_me(None);
        }
    }
}

impl MenuLine {
    const fn height(&self) -> f32 {
        match self.kind {
            LineKind::Separator => SEPARATOR_HEIGHT,
            _ => ROW_HEIGHT,
        }
    }

    /// Shows the line; nothing comes back for a separator.
    fn ui(&self, ui: &mut Ui, is_current: bool) -> Option<Response> {
        let theme = Theme::of(ui);
        let size = vec2(ui.available_width(), self.height());
        if matches!(self.kind, LineKind::Separator) {
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            ui.painter().hline(rect.x_range(), rect.center().y, egui::Stroke::new(1.0, *theme.colours.hairline));
            return None;
        }
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let can_run = self.why_not.is_none();
        response.widget_info(|| match self.mark {
            Mark::None => WidgetInfo::labeled(Role::MenuItem, can_run, &self.name),
            Mark::Tick(is_on) => WidgetInfo::selected(Role::MenuItemCheckBox, can_run, is_on, &self.name),
            Mark::Dot(is_on) => WidgetInfo::selected(Role::MenuItemRadio, can_run, is_on, &self.name),
        });
        let painter = ui.painter();
        if is_current {
            painter.rect_filled(rect, theme.sizes.radius - 2, *theme.colours.selected);
        }
        let ink = if can_run { *theme.colours.ink } else { *theme.colours.faint };
        let mark = match self.mark {
            Mark::Tick(true) => Some(Icon::Tick),
            _ => None,
        };
        if let Some(icon) = mark {
            let at = pos2(rect.left() + 14.0, rect.center().y);
            painter.text(at, egui::Align2::CENTER_CENTER, icon.glyph(), icon_font(14.0), ink);
        }
        if self.mark == Mark::Dot(true) {
            painter.circle_filled(pos2(rect.left() + 14.0, rect.center().y), 3.5, ink);
        }
        let name_at = pos2(rect.left() + NAME_X, rect.center().y);
        painter.text(name_at, egui::Align2::LEFT_CENTER, &self.name, FontId::proportional(theme.sizes.body), ink);
        let aside_at = pos2(rect.right() - RIGHT_END, rect.center().y);
        let small = FontId::proportional(theme.sizes.small);
        painter.text(aside_at, egui::Align2::RIGHT_CENTER, &self.aside, small, *theme.colours.muted);
        if let LineKind::Submenu(_) = self.kind {
            let at = pos2(rect.right() - 12.0, rect.center().y);
            let ink = *theme.colours.muted;
            painter.text(at, egui::Align2::CENTER_CENTER, Icon::ChevronRight.glyph(), icon_font(14.0), ink);
        }
        let help = match (&self.kind, self.why_not) {
            (_, Some(why_not)) => why_not,
            (LineKind::Run(command), None) => command.spec().help,
            _ => "",
        };
        if self.why_not.is_some() && is_current && !response.hovered() {
            response.show_tooltip_text(help);
        }
        Some(if help.is_empty() { response } else { response.on_hover_text(help) })
    }
}

/// The lines of a menu as they stand now.
fn lines_of(entries: &[MenuEntry], source: &MenuSource<'_>, os: egui::os::OperatingSystem) -> Vec<MenuLine> {
    let run = |command: Command, name: &str| MenuLine {
        name: name.to_owned(),
        aside: source.keys.text(command, os),
        why_not: command.why_not(source.now),
        mark: (source.mark)(command),
        kind: LineKind::Run(command),
    };
    let line = |entry: &MenuEntry| match entry {
        MenuEntry::Run(command) => run(*command, command.spec().name),
        MenuEntry::Named(command, name) => run(*command, name),
        MenuEntry::Submenu(name, entries) => {
            let lines = lines_of(entries, source, os);
            let state = lines.iter().find(|line| line.mark == Mark::Dot(true)).map(|line| line.name.to_lowercase());
            // A menu of which nothing can be chosen says why.
            let can_run = lines.iter().any(|line| line.why_not.is_none() && !matches!(line.kind, LineKind::Separator));
            let why_not = if can_run { None } else { lines.iter().find_map(|line| line.why_not) };
            let kind = LineKind::Submenu(lines);
            MenuLine { name: (*name).to_owned(), aside: state.unwrap_or_default(), why_not, mark: Mark::None, kind }
        }
        MenuEntry::Separator => MenuLine {
            name: String::new(),
            aside: String::new(),
            why_not: None,
            mark: Mark::None,
            kind: LineKind::Separator,
        },
    };
    entries.iter().map(line).collect()
}

/// The lines of the innermost open menu.
fn open_lines<'a>(lines: &'a [MenuLine], rows: &[Option<usize>]) -> &'a [MenuLine] {
    let mut open = lines;
    for row in rows.iter().take(rows.len().saturating_sub(1)) {
        match row.and_then(|row| open.get(row)).map(|line| &line.kind) {
            Some(LineKind::Submenu(lines)) => open = lines,
            _ => break,
        }
    }
    open
}

/// The width a menu needs for its longest line.
fn width_of(ui: &Ui, lines: &[MenuLine]) -> f32 {
    let theme = Theme::of(ui);
    let width = |text: &str, size: f32| {
        let galley = ui.painter().layout_no_wrap(text.to_owned(), FontId::proportional(size), *theme.colours.ink);
        galley.rect.width()
    };
    let of_line = |line: &MenuLine| {
        let aside = if line.aside.is_empty() { 0.0 } else { ASIDE_GAP + width(&line.aside, theme.sizes.small) };
        NAME_X + width(&line.name, theme.sizes.body) + aside + RIGHT_END
    };
    lines.iter().map(of_line).fold(180.0, f32::max) + 2.0 * PADDING
}

/// Where the menu of a thing is asked for: at the pointer by a click with the second button, or below the thing by
/// Shift+F10 where it has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MenuRequest {
    /// Where the menu opens.
    pub at: Pos2,
    /// Whether a key asked for it, so that its first line is the current one.
    pub is_by_key: bool,
}

impl MenuRequest {
    /// What is asked of a thing in this frame. The thing is selected first, because commands are about what is selected.
    pub fn of(response: &Response) -> Option<Self> {
        if response.secondary_clicked() {
            return Some(Self { at: response.interact_pointer_pos()?, is_by_key: false });
        }
        let is_asked =
            response.has_focus() && response.ctx.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::F10));
        is_asked.then(|| Self { at: response.rect.left_bottom(), is_by_key: true })
    }
}
