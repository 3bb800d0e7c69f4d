//! Saved pages and mail become drafts, field by field.

#![cfg(feature = "web")]

use std::collections::BTreeMap;

use standpoint_exchange::import::{
    draft::{Draft, Field},
    formats::{Format, Reading, ReadingOptions, SourceFile, Unreadable},
};

fn read(name: &str, bytes: &[u8]) -> Result<Reading, Unreadable> {
    let file = SourceFile { name, bytes };
    (Format::of(&file).read)(&file, &ReadingOptions::default())
}

fn draft(name: &str, text: &str) -> Draft {
    let Reading { mut drafts, failures } = read(name, text.as_bytes()).expect("the file can be read");
    assert!(failures.is_empty());
    assert_eq!(drafts.len(), 1);
    drafts.remove(0)
}

/// What a draft says about its article, with the origin of each detail.
fn check_details(draft: &Draft, expected: &[(&str, &str)]) {
    let details = &draft.details;
    let value = |field: &Field| match field {
        Field::Title => details.title.clone(),
        Field::Outlet => details.outlet.clone(),
        Field::Agency => details.agency.clone(),
        Field::Author => details.author.clone(),
        Field::Date => details.date.map(|date| date.to_string()).unwrap_or_default(),
        Field::Updated => details.updated.map(|date| date.to_string()).unwrap_or_default(),
        Field::Language => details.language.clone(),
        Field::Url => details.url.clone(),
        Field::Free(name) => details.fields[name].clone(),
    };
    let name = |field: &Field| match field {
        Field::Free(name) => name.clone(),
        field => format!("{field:?}"),
    };
    let found: BTreeMap<String, String> =
        draft.origins.iter().map(|(field, origin)| (name(field), format!("{} | {origin}", value(field)))).collect();
    let expected: BTreeMap<String, String> =
        expected.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect();
    assert_eq!(found, expected);
}

const PARAGRAPHS: [&str; 4] = [
    "The mayor and the builders of the new bridge met again on Tuesday, and after five hours they still had no plan for \
     who would pay for the work on the northern bank, where the ground is softer than anyone had thought.",
    "“We are close, but close is not the same as done,” the mayor said on the steps of the town hall, while a small crowd \
     of ferry workers, who fear for their jobs, held up signs and sang through the rain.",
    "The builders, who have asked for a third more than the sum they named in spring, said that steel had become dearer, \
     that two storms had cost them a month, and that the town had known all of this since summer.",
    "A further meeting is planned for Friday, and the council, which has to agree to any sum, will sit on the Monday \
     after that to hear what both sides have to say about the toll.",
];

fn page(head: &str, around: &str) -> String {
    let text = format!("<p>{}</p>", PARAGRAPHS.join("</p>\n<p>"));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">{head}</head><body>\
         <nav><ul><li><a href=\"/city\">City</a></li><li><a href=\"/sport\">Sport</a></li></ul></nav>\
         <header class=\"top\"><div>Harbour News since 1901</div></header>\
         <main><article><h1>Bridge talks stall again</h1>{around}<div class=\"story\">{text}</div></article></main>\
         <div class=\"related\"><ul><li><a href=\"/ferry\">Ferry strike looms</a></li></ul></div>\
         <footer><p>Printed on recycled water</p></footer></body></html>"
    )
}

#[test]
fn an_article_is_found_and_what_stands_around_it_can_be_put_back() {
    let draft = draft("bridge.html", &page("<title>Bridge talks stall again | Harbour News</title>", ""));
    assert_eq!(draft.text, PARAGRAPHS.join("\n"));
    check_details(
        &draft,
        &[("Title", "Bridge talks stall again | headline of the page"), ("Language", "en-GB | language of the page")],
    );
    let left_out: Vec<_> = draft.left_out.iter().map(|line| (line.before_line, &*line.text, &*line.reason)).collect();
    assert_eq!(
        left_out,
        [
            (0, "City", "menu of the page"),
            (0, "Sport", "menu of the page"),
            (0, "Harbour News since 1901", "head of the page"),
            (0, "Bridge talks stall again", "headline"),
            (4, "Ferry strike looms", "links to other articles"),
            (4, "Printed on recycled water", "foot of the page"),
        ]
    );
    assert!(draft.warnings.is_empty());
}

