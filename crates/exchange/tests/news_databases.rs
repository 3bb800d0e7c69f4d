//! Exports of news databases become one draft for each report, field by field.

#![cfg(feature = "web")]

use standpoint_exchange::import::{
    draft::Draft,
    formats::{Format, Reading, ReadingOptions, SourceFile},
};

fn read(text: &str) -> (&'static str, Reading) {
    let file = SourceFile { name: "export.html", bytes: text.as_bytes() };
    let format = Format::of(&file);
    let reading = (format.read)(&file, &ReadingOptions::default()).expect("the file can be read");
    (format.name, reading)
}

/// Title, outlet, agency, author, date, language and section.
fn details(draft: &Draft) -> [String; 7] {
    let details = &draft.details;
    let date = details.date.map(|date| date.to_string());
    let section = details.field("section").unwrap_or_default().to_owned();
    let [title, outlet, agency, author, language] =
        [&details.title, &details.outlet, &details.agency, &details.author, &details.language].map(Clone::clone);
    [title, outlet, agency, author, date.unwrap_or_default(), language, section]
}

fn failures(reading: &Reading) -> Vec<String> {
    reading.failures.iter().map(|failure| format!("{} {}: {}", failure.noun, failure.number, failure.reason)).collect()
}

fn row(code: &str, value: &str) -> String {
    format!("<tr><td class=\"index\"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>")
}

fn factiva(reports: &[(&str, String)]) -> String {
    let report = |(class, inside): &(&str, String)| format!("<div class=\"article {class}\">{inside}</div><br>");
    let reports: String = reports.iter().map(report).collect();
    format!("<html><head><title>Factiva</title></head><body><div id=\"contentBody\">{reports}</div></body></html>")
}

#[test]
fn reports_of_factiva_with_codes() {
    let text = "<p class=\"articleParagraph enarticleParagraph\">The mayor said <b>n</b>o.</p>\n\
                <p class=\"articleParagraph enarticleParagraph\">HD and TD are codes,\n and Document 5 is a document.</p>";
    let full = [
        row("HD", "<span class=\"enHeadline\">Bridge talks stall<br>Ferry workers sing</span>"),
        row("BY", "By Ana Petrova"),
        row("CR", "Reuters"),
        row("WC", "120 words"),
        row("PD", "3 December 2025"),
        row("ET", "14:20"),
        row("SN", "Harbour News"),
        row("SE", "City"),
        row("LA", "English"),
        row("LP", "<p class=\"articleParagraph enarticleParagraph\">Five hours, no plan.</p>"),
        row("TD", text),
        row("NS", "gbridge : Bridges"),
        row("AN", "Document HARB000020251203"),
    ];
    let bare = [
        row("HD", "Le pont reste fermé"),
        row("PD", "décembre 2025"),
        row("TD", "<p class=\"articleParagraph\">Rien.</p>"),
    ];
    let broken = [row("HD", "Nothing here"), row("SN", "Harbour News")];
    let page = factiva(&[
        ("enArticle", format!("<table>{}</table>", full.concat())),
        ("frArticle", format!("<table><tr><td><table><tbody>{}</tbody></table></td></tr></table>", bare.concat())),
        ("enArticle", format!("<table>{}</table>", broken.concat())),
        ("enArticle", "<p>We are sorry, an error.</p>".to_owned()),
    ]);
    let (format, reading) = read(&page);
    assert_eq!(format, "Factiva export");
    let [first, second] = &*reading.drafts else { panic!("{:?}", reading.drafts) };
    assert_eq!(
        details(first),
        ["Bridge talks stall Ferry workers sing", "Harbour News", "Reuters", "Ana Petrova", "2025-12-03", "en", "City"]
    );
    assert_eq!(
        first.text,
        "Five hours, no plan.\nThe mayor said no.\nHD and TD are codes, and Document 5 is a document."
    );
    let left_out: Vec<_> = first.left_out.iter().map(|line| (line.before_line, &*line.text)).collect();
    assert_eq!(
        left_out,
        [(0, "WC\t120 words"), (0, "ET\t14:20"), (3, "NS\tgbridge : Bridges"), (3, "AN\tDocument HARB000020251203")]
    );
    assert_eq!(details(second), ["Le pont reste fermé", "", "", "", "2025-12", "fr", ""]);
    assert_eq!(second.text, "Rien.");
    assert_eq!(
        failures(&reading),
        ["report 3: “Nothing here” has no text", "report 4: it has neither a headline nor a text"]
    );
}

