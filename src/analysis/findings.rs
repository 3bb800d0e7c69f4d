//! What an analyst would point at: where outlets divide, contradict themselves, stand alone or turn round,
//! and what nobody says.
//!
//! A finding is about one actor, members counted with their side, on one issue as tagged. Its rule stands in
//! `docs/measures.md`; it looks at every highlight that passes the filter, repeats included.

use std::collections::{BTreeMap, HashSet};

use super::{
    comparison::{Comparison, Header, Member, Nothing, Signed},
    facts::Facts,
};
use crate::{
    model::{
        CodeId, Details, Project, PublicationDate,
        view::{Axis, Counting, Filter, Query, Value},
    },
    wording::counted,
};

/// What kind of thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// One outlet gives the actor a positive net stance, another a negative one.
    Divided,
    /// One article gives the actor both a positive and a negative stance.
    Contradictory,
    /// The net stance of the last day has another sign than that of the first.
    Changed,
    /// One outlet alone says it, though there are several.
    OnlySource,
}

impl FindingKind {
    pub const ALL: [Self; 4] = [Self::Divided, Self::Contradictory, Self::Changed, Self::OnlySource];

    /// The word for it on screen and in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Divided => "divided",
            Self::Contradictory => "contradictory",
            Self::Changed => "changed",
            Self::OnlySource => "only source",
        }
    }

    /// What it means, for tooltips and legends.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Divided => "outlets give the actor opposite stances on this issue",
            Self::Contradictory => "one article gives the actor both stances on this issue",
            Self::Changed => "the stance on the last day is opposite to that on the first",
            Self::OnlySource => "one outlet alone says this",
        }
    }
}

/// Something found of an actor on an issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub kind: FindingKind,
    pub actor: CodeId,
    pub issue: CodeId,
    /// Who says what, or when: "for: Axadle Times; against: Global News".
    pub words: String,
    /// The highlights that show it, in reading order.
    pub evidence: Vec<Member>,
    /// Whether it is but the finding of a member of the actor, seen from above.
    pub is_echo: bool,
}

/// Everything found among the highlights that pass the filter, by issue and actor in the order of the codebook.
pub fn findings(project: &Project, facts: &mut Facts, filter: &Filter) -> Vec<Finding> {
    let query = Query { filter: filter.clone(), ..Query::of(Axis::Issue, Axis::Actor) };
    let comparison = Comparison::over(facts, project, query);
    let members = comparison.members(facts, 0);
    let n_sources = n_sources(project, &comparison);
    let mut found: Vec<Finding> = Vec::new();
    for (row, issue) in comparison.rows().iter().enumerate() {
        for (column, actor) in comparison.columns().iter().enumerate() {
            let (Some(issue), Some(actor)) = (code(issue), code(actor)) else { continue };
            // To be for one issue and against another below the same head is no contradiction.
            let as_tagged =
                members.at(row, column).iter().filter(|member| member.of(project).1.issue.as_ref() == Some(issue));
            let pair = Pair::of(project, as_tagged);
            let kinds = [
                (FindingKind::Divided, pair.divided()),
                (FindingKind::Contradictory, pair.contradictory(project)),
                (FindingKind::Changed, pair.changed(project)),
                (FindingKind::OnlySource, pair.only_source(n_sources)),
            ];
            found.extend(kinds.into_iter().filter_map(|(kind, found)| {
                let (words, evidence) = found?;
                Some(Finding { kind, actor: actor.clone(), issue: issue.clone(), words, evidence, is_echo: false })
            }));
        }
    }
    mark_echoes(&mut found);
    found
}

/// Codes stand below the code they belong to, so of equal findings the last is the most exact.
fn mark_echoes(found: &mut [Finding]) {
    let mut seen = HashSet::new();
    for finding in found.iter_mut().rev() {
        finding.is_echo = !seen.insert((finding.kind, finding.evidence.clone()));
    }
}

fn code(header: &Header) -> Option<&CodeId> {
    match header.key.0.first() {
        Some(Value::Code(id)) => Some(id),
        _ => None,
    }
}

/// Who reports: an outlet, or where it is not named the article itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Source<'a> {
    Outlet(&'a str),
    Article(usize, &'a str),
}

impl<'a> Source<'a> {
    fn of(article: usize, details: &'a Details) -> Self {
        if details.outlet.is_empty() { Self::Article(article, &details.title) } else { Self::Outlet(&details.outlet) }
    }

    const fn name(&self) -> &'a str {
        match self {
            Self::Outlet(name) | Self::Article(_, name) => name,
        }
    }
}

