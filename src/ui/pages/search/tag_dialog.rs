//! Asks with which tags ticked lines are tagged, and says beforehand what that will do.

use std::sync::Arc;

use egui::{RichText, Ui};

use standpoint_analysis::{
    concordance::{HighlightedLines, HitSet, PassageExtent, PassagePlan, PlannedPassage},
    suggest::Suggestion,
};
use standpoint_core::{
    edit::Edit,
    model::{Article, Highlight, Project, Tags},
    text::Span,
    wording::{counted, grouped},
};
use standpoint_store::clock::now;

use super::answer::SearchAnswer;
use crate::ui::{
    action::{Action, MakeEdit},
    pages::PageContext,
    parts::{
        derived::Derived,
        dialog::{DialogButtons, DialogReply, is_left, modal},
        list::VirtualList,
        tag_line::{TagLine, TagLineStatus},
        tag_rows,
        tagging::resolve,
    },
    theme::{Theme, serif},
    widgets::one_line,
};

/// The dialog in which ticked lines are tagged.
pub(super) struct TagLinesDialog {
    answer: Arc<SearchAnswer>,
    ticks: HitSet,
    extent: PassageExtent,
    highlighted: HighlightedLines,
    line: TagLine,
    /// What the line means, once a row of it was taken.
    chosen: Option<Suggestion>,
    plan: Derived<HighlightedLines, Arc<PassagePlan>>,
}

/// What became of the dialog in this frame.
pub(super) enum TagLinesReply {
    Open,
    Closed,
    /// The lines are being given these tags.
    Tagged(Tags),
}

impl TagLinesDialog {
    pub fn new(answer: Arc<SearchAnswer>, ticks: HitSet, extent: PassageExtent) -> Self {
        let is_coded = |hit| answer.lines.found.is_highlighted(hit);
        // Where nothing else is ticked, other tags are what is wanted.
        let is_all_coded = ticks.len() <= answer.lines.found.n_highlighted() && ticks.iter().all(is_coded);
        let highlighted = if is_all_coded { HighlightedLines::Retag } else { HighlightedLines::Keep };
        Self { answer, ticks, extent, highlighted, line: TagLine::default(), chosen: None, plan: Derived::default() }
    }

    pub fn is_busy(&self) -> bool {
        self.plan.is_busy()
    }

    /// Shows the dialog; `recent` are the tags given lately.
    pub fn ui(&mut self, ui: &Ui, recent: &[Tags], context: &mut PageContext<'_>) -> TagLinesReply {
        let highlighted = self.highlighted;
        self.plan.follow(
            ui.ctx(),
            |made| *made == highlighted,
            |_| {
                let (answer, ticks, extent) = (Arc::clone(&self.answer), self.ticks.clone(), self.extent);
                let make = move || {
                    let lines = (&*answer.lines.found, &ticks);
                    Arc::new(PassagePlan::of(&answer.project, lines, extent, highlighted))
                };
                (highlighted, make)
            },
        );
        let plan = self.plan.peek().filter(|_| self.plan.key() == Some(&highlighted)).cloned();
        let mut reply = TagLinesReply::Open;
        let shown = modal(ui, "tag lines").show(ui.ctx(), |ui| {
            ui.set_width(520.0);
            ui.heading(format!("Tag {}", counted(self.ticks.len(), "line")));
            ui.add_space(6.0);
            match &plan {
                Some(plan) => self.plan_ui(ui, plan),
                None => drop(ui.weak("Looking at the lines…")),
            }
            ui.add_space(8.0);
            if self.line_ui(ui, recent, context) {
                reply = TagLinesReply::Closed;
            }
            ui.add_space(12.0);
            let obstacle = match (&self.chosen, &plan) {
                (None, _) if self.line.is_empty() => Some("Type the tags first"),
                (None, _) => Some("Press Enter to take the tags"),
                (_, None) => Some("Looking at the lines…"),
                (_, Some(plan)) if plan.is_empty() => Some("Nothing would be tagged"),
                _ => None,
            };
            let buttons = DialogButtons { main: "Tag", obstacle, destroys: false };
            match (buttons.ui(ui), &plan, &self.chosen) {
                (Some(DialogReply::Done(())), Some(plan), Some(chosen)) => {
                    reply = TagLinesReply::Tagged(tag(plan, chosen, context));
                }
                (Some(DialogReply::Cancelled), ..) => reply = TagLinesReply::Closed,
                _ => {}
            }
        });
        if is_left(&shown) && matches!(reply, TagLinesReply::Open) { TagLinesReply::Closed } else { reply }
    }

    /// What will be done, passage by passage.
    fn plan_ui(&mut self, ui: &mut Ui, plan: &PassagePlan) {
        ui.label(in_words(plan, self.extent));
        for note in notes(plan, self.extent) {
            ui.label(RichText::new(note).color(*Theme::of(ui).colours.muted));
        }
        if plan.n_highlighted > 0 {
            ui.add_space(6.0);
            let is_one = plan.n_highlighted == 1;
            let (is, they) = if is_one { ("line is", "it is") } else { ("lines are", "they are") };
            let theirs = if is_one { "its highlight" } else { "their highlights" };
            ui.label(format!("{} {is} highlighted already:", grouped(plan.n_highlighted)));
            for (choice, name) in [
                (HighlightedLines::Keep, format!("Leave as {they}")),
                (HighlightedLines::Retag, format!("Give {theirs} the new tags")),
                (HighlightedLines::AddAnother, "Add another highlight".to_owned()),
            ] {
                ui.radio_value(&mut self.highlighted, choice, name);
            }
        }
        if plan.passages.is_empty() {
            return;
        }
        ui.add_space(6.0);
        VirtualList::even("planned passages", 24.0).gap(0.0).max_height(144.0).show(
            ui,
            plan.passages.len(),
            |ui, at| {
                passage_ui(ui, &self.answer.project, &plan.passages[at]);
            },
        );
    }

