//! The dialog in which the text of an article is revised: the text, what changes in it, and what becomes of the
//! highlights whose words are gone.
//!
//! Nothing happens to the article before *Apply*. What was typed is kept until it is applied or discarded by a button.

use std::{collections::HashMap, sync::Arc};

use egui::{Align, Label, Layout, RichText, TextEdit, Ui, WidgetInfo, accesskit::Role, text::CCursorRange, vec2};

use standpoint_core::{
    edit::{LostDecision, LostHighlight, RevisionPlan},
    model::{Article, ArticleId, HighlightId},
    rules::FORBIDDEN_CHARS,
    text::{Span, Text},
    wording::counted,
};

use super::revision_changes::changes_ui;
use crate::ui::{
    action::{Action, DeskRequest},
    pages::PageContext,
    parts::{
        derived::Derived,
        dialog::{DialogReply, focus_first, is_left, modal},
        tags::tags_and_note_in_words,
    },
    theme::{Theme, serif},
    widgets::{one_line, primary_button, scroll_up_to, section_title, small_button},
};

/// Longer texts are not edited here, because setting them anew takes too long at each key.
const MOST_EDITED_CHARS: usize = 50_000;

/// From this width on, what changes stands beside the text.
const WIDE: f32 = 660.0;

pub struct RevisionDialog {
    article: ArticleId,
    /// What is typed; the same as `text`, apart from characters that no text may hold. Empty if the text is too long.
    typed: String,
    text: Text,
    /// The words selected in the field.
    selected: Option<Span>,
    /// Made for a text and a revision of the project.
    plan: Derived<(Text, u64), Arc<RevisionPlan>>,
    choices: HashMap<HighlightId, LostChoice>,
}

/// What was decided about a lost highlight.
#[derive(Clone, Debug, PartialEq, Eq)]
enum LostChoice {
    /// It goes to this span, as long as these words are there or at the proposed place.
    Passage(Span, String),
    Remove,
}

impl RevisionDialog {
    pub fn new(article: &Article) -> Self {
        let mut dialog = Self {
            article: article.id,
            typed: String::new(),
            text: article.text.clone(),
            selected: None,
            plan: Derived::default(),
            choices: HashMap::new(),
        };
        dialog.take_text(article.text.clone());
        dialog
    }

    /// Takes a text from a file in place of what was typed.
    pub fn take_text(&mut self, text: Text) {
        self.typed = if text.n_chars() > MOST_EDITED_CHARS { String::new() } else { text.as_str().to_owned() };
        (self.text, self.selected) = (text, None);
    }

    /// Whether a thread is comparing the texts.
    pub fn is_busy(&self) -> bool {
        self.plan.is_busy()
    }

    /// Shows the dialog; returns whether it stays open.
    pub fn ui(&mut self, ui: &Ui, context: &mut PageContext<'_>) -> bool {
        let Some(article) = context.project().article(self.article).cloned() else { return false };
        let key = (self.text.clone(), context.revision());
        let (text, old) = (self.text.clone(), Arc::clone(&article));
        self.plan.follow(
            ui.ctx(),
            |made_for| *made_for == key,
            |_| (key.clone(), move || Arc::new(RevisionPlan::of(&old, text))),
        );
        let plan = self.plan.key().filter(|made_for| **made_for == key).and(self.plan.peek()).cloned();
        let is_changed = article.text != self.text;

        let mut reply = None;
        let screen = ui.ctx().content_rect().size();
        let size = vec2((screen.x - 80.0).clamp(240.0, 1_040.0), (screen.y - 240.0).clamp(120.0, 640.0));
        let shown = modal(ui, "revise text").show(ui.ctx(), |ui| {
            ui.set_width(size.x);
            ui.heading("Revise text");
            ui.add(Label::new(RichText::new(one_line(&article.details.title)).small()).truncate());
            ui.add_space(6.0);
            let mut wants_file = false;
            if size.x < WIDE {
                wants_file = self.text_ui(ui, size.y * 0.5);
                ui.add_space(6.0);
                self.news_ui(ui, size.y * 0.5, &article, plan.as_deref(), context);
            } else {
                ui.columns(2, |columns| {
                    let [left, right] = columns else { return };
                    wants_file = self.text_ui(left, size.y);
                    // Columns are justified, which would tear the words of quotes apart.
                    right.with_layout(Layout::top_down(Align::Min), |ui| {
                        self.news_ui(ui, size.y, &article, plan.as_deref(), context);
                    });
                });
            }
            if wants_file {
                context.ask(Action::Desk(DeskRequest::ReadText));
            }
            ui.add_space(12.0);
            let obstacle = self.obstacle(is_changed, plan.as_deref());
            reply = buttons_ui(ui, obstacle.as_deref());
        });
        match reply {
            Some(DialogReply::Done(())) => {
                let plan = plan.expect("without a plan there is an obstacle");
                if let Ok(edit) = plan.edit(|id| self.decision(&plan, id)) {
                    context.ask(Action::edit("Revise a text", edit));
                }
                false
            }
            Some(DialogReply::Cancelled) => false,
            // Escape throws away nothing that was typed.
            None => is_changed || !is_left(&shown),
        }
    }

