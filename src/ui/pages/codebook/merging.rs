//! Asks which codes are merged into which one, and shows beforehand what becomes of what they share.

use egui::{ComboBox, RichText, Ui, WidgetInfo, accesskit::Role};

use standpoint_core::{
    edit::{CodeMerge, Edit, EditError, MergePreview, merge_preview},
    model::{ArticleId, CodeId, CodeKind, Codebook, HighlightId},
    text::fold::{has_words, searchable},
    wording::counted,
};

use super::CodebookPage;
use crate::ui::{
    action::{Action, MakeEdit},
    pages::PageContext,
    parts::{
        choice_menu::{Choices, choice_menu},
        derived::Derived,
        dialog::{DialogButtons, DialogReply, focus_first, is_left, modal},
        list::VirtualList,
    },
    theme::{Icon, Theme},
    widgets::{field, icon_sign, one_line, scroll_up_to},
};

/// What a preview is of: a revision, a kind and a merge.
type PreviewKey = (u64, CodeKind, CodeMerge);

/// The codes that are about to be merged.
pub(super) struct Merging {
    kind: CodeKind,
    /// All of them, the one that was selected first.
    codes: Vec<CodeId>,
    /// The one that stays.
    into: CodeId,
    keeps_duplicates: bool,
    typed: String,
    preview: Derived<PreviewKey, Result<MergePreview, EditError>>,
}

impl Merging {
    /// Begins with one code, which stays.
    pub fn of(kind: CodeKind, code: CodeId) -> Self {
        let codes = vec![code.clone()];
        Self { kind, codes, into: code, keeps_duplicates: false, typed: String::new(), preview: Derived::default() }
    }

    /// Whether a thread is looking for what becomes of highlights.
    pub fn is_busy(&self) -> bool {
        self.preview.is_busy()
    }

    fn merge(&self) -> CodeMerge {
        let codes = self.codes.iter().filter(|code| **code != self.into).cloned().collect();
        CodeMerge { codes, into: self.into.clone(), keeps_duplicates: self.keeps_duplicates }
    }
}

/// How many examples of a kind are shown.
const MOST_EXAMPLES: usize = 4;
/// How many characters of a quote are shown.
const MOST_CHARS: usize = 60;

/// The dialog, if codes are about to be merged.
pub(super) fn ui(ui: &Ui, view: &mut CodebookPage, context: &mut PageContext<'_>) {
    let Some(mut merging) = view.merging.take() else { return };
    let book = &context.project().codebook;
    merging.codes.retain(|code| book.code(merging.kind, code).is_some());
    if !merging.codes.contains(&merging.into) {
        return;
    }
    match question_ui(ui, &mut merging, context) {
        None => view.merging = Some(merging),
        Some(DialogReply::Cancelled) => {}
        Some(DialogReply::Done(())) => {
            let (kind, merge) = (merging.kind, merging.merge());
            let label =
                format!("Merge {} into “{}”", counted(merge.codes.len(), kind.noun()), name(book, kind, &merge.into));
            view.selected = Some(merge.into.clone());
            let make = MakeEdit(Box::new(move |_| Edit::MergeCodes(kind, Box::new(merge))));
            context.ask(Action::MadeEdit { label, make });
        }
    }
}

fn name(book: &Codebook, kind: CodeKind, id: &CodeId) -> String {
    one_line(book.name_of(kind, id)).chars().take(MOST_CHARS).collect()
}

/// The name with those of the codes above it: “Territory / Donbas”.
fn path(book: &Codebook, kind: CodeKind, id: &CodeId) -> String {
    let lineage = book.lineage(kind, id);
    lineage.iter().rev().map(|code| &*code.name).collect::<Vec<_>>().join(" / ")
}

