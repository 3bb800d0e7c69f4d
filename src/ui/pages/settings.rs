//! The page of settings, made from the one list: its groups on the left, and each setting with its control.
//!
//! Whatever is changed applies at once. The page knows no setting by name.

use egui::{
    Align, ComboBox, Context, Frame, Id, Key, Layout, Margin, Modifiers, Panel, Response, RichText, ScrollArea, Ui,
    WidgetInfo, accesskit::Role, vec2,
};

use standpoint_core::{model::Project, text::fold::searchable};

use crate::{
    command::Command,
    ui::{
        action::Action,
        pages::{Page, PageContext, middle_ui},
        parts::{
            dialog::{DialogButtons, DialogReply, is_left, modal},
            regions::Region,
        },
        settings::{Setting, SettingChange, SettingControl, SettingGroup, SettingSpec, SettingValue},
        theme::{Icon, Theme, strong},
        widgets::{field, icon_button, list_row, row_inside, segmented, switch},
    },
};

/// The width from which the groups stand in a list of their own beside the settings.
const WITH_LIST: f32 = 760.0;

/// The width of that list.
const LIST: f32 = 224.0;

/// The width of the page from which its groups stand in two columns, and the widest that a column gets.
const TWO_COLUMNS: f32 = 1000.0;
const COLUMN: f32 = 560.0;

/// The width of what a setting is changed with, and of the button behind it.
const CONTROL: f32 = 232.0;
const BUTTON: f32 = 30.0;

/// The page of settings.
#[derive(Default)]
pub struct SettingsPage {
    search: String,
    /// Whether the page was on screen before.
    is_shown: bool,
    /// The group that was selected in the list.
    group: Option<SettingGroup>,
    /// Whether the page is to scroll to that group.
    scrolls_to_group: bool,
    /// What is being typed for a setting, with blanks around it that the setting does not have.
    draft: Option<(Setting, String)>,
    /// Whether the question is open whether to restore all defaults.
    asks_to_restore: bool,
}

impl Page for SettingsPage {
    fn open(&mut self, _project: &Project) {}

    fn ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui);
        let has_list = ui.available_width() >= WITH_LIST;
        if has_list {
            let side = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(12, 14));
            let panel = Panel::left("groups of settings").exact_size(LIST).resizable(false).frame(side);
            panel.show(ui, |ui| {
                Region::Left.begin(ui, "Groups of settings", None);
                self.head_ui(ui, context);
                ui.add_space(8.0);
                self.groups_ui(ui);
                ui.with_layout(Layout::bottom_up(Align::Min), |ui| self.foot_ui(ui));
            });
        }
        middle_ui(ui, ("Settings", None), Margin::ZERO, |ui| {
            ScrollArea::vertical().id_salt("settings").auto_shrink(false).show(ui, |ui| {
                Frame::new().inner_margin(Margin::symmetric(24, 18)).show(ui, |ui| {
                    if !has_list {
                        self.head_ui(ui, context);
                        ui.add_space(12.0);
                    }
                    self.settings_ui(ui, context);
                    if !has_list {
                        ui.add_space(12.0);
                        self.foot_ui(ui);
                    }
                });
            });
        });
        (self.is_shown, self.scrolls_to_group) = (true, false);
    }

    fn dialog_ui(&mut self, ui: &Ui, context: &mut PageContext<'_>) {
        if !self.asks_to_restore {
            return;
        }
        let mut reply = None;
        let shown = modal(ui, "restore defaults").show(ui.ctx(), |ui| {
            ui.set_width(420.0);
            ui.heading("Restore the defaults of all settings?");
            ui.add_space(4.0);
            ui.label("Keyboard shortcuts and the coder go back to their defaults, too. Projects stay as they are.");
            ui.add_space(12.0);
            reply = DialogButtons { main: "Restore defaults", obstacle: None, destroys: true }.ui(ui);
        });
        if reply == Some(DialogReply::Done(())) {
            for setting in Setting::ALL {
                context.ask(Action::Change(setting, SettingChange::Reset));
            }
            self.draft = None;
        }
        self.asks_to_restore = reply.is_none() && !is_left(&shown);
    }

    fn has_dialog(&self) -> bool {
        self.asks_to_restore
    }

    fn take_keys(&mut self, ctx: &Context, context: &mut PageContext<'_>) {
        let focused = ctx.memory(egui::Memory::focused);
        // In a field, Escape leaves the field first, but the empty search is where the page begins.
        let is_typing = ctx.text_edit_focused() && (focused != Some(search_id()) || !self.search.is_empty());
        if !is_typing && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            context.ask(Action::CloseSettings);
        }
    }
}

fn search_id() -> Id {
    Id::unique("find a setting")
}

