//! Reports of imports and repairs, in lines for people.

use std::{collections::HashMap, path::Path};

use standpoint_core::{
    edit::{codes_differing_in_case, codes_of_same_name, stances_differing_in_case, stances_of_same_name},
    model::{CodeKind, Project},
    rules::{Fault, ItemId},
    wording::{counted, grouped},
};
use standpoint_exchange::import::{
    highlights_csv::HighlightsReport,
    originals::OriginalsKept,
    review::{Review, ReviewDraft, ReviewEntry},
};
use standpoint_store::{
    LocatedFault, Position,
    repair::{self, AppliedFix, FixAction, Problem, RepairReport},
};

use super::{Verdict, terminal::Output};

/// The advice on a doubtful encoding.
const ENCODING_DECIDES: &str = "use --encoding NAME if it is wrong";

/// The advice on a copy that was left out.
const COPIES_ARE_ALLOWED: &str = "; use --allow-copies to import it";

/// Prints a line for each text and each file without one, then the total.
pub(super) fn articles(out: &mut Output<'_>, review: &Review, is_dry_run: bool) {
    let imported = if is_dry_run { "would be imported" } else { "imported" };
    for entry in review.entries() {
        match entry {
            ReviewEntry::Draft(at) => {
                let draft = &review.drafts()[at];
                match draft.reason_left_out() {
                    Some(reason) => {
                        let advice = if draft.copy().is_some() { COPIES_ARE_ALLOWED } else { "" };
                        out.line(format_args!("{}: left out, {reason}{advice}", draft.place()));
                    }
                    None => out.line(format_args!("{}: {imported}, {}", draft.place(), described(draft))),
                }
            }
            ReviewEntry::Failed(failed) => {
                out.line(format_args!("{}: left out, {}", failed.place(), failed.reason));
            }
        }
    }
    let n_imported = review.counts().n_ticked;
    let n_left_out = review.drafts().len() + review.failed().len() - n_imported;
    out.line(format_args!("{} {imported}, {} left out", counted(n_imported, "article"), grouped(n_left_out)));
}

/// Prints a line for each file that could not be kept beside the project, and the number of those that are. The verdict
/// is bad if any is not.
pub(super) fn originals(out: &mut Output<'_>, kept: &OriginalsKept) -> Verdict {
    for (path, reason) in &kept.problems {
        out.line(format_args!("{}: not kept, {reason}", path.display()));
    }
    out.line(format_args!("{} kept in {}", counted(kept.n_kept, "original file"), kept.folder.display()));
    if kept.problems.is_empty() { Verdict::Good } else { Verdict::Bad }
}

fn described(draft: &ReviewDraft) -> String {
    let details = draft.details();
    let date = details.date.map(|date| date.to_string()).unwrap_or_default();
    let known: Vec<&str> = [&*details.outlet, &*details.author, &*date].into_iter().filter(|s| !s.is_empty()).collect();
    let mut words = format!("“{}”", details.title);
    if !known.is_empty() {
        words.push_str(&format!(", {}", known.join(", ")));
    }
    let length = counted(draft.text().0.chars().count(), "character");
    let encoding = draft.draft().encoding.as_ref();
    match encoding {
        Some(encoding) => words.push_str(&format!(" ({}, {length})", encoding.charset.name())),
        None => words.push_str(&format!(" ({length})")),
    }
    if let Some(encoding) = encoding {
        if encoding.n_replaced > 0 {
            words.push_str(&format!("; {} unreadable, shown as �", counted(encoding.n_replaced, "character")));
        }
        if encoding.n_nul > 0 {
            words.push_str(&format!("; {} removed", counted(encoding.n_nul, "NUL character")));
        }
        if let Some(doubt) = &encoding.doubt {
            words.push_str(&format!("; doubtful: {doubt}; {ENCODING_DECIDES}"));
        }
    }
    if let (None, Some(date)) = (details.date, &draft.draft().ambiguous_date) {
        words.push_str(&format!("; “{date}” may mean two days, so the article has no date"));
    }
    for warning in &draft.draft().warnings {
        words.push_str(&format!("; {warning}"));
    }
    if let Some(copy) = draft.copy() {
        words.push_str(&format!("; {}", copy.in_words()));
        if !copy.outlet.is_empty() {
            words.push_str(&format!(" of {}", copy.outlet));
        }
    }
    if let Some(stub) = draft.fills() {
        words.push_str(&format!("; {}", stub.in_words()));
    }
    let (n_out, n_kept) = (draft.n_left_out(), draft.n_kept_clutter());
    if n_out > 0 {
        words.push_str(&format!("; {} left out", counted(n_out, "line")));
    }
    if n_kept > 0 {
        words.push_str(&format!("; {} may be clutter; use --drop-clutter to leave them out", counted(n_kept, "line")));
    }
    words
}

