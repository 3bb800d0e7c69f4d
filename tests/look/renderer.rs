//! Draws what egui asks to have painted, pixel by pixel and without a graphics card.
//!
//! It does what egui's shaders do: triangles with a colour at each corner, multiplied by a texture, are blended over
//! what is there. It computes everything in the same order and with the same arithmetic on every machine, and it must
//! know nothing about Standpoint.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels are counted in thousands, and colours are clamped before they become bytes"
)]

use std::{cell::RefCell, collections::HashMap, rc::Rc, sync::Arc};

use egui::{
    ColorImage, Rect, TextureId, TexturesDelta,
    epaint::{ClippedPrimitive, ImageData, Primitive, Vertex, textures::TextureOptions},
};
use egui_kittest::TestRenderer;

/// An opaque picture, row after row.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    pub width: usize,
    pub height: usize,
    pub rgb: Vec<[u8; 3]>,
}

/// The textures of a window. Clones share them, so a test can keep one while the harness updates the other.
#[derive(Clone, Default)]
pub struct Renderer(Rc<RefCell<Textures>>);

#[derive(Default)]
struct Textures {
    images: HashMap<TextureId, Arc<ColorImage>>,
    /// Freed by the last frame, which may still be painted with them.
    spent: Vec<TextureId>,
}

impl TestRenderer for Renderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let Textures { images, spent } = &mut *self.0.borrow_mut();
        for id in spent.drain(..) {
            images.remove(&id);
        }
        for (id, changes) in delta.set.drain() {
            for change in changes {
                assert_eq!(change.options, TextureOptions::LINEAR, "other kinds of texture are not implemented");
                let ImageData::Color(part) = change.image;
                match change.pos {
                    None => _ = images.insert(id, part),
                    Some(at) => overwrite(Arc::make_mut(images.get_mut(&id).expect("it was set before")), &part, at),
                }
            }
        }
        spent.extend(delta.free.drain());
    }
}

fn overwrite(image: &mut ColorImage, part: &ColorImage, [left, top]: [usize; 2]) {
    let [width, height] = part.size;
    for row in 0..height {
        let start = (top + row) * image.size[0] + left;
        image.pixels[start..start + width].copy_from_slice(&part.pixels[row * width..][..width]);
    }
}

impl Renderer {
    /// Paints one frame, with so many pixels per point.
    pub fn paint(
        &self,
        primitives: &[ClippedPrimitive],
        size: egui::Vec2,
        per_point: f32,
        background: [f32; 4],
    ) -> Pixels {
        let (width, height) = ((size.x * per_point) as usize, (size.y * per_point) as usize);
        let mut pixels = Pixels { width, height, rgb: vec![over(background, [0; 3]); width * height] };
        let textures = self.0.borrow();
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            let Primitive::Mesh(mesh) = primitive else { panic!("the window has a paint callback") };
            let texture = &textures.images[&mesh.texture_id];
            let clip = Clip::of(*clip_rect * per_point, &pixels);
            let scaled = |vertex: &Vertex| Vertex { pos: vertex.pos * per_point, ..*vertex };
            let vertices: Vec<Vertex> = mesh.vertices.iter().map(scaled).collect();
            for corners in mesh.triangles() {
                pixels.triangle(corners.map(|index| &vertices[index as usize]), texture, &clip);
            }
        }
        pixels
    }
}

/// Which pixels may be painted.
struct Clip {
    left: i64,
    right: i64,
    top: i64,
    bottom: i64,
}

impl Clip {
    fn of(rect: Rect, pixels: &Pixels) -> Self {
        let within = |at: f32, end: usize| at.round().clamp(0.0, end as f32) as i64;
        Self {
            left: within(rect.left(), pixels.width),
            right: within(rect.right(), pixels.width),
            top: within(rect.top(), pixels.height),
            bottom: within(rect.bottom(), pixels.height),
        }
    }
}

/// Corners of triangles are rounded to this fraction of a pixel, as graphics cards do it.
const PARTS: i64 = 256;

/// One side of a triangle. Its value is positive inside, changes by the same amount from pixel to pixel, and is exact.
struct Edge {
    /// The value at the centre of the pixel in the upper left corner of the picture.
    start: i64,
    per_column: i64,
    per_row: i64,
    /// The least value inside: 0 if pixels on the edge itself belong to the triangle, so that of two triangles with a
    /// common edge only one paints them.
    least: i64,
}

impl Edge {
    fn between([from_x, from_y]: [i64; 2], [to_x, to_y]: [i64; 2]) -> Self {
        let (right, down) = (to_x - from_x, to_y - from_y);
        let is_top_or_left = down < 0 || down == 0 && right > 0;
        Self {
            start: right * (PARTS / 2 - from_y) - down * (PARTS / 2 - from_x),
            per_column: -down * PARTS,
            per_row: right * PARTS,
            least: i64::from(!is_top_or_left),
        }
    }

    fn in_row(&self, row: i64) -> i64 {
        self.start + self.per_row * row
    }

    /// Narrows a range of columns to those on the inner side.
    fn narrow(&self, row: i64, from: &mut i64, to: &mut i64) {
        // `missing` is what a column has to add to the value of column 0.
        let missing = self.least - self.in_row(row);
        match self.per_column {
            0 if missing > 0 => *to = *from,
            0 => {}
            step if step > 0 => *from = (*from).max(-(-missing).div_euclid(step)),
            step => *to = (*to).min((-missing).div_euclid(-step) + 1),
        }
    }
}

/// A colour with premultiplied alpha, whose channels run from 0 to 1, and a place in the texture.
type Varying = [f32; 6];

