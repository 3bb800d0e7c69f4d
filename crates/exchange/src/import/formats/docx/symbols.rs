//! Characters of the fonts of symbols that word processors insert, as Unicode.

use std::borrow::Cow;

use crate::import::markup::Element;

/// The font Symbol, from its character 0x20 on, after Adobe's table of the font.
const SYMBOL_LOW: &str =
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
/// The font Symbol, from its character 0xA0 on.
const SYMBOL_HIGH: &str =
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\u{fffd}〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";
/// The characters of Wingdings that texts use.
const WINGDINGS: [(u32, char); 16] = [
    (0x4a, '☺'),
    (0x6c, '●'),
    (0x6e, '■'),
    (0x71, '❑'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x9f, '•'),
    (0xa7, '▪'),
    (0xa8, '◻'),
    (0xd8, '➢'),
    (0xdf, '←'),
    (0xe0, '→'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfd, '☒'),
    (0xfe, '☑'),
];

/// The character that an element `sym` inserts, as far as Unicode has it.
pub(super) fn symbol(element: &Element<'_>) -> Option<char> {
    let code = u32::from_str_radix(&element.attribute("char")?, 16).ok()?;
    let font = element.attribute("font").unwrap_or_default();
    of_font(&font, code).or_else(|| char::from_u32(code).filter(|c| !is_private(*c)))
}

/// Characters that stand in a run in this font. Only those that have a meaning in fonts of symbols alone change.
pub(super) fn read_in_font<'a>(text: &'a str, font: &str) -> Cow<'a, str> {
    if !text.chars().any(is_private) {
        return Cow::Borrowed(text);
    }
    let read = |c: char| if is_private(c) { of_font(font, c.into()).unwrap_or(c) } else { c };
    text.chars().map(read).collect()
}

/// Whether it is one of the characters that stand for those of a font without a place in Unicode.
fn is_private(c: char) -> bool {
    ('\u{f020}'..='\u{f0ff}').contains(&c)
}

fn of_font(font: &str, code: u32) -> Option<char> {
    let code = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    match font {
        "Symbol" => {
            let low = code.checked_sub(0x20).and_then(|at| SYMBOL_LOW.chars().nth(at as usize));
            let high = || code.checked_sub(0xa0).and_then(|at| SYMBOL_HIGH.chars().nth(at as usize));
            low.or_else(high).filter(|c| *c != '\u{fffd}')
        }
        "Wingdings" => WINGDINGS.iter().find(|(own, _)| *own == code).map(|(_, c)| *c),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_the_font_symbol_is_whole() {
        assert_eq!((SYMBOL_LOW.chars().count(), SYMBOL_HIGH.chars().count()), (95, 95));
        let known =
            [(0xf061, 'α'), (0xf062, 'β'), (0xf0a3, '≤'), (0xf0b3, '≥'), (0xf0b7, '•'), (0xf0e5, '∑'), (0xf0de, '⇒')];
        for (code, c) in known {
            assert_eq!(of_font("Symbol", code), Some(c), "{code:x}");
        }
        assert_eq!(
            (of_font("Symbol", 0xf0f0), of_font("Symbol", 0xf090), of_font("Webdings", 0xf061)),
            (None, None, None)
        );
    }
}
