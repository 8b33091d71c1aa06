//! The cluster as values: who belongs to it, who owns what, and what operators want.
//!
//! Wire types of `/cluster`, `/tasks/PPP`, `/leases`, `/schedulers`, `/stats`, `/intents`, `/assignment`,
//! `/changes` and `/events` (docs/protocol.md). Each keeps the fields it does not know.

mod events;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::name::{Epoch, MemberId, Partition, RunId, SchedulerName, TaskName, Version};
use crate::run::{FORMAT, Outcome};
use crate::time::Utc;

pub use self::events::{Event, Events};

/// `/cluster`: written once, by `nonoctl cluster init`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClusterInfo {
    /// Of the whole layout; see [`FORMAT`].
    pub format: u32,
    /// Random, so that two clusters are never taken for each other.
    pub id: String,
    /// 1 to 999, fixed for ever.
    pub partitions: u16,
    /// Fields of a newer release.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// `/tasks/PPP`: what the last transaction changed below it. Its znode version is the plan version.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Plan {
    /// Of this record; see [`FORMAT`].
    #[serde(default)]
    pub format: u32,
    /// The names that the last transaction added, changed or removed.
    #[serde(default)]
    pub names: Vec<TaskName>,
    /// Set when they are too many to list: everything is to be read again.
    #[serde(default)]
    pub all: bool,
}

impl Plan {
    /// More names than this are not listed.
    pub const MOST_NAMES: usize = 64;

    /// The record of a transaction that changed `names`.
    #[must_use]
    pub fn of(names: Vec<TaskName>) -> Self {
        let all = names.len() > Self::MOST_NAMES;
        Self { format: FORMAT, names: if all { Vec::new() } else { names }, all }
    }
}

/// `/leases/PPP`: who owns a partition. Its znode version fences everything the owner writes (G3).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Lease {
    /// Of this record; see [`FORMAT`].
    pub format: u32,
    /// The member that owns the partition, if any does.
    pub owner: Option<MemberId>,
    /// Rises with each new owner.
    pub epoch: Epoch,
    /// Fields of a newer release.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Lease {
    /// A lease as `init` makes it: nobody's.
    #[must_use]
    pub fn free(epoch: Epoch) -> Self {
        Self { format: FORMAT, owner: None, epoch, extra: Map::new() }
    }
}

/// `/schedulers/ID` (ephemeral): a member of the cluster.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// Of this record; see [`FORMAT`].
    pub format: u32,
    /// What people call it.
    pub name: SchedulerName,
    /// The host it runs on.
    pub host: String,
    /// Its process there.
    pub pid: u32,
    /// The release it runs.
    pub version: String,
    /// The release of its time zone data.
    pub tzdb: String,
    /// Where its health, metrics and stats are served, as `host:port`.
    pub address: String,
    /// Since when it is a member.
    pub since: Utc,
    /// Set when it is to stop and hands over.
    #[serde(default)]
    pub leaving: bool,
    /// Fields of a newer release.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// `/stats/ID` (ephemeral): a member's live figures, written once a second. At most 16 KiB.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Stats {
    /// Of this record; see [`FORMAT`].
    pub format: u32,
    /// When it was written, by the member's own clock.
    pub at: Option<Utc>,
    /// Expected runs per second of each owned partition, from its tasks' schedules.
    pub weights: BTreeMap<Partition, f32>,
    /// Tasks it owns.
    pub tasks: u64,
    /// Attempts on their way.
    pub in_flight: u64,
    /// Runs that are due and wait for room among the attempts on their way, or for the time lease.
    pub waiting: u64,
    /// Up to five hosts that have as many attempts on their way as they may, and the most runs waiting for them.
    pub full_hosts: Vec<FullHost>,
    /// Runs that are claimed and have no stored outcome.
    pub open: u64,
    /// Runs that ended in the last second, by outcome.
    pub ended: BTreeMap<Outcome, u64>,
    /// Runs sent in the last second.
    pub sent_per_second: f64,
    /// Lateness of the first attempts of the last minute: p50, p99 and the largest, in milliseconds.
    pub lateness_ms: Option<[f64; 3]>,
    /// How many owned tasks are in each state.
    pub states: BTreeMap<String, u64>,
    /// Up to 50 owned tasks that are late or failing, worst first.
    pub worst: Vec<WorstTask>,
    /// Up to 50 runs that ended last, newest last.
    pub runs: Vec<RecentRun>,
    /// Tasks and records that were set aside because they could not be read.
    pub set_aside: u64,
    /// The process and its host, as the daemon measured them.
    pub host: HostFigures,
    /// Whether it counts as ready, and if not, why.
    pub not_ready: Option<String>,
}

