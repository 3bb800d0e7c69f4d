//! What commands do about codes: give them keys, and make them of the selected words.

use super::action::Action;
use crate::{
    analysis::suggest::in_vivo_suggestion,
    edit::{Gesture, assign_key},
    model::{CodeId, CodeKind},
    ui::{
        pages::{PageId, read::tag_box::TagTarget},
        parts::code_key::CodeKeyDialog,
        window::{App, Dialog},
    },
};

impl App {
    /// The actor or issue that is chosen in the codebook, or that the selected highlight has.
    fn code_at_hand(&self, kind: CodeKind) -> Option<CodeId> {
        match self.view {
            PageId::Codebook => self.codebook.selected(kind).cloned(),
            PageId::Read => self.selected_highlight()?.1.tag(kind).cloned(),
            PageId::Compare => None,
        }
    }

    /// Asks which key the code at hand is to have.
    pub(super) fn ask_code_key(&mut self, kind: CodeKind) {
        match self.code_at_hand(kind) {
            Some(code) => self.dialog = Some(Dialog::CodeKey(CodeKeyDialog { kind, code })),
            None => self.notices.failure(format!("The selected highlight has no {}", kind.noun())),
        }
    }

    /// Gives a code a key of its row, or lets it take one by order.
    pub(super) fn give_code_key(&mut self, kind: CodeKind, code: &CodeId, key: Option<char>) {
        let Some(book) = self.project().map(|project| &project.codebook) else { return };
        let Some(code) = book.code(kind, code).filter(|code| code.key != key) else { return };
        let edit = assign_key(book, kind, code, key);
        let label = format!("Give {} a key", code.name);
        self.apply(&label, Gesture::Single, edit);
    }

    /// Tags the selected words with an issue named after them, and with the actor used last.
    pub(super) fn tag_in_vivo(&mut self) {
        let (Some(span), Some(article), Some(project)) = (self.reader.selection(), self.article(), self.project())
        else {
            return;
        };
        let (book, words) = (&project.codebook, article.text.slice(span));
        match in_vivo_suggestion(book, "", words, &self.preferences.recent_tags) {
            Some(suggestion) => self.actions.push(Action::Tag { target: TagTarget::Words(span), suggestion }),
            None => self.notices.failure("No words are selected that an issue could be named after"),
        }
    }
}
