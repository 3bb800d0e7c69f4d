//! Draws networks: actors are discs, issues are squares, and stronger ties are wider.

use standpoint_analysis::{
    comparison::Signed,
    network::{Network, NetworkMode, Node, OneMode, Tie, TwoMode},
    report::labels,
};
use standpoint_core::{
    model::{CodeKind, Colour},
    wording,
};

use super::{
    Area, Dash, FontWeight, Picture, PictureSetting, PictureStroke, Point, ShapeForm,
    canvas::{Canvas, CaptionCounts, LegendSign, MARGIN, SMALL, caption},
    distance,
    forces::{Pull, placed},
    palette::{largest_weight, mix, share},
    text,
};

const WIDEST_TIE: f32 = 7.0;
const LARGEST_NODE: f32 = 15.0;
/// How much a label may overlap others before it is left out. Its node can still be pointed at to see the name.
const MOST_OVERLAP: f32 = 60.0;

/// The most ties that are drawn. More would cover each other and make a picture of many megabytes.
const MOST_TIES: usize = 2_000;
/// With more ties than this, none is dashed.
const MOST_DASHED_TIES: usize = 400;

/// Draws the nodes and ties of a network. Ties are coloured by the stances they are based on. Of very many ties, only
/// the strongest are drawn, and the caption says so.
pub fn network(setting: &PictureSetting<'_>, network: &Network) -> Picture {
    if network.ties.len() > MOST_TIES {
        return with_strongest_ties(setting, network);
    }
    drawn(setting, network, "")
}

fn with_strongest_ties(setting: &PictureSetting<'_>, network: &Network) -> Picture {
    let mut ties = network.ties.clone();
    ties.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    ties.truncate(MOST_TIES);
    ties.sort_by_key(|tie| (tie.from, tie.to));
    let part = Network { ties, ..network.clone() };
    let all = wording::grouped(network.ties.len());
    drawn(setting, &part, &format!(" Only the strongest {} of {all} ties are drawn.", wording::grouped(MOST_TIES)))
}

/// `limits` is a sentence about what is not drawn.
fn drawn(setting: &PictureSetting<'_>, network: &Network, limits: &str) -> Picture {
    let query = &network.query;
    let what = wording::capitalised(&query.mode.in_words());
    let counted = CaptionCounts {
        highlights: network.highlights,
        articles: None,
        counting: query.counting,
        filter: &query.filter,
    };
    let mut canvas = Canvas::begin(setting, setting.width, &what);
    if network.nodes.is_empty() {
        return canvas.nothing(caption(setting.project, "", counted));
    }
    let drawing = NetworkLayout::of(*setting, network, &canvas);
    drawing.draw_legend(&mut canvas);
    let places = drawing.places(canvas.y);
    canvas.y += drawing.height;
    // The strongest ties are drawn on top.
    let mut ties: Vec<&Tie> = network.ties.iter().collect();
    ties.sort_by(|a, b| a.weight.abs().total_cmp(&b.weight.abs()));
    for tie in ties {
        drawing.draw_tie(&mut canvas, &places, tie);
    }
    for ((node, label), place) in network.nodes.iter().zip(&drawing.labels).zip(&places) {
        drawing.draw_node(&mut canvas, node, label, *place);
    }
    let n_left_out = drawing.draw_labels(&mut canvas, &places);
    let mut meaning = match query.mode {
        NetworkMode::Two { aggregation: TwoMode::Ignore, .. } => {
            "The width of a tie shows its highlights, and the size of a node how often it is mentioned.".to_owned()
        }
        _ => "The width of a tie shows its weight, and the size of a node how often it is mentioned.".to_owned(),
    };
    if query.rolls_up {
        meaning.push_str(" Members are rolled up.");
    }
    meaning.push_str(limits);
    if n_left_out > 0 {
        meaning.push_str(&format!(" There is no room for the names of {}.", wording::counted(n_left_out, "node")));
    }
    canvas.finish(caption(setting.project, &meaning, counted))
}

/// The stance that a tie expresses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaning {
    For,
    Torn,
    Against,
    Untold,
}

impl Leaning {
    /// Classifies a mean weight: more than a third of the way to either end of the scale counts as taking a side.
    fn of(net: Option<f64>, largest: f64) -> Self {
        match net.map(|net| net / largest) {
            Some(net) if net > 1.0 / 3.0 => Self::For,
            Some(net) if net < -1.0 / 3.0 => Self::Against,
            Some(_) => Self::Torn,
            None => Self::Untold,
        }
    }

