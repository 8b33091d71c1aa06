//! The judge: from the log, the worker's receipts and what the tasks were to do, whether everything was right.
//!
//! It shares no code with the product. Which instants were due it works out by its own arithmetic; what was claimed it
//! knows from the log, what was sent from the receipts. It says every breach, not only the first.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use xxhash_rust::xxh3::xxh3_64;

use crate::board::{Board, Breach, Run};
use crate::receipts::{Receipt, Spread};

/// What one task was to do: be due at every instant that is `offset` modulo `every`, after `after_ms`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Duty {
    /// The task's name.
    pub task: String,
    /// Its period, in seconds.
    pub every: i64,
    /// Its offset, in seconds.
    pub offset: i64,
    /// Instants at or before it do not count, in milliseconds since 1970.
    pub after_ms: i64,
    /// Instants after it do not count.
    pub until_ms: i64,
    /// The largest delay of a request after its instant, in milliseconds.
    pub jitter_ms: i64,
}

impl Duty {
    /// The instants, in seconds since 1970.
    pub fn instants(&self) -> impl Iterator<Item = i64> {
        let first = self.after_ms.div_euclid(1000) + 1;
        let first = first + (self.offset - first).rem_euclid(self.every);
        let last = self.until_ms.div_euclid(1000);
        (0..).map(move |count| first + count * self.every).take_while(move |&at| at <= last)
    }
}

/// What was found.
#[derive(Debug, Default)]
pub struct Verdict {
    /// All that is wrong.
    pub breaches: Vec<Breach>,
    /// Instants that were due.
    pub due: usize,
    /// Runs by outcome.
    pub outcomes: BTreeMap<String, usize>,
    /// Requests.
    pub requests: usize,
    /// Requests marked as a redelivery.
    pub redeliveries: usize,
    /// Arrival minus send time, in milliseconds, of the first requests of the schedule's runs.
    pub lateness: Spread,
}

impl Verdict {
    /// Ends the story if anything is wrong, with the first breaches of each rule.
    ///
    /// # Panics
    /// If there is a breach.
    pub fn expect_flawless(&self) {
        let mut by_rule: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for breach in &self.breaches {
            by_rule.entry(breach.rule).or_default().push(&breach.detail);
        }
        let mut text = String::new();
        for (rule, details) in by_rule {
            text.push_str(&format!("\n{} x {rule}", details.len()));
            for detail in details.iter().take(5) {
                text.push_str(&format!("\n    {detail}"));
            }
        }
        assert!(text.is_empty(), "{self}{text}");
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { breaches, due, outcomes, requests, redeliveries, lateness } = self;
        write!(
            f,
            "{due} instants due, outcomes {outcomes:?}, {requests} requests, {redeliveries} of them redeliveries, "
        )?;
        write!(f, "lateness ms {lateness}, {} breaches", breaches.len())
    }
}

/// Judges a whole story. Every task that has a claim must have a duty.
#[must_use]
pub fn judge(board: &Board, receipts: &[Receipt], duties: &[Duty]) -> Verdict {
    judge_skewed(board, receipts, duties, 0)
}

/// The same where a scheduler's clock may be ahead of the worker's by so many milliseconds.
#[must_use]
pub fn judge_skewed(board: &Board, receipts: &[Receipt], duties: &[Duty], ahead_ms: i64) -> Verdict {
    let mut verdict = Verdict { breaches: board.breaches.clone(), requests: receipts.len(), ..Verdict::default() };
    let by_run = by_run(receipts);
    due(board, duties, &mut verdict);
    for (id, run) in board.runs.iter() {
        let receipts = by_run.get(id).map(Vec::as_slice).unwrap_or_default();
        truthful(id, run, receipts, &mut verdict);
        let versions = board.versions.iter().filter(|(_, task)| id.contains(&task.uid));
        repeats(id, run, receipts, receipts.len() > 1 && versions.count() == 1, &mut verdict);
        at_most_once(id, run, receipts, &mut verdict);
        if let Some((outcome, _)) = &run.outcome {
            *verdict.outcomes.entry(outcome.word.clone()).or_default() += 1;
        }
    }
    claimed_before_sent(board, receipts, &mut verdict);
    lateness(&by_run, duties, ahead_ms, &mut verdict);
    verdict.redeliveries = receipts.iter().filter(|receipt| receipt.redelivery).count();
    verdict
}

