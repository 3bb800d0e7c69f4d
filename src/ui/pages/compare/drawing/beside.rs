//! What is selected in a timeline or a network, above its quotes: a node with its ties, a tie with its ends.

use egui::{Align2, FontId, Rect, RichText, ScrollArea, Ui, accesskit::Role, pos2, vec2};

use standpoint_analysis::network::{NetworkPart, NodeMeasures};
use standpoint_core::{
    model::{
        Code, CodeId, CodeKind, Codebook,
        view::{Counting, PictureKind},
    },
    wording::{capitalised, counted},
};
use standpoint_exchange::picture::{MarkKey, PictureMark};

use super::super::ComparePage;
use crate::ui::{
    pages::PageContext,
    theme::{Theme, strong},
    widgets::{
        list_row, section_title,
        shapes::{code_shape, paint_code},
    },
};

/// The height of the list of ties at most, in points.
const TIES_HEIGHT: f32 = 168.0;
const ROW: f32 = 26.0;

/// Says what is selected. A click on a tie or on one of its ends selects that.
pub fn head_ui(ui: &mut Ui, compare: &mut ComparePage, context: &PageContext<'_>) {
    let Some(selected) = compare.drawing.selected_in(compare.picture).cloned() else { return };
    let book = &context.project().codebook;
    let marks = compare.drawing.marks();
    let mark = marks.iter().find(|mark| mark.key == selected);
    let clicked = match &selected {
        MarkKey::Network(NetworkPart::Node(kind, code)) => {
            node_ui(ui, book, (*kind, code), marks, compare.drawing.measures())
        }
        MarkKey::Network(NetworkPart::Tie(ends)) => tie_ui(ui, book, ends, mark),
        MarkKey::Cell { .. } | MarkKey::Period { .. } => {
            if let Some((title, words)) = mark.and_then(|mark| mark.name.rsplit_once(": ")) {
                section_title(ui, title);
                ui.weak(words);
            }
            None
        }
    };
    if let Some(part) = clicked {
        compare.drawing.selected = Some(MarkKey::Network(part));
        compare.quote = None;
    }
    let n = compare.quotes_beside().map(|(_, places)| places.len());
    ui.add_space(2.0);
    let repeats = if compare.pane.query.counting == Counting::EveryTime { "" } else { ", repeats included" };
    ui.weak(n.map_or_else(|| "Looking for quotes…".to_owned(), |n| format!("{}{repeats}", counted(n, "quote"))));
}

/// Says how quotes get beside a table or a picture.
pub const fn hint(picture: PictureKind) -> &'static str {
    match picture {
        PictureKind::Table => {
            "Click a cell, or the name of a row or column, to see what was said. Arrow keys move from cell to cell."
        }
        PictureKind::Bars => "Click a bar to see what was said. Arrow keys move from bar to bar, and Enter selects.",
        PictureKind::HeatMap => {
            "Click a cell to see what was said. Arrow keys move from cell to cell, and Enter selects."
        }
        PictureKind::Timeline => {
            "Click a bar or a point to see what was said. Arrow keys move from one to the next, and Enter selects."
        }
        PictureKind::Network => {
            "Click a code or a tie to see what was said. The arrow keys ↑ and ↓ move from code to code, ← and → along \
             the ties of a code, and Enter selects."
        }
    }
}

fn code<'a>(book: &'a Codebook, kind: CodeKind, id: &CodeId) -> Option<&'a Code> {
    book.code(kind, id)
}

/// The name of a code behind its shape.
fn name_ui(ui: &mut Ui, book: &Codebook, kind: CodeKind, id: &CodeId) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        if let Some(code) = code(book, kind, id) {
            code_shape(ui, kind, theme.code(code.colour));
        }
        ui.label(RichText::new(book.name_of(kind, id)).font(strong(theme.sizes.body + 1.0)));
    });
}

