//! Folders from strangers: whatever lies beside a project or among articles, nothing outside the folder is opened,
//! changed or waited for.
#![cfg(unix)]

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs::{self, File},
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _, symlink},
        net::UnixListener,
    },
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    time::{Duration, Instant},
};

use standpoint_core::{
    edit::{Edit, Gesture},
    model::Project,
};
use standpoint_exchange::import::{
    articles::{FileRead, read_files},
    formats::ReadingOptions,
};
use standpoint_store::{
    self as store, Access, Machine, Overwrite, Session, disk::SystemDisk, folders::Folders, machine::backups_of,
};

/// How long opening, changing and saving a small project may take before it counts as hanging.
const PATIENCE: Duration = Duration::from_mins(1);

/// A folder with a project from a stranger, and beside it things that must stay as they are.
struct Scene {
    folder: tempfile::TempDir,
    machine: Machine,
    path: PathBuf,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let root = folder.path().canonicalize().expect("it was just made");
        for name in ["outside/backups", "outside/sub", "work"] {
            fs::create_dir_all(root.join(name)).expect("the folder can be written");
        }
        for name in
            ["thesis.txt", "lock", "journal", "probe", "reserve", "saving.tmp", "backups/2020-01-01T00-00-00.000Z.ron"]
        {
            let path = root.join("outside").join(name);
            fs::write(&path, format!("my {name}")).expect("the folder can be written");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("it was just written");
        }
        let fifo = Command::new("mkfifo").arg(root.join("outside/fifo")).status();
        assert!(fifo.is_ok_and(|status| status.success()), "pipes can be made");
        let mut machine = Machine::with(Folders::below(root.join("data")), Arc::new(SystemDisk));
        machine.take_over_wait = Duration::from_millis(1);
        let path = root.join("work/talks.ron");
        fs::write(&path, store::to_string(&Project::titled("A"))).expect("the folder can be written");
        Self { folder, machine, path }
    }

    fn outside(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("it is there").join("outside")
    }

    fn recovery(&self) -> PathBuf {
        self.path.with_file_name("talks.ron.recovery")
    }
}

/// Everything in a folder that a program could change: names, kinds, modes, sizes, times and contents.
fn look(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    let mut names: Vec<_> = fs::read_dir(folder).expect("it is there").flatten().map(|entry| entry.path()).collect();
    names.sort();
    for path in names {
        let there = fs::symlink_metadata(&path).expect("it is there");
        let content = if there.is_file() { fs::read_to_string(&path).expect("it is text") } else { String::new() };
        all.push(format!(
            "{} {:o} {} {:?} {content}",
            path.display(),
            there.mode(),
            there.nlink(),
            there.modified().ok()
        ));
        if there.is_dir() {
            all.extend(look(&path));
        }
    }
    all
}

/// What a stranger may put under a name.
const TRAPS: [&str; 14] = [
    "link to a file",
    "relative link to a file",
    "link to a folder",
    "dangling link",
    "link to nowhere writable",
    "link to itself",
    "link to a link",
    "link to a pipe",
    "link to endless zeros",
    "link to a full device",
    "pipe",
    "socket",
    "folder",
    "hard link",
];

fn set(trap: &str, path: &Path, outside: &Path) {
    let thesis = outside.join("thesis.txt");
    let link = |to: &Path| symlink(to, path);
    let made = match trap {
        "link to a file" => link(&thesis),
        "relative link to a file" => {
            let depth = path.strip_prefix(outside.parent().expect("it is in a folder")).expect("it is there too");
            link(&Path::new(&"../".repeat(depth.components().count() - 1)).join("outside/thesis.txt"))
        }
        "link to a folder" => link(outside),
        "dangling link" => link(&outside.join("new.txt")),
        "link to nowhere writable" => link(Path::new("/nonexistent/x")),
        "link to itself" => link(path),
        "link to a link" => link(&thesis).and_then(|()| {
            let hop = path.with_file_name("hop");
            fs::rename(path, &hop).and_then(|()| link(&hop))
        }),
        "link to a pipe" => link(&outside.join("fifo")),
        "link to endless zeros" => link(Path::new("/dev/zero")),
        "link to a full device" => link(Path::new("/dev/full")),
        "pipe" => Command::new("mkfifo").arg(path).status().map(drop),
        "socket" => UnixListener::bind(path).map(drop),
        "folder" => fs::create_dir(path).and_then(|()| fs::write(path.join("full"), "of things")),
        "hard link" => fs::hard_link(&thesis, path),
        _ => unreachable!("it is one of the list"),
    };
    made.unwrap_or_else(|error| panic!("{trap} at {}: {error}", path.display()));
}

