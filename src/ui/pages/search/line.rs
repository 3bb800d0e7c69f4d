//! One line: what stands before and after a hit, aligned at it and fading at the edges, and what it is highlighted as.

use egui::{
    Align2, Color32, FontId, Id, Mesh, Rangef, Rect, Response, Sense, Shape, Stroke, Ui, WidgetInfo, accesskit::Role,
    epaint::Vertex, pos2, vec2,
};

use standpoint_analysis::concordance::{highlight_at, touching};
use standpoint_core::{
    model::{Article, CodeKind, Highlight, Project},
    text::Span,
};

use super::answer::SearchAnswer;
use crate::ui::{
    layout::{Passage, PassageStyle, runs_right_to_left},
    parts::{name_line::NameLine, tags::tags_in_words},
    theme::{Icon, Theme, icon_font, serif, serif_bold},
};

/// The most characters that are set on each side; more than any screen shows.
const MOST_CHARS: usize = 170;
/// The characters on each side that a screen reader hears.
const HEARD_CHARS: usize = 40;
/// Over how many points a line fades.
const FADE: f32 = 48.0;
const BOX: f32 = 15.0;

/// Where the parts of a line stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    /// The middle of the tick boxes.
    boxes: f32,
    context: Rangef,
    /// Where hits begin.
    pub hit: f32,
    pub tags: Rangef,
}

impl Columns {
    pub fn of(rect: Rect) -> Self {
        let tags = (rect.width() * 0.26).clamp(120.0, 420.0);
        let context = Rangef::new(rect.left() + 40.0, rect.right() - tags - 12.0);
        let tags = Rangef::new(rect.right() - tags, rect.right() - 6.0);
        Self { boxes: rect.left() + 20.0, context, hit: context.min + context.span() * 0.5, tags }
    }

    /// The tick box in a row.
    pub fn box_at(&self, row: Rect) -> Rect {
        Rect::from_center_size(pos2(self.boxes, row.center().y), vec2(BOX, BOX))
    }
}

/// How a line looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct LineLook {
    pub is_ticked: bool,
    pub is_cursor: bool,
    pub can_tick: bool,
}

/// A line as it was shown.
pub(super) struct ShownLine {
    pub response: Response,
    /// Whether its box was clicked.
    pub ticks: bool,
}

/// Shows a line in its row.
pub(super) fn line_ui(
    ui: &mut Ui,
    answer: &SearchAnswer,
    at: usize,
    rect: Rect,
    columns: &Columns,
    look: LineLook,
) -> ShownLine {
    let theme = Theme::of(ui);
    let hit = answer.lines.found.hits()[at];
    let (article, span) = (&*answer.project.articles[hit.article as usize], hit.span());
    let highlight = highlight_at(article, span);
    let id = ui.scope_id().with(("line", hit.article, span.start, span.end));
    // The list has the keyboard, not each of its lines.
    let response = ui.interact(rect, id, Sense::CLICK);
    let is_new = answer.lines.found.is_new(at);
    let name = || format!("{}{}", heard(&answer.project, article, span, highlight), if is_new { "; new" } else { "" });
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, look.is_ticked, name()));
    let fill = match (look.is_ticked, response.hovered()) {
        (true, _) => *theme.colours.selected,
        (false, true) => *theme.colours.hovered,
        (false, false) => *theme.colours.page,
    };
    ui.painter().rect_filled(rect, 0.0, fill);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, *theme.colours.hairline));
    words_ui(ui, article, span, rect, columns);
    fade(ui, Rect::from_x_y_ranges(columns.context, rect.y_range().expand(-1.0)), fill);
    if let Some(highlight) = highlight {
        tags_ui(ui, &answer.project, article, (highlight, span), rect, columns.tags);
    }
    if is_new {
        ui.painter().circle_filled(pos2(rect.left() + 6.0, rect.center().y), 3.0, *theme.colours.accent);
    }
    // A box beside every coded line would invite to tag it again.
    let has_box = highlight.is_none() || look.is_ticked || look.is_cursor || response.hovered();
    let name = || format!("Tick: {}", heard(&answer.project, article, span, None));
    let ticks = has_box
        && look.can_tick
        && tick_box_ui(ui, columns.box_at(rect), (id.with("tick"), &name()), Some(look.is_ticked), false);
    ShownLine { response, ticks }
}

/// What a screen reader hears of a line: “would gain [territory], and; highlighted as Russia, Territory, supports”.
fn heard(project: &Project, article: &Article, span: Span, highlight: Option<&Highlight>) -> String {
    let (before, words, after) = parts(article, span, HEARD_CHARS);
    let tags = highlight.map(|highlight| format!("; highlighted as {}", tags_in_words(project, highlight)));
    format!("{before}[{words}]{after}{}", tags.unwrap_or_default())
}

/// What stands before a hit, the hit, and what stands after it, each on one line.
fn parts(article: &Article, span: Span, n_chars: usize) -> (String, String, String) {
    let text = &article.text;
    let before = Span::new(span.start.saturating_sub(n_chars), span.start);
    let after = Span::new(span.end, text.n_chars().min(span.end + n_chars));
    (on_one_line(text.slice(before)), on_one_line(text.slice(span)), on_one_line(text.slice(after)))
}

