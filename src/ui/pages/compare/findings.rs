//! Findings, and outlets that are silent, each with its evidence one click away.

use std::sync::Arc;

use egui::{RichText, Sense, Ui, WidgetInfo, accesskit::Role};

use standpoint_analysis::findings::{Finding, FindingKind, MOST_SILENCES, Silence, findings, silences};
use standpoint_core::{
    model::{CodeKind, view::HighlightFilter},
    wording::{counted, grouped},
};

use super::{ComparePage, SideTab, pane::Answer, table::FindingMarks};
use crate::ui::{
    pages::PageContext,
    parts::list::VirtualList,
    theme::{Theme, strong},
    widgets::section_title,
};

/// What was found in the highlights that pass a filter.
pub(super) struct Found {
    /// The answer whose facts it was found in.
    pub answer: Arc<Answer>,
    pub findings: Vec<Finding>,
    marks: FindingMarks,
    /// The same without what only one outlet says.
    chief_marks: FindingMarks,
    silences: Vec<Silence>,
    /// The lines of the list of findings.
    lines: Vec<FindingLine>,
    /// The lines of the list of silences.
    silent_lines: Vec<SilentLine>,
}

/// A line of the list of findings. Places are those in [`Found::findings`].
enum FindingLine {
    Kind(FindingKind, usize),
    Finding(usize),
}

/// A line of the list of silences. Places are those in [`Found::silences`].
enum SilentLine {
    Outlet(usize),
    Issue(usize),
}

/// A finding whose evidence is shown, with the answer that its places belong to.
pub(super) struct ShownFinding {
    pub finding: Finding,
    pub answer: Arc<Answer>,
}

impl ShownFinding {
    pub fn of(finding: &Finding, answer: &Arc<Answer>) -> Self {
        Self { finding: finding.clone(), answer: answer.clone() }
    }
}

impl Found {
    /// Finds everything there is in the facts of an answer.
    pub fn in_answer(answer: Arc<Answer>, filter: &HighlightFilter) -> Self {
        let facts = &answer.live.facts;
        let findings = findings(&answer.project, facts, filter);
        let silences = silences(&answer.project, facts, filter);
        let marks_of = |kinds: &dyn Fn(FindingKind) -> bool| {
            let mut marks = FindingMarks::new();
            for finding in findings.iter().filter(|finding| kinds(finding.kind)) {
                marks.entry((finding.issue.clone(), finding.actor.clone())).or_default().push(finding.kind);
            }
            marks
        };
        let (marks, chief_marks) = (marks_of(&|_| true), marks_of(&|kind| kind != FindingKind::OnlySource));
        let mut lines = Vec::new();
        for kind in FindingKind::ALL {
            let of_kind = findings.iter().enumerate().filter(|(_, finding)| finding.kind == kind && !finding.is_echo);
            let of_kind: Vec<FindingLine> = of_kind.map(|(at, _)| FindingLine::Finding(at)).collect();
            if !of_kind.is_empty() {
                lines.push(FindingLine::Kind(kind, of_kind.len()));
                lines.extend(of_kind);
            }
        }
        let mut silent_lines = Vec::new();
        for (at, silence) in silences.iter().enumerate() {
            if at == 0 || silences[at - 1].outlet != silence.outlet {
                silent_lines.push(SilentLine::Outlet(at));
            }
            silent_lines.push(SilentLine::Issue(at));
        }
        Self { answer, findings, marks, chief_marks, silences, lines, silent_lines }
    }

    /// The marks of cells, with or without those of what only one outlet says.
    pub const fn marks(&self, has_only_source: bool) -> &FindingMarks {
        if has_only_source { &self.marks } else { &self.chief_marks }
    }

    /// How many findings of a kind are listed.
    pub fn n_found(&self, kind: FindingKind) -> usize {
        let of_kind = |line: &FindingLine| match line {
            FindingLine::Kind(of, n) if *of == kind => Some(*n),
            _ => None,
        };
        self.lines.iter().find_map(of_kind).unwrap_or(0)
    }

    fn n_listed(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line, FindingLine::Finding(_))).count()
    }
}

