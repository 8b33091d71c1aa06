//! Replays the ledger and keeps what stands at each moment: owners, tasks, claims, records, outcomes.
//!
//! On the way it notes every breach that the log alone can show: a second claim, a claim by another than the owner,
//! without the lease's check, under a version that an edit had replaced; an outcome that changed or came twice.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::ledger::{Claim, Entry, Lease, Outcome, Record, State, Step, Task, Write};
use crate::runs::Runs;

/// A statement of docs/protocol.md that does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Breach {
    /// Which statement, in a few words.
    pub rule: &'static str,
    /// Where and how.
    pub detail: String,
}

/// What became of one run, by the log.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Run {
    /// As it was claimed first.
    pub claim: Claim,
    /// When that was, in milliseconds since 1970.
    pub claimed_ms: i64,
    /// Whether claims list it.
    pub listed: bool,
    /// Its own node, while there is one.
    pub record: Option<Box<Record>>,
    /// When it came to be in doubt whether it had been sent: its owner was gone.
    pub doubts_ms: Vec<i64>,
    /// When it came to be in doubt for good: another scheduler had its partition, and nothing said how it had ended.
    pub orphaned_ms: Option<i64>,
    /// How it ended, and when that was stored.
    pub outcome: Option<(Outcome, i64)>,
    /// Its state counts how it ended and never showed it: more came at once than a history keeps.
    pub crowded_out: bool,
}

impl Run {
    /// Whether how it ended is stored.
    #[must_use]
    pub const fn is_stored(&self) -> bool {
        self.outcome.is_some() || self.crowded_out
    }
}

/// A partition got a new owner.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Takeover {
    /// When.
    pub time_ms: i64,
    /// Which.
    pub partition: u16,
    /// Who has it now.
    pub owner: String,
    /// In which epoch.
    pub epoch: u64,
    /// Who had it last.
    pub last_owner: Option<String>,
    /// When the last owner had given it away, if it had.
    pub released_ms: Option<i64>,
}

/// What stands after all steps so far.
#[derive(Debug, Default)]
pub struct Board {
    /// Every run ever claimed.
    pub runs: Runs,
    /// Ranges of misses that were recorded in a state: uid, first, last, count.
    pub missed: Vec<(String, i64, i64, u64)>,
    /// Every change of an owner, in order.
    pub takeovers: Vec<Takeover>,
    /// Every version of every task, in order, with its time.
    pub versions: Vec<(i64, Task)>,
    /// When tasks were removed: uid, time.
    pub removed: Vec<(String, i64)>,
    /// Writes per kind of node: the first part of the path.
    pub written: BTreeMap<String, u64>,
    /// What does not hold.
    pub breaches: Vec<Breach>,
    members: HashMap<i64, BTreeSet<String>>,
    alive: BTreeSet<String>,
    leases: HashMap<u16, (Lease, i32)>,
    released: HashMap<u16, i64>,
    last_owners: HashMap<u16, String>,
    tasks: HashMap<(u16, String), Arc<Task>>,
    claims: HashMap<u16, HashMap<String, Claim>>,
    /// Runs whose record says that they are sent: among millions that are over there are few.
    sent: BTreeSet<String>,
    recorded: HashMap<String, u64>,
    /// Of the transaction that is taken in: how many outcomes each state in it shows for the first time,
    news: Vec<usize>,
    /// and runs that left claims, or whose record went.
    left: BTreeSet<String>,
    missed_known: HashSet<(String, i64, i64, u64)>,
}

impl Board {
    /// Replays a whole ledger.
    #[must_use]
    pub fn replay(steps: &[Step]) -> Self {
        let mut board = Self::default();
        for step in steps {
            board.follow(step);
        }
        board
    }

    /// Partitions that have a lease without an owner.
    #[must_use]
    pub fn unowned(&self) -> Vec<u16> {
        let mut unowned: Vec<u16> = self
            .leases
            .iter()
            .filter(|(_, (lease, _))| lease.owner.is_none())
            .map(|(&partition, _)| partition)
            .collect();
        unowned.sort_unstable();
        unowned
    }

    /// Who owns each partition.
    pub fn owners(&self) -> impl Iterator<Item = (u16, &str)> {
        self.leases.iter().filter_map(|(&partition, (lease, _))| Some((partition, lease.owner.as_deref()?)))
    }

