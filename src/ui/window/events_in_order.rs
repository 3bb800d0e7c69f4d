//! Gives egui the events of a frame in their order, so that what is typed stays in the field it was typed into.
//!
//! egui takes all events of a frame at once. On Escape it lets go of a field before the field has read the characters
//! typed before the Escape, and commands take their keys before any field is painted. In a slow frame, a part of a note
//! would become tags. Here each event waits until the one before it has done what it does to the focus. This module
//! knows events and whether a field has the focus, but not which field that is or what a key means.

use std::collections::VecDeque;

use egui::{Context, Event, Key, Modifiers, Plugin, RawInput, Ui};

/// The events that egui has not seen yet.
#[derive(Default)]
pub(super) struct EventsInOrder {
    waiting: VecDeque<Waiting>,
    /// How many times events came so far.
    n_frames: u64,
    /// The frame of the last event that may have taken the focus from a field.
    left_in: Option<u64>,
    /// Whether the focus may still be on its way to another widget, or on a field that is no longer painted.
    is_settling: bool,
}

struct Waiting {
    event: Event,
    frame: u64,
}

/// What an event can do to the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    /// Nothing, so it goes along with whatever is next to it.
    Nothing,
    /// It is written into the field that has the focus.
    Typed,
    /// It may give the focus to what lies under the pointer, or press a button that does.
    Pointer,
    /// It may move the focus, or run a command that does.
    Key,
}

impl Plugin for EventsInOrder {
    fn debug_name(&self) -> &'static str {
        "events in order"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        self.n_frames += 1;
        let frame = self.n_frames;
        self.waiting.extend(input.events.drain(..).map(|event| Waiting { event, frame }));
        input.events = self.next(ctx.text_edit_focused());
    }

    fn on_begin_pass(&mut self, ui: &mut Ui) {
        if !self.waiting.is_empty() {
            ui.ctx().request_repaint();
        }
    }
}

impl EventsInOrder {
    /// Takes the events that egui can have at once: characters in a row, or one event that may move the focus.
    fn next(&mut self, is_typing: bool) -> Vec<Event> {
        let mut taken = Vec::new();
        let mut run: Option<(Effect, u64)> = None;
        while let Some(Waiting { event, frame }) = self.waiting.front() {
            let (effect, frame) = (effect(event, is_typing), *frame);
            if effect != Effect::Nothing {
                // What follows in the frame in which a field was left was hardly meant as a command.
                let is_lost = !is_typing && self.left_in == Some(frame) && is_plain(event);
                match run {
                    _ if self.is_settling && effect != Effect::Pointer => break,
                    None if is_lost => {
                        self.waiting.pop_front();
                        continue;
                    }
                    None => run = Some((effect, frame)),
                    Some((Effect::Typed, _)) if effect == Effect::Typed => {}
                    Some((Effect::Pointer, begun)) if effect == Effect::Pointer && begun == frame => {}
                    Some((Effect::Key, _)) if goes_with(&taken, event) => {}
                    Some(_) => break,
                }
            }
            taken.extend(self.waiting.pop_front().map(|waiting| waiting.event));
        }
        self.is_settling = false;
        if let Some((Effect::Pointer | Effect::Key, frame)) = run {
            if is_typing {
                self.left_in = Some(frame);
            }
            // A command's key acts before the frame is painted, so a field that it opens has the focus already.
            self.is_settling = is_typing || !taken.iter().any(is_command_key);
        }
        taken
    }
}

fn effect(event: &Event, is_typing: bool) -> Effect {
    match event {
        Event::Key { pressed: true, .. } if !is_typing || !stays_in_field(event) => Effect::Key,
        Event::Key { pressed: true, .. }
        | Event::Text(_)
        | Event::Ime(_)
        | Event::Copy
        | Event::Cut
        | Event::Paste(_)
        | Event::PasteImage(_) => Effect::Typed,
        Event::PointerButton { .. } | Event::Touch { .. } | Event::MiddleClickPaste { .. } => Effect::Pointer,
        Event::AccessKitActionRequest(_) => Effect::Key,
        Event::Key { pressed: false, .. }
        | Event::ModifiersChanged(_)
        | Event::PointerMoved(_)
        | Event::MouseMoved(_)
        | Event::PointerGone
        | Event::Zoom(_)
        | Event::Rotate(_)
        | Event::MouseWheel { .. }
        | Event::WindowFocused(_) => Effect::Nothing,
    }
}

/// Whether a key press only changes what is typed in a field, or moves the caret in it.
fn stays_in_field(event: &Event) -> bool {
    // Up and down also choose a row below the field, which follows from what is typed.
    let moves_on = |key| matches!(key, Key::Escape | Key::Enter | Key::Tab | Key::ArrowUp | Key::ArrowDown);
    press(event).is_some_and(|(key, modifiers)| is_bare(key, modifiers) && !moves_on(key))
}

