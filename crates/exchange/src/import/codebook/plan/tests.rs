use standpoint_core::edit::{Gesture, History};

use super::*;
use crate::import::codebook::rows;

/// A project with these codes, each as `name` or `name<parent`.
fn project(actors: &[&str]) -> Project {
    let mut project = Project::titled("Talks");
    for name in actors {
        let (name, parent) = name.split_once('<').unwrap_or((name, ""));
        let parent = project.codebook.code_called(CodeKind::Actor, parent).map(|code| code.id.clone());
        let code = project.codebook.fresh_code(CodeKind::Actor, name, parent);
        project.codebook.actors.push(code);
    }
    project
}

fn plan(project: &Project, table: &str) -> CodebookPlan {
    CodebookPlan::of(project, &rows::read(table).expect("the columns are named"))
}

/// What is said of each entry.
fn said(plan: &CodebookPlan) -> Vec<String> {
    let entry = |entry: &PlanEntry| {
        let changes = entry
            .changes
            .iter()
            .map(|change| format!("{}{}", if change.is_ticked { "" } else { "(not) " }, change.in_words()));
        let all: Vec<String> = changes.chain(entry.remarks.iter().cloned()).collect();
        format!("{}: {}", entry.name, all.join("; "))
    };
    plan.entries.iter().map(entry).collect()
}

/// The codebook after what is ticked was done; what it is undone to is what it was.
fn done(project: &Project, plan: &CodebookPlan) -> Codebook {
    let mut history = History::new(project.clone());
    if let Some(edit) = plan.edit() {
        assert_eq!(plan.obstacle(), None);
        assert_eq!(standpoint_core::edit::refuse_same_names(project, &edit), Ok(()));
        assert_eq!(standpoint_core::edit::keep_keys(&project.codebook, edit.clone()), edit, "no key is added to it");
        history.apply("Import", Gesture::Single, edit).expect("it fits");
    }
    let book = history.project().codebook.clone();
    history.undo();
    assert_eq!(history.project(), project);
    book
}

#[test]
fn new_changed_and_equal_codes_are_told_apart() {
    let project = project(&["Russia", "Putin<Russia", "Ukraine"]);
    let table = "kind,name,parent,definition,aliases\nactor,Russia,,The state.,Moscow\nactor,Putin,Russia,,\nactor,EU,,,\n\
                 actor,Ukraine,EU,,Kyiv\n";
    let plan = plan(&project, table);
    assert_eq!(
        said(&plan),
        [
            "Russia: Add aliases: Moscow; Definition: “The state.”",
            "Russia / Putin: ",
            "EU: New: key 4",
            "EU / Ukraine: Parent: the top level → “EU”; Add aliases: Kyiv",
        ]
    );
    let counts = plan.counts();
    assert_eq!((counts.n_new, counts.n_changed, counts.n_equal, counts.n_ticked), (1, 2, 1, 5));
    let book = done(&project, &plan);
    let names: Vec<_> = book.tree(CodeKind::Actor).into_iter().map(|(depth, code)| (depth, &*code.name)).collect();
    assert_eq!(names, [(0, "Russia"), (1, "Putin"), (0, "EU"), (1, "Ukraine")]);
}

#[test]
fn what_would_be_emptied_or_moved_to_the_top_is_not_ticked() {
    let mut project = project(&["Russia", "Putin<Russia"]);
    project.codebook.actors[1].definition = "The person.".to_owned();
    project.codebook.actors[1].aliases = vec!["VVP".to_owned(), "President".to_owned()];
    let mut plan = plan(&project, "kind,name,parent,definition,aliases\nactor,Putin,,,President\n");
    let words = ["Parent: “Russia” → the top level", "Remove aliases: VVP", "Definition: “The person.” → none"];
    assert_eq!(said(&plan), [format!("Putin: (not) {}", words.join("; (not) "))]);
    assert_eq!(plan.edit(), None);
    plan.set_all(true);
    let book = done(&project, &plan);
    let putin = &book.actors[1];
    assert_eq!((&putin.parent, &*putin.definition, putin.aliases.join(",")), (&None, "", "President".to_owned()));
}

