//! The articles that already exist, to recognise records without a text that describe them, and texts of those that have
//! none.

use std::{collections::HashMap, sync::Arc};

use standpoint_core::model::{Article, Details, Project};

use super::stubs::{address_key, details_key, is_same_by_details};

/// Finds articles by their addresses and details.
#[derive(Default)]
pub(super) struct KnownArticles {
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

    pub(super) fn add(&mut self, article: &Arc<Article>) {
        if let Some(key) = address_key(&article.details.url) {
            self.by_address.entry(key).or_insert_with(|| Arc::clone(article));
        }
        if let Some(key) = details_key(&article.details) {
            self.by_details.entry(key).or_insert_with(|| Arc::clone(article));
        }
    }

    /// The article with the same address, or with the same title, outlet and date.
    pub(super) fn find(&self, details: &Details) -> Option<&Arc<Article>> {
        let at_address = address_key(&details.url).and_then(|key| self.by_address.get(&key));
        let by_details = || {
            let known = self.by_details.get(&details_key(details)?)?;
            is_same_by_details(details, &known.details).then_some(known)
        };
        at_address.or_else(by_details)
    }
}

#[cfg(test)]
mod tests {
    use standpoint_core::text::Text;

    use super::*;

    /// The title of the article that a stub with this title, outlet, date and address is taken for.
    fn check(details: [&str; 4], expected: Option<&str>) {
        let details_of = |[title, outlet, date, url]: [&str; 4]| Details {
            title: title.to_owned(),
            outlet: outlet.to_owned(),
            date: date.parse().ok(),
            url: url.to_owned(),
            ..Details::default()
        };
        let mut known = KnownArticles::default();
        for details in [
            ["Bridge talks", "Harbour News", "2025-12-03", "https://a.example/1"],
            ["Live", "", "", "https://a.example/2"],
            ["Alone", "", "", ""],
        ] {
            known.add(&Arc::new(Article::new(details_of(details), Text::new("A text"))));
        }
        assert_eq!(known.find(&details_of(details)).map(|article| &*article.details.title), expected, "{details:?}");
    }

    #[test]
    fn stubs_are_the_same_by_address_or_by_title_outlet_and_date() {
        check(["Other", "", "", "http://www.a.example/1/"], Some("Bridge talks"));
        check(["BRIDGE  TALKS", "Harbour news", "2025-12-03", "https://b.example"], Some("Bridge talks"));
        check(["Bridge talks", "Harbour News", "2025-12-04", ""], None);
        check(["Live", "", "", "https://a.example/3"], None);
        check(["Live", "", "", ""], Some("Live"));
        check(["Alone", "", "", "https://a.example/4"], Some("Alone"));
    }
}
