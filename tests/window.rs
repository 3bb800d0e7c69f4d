//! The whole job in the window: import, select, tag, undo, compare, save, export, reopen.

#[path = "window/articles.rs"]
mod articles;
#[path = "window/beside.rs"]
mod beside;
#[path = "window/codebook.rs"]
mod codebook;
#[path = "window/codebook_files.rs"]
mod codebook_files;
mod common;
#[path = "window/compare.rs"]
mod compare;
#[path = "window/compare_layout.rs"]
mod compare_layout;
#[path = "window/copying.rs"]
mod copying;
#[path = "window/dialogs.rs"]
mod dialogs;
#[path = "window/drawings.rs"]
mod drawings;
#[path = "window/exports.rs"]
mod exports;
#[path = "window/finding.rs"]
mod finding;
#[path = "window/import.rs"]
mod import;
#[path = "window/import_choices.rs"]
mod import_choices;
#[path = "window/keeping.rs"]
mod keeping;
#[path = "window/keyboard.rs"]
mod keyboard;
#[path = "window/keys.rs"]
mod keys;
#[path = "window/large.rs"]
mod large;
#[path = "window/length.rs"]
mod length;
#[path = "window/lists.rs"]
mod lists;
#[path = "window/margin.rs"]
mod margin;
#[path = "window/menus.rs"]
mod menus;
#[path = "window/messages.rs"]
mod messages;
#[path = "window/names.rs"]
mod names;
#[path = "window/narrow.rs"]
mod narrow;
#[path = "window/paths.rs"]
mod paths;
#[path = "common/pdf_files.rs"]
#[allow(dead_code, reason = "other tests need more of it")]
mod pdf_files;
#[path = "window/preferences.rs"]
mod preferences;
#[path = "window/read_only.rs"]
mod read_only;
#[path = "window/reading.rs"]
mod reading;
#[path = "window/repair.rs"]
mod repair;
#[path = "window/revising.rs"]
mod revising;
#[path = "window/same_names.rs"]
mod same_names;
#[path = "window/saved_searches.rs"]
mod saved_searches;
#[path = "window/scripts.rs"]
mod scripts;
#[path = "window/search_page.rs"]
mod search_page;
#[path = "window/settings.rs"]
mod settings;
#[path = "window/small.rs"]
mod small;
#[path = "window/suggesting.rs"]
mod suggesting;
#[path = "window/tagging.rs"]
mod tagging;
#[path = "window/tour.rs"]
mod tour;
#[path = "window/typing.rs"]
mod typing;
#[path = "window/welcome.rs"]
mod welcome;
#[path = "window/words.rs"]
mod words;
#[path = "window/zoom.rs"]
mod zoom;

use common::{Window, folder_of_articles};
use egui::{Key, Modifiers, vec2};
use standpoint::ui::desk::dialogs::files::FileAnswer;
use standpoint_core::{
    model::{CodeKind, Highlight, Project, ReadingStatus},
    text::Span,
};
use standpoint_store as store;

/// A window with a project that holds the two articles.
fn with_articles(more_answers: impl IntoIterator<Item = FileAnswer>) -> (Window, tempfile::TempDir) {
    let (folder, paths) = folder_of_articles();
    let answers = std::iter::once(FileAnswer::Chosen(paths)).chain(more_answers);
    let mut window = Window::open(None, answers.collect::<Vec<_>>());
    window.click("Start empty");
    window.fill("Title", "Valley");
    window.click("Create");
    window.ctrl(Key::I);
    window.fill("Outlet", "Gazette");
    window.fill("Date", "2025-12-03");
    window.import();
    (window, folder)
}

/// Selects a sentence by triple click and tags it in one line.
fn tag_sentence(window: &mut Window, words: &str, line: &str) {
    let paragraph = window.paragraph(words);
    window.click_at(paragraph.left_top() + vec2(30.0, 14.0), 3);
    window.key(Key::Enter);
    window.write(line);
    window.key(Key::Enter);
}

fn first_highlight(window: &Window) -> Highlight {
    window.project().highlights().next().expect("there is a highlight").1.clone()
}

fn names_of(window: &Window, highlight: &Highlight) -> (String, String, String) {
    let book = &window.project().codebook;
    let code = |kind, id: &Option<standpoint_core::model::CodeId>| {
        id.as_ref().map_or("-", |id| book.name_of(kind, id)).to_owned()
    };
    let stance = highlight.stance.as_ref().and_then(|id| book.stance(id)).map_or("-", |stance| &stance.name);
    (code(CodeKind::Actor, &highlight.actor), code(CodeKind::Issue, &highlight.issue), stance.to_owned())
}

