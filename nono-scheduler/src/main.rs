//! The command `nono-scheduler`: reads its configuration, runs, and says by its exit code how it ended.

use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use nono_scheduler::config::{Config, Flags, environment};
use nono_scheduler::{host, start};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The configuration cannot be used.
const BAD_CONFIGURATION: u8 = 2;

pub(crate) fn main() -> ExitCode {
    let flags = Flags::parse();
    if flags.man {
        return match clap_mangen::Man::new(Flags::command()).section("8").render(&mut std::io::stdout()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&format!("the manual page cannot be written: {error}"), 1),
        };
    }
    let config = match Config::resolve(&flags, &environment(), &host::name()) {
        Ok(config) => config,
        Err(error) => return failed(&error, BAD_CONFIGURATION),
    };
    match start::run(config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&format!("{error:#}"), 1),
    }
}

fn failed(error: &dyn std::fmt::Display, code: u8) -> ExitCode {
    // Without stderr the exit code has to say it all.
    drop(writeln!(std::io::stderr(), "nono-scheduler: {error}"));
    ExitCode::from(code)
}
