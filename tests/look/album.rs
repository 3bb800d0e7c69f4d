//! Compares what the window shows with the pictures kept in `tests/look/`.
//!
//! Nothing in a picture may depend on when, where or by whom it is taken. So the pointer leaves the window first, and
//! time passes until tooltips and brief messages are gone. It must not know what the pages show.

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{BufReader, BufWriter},
    path::Path,
    sync::Arc,
};

use eframe::App as _;
use egui::{Theme, Vec2, ViewportId};
use egui_kittest::Harness;
use standpoint::ui::{
    desk::dialogs::files::FileAnswer,
    preferences::{RecentProject, Saving, ThemeChoice},
    theme,
};

use crate::{
    common::{Window, preferences_of_ak},
    renderer::{Pixels, Renderer},
};

/// The most by which a channel of a pixel may differ. The font rasteriser uses the widest arithmetic the processor has,
/// which may round differently on another one, and each layer that is blended over it rounds again.
pub const TOLERANCE: u8 = 3;

/// If this variable is 1, the pictures as they are now become the ones that are kept.
const ACCEPT: &str = "STANDPOINT_ACCEPT_PICTURES";

/// If this variable is 1, each picture is written in every theme and at two scales, for the contact sheet, and not
/// compared: the letters of other scales lie among those of this one then, which moves slanted ones by a shade.
const SHEET: &str = "STANDPOINT_CONTACT_SHEET";

/// How long nothing happens before a picture is taken, so that every brief message has gone.
const PAUSE_SECS: f64 = 20.0;

/// A window and what has changed in its pictures. Dropping it fails the test if anything has.
pub struct Album {
    pub window: Window,
    renderer: Renderer,
    problems: Vec<String>,
}

impl Album {
    /// Opens the window for a coder called AK, with `data` as the folder of the program's own files.
    pub fn open(
        size: impl Into<Vec2>,
        theme: Theme,
        data: Arc<tempfile::TempDir>,
        recent: Vec<RecentProject>,
        project: Option<&Path>,
        answers: impl IntoIterator<Item = FileAnswer>,
    ) -> Self {
        let renderer = Renderer::default();
        let builder = Harness::builder().with_size(size).with_theme(theme).renderer(renderer.clone());
        let preferences = preferences_of_ak(Saving::WhenAsked).with_recent(recent);
        let window = Window::build(builder, data, preferences, project, answers);
        Self { window, renderer, problems: Vec::new() }
    }

    /// The window as it is now, at full size.
    pub fn shown(&mut self) -> Pixels {
        let harness = &mut self.window.harness;
        harness.remove_cursor();
        harness.step();
        let now = harness.ctx.input(|input| input.time);
        harness.input_mut().time = Some(now + PAUSE_SECS);
        self.window.settle();
        self.painted()
    }

    /// What the last frame painted.
    fn painted(&self) -> Pixels {
        let Harness { ctx, .. } = &self.window.harness;
        let per_point = ctx.pixels_per_point();
        let primitives = ctx.tessellate(self.window.harness.output().shapes.clone(), per_point);
        let background = self.window.harness.state().clear_color(&ctx.global_style().visuals);
        self.renderer.paint(&primitives, ctx.content_rect().size(), per_point, background)
    }

    /// Writes the window as it is in each theme, at one and at two pixels per point, for the contact sheet.
    fn write_sheet(&mut self, name: &str) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("look").join("sheet");
        fs::create_dir_all(&folder).expect("the target folder can be written");
        let ctx = self.window.harness.ctx.clone();
        let (theme, sepia) = (ctx.theme(), ctx.options(|options| options.light_style.clone()));
        let themes = [("light", ThemeChoice::Light), ("dark", ThemeChoice::Dark), ("sepia", ThemeChoice::Sepia)];
        for (theme, choice) in themes {
            theme::choose(&ctx, choice);
            for per_point in [1.0, 2.0] {
                self.set_scale(per_point);
                write(
                    &folder.join(format!("{name}-{per_point}x-{theme}.png")),
                    &self.painted(),
                    png::Compression::Fast,
                );
            }
        }
        ctx.options_mut(|options| options.light_style = sepia);
        ctx.set_theme(theme);
        self.set_scale(1.0);
    }

    /// Moves the window to a screen with so many pixels per point.
    fn set_scale(&mut self, per_point: f32) {
        let viewport = self.window.harness.input_mut().viewports.entry(ViewportId::ROOT).or_default();
        viewport.native_pixels_per_point = Some(per_point);
        self.window.harness.run_steps(3);
    }

    /// As [`Self::picture`], before a brief message has gone.
    pub fn picture_now(&mut self, name: &str) {
        let shown = self.painted();
        self.compare(name, &shown);
    }

    /// Compares the window with the picture of that name, or replaces the picture if that was asked for.
    pub fn picture(&mut self, name: &str) {
        let shown = self.shown();
        self.compare(name, &shown);
    }

    fn compare(&mut self, name: &str, shown: &Pixels) {
        if std::env::var(SHEET).is_ok_and(|value| value == "1") {
            self.write_sheet(name);
            return;
        }
        let now = shown.halved();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/look").join(format!("{name}.png"));
        let kept = File::open(&path).ok().map(|file| read(file, &path));
        let problem = match &kept {
            Some(kept) => difference(kept, &now),
            None => Some("was not kept before".to_owned()),
        };
        let Some(mut problem) = problem else { return };
        if std::env::var(ACCEPT).is_ok_and(|value| value == "1") {
            write(&path, &now, png::Compression::High);
            return;
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("look");
        fs::create_dir_all(&folder).expect("the target folder can be written");
        let mut keep = |what: &str, pixels: &Pixels| {
            let path = folder.join(format!("{name}.{what}.png"));
            write(&path, pixels, png::Compression::Fast);
            write!(problem, "\n    {}", path.display()).expect("a string takes everything");
        };
        keep("new", shown);
        if let Some(kept) = kept.filter(|kept| (kept.width, kept.height) == (now.width, now.height)) {
            keep("difference", &marked(&kept, &now));
        }
        self.problems.push(format!("{name} {problem}\n    {}", path.display()));
    }
}

