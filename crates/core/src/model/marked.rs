//! A small notation for tests: `"The [quick <brown] fox>"` is a text with two overlapping spans.

use super::{Article, Details, Highlight, Tags};
use crate::text::{Span, Text};

/// Returns the text without its marks, and the spans enclosed by the pairs `[]`, `<>` and `{}`, sorted by start.
pub fn marked(source: &str) -> (Text, Vec<Span>) {
    let mut plain = String::new();
    let mut n_chars = 0;
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut spans = Vec::new();
    for c in source.chars() {
        match c {
            '[' => open.push((']', n_chars)),
            '<' => open.push(('>', n_chars)),
            '{' => open.push(('}', n_chars)),
            ']' | '>' | '}' => {
                let at = open.iter().rposition(|(close, _)| *close == c).expect("each mark that closes was opened");
                spans.push(Span::new(open.remove(at).1, n_chars));
            }
            _ => {
                plain.push(c);
                n_chars += 1;
            }
        }
    }
    spans.sort();
    (Text::new(plain), spans)
}

/// Creates an article in which each marked span is a highlight without tags.
pub fn marked_article(title: &str, source: &str) -> Article {
    let (text, spans) = marked(source);
    let details = Details { title: title.to_owned(), ..Details::default() };
    let mut article = Article::new(details, text);
    for span in spans {
        let highlight = Highlight::new(&article.text, span, Tags::default(), "AK", "2026-01-12T09:14:00Z");
        article.highlights.push(highlight.into());
    }
    article.highlights.sort_by_key(|highlight| highlight.order());
    article
}
