//! What is typed stays in the field, however the events of typing fall into frames.

use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use proptest::prelude::*;

use standpoint_core::{
    model::{CodeId, Project, StanceId},
    text::words::Snap,
};

use crate::common::Window;

/// The window with a copy of the sample project, where the first highlight is selected.
fn with_sample() -> (Window, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("talks.ron");
    std::fs::copy("projects/moscow-talks.ron", &path).expect("the sample project is there");
    let mut window = Window::open(Some(&path), []);
    window.harness.ctx.options_mut(|options| options.input_options.max_double_click_delay = 0.0);
    window.key(Key::J);
    (window, folder)
}

/// A key with the character it writes, as the system reports them.
fn stroke(key: Key, modifiers: Modifiers) -> Vec<Event> {
    let press = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![press(true), press(false)]
}

fn bare(key: Key) -> Vec<Event> {
    stroke(key, Modifiers::NONE)
}

fn ctrl(key: Key) -> Vec<Event> {
    let held = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };
    [vec![Event::ModifiersChanged(held)], stroke(key, held), vec![Event::ModifiersChanged(Modifiers::NONE)]].concat()
}

fn typed(text: &str) -> Vec<Event> {
    let strokes = text.chars().map(|sign| {
        let key = if sign == ' ' { Key::Space } else { Key::from_name(&sign.to_string()).expect("a sign with a key") };
        let mut events = bare(key);
        events.insert(1, Event::Text(sign.to_lowercase().collect()));
        events
    });
    strokes.flatten().collect()
}

fn click(pos: Pos2) -> Vec<Event> {
    let button =
        |pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    vec![Event::PointerMoved(pos), button(true), button(false)]
}

/// One frame with all these events, as a slow window gets them.
fn frame(window: &mut Window, events: impl IntoIterator<Item = Vec<Event>>) {
    window.harness.input_mut().events.extend(events.into_iter().flatten());
    window.harness.step();
}

/// One frame with all these events, and as many as it takes until all are handled.
fn slow_frame(window: &mut Window, events: impl IntoIterator<Item = Vec<Event>>) {
    frame(window, events);
    for _ in 0..200 {
        if !window.harness.ctx.has_requested_repaint() {
            break;
        }
        window.harness.step();
    }
    window.settle();
}

/// The end of a field, where a click puts the caret behind what is typed.
fn end_of(window: &Window, field: &str) -> Pos2 {
    window.harness.get_by_label(field).rect().right_bottom() - vec2(6.0, 6.0)
}

fn value_of(window: &Window, field: &str) -> String {
    window.harness.get_by_label(field).value().unwrap_or_default()
}

/// The project as it was, with this note at the first highlight.
fn with_note(mut project: Project, note: &str) -> Project {
    let article = std::sync::Arc::make_mut(&mut project.articles[0]);
    std::sync::Arc::make_mut(&mut article.highlights[0]).note = note.to_owned();
    project
}

fn snap(window: &Window) -> Snap {
    window.harness.state().preferences().snap
}

#[test]
fn what_is_typed_in_the_frame_of_an_escape_stays_in_the_note() {
    let (mut window, _folder) = with_sample();
    let before = window.project().clone();
    window.ctrl(Key::M);
    slow_frame(&mut window, [typed("see page ")]);
    slow_frame(&mut window, [typed("12 was"), bare(Key::Escape), typed("3qa")]);
    assert_eq!(*window.project(), with_note(before, "see page 12 was"));
    // Keys are commands again, and each of a frame is one.
    slow_frame(&mut window, [typed("l")]);
    assert_eq!(snap(&window), Snap::Word);
    slow_frame(&mut window, [typed("ll")]);
    assert_eq!(snap(&window), Snap::Paragraph);
}

