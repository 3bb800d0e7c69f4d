//! What may be typed to search texts, and what it means.
//!
//! Words one after another are a phrase. `*` in a word stands for any letters, and alone for any word. `AND`, `OR` and
//! `NEAR` between phrases combine them; `NEAR/5` allows at most five words in between. `NEAR` binds closest, then `AND`.
//! Brackets group where there are such operators. Quotation marks make everything between them plain words.

use super::SearchOptions;

/// How many words `NEAR` allows in between if no number is given.
pub const NEAR_WORDS: usize = 10;
/// The most words that `NEAR` allows in between.
pub const MAX_NEAR_WORDS: usize = 1000;
/// How deep brackets may be nested.
const MAX_DEPTH: usize = 50;

/// What is searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    /// Words one after another.
    Phrase(Phrase),
    /// Places of any of them.
    Or(Vec<Expression>),
    /// Places of all of them, in articles that have each.
    And(Vec<Expression>),
    /// Passages that reach from a place of one to a place of the other, with at most this many words in between.
    Near(Box<Expression>, Box<Expression>, usize),
}

/// Words one after another, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Phrase {
    /// Exactly these words.
    Plain(String),
    /// Words with `*` in them.
    Wild(String),
}

/// Why a pattern cannot be searched for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// The pattern is empty.
    #[error("type what to search for")]
    Empty,
    /// An operator lacks a side.
    #[error("{operator} needs words on both sides (character {at})")]
    NoSide {
        /// The operator.
        operator: &'static str,
        /// Where it stands, in characters from 1.
        at: usize,
    },
    /// A quotation mark or a bracket has no other one.
    #[error("the “{sign}” at character {at} has no other half")]
    Unpaired {
        /// The sign.
        sign: char,
        /// Where it stands, in characters from 1.
        at: usize,
    },
    /// The number behind `NEAR/` is not one.
    #[error("write a number of up to {MAX_NEAR_WORDS} behind NEAR/, as in NEAR/5 (character {at})")]
    NoDistance {
        /// Where the operator stands, in characters from 1.
        at: usize,
    },
    /// Brackets are nested too deep.
    #[error("there are more than {MAX_DEPTH} brackets in each other (character {at})")]
    TooDeep {
        /// Where the first bracket too many stands, in characters from 1.
        at: usize,
    },
    /// It is only `*`.
    #[error("“*” needs letters or another word beside it")]
    OnlyWild,
    /// It is not a regular expression.
    #[error("{reason} (character {at} of the regular expression)")]
    Regex {
        /// What is wrong.
        reason: String,
        /// Where, in characters from 1.
        at: usize,
    },
    /// It would take too much memory.
    #[error("this would take too much memory; search for something shorter, or with smaller repetitions")]
    TooLarge,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A word, which may have `*` in it.
    Word(String),
    /// What stands between quotation marks.
    Quoted(String),
    Open,
    Close,
    And,
    Or,
    Near(usize),
}

impl Token {
    const fn is_operator(&self) -> bool {
        matches!(self, Self::And | Self::Or | Self::Near(_))
    }

    const fn operator_name(&self) -> &'static str {
        match self {
            Self::And => "AND",
            Self::Or => "OR",
            _ => "NEAR",
        }
    }
}

/// Reads a pattern.
///
/// # Errors
/// Says what is wrong with it, and where.
pub(super) fn parse(pattern: &str) -> Result<Expression, SearchError> {
    let trimmed = pattern.trim();
    if trimmed.is_empty() {
        return Err(SearchError::Empty);
    }
    let tokens = tokens(pattern, true)?;
    if tokens.iter().any(|(_, token)| token.is_operator()) {
        let mut parser = Parser { tokens: &tokens, next: 0, depth: 0 };
        let expression = parser.or()?;
        return match parser.peek() {
            Some((at, _)) => Err(SearchError::Unpaired { sign: ')', at: *at }),
            None => Ok(expression),
        };
    }
    // Without operators, brackets are brackets of the text.
    let tokens = self::tokens(pattern, false)?;
    phrase(tokens.into_iter().map(|(_, token)| token)).map(Expression::Phrase)
}

