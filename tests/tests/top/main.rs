//! `nonoctl top` as a person meets it: in a real terminal, on a real cluster. Each story presses keys and reads the screen;
//! what was changed is read back with the other commands.

#![allow(clippy::unwrap_used, reason = "tests")]

mod changes;
mod faults;
mod idle;
mod leaving;
mod once;
mod setting;
mod views;
