//! Reading what was kept of the preferences, which may be damaged or changed by hand: what cannot be read costs no more
//! than itself, and the person is told what it was.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
};

use super::{Preferences, TEXT_SCALES};
use crate::ui::widgets::one_line;

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

/// The name of each preference in the file and on screen.
const NAMES: [(&str, &str); 14] = [
    ("recent", "recent projects"),
    ("coder", "coder"),
    ("theme", "theme"),
    ("text_scale", "text size"),
    ("page", "line length and spacing"),
    ("shows_articles", "list of articles"),
    ("shows_highlight", "highlight and filters"),
    ("shows_legend", "keys of codes"),
    ("snap", "snapping"),
    ("tint_by", "tint"),
    ("saving", "autosave"),
    ("keys", "keyboard shortcuts"),
    ("n_backups", "number of earlier states"),
    ("last_report", "last crash report"),
];

impl KeptPreferences {
    /// Reads the text that eframe kept, preference by preference if it cannot be read as a whole.
    pub fn read(text: &str) -> Self {
        let (mut preferences, mut reset) = match ron::from_str(text) {
            Ok(preferences) => (preferences, Vec::new()),
            Err(_) => read_singly(text),
        };
        reset.extend(reset_absurd(&mut preferences));
        let loss = (!reset.is_empty()).then(|| {
            format!("Some preferences could not be read and were reset: {}. All others are kept.", reset.join(", "))
        });
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
            Some(Self { loss: None, .. }) => "The size and place of the window were reset; all preferences are kept.",
            Some(Self { loss: Some(loss), .. }) => loss,
            None => "All preferences were reset.",
        };
        let loss = Some(format!("{}: the file is damaged{kept}. {what}", file.display()));
        Self { preferences: found.unwrap_or_default().preferences, loss }
    }
}

/// Reads each preference by itself, and names those that cannot be read.
fn read_singly(text: &str) -> (Preferences, Vec<String>) {
    let parse = |part: &str| ron::from_str::<Preferences>(&format!("({part})"));
    let (mut good, mut lost) = (BTreeMap::new(), Vec::new());
    for (at, part) in parts(text) {
        let (name, words) = NAMES[at];
        // Behind its value there may be something that is no preference.
        let ends = std::iter::once(part.len()).chain(part.rmatch_indices(',').map(|(end, _)| end));
        let Some(end) = ends.into_iter().find(|end| parse(&part[..*end]).is_ok()) else {
            lost.push(words.to_owned());
            continue;
        };
        // Where a preference stands twice, the later one counts.
        good.insert(name, &part[..end]);
        let (behind, _) = part[end..].split_once(':').unwrap_or((&part[end..], ""));
        let behind = behind.trim_matches(|c: char| c.is_whitespace() || ",()".contains(c));
        if !behind.is_empty() {
            lost.push(format!("“{}”", one_line(behind)));
        }
    }
    let whole = good.into_values().collect::<Vec<_>>().join(",");
    match parse(&whole) {
        Ok(preferences) if !whole.is_empty() => (preferences, lost),
        _ => (Preferences::default(), NAMES.iter().map(|(_, words)| (*words).to_owned()).collect()),
    }
}

/// Cuts the text before every name of a preference, so that a bracket or a quotation mark too few costs one of them.
/// Each part comes with the place of its name in the list of them.
fn parts(text: &str) -> Vec<(usize, &str)> {
    let begins_with = |rest: &str| {
        let is_named = |name: &str| rest.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(':'));
        NAMES.iter().position(|(name, _)| is_named(name))
    };
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for (at, _) in text.match_indices(['(', ',']) {
        let rest = text[at + 1..].trim_start();
        starts.extend(begins_with(rest).map(|name| (name, text.len() - rest.len())));
    }
    let ends = starts.iter().skip(1).map(|(_, start)| *start).chain([text.len()]).collect::<Vec<_>>();
    let part = |((name, start), end): (&(usize, usize), usize)| {
        let part = text[*start..end].trim_end();
        // The last one carries the bracket of the whole.
        let part = if end == text.len() { part.strip_suffix(')').unwrap_or(part) } else { part };
        (*name, part.trim_end().trim_end_matches(','))
    };
    starts.iter().zip(ends).map(part).collect()
}

