//! `nonoctl`, the admin's tool: one command line in, one exit code out.
//!
//! Read in this order: `cli` (what can be typed), `invocation` (what every command is given), `commands` (the tree, one
//! file a command), `output` (one model, one file a format), `error` (what went wrong, and the exit code). Nothing
//! here knows a znode's path; that is the store's.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "tests"))]

mod cli;
mod commands;
mod completion;
mod confirm;
mod connect;
mod contexts;
mod defect;
pub mod dev;
mod editor;
mod environment;
mod error;
mod explain;
mod filter;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod import;
mod invocation;
mod manifest;
mod moment;
mod output;
mod pager;
mod progress;
mod random;
mod refused;
mod signals;
mod tally;
mod tasks;
mod terminal;
mod top;
mod watch;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

/// Carries out one command line, `args[0]` being the program's name, and says how it ended (0 to 10, 130, 143).
///
/// Writes data to standard output and everything else to standard error. No runtime is started before the arguments
/// are understood.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let environment = environment::Environment::of_process();
    completion::answer(&environment);
    cli::run(args.into_iter().collect(), &environment)
}
