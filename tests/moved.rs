//! Projects that are renamed, moved, copied or taken away, open or closed: no edit is lost, and none goes to another file.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    sync::{
        Arc, Barrier,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, SystemTime},
};

use standpoint_core::{
    edit::{Edit, Gesture},
    model::{Project, ProjectId},
};
use standpoint_store::{
    self as store, Access, Machine, OpenError, Overwrite, SaveError, Session, disk::SystemDisk, folders::Folders,
    machine::backups_of, recovery::Recovered, session::FileNews, unsaved,
};

struct Desk {
    folder: tempfile::TempDir,
    machine: Machine,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let mut machine = Machine::with(Folders::below(folder.path().join("data")), Arc::new(SystemDisk));
        machine.take_over_wait = Duration::from_millis(300);
        let desk = Self { folder, machine };
        fs::create_dir(desk.at("a")).expect("the folder can be written");
        let saved = Session::unsaved(Project::titled("A"), &desk.machine).begin_save_as(&desk.at("a/talks.ron")).run();
        saved.expect("the folder can be written");
        desk
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().canonicalize().expect("it is there").join(path)
    }

    fn open(&self, path: &str) -> (Session, Recovered) {
        Session::open(&self.at(path), Access::Change, &self.machine).expect("it can be opened")
    }

    fn title(&self, path: &str) -> String {
        store::open(&self.at(path)).expect("the file is whole at every moment").title
    }

    /// Leaves edits unsaved, as a crash does, after a save that left a backup.
    fn crash_with(&self, path: &str, titles: [&str; 2]) {
        let (mut session, _) = self.open(path);
        rename(&mut session, titles[0]);
        save(&mut session).expect("the folder can be written");
        rename(&mut session, titles[1]);
        session.flush_journal().expect("the folder can be written");
    }

    fn mv(&self, from: &str, to: &str) {
        fs::rename(self.at(from), self.at(to)).expect("the folder can be written");
    }
}

fn rename(session: &mut Session, title: &str) {
    session.apply("Rename", Gesture::Single, Edit::SetTitle(title.to_owned())).expect("a title always fits");
}

fn save(session: &mut Session) -> Result<Vec<String>, SaveError> {
    let saved = session.begin_save(Overwrite::OwnState).expect("it has a file").run()?;
    let news = saved.news.clone();
    session.finish_save(saved);
    Ok(news)
}

/// From where to where.
type Move = (&'static str, &'static str);

/// Where an open file can be renamed and found again.
const CAN_FOLLOW: bool = cfg!(any(target_os = "linux", target_os = "macos"));

#[test]
fn a_project_that_is_renamed_or_moved_while_it_is_open_is_followed() {
    if !CAN_FOLLOW {
        return;
    }
    let moves: [(&str, &[Move], &str); 4] = [
        ("the file is renamed", &[("a/talks.ron", "a/new.ron")], "a/new.ron"),
        ("the file is moved", &[("a/talks.ron", "b/talks.ron")], "b/talks.ron"),
        ("the folder is renamed", &[("a", "c")], "c/talks.ron"),
        (
            "both are moved",
            &[("a/talks.ron", "b/talks.ron"), ("a/talks.ron.recovery", "b/talks.ron.recovery")],
            "b/talks.ron",
        ),
    ];
    for (case, moves, new) in moves {
        for is_looked_at in [false, true] {
            let desk = Desk::new();
            fs::create_dir(desk.at("b")).expect("the folder can be written");
            let (mut session, _) = desk.open("a/talks.ron");
            rename(&mut session, "B");
            session.flush_journal().expect("the folder can be written");
            for (from, to) in moves {
                desk.mv(from, to);
            }
            if is_looked_at {
                let news = session.watch().expect("it has a file").look();
                assert_eq!(news, FileNews::Moved(desk.at(new)), "{case}");
                session.follow(desk.at(new));
            }
            rename(&mut session, "C");
            session.flush_journal().expect("the folder can be written");
            let recovery = desk.at(new).with_extension("ron.recovery");
            assert!(recovery.join("journal").is_file(), "{case}: the journal is beside the project");
            let other = Session::open(&desk.at(new), Access::Change, &desk.machine);
            assert!(matches!(other, Err(OpenError::Locked { .. })), "{case}: it is still locked");
            let news = save(&mut session).expect("it is found again");
            assert_eq!(is_looked_at, news.is_empty(), "{case}: {news:?}");
            assert_eq!(desk.title(new), "C", "{case}");
            assert!(!desk.at("a/talks.ron").exists(), "{case}: nothing is created under the old name");
            assert_eq!(session.path(), Some(&*desk.at(new)), "{case}");
            rename(&mut session, "D");
            drop(session);
            let (session, recovered) = desk.open(new);
            assert_eq!(session.project().title, "D", "{case}: {recovered:?}");
            assert!(!session.backups().is_empty(), "{case}: its backups came along");
        }
    }
}

