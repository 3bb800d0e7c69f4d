//! What pages are called: the label that the file gives them, as readers of PDF files show it, or their number.

use hayro_interpret::hayro_syntax::{
    Pdf,
    object::{Array, Dict, Name, Object, String as PdfString},
};

use super::strings;

/// How deep the tree of labels may be nested.
const MAX_DEPTH: usize = 8;
/// The most ranges of labels.
const MAX_RANGES: usize = 10_000;

/// Pages from one on that are labelled in one way.
#[derive(Debug, Default, PartialEq, Eq)]
struct Range {
    first_page: usize,
    prefix: String,
    style: Option<u8>,
    first_number: usize,
}

/// The names of all pages, such as “p. 12” or “p. iv”.
pub(super) fn names(pdf: &Pdf) -> Vec<String> {
    let mut ranges = Vec::new();
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    if let Some(tree) = catalog.and_then(|catalog| catalog.get::<Dict<'_>>("PageLabels")) {
        collect(&tree, 0, &mut ranges);
    }
    ranges.sort_by_key(|range| range.first_page);
    (0..pdf.pages().len()).map(|page| format!("p. {}", label(&ranges, page))).collect()
}

fn collect(tree: &Dict<'_>, depth: usize, ranges: &mut Vec<Range>) {
    if depth > MAX_DEPTH || ranges.len() >= MAX_RANGES {
        return;
    }
    if let Some(kids) = tree.get::<Array<'_>>("Kids") {
        for kid in kids.iter::<Dict<'_>>().take(MAX_RANGES - ranges.len()) {
            collect(&kid, depth + 1, ranges);
        }
    }
    let Some(numbers) = tree.get::<Array<'_>>("Nums") else { return };
    let mut entries = numbers.iter::<Object<'_>>();
    while let (Some(page), Some(Object::Dict(of_range))) = (entries.next(), entries.next()) {
        let Object::Number(page) = page else { return };
        if ranges.len() >= MAX_RANGES {
            return;
        }
        ranges.push(Range {
            first_page: usize::try_from(page.as_i64()).unwrap_or_default(),
            prefix: of_range.get::<PdfString<'_>>("P").map(|text| strings::decode(text.as_bytes())).unwrap_or_default(),
            style: of_range.get::<Name<'_>>("S").and_then(|name| name.first().copied()),
            first_number: of_range.get::<u32>("St").map_or(1, |number| number as usize),
        });
    }
}

/// The label of a page, or its number, counted from 1, if it has none.
fn label(ranges: &[Range], page: usize) -> String {
    let n_begun = ranges.partition_point(|range| range.first_page <= page);
    let Some(range) = n_begun.checked_sub(1).map(|last| &ranges[last]) else { return (page + 1).to_string() };
    let number = range.first_number.saturating_add(page - range.first_page);
    let number = match range.style {
        Some(b'D') => number.to_string(),
        Some(b'r') => roman(number),
        Some(b'R') => roman(number).to_uppercase(),
        Some(b'a') => letters(number),
        Some(b'A') => letters(number).to_uppercase(),
        _ => String::new(),
    };
    let label = format!("{}{number}", range.prefix.trim());
    if label.is_empty() { (page + 1).to_string() } else { label }
}

fn roman(mut number: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number >= 4000 {
        return number.to_string();
    }
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            roman.push_str(sign);
            number -= value;
        }
    }
    roman
}

/// The letters a to z, then aa to zz, and so on, as readers of PDF files count.
fn letters(number: usize) -> String {
    let Some(number) = number.checked_sub(1).filter(|number| *number < 26 * 20) else { return number.to_string() };
    let letter = char::from(b'a' + u8::try_from(number % 26).unwrap_or_default());
    std::iter::repeat_n(letter, number / 26 + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_called_as_the_file_says() {
        let range = |first_page, prefix: &str, style, first_number| Range {
            first_page,
            prefix: prefix.to_owned(),
            style,
            first_number,
        };
        let ranges = [
            range(1, "", Some(b'r'), 3),
            range(3, "", Some(b'D'), 101),
            range(4, "A-", Some(b'A'), 27),
            range(5, "", None, 1),
        ];
        let labels: Vec<String> = (0..6).map(|page| label(&ranges, page)).collect();
        assert_eq!(labels, ["1", "iii", "iv", "101", "A-AA", "6"]);
        assert_eq!([1994, 4000].map(roman), ["mcmxciv", "4000"]);
    }
}
