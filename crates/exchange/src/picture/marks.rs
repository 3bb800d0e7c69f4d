//! What the parts of a picture stand for, where the pointer finds them, and how the keyboard goes from one to the next.

use standpoint_analysis::{
    comparison::{Comparison, Header, HighlightPlace, Signed, Table},
    facts::Facts,
    network::NetworkPart,
    report::sheet::{SheetCell, sign_of},
};
use standpoint_core::{
    model::{
        Colour, Project,
        view::{HeaderKey, Measure, Query},
    },
    wording,
};

use super::{Area, PeriodUnit, PictureOptions, Point, distance, distance_to_line, timeline};

/// A bar, cell, point, node or tie of a picture, with what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureMark {
    /// What it stands for.
    pub key: MarkKey,
    /// What it says: "Territory, Russia: +1.0 from 12".
    pub name: String,
    /// Where the pointer finds it.
    pub region: MarkRegion,
    /// The places of the shapes that show it among those of the picture.
    pub shapes: Vec<usize>,
    /// How strong it is, if it is a tie.
    pub strength: Option<TieStrength>,
}

/// What a mark stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKey {
    /// A cell of a table; `None` on a side stands for its total.
    Cell {
        /// Which of several tables.
        layer: Option<HeaderKey>,
        /// The row.
        row: Option<HeaderKey>,
        /// The column.
        column: Option<HeaderKey>,
    },
    /// A period of the timeline.
    Period {
        /// The row of the timeline; `None` for all highlights.
        row: Option<HeaderKey>,
        /// How long the period is.
        unit: PeriodUnit,
        /// The period.
        period: HeaderKey,
    },
    /// A node or a tie of the network.
    Network(NetworkPart),
}

/// The part of a picture that belongs to a mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MarkRegion {
    /// A rectangle.
    Area(Area),
    /// A disc.
    Disc {
        /// Its centre.
        centre: Point,
        /// Its radius in points.
        radius: f32,
    },
    /// A straight line.
    Line {
        /// One end.
        from: Point,
        /// The other end.
        to: Point,
        /// Its thickness in points.
        width: f32,
    },
}

/// The strength of a tie.
#[derive(Clone, Debug, PartialEq)]
pub struct TieStrength {
    /// The weight as people read it: "+12".
    pub text: String,
    /// Its share of the strongest tie, from 0 to 1.
    pub share: f32,
    /// The colour of the tie.
    pub colour: Colour,
}

/// How many ties of a network are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TieCounts {
    /// Ties that are drawn.
    pub drawn: usize,
    /// All ties.
    pub all: usize,
    /// The largest number of highlights that a tie rests on; between two actors or two issues, of codes they share.
    pub most: u32,
}

/// A direction in which the keyboard goes through the marks of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// To the left, or back along the ties of a node.
    Left,
    /// To the right, or on along the ties of a node.
    Right,
    /// Upwards, or to the node before.
    Up,
    /// Downwards, or to the next node.
    Down,
}

impl MarkRegion {
    /// Returns the smallest area that contains it.
    pub fn bounds(&self) -> Area {
        match *self {
            Self::Area(area) => area,
            Self::Disc { centre, radius } => {
                Area { x: centre.x - radius, y: centre.y - radius, width: 2.0 * radius, height: 2.0 * radius }
            }
            Self::Line { from, to, .. } => Area {
                x: from.x.min(to.x),
                y: from.y.min(to.y),
                width: (from.x - to.x).abs(),
                height: (from.y - to.y).abs(),
            },
        }
    }

    /// Returns its middle.
    pub fn centre(&self) -> Point {
        let Area { x, y, width, height } = self.bounds();
        Point { x: x + 0.5 * width, y: y + 0.5 * height }
    }

