//! The daemon that fires nono's tasks: it joins store, clocks, HTTP and metrics to `nono_core::engine`.
//!
//! Read in this order: [`config`] (what it is told), [`start`] (what is joined to what, and how it ends), [`dispatch`]
//! (the one thread that owns the engine), [`session`] (ZooKeeper), [`attempt`] (HTTP requests to workers), then what
//! people look at: [`serve`], [`figures`], [`run_log`], [`logging`]. All decisions are the engine's; here are effects.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "tests"))]

pub mod attempt;
pub mod clock;
pub mod config;
pub mod dispatch;
mod failpoint;
pub mod figures;
pub mod host;
pub mod logging;
pub mod readiness;
pub mod run_log;
pub mod serve;
pub mod session;
pub mod start;
pub mod watchdog;