#[test]
fn clicks_and_pages_take_the_field_after_what_was_typed_before_them() {
    let (mut window, _folder) = with_sample();
    let before = window.project().clone();
    window.ctrl(Key::M);
    let filter = click(end_of(&window, "Filter articles"));
    slow_frame(&mut window, [typed("12"), filter, typed("34"), ctrl(Key::M), typed("q")]);
    assert_eq!(value_of(&window, "Filter articles"), "34");
    assert_eq!(*window.project(), with_note(before.clone(), "12q"));
    let to_another_page = [typed("w"), ctrl(Key::Num3), typed("12"), ctrl(Key::Num1), typed("34")];
    slow_frame(&mut window, to_another_page);
    assert_eq!(*window.project(), with_note(before, "12qw"));
}

#[test]
fn keys_of_a_field_work_in_their_order() {
    let (mut window, _folder) = with_sample();
    let before = window.project().clone();
    let paste = |words: &str| vec![Event::Paste(words.to_owned())];
    let all = [ctrl(Key::M), typed("ss"), bare(Key::Backspace), paste("d"), ctrl(Key::A), vec![Event::Cut], typed("1")];
    slow_frame(&mut window, all);
    slow_frame(&mut window, [paste("2"), bare(Key::Enter), typed("3"), bare(Key::ArrowUp), typed("q")]);
    slow_frame(&mut window, [ctrl(Key::D), typed("w"), bare(Key::Escape), bare(Key::Escape), typed("45")]);
    let mut expected = with_note(before.clone(), "1qw2\n3");
    assert_ne!(window.project().articles[0].details.status, before.articles[0].details.status, "Ctrl+D marks as done");
    std::sync::Arc::make_mut(&mut expected.articles[0]).details.status = window.project().articles[0].details.status;
    assert_eq!(*window.project(), expected);
}

#[test]
fn what_is_typed_in_the_frame_that_opens_a_field_goes_into_it() {
    let (mut window, _folder) = with_sample();
    let before = window.project().clone();
    // The line that tags: it takes its words whole, and what follows Enter is nothing.
    slow_frame(&mut window, [bare(Key::Enter), typed("ukr terr -"), bare(Key::Enter), typed("12")]);
    let tagged = &window.project().articles[0].highlights[0];
    assert_eq!(tagged.actor.as_ref().map(CodeId::as_str), Some("ukraine"));
    assert_eq!(tagged.stance.as_ref().map(StanceId::as_str), Some("opposes"));
    while window.project().articles[0].highlights != before.articles[0].highlights {
        window.ctrl(Key::Z);
    }

    slow_frame(&mut window, [ctrl(Key::M), typed("12 was"), bare(Key::Escape), typed("3")]);
    assert_eq!(*window.project(), with_note(before.clone(), "12 was"));
    window.ctrl(Key::Z);

    let palette = || stroke(Key::P, Modifiers { shift: true, ..Modifiers::COMMAND });
    slow_frame(&mut window, [palette(), typed("set the coder"), bare(Key::Escape), typed("12")]);
    slow_frame(&mut window, [palette(), typed("for new highlights"), bare(Key::Enter), ctrl(Key::A), typed("qw")]);
    slow_frame(&mut window, [typed("12"), bare(Key::Enter), typed("12l")]);
    assert_eq!(window.harness.state().preferences().coder, "qw12");
    assert_eq!(snap(&window), Snap::Character);

    // Through a dialog with Tab, and out of it.
    window.key(Key::F2);
    assert!(window.has("Save details"));
    window.harness.get_by_label("Author").focus();
    window.settle();
    slow_frame(&mut window, [ctrl(Key::A), typed("qa"), bare(Key::Tab), ctrl(Key::A), typed("2024"), bare(Key::Tab)]);
    // Past the date of the last change.
    slow_frame(&mut window, [bare(Key::Tab), ctrl(Key::A), typed("ws")]);
    assert_eq!(["Author", "Language"].map(|field| value_of(&window, field)), ["qa", "ws"]);
    slow_frame(&mut window, [typed("1"), bare(Key::Escape), typed("12l")]);
    assert!(!window.has("Save details"));
    assert_eq!(*window.project(), before);
    assert_eq!(snap(&window), Snap::Character);
}

/// A place with fields.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Reading,
    Codebook,
    Table,
    Details,
    Palette,
    Keys,
    TagBox,
}

impl Place {
    const ALL: [Self; 7] =
        [Self::Reading, Self::Codebook, Self::Table, Self::Details, Self::Palette, Self::Keys, Self::TagBox];