/// A host whose limit of attempts on their way holds runs up.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FullHost {
    /// Scheme, name and port of the URLs, as far as it is short.
    pub host: String,
    /// Attempts on their way to it.
    pub in_flight: u64,
    /// Runs that wait for it.
    pub waiting: u64,
}

impl FullHost {
    /// So much of a name is said, in bytes.
    const MOST_SAID: usize = 100;

    /// What a host is called in stats, by the origin of its URLs, which is ASCII.
    #[must_use]
    pub fn called(origin: &str) -> String {
        origin.get(..Self::MOST_SAID).unwrap_or(origin).to_owned()
    }

    /// Whether requests to this URL wait for it.
    #[must_use]
    pub fn is_of(&self, url: &url::Url) -> bool {
        self.host == Self::called(&url.origin().ascii_serialization())
    }
}

/// A task that is late or failing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorstTask {
    /// Its name.
    pub task: TaskName,
    /// `late` or `failing`.
    pub state: String,
    /// In a few words.
    pub why: String,
    /// Since when, as far as its history goes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Utc>,
}

/// A run that ended a short while ago.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecentRun {
    /// Which.
    pub run: RunId,
    /// Of which task.
    pub task: TaskName,
    /// How it ended.
    pub outcome: Outcome,
    /// When.
    pub ended_at: Utc,
    /// First byte minus send time, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lateness_ms: Option<i64>,
    /// First byte to end, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<i64>,
    /// The last attempt's number.
    pub attempts: u32,
}

/// A process and its host, measured once a second.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HostFigures {
    /// CPU of the process, in cores.
    pub cpu: f64,
    /// Resident memory of the process, in bytes.
    pub memory: u64,
    /// Open files of the process.
    pub open_files: u64,
    /// And how many it may open.
    pub open_files_limit: u64,
    /// CPU of the host, 0 to 1.
    pub host_cpu: f64,
    /// One-minute load average of the host.
    pub host_load: f64,
    /// Memory of the host, in bytes.
    pub host_memory: u64,
    /// Memory of the host that is available, in bytes.
    pub host_memory_available: u64,
    /// Own clock minus ZooKeeper's, in milliseconds, from the last renewal.
    pub clock_offset_ms: i64,
    /// Round trip of the last renewal, in milliseconds.
    pub zookeeper_rtt_ms: f64,
    /// How long the first of the requests has waited that are held back for the rate of requests to ZooKeeper, in
    /// milliseconds; 0 where none is.
    #[serde(skip_serializing_if = "is_none")]
    pub zookeeper_rate_wait_ms: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_none(count: &u64) -> bool {
    *count == 0
}

/// `/intents`: what operators want of the whole cluster. While it is paused nothing is claimed; instants in a pause are not
/// due.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Intents {
    /// Of this record; see [`FORMAT`].
    #[serde(default)]
    pub format: u32,
    /// The pause that lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<ClusterPause>,
    /// The last ten that are over, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<PauseSpan>,
    /// The end of the newest pause that left that list: no earlier instant is due any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_due_before: Option<Utc>,
    /// Fields of a newer release.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A pause of the whole cluster that lasts.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ClusterPause {
    /// When it began, by ZooKeeper's clock. Absent: when this version of the record was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Utc>,
    /// Who asked, as `user@host`.
    pub by: String,
    /// Why, in the user's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A pause of the whole cluster that is over: `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PauseSpan {
    /// When it began, by ZooKeeper's clock.
    pub from: Utc,
    /// When it ended. Absent: when this version of the record was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Utc>,
}

