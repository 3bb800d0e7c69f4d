//! The readers of files that become articles: what is true of every draft, and that articles fit into a project.

use std::{fmt::Write as _, sync::atomic::AtomicBool};

use standpoint_core::{
    edit::{Gesture, History},
    model::Project,
};
use standpoint_exchange::import::{
    articles::{self, FileOutcome},
    draft::Draft,
    formats::{Format, ReadingOptions, SourceFile},
};

use crate::targets::{Verdict, breaks_no_rule, in_a_file, keeps};

pub const PAGE_WORDS: [&str; 44] = [
    "<p>",
    "</p>",
    "<div class=\"story\">",
    "<div class=\"share\">",
    "</div>",
    "<table><tr><td>",
    "</td></tr></table>",
    "<br>",
    "<b>",
    "</b>",
    "<pre>",
    "<q>",
    "<nav>",
    "<article>",
    "</article>",
    "<h1>",
    "<time datetime=\"2025-12-03\">",
    "<script type=\"application/ld+json\">",
    "{\"@type\":\"NewsArticle\",\"author\":[{\"name\":\"Ana\"}]}",
    "</script>",
    "<meta name=\"author\" content=\"Reuters\">",
    "<meta property=\"article:published_time\" content=\"03/04/2025\">",
    "<meta charset=\"utf-16\">",
    "<meta charset=windows-1251>",
    "<!-- saved from url=(0014)https://a.example -->",
    "<title>",
    "<svg><title>",
    "<template>",
    "<select><option>",
    "<textarea>",
    "<noscript>",
    "&#13;",
    "&#xFEFF;",
    "&amp;",
    "hidden",
    "<td>HD</td><td>",
    "<p class=\"articleParagraph\">",
    "<div class=\"article enArticle\">",
    "<span class=\"DocHeader\">",
    "<span class=\"DocPublicationName\">",
    "class=\"titreArticleVisu\"",
    "mercredi 3 décembre 2025, p. 5",
    "31 February 2025",
    "<?xml version=\"1.0\" encoding=\"koi8-r\"?>",
];

pub const MAIL_WORDS: [&str; 16] = [
    "Subject: =?utf-8?B?0JzQvtGB0YI=?=\n",
    "From: A <a@b.example>\n",
    "Date: Wed, 03 Dec 2025 23:30:00 -0500\n",
    "Content-Type: text/html\n",
    "Content-Type: text/plain; charset=utf-16\n",
    "Content-Type: multipart/mixed; boundary=B\n",
    "Content-Type: message/rfc822\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "Content-Location: https://a.example\n",
    "Content-Disposition: attachment; filename=a.pdf\n",
    "--B\n",
    "--B--\n",
    "=E2=80=9C=\n",
    "\r\n\r\n",
    "<p>x</p>",
];

pub fn read_text(bytes: &[u8]) -> Result<Verdict, String> {
    read("a.txt", bytes)
}

pub fn read_page(bytes: &[u8]) -> Result<Verdict, String> {
    read("a.html", bytes)
}

pub fn read_mail(bytes: &[u8]) -> Result<Verdict, String> {
    read("a.mhtml", bytes)
}

pub fn read(name: &str, bytes: &[u8]) -> Result<Verdict, String> {
    let file = SourceFile { name, bytes };
    if let Ok(reading) = (Format::of(&file).read)(&file, &ReadingOptions::default()) {
        reading.drafts.iter().try_for_each(holds_together)?;
    }
    let report = in_a_file(name, bytes, |path| {
        articles::read_articles(
            &[path.to_owned()],
            &ReadingOptions::default(),
            &Project::default(),
            &AtomicBool::new(false),
            &mut |_, _| {},
        )
    });
    if report.lines.is_empty() {
        return Err("nothing is said of a file".to_owned());
    }
    let mut said = String::new();
    for line in &report.lines {
        let taken = match &line.outcome {
            FileOutcome::Imported(taken) => taken,
            FileOutcome::Skipped(reason) => {
                _ = write!(said, "{reason} ");
                continue;
            }
        };
        let details = &taken.article.details;
        let known = [&details.outlet, &details.agency, &details.author, &details.language, &details.url];
        let known = known.map(|value| !value.is_empty());
        let encoding = taken.encoding.as_ref().map(|used| (used.charset.name(), used.n_nul > 0, used.n_replaced > 0));
        _ = write!(said, "{encoding:?} {known:?} {} ", details.date.is_some());
    }
    let mut history = History::new(Project::default());
    let Some(edit) = articles::edit(history.project(), &report.articles) else {
        return Ok(Verdict { was_read: false, said });
    };
    history.apply("Import", Gesture::Single, edit).map_err(|error| format!("the article does not fit: {error}"))?;
    breaks_no_rule(history.project())?;
    keeps(history.project(), "the project with the article")?;
    Ok(Verdict { was_read: true, said })
}

/// Lines that were left out stand in the text, in its order.
fn holds_together(draft: &Draft) -> Result<(), String> {
    let n_lines = draft.text.lines().count();
    let places: Vec<usize> = draft.left_out.iter().map(|line| line.before_line).collect();
    if !places.is_sorted() || places.last().is_some_and(|last| *last > n_lines) {
        return Err(format!("lines were left out before {places:?} of {n_lines} lines"));
    }
    if draft.left_out.iter().any(|line| line.text.contains(['\n', '\r', '\0'])) {
        return Err("a line that was left out is no line".to_owned());
    }
    Ok(())
}
