//! The readers of files that become articles: what is true of every draft, and that articles fit into a project.

use std::{fmt::Write as _, sync::atomic::AtomicBool};

use standpoint_core::{
    edit::{Gesture, History},
    model::Project,
};
use standpoint_exchange::import::{
    articles::read_files,
    draft::Draft,
    formats::ReadingOptions,
    review::{Review, ReviewDraft, ReviewEntry},
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

/// Imports a file, whatever number of texts it has. What becomes articles obeys the rules of a project, and a second
/// import of the same file brings nothing.
pub fn read(name: &str, bytes: &[u8]) -> Result<Verdict, String> {
    let read = |project: &Project| {
        let files = in_a_file(name, bytes, |path| {
            read_files(&[path.to_owned()], &ReadingOptions::default(), &AtomicBool::new(false), &mut |_, _| {})
        });
        Review::new(project, files)
    };
    let review = read(&Project::default());
    if review.is_empty() {
        return Err("nothing is said of a file".to_owned());
    }
    let mut said = String::new();
    for entry in review.entries().take(5) {
        _ = match entry {
            ReviewEntry::Draft(at) => write!(said, "{} ", outcome_of(&review.drafts()[at])?),
            ReviewEntry::Failed(failed) => write!(said, "{} ", failed.reason),
        };
    }
    let mut history = History::new(Project::default());
    let Some(edit) = review.edit(history.project()) else {
        return Ok(Verdict { was_read: false, said });
    };
    history.apply("Import", Gesture::Single, edit).map_err(|error| format!("the articles do not fit: {error}"))?;
    breaks_no_rule(history.project())?;
    keeps(history.project(), "the project with the articles")?;
    match read(history.project()).counts().n_ticked {
        0 => Ok(Verdict { was_read: true, said }),
        n => Err(format!("{n} articles are taken a second time")),
    }
}

/// What is known of a draft, whose lines must hold together.
fn outcome_of(draft: &ReviewDraft) -> Result<String, String> {
    holds_together(draft.draft())?;
    let details = draft.details();
    let known = [&details.outlet, &details.agency, &details.author, &details.language, &details.url];
    let known = known.map(|value| !value.is_empty());
    let encoding = draft.draft().encoding.as_ref();
    let encoding = encoding.map(|used| (used.charset.name(), used.n_nul > 0, used.n_replaced > 0));
    let n_parts = draft.draft().parts.len().min(3);
    Ok(format!("{encoding:?} {known:?} {} {n_parts}", details.date.is_some()))
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
