//! The tables on screen, or a part of them, as the clipboard gets them.

use standpoint_analysis::report::sheet::SheetSelection;
use standpoint_exchange::export::{
    limits::{BoundForm, TooLarge},
    rich, tsv,
};

use super::pane::{Answer, Pane};

/// A table for the clipboard.
pub(super) struct CopiedTable {
    /// For a spreadsheet.
    pub text: String,
    /// For a word processor.
    pub html: String,
    /// Which part it is, in words.
    pub part: &'static str,
}

impl CopiedTable {
    /// The selected part of a table, or all tables. `has_choice` says whether anything was selected, which need not be
    /// a part of a table.
    ///
    /// # Errors
    /// Fails if all tables together are too large for the clipboard.
    pub fn of(
        answer: &Answer,
        selection: Option<&(usize, SheetSelection)>,
        has_choice: bool,
    ) -> Result<Self, TooLarge> {
        if selection.is_none() {
            BoundForm::Clipboard.check(&answer.live.comparison, &answer.seen.shown)?;
        }
        let sheets = Pane::sheets(answer);
        let (text, html) = match selection.and_then(|(layer, selection)| Some((sheets.get(*layer)?, selection))) {
            Some((sheet, selection)) => (tsv::selection(sheet, selection), rich::selection(sheet, selection)),
            None => (tsv::all(&sheets), rich::all(&sheets)),
        };
        Ok(Self { text, html, part: if has_choice { "what is chosen of the table" } else { "the table" } })
    }
}