impl Verdict {
    fn breach(&mut self, rule: &'static str, detail: String) {
        self.breaches.push(Breach { rule, detail });
    }
}

fn by_run(receipts: &[Receipt]) -> HashMap<&str, Vec<&Receipt>> {
    let mut by_run: HashMap<&str, Vec<&Receipt>> = HashMap::new();
    for receipt in receipts {
        by_run.entry(&receipt.run).or_default().push(receipt);
    }
    for requests in by_run.values_mut() {
        requests.sort_by_key(|receipt| receipt.at_us);
    }
    by_run
}

/// Ranges of misses by uid: there may be thousands of either.
fn missed(board: &Board) -> HashMap<&str, Vec<(i64, i64)>> {
    let mut missed: HashMap<&str, Vec<(i64, i64)>> = HashMap::new();
    for (uid, from, to, _) in &board.missed {
        missed.entry(uid).or_default().push((*from, *to));
    }
    missed
}

/// G4: each instant that was due ended in one recorded outcome; nothing else was claimed by a schedule.
fn due(board: &Board, duties: &[Duty], verdict: &mut Verdict) {
    let mut of_schedule: HashMap<(&str, i64), Vec<(&str, &Run)>> = HashMap::new();
    for (id, run) in board.runs.iter().filter(|(_, run)| run.claim.trigger != "manual") {
        of_schedule.entry((&run.claim.task, run.claim.scheduled_at)).or_default().push((id, run));
    }
    let uids: HashMap<&str, &str> =
        board.versions.iter().map(|(_, task)| (task.name.as_str(), task.uid.as_str())).collect();
    let missed = missed(board);
    for duty in duties {
        let uid = uids.get(duty.task.as_str()).copied().unwrap_or_default();
        let ranges = missed.get(uid).map(Vec::as_slice).unwrap_or_default();
        for at in duty.instants() {
            verdict.due += 1;
            let is_missed = ranges.iter().any(|(from, to)| (*from..=*to).contains(&at));
            match of_schedule.get(&(duty.task.as_str(), at)).map(Vec::as_slice) {
                None if is_missed => {}
                None => verdict
                    .breach("G4: an instant that is due is claimed or recorded", format!("{} at {at}", duty.task)),
                Some([(id, run)]) if !run.is_stored() => {
                    verdict.breach("G4: a claimed run has an outcome", format!("{id}: {run:?}"));
                }
                Some([_]) if is_missed => {
                    verdict.breach("an instant has one outcome", format!("{} at {at}: a run, and missed", duty.task));
                }
                Some([_]) => {}
                Some(several) => {
                    let ids: Vec<&str> = several.iter().map(|(id, _)| *id).collect();
                    verdict.breach("G1: an instant is claimed once", format!("{} at {at}: {ids:?}", duty.task));
                }
            }
        }
    }
    let dues: HashMap<&str, &Duty> = duties.iter().map(|duty| (duty.task.as_str(), duty)).collect();
    for ((task, at), runs) in of_schedule {
        let duty = dues.get(task);
        let is_due =
            duty.is_some_and(|duty| at * 1000 > duty.after_ms && (at - duty.offset).rem_euclid(duty.every) == 0);
        if !is_due {
            verdict.breach("only what is due is claimed", format!("{task} at {at}: {:?}, {duty:?}", runs[0].0));
        }
    }
}

/// What a story still waits for: instants of the duties without an outcome, and any open run that is due by then.
#[must_use]
pub fn pending(board: &Board, duties: &[Duty]) -> Vec<String> {
    let until = duties.iter().map(|duty| duty.until_ms).max().unwrap_or(i64::MAX);
    let open = board.open().filter(|(_, run)| run.claim.scheduled_at * 1000 <= until);
    let mut pending: Vec<String> =
        open.map(|(id, run)| format!("{id} is open, {:?}", run.record.as_ref().map(|record| &record.phase))).collect();
    let claimed: BTreeSet<(&str, i64)> =
        board.runs.values().map(|run| (run.claim.task.as_str(), run.claim.scheduled_at)).collect();
    let uids: HashMap<&str, &str> =
        board.versions.iter().map(|(_, task)| (task.name.as_str(), task.uid.as_str())).collect();
    let missed = missed(board);
    for duty in duties {
        let uid = uids.get(duty.task.as_str()).copied().unwrap_or_default();
        let ranges = missed.get(uid).map(Vec::as_slice).unwrap_or_default();
        let is_missed = |at| ranges.iter().any(|(from, to)| (*from..=*to).contains(&at));
        let missing = duty.instants().filter(|&at| !claimed.contains(&(duty.task.as_str(), at)) && !is_missed(at));
        pending.extend(missing.map(|at| format!("{} at {at} is not claimed", duty.task)));
    }
    pending
}

