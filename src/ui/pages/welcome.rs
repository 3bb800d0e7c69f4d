//! The page without a project.

use std::path::Path;

use egui::{
    CentralPanel, FontSelection, Frame, Response, RichText, ScrollArea, TextWrapMode, Ui, WidgetInfo, accesskit::Role,
    vec2,
};

use standpoint_core::{
    model::Project,
    wording::{counted, grouped, local_time},
};
use standpoint_store::unsaved::LeftBehind;

use crate::{
    command::Command,
    ui::{
        action::{Action, DeskRequest},
        pages::{Page, PageContext},
        parts::command_button::command_button,
        paths::shown,
        theme::{Theme, serif_bold, strong},
        widgets::{one_line, section_title, small_button},
    },
};

/// The page without a project.
#[derive(Default)]
pub struct WelcomePage {
    /// What crashes left of projects that were never saved.
    pub left_behind: Vec<LeftBehind>,
    /// The lists that were shown before, which stay where they were scrolled to.
    shown: Vec<&'static str>,
}

impl Page for WelcomePage {
    fn open(&mut self, _project: &Project) {}

    fn ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let page = Frame::new().fill(*Theme::of(ui).colours.page);
        CentralPanel::default().frame(page).show(ui, |ui| self.contents_ui(ui, context));
    }
}

impl WelcomePage {
    /// A part that scrolls. It begins at its top, because egui would begin where an earlier run of the program ended.
    fn scrolled(&mut self, name: &'static str) -> ScrollArea {
        let area = ScrollArea::vertical().id_salt(name);
        if self.shown.contains(&name) {
            return area;
        }
        self.shown.push(name);
        area.vertical_scroll_offset(0.0)
    }

    fn contents_ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui);
        let width = 520.0_f32.min(ui.available_width() - 48.0);
        let left = ((ui.available_width() - width) * 0.5).max(0.0);
        let height = ui.available_height();
        self.scrolled("welcome").auto_shrink(false).show(ui, |ui| {
            ui.add_space((height * 0.16).round());
            ui.horizontal(|ui| {
                ui.add_space(left);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.label(RichText::new("Standpoint").font(serif_bold(34.0)));
                    ui.label(
                        RichText::new("Who stands where on what, according to whom")
                            .color(*theme.colours.muted)
                            .size(15.0),
                    );
                    ui.add_space(24.0);
                    ui.horizontal(|ui| {
                        for command in [Command::NewProject, Command::OpenProject, Command::OpenSample] {
                            let button = egui::Button::new(command.spec().name).min_size(vec2(0.0, 34.0));
                            command_button(ui, button, command, context);
                        }
                    });
                    self.left_behind_ui(ui, context);
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
            ui.add_space(12.0);
        });
    }

    fn left_behind_ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        if self.left_behind.is_empty() {
            return;
        }
        ui.add_space(28.0);
        let title = "Unsaved projects recovered after a crash";
        match self.left_behind.len() {
            n if n > usize::from(N_LEFT_SHOWN) => section_title(ui, format!("{title} ({})", grouped(n))),
            _ => section_title(ui, title),
        };
        ui.add_space(4.0);
        if self.left_behind.len() <= usize::from(N_LEFT_SHOWN) {
            for left in &self.left_behind {
                left_ui(ui, left, context);
            }
            return;
        }
        // Half a row more shows that there are others.
        let row = ui.spacing().interact_size.y.max(24.0) + ui.spacing().item_spacing.y;
        let height = row * (f32::from(N_LEFT_SHOWN) + 0.5);
        // The page itself scrolls, so a low window is no reason for a lower list.
        let list = self.scrolled("left behind").max_height(height).min_scrolled_height(height);
        let shown = list.show(ui, |ui| {
            // The bar at the right end has room of its own.
            ui.set_width(ui.available_width() - 14.0);
            let mut has_come = false;
            for left in &self.left_behind {
                has_come |= left_ui(ui, left, context);
            }
            has_come
        });
        if shown.inner {
            // The list has scrolled to it; now the page scrolls to the list.
            ui.scroll_to_rect(shown.inner_rect, None);
        }
    }
}

/// How many projects left by crashes are in sight; more are scrolled, so that the recent ones stay near.
const N_LEFT_SHOWN: u8 = 6;

/// Shows one of them; returns whether the keyboard has just come to it.
fn left_ui(ui: &mut Ui, left: &LeftBehind, context: &mut PageContext<'_>) -> bool {
    let theme = Theme::of(ui);
    let title = if left.title.trim().is_empty() { "Untitled project".to_owned() } else { one_line(&left.title) };
    let mut words = vec![counted(left.n_articles, "article"), counted(left.n_highlights, "highlight")];
    words.extend(left.changed.map(local_time));
    words.extend(left.holder.as_ref().map(|holder| format!("locked on {}", one_line(&holder.host))));
    let words = RichText::new(words.join(" · ")).small().color(*theme.colours.muted);
    let names = ["Recover", "Discard…"];
    ui.horizontal(|ui| {
        // What stands behind the title keeps its room, and the title gets what is left.
        let spacing = ui.spacing();
        let (gap, padding) = (spacing.item_spacing.x, spacing.button_padding.x);
        let buttons = names.map(|name| text_width(ui, RichText::new(name).size(theme.sizes.small)) + 2.0 * padding);
        let behind = text_width(ui, words.clone()) + buttons.iter().sum::<f32>() + 3.0 * gap + 1.0;
        shortened_ui(ui, RichText::new(&title).font(strong(theme.sizes.body)), behind);
        ui.label(words);
        let [recover, discard] = names.map(|name| {
            let button = small_button(ui, name);
            button.widget_info(|| {
                let name = name.trim_end_matches('…');
                WidgetInfo::labeled(Role::Button, true, format!("{name} {title}"))
            });
            stay_in_sight(&button);
            button
        });
        let is_come_to = recover.gained_focus() || discard.gained_focus();
        if recover.clicked() {
            context.ask(Action::Desk(DeskRequest::RecoverLeft(left.folder.clone())));
        }
        if discard.clicked() {
            context.ask(Action::Desk(DeskRequest::DiscardLeft(left.clone())));
        }
        is_come_to
    })
    .inner
}

fn recent_ui(ui: &mut Ui, path: &Path, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let name = path.file_stem().map(shown).unwrap_or_default();
    let folder = path.parent().map(|folder| shown(folder.as_os_str())).unwrap_or_default();
    let whole = shown(path.as_os_str());
    ui.horizontal(|ui| {
        let room = ui.available_width();
        let response = ui.scope(|ui| {
            // A long name leaves some room for its folder.
            ui.set_max_width(room * 0.75);
            ui.add(egui::Button::new(&name).truncate().frame_when_inactive(false))
        });
        let response = response.inner.on_hover_text(&whole);
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Open {name}")));
        stay_in_sight(&response);
        ui.add(egui::Label::new(RichText::new(folder).small().color(*theme.colours.faint)).truncate());
        if response.clicked() {
            context.ask(Action::Desk(DeskRequest::OpenProject(path.to_owned())));
        }
    });
}

/// Words on one line, shortened so that there is room `behind` them; the tooltip has them all.
fn shortened_ui(ui: &mut Ui, words: RichText, behind: f32) {
    ui.scope(|ui| {
        ui.set_max_width((ui.available_width() - behind).max(40.0));
        ui.add(egui::Label::new(words).truncate());
    });
}

fn text_width(ui: &Ui, words: RichText) -> f32 {
    let words = egui::WidgetText::from(words);
    words.into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, FontSelection::Default).size().x
}

/// Scrolls to what the keyboard has come to.
fn stay_in_sight(response: &Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}
