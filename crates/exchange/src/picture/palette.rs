//! The few colours a picture is drawn with: those of the window’s theme, or ink on white for files.

use std::sync::LazyLock;

use serde::Deserialize;

use standpoint_core::model::{Colour, Stance};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InkPalette {
    pub paper: Colour,
    pub ink: Colour,
    pub muted: Colour,
    pub hairline: Colour,
    pub accent: Colour,
    pub supports: Colour,
    pub conditional: Colour,
    pub opposes: Colour,
    /// The ends of the scale of net stance, which colour-blind eyes can tell apart.
    pub net_negative: Colour,
    pub net_positive: Colour,
}

static PRINT: LazyLock<InkPalette> = LazyLock::new(|| {
    ron::from_str(include_str!("../../../../assets/themes/print.ron")).expect("a test reads the colours of print")
});

impl InkPalette {
    /// Ink on white paper, for files.
    pub fn print() -> &'static Self {
        &PRINT
    }

    /// The colour of a stance, fainter for those near the middle of a scale. `largest` is the largest weight
    /// on the scale, regardless of its sign.
    pub fn stance(&self, weight: f64, largest: f64) -> Colour {
        let end = match weight {
            weight if weight > 0.0 => self.supports,
            weight if weight < 0.0 => self.opposes,
            _ => return self.conditional,
        };
        mix(self.paper, end, 0.45 + 0.55 * share(weight.abs(), largest))
    }

    /// The colour of what takes no stance.
    pub fn no_stance(&self) -> Colour {
        mix(self.paper, self.muted, 0.4)
    }

    /// The shade of a value on a scale from `-largest` to `largest`.
    pub fn diverging(&self, value: f64, largest: f64) -> Colour {
        let end = if value < 0.0 { self.net_negative } else { self.net_positive };
        mix(self.paper, end, 0.9 * share(value.abs(), largest))
    }

    /// The shade of a value on a scale from 0 to `largest`.
    pub fn shade(&self, value: f64, largest: f64) -> Colour {
        mix(self.paper, self.accent, 0.75 * share(value, largest))
    }

    /// Ink or paper, whichever can be read better on `ground`.
    pub fn on(&self, ground: Colour) -> Colour {
        let contrast = |ink: Colour| {
            let (a, b) = (luminance(ink), luminance(ground));
            (a.max(b) + 0.05) / (a.min(b) + 0.05)
        };
        if contrast(self.ink) >= contrast(self.paper) { self.ink } else { self.paper }
    }
}

/// The largest weight of a scale, regardless of its sign; 1 where there is none.
pub fn largest_weight(stances: &[Stance]) -> f64 {
    let largest = stances.iter().map(|stance| stance.weight.abs()).fold(0.0, f64::max);
    if largest > 0.0 { largest } else { 1.0 }
}

/// How much a value is of a whole, from 0 to 1.
pub fn share(value: f64, whole: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "what is drawn needs no more than f32")]
    if whole > 0.0 { (value / whole).clamp(0.0, 1.0) as f32 } else { 0.0 }
}

/// A colour between two: 0 is the first, 1 the second.
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
        // Blue and orange differ in blue, which red-green blindness leaves alone.
        let [low, high] = [-1.0, 1.0].map(|end| palette.diverging(end, 1.0).0[2]);
        assert!(high.abs_diff(low) > 80, "{low} {high}");
    }
}
