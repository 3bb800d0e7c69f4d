//! Watching a file being written: how far it is, and whether to go on.

use std::{
    fmt,
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Is called with the number of bytes that are written and that there will be, about, or 0; returns whether to go on.
type Watcher = dyn Fn(u64, u64) -> bool + Send + Sync;

/// Somebody who watches a file being written, and may stop that.
#[derive(Clone, Default)]
pub struct WriteWatch {
    watcher: Option<Arc<Watcher>>,
    is_stopped: Arc<AtomicBool>,
}

impl WriteWatch {
    /// Is told, now and then, the bytes that are written and that there will be, about, or 0 if that is unknown. Writing
    /// stops as soon as the answer is false; the file that was to be replaced then stays as it is.
    pub fn new(watcher: impl Fn(u64, u64) -> bool + Send + Sync + 'static) -> Self {
        Self { watcher: Some(Arc::new(watcher)), is_stopped: Arc::default() }
    }

    /// Whether the writing was stopped.
    pub fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }

    /// Watches what is written into `out`. About `total` bytes will be.
    pub fn over<W: Write>(&self, out: W, total: u64) -> WatchedWriter<'_, W> {
        WatchedWriter { watch: self, out, n_written: 0, total }
    }
}

impl fmt::Debug for WriteWatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteWatch").field("is_stopped", &self.is_stopped()).finish_non_exhaustive()
    }
}

/// A file under watch.
#[derive(Debug)]
pub struct WatchedWriter<'a, W> {
    watch: &'a WriteWatch,
    out: W,
    n_written: u64,
    total: u64,
}

impl<W: Write> Write for WatchedWriter<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(watcher) = &self.watch.watcher
            && !watcher(self.n_written, self.total)
        {
            self.watch.is_stopped.store(true, Ordering::Relaxed);
            return Err(io::Error::other("it was cancelled"));
        }
        let n = self.out.write(bytes)?;
        self.n_written += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
