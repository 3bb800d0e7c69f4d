//! Applies an edit and finds the edit that undoes it.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use super::{
    Edit, EditError, article_moves, define, error::refuse, index::ProjectIndex, keys, merge, refused, revise, searches,
    tagging, views,
};
use crate::{
    effort,
    model::{Article, ArticleId, Code, CodeId, CodeKind, Codebook, Highlight, HighlightId, Project, Stance, StanceId},
    rules::{self, CodeContext, KnownCodes, ParentState},
};

/// Applies `edit` and returns the edit that undoes it. `index` must match the project, and is updated with it.
///
/// # Errors
/// Fails if the edit does not fit the project, which is then left unchanged.
pub(super) fn apply(project: &mut Project, index: &mut ProjectIndex, edit: Edit) -> Result<Edit, EditError> {
    match edit {
        Edit::SetTitle(title) => Ok(Edit::SetTitle(std::mem::replace(&mut project.title, title))),
        Edit::SetId(id) => Ok(Edit::SetId(std::mem::replace(&mut project.id, id))),
        Edit::InsertArticles(articles) => insert_articles(project, index, articles),
        Edit::RemoveArticles(ids) => remove_articles(project, index, &ids),
        Edit::MoveArticles(articles) => article_moves::move_articles(project, index, articles),
        Edit::SetDetails(id, details) => {
            let article = article_mut(project, index, id)?;
            Ok(Edit::SetDetails(id, Box::new(std::mem::replace(&mut article.details, *details))))
        }
        Edit::ReviseText(id, revision) => {
            let place = place(index, id)?;
            let back = revise::revise(&mut project.articles[place], index, &revision)?;
            Ok(Edit::ReviseText(id, back))
        }
        Edit::TagHighlights(kind, code, highlights) => tagging::tag(project, index, kind, code.as_ref(), highlights),
        Edit::AddHighlights(highlights) => add_highlights(project, index, highlights),
        Edit::RemoveHighlights(ids) => remove_highlights(project, index, ids),
        Edit::SetHighlights(highlights) => set_highlights(project, index, highlights),
        Edit::RefuseTags(list) => refused::refuse(project, index, list),
        Edit::AllowTags(list) => refused::allow(project, index, list),
        Edit::InsertCode(kind, at, code) => insert_code(project, index, kind, at, code),
        Edit::RemoveCode(kind, id) => remove_code(project, index, kind, id),
        Edit::SetCode(kind, code) => set_code(project, index, kind, code),
        Edit::DefineCode(kind, id, new) => define::define(project, kind, id, *new),
        Edit::KeepCoding(kind, id, change, kept) => define::keep_coding(project, kind, id, change, kept),
        Edit::MoveCode(kind, id, at, parent) => move_code(project, index, kind, id, at, parent),
        Edit::MergeCodes(kind, codes) => {
            let edits = merge::merging(project, kind, &codes)?;
            apply_all(project, index, edits)
        }
        Edit::DeleteCode(kind, id, heir) => {
            let edits = merge::deleting(project, kind, id, heir)?;
            apply_all(project, index, edits)
        }
        Edit::KeepKeys => apply_all(project, index, keys::keeping(&project.codebook)),
        Edit::SetFreeKeys(keys) => Ok(Edit::SetFreeKeys(std::mem::replace(&mut project.codebook.free_keys, keys))),
        Edit::InsertStance(at, stance) => insert_stance(project, index, at, stance),
        Edit::RemoveStance(id) => remove_stance(project, index, id),
        Edit::SetStance(stance) => set_stance(project, stance),
        Edit::InsertView(at, view) => views::insert(project, at, *view),
        Edit::RemoveView(name) => views::remove(project, &name),
        Edit::SetView(name, view) => views::set(project, &name, *view),
        Edit::InsertSearch(at, search) => searches::insert(project, at, *search),
        Edit::RemoveSearch(name) => searches::remove(project, &name),
        Edit::SetSearch(name, search) => searches::set(project, &name, *search),
        Edit::SetSummary(subject, text) => Ok(views::set_summary(project, subject, text)),
        Edit::All(edits) => apply_all(project, index, edits),
        Edit::Replace(other) => replace(project, index, *other),
    }
}

