//! Carries out what views, menus and keys ask for. Nothing else changes the project.

use std::sync::Arc;

use crate::{
    analysis::{
        suggest::{Suggestion, are_known},
        words::{self, Snap},
    },
    command::Command,
    edit::{Edit, Gesture},
    export::form::TableFormat,
    model::{Article, ArticleId, CodeKind, Details, Highlight, HighlightId, Project, ReadingStatus, Span},
    store::Session,
    ui::{
        action::Action,
        desk::{
            Intent,
            dialogs::export::{Export, PictureFormat},
        },
        pages::{
            PageId,
            compare::Compare,
            read::{
                articles::set_status,
                details::DetailsDialog,
                dock::PanelSide,
                emphasis::{Emphasis, EmphasisTerm},
                reader::{next_character, previous_character},
                tag_box::TagTarget,
                tagging::{Tagging, retag_highlight, tag_words},
            },
        },
        parts::prompt::Prompt,
        preferences::{PageMeasures, Saving, ThemeChoice},
        window::{App, Dialog, PromptPurpose, keys::KeysDialog, palette::CommandPalette},
    },
};

/// By how many characters a command makes the page wider, and by what share it parts the lines.
const PAGE_STEP: i16 = 5;
const LINE_STEP: f32 = 0.1;

impl App {
    /// Carries out everything asked for, in order.
    pub(in crate::ui) fn perform(&mut self, ctx: &egui::Context) {
        for action in std::mem::take(&mut self.actions) {
            self.perform_one(ctx, action);
        }
    }

    fn perform_one(&mut self, ctx: &egui::Context, action: Action) {
        match action {
            Action::Run(command) => self.run(ctx, command),
            Action::Edit { label, gesture, edit } => {
                self.apply(&label, gesture, edit);
            }
            Action::Tag { target, suggestion } => self.tag(target, &suggestion),
            Action::ShowArticle(id) => {
                self.view = PageId::Read;
                self.reader.show(id);
                if self.beside.over() == Some(PanelSide::Articles) {
                    self.beside.close(ctx);
                }
            }
            Action::ShowHighlight(article, id) => self.show_highlight(article, id),
            Action::OpenProject(path) => self.request(ctx, Intent::OpenProject(path)),
            Action::EditDetails(id) => {
                let article = self.project().and_then(|project| project.article(id));
                self.dialog = article.map(|article| Dialog::Details(DetailsDialog::new(article)));
            }
            Action::Copy(text) => ctx.copy_text(text),
            Action::ShowOnly(filter) => self.reader.emphasis = filter,
            Action::RecoverLeft(folder) => self.recover_left(&folder),
            Action::DiscardLeft(left) => self.ask_to_discard_left(left),
            Action::OpenRepaired => self.mend_project(),
            Action::CancelRepair => self.repair = None,
        }
    }

    /// Applies an edit as one step that can be undone, and says whether it fits; the window tells if it does not.
    pub(in crate::ui) fn apply(&mut self, label: &str, gesture: Gesture, edit: Edit) -> bool {
        let Some(open) = &mut self.open else { return false };
        let applied = open.session.apply(label, gesture, edit);
        if let Err(error) = &applied {
            self.notices.failure(format!("{label}: {error}"));
        }
        applied.is_ok()
    }

    pub(in crate::ui) fn article(&self) -> Option<Arc<Article>> {
        self.project()?.article(self.reader.article?).cloned()
    }

    pub(in crate::ui) fn selected_highlight(&self) -> Option<(Arc<Article>, Highlight)> {
        let article = self.article()?;
        let highlight = article.highlight(self.reader.highlight?)?.clone();
        Some((article, highlight))
    }

    /// What a tag would be given to now.
    pub(in crate::ui) fn tag_target(&self) -> Option<TagTarget> {
        let words = self.reader.selection().map(TagTarget::Words);
        words.or(self.reader.highlight.map(TagTarget::Highlight))
    }

