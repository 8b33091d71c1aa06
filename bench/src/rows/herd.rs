//! LA4: thousands of tasks due in the same second, from the instant to the last of their requests. References run in
//! the pauses between herds, when the scheduler has nothing to do.

use futures::FutureExt;
use nono_tests::wait::{now_ms, until_ms};

use crate::bench::Bench;
use crate::figures::median;
use crate::guard::Outcome;
use crate::load;
use crate::reference::http;
use crate::reference::nodes::Raw;
use crate::rig::{PARTITIONS, Rig};
use crate::row::{Better, Part, Reading, Row};
use crate::say::say;

pub(crate) const ROWS: [Row; 1] = [Row {
    id: "LA4",
    metric: "10,000 tasks due in one second: instant to last request sent",
    reference: "10,000 × (1/Zm + 1/H)",
    parts: &[Part { what: "", unit: "", better: Better::Lower, target: 1.3, moonshot: 1.1 }],
    measure: |bench| async { measure(bench).await }.boxed_local(),
}];

async fn measure(bench: &Bench) -> Outcome<Vec<Reading>> {
    let (size, count, period) = (&bench.size, bench.size.herd, bench.size.herd_period);
    let mut rig = Rig::start(PARTITIONS, 512).await;
    let raw = Raw::prepare(&rig.cluster.zookeeper.connect_string()).await;
    rig.join(1).await;
    let offset = (now_ms() / 1000 + 1) % period;
    drop(rig.cluster.apply(&load::herd(count, period, offset, &rig.url())).await);
    let (mut ratios, mut took) = (Vec::new(), Vec::new());
    for _ in 0..size.rounds {
        let transactions = raw.transactions(size.slice).await;
        let requests = http::throughput(&rig.sink, size.slice).await;
        let soon = now_ms() / 1000 + 1;
        let instant = soon + (offset - soon).rem_euclid(period);
        until_ms(instant * 1000).await;
        let last_ms = last(&rig, instant, count, period - 3).await?;
        let bound_ms = count as f64 * (1.0 / transactions + 1.0 / requests) * 1000.0;
        say(format_args!("    {count} due at once: the last after {last_ms:.0} ms, reference {bound_ms:.0} ms"));
        took.push(last_ms);
        ratios.push(last_ms / bound_ms);
    }
    let end_ms = now_ms() - 1000;
    rig.cluster.quiet(|board| load::duties(board, period, offset, 0, end_ms)).await;
    rig.leave().await;
    rig.prove(|board| load::duties(board, period, offset, 0, end_ms)).await?;
    Ok(vec![Reading::new(0, format!("{count} tasks"), ratios).beside("last request, ms", median(&took))])
}

/// Milliseconds from the instant to the last of its requests, once all are there; so many seconds are waited for them.
async fn last(rig: &Rig, instant: i64, count: usize, patience_s: i64) -> Outcome<f64> {
    // Reading the worker's file takes the processors from those who are measured: not before most is over.
    until_ms(now_ms() + 1500).await;
    for _ in 0..patience_s * 2 {
        let arrivals = rig.sink.of_runs().await;
        let of_herd = || arrivals.iter().filter(|arrival| arrival.scheduled_at == instant);
        if of_herd().count() >= count {
            return Ok(of_herd().map(|arrival| arrival.lateness_ms(0)).fold(0.0, f64::max));
        }
        until_ms(now_ms() + 500).await;
    }
    Err(format!("not all of {count} requests have come within {} s", patience_s + 1))
}
