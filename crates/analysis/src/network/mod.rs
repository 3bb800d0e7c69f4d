//! Networks of actors and issues, computed from highlights.
//!
//! `docs/measures.md` has every formula with its source, and the worked example that a test repeats. Only highlights
//! with both an actor and an issue count. One without a stance counts only where stances are ignored; elsewhere it is
//! neither part of a tie nor of what a tie is divided by.

mod backbone;
mod behind;
mod measures;
mod profiles;
#[cfg(test)]
mod tests;
mod words;

pub use backbone::BackboneLevel;
pub use behind::NetworkPart;
pub use measures::{EiIndex, NetworkGroups, NetworkMeasures, NodeMeasures};

use std::collections::BTreeMap;

use self::profiles::Profiles;

use standpoint_core::{
    model::{
        CodeId, CodeKind, Codebook, Colour, Project,
        view::{Counting, HighlightFilter},
    },
    wording::grouped,
};

use super::{
    facts::{Facts, FastMap, number},
    lineages::Lineages,
    sample::{Repeats, Sample, Standing},
    stances::StanceCounts,
    weights::Weights,
};

/// The nodes of a network, and how the strength of a tie is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkMode {
    /// Actors are tied to the issues they speak about.
    Two {
        /// How a tie is measured.
        aggregation: TwoMode,
        /// The divisor of a tie.
        normalization: TwoModeNorm,
    },
    /// Actors are tied to each other through issues they share, or issues through actors.
    One {
        /// The kind of code that is tied to each other.
        of: CodeKind,
        /// How a tie is measured.
        aggregation: OneMode,
        /// The divisor of a tie.
        normalization: OneModeNorm,
    },
}

/// How the tie between an actor and an issue is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TwoMode {
    /// The number of highlights, whatever their stance.
    #[default]
    Ignore,
    /// The sum of the weights of their stances.
    Subtract,
}

/// How the tie between two actors is measured through the issues they share, or between two issues through their
/// actors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OneMode {
    /// The number of pairs of highlights about the same code, whatever their stance.
    #[default]
    Ignore,
    /// How much these pairs agree.
    Congruence,
    /// How much they disagree.
    Conflict,
    /// Congruence minus conflict.
    Subtract,
}

/// The divisor of a tie between an actor and an issue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TwoModeNorm {
    /// Not divided.
    #[default]
    None,
    /// By the number of highlights of the actor.
    Activity,
    /// By the number of highlights on the issue.
    Prominence,
}

/// The divisor of a tie between two actors, or two issues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OneModeNorm {
    /// Not divided.
    #[default]
    None,
    /// By the mean number of highlights of the two.
    AverageActivity,
    /// The index of Jaccard (1912): the intersection of two profiles divided by their union.
    Jaccard,
    /// By what the Discourse Network Analyzer calls Jaccard, which multiplies the numbers of both.
    DnaJaccard,
    /// By the product of their numbers of highlights; other programs call this cosine.
    Product,
    /// By the lengths of their profiles, so that equal profiles have a tie of 1: the cosine similarity.
    Cosine,
}

/// Defines the list of all variants of an enum, and the name of each in files and on the command line.
macro_rules! words {
    ($name:ident { $($entry:ident => $word:literal),+ }) => {
        impl $name {
            /// Every variant, in the order in which it is offered.
            pub const ALL: &'static [Self] = &[$(Self::$entry),+];

            /// Returns its name in files and on the command line.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$entry => $word),+ }
            }
        }
    };
}

words!(TwoMode { Ignore => "ignore", Subtract => "subtract" });
words!(OneMode { Ignore => "ignore", Congruence => "congruence", Conflict => "conflict", Subtract => "subtract" });
words!(TwoModeNorm { None => "none", Activity => "activity", Prominence => "prominence" });
words!(OneModeNorm {
    None => "none", AverageActivity => "average-activity", Jaccard => "jaccard", DnaJaccard => "dna-jaccard", Product => "product", Cosine => "cosine"
});

/// Which codes become nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NodeSelection {
    /// Codes with a tie: the network without its isolates.
    #[default]
    Tied,
    /// Codes that occur in a counted highlight, tied or not.
    Named,
    /// All codes of the codebook: the network with its isolates.
    All,
}

/// A request for a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkQuery {
    /// The nodes, and how ties are computed.
    pub mode: NetworkMode,
    /// Which codes become nodes.
    pub nodes: NodeSelection,
    /// If true, a code counts as the one at the top of its tree; otherwise codes count as tagged.
    pub rolls_up: bool,
    /// How often repeats of the same actor and issue count.
    pub counting: Counting,
    /// Whether a repeat must also take the same stance.
    pub repeats: Repeats,
    /// Only highlights that pass it count.
    pub filter: HighlightFilter,
    /// If given, only ties of the backbone are there.
    pub backbone: Option<BackboneLevel>,
}

