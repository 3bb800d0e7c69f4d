//! Earlier versions of a project file.
//!
//! A save keeps the file it replaces in the folder `backups`, named by the time at which it was written. If there are
//! too many, those are removed first that leave the smallest gap for their age, so that backups are dense near the
//! present and reach far back.

use std::{
    ffi::{OsStr, OsString},
    io,
    path::PathBuf,
    time::SystemTime,
};

use jiff::{Timestamp, fmt::strtime};

use super::{
    EXTENSION,
    disk::Disk,
    files::{FileKind, Folder},
    place::ProjectPlace,
};

/// The folder of backups in a recovery folder.
pub(super) const FOLDER: &str = "backups";

/// How many backups are kept unless the analyst sets another number.
pub const USUAL_BACKUPS: usize = 10;

/// The time format of file names, without colons, because some systems do not allow them.
const NAME: &str = "%Y-%m-%dT%H-%M-%S%.3fZ";

/// An earlier version of a project file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The backup file, a complete project file.
    pub path: PathBuf,
    /// When that version was saved.
    pub saved: Timestamp,
    /// The size of the file.
    pub bytes: u64,
}

/// The backups in a recovery folder, newest first. Only regular files count.
pub(super) fn list(recovery: &Folder) -> Vec<Backup> {
    let Ok(folder) = recovery.subfolder(OsStr::new(FOLDER)) else { return Vec::new() };
    let backups = folder.names().unwrap_or_default().into_iter().filter_map(|name| {
        let saved = time_of(&name)?;
        let bytes = folder.open(&name).ok()?.metadata().ok()?.len();
        Some(Backup { path: folder.path().join(name), saved, bytes })
    });
    let mut backups: Vec<Backup> = backups.collect();
    backups.sort_by_key(|backup| std::cmp::Reverse(backup.saved));
    backups
}

