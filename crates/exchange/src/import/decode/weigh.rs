//! Guesses the encoding of bytes by comparing how probable the resulting texts are.
//!
//! The weight of an encoding is what its text costs in the language in which that is least, and how rare the encoding is.
//! Two that give the same text do not compete. How far the second is behind the first says how sure the choice is.

use std::{borrow::Cow, collections::HashMap};

use super::{
    charset::{Charset, Endian, LIBRARY, Switched},
    judged::{self, Judged, Script},
    letters, pages,
};

/// The number of bytes that are considered.
const SAMPLE_BYTES: usize = 4096;

/// How many times a repeated word counts.
const MAX_REPEATS: u8 = 3;

/// How far behind the second choice must be for the first to be certain, in bits.
const SURE_BITS: f32 = 9.0;

/// The same if the first is damaged UTF-8.
const SURE_BITS_OF_DAMAGE: f32 = 4.0;

/// The highest average cost of a character outside ASCII in a correctly decoded text, in bits.
const LIKELY_BITS: f32 = 13.0;

/// The same for every character of a text in UTF-16 or UTF-32.
const LIKELY_WIDE_BITS: f32 = 16.0;

/// How far behind the first an encoding may be, judged without languages, to be judged with them.
const WORTH_A_LOOK_BITS: f32 = 40.0;

/// The chosen encoding.
pub struct Choice {
    pub charset: Charset,
    /// Another encoding that is nearly as likely and gives another text; or the same one if no likely text was found.
    pub doubt: Option<Doubt>,
}

/// Why a choice may be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// This encoding is nearly as likely.
    Rival(Charset),
    /// Nothing that was tried gives plausible text.
    Unlikely,
}

/// Chooses the encoding of bytes without a mark.
pub fn choose(bytes: &[u8]) -> Choice {
    if let Some(charset) = by_switches(bytes) {
        // Its relatives switch to further sets of characters, which are not read.
        let has_unread = charset.decode(bytes).contains('\u{fffd}');
        return Choice { charset, doubt: has_unread.then_some(Doubt::Unlikely) };
    }
    // Texts in other encodings hardly ever form valid sequences by chance, but short ones in UTF-16, with NULs.
    let is_utf_8 = std::str::from_utf8(bytes).is_ok();
    if is_utf_8 && memchr::memchr(0, bytes).is_none() {
        // Text after an unknown switch looks like ASCII.
        let switches = memchr::memchr_iter(b'\x1b', bytes).any(|at| bytes.get(at + 1) == Some(&b'$'));
        return Choice { charset: Charset::Utf8, doubt: switches.then_some(Doubt::Unlikely) };
    }
    let wide = wide_unicode(bytes);
    let sample = narrow_sample(bytes);
    // Wide encodings have NULs, or bytes of every value; they are compared on the same bytes as the others.
    let with_wide = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    if !wide.is_empty() {
        let narrow = narrow_charsets(with_wide);
        let choice = weigh(with_wide, wide.iter().copied().chain(narrow));
        if matches!(choice.charset, Charset::Utf16(_) | Charset::Utf32(_)) {
            return choice;
        }
    }
    if is_utf_8 {
        return Choice { charset: Charset::Utf8, doubt: None };
    }
    weigh(&sample, narrow_charsets(&sample))
}

/// Recognises encodings of seven bits by the marks with which they switch.
fn by_switches(bytes: &[u8]) -> Option<Charset> {
    let head = &bytes[..bytes.len().min(1 << 16)];
    // Nearly every text lacks the bytes with which all marks begin.
    if memchr::memchr2(b'\x1b', b'~', head).is_none() || !head.is_ascii() {
        return None;
    }
    let has = |mark: &[u8]| memchr::memmem::find(head, mark).is_some();
    if has(b"\x1b$)C") {
        return Some(Charset::Switched(Switched::Korean));
    }
    if has(b"\x1b$)A") {
        return Some(Charset::Switched(Switched::Chinese));
    }
    if [&b"\x1b$B"[..], b"\x1b$@", b"\x1b$(", b"\x1b(J", b"\x1b(I"].iter().any(|mark| has(mark)) {
        return Some(Charset::Library(encoding_rs::ISO_2022_JP));
    }
    let is_hz = has(b"~{") && has(b"~}") && {
        let text = Charset::Switched(Switched::Hz).decode(head);
        !text.contains('\u{fffd}') && !text.is_ascii()
    };
    is_hz.then_some(Charset::Switched(Switched::Hz))
}

