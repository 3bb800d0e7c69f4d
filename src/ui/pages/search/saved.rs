//! Searches that stay in the project: the menu that lists them, the dialog that names one, and the bar that says what is
//! new about the one that is open.

use std::sync::Arc;

use egui::{
    Align, Align2, Button, FontId, Id, Key, Layout, Modifiers, Popup, PopupCloseBehavior, RichText, Ui, WidgetInfo,
    accesskit::Role, pos2, vec2,
};

use standpoint_analysis::concordance::{n_new_hits, seen_now};
use standpoint_core::{
    edit::{Edit, rename_search, views_with_search},
    model::{Project, SavedSearch, saved_search::SeenHits},
    text::fold::{is_blank, is_same_name},
    wording::{counted, grouped, local_day},
};
use standpoint_store::clock::now;

use super::{KeyboardPlace, SearchPage};
use crate::{
    command::READ_ONLY,
    ui::{
        action::{Action, MakeEdit},
        pages::PageContext,
        parts::dialog::{DialogButtons, DialogReply, focus_first, is_left, modal},
        theme::{Icon, Theme, strong},
        widgets::{icon_sign, list_row, named_field, one_line, scroll_up_to, small},
    },
};

/// The width of the menu, and the height of a line in it and of the bar, in points.
const MENU: f32 = 320.0;
const LINE: f32 = 46.0;
pub(super) const BAR: f32 = 36.0;
/// The widest name in the row of controls, in points.
const MOST_NAME: f32 = 130.0;

/// What the dialog asks a name for.
pub(super) struct NamingDialog {
    /// The search that gets another name; nothing if what is on screen is saved.
    of: Option<String>,
    name: String,
    is_new: bool,
}

/// Where the search on screen stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OpenSearch {
    /// It is as it was saved.
    AsSaved,
    /// Its lines stand in another order, and are the same.
    Arranged,
    /// It finds something else.
    Changed,
}

impl SearchPage {
    /// What is set on the page, as a saved search.
    fn as_saved(&self, name: String, seen: Option<SeenHits>) -> SavedSearch {
        SavedSearch {
            name,
            pattern: self.pattern.clone(),
            options: self.options,
            limit: self.limit,
            order: self.order,
            grouping: self.grouping,
            seen,
        }
    }

    /// Shows a saved search.
    fn show_saved(&mut self, search: &SavedSearch) {
        let SavedSearch { name, pattern, options, limit, order, grouping, .. } = search;
        self.pattern.clone_from(pattern);
        (self.options, self.limit, self.order, self.grouping) = (*options, *limit, *order, *grouping);
        self.saved = Some(name.clone());
        self.only_new = false;
        self.wanted = Some(KeyboardPlace::Lines);
    }

    /// The saved search that is open, and how it differs from what is on screen.
    pub(super) fn open_search<'a>(&self, project: &'a Project) -> Option<(&'a SavedSearch, OpenSearch)> {
        let open = project.search(self.saved.as_ref()?)?;
        let finds_the_same = (&self.pattern, self.options, self.limit) == (&open.pattern, open.options, open.limit);
        let state = match (finds_the_same, (self.order, self.grouping) == (open.order, open.grouping)) {
            (false, _) => OpenSearch::Changed,
            (true, false) => OpenSearch::Arranged,
            (true, true) => OpenSearch::AsSaved,
        };
        Some((open, state))
    }

    /// The saved search that is open, if what is on screen is what it finds, so that something may be new.
    pub(super) fn followed<'a>(&self, project: &'a Project) -> Option<&'a SavedSearch> {
        self.open_search(project).filter(|(_, state)| *state != OpenSearch::Changed).map(|(open, _)| open)
    }
}