/// Applies each edit in turn. If one fails, the ones before it are undone.
fn apply_all(project: &mut Project, index: &mut ProjectIndex, edits: Vec<Edit>) -> Result<Edit, EditError> {
    let mut inverses = Vec::with_capacity(edits.len());
    for edit in edits {
        match apply(project, index, edit) {
            Ok(inverse) => inverses.push(inverse),
            Err(error) => {
                for inverse in inverses.into_iter().rev() {
                    apply(project, index, inverse).expect("the inverse of an edit just applied fits");
                }
                return Err(error);
            }
        }
    }
    inverses.reverse();
    Ok(Edit::All(inverses))
}

fn place(index: &ProjectIndex, id: ArticleId) -> Result<usize, EditError> {
    index.place(id).ok_or(EditError::NoArticle(id))
}

fn article_mut<'a>(
    project: &'a mut Project,
    index: &ProjectIndex,
    id: ArticleId,
) -> Result<&'a mut Article, EditError> {
    place(index, id).map(|place| Arc::make_mut(&mut project.articles[place]))
}

fn insert_articles(
    project: &mut Project,
    index: &mut ProjectIndex,
    articles: Vec<(usize, Arc<Article>)>,
) -> Result<Edit, EditError> {
    check_room(index, articles.iter().map(|(_, article)| article.highlights.len()).sum())?;
    let mut ids = HashSet::new();
    let mut highlight_ids = HashSet::new();
    for (_, article) in &articles {
        let is_id_taken = index.place(article.id).is_some() || !ids.insert(article.id);
        refuse(rules::check_article(article, is_id_taken))?;
        for highlight in &article.highlights {
            let is_id_taken = index.has_highlight(highlight.id) || !highlight_ids.insert(highlight.id);
            refuse(rules::check_highlight(article, highlight, is_id_taken, index))?;
        }
        refuse(rules::check_order(article).map(|(_, broken)| broken))?;
    }
    let inverse = Edit::RemoveArticles(articles.iter().map(|(_, article)| article.id).collect());
    let mut first = project.articles.len();
    for (place, article) in articles {
        let place = place.min(project.articles.len());
        first = first.min(place);
        for highlight in &article.highlights {
            index.add_highlight(highlight);
        }
        project.articles.insert(place, article);
    }
    index.number_articles(&project.articles, first);
    Ok(inverse)
}

fn remove_articles(project: &mut Project, index: &mut ProjectIndex, ids: &[ArticleId]) -> Result<Edit, EditError> {
    let mut wanted: HashSet<ArticleId> = HashSet::with_capacity(ids.len());
    let mut first = project.articles.len();
    for id in ids {
        first = first.min(place(index, *id)?);
        wanted.insert(*id);
    }
    let mut removed = Vec::with_capacity(wanted.len());
    let mut kept = Vec::with_capacity(project.articles.len());
    for (place, article) in std::mem::take(&mut project.articles).into_iter().enumerate() {
        if wanted.contains(&article.id) {
            index.remove_article(&article);
            removed.push((place, article));
        } else {
            kept.push(article);
        }
    }
    project.articles = kept;
    index.number_articles(&project.articles, first);
    Ok(Edit::InsertArticles(removed))
}

/// Fails if `n_more` highlights would exceed what `store` can open.
fn check_room(index: &ProjectIndex, n_more: usize) -> Result<(), EditError> {
    refuse(rules::check_highlight_count(index.n_highlights() + n_more))
}

