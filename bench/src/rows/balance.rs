//! BA1: how even the leader's plan is, and how little moves. The plan is a pure function, asked for fleets of two to ten
//! schedulers and tasks from every minute to every day.

use std::collections::BTreeMap;

use futures::FutureExt;
use nono_core::assignment::{Load, Owners, Share, imbalance, plan};
use nono_core::name::{MemberId, Partition, TaskName};

use crate::bench::Bench;
use crate::guard::Outcome;
use crate::rig::PARTITIONS;
use crate::row::{Better, Part, Reading, Row};

const fn less(what: &'static str, target: f64, moonshot: f64) -> Part {
    Part { what, unit: "", better: Better::Lower, target, moonshot }
}

pub(crate) const ROWS: [Row; 1] = [Row {
    id: "BA1",
    metric: "balance: max ÷ mean of the expected load; partitions moved ÷ least possible when one joins or leaves",
    reference: "",
    parts: &[less("load", 1.05, 1.01), less("moved", 1.2, 1.0)],
    measure: |bench| async { measure(bench) }.boxed_local(),
}];

/// Clusters that are tried, each with other names.
const SEEDS: usize = 5;
/// The largest fleet.
const MOST: usize = 10;

fn measure(bench: &Bench) -> Outcome<Vec<Reading>> {
    let count = bench.size.tasks.min(10_000);
    let (mut even, mut moved) = (Vec::new(), Vec::new());
    for seed in 0..SEEDS {
        let loads = loads(seed, count)?;
        let (worst, ratio) = walk(&loads)?;
        even.push(worst);
        moved.push(ratio);
    }
    let setting = format!("{count} tasks, 2 to {MOST} schedulers, the worst of each cluster");
    Ok(vec![Reading::new(0, setting.clone(), even), Reading::new(1, setting, moved)])
}

/// Runs a second of each partition; each task counts a little for being there.
fn loads(seed: usize, count: usize) -> Outcome<Vec<Load>> {
    let mut rates = vec![0.0; usize::from(PARTITIONS)];
    for number in 0..count {
        let name: TaskName = format!("t{seed}.task-{number:06}").parse().map_err(|error| format!("{error}"))?;
        let rate = match number % 4 {
            0 | 1 => 1.0 / 60.0,
            2 => 1.0 / 300.0,
            _ => 1.0 / 86_400.0,
        };
        rates[usize::from(Partition::of(&name, PARTITIONS).0)] += rate + 0.0001;
    }
    Ok(rates.into_iter().map(|rate| Load { rate }).collect())
}

/// One joins after another up to the most, and they leave again: the worst balance, and the worst share of moves.
fn walk(loads: &[Load]) -> Outcome<(f64, f64)> {
    let mut owners = plan(&shares(1)?, loads, &Owners::new());
    let (mut worst, mut most_moved) = (1.0_f64, 1.0_f64);
    let fleets = (2..=MOST).chain((1..MOST).rev());
    for members in fleets {
        let fleet = shares(members)?;
        // A newcomer's share, or what had to be given away.
        let next = plan(&fleet, loads, &owners);
        let gone: usize =
            owners.iter().filter(|(member, _)| !next.contains_key(*member)).map(|(_, held)| held.len()).sum();
        let least = if gone > 0 { gone as f64 } else { (loads.len() as f64 / members as f64).floor() };
        most_moved = most_moved.max(moved(&owners, &next) as f64 / least);
        worst = worst.max(imbalance(&fleet, loads, &next));
        owners = next;
    }
    Ok((worst, most_moved))
}

fn shares(members: usize) -> Outcome<Vec<Share>> {
    let share = |number: usize| {
        let member: MemberId = format!("m{number}-0000aa").parse().map_err(|error| format!("{error}"))?;
        Ok(Share { member, weight: 1.0 })
    };
    (0..members).map(share).collect()
}

fn moved(before: &Owners, after: &Owners) -> usize {
    let by_partition = |owners: &Owners| -> BTreeMap<Partition, MemberId> {
        owners
            .iter()
            .flat_map(|(member, held)| held.iter().map(move |partition| (*partition, member.clone())))
            .collect()
    };
    let before = by_partition(before);
    by_partition(after).iter().filter(|(partition, owner)| before.get(partition) != Some(owner)).count()
}