    fn open(self, window: &mut Window) {
        match self {
            Self::Reading => {}
            Self::Codebook => {
                window.ctrl(Key::Num3);
                // What was typed there before hides the codes without it.
                window.fill("Find or add an actor", "");
                window.key(Key::Delete);
                window.click("In the codebook: Ukraine");
            }
            Self::Table => {
                window.ctrl(Key::Num2);
                window.key(Key::ArrowDown);
                window.key(Key::ArrowRight);
            }
            Self::Details => window.key(Key::F2),
            Self::Palette => window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::P),
            Self::Keys => window.key(Key::F1),
            Self::TagBox => window.key(Key::Enter),
        }
    }

    const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Reading => &["Filter articles", "Note"],
            Self::Codebook => &["Name", "Aliases (separated by commas)", "Definition", "Find or add an actor"],
            Self::Table => &["Your sentence for this cell"],
            Self::Details => &["Title", "Outlet", "Author", "Language"],
            Self::Palette => &["Find a command"],
            Self::Keys => &["Find a command or a key"],
            Self::TagBox => &["Tag: actor, issue and stance"],
        }
    }

    /// Whether Escape closes the place; then it is a dialog, in which no letter is a command.
    const fn closes(self) -> bool {
        matches!(self, Self::Details | Self::Palette | Self::Keys | Self::TagBox)
    }
}

#[derive(Clone, Debug)]
enum Deed {
    Type(char),
    Escape,
    ClickElsewhere,
    ClickField(usize),
    /// To another page and back.
    TurnPages,
}

/// What is done, and how many frames begin after it.
fn any_deed() -> impl Strategy<Value = (Deed, usize)> {
    let deed = prop_oneof![
        12 => prop::sample::select("12qwasdlnx".chars().collect::<Vec<_>>()).prop_map(Deed::Type),
        2 => Just(Deed::Escape),
        1 => Just(Deed::ClickElsewhere),
        3 => (0..4_usize).prop_map(Deed::ClickField),
        1 => Just(Deed::TurnPages),
    ];
    (deed, prop_oneof![3 => Just(0_usize), 1 => 1..4_usize])
}

/// What has to come of deeds.
struct Expected {
    place: Place,
    /// What was typed into each field.
    texts: Vec<String>,
    focus: Option<usize>,
    is_open: bool,
    /// Whether Escape has let go of the highlight or the cell, so that what is written on it is not shown.
    has_let_go: bool,
    has_left_in_frame: bool,
    snap: Snap,
}

impl Expected {
    fn leave(&mut self) {
        self.has_left_in_frame |= self.focus.take().is_some();
    }

    fn shows(&self, field: usize) -> bool {
        let name = self.place.fields().get(field);
        let is_of_choice = name.is_some_and(|name| ["Note", "Your sentence for this cell"].contains(name));
        name.is_some() && self.is_open && !(is_of_choice && self.has_let_go)
    }

    /// Takes a deed and gives its events.
    fn take(&mut self, deed: &Deed, fields: &[Pos2], elsewhere: Pos2) -> Vec<Event> {
        match deed {
            Deed::Type(sign) => match self.focus {
                Some(field) => {
                    self.texts[field].push(*sign);
                    typed(&sign.to_string())
                }
                None if self.has_left_in_frame => typed(&sign.to_string()),
                None => {
                    if !(self.is_open && self.place.closes()) {
                        self.snap = self.snap.next();
                    }
                    typed("l")
                }
            },
            Deed::Escape if self.focus.is_some() => {
                self.is_open &= !self.place.closes();
                self.has_let_go = true;
                self.leave();
                bare(Key::Escape)
            }
            Deed::ClickElsewhere if !self.place.closes() => {
                self.leave();
                click(elsewhere)
            }
            Deed::ClickField(field) if self.shows(*field) && self.focus != Some(*field) => {
                self.focus = Some(*field);
                // What was typed may have moved the end away from where it was.
                [click(fields[*field]), bare(Key::End)].concat()
            }
            Deed::TurnPages if !self.place.closes() => {
                self.leave();
                let (there, back) = match self.place {
                    Place::Codebook => (Key::Num1, Key::Num3),
                    Place::Table => (Key::Num3, Key::Num2),
                    _ => (Key::Num2, Key::Num1),
                };
                [ctrl(there), ctrl(back)].concat()
            }
            _ => Vec::new(),
        }
    }
}

