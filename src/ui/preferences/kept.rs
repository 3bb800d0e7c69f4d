//! Reading what was kept of the preferences, which may be damaged or changed by hand: what cannot be read costs no more
//! than itself, and the person is told what it was.
//!
//! Settings have a file of their own. What the program remembers by itself is kept by eframe, where earlier versions
//! kept the settings, too.

use std::{collections::HashMap, fs, io, path::Path};

use serde::Deserialize;

use standpoint_core::wording::shown;
use standpoint_store::files::read_named;

use super::{Preferences, RememberedEntry, USUAL_LINE_CHARS};
use crate::ui::settings::{
    Setting,
    file::{self, Lost, read_entries},
};

/// Preferences at the start of the program.
#[derive(Clone, Debug, Default)]
pub struct KeptPreferences {
    /// The preferences, with the defaults for what could not be read.
    pub preferences: Preferences,
    /// What was lost, for the person to read; nothing if all could be read.
    pub loss: Option<String>,
}

impl From<Preferences> for KeptPreferences {
    fn from(preferences: Preferences) -> Self {
        Self { preferences, loss: None }
    }
}

/// The largest file of settings that is read, in bytes.
const MOST_BYTES: u64 = 4 << 20;

/// How earlier versions kept two settings.
#[derive(Deserialize)]
#[serde(default)]
struct OldPage {
    line_chars: u16,
    line_scale: f32,
}

impl Default for OldPage {
    fn default() -> Self {
        Self { line_chars: USUAL_LINE_CHARS, line_scale: 1.0 }
    }
}

/// What stands in the storage of eframe: what is remembered, and the settings of earlier versions.
#[derive(Clone, Copy)]
enum KeptEntry {
    RememberedEntry(RememberedEntry),
    Set(Setting),
    Page,
}

impl KeptEntry {
    fn all() -> impl Iterator<Item = Self> {
        let remembered = RememberedEntry::ALL.into_iter().map(Self::RememberedEntry);
        remembered.chain(Setting::ALL.into_iter().map(Self::Set)).chain([Self::Page])
    }

    /// The name in the text.
    const fn id(self) -> &'static str {
        match self {
            Self::RememberedEntry(entry) => entry.id(),
            Self::Set(setting) => setting.id(),
            Self::Page => "page",
        }
    }

    /// The name for the person.
    fn words(self) -> &'static str {
        match self {
            Self::RememberedEntry(entry) => entry.words(),
            Self::Set(setting) => setting.spec().name,
            Self::Page => "Page width",
        }
    }

    /// Takes a value from its text; returns whether it could be read.
    fn take(self, preferences: &mut Preferences, text: &str) -> bool {
        match self {
            Self::RememberedEntry(entry) => entry.read(preferences, text),
            Self::Set(setting) => preferences.settings.take(setting, text),
            Self::Page => ron::from_str::<OldPage>(text).is_ok_and(|page| {
                let (width, spacing) = (page.line_chars.to_string(), page.line_scale.to_string());
                let settings = &mut preferences.settings;
                settings.take(Setting::LineLength, &width) && settings.take(Setting::LineSpacing, &spacing)
            }),
        }
    }
}

impl KeptPreferences {
    /// Reads the text that eframe kept.
    pub fn read(text: &str) -> Self {
        let mut preferences = Preferences::default();
        let entries: Vec<KeptEntry> = KeptEntry::all().collect();
        let names: Vec<&str> = entries.iter().map(|entry| entry.id()).collect();
        let mut n_read = 0;
        let unread = read_entries(text, &names, |at, value| {
            let is_taken = entries[at].take(&mut preferences, value);
            n_read += usize::from(is_taken);
            is_taken
        });
        // What another version has beside is none of a person’s business.
        let names = unread.into_iter().filter_map(|entry| match entry {
            Lost::Known(at) => Some(format!("“{}”", entries[at].words())),
            Lost::Unknown(_) => None,
        });
        let names: Vec<String> = names.collect();
        let loss = match () {
            () if !names.is_empty() => Some(reset_words(&names)),
            () if n_read == 0 && !text.trim_matches(|c: char| c.is_whitespace() || "()".contains(c)).is_empty() => {
                Some("The list of recent projects could not be read and is empty now.".to_owned())
            }
            () => None,
        };
        Self { preferences, loss }
    }

    /// Reads what eframe has in its storage. If its whole file could not be read, as much as possible is taken from
    /// that file, and a copy of it is kept.
    pub fn of_storage(storage: &dyn eframe::Storage, file: Option<&Path>) -> Self {
        if let Some(text) = storage.get_string(Preferences::KEY) {
            return Self::read(&text);
        }
        let Some(file) = file else { return Self::default() };
        match fs::read(file) {
            // A file that is read well but has no preferences in it is as good as none.
            Ok(bytes) if ron::de::from_bytes::<HashMap<String, String>>(&bytes).is_err() => {
                Self::of_damaged(&bytes, file)
            }
            Ok(_) | Err(_) => Self::default(),
        }
    }

