//! The codes of one kind as a tree, with their keys and how often each is used, and the field that finds or adds one.

use std::collections::{HashMap, HashSet};

use egui::{Align2, FontId, Rect, RichText, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use standpoint_analysis::code_use::{CodeUse, CodeUses};
use standpoint_core::{
    edit::{DropPlace, Edit, add_code_path, drop_code},
    model::{Code, CodeId, CodeKind, Codebook, PublicationDate},
    text::fold::{has_words, is_blank, searchable},
    wording::{counted, grouped},
};

use super::CodebookPage;
use crate::{
    command::{ContextMenu, READ_ONLY},
    ui::{
        action::Action,
        pages::PageContext,
        parts::{derived::Derived, kept::Kept, list::VirtualList, menu::MenuRequest, name_line::NameLine},
        theme::{Icon, Theme, icon_font, strong},
        widgets::{field, list_row},
    },
};

/// Which codes the tree shows.
#[derive(Default)]
pub(super) struct CodeTree {
    /// What is typed to find or add a code.
    typed: String,
    /// What Enter would do with it.
    entered: Kept<(u64, CodeKind, String), (CodeId, Option<Edit>)>,
    folded: HashSet<CodeId>,
    n_folds: u64,
    rows: Kept<(u64, CodeKind, String, u64), Vec<TreeRow>>,
    /// The code last scrolled to.
    seen: Option<CodeId>,
    /// Whether the field gets the keyboard, with its caret at the end.
    wants_keyboard: bool,
    /// The code that is being dragged.
    dragged: Option<CodeId>,
    /// How the codes are used, which a thread finds out, because that looks at every highlight.
    uses: Derived<(u64, CodeKind), CodeUses>,
}

impl CodeTree {
    /// Lets somebody type the name of a new code below this one.
    pub fn begin_member(&mut self, book: &Codebook, kind: CodeKind, parent: &CodeId) {
        let lineage = book.lineage(kind, parent);
        self.typed = lineage.iter().rev().flat_map(|code| [&*code.name, " / "]).collect();
        self.wants_keyboard = true;
    }

    /// Shows every code, and scrolls to the selected one.
    pub fn show_all(&mut self) {
        self.typed.clear();
        self.folded.clear();
        self.n_folds += 1;
        self.seen = None;
    }

    /// Whether a thread is finding out how codes are used.
    pub fn is_busy(&self) -> bool {
        self.uses.is_busy()
    }

    fn follow_uses(&mut self, ui: &Ui, kind: CodeKind, context: &PageContext<'_>) {
        let wanted = (context.history.counted_revision(), kind);
        self.uses.follow(
            ui.ctx(),
            |made| *made == wanted,
            |_| {
                let project = context.project().clone();
                (wanted, move || CodeUses::of(&project, kind))
            },
        );
    }

    /// Scrolls to the selected code once it is at its new place.
    pub fn follow_selected(&mut self) {
        self.seen = None;
    }
}

/// A code on screen.
struct TreeRow {
    /// Its place in the list of its kind.
    at: usize,
    depth: usize,
    /// Highlights with the code or a member of it.
    n_highlights: usize,
    has_members: bool,
}

/// How much farther right each level stands, in points.
const INDENT: f32 = 18.0;
/// What a fold sign takes before the shape.
const FOLD: f32 = 18.0;
/// What the columns take at the right end, from right to left.
const KEY: f32 = 34.0;
const COUNT: f32 = 66.0;
const ARTICLES: f32 = 54.0;
const LAST_USED: f32 = 80.0;
/// What is left to names if there is a column more.
const NAMES: f32 = 170.0;

/// Which columns fit, and where the numbers of each end, counted from the right end of a row.
struct TreeColumns {
    articles: Option<f32>,
    last_used: Option<f32>,
    /// What they take together.
    width: f32,
}

/// Where the numbers of highlights end.
const COUNT_END: f32 = KEY + 8.0;

impl TreeColumns {
    fn of(width: f32) -> Self {
        let mut columns = Self { articles: None, last_used: None, width: KEY + COUNT };
        if width >= columns.width + ARTICLES + NAMES {
            columns.articles = Some(columns.width + 8.0);
            columns.width += ARTICLES;
        }
        if columns.articles.is_some() && width >= columns.width + LAST_USED + NAMES {
            columns.last_used = Some(columns.width + 8.0);
            columns.width += LAST_USED;
        }
        columns
    }
}

/// The field that finds a code or adds one, and what Enter would do.
pub(super) fn find_ui(ui: &mut Ui, view: &mut CodebookPage, kind: CodeKind, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let name = format!("Find or add an {}", kind.noun());
    let response = field(ui, &mut view.tree.typed, &format!("{name}: name / child"));
    if std::mem::take(&mut view.tree.wants_keyboard) {
        response.request_focus();
        let mut state = egui::TextEdit::load_state(ui.ctx(), response.id).unwrap_or_default();
        let end = egui::text::CCursor::new(view.tree.typed.chars().count());
        state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
        state.store(ui.ctx(), response.id);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, &name));
    let typed = view.tree.typed.trim().to_owned();
    if is_blank(&typed) {
        return;
    }
    let book = &context.project().codebook;
    let key = (context.revision(), kind, typed.clone());
    let (code, edit) = view.tree.entered.get(key, || add_code_path(book, kind, &typed)).clone();
    let is_new = edit.is_some();
    let what = match (is_new, context.can_change) {
        (false, _) => format!("Enter selects “{}”", book.name_of(kind, &code)),
        (true, true) => format!("Enter adds “{typed}”"),
        (true, false) => READ_ONLY.to_owned(),
    };
    ui.add(egui::Label::new(RichText::new(what).small().color(*theme.colours.muted)).truncate());
    if !(response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))) {
        return;
    }
    match edit {
        None => view.selected = Some(code),
        Some(edit) if context.can_change => {
            context.ask(Action::edit(format!("Add an {}", kind.noun()), edit));
            view.asked = Some(code.clone());
            view.selected = Some(code);
        }
        Some(_) => return context.ask(Action::Tell(READ_ONLY.to_owned())),
    }
    view.tree.typed.clear();
    response.request_focus();
}

