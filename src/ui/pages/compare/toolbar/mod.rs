//! The one row of controls above the table or picture, which never wraps.
//!
//! Where there is too little room, the muted names go first; then whole groups go into the menu *More*, which `more`
//! shows. `options` shows the lists that open below a control. The row does not know what stands below it, so that
//! nothing in it moves when a panel opens.

mod more;
mod options;

use egui::{Align, Button, Layout, Rect, Response, RichText, Stroke, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_analysis::report::words::FilterPart;
use standpoint_core::{
    model::{
        Project,
        view::{Axis, AxisSide, Counting, HighlightFilter, Measure, PictureKind},
    },
    wording::{capitalised, counted},
};

use self::options::{Options, popup};
use super::{
    ComparePage,
    filter::{self, DateDrafts},
    pane::Pane,
};
use crate::{
    command::Command,
    ui::{
        pages::PageContext,
        theme::{Icon, Theme, strong},
        widgets::icon_button,
    },
};

/// The height of the row, in points.
pub(super) const HEIGHT: f32 = 48.0;

/// The height of what stands in it.
const CONTROL: f32 = 30.0;

/// The space between controls, and that around the line between two groups.
const SPACE: f32 = 4.0;
const RULE: f32 = 17.0;

/// How little room there is, from plenty to none; at each step more of the row goes into *More*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Squeeze {
    None,
    /// Controls show their values without their names.
    Names,
    /// One chip stands for the whole filter.
    Chips,
    Count,
    /// The view switch is one button.
    Switch,
    Cells,
    /// Swapping and exporting go into *More*.
    Icons,
}

impl Squeeze {
    const ALL: [Self; 7] = [Self::None, Self::Names, Self::Chips, Self::Count, Self::Switch, Self::Cells, Self::Icons];
}

/// A control that shows its value and opens a list.
struct Control<'a> {
    icon: Icon,
    /// What is shown before the value where there is room.
    label: &'a str,
    /// What the value is called by screen readers.
    name: &'a str,
    value: String,
}

impl Control<'_> {
    fn width(&self, ui: &Ui, has_label: bool) -> f32 {
        let label = if has_label { text_width(ui, self.label, false) + 6.0 } else { 0.0 };
        16.0 + 6.0 + label + text_width(ui, &self.value, true).min(MOST_VALUE) + 6.0 + 14.0 + 18.0
    }

    fn ui(&self, ui: &mut Ui, has_label: bool) -> Response {
        let theme = Theme::of(ui);
        let value = RichText::new(&self.value).font(strong(theme.sizes.body));
        let (icon, chevron) = (self.icon.text().color(*theme.colours.muted), Icon::ChevronDown.sized(14.0));
        let chevron = chevron.color(*theme.colours.muted);
        let width = self.width(ui, has_label);
        let response = ui.scope(|ui| {
            ui.spacing_mut().button_padding = vec2(8.0, 4.0);
            ui.spacing_mut().icon_spacing = 6.0;
            ui.set_max_width(width + 2.0);
            let size = vec2(0.0, CONTROL);
            if has_label {
                let label = RichText::new(self.label).color(*theme.colours.muted);
                ui.add(Button::new((icon, label, value, chevron)).min_size(size).frame_when_inactive(false).truncate())
            } else {
                ui.add(Button::new((icon, value, chevron)).min_size(size).frame_when_inactive(false).truncate())
            }
        });
        let name = format!("{}: {}", self.name, uncapitalised(&self.value, self.name));
        let response = response.inner;
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
        response.on_hover_text(format!("{}: {}", self.name, self.value))
    }
}

/// The widest value, in points; longer ones end in an ellipsis.
const MOST_VALUE: f32 = 170.0;

/// Axes are said in small letters; measures and ways of counting as they are written.
fn uncapitalised(value: &str, name: &str) -> String {
    if name.starts_with("Rows") || name.starts_with("Columns") { value.to_lowercase() } else { value.to_owned() }
}

fn text_width(ui: &Ui, text: &str, is_strong: bool) -> f32 {
    let size = Theme::of(ui).sizes.body;
    let font = if is_strong { strong(size) } else { egui::FontId::proportional(size) };
    ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::PLACEHOLDER).rect.width()
}

/// What the row shows, put into words once a frame.
struct Row<'a> {
    rows: Control<'a>,
    columns: Control<'a>,
    cells: Control<'a>,
    count: Control<'a>,
    chips: Vec<(FilterPart, String)>,
    picture: PictureKind,
}

