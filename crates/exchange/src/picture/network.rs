//! Draws networks: actors are discs, issues are squares, and stronger ties are wider.

mod names;

use standpoint_analysis::{
    comparison::Signed,
    network::{Network, NetworkMode, NetworkPart, Node, OneMode, Tie, TwoMode, TwoModeNorm},
    report::labels,
};
use standpoint_core::{
    model::{CodeKind, Colour},
    wording,
};

use super::{
    Area, Dash, MarkKey, MarkRegion, Picture, PictureMark, PictureSetting, PictureStroke, Point, ShapeForm, TieCounts,
    TieStrength,
    canvas::{Canvas, CaptionCounts, LegendSign, MARGIN, caption},
    distance,
    forces::{Pull, placed},
    palette::{largest_weight, mix, share},
};

const WIDEST_TIE: f32 = 7.0;
const LARGEST_NODE: f32 = 15.0;

/// The most ties that are drawn. More would cover each other and make a picture of many megabytes.
const MOST_TIES: usize = 2_000;
/// With more ties than this, none is dashed.
const MOST_DASHED_TIES: usize = 400;

/// Draws the nodes and ties of a network. Ties are coloured by the stances they are based on. Ties based on fewer than
/// `fewest` highlights (or shared codes) are left out, and so are nodes that lose their last tie; the others stay where
/// they are. Of very many ties, only the strongest are drawn, and the caption says so.
pub fn network(setting: &PictureSetting<'_>, network: &Network, fewest: u32) -> Picture {
    if network.ties.len() > MOST_TIES {
        return with_strongest_ties(setting, network, fewest);
    }
    drawn(setting, network, (network.ties.len(), fewest), "")
}

fn with_strongest_ties(setting: &PictureSetting<'_>, network: &Network, fewest: u32) -> Picture {
    let mut ties = network.ties.clone();
    ties.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    ties.truncate(MOST_TIES);
    ties.sort_by_key(|tie| (tie.from, tie.to));
    let part = Network { ties, ..network.clone() };
    let n_ties = network.ties.len();
    let (strongest, all) = (wording::grouped(MOST_TIES), wording::grouped(n_ties));
    drawn(setting, &part, (n_ties, fewest), &format!(" Only the strongest {strongest} of {all} ties are drawn."))
}

/// `limits` is a sentence about what is not drawn of all `n_ties`.
fn drawn(setting: &PictureSetting<'_>, network: &Network, (n_ties, fewest): (usize, u32), limits: &str) -> Picture {
    let query = &network.query;
    let counted = CaptionCounts {
        highlights: network.highlights,
        articles: None,
        counting: query.counting,
        filter: &query.filter,
    };
    let mut canvas = Canvas::begin(setting, setting.width, &query.mode.title());
    if network.nodes.is_empty() {
        let caption = caption(setting.project, "", counted);
        return match query.backbone.filter(|_| network.highlights > 0) {
            Some(level) => {
                let words = format!("Nothing to draw: no tie is strong enough for the {}", level.in_words());
                canvas.saying(&words, caption)
            }
            None => canvas.nothing(caption),
        };
    }
    let drawing = NetworkLayout::of(*setting, network, fewest, &canvas);
    drawing.draw_legend(&mut canvas);
    let places = drawing.places(canvas.y);
    canvas.y += drawing.height;
    // The strongest ties are drawn on top.
    let mut ties: Vec<&Tie> = drawing.drawn_ties().collect();
    ties.sort_by(|a, b| a.weight.abs().total_cmp(&b.weight.abs()));
    for tie in &ties {
        drawing.draw_tie(&mut canvas, &places, tie);
    }
    let n_left_out = drawing.draw_nodes(&mut canvas, &places);
    let most = network.ties.iter().map(|tie| tie.n).max().unwrap_or(0);
    canvas.count_ties(TieCounts { drawn: ties.len(), all: n_ties, most });
    let mut meaning = match query.mode {
        NetworkMode::Two { aggregation: TwoMode::Ignore, .. } => {
            "The width of a tie shows its highlights, and the size of a node how often it is mentioned.".to_owned()
        }
        _ => "The width of a tie shows its weight, and the size of a node how often it is mentioned.".to_owned(),
    };
    if query.rolls_up {
        meaning.push_str(" Members are rolled up.");
    }
    if let Some(level) = query.backbone {
        meaning.push_str(&format!(" Only the {} is drawn.", level.in_words()));
    }
    meaning.push_str(limits);
    if fewest > 1 {
        let (n, noun) = (wording::counted(fewest as usize, tie_noun(query.mode)), wording::grouped(network.ties.len()));
        meaning.push_str(&format!(" Ties below {n} are hidden: {} of {noun} are drawn.", wording::grouped(ties.len())));
    }
    if n_left_out > 0 {
        meaning.push_str(&format!(" No room for the names of {}.", wording::counted(n_left_out, "node")));
    }
    canvas.finish(caption(setting.project, &meaning, counted))
}

/// What [`Tie::n`] counts.
const fn tie_noun(mode: NetworkMode) -> &'static str {
    match mode {
        NetworkMode::Two { .. } => "highlight",
        NetworkMode::One { of: CodeKind::Actor, .. } => "issue",
        NetworkMode::One { of: CodeKind::Issue, .. } => "actor",
    }
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
    /// The fewest highlights, or shared codes, of a tie that is drawn.
    fewest: u32,
    /// Whether each node is drawn.
    is_drawn: Vec<bool>,
    width: f32,
    height: f32,
    largest_tie: f64,
    largest_node: f64,
    largest_weight: f64,
    /// The names of the nodes, no two of them the same.
    labels: Vec<String>,
}

