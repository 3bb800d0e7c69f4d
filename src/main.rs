//! The program: a window, or one command.

use std::{path::Path, process::ExitCode};

use standpoint::cli::{self, Invocation, Output, Verdict};
use standpoint_exchange::import::isolated::{self, ReaderProcess};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == isolated::ARGUMENT) {
        return if isolated::serve(arguments.next()).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    cli::filter_panics();
    // Otherwise PDF files are read in this process.
    if let Ok(process) = ReaderProcess::of_this_program() {
        isolated::read_in(process);
    }
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
