//! The highlights that are pinned as examples of a code, with their quotes.

use egui::{RichText, Sense, Ui, WidgetInfo, accesskit::Role};

use standpoint_core::model::{ArticleId, Code, CodeKind, HighlightId};

use crate::ui::{
    action::Action,
    layout::passage_ui,
    pages::PageContext,
    parts::examples::pin_or_unpin,
    theme::{Icon, Theme, serif},
    widgets::{icon_button_enabled, one_line},
};

/// How many examples are shown, and how many characters of each.
const MOST_EXAMPLES: usize = 8;
const MOST_CHARS: usize = 300;
/// How many characters of a quote name its button.
const SAID_CHARS: usize = 40;

/// The examples of a code; a click opens the place. Where there are none, it says how to pin one.
pub(super) fn ui(
    ui: &mut Ui,
    found: &[(ArticleId, HighlightId)],
    kind: CodeKind,
    code: &Code,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui);
    ui.label(RichText::new("Examples").small().color(*theme.colours.muted));
    let project = context.project();
    let of_code = |(article, highlight): &(ArticleId, HighlightId)| {
        let article = project.article(*article)?;
        // What was found may have been unpinned since.
        let highlight = article.highlight(*highlight).filter(|own| own.example_code(kind) == Some(&code.id))?;
        Some((article, highlight))
    };
    let mut n_shown = 0;
    for (article, highlight) in found.iter().take(MOST_EXAMPLES).filter_map(of_code) {
        n_shown += 1;
        ui.horizontal_top(|ui| {
            let said: String = one_line(&highlight.quote).chars().take(SAID_CHARS).collect();
            if icon_button_enabled(ui, Icon::Pin, &format!("Unpin: {said}"), true, context.can_change).clicked() {
                pin_or_unpin(article, highlight, kind, context);
            }
            let quote: String = one_line(&highlight.quote).chars().take(MOST_CHARS).collect();
            let response = passage_ui(ui, &quote, serif(theme.sizes.quote), theme.sizes.quote_line, Sense::click());
            response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Example: {quote}")));
            let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
            if response.on_hover_text("Open the article at this place").clicked() {
                context.ask(Action::ShowHighlight(article.id, highlight.id));
            }
        });
    }
    if let Some(n) = found.len().checked_sub(MOST_EXAMPLES).filter(|n| *n > 0) {
        ui.weak(RichText::new(format!("and {n} more")).small());
    } else if n_shown == 0 {
        ui.weak(RichText::new("None yet. Right-click a passage to pin it.").small());
    }
}
