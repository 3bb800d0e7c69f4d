//! Draws comparisons as bars, heat map, timeline or network.
//!
//! A [`Picture`] is a list of plain shapes, measured in points, that includes its title and caption. The files written
//! by `svg` and `png` and the drawing in the window all come from the same shapes. Nothing here knows about the window.

mod bars;
mod canvas;
mod drawing;
mod forces;
mod heat_map;
mod marks;
mod network;
mod palette;
mod png;
mod svg;
pub mod text;
mod timeline;

pub use bars::{BarGrouping, bars};
pub use drawing::{PictureOptions, draw, draw_query};
pub use heat_map::heat_map;
pub use marks::{
    Heading, MarkKey, MarkRegion, PictureMark, TieCounts, TieStrength, highlights_behind, mark_at, next_mark,
};
pub use network::network;
pub use palette::InkPalette;
pub use png::{PngError, Resolution, png};
pub use svg::svg;
pub use timeline::{PeriodUnit, timeline};

use standpoint_core::{
    model::{Colour, Project},
    wording,
};

use crate::export::TooLarge;

/// The inputs that all pictures share.
#[derive(Clone, Copy, Debug)]
pub struct PictureSetting<'a> {
    /// The project the picture is about.
    pub project: &'a Project,
    /// The colours to draw with.
    pub palette: &'a InkPalette,
    /// The title; `None` to use a short description of the content instead.
    pub title: Option<&'a str>,
    /// The wanted width in points. A picture that needs more room becomes wider.
    pub width: f32,
}

impl<'a> PictureSetting<'a> {
    /// Uses no title and a width of 640 points, which suits a page.
    pub const fn of(project: &'a Project, palette: &'a InkPalette) -> Self {
        Self { project, palette, title: None, width: 640.0 }
    }

    /// Returns a picture that says there is nothing to draw.
    pub fn blank(&self) -> Picture {
        canvas::Canvas::begin(self, self.width, &self.project.title).nothing(String::new())
    }

    /// Returns a picture that says why nothing is drawn.
    fn refused(&self, why: &TooLarge) -> Picture {
        canvas::Canvas::begin(self, self.width, &self.project.title)
            .saying("Too large to draw", wording::capitalised(&why.to_string()))
    }
}

/// A finished drawing, measured in points from the top left corner; y grows downwards.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The text at its top.
    pub title: String,
    /// What is counted, with which filter, and how many highlights that is.
    pub caption: String,
    /// Width of the paper in points.
    pub width: f32,
    /// Height of the paper in points.
    pub height: f32,
    /// The background colour, which covers all of it.
    pub paper: Colour,
    /// The shapes from bottom to top.
    pub shapes: Vec<PictureShape>,
    /// What its parts stand for, from bottom to top. Files do not hold them.
    pub marks: Vec<PictureMark>,
    /// How many ties are drawn, if it is a network.
    pub ties: Option<TieCounts>,
}

/// A shape together with what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureShape {
    /// Its geometry and colours.
    pub form: ShapeForm,
    /// What it stands for: "Territory, Russia: 14 highlights". `None` for mere decoration.
    pub name: Option<String>,
}

/// The geometry and colours of a shape; all lengths are in points.
#[derive(Clone, Debug, PartialEq)]
pub enum ShapeForm {
    /// A rectangle.
    Area {
        /// Where it lies.
        area: Area,
        /// The colour inside.
        fill: Colour,
        /// The outline, if there is one.
        line: Option<PictureStroke>,
        /// The radius of its rounded corners; 0 for sharp ones.
        radius: f32,
    },
    /// A line through two or more points.
    Line {
        /// The corners from one end to the other.
        points: Vec<Point>,
        /// Its width and colour.
        stroke: PictureStroke,
        /// Whether and how it is interrupted.
        dash: Dash,
    },
    /// A disc.
    Circle {
        /// Its centre.
        centre: Point,
        /// Its radius.
        radius: f32,
        /// The colour inside.
        fill: Colour,
        /// The outline, if there is one.
        line: Option<PictureStroke>,
    },
    /// A line of text.
    Text(TextRun),
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct TextRun {
    /// The point where it starts, is centred or ends, at half the height of its capitals.
    pub at: Point,
    /// Which part of the text is at that point.
    pub anchor: TextAnchor,
    /// The characters, without line breaks.
    pub text: String,
    /// The font size in points.
    pub size: f32,
    /// Regular, or stronger for names that matter.
    pub weight: FontWeight,
    /// The colour of the letters.
    pub colour: Colour,
    /// True if it is rotated to be read from bottom to top.
    pub is_upright: bool,
}

/// A position in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Distance from the left edge.
    pub x: f32,
    /// Distance from the top edge.
    pub y: f32,
}

