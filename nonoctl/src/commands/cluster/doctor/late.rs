//! Tasks whose send time passed with nothing sent, and what keeps their owner from them.
//!
//! They are found as `task list` finds them, in the tree and not in the schedulers' figures: those say nothing where no
//! scheduler is, or where one hangs.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use nono_core::cluster::Stats;
use nono_core::name::{MemberId, Partition, TaskName};
use nono_core::node::{Node, Read, Record};
use nono_core::store::admin::Part;
use nono_core::time::Utc;
use url::Url;

use super::exam::Exam;
use super::finding::{Check, Severity};
use crate::commands::scheduler::census::SILENT;
use crate::tasks::open::OpenWork;
use crate::tasks::read::state_of;
use crate::tasks::view::{TaskCondition, TaskView};
use crate::words;

/// What an owner may be behind by, at the worst, before that is a failure: partitions have changed hands by then.
const GRACE: Duration = Duration::from_secs(15);
/// Tasks that are named one by one.
const MOST_NAMED: usize = 5;

/// A late task.
#[derive(Debug)]
pub(super) struct Late {
    /// Its oldest send time that passed.
    since: Utc,
    partition: Partition,
    owner: Option<MemberId>,
    /// Of its worker.
    url: Url,
}

/// Why tasks are late, and what to do: those of one cause are told together.
type Cause = (String, String);

impl Exam {
    /// Keeps the tasks of some partitions that are late.
    pub(super) fn late(&mut self, part: Part) {
        let (mut views, mut work, mut states) = (Vec::new(), OpenWork::default(), BTreeMap::new());
        let mut owners = BTreeMap::new();
        for seen in part.seen {
            let Read::Found(record, stat) = seen.read else {
                if let Node::State(_, name) = &seen.node {
                    states.insert(name.clone(), seen.read);
                }
                continue;
            };
            match (seen.node, record) {
                (Node::Task(partition, _), Record::Task(stored)) => views.push((partition, stored, stat)),
                (Node::State(_, name), record) => drop(states.insert(name, Read::Found(record, stat))),
                (Node::Lease(partition), Record::Lease(lease)) => {
                    owners.extend(lease.owner.map(|owner| (partition, owner)));
                }
                (Node::Claims(_), Record::Claims(claims)) => work.add_claims(claims),
                (Node::Run(_), Record::Run(record)) => work.add_record(*record),
                _ => {}
            }
        }
        for (partition, stored, stat) in views {
            let read = states.remove(&stored.task.name).unwrap_or(Read::Missing);
            let (state, spoilt) = state_of(read, &stored.uid);
            let open = work.take_runs(&stored.uid, state.as_ref());
            let missed = work.take_missed(&stored.uid);
            let (owner, pauses) = (owners.get(&partition).cloned(), self.fleet.pauses.clone());
            self.note(&TaskView { stored, stat, partition, state, spoilt, open, missed, owner, pauses });
        }
    }

    fn note(&mut self, view: &TaskView) {
        if view.condition(self.now) != TaskCondition::Late {
            return;
        }
        let Some(since) = view.late_since(self.now) else { return };
        let url = view.stored.task.target.url.clone();
        let late = Late { since, partition: view.partition, owner: view.owner.clone(), url };
        self.late.insert(view.name().clone(), late);
    }

    /// The names of the late tasks.
    pub(super) fn late_tasks(&self) -> BTreeSet<TaskName> {
        self.late.keys().cloned().collect()
    }

    /// Forgets the late tasks that were not late in an earlier look.
    pub(super) fn keep_late(&mut self, former: &BTreeSet<TaskName>) {
        self.late.retain(|name, _| former.contains(name));
    }

    pub(super) fn judge_late(&mut self) {
        let mut by_cause: BTreeMap<Cause, Vec<(Utc, TaskName)>> = BTreeMap::new();
        for (name, late) in std::mem::take(&mut self.late) {
            by_cause.entry(self.cause(&name, &late)).or_default().push((late.since, name));
        }
        for ((cause, fix), mut tasks) in by_cause {
            tasks.sort();
            let longest = tasks.first().map(|(since, _)| self.now.since(*since)).unwrap_or_default();
            let severity = if longest > GRACE { Severity::Failed } else { Severity::Warning };
            let what = format!("{}: {cause}", self.told(&tasks));
            let why = "send times passed, and nothing was sent".to_owned();
            self.find((Check::Runs, severity), "late-dispatch", [what, why, fix]);
        }
    }

