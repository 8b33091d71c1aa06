//! Schedules: what a dialect says, what tables and properties hold them to, and each change of the clock in every zone.
#![allow(clippy::unwrap_used, reason = "tests")]

mod dialect;
mod dst;
mod made;
mod properties;
mod random;
mod tables;
mod twin;