#[test]
fn a_crash_after_a_folder_was_renamed_loses_nothing() {
    if !CAN_FOLLOW {
        return;
    }
    let desk = Desk::new();
    let (mut session, _) = desk.open("a/talks.ron");
    rename(&mut session, "before");
    session.flush_journal().expect("the folder can be written");
    desk.mv("a", "b");
    rename(&mut session, "after");
    session.flush_journal().expect("the folder can be written");
    // The session ends with unsaved edits, which stay in the journal as after a crash.
    drop(session);
    assert_eq!(desk.open("b/talks.ron").0.project().title, "after");
}

#[test]
fn what_a_crash_left_is_found_after_the_project_was_moved() {
    let moves = [("renamed", "a/new.ron"), ("moved", "b/talks.ron"), ("moved and renamed", "b/new.ron")];
    for (case, new) in moves {
        let desk = Desk::new();
        fs::create_dir(desk.at("b")).expect("the folder can be written");
        desk.crash_with("a/talks.ron", ["B", "C"]);
        // A killed program has no time to clear up.
        for left in ["lock", "reserve", "saving.tmp", ".standpoint-0123456789abcdef0123456789abcdef.tmp"] {
            fs::write(desk.at("a/talks.ron.recovery").join(left), "").expect("the folder can be written");
        }
        desk.mv("a/talks.ron", new);
        let (session, recovered) = desk.open(new);
        assert_eq!((&*session.project().title, recovered.n_edits), ("C", 1), "{case}: {recovered:?}");
        assert_eq!(session.backups().len(), 1, "{case}: its backups came along");
        assert!(!desk.at("a/talks.ron.recovery").exists(), "{case}: nothing is left where it was");
        drop(session);
        assert_eq!(desk.open(new).0.project().title, "C", "{case}: it is kept until it is saved");
    }
}

#[test]
fn backups_are_found_after_a_project_was_moved_without_a_crash() {
    let desk = Desk::new();
    let (mut session, _) = desk.open("a/talks.ron");
    rename(&mut session, "B");
    save(&mut session).expect("the folder can be written");
    drop(session);
    fs::create_dir(desk.at("b")).expect("the folder can be written");
    desk.mv("a/talks.ron", "b/new.ron");
    let (session, _) = desk.open("b/new.ron");
    assert_eq!(session.backups().len(), 1);
    assert!(!desk.at("a/talks.ron.recovery").exists());
}

#[test]
fn an_id_alone_claims_no_journal() {
    let desk = Desk::new();
    desk.crash_with("a/talks.ron", ["B", "my secret"]);
    // Somebody else’s file with the same id and another content takes its place.
    let mut theirs = store::open(&desk.at("a/talks.ron")).expect("it is sound");
    theirs.title = "Theirs".to_owned();
    fs::create_dir(desk.at("b")).expect("the folder can be written");
    for path in ["b/talks.ron", "a/other.ron"] {
        fs::remove_file(desk.at("a/talks.ron")).ok();
        fs::write(desk.at(path), store::to_string(&theirs)).expect("the folder can be written");
        let (session, recovered) = desk.open(path);
        assert_eq!((&*session.project().title, recovered.n_edits, &recovered.strange), ("Theirs", 0, &None));
        let words = recovered.in_words().unwrap_or_default();
        let kept = desk.at("a/talks.ron.recovery").display().to_string();
        assert!(words.contains(&kept), "what is left of the other version is named: {words}");
        drop(session);
        let journal = fs::read_to_string(desk.at("a/talks.ron.recovery/journal")).expect("it stays where it is");
        assert!(journal.contains("my secret"));
        assert!(!fs::read_to_string(desk.at(path)).expect("it is text").contains("my secret"));
    }
}

#[test]
fn a_copy_is_mentioned_once_and_can_become_a_project_of_its_own() {
    let desk = Desk::new();
    drop(desk.open("a/talks.ron"));
    fs::copy(desk.at("a/talks.ron"), desk.at("a/copy.ron")).expect("the folder can be written");
    let (mut session, recovered) = desk.open("a/copy.ron");
    assert_eq!(recovered.copy_of, Some(desk.at("a/talks.ron")));
    let (id, own) = (session.project().id, ProjectId::fresh());
    session.apply("Make its own", Gesture::Single, Edit::SetId(own)).expect("it always fits");
    save(&mut session).expect("the folder can be written");
    drop(session);
    assert_eq!(store::open(&desk.at("a/copy.ron")).expect("it is sound").id, own);
    for path in ["a/copy.ron", "a/talks.ron", "a/copy.ron"] {
        let (session, recovered) = desk.open(path);
        assert_eq!(recovered.copy_of, None, "{path}");
        assert_eq!(session.project().id == id, path == "a/talks.ron");
    }

    // One that stays a copy is not mentioned again either.
    fs::copy(desk.at("a/talks.ron"), desk.at("a/second.ron")).expect("the folder can be written");
    assert!(desk.open("a/second.ron").1.copy_of.is_some());
    for path in ["a/second.ron", "a/talks.ron", "a/second.ron"] {
        assert_eq!(desk.open(path).1.copy_of, None, "{path}");
    }
}