    /// Returns the dash that distinguishes it without colour.
    const fn dash(self) -> Dash {
        match self {
            Self::For | Self::Untold => Dash::Solid,
            Self::Torn => Dash::Dotted,
            Self::Against => Dash::Dashed,
        }
    }
}

struct NetworkLayout<'a> {
    setting: PictureSetting<'a>,
    network: &'a Network,
    width: f32,
    height: f32,
    largest_tie: f64,
    largest_node: f64,
    largest_weight: f64,
    /// The names of the nodes, no two of them the same.
    labels: Vec<String>,
}

impl<'a> NetworkLayout<'a> {
    fn of(setting: PictureSetting<'a>, network: &'a Network, canvas: &Canvas<'_>) -> Self {
        let n_nodes = u16::try_from(network.nodes.len()).unwrap_or(u16::MAX);
        // The more nodes there are, the taller the picture, up to a square.
        let height = (0.42 + 0.016 * f32::from(n_nodes)).min(1.0) * canvas.room();
        let largest_tie = network.ties.iter().map(|tie| tie.weight.abs()).fold(0.0, f64::max);
        let largest_node = network.nodes.iter().map(|node| f64::from(node.highlights)).fold(0.0, f64::max);
        let largest_weight = largest_weight(&setting.project.codebook.stances);
        let labels = labels::nodes(network, &setting.project.codebook);
        Self { setting, network, width: canvas.width, height, largest_tie, largest_node, largest_weight, labels }
    }

    fn colour(&self, leaning: Leaning) -> Colour {
        let palette = self.setting.palette;
        match leaning {
            Leaning::For => palette.supports,
            Leaning::Torn => palette.conditional,
            Leaning::Against => palette.opposes,
            Leaning::Untold => mix(palette.paper, palette.muted, 0.5),
        }
    }

    /// Returns the stance of a tie. Between an actor and an issue it follows from the stances, between two actors or
    /// two issues from the kind of network.
    fn leaning(&self, tie: &Tie) -> Leaning {
        match self.network.query.mode {
            NetworkMode::Two { .. } => Leaning::of(tie.net_stance, self.largest_weight),
            NetworkMode::One { aggregation: OneMode::Ignore, .. } => Leaning::Untold,
            NetworkMode::One { aggregation: OneMode::Congruence, .. } => Leaning::For,
            NetworkMode::One { aggregation: OneMode::Conflict, .. } => Leaning::Against,
            NetworkMode::One { aggregation: OneMode::Subtract, .. } => {
                if tie.weight > 0.0 {
                    Leaning::For
                } else {
                    Leaning::Against
                }
            }
        }
    }

    /// Returns the dash of a tie. Where many ties cross, dashes are indistinguishable and slow to draw.
    fn dash(&self, leaning: Leaning) -> Dash {
        if self.network.ties.len() > MOST_DASHED_TIES { Dash::Solid } else { leaning.dash() }
    }

    fn tie_width(&self, tie: &Tie) -> f32 {
        0.8 + (WIDEST_TIE - 0.8) * share(tie.weight.abs(), self.largest_tie).sqrt()
    }

    fn radius(&self, node: &Node) -> f32 {
        4.0 + (LARGEST_NODE - 4.0) * share(f64::from(node.highlights), self.largest_node).sqrt()
    }

    /// Places the nodes, leaving room for their labels at the sides.
    fn places(&self, top: f32) -> Vec<Point> {
        let pull = |tie: &Tie| Pull { ends: (tie.from, tie.to), strength: share(tie.weight.abs(), self.largest_tie) };
        let pulls: Vec<Pull> = self.network.ties.iter().map(pull).collect();
        let (left, right) = (MARGIN + 60.0, self.width - MARGIN - 60.0);
        let (top, bottom) = (top + LARGEST_NODE + 12.0, top + self.height - LARGEST_NODE - 12.0);
        let place = |at: Point| Point { x: left + at.x * (right - left), y: top + at.y * (bottom - top) };
        let mut places: Vec<Point> = placed(self.network.nodes.len(), &pulls).into_iter().map(place).collect();
        self.part(&mut places);
        for place in &mut places {
            *place = Point { x: place.x.clamp(left - 40.0, right + 40.0), y: place.y.clamp(top, bottom) };
        }
        places
    }

