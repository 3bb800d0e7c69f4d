//! Being asked by the system to end: at logging out, or by `kill`.
//!
//! The window then closes without a question nobody could answer. What is not saved is in the journal,
//! and comes back when the project is opened again.

use std::sync::{Arc, atomic::AtomicBool};

/// How long the window may take to close before the process ends regardless.
#[cfg(unix)]
const GRACE: std::time::Duration = std::time::Duration::from_secs(3);

/// Becomes true once the program is asked to end; the window is woken then.
#[cfg(unix)]
pub fn watch(ctx: &egui::Context) -> Arc<AtomicBool> {
    use std::sync::atomic::Ordering;

    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
    };

    let is_asked = Arc::new(AtomicBool::new(false));
    let (ctx, asked) = (ctx.clone(), Arc::clone(&is_asked));
    // Without the handler the process just ends, and the journal is whole all the same.
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
