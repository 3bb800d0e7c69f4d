//! The keyboard: from cell to cell, through the quotes, and to the article.

use egui::{Key, Modifiers, Ui};

use standpoint_analysis::comparison::{Comparison, Header};
use standpoint_core::model::view::{HeaderKey, PictureKind};
use standpoint_exchange::export::{Export, PictureFormat, form::TableFormat};

use super::{
    CellSelection, ComparePage,
    table::{self, HeaderRequest, Orientation, TableChoice},
};
use crate::{
    command::{Command, CompareCommand},
    ui::{
        action::{Action, ComparisonOnScreen, DeskRequest},
        pages::PageContext,
    },
};

/// Takes the arrow keys, Enter and Escape, where no field has them.
pub(super) fn take(ui: &Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    let focused = ui.memory(egui::Memory::focused);
    let is_in_table = focused.is_some() && focused == compare.choice.focused;
    let has_control = focused.is_some() && !is_in_table;
    if context.has_dialog || has_control || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let steps =
        [(Key::ArrowUp, (-1, 0)), (Key::ArrowDown, (1, 0)), (Key::ArrowLeft, (0, -1)), (Key::ArrowRight, (0, 1))];
    // A picture has arrow keys of its own.
    let has_picture = compare.other.is_none() && compare.picture != PictureKind::Table;
    for (key, step) in steps.into_iter().filter(|_| !has_picture) {
        if pressed(key) {
            compare.step_cell(step);
            compare.choice.wants_focus = is_in_table;
        }
    }
    if compare.choice.selection.is_some() && pressed(Key::Enter) {
        compare.open_quote(context);
    }
    if ui.input(|input| input.events.contains(&egui::Event::Copy)) {
        context.run(Command::CopyTable);
    }
    if pressed(Key::Escape) {
        compare.choice = TableChoice::default();
        compare.evidence = None;
        compare.drawing.clear();
        compare.is_quotes_open = false;
    }
}

impl ComparePage {
    /// Selects the neighbouring cell, or the first one if none is selected.
    fn step_cell(&mut self, (down, right): (isize, isize)) {
        let Some(answer) = self.pane.answer() else { return };
        let (comparison, seen) = (&answer.live.comparison, &answer.seen);
        let choice = self.choice.selection.clone().unwrap_or_default();
        let row = stepped(comparison.rows(), &seen.shown.rows, choice.row.as_ref(), down);
        let column = stepped(comparison.columns(), &seen.shown.columns, choice.column.as_ref(), right);
        let layer = choice.layer.or_else(|| comparison.layers().first().map(|header| header.key.clone()));
        let selection = if self.choice.selection.is_some() {
            CellSelection { layer, row, column }
        } else {
            let first = |headers: &[Header], places: &[usize]| places.first().map(|place| headers[*place].key.clone());
            CellSelection {
                layer,
                row: first(comparison.rows(), &seen.shown.rows),
                column: first(comparison.columns(), &seen.shown.columns),
            }
        };
        self.choice.selection = Some(selection);
        self.choice.comes_into_view = true;
        self.open_quotes();
    }

    /// Carries out a command of the comparison.
    pub fn run(&mut self, command: CompareCommand, context: &mut PageContext<'_>) {
        match command {
            CompareCommand::NextMeasure => self.step_measure(1),
            CompareCommand::PreviousMeasure => self.step_measure(-1),
            CompareCommand::TransposeTable => self.transpose(),
            CompareCommand::SideBySide => self.toggle_other(),
            CompareCommand::SortByChosen => self.ask_of(Orientation::Column, HeaderRequest::SortByThis),
            CompareCommand::SortByTotal => self.ask_of_rows(HeaderRequest::SortByTotal),
            CompareCommand::SortByName => self.ask_of_rows(HeaderRequest::SortByName),
            CompareCommand::SortAsListed => self.ask_of_rows(HeaderRequest::SortAsListed),
            CompareCommand::PinChosen => self.ask_of(Orientation::Row, HeaderRequest::Pin),
            CompareCommand::ToggleMembers => self.ask_of(Orientation::Row, HeaderRequest::Toggle),
            CompareCommand::MoveChosenBack => self.move_chosen(-1),
            CompareCommand::MoveChosenOn => self.move_chosen(1),
            CompareCommand::ExportComparison => return self.export(Export::Comparison(TableFormat::Csv), context),
            CompareCommand::ExportTidy => return self.export(Export::Comparison(TableFormat::Tidy), context),
            CompareCommand::SavePicture => return self.export(Export::Picture(PictureFormat::Svg), context),
            CompareCommand::ExportNetwork => return self.export(Export::Network, context),
            // The page, once it is shown, hands the table out.
            CompareCommand::CopyTable => self.copies.0 += 1,
        }
        // The page is shown, so that the change is visible.
        context.run(Command::ShowCompare);
    }

