//! What the program sends to a terminal, to a pipe that is closed and to a device that is full: the real program.

use std::{
    ffi::OsString,
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
};

use proptest::prelude::*;
use tempfile::TempDir;

use standpoint_analysis::report::{
    labels,
    sheet::{Gather, Sheet},
};
use standpoint_core::{
    edit::{Edit, lines},
    model::{
        Article, CodeKind, Details, Highlight, Project, Tags,
        view::{Axis, Measure, Query},
    },
    text::{Span, Text},
    wording::{is_control, shown},
};
use standpoint_exchange::export::terminal;
use standpoint_store as store;

/// A folder to work in, with a folder for the program’s own data.
struct Room {
    folder: TempDir,
}

impl Room {
    fn new() -> Self {
        Self { folder: TempDir::new().expect("the system gives a temporary folder") }
    }

    fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).expect("the folder can be written");
        path
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env("XDG_DATA_HOME", self.path("data"));
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    fn standpoint(&self, args: &[&str]) -> Command {
        let mut command = self.command(env!("CARGO_BIN_EXE_standpoint"));
        command.args(args);
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.standpoint(args).output().expect("the program was built")
    }

    /// Runs a line of shell, in which `$STANDPOINT` is the program.
    fn sh(&self, line: &str) -> Output {
        let mut command = self.command("sh");
        command.env("STANDPOINT", env!("CARGO_BIN_EXE_standpoint")).args(["-c", line]);
        command.output().expect("there is a shell")
    }

    fn project(&self, name: &str) -> Project {
        store::open(&self.path(name)).expect("the program wrote it")
    }

    /// The computer as the program sees it here.
    fn machine(&self) -> store::Machine {
        let folders = store::folders::Folders::below(self.path("data/standpoint"));
        store::Machine { folders, ..store::Machine::this() }
    }

    /// What the data folder keeps of projects that were never saved.
    fn n_unsaved(&self) -> usize {
        fs::read_dir(self.path("data/standpoint/unsaved")).map_or(0, Iterator::count)
    }
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A project in which everything that can have a name has this one.
fn named(name: &str) -> Project {
    let mut project = Project::titled(name);
    for kind in [CodeKind::Actor, CodeKind::Issue] {
        let mut code = project.codebook.fresh_code(kind, name, None);
        (code.id, code.name) = (name.into(), name.to_owned());
        project.codebook.codes_mut(kind).push(code);
    }
    let details = Details { title: name.to_owned(), outlet: name.to_owned(), ..Details::default() };
    let mut article = Article::new(details, Text::new("The mayor met the union."));
    let tags = Tags { actor: Some(name.into()), issue: Some(name.into()), ..Tags::default() };
    let highlight = Highlight::new(&article.text, Span::new(4, 9), tags, name, "2026-01-12T09:14:00Z");
    article.highlights.push(Arc::new(highlight));
    project.articles.push(Arc::new(article));
    project
}

/// The name with everything taken out that no argument and no file may have.
fn as_file_name(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '\0' | '/')).take(40).collect()
}

