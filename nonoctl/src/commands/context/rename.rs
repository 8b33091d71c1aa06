//! `nonoctl context rename`

use clap::Args;
use serde_json::json;

use crate::contexts::{ContextEditor, context_name};
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{Change, FieldChange, Report};

/// Give a context another name
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  nonoctl context rename staging eu-staging")]
pub(crate) struct RenameArgs {
    /// The context
    old: String,
    /// Its new name
    #[arg(value_parser = context_name)]
    new: String,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

impl RenameArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let file = super::file(invocation, false)?;
        file.find(&self.old)?;
        if file.contexts.contains_key(&self.new) {
            return Err(CommandError::conflict(format!("context \"{}\" exists already", self.new))
                .about("context", self.new.clone())
                .with_hint("nonoctl context list"));
        }
        let mut editor = ContextEditor::of(&file)?;
        editor.rename(&self.old, &self.new);
        if file.current.as_ref() == Some(&self.old) {
            editor.set_current(Some(&self.new));
        }
        let mut change = Change::new("context", &self.new, "renamed");
        change.changes =
            vec![FieldChange { field: "name".to_owned(), from: Some(json!(self.old)), to: Some(json!(self.new)) }];
        if self.dry_run {
            change.dry_run = true;
            invocation.print(&Report::Changes(vec![change]))?;
            return Ok(Exit::Ok);
        }
        editor.save()?;
        change.notes.push(format!("undo: nonoctl context rename {} {}", self.new, self.old));
        invocation.print(&Report::Changes(vec![change]))?;
        Ok(Exit::Ok)
    }
}
