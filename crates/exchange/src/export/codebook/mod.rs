//! The codebook to print: a table of its codes as a tree, and then each of them with its definition.
//!
//! `PrintedCodebook` holds what every form shows. The CSV for spreadsheets is one of the lists in `tables`.

mod html;

mod docx;

use std::{
    collections::HashMap,
    io::{self, Write},
};

use standpoint_analysis::report::{provenance::Provenance, quotes::behind_outlet};
use standpoint_core::{
    model::{Code, CodeId, CodeKind, Project, Stance, StanceId},
    wording::{capitalised, counted, grouped},
};

use super::{csv::CsvOptions, tables};

/// The form of a codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodebookForm {
    /// A record for each code, which can be imported again.
    Csv,
    /// A web page, which prints well.
    Html,
    /// A document for word processors.
    Docx,
}

impl CodebookForm {
    /// Every form, in the order in which it is offered.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Html, Self::Docx];

    /// Returns the ending of such files.
    pub const fn ending(self) -> &'static str {
        self.file_filter().1[0]
    }

    /// Returns a description of such files and their usual extensions, the default first.
    pub const fn file_filter(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Csv => ("CSV", &["csv"]),
            Self::Html => ("Web page", &["html", "htm"]),
            Self::Docx => ("Word document", &["docx"]),
        }
    }

    /// Writes the codebook of a project.
    ///
    /// # Errors
    /// Fails if `out` cannot be written.
    pub fn write(
        self,
        out: &mut dyn Write,
        project: &Project,
        csv: CsvOptions,
        made: jiff::Timestamp,
    ) -> io::Result<()> {
        match self {
            Self::Csv => tables::codebook(out, project, csv),
            Self::Html => html::write(out, &PrintedCodebook::of(project, made)),
            Self::Docx => docx::write(out, &PrintedCodebook::of(project, made)),
        }
    }
}

/// A codebook with everything that a printed one shows.
struct PrintedCodebook<'a> {
    about: Provenance,
    made: jiff::Timestamp,
    actors: Vec<PrintedCode<'a>>,
    issues: Vec<PrintedCode<'a>>,
    stances: Vec<(&'a Stance, usize)>,
}

/// An actor or an issue, with what is counted of it.
struct PrintedCode<'a> {
    code: &'a Code,
    /// 0 for codes without a parent.
    depth: usize,
    key: Option<char>,
    /// Number of highlights with the code itself.
    n_highlights: usize,
    /// Number of articles with such highlights.
    n_articles: usize,
    /// Number of highlights with the code or one below it.
    n_with_members: usize,
    /// The passages that are pinned as examples of it.
    examples: Vec<PrintedExample>,
}

/// A passage that shows what a code is for.
struct PrintedExample {
    quote: String,
    /// The outlet, the date and the page, as far as they are known.
    source: String,
}

/// The number of highlights with a code, and of the articles that have them.
#[derive(Default)]
struct Uses {
    n_highlights: usize,
    n_articles: usize,
    last_article: usize,
}

impl<'a> PrintedCodebook<'a> {
    fn of(project: &'a Project, made: jiff::Timestamp) -> Self {
        let mut uses: HashMap<(CodeKind, &CodeId), Uses> = HashMap::new();
        let mut of_stances: HashMap<&StanceId, usize> = HashMap::new();
        for (nth, article) in project.articles.iter().enumerate() {
            for highlight in &article.highlights {
                for kind in CodeKind::ALL {
                    let Some(id) = highlight.tag(kind) else { continue };
                    let uses = uses.entry((kind, id)).or_default();
                    uses.n_highlights += 1;
                    if std::mem::replace(&mut uses.last_article, nth + 1) != nth + 1 {
                        uses.n_articles += 1;
                    }
                }
                if let Some(stance) = &highlight.stance {
                    *of_stances.entry(stance).or_default() += 1;
                }
            }
        }
        let book = &project.codebook;
        let stances = book.stances.iter().map(|stance| (stance, of_stances.get(&stance.id).copied().unwrap_or(0)));
        Self {
            about: Provenance::of_list(project, "codebook", made),
            made,
            actors: printed(project, CodeKind::Actor, &uses),
            issues: printed(project, CodeKind::Issue, &uses),
            stances: stances.collect(),
        }
    }

