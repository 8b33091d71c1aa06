//! The transaction log read as what it means for nono: who claimed what, when, under which lease and which version.
//!
//! Written from docs/protocol.md alone; the product's types are not used, so that an error in them cannot hide itself.
//! Refused transactions are counted and otherwise left out. What cannot be read becomes [`Write::Unreadable`].

use std::borrow::Cow;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::shown::{Seen, Shown};
use crate::txnlog::{Body, Op, Transaction};

/// One applied transaction.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// Its place in the order of all transactions.
    pub zxid: i64,
    /// When the server took it up, in milliseconds since 1970.
    pub time_ms: i64,
    /// The session that asked for it.
    pub session: i64,
    /// Paths, without the chroot, that it checked, with the version that they had.
    pub checks: Vec<(String, i32)>,
    /// What it wrote, in order.
    pub writes: Vec<Write>,
}

/// One write of one node.
#[derive(Clone, PartialEq, Debug)]
pub enum Write {
    /// `/claims/PPP`
    Claims(u16, Vec<Entry>),
    /// `/leases/PPP`, with the node's version from then on.
    Lease(u16, Lease, i32),
    /// `/tasks/PPP/NAME`
    Task(Task),
    /// Such a node was removed.
    TaskGone(u16, String),
    /// `/states/PPP/NAME`
    State(State),
    /// Such a node was removed.
    StateGone(u16, String),
    /// `/runs/PPP/RUN`
    Record(Record),
    /// Such a node was removed.
    RecordGone(String),
    /// `/schedulers/ID` was made.
    Member(String),
    /// And went.
    MemberGone(String),
    /// `/stats/ID`
    Stats(String),
    /// A node that tells nothing about runs: its path.
    Other(String),
    /// A node of one of the kinds above that is not what docs/protocol.md says: its path, and why.
    Unreadable(String, String),
}

/// An element of claims.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Entry {
    /// To execute a run.
    Run(Claim),
    /// To record instants as missed.
    Missed {
        /// The task's uid.
        uid: String,
        /// The first, in seconds since 1970.
        from: i64,
        /// The last.
        to: i64,
        /// How many.
        count: u64,
    },
}

/// The intent to execute a run.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Claim {
    /// The run's id.
    pub run: String,
    /// The task's name.
    pub task: String,
    /// Why.
    pub trigger: String,
    /// The instant, in seconds since 1970.
    pub scheduled_at: i64,
    /// The version of the task's node that it was made under.
    pub version: i32,
    /// `at_least_once` or `at_most_once`.
    pub delivery: String,
    /// The next attempt's number.
    pub attempt: u32,
    /// The epoch it belongs to.
    pub epoch: u64,
}

/// Who owns a partition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lease {
    /// The member, if any.
    pub owner: Option<String>,
    /// Counts the owners.
    pub epoch: u64,
}

/// A version of a task.
#[derive(Clone, PartialEq, Debug)]
pub struct Task {
    /// Where.
    pub partition: u16,
    /// Its name.
    pub name: String,
    /// Its uid.
    pub uid: String,
    /// The node's version from then on.
    pub version: i32,
    /// All of it.
    pub document: Value,
}

/// What became of a task's runs.
#[derive(Clone, PartialEq, Debug)]
pub struct State {
    /// Where.
    pub partition: u16,
    /// The task's name.
    pub task: String,
    /// And uid.
    pub uid: String,
    /// All runs that ever ended, missed ones included.
    pub total: u64,
    /// The newest of them; of a log that is read at one go, those that were not shown before.
    pub outcomes: Vec<Outcome>,
}

/// How a run ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Which; of a range of misses the first.
    pub run: String,
    /// How.
    pub word: String,
    /// Its instant, in seconds since 1970.
    pub scheduled_at: i64,
    /// When, as it stands there.
    pub ended_at: String,
    /// Attempts sent.
    pub attempts: u64,
    /// Of a range of misses, the last.
    pub missed_to: Option<i64>,
    /// And how many; 1 else.
    pub count: u64,
    /// First byte minus send time, by the scheduler's own account.
    pub lateness_ms: Option<i64>,
}

