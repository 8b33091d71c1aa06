//! A plan in the making: who holds what, how much that weighs, and the few kinds of steps that improve it.
//!
//! Members and partitions are indices here. Every step lowers the larger of two members' loads (or counts), so the
//! steps end; where none is left a second plan finds none either. Which members take part was decided by the caller.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{AIMED_AT, TOLERATED, precise};

/// An improvement smaller than this share of the mean load is not worth a hand-over.
const WORTH_A_MOVE: f64 = 0.001;

/// A member may hold this share of partitions more than its own, and one, before empty partitions leave it.
const TOLERATED_COUNT: f64 = 1.1;

/// See the head of this file.
pub(super) struct Draft {
    weights: Vec<f64>,
    loads: Vec<u64>,
    /// Where each partition was before; `None` when its owner is gone.
    homes: Vec<Option<usize>>,
    owners: Vec<Option<usize>>,
    /// What each member holds, by load, so that the one nearest to a wanted load is found at once.
    held: Vec<BTreeSet<(u64, usize)>>,
    sums: Vec<u64>,
    /// Members that held nothing before.
    newcomers: Vec<bool>,
}

/// One improvement between two members.
struct Step {
    give: usize,
    take: Option<usize>,
    /// The larger of the two relative loads once it is done.
    larger: f64,
}

impl Draft {
    pub(super) fn new(weights: Vec<f64>, loads: Vec<u64>, homes: &[Option<usize>]) -> Self {
        let members = weights.len();
        let mut draft = Self {
            weights,
            owners: vec![None; loads.len()],
            loads,
            homes: homes.to_vec(),
            held: vec![BTreeSet::new(); members],
            sums: vec![0; members],
            newcomers: Vec::new(),
        };
        for (partition, home) in homes.iter().enumerate() {
            if let Some(member) = *home {
                draft.give(partition, member);
            }
        }
        draft.newcomers = draft.held.iter().map(BTreeSet::is_empty).collect();
        draft
    }

    pub(super) fn partitions_of(&self, member: usize) -> Vec<usize> {
        let mut partitions: Vec<usize> = self.held[member].iter().map(|&(_, partition)| partition).collect();
        partitions.sort_unstable();
        partitions
    }

    /// Partitions without an owner: the heaviest first, each to who has least; the empty ones by count.
    pub(super) fn place_orphans(&mut self) {
        let mut orphans: Vec<usize> = (0..self.loads.len()).filter(|&each| self.owners[each].is_none()).collect();
        orphans.sort_by_key(|&partition| (Reverse(self.loads[partition]), partition));
        for partition in orphans {
            let load = self.loads[partition];
            let least = if load > 0 {
                self.lowest(|draft, member| (draft.load_with(member, load), draft.count(member)))
            } else {
                self.lowest(|draft, member| (draft.count_with(member, 1), 0.0))
            };
            self.give(partition, least);
        }
    }

    /// Members that held nothing take their share from the others, of the load and of the empty partitions.
    pub(super) fn fill_newcomers(&mut self) {
        if self.newcomers.iter().all(|&newcomer| newcomer) {
            return;
        }
        for member in (0..self.weights.len()).filter(|&each| self.newcomers[each]).collect::<Vec<_>>() {
            let loaded = self.loads.iter().filter(|&&load| load > 0).count();
            let wanted = self.share(loaded, member).floor();
            while self.loaded_count(member) < wanted && self.take_loaded(member, wanted) {}
            let wanted = self.share(self.loads.len(), member).floor();
            while self.whole_count(member) < wanted && self.take_empty(member) {}
        }
    }

    /// Takes one partition with load for a newcomer from whoever has most; false when none would even things out.
    fn take_loaded(&mut self, member: usize, wanted: f64) -> bool {
        let missing = (self.mean() * self.weights[member] - precise(self.sums[member])).max(0.0);
        let ideal = missing / (wanted - self.loaded_count(member)).max(1.0);
        let Some(donor) = self.highest_donor(
            |draft, each| (draft.load_with(each, 0), draft.count(each)),
            |held| held.last().is_some_and(|&(load, _)| load > 0),
        ) else {
            return false;
        };
        let roof = self.load_with(donor, 0);
        let fits = |load: u64| self.load_with(member, load) < roof;
        let near = self.nearest(donor, ideal).into_iter().filter(|&(load, _)| fits(load));
        let smallest = self.held[donor].range((1, 0)..).next().copied().filter(|&(load, _)| fits(load));
        let distance = |&(load, _): &(u64, usize)| (precise(load) - ideal).abs();
        let chosen = near.chain(smallest).min_by(|a, b| distance(a).total_cmp(&distance(b)));
        let Some((_, partition)) = chosen else { return false };
        self.give(partition, member);
        true
    }