    /// Returns how far a point is from it, in points; 0 inside.
    fn distance(&self, point: Point) -> f32 {
        match *self {
            Self::Area(area) => {
                let beyond = |at: f32, low: f32, high: f32| (low - at).max(at - high).max(0.0);
                beyond(point.x, area.x, area.right()).hypot(beyond(point.y, area.y, area.bottom()))
            }
            Self::Disc { centre, radius } => (distance(centre, point) - radius).max(0.0),
            Self::Line { from, to, width } => (distance_to_line(from, to, point) - 0.5 * width).max(0.0),
        }
    }

    pub(super) fn lower(&mut self, by: f32) {
        match self {
            Self::Area(area) => area.y += by,
            Self::Disc { centre, .. } => centre.y += by,
            Self::Line { from, to, .. } => {
                from.y += by;
                to.y += by;
            }
        }
    }
}

/// Returns the place of the mark that a pointer at `point` means: the topmost one that contains it, or else the nearest
/// within `reach` points. A tie is thin, so among ties the nearest is meant.
pub fn mark_at(marks: &[PictureMark], point: Point, reach: f32) -> Option<usize> {
    let mut nearest: Option<(usize, f32)> = None;
    for (at, mark) in marks.iter().enumerate().rev() {
        let away = mark.region.distance(point);
        let is_line = matches!(mark.region, MarkRegion::Line { .. });
        if away <= 0.0 && !is_line {
            return Some(at);
        }
        if away <= reach && nearest.is_none_or(|(_, least)| away < least) {
            nearest = Some((at, away));
        }
    }
    nearest.map(|(at, _)| at)
}

/// Returns the place of the next mark in a direction; without a current one, the first. In a network, up and down go
/// from node to node, and left and right along the ties of the node in `from`, where the keyboard was last.
pub fn next_mark(
    marks: &[PictureMark],
    current: Option<usize>,
    from: Option<&NetworkPart>,
    heading: Heading,
) -> Option<usize> {
    let Some(current) = current.filter(|at| *at < marks.len()) else {
        let is_tie = |mark: &PictureMark| matches!(mark.key, MarkKey::Network(NetworkPart::Tie(_)));
        return marks.iter().position(|mark| !is_tie(mark));
    };
    match &marks[current].key {
        MarkKey::Network(part) => next_in_network(marks, (current, part), from, heading),
        MarkKey::Cell { .. } | MarkKey::Period { .. } => next_beside(marks, current, heading),
    }
}

/// The nearest mark in a direction; those straight ahead come first.
fn next_beside(marks: &[PictureMark], current: usize, heading: Heading) -> Option<usize> {
    let here = marks[current].region.centre();
    let cost = |mark: &PictureMark| {
        let there = mark.region.centre();
        let (x, y) = (there.x - here.x, there.y - here.y);
        let (along, across) = match heading {
            Heading::Left => (-x, y),
            Heading::Right => (x, y),
            Heading::Up => (-y, x),
            Heading::Down => (y, x),
        };
        (along > 0.5).then_some(along + 4.0 * across.abs())
    };
    let costs = marks.iter().enumerate().filter_map(|(at, mark)| Some((at, cost(mark)?)));
    costs.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at)
}

