//! A task's state as a record.

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::history::{Element, History};
use super::{TaskState, Totals};
use crate::name::TaskUid;
use crate::time::Instant;

impl TaskState {
    /// The bytes of the record.
    ///
    /// One is written for each run, so that no serializer looks for what is to be escaped: of what stands in front of the
    /// outcomes, nothing is but fields of a newer release.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let outcomes = self.outcomes.text();
        let mut json = String::with_capacity(400 + outcomes.len());
        json.push('{');
        number(&mut json, "format", self.format);
        text(&mut json, "uid", self.uid.as_str());
        if let Some(last) = self.last_instant {
            text(&mut json, "lastInstant", last.rfc3339().whole());
        }
        json.push_str("\"totals\":{");
        what_there_is(&mut json, &self.totals);
        closed(&mut json, "},");
        number(&mut json, "failuresInARow", self.failures_in_a_row);
        if let Some((runs, from)) = self.outcomes.of_lines() {
            text(&mut json, "runs", runs);
            text(&mut json, "from", from.rfc3339().whole());
        }
        self.write_kinds(&mut json);
        if !self.extra.is_empty() {
            let extra = serde_json::to_string(&self.extra).expect("a map with texts for keys is JSON");
            json.push_str(&extra[1..extra.len() - 1]);
            json.push(',');
        }
        json.push_str("\"outcomes\":[");
        json.push_str(outcomes);
        json.push_str("]}");
        json.into_bytes()
    }

    fn write_kinds(&self, json: &mut String) {
        let mut kinds = self.outcomes.kinds().peekable();
        if kinds.peek().is_none() {
            return;
        }
        json.push_str("\"kinds\":[");
        for kind in kinds {
            json.push('"');
            json.push_str(kind);
            json.push_str("\",");
        }
        closed(json, "],");
    }
}

/// Ends what has a comma behind each of its parts.
fn closed(json: &mut String, end: &str) {
    if json.ends_with(',') {
        json.pop();
    }
    json.push_str(end);
}

fn number(json: &mut String, key: &str, number: impl itoa::Integer) {
    name(json, key);
    json.push_str(itoa::Buffer::new().format(number));
    json.push(',');
}

/// A text of which nothing has to be escaped.
fn text(json: &mut String, key: &str, text: &str) {
    name(json, key);
    json.push('"');
    json.push_str(text);
    json.push_str("\",");
}

fn name(json: &mut String, key: &str) {
    json.push('"');
    json.push_str(key);
    json.push_str("\":");
}

impl<'de> Deserialize<'de> for TaskState {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let read = Stored::deserialize(from)?;
        Ok(Self {
            format: read.format,
            outcomes: History::of(&read.uid, (read.runs, read.from), &read.kinds, read.outcomes)
                .map_err(D::Error::custom)?,
            uid: read.uid,
            last_instant: read.last_instant,
            totals: read.totals,
            failures_in_a_row: read.failures_in_a_row,
            extra: read.extra,
        })
    }
}

