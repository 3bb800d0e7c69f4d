//! What is asked of a project, and what answers it.

use standpoint_analysis::coding_progress::CodingProgress;
use standpoint_core::model::{CodeKind, Project, ReadingStatus};

/// What is asked of the project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ProgressQuestion {
    #[default]
    ToRead,
    Reading,
    Done,
    UnreadOutlets,
    WithoutHighlights,
    Coded,
    WithoutIssue,
    WithoutActor,
    UnusedActors,
    UnusedIssues,
}

impl ProgressQuestion {
    const ALL: [Self; 10] = [
        Self::ToRead,
        Self::Reading,
        Self::Done,
        Self::UnreadOutlets,
        Self::WithoutHighlights,
        Self::Coded,
        Self::WithoutIssue,
        Self::WithoutActor,
        Self::UnusedActors,
        Self::UnusedIssues,
    ];

    /// All of them under their headings.
    pub const GROUPS: &[(&str, &[Self])] = &[
        ("Reading", &[Self::ToRead, Self::Reading, Self::Done, Self::UnreadOutlets]),
        ("Highlights", &[Self::WithoutHighlights, Self::Coded, Self::WithoutIssue, Self::WithoutActor]),
        ("Codebook", &[Self::UnusedActors, Self::UnusedIssues]),
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::ToRead => "To read",
            Self::Reading => "Being read",
            Self::Done => "Done",
            Self::UnreadOutlets => "Outlets not read",
            Self::WithoutHighlights => "Without highlights",
            Self::Coded => "How much is coded",
            Self::WithoutIssue => "Without an issue",
            Self::WithoutActor => "Without an actor",
            Self::UnusedActors => "Actors never used",
            Self::UnusedIssues => "Issues never used",
        }
    }

    /// What the list has, in a sentence.
    pub const fn help(self) -> &'static str {
        match self {
            Self::ToRead => "Articles that nobody has started",
            Self::Reading => "Articles that were started but are not done",
            Self::Done => "Articles that are done",
            Self::UnreadOutlets => "Outlets of which no article is done",
            Self::WithoutHighlights => "Articles in which nothing is highlighted",
            Self::Coded => "The share of each text that is highlighted, the smallest first",
            Self::WithoutIssue => "Highlights that have no issue",
            Self::WithoutActor => "Highlights that have no actor",
            Self::UnusedActors => "Actors that no highlight has, nor one with an actor below them",
            Self::UnusedIssues => "Issues that no highlight has, nor one with an issue below them",
        }
    }

    /// What is said where the list is empty.
    pub const fn nothing(self) -> &'static str {
        match self {
            Self::ToRead => "Every article was started.",
            Self::Reading => "No article is being read.",
            Self::Done => "No article is done yet.",
            Self::UnreadOutlets => "At least one article of each outlet is done.",
            Self::WithoutHighlights => "Every article has highlights.",
            Self::Coded => "There are no articles.",
            Self::WithoutIssue => "Every highlight has an issue.",
            Self::WithoutActor => "Every highlight has an actor.",
            Self::UnusedActors => "Every actor is used.",
            Self::UnusedIssues => "Every issue is used.",
        }
    }
}

/// The progress of a project, with the lines that answer each question.
pub(super) struct ProgressAnswers {
    pub progress: CodingProgress,
    /// For each question, the places of its lines in the list of the progress that it is about.
    lines: [Vec<usize>; ProgressQuestion::ALL.len()],
}

impl ProgressAnswers {
    pub fn of(project: &Project) -> Self {
        let progress = CodingProgress::of(project);
        let lines = ProgressQuestion::ALL.map(|question| places(&progress, question));
        Self { progress, lines }
    }

    /// The first question that leaves something to do. What is done, and how much, is no such question.
    pub fn first_open(&self) -> Option<ProgressQuestion> {
        let is_open = |question: &ProgressQuestion| {
            !matches!(question, ProgressQuestion::Done | ProgressQuestion::Coded) && !self.lines(*question).is_empty()
        };
        ProgressQuestion::ALL.into_iter().find(is_open)
    }

    /// The lines that answer a question.
    pub fn lines(&self, question: ProgressQuestion) -> &[usize] {
        &self.lines[question as usize]
    }
}

fn places(progress: &CodingProgress, question: ProgressQuestion) -> Vec<usize> {
    let with_status = |status: ReadingStatus| {
        let articles = progress.articles.iter().enumerate();
        articles.filter(|(_, article)| article.status == status).map(|(at, _)| at).collect()
    };
    let unused = |kind: CodeKind| {
        let codes = progress.unused_codes.iter().enumerate();
        codes.filter(|(_, (other, _))| *other == kind).map(|(at, _)| at).collect()
    };
    match question {
        ProgressQuestion::ToRead => with_status(ReadingStatus::ToRead),
        ProgressQuestion::Reading => with_status(ReadingStatus::Reading),
        ProgressQuestion::Done => with_status(ReadingStatus::Done),
        ProgressQuestion::UnreadOutlets => (0..progress.unread_outlets.len()).collect(),
        ProgressQuestion::WithoutHighlights => {
            let articles = progress.articles.iter().enumerate();
            articles.filter(|(_, article)| article.n_highlights == 0).map(|(at, _)| at).collect()
        }
        ProgressQuestion::Coded => {
            let mut places: Vec<usize> = (0..progress.articles.len()).collect();
            // What has no text cannot be coded, and comes last.
            let share = |at: usize| progress.articles[at].coded_share().unwrap_or(f64::INFINITY);
            places.sort_by(|a, b| share(*a).total_cmp(&share(*b)));
            places
        }
        ProgressQuestion::WithoutIssue => (0..progress.without_issue.len()).collect(),
        ProgressQuestion::WithoutActor => (0..progress.without_actor.len()).collect(),
        ProgressQuestion::UnusedActors => unused(CodeKind::Actor),
        ProgressQuestion::UnusedIssues => unused(CodeKind::Issue),
    }
}
