//! The whole job from the command line: the real program on files of its own making.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

const BRIDGE: &str =
    "Bridge talks stall\r\n\r\nThe city wants a toll. The guild refuses a toll.\r\nSource: Harbour News\r\n";
const FERRY: &str =
    "Ferry talks open\n\n=1 ferry is too few, says the guild.\nThe city is “open” to a second ferry.\n3 December 2025";
const RUSSIAN: &str = "Переговоры о мосте\nГород настаивает на своём, гильдия против.";

const HIGHLIGHTS: &str = "\
article,start,end,quote,actor,issue,stance,note,coder
Bridge talks stall,20,41,The city wants a toll,City,Toll,supports,\"a note,
in two lines\",AK
Bridge talks stall,0,5,The guild refuses a toll,Guild,Toll,opposes,,AK
Ferry talks open,18,37,'=1 ferry is too few,Guild,Ferry,supports,,AK
Ferry talks open,,,“open”,City,Ferry,conditional,,AK
Ferry talks open,,,second ferry,City,Ferry,likes,,AK
No such talks,,,open,City,Ferry,,,AK
Ferry talks open,,,two ferries,City,Boats,,,AK
";

/// A folder to work in, and commands run there.
struct Desk {
    folder: TempDir,
}

impl Desk {
    /// A desk with a folder of two articles, one of them in a code page, and one file beside it.
    fn with_articles() -> Self {
        let desk = Self { folder: TempDir::new().expect("the system gives a temporary folder") };
        std::fs::create_dir(desk.folder.path().join("in")).expect("the folder is fresh");
        desk.write("bridge.txt", BRIDGE.as_bytes());
        desk.write("in/ferry.txt", format!("\u{feff}{FERRY}").as_bytes());
        let (koi8, _, _) = encoding_rs::KOI8_R.encode(RUSSIAN);
        desk.write("in/russian.txt", &koi8);
        desk.write("in/notes.log", b"no article");
        desk.write("highlights.csv", HIGHLIGHTS.as_bytes());
        desk
    }

    /// The same with a project that holds the articles and the highlights.
    fn with_project() -> Self {
        let desk = Self::with_articles();
        desk.ok("new talks.ron bridge.txt in");
        desk.ok("add talks.ron --highlights highlights.csv");
        desk
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder.path().join(name), bytes).expect("the folder can be written");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).expect("the program wrote it")
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn run(&self, line: &str) -> Output {
        let program = env!("CARGO_BIN_EXE_standpoint");
        let mut command = Command::new(program);
        // No display is needed for any of this.
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env("XDG_DATA_HOME", self.path().join("data"));
        command.args(line.split(' ')).current_dir(self.path()).output().expect("the program was built")
    }

    /// Standard output of a command that succeeds and complains of nothing.
    fn ok(&self, line: &str) -> String {
        let output = self.run(line);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && errors.is_empty(), "{line}: {errors}");
        String::from_utf8(output.stdout).expect("the program writes UTF-8")
    }

    /// Standard output and standard error of a command that ends with the code.
    fn fails(&self, line: &str, code: i32) -> (String, String) {
        let output = self.run(line);
        assert_eq!(output.status.code(), Some(code), "{line}");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (text(&output.stdout), text(&output.stderr))
    }
}

fn check_says(said: &str, expected: &[&str]) {
    for part in expected {
        assert!(said.contains(part), "expected “{part}” in:\n{said}");
    }
}

#[test]
fn a_project_is_made_from_files_and_folders() {
    let desk = Desk::with_articles();
    let said = desk.ok("new talks.ron bridge.txt in --title Harbour");
    check_says(
        &said,
        &[
            "bridge.txt: imported, “Bridge talks stall”, Harbour News (UTF-8, 90 characters)",
            "ferry.txt: imported, “Ferry talks open”, 2025-12-03 (UTF-8,",
            "russian.txt: imported, “Переговоры о мосте” (KOI8-R,",
            "3 articles imported, 0 left out",
        ],
    );
    let file = desk.read("talks.ron");
    check_says(&file, &["title: \"Harbour\"", "Город настаивает"]);
    assert!(!file.contains('\r') && !file.contains('\u{feff}'));
    assert_eq!(desk.ok("check talks.ron"), "sound: 3 articles, 0 highlights\n");

    let (_, errors) = desk.fails("new talks.ron bridge.txt", 1);
    check_says(&errors, &["talks.ron: a file with this name already exists"]);
    assert_eq!(desk.read("talks.ron"), file);
}

#[test]
fn more_articles_join_and_doubles_are_named() {
    let desk = Desk::with_articles();
    desk.ok("new talks.ron bridge.txt");
    check_says(&desk.read("talks.ron"), &["title: \"talks\""]);
    let said = desk.ok("add talks.ron bridge.txt in");
    check_says(&said, &["left out, it has the same text as “Bridge talks stall”", "2 articles imported, 1 left out"]);
    let before = desk.read("talks.ron");
    let (said, _) = desk.fails("add talks.ron in/ferry.txt gone.txt", 1);
    check_says(
        &said,
        &[
            "it has the same text as “Ferry talks open”",
            "gone.txt: left out",
            "0 articles imported, 2 left \
                         out",
        ],
    );
    assert_eq!(desk.read("talks.ron"), before);
    desk.fails("new other.ron gone.txt", 1);
    assert!(!desk.path().join("other.ron").exists());
}

