//! What is done about suggested passages: accepting and refusing one, and accepting several after a look at all.

use egui::{RichText, Sense, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_analysis::{suggest::Suggestion, suggested::SuggestedPlace};
use standpoint_core::{
    edit::Edit,
    model::{Article, ArticleId, Details, Highlight, Project, ReadingStatus},
    text::{Span, Text},
    wording::{counted, grouped},
};
use standpoint_store::clock::now;

use super::{ReadDialog, ReadPage, tag_box::TagTarget};
use crate::ui::{
    action::{Action, MakeEdit},
    pages::PageContext,
    parts::{
        dialog::{DialogButtons, DialogReply, is_left, modal},
        list::VirtualList,
        tags::{in_words, tags_line},
    },
    theme::{Theme, serif},
    widgets::one_line,
};

impl ReadPage {
    /// Whether passages are suggested in the article.
    pub fn has_suggestions(&self) -> bool {
        !self.reader.suggestions.all().is_empty()
    }

    /// Whether one of them is being decided about.
    pub fn has_suggestion(&self) -> bool {
        self.reader.suggestion().is_some()
    }

    /// Tags the passage that is being decided about.
    pub(super) fn accept_suggestion(&mut self, context: &mut PageContext<'_>) {
        let Some(place) = self.reader.suggestion().cloned() else { return };
        self.tag(TagTarget::Words(place.span), &Suggestion::from_tags(&place.tags), context);
        // The other suggestions stay, whatever they are like.
        if let Some(asked) = &mut self.asked {
            asked.is_suggested = true;
        }
    }

    /// Remembers that the passage is not to be tagged in this way, and goes on to the next one.
    pub(super) fn refuse_suggestion(&mut self, context: &mut PageContext<'_>) {
        let (Some(article), Some(place)) = (self.article(context.project()), self.reader.suggestion()) else { return };
        if let Some(refused) = place.refused(&article.text) {
            context.ask(Action::edit("Refuse a suggestion", Edit::RefuseTags(vec![(article.id, refused)])));
            self.reader.suggestions.go_on();
        }
    }

    /// Opens the dialog that lists all suggestions.
    pub(super) fn look_over_suggestions(&mut self, context: &PageContext<'_>) {
        if let Some(article) = self.article(context.project()).filter(|_| self.has_suggestions()) {
            let dialog = SuggestionsDialog::new(&article, self.reader.suggestions.all());
            self.dialog = Some(ReadDialog::Suggestions(Box::new(dialog)));
        }
    }

    /// Forgets what was refused in the article, and looks for suggestions again.
    pub(super) fn allow_refused(&mut self, context: &mut PageContext<'_>) {
        let Some(article) = self.article(context.project()) else { return };
        if article.refused.is_empty() {
            context.ask(Action::Tell("Nothing was refused in this article".to_owned()));
            return;
        }
        let refused = article.refused.iter().map(|refused| (article.id, refused.clone()));
        context.ask(Action::edit("Suggest refused passages again", Edit::AllowTags(refused.collect())));
        self.reader.suggestions.look();
    }
}

/// The dialog in which several suggestions are accepted at once.
pub(super) struct SuggestionsDialog {
    article: ArticleId,
    text: Text,
    /// What is suggested, in the order of the text, and whether it is to be accepted.
    places: Vec<(SuggestedPlace, bool)>,
}

impl SuggestionsDialog {
    fn new(article: &Article, places: &[SuggestedPlace]) -> Self {
        let places = places.iter().map(|place| (place.clone(), true)).collect();
        Self { article: article.id, text: article.text.clone(), places }
    }

    /// Shows the dialog; returns whether it stays open.
    pub fn ui(&mut self, ui: &Ui, context: &mut PageContext<'_>) -> bool {
        let mut is_open = true;
        let shown = modal(ui, "accept suggestions").show(ui.ctx(), |ui| {
            ui.set_width(560.0);
            ui.heading("Accept suggestions");
            ui.add_space(6.0);
            for line in self.in_words(context.project()) {
                ui.label(line);
            }
            ui.add_space(6.0);
            self.list_ui(ui, context.project());
            ui.add_space(10.0);
            let n = self.ticked().count();
            let main = if n == 1 { "Tag 1 passage".to_owned() } else { format!("Tag {} passages", grouped(n)) };
            let obstacle = (n == 0).then_some("Tick at least one passage");
            match (DialogButtons { main: &main, obstacle, destroys: false }).ui(ui) {
                Some(DialogReply::Done(())) => {
                    self.accept(context);
                    is_open = false;
                }
                Some(DialogReply::Cancelled) => is_open = false,
                None => {}
            }
        });
        is_open && !is_left(&shown)
    }

    fn ticked(&self) -> impl Iterator<Item = &SuggestedPlace> {
        self.places.iter().filter(|(_, is_ticked)| *is_ticked).map(|(place, _)| place)
    }

    /// What will be done: “3 passages will be highlighted:”, and below how many with which tags.
    fn in_words(&self, project: &Project) -> Vec<String> {
        let mut by_tags: Vec<(String, usize)> = Vec::new();
        for place in self.ticked() {
            let tags = in_words(project, &place.tags);
            match by_tags.iter_mut().find(|(other, _)| *other == tags) {
                Some((_, n)) => *n += 1,
                None => by_tags.push((tags, 1)),
            }
        }
        let n = self.ticked().count();
        if n == 0 {
            return vec!["Nothing will be highlighted.".to_owned()];
        }
        let tags: Vec<String> =
            by_tags.iter().take(MOST_TAGS).map(|(tags, n)| format!("{} with {tags}", grouped(*n))).collect();
        let more = by_tags.len().saturating_sub(MOST_TAGS);
        let more = if more > 0 { format!("; and {more} other sets of tags") } else { String::new() };
        vec![
            format!("{} of this article will be highlighted: {}{more}.", counted(n, "passage"), tags.join("; ")),
            "One undo takes all of them back.".to_owned(),
        ]
    }

    fn list_ui(&mut self, ui: &mut Ui, project: &Project) {
        let mut are_all = self.places.iter().all(|(_, is_ticked)| *is_ticked);
        if ui.checkbox(&mut are_all, "All").changed() {
            self.places.iter_mut().for_each(|(_, is_ticked)| *is_ticked = are_all);
        }
        ui.add_space(4.0);
        let n = self.places.len();
        VirtualList::even("suggested passages", ROW).gap(4.0).max_height(300.0).show(ui, n, |ui, at| {
            let (place, is_ticked) = &mut self.places[at];
            row_ui(ui, project, &self.text, place, is_ticked);
        });
    }

    /// Asks for the highlights, as one step.
    fn accept(&self, context: &mut PageContext<'_>) {
        let places: Vec<SuggestedPlace> = self.ticked().cloned().collect();
        let (id, coder, created) = (self.article, context.preferences.coder.clone(), now());
        let label = format!("Accept {}", counted(places.len(), "suggestion"));
        let told = format!("{} tagged", counted(places.len(), "passage"));
        let make = move |project: &Project| {
            let Some(article) = project.article(id) else { return Edit::All(Vec::new()) };
            let here = places.into_iter().filter(|place| article.text.holds(place.span));
            let highlights =
                here.map(|place| (id, Highlight::new(&article.text, place.span, place.tags, &coder, &created)));
            let mut edits = vec![Edit::AddHighlights(highlights.collect())];
            if article.details.status == ReadingStatus::ToRead {
                let details = Details { status: ReadingStatus::Reading, ..article.details.clone() };
                edits.push(Edit::SetDetails(id, details.into()));
            }
            Edit::All(edits)
        };
        context.ask(Action::ToldEdit { label, make: MakeEdit(Box::new(make)), told });
    }
}

/// How many different sets of tags are named.
const MOST_TAGS: usize = 6;

/// How high a row is, and where its words begin behind the tick, in points.
const ROW: f32 = 58.0;
const INDENT: f32 = 34.0;

/// A passage with its tick, its tags and the reason.
fn row_ui(ui: &mut Ui, project: &Project, text: &Text, place: &SuggestedPlace, is_ticked: &mut bool) {
    const MOST_CHARS: usize = 200;
    let theme = Theme::of(ui);
    let end = place.span.end.min(place.span.start + MOST_CHARS);
    let words =
        if text.holds(place.span) { one_line(text.slice(Span::new(place.span.start, end))) } else { String::new() };
    let tags = in_words(project, &place.tags);
    let reason = format!("because {}", place.reason_in_words(&project.codebook));
    ui.spacing_mut().item_spacing.y = 1.0;
    let name = RichText::new(&words).font(serif(theme.sizes.body));
    ui.horizontal(|ui| {
        let tick = ui.checkbox(is_ticked, "");
        tick.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, *is_ticked, format!("{tags}: {words}")));
        let label = ui.add(egui::Label::new(name).truncate().sense(Sense::click()));
        if label.clicked() {
            *is_ticked = !*is_ticked;
        }
    });
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
    let left = rect.left_center() + vec2(INDENT, 0.0);
    tags_line(ui, &project.codebook, &place.tags).paint(ui, left, rect.width() - INDENT);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(INDENT);
        let reason = RichText::new(reason).size(theme.sizes.small).color(*theme.colours.muted);
        ui.add(egui::Label::new(reason).truncate());
    });
}
