//! Asks before several articles are removed, and says what goes with them.

use std::collections::HashSet;

use egui::Ui;

use standpoint_analysis::removal::ArticleRemoval;
use standpoint_core::{
    edit::Edit,
    model::{Article, ArticleId, CodeKind, Codebook},
    wording::{counted, grouped},
};

use crate::ui::{
    action::{Action, MakeEdit},
    pages::PageContext,
    parts::{
        derived::Derived,
        dialog::{DialogButtons, DialogReply, is_left, modal},
    },
    widgets::one_line,
};

/// How many titles and names are listed.
const MOST_LISTED: usize = 5;

/// The articles that may be removed, with what a thread finds out about them.
pub struct RemovalDialog {
    articles: Vec<ArticleId>,
    titles: Vec<String>,
    preview: Derived<(), ArticleRemoval>,
}

impl RemovalDialog {
    pub fn new<'a>(articles: impl Iterator<Item = &'a Article> + Clone) -> Self {
        Self {
            articles: articles.clone().map(|article| article.id).collect(),
            titles: articles.take(MOST_LISTED).map(|article| one_line(&article.details.title)).collect(),
            preview: Derived::default(),
        }
    }

    pub fn is_busy(&self) -> bool {
        self.preview.is_busy()
    }

    /// Shows the question; returns whether it stays open.
    pub fn ui(&mut self, ui: &Ui, context: &mut PageContext<'_>) -> bool {
        let (project, articles) = (context.project(), &self.articles);
        self.preview.follow(
            ui.ctx(),
            |()| true,
            |_| {
                let (project, removed) = (project.clone(), articles.iter().copied().collect::<HashSet<_>>());
                ((), move || ArticleRemoval::of(&project, &removed))
            },
        );
        let n = counted(self.articles.len(), "article");
        let mut reply = None;
        let shown = modal(ui, "remove articles").show(ui.ctx(), |ui| {
            ui.set_width(440.0);
            ui.heading(format!("Remove {n}?"));
            ui.add_space(6.0);
            for title in &self.titles {
                ui.add(egui::Label::new(format!("“{title}”")).truncate());
            }
            if let Some(n_more) = self.articles.len().checked_sub(self.titles.len()).filter(|n_more| *n_more > 0) {
                ui.weak(format!("and {}", counted(n_more, "more article")));
            }
            ui.add_space(6.0);
            match self.preview.peek() {
                Some(preview) => {
                    for line in lines(preview, &context.project().codebook) {
                        ui.label(line);
                    }
                }
                None => _ = ui.weak("Looking at what goes with them…"),
            }
            ui.add_space(4.0);
            ui.weak("You can undo this.");
            ui.add_space(12.0);
            reply = DialogButtons { main: &format!("Remove {n}"), obstacle: None, destroys: true }.ui(ui);
        });
        if reply == Some(DialogReply::Done(())) {
            let removed = std::mem::take(&mut self.articles);
            let make = MakeEdit(Box::new(move |_| Edit::RemoveArticles(removed)));
            context.ask(Action::MadeEdit { label: format!("Remove {n}"), make });
        }
        reply.is_none() && !is_left(&shown)
    }
}

/// What goes with the articles, a sentence for each kind of it.
fn lines(preview: &ArticleRemoval, book: &Codebook) -> Vec<String> {
    let mut lines = Vec::new();
    let notes = match preview.n_notes {
        0 => String::new(),
        1 => ", 1 of them with a note".to_owned(),
        n => format!(", {} of them with a note", grouped(n)),
    };
    lines.push(match preview.n_highlights {
        0 => "They have no highlights.".to_owned(),
        n => format!("{}{notes}, will be lost.", counted(n, "highlight")),
    });
    if preview.n_done > 0 {
        let are = if preview.n_done == 1 { "is" } else { "are" };
        lines.push(format!("{} of the articles {are} done.", grouped(preview.n_done)));
    }
    if !preview.outlets.is_empty() {
        lines.push(format!("No article will be left of {}.", listed(preview.outlets.iter().map(|name| &**name))));
    }
    for kind in CodeKind::ALL {
        let codes = preview.codes.iter().filter(|(other, _)| *other == kind);
        let names: Vec<&str> = codes.map(|(_, id)| book.name_of(kind, id)).collect();
        if !names.is_empty() {
            lines.push(format!("No highlight will be left of the {}s {}.", kind.noun(), listed(names.into_iter())));
        }
    }
    lines
}

/// The first few names, and how many more there are.
fn listed<'a>(names: impl Iterator<Item = &'a str> + Clone) -> String {
    let n = names.clone().count();
    let first: Vec<String> = names.take(MOST_LISTED).map(|name| format!("“{}”", one_line(name))).collect();
    let rest = if n > MOST_LISTED { format!(" and {} more", grouped(n - MOST_LISTED)) } else { String::new() };
    format!("{}{rest}", first.join(", "))
}
