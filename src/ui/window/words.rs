//! The words of the project: how often each occurs, which are typical of some passages, and which issues stand together.
//!
//! The lists are counted on a thread. A word opens the search for it.

use std::sync::Arc;

use egui::{Align2, ComboBox, FontId, RichText, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use standpoint_analysis::word_lists::{
    WordEntry, WordList, WordQuery, WordScope,
    stop_words::{StopWordList, StopWords},
    together::{IssuePair, issues_together},
    word_list,
};
use standpoint_core::{
    edit::History,
    model::{CodeKind, Project},
    text::fold::in_order,
    wording::{counted, grouped},
};

use crate::ui::{
    action::WordsOnScreen,
    parts::{
        choice_menu::{Choices, Chosen, choice_menu},
        derived::Derived,
        dialog::{DialogReply, focus_first, is_left, modal},
        list::VirtualList,
    },
    theme::{Theme, strong},
    widgets::{busy_sign, list_row, segmented},
};

/// The height of a row, and the width of a number in it.
const ROW_HEIGHT: f32 = 26.0;
const NUMBER_WIDTH: f32 = 88.0;

/// What the list is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Words,
    Together,
}

/// What the person asks of the dialog.
#[derive(Debug)]
pub enum WordsReply {
    /// Search for these words in all articles.
    Find(String),
    /// Write the list to a file.
    Save(Arc<WordsOnScreen>),
}

/// The dialog.
pub struct WordsDialog {
    shown: Shown,
    query: WordQuery,
    list: Derived<(u64, WordQuery), Arc<WordList>>,
    together: Derived<u64, Arc<Vec<IssuePair>>>,
}

impl Default for WordsDialog {
    fn default() -> Self {
        Self {
            shown: Shown::Words,
            query: WordQuery::default(),
            list: Derived::default(),
            together: Derived::default(),
        }
    }
}

impl WordsDialog {
    /// Whether a thread is counting.
    pub fn is_busy(&self) -> bool {
        self.list.is_busy() || self.together.is_busy()
    }

    /// Shows the dialog.
    pub fn ui(&mut self, ui: &Ui, history: &History) -> Option<DialogReply<WordsReply>> {
        self.count(ui, history);
        let project = history.project();
        let mut reply = None;
        let shown = modal(ui, "words").show(ui.ctx(), |ui| {
            let room = ui.ctx().content_rect().size();
            ui.set_width((room.x - 100.0).min(860.0));
            ui.horizontal(|ui| {
                ui.heading("Words");
                if self.list.is_updating(ui.ctx()) || self.together.is_updating(ui.ctx()) {
                    busy_sign(ui);
                    ui.label("Counting…");
                }
            });
            ui.add_space(6.0);
            self.choices_ui(ui, project);
            ui.add_space(8.0);
            let height = room.y * 0.56;
            match self.shown {
                Shown::Words => {
                    let found = self.words_ui(ui, height);
                    reply = found.map(|words| DialogReply::Done(WordsReply::Find(words)));
                }
                Shown::Together => self.together_ui(ui, project, height),
            }
            ui.add_space(10.0);
            ui.horizontal(|ui| {
                let close = ui.button("Close");
                focus_first(&close);
                if close.clicked() {
                    reply = Some(DialogReply::Cancelled);
                }
                let on_screen = self.on_screen();
                let save = ui.add_enabled(on_screen.is_some(), egui::Button::new("Export as CSV…"));
                if let Some(on_screen) = on_screen.filter(|_| save.clicked()) {
                    reply = Some(DialogReply::Done(WordsReply::Save(Arc::new(on_screen))));
                }
            });
        });
        if is_left(&shown) && reply.is_none() { Some(DialogReply::Cancelled) } else { reply }
    }