/// An outcome says no more and no less than what the worker saw.
fn truthful(id: &str, run: &Run, receipts: &[&Receipt], verdict: &mut Verdict) {
    let succeeded = receipts.iter().any(|receipt| (200..300).contains(&receipt.answer));
    if run.crowded_out && !succeeded {
        // What it was, nothing shows: only of what succeeded is it known that it was one of those counted.
        verdict.breach("an outcome is the truth", format!("{id} was counted, receipts {receipts:?}"));
    }
    let Some((outcome, _)) = &run.outcome else { return };
    let holds = match outcome.word.as_str() {
        "succeeded" => succeeded,
        "skipped" | "missed" => receipts.is_empty(),
        "failed" => !succeeded || !run.doubts_ms.is_empty(),
        "cancelled" | "timed_out" | "unknown" => true,
        _ => false,
    };
    if !holds {
        verdict.breach("an outcome is the truth", format!("{id}: {outcome:?}, receipts {receipts:?}"));
    }
}

/// G5: a request is repeated only as a retry of what failed or, marked, when a crash left the run in doubt.
fn repeats(id: &str, run: &Run, receipts: &[&Receipt], is_unchanged: bool, verdict: &mut Verdict) {
    let mut last: Option<&Receipt> = None;
    for receipt in receipts {
        let in_doubt = run.doubts_ms.iter().any(|&doubt| doubt <= receipt.at_us / 1000 + 1);
        let is_retry = last.is_some_and(|last| !(200..300).contains(&last.answer));
        if receipt.redelivery && !in_doubt {
            verdict.breach("G5: only what is in doubt is redelivered", format!("{id}: {receipt:?}"));
        }
        if receipt.redelivery && run.claim.delivery == "at_most_once" {
            verdict.breach("G5: at_most_once is never redelivered", format!("{id}: {receipt:?}"));
        }
        if let Some(last) = last {
            if run.claim.delivery == "at_most_once" {
                verdict.breach("G5: at_most_once is sent once", format!("{id}: {last:?}, then {receipt:?}"));
            }
            if receipt.attempt <= last.attempt {
                verdict.breach("G5: attempts rise", format!("{id}: {} after {}", receipt.attempt, last.attempt));
            }
            if !is_retry && !receipt.redelivery {
                verdict.breach("G5: a repeated request is marked", format!("{id}: {last:?}, then {receipt:?}"));
            }
            if receipt.body != last.body && is_unchanged {
                verdict.breach("a repeated request is the same", format!("{id}: {last:?}, then {receipt:?}"));
            }
            if receipt.epoch < last.epoch {
                verdict.breach("epochs rise", format!("{id}: {} after {}", receipt.epoch, last.epoch));
            }
        } else if receipt.attempt != 1 && !in_doubt {
            verdict.breach("the first attempt is number 1", format!("{id}: {receipt:?}"));
        }
        last = Some(receipt);
    }
}

/// G5: at most one request, and what a crash left in doubt is said to be unknown.
fn at_most_once(id: &str, run: &Run, receipts: &[&Receipt], verdict: &mut Verdict) {
    if run.claim.delivery != "at_most_once" {
        return;
    }
    if receipts.len() > 1 {
        verdict.breach("G5: at_most_once is requested once", format!("{id}: {receipts:?}"));
    }
    let known = run.outcome.as_ref().is_some_and(|(outcome, _)| outcome.word != "unknown");
    if run.orphaned_ms.is_some() && known {
        verdict.breach("G5: at_most_once in doubt is unknown", format!("{id}: {run:?}"));
    }
}