/// UTF-16 and UTF-32, as far as the bytes allow them.
fn wide_unicode(bytes: &[u8]) -> Vec<Charset> {
    let both = [Endian::Little, Endian::Big];
    let mut wide: Vec<Charset> = both.map(Charset::Utf16).into();
    if bytes.len() >= 4 && bytes.contains(&0) {
        wide.extend(both.map(Charset::Utf32));
    }
    // A text of one byte a character has far more spaces and letters of ASCII than chance puts into one of two.
    let n_plain = bytes.iter().take(SAMPLE_BYTES).filter(|byte| matches!(byte, b' ' | b'a'..=b'z')).count();
    if !bytes.contains(&0) && n_plain * 2 > bytes.len().min(SAMPLE_BYTES) {
        wide.clear();
    }
    wide
}

fn narrow_charsets(sample: &[u8]) -> impl Iterator<Item = Charset> {
    let is_utf_8 = std::str::from_utf8(sample).is_ok();
    let mixed = (!is_utf_8).then_some(Charset::Utf8With1252);
    let others = pages::all().iter().map(Charset::Page).chain(LIBRARY.into_iter().map(Charset::Library));
    std::iter::once(Charset::Utf8).chain(mixed).chain(others)
}

/// Returns the lines with bytes outside ASCII, up to a certain number of bytes. Repetition is weak evidence, so a word
/// counts at most three times. Spaces and line breaks are one byte in every encoding that is not wide, and never part
/// of another character.
fn narrow_sample(bytes: &[u8]) -> Vec<u8> {
    let mut sample: Vec<u8> = Vec::with_capacity(bytes.len().min(SAMPLE_BYTES));
    let mut seen: HashMap<&[u8], u8> = HashMap::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        let first = line.iter().position(|byte| !byte.is_ascii());
        // In a long text, lines without such bytes say too little about the language for their size.
        if first.is_none() && bytes.len() > SAMPLE_BYTES {
            continue;
        }
        // Of a long line, only the parts outside ASCII are considered.
        let start = if line.len() > SAMPLE_BYTES { first.unwrap_or(0).saturating_sub(40) } else { 0 };
        for word in line[start..].split(|byte| *byte == b' ') {
            let room = SAMPLE_BYTES - sample.len();
            if room == 0 {
                return sample;
            }
            let n_seen = seen.entry(word).or_default();
            if *n_seen < MAX_REPEATS {
                *n_seen += 1;
                sample.extend(&word[..word.len().min(room)]);
                sample.extend((sample.len() < SAMPLE_BYTES).then_some(b' '));
            }
        }
        if let Some(last) = sample.last_mut() {
            *last = b'\n';
        }
    }
    sample
}

/// Returns how much rarer than UTF-8 an encoding is, in bits.
fn rarity(charset: Charset) -> f32 {
    match charset {
        Charset::Utf8 => 0.0,
        Charset::Utf16(Endian::Little) => 2.0,
        Charset::Utf16(Endian::Big) => 2.5,
        Charset::Utf32(_) => 6.0,
        Charset::Utf8With1252 => 9.0,
        Charset::Library(_) | Charset::Switched(_) => 3.0,
        Charset::Page(page) => match page.name {
            "windows-1252" => 1.0,
            "windows-1258" => 7.0,
            "windows-1257" | "KOI8-U" => 4.0,
            "windows-1250" | "windows-1254" => 3.0,
            name if name.starts_with("windows") => 2.5,
            "KOI8-R" => 3.0,
            "IBM850" | "IBM437" | "IBM852" | "IBM866" | "Mac Roman" | "Mac Cyrillic" => 5.0,
            "ISO-8859-2" | "ISO-8859-5" | "ISO-8859-7" | "ISO-8859-15" => 4.0,
            name if name.starts_with("ISO") => 6.0,
            "IBM720" | "IBM860" | "IBM861" | "IBM863" | "IBM865" => 9.0,
            _ => 7.5,
        },
    }
}

