//! Describes queries and filters in words, for chips, captions and the head of a table.
//!
//! The window, the command line and all files share these words, so that they agree with each other.

use std::fmt;

use standpoint_core::{
    model::{
        ArticleId, CodeId, CodeKind, Project, Stance, StanceId,
        view::{Axis, AxisSide, AxisValue, Counting, HeaderKey, HighlightFilter, LEVELS, Measure, Query, Sort},
    },
    text::fold::{folded, is_blank, is_same_name},
    wording,
};

use super::{
    labels,
    sheet::{FEW_EXPECTED, Sheet, sign_of},
};
use crate::comparison::{
    EmptyReason, MissingValues,
    intervals::{ENOUGH_ARTICLES, ROUNDS, SEED},
};

/// One part of a filter: a chip in the window, a key on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FilterPart {
    /// Actors, members included.
    Actor,
    /// Issues, those below them included.
    Issue,
    /// Stances on the scale.
    Stance,
    /// Outlets of articles; an empty name matches articles without one.
    Outlet,
    /// News agencies of articles; an empty name matches articles without one.
    Agency,
    /// Languages of articles.
    Language,
    /// Coders of highlights.
    Coder,
    /// Single articles.
    Article,
    /// Saved searches that find something in the article.
    Search,
    /// Reading statuses of articles.
    Status,
    /// The first day of publication.
    From,
    /// The last day of publication.
    Until,
    /// Whether a highlight has a note.
    Note,
    /// Whether highlights need both an actor and an issue.
    Tagged,
    /// Words in the quote or the note.
    Text,
}

impl FilterPart {
    /// All parts, in the order in which they are shown.
    pub const ALL: [Self; 15] = [
        Self::Actor,
        Self::Issue,
        Self::Stance,
        Self::Outlet,
        Self::Agency,
        Self::Language,
        Self::Coder,
        Self::Article,
        Self::Search,
        Self::Status,
        Self::From,
        Self::Until,
        Self::Note,
        Self::Tagged,
        Self::Text,
    ];

    /// Returns its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Issue => "issue",
            Self::Stance => "stance",
            Self::Outlet => "outlet",
            Self::Agency => "agency",
            Self::Language => "language",
            Self::Coder => "coder",
            Self::Article => "article",
            Self::Search => "search",
            Self::Status => "status",
            Self::From => "from",
            Self::Until => "until",
            Self::Note => "note",
            Self::Tagged => "tagged",
            Self::Text => "text",
        }
    }

    /// Describes this part of the filter: "actor Russia or Ukraine". Returns `None` if it lets everything pass.
    pub fn in_words(self, project: &Project, filter: &HighlightFilter) -> Option<String> {
        let any_of =
            |names: Vec<String>| (!names.is_empty()).then(|| format!("{} {}", self.name(), names.join(" or ")));
        let said = |values: &[String]| {
            let name = |value: &String| if is_blank(value) { "not named".to_owned() } else { value.clone() };
            any_of(values.iter().map(name).collect())
        };
        let codes = |kind, ids: &[CodeId]| any_of(ids.iter().map(|id| code_name(project, kind, id)).collect());
        match self {
            Self::Actor => codes(CodeKind::Actor, &filter.actors),
            Self::Issue => codes(CodeKind::Issue, &filter.issues),
            Self::Stance => any_of(filter.stances.iter().map(|id| stance_name(project, id)).collect()),
            Self::Outlet => said(&filter.outlets),
            Self::Agency => said(&filter.agencies),
            Self::Language => said(&filter.languages),
            Self::Coder => said(&filter.coders),
            Self::Article => {
                let gone = || "no longer in the project".to_owned();
                any_of(filter.articles.iter().map(|id| article_name(project, *id).unwrap_or_else(gone)).collect())
            }
            Self::Search => {
                let name = |name: &String| match project.search(name) {
                    Some(search) => search.name.clone(),
                    None => format!("“{name}” (no such search)"),
                };
                let names: Vec<String> = filter.searches.iter().map(name).collect();
                (!names.is_empty()).then(|| format!("articles that mention {}", names.join(" or ")))
            }
            Self::Status => any_of(filter.statuses.iter().map(|status| status.name().to_owned()).collect()),
            Self::From => filter.from.map(|date| format!("from {}", date.in_words())),
            Self::Until => filter.until.map(|date| format!("until {}", date.in_words())),
            Self::Note => filter.has_note.map(|has| if has { "with a note" } else { "without a note" }.to_owned()),
            Self::Tagged => filter.is_tagged.then(|| "with an actor and an issue".to_owned()),
            Self::Text => (!filter.text.is_empty()).then(|| format!("with “{}” in the quote or the note", filter.text)),
        }
    }

    /// Clears this part, so that it lets everything pass.
    pub fn clear(self, filter: &mut HighlightFilter) {
        match self {
            Self::Actor => filter.actors.clear(),
            Self::Issue => filter.issues.clear(),
            Self::Stance => filter.stances.clear(),
            Self::Outlet => filter.outlets.clear(),
            Self::Agency => filter.agencies.clear(),
            Self::Language => filter.languages.clear(),
            Self::Coder => filter.coders.clear(),
            Self::Article => filter.articles.clear(),
            Self::Search => filter.searches.clear(),
            Self::Status => filter.statuses.clear(),
            Self::From => filter.from = None,
            Self::Until => filter.until = None,
            Self::Note => filter.has_note = None,
            Self::Tagged => filter.is_tagged = false,
            Self::Text => filter.text.clear(),
        }
    }
}

