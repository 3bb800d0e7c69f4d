//! The menu of the filter of the comparison: everything that highlights can be filtered by, found by typing.

use egui::{RichText, Ui, WidgetInfo, accesskit::Role};

use standpoint_core::{
    model::{Code, CodeKind, Codebook, Project, PublicationDate, ReadingStatus, Stance, view::HighlightFilter},
    text::fold::{is_blank, is_same_name, searchable},
};

use super::pane::FilterNames;
use crate::ui::{
    parts::{choice_menu::search_ui, date::parse_date, list::VirtualList},
    theme::Theme,
    widgets::{named_field, section_title, small_button},
};

/// The text in the date fields of the filter’s menu while it is typed.
#[derive(Clone, Debug, Default)]
pub struct DateDrafts {
    from: String,
    until: String,
}

/// Shows the menu of everything that can be filtered by.
pub fn ui(ui: &mut Ui, filter: &mut HighlightFilter, drafts: &mut DateDrafts, project: &Project, names: &FilterNames) {
    ui.set_width(320.0);
    let search = search_ui(ui, "Find an actor, issue, outlet…");
    let lines = lines(&project.codebook, names, &search.text);
    if lines.is_empty() {
        ui.weak("No name matches.");
    }
    if search.is_entered
        && !search.text.trim().is_empty()
        && let Some(first) = lines.iter().find(|line| !matches!(line, FilterLine::Title(_)))
    {
        first.toggle(filter);
    }
    let height = Theme::of(ui).sizes.body + 8.0;
    let room = (ui.available_height() - BELOW).clamp(90.0, 340.0);
    VirtualList::new("filter values", height).max_height(room).show(ui, lines.len(), |ui, at| {
        lines[at].ui(ui, filter);
    });
    ui.separator();
    let text = named_field(ui, "Text in quote or note", &mut filter.text);
    text.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Text in quote or note"));
    ui.columns(2, |columns| {
        date_ui(&mut columns[0], "From", &mut drafts.from, &mut filter.from);
        date_ui(&mut columns[1], "Until", &mut drafts.until, &mut filter.until);
    });
    if !filter.is_open() && ui.horizontal(|ui| small_button(ui, "Clear filters")).inner.clicked() {
        (*filter, *drafts) = (HighlightFilter::default(), DateDrafts::default());
    }
}

/// The height of what stands below the list, in points.
const BELOW: f32 = 200.0;

/// How far a code stands to the right of its parent, in points.
const INDENT: f32 = 14.0;

