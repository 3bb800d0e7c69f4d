//! The card of the tour: beside what it points at and never over it, inside the window of any size.

use egui::{
    Area, Button, Context, FontId, Frame, Id, LayerId, Order, Rect, RichText, Stroke, StrokeKind, Ui, UiBuilder, Vec2,
    accesskit::Live, pos2, vec2,
};

use crate::ui::{
    parts::{regions::Region, tour_target::TourTarget},
    theme::Theme,
    widgets::small,
};

/// What the card says, and what it is about.
pub(super) struct TourCard {
    pub words: String,
    /// Which step this is, and of how many; `None` before the first.
    pub step: Option<(usize, usize)>,
    /// It stands beside the first of these that is on screen.
    pub points_at: &'static [TourTarget],
    /// Something else that gets a ring.
    pub rings_too: Option<TourTarget>,
}

/// What was chosen on the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CardReply {
    OpenSample,
    Skip,
    Leave,
}

/// The widths that are tried, the usual one first; a wide card is low enough for what little is left beside a tag box.
const WIDTHS: [f32; 2] = [310.0, 608.0];
const PAD: f32 = 10.0;
const BUTTONS: f32 = 24.0;
const GAP: f32 = 6.0;

/// How far the card stays away from the edges of the window and from what it points at.
const EDGE: f32 = 8.0;
const BESIDE: f32 = 10.0;

/// Shows the card and the rings; `buttons` get the ids of what can be pressed.
pub(super) fn ui(ui: &Ui, card: &TourCard, buttons: &mut Vec<Id>) -> Option<CardReply> {
    let ctx = ui.ctx();
    let theme = Theme::of(ui);
    let screen = ctx.content_rect();
    let found = card.points_at.iter().find_map(|target| target.rect(ctx));
    let also = card.rings_too.and_then(|target| target.rect(ctx)).filter(|rect| Some(*rect) != found);
    let mut avoided: Vec<Rect> = found.into_iter().chain(also).collect();
    for rect in &avoided {
        ring_ui(ctx, theme, *rect, screen);
    }
    // The words that are being tagged stay visible beside the tag box, and the text while words are to be selected.
    avoided.extend(TourTarget::Selection.rect(ctx));
    if found.is_some() && found == TourTarget::Passage.rect(ctx) {
        avoided.extend(TourTarget::Text.rect(ctx));
    }
    let font = FontId::proportional(theme.sizes.body);
    let sizes = WIDTHS.map(|width| {
        let width = width.min(screen.width() - 2.0 * EDGE);
        let words = ctx
            .fonts_mut(|fonts| fonts.layout(card.words.clone(), font.clone(), *theme.colours.ink, width - 2.0 * PAD));
        vec2(width, (words.size().y + GAP + BUTTONS + 2.0 * PAD).ceil())
    });
    let place = place(screen.shrink(EDGE), &avoided, sizes);
    let mut reply = None;
    buttons.clear();
    let area = Area::new(Id::unique("tour")).order(Order::Foreground).fixed_pos(place.min).constrain(false);
    area.fade_in(false).show(ctx, |ui| {
        let (rect, _) = ui.allocate_exact_size(place.size(), egui::Sense::hover());
        let frame = Frame::popup(ui.style()).stroke(Stroke::new(1.0, *theme.colours.accent));
        ui.painter().add(frame.paint(rect));
        let mut inner = ui.new_child(UiBuilder::new().max_rect(rect.shrink(PAD)));
        inner.shrink_clip_rect(rect);
        let name = card.step.map_or_else(|| "Tour".to_owned(), |(at, n)| format!("Tour, step {at} of {n}"));
        Region::Tour.begin(&mut inner, &name, None);
        reply = contents_ui(&mut inner, card, buttons);
    });
    reply
}

