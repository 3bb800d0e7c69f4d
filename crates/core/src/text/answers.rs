//! What was asked about a text, and the short mark that tells it from others.
//!
//! Both are kept with the text and go with it when it is revised.

use std::{
    fmt,
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
};

/// How many answers are kept for a text; a project with more saved searches asks the rest again.
const MOST_ANSWERS: usize = 32;

/// The questions that were asked last, each with its answer, the latest one last.
#[derive(Debug, Default)]
pub(super) struct Answers(Mutex<Vec<(Arc<str>, bool)>>);

impl Answers {
    /// The answer to a question, which is found out only if it is not known.
    pub fn get(&self, question: &Arc<str>, find_out: impl FnOnce() -> bool) -> bool {
        let known = |answers: &Vec<(Arc<str>, bool)>| {
            answers.iter().find(|(asked, _)| Arc::ptr_eq(asked, question) || asked == question).map(|(_, is)| *is)
        };
        // What is kept is whole at any time, so a thread that failed does no harm.
        if let Some(answer) = known(&self.0.lock().unwrap_or_else(PoisonError::into_inner)) {
            return answer;
        }
        let answer = find_out();
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known(&answers).is_none() {
            if answers.len() == MOST_ANSWERS {
                answers.remove(0);
            }
            answers.push((Arc::clone(question), answer));
        }
        answer
    }
}

/// Answers are derived from the text, so they make no difference between two.
impl PartialEq for Answers {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Answers {}

/// A short number made of a text, the same on every machine and in every version. Two different texts of a project have
/// the same one less than once in a million projects of ten thousand articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextMark(u64);

/// How many bits a mark has, and how many digits it is written with.
const BITS: u32 = 48;
const DIGITS: usize = 12;

impl TextMark {
    /// FNV-1a over the bytes of the text, folded to 48 bits (Fowler, Noll and Vo, RFC 9923).
    pub(super) fn of(text: &str) -> Self {
        let hash = text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self((hash >> BITS) ^ (hash & ((1 << BITS) - 1)))
    }
}

impl fmt::Display for TextMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0DIGITS$x}", self.0)
    }
}

/// A word that is not the mark of a text.
#[derive(Debug, PartialEq, Eq)]
pub struct NotAMark;

impl FromStr for TextMark {
    type Err = NotAMark;

    fn from_str(written: &str) -> Result<Self, NotAMark> {
        let is_mark = written.len() == DIGITS && written.bytes().all(|digit| digit.is_ascii_hexdigit());
        let number = u64::from_str_radix(written, 16).map_err(|_| NotAMark)?;
        if is_mark { Ok(Self(number)) } else { Err(NotAMark) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_asked_once_and_the_oldest_answers_go() {
        let answers = Answers::default();
        let [first, same] = ["a", "a"].map(Arc::from);
        assert!(answers.get(&first, || true));
        assert!(answers.get(&same, || panic!("it is known")));
        for nth in 0..MOST_ANSWERS {
            assert!(!answers.get(&nth.to_string().into(), || false));
        }
        assert!(!answers.get(&first, || false), "it was the oldest");
    }

    #[test]
    fn marks_are_read_as_they_are_written() {
        let mark = TextMark::of("The harbour stays open.");
        assert_eq!(mark.to_string().parse(), Ok(mark));
        for bad in ["", "+00000000000", "0123456789a", "0123456789abc", "0123456789aé"] {
            assert_eq!(bad.parse::<TextMark>(), Err(NotAMark), "{bad}");
        }
    }
}
