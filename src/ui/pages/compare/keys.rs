//! Moving by key: from cell to cell, into the quotes, and to the article.

use egui::{Key, Modifiers, Ui};

use super::{
    CellSelection, Compare, SideTab,
    table::{self, HeaderRequest, Orientation},
};
use crate::{
    analysis::comparison::{Comparison, Header},
    command::Command,
    model::view::HeaderKey,
    ui::{action::Action, pages::PageContext},
};

/// Takes the arrow keys, Enter and Escape, where no field has them.
pub(super) fn take(ui: &Ui, compare: &mut Compare, context: &mut PageContext<'_>) {
    let somebody_has_focus = ui.memory(|memory| memory.focused().is_some());
    if context.has_dialog || somebody_has_focus || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let steps =
        [(Key::ArrowUp, (-1, 0)), (Key::ArrowDown, (1, 0)), (Key::ArrowLeft, (0, -1)), (Key::ArrowRight, (0, 1))];
    for (key, step) in steps {
        if pressed(key) {
            compare.step_cell(step);
        }
    }
    if compare.choice.is_some() && pressed(Key::Enter) {
        compare.open_quote(context);
    }
    if ui.input(|input| input.events.contains(&egui::Event::Copy)) {
        context.ask(Action::Run(Command::CopyTable));
    }
    if pressed(Key::Escape) {
        compare.choice = None;
        compare.finding = None;
        compare.beside = SideTab::Quotes;
    }
}

impl Compare {
    /// Chooses the cell beside the chosen one; at first, the first of all.
    fn step_cell(&mut self, (down, right): (isize, isize)) {
        let Some((comparison, seen)) = self.pane.answer() else { return };
        let choice = self.choice.clone().unwrap_or_default();
        let row = stepped(comparison.rows(), &seen.shown.rows, choice.row.as_ref(), down);
        let column = stepped(comparison.columns(), &seen.shown.columns, choice.column.as_ref(), right);
        let layer = choice.layer.or_else(|| comparison.layers().first().map(|header| header.key.clone()));
        self.choice = Some(if self.choice.is_some() {
            CellSelection { layer, row, column }
        } else {
            let first = |headers: &[Header], places: &[usize]| places.first().map(|place| headers[*place].key.clone());
            CellSelection {
                layer,
                row: first(comparison.rows(), &seen.shown.rows),
                column: first(comparison.columns(), &seen.shown.columns),
            }
        });
    }

    /// Carries out a command of the comparison.
    pub fn run(&mut self, command: Command) {
        match command {
            Command::NextMeasure => self.step_measure(1),
            Command::PreviousMeasure => self.step_measure(-1),
            Command::TransposeTable => self.transpose(),
            Command::SideBySide => self.toggle_other(),
            _ => self.run_on_chosen(command),
        }
    }

    /// Does with the chosen row or column what a command asks; of a cell, with its row.
    fn run_on_chosen(&mut self, command: Command) {
        let choice = self.choice.clone().unwrap_or_default();
        let orientation = if choice.row.is_some() { Orientation::Row } else { Orientation::Column };
        // Of a cell, its column sorts the rows.
        let sorting = if choice.column.is_some() { Orientation::Column } else { Orientation::Row };
        let key =
            |orientation| if orientation == Orientation::Row { choice.row.clone() } else { choice.column.clone() };
        let request = match command {
            Command::SortByTotal => {
                return table::carry_out(&mut self.pane, Orientation::Row, &NO_KEY, HeaderRequest::SortByTotal);
            }
            Command::SortByName => {
                return table::carry_out(&mut self.pane, Orientation::Row, &NO_KEY, HeaderRequest::SortByName);
            }
            Command::SortAsListed => {
                return table::carry_out(&mut self.pane, Orientation::Row, &NO_KEY, HeaderRequest::SortAsListed);
            }
            Command::SortByChosen => (sorting, Some(HeaderRequest::SortByThis)),
            Command::PinChosen => (orientation, Some(HeaderRequest::Pin)),
            Command::ToggleMembers => (orientation, Some(HeaderRequest::Toggle)),
            Command::MoveChosenBack => {
                (orientation, self.neighbour(orientation, key(orientation).as_ref(), -1).map(HeaderRequest::MoveTo))
            }
            _ => (orientation, self.neighbour(orientation, key(orientation).as_ref(), 1).map(HeaderRequest::MoveTo)),
        };
        if let (orientation, Some(request)) = request
            && let Some(key) = key(orientation)
        {
            table::carry_out(&mut self.pane, orientation, &key, request);
        }
    }

    /// The row or column before or behind this one that belongs to the same.
    fn neighbour(&self, orientation: Orientation, key: Option<&HeaderKey>, step: isize) -> Option<HeaderKey> {
        let (comparison, seen) = self.pane.answer()?;
        let (headers, places) = match orientation {
            Orientation::Row => (comparison.rows(), &seen.shown.rows),
            Orientation::Column => (comparison.columns(), &seen.shown.columns),
        };
        let depth = headers[Comparison::place_of(headers, key?)?].depth;
        let mut at = places.iter().position(|place| headers[*place].key == *key.unwrap_or(&NO_KEY))?;
        loop {
            at = at.checked_add_signed(step)?;
            let header = &headers[*places.get(at)?];
            // Members are passed over; beyond what it belongs to there is nothing alike.
            match header.depth.cmp(&depth) {
                std::cmp::Ordering::Greater => {}
                std::cmp::Ordering::Equal => return Some(header.key.clone()),
                std::cmp::Ordering::Less => return None,
            }
        }
    }

    /// Makes the next or the previous quote the present one.
    pub fn step_quote(&mut self, step: isize) {
        let n = self.quotes_beside().len();
        if n == 0 {
            return;
        }
        let at = match self.quote {
            Some(at) => at.saturating_add_signed(step),
            None => 0,
        };
        self.quote = Some(at.min(n - 1));
        self.scrolls_to_quote = true;
        self.beside = SideTab::Quotes;
    }

    /// Opens the article of the present quote at its place.
    fn open_quote(&mut self, context: &mut PageContext<'_>) {
        let at = self.quote.unwrap_or(0);
        if let Some(place) = self.quotes_beside().get(at) {
            let (article, highlight) = place.of(context.project());
            context.ask(Action::ShowHighlight(article.id, highlight.id));
            self.quote = Some(at);
        }
    }
}

/// What a command that means no row names.
const NO_KEY: HeaderKey = HeaderKey(Vec::new());

/// The key of the row or column so many places on; none stands for the totals, behind the last.
fn stepped(headers: &[Header], places: &[usize], from: Option<&HeaderKey>, step: isize) -> Option<HeaderKey> {
    let at = from.and_then(|key| places.iter().position(|place| headers[*place].key == *key)).unwrap_or(places.len());
    let to = at.saturating_add_signed(step).min(places.len());
    places.get(to).map(|place| headers[*place].key.clone())
}
