//! Reads PDF files in a process of its own, so that a file that is made to crash its reader, or to keep it busy for
//! ever, takes only that process with it.
//!
//! The process is this program, started once for an import and again after a crash. It gets each file through a pipe
//! and answers through another one. It opens no files. On Unix it limits its own memory; elsewhere only time is limited.

use std::{
    cell::RefCell,
    ffi::OsString,
    io::{self, Read, Write},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};

use super::formats::{
    Unreadable,
    pdf::{Extracted, PdfRefusal, extract_here},
};

/// The first argument of the program that makes it a reader of PDF files, see [`serve`].
pub const ARGUMENT: &str = "read-pdf-files-from-standard-input";

/// An answer is not longer than this; a text may have 64 MB, and heads of pages come on top.
const MAX_ANSWER_BYTES: u64 = 512 << 20;
/// So much of what a crash says is read.
const MAX_LAST_WORDS_BYTES: u64 = 4096;

/// How files are read in a process of its own.
#[derive(Clone, Debug)]
pub struct ReaderProcess {
    /// The program. With [`ARGUMENT`] and a number of bytes as its arguments, it must call [`serve`].
    pub program: PathBuf,
    /// How long it may read one file.
    pub time: Duration,
    /// How much memory it may use, in bytes.
    pub memory_bytes: u64,
}

impl ReaderProcess {
    /// This program itself, with the usual limits.
    ///
    /// # Errors
    /// Fails if the system does not say where the program is.
    pub fn of_this_program() -> io::Result<Self> {
        // The path of a program that was updated while it runs leads nowhere, or to a newer version.
        let program = if cfg!(target_os = "linux") { "/proc/self/exe".into() } else { std::env::current_exe()? };
        Ok(Self { program, time: Duration::from_mins(1), memory_bytes: 1 << 30 })
    }
}

static PROCESS: OnceLock<ReaderProcess> = OnceLock::new();

thread_local! {
    /// The process that reads for the import on this thread.
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
}

/// Says how files are read from now on. Without it, they are read in this process. Only the first call counts.
pub fn read_in(process: ReaderProcess) {
    // A second caller would want the same.
    _ = PROCESS.set(process);
}

/// Ends the process that read for an import when the import is over.
#[derive(Debug)]
pub(super) struct Batch;

impl Drop for Batch {
    fn drop(&mut self) {
        RUNNING.take();
    }
}

/// Reads a PDF file. If that crashes the process or exceeds a limit, the next file gets a new process.
pub(super) fn extract(bytes: &[u8], raw_lines: bool) -> Result<Extracted, Unreadable> {
    let Some(process) = PROCESS.get() else { return Ok(extract_here(bytes.to_vec(), raw_lines)?) };
    let answer = RUNNING.with(|running| {
        let mut running = running.borrow_mut();
        let reader = match &mut *running {
            Some(reader) => reader,
            none => none.insert(Running::start(process).map_err(|error| {
                Unreadable::Refused(format!("the reader of PDF files could not be started: {error}"))
            })?),
        };
        let request = [&[u8::from(raw_lines)], bytes].concat();
        reader.answer(request, process.time).map_err(|silence| {
            let what = match running.take().map_or(silence, |reader| reader.reason_for(silence)) {
                Silence::TooLong => format!("reading it took more than {} seconds", process.time.as_secs()),
                Silence::OutOfMemory => {
                    format!("reading it took more than {} MB of memory", process.memory_bytes >> 20)
                }
                Silence::Crash => "it crashed the reader of PDF files".to_owned(),
            };
            Unreadable::Refused(format!("{what}; print it to a new PDF or save its text"))
        })
    })?;
    let answer: Result<Extracted, PdfRefusal> = ron::de::from_bytes(&answer)
        .map_err(|error| Unreadable::Refused(format!("the reader of PDF files gave a wrong answer: {error}")))?;
    Ok(answer?)
}

/// Why there was no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Silence {
    TooLong,
    OutOfMemory,
    Crash,
}

/// A process that reads files.
struct Running {
    child: Child,
    requests: Sender<Vec<u8>>,
    answers: Receiver<io::Result<Vec<u8>>>,
}

