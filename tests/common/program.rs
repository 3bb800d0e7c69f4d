//! The real program, run as a script would run it.

use std::{
    path::Path,
    process::{Command, Output},
};

/// Runs the program in a folder, which also has its own data.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_standpoint"));
    command.current_dir(folder).env("XDG_DATA_HOME", folder.join("data"));
    command.args(arguments).output().expect("the program was built")
}

/// What a command prints that succeeds without a complaint.
pub fn said(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("the program writes UTF-8")
}
