//! Finds the line and column of each fault in the file it was read from.
//!
//! The file is scanned once, however many faults there are. By then it has been read as a project, so brackets and
//! quotes are known to match.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use uuid::Uuid;

use standpoint_core::{
    model::{CodeKind, ProjectId},
    rules::{Fault, ItemId},
};

use super::{LocatedFault, Position};

/// Adds to each fault its place in the source, and sorts the faults by place.
///
/// If two items have the same id, the place is that of the later one.
pub(super) fn locate(path: &Path, source: &str, faults: Vec<Fault>) -> Vec<LocatedFault> {
    if faults.is_empty() {
        return Vec::new();
    }
    let bytes = bytes_of(source, &faults.iter().map(|fault| Named::by(&fault.broken.item)).collect());
    let mut located: Vec<(usize, Fault)> = faults
        .into_iter()
        .map(|fault| (bytes.get(&Named::by(&fault.broken.item)).copied().unwrap_or_default(), fault))
        .collect();
    located.sort_by_key(|(byte, _)| *byte);
    let mut walk = Walk::default();
    let with_position = |(byte, fault)| {
        let position = walk.position_of(source, byte);
        LocatedFault { path: path.to_owned(), position, fault }
    };
    located.into_iter().map(with_position).collect()
}

/// The thing that an id in the file identifies, or the name of a view or a search, which have no ids.
#[derive(PartialEq, Eq, Hash)]
enum Named {
    /// The file itself, located at its first byte.
    Whole,
    Article(Uuid),
    Highlight(Uuid),
    Code(CodeKind, String),
    Stance(String),
    View(String),
    Search(String),
}

impl Named {
    fn by(item: &ItemId) -> Self {
        match item {
            ItemId::Article(id) => Self::Article(id.0),
            ItemId::Highlight(id) => Self::Highlight(id.0),
            ItemId::Code(kind, id) => Self::Code(*kind, id.as_str().to_owned()),
            ItemId::Stance(id) => Self::Stance(id.as_str().to_owned()),
            ItemId::View(name) => Self::View(name.as_ref().to_owned()),
            ItemId::Search(name) => Self::Search(name.as_ref().to_owned()),
            ItemId::Project => Self::Whole,
        }
    }

    /// Returns whether this field identifies an item, given the fields in whose brackets it is.
    fn is_named_by(within: &[&str], field: &str) -> bool {
        field == "id" || field == "name" && (within == VIEW || within == SEARCH)
    }

    /// The item that the string in such a field identifies.
    fn at(within: &[&str], id: &str) -> Option<Self> {
        match within {
            ["", "articles", ""] => Uuid::parse_str(id).ok().map(Self::Article),
            ["", "articles", "", "highlights", ""] => Uuid::parse_str(id).ok().map(Self::Highlight),
            ["", "codebook", "actors", ""] => Some(Self::Code(CodeKind::Actor, id.to_owned())),
            ["", "codebook", "issues", ""] => Some(Self::Code(CodeKind::Issue, id.to_owned())),
            ["", "codebook", "stances", ""] => Some(Self::Stance(id.to_owned())),
            VIEW => Some(Self::View(id.to_owned())),
            SEARCH => Some(Self::Search(id.to_owned())),
            _ => None,
        }
    }
}

/// The fields in whose brackets a view is.
const VIEW: &[&str] = &["", "views", ""];
/// The fields in whose brackets a saved search is.
const SEARCH: &[&str] = &["", "searches", ""];

/// The byte positions of the wanted items’ ids.
fn bytes_of(source: &str, wanted: &HashSet<Named>) -> HashMap<Named, usize> {
    let mut found = HashMap::new();
    let mut tokens = Tokens { source, at: 0 };
    let mut within: Vec<&str> = Vec::new();
    let mut field = "";
    while let Some((byte, token)) = tokens.next() {
        match token {
            Token::Field(name) => field = name,
            Token::Open => within.push(std::mem::take(&mut field)),
            Token::Close => {
                within.pop();
                field = "";
            }
            Token::String(quoted) if Named::is_named_by(&within, field) => {
                // An id may contain escapes, like any string in the file.
                let id: String = ron::from_str(quoted).unwrap_or_default();
                if let Some(named) = Named::at(&within, &id).filter(|named| wanted.contains(named)) {
                    found.insert(named, byte);
                }
                field = "";
            }
            Token::String(_) => field = "",
        }
    }
    found
}

