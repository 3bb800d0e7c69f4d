//! The window.

use std::path::Path;

/// Opens the window, with a project or with the welcome page.
///
/// # Errors
/// If the system gives no window; the message says what is missing.
pub fn run(project: Option<&Path>) -> Result<(), String> {
    let title = project.map_or_else(|| "Standpoint".to_owned(), |path| format!("{} – Standpoint", path.display()));
    eframe::run_ui_native(&title, eframe::NativeOptions::default(), |_, _| {}).map_err(|error| error.to_string())
}