impl SettingsPage {
    /// The title, the way back, and the search.
    fn head_ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        ui.horizontal(|ui| {
            ui.label(RichText::new("Settings").font(strong(Theme::of(ui).sizes.body + 3.0)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if icon_button(ui, Icon::Close, "Close settings", false).clicked() {
                    context.ask(Action::CloseSettings);
                }
            });
        });
        ui.add_space(4.0);
        let response = ui.push_id(search_id(), |ui| field(ui, &mut self.search, "Find a setting")).inner;
        response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Find a setting"));
        if !self.is_shown {
            response.request_focus();
        }
    }

    fn groups_ui(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing.y = 2.0;
        for group in SettingGroup::ALL {
            let is_current = self.group.unwrap_or(SettingGroup::You) == group;
            let (rect, response) = list_row(ui, 34.0, is_current, Role::ListItem, || group.title().to_owned());
            let mut row = row_inside(ui, rect, 10.0);
            row.label(icon_of(group).text().color(*theme.colours.muted));
            row.add_space(2.0);
            row.label(group.title());
            if response.clicked() {
                (self.group, self.scrolls_to_group) = (Some(group), true);
                self.search.clear();
            }
        }
    }

    fn foot_ui(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        if ui.button("Restore defaults…").clicked() {
            self.asks_to_restore = true;
        }
        ui.add_space(4.0);
        let words = "Settings apply at once. They are stored on this computer, not in the project.";
        ui.label(RichText::new(words).small().color(*theme.colours.muted));
    }

    fn settings_ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let wanted = searchable(self.search.trim());
        let is_found = |setting: &Setting| wanted.is_empty() || words_of(*setting).contains(&wanted);
        let found: Vec<Setting> = Setting::ALL.into_iter().filter(is_found).collect();
        if found.is_empty() {
            ui.weak(format!("No setting matches “{}”.", self.search.trim()));
            ui.add_space(6.0);
            if ui.button("Show all settings").clicked() {
                self.search.clear();
            }
            return;
        }
        let has = |group: &SettingGroup| found.iter().any(|setting| setting.spec().group == *group);
        let groups: Vec<SettingGroup> = SettingGroup::ALL.into_iter().filter(has).collect();
        let is_wide = ui.available_width() >= TWO_COLUMNS && wanted.is_empty();
        if !is_wide {
            ui.set_max_width(COLUMN.min(ui.available_width()));
            return self.column_ui(ui, &groups, &found, context);
        }
        // As high as each other, about: the first groups on the left.
        let (left, right) = groups.split_at(groups.len() / 2);
        ui.spacing_mut().item_spacing.x = 48.0;
        ui.columns(2, |columns| {
            for (column, groups) in columns.iter_mut().zip([left, right]) {
                column.spacing_mut().item_spacing.x = 8.0;
                column.set_max_width(COLUMN.min(column.available_width()));
                self.column_ui(column, groups, &found, context);
            }
        });
    }

    fn column_ui(&mut self, ui: &mut Ui, groups: &[SettingGroup], found: &[Setting], context: &mut PageContext<'_>) {
        for (at, group) in groups.iter().enumerate() {
            if at > 0 {
                ui.add_space(6.0);
                ui.separator();
                ui.add_space(6.0);
            }
            let title = ui.label(RichText::new(group.title()).font(strong(Theme::of(ui).sizes.body + 0.5)));
            title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, group.title()));
            if self.scrolls_to_group && self.group == Some(*group) {
                title.scroll_to_me(Some(Align::Min));
            }
            ui.add_space(4.0);
            for setting in found.iter().filter(|setting| setting.spec().group == *group) {
                self.setting_ui(ui, *setting, context);
            }
        }
    }

    fn setting_ui(&mut self, ui: &mut Ui, setting: Setting, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui);
        let spec = setting.spec();
        ui.push_id(setting.id(), |ui| {
            ui.horizontal(|ui| {
                let gap = ui.spacing().item_spacing.x;
                let control = CONTROL.min(ui.available_width() * 0.5);
                let words = (ui.available_width() - control - BUTTON - 2.0 * gap).max(80.0);
                let mut label = None;
                ui.allocate_ui_with_layout(vec2(words, 38.0), Layout::top_down(Align::Min), |ui| {
                    ui.set_width(words);
                    ui.spacing_mut().item_spacing.y = 1.0;
                    label = Some(ui.label(spec.name).id);
                    ui.label(RichText::new(spec.help).small().color(*theme.colours.muted));
                });
                ui.allocate_ui_with_layout(vec2(control, 38.0), Layout::left_to_right(Align::Center), |ui| {
                    ui.set_width(control);
                    if let Some(change) = self.control_ui(ui, setting, &spec, label, context) {
                        context.ask(Action::Change(setting, change));
                    }
                });
                if !setting.is_usual(context.preferences) {
                    let name = format!("Reset: {}", spec.name);
                    if icon_button(ui, Icon::History, &name, false).clicked() {
                        self.draft = None;
                        context.ask(Action::Change(setting, SettingChange::Reset));
                    }
                }
            });
        });
        ui.add_space(2.0);
    }

    /// Shows what a setting is changed with; returns the change, if there is one.
    fn control_ui(
        &mut self,
        ui: &mut Ui,
        setting: Setting,
        spec: &SettingSpec,
        label: Option<Id>,
        context: &mut PageContext<'_>,
    ) -> Option<SettingChange> {
        let (name, room) = (spec.name, ui.available_width());
        match (&spec.control, setting.value(context.preferences)) {
            (SettingControl::Text, SettingValue::Text(text)) => self.text_ui(ui, setting, label, text),
            (SettingControl::Choice(names), SettingValue::Choice(at)) => {
                let chosen = choice_ui(ui, name, names, at, room);
                chosen.map(|at| SettingChange::To(SettingValue::Choice(at)))
            }
            (SettingControl::Switch, SettingValue::Switch(is_on)) => {
                let response = labelled(switch(ui, is_on), label);
                response.clicked().then_some(SettingChange::Next)
            }
            (SettingControl::Number { range, words, .. }, SettingValue::Number(number)) => {
                let mut step = 0;
                let lower = name.to_lowercase();
                if icon_button(ui, Icon::Minus, &format!("Decrease {lower}"), false).clicked()
                    && number > *range.start()
                {
                    step -= 1;
                }
                let words = words(number);
                let label = ui.add_sized([104.0, 28.0], egui::Label::new(&words));
                label.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}: {words}")));
                if icon_button(ui, Icon::Plus, &format!("Increase {lower}"), false).clicked() && number < *range.end() {
                    step += 1;
                }
                (step != 0).then_some(SettingChange::Step(step))
            }
            (SettingControl::Shortcuts, _) => {
                if ui.button("Change keys…").clicked() {
                    context.run(Command::ShowKeys);
                }
                None
            }
            // The value is always that of the control.
            _ => None,
        }
    }

    fn text_ui(&mut self, ui: &mut Ui, setting: Setting, label: Option<Id>, text: String) -> Option<SettingChange> {
        let draft = self.draft.take().filter(|(of, _)| *of == setting).map(|(_, draft)| draft);
        let mut draft = draft.unwrap_or(text);
        let response = labelled(field(ui, &mut draft, ""), label);
        let change = response.changed().then(|| SettingChange::To(SettingValue::Text(draft.trim().to_owned())));
        self.draft = response.has_focus().then_some((setting, draft));
        change
    }
}