/// Splits a pattern; each token comes with its place, in characters from 1.
fn tokens(pattern: &str, with_brackets: bool) -> Result<Vec<(usize, Token)>, SearchError> {
    let chars: Vec<char> = pattern.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        let start = at;
        match c {
            _ if c.is_whitespace() => at += 1,
            '"' | '“' | '„' | '«' => {
                let close =
                    |c: &char| matches!((chars[start], *c), ('"', '"') | ('“' | '„', '”' | '“' | '"') | ('«', '»'));
                let length = chars[start + 1..].iter().position(close);
                let length = length.ok_or(SearchError::Unpaired { sign: c, at: start + 1 })?;
                tokens.push((start + 1, Token::Quoted(chars[start + 1..=start + length].iter().collect())));
                at = start + length + 2;
            }
            '(' if with_brackets => {
                tokens.push((start + 1, Token::Open));
                at += 1;
            }
            ')' if with_brackets => {
                tokens.push((start + 1, Token::Close));
                at += 1;
            }
            _ => {
                let ends = |c: &char| c.is_whitespace() || with_brackets && matches!(c, '(' | ')');
                let length = chars[start..].iter().position(ends).unwrap_or(chars.len() - start);
                at = start + length;
                tokens.push((start + 1, word(chars[start..at].iter().collect(), start + 1)?));
            }
        }
    }
    Ok(tokens)
}

fn word(word: String, at: usize) -> Result<Token, SearchError> {
    Ok(match &*word {
        "AND" => Token::And,
        "OR" => Token::Or,
        "NEAR" => Token::Near(NEAR_WORDS),
        _ => match word.strip_prefix("NEAR/") {
            Some(number) => {
                let n_words = number.parse().ok().filter(|n_words| *n_words <= MAX_NEAR_WORDS);
                Token::Near(n_words.ok_or(SearchError::NoDistance { at })?)
            }
            None => Token::Word(word),
        },
    })
}

/// Joins words to a phrase.
fn phrase(tokens: impl Iterator<Item = Token>) -> Result<Phrase, SearchError> {
    let mut words = Vec::new();
    let mut is_wild = false;
    for token in tokens {
        match token {
            Token::Word(word) => {
                is_wild |= word.contains('*');
                words.push(word);
            }
            // A sign that no text has stands for `*` itself until the wild ones are known.
            Token::Quoted(quoted) => words.push(quoted.trim().replace('*', QUOTED_STAR)),
            _ => {}
        }
    }
    let words = words.join(" ");
    if words.trim().is_empty() {
        return Err(SearchError::Empty);
    }
    if !is_wild {
        return Ok(Phrase::Plain(words.replace(QUOTED_STAR, "*")));
    }
    if words.chars().all(|c| c == '*' || c.is_whitespace()) {
        Err(SearchError::OnlyWild)
    } else {
        Ok(Phrase::Wild(words))
    }
}

/// Stands for `*` between quotation marks; no text has the character.
pub(super) const QUOTED_STAR: &str = "\u{0}";

struct Parser<'a> {
    tokens: &'a [(usize, Token)],
    next: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&(usize, Token)> {
        self.tokens.get(self.next)
    }

    /// Reads operands between operators of one kind.
    fn operands(
        &mut self,
        operator: &Token,
        operand: fn(&mut Self) -> Result<Expression, SearchError>,
    ) -> Result<Vec<Expression>, SearchError> {
        let mut operands = vec![operand(self)?];
        while self.peek().is_some_and(|(_, token)| token == operator) {
            self.next += 1;
            operands.push(operand(self)?);
        }
        Ok(operands)
    }

    fn or(&mut self) -> Result<Expression, SearchError> {
        let mut operands = self.operands(&Token::Or, Self::and)?;
        Ok(if operands.len() == 1 { operands.remove(0) } else { Expression::Or(operands) })
    }

    fn and(&mut self) -> Result<Expression, SearchError> {
        let mut operands = self.operands(&Token::And, Self::near)?;
        Ok(if operands.len() == 1 { operands.remove(0) } else { Expression::And(operands) })
    }

    fn near(&mut self) -> Result<Expression, SearchError> {
        let mut left = self.operand()?;
        while let Some((_, Token::Near(n_words))) = self.peek() {
            let n_words = *n_words;
            self.next += 1;
            left = Expression::Near(Box::new(left), Box::new(self.operand()?), n_words);
        }
        Ok(left)
    }

    /// Reads a phrase or a group in brackets.
    fn operand(&mut self) -> Result<Expression, SearchError> {
        let before = self.next.checked_sub(1).and_then(|before| self.tokens.get(before));
        let no_side = |(at, token): &(usize, Token)| SearchError::NoSide { operator: token.operator_name(), at: *at };
        match self.peek() {
            Some((at, Token::Open)) => {
                let at = *at;
                if self.depth == MAX_DEPTH {
                    return Err(SearchError::TooDeep { at });
                }
                self.next += 1;
                self.depth += 1;
                let group = self.or()?;
                self.depth -= 1;
                if !matches!(self.peek(), Some((_, Token::Close))) {
                    return Err(SearchError::Unpaired { sign: '(', at });
                }
                self.next += 1;
                Ok(group)
            }
            Some((_, Token::Word(_) | Token::Quoted(_))) => {
                let rest = &self.tokens[self.next..];
                let words = rest.iter().take_while(|(_, token)| matches!(token, Token::Word(_) | Token::Quoted(_)));
                let words: Vec<Token> = words.map(|(_, token)| token.clone()).collect();
                self.next += words.len();
                phrase(words.into_iter()).map(Expression::Phrase)
            }
            Some((at, Token::Close)) => Err(match before {
                Some(before) if before.1.is_operator() => no_side(before),
                _ => SearchError::Unpaired { sign: ')', at: *at },
            }),
            Some(operator) => Err(no_side(operator)),
            None => Err(before.map_or(SearchError::Empty, no_side)),
        }
    }
}

