//! The one place that writes to standard output and standard error.
//!
//! What a project, a path or a lock holds can never act on the terminal or begin a line of its own: a line for people
//! goes through [`shown`], and what is written in several lines is filtered. Only what other programs read is passed
//! on byte for byte, unless a terminal is listening.

use std::{
    fmt::{Display, Write as _},
    io::{self, BufWriter, IsTerminal as _, Write},
    panic::PanicHookInfo,
    process::ExitCode,
};

use standpoint_core::wording::{WrittenOut, shown};

/// Standard output while a command runs. The first error stops further output and is reported at the end, because no
/// work depends on whether its report is read.
pub struct Output<'a> {
    out: BufWriter<Box<dyn Write + 'a>>,
    is_terminal: bool,
    /// Why nothing more can be written.
    trouble: Option<io::Error>,
}

impl Output<'static> {
    /// The standard output of this program.
    pub fn standard() -> Self {
        let stdout = io::stdout().lock();
        let is_terminal = stdout.is_terminal();
        Self::to(stdout, is_terminal)
    }
}

impl<'a> Output<'a> {
    /// Writes to `out`, which may be a terminal.
    pub fn to(out: impl Write + 'a, is_terminal: bool) -> Self {
        Self { out: BufWriter::with_capacity(1 << 16, Box::new(out)), is_terminal, trouble: None }
    }

    /// Writes one line for people, whatever is in it.
    pub fn line(&mut self, words: impl Display) {
        self.give_up_on(|out| writeln!(out, "{}", shown(words)));
    }

    /// Writes text for people, which may have several lines.
    pub fn text(&mut self, text: &str) {
        self.give_up_on(|out| out.write_all(filtered(text, is_layout_of_text).as_bytes()));
    }

    /// Writes data for other programs: unchanged, unless it goes to a terminal.
    ///
    /// # Errors
    /// Fails like `write`, or if nothing more can be written.
    pub fn file(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        if let Some(error) = &self.trouble {
            return Err(error.kind().into());
        }
        if !self.is_terminal {
            return write(&mut self.out);
        }
        let mut out = TerminalFilter { out: &mut self.out, rest: Vec::new() };
        write(&mut out).and_then(|()| out.finish())
    }

    /// Flushes everything written so far.
    pub fn flush(&mut self) {
        self.give_up_on(Write::flush);
    }

    /// Ends the output.
    ///
    /// # Errors
    /// Fails if something could not be written.
    pub fn finish(&mut self) -> io::Result<()> {
        self.flush();
        self.trouble.take().map_or(Ok(()), Err)
    }

    fn give_up_on(&mut self, write: impl FnOnce(&mut BufWriter<Box<dyn Write + 'a>>) -> io::Result<()>) {
        if self.trouble.is_none() {
            self.trouble = write(&mut self.out).err();
        }
    }
}

/// Returns whether the character is part of the layout of text for people.
const fn is_layout_of_text(c: char) -> bool {
    c == '\n'
}

/// Returns whether the character is part of the layout of records.
const fn is_layout_of_records(c: char) -> bool {
    matches!(c, '\n' | '\t')
}

fn filtered(text: &str, is_layout: fn(char) -> bool) -> String {
    let mut filtered = String::with_capacity(text.len());
    WrittenOut::keeping(&mut filtered, is_layout).write_str(text).expect("a string can be written");
    filtered
}

/// Escapes control characters in data for other programs if it goes to a terminal.
struct TerminalFilter<W> {
    out: W,
    /// The incomplete end of the data so far: the start of a character or of a line ending.
    rest: Vec<u8>,
}

impl<W: Write> TerminalFilter<W> {
    /// Writes the incomplete rest.
    fn finish(&mut self) -> io::Result<()> {
        let rest = std::mem::take(&mut self.rest);
        self.put(&String::from_utf8_lossy(&rest))
    }

    fn put(&mut self, text: &str) -> io::Result<()> {
        // A terminal shows both kinds of line ends alike.
        self.out.write_all(filtered(&text.replace("\r\n", "\n"), is_layout_of_records).as_bytes())
    }
}

impl<W: Write> Write for TerminalFilter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest.extend_from_slice(bytes);
        let pending = std::mem::take(&mut self.rest);
        let n_whole = pending.len() - n_unfinished(&pending);
        self.rest.extend_from_slice(&pending[n_whole..]);
        self.put(&String::from_utf8_lossy(&pending[..n_whole]))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Returns how many of the last bytes may be the start of a character or of a line ending.
fn n_unfinished(bytes: &[u8]) -> usize {
    if bytes.ends_with(b"\r") {
        return 1;
    }
    let last = bytes.utf8_chunks().last().map_or(&[][..], |chunk| chunk.invalid());
    let is_begun = std::str::from_utf8(last).is_err_and(|error| error.error_len().is_none());
    if is_begun { last.len() } else { 0 }
}

/// Returns whether standard output is a terminal.
pub fn is_there() -> bool {
    io::stdout().is_terminal()
}

/// Returns the number of columns of the terminal, if standard output is one.
pub fn width() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0.into())
}

