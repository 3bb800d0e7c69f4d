//! The violet signs of findings, in cells, in the list and in the legend.

use egui::{Color32, Painter, Pos2, Shape, Stroke, vec2};

use standpoint_analysis::findings::FindingKind;

/// Which findings have a sign in the cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signs {
    /// Whether any has.
    pub is_on: bool,
    /// Whether “Only one outlet” has, too. There are many of those, so that they would hide the others.
    pub with_only_source: bool,
}

impl Default for Signs {
    fn default() -> Self {
        Self { is_on: true, with_only_source: false }
    }
}

impl Signs {
    /// Whether findings of this kind have a sign in the cells.
    pub fn shows(self, kind: FindingKind) -> bool {
        self.is_on && (self.with_only_source || kind != FindingKind::OnlySource)
    }
}

/// Paints the sign of a finding, 10 points wide: a diamond for outlets that disagree, one half filled for an article
/// that says both, an arrow for a change, an empty diamond for an outlet that is alone.
pub fn paint_finding(painter: &Painter, centre: Pos2, kind: FindingKind, ink: Color32) {
    let stroke = Stroke::new(1.4, ink);
    let at = |x: f32, y: f32| centre + vec2(x, y);
    let diamond = |size: f32| vec![at(0.0, -size), at(size, 0.0), at(0.0, size), at(-size, 0.0)];
    match kind {
        FindingKind::Divided => _ = painter.add(Shape::convex_polygon(diamond(4.8), ink, Stroke::NONE)),
        FindingKind::Contradictory => {
            painter.add(Shape::closed_line(diamond(4.2), stroke));
            painter.add(Shape::convex_polygon(vec![at(0.0, -4.2), at(0.0, 4.2), at(-4.2, 0.0)], ink, Stroke::NONE));
        }
        FindingKind::Changed => {
            painter.add(Shape::line(vec![at(-4.5, 3.5), at(-1.0, -0.5), at(1.0, 1.5), at(4.0, -3.0)], stroke));
            painter.add(Shape::convex_polygon(vec![at(0.6, -4.2), at(5.0, -4.2), at(5.0, 0.4)], ink, Stroke::NONE));
        }
        FindingKind::OnlySource => _ = painter.add(Shape::closed_line(diamond(3.8), Stroke::new(1.2, ink))),
    }
}
