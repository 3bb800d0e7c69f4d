//! The projects that were open, with how far each is read.

use std::path::Path;

use egui::{Align, Layout, Rect, RichText, Ui, WidgetInfo, accesskit::Role, pos2, vec2};
use jiff::{Timestamp, Zoned, tz::TimeZone};

use standpoint_core::{text::fold::searchable, wording::grouped};

use crate::ui::{
    action::{Action, DeskRequest},
    pages::PageContext,
    paths::shown,
    preferences::RecentProject,
    theme::{Theme, strong},
    widgets::{field, list_row, one_line, section_title, small_button},
};

/// The height of a row, in points.
const ROW: f32 = 54.0;

/// From how many projects on they can be searched.
const SEARCHED: usize = 5;

/// The widths of what stands at the right end of a row.
const PROGRESS: f32 = 140.0;
const WHEN: f32 = 92.0;

/// The width of a row from which it has room for all that.
const ROOMY: f32 = 460.0;

/// What the list remembers.
#[derive(Default)]
pub(super) struct RecentList {
    /// What is searched for.
    search: String,
    /// Whether more than the latest are shown.
    shows_all: bool,
}

/// How many projects are shown at first, so that those left by crashes stay near.
pub(super) const AT_FIRST: usize = 6;

/// Shows the projects, `n_first` of them at first.
pub(super) fn ui(ui: &mut Ui, list: &mut RecentList, n_first: usize, context: &mut PageContext<'_>) {
    let RecentList { search, shows_all } = list;
    ui.horizontal(|ui| {
        section_title(ui, "Recent projects");
        if context.preferences.recent.len() >= SEARCHED {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.set_max_width(200.0);
                let response = field(ui, search, "Find a project");
                response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Find a project"));
            });
        }
    });
    ui.add_space(4.0);
    let recent = context.preferences.recent.clone();
    if recent.is_empty() {
        ui.weak("Projects that you open are listed here.");
        return;
    }
    let sought = searchable(search.trim());
    let is_wanted = |project: &&RecentProject| {
        let words = format!("{} {}", project.title, project.path.display());
        sought.is_empty() || searchable(&words).contains(&sought)
    };
    let wanted: Vec<&RecentProject> = recent.iter().filter(is_wanted).collect();
    let n_shown = if *shows_all || !search.is_empty() { wanted.len() } else { wanted.len().min(n_first) };
    for project in &wanted[..n_shown] {
        if row_ui(ui, project) {
            context.ask(Action::Desk(DeskRequest::OpenProject(project.path.clone())));
        }
    }
    if n_shown < wanted.len() && small_button(ui, &format!("Show {} more", wanted.len() - n_shown)).clicked() {
        *shows_all = true;
    }
    if wanted.is_empty() {
        ui.weak(format!("No recent project matches “{}”.", search.trim()));
        if ui.button("Show all").clicked() {
            search.clear();
        }
    }
}

