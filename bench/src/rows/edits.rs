//! FO4: how soon a change acts. Each task is given a schedule of every second just before a full second; what is measured
//! is from the answer to the edit until the first request by the new schedule, which cannot come before that second.

use std::collections::HashMap;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::join_all;
use nono_core::store::admin::{Admin, AdminError, Author};
use nono_core::store::zookeeper::{ConnectOptions, ZooKeeper};
use nono_core::task::Unknown;
use nono_core::task::edit::{self, PauseRule, Previous};
use nono_core::time::Utc;
use nono_tests::wait::{now_ms, until_ms};
use nono_tests::worker::micros;
use rustix::time::ClockId;

use crate::bench::Bench;
use crate::figures::quantile;
use crate::guard::Outcome;
use crate::load;
use crate::rig::{PARTITIONS, Rig};
use crate::row::{Better, Part, Reading, Row};
use crate::say::say;

pub(crate) const ROWS: [Row; 1] = [Row {
    id: "FO4",
    metric: "hot update: the edit is answered to the new plan in force, p99",
    reference: "",
    parts: &[Part { what: "", unit: "ms", better: Better::Lower, target: 100.0, moonshot: 20.0 }],
    measure: |bench| async { measure(bench).await }.boxed_local(),
}];

/// Edits of one second.
const AT_ONCE: usize = 10;
/// They are asked for so long before the full second.
const AHEAD_MS: i64 = 25;

async fn measure(bench: &Bench) -> Outcome<Vec<Reading>> {
    let mut rig = Rig::start(PARTITIONS, 512).await;
    let count = bench.size.edits;
    drop(rig.cluster.apply(&load::idle(0, count, now_ms() / 1000, &rig.url())).await);
    rig.join(2).await;
    let connect = rig.cluster.place().parse().map_err(|error| format!("{error}"))?;
    let session = ZooKeeper::connect(&ConnectOptions::to(connect)).await.map_err(|error| error.to_string())?;
    let admin = Admin::open(Arc::new(session)).await.map_err(|error| error.to_string())?;
    let (names, _) = admin.task_names().await.map_err(|error| error.to_string())?;
    let mut answered = HashMap::new();
    for batch in names.chunks(AT_ONCE) {
        let second = now_ms() / 1000 + 1;
        until_ms(second * 1000 - AHEAD_MS).await;
        let edits = batch.iter().map(|name| async {
            let changed = admin.update(name, None, &author(), |kept| faster(&kept.value, kept.stat.mtime())).await;
            changed.map(|_| (name.to_string(), micros(ClockId::Realtime)))
        });
        for edit in join_all(edits).await {
            let (name, at_us) = edit.map_err(|error| error.to_string())?;
            answered.insert(name, at_us);
        }
    }
    until_ms(now_ms() + 1500).await;
    rig.leave().await;
    let took = in_force(&rig.sink.of_runs().await, &answered);
    rig.prove(|board| load::duties(board, 1, 0, 0, 0)).await?;
    if took.len() * 2 < answered.len() {
        return Err(format!("only {} of {} edits were answered before their second", took.len(), answered.len()));
    }
    say(format_args!(
        "    {} edits: p50 {:.1} ms, p99 {:.1} ms",
        took.len(),
        quantile(&took, 0.5),
        quantile(&took, 0.99)
    ));
    // One figure of all: a p99 of parts of them would say less.
    Ok(vec![
        Reading::new(0, format!("{} edits", took.len()), vec![quantile(&took, 0.99)])
            .beside("p50 ms", quantile(&took, 0.5))
            .beside("max ms", quantile(&took, 1.0)),
    ])
}

fn author() -> Author {
    let command = "bench".to_owned();
    Author { by: "bench@bench".to_owned(), identity: None, command, reason: None, at: Utc(now_ms()) }
}

/// The task, due every second.
fn faster(task: &nono_core::task::StoredTask, mtime: Utc) -> Result<Option<nono_core::task::StoredTask>, AdminError> {
    let mut document = edit::to_manifest(task);
    document.insert("schedule".to_owned(), serde_json::json!({ "every": "1s" }));
    let previous = Previous { stored: task, mtime, now: Utc(now_ms()) };
    edit::replace_document(previous, document, Unknown::Refuse, PauseRule::AsWritten)
        .map(Some)
        .map_err(|problems| AdminError::Refused { why: problems.to_string() })
}

/// Of each edit that was answered before the full second: milliseconds from the answer to the request for that second.
/// One that was answered after it can only act on the next one, and says nothing.
fn in_force(arrivals: &[crate::arrivals::Arrival], answered: &HashMap<String, i64>) -> Vec<f64> {
    let mut first: HashMap<&str, &crate::arrivals::Arrival> = HashMap::new();
    for arrival in arrivals {
        first.entry(&arrival.task).or_insert(arrival);
    }
    let took = answered.iter().filter_map(|(task, &at_us)| {
        let second_us = (at_us + AHEAD_MS * 1000).div_euclid(1_000_000) * 1_000_000;
        let arrival = first.get(task.as_str())?;
        (at_us < second_us).then_some((arrival.at_us - at_us) as f64 / 1000.0)
    });
    took.collect()
}
