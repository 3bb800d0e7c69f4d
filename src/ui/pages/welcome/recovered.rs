//! What crashes left of projects that were never saved: a quiet list that scrolls, so that it pushes nothing away.

use egui::{FontSelection, Response, RichText, TextWrapMode, Ui, WidgetInfo, accesskit::Role};

use standpoint_core::wording::{counted, grouped, local_time};
use standpoint_store::unsaved::LeftBehind;

use super::WelcomePage;
use crate::ui::{
    action::{Action, DeskRequest},
    pages::PageContext,
    theme::{Theme, strong},
    widgets::{one_line, section_title, small_button},
};

impl WelcomePage {
    pub(super) fn left_behind_ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        if self.left_behind.is_empty() {
            return;
        }
        ui.add_space(28.0);
        let title = "Unsaved projects recovered after a crash";
        match self.left_behind.len() {
            n if n > usize::from(N_LEFT_SHOWN) => section_title(ui, format!("{title} ({})", grouped(n))),
            _ => section_title(ui, title),
        };
        ui.add_space(4.0);
        if self.left_behind.len() <= usize::from(N_LEFT_SHOWN) {
            for left in &self.left_behind {
                left_ui(ui, left, context);
            }
            return;
        }
        // Half a row more shows that there are others.
        let row = ui.spacing().interact_size.y.max(24.0) + ui.spacing().item_spacing.y;
        let height = row * (f32::from(N_LEFT_SHOWN) + 0.5);
        // The page itself scrolls, so a low window is no reason for a lower list.
        let list = self.scrolled("left behind").max_height(height).min_scrolled_height(height);
        let shown = list.show(ui, |ui| {
            // The bar at the right end has room of its own.
            ui.set_width(ui.available_width() - 14.0);
            let mut has_come = false;
            for left in &self.left_behind {
                has_come |= left_ui(ui, left, context);
            }
            has_come
        });
        if shown.inner {
            // The list has scrolled to it; now the page scrolls to the list.
            ui.scroll_to_rect(shown.inner_rect, None);
        }
    }
}

/// How many projects left by crashes are in sight; more are scrolled, so that the recent ones stay near.
const N_LEFT_SHOWN: u8 = 6;

/// Shows one of them; returns whether the keyboard has just come to it.
fn left_ui(ui: &mut Ui, left: &LeftBehind, context: &mut PageContext<'_>) -> bool {
    let theme = Theme::of(ui);
    let title = if left.title.trim().is_empty() { "Untitled project".to_owned() } else { one_line(&left.title) };
    let mut words = vec![counted(left.n_articles, "article"), counted(left.n_highlights, "highlight")];
    words.extend(left.changed.map(local_time));
    words.extend(left.holder.as_ref().map(|holder| format!("locked on {}", one_line(&holder.host))));
    let words = RichText::new(words.join(" · ")).small().color(*theme.colours.muted);
    let names = ["Recover", "Discard…"];
    ui.horizontal(|ui| {
        // What stands behind the title keeps its room, and the title gets what is left.
        let spacing = ui.spacing();
        let (gap, padding) = (spacing.item_spacing.x, spacing.button_padding.x);
        let buttons = names.map(|name| text_width(ui, RichText::new(name).size(theme.sizes.small)) + 2.0 * padding);
        let behind = text_width(ui, words.clone()) + buttons.iter().sum::<f32>() + 3.0 * gap + 1.0;
        shortened_ui(ui, RichText::new(&title).font(strong(theme.sizes.body)), behind);
        ui.label(words);
        let [recover, discard] = names.map(|name| {
            let button = small_button(ui, name);
            button.widget_info(|| {
                let name = name.trim_end_matches('…');
                WidgetInfo::labeled(Role::Button, true, format!("{name} {title}"))
            });
            stay_in_sight(&button);
            button
        });
        let is_come_to = recover.gained_focus() || discard.gained_focus();
        if recover.clicked() {
            context.ask(Action::Desk(DeskRequest::RecoverLeft(left.folder.clone())));
        }
        if discard.clicked() {
            context.ask(Action::Desk(DeskRequest::DiscardLeft(left.clone())));
        }
        is_come_to
    })
    .inner
}

/// Words on one line, shortened so that there is room `behind` them; the tooltip has them all.
fn shortened_ui(ui: &mut Ui, words: RichText, behind: f32) {
    ui.scope(|ui| {
        ui.set_max_width((ui.available_width() - behind).max(40.0));
        ui.add(egui::Label::new(words).truncate());
    });
}

fn text_width(ui: &Ui, words: RichText) -> f32 {
    let words = egui::WidgetText::from(words);
    words.into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, FontSelection::Default).size().x
}

/// Scrolls to what the keyboard has come to.
fn stay_in_sight(response: &Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}
