//! Messages: a success shows for a moment, a failure until it is dismissed, and what needs a decision stands above the
//! page. All are kept in a list for as long as their project is open.

mod kept;
mod shown;

pub use shown::{banner_frame_ui, banner_text_ui, bell_button};

use std::time::Duration;

use jiff::Timestamp;

use crate::command::Command;

/// How long a success is shown.
const SUCCESS_SECS: f64 = 8.0;

/// How many messages the list keeps.
const MOST_KEPT: usize = 100;

/// How a message is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MessageKind {
    /// Something went well; it is shown for a moment.
    Success,
    /// Something failed; it is shown until it is dismissed.
    Failure,
    /// Something is to be known or decided; it stands above the page until it is dismissed.
    Banner,
}

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MessageSubject {
    /// The program, or what happened before any project was open.
    Program,
    /// The project of this number.
    Project(u64),
    /// The project that is opened next.
    NextProject,
}

/// A project at one revision.
pub type Moment = (u64, u64);

#[derive(Clone, Debug)]
struct Message {
    text: String,
    kind: MessageKind,
    subject: MessageSubject,
    when: Timestamp,
    /// When it disappears from the screen, in the window's time; `None` if it stays until it is dismissed.
    until_secs: Option<f64>,
    is_on_screen: bool,
    /// The moment of the project at which *Undo* takes back what the message tells of.
    undo: Option<Moment>,
    /// What can be done about it.
    commands: &'static [Command],
}

impl Message {
    fn is_banner_on_screen(&self) -> bool {
        self.kind == MessageKind::Banner && self.is_on_screen
    }
}

/// The messages of this run of the program that are about it or about the open project, oldest first.
#[derive(Default)]
pub struct Notices {
    messages: Vec<Message>,
    /// The open project and its revision.
    now: Option<Moment>,
    /// Whether the list of all messages is open.
    is_list_open: bool,
    /// Whether the list was open in the last frame.
    was_list_open: bool,
    n_unseen: usize,
}

impl Notices {
    /// Says for a moment that something went well, in place of an earlier success.
    pub fn success(&mut self, ctx: &egui::Context, text: impl Into<String>) {
        self.say_for_a_moment(ctx, text.into(), None);
    }

    /// Says for a moment what was just done to the project, with a button that undoes it.
    pub fn done(&mut self, ctx: &egui::Context, text: impl Into<String>, at: Moment) {
        self.say_for_a_moment(ctx, text.into(), Some(at));
    }

    fn say_for_a_moment(&mut self, ctx: &egui::Context, text: String, undo: Option<Moment>) {
        let now = ctx.input(|input| input.time);
        // A newer success is the one that matters.
        for message in self.messages.iter_mut().filter(|message| message.kind == MessageKind::Success) {
            message.is_on_screen = false;
        }
        let message = self.message_of(MessageKind::Success, text);
        self.push(Message { until_secs: Some(now + SUCCESS_SECS), undo, ..message });
        // A little later, so that the next frame finds it expired.
        ctx.request_repaint_after(Duration::from_secs_f64(SUCCESS_SECS + 0.1));
    }

    /// Says that something failed, until it is dismissed.
    pub fn failure(&mut self, text: impl Into<String>) {
        self.push(self.message_of(MessageKind::Failure, text.into()));
    }

    /// Says something above the page that is to be known or decided.
    pub fn message(&mut self, text: impl Into<String>) {
        self.banner(text, &[]);
    }

    /// As [`Self::message`], with the commands that help.
    pub fn banner(&mut self, text: impl Into<String>, commands: &'static [Command]) {
        let message = self.message_of(MessageKind::Banner, text.into());
        self.push(Message { commands, ..message });
    }

    /// As [`Self::banner`], about the project that is about to be opened.
    pub fn banner_of_next(&mut self, text: impl Into<String>, commands: &'static [Command]) {
        let message = self.message_of(MessageKind::Banner, text.into());
        self.push(Message { commands, subject: MessageSubject::NextProject, ..message });
    }

    fn message_of(&self, kind: MessageKind, text: String) -> Message {
        Message {
            text,
            kind,
            subject: self.now.map_or(MessageSubject::Program, |(project, _)| MessageSubject::Project(project)),
            when: Timestamp::now(),
            until_secs: None,
            is_on_screen: true,
            undo: None,
            commands: &[],
        }
    }

    fn push(&mut self, message: Message) {
        // What is said again takes the place of what was said before, so that it is read once.
        let is_same = |other: &Message| (&other.text, other.kind) == (&message.text, message.kind);
        self.messages.retain(|other| !is_same(other));
        self.messages.push(message);
        let n_more = self.messages.len().saturating_sub(MOST_KEPT);
        self.messages.drain(..n_more);
        self.n_unseen = (self.n_unseen + 1).min(self.messages.len());
    }

    /// Lets go of the messages about a project that is no longer open.
    pub fn follow(&mut self, now: Option<Moment>) {
        let before = std::mem::replace(&mut self.now, now).map(|(project, _)| project);
        let project = now.map(|(project, _)| project);
        if before == project {
            return;
        }
        let is_of_other = |message: &Message| match message.subject {
            MessageSubject::Project(of) => Some(of) != project,
            MessageSubject::Program | MessageSubject::NextProject => false,
        };
        self.messages.retain(|message| !is_of_other(message));
        self.n_unseen = self.n_unseen.min(self.messages.len());
        if let Some(project) = project {
            for message in &mut self.messages {
                if message.subject == MessageSubject::NextProject {
                    message.subject = MessageSubject::Project(project);
                }
            }
        }
    }

    /// The failures that were not dismissed yet.
    pub fn failures(&self) -> impl Iterator<Item = &str> {
        let is_open = |message: &&Message| message.kind == MessageKind::Failure && message.is_on_screen;
        self.messages.iter().filter(is_open).map(|message| &*message.text)
    }

    /// How many messages came since the list was open.
    pub const fn n_unseen(&self) -> usize {
        self.n_unseen
    }

    /// Whether the list of all messages is open.
    pub const fn is_list_open(&self) -> bool {
        self.is_list_open
    }

    /// Opens the list of all messages, or closes it.
    pub const fn toggle_list(&mut self) {
        self.is_list_open = !self.is_list_open;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(notices: &Notices) -> Vec<&str> {
        notices.messages.iter().map(|message| &*message.text).collect()
    }

    #[test]
    fn messages_go_with_their_project_and_those_of_the_program_stay() {
        let mut notices = Notices::default();
        notices.failure("of the program");
        notices.follow(Some((1, 0)));
        notices.failure("of the first");
        notices.banner_of_next("of the second", &[]);
        notices.follow(Some((1, 7)));
        assert_eq!(texts(&notices), ["of the program", "of the first", "of the second"], "an edit changes nothing");
        notices.follow(Some((2, 0)));
        assert_eq!(texts(&notices), ["of the program", "of the second"]);
        notices.follow(None);
        assert_eq!(texts(&notices), ["of the program"]);
        assert_eq!(notices.n_unseen(), 1);
    }

    #[test]
    fn what_is_said_twice_is_there_once_and_only_the_newest_are_kept() {
        let mut notices = Notices::default();
        notices.failure("same");
        notices.failure("same");
        assert_eq!(texts(&notices), ["same"]);
        for n in 0..300 {
            notices.failure(n.to_string());
        }
        assert_eq!((texts(&notices).len(), texts(&notices)[0]), (MOST_KEPT, "200"));
    }
}
