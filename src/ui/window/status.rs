//! The status line: whether the project is saved, what it contains, and which jobs are running.

use egui::{Align, Layout, ProgressBar, RichText, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::{model::Project, wording::counted};

use crate::{
    command::Command,
    ui::{
        action::Action,
        desk::SavedState,
        notices::{Notices, bell_button},
        parts::project_counts::ProjectCounts,
        preferences::Preferences,
        theme::{Icon, Theme},
        widgets::{busy_sign, icon_sign, one_line},
        work::Job,
    },
};

/// The width of the place that says whether the project is saved; what stands after it never moves.
const STATE_WIDTH: f32 = 148.0;

/// How the state of saving is shown, and what it means.
const fn words_of(state: SavedState) -> (Icon, &'static str, &'static str) {
    match state {
        SavedState::Saved => (Icon::Done, "Saved", "Everything is in the file"),
        SavedState::NoFile => (Icon::Save, "Not in a file yet", "“Save as…” gives the project a file"),
        SavedState::Saving => (Icon::Save, "Saving…", "The file is being written"),
        SavedState::Unsaved => {
            (Icon::Edit, "Unsaved changes", "They are in the journal but not in the file yet, so a crash loses nothing")
        }
        SavedState::NotProtected => (
            Icon::Warning,
            "Not protected",
            "New changes cannot be written to disk, so a crash would lose them. Free some space, or save to another disk.",
        ),
        SavedState::ReadOnly => (Icon::Lock, "Read-only", "“Save as…” makes a copy that can be changed"),
    }
}

/// Says whether the project is saved, in a place of fixed width.
fn state_ui(ui: &mut Ui, state: SavedState) {
    let theme = Theme::of(ui);
    let (icon, words, help) = words_of(state);
    let ink = if state == SavedState::NotProtected { *theme.colours.failure } else { *theme.colours.muted };
    let size = vec2(STATE_WIDTH, ui.available_height());
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(STATE_WIDTH);
        ui.spacing_mut().item_spacing.x = 6.0;
        icon_sign(ui, icon, 14.0, ink);
        ui.add(egui::Label::new(RichText::new(words).small().color(ink)).truncate()).on_hover_text(help);
    });
}

/// How often the signs of running jobs move on.
const BEAT: std::time::Duration = std::time::Duration::from_millis(100);

/// The width of the bar of a job, with and without much room, and of the number after it.
const BAR_WIDTH: f32 = 120.0;
const SHORT_BAR_WIDTH: f32 = 60.0;
const PERCENT_WIDTH: f32 = 34.0;

/// The width from which there is room for everything, including a running job.
const ROOMY: f32 = 900.0;

/// The open project and whether it is saved.
pub struct StatusOfProject<'a> {
    pub project: &'a Project,
    pub counts: ProjectCounts,
    pub state: SavedState,
}

/// Shows what a job does, how far it is, and the button that cancels it.
fn job_ui(ui: &mut Ui, job: &Job, bar_width: f32) {
    let ink = *Theme::of(ui).colours.muted;
    let small = |text: String| RichText::new(text).small().color(ink);
    let name = one_line(&job.name);
    ui.label(small(name.clone()));
    if let Some(share) = job.progress.share() {
        let percent = f64::from(share * 100.0).floor();
        let words = small(format!("{percent}%"));
        let bar = ui.add(ProgressBar::new(share).desired_width(bar_width).desired_height(6.0));
        bar.widget_info(|| {
            let info = WidgetInfo::labeled(Role::ProgressIndicator, true, &name);
            WidgetInfo { value: Some(percent), ..info }
        });
        // The button after it stays where it is while the number grows.
        ui.add_sized([PERCENT_WIDTH, ui.available_height()], egui::Label::new(words));
    } else {
        busy_sign(ui);
    }
    if job.can_cancel {
        let words = if job.progress.is_cancelled() { "Cancelling…" } else { "Cancel" };
        let button = egui::Button::new(words).small();
        if ui.add_enabled(!job.progress.is_cancelled(), button).on_hover_text(&name).clicked() {
            job.progress.cancel();
        }
    }
}

pub fn ui(
    ui: &mut Ui,
    open: Option<&StatusOfProject<'_>>,
    preferences: &Preferences,
    (jobs, notices): (&[Job], &Notices),
    actions: &mut Vec<Action>,
) {
    let theme = Theme::of(ui);
    let small = |text: String| RichText::new(text).small().color(*theme.colours.muted);
    let has_room = ui.available_width() >= ROOMY;
    ui.horizontal_centered(|ui| {
        if let Some(StatusOfProject { project, counts, state }) = open {
            state_ui(ui, *state);
            let book = &project.codebook;
            let mut what = vec![counted(counts.highlights, "highlight")];
            // In a narrow window the codebook and the list of articles show the rest.
            if has_room {
                what.extend([counted(book.actors.len(), "actor"), counted(book.issues.len(), "issue")]);
            }
            ui.label(small(what.join(" · ")));
            if has_room {
                ui.add_space(12.0);
                ui.label(small(format!("{} of {} articles done", counts.done, project.articles.len())));
            }
        }
        if !jobs.is_empty() {
            // Often enough to see that something goes on.
            ui.ctx().request_repaint_after(BEAT);
        }
        for job in jobs {
            ui.add_space(12.0);
            job_ui(ui, job, if has_room { BAR_WIDTH } else { SHORT_BAR_WIDTH });
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if bell_button(ui, notices).clicked() {
                actions.push(Action::Run(Command::ShowMessages));
            }
            ui.label(small(format!("{:.0}%", preferences.text_scale * 100.0)));
            ui.add_space(8.0);
            let snap = format!("Selection snaps to {}", preferences.snap.plural());
            let button = ui.add(egui::Button::new(small(snap)).frame_when_inactive(false).small());
            if button.on_hover_text(preferences.keys.tooltip(Command::CycleSnap, ui.os())).clicked() {
                actions.push(Action::Run(Command::CycleSnap));
            }
            let coder = if preferences.coder.is_empty() {
                "No coder".to_owned()
            } else {
                format!("Coder {}", preferences.coder)
            };
            let button = ui.add(egui::Button::new(small(coder)).frame_when_inactive(false).small());
            if button.on_hover_text(Command::SetCoder.spec().help).clicked() {
                actions.push(Action::Run(Command::SetCoder));
            }
        });
    });
}