#[test]
fn importing_asks_for_outlet_and_date_and_is_one_step() {
    let (mut window, _folder) = with_articles([]);
    let details = &window.project().articles[0].details;
    assert_eq!((&*details.title, &*details.outlet), ("Land comes first", "Gazette"));
    assert_eq!(details.date.map(|date| date.to_string()).as_deref(), Some("2025-12-03"));
    assert_eq!(window.project().articles.len(), 2);
    window.ctrl(Key::Z);
    assert!(window.project().articles.is_empty());
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(window.project().articles.len(), 2);
}

#[test]
fn a_doubtful_encoding_is_said_and_decided_by_a_click() {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("castle.txt");
    // “château” in windows-1252, which would be “chāteau” in windows-1257.
    std::fs::write(&path, b"Castle talks\nThe guild met in the ch\xe2teau.").expect("the folder can be written");
    let mut window = Window::open(None, [FileAnswer::Chosen(vec![path])]);
    window.ctrl(Key::N);
    window.click("Create");
    window.ctrl(Key::I);
    assert!(window.has("The encoding may be windows-1257"));
    window.click("Read as windows-1257");
    window.import();
    assert!(window.project().articles[0].text.as_str().contains("chāteau"));
}

#[test]
fn a_sentence_is_tagged_in_one_line_with_new_codes() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    let highlight = first_highlight(&window);
    assert_eq!(highlight.quote, "Moscow wants the whole of the valley.");
    assert_eq!(names_of(&window, &highlight), ("Russia".into(), "Territory".into(), "supports".into()));
    assert_eq!(highlight.coder, "AK");
    assert_eq!(window.project().articles[0].details.status, ReadingStatus::Reading);
    // One undo takes the codes, the highlight and the reading status back.
    window.ctrl(Key::Z);
    assert_eq!(window.project().n_highlights(), 0);
    assert!(window.project().codebook.actors.is_empty());
    assert_eq!(window.project().articles[0].details.status, ReadingStatus::ToRead);
}

#[test]
fn dragging_selects_exactly_the_words_under_it() {
    let (mut window, _folder) = with_articles([]);
    for words in ["wants the whole", "Moscow", "valley. Kyiv says no", "that."] {
        let text = window.project().articles[0].text.as_str().to_owned();
        let start = text[..text.find(words).expect("the words are in the text")].chars().count();
        let span = Span::new(start, start + words.chars().count());
        let row = window.harness.state().rects_of(span)[0];
        let inside = vec2(1.0, 0.0);
        window.drag(row.left_center() + inside, row.right_center() - inside);
        window.key(Key::Enter);
        window.write("Russia, Territory +");
        window.key(Key::Enter);
        let highlights = &window.project().articles[0].highlights;
        assert!(highlights.iter().any(|highlight| highlight.span == span && highlight.quote == words), "{words}");
        window.ctrl(Key::Z);
        assert!(window.project().articles[0].highlights.is_empty());
    }
}

#[test]
fn a_double_click_takes_a_word_and_keys_extend_it() {
    let (mut window, _folder) = with_articles([]);
    let paragraph = window.paragraph("Moscow wants");
    window.click_at(paragraph.left_top() + vec2(30.0, 14.0), 2);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
    window.key(Key::Enter);
    window.write("Russia, Territory");
    window.key(Key::Enter);
    assert_eq!(first_highlight(&window).quote, "Moscow wants");
}

#[test]
fn one_key_codes_tag_the_selected_words() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    let paragraph = window.paragraph("Nobody moved");
    window.click_at(paragraph.left_top() + vec2(30.0, 14.0), 3);
    window.key(Key::Num1);
    window.key(Key::Q);
    window.key(Key::D);
    let article = window.project().articles[0].clone();
    let highlight = article.highlights.last().expect("two highlights");
    assert_eq!(article.highlights.len(), 2);
    assert_eq!(names_of(&window, highlight), ("Russia".into(), "Territory".into(), "opposes".into()));
}