    /// Takes one empty partition for a newcomer from whoever holds most partitions; false when that helps nobody.
    fn take_empty(&mut self, member: usize) -> bool {
        let donor = self.highest_donor(
            |draft, each| (draft.count(each), 0.0),
            |held| held.first().is_some_and(|&(load, _)| load == 0),
        );
        self.pass_empty(donor, member)
    }

    fn pass_empty(&mut self, from: Option<usize>, to: usize) -> bool {
        let Some(from) = from.filter(|&from| self.count_with(from, -1) >= self.count_with(to, 1)) else { return false };
        let Some(&(0, partition)) = self.held[from].first() else { return false };
        self.give(partition, to);
        true
    }

    /// Evens the load where it is uneven by more than is tolerated. A member that cannot be relieved is set aside with
    /// what it holds, and the others are evened among themselves.
    pub(super) fn even_out_load(&mut self) {
        let mut budget = self.moves_left();
        // Steps among the rest can open a step for one that was set aside.
        while self.even_out_once(&mut budget) {}
    }

    fn even_out_once(&mut self, budget: &mut usize) -> bool {
        let mut active: Vec<usize> = (0..self.weights.len()).collect();
        let mut changed = false;
        while active.len() > 1 {
            let mean = self.mean_of(&active);
            let highest = |draft: &Self| {
                active.iter().copied().max_by(|&a, &b| draft.load_with(a, 0).total_cmp(&draft.load_with(b, 0)))
            };
            let Some(mut high) = highest(self) else { break };
            if self.load_with(high, 0) <= TOLERATED * mean {
                break;
            }
            while self.load_with(high, 0) > AIMED_AT * mean {
                if !self.relieve(high, &active, mean, budget) {
                    break;
                }
                changed = true;
                high = highest(self).unwrap_or(high);
            }
            active.retain(|&member| member != high);
        }
        changed
    }

    /// Takes one step that lowers the load of `high`; false when there is none.
    fn relieve(&mut self, high: usize, active: &[usize], mean: f64, budget: &mut usize) -> bool {
        let mut others: Vec<usize> = active.iter().copied().filter(|&member| member != high).collect();
        others.sort_by(|&a, &b| self.load_with(a, 0).total_cmp(&self.load_with(b, 0)));
        for low in others {
            let Some(step) = self.best_step(high, low, mean) else { continue };
            let cost = 1 + usize::from(step.take.is_some());
            if cost > *budget {
                continue;
            }
            *budget -= cost;
            self.give(step.give, low);
            if let Some(partition) = step.take {
                self.give(partition, high);
            }
            return true;
        }
        false
    }

    /// The one partition to pass on, or the two to exchange, that bring two members nearest to each other.
    fn best_step(&self, high: usize, low: usize, mean: f64) -> Option<Step> {
        let (from, to) = (self.weights[high], self.weights[low]);
        let ideal = (precise(self.sums[high]) * to - precise(self.sums[low]) * from) / (from + to);
        let limit = self.load_with(high, 0) - WORTH_A_MOVE * mean;
        let larger = |give: u64, take: u64| {
            let left = (precise(self.sums[high]) - precise(give) + precise(take)) / from;
            left.max((precise(self.sums[low]) + precise(give) - precise(take)) / to)
        };
        let better = |a: &Step, b: &Step| a.larger.total_cmp(&b.larger);
        let single = self.nearest(high, ideal).into_iter().map(|(load, give)| Step {
            give,
            take: None,
            larger: larger(load, 0),
        });
        let single = single.min_by(better).filter(|step| step.larger < limit);
        if single.as_ref().is_some_and(|step| step.larger <= AIMED_AT * mean) {
            return single;
        }
        let exchanges = self.held[low].range((1, 0)..).flat_map(|&(back, take)| {
            let wanted = self.nearest(high, ideal + precise(back)).into_iter();
            wanted.map(move |(load, give)| Step { give, take: Some(take), larger: larger(load, back) })
        });
        let exchange = exchanges.min_by(better).filter(|step| step.larger < limit);
        single.into_iter().chain(exchange).min_by(better)
    }

