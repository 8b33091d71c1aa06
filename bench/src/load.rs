//! The tasks of each load, and what they were to do, for the judge.

use std::ops::Range;

use nono_tests::board::Board;
use nono_tests::checker::Duty;
use nono_tests::manifest::{self, Manifest};

/// Below this a run's delay stays, in the loads that spread over the second.
pub(crate) const JITTER_MS: u64 = 1000;

/// Tasks `range` of those that are due every second and sent at any moment of it. What nobody could claim in time is left out, so that a
/// scheduler that starts has no backlog; `misfire` is `none` or `all`.
pub(crate) fn every_second(prefix: &str, range: Range<usize>, url: &str, misfire: &str) -> String {
    let task = |number: usize| {
        Manifest::new(format!("{prefix}-{number:06}"), url)
            .every(1, 0)
            .schedule("jitter", "1s")
            .policy("overlap", "allow")
            .policy("misfire", format!("{{ run: {misfire} }}"))
            // The proof needs each outcome to be seen in the history: many come at once where a backlog is worked off.
            .policy("historyLimit", if misfire == "all" { "100" } else { "20" })
    };
    file(range.map(task))
}

/// What task `number` of the load `flood` is called.
pub(crate) fn of_flood(number: usize) -> String {
    format!("flood-{number:06}")
}

/// Tasks that are due together, every `period` seconds.
pub(crate) fn herd(count: usize, period: i64, offset: i64, url: &str) -> String {
    let task = |number: usize| {
        Manifest::new(format!("herd-{number:06}"), url)
            .every(period, offset)
            .policy("misfire", "{ run: none }")
            .policy("historyLimit", "5")
    };
    file((0..count).map(task))
}

/// Tasks as people have them: none is due before twelve hours are over, seen from `now_s`.
pub(crate) fn idle(from: usize, count: usize, now_s: i64, url: &str) -> String {
    let team = |number: usize| ["billing", "crm", "etl", "ml", "report", "search", "shop", "web"][number % 8];
    let task = |number: usize| {
        let offset = (now_s + 43_200 + i64::try_from(number % 3600).unwrap_or(0)) % 86_400;
        Manifest::new(format!("{}.task-{number:07}", team(number)), url)
            .every(86_400, offset)
            .label("team", team(number))
    };
    file((from..from + count).map(task))
}

/// The same of which one in a thousand is due each second.
pub(crate) fn slow(from: usize, count: usize, url: &str) -> String {
    let task = |number: usize| {
        let offset = i64::try_from(number % 1000).unwrap_or(0);
        Manifest::new(format!("shop.slow-{number:07}"), url)
            .every(1000, offset)
            .schedule("jitter", "1s")
            .policy("misfire", "{ run: none }")
            .policy("historyLimit", "5")
            .label("team", "shop")
    };
    file((from..from + count).map(task))
}

fn file(tasks: impl Iterator<Item = Manifest>) -> String {
    let tasks: Vec<Manifest> = tasks.collect();
    manifest::file(&tasks)
}

/// What every task of the board was to do: be due every `every` seconds, each instant up to `until_ms` in the record.
pub(crate) fn duties(board: &Board, every: i64, offset: i64, jitter_ms: u64, until_ms: i64) -> Vec<Duty> {
    let duty = |(after_ms, task): &(i64, nono_tests::ledger::Task)| Duty {
        task: task.name.clone(),
        every,
        offset,
        after_ms: *after_ms,
        until_ms,
        jitter_ms: i64::try_from(jitter_ms).unwrap_or(0),
    };
    board.versions.iter().map(duty).collect()
}
