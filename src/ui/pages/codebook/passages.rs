//! The passages of the code or stance that is selected: how many have which stance, and each in its sentence. A click
//! opens the place.

use std::collections::{BTreeMap, HashSet};

use egui::{RichText, Ui, WidgetInfo, accesskit::Role};

use standpoint_core::{
    edit::Edit,
    model::{ArticleId, CodeId, CodeKind, HighlightId, Project, StanceId},
    wording::{counted, grouped},
};

use super::changes::when_in_words;
use crate::{
    command::{ContextMenu, READ_ONLY},
    ui::{
        action::Action,
        pages::PageContext,
        parts::{derived::Derived, list::VirtualList, quote_card::quote_card_with_menu_ui, tag_menus::code_ui},
        theme::{Theme, strong},
        widgets::{one_line, shapes::paint_stance, small, small_button},
    },
};

/// What passages are shown of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PassageSubject {
    /// A code with its members.
    Code(CodeKind, CodeId),
    /// A stance.
    Stance(StanceId),
}

/// The passages of one subject.
#[derive(Default)]
struct FoundPassages {
    /// In reading order.
    all: Vec<(ArticleId, HighlightId)>,
    /// The same by stance.
    by_stance: BTreeMap<Option<StanceId>, Vec<(ArticleId, HighlightId)>>,
    /// How many of them each outlet has, the most first.
    outlets: Vec<(String, usize)>,
    /// Those that are pinned as examples of the code itself.
    examples: Vec<(ArticleId, HighlightId)>,
    /// Those of the code itself, without its members.
    own: Vec<(ArticleId, HighlightId)>,
    /// For each change of the definition of the code itself, those that were made before and not looked at since.
    before: Vec<Vec<(ArticleId, HighlightId)>>,
}

impl FoundPassages {
    fn of(project: &Project, subject: &PassageSubject) -> Self {
        let members: HashSet<CodeId> = match subject {
            PassageSubject::Code(kind, id) => members_of(project, *kind, id),
            PassageSubject::Stance(_) => HashSet::new(),
        };
        let mut found = Self::default();
        let former = match subject {
            PassageSubject::Code(kind, id) => {
                project.codebook.code(*kind, id).map_or(&[][..], |code| code.former.as_slice())
            }
            PassageSubject::Stance(_) => &[],
        };
        let kept: Vec<HashSet<HighlightId>> =
            former.iter().map(|former| former.kept.iter().copied().collect()).collect();
        found.before.resize(former.len(), Vec::new());
        let mut outlets: BTreeMap<String, usize> = BTreeMap::new();
        for (article, highlight) in project.highlights() {
            let is_meant = match subject {
                PassageSubject::Code(kind, _) => highlight.tag(*kind).is_some_and(|id| members.contains(id)),
                PassageSubject::Stance(id) => highlight.stance.as_ref() == Some(id),
            };
            if is_meant {
                let place = (article.id, highlight.id);
                found.all.push(place);
                found.by_stance.entry(highlight.stance.clone()).or_default().push(place);
                if let PassageSubject::Code(kind, id) = subject
                    && highlight.tag(*kind) == Some(id)
                {
                    found.own.push(place);
                    for ((former, kept), before) in former.iter().zip(&kept).zip(&mut found.before) {
                        if former.was_there(highlight) && !kept.contains(&highlight.id) {
                            before.push(place);
                        }
                    }
                }
                if let PassageSubject::Code(kind, id) = subject
                    && highlight.example_code(*kind) == Some(id)
                {
                    found.examples.push(place);
                }
                *outlets.entry(article.details.outlet_name().to_owned()).or_default() += 1;
            }
        }
        found.outlets = outlets.into_iter().collect();
        found.outlets.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        found
    }
}

/// A code and everything below it.
fn members_of(project: &Project, kind: CodeKind, id: &CodeId) -> HashSet<CodeId> {
    let tree = project.codebook.tree(kind);
    let Some(at) = tree.iter().position(|(_, code)| code.id == *id) else { return HashSet::from([id.clone()]) };
    let depth = tree[at].0;
    let below = tree[at + 1..].iter().take_while(|(other, _)| *other > depth);
    below.map(|(_, code)| code.id.clone()).chain([id.clone()]).collect()
}

/// Which stances are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum StanceFilter {
    #[default]
    All,
    Only(Option<StanceId>),
}

/// The passages on screen. A thread finds them, because that looks at every highlight.
#[derive(Default)]
pub(super) struct Passages {
    found: Derived<(u64, PassageSubject), FoundPassages>,
    filter: StanceFilter,
    /// The passage whose menu was opened last.
    chosen: Option<(ArticleId, HighlightId)>,
    /// The number of the change of the definition whose earlier highlights are listed, in place of all passages.
    worklist: Option<usize>,
}

