//! The benchmark: what nono does, beside what the machine, ZooKeeper and HTTP allow, in one run.
//!
//! Each figure stands beside a small loop of the benchmark's own on the same machine in the same minutes, turn by turn,
//! so that ratios say more than digits. A run is checked, not only timed: what was claimed, sent and stored is read from
//! ZooKeeper's transaction log and from the worker, by the judge of the repository's tests.
//!
//! Reading order: `row` (what a row of the table is), `rows` (all of them, one file a family), `reference` (the loops),
//! `rig` (what is measured on), `proof` (the check), `report` (what is written).
#![allow(clippy::unwrap_used, reason = "a benchmark ends the row that cannot be measured, and says why")]

mod arguments;
mod arrivals;
mod bench;
mod figures;
mod guard;
mod host;
mod load;
mod probe;
mod proof;
mod reference;
mod report;
mod rig;
mod row;
mod rows;
mod say;
mod scale;
mod sink;
mod size;
mod spent;
mod window;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Task};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.task {
        Some(Task::Sink { file }) => sink::main(file).map_err(|error| error.to_string()),
        None => bench::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            say::say(format_args!("{why}"));
            ExitCode::FAILURE
        }
    }
}
