//! The line that is typed to pick actor, issue and stance, with the rows of what it may mean.

use egui::{Key, Modifiers, TextEdit, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_analysis::{
    suggest::{CodeChoice, Suggestion, in_vivo_suggestion, suggestions},
    suggested::ProposedActor,
};
use standpoint_core::model::{CodeKind, Tags};

use super::{
    kept::Kept,
    tag_rows::{self, makes_a_code},
};
use crate::ui::{pages::PageContext, theme::Theme, widgets::put_caret_at_end};

/// What is typed, and what it may mean.
#[derive(Default)]
pub struct TagLine {
    line: String,
    /// Which row Enter takes.
    row: usize,
    had_keyboard: bool,
    /// What the line may mean; kept for a revision and a line.
    found: Kept<(u64, String), Vec<Suggestion>>,
    /// The actor that the text itself names, who stands first.
    proposed: Option<ProposedActor>,
    /// Whether the first row is there for the proposed actor.
    is_first_proposed: bool,
}

/// What became of the line in this frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagLineStatus {
    /// Typing goes on.
    Open,
    /// It was left without tags.
    Closed,
    /// A row was taken.
    Chosen(Suggestion),
}

impl TagLine {
    /// Whether nothing is typed.
    pub const fn is_empty(&self) -> bool {
        self.line.is_empty()
    }

    /// Lets the line take the keyboard when it is shown next.
    pub fn take_keyboard(&mut self) {
        self.had_keyboard = false;
    }

    /// Puts an actor first, unless the line names one. Once a row was picked or a letter typed, it is too late for that,
    /// because rows must not move under the hand.
    pub fn propose(&mut self, actor: &ProposedActor) {
        if self.proposed.is_none() && self.line.is_empty() && self.row == 0 {
            self.proposed = Some(actor.clone());
            self.found = Kept::default();
        }
    }

    /// What the line may mean; for selected words, an issue named after them as well.
    fn rows(&mut self, selected: &str, recent: &[Tags], context: &PageContext<'_>) -> &[Suggestion] {
        let revision = context.revision();
        if !self.found.is_made_for(|(made_at, line)| *made_at == revision && *line == self.line) {
            let book = &context.project().codebook;
            let mut rows = suggestions(book, &self.line, recent);
            let proposed = self.proposed.as_ref().filter(|actor| book.code(CodeKind::Actor, &actor.actor).is_some());
            let proposed = proposed.and_then(|proposed| with_actor(proposed, &self.line, &rows, recent));
            self.is_first_proposed = proposed.is_some();
            if let Some(proposed) = proposed {
                rows.retain(|row| *row != proposed);
                rows.insert(0, proposed);
            }
            rows.extend(in_vivo_suggestion(book, &self.line, selected, recent));
            self.found.set((revision, self.line.clone()), rows);
        }
        self.found.peek().map_or(&[], Vec::as_slice)
    }

    /// Shows the line with its rows. `selected` are the words that are tagged, if an issue may be named after them;
    /// `recent` are the tags used lately.
    pub fn ui(&mut self, ui: &mut Ui, selected: &str, recent: &[Tags], context: &PageContext<'_>) -> TagLineStatus {
        let keys = ui.input_mut(|input| TagLineKeys {
            up: input.consume_key(Modifiers::NONE, Key::ArrowUp),
            down: input.consume_key(Modifiers::NONE, Key::ArrowDown),
            enter: input.consume_key(Modifiers::NONE, Key::Enter),
            new: input.consume_key(Modifiers::COMMAND, Key::Enter),
            tab: input.consume_key(Modifiers::NONE, Key::Tab),
            escape: input.consume_key(Modifiers::NONE, Key::Escape),
        });
        let height = Theme::of(ui).sizes.field_height;
        let field = TextEdit::singleline(&mut self.line)
            .hint_text("actor issue  + − ~")
            .lock_focus(true)
            .desired_width(f32::INFINITY)
            .min_size(vec2(0.0, height))
            .margin(vec2(10.0, 6.0));
        ui.spacing_mut().item_spacing.y = 0.0;
        let response = ui.add(field);
        ui.add_space(4.0);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Tag: actor, issue and stance"));
        if !std::mem::replace(&mut self.had_keyboard, true) {
            response.request_focus();
        }
        if response.changed() {
            self.row = 0;
        }
        let rows = self.rows(selected, recent, context).to_vec();
        self.row = match (keys.up, keys.down) {
            (true, _) => self.row.checked_sub(1).unwrap_or_else(|| rows.len().saturating_sub(1)),
            (_, true) if self.row + 1 < rows.len() => self.row + 1,
            (_, true) => 0,
            _ => self.row.min(rows.len().saturating_sub(1)),
        };
        if let Some(suggestion) = rows.get(self.row).filter(|_| keys.tab) {
            self.line = tag_rows::typed(&context.project().codebook, suggestion);
            put_caret_at_end(&response, &self.line);
            self.row = 0;
        }
        // Enter alone, before anything is typed, must not make codes unawares.
        let can_enter = !self.line.is_empty() || !rows.iter().all(makes_a_code);
        let mut chosen = (keys.enter && can_enter).then_some(self.row);
        let first_new = rows.iter().position(makes_a_code);
        if keys.new {
            chosen = first_new;
        }
        for (index, suggestion) in rows.iter().enumerate() {
            let key = match () {
                () if can_enter && index == self.row => "Enter",
                () if first_new == Some(index) => "Ctrl+Enter",
                () if makes_a_code(suggestion) => "new",
                () => "",
            };
            if tag_rows::row_ui(ui, context.project(), suggestion, key) {
                chosen = Some(index);
            }
            if let Some(proposed) = self.proposed.as_ref().filter(|_| index == 0 && self.is_first_proposed) {
                tag_rows::reason_ui(ui, &proposed.reason);
            }
        }
        tag_rows::hint_ui(ui, &self.line, rows.first());
        tag_rows::foot_ui(ui, &context.project().codebook);
        if let Some(suggestion) = chosen.and_then(|index| rows.get(index)) {
            return TagLineStatus::Chosen(suggestion.clone());
        }
        if keys.escape { TagLineStatus::Closed } else { TagLineStatus::Open }
    }
}

/// The row that gives the proposed actor to what the line means, or alone if nothing is typed. `None` if the line names
/// an actor, or nothing that is in the codebook.
fn with_actor(proposed: &ProposedActor, line: &str, rows: &[Suggestion], recent: &[Tags]) -> Option<Suggestion> {
    let actor = Some(CodeChoice::Known(proposed.actor.clone()));
    if line.trim().is_empty() {
        // What was tagged last is meant again if it has the actor.
        let again = recent.first().filter(|tags| tags.actor.as_ref() == Some(&proposed.actor));
        let again = again.map(Suggestion::from_tags).filter(|again| rows.contains(again));
        return Some(again.unwrap_or_else(|| Suggestion { actor, ..Suggestion::default() }));
    }
    let first = rows.first().filter(|row| row.actor.is_none() && !makes_a_code(row))?;
    Some(Suggestion { actor, ..first.clone() })
}

#[expect(clippy::struct_excessive_bools, reason = "six keys, each pressed or not")]
struct TagLineKeys {
    up: bool,
    down: bool,
    enter: bool,
    new: bool,
    tab: bool,
    escape: bool,
}
