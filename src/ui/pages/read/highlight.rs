//! The selected highlight, and the list of all highlights of the article.

use egui::{FontId, Frame, Margin, Rect, RichText, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use standpoint_core::{
    edit::Edit,
    model::{Article, CodeKind, Highlight, HighlightId},
    text::fold::is_blank,
    wording::grouped,
};

use crate::{
    command::Command,
    ui::{
        action::Action,
        layout::{Passage, PassageStyle, isolated, passage_ui},
        pages::{
            PageContext,
            read::{emphasis_bar, reader::Reader},
        },
        parts::{
            command_button::command_button,
            list::VirtualList,
            tag_menus::{code_ui, stance_ui},
            tags::tags_in_words,
        },
        theme::{Theme, serif},
        widgets::{list_row, section_title, small},
    },
};

/// The note being written, kept here so that typing is not disturbed by what else happens.
#[derive(Default)]
pub struct HighlightPanel {
    /// Whether the note is to get the keyboard in the next frame.
    pub wants_note: bool,
    /// The highlight last scrolled to in the list, so that going on by key keeps it in view.
    seen: Option<HighlightId>,
    /// How many notes were begun: typing in one note is one step to undo.
    n_notes: u64,
}

/// The room kept for the list of all highlights, in points; in a low window the selected one is scrolled.
const LIST_ROOM: f32 = 140.0;

/// Shows the selected highlight, what stands out, and all highlights of the article.
pub fn ui(ui: &mut Ui, panel: &mut HighlightPanel, reader: &mut Reader, context: &mut PageContext<'_>) {
    let article = reader.article.and_then(|id| context.project().article(id)).cloned();
    let selected = reader.highlight;
    // An empty panel would be narrow for good.
    ui.set_min_width(ui.available_width());
    let Some(article) = article.as_deref() else { return };
    if let Some(highlight) = selected.and_then(|id| article.highlight(id)) {
        let height = (ui.available_height() - LIST_ROOM).max(LIST_ROOM);
        ScrollArea::vertical().id_salt("selected highlight").max_height(height).show(ui, |ui| {
            selected_ui(ui, panel, reader, article, highlight, context);
        });
    } else {
        section_title(ui, "Highlight");
        ui.add_space(2.0);
        let tag = context.preferences.keys.text(Command::Tag, ui.os());
        let how = if tag.is_empty() { "choose Tag…".to_owned() } else { format!("press {tag}") };
        ui.weak(format!(
            "Select words in the text, then {how} to tag them. Click a highlight to see and change it here."
        ));
    }
    ui.add_space(10.0);
    ui.separator();
    ui.horizontal_wrapped(|ui| {
        section_title(ui, format!("In this article · {}", grouped(article.highlights.len())));
        emphasis_bar::ui(ui, reader, context);
    });
    list_ui(ui, panel, article, reader, context);
}

fn selected_ui(
    ui: &mut Ui,
    panel: &mut HighlightPanel,
    reader: &Reader,
    article: &Article,
    highlight: &Highlight,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui);
    section_title(ui, "Highlight");
    quote_ui(ui, &highlight.quote, context, highlight);
    ui.add_space(4.0);
    context.change_ui(ui, |ui, context| {
        code_ui(ui, CodeKind::Actor, article, highlight, context);
        code_ui(ui, CodeKind::Issue, article, highlight, context);
        ui.add_space(4.0);
        stance_ui(ui, article, highlight, context);
        ui.add_space(6.0);
        note_ui(ui, panel, article, highlight, context);
    });
    ui.add_space(2.0);
    let number = reader.paragraph_number(highlight.span.start).unwrap_or(1);
    let coder = if is_blank(&highlight.coder) { "no coder" } else { &highlight.coder };
    let when = highlight.created.get(..10).unwrap_or(&highlight.created);
    let place = format!("Paragraph {number}, characters {} · {coder} · {when}", highlight.span);
    ui.label(RichText::new(place).small().color(*theme.colours.muted));
    ui.horizontal(|ui| {
        for command in [Command::TagAnother, Command::DeleteHighlight] {
            let button = small(ui, command.spec().name);
            command_button(ui, button, command, context);
        }
    });
}