#[test]
fn reports_of_factiva_whose_paragraphs_have_no_class() {
    let report = |title: &str| {
        let rows =
            [row("HD", title), row("SN", "Harbour News"), row("PD", "3 December 2025"), row("LP", "<p>A text.</p>")];
        ("deArticle", format!("<table>{}</table>", rows.concat()))
    };
    let (format, reading) = read(&factiva(&[report("One"), report("Two")]));
    let titles: Vec<_> = reading.drafts.iter().map(|draft| (&*draft.details.title, &*draft.text)).collect();
    assert_eq!((format, &*titles), ("Factiva export", &[("One", "A text."), ("Two", "A text.")][..]));
}

#[test]
fn reports_of_factiva_without_codes() {
    let report = |byline: &str, date: &str| {
        format!(
            "<div id=\"hd\"><span class=\"deHeadline\">Brücke bleibt zu</span></div>{byline}<div>120 Wörter</div>{date}\
             <div>14:20</div><div>Hafenblatt</div><div>HAFB</div><div>Deutsch</div><div>© 2025 Hafenblatt</div>\
             <p class=\"articleParagraph dearticleParagraph\">Fünf Stunden.</p>\
             <p class=\"articleParagraph dearticleParagraph\">3. Dezember 2025</p>\
             <p>Dokument HAFB000020251203</p><div>Hafenblatt GmbH</div>"
        )
    };
    let date = "<div>3 Dezember 2025</div>";
    let page = factiva(&[
        ("deArticle", report("<div class=\"author\">Von Max Berger (dpa)</div>", date)),
        ("deArticle", format!("<div>{}</div>", report("", date))),
        ("deArticle", report("<div>Max Berger</div>", "")),
    ]);
    let around_all = page.replace("<div id=\"contentBody\">", "<div class=\"article deArticle\" id=\"contentBody\">");
    assert_ne!(page, around_all);
    assert_eq!(read(&around_all).1.drafts.len(), 3, "a report around all others is none");
    let (_, reading) = read(&page);
    let [first, second, third] = &*reading.drafts else { panic!("{:?}", reading.failures) };
    assert_eq!(details(first), ["Brücke bleibt zu", "Hafenblatt", "dpa", "Max Berger", "2025-12-03", "de", ""]);
    assert_eq!(details(second), ["Brücke bleibt zu", "Hafenblatt", "", "", "2025-12-03", "de", ""]);
    assert_eq!(details(third), ["Brücke bleibt zu", "", "", "Max Berger", "", "de", ""]);
    for draft in [first, second, third] {
        assert_eq!(draft.text, "Fünf Stunden.\n3. Dezember 2025");
        assert!(draft.left_out.iter().any(|line| line.text == "Hafenblatt GmbH" && line.before_line == 2));
    }
}

