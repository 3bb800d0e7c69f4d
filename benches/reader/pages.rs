//! The reader and the plain page beside it, each in an egui of its own, without a window.

use std::time::{Duration, Instant};

use egui::{
    CentralPanel, Context, Event, FontFamily, Label, Pos2, RawInput, Rect, RichText, ScrollArea, Shape, Ui, UiBuilder,
    Vec2, epaint::TextShape, vec2,
};

use standpoint_core::{
    edit::{Edit, Gesture, History},
    model::{Article, ArticleId, Details},
    text::{Span, Text},
};

use standpoint::ui::{
    action::Action,
    pages::{
        PageContext, PageId,
        read::reader::{self, Reader},
    },
    parts::project_counts::ProjectCounts,
    preferences::Preferences,
    theme::{self, serif},
};

use crate::{
    articles::Case,
    clock::{processor_time, processor_time_since},
};

pub const SCREEN: Vec2 = vec2(1_000.0, 900.0);

/// A paragraph on screen.
struct Seen {
    at: Pos2,
    words: String,
    width: f32,
}

pub struct Pages {
    pub reader: Reader,
    /// How large the window is, in points.
    pub screen: Vec2,
    history: History,
    article: ArticleId,
    /// A short article to be shown meanwhile.
    other: ArticleId,
    ours: Context,
    plain: Context,
    preferences: Preferences,
    time: f64,
}

impl Pages {
    pub fn of(case: &Case) -> Self {
        let mut project = case.project();
        let article = project.articles[0].id;
        let details = Details { title: "Another".to_owned(), ..Details::default() };
        // It has every letter of the articles that are measured, so that no glyph is drawn during a measurement.
        let words = "the quick brown fox jumps over the lazy dog MAIs “café’s”, 0123456789 × + · −. ".repeat(20);
        let other = Article::new(details, Text::new(words));
        let other_id = other.id;
        project.articles.push(other.into());
        let [ours, plain] = [Context::default(), Context::default()];
        for ctx in [&ours, &plain] {
            theme::install_fonts(ctx);
            theme::install_styles(ctx);
        }
        let mut pages = Self {
            reader: Reader::default(),
            screen: SCREEN,
            history: History::new(project),
            article,
            other: other_id,
            ours,
            plain,
            preferences: Preferences::default(),
            time: 0.0,
        };
        pages.open();
        pages.settle();
        pages.close();
        pages
    }

    pub fn n_chars(&self) -> usize {
        self.history.project().article(self.article).expect("it is there").text.n_chars()
    }

    /// How many lines of highlights the last frame had on screen.
    pub fn n_seen(&self) -> usize {
        let article = self.history.project().article(self.article).expect("it is there");
        let screen = Rect::from_min_size(Pos2::ZERO, self.screen);
        let lines = article.highlights().flat_map(|highlight| self.reader.rects_of(highlight.span));
        lines.filter(|line| line.intersects(screen)).count()
    }

    /// Opens the article, which the next frame shows first.
    pub fn open(&mut self) {
        self.reader = Reader::default();
        self.reader.show(self.article);
    }

    /// Shows the other article until egui has forgotten what it laid out.
    pub fn close(&mut self) {
        self.reader = Reader::default();
        self.reader.show(self.other);
        for _ in 0..4 {
            self.frame(Vec::new());
        }
    }

    /// Lets animations and first layouts pass, and all of a long text be cut.
    pub fn settle(&mut self) {
        for _ in 0..60 {
            self.frame(Vec::new());
        }
    }

    /// Back to the start of the article, where egui remembers the page to be.
    pub fn go_to_start(&mut self) {
        self.reader.reveal(0);
        self.settle();
    }

    /// How long one more highlight takes, until the frame that shows it.
    pub fn add_highlight(&mut self, case: &Case, span: Span) -> Duration {
        let project = self.history.project();
        let article = project.article(self.article).expect("it is there");
        let highlight = case.highlight(project, article, span, span.start);
        let edit = Edit::AddHighlights(vec![(self.article, highlight)]);
        let start = Instant::now();
        self.history.apply("Highlight", Gesture::Single, edit).expect("the span is in the text");
        start.elapsed()
    }

    /// One frame of the reader, and one of the plain page with the words the reader showed.
    pub fn frame(&mut self, events: Vec<Event>) -> (Duration, Duration) {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.screen)),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let mut actions: Vec<Action> = Vec::new();
        let mut context = PageContext {
            history: &self.history,
            counts: ProjectCounts::of(self.history.project()),
            page: PageId::default(),
            can_change: true,
            preferences: &mut self.preferences,
            has_dialog: false,
            actions: &mut actions,
        };
        let reader = &mut self.reader;
        let (ours, shapes) = run(&self.ours, input.clone(), |ui| {
            CentralPanel::default().show(ui, |ui| reader::ui(ui, reader, &mut context));
        });
        let seen: Vec<Seen> = shapes.iter().filter_map(paragraph).collect();
        let whole = seen.iter().map(|seen| seen.at.y).fold(self.screen.y, f32::max);
        let (plain, _) = run(&self.plain, input, |ui| {
            CentralPanel::default().show(ui, |ui| plain_page(ui, &seen, whole));
        });
        (ours, plain)
    }
}

/// Layout, the list of what to paint, and its triangles; what was painted is given back untimed.
fn run(ctx: &Context, input: RawInput, mut page: impl FnMut(&mut Ui)) -> (Duration, Vec<Shape>) {
    let start = processor_time();
    let output = ctx.run_ui(input, &mut page);
    let before_shapes_are_kept = processor_time_since(start);
    let shapes: Vec<Shape> = output.shapes.iter().map(|clipped| clipped.shape.clone()).collect();
    let start = processor_time();
    let triangles = ctx.tessellate(output.shapes, output.pixels_per_point);
    let taken = before_shapes_are_kept + processor_time_since(start);
    std::hint::black_box(triangles);
    (taken, shapes)
}

/// The paragraph that a shape is, if it is set in the face of articles.
fn paragraph(shape: &Shape) -> Option<Seen> {
    let Shape::Text(TextShape { pos, galley, .. }) = shape else { return None };
    let family = &galley.job.sections.first()?.format.font_id.family;
    (*family == FontFamily::Name("serif".into())).then(|| Seen {
        at: *pos,
        words: galley.job.text.clone(),
        width: galley.job.wrap.max_width,
    })
}

/// What the reader has above the text, made of what egui has: two lines of words, and four buttons with a tooltip.
fn plain_bar(ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.label("The title of the article");
            ui.small("Axadle Times · no date · 1,102 words");
        });
        for words in ["+", "×", "−", "MAIs"] {
            ui.button(words).on_hover_text(words);
        }
    });
}

/// Labels in a scroll area: what egui does of itself for a text that is read.
fn plain_page(ui: &mut Ui, seen: &[Seen], height: f32) {
    let size = theme::Theme::of(ui).sizes;
    plain_bar(ui);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_min_height(height * 3.0);
        for paragraph in seen {
            let rect = Rect::from_min_size(paragraph.at, vec2(paragraph.width, 10_000.0));
            let words = RichText::new(&paragraph.words).font(serif(size.article)).line_height(Some(size.article_line));
            ui.new_child(UiBuilder::new().max_rect(rect)).add(Label::new(words).wrap());
        }
    });
}
