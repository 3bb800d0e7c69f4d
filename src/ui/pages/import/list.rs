//! The list of drafts, with those files below that could not be read, and what fills the gaps in all drafts.

use egui::{Align, Id, Key, Layout, RichText, Sense, Ui, UiBuilder, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::{model::PublicationDate, wording::counted};
use standpoint_exchange::import::{
    draft::Field,
    originals::OriginalFile,
    review::{FailedText, ReviewDraft, copies::Likeness},
};

use super::{ImportPage, again::failed_table};
use crate::{
    command::Command,
    ui::{
        pages::PageContext,
        parts::{
            date::{DATE_FORMS, parse_date, problem_ui, with_edge},
            list::VirtualList,
        },
        theme::{Icon, Theme, strong},
        widgets::{field, icon_sign, one_line, section_title, small_button},
    },
};

/// The height that the fields below the list need, in points.
const FOOT: f32 = 122.0;

/// The list as what has the keyboard.
pub(super) fn id() -> Id {
    Id::unique("drafts to import")
}

pub(super) fn ui(ui: &mut Ui, page: &mut ImportPage, context: &mut PageContext<'_>) {
    head_ui(ui, page, context);
    ui.add_space(4.0);
    ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
        if !page.review.drafts().is_empty() {
            let place = vec2(ui.available_width(), FOOT);
            ui.allocate_ui_with_layout(place, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(place);
                if page.review.drafts().len() > 1 {
                    fill_ui(ui, page);
                }
                if small_button(ui, "From file names…")
                    .on_hover_text("Read date, outlet and title from the names of the files")
                    .clicked()
                {
                    page.names.open(context.preferences.file_name_patterns.first());
                }
            });
        }
        ui.with_layout(Layout::top_down(Align::Min), |ui| rows_ui(ui, page));
    });
}

fn head_ui(ui: &mut Ui, page: &mut ImportPage, context: &mut PageContext<'_>) {
    let (n, n_ticked) = (page.review.drafts().len(), page.counts().n_ticked);
    ui.horizontal(|ui| {
        let mut are_all_ticked = n > 0 && n_ticked == n;
        let is_some = n_ticked > 0 && !are_all_ticked;
        let all = ui.add(egui::Checkbox::new(&mut are_all_ticked, "All drafts").indeterminate(is_some));
        if all.clicked() {
            page.review_mut().tick_all(are_all_ticked || is_some);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for (command, name) in [(Command::ImportFolder, "Folder…"), (Command::ImportArticles, "Files…")] {
                let response = small_button(ui, name);
                if response.on_hover_text("Add more articles to this import").clicked() {
                    context.run(command);
                }
            }
        });
    });
}

fn rows_ui(ui: &mut Ui, page: &mut ImportPage) {
    let n_drafts = page.review.drafts().len();
    let n_rows = n_drafts + page.review.failed().len();
    let list = VirtualList::new("drafts", 76.0).with_in_view(page.scrolls_to_current.then_some(page.current));
    // The list as a whole has the keyboard; its current row is what keys are about.
    let focus = ui.interact(ui.available_rect_before_wrap(), id(), Sense::focusable_noninteractive());
    focus.widget_info(|| WidgetInfo::labeled(Role::List, true, "Drafts"));
    if focus.has_focus() {
        let filter = egui::EventFilter { vertical_arrows: true, escape: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id(), filter));
    }
    list.show(ui, n_rows, |ui, row| match row.checked_sub(n_drafts) {
        None => draft_ui(ui, page, row),
        Some(at) => {
            if let Some(table) = failed_ui(ui, &page.review.failed()[at]) {
                page.columns.show(table);
            }
        }
    });
}

fn draft_ui(ui: &mut Ui, page: &mut ImportPage, at: usize) {
    let theme = Theme::of(ui);
    let is_current = page.current == at;
    let width = ui.available_width();
    let row = ui.scope_builder(UiBuilder::new().sense(Sense::click()), |ui| {
        ui.set_width(width);
        let fill = match (is_current, ui.response().hovered()) {
            (true, _) => *theme.colours.selected,
            (false, true) => *theme.colours.hovered,
            (false, false) => egui::Color32::TRANSPARENT,
        };
        egui::Frame::new().fill(fill).corner_radius(theme.sizes.radius).inner_margin(8).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.style_mut().interaction.selectable_labels = false;
            ui.horizontal_top(|ui| row_ui(ui, page, at));
        });
    });
    let draft = &page.review.drafts()[at];
    let response = row.response;
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_current, row_name(draft)));
    if response.clicked() {
        page.show(at);
        page.scrolls_to_current = false;
        ui.memory_mut(|memory| memory.request_focus(id()));
    }
}

/// What a screen reader says of a row.
fn row_name(draft: &ReviewDraft) -> String {
    let doubts = draft.doubts().join(", ");
    let doubts = if doubts.is_empty() { doubts } else { format!(", {doubts}") };
    format!("Draft: {}{doubts}", one_line(&draft.details().title))
}