/// Names a control by the label beside it.
fn labelled(response: Response, label: Option<Id>) -> Response {
    match label {
        Some(label) => response.labelled_by(label),
        None => response,
    }
}

/// The place of the value that was selected in this frame.
fn choice_ui(ui: &mut Ui, name: &str, names: &[String], at: usize, room: f32) -> Option<usize> {
    // A few short names stand side by side.
    const MOST_CHARS: usize = 22;
    if names.iter().map(String::len).sum::<usize>() <= MOST_CHARS {
        let choices: Vec<(&str, bool)> = names.iter().enumerate().map(|(i, name)| (&**name, i == at)).collect();
        return segmented(ui, name, &choices);
    }
    let mut selected = at;
    let shown = names.get(at).map_or("", |name| name);
    let combo = ComboBox::from_id_salt("choice").selected_text(shown).width(room);
    let response: Response = combo
        .show_ui(ui, |ui| {
            for (at, name) in names.iter().enumerate() {
                ui.selectable_value(&mut selected, at, name);
            }
        })
        .response;
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {shown}")));
    (selected != at).then_some(selected)
}

/// Everything by which a setting is found.
fn words_of(setting: Setting) -> String {
    let SettingSpec { name, help, group, control } = setting.spec();
    let values = match control {
        SettingControl::Choice(names) => names.join(" "),
        _ => String::new(),
    };
    searchable(&format!("{name} {help} {} {values}", group.title()))
}

const fn icon_of(group: SettingGroup) -> Icon {
    match group {
        SettingGroup::You => Icon::Coder,
        SettingGroup::Appearance => Icon::Theme,
        SettingGroup::Highlighting => Icon::Highlighter,
        SettingGroup::Keys => Icon::Keyboard,
        SettingGroup::Saving => Icon::Save,
        SettingGroup::Import => Icon::Import,
        SettingGroup::Compare => Icon::Compare,
        SettingGroup::Export => Icon::Export,
    }
}