/// The button that opens the list of saved searches, with the name of the open one where there is room.
pub(super) fn menu_ui(ui: &mut Ui, page: &mut SearchPage, has_name: bool, context: &mut PageContext<'_>) {
    let project = context.project();
    let open = page.open_search(project).map(|(search, state)| (search.name.clone(), state));
    let sign = |state: OpenSearch| if state == OpenSearch::AsSaved { "" } else { " •" };
    let shown = open.as_ref().map_or("Saved".to_owned(), |(name, state)| format!("{}{}", one_line(name), sign(*state)));
    let icon = Icon::Sample.text();
    let chevron = Icon::ChevronDown.sized(14.0);
    let response = ui.scope(|ui| {
        ui.set_max_width(MOST_NAME + 50.0);
        let size = vec2(0.0, 30.0);
        if has_name {
            ui.add(Button::new((icon, RichText::new(shown), chevron)).min_size(size).truncate())
        } else {
            ui.add(Button::new((icon, chevron)).min_size(size))
        }
    });
    let response = response.inner;
    let name = || match &open {
        Some((name, OpenSearch::AsSaved)) => format!("Saved searches: {name}"),
        Some((name, _)) => format!("Saved searches: {name}, changed"),
        None => "Saved searches".to_owned(),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name()));
    let response = response.on_hover_text(name());
    let popup = Popup::menu(&response).id(Id::unique("saved searches"));
    let popup = popup.close_behavior(PopupCloseBehavior::CloseOnClick).style(egui::style::StyleModifier::default());
    if popup.is_open() || page.news.is_busy() {
        follow_news(ui, page, context);
    }
    popup.show(|ui| {
        ui.set_width(MENU);
        list_ui(ui, page, context);
        ui.separator();
        choices_ui(ui, page, context);
    });
}

/// Lets a thread count what is new about each saved search.
fn follow_news(ui: &Ui, page: &mut SearchPage, context: &PageContext<'_>) {
    let revision = context.history.counted_revision();
    page.news.follow(
        ui.ctx(),
        |made| *made == revision,
        |_| {
            let project = context.project().clone();
            let count = move || Arc::new(project.searches.iter().map(|search| n_new_hits(&project, search)).collect());
            (revision, count)
        },
    );
}

/// The saved searches, each with what it searches for and how much is new.
fn list_ui(ui: &mut Ui, page: &mut SearchPage, context: &PageContext<'_>) {
    let project = context.project();
    if project.searches.is_empty() {
        ui.label(RichText::new("No search is saved yet.").color(*Theme::of(ui).colours.muted));
        return;
    }
    let revision = context.history.counted_revision();
    let news = page.news.peek().filter(|_| page.news.key() == Some(&revision)).cloned().unwrap_or_default();
    scroll_up_to(LINE * 7.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (at, search) in project.searches.iter().enumerate() {
            let n_new = news.get(at).copied().flatten().filter(|n| *n > 0);
            let is_open = page.saved.as_ref().is_some_and(|name| is_same_name(name, &search.name));
            if row_ui(ui, search, n_new, is_open) {
                page.show_saved(search);
            }
        }
    });
}

fn row_ui(ui: &mut Ui, search: &SavedSearch, n_new: Option<usize>, is_open: bool) -> bool {
    let theme = Theme::of(ui);
    let new = n_new.map(|n| format!("{} new", grouped(n)));
    let spoken = new.as_ref().map(|new| format!(", {new}")).unwrap_or_default();
    let name = || format!("Open search: {}{spoken}", search.name);
    let (rect, response) = list_row(ui, LINE, is_open, Role::MenuItemRadio, name);
    let inner = rect.shrink2(vec2(10.0, 5.0));
    let painter = ui.painter().with_clip_rect(inner.intersect(ui.clip_rect()));
    let mut right = inner.right();
    if let Some(new) = new {
        let font = FontId::proportional(theme.sizes.small);
        let at = pos2(right, inner.top() + 2.0);
        right = painter.text(at, Align2::RIGHT_TOP, new, font, *theme.colours.accent).left() - 8.0;
    }
    let title = painter.with_clip_rect(inner.with_max_x(right).intersect(ui.clip_rect()));
    title.text(
        inner.left_top(),
        Align2::LEFT_TOP,
        one_line(&search.name),
        strong(theme.sizes.body),
        *theme.colours.ink,
    );
    let below = pos2(inner.left(), inner.top() + 19.0);
    let font = FontId::proportional(theme.sizes.small);
    painter.text(below, Align2::LEFT_TOP, one_line(&search.pattern), font, *theme.colours.muted);
    response.clicked()
}

