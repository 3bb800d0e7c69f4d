//! Earlier versions of a project file.
//!
//! A save keeps the file it replaces in the folder `backups`, named by the time at which it was written. If there are
//! too many, those are removed first that leave the smallest gap for their age, so that backups are dense near the
//! present and reach far back.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use jiff::{Timestamp, fmt::strtime};

use super::{EXTENSION, disk::Disk};

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

/// The backups in a recovery folder, newest first.
pub(super) fn list(recovery: &Path) -> Vec<Backup> {
    let Ok(entries) = fs::read_dir(folder(recovery)) else { return Vec::new() };
    let backups = entries.flatten().filter_map(|entry| {
        let path = entry.path();
        let name = path.file_name()?.to_str()?.strip_suffix(EXTENSION)?.strip_suffix('.')?;
        let saved = strtime::parse("%Y-%m-%dT%H-%M-%S%.fZ", name).ok()?.to_datetime().ok()?;
        let saved = saved.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
        Some(Backup { bytes: entry.metadata().ok()?.len(), path, saved })
    });
    let mut backups: Vec<Backup> = backups.collect();
    backups.sort_by_key(|backup| std::cmp::Reverse(backup.saved));
    backups
}

/// Keeps the present content of `path` as a backup.
pub(super) fn keep(path: &Path, recovery: &Path, disk: &dyn Disk) -> io::Result<()> {
    let written = fs::metadata(path)?.modified().unwrap_or_else(|_| SystemTime::now());
    let mut time = Timestamp::try_from(written).unwrap_or_else(|_| Timestamp::now());
    let folder = folder(recovery);
    disk.create_folder(&folder)?;
    loop {
        let copy = folder.join(format!("{}.{EXTENSION}", time.strftime(NAME)));
        if !copy.exists() {
            return disk.keep_copy(path, &copy);
        }
        // Some file systems record times in whole seconds.
        time += jiff::SignedDuration::from_millis(1);
    }
}

/// Removes all but `n_wanted` of the backups, judging their ages at `now`.
pub(super) fn thin(recovery: &Path, n_wanted: usize, now: Timestamp, disk: &dyn Disk) {
    let backups = list(recovery);
    let ages: Vec<i64> = backups.iter().map(|backup| now.as_second() - backup.saved.as_second()).collect();
    for index in superfluous(&ages, n_wanted) {
        // A backup that cannot be removed only costs space.
        disk.remove_file(&backups[index].path).ok();
    }
}

fn folder(recovery: &Path) -> PathBuf {
    recovery.join("backups")
}

/// Chooses which backups to remove, so that `n_wanted` remain. `ages` are in seconds, youngest first.
fn superfluous(ages: &[i64], n_wanted: usize) -> Vec<usize> {
    let mut kept: Vec<usize> = (0..ages.len()).collect();
    let mut given_up = Vec::new();
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
    fn states_are_listed_newest_first_with_their_time_and_size() {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let path = folder.path().join("p.ron");
        for content in ["one", "four"] {
            fs::write(&path, content).expect("the folder can be written");
            keep(&path, folder.path(), &SystemDisk).expect("the folder can be written");
            fs::remove_file(&path).expect("it was just written");
        }
        let backups = list(folder.path());
        let read: Vec<String> =
            backups.iter().map(|backup| fs::read_to_string(&backup.path).expect("it is text")).collect();
        assert_eq!(read, ["four", "one"]);
        assert_eq!(backups.iter().map(|backup| backup.bytes).collect::<Vec<_>>(), [4, 3]);
        thin(folder.path(), 1, Timestamp::now(), &SystemDisk);
        assert_eq!(list(folder.path()).len(), 1);
    }
}