/// G2: a request leaves only after its claim; the log's times are when the server took a transaction up.
fn claimed_before_sent(board: &Board, receipts: &[Receipt], verdict: &mut Verdict) {
    for receipt in receipts {
        match board.runs.get(&receipt.run) {
            None => verdict.breach("G2: a request is of a run that was claimed", format!("{receipt:?}")),
            Some(run) if receipt.at_us / 1000 < run.claimed_ms => {
                verdict
                    .breach("G2: a claim comes before its request", format!("{receipt:?}, claimed {}", run.claimed_ms));
            }
            Some(run) if receipt.task != run.claim.task || receipt.scheduled_at != run.claim.scheduled_at => {
                verdict.breach("a request says what was claimed", format!("{receipt:?}, {:?}", run.claim));
            }
            Some(_) => {}
        }
    }
}

/// Nothing early by more than 1 ms; and how late.
fn lateness(by_run: &HashMap<&str, Vec<&Receipt>>, duties: &[Duty], ahead_ms: i64, verdict: &mut Verdict) {
    let jitters: HashMap<&str, i64> = duties.iter().map(|duty| (duty.task.as_str(), duty.jitter_ms)).collect();
    let mut figures = Vec::new();
    for (run, receipts) in by_run {
        let first = receipts[0];
        if first.trigger == "manual" {
            continue;
        }
        let jitter = jitters.get(first.task.as_str()).copied().unwrap_or_default();
        let late = first.lateness_ms(first.scheduled_at * 1000 + jitter_ms(run, jitter));
        if late < -1.0 - ahead_ms as f64 {
            verdict.breach("nothing is sent early", format!("{run} by {late} ms"));
        }
        if first.trigger == "schedule" && !first.redelivery {
            figures.push(late);
        }
    }
    verdict.lateness = Spread::of(figures);
}

/// When each of the schedule's runs was to be sent, in milliseconds since 1970.
#[must_use]
pub fn send_times<'a>(board: &'a Board, duties: &[Duty]) -> HashMap<&'a str, i64> {
    let jitters: HashMap<&str, i64> = duties.iter().map(|duty| (duty.task.as_str(), duty.jitter_ms)).collect();
    let of_schedule = board.runs.iter().filter(|(_, run)| run.claim.trigger != "manual");
    of_schedule
        .map(|(id, run)| {
            let jitter = jitters.get(run.claim.task.as_str()).copied().unwrap_or_default();
            (id, run.claim.scheduled_at * 1000 + jitter_ms(id, jitter))
        })
        .collect()
}

/// G7: each run that was acknowledged to an admin has come to an end.
#[must_use]
pub fn triggered(board: &Board, acknowledged: &[String]) -> Vec<Breach> {
    let lost = acknowledged.iter().filter(|run| !board.runs.get(run).is_some_and(Run::is_stored));
    let rule = "G4: a run that an admin was promised has an outcome";
    lost.map(|run| Breach { rule, detail: format!("{run}: {:?}", board.runs.get(run)) }).collect()
}

/// A run's jitter as docs/protocol.md defines it, below `largest`.
fn jitter_ms(run: &str, largest: i64) -> i64 {
    let scaled = (u128::from(xxh3_64(run.as_bytes())) * u128::from(largest.unsigned_abs())) >> 64;
    i64::try_from(scaled).expect("below a number that fits")
}

/// What became of the partitions of a member that was killed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Orphans {
    /// From the kill to the first request of each partition that could be judged, in milliseconds.
    pub first: Spread,
    /// Partitions in which nothing came due before they had a new owner: nothing had to wait.
    pub idle: Vec<u16>,
    /// Partitions in which something did, and of which no request came that had waited: it is not known how long it took.
    pub unjudged: Vec<u16>,
    /// Partitions that nobody has taken over.
    pub left: Vec<u16>,
}

impl Orphans {
    /// Ends the story if a partition was taken over later than `bound_ms`, if one was not at all, or if so many could not be
    /// judged that the figures say little.
    ///
    /// # Panics
    /// See above.
    #[track_caller]
    pub fn expect_within(&self, bound_ms: f64) {
        assert!(self.left.is_empty(), "never taken over: {self}");
        assert!(self.first.count > 0, "nothing can be judged: {self}");
        assert!(self.unjudged.len() * 4 <= self.first.count + self.unjudged.len(), "too little can be judged: {self}");
        assert!(self.first.max <= bound_ms, "taken over late, after more than {bound_ms} ms: {self}");
    }
}