/// What can be done with the search on screen and with the one that is open.
fn choices_ui(ui: &mut Ui, page: &mut SearchPage, context: &mut PageContext<'_>) {
    let is_empty = page.pattern.trim().is_empty();
    let why_not_save = match (context.can_change, is_empty, page.trouble().is_some()) {
        (false, ..) => Some(READ_ONLY),
        (_, true, _) => Some("Search for something first"),
        (.., true) => Some("The pattern cannot be read"),
        _ => None,
    };
    let choice = |ui: &mut Ui, name: &str, why_not: Option<&str>| {
        let button = Button::new(name).frame_when_inactive(false).min_size(vec2(ui.available_width(), 28.0));
        let response = ui.add_enabled(why_not.is_none(), button);
        response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, why_not.is_none(), name));
        why_not.map_or(response.clone(), |why_not| response.on_disabled_hover_text(why_not)).clicked()
    };
    ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let project = context.project();
        let open = page.open_search(project);
        if let Some((search, _)) = open.filter(|(_, state)| *state != OpenSearch::AsSaved) {
            if choice(ui, &format!("Save changes to “{}”", one_line(&search.name)), why_not_save) {
                save_changes(page, search, context);
            }
            if choice(ui, "Discard changes", None) {
                page.show_saved(search);
            }
        }
        if choice(ui, "Save this search…", why_not_save) {
            page.naming = Some(NamingDialog { of: None, name: page.pattern.trim().to_owned(), is_new: true });
        }
        let Some((search, _)) = open else { return };
        let name = &search.name;
        let why_not = (!context.can_change).then_some(READ_ONLY);
        if choice(ui, "Rename…", why_not) {
            page.naming = Some(NamingDialog { of: Some(name.clone()), name: name.clone(), is_new: true });
        }
        let used = views_with_search(project, name).next().map(|view| {
            format!("The view “{}” uses this search. Change or delete the view first.", one_line(&view.name))
        });
        if choice(ui, "Delete", why_not.or(used.as_deref())) {
            context.ask(Action::edit("Delete a search", Edit::RemoveSearch(name.clone())));
            page.saved = None;
        }
        if let Some(used) = used {
            ui.label(RichText::new(used).small().color(*Theme::of(ui).colours.muted));
        }
    });
}

/// Puts what is on screen in the place of the open search. If it finds something else now, what is there was seen.
fn save_changes(page: &SearchPage, search: &SavedSearch, context: &mut PageContext<'_>) {
    let name = search.name.clone();
    let changed = page.as_saved(name.clone(), search.seen.clone());
    if changed.finds_the_same(search) {
        return context.ask(Action::edit("Change a search", Edit::SetSearch(name, Box::new(changed))));
    }
    ask_seen(context, "Change a search", changed, move |_, search| Edit::SetSearch(name, Box::new(search)));
}

/// Asks for an edit of a search, of which everything that it finds now counts as seen. A thread makes the marks.
fn ask_seen(
    context: &mut PageContext<'_>,
    label: &str,
    search: SavedSearch,
    edit: impl FnOnce(&Project, SavedSearch) -> Edit + Send + 'static,
) {
    let at = now();
    let make = move |project: &Project| {
        let seen = Some(seen_now(project, &search, at));
        edit(project, SavedSearch { seen, ..search })
    };
    context.ask(Action::MadeEdit { label: label.to_owned(), make: MakeEdit(Box::new(make)) });
}