#[test]
fn a_version_that_a_synchronising_program_left_is_named_with_what_differs() {
    let desk = Desk::new();
    let mut theirs = store::open(&desk.at("a/talks.ron")).expect("it is sound");
    theirs.title = "Theirs".to_owned();
    let name = "a/talks (Ana’s conflicted copy 2026-11-26).ron";
    fs::write(desk.at(name), store::to_string(&theirs)).expect("the folder can be written");
    fs::write(desk.at("a/talks.sync-conflict-20261126-101010-ABCDEFG.ron"), "no project").expect("it can be written");
    let words = desk.open("a/talks.ron").1.in_words().expect("there is something to say");
    assert!(words.contains("conflicted copy 2026-11-26") && words.contains("title"), "{words}");
    assert!(words.contains("sync-conflict-20261126") && words.contains("cannot be compared"), "{words}");
}

#[test]
fn a_project_that_is_gone_is_not_created_again_without_asking() {
    let desk = Desk::new();
    let (mut session, _) = desk.open("a/talks.ron");
    rename(&mut session, "B");
    fs::remove_file(desk.at("a/talks.ron")).expect("the folder can be written");
    assert_eq!(session.watch().expect("it has a file").look(), FileNews::Gone);
    let error = save(&mut session).expect_err("it is gone");
    assert!(matches!(error, SaveError::Gone(_)), "{error}");
    assert!(!desk.at("a/talks.ron").exists());
    rename(&mut session, "C");
    session.flush_journal().expect("the folder can be written");
    let saved = session.begin_save(Overwrite::AnyState).expect("it has a file").run().expect("it was asked for");
    session.finish_save(saved);
    assert_eq!(desk.title("a/talks.ron"), "C");
}

#[test]
fn a_project_in_the_trash_was_deleted_and_not_moved() {
    if !CAN_FOLLOW {
        return;
    }
    let desk = Desk::new();
    let (mut session, _) = desk.open("a/talks.ron");
    rename(&mut session, "B");
    let places = ["share/Trash/files", ".Trash-1000/files", ".dropbox.cache/2026-11-26", "#recycle", "a/.stversions"];
    for place in places {
        fs::create_dir_all(desk.at(place)).expect("the folder can be written");
        let deleted = format!("{place}/talks.ron");
        desk.mv("a/talks.ron", &deleted);
        assert_eq!(session.watch().expect("it has a file").look(), FileNews::Gone, "{place}");
        assert!(matches!(save(&mut session), Err(SaveError::Gone(_))), "{place}");
        assert_eq!(desk.title(&deleted), "A");
        desk.mv(&deleted, "a/talks.ron");
    }
    // A name that a network share gives to a deleted file that is open.
    desk.mv("a/talks.ron", "a/.nfs000000000012");
    assert_eq!(session.watch().expect("it has a file").look(), FileNews::Gone);
}

#[test]
fn saving_as_another_name_of_the_own_file_is_not_refused_by_the_own_lock() {
    let desk = Desk::new();
    let (mut session, _) = desk.open("a/talks.ron");
    rename(&mut session, "B");
    if CAN_FOLLOW {
        desk.mv("a", "b");
    }
    let new = if CAN_FOLLOW { "b/talks.ron" } else { "a/talks.ron" };
    let saved = session.begin_save_as(&desk.at(new)).run().expect("it is the project itself");
    session.finish_save(saved);
    assert_eq!(desk.title(new), "B");
    rename(&mut session, "C");
    save(&mut session).expect("work goes on");
    assert_eq!(desk.title(new), "C");
}

#[cfg(unix)]
#[test]
fn a_hard_link_does_not_get_a_second_lock() {
    let desk = Desk::new();
    fs::hard_link(desk.at("a/talks.ron"), desk.at("a/link.ron")).expect("links can be made");
    let (mut session, _) = desk.open("a/talks.ron");
    let refused = |path: &str| Session::open(&desk.at(path), Access::Change, &desk.machine).err();
    assert!(matches!(refused("a/link.ron"), Some(OpenError::Locked { .. })));
    let other = Session::unsaved(Project::titled("Other"), &desk.machine);
    let error = other.begin_save_as(&desk.at("a/link.ron")).run().expect_err("it is open");
    assert!(matches!(error, SaveError::Locked { .. }), "{error}");
    // A save gives the project a file of its own.
    rename(&mut session, "B");
    save(&mut session).expect("the folder can be written");
    assert!(matches!(refused("a/talks.ron"), Some(OpenError::Locked { .. })));
    assert_eq!((desk.title("a/talks.ron"), desk.title("a/link.ron")), ("B".to_owned(), "A".to_owned()));

    // Saved under another of its names, it is that file from then on, with its journal and its backups.
    fs::remove_file(desk.at("a/link.ron")).expect("the folder can be written");
    fs::hard_link(desk.at("a/talks.ron"), desk.at("a/link.ron")).expect("links can be made");
    let saved = session.begin_save_as(&desk.at("a/link.ron")).run().expect("it is the project itself");
    session.finish_save(saved);
    rename(&mut session, "C");
    drop(session);
    let (session, recovered) = desk.open("a/link.ron");
    assert_eq!((&*session.project().title, recovered.n_edits, session.backups().is_empty()), ("C", 1, false));
}

