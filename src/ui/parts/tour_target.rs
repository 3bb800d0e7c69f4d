//! The controls that the tour points at. Each says in every frame where it stands, and knows nothing else of the tour.

use egui::{Context, Id, Rect, Ui, ViewportId};

/// Something the tour can point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TourTarget {
    /// The card of the welcome page that opens the sample.
    Sample,
    /// The list of articles, or the button that opens it.
    ArticleList,
    /// A passage of the article.
    Passage,
    /// All of the article that is on screen.
    Text,
    /// The selected words.
    Selection,
    /// The box in which tags are typed.
    TagBox,
    /// The label of the selected highlight in the margin.
    Label,
    /// The button that undoes.
    Undo,
    /// The tab of the page of articles.
    ReadTab,
    /// The tab of the comparison.
    CompareTab,
    /// A cell of the table with highlights behind it.
    Cell,
    /// A quote beside the table.
    Quote,
    /// The list of commands.
    Commands,
}

/// What was shown in one pass.
#[derive(Clone, Debug, Default)]
struct Targets {
    pass: u64,
    rects: Vec<(TourTarget, Rect)>,
}

/// Works with what was shown in this pass.
fn with_targets<R>(ctx: &Context, work: impl FnOnce(&mut Targets) -> R) -> R {
    let pass = ctx.cumulative_pass_nr();
    ctx.data_mut(|data| {
        let targets: &mut Targets = data.get_temp_mut_or_default(Id::unique("targets of the tour"));
        if targets.pass != pass {
            *targets = Targets { pass, rects: Vec::new() };
        }
        work(targets)
    })
}

impl TourTarget {
    /// Says where the control stands. What is scrolled out of view cannot be pointed at, and of several, the first one
    /// is meant.
    pub fn is_at(self, ui: &Ui, rect: Rect) {
        let seen = rect.intersect(ui.clip_rect());
        // The tour stays in the main window.
        if !seen.is_positive() || ui.ctx().viewport_id() != ViewportId::ROOT {
            return;
        }
        with_targets(ui.ctx(), |targets| {
            if targets.rects.iter().all(|(target, _)| *target != self) {
                targets.rects.push((self, seen));
            }
        });
    }

    /// Where the control stands in this pass, if it is on screen.
    pub fn rect(self, ctx: &Context) -> Option<Rect> {
        with_targets(ctx, |targets| targets.rects.iter().find(|(target, _)| *target == self).map(|(_, rect)| *rect))
    }
}
