//! The box in which one typed line picks actor, issue and stance.

use egui::{Area, Frame, Id, Order, Rect, Ui, pos2};

use standpoint_analysis::{
    suggest::Suggestion,
    suggested::{ActorNames, ProposedActor, proposed_actor},
};
use standpoint_core::{
    model::{Article, HighlightId, Tags},
    text::Span,
};

use crate::ui::{
    pages::PageContext,
    parts::{
        derived::Derived,
        tag_line::{TagLine, TagLineStatus},
        tour_target::TourTarget,
    },
    theme::Theme,
};

/// The box with the line that is typed and what it may mean.
pub struct TagBox {
    target: TagTarget,
    line: TagLine,
    /// The actor whose position the passage is, if the text says so.
    proposed: Derived<(), Option<ProposedActor>>,
}

/// What became of the box in this frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagBoxStatus {
    /// It stays open.
    Open,
    /// It was closed without tags.
    Closed,
    /// A row was taken: these tags are meant for this target.
    Chosen(TagTarget, Suggestion),
}

/// What a tag is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagTarget {
    /// Words that are to become a highlight.
    Words(Span),
    /// A highlight that gets other tags.
    Highlight(HighlightId),
}

/// The height of the box with all the rows it can have.
const FULL_HEIGHT: f32 = 370.0;

impl TagBox {
    /// An empty line for this target.
    pub fn new(target: TagTarget) -> Self {
        Self { target, line: TagLine::default(), proposed: Derived::default() }
    }

    /// Takes the keyboard back from a click beside the box if something is typed in it, which must not be lost; returns
    /// false if nothing is.
    pub fn keeps_keyboard(&mut self) -> bool {
        let is_typed_in = !self.line.is_empty();
        if is_typed_in {
            self.line.take_keyboard();
        }
        is_typed_in
    }

    /// Looks on a thread who speaks in the passage, unless it has an actor already.
    fn propose(&mut self, ui: &Ui, article: &Article, context: &PageContext<'_>) {
        let passage = match self.target {
            TagTarget::Words(span) => Some(span),
            TagTarget::Highlight(id) => {
                let highlight = article.highlights().find(|highlight| highlight.id == id);
                highlight.filter(|highlight| highlight.actor.is_none()).map(|highlight| highlight.span)
            }
        };
        let Some(passage) = passage.filter(|passage| article.text.holds(*passage)) else { return };
        self.proposed.follow(
            ui.ctx(),
            |()| true,
            |_| {
                let (text, book) = (article.text.clone(), context.project().codebook.clone());
                ((), move || proposed_actor(&ActorNames::of(&book), &text, passage))
            },
        );
        if let Some(Some(actor)) = self.proposed.peek() {
            self.line.propose(actor);
        }
    }

    /// Shows the box below `beside`, inside `page`; `recent` are the tags used lately.
    pub fn ui(
        &mut self,
        ui: &Ui,
        (beside, page): (Rect, Rect),
        article: Option<&Article>,
        recent: &[Tags],
        context: &PageContext<'_>,
    ) -> TagBoxStatus {
        let mut status = TagBoxStatus::Open;
        let width = Theme::of(ui).sizes.tag_box;
        // The box must not hide the words it is about, so it stands where there is more room.
        let (above, below) = (beside.top() - page.top(), page.bottom() - beside.bottom());
        let fits_below = below > FULL_HEIGHT || below > above;
        let x = beside.left().clamp(page.left() + 8.0, (page.right() - width - 16.0).max(page.left() + 8.0));
        let (at, pivot) = if fits_below {
            (pos2(x, beside.bottom() + 6.0), egui::Align2::LEFT_TOP)
        } else {
            (pos2(x, beside.top() - 6.0), egui::Align2::LEFT_BOTTOM)
        };
        let at = pos2(at.x, at.y.clamp(page.top() + 8.0, page.bottom() - 8.0));
        let area =
            Area::new(Id::unique("tag box")).order(Order::Foreground).fixed_pos(at).pivot(pivot).constrain_to(page);
        let shown = area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(8).show(ui, |ui| {
                ui.set_width(width);
                if let Some(article) = article {
                    self.propose(ui, article, context);
                }
                let selected = match (self.target, article) {
                    (TagTarget::Words(span), Some(article)) if article.text.holds(span) => article.text.slice(span),
                    _ => "",
                };
                status = match self.line.ui(ui, selected, recent, context) {
                    TagLineStatus::Open => TagBoxStatus::Open,
                    TagLineStatus::Closed => TagBoxStatus::Closed,
                    TagLineStatus::Chosen(suggestion) => TagBoxStatus::Chosen(self.target, suggestion),
                };
            });
        });
        TourTarget::TagBox.is_at(ui, shown.response.rect);
        status
    }
}