    fn export(&self, what: Export, context: &mut PageContext<'_>) {
        let source =
            ComparisonOnScreen { comparison: self.as_saved(String::new()), options: self.drawing.choices, lines: None };
        context.ask(Action::Desk(DeskRequest::Export(what, Box::new(source))));
    }

    /// The selected row or column; where both are selected, the one that is preferred.
    fn chosen_header(&self, preferred: Orientation) -> Option<(Orientation, HeaderKey)> {
        let CellSelection { row, column, .. } = self.choice.selection.clone()?;
        let row = row.map(|key| (Orientation::Row, key));
        let column = column.map(|key| (Orientation::Column, key));
        match preferred {
            Orientation::Row => row.or(column),
            Orientation::Column => column.or(row),
        }
    }

    /// Does something with the selected row or column; where both are selected, with the one that is preferred.
    fn ask_of(&mut self, preferred: Orientation, request: HeaderRequest) {
        if let Some((orientation, key)) = self.chosen_header(preferred) {
            table::carry_out(&mut self.pane, orientation, &key, request);
        }
    }

    /// Does something with all rows.
    fn ask_of_rows(&mut self, request: HeaderRequest) {
        table::carry_out(&mut self.pane, Orientation::Row, &NO_KEY, request);
    }

    /// Moves the selected row or column past its neighbour.
    fn move_chosen(&mut self, step: isize) {
        let Some((orientation, key)) = self.chosen_header(Orientation::Row) else { return };
        if let Some(neighbour) = self.neighbour(orientation, &key, step) {
            table::carry_out(&mut self.pane, orientation, &key, HeaderRequest::MoveTo(neighbour));
        }
    }

    /// The previous or next row or column with the same parent.
    fn neighbour(&self, orientation: Orientation, key: &HeaderKey, step: isize) -> Option<HeaderKey> {
        let answer = self.pane.answer()?;
        let (comparison, seen) = (&answer.live.comparison, &answer.seen);
        let (headers, places) = match orientation {
            Orientation::Row => (comparison.rows(), &seen.shown.rows),
            Orientation::Column => (comparison.columns(), &seen.shown.columns),
        };
        let depth = headers[Comparison::place_of(headers, key)?].depth;
        let mut at = places.iter().position(|place| headers[*place].key == *key)?;
        loop {
            at = at.checked_add_signed(step)?;
            let header = &headers[*places.get(at)?];
            // Children are skipped; beyond the parent there is no sibling.
            match header.depth.cmp(&depth) {
                std::cmp::Ordering::Greater => {}
                std::cmp::Ordering::Equal => return Some(header.key.clone()),
                std::cmp::Ordering::Less => return None,
            }
        }
    }

    /// Moves to the next or the previous quote.
    pub fn step_quote(&mut self, step: isize) {
        let n = self.quotes_beside().map_or(0, |(_, places)| places.len());
        if n == 0 {
            return;
        }
        let at = match self.quote {
            Some(at) => at.saturating_add_signed(step),
            None => 0,
        };
        self.quote = Some(at.min(n - 1));
        self.scrolls_to_quote = true;
        self.open_quotes();
    }

    /// Opens the article of the current quote at its place.
    fn open_quote(&mut self, context: &mut PageContext<'_>) {
        let at = self.quote.unwrap_or(0);
        if let Some((answer, places)) = self.quotes_beside()
            && let Some(place) = places.get(at)
        {
            let (article, highlight) = place.of(&answer.project);
            context.ask(Action::ShowHighlight(article.id, highlight.id));
            self.quote = Some(at);
        }
    }
}

/// The key for requests that concern all rows.
const NO_KEY: HeaderKey = HeaderKey(Vec::new());

/// The key of the row or column `step` places away; `None` stands for the totals, which come last.
fn stepped(headers: &[Header], places: &[usize], from: Option<&HeaderKey>, step: isize) -> Option<HeaderKey> {
    let at = from.and_then(|key| places.iter().position(|place| headers[*place].key == *key)).unwrap_or(places.len());
    let to = at.saturating_add_signed(step).min(places.len());
    places.get(to).map(|place| headers[*place].key.clone())
}
