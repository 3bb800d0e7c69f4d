//! The findings an analyst would point out: outlets that disagree, contradict themselves, stand alone or change their
//! line, and issues an outlet never mentions.
//!
//! A finding concerns one actor (its members included) and one issue as tagged. The rules are in `docs/measures.md`;
//! they apply to every highlight that passes the filter, repeats included.

mod dependence;

pub use dependence::Dependence;

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use standpoint_core::{
    model::{
        Article, CodeId, CodeKind, Details, Project, PublicationDate,
        view::{Axis, AxisValue, Counting, HighlightFilter, Query},
    },
    text::fold::{folded, is_blank},
    wording::counted,
};

use super::{
    comparison::{Comparison, EmptyReason, Header, HighlightPlace, Signed},
    facts::{Fact, Facts, FastMap, number, places},
    lineages::Lineages,
    sample::{Sample, Standing},
    weights::{WeightSum, Weights},
};

/// The kind of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// One outlet gives the actor a positive net stance and another a negative one.
    Divided,
    /// One article gives the actor both a positive and a negative stance.
    Contradictory,
    /// Of the days whose net stance is not 0, the last has the opposite sign to the first.
    Changed,
    /// Only one outlet says this, although several pass the filter.
    OnlySource,
}

impl FindingKind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Divided, Self::Contradictory, Self::Changed, Self::OnlySource];

    /// Returns its name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Divided => "divided",
            Self::Contradictory => "contradictory",
            Self::Changed => "changed",
            Self::OnlySource => "only-source",
        }
    }

    /// Returns its name on screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Divided => "Outlets disagree",
            Self::Contradictory => "One article says both",
            Self::Changed => "Changed over time",
            Self::OnlySource => "Only one outlet",
        }
    }

    /// Returns an explanation for tooltips and legends.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Divided => "outlets give the actor opposite stances on this issue",
            Self::Contradictory => "one article gives the actor opposite stances on this issue",
            Self::Changed => "the last day that takes a side has the opposite stance to the first",
            Self::OnlySource => "only one outlet says this",
        }
    }
}

/// A finding about an actor on an issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule that found it.
    pub kind: FindingKind,
    /// The actor, whose members’ highlights count as its own.
    pub actor: CodeId,
    /// The issue as tagged; issues below it are not included.
    pub issue: CodeId,
    /// Names the outlets, articles or days concerned: "Axadle Times for, Global News against".
    pub words: String,
    /// The highlights that support it, in reading order.
    pub evidence: Vec<HighlightPlace>,
    /// How much it rests on.
    pub weight: FindingWeight,
    /// True if a member of the actor has the same finding with the same evidence, so that this one adds nothing.
    pub is_echo: bool,
    /// What it depends on; `None` if it is too large to be examined.
    pub depends: Option<Dependence>,
}

/// How much a finding rests on. Of two, the one with more highlights weighs more; then with more outlets, then with a
/// larger share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FindingWeight {
    /// Number of highlights that support it.
    pub highlights: u32,
    /// Number of their outlets; an article without one counts as an outlet of its own.
    pub outlets: u32,
    /// Number of all highlights of the actor on the issue that pass the filter.
    pub of: u32,
}

impl FindingWeight {
    /// Returns the share of the actor’s highlights on the issue that support it, from 0 to 1.
    pub fn share(self) -> f64 {
        f64::from(self.highlights) / f64::from(self.of.max(1))
    }

    /// Orders from the heaviest to the lightest.
    fn heavier_first(&self, other: &Self) -> std::cmp::Ordering {
        let numbers = |weight: &Self| (weight.highlights, weight.outlets, std::cmp::Reverse(weight.of));
        numbers(other).cmp(&numbers(self))
    }
}

/// A finding with more highlights times outlets and articles than this is not examined for a report.
const MAX_STEPS: usize = 4_000_000;

/// Everything that stands out in a project: what a reader of a report is told.
#[derive(Clone, Debug)]
pub struct ProjectFindings {
    /// By kind, the heaviest first, without echoes.
    pub findings: Vec<Finding>,
    /// What outlets leave out whose articles were all read.
    pub silences: Vec<Silence>,
}

