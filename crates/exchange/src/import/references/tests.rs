use std::sync::Arc;

use standpoint_core::{
    edit::{Gesture, History},
    model::{Article, ArticleSource, Details, Project},
    text::Text,
};

use super::{
    matching::{ReferenceMatch, edit, match_references},
    *,
};

fn read(name: &str, text: &str) -> ReferenceList {
    read_references(&SourceFile { name, bytes: text.as_bytes() }, None).expect("the list can be read")
}

/// A reference in one line.
fn line(reference: &Reference) -> String {
    let Reference { number, title, outlet, author, url, language, section, summary, .. } = reference;
    let date = reference.date.map(|date| date.to_string()).unwrap_or_default();
    let files = reference.files.join(",");
    format!("{number} | {title} | {outlet} | {author} | {date} | {url} | {language} | {section} | {files} | {summary}")
}

fn lines(list: &ReferenceList) -> Vec<String> {
    let failures = list.failures.iter().map(|failure| format!("{}: {}", failure.name(), failure.reason));
    list.references.iter().map(line).chain(failures).collect()
}

const RIS: &str = "\u{feff}TY  - NEWS\r\nTI  - Bridge talks\r\n  stall again\r\nAU  - Petrova, Ana\r\nAU  - Wei, Li\r\n\
    T2  - Harbour News\r\nDA  - 2025/12/03/Wednesday\r\nUR  - https://harbour.example/1\r\nLA  - en\r\nSE  - City\r\n\
    L1  - C:\\papers\\bridge.pdf\r\nAB  - The city wants a toll.\r\nER  - \r\n\r\n\
    TY  - JOUR\r\nT1  - Ferry\r\nPY  - 2025\r\nPB  - Порт\r\nTY  - NEWS\r\nER  -\r\nXX  - lost\r\n";

#[test]
fn ris_is_read_field_by_field() {
    assert_eq!(
        lines(&read("a.ris", RIS)),
        [
            "1 | Bridge talks stall again | Harbour News | Petrova, Ana; Wei, Li | 2025-12-03 | \
             https://harbour.example/1 | en | City | bridge.pdf | The city wants a toll.",
            "2 | Ferry | Порт |  | 2025 |  |  |  |  | ",
            "3 |  |  |  |  |  |  |  |  | ",
            "line 21: “XX” stands before the first “TY  - ” or after “ER  - ”",
        ]
    );
    // Its content tells what it is.
    assert_eq!(read("download.txt", RIS).references.len(), 3);
}

