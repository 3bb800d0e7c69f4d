//! What menus, keys and the command palette ask of the page of articles.

use std::sync::Arc;

use standpoint_analysis::suggest::{Suggestion, are_known, in_vivo_suggestion};
use standpoint_core::{
    edit::{Edit, SharedDetails},
    model::{Article, CodeKind, Details, Highlight, Project, ReadingStatus},
    text::{Span, fold::is_blank, words},
};

use super::{
    AskedHighlight, ReadDialog, ReadPage,
    articles::{ArticleStep, arrangement, move_edit, order::ShownArticles, set_status},
    describing::ManyDetailsDialog,
    details::DetailsDialog,
    emphasis::{Emphasis, EmphasisTerm},
    reader::{next_character, previous_character},
    removing::RemovalDialog,
    revision::RevisionDialog,
    shared_details,
    tag_box::TagTarget,
};
use crate::{
    command::{Command, ReadCommand},
    ui::{
        action::Action,
        pages::{PageContext, PageId},
        parts::{
            code_key::CodeKeyDialog,
            examples::pin_or_unpin,
            sourced_quote::copy_with_source,
            tagging::{Tagging, retag_highlight, tag_words},
        },
        preferences::PanelSide,
    },
};

impl ReadPage {
    /// Carries out a command of this page.
    pub fn run(&mut self, command: ReadCommand, context: &mut PageContext<'_>) {
        self.follow(context.project());
        match command {
            ReadCommand::Copy => {
                if let Some((article, span)) = self.words_to_copy(context) {
                    context.ask(Action::CopyText(article.text.slice(span).to_owned()));
                }
            }
            ReadCommand::CopyWithSource => {
                if let Some((article, span)) = self.words_to_copy(context) {
                    context.ask(copy_with_source(&article, article.text.slice(span), span.start));
                }
            }
            ReadCommand::SelectAll => {
                if let Some(article) = self.article(context.project()) {
                    self.reader.select(Span::new(0, article.text.n_chars()));
                }
            }
            ReadCommand::FindInArticle => {
                if let Some(article) = self.article(context.project()) {
                    context.run(Command::ShowRead);
                    self.reader.open_find(&article);
                }
            }
            ReadCommand::FindNext => self.step_find(1, context),
            ReadCommand::FindPrevious => self.step_find(-1, context),
            ReadCommand::EditDetails => self.ask_details(context),
            ReadCommand::ReviseText => {
                let article = self.article(context.project());
                self.dialog = article.map(|article| ReadDialog::Revise(Box::new(RevisionDialog::new(&article))));
            }
            ReadCommand::RemoveArticle => self.remove_articles(context),
            ReadCommand::Tag => self.reader.open_tag_box(),
            ReadCommand::TagAgain => self.tag_again(context),
            ReadCommand::TagAnother => {
                if let Some((_, highlight)) = self.selected_highlight(context.project()) {
                    self.reader.select(highlight.span);
                    self.reader.open_tag_box();
                }
            }
            ReadCommand::TagInVivo => self.tag_in_vivo(context),
            ReadCommand::WriteNote => {
                if self.selected_highlight(context.project()).is_some() {
                    self.dock.bring(PanelSide::Highlight, context.preferences);
                    self.panel.wants_note = true;
                }
            }
            ReadCommand::DeleteHighlight => {
                if let Some((article, highlight)) = self.selected_highlight(context.project()) {
                    let edit = Edit::RemoveHighlights(vec![(article.id, highlight.id)]);
                    context.ask(Action::edit("Delete a highlight", edit));
                }
            }
            ReadCommand::CycleHighlights => self.cycle_highlights(context.project()),
            ReadCommand::SuggestPassages => self.suggest_passages(context),
            ReadCommand::NextSuggestion => self.step_suggestion(1, context),
            ReadCommand::PreviousSuggestion => self.step_suggestion(-1, context),
            ReadCommand::AcceptSuggestion => self.accept_suggestion(context),
            ReadCommand::RefuseSuggestion => self.refuse_suggestion(context),
            ReadCommand::AcceptSuggestions => self.look_over_suggestions(context),
            ReadCommand::HideSuggestions => self.reader.suggestions.hide(),
            ReadCommand::AllowRefused => self.allow_refused(context),
            ReadCommand::ShowThisActor => self.emphasise(context, |term| matches!(term, EmphasisTerm::Actor(_))),
            ReadCommand::ShowThisIssue => self.emphasise(context, |term| matches!(term, EmphasisTerm::Issue(_))),
            ReadCommand::ShowThisStance => self.emphasise(context, |term| matches!(term, EmphasisTerm::Stance(_))),
            ReadCommand::ShowThisCoder => self.emphasise(context, |term| matches!(term, EmphasisTerm::Coder(_))),
            ReadCommand::ShowAllAlike => self.reader.emphasis = Emphasis::default(),
            ReadCommand::TrimHighlight => self.trim(context),
            ReadCommand::StartLeft => {
                self.move_end(context, |article, span| Span::new(previous_character(article, span.start), span.end));
            }
            ReadCommand::StartRight => {
                self.move_end(context, |article, span| Span::new(next_character(article, span.start), span.end));
            }
            ReadCommand::EndLeft => {
                self.move_end(context, |article, span| Span::new(span.start, previous_character(article, span.end)));
            }
            ReadCommand::EndRight => {
                self.move_end(context, |article, span| Span::new(span.start, next_character(article, span.end)));
            }
            ReadCommand::NextArticle => self.step_article(1, context, |_| true),
            ReadCommand::PreviousArticle => self.step_article(-1, context, |_| true),
            ReadCommand::NextUnread => {
                self.step_article(1, context, |article| article.details.status != ReadingStatus::Done);
            }
            ReadCommand::MarkDone => self.mark_done(context),
            ReadCommand::MarkReading => self.mark(ReadingStatus::Reading, context),
            ReadCommand::MarkToRead => self.mark(ReadingStatus::ToRead, context),
            ReadCommand::MoveArticleUp => self.move_articles(ArticleStep::Up, context),
            ReadCommand::MoveArticleDown => self.move_articles(ArticleStep::Down, context),
            ReadCommand::MoveArticleFirst => self.move_articles(ArticleStep::First, context),
            ReadCommand::MoveArticleLast => self.move_articles(ArticleStep::Last, context),
            ReadCommand::SelectAllArticles => {
                let shown = self.shown_articles(context);
                self.list.selection.select_all(&shown, &context.project().articles, self.reader.article);
            }
            ReadCommand::ShowArticleList => self.toggle_panel(PanelSide::Articles, context),
            ReadCommand::ShowHighlightPanel => self.toggle_panel(PanelSide::Highlight, context),
        }
    }