impl NetworkQuery {
    /// Asks for a network of this mode over every highlight. Repeats follow the convention of the field: if stances are
    /// ignored, a highlight repeats another whatever its stance; otherwise the stance must be the same.
    pub fn of(mode: NetworkMode) -> Self {
        let repeats = if mode.ignores_stances() { Repeats::WhateverTheStance } else { Repeats::WithTheSameStance };
        let (counting, filter) = (Counting::default(), HighlightFilter::default());
        let nodes = NodeSelection::default();
        Self { mode, nodes, rolls_up: false, counting, repeats, filter, backbone: None }
    }
}

impl NetworkMode {
    /// Actors and issues, tied by the number of highlights.
    pub const ACTORS_AND_ISSUES: Self = Self::Two { aggregation: TwoMode::Ignore, normalization: TwoModeNorm::None };

    const fn ignores_stances(self) -> bool {
        matches!(self, Self::Two { aggregation: TwoMode::Ignore, .. } | Self::One { aggregation: OneMode::Ignore, .. })
    }

    /// Describes it in words: "actors × issues, subtract".
    pub fn in_words(self) -> String {
        let (sides, aggregation, normalization) = match self {
            Self::Two { aggregation, normalization } => {
                ("actors × issues", aggregation.name(), Some(normalization.name()).filter(|name| *name != "none"))
            }
            Self::One { of, aggregation, normalization } => {
                let sides = match of {
                    CodeKind::Actor => "actors × actors through issues",
                    CodeKind::Issue => "issues × issues through actors",
                };
                (sides, aggregation.name(), Some(normalization.name()).filter(|name| *name != "none"))
            }
        };
        let normalized = match normalization {
            // This is an index of its own rather than a divisor.
            Some(name) if name == OneModeNorm::Jaccard.name() => ", Jaccard index".to_owned(),
            Some(name) => format!(", divided by {name}"),
            None => String::new(),
        };
        format!("{sides}, {aggregation}{normalized}")
    }
}

/// A node of the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Whether it is an actor or an issue.
    pub kind: CodeKind,
    /// The code it stands for.
    pub code: CodeId,
    /// The name of the code.
    pub name: String,
    /// The colour of the code.
    pub colour: Colour,
    /// Number of all counted highlights that have it, or a code that rolls up to it, as a tag. Highlights without a
    /// stance, an issue or an actor are included, although no tie may be based on them.
    pub highlights: u32,
}

/// A tie between two nodes. If it joins an actor and an issue, the actor comes first.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// Index into [`Network::nodes`].
    pub from: usize,
    /// Index into [`Network::nodes`], after `from`.
    pub to: usize,
    /// Never 0, because ties that cancel out are left out.
    pub weight: f64,
    /// Number of highlights it is based on; between two actors or two issues, the number of codes they share.
    pub n: u32,
    /// Between an actor and an issue, the number of highlights for each stance that occurs, in the order of the scale,
    /// and last the number without one; otherwise empty.
    pub by_stance: StanceCounts,
    /// The mean weight of these stances; `None` if there are none.
    pub net_stance: Option<f64>,
}

/// The network that answers a [`NetworkQuery`].
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// The query it answers.
    pub query: NetworkQuery,
    /// Actors before issues, each in codebook order.
    pub nodes: Vec<Node>,
    /// Sorted by their nodes.
    pub ties: Vec<Tie>,
    /// Number of highlights counted.
    pub highlights: u32,
}

/// The most pairs of codes that a network compares. Each takes some 150 bytes.
const MOST_PAIRS: usize = 2_000_000;

/// A network would compare more pairs of codes than fit into memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "this network would compare up to {} pairs of {}, but only {} fit into memory. Use a filter, roll up members, or \
     use the network of actors and issues",
    grouped(*n), of.plural(), grouped(MOST_PAIRS)
)]
pub struct TooManyPairs {
    /// The most pairs that are compared.
    pub n: usize,
    /// The kind of codes.
    pub of: CodeKind,
}

impl Network {
    /// Computes a network unless it compares too many pairs. `facts` must be those of `project`.
    ///
    /// # Errors
    /// Returns how many pairs there are.
    pub fn within_memory(project: &Project, facts: &Facts, query: NetworkQuery) -> Result<Self, TooManyPairs> {
        let sides = CodeKind::ALL.map(|kind| heads(&project.codebook, kind, query.rolls_up));
        let counts = Counts::of(project, facts, &query, &sides);
        match query.mode {
            NetworkMode::One { of, .. } if counts.n_pairs_at_most(of) > MOST_PAIRS => {
                Err(TooManyPairs { n: counts.n_pairs_at_most(of), of })
            }
            _ => Ok(Self::counted(project, query, &sides, &counts)),
        }
    }