impl Intents {
    /// So many pauses that are over are kept.
    pub const MOST_PAUSES: usize = 10;

    /// The record with the cluster paused from when it is written. If it is paused already the pause goes on, with another
    /// reason if one is given; `None`: nothing changes. `mtime` is when the record that was read was written.
    #[must_use]
    pub fn pause(&self, mtime: Utc, by: String, reason: Option<String>) -> Option<Self> {
        let mut next = self.dated(mtime);
        match &mut next.paused {
            Some(paused) if reason.is_none() || paused.reason == reason => return None,
            Some(paused) => (paused.by, paused.reason) = (by, reason),
            none => *none = Some(ClusterPause { since: None, by, reason }),
        }
        Some(next)
    }

    /// The record with the pause over from when it is written, if there is one. `mtime` as in [`Intents::pause`].
    #[must_use]
    pub fn resume(&self, mtime: Utc) -> Option<Self> {
        let mut next = self.dated(mtime);
        let from = next.paused.take()?.since?;
        next.pauses.push(PauseSpan { from, to: None });
        while next.pauses.len() > Self::MOST_PAUSES {
            let gone = next.pauses.remove(0);
            next.not_due_before = next.not_due_before.max(gone.to);
        }
        Some(next)
    }

    /// What "when this was written" means, written out: the next version is written at another time.
    fn dated(&self, mtime: Utc) -> Self {
        let mut dated = Self { format: FORMAT, ..self.clone() };
        if let Some(paused) = &mut dated.paused {
            paused.since.get_or_insert(mtime);
        }
        for span in &mut dated.pauses {
            span.to.get_or_insert(mtime);
        }
        dated
    }

    /// The pause that lasts, and since when, by ZooKeeper's clock. `mtime` as in [`Intents::pause`].
    #[must_use]
    pub fn lasting(&self, mtime: Utc) -> Option<(ClusterPause, Utc)> {
        let paused = self.paused.clone()?;
        let since = paused.since.unwrap_or(mtime);
        Some((paused, since))
    }

    /// When no instant is due, by ZooKeeper's clock: spans `[from, to)`, the last without an end while the cluster is paused.
    #[must_use]
    pub fn not_due(&self, mtime: Utc) -> Vec<(Utc, Option<Utc>)> {
        let dated = self.dated(mtime);
        let before = dated.not_due_before.map(|end| (Utc(i64::MIN), Some(end)));
        let over = dated.pauses.into_iter().map(|span| (span.from, span.to));
        let lasting = dated.paused.and_then(|paused| paused.since).map(|since| (since, None));
        before.into_iter().chain(over).chain(lasting).collect()
    }
}

/// `/intents/NAME`: what an operator wants of all processes of a scheduler's name.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Intent {
    /// Of this record; see [`FORMAT`].
    pub format: u32,
    /// To own nothing, also after a restart.
    #[serde(default)]
    pub drain: bool,
    /// Share of the load relative to others; 1 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Who asked.
    pub by: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Fields of a newer release.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// `/assignment`: the leader's plan.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Assignment {
    /// Of this record; see [`FORMAT`].
    pub format: u32,
    /// Rises with each plan.
    pub epoch: u64,
    /// Who planned.
    pub leader: Option<MemberId>,
    /// Which partitions each member should own.
    pub owners: BTreeMap<MemberId, Vec<Partition>>,
    /// Members that hang, each with the version of its stats when it was found so.
    pub hung: BTreeMap<MemberId, Version>,
    /// Fields of a newer release.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Assignment {
    /// Who should own `partition`.
    #[must_use]
    pub fn owner_of(&self, partition: Partition) -> Option<&MemberId> {
        self.owners.iter().find(|(_, owned)| owned.contains(&partition)).map(|(member, _)| member)
    }
}

