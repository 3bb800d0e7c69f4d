//! Which scripts of an article no font can show, so that a notice names them and nobody has to guess from empty boxes.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use egui::FontId;
use unicode_script::{Script, UnicodeScript as _};

/// What was found out about the characters of an article so far.
#[derive(Default)]
pub(super) struct ScriptCoverage {
    tried: HashSet<char>,
    has_start: bool,
    /// Names of scripts of which at least one character is shown.
    shown: BTreeSet<String>,
    /// Names of scripts and of fonts for them, and how many of their characters no font had.
    missing: BTreeMap<(String, String), usize>,
}

/// How many characters of a script are looked up without success before it is given up, because asking the system is
/// slow.
const MAX_IN_VAIN: usize = 8;

/// All characters before this one are in the bundled fonts.
const FIRST_IN_DOUBT: char = '\u{250}';

/// The first byte of that character in UTF-8. Bytes inside a character are lesser.
const LEAD_IN_DOUBT: u8 = 0xc9;

/// How many bytes are passed over at once.
const BLOCK: usize = 64;

impl ScriptCoverage {
    /// Asks the fonts for the characters of a text that were not asked for before.
    pub fn look_at(&mut self, ctx: &egui::Context, text: &str, font: &FontId) {
        if text.is_ascii() {
            return;
        }
        // Quotation marks and dashes come again and again; they are passed over without asking the set.
        let mut recent = ['\0'; 64];
        // Blocks without such a character, which are most, are passed over at once.
        let blocks = text.as_bytes().chunks(BLOCK).enumerate();
        let in_doubt = blocks.filter(|(_, block)| block.iter().copied().fold(0, u8::max) >= LEAD_IN_DOUBT);
        let bytes = in_doubt.flat_map(|(nth, block)| (nth * BLOCK..).zip(block));
        for (at, _) in bytes.filter(|(_, byte)| **byte >= LEAD_IN_DOUBT) {
            let Some(c) = text[at..].chars().next().filter(|c| *c >= FIRST_IN_DOUBT) else { continue };
            let seat = &mut recent[c as usize % 64];
            if std::mem::replace(seat, c) != c
                && self.tried.insert(c)
                && let Some(names) = names_of(c)
                && self.missing.get(&names).is_none_or(|n_in_vain| *n_in_vain < MAX_IN_VAIN)
            {
                if ctx.fonts_mut(|fonts| fonts.has_glyph(font, c)) {
                    self.shown.insert(names.0);
                } else {
                    *self.missing.entry(names).or_default() += 1;
                }
            }
        }
    }

    /// Looks at the start of an article, once.
    pub fn look_at_start(&mut self, look: impl FnOnce(&mut Self)) {
        if !std::mem::replace(&mut self.has_start, true) {
            look(self);
        }
    }

    /// What to tell the analyst, if there is a script that cannot be shown.
    pub fn notice(&self) -> Option<String> {
        if self.missing.is_empty() {
            return None;
        }
        // Where some of a script is shown, a font that has more of it is what is missing.
        let named = |(script, _): &(String, String)| {
            if self.shown.contains(script) { format!("all {script}") } else { script.clone() }
        };
        let scripts: Vec<String> = self.missing.keys().map(named).collect();
        let joined = |names: Vec<&str>, word: &str| match names.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{} {word} {last}", rest.join(", ")),
            None => String::new(),
        };
        let scripts = joined(scripts.iter().map(String::as_str).collect(), "or");
        // Several scripts may be served by one font.
        let fonts: BTreeSet<&str> = self.missing.keys().map(|(_, font)| &**font).collect();
        let one = if fonts.len() == 1 { "one" } else { "some" };
        let fonts = joined(fonts.into_iter().collect(), "and");
        Some(format!(
            "No font on this computer shows {scripts}; install {one}, for example {fonts}, and start Standpoint again"
        ))
    }
}

/// What a character's script is called, and a font that shows it; none for signs all scripts share.
fn names_of(c: char) -> Option<(String, String)> {
    let (script, font) = match c.script() {
        Script::Common if matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}') => {
            ("emoji", "Noto Color Emoji")
        }
        Script::Common | Script::Inherited | Script::Unknown => return None,
        Script::Han => ("Chinese characters", "Noto Sans CJK"),
        Script::Hiragana | Script::Katakana => ("Japanese", "Noto Sans CJK"),
        Script::Hangul => ("Korean", "Noto Sans CJK"),
        other => {
            let name = other.full_name().replace('_', " ");
            let font = format!("Noto Sans {name}");
            return Some((name, font));
        }
    };
    Some((script.to_owned(), font.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(text: &str) -> Option<String> {
        let ctx = egui::Context::default();
        crate::ui::theme::install_fonts(&ctx);
        let mut scripts = ScriptCoverage::default();
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            scripts.look_at(ui.ctx(), text, &crate::ui::theme::serif(16.0));
        });
        output.textures_delta.clear();
        scripts.notice()
    }

    #[test]
    fn what_the_bundled_fonts_show_is_not_complained_about() {
        assert_eq!(notice("Ža\u{301}dný Việt — Москва́, Ἀθῆναι."), None);
    }

    #[test]
    fn a_script_without_a_font_is_named_with_a_font_for_it() {
        let notice = notice("שלום, 東京です 🙂").expect("the bundled fonts have none of these");
        assert_eq!(
            notice,
            "No font on this computer shows Chinese characters, Hebrew, Japanese or emoji; install some, \
             for example Noto Color Emoji, Noto Sans CJK and Noto Sans Hebrew, and start Standpoint again"
        );
    }
}
