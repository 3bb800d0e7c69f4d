//! A picture under construction: its title and caption, and the shapes that all pictures use.

use standpoint_analysis::report::words;
use standpoint_core::{
    model::{
        Colour, Project,
        view::{Counting, HighlightFilter},
    },
    wording,
};

use super::{
    Area, Dash, FontWeight, InkPalette, Picture, PictureMark, PictureSetting, PictureShape, PictureStroke, Point,
    ShapeForm, TextAnchor, TextRun, TieCounts, text,
};

/// The empty border around a picture, in points.
pub(super) const MARGIN: f32 = 24.0;
/// Font size of most text.
pub(super) const BODY: f32 = 11.0;
/// Font size of text beside marks and of the caption.
pub(super) const SMALL: f32 = 9.5;
const TITLE: f32 = 16.0;
const TITLE_LINE: f32 = 21.0;
const CAPTION_LINE: f32 = 13.5;
const LEGEND_LINE: f32 = 18.0;

pub(super) struct Canvas<'a> {
    pub palette: &'a InkPalette,
    pub width: f32,
    /// The y coordinate below everything drawn so far.
    pub y: f32,
    title: String,
    shapes: Vec<PictureShape>,
    marks: Vec<PictureMark>,
    ties: Option<TieCounts>,
}

/// The sample in front of a legend entry.
#[derive(Clone, Copy, Debug)]
pub(super) enum LegendSign {
    Area { fill: Colour, is_hatched: bool },
    Line { stroke: PictureStroke, dash: Dash },
    Circle(Colour),
    Square(Colour),
}

impl<'a> Canvas<'a> {
    /// Starts a picture with its title. `what` serves as the title if the setting has none; otherwise it is written
    /// below it.
    pub(super) fn begin(setting: &PictureSetting<'a>, width: f32, what: &str) -> Self {
        let title = setting.title.unwrap_or(what).to_owned();
        let mut canvas = Self {
            palette: setting.palette,
            width,
            y: MARGIN,
            title,
            shapes: Vec::new(),
            marks: Vec::new(),
            ties: None,
        };
        for line in text::wrapped(&canvas.title.clone(), TITLE, FontWeight::Strong, canvas.room(), 3) {
            canvas.y += 0.5 * TITLE_LINE;
            canvas.words(MARGIN, canvas.y, &line).size(TITLE).strong().done();
            canvas.y += 0.5 * TITLE_LINE;
        }
        if setting.title.is_some() {
            canvas.y += 8.0;
            canvas.words(MARGIN, canvas.y, what).muted().done();
            canvas.y += 8.0;
        }
        canvas.y += 8.0;
        canvas
    }

    /// Returns the width between the margins.
    pub(super) const fn room(&self) -> f32 {
        self.width - 2.0 * MARGIN
    }

    /// Adds a shape and returns its place among all shapes.
    pub(super) fn add(&mut self, form: ShapeForm, name: Option<String>) -> usize {
        self.shapes.push(PictureShape { form, name });
        self.shapes.len() - 1
    }

    /// Says what a part of the picture stands for.
    pub(super) fn mark(&mut self, mark: PictureMark) {
        self.marks.push(mark);
    }

    /// Says how many ties of a network are drawn.
    pub(super) const fn count_ties(&mut self, ties: TieCounts) {
        self.ties = Some(ties);
    }

    /// Returns the number of shapes so far.
    pub(super) const fn n_shapes(&self) -> usize {
        self.shapes.len()
    }

    pub(super) fn area(&mut self, area: Area, fill: Colour, name: Option<String>) -> usize {
        self.add(ShapeForm::Area { area, fill, line: None, radius: 0.0 }, name)
    }

    pub(super) fn line(&mut self, from: Point, to: Point, width: f32, colour: Colour) {
        let stroke = PictureStroke { width, colour };
        self.add(ShapeForm::Line { points: vec![from, to], stroke, dash: Dash::Solid }, None);
    }