    /// Runs that are claimed or have a record, and no outcome.
    pub fn open(&self) -> impl Iterator<Item = (&str, &Run)> {
        self.runs.iter().filter(|(_, run)| !run.is_stored() && (run.listed || run.record.is_some()))
    }

    fn breach(&mut self, rule: &'static str, detail: String) {
        self.breaches.push(Breach { rule, detail });
    }

    /// Takes one more step in.
    pub fn follow(&mut self, step: &Step) {
        for write in &step.writes {
            if let Write::Member(id) = write {
                self.members.entry(step.session).or_default().insert(id.clone());
            }
        }
        // Who may write is decided by what stood before the transaction: a release clears the lease in it.
        self.check_owner(step);
        for write in &step.writes {
            *self.written.entry(kind(write)).or_default() += 1;
            self.write(step, write);
        }
        // Which runs left claims is known when all of the transaction is taken in.
        let states =
            step.writes.iter().filter_map(|write| if let Write::State(state) = write { Some(state) } else { None });
        let (news, left) = (std::mem::take(&mut self.news), std::mem::take(&mut self.left));
        for (state, news) in states.zip(news) {
            self.count(step, state, news, &left);
        }
    }

    fn check_owner(&mut self, step: &Step) {
        let mut fenced = BTreeSet::new();
        for write in &step.writes {
            match write {
                Write::Claims(partition, _) => fenced.insert(*partition),
                Write::State(state) => fenced.insert(state.partition),
                // How an attempt ended, its executor may say after it has lost the partition.
                Write::Record(record) if !self.is_own_end(step, record) => {
                    fenced.extend(partition_of(&record.claim.run));
                    continue;
                }
                Write::RecordGone(run) => {
                    fenced.extend(partition_of(run));
                    continue;
                }
                _ => continue,
            };
        }
        for partition in fenced {
            // Before the first owner the layout is being made.
            if !self.last_owners.contains_key(&partition)
                && !step.writes.iter().any(|write| matches!(write, Write::State(_)))
            {
                continue;
            }
            let Some((lease, version)) = self.leases.get(&partition).cloned() else { continue };
            let is_mine = |owner: &String| self.members.get(&step.session).is_some_and(|mine| mine.contains(owner));
            if !lease.owner.as_ref().is_some_and(is_mine) {
                let detail = format!(
                    "partition {partition:03} of {:?} by session {:x}, zxid {:x}",
                    lease.owner, step.session, step.zxid
                );
                self.breach("G3: a partition is written by its owner alone", detail);
            }
            let path = format!("/leases/{partition:03}");
            let checked = step.checks.iter().any(|check| *check == (path.clone(), version));
            let sets = step
                .writes
                .iter()
                .any(|write| matches!(write, Write::Lease(of, _, to) if *of == partition && *to == version + 1));
            if !checked && !sets {
                let detail = format!("partition {partition:03}, zxid {:x}, checks {:?}", step.zxid, step.checks);
                self.breach("G3: a write of an owner checks the lease's version", detail);
            }
        }
    }

    /// An executor says how its own attempt ended, or that nothing of it left: then it waits, or is in doubt, as before.
    fn is_own_end(&self, step: &Step, record: &Record) -> bool {
        let ends = matches!(record.phase.as_str(), "ended" | "retry_wait");
        let before = self.runs.get(&record.claim.run).and_then(|run| run.record.as_ref());
        let taken_back = before.is_some_and(|before| {
            let own = before.executor == record.executor && before.claim.attempt == record.claim.attempt;
            own && before.phase == "sent" && matches!(record.phase.as_str(), "waiting" | "sent")
        });
        let is_its = self.members.get(&step.session).is_some_and(|mine| mine.contains(&record.executor));
        ends || taken_back && is_its
    }

