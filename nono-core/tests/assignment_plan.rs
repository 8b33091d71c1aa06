//! What the leader's plan promises: total, even, sticky, stable, fast. Loads are those of real-looking clusters, and
//! in the properties anything at all.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use nono_core::assignment::{Load, Owners, Share, imbalance, plan};
use nono_core::name::{Partition, TaskName};
use proptest::prelude::*;

fn members(count: usize) -> Vec<Share> {
    (0..count)
        .map(|index| Share { member: format!("s{index}-aaaaa{}", index % 10).parse().unwrap(), weight: 1.0 })
        .collect()
}

/// Tasks hashed over partitions, the `n`-th with this rate.
fn hashed(tasks: usize, partitions: u16, rate: impl Fn(usize) -> f64) -> Vec<Load> {
    let mut loads = vec![Load::default(); usize::from(partitions)];
    for index in 0..tasks {
        let name: TaskName = format!("reports.daily-{index}").parse().unwrap();
        loads[usize::from(Partition::of(&name, partitions).0)].rate += rate(index) + 0.001;
    }
    loads
}

/// 10,000 tasks: half every minute, a quarter every 5 minutes, a quarter daily.
fn ten_thousand() -> Vec<Load> {
    hashed(10_000, 256, |index| [1.0 / 60.0, 1.0 / 300.0, 1.0 / 60.0, 1.0 / 86_400.0][index % 4])
}

fn owner_of(owners: &Owners) -> BTreeMap<Partition, String> {
    let pairs =
        owners.iter().flat_map(|(member, owned)| owned.iter().map(move |&partition| (partition, member.to_string())));
    let count = owners.values().map(Vec::len).sum::<usize>();
    let map: BTreeMap<_, _> = pairs.collect();
    assert_eq!(map.len(), count, "a partition has two owners: {owners:?}");
    map
}

fn moved(before: &Owners, after: &Owners) -> usize {
    let before = owner_of(before);
    owner_of(after)
        .into_iter()
        .filter(|(partition, owner)| before.get(partition).is_some_and(|old| old != owner))
        .count()
}

fn loaded_counts(loads: &[Load], owners: &Owners) -> Vec<usize> {
    let loaded =
        |owned: &Vec<Partition>| owned.iter().filter(|partition| loads[usize::from(partition.0)].rate > 0.0).count();
    let mut counts: Vec<usize> = owners.values().map(loaded).collect();
    counts.sort_unstable();
    counts
}

fn counts(owners: &Owners) -> (usize, usize) {
    let counts = || owners.values().map(Vec::len);
    (counts().min().unwrap(), counts().max().unwrap())
}

/// Ten tasks, each in a partition of its own.
fn ten_tasks() -> Vec<Load> {
    (0..256).map(|index| Load { rate: if index % 25 == 7 && index < 250 { 0.2 } else { 0.0 } }).collect()
}

#[test]
fn ten_equal_tasks_on_three_members_are_spread_4_3_3() {
    let loads = ten_tasks();
    let fresh = plan(&members(3), &loads, &Owners::new());
    assert_eq!(loaded_counts(&loads, &fresh), [3, 3, 4]);
    assert_eq!(counts(&fresh), (85, 86));
}

#[test]
fn ten_equal_tasks_are_spread_4_3_3_wherever_their_partitions_were_before() {
    let loads = ten_tasks();
    let idle = plan(&members(3), &vec![Load::default(); 256], &Owners::new());
    let mut before = idle.clone();
    let first = members(3)[0].member.clone();
    let all: Vec<Partition> = (0..256).map(Partition).collect();
    for (member, owned) in &mut before {
        *owned = if *member == first { all.clone() } else { Vec::new() };
    }
    for previous in [idle, before] {
        let after = plan(&members(3), &loads, &previous);
        assert_eq!(loaded_counts(&loads, &after), [3, 3, 4], "from {previous:?}");
    }
}

#[test]
fn ten_equal_tasks_are_spread_4_3_3_when_the_third_member_joins() {
    let loads = ten_tasks();
    let after = plan(&members(3), &loads, &plan(&members(2), &loads, &Owners::new()));
    assert_eq!(loaded_counts(&loads, &after), [3, 3, 4]);
    assert_eq!(counts(&after), (85, 86));
}

#[test]
fn ten_thousand_tasks_are_even_within_five_percent_on_2_3_and_5_members() {
    let loads = ten_thousand();
    for count in [2, 3, 5] {
        let members = members(count);
        let uneven = imbalance(&members, &loads, &plan(&members, &loads, &Owners::new()));
        assert!(uneven <= 1.05, "{count} members: {uneven}");
    }
}