#[test]
fn linked_data_comes_before_meta_tags_and_these_before_the_page() {
    let json = r#"<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
        {"@type": ["NewsArticle"], "headline": "Bridge talks stall &amp; the rain goes on",
         "author": [{"@type": "Person", "name": "Ana Petrova"}, {"name": "Li Wei"}],
         "datePublished": "2025-12-03T23:30:00-05:00", "dateModified": "2025-12-05",
         "publisher": {"@type": "Organization", "name": "Harbour News"}}]}</script>"#;
    let metas = r#"<meta property="og:title" content="Another title"><meta property="og:site_name" content="Other site">
        <meta property="article:section" content="City"><meta name="author" content="Somebody">
        <meta property="article:published_time" content="2024-01-01">
        <link rel="canonical" href="https://news.example/bridge"><title>Third title</title>"#;
    check_details(
        &draft("a.htm", &page(&format!("{json}{metas}"), "")),
        &[
            ("Author", "Ana Petrova, Li Wei | metadata of the page (JSON-LD)"),
            ("Date", "2025-12-03 | metadata of the page (JSON-LD)"),
            ("section", "City | metadata of the page (Open Graph)"),
            ("Language", "en-GB | language of the page"),
            ("Outlet", "Harbour News | metadata of the page (JSON-LD)"),
            ("Title", "Bridge talks stall & the rain goes on | metadata of the page (JSON-LD)"),
            ("Updated", "2025-12-05 | metadata of the page (JSON-LD)"),
            ("Url", "https://news.example/bridge | canonical address of the page"),
        ],
    );
}

#[test]
fn every_family_of_meta_tags_is_known() {
    let metas = r#"<meta name="citation_author" content="Petrova, Ana"><meta name="citation_author" content="Wei, Li">
        <meta name="citation_publication_date" content="2025/12/03"><meta name="DC.Publisher" content="Harbour Review">
        <meta name="dcterms.modified" content="2025-12-06"><meta name="author" content="https://pages.example/ana">
        <meta name="twitter:title" content="Bridge talks"><meta name="language" content="en">"#;
    check_details(
        &draft("a.html", &page(metas, "")),
        &[
            ("Author", "Petrova, Ana; Wei, Li | metadata of the page (citation)"),
            ("Date", "2025-12-03 | metadata of the page (citation)"),
            ("Language", "en | metadata of the page"),
            ("Outlet", "Harbour Review | metadata of the page (Dublin Core)"),
            ("Title", "Bridge talks | metadata of the page (Twitter)"),
            ("Updated", "2025-12-06 | metadata of the page (Dublin Core)"),
        ],
    );
}

#[test]
fn the_page_itself_and_the_comments_of_browsers_are_asked_last() {
    let around = "<time datetime=\"2025-12-03\">Wednesday</time>";
    let saved = page("<title>Bridge talks stall again</title>", around);
    let comment = "<!-- saved from url=(0031)https://news.example/bridge?id=1 -->\n<html";
    let saved = draft("a.html", &saved.replacen("<html", comment, 1));
    assert_eq!(saved.origin(&Field::Url), Some("comment in the saved page"));
    assert_eq!(saved.details.url, "https://news.example/bridge?id=1");
    assert_eq!(saved.origin(&Field::Date), Some("time on the page"));
    let comment = "<html><!--\n Page saved with SingleFile \n url: https://news.example/bridge \n saved date: Wed Dec 10 \
                   2025 09:00:00 GMT+0100 (Central European Standard Time)\n--><html";
    let single = draft("a.html", &page("", "").replacen("<html", comment, 1));
    assert_eq!(single.details.url, "https://news.example/bridge");
    assert_eq!(single.details.fields["saved"], "2025-12-10");
    assert_eq!(single.details.date, None);
}

#[test]
fn the_name_of_the_site_is_not_the_title() {
    let title_of = |head: &str, body: &str| {
        let html = page(head, "").replace("<header", &format!("{body}<header"));
        draft("a.html", &html).details.title
    };
    let name = "<h1>Harbour News</h1>";
    assert_eq!(title_of("<title>Bridge talks stall again - Harbour News</title>", name), "Bridge talks stall again");
    assert_eq!(title_of("<title>Harbour News: Bridge talks stall again</title>", ""), "Bridge talks stall again");
    let site = "<meta property=\"og:site_name\" content=\"Harbour News\">";
    assert_eq!(title_of(&format!("{site}<title>Ferry strike – Harbour News</title>"), name), "Ferry strike");
    let only_name =
        page("<title>Ferry strike – Harbour News</title>", "").replace("Bridge talks stall again", "Harbour News");
    assert_eq!(draft("a.html", &only_name).details.title, "Ferry strike – Harbour News");
    assert_eq!(title_of("<title>News</title>", ""), "Bridge talks stall again", "it says something else");
    assert_eq!(title_of("", ""), "Bridge talks stall again");
}

