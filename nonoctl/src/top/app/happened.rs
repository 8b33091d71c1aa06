//! What happened to the cluster: what somebody wrote down, and what this screen found by comparing two looks.
//!
//! Pure: the older and the newer picture in, the differences out.

use std::collections::BTreeMap;

use nono_core::cluster::Event;
use nono_core::name::MemberId;
use nono_core::time::Utc;

use crate::commands::scheduler::census::{Scheduler, State};
use crate::top::data::Fleet;

/// Kept of what happened.
pub(crate) const KEPT: usize = 500;

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
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
            _ => ("cluster", object),
        };
        let message = if event.message.is_empty() { String::new() } else { format!(", {}", event.message) };
        let reason = event.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
        let what = format!("{}{message} by {}{reason}", event.kind, event.by);
        Self { at: event.at, kind, object: object.to_owned(), what, bad: false }
    }
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
            let owned = was.partitions.len();
            tell("scheduler", id.to_string(), format!("{how}, {owned} partitions to take over"), bad);
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
    tasks(before, after, &mut tell);
    found
}

/// Tasks that began or ceased to be late or failing, as far as the schedulers name them.
fn tasks(before: &Fleet, after: &Fleet, tell: &mut impl FnMut(&'static str, String, String, bool)) {
    let worst = |fleet: &Fleet| -> BTreeMap<String, (String, String)> {
        let stats = fleet.census.schedulers.iter().filter_map(|scheduler| scheduler.stats.as_ref());
        let tasks = stats.flat_map(|(stats, _)| &stats.worst);
        tasks.map(|task| (task.task.to_string(), (task.state.clone(), task.why.clone()))).collect()
    };
    let (old, new) = (worst(before), worst(after));
    for (task, (state, why)) in &new {
        if old.get(task).is_none_or(|(was, _)| was != state) {
            tell("task", task.clone(), format!("{state}: {why}"), true);
        }
    }
    // A list that is full says nothing of those that are not in it.
    if new.len() < 50 {
        for (task, (state, _)) in old.iter().filter(|(task, _)| !new.contains_key(*task)) {
            tell("task", task.clone(), format!("no longer {state}"), false);
        }
    }
}

fn told(scheduler: &Scheduler) -> String {
    match &scheduler.state {
        State::NotReady(why) => format!("not ready: {why}"),
        State::Draining => {
            let intent = scheduler.intent.as_ref();
            let by = intent.map_or("", |intent| intent.by.as_str());
            let why = intent.and_then(|intent| intent.reason.as_deref()).unwrap_or("no reason given");
            format!("is drained by {by}: {why}")
        }
        state => format!("is {}", state.mark().word),
    }
}