fn next_in_network(
    marks: &[PictureMark],
    (current, part): (usize, &NetworkPart),
    from: Option<&NetworkPart>,
    heading: Heading,
) -> Option<usize> {
    let is_node = |part: &NetworkPart| matches!(part, NetworkPart::Node(..));
    let first_end = match part {
        NetworkPart::Node(..) => None,
        NetworkPart::Tie([(kind, code), _]) => Some(NetworkPart::Node(*kind, code.clone())),
    };
    let from = if is_node(part) { part } else { from.filter(|from| is_node(from)).or(first_end.as_ref())? };
    let NetworkPart::Node(kind, code) = from else { return None };
    let all = marks.iter().enumerate().filter_map(|(at, mark)| match &mark.key {
        MarkKey::Network(part) => Some((at, part)),
        _ => None,
    });
    let is_part = |part: &NetworkPart| match heading {
        Heading::Up | Heading::Down => is_node(part),
        Heading::Left | Heading::Right => part == from || !is_node(part) && part.touches(*kind, code),
    };
    let mut places: Vec<usize> = all.filter(|(_, part)| is_part(part)).map(|(at, _)| at).collect();
    // The node comes before its ties, though it is drawn above them.
    places.sort_by_key(|at| !matches!(&marks[*at].key, MarkKey::Network(part) if part == from));
    if matches!(heading, Heading::Up | Heading::Down) {
        places.sort_unstable();
    }
    let is_here = |at: &usize| match heading {
        Heading::Up | Heading::Down => matches!(&marks[*at].key, MarkKey::Network(part) if part == from),
        Heading::Left | Heading::Right => *at == current,
    };
    let here = places.iter().position(is_here)?;
    let step = if matches!(heading, Heading::Up | Heading::Left) { -1 } else { 1 };
    places.get(here.checked_add_signed(step)?).copied()
}

/// Returns the highlights behind a mark of a picture of this query, in reading order, repeats included.
pub fn highlights_behind(
    project: &Project,
    facts: &mut Facts,
    query: &Query,
    choices: &PictureOptions,
    key: &MarkKey,
) -> Vec<HighlightPlace> {
    let place = |headers, key: &Option<HeaderKey>| match key {
        None => Some(None),
        Some(key) => Comparison::place_of(headers, key).map(Some),
    };
    match key {
        MarkKey::Network(part) => choices.network(query).highlights_behind(project, facts, part),
        MarkKey::Cell { layer, row, column } => {
            let comparison = Comparison::over(facts, project, query.clone());
            let layer = place(comparison.layers(), layer).map(Option::unwrap_or_default);
            let places = layer.zip(place(comparison.rows(), row)).zip(place(comparison.columns(), column));
            places
                .map_or_else(Vec::new, |((layer, row), column)| comparison.table(layer).highlights(facts, row, column))
        }
        MarkKey::Period { row, unit, period } => {
            let comparison = Comparison::over(facts, project, timeline::by_period(query, *unit));
            let places = Comparison::place_of(comparison.rows(), period).zip(place(comparison.columns(), row));
            places.map_or_else(Vec::new, |(period, row)| comparison.table(0).highlights(facts, Some(period), row))
        }
    }
}

/// The key of a cell, by its row and column in the comparison.
pub(super) fn cell_key(table: Table<'_>, row: Option<usize>, column: Option<usize>) -> MarkKey {
    let key = |headers: &[Header], at: Option<usize>| at.map(|at| headers[at].key.clone());
    MarkKey::Cell {
        layer: table.header().map(|header| header.key.clone()),
        row: key(table.comparison.rows(), row),
        column: key(table.comparison.columns(), column),
    }
}

/// What a cell says behind its name: "+1.0 from 12".
pub(super) fn cell_words(entry: &SheetCell, measure: Measure) -> String {
    if let Some(reason) = entry.shown_reason(measure) {
        return sign_of(reason).1.to_owned();
    }
    let n = wording::counted(entry.highlights as usize, "highlight");
    match (measure, entry.net_stance) {
        (Measure::NetStance, Some(net)) => format!("{} from {}", Signed(net), entry.with_stance),
        (Measure::NetStance, None) => format!("{n}, no stance taken"),
        (Measure::LogOdds, _) => match entry.value {
            Some(value) => {
                format!("{} from {} for and {} against", Signed(value), entry.sides.supporting, entry.sides.opposing)
            }
            None => format!("{n}, no side taken"),
        },
        (Measure::Highlights | Measure::Spread | Measure::FirstQuote | Measure::Quotes, _) => n,
        (Measure::Articles, _) => wording::counted(entry.articles as usize, "article"),
        (measure, _) => format!("{} from {n}, {}", entry.value_text(measure), measure.title().to_lowercase()),
    }
}
