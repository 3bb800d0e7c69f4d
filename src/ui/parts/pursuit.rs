//! A derived value that follows every key that is typed: a thread makes it, shows parts of it on the way, and gives up
//! as soon as something else is wanted.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel},
    },
    time::{Duration, Instant},
};

use egui::Context;

use crate::ui::work::{drop_elsewhere, elsewhere};

/// How long a frame waits for a value that it has just asked for, so that those of small projects are shown at once.
const WAIT: Duration = Duration::from_millis(2);

/// The value made last, and the thread that makes another, of which there is never more than one.
pub struct Pursuit<K, V> {
    made: Option<Made<K, V>>,
    running: Option<Running<K, V>>,
    /// What a thread failed to make, which is not tried again.
    failed: Option<K>,
}

struct Made<K, V> {
    key: K,
    value: V,
    is_whole: bool,
}

struct Running<K, V> {
    key: K,
    is_left: Arc<AtomicBool>,
    values: Receiver<(V, bool)>,
    has_whole: bool,
}

/// What the work tells while it goes on.
pub struct Pursuer<V> {
    is_left: Arc<AtomicBool>,
    values: Sender<(V, bool)>,
    ctx: Context,
}

impl<V> Pursuer<V> {
    /// Whether the value is still wanted.
    pub fn is_wanted(&self) -> bool {
        !self.is_left.load(Ordering::Relaxed)
    }

    /// Shows a part of the value.
    pub fn show_part(&self, value: V) {
        self.send(value, false);
    }

    fn send(&self, value: V, is_whole: bool) {
        // If the page is gone, nobody waits for it.
        self.values.send((value, is_whole)).ok();
        self.ctx.request_repaint();
    }
}

impl<K, V> Default for Pursuit<K, V> {
    fn default() -> Self {
        Self { made: None, running: None, failed: None }
    }
}

impl<K: Clone + PartialEq, V: Send + 'static> Pursuit<K, V> {
    /// Takes what was made, and lets a thread make the value for `key` if it is another one. `start` gives the work,
    /// which returns nothing if it was given up. Returns whether another value is on screen than in the last frame.
    pub fn follow<M>(&mut self, ctx: &Context, key: &K, start: impl FnOnce(Option<(&K, &V)>) -> M) -> bool
    where
        M: FnOnce(&Pursuer<V>) -> Option<V> + Send + 'static,
    {
        let mut is_new = self.take(Duration::ZERO);
        if let Some(running) = self.running.as_ref().filter(|running| running.key != *key) {
            running.is_left.store(true, Ordering::Relaxed);
        }
        let is_made = self.made.as_ref().is_some_and(|made| made.is_whole && made.key == *key);
        if is_made || self.running.is_some() || self.failed.as_ref() == Some(key) {
            return is_new;
        }
        let work = start(self.made.as_ref().filter(|made| made.is_whole).map(|made| (&made.key, &made.value)));
        let (sender, values) = channel();
        let is_left = Arc::new(AtomicBool::new(false));
        let pursuer = Pursuer { is_left: Arc::clone(&is_left), values: sender, ctx: ctx.clone() };
        let thread = elsewhere(move || {
            if let Some(value) = work(&pursuer) {
                pursuer.send(value, true);
            }
            // The next value may be asked for once this thread is seen to be done.
            let ctx = pursuer.ctx.clone();
            drop(pursuer);
            ctx.request_repaint();
        });
        if thread.is_none() {
            self.failed = Some(key.clone());
            return is_new;
        }
        self.running = Some(Running { key: key.clone(), is_left, values, has_whole: false });
        is_new |= self.take(WAIT);
        is_new
    }

    /// Gives up what is being made and what was made.
    pub fn clear(&mut self) {
        if let Some(running) = self.running.take() {
            running.is_left.store(true, Ordering::Relaxed);
        }
        drop_elsewhere_of(self.made.take().map(|made| made.value));
    }

    /// Takes values that have come, and waits so long for the whole one.
    fn take(&mut self, wait: Duration) -> bool {
        let until = Instant::now() + wait;
        let mut is_new = false;
        while let Some(running) = &mut self.running {
            let left = until.saturating_duration_since(Instant::now());
            let came = if left.is_zero() {
                running.values.try_recv().map_err(|error| error == TryRecvError::Disconnected)
            } else {
                running.values.recv_timeout(left).map_err(|error| error == RecvTimeoutError::Disconnected)
            };
            match came {
                Ok((value, is_whole)) => {
                    running.has_whole |= is_whole;
                    let made = Made { key: running.key.clone(), value, is_whole };
                    drop_elsewhere_of(self.made.replace(made).map(|made| made.value));
                    is_new = true;
                }
                Err(true) => {
                    let is_left = running.is_left.load(Ordering::Relaxed);
                    // The panic hook has written the report.
                    self.failed = (!is_left && !running.has_whole).then(|| running.key.clone());
                    self.running = None;
                }
                Err(false) => break,
            }
        }
        is_new
    }
}

impl<K, V> Pursuit<K, V> {
    /// The value on screen with its key, and whether it is whole.
    pub fn peek(&self) -> Option<(&K, &V, bool)> {
        self.made.as_ref().map(|made| (&made.key, &made.value, made.is_whole))
    }

    /// Whether a thread is making a value.
    pub const fn is_busy(&self) -> bool {
        self.running.is_some()
    }
}

/// Lets a thread free what may be large.
fn drop_elsewhere_of<V: Send + 'static>(value: Option<V>) {
    if let Some(value) = value {
        drop_elsewhere(value);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::*;

    fn settle(pursuit: &mut Pursuit<u32, u32>, key: u32) {
        while pursuit.peek().is_none_or(|(made, _, is_whole)| *made != key || !is_whole) {
            pursuit.follow(&Context::default(), &key, |_| move |_: &Pursuer<u32>| Some(key * 10));
        }
    }

    #[test]
    fn parts_are_shown_and_the_next_key_ends_the_work() {
        let mut pursuit = Pursuit::default();
        settle(&mut pursuit, 1);
        let gate = Arc::new(Barrier::new(2));
        let opens = Arc::clone(&gate);
        let work = move |pursuer: &Pursuer<u32>| {
            pursuer.show_part(7);
            opens.wait();
            while pursuer.is_wanted() {
                std::thread::yield_now();
            }
            None
        };
        pursuit.follow(&Context::default(), &2, |before| {
            assert_eq!(before, Some((&1, &10)));
            work
        });
        gate.wait();
        while pursuit.peek() != Some((&2, &7, false)) {
            pursuit
                .follow(&Context::default(), &2, |_| -> fn(&Pursuer<u32>) -> Option<u32> { panic!("it is at work") });
        }
        // The thread is told that something else is wanted, and only then another begins.
        settle(&mut pursuit, 3);
        assert_eq!(pursuit.peek(), Some((&3, &30, true)));
        assert!(!pursuit.follow(&Context::default(), &3, |_| -> fn(&Pursuer<u32>) -> Option<u32> { panic!("made") }));
        pursuit.clear();
        assert!(pursuit.peek().is_none() && !pursuit.is_busy());
    }
}
