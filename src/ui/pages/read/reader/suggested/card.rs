//! The card beside a passage that is suggested: what it would be tagged with and why, and the buttons that decide.

use egui::{
    Align, Align2, Area, Button, Frame, Id, Layout, Order, Rect, RichText, Sense, Ui, WidgetInfo,
    accesskit::{Live, Role},
    pos2, vec2,
};

use standpoint_core::{text::Span, wording::grouped};

use super::super::Reader;
use crate::{
    command::Command,
    ui::{
        pages::PageContext,
        parts::{
            command_button::{command_button, command_icon},
            tags::{in_words, tags_line},
        },
        theme::{Icon, Theme},
        widgets::one_line,
    },
};

/// How much room the card needs, in points, and how many characters of the passage a screen reader hears.
const HEIGHT: f32 = 150.0;
const SAID_CHARS: usize = 240;

/// Shows the card of the suggestion that is being decided about, if it is on screen.
pub fn ui(ui: &Ui, reader: &Reader, page: Rect, context: &mut PageContext<'_>) {
    let Some(place) = reader.suggestion() else { return };
    let Some(beside) = reader.suggestions.rect.filter(|rect| rect.intersects(page)) else { return };
    let all = reader.suggestions.all();
    let number = all.iter().position(|other| other == place).map_or(0, |at| at + 1);
    let head = format!("Suggestion {} of {}", grouped(number), grouped(all.len()));
    let project = context.project();
    let reason = format!("because {}", place.reason_in_words(&project.codebook));
    let words = || {
        let article = reader.article.and_then(|id| project.article(id));
        let end = place.span.end.min(place.span.start + SAID_CHARS);
        let article = article.filter(|article| article.text.holds(place.span));
        article.map_or_else(String::new, |article| one_line(article.text.slice(Span::new(place.span.start, end))))
    };
    let said = format!("{head}: {}, {reason}: {}", in_words(project, &place.tags), words());
    let tags = place.tags.clone();

    let theme = Theme::of(ui);
    let fits_below =
        page.bottom() - beside.bottom() > HEIGHT || page.bottom() - beside.bottom() > beside.top() - page.top();
    let x = beside.left().min(page.right() - theme.sizes.tag_box - 24.0).max(page.left() + 8.0);
    let (at, pivot) = if fits_below {
        (pos2(x, beside.bottom() + 6.0), Align2::LEFT_TOP)
    } else {
        (pos2(x, beside.top() - 6.0), Align2::LEFT_BOTTOM)
    };
    let at = pos2(at.x, at.y.clamp(page.top() + 8.0, page.bottom() - 8.0));
    let area = Area::new(Id::unique("suggestion")).order(Order::Middle).fixed_pos(at).pivot(pivot).constrain_to(page);
    area.show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).inner_margin(10).show(ui, |ui| {
            ui.set_width(theme.sizes.tag_box);
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.horizontal(|ui| {
                let label = ui.label(RichText::new(&head).size(theme.sizes.small).color(*theme.colours.muted));
                label.widget_info(|| WidgetInfo::labeled(Role::Status, true, &said));
                ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 2.0;
                    command_icon(ui, Icon::ChevronDown, Command::NextSuggestion, context);
                    command_icon(ui, Icon::ChevronUp, Command::PreviousSuggestion, context);
                });
            });
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
            tags_line(ui, &project.codebook, &tags).paint(ui, rect.left_center(), rect.width());
            ui.add(egui::Label::new(RichText::new(&reason).color(*theme.colours.muted)).wrap());
            ui.add_space(4.0);
            ui.horizontal(|ui| {
                command_button(ui, Button::new("Accept"), Command::AcceptSuggestion, context);
                command_button(ui, Button::new("Refuse"), Command::RefuseSuggestion, context);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    command_button(ui, Button::new("Accept several…"), Command::AcceptSuggestions, context);
                });
            });
        });
    });
}