fn add_highlights(
    project: &mut Project,
    index: &mut ProjectIndex,
    highlights: Vec<(ArticleId, Highlight)>,
) -> Result<Edit, EditError> {
    check_room(index, highlights.len())?;
    let mut new_ids = HashSet::new();
    for (article, highlight) in &highlights {
        let article = &project.articles[place(index, *article)?];
        let is_id_taken = index.has_highlight(highlight.id) || !new_ids.insert(highlight.id);
        refuse(rules::check_highlight(article, highlight, is_id_taken, index))?;
    }
    let inverse =
        Edit::RemoveHighlights(highlights.iter().map(|(article, highlight)| (*article, highlight.id)).collect());
    let mut by_place: BTreeMap<usize, Vec<Arc<Highlight>>> = BTreeMap::new();
    for (article, highlight) in highlights {
        index.add_highlight(&highlight);
        by_place.entry(place(index, article)?).or_default().push(highlight.into());
    }
    for (place, new) in by_place {
        insert_sorted(Arc::make_mut(&mut project.articles[place]), new);
    }
    Ok(inverse)
}

fn insert_sorted(article: &mut Article, mut new: Vec<Arc<Highlight>>) {
    if new.len() == 1 {
        let highlight = new.remove(0);
        let at = article.highlights.partition_point(|other| other.order() < highlight.order());
        effort::note(article.highlights.len() - at);
        article.highlights.insert(at, highlight);
    } else {
        // Inserting one after the other would move the rest again and again. Sorting is fast if they are sorted
        // already.
        article.highlights.extend(new);
        effort::note(article.highlights.len());
        article.highlights.sort_by_key(|highlight| highlight.order());
    }
}

fn remove_highlights(
    project: &mut Project,
    index: &mut ProjectIndex,
    ids: Vec<(ArticleId, HighlightId)>,
) -> Result<Edit, EditError> {
    let mut by_place: BTreeMap<usize, HashSet<HighlightId>> = BTreeMap::new();
    for (article, highlight) in &ids {
        by_place.entry(place(index, *article)?).or_default().insert(*highlight);
    }
    let mut n_wanted = 0;
    for (place, wanted) in &by_place {
        let highlights = &project.articles[*place].highlights;
        let n_found = highlights.iter().filter(|highlight| wanted.contains(&highlight.id)).count();
        if n_found < wanted.len() {
            let held: HashSet<_> = highlights.iter().map(|highlight| highlight.id).collect();
            let missing = ids.iter().find(|(_, id)| wanted.contains(id) && !held.contains(id));
            return Err(EditError::NoHighlight(missing.expect("fewer were found than wanted").1));
        }
        n_wanted += n_found;
    }
    let mut removed = Vec::with_capacity(n_wanted);
    for (place, wanted) in by_place {
        let article = Arc::make_mut(&mut project.articles[place]);
        let gone = article.highlights.extract_if(.., |highlight| wanted.contains(&highlight.id));
        let gone = gone.inspect(|highlight| index.remove_highlight(highlight));
        removed.extend(gone.map(|highlight| (article.id, Arc::unwrap_or_clone(highlight))));
    }
    Ok(Edit::AddHighlights(removed))
}

/// Up to this many highlights, a search for each is faster than a pass over the whole article.
const FEW_HIGHLIGHTS: usize = 8;

