//! Colours, sizes and faces: read from `assets/themes/`, reached by `Theme::of(ui)`.
//!
//! No other module names a colour. Code colours come from the project and are only ever tinted here.

mod fonts;
mod icons;
mod style;

use std::sync::LazyLock;

use egui::{Color32, FontFamily, FontId};
use serde::Deserialize;

pub use fonts::install_fonts;
pub use icons::{Icon, icon_font};
pub use style::{choose, install_styles};

use standpoint_core::model::{Colour, Stance};
use standpoint_exchange::picture::InkPalette;

/// The colours of one theme, and the sizes that all share.
#[derive(Clone, Debug)]
pub struct Theme {
    /// The colours of this theme.
    pub colours: Colours,
    /// The sizes, which all themes share.
    pub sizes: Sizes,
}

/// The colours of a theme, each named after what it is used for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    /// The paper under the text, the brightest (or darkest) surface.
    pub page: ThemeColour,
    /// The ground of panels and bars.
    pub panel: ThemeColour,
    /// The ground of text fields.
    pub field: ThemeColour,
    /// What floats: the tag box, dialogs, menus.
    pub raised: ThemeColour,
    /// Buttons and menus, on any of the surfaces.
    pub control: ThemeColour,
    /// The edge of buttons, fields, boxes and switches, at least 3 : 1 against what is behind them.
    pub control_line: ThemeColour,
    /// Thin lines between parts.
    pub hairline: ThemeColour,
    /// Words that matter most.
    pub ink: ThemeColour,
    /// Words of second rank.
    pub muted: ThemeColour,
    /// Words and marks that step back.
    pub faint: ThemeColour,
    /// What is active or has the keyboard.
    pub accent: ThemeColour,
    /// Words and marks on `accent`.
    pub accent_ink: ThemeColour,
    /// The ground of a selected row or button.
    pub selected: ThemeColour,
    /// The ground of what is under the pointer.
    pub hovered: ThemeColour,
    /// The ground of selected words.
    pub text_selection: ThemeColour,
    /// A stance with a positive weight.
    pub supports: ThemeColour,
    /// A stance with weight 0.
    pub conditional: ThemeColour,
    /// A stance with a negative weight.
    pub opposes: ThemeColour,
    /// What is done.
    pub success: ThemeColour,
    /// What may go wrong.
    pub caution: ThemeColour,
    /// What went wrong.
    pub failure: ThemeColour,
    /// What was found: divided outlets, contradictions.
    pub finding: ThemeColour,
    /// The ground of words that a search found in the text.
    pub found: ThemeColour,
    /// The edge of such words and their marks in the scroll bar, at least 3 : 1 against what is behind them.
    pub found_line: ThemeColour,
    /// The ground of the words that the search has come to.
    pub found_current: ThemeColour,
    /// The ground of a net stance of −1.
    pub net_negative: ThemeColour,
    /// The ground of a net stance of +1.
    pub net_positive: ThemeColour,
    /// The shadow below what floats.
    pub shadow: ThemeColour,
    /// How much of a code's colour tints a highlight, 0 to 1.
    pub highlight_tint: f32,
}

/// Sizes in points.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    /// The size of small type.
    pub small: f32,
    /// The size of usual type.
    pub body: f32,
    /// The size of an article’s title.
    pub title: f32,
    /// The size of an article’s text.
    pub article: f32,
    /// The height of a row of an article’s text.
    pub article_line: f32,
    /// The size of a quote.
    pub quote: f32,
    /// The height of a row of a quote.
    pub quote_line: f32,
    /// The height of a text field.
    pub field_height: f32,
    /// The height of a row of the table.
    pub table_row: f32,
    /// How round the corners of buttons and fields are.
    pub radius: u8,
    /// How round the corners of dialogs and menus are.
    pub floating_radius: u8,
    /// The space between two paragraphs of an article.
    pub paragraph_gap: f32,
    /// The width of the text column.
    pub column: f32,
    /// Left of the column, for paragraph numbers.
    pub gutter: f32,
    /// Right of the column, for what each highlight is.
    pub margin: f32,
    /// The widths of the side panels when first shown.
    pub articles_panel: f32,
    /// The usual width of the panel of the highlight.
    pub highlight_panel: f32,
    /// The usual width of the panel of quotes.
    pub quotes_panel: f32,
    /// The usual width of the panel of saved comparisons.
    pub views_panel: f32,
    /// The heights of rows in lists.
    pub article_row: f32,
    /// The height of a row in the list of highlights.
    pub highlight_row: f32,
    /// The height of a row in the codebook and in menus like it.
    pub code_row: f32,
    /// The usual width of the codebook’s tree.
    pub code_panel: f32,
    /// The usual width of the passages beside it.
    pub passages_panel: f32,
    /// The usual width of a column of the table.
    pub table_column: f32,
    /// The width of the box in which tags are typed.
    pub tag_box: f32,
    /// The heights of the bar above and of the line below.
    pub bar: f32,
    /// The height of the status line.
    pub status: f32,
}