#[test]
fn an_agency_is_no_outlet_and_a_doubtful_date_is_not_chosen() {
    let metas = r#"<meta property="og:site_name" content="Harbour News"><meta name="author" content="By Reuters Staff">
        <meta name="date" content="03/04/2025">"#;
    let draft = draft("a.html", &page(metas, ""));
    let found = (&*draft.details.outlet, &*draft.details.agency, &*draft.details.author);
    assert_eq!(found, ("Harbour News", "Reuters", ""));
    assert_eq!((draft.details.date, draft.ambiguous_date.as_deref()), (None, Some("03/04/2025")));
}

#[test]
fn a_page_without_an_article_is_read_completely() {
    let draft = draft("list.xhtml", "<?xml version=\"1.0\"?><html><body><img src=\"x\"/></body></html>Only this");
    assert_eq!(draft.text, "Only this");
    let empty = read("a.html", b"<html><head><title>x</title></head><body>&nbsp;</body></html>");
    assert_eq!(empty.err(), Some(Unreadable::ShowsNothing));
}

#[test]
fn a_short_notice_keeps_its_text() {
    let html = "<html><body><nav>Menu</nav><article><h1>Bridge closed</h1><p>The old bridge is closed for a week.</p>\
                <p>Ferries run every hour.</p></article></body></html>";
    let draft = draft("short.html", html);
    assert!(draft.text.contains("The old bridge is closed for a week.\nFerries run every hour."), "{}", draft.text);
}

#[test]
fn lines_are_those_that_a_browser_shows() {
    let html = "<html><body><div class=\"story\"><p>One<br>line&nbsp;break and<b>bold</b> <i>type</i>.</p><pre>a  b\n c\
                </pre><table><tr><td>Toll</td><td>5\n euros</td></tr><tr><th>Ferry</th><td>3</td></tr></table>\
                <p hidden>unseen</p><p style=\"display: none\">unseen</p><p>He said <q>no</q>.</p>\
                &#xFEFF;&#13;</div></body></html>";
    let draft = draft("a.html", html);
    let expected = "One\nline\u{a0}break andbold type.\na b\nc\nToll\t5 euros\nFerry\t3\nHe said “no”.";
    assert_eq!(draft.text, expected);
}

#[test]
fn pages_that_are_too_deep_or_too_wide_end_quickly() {
    for part in [
        "<div>",
        "<b>",
        "<a><table><tr><td>",
        "<p><b><i><table>",
        "<ul><li>",
        "<div><object></div>",
        "<form><div></form>",
    ] {
        let reason = read("deep.html", part.repeat(100_000).as_bytes()).err().map(|error| error.to_string());
        assert!(reason.is_some_and(|reason| reason.contains("nested more than 1000 deep")), "{part}");
    }
    for part in [
        "<p>x</p>",
        "<span>x </span>",
        "x<br><br>",
        "<li>x",
        "<div>x, y</div>",
        "<a href=x>x</a>",
        "<td>x",
        "<h1>x</h1>",
        "<font>x</font>",
        "<section><p>x, y</section>",
        "<img><p>x",
        "<noscript><img src=x></noscript>x",
    ] {
        let html = format!("<html><body>{}</body></html>", part.repeat(2_000));
        assert!(read("wide.html", html.as_bytes()).is_ok(), "{part}");
    }
    let deep = format!("{}{}", "<div>".repeat(900), "<p>Some text, and more of it.</p>".repeat(200));
    assert!(read("deep.html", deep.as_bytes()).is_ok());
}

const SAVED_PAGE: &str = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/bridge\r\n\
    Subject: =?utf-8?Q?Bridge=20talks=20stall?=\r\nDate: Wed, 10 Dec 2025 09:00:00 -0000\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/related; type=\"text/html\"; boundary=\"----B\"\r\n\r\n\r\n------B\r\n\
    Content-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\nContent-Transfer-Encoding: quoted-printable\r\n\
    Content-Location: https://news.example/bridge\r\n\r\nBODY\r\n------B\r\nContent-Type: text/html\r\n\
    Content-Location: https://ads.example/frame\r\n\r\n<p>Buy boats</p>\r\n------B\r\nContent-Type: image/png\r\n\
    Content-Transfer-Encoding: base64\r\nContent-Location: https://news.example/a.png\r\n\r\niVBORw0KGgo=\r\n------B--\r\n";

