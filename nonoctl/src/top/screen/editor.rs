//! A task's manifest in the person's editor, and back.

use std::io::Write;
use std::process::Command;

use nono_core::name::TaskName;

use crate::error::CommandError;
use crate::invocation::Invocation;
use crate::top::app::Model;
use crate::top::data::{Deed, Order};

/// Opens the editor on the manifest. `None`: nothing was changed in it.
pub(super) fn edit(model: &Model, invocation: &Invocation, task: &TaskName) -> Result<Option<Order>, CommandError> {
    let detail = model.facts.task.as_ref().filter(|detail| detail.view.name() == task);
    let Some(detail) = detail else {
        return Err(CommandError::failed("open the task first (Enter): its manifest is not read yet"));
    };
    let failed = |error: std::io::Error| CommandError::failed(format!("the editor: {error}"));
    let before = crate::output::yaml::text_of(&detail.view.manifest()).map_err(failed)?;
    let path = std::env::temp_dir().join(format!("nonoctl-{}-{task}.yaml", std::process::id()));
    let result = written(&path, &before).and_then(|()| {
        open(&invocation.editor, &path)?;
        std::fs::read_to_string(&path)
    });
    let _ = std::fs::remove_file(&path);
    let after = result.map_err(failed)?;
    if after == before {
        return Ok(None);
    }
    let version = detail.view.version();
    Ok(Some(Order::Do(Deed::Replace { task: task.clone(), yaml: after, version })))
}

/// For this person alone, and never over something that is there.
fn written(path: &std::path::Path, text: &str) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())
}

/// An editor may be a command with arguments.
fn open(editor: &str, path: &std::path::Path) -> std::io::Result<()> {
    let status = Command::new("sh").arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(path).status()?;
    if status.success() { Ok(()) } else { Err(std::io::Error::other(format!("it ended with {status}"))) }
}
