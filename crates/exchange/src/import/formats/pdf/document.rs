//! Opens a PDF file and takes the lines of its pages, and what it says about itself.

use std::panic::{self, AssertUnwindSafe};

use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt as _,
    hayro_syntax::{
        DecryptionError, LoadPdfError, Pdf,
        object::{Dict, Object, String as PdfString},
        page::Page,
    },
    interpret_page,
    kurbo::Rect,
};
use standpoint_core::{text::Text, wording};

use super::{
    Extracted, PdfRefusal,
    columns::in_order,
    compose::compose,
    glyphs::{Collector, PageGlyphs},
    labels,
    lines::{Line, lines},
    strings,
};

/// The most pages of one file.
const MAX_PAGES: usize = 20_000;
/// If more of the characters than this share have no known letter, the text is of no use.
const MAX_UNKNOWN: f32 = 0.3;
/// How far outside its page a character may lie and still be read, in points.
const EDGE_PT: f64 = 2.0;

/// Reads the text of a file. What its reader does in a panic is an error too.
pub(super) fn extract(bytes: Vec<u8>, raw_lines: bool) -> Result<Extracted, PdfRefusal> {
    let read = AssertUnwindSafe(|| read(bytes, raw_lines));
    panic::catch_unwind(read).unwrap_or_else(|_| {
        Err(PdfRefusal::Damaged("the reader of PDF files gave up on it; print it to a new PDF or save its text".into()))
    })
}

fn read(bytes: Vec<u8>, raw_lines: bool) -> Result<Extracted, PdfRefusal> {
    let pdf = Pdf::new(bytes).map_err(refusal)?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(PdfRefusal::Damaged("it has no pages; get the file again".to_owned()));
    }
    if pages.len() > MAX_PAGES {
        let limit = wording::grouped(MAX_PAGES);
        return Err(PdfRefusal::TooLarge(format!("it has more than {limit} pages; split it first")));
    }
    let cache = InterpreterCache::new();
    let mut texts = Vec::with_capacity(pages.len());
    let (mut n_glyphs, mut n_unknown, mut n_bytes) = (0, 0, 0);
    let mut pictures = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let found = glyphs_of(page, &pdf, &cache);
        n_glyphs += found.glyphs.len();
        n_unknown += found.n_unknown;
        if found.glyphs.is_empty() && found.n_images > 0 {
            pictures.push(index);
        }
        let ordered = in_order(lines(&found.glyphs));
        n_bytes += ordered.iter().map(|line: &Line| line.text.len()).sum::<usize>();
        if n_bytes > Text::MAX_BYTES {
            return Err(PdfRefusal::TooLarge(format!(
                "its text is larger than {} MB; split it first",
                Text::MAX_BYTES >> 20
            )));
        }
        texts.push(ordered);
    }
    if n_glyphs == 0 {
        let scanned = || PdfRefusal::Refused("this PDF holds pictures of text; it needs OCR first".to_owned());
        return Err(if pictures.is_empty() { PdfRefusal::Empty } else { scanned() });
    }
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more digits")]
    if n_unknown as f32 > MAX_UNKNOWN * n_glyphs as f32 {
        let advice =
            "its fonts do not say which letters they show; save it as text in the program that made it, or use OCR";
        return Err(PdfRefusal::Refused(advice.to_owned()));
    }
    let names = labels::names(&pdf);
    let mut extracted = compose(&texts, &names, raw_lines);
    extracted.warnings = warnings(n_unknown, &pictures, &names);
    describe(&pdf, &mut extracted);
    Ok(extracted)
}

fn refusal(error: LoadPdfError) -> PdfRefusal {
    let advice = match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            "it is protected with a password; save a copy without the password"
        }
        LoadPdfError::Decryption(_) => {
            "it is encrypted in a way that cannot be read; print it to a new PDF in the program that opens it"
        }
        LoadPdfError::Invalid => {
            return PdfRefusal::Damaged("its table of contents cannot be read; get the file again".to_owned());
        }
    };
    PdfRefusal::Refused(advice.to_owned())
}

fn glyphs_of<'a>(page: &Page<'a>, pdf: &'a Pdf, cache: &InterpreterCache<'a>) -> PageGlyphs {
    let (width, height) = page.render_dimensions();
    let visible = Rect::new(0.0, 0.0, f64::from(width), f64::from(height)).inflate(EDGE_PT, EDGE_PT);
    // Notes that readers have put on the page are not part of its text.
    let settings = InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
    let transform = page.initial_transform(false).to_kurbo();
    let mut context = Context::new(transform, visible, cache, pdf.xref(), settings);
    let mut collector = Collector::new(visible);
    interpret_page(page, &mut context, &mut collector);
    collector.finish()
}

/// What an analyst should look at.
fn warnings(n_unknown: usize, pictures: &[usize], names: &[String]) -> Vec<String> {
    let mut warnings = Vec::new();
    if n_unknown > 0 {
        let characters = wording::counted(n_unknown, "character");
        warnings.push(format!("{characters} could not be read and became \u{fffd}"));
    }
    if let Some(first) = pictures.first() {
        let more = match pictures.len() - 1 {
            0 => String::new(),
            1 => " and another page".to_owned(),
            n => format!(" and {} more pages", wording::grouped(n)),
        };
        warnings.push(format!("{}{more} may hold a picture of text, which needs OCR", names[*first]));
    }
    warnings
}

/// Takes what the file says about itself. Whether it is true is for others to judge.
fn describe(pdf: &Pdf, extracted: &mut Extracted) {
    let text = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(strings::decode).filter(|text| !text.trim().is_empty());
    let metadata = pdf.metadata();
    extracted.title = text(&metadata.title);
    extracted.author = text(&metadata.author);
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let language = catalog.and_then(|catalog| match catalog.get::<Object<'_>>("Lang") {
        Some(Object::String(language)) => Some(strings::decode(PdfString::as_bytes(&language))),
        _ => None,
    });
    extracted.language = language.filter(|language| !language.trim().is_empty());
}
