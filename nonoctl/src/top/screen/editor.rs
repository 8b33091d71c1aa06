//! A task's manifest in the person's editor, and back.

use nono_core::name::TaskName;

use crate::editor::Draft;
use crate::error::CommandError;
use crate::invocation::Invocation;
use crate::top::app::Model;
use crate::top::app::dialog::Manifest;

/// Opens the editor on the manifest. `None`: nothing was changed in it.
pub(super) fn edit(model: &Model, invocation: &Invocation, task: &TaskName) -> Result<Option<Manifest>, CommandError> {
    let detail = model.facts.task.as_ref().filter(|detail| detail.view.name() == task);
    let Some(detail) = detail else {
        return Err(CommandError::failed("open the task first (Enter): its manifest is not read yet"));
    };
    let failed = |error: std::io::Error| CommandError::failed(format!("the editor: {error}"));
    let before = crate::output::yaml::text_of(&detail.view.manifest()).map_err(failed)?;
    let draft = Draft::new(task.as_str(), &before).map_err(failed)?;
    let after = draft.edit(&invocation.editor).map_err(failed)?;
    let version = detail.view.version();
    Ok((after != before).then_some(Manifest { before, after, version }))
}
