//! The comparison as a picture. A mark of a table selects the cell it stands for, as a click in the table does; a
//! period, a node or a tie is selected here, with the highlights behind it.
//!
//! `options` and `network` are the choices beside the picture, and `beside` says what is selected above its quotes.

mod beside;
mod network;
mod options;

use std::sync::Arc;

use egui::{Context, Frame, Margin, Panel, ScrollArea, Ui, UiBuilder};

use standpoint_analysis::{
    comparison::HighlightPlace,
    network::{NetworkPart, NodeMeasures},
};
use standpoint_core::model::view::{PictureKind, Query};
use standpoint_exchange::picture::{self, InkPalette, MarkKey, PictureMark, PictureOptions, PictureSetting};

pub(super) use self::beside::{head_ui, hint};
use super::{
    CellSelection, ComparePage,
    pane::{Answer, Pane},
};
use crate::{
    command::Command,
    ui::{
        pages::PageContext,
        parts::{command_button::command_button, derived::Derived},
        theme::Theme,
        widgets::picture::{DrawnPicture, PictureOnScreen},
    },
};

/// The width of the choices beside a network, in points.
const OPTIONS_WIDTH: f32 = 220.0;

/// Room for the choices beside a network and for the network itself.
const WIDE_ENOUGH: f32 = 720.0;

/// How pictures are drawn, the one drawn last, and what is selected in it.
#[derive(Default)]
pub struct PicturePane {
    pub choices: PictureOptions,
    drawn: Derived<(PictureKey, Query), Arc<DrawnPicture>>,
    screen: PictureOnScreen,
    /// The selected period, node or tie.
    selected: Option<MarkKey>,
    /// Whether a narrow window shows all choices of a network.
    shows_more: bool,
    behind: Derived<BehindKey, Behind>,
}

/// What a picture depends on besides the query.
#[derive(Clone, Copy, PartialEq)]
struct PictureKey {
    revision: u64,
    wanted: PictureKind,
    choices: PictureOptions,
    palette: InkPalette,
}

/// What the highlights behind a mark depend on.
#[derive(PartialEq)]
struct BehindKey {
    revision: u64,
    query: Query,
    choices: PictureOptions,
    selected: MarkKey,
}

/// The highlights behind what is selected, and the answer they are places of.
struct Behind {
    answer: Arc<Answer>,
    places: Vec<HighlightPlace>,
    /// What is measured of a selected node, and how many communities there are.
    measures: Option<(NodeMeasures, usize)>,
}

pub(super) fn ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    in_sight_ui(ui, |ui| with_choices_ui(ui, compare, context));
}

/// Keeps to what can be seen, though what stands above may be wider than the page.
fn in_sight_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let seen = ui.available_rect_before_wrap().intersect(ui.clip_rect());
    ui.scope_builder(UiBuilder::new().max_rect(seen), add).inner
}

fn with_choices_ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    let wanted = compare.picture;
    let is_beside = wanted == PictureKind::Network && ui.available_width() >= WIDE_ENOUGH;
    if is_beside {
        let frame = Frame::new().inner_margin(Margin { left: 3, right: 14, ..Margin::ZERO });
        let panel =
            Panel::left("picture options").exact_size(OPTIONS_WIDTH).resizable(false).show_separator_line(false);
        panel.frame(frame).show(ui, |ui| {
            ScrollArea::vertical().id_salt("picture options").auto_shrink(false).show(ui, |ui| {
                network::column_ui(ui, &mut compare.drawing);
                ui.add_space(8.0);
                save_ui(ui, context);
            });
        });
    } else {
        ui.horizontal_wrapped(|ui| {
            if wanted != PictureKind::Network {
                options::ui(ui, wanted, &mut compare.drawing.choices);
            } else if !network::row_ui(ui, &mut compare.drawing) {
                return;
            }
            save_ui(ui, context);
        });
        ui.add_space(6.0);
    }
    let palette = Theme::of(ui).palette();
    let cell = compare.choice.selection.as_ref().map(|CellSelection { layer, row, column }| MarkKey::Cell {
        layer: layer.clone(),
        row: row.clone(),
        column: column.clone(),
    });
    let ComparePage { pane, drawing, .. } = compare;
    drawing.follow(ui, pane, wanted, palette);
    let Some(picture) = drawing.drawn.peek() else {
        ui.weak("Drawing…");
        return;
    };
    let picture = picture.clone();
    let selected = drawing.selected_in(wanted).cloned().or(cell);
    let clicked = in_sight_ui(ui, |ui| drawing.screen.ui(ui, &picture, selected.as_ref(), !context.has_dialog));
    if let Some(mark) = clicked.and_then(|at| picture.picture().marks.get(at)) {
        compare.select_mark(mark, selected.as_ref());
    }
}

fn save_ui(ui: &mut Ui, context: &mut PageContext<'_>) {
    command_button(ui, egui::Button::new("Save picture…"), Command::SavePicture, context);
}