impl ProjectFindings {
    /// Finds everything among the highlights that pass the filter. `facts` must be those of `project`.
    pub fn of(project: &Project, facts: &Facts, filter: &HighlightFilter) -> Self {
        let mut findings = findings(project, facts, filter, MAX_STEPS);
        findings.retain(|finding| !finding.is_echo);
        findings.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| a.weight.heavier_first(&b.weight)));
        Self { findings, silences: silences_if(project, facts, filter, |is_read| is_read) }
    }

    /// Iterates over the findings of one kind, the heaviest first.
    pub fn of_kind(&self, kind: FindingKind) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.kind == kind)
    }
}

impl Finding {
    /// Returns true if the other is of the same kind, on the same actor and issue.
    pub fn is_about_the_same(&self, other: &Self) -> bool {
        (self.kind, &self.actor, &self.issue) == (other.kind, &other.actor, &other.issue)
    }
}

/// Returns all findings among the highlights that pass the filter, sorted by issue and then actor in codebook tree
/// order. One with more than `max_steps` highlights times outlets and articles is not examined for what it depends on;
/// [`dependence_of`] examines one alone.
pub fn findings(project: &Project, facts: &Facts, filter: &HighlightFilter, max_steps: usize) -> Vec<Finding> {
    let sample = Sample::of(facts, project, filter, Counting::EveryTime);
    let sources = Sources::of(project, &sample);
    let groups = groups(project, facts, &sample);
    let book = &project.codebook;
    let weights = Weights::of(&book.stances);
    let [actors, issues] = CodeKind::ALL.map(|kind| ranks_in_tree(project, kind));
    let mut pairs: Vec<_> = groups.iter().map(|((issue, actor), places)| (*issue, *actor, places)).collect();
    pairs.sort_unstable_by_key(|(issue, actor, _)| (issues[*issue as usize], actors[*actor as usize]));
    let mut found: Vec<Finding> = Vec::new();
    for (issue, actor, places) in pairs {
        let pair = Pair::of(places, facts, &weights, &sources);
        let (actor, issue) = (&book.actors[actor as usize].id, &book.issues[issue as usize].id);
        found.extend(FindingKind::ALL.into_iter().filter_map(|kind| {
            let (words, evidence) = pair.found(kind, project, &sources)?;
            let weight = pair.weight(&evidence, &sources);
            let depends = pair.dependence(kind, project, &sources, max_steps);
            let (actor, issue) = (actor.clone(), issue.clone());
            Some(Finding { kind, actor, issue, words, evidence, weight, is_echo: false, depends })
        }));
    }
    mark_echoes(&mut found);
    found
}

/// Finds what one finding depends on, for a window that shows one at a time. `facts` must be those of `project`, and the
/// filter the one that the finding was found with.
pub fn dependence_of(
    project: &Project,
    facts: &Facts,
    filter: &HighlightFilter,
    finding: &Finding,
) -> Option<Dependence> {
    let sample = Sample::of(facts, project, filter, Counting::EveryTime);
    let sources = Sources::of(project, &sample);
    let book = &project.codebook;
    let weights = Weights::of(&book.stances);
    let lineages = Lineages::of(book, CodeKind::Actor);
    let place_of = |kind, id: &CodeId| book.codes(kind).iter().position(|code| code.id == *id).map(number);
    let (issue, actor) = (place_of(CodeKind::Issue, &finding.issue)?, place_of(CodeKind::Actor, &finding.actor)?);
    let is_theirs = |fact: &Fact| fact.issue == issue && lineages.upwards(fact.actor).any(|own| own == actor);
    let of_pair = counting(facts, &sample).filter(|(_, fact)| is_theirs(fact)).map(|(place, _)| place);
    let of_pair: Vec<HighlightPlace> = of_pair.collect();
    Pair::of(&of_pair, facts, &weights, &sources).dependence(finding.kind, project, &sources, MAX_STEPS)
}