/// An open run with a node of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// What was claimed.
    pub claim: Claim,
    /// `waiting`, `sent`, `retry_wait` or `ended`.
    pub phase: String,
    /// The member that sends it.
    pub executor: String,
}

/// Reads what happened below `chroot` (`/nono`, or nothing).
#[must_use]
pub fn steps(log: &[Transaction], chroot: &str) -> Vec<Step> {
    log.iter().filter_map(|transaction| step(transaction, chroot)).collect()
}

/// How many transactions were refused, below whatever path.
#[must_use]
pub fn refused(log: &[Transaction]) -> usize {
    log.iter().filter(|transaction| matches!(transaction.body, Body::Refused { .. })).count()
}

/// What one transaction wrote below `chroot`; none if that is nothing.
#[must_use]
pub fn step(transaction: &Transaction, chroot: &str) -> Option<Step> {
    step_after(&mut None, transaction, chroot)
}

/// Reads a whole log, one transaction after the other: an outcome is told once, and not with each write of its state.
#[derive(Debug)]
pub struct Reader(Option<Shown>);

impl Default for Reader {
    fn default() -> Self {
        Self(Some(Shown::default()))
    }
}

impl Reader {
    /// As [`step`].
    pub fn step(&mut self, transaction: &Transaction, chroot: &str) -> Option<Step> {
        step_after(&mut self.0, transaction, chroot)
    }
}

fn step_after(shown: &mut Option<Shown>, transaction: &Transaction, chroot: &str) -> Option<Step> {
    let Transaction { zxid, time_ms, session, body } = transaction;
    let mut step = Step { zxid: *zxid, time_ms: *time_ms, session: *session, checks: Vec::new(), writes: Vec::new() };
    match body {
        Body::Applied(ops) => {
            for op in ops {
                apply(shown, &mut step, op, chroot);
            }
        }
        Body::SessionClosed(paths) => {
            let below = paths.iter().filter_map(|path| path.strip_prefix(chroot));
            step.writes.extend(below.filter_map(gone));
        }
        Body::Refused { .. } | Body::SessionOpened => return None,
    }
    Some(step).filter(|step| !step.writes.is_empty())
}

fn apply(shown: &mut Option<Shown>, step: &mut Step, op: &Op, chroot: &str) {
    match op {
        Op::Create { path, data, .. } => write(shown, step, path.strip_prefix(chroot), data, 0),
        Op::Set { path, data, version } => write(shown, step, path.strip_prefix(chroot), data, *version),
        Op::Delete { path } => {
            if let (Some(shown), Some(path)) = (shown, path.strip_prefix(chroot)) {
                shown.forget(path);
            }
            step.writes.extend(path.strip_prefix(chroot).and_then(gone));
        }
        Op::Check { path, version } => {
            step.checks.extend(path.strip_prefix(chroot).map(|path| (path.to_owned(), *version)));
        }
        Op::Other(_) => {}
    }
}

fn write(shown: &mut Option<Shown>, step: &mut Step, path: Option<&str>, data: &[u8], version: i32) {
    let Some(path) = path else { return };
    let read = match (shown, path.starts_with("/states/")) {
        (Some(shown), true) => state_after(shown, path, data),
        _ => meaning(path, data, version),
    };
    step.writes.push(read.unwrap_or_else(|why| Write::Unreadable(path.to_owned(), why)));
}

/// Only the outcomes that were not shown before.
fn state_after(shown: &mut Shown, path: &str, data: &[u8]) -> Meaning<Write> {
    let seen = Seen::read(data).zip(of_task(path));
    let Some((seen, (partition, task))) = seen else {
        shown.forget(path);
        return meaning(path, data, 0);
    };
    let new = &seen.outcomes[shown.known(path, &seen)..];
    let kinds = seen.kinds.iter().map(String::as_str).collect();
    let common = Common { runs: &seen.runs, from: instant(&seen.from)?.as_second(), kinds };
    let line = |line: &&RawValue| {
        let text = serde_json::from_str::<Cow<'_, str>>(line.get()).map_err(|error| error.to_string())?;
        line_of_words(&text, &common).ok_or_else(|| format!("no outcome: {text}"))
    };
    Ok(Write::State(State {
        partition: number(partition)?,
        task: task.to_owned(),
        uid: seen.uid.into_owned(),
        total: seen.totals.values().sum(),
        outcomes: new.iter().map(line).collect::<Meaning<_>>()?,
    }))
}