/// Every command that can name what is called `name`, with what it prints.
fn printed_about(name: &str) -> Vec<(&'static str, Output)> {
    let room = Room::new();
    let file = as_file_name(name);
    let project = format!("p{file}.ron");
    let argument = name.replace('\0', "");
    let view = format!("--view={argument}.");
    let filter = format!("--filter=actor={argument}.");
    let rows = format!("--rows={argument}.");
    let named = named(name);
    room.write(&project, store::to_string(&named));
    let mut printed = Vec::new();
    let mut note = |what, output| printed.push((what, output));
    note("table", room.run(&["table", &project, "--rows", "actor", "--columns", "stance", "--layers", "outlet"]));
    note("quotes", room.run(&["table", &project, "--rows", "article", "--columns", "stance", "--measure", "quotes"]));
    note("a view", room.run(&["table", &project, &view]));
    note("a filter", room.run(&["table", &project, &filter]));
    note("an axis", room.run(&["table", &project, &rows]));
    note("a switch", room.run(&["table", &project, &format!("--zq{argument}")]));
    note("an export", room.run(&["export", &project, "codebook", "-o", "none/x.csv"]));
    note("no project", room.run(&["check", &format!("none{file}.ron")]));

    let article = format!("a{file}.txt");
    room.write(&article, format!("Of {name}\n\n{}", "A text of its own. ".repeat(60)));
    note("add", room.run(&["add", &project, &article, &article]));
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let id = named.articles[0].id;
    let (new, stance) = (quoted(&format!("{name}new")), quoted(name));
    let rows = format!("article_id,quote,actor,stance\n{id},union,{new},\n{id},union,,{stance}\n");
    let csv = format!("h{file}.csv");
    room.write(&csv, rows);
    note("highlights", room.run(&["add", &project, "--highlights", &csv]));
    let edits = format!("e{file}");
    room.write(&edits, lines::write(&Edit::RemoveCode(CodeKind::Actor, format!("{name}.").as_str().into())));
    note("apply", room.run(&["apply", &project, &edits]));
    note("new", room.run(&["new", &format!("n{file}.ron"), &article]));
    note("new again", room.run(&["new", &format!("n{file}.ron"), &article]));

    let recovery = format!("{project}.recovery");
    _ = fs::create_dir(room.path(&recovery));
    let holder = store::lock::LockHolder {
        user: name.to_owned(),
        host: format!("{name}elsewhere"),
        process: 1,
        since: "2026-01-12T09:14:00Z".parse().expect("it is a time"),
    };
    room.write(Path::new(&recovery).join("lock"), ron::to_string(&holder).expect("it is plain"));
    note("locked", room.run(&["apply", &project, &edits]));
    note("looked at", room.run(&["table", &project, "--rows", "actor", "--columns", "stance"]));
    let host = gethostname();
    let holder = store::lock::LockHolder { host, process: u32::MAX, ..holder };
    room.write(Path::new(&recovery).join("lock"), ron::to_string(&holder).expect("it is plain"));
    note("taken over", room.run(&["add", &project, "none.txt"]));

    let mut damaged = named;
    let article = Arc::make_mut(&mut damaged.articles[0]);
    Arc::make_mut(&mut article.highlights[0]).actor = Some(format!("{name}gone").as_str().into());
    Arc::make_mut(&mut article.highlights[0]).quote = format!("{name}gone");
    let broken = format!("b{file}.ron");
    room.write(&broken, store::to_string(&damaged));
    note("check", room.run(&["check", &broken]));
    note("unsound", room.run(&["table", &broken]));
    note("fix", room.run(&["check", &broken, "--fix", "--leave-out"]));
    printed
}

fn gethostname() -> String {
    let holder = Command::new("hostname").output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&holder).trim().to_owned()
}

/// Names in which characters that act on a terminal are as frequent as others.
fn hostile_name() -> impl Strategy<Value = String> {
    let acting = prop::sample::select(
        "\u{1b}\u{7}\u{8}\r\n\t\0\u{7f}\u{85}\u{9b}\u{200e}\u{200f}\u{202a}\u{202e}\u{2066}\u{2069}\u{61c}\u{2028}\u{2029}\u{feff}\u{200b}\u{e0001}\u{e0041}\u{e007f}"
            .chars()
            .collect::<Vec<char>>(),
    );
    let part = prop_oneof![acting, any::<char>(), prop::sample::select(vec!['[', '2', 'J', ']', '0', ';', ' ', 'm'])];
    prop::collection::vec(part, 1..12).prop_map(|chars| format!("n{}", String::from_iter(chars)))
}