#[test]
fn a_cluster_that_grows_and_shrinks_one_by_one_stays_even_and_moves_few() {
    let loads = ten_thousand();
    let mut owners = plan(&members(1), &loads, &Owners::new());
    for count in 2..=12 {
        let members = members(count);
        let next = plan(&members, &loads, &owners);
        let uneven = imbalance(&members, &loads, &next);
        assert!(
            moved(&owners, &next) <= 256_usize.div_ceil(count) + 1,
            "{count} members: {} moved",
            moved(&owners, &next)
        );
        assert!(uneven <= 1.05, "{count} members: {uneven}");
        owners = next;
    }
    for count in (1..12).rev() {
        let members = members(count);
        let left = owners.iter().filter(|(member, _)| !members.iter().any(|share| share.member == **member));
        let orphans: usize = left.map(|(_, owned)| owned.len()).sum();
        let next = plan(&members, &loads, &owners);
        let uneven = imbalance(&members, &loads, &next);
        assert!(
            moved(&owners, &next) <= orphans + 2,
            "{count} members: {} moved, {orphans} had to",
            moved(&owners, &next)
        );
        assert!(uneven <= 1.05, "{count} members: {uneven}");
        owners = next;
    }
}

#[test]
fn a_process_that_is_replaced_moves_only_its_own_partitions() {
    let loads = ten_thousand();
    let before = plan(&members(5), &loads, &Owners::new());
    let mut members = members(5);
    let gone = before[&members[2].member].len();
    members[2].member = "s2-bbbbbb".parse().unwrap();
    let after = plan(&members, &loads, &before);
    assert_eq!(moved(&before, &after), gone);
    assert!(imbalance(&members, &loads, &after) <= 1.05);
}

#[test]
fn load_that_shifts_moves_few_partitions() {
    let mut loads = ten_thousand();
    let members = members(5);
    let before = plan(&members, &loads, &Owners::new());
    for partition in before[&members[0].member].iter().take(20) {
        loads[usize::from(partition.0)].rate *= 1.6;
    }
    assert!(imbalance(&members, &loads, &before) > 1.05);
    let after = plan(&members, &loads, &before);
    assert!(imbalance(&members, &loads, &after) <= 1.05);
    assert!(moved(&before, &after) <= 12, "{} moved", moved(&before, &after));
}

#[test]
fn small_changes_of_the_load_move_nothing() {
    let mut loads = ten_thousand();
    let before = plan(&members(5), &loads, &Owners::new());
    for (index, load) in loads.iter_mut().enumerate() {
        load.rate *= [0.99, 1.0, 1.01][index % 3];
    }
    assert_eq!(plan(&members(5), &loads, &before), before);
}

#[test]
fn one_hot_partition_leaves_the_rest_to_the_others() {
    let mut loads = vec![Load { rate: 1.0 }; 256];
    loads[9].rate = 1000.0;
    let owners = plan(&members(3), &loads, &Owners::new());
    let mut counts: Vec<usize> = owners.values().map(Vec::len).collect();
    counts.sort_unstable();
    assert_eq!(counts, [1, 127, 128]);
}

#[test]
fn a_weight_of_two_takes_twice_the_load_and_twice_the_empty_partitions() {
    let mut members = members(3);
    members[1].weight = 2.0;
    let loads = ten_thousand();
    assert!(imbalance(&members, &loads, &plan(&members, &loads, &Owners::new())) <= 1.05);
    let idle = plan(&members, &vec![Load::default(); 256], &Owners::new());
    assert_eq!(idle.values().map(Vec::len).collect::<Vec<_>>(), [64, 128, 64]);
}

#[test]
fn nobody_to_own_is_an_empty_plan_and_more_members_than_partitions_leave_some_empty_handed() {
    assert_eq!(plan(&[], &ten_tasks(), &Owners::new()), Owners::new());
    let owners = plan(&members(9), &[Load { rate: 1.0 }; 4], &Owners::new());
    assert_eq!((owners.len(), counts(&owners)), (9, (0, 1)));
}

#[test]
fn numbers_that_are_no_loads_and_no_weights_do_no_harm() {
    let mut members = members(3);
    for (share, weight) in members.iter_mut().zip([f64::NAN, -1.0, f64::INFINITY]) {
        share.weight = weight;
    }
    let loads: Vec<Load> = [f64::NAN, f64::INFINITY, -5.0, f64::MAX, 1e-300].map(|rate| Load { rate }).to_vec();
    let owners = plan(&members, &loads, &Owners::new());
    assert_eq!(owner_of(&owners).len(), 5);
    assert!(imbalance(&members, &loads, &owners).is_finite());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "it measures")]
