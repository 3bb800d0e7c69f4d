//! Finds what a page says about its article in JSON-LD, the linked data in which most news sites describe it.
//!
//! A block may hold one article, a list, or a graph whose nodes refer to each other.

use std::{cmp::Reverse, collections::HashMap};

use serde_json::{Map, Value};

use standpoint_core::text::fold::searchable;

use super::lines::tidied;

/// Larger blocks are not read.
const MAX_BYTES: usize = 2 << 20;
/// How many values are looked at for one detail, because nodes may refer to each other in circles.
const MAX_STEPS: usize = 500;
/// The most articles of a page that are compared with what it calls itself.
const MAX_ARTICLES: usize = 200;

/// What the blocks say about the article. What they do not say is empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Described {
    pub(super) headline: String,
    pub(super) authors: Vec<String>,
    pub(super) published: String,
    pub(super) modified: String,
    pub(super) publishers: Vec<String>,
    pub(super) credits: Vec<String>,
    pub(super) section: String,
    pub(super) language: String,
    pub(super) url: String,
}

/// What a page calls itself apart from the blocks, in a form for comparing.
#[derive(Debug, Default)]
pub(super) struct PageNames {
    addresses: Vec<String>,
    titles: Vec<String>,
}

impl PageNames {
    /// The names of a page with these addresses and titles.
    pub(super) fn of(addresses: impl Iterator<Item = String>, titles: impl Iterator<Item = String>) -> Self {
        let filled = |name: &String| !name.is_empty();
        Self {
            addresses: addresses.map(|address| address_key(&address)).filter(filled).collect(),
            titles: titles.map(|title| searchable(&title)).filter(filled).collect(),
        }
    }

    /// How well an article goes with the page: more is better, and nothing means that it is another one.
    fn likeness(&self, headline: &str, url: &str) -> u8 {
        let (headline, url) = (searchable(headline), address_key(url));
        let is_known = |name: &str, own: &[String]| !name.is_empty() && !own.is_empty();
        let has_title = self.titles.iter().any(|own| own.contains(&headline) || headline.contains(own.as_str()));
        let (is_at, is_called) = (self.addresses.contains(&url), is_known(&headline, &self.titles) && has_title);
        match (is_at, is_called) {
            (true, _) => 3,
            (_, true) => 2,
            _ if is_known(&url, &self.addresses) && is_known(&headline, &self.titles) => 0,
            _ => 1,
        }
    }
}

/// An address without what may differ between two that lead to the same page.
fn address_key(address: &str) -> String {
    let address = address.trim().split(['?', '#']).next().unwrap_or_default();
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    address.strip_prefix("www.").unwrap_or(address).trim_end_matches('/').to_lowercase()
}

/// Reads the blocks of a page. Of the articles in them, it is the first of those that go best with the page; none if
/// each has another headline and another address.
pub(super) fn describe(blocks: &[String], page: &PageNames) -> Option<Described> {
    let values: Vec<Value> = blocks.iter().filter_map(|block| parse(block)).collect();
    let mut nodes = Vec::new();
    for value in &values {
        add_nodes(value, &mut nodes);
    }
    let named = nodes.iter().filter_map(|node| Some((node.get("@id")?.as_str()?, node.get("name")?)));
    let graph = Graph { names: named.collect() };
    let headline_of = |article: &Map<String, Value>| {
        ["headline", "name"]
            .iter()
            .find_map(|key| graph.names(article.get(*key)).into_iter().next())
            .unwrap_or_default()
    };
    let likeness = |article: &Map<String, Value>| page.likeness(&headline_of(article), &address(article));
    let articles = nodes.iter().filter(|node| is_article(node)).take(MAX_ARTICLES);
    let rated = articles.map(|article| (likeness(article), *article)).filter(|(likeness, _)| *likeness > 0);
    // Of equals, the first one is the least.
    let (_, article) = rated.min_by_key(|(likeness, _)| Reverse(*likeness))?;
    let first = |keys: &[&str]| {
        let found = keys.iter().find_map(|key| graph.names(article.get(*key)).into_iter().next());
        found.unwrap_or_default()
    };
    let all = |keys: &[&str]| keys.iter().flat_map(|key| graph.names(article.get(*key))).collect();
    Some(Described {
        headline: headline_of(article),
        authors: all(&[if article.contains_key("author") { "author" } else { "creator" }]),
        published: first(&["datePublished"]),
        modified: first(&["dateModified"]),
        publishers: all(&["publisher", "isPartOf"]),
        credits: all(&["sourceOrganization", "provider", "contributor"]),
        section: first(&["articleSection"]),
        language: first(&["inLanguage"]),
        url: address(article),
    })
}