#[test]
fn a_recovery_folder_that_is_deleted_is_made_again_with_its_lock() {
    let desk = Desk::new();
    let (mut session, _) = desk.open("a/talks.ron");
    rename(&mut session, "B");
    session.flush_journal().expect("the folder can be written");
    let recovery = desk.at("a/talks.ron.recovery");
    for (is_edited, title) in [(false, "C"), (true, "D")] {
        if fs::remove_dir_all(&recovery).is_err() {
            // Files that are open cannot be removed on every system.
            return;
        }
        if is_edited {
            rename(&mut session, title);
            session.flush_journal().expect("the folder can be written");
        } else {
            session.watch().expect("it has a file").look();
        }
        assert!(recovery.join("lock").is_file(), "edited: {is_edited}");
        assert!(matches!(
            Session::open(&desk.at("a/talks.ron"), Access::Change, &desk.machine),
            Err(OpenError::Locked { .. })
        ));
        rename(&mut session, title);
        session.flush_journal().expect("the folder can be written");
    }
    drop(session);
    let (session, recovered) = desk.open("a/talks.ron");
    assert_eq!(session.project().title, "D", "{recovered:?}");
}

#[test]
fn a_memory_stick_that_is_pulled_out_and_put_back_loses_nothing() {
    if !CAN_FOLLOW {
        return;
    }
    let desk = Desk::new();
    let (mut session, _) = desk.open("a/talks.ron");
    rename(&mut session, "B");
    session.flush_journal().expect("the folder can be written");
    // What is on the stick is copied, and the folder that was open is gone for good.
    let copy = |from: &str, to: &str| {
        let status = std::process::Command::new("cp").arg("-rp").arg(desk.at(from)).arg(desk.at(to)).status();
        assert!(status.is_ok_and(|status| status.success()));
    };
    copy("a", "stick");
    fs::remove_dir_all(desk.at("a")).expect("the folder can be written");
    assert_eq!(session.watch().expect("it has a file").look(), FileNews::Gone);
    rename(&mut session, "C");
    session.flush_journal().expect("the data folder can be written");
    save(&mut session).expect_err("the stick is not there");
    desk.mv("stick", "a");
    fs::remove_file(desk.at("a/talks.ron.recovery/lock")).ok();
    assert_eq!(session.watch().expect("it has a file").look(), FileNews::Unchanged);
    rename(&mut session, "D");
    session.flush_journal().expect("the stick is back");
    drop(session);
    let (mut session, recovered) = desk.open("a/talks.ron");
    assert_eq!(session.project().title, "D", "{recovered:?}");
    save(&mut session).expect("the stick is back");
    drop(session);
    let (session, recovered) = desk.open("a/talks.ron");
    assert_eq!((&*session.project().title, recovered.in_words()), ("D", None));
}

#[test]
fn a_lock_of_another_computer_is_taken_over_only_if_nothing_moves() {
    let desk = Desk::new();
    desk.crash_with("a/talks.ron", ["B", "theirs, unsaved"]);
    let lock = desk.at("a/talks.ron.recovery/lock");
    let holder = "(user:\"ana\",host:\"other-laptop\",process:4242,since:\"2025-11-01T10:00:00Z\")";
    fs::write(&lock, holder).expect("the folder can be written");
    let path = desk.at("a/talks.ron");
    let refused = Session::open(&path, Access::Change, &desk.machine).expect_err("it is locked").to_string();
    assert!(refused.contains("ana on other-laptop") && refused.contains("days ago"), "{refused}");

    for moving in ["a/talks.ron.recovery/lock", "a/talks.ron.recovery/journal", "a/talks.ron"] {
        let moving = desk.at(moving);
        let (is_moving, is_over) = (Barrier::new(2), AtomicBool::new(false));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut file = File::options().append(true).open(&moving).expect("it is there");
                is_moving.wait();
                while !is_over.load(Ordering::Relaxed) {
                    file.write_all(b" ").expect("it is open");
                    std::thread::sleep(Duration::from_millis(10));
                }
            });
            is_moving.wait();
            let opened = Session::open(&path, Access::TakeOver, &desk.machine);
            is_over.store(true, Ordering::Relaxed);
            let error = opened.expect_err("it is at work");
            assert!(matches!(error, OpenError::StillInUse { .. }), "{}: {error}", moving.display());
        });
    }

    let (session, recovered) = Session::open(&path, Access::TakeOver, &desk.machine).expect("nothing moves");
    assert_eq!(session.project().title, "B");
    let words = recovered.in_words().expect("there is something to say");
    assert!(words.contains("ana on other-laptop"), "{words}");
    let aside = recovered.strange.expect("the other’s edits are set aside");
    assert!(fs::read_to_string(aside).expect("it is text").contains("theirs, unsaved"));
}

