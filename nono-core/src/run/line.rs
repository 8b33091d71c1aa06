//! A task's state as a record: an ordinary outcome is a line of text in it.
//!
//! A state is written whole with each outcome, so its size is what a run costs ZooKeeper. What most outcomes have in common
//! is said once: `runs`, how the ids of its runs begin, and `by`, who ended them. A line is
//!
//! ```text
//! INSTANT TRIGGER OUTCOME STATUS STARTED ENDED LATENESS ATTEMPTS BY MESSAGE
//! 20261124T010000Z schedule succeeded 200 14 37 9 1 0 done
//! ```
//!
//! with `STARTED` and `ENDED` in milliseconds after the instant, `BY` a place in `by`, `-` for what there is not, and a
//! message only where there is one: all after the ninth space. Any other outcome (of a command, of a range of misses,
//! redelivered, with fields of a newer release) is an object, and any outcome may be one.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt::{self, Write};
use std::sync::Arc;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::{Outcome, RunOutcome, TaskState, Totals, Trigger};
use crate::name::{Epoch, MemberId, RunId, RunKey, TaskUid};
use crate::time::{Instant, Utc};

/// `r-PPP-UID-`, in bytes.
const PREFIX: usize = 15;
/// `-`: there is none.
const NONE: &str = "-";

impl Serialize for TaskState {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut common = Common::default();
        let outcomes = self.outcomes.iter().map(|outcome| common.element(outcome)).collect();
        let Common { runs, by } = common;
        let by = by.into_iter().map(|(who, epoch)| format!("{who} {epoch}")).collect();
        Written {
            format: self.format,
            uid: &self.uid,
            last_instant: self.last_instant,
            totals: &self.totals,
            failures_in_a_row: self.failures_in_a_row,
            runs,
            by,
            outcomes,
            extra: &self.extra,
        }
        .serialize(to)
    }
}