impl ComparePage {
    /// Selects what a mark of the picture stands for, or nothing if it is selected already.
    fn select_mark(&mut self, mark: &PictureMark, selected: Option<&MarkKey>) {
        let is_selected = selected == Some(&mark.key) && self.evidence.is_none();
        let key = Some(mark.key.clone()).filter(|_| !is_selected);
        self.evidence = None;
        self.drawing.selected = None;
        self.choice.selection = None;
        match key {
            Some(MarkKey::Cell { layer, row, column }) => {
                self.choice.selection = Some(CellSelection { layer, row, column });
            }
            key => self.drawing.selected = key,
        }
        self.seen_choice = self.choice.selection.clone();
        self.quote = None;
        self.open_quotes();
    }
}

impl PicturePane {
    /// The selected period, node or tie, if this picture shows such things.
    pub(super) fn selected_in(&self, picture: PictureKind) -> Option<&MarkKey> {
        self.selected.as_ref().filter(|key| match key {
            MarkKey::Cell { .. } => false,
            MarkKey::Period { .. } => picture == PictureKind::Timeline,
            MarkKey::Network(_) => picture == PictureKind::Network,
        })
    }

    /// Selects no period, node or tie.
    pub(super) fn clear(&mut self) {
        self.selected = None;
    }

    /// The highlights behind what is selected in this picture, once they are found.
    pub(super) fn quotes(&self, picture: PictureKind) -> Option<(Arc<Answer>, &[HighlightPlace])> {
        let selected = self.selected_in(picture)?;
        let (key, behind) = (self.behind.key()?, self.behind.peek()?);
        (key.selected == *selected).then(|| (behind.answer.clone(), &*behind.places))
    }

    /// What is measured of the selected node, once it is found, and how many communities there are.
    fn measures(&self) -> Option<(NodeMeasures, usize)> {
        let (key, behind) = (self.behind.key()?, self.behind.peek()?);
        behind.measures.filter(|_| self.selected.as_ref() == Some(&key.selected))
    }

    /// The marks of the picture on screen.
    fn marks(&self) -> &[PictureMark] {
        self.drawn.peek().map_or(&[], |drawn| &drawn.picture().marks)
    }

    /// Lets a thread draw the picture anew if something it depends on has changed, and another one find what is behind
    /// the selected mark.
    fn follow(&mut self, ui: &Ui, pane: &Pane, wanted: PictureKind, palette: InkPalette) {
        let Some(answer) = pane.answer() else { return };
        let query = &answer.live.comparison.query;
        let key = PictureKey { revision: answer.live.revision, wanted, choices: self.choices, palette };
        let is_wanted = |(made_for, of): &(PictureKey, Query)| *made_for == key && of == query;
        let is_other = self.drawn.key().is_some_and(|(before, _)| before.wanted != wanted);
        if is_other {
            self.screen.begin();
        }
        let place = self.screen.place(ui);
        self.drawn.follow(ui.ctx(), is_wanted, |_| {
            let answer = answer.clone();
            ((key, query.clone()), move || {
                let setting = PictureSetting::of(&answer.project, &key.palette);
                let mut facts = answer.live.facts.clone();
                let of = (&answer.live.comparison, &answer.seen.shown);
                Arc::new(DrawnPicture::of(picture::draw(&setting, &mut facts, of, wanted, &key.choices), place))
            })
        });
        let Some(selected) = self.selected_in(wanted).cloned() else { return };
        let choices = self.choices;
        let is_wanted = |of: &BehindKey| {
            of.revision == key.revision && of.choices == choices && of.selected == selected && of.query == *query
        };
        self.behind.follow(ui.ctx(), is_wanted, |_| {
            let (answer, query, selected) = (answer.clone(), query.clone(), selected.clone());
            let of = BehindKey { revision: key.revision, query: query.clone(), choices, selected: selected.clone() };
            (of, move || {
                let mut facts = answer.live.facts.clone();
                let places = picture::highlights_behind(&answer.project, &mut facts, &query, &choices, &selected);
                let measures = match &selected {
                    MarkKey::Network(NetworkPart::Node(kind, code)) => {
                        choices.network(&query).measures_of(&answer.project, &facts, (*kind, code))
                    }
                    _ => None,
                };
                Behind { answer, places, measures }
            })
        });
    }

    /// Whether a thread is drawing, or looking for what is behind a mark.
    pub(super) fn is_busy(&self) -> bool {
        self.drawn.is_busy() || self.behind.is_busy()
    }

    /// Whether a thread failed to draw.
    pub(super) fn has_failed(&self) -> bool {
        self.drawn.has_failed() || self.behind.has_failed()
    }

    /// Whether the picture on screen has been out of date for a while.
    pub(super) fn is_updating(&self, ctx: &Context) -> bool {
        self.drawn.is_updating(ctx)
    }
}