fn quoted_printable(text: &str) -> String {
    let quoted = |byte: u8| match char::from(byte) {
        c if c.is_ascii_alphanumeric() => c.to_string(),
        _ => format!("={byte:02X}"),
    };
    text.bytes().map(quoted).collect()
}

#[test]
fn a_page_saved_as_mail_is_a_page() {
    let html = page("", "").replace("Bridge talks stall again", "");
    let draft = draft("bridge.mhtml", &SAVED_PAGE.replace("BODY", &quoted_printable(&html)));
    assert_eq!(draft.text, PARAGRAPHS.join("\n"));
    check_details(
        &draft,
        &[
            ("saved", "2025-12-10 | date of the saved page"),
            ("Language", "en-GB | language of the page"),
            ("Title", "Bridge talks stall | title of the saved page"),
            ("Url", "https://news.example/bridge | address of the saved page"),
        ],
    );
    assert!(draft.warnings.is_empty());
}

#[test]
fn mail_has_a_sender_a_subject_a_date_and_attachments() {
    let mail = "From: Ana Petrova <ana@news.example>\nTo: desk@news.example\nSubject: Bridge talks\n stall\n\
        Date: Wed, 03 Dec 2025 23:30:00 -0500\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"B\"\n\n--B\n\
        Content-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: quoted-printable\n\n\
        =CC=EE=F1=F2 =E7=E0=EA=F0=FB=F2.\n--B\nContent-Type: application/pdf; name=\"plan.pdf\"\n\
        Content-Disposition: attachment; filename=\"plan.pdf\"\n\nx\n--B\nContent-Type: image/png\n\
        Content-Disposition: attachment\n\ny\n--B--\n";
    let draft = draft("mail.eml", mail);
    assert_eq!(draft.text.trim_end(), "Мост закрыт.");
    check_details(
        &draft,
        &[
            ("Author", "Ana Petrova | sender of the mail"),
            ("Date", "2025-12-03 | date of the mail"),
            ("Title", "Bridge talks stall | subject of the mail"),
        ],
    );
    assert_eq!(draft.encoding.as_ref().map(|encoding| encoding.charset.name()), Some("windows-1251"));
    assert_eq!(draft.warnings, ["the attachments plan.pdf, a file without a name were left out"]);
}

#[test]
fn all_of_an_html_mail_is_read() {
    let mail = "From: desk@news.example\nSubject: Morning\nContent-Type: text/html; charset=utf-8\nMIME-Version: 1.0\n\n\
                <div>Good morning</div><p>The bridge is <b>cl</b>osed.</p><footer>The desk</footer>\n";
    let draft = draft("mail", mail);
    assert_eq!(draft.text, "Good morning\nThe bridge is closed.\nThe desk");
    assert_eq!((&*draft.details.title, &*draft.details.author), ("Morning", "desk@news.example"));
}

#[test]
fn what_starts_like_a_page_or_a_pdf_is_one_whatever_its_name() {
    let page = format!("\n<!DOCTYPE html><html><body><p>{}</p></body></html>", PARAGRAPHS[0]);
    for name in ["a.csv", "a.json", "a.ris", "a.srt", "a.pdf", "a.eml", "a.bib", "a"] {
        assert_eq!(draft(name, &page).text, PARAGRAPHS[0], "{name}");
        let file = SourceFile { name, bytes: b"%PDF-1.4" };
        assert_eq!(Format::of(&file).name, "PDF file", "{name}");
    }
}

#[test]
fn mail_that_is_none_or_endless_is_refused() {
    let problem = |bytes: &[u8]| read("a.eml", bytes).err().map(|error| error.to_string()).unwrap_or_default();
    assert_eq!(
        problem(b""),
        "it is damaged: it has no headers of mail; if it is plain text, give its name the ending .txt"
    );
    let part = |n: usize| format!("Content-Type: multipart/mixed; boundary=B{n}\n\n--B{n}\n");
    let nested: String = (0..19_000).map(part).collect();
    let without_text = "it is damaged: none of its parts is a text; open it in a mail program and save what is \
                        attached to it";
    assert_eq!(problem(format!("MIME-Version: 1.0\n{nested}").as_bytes()), without_text);
    assert!(problem("\n--B\n".repeat(30_000).as_bytes()).starts_with("it has more than 20000 parts"));
}