/// Shows a project; returns whether it is to be opened.
fn row_ui(ui: &mut Ui, project: &RecentProject) -> bool {
    let theme = Theme::of(ui);
    let name = if project.title.trim().is_empty() {
        project.path.file_stem().map(shown).unwrap_or_default()
    } else {
        one_line(&project.title)
    };
    let progress = (project.n_articles > 0)
        .then(|| format!("{} of {} articles done", grouped(project.n_done), grouped(project.n_articles)));
    let label = || match &progress {
        Some(progress) => format!("Open {name}, {progress}"),
        None => format!("Open {name}"),
    };
    let (rect, response) = list_row(ui, ROW, false, Role::Link, label);
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let inner = rect.shrink2(vec2(10.0, 6.0));
    let is_roomy = rect.width() >= ROOMY;
    let taken = if is_roomy { PROGRESS + WHEN + 24.0 } else { 0.0 };
    let words = Rect::from_min_max(inner.min, pos2(inner.right() - taken, inner.bottom()));
    let mut words = ui.new_child(egui::UiBuilder::new().max_rect(words).layout(Layout::top_down(Align::Min)));
    words.spacing_mut().item_spacing.y = 1.0;
    let title = RichText::new(&name).font(strong(theme.sizes.body));
    words.add(egui::Label::new(title).truncate().selectable(false));
    let place = RichText::new(place_of(&project.path)).small().color(*theme.colours.muted);
    words.add(egui::Label::new(place).truncate().selectable(false));
    if is_roomy {
        if let Some(progress) = &progress {
            let left = inner.right() - WHEN - PROGRESS - 8.0;
            progress_ui(
                ui,
                Rect::from_min_size(pos2(left, inner.top()), vec2(PROGRESS, inner.height())),
                project,
                progress,
            );
        }
        if let Some(when) = project.when {
            let galley = RichText::new(words_of(when)).small().color(*theme.colours.muted);
            let place = Rect::from_min_max(pos2(inner.right() - WHEN, inner.top()), inner.max);
            let layout = Layout::right_to_left(Align::Center);
            let mut end = ui.new_child(egui::UiBuilder::new().max_rect(place).layout(layout));
            end.label(galley);
        }
    }
    response.on_hover_text(shown(project.path.as_os_str())).clicked()
}

fn progress_ui(ui: &Ui, rect: Rect, project: &RecentProject, words: &str) {
    let theme = Theme::of(ui);
    let is_done = project.n_done >= project.n_articles;
    let fill = if is_done { theme.colours.success } else { theme.colours.accent };
    #[expect(clippy::cast_precision_loss, reason = "a bar needs no more than f32")]
    let share = project.n_done as f32 / project.n_articles.max(1) as f32;
    let font = egui::FontId::proportional(theme.sizes.small);
    let painter = ui.painter();
    painter.text(rect.left_top() + vec2(0.0, 4.0), egui::Align2::LEFT_TOP, words, font, *theme.colours.ink);
    let bar = Rect::from_min_size(pos2(rect.left(), rect.top() + 24.0), vec2(rect.width() - 12.0, 4.0));
    painter.rect_filled(bar, 2.0, *theme.colours.hairline);
    painter.rect_filled(bar.with_max_x(bar.left() + bar.width() * share.min(1.0)), 2.0, *fill);
}

/// The file as a person knows it, from the home folder on.
fn place_of(path: &Path) -> String {
    let below_home =
        std::env::home_dir().and_then(|home| path.strip_prefix(home).ok().map(|rest| Path::new("~").join(rest)));
    shown(below_home.as_deref().unwrap_or(path).as_os_str())
}

/// When it was open last: exactly today, by the day before.
fn words_of(when: Timestamp) -> String {
    let zone = TimeZone::system();
    when_in_words(&when.to_zoned(zone.clone()), &Timestamp::now().to_zoned(zone))
}

fn when_in_words(when: &Zoned, now: &Zoned) -> String {
    let is_yesterday = when.date().tomorrow().is_ok_and(|next| next == now.date());
    if when.date() == now.date() {
        return when.strftime("today, %H:%M").to_string();
    }
    match (is_yesterday, when.year() == now.year()) {
        (true, _) => "yesterday".to_owned(),
        (false, true) => when.strftime("%-d %b").to_string(),
        (false, false) => when.strftime("%-d %b %Y").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_as_exactly_as_it_is_near() {
        let at = |text: &str| text.parse::<Zoned>().expect("it is a moment");
        let now = at("2026-01-02T09:00:00[UTC]");
        for (when, words) in [
            ("2026-01-02T08:05:00[UTC]", "today, 08:05"),
            ("2026-01-01T23:59:00[UTC]", "yesterday"),
            ("2025-12-31T23:59:00[UTC]", "31 Dec 2025"),
        ] {
            assert_eq!(when_in_words(&at(when), &now), words);
        }
        assert_eq!(when_in_words(&at("2026-01-02T09:00:00[UTC]"), &at("2026-03-04T09:00:00[UTC]")), "2 Jan");
    }
}
