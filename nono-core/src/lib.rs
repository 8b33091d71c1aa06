//! Tasks, schedules, the dispatch engine and the store of nono.
//!
//! Read in this order: [`task`] (what a user plans), [`schedule`] (when it is due), [`run`] and [`cluster`] (the
//! records), [`node`] (how records are asked for), [`assignment`] (who owns what), [`engine`] (what a scheduler does),
//! [`store`] (where it is kept). All but [`store`] is pure: no I/O, no clock, no environment, no randomness.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "tests"))]

pub mod assignment;
pub mod cluster;
pub mod engine;
pub mod name;
pub mod node;
pub mod retry;
pub mod run;
pub mod schedule;
pub mod store;
pub mod task;
pub mod time;
