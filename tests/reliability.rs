//! Nothing is ever lost: every promise of `docs/reliability.md` that needs no kill and no window.

mod disk;

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use disk::{Failure, FaultyDisk};
use standpoint_core::{
    edit::{Edit, Gesture},
    model::{Article, Details, Project},
    text::Text,
};
use standpoint_store::{
    self as store, Access, Machine, OpenError, Overwrite, SaveError, Session, disk::SystemDisk, folders::Folders,
    machine::backups_of, session::ChangeError, unsaved, watch::WriteWatch,
};

/// A folder with a project file, a data folder for the program, and a disk that can be told to fail.
struct Desk {
    folder: tempfile::TempDir,
    disk: FaultyDisk,
    machine: Machine,
    path: PathBuf,
}

impl Desk {
    /// With the project “A”, saved.
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let disk = FaultyDisk::default();
        let machine = disk.machine(&folder.path().join("data"));
        let work = folder.path().join("work");
        fs::create_dir(&work).expect("the folder can be written");
        let path = work.canonicalize().expect("it was just made").join("talks.ron");
        let mut project = Project::titled("A");
        let article = Article::new(Details::default(), Text::new("Nobody moved.\n"));
        project.articles.push(Arc::new(article));
        Session::unsaved(project, &machine).begin_save_as(&path).run().expect("the disk is sound");
        Self { folder, disk, machine, path }
    }

    fn open(&self) -> Session {
        self.open_saying().0
    }

    /// The session, and what was said of what was recovered.
    fn open_saying(&self) -> (Session, String) {
        let (session, recovered) = Session::open(&self.path, Access::Change, &self.machine).expect("it can be opened");
        (session, recovered.in_words().unwrap_or_default())
    }

    fn on_disk(&self) -> String {
        store::open(&self.path).expect("the file is whole at every moment").title
    }

    fn recovery(&self) -> PathBuf {
        self.path.with_file_name("talks.ron.recovery")
    }

    fn journal(&self) -> PathBuf {
        self.recovery().join("journal")
    }
}

fn rename(session: &mut Session, title: &str) {
    session.apply("Rename", Gesture::Single, Edit::SetTitle(title.to_owned())).expect("a title always fits");
}

fn save(session: &mut Session) -> Result<(), SaveError> {
    let job = session.begin_save(Overwrite::OwnState).expect("it has a file");
    session.finish_save(job.run()?);
    Ok(())
}

#[test]
fn a_save_that_is_cancelled_leaves_the_old_file_and_the_edits() {
    let desk = Desk::new();
    let mut session = desk.open();
    rename(&mut session, "B");
    let job = session.begin_save(Overwrite::OwnState).expect("it has a file");
    let cancelled = job.watched(WriteWatch::new(|_, _| false)).run();
    assert!(matches!(cancelled, Err(SaveError::Cancelled(of)) if of == desk.path));
    assert_eq!(desk.on_disk(), "A");
    let beside = fs::read_dir(desk.path.parent().expect("it has a folder")).expect("it can be listed").count();
    assert_eq!(beside, 2, "the file and its recovery folder, and nothing half written");
    assert!(session.has_unsaved_changes());
    save(&mut session).expect("the next one is watched by nobody");
    assert_eq!(desk.on_disk(), "B");
}

#[test]
fn each_step_of_a_save_may_fail_and_nothing_is_lost() {
    let kinds =
        [io::ErrorKind::StorageFull, io::ErrorKind::PermissionDenied, io::ErrorKind::NotFound, io::ErrorKind::Other];
    let failures = kinds.map(Failure::Refused).into_iter().chain([Failure::Short, Failure::Dead]);
    for failure in failures {
        let mut n_steps = 0;
        while fails_at_step(n_steps, failure) {
            n_steps += 1;
        }
        // Temporary file, writing, flushing, mark, backup, renaming, folder, journal.
        assert!(n_steps >= 10, "only {n_steps} steps were seen to fail with {failure:?}");
    }
}