#[test]
fn a_highlight_is_retagged_rebounded_noted_and_deleted() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    let before = first_highlight(&window);
    window.click("Stance: opposes");
    assert_eq!(names_of(&window, &first_highlight(&window)).2, "opposes");
    window.keys(Modifiers::ALT | Modifiers::SHIFT, Key::ArrowLeft);
    window.keys(Modifiers::ALT | Modifiers::SHIFT, Key::ArrowLeft);
    let after = first_highlight(&window);
    assert_eq!(after.quote, "Moscow wants the whole of the valle");
    assert_eq!((after.id, &after.created), (before.id, &before.created));
    window.ctrl(Key::M);
    window.write("Says who?");
    assert_eq!(first_highlight(&window).note, "Says who?");
    window.click("Delete highlight");
    assert_eq!(window.project().n_highlights(), 0);
    for _ in 0..4 {
        window.ctrl(Key::Z);
    }
    assert_eq!(first_highlight(&window), before);
}

#[test]
fn dragging_an_end_keeps_the_highlight_and_is_one_step() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    let before = first_highlight(&window);
    let rect = window.harness.state().highlight_ends().expect("the highlight is selected and on screen")[1];
    window.drag(rect.center(), rect.center() - vec2(90.0, 0.0));
    let after = first_highlight(&window);
    assert_eq!(after.id, before.id);
    assert!(after.span.end < before.span.end && after.span.start == before.span.start, "{:?}", after.span);
    assert!(before.quote.starts_with(&after.quote));
    window.ctrl(Key::Z);
    assert_eq!(first_highlight(&window), before);
}

#[test]
fn overlapping_and_identical_spans_are_allowed_and_cycled() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    window.keys(Modifiers::SHIFT, Key::Enter);
    window.write("Ukraine, Territory -");
    window.key(Key::Enter);
    assert_eq!(window.project().n_highlights(), 2);
    let spans: Vec<_> = window.project().highlights().map(|(_, highlight)| highlight.span).collect();
    assert_eq!(spans[0], spans[1]);
    assert!(window.has("Actor: Ukraine"));
    window.key(Key::C);
    assert!(window.has("Actor: Russia"));
}

#[test]
fn the_comparison_follows_edits_and_leads_back_to_the_text() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    tag_sentence(&mut window, "Nobody moved", "Russia, Territory -");
    window.ctrl(Key::Num2);
    assert!(window.has("Territory, Russia: 2 highlights in 1 article, net 0.0 from 2"));
    window.click_containing("Territory, Russia: 2 highlights");
    assert!(window.has("Quote: Nobody moved."));
    window.ctrl(Key::Z);
    assert!(window.has("Territory, Russia: 1 highlight in 1 article, net +1.0 from 1"));
    window.click_containing("Quote: Moscow wants");
    assert!(window.has("Actor: Russia"), "the article opens with the highlight selected");
}

#[test]
fn rows_and_columns_are_chosen_freely() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    window.ctrl(Key::Num2);
    window.click("Rows: issue");
    window.click("Outlet");
    assert!(window.has("Gazette, Russia: 1 highlight"));
    window.click("Transpose the table");
    assert!(window.has("Russia, Gazette: 1 highlight"));
    window.click("Cells: Highlights");
    window.click("Net stance");
    assert!(window.has("Russia, outlet not named: nothing yet, articles left to read"));
}

#[test]
fn the_codebook_is_changed_and_every_change_can_be_undone() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    let before = window.project().clone();
    window.ctrl(Key::Num3);
    window.click("In the codebook: Russia");
    window.fill("Name", "Russian Federation");
    assert_eq!(window.project().codebook.actors[0].name, "Russian Federation");
    window.fill("Aliases (separated by commas)", "Moscow, the Kremlin");
    assert_eq!(window.project().codebook.actors[0].aliases, ["Moscow", "the Kremlin"]);
    window.click("Colour #5a953a");
    assert_eq!(window.project().codebook.actors[0].colour.to_string(), "#5a953a");
    window.click("Delete actor…");
    window.click("Delete “Russian Federation”");
    assert!(window.project().codebook.actors.is_empty());
    assert_eq!(first_highlight(&window).actor, None);
    window.ctrl(Key::Z);
    assert!(first_highlight(&window).actor.is_some());
    window.ctrl(Key::Z);
    assert_eq!(window.project().codebook.actors[0].colour.to_string(), "#3b7ab8");
    // What was typed in the fields of one code may be one step.
    window.ctrl(Key::Z);
    if window.project() != &before {
        window.ctrl(Key::Z);
    }
    assert_eq!(window.project(), &before);
}

