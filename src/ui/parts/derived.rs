//! A derived value that is made on a thread of its own, while the one before stays on screen.
//!
//! What takes longer than a frame may (counting a large project, finding anew, placing a network) is made here. The
//! window goes on with the old value, which is marked as updating, and the new one takes its place when it is ready.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    time::{Duration, Instant},
};

use egui::Context;

use crate::ui::work::drop_elsewhere;

/// How long a frame waits for a value that it has just asked for. A small project’s values are ready by then, so they
/// are shown in the frame that asks for them.
const WAIT: Duration = Duration::from_millis(2);

/// After this time the old value on screen is marked as updating; anything shorter would only flicker.
const UPDATING_AFTER: Duration = Duration::from_millis(120);

/// Code trees may be thousands of levels deep, and some of the work goes down level by level.
const STACK_BYTES: usize = 64 << 20;

/// The value made last, with the key it was made for, and the one that is being made, if any.
pub struct Derived<K, V> {
    made: Option<(K, V)>,
    coming: Option<Coming<K, V>>,
}

/// A value that a thread is making.
struct Coming<K, V> {
    key: K,
    /// `None` after the thread failed. The key stays, so that it is not tried in each frame again.
    result: Option<Receiver<V>>,
    since: Instant,
}

impl<K, V> Default for Derived<K, V> {
    fn default() -> Self {
        Self { made: None, coming: None }
    }
}

impl<K: Send + 'static, V: Send + 'static> Derived<K, V> {
    /// Takes the new value if it is ready, and lets a thread make one if neither the value here nor the one being made
    /// is for the wanted key, which `is_wanted` tells. `start` gives the key and the work. Only one value is made at a
    /// time, so the latest key is asked for once the thread is done with the one before.
    pub fn follow<M>(&mut self, ctx: &Context, is_wanted: impl Fn(&K) -> bool, start: impl FnOnce(Option<&V>) -> (K, M))
    where
        M: FnOnce() -> V + Send + 'static,
    {
        self.take(Duration::ZERO);
        let is_made = self.made.as_ref().is_some_and(|(key, _)| is_wanted(key));
        let is_busy = self.coming.as_ref().is_some_and(|coming| coming.result.is_some() || is_wanted(&coming.key));
        if is_made || is_busy {
            return;
        }
        let (key, make) = start(self.peek());
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        let work = move || {
            // If the page is gone, nobody waits for the value.
            sender.send(make()).ok();
            ctx.request_repaint();
        };
        // Where the system gives no thread, the value is out of date until the next key.
        let has_thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work).is_ok();
        self.coming = Some(Coming { key, result: has_thread.then_some(receiver), since: Instant::now() });
        self.take(WAIT);
    }

    fn take(&mut self, wait: Duration) {
        let Some(Coming { result: Some(result), .. }) = &self.coming else { return };
        match result.recv_timeout(wait) {
            Ok(value) => {
                let made = self.coming.take().map(|coming| (coming.key, value));
                drop_elsewhere(std::mem::replace(&mut self.made, made));
            }
            Err(RecvTimeoutError::Timeout) => {}
            // The panic hook has written the report.
            Err(RecvTimeoutError::Disconnected) => {
                if let Some(coming) = &mut self.coming {
                    coming.result = None;
                }
            }
        }
    }
}

impl<K, V> Derived<K, V> {
    /// The value made last, if any.
    pub fn peek(&self) -> Option<&V> {
        self.made.as_ref().map(|(_, value)| value)
    }

    /// The key of the value made last, if any.
    pub fn key(&self) -> Option<&K> {
        self.made.as_ref().map(|(key, _)| key)
    }

    /// Whether a thread is making a value.
    pub fn is_busy(&self) -> bool {
        self.coming.as_ref().is_some_and(|coming| coming.result.is_some())
    }

    /// Whether a thread failed to make the value that was asked for last, so that the one on screen is out of date.
    pub fn has_failed(&self) -> bool {
        self.coming.as_ref().is_some_and(|coming| coming.result.is_none())
    }

    /// Whether the value on screen has been out of date for long enough to say so. Asks for a repaint at the moment
    /// from which it is.
    pub fn is_updating(&self, ctx: &Context) -> bool {
        let Some(coming) = self.coming.as_ref().filter(|coming| coming.result.is_some()) else { return false };
        let left = UPDATING_AFTER.saturating_sub(coming.since.elapsed());
        if !left.is_zero() {
            ctx.request_repaint_after(left);
        }
        left.is_zero()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Barrier};

    use super::*;

    fn settle(derived: &mut Derived<u32, u32>, key: u32) {
        while derived.key() != Some(&key) {
            derived.follow(&Context::default(), |made| *made == key, |_| (key, move || key * 10));
        }
    }

    #[test]
    fn the_old_value_stays_until_the_new_one_is_made() {
        let mut derived = Derived::default();
        settle(&mut derived, 1);
        assert_eq!((derived.peek(), derived.is_busy()), (Some(&10), false));
        let gate = Arc::new(Barrier::new(2));
        let opens = gate.clone();
        derived.follow(
            &Context::default(),
            |key| *key == 2,
            |old| {
                let old = *old.expect("one was made");
                (2, move || {
                    opens.wait();
                    old + 1
                })
            },
        );
        assert_eq!((derived.peek(), derived.is_busy()), (Some(&10), true));
        // Another key waits for its turn.
        derived.follow(&Context::default(), |key| *key == 3, |_| -> (u32, fn() -> u32) { panic!("one at a time") });
        gate.wait();
        while derived.is_busy() {
            derived.follow(&Context::default(), |key| *key == 2, |_| -> (u32, fn() -> u32) { panic!("it is made") });
        }
        assert_eq!(derived.peek(), Some(&11));
        settle(&mut derived, 3);
        assert_eq!(derived.peek(), Some(&30));
    }

    #[test]
    fn a_value_that_could_not_be_made_is_not_tried_again_and_another_one_is() {
        let mut derived = Derived::default();
        settle(&mut derived, 1);
        derived.follow(&Context::default(), |key| *key == 2, |_| (2, || panic!("a fault that this test makes")));
        while derived.is_busy() {
            derived.follow(&Context::default(), |key| *key == 2, |_| -> (u32, fn() -> u32) { panic!("tried again") });
        }
        assert_eq!(derived.peek(), Some(&10));
        derived.follow(&Context::default(), |key| *key == 2, |_| -> (u32, fn() -> u32) { panic!("tried again") });
        settle(&mut derived, 3);
        assert_eq!(derived.peek(), Some(&30));
    }
}
