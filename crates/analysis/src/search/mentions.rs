//! Which articles a saved search finds something in, for the axes and filters of comparisons.
//!
//! The answer is kept with each text, so that a text is searched once for each pattern, whoever asks and on whichever
//! thread, and again only when it was revised.

use std::sync::Arc;

use standpoint_core::model::{Project, SavedSearch};

use super::Search;

/// Returns for each article whether a search finds something in its text, whether or not that is highlighted; `None` if
/// the project has no search of this name.
pub fn articles_with_search(project: &Project, name: &str) -> Option<Vec<bool>> {
    project.search(name).map(|search| articles_with(project, search))
}

/// Returns for each article whether any of these searches finds something in its text. A search that the project does
/// not have finds nothing.
pub fn articles_with_any(project: &Project, names: &[String]) -> Vec<bool> {
    let mut found = vec![false; project.articles.len()];
    for of_search in names.iter().filter_map(|name| articles_with_search(project, name)) {
        for (found, has_hit) in found.iter_mut().zip(of_search) {
            *found |= has_hit;
        }
    }
    found
}

/// Returns for each article whether a search finds something in its text.
pub fn articles_with(project: &Project, saved: &SavedSearch) -> Vec<bool> {
    let SavedSearch { pattern, options, .. } = saved;
    let Ok(search) = Search::new(pattern, *options) else { return vec![false; project.articles.len()] };
    let question: Arc<str> = format!("search {options:?} {pattern}").into();
    let texts = project.articles.iter().map(|article| &article.text);
    texts.map(|text| text.answer(&question, || !search.spans(text).is_empty())).collect()
}

#[cfg(test)]
mod tests {
    use standpoint_core::{
        model::{Article, Details, saved_search::SearchOptions},
        text::Text,
    };

    use super::*;

    #[test]
    fn articles_are_found_by_what_their_texts_say_now() {
        let mut project = Project::titled("Talks");
        for text in ["The toll rises.", "Tollgates stay.", "Nothing."] {
            project.articles.push(Article::new(Details::default(), Text::new(text)).into());
        }
        let whole_words = SearchOptions { whole_words: true, ..SearchOptions::default() };
        for (name, pattern, options) in [
            ("Any", "toll", SearchOptions::default()),
            ("Whole", "toll", whole_words),
            ("Bad", "a(", SearchOptions { is_regex: true, ..whole_words }),
        ] {
            let (name, pattern) = (name.to_owned(), pattern.to_owned());
            project.searches.push(SavedSearch { name, pattern, options, ..SavedSearch::default() });
        }
        let found = |project: &Project, name| articles_with_search(project, name);
        assert_eq!(found(&project, "Any"), Some(vec![true, true, false]));
        assert_eq!(found(&project, "Whole"), Some(vec![true, false, false]));
        assert_eq!(found(&project, "Bad"), Some(vec![false; 3]));
        assert_eq!(found(&project, "None"), None);
        let names = ["Whole", "Bad", "None"].map(str::to_owned);
        assert_eq!(articles_with_any(&project, &names), [true, false, false]);
        // A text that was revised is another text.
        let mut revised = project.clone();
        Arc::make_mut(&mut revised.articles[2]).text = Text::new("A toll.");
        assert_eq!(found(&revised, "Whole"), Some(vec![true, false, true]));
        assert_eq!(found(&project, "Whole"), Some(vec![true, false, false]));
    }
}