/// Lets one step of a save fail. Says whether there was such a step.
fn fails_at_step(n_good: usize, failure: Failure) -> bool {
    let desk = Desk::new();
    let mut session = desk.open();
    rename(&mut session, "B");
    session.flush_journal().expect("the disk is sound");

    desk.disk.fail_after(n_good, failure);
    let case = format!("step {n_good}, {failure:?}");
    let saved = save(&mut session);
    match &saved {
        Ok(()) => assert_eq!(desk.on_disk(), "B", "{case}"),
        Err(error) => {
            assert_eq!(desk.on_disk(), "A", "{case}: {error}");
            assert!(
                error.to_string().contains("talks.ron") && error.to_string().contains("unchanged"),
                "{case}: {error}"
            );
        }
    }
    if failure == Failure::Dead {
        // What runs on after a power cut is no longer heard of.
        drop(session);
        let has_failed = desk.disk.heal();
        let (session, words) = desk.open_saying();
        assert_eq!(session.project().title, "B", "{case}: {words}");
        // Edits that the file holds already are not taken for edits of something else.
        assert!(!words.contains("another state"), "{case}: {words}");
        return has_failed;
    }
    let has_failed = desk.disk.heal();
    assert!(has_failed || saved.is_ok(), "{case}");

    // Work goes on, in the window and in the journal.
    rename(&mut session, "C");
    session.flush_journal().expect("the disk is sound again");
    drop(session);
    let (mut session, words) = desk.open_saying();
    assert_eq!(session.project().title, "C", "{case}: {words}");
    save(&mut session).expect("the disk is sound again");
    assert_eq!(desk.on_disk(), "C", "{case}");
    drop(session);
    let left: Vec<_> =
        fs::read_dir(desk.recovery()).expect("it holds backups").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["backups"], "{case}: only backups stay behind");
    has_failed
}

#[test]
fn a_journal_that_cannot_be_written_is_told_and_written_later() {
    for failure in [Failure::Refused(io::ErrorKind::StorageFull), Failure::Short] {
        for n_good in 0..12 {
            let desk = Desk::new();
            let mut session = desk.open();
            rename(&mut session, "B");
            session.flush_journal().expect("the disk is sound");
            desk.disk.fail_after(n_good, failure);
            rename(&mut session, "C");
            let flushed = session.flush_journal();
            if let Err(words) = &flushed {
                assert!(words.contains("journal"), "{words}");
            }
            rename(&mut session, "D");
            desk.disk.heal();
            session.flush_journal().expect("the disk is sound again");
            assert_eq!(session.journal_trouble(), None);
            drop(session);
            let (session, words) = desk.open_saying();
            assert_eq!(session.project().title, "D", "step {n_good}, {failure:?}: {words}");
            assert!(words.contains("3 edits"), "step {n_good}, {failure:?}: {words}");
        }
    }
}

#[test]
fn a_journal_is_replayed_up_to_its_last_whole_record() {
    let desk = Desk::new();
    let mut session = desk.open();
    for title in ["B", "C", "D"] {
        rename(&mut session, title);
    }
    drop(session);
    let whole = fs::read(desk.journal()).expect("there are unsaved edits");
    for n_bytes in (0..whole.len()).rev() {
        fs::write(desk.journal(), &whole[..n_bytes]).expect("the folder can be written");
        let (session, recovered) = Session::open(&desk.path, Access::ReadOnly, &desk.machine).expect("it is sound");
        let n_whole = whole[..n_bytes].iter().filter(|byte| **byte == b'\n').count().saturating_sub(1);
        assert_eq!(session.project().title, ["A", "B", "C", "D"][n_whole], "{n_bytes} bytes");
        assert_eq!(recovered.n_edits, n_whole, "{n_bytes} bytes");
    }
}

#[test]
fn undoing_is_journaled_and_what_was_recovered_can_be_undone() {
    let desk = Desk::new();
    let mut session = desk.open();
    rename(&mut session, "B");
    rename(&mut session, "C");
    session.undo();
    drop(session);
    let (mut session, words) = desk.open_saying();
    assert_eq!(session.project().title, "B");
    assert!(words.contains("3 edits that had not been saved"), "{words}");
    session.undo();
    assert_eq!(session.project().title, "C");
    session.undo();
    session.undo();
    assert_eq!(session.project().title, "A");
}

#[test]
fn a_journal_damaged_in_the_middle_gives_what_stands_before_and_is_kept() {
    let desk = Desk::new();
    let mut session = desk.open();
    for title in ["B", "C", "D"] {
        rename(&mut session, title);
    }
    drop(session);
    let journal = fs::read_to_string(desk.journal()).expect("there are unsaved edits");
    fs::write(desk.journal(), journal.replacen("\"C\"", "\"X\"", 1)).expect("the folder can be written");
    let (session, words) = desk.open_saying();
    assert_eq!(session.project().title, "B");
    assert!(words.contains("damaged in line 3") && words.contains("a copy is kept"), "{words}");
    let is_copy = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with("journal-");
    let copy = fs::read_dir(desk.recovery()).expect("it is there").flatten().find(is_copy).expect("a copy is kept");
    assert!(fs::read_to_string(copy.path()).expect("it is text").contains("\"D\""));
}