#[test]
fn a_file_of_any_time_is_opened_and_saved() {
    let second = Duration::from_secs(1);
    for time in [
        SystemTime::UNIX_EPOCH,
        SystemTime::UNIX_EPOCH - second,
        SystemTime::UNIX_EPOCH + Duration::from_secs(4_000_000_000),
        SystemTime::UNIX_EPOCH + Duration::from_mins(250_000_000),
    ] {
        let desk = Desk::new();
        for title in ["B", "C"] {
            let file = File::options().write(true).open(desk.at("a/talks.ron")).expect("it is there");
            // Not every file system can hold every time.
            file.set_modified(time).ok();
            // An open file cannot be replaced on every system.
            drop(file);
            let (mut session, _) = desk.open("a/talks.ron");
            rename(&mut session, title);
            save(&mut session).expect("the folder can be written");
            assert!(!session.backups().is_empty(), "{time:?}");
        }
        assert_eq!(backups_of(&desk.at("a/talks.ron"), &desk.machine).len(), 2, "{time:?}");
    }
}

#[test]
fn names_of_every_length_can_be_saved_journaled_and_locked() {
    let desk = Desk::new();
    let letters = ["x", "ж", "語", "🙂"];
    for letter in letters {
        for n_bytes in [100, 200, 240, 246, 247, 251, 255] {
            let name = format!("a/{}.ron", letter.repeat((n_bytes - 4) / letter.len()));
            let is_too_long = cfg!(windows) && name.encode_utf16().count() > 180;
            if is_too_long || desk.at(&name).exists() {
                continue;
            }
            let mut session = Session::unsaved(Project::titled("A"), &desk.machine);
            let saved = session.begin_save_as(&desk.at(&name)).run().unwrap_or_else(|error| panic!("{error}"));
            session.finish_save(saved);
            rename(&mut session, "B");
            session.flush_journal().expect("it can be journaled");
            assert_eq!(session.journal_trouble(), None);
            let other = Session::open(&desk.at(&name), Access::Change, &desk.machine);
            assert!(matches!(other, Err(OpenError::Locked { .. })), "{name}");
            save(&mut session).unwrap_or_else(|error| panic!("{error}"));
            rename(&mut session, "C");
            drop(session);
            let (session, recovered) = desk.open(&name);
            assert_eq!((&*session.project().title, recovered.n_edits), ("C", 1), "{name}");
            assert_eq!(session.backups().len(), 1, "{name}");
        }
    }
    let left = fs::read_dir(desk.at("data/recovery")).map_or(0, Iterator::count);
    assert_eq!(left, 0, "everything is beside its project");
}

#[test]
fn a_write_protected_project_is_not_opened_to_be_changed() {
    let desk = Desk::new();
    let (mut session, _) = desk.open("a/talks.ron");
    rename(&mut session, "B");
    let protect = |path: &Path, is_protected: bool| {
        let mut permissions = fs::metadata(path).expect("it is there").permissions();
        permissions.set_readonly(is_protected);
        fs::set_permissions(path, permissions).expect("it can be protected");
    };
    protect(&desk.at("a/talks.ron"), true);
    assert!(matches!(save(&mut session), Err(SaveError::WriteProtected(_))));
    session.give_up();
    drop(session);
    let error = Session::open(&desk.at("a/talks.ron"), Access::Change, &desk.machine).expect_err("it is protected");
    assert!(matches!(error, OpenError::WriteProtected { .. }), "{error}");
    Session::open(&desk.at("a/talks.ron"), Access::ReadOnly, &desk.machine).expect("anybody may look");
    let refused = store::replace_file(&desk.at("a/talks.ron"), |out| out.write_all(b"x"));
    assert!(refused.is_err(), "an export does not replace it either");
    assert_eq!(desk.title("a/talks.ron"), "A");
    protect(&desk.at("a/talks.ron"), false);
}

#[test]
fn an_old_file_is_saved_in_the_new_format_which_is_said_once() {
    let desk = Desk::new();
    let project = store::open(&desk.at("a/talks.ron")).expect("it is sound");
    let old = store::to_string(&project).replacen(&format!("format: 2,\n    id: \"{}\",", project.id), "format: 1,", 1);
    fs::write(desk.at("a/talks.ron"), &old).expect("the folder can be written");
    let (mut session, _) = desk.open("a/talks.ron");
    assert_eq!(fs::read_to_string(desk.at("a/talks.ron")).expect("it is text"), old, "opening changes nothing");
    rename(&mut session, "B");
    let news = save(&mut session).expect("the folder can be written");
    assert!(news.len() == 1 && news[0].contains("format 2"), "{news:?}");
    rename(&mut session, "C");
    assert!(save(&mut session).expect("the folder can be written").is_empty(), "it is said once");
    let backups = session.backups();
    let is_kept = backups.iter().any(|backup| fs::read_to_string(&backup.path).is_ok_and(|kept| kept == old));
    assert!(is_kept, "the old file is among the backups");
    let id = session.project().id;
    drop(session);
    assert_eq!(desk.open("a/talks.ron").0.project().id, id);
}

