//! A real full disk under the real program: every edit that was answered is there afterwards, wherever it was kept.
//!
//! A file system of one megabyte in memory is mounted, which only an administrator can do; elsewhere the tests end at
//! once, and `tests/reliability.rs` lets each step of a save and of the journal fail for want of space.
#![cfg(target_os = "linux")]

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

/// A small disk, which is unmounted when this is dropped.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(folder.path()).output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(folder))
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Fills the disk to the last byte.
    fn fill(&self) {
        let mut file = fs::File::create(self.at("fill")).expect("a file without content takes no room");
        for n_bytes in [4096, 1] {
            while file.write_all(&vec![b'x'; n_bytes]).is_ok() {}
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.at("fill")).expect("it was filled");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(self.0.path()).output().ok();
    }
}

struct Program {
    child: Child,
    answers: BufReader<ChildStdout>,
}

impl Program {
    fn apply(project: &Path, data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_standpoint"))
            .arg("apply")
            .arg(project)
            .env("XDG_DATA_HOME", data)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program was built");
        let answers = BufReader::new(child.stdout.take().expect("it is piped"));
        Self { child, answers }
    }

    /// Returns whether the line was answered.
    fn say(&mut self, line: &str) -> bool {
        let input = self.child.stdin.as_mut().expect("it is piped");
        let mut answer = String::new();
        let sent = writeln!(input, "{line}").and_then(|()| input.flush());
        sent.is_ok() && self.answers.read_line(&mut answer).is_ok_and(|n_bytes| n_bytes > 0)
    }

    /// Kills it, and returns what it had said on standard error.
    fn kill(mut self) -> String {
        // It may have ended by itself.
        self.child.kill().ok();
        self.child.wait().expect("it was started here");
        let mut said = String::new();
        let mut errors = self.child.stderr.take().expect("it is piped");
        errors.read_to_string(&mut said).expect("it is text");
        said
    }
}

/// What happened to the edits made while the disk was full.
struct Outcome {
    n_answered: usize,
    said: String,
}

/// More than there is room reserved for.
const N_EDITS: usize = 2000;

/// Makes edits while the disk of the project is full, kills the program, makes room and opens the project again.
fn edit_on_full_disk(is_full_at_opening: bool, is_data_on_it: bool) -> Option<Outcome> {
    let disk = SmallDisk::mount()?;
    // In memory, so that nothing waits for a real disk.
    let other = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
    let other = other.expect("the system gives a temporary folder");
    let data = if is_data_on_it { disk.at("data") } else { other.path().join("data") };
    let project = disk.at("p.ron");
    fs::copy("projects/moscow-talks.ron", &project).expect("the sample is there, and there is room");
    if is_full_at_opening {
        disk.fill();
    }
    let mut program = Program::apply(&project, &data);
    let mut last = None;
    if !is_full_at_opening {
        assert!(program.say("SetTitle(\"first\")"));
        last = Some("first".to_owned());
        disk.fill();
    }
    let mut n_answered = 0;
    for n in 0..N_EDITS {
        let title = format!("edit {n} {n:060}");
        if !program.say(&format!("SetTitle(\"{title}\")")) {
            break;
        }
        n_answered += 1;
        last = Some(title);
    }
    let said = program.kill();
    let reopen = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_standpoint"));
        command.arg("apply").arg(&project).env("XDG_DATA_HOME", &data).stdin(Stdio::null());
        command.output().expect("the program was built")
    };
    // Opening it while the disk is still full takes nothing away either, whether or not it can be saved.
    reopen();
    disk.make_room();
    let reopened = reopen();
    let words = String::from_utf8_lossy(&reopened.stderr).into_owned();
    assert!(reopened.status.success(), "{words}");
    let title = standpoint_store::open(&project).expect("the project is whole").title;
    // An edit that was not answered may have been kept all the same, but nothing that was answered is lost.
    let is_kept = match &last {
        Some(last) => title == *last || title == format!("edit {n_answered} {n_answered:060}"),
        None => true,
    };
    assert!(is_kept, "{title} instead of {last:?} after {n_answered} answers; it said {said}; reopened: {words}");
    Some(Outcome { n_answered, said })
}

#[test]
fn if_only_the_disk_of_the_project_is_full_edits_go_to_the_data_folder() {
    for is_full_at_opening in [false, true] {
        let Some(outcome) = edit_on_full_disk(is_full_at_opening, false) else { return };
        assert_eq!(outcome.n_answered, N_EDITS, "full at opening: {is_full_at_opening}; it said {}", outcome.said);
    }
}

