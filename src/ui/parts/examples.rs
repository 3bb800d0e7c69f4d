//! Pinning highlights as examples of their codes, which the codebook shows.

use standpoint_core::{
    edit::Edit,
    model::{Article, CodeKind, Highlight},
};

use crate::ui::{action::Action, pages::PageContext, widgets::one_line};

/// How many characters of a name a message shows.
const MOST_CHARS: usize = 60;

/// Pins a highlight as an example of its code of this kind, or unpins it if it is one.
pub fn pin_or_unpin(article: &Article, highlight: &Highlight, kind: CodeKind, context: &mut PageContext<'_>) {
    let Some(code) = highlight.tag(kind) else {
        return context.ask(Action::Fail(format!("The selected highlight has no {}", kind.noun())));
    };
    let name = context.project().codebook.name_of(kind, code);
    let name: String = one_line(name).chars().take(MOST_CHARS).collect();
    let is_example = !highlight.example_of.has(kind);
    let label = if is_example {
        format!("Pin an example of “{name}”")
    } else {
        format!("Unpin an example of “{name}”")
    };
    let changed = Highlight { example_of: highlight.example_of.with(kind, is_example), ..highlight.clone() };
    context.ask(Action::edit(label, Edit::SetHighlights(vec![(article.id, changed)])));
}
