//! `plan()`: which member should own which partition. A pure function; the leader calls it.
//!
//! Moving a partition costs a hand-over, so a plan starts from the previous one and changes what it must: partitions
//! whose owner is gone are placed, members that own nothing take their share, and only a load that is uneven by more
//! than [`TOLERATED`] is evened further. Load comes first; partitions without load are spread by count. All sums are
//! integers, so that equal inputs give equal plans on every machine. This module must not know why the leader asks.

mod draft;

use std::collections::BTreeMap;

use crate::name::{MemberId, Partition};
use draft::Draft;

/// A largest load of more than this times the mean is worth moving partitions for.
pub const TOLERATED: f64 = 1.05;

/// Where evening out stops: below [`TOLERATED`], so that small changes of the load do not move partitions each time.
const AIMED_AT: f64 = 1.02;

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
/// possible from `previous`. Empty when there are no members. Deterministic, whatever the order of `members`.
///
/// A member that owns nothing in `previous` makes at most its share of partitions, rounded up, and one more change
/// hands, beside those whose owner is gone. Where that is too few to even out a lopsided load, asking again with the
/// plan as `previous` goes on; asking again otherwise changes nothing.
#[must_use]
pub fn plan(members: &[Share], loads: &[Load], previous: &Owners) -> Owners {
    let mut members: Vec<&Share> = members.iter().collect();
    members.sort_by(|a, b| a.member.cmp(&b.member));
    members.dedup_by(|a, b| a.member == b.member);
    if members.is_empty() {
        return Owners::new();
    }
    let weights = members.iter().map(|share| sane_weight(share.weight)).collect();
    let mut draft = Draft::new(weights, whole_loads(loads), &homes(&members, loads.len(), previous));
    draft.place_orphans();
    draft.fill_newcomers();
    draft.even_out_load();
    draft.even_out_count();
    let owned = |index| draft.partitions_of(index).into_iter().map(numbered).collect();
    members.iter().enumerate().map(|(index, share)| (share.member.clone(), owned(index))).collect()
}

/// The largest load of a member divided by the mean, each relative to its weight; 1 when there is no load.
#[must_use]
pub fn imbalance(members: &[Share], loads: &[Load], owners: &Owners) -> f64 {
    let loads = whole_loads(loads);
    let load_of = |share: &Share| -> u64 {
        let owned = owners.get(&share.member).map_or(&[][..], Vec::as_slice);
        owned.iter().filter_map(|partition| loads.get(usize::from(partition.0))).sum()
    };
    let held: Vec<(f64, f64)> =
        members.iter().map(|share| (precise(load_of(share)), sane_weight(share.weight))).collect();
    let (load, weight) = held.iter().fold((0.0, 0.0), |(load, weight), each| (load + each.0, weight + each.1));
    let largest = held.iter().map(|(load, weight)| load / weight).fold(0.0, f64::max);
    if load > 0.0 { largest / (load / weight) } else { 1.0 }
}

/// For each partition the member, by index, that owned it before and still may.
fn homes(members: &[&Share], partitions: usize, previous: &Owners) -> Vec<Option<usize>> {
    let mut homes = vec![None; partitions];
    for (index, share) in members.iter().enumerate() {
        for partition in previous.get(&share.member).into_iter().flatten() {
            if let Some(home) = homes.get_mut(usize::from(partition.0)) {
                home.get_or_insert(index);
            }
        }
    }
    homes
}

/// The loads as integers that keep their proportions: together about 2^40, each at least 1 unless it is none.
fn whole_loads(loads: &[Load]) -> Vec<u64> {
    const TOTAL: f64 = (1_u64 << 40) as f64;
    let rates = || loads.iter().map(|load| if load.rate.is_finite() { load.rate.clamp(0.0, 1e15) } else { 0.0 });
    let total: f64 = rates().sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 2^40")]
    let whole = |rate: f64| if rate > 0.0 { ((rate / total * TOTAL) as u64).max(1) } else { 0 };
    rates().map(whole).collect()
}

/// A weight that arithmetic survives, whatever an operator typed.
fn sane_weight(weight: f64) -> f64 {
    if weight.is_finite() { weight.clamp(1e-3, 1e6) } else { 1.0 }
}

/// Exact: sums of [`whole_loads`] stay far below 2^53.
#[expect(clippy::cast_precision_loss, reason = "at most about 2^40")]
const fn precise(load: u64) -> f64 {
    load as f64
}

fn numbered(index: usize) -> Partition {
    Partition(u16::try_from(index).expect("a cluster has at most 999 partitions"))
}