/// Mail as a server hands it on: more than 2 kB of headers that people never see, and no type of its content.
fn delivered_mail(end_of_line: &str) -> String {
    let received =
        "Received: from mail.example (mail.example [192.0.2.1])\n\tby news.example; Wed, 3 Dec 2025 09:00:00 +0000\n";
    let mail = received.repeat(60)
        + "From: Ana Petrova <ana@news.example>\nSubject: Bridge talks\nDate: Wed, 03 Dec 2025 09:00:00 +0000\n\n\
           The bridge is closed.\nIt stays so.\n";
    mail.replace('\n', end_of_line)
}

#[test]
fn mail_is_known_by_its_headers_with_any_name_and_line_ends() {
    for end_of_line in ["\n", "\r\n", "\r"] {
        for (name, before) in [("a.eml", ""), ("a.txt", ""), ("a.html", "\n\n"), ("a", "\u{feff}")] {
            let draft = draft(name, &(before.to_owned() + &delivered_mail(end_of_line)));
            assert_eq!(draft.text.lines().next(), Some("The bridge is closed."), "{name}, {end_of_line:?}");
            assert_eq!(draft.details.author, "Ana Petrova", "{name}, {end_of_line:?}");
        }
    }
    for text in [
        "From: Ana\nSubject: Bridge talks\n\nThe bridge is closed.",
        "Received: a letter\n\nThe bridge is closed.",
        "Message-ID: a\nand more words\n\nThe bridge is closed.",
    ] {
        assert_eq!(draft("a.txt", text).text, text, "what a person wrote is a text");
    }
}

#[test]
fn each_mail_of_a_mailbox_is_an_article() {
    let one = |subject: &str| {
        format!(
            "From ana@news.example Wed Dec  3 09:00:00 2025\nMessage-ID: <{subject}@news.example>\n\
             From: ana@news.example\nSubject: {subject}\n\nAbout {subject}.\n\nFrom here on it is text.\n\n"
        )
    };
    let mailbox = one("bridges") + &one("rivers") + &one("lakes");
    let reading = read("desk.mbox", mailbox.as_bytes()).expect("it is a mailbox");
    let read: Vec<_> = reading.drafts.iter().map(|draft| (&*draft.details.title, draft.text.trim_end())).collect();
    let text = |subject: &str| format!("About {subject}.\n\nFrom here on it is text.");
    let (bridges, rivers, lakes) = (text("bridges"), text("rivers"), text("lakes"));
    assert_eq!(read, [("bridges", &*bridges), ("rivers", &*rivers), ("lakes", &*lakes)]);
    assert!(reading.failures.is_empty());
}

#[test]
fn a_page_is_one_behind_comments_and_marks_and_in_utf_16() {
    let page = format!("<html><body><p>{}</p></body></html>", PARAGRAPHS[0]);
    for before in
        ["<!-- saved by hand -->\n", "<?xml version=\"1.0\"?>\n<!-- a --> <!-- b -->", "\u{feff}\u{feff}", "\n\u{feff}"]
    {
        assert_eq!(draft("a.txt", &format!("{before}{page}")).text, PARAGRAPHS[0], "{before}");
    }
    let utf_16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{feff}{page}").encode_utf16().flat_map(to_bytes).collect()
    };
    for bytes in [utf_16(u16::to_le_bytes), utf_16(u16::to_be_bytes)] {
        let reading = read("a.txt", &bytes).expect("it is a page");
        assert_eq!(reading.drafts[0].text, PARAGRAPHS[0]);
    }
}