/// Says what is new since the open search was looked at, and lets the person say that it was seen.
pub(super) fn news_ui(ui: &mut Ui, page: &mut SearchPage, context: &mut PageContext<'_>) {
    let Some(search) = page.followed(context.project()) else { return };
    let theme = Theme::of(ui);
    let n_new = page.shown().filter(|(_, is_whole)| *is_whole).map(|(answer, _)| answer.lines.found.n_new());
    let words = news_in_words(search.seen.as_ref(), n_new);
    let has_news = n_new.is_some_and(|n| n > 0);
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let (sign, ink) = if has_news {
            (theme.colours.accent, theme.colours.ink)
        } else {
            (theme.colours.muted, theme.colours.muted)
        };
        icon_sign(ui, Icon::History, 15.0, *sign);
        ui.label(RichText::new(words).color(*ink));
        if has_news || page.only_new {
            let is_on = page.only_new;
            let response = ui.add(small(ui, "Only new lines").selected(is_on));
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_on, "Only new lines"));
            if response.clicked() {
                page.only_new = !is_on;
            }
        }
        if has_news || search.seen.is_none() {
            let response = ui.add_enabled(context.can_change, small(ui, "Mark as seen"));
            let help = "From now on, only lines in articles that are added or revised later are new";
            if response.on_hover_text(help).on_disabled_hover_text(READ_ONLY).clicked() {
                let (name, search) = (search.name.clone(), search.clone());
                ask_seen(context, "Mark a search as seen", search, move |_, search| {
                    Edit::SetSearch(name, Box::new(search))
                });
                page.only_new = false;
                page.wanted = Some(KeyboardPlace::Lines);
            }
        }
    });
}

/// “12 new lines since 3 May 2026”; the number is missing while it is being counted.
fn news_in_words(seen: Option<&SeenHits>, n_new: Option<usize>) -> String {
    let Some(seen) = seen else { return "Nobody has marked these lines as seen yet".to_owned() };
    let since = seen.at.parse().map_or_else(|_| String::new(), |at| format!(" since {}", local_day(at)));
    match n_new {
        None => format!("Looking for new lines{since}…"),
        Some(0) => format!("No new lines{since}"),
        Some(n) => format!("{}{since}", counted(n, "new line")),
    }
}

impl NamingDialog {
    /// Shows the dialog; returns whether it is done.
    pub fn ui(&mut self, ui: &Ui, page: &mut SearchPage, context: &mut PageContext<'_>) -> bool {
        let mut reply = None;
        if std::mem::take(&mut self.is_new) {
            // The key that chose the line in the menu is not meant for the dialog as well.
            ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        }
        let project = context.project();
        let name = self.name.trim().to_owned();
        let is_own = self.of.as_ref().is_some_and(|own| is_same_name(own, &name));
        let obstacle = if is_blank(&name) {
            Some("Give it a name")
        } else if !is_own && project.search(&name).is_some() {
            Some("There is already a search with this name")
        } else {
            None
        };
        let shown = modal(ui, "name of a search").show(ui.ctx(), |ui| {
            ui.set_width(420.0);
            ui.heading(if self.of.is_some() { "Rename search" } else { "Save search" });
            ui.add_space(6.0);
            focus_first(&named_field(ui, "Name of the search", &mut self.name));
            ui.add_space(12.0);
            let main = if self.of.is_some() { "Rename" } else { "Save" };
            reply = DialogButtons { main, obstacle, destroys: false }.ui(ui);
        });
        if is_left(&shown) && reply.is_none() {
            reply = Some(DialogReply::Cancelled);
        }
        if reply == Some(DialogReply::Done(())) {
            self.take(&name, page, context);
        }
        reply.is_some()
    }

    fn take(&self, name: &str, page: &mut SearchPage, context: &mut PageContext<'_>) {
        match &self.of {
            Some(old) if old == name => {}
            Some(old) => {
                let Ok(edit) = rename_search(context.project(), old, name) else { return };
                context.ask(Action::edit("Rename a search", edit));
            }
            None => {
                let search = page.as_saved(name.to_owned(), None);
                ask_seen(context, "Save a search", search, |project, search| {
                    Edit::InsertSearch(project.searches.len(), Box::new(search))
                });
            }
        }
        page.saved = Some(name.to_owned());
        page.only_new = false;
    }
}