fn set_highlights(
    project: &mut Project,
    index: &mut ProjectIndex,
    highlights: Vec<(ArticleId, Highlight)>,
) -> Result<Edit, EditError> {
    if highlights.len() <= FEW_HIGHLIGHTS {
        return set_few_highlights(project, index, highlights);
    }
    let mut held: HashMap<usize, HashSet<HighlightId>> = HashMap::new();
    for (id, highlight) in &highlights {
        let place = place(index, *id)?;
        let article = &project.articles[place];
        let held = held.entry(place).or_insert_with(|| {
            effort::note(article.highlights.len());
            article.highlights.iter().map(|highlight| highlight.id).collect()
        });
        if !held.contains(&highlight.id) {
            return Err(EditError::NoHighlight(highlight.id));
        }
        refuse(rules::check_highlight(article, highlight, false, index))?;
    }
    let mut by_place: BTreeMap<usize, HashMap<HighlightId, Arc<Highlight>>> = BTreeMap::new();
    for (id, highlight) in highlights {
        // If a highlight is set twice, the last one counts.
        by_place.entry(place(index, id)?).or_default().insert(highlight.id, highlight.into());
    }
    let mut replaced = Vec::new();
    for (place, mut new) in by_place {
        let article = Arc::make_mut(&mut project.articles[place]);
        for slot in &mut article.highlights {
            if let Some(highlight) = new.remove(&slot.id) {
                let old = std::mem::replace(slot, highlight);
                index.remove_highlight(&old);
                index.add_highlight(slot);
                replaced.push((article.id, Arc::unwrap_or_clone(old)));
            }
        }
        article.highlights.sort_by_key(|highlight| highlight.order());
    }
    Ok(Edit::SetHighlights(replaced))
}

fn set_few_highlights(
    project: &mut Project,
    index: &mut ProjectIndex,
    highlights: Vec<(ArticleId, Highlight)>,
) -> Result<Edit, EditError> {
    for (id, highlight) in &highlights {
        let article = &project.articles[place(index, *id)?];
        article.highlight(highlight.id).ok_or(EditError::NoHighlight(highlight.id))?;
        refuse(rules::check_highlight(article, highlight, false, index))?;
    }
    let mut replaced = Vec::with_capacity(highlights.len());
    for (id, highlight) in highlights {
        let article = article_mut(project, index, id)?;
        effort::note(article.highlights.len());
        let at = article.highlights.iter().position(|other| other.id == highlight.id);
        let at = at.expect("every highlight was found above and none has been removed");
        let old = article.highlights.remove(at);
        index.remove_highlight(&old);
        index.add_highlight(&highlight);
        insert_sorted(article, vec![highlight.into()]);
        replaced.push((id, Arc::unwrap_or_clone(old)));
    }
    replaced.reverse();
    Ok(Edit::SetHighlights(replaced))
}

/// Looks up what [`rules::check_code`] must know about the other codes of the same kind.
fn code_context(book: &Codebook, index: &ProjectIndex, kind: CodeKind, code: &Code) -> CodeContext {
    let has_key = |key| book.code_with_key(kind, key).is_some_and(|other| other.id != code.id);
    // Most codes have no children, and so cannot be below themselves.
    let is_below_itself = |parent: &CodeId| {
        let is_above = || book.lineage(kind, parent).iter().any(|ancestor| ancestor.id == code.id);
        *parent == code.id || (index.has_children(kind, &code.id) && is_above())
    };
    let parent = match &code.parent {
        Some(parent) if is_below_itself(parent) => ParentState::OwnDescendant,
        Some(parent) if !index.has_code(kind, parent) => ParentState::Missing,
        _ => ParentState::Sound,
    };
    CodeContext { is_id_taken: false, is_key_taken: code.key.is_some_and(has_key), parent }
}

fn insert_code(
    project: &mut Project,
    index: &mut ProjectIndex,
    kind: CodeKind,
    at: usize,
    code: Code,
) -> Result<Edit, EditError> {
    let book = &project.codebook;
    let is_id_taken = index.has_code(kind, &code.id);
    refuse(rules::check_code(kind, &code, CodeContext { is_id_taken, ..code_context(book, index, kind, &code) }))?;
    index.add_code(kind, &code);
    let inverse = Edit::RemoveCode(kind, code.id.clone());
    let codes = project.codebook.codes_mut(kind);
    let at = at.min(codes.len());
    effort::note(codes.len() - at);
    codes.insert(at, code);
    Ok(inverse)
}