/// A node with its ties, the strongest first; returns the tie that was clicked.
fn node_ui(
    ui: &mut Ui,
    book: &Codebook,
    (kind, id): (CodeKind, &CodeId),
    marks: &[PictureMark],
    measures: Option<(NodeMeasures, usize)>,
) -> Option<NetworkPart> {
    name_ui(ui, book, kind, id);
    let parts = marks.iter().filter_map(|mark| match &mark.key {
        MarkKey::Network(part) => Some((part, mark)),
        _ => None,
    });
    let mut ties: Vec<(&(CodeKind, CodeId), &NetworkPart, &PictureMark)> = parts
        .clone()
        .filter_map(|(part, mark)| match part {
            NetworkPart::Tie([a, b]) if (a.0, &a.1) == (kind, id) => Some((b, part, mark)),
            NetworkPart::Tie([a, b]) if (b.0, &b.1) == (kind, id) => Some((a, part, mark)),
            _ => None,
        })
        .collect();
    let share = |mark: &PictureMark| mark.strength.as_ref().map_or(0.0, |strength| strength.share);
    ties.sort_by(|a, b| share(b.2).total_cmp(&share(a.2)));
    let other_kind = ties.first().map_or(kind, |((kind, _), ..)| *kind);
    let is_other = |part: &NetworkPart| matches!(part, NetworkPart::Node(of, other) if *of == other_kind && (*of, other) != (kind, id));
    let n_others = parts.filter(|(part, _)| is_other(part)).count();
    ui.weak(format!("Tied to {} of {}", ties.len(), counted(n_others, other_kind.noun())));
    if let Some((measures, n_communities)) = measures {
        measures_ui(ui, &measures, n_communities);
    }
    let mut clicked = None;
    ScrollArea::vertical().id_salt("ties").max_height(TIES_HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for ((kind, id), part, mark) in ties {
            if line_ui(ui, book, (*kind, id), mark) {
                clicked = Some(part.clone());
            }
        }
    });
    clicked
}

/// How central a node is, and which community it belongs to.
fn measures_ui(ui: &mut Ui, measures: &NodeMeasures, n_communities: usize) {
    let betweenness = measures.betweenness.map(|share| format!("Betweenness {share:.2}"));
    let community = format!("community {} of {n_communities}", measures.community + 1);
    let words =
        betweenness.map_or_else(|| capitalised(&community), |betweenness| format!("{betweenness}, {community}"));
    ui.weak(words).on_hover_text(
        "Betweenness is the share of shortest paths between two others that lead through this code, from 0 to 1. \
         Codes of a community are tied to each other more than to the rest; the largest is the first.",
    );
}

/// A tie with its ends; returns the end that was clicked.
fn tie_ui(
    ui: &mut Ui,
    book: &Codebook,
    ends: &[(CodeKind, CodeId); 2],
    mark: Option<&PictureMark>,
) -> Option<NetworkPart> {
    let mut clicked = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (kind, id) in ends {
            let name = book.name_of(*kind, id);
            let (rect, response) = list_row(ui, ROW, false, Role::Link, || format!("{}, {name}", kind.noun()));
            paint_name(ui, rect, book, (*kind, id));
            if response.clicked() {
                clicked = Some(NetworkPart::Node(*kind, id.clone()));
            }
        }
    });
    if let Some((_, words)) = mark.and_then(|mark| mark.name.rsplit_once(": ")) {
        ui.weak(words);
    }
    clicked
}

/// The other end of a tie with a bar for its strength; returns whether it was clicked.
fn line_ui(ui: &mut Ui, book: &Codebook, (kind, id): (CodeKind, &CodeId), mark: &PictureMark) -> bool {
    let theme = Theme::of(ui);
    let (rect, response) = list_row(ui, ROW, false, Role::Link, || mark.name.clone());
    let rect = rect.shrink2(vec2(0.0, 1.0));
    let bars = (rect.width() * 0.34).min(110.0);
    let number = 34.0;
    paint_name(ui, rect.with_max_x(rect.right() - bars - number - 8.0), book, (kind, id));
    if let Some(strength) = &mark.strength {
        let left = rect.right() - number - bars;
        let width = (bars * strength.share).max(2.0);
        let bar = Rect::from_min_size(pos2(left, rect.center().y - 4.0), vec2(width, 8.0));
        ui.painter().rect_filled(bar, 1, theme.code(strength.colour));
        let at = pos2(rect.right() - 4.0, rect.center().y);
        ui.painter().text(at, Align2::RIGHT_CENTER, &strength.text, strong(theme.sizes.small), *theme.colours.ink);
    }
    response.on_hover_text("Show the highlights behind this tie").clicked()
}

fn paint_name(ui: &Ui, rect: Rect, book: &Codebook, (kind, id): (CodeKind, &CodeId)) {
    let theme = Theme::of(ui);
    let colour = code(book, kind, id).map_or(*theme.colours.muted, |code| theme.code(code.colour));
    paint_code(ui.painter(), pos2(rect.left() + 10.0, rect.center().y), kind, 10.0, colour);
    let mut job = egui::text::LayoutJob::simple_singleline(
        book.name_of(kind, id).to_owned(),
        FontId::proportional(theme.sizes.body),
        *theme.colours.ink,
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width((rect.width() - 22.0).max(10.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let at = pos2(rect.left() + 20.0, rect.center().y - 0.5 * galley.size().y);
    ui.painter().galley(at, galley, *theme.colours.ink);
}