    fn of_damaged(bytes: &[u8], file: &Path) -> Self {
        let found = preferences_in(&String::from_utf8_lossy(bytes)).map(|text| Self::read(&text));
        let copy = file.with_extension("damaged.ron");
        let kept = match fs::copy(file, &copy) {
            Ok(_) => format!("; a copy is kept as {}", copy.display()),
            Err(_) => String::new(),
        };
        let what = match &found {
            Some(Self { loss: None, .. }) => "The size and place of the window were reset; all else is kept.",
            Some(Self { loss: Some(loss), .. }) => loss,
            None => "The list of recent projects was reset.",
        };
        let loss = Some(format!("{}: the file is damaged{kept}. {what}", file.display()));
        Self { preferences: found.unwrap_or_default().preferences, loss }
    }

    /// The same with the settings of their own file, if there is one.
    #[must_use]
    pub fn with_settings_of(self, file: &Path) -> Self {
        let name = shown(file.display());
        let (settings, loss) = match read_named(file, MOST_BYTES) {
            Ok(bytes) => {
                let (settings, lost) = file::read(&String::from_utf8_lossy(&bytes));
                (Some(settings), (!lost.is_empty()).then(|| format!("{name}: {}", reset_words(&lost))))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => (None, None),
            Err(error) => (None, Some(format!("{name}: the settings could not be read: {error}"))),
        };
        let preferences = match settings {
            Some(settings) => Preferences { settings, ..self.preferences },
            None => self.preferences,
        };
        let losses: Vec<String> = self.loss.into_iter().chain(loss).collect();
        Self { preferences, loss: (!losses.is_empty()).then(|| losses.join("\n")) }
    }
}

/// Says which settings were lost.
fn reset_words(names: &[String]) -> String {
    format!("Some settings could not be read and were reset: {}. All others are kept.", names.join(", "))
}

/// The preferences in a file that is damaged somewhere: a text on its line, or what was meant to be one.
fn preferences_in(file: &str) -> Option<String> {
    let (_, rest) = file.split_once(&format!("\"{}\"", Preferences::KEY))?;
    let rest = rest.trim_start().strip_prefix(':')?;
    let line = rest.trim_start().lines().next()?.trim_end().trim_end_matches(',');
    ron::from_str::<String>(line).ok().or_else(|| {
        let inside = line.get(line.find('(')?..=line.rfind(')')?)?;
        Some(inside.replace("\\\"", "\"").replace("\\\\", "\\"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::{
        preferences::{RecentProject, ThemeChoice},
        settings::{SettingValue, Settings},
    };

    /// As version 0.1 kept all preferences.
    const OLD: &str = "(recent:[\"/home/ak/talks.ron\",\"/home/ak/harbour, (two).ron\"],coder:\"AK \\\"the second\\\", theme\",\
                       theme:Sepia,text_scale:1.5,page:(line_chars:80,line_scale:1.2),shows_articles:false,\
                       shows_highlight:false,shows_legend:true,snap:Word,tint_by:Actor,saving:WhenAsked,\
                       keys:{\"MarkDone\":[\"Ctrl+Shift+D\"]},n_backups:42,last_report:Some(\"/tmp/report.txt\"))";

    /// What was remembered, read and written again.
    fn remembered(preferences: &Preferences) -> (Vec<&str>, Option<&Path>) {
        let recent = preferences.recent.iter().filter_map(|recent| recent.path.to_str()).collect();
        (recent, preferences.last_report.as_deref())
    }

    const RECENT: [&str; 2] = ["/home/ak/talks.ron", "/home/ak/harbour, (two).ron"];

    #[test]
    fn settings_that_an_earlier_version_kept_are_taken_over() {
        let KeptPreferences { preferences, loss } = KeptPreferences::read(OLD);
        assert_eq!(loss, None);
        assert_eq!(remembered(&preferences), (RECENT.to_vec(), Some(Path::new("/tmp/report.txt"))));
        assert_eq!((&*preferences.coder, preferences.theme), ("AK \"the second\", theme", ThemeChoice::Sepia));
        assert_eq!((preferences.line_chars, preferences.line_scale), (80, 1.2));
        assert_eq!((preferences.n_backups, preferences.shows_articles), (42, false));
        assert!(ron::to_string(&preferences.keys).expect("keys can be written").contains("Ctrl+Shift+D"));
    }

    #[test]
    fn a_kept_entry_that_cannot_be_read_costs_no_other() {
        for (old, new, words) in [
            ("theme:Sepia", "theme:Purple", "“Theme”"),
            ("theme:Sepia", "theme:\"Sepia", "“Theme”"),
            ("recent:[\"", "recent:\"", "“recent projects”"),
            ("last_report:Some(", "last_report:5,(", "“last crash report”"),
            ("line_chars:80", "line_chars:0", "“Page width”"),
        ] {
            let KeptPreferences { preferences, loss } = KeptPreferences::read(&OLD.replace(old, new));
            assert!(loss.is_some_and(|loss| loss.contains(words)), "{new}");
            assert_eq!(preferences.n_backups, 42, "{new}");
        }
    }

    #[test]
    fn what_is_remembered_is_read_back() {
        let preferences = KeptPreferences::read(OLD).preferences;
        let read = KeptPreferences::read(&preferences.to_text());
        assert_eq!((remembered(&read.preferences), read.loss), (remembered(&preferences), None));
        assert_eq!(*read.preferences, Settings::default(), "settings have a file of their own");
    }

    #[test]
    fn settings_of_their_own_file_go_before_those_of_an_earlier_version() {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let file = folder.path().join("settings.ron");
        let read = || KeptPreferences::read(OLD).with_settings_of(&file);
        assert_eq!((read().preferences.theme, read().loss), (ThemeChoice::Sepia, None));
        std::fs::write(&file, "(theme: Dark, n_backups: lots)").expect("the folder can be written");
        assert_eq!((read().preferences.theme, read().preferences.n_backups), (ThemeChoice::Dark, 10));
        assert!(read().loss.is_some_and(|loss| loss.contains("settings.ron") && loss.contains("Earlier versions")));
        assert_eq!(remembered(&read().preferences).0, RECENT);
    }

    #[test]
    fn rubbish_is_reported() {
        for text in ["@@@", "(no:1)x", "\u{0}"] {
            let kept = KeptPreferences::read(text);
            assert!(kept.preferences.recent.is_empty() && kept.loss.is_some(), "{text}");
        }
        assert_eq!(KeptPreferences::read("()").loss, None);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_costs_nothing() {
        use std::os::unix::ffi::OsStringExt as _;
        let path = std::path::PathBuf::from(std::ffi::OsString::from_vec(b"/tmp/bad-\xff.ron".to_vec()));
        let preferences = Preferences {
            recent: [path.clone(), "/tmp/a.ron".into()].map(RecentProject::of).into(),
            last_report: Some(path),
            ..Preferences::default()
        };
        let text = preferences.to_text();
        assert!(text.contains("\"file:///tmp/bad-%FF.ron\""), "{text}");
        let kept = KeptPreferences::read(&text);
        assert_eq!(
            (kept.preferences.recent, kept.preferences.last_report),
            (preferences.recent, preferences.last_report)
        );
        assert_eq!(kept.loss, None);
    }

    /// The file of eframe, as a person damages it.
    fn of_file(text: &str) -> (Preferences, String) {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let file = folder.path().join("app.ron");
        std::fs::write(&file, text).expect("the folder can be written");
        let kept = KeptPreferences::of_storage(&Empty, Some(&file));
        let copy = std::fs::read_to_string(folder.path().join("app.damaged.ron")).unwrap_or_default();
        assert!(copy.is_empty() == kept.loss.is_none() && (copy.is_empty() || copy == text), "{copy}");
        (kept.preferences, kept.loss.unwrap_or_default())
    }

    /// A storage as eframe has it when its file cannot be read.
    struct Empty;

    impl eframe::Storage for Empty {
        fn get_string(&self, _key: &str) -> Option<String> {
            None
        }

        fn set_string(&mut self, _key: &str, _value: String) {}

        fn remove_string(&mut self, _key: &str) {}

        fn flush(&mut self) {}
    }

    #[test]
    fn a_file_that_is_damaged_elsewhere_keeps_the_preferences() {
        let line = ron::to_string(OLD).expect("it is text");
        let (read, loss) = of_file(&format!("{{\n    \"window\": oops,\n    \"preferences\": {line},\n}}"));
        assert_eq!((remembered(&read).0, read.theme), (RECENT.to_vec(), ThemeChoice::Sepia));
        assert!(loss.contains("app.ron: the file is damaged") && loss.contains("all else is kept"), "{loss}");
    }

    #[test]
    fn a_line_of_preferences_changed_without_its_escapes_is_still_read() {
        let (read, _) = of_file(&format!("{{\n    \"preferences\": \"{OLD}\",\n    \"egui\": \"()\",\n}}"));
        assert_eq!((remembered(&read).0, read.theme), (RECENT.to_vec(), ThemeChoice::Sepia));
    }

    #[test]
    fn a_damaged_file_without_preferences_says_so_and_a_new_one_says_nothing() {
        assert!(of_file("{\"window\"").1.contains("recent projects was reset"));
        assert_eq!(of_file("{\"window\": \"x\"}").1, "");
        assert_eq!(KeptPreferences::of_storage(&Empty, Some(Path::new("/no such"))).loss, None);
    }

    #[test]
    fn a_setting_that_is_set_is_one_of_the_preferences() {
        let preferences = Preferences::default().with(Setting::Coder, SettingValue::Text("AK".to_owned()));
        assert_eq!(preferences.coder, "AK");
    }
}