#[test]
fn reports_of_europresse_in_the_present_form() {
    let report = |outlet: &str, header: &str, authors: &str, text: &str| {
        format!(
            "<article><header><div class=\"rdp__DocPublicationName\"><span class=\"DocPublicationName\">{outlet}</span>\
             </div><span class=\"DocHeader\">{header}</span><div class=\"titreArticle\">\
             <p class=\"titreArticleVisu rdp__articletitle\">Le pont reste <span class=\"occurrence\">ferm</span>é</p>\
             </div>{authors}</header><section><div class=\"docOcurrContainer\">{text}</div></section><footer>\
             <div class=\"publiC-lblNodoc\">news·20251203·HN·0042</div></footer></article>"
        )
    };
    let text = "<p>Cinq heures de <span class=\"occurrence\">pont</span>s et de ferrys.</p><p>news: rien de neuf</p>";
    let authors = "<div class=\"docAuthors\">Ana Petrova ; </div>";
    let reports = [
        report("Le Quai<br>édition du soir", "Ville, mercredi 3 décembre 2025, p. 5", authors, text),
        report("Harbour News (site web)", "Wednesday, December 3, 2025", "", "<p>Five hours.</p>"),
        report("Harbour News", "City News, Wednesday, December 3, 2025, p. A5", "", ""),
        "<article><p>We are sorry but there is an error in this document</p></article>".to_owned(),
        report("Il Molo", "p. 3", "", "Una riga<br>e un'altra"),
    ];
    let (format, reading) = read(&format!("<html><body>{}</body></html>", reports.concat()));
    assert_eq!(format, "Europresse export");
    let [first, second, third] = &*reading.drafts else { panic!("{:?}", reading.failures) };
    assert_eq!(details(first), ["Le pont reste fermé", "Le Quai", "", "Ana Petrova", "2025-12-03", "", "Ville"]);
    assert_eq!(first.text, "Cinq heures de ponts et de ferrys.\nnews: rien de neuf");
    let left_out: Vec<_> = first.left_out.iter().map(|line| (line.before_line, &*line.text, &*line.reason)).collect();
    assert_eq!(left_out, [(2, "news·20251203·HN·0042", "foot of the report")]);
    assert_eq!(details(second), ["Le pont reste fermé", "Harbour News (site web)", "", "", "2025-12-03", "", ""]);
    assert_eq!(details(third), ["Le pont reste fermé", "Il Molo", "", "", "", "", ""]);
    assert_eq!(third.text, "Una riga\ne un'altra");
    assert_eq!(
        failures(&reading),
        [
            "report 3: “Le pont reste fermé” has no text",
            "report 4: it says only “We are sorry but there is an error in this document”"
        ]
    );
}

#[test]
fn reports_of_europresse_in_the_old_form() {
    let cell = |title: &str, header: &str| {
        format!(
            "<tr><td><span class=\"DocPublicationName\">Le Quai</span><br><span class=\"DocHeader\">{header}</span><br>\
             <span class=\"TitreArticleVisu\">{title}</span><br><br>Cinq heures.<br><br>Rien de plus.<br><br>\
             © 2025 Le Quai. Tous droits réservés.<br>news·20251203·QU·7</td></tr>"
        )
    };
    let page = format!(
        "<html><body><table>{}{}</table></body></html>",
        cell("Le pont", "Ville, mercredi 3 décembre 2025, p. 5"),
        cell("Le quai", "")
    );
    let (_, reading) = read(&page);
    let [first, second] = &*reading.drafts else { panic!("{:?}", reading.failures) };
    assert_eq!(details(first), ["Le pont", "Le Quai", "", "", "2025-12-03", "", "Ville"]);
    assert_eq!(details(second), ["Le quai", "Le Quai", "", "", "", "", ""]);
    assert_eq!(first.text, "Cinq heures.\nRien de plus.");
    assert_eq!(first.left_out.len(), 2);
}

#[test]
fn an_outlet_of_europresse_has_no_number_of_its_issue() {
    let html = "<html><body><article><header><div><span class=\"DocPublicationName\">Le Courrier, no. 24955</span></div>\
        <span class=\"DocHeader\">Politique, samedi 1 mars 2025, p. 1</span><p class=\"titreArticleVisu\">Le pont</p></header>\
        <p class=\"sm-margin-bottomNews\">Ana Petrova</p><div class=\"DocText\"><p>Le texte.</p></div></article></body></html>";
    let (_, reading) = read(html);
    let details = &reading.drafts[0].details;
    assert_eq!((&*details.outlet, &*details.author), ("Le Courrier", "Ana Petrova"));
}
