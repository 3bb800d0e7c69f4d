//! The progress: what is read and coded, and lists of what is still open, each line of which leads to its place.
//!
//! `questions` says what is asked of the project, and `lines` shows the answer to one of them.

mod lines;
mod questions;

use egui::{Frame, Margin, Panel, ProgressBar, RichText, ScrollArea, Ui, WidgetInfo, accesskit::Role, pos2};

use standpoint_analysis::coding_progress::percent;
use standpoint_core::{
    model::Project,
    wording::{counted, grouped},
};

use self::questions::{ProgressAnswers, ProgressQuestion};
use super::{Page, PageContext, middle_ui};
use crate::ui::{
    parts::{command_button::to_articles_button, derived::Derived, regions::Region},
    theme::{Theme, strong},
    widgets::{list_row, section_title},
};

/// Which question is answered on screen, and where the keyboard is in the answer.
#[derive(Default)]
pub struct ProgressPage {
    /// The question that was clicked; until then the first one with something open.
    question: Option<ProgressQuestion>,
    answers: Derived<u64, ProgressAnswers>,
    cursor: Option<usize>,
    reveals_cursor: bool,
    /// Where the line of the cursor was painted last.
    cursor_rect: Option<egui::Rect>,
}

impl Page for ProgressPage {
    fn open(&mut self, _project: &Project) {
        *self = Self::default();
    }

    fn ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        self.follow(ui, context);
        if context.project().articles.is_empty() {
            middle_ui(ui, ("Progress", None), Margin::same(24), |ui| {
                ui.add_space(ui.available_height() * 0.3);
                ui.vertical_centered(|ui| {
                    ui.label("There are no articles to read yet.");
                    ui.add_space(8.0);
                    to_articles_button(ui, context);
                });
            });
            return;
        }
        let side = Frame::new().fill(*Theme::of(ui).colours.panel).inner_margin(Margin::symmetric(10, 12));
        Panel::left("progress").default_size(270.0).size_range(200.0..=380.0).frame(side).show(ui, |ui| {
            Region::Left.begin(ui, "What is open", None);
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| self.questions_ui(ui, context));
        });
        middle_ui(ui, ("Lines", Some(lines::id())), Margin { left: 20, right: 12, top: 14, bottom: 8 }, |ui| {
            lines::ui(ui, self, context);
        });
    }

    fn is_busy(&self) -> bool {
        self.answers.is_busy()
    }
}

impl ProgressPage {
    /// Lets a thread answer all questions anew where anything counted has changed.
    fn follow(&mut self, ui: &Ui, context: &PageContext<'_>) {
        let revision = context.history.counted_revision();
        self.answers.follow(
            ui.ctx(),
            |made| *made == revision,
            |_| {
                let project = context.project().clone();
                (revision, move || ProgressAnswers::of(&project))
            },
        );
    }

    /// The question on screen.
    fn question(&self) -> ProgressQuestion {
        let first = || self.answers.peek().and_then(ProgressAnswers::first_open).unwrap_or_default();
        self.question.unwrap_or_else(first)
    }

    /// The numbers of the project, and the questions with how much is open of each.
    fn questions_ui(&mut self, ui: &mut Ui, context: &PageContext<'_>) {
        let theme = Theme::of(ui);
        let n = context.project().articles.len();
        section_title(ui, format!("{} of {} done", grouped(context.counts.done), counted(n, "article")));
        #[expect(clippy::cast_precision_loss, reason = "a bar is drawn with it")]
        let share = context.counts.done as f32 / n.max(1) as f32;
        let bar = ui.add(ProgressBar::new(share).desired_height(6.0).fill(*theme.colours.accent));
        bar.widget_info(|| {
            let info = WidgetInfo::labeled(Role::ProgressIndicator, true, "Articles done");
            WidgetInfo { value: Some(f64::from(share * 100.0).floor()), ..info }
        });
        let coded = self.answers.peek().and_then(|answers| answers.progress.coded_share());
        let coded = coded.map_or_else(String::new, |share| format!("{} of all texts coded", percent(share)));
        ui.label(RichText::new(coded).small().color(*theme.colours.muted));
        for (heading, questions) in ProgressQuestion::GROUPS {
            ui.add_space(10.0);
            section_title(ui, *heading);
            for question in *questions {
                self.question_ui(ui, *question);
            }
        }
        if self.answers.is_updating(ui.ctx()) {
            ui.weak("Updating…");
        }
    }

    fn question_ui(&mut self, ui: &mut Ui, question: ProgressQuestion) {
        let theme = Theme::of(ui);
        let n = self.answers.peek().map(|answers| answers.lines(question).len());
        let n = n.map_or_else(String::new, grouped);
        let is_current = self.question() == question;
        let name = || format!("{}: {n}", question.name());
        let (rect, response) = list_row(ui, theme.sizes.code_row, is_current, Role::ListItem, name);
        let font = if is_current { strong(theme.sizes.body) } else { egui::FontId::proportional(theme.sizes.body) };
        let (painter, middle) = (ui.painter(), rect.center().y);
        painter.text(
            pos2(rect.left() + 10.0, middle),
            egui::Align2::LEFT_CENTER,
            question.name(),
            font,
            *theme.colours.ink,
        );
        let small = egui::FontId::proportional(theme.sizes.small);
        let at = pos2(rect.right() - 10.0, middle);
        painter.text(at, egui::Align2::RIGHT_CENTER, &n, small, *theme.colours.muted);
        if response.on_hover_text(question.help()).clicked() {
            self.question = Some(question);
            self.cursor = None;
            self.reveals_cursor = false;
        }
    }
}