    /// Lets a thread count what is asked for.
    fn count(&mut self, ui: &Ui, history: &History) {
        let revision = history.revision();
        match self.shown {
            Shown::Words => {
                let query = &self.query;
                self.list.follow(
                    ui.ctx(),
                    |(made_at, made_for)| *made_at == revision && made_for == query,
                    |_| {
                        let (project, wanted) = (history.project().clone(), query.clone());
                        let key = (revision, query.clone());
                        (key, move || Arc::new(word_list(&project, &wanted, &mut || true).unwrap_or_default()))
                    },
                );
            }
            Shown::Together => self.together.follow(
                ui.ctx(),
                |made_at| *made_at == revision,
                |_| {
                    let project = history.project().clone();
                    (revision, move || Arc::new(issues_together(&project)))
                },
            ),
        }
    }

    fn on_screen(&self) -> Option<WordsOnScreen> {
        match self.shown {
            Shown::Words => self.list.peek().cloned().map(WordsOnScreen::Words),
            Shown::Together => self.together.peek().cloned().map(WordsOnScreen::Together),
        }
    }

    fn choices_ui(&mut self, ui: &mut Ui, project: &Project) {
        ui.horizontal_wrapped(|ui| {
            let shown = [("Words", self.shown == Shown::Words), ("Issues together", self.shown == Shown::Together)];
            if let Some(index) = segmented(ui, "Show", &shown) {
                self.shown = [Shown::Words, Shown::Together][index];
            }
            if self.shown == Shown::Together {
                return;
            }
            ui.add_space(8.0);
            let n_gram = self.query.n_gram;
            if let Some(index) =
                segmented(ui, "Count", &[("Single", n_gram == 1), ("Pairs", n_gram == 2), ("Triples", n_gram == 3)])
            {
                self.query.n_gram = index + 1;
            }
            ui.add_space(8.0);
            self.passages_ui(ui, project);
            self.stop_words_ui(ui);
        });
    }

    /// Chooses whose passages are counted.
    fn passages_ui(&mut self, ui: &mut Ui, project: &Project) {
        let book = &project.codebook;
        let mut choices: Vec<(usize, String, WordScope)> = Vec::new();
        for kind in [CodeKind::Issue, CodeKind::Actor] {
            for (depth, code) in book.tree(kind) {
                let id = vec![code.id.clone()];
                let passages = match kind {
                    CodeKind::Issue => WordScope { issues: id, ..WordScope::default() },
                    CodeKind::Actor => WordScope { actors: id, ..WordScope::default() },
                };
                let name = if depth == 0 { format!("{} ({})", code.name, kind.noun()) } else { code.name.clone() };
                choices.push((depth, name, passages));
            }
        }
        let outlets = in_order(
            project.articles.iter().map(|article| &*article.details.outlet).collect::<std::collections::BTreeSet<_>>(),
        );
        for outlet in outlets.into_iter().filter(|outlet| !outlet.is_empty()) {
            let passages = WordScope { outlets: vec![outlet.to_owned()], ..WordScope::default() };
            choices.push((0, format!("{outlet} (outlet)"), passages));
        }
        let chosen = choices.iter().position(|(.., passages)| *passages == self.query.passages);
        let text = chosen.map_or("All texts", |place| &choices[place].1).to_owned();
        let name = |place: usize| (choices[place].0, &*choices[place].1);
        let offered = Choices { none: "All texts", n: choices.len(), chosen, name: &name };
        let combo = ComboBox::from_id_salt("passages").selected_text(&text).width(200.0).truncate();
        let (response, clicked) = choice_menu(ui, combo, &offered);
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Passages: {text}")));
        match clicked {
            Some(Chosen::This(place)) => self.query.passages = choices[place].2.clone(),
            Some(Chosen::Nothing) => self.query.passages = WordScope::default(),
            None => {}
        }
    }