    fn step_find(&mut self, step: isize, context: &mut PageContext<'_>) {
        context.run(Command::ShowRead);
        self.reader.step_find(step);
    }

    /// Asks for the details of the article, or of all that are selected.
    fn ask_details(&mut self, context: &PageContext<'_>) {
        let articles = self.selected_articles(context.project());
        self.dialog = match &articles[..] {
            [] => None,
            [article] => Some(ReadDialog::Details(DetailsDialog::new(article).into())),
            several => {
                let several = several.iter().map(|article| &***article);
                Some(ReadDialog::ManyDetails(ManyDetailsDialog::new(several).into()))
            }
        };
    }

    /// Removes the article; where several are selected, it asks first.
    fn remove_articles(&mut self, context: &mut PageContext<'_>) {
        let articles = self.selected_articles(context.project());
        match &articles[..] {
            [] => {}
            [article] => {
                context.ask(Action::edit("Remove an article", Edit::RemoveArticles(vec![article.id])));
            }
            several => {
                let several = several.iter().map(|article| &***article);
                self.dialog = Some(ReadDialog::Remove(RemovalDialog::new(several).into()));
            }
        }
    }

    /// Marks articles as done, or as reading again if all are done.
    fn mark_done(&self, context: &mut PageContext<'_>) {
        let articles = self.selected_articles(context.project());
        let are_done = articles.iter().all(|article| article.details.status == ReadingStatus::Done);
        self.mark(if are_done { ReadingStatus::Reading } else { ReadingStatus::Done }, context);
    }

    fn suggest_passages(&mut self, context: &mut PageContext<'_>) {
        context.run(Command::ShowRead);
        self.reader.suggestions.look();
    }

    fn step_suggestion(&mut self, step: isize, context: &mut PageContext<'_>) {
        context.run(Command::ShowRead);
        self.reader.suggestions.step(step, self.reader.caret);
    }

