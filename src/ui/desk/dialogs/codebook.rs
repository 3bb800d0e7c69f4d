//! What a codebook would change, code by code, before anything changes.

use egui::{Label, RichText, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::wording::{capitalised, counted, grouped};
use standpoint_exchange::import::codebook::{CodebookPlan, EntryState, PlanCounts};

use crate::ui::{
    parts::{
        dialog::{DialogButtons, DialogReply, is_left, modal},
        list::VirtualList,
    },
    theme::{Theme, strong},
    widgets::{one_line, small_button},
};

/// The longest line of a change, in characters; a definition may be a page.
const MOST_CHARS: usize = 160;

/// The most remarks on the file that are shown.
const MOST_REMARKS: usize = 4;

/// A codebook, compared with that of the project.
pub struct CodebookDialog {
    file: String,
    doubt: Option<String>,
    /// What would change, with what is ticked.
    pub plan: CodebookPlan,
    /// The revision of the project that it was compared with.
    pub revision: u64,
    counts: PlanCounts,
    obstacle: Option<String>,
    /// The entries that are shown: those that change something first, then the equal ones.
    rows: Vec<usize>,
}

/// What was done in a frame.
enum Ticking {
    One(usize, usize, bool),
    All(bool),
}

impl CodebookDialog {
    /// Prepares what is shown of a plan.
    pub fn new(file: String, doubt: Option<String>, plan: CodebookPlan, revision: u64) -> Self {
        let mut rows: Vec<usize> = (0..plan.entries.len()).collect();
        rows.sort_by_key(|row| {
            (
                plan.entries[*row].state == EntryState::Equal,
                plan.entries[*row].remarks.is_empty() && plan.entries[*row].state == EntryState::Equal,
            )
        });
        let (counts, obstacle) = (plan.counts(), plan.obstacle());
        Self { file, doubt, plan, revision, counts, obstacle, rows }
    }

    /// Shows the dialog; the reply is to change what is ticked.
    pub fn ui(&mut self, ui: &Ui) -> Option<DialogReply<()>> {
        let mut reply = None;
        let mut ticking = None;
        let screen = ui.ctx().content_rect().size();
        let size = vec2((screen.x - 80.0).clamp(240.0, 760.0), (screen.y - 340.0).clamp(100.0, 440.0));
        let shown = modal(ui, "codebook").show(ui.ctx(), |ui| {
            ui.set_width(size.x);
            ui.heading("Import a codebook");
            let PlanCounts { n_new, n_changed, n_equal, n_ticked, n_changes } = self.counts;
            let words = format!(
                "{}: {} new, {} changed, {} equal. Nothing is deleted, and no code loses its key.",
                one_line(&self.file),
                grouped(n_new),
                grouped(n_changed),
                grouped(n_equal),
            );
            ui.add(Label::new(RichText::new(words).color(*Theme::of(ui).colours.muted)).wrap());
            self.remarks_ui(ui);
            ui.add_space(6.0);
            ui.horizontal(|ui| {
                if small_button(ui, "Select all").clicked() {
                    ticking = Some(Ticking::All(true));
                }
                if small_button(ui, "Select none").clicked() {
                    ticking = Some(Ticking::All(false));
                }
                let words = format!("{} of {} selected", grouped(n_ticked), counted(n_changes, "change"));
                ui.label(RichText::new(words).small().color(*Theme::of(ui).colours.muted));
            });
            ui.add_space(6.0);
            VirtualList::new("codebook", 52.0).max_height(size.y).show(ui, self.rows.len(), |ui, row| {
                if let Some(ticked) = self.row_ui(ui, self.rows[row]) {
                    ticking = Some(ticked);
                }
            });
            ui.add_space(12.0);
            let main = format!("Import {}", counted(n_ticked, "change"));
            let obstacle = match &self.obstacle {
                Some(words) => Some(words.as_str()),
                None if n_changes == 0 => Some("The project has all of it already."),
                None if n_ticked == 0 => Some("Select a change first."),
                None => None,
            };
            reply = DialogButtons { main: &main, obstacle, destroys: false }.ui(ui);
        });
        if let Some(ticking) = ticking {
            match ticking {
                Ticking::One(entry, change, is_ticked) => self.plan.set_ticked(entry, change, is_ticked),
                Ticking::All(is_ticked) => self.plan.set_all(is_ticked),
            }
            (self.counts, self.obstacle) = (self.plan.counts(), self.plan.obstacle());
        }
        if is_left(&shown) && reply.is_none() { Some(DialogReply::Cancelled) } else { reply }
    }

    /// What was left out of the file, or is doubtful.
    fn remarks_ui(&self, ui: &mut Ui) {
        let ink = *Theme::of(ui).colours.caution;
        let remarks = &self.plan.remarks;
        let first = remarks.iter().take(MOST_REMARKS).map(|remark| capitalised(&remark.to_string()));
        let n_more = remarks.len().saturating_sub(MOST_REMARKS);
        let more = (n_more > 0).then(|| format!("and {}", counted(n_more, "further remark")));
        for words in self.doubt.as_deref().map(capitalised).into_iter().chain(first).chain(more) {
            ui.add(Label::new(RichText::new(one_line(&words)).small().color(ink)).wrap());
        }
    }

    /// One code with what would change, each with a tick.
    fn row_ui(&self, ui: &mut Ui, at: usize) -> Option<Ticking> {
        let theme = Theme::of(ui);
        let muted = *theme.colours.muted;
        let entry = &self.plan.entries[at];
        let state = match entry.state {
            EntryState::New => "new",
            EntryState::Changed => "changed",
            EntryState::Equal => "equal",
        };
        let name = one_line(&entry.name);
        let mut ticking = None;
        let row = ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.horizontal(|ui| {
                let kind = format!("{}, {state}", entry.noun);
                ui.label(RichText::new(kind).small().color(muted));
                ui.add(Label::new(RichText::new(&name).font(strong(theme.sizes.body))).truncate());
            });
            for (nth, change) in entry.changes.iter().enumerate() {
                let words = shortened(&one_line(&change.in_words()));
                let mut is_ticked = change.is_ticked;
                let response = ui.add(egui::Checkbox::new(&mut is_ticked, &words));
                let said = format!("{name}: {words}");
                response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, change.is_ticked, &said));
                if response.changed() {
                    ticking = Some(Ticking::One(at, nth, is_ticked));
                }
            }
            for remark in &entry.remarks {
                ui.add(Label::new(RichText::new(one_line(remark)).small().color(muted)).wrap());
            }
        });
        let said = format!("{} {name}, {state}", capitalised(entry.noun));
        row.response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &said));
        ticking
    }
}

fn shortened(words: &str) -> String {
    match words.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}