fn check_is_plain(name: &str, plain: &[(&'static str, Output)]) -> Result<(), TestCaseError> {
    for ((what, output), (_, plain)) in printed_about(name).iter().zip(plain) {
        for (output, plain) in [(&output.stdout, &plain.stdout), (&output.stderr, &plain.stderr)] {
            let text = std::str::from_utf8(output).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let acting = text.chars().find(|c| *c != '\n' && (is_control(*c) || c.is_control()));
            prop_assert!(acting.is_none(), "{what}: {acting:?} of {name:?} in {text:?}");
            // An escape may look like the beginning of a Japanese encoding, so that a file with it is doubtful.
            let n_lines = text.lines().filter(|line| !line.contains(": doubtful: no encoding gives")).count();
            let n_plain = String::from_utf8_lossy(plain).lines().count();
            prop_assert_eq!(n_lines, n_plain, "{}: {:?} in {:?}", what, name, text);
        }
        let said = String::from_utf8_lossy(&output.stdout);
        prop_assert_eq!(output.status.code(), plain.status.code(), "{}: {} {}", what, said, errors(output));
    }
    Ok(())
}

#[test]
fn no_name_acts_on_the_terminal_or_forges_a_line() {
    let plain = printed_about("nobody");
    assert!(plain.iter().all(|(_, output)| !output.stdout.is_empty() || !output.stderr.is_empty()), "{plain:#?}");
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    for name in ["n\u{1b}]0;x\u{7}\n\nall is saved", "n\u{202e}\u{9b}2J\r\u{8}\u{e0041}\u{feff}\u{2028}"] {
        check_is_plain(name, &plain).expect("nothing of the name acts");
    }
    proptest!(config, |(name in hostile_name())| check_is_plain(&name, &plain)?);
}

/// Whether tables print the id behind this name.
fn is_marked(name: &str) -> bool {
    labels::unmistakable(name, "id", false) != name
}

#[test]
fn a_name_is_marked_as_it_is_and_shown_without_what_acts() {
    for (name, head) in [("n\u{200b}a", "n\\u{200b}a [n\\u{200b}a]"), ("n [x]\n", "n [x]\\n [n [x]\\n]")] {
        assert!(is_marked(name) && !is_marked(&shown(name).to_string()), "{name:?}");
        let query = Query::of(Axis::Issue, Axis::Stance);
        let table = terminal::tables(&Sheet::answering(&named(name), &query, Gather::AsMeasured), usize::MAX);
        assert!(table.contains(&format!("\n{head} ")), "{table}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_is_as_wide_as_the_names_it_shows(name in hostile_name()) {
        let drawn = |name: &str, measure: Measure, width: usize| {
            let query = Query { measure, layers: Some(Axis::Outlet), ..Query::of(Axis::Issue, Axis::Actor) };
            terminal::tables(&Sheet::answering(&named(name), &query, Gather::AsMeasured), width)
        };
        let harmless = shown(&name).to_string();
        // Names are marked as they are, not as they are shown: “n\u{200b}a” reads as a missing value elsewhere.
        prop_assume!(is_marked(&name) == is_marked(&harmless));
        for (measure, width) in [(Measure::Highlights, usize::MAX), (Measure::Quotes, 30), (Measure::Spread, 80)] {
            prop_assert_eq!(drawn(&name, measure, width), drawn(&harmless, measure, width));
        }
    }
}

#[test]
fn records_reach_files_and_pipes_unchanged_and_a_terminal_without_controls() {
    let room = Room::new();
    room.write("p.ron", store::to_string(&named("n\u{1b}[2J\u{202e}\nm")));
    let piped = room.run(&["export", "p.ron", "codebook"]).stdout;
    assert!(String::from_utf8_lossy(&piped).contains("\"n\u{1b}[2J\u{202e}\nm\""));
    for name in ["-", "/dev/stdout"] {
        assert_eq!(room.run(&["export", "p.ron", "codebook", "-o", name]).stdout, piped, "-o {name}");
    }
    assert!(!room.path("-").exists());
    assert!(room.run(&["export", "p.ron", "codebook", "-o", "c.csv"]).status.success());
    assert_eq!(fs::read(room.path("c.csv")).expect("the program wrote it"), piped);

    if !has_script() {
        return;
    }
    for command in [
        "export p.ron codebook",
        "export p.ron codebook -o /dev/tty",
        "export p.ron codebook -o /dev/stdout",
        "table p.ron --format csv",
        "table p.ron --format html",
        "table p.ron",
    ] {
        // `script` gives the program a terminal of its own and prints what arrives there.
        let output = room.sh(&format!("script -qec \"$STANDPOINT {command}\" /dev/null"));
        let text = String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n");
        assert!(output.status.success() && text.contains("[2J\\u{202e}"), "{command}: {text:?}");
        let acting = text.chars().find(|c| *c != '\n' && is_control(*c));
        assert!(acting.is_none(), "{command}: {acting:?} in {text:?}");
    }
}

/// Whether `script` can give a program a terminal of its own and print what arrives there.
fn has_script() -> bool {
    Command::new("script").arg("--version").output().is_ok_and(|output| output.status.success())
}

/// The text without the colours of messages about the command line.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| match part.split_once('m') {
        Some((codes, rest)) if codes.chars().all(|c| c.is_ascii_digit() || c == ';') => text + rest,
        _ => text + "\u{1b}[" + part,
    })
}