impl Row<'_> {
    fn of(compare: &ComparePage, project: &Project) -> Self {
        let query = &compare.pane.query;
        Self {
            rows: side_control(Icon::Rows, "Rows", "Rows", &query.rows),
            columns: side_control(Icon::Columns, "Columns", "Columns", &query.columns),
            cells: Control {
                icon: Icon::Cells,
                label: "Cells",
                name: "Cells",
                value: query.measure.title().to_owned(),
            },
            count: Control {
                icon: Icon::Count,
                label: "Count",
                name: "Count",
                value: query.counting.title().to_owned(),
            },
            chips: chips_of(project, &query.filter),
            picture: compare.picture,
        }
    }

    /// The width of what stands at the left and of what stands at the right.
    fn widths(&self, ui: &Ui, squeeze: Squeeze) -> (f32, f32) {
        let has_label = squeeze < Squeeze::Names;
        let icon = 28.0 + SPACE;
        let mut left = icon + self.rows.width(ui, has_label) + SPACE + self.columns.width(ui, has_label) + SPACE;
        if squeeze < Squeeze::Icons {
            left += icon;
        }
        let n_values = usize::from(squeeze < Squeeze::Cells) + usize::from(squeeze < Squeeze::Count);
        if n_values > 0 {
            left += RULE + SPACE;
        }
        if squeeze < Squeeze::Cells {
            left += self.cells.width(ui, has_label) + SPACE;
        }
        if squeeze < Squeeze::Count {
            left += self.count.width(ui, has_label) + SPACE;
        }
        left += RULE + SPACE + icon;
        if squeeze < Squeeze::Chips {
            left += self.chips.iter().map(|(_, words)| chip_width(ui, words) + SPACE).sum::<f32>();
        } else if !self.chips.is_empty() {
            left += chip_width(ui, &folded_chips(self.chips.len())) + SPACE;
        }
        let switch = if squeeze < Squeeze::Switch {
            4.0 * SWITCH + SWITCH + 6.0 + text_width(ui, self.picture.title(), true)
        } else {
            picture_control(self.picture).width(ui, false)
        };
        let mut right = icon + switch + SPACE + icon;
        if squeeze < Squeeze::Icons {
            right += icon;
        }
        (left, right)
    }
}

/// The width of a button of the view switch without its word.
const SWITCH: f32 = 32.0;

/// Shows the row in all the width there is.
pub(super) fn ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    let row = Row::of(compare, context.project());
    let whole = ui.max_rect();
    let fits = |squeeze: &Squeeze| {
        let (left, right) = row.widths(ui, *squeeze);
        left + right + 12.0 <= whole.width()
    };
    let squeeze = Squeeze::ALL.into_iter().find(fits).unwrap_or(Squeeze::Icons);
    // What is chosen in a list changes the room for the rest, which must not move while the list is open.
    let before = ui.scope_id().with("squeeze");
    let kept = ui.data(|data| data.get_temp::<(Squeeze, f32)>(before));
    let kept = kept.filter(|(_, width)| (*width - whole.width()).abs() < 0.5 && egui::Popup::is_any_open(ui.ctx()));
    let squeeze = kept.map_or(squeeze, |(squeeze, _)| squeeze);
    ui.data_mut(|data| data.insert_temp(before, (squeeze, whole.width())));
    let (_, right) = row.widths(ui, squeeze);
    let part = |ui: &mut Ui, rect: Rect, contents: &mut dyn FnMut(&mut Ui)| {
        let layout = Layout::left_to_right(Align::Center);
        let mut part = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(layout));
        part.spacing_mut().item_spacing.x = SPACE;
        contents(&mut part);
    };
    let left_rect = whole.with_max_x(whole.right() - right - 4.0);
    part(ui, left_rect, &mut |ui| left_ui(ui, compare, &row, squeeze, context));
    let right_rect = whole.with_min_x(whole.right() - right);
    part(ui, right_rect, &mut |ui| right_ui(ui, compare, squeeze, context));
}

