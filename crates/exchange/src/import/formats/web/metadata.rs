//! Fills in what a page says about its article: first in linked data, then in its meta tags, then in what is shown.

use dom_query::{Document, NodeRef};

use super::{
    json_ld::{self, Described, PageNames},
    lines::{is_laid_over, one_line, tidied},
};
use crate::import::{
    bylines::{drop_author_if_outlet, is_address, joined_names, set_author, set_credit, set_outlet},
    dates::{FoundDate, date_in},
    draft::{Draft, Field, Origin},
};

const LINKED_DATA: &str = "metadata of the page (JSON-LD)";
/// A paragraph at least this long, in bytes, belongs to the text and is not a line with the date.
const MIN_SENTENCE_BYTES: usize = 80;
/// How far above an element it is looked for what it belongs to.
const MAX_ANCESTORS: usize = 30;
/// A headline with fewer words may be the name of the site.
const MIN_HEADLINE_WORDS: usize = 4;
/// Longer values are no details.
const MAX_VALUE_BYTES: usize = 2_000;

/// What is on a page about the article, in the order of the page.
#[derive(Default)]
struct Found {
    blocks: Vec<String>,
    /// Names in lower case, with their values.
    metas: Vec<(String, String)>,
    canonical: String,
    language: String,
    title: String,
    headlines: Vec<String>,
    times: Vec<PageTime>,
    /// Whether a paragraph has been seen behind the headline.
    has_text_begun: bool,
    comments: Vec<String>,
}

struct PageTime {
    value: String,
    /// It says that it is the time of publication.
    is_marked: bool,
    /// It stands between the headline and the text.
    is_after_headline: bool,
}

/// Fills in a draft from a page that was just parsed. What the draft already knows is kept.
pub(super) fn fill_in(draft: &mut Draft, page: &Document) {
    let mut found = Found::of(page);
    let described = json_ld::describe(&std::mem::take(&mut found.blocks), &found.own_names()).unwrap_or_default();
    let mut outlets = Vec::new();
    take_linked_data(draft, described, &mut outlets);
    found.take_metas(draft, &mut outlets);
    found.take_times(draft);
    let address = unescaped(&found.canonical);
    if address.starts_with("http") {
        draft.set(Field::Url, &address, "canonical address of the page");
    }
    for comment in &found.comments {
        take_comment(draft, comment);
    }
    draft.set(Field::Language, &found.language, "language of the page");
    set_outlet(draft, outlets);
    drop_author_if_outlet(draft);
    found.take_title(draft);
}

fn take_linked_data(draft: &mut Draft, described: Described, outlets: &mut Vec<(String, Origin)>) {
    let Described { headline, authors, published, modified, publishers, credits, section, language, url } = described;
    draft.set(Field::Title, &unescaped(&headline), LINKED_DATA);
    let names: Vec<String> = authors.iter().map(|name| unescaped(name)).filter(|name| !is_address(name)).collect();
    set_author(draft, &joined_names(&names), LINKED_DATA);
    set_date(draft, Field::Date, &published, LINKED_DATA);
    set_date(draft, Field::Updated, &modified, LINKED_DATA);
    outlets.extend(publishers.iter().map(|name| (unescaped(name), LINKED_DATA.into())));
    for credit in &credits {
        set_credit(draft, credit, LINKED_DATA);
    }
    draft.set(Field::Free("section".to_owned()), &unescaped(&section), LINKED_DATA);
    draft.set(Field::Language, &language, LINKED_DATA);
    draft.set(Field::Url, &url, LINKED_DATA);
}

impl Found {
    /// The addresses and headlines of the page, which tell its article from others that it describes.
    fn own_names(&self) -> PageNames {
        let addresses = self.values(&["og:url", "twitter:url"]).chain([unescaped(&self.canonical)]);
        let titles = self.values(&["og:title", "twitter:title", "citation_title", "headline"]);
        let titles = titles.chain(self.headlines.iter().cloned()).chain([self.title.clone()]);
        PageNames::of(addresses, titles)
    }

