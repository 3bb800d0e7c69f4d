//! What the program is, in one line and three steps, and the ways to begin.

use egui::{
    Align2, FontId, Frame, Margin, Rect, RichText, Sense, Shape, Stroke, Ui, WidgetInfo, accesskit::Role, vec2,
};

use crate::{
    command::Command,
    ui::{
        action::{Action, DeskRequest},
        pages::PageContext,
        parts::{command_button::command_button, tour_target::TourTarget},
        theme::{Icon, Theme, ThemeColour, icon_font, serif_bold, strong},
        widgets::primary_button,
    },
};

/// What is done with the program, in this order.
const STEPS: [&str; 3] = [
    "Import web pages, PDFs, documents and texts",
    "Highlight what each side says: actor, issue, stance",
    "Compare outlets in a table, each cell a click from its quotes",
];

/// Says what the program is.
pub(super) fn title_ui(ui: &mut Ui) {
    let theme = Theme::of(ui);
    ui.label(RichText::new("Standpoint").font(serif_bold(38.0)));
    let words = "See who stands where on what, according to whom.";
    ui.label(RichText::new(words).color(*theme.colours.muted).size(15.0));
    ui.add_space(10.0);
}

/// Says in which steps one works.
pub(super) fn steps_ui(ui: &mut Ui) {
    for (at, step) in STEPS.into_iter().enumerate() {
        step_ui(ui, at + 1, step);
    }
    ui.add_space(14.0);
}

/// Shows the ways to begin.
pub(super) fn ways_ui(ui: &mut Ui, context: &mut PageContext<'_>) {
    new_project_ui(ui, context);
    ui.add_space(8.0);
    let open =
        Card { icon: Icon::FolderOpen, command: Command::OpenProject, help: "A .ron file, yours or a colleague’s" };
    open.ui(ui, context);
    ui.add_space(2.0);
    let help = "Five reports on the Moscow talks, read and tagged";
    Card { icon: Icon::Sample, command: Command::OpenSample, help }.ui(ui, context);
    ui.add_space(4.0);
    let words = RichText::new(Command::TakeTour.spec().name).color(*Theme::of(ui).colours.accent);
    command_button(ui, egui::Button::new(words).frame_when_inactive(false), Command::TakeTour, context);
}

fn step_ui(ui: &mut Ui, number: usize, words: &str) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(20.0, 20.0), Sense::hover());
        ui.painter().circle_filled(rect.center(), 10.0, *theme.colours.selected);
        let font = strong(theme.sizes.small);
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, number, font, *theme.colours.accent);
        ui.add(egui::Label::new(words).wrap());
    });
}

/// The place where articles are dropped, with the two other ways to a new project.
fn new_project_ui(ui: &mut Ui, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let is_over = ui.input(|input| !input.raw.hovered_files.is_empty());
    let fill = if is_over { *theme.colours.selected } else { *theme.colours.page };
    let frame =
        Frame::new().fill(fill).corner_radius(theme.sizes.floating_radius).inner_margin(Margin::symmetric(16, 18));
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.vertical_centered(|ui| {
            ui.label(Icon::NewFile.sized(26.0).color(*theme.colours.accent));
            ui.add_space(2.0);
            ui.label(RichText::new("New project").font(strong(theme.sizes.body + 1.5)));
            let words = "Drop articles here: files, or a whole folder";
            ui.label(RichText::new(words).color(*theme.colours.muted));
            ui.add_space(8.0);
            let (first, second) = ("Choose articles…", "Start empty");
            // Both buttons stand in the middle, so their widths are needed first.
            let width = |ui: &Ui, text: &str, font: FontId| {
                let galley = ui.painter().layout_no_wrap(text.to_owned(), font, *theme.colours.ink);
                galley.size().x + 2.0 * ui.spacing().button_padding.x
            };
            let both =
                width(ui, first, strong(theme.sizes.body)) + width(ui, second, FontId::proportional(theme.sizes.body));
            ui.horizontal(|ui| {
                let indent = (ui.available_width() - both - ui.spacing().item_spacing.x) * 0.5;
                ui.add_space(indent.max(0.0));
                if primary_button(ui, first, true).clicked() {
                    context.ask(Action::Desk(DeskRequest::NewFromArticles));
                }
                let tooltip = context.preferences.keys.tooltip(Command::NewProject, ui.os());
                if ui.button(second).on_hover_text(tooltip).clicked() {
                    context.run(Command::NewProject);
                }
            });
        });
    });
    let ink = if is_over { *theme.colours.accent } else { *theme.colours.control_line };
    dashed_ui(ui, shown.response.rect.shrink(0.5), f32::from(theme.sizes.floating_radius), Stroke::new(1.0, ink));
}

