//! What a code was defined as before its definition was changed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Code, Highlight, HighlightId, written};

/// What a code was defined as until somebody changed that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormerDefinition {
    /// When it was changed.
    pub until: Timestamp,
    /// Who changed it, by name or initials; empty if nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub changed_by: String,
    /// The definition that the code had; empty if it had none.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub definition: String,
    /// The inclusion note that it had.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub include: String,
    /// The exclusion note that it had.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub exclude: String,
    /// The highlights made before the change that somebody looked at since and left as they are. Some may have been
    /// deleted after that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<HighlightId>,
}

impl FormerDefinition {
    /// The definition, the inclusion note and the exclusion note that the code had.
    pub fn rules(&self) -> [&str; 3] {
        [&self.definition, &self.include, &self.exclude]
    }

    /// Returns whether a highlight was made before the change, as far as its id and its time say.
    pub fn was_there(&self, highlight: &Highlight) -> bool {
        made_at(highlight).is_some_and(|made| made < self.until)
    }
}

/// When a highlight was made, to the millisecond if its id says so. An id that is younger than the time of the highlight
/// was made when the highlight was imported.
fn made_at(highlight: &Highlight) -> Option<Timestamp> {
    let created: Option<Timestamp> = highlight.created.parse().ok();
    let of_id = || {
        let (secs, nanos) = highlight.id.0.get_timestamp()?.to_unix();
        Timestamp::new(i64::try_from(secs).ok()?, i32::try_from(nanos).ok()?).ok()
    };
    match (created, of_id()) {
        (Some(created), Some(of_id)) if created.as_second() < of_id.as_second() => Some(created),
        (created, of_id) => of_id.or(created),
    }
}

/// What a code is to be defined as from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDefinition {
    /// The definition.
    pub definition: String,
    /// The inclusion note.
    pub include: String,
    /// The exclusion note.
    pub exclude: String,
    /// When that is decided.
    pub at: Timestamp,
    /// Who decides it, by name or initials; may be empty.
    pub by: String,
}

/// What the same person changes within this time is one change.
const ONE_CHANGE_SECS: i64 = 600;

impl Code {
    /// Defines the code anew, and keeps what it was defined as. What one person changes within ten minutes is one
    /// change, unless highlights were looked at because of it; a change that is taken back within that time is none.
    pub fn define(&mut self, new: NewDefinition) {
        let NewDefinition { definition, include, exclude, at, by } = new;
        if self.rules() == [&*definition, &*include, &*exclude] {
            return;
        }
        let is_going_on = |last: &&mut FormerDefinition| {
            let secs = at.as_second() - last.until.as_second();
            last.changed_by == by && last.kept.is_empty() && (0..ONE_CHANGE_SECS).contains(&secs)
        };
        match self.former.last_mut().filter(is_going_on) {
            Some(last) if last.rules() == [&*definition, &*include, &*exclude] => _ = self.former.pop(),
            Some(last) => last.until = at,
            None => self.former.push(FormerDefinition {
                until: at,
                changed_by: by,
                definition: self.definition.clone(),
                include: self.include.clone(),
                exclude: self.exclude.clone(),
                kept: Vec::new(),
            }),
        }
        (self.definition, self.include, self.exclude) = (definition, include, exclude);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::marked::marked_article;

    fn at(time: &str) -> Timestamp {
        format!("2026-01-12T{time}Z").parse().expect("it is a time")
    }

    fn define(code: &mut Code, definition: &str, time: &str, by: &str) {
        let (include, exclude) = (code.include.clone(), code.exclude.clone());
        let definition = definition.to_owned();
        code.define(NewDefinition { definition, include, exclude, at: at(time), by: by.to_owned() });
    }

    /// What the code was defined as, and until when by whom.
    fn former(code: &Code) -> Vec<(&str, String, &str)> {
        code.former.iter().map(|former| (&*former.definition, former.until.to_string(), &*former.changed_by)).collect()
    }

    #[test]
    fn what_one_person_changes_in_one_go_is_one_change() {
        let mut code = Code::new("shore".into(), "Shore", 0);
        define(&mut code, "W", "09:14:00.25", "AK");
        define(&mut code, "What is", "09:14:01", "AK");
        define(&mut code, "What is by the sea", "09:20:00", "AK");
        assert_eq!(former(&code), [("", "2026-01-12T09:20:00Z".to_owned(), "AK")]);
        // Another person, or a later time, begins another one.
        define(&mut code, "What lies by the sea", "09:21:00", "BN");
        define(&mut code, "What lies at the sea", "10:21:00", "BN");
        assert_eq!(
            former(&code)[1..],
            [
                ("What is by the sea", "2026-01-12T09:21:00Z".to_owned(), "BN"),
                ("What lies by the sea", "2026-01-12T10:21:00Z".to_owned(), "BN"),
            ]
        );
        // What is taken back at once was no change.
        define(&mut code, "What lies by the sea", "10:22:00", "BN");
        assert_eq!(former(&code).len(), 2);
        define(&mut code, "What lies by the sea", "12:00:00", "BN");
        assert_eq!(former(&code).len(), 2);
        // What was looked at because of a change stays with it.
        code.former[1].kept.push(HighlightId::fresh());
        define(&mut code, "The beach", "09:22:00", "BN");
        assert_eq!(former(&code).len(), 3);
    }

    #[test]
    fn the_time_of_a_highlight_is_that_of_its_id_unless_it_was_imported() {
        let mut code = Code::new("shore".into(), "Shore", 0);
        define(&mut code, "What is by the sea", "09:14:00.5", "AK");
        let article = marked_article("One", "A [hen]");
        let secs = u64::try_from(at("09:14:00").as_second()).expect("it is after 1970");
        let made = |millis: u32, created: &str| {
            let time = uuid::Timestamp::from_unix(uuid::NoContext, secs, millis * 1_000_000);
            let id = HighlightId(uuid::Uuid::new_v7(time));
            let highlight = Highlight { id, created: created.to_owned(), ..(*article.highlights[0]).clone() };
            code.former[0].was_there(&highlight)
        };
        assert!(made(250, "2026-01-12T09:14:00Z"));
        assert!(!made(750, "2026-01-12T09:14:00Z"));
        assert!(made(750, "2026-01-11T09:14:00Z"));
        assert!(!made(750, "some day"));
    }
}
