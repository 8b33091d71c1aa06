//! `nonoctl top`: its flags.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::app::View;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::words;

/// Watch the cluster live: tasks, schedulers, runs, what comes, and what needs attention
///
/// Six views, a filter, and every action of the command line behind a question. Looking changes nothing; ? shows the
/// keys. The screen stays when ZooKeeper goes away, says how old it is, and comes back by itself.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    nonoctl top\n  \
    nonoctl top --view tasks --filter 'state:failing,late'\n  \
    nonoctl top --once --view schedulers        one picture, for a script or a chat\n  \
    nonoctl top --read-only --theme mono\n\n\
    Keys, colours and graphs can be changed in $XDG_CONFIG_HOME/nonoctl/top.toml:\n  \
    [keys]\n  freeze = [\"f\", \"ctrl-f\"]\n  [colors]\n  warn = \"#ff8800 bold\"\n  \
    [graphs]\n  markers = \"braille\"\n\n\
    --print-keys prints every action with its keys, as that file takes them.")]
pub(crate) struct TopArgs {
    /// The view to begin with
    #[arg(long, value_name = "VIEW", default_value = "overview")]
    pub(super) view: ViewName,
    /// A filter for tasks or runs, such as 'state:failing team=web'
    #[arg(long, value_name = "FILTER")]
    pub(super) filter: Option<String>,
    /// Change nothing from here; a protected context begins so
    #[arg(long)]
    pub(super) read_only: bool,
    /// Allow changes in a protected context, each behind its name
    #[arg(long, conflicts_with = "read_only")]
    pub(super) read_write: bool,
    /// Ask for the cluster's name before each change, as in a protected context
    #[arg(long)]
    pub(super) protected: bool,
    /// Between two looks at the schedulers' figures
    #[arg(long, value_name = "DURATION", default_value = "1s", value_parser = words::duration)]
    pub(super) interval: Duration,
    /// Draw one picture on standard output and end
    #[arg(long)]
    pub(super) once: bool,
    /// Write a line for each change instead of drawing a screen
    #[arg(long, conflicts_with = "once")]
    pub(super) accessible: bool,
    /// Colours: default, deuteranopia, mono, or a file with a table "colors"
    #[arg(long, value_name = "THEME", default_value = "default")]
    pub(super) theme: String,
    /// What graphs are made of [default: blocks, or as the file of keys says]
    #[arg(long, value_name = "KIND")]
    pub(super) markers: Option<Markers>,
    /// Take mouse events (the terminal's own selection needs Shift then)
    #[arg(long)]
    pub(super) mouse: bool,
    /// Keys, colours and graphs; without it $XDG_CONFIG_HOME/nonoctl/top.toml, if it is there
    #[arg(long, value_name = "FILE")]
    pub(super) keys: Option<PathBuf>,
    /// Print every action with its keys, and end
    #[arg(long)]
    pub(super) print_keys: bool,
    /// A made-up cluster of so many tasks, to look at the screen without one
    #[arg(long, value_name = "TASKS", hide = true, num_args = 0..=1, default_missing_value = "4812")]
    pub(super) mock: Option<usize>,
}

/// A view, as it is typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum ViewName {
    /// What needs attention, and how it goes
    Overview,
    /// All tasks
    Tasks,
    /// All schedulers
    Schedulers,
    /// Runs as they end
    Runs,
    /// What comes within the hour
    Upcoming,
    /// ZooKeeper, the doctor, what happened
    Cluster,
}

impl ViewName {
    /// The view that is meant.
    pub(super) const fn view(self) -> View {
        match self {
            Self::Overview => View::Overview,
            Self::Tasks => View::Tasks,
            Self::Schedulers => View::Schedulers,
            Self::Runs => View::Runs,
            Self::Upcoming => View::Upcoming,
            Self::Cluster => View::Cluster,
        }
    }
}

/// What graphs are made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Markers {
    /// Block elements
    Blocks,
    /// Dots, twice as many in a row
    Braille,
}

impl TopArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        super::screen::run(self, invocation)
    }
}
