//! Near copies among 5,000 articles of 6 KB, against hashing every word of them once.

use std::{fmt::Write as _, hint::black_box, sync::atomic::AtomicBool};

use standpoint_core::model::Project;
use standpoint_exchange::import::review::copies::{ComparedText, find_copies};
use twox_hash::XxHash3_64;

use crate::common;

const RUNS: usize = 5;
const N_ARTICLES: usize = 5_000;
const BYTES: usize = 6_000;

/// Finds copies, against the bare cost; the result is the line of the bar.
pub fn near_copies() -> String {
    let texts = texts();
    let candidates: Vec<ComparedText<'_>> =
        texts.iter().map(|text| ComparedText { text, outlet: "Gazette", title: "Title" }).collect();
    let project = Project::default();
    let n_copies = find_copies(&project, &candidates, &AtomicBool::new(false)).iter().flatten().count();
    println!("{n_copies} copies among {N_ARTICLES} articles of {BYTES} bytes");
    let times = common::medians(
        RUNS,
        || find_copies(&project, &candidates, &AtomicBool::new(false)),
        || texts.iter().map(|text| hashed_words(text)).fold(0, u64::wrapping_add),
    );
    common::report("import-near-copies", times, 10.0)
}

/// Every tenth text is the one before it with another beginning.
fn texts() -> Vec<String> {
    let mut dice = common::Dice(11);
    let mut texts: Vec<String> = Vec::with_capacity(N_ARTICLES);
    for n in 0..N_ARTICLES {
        let mut text = format!("Report {n}\nOur own words about it, written on day {n}.\n");
        let last = texts.last().filter(|_| n % 10 == 9);
        if let Some((_, rest)) = last.and_then(|last| last.split_once(".\n")) {
            text.push_str(rest);
        }
        while text.len() < BYTES {
            let end = if dice.below(15) == 0 { ".\n" } else { " " };
            write!(text, "word{}{end}", dice.below(20_000)).expect("a string can be written to");
        }
        texts.push(text);
    }
    texts
}

/// The bare cost: every word in lower case, hashed once.
fn hashed_words(text: &str) -> u64 {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| black_box(XxHash3_64::oneshot(word.to_lowercase().as_bytes()))).fold(0, u64::wrapping_add)
}