    fn tag(&mut self, target: TagTarget, suggestion: &Suggestion) {
        let (Some(article), Some(project)) = (self.article(), self.project()) else { return };
        let book = &project.codebook;
        let tagging: Tagging = match target {
            TagTarget::Words(span) => {
                let span = crate::analysis::words::trimmed(&article.text, span);
                if article.text.slice(span).trim().is_empty() {
                    self.notices.failure("Only blanks are selected; select the words to tag");
                    return;
                }
                tag_words(book, &article, span, suggestion, &self.preferences.coder)
            }
            TagTarget::Highlight(id) => match article.highlight(id) {
                Some(highlight) => retag_highlight(book, &article, highlight, suggestion),
                None => return,
            },
        };
        let mut edit = tagging.edit;
        if matches!(target, TagTarget::Words(_)) && article.details.status == ReadingStatus::ToRead {
            // Tagging is reading; one undo takes both back.
            let details = Details { status: ReadingStatus::Reading, ..article.details.clone() };
            edit = Edit::All(vec![edit, Edit::SetDetails(article.id, details)]);
        }
        if !self.apply(&tagging.label, Gesture::Single, edit) {
            return;
        }
        self.preferences.note_tags(&tagging.tags);
        self.reader.highlight = Some(tagging.highlight);
        self.reader.clear_selection();
    }

    fn show_highlight(&mut self, article: ArticleId, id: HighlightId) {
        let article = self.project().and_then(|project| project.article(article)).cloned();
        if let Some(article) = article {
            self.view = PageId::Read;
            self.reader.show_highlight(&article, id);
        }
    }

    /// Shows a project, from its first article.
    pub(in crate::ui) fn show_project(&mut self, session: Session) {
        self.reader = crate::ui::pages::read::reader::Reader::default();
        if let Some(first) = session.project().articles.first() {
            self.reader.show(first.id);
        }
        self.compare = Compare::opening(session.project());
        self.codebook = crate::ui::pages::codebook::CodebookPage::default();
        self.article_list = crate::ui::pages::read::articles::ArticleList::default();
        self.preferences.recent_tags.clear();
        self.view = PageId::Read;
        self.repair = None;
        if let Some(path) = session.path() {
            self.preferences.note_project(path);
        }
        self.n_opened += 1;
        self.open = Some(super::OpenProject { id: self.n_opened, session });
    }

    pub(in crate::ui) fn answer_prompt(&mut self, purpose: PromptPurpose, text: String) {
        match purpose {
            PromptPurpose::NewProject => {
                let title = if text.is_empty() { "Untitled project".to_owned() } else { text };
                self.show_project(Session::unsaved(Project::titled(title), &self.machine));
            }
            PromptPurpose::RenameProject if !text.is_empty() => {
                self.apply("Rename the project", Gesture::Single, Edit::SetTitle(text));
            }
            PromptPurpose::RenameProject => {}
            PromptPurpose::Coder => self.preferences.coder = text,
        }
    }