/// Describes each part of the filter that is set.
pub fn filter(project: &Project, filter: &HighlightFilter) -> Vec<String> {
    FilterPart::ALL.into_iter().filter_map(|part| part.in_words(project, filter)).collect()
}

/// Describes a query on one line: "issue × actor, net stance, once per article; outlet Axadle Times".
pub fn query(project: &Project, query: &Query) -> String {
    let mut words = format!("{} × {}", query.rows.name(), query.columns.name());
    if let Some(axis) = &query.layers {
        words.push_str(&match axis {
            Axis::Search(search) => format!(" with and without {search}"),
            axis => format!(" for each {}", axis.name()),
        });
    }
    words.push_str(&format!(", {}", in_a_sentence(query.measure)));
    if query.counting != Counting::EveryTime {
        words.push_str(&format!(", {}", query.counting.title()));
    }
    for part in filter(project, &query.filter) {
        words.push_str(&format!("; {part}"));
    }
    words
}

/// Says which tables a layer axis makes: "one for each outlet".
pub fn tables(axis: &Axis) -> String {
    match axis {
        Axis::Search(search) => format!("one with and one without {search}"),
        axis => format!("one for each {}", axis.name()),
    }
}

/// Returns the title of a measure as it is written inside a sentence.
pub fn in_a_sentence(measure: Measure) -> String {
    measure.title().to_lowercase()
}

/// Describes a query in labelled lines.
pub fn query_lines(project: &Project, query: &Query) -> Vec<(&'static str, String)> {
    let stances = labels::stances(&project.codebook.stances);
    let mut lines = vec![
        ("Rows", side(project, &query.rows, &query.columns)),
        ("Columns", side(project, &query.columns, &query.rows)),
    ];
    if let Some(axis) = &query.layers {
        lines.push(("Tables", tables(axis)));
    }
    lines.push(("Cells", format!("{}: {}", query.measure.title(), meaning(query.measure, &stances))));
    lines.push(("Counted", format!("the same actor, issue and stance {}", query.counting.title())));
    let parts = filter(project, &query.filter);
    lines.push(("Filter", if parts.is_empty() { "none".to_owned() } else { parts.join("; ") }));
    if query.has_intervals() {
        lines.push(("Intervals", intervals(query.measure)));
    }
    if query.hides_empty {
        lines.push(("Hidden", "rows and columns without highlights".to_owned()));
    }
    lines
}

/// Says how the intervals of a measure are made: “95%, …”.
pub fn intervals(measure: Measure) -> String {
    let few = format!("none with fewer than {ENOUGH_ARTICLES} articles");
    if measure == Measure::Articles {
        return format!("95% by Wilson’s method, in percent of the articles concerned; {few}");
    }
    let rounds = wording::grouped(ROUNDS);
    format!("95% by drawing the articles {rounds} times with replacement, with the seed {SEED}; {few}")
}

/// Describes the roll-up and pinned headers of a query, and the scale, in labelled lines.
pub fn further_query_lines(project: &Project, query: &Query) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    let sides =
        [(&query.rows, ["Members in rows", "Pinned rows"]), (&query.columns, ["Members in columns", "Pinned columns"])];
    for (side, [members, pinned]) in sides {
        let names =
            |keys: &[HeaderKey]| keys.iter().map(|key| key_name(project, side, key)).collect::<Vec<_>>().join("; ");
        let mut words = if side.shows_members { "shown" } else { "rolled up" }.to_owned();
        if !side.toggled.is_empty() {
            words.push_str(&format!(", except {}", names(&side.toggled)));
        }
        lines.push((members, words));
        if !side.pinned.is_empty() {
            lines.push((pinned, names(&side.pinned)));
        }
    }
    lines.push(("Scale", scale(project)));
    lines
}

