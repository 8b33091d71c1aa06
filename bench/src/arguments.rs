//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::row::Row;
use crate::rows;

/// Measures nono beside what the machine, ZooKeeper and HTTP allow.
#[derive(Debug, Parser)]
#[command(after_help = after_help())]
pub(crate) struct Arguments {
    /// How much of it.
    #[arg(long, value_enum, default_value = "quick")]
    pub(crate) mode: Mode,
    /// Only these rows, such as TP1,LA2; CURVES stands for the curves.
    #[arg(long, value_delimiter = ',', value_name = "ROW")]
    pub(crate) rows: Vec<String>,
    /// The folder that the report goes to; the published one is bench/report.
    #[arg(long, default_value = "target/bench", value_name = "FOLDER")]
    pub(crate) report: PathBuf,
    /// A document whose marked section becomes the table of this run.
    #[arg(long, value_name = "FILE")]
    pub(crate) document: Option<PathBuf>,
    /// Something else than measuring.
    #[command(subcommand)]
    pub(crate) task: Option<Task>,
}

/// The rows there are, and how the program is called.
fn after_help() -> String {
    let row = |row: Row| format!("  {}  {}\n", row.id, row.metric);
    let rows: String = rows::all().into_iter().map(row).collect();
    format!(
        "Rows:\n{rows}  CURVES  what grows with tasks, schedulers and partitions\n\nExamples:\n  \
         nono-bench --rows TP1,LA2\n  \
         nono-bench --mode full --report bench/report --document docs/performance.md"
    )
}

/// How much is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Mode {
    /// All sizes of the table, and the curves: half an hour.
    Full,
    /// Small sizes: a few minutes.
    Quick,
    /// Whether every row works; its figures say nothing.
    Check,
}

impl Mode {
    /// In a word.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Quick => "quick",
            Self::Check => "check",
        }
    }
}

/// What the program does for itself.
#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// The worker that does nothing: answers, and writes down what arrived when.
    #[command(hide = true)]
    Sink {
        /// Where it writes.
        file: PathBuf,
    },
}
