//! A picture in the window. It fits the room there is, zooms, and answers pointer and keyboard: each bar, cell, point,
//! node or tie can be selected, which the caller shows in its own way.

mod marks;
mod painted;
mod view;

use std::sync::Arc;

use egui::{
    CursorIcon, Event, EventFilter, FocusDirection, Key, Modifiers, Painter, Pos2, Rangef, Rect, Response, Sense,
    Stroke, StrokeKind, Ui, WidgetInfo, accesskit::Role, vec2,
};

use standpoint_analysis::network::NetworkPart;
use standpoint_exchange::picture::{self, Heading, MarkKey, Point};

use self::{
    marks::Lit,
    painted::{MeshKey, PaintedPicture},
};
pub use self::{
    painted::{DrawnPicture, PaintPlace},
    view::PictureView,
};
use super::icon_button;
use crate::ui::{
    parts::kept::Kept,
    theme::{Icon, Theme},
};

/// How far from a tie the pointer may be, in points of the window.
const REACH: f32 = 5.0;

/// The size of the buttons that zoom, in points.
const BUTTONS: egui::Vec2 = vec2(32.0, 96.0);

/// The address of a picture, and the keys that are looked for in it.
type KeysInPicture = (usize, [Option<MarkKey>; 2]);

/// What a picture on screen remembers: what is in view, where the keyboard is, and the triangles it is painted from.
#[derive(Default)]
pub struct PictureOnScreen {
    view: PictureView,
    /// The room it had last, and where it stood.
    place: Option<PaintPlace>,
    painted: PaintedPicture,
    /// What is lit while a mark of the picture at this address is selected.
    lit: Kept<(usize, usize, MeshKey), Lit>,
    /// The mark that the keyboard is at.
    current: Option<MarkKey>,
    /// The node whose ties the keyboard goes along.
    from: Option<NetworkPart>,
    /// The places of the current mark and the selected one in the picture at this address.
    places: Kept<KeysInPicture, [Option<usize>; 2]>,
}

impl PictureOnScreen {
    /// Where the next picture will be painted; the room in the window is a guess until one was.
    pub fn place(&self, ui: &Ui) -> PaintPlace {
        let room = self.place.map_or_else(|| ui.available_size(), |place| place.room());
        PaintPlace::of(ui, room, self.view)
    }

    /// Shows another picture, as large as it usually is.
    pub fn begin(&mut self) {
        self.view = PictureView::default();
    }

