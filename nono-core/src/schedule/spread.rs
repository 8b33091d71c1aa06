//! `H`: a number that the name of the task decides, so that tasks of one plan do not all come in the same second.
//!
//! Every program and every release must compute the same number for a name, for ever: the labels below and the hash are
//! part of what is stored, though nothing stores them. Each field has a label, so the fields of a task do not move together;
//! every `H` of one field, also in several lines, starts from the same hash.

use xxhash_rust::xxh3::xxh3_64;

/// A number below `size` for this field of the task `name`: XXH3 (64 bits) of `LABEL/NAME`, modulo `size`.
pub(super) fn spread(label: &str, name: &str, size: u32) -> u32 {
    let hash = xxh3_64(format!("{label}/{name}").as_bytes());
    u32::try_from(hash % u64::from(size)).expect("below a number of 32 bits")
}