#[test]
#[cfg(unix)]
fn wrong_arguments_are_quoted_harmlessly_on_a_terminal() {
    use std::os::unix::ffi::OsStringExt as _;
    if !has_script() {
        return;
    }
    let room = Room::new();
    for (argument, code, said) in [
        (&b"--zq\x1b[2J\xc2\x9b\n\nall is saved"[..], 2, "--zq\\u{1b}[2J\\u{9b}\\n\\nall is saved"),
        (b"--rows=\x1b[2J\x08", 2, "\\u{1b}[2J\\u{8}"),
        (b"--filter=\x1b[2J\xff", 2, "“\\u{1b}[2J\u{fffd}” is not a filter"),
        (b"--measure=\x1b[2J\xff", 2, "\\u{1b}[2J\u{fffd}"),
        (b"--view=\x1b[2J", 1, "p.ron"),
        (b"\x1b[2J\xff\n\nall is saved", 2, "\\u{1b}[2J\u{fffd}\\n\\nall is saved"),
    ] {
        let mut command = room.command("script");
        command.env("STANDPOINT", env!("CARGO_BIN_EXE_standpoint")).env("TERM", "xterm");
        command.env("ARGUMENT", OsString::from_vec(argument.to_vec()));
        command.args(["-qec", "\"$STANDPOINT\" table p.ron \"$ARGUMENT\"", "/dev/null"]);
        let output = command.output().expect("it was there just now");
        let text = without_colours(&String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n"));
        assert_eq!(output.status.code(), Some(code), "{text:?}");
        assert!(text.contains(said), "expected {said:?} in {text:?}");
        assert!(!text.contains(|c| c != '\n' && is_control(c)), "{text:?}");
    }
}

/// Edits that set the title to each number.
fn titles(n: usize) -> String {
    (1..=n).map(|number| lines::write(&Edit::SetTitle(format!("edit {number}"))) + "\n").collect()
}

#[test]
fn work_is_done_though_nobody_reads_the_report() {
    let room = Room::new();
    room.write("p.ron", store::to_string(&named("a name")));
    room.write("edits", titles(3_000));
    fs::create_dir(room.path("in")).expect("the folder is fresh");
    for number in 0..1_500 {
        room.write(format!("in/{number}.txt"), format!("Title {number}\n\nText number {number}"));
    }
    // The pipe is closed before the program starts, so that nothing depends on its size.
    for (args, code) in [
        (["apply", "p.ron", "edits"], 0),
        (["new", "n.ron", "in"], 0),
        (["add", "p.ron", "in"], 0),
        (["add", "p.ron", "in"], 1),
        (["table", "n.ron", "--measure=quotes"], 0),
        (["export", "n.ron", "articles"], 0),
        (["export", "n.ron", "--output=/dev/stdout"], 2),
    ] {
        let (reader, writer) = std::io::pipe().expect("the system gives a pipe");
        drop(reader);
        let output = room.standpoint(&args).stdout(writer).output().expect("the program was built");
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", errors(&output));
        assert!(output.stderr.is_empty() || code == 2, "{args:?}: {}", errors(&output));
    }
    let (reader, writer) = std::io::pipe().expect("the system gives a pipe");
    drop(reader);
    let mut command = room.standpoint(&["export", "n.ron", "articles", "-o", "/dev/stdout"]);
    let output = command.stdout(writer).output().expect("the program was built");
    assert!(output.status.success() && output.stderr.is_empty(), "{}", errors(&output));

    let project = room.project("p.ron");
    assert_eq!((&*project.title, project.articles.len()), ("edit 3000", 1_501));
    assert_eq!(room.project("n.ron").articles.len(), 1_500);
}

#[test]
#[cfg(target_os = "linux")]
fn a_report_that_cannot_be_written_is_said_and_the_project_is_saved() {
    let room = Room::new();
    room.write("p.ron", store::to_string(&named("a name")));
    room.write("edits", titles(3_000));
    room.write("in.txt", "A title\n\nA text of its own.");
    for (args, said) in [
        (&["apply", "p.ron", "edits"][..], "the report could not be written, but the project was saved"),
        (&["new", "n.ron", "in.txt"], "the report could not be written, but the project was saved"),
        (&["add", "p.ron", "in.txt"], "the report could not be written, but the project was saved"),
        (&["table", "p.ron"], "standpoint: standard output: No space left"),
        (&["export", "p.ron", "articles"], "standpoint: standard output: No space left"),
        (&["check", "p.ron"], "standpoint: standard output: No space left"),
        (&["--help"], "standpoint: standard output: No space left"),
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        let output = room.standpoint(args).stdout(full).output().expect("the program was built");
        assert_eq!(output.status.code(), Some(1), "{args:?}: {}", errors(&output));
        assert!(errors(&output).contains(said), "{args:?}: {}", errors(&output));
        assert_eq!(errors(&output).lines().count(), 1, "{args:?}: {}", errors(&output));
    }
    let project = room.project("p.ron");
    assert_eq!((&*project.title, project.articles.len()), ("edit 3000", 2));
    assert_eq!(room.project("n.ron").articles.len(), 1);
}

#[test]
fn an_answer_means_that_the_edit_is_on_disk() {
    let room = Room::new();
    room.write("p.ron", store::to_string(&named("a name")));
    let mut program = room.standpoint(&["apply", "p.ron"]);
    let mut program = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program was built");
    let mut input = program.stdin.take().expect("it is piped");
    let mut answers = BufReader::new(program.stdout.take().expect("it is piped")).lines();
    let journal = room.path("p.ron.recovery/journal");
    let mut next = || answers.next().expect("it answers").expect("in words");
    for number in 1..=50 {
        // A blank line and the beginning of the next line do not keep the answer back.
        let edit = lines::write(&Edit::SetTitle(format!("edit {number}")));
        let ahead = if number % 2 == 0 { "\n" } else { "" };
        write!(input, "{edit}\n{ahead}").and_then(|()| input.flush()).expect("it listens");
        next();
        let journal = fs::read_to_string(&journal).expect("there is a journal");
        assert!(journal.contains(&format!("\"edit {number}\"")), "{number} was answered too early");
    }
    drop(input);
    assert!(program.wait().expect("it ends").success());
}

#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_kept_is_not_answered_and_named() {
    let room = Room::new();
    let mut large = named("a name");
    let text = Text::new("The mayor met the union.\n".repeat(100_000));
    large.articles.push(Arc::new(Article::new(Details::default(), text)));
    room.write("p.ron", store::to_string(&large));
    let edit = |number: usize| {
        let title = format!("edit {number} {}", "x".repeat(1_000));
        (lines::write(&Edit::SetTitle(title.clone())) + "\n", title)
    };
    room.write("edits", (1..=3_000).map(|number| edit(number).0).collect::<String>());
    // No file may grow beyond half a megabyte, or one, as the shell counts: the journal does, and the project would.
    let output = room.sh("trap '' XFSZ; ulimit -f 1000; exec $STANDPOINT apply p.ron edits");
    assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
    let n_answered = String::from_utf8_lossy(&output.stdout).lines().count();
    assert!((100..3_000).contains(&n_answered), "{n_answered} answers");
    let said = errors(&output);
    let expected = format!("edits:{}: this edit and those after it could not be written", n_answered + 1);
    assert!(said.contains(&expected) && said.contains("those before it are saved"), "{said}");
    let opened = store::Session::open(&room.path("p.ron"), store::Access::Change, &room.machine());
    let (session, _) = opened.expect("it is sound");
    // What was being written when the room ran out may be there in part.
    let found = (n_answered..n_answered + 256).find(|number| session.project().title == edit(*number).1);
    assert!(found.is_some(), "{n_answered} answers, but {}", shown(&session.project().title));
}

