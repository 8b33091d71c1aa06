//! The command `nono-scheduler-failpoints`: the daemon, and places where it ends itself. For stories alone.
//!
//! A program beside the real one, and not the real one built otherwise: whatever is built later, or in another order,
//! the file `nono-scheduler` never has failpoints.

use std::process::ExitCode;

#[path = "../main.rs"]
mod daemon;

fn main() -> ExitCode {
    daemon::main()
}