fn question_ui(ui: &Ui, merging: &mut Merging, context: &PageContext<'_>) -> Option<DialogReply<()>> {
    let book = &context.project().codebook;
    let kind = merging.kind;
    let mut reply = None;
    let shown = modal(ui, "merge codes").show(ui.ctx(), |ui| {
        ui.set_width(460.0);
        ui.heading(format!("Merge “{}” with other {}", name(book, kind, &merging.codes[0]), kind.plural()));
        ui.add_space(6.0);
        let found = field(ui, &mut merging.typed, &format!("Find {}", kind.plural()));
        found.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, format!("Find {} to merge", kind.plural())));
        focus_first(&found);
        ui.add_space(4.0);
        list_ui(ui, merging, book);
        ui.add_space(8.0);
        stays_ui(ui, merging, book);
        let merge = merging.merge();
        if !merge.codes.is_empty() {
            let key = (context.history.counted_revision(), kind, merge.clone());
            // Whether they are kept changes nothing of what is shown.
            let preview_key = (key.0, key.1, CodeMerge { keeps_duplicates: false, ..key.2.clone() });
            merging.preview.follow(
                ui.ctx(),
                |made| *made == preview_key,
                |_| {
                    let (project, (_, kind, merge)) = (context.project().clone(), preview_key.clone());
                    (preview_key.clone(), move || merge_preview(&project, kind, &merge))
                },
            );
            if merging.preview.key() == Some(&preview_key)
                && let Some(Ok(preview)) = merging.preview.peek()
            {
                ui.add_space(6.0);
                preview_ui(ui, kind, preview, &mut merging.keeps_duplicates, context);
            }
        }
        ui.add_space(12.0);
        let n = merge.codes.len();
        let main = format!("Merge into “{}”", name(book, kind, &merging.into));
        let nothing = format!("Tick at least one other {}", kind.noun());
        let obstacle = (n == 0).then_some(&*nothing);
        reply = DialogButtons { main: &main, obstacle, destroys: false }.ui(ui);
    });
    if is_left(&shown) && reply.is_none() { Some(DialogReply::Cancelled) } else { reply }
}

/// The other codes, each with a box to tick.
fn list_ui(ui: &mut Ui, merging: &mut Merging, book: &Codebook) {
    let kind = merging.kind;
    let wanted: Vec<String> = merging.typed.replace('/', " ").split_whitespace().map(searchable).collect();
    let is_found = |id: &CodeId| {
        let path = path(book, kind, id);
        let aliases = book.code(kind, id).map(|code| code.aliases.join(" ")).unwrap_or_default();
        wanted.iter().all(|word| has_words(&format!("{path} {aliases}"), word))
    };
    let others = book.tree(kind).into_iter().filter(|(_, code)| code.id != merging.codes[0]);
    let others: Vec<_> = others.filter(|(_, code)| wanted.is_empty() || is_found(&code.id)).collect();
    if others.is_empty() {
        ui.weak(format!("No other {} has this name.", kind.noun()));
        return;
    }
    let height = ui.spacing().interact_size.y.max(Theme::of(ui).sizes.body + 8.0);
    VirtualList::even("codes to merge", height).gap(0.0).max_height(170.0).show(ui, others.len(), |ui, row| {
        let (depth, code) = others[row];
        let mut is_ticked = merging.codes.contains(&code.id);
        let indent = if wanted.is_empty() { "      ".repeat(depth) } else { String::new() };
        let shown = if wanted.is_empty() { code.name.clone() } else { path(book, kind, &code.id) };
        let response = ui.checkbox(&mut is_ticked, format!("{indent}{}", one_line(&shown)));
        let said =
            || WidgetInfo::selected(Role::CheckBox, true, is_ticked, format!("Merge: {}", path(book, kind, &code.id)));
        response.widget_info(said);
        if response.changed() {
            if is_ticked {
                merging.codes.push(code.id.clone());
            } else {
                merging.codes.retain(|id| *id != code.id);
                if merging.into == code.id {
                    merging.into = merging.codes[0].clone();
                }
            }
        }
    });
}