impl Passages {
    /// Follows the project and what is selected.
    pub fn follow(&mut self, ui: &Ui, subject: &PassageSubject, context: &PageContext<'_>) {
        let revision = context.history.counted_revision();
        self.found.follow(
            ui.ctx(),
            |(made_at, of)| *made_at == revision && of == subject,
            |_| {
                let (project, subject) = (context.project().clone(), subject.clone());
                let key = (revision, subject.clone());
                (key, move || FoundPassages::of(&project, &subject))
            },
        );
    }

    /// Whether a thread is looking for passages.
    pub fn is_busy(&self) -> bool {
        self.found.is_busy()
    }

    /// Shows all stances again.
    pub fn show_all(&mut self) {
        self.filter = StanceFilter::All;
        self.worklist = None;
    }

    /// The passages of the code itself, without those of its members, in reading order.
    pub fn own(&self) -> &[(ArticleId, HighlightId)] {
        self.found.peek().map_or(&[], |found| &found.own)
    }

    /// How many highlights were made before a change of the definition and not looked at since.
    pub fn n_before(&self, change: usize) -> usize {
        self.found.peek().and_then(|found| found.before.get(change)).map_or(0, Vec::len)
    }

    /// The change whose earlier highlights are listed.
    pub const fn worklist(&self) -> Option<usize> {
        self.worklist
    }

    /// Lists the highlights made before a change, or all passages.
    pub const fn list_before(&mut self, change: Option<usize>) {
        self.worklist = change;
    }

    /// How many passages each outlet has, the most first.
    pub fn outlets(&self) -> &[(String, usize)] {
        self.found.peek().map_or(&[], |found| &found.outlets)
    }

    /// The passages that are pinned as examples, in reading order.
    pub fn examples(&self) -> &[(ArticleId, HighlightId)] {
        self.found.peek().map_or(&[], |found| &found.examples)
    }

    /// The passage whose menu was opened last.
    pub const fn chosen(&self) -> Option<(ArticleId, HighlightId)> {
        self.chosen
    }

    /// Shows the passages with their head.
    pub fn ui(&mut self, ui: &mut Ui, has_members: bool, context: &mut PageContext<'_>) {
        ui.set_min_width(ui.available_width());
        if self.worklist.is_some() {
            return self.worklist_ui(ui, context);
        }
        let theme = Theme::of(ui);
        let none = FoundPassages::default();
        let found = self.found.peek().unwrap_or(&none);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(RichText::new("Passages").font(strong(theme.sizes.body)));
            let n = grouped(found.all.len());
            let n = if has_members { format!("{n}, with members") } else { n };
            ui.label(RichText::new(n).small().color(*theme.colours.muted));
        });
        if found.all.is_empty() {
            ui.add_space(6.0);
            ui.weak("No highlight has this tag. Select words in an article and press Enter to tag them.");
            return;
        }
        if let Some(filter) = filter_ui(ui, &self.filter, found, context) {
            self.filter = filter;
        }
        ui.add_space(4.0);
        ui.separator();
        let places: &[_] = match &self.filter {
            StanceFilter::All => &found.all,
            StanceFilter::Only(wanted) => found.by_stance.get(wanted).map_or(&[], Vec::as_slice),
        };
        if places.is_empty() {
            ui.weak("No passage has this stance.");
        }
        let chosen = &mut self.chosen;
        VirtualList::new("passages", 130.0).show(ui, places.len(), |ui, row| {
            let (article, highlight) = places[row];
            let article = context.project().article(article);
            // What was found may have gone since; the next answer lacks it.
            let Some((article, highlight)) = article.and_then(|article| Some((article, article.highlight(highlight)?)))
            else {
                return;
            };
            let (is_opened, menu) = quote_card_with_menu_ui(ui, article, highlight, context);
            if is_opened {
                context.ask(Action::ShowHighlight(article.id, highlight.id));
            }
            if let Some(request) = menu {
                *chosen = Some((article.id, highlight.id));
                context.ask(Action::OpenMenu(ContextMenu::Passage, request));
            }
            ui.separator();
        });
    }
}