/// A dashed line around a rectangle with round corners.
fn dashed_ui(ui: &Ui, rect: Rect, radius: f32, stroke: Stroke) {
    let corners = [
        (rect.right_top() + vec2(-radius, radius), -90.0_f32),
        (rect.right_bottom() + vec2(-radius, -radius), 0.0),
        (rect.left_bottom() + vec2(radius, -radius), 90.0),
        (rect.left_top() + vec2(radius, radius), 180.0),
    ];
    let around = |(centre, start): (egui::Pos2, f32)| {
        (0..=6u8).map(move |step| centre + radius * egui::Vec2::angled((start + 15.0 * f32::from(step)).to_radians()))
    };
    let mut points: Vec<egui::Pos2> = corners.into_iter().flat_map(around).collect();
    points.extend(points.first().copied());
    ui.painter().extend(Shape::dashed_line(&points, stroke, 5.0, 4.0));
}

/// A wide button with an icon and a line that says what it is for.
struct Card {
    icon: Icon,
    command: Command,
    help: &'static str,
}

impl Card {
    fn ui(self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui);
        let Self { icon, command, help } = self;
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 58.0), Sense::click());
        let name = command.spec().name;
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
        if command == Command::OpenSample {
            TourTarget::Sample.is_at(ui, rect);
        }
        let colours = &theme.colours;
        let fill = if response.hovered() { *colours.hovered } else { *colours.control };
        let edge = Stroke::new(1.0, *colours.control_line);
        ui.painter().rect(rect, theme.sizes.radius, fill, edge, egui::StrokeKind::Inside);
        let sign = Rect::from_center_size(rect.left_center() + vec2(32.0, 0.0), vec2(36.0, 36.0));
        ui.painter().rect_filled(sign, theme.sizes.radius, *colours.selected);
        let (centre, font) = (sign.center(), icon_font(Icon::SIZE));
        ui.painter().text(centre, Align2::CENTER_CENTER, icon.glyph(), font, *colours.accent);
        let words = rect.with_min_x(sign.right() + 12.0).with_max_x(rect.right() - 12.0);
        // The words are painted, because the button has the name already.
        let keys = context.preferences.keys.text(command, ui.os());
        let small = FontId::proportional(theme.sizes.small);
        ui.painter().text(words.right_center(), Align2::RIGHT_CENTER, keys, small.clone(), *colours.muted);
        let line = |text: &str, font: FontId, ink: ThemeColour| {
            let mut job = egui::text::LayoutJob::simple(text.to_owned(), font, *ink, words.width() - 60.0);
            job.wrap.max_rows = 1;
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let title = line(name, strong(theme.sizes.body), colours.ink);
        let help = line(help, small, colours.muted);
        let top = words.left_center() - vec2(0.0, (title.rect.height() + help.rect.height() + 1.0) * 0.5);
        let below = top + vec2(0.0, title.rect.height() + 1.0);
        ui.painter().galley(top, title, *colours.ink);
        ui.painter().galley(below, help, *colours.muted);
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        if response.clicked() {
            context.run(command);
        }
    }
}
