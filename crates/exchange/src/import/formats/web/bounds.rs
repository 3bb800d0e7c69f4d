//! Checks that a page can be parsed in time proportional to its size, before it is parsed.
//!
//! Parsers of HTML walk up the open elements at many tags, and open unclosed formatting again in every paragraph. A page
//! with very deep elements or thousands of unclosed ones would take them minutes. The tags are followed here roughly as
//! a parser follows them; where this differs, it counts too many open elements rather than too few.

use crate::import::formats::Unreadable;

/// The largest page.
const MAX_BYTES: usize = 20 << 20;
/// How deep elements may be nested. Browsers stop at 512.
const MAX_DEPTH: usize = 1_000;
/// The most elements on a page of any size. A parsed element takes about 500 bytes.
const MAX_ELEMENTS: usize = 100_000;
/// For each so many bytes, a page may have one element more, so that memory grows with its size.
const BYTES_PER_ELEMENT: usize = 64;
/// The most attributes of an element. A parser compares each with all before it.
const MAX_ATTRIBUTES: usize = 500;
/// The most signs `&`, and the most signs `<` that begin no tag. For each a parser does work of its own.
const MAX_SIGNS: usize = 30_000;
/// The most formatting elements that a parser would have to open again.
const MAX_REOPENED: usize = 100_000;

/// Elements without an end tag.
const VOID: [&str; 16] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta",
    "source", "track", "wbr",
];
/// Elements that hold text without tags.
const RAW: [&str; 9] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"];
/// Elements that most end tags inside them do not close beyond, and inside which unclosed formatting from outside rests.
const BARRIERS: [&str; 8] = ["table", "td", "th", "caption", "object", "applet", "marquee", "template"];
/// Parts of tables: their tags reach over everything but a table inside.
const TABLE_PARTS: [&str; 7] = ["td", "th", "tr", "tbody", "thead", "tfoot", "caption"];
/// The elements that structure a page. The end tags of others do not reach over them.
const SPECIAL: [&str; 55] = [
    "address",
    "applet",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "html",
    "li",
    "listing",
    "main",
    "marquee",
    "menu",
    "nav",
    "object",
    "ol",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "template",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "frameset",
    "head",
];
/// Formatting that is opened again after a block that ended without closing it.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Checks a page.
///
/// # Errors
/// Fails if a limit is exceeded.
pub(super) fn check(html: &str) -> Result<(), Unreadable> {
    check_size(html.len())?;
    let n_ampersands = memchr::memchr_iter(b'&', html.as_bytes()).count();
    let n_angles = memchr::memchr_iter(b'<', html.as_bytes()).count();
    let max_elements = MAX_ELEMENTS + html.len() / BYTES_PER_ELEMENT;
    let mut n_tags = 0;
    let mut open = OpenElements::default();
    let mut rest = html;
    while let Some(tag) = next_tag(&mut rest) {
        n_tags += 1;
        if tag.n_attributes > MAX_ATTRIBUTES {
            return Err(too_large(format!("an element of it has more than {MAX_ATTRIBUTES} attributes")));
        }
        if tag.is_raw {
            continue;
        }
        open.follow(tag);
        if open.stack.len() > MAX_DEPTH {
            return Err(too_large(format!("its elements are nested more than {MAX_DEPTH} deep")));
        }
        if open.n_elements > max_elements {
            return Err(too_large(format!("it has more than {max_elements} elements, too many for its size")));
        }
        if open.n_reopened > MAX_REOPENED {
            return Err(too_large("it has too many tags that are never closed".to_owned()));
        }
    }
    if n_ampersands > MAX_SIGNS || n_angles.saturating_sub(n_tags) > MAX_SIGNS {
        return Err(too_large(format!("it has more than {MAX_SIGNS} signs “&” or “<” that are no tags")));
    }
    Ok(())
}

/// Checks the size of a page in bytes.
///
/// # Errors
/// Fails if it is too large.
pub(super) fn check_size(n_bytes: usize) -> Result<(), Unreadable> {
    if n_bytes > MAX_BYTES { Err(too_large(format!("it is larger than {} MB", MAX_BYTES >> 20))) } else { Ok(()) }
}

fn too_large(what: String) -> Unreadable {
    Unreadable::TooLarge(format!("{what}; save what you need of it as plain text"))
}

struct Tag<'a> {
    name: String,
    attributes: &'a str,
    /// At least as many as it has.
    n_attributes: usize,
    is_end: bool,
    is_empty: bool,
    /// Whether it holds text without tags, behind which the next tag is looked for.
    is_raw: bool,
}