/// The pattern that finds exactly these words and what is written alike, such as words that were selected in a text.
pub fn words_as_pattern(words: &str, options: SearchOptions) -> String {
    let words = words.trim();
    if options.is_regex {
        return regex::escape(words);
    }
    let is_plain = |expression| matches!(expression, Expression::Phrase(Phrase::Plain(plain)) if plain == words);
    if parse(words).is_ok_and(is_plain) {
        return words.to_owned();
    }
    // A search that does not take words as typed finds either kind of mark for the other.
    format!("\"{}\"", words.replace('"', "”"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selected_words_become_a_pattern_that_finds_them() {
        let options = SearchOptions::default();
        for (words, pattern) in [
            ("a plan", "a plan"),
            (" plan ", "plan"),
            ("a “plan” for", "\"a “plan” for\""),
            ("the \"plan", "\"the ”plan\""),
            ("12*", "\"12*\""),
            ("this OR that", "\"this OR that\""),
            ("f(x)", "f(x)"),
        ] {
            assert_eq!(words_as_pattern(words, options), pattern, "{words}");
            let search = crate::search::Search::new(pattern, options).expect("it is sound");
            let text = standpoint_core::text::Text::new(format!("So {words}."));
            let found: Vec<&str> = search.spans(&text).into_iter().map(|span| text.slice(span)).collect();
            assert_eq!(found, [words.trim()]);
        }
        assert_eq!(words_as_pattern("(1*)", SearchOptions { is_regex: true, ..options }), r"\(1\*\)");
    }

    /// Writes an expression with all its brackets.
    fn shown(expression: &Expression) -> String {
        let joined = |parts: &[Expression], by: &str| parts.iter().map(shown).collect::<Vec<_>>().join(by);
        match expression {
            Expression::Phrase(Phrase::Plain(words)) => format!("‘{words}’"),
            Expression::Phrase(Phrase::Wild(words)) => format!("~{}~", words.replace(QUOTED_STAR, "×")),
            Expression::Or(parts) => format!("({})", joined(parts, " | ")),
            Expression::And(parts) => format!("({})", joined(parts, " & ")),
            Expression::Near(left, right, n_words) => format!("({} {n_words} {})", shown(left), shown(right)),
        }
    }

    #[test]
    fn a_pattern_is_a_phrase_or_combines_some() {
        for (pattern, expected) in [
            (" peace  plan ", "‘peace plan’"),
            ("f(x) (sic)", "‘f(x) (sic)’"),
            ("territor* of", "~territor* of~"),
            ("\"peace * plan\"", "‘peace * plan’"),
            ("“a*” b*", "~a× b*~"),
            ("peace plan OR truce", "(‘peace plan’ | ‘truce’)"),
            ("a OR b AND c", "(‘a’ | (‘b’ & ‘c’))"),
            ("(a OR b) AND c", "((‘a’ | ‘b’) & ‘c’)"),
            ("a NEAR/3 b AND c NEAR d", "((‘a’ 3 ‘b’) & (‘c’ 10 ‘d’))"),
            ("\"AND\" or and", "‘AND or and’"),
            ("«к миру» OR мир*", "(‘к миру’ | ~мир*~)"),
            ("a OR (b", "the “(” at character 6 has no other half"),
            ("a OR b)", "the “)” at character 7 has no other half"),
            ("a AND", "AND needs words on both sides (character 3)"),
            ("OR a", "OR needs words on both sides (character 1)"),
            ("(a AND) OR b", "AND needs words on both sides (character 4)"),
            ("a NEAR/x b", "write a number of up to 1000 behind NEAR/, as in NEAR/5 (character 3)"),
            ("say \"this", "the “\"” at character 5 has no other half"),
            ("  ", "type what to search for"),
            ("* *", "“*” needs letters or another word beside it"),
            ("a AND \"\"", "type what to search for"),
        ] {
            let found = parse(pattern).map_or_else(|error| error.to_string(), |expression| shown(&expression));
            assert_eq!(found, expected, "{pattern}");
        }
        let deep = format!("a OR {}b", "(".repeat(100));
        assert_eq!(parse(&deep), Err(SearchError::TooDeep { at: 56 }));
    }
}