#[test]
fn nothing_of_a_mail_is_lost_where_its_form_is_loose() {
    let mail = |kind: &str, coding: &str, body: &str| {
        let mail = format!(
            "From: ana@news.example\nSubject: s\nMIME-Version: 1.0\nContent-Type: {kind}\n\
             Content-Transfer-Encoding: {coding}\n\n{body}"
        );
        draft("a.eml", &mail)
    };
    let text = |coding: &str, body: &str| mail("text/plain; charset=utf-8", coding, body).text;
    // A list adds its footer in plain text below the coded one.
    let base64 = "VGhlIGJyaWRnZSBpcyBjbG9zZWQu\n___\nThe list of bridges\n";
    assert_eq!(text("base64", base64), "The bridge is closed.\n___\nThe list of bridges\n");
    let quoted = "Gr=C3=BC=C3=9Fe, see http://news.example/?a=zz or b= c, and a soft =\nbreak =3D one line\n";
    assert_eq!(
        text("quoted-printable", quoted),
        "Grüße, see http://news.example/?a=zz or b= c, and a soft break = one line\n"
    );
    let ascii = mail("text/plain; charset=us-ascii", "8bit", "Grüße aus Köln, viele Grüße\n");
    assert_eq!(ascii.text, "Grüße aus Köln, viele Grüße\n");
    let flowed = |delsp: &str| {
        let kind = format!("text/plain; charset=utf-8; format=flowed{delsp}");
        mail(&kind, "7bit", "The minis \nter said \nno.\n\nSecond\n--\x20\nAna\n").text
    };
    assert_eq!(flowed(""), "The minis ter said no.\n\nSecond\n-- \nAna\n");
    assert_eq!(flowed("; delsp=yes"), "The minister saidno.\n\nSecond\n-- \nAna\n");
    let quoted = mail("text/plain; format=flowed", "7bit", "> quoted \n> goes on\n>> deeper \n> shallower \nOwn.\n");
    assert_eq!(quoted.text, "> quoted goes on\n>> deeper \n> shallower \nOwn.\n");
    let unknown = mail("text/plain; charset=utf-7", "7bit", "Gr+APwA3w-e\n");
    assert!(unknown.warnings[0].contains("the encoding “utf-7” is not known"), "{:?}", unknown.warnings);
    let of_blanks = "From: ana@news.example\nSubject: s\nMIME-Version: 1.0\n   \nThe first.\n\nThe second.\n";
    assert_eq!(draft("a.eml", of_blanks).text, "The first.\n\nThe second.\n");
    assert_eq!(draft("a.eml", &of_blanks.replace('\n', "\r")).text, "The first.\n\nThe second.\n");
    let parts = |first: &str, second: &str| {
        let body = format!(
            "--B\nContent-Type: {first}\n\nThe first part.\n--B\nContent-Type: {second}\n\nThe second.\n--B--\n"
        );
        mail("multipart/mixed; boundary=\"B\"", "7bit", &body)
    };
    assert_eq!(parts("text/plain", "text/plain").text, "The first part.\n\nThe second.");
    assert_eq!(parts("text/html", "text/html").text, "The first part.\nThe second.");
    assert_eq!(parts("text/html", "text/plain").text, "The first part.\nThe second.");
    let notes = parts("text/plain", "text/plain\nContent-Disposition: inline; filename=\"notes.txt\"");
    let is_kept = notes.text.contains("The second.") || notes.warnings.iter().any(|words| words.contains("notes.txt"));
    assert!(is_kept, "{} {:?}", notes.text, notes.warnings);
}

#[test]
fn a_mailbox_is_divided_at_every_mail_and_its_quoted_lines_are_restored() {
    let mailbox = "From ana@news.example Wed Dec  3 09:00:00 2025\nMessage-ID: <1@news.example>\nSubject: One\n\n\
                   It says:\n>From the bridge.\n>>From the river.\n> From far.\n\n\
                   From ben@news.example Wed Dec  3 09:01:00 2025\nFrom: ben@news.example\nSubject: Two\n\nText two.\n";
    let reading = read("desk.mbox", mailbox.as_bytes()).expect("it is a mailbox");
    let texts: Vec<_> = reading.drafts.iter().map(|draft| draft.text.trim_end()).collect();
    assert_eq!(texts, ["It says:\nFrom the bridge.\n>From the river.\n> From far.", "Text two."]);
}

#[test]
fn an_article_in_a_frame_is_found() {
    let article = page("<title>Bridge talks</title>", "");
    let quoted = article.replace('&', "&amp;").replace('"', "&quot;");
    let around = format!(
        "<html><head><title>Reader</title></head><body><p>Menu</p><iframe srcdoc=\"{quoted}\"></iframe></body></html>"
    );
    let found = draft("a.html", &around);
    assert!(found.text.contains(PARAGRAPHS[0]) && !found.text.contains("Menu"), "{}", found.text);
    assert_eq!(found.warnings, ["the article was found in a frame of the page"]);
    // The frames of a saved page are parts of it; adverts in frames are no articles.
    let saved = |main: &str, frame: &str| {
        let part = |id: &str, html: &str| {
            format!(
                "--B\r\nContent-Type: text/html\r\nContent-ID: <{id}>\r\nContent-Location: https://news.example/{id}\r\n\r\n{html}\r\n"
            )
        };
        let head = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/a\r\nSubject: Saved\r\n\
                    MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"B\"\r\n\r\n";
        draft("a.mhtml", &format!("{head}{}{}--B--\r\n", part("a", main), part("b", frame)))
    };
    let frames = "<html><frameset><frame src=\"cid:b\"></frameset></html>";
    assert!(saved(frames, &article).text.contains(PARAGRAPHS[3]));
    let advert = saved(&article, "<html><body><p>Buy a boat</p></body></html>");
    assert!(advert.text.contains(PARAGRAPHS[0]) && !advert.text.contains("boat"), "{}", advert.text);
}