#[test]
#[cfg(target_os = "linux")]
fn where_there_is_no_journal_the_project_itself_is_saved() {
    let room = Room::new();
    room.write("p.ron", store::to_string(&named("a name")));
    room.write("edits", titles(600));
    // Neither beside the project nor in the data folder can a journal be written.
    fs::create_dir_all(room.path("p.ron.recovery/journal")).expect("the folder is fresh");
    room.write("data", "");
    let output = room.run(&["apply", "p.ron", "edits"]);
    assert!(output.status.success(), "{}", errors(&output));
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 600);
    assert_eq!(room.project("p.ron").title, "edit 600");

    // Nor can the project be saved.
    let output = room.sh("trap '' XFSZ; ulimit -f 0; exec $STANDPOINT apply p.ron edits");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(
        errors(&output).contains(
            "edits:1: this edit and those after it could not be \
                                      written"
        ),
        "{}",
        errors(&output)
    );
}

#[test]
#[cfg(unix)]
fn edits_come_from_files_and_pipes_only() {
    let room = Room::new();
    room.write("p.ron", store::to_string(&named("a name")));
    room.write("edits", titles(2));
    let output = room.sh("mkfifo pipe && { cat edits >pipe & } && $STANDPOINT apply p.ron pipe");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "1\n2\n", "{}", errors(&output));
    assert_eq!(room.project("p.ron").title, "edit 2");
    for name in [".", "/dev/zero", "/dev/null"] {
        let output = room.run(&["apply", "p.ron", name]);
        assert_eq!(output.status.code(), Some(1));
        assert!(errors(&output).contains("not a file or a pipe"), "{name}: {}", errors(&output));
    }
    room.write("edits", [b"SetTitle(\"a\")\n".as_slice(), b"\xff\n", b"SetTitle(\"b\")\n"].concat());
    let output = room.run(&["apply", "p.ron", "edits"]);
    assert_eq!((output.status.code(), &*output.stdout), (Some(1), &b"1\n"[..]));
    assert!(errors(&output).contains("edits:2: the line is not UTF-8 text; the edits before it were saved"));
    assert_eq!(room.project("p.ron").title, "a");
}

