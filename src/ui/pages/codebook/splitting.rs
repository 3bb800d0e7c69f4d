//! Goes through the highlights of a code and sends each to a part of it, by one key.

use std::collections::HashMap;

use egui::{Key, RichText, Ui, WidgetInfo, accesskit::Role};

use standpoint_core::{
    edit::{SplitPart, split_code},
    model::{ArticleId, CodeId, CodeKind, Codebook, HighlightId},
    text::fold::{is_blank, is_same_name},
    wording::counted,
};

use super::CodebookPage;
use crate::ui::{
    action::Action,
    pages::PageContext,
    parts::{
        dialog::{DialogButtons, DialogReply, is_left, modal},
        quote_card::quote_card_ui,
    },
    widgets::{field, one_line, scroll_up_to, small_button},
};

/// A code whose highlights are gone through.
pub(super) struct Splitting {
    kind: CodeKind,
    code: CodeId,
    /// The parts there are, and those that are to be made.
    parts: Vec<(Option<CodeId>, String)>,
    /// The name of another part.
    typed: String,
    places: Vec<(ArticleId, HighlightId)>,
    /// The place that is shown.
    at: usize,
    /// The part to which each highlight goes; the others stay.
    sent: HashMap<HighlightId, usize>,
}

/// The keys of the parts, and the one for what stays.
const PART_KEYS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
const STAYS: Key = Key::Num0;

/// How many characters of a name are shown.
const MOST_CHARS: usize = 60;

impl Splitting {
    /// Begins with the children of the code as its parts; `None` if there is nothing to go through.
    pub fn of(book: &Codebook, kind: CodeKind, code: CodeId, places: &[(ArticleId, HighlightId)]) -> Option<Self> {
        let parts = book.children(kind, &code).map(|child| (Some(child.id.clone()), child.name.clone())).collect();
        let places = places.to_vec();
        let typed = String::new();
        (!places.is_empty()).then(|| Self { kind, code, parts, typed, places, at: 0, sent: HashMap::new() })
    }

    /// Whether this goes through the same highlights of the same code.
    pub fn is_like(&self, other: &Self) -> bool {
        (self.kind, &self.code, &self.places) == (other.kind, &other.code, &other.places)
    }

    /// Sends the highlight on screen to a part, or lets it stay, and goes on.
    fn send(&mut self, part: Option<usize>) {
        let Some((_, highlight)) = self.places.get(self.at) else { return };
        match part {
            Some(part) => _ = self.sent.insert(*highlight, part),
            None => _ = self.sent.remove(highlight),
        }
        self.at += 1;
    }

    fn add_part(&mut self) {
        let name = self.typed.trim().to_owned();
        if !is_blank(&name) && !self.parts.iter().any(|(_, other)| is_same_name(other, &name)) {
            self.parts.push((None, name));
        }
        self.typed.clear();
    }

    /// What is decided so far.
    fn split(&self, context: &PageContext<'_>) -> Vec<SplitPart> {
        let part = |(code, name): &(Option<CodeId>, String)| SplitPart {
            code: code.clone(),
            name: name.clone(),
            highlights: Vec::new(),
        };
        let mut parts: Vec<SplitPart> = self.parts.iter().map(part).collect();
        for (article, highlight) in &self.places {
            let has_code = || {
                let found = context.project().article(*article)?.highlight(*highlight)?;
                Some(found.tag(self.kind) == Some(&self.code))
            };
            if let Some(part) = self.sent.get(highlight)
                && has_code() == Some(true)
            {
                parts[*part].push(*article, *highlight);
            }
        }
        parts
    }
}

/// The dialog, if a code is being split.
pub(super) fn ui(ui: &Ui, view: &mut CodebookPage, context: &mut PageContext<'_>) {
    let Some(mut splitting) = view.splitting.take() else { return };
    let book = &context.project().codebook;
    let Some(code) = book.code(splitting.kind, &splitting.code) else { return };
    let name: String = one_line(&code.name).chars().take(MOST_CHARS).collect();
    let mut reply = None;
    let shown = modal(ui, "split code").show(ui.ctx(), |ui| {
        ui.set_width(520.0);
        ui.heading(format!("Split “{name}”"));
        ui.add_space(6.0);
        place_ui(ui, &mut splitting, context);
        ui.separator();
        parts_ui(ui, &mut splitting, &name);
        take_keys(ui, &mut splitting);
        ui.add_space(12.0);
        let n = splitting.sent.len();
        let main = if n == 0 { "Split".to_owned() } else { format!("Move {}", counted(n, "highlight")) };
        let obstacle = (n == 0).then_some("Send at least one highlight to a part");
        reply = DialogButtons { main: &main, obstacle, destroys: false }.ui(ui);
    });
    match reply {
        None if !is_left(&shown) => view.splitting = Some(splitting),
        // Escape is pressed by accident; what was sorted is there again when the dialog is opened for the same code.
        None => view.left_splitting = Some(splitting),
        Some(DialogReply::Done(())) => {
            let edit = split_code(book, splitting.kind, &splitting.code, splitting.split(context));
            context.ask(Action::edit(format!("Split “{name}”"), edit));
        }
        Some(DialogReply::Cancelled) => {}
    }
}

