//! Texts in many languages, in every encoding that can hold them: each is read rightly, or said to be doubtful.

#![expect(clippy::print_stdout, reason = "the rates are what the test is for")]

use std::{collections::BTreeMap, fs};

use standpoint_exchange::import::decode::{Charset, decode};

/// The lengths in characters of the passages that are cut from each text, with the number of passages.
const LENGTHS: [(usize, usize); 3] = [(40, 8), (200, 3), (2000, 1)];

/// How many bytes are damaged.
const N_BAD: [usize; 2] = [1, 5];

#[derive(Debug, Default)]
struct Rates {
    n_right: usize,
    n_right_but_doubtful: usize,
    n_doubtful: usize,
    n_silently_wrong: usize,
    wrong: Vec<String>,
    doubted: Vec<String>,
}

impl Rates {
    fn of_all(&self) -> usize {
        self.n_right + self.n_doubtful + self.n_silently_wrong
    }
}

#[test]
fn texts_are_read_rightly_or_said_to_be_doubtful() {
    let encoders = encoders();
    let mut rates: BTreeMap<usize, Rates> = BTreeMap::new();
    let mut dice = 7_u64;
    for (language, text) in languages() {
        for (n_chars, n_places) in LENGTHS {
            for window in windows(&text, n_chars, n_places) {
                let rates = rates.entry(n_chars).or_default();
                for (charset, encoder) in &encoders {
                    let Some(units) = encoder.encode(&window) else { continue };
                    let what = format!("{language}, {}, {n_chars}", charset.name());
                    look(rates, &what, &units.concat(), &window);
                    if !matches!(charset, Charset::Utf8 | Charset::Utf16(_)) {
                        continue;
                    }
                    for n_bad in N_BAD {
                        let (bytes, undamaged) = damaged(&units, &window, n_bad, &mut dice);
                        look(rates, &format!("{what}, {n_bad} bad"), &bytes, &undamaged);
                    }
                }
            }
        }
    }
    for (n_chars, rates) in &rates {
        let of_all = |n: usize| percent(n, rates.of_all());
        println!(
            "{n_chars} characters, {} texts: {:.2} % right, {:.2} % doubtful, {:.2} % silently wrong; of those that are \
             right, {:.2} % are called doubtful",
            rates.of_all(),
            of_all(rates.n_right),
            of_all(rates.n_doubtful),
            of_all(rates.n_silently_wrong),
            percent(rates.n_right_but_doubtful, rates.n_right),
        );
        println!("  {}", rates.wrong.join("\n  "));
        if std::env::var_os("STANDPOINT_DOUBTS").is_some() {
            println!("  {}", rates.doubted.join("\n  "));
        }
    }
    let (short, middling, long) = (&rates[&40], &rates[&200], &rates[&2000]);
    assert!(percent(short.n_silently_wrong, short.of_all()) <= 2.0);
    assert_eq!((middling.n_silently_wrong, long.n_silently_wrong), (0, 0));
    assert!(percent(middling.n_right_but_doubtful, middling.n_right) <= 5.0);
    assert!(percent(long.n_right_but_doubtful, long.n_right) <= 1.0);
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn percent(n: usize, of: usize) -> f64 {
    n as f64 * 100.0 / of.max(1) as f64
}

/// The texts of `tests/corpus/languages`.
fn languages() -> Vec<(String, String)> {
    let mut languages: Vec<(String, String)> = fs::read_dir("tests/corpus/languages")
        .expect("it is in the checkout")
        .flatten()
        .map(|entry| {
            let name = entry.path().file_stem().expect("each has a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(entry.path()).expect("it is UTF-8"))
        })
        .collect();
    languages.sort();
    assert!(languages.len() >= 20);
    languages
}

/// Windows of a text, which is repeated as far as necessary.
fn windows(text: &str, n_chars: usize, n_places: usize) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let from = |start: usize| chars.iter().cycle().skip(start).take(n_chars).collect();
    (0..n_places).map(|place| from(place * chars.len() / n_places)).collect()
}

/// Counts how a text is read of which only the undamaged characters are known.
fn look(rates: &mut Rates, what: &str, bytes: &[u8], undamaged: &str) {
    let Ok(decoded) = decode(bytes) else {
        rates.n_doubtful += 1;
        return;
    };
    let mut found = decoded.text.chars();
    let is_right = undamaged.chars().all(|c| found.any(|other| other == c))
        && decoded.text.chars().count() <= undamaged.chars().count() + 4 * N_BAD[1];
    match (is_right, decoded.doubt_in_words()) {
        (true, doubt) => {
            rates.n_right += 1;
            rates.n_right_but_doubtful += usize::from(doubt.is_some());
            rates.doubted.extend(doubt.map(|doubt| format!("{what}: {doubt}")));
        }
        (false, Some(_)) => rates.n_doubtful += 1,
        (false, None) => {
            rates.n_silently_wrong += 1;
            let start: String = decoded.text.chars().take(60).collect();
            rates.wrong.push(format!("{what}: read as {}: {start}", decoded.charset.name()));
        }
    }
}

/// Replaces bytes by others, and leaves out of the text the characters that they belong to.
fn damaged(units: &[Vec<u8>], text: &str, n_bad: usize, dice: &mut u64) -> (Vec<u8>, String) {
    let mut next = |below: usize| {
        *dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*dice >> 33).expect("31 bits fit") % below
    };
    let mut units = units.to_vec();
    let mut is_whole = vec![true; units.len()];
    while is_whole.iter().filter(|whole| !**whole).count() < n_bad {
        let unit = next(units.len());
        let byte = next(units[unit].len());
        units[unit][byte] = 0x80 | u8::try_from(next(128)).expect("it is small");
        is_whole[unit] = false;
    }
    let undamaged = text.chars().zip(is_whole).filter(|(_, whole)| *whole).map(|(c, _)| c).collect();
    (units.concat(), undamaged)
}