#[test]
fn highlights_are_taken_once_and_bad_rows_are_listed() {
    let desk = Desk::with_articles();
    desk.ok("new talks.ron bridge.txt in");
    let said = desk.ok("add talks.ron --highlights highlights.csv");
    check_says(
        &said,
        &[
            "highlights.csv:4: re-anchored, the quote is at 43–67 of “Bridge talks stall”",
            "highlights.csv:7: left out, there is no stance “likes”; the scale is supports, conditional, opposes",
            "highlights.csv:8: left out, there is no article “No such talks” in the project",
            "highlights.csv:9: left out, its quote does not occur in “Ferry talks open”",
            "new actor: Guild\n",
            "new issue: Toll\n",
            "4 highlights imported (1 re-anchored), 0 already there, 3 left out",
        ],
    );
    assert!(!said.contains("Boats"), "{said}");
    let before = desk.read("talks.ron");
    let said = desk.ok("add talks.ron --highlights highlights.csv");
    check_says(&said, &["0 highlights imported (0 re-anchored), 4 already there, 3 left out"]);
    assert_eq!(desk.read("talks.ron"), before);
    assert_eq!(desk.ok("check talks.ron"), "sound: 3 articles, 4 highlights\n");

    desk.write("bad.csv", b"article;text\nA;b\n");
    let (_, errors) = desk.fails("add talks.ron --highlights bad.csv", 1);
    check_says(&errors, &["bad.csv:1: no column “quote”"]);
}

/// A desk with one project `p.ron` of the text, whose title is its first line.
fn desk_with_text(text: &str) -> Desk {
    let desk = Desk { folder: TempDir::new().expect("the system gives a temporary folder") };
    desk.write("text.txt", text.as_bytes());
    desk.ok("new p.ron text.txt");
    desk
}

#[test]
fn the_same_letters_are_the_same_title_quote_and_code() {
    let desk = desk_with_text("Café talks\nThe café own\u{ad}er met the mayor. Nobody\u{a0}paid.\n");
    let rows = [
        "article,quote,actor,issue,coder",
        "Cafe\u{301} talks,The cafe\u{301} owner,Mayor,Talks,Zoé",
        "Café talks,the mayor,\u{200b}Mayor,Talks,Zoe\u{301}",
        "Café  talks,met,Élise,Talks,Zoé",
        "Café talks,Nobody paid,E\u{301}lise,Talks,Zoé",
    ];
    desk.write("rows.csv", rows.join("\n").as_bytes());
    let said = desk.ok("add p.ron --highlights rows.csv");
    check_says(&said, &["4 highlights imported (0 re-anchored)", "new actor: Mayor\n", "new actor: Élise\n"]);
    assert_eq!(said.matches("new actor").count(), 2, "{said}");
    let project = desk.read("p.ron");
    assert!(project.contains("The café own\u{ad}er"), "the quote is what the text has: {project}");
    assert_eq!(desk.ok("check p.ron"), "sound: 1 article, 4 highlights\n");

    for (term, n) in [("actor=E\u{301}lise", 2), ("text=cafe\u{301}", 1), ("text=CAFE", 1), ("coder=Zoe\u{301}", 4)] {
        let table = desk.ok(&format!("table p.ron --rows coder --columns issue --format csv --filter {term}"));
        assert_eq!(table, format!("coder,Talks,All\r\nZoé,{n},{n}\r\nAll,{n},{n}\r\n"), "{term}");
    }
}

#[test]
fn a_name_that_is_taken_is_refused_and_two_codes_that_have_it_are_a_notice() {
    let desk = desk_with_text("X talks\nThe mayor met the union.\n");
    let code = |id: &str, name: &str| {
        format!("InsertCode(Actor,0,(id:\"{id}\",name:\"{name}\",aliases:[],colour:\"#3b7ab8\"))\n")
    };
    desk.write("edits.txt", [code("a", "Mayor"), code("us", "US"), code("us-2", "us")].concat().as_bytes());
    desk.ok("apply p.ron edits.txt");
    let said = desk.ok("check p.ron");
    check_says(&said, &["sound: 1 article", "notice: the actors “us” and “US” differ only in capital letters"]);

    desk.write("again.txt", code("b", "\u{200b}Mayor ").as_bytes());
    let (_, errors) = desk.fails("apply p.ron again.txt", 1);
    check_says(&errors, &["again.txt:1", "there is already an actor “Mayor” at this place (id “a”)"]);
    assert_eq!(desk.read("p.ron").matches("Mayor").count(), 1);

    for (line, refused) in [
        (
            "InsertStance(0,(id:\"s\",name:\"sup\u{ad}ports\",weight:0.5))",
            "already a stance “supports” (id “supports”)",
        ),
        ("All([InsertView(0,(name:\"É\",query:())),InsertView(0,(name:\"E\u{301}\",query:()))])", "a view “É”"),
        ("SetTitle(\"\u{200b}\")", "the name of the project has only invisible characters"),
    ] {
        desk.write(
            "bad.txt",
            line.replace("query:()", "query:(rows:(axes:[Issue]),columns:(axes:[Actor]))").as_bytes(),
        );
        let (_, errors) = desk.fails("apply p.ron bad.txt", 1);
        check_says(&errors, &["bad.txt:1", refused]);
    }
    desk.write("p.ron", desk.read("p.ron").replace("name: \"opposes\"", "name: \"sup\u{ad}ports\"").as_bytes());
    check_says(&desk.ok("check p.ron"), &["notice: two stances are called “supports” (ids “supports” and “opposes”)"]);

    // A file from before this was refused.
    desk.write(
        "p.ron",
        desk.read("p.ron").replace("\"us\"", "\"b\"").replace("name: \"US\"", "name: \"Mayor\"").as_bytes(),
    );
    let said = desk.ok("check p.ron");
    check_says(&said, &["sound: 1 article", "notice: two actors are called “Mayor” (ids "]);
}

