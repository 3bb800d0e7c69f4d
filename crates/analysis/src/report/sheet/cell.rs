//! One cell of a table, and how it reads.

use standpoint_core::model::view::Measure;

use crate::{
    comparison::{
        EmptyReason, HighlightPlace, Sides, Signed, Table,
        intervals::{CellInterval, ENOUGH_ARTICLES, Interval, NoInterval},
    },
    stances::{StanceCount, n_taking},
};

/// One cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetCell {
    /// Number of highlights counted.
    pub highlights: u32,
    /// Number of articles that contain them.
    pub articles: u32,
    /// Number of highlights for each stance that occurs, in the order of the scale, and last the number without one.
    pub by_stance: Vec<StanceCount>,
    /// Number of stances on the scale.
    pub n_stances: usize,
    /// Number of highlights that take a stance.
    pub with_stance: u32,
    /// The mean weight of the stances taken; `None` if there are none.
    pub net_stance: Option<f64>,
    /// How many highlights take a stance in favour and how many one against.
    pub sides: Sides,
    /// The value of the measure; `None` if it has none here.
    pub value: Option<f64>,
    /// The quotes, if the measure shows quotes; otherwise empty.
    pub quotes: Vec<String>,
    /// The reason why it is empty; `None` if it is not.
    pub empty_reason: Option<EmptyReason>,
    /// The number of highlights that the totals predict; `None` for totals, and unless the measure is the residual.
    pub expected: Option<f64>,
    /// True if it shows a residual and fewer than 5 highlights are expected, so that chance cannot be judged by it.
    pub expects_few: bool,
    /// How far chance may move the value, or why that cannot be said; `None` if it was not asked for, and where the
    /// measure has no interval.
    pub interval: Option<CellInterval>,
    /// The analyst’s own summary; empty if there is none, and for totals.
    pub summary: String,
    /// The highlights it counts, in reading order. Empty for totals, and unless they were asked for (see [`Gather`](super::Gather)).
    pub highlight_places: Vec<HighlightPlace>,
}

impl SheetCell {
    /// Reads a cell of a table, without its quotes, highlights and summary. `None` stands for the totals.
    pub fn of(table: Table<'_>, row: Option<usize>, column: Option<usize>) -> Self {
        let cell = table.cell(row, column);
        Self {
            highlights: cell.highlights,
            articles: cell.articles,
            by_stance: cell.by_stance.to_vec(),
            n_stances: table.comparison.stances.len(),
            with_stance: cell.with_stance,
            net_stance: cell.net_stance(),
            sides: table.sides(row, column),
            value: table.value(row, column),
            quotes: Vec::new(),
            empty_reason: (cell.highlights == 0).then(|| table.empty_reason(row, column)),
            expected: match table.comparison.query.measure {
                Measure::Residual => row.zip(column).and_then(|(row, column)| table.expected(row, column)),
                _ => None,
            },
            expects_few: table.expects_few(row, column),
            interval: None,
            summary: String::new(),
            highlight_places: Vec::new(),
        }
    }

    /// Returns the number of highlights that take the stance at this position of the scale, or none at its end.
    pub fn n_taking(&self, stance: usize) -> u32 {
        n_taking(&self.by_stance, stance)
    }

    /// Returns the reason that is shown instead of a value. A silent cell with a residual shows the residual, because
    /// the measure is meant to reveal rarity. Other empty cells have none.
    pub fn shown_reason(&self, measure: Measure) -> Option<EmptyReason> {
        self.empty_reason.filter(|_| measure != Measure::Residual || self.value.is_none())
    }

    /// Returns the text of the cell without the number of highlights, for use where the number is shown beside it:
    /// "43%".
    pub fn value_text(&self, measure: Measure) -> String {
        match (measure, self.value) {
            (Measure::RowPercent | Measure::ColumnPercent | Measure::TotalPercent, Some(share)) => {
                format!("{share:.0}%")
            }
            _ => self.text(measure),
        }
    }

    /// Returns the interval as it is written below or behind the value: "28–61%", or "n < 10" where articles are too few.
    /// Empty if there is nothing to say.
    pub fn interval_text(&self, measure: Measure) -> String {
        match self.interval {
            None => String::new(),
            Some(Err(NoInterval::FewArticles(_))) => format!("n < {ENOUGH_ARTICLES}"),
            Some(Err(NoInterval::NoSpread)) => "no spread".to_owned(),
            Some(Ok(Interval { low, high })) => match measure {
                Measure::NetStance => format!("{} to {}", Signed(low), Signed(high)),
                Measure::PerThousandWords => format!("{low:.2}–{high:.2}"),
                _ => format!("{low:.0}–{high:.0}%"),
            },
        }
    }

    /// Returns the text of the cell: "14", "+0.8 (5)", "43% (6)". Empty if there is nothing to show.
    pub fn text(&self, measure: Measure) -> String {
        let with = |decimals: usize, unit: &str| {
            self.value.map(|value| format!("{value:.decimals$}{unit}")).unwrap_or_default()
        };
        match measure {
            Measure::Highlights | Measure::Articles | Measure::Words => with(0, ""),
            Measure::PerThousandWords => with(2, ""),
            Measure::RowPercent | Measure::ColumnPercent | Measure::TotalPercent if self.value.is_some() => {
                format!("{} ({})", self.value_text(measure), self.highlights)
            }
            Measure::RowPercent | Measure::ColumnPercent | Measure::TotalPercent => String::new(),
            Measure::NetStance => match self.net_stance {
                Some(mean) => format!("{} ({})", Signed(mean), self.with_stance),
                None if self.highlights == 0 => String::new(),
                None => "(0)".to_owned(),
            },
            Measure::LogOdds => match self.value {
                Some(value) => format!("{} ({}:{})", Signed(value), self.sides.supporting, self.sides.opposing),
                None if self.highlights == 0 => String::new(),
                None => "(0)".to_owned(),
            },
            Measure::Residual => {
                let mark = if self.expects_few { FEW_EXPECTED.0 } else { "" };
                self.value.map(|value| format!("{}{mark}", Signed(value))).unwrap_or_default()
            }
            Measure::Spread if self.highlights == 0 => String::new(),
            Measure::Spread => {
                let n = (0..=self.n_stances).map(|stance| self.n_taking(stance).to_string());
                n.collect::<Vec<_>>().join(" / ")
            }
            Measure::FirstQuote | Measure::Quotes => self.quotes.join("\n\n"),
        }
    }
}

/// The sign behind the residual of a cell that expects few highlights, and its meaning.
pub const FEW_EXPECTED: (&str, &str) = ("†", "expected count below 5: too few to judge chance, so not shaded");

/// Returns the sign for an empty cell and its meaning.
pub const fn sign_of(reason: EmptyReason) -> (&'static str, &'static str) {
    match reason {
        EmptyReason::Silent => ("–", "silent: every article has been read and none says it"),
        EmptyReason::NotYetRead => ("·", "nothing so far: some articles have not been read yet"),
        EmptyReason::LeftOut => ("×", "left out: by the filter, or as a repeat that does not count"),
        EmptyReason::NoArticle => ("", "no such article"),
    }
}