/// A line of the filter’s menu.
enum FilterLine<'a> {
    Title(&'a str),
    /// With its depth in the tree.
    Code(CodeKind, usize, &'a Code),
    Stance(&'a Stance),
    Outlet(&'a String),
    Agency(&'a String),
    Language(&'a String),
    Search(&'a String),
    Coder(&'a String),
    Status(ReadingStatus),
    IsTagged,
    HasNote(bool),
}

impl FilterLine<'_> {
    /// How the line reads.
    fn name(&self) -> &str {
        match self {
            Self::Title(title) => title,
            Self::Code(_, _, code) => &code.name,
            Self::Stance(stance) => &stance.name,
            Self::Outlet(name) => or(name, "outlet not named"),
            Self::Agency(name) => or(name, "no agency named"),
            Self::Search(name) => name,
            Self::Language(name) => or(name, "language not known"),
            Self::Coder(name) => or(name, "coder not named"),
            Self::Status(status) => status.name(),
            Self::IsTagged => "with an actor and an issue",
            Self::HasNote(true) => "with a note",
            Self::HasNote(false) => "without a note",
        }
    }

    fn is_wanted(&self, filter: &HighlightFilter) -> bool {
        match self {
            Self::Title(_) => false,
            Self::Code(CodeKind::Actor, _, code) => filter.actors.contains(&code.id),
            Self::Code(CodeKind::Issue, _, code) => filter.issues.contains(&code.id),
            Self::Stance(stance) => filter.stances.contains(&stance.id),
            Self::Outlet(name) => has_name(&filter.outlets, name),
            Self::Agency(name) => has_name(&filter.agencies, name),
            Self::Search(name) => has_name(&filter.searches, name),
            Self::Language(name) => has_name(&filter.languages, name),
            Self::Coder(name) => has_name(&filter.coders, name),
            Self::Status(status) => filter.statuses.contains(status),
            Self::IsTagged => filter.is_tagged,
            Self::HasNote(has_note) => filter.has_note == Some(*has_note),
        }
    }

    /// Adds it to what is wanted, or takes it out.
    fn toggle(&self, filter: &mut HighlightFilter) {
        let is_wanted = self.is_wanted(filter);
        match self {
            Self::Title(_) => {}
            Self::Code(CodeKind::Actor, _, code) => toggle(&mut filter.actors, &code.id, PartialEq::eq),
            Self::Code(CodeKind::Issue, _, code) => toggle(&mut filter.issues, &code.id, PartialEq::eq),
            Self::Stance(stance) => toggle(&mut filter.stances, &stance.id, PartialEq::eq),
            Self::Outlet(name) => toggle(&mut filter.outlets, *name, |a, b| is_same_name(a, b)),
            Self::Agency(name) => toggle(&mut filter.agencies, *name, |a, b| is_same_name(a, b)),
            Self::Search(name) => toggle(&mut filter.searches, *name, |a, b| is_same_name(a, b)),
            Self::Language(name) => toggle(&mut filter.languages, *name, |a, b| is_same_name(a, b)),
            Self::Coder(name) => toggle(&mut filter.coders, *name, |a, b| is_same_name(a, b)),
            Self::Status(status) => toggle(&mut filter.statuses, status, PartialEq::eq),
            Self::IsTagged => filter.is_tagged = !is_wanted,
            Self::HasNote(has_note) => filter.has_note = (!is_wanted).then_some(*has_note),
        }
    }

    fn ui(&self, ui: &mut Ui, filter: &mut HighlightFilter) {
        if let Self::Title(title) = self {
            section_title(ui, *title);
            return;
        }
        let mut is_on = self.is_wanted(filter);
        ui.horizontal(|ui| {
            if let Self::Code(_, depth, _) = self {
                ui.add_space(INDENT * f32::from(u8::try_from(*depth).unwrap_or(u8::MAX)));
            }
            let is_chosen = is_on;
            let response = ui.checkbox(&mut is_on, self.name());
            let name = || format!("Filter by {}", self.name().trim());
            response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_chosen, name()));
            if response.clicked() {
                self.toggle(filter);
            }
        });
    }
}

/// Whether a name is among others. A view may have been saved when a name was spelt in another way.
fn has_name(names: &[String], name: &str) -> bool {
    names.iter().any(|other| is_same_name(other, name))
}

fn toggle<T: Clone>(wanted: &mut Vec<T>, value: &T, is_same: impl Fn(&T, &T) -> bool) {
    let n_before = wanted.len();
    wanted.retain(|other| !is_same(other, value));
    if wanted.len() == n_before {
        wanted.push(value.clone());
    }
}

/// Everything that can be filtered by and holds what was typed, with titles.
fn lines<'a>(book: &'a Codebook, names: &'a FilterNames, typed: &str) -> Vec<FilterLine<'a>> {
    let typed = searchable(typed.trim());
    let mut lines = Vec::new();
    let mut add = |title: &'a str, values: &mut dyn Iterator<Item = FilterLine<'a>>| {
        let mut found = values.filter(|line| typed.is_empty() || searchable(line.name()).contains(&typed)).peekable();
        if found.peek().is_some() {
            lines.push(FilterLine::Title(title));
            lines.extend(found);
        }
    };
    for (kind, title) in [(CodeKind::Actor, "Actors"), (CodeKind::Issue, "Issues")] {
        add(title, &mut book.tree(kind).into_iter().map(|(depth, code)| FilterLine::Code(kind, depth, code)));
    }
    add("Stances", &mut book.stances.iter().map(FilterLine::Stance));
    add("Outlets", &mut names.outlets.iter().map(FilterLine::Outlet));
    if names.agencies.len() > 1 {
        add("Agencies", &mut names.agencies.iter().map(FilterLine::Agency));
    }
    if names.languages.len() > 1 {
        add("Languages", &mut names.languages.iter().map(FilterLine::Language));
    }
    add("Articles that mention", &mut names.searches.iter().map(FilterLine::Search));
    add("Coders", &mut names.coders.iter().map(FilterLine::Coder));
    add("Articles that are", &mut ReadingStatus::ALL.into_iter().map(FilterLine::Status));
    add("Tags", &mut [FilterLine::IsTagged].into_iter());
    add("Note", &mut [true, false].into_iter().map(FilterLine::HasNote));
    lines
}

fn or<'a>(name: &'a str, unnamed: &'a str) -> &'a str {
    if is_blank(name) { unnamed } else { name }
}

/// A date, with what is wrong with it below the field as soon as it is.
fn date_ui(ui: &mut Ui, name: &str, draft: &mut String, date: &mut Option<PublicationDate>) {
    let response = named_field(ui, name, draft);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, format!("{name} date")));
    let read = parse_date(draft);
    if response.changed() {
        *date = read.clone().ok().flatten();
    } else if !response.has_focus() && read.as_ref().ok() != Some(date) && (read.is_ok() || date.is_some()) {
        // The filter was changed elsewhere, or the date was written in another form.
        *draft = date.map(|date| date.to_string()).unwrap_or_default();
    }
    if let Err(error) = read {
        let theme = Theme::of(ui);
        ui.add(egui::Label::new(RichText::new(error).small().color(*theme.colours.failure)).wrap());
    }
}
