//! Importing files, against the least that reading them takes.

#![expect(clippy::print_stdout, reason = "figures are what a bench is for")]

#[expect(dead_code, reason = "the files are made here, and only the stopwatch and the dice are shared")]
mod common;
#[path = "import/copies.rs"]
mod copies;
#[path = "../tests/common/pdf_files.rs"]
#[allow(dead_code, reason = "tests need more of it")]
mod pdf_files;

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
    time::Duration,
};

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, font::GlyphRun, hayro_syntax::Pdf, interpret_page, kurbo,
};
use pdf_files::{PdfFile, PdfPage};
use standpoint_exchange::import::{
    articles::{FilesRead, read_files},
    formats::ReadingOptions,
    isolated::{self, ReaderProcess},
};
use tempfile::TempDir;

const RUNS: usize = 7;

fn main() {
    isolated::read_in(ReaderProcess {
        program: PathBuf::from(env!("CARGO_BIN_EXE_standpoint")),
        time: Duration::from_mins(1),
        memory_bytes: 1 << 30,
    });
    let lines = [text_files(), pdf_files(), copies::near_copies()];
    println!("{}", lines.join("\n"));
}

/// A folder with these files, as named.
fn folder_of(n: usize, extension: &str, file: impl Fn(usize) -> Vec<u8>) -> TempDir {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    for index in 0..n {
        let path = folder.path().join(format!("{index:05}.{extension}"));
        fs::write(path, file(index)).expect("the folder can be written");
    }
    folder
}

fn import(folder: &Path) -> FilesRead {
    let paths = [folder.to_owned()];
    read_files(&paths, &ReadingOptions::default(), &AtomicBool::new(false), &mut |_, _| {})
}

fn paths(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// Words that differ from text to text, `n_bytes` of them.
fn words(seed: usize, n_bytes: usize) -> String {
    const LATIN: [&str; 8] = ["bridge", "harbour", "council", "the", "toll", "of", "refuses", "guild"];
    const OTHERS: [&str; 8] = ["мост", "гавань", "совет", "и", "пошлина", "на", "отклоняет", "гильдия"];
    // One text in four is not in English.
    let words = if seed % 4 == 3 { OTHERS } else { LATIN };
    let mut text = format!("Article {seed}\n");
    let mut state = seed;
    while text.len() < n_bytes {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let end = if state.is_multiple_of(64) { ".\n" } else { " " };
        _ = write!(text, "{}{end}", words[(state >> 33) % words.len()]);
    }
    text
}

/// Five thousand text files, against reading them and checking that they are UTF-8.
fn text_files() -> String {
    const FILES: usize = 5_000;
    let folder = folder_of(FILES, "txt", |index| words(index, 6_000).into_bytes());
    assert_eq!(import(folder.path()).files.len(), FILES);
    let bare = || {
        let check = |path: &PathBuf| {
            let bytes = fs::read(path).expect("it is there");
            std::str::from_utf8(&bytes).expect("it is UTF-8").len()
        };
        paths(folder.path()).iter().map(check).sum::<usize>()
    };
    common::report("import-text", common::medians(RUNS, || import(folder.path()), bare), 2.0)
}

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

/// Forty files of twenty pages, read in a process that is started for them, against the crate that opens them.
fn pdf_files() -> String {
    const FILES: usize = 40;
    let folder = folder_of(FILES, "pdf", |file| {
        PdfFile::of((0..20).map(|number| page(number + 1, file * 100 + number))).bytes()
    });
    assert_eq!(import(folder.path()).files.len(), FILES);
    let bare = || paths(folder.path()).iter().map(count).sum::<usize>();
    println!("{} characters in {FILES} PDF files", bare());
    common::report("import-pdf", common::medians(RUNS, || import(folder.path()), bare), 1.5)
}