    /// Why the revision cannot be applied yet.
    fn obstacle(&self, is_changed: bool, plan: Option<&RevisionPlan>) -> Option<String> {
        if !is_changed {
            return Some("The text is unchanged.".to_owned());
        }
        if self.text.as_str().len() > Text::MAX_BYTES {
            return Some("The text is too long; a text may have 64 MiB.".to_owned());
        }
        let Some(plan) = plan else { return Some("The texts are being compared.".to_owned()) };
        let open = plan.lost.iter().filter(|lost| self.decision(plan, lost.highlight.id).is_none());
        match open.count() {
            0 => None,
            n => Some(format!("Decide about {} first.", counted(n, "highlight"))),
        }
    }

    /// What was decided about a highlight, if it still fits the text.
    fn decision(&self, plan: &RevisionPlan, id: HighlightId) -> Option<LostDecision> {
        match self.choices.get(&id)? {
            LostChoice::Remove => Some(LostDecision::Remove),
            LostChoice::Passage(span, words) => {
                let is_there = |span: &Span| plan.text.holds(*span) && plan.text.slice(*span) == words;
                let proposed = plan.lost.iter().find(|lost| lost.highlight.id == id).and_then(|lost| lost.proposal);
                let mut places = [Some(*span), proposed.map(|place| place.span)].into_iter().flatten();
                places.find(is_there).map(LostDecision::Place)
            }
        }
    }

    /// The field; returns whether a file is asked for instead.
    fn text_ui(&mut self, ui: &mut Ui, height: f32) -> bool {
        let mut wants_file = false;
        let title = ui
            .horizontal(|ui| {
                let title = section_title(ui, "New text");
                wants_file = small_button(ui, "Load from a file…").clicked();
                title
            })
            .inner;
        if self.text.n_chars() > MOST_EDITED_CHARS {
            let words = format!(
                "This text has {}, too many to edit here. Load the new text from a file.",
                counted(self.text.n_chars(), "character")
            );
            ui.label(words);
            return wants_file;
        }
        let font = serif(Theme::of(ui).sizes.quote);
        scroll_up_to(height - 30.0).id_salt("new text").show(ui, |ui| {
            let field = TextEdit::multiline(&mut self.typed).font(font).desired_width(f32::INFINITY).desired_rows(6);
            let shown = field.show(ui);
            let response = shown.response.response.labelled_by(title.id);
            focus_first(&response);
            if let Some(range) = shown.cursor_range {
                self.selected = selected(range);
            }
            if response.changed() {
                let clean = self.typed.replace("\r\n", "\n").replace('\r', "\n");
                self.text = Text::new(clean.replace(FORBIDDEN_CHARS, ""));
            }
        });
        wants_file
    }

