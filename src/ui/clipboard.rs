//! Rich text on the clipboard, in both directions. egui puts plain text there; a table goes as rich text too, so that a word processor
//! takes it over as a table and a spreadsheet cell by cell, and so does a quote with its source.

/// The clipboard of the system, where there is one that takes rich text.
#[derive(Default)]
pub struct Clipboard(Option<arboard::Clipboard>);

impl Clipboard {
    /// The clipboard of the system.
    pub fn of_system() -> Self {
        Self(arboard::Clipboard::new().ok())
    }

    /// Puts something there, as HTML and as text; where only text can be put there, as text.
    pub fn put_rich(&mut self, ctx: &egui::Context, html: &str, text: String) {
        let is_put = self.0.as_mut().is_some_and(|clipboard| clipboard.set_html(html, Some(text.as_str())).is_ok());
        if !is_put {
            ctx.copy_text(text);
        }
    }

    /// What is on it, unless that is nothing or no text.
    pub fn read(&mut self) -> Option<PastedText> {
        let clipboard = self.0.as_mut()?;
        let html = clipboard.get().html().ok().filter(|html| !html.trim().is_empty());
        let text = clipboard.get_text().unwrap_or_default();
        (html.is_some() || !text.trim().is_empty()).then_some(PastedText { html, text })
    }
}

/// A text from the clipboard.
#[derive(Clone, Debug, Default)]
pub struct PastedText {
    /// The text as a part of a web page, if the other program gave it so.
    pub html: Option<String>,
    /// The text alone.
    pub text: String,
}
