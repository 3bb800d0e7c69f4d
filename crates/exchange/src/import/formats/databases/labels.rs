//! What Nexis calls the fields of a report, in the languages of its pages.

use crate::import::languages;

/// A field of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Byline,
    Section,
    Language,
    /// A summary above the text.
    Highlight,
    /// A field that is not kept: the length, the place, the rights.
    Other,
    /// A field that stands behind the text.
    Tail,
}

/// The names in lower case, without the colon.
const LABELS: [(&str, Label); 65] = [
    ("byline", Label::Byline),
    ("author", Label::Byline),
    ("autor", Label::Byline),
    ("auteur", Label::Byline),
    ("autore", Label::Byline),
    ("автор", Label::Byline),
    ("section", Label::Section),
    ("rubrik", Label::Section),
    ("ressort", Label::Section),
    ("rubrique", Label::Section),
    ("sección", Label::Section),
    ("sezione", Label::Section),
    ("sectie", Label::Section),
    ("seção", Label::Section),
    ("раздел", Label::Section),
    ("language", Label::Language),
    ("sprache", Label::Language),
    ("langue", Label::Language),
    ("idioma", Label::Language),
    ("lingua", Label::Language),
    ("taal", Label::Language),
    ("язык", Label::Language),
    ("highlight", Label::Highlight),
    ("length", Label::Other),
    ("länge", Label::Other),
    ("longueur", Label::Other),
    ("longitud", Label::Other),
    ("lunghezza", Label::Other),
    ("lengte", Label::Other),
    ("длина", Label::Other),
    ("dateline", Label::Other),
    ("series", Label::Other),
    ("copyright", Label::Other),
    ("subtitle", Label::Other),
    ("load-date", Label::Tail),
    ("date de chargement", Label::Tail),
    ("date-chargement", Label::Tail),
    ("ladedatum", Label::Tail),
    ("update-datum", Label::Tail),
    ("fecha de carga", Label::Tail),
    ("fecha-de-carga", Label::Tail),
    ("data di caricamento", Label::Tail),
    ("data de carregamento", Label::Tail),
    ("laaddatum", Label::Tail),
    ("correction-date", Label::Tail),
    ("correction", Label::Tail),
    ("type de publication", Label::Tail),
    ("tipo de publicación", Label::Tail),
    ("update", Label::Tail),
    ("graphic", Label::Tail),
    ("grafik", Label::Tail),
    ("publication-type", Label::Tail),
    ("zeitungs-typ", Label::Tail),
    ("type-publication", Label::Tail),
    ("journal-code", Label::Tail),
    ("journal code", Label::Tail),
    ("acc-no", Label::Tail),
    ("document-type", Label::Tail),
    ("subject", Label::Tail),
    ("geographic", Label::Tail),
    ("industry", Label::Tail),
    ("company", Label::Tail),
    ("organization", Label::Tail),
    ("person", Label::Tail),
    ("url", Label::Tail),
];

/// The field that a line names, and its value: “Section: Politics; Pg. 4”.
pub(super) fn labelled(line: &str) -> Option<(Label, &str)> {
    let (name, value) = line.trim().split_once(':')?;
    let name = name.trim().to_lowercase();
    let (_, label) = LABELS.iter().find(|(own, _)| *own == name)?;
    Some((*label, value.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}')))
}

/// The code of a language that is named in one of the languages of Nexis; a name that is not known stays.
pub(super) fn language_code(name: &str) -> String {
    let name = name.split([';', ',', '-']).next().unwrap_or_default().trim();
    languages::code(name).unwrap_or(name).to_owned()
}

/// The section in a value such as “NEWS; Pg. 4”.
pub(super) fn section(value: &str) -> &str {
    value.split(';').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_known_by_their_names_in_several_languages() {
        assert_eq!(labelled("Byline:\u{a0}By Ana Ruiz"), Some((Label::Byline, "By Ana Ruiz")));
        assert_eq!(labelled("LÄNGE: 523 Wörter"), Some((Label::Other, "523 Wörter")));
        assert_eq!(labelled("Rubrique : Monde"), Some((Label::Section, "Monde")));
        assert_eq!(labelled("He said: no"), None);
        assert_eq!(["ENGLISCH", "Français", "Klingon; Latin"].map(language_code), ["en", "fr", "Klingon"]);
        assert_eq!(section("News; Pg. 4"), "News");
    }
}
