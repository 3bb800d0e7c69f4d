//! Draws a query as the requested kind of picture, for the window and the command line alike.

use standpoint_analysis::{
    comparison::{Comparison, VisibleAxes, intervals::Intervals},
    facts::Facts,
    network::{BackboneLevel, Network, NetworkMode, NetworkQuery, NodeSelection},
};
use standpoint_core::model::view::{PictureKind, Query};

use crate::export::limits::{BoundForm, MOST_DRAWN_NODES, TooLarge};

use super::{BarGrouping, PeriodUnit, Picture, PictureSetting, bars, heat_map, network, timeline};

/// The settings of pictures that are not part of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureOptions {
    /// The grouping of bars.
    pub grouping: BarGrouping,
    /// The length of a period on the timeline.
    pub unit: PeriodUnit,
    /// The nodes of a network, and how the strength of a tie is computed.
    pub mode: NetworkMode,
    /// Which codes become nodes of a network.
    pub nodes: NodeSelection,
    /// If true, the codes of a network count as those at the top of their trees.
    pub rolls_up: bool,
    /// If given, a network has only the ties of its backbone.
    pub backbone: Option<BackboneLevel>,
    /// Ties that rest on fewer highlights, or shared codes, are not drawn; 1 for every tie.
    pub fewest: u32,
}

impl Default for PictureOptions {
    fn default() -> Self {
        Self {
            grouping: BarGrouping::default(),
            unit: PeriodUnit::default(),
            mode: NetworkMode::ACTORS_AND_ISSUES,
            nodes: NodeSelection::default(),
            rolls_up: false,
            backbone: None,
            fewest: 1,
        }
    }
}

impl PictureOptions {
    /// Returns the network query over the highlights that this query counts.
    pub fn network(&self, query: &Query) -> NetworkQuery {
        NetworkQuery {
            nodes: self.nodes,
            rolls_up: self.rolls_up,
            backbone: self.backbone,
            counting: query.counting,
            filter: query.filter.clone(),
            ..NetworkQuery::of(self.mode)
        }
    }
}

/// Answers a query and draws it, as [`draw`] does.
///
/// # Errors
/// Fails if the picture would be too large.
pub fn draw_query(
    setting: &PictureSetting<'_>,
    query: Query,
    wanted: PictureKind,
    choices: &PictureOptions,
) -> Result<Picture, TooLarge> {
    let mut facts = Facts::of(setting.project);
    let comparison = Comparison::over(&mut facts, setting.project, query);
    let shown = comparison.shown();
    draw_within(setting, &mut facts, (&comparison, &shown), wanted, choices)
}

/// Draws a comparison. The tables of its layers are drawn below each other, and a plain table is drawn as bars. Where a
/// picture would be too large, it says so instead.
pub fn draw(
    setting: &PictureSetting<'_>,
    facts: &mut Facts,
    of: (&Comparison, &VisibleAxes),
    wanted: PictureKind,
    choices: &PictureOptions,
) -> Picture {
    draw_within(setting, facts, of, wanted, choices).unwrap_or_else(|too_large| setting.refused(&too_large))
}

fn draw_within(
    setting: &PictureSetting<'_>,
    facts: &mut Facts,
    (comparison, shown): (&Comparison, &VisibleAxes),
    wanted: PictureKind,
    choices: &PictureOptions,
) -> Result<Picture, TooLarge> {
    let query = &comparison.query;
    Ok(match wanted {
        PictureKind::Network => {
            let tied = Network::within_memory(setting.project, facts, choices.network(query))?;
            if tied.nodes.len() > MOST_DRAWN_NODES {
                return Err(TooLarge::Nodes(tied.nodes.len()));
            }
            network(setting, &tied, choices.fewest)
        }
        PictureKind::Timeline => {
            let rows: Vec<_> = shown.rows.iter().map(|row| comparison.rows()[*row].key.clone()).collect();
            timeline(setting, facts, query, &rows, choices.unit)
        }
        PictureKind::HeatMap => {
            BoundForm::HeatMap.check(comparison, shown)?;
            stacked(setting, comparison.tables().map(|table| heat_map(setting, table, shown)))
        }
        PictureKind::Bars | PictureKind::Table => {
            let of_rows = VisibleAxes { columns: vec![0], ..shown.clone() };
            let grouping = choices.grouping.for_measure(query.measure);
            let lines = if grouping == BarGrouping::Rows { &of_rows } else { shown };
            BoundForm::Bars.check(comparison, lines)?;
            let intervals = Intervals::shown_in(comparison, facts, shown);
            stacked(
                setting,
                comparison.tables().map(|table| bars(setting, (table, &intervals), shown, choices.grouping)),
            )
        }
    })
}

fn stacked(setting: &PictureSetting<'_>, pictures: impl Iterator<Item = Picture>) -> Picture {
    Picture::stacked(pictures.collect()).unwrap_or_else(|| setting.blank())
}
