//! The highlights behind a node or a tie.

use std::collections::BTreeMap;

use standpoint_core::model::{CodeId, CodeKind, Codebook, Project};

use super::{NetworkMode, NetworkQuery, OneMode, heads};
use crate::{
    comparison::HighlightPlace,
    facts::{Fact, Facts},
    sample::{Sample, Standing},
    weights::Weights,
};

/// A node or a tie of a network, by its codes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NetworkPart {
    /// The node of a code.
    Node(CodeKind, CodeId),
    /// The tie between two codes.
    Tie([(CodeKind, CodeId); 2]),
}

impl NetworkPart {
    /// Returns true if it is this node, or a tie that ends there.
    pub fn touches(&self, kind: CodeKind, code: &CodeId) -> bool {
        let is_it = |(of, id): &(CodeKind, CodeId)| *of == kind && id == code;
        match self {
            Self::Node(of, id) => *of == kind && id == code,
            Self::Tie(ends) => ends.iter().any(is_it),
        }
    }
}

impl NetworkQuery {
    /// Returns the highlights behind a node or a tie in reading order, repeats included. A node has all that name its
    /// code; a tie between two actors has what they say about issues on which they are tied, and so for issues.
    /// `facts` must be those of `project`.
    pub fn highlights_behind(&self, project: &Project, facts: &Facts, part: &NetworkPart) -> Vec<HighlightPlace> {
        let counted = CountedFacts::of(self, project, facts);
        let place = |(kind, id): &(CodeKind, CodeId)| {
            project.codebook.codes(*kind).iter().position(|code| code.id == *id).map(|at| (*kind, at))
        };
        match part {
            NetworkPart::Node(kind, id) => {
                let Some((kind, code)) = place(&(*kind, id.clone())) else { return Vec::new() };
                counted.places(|fact| counted.code(kind, fact) == Some(code))
            }
            NetworkPart::Tie(ends) => {
                let [Some(a), Some(b)] = ends.each_ref().map(place) else { return Vec::new() };
                match self.mode {
                    NetworkMode::Two { .. } => counted.places(|fact| {
                        counted.counts(fact)
                            && [a, b].iter().all(|(kind, code)| counted.code(*kind, fact) == Some(*code))
                    }),
                    NetworkMode::One { of, aggregation, .. } => counted.of_pair(of, aggregation, [a.1, b.1]),
                }
            }
        }
    }
}

/// The facts that a network counts, each with the codes it counts for.
struct CountedFacts<'a> {
    facts: &'a Facts,
    sample: Sample,
    sides: [Vec<usize>; 2],
    weights: Weights,
    ignores_stances: bool,
}

impl<'a> CountedFacts<'a> {
    fn of(query: &NetworkQuery, project: &Project, facts: &'a Facts) -> Self {
        let book: &Codebook = &project.codebook;
        Self {
            facts,
            sample: Sample::with(facts, project, &query.filter, query.counting, query.repeats),
            sides: CodeKind::ALL.map(|kind| heads(book, kind, query.rolls_up)),
            weights: Weights::of(&book.stances),
            ignores_stances: query.mode.ignores_stances(),
        }
    }

    /// The place of the code of this kind that a highlight counts for.
    fn code(&self, kind: CodeKind, fact: &Fact) -> Option<usize> {
        let place = match kind {
            CodeKind::Actor => fact.actor,
            CodeKind::Issue => fact.issue,
        };
        self.sides[kind as usize].get(place as usize).copied()
    }

    fn counts(&self, fact: &Fact) -> bool {
        self.ignores_stances || self.weights.get(fact.stance as usize).is_some()
    }

    fn places(&self, is_wanted: impl Fn(&Fact) -> bool) -> Vec<HighlightPlace> {
        let mut places = Vec::new();
        for (article, in_article) in self.facts.articles.iter().enumerate() {
            for (highlight, fact) in in_article.facts.iter().enumerate() {
                if is_wanted(fact) && self.sample.standing(article, highlight) != Standing::LeftOut {
                    places.push(HighlightPlace { article, highlight });
                }
            }
        }
        places
    }

    /// What two codes of one kind say through codes of the other, as far as it is part of their tie.
    fn of_pair(&self, of: CodeKind, aggregation: OneMode, pair: [usize; 2]) -> Vec<HighlightPlace> {
        let through = match of {
            CodeKind::Actor => CodeKind::Issue,
            CodeKind::Issue => CodeKind::Actor,
        };
        let side = |fact: &Fact| {
            let code = self.code(of, fact)?;
            pair.iter().position(|one| *one == code).filter(|_| self.counts(fact))
        };
        // The weights that each of the two takes on each code they may share.
        let mut taken: BTreeMap<usize, [Vec<Option<i128>>; 2]> = BTreeMap::new();
        for place in self.places(|fact| side(fact).is_some()) {
            let fact = &self.facts.articles[place.article].facts[place.highlight];
            if let (Some(side), Some(shared)) = (side(fact), self.code(through, fact)) {
                let weights = &mut taken.entry(shared).or_default()[side];
                let weight = self.weights.get(fact.stance as usize);
                if !weights.contains(&weight) {
                    weights.push(weight);
                }
            }
        }
        let units = self.weights.units();
        let range = (units.iter().max().unwrap_or(&0) - units.iter().min().unwrap_or(&0)).max(1);
        let is_part = |one: Option<i128>, other: Option<i128>| match (aggregation, one.zip(other)) {
            (OneMode::Ignore, _) | (OneMode::Subtract, Some(_)) => true,
            (OneMode::Congruence, Some((a, b))) => (a - b).abs() < range,
            (OneMode::Conflict, Some((a, b))) => a != b,
            (_, None) => false,
        };
        self.places(|fact| {
            let (Some(side), Some(shared)) = (side(fact), self.code(through, fact)) else { return false };
            let weight = self.weights.get(fact.stance as usize);
            taken.get(&shared).is_some_and(|taken| taken[1 - side].iter().any(|other| is_part(weight, *other)))
        })
    }
}