    /// Shows the picture in all the room there is. Returns the place of the mark that was clicked or chosen with Enter.
    /// If it `may_take_keys`, an arrow key that nothing else has gives it the keyboard.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        drawn: &Arc<DrawnPicture>,
        selected: Option<&MarkKey>,
        may_take_keys: bool,
    ) -> Option<usize> {
        let picture = drawn.picture();
        let whole = ui.available_rect_before_wrap();
        let has_buttons = whole.height() > BUTTONS.y + 16.0 && whole.width() > 8.0 * BUTTONS.x;
        let strip = if has_buttons { BUTTONS.x + 10.0 } else { 0.0 };
        let (rect, response) = ui.allocate_exact_size(whole.size() - vec2(strip, 0.0), Sense::click_and_drag());
        let title = || format!("{}. {}", picture.title, picture.caption);
        response.widget_info(|| WidgetInfo::labeled(Role::GraphicsDocument, true, title()));
        let painter = ui.painter_at(rect);
        self.take_pointer(ui, &response, rect, drawn);
        let [mut current, selected] = self.find(drawn, selected);
        let mut chosen = None;
        if may_take_keys && wants_focus(ui) {
            response.request_focus();
            // The arrow is for the picture, and must not take the keyboard on to what lies in its direction.
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        }
        if response.has_focus() {
            ui.memory_mut(|memory| {
                let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
                memory.set_focus_lock_filter(response.id, arrows);
            });
            if self.take_keys(ui, rect, drawn, current.or(selected)) {
                current = self.find(drawn, None)[0];
            }
            if response.clicked() && !response.clicked_by(egui::PointerButton::Primary) {
                chosen = current.or(selected);
            }
        }
        let place = PaintPlace::of(ui, rect.size(), self.view);
        self.place = Some(place);
        let (key, room) = (place.key(picture), place.room_for(picture));
        let (origin, scale) = (self.view.origin(rect, room), key.scale);
        let theme = Theme::of(ui);
        let paper = Rect::from_min_size(origin, room.picture * scale);
        painter.rect_filled(paper, 0, theme.code(picture.paper));
        let nothing = Lit::default();
        let lit = match selected {
            Some(at) => {
                let made_for = (Arc::as_ptr(drawn).addr(), at, key);
                self.lit.get(made_for, || Lit::of(theme, picture, at, key))
            }
            None => &nothing,
        };
        self.painted.paint(&painter, theme, drawn, (origin, key), &lit.shapes);
        let sight = Sight { painter: &painter, theme, drawn, origin, scale };
        if let Some(selected) = selected {
            marks::paint_selected(sight, selected, lit);
        }
        if let Some(current) = current.filter(|_| response.has_focus()) {
            marks::paint_ring(sight, current);
        }
        let pointed = response
            .hover_pos()
            .and_then(|pos| picture::mark_at(&picture.marks, point_in(pos, origin, scale), REACH / scale));
        if let Some(at) = pointed.filter(|_| response.clicked_by(egui::PointerButton::Primary)) {
            chosen = Some(at);
            self.go_to(drawn, at);
        }
        if ui.ctx().has_accesskit_node(response.id) {
            chosen = chosen.or(marks::name_all(ui, sight, &response, (current, selected)));
        }
        self.paint_bars((&painter, theme), rect, room);
        if has_buttons {
            let area = Rect::from_min_size(whole.max - BUTTONS - vec2(2.0, 2.0), BUTTONS);
            self.buttons_ui(ui, area, room);
        }
        tell(response, drawn, pointed, (origin, scale), self.view.can_move(room));
        chosen
    }

    fn room(rect: Rect, drawn: &DrawnPicture) -> view::PictureRoom {
        let picture = drawn.picture();
        view::PictureRoom { picture: vec2(picture.width, picture.height), room: rect.size() }
    }

    /// Lets wheel, pinch and drag zoom and move the picture.
    fn take_pointer(&mut self, ui: &Ui, response: &Response, rect: Rect, drawn: &DrawnPicture) {
        let room = Self::room(rect, drawn);
        if let Some(at) = response.hover_pos() {
            let zoom = ui.input(egui::InputState::zoom_delta);
            if (zoom - 1.0).abs() < 1e-6 {
                let turned = ui.input(egui::InputState::smooth_scroll_delta);
                if turned != egui::Vec2::ZERO {
                    self.view.pan(turned, room);
                }
            } else {
                self.view.zoom(zoom, at - rect.min, room);
            }
        }
        if response.dragged() {
            self.view.pan(response.drag_delta(), room);
        }
    }

    /// Takes the keys of a picture that has the keyboard; returns whether another mark is the current one.
    fn take_keys(&mut self, ui: &Ui, rect: Rect, drawn: &DrawnPicture, current: Option<usize>) -> bool {
        let room = Self::room(rect, drawn);
        let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        for (key, steps) in [(Key::Plus, 1), (Key::Equals, 1), (Key::Minus, -1)] {
            if pressed(key) {
                self.view.step(steps, room);
            }
        }
        // Some keyboards have the plus on a key of another name.
        if ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Text(text) if text == "+")))
            && !ui.input(|input| input.key_down(Key::Plus) || input.key_down(Key::Equals))
        {
            self.view.step(1, room);
        }
        if pressed(Key::Num0) {
            self.view.fit();
        }
        let headings = [
            (Key::ArrowLeft, Heading::Left),
            (Key::ArrowRight, Heading::Right),
            (Key::ArrowUp, Heading::Up),
            (Key::ArrowDown, Heading::Down),
        ];
        let Some((_, heading)) = headings.into_iter().find(|(key, _)| pressed(*key)) else { return false };
        let marks = &drawn.picture().marks;
        let Some(next) = picture::next_mark(marks, current, self.from.as_ref(), heading) else { return false };
        self.go_to(drawn, next);
        self.view.show(painted::rect_of(marks[next].region.bounds()), room);
        true
    }

    fn go_to(&mut self, drawn: &DrawnPicture, at: usize) {
        let key = drawn.picture().marks[at].key.clone();
        if let MarkKey::Network(part @ NetworkPart::Node(..)) = &key {
            self.from = Some(part.clone());
        }
        self.current = Some(key);
    }

    /// The places of the current mark and of the selected one, as far as the picture has them.
    fn find(&mut self, drawn: &Arc<DrawnPicture>, selected: Option<&MarkKey>) -> [Option<usize>; 2] {
        let wanted = (Arc::as_ptr(drawn).addr(), [self.current.clone(), selected.cloned()]);
        *self.places.get(wanted, || {
            let marks = &drawn.picture().marks;
            let find = |key: Option<&MarkKey>| key.and_then(|key| marks.iter().position(|mark| mark.key == *key));
            [find(self.current.as_ref()), find(selected)]
        })
    }

    /// Shows at the edges how much more of the picture there is.
    fn paint_bars(&self, (painter, theme): (&Painter, &Theme), rect: Rect, room: view::PictureRoom) {
        let [(left, right), (top, bottom)] = self.view.parts(room);
        let colour = theme.colours.control_line;
        let bar = |range: Rect| painter.rect_filled(range, 2, *colour);
        if bottom - top < 0.999 {
            let ys = Rangef::new(rect.top() + top * rect.height(), rect.top() + bottom * rect.height());
            bar(Rect::from_x_y_ranges(Rangef::new(rect.right() - 5.0, rect.right() - 1.0), ys));
        }
        if right - left < 0.999 {
            let xs = Rangef::new(rect.left() + left * rect.width(), rect.left() + right * rect.width());
            bar(Rect::from_x_y_ranges(xs, Rangef::new(rect.bottom() - 5.0, rect.bottom() - 1.0)));
        }
    }

    /// The buttons that zoom. They stand beside the picture, so that they cover nothing of it.
    fn buttons_ui(&mut self, ui: &mut Ui, area: Rect, room: view::PictureRoom) {
        let theme = Theme::of(ui);
        ui.painter().rect_filled(area, theme.sizes.radius, *theme.colours.raised);
        let edge = Stroke::new(1.0, *theme.colours.control_line);
        ui.painter().rect_stroke(area, theme.sizes.radius, edge, StrokeKind::Inside);
        let mut place = ui.new_child(egui::UiBuilder::new().max_rect(area.shrink(2.0)));
        place.spacing_mut().item_spacing.y = 4.0;
        if icon_button(&mut place, Icon::Plus, "Zoom in", false).clicked() {
            self.view.step(1, room);
        }
        if icon_button(&mut place, Icon::Minus, "Zoom out", false).clicked() {
            self.view.step(-1, room);
        }
        if icon_button(&mut place, Icon::Fit, "Fit the picture to the window", false).clicked() {
            self.view.fit();
        }
    }
}