/// The tree under its heads; a click selects.
pub(super) fn ui(ui: &mut Ui, view: &mut CodebookPage, kind: CodeKind, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let columns = TreeColumns::of(ui.available_width());
    heads_ui(ui, kind, &columns);
    view.tree.follow_uses(ui, kind, context);
    let book = &context.project().codebook;
    let codes = book.codes(kind);
    let keys: HashMap<&CodeId, char> = book.keyed_codes(kind).into_iter().map(|(key, code)| (&code.id, key)).collect();
    let CodebookPage { tree, selected, .. } = view;
    let CodeTree { typed, folded, n_folds, rows, seen, dragged, uses, .. } = tree;
    let uses = uses.key().filter(|(_, of)| *of == kind).and(uses.peek());
    let key = (context.revision(), kind, typed.trim().to_owned(), *n_folds);
    let rows = rows.get(key, || {
        let n_tagged = |id: &CodeId| context.history.n_tagged(kind, id);
        tree_rows(book, kind, typed.trim(), folded, n_tagged)
    });
    if rows.is_empty() {
        ui.add_space(6.0);
        ui.weak(if codes.is_empty() {
            format!("No {}s yet. Type a name above, or tag words in an article.", kind.noun())
        } else {
            format!("No {} has this name.", kind.noun())
        });
        return;
    }
    let is_filtered = !is_blank(typed);
    let is_new = *selected != *seen;
    seen.clone_from(selected);
    let place = || rows.iter().position(|row| Some(&codes[row.at].id) == selected.as_ref());
    let list =
        VirtualList::even(("codes", kind), theme.sizes.code_row).gap(0.0).with_in_view(is_new.then(place).flatten());
    let mut toggled = None;
    let can_drag = context.can_change && !is_filtered;
    let mut dropped = None;
    list.show(ui, rows.len(), |ui, row| {
        let row = &rows[row];
        let Some(code) = codes.get(row.at) else { return };
        let is_selected = selected.as_ref() == Some(&code.id);
        let name = || format!("In the codebook: {}", code.name);
        let (rect, response) = list_row(ui, theme.sizes.code_row, is_selected, Role::TreeItem, name);
        let response = if can_drag { response.interact(Sense::drag()) } else { response };
        #[expect(clippy::cast_precision_loss, reason = "a code tree is a few levels deep")]
        let left = rect.left() + 4.0 + if is_filtered { 0.0 } else { row.depth as f32 * INDENT };
        let left = left.min(rect.right() - columns.width - 80.0);
        let middle = rect.center().y;
        if row.has_members && !is_filtered {
            let sign = Rect::from_center_size(pos2(left + FOLD * 0.5, middle), vec2(FOLD, 24.0));
            if fold_ui(ui, sign, code, folded.contains(&code.id)) {
                toggled = Some(code.id.clone());
            }
        }
        let font = if is_selected { strong(theme.sizes.body) } else { FontId::proportional(theme.sizes.body) };
        let line = NameLine::default();
        let line = if is_filtered {
            line.path(ui, book, kind, &code.id, font)
        } else {
            line.code(kind, theme.code(code.colour)).words(&*code.name, font, *theme.colours.ink)
        };
        let names_left = left + if is_filtered { 6.0 } else { FOLD + 2.0 };
        let room = rect.right() - columns.width - names_left;
        let is_cut = line.paint(ui, pos2(names_left, middle), room) > room - 2.0;
        let response = if is_cut { response.on_hover_text(&code.name) } else { response };
        numbers_ui(ui, rect, response.id, &columns, (row.n_highlights, uses.map(|uses| uses.get(&code.id))));
        let cap = Rect::from_center_size(pos2(rect.right() - KEY * 0.5, middle), vec2(20.0, 20.0));
        key_cap_ui(ui, cap, code, keys.get(&code.id).copied());
        if can_drag {
            grip_ui(ui, rect, &response, dragged.as_ref() == Some(&code.id));
            if response.drag_started() {
                *dragged = Some(code.id.clone());
            }
            if let Some(dragged) = dragged.as_ref().filter(|dragged| **dragged != code.id) {
                dropped = dropped.take().or(drop_ui(ui, rect, left, dragged, code));
            }
        }
        let request = MenuRequest::of(&response);
        if response.clicked() || request.is_some() {
            *selected = Some(code.id.clone());
        }
        if let Some(request) = request {
            context.ask(Action::OpenMenu(ContextMenu::Code, request));
        }
    });
    if dragged.is_some() && ui.input(|input| !input.pointer.any_down() || input.key_pressed(egui::Key::Escape)) {
        let moved = dragged.take();
        if let Some((dragged, on, place)) =
            dropped.filter(|_| moved.is_some() && ui.input(|input| input.pointer.any_released()))
        {
            *selected = Some(dragged.clone());
            if let Some(edit) = drop_code(book, kind, &dragged, &on, place) {
                context.ask(Action::edit(format!("Move “{}”", book.name_of(kind, &dragged)), edit));
            }
        }
    }
    if let Some(id) = toggled {
        *n_folds += 1;
        if !folded.remove(&id) {
            folded.insert(id);
        }
    }
}

