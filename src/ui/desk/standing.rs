//! Questions about the open project that stand above the page until they are decided, while work goes on below.
//!
//! A question that answers a gesture, such as closing the window, is a dialog instead (`Desk::ask`).

use egui::Ui;

use standpoint_store::state::StateName;

use super::{Decision, Desk, Intent, dialogs::question::Question};

/// What a standing question is about. There is one question about each subject at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DecisionSubject {
    /// What becomes of the project’s file.
    File(FileTrouble),
    /// The project is a copy of another one.
    Copy,
    /// Another computer has unsaved edits.
    LeftElsewhere,
    /// There are unsaved edits to a different version of the file.
    StrangeJournal,
}

/// Why a project is not simply saved to its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileTrouble {
    /// Another program has changed it to this version, if that is known.
    Changed(Option<StateName>),
    /// It is no longer there.
    Gone,
    /// A save failed.
    NotSaved,
}

impl DecisionSubject {
    fn is_same(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// A question that waits for a decision.
struct StandingQuestion {
    subject: DecisionSubject,
    question: Question<Decision>,
    /// Whether it is to get the keyboard when it is shown next.
    wants_keyboard: bool,
}

/// The questions that stand above the page, in their order.
#[derive(Default)]
pub(super) struct StandingQuestions(Vec<StandingQuestion>);

impl StandingQuestions {
    /// What the question about the file is about, if there is one.
    pub fn file_trouble(&self) -> Option<FileTrouble> {
        self.0.iter().find_map(|standing| match standing.subject {
            DecisionSubject::File(trouble) => Some(trouble),
            _ => None,
        })
    }

    /// Returns whether another program has changed or removed the file, and it is not decided what to do about that.
    pub fn is_file_contested(&self) -> bool {
        matches!(self.file_trouble(), Some(FileTrouble::Changed(_) | FileTrouble::Gone))
    }

    /// Withdraws the question about the file.
    pub fn withdraw_file(&mut self) {
        self.0.retain(|standing| !matches!(standing.subject, DecisionSubject::File(_)));
    }

    /// Withdraws all questions.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl Desk {
    /// Lets a question stand above the page, in place of an earlier one about the same. `was_asked` tells whether it
    /// answers something that the person just did, and so gets the keyboard.
    pub(super) fn let_stand(&mut self, subject: DecisionSubject, question: Question<Decision>, was_asked: bool) {
        let standing = StandingQuestion { subject, question, wants_keyboard: was_asked };
        match self.standing.0.iter_mut().find(|other| other.subject.is_same(subject)) {
            Some(other) => *other = standing,
            None => self.standing.0.push(standing),
        }
        self.ctx.request_repaint();
    }

    /// Asks about the project’s file: in a dialog if the person is leaving, because that waits for the answer, and
    /// otherwise above the page.
    pub(super) fn ask_about_file(
        &mut self,
        trouble: FileTrouble,
        mut question: Question<Decision>,
        then: Option<&Intent>,
        was_asked: bool,
    ) {
        if then.is_some() {
            // If it is cancelled, the next look at the file brings the other one back.
            self.standing.withdraw_file();
            question.add_answer("Cancel", Decision::Stay);
            self.ask(question);
        } else {
            self.let_stand(DecisionSubject::File(trouble), question, was_asked);
        }
    }

    /// Returns whether anything stands above the page.
    pub fn has_banners(&self) -> bool {
        !self.standing.0.is_empty() || self.notices.has_banners()
    }

    /// Shows the questions that stand above the page, and does what one is answered with.
    pub fn standing_ui(&mut self, ui: &mut Ui) {
        let mut given = None;
        // What is being saved is a decision already.
        let can_decide = !self.keeping.is_saving;
        for (at, standing) in self.standing.0.iter_mut().enumerate() {
            let wants_keyboard = std::mem::take(&mut standing.wants_keyboard);
            ui.push_id(("question", at), |ui| {
                if !can_decide {
                    ui.disable();
                }
                if let Some(decision) = standing.question.banner_ui(ui, wants_keyboard) {
                    given = Some((at, decision));
                }
            });
        }
        let Some((at, decision)) = given else { return };
        // A question about the file goes once the file is in order, because a save may fail and a dialog be cancelled.
        let is_file = matches!(self.standing.0[at].subject, DecisionSubject::File(_));
        if !is_file || matches!(decision, Decision::Stay) {
            self.standing.0.remove(at);
        }
        self.decide(decision);
    }
}