/// How many sources have an article that passes the filter.
fn n_sources(project: &Project, comparison: &Comparison) -> usize {
    let articles = project.articles.iter().enumerate().filter(|(at, _)| comparison.has_article(*at));
    articles.map(|(at, article)| Source::of(at, &article.details)).collect::<HashSet<_>>().len()
}

/// The highlights of one actor on one issue, with their weights.
struct Pair<'a> {
    /// None where no stance is taken.
    weighed: Vec<(Member, Source<'a>, Option<f64>)>,
}

/// The sum of weights, and of how many.
type Sum = (f64, u32);

fn add((sum, n): &mut Sum, weight: Option<f64>) {
    if let Some(weight) = weight {
        *sum += weight;
        *n += 1;
    }
}

impl<'a> Pair<'a> {
    fn of<'m>(project: &'a Project, members: impl Iterator<Item = &'m Member>) -> Self {
        let weighed = members.map(|member| {
            let (article, highlight) = member.of(project);
            let weight =
                highlight.stance.as_ref().and_then(|id| project.codebook.stance(id)).map(|stance| stance.weight);
            (*member, Source::of(member.article, &article.details), weight)
        });
        Self { weighed: weighed.collect() }
    }

    /// The members that take a positive or a negative stance and are wanted.
    fn signed(&self, is_wanted: impl Fn(&Member, &Source<'a>) -> bool) -> Vec<Member> {
        let takes_side = |weight: &Option<f64>| weight.is_some_and(|weight| weight != 0.0);
        let wanted =
            self.weighed.iter().filter(|(member, source, weight)| takes_side(weight) && is_wanted(member, source));
        wanted.map(|(member, ..)| *member).collect()
    }

    fn divided(&self) -> Option<(String, Vec<Member>)> {
        let mut sums: BTreeMap<&Source<'a>, Sum> = BTreeMap::new();
        for (_, source, weight) in &self.weighed {
            add(sums.entry(source).or_default(), *weight);
        }
        let names = |is_meant: fn(f64) -> bool| -> Vec<&str> {
            sums.iter().filter(|(_, (sum, _))| is_meant(*sum)).map(|(source, _)| source.name()).collect()
        };
        let (for_it, against) = (names(|sum| sum > 0.0), names(|sum| sum < 0.0));
        let is_divided = !for_it.is_empty() && !against.is_empty();
        is_divided.then(|| {
            let words = format!("for: {}; against: {}", for_it.join(", "), against.join(", "));
            (words, self.signed(|_, source| sums[source].0 != 0.0))
        })
    }

    fn contradictory(&self, project: &Project) -> Option<(String, Vec<Member>)> {
        let mut signs: BTreeMap<usize, (bool, bool)> = BTreeMap::new();
        for (member, _, weight) in &self.weighed {
            let seen = signs.entry(member.article).or_default();
            seen.0 |= weight.is_some_and(|weight| weight > 0.0);
            seen.1 |= weight.is_some_and(|weight| weight < 0.0);
        }
        signs.retain(|_, seen| *seen == (true, true));
        let titles: Vec<String> = signs.keys().map(|at| format!("“{}”", project.articles[*at].details.title)).collect();
        (!titles.is_empty()).then(|| {
            (format!("both in {}", titles.join(", ")), self.signed(|member, _| signs.contains_key(&member.article)))
        })
    }

    fn changed(&self, project: &Project) -> Option<(String, Vec<Member>)> {
        let mut days: BTreeMap<PublicationDate, Sum> = BTreeMap::new();
        for (member, _, weight) in &self.weighed {
            // Only a day that is known comes before or after another.
            if let Some(date) = project.articles[member.article].details.date.filter(|date| date.day.is_some()) {
                add(days.entry(date).or_default(), *weight);
            }
        }
        days.retain(|_, (sum, _)| *sum != 0.0);
        let ((first, (before, n_before)), (last, (after, n_after))) = (days.first_key_value()?, days.last_key_value()?);
        (before * after < 0.0).then(|| {
            let net = |sum: &f64, n: &u32| Signed(sum / f64::from(*n));
            let words = format!(
                "{} on {}, {} on {}",
                net(before, n_before),
                first.in_words(),
                net(after, n_after),
                last.in_words()
            );
            let is_of_these = |member: &Member| {
                let date = project.articles[member.article].details.date;
                date == Some(*first) || date == Some(*last)
            };
            (words, self.signed(|member, _| is_of_these(member)))
        })
    }

    fn only_source(&self, n_sources: usize) -> Option<(String, Vec<Member>)> {
        let (_, source, _) = self.weighed.first()?;
        let is_alone = n_sources > 1 && self.weighed.iter().all(|(_, other, _)| other == source);
        is_alone.then(|| {
            let words = format!("{} alone, of {}", source.name(), counted(n_sources, "source"));
            (words, self.weighed.iter().map(|(member, ..)| *member).collect())
        })
    }
}