/// Groups the highlights by issue and actor, both as positions in the codebook. Actors include their members, but
/// issues do not: supporting one issue and opposing another under the same parent is no contradiction.
fn groups(project: &Project, facts: &Facts, sample: &Sample) -> FastMap<(u32, u32), Vec<HighlightPlace>> {
    let book = &project.codebook;
    let lineages = Lineages::of(book, CodeKind::Actor);
    let mut groups: FastMap<(u32, u32), Vec<HighlightPlace>> = FastMap::default();
    let with_issue = counting(facts, sample).filter(|(_, fact)| (fact.issue as usize) < book.issues.len());
    for (place, fact) in with_issue {
        for actor in lineages.upwards(fact.actor) {
            groups.entry((fact.issue, actor)).or_default().push(place);
        }
    }
    groups
}

/// The highlights that count, in the order of the project.
fn counting<'a>(facts: &'a Facts, sample: &'a Sample) -> impl Iterator<Item = (HighlightPlace, &'a Fact)> {
    facts.articles.iter().enumerate().flat_map(move |(article, in_article)| {
        let all = in_article.facts.iter().enumerate();
        let counts = move |(highlight, _): &(usize, &Fact)| sample.standing(article, *highlight) == Standing::Counts;
        all.filter(counts).map(move |(highlight, fact)| (HighlightPlace { article, highlight }, fact))
    })
}

/// The rank of each code of the codebook in tree order, in which each code comes after its parent.
fn ranks_in_tree(project: &Project, kind: CodeKind) -> Vec<usize> {
    let codes = project.codebook.codes(kind);
    let place_of = places(codes.iter().map(|code| &code.id));
    let mut ranks = vec![0; codes.len()];
    for (rank, (_, code)) in project.codebook.tree(kind).into_iter().enumerate() {
        ranks[place_of[&code.id] as usize] = rank;
    }
    ranks
}

/// Marks the duplicates among the findings. Codes come after their parents, so of several equal findings the last is
/// the most specific.
fn mark_echoes(found: &mut [Finding]) {
    let mut seen = HashSet::new();
    let is_first: Vec<bool> =
        found.iter().rev().map(|finding| seen.insert((finding.kind, &finding.evidence))).collect();
    for (finding, is_first) in found.iter_mut().rev().zip(is_first) {
        finding.is_echo = !is_first;
    }
}

fn code(header: &Header) -> Option<&CodeId> {
    match header.key.0.first() {
        Some(AxisValue::Code(id)) => Some(id),
        _ => None,
    }
}

/// The sources of articles: an article’s outlet, or the article itself if it names none.
struct Sources<'a> {
    /// The source of each article, as a position in `names`.
    of_articles: Vec<u32>,
    names: Vec<&'a str>,
    /// Number of sources with an article that passes the filter.
    n_passing: usize,
}

impl<'a> Sources<'a> {
    fn of(project: &'a Project, sample: &Sample) -> Self {
        let mut outlets: FastMap<Cow<'_, str>, u32> = FastMap::default();
        let mut names = Vec::new();
        let number_of = |article: &'a Arc<Article>| {
            let Details { outlet, title, .. } = &article.details;
            let fresh = number(names.len());
            let is_unnamed = is_blank(outlet);
            let source = if is_unnamed { fresh } else { *outlets.entry(folded(outlet)).or_insert(fresh) };
            if source == fresh {
                names.push(if is_unnamed { &**title } else { &**outlet });
            }
            source
        };
        let of_articles: Vec<u32> = project.articles.iter().map(number_of).collect();
        let passing = of_articles.iter().enumerate().filter(|(at, _)| sample.has_article(*at));
        let n_passing = passing.map(|(_, source)| source).collect::<HashSet<_>>().len();
        Self { of_articles, names, n_passing }
    }

    fn name(&self, source: u32) -> &'a str {
        self.names[source as usize]
    }
}

/// The highlights of one actor on one issue, each with its source and weight.
struct Pair<'a> {
    weights: &'a Weights,
    /// The weight is in the units of `weights`, and `None` if the highlight takes no stance.
    weighed: Vec<(HighlightPlace, u32, Option<i128>)>,
}

