//! Formulas of word processors (Office Math) and of pages (`MathML`), written in one line: “1/2”, “x^2”, “√(a + b)”.

use super::Unreadable;
use crate::import::markup::{Markup, XmlPiece};

/// Formulas nested deeper are read as their characters alone.
const MAX_DEPTH: usize = 60;

/// What is not part of a formula as it is shown: properties, deleted text, and the same formula in another notation.
const SKIPPED: [&str; 8] =
    ["del", "moveFrom", "delText", "instrText", "annotation", "annotation-xml", "mphantom", "ctrlPr"];

/// A part of a formula, with what it is called in its notation.
struct Piece {
    name: String,
    text: String,
}

/// The characters around and between the parts of a bracket, as the formula says.
#[derive(Default)]
struct Signs {
    begin: Option<String>,
    between: Option<String>,
    end: Option<String>,
    /// The sign of a sum or an integral.
    sign: Option<String>,
}

/// Reads the formula that began last, up to its end.
///
/// # Errors
/// Fails if the XML is not sound.
pub(super) fn line_of(markup: &mut Markup<'_>) -> Result<String, Unreadable> {
    let line = part(markup, "", Signs::default(), 0)?;
    Ok(line.trim().to_owned())
}

/// Reads the element of this name that began last.
fn part(markup: &mut Markup<'_>, name: &str, mut signs: Signs, depth: usize) -> Result<String, Unreadable> {
    if depth > MAX_DEPTH {
        return markup.text();
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open = 1usize;
    while open > 0 {
        match markup.next()? {
            Some(XmlPiece::Start(element)) => {
                let inner = element.name().to_owned();
                let value = |name: &str| element.attribute(name);
                match &*inner {
                    own if SKIPPED.contains(&own) => markup.skip()?,
                    // The properties of brackets and sums hold their signs; those of other parts hold none.
                    "dPr" | "naryPr" => open += 1,
                    "begChr" => (signs.begin, open) = (value("val"), open + 1),
                    "sepChr" => (signs.between, open) = (value("val"), open + 1),
                    "endChr" => (signs.end, open) = (value("val"), open + 1),
                    "chr" if name == "nary" => (signs.sign, open) = (value("val"), open + 1),
                    own if own.ends_with("Pr") => markup.skip()?,
                    _ => {
                        let own = Signs {
                            begin: value("open"),
                            between: value("separators"),
                            end: value("close"),
                            sign: None,
                        };
                        let text = part(markup, &inner, own, depth + 1)?;
                        pieces.push(Piece { name: inner, text });
                    }
                }
            }
            Some(XmlPiece::Text(text)) => {
                let text = if name == "t" { text.into_owned() } else { text.trim().to_owned() };
                // Characters that only say what others mean.
                let text = text.replace(['\u{2061}', '\u{2062}', '\u{2063}', '\u{2064}'], "");
                if !text.is_empty() && (name == "t" || name.starts_with('m')) {
                    pieces.push(Piece { name: String::new(), text });
                }
            }
            Some(XmlPiece::End) => open -= 1,
            None => break,
        }
    }
    Ok(composed(name, &pieces, &signs))
}

fn composed(name: &str, pieces: &[Piece], signs: &Signs) -> String {
    let all = |separator: &str| pieces.iter().map(|piece| &*piece.text).collect::<Vec<_>>().join(separator);
    let named = |wanted: &str| pieces.iter().find(|piece| piece.name == wanted).map_or("", |piece| &*piece.text);
    let at = |index: usize| pieces.get(index).map_or("", |piece| &*piece.text);
    let script =
        |sign: &str, text: &str| if text.is_empty() { String::new() } else { format!("{sign}{}", grouped(text)) };
    match name {
        "f" => format!("{}/{}", grouped(named("num")), grouped(named("den"))),
        "mfrac" => format!("{}/{}", grouped(at(0)), grouped(at(1))),
        "sSup" | "sSub" | "sSubSup" | "sPre" => {
            format!("{}{}{}", named("e"), script("_", named("sub")), script("^", named("sup")))
        }
        "msup" | "mover" => format!("{}{}", at(0), script("^", at(1))),
        "msub" | "munder" => format!("{}{}", at(0), script("_", at(1))),
        "msubsup" | "munderover" => format!("{}{}{}", at(0), script("_", at(1)), script("^", at(2))),
        "limLow" | "limUpp" => {
            format!("{}{}", named("e"), script(if name == "limLow" { "_" } else { "^" }, named("lim")))
        }
        "rad" => format!("{}√{}", named("deg"), grouped(named("e"))),
        "msqrt" => format!("√{}", grouped(&all(""))),
        "mroot" => format!("{}√{}", at(1), grouped(at(0))),
        "nary" => {
            let sign = signs.sign.as_deref().unwrap_or("∫");
            format!("{sign}{}{} {}", script("_", named("sub")), script("^", named("sup")), named("e"))
        }
        "func" => format!("{} {}", named("fName"), named("e")),
        "d" => {
            let sign = |own: &Option<String>, usual: &str| own.clone().unwrap_or_else(|| usual.to_owned());
            format!("{}{}{}", sign(&signs.begin, "("), all(&sign(&signs.between, "|")), sign(&signs.end, ")"))
        }
        "mfenced" => {
            let sign = |own: &Option<String>, usual: &str| own.clone().unwrap_or_else(|| usual.to_owned());
            format!("{}{}{}", sign(&signs.begin, "("), all(&sign(&signs.between, ",")), sign(&signs.end, ")"))
        }
        "mr" | "mtr" => all(" "),
        "m" | "mtable" | "eqArr" => all("; "),
        // Of several notations, the first one is shown.
        "semantics" => at(0).to_owned(),
        "mo" if pieces.iter().all(|piece| piece.text.chars().all(|c| "=+−-<>≤≥≈≠±×·".contains(c))) => {
            format!(" {} ", all(""))
        }
        _ => all(""),
    }
}

/// A part as it stands beside a sign: in brackets unless it is one number or name.
fn grouped(text: &str) -> String {
    let text = text.trim();
    let is_one = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | ','));
    let is_one = is_one || (text.starts_with('(') && text.ends_with(')') && text.matches('(').count() == 1);
    if is_one { text.to_owned() } else { format!("({text})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(xml: &str, line: &str) {
        let mut markup = Markup::of(xml, "formula.xml");
        markup.next().expect("it is sound");
        assert_eq!(line_of(&mut markup).expect("it is sound"), line, "{xml}");
    }

    #[test]
    fn a_formula_of_a_word_processor_is_one_line() {
        let run = |text: &str| format!("<r><rPr><sty val=\"p\"/></rPr><t>{text}</t></r>");
        let (one, two) = (run("1"), run("2"));
        check(&format!("<oMath>{two}<f><fPr/><num>{one}</num><den>{two}</den></f></oMath>"), "21/2");
        let sum = format!("<f><num>{}</num><den>{two}</den></f>", run("a+b"));
        check(&format!("<oMath>{sum}</oMath>"), "(a+b)/2");
        check(&format!("<oMath><sSup><e>{}</e><sup>{two}</sup></sSup></oMath>", run("x")), "x^2");
        check(&format!("<oMath><rad><radPr/><deg/><e>{}</e></rad></oMath>", run("x+1")), "√(x+1)");
        let round = format!("<d><dPr><begChr val=\"[\"/><endChr val=\"]\"/></dPr><e>{one}</e><e>{two}</e></d>");
        check(&format!("<oMath>{round}</oMath>"), "[1|2]");
        let sum = format!(
            "<nary><naryPr><chr val=\"∑\"/></naryPr><sub>{}</sub><sup>{}</sup><e>{}</e></nary>",
            run("i=1"),
            run("n"),
            run("i")
        );
        check(&format!("<oMath>{sum}</oMath>"), "∑_(i=1)^n i");
    }

    #[test]
    fn a_formula_of_a_page_is_one_line() {
        check("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1/2");
        check("<math><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></math>", "E = mc^2");
        check("<math><semantics><mrow><mi>x</mi></mrow><annotation>x</annotation></semantics></math>", "x");
        check("<math><msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt></math>", "√(a + b)");
    }

    #[test]
    fn formulas_nested_without_end_keep_their_characters() {
        let deep = format!("<oMath>{}<t>x</t>{}</oMath>", "<e>".repeat(500), "</e>".repeat(500));
        check(&deep, "x");
    }
}