    /// Carries out a command.
    #[expect(clippy::too_many_lines, reason = "each command has its line")]
    fn run(&mut self, ctx: &egui::Context, command: Command) {
        if !command.can_run(self.situation()) {
            return;
        }
        match command {
            Command::NewProject => self.request(ctx, Intent::NewProject),
            Command::OpenProject => self.request(ctx, Intent::AskForProject),
            Command::OpenSample => self.request(ctx, Intent::OpenSample),
            Command::CloseProject => self.request(ctx, Intent::Close),
            Command::Quit => self.request(ctx, Intent::Quit),
            Command::Save => self.save(ctx, None),
            Command::SaveAs => self.ask_save_file(ctx, None),
            Command::ImportArticles => self.ask_article_files(ctx),
            Command::ImportFolder => self.ask_article_folder(ctx),
            Command::ImportHighlights => self.ask_highlights_file(ctx),
            Command::ExportComparison => self.dialog = Some(Dialog::Export(Export::Comparison(TableFormat::Csv))),
            Command::ExportTidy => self.dialog = Some(Dialog::Export(Export::Comparison(TableFormat::Tidy))),
            Command::SavePicture => self.dialog = Some(Dialog::Export(Export::Picture(PictureFormat::Svg))),
            Command::ExportNetwork => self.dialog = Some(Dialog::Export(Export::Network)),
            Command::ExportHighlights => self.dialog = Some(Dialog::Export(Export::Highlights)),
            Command::ExportCodebook => self.dialog = Some(Dialog::Export(Export::Codebook)),
            Command::ExportArticles => self.dialog = Some(Dialog::Export(Export::Articles)),
            Command::CopyTable => self.copy_table(ctx),
            Command::Undo | Command::Redo => self.turn_history(ctx, command == Command::Undo),
            Command::Copy | Command::SelectAll | Command::EditDetails | Command::RemoveArticle => {
                self.run_on_article(ctx, command);
            }
            Command::RenameProject => {
                let title = self.project().map(|project| project.title.clone()).unwrap_or_default();
                let prompt = Prompt::new("Rename the project", "Title", &title);
                self.dialog = Some(Dialog::Prompt(prompt, PromptPurpose::RenameProject));
            }
            Command::RestoreEarlier => self.look_at_own_earlier(),
            Command::SaveWhenIdle => self.preferences.saving = Saving::WhenIdle,
            Command::SaveWhenAsked => self.preferences.saving = Saving::WhenAsked,
            Command::SetCoder => {
                let prompt = Prompt::new("Whose highlights are the next ones?", "Coder", &self.preferences.coder);
                self.dialog = Some(Dialog::Prompt(prompt, PromptPurpose::Coder));
            }
            Command::Tag => self.reader.open_tag_box(),
            Command::TagAgain => self.tag_again(),
            Command::TagInVivo => self.tag_in_vivo(),
            Command::AssignActorKey => self.ask_code_key(CodeKind::Actor),
            Command::AssignIssueKey => self.ask_code_key(CodeKind::Issue),
            Command::TagAnother | Command::WriteNote | Command::DeleteHighlight | Command::CycleHighlights => {
                self.run_on_highlight(command);
            }
            Command::ShowThisActor | Command::ShowThisIssue | Command::ShowThisStance | Command::ShowThisCoder => {
                self.show_only_like_this(command);
            }
            Command::ShowAllAlike => self.reader.emphasis = Emphasis::default(),
            Command::CycleSnap => self.preferences.snap = self.preferences.snap.next(),
            Command::SnapToCharacters => self.preferences.snap = Snap::Character,
            Command::SnapToWords => self.preferences.snap = Snap::Word,
            Command::SnapToSentences => self.preferences.snap = Snap::Sentence,
            Command::SnapToParagraphs => self.preferences.snap = Snap::Paragraph,
            Command::TrimHighlight => self.trim(),
            Command::NextHighlight if self.view == PageId::Compare => self.compare.step_quote(1),
            Command::PreviousHighlight if self.view == PageId::Compare => self.compare.step_quote(-1),
            Command::NextHighlight => self.step_highlight(1),
            Command::PreviousHighlight => self.step_highlight(-1),
            Command::StartLeft | Command::StartRight | Command::EndLeft | Command::EndRight => self.nudge(command),
            Command::ShowRead => self.view = PageId::Read,
            Command::ShowCompare | Command::BackToCell => self.view = PageId::Compare,
            Command::NextMeasure
            | Command::PreviousMeasure
            | Command::TransposeTable
            | Command::SideBySide
            | Command::SortByChosen
            | Command::SortByTotal
            | Command::SortByName
            | Command::SortAsListed
            | Command::PinChosen
            | Command::ToggleMembers
            | Command::MoveChosenBack
            | Command::MoveChosenOn => {
                self.view = PageId::Compare;
                self.compare.run(command);
            }
            Command::ShowCodebook => self.view = PageId::Codebook,
            Command::NextArticle => self.step_article(1, |_| true),
            Command::PreviousArticle => self.step_article(-1, |_| true),
            Command::NextUnread => self.step_article(1, |article| article.details.status != ReadingStatus::Done),
            Command::MarkDone => self.mark_done(),
            Command::TintByIssue => self.preferences.tint_by = CodeKind::Issue,
            Command::TintByActor => self.preferences.tint_by = CodeKind::Actor,
            Command::LargerText => self.preferences.scale_text(1.1),
            Command::SmallerText => self.preferences.scale_text(1.0 / 1.1),
            Command::UsualText => self.preferences.text_scale = 1.0,
            Command::WiderPage => self.preferences.page.widen(PAGE_STEP),
            Command::NarrowerPage => self.preferences.page.widen(-PAGE_STEP),
            Command::LooserLines => self.preferences.page.loosen(LINE_STEP),
            Command::TighterLines => self.preferences.page.loosen(-LINE_STEP),
            Command::UsualPage => self.preferences.page = PageMeasures::default(),
            Command::FollowSystem => self.set_theme(ctx, ThemeChoice::System),
            Command::LightTheme => self.set_theme(ctx, ThemeChoice::Light),
            Command::SepiaTheme => self.set_theme(ctx, ThemeChoice::Sepia),
            Command::DarkTheme => self.set_theme(ctx, ThemeChoice::Dark),
            Command::ShowArticleList => self.toggle_panel(PanelSide::Articles),
            Command::ShowHighlightPanel => self.toggle_panel(PanelSide::Highlight),
            Command::ShowLegend => self.preferences.shows_legend = !self.preferences.shows_legend,
            Command::Palette => self.dialog = Some(Dialog::Palette(CommandPalette::default())),
            Command::ShowKeys => self.dialog = Some(Dialog::Keys(KeysDialog::default())),
        }
    }

