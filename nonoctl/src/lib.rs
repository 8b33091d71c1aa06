//! The admin's tool of nono, as a library, so that its parts can be tested and other members can use them.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "tests"))]

pub mod dev;
