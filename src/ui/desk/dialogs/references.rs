//! What a list of references would fill in, reference by reference, before anything changes.

use std::collections::HashMap;

use egui::{Label, RichText, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::{
    model::{ArticleId, Project},
    wording::{capitalised, counted, grouped},
};
use standpoint_exchange::import::{
    draft::Field,
    references::{
        ReferenceList,
        matching::{FieldChange, ReferenceMatch, match_references},
    },
};

use crate::ui::{
    parts::{
        dialog::{DialogButtons, DialogReply, is_left, modal},
        list::VirtualList,
    },
    theme::{Icon, Theme, strong},
    widgets::{icon_sign, one_line},
};

/// A list of references with what was found for each.
pub struct ReferencesDialog {
    file: String,
    list: ReferenceList,
    /// What would change if only gaps are filled in.
    filling: Matches,
    /// What would change if other values are overwritten.
    overwriting: Matches,
    titles: HashMap<ArticleId, String>,
    overwrites: bool,
}

struct Matches {
    /// Those that change something first, then those that match, then the others.
    found: Vec<ReferenceMatch>,
    n_matched: usize,
    n_articles: usize,
    n_details: usize,
}

impl Matches {
    fn of(project: &Project, list: &ReferenceList, overwrites: bool) -> Self {
        let mut found = match_references(&project.articles, &list.references, overwrites);
        let n_changes = |matched: &ReferenceMatch| matched.found.as_ref().map_or(0, |found| found.changes.len());
        found.sort_by_key(|matched| (n_changes(matched) == 0, matched.found.is_err()));
        Self {
            n_matched: found.iter().filter(|matched| matched.found.is_ok()).count(),
            n_articles: found.iter().filter(|matched| n_changes(matched) > 0).count(),
            n_details: found.iter().map(n_changes).sum(),
            found,
        }
    }
}

impl ReferencesDialog {
    /// Matches a list with the articles of a project, which takes long for large ones.
    pub fn new(project: &Project, file: String, list: ReferenceList) -> Self {
        let filling = Matches::of(project, &list, false);
        let overwriting = Matches::of(project, &list, true);
        let titles = project.articles.iter().map(|article| (article.id, article.details.title.clone())).collect();
        Self { file, list, filling, overwriting, titles, overwrites: false }
    }

    const fn matches(&self) -> &Matches {
        if self.overwrites { &self.overwriting } else { &self.filling }
    }

    /// How many details of how many articles change.
    pub const fn n_changed(&self) -> (usize, usize) {
        (self.matches().n_details, self.matches().n_articles)
    }

    /// The list, and whether values are overwritten.
    pub fn into_list(self) -> (ReferenceList, bool) {
        (self.list, self.overwrites)
    }

    /// Shows the dialog; the reply is to fill in what it shows.
    pub fn ui(&mut self, ui: &Ui) -> Option<DialogReply<()>> {
        let mut reply = None;
        let screen = ui.ctx().content_rect().size();
        let size = vec2((screen.x - 80.0).clamp(240.0, 760.0), (screen.y - 280.0).clamp(120.0, 460.0));
        let shown = modal(ui, "reference list").show(ui.ctx(), |ui| {
            ui.set_width(size.x);
            ui.heading("Fill in details from a reference list");
            let (n_references, matches) = (self.list.references.len(), self.matches());
            let words = format!(
                "{}: {}, of which {} match an article of the project.",
                one_line(&self.file),
                counted(n_references, "reference"),
                grouped(matches.n_matched),
            );
            ui.add(Label::new(RichText::new(words).color(*Theme::of(ui).colours.muted)).wrap());
            self.warnings_ui(ui);
            ui.add_space(6.0);
            let n_more = self.overwriting.n_details - self.filling.n_details;
            ui.add_enabled_ui(n_more > 0, |ui| {
                let words = format!("Overwrite details that differ ({})", counted(n_more, "detail"));
                ui.checkbox(&mut self.overwrites, words);
            });
            ui.add_space(6.0);
            let matches = self.matches();
            VirtualList::new(("references", self.overwrites), 58.0).max_height(size.y).show(
                ui,
                matches.found.len(),
                |ui, row| self.row_ui(ui, &matches.found[row]),
            );
            ui.add_space(12.0);
            let (n_details, _) = self.n_changed();
            let main = format!("Fill in {}", counted(n_details, "detail"));
            let obstacle = (n_details == 0).then_some("There is nothing to fill in.");
            reply = DialogButtons { main: &main, obstacle, destroys: false }.ui(ui);
        });
        if is_left(&shown) && reply.is_none() { Some(DialogReply::Cancelled) } else { reply }
    }

    /// What could not be read of the list, or is doubtful.
    fn warnings_ui(&self, ui: &mut Ui) {
        let ink = *Theme::of(ui).colours.caution;
        let doubt = self.list.encoding.as_ref().and_then(|encoding| encoding.doubt.as_deref());
        let first = self.list.failures.first();
        let failed = first.map(|failure| match self.list.failures.len() {
            1 => format!("{} could not be read: {}", capitalised(&failure.name()), failure.reason),
            n => format!("{} could not be read, the first one because {}", counted(n, "record"), failure.reason),
        });
        for words in doubt.map(capitalised).into_iter().chain(failed) {
            ui.add(Label::new(RichText::new(one_line(&words)).small().color(ink)).wrap());
        }
    }

    /// One reference with the article that it belongs to and what would change.
    fn row_ui(&self, ui: &mut Ui, matched: &ReferenceMatch) {
        let theme = Theme::of(ui);
        let muted = *theme.colours.muted;
        let reference = &self.list.references[matched.reference];
        let name =
            if reference.title.is_empty() { format!("record {}", reference.number) } else { reference.title.clone() };
        let name = one_line(&name);
        let (is_found, words) = match &matched.found {
            Ok(found) => {
                let title = self.titles.get(&found.article).map(|title| one_line(title)).unwrap_or_default();
                (true, format!("Belongs to “{title}” ({})", found.reason))
            }
            Err(reason) => (false, capitalised(&reason.to_string())),
        };
        let changes: Vec<String> = matched.found.iter().flat_map(|found| found.changes.iter().map(in_words)).collect();
        let row = ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.horizontal(|ui| {
                let (icon, ink) = if is_found { (Icon::Done, *theme.colours.accent) } else { (Icon::Info, muted) };
                icon_sign(ui, icon, 14.0, ink);
                ui.add(Label::new(RichText::new(&name).font(strong(theme.sizes.body))).truncate());
            });
            ui.add(Label::new(RichText::new(&words).small().color(muted)).truncate());
            for change in &changes {
                ui.add(Label::new(RichText::new(change).small()).truncate());
            }
            if is_found && changes.is_empty() {
                ui.label(RichText::new("Nothing to fill in").small().color(muted));
            }
        });
        let said = format!("Reference: {name}. {words}. {}", changes.join(", "));
        row.response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &said));
    }
}

fn in_words(change: &FieldChange) -> String {
    let name = if change.field == Field::Url { "Web address".to_owned() } else { capitalised(change.field.name()) };
    let to = one_line(&change.to);
    match &*change.from {
        "" => format!("{name}: {to}"),
        from => format!("{name}: {to} in place of {}", one_line(from)),
    }
}