#[test]
fn edits_of_another_state_of_the_file_are_kept_aside_and_taken_in_where_they_fit() {
    let desk = Desk::new();
    let mut session = desk.open();
    rename(&mut session, "B");
    let article = session.project().articles[0].id;
    session.apply("Remove", Gesture::Single, Edit::RemoveArticles(vec![article])).expect("it is there");
    drop(session);
    // Somebody else changes the file meanwhile, and takes the article out too.
    fs::write(&desk.path, store::to_string(&Project::titled("Theirs"))).expect("the folder can be written");

    let (mut session, recovered) = Session::open(&desk.path, Access::Change, &desk.machine).expect("it is sound");
    assert_eq!(session.project().title, "Theirs");
    let strange = recovered.strange.expect("the journal follows another state");
    assert_eq!(session.take_in(&strange), Ok((1, 1)));
    assert_eq!(session.project().title, "B");
    assert!(strange.is_file(), "it is kept either way");
}

#[test]
fn a_second_program_is_told_who_has_the_project_and_may_look() {
    let desk = Desk::new();
    let mut first = desk.open();
    rename(&mut first, "B");
    let error = Session::open(&desk.path, Access::Change, &desk.machine).expect_err("it is open already");
    let OpenError::Locked { holder: Some(holder), .. } = &error else { panic!("{error}") };
    assert_eq!(holder.process, std::process::id());
    assert!(error.to_string().contains("has it open"), "{error}");

    let (mut second, _) = Session::open(&desk.path, Access::ReadOnly, &desk.machine).expect("anybody may look");
    assert_eq!(second.project().title, "A", "the last saved state");
    let refused = second.apply("Rename", Gesture::Single, Edit::SetTitle("C".to_owned()));
    assert_eq!(refused, Err(ChangeError::ReadOnly));
    let job = second.begin_save(Overwrite::AnyState).expect("it has a file");
    assert!(matches!(job.run(), Err(SaveError::ReadOnly(_))));
    drop(second);
    assert!(Session::open(&desk.path, Access::Change, &desk.machine).is_err(), "looking took no lock away");

    // A copy is the looker's own.
    let copy = desk.path.with_file_name("copy.ron");
    let (mut second, _) = Session::open(&desk.path, Access::ReadOnly, &desk.machine).expect("anybody may look");
    let saved = second.begin_save_as(&copy).run().expect("the folder can be written");
    second.finish_save(saved);
    rename(&mut second, "C");
    save(&mut second).expect("the copy is its own");
    assert_eq!((desk.on_disk(), store::open(&copy).expect("it was saved").title), ("A".to_owned(), "C".to_owned()));
}

#[cfg(unix)]
#[test]
fn one_file_has_one_lock_and_stays_behind_its_link() {
    let desk = Desk::new();
    let link = desk.path.with_file_name("link.ron");
    std::os::unix::fs::symlink(&desk.path, &link).expect("links can be made");
    let (mut session, _) = Session::open(&link, Access::Change, &desk.machine).expect("it is sound");
    assert!(matches!(Session::open(&desk.path, Access::Change, &desk.machine), Err(OpenError::Locked { .. })));
    rename(&mut session, "B");
    save(&mut session).expect("the disk is sound");
    assert!(link.is_symlink());
    assert_eq!(desk.on_disk(), "B");
}

#[test]
fn saving_over_a_project_that_is_open_elsewhere_is_refused() {
    let desk = Desk::new();
    let _theirs = desk.open();
    let ours = Session::unsaved(Project::titled("B"), &desk.machine);
    let error = ours.begin_save_as(&desk.path).run().expect_err("it is open elsewhere");
    assert!(matches!(error, SaveError::Locked { .. }), "{error}");
    assert_eq!(desk.on_disk(), "A");

    // Nor does a save that fails leave anything where it was to go.
    let other = desk.path.with_file_name("other.ron");
    let mut n_failed = 0;
    for n_good in 0..40 {
        let ours = Session::unsaved(Project::titled("B"), &desk.machine);
        desk.disk.fail_after(n_good, Failure::Refused(io::ErrorKind::StorageFull));
        let saved = ours.begin_save_as(&other).run();
        desk.disk.heal();
        drop(ours);
        if saved.is_err() {
            n_failed += 1;
            assert!(!other.exists() && !other.with_file_name("other.ron.recovery").exists(), "step {n_good}");
        } else {
            drop(saved);
            fs::remove_file(&other).expect("it was just written");
        }
    }
    assert!(n_failed > 3, "only {n_failed} steps were seen to fail");
}