/// Finds the next tag and moves behind it, or behind the text of an element that holds no tags.
fn next_tag<'a>(rest: &mut &'a str) -> Option<Tag<'a>> {
    loop {
        *rest = &rest[rest.find('<')? + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            // “<!-->” is a whole comment.
            *rest = match comment.find("-->") {
                Some(_) if comment.starts_with('>') => &comment[1..],
                Some(end) => &comment[end + 3..],
                None => "",
            };
            continue;
        }
        let is_end = rest.starts_with('/');
        let name_and_more = &rest[usize::from(is_end)..];
        if !name_and_more.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let n_name = name_and_more.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>');
        let (name, attributes) = name_and_more.split_at(n_name.unwrap_or(name_and_more.len()));
        let name = name.to_ascii_lowercase();
        let (end, n_attributes) = end_of_tag(attributes);
        let is_empty = attributes[..end].ends_with('/');
        *rest = attributes.get(end + 1..).unwrap_or_default();
        let is_raw = !is_end && RAW.contains(&&*name);
        if is_raw {
            *rest = behind_raw_text(rest, &name);
        }
        return Some(Tag { name, attributes: &attributes[..end], n_attributes, is_end, is_empty, is_raw });
    }
}

/// The place of the `>` that ends a tag, outside quoted values, and the number of attributes before it, or a few more.
fn end_of_tag(attributes: &str) -> (usize, usize) {
    let bytes = attributes.as_bytes();
    let mut quote = None;
    let mut is_value = false;
    let mut n_attributes = 0;
    let mut is_separated = true;
    for (place, &byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(mark), _) if mark == byte => (quote, is_separated) = (None, true),
            (Some(_), _) => {}
            (None, b'>') => return (place, n_attributes),
            // A quote elsewhere than at the start of a value is an ordinary character.
            (None, b'"' | b'\'') if is_value => quote = Some(byte),
            (None, b'=') => is_value = true,
            (None, byte) if byte.is_ascii_whitespace() => is_separated = true,
            (None, byte) => {
                is_value = false;
                n_attributes += usize::from(is_separated && byte != b'/');
                is_separated = byte == b'/';
            }
        }
    }
    (bytes.len(), n_attributes)
}

/// What follows the text of an element such as a script.
fn behind_raw_text<'a>(text: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(found) = text[from..].find("</") {
        let at = from + found;
        let behind = text.as_bytes()[at + 2..].get(..name.len());
        if behind.is_some_and(|behind| behind.eq_ignore_ascii_case(name.as_bytes())) {
            return &text[at..];
        }
        from = at + 2;
    }
    ""
}