impl<'a> Pair<'a> {
    fn of(places: &[HighlightPlace], facts: &Facts, weights: &'a Weights, sources: &Sources<'_>) -> Self {
        let weighed = places.iter().map(|place| {
            let fact = &facts.articles[place.article].facts[place.highlight];
            (*place, sources.of_articles[place.article], weights.get(fact.stance as usize))
        });
        Self { weights, weighed: weighed.collect() }
    }

    /// Returns the wanted highlights that take a positive or negative stance.
    fn signed(&self, is_wanted: impl Fn(&HighlightPlace, u32) -> bool) -> Vec<HighlightPlace> {
        let takes_side = |weight: &Option<i128>| weight.is_some_and(|weight| weight != 0);
        let wanted =
            self.weighed.iter().filter(|(place, source, weight)| takes_side(weight) && is_wanted(place, *source));
        wanted.map(|(place, ..)| *place).collect()
    }

    fn weight(&self, evidence: &[HighlightPlace], sources: &Sources<'_>) -> FindingWeight {
        let outlets: HashSet<u32> = evidence.iter().map(|place| sources.of_articles[place.article]).collect();
        let [highlights, outlets, of] = [evidence.len(), outlets.len(), self.weighed.len()].map(number);
        FindingWeight { highlights, outlets, of }
    }

    /// Applies the rule of a kind; returns the words and the evidence of the finding.
    fn found(
        &self,
        kind: FindingKind,
        project: &Project,
        sources: &Sources<'_>,
    ) -> Option<(String, Vec<HighlightPlace>)> {
        match kind {
            FindingKind::Divided => self.divided(sources),
            FindingKind::Contradictory => self.contradictory(project),
            FindingKind::Changed => self.changed(project),
            FindingKind::OnlySource => self.only_source(sources),
        }
    }

    fn divided(&self, sources: &Sources<'_>) -> Option<(String, Vec<HighlightPlace>)> {
        let mut sums: BTreeMap<u32, i128> = BTreeMap::new();
        for (_, source, weight) in &self.weighed {
            *sums.entry(*source).or_default() += weight.unwrap_or(0);
        }
        let is_divided = sums.values().any(|sum| *sum > 0) && sums.values().any(|sum| *sum < 0);
        is_divided.then(|| {
            let names = |is_meant: fn(i128) -> bool| -> String {
                let meant = sums.iter().filter(|(_, sum)| is_meant(**sum));
                meant.map(|(source, _)| sources.name(*source)).collect::<Vec<_>>().join(" and ")
            };
            let words = format!("{} for, {} against", names(|sum| sum > 0), names(|sum| sum < 0));
            (words, self.signed(|_, source| sums[&source] != 0))
        })
    }

    fn contradictory(&self, project: &Project) -> Option<(String, Vec<HighlightPlace>)> {
        let mut signs: BTreeMap<usize, (bool, bool)> = BTreeMap::new();
        for (place, _, weight) in &self.weighed {
            let seen = signs.entry(place.article).or_default();
            seen.0 |= weight.is_some_and(|weight| weight > 0);
            seen.1 |= weight.is_some_and(|weight| weight < 0);
        }
        signs.retain(|_, seen| *seen == (true, true));
        let titles: Vec<String> = signs.keys().map(|at| format!("“{}”", project.articles[*at].details.title)).collect();
        (!titles.is_empty()).then(|| (titles.join(", "), self.signed(|place, _| signs.contains_key(&place.article))))
    }

