//! Hash maps and sets whose order is the same in every process, so that a seed replays everything.
//!
//! The standard ones are seeded at random against keys chosen by an attacker; here keys are names of tasks that admins made
//! and ids of ours. Everything in the engine uses these (tests/layering.rs).

use std::collections::hash_map::DefaultHasher;
use std::hash::BuildHasherDefault;

pub(super) type HashMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<DefaultHasher>>;
pub(super) type HashSet<K> = std::collections::HashSet<K, BuildHasherDefault<DefaultHasher>>;
