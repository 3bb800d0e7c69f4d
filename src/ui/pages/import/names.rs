//! Details from the names of files, by a pattern that is tried on all drafts while it is typed.

use egui::{Label, RichText, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::wording::{capitalised, grouped};
use standpoint_exchange::import::{
    draft::Field,
    file_names::{FileNamePattern, NamedDetails},
    review::ReviewDraft,
};

use super::{ImportPage, details::name_of};
use crate::ui::{
    pages::PageContext,
    parts::{
        date::{problem_ui, with_edge},
        derived::Derived,
        dialog::{DialogButtons, DialogReply, focus_first, is_left, modal},
        list::VirtualList,
    },
    theme::Theme,
    widgets::{field, one_line, small_button},
};

/// The pattern that a new user starts from.
const USUAL: &str = "{date}_{outlet}_{title}";

/// What the names were divided for: a pattern, the number of drafts, and how often files were read again.
type NamesKey = (String, usize, u64);

/// The pattern of the batch, and what it says of each draft.
#[derive(Default)]
pub(super) struct FileNames {
    /// The pattern that fills in details.
    pattern: Option<FileNamePattern>,
    /// Made by a thread, because there may be ten thousand names.
    stated: Derived<NamesKey, Vec<Option<NamedDetails>>>,
    /// What the review has taken.
    taken: Option<NamesKey>,
    /// What is typed in the dialog, while it is open.
    typed: Option<String>,
}

impl FileNames {
    pub const fn is_open(&self) -> bool {
        self.typed.is_some()
    }

    pub fn is_busy(&self) -> bool {
        self.stated.is_busy()
    }

    /// Whether a pattern fills in details.
    pub const fn is_used(&self) -> bool {
        self.pattern.is_some()
    }

    /// Opens the dialog, with the pattern in use, the last one, or a usual one.
    pub fn open(&mut self, last: Option<&String>) {
        let used = self.pattern.as_ref().map(ToString::to_string);
        self.typed = Some(used.or_else(|| last.cloned()).unwrap_or_else(|| USUAL.to_owned()));
    }

    /// Whether what the pattern says of the drafts is not yet in the review.
    pub fn is_pending(&self, (n_drafts, n_read_again): (usize, u64)) -> bool {
        let key = self.pattern.as_ref().map(|pattern| (pattern.to_string(), n_drafts, n_read_again));
        key.is_some() && key != self.taken
    }
}

/// Divides the names by the pattern that is typed or used, and gives the review what the one in use says.
pub(super) fn follow(ctx: &egui::Context, page: &mut ImportPage) {
    let names = &page.names;
    let typed = names.typed.as_ref().map(|typed| typed.trim().parse::<FileNamePattern>().ok());
    let Some(pattern) = typed.unwrap_or_else(|| names.pattern.clone()) else { return };
    let key = (pattern.to_string(), page.review.drafts().len(), page.again.n_done);
    let review = &page.review;
    page.names.stated.follow(
        ctx,
        |made| *made == key,
        |_| {
            let names: Vec<String> = review.drafts().iter().map(|draft| draft.read().source.file.clone()).collect();
            (key.clone(), move || divided(&pattern, &names))
        },
    );
    let is_used = page.names.typed.is_none() && page.names.taken.as_ref() != Some(&key);
    if is_used && page.names.stated.key() == Some(&key) {
        let names = std::mem::take(&mut page.names);
        page.review_mut().name_by(names.pattern.as_ref(), names.stated.peek().map_or(&[], Vec::as_slice));
        page.names = FileNames { taken: Some(key), ..names };
    }
}

/// What the pattern says of each name. The texts of one file have the same.
fn divided(pattern: &FileNamePattern, names: &[String]) -> Vec<Option<NamedDetails>> {
    let mut stated: Vec<Option<NamedDetails>> = Vec::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
        let is_same = at > 0 && names[at - 1] == *name;
        stated.push(if is_same { stated[at - 1].clone() } else { pattern.details_in(name) });
    }
    stated
}

