//! What is set for all imports, in a menu of ticks, and the choices of reading that the current draft leaves.

use egui::{Popup, PopupCloseBehavior, RichText, Ui};

use standpoint_exchange::import::formats::ReadingChoice;

use super::{ImportPage, again::choice_of};
use crate::ui::{
    action::Action,
    pages::PageContext,
    settings::{Setting, SettingChange, SettingValue},
    theme::{Icon, Theme},
    widgets::{icon_button, small_button},
};

/// The button with the ticks that hold for all imports.
pub(super) fn button_ui(ui: &mut Ui, context: &mut PageContext<'_>) {
    let button = icon_button(ui, Icon::Settings, "Import options", false);
    let settings = [
        (Setting::IncludeSubfolders, context.preferences.includes_subfolders),
        (Setting::KeepOriginals, context.preferences.keeps_originals),
    ];
    let popup = Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    // A menu of egui stretches its lines.
    let popup = popup.layout(egui::Layout::top_down(egui::Align::Min)).style(egui::style::StyleModifier::default());
    popup.show(|ui| {
        ui.set_width(300.0);
        for (setting, mut is_on) in settings {
            let spec = setting.spec();
            if ui.checkbox(&mut is_on, spec.name).clicked() {
                context.ask(Action::Change(setting, SettingChange::To(SettingValue::Switch(is_on))));
            }
            let help = RichText::new(format!("{}.", spec.help)).small().color(*Theme::of(ui).colours.muted);
            ui.add(egui::Label::new(help).wrap());
            ui.add_space(4.0);
        }
    });
}

/// The choice that the format of the current draft leaves. It holds for all files of this import that leave it.
pub(super) fn choice_ui(ui: &mut Ui, page: &mut ImportPage) {
    let draft = &page.review.drafts()[page.current];
    let Some(original) = draft.original() else { return };
    match choice_of(draft) {
        None => return,
        Some(ReadingChoice::Columns) => {
            if small_button(ui, "Columns…").on_hover_text("Choose what each column of the table holds").clicked() {
                page.columns.show(original);
            }
        }
        Some(choice @ ReadingChoice::Chapters) => {
            let tick = ui.checkbox(&mut page.again.splits_chapters, "An article for each chapter");
            if tick.on_hover_text("Of all books in this import").changed() {
                page.again.read_all(&page.review, 0, choice);
            }
        }
        Some(choice @ ReadingChoice::Lines) => {
            let tick = ui.checkbox(&mut page.again.keeps_lines, "Keep the lines as printed");
            if tick.on_hover_text("Of all PDF files in this import; otherwise lines are joined to paragraphs").changed()
            {
                page.again.read_all(&page.review, 0, choice);
            }
        }
    }
    if page.again.is_pending() {
        ui.weak(page.again.in_words());
    }
}
