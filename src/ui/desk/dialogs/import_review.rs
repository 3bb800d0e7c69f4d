//! What an import found, to be looked over before it becomes part of the project.

use std::sync::Arc;

use egui::{RichText, ScrollArea, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::{model::Article, wording::counted};
use standpoint_exchange::import::articles::{FileOutcome, ImportReport, ImportedArticle};

use crate::ui::{
    parts::{
        date::{parse_date, problem_ui, with_edge},
        dialog::{DialogButtons, DialogReply, is_left, modal},
    },
    paths::shown,
    theme::Theme,
    widgets::segmented,
};

/// The dialog in which articles are checked before they become part of the project.
pub struct ImportReview {
    report: ImportReport,
    rows: Vec<ReviewRow>,
    outlet_for_all: String,
    date_for_all: String,
}

struct ReviewRow {
    title: String,
    outlet: String,
    date: String,
    note: String,
    doubt: Option<EncodingDoubt>,
}

/// A file whose encoding is doubtful.
struct EncodingDoubt {
    words: String,
    /// The file as it was read, and in the encoding that is nearly as likely.
    readings: Vec<(&'static str, Arc<Article>)>,
    chosen: usize,
}

impl EncodingDoubt {
    fn of(taken: &ImportedArticle) -> Option<Self> {
        let encoding = taken.encoding.as_ref()?;
        let words = encoding.doubt.clone()?;
        let rival = taken.rival.as_ref().map(|rival| (rival.encoding, Arc::clone(&rival.article)));
        let readings = std::iter::once((encoding.charset.name(), Arc::clone(&taken.article))).chain(rival).collect();
        Some(Self { words, readings, chosen: 0 })
    }

    /// Shows the doubt, and a choice between the encodings. Returns true if another one was chosen.
    fn ui(&mut self, ui: &mut Ui, n: usize) -> bool {
        let before = self.chosen;
        let ink = *Theme::of(ui).colours.caution;
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(format!("Doubtful: {}.", self.words)).small().color(ink));
            if self.readings.len() > 1 {
                let names: Vec<(&str, bool)> =
                    self.readings.iter().enumerate().map(|(at, (name, _))| (*name, at == self.chosen)).collect();
                self.chosen = segmented(ui, &format!("Encoding {n}"), &names).unwrap_or(self.chosen);
            }
        });
        before != self.chosen
    }

    fn article(&self) -> &Article {
        &self.readings[self.chosen].1
    }
}

impl ImportReview {
    /// Starts with the titles, outlets and dates that were guessed.
    pub fn new(report: ImportReport) -> Self {
        let taken = report.lines.iter().filter_map(|line| match &line.outcome {
            FileOutcome::Imported(taken) => Some((line, taken)),
            FileOutcome::Skipped(_) => None,
        });
        let rows = taken.map(|(line, taken)| {
            let details = &taken.article.details;
            let file = line.path.file_name().map(shown).unwrap_or_default();
            ReviewRow {
                title: details.title.clone(),
                outlet: details.outlet.clone(),
                date: details.date.map(|date| date.to_string()).unwrap_or_default(),
                note: format!("{file} · {}", note(taken)),
                doubt: EncodingDoubt::of(taken),
            }
        });
        let rows = rows.collect();
        Self { report, rows, outlet_for_all: String::new(), date_for_all: String::new() }
    }

    /// Shows the dialog; the reply holds the articles to add.
    pub fn ui(&mut self, ui: &Ui) -> Option<DialogReply<Vec<Arc<Article>>>> {
        let mut reply = None;
        let size = ui.ctx().content_rect().size();
        let shown = modal(ui, "import").show(ui.ctx(), |ui| {
            ui.set_width(820.0_f32.min(size.x - 80.0));
            let n = self.rows.len();
            ui.heading(format!("Import {}", counted(n, "article")));
            ui.weak("Check each title, outlet and date. You can change them later.");
            ui.add_space(6.0);
            self.for_all_ui(ui);
            ScrollArea::vertical().max_height(size.y - 320.0).show(ui, |ui| self.rows_ui(ui));
            self.left_out_ui(ui);
            ui.add_space(10.0);
            let are_dates_sound = self.rows.iter().all(|row| parse_date(&row.date).is_ok());
            let obstacle = match () {
                () if n == 0 => Some("There is nothing to import."),
                () if !are_dates_sound => Some("A date cannot be read."),
                () => None,
            };
            let buttons = DialogButtons { main: "Import", obstacle, destroys: false };
            reply = buttons.ui(ui).map(|reply| reply.map(|()| self.articles()));
        });
        if is_left(&shown) && reply.is_none() { Some(DialogReply::Cancelled) } else { reply }
    }

