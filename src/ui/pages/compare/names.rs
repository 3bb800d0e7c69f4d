//! Names of actors and issues with their shapes, one below the other.

use egui::{Color32, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use standpoint_core::model::{CodeId, CodeKind, Codebook};

use crate::ui::{
    theme::{Theme, strong},
    widgets::shapes::paint_code,
};

/// A name with its disc or square, if it is that of a code.
pub(super) struct ShapedName {
    pub name: String,
    shape: Option<(CodeKind, Color32)>,
}

impl ShapedName {
    /// A name without a shape.
    pub fn plain(name: &str) -> Self {
        Self { name: name.to_owned(), shape: None }
    }

    /// The name of an actor or issue.
    pub fn of_code(ui: &Ui, book: &Codebook, kind: CodeKind, id: &CodeId) -> Self {
        let theme = Theme::of(ui);
        let colour = book.code(kind, id).map_or(*theme.colours.hairline, |code| theme.code(code.colour));
        Self { name: book.name_of(kind, id).to_owned(), shape: Some((kind, colour)) }
    }
}

/// Shows names as a heading that is called `title`; long ones are broken into lines.
pub(super) fn names_ui(ui: &mut Ui, names: &[ShapedName], title: &str) {
    let theme = Theme::of(ui);
    let (font, ink) = (strong(theme.sizes.body), *theme.colours.ink);
    let width = ui.available_width();
    let galleys = names.iter().map(|name| {
        let left = if name.shape.is_some() { 18.0 } else { 0.0 };
        (name, left, ui.painter().layout(name.name.clone(), font.clone(), ink, width - left))
    });
    let galleys: Vec<_> = galleys.collect();
    let height = galleys.iter().map(|(.., galley)| galley.rect.height() + 2.0).sum::<f32>();
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
    let mut top = rect.top();
    for (name, left, galley) in galleys {
        if let Some((kind, colour)) = name.shape {
            paint_code(ui.painter(), pos2(rect.left() + 8.0, top + 8.5), kind, 9.0, colour);
        }
        let height = galley.rect.height() + 2.0;
        ui.painter().galley(pos2(rect.left() + left, top), galley, ink);
        top += height;
    }
}