fn left_ui(ui: &mut Ui, compare: &mut ComparePage, row: &Row<'_>, squeeze: Squeeze, context: &mut PageContext<'_>) {
    let has_label = squeeze < Squeeze::Names;
    if icon_button(ui, Icon::PanelLeft, "Views and findings", compare.has_left_panel()).clicked() {
        compare.toggle_left_panel();
    }
    let axes = compare.pane.axes();
    let mut is_changed = side_ui(ui, &row.rows, has_label, &mut compare.pane.query.rows, &axes);
    if squeeze < Squeeze::Icons {
        icon_of(ui, Icon::Swap, Command::TransposeTable, context);
    }
    is_changed |= side_ui(ui, &row.columns, has_label, &mut compare.pane.query.columns, &axes);
    if is_changed {
        compare.choice.selection = None;
    }
    if squeeze < Squeeze::Cells {
        rule_ui(ui);
        let response = row.cells.ui(ui, has_label);
        popup(ui, "Cells", &response, |ui| measures_ui(ui, &mut compare.pane.query.measure));
    }
    if squeeze < Squeeze::Count {
        let response = row.count.ui(ui, has_label);
        popup(ui, "Count", &response, |ui| countings_ui(ui, &mut compare.pane.query.counting));
    }
    rule_ui(ui);
    let [drafts, _] = &mut compare.drafts;
    filter_ui(
        ui,
        ("Add filter", row.chips.as_slice()),
        squeeze >= Squeeze::Chips,
        &mut compare.pane,
        drafts,
        context.project(),
    );
}

fn right_ui(ui: &mut Ui, compare: &mut ComparePage, squeeze: Squeeze, context: &mut PageContext<'_>) {
    let more = icon_button(ui, Icon::More, "More", false);
    popup(ui, "More", &more, |ui| more::ui(ui, compare, squeeze, context));
    if squeeze < Squeeze::Switch {
        switch_ui(ui, &mut compare.picture);
    } else {
        let response = picture_control(compare.picture).ui(ui, false);
        popup(ui, "Show as", &response, |ui| {
            let pictures = PictureKind::ALL.map(|picture| (picture, picture.title()));
            let mut options = Options::new("Show as", &pictures);
            options.says_name = true;
            options.ui(ui, &mut compare.picture);
        });
    }
    if squeeze < Squeeze::Icons {
        icon_of(ui, Icon::Export, Command::ExportComparison, context);
    }
    let is_open = compare.is_quotes_open;
    if icon_button(ui, Icon::PanelRight, if is_open { "Hide quotes" } else { "Show quotes" }, is_open).clicked() {
        compare.toggle_quotes();
    }
}

fn picture_control(picture: PictureKind) -> Control<'static> {
    Control { icon: icon_of_picture(picture), label: "", name: "Show as", value: picture.title().to_owned() }
}

const fn icon_of_picture(picture: PictureKind) -> Icon {
    match picture {
        PictureKind::Table => Icon::Table,
        PictureKind::Bars => Icon::Bars,
        PictureKind::HeatMap => Icon::HeatMap,
        PictureKind::Timeline => Icon::Timeline,
        PictureKind::Network => Icon::Network,
    }
}

/// A command as an icon.
fn icon_of(ui: &mut Ui, icon: Icon, command: Command, context: &mut PageContext<'_>) {
    let response = icon_button(ui, icon, command.spec().name, false);
    if response.on_hover_text(command.spec().help).clicked() {
        context.run(command);
    }
}

/// The line between two groups.
fn rule_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(RULE, CONTROL), egui::Sense::hover());
    let line = Stroke::new(1.0, *Theme::of(ui).colours.hairline);
    ui.painter().vline(rect.center().x, rect.shrink2(vec2(0.0, 4.0)).y_range(), line);
}

fn side_control<'a>(icon: Icon, label: &'a str, name: &'a str, side: &AxisSide) -> Control<'a> {
    Control { icon, label, name, value: capitalised(&side.name()) }
}

/// A side of the table; returns whether other axes were chosen.
fn side_ui(ui: &mut Ui, control: &Control<'_>, has_label: bool, side: &mut AxisSide, axes: &[Axis]) -> bool {
    let response = control.ui(ui, has_label);
    let mut is_changed = false;
    popup(ui, control.name, &response, |ui| is_changed = options::axes_ui(ui, control.name, side, axes));
    is_changed
}

fn measures_ui(ui: &mut Ui, measure: &mut Measure) {
    Options::new("Cells", &Measure::ALL.map(|measure| (measure, measure.title()))).ui(ui, measure);
}

fn countings_ui(ui: &mut Ui, counting: &mut Counting) {
    Options::new("Count", &Counting::ALL.map(|way| (way, way.title()))).ui(ui, counting);
}

