//! The window.
//!
//! [`window`] is the frame: it lays out the bars and the page on screen, and hands on what is asked for.
//! [`desk`] is the open project, read and written on threads of its own. Each of the [`pages`] draws its
//! part of the project and asks for changes as [`action::Action`]s. [`parts`] are what several pages show.

pub mod action;
pub mod clipboard;

pub mod desk;
pub mod pages;
pub mod parts;
pub mod window;

pub mod layout;
pub mod widgets;

pub mod notices;
pub mod paths;
pub mod preferences;
pub mod settings;
mod termination;
pub mod theme;
pub mod work;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use egui::ViewportBuilder;

use desk::dialogs::files::NativeDialogs;
use window::App;

use standpoint_core::wording::shown;
use standpoint_store::{folders::Folders, reports};

/// The name under which the system knows the program, and eframe its folder.
const APP_ID: &str = "standpoint";

/// Opens the window, with a project or with the welcome page.
///
/// # Errors
/// If the system gives no window; the message says which package is likely to be missing.
pub fn run(project: Option<&Path>) -> Result<(), String> {
    let project = project.map(paths::argument);
    let folders = Folders::of_this_machine();
    reports::write_on_panic(&folders);
    let has_opened = Arc::new(AtomicBool::new(false));
    let opened = Arc::clone(&has_opened);
    let viewport = ViewportBuilder::default()
        .with_title("Standpoint")
        .with_app_id(APP_ID)
        .with_icon(icon())
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([640.0, 400.0])
        .with_drag_and_drop(true);
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    let create = move |cc: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, _> {
        opened.store(true, Ordering::Relaxed);
        Ok(Box::new(App::new(cc, Box::new(NativeDialogs::default()), project)))
    };
    // The window system's libraries are opened at run time, and a missing one panics below us.
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        eframe::run_native(APP_ID, options, Box::new(create))
    }));
    match outcome {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(format!("the window cannot be opened: {error}\n{}", missing_package())),
        Err(_) if has_opened.load(Ordering::Relaxed) => {
            let report =
                reports::latest(&folders).map_or(String::new(), |path| format!("; see {}", shown(path.display())));
            Err(format!("stopped because of a fault in the program; your edits are in the journal{report}"))
        }
        Err(_) => Err(format!("the window cannot be opened\n{}", missing_package())),
    }
}

fn icon() -> egui::IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icons/standpoint.png"))
        .expect("the icon comes with the program and is a sound PNG")
}

/// What to install where a window cannot be opened.
fn missing_package() -> &'static str {
    if cfg!(target_os = "linux") {
        "Without a display, use the command line (standpoint --help). With one, install the libraries it needs:\n\
         apt-get install libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libegl1 libgl1-mesa-dri"
    } else {
        "Without a display, use the command line: standpoint --help"
    }
}