/// A colour as theme files write it: `#rrggbb` or `#rrggbbaa`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct ThemeColour(pub Color32);

impl TryFrom<String> for ThemeColour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let colour = Color32::from_hex(&text).map_err(|error| format!("“{text}” is not a colour: {error:?}"))?;
        Ok(Self(colour))
    }
}

impl From<ThemeColour> for Color32 {
    fn from(ink: ThemeColour) -> Self {
        ink.0
    }
}

impl std::ops::Deref for ThemeColour {
    type Target = Color32;

    fn deref(&self) -> &Color32 {
        &self.0
    }
}

static LIGHT: LazyLock<Theme> = LazyLock::new(|| Theme::read(include_str!("../../../assets/themes/light.ron")));
static DARK: LazyLock<Theme> = LazyLock::new(|| Theme::read(include_str!("../../../assets/themes/dark.ron")));
static SEPIA: LazyLock<Theme> = LazyLock::new(|| Theme::read(include_str!("../../../assets/themes/sepia.ron")));

/// How many tints may overlap before the words become unreadable.
pub const MAX_TINTS: usize = 2;

impl Theme {
    fn read(colours: &str) -> Self {
        let sizes = include_str!("../../../assets/themes/sizes.ron");
        Self {
            colours: ron::from_str(colours).expect("a test reads every theme file"),
            sizes: ron::from_str(sizes).expect("a test reads every theme file"),
        }
    }

    /// The theme the window shows now.
    pub fn of(ui: &egui::Ui) -> &'static Self {
        Self::of_style(ui.style())
    }

    /// The theme of a style.
    pub fn of_style(style: &egui::Style) -> &'static Self {
        let visuals = &style.visuals;
        // egui knows light and dark only; sepia is the light one whose panels are of sepia's colour.
        if visuals.dark_mode {
            &DARK
        } else if visuals.panel_fill == *SEPIA.colours.panel {
            &SEPIA
        } else {
            &LIGHT
        }
    }

    /// A code's colour, for small squares and lines.
    #[expect(clippy::disallowed_methods, reason = "this is the one place where a code’s colour becomes ink")]
    pub fn code(&self, colour: Colour) -> Color32 {
        let [red, green, blue] = colour.0;
        Color32::from_rgb(red, green, blue)
    }

    /// A code's colour as a tint under text.
    pub fn tint(&self, colour: Colour) -> Color32 {
        self.code(colour).gamma_multiply(self.colours.highlight_tint)
    }

    /// Blue, grey or orange for a stance; they stay apart in greyscale and for colour-blind eyes.
    pub fn stance(&self, stance: &Stance) -> Color32 {
        match stance.weight {
            weight if weight > 0.0 => *self.colours.supports,
            weight if weight < 0.0 => *self.colours.opposes,
            _ => *self.colours.conditional,
        }
    }

    /// The shade of a net stance between −1 and +1 on a scale that colour-blind eyes can read.
    #[expect(clippy::cast_possible_truncation, reason = "a shade needs no more than f32")]
    pub fn net_stance(&self, net: f64) -> Color32 {
        let end = if net < 0.0 { self.colours.net_negative } else { self.colours.net_positive };
        self.colours.page.lerp_to_gamma(*end, (net.abs() as f32).min(1.0) * 0.7)
    }

    /// The colours that pictures in the window are drawn with.
    pub fn palette(&self) -> InkPalette {
        let colour = |ink: ThemeColour| Colour([ink.r(), ink.g(), ink.b()]);
        let colours = &self.colours;
        InkPalette {
            paper: colour(colours.page),
            ink: colour(colours.ink),
            muted: colour(colours.muted),
            hairline: colour(colours.hairline),
            accent: colour(colours.accent),
            supports: colour(colours.supports),
            conditional: colour(colours.conditional),
            opposes: colour(colours.opposes),
            net_negative: colour(colours.net_negative),
            net_positive: colour(colours.net_positive),
        }
    }

    /// The shade of a count, from paper to accent.
    pub fn share(&self, share: f32) -> Color32 {
        self.colours.page.lerp_to_gamma(*self.colours.accent, share.clamp(0.0, 1.0) * 0.35)
    }
}