fn contents_ui(ui: &mut Ui, card: &TourCard, buttons: &mut Vec<Id>) -> Option<CardReply> {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing = vec2(GAP, GAP);
    let words = ui.add(egui::Label::new(&card.words).wrap());
    // A screen reader says each step as it comes.
    ui.ctx().accesskit_node_builder(words.id, |node| node.set_live(Live::Polite));
    let mut reply = None;
    ui.horizontal(|ui| {
        let mut button = |ui: &mut Ui, button: Button<'_>, help: &str, answer: CardReply| {
            let response = ui.add(button).on_hover_text(help);
            buttons.push(response.id);
            if response.clicked() {
                reply = Some(answer);
            }
        };
        if let Some((at, n)) = card.step {
            ui.label(RichText::new(format!("Step {at} of {n}")).small().color(*theme.colours.muted));
        } else {
            let go = small(ui, "Open the sample").stroke(Stroke::new(1.0, *theme.colours.accent));
            button(ui, go, "Open the sample project and begin", CardReply::OpenSample);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let leave = small(ui, "Leave the tour");
            button(ui, leave, "You can take it again from the Help menu (Esc)", CardReply::Leave);
            if card.step.is_some() {
                let skip = small(ui, "Skip this step");
                button(ui, skip, "Skip this step", CardReply::Skip);
            }
        });
    });
    reply
}

/// Draws a ring around a control, inside the window.
fn ring_ui(ctx: &Context, theme: &Theme, rect: Rect, screen: Rect) {
    let painter = ctx.layer_painter(LayerId::new(Order::Tooltip, Id::unique("ring of the tour")));
    let ring = rect.expand(4.0).intersect(screen.shrink(2.0));
    painter.rect_stroke(ring, theme.sizes.radius + 3, Stroke::new(3.0, *theme.colours.accent), StrokeKind::Middle);
}

/// Finds a place in `room` for a card of one of these sizes: beside the first of `avoided`, and over none of them.
fn place(room: Rect, avoided: &[Rect], sizes: [Vec2; 2]) -> Rect {
    let candidates = sizes.into_iter().flat_map(|size| {
        let within = move |x: f32, y: f32| {
            let (most_x, most_y) = (room.right() - size.x, room.bottom() - size.y);
            let at = pos2(x.min(most_x).max(room.left()), y.min(most_y).max(room.top()));
            Rect::from_min_size(at.round(), size)
        };
        let beside = avoided.first().map(|rect| {
            // Towards the middle of the window, where it covers less of what stands at the sides.
            let is_right = rect.center().x > room.center().x;
            let x = if is_right { rect.right() - size.x } else { rect.left() };
            [
                (x, rect.bottom() + BESIDE),
                (rect.right() + BESIDE, rect.top()),
                (rect.left() - BESIDE - size.x, rect.top()),
                (x, rect.top() - BESIDE - size.y),
            ]
        });
        let middle = (room.center().x - size.x * 0.5, room.bottom() - size.y - 48.0);
        let corners = [
            middle,
            (room.right(), room.bottom()),
            (room.left(), room.bottom()),
            (room.right(), room.top()),
            (room.left(), room.top()),
        ];
        beside.into_iter().flatten().chain(corners).map(move |(x, y)| within(x, y))
    });
    let covered = |card: &Rect, rect: &Rect| {
        let both = rect.expand(5.0).intersect(*card);
        if both.is_positive() { both.area() } else { 0.0 }
    };
    // Where there is no room beside all of them, the first one matters.
    let first = |card: &Rect| avoided.first().map_or(0.0, |rect| covered(card, rect));
    let all = |card: &Rect| avoided.iter().map(|rect| covered(card, rect)).sum::<f32>();
    let order = |a: &Rect, b: &Rect| first(a).total_cmp(&first(b)).then(all(a).total_cmp(&all(b)));
    candidates.min_by(order).unwrap_or(room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_finds_a_place_beside_whatever_stands_in_a_small_window() {
        let room = Rect::from_min_size(pos2(8.0, 8.0), vec2(624.0, 464.0));
        let sizes = [vec2(310.0, 96.0), vec2(608.0, 80.0)];
        let in_steps = |most: u8| (0..most).map(f32::from);
        // A tab, a cell, a passage, and a tag box with many rows, anywhere; and a panel at either side.
        for size in [vec2(40.0, 32.0), vec2(60.0, 28.0), vec2(560.0, 84.0), vec2(456.0, 260.0), vec2(240.0, 464.0)] {
            let columns = if size.y < room.height() { 20 } else { 2 };
            for (across, down) in in_steps(columns).flat_map(|across| in_steps(20).map(move |down| (across, down))) {
                let share = vec2(across / f32::from(columns - 1), down / 19.0);
                let target = Rect::from_min_size(room.min + (room.size() - size) * share, size);
                let card = place(room, &[target], sizes);
                assert!(room.contains_rect(card), "{card} for {target}");
                assert!(!card.intersects(target), "{card} lies over {target}");
            }
        }
    }
}
