//! The few colours that pictures use: those of the window’s theme, or ink on white paper for files.

use std::sync::LazyLock;

use serde::Deserialize;

use standpoint_core::model::{Colour, Stance};

/// The colours of a picture, as a theme file lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InkPalette {
    /// The background.
    pub paper: Colour,
    /// Text and other main marks.
    pub ink: Colour,
    /// Secondary text, and highlights without a stance.
    pub muted: Colour,
    /// Thin lines of scales and tables.
    pub hairline: Colour,
    /// Plain bars, and the deep end of the shades for counts and percentages.
    pub accent: Colour,
    /// Stances with a positive weight.
    pub supports: Colour,
    /// Stances with the weight 0.
    pub conditional: Colour,
    /// Stances with a negative weight.
    pub opposes: Colour,
    /// The negative end of the scale of net stance. The two ends are distinct for colour-blind readers.
    pub net_negative: Colour,
    /// The positive end of the scale of net stance.
    pub net_positive: Colour,
}

static PRINT: LazyLock<InkPalette> = LazyLock::new(|| {
    ron::from_str(include_str!("../../../../assets/themes/print.ron")).expect("a test reads the colours of print")
});

impl InkPalette {
    /// Returns the palette for files: ink on white paper.
    pub fn print() -> &'static Self {
        &PRINT
    }

    /// Returns the colour of a stance, fainter towards the middle of the scale. `largest` is the largest absolute
    /// weight on the scale.
    pub fn stance(&self, weight: f64, largest: f64) -> Colour {
        let end = match weight {
            weight if weight > 0.0 => self.supports,
            weight if weight < 0.0 => self.opposes,
            _ => return self.conditional,
        };
        mix(self.paper, end, 0.45 + 0.55 * share(weight.abs(), largest))
    }

    /// Returns the colour of highlights without a stance.
    pub fn no_stance(&self) -> Colour {
        mix(self.paper, self.muted, 0.4)
    }

    /// Returns the shade of a value on a scale from `-largest` to `largest`.
    pub fn diverging(&self, value: f64, largest: f64) -> Colour {
        let end = if value < 0.0 { self.net_negative } else { self.net_positive };
        mix(self.paper, end, 0.9 * share(value.abs(), largest))
    }

    /// Returns the shade of a value on a scale from 0 to `largest`.
    pub fn shade(&self, value: f64, largest: f64) -> Colour {
        mix(self.paper, self.accent, 0.75 * share(value, largest))
    }

    /// Returns ink or paper, whichever is easier to read on `ground`.
    pub fn on(&self, ground: Colour) -> Colour {
        let contrast = |ink: Colour| {
            let (a, b) = (luminance(ink), luminance(ground));
            (a.max(b) + 0.05) / (a.min(b) + 0.05)
        };
        if contrast(self.ink) >= contrast(self.paper) { self.ink } else { self.paper }
    }
}

/// The largest absolute weight on a scale; 1 if there is none.
pub fn largest_weight(stances: &[Stance]) -> f64 {
    let largest = stances.iter().map(|stance| stance.weight.abs()).fold(0.0, f64::max);
    if largest > 0.0 { largest } else { 1.0 }
}

/// The ratio of a value to a whole, limited to the range from 0 to 1.
pub fn share(value: f64, whole: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "what is drawn needs no more than f32")]
    if whole > 0.0 { (value / whole).clamp(0.0, 1.0) as f32 } else { 0.0 }
}

/// Mixes two colours: a share of 0 gives the first, 1 the second.
pub fn mix(from: Colour, to: Colour, share: f32) -> Colour {
    let share = share.clamp(0.0, 1.0);
    let part = |at: usize| {
        let (from, to) = (f32::from(from.0[at]), f32::from(to.0[at]));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between two bytes")]
        let mixed = (from + (to - from) * share).round() as u8;
        mixed
    };
    Colour([part(0), part(1), part(2)])
}

/// The relative luminance of WCAG 2, from 0 to 1.
fn luminance(Colour(parts): Colour) -> f32 {
    let [red, green, blue] = parts.map(|part| {
        let part = f32::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_can_be_read_on_every_shade_of_print() {
        let palette = InkPalette::print();
        for step in -10..=10 {
            let value = f64::from(step) / 10.0;
            for ground in [palette.diverging(value, 1.0), palette.shade(value, 1.0), palette.stance(value, 1.0)] {
                let (a, b) = (luminance(palette.on(ground)), luminance(ground));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= 4.0, "{contrast} at {value} on {ground}");
            }
        }
    }

    #[test]
    fn the_middle_of_a_scale_is_paper_and_its_ends_are_far_apart() {
        let palette = InkPalette::print();
        assert_eq!(palette.diverging(0.0, 1.0), palette.paper);
        // Blue and orange differ in their blue channel, which red-green colour blindness does not affect.
        let [low, high] = [-1.0, 1.0].map(|end| palette.diverging(end, 1.0).0[2]);
        assert!(high.abs_diff(low) > 80, "{low} {high}");
    }
}
