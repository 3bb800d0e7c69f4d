//! The marks of a picture on screen: what the selected one looks like, where the keyboard is, and what a screen reader
//! hears.

use std::{cell::RefCell, sync::Arc};

use egui::{
    CornerRadius, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo,
    accesskit::{Action, Role},
    vec2,
};

use standpoint_analysis::network::NetworkPart;
use standpoint_exchange::picture::{MarkKey, MarkRegion, Picture, PictureMark};

use super::{
    Sight,
    painted::{self, MeshKey, PlacedMesh},
};
use crate::ui::theme::{Theme, strong};

/// How much of the picture is left of what is not tied to the selected node.
const FADED: f32 = 0.22;
/// On how many ties their strength is written, the strongest first. More would cover each other.
const MAX_STRENGTHS: usize = 60;

/// What keeps its colour while a part of a network is selected: a node with its ties, or a tie with its ends.
#[derive(Default)]
pub(super) struct Lit {
    /// The places of its shapes, from bottom to top.
    pub(super) shapes: Vec<usize>,
    /// All of them but words, as triangles.
    mesh: RefCell<PlacedMesh>,
    /// The ties whose strength is written on them.
    ties: Vec<usize>,
    /// What all marks of the picture cover.
    area: Option<Rect>,
}

impl Lit {
    /// What is lit while a mark is selected; nothing unless it is one of a network.
    pub(super) fn of(theme: &Theme, picture: &Picture, selected: usize, key: MeshKey) -> Self {
        let marks = &picture.marks;
        let MarkKey::Network(part) = &marks[selected].key else { return Self::default() };
        let (mut ties, nodes) = beside(marks, part);
        let mut shapes: Vec<usize> = ties.iter().chain(&nodes).flat_map(|at| &marks[*at].shapes).copied().collect();
        shapes.sort_unstable();
        let mesh = painted::mesh_of(theme, shapes.iter().map(|at| &picture.shapes[*at].form), key);
        let strength = |at: &usize| marks[*at].strength.as_ref().map_or(0.0, |strength| strength.share);
        ties.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
        ties.truncate(MAX_STRENGTHS);
        let all = marks.iter().flat_map(|mark| &mark.shapes);
        let area = all.map(|at| painted::rect_of(picture.shapes[*at].form.bounds())).reduce(|area, own| area | own);
        Self { shapes, mesh: RefCell::new(PlacedMesh::of(Arc::new(mesh))), ties, area }
    }
}

/// Paints what is selected: a cell, bar or point with an edge; a node with its ties, while all others fade.
pub(super) fn paint_selected(sight: Sight<'_>, selected: usize, lit: &Lit) {
    let marks = &sight.drawn.picture().marks;
    let MarkKey::Network(part) = &marks[selected].key else {
        paint_edge(sight, &marks[selected].region, 1.0);
        return;
    };
    fade(sight, lit.area.unwrap_or(Rect::NOTHING));
    lit.mesh.borrow_mut().paint(sight.painter, sight.origin, 1.0);
    for shape in &lit.shapes {
        let form = &sight.drawn.picture().shapes[*shape].form;
        painted::paint_if_words(sight.painter, sight.theme, form, sight.origin, sight.scale);
    }
    if let NetworkPart::Node(..) = part {
        paint_edge(sight, &marks[selected].region, 3.0);
    }
    let node = Some(marks[selected].region).filter(|region| matches!(region, MarkRegion::Disc { .. }));
    for at in &lit.ties {
        paint_strength(sight, &marks[*at], node.map(|region| sight.pos(region.centre())));
    }
}

/// The ties of a node and the nodes at their other ends, with itself; or a tie and its ends. Returns places of marks.
fn beside(marks: &[PictureMark], part: &NetworkPart) -> (Vec<usize>, Vec<usize>) {
    let all = marks.iter().enumerate().filter_map(|(at, mark)| match &mark.key {
        MarkKey::Network(part) => Some((at, part)),
        _ => None,
    });
    let is_theirs = |other: &NetworkPart| match (part, other) {
        (NetworkPart::Node(kind, code), NetworkPart::Tie(_)) => other.touches(*kind, code),
        _ => other == part,
    };
    let ties: Vec<(usize, &NetworkPart)> =
        all.clone().filter(|(_, other)| matches!(other, NetworkPart::Tie(_)) && is_theirs(other)).collect();
    let is_end = |other: &NetworkPart| match other {
        NetworkPart::Node(kind, code) => other == part || ties.iter().any(|(_, tie)| tie.touches(*kind, code)),
        NetworkPart::Tie(_) => false,
    };
    let nodes = all.filter(|(_, other)| is_end(other)).map(|(at, _)| at).collect();
    (ties.iter().map(|(at, _)| *at).collect(), nodes)
}

