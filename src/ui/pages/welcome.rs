//! The page without a project.

use std::path::Path;

use egui::{CentralPanel, Frame, RichText, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::{
    model::Project,
    wording::{counted, local_time},
};
use standpoint_store::unsaved::LeftBehind;

use crate::{
    command::Command,
    ui::{
        action::{Action, DeskRequest},
        pages::{Page, PageContext},
        parts::command_button::command_button,
        theme::{Theme, serif_bold, strong},
        widgets::{section_title, small_button},
    },
};

/// The page without a project.
#[derive(Default)]
pub struct WelcomePage {
    /// What crashes left of projects that were never saved.
    pub left_behind: Vec<LeftBehind>,
}

impl Page for WelcomePage {
    fn open(&mut self, _project: &Project) {}

    fn ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let page = Frame::new().fill(*Theme::of(ui).colours.page);
        CentralPanel::default().frame(page).show(ui, |ui| contents_ui(ui, &self.left_behind, context));
    }
}

fn contents_ui(ui: &mut Ui, left_behind: &[LeftBehind], context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let width = 520.0_f32.min(ui.available_width() - 48.0);
    let left = ((ui.available_width() - width) * 0.5).max(0.0);
    ui.add_space((ui.available_height() * 0.16).round());
    ui.horizontal(|ui| {
        ui.add_space(left);
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.label(RichText::new("Standpoint").font(serif_bold(34.0)));
            ui.label(
                RichText::new("Who stands where on what, according to whom").color(*theme.colours.muted).size(15.0),
            );
            ui.add_space(24.0);
            ui.horizontal(|ui| {
                for command in [Command::NewProject, Command::OpenProject, Command::OpenSample] {
                    let button = egui::Button::new(command.spec().name).min_size(vec2(0.0, 34.0));
                    command_button(ui, button, command, context);
                }
            });
            if !left_behind.is_empty() {
                ui.add_space(28.0);
                section_title(ui, "Never saved, and left by a crash");
                ui.add_space(4.0);
                for left in left_behind {
                    left_ui(ui, left, context);
                }
            }
            ui.add_space(28.0);
            section_title(ui, "Recent projects");
            ui.add_space(4.0);
            if context.preferences.recent.is_empty() {
                ui.weak("Projects you open are listed here.");
            }
            for path in context.preferences.recent.clone() {
                recent_ui(ui, &path, context);
            }
            ui.add_space(28.0);
            ui.weak("Project files and text files can also be dropped on this window.");
        });
    });
}

fn left_ui(ui: &mut Ui, left: &LeftBehind, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.label(RichText::new(&left.title).font(strong(theme.sizes.body)));
        let mut words = vec![counted(left.n_articles, "article"), counted(left.n_highlights, "highlight")];
        words.extend(left.changed.map(local_time));
        ui.label(RichText::new(words.join(" · ")).small().color(*theme.colours.muted));
        let recover = small_button(ui, "Recover");
        recover.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Recover {}", left.title)));
        if recover.clicked() {
            context.ask(Action::Desk(DeskRequest::RecoverLeft(left.folder.clone())));
        }
        let discard = small_button(ui, "Discard…");
        discard.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Discard {}", left.title)));
        if discard.clicked() {
            context.ask(Action::Desk(DeskRequest::DiscardLeft(left.clone())));
        }
    });
}

fn recent_ui(ui: &mut Ui, path: &Path, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
    let response = ui.scope(|ui| {
        ui.horizontal(|ui| {
            let response = ui.add(egui::Button::new(&name).frame_when_inactive(false));
            response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Open {name}")));
            ui.add(egui::Label::new(RichText::new(folder).small().color(*theme.colours.faint)).truncate());
            response
        })
        .inner
    });
    if response.inner.clicked() {
        context.ask(Action::Desk(DeskRequest::OpenProject(path.to_owned())));
    }
}