#[test]
fn saving_exporting_and_reopening_keep_everything() {
    let target = tempfile::tempdir().expect("the system gives a temporary folder");
    let (project_path, csv_path) = (target.path().join("valley.ron"), target.path().join("valley.csv"));
    let answers = [&project_path, &csv_path].map(|path| FileAnswer::Chosen(vec![path.clone()]));
    let (mut window, _folder) = with_articles(answers);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    assert!(window.has("Not in a file yet"));
    window.ctrl(Key::S);
    assert!(window.has("Saved") && !window.has("Not in a file yet"));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    window.click("Choose file…");
    assert_eq!(window.failures(), [""; 0]);
    let mut csv = csv::Reader::from_path(&csv_path).expect("the file was written");
    let rows: Vec<csv::StringRecord> = csv.records().map(|row| row.expect("it is sound CSV")).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(&rows[0][7], "Moscow wants the whole of the valley.");

    let saved = store::open(&project_path).expect("the file is sound");
    assert_eq!(&saved, window.project());
    drop(window);
    let reopened = Window::open(Some(&project_path), []);
    assert_eq!(&saved, reopened.project());
}

#[test]
fn a_bad_project_is_refused_with_words_that_stay() {
    let target = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = target.path().join("bad.ron");
    std::fs::write(&path, "(format: 1,\n  title: 7)").expect("the folder can be written");
    let window = Window::open(Some(&path), []);
    assert!(window.harness.state().project().is_none());
    let failures = window.failures();
    assert_eq!(failures.len(), 1);
    assert!(failures[0].contains("bad.ron:2:"), "{}", failures[0]);
    assert!(window.has("Dismiss"));
}

#[test]
fn a_dropped_file_is_imported() {
    let (_folder, paths) = folder_of_articles();
    let mut window = Window::open(None, []);
    let dropped = paths.iter().map(|path| -> egui::DroppedFileHandle { std::sync::Arc::new(Dropped(path.clone())) });
    window.harness.input_mut().dropped_files = dropped.collect();
    window.settle();
    window.import();
    assert_eq!(window.project().articles.len(), 2);
}

#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn leaving_unsaved_changes_asks_first() {
    let (mut window, _folder) = with_articles([]);
    window.ctrl(Key::W);
    assert!(window.has("Save changes to “Valley”?"));
    window.click("Cancel");
    assert_eq!(window.project().title, "Valley");
    // The keyboard is with the dialog: Enter means Save, which asks for a file, and that is cancelled.
    window.ctrl(Key::W);
    window.key(Key::Enter);
    assert!(!window.has("Save changes to “Valley”?"));
    assert_eq!(window.project().title, "Valley");
    window.ctrl(Key::W);
    window.click("Don’t save");
    assert!(window.harness.state().project().is_none());
}

#[test]
fn a_command_is_found_by_name() {
    let (mut window, _folder) = with_articles([]);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    window.write("codeb");
    window.key(Key::Enter);
    assert!(window.has("Find or add an actor"));
}

#[test]
fn without_a_file_dialog_the_window_asks_for_the_path() {
    let target = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = target.path().join("typed.ron");
    let (mut window, _folder) = with_articles([FileAnswer::NoDialog]);
    window.ctrl(Key::S);
    window.fill("Path", &path.display().to_string());
    // The top bar has a “Saved” of its own, the dialog the button.
    window.key(Key::Enter);
    assert_eq!(store::open(&path).map(|project| project.title).ok().as_deref(), Some("Valley"));
}

#[test]
fn the_sample_project_opens_from_the_welcome_page() {
    let mut window = Window::open(None, []);
    window.click("Open the sample project");
    assert_eq!(window.project().articles.len(), 5);
    assert!(window.project().n_highlights() >= 120);
    assert!(window.project().articles.iter().all(|article| article.details.status == ReadingStatus::Done));
}

#[test]
fn the_sample_is_a_project_of_its_own_each_time_it_is_opened() {
    let opened = || {
        let mut window = Window::open(None, []);
        window.click("Open the sample project");
        window.project().clone()
    };
    let (first, second) = (opened(), opened());
    let built_in = store::open(concat!(env!("CARGO_MANIFEST_DIR"), "/projects/moscow-talks.ron").as_ref());
    let built_in = built_in.expect("the sample project is sound");
    assert!(first.id != second.id && first.id != built_in.id);
    assert_eq!(Project { id: built_in.id, ..first }, built_in);
}