pub(super) fn ui(ui: &mut Ui, compare: &mut ComparePage, context: &PageContext<'_>) {
    let Some(found) = compare.found.peek() else { return };
    if found.lines.is_empty() {
        ui.weak("Nothing found yet. A finding needs two outlets, or two stances, on one issue of one actor.");
    }
    let book = &context.project().codebook;
    let mut clicked: Option<ShownFinding> = None;
    VirtualList::new("findings", 44.0).gap(8.0).show(ui, found.lines.len(), |ui, line| match &found.lines[line] {
        FindingLine::Kind(kind, n) => {
            ui.add_space(4.0);
            section_title(ui, format!("{} · {n}", kind.title())).on_hover_text(kind.meaning());
            ui.weak(RichText::new(kind.meaning()).small());
        }
        FindingLine::Finding(at) => {
            let finding = &found.findings[*at];
            let issue = book.name_of(CodeKind::Issue, &finding.issue);
            let actor = book.name_of(CodeKind::Actor, &finding.actor);
            let title = format!("{issue} · {actor}");
            let name = || format!("{}: {title}: {}", finding.kind.title(), finding.words);
            if line_ui(ui, &title, &finding.words, name) {
                clicked = Some(ShownFinding::of(finding, &found.answer));
            }
        }
    });
    if let Some(finding) = clicked {
        compare.show_finding(finding);
    }
}

pub(super) fn silence_ui(ui: &mut Ui, compare: &ComparePage, context: &PageContext<'_>) {
    let Some(found) = compare.found.peek() else { return };
    let book = &context.project().codebook;
    let silences = &found.silences;
    if silences.is_empty() {
        ui.weak("Every outlet says something on every issue.");
        return;
    }
    let n_read = silences.iter().filter(|silence| silence.is_read).count();
    let not_yet = silences.len() - n_read;
    let (read, unread) = (grouped(n_read), counted(not_yet, "place"));
    let n = if silences.len() == MOST_SILENCES { format!("the first {read}") } else { read };
    let left = if not_yet > 0 { format!(" At {unread} more, articles are left to read.") } else { String::new() };
    ui.weak(format!("Left out by outlets: {n}. An issue below one that is left out is not listed again.{left}"));
    ui.add_space(6.0);
    VirtualList::new("silences", 18.0).show(ui, found.silent_lines.len(), |ui, line| match found.silent_lines[line] {
        SilentLine::Outlet(at) => {
            ui.add_space(4.0);
            section_title(ui, &silences[at].outlet);
        }
        SilentLine::Issue(at) => {
            let Silence { issue, is_read, outlet } = &silences[at];
            let name = book.name_of(CodeKind::Issue, issue);
            let (sign, state) = if *is_read { ("–", "silent") } else { ("·", "not yet read") };
            let label = ui.label(format!("{sign}  {name}"));
            label.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, format!("{outlet}: {name}: {state}")));
        }
    });
}

/// Two lines that can be clicked.
fn line_ui(ui: &mut Ui, title: &str, words: &str, name: impl Fn() -> String) -> bool {
    let theme = Theme::of(ui);
    let inner = ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add(egui::Label::new(RichText::new(title).font(strong(theme.sizes.body))).wrap().selectable(false));
        let words = RichText::new(words).color(*theme.colours.muted);
        ui.add(egui::Label::new(words).wrap().selectable(false));
    });
    let response = ui.interact(inner.response.rect, ui.scope_id().with("finding"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name()));
    response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text("See the highlights that show it").clicked()
}

/// The tabs that select what stands beside the table.
pub(super) fn tabs_ui(ui: &mut Ui, compare: &mut ComparePage) {
    let found = compare.found.peek();
    let n_findings = found.map_or(0, Found::n_listed);
    let n_silences = found.map_or(0, |found| found.silences.iter().filter(|silence| silence.is_read).count());
    let names = ["Quotes".to_owned(), format!("Findings {n_findings}"), format!("Silence {n_silences}")];
    let all = [SideTab::Quotes, SideTab::Findings, SideTab::Silence];
    let choices: Vec<(&str, bool)> =
        names.iter().zip(all).map(|(name, one)| (&**name, one == compare.beside)).collect();
    if let Some(index) = crate::ui::widgets::segmented(ui, "Beside the table", &choices) {
        compare.beside = all[index];
    }
}
