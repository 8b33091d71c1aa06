//! Records as they are written, as they may be spoilt, and the store in memory.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests read golden files")]

mod golden;
#[cfg(feature = "contract")]
mod memory;
mod spoilt;
