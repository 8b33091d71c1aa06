//! FO4: how soon a change acts. Each task is given a schedule of every second just before a full second; what is measured
//! is from the answer to the edit until the first request by the new schedule, which cannot come before that second.

use std::collections::HashMap;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::join_all;
use nono_core::name::TaskName;
use nono_core::store::admin::{Admin, AdminError, Author};
use nono_core::store::zookeeper::{ConnectOptions, ZooKeeper};
use nono_core::task::Unknown;
use nono_core::task::edit::{self, PauseRule, Previous};
use nono_core::time::Utc;
use nono_tests::wait::{now_ms, until_ms};
use nono_tests::worker::micros;
use rustix::time::ClockId;

use crate::arrivals::Arrival;
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
/// They are asked for so long before the full second; where too few are answered in time, four times as long, up to the most.
const AHEAD_MS: i64 = 20;
const MOST_AHEAD_MS: i64 = 320;

/// An edit that was answered.
#[derive(Clone, Copy, Debug)]
struct Answered {
    at_us: i64,
    /// The full second that it was meant for, in seconds since 1970.
    second: i64,
}

async fn measure(bench: &Bench) -> Outcome<Vec<Reading>> {
    let mut rig = Rig::start(PARTITIONS, 512).await;
    // Some for the turns in which too few are in time.
    let count = bench.size.edits + 4 * AT_ONCE;
    drop(rig.cluster.apply(&load::idle(0, count, now_ms() / 1000, &rig.url())).await);
    rig.join(2).await;
    let connect = rig.cluster.place().parse().map_err(|error| format!("{error}"))?;
    let session = ZooKeeper::connect(&ConnectOptions::to(connect)).await.map_err(|error| error.to_string())?;
    let admin = Admin::open(Arc::new(session)).await.map_err(|error| error.to_string())?;
    let (names, _) = admin.task_names().await.map_err(|error| error.to_string())?;
    let (mut answered, mut ahead_ms) = (HashMap::new(), AHEAD_MS);
    for batch in names.chunks(AT_ONCE) {
        let second = (now_ms() + ahead_ms) / 1000 + 1;
        until_ms(second * 1000 - ahead_ms).await;
        let before = answered.len();
        for (name, at_us) in edited(&admin, batch).await? {
            if at_us < second * 1_000_000 {
                answered.insert(name, Answered { at_us, second });
            }
        }
        if (answered.len() - before) * 2 < batch.len() {
            ahead_ms = (ahead_ms * 4).min(MOST_AHEAD_MS);
        }
        if answered.len() >= bench.size.edits {
            break;
        }
    }
    until_ms(now_ms() + 1500).await;
    rig.leave().await;
    let took = in_force(&rig.sink.of_runs().await, &answered);
    rig.prove(|board| load::duties(board, 1, 0, 0, 0)).await?;
    if took.is_empty() {
        return Err("no edit was answered before its second: this machine is too busy".to_owned());
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
            .beside("max ms", quantile(&took, 1.0))
            .beside("asked for so many ms before the second", ahead_ms as f64),
    ])
}

/// Edits some tasks at once: their names, and when each was answered, in microseconds since 1970.
async fn edited(admin: &Admin, names: &[TaskName]) -> Outcome<Vec<(String, i64)>> {
    let edits = names.iter().map(|name| async {
        let changed = admin.update(name, None, &author(), |kept| faster(&kept.value, kept.stat.mtime())).await;
        changed.map(|_| (name.to_string(), micros(ClockId::Realtime))).map_err(|error| error.to_string())
    });
    join_all(edits).await.into_iter().collect()
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

/// Of each edit that was answered before the full second: milliseconds from the answer to the request for that second. One
/// whose request came for a later second was not in force by then: the delay shows that, too.
fn in_force(arrivals: &[Arrival], answered: &HashMap<String, Answered>) -> Vec<f64> {
    let mut first: HashMap<&str, &Arrival> = HashMap::new();
    for arrival in arrivals {
        first.entry(&arrival.task).or_insert(arrival);
    }
    let took = |(task, edit): (&String, &Answered)| {
        let arrival = first.get(task.as_str()).filter(|arrival| arrival.scheduled_at >= edit.second)?;
        Some((arrival.at_us - edit.at_us) as f64 / 1000.0)
    };
    answered.iter().filter_map(took).collect()
}
