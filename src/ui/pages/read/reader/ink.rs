//! Bands and lines as triangles, on whole pixels.
//!
//! A page has hundreds of them. As separate shapes each would be rounded and feathered with dozens of corners;
//! here they are a single mesh, for which nothing has to be computed.

use egui::{Color32, Mesh, Pos2, Rangef, Rect, Shape, emath::GuiRounding as _, pos2};

/// What is drawn so far, in its order.
pub(super) struct InkMesh {
    mesh: Mesh,
    pixels_per_point: f32,
}

/// How much is cut off at the corners of a band, in points.
const CORNER: f32 = 1.5;

impl InkMesh {
    pub fn new(pixels_per_point: f32) -> Self {
        Self { mesh: Mesh::default(), pixels_per_point }
    }

    /// A rectangle with its corners cut.
    pub fn band(&mut self, rect: Rect, colour: Color32) {
        let Rect { min, max } = rect.round_to_pixels(self.pixels_per_point);
        let cut = CORNER.min((max.x - min.x) * 0.5).min((max.y - min.y) * 0.5);
        self.fill(
            [
                pos2(min.x + cut, min.y),
                pos2(max.x - cut, min.y),
                pos2(max.x, min.y + cut),
                pos2(max.x, max.y - cut),
                pos2(max.x - cut, max.y),
                pos2(min.x + cut, max.y),
                pos2(min.x, max.y - cut),
                pos2(min.x, min.y + cut),
            ],
            colour,
        );
    }

    /// The edge of a rectangle, within it.
    pub fn frame(&mut self, rect: Rect, weight: f32, colour: Color32) {
        let rect = rect.round_to_pixels(self.pixels_per_point);
        let weight = weight.round_to_pixels(self.pixels_per_point).max(1.0 / self.pixels_per_point);
        let Rect { min, max } = rect;
        for side in [
            Rect::from_min_max(min, pos2(max.x, min.y + weight)),
            Rect::from_min_max(pos2(min.x, max.y - weight), max),
            Rect::from_min_max(pos2(min.x, min.y + weight), pos2(min.x + weight, max.y - weight)),
            Rect::from_min_max(pos2(max.x - weight, min.y + weight), pos2(max.x, max.y - weight)),
        ] {
            self.line(side, colour);
        }
    }

    /// A level line with its middle at a height.
    pub fn level(&mut self, x: Rangef, y: f32, weight: f32, colour: Color32) {
        self.line(Rect::from_x_y_ranges(x, self.across(y, weight)), colour);
    }

    /// An upright line with its middle at an x.
    pub fn upright(&mut self, x: f32, y: Rangef, weight: f32, colour: Color32) {
        self.line(Rect::from_x_y_ranges(self.across(x, weight), y), colour);
    }

    /// The range of a line across its direction, in whole pixels, at least one.
    fn across(&self, middle: f32, weight: f32) -> Rangef {
        let pixel = 1.0 / self.pixels_per_point;
        let weight = weight.round_to_pixels(self.pixels_per_point).max(pixel);
        let start = (middle - weight * 0.5).round_to_pixels(self.pixels_per_point);
        Rangef::new(start, start + weight)
    }

    fn line(&mut self, rect: Rect, colour: Color32) {
        if rect.is_positive() {
            self.fill([rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()], colour);
        }
    }

    /// A convex shape, given by its corners one after the other.
    fn fill<const N: usize>(&mut self, corners: [Pos2; N], colour: Color32) {
        let first =
            u32::try_from(self.mesh.vertices.len()).expect("a screen has no room for four thousand million corners");
        for corner in corners {
            self.mesh.colored_vertex(corner, colour);
        }
        for (second, third) in (1..).zip(2..).take(N - 2) {
            self.mesh.add_triangle(first, first + second, first + third);
        }
    }

    pub fn into_shape(self) -> Shape {
        Shape::mesh(self.mesh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_bands_lie_on_whole_pixels() {
        for pixels_per_point in [1.0, 1.5, 2.0] {
            let mut ink = InkMesh::new(pixels_per_point);
            ink.level(Rangef::new(2.0, 4.0), 9.2, 2.0, Color32::WHITE);
            ink.upright(7.3, Rangef::new(4.0, 8.0), 2.5, Color32::WHITE);
            ink.upright(7.3, Rangef::new(4.0, 8.0), 0.1, Color32::WHITE);
            let rect = Rect::from_min_max(pos2(2.2, 3.3), pos2(9.7, 9.1));
            ink.band(rect, Color32::WHITE);
            let is_whole = |at: f32| ((at * pixels_per_point).round() - at * pixels_per_point).abs() < 0.001;
            let lines: Vec<Rect> = ink.mesh.vertices[..12].chunks(4).map(bounds).collect();
            assert!(is_whole(lines[0].min.y) && is_whole(lines[0].max.y) && lines[0].contains(pos2(3.0, 9.2)));
            assert!(lines[1..].iter().all(|line| is_whole(line.min.x) && is_whole(line.max.x) && line.width() > 0.0));
            let band = bounds(&ink.mesh.vertices[12..]);
            assert_eq!(band, rect.round_to_pixels(pixels_per_point));
            assert_eq!(ink.mesh.indices.len() / 3, 3 * 2 + 6);
        }
    }

    fn bounds(corners: &[egui::epaint::Vertex]) -> Rect {
        corners.iter().fold(Rect::NOTHING, |rect, corner| rect.union(Rect::from_pos(corner.pos)))
    }
}