impl Drop for Album {
    fn drop(&mut self) {
        let is_fine = self.problems.is_empty() || std::thread::panicking();
        assert!(
            is_fine,
            "The window looks different. Compare the new picture, the places that differ, and the kept picture:\n{}\n\
             If the new look is right, accept it with {ACCEPT}=1 cargo test --test look",
            self.problems.join("\n")
        );
    }
}

impl Pixels {
    /// The picture at half its size, each pixel the mean of four. It takes a third of the bytes to keep, and a single
    /// pixel that changes visibly still changes its mean.
    pub fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut rgb = Vec::with_capacity(width * height);
        for y in 0..height {
            let upper = &self.rgb[2 * y * self.width..][..self.width];
            let lower = &self.rgb[(2 * y + 1) * self.width..][..self.width];
            for x in (0..2 * width).step_by(2) {
                let (a, b, c, d) = (upper[x], upper[x + 1], lower[x], lower[x + 1]);
                rgb.push([mean(a[0], b[0], c[0], d[0]), mean(a[1], b[1], c[1], d[1]), mean(a[2], b[2], c[2], d[2])]);
            }
        }
        Self { width, height, rgb }
    }
}

/// Rounded to the nearest byte.
fn mean(a: u8, b: u8, c: u8, d: u8) -> u8 {
    let sum = u16::from(a) + u16::from(b) + u16::from(c) + u16::from(d);
    u8::try_from((sum + 2) / 4).expect("a mean of bytes is a byte")
}

fn is_same(a: &[u8; 3], b: &[u8; 3]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(*b) <= TOLERANCE)
}

/// How a picture differs from the one that was kept, if it does.
pub fn difference(kept: &Pixels, now: &Pixels) -> Option<String> {
    let [was, is] = [kept, now].map(|pixels| (pixels.width, pixels.height));
    if was != is {
        return Some(format!("had {} × {} pixels and has {} × {}", was.0, was.1, is.0, is.1));
    }
    if kept == now {
        return None;
    }
    let changed = || (0..now.rgb.len()).filter(|&at| !is_same(&kept.rgb[at], &now.rgb[at]));
    let (left, right) = (changed().map(|at| at % now.width).min()?, changed().map(|at| at % now.width).max()?);
    let (top, bottom) = (changed().next()? / now.width, changed().next_back()? / now.width);
    // The place is given in points of the window, because the new picture is at full size.
    Some(format!(
        "differs in {} of {} pixels, within {}–{} × {}–{} points",
        changed().count(),
        now.rgb.len(),
        left * 2,
        right * 2 + 2,
        top * 2,
        bottom * 2 + 2
    ))
}

/// The new picture in pale colours, with the pixels that differ in red.
fn marked(kept: &Pixels, now: &Pixels) -> Pixels {
    let pale = |channel: u8| u8::MAX - (u8::MAX - channel) / 4;
    let pairs = kept.rgb.iter().zip(&now.rgb);
    let mark = |(kept, now): (&[u8; 3], &[u8; 3])| if is_same(kept, now) { now.map(pale) } else { [220, 0, 0] };
    Pixels { rgb: pairs.map(mark).collect(), ..*now }
}

fn read(file: File, path: &Path) -> Pixels {
    let read = || -> Result<Pixels, png::DecodingError> {
        let mut reader = png::Decoder::new(BufReader::new(file)).read_info()?;
        let mut bytes = vec![0; reader.output_buffer_size().unwrap_or_default()];
        let info = reader.next_frame(&mut bytes)?;
        let (pixels, rest) = bytes.as_chunks();
        assert!(info.color_type == png::ColorType::Rgb && rest.is_empty(), "{} has other colours", path.display());
        Ok(Pixels { width: info.width as usize, height: info.height as usize, rgb: pixels.to_vec() })
    };
    read().unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()))
}

fn write(path: &Path, pixels: &Pixels, compression: png::Compression) {
    let [width, height] =
        [pixels.width, pixels.height].map(|side| u32::try_from(side).expect("a window is not that large"));
    let write = || -> Result<(), png::EncodingError> {
        let mut encoder = png::Encoder::new(BufWriter::new(File::create(path)?), width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(compression);
        // Text compresses best unfiltered, because the same letters then have the same bytes.
        encoder.set_filter(png::Filter::NoFilter);
        encoder.write_header()?.write_image_data(pixels.rgb.as_flattened())
    };
    write().unwrap_or_else(|error| panic!("{} cannot be written: {error}", path.display()));
}