    /// Draws thin diagonal lines across an area, so that it can be distinguished without its colour.
    pub(super) fn hatch(&mut self, area: Area) {
        let colour = self.palette.paper;
        let mut start = area.x - area.height + 2.5;
        while start < area.right() {
            // The line rises from the lower left and is clipped to the area.
            let from = (area.x - start).max(0.0);
            let to = (area.right() - start).min(area.height);
            if to - from > 0.5 {
                let at = |along: f32| Point { x: start + along, y: area.bottom() - along };
                self.line(at(from), at(to), 0.8, colour);
            }
            start += 5.0;
        }
    }

    pub(super) fn words(&mut self, x: f32, y: f32, text: &str) -> TextBuilder<'_, 'a> {
        let words = TextRun {
            at: Point { x, y },
            anchor: TextAnchor::Start,
            text: text.to_owned(),
            size: BODY,
            weight: FontWeight::Regular,
            colour: self.palette.ink,
            is_upright: false,
        };
        TextBuilder { canvas: self, words }
    }

    /// Draws legend entries in a row, and continues on the next line if there is no more room.
    pub(super) fn legend(&mut self, entries: &[(LegendSign, String)]) {
        if entries.is_empty() {
            return;
        }
        let (mut x, mut y) = (MARGIN, self.y + 0.5 * LEGEND_LINE);
        for (sign, meaning) in entries {
            let width = (18.0 + text::width(meaning, SMALL, FontWeight::Regular)).min(self.room()) + 16.0;
            if x + width - 16.0 > self.width - MARGIN && x > MARGIN {
                x = MARGIN;
                y += LEGEND_LINE;
            }
            self.sign(*sign, x, y);
            self.words(x + 18.0, y, meaning).size(SMALL).muted().within(width - 34.0 + 0.1);
            x += width;
        }
        self.y = y + 0.5 * LEGEND_LINE + 6.0;
    }

    fn sign(&mut self, sign: LegendSign, x: f32, y: f32) {
        let square = Area { x: x + 2.0, y: y - 5.0, width: 10.0, height: 10.0 };
        match sign {
            LegendSign::Area { fill, is_hatched } => {
                self.area(square, fill, None);
                if is_hatched {
                    self.hatch(square);
                }
            }
            LegendSign::Line { stroke, dash } => {
                let points = vec![Point { x, y }, Point { x: x + 14.0, y }];
                self.add(ShapeForm::Line { points, stroke, dash }, None);
            }
            LegendSign::Circle(fill) => {
                let centre = Point { x: x + 7.0, y };
                self.add(ShapeForm::Circle { centre, radius: 5.0, fill, line: None }, None);
            }
            LegendSign::Square(fill) => {
                self.add(ShapeForm::Area { area: square, fill, line: None, radius: 2.0 }, None);
            }
        }
    }

    /// Adds the caption at the bottom and returns the picture.
    pub(super) fn finish(mut self, caption: String) -> Picture {
        self.y += 10.0;
        for line in text::wrapped(&caption, SMALL, FontWeight::Regular, self.room(), usize::MAX) {
            self.y += 0.5 * CAPTION_LINE;
            self.words(MARGIN, self.y, &line).size(SMALL).muted().done();
            self.y += 0.5 * CAPTION_LINE;
        }
        let Self { palette, width, y, title, shapes, marks, ties } = self;
        Picture { title, caption, width, height: (y + MARGIN).ceil(), paper: palette.paper, shapes, marks, ties }
    }

    /// Returns a picture that says there is nothing to draw.
    pub(super) fn nothing(self, caption: String) -> Picture {
        self.saying("Nothing to draw: there are no highlights to count", caption)
    }

    /// Returns a picture that shows only a few words.
    pub(super) fn saying(mut self, words: &str, caption: String) -> Picture {
        self.y += 40.0;
        let middle = 0.5 * self.width;
        self.words(middle, self.y, words).muted().middle().done();
        self.y += 40.0;
        self.finish(caption)
    }
}

/// A line of text that is not drawn yet.
pub(super) struct TextBuilder<'c, 'a> {
    canvas: &'c mut Canvas<'a>,
    words: TextRun,
}

impl TextBuilder<'_, '_> {
    pub(super) fn size(mut self, size: f32) -> Self {
        self.words.size = size;
        self
    }