#[test]
fn room_for_the_next_edits_is_reserved_and_then_the_first_that_is_not_kept_is_named() {
    let Some(outcome) = edit_on_full_disk(false, true) else { return };
    let Outcome { n_answered, said } = outcome;
    assert!((300..N_EDITS).contains(&n_answered), "{n_answered} edits were answered; it said {said}");
    // The first line of the script came before the disk was full.
    let line = format!("standard input:{}: ", n_answered + 2);
    assert!(said.contains(&line) && said.contains("could not be written"), "{said}");
}

#[test]
fn where_nothing_can_be_kept_from_the_start_no_edit_is_answered_and_lost() {
    let Some(outcome) = edit_on_full_disk(true, true) else { return };
    assert!(outcome.n_answered < N_EDITS && !outcome.said.is_empty(), "{}", outcome.said);
}

#[test]
fn an_undo_that_cannot_be_kept_is_not_answered_although_it_leads_back_to_the_file() {
    let Some(disk) = SmallDisk::mount() else { return };
    let (project, data) = (disk.at("p.ron"), disk.at("data"));
    fs::copy("projects/moscow-talks.ron", &project).expect("the sample is there, and there is room");
    // To go back takes far more room than to go on, so that this is what there is no room for.
    let original = "a".repeat(3000);
    let mut program = Program::apply(&project, &data);
    assert!(program.say(&format!("SetTitle(\"{original}\")")) && program.say("save"));
    disk.fill();
    let (mut answered, mut next) = (original.clone(), String::new());
    for n in 0..N_EDITS {
        let line = if n % 2 == 0 { format!("SetTitle(\"{n}\")") } else { "undo".to_owned() };
        next = if n % 2 == 0 { n.to_string() } else { original.clone() };
        if !program.say(&line) {
            break;
        }
        answered.clone_from(&next);
    }
    let said = program.kill();
    assert_eq!(next, original, "it was an undo that could not be kept: {said}");
    disk.make_room();
    let reopened = Command::new(env!("CARGO_BIN_EXE_standpoint"))
        .arg("apply")
        .arg(&project)
        .env("XDG_DATA_HOME", &data)
        .stdin(Stdio::null())
        .output()
        .expect("the program was built");
    assert!(reopened.status.success(), "{}", String::from_utf8_lossy(&reopened.stderr));
    let title = standpoint_store::open(&project).expect("the project is whole").title;
    assert!(title == answered || title == next, "{title} instead of {answered}; it said {said}");
}

#[test]
fn a_save_may_use_the_room_that_was_reserved() {
    let Some(disk) = SmallDisk::mount() else { return };
    let (project, data) = (disk.at("p.ron"), disk.at("data"));
    fs::copy("projects/moscow-talks.ron", &project).expect("the sample is there, and there is room");
    let mut program = Program::apply(&project, &data);
    assert!(program.say("SetTitle(\"saved on a full disk\")"));
    disk.fill();
    let is_saved = program.say("save");
    let said = program.kill();
    assert!(is_saved, "{said}");
    let title = standpoint_store::open(&project).expect("the project is whole").title;
    assert_eq!(title, "saved on a full disk", "{said}");
}

#[test]
fn a_command_that_cannot_save_leaves_nothing_of_its_own_and_takes_nothing_of_others() {
    for has_unsaved_edit in [false, true] {
        let Some(disk) = SmallDisk::mount() else { return };
        let elsewhere = tempfile::tempdir().expect("the system gives a temporary folder");
        let (project, data) = (disk.at("p.ron"), elsewhere.path().join("data"));
        let article = elsewhere.path().join("new.txt");
        fs::copy("projects/moscow-talks.ron", &project).expect("the sample is there, and there is room");
        let text = "A headline of its own\n\n".to_owned() + &"Nobody wrote these words before. ".repeat(20_000);
        fs::write(&article, text).expect("there is room");
        if has_unsaved_edit {
            let mut program = Program::apply(&project, &data);
            assert!(program.say("SetTitle(\"not saved\")"));
            program.kill();
        }
        let n_before = standpoint_store::open(&project).expect("the project is whole").articles.len();

        let add = |extra: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_standpoint"));
            command.arg("add").arg(&project).arg(&article).args(extra).env("XDG_DATA_HOME", &data);
            let output = command.output().expect("the program was built");
            (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
        };
        disk.fill();
        for _ in 0..2 {
            let (code, said) = add(&["--allow-copies"]);
            assert_eq!(code, Some(1), "{said}");
            assert!(said.contains("could not be saved") && said.contains("free some space"), "{said}");
        }
        disk.make_room();
        let (code, said) = add(&[]);
        assert_eq!(code, Some(0), "{said}");
        let saved = standpoint_store::open(&project).expect("the project is whole");
        assert_eq!(saved.articles.len(), n_before + 1, "{said}");
        assert_eq!(saved.title == "not saved", has_unsaved_edit, "{said}");
    }
}
