//! `nonoctl context rm`

use std::collections::BTreeSet;

use clap::Args;

use crate::confirm::Question;
use crate::contexts::ContextEditor;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{Change, Report};
use crate::words;

/// Forget contexts; their clusters stay as they are
///
/// One that is protected wants its name typed, or --yes --confirm NAME.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nonoctl context rm staging\n  nonoctl context rm old older --yes")]
pub(crate) struct RmArgs {
    /// The contexts
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

impl RmArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let file = super::file(invocation, false)?;
        let names: BTreeSet<&String> = self.names.iter().collect();
        let mut items = Vec::new();
        let mut protected = Vec::new();
        for name in &names {
            let context = file.find(name)?;
            items.push(format!("context/{name}  {}", context.connect));
            protected.extend(context.protected.then_some(name.as_str()));
        }
        if protected.len() > 1 {
            let all = protected.join(", ");
            return Err(CommandError::usage(format!("several of these contexts are protected: {all}"))
                .with_hint("forget protected contexts one at a time"));
        }
        let (count, whose) =
            (names.len() as u64, if names.len() == 1 { "its cluster stays" } else { "their clusters stay" });
        let what = format!("forget {} ({whose})", words::counted(count, "context"));
        if !self.dry_run {
            invocation.confirm_here(&Question { what, items }, protected.first().copied())?;
        }
        let mut editor = ContextEditor::of(&file)?;
        let mut changes = Vec::new();
        for name in names {
            editor.remove(name);
            let mut change = Change::new("context", name, "deleted");
            change.dry_run = self.dry_run;
            if file.current.as_ref() == Some(name) && !self.dry_run {
                editor.set_current(None);
                change.notes.push("it was the current context; next: nonoctl context use NAME".to_owned());
            }
            changes.push(change);
        }
        if !self.dry_run {
            editor.save()?;
        }
        invocation.print(&Report::Changes(changes))?;
        Ok(Exit::Ok)
    }
}
