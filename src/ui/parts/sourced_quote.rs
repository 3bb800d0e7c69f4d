//! Words of an article with their source, as they are pasted into a paper.

use standpoint_analysis::report::quotes::behind_outlet;
use standpoint_core::model::Article;

use crate::ui::action::Action;

/// Puts the words of an article that begin at `position` on the clipboard with outlet, date and page: `“No.” (Axadle
/// Times, 4 December 2025, p. 3)`. As rich text the outlet is in italics, and the source leads to the address of the
/// article if it has one.
pub fn copy_with_source(article: &Article, words: &str, position: usize) -> Action {
    let details = &article.details;
    let outlet = details.outlet_name();
    let rest = behind_outlet(article, Some(position));
    let words = words.trim();
    let source = format!("<i>{}</i>{}", escaped(outlet), escaped(&rest));
    let is_address = ["https://", "http://"].iter().any(|start| details.url.starts_with(start));
    let source = if is_address { format!("<a href=\"{}\">{source}</a>", escaped(&details.url)) } else { source };
    Action::CopyQuote {
        text: format!("“{words}” ({outlet}{rest})"),
        html: format!("<p>“{}” ({source})</p>", escaped(words).replace('\n', "<br>")),
    }
}

/// Words that mean nothing to a reader of HTML but themselves.
fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use standpoint_core::model::{ArticleSource, SourcePart, marked::marked_article};

    fn copied(article: &Article, words: &str) -> (String, String) {
        match copy_with_source(article, words, 2) {
            Action::CopyQuote { text, html } => (text, html),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn words_are_copied_with_outlet_and_date() {
        let mut article = marked_article("One", "A [hen]");
        assert_eq!(copied(&article, "A hen").0, "“A hen” (outlet not named)");
        article.details.outlet = "Hen & Egg".to_owned();
        article.details.date = "2025-12-04".parse().ok();
        let (text, html) = copied(&article, " A <hen>\nand more ");
        assert_eq!(text, "“A <hen>\nand more” (Hen & Egg, 4 December 2025)");
        assert_eq!(html, "<p>“A &lt;hen&gt;<br>and more” (<i>Hen &amp; Egg</i>, 4 December 2025)</p>");
    }

    #[test]
    fn agency_and_page_are_copied_if_they_are_known() {
        let mut article = marked_article("One", "A [hen]");
        article.details.agency = "North Wire".to_owned();
        let part = |start, name: &str| SourcePart { start, name: name.to_owned() };
        let parts = vec![part(0, "p. 3"), part(2, "p. 4"), part(5, "p. 5")];
        article.source = Some(Arc::new(ArticleSource { parts, ..ArticleSource::default() }));
        assert_eq!(copied(&article, "hen").0, "“hen” (outlet not named (North Wire), p. 4)");
    }

    #[test]
    fn only_an_address_of_the_web_is_linked() {
        let mut article = marked_article("One", "A [hen]");
        article.details.url = "https://example.org/?a=1&b=\"2".to_owned();
        let link = "<a href=\"https://example.org/?a=1&amp;b=&quot;2\"><i>outlet not named</i></a>";
        assert_eq!(copied(&article, "A").1, format!("<p>“A” ({link})</p>"));
        article.details.url = "javascript:alert(1)".to_owned();
        assert!(!copied(&article, "A").1.contains("href"));
    }
}