/// A rectangle, measured in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Distance of its left side from the left edge.
    pub x: f32,
    /// Distance of its top from the top edge.
    pub y: f32,
    /// Its extent to the right.
    pub width: f32,
    /// Its extent downwards.
    pub height: f32,
}

/// The pen that a line or outline is drawn with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureStroke {
    /// Thickness in points.
    pub width: f32,
    /// The colour of the ink.
    pub colour: Colour,
}

/// How a line is interrupted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dash {
    /// Not at all.
    #[default]
    Solid,
    /// By gaps between long strokes.
    Dashed,
    /// By gaps between short strokes.
    Dotted,
}

impl Dash {
    /// Returns the lengths of stroke and gap, in points, for a line of this width; `None` for a solid line.
    pub fn lengths(self, width: f32) -> Option<(f32, f32)> {
        match self {
            Self::Solid => None,
            Self::Dashed => Some((4.0 + width, 3.0 + 0.5 * width)),
            Self::Dotted => Some((0.5 + 0.5 * width, 2.0 + width)),
        }
    }
}

/// Which part of a text is placed at its point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextAnchor {
    /// The start.
    #[default]
    Start,
    /// The middle.
    Middle,
    /// The end.
    End,
}

/// The two weights of the bundled font.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FontWeight {
    /// Regular, for most text.
    #[default]
    Regular,
    /// Semi-bold, for titles and names that matter.
    Strong,
}

impl Area {
    /// Returns the x coordinate of its right side.
    pub const fn right(&self) -> f32 {
        self.x + self.width
    }

    /// Returns the y coordinate of its bottom.
    pub const fn bottom(&self) -> f32 {
        self.y + self.height
    }

    /// Returns true if the point lies inside or on the border.
    pub fn contains(&self, point: Point) -> bool {
        (self.x..=self.right()).contains(&point.x) && (self.y..=self.bottom()).contains(&point.y)
    }

    /// Returns how much two areas overlap, in square points.
    pub fn overlap(&self, other: &Self) -> f32 {
        let along = |a: f32, a_end: f32, b: f32, b_end: f32| (a_end.min(b_end) - a.max(b)).max(0.0);
        along(self.x, self.right(), other.x, other.right()) * along(self.y, self.bottom(), other.y, other.bottom())
    }
}

impl ShapeForm {
    /// Returns true if a pointer at this point is over the shape. Lines can be hit from a small distance, and text is
    /// never hit.
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

    /// Returns the smallest area that contains it. For text this is an estimate.
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
    /// Returns the area it covers, estimated from the widths of the bundled font.
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
    /// Returns the name of the topmost named shape at a point.
    pub fn name_at(&self, point: Point) -> Option<&str> {
        let named = self.shapes.iter().rev().filter_map(|shape| shape.name.as_deref().map(|name| (name, &shape.form)));
        named.into_iter().find(|(_, form)| form.contains(point)).map(|(name, _)| name)
    }

    /// Stacks pictures below each other, as for the layers of a table. Returns `None` if there are none.
    pub fn stacked(pictures: Vec<Self>) -> Option<Self> {
        let mut pictures = pictures.into_iter();
        let mut whole = pictures.next()?;
        for mut picture in pictures {
            for shape in &mut picture.shapes {
                shape.form.lower(whole.height);
            }
            for mark in &mut picture.marks {
                mark.region.lower(whole.height);
                for shape in &mut mark.shapes {
                    *shape += whole.shapes.len();
                }
            }
            whole.shapes.append(&mut picture.shapes);
            whole.marks.append(&mut picture.marks);
            whole.height += picture.height;
            whole.width = whole.width.max(picture.width);
        }
        Some(whole)
    }
}

impl ShapeForm {
    /// Moves it down by some points.
    fn lower(&mut self, by: f32) {
        match self {
            Self::Area { area, .. } => area.y += by,
            Self::Line { points, .. } => points.iter_mut().for_each(|point| point.y += by),
            Self::Circle { centre, .. } => centre.y += by,
            Self::Text(words) => words.at.y += by,
        }
    }
}