type Rule = fn(char) -> Vec<u8>;

/// How characters become bytes.
enum Encoder {
    /// Looks up the bytes of each character in a table.
    Table(BTreeMap<char, Vec<u8>>),
    /// Computes the bytes of each character.
    Rule(Rule),
}

impl Encoder {
    /// The bytes of each character; `None` if one cannot be written.
    fn encode(&self, text: &str) -> Option<Vec<Vec<u8>>> {
        let one = |c: char| match self {
            Self::Table(table) => table.get(&c).cloned(),
            Self::Rule(rule) => Some(rule(c)),
        };
        text.chars().map(one).collect()
    }
}

/// An encoder for each encoding that has no marks between characters. It is made by decoding everything there is.
fn encoders() -> Vec<(Charset, Encoder)> {
    let little = |c: char| c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big = |c: char| c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes()).collect();
    let rules: [(&str, Rule); 5] = [
        ("UTF-8", |c| c.to_string().into_bytes()),
        ("UTF-16LE", little),
        ("UTF-16BE", big),
        ("UTF-32LE", |c| u32::from(c).to_le_bytes().to_vec()),
        ("UTF-32BE", |c| u32::from(c).to_be_bytes().to_vec()),
    ];
    let by_rule = rules.map(|(name, rule)| (named(name), Encoder::Rule(rule)));
    let by_table = Charset::all().filter(|charset| matches!(charset, Charset::Page(_) | Charset::Library(_)));
    // What switches by marks is tried below.
    let by_table = by_table.filter(|charset| charset.name() != "ISO-2022-JP").map(|charset| {
        let mut table = BTreeMap::new();
        let is_page = matches!(charset, Charset::Page(_));
        let seconds = if is_page { 0..=0 } else { 0x30..=0xff };
        for first in 0..=0xff_u8 {
            let singles = std::iter::once(vec![first]);
            let pairs = seconds.clone().filter(|_| first >= 0x80 && !is_page).map(|second| vec![first, second]);
            for bytes in singles.chain(pairs) {
                let decoded = charset.decode(&bytes);
                let mut chars = decoded.chars();
                if let (Some(c), None) = (chars.next(), chars.next())
                    && c != '\u{fffd}'
                {
                    table.entry(c).or_insert(bytes);
                }
            }
        }
        (charset, Encoder::Table(table))
    });
    by_rule.into_iter().chain(by_table).collect()
}

fn named(name: &str) -> Charset {
    Charset::by_name(name).expect("it is in the list")
}

#[test]
fn texts_between_marks_are_read() {
    for (language, charset, mark, shift) in
        [("ko", "EUC-KR", "\u{1b}$)C", ["\u{e}", "\u{f}"]), ("zh", "gb18030", "", ["~{", "~}"])]
    {
        let (_, text) = languages().into_iter().find(|(name, _)| name == language).expect("it is in the checkout");
        let all = encoders();
        let (_, encoder) = all.iter().find(|(one, _)| *one == named(charset)).expect("it has an encoder");
        let mut bytes = mark.as_bytes().to_vec();
        for unit in encoder.encode(&text).expect("it holds the text") {
            if let [one, two] = unit[..] {
                bytes.extend(shift[0].as_bytes());
                bytes.extend([one & 0x7f, two & 0x7f]);
                bytes.extend(shift[1].as_bytes());
            } else {
                bytes.extend(unit);
            }
        }
        let decoded = decode(&bytes).expect("it is text");
        assert_eq!((&*decoded.text, decoded.doubt_in_words()), (&*text, None), "{}", decoded.charset.name());
    }
    let (_, japanese) = languages().into_iter().find(|(name, _)| name == "ja").expect("it is in the checkout");
    let (bytes, _, has_unmappable) = encoding_rs::ISO_2022_JP.encode(&japanese);
    assert!(!has_unmappable);
    assert_eq!(decode(&bytes).expect("it is text").text, japanese);
}

#[test]
fn a_few_special_characters_are_enough() {
    for text in [
        "They paid £10 for the boat.",
        "The café on the corner was closed all week.",
        "“Nobody asked us,” said the ferryman, and went home.",
        "The price rose from €30 to €45 within a year.",
        "It was 1\u{a0}000 metres long, he said.",
        "L’œuvre est achevée, et la fête peut commencer.",
        "« Non », a dit le maire, et il est parti aussitôt.",
        "Rien n’est prêt : l’hôtel est fermé, l’île est vide.",
    ] {
        let page = named("windows-1252");
        let encoder = encoders().into_iter().find(|(charset, _)| *charset == page).expect("it has an encoder").1;
        let bytes = encoder.encode(text).expect("it holds the text").concat();
        let decoded = decode(&bytes).expect("it is text");
        assert_eq!((&*decoded.text, decoded.charset.name()), (text, "windows-1252"));
    }
}