/// Parses a block; line breaks inside strings, which some sites write, are read as blanks.
fn parse(block: &str) -> Option<Value> {
    let block = block.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let block = block.trim_start_matches("//").trim_start_matches("<![CDATA[");
    let block = block.trim_end().trim_end_matches("]]>").trim_end().trim_end_matches("//");
    if block.len() > MAX_BYTES {
        return None;
    }
    let with_blanks = || block.replace(|c: char| c.is_control(), " ");
    serde_json::from_str(block).or_else(|_| serde_json::from_str(&with_blanks())).ok()
}

/// The objects in arrays and graphs. `serde_json` refuses blocks that are nested more than 128 deep.
fn add_nodes<'a>(value: &'a Value, nodes: &mut Vec<&'a Map<String, Value>>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| add_nodes(value, nodes)),
        Value::Object(node) => {
            nodes.push(node);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = node.get(key) {
                    add_nodes(inner, nodes);
                }
            }
        }
        _ => {}
    }
}

fn is_article(node: &Map<String, Value>) -> bool {
    let is_name = |name: &str| {
        let name = name.rsplit(['/', ':']).next().unwrap_or(name);
        name.ends_with("Article") || name.ends_with("BlogPosting") || matches!(name, "Report" | "SocialMediaPosting")
    };
    match node.get("@type") {
        Some(Value::String(name)) => is_name(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is_name),
        _ => false,
    }
}

struct Graph<'a> {
    /// The names of nodes by their ids.
    names: HashMap<&'a str, &'a Value>,
}

impl Graph<'_> {
    /// The names in a value: texts, objects with a name, references to such, and lists of all these.
    fn names(&self, value: Option<&Value>) -> Vec<String> {
        let mut names = Vec::new();
        if let Some(value) = value {
            self.add_names(value, &mut { MAX_STEPS }, &mut names);
        }
        names
    }

    fn add_names(&self, value: &Value, n_left: &mut usize, names: &mut Vec<String>) {
        let Some(n) = n_left.checked_sub(1) else { return };
        *n_left = n;
        match value {
            Value::String(name) => {
                let name = tidied(name);
                if !name.is_empty() && !names.contains(&name) {
                    names.push(name);
                }
            }
            Value::Array(values) => values.iter().for_each(|value| self.add_names(value, n_left, names)),
            Value::Object(node) => {
                let name = ["name", "alternateName"].iter().find_map(|key| node.get(*key));
                if let Some(name) = name.or_else(|| self.named_elsewhere(node)) {
                    self.add_names(name, n_left, names);
                }
            }
            _ => {}
        }
    }

    /// The name of the node that this one refers to.
    fn named_elsewhere(&self, node: &Map<String, Value>) -> Option<&Value> {
        self.names.get(node.get("@id")?.as_str()?).copied()
    }
}

