//! What happened to the cluster: what somebody wrote down, and what this screen found by comparing two looks.
//!
//! Pure: the older and the newer picture in, the differences out.

use std::collections::BTreeMap;

use nono_core::cluster::{Event, WorstTask};
use nono_core::name::{MemberId, Partition, TaskName};
use nono_core::time::Utc;

use crate::commands::scheduler::census::{Scheduler, State};
use crate::top::data::Fleet;

/// Kept of what happened.
pub(crate) const KEPT: usize = 500;

/// A scheduler names so many tasks that are late or failing. A list that is full says nothing of those that are not in it.
const NAMED: usize = 50;

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Happened {
    /// When it was seen.
    pub(crate) at: Utc,
    /// `task`, `scheduler`, `cluster` or `zookeeper`.
    pub(crate) kind: &'static str,
    /// To whom.
    pub(crate) object: String,
    /// What, in a clause.
    pub(crate) what: String,
    /// Whether it is bad news.
    pub(crate) bad: bool,
}

impl Happened {
    /// An event that somebody wrote down in the cluster.
    pub(crate) fn of(event: &Event) -> Self {
        let object = event.object.as_deref().unwrap_or_default();
        let (kind, object) = match object.split_once('/') {
            Some(("scheduler", name)) => ("scheduler", name),
            Some(("task", name)) => ("task", name),
            _ => ("cluster", if object == "cluster" { "" } else { object }),
        };
        if event.is_of_a_scheduler() {
            let what = told_by_a_scheduler(&event.kind, &event.message);
            let bad = [Event::LOST, Event::HUNG, Event::FAILING].contains(&event.kind.as_str());
            return Self { at: event.at, kind, object: object.to_owned(), what, bad };
        }
        let message = if event.message.is_empty() { String::new() } else { format!(", {}", event.message) };
        let reason = event.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
        let what = format!("{}{message} by {}{reason}", event.kind, event.by);
        Self { at: event.at, kind, object: object.to_owned(), what, bad: false }
    }
}

fn told_by_a_scheduler(kind: &str, message: &str) -> String {
    let between = match kind {
        _ if message.is_empty() => "",
        Event::JOINED | Event::MOVED => " ",
        _ => ", ",
    };
    format!("{kind}{between}{message}")
}

/// Whether a screen that looks finds it by itself, by comparing two looks.
pub(crate) fn is_seen_here(event: &Event) -> bool {
    event.is_of_a_scheduler() && ![Event::MOVED, Event::UNWRITTEN].contains(&event.kind.as_str())
}

/// What is different between two looks.
pub(crate) fn between(before: &Fleet, after: &Fleet) -> Vec<Happened> {
    let by_id = |fleet: &'_ Fleet| -> BTreeMap<MemberId, Scheduler> {
        fleet.census.schedulers.iter().map(|scheduler| (scheduler.id.clone(), scheduler.clone())).collect()
    };
    let (old, new) = (by_id(before), by_id(after));
    let mut found = Vec::new();
    let mut tell = |kind, object: String, what: String, bad| {
        found.push(Happened { at: after.at, kind, object, what, bad });
    };
    for (id, scheduler) in &new {
        match old.get(id) {
            None => tell("scheduler", id.to_string(), format!("joined from {}", scheduler.member.host), false),
            // Its figures went before it did: the session has ended, and the next look will say so.
            Some(_) if scheduler.state == State::Starting => {}
            // Who drains it has written that down, with the reason.
            Some(_) if scheduler.state == State::Draining => {}
            Some(was) if was.state != scheduler.state => {
                let bad = matches!(scheduler.state, State::Hung | State::Silent(_) | State::NotReady(_));
                tell("scheduler", id.to_string(), told(scheduler), bad);
            }
            Some(_) => {}
        }
    }
    for (id, was) in &old {
        if !new.contains_key(id) {
            let (how, bad) = if was.state == State::Leaving { ("left", false) } else { ("is gone", true) };
            // Its leases may have been seen to go before it was.
            let owned = match was.partitions.len() {
                0 => String::new(),
                owned => format!(", {} to take over", crate::words::counted(owned as u64, "partition")),
            };
            tell("scheduler", id.to_string(), format!("{how}{owned}"), bad);
        }
    }
    let leader = |fleet: &Fleet| fleet.census.leader().map(|leader| leader.id.clone());
    match (leader(before), leader(after)) {
        (was, Some(is)) if was.as_ref() != Some(&is) => {
            tell("scheduler", is.to_string(), "leads now".to_owned(), false);
        }
        (Some(_), None) => tell("cluster", String::new(), "nobody leads".to_owned(), true),
        _ => {}
    }
    let orphans = |fleet: &Fleet| fleet.census.unowned + fleet.census.gone.values().sum::<usize>();
    match (orphans(before), orphans(after)) {
        (was, 0) if was > 0 => tell("cluster", String::new(), "every partition has an owner again".to_owned(), false),
        (0, now) if now > 0 => tell("cluster", String::new(), format!("{now} partitions without an owner"), true),
        _ => {}
    }
    found
}

/// Tasks that began or ceased to be late or failing, as far as the schedulers name them. `troubled` is what is known of
/// them, from look to look: of a task whose owner is gone nobody knows until another one has taken it over.
pub(crate) fn tasks(troubled: &mut BTreeMap<TaskName, String>, before: Option<&Fleet>, after: &Fleet) -> Vec<Happened> {
    let happened = |task: &TaskName, what: String, bad| Happened {
        at: after.at,
        kind: "task",
        object: task.to_string(),
        what,
        bad,
    };
    let stats = after.census.schedulers.iter().filter_map(|scheduler| scheduler.stats.as_ref());
    let named: BTreeMap<&TaskName, &WorstTask> =
        stats.flat_map(|(stats, _)| &stats.worst).map(|task| (&task.task, task)).collect();
    let mut found = Vec::new();
    for (name, task) in &named {
        let was = troubled.insert((*name).clone(), task.state.clone());
        if before.is_some() && was.as_ref() != Some(&task.state) {
            found.push(happened(name, format!("{}: {}", task.state, task.why), true));
        }
    }
    troubled.retain(|name, state| {
        let is_over = !named.contains_key(name) && is_known_well(name, after);
        if is_over {
            found.push(happened(name, format!("no longer {state}"), false));
        }
        !is_over
    });
    found
}

/// Whether the owner of a task that is not named has looked at it: its figures are of the partition, and there was room.
fn is_known_well(task: &TaskName, fleet: &Fleet) -> bool {
    let partition = Partition::of(task, fleet.partitions);
    fleet.census.schedulers.iter().any(|one| {
        let moves = !matches!(one.state, State::Hung | State::Silent(_) | State::Starting);
        let figures = one.stats.as_ref().map(|(stats, _)| stats);
        let owns = one.partitions.contains(&partition);
        owns && moves && figures.is_some_and(|it| it.weights.contains_key(&partition) && it.worst.len() < NAMED)
    })
}

fn told(scheduler: &Scheduler) -> String {
    match &scheduler.state {
        State::NotReady(why) => format!("not ready: {why}"),
        state => format!("is {}", state.mark().word),
    }
}
