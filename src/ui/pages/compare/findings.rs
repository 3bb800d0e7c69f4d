//! The list of findings below the views, by actor and issue, with what is only said by one outlet and what outlets leave
//! out folded below.

use std::{collections::HashMap, sync::Arc};

use egui::{Align2, FontId, Rect, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_analysis::findings::{Finding, FindingKind, MOST_SILENCES, Silence, findings, silences};
use standpoint_core::{
    model::{CodeId, CodeKind, Codebook, view::HighlightFilter},
    wording::grouped,
};

use super::{
    ComparePage,
    evidence::{Evidence, EvidenceKind},
    names::{ShapedName, names_ui},
    pane::Answer,
    signs::paint_finding,
    table::FindingMarks,
};
use crate::ui::{
    pages::PageContext,
    parts::list::VirtualList,
    theme::{Icon, Theme, icon_font, strong},
    widgets::{icon_button, list_row, section_title, shapes::paint_code},
};

/// What was found in the highlights that pass a filter.
pub(super) struct Found {
    /// The answer whose facts it was found in.
    pub answer: Arc<Answer>,
    pub findings: Vec<Finding>,
    pub marks: FindingMarks,
    silences: Vec<Silence>,
    /// The lines of the findings, those of what only one outlet says, and those of what outlets leave out.
    lines: Vec<Line>,
    alone: Vec<Line>,
    left_out: Vec<Line>,
    /// How many findings of each kind there are, and how many issues are left out by outlets that were read.
    numbers: [usize; FindingKind::ALL.len()],
    n_left_out: usize,
}

/// A line of the list. Places are those in [`Found::findings`] and [`Found::silences`].
#[derive(Clone, Copy, Debug)]
enum Line {
    /// The actor and the issue of the finding at this place.
    Pair(usize),
    Finding(usize),
    Fold(Fold),
    /// The outlet of the silence at this place.
    Outlet(usize),
    Silence(usize),
}

/// What is folded at the end of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fold {
    OnlyOneOutlet,
    LeftOut,
}

/// Which parts of the list are unfolded.
#[derive(Clone, Copy, Debug, Default)]
pub struct OpenFolds {
    only_one_outlet: bool,
    left_out: bool,
}

impl Found {
    /// Finds everything there is in the facts of an answer.
    pub fn in_answer(answer: Arc<Answer>, filter: &HighlightFilter) -> Self {
        let facts = &answer.live.facts;
        // What a finding depends on is found when it is looked at.
        let findings = findings(&answer.project, facts, filter, 0);
        let silences = silences(&answer.project, facts, filter);
        let mut marks = FindingMarks::new();
        for finding in &findings {
            marks.entry((finding.issue.clone(), finding.actor.clone())).or_default().push(finding.kind);
        }
        let mut left_out = Vec::new();
        for (at, silence) in silences.iter().enumerate() {
            if at == 0 || silences[at - 1].outlet != silence.outlet {
                left_out.push(Line::Outlet(at));
            }
            left_out.push(Line::Silence(at));
        }
        let lines = ranked(&findings, |kind| kind != FindingKind::OnlySource);
        let alone = ranked(&findings, |kind| kind == FindingKind::OnlySource);
        let listed = |kind| move |finding: &&Finding| finding.kind == kind && !finding.is_echo;
        let numbers = FindingKind::ALL.map(|kind| findings.iter().filter(listed(kind)).count());
        let n_left_out = silences.iter().filter(|silence| silence.is_read).count();
        Self { answer, findings, marks, silences, lines, alone, left_out, numbers, n_left_out }
    }

    /// How many findings of a kind are listed.
    pub fn n_found(&self, kind: FindingKind) -> usize {
        FindingKind::ALL.iter().zip(self.numbers).find_map(|(other, n)| (*other == kind).then_some(n)).unwrap_or(0)
    }

    /// How many are listed above what is folded.
    fn n_weighty(&self) -> usize {
        self.numbers.iter().sum::<usize>() - self.n_found(FindingKind::OnlySource)
    }
}

/// The findings of some kinds, grouped by actor and issue, those with the weightiest finding and the most evidence first.
fn ranked(findings: &[Finding], is_wanted: impl Fn(FindingKind) -> bool) -> Vec<Line> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of: HashMap<(&CodeId, &CodeId), usize> = HashMap::new();
    for (at, finding) in findings.iter().enumerate().filter(|(_, finding)| is_wanted(finding.kind) && !finding.is_echo)
    {
        let group = *group_of.entry((&finding.actor, &finding.issue)).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(at);
    }
    groups.sort_by_key(|group| {
        let weightiest = group.iter().map(|at| findings[*at].kind).min();
        let evidence = group.iter().map(|at| findings[*at].evidence.len()).max();
        (weightiest, std::cmp::Reverse((group.len(), evidence)))
    });
    let lines = |group: Vec<usize>| {
        let pair = group.first().map(|at| Line::Pair(*at));
        pair.into_iter().chain(group.into_iter().map(Line::Finding))
    };
    groups.into_iter().flat_map(lines).collect()
}

