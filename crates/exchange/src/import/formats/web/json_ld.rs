//! Finds what a page says about its article in JSON-LD, the linked data in which most news sites describe it.
//!
//! A block may hold one article, a list, or a graph whose nodes refer to each other.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::lines::tidied;

/// Larger blocks are not read.
const MAX_BYTES: usize = 2 << 20;
/// How many values are looked at for one detail, because nodes may refer to each other in circles.
const MAX_STEPS: usize = 500;

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

/// Reads the blocks of a page; the first article in them is the one.
pub(super) fn describe(blocks: &[String]) -> Option<Described> {
    let values: Vec<Value> = blocks.iter().filter_map(|block| parse(block)).collect();
    let mut nodes = Vec::new();
    for value in &values {
        add_nodes(value, &mut nodes);
    }
    let article = nodes.iter().find(|node| is_article(node))?;
    let named = nodes.iter().filter_map(|node| Some((node.get("@id")?.as_str()?, node.get("name")?)));
    let graph = Graph { names: named.collect() };
    let first = |keys: &[&str]| {
        let found = keys.iter().find_map(|key| graph.names(article.get(*key)).into_iter().next());
        found.unwrap_or_default()
    };
    let all = |keys: &[&str]| keys.iter().flat_map(|key| graph.names(article.get(*key))).collect();
    Some(Described {
        headline: first(&["headline", "name"]),
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
    let mut addresses = addresses.filter(|address| address.starts_with("http"));
    addresses.next().map(tidied).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(block: &str) -> Described {
        describe(&[block.to_owned()]).unwrap_or_default()
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
    fn sloppy_blocks_are_read_and_others_passed_over() {
        let found = described("<!-- [{\"@type\":\"http://schema.org/NewsArticle\",\"headline\":\"Two\nlines\"}] -->");
        assert_eq!(found.headline, "Two lines");
        assert_eq!(describe(&["{".to_owned(), "[".repeat(100_000), "{\"@type\":\"WebSite\"}".to_owned()]), None);
        let circle = r#"{"@type": "Article", "author": {"@id": "a"}, "@graph": [{"@id": "a", "name": {"@id": "a"}}]}"#;
        assert_eq!(described(circle).authors, [""; 0]);
    }
}