/// The penalty of an encoding that was made for a script that hardly occurs in the text.
const FOREIGN_PAGE_BITS: f32 = 8.0;

/// Returns whether less than a twentieth of the letters are of the script that the encoding was made for.
fn is_foreign_to(charset: Charset, judged: &[Judged]) -> bool {
    let made_for = match charset {
        Charset::Page(page) => page.script(),
        Charset::Library(_) => Script::EastAsian,
        _ => return false,
    };
    let letters = judged.iter().filter_map(Judged::script);
    let n_letters = letters.clone().count();
    made_for != Script::Latin && letters.filter(|script| *script == made_for).count() * 20 < n_letters
}

/// Returns the extra cost of unreadable characters: the more bytes they stand for, the less likely the damage is.
#[expect(clippy::cast_precision_loss, reason = "a sample is small")]
fn damage_bits(charset: Charset, sample: &[u8], text: &str) -> f32 {
    let n_unread = text.matches('\u{fffd}').count();
    match charset {
        Charset::Utf32(_) => 26.0 * n_unread as f32,
        Charset::Utf16(_) | Charset::Library(_) => 8.0 * n_unread as f32,
        Charset::Page(page) => {
            // One page repeats the characters of ASCII, for writing from right to left.
            let n_twice = sample.iter().filter(|byte| **byte >= 0x80 && page.char_of(**byte).is_ascii()).count();
            10.0 * n_unread as f32 + 7.0 * n_twice as f32
        }
        Charset::Utf8With1252 => 10.0 * n_unread as f32,
        Charset::Utf8 => {
            let n_bytes: usize = sample.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
            let lone = if speaks_for_utf_8(text) { 0.0 } else { 9.0 };
            8.0 * n_bytes.saturating_sub(n_unread) as f32 + lone * n_unread as f32
        }
        Charset::Switched(_) => 0.0,
    }
}

/// An encoding with the text that it gives.
struct Candidate<'a> {
    charset: Charset,
    text: Cow<'a, str>,
    judged: Vec<Judged>,
    /// Including damaged characters.
    rarity: f32,
    bits: f32,
}

fn weigh(sample: &[u8], charsets: impl Iterator<Item = Charset>) -> Choice {
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    for charset in charsets {
        let text = charset.decode(sample);
        let rarity = rarity(charset) + damage_bits(charset, sample, &text);
        if let Some(same) = candidates.iter_mut().find(|other| other.text == text) {
            if rarity < same.rarity {
                (same.charset, same.rarity) = (charset, rarity);
            }
            continue;
        }
        candidates.push(Candidate { charset, text, judged: Vec::new(), rarity, bits: 0.0 });
    }
    for candidate in &mut candidates {
        candidate.judged = judged::judge(&candidate.text);
        if is_foreign_to(candidate.charset, &candidate.judged) {
            candidate.rarity += FOREIGN_PAGE_BITS;
        }
        candidate.bits = candidate.rarity + candidate.judged.iter().map(rough_bits).sum::<f32>();
    }
    let least = candidates.iter().map(|candidate| candidate.bits).fold(f32::INFINITY, f32::min);
    candidates.retain(|candidate| candidate.bits <= least * 1.25 + WORTH_A_LOOK_BITS);
    for candidate in &mut candidates {
        candidate.bits = candidate.rarity + bits_in_best_language(&candidate.judged);
    }
    candidates.sort_by(|one, two| one.bits.total_cmp(&two.bits));
    let best = &candidates[0];
    let n_outside = best.judged.iter().filter(|one| !one.is_ascii()).count();
    let outside_bits = bits_outside_ascii(&best.judged);
    let is_common = n_outside > 2 && n_outside * 25 > best.judged.len();
    let is_wide = matches!(best.charset, Charset::Utf16(_) | Charset::Utf32(_));
    #[expect(clippy::cast_precision_loss, reason = "a sample is small")]
    let is_unlikely = if is_wide {
        best.bits / best.judged.len() as f32 > LIKELY_WIDE_BITS
    } else {
        is_common && outside_bits / n_outside as f32 > LIKELY_BITS
    };
    // There are two versions of Big5, which differ in Cyrillic and Japanese letters.
    let is_of_two = best.charset == Charset::Library(encoding_rs::BIG5) && !has_ideographs(&best.text);
    let is_unlikely = is_unlikely || is_of_two && best.judged.iter().any(|one| one.script() > Some(Script::Latin));
    // A damaged text has no wrong characters, so it takes more to doubt it.
    let is_damaged = best.charset == Charset::Utf8 && speaks_for_utf_8(&best.text);
    let sure = if is_damaged { SURE_BITS_OF_DAMAGE } else { SURE_BITS };
    let is_rival = |other: &&Candidate<'_>| other.bits < best.bits + sure && !is_same_but_damage(best, other);
    let rival = candidates[1..].iter().find(is_rival).map(|other| Doubt::Rival(other.charset));
    Choice { charset: best.charset, doubt: rival.or(is_unlikely.then_some(Doubt::Unlikely)) }
}