    fn write(&mut self, step: &Step, write: &Write) {
        match write {
            Write::Claims(partition, entries) => self.claims(step, *partition, entries),
            Write::Lease(partition, lease, version) => self.lease(step, *partition, lease, *version),
            Write::Task(task) => {
                self.versions.push((step.time_ms, task.clone()));
                self.tasks.insert((task.partition, task.name.clone()), Arc::new(task.clone()));
            }
            Write::TaskGone(partition, name) => {
                if let Some(task) = self.tasks.remove(&(*partition, name.clone())) {
                    self.removed.push((task.uid.clone(), step.time_ms));
                }
            }
            Write::State(state) => self.state(step, state),
            Write::Record(record) => self.record(record),
            Write::RecordGone(run) => {
                self.sent.remove(run);
                if let Some(seen) = self.runs.get_mut(run) {
                    seen.record = None;
                    self.left.insert(run.clone());
                }
            }
            Write::Member(id) => {
                self.alive.insert(id.clone());
            }
            Write::MemberGone(id) => self.member_gone(step.time_ms, id),
            Write::StateGone(..) | Write::Stats(_) | Write::Other(_) => {}
            Write::Unreadable(path, why) => {
                self.breach("records are as docs/protocol.md says", format!("{path}: {why}"));
            }
        }
    }

    fn claims(&mut self, step: &Step, partition: u16, entries: &[Entry]) {
        let mut before = self.claims.remove(&partition).unwrap_or_default();
        let mut now = HashMap::with_capacity(entries.len());
        for entry in entries {
            let Entry::Run(claim) = entry else { continue };
            if now.contains_key(&claim.run) {
                self.breach("G1: claims list a run once", format!("{} twice in zxid {:x}", claim.run, step.zxid));
                continue;
            }
            let (run, old) = before.remove_entry(&claim.run).unzip();
            match &old {
                Some(old) if old.epoch > claim.epoch || old.attempt > claim.attempt => {
                    self.breach("an entry's epoch and attempt only rise", format!("{old:?} became {claim:?}"));
                }
                Some(_) => {}
                None => self.claimed(step, partition, claim),
            }
            let same = old.filter(|old| old == claim);
            now.insert(run.unwrap_or_else(|| claim.run.clone()), same.unwrap_or_else(|| claim.clone()));
        }
        for (id, _) in before {
            if let Some(run) = self.runs.get_mut(&id) {
                run.listed = false;
                self.left.insert(id);
            }
        }
        self.claims.insert(partition, now);
    }

    fn claimed(&mut self, step: &Step, partition: u16, claim: &Claim) {
        let zxid = step.zxid;
        if let Some(run) = self.runs.get_mut(&claim.run) {
            run.listed = true;
            let detail = format!("{} again in zxid {zxid:x}, first at {}", claim.run, run.claimed_ms);
            return self.breach("G1: a run is claimed once, and never again after it left claims", detail);
        }
        let task = self.tasks.get(&(partition, claim.task.clone())).cloned();
        let task = task.as_deref();
        let is_current = task.is_some_and(|task| task.version == claim.version && claim.run.contains(&task.uid));
        if !is_current {
            let detail = format!(
                "{} under version {}, zxid {zxid:x}, is {:?}",
                claim.run,
                claim.version,
                task.map(|task| (&task.uid, task.version))
            );
            self.breach("G6: a claim is made under the newest version of its task", detail);
        }
        if claim.trigger != "manual" && task.is_some_and(is_paused) {
            self.breach("G6: a paused task claims nothing", format!("{}, zxid {zxid:x}", claim.run));
        }
        let epoch = self.leases.get(&partition).map(|(lease, _)| lease.epoch);
        if epoch.is_some_and(|epoch| epoch != claim.epoch) {
            let detail = format!("{} under {}, zxid {zxid:x}, is {epoch:?}", claim.run, claim.epoch);
            self.breach("a claim is made under its owner's epoch", detail);
        }
        let run = Run {
            claim: claim.clone(),
            claimed_ms: step.time_ms,
            listed: true,
            record: None,
            doubts_ms: Vec::new(),
            orphaned_ms: None,
            outcome: None,
            crowded_out: false,
        };
        self.runs.insert(run);
    }

