//! Where the names of nodes stand.

use standpoint_core::model::CodeKind;

use super::NetworkLayout;
use crate::picture::{
    Area, FontWeight, PictureMark, Point, ShapeForm,
    canvas::{Canvas, SMALL},
    text,
};

/// How much a label may overlap others before it is left out. Its node can still be pointed at to see the name.
const MOST_OVERLAP: f32 = 60.0;

impl NetworkLayout<'_> {
    /// Places each name where it covers least, starting with the node that has the most highlights, and adds it to the
    /// mark of its node. Returns the number of names that found no room.
    pub(super) fn draw_labels(
        &self,
        canvas: &mut Canvas<'_>,
        places: &[Point],
        marks: &mut [Option<PictureMark>],
    ) -> usize {
        let nodes = &self.network.nodes;
        let discs: Vec<Area> = nodes
            .iter()
            .zip(places)
            .map(|(node, at)| {
                let radius = self.radius(node);
                Area { x: at.x - radius, y: at.y - radius, width: 2.0 * radius, height: 2.0 * radius }
            })
            .collect();
        let mut order: Vec<usize> = (0..nodes.len()).filter(|at| self.is_drawn[*at]).collect();
        order.sort_by_key(|at| std::cmp::Reverse(nodes[*at].highlights));
        let mut taken: Vec<Area> = Vec::new();
        let mut n_left_out = 0;
        for at in order {
            let label = text::shortened_name(&self.labels[at], SMALL, FontWeight::Strong, 130.0);
            let best = self.label_areas(&discs[at], &label).into_iter().map(|(area, dislike)| {
                let over_labels: f32 = taken.iter().map(|other| area.overlap(other)).sum();
                let over_discs: f32 = discs.iter().map(|other| area.overlap(other)).sum();
                let n_cut = self.drawn_ties().filter(|tie| crosses(&area, places[tie.from], places[tie.to]));
                let over_ties: f32 = n_cut.map(|tie| 2.0 + self.tie_width(tie)).sum();
                (area, over_labels * 2.0 + over_discs + dislike, over_ties)
            });
            let best = best.min_by(|a, b| (a.1 + a.2).total_cmp(&(b.1 + b.2)));
            let Some((area, cost, _)) = best else { continue };
            if cost > MOST_OVERLAP {
                n_left_out += 1;
                continue;
            }
            taken.push(area);
            let palette = self.setting.palette;
            let first = canvas.add(ShapeForm::Area { area, fill: palette.paper, line: None, radius: 3.0 }, None);
            let middle = Point { x: area.x + 0.5 * area.width, y: area.y + 0.5 * area.height };
            let drawn = canvas.words(middle.x, middle.y, &label).size(SMALL).middle();
            if nodes[at].kind == CodeKind::Actor {
                drawn.strong().done()
            } else {
                drawn.done()
            };
            if let Some(mark) = &mut marks[at] {
                mark.shapes.extend(first..canvas.n_shapes());
            }
        }
        n_left_out
    }

    /// Returns the possible places for a label beside its node, each with a penalty.
    fn label_areas(&self, disc: &Area, label: &str) -> Vec<(Area, f32)> {
        let (width, height) = (text::width(label, SMALL, FontWeight::Strong) + 4.0, SMALL + 3.0);
        let (middle_x, middle_y) = (disc.x + 0.5 * disc.width, disc.y + 0.5 * disc.height);
        let (left, right) = (disc.x - width - 1.0, disc.right() + 1.0);
        let (above, below) = (disc.y - height - 1.0, disc.bottom() + 1.0);
        let corner = 0.15 * disc.width;
        let far = 0.8 * height;
        let spots = [
            (middle_x - 0.5 * width, below, 0.0),
            (middle_x - 0.5 * width, above, 1.0),
            (right, middle_y - 0.5 * height, 2.0),
            (left, middle_y - 0.5 * height, 2.0),
            (right - corner, below - corner, 4.0),
            (left + corner, below - corner, 4.0),
            (right - corner, above + corner, 4.0),
            (left + corner, above + corner, 4.0),
            (middle_x - 0.1 * width, below + far, 8.0),
            (middle_x - 0.9 * width, below + far, 8.0),
            (middle_x - 0.1 * width, above - far, 8.0),
            (middle_x - 0.9 * width, above - far, 8.0),
        ];
        let is_inside = |area: &Area| area.x >= 4.0 && area.right() <= self.width - 4.0;
        let areas = spots.map(|(x, y, dislike)| (Area { x, y, width, height }, dislike));
        areas.into_iter().filter(|(area, _)| is_inside(area)).collect()
    }
}

/// Returns true if the line between two points passes through an area.
fn crosses(area: &Area, from: Point, to: Point) -> bool {
    // The part of the line, from 0 to 1, that lies within both the horizontal and the vertical limits.
    let (mut enters, mut leaves) = (0.0_f32, 1.0_f32);
    for (start, step, low, high) in
        [(from.x, to.x - from.x, area.x, area.right()), (from.y, to.y - from.y, area.y, area.bottom())]
    {
        if step == 0.0 {
            if start < low || start > high {
                return false;
            }
            continue;
        }
        let (a, b) = ((low - start) / step, (high - start) / step);
        (enters, leaves) = (enters.max(a.min(b)), leaves.min(a.max(b)));
    }
    enters < leaves
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_crosses_what_it_leads_through() {
        let area = Area { x: 10.0, y: 10.0, width: 10.0, height: 4.0 };
        let at = |x: f32, y: f32| Point { x, y };
        assert!(crosses(&area, at(0.0, 12.0), at(30.0, 12.0)));
        assert!(crosses(&area, at(15.0, 12.0), at(100.0, 100.0)));
        assert!(!crosses(&area, at(0.0, 12.0), at(9.0, 12.0)));
        assert!(!crosses(&area, at(0.0, 0.0), at(30.0, 5.0)));
    }
}
