//! The cells of a row by the names of their columns, and which columns guard their text from spreadsheets.

use std::collections::HashSet;

use standpoint_core::model::{CodeKind, HighlightId};

use crate::{
    export::csv::{lacks_guard, unguarded},
    import::{
        codes::NamedTag,
        table::{TableRow, TableRows},
    },
};

/// The columns that are read. No other may be missed or repeated.
pub(super) const READ_COLUMNS: [&str; 15] = [
    "id",
    "article_id",
    "article",
    "start",
    "end",
    "quote",
    "actor",
    "issue",
    "stance",
    "note",
    "coder",
    "created",
    "actor_id",
    "issue_id",
    "stance_id",
];

/// The columns in which an apostrophe may be a guard, so that a spreadsheet runs no text as a formula.
const GUARDED_COLUMNS: [&str; 6] = ["article", "actor", "issue", "stance", "note", "coder"];

/// The columns whose text is not guarded, because some of it would be.
pub(super) struct Guards(HashSet<&'static str>);

impl Guards {
    pub(super) fn of(rows: &TableRows<'_>, all: &[TableRow]) -> Self {
        let has_none = |column: &&str| all.iter().any(|row| lacks_guard(rows.cell(row, column)));
        Self(GUARDED_COLUMNS.into_iter().filter(has_none).collect())
    }
}

/// A row together with the names of its columns.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub rows: &'a TableRows<'a>,
    pub row: &'a TableRow,
    pub guards: &'a Guards,
}

impl<'a> Cells<'a> {
    pub(super) fn cell(self, column: &str) -> &'a str {
        self.rows.cell(self.row, column)
    }

    pub(super) fn is_guarded(self, column: &str) -> bool {
        !self.guards.0.contains(column)
    }

    /// The cell without the apostrophe that guards it.
    pub(super) fn text(self, column: &str) -> &'a str {
        let cell = self.cell(column);
        if self.is_guarded(column) { unguarded(cell) } else { cell }
    }

    /// The name and id of the row’s actor, issue or stance.
    pub(super) fn tag(self, noun: &'static str, id_column: &str) -> NamedTag<'a> {
        NamedTag::of(self.cell(noun), self.cell(id_column), self.is_guarded(noun))
    }

    pub(super) fn code(self, kind: CodeKind) -> NamedTag<'a> {
        let id_column = match kind {
            CodeKind::Actor => "actor_id",
            CodeKind::Issue => "issue_id",
        };
        self.tag(kind.noun(), id_column)
    }

    pub(super) fn stance(self) -> NamedTag<'a> {
        self.tag("stance", "stance_id")
    }

    /// The id of the highlight, if the row has a valid one.
    pub(super) fn id(self) -> Option<HighlightId> {
        self.cell("id").trim().parse().ok().map(HighlightId)
    }
}
