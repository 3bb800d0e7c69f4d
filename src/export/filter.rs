//! A filter in words, for captions and for what says where a file came from.

use crate::model::{CodeId, CodeKind, Project, view::Filter};

/// What the filter lets through: "outlets: Axadle, Global; from 2025-12-01; actors: Russia"; empty if it is open.
/// What is no longer in the project is named by its id.
pub fn in_words(project: &Project, filter: &Filter) -> String {
    let Filter { text, articles, outlets, languages, statuses, from, until, actors, issues, stances, coders, has_note } =
        filter;
    let mut parts = Vec::new();
    let mut add = |noun: &str, plural: &str, names: Vec<String>| {
        if !names.is_empty() {
            parts.push(format!("{}: {}", if names.len() == 1 { noun } else { plural }, names.join(", ")));
        }
    };
    let codes = |kind: CodeKind, ids: &[CodeId]| -> Vec<String> {
        ids.iter().map(|id| project.codebook.name_of(kind, id).to_owned()).collect()
    };
    let named = |names: &[String], unnamed: &str| -> Vec<String> {
        names.iter().map(|name| if name.is_empty() { unnamed.to_owned() } else { name.clone() }).collect()
    };
    let title = |id: &crate::model::ArticleId| {
        let article = project.articles.iter().find(|article| article.id == *id);
        article.map_or_else(|| id.to_string(), |article| article.details.title.clone())
    };
    add("text", "text", if text.is_empty() { Vec::new() } else { vec![format!("“{text}”")] });
    add("article", "articles", articles.iter().map(title).collect());
    add("outlet", "outlets", named(outlets, "not named"));
    add("language", "languages", named(languages, "not known"));
    add("status", "statuses", statuses.iter().map(|status| status.name().to_owned()).collect());
    add("actor", "actors", codes(CodeKind::Actor, actors));
    add("issue", "issues", codes(CodeKind::Issue, issues));
    let stance = |id| project.codebook.stance(id).map_or_else(|| id.to_string(), |stance| stance.name.clone());
    add("stance", "stances", stances.iter().map(stance).collect());
    add("coder", "coders", named(coders, "not named"));
    if let Some(from) = from {
        parts.push(format!("from {from}"));
    }
    if let Some(until) = until {
        parts.push(format!("until {until}"));
    }
    if let Some(has_note) = has_note {
        parts.push(if *has_note { "with a note" } else { "without a note" }.to_owned());
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_says_what_it_lets_through() {
        let mut project = Project::titled("Talks");
        let russia = project.codebook.fresh_code(CodeKind::Actor, "Russia", None);
        project.codebook.actors.push(russia);
        let filter = Filter {
            text: "line".to_owned(),
            outlets: vec!["Axadle".to_owned(), String::new()],
            from: "2025-12".parse().ok(),
            actors: vec!["russia".into(), "gone".into()],
            stances: vec!["opposes".into()],
            has_note: Some(false),
            ..Filter::default()
        };
        assert_eq!(
            in_words(&project, &filter),
            "text: “line”; outlets: Axadle, not named; actors: Russia, gone; stance: opposes; from 2025-12; without a note"
        );
        assert_eq!(in_words(&project, &Filter::default()), "");
    }
}