/// The sign at the left end of a row that it can be dragged, and the row that is.
fn grip_ui(ui: &Ui, rect: Rect, response: &egui::Response, is_dragged: bool) {
    let theme = Theme::of(ui);
    if is_dragged {
        ui.painter().rect_filled(rect, theme.sizes.radius, theme.colours.selected.gamma_multiply(0.6));
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    } else if response.hovered() && !ui.input(|input| input.pointer.any_down()) {
        let at = pos2(rect.left() + 1.0, rect.center().y);
        ui.painter().text(at, Align2::CENTER_CENTER, Icon::Grip.glyph(), icon_font(12.0), *theme.colours.muted);
    }
}

/// Shows where the dragged code would go if it is dropped on this row; returns that if the pointer is over the row.
fn drop_ui(ui: &Ui, rect: Rect, left: f32, dragged: &CodeId, code: &Code) -> Option<(CodeId, CodeId, DropPlace)> {
    let pointer = ui.input(|input| input.pointer.interact_pos()).filter(|at| rect.contains(*at))?;
    let accent = egui::Stroke::new(2.0, *Theme::of(ui).colours.accent);
    let share = (pointer.y - rect.top()) / rect.height();
    let place = match share {
        ..0.3 => DropPlace::Before,
        0.7.. => DropPlace::Behind,
        _ => DropPlace::Inside,
    };
    let line = |y| ui.painter().hline((left + FOLD)..=rect.right(), y, accent);
    match place {
        DropPlace::Before => _ = line(rect.top()),
        DropPlace::Behind => _ = line(rect.bottom()),
        DropPlace::Inside => _ = ui.painter().rect_stroke(rect.shrink(1.0), 6.0, accent, egui::StrokeKind::Inside),
    }
    Some((dragged.clone(), code.id.clone(), place))
}

