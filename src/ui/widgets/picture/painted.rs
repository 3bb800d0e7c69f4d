//! The shapes of a picture as triangles, and how they are painted.
//!
//! They are turned into triangles once, by the thread that draws the picture; only words are set in each frame. While
//! somebody zooms, the triangles at hand are scaled, and a few in each frame are made anew.

use std::{ops::Range, sync::Arc};

use egui::{
    Align2, FontId, Painter, Pos2, Rect, Shape, Stroke, Ui, Vec2,
    emath::TSTransform,
    epaint::{Mesh, TessellationOptions, Tessellator, TextShape},
    pos2, vec2,
};

use standpoint_exchange::picture::{
    Area, Dash, FontWeight, Picture, PictureStroke, Point, ShapeForm, TextAnchor, TextRun,
};

use super::view::{PictureRoom, PictureView};
use crate::ui::{
    theme::{Theme, strong},
    work::drop_elsewhere,
};

/// Words that would be smaller than this are not set, because nobody could read them: in points, and in pixels.
const SMALLEST_WORDS: (f32, f32) = (4.0, 5.5);

/// How many shapes are painted or left out together.
const CHUNK: usize = 256;

/// How many chunks are made anew in a frame while somebody zooms.
const CHUNKS_ANEW: usize = 1;

/// By how much words may be too large or too small while somebody zooms. Letters of a new size take a while.
const WORDS_OFF: f32 = 0.12;

/// A picture with its shapes in order for painting, which a thread prepares.
pub struct DrawnPicture {
    pub(super) picture: Picture,
    pub(super) chunks: Vec<Chunk>,
    /// The triangles of each chunk for this key.
    prepared: Option<(MeshKey, Vec<Arc<Mesh>>)>,
}

/// Where a picture will be painted, as far as it is known.
#[derive(Clone, Copy)]
pub struct PaintPlace {
    /// The room for it, in points.
    room: Vec2,
    view: PictureView,
    pixels_per_point: f32,
    is_dark: bool,
    theme: &'static Theme,
}

impl PaintPlace {
    /// The place with this room in the window.
    pub fn of(ui: &Ui, room: Vec2, view: PictureView) -> Self {
        let theme = Theme::of(ui);
        Self { room, view, pixels_per_point: ui.pixels_per_point(), is_dark: ui.visuals().dark_mode, theme }
    }

    pub(super) fn key(&self, picture: &Picture) -> MeshKey {
        let scale = self.view.scale(self.room_for(picture));
        MeshKey { scale, pixels_per_point: self.pixels_per_point, is_dark: self.is_dark }
    }

    pub(super) const fn room(&self) -> Vec2 {
        self.room
    }

    pub(super) fn room_for(&self, picture: &Picture) -> PictureRoom {
        PictureRoom { picture: vec2(picture.width, picture.height), room: self.room }
    }
}

/// Some neighbouring shapes of a picture.
pub(super) struct Chunk {
    shapes: Range<usize>,
    /// What they cover.
    pub(super) area: Rect,
    /// Which of them are words, and what each covers.
    words: Vec<(usize, Rect)>,
    /// Which of them stand for something that no mark of the picture says.
    pub(super) named: Vec<usize>,
}

/// The triangles of a picture. Parts that no thread has prepared are made as they come on screen.
#[derive(Default)]
pub(super) struct PaintedPicture {
    made_for: Option<(Arc<DrawnPicture>, MeshKey)>,
    /// Those of each chunk, with the scale they were made for.
    meshes: Vec<Option<(f32, PlacedMesh)>>,
    /// The scale of the last frame, and that of the words in it.
    scales: (f32, f32),
}

/// What triangles depend on besides the picture.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct MeshKey {
    pub scale: f32,
    pixels_per_point: f32,
    is_dark: bool,
}

impl DrawnPicture {
    /// Measures the shapes of a picture, and turns them into triangles for the place where it will be painted.
    pub fn of(picture: Picture, place: PaintPlace) -> Self {
        let n_shapes = picture.shapes.len();
        let mut is_marked = vec![false; n_shapes];
        for at in picture.marks.iter().flat_map(|mark| &mark.shapes) {
            is_marked[*at] = true;
        }
        let chunk = |start| {
            let shapes = start..n_shapes.min(start + CHUNK);
            let mut chunk = Chunk { shapes, area: Rect::NOTHING, words: Vec::new(), named: Vec::new() };
            for at in chunk.shapes.clone() {
                let shape = &picture.shapes[at];
                let area = rect_of(shape.form.bounds());
                chunk.area |= area;
                if let ShapeForm::Text(_) = shape.form {
                    chunk.words.push((at, area));
                }
                if shape.name.is_some() && !is_marked[at] {
                    chunk.named.push(at);
                }
            }
            chunk
        };
        let chunks: Vec<Chunk> = (0..n_shapes).step_by(CHUNK).map(chunk).collect();
        let key = place.key(&picture);
        let meshes = chunks.iter().map(|chunk| Arc::new(chunk.mesh(place.theme, &picture, key))).collect();
        Self { prepared: Some((key, meshes)), picture, chunks }
    }

