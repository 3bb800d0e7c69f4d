//! The box in which one typed line picks actor, issue and stance.

use egui::{
    Align, Area, Frame, Id, Key, Layout, Modifiers, Order, Rect, RichText, TextEdit, Ui, WidgetInfo, accesskit::Role,
    pos2, vec2,
};

use standpoint_analysis::suggest::{CodeChoice, Suggestion, in_vivo_suggestion, suggestions};
use standpoint_core::{
    model::{Article, CodeKind, HighlightId, Project, Tags},
    text::Span,
};

use crate::ui::{
    pages::PageContext,
    parts::kept::Kept,
    theme::{Theme, strong},
    widgets::{
        list_row, row_inside,
        shapes::{code_shape, stance_sign},
    },
};

/// The box with the line that is typed and what it may mean.
pub struct TagBox {
    target: TagTarget,
    line: String,
    /// Which row Enter takes.
    row: usize,
    is_new: bool,
    /// What the line may mean; kept for a revision and a line.
    found: Kept<(u64, String), Vec<Suggestion>>,
}

/// What became of the box in this frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagBoxStatus {
    /// It stays open.
    Open,
    /// It was closed without tags.
    Closed,
    /// A row was taken: these tags are meant for this target.
    Chosen(TagTarget, Suggestion),
}

/// What a tag is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagTarget {
    /// Words that are to become a highlight.
    Words(Span),
    /// A highlight that gets other tags.
    Highlight(HighlightId),
}

/// The height of the box with all the rows it can have.
const FULL_HEIGHT: f32 = 350.0;

/// The room kept for the stance and the key on the right of a row.
const STANCE_WIDTH: f32 = 120.0;

impl TagBox {
    /// An empty line for this target.
    pub fn new(target: TagTarget) -> Self {
        Self { target, line: String::new(), row: 0, is_new: true, found: Kept::default() }
    }

    /// Shows the box below `beside`, inside `page`; `recent` are the tags used lately.
    pub fn ui(
        &mut self,
        ui: &Ui,
        (beside, page): (Rect, Rect),
        article: Option<&Article>,
        recent: &[Tags],
        context: &mut PageContext<'_>,
    ) -> TagBoxStatus {
        let mut status = TagBoxStatus::Open;
        let width = Theme::of(ui).sizes.tag_box;
        // The box must not hide the words it is about, so it stands where there is more room.
        let (above, below) = (beside.top() - page.top(), page.bottom() - beside.bottom());
        let fits_below = below > FULL_HEIGHT || below > above;
        let x = beside.left().clamp(page.left() + 8.0, (page.right() - width - 16.0).max(page.left() + 8.0));
        let (at, pivot) = if fits_below {
            (pos2(x, beside.bottom() + 6.0), egui::Align2::LEFT_TOP)
        } else {
            (pos2(x, beside.top() - 6.0), egui::Align2::LEFT_BOTTOM)
        };
        let at = pos2(at.x, at.y.clamp(page.top() + 8.0, page.bottom() - 8.0));
        let area =
            Area::new(Id::unique("tag box")).order(Order::Foreground).fixed_pos(at).pivot(pivot).constrain_to(page);
        area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(8).show(ui, |ui| {
                ui.set_width(width);
                status = self.contents_ui(ui, article, recent, context);
            });
        });
        status
    }

    /// What the line may mean; for selected words, an issue named after them as well.
    fn rows(&mut self, article: Option<&Article>, recent: &[Tags], context: &PageContext<'_>) -> &[Suggestion] {
        let revision = context.revision();
        if !self.found.is_made_for(|(made_at, line)| *made_at == revision && *line == self.line) {
            let book = &context.project().codebook;
            let mut rows = suggestions(book, &self.line, recent);
            let selected = match (self.target, article) {
                (TagTarget::Words(span), Some(article)) if article.text.holds(span) => article.text.slice(span),
                _ => "",
            };
            rows.extend(in_vivo_suggestion(book, &self.line, selected, recent));
            self.found.set((revision, self.line.clone()), rows);
        }
        self.found.peek().map_or(&[], Vec::as_slice)
    }

    fn contents_ui(
        &mut self,
        ui: &mut Ui,
        article: Option<&Article>,
        recent: &[Tags],
        context: &mut PageContext<'_>,
    ) -> TagBoxStatus {
        let keys = ui.input_mut(|input| TagBoxKeys {
            up: input.consume_key(Modifiers::NONE, Key::ArrowUp),
            down: input.consume_key(Modifiers::NONE, Key::ArrowDown),
            enter: input.consume_key(Modifiers::NONE, Key::Enter),
            new: input.consume_key(Modifiers::COMMAND, Key::Enter),
            escape: input.consume_key(Modifiers::NONE, Key::Escape),
        });
        let height = Theme::of(ui).sizes.field_height;
        let field = TextEdit::singleline(&mut self.line)
            .hint_text("actor issue  + − ~")
            .desired_width(f32::INFINITY)
            .min_size(vec2(0.0, height))
            .margin(vec2(10.0, 6.0));
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Tag: actor, issue and stance"));
        if self.is_new {
            response.request_focus();
            self.is_new = false;
        }
        if response.changed() {
            self.row = 0;
        }
        let rows = self.rows(article, recent, context).to_vec();
        self.row = match (keys.up, keys.down) {
            (true, _) => self.row.checked_sub(1).unwrap_or_else(|| rows.len().saturating_sub(1)),
            (_, true) if self.row + 1 < rows.len() => self.row + 1,
            (_, true) => 0,
            _ => self.row.min(rows.len().saturating_sub(1)),
        };
        ui.add_space(2.0);
        // Enter alone, before anything is typed, must not make codes unawares.
        let can_enter = !self.line.is_empty() || !rows.iter().all(makes_a_code);
        let mut chosen = (keys.enter && can_enter).then_some(self.row);
        let first_new = rows.iter().position(makes_a_code);
        if keys.new {
            chosen = first_new;
        }
        for (index, suggestion) in rows.iter().enumerate() {
            let key = match () {
                () if can_enter && index == self.row => "Enter",
                () if first_new == Some(index) => "Ctrl+Enter",
                () if makes_a_code(suggestion) => "new",
                () => "",
            };
            if row_ui(ui, context.project(), suggestion, key) {
                chosen = Some(index);
            }
        }
        if rows.is_empty() || self.line.is_empty() && recent.is_empty() {
            ui.weak("Type a part of an actor’s and an issue’s name, then +, − or ~");
        }
        if let Some(suggestion) = chosen.and_then(|index| rows.get(index)) {
            return TagBoxStatus::Chosen(self.target, suggestion.clone());
        }
        if keys.escape { TagBoxStatus::Closed } else { TagBoxStatus::Open }
    }
}

