//! What the leader tells people: who came, who went and how, who hangs, and what moves because of it.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Census, Lead};
use crate::assignment::Owners;
use crate::cluster::{Assignment, Event};
use crate::name::{MemberId, Partition};

/// One event: what happened, to which member (or to the cluster), and more in a clause.
pub(super) type Told = (&'static str, Option<MemberId>, String);

/// Who came and who went since the last round.
pub(super) fn comings(lead: &Lead, census: &Census, previous: &Assignment, timeout: Duration) -> Vec<Told> {
    if lead.is_new {
        return comings_since_the_last_leader(census, previous);
    }
    let new = census.members.keys().filter(|id| !lead.known.contains_key(*id));
    let gone = lead.known.iter().filter(|(id, _)| !census.members.contains_key(*id)).map(|(id, member)| {
        // Who closes its session wrote figures until then; a session that expires was silent for its timeout.
        let was_silent = lead.silences.get(id).is_some_and(|silence| silence.silent >= timeout / 2);
        let owned = planned_for(previous, id);
        if was_silent || !member.leaving && owned > 0 {
            lost(id, owned)
        } else {
            (Event::LEFT, Some(id.clone()), String::new())
        }
    });
    new.map(|id| joined(census, id)).chain(gone).collect()
}

/// What a new leader does not find as the plan of the last one says. Who may own nothing is in no plan: of those it knows
/// nothing.
fn comings_since_the_last_leader(census: &Census, previous: &Assignment) -> Vec<Told> {
    let is_there = |id: &MemberId| census.members.contains_key(id);
    let was_there = |id: &MemberId| previous.owners.contains_key(id) || previous.hung.contains_key(id);
    let may_own =
        |id: &MemberId| census.members.get(id).is_some_and(|member| !member.leaving && !census.is_drained(member));
    let new = census.members.keys().filter(|id| !was_there(id) && may_own(id)).map(|id| joined(census, id));
    let planned = previous.owners.keys().filter(|id| !is_there(id)).map(|id| lost(id, planned_for(previous, id)));
    // It had planned itself out before it went.
    let leader = previous.leader.iter().filter(|id| !is_there(id) && !was_there(id));
    let leader = leader.map(|id| (Event::LEFT, Some(id.clone()), String::new()));
    new.chain(planned).chain(leader).collect()
}

fn joined(census: &Census, id: &MemberId) -> Told {
    let host = census.members.get(id).map_or_else(String::new, |member| format!("from {}", member.host));
    (Event::JOINED, Some(id.clone()), host)
}

fn lost(id: &MemberId, owned: usize) -> Told {
    let words = if owned > 0 { format!("{} to take over", counted(owned, "partition")) } else { String::new() };
    (Event::LOST, Some(id.clone()), words)
}

fn planned_for(assignment: &Assignment, id: &MemberId) -> usize {
    assignment.owners.get(id).map_or(0, Vec::len)
}

/// What is new in a plan.
pub(super) fn changes(census: &Census, previous: &Assignment, next: &Assignment) -> Vec<Told> {
    let hung = next
        .hung
        .keys()
        .filter(|id| !previous.hung.contains_key(*id))
        .map(|id| (Event::HUNG, Some(id.clone()), "its figures stand still, its session lives".to_owned()));
    let awake = previous.hung.keys().filter(|id| !next.hung.contains_key(*id) && census.members.contains_key(*id));
    let awake = awake.map(|id| (Event::AWAKE, Some(id.clone()), "its figures move again".to_owned()));
    hung.chain(awake).chain(moved(&previous.owners, &next.owners)).collect()
}

fn moved(previous: &Owners, next: &Owners) -> Option<Told> {
    let homes = |owners| -> BTreeMap<Partition, &MemberId> {
        let each = |(id, owned): (_, &'_ Vec<Partition>)| {
            owned.iter().map(move |partition| (*partition, id)).collect::<Vec<_>>()
        };
        Owners::iter(owners).flat_map(each).collect()
    };
    let before = homes(previous);
    let mut gained: BTreeMap<&MemberId, usize> = BTreeMap::new();
    for (partition, owner) in homes(next) {
        if before.get(&partition) != Some(&owner) {
            *gained.entry(owner).or_default() += 1;
        }
    }
    let all = counted(gained.values().sum(), "partition");
    let words = match gained.keys().next() {
        None => return None,
        Some(only) if gained.len() == 1 => format!("{all} to {only}"),
        Some(_) => format!("{all} to {} schedulers", gained.len()),
    };
    Some((Event::MOVED, None, words))
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owners(plan: &[(&str, std::ops::Range<u16>)]) -> Owners {
        plan.iter().map(|(id, owned)| (id.parse().unwrap(), owned.clone().map(Partition).collect())).collect()
    }

    fn words(previous: &Owners, next: &Owners) -> Option<String> {
        moved(previous, next).map(|(_, _, words)| words)
    }

    #[test]
    fn what_moves_is_counted_once() {
        let (none, one) = (Owners::new(), owners(&[("a-000001", 0..8)]));
        let two = owners(&[("a-000001", 0..4), ("b-000002", 4..8)]);
        assert_eq!(words(&none, &one).as_deref(), Some("8 partitions to a-000001"));
        assert_eq!(words(&none, &two).as_deref(), Some("8 partitions to 2 schedulers"));
        assert_eq!(words(&two, &one).as_deref(), Some("4 partitions to a-000001"));
        assert_eq!((words(&one, &one), words(&one, &none)), (None, None), "nobody is given anything");
        let next = owners(&[("a-000001", 0..3), ("b-000002", 3..8)]);
        assert_eq!(words(&two, &next).as_deref(), Some("1 partition to b-000002"));
    }
}
