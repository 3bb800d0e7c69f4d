//! The labels beside the text where there are more of them than there is room for.

use egui::{
    Key, Rect,
    accesskit::{Role, Toggled},
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use standpoint_core::{
    model::{Article, CodeKind, Details, Highlight, Project, Tags},
    text::{Span, Text},
};
use standpoint_store as store;

use crate::common::Window;

const WORDS: &str = "The quay is open, says the board, and nobody moved.";
const N_VOICES: usize = 8;

/// A page of short paragraphs; in each, as many highlights as voices, over words of their own.
fn crowded() -> (Window, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let mut project = Project::titled("Crowded");
    for voice in 0..N_VOICES {
        let code = project.codebook.fresh_code(CodeKind::Actor, &format!("Voice {voice}"), None);
        project.codebook.actors.push(code);
    }
    let actors: Vec<_> = project.codebook.actors.iter().map(|actor| actor.id.clone()).collect();
    let text = Text::new(vec![WORDS; 30].join("\n\n"));
    let details = Details { title: "A crowded page".to_owned(), ..Details::default() };
    let mut article = Article::new(details, text.clone());
    for paragraph in 0..30 {
        for (voice, actor) in actors.iter().enumerate() {
            let start = paragraph * (WORDS.len() + 2) + voice * 5;
            let tags = Tags { actor: Some(actor.clone()), ..Tags::default() };
            let span = Span::new(start, start + 5);
            let highlight = Highlight::new(&text, span, tags, "AK", "2026-01-12T09:14:00Z");
            article.highlights.push(highlight.into());
        }
    }
    project.articles.push(article.into());
    let path = folder.path().join("crowded.ron");
    std::fs::write(&path, store::to_string(&project)).expect("the folder can be written");
    (Window::open(Some(&path), []), folder)
}

/// The labels in the margin from top to bottom.
fn labels(window: &Window) -> Vec<Rect> {
    let buttons = window.harness.query_all_by_role(Role::Button);
    let named = buttons.filter(|node| node.accesskit_node().label().is_some_and(|name| name.starts_with("Voice")));
    let mut rects: Vec<Rect> = named.map(|node| node.rect()).collect();
    rects.sort_by(|a, b| a.top().total_cmp(&b.top()));
    rects
}

#[test]
fn labels_never_collide_and_what_finds_no_room_is_counted() {
    let (window, _folder) = crowded();
    let labels = labels(&window);
    assert!(labels.windows(2).all(|pair| pair[0].bottom() <= pair[1].top()), "{labels:?}");
    let marks = window.harness.query_all_by_role(Role::Mark).filter(|node| node.rect().top() < 860.0).count();
    assert!(labels.len() < marks, "{} labels for {marks} highlights", labels.len());
    assert!(window.has(" more"));
}

#[test]
fn the_list_of_highlights_shows_the_selected_one() {
    let (mut window, _folder) = crowded();
    window.ctrl(Key::End);
    window.key(Key::K);
    // The last of 240: of its row the list makes none until it is scrolled there.
    let last = "In this article: Voice 7: ";
    let rows = window.harness.query_all_by_label_contains(last);
    assert!(rows.filter(|row| row.accesskit_node().toggled() == Some(Toggled::True)).count() == 1);
    // The caret comes to stand in the first one.
    window.ctrl(Key::Home);
    let rows = window.harness.query_all_by_label_contains("In this article: Voice 0: ");
    assert!(rows.filter(|row| row.accesskit_node().toggled() == Some(Toggled::True)).count() == 1);
}

#[test]
fn a_crowd_above_leaves_the_lines_below_their_labels() {
    let (window, _folder) = crowded();
    let lowest = labels(&window).last().map(Rect::bottom).expect("there are labels");
    assert!(lowest > 700.0, "the lowest label ends at {lowest}");
    for label in labels(&window) {
        let nearest = window
            .harness
            .query_all_by_role(Role::Mark)
            .map(|mark| label.top() - mark.rect().top())
            .filter(|distance| *distance >= -1.0)
            .min_by(f32::total_cmp)
            .expect("a label has a highlight above it");
        assert!(nearest < 90.0, "a label stands {nearest} below the nearest highlight");
    }
}