/// The sans of the program, in the weight for names that matter.
pub fn strong(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("strong".into()))
}

/// The serif of the articles and of every quote.
pub fn serif(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("serif".into()))
}

/// The serif of titles.
pub fn serif_bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("serif-bold".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::preferences::ThemeChoice;

    /// The contrast ratio of WCAG 2, from 1 to 21.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let luminance = |c: Color32| {
            let [r, g, b, _] = egui::Rgba::from(c).to_array();
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_ink_can_be_read_on_every_paper() {
        for theme in [&*LIGHT, &*DARK, &*SEPIA] {
            let Colours {
                page,
                panel,
                raised,
                ink,
                muted,
                faint,
                supports,
                conditional,
                opposes,
                success,
                caution,
                failure,
                accent,
                finding,
                ..
            } = theme.colours;
            for paper in [page, panel, raised] {
                for text in
                    [ink, muted, faint, supports, conditional, opposes, success, caution, failure, accent, finding]
                {
                    let ratio = contrast(*text, *paper);
                    assert!(ratio >= 4.5, "{text:?} on {paper:?} has a contrast of only {ratio:.1}");
                }
            }
        }
    }

    #[test]
    fn every_edge_can_be_seen_on_every_surface() {
        for theme in [&*LIGHT, &*DARK, &*SEPIA] {
            let Colours { page, panel, field, raised, control, control_line, .. } = theme.colours;
            for surface in [page, panel, field, raised, control] {
                let ratio = contrast(*control_line, *surface);
                assert!(ratio >= 3.0, "an edge on {surface:?} has a contrast of only {ratio:.1}");
            }
        }
    }

    #[test]
    fn ink_can_be_read_on_as_many_tints_as_are_painted_over_each_other() {
        for theme in [&*LIGHT, &*DARK, &*SEPIA] {
            for colour in Colour::palette() {
                let tint = |paper: Color32, _| paper.lerp_to_gamma(theme.code(colour), theme.colours.highlight_tint);
                let paper = (0..MAX_TINTS).fold(*theme.colours.page, tint);
                let ratio = contrast(*theme.colours.ink, paper);
                assert!(ratio >= 4.5, "ink on tints of {colour} has a contrast of only {ratio:.1}");
            }
        }
    }

    #[test]
    fn what_a_search_found_can_be_read_and_told_apart() {
        for theme in [&*LIGHT, &*DARK, &*SEPIA] {
            let Colours { page, panel, ink, found, found_line, found_current, text_selection, .. } = theme.colours;
            for ground in [found, found_current] {
                let ratio = contrast(*ink, *ground);
                assert!(ratio >= 4.5, "ink on {ground:?} has a contrast of only {ratio:.1}");
            }
            let tinted =
                Colour::palette().map(|colour| page.lerp_to_gamma(theme.code(colour), theme.colours.highlight_tint));
            let grounds = [*page, *panel, *found, *text_selection].into_iter().chain(tinted);
            for ground in grounds {
                let ratio = contrast(*found_line, ground);
                assert!(ratio >= 3.0, "the edge on {ground:?} has a contrast of only {ratio:.1}");
            }
            let ratio = contrast(*found_line, *found_current);
            assert!(ratio >= 3.0, "the edge of the current place has a contrast of only {ratio:.1}");
        }
    }

    #[test]
    fn every_number_can_be_read_on_every_shade_of_the_table() {
        for theme in [&*LIGHT, &*DARK, &*SEPIA] {
            for step in 0..=40_u8 {
                let share = f32::from(step) / 40.0;
                for shade in [theme.net_stance(f64::from(share) * 2.0 - 1.0), theme.share(share)] {
                    let ratio = contrast(*theme.colours.ink, shade);
                    assert!(ratio >= 4.5, "ink on {shade:?} has a contrast of only {ratio:.1}");
                }
            }
        }
    }

    #[test]
    fn the_theme_chosen_is_the_one_shown() {
        let ctx = egui::Context::default();
        install_fonts(&ctx);
        install_styles(&ctx);
        let shown_for = |choice| {
            choose(&ctx, choice);
            let mut page = Color32::TRANSPARENT;
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| page = *Theme::of(ui).colours.page);
            output.textures_delta.clear();
            page
        };
        assert_eq!(shown_for(ThemeChoice::Sepia), *SEPIA.colours.page);
        assert_eq!(shown_for(ThemeChoice::Dark), *DARK.colours.page);
        assert_eq!(shown_for(ThemeChoice::Light), *LIGHT.colours.page);
    }
}