#[test]
fn a_failed_new_leaves_nothing() {
    let room = Room::new();
    room.write("text.txt", "X talks\nThe mayor met the union.");
    room.write("empty.txt", " ");
    let before = fs::read_dir(room.folder.path()).expect("it is there").count();
    for (project, article, said) in [
        ("none/x.ron", "text.txt", "none/x.ron: its folder cannot be written to"),
        ("text.txt/x.ron", "text.txt", "text.txt/x.ron: its folder cannot be written to"),
        ("x.ron", "empty.txt", ""),
        ("x.ron", "none.txt", ""),
    ] {
        let output = room.run(&["new", project, article]);
        assert_eq!(output.status.code(), Some(1), "{project}");
        assert!(errors(&output).contains(said), "{project}: {}", errors(&output));
        assert_eq!(room.n_unsaved(), 0, "{project} {article}");
    }
    assert!(!room.path("data").exists(), "the data folder was not even needed");
    assert_eq!(fs::read_dir(room.folder.path()).expect("it is there").count(), before);

    if cfg!(target_os = "linux") {
        // Saving fails when it is under way.
        room.write("long.txt", "The mayor met the union.\n".repeat(20_000));
        let output = room.sh("trap '' XFSZ; ulimit -f 100; exec $STANDPOINT new x.ron long.txt");
        assert_eq!(output.status.code(), Some(1), "{}", errors(&output));
        assert!(errors(&output).contains("x.ron: could not be saved"), "{}", errors(&output));
        assert!(store::unsaved::left_behind(&room.machine()).is_empty());
        assert!(!room.path("x.ron").exists() && !room.path("x.ron.recovery").exists());
    }
}

#[test]
fn articles_are_not_added_where_the_highlights_beside_them_cannot_be() {
    let room = Room::new();
    let path = room.write("p.ron", store::to_string(&named("a name")));
    let before = fs::read(&path).expect("it was just written");
    room.write("text.txt", "X talks\nThe mayor met nobody.");
    room.write("bad.csv", "article;text\nA;b\n");
    let output = room.run(&["add", "p.ron", "text.txt", "--highlights", "bad.csv"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(errors(&output).contains("bad.csv:1: no column"), "{}", errors(&output));
    let output = room.run(&["check", "p.ron"]);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", errors(&output));
    assert_eq!(fs::read(&path).expect("it is there"), before);
    assert!(!room.path("p.ron.recovery/journal").exists(), "nothing is left to be recovered");
}

#[test]
#[cfg(target_os = "linux")]
fn a_failed_repair_leaves_nothing_to_be_recovered() {
    let room = Room::new();
    let mut damaged = named("a name");
    let article = Arc::make_mut(&mut damaged.articles[0]);
    Arc::make_mut(&mut article.highlights[0]).actor = Some("gone".into());
    let path = room.write("p.ron", store::to_string(&damaged));
    let output = room.sh("trap '' XFSZ; ulimit -f 0; exec $STANDPOINT check p.ron --fix");
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("p.ron: could not be saved"), "{}", errors(&output));
    assert_eq!(fs::read_to_string(path).expect("it is there"), store::to_string(&damaged));
    assert!(!room.path("p.ron.recovery/journal").exists());
}