/// How often the code of a row is used, and when last; also for screen readers.
fn numbers_ui(ui: &Ui, rect: Rect, row: egui::Id, columns: &TreeColumns, (n, code_use): (usize, Option<CodeUse>)) {
    let theme = Theme::of(ui);
    let paint = |end: f32, words: &str| {
        let at = pos2(rect.right() - end, rect.center().y);
        let small = FontId::proportional(theme.sizes.small);
        ui.painter().text(at, Align2::RIGHT_CENTER, words, small, *theme.colours.muted);
    };
    paint(COUNT_END, &grouped(n));
    let Some(CodeUse { n_articles, last_used }) = code_use else { return };
    let day = last_used.map(PublicationDate::short);
    if let Some(end) = columns.articles {
        paint(end, &grouped(n_articles));
    }
    if let Some(end) = columns.last_used {
        paint(end, day.as_deref().unwrap_or("never"));
    }
    ui.ctx().accesskit_node_builder(row, |node| {
        let last = day.map_or_else(|| "never used".to_owned(), |day| format!("last used {day}"));
        node.set_description(format!("{}, {}, {last}", counted(n, "highlight"), counted(n_articles, "article")));
    });
}

/// What the columns of the tree are.
fn heads_ui(ui: &mut Ui, kind: CodeKind, columns: &TreeColumns) {
    ui.add_space(2.0);
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme.sizes.small + 8.0), Sense::hover());
    let head = |align: Align2, x: f32, words: &str, said: &str, help: &str| {
        let font = strong(theme.sizes.small);
        let at = pos2(x, rect.center().y);
        let painted = ui.painter().text(at, align, words, font, *theme.colours.muted);
        let response = ui.interact(painted, ui.scope_id().with(("head", said)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said));
        if !help.is_empty() {
            response.on_hover_text(help);
        }
    };
    let name = if kind == CodeKind::Actor { "Actor" } else { "Issue" };
    head(Align2::LEFT_CENTER, rect.left() + FOLD + 6.0, name, name, "");
    if let Some(end) = columns.last_used {
        let help = "The day on which the latest of these highlights was made";
        head(Align2::RIGHT_CENTER, rect.right() - end, "Last used", "Last used, with members", help);
    }
    if let Some(end) = columns.articles {
        let help = "Articles in which the code or one below it is used";
        head(Align2::RIGHT_CENTER, rect.right() - end, "Articles", "Articles, with members", help);
    }
    let help = "Highlights with the code or with one below it";
    head(Align2::RIGHT_CENTER, rect.right() - COUNT_END, "Highlights", "Highlights, with members", help);
    head(Align2::CENTER_CENTER, rect.right() - KEY * 0.5, "Key", "Key", "");
}

/// The sign that shows or hides the members of a code; returns whether it was clicked.
fn fold_ui(ui: &Ui, rect: Rect, code: &Code, is_folded: bool) -> bool {
    let response = ui.interact(rect, ui.scope_id().with(("fold", &code.id)), Sense::click());
    let what = if is_folded { "Show" } else { "Hide" };
    response.widget_info(|| {
        WidgetInfo::labeled(Role::DisclosureTriangle, true, format!("{what} members of {}", code.name))
    });
    let icon = if is_folded { Icon::ChevronRight } else { Icon::ChevronDown };
    let ink = if response.hovered() { Theme::of(ui).colours.ink } else { Theme::of(ui).colours.muted };
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, icon.glyph(), icon_font(14.0), *ink);
    response.clicked()
}