    fn lease(&mut self, step: &Step, partition: u16, lease: &Lease, version: i32) {
        let before = self.leases.insert(partition, (lease.clone(), version));
        let old_epoch = before.as_ref().map_or(0, |(old, _)| old.epoch);
        let rises = if lease.owner.is_some() { lease.epoch > old_epoch } else { lease.epoch >= old_epoch };
        if before.is_some() && !rises {
            self.breach(
                "a lease's epoch rises with each owner",
                format!("partition {partition:03}: {before:?} became {lease:?}"),
            );
        }
        let released_ms = self.released.remove(&partition);
        let Some(owner) = &lease.owner else {
            self.released.insert(partition, step.time_ms);
            return;
        };
        if !self.members.get(&step.session).is_some_and(|mine| mine.contains(owner)) {
            self.breach(
                "a member takes partitions for itself alone",
                format!("partition {partition:03} for {owner}, zxid {:x}", step.zxid),
            );
        }
        let last_owner = self.last_owners.insert(partition, owner.clone());
        self.takeovers.push(Takeover {
            time_ms: step.time_ms,
            partition,
            owner: owner.clone(),
            epoch: lease.epoch,
            last_owner: last_owner.clone(),
            released_ms,
        });
        let older: Vec<String> = self
            .claims
            .get(&partition)
            .into_iter()
            .flatten()
            .filter(|(_, claim)| claim.epoch < lease.epoch)
            .map(|(run, _)| run.clone())
            .collect();
        self.doubt(step.time_ms, &older);
        if last_owner.is_some_and(|last| process_of(&last) != process_of(owner)) {
            let is_lost = |id: &&String| {
                partition_of(id) == Some(partition)
                    && self.sender(id).is_some_and(|executor| !self.alive.contains(executor))
            };
            let lost: Vec<String> = self.sent.iter().filter(is_lost).cloned().collect();
            self.orphan(step.time_ms, &older);
            self.orphan(step.time_ms, &lost);
        }
    }

    fn orphan(&mut self, time_ms: i64, runs: &[String]) {
        for run in runs {
            let open = self.runs.get_mut(run).filter(|run| !run.is_stored());
            if let Some(run) = open {
                run.orphaned_ms = Some(time_ms);
            }
        }
    }

    fn doubt(&mut self, time_ms: i64, runs: &[String]) {
        for run in runs {
            if let Some(run) = self.runs.get_mut(run) {
                run.doubts_ms.push(time_ms);
            }
        }
    }

    fn record(&mut self, record: &Record) {
        let Some(run) = self.runs.get_mut(&record.claim.run) else {
            return self.breach("a record is of a run that was claimed", format!("{record:?}"));
        };
        if record.phase == "ended" {
            run.orphaned_ms = None;
        }
        run.record = Some(Box::new(record.clone()));
        match record.phase.as_str() {
            "sent" => self.sent.insert(record.claim.run.clone()),
            _ => self.sent.remove(&record.claim.run),
        };
    }

    /// The member that sends a run at this moment, by its record.
    fn sender(&self, run: &str) -> Option<&str> {
        let record = self.runs.get(run)?.record.as_ref().filter(|record| record.phase == "sent");
        record.map(|record| record.executor.as_str())
    }

    /// What a member had sent, and not ended, is in doubt once it is gone.
    fn member_gone(&mut self, time_ms: i64, id: &str) {
        self.alive.remove(id);
        let doubtful: Vec<String> = self.sent.iter().filter(|run| self.sender(run) == Some(id)).cloned().collect();
        self.doubt(time_ms, &doubtful);
        let is_elsewhere = |run: &String| {
            let lease = partition_of(run).and_then(|partition| self.leases.get(&partition));
            let owner = lease.and_then(|(lease, _)| lease.owner.as_deref());
            owner.is_some_and(|owner| process_of(owner) != process_of(id))
        };
        let lost: Vec<String> = doubtful.into_iter().filter(is_elsewhere).collect();
        self.orphan(time_ms, &lost);
    }

    fn state(&mut self, step: &Step, state: &State) {
        let (mut seen, mut news) = (BTreeSet::new(), 0);
        for outcome in &state.outcomes {
            if !seen.insert(&outcome.run) {
                self.breach(
                    "a run has one outcome",
                    format!("{} twice in one state, zxid {:x}", outcome.run, step.zxid),
                );
            }
            news += usize::from(self.outcome(step, &state.uid, outcome));
        }
        self.news.push(news);
    }

