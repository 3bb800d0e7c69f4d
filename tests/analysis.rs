//! `docs/analysis.md`: what Standpoint counts, counted again by another program from the exported records.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// The block of this language in the page.
fn block(language: &str) -> String {
    let page = std::fs::read_to_string(root().join("docs/analysis.md")).expect("the page is there");
    let (_, rest) = page.split_once(&format!("```{language}\n")).expect("the page has such a block");
    rest.split_once("\n```").expect("the block ends").0.to_owned()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// A folder with the records that the page asks for. Its names are made to be confused: by pandas, by R, or with the
/// totals and the missing tags of a comparison.
fn exported() -> TempDir {
    let folder = TempDir::new().expect("the system gives a temporary folder");
    std::fs::copy(root().join("projects/moscow-talks.ron"), folder.path().join("talks.ron")).expect("it can be copied");
    let standpoint = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_standpoint"))
            .args(words)
            .current_dir(folder.path())
            .env("XDG_DATA_HOME", folder.path().join("data"))
            .output()
            .expect("the program was built");
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let project = std::fs::read_to_string(folder.path().join("talks.ron")).expect("it was just copied");
    let confusing = project
        .replace("name: \"Russia\",", "name: \"NA\",")
        .replace("name: \"Ukraine\",", "name: \"(no actor)\",")
        .replace("name: \"Vladimir Putin\",", "name: \"All\",")
        .replace("name: \"Territory\",", "name: \"NULL\",")
        .replace("\"territory\"", "\"null\"")
        .replace("\"donald-trump\"", "\"nan\"")
        .replace("\"united-states\"", "\"NA\"");
    assert_ne!(confusing, project, "the sample has these actors");
    std::fs::write(folder.path().join("talks.ron"), confusing).expect("the folder can be written");
    let page = block("sh");
    for line in page.lines() {
        standpoint(&line.split(' ').skip(1).collect::<Vec<_>>());
    }
    folder
}

#[test]
fn pandas_counts_what_the_comparison_counts() {
    let has_pandas = |program: &&str| {
        let output = Command::new(program).args(["-c", "import pandas"]).output();
        output.is_ok_and(|output| output.status.success())
    };
    let Some(python) = ["python3", "/usr/bin/python3"].into_iter().find(has_pandas) else {
        let missing = "docs/analysis.md needs python3 with pandas (python3-pandas), which is not installed";
        assert!(std::env::var_os("STANDPOINT_REQUIRE_PANDAS").is_none(), "{missing}");
        // Written past the capture of tests, so that it is seen.
        _ = writeln!(std::io::stderr(), "SKIPPED: {missing}");
        return;
    };
    let folder = exported();
    let output = Command::new(python).args(["-c", &block("python")]).current_dir(folder.path()).output();
    let output = output.expect("it ran just now");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let table = String::from_utf8_lossy(&output.stdout);
    for name in ["NA [russia]", "All [vladimir-putin]", "NULL [null]"] {
        assert!(table.contains(name), "{name} in {table}");
    }
}
