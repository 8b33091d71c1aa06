//! Was anything lost, doubled, early or invented? Judges the worker's receipts with arithmetic of its own.
//!
//! It shares no code with schedules, engine or store: an instant is a whole second that leaves a known remainder. What
//! it must not do: ask the cluster what it believes it did.

use std::collections::BTreeMap;

/// What a task owes: one run for every second that leaves the remainder `offset` modulo `every`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Promise {
    /// The task.
    pub(super) task: String,
    /// Seconds between two instants.
    pub(super) every: i64,
    /// The remainder.
    pub(super) offset: i64,
    /// Milliseconds since 1970, just before the task was asked for: no run before.
    pub(super) asked: i64,
    /// Just after it was acknowledged: no run missing from here on.
    pub(super) acknowledged: i64,
}

/// One request that reached the worker. All times in milliseconds since 1970.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Receipt {
    /// `Nono-Task`.
    pub(super) task: String,
    /// `Nono-Run-Id`.
    pub(super) run: String,
    /// `Nono-Attempt`; 0 if it was no number.
    pub(super) attempt: u32,
    /// `Nono-Scheduled-At`, in seconds since 1970; `None` if it was no time.
    pub(super) instant: Option<i64>,
    /// Somebody asked for it: `Nono-Trigger` was `manual`, `backfill` or `replay`.
    pub(super) manual: bool,
    /// `Nono-Redelivery` was `true`.
    pub(super) redelivery: bool,
    /// `Nono-Epoch`; `None` if it was no number.
    pub(super) epoch: Option<u64>,
    /// When it came.
    pub(super) arrived: i64,
    /// When it was answered, and whether with success; `None` while it was not, or the caller had gone.
    pub(super) answered: Option<(i64, bool)>,
}

/// What came out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Verdict {
    /// Runs that were owed.
    pub(super) due: usize,
    /// Of them, those that were made up for after a scheduler's end, or waited for another reason: over a second late.
    pub(super) late: usize,
    /// Attempts after one that the worker had refused.
    pub(super) retried: usize,
    /// Runs sent again, marked as such, because their scheduler died, or lost its session while ZooKeeper was away, before their
    /// outcome was stored.
    pub(super) redelivered: usize,
    /// Owed and never carried out.
    pub(super) lost: Vec<String>,
    /// Sent more often than a failure or a death explains.
    pub(super) doubled: Vec<String>,
    /// Early, or at a time that is none of the task's.
    pub(super) stray: Vec<String>,
}

impl Verdict {
    /// Whether everything was as promised.
    pub(super) fn is_clean(&self) -> bool {
        self.lost.is_empty() && self.doubled.is_empty() && self.stray.is_empty()
    }
}

/// Two clock readings on one machine may differ by so much.
const CLOCK: i64 = 1;
/// An answer that is so old at a scheduler's death has its outcome stored; a younger one may not have.
const STORING: i64 = 1_000;
/// A request that was on its way when its scheduler died may arrive so much later.
const ARRIVING: i64 = 1_000;
const SECOND: i64 = 1_000;

/// What happened meanwhile, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Meanwhile<'a> {
    /// The moments when schedulers died.
    pub(super) deaths: &'a [i64],
    /// When ZooKeeper was away.
    pub(super) outages: &'a [(i64, i64)],
    /// When the whole cluster was paused: instants in one are not due.
    pub(super) pauses: &'a [(i64, i64)],
}

impl Meanwhile<'_> {
    /// Whether this request may have been left without a stored outcome, and so be followed by `next`: by the death of its
    /// scheduler, or by the loss of its session with ZooKeeper, after which the partition has another epoch.
    fn explains(self, former: &Receipt, next: &Receipt) -> bool {
        let has_another_epoch = former.epoch.zip(next.epoch).is_none_or(|(former, next)| former < next);
        self.deaths.iter().any(|&death| was_open(former, (death, death)))
            || (has_another_epoch && self.outages.iter().any(|&outage| was_open(former, outage)))
    }
}