/// The rows of the tree without what is folded; while something is typed, all codes that it finds by their names and
/// those of their parents.
fn tree_rows(
    book: &Codebook,
    kind: CodeKind,
    typed: &str,
    folded: &HashSet<CodeId>,
    n_tagged: impl Fn(&CodeId) -> usize,
) -> Vec<TreeRow> {
    let places: HashMap<&CodeId, usize> =
        book.codes(kind).iter().enumerate().map(|(at, code)| (&code.id, at)).collect();
    let tree = book.tree(kind);
    let mut sums: Vec<usize> = tree.iter().map(|(_, code)| n_tagged(&code.id)).collect();
    // From the end, each code is complete before its number is added to that of its parent.
    let mut parents: Vec<Option<usize>> = vec![None; tree.len()];
    let mut above: Vec<usize> = Vec::new();
    for (at, (depth, _)) in tree.iter().enumerate() {
        above.truncate(*depth);
        parents[at] = above.last().copied();
        above.push(at);
    }
    for at in (0..tree.len()).rev() {
        if let Some(parent) = parents[at] {
            sums[parent] += sums[at];
        }
    }
    let wanted: Vec<String> = typed.replace('/', " ").split_whitespace().map(searchable).collect();
    let mut hidden_below = None;
    let mut paths: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for (at, (depth, code)) in tree.iter().enumerate() {
        if wanted.is_empty() {
            if hidden_below.is_some_and(|hidden| *depth > hidden) {
                continue;
            }
            hidden_below = folded.contains(&code.id).then_some(*depth);
        } else {
            paths.truncate(*depth);
            let above = paths.last().map_or("", String::as_str);
            let path = format!("{above} {} {}", code.name, code.aliases.join(" "));
            let is_found = wanted.iter().all(|word| has_words(&path, word));
            paths.push(path);
            if !is_found {
                continue;
            }
        }
        let has_members = tree.get(at + 1).is_some_and(|(next, _)| next > depth);
        let Some(place) = places.get(&code.id) else { continue };
        rows.push(TreeRow { at: *place, depth: *depth, n_highlights: sums[at], has_members });
    }
    rows
}

/// The key of a code, drawn as a key cap.
fn key_cap_ui(ui: &Ui, rect: Rect, code: &Code, key: Option<char>) {
    let theme = Theme::of(ui);
    let Some(key) = key.map(|key| key.to_ascii_uppercase()) else { return };
    let response = ui.interact(rect, ui.scope_id().with(("key", &code.id)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Key {key}: {}", code.name)));
    let painter = ui.painter();
    let edge = egui::Stroke::new(1.0, *theme.colours.hairline);
    painter.rect_stroke(rect.shrink(1.0), 4.0, edge, egui::StrokeKind::Inside);
    painter.text(rect.center(), Align2::CENTER_CENTER, key, strong(theme.sizes.small), *theme.colours.muted);
    response.on_hover_text(format!("Key {key}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_count_members_fold_and_are_found_by_their_parents() {
        let mut book = Codebook::default();
        for (name, parent) in [("Russia", None), ("Ukraine", None), ("Putin", Some("russia")), ("Duma", Some("russia"))]
        {
            let code = book.fresh_code(CodeKind::Actor, name, parent.map(CodeId::from));
            book.actors.push(code);
        }
        let n_tagged = |id: &CodeId| if id.as_str() == "ukraine" { 5 } else { 2 };
        let shown = |typed: &str, folded: &HashSet<CodeId>| -> Vec<(String, usize)> {
            let rows = tree_rows(&book, CodeKind::Actor, typed, folded, n_tagged);
            rows.iter().map(|row| (book.actors[row.at].name.clone(), row.n_highlights)).collect()
        };
        let row = |name: &str, n| (name.to_owned(), n);
        assert_eq!(shown("", &HashSet::new()), [row("Russia", 6), row("Putin", 2), row("Duma", 2), row("Ukraine", 5)]);
        assert_eq!(shown("", &HashSet::from(["russia".into()])), [row("Russia", 6), row("Ukraine", 5)]);
        assert_eq!(shown("russ / dum", &HashSet::from(["russia".into()])), [row("Duma", 2)]);
    }
}