    /// Computes a network of any size. `facts` must be those of `project`.
    pub fn of(project: &Project, facts: &Facts, query: NetworkQuery) -> Self {
        let sides = CodeKind::ALL.map(|kind| heads(&project.codebook, kind, query.rolls_up));
        let counts = Counts::of(project, facts, &query, &sides);
        Self::counted(project, query, &sides, &counts)
    }

    fn counted(project: &Project, query: NetworkQuery, sides: &[Vec<usize>; 2], counts: &Counts) -> Self {
        let book = &project.codebook;
        let ties = counts.ties(book, query.mode);
        let is_two_mode = matches!(query.mode, NetworkMode::Two { .. });
        let ties = match query.backbone {
            Some(level) => backbone::backbone(ties, is_two_mode, level),
            None => ties,
        };
        let ends = query.mode.ends();
        let mut is_tied = [vec![false; sides[0].len()], vec![false; sides[1].len()]];
        for tie in &ties {
            is_tied[ends.0 as usize][tie.from] = true;
            is_tied[ends.1 as usize][tie.to] = true;
        }
        let nodes_of = |kind: CodeKind| {
            let (side, highlights) = (&sides[kind as usize], &counts.highlights[kind as usize]);
            let is_node = |place: usize| match query.nodes {
                NodeSelection::Tied => is_tied[kind as usize][place],
                NodeSelection::Named => highlights[place] > 0,
                NodeSelection::All => side[place] == place,
            };
            let node = |place: usize| {
                let code = &book.codes(kind)[place];
                let (id, name) = (code.id.clone(), code.name.clone());
                (place, Node { kind, code: id, name, colour: code.colour, highlights: highlights[place] })
            };
            (0..side.len()).filter(|place| is_node(*place)).map(node).collect::<Vec<_>>()
        };
        let kinds: &[CodeKind] = match query.mode {
            NetworkMode::Two { .. } => &CodeKind::ALL,
            NetworkMode::One { of: CodeKind::Actor, .. } => &[CodeKind::Actor],
            NetworkMode::One { of: CodeKind::Issue, .. } => &[CodeKind::Issue],
        };
        let nodes: Vec<(CodeKind, usize, Node)> = kinds
            .iter()
            .flat_map(|kind| nodes_of(*kind).into_iter().map(|(place, node)| (*kind, place, node)))
            .collect();
        let place_of: FastMap<(CodeKind, usize), usize> =
            nodes.iter().enumerate().map(|(at, (kind, place, _))| ((*kind, *place), at)).collect();
        let ties = ties.into_iter().map(|tie| {
            let (from, to) = (place_of[&(ends.0, tie.from)], place_of[&(ends.1, tie.to)]);
            Tie { from, to, ..tie }
        });
        let ties = ties.collect();
        let nodes = nodes.into_iter().map(|(.., node)| node).collect();
        Self { query, nodes, ties, highlights: counts.n }
    }

    /// Returns the codes that a tie joins.
    pub fn part_of(&self, tie: &Tie) -> NetworkPart {
        NetworkPart::Tie([tie.from, tie.to].map(|at| (self.nodes[at].kind, self.nodes[at].code.clone())))
    }

    /// Returns the weight of the tie between two nodes, in either order; 0 if there is none.
    pub fn weight(&self, a: usize, b: usize) -> f64 {
        let is_theirs = |tie: &&Tie| (tie.from, tie.to) == (a, b) || (tie.from, tie.to) == (b, a);
        self.ties.iter().find(is_theirs).map_or(0.0, |tie| tie.weight)
    }

    /// Returns the sum of all cells of its matrix. A tie between two actors or two issues fills two cells.
    pub fn sum(&self) -> f64 {
        let n_cells = if matches!(self.query.mode, NetworkMode::Two { .. }) { 1.0 } else { 2.0 };
        n_cells * self.ties.iter().map(|tie| tie.weight).sum::<f64>()
    }
}

impl NetworkMode {
    /// The kinds of code at the two ends of a tie.
    const fn ends(self) -> (CodeKind, CodeKind) {
        match self {
            Self::Two { .. } => (CodeKind::Actor, CodeKind::Issue),
            Self::One { of, .. } => (of, of),
        }
    }
}

/// Maps the position of each code to that of the code it counts as: itself, or the top of its tree.
fn heads(book: &Codebook, kind: CodeKind, rolls_up: bool) -> Vec<usize> {
    if !rolls_up {
        return (0..book.codes(kind).len()).collect();
    }
    Lineages::of(book, kind).inherited(|_| None, |place| place)
}