/// The web address of an article.
fn address(article: &Map<String, Value>) -> String {
    let of_page = article.get("mainEntityOfPage").map(|page| match page {
        Value::Object(page) => page.get("@id").or_else(|| page.get("url")).unwrap_or(&Value::Null),
        page => page,
    });
    let values = [article.get("url"), of_page, article.get("@id")];
    let addresses = values.into_iter().flatten().filter_map(Value::as_str);
    // An address with a mark in it names a node of the graph.
    let mut addresses = addresses.filter(|address| address.starts_with("http") && !address.contains('#'));
    addresses.next().map(tidied).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(block: &str) -> Described {
        describe(&[block.to_owned()], &PageNames::default()).unwrap_or_default()
    }

    #[test]
    fn a_graph_is_followed_to_the_names() {
        let found = described(
            r##"{"@context": "https://schema.org", "@graph": [
                {"@type": "WebPage", "name": "A page"},
                {"@id": "#paper", "@type": ["Organization", "NewsMediaOrganization"], "name": "Harbour News"},
                {"@id": "#ana", "@type": "Person", "name": "Ana Petrova"},
                {"@type": ["Thing", "ReportageNewsArticle"], "headline": "Bridge talks\n stall",
                 "author": [{"@id": "#ana"}, {"@type": "Person", "name": "Li Wei"}, "Li Wei"],
                 "publisher": {"@id": "#paper"}, "isPartOf": {"name": ["Harbour Weekly"]},
                 "datePublished": "2025-12-03T08:00:00+01:00", "dateModified": "2025-12-04",
                 "articleSection": ["City", "Traffic"], "inLanguage": {"@type": "Language", "alternateName": "en"},
                 "sourceOrganization": {"name": "Reuters"},
                 "mainEntityOfPage": {"@id": "https://news.example/bridge"}}]}"##,
        );
        assert_eq!(found.headline, "Bridge talks stall");
        assert_eq!(found.authors, ["Ana Petrova", "Li Wei"]);
        assert_eq!((&*found.published, &*found.modified), ("2025-12-03T08:00:00+01:00", "2025-12-04"));
        assert_eq!(found.publishers, ["Harbour News", "Harbour Weekly"]);
        assert_eq!((&*found.section, &*found.language), ("City", "en"));
        assert_eq!((found.credits, &*found.url), (vec!["Reuters".to_owned()], "https://news.example/bridge"));
    }

    #[test]
    fn the_article_of_the_page_is_told_from_others() {
        let block = r#"[{"@type": "NewsArticle", "headline": "Ferry strike ends", "url": "https://news.example/ferry"},
            {"@type": "NewsArticle", "headline": "Bridge talks stall", "url": "https://news.example/bridge"}]"#;
        let headline = |address: &str, title: &str| {
            let names = PageNames::of([address.to_owned()].into_iter(), [title.to_owned()].into_iter());
            describe(&[block.to_owned()], &names).map(|found| found.headline)
        };
        let bridge = Some("Bridge talks stall".to_owned());
        assert_eq!(headline("http://www.news.example/bridge/?from=mail", ""), bridge);
        assert_eq!(headline("", "Bridge talks stall – Harbour News"), bridge);
        assert_eq!(headline("https://news.example/bridge", "Ferry strike ends"), bridge);
        assert_eq!(headline("", ""), Some("Ferry strike ends".to_owned()));
        assert_eq!(headline("https://news.example/other", ""), Some("Ferry strike ends".to_owned()));
        assert_eq!(headline("https://news.example/other", "Rain expected"), None);
    }

    #[test]
    fn sloppy_blocks_are_read_and_others_passed_over() {
        let found = described("<!-- [{\"@type\":\"http://schema.org/NewsArticle\",\"headline\":\"Two\nlines\"}] -->");
        assert_eq!(found.headline, "Two lines");
        assert_eq!(
            describe(
                &["{".to_owned(), "[".repeat(100_000), "{\"@type\":\"WebSite\"}".to_owned()],
                &PageNames::default()
            ),
            None
        );
        let circle = r#"{"@type": "Article", "author": {"@id": "a"}, "@graph": [{"@id": "a", "name": {"@id": "a"}}]}"#;
        assert_eq!(described(circle).authors, [""; 0]);
    }
}
