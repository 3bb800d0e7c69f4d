//! Suggests tags for one typed line: `rus terr +` means Russia, Territory, supports.
//!
//! The first words name the actor and the rest name the issue; a comma fixes where the issue starts. A slash leads from
//! a parent to its child: `terr / buffer zone`. A sign anywhere sets the stance.

use std::{cmp::Reverse, ops::Range};

use standpoint_core::{
    model::{Code, CodeId, CodeKind, Codebook, StanceId, Tags},
    text::fold::{differs_in_case_only, is_blank, is_same_name},
};

use super::{fuzzy::ScoredCodes, in_vivo::in_vivo};

pub use super::choice::CodeChoice;

/// One interpretation of the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestion {
    /// The actor; `None` leaves the highlight without one.
    pub actor: Option<CodeChoice>,
    /// The issue; `None` leaves the highlight without one.
    pub issue: Option<CodeChoice>,
    /// The stance; `None` leaves the highlight without one.
    pub stance: Option<StanceId>,
}

impl Suggestion {
    /// Suggests existing tags again.
    pub fn from_tags(tags: &Tags) -> Self {
        Self {
            actor: tags.actor.clone().map(CodeChoice::Known),
            issue: tags.issue.clone().map(CodeChoice::Known),
            stance: tags.stance.clone(),
        }
    }
}

/// The most suggestions of existing codes for one line.
const MAX_KNOWN: usize = 5;

/// Returns what the line may mean, best first. `recent` holds the tags used most recently, latest first; an empty line
/// suggests those.
pub fn suggestions(book: &Codebook, line: &str, recent: &[Tags]) -> Vec<Suggestion> {
    let line = TypedLine::read(book, line);
    if line.words.is_empty() {
        // A stance alone has no name to show.
        let is_named = |tags: &&Tags| tags.actor.is_some() || tags.issue.is_some();
        let again = recent.iter().filter(|tags| are_known(book, tags)).filter(is_named).take(MAX_KNOWN);
        let again = again.map(Suggestion::from_tags);
        return again
            .map(|suggestion| Suggestion { stance: line.stance.clone().or(suggestion.stance), ..suggestion })
            .collect();
    }
    let names = |kind| ScoredCodes::of(book, kind, &line.words);
    let candidates =
        Candidates { book, line: &line, actors: names(CodeKind::Actor), issues: names(CodeKind::Issue), recent };
    let mut found = candidates.known();
    found.sort_by_key(|(score, _)| Reverse(*score));
    found.truncate(MAX_KNOWN);
    let mut suggestions: Vec<Suggestion> = found.into_iter().map(|(_, suggestion)| suggestion).collect();
    suggestions.extend(candidates.with_new_codes());
    suggestions
}

/// Suggests a new issue named after the selected words, for the actor used last. Returns `None` if the line contains
/// words of its own.
pub fn in_vivo_suggestion(book: &Codebook, line: &str, selected: &str, recent: &[Tags]) -> Option<Suggestion> {
    let line = TypedLine::read(book, line);
    let issue = line.words.is_empty().then(|| in_vivo(book, CodeKind::Issue, selected)).flatten()?;
    Some(Suggestion { actor: last_actor(book, recent), issue: Some(issue), stance: line.stance })
}

/// Returns true if the codebook still has everything these tags name; a code may have been deleted or its creation
/// undone.
pub fn are_known(book: &Codebook, tags: &Tags) -> bool {
    let has = |kind, id: &Option<CodeId>| id.as_ref().is_none_or(|id| book.code(kind, id).is_some());
    let has_stance = tags.stance.as_ref().is_none_or(|id| book.stance(id).is_some());
    has(CodeKind::Actor, &tags.actor) && has(CodeKind::Issue, &tags.issue) && has_stance
}

