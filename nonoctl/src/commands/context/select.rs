//! `nonoctl context use`

use clap::Args;
use serde_json::json;

use crate::contexts::ContextEditor;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{Change, FieldChange, Report};

/// Make a context the current one: the one that is meant where none is named
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nonoctl context use prod\n  nonoctl -c staging task list          for one command only"
)]
pub(crate) struct UseArgs {
    /// The context
    name: String,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

impl UseArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let file = super::file(invocation, false)?;
        let chosen = file.find(&self.name)?.connect.clone();
        let mut change = Change::new("context", &self.name, "unchanged");
        if file.current.as_ref() != Some(&self.name) {
            let mut editor = ContextEditor::of(&file)?;
            editor.set_current(Some(&self.name));
            if !self.dry_run {
                editor.save()?;
            }
            change.action = "selected";
            change.changes = vec![FieldChange {
                field: "current".to_owned(),
                from: file.current.as_ref().map(|old| json!(old)),
                to: Some(json!(self.name)),
            }];
            let undo = file.current.filter(|old| !self.dry_run && file.contexts.contains_key(old));
            change.notes.extend(undo.map(|old| format!("undo: nonoctl context use {old}")));
        }
        change.dry_run = self.dry_run;
        if !self.is_said_anyway(invocation, &chosen) {
            change.notes.extend(invocation.overriding().map(|by| format!("for now {by} says another cluster")));
        }
        invocation.print(&Report::Changes(vec![change]))?;
        Ok(Exit::Ok)
    }

    /// Whether what overrides the current context says the same.
    fn is_said_anyway(&self, invocation: &Invocation, connect: &str) -> bool {
        match invocation.usual() {
            (Some(usual), _) => usual == connect,
            (None, Some(usual)) => usual == self.name,
            (None, None) => false,
        }
    }
}
