//! `apply`: edits from another program.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use standpoint_core::edit::{Gesture, lines};
use standpoint_store::{Access, Session};

use super::{CliError, Verdict, open, save_own_file, terminal::Output};

/// Applies each line of `edits`, or of standard input, and answers it with its number. That nobody reads the answers
/// changes nothing.
pub(super) fn apply(path: &Path, edits: Option<&Path>, out: &mut Output<'_>) -> Result<Verdict, CliError> {
    let mut session = open(path, Access::Change)?;
    let applied = match edits {
        None => apply_lines(&mut session, Path::new("standard input"), &mut io::stdin().lock(), out),
        Some(edits) => {
            let file = File::open(edits).map_err(|source| CliError::Edits { path: edits.to_owned(), source })?;
            apply_lines(&mut session, edits, &mut BufReader::new(file), out)
        }
    };
    save_own_file(&mut session)?;
    applied.map(|()| Verdict::Good)
}

fn apply_lines(
    session: &mut Session,
    from: &Path,
    lines: &mut dyn BufRead,
    out: &mut Output<'_>,
) -> Result<(), CliError> {
    for (index, line) in lines.lines().enumerate() {
        let line = line.map_err(|source| CliError::Edits { path: from.to_owned(), source })?;
        let failed = |what: String| CliError::Edit { path: from.to_owned(), line: index + 1, what };
        match line.trim() {
            "" => continue,
            "save" => save_own_file(session)?,
            "undo" => _ = session.undo().ok_or_else(|| failed("there is nothing to undo".to_owned()))?,
            "redo" => _ = session.redo().ok_or_else(|| failed("there is nothing to redo".to_owned()))?,
            edit => {
                let edit = lines::read(edit).map_err(|error| failed(error.to_string()))?;
                session.apply("Apply an edit", Gesture::Single, edit).map_err(|error| failed(error.to_string()))?;
            }
        }
        out.line(index + 1);
        out.flush();
    }
    Ok(())
}
