//! The quotes behind the selection or a finding, in their sentences and with their sources, where they can be retagged.

use egui::{Layout, Margin, RichText, Ui, WidgetInfo, accesskit::Role};

use standpoint_analysis::{
    comparison::{HighlightPlace, Signed},
    report::sheet::SheetCell,
    sample::Standing,
};
use standpoint_core::{
    edit::Edit,
    model::{
        Article, ArticleId, CodeKind, Highlight, Project,
        view::{AxisValue, Measure, Subject},
    },
    wording::{capitalised, counted},
};

use super::{
    ComparePage, drawing,
    evidence::EvidenceKind,
    fit::code_kind,
    names::{ShapedName, names_ui},
    pane::{Answer, CellSelection},
};
use crate::ui::{
    action::Action,
    pages::PageContext,
    parts::{
        list::VirtualList,
        quote_card::quote_card_ui,
        tag_menus::{code_ui, stance_ui},
        tour_target::TourTarget,
    },
    theme::{Icon, Theme},
    widgets::{icon_button, list_row, row_inside, shapes::stance_sign},
};

/// About how high a quote is with its source and tags, in points.
const USUAL_HEIGHT: f32 = 130.0;

pub(super) fn ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    ui.set_min_width(ui.available_width());
    compare.follow(ui.ctx(), context.history);
    if compare.evidence.is_none() && compare.has_selected_mark() {
        closable(ui, compare, |ui, compare| drawing::head_ui(ui, compare, context));
        list_ui(ui, compare, context);
        return;
    }
    head_ui(ui, compare, context.project());
    if let Some(evidence) =
        compare.evidence.as_ref().filter(|evidence| matches!(evidence.shown, EvidenceKind::Outlet(_)))
    {
        return articles_ui(ui, &evidence.articles, context);
    }
    let choice = compare.choice.selection.clone().filter(|_| compare.evidence.is_none());
    if choice.is_none() && compare.evidence.is_none() {
        ui.weak(drawing::hint(compare.picture));
        return;
    }
    if let Some(subject) = choice.and_then(|choice| subject(compare, &choice)) {
        context.change_ui(ui, |ui, context| summary_ui(ui, compare, subject, context));
    }
    list_ui(ui, compare, context);
}

/// What the quotes are about, and how many there are.
fn head_ui(ui: &mut Ui, compare: &mut ComparePage, project: &Project) {
    let book = &project.codebook;
    let Some(evidence) = &compare.evidence else {
        if let Some(choice) = compare.choice.selection.clone() {
            selection_ui(ui, compare, &choice, project);
        } else {
            title_ui(ui, compare, &[ShapedName::plain("Quotes")], "Quotes");
        }
        return;
    };
    let holds = match &evidence.shown {
        EvidenceKind::Finding(finding) => compare.dependence(finding),
        EvidenceKind::LeftOut(_) | EvidenceKind::Outlet(_) => None,
    };
    let holds = holds.map(|depends| format!("{}.", capitalised(&depends.in_words(&evidence.answer.project))));
    let (names, words) = match &evidence.shown {
        EvidenceKind::Finding(finding) => (
            vec![
                ShapedName::of_code(ui, book, CodeKind::Issue, &finding.issue),
                ShapedName::of_code(ui, book, CodeKind::Actor, &finding.actor),
            ],
            format!("{}: {}", finding.kind.title(), finding.words),
        ),
        EvidenceKind::LeftOut(silence) => (
            vec![ShapedName::of_code(ui, book, CodeKind::Issue, &silence.issue)],
            format!("Left out by {}. What others say:", silence.outlet),
        ),
        EvidenceKind::Outlet(outlet) => (vec![ShapedName::plain(outlet)], "The articles of this outlet".to_owned()),
    };
    let title = names.iter().map(|name| &*name.name).collect::<Vec<_>>().join(" · ");
    let n_quotes = n_quotes(&evidence.places);
    let has_quotes = !matches!(evidence.shown, EvidenceKind::Outlet(_));
    title_ui(ui, compare, &names, &title);
    ui.add(egui::Label::new(RichText::new(words).color(*Theme::of(ui).colours.muted)).wrap());
    if let Some(holds) = holds {
        ui.add(egui::Label::new(RichText::new(holds).color(*Theme::of(ui).colours.muted)).wrap());
    }
    if has_quotes {
        ui.weak(n_quotes);
    }
}

/// The names of what the quotes are about, and the button that closes the panel.
fn title_ui(ui: &mut Ui, compare: &mut ComparePage, names: &[ShapedName], title: &str) {
    closable(ui, compare, |ui, _| names_ui(ui, names, title));
}

/// What the quotes are about, beside the button that closes the panel.
fn closable(ui: &mut Ui, compare: &mut ComparePage, contents: impl FnOnce(&mut Ui, &mut ComparePage)) {
    ui.horizontal_top(|ui| {
        let room = ui.available_width() - 36.0;
        ui.vertical(|ui| {
            ui.set_width(room);
            contents(ui, compare);
        });
        if icon_button(ui, Icon::Close, "Close quotes", false).clicked() {
            compare.is_quotes_open = false;
        }
    });
}