    fn mark(&self, status: ReadingStatus, context: &mut PageContext<'_>) {
        let articles = self.selected_articles(context.project());
        match &articles[..] {
            [] => {}
            [article] => context.ask(set_status(article, status)),
            several => {
                let several = several.iter().map(|article| article.id).collect();
                context.ask(shared_details(&several, SharedDetails::of_status(status)));
            }
        }
    }

    /// The articles that are selected in the list, or else the one on screen.
    fn selected_articles<'a>(&self, project: &'a Project) -> Vec<&'a Arc<Article>> {
        self.list.selection.articles(project, self.reader.article)
    }

    /// What the list of articles shows, or would show if it were on screen.
    fn shown_articles(&mut self, context: &PageContext<'_>) -> Arc<ShownArticles> {
        let arrangement = arrangement(context.preferences);
        self.list.rows.get(&context.project().articles, context.revision(), arrangement)
    }

    fn move_articles(&mut self, step: ArticleStep, context: &mut PageContext<'_>) {
        let shown = self.shown_articles(context);
        let project = context.project();
        if let Some((label, edit)) = move_edit(project, &shown, &self.selected_articles(project), step) {
            context.ask(Action::edit(label, edit));
            self.list.reveal_cursor();
        }
    }

    /// Where the selected words are, or else those of the selected highlight, with their article.
    fn words_to_copy(&self, context: &PageContext<'_>) -> Option<(Arc<Article>, Span)> {
        let article = self.article(context.project())?;
        let quoted = || self.selected_highlight(context.project()).map(|(_, highlight)| highlight.span);
        let span = self.reader.selection().or_else(quoted)?;
        Some((article, span))
    }

    /// Gives tags to words or to a highlight.
    pub(super) fn tag(&mut self, target: TagTarget, suggestion: &Suggestion, context: &mut PageContext<'_>) {
        let Some(article) = self.article(context.project()) else { return };
        let book = &context.project().codebook;
        let tagging: Tagging = match target {
            TagTarget::Words(span) => {
                let span = words::trimmed(&article.text, span);
                if is_blank(article.text.slice(span)) {
                    context.ask(Action::Fail("Only blanks are selected; select the words to tag".to_owned()));
                    return;
                }
                tag_words(book, &article, span, suggestion, &context.preferences.coder)
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
            edit = Edit::All(vec![edit, Edit::SetDetails(article.id, details.into())]);
        }
        context.ask(Action::edit(tagging.label, edit));
        self.asked = Some(AskedHighlight { highlight: tagging.highlight, tags: tagging.tags, is_suggested: false });
    }

    fn tag_again(&mut self, context: &mut PageContext<'_>) {
        let book = &context.project().codebook;
        let tags = self.recent_tags.iter().find(|tags| are_known(book, tags));
        if let (Some(target), Some(tags)) = (self.tag_target(), tags) {
            self.tag(target, &Suggestion::from_tags(tags), context);
        }
    }

    /// Tags the selected words with an issue named after them, and with the actor used last.
    fn tag_in_vivo(&mut self, context: &mut PageContext<'_>) {
        let (Some(span), Some(article)) = (self.reader.selection(), self.article(context.project())) else { return };
        let (book, words) = (&context.project().codebook, article.text.slice(span));
        if let Some(suggestion) = in_vivo_suggestion(book, "", words, &self.recent_tags) {
            self.tag(TagTarget::Words(span), &suggestion, context);
        } else {
            let problem = "Select the words to name the issue after";
            context.ask(Action::Fail(problem.to_owned()));
        }
    }

    /// Asks which key the actor or issue of the selected highlight is to have.
    pub(super) fn ask_code_key(&mut self, kind: CodeKind, context: &mut PageContext<'_>) {
        let highlight = self.selected_highlight(context.project());
        match highlight.and_then(|(_, highlight)| highlight.tag(kind).cloned()) {
            Some(code) => self.dialog = Some(ReadDialog::CodeKey(CodeKeyDialog { kind, code })),
            None => context.ask(Action::Fail(format!("The selected highlight has no {}", kind.noun()))),
        }
    }

    /// Pins the selected highlight as an example of its code of this kind, or unpins it.
    pub(super) fn pin_example(&self, kind: CodeKind, context: &mut PageContext<'_>) {
        if let Some((article, highlight)) = self.selected_highlight(context.project()) {
            pin_or_unpin(&article, &highlight, kind, context);
        }
    }

    /// Emphasises the highlights that share this tag with the selected one.
    fn emphasise(&mut self, context: &mut PageContext<'_>, is_meant: fn(&EmphasisTerm) -> bool) {
        let Some((_, highlight)) = self.selected_highlight(context.project()) else { return };
        match EmphasisTerm::all_of(&highlight).into_iter().find(is_meant) {
            Some(term) => self.reader.emphasis.toggle(term),
            None => context.ask(Action::Fail("The selected highlight has no such tag".to_owned())),
        }
    }

    fn cycle_highlights(&mut self, project: &Project) {
        let Some((article, highlight)) = self.selected_highlight(project) else { return };
        let position = self.reader.caret.max(highlight.span.start).min(highlight.span.end - 1);
        let around = self.reader.overlapping(&article, position);
        let next = around.iter().position(|id| *id == highlight.id).map(|at| (at + 1) % around.len());
        self.reader.highlight = next.and_then(|at| around.get(at).copied()).or(self.reader.highlight);
    }

    /// Leaves blanks and punctuation out of the selected words, or of the selected highlight.
    fn trim(&mut self, context: &mut PageContext<'_>) {
        if let (Some(article), Some(span)) = (self.article(context.project()), self.reader.selection()) {
            self.reader.select(words::bare(&article.text, span));
        } else if let Some((article, highlight)) = self.selected_highlight(context.project()) {
            let span = words::bare(&article.text, highlight.span);
            if span != highlight.span {
                let edit = Edit::SetHighlights(vec![(article.id, highlight.with_span(&article.text, span))]);
                context.ask(Action::edit("Trim a highlight", edit));
            }
        }
    }

    /// Moves one end of the selected highlight by one character.
    fn move_end(&self, context: &mut PageContext<'_>, moved: impl FnOnce(&Article, Span) -> Span) {
        let Some((article, highlight)) = self.selected_highlight(context.project()) else { return };
        let span = moved(&article, highlight.span);
        set_span(&article, &highlight, span, format!("nudge {}", highlight.id), context);
    }

    /// Selects the highlight `step` places away.
    pub(super) fn step_highlight(&mut self, step: isize, project: &Project) {
        let Some(article) = self.article(project) else { return };
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

    /// Shows the nearest article that is wanted, forwards or backwards.
    fn step_article(&mut self, step: isize, context: &mut PageContext<'_>, is_wanted: impl Fn(&Article) -> bool) {
        let articles = &context.project().articles;
        let present = self.reader.article.and_then(|id| context.project().article_index(id));
        // What is below is below in the list, as it is sorted and filtered.
        let shown = self.shown_articles(context);
        let rows = &shown.articles;
        let mut at = match present.and_then(|present| rows.iter().position(|at| *at == present)) {
            Some(at) => at.checked_add_signed(step),
            None => Some(0),
        };
        while let Some(article) = at.and_then(|at| articles.get(*rows.get(at)?)) {
            if is_wanted(article) {
                self.list.selection.clear();
                self.reader.show(article.id);
                context.run(Command::ShowRead);
                return;
            }
            at = at.and_then(|at| at.checked_add_signed(step));
        }
    }

    /// Shows a panel beside the text or hides it; where another page is on screen, this one comes first.
    fn toggle_panel(&mut self, side: PanelSide, context: &mut PageContext<'_>) {
        if context.page == PageId::Read {
            self.dock.toggle(side, context.preferences);
        } else {
            context.run(Command::ShowRead);
            self.dock.bring(side, context.preferences);
        }
    }
}

/// Gives a highlight another span, if it is another one; steps with the same `gesture` are undone together.
pub(super) fn set_span(
    article: &Article,
    highlight: &Highlight,
    span: Span,
    gesture: String,
    context: &mut PageContext<'_>,
) {
    if span == highlight.span || !article.text.holds(span) {
        return;
    }
    let edit = Edit::SetHighlights(vec![(article.id, highlight.with_span(&article.text, span))]);
    context.ask(Action::continued("Move the end of a highlight", gesture, edit));
}