    fn changed(&self, project: &Project) -> Option<(String, Vec<HighlightPlace>)> {
        let mut days: BTreeMap<PublicationDate, WeightSum> = BTreeMap::new();
        for (place, _, weight) in &self.weighed {
            // Dates without a day cannot be put in order.
            let date = project.articles[place.article].details.date.filter(|date| date.day.is_some());
            if let (Some(date), Some(weight)) = (date, weight) {
                days.entry(date).or_default().add(*weight);
            }
        }
        // A day whose sum is 0 takes no side, so it neither begins nor ends a change.
        days.retain(|_, sum| sum.units != 0);
        let ((first, before), (last, after)) = (days.first_key_value()?, days.last_key_value()?);
        (before.units.signum() != after.units.signum()).then(|| {
            let net = |sum: &WeightSum| Signed(sum.mean(self.weights).unwrap_or_default());
            let (before, after) = (net(before), net(after));
            let words = format!("from {before} on {} to {after} on {}", first.short(), last.short());
            let is_of_these = |place: &HighlightPlace| {
                let date = project.articles[place.article].details.date;
                date == Some(*first) || date == Some(*last)
            };
            (words, self.signed(|place, _| is_of_these(place)))
        })
    }

    fn only_source(&self, sources: &Sources<'_>) -> Option<(String, Vec<HighlightPlace>)> {
        let (_, source, _) = self.weighed.first()?;
        let is_alone = sources.n_passing > 1 && self.weighed.iter().all(|(_, other, _)| other == source);
        is_alone.then(|| {
            let words = format!("{}, of {}", sources.name(*source), counted(sources.n_passing, "source"));
            (words, self.weighed.iter().map(|(place, ..)| *place).collect())
        })
    }
}

/// An issue that an outlet says nothing about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The topmost silent issue; the issues below it are silent too.
    pub issue: CodeId,
    /// The outlet as its articles name it; never empty.
    pub outlet: String,
    /// True if every article of the outlet has been read, so that the silence is a finding and not just a gap in the
    /// work.
    pub is_read: bool,
}

/// How many silences are listed at most. A long codebook and many outlets have more than anybody could read.
pub const MOST_SILENCES: usize = 100_000;

/// Lists the issues each outlet is silent on, up to [`MOST_SILENCES`]. If an issue is silent, the issues below it are
/// not listed separately.
pub fn silences(project: &Project, facts: &Facts, filter: &HighlightFilter) -> Vec<Silence> {
    silences_if(project, facts, filter, |_| true)
}

/// Lists those of outlets whose articles were all read, or not, as is wanted.
fn silences_if(
    project: &Project,
    facts: &Facts,
    filter: &HighlightFilter,
    is_wanted: impl Fn(bool) -> bool,
) -> Vec<Silence> {
    let query = Query { filter: filter.clone(), counting: Counting::EveryTime, ..Query::of(Axis::Issue, Axis::Outlet) };
    let comparison = Comparison::counted(facts, project, query);
    let table = comparison.table(0);
    let mut silences = Vec::new();
    for (column, outlet) in comparison.columns().iter().enumerate() {
        let Some(AxisValue::Named(outlet)) = outlet.key.0.first() else { continue };
        let mut silent_at: Option<usize> = None;
        for (row, issue) in comparison.rows().iter().enumerate() {
            let Some(id) = code(issue) else { continue };
            if silent_at.is_some_and(|depth| issue.depth > depth) {
                continue;
            }
            silent_at = None;
            let is_read = match table.empty_reason(Some(row), Some(column)) {
                _ if table.cell(Some(row), Some(column)).highlights > 0 => continue,
                // A filter may leave out all that is said on an issue, which says nothing about the outlets.
                _ if !filter.is_open() && table.cell(Some(row), None).highlights == 0 => continue,
                EmptyReason::Silent => true,
                EmptyReason::NotYetRead => false,
                EmptyReason::LeftOut | EmptyReason::NoArticle => continue,
            };
            silent_at = Some(issue.depth);
            if is_wanted(is_read) {
                silences.push(Silence { issue: id.clone(), outlet: outlet.clone(), is_read });
            }
            if silences.len() == MOST_SILENCES {
                return silences;
            }
        }
    }
    silences
}

#[cfg(test)]
mod tests {
    use super::*;
    use standpoint_core::model::{ReadingStatus, marked::marked_article};

