//! Long work on threads of its own: reading, writing, importing.
//!
//! The window starts a job, goes on, and takes the outcome when the thread has woken it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread::JoinHandle,
};

use standpoint_core::progress;
use standpoint_store::watch::WriteWatch;

/// What a running job reports, and the flag that asks it to end.
#[derive(Clone, Default)]
pub struct Progress {
    done: Arc<AtomicUsize>,
    total: Arc<AtomicUsize>,
    cancel: Arc<AtomicBool>,
}

impl Progress {
    /// Reports how many of all steps are done.
    pub fn set(&self, done: usize, total: usize) {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// The flag that a job checks between two steps.
    pub fn cancel_flag(&self) -> &AtomicBool {
        &self.cancel
    }

    /// Asks the job to end; it looks at this between two steps.
    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }

    /// Whether the job was asked to end.
    pub fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// Follows the writing of a file, which ends as soon as the job is asked to.
    pub fn watch(&self) -> WriteWatch {
        let progress = self.clone();
        WriteWatch::new(move |done, total| {
            let in_usize = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
            // How long the file gets is estimated, or unknown.
            if total > 0 {
                progress.set(in_usize(done.min(total)), in_usize(total));
            }
            !progress.is_cancelled()
        })
    }

    /// Does work on this thread whose readers and writers say how far they are.
    pub fn follow<R>(&self, work: impl FnOnce() -> R) -> R {
        let progress = self.clone();
        progress::heard_by(move |done, total| progress.set(done, total), work)
    }

    /// The share that is done, 0 to 1; `None` while it is unknown.
    #[expect(clippy::cast_precision_loss, reason = "a progress bar needs no more than f32")]
    pub fn share(&self) -> Option<f32> {
        let total = self.total.load(Ordering::Relaxed);
        (total > 0).then(|| self.done.load(Ordering::Relaxed) as f32 / total as f32)
    }
}

/// Drops something on a thread of its own: to give up what was made of a large project takes longer than a frame may.
pub fn drop_elsewhere<T: Send + 'static>(value: T) {
    // Where the system gives no thread, it is dropped here.
    std::thread::Builder::new().spawn(move || drop(value)).ok();
}

/// Runs something short on a thread of its own, which is waited for in the end; nothing where the system gives none.
pub fn elsewhere<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> Option<JoinHandle<T>> {
    std::thread::Builder::new().spawn(job).ok()
}

/// A job under way.
pub struct Job {
    id: u64,
    /// What it does, as the analyst would say it: "Reading 12 files".
    pub name: String,
    /// How far it is, and the way to cancel it.
    pub progress: Progress,
    /// Whether it looks at its cancel flag.
    pub can_cancel: bool,
}

/// The jobs of one window; `T` is what they bring back.
pub struct Work<T> {
    ctx: egui::Context,
    sender: Sender<(u64, Result<T, String>)>,
    receiver: Receiver<(u64, Result<T, String>)>,
    jobs: Vec<Job>,
    next_id: u64,
}

impl<T: Send + 'static> Work<T> {
    /// No jobs yet; the window of this context is woken when one is done.
    pub fn new(ctx: egui::Context) -> Self {
        let (sender, receiver) = channel();
        Self { ctx, sender, receiver, jobs: Vec::new(), next_id: 0 }
    }

    /// The jobs that are shown, oldest first.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// Runs a job that cannot be cancelled on a thread of its own, and wakes the window when it is done.
    pub fn start(&mut self, name: impl Into<String>, job: impl FnOnce(&Progress) -> T + Send + 'static) {
        self.run(name.into(), false, job);
    }

    /// As [`Self::start`], for a job that looks at its cancel flag.
    pub fn start_cancellable(&mut self, name: impl Into<String>, job: impl FnOnce(&Progress) -> T + Send + 'static) {
        self.run(name.into(), true, job);
    }

    /// As [`Self::start`], for a check that is too short and too frequent to be shown.
    pub fn start_quietly(&mut self, job: impl FnOnce(&Progress) -> T + Send + 'static) {
        self.spawn("Checking the file".to_owned(), Progress::default(), job);
    }

    fn run(&mut self, name: String, can_cancel: bool, job: impl FnOnce(&Progress) -> T + Send + 'static) {
        let progress = Progress::default();
        let id = self.spawn(name.clone(), progress.clone(), job);
        self.jobs.push(Job { id, name, progress, can_cancel });
    }

    fn spawn(&mut self, name: String, progress: Progress, job: impl FnOnce(&Progress) -> T + Send + 'static) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        std::thread::spawn(move || {
            // The window goes on when a job panics; the report is written by the panic hook.
            let outcome = catch_unwind(AssertUnwindSafe(|| job(&progress)));
            let outcome = outcome.map_err(|_| format!("{name}: failed because of a fault in the program"));
            // If the window is gone, nobody waits for the outcome.
            sender.send((id, outcome)).ok();
            ctx.request_repaint();
        });
        id
    }

    /// The outcomes of jobs that finished since the last call; a message in place of the outcome of a job that
    /// panicked.
    pub fn finished(&mut self) -> Vec<Result<T, String>> {
        let finished: Vec<(u64, Result<T, String>)> = self.receiver.try_iter().collect();
        self.jobs.retain(|job| finished.iter().all(|(id, _)| *id != job.id));
        finished.into_iter().map(|(_, outcome)| outcome).collect()
    }
}