/// Puts back what nobody could read articles with, and names it.
fn reset_absurd(preferences: &mut Preferences) -> Vec<String> {
    let usual = Preferences::default();
    let mut reset = Vec::new();
    if !TEXT_SCALES.contains(&preferences.text_scale) {
        preferences.text_scale = usual.text_scale;
        reset.push(words_of("text_scale"));
    }
    if !preferences.page.is_readable() {
        preferences.page = usual.page;
        reset.push(words_of("page"));
    }
    reset
}

fn words_of(name: &str) -> String {
    NAMES.iter().find(|(known, _)| *known == name).map_or(name, |(_, words)| words).to_owned()
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
    use crate::ui::preferences::{PageMeasures, Saving, ThemeChoice};

    /// Preferences that all differ from the defaults.
    fn changed() -> Preferences {
        let keys = ron::from_str("{\"MarkDone\":[\"Ctrl+Shift+D\"]}").expect("it is a keymap");
        Preferences {
            recent: vec!["/home/ak/talks.ron".into(), "/home/ak/harbour, (two).ron".into()],
            coder: "AK \"the second\", theme".to_owned(),
            theme: ThemeChoice::Sepia,
            text_scale: 1.5,
            page: PageMeasures { line_chars: 80, line_scale: 1.2 },
            shows_articles: false,
            shows_highlight: false,
            shows_legend: true,
            snap: standpoint_core::text::words::Snap::Word,
            tint_by: standpoint_core::model::CodeKind::Actor,
            saving: Saving::WhenAsked,
            keys,
            n_backups: 42,
            last_report: Some("/tmp/report.txt".into()),
        }
    }

    fn written(preferences: &Preferences) -> String {
        ron::to_string(preferences).expect("preferences can always be written")
    }

    /// What is read of a text, written again, and what the person is told.
    fn read(text: &str) -> (String, String) {
        let kept = KeptPreferences::read(text);
        (written(&kept.preferences), kept.loss.unwrap_or_default())
    }

    /// The text of the changed preferences, with something else in it.
    fn replaced(old: &str, new: &str) -> String {
        let text = written(&changed());
        assert_eq!(text.matches(old).count(), 1, "{old} in {text}");
        text.replace(old, new)
    }

    #[test]
    fn every_preference_has_a_name() {
        let value = serde_json::to_value(changed()).expect("preferences can be written");
        let mut named: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
        named.sort_unstable();
        let mut kept: Vec<&str> = value.as_object().expect("they have names").keys().map(String::as_str).collect();
        kept.sort_unstable();
        assert_eq!(named, kept);
    }

    #[test]
    fn what_was_kept_is_read_back_and_nothing_is_said() {
        for preferences in [Preferences::default(), changed()] {
            assert_eq!(read(&written(&preferences)), (written(&preferences), String::new()));
        }
    }

    #[test]
    fn read_singly_they_are_the_same() {
        let (preferences, lost) = read_singly(&written(&changed()));
        assert_eq!((written(&preferences), lost), (written(&changed()), Vec::new()));
    }

    #[test]
    fn one_that_cannot_be_read_costs_no_other() {
        for (old, new, words) in [
            ("theme:Sepia", "theme:Purple", "theme"),
            ("theme:Sepia", "theme:", "theme"),
            ("theme:Sepia", "theme:Sepia(", "theme"),
            ("theme:Sepia", "theme:\"Sepia", "theme"),
            ("theme:Sepia", "theme:)", "theme"),
        ] {
            let expected = Preferences { theme: ThemeChoice::System, ..changed() };
            let (read, loss) = read(&replaced(old, new));
            assert_eq!(read, written(&expected), "{new}");
            assert!(loss.contains(&format!("were reset: {words}. ")), "{new}: {loss}");
        }
        let expected = Preferences { n_backups: Preferences::default().n_backups, ..changed() };
        assert_eq!(read(&replaced("n_backups:42", "n_backups:-1")).0, written(&expected));
        let expected = Preferences { last_report: None, ..changed() };
        assert_eq!(read(&replaced("last_report:Some(", "last_report:5,(")).0, written(&expected));
        let expected = Preferences { recent: Vec::new(), ..changed() };
        let (read, loss) = read(&replaced("recent:[\"", "recent:\""));
        assert_eq!(read, written(&expected));
        assert!(loss.contains("recent projects"));
    }

    #[test]
    fn several_that_cannot_be_read_are_all_named() {
        let text = replaced("theme:Sepia", "theme:Purple").replace("saving:WhenAsked", "saving:[]");
        let expected = Preferences { theme: ThemeChoice::System, saving: Saving::WhenIdle, ..changed() };
        let (read, loss) = read(&text);
        assert_eq!(read, written(&expected));
        assert!(loss.contains("reset: theme, autosave. "), "{loss}");
    }

    #[test]
    fn one_that_nobody_knows_costs_no_other() {
        for (new, words) in
            [("theme:Sepia,zoom:2.0", ""), ("theme:Sepia,zoom:@@,x", "“zoom”"), ("theme:Sepia,;", "“;”")]
        {
            let (read, loss) = read(&replaced("theme:Sepia", new));
            assert_eq!(read, written(&changed()), "{new}");
            assert!(loss.contains(words) && loss.is_empty() == words.is_empty(), "{loss}");
        }
    }

    #[test]
    fn one_that_stands_twice_costs_no_other() {
        let expected = Preferences { theme: ThemeChoice::Dark, ..changed() };
        assert_eq!(read(&replaced("theme:Sepia", "theme:Sepia,theme:Dark")).0, written(&expected));
    }

    #[test]
    fn sizes_that_nobody_could_read_are_reset() {
        for new in ["text_scale:0.0", "text_scale:-1.0", "text_scale:1e30", "text_scale:NaN", "text_scale:inf"] {
            let expected = Preferences { text_scale: 1.0, ..changed() };
            let (read, loss) = read(&replaced("text_scale:1.5", new));
            assert_eq!(read, written(&expected), "{new}");
            assert!(loss.contains("text size"));
        }
        let expected = Preferences { page: PageMeasures::default(), ..changed() };
        assert_eq!(read(&replaced("line_chars:80", "line_chars:0")).0, written(&expected));
        assert_eq!(read(&replaced("line_scale:1.2", "line_scale:NaN")).0, written(&expected));
    }

    #[test]
    fn rubbish_gives_the_defaults_and_says_so() {
        for text in ["", "(", "@@@", "(no:1)x", "\u{0}"] {
            let (read, loss) = read(text);
            assert_eq!(read, written(&Preferences::default()), "{text}");
            assert!(loss.contains("theme") && loss.contains("coder"), "{text}: {loss}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_costs_nothing() {
        use std::os::unix::ffi::OsStringExt as _;
        let path = std::path::PathBuf::from(std::ffi::OsString::from_vec(b"/tmp/bad-\xff.ron".to_vec()));
        let preferences =
            Preferences { recent: vec![path.clone(), "/tmp/a.ron".into()], last_report: Some(path), ..changed() };
        let text = written(&preferences);
        assert!(text.contains("\"file:///tmp/bad-%FF.ron\",\"/tmp/a.ron\""), "{text}");
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
        let line = ron::to_string(&written(&changed())).expect("it is text");
        let (read, loss) = of_file(&format!("{{\n    \"window\": oops,\n    \"preferences\": {line},\n}}"));
        assert_eq!(written(&read), written(&changed()));
        assert!(loss.contains("app.ron: the file is damaged") && loss.contains("all preferences are kept"), "{loss}");
    }

    #[test]
    fn a_line_of_preferences_changed_without_its_escapes_is_still_read() {
        let line = written(&changed());
        let (read, _) = of_file(&format!("{{\n    \"preferences\": \"{line}\",\n    \"egui\": \"()\",\n}}"));
        assert_eq!((&*read.recent, read.theme), (&*changed().recent, ThemeChoice::Sepia));
    }

    #[test]
    fn a_damaged_file_without_preferences_says_so_and_a_new_one_says_nothing() {
        assert!(of_file("{\"window\"").1.contains("All preferences were reset"));
        assert_eq!(of_file("{\"window\": \"x\"}").1, "");
        assert_eq!(KeptPreferences::of_storage(&Empty, Some(Path::new("/no such"))).loss, None);
    }
}