/// Shows the list in all the room there is.
pub(super) fn ui(ui: &mut Ui, compare: &mut ComparePage, context: &PageContext<'_>) {
    let Some(found) = compare.found.peek() else { return };
    let folds = compare.folds;
    ui.horizontal(|ui| {
        section_title(ui, format!("Findings  {}", grouped(found.n_weighty())));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let signs = &mut compare.signs;
            let (icon, name) = if signs.is_on {
                (Icon::Eye, "Hide signs in the table")
            } else {
                (Icon::EyeOff, "Show signs in the table")
            };
            if icon_button(ui, icon, name, false).clicked() {
                signs.is_on = !signs.is_on;
            }
        });
    });
    if found.lines.is_empty() {
        ui.weak("Nothing found yet. A finding needs two outlets, or two stances, on one issue of one actor.");
        ui.add_space(4.0);
    }
    let book = &context.project().codebook;
    let alone = if folds.only_one_outlet { found.alone.len() } else { 0 };
    let left_out = if folds.left_out { found.left_out.len() } else { 0 };
    let (n, m) = (found.lines.len(), found.lines.len() + 1 + alone);
    let line_at = |at: usize| match at {
        at if at < n => found.lines[at],
        at if at == n => Line::Fold(Fold::OnlyOneOutlet),
        at if at < m => found.alone[at - n - 1],
        at if at == m => Line::Fold(Fold::LeftOut),
        at => found.left_out[at - m - 1],
    };
    let shown = compare.evidence.as_ref().map(|evidence| &evidence.shown);
    let mut clicked = None;
    let mut folded = None;
    VirtualList::new("findings", 40.0).gap(0.0).show(ui, m + 1 + left_out, |ui, at| match line_at(at) {
        Line::Pair(at) => pair_ui(ui, book, &found.findings[at]),
        Line::Finding(at) => {
            let finding = &found.findings[at];
            let is_shown = matches!(shown, Some(EvidenceKind::Finding(other)) if other.is_about_the_same(finding));
            if finding_ui(ui, book, finding, is_shown) {
                clicked = Some(EvidenceKind::Finding(finding.clone()));
            }
        }
        Line::Fold(fold) => {
            let (title, count, is_open) = match fold {
                Fold::OnlyOneOutlet => {
                    ("Only one outlet", grouped(found.n_found(FindingKind::OnlySource)), folds.only_one_outlet)
                }
                Fold::LeftOut => {
                    let more = if found.silences.len() == MOST_SILENCES { "+" } else { "" };
                    ("Left out by outlets", format!("{}{more}", grouped(found.n_left_out)), folds.left_out)
                }
            };
            if fold_ui(ui, title, &count, is_open) {
                folded = Some(fold);
            }
        }
        Line::Outlet(at) => {
            let outlet = &found.silences[at].outlet;
            let shown_now = EvidenceKind::Outlet(outlet.clone());
            if outlet_ui(ui, outlet, shown == Some(&shown_now)) {
                clicked = Some(shown_now);
            }
        }
        Line::Silence(at) => {
            let silence = &found.silences[at];
            let is_shown = matches!(shown, Some(EvidenceKind::LeftOut(other)) if other == silence);
            if silence_ui(ui, book, silence, is_shown) {
                clicked = Some(EvidenceKind::LeftOut(silence.clone()));
            }
        }
    });
    match folded {
        Some(Fold::OnlyOneOutlet) => compare.folds.only_one_outlet = !folds.only_one_outlet,
        Some(Fold::LeftOut) => compare.folds.left_out = !folds.left_out,
        None => {}
    }
    if let Some(shown) = clicked {
        let evidence = Evidence::of(shown, &found.answer);
        compare.show_evidence(evidence);
    }
}

/// Where the words of a line begin, from its left end, in points.
const LEFT: f32 = 26.0;

/// The most lines of a finding; the panel of quotes has all of its words.
const MOST_LINES: usize = 3;