impl std::fmt::Display for Orphans {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { first, idle, unjudged, left } = self;
        write!(f, "{first}; {} where nothing was due, {} not judged {unjudged:?}", idle.len(), unjudged.len())?;
        if left.is_empty() { Ok(()) } else { write!(f, ", not taken over {left:?}") }
    }
}

/// How long after the kill of `member` the first request of each partition that it owned came: over all runs that were to
/// be sent before the partition had a new owner. One that its jitter sends later does not wait for the take-over.
#[must_use]
pub fn orphans(board: &Board, receipts: &[Receipt], duties: &[Duty], member: &str, killed_ms: i64) -> Orphans {
    let send_times = send_times(board, duties);
    let taken: HashMap<u16, i64> = board
        .takeovers
        .iter()
        .filter(|takeover| takeover.last_owner.as_deref() == Some(member) && takeover.time_ms > killed_ms)
        .map(|takeover| (takeover.partition, takeover.time_ms))
        .collect();
    let partition_of = |run: &str| run.get(2..5).and_then(|digits| digits.parse::<u16>().ok());
    let mut first: BTreeMap<u16, i64> = BTreeMap::new();
    for receipt in receipts {
        let Some(partition) = partition_of(&receipt.run) else { continue };
        let Some(&taken_ms) = taken.get(&partition) else { continue };
        let due_ms = send_times.get(receipt.run.as_str()).copied().unwrap_or(receipt.scheduled_at * 1000);
        let was_due = due_ms <= taken_ms;
        if was_due && receipt.at_us / 1000 >= taken_ms {
            let at = first.entry(partition).or_insert(i64::MAX);
            *at = (*at).min(receipt.at_us / 1000);
        }
    }
    let due = due_meanwhile(board, duties, killed_ms, &taken);
    let silent: BTreeSet<u16> = taken.keys().copied().filter(|partition| !first.contains_key(partition)).collect();
    let (unjudged, idle) = silent.into_iter().partition(|partition| due.contains(partition));
    let left = board.owners().filter(|(_, owner)| *owner == member).map(|(partition, _)| partition).collect();
    Orphans { first: Spread::of(first.values().map(|&at| (at - killed_ms) as f64)), idle, unjudged, left }
}

/// The partitions in which a task without jitter came due between the kill and the take-over: of them a request must have
/// waited, unless the policy of its misfires left it out.
fn due_meanwhile(board: &Board, duties: &[Duty], killed_ms: i64, taken: &HashMap<u16, i64>) -> BTreeSet<u16> {
    let homes: HashMap<&str, u16> =
        board.versions.iter().map(|(_, task)| (task.name.as_str(), task.partition)).collect();
    let due = duties.iter().filter(|duty| duty.jitter_ms == 0).filter_map(|duty| {
        let home = *homes.get(duty.task.as_str())?;
        let until_ms = duty.until_ms.min(*taken.get(&home)?);
        let meanwhile = Duty { after_ms: duty.after_ms.max(killed_ms), until_ms, ..duty.clone() };
        meanwhile.instants().next().map(|_| home)
    });
    due.collect()
}

/// An edit that an admin was told is done: the value that it gave the body of a task.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// The task.
    pub task: String,
    /// What its request says from then on.
    pub body: String,
}

/// G7: each edit that was acknowledged stands in the log as a version of its task.
#[must_use]
pub fn edited(board: &Board, acknowledged: &[Edit]) -> Vec<Breach> {
    let made: BTreeSet<(&str, &str)> = board
        .versions
        .iter()
        .filter_map(|(_, task)| Some((task.name.as_str(), task.document["task"]["target"]["body"].as_str()?)))
        .collect();
    let lost = acknowledged.iter().filter(|edit| !made.contains(&(edit.task.as_str(), edit.body.as_str())));
    let rule = "G7: an edit that an admin was told is done is in the log";
    lost.map(|edit| Breach { rule, detail: format!("{edit:?}") }).collect()
}
