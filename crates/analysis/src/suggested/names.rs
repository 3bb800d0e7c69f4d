//! Finds the actors whose names and aliases stand in a text.

use aho_corasick::{AhoCorasick, MatchKind};

use standpoint_core::{
    model::{AliasRule, Code, CodeId, CodeKind, Codebook},
    text::{Span, Text, fold::folded, words::is_word_boundary},
};

use super::inflections::{forms, is_acronym};

/// The names and aliases of all actors, ready to be found.
#[derive(Debug)]
pub struct ActorNames {
    /// `None` if there are none, or more than fit.
    automaton: Option<AhoCorasick>,
    /// By number of the pattern.
    patterns: Vec<Pattern>,
    /// The actors with the names that were given to them.
    names: Vec<(CodeId, String)>,
}

/// What a pattern stands for.
#[derive(Debug)]
struct Pattern {
    /// The place in the list of names.
    name: u32,
    is_base: bool,
    case: Case,
    /// Whether another actor has the same name, so that it means neither.
    is_ambiguous: bool,
}

/// Which letters must be capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Any,
    First,
    All,
    /// Those that are capitals in the name.
    Same,
}

/// A place where an actor is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where the name stands.
    pub span: Span,
    /// The actor.
    pub actor: CodeId,
    /// The name or alias that was recognised, as the codebook has it.
    pub name: String,
    /// Whether it stands there as it is, and not in another case.
    pub is_base: bool,
}

impl ActorNames {
    /// Prepares the names of a codebook; takes time linear in their number.
    pub fn of(book: &Codebook) -> Self {
        let actors = book.codes(CodeKind::Actor);
        let mut folds: Vec<String> = Vec::new();
        let mut patterns: Vec<Pattern> = Vec::new();
        let mut names = Vec::new();
        for (actor, name, rule) in actors.iter().flat_map(all_names) {
            let number = u32::try_from(names.len()).unwrap_or(u32::MAX);
            names.push((actor.clone(), name.to_owned()));
            let bare = without_article(name);
            let case = if rule.is_case_sensitive { Case::Same } else { Case::of(bare) };
            for form in forms(bare).into_iter().filter(|form| form.is_base || !rule.is_whole_word) {
                folds.push(form.fold);
                patterns.push(Pattern { name: number, is_base: form.is_base, case, is_ambiguous: false });
            }
        }
        mark_ambiguous(&folds, &mut patterns, &names);
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&folds).ok();
        Self { automaton: automaton.filter(|_| !folds.is_empty()), patterns, names }
    }

    /// Finds every name in a text, in reading order and without overlaps; of two that overlap, the longer one is meant.
    pub fn mentions(&self, text: &Text) -> Vec<Mention> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let (string, copy) = (text.as_str(), text.search_fold());
        let fold = copy.as_str();
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        for place in automaton.find_overlapping_iter(fold) {
            let before = (fold[..place.start()].chars().next_back(), fold[place.start()..].chars().next());
            let behind = (fold[..place.end()].chars().next_back(), fold[place.end()..].chars().next());
            if is_word_boundary(before.0, before.1) && is_word_boundary(behind.0, behind.1) {
                found.push((place.start(), place.end(), place.pattern().as_usize()));
            }
        }
        // The longest of those that begin at one place, and of equal ones the name itself, and that which asks for its
        // case.
        found.sort_by_key(|&(start, end, pattern)| {
            let Pattern { is_base, case, .. } = self.patterns[pattern];
            (start, std::cmp::Reverse(end), !is_base, case != Case::Same)
        });
        let mut mentions = Vec::new();
        let mut end_of_last = 0;
        for (start, end, pattern) in found {
            let pattern = &self.patterns[pattern];
            if start < end_of_last {
                continue;
            }
            let name = &self.names[pattern.name as usize].1;
            let is_in_case = |place: &std::ops::Range<usize>| pattern.case.fits(&string[place.clone()], name);
            let Some(place) = copy.in_text(string, start..end).filter(is_in_case) else { continue };
            end_of_last = end;
            if pattern.is_ambiguous {
                continue;
            }
            let (actor, name) = &self.names[pattern.name as usize];
            mentions.push(Mention {
                span: Span::new(text.position_of_byte(place.start), text.position_of_byte(place.end)),
                actor: actor.clone(),
                name: name.clone(),
                is_base: pattern.is_base,
            });
        }
        mentions
    }
}

/// The name and the aliases of a code with their rules.
fn all_names(code: &Code) -> impl Iterator<Item = (&CodeId, &str, AliasRule)> {
    let aliases = code.aliases.iter().map(|alias| (&code.id, alias.trim(), code.alias_rule(alias)));
    let names = std::iter::once((&code.id, code.name.trim(), AliasRule::default())).chain(aliases);
    names.filter(|(_, name, _)| !name.is_empty())
}

/// A name without the article before it: “the Kremlin” is also found as “a Kremlin aide” has it.
fn without_article(name: &str) -> &str {
    let rest = name.strip_prefix("the ").or_else(|| name.strip_prefix("The "));
    rest.map_or(name, str::trim_start)
}