/// Lists the stances with their weights: "supports +1, conditional 0, opposes -1".
pub fn scale(project: &Project) -> String {
    let weighed = |(stance, name): (&Stance, String)| {
        let sign = if stance.weight > 0.0 { "+" } else { "" };
        format!("{name} {sign}{}", stance.weight + 0.0)
    };
    let stances = &project.codebook.stances;
    let stances: Vec<String> = stances.iter().zip(labels::stances(stances)).map(weighed).collect();
    if stances.is_empty() { "no stances".to_owned() } else { stances.join(", ") }
}

/// Describes the axes of one side of a table and their order.
fn side(project: &Project, side: &AxisSide, other: &AxisSide) -> String {
    let names = |keys: &[HeaderKey]| keys.iter().map(|key| key_name(project, side, key)).collect::<Vec<_>>().join("; ");
    let mut words = side.name();
    match &side.sort {
        Sort::AsListed => {}
        Sort::ByName => words.push_str(", by name"),
        Sort::ByTotal => words.push_str(", largest total first"),
        Sort::By(key) => {
            words.push_str(&format!(", largest value of {} first", key_name(project, other, key)));
        }
        Sort::ByHand(keys) => words.push_str(&format!(", in custom order: {}", names(keys))),
    }
    words
}

/// Names a row or column of this side by its key.
fn key_name(project: &Project, side: &AxisSide, key: &HeaderKey) -> String {
    let name = |(at, value): (usize, &AxisValue)| {
        let kind = match side.axes.get(at) {
            Some(Axis::Actor) => Some(CodeKind::Actor),
            Some(Axis::Issue) => Some(CodeKind::Issue),
            _ => None,
        };
        let name = value_name(project, kind, value);
        match side.axes.get(at) {
            Some(Axis::Search(search)) if matches!(value, AxisValue::Named(_)) => format!("{name} {search}"),
            _ => name,
        }
    };
    key.0.iter().enumerate().map(name).collect::<Vec<_>>().join(LEVELS)
}

fn value_name(project: &Project, kind: Option<CodeKind>, value: &AxisValue) -> String {
    match value {
        AxisValue::Code(id) => kind.map_or_else(|| id.to_string(), |kind| code_name(project, kind, id)),
        AxisValue::Stance(id) => stance_name(project, id),
        AxisValue::Article(id) => article_name(project, *id).unwrap_or_else(|| id.to_string()),
        AxisValue::Named(name) => name.clone(),
        AxisValue::Missing => "no value".to_owned(),
    }
}

/// The name of a code, followed by its id if another code of its kind has the name too.
fn code_name(project: &Project, kind: CodeKind, id: &CodeId) -> String {
    let codes = project.codebook.codes(kind);
    let name = project.codebook.name_of(kind, id);
    named(name, id, codes.iter().any(|code| code.id != *id && is_same_name(&code.name, name)))
}

fn stance_name(project: &Project, id: &StanceId) -> String {
    let stances = &project.codebook.stances;
    let name = project.codebook.stance(id).map_or(id.as_str(), |stance| &stance.name);
    named(name, id, stances.iter().any(|stance| stance.id != *id && is_same_name(&stance.name, name)))
}

/// The title of an article, followed by its id if another article has the title too; `None` if there is no such article.
fn article_name(project: &Project, id: ArticleId) -> Option<String> {
    let title = &project.article(id)?.details.title;
    let fold = folded(title);
    let mut others = project.articles.iter().filter(|article| article.id != id);
    let is_shared = others.any(|article| folded(&article.details.title) == fold);
    Some(named(&format!("“{title}”"), &id, is_shared))
}

fn named(name: &str, id: &impl fmt::Display, is_shared: bool) -> String {
    if is_shared { format!("{name} [{id}]") } else { name.to_owned() }
}

/// Explains the values of the cells with this measure; `stances` are the names on the scale.
pub fn meaning(measure: Measure, stances: &[String]) -> String {
    let words = match measure {
        Measure::Highlights => "the number of highlights",
        Measure::Articles => "the number of different articles with highlights",
        Measure::Words => "the number of words in the highlights",
        Measure::PerThousandWords => "the number of highlights for every 1,000 words of the articles concerned",
        Measure::RowPercent => "the share of the row’s highlights (and the number of highlights)",
        Measure::ColumnPercent => "the share of the column’s highlights (and the number of highlights)",
        Measure::TotalPercent => "the share of all highlights (and the number of highlights)",
        Measure::NetStance => "the mean weight of the stances taken (and the number of highlights that take one)",
        Measure::LogOdds => {
            "above 0: more in favour, below 0: more against; ln((s + ½) / (o + ½)) for s highlights in favour and o against \
             (s:o)"
        }
        Measure::Spread => {
            return format!("the number of highlights that take each stance: {} / none", stances.join(" / "));
        }
        Measure::Residual => "above +2.0: more often, below −2.0: less often than the row and column totals predict",
        Measure::FirstQuote => "the words of the first highlight",
        Measure::Quotes => "the words of every highlight",
    };
    words.to_owned()
}

