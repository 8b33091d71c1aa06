//! Who owns which partition, whose each epoch was, and what became of the partitions of a scheduler that is gone.
//!
//! A request says under which epoch it was sent, and an epoch has one owner: so a request is its sender's also after
//! another has taken over. What it must not do: read anything; the leases are given to it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use nono_core::cluster::Lease;
use nono_core::name::{Epoch, MemberId, Partition, TaskName};

use super::checker::Receipt;

/// The leases as last read, and what they said before.
#[derive(Debug, Default)]
pub(super) struct Owners {
    /// How many partitions there are.
    partitions: u16,
    now: BTreeMap<Partition, MemberId>,
    tenures: BTreeMap<(Partition, Epoch), MemberId>,
}

impl Owners {
    pub(super) fn of(partitions: u16) -> Self {
        Self { partitions, ..Self::default() }
    }

    /// What the leases say now.
    pub(super) fn note<'a>(&mut self, leases: impl IntoIterator<Item = (Partition, &'a Lease)>) {
        self.now.clear();
        for (partition, lease) in leases {
            if let Some(owner) = &lease.owner {
                self.now.insert(partition, owner.clone());
                self.tenures.insert((partition, lease.epoch), owner.clone());
            }
        }
    }

    /// Whether every partition has an owner.
    pub(super) fn is_complete(&self) -> bool {
        self.now.len() == usize::from(self.partitions)
    }

    /// How many partitions each scheduler owns.
    pub(super) fn shares(&self) -> BTreeMap<String, usize> {
        shares(self.now.values())
    }

    /// The name of who owns a task.
    pub(super) fn of_task(&self, task: &str) -> Option<String> {
        self.now.get(&self.home(task)?).map(|owner| owner.name().to_string())
    }

    /// The name of who sent a request; `None` if no lease was seen with its epoch.
    pub(super) fn sender(&self, receipt: &Receipt) -> Option<String> {
        let tenure = (self.home(&receipt.task)?, Epoch(receipt.epoch?));
        self.tenures.get(&tenure).map(|owner| owner.name().to_string())
    }

    fn home(&self, task: &str) -> Option<Partition> {
        let name: TaskName = task.parse().ok()?;
        Some(Partition::of(&name, self.partitions))
    }

    /// What a scheduler that has just ended leaves behind.
    pub(super) fn estate(&self, name: &str, at: Instant) -> Estate {
        let left = self.now.iter().filter(|(_, owner)| owner.name().as_str() == name);
        let (partitions, members) = left.map(|(&partition, owner)| (partition, owner.clone())).unzip();
        Estate { name: name.to_owned(), members, partitions, at }
    }
}

fn shares<'a>(owners: impl Iterator<Item = &'a MemberId>) -> BTreeMap<String, usize> {
    let mut shares = BTreeMap::new();
    for owner in owners {
        *shares.entry(owner.name().to_string()).or_default() += 1;
    }
    shares
}

/// What a scheduler that ended had not handed over.
#[derive(Clone, Debug)]
pub(super) struct Estate {
    /// Of the scheduler.
    pub(super) name: String,
    /// Under which ids it owned them: the same scheduler, started again, has another.
    members: BTreeSet<MemberId>,
    pub(super) partitions: Vec<Partition>,
    at: Instant,
}

impl Estate {
    /// Who has all of it now, with how many partitions each; `None` while something still waits.
    pub(super) fn heirs(&self, owners: &Owners) -> Option<BTreeMap<String, usize>> {
        let heirs: Vec<&MemberId> = self.partitions.iter().filter_map(|partition| owners.now.get(partition)).collect();
        let all = heirs.len() == self.partitions.len() && heirs.iter().all(|heir| !self.members.contains(heir));
        all.then(|| shares(heirs.into_iter()))
    }

    /// Since its owner ended.
    pub(super) fn waited(&self) -> Duration {
        self.at.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lease(owner: &str, epoch: u64) -> Lease {
        Lease { owner: owner.parse().ok(), ..Lease::free(Epoch(epoch)) }
    }

    fn receipt(epoch: Option<u64>) -> Receipt {
        Receipt {
            task: "a".into(),
            run: "r".into(),
            attempt: 1,
            instant: None,
            manual: false,
            redelivery: false,
            epoch,
            arrived: 0,
            answered: None,
        }
    }

    fn two(owners: &mut Owners, first: &Lease, second: &Lease) {
        owners.note([(Partition(0), first), (Partition(1), second)]);
    }

    #[test]
    fn a_request_is_its_senders_also_after_a_take_over() {
        let mut owners = Owners::of(1);
        owners.note([(Partition(0), &lease("one-aaaaaa", 3))]);
        owners.note([(Partition(0), &lease("two-bbbbbb", 4))]);
        assert_eq!(owners.sender(&receipt(Some(3))).as_deref(), Some("one"));
        assert_eq!(owners.sender(&receipt(Some(4))).as_deref(), Some("two"), "not the one that is dead");
        assert_eq!(owners.sender(&receipt(Some(5))), None, "nobody is named by guess");
        assert_eq!(owners.sender(&receipt(None)), None);
    }

    #[test]
    fn an_estate_is_taken_over_when_the_last_partition_has_another_owner() {
        let mut owners = Owners::of(2);
        let dead = lease("one-aaaaaa", 1);
        two(&mut owners, &dead, &dead);
        let estate = owners.estate("one", Instant::now());
        assert_eq!(estate.partitions.len(), 2);
        two(&mut owners, &lease("two-bbbbbb", 2), &dead);
        assert_eq!(estate.heirs(&owners), None, "one of them is still the dead one's");
        two(&mut owners, &lease("two-bbbbbb", 2), &Lease::free(Epoch(2)));
        assert_eq!(estate.heirs(&owners), None, "one of them is nobody's");
        two(&mut owners, &lease("two-bbbbbb", 2), &lease("one-cccccc", 2));
        let heirs = [("one".to_owned(), 1), ("two".to_owned(), 1)];
        assert_eq!(estate.heirs(&owners), Some(heirs.into()), "started again, it may inherit from itself");
    }
}
