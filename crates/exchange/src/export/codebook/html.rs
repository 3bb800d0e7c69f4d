//! The codebook as one web page without scripts, further files or downloads. It is also well-formed XML.

use std::io::{self, Write};

use standpoint_analysis::report::provenance::PROGRAM;
use standpoint_core::wording::{grouped, number};

use super::{PrintedCode, PrintedCodebook};
use crate::xml::escaped;

const STYLE: &str = include_str!("../../../../../assets/codebook.css");

/// How deep the page indents codes; deeper levels look the same.
const MOST_INDENTS: usize = 6;

pub(super) fn write(out: &mut dyn Write, book: &PrintedCodebook<'_>) -> io::Result<()> {
    head(out, book)?;
    writeln!(out, "<main>")?;
    for (title, codes) in book.parts() {
        if codes.is_empty() {
            continue;
        }
        writeln!(out, "<section>\n<h2>{title}</h2>")?;
        overview(out, codes)?;
        for code in codes {
            write_code(out, code)?;
        }
        writeln!(out, "</section>")?;
    }
    stances(out, book)?;
    writeln!(out, "</main>\n</body>\n</html>")?;
    out.flush()
}

fn head(out: &mut dyn Write, book: &PrintedCodebook<'_>) -> io::Result<()> {
    let project = escaped(&book.about.project);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width\"/>\n<meta name=\"generator\" content=\"{PROGRAM}\"/>\n\
         <title>{project}: codebook</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1 dir=\"auto\">{project}</h1>\n<p>Codebook: {}</p>\n<dl>\n",
        book.in_words(),
    )?;
    for (name, words) in book.about.lines().into_iter().filter(|(name, _)| !matches!(*name, "Project" | "Table")) {
        writeln!(out, "<dt>{name}</dt><dd dir=\"auto\">{}</dd>", escaped(&words))?;
    }
    writeln!(out, "</dl>\n</header>")
}

/// The tree of codes as a table.
fn overview(out: &mut dyn Write, codes: &[PrintedCode<'_>]) -> io::Result<()> {
    writeln!(
        out,
        "<table>\n<thead><tr><th scope=\"col\">Code</th><th scope=\"col\">Key</th><th scope=\"col\" class=\"n\">Highlights</th>\
         <th scope=\"col\" class=\"n\">With members</th><th scope=\"col\" class=\"n\">Articles</th></tr></thead>\n<tbody>"
    )?;
    for printed in codes {
        let PrintedCode { code, depth, key, n_highlights, n_articles, n_with_members, .. } = printed;
        let numbers = [n_highlights, n_with_members, n_articles].map(|n| grouped(*n));
        write!(
            out,
            "<tr><th scope=\"row\" class=\"d{}\">{}<span dir=\"auto\">{}</span></th><td>{}</td>",
            (*depth).min(MOST_INDENTS),
            swatch(printed),
            escaped(&code.name),
            key.map(String::from).unwrap_or_default(),
        )?;
        for number in numbers {
            write!(out, "<td class=\"n\">{number}</td>")?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table>")
}

/// A patch of the colour of a code.
fn swatch(printed: &PrintedCode<'_>) -> String {
    format!("<span class=\"swatch\" style=\"background: {}\"></span>", printed.code.colour)
}

fn write_code(out: &mut dyn Write, printed: &PrintedCode<'_>) -> io::Result<()> {
    let code = printed.code;
    let level = (printed.depth + 3).min(6);
    writeln!(
        out,
        "<article class=\"code d{}\" style=\"border-color: {}\">\n<h{level}><span dir=\"auto\">{}</span></h{level}>\n\
         <p class=\"facts\">{}</p>",
        printed.depth.min(MOST_INDENTS),
        code.colour,
        escaped(&code.name),
        escaped(&printed.facts()),
    )?;
    if !code.aliases.is_empty() {
        let aliases = code.aliases.join("; ");
        writeln!(out, "<p class=\"aliases\">Aliases: <span dir=\"auto\">{}</span></p>", escaped(&aliases))?;
    }
    match &*code.definition {
        "" => writeln!(out, "<p class=\"missing\">No definition</p>")?,
        words => writeln!(out, "<p class=\"definition\" dir=\"auto\">{}</p>", escaped(words))?,
    }
    for (label, words) in printed.notes() {
        writeln!(out, "<p class=\"definition\"><b>{label}:</b> <span dir=\"auto\">{}</span></p>", escaped(words))?;
    }
    for example in &printed.examples {
        let (quote, source) = (escaped(&example.quote), escaped(&example.source));
        writeln!(
            out,
            "<blockquote><span dir=\"auto\">“{quote}”</span> <cite dir=\"auto\">{source}</cite></blockquote>"
        )?;
    }
    writeln!(out, "</article>")
}

fn stances(out: &mut dyn Write, book: &PrintedCodebook<'_>) -> io::Result<()> {
    if book.stances.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<section>\n<h2>Stances</h2>\n<table>\n<thead><tr><th scope=\"col\">Stance</th>\
         <th scope=\"col\" class=\"n\">Weight</th><th scope=\"col\" class=\"n\">Highlights</th></tr></thead>\n<tbody>"
    )?;
    for (stance, n_highlights) in &book.stances {
        writeln!(
            out,
            "<tr><th scope=\"row\" dir=\"auto\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            escaped(&stance.name),
            number(stance.weight),
            grouped(*n_highlights),
        )?;
    }
    writeln!(out, "</tbody></table>\n</section>")
}
