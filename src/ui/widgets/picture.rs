//! A picture in the window, as large as there is room for; pointing at a shape says what it shows.
//!
//! Its shapes are turned into triangles once, by the thread that draws it; only words are set in each frame.

use std::{ops::Range, sync::Arc};

use egui::{
    Align2, FontId, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, WidgetInfo,
    accesskit::Role,
    epaint::{Mesh, TessellationOptions, Tessellator, TextShape},
    pos2, vec2,
};

use standpoint_exchange::picture::{
    Area, Dash, FontWeight, Picture, PictureStroke, Point, ShapeForm, TextAnchor, TextRun,
};

use crate::ui::{
    theme::{Theme, strong},
    work::drop_elsewhere,
};

/// How much larger than a page a picture grows in a wide window.
const LARGEST: f32 = 1.6;

/// Words that would be smaller than this, in points, are not set: nobody could read them.
const SMALLEST_WORDS: f32 = 4.0;

/// How many shapes are painted or left out together.
const CHUNK: usize = 256;

/// A picture with its shapes in order for painting, which a thread prepares.
pub struct DrawnPicture {
    picture: Picture,
    chunks: Vec<Chunk>,
    /// The triangles of each chunk for this key.
    prepared: Option<(PaintKey, Vec<Arc<Mesh>>)>,
}

/// Where a picture will be painted, as far as it is known.
#[derive(Clone, Copy)]
pub struct PaintPlace {
    /// How wide the picture may be, in points.
    width: f32,
    pixels_per_point: f32,
    is_dark: bool,
    theme: &'static Theme,
}

impl PaintPlace {
    /// The place with this width in the window.
    pub fn of(ui: &Ui, width: f32) -> Self {
        let theme = Theme::of(ui);
        Self { width, pixels_per_point: ui.pixels_per_point(), is_dark: ui.visuals().dark_mode, theme }
    }

    fn key(&self, picture: &Picture) -> PaintKey {
        let scale = (self.width / picture.width).clamp(0.25, LARGEST);
        PaintKey { scale, pixels_per_point: self.pixels_per_point, is_dark: self.is_dark }
    }
}

/// Some neighbouring shapes of a picture.
struct Chunk {
    shapes: Range<usize>,
    /// What they cover.
    area: Rect,
    /// Which of them are words, and what each covers.
    words: Vec<(usize, Rect)>,
    /// Which of them stand for something.
    named: Vec<usize>,
}

/// The triangles of a picture at one scale. Parts that no thread has prepared are made as they come on screen.
#[derive(Default)]
pub struct PaintedPicture {
    made_for: Option<(Arc<DrawnPicture>, PaintKey)>,
    /// The width it was painted in last.
    width: Option<f32>,
    /// Those of each chunk.
    meshes: Vec<Option<Arc<Mesh>>>,
}

/// What triangles depend on besides the picture.
#[derive(Clone, Copy, PartialEq)]
struct PaintKey {
    scale: f32,
    pixels_per_point: f32,
    is_dark: bool,
}