/// Partition and name of a path such as `/states/PPP/NAME`.
fn of_task(path: &str) -> Option<(&str, &str)> {
    let mut parts = path.split('/').skip(2);
    Some((parts.next()?, parts.next()?)).filter(|_| parts.next().is_none())
}

fn gone(path: &str) -> Option<Write> {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    Some(match parts.as_slice() {
        ["tasks", partition, name] => Write::TaskGone(partition.parse().ok()?, (*name).to_owned()),
        ["states", partition, name] => Write::StateGone(partition.parse().ok()?, (*name).to_owned()),
        ["runs", _, run] => Write::RecordGone((*run).to_owned()),
        ["schedulers", id] => Write::MemberGone((*id).to_owned()),
        _ => Write::Other(path.to_owned()),
    })
}

type Meaning<T> = Result<T, String>;

fn meaning(path: &str, data: &[u8], version: i32) -> Meaning<Write> {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let other = || Ok(Write::Other(path.to_owned()));
    match parts.as_slice() {
        // As `init` makes them: nothing was ever claimed.
        ["claims", partition] if data.is_empty() => Ok(Write::Claims(number(partition)?, Vec::new())),
        ["claims", partition] => {
            let entries =
                json(data)?["entries"].as_array().ok_or("no entries")?.iter().map(entry).collect::<Meaning<_>>();
            Ok(Write::Claims(number(partition)?, entries?))
        }
        ["leases", partition] => {
            let value = json(data)?;
            let owner = value["owner"].as_str().map(str::to_owned);
            Ok(Write::Lease(number(partition)?, Lease { owner, epoch: integer(&value, "epoch")? }, version))
        }
        ["tasks", partition, name] => {
            let document = json(data)?;
            let (name, uid) = ((*name).to_owned(), text(&document, "uid")?);
            Ok(Write::Task(Task { partition: number(partition)?, name, uid, version, document }))
        }
        ["states", partition, name] => state(number(partition)?, name, &json(data)?).map(Write::State),
        ["runs", _, _] => {
            let value = json(data)?;
            let phase = value["phase"].as_str().map(str::to_owned);
            let phase = phase.or_else(|| value["phase"].as_object()?.keys().next().cloned()).ok_or("no phase")?;
            Ok(Write::Record(Record { claim: claim(&value)?, phase, executor: text(&value, "executor")? }))
        }
        ["schedulers", id] if version == 0 => Ok(Write::Member((*id).to_owned())),
        ["stats", id] => Ok(Write::Stats((*id).to_owned())),
        _ => other(),
    }
}

fn state(partition: u16, task: &str, value: &Value) -> Meaning<State> {
    let outcomes = value["outcomes"].as_array().map(Vec::as_slice).unwrap_or_default();
    let common = Common::of(value);
    let total = value["totals"].as_object().map_or(0, |totals| totals.values().filter_map(Value::as_u64).sum());
    Ok(State {
        partition,
        task: task.to_owned(),
        uid: text(value, "uid")?,
        total,
        outcomes: outcomes.iter().map(|value| outcome(value, common.as_ref())).collect::<Meaning<_>>()?,
    })
}

/// An object, or a line of words.
fn outcome(value: &Value, common: Option<&Common<'_>>) -> Meaning<Outcome> {
    if let Some(line) = value.as_str() {
        let read = common.and_then(|common| line_of_words(line, common));
        return read.ok_or_else(|| format!("no outcome: {line}"));
    }
    Ok(Outcome {
        run: text(value, "run")?,
        word: text(value, "outcome")?,
        scheduled_at: seconds(value, "scheduledAt")?,
        ended_at: text(value, "endedAt")?,
        attempts: integer(value, "attempts")?,
        missed_to: value.get("missedTo").map(|_| seconds(value, "missedTo")).transpose()?,
        count: value.get("missedCount").map_or(Ok(1), |_| integer(value, "missedCount"))?,
        lateness_ms: value["latenessMs"].as_i64(),
    })
}

