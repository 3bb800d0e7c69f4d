//! Projects that several people share: whoever saves one, the others keep their access.
//!
//! Only an administrator can act as several people; elsewhere the tests end at once.
#![cfg(target_os = "linux")]

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use rustix::fs::XattrFlags;

use standpoint_core::model::Project;
use standpoint_store as store;

const TEAM: u32 = 52_000;
const OWNER: u32 = 51_001;
const MEMBER: u32 = 51_002;
const STRANGER: u32 = 51_003;

/// The system’s names of the access lists of a file, and of those that a folder gives to new files.
const ACCESS: &str = "system.posix_acl_access";
const DEFAULT: &str = "system.posix_acl_default";

/// A folder that everybody can reach, with a project of [`OWNER`] and [`TEAM`].
struct Desk(tempfile::TempDir);

impl Desk {
    fn new(mode: u32, folder_mode: u32) -> Option<Self> {
        if !rustix::process::geteuid().is_root() {
            return None;
        }
        let desk = Self(tempfile::tempdir().expect("the system gives a temporary folder"));
        fs::set_permissions(desk.0.path(), fs::Permissions::from_mode(0o755)).expect("it is ours");
        fs::create_dir(desk.0.path().join("shared")).expect("the folder can be written");
        fs::write(desk.project(), store::to_string(&Project::titled("A"))).expect("the folder can be written");
        for (path, mode) in [(desk.0.path().join("shared"), folder_mode), (desk.project(), mode)] {
            chown(&path, Some(OWNER), Some(TEAM)).expect("an administrator may");
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("it is ours");
        }
        Some(desk)
    }

    fn project(&self) -> PathBuf {
        self.0.path().join("shared/p.ron")
    }

    /// Applies lines as somebody who is in these groups.
    fn apply(&self, user: u32, groups: &str, lines: &str, arguments: &[&str]) -> Output {
        let data = self.0.path().join(format!("data-{user}"));
        fs::create_dir_all(&data).expect("the folder can be written");
        chown(&data, Some(user), Some(user)).expect("an administrator may");
        // The binary may lie where only the administrator can look.
        let program = self.0.path().join("standpoint");
        if !program.exists() {
            fs::copy(env!("CARGO_BIN_EXE_standpoint"), &program).expect("there is room");
        }
        let input = self.0.path().join("lines");
        fs::write(&input, lines).expect("the folder can be written");
        let groups = if groups.is_empty() { "--clear-groups".to_owned() } else { format!("--groups={groups}") };
        Command::new("setpriv")
            .args([format!("--reuid={user}"), format!("--regid={user}"), groups])
            .arg(program)
            .arg("apply")
            .arg(self.project())
            .args(arguments)
            .env("XDG_DATA_HOME", &data)
            .stdin(Stdio::from(fs::File::open(&input).expect("it was just written")))
            .output()
            .expect("util-linux has setpriv")
    }

    fn access(&self) -> (u32, u32) {
        let there = fs::metadata(self.project()).expect("it is there");
        (there.gid(), there.mode() & 0o777)
    }

    fn title(&self) -> String {
        store::open(&self.project()).expect("it is sound").title
    }
}

fn list(path: &Path, name: &str) -> Vec<u8> {
    let mut list = vec![0; 4096];
    let n_bytes = rustix::fs::getxattr(path, name, &mut list[..]).unwrap_or(0);
    list.truncate(n_bytes);
    list
}