/// The actor used last, if it still exists.
fn last_actor(book: &Codebook, recent: &[Tags]) -> Option<CodeChoice> {
    let actor = recent.first().and_then(|tags| tags.actor.clone());
    actor.filter(|id| book.code(CodeKind::Actor, id).is_some()).map(CodeChoice::Known)
}

/// A typed line, split into its parts.
struct TypedLine {
    words: Vec<String>,
    /// Number of words before the first comma.
    comma: Option<usize>,
    /// Number of words before each slash.
    slashes: Vec<usize>,
    stance: Option<StanceId>,
}

impl TypedLine {
    fn read(book: &Codebook, line: &str) -> Self {
        let mut read = Self { words: Vec::new(), comma: None, slashes: Vec::new(), stance: None };
        for piece in line.replace(',', " , ").split_whitespace() {
            // Within a word, as in “and/or”, a slash is part of a name.
            let word = piece.trim_matches('/');
            if piece.starts_with('/') {
                read.slashes.push(read.words.len());
            }
            if word == "," {
                read.comma = read.comma.or(Some(read.words.len()));
            } else if let Some(stance) = stance_of_sign(book, word) {
                read.stance = Some(stance);
            } else if !word.is_empty() {
                read.words.push(word.to_owned());
            }
            if piece.ends_with('/') {
                read.slashes.push(read.words.len());
            }
        }
        read.slashes.dedup();
        read
    }

    /// All ways to give the first words to the actor and the rest to the issue.
    fn splits(&self) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + use<> {
        let range = match self.comma {
            Some(at) => at..=at,
            None => 0..=self.words.len(),
        };
        let n_words = self.words.len();
        range.map(move |at| (0..at, at..n_words))
    }

    /// The words between slashes, if there are slashes among these words.
    fn path(&self, words: &Range<usize>) -> Option<Vec<Range<usize>>> {
        let slashes = self.slashes.iter().copied().filter(|at| words.start < *at && *at < words.end);
        let borders: Vec<usize> = std::iter::once(words.start).chain(slashes).chain([words.end]).collect();
        (borders.len() > 2).then(|| borders.windows(2).map(|pair| pair[0]..pair[1]).collect())
    }
}

/// Returns the stance that a sign stands for: the strongest in favour (`+`), the strongest against (`-`), or the one
/// closest to the middle (`~`).
pub fn stance_of_sign(book: &Codebook, sign: &str) -> Option<StanceId> {
    let stances = book.stances.iter();
    let stance = match sign {
        "+" => stances.filter(|s| s.weight > 0.0).max_by(|a, b| a.weight.total_cmp(&b.weight)),
        "-" | "−" | "–" => stances.filter(|s| s.weight < 0.0).min_by(|a, b| a.weight.total_cmp(&b.weight)),
        "~" => stances.min_by(|a, b| a.weight.abs().total_cmp(&b.weight.abs())),
        _ => None,
    };
    stance.map(|stance| stance.id.clone())
}

/// The most codes of one kind that are tried for each split.
const MAX_MATCHES: usize = 5;

/// The number of recently used tags that influence the order.
const MAX_RECENT: usize = 12;

/// Everything a line is compared with.
struct Candidates<'a> {
    book: &'a Codebook,
    line: &'a TypedLine,
    actors: ScoredCodes<'a>,
    issues: ScoredCodes<'a>,
    /// Latest first.
    recent: &'a [Tags],
}

