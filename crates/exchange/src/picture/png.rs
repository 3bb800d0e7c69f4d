//! Writes a picture as PNG by rendering its SVG with the bundled fonts, so that both look the same.

use std::{
    io::{self, Write},
    sync::Arc,
};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{self, fontdb},
};

use super::{Picture, ShapeForm, svg, text};

/// The number of pixels per point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Resolution {
    /// Two pixels per point, for screens and slides.
    #[default]
    Double,
    /// 300 pixels per inch, for print.
    Print,
}

/// The most pixels of a picture, each of which takes four bytes while it is drawn. A page of A4 in print has 9 million.
const MOST_PIXELS: f32 = 40_000_000.0;
/// The most pixels along one side; nobody could look at a longer picture.
const LONGEST_SIDE: f32 = 20_000.0;
const POINTS_PER_INCH: f32 = 72.0;

impl Resolution {
    const fn pixels_per_point(self) -> f32 {
        match self {
            Self::Double => 2.0,
            Self::Print => 300.0 / POINTS_PER_INCH,
        }
    }
}

/// Why a picture could not be written as PNG.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// It has too many pixels.
    #[error(
        "it would have {width} × {height} pixels; a PNG may have 40 million, and 20,000 along a side. \
         Save it as SVG{}, or show fewer rows and columns",
        if *.resolution == Resolution::Print { " or at a lower resolution" } else { "" }
    )]
    TooLarge {
        /// Width in pixels.
        width: f32,
        /// Height in pixels.
        height: f32,
        /// The resolution it was wanted at.
        resolution: Resolution,
    },
    /// Its SVG could not be rendered.
    #[error("the picture could not be drawn: {0}; save it as SVG")]
    Drawing(#[from] usvg::Error),
    /// The pixels could not be encoded.
    #[error("the picture could not be written as PNG: {0}")]
    Encoding(#[from] ::png::EncodingError),
    /// A line of pixels could not be encoded.
    #[error("the picture could not be written as PNG: {0}")]
    Lines(#[from] io::Error),
}

/// Returns the picture as the bytes of a PNG file, which records the size to print it at.
///
/// # Errors
/// Fails if it would have too many pixels or could not be drawn.
pub fn png(picture: &Picture, resolution: Resolution) -> Result<Vec<u8>, PngError> {
    let scale = resolution.pixels_per_point();
    let (width, height) = ((picture.width * scale).ceil(), (picture.height * scale).ceil());
    let too_large = || PngError::TooLarge { width, height, resolution };
    if width.max(height) > LONGEST_SIDE || width * height > MOST_PIXELS {
        return Err(too_large());
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "both are whole and within bounds")]
    let mut pixels = Pixmap::new(width as u32, height as u32).ok_or_else(too_large)?;
    let options = usvg::Options { fontdb: fonts(picture), font_family: "Inter".to_owned(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(&svg(picture), &options)?;
    // The SVG is sized in points, which its reader converts to units of its own.
    let by = width / tree.size().width();
    resvg::render(&tree, Transform::from_scale(by, by), &mut pixels.as_mut());
    encoded(&pixels, scale)
}

/// Loads the bundled fonts, and those of the system if a picture has characters that the bundled ones lack.
fn fonts(picture: &Picture) -> Arc<fontdb::Database> {
    let mut fonts = fontdb::Database::new();
    for face in [text::SANS, text::SANS_STRONG] {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(face)));
    }
    let is_bundled = |form: &ShapeForm| !matches!(form, ShapeForm::Text(words) if !text::is_bundled(&words.text));
    if !picture.shapes.iter().all(|shape| is_bundled(&shape.form)) {
        fonts.load_system_fonts();
    }
    Arc::new(fonts)
}

/// Encodes the pixels. Paper covers everything, so no transparency is needed and three channels are enough.
fn encoded(pixels: &Pixmap, pixels_per_point: f32) -> Result<Vec<u8>, PngError> {
    const INCHES_PER_METRE: f32 = 39.370_08;
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(::png::ColorType::Rgb);
    encoder.set_depth(::png::BitDepth::Eight);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some thousands")]
    let per_metre = (pixels_per_point * POINTS_PER_INCH * INCHES_PER_METRE).round() as u32;
    encoder.set_pixel_dims(Some(::png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: ::png::Unit::Meter }));
    let mut writer = encoder.write_header()?;
    // Line by line, so that the picture is not in memory a second time.
    let mut lines = writer.stream_writer()?;
    for line in pixels.pixels().chunks(pixels.width() as usize) {
        let colours: Vec<u8> = line.iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
        lines.write_all(&colours)?;
    }
    lines.finish()?;
    writer.finish()?;
    Ok(bytes)
}
