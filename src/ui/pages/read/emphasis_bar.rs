//! The emphasis of highlights: a chip for each term, and a menu of all terms.

use egui::{Button, RichText, Ui, WidgetInfo, accesskit::Role};

use standpoint_core::{
    model::{CodeId, CodeKind, Project},
    text::fold::{has_words, in_order, searchable},
};

use crate::{
    command::Command,
    ui::{
        pages::{
            PageContext,
            read::{
                emphasis::{Emphasis, EmphasisTerm},
                reader::Reader,
            },
        },
        parts::{command_button::command_button, dialog::focus_first, list::VirtualList},
        theme::Theme,
        widgets::{field, section_title, small, small_button},
    },
};

/// How many characters of a name a chip holds.
const MOST_CHARS: usize = 28;

pub fn ui(ui: &mut Ui, reader: &mut Reader, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let mut changed: Option<Emphasis> = None;
    let mut toggle = |wanted: &EmphasisTerm| {
        let mut emphasis = reader.emphasis.clone();
        emphasis.toggle(wanted.clone());
        changed = Some(emphasis);
    };
    let label = RichText::new("Show…").size(theme.sizes.small);
    let (response, opened) = egui::containers::menu::MenuButton::from_button(Button::new(label))
        .config(egui::containers::menu::MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside))
        .ui(ui, |ui| {
            ui.set_width(240.0);
            // A menu takes the edges off its buttons, but boxes and fields need theirs.
            ui.set_style(ui.ctx().global_style());
            let found = field(ui, &mut reader.emphasis_search, "Find a name");
            found.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Find what to show"));
            focus_first(&found);
            let lines = found_lines(lines(context), &reader.emphasis_search, context.project());
            if lines.is_empty() {
                ui.weak("Nothing matches.");
            }
            let list = VirtualList::new("emphasis", theme.sizes.body + 8.0).max_height(420.0);
            list.show(ui, lines.len(), |ui, line| match &lines[line] {
                Line::Title(title) => _ = section_title(ui, *title),
                Line::Term(wanted) => {
                    let name = wanted.name(context.project());
                    let mut is_wanted = reader.emphasis.has(wanted);
                    let response = ui.checkbox(&mut is_wanted, &name);
                    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_wanted, said(&name)));
                    if response.clicked() {
                        toggle(wanted);
                    }
                }
            });
        });
    if opened.is_none() {
        reader.emphasis_search.clear();
    }
    response.on_hover_text("Emphasise some highlights and fade the others");
    for wanted in reader.emphasis.wanted() {
        let name = wanted.name(context.project());
        let mut shown: String = name.chars().take(MOST_CHARS).collect();
        if shown.len() < name.len() {
            shown = format!("{}…", shown.trim_end());
        }
        let response = small_button(ui, &format!("{shown}  ×")).on_hover_text(&name);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Stop emphasising {name}")));
        if response.clicked() {
            toggle(wanted);
        }
    }
    if let Some(filter) = changed {
        reader.emphasis = filter;
    }
    if !reader.emphasis.is_empty() {
        let command = Command::ShowAllAlike;
        let button = small(ui, command.spec().name);
        command_button(ui, button, command, context);
    }
}

/// The lines whose names have these words, each below its title.
fn found_lines(lines: Vec<Line>, words: &str, project: &Project) -> Vec<Line> {
    let wanted = searchable(words.trim());
    if wanted.is_empty() {
        return lines;
    }
    let mut found = Vec::new();
    let mut title = None;
    for line in lines {
        match line {
            Line::Title(_) => title = Some(line),
            Line::Term(ref term) if has_words(&term.name(project), &wanted) => {
                found.extend(title.take());
                found.push(line);
            }
            Line::Term(_) => {}
        }
    }
    found
}

/// What a screen reader says of a choice.
fn said(name: &str) -> String {
    format!("Show {name}")
}

/// A line of the menu.
enum Line {
    Title(&'static str),
    Term(EmphasisTerm),
}

/// Everything that can stand out, in the order of the codebook.
fn lines(context: &PageContext<'_>) -> Vec<Line> {
    let book = &context.project().codebook;
    let coders = in_order(context.history.coders());
    let of_codes = |kind, term: fn(CodeId) -> EmphasisTerm| {
        book.tree(kind).into_iter().map(move |(_, code)| Line::Term(term(code.id.clone())))
    };
    let title = |title| std::iter::once(Line::Title(title));
    let coders = coders.into_iter().map(|name| Line::Term(EmphasisTerm::Coder(name.to_owned())));
    let stances = book.stances.iter().map(|stance| Line::Term(EmphasisTerm::Stance(stance.id.clone())));
    let lines = title("Coders").chain(coders);
    let lines = lines.chain(title("Actors")).chain(of_codes(CodeKind::Actor, EmphasisTerm::Actor));
    let lines = lines.chain(title("Issues")).chain(of_codes(CodeKind::Issue, EmphasisTerm::Issue));
    lines.chain(title("Stances")).chain(stances).collect()
}