impl<'a> Candidates<'a> {
    const fn names(&self, kind: CodeKind) -> &ScoredCodes<'a> {
        match kind {
            CodeKind::Actor => &self.actors,
            CodeKind::Issue => &self.issues,
        }
    }

    fn known(&self) -> Vec<(u32, Suggestion)> {
        let mut found: Vec<(u32, Suggestion)> = Vec::new();
        for (actor_words, issue_words) in self.line.splits() {
            let issues = self.matches(CodeKind::Issue, issue_words);
            for (actor_score, actor) in self.matches(CodeKind::Actor, actor_words) {
                for &(issue_score, issue) in &issues {
                    let together = self.were_together(actor, issue);
                    let suggestion = Suggestion {
                        actor: actor.map(|code| CodeChoice::Known(code.id.clone())),
                        issue: issue.map(|code| CodeChoice::Known(code.id.clone())),
                        stance: self.line.stance.clone(),
                    };
                    let score = actor_score + issue_score + together;
                    match found.iter_mut().find(|(_, other)| *other == suggestion) {
                        Some((best, _)) => *best = (*best).max(score),
                        None => found.push((score, suggestion)),
                    }
                }
            }
        }
        found
    }

    /// The best codes that match all the words, with their scores; a single `None` if there are no words.
    fn matches(&self, kind: CodeKind, words: Range<usize>) -> Vec<(u32, Option<&'a Code>)> {
        if words.is_empty() {
            return vec![(0, None)];
        }
        self.best(kind, words).into_iter().map(|(score, _, code)| (score, Some(code))).collect()
    }

    /// The same codes with their positions in the codebook.
    fn best(&self, kind: CodeKind, words: Range<usize>) -> Vec<(u32, usize, &'a Code)> {
        let fitting = self.names(kind).fitting(words);
        let mut best: Vec<_> = fitting.map(|(score, at, code)| (score + self.recency(kind, code), at, code)).collect();
        best.sort_by_key(|(score, ..)| Reverse(*score));
        best.truncate(MAX_MATCHES);
        best
    }

    /// A small bonus for recent use, larger the more recent it is. It decides between codes that match equally well,
    /// but never between the start of a name and its middle.
    fn recency(&self, kind: CodeKind, code: &Code) -> u32 {
        let id = |tags: &'a Tags| if kind == CodeKind::Actor { tags.actor.as_ref() } else { tags.issue.as_ref() };
        match self.recent.iter().take(MAX_RECENT).position(|tags| id(tags) == Some(&code.id)) {
            Some(0) => 3,
            Some(1..4) => 2,
            Some(_) => 1,
            None => 0,
        }
    }

    /// A small bonus for having been used together.
    fn were_together(&self, actor: Option<&Code>, issue: Option<&Code>) -> u32 {
        let (Some(actor), Some(issue)) = (actor, issue) else { return 0 };
        let is_both = |tags: &Tags| tags.actor.as_ref() == Some(&actor.id) && tags.issue.as_ref() == Some(&issue.id);
        if self.recent.iter().take(MAX_RECENT).any(is_both) { 3 } else { 0 }
    }

    /// The best code for these words, if the match is certain enough to base a new code on it. Letters scattered over a
    /// name are not.
    fn sure(&self, kind: CodeKind, words: &Range<usize>) -> Option<CodeChoice> {
        if let Some(path) = self.line.path(words) {
            return self.by_path(kind, &path).filter(|code| matches!(code, CodeChoice::Known(_)));
        }
        let (_, at, code) = *self.best(kind, words.clone()).first()?;
        self.names(kind).are_parts(at, words.clone()).then(|| CodeChoice::Known(code.id.clone()))
    }

    /// A new code with this name, unless a code already goes by it. A name behind a slash belongs below the one before.
    fn to_be_made(&self, kind: CodeKind, words: &Range<usize>) -> Option<CodeChoice> {
        let Some(path) = self.line.path(words) else { return self.flat(kind, words) };
        self.by_path(kind, &path).filter(|code| !matches!(code, CodeChoice::Known(_)))
    }

    /// The code to which these names lead from the top, of which the last ones may be new.
    fn by_path(&self, kind: CodeKind, path: &[Range<usize>]) -> Option<CodeChoice> {
        let (top, below) = path.split_first()?;
        // Without a comma, the line is about an issue as long as its start does not name an actor.
        let may_be_new = kind == CodeKind::Issue || self.line.comma.is_some();
        let top = self.sure(kind, top).or_else(|| self.flat(kind, top).filter(|_| may_be_new))?;
        Some(below.iter().fold(top, |parent, words| {
            let name = self.line.words[words.clone()].join(" ");
            let known = match &parent {
                CodeChoice::Known(id) => {
                    let is_meant =
                        |child: &&Code| is_same_name(&child.name, &name) || differs_in_case_only(&child.name, &name);
                    self.book.children(kind, id).find(is_meant).map(|child| child.id.clone())
                }
                CodeChoice::New(_) | CodeChoice::NewBelow(..) => None,
            };
            known.map_or_else(|| CodeChoice::NewBelow(Box::new(parent), name), CodeChoice::Known)
        }))
    }

    /// A new code with this name at the top of the tree, unless a code already goes by it.
    fn flat(&self, kind: CodeKind, words: &Range<usize>) -> Option<CodeChoice> {
        let name = self.line.words[words.clone()].join(" ");
        (!is_blank(&name) && self.book.code_called(kind, &name).is_none()).then_some(CodeChoice::New(name))
    }

    /// The interpretations that create a code: the rest of the line as a new issue of a matching actor, its start as a
    /// new actor on a matching issue, and the whole line as either.
    fn with_new_codes(&self) -> Vec<Suggestion> {
        let line = self.line;
        let (actor, issue) = (CodeKind::Actor, CodeKind::Issue);
        let with = |actor, issue| Suggestion { actor, issue, stance: line.stance.clone() };
        let mut found = Vec::new();
        // A slash stands within a path, never between actor and issue.
        let is_meant = |(actor, issue): &(Range<usize>, Range<usize>)| {
            !actor.is_empty() && !issue.is_empty() && !line.slashes.contains(&issue.start)
        };
        for (actor_words, issue_words) in line.splits().filter(is_meant) {
            if let (Some(known), Some(new)) = (self.sure(actor, &actor_words), self.to_be_made(issue, &issue_words)) {
                found.push(with(Some(known), Some(new)));
            }
            if let (Some(new), Some(known)) = (self.to_be_made(actor, &actor_words), self.sure(issue, &issue_words)) {
                found.push(with(Some(new), Some(known)));
            }
            if line.comma.is_some()
                && let (Some(new_actor), Some(new_issue)) =
                    (self.to_be_made(actor, &actor_words), self.to_be_made(issue, &issue_words))
            {
                found.push(with(Some(new_actor), Some(new_issue)));
            }
        }
        found.truncate(1);
        if line.comma.is_none_or(|at| at == 0)
            && let Some(new) = self.to_be_made(issue, &(0..line.words.len()))
        {
            let actor = if line.comma.is_none() { last_actor(self.book, self.recent) } else { None };
            found.push(with(actor, Some(new)));
        }
        if line.comma.is_none_or(|at| at == line.words.len())
            && let Some(new) = self.to_be_made(actor, &(0..line.words.len()))
        {
            found.push(with(Some(new), None));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> Codebook {
        let mut book = Codebook::default();
        for (kind, name, parent, alias) in [
            (CodeKind::Actor, "Russia", None, "Moscow"),
            (CodeKind::Actor, "Ukraine", None, "Kyiv"),
            (CodeKind::Actor, "Rustem Umerov", Some("ukraine"), ""),
            (CodeKind::Issue, "Territory", None, ""),
            (CodeKind::Issue, "Donbas", Some("territory"), ""),
            (CodeKind::Issue, "Crimea", Some("territory"), "the peninsula"),
            (CodeKind::Issue, "NATO membership", None, ""),
        ] {
            let mut code = book.fresh_code(kind, name, parent.map(CodeId::from));
            code.aliases.extend((!alias.is_empty()).then(|| alias.to_owned()));
            book.codes_mut(kind).push(code);
        }
        book
    }

    fn describe(book: &Codebook, suggestion: &Suggestion) -> String {
        fn name(book: &Codebook, kind: CodeKind, choice: &CodeChoice) -> String {
            match choice {
                CodeChoice::Known(id) => book.name_of(kind, id).to_owned(),
                CodeChoice::New(new) => format!("new {new}"),
                CodeChoice::NewBelow(parent, new) => format!("{} / new {new}", name(book, kind, parent)),
            }
        }
        let code =
            |kind, pick: &Option<CodeChoice>| pick.as_ref().map_or("-".to_owned(), |pick| name(book, kind, pick));
        let stance = suggestion.stance.as_ref().map_or("-", |id| id.as_str());
        format!(
            "{} | {} | {stance}",
            code(CodeKind::Actor, &suggestion.actor),
            code(CodeKind::Issue, &suggestion.issue)
        )
    }

    fn check_first(line: &str, expected: &str) {
        let book = book();
        let all = suggestions(&book, line, &[]);
        assert_eq!(all.first().map(|first| describe(&book, first)).as_deref(), Some(expected), "{line}");
    }

    #[test]
    fn one_line_names_actor_issue_and_stance() {
        check_first("rus terr +", "Russia | Territory | supports");
        check_first("ukr nato -", "Ukraine | NATO membership | opposes");
        check_first("- mosc donb", "Russia | Donbas | opposes");
        check_first("rustem terr ~", "Rustem Umerov | Territory | conditional");
        check_first("nato mem", "- | NATO membership | -");
        check_first("kyiv", "Ukraine | - | -");
    }

    #[test]
    fn a_code_is_found_by_its_family_its_aliases_and_in_spite_of_a_slip() {
        check_first("terr cri", "- | Crimea | -");
        check_first("territory crimea", "- | Crimea | -");
        check_first("cri terr -", "- | Crimea | opposes");
        check_first("rus terr cri", "Russia | Crimea | -");
        check_first("kyiv umer", "Rustem Umerov | - | -");
        check_first("penins", "- | Crimea | -");
        check_first("nm", "- | NATO membership | -");
        check_first("ukrane territroy", "Ukraine | Territory | -");
        // A parent comes before its members.
        check_first("terr", "- | Territory | -");
    }

    #[test]
    fn among_codes_that_fit_as_well_the_one_used_last_comes_first() {
        let mut book = Codebook::default();
        for n in 1..=9 {
            let code = book.fresh_code(CodeKind::Issue, &format!("Sanctions {n}"), None);
            book.issues.push(code);
        }
        let exact = book.fresh_code(CodeKind::Issue, "San", None);
        book.issues.push(exact);
        let used = |issue: &str| Tags { issue: Some(issue.into()), ..Tags::default() };
        let recent = [used("sanctions-8"), used("sanctions-7")];
        let firsts = |line: &str| -> Vec<String> {
            let all = suggestions(&book, line, &recent);
            all.iter().take(3).map(|suggestion| describe(&book, suggestion)).collect()
        };
        assert_eq!(firsts("sanc"), ["- | Sanctions 8 | -", "- | Sanctions 7 | -", "- | Sanctions 1 | -"]);
        // A better match comes first, however long ago it was used.
        assert_eq!(firsts("san")[0], "- | San | -");
    }

    #[test]
    fn the_selected_words_are_offered_as_an_issue_of_the_last_actor() {
        let book = book();
        let offered = |line: &str, recent: &[Tags]| {
            in_vivo_suggestion(&book, line, "the frozen assets,", recent).map(|found| describe(&book, &found))
        };
        assert_eq!(offered("", &[]).as_deref(), Some("- | new the frozen assets | -"));
        let last = [Tags { actor: Some("russia".into()), ..Tags::default() }];
        assert_eq!(offered("-", &last).as_deref(), Some("Russia | new the frozen assets | opposes"));
        // An actor that has been deleted since is not suggested.
        let gone = [Tags { actor: Some("belarus".into()), ..Tags::default() }];
        assert_eq!(offered("", &gone).as_deref(), Some("- | new the frozen assets | -"));
        assert_eq!(offered("rus", &last), None);
    }

    #[test]
    fn a_new_code_is_offered_beside_one_that_is_named_by_its_path() {
        let book = book();
        let first = |line: &str| suggestions(&book, line, &[]).first().map(|first| describe(&book, first));
        let new = "Rustem Umerov | Territory / new Bases | opposes".to_owned();
        assert_eq!(first("Ukraine / Rustem Umerov, Territory / Bases -"), Some(new));
        assert_eq!(first("Ukraine / Rustem Umerov, Bases"), Some("Rustem Umerov | new Bases | -".to_owned()));
        assert_eq!(first("Bases, Territory / Donbas"), Some("new Bases | Donbas | -".to_owned()));
    }

    #[test]
    fn a_stance_alone_is_not_offered_again() {
        let alone = Tags { stance: Some("supports".into()), ..Tags::default() };
        assert_eq!(suggestions(&book(), "", &[alone]), []);
    }

    #[test]
    fn a_new_code_is_offered_when_none_fits() {
        let book = book();
        let offered = |line: &str| -> Vec<String> {
            suggestions(&book, line, &[]).iter().map(|suggestion| describe(&book, suggestion)).collect()
        };
        assert!(offered("rus grain exports +").contains(&"Russia | new grain exports | supports".to_owned()));
        assert!(offered("Belarus, terr").contains(&"new Belarus | Territory | -".to_owned()));
        assert_eq!(offered("Belarus, grain"), ["new Belarus | new grain | -"]);
        assert!(!offered("Russia").contains(&"new Russia | - | -".to_owned()));
    }

    #[test]
    fn a_slash_makes_a_child() {
        let book = book();
        let last = Tags { actor: Some("ukraine".into()), ..Tags::default() };
        let offered = |line: &str| -> Vec<String> {
            let all = suggestions(&book, line, std::slice::from_ref(&last));
            all.iter().map(|suggestion| describe(&book, suggestion)).collect()
        };
        assert_eq!(offered("terr / buffer zone"), ["Ukraine | Territory / new buffer zone | -"]);
        assert_eq!(offered("rus terr / buffer zone -")[0], "Russia | Territory / new buffer zone | opposes");
        assert_eq!(offered("rus, terr / buffer zone"), ["Russia | Territory / new buffer zone | -"]);
        assert_eq!(offered("terr/ buffer")[0], "Ukraine | Territory / new buffer | -");
        // A child that is there is found, and a parent that is not there is made too.
        assert_eq!(offered("terr / donb")[0], "- | Donbas | -");
        assert!(!offered("terr / donbas").iter().any(|line| line.contains("new donbas")));
        assert_eq!(offered("grain / export"), ["Ukraine | new grain / new export | -"]);
        assert!(offered("kyiv / Duma").contains(&"Ukraine / new Duma | - | -".to_owned()));
        // Within a word it is part of the name, and at the end it waits for one.
        assert!(offered("and/or").contains(&"Ukraine | new and/or | -".to_owned()));
        assert_eq!(offered("terr /")[0], "- | Territory | -");
    }

    #[test]
    fn an_empty_line_offers_what_was_used_last() {
        let book = book();
        let last = Tags { actor: Some("russia".into()), issue: Some("donbas".into()), stance: Some("supports".into()) };
        let all = suggestions(&book, "", std::slice::from_ref(&last));
        assert_eq!(all.iter().map(|s| describe(&book, s)).collect::<Vec<_>>(), ["Russia | Donbas | supports"]);
        // Codes that have been deleted or undone since are no longer suggested.
        let gone = Tags { issue: Some("grain".into()), ..last.clone() };
        assert_eq!(suggestions(&book, "", &[gone]), []);
        let all = suggestions(&book, "-", &[last]);
        assert_eq!(all.iter().map(|s| describe(&book, s)).collect::<Vec<_>>(), ["Russia | Donbas | opposes"]);
    }
}
