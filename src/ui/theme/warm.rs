//! Makes the glyphs of the usual letters before they are needed.
//!
//! A glyph is made when it is first shown, which takes longer than everything else about it. A first page would need
//! hundreds of them in one frame, so the frames before it make a few each.

use std::time::{Duration, Instant};

use egui::{Color32, Context, FontId};

use super::{Theme, serif, serif_bold, strong};

/// How long a frame goes on making glyphs.
const TIME: Duration = Duration::from_millis(2);
/// The letters that come most often first. A glyph is made anew for each quarter of a pixel at which it may begin, so
/// that each letter comes after others of several widths.
const LETTERS: [&str; 31] = [
    "The five boxing wizards jump",
    "quickly, and a mad duke",
    "vexed the king’s big zebra",
    "flock.",
    "Sphinx of black quartz,",
    "judge my vow: “No plan by",
    "far excludes other wishes at",
    "hand.”",
    "We promptly judged antique",
    "ivory buckles for the next",
    "prize; crazy Fredrick bought",
    "many.",
    "An inept quoting lazily",
    "filed the jawbox, hooking up",
    "every small mix of words; it",
    "is said.",
    "said that in on of to is as",
    "at be by he it or we up us",
    "an so no do go if me my who",
    "what when where which",
    "The They This That There",
    "Then In It He She We You And",
    "But For From With On At As",
    "By Of Or To No Not All",
    "AEBFCGDHIMJNKOLPQURVSWTXYZ",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "MWNVHUAOEI",
    "0123456789 1029384756 24 680",
    "13579 (1) [2] 3.4 5,6 7:8",
    "9-0 – — … ‘a’ “b” c/d e? f!",
    "%+−·",
];

/// How far the glyphs are made.
#[derive(Default)]
pub struct WarmGlyphs {
    /// The size of a point in pixels and the sizes of type for which they are made.
    made_for: Option<[f32; 5]>,
    /// How many pieces of letters are made, over all fonts.
    n_made: usize,
}

impl WarmGlyphs {
    /// Makes some more.
    pub fn go_on(&mut self, ctx: &Context) {
        let theme = Theme::of_style(&ctx.global_style());
        let sizes = &theme.sizes;
        let wanted = [ctx.pixels_per_point(), sizes.small, sizes.body, sizes.article, sizes.title];
        if self.made_for != Some(wanted) {
            *self = Self { made_for: Some(wanted), n_made: 0 };
        }
        let fonts = [
            serif(sizes.article),
            FontId::proportional(sizes.body),
            strong(sizes.body),
            FontId::proportional(sizes.small),
            serif_bold(sizes.title),
        ];
        let start = Instant::now();
        while let Some(font) = fonts.get(self.n_made / LETTERS.len())
            && start.elapsed() < TIME
        {
            let letters = LETTERS[self.n_made % LETTERS.len()];
            ctx.fonts_mut(|made| made.layout_no_wrap(letters.to_owned(), font.clone(), Color32::PLACEHOLDER));
            self.n_made += 1;
        }
    }
}