/// Whether an event is part of typing, so that it is no command when a field was left just before.
fn is_plain(event: &Event) -> bool {
    match event {
        Event::Text(_) | Event::Ime(_) => true,
        _ => press(event).is_some_and(|(key, modifiers)| is_bare(key, modifiers) && key != Key::Escape),
    }
}

/// Whether a key press runs its command before anything is painted, rather than press the button that has the focus.
fn is_command_key(event: &Event) -> bool {
    press(event).is_some_and(|(key, _)| !matches!(key, Key::Enter | Key::Space | Key::Tab))
}

/// Whether an event belongs to the key press that was taken before it: as its character, or because the key is held.
fn goes_with(taken: &[Event], event: &Event) -> bool {
    let is_character = matches!(event, Event::Text(_));
    if is_character {
        return taken.last().and_then(press).is_some_and(|(key, _)| writes(key));
    }
    let of_key = taken.iter().rev().find(|event| matches!(event, Event::Key { .. }));
    press(event).is_some() && of_key.and_then(press) == press(event)
}

fn press(event: &Event) -> Option<(Key, Modifiers)> {
    match event {
        Event::Key { key, pressed: true, modifiers, .. } => Some((*key, *modifiers)),
        _ => None,
    }
}

fn is_bare(key: Key, modifiers: Modifiers) -> bool {
    let is_modified = modifiers.alt || modifiers.ctrl || modifiers.command || modifiers.mac_cmd;
    !is_modified && !(Key::F1..=Key::F35).contains(&key)
}

/// Whether a key can come with a character.
fn writes(key: Key) -> bool {
    !matches!(key, Key::Escape | Key::Enter | Key::Tab | Key::Backspace | Key::Delete | Key::Insert)
        && !(Key::ArrowDown..=Key::ArrowUp).contains(&key)
        && !(Key::F1..=Key::F35).contains(&key)
}

#[cfg(test)]
mod tests {
    use egui::{PointerButton, Pos2, TouchPhase};

    use super::*;

    fn key(key: Key, pressed: bool) -> Event {
        Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE }
    }

    fn typed(sign: &str) -> [Event; 3] {
        let of_sign = Key::from_name(sign).expect("a sign with a key");
        [key(of_sign, true), Event::Text(sign.to_owned()), key(of_sign, false)]
    }

    fn click() -> [Event; 2] {
        let button = |pressed| Event::PointerButton {
            pos: Pos2::ZERO,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        [button(true), button(false)]
    }

    /// The runs in which the events of one frame are given, when a field has the focus until `last` is given.
    fn runs(events: &[Event], last: Option<&Event>) -> Vec<Vec<Event>> {
        let mut order = EventsInOrder { n_frames: 1, ..EventsInOrder::default() };
        order.waiting.extend(events.iter().map(|event| Waiting { event: event.clone(), frame: 1 }));
        let mut is_typing = last.is_some();
        let mut runs = Vec::new();
        while !order.waiting.is_empty() {
            let run = order.next(is_typing);
            is_typing &= last.is_none_or(|last| !run.contains(last));
            runs.push(run);
        }
        runs.retain(|run| !run.is_empty());
        runs
    }

    #[test]
    fn characters_come_before_what_takes_the_field_and_are_dropped_after_it() {
        let escape = [key(Key::Escape, true), key(Key::Escape, false)];
        let events = [&typed("1")[..], &typed("Q"), &escape, &typed("2"), &click()].concat();
        // The key itself is dropped; its release does nothing.
        let after = [&escape[..], &[key(Key::Num2, false)]].concat();
        let found = runs(&events, Some(&escape[0]));
        assert_eq!(found[0], [typed("1"), typed("Q")].concat());
        assert_eq!(found[1..].concat(), [&after[..], &click()].concat());
        assert!(found[1].contains(&escape[0]) && !found[1].contains(&click()[0]));
    }

    #[test]
    fn keys_of_commands_come_one_by_one_and_a_held_key_at_once() {
        let letters = [typed("J"), typed("J"), typed("K")];
        assert_eq!(runs(&letters.concat(), None), letters.map(Vec::from));
        let held = [key(Key::J, true), Event::Text("j".to_owned())];
        let held = [held.clone(), held.clone(), held].concat();
        assert_eq!(runs(&held, None), [held]);
    }

    #[test]
    fn what_nobody_types_among_comes_at_once() {
        let wheel = Event::MouseWheel {
            unit: egui::MouseWheelUnit::Line,
            delta: egui::Vec2::Y,
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        };
        let events = [&[Event::PointerMoved(Pos2::ZERO)][..], &click(), &[wheel], &click()].concat();
        assert_eq!(runs(&events, None), [events]);
    }
}