#[test]
fn a_new_project_replaces_none_that_came_before_it() {
    let desk = Desk::new();
    let ours = Session::unsaved(Project::titled("B"), &desk.machine);
    let error = ours.begin_save_as(&desk.path).only_if_free().run().expect_err("there is one");
    assert!(matches!(error, SaveError::Exists(_)), "{error}");
    assert_eq!(desk.on_disk(), "A");
}

#[test]
fn a_save_that_fails_leaves_no_backup() {
    let desk = Desk::new();
    let mut session = desk.open();
    rename(&mut session, "B");
    session.flush_journal().expect("the disk is sound");
    for n_good in 0..40 {
        desk.disk.fail_after(n_good, Failure::Refused(io::ErrorKind::PermissionDenied));
        let saved = session.begin_save(Overwrite::OwnState).expect("it has a file").run();
        desk.disk.heal();
        match saved {
            Err(_) => assert!(session.backups().is_empty(), "step {n_good}"),
            Ok(saved) => return session.finish_save(saved),
        }
    }
    unreachable!("a save has fewer steps");
}

#[test]
fn a_change_by_another_program_is_noticed_before_it_is_overwritten() {
    let desk = Desk::new();
    let mut session = desk.open();
    rename(&mut session, "B");
    assert!(!session.watch().expect("it has a file").sees_change());
    fs::write(&desk.path, store::to_string(&Project::titled("Theirs"))).expect("the folder can be written");
    assert!(session.watch().expect("it has a file").sees_change());
    let error = save(&mut session).expect_err("it would overwrite their work");
    assert!(matches!(error, SaveError::Changed(_)), "{error}");
    assert_eq!(desk.on_disk(), "Theirs");

    // Reload theirs: ours is one undo away, and nothing is unsaved.
    let (theirs, file) = store::open_with_state(&desk.path).expect("it is sound");
    session.reload(theirs, file).expect("it is sound");
    assert_eq!((&*session.project().title, session.has_unsaved_changes()), ("Theirs", false));
    session.undo();
    assert_eq!((&*session.project().title, session.has_unsaved_changes()), ("B", true));
    drop(session);
    let mut session = desk.open();
    assert_eq!(session.project().title, "B", "undoing the reload was journaled on top of their state");

    // Keep ours: theirs is among the backups.
    fs::write(&desk.path, store::to_string(&Project::titled("Theirs again"))).expect("the folder can be written");
    let job = session.begin_save(Overwrite::AnyState).expect("it has a file");
    let saved = job.run().expect("the disk is sound");
    session.finish_save(saved);
    assert_eq!(desk.on_disk(), "B");
    let newest = &session.backups()[0];
    assert_eq!(store::open(&newest.path).expect("it is sound").title, "Theirs again");
}

#[test]
fn a_file_that_was_only_touched_was_not_changed() {
    let desk = Desk::new();
    let mut session = desk.open();
    let content = fs::read(&desk.path).expect("it is there");
    fs::write(&desk.path, content).expect("the folder can be written");
    rename(&mut session, "B");
    save(&mut session).expect("the bytes are the same");
    assert_eq!(desk.on_disk(), "B");
}

#[test]
fn each_save_leaves_the_state_before_among_the_backups() {
    let desk = Desk::new();
    let mut session = desk.open();
    for title in ["B", "C", "D", "E"] {
        rename(&mut session, title);
        let job = session.begin_save(Overwrite::OwnState).expect("it has a file").keeping(3);
        let saved = job.run().expect("the disk is sound");
        session.finish_save(saved);
    }
    let titles: Vec<String> =
        session.backups().iter().map(|backup| store::open(&backup.path).expect("it is sound").title).collect();
    assert_eq!(titles.len(), 3);
    assert_eq!((&*titles[0], &*titles[2]), ("D", "A"), "the last and the first are there: {titles:?}");

    // Restoring is an edit like any other.
    let earlier = store::open(&session.backups()[2].path).expect("it is sound");
    session.apply("Restore", Gesture::Single, Edit::Replace(Box::new(earlier))).expect("it is sound");
    assert_eq!(session.project().title, "A");
    session.undo();
    assert_eq!(session.project().title, "E");
}