/// Prints a message in one line on standard error.
pub fn tell(words: impl Display) {
    // If standard error cannot be written, there is nowhere to report it.
    _ = writeln!(io::stderr(), "{}", shown(words));
}

/// Prints an error on standard error, in as many lines as it has.
pub fn complain(words: &str) {
    // The exit code reports it as well.
    _ = writeln!(io::stderr(), "standpoint: {}", filtered(words, is_layout_of_text));
}

/// From now on, data in a panic message cannot act on the terminal either.
pub fn filter_panics() {
    std::panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let message = info.payload_as_str().unwrap_or("no message");
        let place = info.location().map(|location| format!(" at {location}")).unwrap_or_default();
        tell(format_args!("standpoint: a fault in the program{place}: {message}"));
        let trace = std::backtrace::Backtrace::capture();
        if trace.status() == std::backtrace::BacktraceStatus::Captured {
            _ = writeln!(io::stderr(), "{}", filtered(&trace.to_string(), is_layout_of_text));
        }
    }));
}

/// Prints help, the version or an error of the command line, and returns the exit code. The message must contain only
/// [escaped arguments](shown).
pub fn print_clap(words: &clap::Error) -> ExitCode {
    let printed = words.print().and_then(|()| io::stdout().flush());
    match printed {
        Err(error) if !words.use_stderr() && error.kind() != io::ErrorKind::BrokenPipe => {
            complain(&format!("standard output: {error}"));
            ExitCode::FAILURE
        }
        _ => u8::try_from(words.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands on the terminal, or in the file, once `write` has written.
    fn written(is_terminal: bool, write: impl FnOnce(&mut Output<'_>)) -> String {
        let mut bytes = Vec::new();
        let mut out = Output::to(&mut bytes, is_terminal);
        write(&mut out);
        out.finish().expect("memory can be written");
        drop(out);
        String::from_utf8(bytes).expect("it is text")
    }

    #[test]
    fn records_are_changed_for_a_terminal_only() {
        let records = "a,\"\u{1b}[2J\nb\u{202e}\"\r\n\tc\rd\u{9b}é\r\n";
        let put = |out: &mut Output<'_>| out.file(|out| out.write_all(records.as_bytes())).expect("it can be written");
        assert_eq!(written(false, put), records);
        let expected = "a,\"\\u{1b}[2J\nb\\u{202e}\"\n\tc\\rd\\u{9b}é\n";
        assert_eq!(written(true, put), expected);
        // Wherever a write ends.
        let put = |out: &mut Output<'_>| {
            let bytes = records.as_bytes().iter();
            out.file(|out| bytes.clone().try_for_each(|byte| out.write_all(&[*byte]))).expect("it can be written");
        };
        assert_eq!(written(true, put), expected);
        let put = |out: &mut Output<'_>| out.file(|out| out.write_all(b"\x9b1m\xff\xe2\x80")).expect("as above");
        assert_eq!(written(true, put), "\u{fffd}1m\u{fffd}\u{fffd}");
        let put = |out: &mut Output<'_>| out.file(|out| out.write_all(b"a\r")).expect("as above");
        assert_eq!(written(true, put), "a\\r");
    }

    #[test]
    fn a_line_stays_one_line_and_text_keeps_its_lines() {
        for is_terminal in [false, true] {
            assert_eq!(written(is_terminal, |out| out.line("a\n\u{1b}b")), "a\\n\\u{1b}b\n");
            assert_eq!(written(is_terminal, |out| out.text("a\nb\u{7}\tc\n")), "a\nb\\u{7}\\tc\n");
        }
    }

    #[test]
    fn what_cannot_be_written_is_said_once_at_the_end() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut out = Output::to(Full, false);
        out.line("a report");
        out.flush();
        out.line("more of it");
        assert!(out.file(|_| Ok(())).is_err(), "nothing more can be written");
        let kind = out.finish().expect_err("the disk is full").kind();
        assert_eq!(kind, io::ErrorKind::StorageFull);
    }
}
