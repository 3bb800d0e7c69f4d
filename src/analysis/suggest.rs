//! What one typed line may mean as tags: `rus terr +` is Russia, Territory, supports.
//!
//! The words before some point name the actor, those after it the issue; a comma sets that point
//! by hand, and a sign anywhere sets the stance.

use std::cmp::Reverse;

use crate::model::{Code, CodeId, CodeKind, Codebook, StanceId, Tags};

/// An actor or an issue to tag with: one of the codebook, or one to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    Known(CodeId),
    New(String),
}

/// One reading of the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestion {
    pub actor: Option<Pick>,
    pub issue: Option<Pick>,
    pub stance: Option<StanceId>,
}

impl Suggestion {
    /// Tags as they are, to be given again.
    pub fn from_tags(tags: &Tags) -> Self {
        Self {
            actor: tags.actor.clone().map(Pick::Known),
            issue: tags.issue.clone().map(Pick::Known),
            stance: tags.stance.clone(),
        }
    }
}

/// How many known codes are offered for one line.
const MAX_KNOWN: usize = 5;

/// What the line may mean, best first. `recent` holds the tags used last, latest first; an empty
/// line offers those.
pub fn suggestions(book: &Codebook, line: &str, recent: &[Tags]) -> Vec<Suggestion> {
    let line = Line::read(book, line);
    if line.words.is_empty() {
        let again = recent.iter().take(MAX_KNOWN).map(Suggestion::from_tags);
        return again
            .map(|suggestion| Suggestion { stance: line.stance.clone().or(suggestion.stance), ..suggestion })
            .collect();
    }
    let mut found = known(book, &line, recent);
    found.sort_by_key(|(score, _)| Reverse(*score));
    found.truncate(MAX_KNOWN);
    let mut suggestions: Vec<Suggestion> = found.into_iter().map(|(_, suggestion)| suggestion).collect();
    suggestions.extend(with_new_codes(book, &line, recent));
    suggestions
}

/// A typed line, taken apart.
struct Line {
    words: Vec<String>,
    /// After how many words a comma stood.
    comma: Option<usize>,
    stance: Option<StanceId>,
}

impl Line {
    fn read(book: &Codebook, line: &str) -> Self {
        let mut read = Self { words: Vec::new(), comma: None, stance: None };
        for piece in line.replace(',', " , ").split_whitespace() {
            if piece == "," {
                read.comma = read.comma.or(Some(read.words.len()));
            } else if let Some(stance) = stance_of_sign(book, piece) {
                read.stance = Some(stance);
            } else {
                read.words.push(piece.to_owned());
            }
        }
        read
    }

    /// The ways to give the first words to the actor and the rest to the issue.
    fn splits(&self) -> impl Iterator<Item = (&[String], &[String])> {
        let range = match self.comma {
            Some(at) => at..=at,
            None => 0..=self.words.len(),
        };
        range.map(|at| self.words.split_at(at))
    }
}

/// The stance a sign stands for: the strongest in favour, the strongest against, or the one in the middle.
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

fn known(book: &Codebook, line: &Line, recent: &[Tags]) -> Vec<(u32, Suggestion)> {
    let mut found: Vec<(u32, Suggestion)> = Vec::new();
    for (actor_words, issue_words) in line.splits() {
        for (actor_score, actor) in matches(book, CodeKind::Actor, actor_words) {
            for (issue_score, issue) in matches(book, CodeKind::Issue, issue_words) {
                let suggestion = Suggestion {
                    actor: actor.map(|code| Pick::Known(code.id.clone())),
                    issue: issue.map(|code| Pick::Known(code.id.clone())),
                    stance: line.stance.clone(),
                };
                let score = actor_score + issue_score + recency(&suggestion, recent);
                match found.iter_mut().find(|(_, other)| *other == suggestion) {
                    Some((best, _)) => *best = (*best).max(score),
                    None => found.push((score, suggestion)),
                }
            }
        }
    }
    found
}

/// A little for having been used lately, more for lately together.
fn recency(suggestion: &Suggestion, recent: &[Tags]) -> u32 {
    let is_pick =
        |pick: &Option<Pick>, id: &Option<CodeId>| matches!((pick, id), (Some(Pick::Known(a)), Some(b)) if a == b);
    let bonus = |tags: &Tags| match (is_pick(&suggestion.actor, &tags.actor), is_pick(&suggestion.issue, &tags.issue)) {
        (true, true) => 6,
        (true, false) | (false, true) => 3,
        (false, false) => 0,
    };
    recent.iter().take(12).map(bonus).max().unwrap_or(0)
}

/// How many codes of one kind are tried in each split.
const MAX_MATCHES: usize = 5;

/// The best codes that all the words fit, with their scores; for no words, no code.
fn matches<'a>(book: &'a Codebook, kind: CodeKind, words: &[String]) -> Vec<(u32, Option<&'a Code>)> {
    if words.is_empty() {
        return vec![(0, None)];
    }
    let scored = book.codes(kind).iter().filter_map(|code| {
        let score = score_of_code(book, kind, code, words)?;
        Some((score, Some(code)))
    });
    let mut scored: Vec<_> = scored.collect();
    scored.sort_by_key(|(score, _)| Reverse(*score));
    scored.truncate(MAX_MATCHES);
    scored
}