    fn of(page: &Document) -> Self {
        let mut found = Self::default();
        for node in page.root().descendants_it() {
            if node.is_comment() {
                if found.comments.len() < 20 {
                    found.comments.push(comment_of(&node));
                }
                continue;
            }
            let Some(name) = node.node_name() else { continue };
            let attribute = |name: &str| node.attr(name).map(|value| tidied(&value)).unwrap_or_default();
            let attribute =
                |name: &str| Some(attribute(name)).filter(|v| v.len() <= MAX_VALUE_BYTES).unwrap_or_default();
            match &*name {
                "html" => found.language = attribute("lang"),
                "script" if attribute("type").to_lowercase().starts_with("application/ld+json") => {
                    found.blocks.push(node.text().to_string());
                }
                "meta" => {
                    let names = ["property", "name", "itemprop"].map(attribute);
                    let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
                    found.metas.push((name.to_lowercase(), attribute("content")));
                }
                "link" if attribute("rel").eq_ignore_ascii_case("canonical") => found.canonical = attribute("href"),
                "title" if found.title.is_empty() => found.title = tidied(&node.text()),
                "h1" => found.headlines.push(one_line(&node)),
                "p" if !found.headlines.is_empty() && !found.has_text_begun => {
                    found.has_text_begun = node.text().trim().len() >= MIN_SENTENCE_BYTES;
                }
                "time" if node.has_attr("datetime") => {
                    let is_marked = node.has_attr("pubdate") || attribute("itemprop") == "datePublished";
                    let is_after_headline =
                        !found.headlines.is_empty() && !found.has_text_begun && !is_of_something_else(&node);
                    found.times.push(PageTime { value: attribute("datetime"), is_marked, is_after_headline });
                }
                _ => {}
            }
        }
        found
    }

    /// The values of the meta tags with one of these names, by the order of the names.
    fn values<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = String> + 'a {
        let of_name = |name| self.metas.iter().filter(move |(own, _)| own == name).map(|(_, value)| value);
        names.iter().copied().flat_map(of_name).filter(|value| !value.is_empty()).map(|value| unescaped(value))
    }

    fn take_metas(&self, draft: &mut Draft, outlets: &mut Vec<(String, Origin)>) {
        // Each family of tags is asked for everything before the next one.
        const FAMILIES: [(&str, [&[&str]; 8]); 5] = [
            (
                "metadata of the page (Open Graph)",
                [
                    &["og:title"],
                    &["article:author", "og:article:author"],
                    &["article:published_time", "og:article:published_time", "og:published_time"],
                    &["article:modified_time", "og:article:modified_time", "og:updated_time"],
                    &["og:site_name"],
                    &["article:section"],
                    &["og:locale"],
                    &["og:url"],
                ],
            ),
            (
                "metadata of the page (citation)",
                [
                    &["citation_title"],
                    &["citation_author", "citation_authors"],
                    &["citation_publication_date", "citation_date", "citation_online_date"],
                    &[],
                    &["citation_journal_title", "citation_publisher"],
                    &[],
                    &["citation_language"],
                    &["citation_public_url", "citation_fulltext_html_url"],
                ],
            ),
            (
                "metadata of the page (Dublin Core)",
                [
                    &["dc.title", "dcterms.title", "dc:title"],
                    &["dc.creator", "dcterms.creator", "dc:creator"],
                    &["dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "dc:date"],
                    &["dcterms.modified", "dc.date.modified"],
                    &["dc.publisher", "dcterms.publisher", "dc:publisher"],
                    &[],
                    &["dc.language", "dcterms.language", "dc:language"],
                    &[],
                ],
            ),
            (
                "metadata of the page",
                [
                    &["headline"],
                    &["author", "byl", "parsely-author", "sailthru.author"],
                    &[
                        "datepublished",
                        "date",
                        "pubdate",
                        "publishdate",
                        "publish-date",
                        "parsely-pub-date",
                        "sailthru.date",
                    ],
                    &["datemodified", "last-modified", "lastmod"],
                    &["application-name", "publisher"],
                    &["section", "parsely-section"],
                    &["language"],
                    &[],
                ],
            ),
            ("metadata of the page (Twitter)", [&["twitter:title"], &[], &[], &[], &[], &[], &[], &["twitter:url"]]),
        ];
        for (origin, [titles, authors, dates, updates, sites, sections, languages, addresses]) in &FAMILIES {
            let first = |names| self.values(names).next().unwrap_or_default();
            draft.set(Field::Title, &first(titles), *origin);
            let names: Vec<String> = self.values(authors).filter(|name| !is_address(name)).collect();
            set_author(draft, &joined_names(&names), *origin);
            for value in self.values(dates) {
                set_date(draft, Field::Date, &value, origin);
            }
            for value in self.values(updates) {
                set_date(draft, Field::Updated, &value, origin);
            }
            outlets.extend(self.values(sites).map(|name| (name, Origin::from(*origin))));
            draft.set(Field::Free("section".to_owned()), &first(sections), *origin);
            draft.set(Field::Language, &first(languages).replace('_', "-"), *origin);
            let address = self.values(addresses).find(|address| address.starts_with("http"));
            draft.set(Field::Url, &address.unwrap_or_default(), *origin);
        }
        for credit in self.values(&["source", "copyright", "news_agency", "agency"]) {
            set_credit(draft, &credit, "metadata of the page");
        }
    }

    /// The time of publication on the page: the one that is marked as such, or the first one after the headline. Other
    /// times may belong to other articles.
    fn take_times(&self, draft: &mut Draft) {
        let marked = self.times.iter().find(|time| time.is_marked);
        if let Some(time) = marked.or_else(|| self.times.iter().find(|time| time.is_after_headline)) {
            set_date(draft, Field::Date, &time.value, "time on the page");
        }
    }

    /// A headline that also stands in the title of the page is the title without the name of the site. The name may be
    /// a headline too, but it rarely stands first in the title or makes up most of it.
    fn take_title(&self, draft: &mut Draft) {
        let stands_first = |line: &&String| self.title.starts_with(&***line);
        let is_most = |line: &&String| self.title.contains(&***line) && line.len() * 2 > self.title.len();
        let names = self.headlines.iter().filter(|line| !line.is_empty() && **line != draft.details.outlet);
        let headline = names.clone().find(stands_first).or_else(|| names.clone().find(is_most));
        if let Some(headline) = headline {
            draft.set(Field::Title, headline, "headline of the page");
        }
        // A title that says something else than the only headline is that of the site.
        if let [headline] = &*self.headlines
            && headline.split_whitespace().count() >= MIN_HEADLINE_WORDS
            && !self.title.contains(&**headline)
        {
            draft.set(Field::Title, headline, "headline of the page");
        }
        let outlet = &draft.details.outlet;
        let without_outlet = self.title.strip_suffix(&**outlet).map(str::trim_end).and_then(|title| {
            title.strip_suffix(['|', '-', '–', '—', '·', '•', ':']).map(str::trim).filter(|_| !outlet.is_empty())
        });
        let title = without_outlet.unwrap_or(&self.title).to_owned();
        draft.set(Field::Title, &title, "title of the page");
        if let [headline] = &*self.headlines {
            draft.set(Field::Title, headline, "headline of the page");
        }
    }
}

