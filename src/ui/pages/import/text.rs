//! The text of the current draft as it will be imported, with the lines that are left out struck through, and the
//! encoding that it was read in.

use std::{
    ops::Range,
    sync::{Arc, LazyLock},
};

use egui::{Align, ComboBox, FontId, Layout, RichText, Ui, WidgetInfo, accesskit::Role, text::LayoutJob, vec2};

use standpoint_core::{
    text::words::n_words,
    wording::{capitalised, counted},
};
use standpoint_exchange::import::{
    decode::Charset,
    review::{DraftAsRead, LineKind, ReviewDraft},
};

use super::{ImportPage, copies, options};
use crate::ui::{
    pages::PageContext,
    parts::{
        choice_menu::{Choices, Chosen, choice_menu},
        date::problem_ui,
        derived::Derived,
        list::VirtualList,
    },
    theme::{Theme, serif, serif_bold, strong},
    widgets::{one_line, small_button},
};

/// A line is shown in pieces of at most this many bytes, so that a text of one line costs no more than another one.
const MAX_PIECE: usize = 2_000;

/// The text on screen. A thread takes it apart, because it may be long.
#[derive(Default)]
pub(super) struct ShownText {
    made: Derived<(usize, u64), TextInRows>,
}

/// A text in rows.
struct TextInRows {
    read: Arc<DraftAsRead>,
    rows: Vec<TextRow>,
    n_words: usize,
}

/// A row: a line or a piece of one.
struct TextRow {
    kind: LineKind,
    /// Where it stands in the text of the draft, or in the line that was left out.
    bytes: Range<usize>,
    is_title: bool,
}

impl TextInRows {
    fn of(draft: &ReviewDraft) -> Self {
        let mut rows = Vec::new();
        let (mut start, mut has_title) = (0, false);
        for line in draft.lines() {
            let is_left_out = matches!(line.kind, LineKind::LeftOut { .. });
            let is_title = !has_title && !is_left_out && line.text.trim() == draft.details().title;
            has_title |= is_title;
            let from = if is_left_out { 0 } else { start };
            for piece in pieces(line.text) {
                let bytes = from + piece.start..from + piece.end;
                rows.push(TextRow { kind: line.kind.clone(), bytes, is_title });
            }
            start += if is_left_out { 0 } else { line.text.len() + 1 };
        }
        Self { read: Arc::clone(draft.read()), n_words: n_words(&draft.text().0), rows }
    }

    fn words(&self, row: &TextRow) -> &str {
        let whole = match row.kind {
            LineKind::LeftOut { index, .. } => &self.read.draft.left_out[index].text,
            LineKind::Text(_) | LineKind::Clutter { .. } => &self.read.draft.text,
        };
        &whole[row.bytes.clone()]
    }
}

/// The pieces in which a line is shown; one for an empty line.
fn pieces(line: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    while line.len() - start > MAX_PIECE {
        let end = line.floor_char_boundary(start + MAX_PIECE);
        // A word is not cut, unless it is longer than the piece.
        let end = line[start..end].rfind(' ').map_or(end, |blank| start + blank + 1);
        pieces.push(start..end);
        start = end;
    }
    pieces.push(start..line.len());
    pieces
}

pub(super) fn ui(ui: &mut Ui, page: &mut ImportPage, context: &mut PageContext<'_>) {
    let at = page.current;
    let key = (at, page.review.version());
    let review = &page.review;
    page.text.made.follow(
        ui.ctx(),
        |made| *made == key,
        |_| {
            let draft = review.drafts()[at].clone();
            (key, move || TextInRows::of(&draft))
        },
    );
    head_ui(ui, page);
    copies::ui(ui, page, context);
    ui.add_space(8.0);
    if page.comparing.is_shown(at) {
        return copies::difference_ui(ui, page, context.project());
    }
    let Some(shown) = page.text.made.peek().filter(|_| page.text.made.key().is_some_and(|made| made.0 == at)) else {
        return;
    };
    let mut turned = None;
    VirtualList::new(("text of draft", at), 34.0).gap(2.0).show(ui, shown.rows.len(), |ui, row| {
        let row = &shown.rows[row];
        let words = shown.words(row);
        let keeps = match &row.kind {
            LineKind::Text(_) => text_line_ui(ui, words, row.is_title),
            LineKind::Clutter { reason, is_out, .. } => line_ui(ui, words, reason, *is_out, "Keep"),
            LineKind::LeftOut { reason, is_back, .. } => line_ui(ui, words, reason, !*is_back, "Put back"),
        };
        if let Some(keeps) = keeps {
            turned = Some((row.kind.clone(), keeps));
        }
    });
    if let Some((line, is_kept)) = turned {
        page.review_mut().keep(at, &line, is_kept);
    }
}