/// Prints a line for each row that was moved or left out and for each new code, then the total.
pub(super) fn highlights(out: &mut Output<'_>, csv: &Path, report: &HighlightsReport) {
    let csv = csv.display();
    if let Some(doubt) = &report.doubt {
        out.line(format_args!("{csv}: doubtful: {doubt}; {ENCODING_DECIDES}"));
    }
    for moved in &report.reanchored {
        out.line(format_args!(
            "{csv}:{}: re-anchored, the quote is at {} of “{}”",
            moved.line, moved.to, moved.article
        ));
    }
    for bad in &report.bad_rows {
        out.line(format_args!("{csv}:{}: left out, {}", bad.line, bad.reason));
    }
    for other_case in &report.other_case {
        out.line(format_args!("{csv}: {other_case}"));
    }
    for (kind, name) in &report.new_codes {
        out.line(format_args!("new {}: {name}", kind.noun()));
    }
    out.line(format_args!(
        "{} imported ({} re-anchored), {} already there, {} left out",
        counted(report.n_taken, "highlight"),
        grouped(report.reanchored.len()),
        grouped(report.n_present),
        grouped(report.bad_rows.len()),
    ));
}

/// Says that a project is sound, how much is in it, and which names are easily confused.
pub(super) fn sound(out: &mut Output<'_>, project: &Project) {
    let articles = counted(project.articles.len(), "article");
    out.line(format_args!("sound: {articles}, {}", counted(project.n_highlights(), "highlight")));
    let book = &project.codebook;
    let mut same = |noun: &str, name: &str, first: &str, second: &str| {
        out.line(format_args!(
            "notice: two {noun}s are called “{name}” (ids “{first}” and “{second}”); rename one, or delete one in the \
             codebook and move its highlights to the other"
        ));
    };
    for kind in CodeKind::ALL {
        for (first, second) in codes_of_same_name(book, kind) {
            same(kind.noun(), &first.name, first.id.as_str(), second.id.as_str());
        }
    }
    for (first, second) in stances_of_same_name(book) {
        same("stance", &first.name, first.id.as_str(), second.id.as_str());
    }
    let mut alike = |noun: &str, first: &str, second: &str| {
        out.line(format_args!("notice: the {noun}s “{first}” and “{second}” differ only in capital letters"));
    };
    for kind in CodeKind::ALL {
        for (first, second) in codes_differing_in_case(book, kind) {
            alike(kind.noun(), &first.name, &second.name);
        }
    }
    for (first, second) in stances_differing_in_case(book) {
        alike("stance", &first.name, &second.name);
    }
}

/// Prints a line for each problem in file order: what was done, or that it needs a person. Then prints the total.
/// `faults` has the places in the file.
pub(super) fn repair(
    out: &mut Output<'_>,
    path: &Path,
    project: &Project,
    faults: &[LocatedFault],
    repair: &RepairReport,
) {
    let positions: HashMap<&ItemId, Position> =
        faults.iter().map(|located| (&located.fault.broken.item, located.position)).collect();
    let done = repair.done.iter().map(|done| (&done.fault, what_was_done(project, done)));
    let left = repair.left.iter().map(|problem| (&problem.fault, what_is_left(problem)));
    let mut lines: Vec<(Option<Position>, &Fault, String)> =
        done.chain(left).map(|(fault, words)| (positions.get(&fault.broken.item).copied(), fault, words)).collect();
    // A fault that only appeared during the repair has no place in the original file, and comes last.
    lines.sort_by_key(|(position, ..)| (position.is_none(), *position));
    for (position, fault, words) in lines {
        let position = position.map(|position| format!(":{position}")).unwrap_or_default();
        out.line(format_args!("{}{position}: {}: {}; {words}", path.display(), fault.broken.item, fault.broken.what()));
    }
    if !(repair.done.is_empty() && repair.left.is_empty()) {
        let n_left = repair.left.len();
        let need = if n_left == 1 { "needs" } else { "need" };
        out.line(format_args!("{} repaired, {} {need} a person", counted(repair.done.len(), "fault"), grouped(n_left)));
    }
}

fn what_was_done(project: &Project, done: &AppliedFix) -> String {
    match &done.left_out {
        Some(highlight) if done.fix.action == FixAction::LeaveOut => {
            format!("left out: {}", repair::described(project, highlight))
        }
        _ => format!("{} (score {:.2})", done.fix.done(), done.fix.score),
    }
}

fn what_is_left(problem: &Problem) -> String {
    let fixes = problem
        .fixes
        .iter()
        .map(|fix| if fix.score > 0.0 { format!("{fix} (score {:.2})", fix.score) } else { fix.to_string() });
    format!("needs a person: {}", fixes.collect::<Vec<_>>().join(", or "))
}