#[derive(Default)]
struct OpenElements<'a> {
    stack: Vec<OpenElement>,
    n_elements: usize,
    /// How many elements of pictures and formulas are open. Only in these does “/>” close an element.
    n_foreign: usize,
    /// The formatting elements that are not closed, with their attributes. Of those that are alike, three count.
    unclosed: Vec<(String, &'a str)>,
    /// The same for those outside each barrier that is open.
    unclosed_outside: Vec<Vec<(String, &'a str)>>,
    n_reopened: usize,
}

struct OpenElement {
    name: String,
    is_barrier: bool,
    is_special: bool,
}

impl<'a> OpenElements<'a> {
    fn follow(&mut self, tag: Tag<'a>) {
        if tag.is_end {
            self.close(&tag.name);
        } else {
            self.open(tag);
        }
    }

    fn open(&mut self, tag: Tag<'a>) {
        let Tag { name, attributes, is_empty, .. } = tag;
        self.n_elements += 1;
        let is_there_anyway = matches!(&*name, "html" | "head" | "body");
        if is_there_anyway || VOID.contains(&&*name) || is_empty && self.n_foreign > 0 {
            return;
        }
        self.close_implied(&name);
        if FORMATTING.contains(&&*name) {
            let alike = self.unclosed.iter().filter(|(other, others)| *other == name && *others == attributes);
            if alike.count() < 3 {
                self.unclosed.push((name.clone(), attributes));
            }
        } else {
            self.n_reopened += self.unclosed.len();
        }
        let is_barrier = BARRIERS.contains(&&*name);
        if is_barrier {
            self.unclosed_outside.push(std::mem::take(&mut self.unclosed));
        }
        self.n_foreign += usize::from(is_foreign(&name));
        let is_special = SPECIAL.contains(&&*name);
        self.stack.push(OpenElement { name, is_barrier, is_special });
    }

    /// Closes what ends where this element begins: a paragraph before the next one, a link before the next link.
    fn close_implied(&mut self, name: &str) {
        let place = match name {
            "p" => self.innermost(name, |open| !open.is_special),
            "li" | "dd" | "dt" => {
                self.innermost(name, |open| !open.is_special || matches!(&*open.name, "p" | "div" | "address"))
            }
            "td" | "th" | "tr" | "tbody" => self.innermost(name, |open| !matches!(&*open.name, "table" | "template")),
            "option" => self.innermost(name, |_| false),
            "a" | "nobr" => return self.close(name),
            _ => return,
        };
        if let Some(place) = place {
            self.close_down_to(place);
        }
    }

    fn close(&mut self, name: &str) {
        let is_formatting = FORMATTING.contains(&name);
        if is_formatting && let Some(place) = self.unclosed.iter().rposition(|(open, _)| open == name) {
            self.unclosed.remove(place);
        }
        let place = match name {
            "table" => self.innermost(name, |open| open.name != "template"),
            "li" => self.innermost(name, |open| !open.is_barrier && !matches!(&*open.name, "ul" | "ol")),
            "p" => self.innermost(name, |open| !open.is_barrier && open.name != "button"),
            _ if TABLE_PARTS.contains(&name) => {
                self.innermost(name, |open| !matches!(&*open.name, "table" | "template"))
            }
            _ if is_formatting || SPECIAL.contains(&name) => self.innermost(name, |open| !open.is_barrier),
            _ => self.innermost(name, |open| !open.is_special),
        };
        let Some(place) = place else { return };
        // A form is closed alone, and what was opened inside it stays open. So is formatting around other elements.
        let is_closed_alone =
            name == "form" || is_formatting && self.stack[place + 1..].iter().any(|open| open.is_special);
        if is_closed_alone {
            self.stack.remove(place);
        } else {
            self.close_down_to(place);
        }
    }

    /// The innermost open element with this name, if only elements that are passed over are inside it.
    fn innermost(&self, name: &str, is_passed: impl Fn(&OpenElement) -> bool) -> Option<usize> {
        let place = self.stack.iter().rposition(|open| open.name == name || !is_passed(open))?;
        (self.stack[place].name == name).then_some(place)
    }

    fn close_down_to(&mut self, place: usize) {
        for closed in self.stack.drain(place..).rev() {
            if closed.is_barrier {
                self.unclosed = self.unclosed_outside.pop().unwrap_or_default();
            }
            self.n_foreign -= usize::from(is_foreign(&closed.name));
        }
    }
}

fn is_foreign(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(html: &str) -> String {
        check(html).map_err(|error| error.to_string()).err().unwrap_or_default()
    }

    #[test]
    fn ordinary_and_sloppy_pages_pass() {
        let cases = [
            "<p>One<br>two<img src=a.png>",
            "<p>One <b>bold<p>Two <i>more</p>",
            "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>",
            "<table><tr><td>a<td><font>b<tr><td>c</table>",
            "<script>if (a < b) document.write('<div><div>')</script>",
            "<!-- <div> --><div title='a > b'></div>",
            "<a href=x>one</a> 3 < 4 <",
            "<a name=x>one<p>two</p>",
            "<li><p>One<b>two</b>",
            "<svg><path d=x /><g/></svg>",
            "<select><option>a<option>b</select>",
            "<b><i>one</b></i>",
            "<!doctype html><html><body><div></div></body></html>",
        ];
        for html in cases {
            assert_eq!(problem(&html.repeat(2_000)), "", "{html}");
        }
    }

    #[test]
    fn what_would_take_a_parser_too_long_is_refused() {
        let deep = "its elements are nested more than 1000 deep; save what you need of it as plain text";
        assert_eq!(problem(&"<div>".repeat(50_000)), deep);
        assert_eq!(problem(&"<b>".repeat(100_000)), deep);
        // The end tags of these do not close what is inside.
        for html in [
            "<div><object></div>",
            "<b><div></b>",
            "<span><div></span>",
            "<form><div></form>",
            "<li><ul></li>",
            "<p><object><p>",
            "<tr><td><table></tr></td>",
        ] {
            assert_eq!(problem(&html.repeat(50_000)), deep, "{html}");
        }
        assert_eq!(problem(&"<u href='>'><i title=\"</i>\">".repeat(50_000)), deep);
        let attributes = |n: usize| (0..n).map(|at| format!(" a{at}='x y'")).collect::<Vec<_>>().concat();
        assert_eq!(problem(&format!("<p{}>x", attributes(MAX_ATTRIBUTES))), "");
        for tag in ["p", "script", "/p", "br"] {
            let html = format!("<{tag}{}>x", attributes(50_000));
            assert!(problem(&html).starts_with("an element of it has more than 500 attributes"), "{tag}");
        }
        assert!(problem(&format!("<p {}>", "a/".repeat(50_000))).starts_with("an element of it has more"));
        assert!(problem(&format!("<p {}>", "a='x'".repeat(50_000))).starts_with("an element of it has more"));
        let reopened = format!(
            "<p>{}</p>{}",
            (0..900).fold(String::new(), |tags, n| tags + &format!("<b id={n}>")),
            "<p>x</p>".repeat(10_000)
        );
        assert!(problem(&reopened).starts_with("it has too many tags that are never closed"));
        assert!(problem(&"<br>".repeat(107_000)).starts_with("it has more than 106687 elements"));
        for sign in ["&", "<", "&amp;"] {
            assert!(problem(&sign.repeat(MAX_SIGNS + 1)).starts_with("it has more than 30000 signs"), "{sign}");
            assert_eq!(problem(&sign.repeat(MAX_SIGNS)), "");
        }
        assert!(problem(&"x".repeat(MAX_BYTES + 1)).starts_with("it is larger than 20 MB"));
    }
}
