//! What the columns of a table hold: guessed from their heads, changed by menus, and remembered for the next table with
//! the same heads.

use std::path::PathBuf;

use egui::{ComboBox, Label, RichText, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::wording::{capitalised, counted};
use standpoint_exchange::import::{
    columns::{ColumnMapping, ColumnUse, TablePreview},
    draft::Field,
    originals::{OriginalFile, preview_again},
};

use super::{
    ImportPage,
    details::{FIELDS, name_of},
};
use crate::ui::{
    action::{Action, DeskRequest},
    pages::PageContext,
    parts::{
        choice_menu::{Choices, choice_menu},
        date::problem_ui,
        derived::Derived,
        list::VirtualList,
    },
    theme::{Theme, strong},
    widgets::{one_line, section_title, small_button},
};

/// How many values of a column are shown.
const N_VALUES: usize = 3;

/// The height of the row of a column, in points.
const ROW: f32 = 60.0;

/// The table whose columns are shown in place of a text.
#[derive(Default)]
pub(super) struct TableColumns {
    file: Option<OriginalFile>,
    /// Made by a thread, for a file and the number of times that files were read again.
    preview: Derived<(PathBuf, u64), Result<TablePreview, String>>,
    /// What was chosen here and is not, or not yet, how the table is read.
    chosen: Option<(PathBuf, ColumnMapping)>,
}

impl TableColumns {
    /// Shows the columns of a table in place of a text.
    pub fn show(&mut self, file: OriginalFile) {
        self.file = Some(file);
    }

    /// Shows texts again.
    pub fn hide(&mut self) {
        self.file = None;
    }

    pub const fn is_shown(&self) -> bool {
        self.file.is_some()
    }

    pub fn is_busy(&self) -> bool {
        self.preview.is_busy()
    }
}

/// The name of a use in the menu.
fn use_in_words(holds: &ColumnUse) -> &str {
    match holds {
        ColumnUse::Text => "Text",
        ColumnUse::Ignore => "Ignore",
        ColumnUse::Detail(Field::Free(_)) => "Free field",
        ColumnUse::Detail(field) => name_of(field),
    }
}

/// The uses of a column with this head, in the order of the menu; ignoring it is none of them.
fn uses(head: &str) -> Vec<ColumnUse> {
    let details = FIELDS.iter().cloned().map(ColumnUse::Detail);
    let free = (!head.trim().is_empty()).then(|| ColumnUse::Detail(Field::Free(head.trim().to_owned())));
    std::iter::once(ColumnUse::Text).chain(details).chain(free).collect()
}

pub(super) fn ui(ui: &mut Ui, page: &mut ImportPage, context: &mut PageContext<'_>) {
    let Some(file) = page.columns.file.clone() else { return };
    let key = (file.path.clone(), page.again.n_done);
    let again = &page.again;
    page.columns.preview.follow(
        ui.ctx(),
        |made| *made == key,
        |_| {
            let (file, options) = (file.clone(), again.options_for(&file.path));
            (key.clone(), move || preview_again(&file, &options).map_err(|reason| reason.to_string()))
        },
    );
    let theme = Theme::of(ui);
    let is_of_file = page.columns.preview.key().is_some_and(|made| made.0 == file.path);
    let preview = page.columns.preview.peek().filter(|_| is_of_file);
    let mut is_left = false;
    ui.horizontal_wrapped(|ui| {
        let title = format!("Columns of {}", one_line(&file.name));
        ui.label(RichText::new(title).font(strong(theme.sizes.body)));
        if let Some(Ok(preview)) = preview {
            ui.label(RichText::new(counted(preview.n_rows, "row")).color(*theme.colours.muted));
        }
        if !page.review.drafts().is_empty() {
            is_left = small_button(ui, "Show the text").clicked();
        }
    });
    let mut changed = None;
    match preview {
        None => _ = ui.weak("Reading the table…"),
        Some(Err(problem)) => _ = problem_ui(ui, format!("{}.", capitalised(problem))),
        Some(Ok(preview)) => {
            let chosen = page.columns.chosen.as_ref().filter(|(path, _)| *path == file.path);
            let mapping = chosen.map_or(&preview.mapping, |(_, mapping)| mapping);
            head_ui(ui, page, preview, mapping, &file);
            changed = table_ui(ui, preview, mapping);
        }
    }
    if let Some(mapping) = changed {
        page.columns.chosen = Some((file.path, mapping.clone()));
        if mapping.has_articles() {
            context.ask(Action::Desk(DeskRequest::RememberColumns(mapping.clone())));
            page.again.map_columns(mapping, &page.review);
        }
    }
    if is_left {
        page.columns.hide();
    }
}

/// Where the choices come from, and what stands in the way.
fn head_ui(ui: &mut Ui, page: &ImportPage, preview: &TablePreview, mapping: &ColumnMapping, file: &OriginalFile) {
    let muted = *Theme::of(ui).colours.muted;
    let words = if preview.is_known {
        "As you chose it for a table with these columns. A change is remembered for the next one."
    } else {
        "Guessed from the heads. A change is remembered for the next table with these columns."
    };
    ui.add(Label::new(RichText::new(words).small().color(muted)).wrap());
    // Always a line, so that the rows below do not move.
    if !mapping.has_articles() {
        problem_ui(ui, "Choose the column that has the text, or those that have the title and the web address.");
    } else if page.again.is_pending() {
        ui.label(RichText::new(page.again.in_words()).small().color(muted));
    } else if let Some(problem) = page.again.problem(&file.path) {
        problem_ui(ui, format!("{}.", capitalised(problem)));
    } else {
        ui.label(RichText::new(" ").small());
    }
}

/// Shows the columns; returns what they hold once that was changed.
fn table_ui(ui: &mut Ui, preview: &TablePreview, mapping: &ColumnMapping) -> Option<ColumnMapping> {
    let mut changed = None;
    let room = ui.available_width() - 12.0;
    let widths = [(room * 0.26).min(220.0), 150.0];
    ui.horizontal(|ui| {
        for (width, title) in widths.into_iter().map(Some).chain([None]).zip(["Column", "Holds", "First rows"]) {
            let width = width.unwrap_or(ui.available_width());
            ui.allocate_ui(vec2(width, 18.0), |ui| {
                ui.set_min_width(width);
                section_title(ui, title);
            });
        }
    });
    VirtualList::even("columns of table", ROW).show(ui, mapping.columns.len(), |ui, at| {
        if let Some(holds) = column_ui(ui, widths, preview, (mapping, at)) {
            let mut next = mapping.clone();
            next.assign(at, holds);
            changed = Some(next);
        }
    });
    changed
}

/// One column; returns what it is to hold once that was chosen.
fn column_ui(
    ui: &mut Ui,
    widths: [f32; 2],
    preview: &TablePreview,
    (mapping, at): (&ColumnMapping, usize),
) -> Option<ColumnUse> {
    let theme = Theme::of(ui);
    let muted = *theme.colours.muted;
    let column = &mapping.columns[at];
    let head = one_line(&column.head);
    let mut chosen = None;
    ui.horizontal_top(|ui| {
        ui.allocate_ui(vec2(widths[0], ROW), |ui| {
            ui.set_min_width(widths[0]);
            let shown = if head.is_empty() { RichText::new("no head").color(muted) } else { RichText::new(&head) };
            ui.add(Label::new(shown).truncate());
        });
        ui.allocate_ui(vec2(widths[1], ROW), |ui| {
            ui.set_min_width(widths[1]);
            chosen = use_ui(ui, at, &head, &column.holds);
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for row in preview.rows.iter().take(N_VALUES) {
                let value = row.get(at).map(|value| one_line(value)).unwrap_or_default();
                let value = if value.is_empty() { "–".to_owned() } else { value };
                ui.add(Label::new(RichText::new(value).small().color(muted)).truncate());
            }
        });
    });
    chosen
}

/// The menu of what a column may hold; returns what was chosen in this frame.
fn use_ui(ui: &mut Ui, at: usize, head: &str, holds: &ColumnUse) -> Option<ColumnUse> {
    let all = uses(head);
    let is_same = |own: &ColumnUse| own == holds || use_in_words(own) == use_in_words(holds);
    let choices = Choices {
        none: "Ignore",
        n: all.len(),
        chosen: all.iter().position(is_same),
        name: &|place| (0, use_in_words(&all[place])),
    };
    let combo = ComboBox::from_id_salt(("use of column", at)).selected_text(use_in_words(holds)).width(132.0);
    let (response, chosen) = choice_menu(ui, combo, &choices);
    let name = if head.is_empty() { format!("Column {}", at + 1) } else { format!("Column “{head}”") };
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {}", use_in_words(holds))));
    chosen.map(|chosen| chosen.place().map_or(ColumnUse::Ignore, |place| all[place].clone()))
}
