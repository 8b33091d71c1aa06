//! Faults on real processes and real ZooKeepers: each story does one kind of harm, keeps the bound that
//! docs/reliability.md gives for it, and is judged as a whole; `driver` does all kinds at random.
//!
//! In the short form these are the smoke set of CI, without those that take minutes; `make chaos` runs all, in the long
//! form (`NONO_FULL=1`).

#![allow(clippy::unwrap_used, reason = "tests")]

mod clocks;
mod cuts;
mod deaf;
mod driver;
mod elections;
mod losses;
mod pauses;
mod restarts;
mod story;
mod tally;