/// Marks the patterns that stand for several actors, unless one of them has it as its own form.
fn mark_ambiguous(folds: &[String], patterns: &mut [Pattern], names: &[(CodeId, String)]) {
    // Those that ask for their case are alike only in the same case.
    let mut by_fold: std::collections::HashMap<(&str, Option<&str>), Vec<usize>> = std::collections::HashMap::new();
    for (nth, fold) in folds.iter().enumerate() {
        let pattern = &patterns[nth];
        let cased = (pattern.case == Case::Same).then(|| without_article(&names[pattern.name as usize].1));
        by_fold.entry((fold, cased)).or_default().push(nth);
    }
    for alike in by_fold.into_values().filter(|alike| alike.len() > 1) {
        let actor = |nth: &usize| &names[patterns[*nth].name as usize].0;
        let base: Vec<usize> = alike.iter().copied().filter(|nth| patterns[*nth].is_base).collect();
        let deciding = if base.is_empty() { &alike } else { &base };
        let is_ambiguous = deciding.iter().any(|nth| actor(nth) != actor(&deciding[0]));
        for nth in &alike {
            patterns[*nth].is_ambiguous = is_ambiguous;
        }
    }
}

impl Case {
    fn of(name: &str) -> Self {
        if is_acronym(name) {
            Self::All
        } else if name.starts_with(char::is_uppercase) {
            Self::First
        } else {
            Self::Any
        }
    }

    fn fits(self, words: &str, name: &str) -> bool {
        match self {
            Self::Any => true,
            Self::First => words.starts_with(char::is_uppercase),
            Self::All => !words.contains(char::is_lowercase),
            Self::Same => is_in_case_of(words, without_article(name)),
        }
    }
}

/// Returns whether the words have capitals where the name has, as far as their letters are the same. The ending of
/// another form has none where the name ends in a small letter.
fn is_in_case_of(words: &str, name: &str) -> bool {
    let (words, name) = (folded(words), folded(name));
    let n_alike = words.chars().zip(name.chars()).take_while(|(a, b)| in_lower_case(*a).eq(in_lower_case(*b))).count();
    let is_same = words.chars().zip(name.chars()).take(n_alike).all(|(a, b)| a == b);
    let ends_small = name.ends_with(char::is_lowercase);
    is_same && !(ends_small && words.chars().skip(n_alike).any(char::is_uppercase))
}

fn in_lower_case(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(actors: &[(&str, &[&str])]) -> Codebook {
        let mut book = Codebook::default();
        for (name, aliases) in actors {
            let mut code = book.fresh_code(CodeKind::Actor, name, None);
            code.aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
            book.actors.push(code);
        }
        book
    }

    fn found(book: &Codebook, text: &str) -> Vec<String> {
        let text = Text::new(text);
        let mentions = ActorNames::of(book).mentions(&text);
        mentions.iter().map(|mention| format!("{}={}", text.slice(mention.span), mention.actor)).collect()
    }

    #[test]
    fn names_and_aliases_are_found_as_whole_words() {
        let book = book(&[
            ("Russia", &["Moscow", "the Kremlin", "Россия", "Москва"]),
            ("United States", &["US", "U.S."]),
            ("Vladimir Putin", &["Putin", "Путин"]),
            ("Kyriakos Mitsotakis", &["Μητσοτάκης"]),
            ("analysts", &[]),
        ]);
        for (text, expected) in [
            ("Moscow’s plan, Moscowites", &["Moscow=russia"][..]),
            ("a Kremlin aide told us", &["Kremlin=russia"]),
            ("The US and the U.S. told us", &["US=united-states", "U.S.=united-states"]),
            ("Vladimir Putin and PUTIN", &["Vladimir Putin=vladimir-putin", "PUTIN=vladimir-putin"]),
            ("В Москве с Путиным", &["Москве=russia", "Путиным=vladimir-putin"]),
            ("του Μητσοτάκη", &["Μητσοτάκη=kyriakos-mitsotakis"]),
            ("an analyst, Analysts", &["analyst=analysts", "Analysts=analysts"]),
            ("e\u{301} Mos\u{ad}cow", &["Mos\u{ad}cow=russia"]),
            ("moscow mule", &[]),
        ] {
            assert_eq!(found(&book, text), expected, "{text}");
        }
    }

    #[test]
    fn aliases_with_rules_are_found_in_their_case_and_as_they_are() {
        let mut book = book(&[("Ministry", &["IT", "Sand", "Москва"]), ("Ferry guild", &["it"])]);
        let set = |book: &mut Codebook, at: usize, alias: &str, is_case_sensitive, is_whole_word| {
            book.actors[at].set_alias_rule(alias, AliasRule { is_case_sensitive, is_whole_word });
        };
        assert_eq!(found(&book, "Sands and SAND, в Москве"), ["Sands=ministry", "SAND=ministry", "Москве=ministry"]);
        set(&mut book, 0, "Sand", true, false);
        set(&mut book, 0, "Москва", false, true);
        assert_eq!(found(&book, "Sands and SAND, в Москве, МОСКВА"), ["Sands=ministry", "МОСКВА=ministry"]);
        set(&mut book, 0, "Sand", false, true);
        set(&mut book, 0, "Москва", true, false);
        assert_eq!(found(&book, "Sands and SAND, в Москве, МОСКВА"), ["SAND=ministry", "Москве=ministry"]);
        // Where case tells two apart, neither is ambiguous.
        assert_eq!(found(&book, "It said IT"), [""; 0]);
        set(&mut book, 0, "IT", true, true);
        set(&mut book, 1, "it", true, false);
        assert_eq!(found(&book, "It said it to IT"), ["it=ferry-guild", "IT=ministry"]);
    }

    #[test]
    fn a_name_that_several_have_means_none_of_them() {
        let book = book(&[("Mayor of Axadle", &["the Mayor"]), ("Mayor of Borry", &["the Mayor"]), ("Merkel", &[])]);
        assert_eq!(found(&book, "The Mayor met Merkel"), ["Merkel=merkel"]);
        assert_eq!(found(&Codebook::default(), "The Mayor"), [""; 0]);
    }
}