    pub(super) fn strong(mut self) -> Self {
        self.words.weight = FontWeight::Strong;
        self
    }

    pub(super) fn muted(self) -> Self {
        let muted = self.canvas.palette.muted;
        self.coloured(muted)
    }

    pub(super) fn coloured(mut self, colour: Colour) -> Self {
        self.words.colour = colour;
        self
    }

    pub(super) fn middle(mut self) -> Self {
        self.words.anchor = TextAnchor::Middle;
        self
    }

    pub(super) fn end(mut self) -> Self {
        self.words.anchor = TextAnchor::End;
        self
    }

    pub(super) fn upright(mut self) -> Self {
        self.words.is_upright = true;
        self
    }

    /// Draws it, shortened with an ellipsis if it is wider than `room`, and returns its width.
    pub(super) fn within(mut self, room: f32) -> f32 {
        let TextRun { text, size, weight, .. } = &self.words;
        self.words.text = text::shortened(text, *size, *weight, room);
        self.done()
    }

    /// Does the same with a name, but keeps the id that distinguishes it from others.
    pub(super) fn name_within(mut self, room: f32) -> f32 {
        let TextRun { text, size, weight, .. } = &self.words;
        self.words.text = text::shortened_name(text, *size, *weight, room);
        self.done()
    }

    /// Draws it and returns its width.
    pub(super) fn done(self) -> f32 {
        let TextRun { text, size, weight, .. } = &self.words;
        let width = text::width(text, *size, *weight);
        if !text.is_empty() {
            self.canvas.add(ShapeForm::Text(self.words), None);
        }
        width
    }
}

/// The basis of a picture, for its caption.
#[derive(Clone, Copy, Debug)]
pub(super) struct CaptionCounts<'a> {
    pub highlights: u32,
    pub articles: Option<u32>,
    pub counting: Counting,
    pub filter: &'a HighlightFilter,
}

/// Writes the caption in sentences: `what` the picture shows, followed by the number of highlights and the filter.
pub(super) fn caption(project: &Project, what: &str, counted: CaptionCounts<'_>) -> String {
    let CaptionCounts { highlights, articles, counting, filter } = counted;
    let mut caption = what.trim().to_owned();
    if !caption.is_empty() {
        caption.push(' ');
    }
    caption.push_str(&format!("n = {}", wording::counted(highlights as usize, "highlight")));
    if let Some(articles) = articles {
        caption.push_str(&format!(" in {}", wording::counted(articles as usize, "article")));
    }
    if counting != Counting::EveryTime {
        caption.push_str(&format!(", the same actor, issue and stance counted {}", counting.title()));
    }
    let filter = words::filter(project, filter).join("; ");
    if filter.is_empty() {
        caption.push_str(", without a filter.");
    } else {
        caption.push_str(&format!(". Filter: {filter}."));
    }
    caption.push_str(&format!(" Project “{}”. Standpoint {}.", project.title, env!("CARGO_PKG_VERSION")));
    caption
}

/// Returns at most six round values from 0 to `largest`; only whole numbers if `is_whole`.
pub(super) fn ticks(largest: f64, is_whole: bool) -> Vec<f64> {
    if largest <= 0.0 || !largest.is_finite() {
        return vec![0.0];
    }
    let power = 10f64.powf((largest / 5.0).log10().floor());
    let fits = |step: f64| largest / step <= 5.0 && (!is_whole || step >= 1.0);
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0].map(|step| step * power);
    let step = steps.into_iter().find(|step| fits(*step)).unwrap_or(largest);
    let mut ticks = vec![0.0];
    while let Some(last) = ticks.last().filter(|last| **last + step <= largest * (1.0 + 1e-9)) {
        ticks.push(last + step);
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::ticks;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(14.0, true), [0.0, 5.0, 10.0]);
        assert_eq!(ticks(3.0, true), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(ticks(1.0, true), [0.0, 1.0]);
        assert_eq!(ticks(2.0, false), [0.0, 0.5, 1.0, 1.5, 2.0]);
        assert_eq!(ticks(1_234.0, true), [0.0, 500.0, 1_000.0]);
        assert_eq!(ticks(0.0, true), [0.0]);
    }
}
