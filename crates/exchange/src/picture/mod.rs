//! Pictures of what the comparison says: bars, heat map, timeline and network.
//!
//! A [`Picture`] is a list of plain shapes in points, with its title and its caption among them. `svg` and `png`
//! write it to a file and the window paints it, all three from the same shapes. Nothing here knows the window.

mod bars;
mod canvas;
mod drawing;
mod forces;
mod heat_map;
mod network;
mod palette;
mod png;
mod svg;
pub mod text;
mod timeline;

pub use bars::{BarGrouping, bars};
pub use drawing::{PictureOptions, draw, draw_query};
pub use heat_map::heat_map;
pub use network::network;
pub use palette::InkPalette;
pub use png::{PngError, Resolution, png};
pub use svg::svg;
pub use timeline::{PeriodUnit, timeline};

use standpoint_core::model::{Colour, Project};

/// What every picture is made from.
#[derive(Clone, Copy, Debug)]
pub struct PictureSetting<'a> {
    pub project: &'a Project,
    pub palette: &'a InkPalette,
    /// What stands above it; without it, what it shows in a few words.
    pub title: Option<&'a str>,
    /// In points. A picture that needs more takes more.
    pub width: f32,
}

impl<'a> PictureSetting<'a> {
    /// As wide as a page is good for: 640 points.
    pub const fn of(project: &'a Project, palette: &'a InkPalette) -> Self {
        Self { project, palette, title: None, width: 640.0 }
    }

    /// A picture that says there is nothing to draw.
    pub fn blank(&self) -> Picture {
        canvas::Canvas::begin(self, self.width, &self.project.title).nothing(String::new())
    }
}

