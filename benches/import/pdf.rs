//! PDF files, read in a process that is started for them, against the crate that hands out their characters.

use std::{fs, path::PathBuf};

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, font::GlyphRun, hayro_syntax::Pdf, interpret_page, kurbo,
};

use crate::{
    RUNS, common, folder_of, import, paths,
    pdf_files::{PdfFile, PdfPage},
    words,
};

/// Counts the characters that the crate hands out, with their letters.
#[derive(Default)]
struct Counter {
    n_letters: usize,
    right: f64,
}

impl<'a> Device<'a> for Counter {
    fn draw_path(&mut self, _: &kurbo::BezPath, _: DrawProps<'a>, _: &DrawMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.n_letters += usize::from(glyph.as_unicode().is_some());
            self.right = self.right.max((props.transform * glyph.transform() * kurbo::Point::ZERO).x);
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

fn count(path: &PathBuf) -> usize {
    let pdf = Pdf::new(fs::read(path).expect("it is there")).expect("it is sound");
    let (cache, mut counter) = (InterpreterCache::new(), Counter::default());
    for page in pdf.pages().iter() {
        let bounds = kurbo::Rect::new(0.0, 0.0, 1.0, 1.0);
        let settings = InterpreterSettings::default();
        let mut context = Context::new(kurbo::Affine::IDENTITY, bounds, &cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut counter);
    }
    counter.n_letters
}

/// A page of two columns with head and number.
fn page(number: usize, seed: usize) -> PdfPage {
    let text = words(4 * seed, 5_000);
    let all: Vec<&str> = text.split_whitespace().collect();
    let lines: Vec<String> = all.chunks(7).map(|words| words.join(" ")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (left, right) = lines.split_at(lines.len() / 2);
    PdfPage::default()
        .line(60.0, 810.0, 8.0, "Harbour News")
        .column(60.0, 780.0, 9.0, left)
        .column(310.0, 780.0, 9.0, right)
        .line(290.0, 20.0, 8.0, &number.to_string())
}

/// A PDF file with this many pages.
pub fn pdf_file(seed: usize, n_pages: usize) -> Vec<u8> {
    PdfFile::of((0..n_pages).map(|number| page(number + 1, seed * 100 + number))).bytes()
}

/// Forty files of twenty pages, read in a process that is started for them, against the crate that opens them.
pub fn pdf_files() -> String {
    const FILES: usize = 40;
    let folder = folder_of(FILES, "pdf", |file| pdf_file(file, 20));
    assert_eq!(import(folder.path()).files.len(), FILES);
    let bare = || paths(folder.path()).iter().map(count).sum::<usize>();
    println!("{} characters in {FILES} PDF files", bare());
    common::report("import-pdf", common::medians(RUNS, || import(folder.path()), bare), 1.5)
}