/// Lays paper over everything that belongs to a mark.
fn fade(sight: Sight<'_>, area: Rect) {
    let picture = sight.drawn.picture();
    let rect = Rect::from_min_max(area.min * sight.scale, area.max * sight.scale).expand(2.0);
    let paper = sight.theme.code(picture.paper).gamma_multiply(1.0 - FADED);
    sight.painter.rect_filled(rect.translate(sight.origin.to_vec2()), 0, paper);
}

/// Writes the weight of a tie on it: beyond its middle as seen from a node, where many ties meet, or else there.
fn paint_strength(sight: Sight<'_>, mark: &PictureMark, node: Option<Pos2>) {
    let Sight { painter, theme, .. } = sight;
    let (Some(strength), MarkRegion::Line { from, to, .. }) = (&mark.strength, mark.region) else { return };
    let (from, to) = (sight.pos(from), sight.pos(to));
    let place = match node {
        Some(node) if node.distance(from) < node.distance(to) => from.lerp(to, 0.6),
        Some(_) => to.lerp(from, 0.6),
        None => from.lerp(to, 0.5),
    };
    let size = (11.0 * sight.scale).clamp(10.0, theme.sizes.body + 2.0);
    let galley = painter.layout_no_wrap(strength.text.clone(), strong(size), *theme.colours.ink);
    let rect = Rect::from_center_size(place, galley.size() + vec2(10.0, 4.0));
    painter.rect_filled(rect, 5, *theme.colours.raised);
    painter.rect_stroke(rect, 5, Stroke::new(1.0, *theme.colours.hairline), StrokeKind::Inside);
    painter.galley(rect.center() - 0.5 * galley.size(), galley, *theme.colours.ink);
}

/// Paints the ring that shows where the keyboard is.
pub(super) fn paint_ring(sight: Sight<'_>, current: usize) {
    paint_edge(sight, &sight.drawn.picture().marks[current].region, 4.0);
}

/// Paints an edge around a mark, some points away from it.
fn paint_edge(sight: Sight<'_>, region: &MarkRegion, away: f32) {
    let ring = Stroke::new(2.0, *sight.theme.colours.accent);
    match *region {
        MarkRegion::Area(area) => {
            let rect = sight.rect(area).expand(away - 2.0);
            sight.painter.rect_stroke(rect, CornerRadius::same(3), ring, StrokeKind::Middle);
        }
        MarkRegion::Disc { centre, radius } => {
            sight.painter.circle_stroke(sight.pos(centre), radius * sight.scale + away, ring);
        }
        MarkRegion::Line { from, to, width } => {
            let (from, to) = (sight.pos(from), sight.pos(to));
            // The nodes at its ends stay outside.
            let along = (to - from).normalized();
            let trim = along * (14.0 * sight.scale).min(0.3 * from.distance(to));
            let (from, to) = (from + trim, to - trim);
            let side = along.rot90() * (0.5 * width * sight.scale + away);
            let corners = vec![from + side, to + side, to - side, from - side];
            sight.painter.add(Shape::closed_line(corners, ring));
        }
    }
}

/// Makes each mark, and each other shape that stands for something, a named thing for screen readers, as far as it is
/// on screen. Returns the place of the mark that a screen reader pressed.
pub(super) fn name_all(
    ui: &Ui,
    sight: Sight<'_>,
    response: &Response,
    (current, selected): (Option<usize>, Option<usize>),
) -> Option<usize> {
    let Sight { painter, drawn, origin, scale, .. } = sight;
    let clip = painted::seen(painter, origin, scale);
    for at in drawn.chunks.iter().filter(|chunk| chunk.area.intersects(clip)).flat_map(|chunk| &chunk.named) {
        let shape = &drawn.picture().shapes[*at];
        let Some(name) = &shape.name else { continue };
        let area = shape.form.bounds();
        if painted::rect_of(area).intersects(clip) {
            let response = ui.interact(sight.rect(area), ui.scope_id().with(("shape", *at)), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::GraphicsSymbol, true, name));
        }
    }
    let mut pressed = None;
    for (at, mark) in drawn.picture().marks.iter().enumerate() {
        let area = mark.region.bounds();
        if !painted::rect_of(area).expand(1.0).intersects(clip) {
            continue;
        }
        let id = ui.scope_id().with(("mark", at));
        let named = ui.interact(sight.rect(area), id, Sense::hover());
        named.widget_info(|| WidgetInfo::selected(Role::Button, true, selected == Some(at), &mark.name));
        ui.ctx().accesskit_node_builder(id, |node| node.add_action(Action::Click));
        if ui.input(|input| input.has_accesskit_action_request(id, Action::Click)) {
            pressed = Some(at);
        }
        if current == Some(at) {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_active_descendant(id.accesskit_id()));
        }
    }
    pressed
}
