//! The status line: what the project contains, and which jobs are running.

use egui::{Align, Layout, ProgressBar, RichText, Ui};

use standpoint_core::{
    model::{Project, ReadingStatus},
    wording::counted,
};

use crate::{
    command::Command,
    ui::{action::Action, preferences::Preferences, theme::Theme, widgets::busy_sign, work::Job},
};

/// How often the signs of running jobs move on.
const BEAT: std::time::Duration = std::time::Duration::from_millis(100);

/// The width from which there is room for everything, including a running job.
const ROOMY: f32 = 900.0;

pub fn ui(ui: &mut Ui, project: Option<&Project>, preferences: &Preferences, jobs: &[Job], actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    let small = |text: String| RichText::new(text).small().color(*theme.colours.muted);
    let has_room = ui.available_width() >= ROOMY;
    ui.horizontal_centered(|ui| {
        if let Some(project) = project {
            let book = &project.codebook;
            let what = [
                counted(project.n_highlights(), "highlight"),
                counted(book.actors.len(), "actor"),
                counted(book.issues.len(), "issue"),
            ];
            ui.label(small(what.join(" · ")));
            // In a narrow window only the list of articles shows it.
            if has_room {
                let n_done = project.articles.iter().filter(|a| a.details.status == ReadingStatus::Done).count();
                ui.add_space(12.0);
                ui.label(small(format!("{n_done} of {} articles read", project.articles.len())));
            }
        }
        if !jobs.is_empty() {
            // Often enough to see that something goes on.
            ui.ctx().request_repaint_after(BEAT);
        }
        for job in jobs {
            ui.add_space(12.0);
            ui.label(small(job.name.clone()));
            match job.progress.share() {
                Some(share) => {
                    ui.add(ProgressBar::new(share).desired_width(120.0).desired_height(6.0));
                }
                None => {
                    busy_sign(ui);
                }
            }
            if job.can_cancel && ui.add(egui::Button::new("Cancel").small()).clicked() {
                job.progress.cancel();
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(small(format!("{:.0} %", preferences.text_scale * 100.0)));
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
