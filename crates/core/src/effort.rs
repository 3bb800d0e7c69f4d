//! Counts steps of work, so that tests can check without a clock that the work grows no faster than its input. Outside
//! tests nothing is counted.

#[cfg(any(test, feature = "testing"))]
use std::cell::Cell;

#[cfg(any(test, feature = "testing"))]
thread_local! {
    static STEPS: Cell<usize> = const { Cell::new(0) };
}

/// Records that this many items were looked at, folded or moved.
#[inline]
pub(crate) fn note(n_steps: usize) {
    #[cfg(any(test, feature = "testing"))]
    STEPS.set(STEPS.get() + n_steps);
    #[cfg(not(any(test, feature = "testing")))]
    let _ = n_steps;
}

/// Returns how many steps this work takes on its thread.
#[cfg(any(test, feature = "testing"))]
pub fn steps_of(work: impl FnOnce()) -> usize {
    let before = STEPS.get();
    work();
    STEPS.get() - before
}
