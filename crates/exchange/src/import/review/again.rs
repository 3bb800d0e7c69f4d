//! Files that are read once more, and what the names of files say, both after a review has begun.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use standpoint_core::model::Project;

use super::{FailedText, FileNamePattern, NamedDetails, Review, ReviewDraft, copies::CopyOf};
use crate::import::{
    articles::{FileRead, FilesRead, SkipReason},
    originals::OriginalFile,
    reading::SourceReading,
};

/// A draft or a failed text, in the order of reading.
enum OldEntry {
    Draft(usize),
    Failed(FailedText),
}

impl ReviewDraft {
    /// The file that it was read from; `None` if it was pasted.
    pub fn original(&self) -> Option<OriginalFile> {
        let read = self.read();
        let (name, sha256) = (read.source.file.clone(), Some(read.source.sha256.clone()));
        read.path.clone().map(|path| OriginalFile { path, is_named: read.is_named, name, sha256 })
    }
}

impl FailedText {
    /// The file, if it has one of its own.
    pub fn original(&self) -> Option<OriginalFile> {
        let path = self.path.clone()?;
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some(OriginalFile { path, is_named: self.is_named, name, sha256: None })
    }
}

impl Review {
    /// The files of all ticked drafts, and those that articles of the project were read from before; each once.
    pub fn originals(&self, project: &Project) -> Vec<OriginalFile> {
        let sources = project.articles.iter().filter_map(|article| article.source.as_ref());
        let known: HashSet<&str> = sources.map(|source| &*source.sha256).filter(|digest| !digest.is_empty()).collect();
        let mut seen = HashSet::new();
        let is_wanted = |draft: &&ReviewDraft| draft.is_ticked() || known.contains(&*draft.read.source.sha256);
        let new = self
            .drafts
            .iter()
            .filter(is_wanted)
            .filter(|draft| draft.read.path.as_ref().is_some_and(|path| seen.insert(path)));
        new.filter_map(ReviewDraft::original).collect()
    }

    /// Puts new readings of files in the places of what was read from them before, as in another encoding. What the
    /// person decided and typed stays if a file has the same texts as before. A file that cannot be read like this stays
    /// as it is, and is returned with the reason.
    pub fn replace(&mut self, files: Vec<FileRead>) -> Vec<(PathBuf, SkipReason)> {
        let mut problems = Vec::new();
        let mut new: HashMap<PathBuf, (SourceReading, bool)> = HashMap::new();
        for FileRead { path, is_named, outcome } in files {
            let Some(path) = path else { continue };
            match outcome {
                Ok(reading) => _ = new.insert(path, (reading, is_named)),
                Err(reason) => problems.push((path, reason)),
            }
        }
        if new.is_empty() {
            return problems;
        }
        let n_before = self.drafts.len();
        let order = self.take_entries();
        let mut old: Vec<Option<ReviewDraft>> = std::mem::take(&mut self.drafts).into_iter().map(Some).collect();
        let mut of_file: HashMap<PathBuf, Vec<usize>> = HashMap::new();
        for (at, draft) in old.iter().flatten().enumerate() {
            if let Some(path) = draft.read.path.as_ref().filter(|path| new.contains_key(*path)) {
                of_file.entry(path.clone()).or_default().push(at);
            }
        }
        let mut replaced: HashSet<PathBuf> = HashSet::new();
        for entry in order {
            let path = match &entry {
                OldEntry::Draft(at) => old[*at].as_ref().and_then(|draft| draft.read.path.clone()),
                OldEntry::Failed(failed) => failed.path.clone(),
            };
            let again = path.as_ref().and_then(|path| new.remove(path));
            if let (Some(path), Some((reading, is_named))) = (path.clone(), again) {
                let before = of_file.remove(&path).unwrap_or_default();
                let before: Vec<ReviewDraft> = before.into_iter().filter_map(|at| old[at].take()).collect();
                let first = self.drafts.len();
                replaced.insert(path.clone());
                self.add(FilesRead {
                    files: vec![FileRead { path: Some(path), is_named, outcome: Ok(reading) }],
                    ..FilesRead::default()
                });
                self.keep_decisions(first, before);
                continue;
            }
            let is_replaced = path.is_some_and(|path| replaced.contains(&path));
            match entry {
                OldEntry::Draft(at) => self.drafts.extend(old[at].take()),
                OldEntry::Failed(_) if is_replaced => {}
                OldEntry::Failed(failed) => {
                    self.failed.push(FailedText { n_before: self.drafts.len(), ..failed });
                }
            }
        }
        if self.drafts.len() != n_before {
            // The places that they name are those of other drafts now; they are found anew.
            let is_of_draft =
                |draft: &&mut ReviewDraft| draft.copy.as_ref().is_some_and(|copy| matches!(copy.of, CopyOf::Draft(_)));
            self.drafts.iter_mut().filter(is_of_draft).for_each(|draft| draft.copy = None);
        }
        self.version += 1;
        self.changed();
        problems
    }

    /// Everything in its order. The failed texts are taken out.
    fn take_entries(&mut self) -> Vec<OldEntry> {
        let mut failed = std::mem::take(&mut self.failed).into_iter().peekable();
        let mut order = Vec::with_capacity(self.drafts.len());
        for at in 0..=self.drafts.len() {
            while let Some(text) = failed.next_if(|text| text.n_before <= at) {
                order.push(OldEntry::Failed(text));
            }
            if at < self.drafts.len() {
                order.push(OldEntry::Draft(at));
            }
        }
        order
    }

    /// Carries over what was decided about the texts of a file, if those from `first` on are the same ones.
    fn keep_decisions(&mut self, first: usize, before: Vec<ReviewDraft>) {
        let after = &mut self.drafts[first..];
        let is_same = |(new, old): (&ReviewDraft, &ReviewDraft)| new.read.part == old.read.part;
        if after.len() == before.len() && after.iter().zip(&before).all(is_same) {
            after.iter_mut().zip(before).for_each(|(new, old)| new.keep_decisions(old));
        }
    }

    /// Fills in what the names of files state by a pattern, in place of what an earlier one stated; without a pattern
    /// only that is removed. Neither what the person typed nor what the files themselves say is changed. `stated` is
    /// what [`FileNamePattern::details_in`] says of the name of each of the first drafts.
    pub fn name_by(&mut self, pattern: Option<&FileNamePattern>, stated: &[Option<NamedDetails>]) {
        let misfit: Option<Arc<str>> = pattern.map(|pattern| pattern.misfit().into());
        for (at, draft) in self.drafts.iter_mut().enumerate() {
            let stated = stated.get(at).and_then(Option::as_ref);
            let has_name = draft.read.path.is_some();
            draft
                .name_by(stated.filter(|_| pattern.is_some()), misfit.clone().filter(|_| has_name && stated.is_none()));
            super::set_ambiguous_date(draft, self.date_order);
        }
        self.changed();
    }

    /// Where the draft of this file and number in it stands; the first draft of the file if it has fewer.
    pub fn place_of(&self, path: &Path, number: usize) -> Option<usize> {
        let of_file = |draft: &&ReviewDraft| draft.read.path.as_deref() == Some(path);
        let at = |wanted: &dyn Fn(&ReviewDraft) -> bool| {
            self.drafts.iter().position(|draft| of_file(&draft) && wanted(draft))
        };
        at(&|draft| draft.read.place == number).or_else(|| at(&|_| true))
    }
}
