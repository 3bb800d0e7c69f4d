//! `standpoint codebook`: imports actors, issues and stances, after saying what is new and what differs.

use std::path::{Path, PathBuf};

use clap::Args;
use standpoint_core::{
    edit::Gesture,
    wording::{counted, grouped},
};
use standpoint_exchange::import::{
    codebook::{CodebookPlan, EntryState, read_codebook},
    decode::Charset,
};
use standpoint_store::Access;

use super::{ChangeArgs, CliError, Output, Verdict, args, open, save_command};

/// What codebook is imported, and how.
#[derive(Clone, Debug, Args)]
pub struct CodebookArgs {
    /// A CSV as “export … codebook” writes it, or another project.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only show what would be imported.
    #[arg(long)]
    dry_run: bool,
    /// Also make the changes that are left otherwise: those that empty a definition, remove an alias, move a code to the
    /// top level, or rename a code by an id of another project.
    #[arg(long)]
    all: bool,
    /// The encoding of a CSV, such as UTF-8 or windows-1252 [default: guessed].
    #[arg(long, value_name = "NAME", value_parser = args::encoding)]
    encoding: Option<Charset>,
}

impl CodebookArgs {
    pub(super) const fn changes_a_project(&self) -> bool {
        !self.dry_run
    }
}

pub(super) fn import(
    path: &Path,
    args: &CodebookArgs,
    change: ChangeArgs,
    out: &mut Output<'_>,
) -> Result<Verdict, CliError> {
    let file = read_codebook(&args.file, args.encoding)?;
    let access = if args.dry_run { Access::ReadOnly } else { change.access() };
    let mut session = open(path, access)?;
    let opened = session.history().state();
    let mut plan = CodebookPlan::of(session.project(), &file);
    if args.all {
        plan.set_all(true);
    }
    if let Some(obstacle) = plan.obstacle() {
        return Err(CliError::Codes { path: args.file.clone(), what: obstacle });
    }
    if !args.dry_run {
        if let Some(edit) = plan.edit() {
            session.apply("Import a codebook", Gesture::Single, edit)?;
        }
        // There may be edits to save that an earlier command could not save.
        save_command(&mut session, opened, change)?;
    }
    report(out, &args.file, file.doubt.as_deref(), &plan);
    if args.dry_run {
        out.line("Nothing was changed (--dry-run)");
    }
    Ok(if plan.entries.is_empty() { Verdict::Bad } else { Verdict::Good })
}

/// Prints a line for each code that is new or differs, and for each row that was left out.
fn report(out: &mut Output<'_>, path: &Path, doubt: Option<&str>, plan: &CodebookPlan) {
    let path = path.display();
    if let Some(doubt) = doubt {
        out.line(format_args!("{path}: doubtful: {doubt}; use --encoding NAME if it is wrong"));
    }
    for remark in &plan.remarks {
        out.line(format_args!("{path}, {remark}"));
    }
    if plan.entries.is_empty() && plan.remarks.is_empty() {
        out.line(format_args!("{path}: it lists no actors, issues or stances, so there is nothing to import"));
    }
    for entry in &plan.entries {
        let named = format!("{} “{}”", entry.noun, entry.name);
        for change in &entry.changes {
            let left = if change.is_ticked { "" } else { " (left as it is; use --all)" };
            out.line(format_args!("{named}: {}{left}", change.in_words()));
        }
        for remark in &entry.remarks {
            out.line(format_args!("{named}: {remark}"));
        }
    }
    let counts = plan.counts();
    let n = |state| plan.entries.iter().filter(|entry| entry.state == state).count();
    out.line(format_args!(
        "{} new, {} changed, {} equal; {} made, {} left",
        grouped(n(EntryState::New)),
        grouped(n(EntryState::Changed)),
        grouped(n(EntryState::Equal)),
        counted(counts.n_ticked, "change"),
        grouped(counts.n_changes - counts.n_ticked),
    ));
}