/// Returns the id of the project, from the start of its file, which may end anywhere. Only the part before the first
/// list or structure is read.
pub(super) fn project_id(source: &str) -> Option<ProjectId> {
    let mut tokens = Tokens { source, at: 0 };
    let mut n_open = 0;
    let mut field = "";
    while let Some((_, token)) = tokens.next() {
        match token {
            Token::Field(name) => field = name,
            Token::String(quoted) if field == "id" => return ron::from_str(quoted).ok(),
            Token::String(_) => field = "",
            Token::Open if n_open == 0 => n_open += 1,
            Token::Open | Token::Close => return None,
        }
    }
    None
}

enum Token<'a> {
    /// A name followed by a colon.
    Field(&'a str),
    /// A string, including its quotes.
    String(&'a str),
    Open,
    Close,
}

/// The tokens of a file that show where items are; everything else is skipped.
struct Tokens<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    fn next(&mut self) -> Option<(usize, Token<'a>)> {
        loop {
            let rest = &self.source.as_bytes()[self.at..];
            let start = self.at;
            match *rest.first()? {
                b'(' | b'[' | b'{' => {
                    self.at += 1;
                    return Some((start, Token::Open));
                }
                b')' | b']' | b'}' => {
                    self.at += 1;
                    return Some((start, Token::Close));
                }
                b'"' => {
                    self.skip_string();
                    return Some((start, Token::String(&self.source[start..self.at])));
                }
                b'/' => self.skip_comment(),
                byte if byte.is_ascii_alphabetic() || byte == b'_' => {
                    if self.skip_raw_string() {
                        return Some((start, Token::String(&self.source[start..self.at])));
                    }
                    self.skip_name();
                    let name = &self.source[start..self.at];
                    self.skip_blanks();
                    if self.source[self.at..].starts_with(':') {
                        return Some((start, Token::Field(name)));
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    fn skip_to(&mut self, length: Option<usize>) {
        self.at = length.map_or(self.source.len(), |length| self.at + length);
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(length) = memchr::memchr2(b'"', b'\\', &self.source.as_bytes()[self.at..]) {
            self.at += length;
            if self.source.as_bytes()[self.at] == b'"' {
                self.at += 1;
                return;
            }
            // At least one byte follows a backslash, and it may be a quote.
            self.at = (self.at + 2).min(self.source.len());
        }
        self.at = self.source.len();
    }

    /// Skips `r"…"` or `r#"…"#` with any number of `#`; returns whether there was one.
    fn skip_raw_string(&mut self) -> bool {
        let Some(rest) = self.source[self.at..].strip_prefix('r') else { return false };
        let n_signs = rest.bytes().take_while(|&byte| byte == b'#').count();
        if !rest[n_signs..].starts_with('"') {
            return false;
        }
        let end = format!("\"{}", &rest[..n_signs]);
        let words = 1 + n_signs + 1;
        let length = self.source[self.at + words..].find(&end);
        self.skip_to(length.map(|length| words + length + end.len()));
        true
    }

    fn skip_name(&mut self) {
        let is_of_name = |c: char| c.is_alphanumeric() || "_.+-#".contains(c);
        self.skip_to(self.source[self.at..].find(|c| !is_of_name(c)));
    }

    fn skip_blanks(&mut self) {
        loop {
            self.skip_to(self.source[self.at..].find(|c: char| !c.is_whitespace()));
            if !self.source[self.at..].starts_with('/') {
                return;
            }
            self.skip_comment();
        }
    }

    fn skip_comment(&mut self) {
        let rest = &self.source[self.at..];
        if rest.starts_with("//") {
            self.skip_to(rest.find('\n'));
        } else if rest.starts_with("/*") {
            let mut depth = 0usize;
            let mut at = 0;
            while let Some(length) = memchr::memchr2(b'/', b'*', &rest.as_bytes()[at..]) {
                at += length;
                match rest.as_bytes().get(at..at + 2) {
                    Some(b"/*") => depth += 1,
                    Some(b"*/") => depth -= 1,
                    _ => {
                        at += 1;
                        continue;
                    }
                }
                at += 2;
                if depth == 0 {
                    break;
                }
            }
            self.at += at.max(2);
        } else {
            self.at += 1;
        }
    }
}

/// Computes lines and columns of ascending positions, each from the one before.
struct Walk {
    byte: usize,
    position: Position,
}

impl Default for Walk {
    fn default() -> Self {
        Self { byte: 0, position: Position { line: 1, column: 1 } }
    }
}

impl Walk {
    fn position_of(&mut self, source: &str, byte: usize) -> Position {
        let between = &source[self.byte..byte];
        let n_line_feeds = memchr::memchr_iter(b'\n', between.as_bytes()).count();
        let last_line = between.rsplit('\n').next().unwrap_or_default();
        let n_chars = last_line.chars().count();
        self.position = match n_line_feeds {
            0 => Position { column: self.position.column + n_chars, ..self.position },
            n => Position { line: self.position.line + n, column: n_chars + 1 },
        };
        self.byte = byte;
        self.position
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use standpoint_core::{
        model::{ArticleId, HighlightId},
        rules::{Broken, ItemPath, Rule},
    };

    const A: &str = "01a20188-560e-76f0-8b7d-d1062e80169b";
    const B: &str = "01a20188-5614-737f-b940-2b61fe3e92bf";

    /// Checks where faults about these items are located.
    fn check(source: &str, items: Vec<ItemId>, expected: &[(usize, usize)]) {
        // Faults are located by id, not by path.
        let fault = |item| Fault { path: ItemPath::Article(0), broken: Broken { item, rule: Rule::EmptyId } };
        let located = locate(Path::new("p.ron"), source, items.into_iter().map(fault).collect());
        let found: Vec<_> = located.iter().map(|fault| (fault.position.line, fault.position.column)).collect();
        assert_eq!(found, expected, "{source}");
    }

    fn article(id: &str) -> ItemId {
        ItemId::Article(ArticleId(Uuid::parse_str(id).expect("it is one")))
    }

    fn highlight(id: &str) -> ItemId {
        ItemId::Highlight(HighlightId(Uuid::parse_str(id).expect("it is one")))
    }

    #[test]
    fn ids_are_found_in_their_own_section_and_not_in_texts() {
        let source = format!(
            "(format: 1, title: \"id: \\\"x\\\" (\", codebook: (\n\
             actors: [(id: \"x\", name: \"}}\")], issues: [(id /* ( /* */ */ : // [\n\"x\")], stances: [(id: \"\\u{{78}}\")]),\n\
             articles: [(text: r##\"(id: \"{A}\"# [\"##, details: (fields: {{\"id\": \"{A}\"}}),\n id: \"{A}\",\n\
             highlights: [(id:\"{A}\", span: (1, 2)), é(id: \"{B}\")])])"
        );
        let code = |kind| ItemId::Code(kind, "x".into());
        check(&source, vec![code(CodeKind::Actor)], &[(2, 15)]);
        check(&source, vec![code(CodeKind::Issue)], &[(3, 1)]);
        check(&source, vec![ItemId::Stance("x".into())], &[(3, 23)]);
        check(
            &source,
            vec![highlight(B), article(A), highlight(A), highlight(B)],
            &[(5, 6), (6, 18), (6, 79), (6, 79)],
        );
    }

    #[test]
    fn a_view_is_found_by_its_name() {
        let source = "(codebook: (actors: [(name: \"A\")]), views: [(name: \"A\", query: (rows: (axes: [Field(\"A\")]))),\n (name: \"B\")])";
        let view = |name: &str| ItemId::View(name.into());
        check(source, vec![view("B"), view("A")], &[(1, 52), (2, 9)]);
    }

    #[test]
    fn of_two_things_with_one_id_the_later_is_meant() {
        let source = format!("(articles: [(id: \"{A}\"),\n(id: \"{A}\")])");
        check(&source, vec![article(A)], &[(2, 6)]);
    }

    #[test]
    fn what_is_not_there_is_said_of_the_whole_file() {
        check("(articles: [])", vec![article(A)], &[(1, 1)]);
    }

    #[test]
    fn no_file_makes_it_panic_or_go_on_for_ever() {
        let whole = format!("(a: \"\\\\\", é: r#\"\"#, /* /* */ // \n [{{(id: \"{A}\"");
        let mut sources: Vec<String> = whole.char_indices().map(|(byte, _)| whole[..byte].to_owned()).collect();
        sources.extend(["\"\\é", "r#", "r#a", "/", "/*/", "*/", ")", "\"", "_:"].map(str::to_owned));
        for source in sources {
            check(&source, vec![article(B)], &[(1, 1)]);
        }
    }

    #[test]
    fn the_file_is_gone_through_once_for_any_number_of_faults() {
        let mut source = "(articles: [(highlights: [".to_owned();
        let ids: Vec<Uuid> = (0..20_000u128).map(|n| Uuid::from_u128(n + 1)).collect();
        for id in &ids {
            write!(source, "(id: \"{id}\"), ").expect("a string takes everything");
        }
        let items = ids.iter().rev().map(|id| ItemId::Highlight(HighlightId(*id))).collect();
        // All on one line, 46 characters apart.
        let expected: Vec<_> = (0..ids.len()).map(|n| (1, 32 + n * 46)).collect();
        check(&source, items, &expected);
    }
}