/// What a field holds, or what the project keeps of it.
fn kept_in(window: &Window, field: &str) -> String {
    match field {
        "Note" => window.project().articles[0].highlights[0].note.clone(),
        "Your sentence for this cell" => {
            window.project().summaries.last().map_or(String::new(), |last| last.text.clone())
        }
        _ => value_of(window, field),
    }
}

/// The project with what was typed into the fields of a place, and nothing else.
fn with_texts(mut project: Project, place: Place, texts: &[String]) -> Project {
    match place {
        Place::Reading => with_note(project, &texts[1]),
        Place::Codebook => {
            let ukraine = project.codebook.actors.iter_mut().find(|code| code.id.as_str() == "ukraine");
            let code = ukraine.expect("the sample has Ukraine");
            code.name = texts[0].clone();
            code.aliases = texts[1].split(", ").map(str::to_owned).collect();
            code.definition = texts[2].clone();
            project
        }
        Place::Table | Place::Details | Place::Palette | Place::Keys | Place::TagBox => project,
    }
}

/// Goes to a place, types there, and leaves the window as it was.
fn visit(window: &mut Window, place: Place, deeds: &[(Deed, usize)]) -> Result<(), TestCaseError> {
    let before = window.project().clone();
    assert!(before.summaries.is_empty(), "the one that is written is the last");
    place.open(window);
    if place == Place::Details {
        window.harness.get_by_label("Title").focus();
        window.settle();
        slow_frame(window, [bare(Key::End)]);
    }
    let values = |window: &Window| place.fields().iter().map(|field| kept_in(window, field)).collect::<Vec<_>>();
    let fields: Vec<Pos2> = place.fields().iter().map(|field| end_of(window, field)).collect();
    let elsewhere = egui::pos2(720.0, 890.0);
    let mut expected = Expected {
        place,
        texts: values(window),
        focus: place.closes().then_some(0),
        is_open: true,
        has_let_go: false,
        has_left_in_frame: false,
        snap: snap(window),
    };
    let mut events = Vec::new();
    for (deed, n_frames) in deeds {
        events.push(expected.take(deed, &fields, elsewhere));
        if *n_frames > 0 {
            frame(window, std::mem::take(&mut events));
            expected.has_left_in_frame = false;
            window.harness.run_steps(n_frames - 1);
        }
    }
    slow_frame(window, events);
    if expected.is_open {
        prop_assert_eq!(values(window), expected.texts.clone());
    }
    prop_assert_eq!(snap(window), expected.snap);
    let mut after = window.project().clone();
    after.summaries.clear();
    // A new definition keeps the one before it.
    after.codebook.actors.iter_mut().for_each(|code| code.former.clear());
    prop_assert!(after == with_texts(before.clone(), place, &expected.texts), "something else was changed");

    if expected.is_open && place.closes() {
        window.key(Key::Escape);
    } else {
        slow_frame(window, [click(elsewhere)]);
    }
    while *window.project() != before {
        window.ctrl(Key::Z);
    }
    window.ctrl(Key::Num1);
    window.key(Key::Escape);
    window.ctrl(Key::Home);
    window.key(Key::J);
    Ok(())
}

fn any_visit() -> impl Strategy<Value = (Place, Vec<(Deed, usize)>)> {
    (prop::sample::select(Place::ALL.to_vec()), prop::collection::vec(any_deed(), 0..40))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 30, ..ProptestConfig::default() })]

    #[test]
    fn however_typing_falls_into_frames_each_field_keeps_what_was_typed_into_it(
        visits in prop::collection::vec(any_visit(), 1..7),
    ) {
        let (mut window, _folder) = with_sample();
        for (place, deeds) in visits {
            visit(&mut window, place, &deeds)?;
        }
    }
}