/// A picture where it is painted.
#[derive(Clone, Copy)]
struct Sight<'a> {
    painter: &'a Painter,
    theme: &'static Theme,
    drawn: &'a DrawnPicture,
    origin: Pos2,
    scale: f32,
}

impl Sight<'_> {
    fn pos(&self, point: Point) -> Pos2 {
        self.origin + vec2(point.x, point.y) * self.scale
    }

    fn rect(&self, area: picture::Area) -> Rect {
        let rect = painted::rect_of(area) * self.scale;
        rect.translate(self.origin.to_vec2())
    }
}

/// Whether an arrow key was pressed that nothing else has.
fn wants_focus(ui: &Ui) -> bool {
    let arrows = [Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown];
    ui.memory(|memory| memory.focused().is_none())
        && !egui::Popup::is_any_open(ui.ctx())
        && ui.input(|input| input.modifiers.is_none() && arrows.iter().any(|key| input.key_pressed(*key)))
}

fn point_in(pos: Pos2, origin: Pos2, scale: f32) -> Point {
    let inside = (pos - origin) / scale;
    Point { x: inside.x, y: inside.y }
}

/// Says beside the pointer what it is on, and shows whether a click or a drag does something.
fn tell(
    response: Response,
    drawn: &DrawnPicture,
    pointed: Option<usize>,
    (origin, scale): (Pos2, f32),
    can_move: bool,
) {
    let part = response.hover_pos().and_then(|pos| drawn.name_at(point_in(pos, origin, scale)));
    let name = part.or(pointed.map(|at| &*drawn.picture().marks[at].name));
    let response = match (pointed, can_move) {
        _ if response.dragged() && can_move => response.on_hover_cursor(CursorIcon::Grabbing),
        (Some(_), _) => response.on_hover_cursor(CursorIcon::PointingHand),
        (None, true) => response.on_hover_cursor(CursorIcon::Grab),
        (None, false) => response,
    };
    if let Some(name) = name.filter(|_| !response.dragged()) {
        response.on_hover_text_at_pointer(name);
    }
}