/// The views as icons; the selected one has its word.
fn switch_ui(ui: &mut Ui, picture: &mut PictureKind) {
    let theme = Theme::of(ui);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.spacing_mut().button_padding = vec2(8.0, 4.0);
        ui.spacing_mut().icon_spacing = 6.0;
        let n = PictureKind::ALL.len();
        for (at, one) in PictureKind::ALL.into_iter().enumerate() {
            let is_chosen = one == *picture;
            let radius = theme.sizes.radius;
            let (west, east) = (if at == 0 { radius } else { 0 }, if at + 1 == n { radius } else { 0 });
            let icon = icon_of_picture(one).text();
            let button = if is_chosen {
                Button::new((icon, RichText::new(one.title()).font(strong(theme.sizes.body))))
            } else {
                Button::new(icon.color(*theme.colours.muted))
            };
            let fill = if is_chosen { *theme.colours.selected } else { *theme.colours.control };
            let corners = egui::CornerRadius { nw: west, sw: west, ne: east, se: east };
            let response = ui.add(button.fill(fill).corner_radius(corners).min_size(vec2(SWITCH, CONTROL)));
            let name = format!("Show as: {}", one.title());
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, &name));
            if response.on_hover_text(&name).clicked() {
                *picture = one;
            }
        }
    });
}

/// The parts of a filter, in words.
fn chips_of(project: &Project, filter: &HighlightFilter) -> Vec<(FilterPart, String)> {
    FilterPart::ALL.into_iter().filter_map(|part| Some((part, part.in_words(project, filter)?))).collect()
}

fn folded_chips(n: usize) -> String {
    counted(n, "filter")
}

/// The widest chip, in points.
const MOST_CHIP: f32 = 190.0;

fn chip_width(ui: &Ui, words: &str) -> f32 {
    text_width(ui, &capitalised(words), false).min(MOST_CHIP) + 14.0 + 6.0 + 6.0 + 14.0 + 18.0
}

/// A part of the filter with a cross; its words end in an ellipsis where they are long.
fn chip_ui(ui: &mut Ui, icon: Icon, words: &str) -> Response {
    let theme = Theme::of(ui);
    let ink = *theme.colours.ink;
    let text = RichText::new(capitalised(words)).color(ink);
    let width = chip_width(ui, words);
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = vec2(9.0, 4.0);
        ui.spacing_mut().icon_spacing = 6.0;
        ui.set_max_width(width + 2.0);
        let button = Button::new((Icon::Filter.sized(14.0).color(ink), text, icon.sized(14.0).color(ink)));
        ui.add(button.fill(*theme.colours.selected).corner_radius(CONTROL * 0.5).min_size(vec2(0.0, 28.0)).truncate())
    })
    .inner
}

/// The button that adds to a filter, and its chips. The button stands first, so that chips do not move it.
fn filter_ui(
    ui: &mut Ui,
    (name, chips): (&str, &[(FilterPart, String)]),
    is_folded: bool,
    pane: &mut Pane,
    drafts: &mut DateDrafts,
    project: &Project,
) {
    let button = icon_button(ui, Icon::Filter, name, false);
    let answer = pane.answer().cloned();
    options::lasting_popup(ui, name, &button, |ui| {
        if let Some(answer) = &answer {
            filter::ui(ui, &mut pane.query.filter, drafts, project, &answer.names);
        }
    });
    let width: f32 = chips.iter().map(|(_, words)| chip_width(ui, words) + SPACE).sum();
    if (is_folded || width > ui.available_width()) && !chips.is_empty() {
        let response = chip_ui(ui, Icon::ChevronDown, &folded_chips(chips.len()));
        let words: Vec<&str> = chips.iter().map(|(_, words)| &**words).collect();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Filter: {}", words.join("; "))));
        let response = response.on_hover_text(words.join("\n"));
        options::popup(ui, &format!("{name}: chips"), &response, |ui| {
            ui.set_width(280.0);
            for (part, words) in chips {
                if options::command_ui(ui, &format!("Remove filter: {words}")) {
                    part.clear(&mut pane.query.filter);
                }
            }
        });
        return;
    }
    for (part, words) in chips {
        let response = chip_ui(ui, Icon::Close, words);
        let name = format!("Remove filter: {words}");
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if response.on_hover_text(&name).clicked() {
            part.clear(&mut pane.query.filter);
        }
    }
}

/// What the second comparison has of its own.
pub(super) fn second_ui(ui: &mut Ui, pane: &mut Pane, drafts: &mut DateDrafts, project: &Project) {
    ui.spacing_mut().item_spacing.x = SPACE;
    let axes = pane.axes();
    let rows = side_control(Icon::Rows, "", "Rows of the second", &pane.query.rows);
    side_ui(ui, &rows, false, &mut pane.query.rows, &axes);
    let columns = side_control(Icon::Columns, "", "Columns of the second", &pane.query.columns);
    side_ui(ui, &columns, false, &mut pane.query.columns, &axes);
    let chips = chips_of(project, &pane.query.filter);
    filter_ui(ui, ("Add filter to the second", chips.as_slice()), true, pane, drafts, project);
}