#[test]
fn rows_sorted_by_all_are_sorted_by_the_total_that_tables_call_so() {
    let desk = desk_with_text("X talks\nThe mayor met the union.\n");
    let rows =
        ["article,quote,actor,issue", "X talks,mayor,All,Port", "X talks,met,NA,Roads", "X talks,union,NA,Roads"];
    desk.write("rows.csv", rows.join("\n").as_bytes());
    desk.ok("add p.ron --highlights rows.csv");
    let issues = |sort: &str| {
        let table = desk.ok(&format!("table p.ron --format csv --hide-empty --sort {sort}"));
        let lines: Vec<&str> = table.lines().collect();
        assert!(lines[0].contains("All [all]") && lines[0].ends_with(",All"), "{table}");
        lines[1..3].iter().filter_map(|line| line.split(',').next()).collect::<Vec<_>>().join(" ")
    };
    for total in ["total", "All", "all"] {
        assert_eq!(issues(total), "Roads Port", "{total}");
    }
    for actor in ["All\u{a0}[all]", "all\u{a0}[ALL]"] {
        assert_eq!(issues(actor), "Port Roads", "{actor}");
    }
}

#[test]
fn a_name_of_several_codes_is_refused_and_told_apart_by_its_id() {
    let desk = desk_with_text("X talks\nThe mayor met the union.\n");
    let rows = [
        "article,quote,actor,actor_id,issue",
        "X talks,The mayor,Mayor,mayor,Talks",
        "X talks,mayor,Mayor,mayor-2,Talks",
        "X talks,the union,us,us,Talks",
        "X talks,union,US,us-2,Talks",
    ];
    desk.write("rows.csv", rows.join("\n").as_bytes());
    let said = desk.ok("add p.ron --highlights rows.csv");
    check_says(
        &said,
        &[
            "4 highlights imported",
            "new actor: Mayor\n",
            "new actor: Mayor (mayor-2)\n",
            "new actor: \
                         us\n",
        ],
    );
    check_says(&desk.ok("check p.ron"), &["the actors “us” and “US” differ only in capital letters"]);
    // Two codes of one name, as an older file may have them.
    desk.write("p.ron", desk.read("p.ron").replace("Mayor (mayor-2)", "Mayor").as_bytes());

    let (_, errors) = desk.fails("table p.ron --filter actor=Mayor", 1);
    check_says(&errors, &["several actors are called “Mayor”; use one of: Mayor [mayor], Mayor [mayor-2]"]);
    // Words are separated by plain spaces here, and a name may have others.
    let table = desk.ok("table p.ron --format csv --hide-empty --filter actor=Mayor\u{a0}[mayor-2]");
    assert_eq!(table, "issue,Mayor [mayor-2],All\r\nTalks,1,1\r\nAll,1,1\r\n");
    let (_, errors) = desk.fails("table p.ron --sort Mayor", 1);
    check_says(&errors, &["several columns are called “Mayor”; use one of: Mayor [mayor-2], Mayor [mayor]"]);
    desk.ok("table p.ron --sort Mayor\u{a0}[mayor-2]");

    let (_, errors) = desk.fails("table p.ron --sort MAYOR\u{a0}[Us]", 1);
    check_says(&errors, &["there is no column"]);
    desk.ok("table p.ron --sort mayor\u{a0}[MAYOR-2]");

    desk.ok("export p.ron comparison --filter actor=Mayor\u{a0}[mayor] --filter actor=us -o cells.csv");
    check_says(&desk.read("cells.csv.about.txt"), &["Filter: actor Mayor [mayor] or us\n"]);
}