/// Returns whether a text that was read as UTF-8 has a character outside ASCII.
fn speaks_for_utf_8(text: &str) -> bool {
    text.contains(|c: char| !c.is_ascii() && c != '\u{fffd}')
}

/// Returns whether `other` differs from the chosen text only by unreadable characters, so that it is no rival.
fn is_same_but_damage(chosen: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    let is_utf_8 = |one: &Candidate<'_>| matches!(one.charset, Charset::Utf8 | Charset::Utf8With1252);
    if is_utf_8(chosen) && is_utf_8(other) {
        return true;
    }
    let (mut ours, mut theirs) = (chosen.text.chars(), other.text.chars());
    loop {
        match (ours.next(), theirs.next()) {
            (None, None) => return true,
            (Some(_), Some('\u{fffd}')) => {}
            (one, two) if one == two => {}
            _ => return false,
        }
    }
}

fn has_ideographs(text: &str) -> bool {
    text.contains(|c| matches!(c, '\u{3400}'..='\u{9fff}'))
}

/// Returns the cost of a character if nothing is known about its language.
fn rough_bits(one: &Judged) -> f32 {
    let letter = match one.script() {
        None => 0.0,
        Some(Script::Latin) if one.is_ascii() => 4.2,
        Some(Script::Latin) => 8.0,
        Some(Script::Cyrillic | Script::Greek | Script::Arabic | Script::Hebrew | Script::Thai) => 4.5,
        Some(Script::EastAsian) => 9.0,
        Some(Script::Other) => 6.5,
    };
    one.common() + letter
}

/// The languages of the scripts that a text has outside ASCII, or else those of Latin script.
fn languages_of(judged: &[Judged]) -> impl Iterator<Item = &'static letters::Language> {
    let outside = judged.iter().filter(|one| !one.is_ascii());
    let scripts: Vec<Script> = outside.filter_map(Judged::script).collect();
    let n_of = move |script| scripts.iter().filter(|other| **other == script).count() * 5 >= scripts.len().max(1);
    letters::languages()
        .iter()
        .filter(move |language| n_of(language.script) || language.script == Script::Latin && !n_of(Script::EastAsian))
}

fn bits_in_best_language(judged: &[Judged]) -> f32 {
    let costs = languages_of(judged).map(|language| letters::cost_in(language, judged, |_, _| true));
    costs.fold(f32::INFINITY, f32::min)
}

fn bits_outside_ascii(judged: &[Judged]) -> f32 {
    let costs = languages_of(judged).map(|language| letters::cost_in(language, judged, |one, _| !one.is_ascii()));
    costs.fold(f32::INFINITY, f32::min)
}
