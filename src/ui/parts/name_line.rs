//! Shapes, icons and names in one line. Where there is no room for all of it, the longest names are cut first and end in
//! an ellipsis; nothing is painted beyond its place.

use egui::{Align2, Color32, FontId, Pos2, Ui, pos2, vec2};

use standpoint_core::model::{CodeId, CodeKind, Codebook, Stance};

use crate::ui::{
    layout::{Passage, PassageStyle},
    theme::{Icon, Theme, icon_font},
    widgets::shapes::{paint_code, paint_stance},
};

/// A line that is put together from left to right.
#[derive(Default)]
pub struct NameLine<'a> {
    parts: Vec<Part<'a>>,
}

enum Part<'a> {
    Code(CodeKind, Color32),
    Stance(Option<&'a Stance>),
    Icon(Icon, Color32),
    Words { text: String, font: FontId, ink: Color32 },
    Space(f32),
}

/// The room of a shape with the gap behind it, and of an icon or the sign of a stance with theirs.
const SHAPE: f32 = 15.0;
const SIGN: f32 = 22.0;

/// A name that is cut keeps at least this much room, in points.
const LEAST: f32 = 18.0;

impl<'a> NameLine<'a> {
    /// The disc of an actor or the square of an issue.
    #[must_use]
    pub fn code(mut self, kind: CodeKind, colour: Color32) -> Self {
        self.parts.push(Part::Code(kind, colour));
        self
    }

    /// The sign of a stance, or the ring of none.
    #[must_use]
    pub fn stance(mut self, stance: Option<&'a Stance>) -> Self {
        self.parts.push(Part::Stance(stance));
        self
    }

    /// An icon of the size of small type.
    #[must_use]
    pub fn icon(mut self, icon: Icon, ink: Color32) -> Self {
        self.parts.push(Part::Icon(icon, ink));
        self
    }

    /// Words that may be cut.
    #[must_use]
    pub fn words(mut self, text: impl Into<String>, font: FontId, ink: Color32) -> Self {
        self.parts.push(Part::Words { text: text.into(), font, ink });
        self
    }

    /// Empty room, in points.
    #[must_use]
    pub fn space(mut self, width: f32) -> Self {
        self.parts.push(Part::Space(width));
        self
    }

    /// The shape of a known code and its name behind those of its parents: “Territory / Donbas to Russia”.
    #[must_use]
    pub fn path(self, ui: &Ui, book: &Codebook, kind: CodeKind, id: &CodeId, font: FontId) -> Self {
        let theme = Theme::of(ui);
        let lineage = book.lineage(kind, id);
        let Some((code, above)) = lineage.split_first() else { return self };
        let line = self.code(kind, theme.code(code.colour));
        let line = match path_of(above.iter().map(|code| &*code.name)) {
            Some(path) => line.words(path, FontId::proportional(theme.sizes.body), *theme.colours.muted).space(4.0),
            None => line,
        };
        line.words(&*code.name, font, *theme.colours.ink)
    }

    /// The room that each part wants, and whether it may be cut.
    fn widths(&self, ui: &Ui) -> Vec<(bool, f32)> {
        let whole = |part: &Part<'_>| match part {
            Part::Words { text, font, .. } => {
                Passage::set_close(ui.ctx(), text, &PassageStyle::row(font.clone(), f32::INFINITY)).size().x
            }
            Part::Code(..) => SHAPE,
            Part::Stance(_) | Part::Icon(..) => SIGN,
            Part::Space(width) => *width,
        };
        self.parts.iter().map(|part| (matches!(part, Part::Words { .. }), whole(part))).collect()
    }

    /// Whether all of it is seen in a width.
    pub fn fits(&self, ui: &Ui, width: f32) -> bool {
        self.widths(ui).iter().map(|(_, width)| width).sum::<f32>() <= width + 0.5
    }

    /// Paints the line into a width, its left middle at a point; returns how wide it is.
    pub fn paint(&self, ui: &Ui, at: Pos2, width: f32) -> f32 {
        let theme = Theme::of(ui);
        let widths = self.widths(ui);
        let fixed: f32 = widths.iter().filter(|(is_cut, _)| !is_cut).map(|(_, width)| width).sum();
        let most = most_of_each(widths.iter().filter(|(is_cut, _)| *is_cut).map(|(_, width)| *width), width - fixed);
        let (mut x, right) = (at.x, at.x + width);
        for (part, (_, part_width)) in self.parts.iter().zip(widths) {
            match part {
                Part::Words { text, font, ink } => {
                    let room = part_width.min(most).min(right - x);
                    if room < LEAST.min(part_width) {
                        break;
                    }
                    // A hair more, so that rounding does not cut what fits.
                    let style = PassageStyle::row(font.clone(), room + 0.5);
                    let words = Passage::set_close(ui.ctx(), text, &style);
                    words.paint(ui.painter(), pos2(x, (at.y - words.size().y * 0.5).round()), *ink);
                    x += words.size().x;
                }
                _ if x + part_width > right + 0.5 => break,
                Part::Code(kind, colour) => {
                    paint_code(ui.painter(), at + vec2(x - at.x + 5.0, 0.0), *kind, 10.0, *colour);
                    x += SHAPE;
                }
                Part::Stance(stance) => {
                    paint_stance(ui.painter(), theme, pos2(x + 8.0, at.y), *stance);
                    x += SIGN;
                }
                Part::Icon(icon, ink) => {
                    let font = icon_font(theme.sizes.body + 1.0);
                    ui.painter().text(pos2(x + 8.0, at.y), Align2::CENTER_CENTER, icon.glyph(), font, *ink);
                    x += SIGN;
                }
                Part::Space(width) => x += width,
            }
        }
        x - at.x
    }
}

/// “Security order / Foreign troops /”, from parents given nearest first.
fn path_of<'a>(parents: impl DoubleEndedIterator<Item = &'a str>) -> Option<String> {
    let names: Vec<&str> = parents.rev().collect();
    (!names.is_empty()).then(|| format!("{} /", names.join(" / ")))
}

/// The width that none of these may exceed so that together they fit: short ones stay whole, long ones are cut.
pub fn most_of_each(widths: impl Iterator<Item = f32>, room: f32) -> f32 {
    let mut widths: Vec<f32> = widths.collect();
    widths.sort_by(f32::total_cmp);
    let (mut left, mut n_left) = (room.max(0.0), widths.len());
    for width in widths {
        #[expect(clippy::cast_precision_loss, reason = "a line has a few parts")]
        let share = left / n_left as f32;
        if width > share {
            return share;
        }
        (left, n_left) = (left - width, n_left - 1);
    }
    f32::INFINITY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_stay_whole_and_long_ones_share_what_is_left() {
        let check = |widths: &[f32], room, expected: f32| {
            let most = most_of_each(widths.iter().copied(), room);
            assert!(
                most.total_cmp(&expected).is_eq() || (most - expected).abs() < 0.01,
                "{widths:?} in {room}: {most}"
            );
        };
        check(&[40.0, 60.0], 100.0, f32::INFINITY);
        check(&[40.0, 200.0], 100.0, 60.0);
        check(&[300.0, 20.0, 200.0], 120.0, 50.0);
        check(&[10.0], -5.0, 0.0);
    }

    #[test]
    fn a_path_begins_with_the_farthest_parent() {
        assert_eq!(
            path_of(["Foreign troops", "Security order"].into_iter()).as_deref(),
            Some("Security order / Foreign troops /")
        );
        assert_eq!(path_of([].into_iter()), None);
    }
}