fn row_ui(ui: &mut Ui, page: &mut ImportPage, at: usize) {
    let theme = Theme::of(ui);
    let draft = &page.review.drafts()[at];
    let mut is_ticked = draft.is_ticked();
    let title = one_line(&draft.details().title);
    let tick = ui.add(egui::Checkbox::without_text(&mut is_ticked));
    tick.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_ticked, format!("Import “{title}”")));
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let ink = if draft.is_ticked() { theme.colours.ink } else { theme.colours.muted };
        let shown = if title.is_empty() { "no title" } else { &title };
        let shown = RichText::new(shown).color(*ink);
        let is_current = page.current == at;
        ui.label(if is_current { shown.font(strong(theme.sizes.body)) } else { shown });
        let details = draft.details();
        let date = details.date.map(PublicationDate::short).unwrap_or_default();
        let parts = [draft.name(), one_line(&details.outlet), date];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        ui.label(RichText::new(parts.join(" · ")).small().color(*theme.colours.muted));
        for doubt in draft.doubts() {
            sign_ui(ui, Icon::Warning, *theme.colours.caution, &one_line(&doubt));
        }
        if let Some(stub) = draft.fills() {
            let words = format!("the text of “{}”, which has none", one_line(&stub.title));
            sign_ui(ui, Icon::Plus, *theme.colours.muted, &words);
        }
        if let Some(copy) = draft.copy() {
            let title = one_line(&copy.title);
            let words = match copy.likeness {
                Likeness::SameText => format!("same text as “{title}”"),
                Likeness::NearText => format!("{}% identical to “{title}”", copy.percent),
                Likeness::SameFile => format!("from the same file as “{title}”"),
                Likeness::NewerVersion => format!("newer version of “{title}”"),
                Likeness::SameDetails => format!("“{title}” is already there"),
            };
            let is_elsewhere = !copy.is_of_same_outlet(&details.outlet);
            let words = if is_elsewhere { format!("{words} of {}", one_line(&copy.outlet)) } else { words };
            sign_ui(ui, Icon::Copy, *theme.colours.caution, &words);
        }
    });
    if tick.clicked() {
        page.review_mut().tick(at, is_ticked);
    }
}

/// A line of small words with a sign before it.
fn sign_ui(ui: &mut Ui, icon: Icon, ink: egui::Color32, words: &str) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        icon_sign(ui, icon, 13.0, ink);
        ui.add(egui::Label::new(RichText::new(words).small().color(ink)).wrap());
    });
}

/// A text that could not be read; returns the table whose columns are asked for.
fn failed_ui(ui: &mut Ui, failed: &FailedText) -> Option<OriginalFile> {
    let mut asked = None;
    let theme = Theme::of(ui);
    egui::Frame::new().inner_margin(8).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new(one_line(&failed.name())).color(*theme.colours.muted)).on_hover_text(failed.place());
        sign_ui(ui, Icon::Error, *theme.colours.failure, &one_line(&failed.reason));
        if let Some(table) = failed_table(failed) {
            let button = small_button(ui, "Columns…");
            let name = format!("Columns of {}", one_line(&table.name));
            button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &*name));
            asked = button.clicked().then_some(table);
        }
    });
    asked
}

/// The fields that fill the gaps in all ticked drafts.
fn fill_ui(ui: &mut Ui, page: &mut ImportPage) {
    ui.separator();
    section_title(ui, "Fill the gaps in all selected drafts");
    let [outlet, date] = &mut page.fill;
    let problem = parse_date(date).err();
    let (mut is_entered, mut is_changed) = (false, false);
    let is_filled = ui
        .horizontal(|ui| {
            let width = (ui.available_width() - 62.0) * 0.5;
            for (text, name, hint) in [(outlet, "Outlet for all", "Outlet"), (date, "Date for all", "Date")] {
                let is_wrong = name == "Date for all" && problem.is_some();
                let place = vec2(width, ui.spacing().interact_size.y);
                let response = ui
                    .allocate_ui(place, |ui| with_edge(ui, is_wrong, |ui| field(ui, text, hint)))
                    .inner
                    .on_hover_text(if hint == "Date" { DATE_FORMS } else { "Who published the articles" });
                response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
                is_changed |= response.changed();
                is_entered |= response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            }
            ui.add_enabled(problem.is_none(), egui::Button::new("Fill")).clicked() || is_entered
        })
        .inner;
    if let Some(problem) = &problem {
        problem_ui(ui, problem);
    } else if is_filled {
        let [outlet, date] = std::mem::take(&mut page.fill);
        // Both can be read: the date was looked at above.
        let n_outlets = page.review_mut().fill_gaps(&Field::Outlet, &outlet).unwrap_or(0);
        let n_dates = page.review_mut().fill_gaps(&Field::Date, &date).unwrap_or(0);
        page.filled = Some(filled_in_words(n_outlets, n_dates));
        page.typed.retain(|(_, field), text| *field != Field::Date || !text.trim().is_empty());
    }
    if is_changed {
        page.filled = None;
    }
    if let Some(words) = &page.filled {
        ui.label(RichText::new(words).small().color(*Theme::of(ui).colours.muted));
    }
}

/// What was filled in.
fn filled_in_words(n_outlets: usize, n_dates: usize) -> String {
    let drafts = |n| counted(n, "draft");
    match (n_outlets, n_dates) {
        (0, 0) => "Nothing was filled in: no selected draft lacks it.".to_owned(),
        (n, 0) => format!("{} got the outlet.", drafts(n)),
        (0, n) => format!("{} got the date.", drafts(n)),
        (outlets, dates) => format!("{} got the outlet, {} the date.", drafts(outlets), drafts(dates)),
    }
}
