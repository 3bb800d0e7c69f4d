use std::sync::Arc;

use standpoint_core::{
    model::{Article, Details, Highlight, Tags},
    text::{Span, Text},
};

use super::*;

fn talks(mark: &str) -> Project {
    let mut project = Project::titled(format!("{mark}Talks"));
    for (name, parent) in [("Russia", None), ("Putin", Some("Russia")), ("Ukraine", None)] {
        let book = &mut project.codebook;
        let parent = parent
            .and_then(|name| book.code_called(CodeKind::Actor, &format!("{mark}{name}")))
            .map(|code| code.id.clone());
        let mut code = book.fresh_code(CodeKind::Actor, &format!("{mark}{name}"), parent);
        code.aliases = vec![format!("{mark}the {name}")];
        code.definition = format!("{mark}What {name} says.\nNot what is said of it.");
        book.actors.push(code);
    }
    let mut article = Article::new(Details::default(), Text::new("Putin speaks. Russia speaks."));
    for (start, actor) in [(0, 1), (14, 0)] {
        let tags = Tags { actor: Some(project.codebook.actors[actor].id.clone()), ..Tags::default() };
        let span = Span::new(start, start + 5);
        article.highlights.push(Highlight::new(&article.text, span, tags, "AK", "2026-01-12T09:14:00Z").into());
    }
    project.articles.push(Arc::new(article));
    project
}

fn written(form: CodebookForm, project: &Project) -> Vec<u8> {
    let mut out = Vec::new();
    let made = "2026-11-22T07:10:00Z".parse().expect("it is a moment");
    form.write(&mut out, project, CsvOptions::default(), made).expect("memory can be written");
    out
}

#[test]
fn a_code_counts_its_own_highlights_and_those_of_its_members() {
    let project = talks("");
    let book = PrintedCodebook::of(&project, "2026-11-22T07:10:00Z".parse().expect("it is a moment"));
    let counts: Vec<String> = book.actors.iter().map(PrintedCode::counts).collect();
    assert_eq!(counts, ["1 highlight in 1 article, 2 with members", "1 highlight in 1 article", "No highlights"]);
    assert_eq!(book.actors[0].facts(), "1 highlight in 1 article, 2 with members · Key 1 · Colour #3b7ab8");
    assert_eq!(book.in_words(), "3 actors, 0 issues and 3 stances");
}

#[test]
fn a_page_is_well_formed_and_no_name_is_an_element_of_it() {
    for mark in ["", "<b>&\"", "]]>\u{1}\u{ffff}"] {
        let page = String::from_utf8(written(CodebookForm::Html, &talks(mark))).expect("it is UTF-8");
        let parsed = roxmltree::Document::parse_with_options(
            &page,
            roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() },
        );
        let parsed = parsed.unwrap_or_else(|error| panic!("{mark}: {error}"));
        assert!(parsed.descendants().all(|node| node.tag_name().name() != "b"));
        assert!(page.contains("What Putin says.") && page.contains("<h4><span"));
    }
}

#[test]
fn a_document_has_the_same_words_as_the_page() {
    let project = talks("<b>&\u{1}");
    let docx = written(CodebookForm::Docx, &project);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).expect("it is an archive");
    let mut body = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("word/document.xml").expect("it is there"), &mut body)
        .expect("it is UTF-8");
    let parsed = roxmltree::Document::parse(&body).expect("it is XML");
    let text: String = parsed.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect();
    for words in ["<b>&\u{fffd}Russia", "What Ukraine says.", "Aliases: ", "2 with members", "conditional", "Key 1"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(body.contains("w:val=\"Heading3\"") && body.contains("w:fill=\"3b7ab8\""));
}