/// The dialog with the pattern and its preview.
pub(super) fn dialog_ui(ui: &Ui, page: &mut ImportPage, context: &mut PageContext<'_>) {
    let Some(mut typed) = page.names.typed.take() else { return };
    let mut reply = None;
    let mut is_removed = false;
    let screen = ui.ctx().content_rect().size();
    let size = vec2((screen.x - 80.0).clamp(240.0, 720.0), (screen.y - 340.0).clamp(96.0, 400.0));
    let parsed = typed.trim().parse::<FileNamePattern>();
    let shown = modal(ui, "names of files").show(ui.ctx(), |ui| {
        ui.set_width(size.x);
        ui.heading("Details from file names");
        ui.add_space(6.0);
        let muted = *Theme::of(ui).colours.muted;
        let label = ui.label(RichText::new("Pattern").small().color(muted));
        let response = with_edge(ui, parsed.is_err(), |ui| field(ui, &mut typed, USUAL)).labelled_by(label.id);
        focus_first(&response);
        if let Err(problem) = &parsed {
            problem_ui(ui, format!("{}.", capitalised(&problem.to_string())));
        } else {
            let words = "{date} {updated} {outlet} {title} {author} {agency} {language} {url}, {ignore} for what is not \
                         needed, and any other name for a free field";
            ui.add(Label::new(RichText::new(words).small().color(muted)).wrap());
        }
        if !context.preferences.file_name_patterns.is_empty() {
            ui.add_space(4.0);
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new("Used before").small().color(muted));
                for pattern in &context.preferences.file_name_patterns {
                    if small_button(ui, &one_line(pattern)).clicked() {
                        typed.clone_from(pattern);
                    }
                }
            });
        }
        ui.add_space(8.0);
        preview_ui(ui, page, parsed.as_ref().ok(), size.y);
        ui.add_space(12.0);
        let n_fitting = stated_by(page, parsed.as_ref().ok()).map(|stated| stated.iter().flatten().count());
        let obstacle = match (&parsed, n_fitting) {
            (Err(_), _) => Some("The pattern is not complete."),
            (Ok(_), Some(0)) => Some("No name fits the pattern."),
            _ => None,
        };
        ui.horizontal(|ui| {
            reply = DialogButtons { main: "Fill in", obstacle, destroys: false }.ui(ui);
            if page.names.is_used() {
                is_removed = ui.button("Remove the pattern").clicked();
            }
        });
    });
    if is_removed {
        page.names = FileNames::default();
        page.review_mut().name_by(None, &[]);
    } else if reply == Some(DialogReply::Done(())) {
        if let Ok(pattern) = parsed {
            context.preferences.note_pattern(&pattern.to_string());
            page.names.pattern = Some(pattern);
        }
    } else if reply.is_none() && !is_left(&shown) {
        page.names.typed = Some(typed);
    }
}

/// What the pattern says of each draft.
fn preview_ui(ui: &mut Ui, page: &ImportPage, pattern: Option<&FileNamePattern>, height: f32) {
    let theme = Theme::of(ui);
    let drafts = page.review.drafts();
    let stated = stated_by(page, pattern);
    let words = stated.map_or_else(String::new, |stated| {
        let n_fitting = stated.iter().filter(|stated| stated.is_some()).count();
        format!("{} of {} names fit. What a file itself says wins.", grouped(n_fitting), grouped(drafts.len()))
    });
    ui.label(RichText::new(words).small().color(*theme.colours.muted));
    ui.add_space(2.0);
    VirtualList::even("names of files", 40.0).max_height(height).show(ui, drafts.len(), |ui, row| {
        let said = stated.map(|stated| match &stated[row] {
            Some(details) => (true, in_words(details)),
            None => (false, "Does not fit".to_owned()),
        });
        let (fits, said) = said.unwrap_or_default();
        name_ui(ui, &drafts[row], fits, &said);
    });
}

/// What this pattern says of each draft; `None` as long as a thread finds out.
fn stated_by<'a>(page: &'a ImportPage, pattern: Option<&FileNamePattern>) -> Option<&'a Vec<Option<NamedDetails>>> {
    let is_of_pattern = |key: &NamesKey| pattern.is_some_and(|pattern| key.0 == pattern.to_string());
    let stated = page.names.stated.peek().filter(|_| page.names.stated.key().is_some_and(is_of_pattern));
    stated.filter(|stated| stated.len() == page.review.drafts().len())
}

fn name_ui(ui: &mut Ui, draft: &ReviewDraft, fits: bool, said: &str) {
    let theme = Theme::of(ui);
    let name = one_line(&draft.name());
    let row = ui.vertical(|ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add(Label::new(&name).truncate());
        let ink = if fits { theme.colours.muted } else { theme.colours.caution };
        ui.add(Label::new(RichText::new(said).small().color(*ink)).truncate());
    });
    row.response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, format!("{name}: {said}")));
}

/// The details with their names, in one line.
fn in_words(details: &NamedDetails) -> String {
    let one = |(field, value): &(Field, String)| format!("{}: {}", name_of(field), one_line(value));
    details.iter().map(one).collect::<Vec<_>>().join(" · ")
}