    /// The line of tags, or what was taken of it; returns whether the dialog was left.
    fn line_ui(&mut self, ui: &mut Ui, recent: &[Tags], context: &PageContext<'_>) -> bool {
        let Some(chosen) = &self.chosen else {
            if ui.memory(|memory| memory.focused().is_none()) {
                self.line.take_keyboard();
            }
            match self.line.ui(ui, "", recent, context) {
                TagLineStatus::Open => {}
                TagLineStatus::Closed => return true,
                TagLineStatus::Chosen(suggestion) => {
                    self.chosen = Some(suggestion);
                    // The field goes, and Enter is that of the dialog now.
                    ui.memory_mut(|memory| memory.focused().into_iter().for_each(|id| memory.surrender_focus(id)));
                }
            }
            return false;
        };
        ui.weak("Tags, which a click changes");
        if tag_rows::row_ui(ui, context.project(), chosen, "") {
            self.chosen = None;
            self.line = TagLine::default();
        }
        false
    }
}

const fn extent_noun(extent: PassageExtent) -> &'static str {
    match extent {
        PassageExtent::Hit => "hit",
        PassageExtent::Sentence => "sentence",
        PassageExtent::Paragraph => "paragraph",
    }
}

/// What will be done: “5 sentences in 3 articles are highlighted, and 2 highlights get other tags.”
fn in_words(plan: &PassagePlan, extent: PassageExtent) -> String {
    let (n_new, n_retagged) = (plan.passages.len(), plan.retagged.len());
    let articles = counted(plan.n_articles, "article");
    let new = counted(n_new, extent_noun(extent));
    let retagged = counted(n_retagged, "highlight");
    match (n_new, n_retagged) {
        (0, 0) => "No line will be tagged.".to_owned(),
        (_, 0) => format!("{new} in {articles} will be highlighted."),
        (0, _) => format!("{retagged} in {articles} will get these tags."),
        _ => format!("{new} will be highlighted and {retagged} will get these tags, in {articles}."),
    }
}

/// What else is to be known before.
fn notes(plan: &PassagePlan, extent: PassageExtent) -> Vec<String> {
    let mut notes = Vec::new();
    let noun = extent_noun(extent);
    match plan.n_joined {
        0 => {}
        1 => notes.push(format!("One {noun} holds several of the lines and will be one highlight.")),
        n => notes.push(format!("{} {noun}s hold several of the lines and will be one highlight each.", grouped(n))),
    }
    match plan.n_overlapping {
        0 => {}
        1 => notes.push(format!("One {noun} overlaps a highlight that is there already.")),
        n => notes.push(format!("{} {noun}s overlap highlights that are there already.", grouped(n))),
    }
    notes
}

/// A passage with what is special about it.
fn passage_ui(ui: &mut Ui, project: &Project, passage: &PlannedPassage) {
    const MOST_CHARS: usize = 200;
    let Some(article) = project.article(passage.article) else { return };
    let span = Span::new(passage.span.start, passage.span.end.min(passage.span.start + MOST_CHARS));
    let quote = one_line(article.text.slice(span));
    ui.horizontal(|ui| {
        ui.set_max_width(ui.available_width());
        let muted = *Theme::of(ui).colours.muted;
        let mut marks = Vec::new();
        if passage.n_lines > 1 {
            marks.push(counted(passage.n_lines, "line"));
        }
        if passage.n_overlapping > 0 {
            marks.push(format!("overlaps {}", counted(passage.n_overlapping, "highlight")));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(RichText::new(marks.join(", ")).small().color(muted));
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(RichText::new(quote).font(serif(Theme::of(ui).sizes.body))).truncate());
            });
        });
    });
}

/// Asks for the highlights; returns the tags.
fn tag(plan: &Arc<PassagePlan>, suggestion: &Suggestion, context: &mut PageContext<'_>) -> Tags {
    let (tags, _) = resolve(&context.project().codebook, suggestion);
    let n = plan.passages.len() + plan.retagged.len();
    let label = format!("Tag {}", counted(n, "passage"));
    let told = format!("{} in {} tagged", counted(n, "passage"), counted(plan.n_articles, "article"));
    let (plan, suggestion) = (Arc::clone(plan), suggestion.clone());
    let (coder, created) = (context.preferences.coder.clone(), now());
    let make = move |project: &Project| {
        let (tags, new_codes) = resolve(&project.codebook, &suggestion);
        let highlight_of =
            |article: &Article, span| Highlight::new(&article.text, span, tags.clone(), &coder, &created);
        Edit::All(new_codes.into_iter().chain([plan.edit(project, &tags, highlight_of)]).collect())
    };
    context.ask(Action::ToldEdit { label, make: MakeEdit(Box::new(make)), told });
    tags
}
