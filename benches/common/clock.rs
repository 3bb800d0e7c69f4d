//! A clock that stands still while others have the processor.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// The processor time of this thread so far.
#[must_use]
pub fn processor_time() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime).try_into().expect("a thread runs for a while, and not before it began")
}

/// The processor time of this thread since a moment of this clock.
#[must_use]
pub fn processor_time_since(start: Duration) -> Duration {
    processor_time().saturating_sub(start)
}