fn score_of_code(book: &Codebook, kind: CodeKind, code: &Code, words: &[String]) -> Option<u32> {
    let typed = words.join(" ").to_lowercase();
    if code.is_called(&typed) {
        return Some(100 * u32::try_from(words.len()).unwrap_or(1));
    }
    let lineage = book.lineage(kind, &code.id);
    let ancestors = &lineage[1..];
    let mut total = 0;
    for word in words {
        let in_name = score_of_word(&code.name, word);
        let in_alias = code.aliases.iter().map(|alias| score_of_word(alias, word)).max().unwrap_or(0).saturating_sub(5);
        let in_ancestor = ancestors.iter().map(|ancestor| score_of_word(&ancestor.name, word) / 4).max().unwrap_or(0);
        match in_name.max(in_alias).max(in_ancestor) {
            0 => return None,
            score => total += score,
        }
    }
    // Of two codes that fit as well, the more general one comes first.
    Some(total.saturating_sub(u32::try_from(ancestors.len()).unwrap_or(0)).max(1))
}

/// How well a typed word fits a name: 60 for its start, less for the start of a later word, for a
/// part of it, and for its letters in order; 0 for not at all.
fn score_of_word(name: &str, typed: &str) -> u32 {
    let name = fold(name);
    let typed = fold(typed);
    if name.starts_with(&typed) {
        return 60;
    }
    if name.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(&typed)) {
        return 50;
    }
    if name.contains(&typed) {
        return 25;
    }
    let mut letters = name.chars();
    let is_in_order = typed.chars().all(|wanted| letters.any(|letter| letter == wanted));
    let starts_alike = name.chars().next() == typed.chars().next();
    if is_in_order && starts_alike && typed.chars().count() > 1 { 10 } else { 0 }
}

fn fold(text: &str) -> String {
    text.to_lowercase().replace('’', "'")
}

/// The readings that make a code: the rest as a new issue of an actor that fits, the start as a
/// new actor on an issue that fits, and the whole line as either.
fn with_new_codes(book: &Codebook, line: &Line, recent: &[Tags]) -> Vec<Suggestion> {
    let mut found = Vec::new();
    let best = |kind, words: &[String]| {
        let code = matches(book, kind, words).into_iter().next()?.1?;
        // Letters scattered over a name are a guess too weak to build a new code on.
        words.iter().all(|word| score_of_word(&code.name, word) >= 25 || code.is_called(word)).then(|| code.id.clone())
    };
    let free = |kind, words: &[String]| {
        let name = words.join(" ");
        (!words.is_empty() && book.code_called(kind, &name).is_none()).then_some(name)
    };
    let stance = || line.stance.clone();
    for (actor_words, issue_words) in line.splits().filter(|(actor, issue)| !actor.is_empty() && !issue.is_empty()) {
        if let (Some(actor), Some(name)) = (best(CodeKind::Actor, actor_words), free(CodeKind::Issue, issue_words)) {
            found.push(Suggestion { actor: Some(Pick::Known(actor)), issue: Some(Pick::New(name)), stance: stance() });
        }
        if let (Some(name), Some(issue)) = (free(CodeKind::Actor, actor_words), best(CodeKind::Issue, issue_words)) {
            found.push(Suggestion { actor: Some(Pick::New(name)), issue: Some(Pick::Known(issue)), stance: stance() });
        }
        if line.comma.is_some()
            && let (Some(actor), Some(issue)) = (free(CodeKind::Actor, actor_words), free(CodeKind::Issue, issue_words))
        {
            found.push(Suggestion { actor: Some(Pick::New(actor)), issue: Some(Pick::New(issue)), stance: stance() });
        }
    }
    found.truncate(1);
    let last_actor = recent.first().and_then(|tags| tags.actor.clone());
    if line.comma.is_none_or(|at| at == 0)
        && let Some(name) = free(CodeKind::Issue, &line.words)
    {
        found.push(Suggestion {
            actor: last_actor.filter(|_| line.comma.is_none()).map(Pick::Known),
            issue: Some(Pick::New(name)),
            stance: stance(),
        });
    }
    if line.comma.is_none_or(|at| at == line.words.len())
        && let Some(name) = free(CodeKind::Actor, &line.words)
    {
        found.push(Suggestion { actor: Some(Pick::New(name)), issue: None, stance: stance() });
    }
    found
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
            (CodeKind::Issue, "NATO membership", None, ""),
        ] {
            let mut code = book.fresh_code(kind, name, parent.map(CodeId::from));
            code.aliases.extend((!alias.is_empty()).then(|| alias.to_owned()));
            book.codes_mut(kind).push(code);
        }
        book
    }

    fn describe(book: &Codebook, suggestion: &Suggestion) -> String {
        let code = |kind, pick: &Option<Pick>| match pick {
            Some(Pick::Known(id)) => book.name_of(kind, id).to_owned(),
            Some(Pick::New(name)) => format!("new {name}"),
            None => "-".to_owned(),
        };
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
    fn an_empty_line_offers_what_was_used_last() {
        let book = book();
        let last = Tags { actor: Some("russia".into()), issue: Some("donbas".into()), stance: Some("supports".into()) };
        let all = suggestions(&book, "", std::slice::from_ref(&last));
        assert_eq!(all.iter().map(|s| describe(&book, s)).collect::<Vec<_>>(), ["Russia | Donbas | supports"]);
        let all = suggestions(&book, "-", &[last]);
        assert_eq!(all.iter().map(|s| describe(&book, s)).collect::<Vec<_>>(), ["Russia | Donbas | opposes"]);
    }
}
