//! The reader of codebooks: what its plan would change fits into a project, and is not offered a second time.

use std::fmt::Write as _;

use standpoint_core::{
    edit::{Gesture, History},
    model::Project,
};
use standpoint_exchange::import::codebook::{CodebookPlan, read_codebook};

use crate::targets::{Verdict, breaks_no_rule, harbour, in_a_file, keeps};

pub const WORDS: [&str; 34] = [
    "kind",
    "name",
    "parent",
    "path",
    "level",
    "aliases",
    "definition",
    "include",
    "exclude",
    "colour",
    "key",
    "weight",
    "id",
    "Code;Parent;Memo",
    "actor",
    "issue",
    "stance",
    "Akteur",
    "тема",
    "Harbour",
    "harbour",
    "Harbour / Toll",
    "Toll > Harbour",
    " / ",
    "#a1b2c3",
    "#zzz",
    "-1",
    "0,5",
    "1e400",
    "NaN",
    "\"a\nb\"",
    ";",
    "\t",
    "\r\n",
];

pub fn read(bytes: &[u8]) -> Result<Verdict, String> {
    let file = in_a_file("c.csv", bytes, |path| {
        read_codebook(path, None).map_err(|error| error.to_string().replace(&path.display().to_string(), ""))
    });
    let file = match file {
        Ok(file) => file,
        Err(said) => return Ok(Verdict { was_read: false, said }),
    };
    let mut said = String::new();
    for remark in &file.remarks {
        _ = write!(said, "{} ", remark.words);
    }
    for project in [Project::titled("Empty"), harbour().clone()] {
        let plan = CodebookPlan::of(&project, &file);
        let counts = plan.counts();
        _ = write!(said, "{} {} {} ", counts.n_new.min(3), counts.n_changed.min(3), counts.n_equal.min(3));
        if let Some(obstacle) = plan.obstacle() {
            _ = write!(said, "{obstacle} ");
            continue;
        }
        let Some(edit) = plan.edit() else { continue };
        let mut history = History::new(project.clone());
        history.apply("Import", Gesture::Single, edit).map_err(|error| format!("the codes do not fit: {error}"))?;
        let after = history.project().clone();
        breaks_no_rule(&after)?;
        keeps(&after, "the project with the codes")?;
        let again = CodebookPlan::of(&after, &file).counts();
        if again.n_new > 0 {
            return Err(format!("{} codes are new a second time", again.n_new));
        }
        history.undo();
        if *history.project() != project {
            return Err("undoing leaves another project".to_owned());
        }
    }
    Ok(Verdict { was_read: true, said })
}