/// Judges all instants up to `until`.
pub(super) fn judge(promises: &[Promise], receipts: &[Receipt], meanwhile: Meanwhile<'_>, until: i64) -> Verdict {
    let mut verdict = Verdict::default();
    let runs = by_run(receipts);
    for attempts in runs.values() {
        judge_repeats(attempts, meanwhile, &mut verdict);
    }
    for promise in promises {
        judge_promise(promise, &runs, meanwhile.pauses, until, &mut verdict);
    }
    verdict
}

/// The attempts of each run in the order they came.
fn by_run(receipts: &[Receipt]) -> BTreeMap<&str, Vec<&Receipt>> {
    let mut runs: BTreeMap<&str, Vec<&Receipt>> = BTreeMap::new();
    for receipt in receipts {
        runs.entry(&receipt.run).or_default().push(receipt);
    }
    for attempts in runs.values_mut() {
        attempts.sort_by_key(|receipt| receipt.arrived);
    }
    runs
}

fn judge_repeats(attempts: &[&Receipt], meanwhile: Meanwhile<'_>, verdict: &mut Verdict) {
    for pair in attempts.windows(2) {
        let [former, next] = pair else { continue };
        let refused = former.answered.is_some_and(|(at, success)| !success && at <= next.arrived);
        let numbered = next.attempt > former.attempt;
        if numbered && refused {
            verdict.retried += 1;
        } else if numbered && next.redelivery && meanwhile.explains(former, next) {
            verdict.redelivered += 1;
        } else {
            let mark = if next.redelivery { ", marked as redelivery" } else { "" };
            verdict.doubled.push(format!("{} (attempt {} after {}{mark})", named(next), next.attempt, former.attempt));
        }
    }
}

/// Whether a scheduler that could store nothing from the one moment on, and sent nothing any more from the other, may have left
/// this request without a stored outcome.
fn was_open(receipt: &Receipt, (from, to): (i64, i64)) -> bool {
    let ended = receipt.answered.map_or(i64::MAX, |(at, _)| at);
    receipt.arrived <= to + ARRIVING && ended >= from - STORING
}

fn judge_promise(
    promise: &Promise,
    runs: &BTreeMap<&str, Vec<&Receipt>>,
    pauses: &[(i64, i64)],
    until: i64,
    verdict: &mut Verdict,
) {
    let is_paused = |instant: i64| pauses.iter().any(|(from, to)| (*from..=*to).contains(&(instant * SECOND)));
    let mut by_instant: BTreeMap<i64, Vec<&Vec<&Receipt>>> = BTreeMap::new();
    for attempts in runs.values().filter(|attempts| attempts[0].task == promise.task && !attempts[0].manual) {
        judge_instant(promise, attempts[0], verdict);
        by_instant.entry(attempts[0].instant.unwrap_or(i64::MIN)).or_default().push(attempts);
    }
    for runs in by_instant.values().filter(|runs| runs.len() > 1) {
        verdict.doubled.push(format!("{} ({} runs of one instant)", named(runs[0][0]), runs.len()));
    }
    for instant in instants(promise, until).filter(|instant| !is_paused(*instant)) {
        verdict.due += 1;
        let attempts = by_instant.get(&instant).map(|runs| runs[0]);
        let done =
            attempts.is_some_and(|attempts| attempts.iter().any(|each| each.answered.is_some_and(|(_, well)| well)));
        if !done {
            verdict.lost.push(format!("{} due {}", promise.task, clock(instant)));
        } else if attempts.is_some_and(|attempts| attempts[0].arrived > (instant + 1) * SECOND) {
            verdict.late += 1;
        }
    }
}