fn planning_for_999_partitions_and_50_members_takes_little_time() {
    let loads = hashed(10_000, 999, |index| 1.0 / (1.0 + (index % 97) as f64));
    let started = Instant::now();
    let mut owners = Owners::new();
    for count in 1..=50 {
        owners = plan(&members(count), &loads, &owners);
    }
    let each = started.elapsed() / 50;
    // Generous: unoptimised, on a machine that does other things too.
    assert!(each < Duration::from_millis(100), "{each:?}");
}

fn any_loads() -> impl Strategy<Value = Vec<Load>> {
    let rate = prop_oneof![3 => Just(0.0), 4 => 0.9..1.1_f64, 3 => 0.0..2.0_f64, 1 => 0.0..50.0_f64];
    prop::collection::vec(rate.prop_map(|rate| Load { rate }), 1..300)
}

fn any_members() -> impl Strategy<Value = Vec<Share>> {
    let weights = prop_oneof![3 => Just(1.0), 1 => 0.2..4.0_f64];
    prop::collection::vec(weights, 1..12).prop_map(|weights| {
        let named = members(weights.len()).into_iter().zip(weights);
        named.map(|(share, weight)| Share { weight, ..share }).collect()
    })
}

/// Any former owners, some of whom are gone, some partitions nobody's.
fn any_previous() -> impl Strategy<Value = Owners> {
    prop::collection::vec(0..16_usize, 0..300).prop_map(|owner| {
        let names = members(14);
        let mut owners = Owners::new();
        for (index, &who) in owner.iter().enumerate().filter(|(_, who)| **who < 14) {
            owners.entry(names[who].member.clone()).or_default().push(Partition(u16::try_from(index).unwrap()));
        }
        owners
    })
}

/// Whether a member owned nothing before.
fn empty_handed(members: &[Share], previous: &Owners, partitions: usize) -> bool {
    let inside = |partition: &Partition| usize::from(partition.0) < partitions;
    members.iter().any(|share| !previous.get(&share.member).is_some_and(|owned| owned.iter().any(inside)))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_partition_has_exactly_one_owner(members in any_members(), loads in any_loads(), previous in any_previous()) {
        let owners = plan(&members, &loads, &previous);
        prop_assert_eq!(owner_of(&owners).len(), loads.len());
        prop_assert!(owners.keys().eq(members.iter().map(|share| &share.member).collect::<std::collections::BTreeSet<_>>()));
    }

    #[test]
    fn the_order_of_members_does_not_matter(members in any_members(), loads in any_loads(), previous in any_previous()) {
        let reversed: Vec<Share> = members.iter().rev().cloned().collect();
        prop_assert_eq!(plan(&members, &loads, &previous), plan(&reversed, &loads, &previous));
    }

    #[test]
    fn asking_again_changes_nothing(members in any_members(), loads in any_loads(), previous in any_previous()) {
        let mut owners = plan(&members, &loads, &previous);
        // A member without partitions limits how many change hands at once: the next plan goes on where this one stopped.
        for _ in 0..64 {
            let again = plan(&members, &loads, &owners);
            if again == owners {
                return Ok(());
            }
            let bounded = empty_handed(&members, &previous, loads.len()) || empty_handed(&members, &owners, loads.len());
            prop_assert!(bounded, "{:?} became {:?}", owners, again);
            owners = again;
        }
        prop_assert!(false, "64 plans and no end: {:?}", owners);
    }

    #[test]
    fn a_join_moves_at_most_a_share_and_one(count in 1..12_usize, loads in any_loads()) {
        let before = plan(&members(count), &loads, &Owners::new());
        let after = plan(&members(count + 1), &loads, &before);
        prop_assert!(moved(&before, &after) <= loads.len().div_ceil(count + 1) + 1);
    }

    #[test]
    fn a_plan_is_never_less_even_than_one_that_keeps_everything(members in any_members(), loads in any_loads()) {
        let fresh = plan(&members, &loads, &Owners::new());
        let mut changed = loads.clone();
        changed.rotate_left(1);
        let kept = imbalance(&members, &changed, &fresh);
        let planned = imbalance(&members, &changed, &plan(&members, &changed, &fresh));
        prop_assert!(planned <= kept + 1e-9, "{} from {}", planned, kept);
    }

    #[test]
    fn no_move_of_one_partition_would_lower_the_largest_load_by_much(members in any_members(), loads in any_loads()) {
        let owners = plan(&members, &loads, &Owners::new());
        let uneven = imbalance(&members, &loads, &owners);
        if uneven <= 1.05 {
            return Ok(());
        }
        for (from, owned) in &owners {
            for &partition in owned {
                for share in &members {
                    let mut other = owners.clone();
                    other.get_mut(from).unwrap().retain(|&each| each != partition);
                    other.get_mut(&share.member).unwrap().push(partition);
                    prop_assert!(imbalance(&members, &loads, &other) > uneven - 0.01, "{} to {}", partition, share.member);
                }
            }
        }
    }
}
