//! `apply`: edits from another program, each acknowledged once it is on disk.
//!
//! Edits that have already arrived are applied as a group, because one flush of the journal serves them all. Whoever
//! sends one line and waits gets its answer at once.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader, Read},
    ops::ControlFlow,
    path::Path,
};

use standpoint_core::edit::{Gesture, lines};
use standpoint_store::{
    self as store, Session,
    files::{self, Irregular},
};

use super::{ChangeArgs, CliError, Verdict, open, save_own_file, save_whatever_changed, terminal::Output};

/// How many lines share one flush of the journal at most.
const MAX_GROUP: usize = 256;

/// A line may be as long as a project file, so that every edit of a project that can be saved fits.
const MAX_LINE_BYTES: u64 = store::MAX_FILE_BYTES;

/// Applies each line of `edits`, or of standard input, and answers it with its number. It does not matter whether
/// anybody reads the answers.
pub(super) fn apply(
    path: &Path,
    edits: Option<&Path>,
    change: ChangeArgs,
    out: &mut Output<'_>,
) -> Result<Verdict, CliError> {
    let (from, source): (&Path, Box<dyn Read>) = match edits {
        None => (Path::new("standard input"), Box::new(io::stdin().lock())),
        Some(edits) => (edits, Box::new(open_edits(edits)?)),
    };
    let mut session = open(path, change.access())?;
    let mut lines =
        EditLines { source: BufReader::with_capacity(1 << 16, source), max_bytes: MAX_LINE_BYTES, is_at_start: true };
    let applied = Group { session: &mut session, from, pending: Vec::new(), change, out }.apply_all(&mut lines);
    if let Err(error @ CliError::NotKept { .. }) = applied {
        // `commit` has just tried to save.
        return Err(error);
    }
    save_own_file(&mut session, change)?;
    applied.map(|()| Verdict::Good)
}

/// Opens a file or a pipe. A device may have no end, or answer for ever.
fn open_edits(path: &Path) -> Result<File, CliError> {
    files::open_named(path).map_err(|source| match Irregular::of(&source) {
        Some(_) => CliError::NoEdits(path.to_owned()),
        None => CliError::Edits { path: path.to_owned(), source },
    })
}

/// The lines of edits as they arrive.
struct EditLines<R> {
    source: BufReader<R>,
    /// The longest line that is read.
    max_bytes: u64,
    /// True until something was read, because a byte order mark may come first.
    is_at_start: bool,
}

/// Why a line cannot be read.
enum BadLine {
    Io(io::Error),
    TooLong,
    NotUtf8,
}

impl<R: Read> EditLines<R> {
    /// Waits for the next line; `None` at the end.
    fn next(&mut self) -> Result<Option<String>, BadLine> {
        let mut line = Vec::new();
        (&mut self.source).take(self.max_bytes + 1).read_until(b'\n', &mut line).map_err(BadLine::Io)?;
        if line.is_empty() {
            return Ok(None);
        }
        if line.len() as u64 > self.max_bytes && !line.ends_with(b"\n") {
            return Err(BadLine::TooLong);
        }
        let mut line = String::from_utf8(line).map_err(|_| BadLine::NotUtf8)?;
        if std::mem::take(&mut self.is_at_start) && line.starts_with('\u{feff}') {
            line.remove(0);
        }
        Ok(Some(line))
    }

    /// Returns whether another whole line has arrived already.
    fn has_next(&self) -> bool {
        self.source.buffer().contains(&b'\n')
    }
}

/// Edits that were applied and wait to be on disk, with everything needed to get them there.
struct Group<'a, 'out> {
    session: &'a mut Session,
    from: &'a Path,
    /// The numbers of their lines.
    pending: Vec<usize>,
    change: ChangeArgs,
    out: &'a mut Output<'out>,
}

impl Group<'_, '_> {
    fn apply_all(&mut self, lines: &mut EditLines<impl Read>) -> Result<(), CliError> {
        for number in 1.. {
            let applied = self.apply_next(lines, number);
            // The edits before a line that does not fit are safe before the error is reported.
            if applied.is_err() || self.pending.len() >= MAX_GROUP || !lines.has_next() {
                self.commit()?;
            }
            if applied?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn apply_next(&mut self, lines: &mut EditLines<impl Read>, number: usize) -> Result<ControlFlow<()>, CliError> {
        let failed = |what: String| CliError::Edit { path: self.from.to_owned(), line: number, what };
        let line = match lines.next() {
            Ok(Some(line)) => line,
            Ok(None) => return Ok(ControlFlow::Break(())),
            Err(BadLine::Io(source)) => return Err(CliError::Edits { path: self.from.to_owned(), source }),
            Err(BadLine::TooLong) => {
                return Err(failed(format!("the line has more than {} bytes, the most one may have", lines.max_bytes)));
            }
            Err(BadLine::NotUtf8) => return Err(failed("the line is not UTF-8 text".to_owned())),
        };
        match line.trim() {
            "" => return Ok(ControlFlow::Continue(())),
            "save" => save_own_file(self.session, self.change)?,
            "undo" => _ = self.session.undo().ok_or_else(|| failed("there is nothing to undo".to_owned()))?,
            "redo" => _ = self.session.redo().ok_or_else(|| failed("there is nothing to redo".to_owned()))?,
            edit => {
                let edit = lines::read(edit).map_err(|error| failed(error.to_string()))?;
                let applied = self.session.apply("Apply an edit", Gesture::Single, edit);
                applied.map_err(|error| failed(error.to_string()))?;
            }
        }
        self.pending.push(number);
        Ok(ControlFlow::Continue(()))
    }

    /// Answers the edits once they are on disk, in the journal or otherwise in the project.
    fn commit(&mut self) -> Result<(), CliError> {
        let Some(&first) = self.pending.first() else { return Ok(()) };
        if self.session.flush_journal().is_err()
            && let Err(project) = save_whatever_changed(self.session, self.change)
        {
            let (path, project) = (self.from.to_owned(), Box::new(project));
            return Err(CliError::NotKept { path, line: first, project });
        }
        for number in self.pending.drain(..) {
            self.out.line(number);
        }
        self.out.flush();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(source: &[u8], max_bytes: u64) -> EditLines<&[u8]> {
        EditLines { source: BufReader::new(source), max_bytes, is_at_start: true }
    }

    #[test]
    fn a_line_is_read_up_to_its_limit() {
        let mut read = lines(b"12345\n1234\r\n\n123456", 5);
        assert!(matches!(read.next(), Ok(Some(line)) if line == "12345\n"));
        assert!(read.has_next());
        assert!(matches!(read.next(), Ok(Some(line)) if line == "1234\r\n"));
        assert!(matches!(read.next(), Ok(Some(line)) if line == "\n"));
        assert!(!read.has_next(), "the last line has no end yet");
        assert!(matches!(read.next(), Err(BadLine::TooLong)));
        let mut read = lines(b"12345", 5);
        assert!(matches!(read.next(), Ok(Some(line)) if line == "12345"));
        assert!(matches!(read.next(), Ok(None)));
        assert!(matches!(lines(b"\xff\n", 5).next(), Err(BadLine::NotUtf8)));
    }

    #[test]
    fn a_byte_order_mark_is_passed_over_at_the_start_only() {
        let mut read = lines("\u{feff}undo\n\u{feff}redo\n".as_bytes(), 50);
        assert!(matches!(read.next(), Ok(Some(line)) if line == "undo\n"));
        assert!(matches!(read.next(), Ok(Some(line)) if line == "\u{feff}redo\n"));
    }
}