/// Returns the signs that occur in these tables, for empty cells and small expected counts, each with its meaning.
pub fn signs(sheets: &[Sheet]) -> Vec<(&'static str, &'static str)> {
    let all = [EmptyReason::Silent, EmptyReason::NotYetRead, EmptyReason::LeftOut];
    let stands_somewhere = |reason: &EmptyReason| sheets.iter().any(|sheet| sheet.seen().reasons.contains(reason));
    let has_few = sheets.iter().any(|sheet| sheet.seen().has_few_expected);
    all.into_iter().filter(stands_somewhere).map(sign_of).chain(has_few.then_some(FEW_EXPECTED)).collect()
}

/// Returns a remark for a measure that is computed from totals if these count highlights without an actor, an outlet or
/// the like; `None` if none is needed.
pub fn missing_in_totals(measure: Measure, missing: &MissingValues) -> Option<String> {
    if !measure.looks_at_totals() || missing.highlights == 0 {
        return None;
    }
    let n = wording::counted(missing.highlights as usize, "highlight");
    let without: Vec<String> = missing.axes.iter().map(a_value_on).collect();
    Some(format!("Totals, and figures computed from them, include {n} without {}", without.join(" or ")))
}

/// A value on an axis, with its article: "an issue".
fn a_value_on(axis: &Axis) -> String {
    match axis {
        Axis::Field(field) => format!("“{field}”"),
        Axis::Search(search) => format!("the search “{search}”"),
        Axis::Actor | Axis::Issue | Axis::Outlet | Axis::Author | Axis::Agency | Axis::Article => {
            format!("an {}", axis.name())
        }
        Axis::Stance | Axis::Language | Axis::Coder | Axis::Day | Axis::Week | Axis::Month | Axis::Year => {
            format!("a {}", axis.name())
        }
    }
}

/// Returns the notes that readers of these tables need, one per line: the meaning of the signs, and how totals are
/// counted.
pub fn notes(sheets: &[Sheet]) -> Vec<String> {
    let Some(first) = sheets.first() else { return Vec::new() };
    let mut notes: Vec<String> = signs(sheets).iter().map(|(sign, meaning)| format!("{sign} {meaning}")).collect();
    if first.measure == Measure::NetStance && sheets.iter().any(|sheet| sheet.seen().has_no_stance) {
        notes.push("(0) highlights without a stance".to_owned());
    }
    if first.measure == Measure::LogOdds && sheets.iter().any(|sheet| sheet.seen().has_no_side) {
        notes.push("(0) highlights that take no side".to_owned());
    }
    if first.rows.iter().chain(&*first.columns).any(|head| head.depth > 0) {
        let note = "A row or column includes its members; “All” counts every highlight once";
        notes.push(note.to_owned());
    }
    notes.extend(missing_in_totals(first.measure, &first.missing));
    if first.shows_intervals() {
        notes.push(format!("Intervals: {}", intervals(first.measure)));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_said_in_a_line_and_its_filter_part_by_part() {
        let mut project = Project::titled("Talks");
        for name in ["Russia", "Ukraine"] {
            let code = project.codebook.fresh_code(CodeKind::Actor, name, None);
            project.codebook.actors.push(code);
        }
        let mut asked = Query::of(Axis::Issue, Axis::Outlet);
        asked.measure = Measure::NetStance;
        asked.counting = Counting::OncePerArticle;
        assert_eq!(query(&project, &asked), "issue × outlet, net stance, once per article");
        let mut twice = project.clone();
        for name in ["Russia", "Mayor", "MAYOR"] {
            let code = twice.codebook.fresh_code(CodeKind::Actor, name, None);
            twice.codebook.actors.push(code);
        }
        let wanted = HighlightFilter {
            actors: ["russia", "russia-2", "mayor"].map(CodeId::from).to_vec(),
            ..HighlightFilter::default()
        };
        assert_eq!(filter(&twice, &wanted), ["actor Russia [russia] or Russia [russia-2] or Mayor"]);

        asked.filter = HighlightFilter {
            actors: vec!["russia".into(), "ukraine".into()],
            outlets: vec![String::new()],
            from: "2025-12".parse().ok(),
            has_note: Some(false),
            ..HighlightFilter::default()
        };
        let parts = ["actor Russia or Ukraine", "outlet not named", "from December 2025", "without a note"];
        assert_eq!(filter(&project, &asked.filter), parts);
        assert_eq!(
            query(&project, &asked),
            format!("issue × outlet, net stance, once per article; {}", parts.join("; "))
        );
        for part in FilterPart::ALL {
            part.clear(&mut asked.filter);
        }
        assert!(asked.filter.is_open());
    }
}
