//! Which part of a picture is in view, and how large.

use egui::{Pos2, Rect, Vec2, vec2};

/// How much larger than a page a picture grows to fit a wide window.
const LARGEST_FIT: f32 = 1.6;

/// A picture that would have to be smaller than this to fit is as wide as on paper, and goes on below the window.
const READABLE: f32 = 0.8;

/// The largest scale.
const LARGEST: f32 = 8.0;

/// How much a step with a key or a button zooms.
const STEP: f32 = 1.25;

/// The scale of a picture and what of it is in view. It fits the window until somebody zooms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PictureView {
    zoom: Zoom,
    /// How far the picture lies left of and above the window’s corner, in points of the window.
    offset: Vec2,
}

/// How large a picture is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Zoom {
    /// So that all of it is in view, unless it would be too small to read.
    #[default]
    Usual,
    /// So that all of it is in view.
    Whole,
    /// As somebody chose.
    Scale(f32),
}

/// A size of a picture and of the room for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PictureRoom {
    pub picture: Vec2,
    pub room: Vec2,
}

impl PictureRoom {
    /// The scale at which all of the picture is in view.
    fn whole(&self) -> f32 {
        (self.room.x / self.picture.x).min(self.room.y / self.picture.y).clamp(0.05, LARGEST_FIT)
    }

    fn usual(&self) -> f32 {
        let (whole, across) = (self.whole(), self.room.x / self.picture.x);
        if whole >= READABLE { whole } else { across.min(1.0).max(whole) }
    }
}

impl PictureView {
    /// The scale in this room.
    pub(super) fn scale(&self, of: PictureRoom) -> f32 {
        match self.zoom {
            Zoom::Usual => of.usual(),
            Zoom::Whole => of.whole(),
            Zoom::Scale(scale) => scale.clamp(of.whole(), LARGEST),
        }
    }

    /// Where the corner of the picture stands.
    pub(super) fn origin(&self, rect: Rect, of: PictureRoom) -> Pos2 {
        rect.min - self.offset_in(of)
    }

    /// How far the picture is moved, within its limits. A picture with room to spare stands in the middle, at the top.
    fn offset_in(&self, of: PictureRoom) -> Vec2 {
        let beyond = of.picture * self.scale(of) - of.room;
        let x = if beyond.x > 0.0 { self.offset.x.clamp(0.0, beyond.x) } else { 0.5 * beyond.x };
        vec2(x, if beyond.y > 0.0 { self.offset.y.clamp(0.0, beyond.y) } else { 0.0 })
    }

    /// Whether there is more of the picture than is in view.
    pub(super) fn can_move(&self, of: PictureRoom) -> bool {
        let beyond = of.picture * self.scale(of) - of.room;
        beyond.x > 0.5 || beyond.y > 0.5
    }

    /// Moves the picture along with a pointer.
    pub(super) fn pan(&mut self, by: Vec2, of: PictureRoom) {
        self.offset = self.offset_in(of) - by;
    }

    /// Zooms, and leaves the place `at`, from the corner of the room, where it is.
    pub(super) fn zoom(&mut self, factor: f32, at: Vec2, of: PictureRoom) {
        let before = self.scale(of);
        let place = (at + self.offset_in(of)) / before;
        let after = (before * factor).clamp(of.whole(), LARGEST);
        // Back where it began, it fits again, whatever size the window gets.
        let is = |scale: f32| (after / scale - 1.0).abs() < 0.01;
        self.zoom = match () {
            () if is(of.usual()) => Zoom::Usual,
            () if is(of.whole()) => Zoom::Whole,
            () => Zoom::Scale(after),
        };
        self.offset = place * self.scale(of) - at;
    }

    /// Zooms by some steps, around the middle.
    pub(super) fn step(&mut self, steps: i32, of: PictureRoom) {
        self.zoom(STEP.powi(steps), 0.5 * of.room, of);
    }

    /// Fits all of the picture into the room.
    pub(super) const fn fit(&mut self) {
        *self = Self { zoom: Zoom::Whole, offset: Vec2::ZERO };
    }

    /// The parts of the picture that are in view, from 0 to 1, across and down; for scroll bars.
    pub(super) fn parts(&self, of: PictureRoom) -> [(f32, f32); 2] {
        let (all, offset) = (of.picture * self.scale(of), self.offset_in(of));
        let part = |offset: f32, room: f32, all: f32| (offset.max(0.0) / all, ((offset + room) / all).min(1.0));
        [part(offset.x, of.room.x, all.x), part(offset.y, of.room.y, all.y)]
    }

    /// Brings a part of the picture into view.
    pub(super) fn show(&mut self, part: Rect, of: PictureRoom) {
        let (scale, offset) = (self.scale(of), self.offset_in(of));
        let (min, max) = (part.min.to_vec2() * scale, part.max.to_vec2() * scale);
        let along = |offset: f32, min: f32, max: f32, room: f32| {
            if min < offset {
                min - 12.0
            } else if max > offset + room {
                max + 12.0 - room
            } else {
                offset
            }
        };
        self.offset = vec2(along(offset.x, min.x, max.x, of.room.x), along(offset.y, min.y, max.y, of.room.y));
    }
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    const WIDE: PictureRoom = PictureRoom { picture: vec2(600.0, 400.0), room: vec2(800.0, 400.0) };
    const LONG: PictureRoom = PictureRoom { picture: vec2(600.0, 4000.0), room: vec2(800.0, 400.0) };

    #[test]
    fn a_picture_fits_and_stands_in_the_middle() {
        let view = PictureView::default();
        assert_eq!((view.scale(WIDE), view.can_move(WIDE)), (1.0, false));
        let rect = Rect::from_min_size(pos2(10.0, 20.0), WIDE.room);
        assert_eq!(view.origin(rect, WIDE), pos2(110.0, 20.0));
        assert_eq!((view.scale(LONG), view.can_move(LONG)), (1.0, true));
        let mut view = view;
        view.fit();
        assert_eq!((view.scale(LONG), view.can_move(LONG)), (0.1, false));
    }

    #[test]
    fn the_place_under_the_pointer_stays_while_one_zooms() {
        let mut view = PictureView::default();
        let (rect, at) = (Rect::from_min_size(pos2(0.0, 0.0), WIDE.room), vec2(400.0, 150.0));
        let place = |view: &PictureView| (at.to_pos2() - view.origin(rect, WIDE)) / view.scale(WIDE);
        let before = place(&view);
        view.zoom(3.0, at, WIDE);
        assert!((place(&view) - before).length() < 0.01, "{view:?}");
        assert!(view.can_move(WIDE));
        view.pan(vec2(1e6, 1e6), WIDE);
        assert_eq!(view.origin(rect, WIDE), pos2(0.0, 0.0), "nothing is moved beyond the edge");
        view.zoom(1.0 / 3.0, at, WIDE);
        assert_eq!(view.zoom, Zoom::Usual, "it fits again");
    }

    #[test]
    fn what_the_keyboard_reaches_comes_into_view() {
        let mut view = PictureView::default();
        let part = Rect::from_min_size(pos2(100.0, 3000.0), vec2(200.0, 20.0));
        view.show(part, LONG);
        let origin = view.origin(Rect::from_min_size(Pos2::ZERO, LONG.room), LONG);
        let top = origin.y + part.top() * view.scale(LONG);
        assert!(top > 0.0 && top + 12.0 < LONG.room.y, "{top}");
    }
}
