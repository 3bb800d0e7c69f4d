//! What the columns of tables hold, remembered from one import to the next in `columns.ron` beside the settings.
//!
//! The window writes the file when somebody looked over a table; the window and the command line read it.

use std::io;

use standpoint_exchange::import::columns::{ColumnMapping, KnownColumns};
use standpoint_store::{
    files::{Folder, read_named},
    folders::Folders,
    replace_file,
};

/// The most bytes that are read.
const MAX_BYTES: u64 = 16 << 20;

/// Reads what is remembered of columns; nothing if there is no file yet.
///
/// # Errors
/// Says why the file cannot be read. The import works without it.
pub fn known(folders: &Folders) -> Result<KnownColumns, String> {
    let path = folders.columns();
    let problem =
        |what: String| format!("{}: what columns of tables hold cannot be read and is guessed: {what}", path.display());
    let bytes = match read_named(&path, MAX_BYTES) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(KnownColumns::default()),
        Err(error) => return Err(problem(error.to_string())),
    };
    ron::de::from_bytes(&bytes).map_err(|error| problem(format!("{error}; correct it, or remove the file")))
}

/// Remembers the columns of a table, in place of those of an earlier table with the same heads.
///
/// # Errors
/// Says why the file cannot be read or written; it is unchanged then.
pub fn remember(folders: &Folders, mapping: ColumnMapping) -> Result<(), String> {
    let mut columns = known(folders)?;
    columns.remember(mapping);
    let path = folders.columns();
    let text = ron::ser::to_string_pretty(&columns, ron::ser::PrettyConfig::new().new_line("\n"))
        .map_err(|error| error.to_string())?;
    if let Some(folder) = path.parent() {
        // If it cannot be made, writing fails as well and says why.
        Folder::make_named(folder).ok();
    }
    let written = replace_file(&path, |out| out.write_all(text.as_bytes()));
    written
        .map_err(|(step, error)| format!("{}: what columns hold could not be written: {step}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_columns_hold_is_remembered_and_a_damaged_file_is_named() {
        let data = tempfile::tempdir().expect("the system gives a temporary folder");
        let folders = Folders::below(data.path().join("data"));
        assert_eq!(known(&folders), Ok(KnownColumns::default()));
        let mapping = ColumnMapping::guess(["Überschrift", "Notiz = x"]);
        remember(&folders, mapping.clone()).expect("the folder can be written");
        assert_eq!(known(&folders).expect("it was written").tables, std::slice::from_ref(&mapping));
        replace_file(&folders.columns(), |out| out.write_all(b"(tables: [")).expect("the folder can be written");
        let problem = known(&folders).expect_err("it is damaged");
        assert!(problem.contains("columns.ron") && problem.contains("remove the file"), "{problem}");
        assert!(remember(&folders, mapping).is_err());
    }
}