    /// Shows a panel beside the text, or no longer; where another view is open, the text comes first.
    fn toggle_panel(&mut self, side: PanelSide) {
        if self.view == PageId::Read {
            self.beside.toggle(side, &mut self.preferences);
        } else {
            self.view = PageId::Read;
            self.beside.bring(side, &mut self.preferences);
        }
    }

    fn set_theme(&mut self, ctx: &egui::Context, choice: ThemeChoice) {
        self.preferences.theme = choice;
        crate::ui::theme::choose(ctx, choice);
    }

    fn turn_history(&mut self, ctx: &egui::Context, is_undo: bool) {
        let Some(open) = &mut self.open else { return };
        let turned = if is_undo { open.session.undo() } else { open.session.redo() };
        if let Some(label) = turned {
            let verb = if is_undo { "Undone" } else { "Done again" };
            self.notices.success(ctx, format!("{verb}: {label}"));
        }
        self.show_an_article_that_is_there();
    }

    /// The article that was shown may have gone with the last change.
    pub(in crate::ui) fn show_an_article_that_is_there(&mut self) {
        let is_there = |id: &ArticleId| self.project().is_some_and(|project| project.article(*id).is_some());
        if self.reader.article.is_none_or(|id| !is_there(&id))
            && let Some(first) = self.project().and_then(|project| project.articles.first()).map(|first| first.id)
        {
            self.reader.show(first);
        }
    }

    fn run_on_article(&mut self, ctx: &egui::Context, command: Command) {
        let Some(article) = self.article() else { return };
        match command {
            Command::Copy => {
                let quote = self.selected_highlight().map(|(_, highlight)| highlight.quote);
                let words = self.reader.selection().map(|span| article.text.slice(span).to_owned());
                if let Some(text) = words.or(quote) {
                    ctx.copy_text(text);
                }
            }
            Command::SelectAll => self.reader.select(Span::new(0, article.text.n_chars())),
            Command::RemoveArticle => {
                self.step_article(1, |_| true);
                self.apply("Remove an article", Gesture::Single, Edit::RemoveArticles(vec![article.id]));
            }
            _ => self.actions.push(Action::EditDetails(article.id)),
        }
    }

    fn run_on_highlight(&mut self, command: Command) {
        let Some((article, highlight)) = self.selected_highlight() else { return };
        match command {
            Command::TagAnother => {
                self.reader.select(highlight.span);
                self.reader.open_tag_box();
            }
            Command::WriteNote => {
                self.beside.bring(PanelSide::Highlight, &mut self.preferences);
                self.highlight_panel.wants_note = true;
            }
            Command::DeleteHighlight => {
                let edit = Edit::RemoveHighlights(vec![(article.id, highlight.id)]);
                self.apply("Delete a highlight", Gesture::Single, edit);
                self.reader.highlight = None;
            }
            _ => {
                let position = self.reader.caret.max(highlight.span.start).min(highlight.span.end - 1);
                let around = self.reader.overlapping(&article, position);
                let next = around.iter().position(|id| *id == highlight.id).map(|at| (at + 1) % around.len());
                self.reader.highlight = next.and_then(|at| around.get(at).copied()).or(self.reader.highlight);
            }
        }
    }