/// Does with a project what an analyst does. Fails if it takes too long.
fn within_time(case: &str, work: impl FnOnce() + Send + 'static) {
    let (sender, done) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        work();
        sender.send(()).ok();
    });
    match done.recv_timeout(PATIENCE) {
        Ok(()) => thread.join().expect("it said that it was done"),
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{case}: {:?}", thread.join()),
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("{case}: it hangs"),
    }
}

fn rename(session: &mut Session, title: &str) {
    session.apply("Rename", Gesture::Single, Edit::SetTitle(title.to_owned())).expect("a title always fits");
}

fn save(session: &mut Session) {
    let saved =
        session.begin_save(Overwrite::AnyState).expect("it has a file").run().expect("the folder can be written");
    session.finish_save(saved);
}

/// Opens, changes, journals, saves, lists backups, and opens again.
fn work_on(path: &Path, machine: &Machine, access: Access, case: &str) {
    let (mut session, recovered) =
        Session::open(path, access, machine).unwrap_or_else(|error| panic!("{case}: {error}"));
    _ = recovered.in_words();
    if session.is_read_only() {
        return;
    }
    for title in ["B", "C"] {
        rename(&mut session, title);
        session.flush_journal().unwrap_or_else(|error| panic!("{case}: {error}"));
        save(&mut session);
    }
    rename(&mut session, "D");
    for backup in session.backups() {
        store::open(&backup.path).ok();
    }
    _ = session.watch().expect("it has a file").look();
    drop(session);
    let (session, _) = Session::open(path, Access::ReadOnly, machine).unwrap_or_else(|error| panic!("{case}: {error}"));
    assert_eq!(session.project().title, "D", "{case}: unsaved edits come back");
}

#[test]
fn whatever_lies_beside_a_project_nothing_outside_is_touched() {
    let names = [
        "",
        "lock",
        "journal",
        "journal.new",
        "saving.tmp",
        "reserve",
        "probe",
        "backups",
        "backups/2020-01-01T00-00-00.000Z.ron",
    ];
    let mut n_cases = 0;
    for name in names {
        for trap in TRAPS {
            for access in [Access::Change, Access::ReadOnly, Access::TakeOver] {
                let case = format!("{trap} as “{name}”, {access:?}");
                let scene = Scene::new();
                let at = if name.is_empty() { scene.recovery() } else { scene.recovery().join(name) };
                fs::create_dir_all(at.parent().expect("it is in a folder")).expect("the folder can be written");
                set(trap, &at, &scene.outside());
                let (before, is_named) = (look(&scene.outside()), trap.contains("link to"));
                let (path, machine, words) = (scene.path.clone(), scene.machine.clone(), case.clone());
                within_time(&case, move || work_on(&path, &machine, access, &words));
                let after = look(&scene.outside());
                // A second name may go; what it names may not change.
                let strip =
                    |all: Vec<String>| all.into_iter().map(|line| line.replacen(" 2 ", " 1 ", 1)).collect::<Vec<_>>();
                assert_eq!(strip(before), strip(after), "{case}");
                if access == Access::Change && is_named && ["", "lock", "journal", "backups"].contains(&name) {
                    let (_, recovered) = Session::open(&scene.path, access, &scene.machine).expect("it is free");
                    let words = recovered.in_words().unwrap_or_default();
                    let path = at.display().to_string();
                    assert!(words.contains(&path) && words.contains("a link"), "{case}: {words}");
                }
                n_cases += 1;
            }
        }
    }
    assert!(n_cases > 300, "{n_cases} cases");
}