#[test]
fn names_and_files_stand_in_the_order_of_people() {
    let desk = desk_with_text("S talks\nw0 w1 w2 w3 w4 w5 w6 w7\n");
    let issues = ["Zoo", "Äpfel", "Apfel", "Éclair", "Ёлка", "Яма", "10 things", "9 things"];
    let rows = issues.iter().enumerate().map(|(n, issue)| format!("S talks,w{n},A,{issue}\n"));
    desk.write("rows.csv", format!("article,quote,actor,issue\n{}", rows.collect::<String>()).as_bytes());
    desk.ok("add p.ron --highlights rows.csv");
    let table = desk.ok("table p.ron --sort name --format csv");
    let names = ["9 things", "10 things", "Apfel", "Äpfel", "Éclair", "Zoo", "Ёлка", "Яма"];
    let places: Vec<Option<usize>> = names.iter().map(|name| table.find(name)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{table}");

    std::fs::create_dir(desk.path().join("parts")).expect("the folder is fresh");
    for part in ["part10.txt", "part2.txt", "part1.txt"] {
        desk.write(&format!("parts/{part}"), format!("{part}\n\nThis is {part}.\n").as_bytes());
    }
    let said = desk.ok("new parts.ron parts");
    let places = ["part1.txt: imported", "part2.txt: imported", "part10.txt: imported"].map(|line| said.find(line));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{said}");
}

#[test]
fn tables_of_highlights_are_read_whatever_wrote_them() {
    let rows =
        "article;start;end;quote;actor;issue;stance\r\nBridge talks stall;0;5;The guild refuses a toll;Guild;Toll;\r\n";
    let utf_16 = |text: &str| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let wide = |separator: &str| rows.replace(';', separator);
    for bytes in [
        rows.as_bytes().to_vec(),
        wide("\t").into_bytes(),
        wide("|").into_bytes(),
        format!("sep=;\r\n{rows}").into_bytes(),
        format!("\u{feff}sep=|\r\n{}", wide("|")).into_bytes(),
        utf_16(&format!("sep=\t\r\n{}", wide("\t"))),
        utf_16(rows),
        rows.replace("\r\n", "\r").into_bytes(),
        rows.replace("article;start", "Article ; START ").into_bytes(),
        rows.replace("\r\n", ";;\r\n\r\n").into_bytes(),
    ] {
        let desk = Desk::with_articles();
        desk.write("rows.csv", &bytes);
        desk.ok("new talks.ron bridge.txt");
        check_says(&desk.ok("add talks.ron --highlights rows.csv"), &["1 highlight imported", "0 left out"]);
    }
}

#[test]
fn a_row_that_cannot_be_right_is_left_out_alone_and_in_few_words() {
    let long = "x".repeat(1 << 20);
    let rows = format!(
        "\"article\",\"quote\",\"actor\",\"issue\"\n\
         \"Bridge talks stall\",\"guild\",\"Unclosed,\"Talks\"\n\
         \"Bridge talks stall\",\"refuses\",\"Next\",\"Talks\"\n\
         \"Bridge talks stall\",\"toll\",\"One\",\"too\",\"many\"\n\
         \"{long}\",\"toll\",\"Next\",\"Talks\"\n\
         \"Bridge talks stall\",\"The guild\",\"{long}\",\"Talks\"\n\
         Bridge talks stall,guild,Last,\"open\n\
         Bridge talks stall,guild,Last,Talks\n"
    );
    let desk = Desk::with_articles();
    desk.write("rows.csv", rows.as_bytes());
    desk.ok("new talks.ron bridge.txt");
    let said = desk.ok("add talks.ron --highlights rows.csv");
    check_says(
        &said,
        &[
            "rows.csv:2: left out, a quotation mark",
            "rows.csv:4: left out, it has 5 cells, but the header names 4 columns",
            "rows.csv:5: left out, there is no article “xxx",
            "rows.csv:7: left out, a quotation mark",
            "new actor: xxx",
        ],
    );
    assert!(!said.contains("Unclosed"), "{said}");
    assert!(said.lines().all(|line| line.chars().count() < 300), "a line is too long");
    check_says(&desk.ok("table talks.ron --rows actor"), &["Next", "Last"]);
}

#[test]
fn an_export_replaces_no_note_that_is_not_its_own() {
    let desk = Desk::with_project();
    desk.write("out.csv.about.txt", b"my own notes");
    for what in ["highlights", "comparison", "codebook", "articles"] {
        let (_, errors) = desk.fails(&format!("export talks.ron {what} -o out.csv"), 1);
        check_says(&errors, &["out.csv.about.txt", "rename it, or give the export another name. Nothing was written"]);
        assert!(!desk.path().join("out.csv").exists(), "nothing is half done");
    }
    assert_eq!(desk.read("out.csv.about.txt"), "my own notes");
    std::fs::create_dir(desk.path().join("more.csv.about.txt")).expect("the folder can be written");
    desk.fails("table talks.ron --format csv -o more.csv", 1);
    assert!(!desk.path().join("more.csv").exists());
    // A note of its own is replaced.
    desk.ok("export talks.ron highlights -o again.csv");
    desk.ok("export talks.ron articles -o again.csv");
    check_says(&desk.read("again.csv.about.txt"), &["Table: articles\n"]);
}

#[test]
fn a_note_names_the_project_its_scale_and_every_choice() {
    let desk = Desk::with_project();
    desk.ok("export talks.ron comparison --sort total --fold columns --hide-empty --filter actor=City -o cells.csv");
    let about = desk.read("cells.csv.about.txt");
    check_says(
        &about,
        &[
            "Project: talks\n",
            "File: talks.ron\n",
            "SHA-256: ",
            "Rows: issue, largest total first\n",
            "Columns: actor\n",
            "Members in rows: shown\n",
            "Members in columns: rolled up\n",
            "Filter: actor City\n",
            "Hidden: rows and columns without highlights\n",
            "Scale: supports +1, conditional 0, opposes -1\n",
        ],
    );
    let sha_256 = about.lines().find_map(|line| line.strip_prefix("SHA-256: ")).expect("it is there");
    assert!(sha_256.len() == 64 && sha_256.chars().all(|c| c.is_ascii_hexdigit()), "{sha_256}");
    desk.ok("export talks.ron codebook -o codebook.csv");
    check_says(&desk.read("codebook.csv.about.txt"), &["Scale: supports +1", sha_256]);
}

#[test]
fn a_hyphen_means_standard_output_and_csv_may_have_semicolons() {
    let desk = Desk::with_project();
    for what in
        ["export talks.ron highlights", "export talks.ron network", "export talks.ron picture", "table talks.ron"]
    {
        let without_time = |text: String| text.split(" UTC").next().unwrap_or_default().len();
        assert_eq!(without_time(desk.ok(&format!("{what} -o -"))), without_time(desk.ok(what)), "{what}");
    }
    let workbook = desk.run("export talks.ron comparison --format xlsx -o -");
    assert!(workbook.status.success() && workbook.stdout.starts_with(b"PK"));
    assert!(!desk.path().join("-").exists());

    let table = desk.ok("table talks.ron --format csv --separator semicolon --measure net-stance");
    assert!(table.starts_with("issue;City;Guild;All\r\nToll;1;-1;0\r\n"), "{table}");
    desk.ok("export talks.ron highlights --separator semicolon -o out.csv");
    check_says(&desk.read("out.csv"), &["'=1 ferry is too few;Guild;Ferry"]);
    desk.ok("new again.ron in bridge.txt");
    check_says(&desk.ok("add again.ron --highlights out.csv"), &["4 highlights imported (0 re-anchored)"]);
    check_says(&desk.read("out.csv.about.txt"), &["Format: cells separated by semicolons, decimal comma, guarded"]);
    desk.fails("export talks.ron comparison --format tsv --separator semicolon", 2);
    desk.fails("table talks.ron --separator semicolon", 2);
    desk.fails("table talks.ron --decimal comma", 2);
    for switch in ["--decimal comma", "--separator semicolon", "--bom", "--no-guard"] {
        desk.fails(&format!("export talks.ron network {switch}"), 2);
        desk.fails(&format!("export talks.ron picture {switch}"), 2);
    }
}

#[test]
fn a_network_has_its_measures_and_may_have_its_backbone_only() {
    let desk = Desk::with_project();
    let whole = desk.ok("export talks.ron network");
    check_says(&whole, &["betweenness", "weighted degree", "; density ", "modularity ", "E–I index "]);
    let n_ties = |written: &str| written.matches("<edge ").count();
    let backbone = desk.ok("export talks.ron network --backbone");
    check_says(&backbone, &["; backbone at 5%; "]);
    assert!(n_ties(&whole) > 0 && n_ties(&backbone) < n_ties(&whole));
    assert!(n_ties(&desk.ok("export talks.ron network --backbone=0.9999")) > n_ties(&backbone));
    check_says(&desk.fails("export talks.ron network --backbone=7", 2).1, &["give a number between 0.0001 and 0.9999"]);
    desk.fails("table talks.ron --backbone", 2);
}

#[test]
fn semicolons_go_with_decimal_commas_unless_told_otherwise() {
    let desk = Desk::with_project();
    let cells = |switches: &str| {
        let tidy =
            desk.ok(format!("export talks.ron comparison --format tidy --measure per-1000-words {switches}").trim());
        let second = tidy.lines().nth(1).expect("there is a cell").to_owned();
        second.trim_end().to_owned()
    };
    let wide = |switches: &str| desk.ok(&format!("table talks.ron --measure per-1000-words {switches}"));
    let with_points = cells("");
    assert!(with_points.contains(",21.277,"), "{with_points}");
    assert_eq!(cells("--separator semicolon --decimal point"), with_points.replace(',', ";"));
    assert!(cells("--separator semicolon").contains(";21,277;"));
    assert!(cells("--decimal comma").contains(",\"21,277\","));
    assert!(wide("--format tsv --decimal comma").contains("\t21,277\t"));
    let book = desk.read("talks.ron").replace("weight: 1.0", "weight: 0.5");
    desk.write("half.ron", book.as_bytes());
    check_says(&desk.ok("export half.ron codebook --separator semicolon"), &["supports;;;;;0,5;"]);
}

#[test]
fn free_fields_go_out_with_the_articles() {
    let desk = Desk::with_project();
    let id = desk.ok("export talks.ron articles").lines().nth(1).expect("there is an article")[..36].to_owned();
    let details = "title: \"Bridge talks stall\", fields: {\"region\": \"=North\", \"title\": \"T\"}";
    desk.write("edits.txt", format!("SetDetails(\"{id}\", ({details}))\n").as_bytes());
    desk.ok("apply talks.ron edits.txt");
    let articles = desk.ok("export talks.ron articles");
    check_says(
        &articles,
        &["words,highlights,region,title [field],agency,", ",'=North,T,,,bridge.txt,", ",,,,,ferry.txt,"],
    );
}

#[test]
fn edits_may_begin_with_a_byte_order_mark() {
    let desk = Desk::with_project();
    desk.write("edits.txt", "\u{feff}SetTitle(\"With a mark\")\r\n".as_bytes());
    assert_eq!(desk.ok("apply talks.ron edits.txt"), "1\n");
}

#[test]
fn the_table_is_drawn_and_written() {
    let desk = Desk::with_project();
    check_says(
        &desk.ok("table talks.ron"),
        &["issue \\ actor  City  Guild  All\n", "Toll              1      1    2\n"],
    );
    check_says(&desk.ok("table talks.ron --measure net-stance"), &["+1.0 (1)", "−1.0 (1)", "0.0 (2)"]);
    assert_eq!(
        desk.ok("table talks.ron --format csv --measure net-stance"),
        "issue,City,Guild,All\r\nToll,1,-1,0\r\nFerry,0,1,0.5\r\nAll,0.5,0,0.25\r\n"
    );
    let end = "with_stance,without_stance,row_kind,row_id,row_level,row_parent,column_kind,column_id,column_level,\
               column_parent,table_kind,table_id,measure,n,expected,low,high";
    let news = |column: &str| format!("value,Harbour News,0,,stance,{column},0,,,,highlights");
    let nameless = |column: &str| format!("none,,0,,stance,{column},0,,,,highlights");
    assert_eq!(
        desk.ok("table talks.ron --rows outlet --columns stance --format tidy --bom"),
        format!(
            "\u{feff}row,column,value,highlights,articles,table,net_stance,empty,summary,supports,conditional,opposes,\
             {end}\r\n\
             Harbour News,supports,1,1,1,,1,,,1,0,0,1,0,{},1,,,\r\n\
             Harbour News,conditional,0,0,0,,,not yet read,,0,0,0,0,0,{},0,,,\r\n\
             Harbour News,opposes,1,1,1,,-1,,,0,0,1,1,0,{},1,,,\r\n\
             outlet not named,supports,1,1,1,,1,,,1,0,0,1,0,{},1,,,\r\n\
             outlet not named,conditional,1,1,1,,0,,,0,1,0,1,0,{},1,,,\r\n\
             outlet not named,opposes,0,0,0,,,not yet read,,0,0,0,0,0,{},0,,,\r\n",
            news("supports"),
            news("conditional"),
            news("opposes"),
            nameless("supports"),
            nameless("conditional"),
            nameless("opposes"),
        )
    );
    let (_, errors) = desk.fails("table talks.ron --rows colour", 2);
    check_says(&errors, &["colour", "issue, actor, stance"]);
}

#[test]
fn each_table_is_exported_to_a_file_or_to_the_terminal() {
    let desk = Desk::with_project();
    for (what, header) in [
        (
            "highlights",
            "id,article_id,article,outlet,date,start,end,quote,actor,issue,stance,note,coder,created,\
          actor_id,issue_id,stance_id,agency,updated,page,file\r\n",
        ),
        ("comparison", "issue,City,Guild,All\r\n"),
        (
            "codebook",
            "kind,id,name,aliases,parent,definition,colour,weight,highlights,parent_id,use_when,do_not_use_when,level,key\r\n",
        ),
        (
            "articles",
            "id,title,outlet,author,date,language,url,status,characters,words,highlights,agency,updated,file,sha256,\
             format,encoding\r\n",
        ),
    ] {
        let printed = desk.ok(&format!("export talks.ron {what}"));
        assert!(printed.starts_with(header), "{printed}");
        assert_eq!(desk.ok(&format!("export talks.ron {what} -o {what}.csv")), "");
        assert_eq!(desk.read(&format!("{what}.csv")), printed);
    }
    check_says(&desk.read("highlights.csv"), &["'=1 ferry is too few,Guild,Ferry", "\"a note,\nin two lines\""]);
    check_says(&desk.ok("export talks.ron highlights --no-guard"), &["18,37,=1 ferry is too few,Guild"]);
    let before = desk.read("talks.ron");
    let (_, errors) = desk.fails("export talks.ron articles -o ./talks.ron", 1);
    check_says(&errors, &["this is the project file itself"]);
    assert_eq!(desk.read("talks.ron"), before);
    desk.fails("export talks.ron articles --rows actor", 2);
}

/// A desk whose project has a view under a name.
fn desk_with_view() -> Desk {
    let desk = Desk::with_project();
    let view = "InsertView(0, (name: \"Guild\", query: (rows: (axes: [Issue, Article], is_open: true), columns: (axes: [Stance]), \
                measure: NetStance, filter: (actors: [\"guild\"]))))\n";
    desk.write("view.txt", view.as_bytes());
    desk.ok("apply talks.ron view.txt");
    desk
}

#[test]
fn a_named_view_is_drawn_and_what_is_given_beside_it_takes_the_place_of_its_parts() {
    let desk = desk_with_view();
    let table = |switches: &str| desk.ok(&format!("table talks.ron --format csv {switches}"));
    assert_eq!(
        table("--view guild --hide-empty --sort name"),
        "issue › article,supports,opposes,All\r\n\
         Ferry,1,,1\r\nFerry › Ferry talks open,1,,1\r\n\
         Toll,,-1,-1\r\nToll › Bridge talks stall,,-1,-1\r\nAll,1,-1,0\r\n"
    );
    assert_eq!(
        table("--view Guild --rows issue --columns outlet --measure highlights --filter actor=City --fold rows"),
        "issue,Harbour News,outlet not named,All\r\nToll,1,0,1\r\nFerry,0,1,1\r\nAll,1,1,2\r\n"
    );
    let (_, errors) = desk.fails("table talks.ron --view Sides", 1);
    check_says(&errors, &["there is no view “Sides” in the project; it has Guild"]);
}

#[test]
fn the_table_is_filtered_counted_layered_and_sorted() {
    let desk = Desk::with_project();
    let table = |switches: &str| desk.ok(&format!("table talks.ron --format csv {switches}"));
    assert_eq!(
        table("--filter stance=+ --filter stance=conditional --filter note=no"),
        "issue,City,Guild,All\r\nToll,0,0,0\r\nFerry,1,1,2\r\nAll,1,1,2\r\n"
    );
    assert_eq!(
        table("--rows actor --columns issue --layers month --filter text=toll"),
        "table,actor,Toll,Ferry,All\r\n2025-12,City,0,0,0\r\n2025-12,Guild,0,0,0\r\n2025-12,All,0,0,0\r\n\
         month not known,City,1,0,1\r\nmonth not known,Guild,1,0,1\r\nmonth not known,All,2,0,2\r\n"
    );
    assert!(
        table("--rows stance --columns issue --sort Ferry")
            .starts_with("stance,Toll,Ferry,All\r\nsupports,1,1,2\r\nconditional,0,1,1\r\n")
    );
    // The guild says one thing of the ferry and one of the toll, whatever the article.
    assert!(table("--rows actor --columns coder --once-per all").contains("\r\nGuild,"), "actors and coders");
    check_says(&desk.ok("table talks.ron --measure spread --once-per article"), &["supports / conditional / opposes"]);
    for (switches, code, answer) in [
        ("--filter actor=France", 1, "there is no actor “France” in the project; it has City, Guild"),
        ("--filter colour=red", 2, "actor, issue, stance, outlet, agency, language"),
        ("--rows field:Desk", 1, "no article has a field “Desk”; fields in use: none"),
        ("--rows issue,actor,outlet", 2, "two separated by a comma"),
        ("--sort Boats", 1, "use name, total, listed or one of"),
        ("--once-per year", 2, "article, outlet, story, day, week, month, all"),
    ] {
        let (_, errors) = desk.fails(&format!("table talks.ron {switches}"), code);
        check_says(&errors, &[answer]);
    }
}

#[test]
fn a_comparison_is_written_in_every_form_and_says_what_made_it() {
    let desk = desk_with_view();
    desk.ok("export talks.ron comparison --view Guild --format csv -o cells.csv");
    let about = desk.read("cells.csv.about.txt");
    check_says(
        &about,
        &[
            "Project: talks\n",
            "View: Guild\n",
            "Rows: issue › article\n",
            "Filter: actor Guild\n",
            "Holds: 2 highlights",
        ],
    );
    desk.ok("export talks.ron highlights -o all.csv");
    check_says(&desk.read("all.csv.about.txt"), &["Table: highlights\n", "Holds: 4 highlights in 3 articles\n"]);

    let html = desk.ok("export talks.ron comparison --format html");
    check_says(&html, &["<!DOCTYPE html>", "<blockquote dir=\"auto\">=1 ferry is too few</blockquote>"]);
    desk.ok("export talks.ron comparison -o page.html");
    check_says(&desk.read("page.html"), &["<details>"]);
    assert!(!desk.path().join("page.html.about.txt").exists(), "a page says it itself");
    check_says(&desk.ok("table talks.ron --format markdown"), &["| Toll | 1 | 1 | 2 |"]);
    assert_eq!(desk.ok("export talks.ron comparison --format tsv").lines().next(), Some("issue\tCity\tGuild\tAll"));

    desk.ok("export talks.ron comparison --view Guild -o talks.xlsx");
    let workbook = std::fs::read(desk.path().join("talks.xlsx")).expect("the program wrote it");
    assert!(workbook.starts_with(b"PK"));
    let (said, errors) = desk.fails("export talks.ron comparison --format xlsx", 2);
    check_says(&errors, &["name a file for it with -o"]);
    assert_eq!(said, "");
    desk.fails("export talks.ron comparison --format text", 2);
    desk.fails("export talks.ron comparison --format html --bom", 2);
    desk.fails("export talks.ron highlights --view Guild", 2);
}

#[test]
fn highlights_go_out_and_come_back() {
    let desk = Desk::with_project();
    desk.ok("export talks.ron highlights -o out.csv");
    desk.ok("new again.ron in bridge.txt");
    let said = desk.ok("add again.ron --highlights out.csv");
    check_says(&said, &["4 highlights imported (0 re-anchored), 0 already there, 0 left out"]);
    for measure in ["highlights", "articles", "net-stance"] {
        let table = |project: &str| desk.ok(&format!("table {project}.ron --format tidy --measure {measure}"));
        let sorted = |table: String| {
            let mut lines: Vec<String> = table.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(table("talks")), sorted(table("again")));
    }
    let said = desk.ok("add talks.ron --highlights out.csv");
    check_says(&said, &["0 highlights imported (0 re-anchored), 4 already there, 0 left out"]);
}

#[test]
fn a_damaged_file_is_named_with_line_and_column() {
    let desk = Desk::with_project();
    let good = desk.read("talks.ron");
    let damaged = good.replace("quote: \"“open”\"", "quote: \"“shut”\"");
    let line = damaged.lines().position(|line| line.contains("shut")).expect("it was put there") + 1;
    desk.write("talks.ron", damaged.as_bytes());
    let (said, _) = desk.fails("check talks.ron", 1);
    assert!(said.starts_with(&format!("talks.ron:{line}:")), "{said}");
    check_says(&said, &["its quote differs from the text"]);
    let (_, errors) = desk.fails("table talks.ron", 1);
    check_says(&errors, &[&format!("talks.ron:{line}:")]);

    desk.write("talks.ron", good.replace("codebook:", "codebok:").as_bytes());
    let (_, errors) = desk.fails("check talks.ron", 1);
    check_says(&errors, &["talks.ron:5:"]);
    let (_, errors) = desk.fails("check gone.ron", 1);
    check_says(&errors, &["gone.ron: "]);
}

#[test]
fn a_damaged_file_is_repaired_where_that_is_certain_and_the_rest_is_said() {
    let desk = Desk::with_project();
    let good = desk.read("talks.ron");
    // A sentence was put in, a tag misspelt, and a quote is in no text any more.
    let damaged = good
        .replace("The city wants a toll.", "It rained. The city wants a toll.")
        .replacen("actor: \"city\"", "actor: \"old-city\"", 1)
        .replace("quote: \"“open”\"", "quote: \"shut for good\"");
    desk.write("talks.ron", damaged.as_bytes());
    let line_of = |text: &str, words: &str| text.lines().position(|line| line.contains(words)).map_or(0, |at| at + 1);
    let (said, _) = desk.fails("check talks.ron", 1);
    assert_eq!(said.lines().count(), 4, "{said}");
    assert_eq!(desk.read("talks.ron"), damaged);

    let (said, _) = desk.fails("check talks.ron --fix", 1);
    let toll = line_of(&damaged, "quote: \"The city wants a toll\"");
    check_says(
        &said,
        &[
            &format!("talks.ron:{toll}:"),
            "; moved to 31–52, where the quote is (score 1.00)\n",
            "; moved to 54–78, where the quote is (score 1.00)\n",
            "; added “old-city” to the codebook (score 0.90)\n",
            "; needs a person: quote the words at its span: ““open”” (score 0.10), or leave it out\n",
            "3 faults repaired, 1 needs a person\n",
        ],
    );
    let half_repaired = desk.read("talks.ron");
    check_says(&half_repaired, &["name: \"Old city\"", "span: (31, 52)", "shut for good"]);

    // Nothing more is sure, so the file stays as it is until a highlight may be left out.
    let (said, _) = desk.fails("check talks.ron --fix", 1);
    check_says(&said, &["0 faults repaired, 1 needs a person\n"]);
    assert_eq!(desk.read("talks.ron"), half_repaired);
    let said = desk.ok("check talks.ron --fix --leave-out");
    check_says(
        &said,
        &[
            "; left out: “shut for good”, actor City, issue Ferry, stance conditional, coder AK, 20",
            "1 fault repaired, 0 need a person\nsound: 3 articles, 3 highlights\n",
        ],
    );
    let repaired = desk.read("talks.ron");
    assert_eq!(desk.ok("check talks.ron --fix"), "sound: 3 articles, 3 highlights\n");
    assert_eq!(desk.read("talks.ron"), repaired);
    desk.fails("check talks.ron --leave-out", 2);
}

#[test]
fn every_command_has_help_with_an_example() {
    let desk = Desk::with_articles();
    for command in ["new", "add", "apply", "table", "export", "find", "check"] {
        check_says(&desk.ok(&format!("{command} --help")), &["Example", &format!("  standpoint {command} ")]);
    }
    check_says(&desk.ok("--help"), &["Examples:", "standpoint talks.ron"]);
    desk.fails("add talks.ron", 2);
}

#[test]
fn a_reader_that_stops_listening_is_no_error() {
    let desk = Desk::with_project();
    let mut command = Command::new(env!("CARGO_BIN_EXE_standpoint"));
    command.args(["export", "talks.ron", "articles"]).current_dir(desk.path());
    let mut program = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program was built");
    drop(program.stdout.take());
    let output = program.wait_with_output().expect("the program ends");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn a_doubtful_encoding_is_said_and_can_be_named() {
    let desk = Desk::with_articles();
    // “château” in windows-1252, which would be “chāteau” in windows-1257.
    desk.write("castle.txt", b"Castle talks\nThe guild met in the ch\xe2teau.");
    let said = desk.ok("new doubt.ron castle.txt");
    check_says(&said, &["(windows-1252,", "doubtful: the encoding may be", "use --encoding NAME if it is wrong"]);
    let said = desk.ok("new named.ron castle.txt --encoding cp1257");
    check_says(&said, &["(windows-1257,"]);
    assert!(!said.contains("doubtful") && desk.read("named.ron").contains("chāteau"), "{said}");
    let (_, words) = desk.fails("new other.ron castle.txt --encoding klingon", 2);
    check_says(&words, &["windows-1252", "Shift_JIS"]);
}