#[test]
fn a_journal_that_holds_other_edits_is_never_removed() {
    let desk = Desk::new();
    fs::copy(desk.at("a/talks.ron"), desk.at("a/copy.ron")).expect("the folder can be written");
    let crash = |path: &str, titles: &[&str]| {
        let (mut session, _) = desk.open(path);
        for title in titles {
            rename(&mut session, title);
        }
        session.flush_journal().expect("the folder can be written");
    };
    crash("a/talks.ron", &["P1", "P2"]);
    crash("a/copy.ron", &["Q1"]);
    fs::remove_file(desk.at("a/talks.ron")).expect("the folder can be written");
    let (session, recovered) = desk.open("a/copy.ron");
    assert_eq!(session.project().title, "Q1", "its own journal comes first: {recovered:?}");
    let aside = recovered.strange.expect("the other one is kept");
    assert!(fs::read_to_string(aside).expect("it is text").contains("P2"));
}

#[test]
fn a_long_name_does_not_make_a_project_look_abandoned() {
    let desk = Desk::new();
    let long = format!("a/{}.ron", "x".repeat(246));
    fs::copy(desk.at("a/talks.ron"), desk.at(&long)).expect("the folder can be written");
    let (mut session, _) = desk.open(&long);
    rename(&mut session, "L1");
    drop(session);
    assert_eq!(desk.open("a/talks.ron").0.project().title, "A");
    assert_eq!(desk.open(&long).0.project().title, "L1");
}

#[test]
fn a_disk_that_is_absent_was_not_moved() {
    let desk = Desk::new();
    // The journal is in the data folder, because nothing can be written beside the project.
    fs::write(desk.at("a/talks.ron.recovery"), "no folder").expect("the folder can be written");
    fs::copy(desk.at("a/talks.ron"), desk.at("home.ron")).expect("the folder can be written");
    let (mut session, recovered) = desk.open("a/talks.ron");
    assert!(recovered.in_words().is_some_and(|words| words.contains("talks.ron.recovery")), "{recovered:?}");
    rename(&mut session, "on the stick");
    drop(session);
    desk.mv("a", "unplugged");
    assert_eq!(desk.open("home.ron").0.project().title, "A");
    desk.mv("unplugged", "a");
    assert_eq!(desk.open("a/talks.ron").0.project().title, "on the stick");
}

#[cfg(unix)]
#[test]
fn a_project_is_found_behind_a_link_that_took_its_place() {
    let desk = Desk::new();
    let link = |to: &str| {
        desk.mv("a/talks.ron", to);
        std::os::unix::fs::symlink(desk.at(to), desk.at("a/talks.ron")).expect("links can be made");
    };
    fs::create_dir(desk.at("b")).expect("the folder can be written");
    let (mut session, _) = desk.open("a/talks.ron");
    rename(&mut session, "B");
    session.flush_journal().expect("the folder can be written");
    link("b/talks.ron");
    if CAN_FOLLOW {
        save(&mut session).expect("it is found again");
        assert_eq!(desk.title("b/talks.ron"), "B");
    }
    rename(&mut session, "C");
    drop(session);
    assert_eq!(desk.open("a/talks.ron").0.project().title, "C");

    // The same while it is closed.
    fs::remove_file(desk.at("a/talks.ron")).expect("the folder can be written");
    desk.mv("b/talks.ron", "a/talks.ron");
    assert_eq!(desk.open("a/talks.ron").0.project().title, "C");
    link("b/again.ron");
    assert_eq!(desk.open("a/talks.ron").0.project().title, "C");
}

#[test]
fn a_journal_that_cannot_be_read_is_kept_and_said() {
    let desk = Desk::new();
    for at in [0, 60] {
        desk.crash_with("a/talks.ron", ["B", "C"]);
        let journal = desk.at("a/talks.ron.recovery/journal");
        let mut bytes = fs::read(&journal).expect("there are unsaved edits");
        bytes[at] ^= 1;
        fs::write(&journal, &bytes).expect("the folder can be written");
        let (mut session, recovered) = desk.open("a/talks.ron");
        let words = recovered.in_words().expect("there is something to say");
        assert!(words.contains("cannot be read"), "{words}");
        rename(&mut session, "D");
        session.flush_journal().expect("the folder can be written");
        session.give_up();
        let kept = fs::read_dir(desk.at("a/talks.ron.recovery")).expect("it is there").flatten();
        let kept = kept.filter(|entry| fs::read(entry.path()).is_ok_and(|kept| kept == bytes)).count();
        assert_eq!(kept, 1, "byte {at}");
    }
}

#[test]
fn taking_over_the_own_project_takes_nothing_away() {
    let desk = Desk::new();
    desk.crash_with("a/talks.ron", ["B", "C"]);
    let opened = Session::open(&desk.at("a/talks.ron"), Access::TakeOver, &desk.machine);
    let (session, recovered) = opened.expect("nobody else has it");
    assert_eq!((&*session.project().title, recovered.strange), ("C", None));
}

