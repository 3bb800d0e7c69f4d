//! The program: a window, or one command.

use std::{
    io::{BufWriter, Write as _, stderr, stdout},
    process::ExitCode,
};

use standpoint::{
    cli::{self, Invocation, Verdict},
    ui,
};

fn main() -> ExitCode {
    let problem = match cli::parse() {
        Invocation::OpenWindow(project) => ui::run(project.as_deref()).err(),
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