fn selection_ui(ui: &mut Ui, compare: &mut ComparePage, choice: &CellSelection, project: &Project) {
    let n_quotes = n_quotes(compare.pane.highlights(choice));
    let mut names = Vec::new();
    let mut cell = None;
    if let Some((table, places)) = compare.pane.chosen(choice) {
        let query = &table.comparison.query;
        let sides = [
            (&query.rows, places.row.map(|row| &table.comparison.rows()[row])),
            (&query.columns, places.column.map(|column| &table.comparison.columns()[column])),
        ];
        names.extend(table.header().map(|layer| ShapedName::plain(&layer.name)));
        for (side, header) in sides {
            names.push(match header {
                None => ShapedName::plain("All"),
                Some(header) => match (code_kind(side, header), header.key.0.last()) {
                    (Some(kind), Some(AxisValue::Code(id))) => ShapedName::of_code(ui, &project.codebook, kind, id),
                    _ => ShapedName::plain(&header.name),
                },
            });
        }
        cell = Some((query.measure, SheetCell::of(table, places.row, places.column)));
    }
    let title = compare.pane.title_of(choice);
    title_ui(ui, compare, &names, &title);
    let Some((measure, cell)) = cell else { return };
    let net = cell.net_stance.filter(|_| measure == Measure::NetStance);
    let net = net.map(|net| format!("{} from {} · ", Signed(net), counted(cell.with_stance as usize, "stance")));
    ui.weak(format!("{}{n_quotes}", net.unwrap_or_default()));
    stances_ui(ui, &cell, project);
}

/// How many highlights take each stance.
fn stances_ui(ui: &mut Ui, cell: &SheetCell, project: &Project) {
    if cell.by_stance.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for count in &cell.by_stance {
            let stance = project.codebook.stances.get(count.stance as usize);
            stance_sign(ui, stance);
            ui.weak(format!("{} {}", stance.map_or("none", |stance| &stance.name), count.n));
            ui.add_space(6.0);
        }
    });
}

fn n_quotes(places: &[HighlightPlace]) -> String {
    format!("{} in {}", counted(places.len(), "quote"), counted(n_articles(places), "article"))
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
    let n_rows = if text.is_empty() { 1 } else { 2 };
    let field = egui::TextEdit::multiline(&mut text)
        .id_salt(("summary", &subject))
        .hint_text("Your sentence for this cell")
        .desired_rows(n_rows)
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(10, 7));
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

/// The articles of an outlet, each a click away.
fn articles_ui(ui: &mut Ui, articles: &[ArticleId], context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    ui.add_space(6.0);
    let project = context.project();
    let mut opened = None;
    VirtualList::even("articles of an outlet", 28.0).gap(2.0).show(ui, articles.len(), |ui, at| {
        // One that was removed leaves an empty line until the findings are made anew.
        let Some(article) = project.article(articles[at]) else { return };
        let name = || format!("Open {}", article.details.title);
        let (rect, response) = list_row(ui, 28.0, false, Role::Link, name);
        let mut row = row_inside(ui, rect, 8.0);
        row.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            if let Some(date) = article.details.date {
                ui.label(RichText::new(date.short()).small().color(*theme.colours.muted));
            }
            ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(&article.details.title).truncate());
            });
        });
        if response.clicked() {
            opened = Some(article.id);
        }
    });
    if let Some(id) = opened {
        context.ask(Action::ShowArticle(id));
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
    let mut selected = None;
    let list = VirtualList::new("quotes", USUAL_HEIGHT).with_in_view(current.filter(|_| scrolls));
    list.show(ui, places.len(), |ui, index| {
        let is_current = current == Some(index);
        let repeats = counted.live.comparison.standing(places[index]) == Standing::Repeats;
        if quote_ui(ui, &answer, places[index], (is_current, repeats), context) {
            selected = Some(index);
        }
    });
    if selected.is_some() {
        compare.quote = selected;
    }
}

/// A quote that can be retagged; returns whether it was selected.
fn quote_ui(
    ui: &mut Ui,
    answer: &Answer,
    place: HighlightPlace,
    (is_current, repeats): (bool, bool),
    context: &mut PageContext<'_>,
) -> bool {
    let (article, highlight) = present(place, answer, context.project());
    let is_opened = quote_card_ui(ui, article, highlight, context);
    TourTarget::Quote.is_at(ui, ui.min_rect());
    if is_opened {
        context.ask(Action::ShowHighlight(article.id, highlight.id));
    }
    let wants_tags = retag_ui(ui, is_current);
    if repeats {
        ui.weak(RichText::new("Repeats what is counted already").small());
    }
    if is_current {
        ui.push_id(highlight.id, |ui| {
            context.change_ui(ui, |ui, context| {
                stance_ui(ui, article, highlight, context);
                code_ui(ui, CodeKind::Actor, article, highlight, context);
                code_ui(ui, CodeKind::Issue, article, highlight, context);
            });
        });
        let rect = ui.min_rect();
        let mark = rect.with_max_x(rect.left() + 2.0).translate(egui::vec2(-7.0, 0.0));
        ui.painter().rect_filled(mark, 1, *Theme::of(ui).colours.accent);
    }
    ui.separator();
    is_opened || wants_tags
}

/// The button at the right end of the tags, the last line of a card, that lets them be changed.
fn retag_ui(ui: &mut Ui, is_current: bool) -> bool {
    let end = ui.min_rect().right_bottom();
    let rect = egui::Rect::from_min_max(end - egui::vec2(28.0, 26.0), end);
    let mut place = ui.new_child(egui::UiBuilder::new().id_salt("retag").max_rect(rect));
    icon_button(&mut place, Icon::Edit, if is_current { "Tags of this quote" } else { "Change tags" }, is_current)
        .clicked()
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