#[expect(clippy::struct_excessive_bools, reason = "five keys, each pressed or not")]
struct TagBoxKeys {
    up: bool,
    down: bool,
    enter: bool,
    new: bool,
    escape: bool,
}

fn makes_a_code(suggestion: &Suggestion) -> bool {
    [&suggestion.actor, &suggestion.issue].into_iter().any(|pick| matches!(pick, Some(CodeChoice::New(_))))
}

/// A suggestion in words: "Russia, Territory, supports"; "new issue Grain exports".
fn in_words(project: &Project, suggestion: &Suggestion) -> String {
    let pick = |kind: CodeKind, pick: &Option<CodeChoice>| match pick {
        Some(CodeChoice::Known(id)) => Some(project.codebook.name_of(kind, id).to_owned()),
        Some(CodeChoice::New(name)) => Some(format!("new {} “{name}”", kind.noun())),
        None => None,
    };
    let stance = suggestion.stance.as_ref().and_then(|id| project.codebook.stance(id));
    let words = [
        pick(CodeKind::Actor, &suggestion.actor),
        pick(CodeKind::Issue, &suggestion.issue),
        stance.map(|stance| stance.name.clone()),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// One row with the key that takes it; says whether it was clicked.
fn row_ui(ui: &mut Ui, project: &Project, suggestion: &Suggestion, key: &str) -> bool {
    let theme = Theme::of(ui);
    let is_current = key == "Enter";
    let name = || in_words(project, suggestion);
    let (rect, response) = list_row(ui, theme.sizes.field_height, is_current, Role::ListBoxOption, name);
    let mut row = row_inside(ui, rect, 8.0);
    let mut names = row_inside(ui, rect.with_max_x(rect.right() - STANCE_WIDTH), 8.0);
    pick_ui(&mut names, project, CodeKind::Actor, suggestion.actor.as_ref());
    pick_ui(&mut names, project, CodeKind::Issue, suggestion.issue.as_ref());
    row.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.weak(RichText::new(key).small());
        if let Some(stance) = suggestion.stance.as_ref().and_then(|id| project.codebook.stance(id)) {
            ui.label(RichText::new(&stance.name).color(theme.stance(stance)));
            stance_sign(ui, Some(stance));
        }
    });
    response.clicked()
}

fn pick_ui(ui: &mut Ui, project: &Project, kind: CodeKind, pick: Option<&CodeChoice>) {
    let theme = Theme::of(ui);
    match pick {
        Some(CodeChoice::Known(id)) => {
            let Some(code) = project.codebook.code(kind, id) else { return };
            code_shape(ui, kind, theme.code(code.colour));
            let name = RichText::new(&code.name);
            let name = if kind == CodeKind::Actor { name.font(strong(theme.sizes.body)) } else { name };
            ui.add(egui::Label::new(name).truncate());
            ui.add_space(6.0);
        }
        Some(CodeChoice::New(name)) => {
            ui.weak(format!("New {}", kind.noun()));
            ui.label(format!("“{name}”"));
            ui.add_space(6.0);
        }
        None => {}
    }
}