fn note_ui(
    ui: &mut Ui,
    panel: &mut HighlightPanel,
    article: &Article,
    highlight: &Highlight,
    context: &mut PageContext<'_>,
) {
    let mut note = highlight.note.clone();
    let field = egui::TextEdit::multiline(&mut note)
        .id_salt(("note", highlight.id))
        .hint_text("Note")
        .desired_rows(3)
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(10, 8));
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, "Note"));
    if response.gained_focus() {
        panel.n_notes += 1;
    }
    if std::mem::take(&mut panel.wants_note) {
        response.request_focus();
        response.scroll_to_me(None);
    }
    if response.changed() {
        let changed = Highlight { note, ..highlight.clone() };
        let gesture = format!("note {} {}", highlight.id, panel.n_notes);
        let edit = Edit::SetHighlights(vec![(article.id, changed)]);
        context.ask(Action::continued("Write a note", gesture, edit));
    }
}

fn quote_ui(ui: &mut Ui, quote: &str, context: &PageContext<'_>, highlight: &Highlight) {
    let theme = Theme::of(ui);
    let code = highlight.issue.as_ref().and_then(|id| context.project().codebook.code(CodeKind::Issue, id));
    let line = code.map_or(*theme.colours.hairline, |code| theme.code(code.colour));
    let inner = Frame::new().inner_margin(Margin { left: 12, right: 0, top: 4, bottom: 4 }).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ScrollArea::vertical().max_height(150.0).id_salt("quote").show(ui, |ui| {
            passage_ui(ui, quote, serif(theme.sizes.quote), theme.sizes.quote_line, Sense::hover());
        });
    });
    let rect = inner.response.rect;
    ui.painter().vline(rect.left() + 1.5, rect.y_range(), egui::Stroke::new(3.0, line));
}

fn list_ui(ui: &mut Ui, panel: &mut HighlightPanel, article: &Article, reader: &Reader, context: &mut PageContext<'_>) {
    let is_new = panel.seen != reader.highlight;
    panel.seen = reader.highlight;
    let row = || article.highlights.iter().position(|highlight| Some(highlight.id) == reader.highlight);
    let rows = VirtualList::even(("highlights", article.id), Theme::of(ui).sizes.highlight_row).gap(2.0);
    rows.with_in_view(is_new.then(row).flatten()).show(ui, article.highlights.len(), |ui, row| {
        row_ui(ui, article, &article.highlights[row], reader, context);
    });
}

fn row_ui(ui: &mut Ui, article: &Article, highlight: &Highlight, reader: &Reader, context: &mut PageContext<'_>) {
    let is_selected = reader.highlight == Some(highlight.id);
    let theme = Theme::of(ui);
    let book = &context.project().codebook;
    let tags = tags_in_words(context.project(), highlight);
    let name = || format!("In this article: {tags}: {}", highlight.quote);
    let (rect, response) = list_row(ui, theme.sizes.highlight_row, is_selected, Role::ListItem, name);
    let inner = rect.shrink2(vec2(8.0, 5.0));
    let kind = context.preferences.tint_by;
    let colour = highlight
        .tag(kind)
        .and_then(|id| book.code(kind, id))
        .map_or(*theme.colours.hairline, |code| theme.code(code.colour));
    let stands_out = reader.emphasis.passes(context.project(), highlight);
    let quote_ink = if stands_out { *theme.colours.ink } else { *theme.colours.faint };
    let colour = if stands_out { colour } else { colour.gamma_multiply(0.3) };
    let square = Rect::from_center_size(pos2(inner.left() + 5.0, inner.top() + 8.0), vec2(10.0, 10.0));
    ui.painter().rect_filled(square, 3.0, colour);

    let actor = highlight.actor.as_ref().map_or("", |id| book.name_of(CodeKind::Actor, id));
    let sign = highlight.stance.as_ref().and_then(|id| book.stance(id)).map_or("", |stance| stance.sign());
    let who = format!("{} {sign}", isolated(actor));
    let who = Passage::set_close(ui.ctx(), &who, &PassageStyle::row(FontId::proportional(theme.sizes.small), 110.0));
    let right = inner.right() - who.size().x;
    who.paint(ui.painter(), pos2(right, inner.top() + 1.0), *theme.colours.muted);

    let text_left = inner.left() + 18.0;
    let font = FontId::proportional(theme.sizes.body - 0.5);
    let style = PassageStyle { font, line_height: None, width: right - 8.0 - text_left, max_rows: 2 };
    // Two rows never hold more.
    let start: String = highlight.quote.chars().take(400).map(|c| if c == '\n' { ' ' } else { c }).collect();
    Passage::set(ui.ctx(), &start, &style).paint(ui.painter(), pos2(text_left, inner.top()), quote_ink);
    if response.on_hover_text(tags).clicked() {
        context.ask(Action::ShowHighlight(article.id, highlight.id));
    }
}
