//! The names of languages, as databases, tables and lists of references write them.

/// The names of each language in several languages, and its other codes. The first ones are those of BibLaTeX.
const NAMES: [(&str, &str); 14] = [
    ("en", "british/american/ukenglish/usenglish/eng/english/englisch/anglais/inglés/inglese/engels/английский"),
    ("de", "ngerman/naustrian/ger/deu/german/deutsch/allemand/alemán/tedesco/duits/немецкий"),
    ("fr", "fre/fra/french/französisch/français/francés/francese/frans/французский"),
    ("es", "spa/spanish/spanisch/espagnol/español/spagnolo/spaans/испанский"),
    ("it", "ita/italian/italienisch/italien/italiano/italiaans"),
    ("nl", "dut/nld/dutch/niederländisch/néerlandais/neerlandés/olandese/nederlands"),
    ("pt", "brazilian/por/portuguese/portugiesisch/portugais/portugués/português/portoghese"),
    ("pl", "pol/polish/polnisch/polonais/polaco/polacco/polski"),
    ("ru", "rus/russian/russisch/russe/ruso/russo/русский"),
    ("uk", "ukr/ukrainian/ukrainisch/ukrainien/ucraniano/українська"),
    ("tr", "tur/turkish/türkisch/turc/turco/türkçe"),
    ("sv", "swe/swedish/schwedisch/suédois/sueco/svenska"),
    ("ar", "ara/arabic/arabisch/arabe/árabe"),
    ("zh", "chi/zho/chinese/chinesisch/chinois/chino/cinese"),
];

/// The code of a language by its name, so that one language has one spelling; `None` for other names, and for codes.
pub(super) fn code(name: &str) -> Option<&'static str> {
    let lower = name.trim().to_lowercase();
    NAMES.iter().find(|(_, names)| names.split('/').any(|own| own == lower)).map(|(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_by_their_names() {
        let codes = ["English", "ngerman", " Français", "RUS", "en", "pt-BR", "Klingon"].map(code);
        assert_eq!(codes, [Some("en"), Some("de"), Some("fr"), Some("ru"), None, None, None]);
    }
}