/// Shapes on a sheet of paper; y grows downwards from the top.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub title: String,
    /// What is counted, through which filter, and how many.
    pub caption: String,
    pub width: f32,
    pub height: f32,
    pub paper: Colour,
    /// Later ones lie over earlier ones.
    pub shapes: Vec<PictureShape>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PictureShape {
    pub form: ShapeForm,
    /// What it shows, where it shows something: "Territory, Russia: 14 highlights".
    pub name: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ShapeForm {
    Area { area: Area, fill: Colour, line: Option<PictureStroke>, radius: f32 },
    Line { points: Vec<Point>, stroke: PictureStroke, dash: Dash },
    Circle { centre: Point, radius: f32, fill: Colour, line: Option<PictureStroke> },
    Text(TextRun),
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct TextRun {
    /// Where it begins, has its middle or ends, at half the height of its capitals.
    pub at: Point,
    pub anchor: TextAnchor,
    pub text: String,
    pub size: f32,
    pub weight: FontWeight,
    pub colour: Colour,
    /// Whether it is turned to be read from bottom to top.
    pub is_upright: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureStroke {
    pub width: f32,
    pub colour: Colour,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dash {
    #[default]
    Solid,
    Dashed,
    Dotted,
}

impl Dash {
    /// The lengths of ink and of gap for a line of this width; none for a solid one.
    pub fn lengths(self, width: f32) -> Option<(f32, f32)> {
        match self {
            Self::Solid => None,
            Self::Dashed => Some((4.0 + width, 3.0 + 0.5 * width)),
            Self::Dotted => Some((0.5 + 0.5 * width, 2.0 + width)),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextAnchor {
    #[default]
    Start,
    Middle,
    End,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FontWeight {
    #[default]
    Regular,
    Strong,
}

impl Area {
    pub const fn right(&self) -> f32 {
        self.x + self.width
    }

    pub const fn bottom(&self) -> f32 {
        self.y + self.height
    }

    pub fn contains(&self, point: Point) -> bool {
        (self.x..=self.right()).contains(&point.x) && (self.y..=self.bottom()).contains(&point.y)
    }

    /// How much of two areas lies over each other, in square points.
    pub fn overlap(&self, other: &Self) -> f32 {
        let along = |a: f32, a_end: f32, b: f32, b_end: f32| (a_end.min(b_end) - a.max(b)).max(0.0);
        along(self.x, self.right(), other.x, other.right()) * along(self.y, self.bottom(), other.y, other.bottom())
    }
}

impl ShapeForm {
    /// Whether a pointer there points at it, with a little reach around lines.
    pub fn contains(&self, point: Point) -> bool {
        match self {
            Self::Area { area, .. } => area.contains(point),
            Self::Circle { centre, radius, .. } => distance(*centre, point) <= *radius,
            Self::Line { points, stroke, .. } => {
                let reach = 0.5 * stroke.width + 2.0;
                points.windows(2).any(|ends| distance_to_line(ends[0], ends[1], point) <= reach)
            }
            Self::Text(_) => false,
        }
    }

    /// The smallest area it lies in; for text, a guess that is good enough to point at.
    pub fn bounds(&self) -> Area {
        match self {
            Self::Area { area, .. } => *area,
            Self::Circle { centre, radius, .. } => {
                Area { x: centre.x - radius, y: centre.y - radius, width: 2.0 * radius, height: 2.0 * radius }
            }
            Self::Line { points, .. } => {
                let fold = |of: fn(&Point) -> f32| {
                    points.iter().map(of).fold((f32::MAX, f32::MIN), |(low, high), at| (low.min(at), high.max(at)))
                };
                let ((x, right), (y, bottom)) = (fold(|point| point.x), fold(|point| point.y));
                Area { x, y, width: (right - x).max(0.0), height: (bottom - y).max(0.0) }
            }
            Self::Text(words) => words.bounds(),
        }
    }
}

impl TextRun {
    pub fn bounds(&self) -> Area {
        let (along, across) = (text::width(&self.text, self.size, self.weight), 1.2 * self.size);
        let before = match self.anchor {
            TextAnchor::Start => 0.0,
            TextAnchor::Middle => 0.5 * along,
            TextAnchor::End => along,
        };
        let Point { x, y } = self.at;
        if self.is_upright {
            Area { x: x - 0.5 * across, y: y + before - along, width: across, height: along }
        } else {
            Area { x: x - before, y: y - 0.5 * across, width: along, height: across }
        }
    }
}

fn distance(a: Point, b: Point) -> f32 {
    (a.x - b.x).hypot(a.y - b.y)
}

fn distance_to_line(from: Point, to: Point, point: Point) -> f32 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length_squared = dx * dx + dy * dy;
    let along = if length_squared > 0.0 {
        (((point.x - from.x) * dx + (point.y - from.y) * dy) / length_squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    distance(Point { x: from.x + along * dx, y: from.y + along * dy }, point)
}

impl Picture {
    /// What the shape under a point shows; the topmost one that has a name.
    pub fn name_at(&self, point: Point) -> Option<&str> {
        let named = self.shapes.iter().rev().filter_map(|shape| shape.name.as_deref().map(|name| (name, &shape.form)));
        named.into_iter().find(|(_, form)| form.contains(point)).map(|(name, _)| name)
    }

    /// Several pictures one below the other, as for the layers of a table; none gives none.
    pub fn stacked(pictures: Vec<Self>) -> Option<Self> {
        let mut pictures = pictures.into_iter();
        let mut whole = pictures.next()?;
        for mut picture in pictures {
            for shape in &mut picture.shapes {
                shape.form.lower(whole.height);
            }
            whole.shapes.append(&mut picture.shapes);
            whole.height += picture.height;
            whole.width = whole.width.max(picture.width);
        }
        Some(whole)
    }
}

impl ShapeForm {
    /// Moves it down.
    fn lower(&mut self, by: f32) {
        match self {
            Self::Area { area, .. } => area.y += by,
            Self::Line { points, .. } => points.iter_mut().for_each(|point| point.y += by),
            Self::Circle { centre, .. } => centre.y += by,
            Self::Text(words) => words.at.y += by,
        }
    }
}
