//! The program: a window, or one command.

use std::{
    io::{BufWriter, Write as _, stderr, stdout},
    path::Path,
    process::ExitCode,
};

use standpoint::cli::{self, Invocation, Verdict};

fn main() -> ExitCode {
    let problem = match cli::parse() {
        Invocation::OpenWindow(project) => open_window(project.as_deref()).err(),
        Invocation::Run(command) => match cli::run(&command, &mut BufWriter::new(stdout().lock())) {
            Ok(Verdict::Good) => None,
            Ok(Verdict::Bad) => return ExitCode::FAILURE,
            Err(error) => Some(error.to_string()),
        },
    };
    let Some(problem) = problem else { return ExitCode::SUCCESS };
    // Where nobody hears standard error, the exit code still says it.
    _ = writeln!(stderr(), "standpoint: {problem}");
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