    /// `138 tasks are late: a by 2m07s, b by 40s and 136 more`
    fn told(&self, tasks: &[(Utc, TaskName)]) -> String {
        let named = tasks.iter().take(MOST_NAMED);
        let named: Vec<String> =
            named.map(|(since, name)| format!("{name} by {}", words::took(self.now.since(*since)))).collect();
        let more = tasks.len().saturating_sub(MOST_NAMED);
        let more = if more > 0 { format!(" and {} more", words::count(more as u64)) } else { String::new() };
        let verb = if tasks.len() == 1 { "is" } else { "are" };
        format!("{} {verb} late ({}{more})", words::counted(tasks.len() as u64, "task"), named.join(", "))
    }

    fn cause(&self, name: &TaskName, late: &Late) -> Cause {
        if self.fleet.alive.is_empty() {
            let fix = format!("start some: nono-scheduler --connect {}", self.place);
            return ("no scheduler is running".to_owned(), fix);
        }
        let Some(owner) = &late.owner else {
            let cause = format!("partition {} has no owner", late.partition);
            return (cause, self.undrain().unwrap_or_else(|| "nonoctl scheduler list".to_owned()));
        };
        if !self.fleet.alive.contains(owner) {
            let fix = "others take over within two session timeouts: nonoctl scheduler list";
            return (format!("their owner {owner} is gone"), fix.to_owned());
        }
        self.unfit(owner).or_else(|| self.full(owner, late)).unwrap_or_else(|| {
            let cause = format!("their owner {owner} lives, and does not say what keeps it from them");
            (cause, format!("nonoctl task explain {name}"))
        })
    }

    /// What is wrong with an owner that is a member.
    fn unfit(&self, owner: &MemberId) -> Option<Cause> {
        let see = format!("see its log and its host, and end it if it does not move: nonoctl scheduler get {owner}");
        if self.fleet.assignment.as_ref().is_some_and(|plan| plan.hung.contains_key(owner)) {
            return Some((format!("the leader found that their owner {owner} hangs"), see));
        }
        let Some((stats, stat)) = self.fleet.stats.get(owner) else {
            return Some((format!("their owner {owner} has written no figures"), see));
        };
        let silent = self.now.since(stat.mtime());
        if silent > SILENT {
            let cause = format!("their owner {owner} is silent: it wrote its last figures {} ago", words::took(silent));
            return Some((cause, see));
        }
        let member = self.fleet.members.get(owner)?;
        if self.fleet.intents.get(&member.name).is_some_and(|intent| intent.drain) {
            let fix = format!("nonoctl scheduler undrain {}", member.name);
            return Some((format!("their owner {owner} is drained"), fix));
        }
        if member.leaving {
            let fix = "others take over from it: nonoctl scheduler list".to_owned();
            return Some((format!("their owner {owner} is about to stop"), fix));
        }
        let why = stats.not_ready.as_ref()?;
        Some((format!("their owner {owner} is not ready: {why}"), format!("nonoctl scheduler get {owner}")))
    }

    /// The limits that an owner keeps.
    fn full(&self, owner: &MemberId, late: &Late) -> Option<Cause> {
        let (stats, _) = self.fleet.stats.get(owner)?;
        if let Some(full) = stats.full_hosts.iter().find(|full| full.waiting > 0 && full.is_of(&late.url)) {
            let cause = format!(
                "their worker {} has {} from {owner} on their way, which is the most, and {} wait for it",
                full.host,
                words::counted(full.in_flight, "request"),
                words::counted(full.waiting, "run")
            );
            let fix = "make the worker faster, spread the tasks with --jitter, or raise --max-in-flight-per-host";
            return Some((cause, fix.to_owned()));
        }
        let Stats { waiting, in_flight, .. } = stats;
        (*waiting > 0).then(|| {
            let cause = format!(
                "their owner {owner} is at its limit: {} on their way, {} wait",
                words::counted(*in_flight, "request"),
                words::counted(*waiting, "run")
            );
            let fix = "spread the tasks with --jitter, add schedulers, or raise --max-in-flight".to_owned();
            (cause, fix)
        })
    }

    /// How to give the cluster somebody to take partitions, if all of it is drained.
    fn undrain(&self) -> Option<String> {
        let is_drained = |name| self.fleet.intents.get(name).is_some_and(|intent| intent.drain);
        let mut members = self.fleet.members.values().map(|member| &member.name);
        let first = members.next().filter(|name| is_drained(*name))?;
        members.all(is_drained).then(|| format!("nonoctl scheduler undrain {first}"))
    }
}
