//! The quotes of the chosen cell, row or column, with their sources, to be changed there.

use egui::{ScrollArea, Ui};

use super::Compare;
use crate::{
    analysis::comparison::Member,
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
    compare.follow(scene.history);
    let title = compare.title_of(&choice);
    let members = compare.members(&choice).to_vec();
    section_title(ui, title);
    ui.weak(format!("{} in {}", counted(members.len(), "quote"), counted(n_articles(&members), "article")));
    ui.add_space(6.0);
    ScrollArea::vertical().auto_shrink(false).id_salt("quotes").show(ui, |ui| {
        for member in members.iter().take(PAGE) {
            let (article, highlight) = member.of(scene.project);
            if quote_card_ui(ui, article, highlight, scene) {
                scene.ask(Action::ShowHighlight(article.id, highlight.id));
            }
            ui.push_id(highlight.id, |ui| stance_ui(ui, article, highlight, scene));
            ui.separator();
        }
        if members.len() > PAGE {
            ui.weak(format!("… and {} more; choose a smaller cell to see them", members.len() - PAGE));
        }
        if members.is_empty() {
            ui.weak("Nobody says anything here.");
        }
    });
}

fn n_articles(members: &[Member]) -> usize {
    let mut articles: Vec<usize> = members.iter().map(|member| member.article).collect();
    articles.dedup();
    articles.len()
}