    /// Lets the highlights stand out that have what the selected one has.
    fn show_only_like_this(&mut self, command: Command) {
        let Some((_, highlight)) = self.selected_highlight() else { return };
        let is_meant = |wanted: &EmphasisTerm| {
            matches!(
                (command, wanted),
                (Command::ShowThisActor, EmphasisTerm::Actor(_))
                    | (Command::ShowThisIssue, EmphasisTerm::Issue(_))
                    | (Command::ShowThisStance, EmphasisTerm::Stance(_))
                    | (Command::ShowThisCoder, EmphasisTerm::Coder(_))
            )
        };
        match EmphasisTerm::all_of(&highlight).into_iter().find(is_meant) {
            Some(wanted) => self.reader.emphasis.toggle(wanted),
            None => self.notices.failure("The selected highlight has no such tag"),
        }
    }

    /// Leaves blanks and punctuation out of the selected words, or of the selected highlight.
    fn trim(&mut self) {
        let Some(article) = self.article() else { return };
        if let Some(span) = self.reader.selection() {
            self.reader.select(words::bare(&article.text, span));
        } else if let Some((article, highlight)) = self.selected_highlight() {
            let span = words::bare(&article.text, highlight.span);
            if span != highlight.span {
                let edit = Edit::SetHighlights(vec![(article.id, highlight.with_span(&article.text, span))]);
                self.apply("Trim a highlight", Gesture::Single, edit);
            }
        }
    }

    fn tag_again(&mut self) {
        let Some(book) = self.project().map(|project| &project.codebook) else { return };
        let tags = self.preferences.recent_tags.iter().find(|tags| are_known(book, tags));
        let suggestion = tags.map(Suggestion::from_tags);
        if let (Some(target), Some(suggestion)) = (self.tag_target(), suggestion) {
            self.tag(target, &suggestion);
        }
    }

    fn step_highlight(&mut self, step: isize) {
        let Some(article) = self.article() else { return };
        let highlights = &article.highlights;
        let present = self.reader.highlight.and_then(|id| highlights.iter().position(|highlight| highlight.id == id));
        let caret = self.reader.caret;
        let next = match present {
            Some(at) => at.checked_add_signed(step),
            None if step > 0 => highlights.iter().position(|highlight| highlight.span.start >= caret),
            None => highlights.iter().rposition(|highlight| highlight.span.start <= caret),
        };
        if let Some(highlight) = next.and_then(|at| highlights.get(at)) {
            self.reader.show_highlight(&article, highlight.id);
        }
    }

    fn step_article(&mut self, step: isize, is_wanted: impl Fn(&Article) -> bool) {
        let Some(project) = self.project() else { return };
        let articles = &project.articles;
        let present = self.reader.article.and_then(|id| project.article_index(id));
        let mut at = match present {
            Some(at) => at.checked_add_signed(step),
            None => Some(0),
        };
        while let Some(index) = at.filter(|index| *index < articles.len()) {
            if is_wanted(&articles[index]) {
                let id = articles[index].id;
                self.reader.show(id);
                self.view = PageId::Read;
                return;
            }
            at = index.checked_add_signed(step);
        }
    }

    fn mark_done(&mut self) {
        let Some(article) = self.article() else { return };
        let is_done = article.details.status == ReadingStatus::Done;
        let status = if is_done { ReadingStatus::Reading } else { ReadingStatus::Done };
        self.actions.push(set_status(&article, status));
    }

    /// Moves one end of the selected highlight by one character.
    fn nudge(&mut self, command: Command) {
        let Some((article, highlight)) = self.selected_highlight() else { return };
        let Span { start, end } = highlight.span;
        let span = match command {
            Command::StartLeft => Span::new(previous_character(&article, start), end),
            Command::StartRight => Span::new(next_character(&article, start), end),
            Command::EndLeft => Span::new(start, previous_character(&article, end)),
            _ => Span::new(start, next_character(&article, end)),
        };
        if span == highlight.span || !article.text.holds(span) {
            return;
        }
        let edit = Edit::SetHighlights(vec![(article.id, highlight.with_span(&article.text, span))]);
        let gesture = Gesture::Continued(format!("nudge {}", highlight.id));
        self.apply("Move the end of a highlight", gesture, edit);
    }
}