    fn count(&mut self, step: &Step, state: &State, news: usize, left: &BTreeSet<String>) {
        let recorded = self.recorded.get(&state.uid).copied().unwrap_or_default();
        if recorded == state.total {
            return;
        }
        if news < self.history_limit(state) || !self.crowd_out(&state.uid, state.total.saturating_sub(recorded), left) {
            let detail =
                format!("{} counts {} and {recorded} were seen, zxid {:x}", state.task, state.total, step.zxid);
            self.breach("a state counts each outcome once", detail);
        }
        // A breach is said once, not with every later write.
        self.recorded.insert(state.uid.clone(), state.total);
    }

    /// Where a whole history came at once, more may have come with it: the runs that left with this transaction, and have
    /// nothing to show for it, if there are as many of them as were counted beside what is seen.
    fn crowd_out(&mut self, uid: &str, count: u64, left: &BTreeSet<String>) -> bool {
        let is_over = |id: &&String| {
            let run = self.runs.get(id).filter(|_| uid_of(id) == Some(uid));
            run.is_some_and(|run| !run.listed && run.record.is_none() && !run.is_stored())
        };
        let over: Vec<&String> = left.iter().filter(is_over).collect();
        if over.len() as u64 != count {
            return false;
        }
        for id in over {
            self.runs.get_mut(id).expect("it was found").crowded_out = true;
        }
        true
    }

    /// How many outcomes the state of a task keeps.
    fn history_limit(&self, state: &State) -> usize {
        let task = self.tasks.get(&(state.partition, state.task.clone()));
        let limit = task.and_then(|task| task.document["task"]["policy"]["historyLimit"].as_u64());
        limit.map_or(20, |limit| usize::try_from(limit).unwrap_or(usize::MAX))
    }

    /// Whether this is the first to be seen of it.
    fn outcome(&mut self, step: &Step, uid: &str, outcome: &Outcome) -> bool {
        if let Some(to) = outcome.missed_to {
            let range = (uid.to_owned(), outcome.scheduled_at, to, outcome.count);
            let is_new = self.missed_known.insert(range.clone());
            if is_new {
                *self.recorded.entry(uid.to_owned()).or_default() += outcome.count;
                self.missed.push(range);
            }
            return is_new;
        }
        let Some(run) = self.runs.get_mut(&outcome.run) else {
            self.breach("G2: an outcome is of a run that was claimed", format!("{outcome:?}, zxid {:x}", step.zxid));
            return false;
        };
        match &run.outcome {
            None if run.crowded_out => {
                let detail = format!("{outcome:?}, and one before that was counted, zxid {:x}", step.zxid);
                self.breach("a run has one outcome", detail);
                false
            }
            None => {
                run.outcome = Some((outcome.clone(), step.time_ms));
                *self.recorded.entry(uid.to_owned()).or_default() += outcome.count;
                true
            }
            Some((stored, _)) if stored == outcome => false,
            Some((stored, _)) => {
                let detail = format!("{stored:?} became {outcome:?}, zxid {:x}", step.zxid);
                self.breach("an outcome once stored never changes", detail);
                false
            }
        }
    }
}

/// The uid of a run's task, from its id.
fn uid_of(run: &str) -> Option<&str> {
    run.split('-').nth(2)
}

/// A run's partition, from its id.
fn partition_of(run: &str) -> Option<u16> {
    run.get(2..5).and_then(|digits| digits.parse().ok())
}

/// A member's name: what all sessions of its process have in common.
fn process_of(member: &str) -> &str {
    member.rsplit_once('-').map_or(member, |(name, _)| name)
}

/// Whether this version is paused, until somebody resumes it.
fn is_paused(task: &Task) -> bool {
    let paused = &task.document["task"]["paused"];
    paused.is_object() && paused.get("until").is_none()
}

fn kind(write: &Write) -> String {
    match write {
        Write::Claims(..) => "claims",
        Write::Lease(..) => "leases",
        Write::Task(_) | Write::TaskGone(..) => "tasks",
        Write::State(_) | Write::StateGone(..) => "states",
        Write::Record(_) | Write::RecordGone(_) => "runs",
        Write::Member(_) | Write::MemberGone(_) => "schedulers",
        Write::Stats(_) => "stats",
        Write::Other(path) | Write::Unreadable(path, _) => path.split('/').nth(1).unwrap_or_default(),
    }
    .to_owned()
}