/// The highlight on screen in its sentence, and the way to the others.
fn place_ui(ui: &mut Ui, splitting: &mut Splitting, context: &mut PageContext<'_>) {
    let n = splitting.places.len();
    ui.horizontal(|ui| {
        let where_now = if splitting.at < n {
            format!("Highlight {} of {n}", splitting.at + 1)
        } else {
            format!("All {} were looked at", counted(n, "highlight"))
        };
        ui.label(where_now);
        if ui.add_enabled(splitting.at > 0, egui::Button::new("Previous")).clicked() {
            splitting.at -= 1;
        }
        if ui.add_enabled(splitting.at < n, egui::Button::new("Next")).clicked() {
            splitting.at += 1;
        }
    });
    let Some((article, highlight)) = splitting.places.get(splitting.at) else { return };
    let found = context.project().article(*article);
    let Some((article, highlight)) = found.and_then(|article| Some((article, article.highlight(*highlight)?))) else {
        return;
    };
    scroll_up_to(200.0).id_salt("passage").show(ui, |ui| {
        if quote_card_ui(ui, article, highlight, context) {
            context.ask(Action::ShowHighlight(article.id, highlight.id));
        }
    });
}

/// A button for each part, with its key and how many highlights go to it, and the field for another one.
fn parts_ui(ui: &mut Ui, splitting: &mut Splitting, name: &str) {
    let current = splitting.places.get(splitting.at).map(|(_, highlight)| *highlight);
    let sent_to = current.and_then(|highlight| splitting.sent.get(&highlight).copied());
    let is_over = current.is_none();
    let mut chosen = None;
    scroll_up_to(180.0).id_salt("parts").show(ui, |ui| {
        for (at, (_, part)) in splitting.parts.iter().enumerate() {
            let n = splitting.sent.values().filter(|sent| **sent == at).count();
            let shown: String = one_line(part).chars().take(MOST_CHARS).collect();
            let key = if at < PART_KEYS.len() { format!("{}  ", at + 1) } else { String::new() };
            let button = egui::Button::new(format!("{key}{shown}  {n}")).selected(sent_to == Some(at));
            let response = ui.add_enabled(!is_over, button);
            response.widget_info(|| {
                WidgetInfo::selected(Role::Button, !is_over, sent_to == Some(at), format!("Send to {shown}: {n}"))
            });
            if response.clicked() {
                chosen = Some(Some(at));
            }
        }
        let response = ui.add_enabled(!is_over, egui::Button::new(format!("0  Stays in “{name}”")));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, !is_over, format!("Stays in {name}")));
        if response.clicked() {
            chosen = Some(None);
        }
    });
    if let Some(part) = chosen {
        splitting.send(part);
    }
    ui.label(RichText::new("Add a part").small());
    ui.horizontal(|ui| {
        let add = small_button(ui, "Add");
        let response = field(ui, &mut splitting.typed, "Name");
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Name of a new part"));
        // Otherwise Enter would press the main button as well.
        let is_entered = response.lost_focus()
            && !is_blank(&splitting.typed)
            && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Enter));
        if add.clicked() || is_entered {
            splitting.add_part();
        }
    });
}

/// A digit sends the highlight to a part, and arrows go back and on.
fn take_keys(ui: &Ui, splitting: &mut Splitting) {
    if ui.ctx().text_edit_focused() {
        return;
    }
    let is_pressed = |key| ui.input(|input| input.key_pressed(key) && !input.modifiers.any());
    let part = PART_KEYS.into_iter().take(splitting.parts.len()).position(is_pressed);
    if part.is_some() || is_pressed(STAYS) {
        splitting.send(part);
    }
    if is_pressed(Key::ArrowLeft) {
        splitting.at = splitting.at.saturating_sub(1);
    }
    if is_pressed(Key::ArrowRight) {
        splitting.at = (splitting.at + 1).min(splitting.places.len());
    }
}