/// The whole seconds that are owed, after the acknowledgement and up to `until`.
fn instants(promise: &Promise, until: i64) -> impl Iterator<Item = i64> {
    let first = promise.acknowledged.div_euclid(SECOND) + 1;
    let wait = (promise.offset - first).rem_euclid(promise.every);
    let step = usize::try_from(promise.every).expect("a pace is a small positive number");
    (first + wait..=until.div_euclid(SECOND)).step_by(step)
}

fn judge_instant(promise: &Promise, receipt: &Receipt, verdict: &mut Verdict) {
    let Some(instant) = receipt.instant else {
        verdict.stray.push(format!("{} names no instant", named(receipt)));
        return;
    };
    if (instant - promise.offset).rem_euclid(promise.every) != 0 || instant * SECOND + CLOCK < promise.asked {
        verdict.stray.push(format!("{} is none of its task's instants", named(receipt)));
    } else if receipt.arrived + CLOCK < instant * SECOND {
        verdict.stray.push(format!("{} came {} ms early", named(receipt), instant * SECOND - receipt.arrived));
    }
}

fn named(receipt: &Receipt) -> String {
    let instant = receipt.instant.map_or_else(|| "?".to_owned(), clock);
    format!("{} due {instant}, run {}", receipt.task, receipt.run)
}