/// Most tasks end in one or two ways, and a count that is not there is none.
fn what_there_is(json: &mut String, totals: &Totals) {
    let Totals { succeeded, failed, timed_out, cancelled, skipped, missed, unknown } = *totals;
    let all = [
        ("succeeded", succeeded),
        ("failed", failed),
        ("timedOut", timed_out),
        ("cancelled", cancelled),
        ("skipped", skipped),
        ("missed", missed),
        ("unknown", unknown),
    ];
    all.into_iter().filter(|(_, count)| *count > 0).for_each(|(key, count)| number(json, key, count));
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
    from: Option<Instant>,
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(default, borrow)]
    outcomes: Vec<Element<'a>>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::name::{Epoch, Partition, RunId, RunKey};
    use crate::run::{Outcome, RunOutcome, Trigger};

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
        let outcomes = outcomes.into_iter().collect();
        TaskState { outcomes, ..TaskState::new("k3f9x2m4".parse().unwrap()) }
    }

    fn again(state: &TaskState) -> (Value, TaskState) {
        let json = state.write();
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
        assert_eq!(json["from"], "2026-11-24T01:00:00Z");
        let kinds = ["schedule succeeded 200 1 sched-a1-0a1b2c 4", "schedule cancelled - 0 sched-a1-0a1b2c 5"];
        assert_eq!(json["kinds"], json!(kinds));
        let lines = ["0 0 14 37 -2", "1 0 14 37 -2 two  words ", "2 0 14 37 -2 ", "3 1 - 37 -"];
        assert_eq!(json["outcomes"], json!(lines));
    }

    /// Instants `from` to `to`.
    fn missed(from: i64, to: i64) -> RunOutcome {
        RunOutcome {
            trigger: Trigger::Misfire,
            outcome: Outcome::Missed,
            started_at: None,
            lateness_ms: None,
            status: None,
            attempts: 0,
            missed_to: Some(outcome(to).scheduled_at),
            missed_count: Some(u64::try_from(to - from).unwrap() + 1),
            ..outcome(from)
        }
    }

    #[test]
    fn a_range_of_misses_is_a_line() {
        let words = RunOutcome { message: Some("why".to_owned()), ..missed(20, 20) };
        let unknown = RunOutcome { missed_to: None, missed_count: None, ..missed(30, 30) };
        let state = state([outcome(0), missed(1, 9), words, unknown]);
        let (json, read) = again(&state);
        assert_eq!(read, state);
        assert_eq!(json["kinds"][1], "misfire missed - 0 sched-a1-0a1b2c 4");
        assert_eq!(json["outcomes"], json!(["0 0 14 37 -2", "1 1 8 37 9", "20 1 0 37 1 why", "30 1 - 37 -"]));
        assert!(state.outcomes.holds(&missed(1, 9).run) && !state.outcomes.holds(&missed(9, 9).run));
    }

    #[test]
    fn any_other_is_an_object_and_every_object_is_understood() {
        let others = [
            RunOutcome { redelivered: true, ..outcome(0) },
            RunOutcome { missed_to: Some(Instant(1_795_482_009)), missed_count: Some(9), ..outcome(1) },
            RunOutcome { missed_to: Some(Instant(1_795_482_009)), lateness_ms: Some(3), ..missed(8, 9) },
            RunOutcome { extra: json!({"later": 1}).as_object().unwrap().clone(), ..outcome(2) },
            RunOutcome { run: "r-017-k3f9x2m4-m0000000042".parse().unwrap(), ..outcome(3) },
            RunOutcome { run: "r-018-k3f9x2m4-20261124T010004Z".parse().unwrap(), ..outcome(4) },
            RunOutcome { scheduled_at: Instant(7), ..outcome(5) },
        ];
        let mixed = state([outcome(6)].into_iter().chain(others).chain([outcome(7)]));
        let (json, read) = again(&mixed);
        assert_eq!(read, mixed);
        let objects = json["outcomes"].as_array().unwrap().iter().filter(|element| element.is_object()).count();
        assert_eq!(objects, 7);
        let whole = serde_json::to_value(outcome(0)).unwrap();
        let older = json!({"format": 1, "uid": "k3f9x2m4", "outcomes": [whole]});
        assert_eq!(serde_json::from_value::<TaskState>(older).unwrap(), state([outcome(0)]));
    }

    #[test]
    fn a_line_that_says_something_else_is_refused() {
        let of = |line: &str| {
            let kinds = ["schedule succeeded 200 1 sched-a1-0a1b2c 4", "misfire missed - 0 sched-a1-0a1b2c 4"];
            let from = "2026-11-24T01:00:00Z";
            let json = json!({"format": 1, "uid": "k3f9x2m4", "runs": "r-017-k3f9x2m4-", "from": from, "kinds": kinds, "outcomes": [line]});
            serde_json::from_value::<TaskState>(json)
        };
        assert!(of("60 0 14 37 9").is_ok());
        for line in [
            "",
            "60 0 14 37",
            "60 2 14 37 9",
            "60 -1 14 37 9",
            "60 0 14 - 9",
            "- 0 14 37 9",
            "+60 0 14 37 9",
            "060 0 14 37 9",
            "-0 0 14 37 9",
            "60 0 14 9223372036854775807 9",
            "9223372036854775807 0 14 37 9",
            "300000000000 0 14 37 9",
            "20261124T010000Z schedule succeeded 200 14 37 9 1 0",
            "60 1 300000000000 37 9",
            "60 1 4 37 -9",
            "60 1 4 - 9",
        ] {
            let why = of(line).unwrap_err().to_string();
            assert!(why.contains(&format!("`{line}` is no outcome")), "{why}");
        }
    }

    #[test]
    fn a_kind_that_says_something_else_is_refused() {
        let of = |kind: &str, runs: &str| {
            let from = "2026-11-24T01:00:00Z";
            let json = json!({"format": 1, "uid": "k3f9x2m4", "runs": runs, "from": from, "kinds": [kind], "outcomes": ["0 0 1 2 3"]});
            serde_json::from_value::<TaskState>(json)
        };
        assert!(of("schedule succeeded - 1 sched-a1-0a1b2c 4", "r-017-k3f9x2m4-").is_ok());
        for kind in [
            "",
            "schedule succeeded 200 1 sched-a1-0a1b2c",
            "schedule succeeded 200 1 sched-a1-0a1b2c 4 5",
            "clock succeeded 200 1 sched-a1-0a1b2c 4",
            "schedule done 200 1 sched-a1-0a1b2c 4",
            "schedule succeeded 200 - sched-a1-0a1b2c 4",
            "schedule succeeded 200 1 sched 4",
        ] {
            let why = of(kind, "r-017-k3f9x2m4-").unwrap_err().to_string();
            assert!(why.contains("is no kind of outcome"), "{why}");
        }
        for runs in ["", "r-017-", "r-999-k3f9x2m4-", "x"] {
            assert!(of("schedule succeeded 200 1 sched-a1-0a1b2c 4", runs).is_err(), "{runs}");
        }
    }

    #[test]
    fn lines_count_from_a_moment_that_has_a_text() {
        for (from, understood) in [
            ("2026-11-24T01:00:00Z", true),
            ("9999-12-30T21:59:59Z", true),
            ("9999-12-30T22:00:00Z", false),
            ("-000100-01-01T00:00:00Z", false),
        ] {
            let kinds = ["schedule succeeded - 1 sched-a1-0a1b2c 4"];
            let json = json!({"format": 1, "uid": "k3f9x2m4", "runs": "r-017-k3f9x2m4-", "from": from, "kinds": kinds, "outcomes": ["0 0 1 2 3"]});
            assert_eq!(serde_json::from_value::<TaskState>(json).is_ok(), understood, "{from}");
        }
    }

    #[test]
    fn what_nothing_refers_to_does_not_stay() {
        let kinds = vec!["manual failed - 1 a-000000 4"; 520];
        for runs in ["r-017-k3f9x2m4-", "r-018-zzzzzzzz-"] {
            let json = json!({"format": 1, "uid": "k3f9x2m4", "runs": runs, "from": "2026-11-24T01:00:00Z", "kinds": kinds, "outcomes": []});
            let mut state: TaskState = serde_json::from_value(json).unwrap();
            (0..2).for_each(|second| state.outcomes.push(&outcome(second)));
            state.outcomes.trim(20, 16_000);
            assert!(state.write().len() < 500, "{}", String::from_utf8(state.write()).unwrap());
            assert_eq!(again(&state).0["runs"], "r-017-k3f9x2m4-");
        }
    }

    #[test]
    fn an_older_outcome_keeps_the_beginning_of_its_message_and_all_else() {
        let words = "\"é\"".repeat(50);
        let of = |second| RunOutcome { message: Some(words.clone()), redelivered: second == 1, ..outcome(second) };
        let mut state = state([0, 1, 2].map(of));
        state.outcomes.trim(20, 16_000);
        let (_, read) = again(&state);
        assert_eq!(read, state);
        let kept: Vec<usize> = state.outcomes.iter().map(|kept| kept.message.as_ref().unwrap().len()).collect();
        assert_eq!(kept, [100, 100, 200]);
        for (second, kept) in [0, 1, 2].into_iter().zip(&state.outcomes) {
            assert!(state.outcomes.holds(&kept.run));
            assert_eq!(*kept, RunOutcome { message: kept.message.clone(), ..of(second) });
            assert!(words.starts_with(kept.message.as_ref().unwrap()));
        }
    }

    #[test]
    fn the_oldest_go_and_nobody_reads_them() {
        let mut state = state([]);
        for second in 0..100 {
            let status = u16::try_from(200 + second / 10).unwrap();
            state.outcomes.push(&RunOutcome { status: Some(status), ..outcome(second) });
            state.outcomes.trim(5, 10_000);
        }
        let (json, read) = again(&state);
        assert_eq!(read, state);
        assert_eq!(state.outcomes.iter().map(|kept| kept.status).collect::<Vec<_>>(), [Some(209); 5]);
        let kinds = json["kinds"].as_array().unwrap().len();
        assert!(kinds < 7, "{kinds} kinds of one that is left");
        assert!(state.outcomes.holds(&outcome(99).run) && !state.outcomes.holds(&outcome(94).run));
        assert!(!state.outcomes.holds(&outcome(9).run), "9 is no beginning of 99's line");
    }

    #[test]
    fn all_of_a_state_comes_back() {
        let extra = json!({"later": "a \"word\"", "more": [1]}).as_object().unwrap().clone();
        let totals = Totals { succeeded: 1, timed_out: u64::MAX, ..Totals::default() };
        let bare = TaskState { last_instant: Some(Instant(7)), failures_in_a_row: 3, totals, ..state([]) };
        for state in [
            state([]),
            bare.clone(),
            TaskState { extra: extra.clone(), ..bare },
            TaskState { extra, ..state([outcome(0)]) },
        ] {
            assert_eq!(again(&state).1, state);
        }
    }

    #[test]
    fn a_full_state_is_small() {
        let full = state((0..20).map(outcome));
        let bytes = full.write().len();
        assert!(bytes < 600, "{bytes} bytes");
    }
}