/// An issue on which an outlet has nothing that anybody could point to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    pub issue: CodeId,
    pub outlet: String,
    /// Whether every article of the outlet is read, so that the silence is a finding.
    pub is_read: bool,
}

/// Where outlets are silent. An issue that belongs to a silent one is not listed beside it.
pub fn silences(project: &Project, facts: &mut Facts, filter: &Filter) -> Vec<Silence> {
    let query = Query { filter: filter.clone(), counting: Counting::EveryTime, ..Query::of(Axis::Issue, Axis::Outlet) };
    let comparison = Comparison::over(facts, project, query);
    let table = comparison.table(0);
    let mut silences = Vec::new();
    for (column, outlet) in comparison.columns().iter().enumerate() {
        let Some(Value::Named(outlet)) = outlet.key.0.first() else { continue };
        let mut silent_at: Option<usize> = None;
        for (row, issue) in comparison.rows().iter().enumerate() {
            let Some(id) = code(issue) else { continue };
            if silent_at.is_some_and(|depth| issue.depth > depth) {
                continue;
            }
            silent_at = None;
            let is_read = match table.nothing(Some(row), Some(column)) {
                _ if table.cell(Some(row), Some(column)).highlights > 0 => continue,
                Nothing::Silent => true,
                Nothing::NotYetRead => false,
                Nothing::LeftOut | Nothing::NoArticle => continue,
            };
            silent_at = Some(issue.depth);
            silences.push(Silence { issue: id.clone(), outlet: outlet.clone(), is_read });
        }
    }
    silences
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Article, CodeKind, ReadingStatus, marked::marked_article};

    /// Articles by outlet and day, each highlight with the stance of the port on the toll.
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
        let findings = findings(&project, &mut Facts::of(&project), &Filter::default());
        findings.into_iter().map(|found| (found.kind, found.words, found.evidence.len())).collect()
    }

    #[test]
    fn outlets_divide_when_their_net_stances_have_opposite_signs() {
        let found = found(&[
            ("Echo", "", &["supports", "supports", ""]),
            ("Wave", "", &["opposes"]),
            ("Tide", "", &["conditional"]),
        ]);
        assert_eq!(found, [(FindingKind::Divided, "for: Echo; against: Wave".to_owned(), 3)]);
    }

    #[test]
    fn an_article_contradicts_itself_and_a_stance_changes() {
        let found = found(&[
            ("Echo", "2025-12-01", &["supports"]),
            ("Wave", "2025-12-02", &["supports", "opposes"]),
            ("Echo", "2025-12-04", &["opposes", "opposes"]),
        ]);
        assert_eq!(found[0], (FindingKind::Contradictory, "both in “A”".to_owned(), 2));
        let words = "+1.0 on 1 December 2025, −1.0 on 4 December 2025".to_owned();
        assert_eq!(found[1], (FindingKind::Changed, words, 3));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn one_outlet_alone_is_said_where_there_are_several() {
        let alone = found(&[("Echo", "", &["supports"]), ("Wave", "", &[])]);
        assert_eq!(alone, [(FindingKind::OnlySource, "Echo alone, of 2 sources".to_owned(), 1)]);
        assert_eq!(found(&[("Echo", "", &["supports"])]), []);
    }

    #[test]
    fn a_finding_of_a_member_is_an_echo_above() {
        let mut project = project(&[("Echo", "", &["supports"]), ("Wave", "", &["opposes"])]);
        let side = project.codebook.fresh_code(CodeKind::Actor, "Coast", None);
        project.codebook.actors[0].parent = Some(side.id.clone());
        project.codebook.actors.push(side);
        let findings = findings(&project, &mut Facts::of(&project), &Filter::default());
        let echoes: Vec<_> = findings.iter().map(|found| (found.actor.as_str(), found.is_echo)).collect();
        assert_eq!(echoes, [("coast", true), ("port", false)]);
    }

    #[test]
    fn silence_is_a_finding_only_when_all_is_read() {
        let mut project = project(&[("Echo", "", &["supports"]), ("Wave", "", &[])]);
        Arc::make_mut(&mut project.articles[1]).details.status = ReadingStatus::Reading;
        let silences = silences(&project, &mut Facts::of(&project), &Filter::default());
        let said: Vec<_> =
            silences.iter().map(|silence| (silence.issue.as_str(), &*silence.outlet, silence.is_read)).collect();
        assert_eq!(said, [("bridge", "Echo", true), ("toll", "Wave", false), ("bridge", "Wave", false)]);
    }
}
