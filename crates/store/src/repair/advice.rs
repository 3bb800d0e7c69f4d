//! Advice on a fault, for people who fix the file by hand.

use standpoint_core::{
    model::Project,
    rules::{Fault, ItemPath, Rule},
    text::{Span, anchor::first_two},
};

/// The limit on text searched for quotes, in bytes. Beyond it the advice is less specific.
const MAX_SEARCHED_BYTES: usize = 1 << 28;

/// Gives advice on faults and says where quotes are, as long as searching for them takes little time.
pub struct Advice<'a> {
    project: &'a Project,
    bytes_left: usize,
}

impl<'a> Advice<'a> {
    /// Prepares advice on the faults of this project.
    pub const fn on(project: &'a Project) -> Self {
        Self { project, bytes_left: MAX_SEARCHED_BYTES }
    }

    /// Says what to do about the fault, which must be one of this project.
    pub fn of(&mut self, fault: &Fault) -> String {
        // An empty span is wrong whatever its quote says.
        let is_searched = fault.broken.rule.is_about_span() && !matches!(fault.broken.rule, Rule::SpanEmpty(_));
        let ItemPath::Highlight(article, at) = fault.path else { return fault.broken.remedy() };
        if !is_searched {
            return fault.broken.remedy();
        }
        let text = &self.project.articles[article].text;
        let quote = &self.project.articles[article].highlights[at].quote;
        let Some(bytes_left) = self.bytes_left.checked_sub(text.as_str().len()) else {
            return format!("{}, or let “standpoint check --fix” look for it", fault.broken.remedy());
        };
        self.bytes_left = bytes_left;
        if quote.is_empty() {
            return "its quote is empty; write the words of the span".to_owned();
        }
        match first_two(text, quote) {
            (Some(Span { start, end }), None) => format!("the quote is at ({start}, {end})"),
            (Some(_), Some(_)) => "the quote occurs several times; choose a place by hand".to_owned(),
            _ => format!("the quote does not occur in the text; {}", fault.broken.remedy()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use standpoint_core::{model::marked::marked_article, rules::faults};

    #[test]
    fn a_quote_is_looked_for_as_long_as_that_is_quick() {
        let mut project = Project::titled("Talks");
        let mut article = marked_article("Talks", "The city [wants] a bridge.");
        Arc::make_mut(&mut article.highlights[0]).span = Span::new(4, 9);
        project.articles.push(Arc::new(article));
        let fault = &faults(&project)[0];
        assert_eq!(Advice::on(&project).of(fault), "the quote is at (9, 14)");
        let mut out_of_time = Advice { bytes_left: 10, ..Advice::on(&project) };
        let expected = "correct the span or the quote, or let “standpoint check --fix” look for it";
        assert_eq!(out_of_time.of(fault), expected);
    }
}