    /// Moves overlapping nodes apart.
    fn part(&self, places: &mut [Point]) {
        for _ in 0..20 {
            for at in 0..places.len() {
                for other in at + 1..places.len() {
                    let (a, b) = (places[at], places[other]);
                    let nodes = &self.network.nodes;
                    let wanted = self.radius(&nodes[at]) + self.radius(&nodes[other]) + 10.0;
                    // Most are far apart, so no square root is needed.
                    if (a.x - b.x).abs() >= wanted || (a.y - b.y).abs() >= wanted {
                        continue;
                    }
                    let apart = distance(a, b).max(0.1);
                    if apart < wanted {
                        let half = 0.5 * (wanted - apart) / apart;
                        let (x, y) = ((b.x - a.x) * half, (b.y - a.y) * half);
                        places[at] = Point { x: a.x - x, y: a.y - y };
                        places[other] = Point { x: b.x + x, y: b.y + y };
                    }
                }
            }
        }
    }

    fn draw_legend(&self, canvas: &mut Canvas<'_>) {
        let palette = self.setting.palette;
        let mut entries = Vec::new();
        let grey = mix(palette.paper, palette.muted, 0.5);
        if matches!(self.network.query.mode, NetworkMode::Two { .. }) {
            entries.push((LegendSign::Circle(grey), "actor".to_owned()));
            entries.push((LegendSign::Square(grey), "issue".to_owned()));
        }
        let words = |leaning: Leaning| match (self.network.query.mode, leaning) {
            (NetworkMode::Two { .. }, Leaning::For) => "mostly supports",
            (NetworkMode::Two { .. }, Leaning::Torn) => "mixed or conditional",
            (NetworkMode::Two { .. }, Leaning::Against) => "mostly opposes",
            (NetworkMode::Two { .. }, Leaning::Untold) => "no stance",
            (NetworkMode::One { aggregation: OneMode::Ignore, .. }, _) => "mention the same",
            (NetworkMode::One { .. }, Leaning::Against) => "disagree",
            (NetworkMode::One { .. }, _) => "agree",
        };
        for leaning in [Leaning::For, Leaning::Torn, Leaning::Against, Leaning::Untold] {
            if self.network.ties.iter().any(|tie| self.leaning(tie) == leaning) {
                let stroke = PictureStroke { width: 2.5, colour: self.colour(leaning) };
                entries.push((LegendSign::Line { stroke, dash: self.dash(leaning) }, words(leaning).to_owned()));
            }
        }
        canvas.legend(&entries);
    }

    fn draw_tie(&self, canvas: &mut Canvas<'_>, places: &[Point], tie: &Tie) {
        let leaning = self.leaning(tie);
        let stroke = PictureStroke {
            width: self.tie_width(tie),
            colour: mix(self.setting.palette.paper, self.colour(leaning), 0.8),
        };
        let mut name = format!("{} – {}: ", self.labels[tie.from], self.labels[tie.to]);
        match self.network.query.mode {
            NetworkMode::Two { .. } => {
                name.push_str(&wording::counted(tie.n as usize, "highlight"));
                if let Some(net) = tie.net_stance {
                    name.push_str(&format!(", net {}", Signed(net)));
                }
            }
            NetworkMode::One { of, .. } => {
                let through = if of == CodeKind::Actor { "issue" } else { "actor" };
                let weight = wording::number((tie.weight * 100.0).round() / 100.0);
                name.push_str(&format!("{weight} through {}", wording::counted(tie.n as usize, through)));
            }
        }
        let points = vec![places[tie.from], places[tie.to]];
        canvas.add(ShapeForm::Line { points, stroke, dash: self.dash(leaning) }, Some(name));
    }

    fn draw_node(&self, canvas: &mut Canvas<'_>, node: &Node, label: &str, at: Point) {
        let palette = self.setting.palette;
        let radius = self.radius(node);
        let line = Some(PictureStroke { width: 1.25, colour: palette.paper });
        let highlights = wording::counted(node.highlights as usize, "highlight");
        let name = Some(format!("{label} ({}): {highlights}", node.kind.noun()));
        let fill = mix(palette.paper, node.colour, 0.85);
        match node.kind {
            CodeKind::Actor => canvas.add(ShapeForm::Circle { centre: at, radius, fill, line }, name),
            CodeKind::Issue => {
                let half = 0.88 * radius;
                let area = Area { x: at.x - half, y: at.y - half, width: 2.0 * half, height: 2.0 * half };
                canvas.add(ShapeForm::Area { area, fill, line, radius: 2.0 }, name);
            }
        }
    }

