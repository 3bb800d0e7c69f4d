//! The rows of the tag box: what a line may mean, each with its path, its stance and the key that takes it.

use egui::{Align, FontId, Layout, RichText, Sense, Stroke, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use standpoint_analysis::{
    suggest::{CodeChoice, Suggestion, stance_of_sign},
    suggested::Reason,
};
use standpoint_core::model::{CodeKind, Codebook, Project, Stance};

use crate::ui::{
    parts::name_line::NameLine,
    theme::{Icon, Theme, strong},
    widgets::{list_row, row_inside, shapes::stance_sign},
};

fn is_new(choice: &CodeChoice) -> bool {
    matches!(choice, CodeChoice::New(_) | CodeChoice::NewBelow(..))
}

/// Whether a suggestion makes a new code.
pub fn makes_a_code(suggestion: &Suggestion) -> bool {
    [&suggestion.actor, &suggestion.issue].into_iter().any(|choice| choice.as_ref().is_some_and(is_new))
}

/// The names from the farthest parent to the code itself.
fn path(book: &Codebook, kind: CodeKind, choice: &CodeChoice) -> Vec<String> {
    match choice {
        CodeChoice::Known(id) => book.lineage(kind, id).iter().rev().map(|code| code.name.clone()).collect(),
        CodeChoice::New(name) => vec![name.clone()],
        CodeChoice::NewBelow(parent, name) => {
            let mut path = path(book, kind, parent);
            path.push(name.clone());
            path
        }
    }
}

/// The line that means a suggestion: “Russia, Territory / Donbas to Russia −”.
pub fn typed(book: &Codebook, suggestion: &Suggestion) -> String {
    let name = |kind, choice: &CodeChoice| path(book, kind, choice).join(" / ");
    let actor = suggestion.actor.as_ref().map(|choice| name(CodeKind::Actor, choice));
    let issue = suggestion.issue.as_ref().map(|choice| name(CodeKind::Issue, choice));
    let names: Vec<String> = actor.into_iter().chain(issue).collect();
    // Of several stances with one sign, the sign means the strongest.
    let stance = suggestion.stance.as_ref().and_then(|id| book.stance(id));
    let sign = stance.map(Stance::sign).filter(|sign| stance_of_sign(book, sign) == suggestion.stance);
    let line = names.join(", ");
    sign.map_or_else(|| format!("{line} "), |sign| format!("{line} {sign} "))
}

/// A suggestion in words: "Russia, Territory / Donbas to Russia, supports"; "new issue “Grain exports”".
fn in_words(project: &Project, suggestion: &Suggestion) -> String {
    let book = &project.codebook;
    let code = |kind: CodeKind, choice: &CodeChoice| match choice {
        CodeChoice::Known(_) => path(book, kind, choice).join(" / "),
        CodeChoice::New(name) => format!("new {} “{name}”", kind.noun()),
        CodeChoice::NewBelow(parent, name) => {
            format!("new {} “{name}” below {}", kind.noun(), path(book, kind, parent).join(" / "))
        }
    };
    let stance = suggestion.stance.as_ref().and_then(|id| book.stance(id));
    let words = [
        suggestion.actor.as_ref().map(|choice| code(CodeKind::Actor, choice)),
        suggestion.issue.as_ref().map(|choice| code(CodeKind::Issue, choice)),
        stance.map(|stance| stance.name.clone()),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// One row with the key that takes it; says whether it was clicked.
pub fn row_ui(ui: &mut Ui, project: &Project, suggestion: &Suggestion, key: &str) -> bool {
    let theme = Theme::of(ui);
    let is_current = key == "Enter";
    let name = || in_words(project, suggestion);
    let (rect, response) = list_row(ui, theme.sizes.field_height, is_current, Role::ListBoxOption, name);
    let mut row = row_inside(ui, rect, 8.0);
    let stance = row.with_layout(Layout::right_to_left(Align::Center), |ui| {
        key_ui(ui, key);
        if let Some(stance) = suggestion.stance.as_ref().and_then(|id| project.codebook.stance(id)) {
            if is_current {
                ui.label(RichText::new(&stance.name).color(theme.stance(stance)));
            }
            stance_sign(ui, Some(stance));
        }
    });
    let mut line = NameLine::default();
    if makes_a_code(suggestion) {
        line = line.icon(Icon::Plus, *theme.colours.muted);
    }
    // Of two new codes the shapes say which is which, so that both names have room.
    let both_are_new = suggestion.actor.as_ref().is_some_and(is_new) && suggestion.issue.as_ref().is_some_and(is_new);
    for (kind, choice) in [(CodeKind::Actor, &suggestion.actor), (CodeKind::Issue, &suggestion.issue)] {
        line = with_choice(line, ui, &project.codebook, kind, choice.as_ref(), both_are_new);
    }
    let left = pos2(rect.left() + 8.0, rect.center().y);
    let room = stance.response.rect.left() - 8.0 - left.x;
    line.paint(ui, left, room);
    let is_clicked = response.clicked();
    if response.hovered() && !line.fits(ui, room) {
        response.on_hover_text(name());
    }
    is_clicked
}

/// Why the row above stands first.
pub(super) fn reason_ui(ui: &mut Ui, reason: &Reason) {
    let theme = Theme::of(ui);
    let words = format!("because {reason}");
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    let (font, ink) = (FontId::proportional(theme.sizes.small), *theme.colours.muted);
    NameLine::default().words(words, font, ink).paint(
        ui,
        pos2(rect.left() + 8.0, rect.center().y - 2.0),
        rect.width() - 16.0,
    );
}

fn with_choice<'a>(
    line: NameLine<'a>,
    ui: &Ui,
    book: &Codebook,
    kind: CodeKind,
    choice: Option<&CodeChoice>,
    is_short: bool,
) -> NameLine<'a> {
    let theme = Theme::of(ui);
    let plain = FontId::proportional(theme.sizes.body);
    let (new, line) = match choice {
        None => return line,
        Some(CodeChoice::Known(id)) => {
            let font = if kind == CodeKind::Actor { strong(theme.sizes.body) } else { plain };
            return line.path(ui, book, kind, id, font).space(12.0);
        }
        Some(CodeChoice::New(name)) => (name, line),
        Some(CodeChoice::NewBelow(parent, name)) => {
            let above = format!("{} /", path(book, kind, parent).join(" / "));
            (name, line.words(above, plain.clone(), *theme.colours.muted).space(4.0))
        }
    };
    let line = if is_short {
        line.code(kind, *theme.colours.muted)
    } else {
        line.words(format!("New {}", kind.noun()), plain.clone(), *theme.colours.muted).space(6.0)
    };
    line.words(format!("“{new}”"), plain, *theme.colours.ink).space(12.0)
}

/// A key as it is printed, in a frame, or a word in its place.
fn key_ui(ui: &mut Ui, key: &str) {
    if key.is_empty() {
        return;
    }
    let theme = Theme::of(ui);
    let font = FontId::proportional(theme.sizes.small - 1.0);
    let words = ui.painter().layout_no_wrap(key.to_owned(), font, *theme.colours.muted);
    let (rect, response) = ui.allocate_exact_size(words.size() + vec2(10.0, 5.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, key));
    if key != "new" {
        let line = Stroke::new(1.0, *theme.colours.hairline);
        ui.painter().rect_stroke(rect, 4.0, line, egui::StrokeKind::Inside);
    }
    ui.painter().galley(rect.center() - words.size() * 0.5, words, *theme.colours.muted);
}

/// How to go on: by typing names, or by a slash for a child of what was found.
pub fn hint_ui(ui: &mut Ui, line: &str, first: Option<&Suggestion>) {
    let hint = match first {
        None => "Type part of an actor’s and an issue’s name, then +, − or ~".to_owned(),
        Some(Suggestion { issue: Some(CodeChoice::Known(_)), .. })
            if !line.trim().is_empty() && !line.contains('/') =>
        {
            let words = line.split_whitespace().filter(|word| !matches!(*word, "+" | "-" | "−" | "–" | "~"));
            format!("New child: type {} / its name", words.collect::<Vec<_>>().join(" "))
        }
        Some(_) => return,
    };
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &hint));
    let (font, ink) = (FontId::proportional(theme.sizes.body), *theme.colours.muted);
    let line = NameLine::default();
    let line = if first.is_some() { line.icon(Icon::ChildOf, ink) } else { line };
    line.words(&*hint, font, ink).paint(ui, pos2(rect.left() + 8.0, rect.center().y), rect.width() - 16.0);
}

/// What the signs and keys mean.
pub fn foot_ui(ui: &mut Ui, book: &Codebook) {
    let theme = Theme::of(ui);
    ui.add_space(4.0);
    ui.separator();
    ui.add_space(4.0);
    let small = |text: String| RichText::new(text).size(theme.sizes.small).color(*theme.colours.muted);
    ui.horizontal(|ui| {
        ui.add_space(8.0);
        ui.spacing_mut().item_spacing.x = 12.0;
        for sign in ["+", "−", "~"] {
            if let Some(stance) = stance_of_sign(book, sign).and_then(|id| book.stance(&id)) {
                let name: String = stance.name.chars().take(16).collect();
                ui.label(small(format!("{sign} {name}")));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(8.0);
            ui.label(small("Esc closes".to_owned()));
            ui.label(small("Tab fills in".to_owned()));
        });
    });
}
