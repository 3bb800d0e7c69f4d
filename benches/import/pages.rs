//! Saved web pages, against the crate that finds the article on a page.

use std::{fmt::Write as _, fs};

use dom_smoothie::Readability;

use crate::{RUNS, common, folder_of, import, paths, words};

/// A page as a newspaper has it: an article of 6 KB among scripts, menus, adverts and links to other articles.
pub fn page(seed: usize) -> String {
    let text = words(seed, 6_000);
    let sentences: Vec<&str> = text.lines().collect();
    let paragraphs = sentences.chunks(3).map(|lines| lines.join(", ")).fold(String::new(), |mut all, paragraph| {
        writeln!(all, "<p class=\"story-text\">{paragraph} <a href=\"/more/{seed}\">more about it</a>, and so on.</p>")
            .expect("a string can be written to");
        all
    });
    let items = |noun: &str, n: usize| {
        (0..n).fold(String::new(), |mut all, at| {
            writeln!(
                all,
                "<li class=\"item item-{at}\"><a href=\"/{noun}/{at}?from=home\" title=\"{noun} {at}\"><img \
                 src=\"/pictures/{at}.jpg\" alt=\"\"><span class=\"label\">The {noun} of day {at} in the \
                 harbour</span></a></li>"
            )
            .expect("a string can be written to");
            all
        })
    };
    let script = format!("window.data = window.data || []; window.data.push({{id: {seed}, kind: 'page'}});\n");
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Bridge {seed} | Harbour News</title>\n\
         <meta property=\"og:title\" content=\"Bridge {seed}\"><meta property=\"og:site_name\" content=\"Harbour News\">\
         <link rel=\"canonical\" href=\"https://news.example/{seed}\">\n<script type=\"application/ld+json\">\
         {{\"@type\":\"NewsArticle\",\"headline\":\"Bridge {seed}\",\"datePublished\":\"2025-12-03\",\
         \"author\":{{\"@type\":\"Person\",\"name\":\"Ana Petrova\"}}}}</script>\n<style>{}</style></head><body>\n\
         <header class=\"site\"><nav><ul>{}</ul></nav></header>\n<script>{}</script>\n<main><div class=\"page-body\">\
         <article><h1>Bridge {seed}</h1><p class=\"byline\">By Ana Petrova</p>{paragraphs}</article>\
         <aside class=\"related\"><h2>Related</h2><ul>{}</ul></aside></div></main>\n<section class=\"comments\"><ul>{}\
         </ul></section><footer><ul>{}</ul></footer></body></html>\n",
        ".story-text { margin: 0 auto; }\n".repeat(300),
        items("section", 40),
        script.repeat(200),
        items("report", 30),
        items("comment", 60),
        items("service", 30),
    )
}

/// Two hundred saved pages.
pub fn saved_pages() -> String {
    const FILES: usize = 200;
    let folder = folder_of(FILES, "html", |index| page(index).into_bytes());
    let files = import(folder.path()).files;
    assert_eq!(files.len(), FILES);
    let n_found = files
        .iter()
        .filter(|file| {
            file.outcome.as_ref().is_ok_and(|read| {
                let draft = &read.reading.drafts[0];
                draft.warnings.is_empty() && draft.text.len() > 5_000 && !draft.left_out.is_empty()
            })
        })
        .count();
    assert_eq!(n_found, FILES, "an article is found on each page");
    let bare = || {
        let article = |path| {
            let html = fs::read_to_string(path).expect("it is there");
            let mut readability = Readability::new(html, None, None).expect("it is a page");
            readability.parse().expect("there is an article").text_content.len()
        };
        paths(folder.path()).into_iter().map(article).sum::<usize>()
    };
    common::report("import-pages", common::medians(RUNS, || import(folder.path()), bare), 1.5)
}