#[test]
fn text_in_the_shadow_of_an_element_is_read_and_other_templates_are_not() {
    let text = PARAGRAPHS.map(|paragraph| format!("<p>{paragraph}</p>")).concat();
    let html = format!(
        "<html><body><news-story><template shadowrootmode=\"open\"><template><p>not shown</p></template><article>{text}</article>\
         </template></news-story><template><p>nor this</p></template></body></html>"
    );
    let found = draft("a.html", &html);
    assert_eq!(found.text, PARAGRAPHS.join("\n"));
}

#[test]
fn what_a_page_says_of_another_article_is_not_taken() {
    let block = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Rain expected","author":"Max Berger",
        "datePublished":"2024-01-01","url":"https://news.example/rain"}</script>"#;
    let head = format!(
        "<title>Bridge talks stall</title><link rel=\"canonical\" href=\"https://news.example/bridge\">\
         <meta property=\"article:published_time\" content=\"2025-12-03\">{block}"
    );
    let details = draft("a.html", &page(&head, "")).details;
    let date = details.date.map(|date| date.to_string()).unwrap_or_default();
    assert_eq!((&*details.author, &*date, &*details.url), ("", "2025-12-03", "https://news.example/bridge"));
}

#[test]
fn names_with_commas_stay_apart() {
    let head =
        "<meta name=\"citation_author\" content=\"Petrova, Ana\"><meta name=\"citation_author\" content=\"Li, Wei\">";
    assert_eq!(draft("a.html", &page(head, "")).details.author, "Petrova, Ana; Li, Wei");
}

#[test]
fn comments_in_the_middle_of_words_change_nothing() {
    let mail =
        |body: &str| draft("a.eml", &format!("From: a@b.example\nSubject: s\nContent-Type: text/html\n\n{body}")).text;
    assert_eq!(
        mail("<p>The vote was <!-- -->55<!-- --> to 45 in fa<!-- x -->vour.</p>"),
        "The vote was 55 to 45 in favour."
    );
    let html = page("<title>Bridge talks stall again</title>", "")
        .replace("after five hours", "after <!-- -->five<!-- --> hours");
    let found = draft("a.html", &html);
    assert_eq!(found.text, PARAGRAPHS.join("\n"));
    assert!(found.left_out.iter().all(|line| !line.text.contains("five")), "{:?}", found.left_out);
}

#[test]
fn only_a_time_between_headline_and_text_is_the_date() {
    let with = |before: &str, behind: &str| {
        let html = page("<title>Bridge talks stall again</title>", before)
            .replace("</article>", &format!("{behind}</article>"));
        draft("a.html", &html).details.date.map(|date| date.to_string())
    };
    let time = |date: &str| format!("<time datetime=\"{date}\">then</time>");
    assert_eq!(with(&format!("<p>By Ana Petrova, {}</p>", time("2025-12-03")), "").as_deref(), Some("2025-12-03"));
    assert_eq!(with("", &format!("<p>{}</p>", time("2019-12-24"))), None);
    assert_eq!(with(&format!("<aside>{}</aside>", time("2019-12-24")), ""), None);
    let sentence = "The law of the bridge was signed by the mayor of the town in the old hall on";
    assert_eq!(with(&format!("<p>{sentence} {}.</p>", time("1998-05-05")), ""), None);
    assert_eq!(with("", &format!("<div id=\"comments\"><p>{}</p></div>", time("2019-12-24"))), None);
}

#[test]
fn neither_readers_nor_a_question_about_cookies_are_the_article() {
    let comments: Vec<String> = (0..40).map(|n| format!("<li class=\"comment\"><p>I think, dear reader {n}, that the toll of the bridge is far too high for anyone.</p></li>")).collect();
    let consent =
        "<p>We value your privacy and that of our many partners, who store what they can about you and all others.</p>"
            .repeat(6);
    let comments = comments.concat();
    let around = format!(
        "</article><div id=\"comments\"><ol>{comments}</ol></div><div class=\"fc-consent-root\"><div role=\"dialog\">{consent}</div></div></main>"
    );
    let html = page("<title>Bridge talks stall again</title>", "").replace("</article></main>", &around);
    let found = draft("a.html", &html);
    assert_eq!(found.text, PARAGRAPHS.join("\n"));
    let reasons = |start: &str| {
        found.left_out.iter().find(|line| line.text.starts_with(start)).map(|line| line.reason.to_string())
    };
    assert_eq!(reasons("I think"), Some("readers’ comments".to_owned()));
    assert_eq!(reasons("We value"), Some("notice about cookies".to_owned()));
}