    /// Places each name where it covers least, starting with the node that has the most highlights. Returns the number
    /// of names for which there is no room.
    fn draw_labels(&self, canvas: &mut Canvas<'_>, places: &[Point]) -> usize {
        let nodes = &self.network.nodes;
        let discs: Vec<Area> = nodes
            .iter()
            .zip(places)
            .map(|(node, at)| {
                let radius = self.radius(node);
                Area { x: at.x - radius, y: at.y - radius, width: 2.0 * radius, height: 2.0 * radius }
            })
            .collect();
        let mut order: Vec<usize> = (0..nodes.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(nodes[*at].highlights));
        let mut taken: Vec<Area> = Vec::new();
        let mut n_left_out = 0;
        for at in order {
            let label = text::shortened_name(&self.labels[at], SMALL, FontWeight::Strong, 130.0);
            let best = self.label_areas(&discs[at], &label).into_iter().map(|(area, dislike)| {
                let over_labels: f32 = taken.iter().map(|other| area.overlap(other)).sum();
                let over_discs: f32 = discs.iter().map(|other| area.overlap(other)).sum();
                let n_cut = self.network.ties.iter().filter(|tie| crosses(&area, places[tie.from], places[tie.to]));
                let over_ties: f32 = n_cut.map(|tie| 2.0 + self.tie_width(tie)).sum();
                (area, over_labels * 2.0 + over_discs + dislike, over_ties)
            });
            let best = best.min_by(|a, b| (a.1 + a.2).total_cmp(&(b.1 + b.2)));
            let Some((area, cost, _)) = best else { continue };
            if cost > MOST_OVERLAP {
                n_left_out += 1;
                continue;
            }
            taken.push(area);
            let palette = self.setting.palette;
            canvas.add(ShapeForm::Area { area, fill: palette.paper, line: None, radius: 3.0 }, None);
            let middle = Point { x: area.x + 0.5 * area.width, y: area.y + 0.5 * area.height };
            let drawn = canvas.words(middle.x, middle.y, &label).size(SMALL).middle();
            if nodes[at].kind == CodeKind::Actor {
                drawn.strong().done()
            } else {
                drawn.done()
            };
        }
        n_left_out
    }

    /// Returns the possible places for a label beside its node, each with a penalty.
    fn label_areas(&self, disc: &Area, label: &str) -> Vec<(Area, f32)> {
        let (width, height) = (text::width(label, SMALL, FontWeight::Strong) + 4.0, SMALL + 3.0);
        let (middle_x, middle_y) = (disc.x + 0.5 * disc.width, disc.y + 0.5 * disc.height);
        let (left, right) = (disc.x - width - 1.0, disc.right() + 1.0);
        let (above, below) = (disc.y - height - 1.0, disc.bottom() + 1.0);
        let corner = 0.15 * disc.width;
        let far = 0.8 * height;
        let spots = [
            (middle_x - 0.5 * width, below, 0.0),
            (middle_x - 0.5 * width, above, 1.0),
            (right, middle_y - 0.5 * height, 2.0),
            (left, middle_y - 0.5 * height, 2.0),
            (right - corner, below - corner, 4.0),
            (left + corner, below - corner, 4.0),
            (right - corner, above + corner, 4.0),
            (left + corner, above + corner, 4.0),
            (middle_x - 0.1 * width, below + far, 8.0),
            (middle_x - 0.9 * width, below + far, 8.0),
            (middle_x - 0.1 * width, above - far, 8.0),
            (middle_x - 0.9 * width, above - far, 8.0),
        ];
        let is_inside = |area: &Area| area.x >= 4.0 && area.right() <= self.width - 4.0;
        let areas = spots.map(|(x, y, dislike)| (Area { x, y, width, height }, dislike));
        areas.into_iter().filter(|(area, _)| is_inside(area)).collect()
    }
}

/// Returns true if the line between two points passes through an area.
fn crosses(area: &Area, from: Point, to: Point) -> bool {
    // The part of the line, from 0 to 1, that lies within both the horizontal and the vertical limits.
    let (mut enters, mut leaves) = (0.0_f32, 1.0_f32);
    for (start, step, low, high) in
        [(from.x, to.x - from.x, area.x, area.right()), (from.y, to.y - from.y, area.y, area.bottom())]
    {
        if step == 0.0 {
            if start < low || start > high {
                return false;
            }
            continue;
        }
        let (a, b) = ((low - start) / step, (high - start) / step);
        (enters, leaves) = (enters.max(a.min(b)), leaves.min(a.max(b)));
    }
    enters < leaves
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_crosses_what_it_leads_through() {
        let area = Area { x: 10.0, y: 10.0, width: 10.0, height: 4.0 };
        let at = |x: f32, y: f32| Point { x, y };
        assert!(crosses(&area, at(0.0, 12.0), at(30.0, 12.0)));
        assert!(crosses(&area, at(15.0, 12.0), at(100.0, 100.0)));
        assert!(!crosses(&area, at(0.0, 12.0), at(9.0, 12.0)));
        assert!(!crosses(&area, at(0.0, 0.0), at(30.0, 5.0)));
    }
}
