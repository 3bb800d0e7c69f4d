//! Which highlights stand out and which are painted faint; none is ever hidden.

use std::collections::BTreeSet;

use standpoint_core::{
    model::{CodeId, CodeKind, Highlight, Project, StanceId},
    text::fold::{is_blank, is_same_name},
};

/// One thing that makes highlights stand out: an actor, an issue, a stance or a coder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EmphasisTerm {
    /// Highlights with this actor or one of its members.
    Actor(CodeId),
    /// Highlights with this issue or one of its parts.
    Issue(CodeId),
    /// Highlights with this stance.
    Stance(StanceId),
    /// Highlights made by this coder.
    Coder(String),
}

impl EmphasisTerm {
    /// The terms that this highlight meets, in the order actor, issue, stance, coder.
    pub fn all_of(highlight: &Highlight) -> Vec<Self> {
        let actor = highlight.actor.clone().map(Self::Actor);
        let issue = highlight.issue.clone().map(Self::Issue);
        let stance = highlight.stance.clone().map(Self::Stance);
        actor.into_iter().chain(issue).chain(stance).chain([Self::Coder(highlight.coder.clone())]).collect()
    }

    /// As chips show it.
    pub fn name(&self, project: &Project) -> String {
        let book = &project.codebook;
        match self {
            Self::Actor(id) => book.name_of(CodeKind::Actor, id).to_owned(),
            Self::Issue(id) => book.name_of(CodeKind::Issue, id).to_owned(),
            Self::Stance(id) => book.stance(id).map_or_else(|| id.to_string(), |stance| stance.name.clone()),
            Self::Coder(name) if is_blank(name) => "no coder".to_owned(),
            Self::Coder(name) => format!("coder {name}"),
        }
    }

    /// Returns whether a highlight meets the term. The members of an actor or issue count as it.
    fn is_met(&self, project: &Project, highlight: &Highlight) -> bool {
        let belongs = |kind: CodeKind, wanted: &CodeId| {
            highlight.tag(kind).is_some_and(|id| {
                id == wanted || project.codebook.lineage(kind, id).iter().any(|code| code.id == *wanted)
            })
        };
        match self {
            Self::Actor(id) => belongs(CodeKind::Actor, id),
            Self::Issue(id) => belongs(CodeKind::Issue, id),
            Self::Stance(id) => highlight.stance.as_ref() == Some(id),
            Self::Coder(name) => is_same_name(&highlight.coder, name),
        }
    }

    /// Returns whether both terms ask for the same, whichever way a coder is spelt.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Coder(a), Self::Coder(b)) => is_same_name(a, b),
            _ => self == other,
        }
    }

    /// Returns whether both terms are of one kind; a highlight needs to meet only one of those.
    fn is_alike(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// The terms by which highlights stand out. Of each kind among them, a highlight must meet one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Emphasis {
    wanted: BTreeSet<EmphasisTerm>,
}

impl Emphasis {
    /// Everything that is asked for.
    pub fn wanted(&self) -> impl Iterator<Item = &EmphasisTerm> {
        self.wanted.iter()
    }

    /// Returns whether nothing is asked for, so that all highlights look alike.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// Returns whether this is asked for.
    pub fn has(&self, wanted: &EmphasisTerm) -> bool {
        self.wanted.iter().any(|other| other.is_same(wanted))
    }

    /// Adds a term, or removes it if it is there.
    pub fn toggle(&mut self, wanted: EmphasisTerm) {
        let n_before = self.wanted.len();
        self.wanted.retain(|other| !other.is_same(&wanted));
        if self.wanted.len() == n_before {
            self.wanted.insert(wanted);
        }
    }

    /// Whether a highlight stands out.
    pub fn passes(&self, project: &Project, highlight: &Highlight) -> bool {
        self.wanted.iter().all(|one| {
            let mut alike = self.wanted.iter().filter(|other| one.is_alike(other));
            alike.any(|other| other.is_met(project, highlight))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use standpoint_core::{
        model::{Project, Tags},
        text::{Span, Text},
    };

    /// A highlight of an actor and an issue, made by a coder.
    fn highlight(actor: &str, issue: &str, coder: &str) -> Highlight {
        let id = |name: &str| Some(name.into());
        let tags = Tags { actor: id(actor), issue: id(issue), stance: None };
        Highlight::new(&Text::new("one word"), Span::new(0, 3), tags, coder, "2026-01-12T09:14:00Z")
    }

    fn actor(name: &str) -> EmphasisTerm {
        EmphasisTerm::Actor(name.into())
    }

    #[test]
    fn one_of_each_kind_is_enough_and_every_kind_is_needed() {
        let project = Project::titled("Talks");
        let mut emphasis = Emphasis::default();
        let passes = |emphasis: &Emphasis, actor, coder| emphasis.passes(&project, &highlight(actor, "land", coder));
        assert!(passes(&emphasis, "kyiv", "AK"));
        emphasis.toggle(actor("kyiv"));
        emphasis.toggle(actor("moscow"));
        assert!(passes(&emphasis, "moscow", "AK") && !passes(&emphasis, "paris", "AK"));
        emphasis.toggle(EmphasisTerm::Coder("BL".to_owned()));
        assert!(passes(&emphasis, "kyiv", "BL") && !passes(&emphasis, "kyiv", "AK"));
        emphasis.toggle(actor("kyiv"));
        assert!(!passes(&emphasis, "kyiv", "BL"));
    }

    #[test]
    fn a_coder_stands_out_whichever_way_the_name_is_spelt() {
        let project = Project::titled("Talks");
        let coder = |name: &str| EmphasisTerm::Coder(name.to_owned());
        let mut emphasis = Emphasis::default();
        emphasis.toggle(coder("Élise"));
        assert!(emphasis.passes(&project, &highlight("kyiv", "land", "E\u{301}lise")));
        assert!(emphasis.has(&coder("E\u{301}lise")) && !emphasis.has(&coder("Elise")));
        emphasis.toggle(coder("E\u{301}lise"));
        assert!(emphasis.is_empty());
    }
}
