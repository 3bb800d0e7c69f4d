use super::*;

/// The codes of a table as `kind path`, and the remarks.
fn read_codes(table: &str) -> (Vec<String>, Vec<String>) {
    let file = read(table).expect("the columns are named");
    let mut paths: Vec<String> = Vec::new();
    for code in &file.codes {
        paths.push(match &code.parent {
            StatedParent::InFile(at) => format!("{} / {}", paths[*at], code.name),
            StatedParent::Outside(name) => format!("({name}) / {}", code.name),
            StatedParent::Top | StatedParent::Unknown => code.name.clone(),
        });
    }
    (paths, file.remarks.iter().map(ToString::to_string).collect())
}

fn check(table: &str, codes: &[&str], remarks: &[&str]) {
    let (found, said) = read_codes(table);
    assert_eq!(found, codes, "{table}: {said:?}");
    assert_eq!(said.len(), remarks.len(), "{said:?}");
    for (said, expected) in said.iter().zip(remarks) {
        assert!(said.contains(expected), "{said} should have {expected}");
    }
}

#[test]
fn parents_are_found_by_id_name_path_or_level() {
    let tree = ["Land", "Land / Donbas", "Land / Donbas / City"];
    check("name,id,parent_id\nCity,c,b\nLand,a,\nDonbas,b,a\n", &tree, &[]);
    check("name;parent\nCity;Donbas\nLand;\nDonbas;Land\n", &tree, &[]);
    check("path\nLand\nLand / Donbas\nLand / Donbas / City\n", &tree, &[]);
    check("name,level\nLand,1\nDonbas,2\nCity,3\n", &tree, &[]);
    check("code\tdescription\nLand\tGround.\n", &["Land"], &[]);
    check("name,parent\nCity,Donbas\n", &["(Donbas) / City"], &[]);
}

#[test]
fn a_row_that_cannot_be_right_is_left_out_with_its_line_and_a_remedy() {
    let circle =
        ["line 2: left out, because “A” would be below itself", "line 3", "line 4: left out, because its parent"];
    check("name,parent\nA,B\nB,A\nC,A\nD,\n", &["D"], &circle);
    check("kind,name\ngroup,A\nactor,B\n,C\n", &["B"], &["“group” is not a kind; write actor", "its kind is empty"]);
    check("name,id\nA,x\nB,x\n", &["A"], &["line 3: left out, because line 2 already has the id “x”"]);
    check("name,parent\nA,\nA,\na,\n", &["A", "a"], &["line 3: left out, because line 2 already has an issue “A”"]);
    let contrary = "name,id,parent,parent_id\nA,a,,\nB,b,,\nC,c,B,a\nD,d,,a\n";
    check(contrary, &["A", "B"], &["“B” and its parent_id “a” are two different issues", "its parent is empty"]);
    check("name,parent\nA,\n\"B,x\nC,A\n", &["A", "A / C"], &["a quotation mark in it is not closed"]);
    check("name,level\nA,top\n", &[], &["the level “top” is not a whole number"]);
    check(
        "name,parent,kind\nX,A,issue\nX,B,issue\nA,,issue\nB,,issue\nY,X,issue\n",
        &["A", "A / X", "B", "B / X"],
        &["2 issues are called “X”"],
    );
}

#[test]
fn a_renamed_parent_is_still_found_by_its_id() {
    check("name,id,parent,parent_id\nGround,a,,\nDonbas,b,Land,a\n", &["Ground", "Ground / Donbas"], &[]);
}

#[test]
fn a_cell_that_makes_no_sense_is_ignored_with_a_remark() {
    let table = "kind,name,colour,key\nactor,A,red,5\nissue,B,3B7AB8,5\nactor,C,#37b,\n";
    let file = read(table).expect("the columns are named");
    let remarks: Vec<String> = file.remarks.iter().map(ToString::to_string).collect();
    assert_eq!(
        remarks,
        [
            "line 2: “red” is not a colour, so it was ignored; write it as #3b7ab8",
            "line 3: “5” cannot be an issue’s key, so it was ignored; use one of qwertyuiop"
        ]
    );
    let seen: Vec<_> = file.codes.iter().map(|code| (code.colour.map(|colour| colour.to_string()), code.key)).collect();
    let colour = |hex: &str| Some(hex.to_owned());
    assert_eq!(
        seen,
        [
            (None, StatedKey::With('5')),
            (colour("#3b7ab8"), StatedKey::Without),
            (colour("#3377bb"), StatedKey::Without)
        ]
    );
}

#[test]
fn aliases_are_parted_by_semicolons_that_no_backslash_takes() {
    assert_eq!(aliases_of("Moscow; the Kremlin;; Moscow"), ["Moscow", "the Kremlin"]);
    assert_eq!(aliases_of(r"A\; B; C\\D; E\nF"), ["A; B", r"C\D", "E\nF"]);
    assert_eq!(aliases_of("Putin, Vladimir\nVVP"), ["Putin, Vladimir", "VVP"]);
    assert!(aliases_of(" ; ").is_empty());
}

#[test]
fn stances_have_weights_however_they_are_written() {
    let table =
        "kind;name;weight\nstance;for;0,5\nstance;against;−1\nstance;torn;much\nstance;huge;1e9\nstance;for;1\n";
    let file = read(table).expect("the columns are named");
    let weights: Vec<_> = file.stances.iter().map(|stance| (&*stance.name, stance.weight)).collect();
    assert_eq!(weights, [("for", Some(0.5)), ("against", Some(-1.0))]);
    assert_eq!(file.remarks.len(), 3, "{:?}", file.remarks);
    assert!(file.remarks[1].to_string().contains("“1e9” is further from 0 than 1,000,000"), "{:?}", file.remarks);
}

#[test]
fn a_table_without_names_or_with_two_columns_of_one_name_is_refused() {
    assert_eq!(read("kind,colour\nactor,#fff\n"), Err(BadCodebook::NoNames { line: 1 }));
    assert_eq!(read("name,Name\na,b\n"), Err(BadCodebook::Repeated { line: 1, name: "Name".to_owned() }));
    assert_eq!(read(""), Err(BadCodebook::NoNames { line: 1 }));
    let many = (0..=MAX_CODES).fold(String::new(), |rows, n| rows + &format!("{n}\n"));
    assert_eq!(read(&format!("name\n{many}")), Err(BadCodebook::TooMany));
}

#[test]
fn the_most_codes_below_each_other_are_read() {
    let rows = (1..MAX_CODES).fold(String::new(), |rows, n| rows + &format!("c{n},c{}\n", n - 1));
    assert_eq!(read(&format!("name,parent\nc0,\n{rows}")).map(|file| file.codes.len()), Ok(MAX_CODES));
    let circle = (0..MAX_CODES).fold(String::new(), |rows, n| rows + &format!("c{n},c{}\n", (n + 1) % MAX_CODES));
    assert_eq!(read(&format!("name,parent\n{circle}")).map(|file| file.codes.len()), Ok(0));
}