/// The time in a backup's name; `None` if it is not the name of a backup.
fn time_of(name: &OsStr) -> Option<Timestamp> {
    let time = name.to_str()?.strip_suffix(EXTENSION)?.strip_suffix('.')?;
    let saved = strtime::parse("%Y-%m-%dT%H-%M-%S%.fZ", time).ok()?.to_datetime().ok()?;
    Some(saved.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

/// Keeps the present content of the project file as a backup, named by the time at which it was written, or by the
/// present one if that is earlier. Returns where it is, so that it can be removed again if the file is not replaced.
pub(super) fn keep(place: &ProjectPlace, recovery: &Folder, disk: &dyn Disk) -> io::Result<(Folder, OsString)> {
    let file = place.open()?;
    let written = file.metadata()?.modified().unwrap_or_else(|_| SystemTime::now());
    let now = Timestamp::now();
    let time = Timestamp::try_from(written).unwrap_or(now).min(now);
    let folder = disk.make_subfolder(recovery, OsStr::new(FOLDER))?;
    // If this fails, only the owner can read it.
    folder.share_like(&file).ok();
    let copy = free_name(&folder, time)?;
    disk.keep_copy(&place.folder, &place.name, &folder, &copy)?;
    Ok((folder, copy))
}

/// Returns an unused name for a backup of that time. Some file systems record times in whole seconds.
fn free_name(folder: &Folder, time: Timestamp) -> io::Result<OsString> {
    for n_millis in 0..10_000 {
        let time = time.checked_add(jiff::SignedDuration::from_millis(n_millis)).unwrap_or(Timestamp::MAX);
        let name = OsString::from(format!("{}.{EXTENSION}", time.strftime(NAME)));
        if folder.kind(&name)?.is_none() {
            return Ok(name);
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Moves all backups from one recovery folder to another.
pub(super) fn move_all(from: &Folder, to: &Folder) {
    let Ok(source) = from.subfolder(OsStr::new(FOLDER)) else { return };
    let Ok(target) = to.make_subfolder(OsStr::new(FOLDER)) else { return };
    let mut copied = Vec::new();
    for name in source.names().unwrap_or_default() {
        let Some(time) = time_of(&name) else { continue };
        let (Ok(Some(FileKind::File)), Ok(free)) = (source.kind(&name), free_name(&target, time)) else { continue };
        // To another disk, it is copied. Backups that cannot be moved stay where they are.
        if source.rename(&name, &target, &free).is_err() && source.keep_copy(&name, &target, &free).is_ok() {
            copied.push(name);
        }
    }
    // A copy whose name is not on disk may be lost in a power cut.
    if !copied.is_empty() && target.flush().is_ok() {
        for name in copied {
            source.remove(&name).ok();
        }
    }
}

/// Removes all but `n_wanted` of the backups, judging their ages at `now`.
pub(super) fn thin(recovery: &Folder, n_wanted: usize, now: Timestamp, disk: &dyn Disk) {
    let Ok(folder) = recovery.subfolder(OsStr::new(FOLDER)) else { return };
    let backups = list(recovery);
    let ages: Vec<i64> = backups.iter().map(|backup| now.as_second() - backup.saved.as_second()).collect();
    for index in superfluous(&ages, n_wanted) {
        let Some(name) = backups[index].path.file_name() else { continue };
        // A backup that cannot be removed only costs space.
        disk.remove_file(&folder, name).ok();
    }
}

/// Chooses which backups to remove, so that `n_wanted` remain. `ages` are in seconds, youngest first.
fn superfluous(ages: &[i64], n_wanted: usize) -> Vec<usize> {
    // A wrong clock may have dated some in the future. They get only the places that are left, or they would displace
    // today's versions.
    let n_future = ages.iter().take_while(|age| **age < 0).count();
    let n_places = n_wanted.saturating_sub(ages.len() - n_future).min(n_future);
    let mut given_up: Vec<usize> = (0..n_future - n_places).collect();
    let mut kept: Vec<usize> = (n_future..ages.len()).collect();
    let n_wanted = n_wanted - n_places;
    while kept.len() > n_wanted {
        // The gap that removing it would leave, relative to its age. The youngest and the oldest stay.
        #[expect(clippy::cast_precision_loss, reason = "gaps are compared, not counted")]
        let gap = |at: usize| (ages[kept[at + 1]] - ages[kept[at - 1]]) as f64 / ages[kept[at]].max(1) as f64;
        let inner = 1..kept.len().saturating_sub(1);
        let least = inner.min_by(|&a, &b| gap(a).total_cmp(&gap(b))).unwrap_or(kept.len() - 1);
        given_up.push(kept.remove(least));
    }
    given_up
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::SystemDisk;

    #[test]
    fn what_is_kept_is_dense_near_the_present_and_reaches_far_back() {
        // A save every minute for forty hours, thinned after each.
        let mut saved: Vec<i64> = Vec::new();
        let end = 40 * 60;
        for minute in 0..=end {
            saved.insert(0, minute * 60);
            let ages: Vec<i64> = saved.iter().map(|at| minute * 60 - at).collect();
            for index in superfluous(&ages, USUAL_BACKUPS) {
                saved.remove(index);
            }
        }
        let ages: Vec<i64> = saved.iter().map(|at| end - at / 60).collect();
        assert_eq!(ages.len(), USUAL_BACKUPS);
        assert_eq!((ages[0], ages[9]), (0, end), "the last and the first are there: {ages:?}");
        assert!(ages[1] <= 3 && ages[3] <= 60, "the last hour is covered: {ages:?}");
        let is_in_proportion = ages.windows(2).skip(1).all(|pair| pair[1] < pair[0] * 6);
        assert!(is_in_proportion, "no gap is out of proportion to its age: {ages:?}");
    }

    #[test]
    fn few_are_left_alone_and_none_is_none() {
        assert!(superfluous(&[1, 2, 3], 3).is_empty());
        assert_eq!(superfluous(&[1, 2], 0).len(), 2);
        assert_eq!(superfluous(&[5, 9], 1), [1]);
    }

    #[test]
    fn states_of_the_future_do_not_push_out_those_of_today() {
        // The clock was three years ahead for twelve saves, and is right since.
        let mut ages: Vec<i64> = (0..12).map(|n| -100_000_000 + n * 60).collect();
        for minute in 0..30 {
            let at = ages.iter().take_while(|age| **age < 0).count();
            ages.insert(at, 0);
            for index in superfluous(&ages, USUAL_BACKUPS)
                .into_iter()
                .collect::<std::collections::BTreeSet<_>>()
                .into_iter()
                .rev()
            {
                ages.remove(index);
            }
            let n_real = ages.iter().filter(|age| **age >= 0).count();
            assert_eq!((n_real, ages.len()), ((minute + 1).min(USUAL_BACKUPS), USUAL_BACKUPS), "{ages:?}");
            ages.iter_mut().filter(|age| **age >= 0).for_each(|age| *age += 60);
        }
    }

    #[test]
    fn states_are_listed_newest_first_with_their_time_and_size() {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let path = folder.path().join("p.ron");
        let place = ProjectPlace::of(&path).expect("it was just made");
        for content in ["one", "four"] {
            std::fs::write(&path, content).expect("the folder can be written");
            keep(&place, &place.folder, &SystemDisk).expect("the folder can be written");
            std::fs::remove_file(&path).expect("it was just written");
        }
        let backups = list(&place.folder);
        let read: Vec<String> =
            backups.iter().map(|backup| std::fs::read_to_string(&backup.path).expect("it is text")).collect();
        assert_eq!(read, ["four", "one"]);
        assert_eq!(backups.iter().map(|backup| backup.bytes).collect::<Vec<_>>(), [4, 3]);
        thin(&place.folder, 1, Timestamp::now(), &SystemDisk);
        assert_eq!(list(&place.folder).len(), 1);
    }
}