/// Such as `20261124T010000Z`.
fn moment(text: &str) -> Option<jiff::Timestamp> {
    let civil = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    Some(civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

/// `RUN TASK TRIGGER DELIVERY VERSION ATTEMPT FAILED EPOCH`.
fn claim_of_words(line: &str) -> Option<Claim> {
    let words: Vec<&str> = line.split(' ').collect();
    let [run, task, trigger, delivery, version, attempt, _, epoch] = words[..] else { return None };
    Some(Claim {
        run: run.to_owned(),
        task: task.to_owned(),
        trigger: trigger.to_owned(),
        scheduled_at: moment(run.rsplit('-').next()?)?.as_second(),
        version: version.parse().ok()?,
        delivery: delivery.to_owned(),
        attempt: attempt.parse().ok()?,
        epoch: epoch.parse().ok()?,
    })
}

/// What a state's lines refer to.
struct Common<'a> {
    runs: &'a str,
    /// In seconds since 1970.
    from: i64,
    kinds: Vec<&'a str>,
}

impl<'a> Common<'a> {
    fn of(state: &'a Value) -> Option<Self> {
        let kinds = state["kinds"].as_array()?.iter().map(|kind| kind.as_str().unwrap_or_default());
        Some(Self { runs: state["runs"].as_str()?, from: seconds(state, "from").ok()?, kinds: kinds.collect() })
    }
}

/// `AFTER KIND STARTED ENDED LATENESS MESSAGE`, where a kind is `TRIGGER OUTCOME STATUS ATTEMPTS SCHEDULER EPOCH`; of one that is
/// `missed` `AFTER KIND TO ENDED COUNT MESSAGE`.
fn line_of_words(line: &str, common: &Common<'_>) -> Option<Outcome> {
    let words: Vec<&str> = line.split(' ').collect();
    let at = jiff::Timestamp::from_second(common.from + words.first()?.parse::<i64>().ok()?).ok()?;
    let kind: Vec<&str> = common.kinds.get(words.get(1)?.parse::<usize>().ok()?)?.split(' ').collect();
    let ended = at.checked_add(jiff::SignedDuration::from_millis(words.get(3)?.parse().ok()?)).ok()?;
    let is_missed = *kind.get(1)? == "missed";
    let (first, last) = (*words.get(2)?, *words.get(4)?);
    let there = |word: &str| if word == "-" { Some(None) } else { word.parse::<i64>().ok().map(Some) };
    let (first, last) = (there(first)?, there(last)?);
    Some(Outcome {
        run: format!("{}{}", common.runs, at.strftime("%Y%m%dT%H%M%SZ")),
        word: (*kind.get(1)?).to_owned(),
        scheduled_at: at.as_second(),
        ended_at: format!("{ended:.3}"),
        attempts: kind.get(3)?.parse().ok()?,
        missed_to: first.filter(|_| is_missed).map(|span| at.as_second() + span),
        count: last.filter(|_| is_missed).map_or(Some(1), |count| u64::try_from(count).ok())?,
        lateness_ms: last.filter(|_| !is_missed),
    })
}

/// An object, or a line of words.
fn entry(value: &Value) -> Meaning<Entry> {
    if let Some(line) = value.as_str() {
        return claim_of_words(line).map(Entry::Run).ok_or_else(|| format!("no claim: {line}"));
    }
    if value.get("missedFrom").is_none() {
        return claim(value).map(Entry::Run);
    }
    Ok(Entry::Missed {
        uid: text(value, "uid")?,
        from: seconds(value, "missedFrom")?,
        to: seconds(value, "missedTo")?,
        count: integer(value, "count")?,
    })
}

fn claim(value: &Value) -> Meaning<Claim> {
    let small =
        |field| integer(value, field).and_then(|number| u32::try_from(number).map_err(|error| error.to_string()));
    Ok(Claim {
        run: text(value, "run")?,
        task: text(value, "task")?,
        trigger: text(value, "trigger")?,
        scheduled_at: seconds(value, "scheduledAt")?,
        version: value["version"].as_i64().and_then(|number| i32::try_from(number).ok()).ok_or("no version")?,
        delivery: text(value, "delivery")?,
        attempt: small("attempt")?,
        epoch: integer(value, "epoch")?,
    })
}

fn json(data: &[u8]) -> Meaning<Value> {
    serde_json::from_slice(data).map_err(|error| error.to_string())
}

fn number(text: &str) -> Meaning<u16> {
    text.parse().map_err(|_| format!("{text} is no partition"))
}

fn text(value: &Value, field: &str) -> Meaning<String> {
    value[field].as_str().map(str::to_owned).ok_or_else(|| format!("no text {field}"))
}

fn integer(value: &Value, field: &str) -> Meaning<u64> {
    value[field].as_u64().ok_or_else(|| format!("no number {field}"))
}

fn seconds(value: &Value, field: &str) -> Meaning<i64> {
    instant(&text(value, field)?).map(jiff::Timestamp::as_second)
}

fn instant(text: &str) -> Meaning<jiff::Timestamp> {
    text.parse().map_err(|error: jiff::Error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(ops: Vec<Op>) -> Transaction {
        Transaction { zxid: 5, time_ms: 6, session: 7, body: Body::Applied(ops) }
    }

    fn set(path: &str, data: &str, version: i32) -> Op {
        Op::Set { path: path.to_owned(), data: data.as_bytes().to_vec(), version }
    }

    const CLAIMS: &str = r#"{"format":1,"entries":[
        {"run":"r-017-k3f9x2m4-20261124T010000Z","task":"t","trigger":"schedule","scheduledAt":"2026-11-24T01:00:00Z",
         "version":3,"delivery":"at_least_once","attempt":1,"failed":0,"epoch":9},
        {"missedFrom":"2026-11-24T00:00:00Z","missedTo":"2026-11-24T00:30:00Z","count":31,"task":"t","uid":"k3f9x2m4","epoch":9}]}"#;

    #[test]
    fn claims_are_read_with_the_checks_of_their_transaction() {
        let check = Op::Check { path: "/nono/leases/017".to_owned(), version: 4 };
        let log = [applied(vec![check, set("/nono/claims/017", CLAIMS, 2), set("/elsewhere/claims/017", CLAIMS, 2)])];
        let steps = steps(&log, "/nono");
        let [step] = steps.as_slice() else { panic!("{steps:?}") };
        assert_eq!(step.checks, [("/leases/017".to_owned(), 4)]);
        let [Write::Claims(17, entries)] = step.writes.as_slice() else { panic!("{step:?}") };
        let [Entry::Run(claim), Entry::Missed { count: 31, from, .. }] = entries.as_slice() else {
            panic!("{entries:?}")
        };
        assert_eq!((claim.scheduled_at, claim.version, claim.epoch), (1_795_482_000, 3, 9));
        assert_eq!(*from, 1_795_478_400);
    }

    #[test]
    fn what_a_refused_transaction_would_have_written_is_not_there() {
        let refused = Transaction { zxid: 1, time_ms: 1, session: 1, body: Body::Refused { index: 1, code: -103 } };
        assert_eq!(steps(std::slice::from_ref(&refused), "/nono"), []);
        assert_eq!(super::refused(&[refused, applied(vec![])]), 1);
    }

    #[test]
    fn a_record_that_is_not_as_described_is_said_to_be_so() {
        let log = [applied(vec![set("/claims/001", "{\"entries\":[{\"run\":\"r\"}]}", 1)])];
        assert!(matches!(&steps(&log, "")[0].writes[..], [Write::Unreadable(path, _)] if path == "/claims/001"));
    }

    fn of_lines(kinds: &str, outcomes: &str) -> Transaction {
        let fields = r#""format":1,"uid":"k3f9x2m4","totals":{"succeeded":3},"runs":"r-017-k3f9x2m4-","from":"2026-11-24T01:00:00Z""#;
        let data = format!(r#"{{{fields},"kinds":[{kinds}],"outcomes":[{outcomes}]}}"#);
        applied(vec![set("/nono/states/017/t", &data, 2)])
    }

    #[test]
    fn a_state_read_after_others_tells_what_it_tells_by_itself_but_what_was_told() {
        let (one, two) = (r#""schedule succeeded 200 1 a-1 4""#, r#""schedule failed 500 2 a-1 4""#);
        let mut reader = Reader::default();
        let mut told = |kinds: &str, outcomes: &str| {
            let log = of_lines(kinds, outcomes);
            let (after, alone) = (reader.step(&log, "/nono").unwrap(), step(&log, "/nono").unwrap());
            let ([Write::State(after)], [Write::State(alone)]) = (&after.writes[..], &alone.writes[..]) else {
                panic!("{after:?}, {alone:?}")
            };
            let head = |state: &State| State { outcomes: Vec::new(), ..state.clone() };
            assert_eq!(head(after), head(alone));
            let new = alone.outcomes.len() - after.outcomes.len();
            assert_eq!(after.outcomes, alone.outcomes[new..]);
            after.outcomes.iter().map(|outcome| format!("{} {}", outcome.run, outcome.word)).collect::<Vec<String>>()
        };
        let run = |minute: u8, word: &str| format!("r-017-k3f9x2m4-20261124T01{minute:02}00Z {word}");
        let (first, second) = (r#""0 0 14 37 9""#, r#""60 0 14 37 9 a \"message\"""#);
        assert_eq!(told(one, first), [run(0, "succeeded")]);
        assert_eq!(told(one, &format!("{first},{second}")), [run(1, "succeeded")]);
        let both = format!("{one},{two}");
        assert_eq!(told(&both, &format!(r#"{second},"120 1 1 2 -""#)), [run(2, "failed")]);
        // The same line under kinds that were exchanged is another outcome.
        let exchanged = format!("{two},{one}");
        assert_eq!(told(&exchanged, &format!(r#"{second},"120 1 1 2 -""#)), [run(1, "failed"), run(2, "succeeded")]);
        assert_eq!(told(&exchanged, r#""60 0 14 37 9","120 1 1 2 -""#), [run(1, "failed"), run(2, "succeeded")]);
        assert_eq!(told(&exchanged, r#""120 1 1 2 -","120 1 1 2 -""#).len(), 2, "twice in one state is told twice");
    }

    #[test]
    fn a_line_of_a_range_of_misses_is_read() {
        let of = |line: &str| {
            let step = step(&of_lines(r#""misfire missed - 0 a-1 4""#, line), "/nono").unwrap();
            match &step.writes[..] {
                [Write::State(state)] => Some(state.outcomes[0].clone()),
                _ => None,
            }
        };
        let missed = of(r#""60 0 4 5037 5""#).unwrap();
        assert_eq!((missed.word.as_str(), missed.run.as_str()), ("missed", "r-017-k3f9x2m4-20261124T010100Z"));
        assert_eq!((missed.missed_to, missed.count), (Some(missed.scheduled_at + 4), 5));
        assert_eq!((missed.lateness_ms, missed.ended_at.as_str()), (None, "2026-11-24T01:01:05.037Z"));
        let unknown = of(r#""60 0 - 5037 -""#).unwrap();
        assert_eq!((unknown.missed_to, unknown.count), (None, 1));
        assert_eq!([r#""60 0 x 5037 5""#, r#""60 0 4 5037 -5""#].map(of), [None, None]);
    }

    #[test]
    fn a_line_of_a_state_that_means_nothing_is_said_to() {
        let log = of_lines("", r#""0 0 14 37 9""#);
        let read = Reader::default().step(&log, "/nono").unwrap();
        assert_eq!(read, step(&log, "/nono").unwrap());
        assert!(matches!(&read.writes[..], [Write::Unreadable(_, why)] if why.contains("no outcome")), "{read:?}");
    }

    #[test]
    fn a_session_that_ends_takes_its_member_along() {
        let body = Body::SessionClosed(vec!["/nono/schedulers/a-000000".to_owned(), "/nono/stats/a-000000".to_owned()]);
        let steps = steps(&[Transaction { zxid: 1, time_ms: 1, session: 1, body }], "/nono");
        assert_eq!(steps[0].writes[0], Write::MemberGone("a-000000".to_owned()));
    }
}
