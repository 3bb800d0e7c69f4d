//! Handles the system's request to end, on logout or by `kill`.
//!
//! The window then closes without asking, because nobody could answer. Unsaved edits are in the journal
//! and comes back when the project is opened again.

use std::sync::{Arc, atomic::AtomicBool};

/// How long the window may take to close before the process ends regardless.
#[cfg(unix)]
const GRACE: std::time::Duration = std::time::Duration::from_secs(3);

/// Returns a flag that is set when the program is asked to end; the window is woken at that moment.
#[cfg(unix)]
pub fn watch(ctx: &egui::Context) -> Arc<AtomicBool> {
    use std::sync::atomic::Ordering;

    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
    };

    let is_asked = Arc::new(AtomicBool::new(false));
    let (ctx, asked) = (ctx.clone(), Arc::clone(&is_asked));
    // Without the handler the process just ends, and the journal is complete anyway.
    if let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGTERM]) {
        std::thread::spawn(move || {
            if signals.forever().next().is_some() {
                asked.store(true, Ordering::Relaxed);
                ctx.request_repaint();
                std::thread::sleep(GRACE);
                #[expect(clippy::disallowed_methods, reason = "main may never get to return")]
                std::process::exit(1);
            }
        });
    }
    is_asked
}

#[cfg(not(unix))]
pub fn watch(_ctx: &egui::Context) -> Arc<AtomicBool> {
    Arc::default()
}
