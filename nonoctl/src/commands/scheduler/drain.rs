//! `nonoctl scheduler drain`
//!
//! A drain is a wish kept in the cluster; waiting for it is another thing, and ending the wait leaves the wish.

use std::collections::BTreeMap;
use std::time::Duration;

use clap::Args;
use nono_core::name::{MemberId, SchedulerName};
use nono_core::time::Utc;
use serde_json::json;
use tokio::time::Instant;

use super::census::{Census, Scheduler};
use super::intent;
use crate::confirm::{Danger, Question};
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{Change, Report};
use crate::progress::Progress;
use crate::tasks::edit::who;
use crate::words;

/// How often the cluster is asked how far it is.
const PACE: Duration = Duration::from_millis(500);

/// Take everything away from a scheduler, without losing or delaying a run
///
/// All processes of that name hand their partitions to the others, and get none until `undrain`, also after a restart.
/// Waits until they own nothing and have no request in flight; Ctrl-C ends the wait and leaves the drain.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nonoctl scheduler drain sched-a1 --reason 'kernel upgrade' --deadline 5m\n  \
    nonoctl scheduler drain sched-a1 --detach --yes")]
pub(crate) struct DrainArgs {
    /// The scheduler's name: all its processes
    name: String,
    /// Why, for those who look at the cluster meanwhile
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Do not wait until it is empty
    #[arg(long, conflicts_with = "deadline")]
    detach: bool,
    /// Wait no longer than this (exit 7); the drain goes on
    #[arg(long, value_name = "DURATION", value_parser = words::duration)]
    deadline: Option<Duration>,
    /// Drain even the last scheduler: nothing fires until another one takes over
    #[arg(long)]
    force: bool,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

impl DrainArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        invocation.block_on(self.drain(invocation))
    }

    async fn drain(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let cluster = invocation.cluster().await?;
        let census = Census::read(&cluster).await?;
        let name = self.checked(&census).map_err(|error| cluster.named(error))?;
        let mut change = self.change(&census, &name);
        if self.dry_run {
            change.dry_run = true;
            invocation.print(&Report::Changes(vec![change]))?;
            return Ok(Exit::Ok);
        }
        invocation.confirm(Danger::Moderate, &question(&cluster, &census, &name))?;
        let next = format!("Watch: nonoctl scheduler get {name} -w   Cancel: nonoctl scheduler undrain {name}");
        invocation.on_signal_say(format!("the drain may have begun. {next}"));
        intent::drain(&cluster, &name, &who(invocation, "scheduler drain", self.reason.clone())).await?;
        invocation.on_signal_say(format!("left the drain running. {next}"));
        invocation.note(format_args!("draining {}", summary(&census, &name)));
        if !self.detach {
            self.wait(invocation.progress(), &cluster, &name).await?;
            change.action = "drained";
        }
        change.notes.push(format!("undo: nonoctl scheduler undrain {name}"));
        invocation.print(&Report::Changes(vec![change]))?;
        Ok(Exit::Ok)
    }

    /// The name, if a process has it and, unless forced, another scheduler is left to take over.
    fn checked(&self, census: &Census) -> Result<SchedulerName, CommandError> {
        if let Some(one) = census.schedulers.iter().find(|one| one.id.as_str() == self.name) {
            let error =
                CommandError::usage(format!("{} is the id of one process, and a drain goes by name", self.name));
            return Err(error.with_hint(format!("nonoctl scheduler drain {}", one.member.name)));
        }
        let Some(first) = census.named(&self.name).next() else {
            return Err(
                CommandError::not_found("scheduler", &self.name, census.known()).with_hint("nonoctl scheduler list")
            );
        };
        let others = census.takers().filter(|one| one.member.name.as_str() != self.name).count();
        if others == 0 && !self.force {
            let error = CommandError::failed(format!(
                "scheduler \"{}\" is the last that can own tasks: drained, nothing fires",
                self.name
            ));
            return Err(error
                .about("scheduler", self.name.clone())
                .with_hint("start another one first, or add --force"));
        }
        Ok(first.member.name.clone())
    }

    fn change(&self, census: &Census, name: &SchedulerName) -> Change {
        let mut change = Change::new("scheduler", name.as_str(), "draining");
        let ids: Vec<&MemberId> = census.named(name.as_str()).map(|one| &one.id).collect();
        change.more.insert("processes".into(), json!(ids));
        change.more.insert("reason".into(), json!(self.reason));
        change
    }

    async fn wait(&self, mut progress: Progress, cluster: &Cluster, name: &SchedulerName) -> Result<(), CommandError> {
        let began = Instant::now();
        let mut whole = 0;
        let mut emptied = Emptied::default();
        loop {
            let census = Census::read(cluster).await.map_err(|error| goes_on(error, name))?;
            let left = census.left_by(name);
            whole = left.max(whole);
            if emptied.is_done(&census, name) {
                return Ok(());
            }
            let runs = in_flight(&census, name);
            if self.deadline.is_some_and(|deadline| began.elapsed() >= deadline) {
                return Err(too_long(name, began.elapsed(), left, runs));
            }
            progress.say(&self.progress(name, began.elapsed(), whole - left, whole, runs));
            tokio::time::sleep(PACE).await;
        }
    }

    fn progress(&self, name: &SchedulerName, elapsed: Duration, moved: usize, whole: usize, runs: u64) -> String {
        let rest =
            self.deadline.map(|deadline| format!(", deadline in {}", words::span(deadline.saturating_sub(elapsed))));
        format!("draining {name}: {moved} of {whole} partitions moved, runs left {runs}{}", rest.unwrap_or_default())
    }
}

