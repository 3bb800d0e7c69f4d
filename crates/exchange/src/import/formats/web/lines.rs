//! Turns an element of a page into lines of text as a browser would show it: a paragraph is a line, the cells of a row
//! are separated by tabs, and inline elements are joined without a blank.

use std::fmt::Write as _;

use dom_query::NodeRef;

use crate::import::formats::hides;

/// A line of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageLine {
    pub(super) text: String,
    /// The part of the page it stands in, in words; empty if that has no particular purpose.
    pub(super) place: &'static str,
}

/// Elements that are not shown.
const UNSEEN: [&str; 19] = [
    "head", "script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "select", "textarea",
    "datalist", "audio", "video", "map", "noframes", "dialog", "title", "progress",
];
/// Elements that stand within a line.
const INLINE: [&str; 41] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "math", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "td", "th",
];

enum Visit<'a> {
    Enter(NodeRef<'a>),
    Leave { name: String, has_place: bool },
}

/// The lines below a node.
pub(super) fn lines_of(root: &NodeRef<'_>) -> Vec<PageLine> {
    lines_without(root, &|_| false)
}

/// The lines below a node, without those of some elements.
pub(super) fn lines_without(root: &NodeRef<'_>, is_left_out: &dyn Fn(&NodeRef<'_>) -> bool) -> Vec<PageLine> {
    let mut lines = Lines::default();
    let mut visits = vec![Visit::Enter(*root)];
    while let Some(visit) = visits.pop() {
        let node = match visit {
            Visit::Enter(node) => node,
            Visit::Leave { name, has_place } => {
                lines.leave(&name);
                if has_place {
                    lines.places.pop();
                }
                continue;
            }
        };
        if node.is_text() {
            lines.push_text(&node.text());
            continue;
        }
        // Scripts leave comments in the middle of words.
        if node.is_comment() {
            continue;
        }
        let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
        if node.is_element() && (UNSEEN.contains(&&*name) || is_hidden(&node) || is_left_out(&node)) {
            continue;
        }
        let place = place_of(&node, &name);
        lines.enter(&name);
        lines.places.extend(place);
        visits.push(Visit::Leave { name, has_place: place.is_some() });
        let from = visits.len();
        visits.extend(node.children_it(false).map(Visit::Enter));
        visits[from..].reverse();
    }
    lines.end_line();
    lines.done
}

/// The text of lines, each on a line of its own.
pub(super) fn joined(lines: &[PageLine]) -> String {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        let separator = if index == 0 { "" } else { "\n" };
        _ = write!(text, "{separator}{}", line.text);
    }
    text
}

/// The text below a node in one line.
pub(super) fn one_line(node: &NodeRef<'_>) -> String {
    joined(&lines_of(node)).replace(['\n', '\t'], " ")
}

/// A value from an attribute or a script as one line without white space at its ends.
pub(super) fn tidied(value: &str) -> String {
    let words = value.split([' ', '\t', '\n', '\r', '\u{c}']).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").trim().replace(['\0', '\u{feff}'], "")
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    node.has_attr("hidden") || node.attr("style").is_some_and(|style| hides(&style))
}

/// Whether an element is laid over the page or stands below the article and was not written with it: a question about
/// cookies, a dialog, what readers say.
pub(super) fn is_laid_over(node: &NodeRef<'_>) -> bool {
    let Some(name) = node.node_name().filter(|_| node.is_element()) else { return false };
    let is_dialog = node.attr("role").is_some_and(|role| matches!(&*role, "dialog" | "alertdialog"));
    is_dialog || matches!(place_of(node, &name), Some("readers’ comments" | "notice about cookies"))
}

/// What the part of the page is for that starts with this element, as far as its name and its classes say.
fn place_of(node: &NodeRef<'_>, name: &str) -> Option<&'static str> {
    const PLACES: [(&str, &[&str]); 8] = [
        ("advertisement", &["ad", "ads", "advert", "advertisement", "adslot", "sponsored", "promo", "banner"]),
        ("buttons to share the article", &["share", "sharing", "social", "sharebar", "sharetools"]),
        ("links to other articles", &["related", "recommended", "recommendations", "more", "popular", "mostread"]),
        ("readers’ comments", &["comments", "disqus", "respond"]),
        ("notice about cookies", &["cookie", "cookies", "consent", "gdpr"]),
        ("offer to subscribe", &["newsletter", "subscribe", "subscription", "paywall", "signup"]),
        ("byline", &["byline", "author", "authors"]),
        ("menu of the page", &["nav", "menu", "navigation", "breadcrumb", "breadcrumbs"]),
    ];
    let by_name = match name {
        "nav" => "menu of the page",
        "footer" => "foot of the page",
        "header" => "head of the page",
        "aside" => "beside the article",
        "form" | "button" => "form",
        "figcaption" => "caption of a picture",
        "h1" => "headline",
        "time" => "date line",
        _ => "",
    };
    if !by_name.is_empty() {
        return Some(by_name);
    }
    if !node.is_element() || matches!(name, "html" | "body") {
        return None;
    }
    let names = [node.attr("class"), node.attr("id")].into_iter().flatten();
    let names = names.map(|names| names.to_lowercase()).collect::<Vec<_>>().join(" ");
    let has = |wanted: &[&str]| names.split(|c: char| !c.is_alphanumeric()).any(|word| wanted.contains(&word));
    PLACES.iter().find(|(_, words)| has(words)).map(|(place, _)| *place)
}

#[derive(Default)]
struct Lines {
    done: Vec<PageLine>,
    line: String,
    /// White space, or the border between two cells, that is written before the next word.
    gap: Option<char>,
    places: Vec<&'static str>,
    place: &'static str,
    n_pre: usize,
}

impl Lines {
    fn enter(&mut self, name: &str) {
        match name {
            "td" | "th" => self.gap = Some('\t'),
            "q" => self.push_text("“"),
            "pre" => self.n_pre += 1,
            _ => {}
        }
        if !INLINE.contains(&name) {
            self.end_line();
        }
    }

    fn leave(&mut self, name: &str) {
        match name {
            "q" => self.push_text("”"),
            "pre" => self.n_pre -= 1,
            _ => {}
        }
        if !INLINE.contains(&name) {
            self.end_line();
        }
    }

    fn push_text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.n_pre > 0 => self.end_line(),
                // Other spaces, such as those that do not break, are kept.
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => self.gap = self.gap.or(Some(' ')),
                '\0' | '\u{feff}' => {}
                _ => {
                    let gap = self.gap.take();
                    if self.line.is_empty() {
                        self.place = self.places.last().copied().unwrap_or_default();
                    } else {
                        self.line.extend(gap);
                    }
                    self.line.push(c);
                }
            }
        }
    }

    fn end_line(&mut self) {
        self.gap = None;
        let text = std::mem::take(&mut self.line);
        if !text.trim().is_empty() {
            self.done.push(PageLine { text, place: self.place });
        }
    }
}
