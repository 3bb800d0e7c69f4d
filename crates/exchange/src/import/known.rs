//! The articles that already exist, to recognise those that are imported a second time.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    sync::Arc,
};

use standpoint_core::model::{Article, Project};

use super::{
    draft::Draft,
    stubs::{address_key, details_key},
};

/// Finds articles by their texts, and by their addresses and details for records without a text.
#[derive(Default)]
pub(super) struct KnownArticles {
    hasher: RandomState,
    by_text: HashMap<u64, Vec<Arc<Article>>>,
    by_address: HashMap<String, Arc<Article>>,
    by_details: HashMap<String, Arc<Article>>,
}

impl KnownArticles {
    pub(super) fn of(project: &Project) -> Self {
        let mut known = Self::default();
        for article in &project.articles {
            known.add(article);
        }
        known
    }

    /// White space at either end does not make a text different.
    fn key(&self, text: &str) -> u64 {
        self.hasher.hash_one(text.trim())
    }

    pub(super) fn add(&mut self, article: &Arc<Article>) {
        let text = article.text.as_str();
        if !text.trim().is_empty() {
            let key = self.key(text);
            self.by_text.entry(key).or_default().push(Arc::clone(article));
        }
        if let Some(key) = address_key(&article.details.url) {
            self.by_address.entry(key).or_insert_with(|| Arc::clone(article));
        }
        if let Some(key) = details_key(&article.details) {
            self.by_details.entry(key).or_insert_with(|| Arc::clone(article));
        }
    }

    /// The article with the text of a draft; for a draft without a text, one with its address, or with its title,
    /// outlet and date.
    pub(super) fn find(&self, draft: &Draft) -> Option<&Arc<Article>> {
        if draft.is_stub() {
            let at_address = address_key(&draft.details.url).and_then(|key| self.by_address.get(&key));
            return at_address.or_else(|| details_key(&draft.details).and_then(|key| self.by_details.get(&key)));
        }
        let candidates = self.by_text.get(&self.key(&draft.text))?;
        candidates.iter().find(|article| article.text.as_str().trim() == draft.text.trim())
    }
}