impl Passages {
    /// The highlights made before a change of the definition, each to be kept, retagged or deleted.
    fn worklist_ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let project = context.project();
        let found = self.found.key().zip(self.found.peek());
        let Some(((_, PassageSubject::Code(kind, id)), found)) = found else { return };
        let code = project.codebook.code(*kind, id);
        let listed =
            self.worklist.and_then(|change| Some((change, code?.former.get(change)?, found.before.get(change)?)));
        let Some((change, former, before)) = listed else {
            // It may have been undone.
            self.worklist = None;
            return;
        };
        let keep = |highlights: Vec<HighlightId>| {
            let label = format!("Keep the coding of {}", counted(highlights.len(), "highlight"));
            Action::edit(label, Edit::KeepCoding(*kind, id.clone(), change, highlights))
        };
        let mut is_left = false;
        ui.label(RichText::new("Coded before the change").font(strong(Theme::of(ui).sizes.body)));
        ui.weak(format!("{}. {} left to look at.", when_in_words(former), counted(before.len(), "highlight")));
        ui.horizontal_wrapped(|ui| {
            is_left = small_button(ui, "Show all passages").clicked();
            let is_enabled = context.can_change && !before.is_empty();
            let response = ui.add_enabled(is_enabled, small(ui, "Keep all of them"));
            if response.on_disabled_hover_text(if context.can_change { "None is left" } else { READ_ONLY }).clicked() {
                context.ask(keep(before.iter().map(|(_, highlight)| *highlight).collect()));
            }
        });
        ui.separator();
        VirtualList::new("coded before", 210.0).show(ui, before.len(), |ui, row| {
            let (article, highlight) = before[row];
            let article = project.article(article);
            let Some((article, highlight)) = article.and_then(|article| Some((article, article.highlight(highlight)?)))
            else {
                return;
            };
            if quote_card_with_menu_ui(ui, article, highlight, context).0 {
                context.ask(Action::ShowHighlight(article.id, highlight.id));
            }
            ui.push_id(highlight.id, |ui| {
                context.change_ui(ui, |ui, context| {
                    let said: String = one_line(&highlight.quote).chars().take(SAID_CHARS).collect();
                    ui.horizontal(|ui| {
                        let keeps = small_button(ui, "Keep");
                        keeps.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Keep: {said}")));
                        if keeps.on_hover_text("It fits the new definition").clicked() {
                            context.ask(keep(vec![highlight.id]));
                        }
                        let deletes = small_button(ui, "Delete");
                        deletes.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Delete: {said}")));
                        if deletes.on_hover_text("Delete the highlight").clicked() {
                            let edit = Edit::RemoveHighlights(vec![(article.id, highlight.id)]);
                            context.ask(Action::edit("Delete a highlight", edit));
                        }
                    });
                    code_ui(ui, *kind, article, highlight, context);
                });
            });
            ui.separator();
        });
        if is_left {
            self.worklist = None;
        }
    }
}

/// How many characters of a quote name its buttons.
const SAID_CHARS: usize = 40;

/// One button for all passages and one for each stance, with their numbers; returns what was chosen.
fn filter_ui(
    ui: &mut Ui,
    current: &StanceFilter,
    found: &FoundPassages,
    context: &PageContext<'_>,
) -> Option<StanceFilter> {
    let theme = Theme::of(ui);
    let stances = &context.project().codebook.stances;
    let mut choices = vec![(StanceFilter::All, None, "all", found.all.len())];
    for stance in stances.iter().map(Some).chain([None]) {
        let id = stance.map(|stance| stance.id.clone());
        let n = found.by_stance.get(&id).map_or(0, Vec::len);
        if n > 0 {
            let name = stance.map_or("no stance", |stance| &stance.name);
            choices.push((StanceFilter::Only(id), stance, name, n));
        }
    }
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
        ui.spacing_mut().button_padding.x = 8.0;
        for (filter, stance, name, n) in choices {
            let is_current = filter == *current;
            let is_all = filter == StanceFilter::All;
            let text = if is_all { format!("All {}", grouped(n)) } else { grouped(n) };
            let size = theme.sizes.small;
            let font = if is_current { strong(size) } else { egui::FontId::proportional(size) };
            let mut label = egui::text::LayoutJob::default();
            // The sign stands in the room before the number.
            label.append(&text, if is_all { 0.0 } else { 18.0 }, egui::TextFormat::simple(font, *theme.colours.ink));
            let button = egui::Button::new(label).min_size(egui::vec2(0.0, 26.0)).selected(is_current);
            let response = ui.add(button);
            if !is_all {
                let at = response.rect.left_center() + egui::vec2(15.0, 0.0);
                paint_stance(ui.painter(), theme, at, stance);
            }
            response.widget_info(|| {
                WidgetInfo::selected(Role::RadioButton, true, is_current, format!("Passages: {name}, {}", grouped(n)))
            });
            if response.on_hover_text(name).clicked() {
                chosen = Some(filter);
            }
        }
    });
    chosen
}