/// The number of highlights by actor, issue and stance.
struct Counts {
    /// Keyed by the positions of actor and issue.
    by_pair: BTreeMap<(usize, usize), StanceCounts>,
    /// Number of the highlights in `by_pair` for each actor, and for each issue.
    n_of: [Vec<u32>; 2],
    /// Number of all counted highlights with each actor, and each issue, with or without a stance.
    highlights: [Vec<u32>; 2],
    n: u32,
}

impl Counts {
    fn of(project: &Project, facts: &Facts, query: &NetworkQuery, sides: &[Vec<usize>; 2]) -> Self {
        let sample = Sample::with(facts, project, &query.filter, query.counting, query.repeats);
        let n_stances = project.codebook.stances.len();
        let none = || [vec![0; sides[0].len()], vec![0; sides[1].len()]];
        let mut highlights = none();
        let mut counted: FastMap<(usize, usize), StanceCounts> = FastMap::default();
        for (article, in_article) in facts.articles.iter().enumerate() {
            for (highlight, fact) in in_article.facts.iter().enumerate() {
                if sample.standing(article, highlight) != Standing::Counts {
                    continue;
                }
                let ends = [sides[0].get(fact.actor as usize), sides[1].get(fact.issue as usize)];
                for (highlights, end) in highlights.iter_mut().zip(ends) {
                    if let Some(end) = end {
                        highlights[*end] += 1;
                    }
                }
                let [Some(actor), Some(issue)] = ends else { continue };
                if query.mode.ignores_stances() || (fact.stance as usize) < n_stances {
                    counted.entry((*actor, *issue)).or_default().add(fact.stance);
                }
            }
        }
        let mut counts = Self { by_pair: counted.into_iter().collect(), n_of: none(), highlights, n: 0 };
        for ((actor, issue), by_stance) in &counts.by_pair {
            let n = by_stance.n();
            counts.n_of[0][*actor] += n;
            counts.n_of[1][*issue] += n;
            counts.n += n;
        }
        counts
    }

    /// Returns an upper bound for the number of pairs of codes of one kind that share one of the other.
    fn n_pairs_at_most(&self, of: CodeKind) -> usize {
        let pairs = |n: usize| n.saturating_mul(n.saturating_sub(1)) / 2;
        let [mut codes, mut through] = [FastMap::<usize, usize>::default(), FastMap::default()];
        for (actor, issue) in self.by_pair.keys() {
            let (one, other) = if of == CodeKind::Actor { (actor, issue) } else { (issue, actor) };
            *codes.entry(*one).or_default() += 1;
            *through.entry(*other).or_default() += 1;
        }
        let meetings = through.into_values().fold(0_usize, |sum, n| sum.saturating_add(pairs(n)));
        pairs(codes.len()).min(meetings)
    }

    /// Computes the ties; their ends are positions in the codebook.
    fn ties(&self, book: &Codebook, mode: NetworkMode) -> Vec<Tie> {
        match mode {
            NetworkMode::Two { aggregation, normalization } => self.two_mode(book, aggregation, normalization),
            NetworkMode::One { of, aggregation, normalization } => {
                let profiles = Profiles::of(&self.by_pair, book, of);
                let tie = |((from, to), weight, n): ((usize, usize), f64, usize)| Tie {
                    from,
                    to,
                    weight,
                    n: number(n),
                    by_stance: StanceCounts::default(),
                    net_stance: None,
                };
                profiles
                    .pairs(aggregation, normalization)
                    .into_iter()
                    .map(tie)
                    .filter(|tie| tie.weight != 0.0)
                    .collect()
            }
        }
    }

    fn two_mode(&self, book: &Codebook, aggregation: TwoMode, normalization: TwoModeNorm) -> Vec<Tie> {
        let weights = Weights::of(&book.stances);
        let tie = |((actor, issue), by_stance): (&(usize, usize), &StanceCounts)| {
            let n = by_stance.n();
            let sum = weights.sum(by_stance);
            // Both codes of a pair have at least the pair’s highlights, so the divisor is never 0.
            let divisor = match normalization {
                TwoModeNorm::None => 1,
                TwoModeNorm::Activity => self.n_of[0][*actor],
                TwoModeNorm::Prominence => self.n_of[1][*issue],
            };
            let weight = match aggregation {
                TwoMode::Ignore => f64::from(n) / f64::from(divisor),
                TwoMode::Subtract => weights.quotient(sum.units, divisor),
            };
            let net_stance = sum.mean(&weights);
            let (from, to) = (*actor, *issue);
            Tie { from, to, weight, n, by_stance: by_stance.clone(), net_stance }
        };
        self.by_pair.iter().map(tie).filter(|tie| tie.weight != 0.0).collect()
    }
}