    /// The picture itself.
    pub const fn picture(&self) -> &Picture {
        &self.picture
    }

    /// The name of the topmost shape at a point that stands for something and is no mark.
    pub(super) fn name_at(&self, point: Point) -> Option<&str> {
        let reach = |chunk: &&Chunk| chunk.area.expand(REACH).contains(pos2(point.x, point.y));
        let chunks = self.chunks.iter().rev().filter(reach);
        let mut named = chunks.flat_map(|chunk| chunk.named.iter().rev()).map(|at| &self.picture.shapes[*at]);
        named.find(|shape| shape.form.contains(point))?.name.as_deref()
    }
}

/// How far strokes reach beyond a shape, in points.
const REACH: f32 = 8.0;

impl PaintedPicture {
    /// Paints what is in view, without the words among `bright` shapes, which the caller paints above all others.
    pub(super) fn paint(
        &mut self,
        painter: &Painter,
        theme: &Theme,
        drawn: &Arc<DrawnPicture>,
        (origin, key): (Pos2, MeshKey),
        bright: &[usize],
    ) {
        let picture = &drawn.picture;
        let scale = key.scale;
        let is_same =
            |(of, at): &(Arc<DrawnPicture>, MeshKey)| Arc::ptr_eq(of, drawn) && MeshKey { scale, ..*at } == key;
        if !self.made_for.as_ref().is_some_and(is_same) {
            let meshes = match &drawn.prepared {
                Some((of, meshes)) if MeshKey { scale, ..*of } == key => {
                    meshes.iter().map(|mesh| Some((of.scale, PlacedMesh::of(mesh.clone())))).collect()
                }
                _ => drawn.chunks.iter().map(|_| None).collect(),
            };
            let anew = Self { made_for: Some((drawn.clone(), key)), meshes, scales: (scale, scale) };
            drop_elsewhere(std::mem::replace(self, anew));
        }
        let (before, of_words) = self.scales;
        let is_moving = (before / scale - 1.0).abs() > 0.001;
        let of_words = if is_moving && (of_words / scale - 1.0).abs() < WORDS_OFF { of_words } else { scale };
        self.scales = (scale, of_words);
        if is_moving {
            painter.ctx().request_repaint();
        }
        let clip = seen(painter, origin, scale);
        let mut n_anew = 0;
        for (chunk, mesh) in drawn.chunks.iter().zip(&mut self.meshes) {
            if !chunk.area.intersects(clip) {
                continue;
            }
            let is_stale = mesh.as_ref().is_some_and(|(made_for, _)| (made_for / scale - 1.0).abs() > 0.001);
            if is_stale && n_anew < CHUNKS_ANEW {
                n_anew += 1;
                *mesh = None;
            } else if is_stale {
                painter.ctx().request_repaint();
            }
            let make = || (scale, PlacedMesh::of(Arc::new(chunk.mesh(theme, picture, key))));
            let (made_for, mesh) = mesh.get_or_insert_with(make);
            mesh.paint(painter, origin, scale / *made_for);
            for (at, area) in &chunk.words {
                if let ShapeForm::Text(words) = &picture.shapes[*at].form
                    && can_be_read(words.size * scale, painter)
                    && clip.intersects(*area)
                    && bright.binary_search(at).is_err()
                {
                    paint_words(painter, theme, words, origin + vec2(words.at.x, words.at.y) * scale, of_words);
                }
            }
        }
    }
}

/// Paints a shape above the picture if it is words.
pub(super) fn paint_if_words(painter: &Painter, theme: &Theme, form: &ShapeForm, origin: Pos2, scale: f32) {
    if let ShapeForm::Text(words) = form
        && can_be_read(words.size * scale, painter)
    {
        paint_words(painter, theme, words, origin + vec2(words.at.x, words.at.y) * scale, scale);
    }
}

fn can_be_read(size: f32, painter: &Painter) -> bool {
    let (points, pixels) = SMALLEST_WORDS;
    size >= points.max(pixels / painter.pixels_per_point())
}

/// Triangles that are painted at one place for many frames.
#[derive(Default)]
pub(super) struct PlacedMesh {
    mesh: Arc<Mesh>,
    /// Where they were painted last, and what they are there.
    placed: Option<(TSTransform, Arc<Mesh>)>,
}

impl PlacedMesh {
    pub(super) const fn of(mesh: Arc<Mesh>) -> Self {
        Self { mesh, placed: None }
    }

    /// Paints them, enlarged by this factor.
    pub(super) fn paint(&mut self, painter: &Painter, origin: Pos2, enlarged: f32) {
        if self.mesh.is_empty() {
            return;
        }
        let place = TSTransform::new(origin.to_vec2(), enlarged);
        let placed = match self.placed.take() {
            Some((last, mesh)) if last == place => mesh,
            _ => {
                let mut mesh = Mesh::clone(&self.mesh);
                mesh.transform(place);
                Arc::new(mesh)
            }
        };
        painter.add(Shape::Mesh(Arc::clone(&placed)));
        self.placed = Some((place, placed));
    }
}