impl<'de> Deserialize<'de> for TaskState {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let read = Stored::deserialize(from)?;
        let by = read.by.iter().map(|text| member_of(text)).collect::<Result<Vec<_>, _>>().map_err(D::Error::custom)?;
        let outcome = |element: Element<'_>| match element {
            Element::Whole(outcome) => Ok(Arc::from(outcome)),
            Element::Line(line) => parse(&line, read.runs.as_deref().unwrap_or_default(), &by)
                .map(Arc::new)
                .ok_or_else(|| D::Error::custom(format!("`{line}` is no outcome"))),
        };
        Ok(Self {
            format: read.format,
            uid: read.uid,
            last_instant: read.last_instant,
            totals: read.totals,
            failures_in_a_row: read.failures_in_a_row,
            outcomes: read.outcomes.into_iter().map(outcome).collect::<Result<VecDeque<_>, _>>()?,
            extra: read.extra,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    format: u32,
    uid: &'a TaskUid,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_instant: Option<Instant>,
    totals: &'a Totals,
    failures_in_a_row: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    runs: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by: Vec<String>,
    outcomes: Vec<Shown<'a>>,
    #[serde(flatten)]
    extra: &'a Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored<'a> {
    format: u32,
    uid: TaskUid,
    last_instant: Option<Instant>,
    #[serde(default)]
    totals: Totals,
    #[serde(default)]
    failures_in_a_row: u64,
    runs: Option<String>,
    #[serde(default)]
    by: Vec<String>,
    #[serde(default, borrow)]
    outcomes: Vec<Element<'a>>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

/// An outcome as it is written,
enum Shown<'a> {
    Line(String),
    Whole(&'a RunOutcome),
}

/// and as it is read.
enum Element<'a> {
    Line(Cow<'a, str>),
    Whole(Box<RunOutcome>),
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Line(line) => to.serialize_str(line),
            Self::Whole(outcome) => outcome.serialize(to),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Element<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(LineOrObject)
    }
}

struct LineOrObject;

impl<'de> Visitor<'de> for LineOrObject {
    type Value = Element<'de>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an outcome: a line or an object")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Element::Line(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Element::Line(Cow::Owned(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        RunOutcome::deserialize(MapAccessDeserializer::new(map)).map(|outcome| Element::Whole(Box::new(outcome)))
    }
}

/// What lines refer to.
#[derive(Default)]
struct Common<'a> {
    runs: Option<&'a str>,
    by: Vec<(&'a MemberId, Epoch)>,
}

impl<'a> Common<'a> {
    fn element(&mut self, outcome: &'a RunOutcome) -> Shown<'a> {
        self.line(outcome).map_or(Shown::Whole(outcome), Shown::Line)
    }

    /// The outcome's line, if it is an ordinary one.
    fn line(&mut self, outcome: &'a RunOutcome) -> Option<String> {
        if !is_ordinary(outcome) {
            return None;
        }
        let (prefix, key) = outcome.run.as_str().split_at_checked(PREFIX)?;
        let from = outcome.scheduled_at.utc().0;
        let ended = outcome.ended_at.0.checked_sub(from)?;
        let started = match outcome.started_at {
            Some(at) => Some(at.0.checked_sub(from)?),
            None => None,
        };
        if *self.runs.get_or_insert(prefix) != prefix {
            return None;
        }
        let by = self.place_of(&outcome.scheduler, outcome.epoch);
        let mut line = String::with_capacity(80 + outcome.message.as_ref().map_or(0, String::len));
        let (trigger, end) = (outcome.trigger.as_str(), outcome.outcome.as_str());
        write!(line, "{key} {trigger} {end} ").ok()?;
        optional(&mut line, outcome.status);
        optional(&mut line, started);
        write!(line, "{ended} ").ok()?;
        optional(&mut line, outcome.lateness_ms);
        write!(line, "{} {by}", outcome.attempts).ok()?;
        if let Some(message) = &outcome.message {
            line.push(' ');
            line.push_str(message);
        }
        Some(line)
    }

    fn place_of(&mut self, who: &'a MemberId, epoch: Epoch) -> usize {
        let known = self.by.iter().position(|by| *by == (who, epoch));
        known.unwrap_or_else(|| {
            self.by.push((who, epoch));
            self.by.len() - 1
        })
    }
}

/// Whether a line can say all of it.
pub(crate) fn is_ordinary(outcome: &RunOutcome) -> bool {
    let is_plain = !outcome.redelivered && outcome.token.is_none() && outcome.extra.is_empty();
    let is_one = outcome.missed_to.is_none() && outcome.missed_count.is_none();
    is_plain && is_one && is_of_instant(&outcome.run, outcome.scheduled_at)
}

/// Whether the id of a run says its instant.
pub(super) fn is_of_instant(run: &RunId, at: Instant) -> bool {
    run.key() == RunKey::Instant(at)
}

fn optional(line: &mut String, number: Option<impl fmt::Display>) {
    let written = match number {
        Some(number) => write!(line, "{number} "),
        None => write!(line, "{NONE} "),
    };
    written.expect("writing to a String never fails");
}

/// `NAME EPOCH`.
fn member_of(text: &str) -> Result<(MemberId, Epoch), String> {
    let read = || {
        let (who, epoch) = text.split_once(' ')?;
        Some((who.parse().ok()?, epoch.parse().ok()?))
    };
    read().ok_or_else(|| format!("`{text}` is no scheduler and epoch"))
}

fn parse(line: &str, runs: &str, by: &[(MemberId, Epoch)]) -> Option<RunOutcome> {
    let mut parts = line.splitn(10, ' ');
    let run: RunId = format!("{runs}{}", parts.next()?).parse().ok()?;
    let RunKey::Instant(at) = run.key() else { return None };
    let mut next = || parts.next().map(|text| Some(text).filter(|text| *text != NONE));
    let (trigger, outcome) = (trigger_of(next()??)?, outcome_of(next()??)?);
    let status = number(next()?)?;
    let moment = |after: i64| at.utc().0.checked_add(after).map(Utc);
    let started_at = match number(next()?)? {
        Some(after) => Some(moment(after)?),
        None => None,
    };
    let ended_at = moment(next()??.parse().ok()?)?;
    let lateness_ms = number(next()?)?;
    let attempts = next()??.parse().ok()?;
    let (scheduler, epoch) = by.get(next()??.parse::<usize>().ok()?)?.clone();
    let message = parts.next().map(str::to_owned);
    Some(RunOutcome {
        run,
        trigger,
        outcome,
        scheduled_at: at,
        started_at,
        ended_at,
        lateness_ms,
        attempts,
        redelivered: false,
        scheduler,
        epoch,
        status,
        message,
        missed_to: None,
        missed_count: None,
        token: None,
        extra: Map::new(),
    })
}

/// `None`: it is no number.
fn number<T: std::str::FromStr>(text: Option<&str>) -> Option<Option<T>> {
    match text {
        Some(text) => text.parse().ok().map(Some),
        None => Some(None),
    }
}

pub(super) fn trigger_of(word: &str) -> Option<Trigger> {
    Trigger::ALL.into_iter().find(|trigger| trigger.as_str() == word)
}

fn outcome_of(word: &str) -> Option<Outcome> {
    Outcome::ALL.into_iter().find(|outcome| outcome.as_str() == word)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::name::Partition;

    fn outcome(second: i64) -> RunOutcome {
        let at = Instant(1_795_482_000 + second);
        RunOutcome {
            run: RunId::new(Partition(17), &"k3f9x2m4".parse().unwrap(), RunKey::Instant(at)),
            trigger: Trigger::Schedule,
            outcome: Outcome::Succeeded,
            scheduled_at: at,
            started_at: Some(at.utc() + std::time::Duration::from_millis(14)),
            ended_at: at.utc() + std::time::Duration::from_millis(37),
            lateness_ms: Some(-2),
            attempts: 1,
            redelivered: false,
            scheduler: "sched-a1-0a1b2c".parse().unwrap(),
            epoch: Epoch(4),
            status: Some(200),
            message: None,
            missed_to: None,
            missed_count: None,
            token: None,
            extra: Map::new(),
        }
    }

    fn state(outcomes: impl IntoIterator<Item = RunOutcome>) -> TaskState {
        let outcomes = outcomes.into_iter().map(Arc::new).collect();
        TaskState { outcomes, ..TaskState::new("k3f9x2m4".parse().unwrap()) }
    }

    fn again(state: &TaskState) -> (Value, TaskState) {
        let json = serde_json::to_vec(state).unwrap();
        (serde_json::from_slice(&json).unwrap(), serde_json::from_slice(&json).unwrap())
    }

    #[test]
    fn an_ordinary_outcome_is_a_line() {
        let words = RunOutcome { message: Some("two  words ".to_owned()), ..outcome(1) };
        let nothing = RunOutcome { message: Some(String::new()), ..outcome(2) };
        let unsent = RunOutcome {
            outcome: Outcome::Cancelled,
            started_at: None,
            lateness_ms: None,
            status: None,
            attempts: 0,
            epoch: Epoch(5),
            ..outcome(3)
        };
        let state = state([outcome(0), words, nothing, unsent]);
        let (json, read) = again(&state);
        assert_eq!(read, state);
        assert_eq!(json["runs"], "r-017-k3f9x2m4-");
        assert_eq!(json["by"], json!(["sched-a1-0a1b2c 4", "sched-a1-0a1b2c 5"]));
        let lines = [
            "20261124T010000Z schedule succeeded 200 14 37 -2 1 0",
            "20261124T010001Z schedule succeeded 200 14 37 -2 1 0 two  words ",
            "20261124T010002Z schedule succeeded 200 14 37 -2 1 0 ",
            "20261124T010003Z schedule cancelled - - 37 - 0 1",
        ];
        assert_eq!(json["outcomes"], json!(lines));
    }

    #[test]
    fn any_other_is_an_object_and_every_object_is_understood() {
        let others = [
            RunOutcome { redelivered: true, ..outcome(0) },
            RunOutcome { missed_to: Some(Instant(1_795_482_009)), missed_count: Some(9), ..outcome(1) },
            RunOutcome { extra: json!({"later": 1}).as_object().unwrap().clone(), ..outcome(2) },
            RunOutcome { run: "r-017-k3f9x2m4-m0000000042".parse().unwrap(), ..outcome(3) },
            RunOutcome { run: "r-018-k3f9x2m4-20261124T010004Z".parse().unwrap(), ..outcome(4) },
            RunOutcome { scheduled_at: Instant(7), ..outcome(5) },
        ];
        let mixed = state([outcome(6)].into_iter().chain(others).chain([outcome(7)]));
        let (json, read) = again(&mixed);
        assert_eq!(read, mixed);
        let objects = json["outcomes"].as_array().unwrap().iter().filter(|element| element.is_object()).count();
        assert_eq!(objects, 6);
        let whole = serde_json::to_value(outcome(0)).unwrap();
        let older = json!({"format": 1, "uid": "k3f9x2m4", "outcomes": [whole]});
        assert_eq!(serde_json::from_value::<TaskState>(older).unwrap(), state([outcome(0)]));
    }

    #[test]
    fn a_line_that_says_something_else_is_refused() {
        let of = |line: &str| {
            let by = ["sched-a1-0a1b2c 4"];
            let json = json!({"format": 1, "uid": "k3f9x2m4", "runs": "r-017-k3f9x2m4-", "by": by, "outcomes": [line]});
            serde_json::from_value::<TaskState>(json)
        };
        assert!(of("20261124T010000Z schedule succeeded 200 14 37 9 1 0").is_ok());
        for line in [
            "",
            "20261124T010000Z schedule succeeded 200 14 37 9 1",
            "20261124T010000Z schedule succeeded 200 14 37 9 1 1",
            "20261124T010000Z schedule succeeded 200 14 37 9 -1 0",
            "20261124T010000Z schedule succeeded 200 14 - 9 1 0",
            "20261124T010000Z schedule done 200 14 37 9 1 0",
            "20261124T010000Z clock succeeded 200 14 37 9 1 0",
            "20261124T010000Z schedule succeeded 200 14 9223372036854775807 9 1 0",
            "m0000000042 schedule succeeded 200 14 37 9 1 0",
            "20261324T010000Z schedule succeeded 200 14 37 9 1 0",
        ] {
            let why = of(line).unwrap_err().to_string();
            assert!(why.contains(&format!("`{line}` is no outcome")), "{why}");
        }
    }

    #[test]
    fn a_full_state_is_small() {
        let full = state((0..20).map(outcome));
        let bytes = serde_json::to_vec(&full).unwrap().len();
        assert!(bytes < 1500, "{bytes} bytes");
    }
}