    /// What changes, and what is to be decided.
    fn news_ui(
        &mut self,
        ui: &mut Ui,
        height: f32,
        article: &Article,
        plan: Option<&RevisionPlan>,
        context: &PageContext<'_>,
    ) {
        scroll_up_to(height).id_salt("what changes").show(ui, |ui| {
            let Some(plan) = plan else {
                section_title(ui, "Comparing the texts…");
                return;
            };
            if !plan.lost.is_empty() {
                section_title(ui, format!("Highlights whose words changed: {}", plan.lost.len()));
                for lost in &plan.lost {
                    ui.push_id(lost.highlight.id, |ui| self.lost_ui(ui, plan, lost, context));
                    ui.add_space(8.0);
                }
            }
            let kept = format!("Highlights that follow their words: {}", plan.n_carried);
            section_title(ui, kept);
            ui.add_space(6.0);
            changes_ui(ui, &article.text, plan);
        });
    }

    /// One lost highlight with its choices.
    fn lost_ui(&mut self, ui: &mut Ui, plan: &RevisionPlan, lost: &LostHighlight, context: &PageContext<'_>) {
        let theme = Theme::of(ui);
        let highlight = &lost.highlight;
        let quote = one_line(&highlight.quote);
        let muted = *theme.colours.muted;
        ui.add(Label::new(RichText::new(format!("“{quote}”")).font(serif(theme.sizes.quote))).wrap());
        let tags = tags_and_note_in_words(context.project(), highlight);
        ui.add(Label::new(RichText::new(tags).small().color(muted)).wrap());
        let decision = self.decision(plan, highlight.id);
        // Rows look alike, so each choice says which highlight it is about.
        let choice = |ui: &mut Ui, words: String, name: &str, is_chosen: bool| {
            let response = ui.add(egui::RadioButton::new(is_chosen, words));
            let name = format!("{name}: {quote}");
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, response.enabled(), is_chosen, &name));
            response.clicked()
        };
        let mut chosen = None;
        let place = |span: Span| LostChoice::Passage(span, plan.text.slice(span).to_owned());
        let proposed = lost.proposal.map(|place| place.span);
        if let Some(span) = proposed {
            let words = format!("Use this passage: “{}”", one_line(plan.text.slice(span)));
            if choice(ui, words, "Use this passage", decision == Some(LostDecision::Place(span))) {
                chosen = Some(place(span));
            }
        }
        let placed = match decision {
            Some(LostDecision::Place(span)) if Some(span) != proposed => Some(span),
            _ => None,
        };
        if let Some(span) = placed {
            choice(ui, format!("Use “{}”", one_line(plan.text.slice(span))), "Use other words", true);
        } else if let Some(span) = self.selected.filter(|span| plan.text.holds(*span) && Some(*span) != proposed) {
            let words = format!("Use the selected words: “{}”", one_line(plan.text.slice(span)));
            if choice(ui, words, "Use the selected words", false) {
                chosen = Some(place(span));
            }
        }
        if choice(ui, "Remove the highlight".to_owned(), "Remove the highlight", decision == Some(LostDecision::Remove))
        {
            chosen = Some(LostChoice::Remove);
        }
        if let Some(chosen) = chosen {
            self.choices.insert(highlight.id, chosen);
        }
    }
}

/// The buttons at the end. Enter is a line break in the text, so it presses none of them from there.
fn buttons_ui(ui: &mut Ui, obstacle: Option<&str>) -> Option<DialogReply<()>> {
    let mut reply = None;
    ui.horizontal(|ui| {
        if primary_button(ui, "Apply", obstacle.is_none()).clicked() {
            reply = Some(DialogReply::Done(()));
        }
        if ui.button("Cancel").clicked() {
            reply = Some(DialogReply::Cancelled);
        }
        if let Some(obstacle) = obstacle {
            ui.label(RichText::new(obstacle).small().color(*Theme::of(ui).colours.muted));
        }
    });
    reply
}

/// The words selected in a field, if any.
fn selected(range: CCursorRange) -> Option<Span> {
    let range = range.as_sorted_char_range();
    let span = Span::new(range.start.into(), range.end.into());
    (!span.is_empty()).then_some(span)
}