fn remove_code(project: &mut Project, index: &mut ProjectIndex, kind: CodeKind, id: CodeId) -> Result<Edit, EditError> {
    let codes = project.codebook.codes(kind);
    // Undoing an import removes the last code first.
    let Some(at) = codes.iter().rposition(|code| code.id == id) else {
        return Err(EditError::NoCode(kind, id));
    };
    effort::note(codes.len() - at);
    if index.has_children(kind, &id) || index.has_tag(kind, &id) {
        return Err(EditError::CodeInUse(kind, id));
    }
    let code = project.codebook.codes_mut(kind).remove(at);
    index.remove_code(kind, &code);
    Ok(Edit::InsertCode(kind, at, code))
}

fn set_code(project: &mut Project, index: &mut ProjectIndex, kind: CodeKind, code: Code) -> Result<Edit, EditError> {
    refuse(rules::check_code(kind, &code, code_context(&project.codebook, index, kind, &code)))?;
    let old = project.codebook.codes_mut(kind).iter_mut().find(|old| old.id == code.id);
    let old = old.ok_or_else(|| EditError::NoCode(kind, code.id.clone()))?;
    index.remove_code(kind, old);
    index.add_code(kind, &code);
    Ok(Edit::SetCode(kind, std::mem::replace(old, code)))
}

fn move_code(
    project: &mut Project,
    index: &mut ProjectIndex,
    kind: CodeKind,
    id: CodeId,
    at: usize,
    parent: Option<CodeId>,
) -> Result<Edit, EditError> {
    let book = &project.codebook;
    let Some(old_at) = book.codes(kind).iter().position(|code| code.id == id) else {
        return Err(EditError::NoCode(kind, id));
    };
    let moved = Code { parent, ..book.codes(kind)[old_at].clone() };
    refuse(rules::check_code(kind, &moved, code_context(book, index, kind, &moved)))?;
    let codes = project.codebook.codes_mut(kind);
    let old = codes.remove(old_at);
    index.remove_code(kind, &old);
    index.add_code(kind, &moved);
    codes.insert(at.min(codes.len()), moved);
    effort::note(codes.len());
    Ok(Edit::MoveCode(kind, id, old_at, old.parent))
}

fn replace(project: &mut Project, index: &mut ProjectIndex, mut other: Project) -> Result<Edit, EditError> {
    refuse(rules::check_highlight_count(other.n_highlights()))?;
    refuse(rules::faults(&other).into_iter().map(|fault| fault.broken))?;
    other.id = project.id;
    *index = ProjectIndex::of(&other);
    Ok(Edit::Replace(Box::new(std::mem::replace(project, other))))
}

fn insert_stance(
    project: &mut Project,
    index: &mut ProjectIndex,
    at: usize,
    stance: Stance,
) -> Result<Edit, EditError> {
    refuse(rules::check_stance(&stance, index.has_stance(&stance.id)))?;
    index.add_stance(&stance.id);
    let inverse = Edit::RemoveStance(stance.id.clone());
    let stances = &mut project.codebook.stances;
    stances.insert(at.min(stances.len()), stance);
    Ok(inverse)
}

fn set_stance(project: &mut Project, stance: Stance) -> Result<Edit, EditError> {
    refuse(rules::check_stance(&stance, false))?;
    let old = project.codebook.stances.iter_mut().find(|old| old.id == stance.id);
    let old = old.ok_or_else(|| EditError::NoStance(stance.id.clone()))?;
    Ok(Edit::SetStance(std::mem::replace(old, stance)))
}

fn remove_stance(project: &mut Project, index: &mut ProjectIndex, id: StanceId) -> Result<Edit, EditError> {
    let Some(at) = project.codebook.stances.iter().position(|stance| stance.id == id) else {
        return Err(EditError::NoStance(id));
    };
    if index.uses_stance(&id) {
        return Err(EditError::StanceInUse(id));
    }
    let stance = project.codebook.stances.remove(at);
    index.remove_stance(&id);
    Ok(Edit::InsertStance(at, stance))
}