    fn for_all_ui(&mut self, ui: &mut Ui) {
        if self.rows.len() < 2 {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            ui.weak("For all:");
            named(ui, &mut self.outlet_for_all, 180.0, "Outlet for all", "outlet");
            let problem = parse_date(&self.date_for_all).err();
            with_edge(ui, problem.is_some(), |ui| named(ui, &mut self.date_for_all, 110.0, "Date for all", "date"));
            let button = ui.add_enabled(problem.is_none(), egui::Button::new("Fill empty fields"));
            if let Some(problem) = problem {
                problem_ui(ui, problem);
            }
            if button.clicked() {
                for row in &mut self.rows {
                    if row.outlet.is_empty() {
                        row.outlet.clone_from(&self.outlet_for_all);
                    }
                    if row.date.is_empty() {
                        row.date.clone_from(&self.date_for_all);
                    }
                }
            }
        });
        ui.add_space(4.0);
    }

    fn rows_ui(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        let title_width = (ui.available_width() - 340.0).max(160.0);
        for (index, row) in self.rows.iter_mut().enumerate() {
            ui.push_id(index, |ui| {
                ui.horizontal(|ui| {
                    let n = index + 1;
                    named(ui, &mut row.title, title_width, &format!("Title {n}"), "title");
                    named(ui, &mut row.outlet, 170.0, &format!("Outlet {n}"), "outlet");
                    let is_wrong = parse_date(&row.date).is_err();
                    with_edge(ui, is_wrong, |ui| named(ui, &mut row.date, 110.0, &format!("Date {n}"), "date"));
                });
                if let Err(problem) = parse_date(&row.date) {
                    problem_ui(ui, problem);
                }
                ui.label(RichText::new(&row.note).small().color(*theme.colours.muted));
                if let Some(doubt) = &mut row.doubt
                    && doubt.ui(ui, index + 1)
                {
                    // What was guessed from the text may have letters that were wrong.
                    row.title.clone_from(&doubt.article().details.title);
                    row.outlet.clone_from(&doubt.article().details.outlet);
                }
            });
        }
    }

    fn left_out_ui(&self, ui: &mut Ui) {
        let left_out: Vec<String> = self
            .report
            .lines
            .iter()
            .filter_map(|line| match &line.outcome {
                FileOutcome::Skipped(reason) => Some(format!("{}: {reason}", shown(line.path.as_os_str()))),
                FileOutcome::Imported(_) => None,
            })
            .collect();
        if left_out.is_empty() {
            return;
        }
        ui.add_space(6.0);
        ui.label(RichText::new(format!("Left out: {}", left_out.len())).color(*Theme::of(ui).colours.caution));
        ScrollArea::vertical().id_salt("left out").max_height(120.0).show(ui, |ui| {
            for line in left_out {
                ui.label(RichText::new(line).small());
            }
        });
    }

    /// The articles with what was typed.
    fn articles(&self) -> Vec<Arc<Article>> {
        let typed = self.report.articles.iter().zip(&self.rows).map(|(article, row)| {
            let mut article = Article::clone(row.doubt.as_ref().map_or(&**article, EncodingDoubt::article));
            article.details.title = row.title.trim().to_owned();
            article.details.outlet = row.outlet.trim().to_owned();
            article.details.date = parse_date(&row.date).unwrap_or(None);
            Arc::new(article)
        });
        typed.collect()
    }
}

/// How the file was read: "UTF-8, 6580 characters".
fn note(taken: &ImportedArticle) -> String {
    let length = format!("{} characters", taken.article.text.n_chars());
    let Some(encoding) = &taken.encoding else { return length };
    let mut note = format!("{}, {length}", encoding.charset.name());
    if encoding.n_replaced > 0 {
        note.push_str(&format!(", {} of them unreadable", encoding.n_replaced));
    }
    if encoding.n_nul > 0 {
        note.push_str(&format!(", {} NUL characters removed", encoding.n_nul));
    }
    note
}

fn named(ui: &mut Ui, text: &mut String, width: f32, name: &str, hint: &str) {
    let edit = egui::TextEdit::singleline(text).hint_text(hint).desired_width(width).margin(vec2(8.0, 5.0));
    ui.add(edit).widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
}