/// A line of the text.
fn words_ui(ui: &mut Ui, words: &str, is_title: bool) {
    let sizes = &Theme::of(ui).sizes;
    if words.trim().is_empty() {
        ui.add_space(6.0);
        return;
    }
    let font = if is_title { serif_bold(sizes.article + 4.0) } else { serif(sizes.article) };
    let height = (!is_title).then_some(sizes.article_line);
    ui.add(egui::Label::new(RichText::new(words).font(font).line_height(height)).wrap());
}

/// What the button beside a line says that is kept.
const LEAVE_OUT: &str = "Leave out";

/// A button that decides about a line, and says so to screen readers; returns whether it was clicked.
fn line_button(ui: &mut Ui, button: &str, words: &str) -> bool {
    let response = small_button(ui, button);
    let name = format!("{button} “{}”", one_line(words));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &*name));
    response.clicked()
}

/// A line of the text, with a button to leave it out while the pointer or the keyboard is there. Returns false once it
/// is to be left out.
fn text_line_ui(ui: &mut Ui, words: &str, is_title: bool) -> Option<bool> {
    const WIDTH: f32 = 84.0;
    if words.trim().is_empty() {
        words_ui(ui, words, is_title);
        return None;
    }
    let width = (ui.available_width() - WIDTH).max(120.0);
    let line = ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(width);
            words_ui(ui, words, is_title);
        });
        let row = ui.min_rect().with_max_x(ui.max_rect().right());
        ui.scope(|ui| {
            let button = ui.next_auto_id();
            let is_wanted = ui.memory(|memory| memory.has_focus(button)) || ui.rect_contains_pointer(row);
            ui.set_opacity(if is_wanted { 1.0 } else { 0.0 });
            line_button(ui, LEAVE_OUT, words)
        })
        .inner
    });
    line.inner.then_some(false)
}

/// A line that is or may be left out, with the reason; returns whether it is kept, once that is decided anew.
fn line_ui(ui: &mut Ui, words: &str, reason: &str, is_out: bool, keep: &str) -> Option<bool> {
    let theme = Theme::of(ui);
    let colours = &theme.colours;
    let frame = egui::Frame::new().fill(*colours.panel).corner_radius(theme.sizes.radius);
    let mut decided = None;
    frame.inner_margin(egui::Margin::symmetric(8, 3)).show(ui, |ui| {
        ui.horizontal(|ui| {
            let button = if is_out { keep } else { LEAVE_OUT };
            let width = (ui.available_width() - 260.0).max(120.0);
            ui.allocate_ui_with_layout(vec2(width, 22.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                let shown = RichText::new(words).font(serif(theme.sizes.quote));
                let shown = if is_out { shown.strikethrough().color(*colours.muted) } else { shown };
                ui.add(egui::Label::new(shown).wrap());
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if line_button(ui, button, words) {
                    decided = Some(is_out);
                }
                ui.add(egui::Label::new(RichText::new(reason).small().color(*colours.muted)).truncate());
            });
        });
    });
    decided
}