/// Puts the lock of another computer into a recovery folder.
fn lock_elsewhere(recovery: &Path) {
    let theirs = "(user:\"ana\",host:\"other-laptop\",process:4242,since:\"2026-11-01T10:00:00Z\")";
    fs::write(recovery.join("lock"), theirs).expect("the folder can be written");
}

#[test]
fn what_was_left_under_the_lock_of_another_computer_is_named_and_can_be_taken_over() {
    let desk = Desk::new();
    desk.crash_with("a/talks.ron", ["B", "C"]);
    desk.mv("a/talks.ron", "a/other.ron");
    // The computer has had another name then.
    lock_elsewhere(&desk.at("a/talks.ron.recovery"));
    let (session, recovered) = desk.open("a/other.ron");
    assert_eq!(session.project().title, "B");
    let in_use = recovered.in_use.as_ref().expect("it is locked");
    assert!(in_use.can_be_taken_over());
    let words = recovered.in_words().expect("there is something to say");
    assert!(words.contains("ana on other-laptop") && words.contains("talks.ron.recovery"), "{words}");
    drop(session);

    let opened = Session::open(&desk.at("a/other.ron"), Access::TakeOver, &desk.machine);
    let (mut session, recovered) = opened.expect("nothing moves");
    assert_eq!((&*session.project().title, recovered.in_use), ("B", None));
    assert!(recovered.taken_from.is_some_and(|holder| holder.host == "other-laptop"));
    let aside = recovered.strange.expect("the edits are set aside");
    assert_eq!(session.take_in(&aside), Ok((1, 0)));
    assert_eq!(session.project().title, "C");
    drop(session);
    assert_eq!(
        desk.open("a/other.ron").1.in_words(),
        Some("1 edit that had not been saved was recovered from the journal.".to_owned())
    );
}

#[test]
fn a_project_never_saved_is_found_though_the_computer_has_another_name() {
    let desk = Desk::new();
    let mut session = Session::unsaved(Project::titled("New"), &desk.machine);
    rename(&mut session, "Newer");
    session.flush_journal().expect("the data folder can be written");
    drop(session);
    let folder = unsaved::left_behind(&desk.machine)[0].folder.clone();
    lock_elsewhere(&folder);
    let left = unsaved::left_behind(&desk.machine);
    assert_eq!((&*left[0].title, left[0].holder.as_ref().map(|holder| &*holder.host)), ("Newer", Some("other-laptop")));
    let refused = Session::recovered(&folder, Access::Change, &desk.machine).expect_err("it is locked");
    assert!(matches!(refused, OpenError::Locked { .. }), "{refused}");
    let (session, recovered) = Session::recovered(&folder, Access::TakeOver, &desk.machine).expect("nothing moves");
    assert_eq!((&*session.project().title, recovered.n_edits), ("Newer", 1));
}

#[test]
fn a_watch_under_way_does_not_keep_a_project_that_was_closed() {
    let desk = Desk::new();
    let (session, _) = desk.open("a/talks.ron");
    let watch = session.watch().expect("it has a file");
    drop(session);
    let (session, _) = desk.open("a/talks.ron");
    assert_eq!(watch.look(), FileNews::Unchanged);
    assert_eq!(session.watch().expect("it has a file").look(), FileNews::Unchanged);
}

#[test]
#[cfg(unix)]
fn a_name_that_an_editor_gives_the_old_file_is_not_followed() {
    let desk = Desk::new();
    let (mut session, _) = desk.open("a/talks.ron");
    rename(&mut session, "B");
    desk.mv("a/talks.ron", "a/talks.ron~");
    assert_eq!(session.watch().expect("it has a file").look(), FileNews::Gone);
    fs::copy(desk.at("a/talks.ron~"), desk.at("a/talks.ron")).expect("the folder can be written");
    save(&mut session).expect("the file is as it was");
    assert_eq!((desk.title("a/talks.ron"), desk.title("a/talks.ron~")), ("B".to_owned(), "A".to_owned()));
}

#[test]
fn a_damaged_journal_of_a_project_never_saved_is_kept() {
    let desk = Desk::new();
    let mut session = Session::unsaved(Project::titled("New"), &desk.machine);
    for title in ["B", "C", "D"] {
        rename(&mut session, title);
    }
    session.flush_journal().expect("the data folder can be written");
    drop(session);
    let folder = unsaved::left_behind(&desk.machine)[0].folder.clone();
    let mut bytes = fs::read(folder.join("journal")).expect("there are unsaved edits");
    let at = bytes.len() - 80;
    let line = bytes[..at].iter().rposition(|byte| *byte == b'\n').expect("it has lines");
    bytes[line - 2] ^= 1;
    fs::write(folder.join("journal"), &bytes).expect("the folder can be written");
    let (session, recovered) = Session::recovered(&folder, Access::Change, &desk.machine).expect("it was left");
    let words = recovered.in_words().expect("there is something to say");
    assert!(words.contains("damaged") && words.contains("a copy is kept"), "{words}");
    session.flush_journal().expect("the data folder can be written");
    let kept = fs::read_dir(&folder).expect("it is there").flatten();
    assert_eq!(kept.filter(|entry| fs::read(entry.path()).is_ok_and(|kept| kept == bytes)).count(), 1);
}

