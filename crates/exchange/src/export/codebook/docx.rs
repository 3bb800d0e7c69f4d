//! The codebook as a document for word processors.

use std::io::{self, Write};

use standpoint_core::wording::{grouped, number};

use super::{PrintedCode, PrintedCodebook};
use crate::export::docx::{DocxCell, DocxProperties, DocxRun, DocxStyle, DocxWriter};

/// The language of the words that are ours.
const LANGUAGE: &str = "en-GB";

pub(super) fn write(out: &mut dyn Write, book: &PrintedCodebook<'_>) -> io::Result<()> {
    let project = book.about.project.trim();
    let title = format!("{}{}Codebook", project, if project.is_empty() { "" } else { ": " });
    let mut docx = DocxWriter::new(DocxProperties { title: &title, language: LANGUAGE, made: book.made });
    docx.paragraph(DocxStyle::Title, &[DocxRun::from(&*title)])?;
    docx.paragraph(DocxStyle::Body, &[DocxRun::from(&*book.in_words())])?;
    for (name, words) in book.about.lines().into_iter().filter(|(name, _)| !matches!(*name, "Project" | "Table")) {
        docx.paragraph(DocxStyle::Note, &[DocxRun::bold(name), ": ".into(), DocxRun::from(&*words)])?;
    }
    for (title, codes) in book.parts() {
        if codes.is_empty() {
            continue;
        }
        docx.paragraph(DocxStyle::Heading(1), &[title.into()])?;
        overview(&mut docx, codes)?;
        for code in codes {
            write_code(&mut docx, code)?;
        }
    }
    if !book.stances.is_empty() {
        docx.paragraph(DocxStyle::Heading(1), &["Stances".into()])?;
        let numbers: Vec<[String; 2]> =
            book.stances.iter().map(|(stance, n)| [number(stance.weight), grouped(*n)]).collect();
        let rows = book.stances.iter().zip(&numbers).map(|((stance, _), [weight, n])| {
            vec![DocxRun::from(&*stance.name).into(), DocxCell::number(weight), DocxCell::number(n)]
        });
        docx.table(&[("Stance", 6), ("Weight", 2), ("Highlights", 2)], rows)?;
    }
    docx.finish(out)
}

/// The tree of codes as a table.
fn overview(docx: &mut DocxWriter<'_>, codes: &[PrintedCode<'_>]) -> io::Result<()> {
    let columns = [("", 1), ("Code", 14), ("Key", 2), ("Highlights", 4), ("With members", 5), ("Articles", 3)];
    let words: Vec<[String; 4]> = codes
        .iter()
        .map(|code| {
            let [own, all, articles] = [code.n_highlights, code.n_with_members, code.n_articles].map(grouped);
            [code.key.map(String::from).unwrap_or_default(), own, all, articles]
        })
        .collect();
    let rows = codes.iter().zip(&words).map(|(printed, [key, own, all, articles])| {
        let swatch = DocxCell { fill: Some(printed.code.colour), ..DocxCell::default() };
        let name = DocxCell { indent: printed.depth, ..DocxRun::from(&*printed.code.name).into() };
        let numbers = [own, all, articles].map(|number| DocxCell::number(number));
        [swatch, name, DocxRun::from(&**key).into()].into_iter().chain(numbers).collect()
    });
    docx.table(&columns, rows)
}

fn write_code(docx: &mut DocxWriter<'_>, printed: &PrintedCode<'_>) -> io::Result<()> {
    let code = printed.code;
    let level = u8::try_from(printed.depth + 2).unwrap_or(u8::MAX);
    docx.paragraph(DocxStyle::Heading(level), &[DocxRun::from(&*code.name)])?;
    let patch = DocxRun { text: "\u{a0}\u{a0}\u{a0}", fill: Some(code.colour), ..DocxRun::default() };
    docx.paragraph(DocxStyle::Note, &[patch, " ".into(), DocxRun::from(&*printed.facts())])?;
    if !code.aliases.is_empty() {
        let aliases = code.aliases.join("; ");
        docx.paragraph(DocxStyle::Body, &[DocxRun::bold("Aliases: "), DocxRun::from(&*aliases)])?;
    }
    let definition = if code.definition.is_empty() { "No definition" } else { &*code.definition };
    docx.paragraph(DocxStyle::Body, &[DocxRun::from(definition)])?;
    for (label, words) in printed.notes() {
        docx.paragraph(DocxStyle::Body, &[DocxRun::bold(&format!("{label}: ")), DocxRun::from(words)])?;
    }
    for example in &printed.examples {
        let (quote, source) = (format!("“{}” ", example.quote), DocxRun::from(&*example.source));
        docx.paragraph(DocxStyle::Note, &[DocxRun::from(&*quote), source])?;
    }
    Ok(())
}