fn head_ui(ui: &mut Ui, page: &mut ImportPage) {
    let theme = Theme::of(ui);
    let at = page.current;
    let draft = &page.review.drafts()[at];
    let n_words = page.text.made.peek().map_or(0, |shown| shown.n_words);
    ui.horizontal(|ui| {
        ui.label(RichText::new("Text as it will be imported").font(strong(theme.sizes.body)));
        let mut words = counted(n_words, "word");
        if draft.n_left_out() > 0 {
            words.push_str(&format!(", {} left out", counted(draft.n_left_out(), "line")));
        }
        ui.label(RichText::new(words).color(*theme.colours.muted));
    });
    let draft = &page.review.drafts()[at];
    let (encoding, has_file) = (draft.draft().encoding.clone(), draft.read().path.is_some());
    let mut wanted = None;
    ui.horizontal_wrapped(|ui| {
        if let Some(encoding) = encoding.as_ref().filter(|_| has_file) {
            ui.label(RichText::new("Encoding").color(*theme.colours.muted));
            wanted = encoding_ui(ui, encoding.charset);
        }
        options::choice_ui(ui, page);
        clutter_ui(ui, page);
    });
    if let Some(encoding) = encoding.filter(|encoding| encoding.doubt.is_some()) {
        ui.horizontal_wrapped(|ui| {
            let doubt = encoding.doubt.as_deref().map(capitalised).unwrap_or_default();
            ui.label(RichText::new(format!("{doubt}.")).small().color(*theme.colours.caution));
            if let Some(rival) = encoding.rival
                && small_button(ui, &format!("Read as {}", rival.name())).clicked()
            {
                wanted = Some(ChosenEncoding(Some(rival)));
            }
        });
    }
    let original = page.review.drafts()[at].original();
    if let Some(problem) = original.as_ref().and_then(|file| page.again.problem(&file.path)) {
        problem_ui(ui, format!("{}.", capitalised(problem)));
    }
    if let (Some(ChosenEncoding(encoding)), Some(original)) = (wanted, original) {
        page.again.read_in(original, encoding);
    }
}

/// What is left out as clutter, of this text and of all.
fn clutter_ui(ui: &mut Ui, page: &mut ImportPage) {
    let at = page.current;
    let draft = &page.review.drafts()[at];
    let (n_kept, n_marked) = (draft.n_kept_clutter(), draft.n_clutter());
    if n_marked > 0 {
        let mut is_out = n_kept == 0;
        let words = format!("Leave out clutter ({})", counted(n_marked, "line"));
        let tick = ui.add(egui::Checkbox::new(&mut is_out, words).indeterminate(n_kept > 0 && n_kept < n_marked));
        if tick.clicked() {
            page.review_mut().keep_clutter(&[at], n_kept == 0);
        }
    }
    let n_clutter = page.counts().n_clutter;
    if n_clutter > n_kept {
        let words = format!("Leave out the clutter of all ({})", counted(n_clutter, "line"));
        if small_button(ui, &words).clicked() {
            page.review_mut().drop_clutter();
        }
    }
}

/// An encoding that was chosen; `None` if it is to be guessed.
struct ChosenEncoding(Option<Charset>);

/// Shows the encodings; returns the one that was chosen in this frame, or that it is to be guessed.
fn encoding_ui(ui: &mut Ui, used: Charset) -> Option<ChosenEncoding> {
    static ALL: LazyLock<Vec<Charset>> = LazyLock::new(|| Charset::all().collect());
    let choices = Choices {
        none: "Guess from the file",
        n: ALL.len(),
        chosen: ALL.iter().position(|charset| *charset == used),
        name: &|place| (0, ALL[place].name()),
    };
    let combo = ComboBox::from_id_salt("encoding").selected_text(used.name()).width(190.0);
    let (response, chosen) = choice_menu(ui, combo, &choices);
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Encoding: {}", used.name())));
    chosen.map(|chosen: Chosen| ChosenEncoding(chosen.place().map(|place| ALL[place])))
}

/// Words in the face of articles, struck through or underlined where only one of two texts has them.
pub(super) fn append(job: &mut LayoutJob, words: &str, font: FontId, ink: egui::Color32, line: Option<egui::Stroke>) {
    let mut format = egui::TextFormat::simple(font, ink);
    if let Some(stroke) = line {
        format.strikethrough = stroke;
    }
    job.append(words, 0.0, format);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_shown_in_pieces_that_are_all_of_it() {
        for line in ["", "short", &"word ".repeat(2_000), &"é".repeat(5_000)] {
            let pieces = pieces(line);
            assert!(pieces.iter().all(|piece| piece.len() <= MAX_PIECE));
            assert_eq!(pieces.iter().map(|piece| &line[piece.clone()]).collect::<String>(), line);
        }
    }
}
