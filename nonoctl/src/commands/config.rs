//! `nonoctl config`: the file of contexts.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::contexts;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::Report;

/// See the file that contexts are in
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    Path(PathArgs),
    View(ViewArgs),
}

/// Print where the file is, or would be
///
/// --config or NONOCTL_CONFIG names it; without them it is $XDG_CONFIG_HOME/nonoctl/config.toml, and below ~/.config
/// where that variable is not set, on every system.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nonoctl config path\n  $EDITOR \"$(nonoctl config path)\"")]
pub(crate) struct PathArgs {}

/// Print the file; it holds no passwords, only where they are
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nonoctl config view\n  nonoctl config view -o json")]
pub(crate) struct ViewArgs {}

impl ConfigCommand {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        match self {
            Self::Path(_) => path(invocation),
            Self::View(_) => view(invocation),
        }
    }
}

fn path(invocation: &Invocation) -> Result<Exit, CommandError> {
    let (path, _) = invocation.context_file()?;
    let document = json!({ "path": path, "exists": path.exists() });
    invocation.print(&Report::Told { text: format!("{}\n", path.display()), document })?;
    Ok(Exit::Ok)
}

fn view(invocation: &Invocation) -> Result<Exit, CommandError> {
    let (path, named) = invocation.context_file()?;
    let file = contexts::read(&path, named)?;
    file.slips.iter().for_each(|slip| invocation.warn(slip));
    let Some(text) = file.text else {
        invocation.note(format_args!("There is no file {}. Make one: nonoctl context add --help", path.display()));
        invocation.print(&Report::Told { text: String::new(), document: json!({}) })?;
        return Ok(Exit::Ok);
    };
    // It was read a moment ago, and what is not known is a part of it.
    let document: Value = toml::from_str(&text).map_err(|error| CommandError::usage(error.to_string()))?;
    let text = text.lines().map(|line| crate::words::harmless(line) + "\n").collect();
    invocation.print(&Report::Told { text, document })?;
    Ok(Exit::Ok)
}
