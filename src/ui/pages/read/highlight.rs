//! The selected highlight, and the list of all highlights of the article.

use egui::{Align, Frame, Layout, Margin, RichText, ScrollArea, Sense, Ui, UiBuilder, accesskit::Role, pos2};

use standpoint_core::{
    edit::Edit,
    model::{Article, CodeKind, Highlight, HighlightId, PublicationDate},
    text::fold::is_blank,
    wording::grouped,
};

use crate::{
    command::{Command, ContextMenu},
    ui::{
        action::Action,
        layout::passage_ui,
        pages::{
            PageContext,
            read::{emphasis_bar, reader::Reader},
        },
        parts::{
            command_button::command_icon,
            list::VirtualList,
            menu::MenuRequest,
            name_line::NameLine,
            tag_menus::{code_ui, part_name, stance_ui},
            tags::tags_and_note_in_words,
        },
        theme::{Icon, Theme, serif, strong},
        widgets::{list_row, one_line, section_title},
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

/// The room kept for the list of all highlights, in points; in a low window the selected one is scrolled, and the list
/// shows little more than its head.
const LIST_ROOM: f32 = 140.0;
const LIST_ROOM_LOW: f32 = 84.0;
const LOW: f32 = 420.0;

/// Shows the selected highlight, what stands out, and all highlights of the article.
pub fn ui(ui: &mut Ui, panel: &mut HighlightPanel, reader: &mut Reader, context: &mut PageContext<'_>) {
    let article = reader.article.and_then(|id| context.project().article(id)).cloned();
    let selected = reader.highlight;
    // An empty panel would be narrow for good.
    ui.set_min_width(ui.available_width());
    let Some(article) = article.as_deref() else { return };
    if let Some(highlight) = selected.and_then(|id| article.highlight(id)) {
        let list_room = if ui.available_height() < LOW { LIST_ROOM_LOW } else { LIST_ROOM };
        let height = (ui.available_height() - list_room).max(LIST_ROOM);
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
    ui.add_space(8.0);
    ui.separator();
    ui.horizontal_wrapped(|ui| {
        section_title(ui, format!("In this article  {}", grouped(article.highlights.len())));
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
    ui.horizontal(|ui| {
        ui.label(RichText::new("Highlight").font(strong(Theme::of(ui).sizes.body)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            command_icon(ui, Icon::Delete, Command::DeleteHighlight, context);
            command_icon(ui, Icon::CopyAgain, Command::TagAnother, context);
        });
    });
    quote_ui(ui, &highlight.quote, context, highlight);
    ui.add_space(4.0);
    context.change_ui(ui, |ui, context| {
        code_ui(ui, CodeKind::Actor, article, highlight, context);
        code_ui(ui, CodeKind::Issue, article, highlight, context);
        stance_ui(ui, article, highlight, context);
        note_ui(ui, panel, article, highlight, context);
    });
    part_name(ui, "Coder");
    let coder = if is_blank(&highlight.coder) { "no coder" } else { &highlight.coder };
    ui.add(egui::Label::new(one_line(coder)).truncate());
    part_name(ui, &place_in_words(reader, article, highlight));
}

/// “Paragraph 4 · p. 3 · coded 12 Jan 2026”.
fn place_in_words(reader: &Reader, article: &Article, highlight: &Highlight) -> String {
    let number = reader.paragraph_number(highlight.span.start).unwrap_or(1);
    let day = highlight.created.get(..10).and_then(|day| day.parse::<PublicationDate>().ok());
    let when = day.map(|day| format!(" · coded {}", day.short())).unwrap_or_default();
    let part = article.part_at(highlight.span.start).map(|part| format!(" · {}", one_line(part))).unwrap_or_default();
    format!("Paragraph {number}{part}{when}")
}

fn note_ui(
    ui: &mut Ui,
    panel: &mut HighlightPanel,
    article: &Article,
    highlight: &Highlight,
    context: &mut PageContext<'_>,
) {
    let name = part_name(ui, "Note");
    let mut note = highlight.note.clone();
    let field = egui::TextEdit::multiline(&mut note)
        .id_salt(("note", highlight.id))
        .hint_text("Why it is tagged this way, what is doubtful")
        .desired_rows(3)
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(10, 8));
    let response = ui.add(field).labelled_by(name.id);
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
    let tags = tags_and_note_in_words(context.project(), highlight);
    let name = || format!("In this article: {tags}: {}", highlight.quote);
    let (rect, response) = list_row(ui, theme.sizes.highlight_row, is_selected, Role::ListItem, name);
    let kind = context.preferences.tint_by;
    let stands_out = reader.emphasis.passes(context.project(), highlight);
    let ink = if stands_out { *theme.colours.ink } else { *theme.colours.faint };
    let stance = highlight.stance.as_ref().and_then(|id| book.stance(id));
    // A row never holds more.
    let start: String = highlight.quote.chars().take(300).map(|c| if c == '\n' { ' ' } else { c }).collect();
    let mut line = NameLine::default().stance(stance);
    if let Some(code) = highlight.tag(kind).and_then(|id| book.code(kind, id)) {
        line = line.code(kind, theme.code(code.colour));
    }
    line = line.words(start, serif(theme.sizes.body), ink);
    let left = pos2(rect.left() + 6.0, rect.center().y);
    let has_note = !is_blank(&highlight.note);
    let width = rect.width() - 12.0 - if has_note { 22.0 } else { 0.0 };
    let mut faded = ui.new_child(UiBuilder::new().max_rect(rect));
    if !stands_out {
        faded.set_opacity(0.6);
    }
    let x = left.x + line.paint(&faded, left, width) + 4.0;
    if has_note {
        NameLine::default().icon(Icon::Note, *theme.colours.muted).paint(&faded, pos2(x, left.y), 22.0);
    }
    let menu = MenuRequest::of(&response);
    if response.on_hover_text(tags).clicked() || menu.is_some() {
        context.ask(Action::ShowHighlight(article.id, highlight.id));
    }
    context.actions.extend(menu.map(|request| Action::OpenMenu(ContextMenu::Highlight, request)));
}