/// Whether an element stands in a part of the page that is not about its article, such as a list of other articles.
fn is_of_something_else(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(Some(MAX_ANCESTORS)).any(|around| {
        let name = around.node_name().unwrap_or_default();
        matches!(&*name, "aside" | "footer" | "nav" | "blockquote" | "figure" | "li") || is_laid_over(&around)
    })
}

/// The text of a comment, as far as it may be one that a browser writes into saved pages.
fn comment_of(node: &NodeRef<'_>) -> String {
    let html = node.html();
    let text = html.trim().trim_start_matches("<!--").trim_end_matches("-->");
    text.char_indices().nth(MAX_VALUE_BYTES).map_or(text, |(end, _)| &text[..end]).to_owned()
}

/// Reads the comments that browsers and the extension `SingleFile` write into saved pages.
fn take_comment(draft: &mut Draft, comment: &str) {
    let origin = "comment in the saved page";
    if let Some((_, rest)) = comment.trim().split_once("saved from url=(") {
        let address = rest.split_once(')').map_or("", |(_, address)| address.trim());
        if address.starts_with("http") {
            draft.set(Field::Url, address, origin);
        }
    }
    if comment.contains("SingleFile") {
        for line in comment.lines().map(str::trim) {
            if let Some(address) = line.strip_prefix("url:").map(str::trim).filter(|url| url.starts_with("http")) {
                draft.set(Field::Url, address, origin);
            }
            if let Some(Some(FoundDate::Date(date))) = line.strip_prefix("saved date:").map(date_in) {
                draft.set(Field::Free("saved".to_owned()), &date.to_string(), origin);
            }
        }
    }
}

/// Fills in a date from a value, or notes that it is ambiguous.
pub(super) fn set_date(draft: &mut Draft, field: Field, value: &str, origin: &str) {
    if value.len() > MAX_VALUE_BYTES {
        return;
    }
    match date_in(value) {
        // What programs write where they know no date.
        Some(FoundDate::Date(date)) if date.to_string() == "1970-01-01" => {}
        Some(FoundDate::Date(date)) => {
            if field == Field::Date && draft.details.date.is_none() {
                draft.ambiguous_date = None;
            }
            draft.set_date(field, date, origin.to_owned());
        }
        Some(FoundDate::Ambiguous(text)) if field == Field::Date && draft.details.date.is_none() => {
            draft.ambiguous_date.get_or_insert(text);
        }
        _ => {}
    }
}

/// A value in which the page escaped characters once more than needed: `Bread &amp; water`.
fn unescaped(value: &str) -> String {
    let is_escaped = value.split('&').skip(1).any(|rest| rest.split(';').next().is_some_and(|name| name.len() < 10));
    if !is_escaped || value.contains('<') {
        return value.to_owned();
    }
    tidied(&Document::from(value).text())
}
