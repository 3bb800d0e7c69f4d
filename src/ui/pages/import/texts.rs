//! Tells whether the texts of the project have changed, without reading them.

use standpoint_core::{
    model::{Project, ProjectId},
    text::Text,
};

/// The texts of the project as they were seen last. They are kept, so that none of them is taken for another one that
/// was put in its place in memory.
#[derive(Default)]
pub(super) struct SeenTexts {
    seen_in: Option<(ProjectId, u64)>,
    texts: Vec<Text>,
    n_changes: u64,
}

impl SeenTexts {
    /// Returns how often the texts have changed so far.
    pub fn n_changes(&mut self, project: &Project, revision: u64) -> u64 {
        if self.seen_in.replace((project.id, revision)) != Some((project.id, revision)) {
            let texts = project.articles.iter().map(|article| &article.text);
            let is_same = |(seen, text): (&Text, &Text)| std::ptr::eq(seen.as_str(), text.as_str());
            if texts.len() != self.texts.len() || !self.texts.iter().zip(texts.clone()).all(is_same) {
                self.texts = texts.cloned().collect();
                self.n_changes += 1;
            }
        }
        self.n_changes
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use standpoint_core::model::{Article, Details};

    use super::*;

    #[test]
    fn a_text_is_another_one_even_where_the_old_one_was_in_memory() {
        let mut project = Project::titled("Valley");
        let mut seen = SeenTexts::default();
        assert_eq!(seen.n_changes(&project, 0), 0);
        project.articles.push(Arc::new(Article::new(Details::default(), Text::new("The text 000"))));
        for revision in 1..100 {
            // Nothing else holds the text before, so this one may well get its room.
            Arc::make_mut(&mut project.articles[0]).text = Text::new(&*format!("The text {revision:03}"));
            assert_eq!(seen.n_changes(&project, revision), revision);
            assert_eq!(seen.n_changes(&project, revision), revision, "the same revision");
        }
        assert_eq!(seen.n_changes(&project, 100), 99, "a revision that changed no text");
    }
}
