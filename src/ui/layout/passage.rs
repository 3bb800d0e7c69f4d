//! Words that stand beside the page: titles, quotes in lists, labels. They are set in the order of their script,
//! as the page sets them; nothing in them is selected, so egui sets whatever runs from left to right.

use std::sync::Arc;

use egui::{
    Color32, Context, FontId, Galley, Painter, Pos2, Response, RichText, Sense, Shape, TextFormat, Ui, Vec2,
    WidgetInfo,
    accesskit::Role,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use super::words::{WordFlow, runs_right_to_left};

/// Laid-out words, ready to be painted.
#[derive(Clone, Default)]
pub struct Passage {
    galleys: Vec<(Vec2, Arc<Galley>)>,
    size: Vec2,
}

/// How a passage is set.
#[derive(Clone, Debug)]
pub struct PassageStyle {
    /// The font and its size.
    pub font: FontId,
    /// The distance of its rows in points; none for that of the font.
    pub line_height: Option<f32>,
    /// The width of a row in points.
    pub width: f32,
    /// The most rows; what does not fit is replaced by an ellipsis.
    pub max_rows: usize,
}

impl PassageStyle {
    /// One row, cut off where there is no more room.
    pub const fn row(font: FontId, width: f32) -> Self {
        Self { font, line_height: None, width, max_rows: 1 }
    }

    fn galley(&self, ctx: &Context, text: String, wrap: TextWrapping) -> Arc<Galley> {
        let format = TextFormat {
            font_id: self.font.clone(),
            line_height: self.line_height,
            color: Color32::PLACEHOLDER,
            ..TextFormat::default()
        };
        let mut job = LayoutJob::single_section(text, format);
        job.wrap = wrap;
        ctx.fonts_mut(|fonts| fonts.layout_job(job))
    }
}

impl Passage {
    /// Sets words; a text that runs from right to left begins at the right end of the width.
    pub fn set(ctx: &Context, text: &str, style: &PassageStyle) -> Self {
        if !runs_right_to_left(text) {
            let wrap = TextWrapping {
                max_width: style.width,
                max_rows: style.max_rows,
                break_anywhere: style.max_rows == 1,
                ..TextWrapping::default()
            };
            let galley = style.galley(ctx, text.to_owned(), wrap);
            return Self { size: galley.rect.size(), galleys: vec![(Vec2::ZERO, galley)] };
        }
        let mut passage = Self { galleys: Vec::new(), size: vec2(style.width, 0.0) };
        let mut n_rows = 0;
        for paragraph in text.split('\n') {
            if n_rows == style.max_rows {
                break;
            }
            let in_one_line =
                |words: String| style.galley(ctx, words.replace(ISOLATES, ""), TextWrapping::no_max_width());
            let words = WordFlow::lay_out_within(paragraph, style.width, style.max_rows - n_rows, in_one_line);
            n_rows += words.n_rows();
            let top = passage.size.y;
            passage.galleys.extend(words.galleys().map(|(at, galley)| (at + vec2(0.0, top), Arc::clone(galley))));
            passage.size.y += words.size().y;
        }
        passage
    }

    /// As wide as its words and no wider, for what must stand close to a thing on its left.
    pub fn set_close(ctx: &Context, text: &str, style: &PassageStyle) -> Self {
        let mut passage = Self::set(ctx, text, style);
        let is_shown = |(_, galley): &&(Vec2, Arc<Galley>)| !galley.text().trim().is_empty();
        let shown = || passage.galleys.iter().filter(is_shown);
        let left = shown().map(|(at, _)| at.x).fold(f32::INFINITY, f32::min);
        let right = shown().map(|(at, galley)| at.x + galley.rect.width()).fold(f32::NEG_INFINITY, f32::max);
        if right >= left {
            passage.size.x = right - left;
            passage.galleys.iter_mut().for_each(|(at, _)| at.x -= left);
        }
        passage
    }

    /// Words set before, one behind the other on one line.
    pub fn line(words: impl IntoIterator<Item = Arc<Galley>>) -> Self {
        let mut line = Self::default();
        for galley in words {
            let at = vec2(line.size.x, 0.0);
            line.size = vec2(at.x + galley.rect.width(), line.size.y.max(galley.rect.height()));
            line.galleys.push((at, galley));
        }
        line
    }

    /// The room it takes, in points.
    pub const fn size(&self) -> Vec2 {
        self.size
    }

    /// Paints it with its left top at a point.
    pub fn paint(&self, painter: &Painter, at: Pos2, ink: Color32) {
        painter.extend(self.shapes(at, ink));
    }

    /// What to paint of it with its left top at a point.
    pub fn shapes(&self, at: Pos2, ink: Color32) -> impl Iterator<Item = Shape> {
        self.galleys.iter().map(move |(offset, galley)| Shape::galley(at + *offset, Arc::clone(galley), ink))
    }
}

/// A name as a part of a line that we put together: whatever its script, it leaves the order of the line alone.
pub fn isolated(name: &str) -> String {
    let [begin, end] = ISOLATES;
    if runs_right_to_left(name) { format!("{begin}{name}{end}") } else { name.to_owned() }
}

/// Unicode's signs for it, which are seen by what they do only.
pub const ISOLATES: [char; 2] = ['\u{2068}', '\u{2069}'];

/// A label of as many rows as it needs, over the whole width.
pub fn passage_ui(ui: &mut Ui, text: &str, font: FontId, line_height: f32, sense: Sense) -> Response {
    if !runs_right_to_left(text) {
        let text = RichText::new(text).font(font).line_height(Some(line_height));
        return ui.add(egui::Label::new(text).wrap().sense(sense));
    }
    let style =
        PassageStyle { font, line_height: Some(line_height), width: ui.available_width(), max_rows: usize::MAX };
    let passage = Passage::set(ui.ctx(), text, &style);
    let (rect, response) = ui.allocate_exact_size(passage.size(), sense);
    passage.paint(ui.painter(), rect.min, ui.visuals().text_color());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a passage, row by row, from left to right.
    fn rows(text: &str, width: f32, max_rows: usize) -> Vec<Vec<String>> {
        let ctx = Context::default();
        crate::ui::theme::install_fonts(&ctx);
        let style = PassageStyle { font: crate::ui::theme::serif(16.0), line_height: None, width, max_rows };
        let mut galleys = Vec::new();
        let mut output =
            ctx.run_ui(egui::RawInput::default(), |ui| galleys = Passage::set(ui.ctx(), text, &style).galleys);
        output.textures_delta.clear();
        galleys.sort_by(|(a, _), (b, _)| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
        let mut rows: Vec<(f32, Vec<String>)> = Vec::new();
        for (at, galley) in galleys.iter().filter(|(_, galley)| !galley.text().trim().is_empty()) {
            match rows.last_mut().filter(|(y, _)| (*y - at.y).abs() < 0.5) {
                Some((_, row)) => row.push(galley.text().to_owned()),
                None => rows.push((at.y, vec![galley.text().to_owned()])),
            }
        }
        rows.into_iter().map(|(_, row)| row).collect()
    }

    #[test]
    fn hebrew_words_stand_from_right_to_left() {
        assert_eq!(rows("ראש העיר אמר", 400.0, 1), [["אמר", "העיר", "ראש"]]);
        assert_eq!(rows("The mayor", 400.0, 1), [["The mayor"]]);
    }

    #[test]
    fn an_isolated_name_leaves_the_order_of_the_line_alone() {
        let line = format!("{} · 12 May", isolated("ראש העיר"));
        assert_eq!(rows(&line, 400.0, 1), [["העיר", "ראש", "·", "12", "May"]]);
        assert_eq!(isolated("Mayor"), "Mayor");
    }

    #[test]
    fn each_paragraph_of_a_quote_has_rows_of_its_own() {
        assert_eq!(rows("ראש העיר\nאמר", 400.0, usize::MAX), [vec!["העיר", "ראש"], vec!["אמר"]]);
    }

    #[test]
    fn what_does_not_fit_is_left_out_with_an_ellipsis_at_its_end() {
        let text = "ראש העיר אמר שהנמל פתוח ".repeat(20);
        let found = rows(&text, 200.0, 2);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].last().map(String::as_str), Some("ראש"));
        assert_eq!(found[1].first().map(String::as_str), Some("…"));
        assert!(rows(&text, 200.0, usize::MAX).len() > 2);
    }
}
