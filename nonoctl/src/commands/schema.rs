//! `nonoctl schema`

use clap::Args;
use nono_core::task::{KIND, schema};

use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::Report;
use crate::words;

/// Print the JSON Schema of a manifest, for editors and checks
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  nonoctl schema > task.schema.json\n  \
    # yaml-language-server: $schema=task.schema.json          as the first line of a manifest")]
pub(crate) struct SchemaArgs {
    /// What the manifest describes
    #[arg(default_value = KIND)]
    kind: String,
}

impl SchemaArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        if !self.kind.eq_ignore_ascii_case(KIND) && !self.kind.eq_ignore_ascii_case("task") {
            let mut error = CommandError::usage(format!("kind {:?} is not known: there is only {KIND}", self.kind));
            error.suggestions = words::nearest(&self.kind, [KIND]);
            return Err(error);
        }
        invocation.print(&Report::Document(schema()))?;
        Ok(Exit::Ok)
    }
}