    /// Articles by outlet and day; the strings are the stances of the port on the toll, one per highlight.
    fn project(articles: &[(&str, &str, &[&str])]) -> Project {
        let mut project = Project::titled("Harbour");
        for (kind, name) in [(CodeKind::Actor, "Port"), (CodeKind::Issue, "Toll"), (CodeKind::Issue, "Bridge")] {
            let code = project.codebook.fresh_code(kind, name, None);
            project.codebook.codes_mut(kind).push(code);
        }
        for (outlet, day, stances) in articles {
            let mut article: Article = marked_article("A", &"[word] ".repeat(stances.len()));
            article.details.outlet = (*outlet).to_owned();
            article.details.date = day.parse().ok();
            article.details.status = ReadingStatus::Done;
            for (highlight, stance) in article.highlights.iter_mut().zip(*stances) {
                let highlight = Arc::make_mut(highlight);
                highlight.actor = Some("port".into());
                highlight.issue = Some("toll".into());
                highlight.stance = (!stance.is_empty()).then(|| (*stance).into());
            }
            project.articles.push(Arc::new(article));
        }
        project
    }

    fn found(articles: &[(&str, &str, &[&str])]) -> Vec<(FindingKind, String, usize)> {
        let project = project(articles);
        let findings = findings(&project, &Facts::of(&project), &HighlightFilter::default(), 0);
        findings.into_iter().map(|found| (found.kind, found.words, found.evidence.len())).collect()
    }

    #[test]
    fn outlets_divide_when_their_net_stances_have_opposite_signs() {
        let found = found(&[
            ("Echo", "", &["supports", "supports", ""]),
            ("Wave", "", &["opposes"]),
            ("Tide", "", &["conditional"]),
        ]);
        assert_eq!(found, [(FindingKind::Divided, "Echo for, Wave against".to_owned(), 3)]);
    }

    #[test]
    fn one_finding_alone_depends_on_what_it_depends_on_among_all() {
        let mut project = project(&[
            ("Echo", "2025-01-01", &["supports", "supports", ""]),
            ("Wave", "2025-01-02", &["opposes"]),
            ("Echo", "2025-01-03", &["opposes", "supports"]),
        ]);
        let side = project.codebook.fresh_code(CodeKind::Actor, "Coast", None);
        project.codebook.actors[0].parent = Some(side.id.clone());
        project.codebook.actors.push(side);
        let (facts, filter) = (Facts::of(&project), HighlightFilter::default());
        let all = findings(&project, &facts, &filter, MAX_STEPS);
        assert!(all.len() > 3, "{all:?}");
        for finding in &all {
            assert_eq!(dependence_of(&project, &facts, &filter, finding), finding.depends, "{finding:?}");
        }
    }

    #[test]
    fn the_heaviest_finding_comes_first_and_echoes_not_at_all() {
        let mut project = project(&[
            ("Echo", "", &["supports", "supports", ""]),
            ("Wave", "", &["opposes"]),
            ("Tide", "", &["conditional", "opposes"]),
        ]);
        let side = project.codebook.fresh_code(CodeKind::Actor, "Coast", None);
        project.codebook.actors[0].parent = Some(side.id.clone());
        project.codebook.actors.push(side);
        let other = project.codebook.fresh_code(CodeKind::Actor, "Guild", None);
        for at in [0, 1] {
            let article = Arc::make_mut(&mut project.articles[at]);
            Arc::make_mut(&mut article.highlights[0]).actor = Some(other.id.clone());
        }
        project.codebook.actors.push(other);
        let found = ProjectFindings::of(&project, &Facts::of(&project), &HighlightFilter::default());
        let weights: Vec<_> = found
            .findings
            .iter()
            .map(|finding| {
                let FindingWeight { highlights, outlets, of } = finding.weight;
                (finding.kind, finding.actor.as_str(), highlights, outlets, of)
            })
            .collect();
        // Of the port’s four highlights, one of Echo supports, one of Tide opposes, and two take no side, so the guild
        // has the larger share.
        assert_eq!(weights, [(FindingKind::Divided, "guild", 2, 2, 2), (FindingKind::Divided, "port", 2, 2, 4)]);
    }

