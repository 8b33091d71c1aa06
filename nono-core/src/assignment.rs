//! `plan()`: which member should own which partition. A pure function; the leader calls it.

use std::collections::BTreeMap;

use crate::name::{MemberId, Partition};

/// What the leader knows of a member that may own partitions.
#[derive(Clone, PartialEq, Debug)]
pub struct Share {
    /// Who.
    pub member: MemberId,
    /// Its share of the load relative to others; above 0. Members that are drained, leaving or hung are left out by the caller.
    pub weight: f64,
}

/// The load of a partition.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Load {
    /// Expected runs per second, each task counted a little for being there.
    pub rate: f64,
}

/// Who owns what.
pub type Owners = BTreeMap<MemberId, Vec<Partition>>;

/// Gives every partition of `loads` exactly one owner among `members`: even by load, then by count, moving as few as
/// possible from `previous`. Empty when there are no members. Deterministic.
#[must_use]
pub fn plan(members: &[Share], loads: &[Load], previous: &Owners) -> Owners {
    let _ = (members, loads, previous);
    Owners::new()
}

/// The largest load of a member divided by the mean, each relative to its weight; 1 when there is no load.
#[must_use]
pub fn imbalance(members: &[Share], loads: &[Load], owners: &Owners) -> f64 {
    let _ = (members, loads, owners);
    1.0
}
