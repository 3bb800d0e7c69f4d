//! What the current draft is a copy of, what differs, and whether both print one story.

use std::sync::Arc;

use egui::{RichText, Stroke, Ui, text::LayoutJob};

use standpoint_core::{model::Project, text::Text};
use standpoint_exchange::import::review::{
    ReviewDraft,
    copies::{CopyOf, FoundCopy, Likeness},
    difference::{Side, differences},
};

use super::{ImportPage, text::append};
use crate::ui::{
    action::Action,
    pages::PageContext,
    parts::{derived::Derived, list::VirtualList},
    theme::{Theme, serif, strong},
    widgets::{one_line, small_button},
};

/// The words of a line, with which of the two texts has them.
type DifferenceRow = Vec<(Side, String)>;

/// The draft that is compared with what it is a copy of. A thread finds what differs.
#[derive(Default)]
pub(super) struct Comparing {
    shown: Option<usize>,
    difference: Derived<(usize, u64), Vec<DifferenceRow>>,
}

impl Comparing {
    pub fn is_shown(&self, draft: usize) -> bool {
        self.shown == Some(draft)
    }

    pub fn is_busy(&self) -> bool {
        self.difference.is_busy()
    }
}

/// The copy that was found, and what can be done about it.
pub(super) fn ui(ui: &mut Ui, page: &mut ImportPage, context: &mut PageContext<'_>) {
    let at = page.current;
    let draft = &page.review.drafts()[at];
    let Some(copy) = draft.copy().cloned() else {
        page.comparing.shown = None;
        return;
    };
    ui.add_space(6.0);
    let theme = Theme::of(ui);
    let words = words(&copy, &draft.details().outlet, draft.is_ticked());
    let frame = egui::Frame::new().fill(*theme.colours.panel).corner_radius(theme.sizes.radius);
    frame.inner_margin(10).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let title =
            if copy.likeness == Likeness::NewerVersion { "A newer version" } else { "A copy of this was found" };
        ui.label(RichText::new(title).font(strong(theme.sizes.body)));
        ui.label(RichText::new(words).color(*theme.colours.muted));
        ui.horizontal_wrapped(|ui| buttons_ui(ui, page, &copy, context));
    });
}

fn buttons_ui(ui: &mut Ui, page: &mut ImportPage, copy: &FoundCopy, context: &mut PageContext<'_>) {
    let at = page.current;
    let draft = &page.review.drafts()[at];
    let (is_ticked, is_joined) = (draft.is_ticked(), draft.is_joined());
    if let (Likeness::NewerVersion, CopyOf::Article(article)) = (copy.likeness, copy.of) {
        let is_asked = context.change_ui(ui, |ui, _| {
            let button = small_button(ui, "Revise the article…");
            button.on_hover_text("Put this text in place of that of the article; its highlights are kept").clicked()
        });
        if is_asked {
            let text = Text::new(&*page.review.drafts()[at].text().0);
            context.ask(Action::Revise(article, text));
        }
    }
    let is_shown = page.comparing.is_shown(at);
    let compare = if is_shown { "Show the text" } else { "Compare the two" };
    let differs = matches!(copy.likeness, Likeness::NearText | Likeness::SameFile | Likeness::NewerVersion);
    if differs && small_button(ui, compare).clicked() {
        page.comparing.shown = (!is_shown).then_some(at);
    }
    if small_button(ui, if is_ticked { "Import only the other" } else { "Import both" }).clicked() {
        page.review_mut().tick(at, !is_ticked);
    }
    let story = small_button(ui, if is_joined { "Make it a story of its own" } else { "Join as one story" });
    let story = story.on_hover_text(
        "Articles of one story have the same value in the field “story”, so that they can be counted once",
    );
    if story.clicked() && is_joined {
        page.review_mut().leave_story(at);
    } else if story.clicked() {
        page.review_mut().join_story(context.project(), at);
    }
    let is_open = |draft: &ReviewDraft| draft.is_ticked() && draft.copy().is_some() && !draft.is_joined();
    if page.review.drafts().iter().filter(|draft| is_open(draft)).take(2).count() > 1
        && small_button(ui, "Join all copies as stories").clicked()
    {
        page.review_mut().join_all_stories(context.project());
    }
}

fn words(copy: &FoundCopy, outlet: &str, is_ticked: bool) -> String {
    let of = if copy.outlet.is_empty() { String::new() } else { format!(" of {}", one_line(&copy.outlet)) };
    let title = one_line(&copy.title);
    if copy.likeness == Likeness::NewerVersion {
        let follows = if is_ticked {
            "Both will be in the project."
        } else {
            "It is not selected; revise the article instead, so that its highlights are kept."
        };
        let percent = copy.percent;
        return format!(
            "{percent}% of this text is in “{title}”{of}, which came from a file of this name or from this address. \
             {follows}"
        );
    }
    let same = match copy.likeness {
        Likeness::SameText => format!("“{title}”{of} has the same text."),
        Likeness::NearText | Likeness::NewerVersion => format!("“{title}”{of} has {}% of it.", copy.percent),
        Likeness::SameFile => format!("“{title}”{of} came from the same file and has {}% of this text.", copy.percent),
        Likeness::SameDetails => format!("“{title}”{of} has the same address, or the same title, outlet and date."),
    };
    let follows = match (is_ticked, copy.is_of_same_outlet(outlet)) {
        (false, _) => "This one is not selected, so only the other will be in the project.",
        (true, false) => "Another outlet printed it, so both count.",
        (true, true) => "Both will be in the project.",
    };
    format!("{same} {follows}")
}

/// Shows the draft with what differs from the text that it is a copy of.
pub(super) fn difference_ui(ui: &mut Ui, page: &mut ImportPage, project: &Project) {
    let theme = Theme::of(ui);
    let at = page.current;
    let key = (at, page.review.version());
    let review = &page.review;
    page.comparing.difference.follow(
        ui.ctx(),
        |made| *made == key,
        |_| {
            let other = review.other_text(project, at).unwrap_or_default().to_owned();
            let read = Arc::clone(review.drafts()[at].read());
            (key, move || in_rows(differences(&other, &read.draft.text)))
        },
    );
    let Some(rows) = page.comparing.difference.peek().filter(|_| page.comparing.difference.key() == Some(&key)) else {
        ui.weak("Comparing…");
        return;
    };
    ui.label(
        RichText::new("Struck through: only in the other text. In colour: only in this one.")
            .small()
            .color(*theme.colours.muted),
    );
    ui.add_space(4.0);
    VirtualList::new(("difference", at), 34.0).show(ui, rows.len(), |ui, row| {
        let mut job = LayoutJob::default();
        for (side, words) in &rows[row] {
            let font = serif(theme.sizes.article);
            match side {
                Side::Both => append(&mut job, words, font, *theme.colours.ink, None),
                Side::First => {
                    let ink = *theme.colours.muted;
                    append(&mut job, words, font, ink, Some(Stroke::new(1.0, ink)));
                }
                Side::Second => append(&mut job, words, font, *theme.colours.accent, None),
            }
        }
        ui.label(job);
    });
}

/// The words line by line.
fn in_rows(pieces: Vec<(Side, String)>) -> Vec<DifferenceRow> {
    let mut rows = vec![Vec::new()];
    for (side, words) in pieces {
        for (n, line) in words.split('\n').enumerate() {
            if n > 0 {
                rows.push(Vec::new());
            }
            if let (Some(row), false) = (rows.last_mut(), line.is_empty()) {
                row.push((side, line.to_owned()));
            }
        }
    }
    rows
}