/// Asks which of the codes stays.
fn stays_ui(ui: &mut Ui, merging: &mut Merging, book: &Codebook) {
    let kind = merging.kind;
    let names: Vec<String> = merging.codes.iter().map(|code| path(book, kind, code)).collect();
    let chosen = merging.codes.iter().position(|code| *code == merging.into);
    let current = chosen.map_or("", |at| &*names[at]).to_owned();
    ui.horizontal(|ui| {
        ui.label("Keep");
        let combo = ComboBox::from_id_salt("stays").selected_text(&current).width(ui.available_width()).truncate();
        let name = |at: usize| (0, &*names[at]);
        let choices = Choices { none: &current, n: names.len(), chosen, name: &name };
        let (response, clicked) = choice_menu(ui, combo, &choices);
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Keep: {current}")));
        if let Some(at) = clicked.and_then(|chosen| chosen.place()) {
            merging.into = merging.codes[at].clone();
        }
    });
}

/// What the merge does, and what would be there twice.
fn preview_ui(
    ui: &mut Ui,
    kind: CodeKind,
    preview: &MergePreview,
    keeps_duplicates: &mut bool,
    context: &PageContext<'_>,
) {
    let book = &context.project().codebook;
    let MergePreview { n_highlights, duplicates, same_names, n_moved, clashes, n_views, n_summaries } = preview;
    let mut along = vec![counted(*n_highlights, "highlight")];
    for (n, noun) in [(*n_moved, "member"), (*n_views, "view"), (*n_summaries, "summary")] {
        if n > 0 {
            along.push(if noun == "summary" && n > 1 { format!("{n} summaries") } else { counted(n, noun) });
        }
    }
    ui.label(format!("Moves {}. Names become aliases; definitions are joined.", along.join(", ")));
    scroll_up_to(150.0).auto_shrink([false, true]).show(ui, |ui| {
        for (code, into) in same_names.iter().take(MOST_EXAMPLES) {
            notice_ui(ui, format!("“{}” is merged into “{}”", path(book, kind, code), path(book, kind, into)));
        }
        more_ui(ui, same_names.len(), "member");
        for (alias, other) in clashes.iter().take(MOST_EXAMPLES) {
            notice_ui(ui, format!("“{}” is also called “{alias}”", path(book, kind, other)));
        }
        more_ui(ui, clashes.len(), "alias");
        if duplicates.is_empty() {
            return;
        }
        let n = counted(duplicates.len(), "highlight");
        let verb = if duplicates.len() == 1 { "becomes" } else { "become" };
        notice_ui(ui, format!("{n} {verb} equal to another one of the same words, tags and coder:"));
        for duplicate in duplicates.iter().take(MOST_EXAMPLES) {
            duplicate_ui(ui, *duplicate, context);
        }
        more_ui(ui, duplicates.len(), "highlight");
        let mut joins = !*keeps_duplicates;
        ui.checkbox(&mut joins, "Join each with the one that it equals, with both notes");
        *keeps_duplicates = !joins;
    });
}

fn notice_ui(ui: &mut Ui, words: String) {
    ui.horizontal_wrapped(|ui| {
        icon_sign(ui, Icon::Warning, 14.0, *Theme::of(ui).colours.muted);
        ui.label(words);
    });
}

fn more_ui(ui: &mut Ui, n: usize, noun: &str) {
    if let Some(n) = n.checked_sub(MOST_EXAMPLES).filter(|n| *n > 0) {
        let what =
            if noun == "alias" && n > 1 { format!("{n} more aliases") } else { counted(n, &format!("more {noun}")) };
        ui.weak(RichText::new(format!("and {what}")).small());
    }
}

fn duplicate_ui(ui: &mut Ui, (article, gone, _): (ArticleId, HighlightId, HighlightId), context: &PageContext<'_>) {
    let Some(article) = context.project().article(article) else { return };
    let Some(highlight) = article.highlight(gone) else { return };
    let quote: String = one_line(&highlight.quote).chars().take(MOST_CHARS).collect();
    ui.label(RichText::new(format!("“{quote}” ({})", one_line(article.details.outlet_name()))).small());
}
