//! The judge itself is judged: a flawless story passes, and each way of breaking it is caught by its own rule.

#![allow(clippy::unwrap_used, reason = "tests")]

mod crowd;
mod lives;
mod rules;
mod story;