/// Sees when the processes of a name are empty for sure: figures written before the last partition went may not count
/// a request that was sent in that second.
#[derive(Debug, Default)]
struct Emptied(BTreeMap<MemberId, Option<Utc>>);

impl Emptied {
    fn is_done(&mut self, census: &Census, name: &SchedulerName) -> bool {
        if census.left_by(name) > 0 {
            self.0.clear();
            return false;
        }
        let quiet = |one: &Scheduler, since: Option<Utc>| {
            one.stats.as_ref().is_none_or(|(stats, at)| stats.in_flight == 0 && Some(*at) > since)
        };
        let mut done = true;
        for one in census.named(name.as_str()) {
            let written = one.stats.as_ref().map(|(_, at)| *at);
            match self.0.get(&one.id) {
                Some(since) => done &= quiet(one, *since),
                None => {
                    self.0.insert(one.id.clone(), written);
                    done &= written.is_none();
                }
            }
        }
        done
    }
}

fn in_flight(census: &Census, name: &SchedulerName) -> u64 {
    census.named(name.as_str()).filter_map(|one| one.stats.as_ref()).map(|(stats, _)| stats.in_flight).sum()
}

fn too_long(name: &SchedulerName, elapsed: Duration, left: usize, runs: u64) -> CommandError {
    let left = words::counted(left as u64, "partition");
    let runs = words::counted(runs, "run");
    CommandError::timeout(format!(
        "scheduler \"{name}\" is not drained after {}: {left} and {runs} left; the drain goes on",
        words::span(elapsed)
    ))
    .about("scheduler", name.as_str())
    .with_hint(format!("nonoctl scheduler get {name}          shows how far it is"))
    .with_hint(format!("nonoctl scheduler undrain {name}      cancels it"))
}

/// The wait has failed, not the drain.
fn goes_on(error: CommandError, name: &SchedulerName) -> CommandError {
    error.with_hint(format!("the drain goes on; nonoctl scheduler get {name} shows how far it is"))
}

/// `sched-c3: 13 partitions, 240 tasks, 31 runs`
fn summary(census: &Census, name: &SchedulerName) -> String {
    let tasks = census.named(name.as_str()).filter_map(|one| one.stats.as_ref()).map(|(stats, _)| stats.tasks).sum();
    format!(
        "{name}: {}, {}, {}",
        words::counted(census.left_by(name) as u64, "partition"),
        words::counted(tasks, "task"),
        words::counted(in_flight(census, name), "run")
    )
}

fn question(cluster: &Cluster, census: &Census, name: &SchedulerName) -> Question {
    let item = |one: &Scheduler| {
        format!("{} on {}: {}", one.id, one.member.host, words::counted(one.partitions.len() as u64, "partition"))
    };
    let what = format!("drain every process named {name} in {}", cluster.place);
    Question { what, items: census.named(name.as_str()).map(item).collect() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{census, member, owning, with_stats};
    use super::*;

    fn args(name: &str, force: bool) -> DrainArgs {
        DrainArgs { name: name.into(), reason: None, detach: false, deadline: None, force, dry_run: false }
    }

    #[test]
    fn the_last_scheduler_is_drained_only_by_force_and_an_id_is_not_a_name() {
        let two = census(&[with_stats(member("a-000001"), 0, 1), with_stats(member("b-000001"), 0, 1)]);
        assert_eq!(args("a", false).checked(&two).unwrap().as_str(), "a");
        let id = args("a-000001", false).checked(&two).unwrap_err();
        assert_eq!((id.exit(), id.hints.as_slice()), (2, &["nonoctl scheduler drain a".to_owned()][..]));
        assert_eq!(args("c", false).checked(&two).unwrap_err().exit(), 3);
        let one = census(&[with_stats(member("a-000001"), 0, 1), with_stats(member("a-000002"), 0, 1)]);
        assert_eq!(args("a", false).checked(&one).unwrap_err().exit(), 1);
        assert!(args("a", true).checked(&one).is_ok());
    }

    #[test]
    fn a_drain_is_over_when_figures_written_after_the_last_partition_went_count_nothing_in_flight() {
        let name: SchedulerName = "a".parse().unwrap();
        let mut emptied = Emptied::default();
        let at = |in_flight, second| census(&[with_stats(member("a-000001"), in_flight, second)]);
        assert!(!emptied.is_done(&census(&[owning(with_stats(member("a-000001"), 0, 1), &[3])]), &name));
        assert!(!emptied.is_done(&at(0, 1), &name), "these figures are of the second in which it still owned");
        assert!(!emptied.is_done(&at(0, 1), &name));
        assert!(!emptied.is_done(&at(2, 2), &name));
        assert!(emptied.is_done(&at(0, 3), &name));
        assert!(emptied.is_done(&census(&[]), &name), "a process that is gone has nothing");
    }

    #[test]
    fn partitions_that_a_dead_process_still_holds_are_waited_for() {
        let name: SchedulerName = "a".parse().unwrap();
        let mut dead = census(&[member("b-000001")]);
        dead.gone.insert("a-000001".parse().unwrap(), 2);
        assert_eq!(dead.left_by(&name), 2);
        assert!(!Emptied::default().is_done(&dead, &name));
    }
}