#[test]
#[cfg_attr(windows, ignore = "nobody else can write a lock file there while it is held")]
fn a_lock_that_was_taken_over_is_left_to_whoever_took_it() {
    let desk = Desk::new();
    let (mut session, _) = desk.open("a/talks.ron");
    rename(&mut session, "B");
    session.flush_journal().expect("the folder can be written");
    // Another computer takes the project over: the same lock file, another name in it, and a journal of its own.
    let recovery = desk.at("a/talks.ron.recovery");
    let theirs = "(user:\"ana\",host:\"other-laptop\",process:4242,since:\"2026-11-01T10:00:00Z\")";
    let mut lock = File::options().write(true).truncate(true).open(recovery.join("lock")).expect("it is there");
    lock.write_all(theirs.as_bytes()).expect("the folder can be written");
    fs::rename(recovery.join("journal"), recovery.join("journal-aside")).expect("the folder can be written");
    fs::write(recovery.join("journal"), "theirs").expect("the folder can be written");
    rename(&mut session, "C");
    session.flush_journal().expect("the data folder can be written");
    assert!(matches!(save(&mut session), Err(SaveError::Locked { .. })));
    drop(session);
    assert_eq!(fs::read_to_string(recovery.join("journal")).expect("it is there"), "theirs");
    assert_eq!(fs::read_to_string(recovery.join("lock")).expect("it is there"), theirs);
}

#[test]
fn an_open_project_shows_that_it_is_at_work() {
    let desk = Desk::new();
    let (session, _) = desk.open("a/talks.ron");
    let lock = desk.at("a/talks.ron.recovery/lock");
    let time = |path: &Path| fs::metadata(path).and_then(|lock| lock.modified()).expect("it is there");
    let before = time(&lock);
    for _ in 0..100 {
        std::thread::sleep(Duration::from_millis(100));
        if time(&lock) != before {
            break;
        }
    }
    assert_ne!(time(&lock), before, "ten quiet seconds would mean that nobody is there");
    drop(session);
}

/// Numbers that only look random.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// What is not found again: if the folder is renamed and then the file is moved out of it, both after the last edit, and
/// then the program is killed. So an edit follows each renamed folder here.
#[test]
fn however_a_project_is_moved_between_edits_none_is_lost() {
    if !CAN_FOLLOW {
        return;
    }
    for seed in 0..60 {
        let (desk, mut dice) = (Desk::new(), Dice(seed));
        let (mut path, mut n_moves, mut title) = ("a/talks.ron".to_owned(), 0, "A".to_owned());
        let mut story: Vec<String> = Vec::new();
        for _ in 0..3 {
            let (mut session, recovered) = desk.open(&path);
            assert_eq!(session.project().title, title, "seed {seed}: {story:?}: {recovered:?}");
            for _ in 0..dice.below(12) {
                n_moves += 1;
                let kind = dice.below(8);
                match kind {
                    0 | 1 => {}
                    2 => {
                        save(&mut session).unwrap_or_else(|error| panic!("seed {seed}: {story:?}: {error}"));
                        story.push("save".to_owned());
                    }
                    3 | 4 => {
                        let folder = if dice.below(2) == 0 { "a" } else { "b" };
                        let new = format!("{folder}/{n_moves}.ron");
                        fs::create_dir_all(desk.at(folder)).expect("the folder can be written");
                        desk.mv(&path, &new);
                        story.push(format!("{path} to {new}"));
                        path = new;
                    }
                    5 => {
                        let (folder, name) = path.split_once('/').expect("it is in a folder");
                        let new = format!("{folder}{n_moves}");
                        desk.mv(folder, &new);
                        story.push(format!("{folder} to {new}"));
                        path = format!("{new}/{name}");
                    }
                    6 => {
                        fs::remove_dir_all(desk.at(&path).with_extension("ron.recovery")).ok();
                        story.push("recovery folder removed".to_owned());
                    }
                    _ => _ = session.watch().expect("it has a file").look(),
                }
                if kind != 2 && kind != 3 && kind != 4 {
                    title = format!("edit {n_moves}");
                    rename(&mut session, &title);
                    session.flush_journal().expect("the folder can be written");
                    story.push(title.clone());
                }
            }
            drop(session);
            if dice.below(2) == 0 {
                n_moves += 1;
                let new = format!("moved while closed {n_moves}.ron");
                desk.mv(&path, &format!("data/{new}"));
                fs::create_dir_all(desk.at("b")).expect("the folder can be written");
                desk.mv(&format!("data/{new}"), &format!("b/{new}"));
                path = format!("b/{new}");
                story.push("moved while closed".to_owned());
            }
        }
        let (session, recovered) = desk.open(&path);
        assert_eq!(session.project().title, title, "seed {seed}: {story:?}: {recovered:?}");
    }
}