fn varying(vertex: &Vertex) -> Varying {
    let [red, green, blue, alpha] = vertex.color.to_array().map(|channel| f32::from(channel) / 255.0);
    [red, green, blue, alpha, vertex.uv.x, vertex.uv.y]
}

fn combined(values: [Varying; 3], shares: [f32; 3]) -> Varying {
    std::array::from_fn(|at| values[0][at] * shares[0] + values[1][at] * shares[1] + values[2][at] * shares[2])
}

impl Pixels {
    /// The same picture with a part of it moved to the right and down.
    pub fn with_moved(&self, part: Rect, across: usize, down: usize) -> Self {
        let mut moved = self.clone();
        let Clip { left, right, top, bottom } = Clip::of(part, self);
        for y in top as usize..bottom as usize {
            for x in left as usize..right as usize {
                moved.rgb[(y + down) * self.width + x + across] = self.rgb[y * self.width + x];
            }
        }
        moved
    }

    fn triangle(&mut self, mut corners: [&Vertex; 3], texture: &ColorImage, clip: &Clip) {
        let place = |vertex: &Vertex| [vertex.pos.x, vertex.pos.y].map(|at| (at * PARTS as f32).round() as i64);
        let double_area = |[a, b, c]: [[i64; 2]; 3]| (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
        let mut places = corners.map(place);
        // egui's triangles are not all wound the same way.
        if double_area(places) < 0 {
            corners.swap(1, 2);
            places.swap(1, 2);
        }
        let area = double_area(places);
        if area == 0 {
            return;
        }
        let [a, b, c] = places;
        // Each edge stands opposite the corner whose share its value is.
        let edges = [Edge::between(b, c), Edge::between(c, a), Edge::between(a, b)];
        let values = corners.map(varying);
        let is_plain = corners.iter().all(|one| (one.color, one.uv) == (corners[0].color, corners[0].uv));
        let plain = is_plain.then(|| shaded(values[0], texture));
        let shares = |row: i64, column: i64| {
            let share = |edge: &Edge| ((edge.in_row(row) + edge.per_column * column) as f64 / area as f64) as f32;
            let [first, second] = [share(&edges[0]), share(&edges[1])];
            [first, second, 1.0 - first - second]
        };
        let row_of = |at: i64| at.div_euclid(PARTS);
        let top = a[1].min(b[1]).min(c[1]);
        let bottom = a[1].max(b[1]).max(c[1]);
        for row in clip.top.max(row_of(top))..clip.bottom.min(row_of(bottom) + 1) {
            let (mut from, mut to) = (clip.left, clip.right);
            for edge in &edges {
                edge.narrow(row, &mut from, &mut to);
            }
            if from >= to {
                continue;
            }
            let start = row as usize * self.width;
            let inside = &mut self.rgb[start + from as usize..start + to as usize];
            match plain {
                // Nothing shines through, so what is below does not matter.
                Some(ink) if ink[3] >= 1.0 => inside.fill(over(ink, [0; 3])),
                Some(ink) => inside.iter_mut().for_each(|pixel| *pixel = over(ink, *pixel)),
                None => {
                    for (column, pixel) in (from..to).zip(inside) {
                        *pixel = over(shaded(combined(values, shares(row, column)), texture), *pixel);
                    }
                }
            }
        }
    }
}

/// The colour multiplied by the texture's colour at its place.
fn shaded([red, green, blue, alpha, u, v]: Varying, texture: &ColorImage) -> [f32; 4] {
    let texel = sampled(texture, u, v);
    [red * texel[0], green * texel[1], blue * texel[2], alpha * texel[3]]
}

/// The texture's colour at a place, between the four texels around it. Channels run from 0 to 1.
///
/// Around the texture there is nothing, as there is between the glyphs in it. Otherwise a slanted glyph would look
/// different where the atlas has it at its edge, which depends on what was shown before.
fn sampled(texture: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let [width, height] = texture.size;
    let along = |at: f32, n: usize| {
        let at = at * n as f32 - 0.5;
        let first = at.floor();
        (first as i64, first as i64 + 1, at - first)
    };
    let texel = |x: i64, y: i64| match (usize::try_from(x), usize::try_from(y)) {
        (Ok(x), Ok(y)) if x < width && y < height => {
            texture.pixels[y * width + x].to_array().map(|channel| f32::from(channel) / 255.0)
        }
        _ => [0.0; 4],
    };
    // What has one colour is painted with the texel in the corner.
    if (u, v) == (0.0, 0.0) {
        return texel(0, 0);
    }
    let ((left, right, across), (upper, lower, down)) = (along(u, width), along(v, height));
    let mixed = |a: [f32; 4], b: [f32; 4], share: f32| -> [f32; 4] {
        std::array::from_fn(|at| a[at] + (b[at] - a[at]) * share)
    };
    let row = |y: i64| mixed(texel(left, y), texel(right, y), across);
    // Glyphs stand on whole pixels, so mostly there is nothing to mix.
    if across == 0.0 && down == 0.0 { texel(left, upper) } else { mixed(row(upper), row(lower), down) }
}

/// Blends ink with premultiplied alpha over an opaque colour.
fn over([red, green, blue, alpha]: [f32; 4], below: [u8; 3]) -> [u8; 3] {
    let channel =
        |ink: f32, below: u8| ((ink * 255.0 + f32::from(below) * (1.0 - alpha)).clamp(0.0, 255.0) + 0.5) as u8;
    [channel(red, below[0]), channel(green, below[1]), channel(blue, below[2])]
}