/// Words broken into a few lines.
fn words_galley(ui: &Ui, text: &str, font: FontId, ink: egui::Color32, width: f32) -> Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::simple(text.to_owned(), font, ink, width);
    job.wrap.max_rows = MOST_LINES;
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// The actor and the issue that the lines below are about.
fn pair_ui(ui: &mut Ui, book: &Codebook, finding: &Finding) {
    ui.add_space(8.0);
    let codes = [(CodeKind::Actor, &finding.actor), (CodeKind::Issue, &finding.issue)];
    let names = codes.map(|(kind, id)| ShapedName::of_code(ui, book, kind, id));
    let title = format!("Findings on {}, {}", names[0].name, names[1].name);
    names_ui(ui, &names, &title);
}

/// A line of words that can be clicked; returns its rectangle, and whether it was clicked.
fn line_ui(ui: &mut Ui, text: &str, is_shown: bool, name: impl Fn() -> String, hint: &str) -> (Rect, bool) {
    let theme = Theme::of(ui);
    let ink = if is_shown { *theme.colours.ink } else { *theme.colours.muted };
    let font = FontId::proportional(theme.sizes.body - 0.5);
    let galley = words_galley(ui, text, font, ink, ui.available_width() - LEFT - 4.0);
    let (rect, response) = list_row(ui, galley.rect.height() + 10.0, is_shown, Role::Button, &name);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_shown, name()));
    let is_cut = galley.elided;
    ui.painter().galley(rect.left_top() + vec2(LEFT, 5.0), galley, ink);
    let is_clicked = response.clicked();
    response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(if is_cut { text } else { hint });
    (rect, is_clicked)
}

fn finding_ui(ui: &mut Ui, book: &Codebook, finding: &Finding, is_shown: bool) -> bool {
    let theme = Theme::of(ui);
    let text = format!("{}: {}", finding.kind.title(), finding.words);
    let name = || {
        let (actor, issue) =
            (book.name_of(CodeKind::Actor, &finding.actor), book.name_of(CodeKind::Issue, &finding.issue));
        format!("{}: {actor}, {issue}: {}", finding.kind.title(), finding.words)
    };
    let (rect, is_clicked) = line_ui(ui, &text, is_shown, name, "Show the highlights behind it");
    paint_finding(ui.painter(), rect.left_top() + vec2(13.0, 14.0), finding.kind, *theme.colours.finding);
    is_clicked
}

fn fold_ui(ui: &mut Ui, title: &str, count: &str, is_open: bool) -> bool {
    let theme = Theme::of(ui);
    ui.add_space(6.0);
    let name = || format!("{title}: {count}");
    let (rect, response) = list_row(ui, 28.0, false, Role::Button, name);
    let (painter, muted) = (ui.painter(), *theme.colours.muted);
    let icon = if is_open { Icon::ChevronDown } else { Icon::ChevronRight };
    painter.text(rect.left_center() + vec2(10.0, 0.0), Align2::CENTER_CENTER, icon.glyph(), icon_font(14.0), muted);
    let font = FontId::proportional(theme.sizes.body);
    painter.text(rect.left_center() + vec2(LEFT, 0.0), Align2::LEFT_CENTER, title, font.clone(), *theme.colours.ink);
    painter.text(rect.right_center() - vec2(6.0, 0.0), Align2::RIGHT_CENTER, count, font, muted);
    response.clicked()
}

fn outlet_ui(ui: &mut Ui, outlet: &str, is_shown: bool) -> bool {
    let theme = Theme::of(ui);
    ui.add_space(4.0);
    let galley = words_galley(ui, outlet, strong(theme.sizes.body), *theme.colours.ink, ui.available_width() - 14.0);
    let name = || format!("Left out by {outlet}");
    let (rect, response) = list_row(ui, galley.rect.height() + 8.0, is_shown, Role::Button, name);
    ui.painter().galley(rect.left_top() + vec2(6.0, 4.0), galley, *theme.colours.ink);
    let is_clicked = response.clicked();
    response.on_hover_text("Show the articles of this outlet");
    is_clicked
}

fn silence_ui(ui: &mut Ui, book: &Codebook, silence: &Silence, is_shown: bool) -> bool {
    let theme = Theme::of(ui);
    let Silence { issue, outlet, is_read } = silence;
    let name = book.name_of(CodeKind::Issue, issue);
    let state = if *is_read { "" } else { " (not all articles read)" };
    let text = format!("{name}{state}");
    let name = || format!("Left out by {outlet}: {text}");
    let (rect, is_clicked) = line_ui(ui, &text, is_shown, name, "Show what others say on it");
    let colour = book.code(CodeKind::Issue, issue).map_or(*theme.colours.hairline, |code| theme.code(code.colour));
    paint_code(ui.painter(), rect.left_top() + vec2(14.0, 13.5), CodeKind::Issue, 9.0, colour);
    is_clicked
}