    /// Moves empty partitions away from members that hold far more partitions than their share.
    pub(super) fn even_out_count(&mut self) {
        let mut budget = self.moves_left();
        while budget > 0 {
            let holders =
                (0..self.weights.len()).filter(|&member| self.held[member].first().is_some_and(|&(load, _)| load == 0));
            let Some(high) = holders.max_by(|&a, &b| self.count(a).total_cmp(&self.count(b))) else { return };
            let low = self.lowest(|draft, member| (draft.count(member), 0.0));
            let roof = self.share(self.loads.len(), high) * TOLERATED_COUNT + 1.0;
            if self.whole_count(high) <= roof || !self.pass_empty(Some(high), low) {
                return;
            }
            budget -= 1;
        }
    }

    /// How many more partitions may change hands: for each newcomer its share rounded up and one, else any number.
    fn moves_left(&self) -> usize {
        let newcomers = (0..self.weights.len()).filter(|&member| self.newcomers[member]);
        let allowed: f64 = newcomers.map(|member| self.share(self.loads.len(), member).ceil() + 1.0).sum();
        let moved = self.homes.iter().zip(&self.owners).filter(|(home, owner)| home.is_some() && home != owner).count();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
        let allowed = if allowed > 0.0 { allowed as usize } else { usize::MAX };
        allowed.saturating_sub(moved)
    }

    /// The two partitions with load that `member` holds whose loads are nearest to `ideal`, from below and from above.
    fn nearest(&self, member: usize, ideal: f64) -> Vec<(u64, usize)> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by all loads, about 2^40")]
        let ideal = (ideal.max(1.0) as u64, 0);
        let below = self.held[member].range((1, 0)..ideal.max((1, 0))).next_back();
        let above = self.held[member].range(ideal..).next();
        below.into_iter().chain(above).copied().collect()
    }

    /// Passes a partition to a member, from whoever holds it.
    fn give(&mut self, partition: usize, to: usize) {
        let load = self.loads[partition];
        if let Some(from) = self.owners[partition].replace(to) {
            self.held[from].remove(&(load, partition));
            self.sums[from] -= load;
        }
        self.held[to].insert((load, partition));
        self.sums[to] += load;
    }

    /// The load of a member relative to its weight, were it to hold `more`.
    fn load_with(&self, member: usize, more: u64) -> f64 {
        precise(self.sums[member] + more) / self.weights[member]
    }

    /// How many partitions a member holds relative to its weight.
    fn count(&self, member: usize) -> f64 {
        self.count_with(member, 0)
    }

    fn count_with(&self, member: usize, change: i32) -> f64 {
        (self.whole_count(member) + f64::from(change)) / self.weights[member]
    }

    fn whole_count(&self, member: usize) -> f64 {
        small(self.held[member].len())
    }

    fn loaded_count(&self, member: usize) -> f64 {
        small(self.held[member].range((1, 0)..).count())
    }

    /// A member's fair part of a number of partitions.
    fn share(&self, partitions: usize, member: usize) -> f64 {
        small(partitions) * self.weights[member] / self.weights.iter().sum::<f64>()
    }

    /// The mean load relative to weight.
    fn mean(&self) -> f64 {
        precise(self.loads.iter().sum()) / self.weights.iter().sum::<f64>()
    }

    fn mean_of(&self, members: &[usize]) -> f64 {
        let (load, weight) = members
            .iter()
            .fold((0, 0.0), |(load, weight), &each| (load + self.sums[each], weight + self.weights[each]));
        precise(load) / weight
    }

    /// Of the members that were there before and hold what `able` asks, the one with the highest key.
    fn highest_donor(
        &self,
        key: impl Fn(&Self, usize) -> (f64, f64),
        able: impl Fn(&BTreeSet<(u64, usize)>) -> bool,
    ) -> Option<usize> {
        let donors = (0..self.weights.len()).filter(|&member| !self.newcomers[member] && able(&self.held[member]));
        donors.max_by(|&a, &b| in_order(key(self, a), key(self, b)).then(b.cmp(&a)))
    }

    fn lowest(&self, key: impl Fn(&Self, usize) -> (f64, f64)) -> usize {
        let members = 0..self.weights.len();
        members.min_by(|&a, &b| in_order(key(self, a), key(self, b))).expect("a plan has members")
    }
}

fn in_order(a: (f64, f64), b: (f64, f64)) -> std::cmp::Ordering {
    a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
}

/// Exact: there are at most 999 partitions.
fn small(count: usize) -> f64 {
    f64::from(u16::try_from(count).expect("a cluster has at most 999 partitions"))
}