#[test]
fn no_key_that_the_project_shows_is_taken_away() {
    let project = project(&["Russia", "Ukraine"]);
    let table = "kind,name,key\nactor,Russia,5\nactor,EU,2\nactor,US,5\nactor,Ukraine,\nactor,NATO,\n";
    let plan = plan(&project, table);
    let said = said(&plan);
    assert_eq!(said[0], "Russia: It keeps its key 1; in the file it has 5");
    assert_eq!(said[1], "EU: New; It gets no key; the key 2 belongs to “Ukraine”");
    assert_eq!(said[2], "US: New: key 5");
    let book = done(&project, &plan);
    let keys: Vec<_> = book.keyed_codes(CodeKind::Actor).into_iter().map(|(key, code)| (key, &*code.name)).collect();
    assert_eq!(keys, [('1', "Russia"), ('2', "Ukraine"), ('5', "US")]);
}

#[test]
fn a_new_code_is_left_with_everything_below_it_and_ticked_with_what_is_above_it() {
    let project = project(&["Ukraine"]);
    let mut plan =
        plan(&project, "kind,name,parent\nactor,EU,\nactor,Poland,EU\nactor,Warsaw,Poland\nactor,Ukraine,EU\n");
    plan.set_ticked(0, 0, false);
    assert_eq!((plan.counts().n_ticked, plan.edit()), (0, None));
    plan.set_ticked(2, 0, true);
    assert_eq!(plan.counts().n_ticked, 3);
    let names: Vec<String> = done(&project, &plan).actors.into_iter().map(|code| code.name).collect();
    assert_eq!(names, ["Ukraine", "EU", "Poland", "Warsaw"]);
}

#[test]
fn codes_may_change_places_but_not_stand_below_themselves() {
    let project = project(&["A", "B<A"]);
    let mut plan = plan(&project, "kind,id,name,parent\nactor,a,A,B\nactor,b,B,\n");
    assert_eq!(plan.counts().n_ticked, 2, "{:?}", said(&plan));
    let book = done(&project, &plan);
    assert_eq!(book.actors.iter().map(|code| code.parent.is_some()).collect::<Vec<_>>(), [true, false]);
    plan.set_ticked(0, 0, false);
    assert!(plan.obstacle().is_some_and(|words| words.contains("below itself")), "{:?}", said(&plan));
}

#[test]
fn names_that_differ_in_case_are_one_unless_the_file_tells_them_apart() {
    let us = project(&["US"]);
    assert_eq!(said(&plan(&us, "kind,name,parent\nactor,us,\n")), ["us: Name: “US” → “us”"]);
    let both = plan(&us, "kind,name,parent\nactor,us,\nactor,US,\n");
    assert_eq!(said(&both), ["us: New: key 2", "US: "]);
}

#[test]
fn the_ids_of_another_project_rename_nothing_unasked() {
    let own = project(&["Mayor"]);
    let mut other = project(&["Mayor"]);
    other.codebook.actors[0].name = "Judge".to_owned();
    let compared = CodebookPlan::of(&own, &CodebookFile::of_project(&other));
    assert_eq!(said(&compared)[0], "Judge: (not) Name: “Mayor” → “Judge”");
    let copy = Project { id: own.id, ..other };
    assert_eq!(said(&CodebookPlan::of(&own, &CodebookFile::of_project(&copy)))[0], "Judge: Name: “Mayor” → “Judge”");
}

#[test]
fn a_project_without_codes_takes_over_the_scale_of_the_file() {
    let empty = Project::titled("New");
    let table = "kind,name,weight\nstance,torn,0\nstance,opposes,-2\nstance,new,\n";
    let fresh = plan(&empty, table);
    assert!(fresh.remarks[0].to_string().contains("the stance “new” is new and has no weight"));
    let names = |book: &Codebook| {
        book.stances.iter().map(|stance| format!("{} {}", stance.name, stance.weight)).collect::<Vec<_>>()
    };
    assert_eq!(names(&done(&empty, &fresh)), ["torn 0", "opposes -2"]);
    let begun = project(&["Russia"]);
    let added = ["supports 1", "conditional 0", "opposes -2", "torn 0"];
    assert_eq!(names(&done(&begun, &plan(&begun, table))), added);
}

#[test]
fn a_parent_that_is_nowhere_is_named() {
    let plan =
        plan(&project(&["Russia"]), "kind,name,parent\nactor,Duma,Russia\nactor,Senate,Rome\nactor,Clerk,Senate\n");
    assert_eq!(said(&plan), ["Russia / Duma: New: key 2"]);
    let remarks: Vec<String> = plan.remarks.iter().map(ToString::to_string).collect();
    assert!(
        remarks[0].contains("line 3: left out, because its parent “Rome” is neither in the file nor in the project")
    );
    assert!(remarks[1].contains("line 4: left out, because its parent “Senate” is left out"), "{remarks:?}");
}