#[test]
fn bibtex_is_read_field_by_field_and_a_damaged_entry_costs_no_other() {
    let text = r#"% made for a test
@string{hn = "Harbour " # "News"}
@article{one,
  title = {Bridge {TALKS} stall in M{\"u}nchen},
  author = {Petrova, Ana and van der Berg, Jan},
  journal = hn,
  date = {2025-12-03},
  url = {https://harbour.example/1},
  langid = {english},
  file = {Full text:files/12/bridge.pdf:application/pdf},
  abstract = {The city wants a toll.}
}
@article{broken, title = {No end
@misc{one, title = "Ferry", year = 2025, month = dec, day = 4, crossref = {two}}
@misc{two, title = {Toll}, year = {2025}, crossref = {two}, organization = unknown}
@string{a = a # a}
@string{a = a # a}
@misc{three, title = a # " b"}
"#;
    assert_eq!(
        lines(&read("a.bib", text)),
        [
            "1 | Bridge TALKS stall in München | Harbour News | Ana Petrova; Jan van der Berg | 2025-12-03 | \
             https://harbour.example/1 | english |  | bridge.pdf | The city wants a toll.",
            "2 | Ferry |  |  | 2025-12-04 |  |  |  |  | ",
            "3 | Toll | unknown |  | 2025 |  |  |  |  | ",
            "4 | aaaa b |  |  |  |  |  |  |  | ",
            "line 14: unexpected end of file; correct it there, or export it again",
        ]
    );
}

#[test]
fn csl_is_read_field_by_field() {
    let text = r#"[
  {"id": "a", "type": "article-newspaper", "title": "Bridge talks", "container-title": "Harbour News",
   "author": [{"family": "Petrova", "given": "Ana"}, {"literal": "City desk"}], "issued": {"date-parts": [[2025, "12", 3]]},
   "URL": "https://harbour.example/1", "language": "en", "section": "City", "abstract": "The city wants a toll.", "custom": [[1]]},
  {"id": "b", "type": "webpage", "title": "Ferry", "publisher": "Порт", "issued": {"raw": "3 декабря 2025"}},
  {"id": "c", "title": 7}
]"#;
    assert_eq!(
        lines(&read("a.json", text)),
        [
            "1 | Bridge talks | Harbour News | Ana Petrova; City desk | 2025-12-03 | https://harbour.example/1 | en | \
             City |  | The city wants a toll.",
            "2 | Ferry | Порт |  | 2025-12-03 |  |  |  |  | ",
            "record 3: invalid type: integer `7`, expected a string at line 1 column 22",
        ]
    );
    // Records of articles are no references.
    let records = SourceFile { name: "a.json", bytes: br#"[{"id": 1, "type": "news", "title": "A", "text": "B"}]"# };
    assert_eq!(ReferenceForm::of(&records), None);
}

#[test]
fn references_become_articles_with_what_text_they_have() {
    let long = "Долгая речь о мосте. ".repeat(100);
    let text = format!("{RIS}\nTY  - NEWS\nTI  - Speech\nAB  - Short.\nN1  - {long}\nER  - \n");
    let file = SourceFile { name: "a.ris", bytes: text.as_bytes() };
    let reading = read_as_articles(&file, None).expect("the list can be read");
    let texts: Vec<(&str, &str, bool)> = reading
        .drafts
        .iter()
        .map(|draft| (draft.part.as_deref().unwrap_or_default(), &*draft.text, draft.is_stub()))
        .collect();
    assert_eq!(
        texts,
        [("record 1", "The city wants a toll.", false), ("record 2", "", true), ("record 4", long.trim(), false)]
    );
    let first = &reading.drafts[0];
    assert_eq!(first.warnings, ["this is the abstract only; the list has no text of this article"]);
    assert_eq!(first.details.fields["section"], "City");
    assert_eq!(first.origin(&Field::Outlet), Some("list of references"));
    assert!(reading.failures.iter().any(|failure| failure.name() == "record 3"));
}

#[test]
fn what_is_no_list_is_refused_and_hostile_lists_are_answered() {
    let problem = |name: &str, text: &str| {
        read_references(&SourceFile { name, bytes: text.as_bytes() }, None)
            .map(|_| ())
            .expect_err("it is none")
            .to_string()
    };
    assert!(problem("a.txt", "A text").contains("export it as RIS, BibTeX or CSL-JSON"));
    assert_eq!(problem("a.bib", "just words"), "it holds no reference; export it as RIS, BibTeX or CSL-JSON");
    let deep = format!("@misc{{a, title = {}x{}}}", "{".repeat(100_000), "}".repeat(100_000));
    assert_eq!(
        lines(&read("a.bib", &deep)),
        ["line 1: its braces are nested more than 50 deep; correct it there, or export it again"]
    );
    let wide = format!("@misc{{a, title = {{{}}}}}", "{x} ".repeat(20_000));
    assert_eq!(read("a.bib", &wide).references.len(), 1);
    let open = format!("@misc{{a, title = {}", "{".repeat(100_000));
    assert_eq!(read("a.bib", &open).failures.len(), 1);
    let nested = format!("[{{\"id\":1,\"type\":\"webpage\",\"title\":\"a\",\"x\":{}", "[".repeat(100_000));
    assert!(problem("a.json", &nested).starts_with("it is damaged"));
    // An abbreviation that stands for many bytes, a hundred times in each of many values.
    let long = format!("@string{{a = \"{}\"}}\n@string{{b = {}a}}\n", "x".repeat(1 << 14), "a # ".repeat(99));
    let entries = (0..100).map(|at| format!("@article{{k{at}, title = b}}\n")).collect::<Vec<_>>().concat();
    let list = read("a.bib", &(long + &entries));
    let n_bytes: usize = list.references.iter().map(|reference| reference.title.len()).sum();
    assert!(list.references.len() == 100 && n_bytes < 9 << 20, "{n_bytes}");
}

fn article(title: &str, file: &str, url: &str, date: &str) -> Arc<Article> {
    let details =
        Details { title: title.to_owned(), url: url.to_owned(), date: date.parse().ok(), ..Details::default() };
    let mut article = Article::new(details, Text::new(format!("Text of {title}.")));
    article.source = Some(Arc::new(ArticleSource { file: file.to_owned(), ..ArticleSource::default() }));
    Arc::new(article)
}

/// What was found for each reference, in words.
fn found(articles: &[Arc<Article>], matches: &[ReferenceMatch]) -> Vec<String> {
    let word = |matched: &ReferenceMatch| match &matched.found {
        Ok(found) => {
            let own = articles.iter().find(|article| article.id == found.article).expect("it is one of them");
            let changes =
                found.changes.iter().map(|change| format!("{} {}→{}", change.field.name(), change.from, change.to));
            format!("{} by {}: {}", own.details.title, found.reason, changes.collect::<Vec<_>>().join(", "))
        }
        Err(reason) => reason.to_string(),
    };
    matches.iter().map(word).collect()
}

#[test]
fn references_find_their_articles_and_fill_in_what_is_empty() {
    let articles = [
        article("Untitled", "Bridge.PDF", "", ""),
        article("Ferry", "b.txt", "http://www.a.example/2/", "2025-12-03"),
        article("«Toll» is back!", "c.txt", "", "2025-12-04"),
        article("Live", "d.txt", "", "2025-12-01"),
        article("Live", "e.txt", "", "2025-12-02"),
        article("Old", "f.txt", "", "2020-01-01"),
    ];
    let reference = |title: &str, file: &str, url: &str, date: &str| Reference {
        title: title.to_owned(),
        outlet: "Harbour News".to_owned(),
        url: url.to_owned(),
        files: vec![file.to_owned()],
        date: date.parse().ok(),
        ..Reference::default()
    };
    let references = [
        reference("Bridge talks", "bridge.pdf", "", "2025-12-03"),
        reference("Other", "", "https://a.example/2", ""),
        reference("Toll is back", "", "", "2025-12"),
        reference("Live", "", "", "2025-12-02"),
        reference("Live", "", "", ""),
        reference("Old", "", "", "2025-01-01"),
        reference("Nothing", "", "", ""),
        reference("toll is back", "", "", ""),
    ];
    let matches = match_references(&articles, &references, false);
    assert_eq!(
        found(&articles, &matches),
        [
            "Untitled by the same file: outlet →Harbour News, date →2025-12-03",
            "Ferry by the same address: outlet →Harbour News",
            "«Toll» is back! by the same title: outlet →Harbour News",
            "Live by the same title: outlet →Harbour News",
            "2 articles have the same file, address or title; fill in their details by hand",
            "the article with this title has another date",
            "no article has its file, its address or its title",
            "an earlier reference describes the same article",
        ]
    );
    let first = match_references(&articles[..1], &references[..1], true);
    assert_eq!(
        found(&articles, &first),
        ["Untitled by the same file: title Untitled→Bridge talks, outlet →Harbour News, date →2025-12-03"]
    );

    let project = Project { articles: articles.to_vec(), ..Project::default() };
    let mut history = History::new(project.clone());
    let change = edit(&articles, &matches).expect("there is something to fill in");
    history.apply("Fill in details", Gesture::Single, change).expect("the articles are there");
    let details = |at: usize| history.project().articles[at].details.clone();
    assert_eq!(
        (&*details(0).outlet, details(0).date.map(|date| date.to_string()).as_deref()),
        ("Harbour News", Some("2025-12-03"))
    );
    assert_eq!((&*details(3).outlet, &*details(4).outlet), ("", "Harbour News"));
    let again = match_references(&history.project().articles, &references, false);
    assert!(edit(&history.project().articles, &again).is_none());
    history.undo();
    assert_eq!(*history.project(), project);
}

#[test]
fn names_are_whole_and_those_who_are_not_named_are_no_author() {
    let csl = r#"[{"id":"a","type":"article-newspaper","title":"H","author":[{"family":"Berg","given":"Lena","non-dropping-particle":"von der"},
        {"family":"Gogh","given":"Max","dropping-particle":"van","suffix":"Jr."}]}]"#;
    let read = |name: &str, text: &str| {
        read_references(&SourceFile { name, bytes: text.as_bytes() }, None).expect("it is a list")
    };
    assert_eq!(read("a.json", csl).references[0].author, "Lena von der Berg; Max van Gogh Jr.");
    let bib = "@article{a, title={T}, author={Petrova, Ana and others}}";
    assert_eq!(read("a.bib", bib).references[0].author, "Ana Petrova");
}

#[test]
fn paragraphs_of_an_abstract_in_bibtex_stay_apart() {
    let bib = "@article{a,\n  title = {A title\n  of two lines},\n\n  abstract = {The first\nparagraph.\n\nThe {second} one.},\n  \
               note = \"One.\n\nTwo.\"\n}\n\n@article{b, title = {B}}\n\n@article{c title = {C}}\n";
    let list = read_references(&SourceFile { name: "a.bib", bytes: bib.as_bytes() }, None).expect("it is a list");
    let first = &list.references[0];
    assert_eq!((&*first.title, &*first.summary), ("A title of two lines", "The first paragraph.\nThe second one."));
    assert_eq!(first.notes, ["One.\nTwo."]);
    assert_eq!(list.references[1].title, "B");
    let failure = &list.failures[0];
    assert_eq!(failure.number, 16);
    assert!(failure.reason.ends_with("; correct it there, or export it again"), "{}", failure.reason);
}

#[test]
fn a_tag_of_ris_needs_no_blank_behind_its_hyphen() {
    let ris = "TY  -NEWS\nTI  -Bridge talks\nAB  -One - two\nGoes-on\nER  -\n";
    let list = read_references(&SourceFile { name: "a.txt", bytes: ris.as_bytes() }, None).expect("it is a list");
    assert_eq!((&*list.references[0].title, &*list.references[0].summary), ("Bridge talks", "One - two\nGoes-on"));
}

#[test]
fn signs_of_formatting_are_not_part_of_values() {
    let title = |name: &str, text: &str| {
        let list = read(name, text);
        let Reference { title, url, summary, .. } = &list.references[0];
        [title.clone(), url.clone(), summary.clone()]
    };
    let expected = ["Bridge talks stall & more", "https://a.example/a_b?x=1&y=2", "The first.\nThe “second” < 3."];
    let bib = r"@article{a, title={Bridge talks \textit{stall} \& more}, url={https://a.example/a\_b?x=1\&y=2},
        abstract={<p>The first.</p><p>The ``second'' < 3.</p>}}";
    assert_eq!(title("a.bib", bib), expected);
    let csl = r#"[{"id":"a","type":"webpage","title":"Bridge <i>talks</i> stall &amp; more","URL":"https://a.example/a_b?x=1&y=2",
        "abstract":"<jats:p>The first.</jats:p><jats:p>The “second” &lt; 3.</jats:p>"}]"#;
    let [title_of_csl, url, summary] = title("a.json", csl);
    assert_eq!(
        [&*title_of_csl, &*url, &*summary.replace('\n', "")],
        [expected[0], expected[1], &expected[2].replace('\n', "")]
    );
    let ris = "TY  - NEWS\nTI  - Bridge <b>talks</b> stall &amp; more\nUR  - https://a.example/a_b?x=1&y=2\nAB  - The first.<br/>The “second” < 3.\nER  - \n";
    assert_eq!(title("a.ris", ris), expected);
}