#[test]
fn where_nothing_can_be_written_beside_the_project_the_data_folder_serves() {
    let desk = Desk::new();
    desk.disk.close(desk.path.parent().expect("it is in a folder"));
    let mut session = desk.open();
    assert!(Session::open(&desk.path, Access::Change, &desk.machine).is_err(), "the lock holds there too");
    rename(&mut session, "B");
    session.flush_journal().expect("the data folder can be written");
    let error = save(&mut session).expect_err("writing there is not allowed");
    assert!(error.to_string().contains("allow it and try again, or save to another folder"), "{error}");
    drop(session);
    let (mut session, words) = desk.open_saying();
    assert_eq!(session.project().title, "B", "{words}");

    // "Save as" ends it; nothing is left behind for the old file.
    let elsewhere = desk.folder.path().canonicalize().expect("it is there").join("elsewhere.ron");
    let saved = session.begin_save_as(&elsewhere).run().expect("that folder can be written");
    session.finish_save(saved);
    drop(session);
    assert_eq!(store::open(&elsewhere).expect("it was saved").title, "B");
    assert_eq!(desk.open().project().title, "A");
}

/// On Windows, a folder that is open cannot be removed.
#[cfg(not(windows))]
#[test]
fn a_folder_that_vanishes_takes_no_edit_with_it() {
    let desk = Desk::new();
    let mut session = desk.open();
    rename(&mut session, "B");
    session.flush_journal().expect("the disk is sound");
    let work = desk.path.parent().expect("it is in a folder");
    let content = fs::read(&desk.path).expect("it is there");
    fs::remove_dir_all(work).expect("the folder can be written");
    rename(&mut session, "C");
    session.flush_journal().expect("the data folder can be written");
    let error = save(&mut session).expect_err("its folder is gone");
    assert!(error.to_string().contains("folder no longer exists"), "{error}");
    drop(session);

    fs::create_dir(work).expect("the folder can be written");
    fs::write(&desk.path, content).expect("the folder can be written");
    let (session, words) = desk.open_saying();
    assert_eq!(session.project().title, "C", "{words}");
}

#[test]
fn a_project_never_saved_is_offered_after_a_crash() {
    let desk = Desk::new();
    let mut session = Session::unsaved(Project::titled("New"), &desk.machine);
    assert!(unsaved::left_behind(&desk.machine).is_empty(), "nothing was done yet");
    rename(&mut session, "Newer");
    session.flush_journal().expect("the disk is sound");
    assert!(unsaved::left_behind(&desk.machine).is_empty(), "it is still open");
    drop(session);

    let left = unsaved::left_behind(&desk.machine);
    assert_eq!(left.iter().map(|left| &*left.title).collect::<Vec<_>>(), ["Newer"]);
    let (mut session, _) =
        Session::recovered(&left[0].folder, Access::Change, &desk.machine).expect("it was left behind");
    assert_eq!(session.project().title, "Newer");
    assert!(session.has_unsaved_changes());
    let twice = Session::recovered(&left[0].folder, Access::Change, &desk.machine).expect_err("it is open already");
    assert!(matches!(twice, OpenError::Locked { .. }), "{twice}");
    rename(&mut session, "Newest");
    drop(session);
    let left = unsaved::left_behind(&desk.machine);
    assert_eq!(left[0].title, "Newest", "recovering it twice loses nothing");

    // Once it is saved, nothing is left.
    let (mut session, _) =
        Session::recovered(&left[0].folder, Access::Change, &desk.machine).expect("it was left behind");
    let path = desk.path.with_file_name("new.ron");
    let saved = session.begin_save_as(&path).run().expect("the folder can be written");
    session.finish_save(saved);
    drop(session);
    assert!(unsaved::left_behind(&desk.machine).is_empty());
    assert_eq!(store::open(&path).expect("it was saved").title, "Newest");
}

#[test]
fn edits_given_up_are_gone_and_saved_ones_leave_no_journal() {
    let desk = Desk::new();
    let mut session = desk.open();
    rename(&mut session, "B");
    session.give_up();
    drop(session);
    let (mut session, words) = desk.open_saying();
    assert_eq!((&*session.project().title, &*words), ("A", ""));
    rename(&mut session, "C");
    save(&mut session).expect("the disk is sound");
    assert!(!desk.journal().exists());
    session.undo();
    drop(session);
    assert_eq!(desk.open().project().title, "A", "an undo after the save was journaled");
}

