//! A mixture of tasks for stories about faults: both deliveries, each misfire policy, retries, slow workers, jitter.
//!
//! What they were to do is read from the documents that the log holds, by arithmetic of our own. A story may edit
//! them as it likes but for their schedules.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::board::Board;
use crate::checker::Duty;
use crate::manifest::{self, Manifest};

/// How many tasks of each kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mixture {
    /// Every two seconds, `at_least_once`, all misfires are run.
    pub least: usize,
    /// Every two seconds, `at_most_once`, all misfires are run.
    pub most: usize,
    /// Every second with a jitter of a second; misfires are left out, or the last one is run.
    pub spread: usize,
    /// Every two seconds with a jitter of six, so that many runs are claimed and not sent at each moment; misfires are
    /// left out.
    pub wide: usize,
    /// Every five seconds, to a worker that fails each run's first attempt.
    pub flaky: usize,
    /// Every ten seconds, to a worker that takes two and a half; every other one `at_most_once`.
    pub slow: usize,
}

impl Mixture {
    /// What most stories use: 66 tasks, some 40 requests a second.
    #[must_use]
    pub const fn usual() -> Self {
        Self { least: 16, most: 16, spread: 16, wide: 6, flaky: 6, slow: 6 }
    }

    /// No retries and no slow workers: each request's send time follows from its run.
    #[must_use]
    pub const fn plain() -> Self {
        Self { flaky: 0, slow: 0, ..Self::usual() }
    }

    /// The manifests, for a worker of which `url` knows the places.
    #[must_use]
    pub fn file(&self, url: impl Fn(&str) -> String) -> String {
        let task = |kind: &str, number: usize, path: &str, every: i64| {
            Manifest::new(format!("{kind}-{number:02}"), url(path))
                .every(every, i64::try_from(number).unwrap() % every)
                .policy("overlap", "allow")
                .policy("historyLimit", "100")
        };
        let all = "{ run: all, max: 1000 }";
        let mut tasks = Vec::new();
        for number in 0..self.least {
            tasks.push(task("least", number, "/ok", 2).policy("misfire", all));
        }
        for number in 0..self.most {
            tasks.push(task("most", number, "/ok", 2).policy("misfire", all).policy("delivery", "at_most_once"));
        }
        for number in 0..self.spread {
            let misfire = if number % 2 == 0 { "{ run: none }" } else { "{ run: last }" };
            tasks.push(task("spread", number, "/ok", 1).schedule("jitter", "1s").policy("misfire", misfire));
        }
        for number in 0..self.wide {
            tasks.push(task("wide", number, "/ok", 2).schedule("jitter", "6s").policy("misfire", "{ run: none }"));
        }
        for number in 0..self.flaky {
            let retry = "{ attempts: 4, backoff: 700ms, jitter: false }";
            tasks.push(task("flaky", number, "/flaky?n=1", 5).policy("misfire", all).policy("retry", retry));
        }
        for number in 0..self.slow {
            let delivery = if number % 2 == 0 { "at_least_once" } else { "at_most_once" };
            tasks.push(task("slow", number, "/slow?ms=2500", 10).policy("delivery", delivery));
        }
        manifest::file(&tasks)
    }
}

/// What all tasks with a period were to do until a moment, by their own documents.
#[must_use]
pub fn duties(board: &Board, until_ms: i64) -> Vec<Duty> {
    let mut first: BTreeMap<&str, Duty> = BTreeMap::new();
    for (after_ms, task) in &board.versions {
        let schedule = &task.document["task"]["schedule"];
        let seconds = |field: &str| span_ms(&schedule[field]) / 1000;
        if schedule["every"].is_null() {
            continue;
        }
        let duty = Duty {
            task: task.name.clone(),
            every: seconds("every"),
            offset: seconds("offset"),
            after_ms: *after_ms,
            until_ms,
            jitter_ms: span_ms(&schedule["jitter"]),
        };
        first.entry(&task.uid).or_insert(duty);
    }
    first.into_values().collect()
}

/// `2s`, `250ms`, `1h`; nothing is 0.
fn span_ms(text: &Value) -> i64 {
    let Some(text) = text.as_str() else { return 0 };
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let factor = match &text[digits..] {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        other => panic!("{other:?} in {text:?}"),
    };
    text[..digits].parse::<i64>().unwrap() * factor
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Step, Task, Write};

    #[test]
    fn duties_are_read_from_the_first_version_of_each_task() {
        let schedule = serde_json::json!({ "every": "2s", "offset": "1s", "jitter": "250ms" });
        let version = |version: i32, description: &str| {
            let document = serde_json::json!({ "task": { "description": description, "schedule": schedule } });
            let task = Task { partition: 1, name: "t".into(), uid: "u".into(), version, document };
            Step {
                zxid: i64::from(version) + 1,
                time_ms: 1000 + i64::from(version),
                session: 1,
                checks: Vec::new(),
                writes: vec![Write::Task(task)],
            }
        };
        let board = Board::replay(&[version(0, "one"), version(1, "two")]);
        let duties = duties(&board, 9000);
        let expected = Duty { task: "t".into(), every: 2, offset: 1, after_ms: 1000, until_ms: 9000, jitter_ms: 250 };
        assert_eq!(duties, [expected]);
    }
}
