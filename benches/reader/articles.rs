//! The articles that are shown: of four lengths, with few and with many highlights, and the hard ones.

use std::sync::Arc;

use standpoint_core::{
    model::{Article, CodeKind, Details, Highlight, Project, Tags},
    text::{Span, Text},
};

use crate::common::Dice;

/// An article to be shown.
pub struct Case {
    pub name: String,
    /// Of its text, about.
    pub bytes: usize,
    pub highlights: usize,
    /// About how many bytes a paragraph has.
    paragraph_bytes: usize,
}

/// An analyst who marks every sentence has some 100 bytes for each highlight.
const DENSE: usize = 90;

/// Nobody marks every letter.
const ABSURD: usize = 5;

impl Case {
    /// Whether highlights lie far more closely than anybody reads, as on the page 300 deep.
    pub fn is_dense(&self) -> bool {
        self.bytes / self.highlights < DENSE
    }

    /// Whether the bars apply: they do not where there is a highlight for every letter.
    pub fn is_held(&self) -> bool {
        self.bytes / self.highlights >= ABSURD
    }

    /// Paragraphs that all differ, so that nothing laid out for one serves another.
    pub fn text(&self) -> String {
        const WORDS: [&str; 16] = [
            "the",
            "Moscow’s",
            "answer",
            "has",
            "not",
            "varied",
            "“a settlement",
            "must",
            "follow",
            "our",
            "terms”,",
            "one",
            "aide",
            "said",
            "in a",
            "café.",
        ];
        let mut dice = Dice(11);
        let mut text = String::with_capacity(self.bytes + 1_000);
        let mut paragraph_start = 0;
        while text.len() < self.bytes {
            text.push_str(WORDS[dice.below(WORDS.len())]);
            let is_full = text.len() - paragraph_start >= self.paragraph_bytes;
            text.push(if is_full { '\n' } else { ' ' });
            if is_full {
                paragraph_start = text.len();
            }
        }
        text
    }

    /// The article, alone in its project with ten actors and ten issues.
    pub fn project(&self) -> Project {
        let mut project = Project::titled("Read");
        for (kind, noun) in [(CodeKind::Actor, "Actor"), (CodeKind::Issue, "Issue")] {
            for n in 0..10 {
                let code = project.codebook.fresh_code(kind, &format!("{noun} {n}"), None);
                project.codebook.codes_mut(kind).push(code);
            }
        }
        let details = Details { title: "An article".to_owned(), ..Details::default() };
        let mut article = Article::new(details, Text::new(self.text()));
        let mut dice = Dice(7);
        let highlights = (0..self.highlights).map(|_| {
            let start = dice.below(article.text.n_chars() - 90);
            let span = Span::new(start, start + 20 + dice.below(60));
            self.highlight(&project, &article, span, dice.below(1_000))
        });
        let mut highlights: Vec<_> = highlights.collect();
        highlights.sort_by_key(Highlight::order);
        article.highlights = highlights.into_iter().map(Arc::new).collect();
        project.articles.push(article.into());
        project
    }

    #[expect(clippy::unused_self, reason = "it is made the way the case makes its own")]
    pub fn highlight(&self, project: &Project, article: &Article, span: Span, n: usize) -> Highlight {
        let book = &project.codebook;
        let tags = Tags {
            actor: Some(book.actors[n % 10].id.clone()),
            issue: Some(book.issues[n / 10 % 10].id.clone()),
            stance: book.stances.get(n / 100 % 4).map(|stance| stance.id.clone()),
        };
        Highlight::new(&article.text, span, tags, "AK", "2026-01-12T09:14:00Z")
    }
}

/// All articles that are measured.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (size, bytes) in [("6 KB", 6_000), ("100 KB", 100_000), ("1 MB", 1_000_000), ("10 MB", 10_000_000)] {
        for (n, highlights) in [("10", 10), ("1,000", 1_000), ("10,000", 10_000)] {
            cases.push(Case { name: format!("{size} × {n}"), bytes, highlights, paragraph_bytes: 500 });
        }
    }
    let case = |name: &str, bytes, highlights, paragraph_bytes| Case {
        name: name.to_owned(),
        bytes,
        highlights,
        paragraph_bytes,
    };
    cases.push(case("500 words × 300", 3_000, 300, 500));
    cases.push(case("1 MB, 1 paragraph", 1_000_000, 1_000, usize::MAX));
    cases.push(case("100,000 lines", 6_000_000, 1_000, 60));
    cases
}
