//! The quotes behind the selection, in their sentences and with their sources, where they can be retagged.

use egui::{Margin, RichText, Ui, WidgetInfo, accesskit::Role};

use standpoint_analysis::{comparison::HighlightPlace, sample::Standing};
use standpoint_core::{
    edit::Edit,
    model::{Article, CodeKind, Highlight, Project, view::Subject},
    wording::counted,
};

use super::{
    ComparePage, SideTab, drawing,
    findings::{self, ShownFinding},
    pane::{Answer, CellSelection},
};
use crate::ui::{
    action::Action,
    pages::PageContext,
    parts::{
        list::VirtualList,
        quote_card::quote_card_ui,
        tag_menus::{code_ui, stance_ui},
    },
    theme::Theme,
    widgets::section_title,
};

/// About how high a quote is with its source and tags, in points.
const USUAL_HEIGHT: f32 = 150.0;

pub fn ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    ui.set_min_width(ui.available_width());
    compare.follow(ui.ctx(), context.history);
    findings::tabs_ui(ui, compare);
    ui.add_space(8.0);
    match compare.beside {
        SideTab::Findings => return findings::ui(ui, compare, context),
        SideTab::Silence => return findings::silence_ui(ui, compare, context),
        SideTab::Quotes => {}
    }
    if let Some(ShownFinding { finding, .. }) = &compare.finding {
        let book = &context.project().codebook;
        let (issue, actor) =
            (book.name_of(CodeKind::Issue, &finding.issue), book.name_of(CodeKind::Actor, &finding.actor));
        section_title(ui, format!("{}: {issue} · {actor}", finding.kind.title()));
        ui.weak(&finding.words);
        list_ui(ui, compare, context);
        return;
    }
    if compare.has_selected_mark() {
        drawing::head_ui(ui, compare, context);
        list_ui(ui, compare, context);
        return;
    }
    let Some(choice) = compare.choice.clone() else {
        section_title(ui, "Quotes");
        ui.weak(drawing::hint(compare.picture));
        return;
    };
    section_title(ui, compare.pane.title_of(&choice));
    let places = compare.pane.highlights(&choice);
    ui.weak(format!("{} in {}", counted(places.len(), "quote"), counted(n_articles(places), "article")));
    if let Some(subject) = subject(compare, &choice) {
        context.change_ui(ui, |ui, context| summary_ui(ui, compare, subject, context));
    }
    list_ui(ui, compare, context);
}

/// The subject of the selected cell; totals have none.
fn subject(compare: &ComparePage, choice: &CellSelection) -> Option<Subject> {
    let (table, chosen) = compare.pane.chosen(choice)?;
    Some(table.subject(chosen.row?, chosen.column?))
}

/// The field for the analyst’s own summary of a cell.
fn summary_ui(ui: &mut Ui, compare: &mut ComparePage, subject: Subject, context: &mut PageContext<'_>) {
    let mut text = context.project().summary(&subject).to_owned();
    ui.add_space(4.0);
    let field = egui::TextEdit::multiline(&mut text)
        .id_salt(("summary", &subject))
        .hint_text("Your sentence for this cell")
        .desired_rows(2)
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(10, 8));
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, "Your sentence for this cell"));
    if response.gained_focus() {
        compare.n_summaries += 1;
    }
    if response.changed() {
        let gesture = format!("summary {}", compare.n_summaries);
        context.ask(Action::continued("Write a summary", gesture, Edit::SetSummary(subject, text)));
    }
}

fn list_ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    ui.add_space(6.0);
    let (current, scrolls) = (compare.quote, std::mem::take(&mut compare.scrolls_to_quote));
    // What repeats what depends on the way of counting, which may have changed since something was found.
    let counted = compare.pane.answer().cloned();
    let Some((answer, places)) = compare.quotes_beside() else { return };
    let counted = counted.filter(|counted| counted.live.revision == answer.live.revision);
    let counted = counted.as_ref().unwrap_or(&answer);
    if places.is_empty() {
        ui.weak("Nobody says anything here.");
    }
    let mut clicked = None;
    let list = VirtualList::new("quotes", USUAL_HEIGHT).with_in_view(current.filter(|_| scrolls));
    list.show(ui, places.len(), |ui, index| {
        let is_current = current == Some(index);
        let repeats = counted.live.comparison.standing(places[index]) == Standing::Repeats;
        if quote_ui(ui, &answer, places[index], (is_current, repeats), context) {
            clicked = Some(index);
        }
    });
    if clicked.is_some() {
        compare.quote = clicked;
    }
}

/// A quote that can be retagged; returns whether it was clicked.
fn quote_ui(
    ui: &mut Ui,
    answer: &Answer,
    place: HighlightPlace,
    (is_current, repeats): (bool, bool),
    context: &mut PageContext<'_>,
) -> bool {
    let (article, highlight) = present(place, answer, context.project());
    let is_clicked = quote_card_ui(ui, article, highlight, context);
    if is_clicked {
        context.ask(Action::ShowHighlight(article.id, highlight.id));
    }
    if repeats {
        ui.weak(RichText::new("Repeats what is counted already").small());
    }
    ui.push_id(highlight.id, |ui| {
        context.change_ui(ui, |ui, context| {
            stance_ui(ui, article, highlight, context);
            if is_current {
                code_ui(ui, CodeKind::Actor, article, highlight, context);
                code_ui(ui, CodeKind::Issue, article, highlight, context);
            }
        });
    });
    if is_current {
        let rect = ui.min_rect();
        let mark = rect.with_max_x(rect.left() + 2.0).translate(egui::vec2(-7.0, 0.0));
        ui.painter().rect_filled(mark, 1, *Theme::of(ui).colours.accent);
    }
    ui.separator();
    is_clicked
}

/// The article and the highlight of a place as they are now; as they were counted if they are gone.
fn present<'a>(place: HighlightPlace, answer: &'a Answer, project: &'a Project) -> (&'a Article, &'a Highlight) {
    let (article, highlight) = place.of(&answer.project);
    let at_its_place = project.articles.get(place.article).filter(|now| now.id == article.id);
    let now = at_its_place.or_else(|| project.article(article.id));
    let found = now.and_then(|now| Some((&**now, now.highlight(highlight.id)?)));
    found.unwrap_or((article, highlight))
}

fn n_articles(places: &[HighlightPlace]) -> usize {
    // They stand in reading order.
    let begins = places.windows(2).filter(|pair| pair[0].article != pair[1].article);
    usize::from(!places.is_empty()) + begins.count()
}