/// `/changes/PPP/NAME`: the last documents of a task, newest last; ten, or as many as fit 64 KiB.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Changes {
    /// Of this record; see [`FORMAT`].
    #[serde(default)]
    pub format: u32,
    /// The documents as they were before each edit, and who replaced them.
    #[serde(default)]
    pub entries: Vec<Change>,
    /// Fields of a newer release.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// One edit of a task.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The version that the edit made (the znode's).
    pub version: Version,
    /// When, by the admin's clock: for people only.
    pub at: Utc,
    /// Who, as `user@host`.
    pub by: String,
    /// As whom ZooKeeper knows them, such as `digest:alice`; absent where they did not authenticate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// By which command, such as `task update`.
    pub command: String,
    /// Why, in the user's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The task's record before the edit.
    pub before: Value,
    /// Fields of a newer release.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Who made a task: kept in the task's own record under [`Creation::FIELD`], so that a task that was never edited needs no
/// znode more.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Creation {
    /// When, by the admin's clock: for people only.
    pub at: Utc,
    /// Who, as `user@host`.
    pub by: String,
    /// As whom ZooKeeper knows them; absent where they did not authenticate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// By which command, such as `task add`.
    pub command: String,
    /// Why, in the user's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Fields of a newer release.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Creation {
    /// Where it stands in a task's record.
    pub const FIELD: &'static str = "created";
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paused_and_resumed(intents: &Intents, from: i64) -> Intents {
        let paused = intents.pause(Utc(from - 1), "ann@host".to_owned(), None).expect("it was not paused");
        assert_eq!(paused.not_due(Utc(from)).last(), Some(&(Utc(from), None)), "since it was written");
        assert_eq!(paused.pause(Utc(from), "bob@host".to_owned(), None), None, "it is paused");
        paused.resume(Utc(from)).expect("it was paused")
    }

    #[test]
    fn a_pause_of_the_cluster_begins_and_ends_when_its_versions_were_written() {
        let resumed = paused_and_resumed(&Intents::default(), 1_000);
        assert_eq!(resumed.not_due(Utc(5_000)), [(Utc(1_000), Some(Utc(5_000)))]);
        assert_eq!(resumed.resume(Utc(5_000)), None, "it is not paused");
        let again = paused_and_resumed(&resumed, 7_000);
        // The next version was written at another time, and what "when this was written" meant stands written out.
        let paused = resumed.pause(Utc(5_000), "ann@host".to_owned(), None).expect("it was not paused");
        assert_eq!(paused.pauses, [PauseSpan { from: Utc(1_000), to: Some(Utc(5_000)) }]);
        assert_eq!(again.not_due(Utc(8_000)).last(), Some(&(Utc(7_000), Some(Utc(8_000)))));
    }

    #[test]
    fn a_pause_that_lasts_takes_another_reason_and_began_when_it_began() {
        let pause = |intents: &Intents, mtime, reason: &str| {
            intents.pause(Utc(mtime), "ann@host".to_owned(), Some(reason.to_owned()))
        };
        let first = pause(&Intents::default(), 0, "one").unwrap();
        assert_eq!(pause(&first, 1_000, "one"), None, "it says so already");
        let second = pause(&first, 1_000, "two").unwrap();
        let (paused, since) = second.lasting(Utc(9_000)).unwrap();
        assert_eq!((paused.reason.as_deref(), since), (Some("two"), Utc(1_000)));
    }

    #[test]
    fn of_pauses_that_are_over_ten_are_kept_and_before_those_nothing_is_due() {
        let mut intents = Intents::default();
        for number in 1..=13 {
            intents = paused_and_resumed(&intents, number * 10_000);
        }
        assert_eq!(intents.pauses.len(), Intents::MOST_PAUSES);
        assert_eq!(intents.not_due(Utc(0))[0], (Utc(i64::MIN), Some(Utc(39_999))));
        assert_eq!(intents.pauses[0], PauseSpan { from: Utc(40_000), to: Some(Utc(49_999)) });
    }
}
