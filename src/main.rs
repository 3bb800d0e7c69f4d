//! The program: a window, or one command.

use std::{path::Path, process::ExitCode};

use standpoint::cli::{self, Invocation, Output, Verdict};

fn main() -> ExitCode {
    cli::filter_panics();
    let invocation = match cli::parse() {
        Ok(invocation) => invocation,
        Err(code) => return code,
    };
    let problem = match invocation {
        Invocation::OpenWindow(project) => open_window(project.as_deref()).err(),
        Invocation::Run(command) => match cli::run(&command, &mut Output::standard()) {
            Ok(Verdict::Good) => None,
            Ok(Verdict::Bad) => return ExitCode::FAILURE,
            Err(error) => Some(error.lines()),
        },
    };
    let Some(problem) = problem else { return ExitCode::SUCCESS };
    cli::complain(&problem);
    ExitCode::FAILURE
}

#[cfg(feature = "window")]
fn open_window(project: Option<&Path>) -> Result<(), String> {
    standpoint::ui::run(project)
}

#[cfg(not(feature = "window"))]
fn open_window(_project: Option<&Path>) -> Result<(), String> {
    Err("this program was built without a window; use one of the commands (standpoint --help)".to_owned())
}