/// The time of day in UTC.
pub(super) fn clock(second: i64) -> String {
    let day = second.rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", day / 3_600, day / 60 % 60, day % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every two seconds, asked for at 100.000 s, acknowledged 10 ms later.
    fn promise() -> Promise {
        Promise { task: "a".into(), every: 2, offset: 1, asked: 100_000, acknowledged: 100_010 }
    }

    fn receipt(instant: i64) -> Receipt {
        Receipt {
            task: "a".into(),
            run: format!("r-{instant}"),
            attempt: 1,
            instant: Some(instant),
            manual: false,
            redelivery: false,
            epoch: Some(1),
            arrived: instant * 1_000 + 3,
            answered: Some((instant * 1_000 + 5, true)),
        }
    }

    fn verdict(receipts: &[Receipt], deaths: &[i64]) -> Verdict {
        judge(&[promise()], receipts, Meanwhile { deaths, ..Meanwhile::default() }, 107_000)
    }

    fn all() -> Vec<Receipt> {
        [101, 103, 105, 107].map(receipt).to_vec()
    }

    #[test]
    fn all_that_is_owed_is_clean() {
        assert_eq!(verdict(&all(), &[]), Verdict { due: 4, ..Verdict::default() });
    }

    #[test]
    fn a_run_that_is_missing_or_was_never_answered_well_is_lost() {
        let mut receipts = all();
        receipts.remove(1);
        receipts[1].answered = Some((105_010, false));
        receipts[2].answered = None;
        assert_eq!(verdict(&receipts, &[]).lost, ["a due 00:01:43", "a due 00:01:45", "a due 00:01:47"]);
    }

    #[test]
    fn a_second_request_needs_a_refusal_or_a_death() {
        let again = |attempt, redelivery| Receipt { attempt, redelivery, arrived: 105_500, ..receipt(103) };
        let judged = |receipt: Receipt, first: Option<(i64, bool)>, deaths: &[i64]| {
            let mut receipts = all();
            receipts[1].answered = first;
            receipts.push(receipt);
            let verdict = verdict(&receipts, deaths);
            (verdict.doubled.len(), verdict.retried, verdict.redelivered)
        };
        let well = Some((103_010, true));
        assert_eq!(judged(again(2, false), well, &[]), (1, 0, 0), "for no reason");
        assert_eq!(judged(again(2, true), well, &[]), (1, 0, 0), "nobody died");
        assert_eq!(judged(again(2, false), Some((103_010, false)), &[]), (0, 1, 0), "refused");
        assert_eq!(judged(again(1, false), Some((103_010, false)), &[]), (1, 0, 0), "the number was used");
        assert_eq!(judged(again(2, true), None, &[103_200]), (0, 0, 1), "open at the death");
        assert_eq!(judged(again(2, true), well, &[103_200]), (0, 0, 1), "its outcome not stored yet");
        assert_eq!(judged(again(2, false), None, &[103_200]), (1, 0, 0), "not marked");
        assert_eq!(judged(again(2, true), well, &[105_000]), (1, 0, 0), "ended long before the death");
        assert_eq!(judged(again(2, true), None, &[101_000]), (1, 0, 0), "began after the death");
    }

    #[test]
    fn what_zookeepers_absence_left_open_may_be_sent_again_by_another_epoch_and_marked() {
        let again = Receipt { attempt: 2, redelivery: true, epoch: Some(2), arrived: 106_500, ..receipt(103) };
        let judged = |again: Receipt, answered, outage| {
            let mut receipts = all();
            receipts[1].answered = answered;
            receipts.push(again);
            let verdict =
                judge(&[promise()], &receipts, Meanwhile { outages: &[outage], ..Meanwhile::default() }, 107_000);
            (verdict.doubled.len(), verdict.redelivered)
        };
        let well = Some((103_010, true));
        assert_eq!(judged(again.clone(), well, (102_500, 106_000)), (0, 1), "nobody could store that it had ended");
        assert_eq!(judged(again.clone(), None, (104_500, 106_000)), (0, 1), "it was on its way when ZooKeeper went");
        assert_eq!(judged(again.clone(), well, (104_500, 106_000)), (1, 0), "it had ended long before");
        assert_eq!(judged(again.clone(), well, (101_000, 101_500)), (1, 0), "ZooKeeper was back before");
        for wrong in [
            Receipt { redelivery: false, ..again.clone() },
            Receipt { attempt: 1, ..again.clone() },
            Receipt { epoch: Some(1), ..again },
        ] {
            assert_eq!(judged(wrong.clone(), well, (102_500, 106_000)), (1, 0), "{wrong:?}");
        }
    }

    #[test]
    fn two_runs_of_one_instant_are_doubled() {
        let mut receipts = all();
        receipts.push(Receipt { run: "r-other".into(), ..receipt(105) });
        assert_eq!(verdict(&receipts, &[]).doubled.len(), 1);
        receipts[4].manual = true;
        assert!(verdict(&receipts, &[]).is_clean(), "a run by hand is nobody's double");
    }

    #[test]
    fn what_comes_due_while_the_whole_cluster_is_paused_is_not_due() {
        let receipts = [receipt(101), receipt(107)];
        let judged = |pauses: &[(i64, i64)]| {
            judge(&[promise()], &receipts, Meanwhile { pauses, ..Meanwhile::default() }, 107_000)
        };
        assert_eq!(judged(&[(102_500, 106_200)]), Verdict { due: 2, ..Verdict::default() });
        assert_eq!(judged(&[(104_000, 106_200)]).lost, ["a due 00:01:43"], "before it was paused");
        assert_eq!(judged(&[(i64::MIN, 103_500), (104_900, 105_100)]).lost, Vec::<String>::new(), "in two pauses");
    }

    #[test]
    fn early_and_invented_runs_are_strays() {
        for wrong in [
            Receipt { arrived: 106_990, ..receipt(107) },
            receipt(106),
            receipt(99),
            Receipt { instant: None, ..receipt(111) },
        ] {
            let mut receipts = all();
            receipts.retain(|each| each.run != wrong.run);
            receipts.push(wrong);
            assert_eq!(verdict(&receipts, &[]).stray.len(), 1, "{receipts:?}");
        }
    }

    #[test]
    fn a_run_between_the_request_and_its_acknowledgement_is_free() {
        let mut late = promise();
        late.acknowledged = 101_500;
        assert!(judge(&[late.clone()], &all(), Meanwhile::default(), 107_000).is_clean());
        assert!(judge(&[late], &all()[1..], Meanwhile::default(), 107_000).is_clean());
    }
}
