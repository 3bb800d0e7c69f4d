//! The quotes of the chosen cell, row or column, with their sources, to be changed there.

use egui::{ScrollArea, Ui};

use super::{Choice, Compare};
use crate::{
    analysis::comparison::{Header, Key},
    model::{ArticleId, HighlightId},
    ui::{
        action::{Action, Scene},
        panels::highlight::{quote_card_ui, stance_ui},
        widgets::section_title,
    },
    wording::counted,
};

/// How many quotes are listed at once; more are a click away.
const PAGE: usize = 60;

pub fn ui(ui: &mut Ui, compare: &mut Compare, scene: &mut Scene<'_>) {
    let Some(choice) = compare.choice.clone() else {
        section_title(ui, "Quotes");
        ui.weak("Click a cell, a row’s or a column’s name to see what was said.");
        return;
    };
    let highlights = compare.highlights_of(scene, &choice);
    let comparison = &compare.derived(scene.project, scene.revision).comparison;
    let name = |headers: &[Header], key: &Option<Key>| match key {
        Some(key) => headers.iter().find(|header| header.key == *key).map_or("?", |header| &header.name).to_owned(),
        None => "All".to_owned(),
    };
    let Choice { row, column } = &choice;
    let title = format!("{} · {}", name(&comparison.rows, row), name(&comparison.columns, column));
    section_title(ui, title);
    let n_articles = n_articles(&highlights);
    ui.weak(format!("{} in {}", counted(highlights.len(), "quote"), counted(n_articles, "article")));
    ui.add_space(6.0);
    ScrollArea::vertical().auto_shrink(false).id_salt("quotes").show(ui, |ui| {
        for (article_id, id) in highlights.iter().take(PAGE) {
            let Some(article) = scene.project.article(*article_id).cloned() else { continue };
            let Some(highlight) = article.highlight(*id) else { continue };
            if quote_card_ui(ui, &article, highlight, scene) {
                scene.ask(Action::ShowHighlight(*article_id, *id));
            }
            ui.push_id(id, |ui| stance_ui(ui, &article, highlight, scene));
            ui.separator();
        }
        if highlights.len() > PAGE {
            ui.weak(format!("… and {} more; choose a smaller cell to see them", highlights.len() - PAGE));
        }
        if highlights.is_empty() {
            ui.weak("Nobody says anything here.");
        }
    });
}

fn n_articles(highlights: &[(ArticleId, HighlightId)]) -> usize {
    let mut articles: Vec<ArticleId> = highlights.iter().map(|(article, _)| *article).collect();
    articles.dedup();
    articles.len()
}
