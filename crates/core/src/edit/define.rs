//! Defines codes anew, and notes which highlights were looked at since.

use std::collections::HashSet;

use super::{Edit, EditError};
use crate::model::{Code, CodeId, CodeKind, HighlightId, NewDefinition, Project};

/// Defines a code anew and returns the edit that gives back the old definition.
///
/// # Errors
/// Fails if there is no such code.
pub(super) fn define(project: &mut Project, kind: CodeKind, id: CodeId, new: NewDefinition) -> Result<Edit, EditError> {
    let code = code_mut(project, kind, id)?;
    let old = code.clone();
    code.define(new);
    Ok(Edit::SetCode(kind, old))
}

/// Notes that highlights stay as they are after a change, and returns the edit that forgets that.
///
/// # Errors
/// Fails if there is no such code, or if its definition was not changed that often.
pub(super) fn keep_coding(
    project: &mut Project,
    kind: CodeKind,
    id: CodeId,
    change: usize,
    highlights: Vec<HighlightId>,
) -> Result<Edit, EditError> {
    let code = code_mut(project, kind, id.clone())?;
    let old = code.clone();
    let former = code.former.get_mut(change).ok_or(EditError::NoFormerDefinition(kind, id, change))?;
    let mut kept: HashSet<HighlightId> = former.kept.iter().copied().collect();
    former.kept.extend(highlights.into_iter().filter(|highlight| kept.insert(*highlight)));
    Ok(Edit::SetCode(kind, old))
}

fn code_mut(project: &mut Project, kind: CodeKind, id: CodeId) -> Result<&mut Code, EditError> {
    let code = project.codebook.codes_mut(kind).iter_mut().find(|code| code.id == id);
    code.ok_or(EditError::NoCode(kind, id))
}