    /// Chooses which words are left out.
    fn stop_words_ui(&mut self, ui: &mut Ui) {
        let lists = StopWordList::ALL;
        let of_articles = "Without stop words";
        let names: Vec<String> = std::iter::once(of_articles.to_owned())
            .chain(lists.iter().map(|list| format!("Without {} stop words", list.language)))
            .collect();
        let chosen = match &self.query.stop_words {
            StopWords::OfArticles => Some(0),
            StopWords::Of(some) => {
                some.first().and_then(|list| lists.iter().position(|other| other == *list)).map(|place| place + 1)
            }
        };
        let none = "With all words";
        let text = chosen.map_or(none, |place| &names[place]).to_owned();
        let name = |place: usize| (0, &*names[place]);
        let offered = Choices { none, n: names.len(), chosen, name: &name };
        let combo = ComboBox::from_id_salt("stop words").selected_text(&text).width(170.0).truncate();
        let (response, clicked) = choice_menu(ui, combo, &offered);
        let response = response.on_hover_text("Stop words are those such as “the” and “of”. They are left out for each language that the articles are said to have.");
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Stop words: {text}")));
        match clicked {
            Some(Chosen::This(0)) => self.query.stop_words = StopWords::OfArticles,
            Some(Chosen::This(place)) => self.query.stop_words = StopWords::Of(vec![&lists[place - 1]]),
            Some(Chosen::Nothing) => self.query.stop_words = StopWords::Of(Vec::new()),
            None => {}
        }
    }

    /// Shows the list of words; returns the word that was clicked.
    fn words_ui(&self, ui: &mut Ui, height: f32) -> Option<String> {
        let Some(list) = self.list.peek() else {
            ui.add_space(height);
            return None;
        };
        let has_rest = list.size_rest > 0;
        let heads: &[(&str, &str)] = if has_rest { &HEADS } else { &HEADS[..4] };
        heads_ui(ui, "Word", heads);
        if list.entries.is_empty() {
            ui.label("No words here. Choose other passages, or count single words.");
        }
        let mut found = None;
        VirtualList::even("list of words", ROW_HEIGHT).gap(0.0).max_height(height).show(
            ui,
            list.entries.len(),
            |ui, row| {
                let entry = &list.entries[row];
                let numbers = numbers_of(entry, has_rest);
                let name = || format!("{}: {}", entry.words, counted(entry.contrast.n_inside, "time"));
                if row_ui(ui, &entry.words, &numbers, name).on_hover_text("Show every place in all articles").clicked()
                {
                    found = Some(entry.words.clone());
                }
            },
        );
        let rest = if has_rest { format!(", against {} in the rest", grouped(list.size_rest)) } else { String::new() };
        let articles = counted(list.n_articles, "article");
        let words =
            format!("{} entries; counted {} in {articles}{rest}", grouped(list.entries.len()), grouped(list.size));
        ui.label(RichText::new(words).small().color(*Theme::of(ui).colours.muted));
        found
    }

    fn together_ui(&self, ui: &mut Ui, project: &Project, height: f32) {
        let Some(pairs) = self.together.peek() else {
            ui.add_space(height);
            return;
        };
        heads_ui(ui, "Issues in the same place", &TOGETHER_HEADS);
        if pairs.is_empty() {
            ui.label("No article has highlights of two issues yet.");
        }
        VirtualList::even("issues together", ROW_HEIGHT).gap(0.0).max_height(height).show(
            ui,
            pairs.len(),
            |ui, row| {
                let pair = &pairs[row];
                let name = |id| project.codebook.name_of(CodeKind::Issue, id);
                let names = format!("{} + {}", name(&pair.first), name(&pair.second));
                let numbers = [
                    grouped(pair.paragraphs.n_both),
                    format!("{:.2}", pair.paragraphs.jaccard()),
                    grouped(pair.articles.n_both),
                    format!("{:.2}", pair.articles.jaccard()),
                ];
                let told = || format!("{names}: {}", counted(pair.paragraphs.n_both, "paragraph"));
                row_ui(ui, &names, &numbers, told);
            },
        );
        ui.label(RichText::new(counted(pairs.len(), "pair")).small().color(*Theme::of(ui).colours.muted));
    }
}

