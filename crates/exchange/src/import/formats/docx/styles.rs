//! What the styles of a Word document say about its text.

use std::collections::{HashMap, HashSet};

use crate::import::{
    formats::Unreadable,
    markup::{Element, Markup, XmlPiece},
};

/// What the styles of a document say.
#[derive(Default)]
pub(super) struct Styles {
    /// The ids of styles of headings.
    pub(super) headings: HashSet<String>,
    /// The ids of styles whose text is hidden.
    pub(super) hidden: HashSet<String>,
    /// The language of text without one of its own.
    pub(super) languages: Languages,
}

impl Styles {
    /// Reads what is said about styles up to the body.
    ///
    /// # Errors
    /// Fails if the XML is not sound.
    pub(super) fn of(markup: &mut Markup<'_>) -> Result<Self, Unreadable> {
        let mut styles = Self::default();
        let mut id = String::new();
        // What each style says about hiding, and the style that it is based on.
        let mut own: HashMap<String, bool> = HashMap::new();
        let mut bases: HashMap<String, String> = HashMap::new();
        while let Some(piece) = markup.next()? {
            let XmlPiece::Start(element) = piece else { continue };
            match element.name() {
                "body" => break,
                "style" => id = element.attribute("styleId").unwrap_or_default(),
                // The names of built-in styles are English in every language of Word.
                "name" => {
                    let name = element.attribute("val").unwrap_or_default().to_lowercase();
                    if name == "title" || name.starts_with("heading ") {
                        styles.headings.insert(id.clone());
                    }
                }
                "basedOn" => _ = bases.insert(id.clone(), element.attribute("val").unwrap_or_default()),
                "vanish" => _ = own.insert(id.clone(), !is_off(&element)),
                "lang" if styles.languages.usual.is_empty() => styles.languages = Languages::of(&element),
                _ => {}
            }
        }
        for id in bases.keys().chain(own.keys()) {
            let mut chain = std::iter::successors(Some(id), |id| bases.get(*id)).take(MAX_BASES);
            if chain.find_map(|id| own.get(id)) == Some(&true) {
                styles.hidden.insert(id.clone());
            }
        }
        Ok(styles)
    }
}

/// How many styles may be based on each other.
const MAX_BASES: usize = 50;

/// Whether a property that is on where it stands is switched off.
pub(super) fn is_off(element: &Element<'_>) -> bool {
    matches!(&*element.attribute("val").unwrap_or_default(), "0" | "false" | "off")
}

/// The languages in which text is marked: one for each kind of script that it may be in.
#[derive(Clone, Default)]
pub(super) struct Languages {
    usual: String,
    east_asian: String,
    right_to_left: String,
}

impl Languages {
    pub(super) fn of(element: &Element<'_>) -> Self {
        let value = |name| element.attribute(name).unwrap_or_default();
        Self { usual: value("val"), east_asian: value("eastAsia"), right_to_left: value("bidi") }
    }

    /// The one that applies to a text.
    pub(super) fn of_text(&self, text: &str) -> &str {
        match text.chars().find(|c| c.is_alphabetic()) {
            Some('\u{590}'..='\u{8ff}') => &self.right_to_left,
            Some('\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}') => &self.east_asian,
            _ => &self.usual,
        }
    }
}