    #[test]
    fn an_article_contradicts_itself_and_a_stance_changes() {
        let found = found(&[
            ("Echo", "2025-12-01", &["supports"]),
            ("Wave", "2025-12-02", &["supports", "opposes"]),
            ("Echo", "2025-12-04", &["opposes", "opposes"]),
        ]);
        assert_eq!(found[0], (FindingKind::Contradictory, "“A”".to_owned(), 2));
        let words = "from +1.0 on 1 Dec 2025 to −1.0 on 4 Dec 2025".to_owned();
        assert_eq!(found[1], (FindingKind::Changed, words, 3));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn days_that_take_no_side_neither_begin_nor_end_a_change() {
        let found = found(&[
            ("Echo", "2025-12-01", &["conditional"]),
            ("Echo", "2025-12-02", &["supports"]),
            ("Echo", "2025-12-03", &["opposes"]),
            ("Echo", "2025-12-04", &["supports", "opposes"]),
            ("Wave", "2025-12", &["supports"]),
        ]);
        let changed = found.iter().find(|(kind, ..)| *kind == FindingKind::Changed);
        let words = "from +1.0 on 2 Dec 2025 to −1.0 on 3 Dec 2025".to_owned();
        assert_eq!(changed, Some(&(FindingKind::Changed, words, 2)));
    }

    #[test]
    fn decimals_that_cancel_out_take_no_side() {
        let mut project = project(&[
            ("Echo", "2025-12-01", &["supports", "conditional", "opposes"]),
            ("Wave", "2025-12-02", &["opposes"]),
        ]);
        for (stance, weight) in project.codebook.stances.iter_mut().zip([0.1, 0.2, -0.3]) {
            stance.weight = weight;
        }
        let found = findings(&project, &Facts::of(&project), &HighlightFilter::default(), 0);
        assert_eq!(found.iter().map(|found| found.kind).collect::<Vec<_>>(), [FindingKind::Contradictory]);
    }

    #[test]
    fn one_outlet_alone_is_said_where_there_are_several() {
        let alone = found(&[("Echo", "", &["supports"]), ("Wave", "", &[])]);
        assert_eq!(alone, [(FindingKind::OnlySource, "Echo, of 2 sources".to_owned(), 1)]);
        assert_eq!(found(&[("Echo", "", &["supports"])]), []);
    }

    #[test]
    fn a_finding_of_a_member_is_an_echo_above() {
        let mut project = project(&[("Echo", "", &["supports"]), ("Wave", "", &["opposes"])]);
        let side = project.codebook.fresh_code(CodeKind::Actor, "Coast", None);
        project.codebook.actors[0].parent = Some(side.id.clone());
        project.codebook.actors.push(side);
        let findings = findings(&project, &Facts::of(&project), &HighlightFilter::default(), 0);
        let echoes: Vec<_> = findings.iter().map(|found| (found.actor.as_str(), found.is_echo)).collect();
        assert_eq!(echoes, [("coast", true), ("port", false)]);
    }

    #[test]
    fn silence_is_a_finding_only_when_all_is_read() {
        let mut project = project(&[("Echo", "", &["supports"]), ("Wave", "", &[])]);
        Arc::make_mut(&mut project.articles[1]).details.status = ReadingStatus::Reading;
        let silences = silences(&project, &Facts::of(&project), &HighlightFilter::default());
        let said: Vec<_> =
            silences.iter().map(|silence| (silence.issue.as_str(), &*silence.outlet, silence.is_read)).collect();
        assert_eq!(said, [("bridge", "Echo", true), ("toll", "Wave", false), ("bridge", "Wave", false)]);
        // With a filter, only what others say that passes it.
        let filter = HighlightFilter { actors: vec!["port".into()], ..HighlightFilter::default() };
        let silences = super::silences(&project, &Facts::of(&project), &filter);
        let said: Vec<_> = silences.iter().map(|silence| (silence.issue.as_str(), &*silence.outlet)).collect();
        assert_eq!(said, [("toll", "Wave")]);
    }
}