#[test]
fn the_words_of_a_mail_made_of_pictures_and_forwarded_mails_are_read() {
    let part = |kind: &str, body: &str| format!("--B\nContent-Type: {kind}\n\n{body}\n");
    let mail = |kind: &str, parts: &str| {
        format!(
            "From: a@b.example\nSubject: Outer\nMIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary=\"B\"\n\n{parts}--B--\n"
        )
    };
    let pictures = part("text/plain", PARAGRAPHS[0]) + &part("text/html", "<img src=\"cid:a\"><a href=\"x\">View</a>");
    assert_eq!(draft("a.eml", &mail("alternative", &pictures)).text.trim(), PARAGRAPHS[0]);
    let inner = "From: Ana Petrova <ana@b.example>\nSubject: Inner\nContent-Type: text/plain\n\nThe inner text.\n";
    let digest = part("text/plain", "See below.") + &part("message/rfc822", inner) + &part("message/rfc822", inner);
    let reading = read("a.eml", mail("mixed", &digest).as_bytes()).expect("it can be read");
    let texts: Vec<_> = reading.drafts.iter().map(|draft| (&*draft.details.title, draft.text.trim())).collect();
    assert_eq!(texts, [("Outer", "See below."), ("Inner", "The inner text."), ("Inner", "The inner text.")]);
    assert!(reading.drafts[0].warnings.is_empty(), "{:?}", reading.drafts[0].warnings);
    assert_eq!(draft("a.eml", &mail("mixed", &part("message/rfc822", inner))).details.title, "Inner");
}

#[test]
fn letters_in_headers_of_mail_are_whole() {
    let mail = b"From: Andr\xe9 Petit <a@b.example>\r\nSubject: =?utf-8?Q?Die_Br=C3?=\r\n =?utf-8?Q?=BCcke?=\r\nMIME-Version: 1.0\r\n\
        Content-Type: text/plain; charset=windows-1252\r\n\r\nThe text.\r\n";
    let details = &read("a.eml", mail).expect("it can be read").drafts[0].details;
    assert_eq!((&*details.title, &*details.author), ("Die Brücke", "André Petit"));
}

#[test]
fn a_saved_page_that_ends_in_the_middle_is_read_up_to_there() {
    let html = page("<title>Bridge talks stall again</title>", "");
    let head = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://harbour.example/1\r\nMIME-Version: 1.0\r\n\
                Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n";
    let whole = format!("{head}--b\r\nContent-Type: text/html\r\n\r\n{html}\r\n--b--\r\n");
    let cut = whole.strip_suffix("\r\n--b--\r\n").expect("it ends so");
    let [whole, cut] = [&whole, cut].map(|text| draft("a.mhtml", text));
    assert!(cut.text == whole.text && cut.text.contains(PARAGRAPHS[3]));
    assert_eq!((cut.warnings, whole.warnings.len()), (vec!["the file ends in the middle".to_owned()], 0));
}

#[test]
fn a_small_page_set_by_a_table_keeps_every_paragraph() {
    let [first, second] = [PARAGRAPHS[0], PARAGRAPHS[2]];
    let html = format!(
        "<html><body><nav>Home</nav><table><tr><td>{first}</td></tr><tr><td>{second} {first}</td></tr></table></body></html>"
    );
    let found = draft("a.html", &html);
    assert_eq!(found.text, format!("{first}\n{second} {first}"));
    let left_out: Vec<_> = found.left_out.iter().map(|line| &*line.text).collect();
    assert_eq!(left_out, ["Home"]);
}

#[test]
fn a_byline_above_the_article_names_the_author_and_the_outlet_is_none() {
    let head = r#"<meta property="og:site_name" content="Harbour News"><meta name="author" content="harbour news">"#;
    let with_byline = page(head, r#"<div class="byline">By Ana Petrova and Li Wei</div>"#);
    let found = draft("a.html", &with_byline);
    assert_eq!((&*found.details.author, &*found.details.outlet), ("Ana Petrova and Li Wei", "Harbour News"));
    assert_eq!(found.origin(&Field::Author), Some("byline of the page"));
    let without = draft("a.html", &page(head, r#"<div class="author">Written by our staff</div>"#));
    assert_eq!((&*without.details.author, without.origin(&Field::Author)), ("", None));
}
