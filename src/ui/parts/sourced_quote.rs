//! Words of an article with their source, as they are pasted into a paper.

use standpoint_core::model::Article;

use crate::ui::action::Action;

/// Puts words of an article on the clipboard with outlet and date: `“No.” (Axadle Times, 4 December 2025)`. As rich text
/// the outlet is in italics, and the source leads to the address of the article if it has one.
pub fn copy_with_source(article: &Article, words: &str) -> Action {
    let details = &article.details;
    let outlet = details.outlet_name();
    let date = details.date.map(|date| format!(", {}", date.in_words())).unwrap_or_default();
    let words = words.trim();
    let source = format!("<i>{}</i>{}", escaped(outlet), escaped(&date));
    let is_address = ["https://", "http://"].iter().any(|start| details.url.starts_with(start));
    let source = if is_address { format!("<a href=\"{}\">{source}</a>", escaped(&details.url)) } else { source };
    Action::CopyQuote {
        text: format!("“{words}” ({outlet}{date})"),
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
    use standpoint_core::model::marked::marked_article;

    fn copied(article: &Article, words: &str) -> (String, String) {
        match copy_with_source(article, words) {
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
    fn only_an_address_of_the_web_is_linked() {
        let mut article = marked_article("One", "A [hen]");
        article.details.url = "https://example.org/?a=1&b=\"2".to_owned();
        let link = "<a href=\"https://example.org/?a=1&amp;b=&quot;2\"><i>outlet not named</i></a>";
        assert_eq!(copied(&article, "A").1, format!("<p>“A” ({link})</p>"));
        article.details.url = "javascript:alert(1)".to_owned();
        assert!(!copied(&article, "A").1.contains("href"));
    }
}
