//! Asks for a path in the window, where the system has no file dialog to show.

use std::{ffi::OsString, path::PathBuf};

use egui::{Key, RichText, Ui};

use standpoint_core::text::fold::name_order;

use super::files::{FileRequest, FileRequestKind};
use crate::ui::{
    parts::dialog::{DialogReply, is_left, modal},
    paths::{ends_in_folder, shown, typed, written},
    theme::Theme,
    widgets::{named_field, primary_button, put_caret_at_end, scroll_up_to},
};

/// The end of the name of a folder that holds what is kept beside a project, which is nothing to be chosen.
const RECOVERY: &str = ".recovery";

/// A dialog in the window that stands in for a missing file dialog of the system.
pub struct PathDialog {
    request: FileRequest,
    /// The path as [`written`], or as the person typed it.
    text: String,
    is_new: bool,
    /// Whether Enter was pressed over the name of a file that is there.
    knows_it_replaces: bool,
}

impl PathDialog {
    /// Starts in the folder of the request, with the suggested file name.
    pub fn new(request: FileRequest) -> Self {
        let folder = request.folder.clone().or_else(|| std::env::current_dir().ok()).unwrap_or_default();
        let text = match request.kind {
            FileRequestKind::SaveFile => written(&folder.join(&request.file_name)),
            // An empty name leaves a separator at the end.
            _ => written(&folder.join("")),
        };
        Self { request, text, is_new: true, knows_it_replaces: false }
    }

    /// Shows the dialog; the reply holds the one path that was typed or selected.
    pub fn ui(&mut self, ui: &Ui) -> Option<DialogReply<Vec<PathBuf>>> {
        let mut reply = None;
        let shown = modal(ui, "path").show(ui.ctx(), |ui| {
            ui.set_width(560.0);
            ui.heading(&self.request.title);
            ui.weak("No file dialog is available. Install xdg-desktop-portal or zenity, or type a path.");
            ui.add_space(6.0);
            let response = named_field(ui, "Path", &mut self.text);
            if std::mem::take(&mut self.is_new) {
                response.request_focus();
                put_caret_at_end(&response, &self.text);
            }
            let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if response.changed() {
                self.knows_it_replaces = false;
            }
            self.listing_ui(ui);
            ui.add_space(12.0);
            let replaces = self.request.kind == FileRequestKind::SaveFile && typed(&self.text).is_file();
            if replaces {
                ui.label(RichText::new("A file with this name already exists").color(*Theme::of(ui).colours.caution));
            }
            let problem = self.problem();
            if let Some(problem) = &problem {
                let colours = &Theme::of(ui).colours;
                let ink = if self.is_in_folder() { &colours.muted } else { &colours.caution };
                ui.label(RichText::new(problem).color(**ink));
            }
            ui.horizontal(|ui| {
                let name = match self.request.kind {
                    FileRequestKind::SaveFile if replaces => "Replace it",
                    FileRequestKind::SaveFile => "Save",
                    FileRequestKind::OpenFile | FileRequestKind::OpenFiles | FileRequestKind::OpenFolder => "Open",
                };
                let clicked = primary_button(ui, name, problem.is_none()).clicked();
                if is_entered && replaces && !self.knows_it_replaces {
                    self.knows_it_replaces = true;
                    response.request_focus();
                } else if problem.is_none() && (clicked || is_entered) {
                    reply = Some(DialogReply::Done(vec![typed(&self.text)]));
                }
                if ui.button("Cancel").clicked() {
                    reply = Some(DialogReply::Cancelled);
                }
            });
        });
        if is_left(&shown) && reply.is_none() { Some(DialogReply::Cancelled) } else { reply }
    }

    /// The folder typed so far and what it holds that begins like the rest.
    fn listing_ui(&mut self, ui: &mut Ui) {
        let path = typed(&self.text);
        let (folder, start) = if ends_in_folder(&path) {
            (path, String::new())
        } else {
            let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
            (path.parent().map(ToOwned::to_owned).unwrap_or_default(), name)
        };
        let Ok(entries) = std::fs::read_dir(&folder) else { return };
        let is_offered = |(is_folder, name): &(bool, OsString)| {
            let name = name.to_string_lossy().to_lowercase();
            name.starts_with(&start) && !name.starts_with('.') && !(*is_folder && name.ends_with(RECOVERY))
        };
        let mut names: Vec<(bool, OsString)> =
            entries.flatten().map(|entry| (entry.path().is_dir(), entry.file_name())).filter(is_offered).collect();
        names.sort_by(|(is_folder, name), (is_other_folder, other)| {
            let by_name = || name_order(&name.to_string_lossy(), &other.to_string_lossy());
            is_other_folder.cmp(is_folder).then_with(by_name)
        });
        names.truncate(200);
        ui.add_space(4.0);
        scroll_up_to(180.0).show(ui, |ui| {
            ui.set_width(ui.available_width());
            for (is_folder, name) in names {
                let label = if is_folder { format!("{}/", shown(&name)) } else { shown(&name) };
                if ui.add(egui::Button::new(label).truncate().frame_when_inactive(false)).clicked() {
                    let path = folder.join(&name);
                    self.text = written(&if is_folder { path.join("") } else { path });
                }
            }
        });
    }

    /// Whether a file is asked for and a folder was typed, so that nothing is wrong yet.
    fn is_in_folder(&self) -> bool {
        let is_for_file = matches!(self.request.kind, FileRequestKind::OpenFile | FileRequestKind::OpenFiles);
        is_for_file && typed(&self.text).is_dir()
    }

    /// Why the path typed cannot be meant.
    fn problem(&self) -> Option<String> {
        let path = typed(&self.text);
        match self.request.kind {
            FileRequestKind::OpenFile if self.is_in_folder() => Some("Choose a file, or type its name".to_owned()),
            FileRequestKind::SaveFile if path.is_dir() => Some("This is a folder; add a file name".to_owned()),
            FileRequestKind::SaveFile => match path.parent() {
                Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
                    Some(format!("There is no folder {}", shown(folder.as_os_str())))
                }
                _ => None,
            },
            FileRequestKind::OpenFolder if !path.is_dir() => Some("This folder does not exist".to_owned()),
            FileRequestKind::OpenFile if !path.is_file() => Some("This file does not exist".to_owned()),
            FileRequestKind::OpenFiles if !path.exists() => Some("This file does not exist".to_owned()),
            _ => None,
        }
    }
}