#[test]
fn a_link_that_takes_the_place_of_a_file_in_between_is_not_followed_either() {
    const N_SWAPS: usize = 10_000;
    let scene = Scene::new();
    fs::create_dir_all(scene.recovery()).expect("the folder can be written");
    let before = look(&scene.outside());
    let (n_swaps, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (recovery, thesis) = (scene.recovery(), scene.outside().join("thesis.txt"));
    std::thread::scope(|scope| {
        let swapping = scope.spawn(|| {
            let names = ["lock", "journal", "journal.new", "saving.tmp", "reserve", "backups"];
            for (index, name) in names.iter().cycle().enumerate() {
                // The program has to have opened it during the swaps, however fast these are.
                if index >= N_SWAPS && is_over.load(Ordering::Relaxed) {
                    break;
                }
                // A rename swaps in one step; where the folder is gone for a moment, it is made again.
                fs::create_dir_all(&recovery).ok();
                let swap = recovery.join("swap");
                let made = match index % 3 {
                    0 => symlink(if *name == "backups" { scene.outside() } else { thesis.clone() }, &swap),
                    1 => fs::write(&swap, "standpoint journal 1\n"),
                    _ => symlink("/dev/zero", &swap),
                };
                if made.and_then(|()| fs::rename(&swap, recovery.join(name))).is_err() {
                    fs::remove_file(&swap).ok();
                }
                n_swaps.fetch_add(1, Ordering::Relaxed);
            }
        });
        let mut n_opened = 0;
        while n_opened < 20 || n_swaps.load(Ordering::Relaxed) < N_SWAPS {
            if let Ok((mut session, _)) = Session::open(&scene.path, Access::TakeOver, &scene.machine) {
                n_opened += 1;
                rename(&mut session, &format!("title {n_opened}"));
                session.flush_journal().ok();
                if let Ok(saved) = session.begin_save(Overwrite::AnyState).expect("it has a file").run() {
                    session.finish_save(saved);
                }
            }
            assert!(!swapping.is_finished(), "the swaps go on until the program has opened it often enough");
        }
        is_over.store(true, Ordering::Relaxed);
    });
    assert_eq!(before, look(&scene.outside()));
    store::open(&scene.path).expect("the project is whole");
}

#[test]
fn a_journal_with_a_hole_of_any_size_is_not_read_through() {
    let scene = Scene::new();
    fs::create_dir_all(scene.recovery()).expect("the folder can be written");
    let journal = File::create(scene.recovery().join("journal")).expect("the folder can be written");
    journal.set_len(100 << 30).expect("holes can be made");
    let (path, machine) = (scene.path.clone(), scene.machine.clone());
    within_time("a hole", move || work_on(&path, &machine, Access::Change, "a hole"));
}

#[test]
fn only_a_regular_file_is_opened_as_a_project() {
    let scene = Scene::new();
    for trap in TRAPS {
        let path = scene.path.with_file_name("named.ron");
        set(trap, &path, &scene.outside());
        let before = look(&scene.outside());
        let (named, machine) = (path.clone(), scene.machine.clone());
        within_time(trap, move || {
            for access in [Access::Change, Access::ReadOnly, Access::TakeOver] {
                Session::open(&named, access, &machine).expect_err("it is no project");
            }
            store::open(&named).expect_err("it is no project");
        });
        assert_eq!(before, look(&scene.outside()), "{trap}");
        let remove = if trap == "folder" { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        remove.expect("it was just made");
        fs::remove_file(path.with_file_name("hop")).ok();
    }
}

#[test]
fn a_project_named_through_links_is_saved_behind_them() {
    let scene = Scene::new();
    let (link, folder) = (scene.path.with_file_name("link.ron"), scene.outside().join("work"));
    symlink(&scene.path, &link).expect("links can be made");
    symlink(scene.path.parent().expect("it is in a folder"), &folder).expect("links can be made");
    let named = folder.join("link.ron");
    let (mut session, _) = Session::open(&named, Access::Change, &scene.machine).expect("it is sound");
    rename(&mut session, "B");
    save(&mut session);
    assert_eq!(store::open(&scene.path).expect("it was saved").title, "B");
    assert!(link.is_symlink() && folder.is_symlink());
    assert_eq!(backups_of(&scene.path, &scene.machine).len(), 1);
}

#[test]
fn an_export_follows_the_path_that_was_named_and_no_other() {
    let scene = Scene::new();
    let export = |to: &Path| {
        Command::new(env!("CARGO_BIN_EXE_standpoint"))
            .arg("export")
            .arg(&scene.path)
            .args(["codebook", "-o"])
            .arg(to)
            .env("XDG_DATA_HOME", scene.folder.path().join("data"))
            .output()
            .expect("the program was built")
    };
    // What is written beside the named file is not followed, nor replaced if it is something else.
    let named = scene.path.with_file_name("codes.csv");
    let about = named.with_file_name("codes.csv.about.txt");
    symlink(scene.outside().join("thesis.txt"), &about).expect("links can be made");
    let before = look(&scene.outside());
    let output = export(&named);
    assert!(!output.status.success() && !named.exists(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(before, look(&scene.outside()));
    fs::remove_file(&about).expect("it was just made");
    assert!(export(&named).status.success());
    assert!(fs::read_to_string(about).is_ok_and(|about| about.contains("Standpoint")));

    // The named file is.
    let link = scene.path.with_file_name("link.csv");
    symlink(&named, &link).expect("links can be made");
    fs::remove_file(&named).expect("it was just written");
    fs::write(&named, "old").expect("the folder can be written");
    assert!(export(&link).status.success());
    assert!(link.is_symlink() && fs::read_to_string(&named).is_ok_and(|written| written.starts_with("kind")));

    // Also where it leads to a file that is not there yet, which is as open as any new file.
    let (link, target) = (scene.path.with_file_name("new.csv"), scene.path.with_file_name("target.csv"));
    symlink("target.csv", &link).expect("links can be made");
    assert!(export(&link).status.success());
    assert!(link.is_symlink() && fs::metadata(&target).is_ok_and(|there| there.mode() & 0o044 != 0));

    // However long its name is.
    let long = scene.path.with_file_name(format!("{}.csv", "ж".repeat(125)));
    let output = export(&long);
    assert!(output.status.success() && long.is_file(), "{}", String::from_utf8_lossy(&output.stderr));
    let is_about = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().contains("жж") && entry.path() != long;
    let beside = fs::read_dir(scene.path.with_file_name("")).expect("it is there").flatten().find(is_about);
    assert!(beside.is_some_and(|about| about.file_name().to_string_lossy().ends_with(".about.txt")));
}

#[test]
fn nothing_beside_a_project_is_more_open_than_the_project() {
    for (mode, umask) in [(0o600, 0o022), (0o640, 0o022), (0o660, 0o002), (0o644, 0o000), (0o600, 0o000)] {
        let scene = Scene::new();
        fs::set_permissions(&scene.path, fs::Permissions::from_mode(mode)).expect("it was just written");
        let script = format!(
            "umask {umask:03o}; exec {} apply {}",
            env!("CARGO_BIN_EXE_standpoint"),
            scene.path.to_str().expect("it is plain")
        );
        let mut program = Command::new("sh")
            .args([OsStr::new("-c"), OsStr::new(&script)])
            .env("XDG_DATA_HOME", scene.folder.path().join("data"))
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("there is a shell");
        let (mut input, output) =
            (program.stdin.take().expect("it is piped"), program.stdout.take().expect("it is piped"));
        let mut answers = std::io::BufRead::lines(std::io::BufReader::new(output));
        for line in ["SetTitle(\"B\")", "save", "SetTitle(\"C\")"] {
            std::io::Write::write_all(&mut input, format!("{line}\n").as_bytes()).expect("it reads");
            answers.next().expect("it answers").expect("it is text");
        }
        let mut n_seen = 0;
        for path in [scene.recovery(), scene.recovery().join("backups")] {
            let there = fs::symlink_metadata(&path).expect("it is there").mode();
            assert_eq!(there & 0o066 & !mode, 0, "{} is {there:o}, the project {mode:o}", path.display());
            for entry in fs::read_dir(&path).expect("it is there").flatten() {
                let there = entry.metadata().expect("it is there").mode();
                let is_more_open = entry.path().is_file() && there & 0o777 & !mode != 0;
                assert!(!is_more_open, "{} is {there:o}, the project {mode:o}", entry.path().display());
                n_seen += 1;
            }
        }
        assert!(n_seen >= 4, "lock, journal, reserve and a backup were seen");
        assert_eq!(fs::metadata(&scene.path).expect("it is there").mode() & 0o777, mode);
        program.kill().expect("it runs");
        program.wait().expect("it was started here");
    }
}

/// What an import says of each file and folder, by its name in `folder`.
fn imported(folder: &Path, case: &str) -> (Vec<String>, Vec<String>) {
    let (sender, report) = mpsc::channel();
    let named = folder.to_owned();
    within_time(case, move || {
        let read = read_files(&[named], &ReadingOptions::default(), &AtomicBool::new(false), &mut |_, _| {});
        sender.send(read).ok();
    });
    let read = report.recv().expect("it was read in time");
    let mut texts = Vec::new();
    let mut lines = Vec::new();
    for FileRead { path, outcome, .. } in &read.files {
        let path = path.as_ref().expect("it is a file");
        let name = path.strip_prefix(folder).expect("it is in the folder").display().to_string();
        match outcome {
            Ok(read) => {
                for draft in &read.reading.drafts {
                    lines.push(format!("{name}: {}", draft.text));
                    texts.push(draft.text.clone());
                }
            }
            Err(reason) => lines.push(format!("{name}: {reason}")),
        }
    }
    (lines, texts)
}

#[test]
fn whatever_lies_in_a_folder_of_articles_only_its_own_files_are_imported() {
    for trap in TRAPS {
        for place in ["in/a trap.txt", "in/sub/a trap"] {
            let case = format!("{trap} at {place}");
            let scene = Scene::new();
            let (folder, at) = (scene.path.with_file_name("in"), scene.path.with_file_name(place));
            fs::create_dir_all(folder.join("sub")).expect("the folder can be written");
            for name in ["b.txt", "sub/c.txt"] {
                fs::write(folder.join(name), format!("mine {name}")).expect("the folder can be written");
            }
            set(trap, &at, &scene.outside());
            let before = look(&scene.outside());
            let (lines, texts) = imported(&folder, &case);
            assert_eq!(before, look(&scene.outside()), "{case}");
            let mut expected = vec!["mine b.txt", "mine sub/c.txt"];
            let name = at.strip_prefix(&folder).expect("it is in it").display().to_string();
            let reason = match trap {
                // A second name of a file is that file, and it is only read.
                "hard link" if name.ends_with(".txt") => {
                    expected.insert(0, "my thesis.txt");
                    "my thesis.txt"
                }
                // A folder is read, and no file in this one is an article. Nor is a file without an extension.
                "hard link" | "folder" => "",
                "pipe" | "socket" => "it is a pipe, a socket or a device; these are not read inside a folder",
                _ => "it is a link; links inside a folder are not followed",
            };
            let line = format!("{name}: {reason}");
            assert!(reason.is_empty() || lines.contains(&line), "{case}: {lines:?}");
            assert_eq!(texts, expected, "{case}");
        }
    }
}

#[test]
fn a_link_that_takes_the_place_of_an_article_or_its_folder_is_not_followed_either() {
    const N_SWAPS: usize = 10_000;
    let scene = Scene::new();
    let (folder, outside) = (scene.path.with_file_name("in"), scene.outside());
    let at = |name: &str| folder.join(name);
    fs::create_dir_all(at("sub")).expect("the folder can be written");
    fs::create_dir_all(at("away")).expect("the folder can be written");
    for name in ["a.txt", "sub/thesis.txt", "z.txt"] {
        fs::write(at(name), format!("mine {name}")).expect("the folder can be written");
    }
    let is_over = AtomicBool::new(false);
    let n_swaps = AtomicUsize::new(0);
    let swapped = || -> std::io::Result<()> {
        symlink(outside.join("thesis.txt"), at(".swap"))?;
        fs::rename(at(".swap"), at("a.txt"))?;
        fs::rename(at("sub"), at("away/sub"))?;
        symlink(&outside, at("sub"))?;
        fs::write(at(".swap"), "mine a.txt")?;
        fs::rename(at(".swap"), at("a.txt"))?;
        fs::remove_file(at("sub"))?;
        fs::rename(at("away/sub"), at("sub"))
    };
    let (mut n_imports, mut n_links, mut all_texts) = (0, 0, BTreeSet::new());
    let started = Instant::now();
    std::thread::scope(|scope| {
        let swapping = scope.spawn(|| {
            // It ends by itself as well, so that a failure of the imports is not waited for.
            while !is_over.load(Ordering::Relaxed) && started.elapsed() < PATIENCE {
                swapped().expect("nobody else writes there");
                n_swaps.fetch_add(1, Ordering::Relaxed);
            }
        });
        while (n_imports < 200 || n_swaps.load(Ordering::Relaxed) < N_SWAPS) && !swapping.is_finished() {
            let (lines, texts) = imported(&folder, "swaps");
            n_imports += 1;
            n_links += lines.iter().filter(|line| line.contains("link")).count();
            all_texts.extend(texts);
        }
        is_over.store(true, Ordering::Relaxed);
    });
    assert!(all_texts.iter().all(|text| text.starts_with("mine")), "read through a link: {all_texts:?}");
    assert!(all_texts.len() == 3 && n_links > 0, "{n_imports} imports met {n_links} links and read {all_texts:?}");
}

/// Runs a line of the shell in a folder, in which `$STANDPOINT` is the program. Fails if it takes too long.
fn sh(folder: &Path, line: &str) -> (Option<i32>, String) {
    let (sender, output) = mpsc::channel();
    let mut command = Command::new("timeout");
    command.args([&PATIENCE.as_secs().to_string(), "sh", "-c", line]).current_dir(folder);
    command.env("STANDPOINT", env!("CARGO_BIN_EXE_standpoint")).env("XDG_DATA_HOME", folder.join("data"));
    within_time(line, move || drop(sender.send(command.output().expect("there is a shell"))));
    let output = output.recv().expect("it ended in time");
    (
        output.status.code(),
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)),
    )
}

#[test]
fn pipes_and_links_that_are_named_are_read_and_devices_and_folders_are_refused() {
    let scene = Scene::new();
    let folder = scene.path.parent().expect("it is in a folder");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("the folder can be written");
    write("article", "Bridge talks stall\n\nThe city wants a toll.\n");
    write("ferry", "Ferry talks open\n\nThe guild wants a ferry.\n");
    write("rows", "article,quote,actor\nBridge talks stall,The city wants a toll,City\n");
    let line = "mkfifo a b c && ln -s a link && { cat article >a & cat rows >b & } \
                && $STANDPOINT add talks.ron link --highlights b";
    assert_eq!(sh(folder, line).0, Some(0), "{:?}", sh(folder, "ls -l"));
    let line =
        "{ cat ferry >a & cat rows >b & } && $STANDPOINT add talks.ron a && $STANDPOINT add talks.ron --highlights b";
    assert_eq!(sh(folder, line).0, Some(0));
    let project = store::open(&scene.path).expect("it was saved");
    let n_highlights: Vec<usize> = project.articles.iter().map(|article| article.highlights.len()).collect();
    assert_eq!(n_highlights, [1, 0]);
    for name in ["/dev/zero", "/dev/full", "/dev/null"] {
        let (code, said) = sh(folder, &format!("$STANDPOINT add talks.ron {name}"));
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("it is not a file, a folder or a pipe"), "{said}");
    }
    for (name, found) in
        [("/dev/zero", "a device or a socket"), ("/dev/null", "a device or a socket"), (".", "a folder")]
    {
        let (code, said) = sh(folder, &format!("$STANDPOINT add talks.ron --highlights {name}"));
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains(&format!("{name} is {found}, not a file or a pipe; it was not opened")), "{said}");
    }
    assert_eq!(store::open(&scene.path).expect("it is there"), project);
}

#[test]
fn more_folders_are_imported_than_may_be_open() {
    const N_FOLDERS: usize = 5_000;
    let scene = Scene::new();
    let folder = scene.path.parent().expect("it is in a folder");
    for index in 0..N_FOLDERS {
        let sub = folder.join(format!("in/{}/{index}", index % 50));
        fs::create_dir_all(&sub).expect("the folder can be written");
        fs::write(sub.join("a.txt"), format!("Text {index}")).expect("the folder can be written");
    }
    let (code, said) = sh(folder, "ulimit -n 64 && $STANDPOINT new all.ron in && $STANDPOINT new each.ron in/*/*");
    assert_eq!(code, Some(0), "{said}");
    for name in ["all.ron", "each.ron"] {
        assert_eq!(store::open(&folder.join(name)).expect("it was saved").articles.len(), N_FOLDERS);
    }
}