/// The same words, with a sign where a paragraph ends.
fn on_one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len() + 8);
    for c in words.chars() {
        match c {
            '\n' if line.ends_with("¶ ") => {}
            '\n' => line.push_str(if line.is_empty() || line.ends_with(' ') { "¶ " } else { " ¶ " }),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => line.push(' '),
            c => line.push(c),
        }
    }
    line
}

/// Paints the words, aligned at the hit; from right to left where the hit runs so.
fn words_ui(ui: &Ui, article: &Article, span: Span, rect: Rect, columns: &Columns) {
    let theme = Theme::of(ui);
    let (before, hit, after) = parts(article, span, MOST_CHARS);
    let clip = Rect::from_x_y_ranges(columns.context, rect.y_range()).intersect(ui.clip_rect());
    let painter = ui.painter().with_clip_rect(clip);
    let set = |words: &str, font: FontId| Passage::set_close(ui.ctx(), words, &PassageStyle::row(font, f32::INFINITY));
    let size = theme.sizes.quote;
    let hit_words = set(&hit, serif_bold(size));
    let is_right_to_left = runs_right_to_left(&hit);
    let (left, right) = if is_right_to_left { (&after, &before) } else { (&before, &after) };
    let (left, right) = (set(left, serif(size)), set(right, serif(size)));
    let top = |words: &Passage| (rect.center().y - words.size().y * 0.5).round();
    let hit_x = if is_right_to_left { columns.hit - hit_words.size().x } else { columns.hit };
    let ends = (hit_x, hit_x + hit_words.size().x);
    left.paint(&painter, pos2(ends.0 - left.size().x, top(&left)), *theme.colours.ink);
    right.paint(&painter, pos2(ends.1, top(&right)), *theme.colours.ink);
    hit_words.paint(&painter, pos2(ends.0, top(&hit_words)), *theme.colours.accent);
}

/// Lets what lies under a place vanish towards its left and right edges.
fn fade(ui: &Ui, rect: Rect, fill: Color32) {
    let mut mesh = Mesh::default();
    let clear = Color32::TRANSPARENT;
    let sides = [(rect.left(), rect.left() + FADE, fill, clear), (rect.right() - FADE, rect.right(), clear, fill)];
    for (left, right, from, to) in sides {
        let first = u32::try_from(mesh.vertices.len()).unwrap_or(0);
        for (x, color) in [(left, from), (right, to)] {
            for y in [rect.top(), rect.bottom()] {
                mesh.vertices.push(Vertex { pos: pos2(x, y), uv: egui::epaint::WHITE_UV, color });
            }
        }
        mesh.add_triangle(first, first + 1, first + 2);
        mesh.add_triangle(first + 1, first + 2, first + 3);
    }
    ui.painter().add(Shape::mesh(mesh));
}

/// What a hit is highlighted as: stance, actor and issue, and how many more highlights there are.
fn tags_ui(
    ui: &Ui,
    project: &Project,
    article: &Article,
    (highlight, span): (&Highlight, Span),
    rect: Rect,
    column: Rangef,
) {
    let theme = Theme::of(ui);
    let book = &project.codebook;
    let font = FontId::proportional(theme.sizes.small + 0.5);
    let mut line = NameLine::default().stance(highlight.stance.as_ref().and_then(|id| book.stance(id)));
    for kind in [CodeKind::Actor, CodeKind::Issue] {
        if let Some(code) = highlight.tag(kind).and_then(|id| book.code(kind, id)) {
            line = line.code(kind, theme.code(code.colour)).words(&*code.name, font.clone(), *theme.colours.ink);
            line = line.space(8.0);
        }
    }
    let n_more = touching(article, span).count() - 1;
    if n_more > 0 {
        line = line.words(format!("+{n_more}"), font, *theme.colours.muted);
    }
    line.paint(ui, pos2(column.min, rect.center().y), column.span());
}

/// A tick box; `None` stands for some of many. Returns whether it was clicked.
pub(super) fn tick_box_ui(
    ui: &Ui,
    rect: Rect,
    (id, name): (Id, &str),
    state: Option<bool>,
    takes_keyboard: bool,
) -> bool {
    let theme = Theme::of(ui);
    let sense = if takes_keyboard { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect.expand(6.0), id, sense);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, state != Some(false), name));
    let painter = ui.painter();
    if state == Some(false) {
        let line = if response.hovered() { theme.colours.accent } else { theme.colours.control_line };
        painter.rect(rect, 4.0, *theme.colours.field, Stroke::new(1.2, *line), egui::StrokeKind::Inside);
    } else {
        painter.rect_filled(rect, 4.0, *theme.colours.accent);
        let icon = if state.is_some() { Icon::Tick } else { Icon::Minus };
        let ink = *theme.colours.accent_ink;
        painter.text(rect.center(), Align2::CENTER_CENTER, icon.glyph(), icon_font(12.0), ink);
    }
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::on_one_line;

    #[test]
    fn a_sign_stands_where_a_paragraph_ends() {
        assert_eq!(on_one_line("the end.\n\nLand first\nNothing"), "the end. ¶ Land first ¶ Nothing");
        assert_eq!(on_one_line("\n\ta"), "¶  a");
    }
}