impl Running {
    fn start(process: &ReaderProcess) -> io::Result<Self> {
        let mut command = Command::new(&process.program);
        command.args([OsString::from(ARGUMENT), process.memory_bytes.to_string().into()]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        without_console(&mut command);
        let mut child = command.spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (mut to_child, mut from_child) = pipes.ok_or_else(|| io::Error::other("it has no pipes"))?;
        let (requests, waiting) = mpsc::channel::<Vec<u8>>();
        let (answered, answers) = mpsc::channel();
        // Pipes wait for as long as it takes, so a thread does that, and the import waits for the thread.
        thread::Builder::new().name("PDF pipes".to_owned()).spawn(move || {
            for request in waiting {
                let answer = write_message(&mut to_child, &request).and_then(|()| read_message(&mut from_child));
                let answer = answer.and_then(|answer| answer.ok_or_else(|| io::ErrorKind::UnexpectedEof.into()));
                if answered.send(answer).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { child, requests, answers })
    }

    fn answer(&mut self, request: Vec<u8>, time: Duration) -> Result<Vec<u8>, Silence> {
        self.requests.send(request).map_err(|_| Silence::Crash)?;
        match self.answers.recv_timeout(time) {
            Ok(answer) => answer.map_err(|_| Silence::Crash),
            Err(RecvTimeoutError::Timeout) => Err(Silence::TooLong),
            Err(RecvTimeoutError::Disconnected) => Err(Silence::Crash),
        }
    }

    /// Ends the process, and tells a crash for want of memory from others by the last words of the process.
    fn reason_for(mut self, silence: Silence) -> Silence {
        let last_words = self.child.stderr.take();
        drop(self);
        let mut said = Vec::new();
        if let Some(pipe) = last_words {
            // What could not be read says nothing, and then it was a crash.
            _ = pipe.take(MAX_LAST_WORDS_BYTES).read_to_end(&mut said);
        }
        let is_memory = memchr::memmem::find(&said, b"memory allocation").is_some();
        if silence == Silence::Crash && is_memory { Silence::OutOfMemory } else { silence }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, and then neither call has anything to do.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Keeps Windows from opening a console for the process.
#[cfg(windows)]
fn without_console(command: &mut Command) {
    use std::os::windows::process::CommandExt as _;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

#[cfg(not(windows))]
fn without_console(_command: &mut Command) {}

/// Reads files from standard input until it ends, and writes the answers to standard output. `memory_bytes` is the
/// second argument of the program.
///
/// # Errors
/// Fails if a pipe does, which is the end of the process.
pub fn serve(memory_bytes: Option<OsString>) -> io::Result<()> {
    limit_memory(memory_bytes.and_then(|bytes| bytes.to_str()?.parse().ok()));
    // A panic is an answer, and nobody reads what it says besides.
    std::panic::set_hook(Box::new(|_| {}));
    answer_all(&mut io::stdin().lock(), &mut io::stdout().lock())
}

fn answer_all(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    while let Some(mut request) = read_message(input)? {
        let raw_lines = request.first() == Some(&1);
        request.drain(..request.len().min(1));
        let answer = extract_here(request, raw_lines);
        let answer = ron::to_string(&answer).map_err(io::Error::other)?;
        write_message(output, answer.as_bytes())?;
    }
    Ok(())
}

#[cfg(unix)]
fn limit_memory(bytes: Option<u64>) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let at_most = |bytes| Rlimit { current: Some(bytes), maximum: Some(bytes) };
    // Where a limit cannot be set, the limit of time is left. A crash leaves no image of the memory.
    if let Some(bytes) = bytes {
        _ = setrlimit(Resource::As, at_most(bytes));
    }
    _ = setrlimit(Resource::Core, at_most(0));
}

#[cfg(not(unix))]
fn limit_memory(_bytes: Option<u64>) {}

/// Writes the length of a message, then the message.
fn write_message(pipe: &mut impl Write, message: &[u8]) -> io::Result<()> {
    pipe.write_all(&(message.len() as u64).to_le_bytes())?;
    pipe.write_all(message)?;
    pipe.flush()
}

/// Reads a message; `None` at the end of the pipe.
fn read_message(pipe: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    if let Err(error) = pipe.read_exact(&mut length) {
        return if error.kind() == io::ErrorKind::UnexpectedEof { Ok(None) } else { Err(error) };
    }
    let length = u64::from_le_bytes(length);
    if length > MAX_ANSWER_BYTES {
        return Err(io::Error::other("the message is too long"));
    }
    let mut message = Vec::new();
    let n_read = pipe.take(length).read_to_end(&mut message)?;
    if n_read as u64 == length { Ok(Some(message)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_request_gets_an_answer() {
        let mut requests = Vec::new();
        for file in [&b"\0%PDF-1.4 nothing"[..], b"\x01", b""] {
            write_message(&mut requests, file).expect("memory can be written");
        }
        let mut answers = Vec::new();
        answer_all(&mut requests.as_slice(), &mut answers).expect("memory can be read");
        let mut rest = answers.as_slice();
        for _ in 0..3 {
            let answer = read_message(&mut rest).expect("it is whole").expect("there is one");
            let answer: Result<Extracted, PdfRefusal> = ron::de::from_bytes(&answer).expect("it is RON");
            assert!(answer.is_err(), "{answer:?}");
        }
        assert_eq!(read_message(&mut rest).expect("it has ended"), None);
    }

    #[test]
    fn a_message_that_is_cut_off_is_an_error() {
        let mut message = Vec::new();
        write_message(&mut message, b"The bridge").expect("memory can be written");
        assert!(read_message(&mut &message[..message.len() - 1]).is_err());
        assert!(read_message(&mut &u64::MAX.to_le_bytes()[..]).is_err());
    }
}