/// An access list in the system’s form: the owner, the user named, the group, the mask and everybody else.
fn list_with(user: u32, permissions: u16) -> Vec<u8> {
    let nobody = u32::MAX;
    let entries = [
        (0x01, 7, nobody),
        (0x02, permissions, user),
        (0x04, 0, nobody),
        (0x10, permissions, nobody),
        (0x20, 0, nobody),
    ];
    let mut list = 2_u32.to_le_bytes().to_vec();
    for (tag, permissions, id) in entries {
        list.extend(u16::to_le_bytes(tag));
        list.extend(u16::to_le_bytes(permissions));
        list.extend(u32::to_le_bytes(id));
    }
    list
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn members_of_a_group_save_in_turn_and_none_loses_access() {
    let Some(desk) = Desk::new(0o660, 0o2770) else { return };
    for (n, user) in [MEMBER, OWNER, MEMBER, MEMBER, OWNER].into_iter().enumerate() {
        let output = desk.apply(user, &TEAM.to_string(), &format!("SetTitle(\"title {n}\")"), &[]);
        assert!(output.status.success(), "{user}: {}", said(&output));
        assert_eq!(said(&output), "", "everything is beside the project");
        assert_eq!((desk.access(), desk.title()), ((TEAM, 0o660), format!("title {n}")), "{user}");
    }
    let backups = fs::read_dir(desk.project().with_file_name("p.ron.recovery/backups")).expect("it is there").count();
    assert_eq!(backups, 5);
    let output = desk.apply(STRANGER, "", "SetTitle(\"theirs\")", &[]);
    assert!(!output.status.success());
}

#[test]
fn an_administrator_gives_nothing_away() {
    let Some(desk) = Desk::new(0o640, 0o750) else { return };
    let output = desk.apply(0, "", "SetTitle(\"B\")", &[]);
    assert!(output.status.success(), "{}", said(&output));
    let there = fs::metadata(desk.project()).expect("it is there");
    assert_eq!((there.uid(), there.gid(), there.mode() & 0o777), (OWNER, TEAM, 0o640));
}

#[test]
fn where_the_group_cannot_be_kept_the_command_line_refuses_and_names_the_flag() {
    let Some(desk) = Desk::new(0o666, 0o777) else { return };
    let output = desk.apply(STRANGER, "", "SetTitle(\"B\")", &[]);
    let words = said(&output);
    assert!(
        !output.status.success() && words.contains("the group") && words.contains("--allow-access-loss"),
        "{words}"
    );
    assert_eq!((desk.access(), desk.title()), ((TEAM, 0o666), "A".to_owned()));
    let output = desk.apply(STRANGER, "", "", &["--allow-access-loss"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(desk.title(), "B", "the edit was kept in the journal meanwhile");
    assert_eq!(desk.access(), (STRANGER, 0o606), "what the group was allowed, no other group is");
}

#[test]
fn an_owner_is_not_shut_out_of_a_file_that_somebody_else_saves() {
    let Some(desk) = Desk::new(0o660, 0o777) else { return };
    if rustix::fs::setxattr(desk.project(), ACCESS, &list_with(MEMBER, 6), XattrFlags::empty()).is_err() {
        // This file system has no access lists.
        return;
    }
    // The list names the member, but the owner only as such.
    let output = desk.apply(MEMBER, &TEAM.to_string(), "SetTitle(\"B\")", &[]);
    let words = said(&output);
    assert!(
        !output.status.success() && words.contains("the owner") && words.contains("--allow-access-loss"),
        "{words}"
    );
    assert_eq!(desk.apply(OWNER, &TEAM.to_string(), "", &[]).status.code(), Some(0), "the owner still has it");
    assert_eq!(fs::metadata(desk.project()).expect("it is there").uid(), OWNER);

    // A list that names the owner as well keeps it open to both.
    let mut both = list_with(MEMBER, 6);
    both.splice(12..12, list_with(OWNER, 6)[12..20].iter().copied());
    rustix::fs::setxattr(desk.project(), ACCESS, &both, XattrFlags::empty()).expect("it has lists");
    for user in [MEMBER, OWNER, MEMBER] {
        let output = desk.apply(user, &TEAM.to_string(), &format!("SetTitle(\"by {user}\")"), &[]);
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!((list(&desk.project(), ACCESS), desk.title()), (both.clone(), format!("by {user}")));
    }
}

#[test]
fn an_access_list_survives_a_save_and_is_not_inherited() {
    let Some(desk) = Desk::new(0o660, 0o755) else { return };
    let wanted = list_with(MEMBER, 6);
    if rustix::fs::setxattr(desk.project(), ACCESS, &wanted, XattrFlags::empty()).is_err() {
        // This file system has no access lists.
        return;
    }
    for title in ["B", "C"] {
        let output = desk.apply(OWNER, &TEAM.to_string(), &format!("SetTitle(\"{title}\")"), &[]);
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!((list(&desk.project(), ACCESS), desk.title()), (wanted.clone(), title.to_owned()));
    }

    // What the folder gives to new files is more than what the project allows.
    for mode in [0o600, 0o640] {
        let Some(desk) = Desk::new(mode, 0o755) else { return };
        let folder = desk.project().with_file_name("");
        rustix::fs::setxattr(&folder, DEFAULT, &list_with(STRANGER, 7), XattrFlags::empty()).expect("it has lists");
        let output = desk.apply(OWNER, &TEAM.to_string(), "SetTitle(\"B\")\nsave\nSetTitle(\"C\")", &[]);
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!((list(&desk.project(), ACCESS), desk.access()), (Vec::new(), (TEAM, mode)));
        let recovery = desk.project().with_file_name("p.ron.recovery");
        for path in [recovery.clone(), recovery.join("backups")] {
            let there = fs::metadata(&path).expect("it holds backups").mode();
            assert_eq!((list(&path, ACCESS), there & 0o066 & !mode), (Vec::new(), 0), "{}", path.display());
        }
    }
}
