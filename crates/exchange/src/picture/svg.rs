//! Writes a picture as SVG with real text. The names of shapes serve the pointer and screen readers.

use std::fmt::Write as _;

use super::{Dash, FontWeight, Picture, PictureShape, PictureStroke, Point, ShapeForm, TextAnchor, TextRun};
use crate::xml::escaped;

/// The bundled font, and what replaces it where it is not installed.
const FAMILY: &str = "Inter, 'Helvetica Neue', Arial, sans-serif";
/// The distance from the middle of capitals down to the baseline, for a font size of 1.
const HALF_CAPITAL: f32 = 0.364;

/// Returns the picture as the text of an SVG file.
pub fn svg(picture: &Picture) -> String {
    let Picture { title, caption, width, height, paper, shapes, .. } = picture;
    let mut out = String::with_capacity(200 * shapes.len() + 1_000);
    let (w, h) = (Number(*width), Number(*height));
    out.push_str(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}pt\" height=\"{h}pt\" viewBox=\"0 0 {w} {h}\" \
         role=\"img\" aria-labelledby=\"title caption\" font-family=\"{FAMILY}\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"caption\">{}</desc>\n\
         <rect width=\"{w}\" height=\"{h}\" fill=\"{paper}\"/>\n",
        escaped(title),
        escaped(caption),
    ));
    for shape in shapes {
        write_shape(&mut out, shape);
    }
    out.push_str("</svg>\n");
    out
}

/// Formats a length in points with no more digits than can be seen.
struct Number(f32);

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rounded = (self.0 * 100.0).round() / 100.0;
        // Avoids −0 and values that are not finite.
        let rounded = if rounded.is_finite() { rounded + 0.0 } else { 0.0 };
        write!(f, "{rounded}")
    }
}

fn write_shape(out: &mut String, PictureShape { form, name }: &PictureShape) {
    let (tag, attributes) = match form {
        ShapeForm::Area { area, fill, line, radius } => {
            let (x, y, w, h) = (Number(area.x), Number(area.y), Number(area.width), Number(area.height));
            let mut attributes = format!("x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{fill}\"");
            if *radius > 0.0 {
                push(&mut attributes, format_args!(" rx=\"{}\"", Number(*radius)));
            }
            push_stroke(&mut attributes, line.as_ref());
            ("rect", attributes)
        }
        ShapeForm::Circle { centre, radius, fill, line } => {
            let (x, y, r) = (Number(centre.x), Number(centre.y), Number(*radius));
            let mut attributes = format!("cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"{fill}\"");
            push_stroke(&mut attributes, line.as_ref());
            ("circle", attributes)
        }
        ShapeForm::Line { points, stroke, dash } => {
            let places: Vec<String> =
                points.iter().map(|Point { x, y }| format!("{},{}", Number(*x), Number(*y))).collect();
            let mut attributes = format!("points=\"{}\" fill=\"none\"", places.join(" "));
            push_stroke(&mut attributes, Some(stroke));
            if let Some((ink, gap)) = Dash::lengths(*dash, stroke.width) {
                push(&mut attributes, format_args!(" stroke-dasharray=\"{} {}\"", Number(ink), Number(gap)));
            }
            ("polyline", attributes)
        }
        ShapeForm::Text(words) => return write_words(out, words),
    };
    match name {
        Some(name) => push(out, format_args!("<{tag} {attributes}><title>{}</title></{tag}>\n", escaped(name))),
        None => push(out, format_args!("<{tag} {attributes}/>\n")),
    }
}

fn write_words(out: &mut String, words: &TextRun) {
    let TextRun { at, anchor, text, size, weight, colour, is_upright } = words;
    let down = HALF_CAPITAL * size;
    let anchor = match anchor {
        TextAnchor::Start => "",
        TextAnchor::Middle => " text-anchor=\"middle\"",
        TextAnchor::End => " text-anchor=\"end\"",
    };
    let weight = if *weight == FontWeight::Strong { " font-weight=\"600\"" } else { "" };
    // Rotated text has its baseline to the right of its middle.
    let place = if *is_upright {
        let (x, y) = (Number(at.x + down), Number(at.y));
        format!("x=\"{x}\" y=\"{y}\" transform=\"rotate(-90 {x} {y})\"")
    } else {
        format!("x=\"{}\" y=\"{}\"", Number(at.x), Number(at.y + down))
    };
    let (size, text) = (Number(*size), escaped(text));
    push(out, format_args!("<text {place} font-size=\"{size}\" fill=\"{colour}\"{anchor}{weight}>{text}</text>\n"));
}

fn push_stroke(attributes: &mut String, stroke: Option<&PictureStroke>) {
    if let Some(PictureStroke { width, colour }) = stroke {
        push(attributes, format_args!(" stroke=\"{colour}\" stroke-width=\"{}\"", Number(*width)));
    }
}

fn push(out: &mut String, what: std::fmt::Arguments<'_>) {
    out.write_fmt(what).expect("a string takes everything");
}
