//! Schedulers that were lost: their session ended and they had not said that they leave. They are shown for some minutes, or
//! until one of their name is back.
//!
//! Pure: the older and the newer picture in, what is known of the lost ones out.

use std::time::Duration;

use nono_core::name::{MemberId, Partition};
use nono_core::time::Utc;

use super::Facts;
use crate::commands::scheduler::census::{Scheduler, State};
use crate::top::data::Fleet;

/// A lost scheduler is shown for so long.
const SHOWN: Duration = Duration::from_secs(600);

/// Between two looks that are further apart, because there was no connection, somebody may have left in order.
const APART: Duration = Duration::from_secs(90);

/// See the module.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Lost {
    /// As it was seen last, without what it has no more: partitions and figures.
    pub(crate) scheduler: Scheduler,
    /// When it was seen to be gone.
    pub(crate) since: Utc,
    /// What it owned then.
    pub(crate) owned: Vec<Partition>,
}

impl Lost {
    fn of(was: &Scheduler, since: Utc) -> Self {
        let scheduler = Scheduler {
            state: State::Lost(since),
            is_leader: false,
            partitions: Vec::new(),
            stats: None,
            ..was.clone()
        };
        Self { scheduler, since, owned: was.partitions.clone() }
    }

    /// How many of its partitions others own by now.
    pub(crate) fn taken_over(&self, fleet: &Fleet) -> usize {
        let is_owned = |partition: &&Partition| owner(fleet, **partition).is_some();
        self.owned.iter().filter(is_owned).count()
    }

    /// What became of its partitions, in a clause.
    pub(crate) fn fate(&self, fleet: &Fleet) -> String {
        match self.owned.len() {
            0 => "it owned nothing".to_owned(),
            all => {
                format!("{} of {} taken over", self.taken_over(fleet), crate::words::counted(all as u64, "partition"))
            }
        }
    }
}

/// The member that owns a partition, by its lease.
pub(crate) fn owner(fleet: &Fleet, partition: Partition) -> Option<&MemberId> {
    fleet.census.schedulers.iter().find(|one| one.partitions.contains(&partition)).map(|one| &one.id)
}

/// Takes in a new look.
pub(crate) fn follow(lost: &mut Vec<Lost>, before: Option<&Fleet>, after: &Fleet) {
    let is_back = |one: &Scheduler| after.census.named(one.member.name.as_str()).next().is_some();
    lost.retain(|it| after.at.since(it.since) < SHOWN && !is_back(&it.scheduler));
    let before = before.filter(|before| after.at.since(before.at) < APART);
    let was = before.into_iter().flat_map(|fleet| &fleet.census.schedulers);
    let gone = was.filter(|one| !is_back(one) && !has_left(one, after));
    lost.extend(gone.map(|one| Lost::of(one, after.at)));
}

/// Whether who is gone went in order: it said so, it had nothing, or it gave everything back. Of who was lost the leases stand
/// until others take them.
fn has_left(one: &Scheduler, after: &Fleet) -> bool {
    let is_free = |partition: &Partition| owner(after, *partition).is_none();
    let left = after.census.gone.contains_key(&one.id);
    match one.state {
        State::Leaving => true,
        State::Drained => one.partitions.is_empty(),
        _ => !left && !one.partitions.is_empty() && one.partitions.iter().all(is_free),
    }
}

/// The lost scheduler of this id.
pub(crate) fn find<'a>(facts: &'a Facts, id: &MemberId) -> Option<&'a Lost> {
    facts.lost.iter().find(|it| it.scheduler.id == *id)
}
