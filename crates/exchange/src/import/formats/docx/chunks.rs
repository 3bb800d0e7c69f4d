//! Documents inside a Word document that Word shows as part of its text: pages, plain texts and other documents.

use std::collections::HashMap;

use standpoint_core::text::Text;

use crate::import::{
    archive::{Archive, is_archive},
    draft::Draft,
    formats::{Format, ReadingOptions, SourceFile, Unreadable},
    markup::{Markup, XmlPiece, decoded},
};

/// The end of the name of the relation between a document and one inside it.
const RELATION: &str = "/aFChunk";

/// The texts of the documents inside one, by the ids of their places, and warnings about those that cannot be read.
///
/// # Errors
/// Fails if the list of what belongs to the document cannot be read.
pub(super) fn read(
    archive: &mut Archive<'_>,
    main: &str,
    options: &ReadingOptions,
) -> Result<(HashMap<String, String>, Vec<String>), Unreadable> {
    let (mut texts, mut warnings) = (HashMap::new(), Vec::new());
    let mut n_left = Text::MAX_BYTES;
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", main));
    let relations = format!("{folder}/_rels/{name}.rels");
    let Some(bytes) = archive.read(&relations)? else { return Ok((texts, warnings)) };
    let xml = decoded(&bytes, &relations)?;
    let mut markup = Markup::of(&xml, &relations);
    while let Some(piece) = markup.next()? {
        let XmlPiece::Start(element) = piece else { continue };
        let attribute = |name| element.attribute(name).unwrap_or_default();
        if element.name() != "Relationship" || !attribute("Type").ends_with(RELATION) {
            continue;
        }
        let target = attribute("Target");
        let path = target.strip_prefix('/').map_or_else(|| format!("{folder}/{target}"), str::to_owned);
        match text_of(archive, &path, options) {
            Ok(text) => {
                n_left = n_left.checked_sub(text.len()).ok_or_else(too_large)?;
                texts.insert(attribute("Id"), text);
            }
            Err(error) => warnings.push(format!("the document “{target}” inside it was left out: {error}")),
        }
    }
    Ok((texts, warnings))
}

fn too_large() -> Unreadable {
    let megabytes = Text::MAX_BYTES >> 20;
    Unreadable::TooLarge(format!("the documents inside it have more than {megabytes} MB of text; divide it"))
}

fn text_of(archive: &mut Archive<'_>, path: &str, options: &ReadingOptions) -> Result<String, Unreadable> {
    let bytes = archive.read(path)?.ok_or_else(|| Unreadable::Damaged("it is missing".to_owned()))?;
    let file = SourceFile { name: path.rsplit('/').next().unwrap_or(path), bytes: &bytes };
    if super::is_docx(&file) {
        let (prose, ..) = super::prose_of(&mut Archive::open(&bytes)?, None)?;
        return Ok(prose.text().trim_matches('\n').to_owned());
    }
    if is_archive(&bytes) {
        return Err(Unreadable::Refused("it is an archive; save what you need of it on its own".to_owned()));
    }
    let reading = Format::of(&file).read_file(&file, &ReadingOptions { file_names: None, ..options.clone() })?;
    Ok(reading.drafts.iter().map(all_of).collect::<Vec<_>>().join("\n"))
}

/// All lines of a draft. Word shows a page inside a document whole.
fn all_of(draft: &Draft) -> String {
    let mut left_out = draft.left_out.iter().peekable();
    let mut lines = Vec::new();
    for (index, line) in draft.text.lines().enumerate() {
        while let Some(line) = left_out.next_if(|line| line.before_line <= index) {
            lines.push(&*line.text);
        }
        lines.push(line);
    }
    lines.extend(left_out.map(|line| &*line.text));
    lines.join("\n")
}