#[test]
fn a_project_repaired_after_damage_is_recovered_though_its_file_is_not_sound() {
    let desk = Desk::new();
    let sound = fs::read_to_string(&desk.path).expect("it is text");
    fs::write(&desk.path, &sound[..sound.len() / 2]).expect("the folder can be written");
    let (mut session, _) =
        Session::repaired(&desk.path, Project::titled("Repaired"), Access::Change, &desk.machine).expect("it is free");
    rename(&mut session, "Repaired and renamed");
    assert!(session.has_unsaved_changes());
    drop(session);
    let (mut session, words) = desk.open_saying();
    assert_eq!(session.project().title, "Repaired and renamed", "{words}");
    save(&mut session).expect("the disk is sound");
    assert_eq!(desk.on_disk(), "Repaired and renamed");
    let damaged = fs::read_to_string(&backups_of(&desk.path, &desk.machine)[0].path).expect("it is text");
    assert_eq!(damaged, sound[..sound.len() / 2], "the damaged file is among the backups");
}

#[test]
fn a_newer_file_is_refused_and_stays_as_it_is() {
    let desk = Desk::new();
    let newer = fs::read_to_string(&desk.path).expect("it is text").replace("format: 2", "format: 3");
    fs::write(&desk.path, &newer).expect("the folder can be written");
    let error = Session::open(&desk.path, Access::Change, &desk.machine).expect_err("it is newer");
    assert!(matches!(error, OpenError::Newer { .. }), "{error}");
    assert_eq!(fs::read_to_string(&desk.path).expect("it is text"), newer);
    assert!(!desk.recovery().exists(), "not even a folder is left beside it");
}

/// A real full disk: a file system of 256 KB in memory, which only an administrator can mount. Here the journal does not
/// fit from the beginning; `tests/full_disk.rs` fills the disk while a journal is open, and before the project is.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    let small = tempfile::tempdir().expect("the system gives a temporary folder");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"]).arg(small.path()).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        // Each step of a save is seen to fail for want of space in the test above.
        return;
    }
    let done = std::panic::catch_unwind(|| fill_and_save(small.path()));
    Command::new("umount").arg(small.path()).output().expect("what was mounted can be unmounted");
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
}

#[cfg(target_os = "linux")]
fn fill_and_save(small: &Path) {
    let data = tempfile::tempdir().expect("the system gives a temporary folder");
    let machine = Machine::with(Folders::below(data.path().to_owned()), Arc::new(SystemDisk));
    let path = small.join("p.ron");
    let mut session = Session::unsaved(Project::titled("A"), &machine);
    let saved = session.begin_save_as(&path).run().expect("there is room for this");
    session.finish_save(saved);
    let text = Text::new("Nobody moved. ".repeat(14_000));
    let article = Arc::new(Article::new(Details::default(), text));
    session.apply("Import", Gesture::Single, Edit::InsertArticles(vec![(0, article)])).expect("it fits");
    // Neither the journal nor a second copy of the project fits beside the first.
    session.flush_journal().ok();
    let error = save(&mut session).expect_err("the disk is full");
    assert!(error.to_string().contains("free some space"), "{error}");
    assert_eq!(store::open(&path).expect("the old file is whole").title, "A");
    rename(&mut session, "B");
    session.flush_journal().expect("the journal has moved to the data folder");
    drop(session);
    let (session, _) = Session::open(&path, Access::Change, &machine).expect("it is sound");
    assert_eq!((&*session.project().title, session.project().articles.len()), ("B", 1));
}

#[test]
fn a_panic_leaves_a_report() {
    let data = tempfile::tempdir().expect("the system gives a temporary folder");
    let folders = Folders::below(data.path().to_owned());
    assert_eq!(store::reports::latest(&folders), None);
    let usual = std::panic::take_hook();
    store::reports::write_on_panic(&folders);
    let panicked = std::panic::catch_unwind(|| panic!("a fault for the test"));
    std::panic::set_hook(usual);
    assert!(panicked.is_err());
    let report = store::reports::latest(&folders).expect("the fault was reported");
    let text = fs::read_to_string(report).expect("it is text");
    assert!(text.contains("a fault for the test") && text.contains("reliability.rs"), "{text}");
    assert!(text.contains("Your work is not lost"), "{text}");
}
