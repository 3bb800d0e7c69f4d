//! Fields of a Word document: what stands between the marks at their start and in their middle is an instruction, and
//! what follows up to their end is shown.

/// The fields that are open.
#[derive(Default)]
pub(super) struct Fields {
    /// Whether each shows what comes now, the outermost first.
    are_shown: Vec<bool>,
    n_unshown: usize,
    /// The words among the instructions.
    unshown: String,
}

impl Fields {
    /// Takes a mark: the start of a field, the start of what it shows, or its end.
    pub(super) fn mark(&mut self, kind: &str) {
        match kind {
            "begin" => {
                self.are_shown.push(false);
                self.n_unshown += 1;
            }
            "separate" => {
                if let Some(is_shown) = self.are_shown.last_mut().filter(|is_shown| !**is_shown) {
                    *is_shown = true;
                    self.end_instruction();
                }
            }
            "end" if self.are_shown.pop() == Some(false) => self.end_instruction(),
            _ => {}
        }
    }

    fn end_instruction(&mut self) {
        self.n_unshown -= 1;
        if self.n_unshown == 0 {
            self.unshown.clear();
        }
    }

    /// Takes words; returns whether they belong to an instruction and are not shown.
    pub(super) fn take(&mut self, words: &str) -> bool {
        if self.n_unshown > 0 {
            self.unshown.push_str(words);
        }
        self.n_unshown > 0
    }

    /// Takes a field whose instruction has not ended with its paragraph for damaged. Returns the words in it, so that none
    /// is lost.
    pub(super) fn end_paragraph(&mut self) -> String {
        if self.n_unshown > 0 {
            self.are_shown.retain(|is_shown| *is_shown);
            self.n_unshown = 0;
        }
        std::mem::take(&mut self.unshown)
    }
}