/// The heads of the numbers of a word, and what each means.
const HEADS: [(&str, &str); 7] = [
    ("Count", "How often it occurs in the passages"),
    ("Per 10,000", "How many of ten thousand words of the passages it is"),
    ("Articles", "In how many articles it occurs within the passages"),
    (
        "Uneven",
        "How unevenly it is spread over the articles (Gries’ DP): 0 is as even as can be, 1 is all in one short text",
    ),
    ("Rest", "How often it occurs in the rest of the texts"),
    ("G²", "How sure the difference to the rest is: above 10.83 it is rarer than one in a thousand by chance"),
    ("Log ratio", "How large the difference is: 1 is twice as frequent as in the rest, −1 half as frequent"),
];

/// The heads of the numbers of two issues.
const TOGETHER_HEADS: [(&str, &str); 4] = [
    ("Paragraphs", "How many paragraphs have highlights of both"),
    ("Share", "The share of the paragraphs with either that have both"),
    ("Articles", "How many articles have highlights of both"),
    ("Share", "The share of the articles with either that have both"),
];

fn numbers_of(entry: &WordEntry, has_rest: bool) -> Vec<String> {
    let contrast = entry.contrast;
    let mut numbers = vec![
        grouped(contrast.n_inside),
        format!("{:.1}", entry.per_10_000()),
        grouped(entry.n_articles),
        format!("{:.2}", entry.dispersion),
    ];
    if has_rest {
        let ratio = contrast.log_ratio();
        let sign = if ratio < 0.0 { "−" } else { "+" };
        numbers.push(grouped(contrast.n_rest));
        numbers.push(format!("{:.1}", contrast.log_likelihood()));
        numbers.push(format!("{sign}{:.1}", ratio.abs()));
    }
    numbers
}

/// The line above a list.
fn heads_ui(ui: &mut Ui, first: &str, heads: &[(&str, &str)]) {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), egui::Sense::hover());
    let (font, ink) = (strong(theme.sizes.small), *theme.colours.muted);
    ui.painter().text(pos2(rect.left() + 8.0, rect.center().y), Align2::LEFT_CENTER, first, font.clone(), ink);
    for (nth, (head, meaning)) in heads.iter().enumerate() {
        let right = column(rect.right(), heads.len(), nth);
        let place = ui.painter().text(pos2(right, rect.center().y), Align2::RIGHT_CENTER, *head, font.clone(), ink);
        let response = ui.interact(place, ui.scope_id().with(("head of words", nth)), egui::Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{head}: {meaning}")));
        response.on_hover_text(*meaning);
    }
}

/// Where a column of numbers ends.
#[expect(clippy::cast_precision_loss, reason = "there are seven columns")]
fn column(right: f32, n: usize, nth: usize) -> f32 {
    right - 16.0 - (n - 1 - nth) as f32 * NUMBER_WIDTH
}

fn row_ui(ui: &mut Ui, words: &str, numbers: &[String], name: impl Fn() -> String) -> egui::Response {
    let theme = Theme::of(ui);
    let (rect, response) = list_row(ui, ROW_HEIGHT, false, Role::ListBoxOption, name);
    let font = FontId::proportional(theme.sizes.body);
    let left = pos2(rect.left() + 8.0, rect.center().y);
    let end = column(rect.right(), numbers.len(), 0) - NUMBER_WIDTH + 16.0;
    let painter = ui.painter().with_clip_rect(egui::Rect::from_x_y_ranges(left.x..=end, rect.y_range()));
    painter.text(left, Align2::LEFT_CENTER, words, font.clone(), *theme.colours.ink);
    for (nth, number) in numbers.iter().enumerate() {
        let at = pos2(column(rect.right(), numbers.len(), nth), rect.center().y);
        ui.painter().text(at, Align2::RIGHT_CENTER, number, font.clone(), *theme.colours.ink);
    }
    response
}
