//! Hash maps and sets whose order is the same in every process, so that a seed replays everything.
//!
//! The standard ones are seeded at random against keys chosen by an attacker; here keys are names of tasks that admins made
//! and ids of ours, and each run is looked up dozens of times. Everything in the engine uses these (tests/layering.rs).

pub(super) use rustc_hash::FxHashMap as HashMap;
pub(super) use rustc_hash::FxHashSet as HashSet;