impl<'a> NetworkLayout<'a> {
    fn of(setting: PictureSetting<'a>, network: &'a Network, fewest: u32, canvas: &Canvas<'_>) -> Self {
        let n_nodes = u16::try_from(network.nodes.len()).unwrap_or(u16::MAX);
        // The more nodes there are, the taller the picture, up to a square.
        let height = (0.42 + 0.016 * f32::from(n_nodes)).min(1.0) * canvas.room();
        let largest_tie = network.ties.iter().map(|tie| tie.weight.abs()).fold(0.0, f64::max);
        let largest_node = network.nodes.iter().map(|node| f64::from(node.highlights)).fold(0.0, f64::max);
        let largest_weight = largest_weight(&setting.project.codebook.stances);
        let labels = labels::nodes(network, &setting.project.codebook);
        // A node without any tie was asked for; one whose ties are all hidden was not.
        let mut is_drawn = vec![true; network.nodes.len()];
        for tie in &network.ties {
            (is_drawn[tie.from], is_drawn[tie.to]) = (false, false);
        }
        for tie in network.ties.iter().filter(|tie| tie.n >= fewest) {
            (is_drawn[tie.from], is_drawn[tie.to]) = (true, true);
        }
        let width = canvas.width;
        Self { setting, network, fewest, is_drawn, width, height, largest_tie, largest_node, largest_weight, labels }
    }

    fn drawn_ties(&self) -> impl Iterator<Item = &'a Tie> {
        let fewest = self.fewest;
        self.network.ties.iter().filter(move |tie| tie.n >= fewest)
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
            if self.drawn_ties().any(|tie| self.leaning(tie) == leaning) {
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
            mode @ NetworkMode::One { .. } => {
                let weight = wording::number((tie.weight * 100.0).round() / 100.0);
                name.push_str(&format!("{weight} through {}", wording::counted(tie.n as usize, tie_noun(mode))));
            }
        }
        let points = vec![places[tie.from], places[tie.to]];
        let shape = canvas.add(ShapeForm::Line { points, stroke, dash: self.dash(leaning) }, Some(name));
        canvas.mark(PictureMark {
            key: MarkKey::Network(self.network.part_of(tie)),
            name: self.tie_words(tie),
            region: MarkRegion::Line { from: places[tie.from], to: places[tie.to], width: stroke.width },
            shapes: vec![shape],
            strength: Some(TieStrength {
                text: self.weight_text(tie),
                share: share(tie.weight.abs(), self.largest_tie),
                colour: self.colour(leaning),
            }),
        });
    }

    /// What a tie says: "Russia – Territory: 12 highlights".
    fn tie_words(&self, tie: &Tie) -> String {
        let ends = format!("{} – {}", self.labels[tie.from], self.labels[tie.to]);
        let mode = self.network.query.mode;
        let n = wording::counted(tie.n as usize, tie_noun(mode));
        match mode {
            NetworkMode::Two { aggregation: TwoMode::Ignore, normalization: TwoModeNorm::None } => {
                format!("{ends}: {n}")
            }
            NetworkMode::Two { .. } => format!("{ends}: {} from {n}", self.weight_text(tie)),
            NetworkMode::One { .. } => format!("{ends}: {} through {n}", self.weight_text(tie)),
        }
    }

    /// The weight of a tie, with a sign where it may be negative: "+12".
    fn weight_text(&self, tie: &Tie) -> String {
        let is_signed = matches!(
            self.network.query.mode,
            NetworkMode::Two { aggregation: TwoMode::Subtract, .. }
                | NetworkMode::One { aggregation: OneMode::Subtract, .. }
        );
        let number = wording::number((tie.weight.abs() * 100.0).round() / 100.0);
        match is_signed {
            false => number,
            true if tie.weight < 0.0 => format!("−{number}"),
            true => format!("+{number}"),
        }
    }

    /// Draws the nodes, and above all of them their names. Returns the number of names that found no room.
    fn draw_nodes(&self, canvas: &mut Canvas<'_>, places: &[Point]) -> usize {
        let all = self.network.nodes.iter().zip(&self.labels).zip(places).zip(&self.is_drawn);
        let mut marks: Vec<Option<PictureMark>> = all
            .map(|(((node, label), place), is_drawn)| is_drawn.then(|| self.draw_node(canvas, node, label, *place)))
            .collect();
        let n_left_out = self.draw_labels(canvas, places, &mut marks);
        for mark in marks.into_iter().flatten() {
            canvas.mark(mark);
        }
        n_left_out
    }

    fn draw_node(&self, canvas: &mut Canvas<'_>, node: &Node, label: &str, at: Point) -> PictureMark {
        let palette = self.setting.palette;
        let radius = self.radius(node);
        let line = Some(PictureStroke { width: 1.25, colour: palette.paper });
        let highlights = wording::counted(node.highlights as usize, "highlight");
        let name = Some(format!("{label} ({}): {highlights}", node.kind.noun()));
        let fill = mix(palette.paper, node.colour, 0.85);
        let shape = match node.kind {
            CodeKind::Actor => canvas.add(ShapeForm::Circle { centre: at, radius, fill, line }, name),
            CodeKind::Issue => {
                let half = 0.88 * radius;
                let area = Area { x: at.x - half, y: at.y - half, width: 2.0 * half, height: 2.0 * half };
                canvas.add(ShapeForm::Area { area, fill, line, radius: 2.0 }, name)
            }
        };
        PictureMark {
            key: MarkKey::Network(NetworkPart::Node(node.kind, node.code.clone())),
            name: format!("{label}, {}: {highlights}", node.kind.noun()),
            region: MarkRegion::Disc { centre: at, radius },
            shapes: vec![shape],
            strength: None,
        }
    }
}