impl DrawnPicture {
    /// Measures the shapes of a picture, and turns them into triangles for the place where it will be painted.
    pub fn of(picture: Picture, place: PaintPlace) -> Self {
        let n_shapes = picture.shapes.len();
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
                if shape.name.is_some() {
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

    /// The name of the topmost shape that stands for something at a point.
    fn name_at(&self, point: Point) -> Option<&str> {
        let reach = |chunk: &&Chunk| chunk.area.expand(REACH).contains(pos2(point.x, point.y));
        let chunks = self.chunks.iter().rev().filter(reach);
        let mut named = chunks.flat_map(|chunk| chunk.named.iter().rev()).map(|at| &self.picture.shapes[*at]);
        named.find(|shape| shape.form.contains(point))?.name.as_deref()
    }
}

/// How far strokes reach beyond a shape, in points.
const REACH: f32 = 8.0;

/// Paints the picture as wide as there is room, up to a limit, and gives it its title and caption as a name.
pub fn ui(ui: &mut Ui, drawn: &Arc<DrawnPicture>, painted: &mut PaintedPicture) -> Response {
    let picture = &drawn.picture;
    let place = PaintPlace::of(ui, ui.available_width());
    painted.width = Some(place.width);
    let key = place.key(picture);
    let scale = key.scale;
    let size = vec2(picture.width, picture.height) * scale;
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{}. {}", picture.title, picture.caption)));
    painted.paint(ui, drawn, rect.min, key);
    if ui.ctx().has_accesskit_node(response.id) {
        name_shapes(ui, drawn, rect.min, scale);
    }
    let name = response.hover_pos().and_then(|pos| {
        let inside = (pos - rect.min) / scale;
        drawn.name_at(Point { x: inside.x, y: inside.y })
    });
    match name {
        Some(name) => response.on_hover_text_at_pointer(name),
        None => response,
    }
}

impl PaintedPicture {
    /// Where the next picture will be painted; the room in the window is a guess until one was.
    pub fn place(&self, ui: &Ui) -> PaintPlace {
        PaintPlace::of(ui, self.width.unwrap_or_else(|| ui.available_width()))
    }

    fn paint(&mut self, ui: &Ui, drawn: &Arc<DrawnPicture>, origin: Pos2, key: PaintKey) {
        let theme = Theme::of(ui);
        let (painter, picture) = (ui.painter(), &drawn.picture);
        let scale = key.scale;
        let is_same = |(of, at): &(Arc<DrawnPicture>, PaintKey)| Arc::ptr_eq(of, drawn) && *at == key;
        if !self.made_for.as_ref().is_some_and(is_same) {
            let meshes = match &drawn.prepared {
                Some((prepared_for, meshes)) if *prepared_for == key => meshes.iter().cloned().map(Some).collect(),
                _ => vec![None; drawn.chunks.len()],
            };
            let anew = Self { made_for: Some((drawn.clone(), key)), meshes, ..*self };
            drop_elsewhere(std::mem::replace(self, anew));
        }
        let size = vec2(picture.width, picture.height) * scale;
        painter.rect_filled(Rect::from_min_size(origin, size), 0, theme.code(picture.paper));
        let clip = seen(ui, origin, scale);
        for (chunk, mesh) in drawn.chunks.iter().zip(&mut self.meshes) {
            if !chunk.area.intersects(clip) {
                continue;
            }
            let mesh = mesh.get_or_insert_with(|| Arc::new(chunk.mesh(theme, picture, key)));
            if !mesh.is_empty() {
                let mut shape = Shape::Mesh(mesh.clone());
                shape.translate(origin.to_vec2());
                painter.add(shape);
            }
            for (at, area) in &chunk.words {
                if let ShapeForm::Text(words) = &picture.shapes[*at].form
                    && words.size * scale >= SMALLEST_WORDS
                    && clip.intersects(*area)
                {
                    paint_words(painter, theme, words, origin + vec2(words.at.x, words.at.y) * scale, scale);
                }
            }
        }
    }
}

/// The part of a picture that is on screen.
fn seen(ui: &Ui, origin: Pos2, scale: f32) -> Rect {
    let clip = ui.clip_rect().translate(-origin.to_vec2());
    Rect::from_min_max(clip.min / scale, clip.max / scale).expand(REACH)
}

/// Makes each shape that shows something a named thing for screen readers, as far as it is on screen.
fn name_shapes(ui: &Ui, drawn: &DrawnPicture, origin: Pos2, scale: f32) {
    let clip = seen(ui, origin, scale);
    for at in drawn.chunks.iter().filter(|chunk| chunk.area.intersects(clip)).flat_map(|chunk| &chunk.named) {
        let shape = &drawn.picture.shapes[*at];
        let Some(name) = &shape.name else { continue };
        let area = rect_of(shape.form.bounds());
        if area.intersects(clip) {
            let rect = Rect::from_min_max(area.min * scale, area.max * scale).translate(origin.to_vec2());
            let response = ui.interact(rect, ui.scope_id().with(("shape", *at)), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::GraphicsSymbol, true, name));
        }
    }
}

impl Chunk {
    /// The triangles of all shapes but words.
    fn mesh(&self, theme: &Theme, picture: &Picture, key: PaintKey) -> Mesh {
        // Without discs from the font texture, whose places change. Sharp areas need no soft edges, which would make
        // four times as many triangles.
        let tessellator = |feathering| {
            let options = TessellationOptions { feathering, ..TessellationOptions::default() };
            Tessellator::new(key.pixels_per_point, options, [1, 1], Vec::new())
        };
        let (mut soft, mut sharp) = (tessellator(true), tessellator(false));
        let mut mesh = Mesh::default();
        for shape in &picture.shapes[self.shapes.clone()] {
            let is_sharp = matches!(shape.form, ShapeForm::Area { radius: 0.0, line: None, .. });
            let tessellator = if is_sharp { &mut sharp } else { &mut soft };
            for painted in painted_form(theme, &shape.form, key.scale) {
                tessellator.tessellate_shape(painted, &mut mesh);
            }
        }
        mesh
    }
}

fn rect_of(area: Area) -> Rect {
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
    let size = size * scale;
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