/// The triangles of all forms but words.
pub(super) fn mesh_of<'a>(theme: &Theme, forms: impl Iterator<Item = &'a ShapeForm>, key: MeshKey) -> Mesh {
    // Without discs from the font texture, whose places change. Sharp areas need no soft edges, which would make
    // four times as many triangles.
    let tessellator = |feathering| {
        // The dots of a line along a row of pixels would be rounded to nothing.
        let options =
            TessellationOptions { feathering, round_line_segments_to_pixels: false, ..TessellationOptions::default() };
        Tessellator::new(key.pixels_per_point, options, [1, 1], Vec::new())
    };
    let (mut soft, mut sharp) = (tessellator(true), tessellator(false));
    let mut mesh = Mesh::default();
    for form in forms {
        let is_sharp = matches!(form, ShapeForm::Area { radius: 0.0, line: None, .. });
        let tessellator = if is_sharp { &mut sharp } else { &mut soft };
        for painted in painted_form(theme, form, key.scale) {
            tessellator.tessellate_shape(painted, &mut mesh);
        }
    }
    mesh
}

/// The part of a picture that is on screen.
pub(super) fn seen(painter: &Painter, origin: Pos2, scale: f32) -> Rect {
    let clip = painter.clip_rect().translate(-origin.to_vec2());
    Rect::from_min_max(clip.min / scale, clip.max / scale).expand(REACH)
}

impl Chunk {
    /// The triangles of all shapes but words.
    fn mesh(&self, theme: &Theme, picture: &Picture, key: MeshKey) -> Mesh {
        mesh_of(theme, picture.shapes[self.shapes.clone()].iter().map(|shape| &shape.form), key)
    }
}

pub(super) fn rect_of(area: Area) -> Rect {
    Rect::from_min_size(pos2(area.x, area.y), vec2(area.width, area.height))
}

/// A form as egui paints it; words are painted in another way.
fn painted_form(theme: &Theme, form: &ShapeForm, scale: f32) -> Vec<Shape> {
    let place = |point: &Point| pos2(point.x, point.y) * scale;
    let pen = |stroke: &PictureStroke| Stroke::new(stroke.width * scale, theme.code(stroke.colour));
    match form {
        ShapeForm::Area { area, fill, line, radius } => {
            let rect = rect_of(*area) * scale;
            let filled = Shape::rect_filled(rect, *radius * scale, theme.code(*fill));
            let edge = line
                .as_ref()
                .map(|line| Shape::rect_stroke(rect, *radius * scale, pen(line), egui::StrokeKind::Middle));
            std::iter::once(filled).chain(edge).collect()
        }
        ShapeForm::Circle { centre, radius, fill, line } => {
            let stroke = line.as_ref().map_or(Stroke::NONE, pen);
            let circle = egui::epaint::CircleShape {
                center: place(centre),
                radius: *radius * scale,
                fill: theme.code(*fill),
                stroke,
            };
            vec![circle.into()]
        }
        ShapeForm::Line { points, stroke, dash } => {
            let points: Vec<Pos2> = points.iter().map(place).collect();
            match Dash::lengths(*dash, stroke.width) {
                None => vec![Shape::line(points, pen(stroke))],
                Some((ink, gap)) => Shape::dashed_line(&points, pen(stroke), ink * scale, gap * scale),
            }
        }
        ShapeForm::Text(_) => Vec::new(),
    }
}

fn paint_words(painter: &Painter, theme: &Theme, words: &TextRun, at: Pos2, scale: f32) {
    let TextRun { anchor, text, size, weight, colour, is_upright, .. } = words;
    // Half points, so that zooming does not fill the font texture with every size in between.
    let size = (2.0 * size * scale).round() * 0.5;
    let font = match weight {
        FontWeight::Strong => strong(size),
        FontWeight::Regular => FontId::proportional(size),
    };
    let colour = theme.code(*colour);
    if !is_upright {
        let align = match anchor {
            TextAnchor::Start => Align2::LEFT_CENTER,
            TextAnchor::Middle => Align2::CENTER_CENTER,
            TextAnchor::End => Align2::RIGHT_CENTER,
        };
        painter.text(at, align, text, font, colour);
        return;
    }
    let galley = painter.layout_no_wrap(text.clone(), font, colour);
    let before = match anchor {
        TextAnchor::Start => 0.0,
        TextAnchor::Middle => 0.5 * galley.size().x,
        TextAnchor::End => galley.size().x,
    };
    // A quarter turn to the left around the corner where the words begin.
    let corner = pos2(at.x - 0.5 * galley.size().y, at.y + before);
    painter.add(TextShape::new(corner, galley, colour).with_angle(-std::f32::consts::FRAC_PI_2));
}