    /// The codes of both kinds with their headings.
    fn parts(&self) -> [(&'static str, &[PrintedCode<'a>]); 2] {
        [("Actors", &self.actors), ("Issues", &self.issues)]
    }

    /// How much there is: "4 actors, 12 issues and 3 stances".
    fn in_words(&self) -> String {
        let [actors, issues] =
            [(&self.actors, "actor"), (&self.issues, "issue")].map(|(codes, noun)| counted(codes.len(), noun));
        format!("{actors}, {issues} and {}", counted(self.stances.len(), "stance"))
    }
}

fn printed<'a>(
    project: &'a Project,
    kind: CodeKind,
    uses: &HashMap<(CodeKind, &CodeId), Uses>,
) -> Vec<PrintedCode<'a>> {
    let book = &project.codebook;
    let keys: HashMap<&CodeId, char> = book.keyed_codes(kind).into_iter().map(|(key, code)| (&code.id, key)).collect();
    let mut examples = examples(project, kind);
    let mut codes: Vec<PrintedCode<'_>> = book
        .tree(kind)
        .into_iter()
        .map(|(depth, code)| {
            let (n_highlights, n_articles) =
                uses.get(&(kind, &code.id)).map_or((0, 0), |uses| (uses.n_highlights, uses.n_articles));
            let key = keys.get(&code.id).copied();
            let examples = examples.remove(&code.id).unwrap_or_default();
            PrintedCode { code, depth, key, n_highlights, n_articles, n_with_members: n_highlights, examples }
        })
        .collect();
    // From the end, each code is complete before it is added to its parent.
    let mut below: Vec<usize> = Vec::new();
    for code in codes.iter_mut().rev() {
        let n_below = below.drain(below.len().min(code.depth + 1)..).sum::<usize>();
        code.n_with_members += n_below;
        below.resize(code.depth + 1, 0);
        below[code.depth] += code.n_with_members;
    }
    codes
}

/// The pinned examples of the codes of this kind.
fn examples(project: &Project, kind: CodeKind) -> HashMap<&CodeId, Vec<PrintedExample>> {
    let mut examples: HashMap<&CodeId, Vec<PrintedExample>> = HashMap::new();
    for article in &project.articles {
        for highlight in &article.highlights {
            let Some(code) = highlight.example_code(kind) else { continue };
            let behind = behind_outlet(article, Some(highlight.span.start));
            let source = format!("{}{behind}", article.details.outlet_name());
            examples.entry(code).or_default().push(PrintedExample { quote: highlight.quote.clone(), source });
        }
    }
    examples
}

impl PrintedCode<'_> {
    /// Its notes on when to use it and when not, each after its label.
    fn notes(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let notes = [("Use when", &*self.code.include), ("Do not use when", &*self.code.exclude)];
        notes.into_iter().filter(|(_, words)| !words.is_empty())
    }

    /// What is counted of it: "3 highlights in 2 articles, 9 with members".
    fn counts(&self) -> String {
        let own = format!("{} in {}", counted(self.n_highlights, "highlight"), counted(self.n_articles, "article"));
        match self.n_with_members {
            n if n > self.n_highlights => format!("{own}, {} with members", grouped(n)),
            _ if self.n_highlights == 0 => "No highlights".to_owned(),
            _ => own,
        }
    }

    /// Its key, its colour and what is counted of it, in one line.
    fn facts(&self) -> String {
        let key = self.key.map(|key| format!("Key {key}"));
        let parts = [Some(self.counts()), key, Some(format!("Colour {}", self.code.colour))];
        capitalised(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
    }
}

#[cfg(test)]
mod tests;
