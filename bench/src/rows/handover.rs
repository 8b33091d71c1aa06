//! FO3: a scheduler ends in order, and gives its partitions away: how much later their runs are than those of the others
//! in the same seconds.

use futures::FutureExt;
use nono_tests::wait::{now_ms, until_ms};
use zookeeper_client::Client;

use crate::arrivals::Arrival;
use crate::bench::Bench;
use crate::figures::{median, quantile};
use crate::guard::Outcome;
use crate::load::{self, JITTER_MS};
use crate::reference::nodes;
use crate::rig::{PARTITIONS, Rig};
use crate::row::{Better, Part, Reading, Row};
use crate::say::say;

pub(crate) const ROWS: [Row; 1] = [Row {
    id: "FO3",
    metric: "orderly hand-over: worst lateness of what moved, beyond p99 of what stayed",
    reference: "",
    parts: &[Part { what: "", unit: "ms", better: Better::Lower, target: 50.0, moonshot: 15.0 }],
    measure: |bench| async { measure(bench).await }.boxed_local(),
}];

async fn measure(bench: &Bench) -> Outcome<Vec<Reading>> {
    let mut rig = Rig::start(PARTITIONS, 512).await;
    let rate = bench.size.rates[1].min(500);
    drop(rig.cluster.apply(&load::every_second("moved", 0..rate, &rig.url(), "all")).await);
    let (mut extra, mut stayed, mut took) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..bench.size.falls {
        rig.join(2).await;
        let turn = hand_over(&mut rig, bench).await?;
        say(format_args!(
            "    handed over in {:.0} ms: what moved was at most {:.1} ms later",
            turn.took_ms, turn.extra_ms
        ));
        extra.push(turn.extra_ms);
        stayed.push(turn.stayed_ms);
        took.push(turn.took_ms);
        rig.leave().await;
    }
    rig.prove(|board| load::duties(board, 1, 0, JITTER_MS, 0)).await?;
    Ok(vec![
        Reading::new(0, format!("{rate} runs/s"), extra)
            .beside("p99 of what stayed, ms", median(&stayed))
            .beside("end of the process after, ms", median(&took)),
    ])
}

struct Turn {
    extra_ms: f64,
    stayed_ms: f64,
    took_ms: f64,
}

async fn hand_over(rig: &mut Rig, bench: &Bench) -> Outcome<Turn> {
    let client = Client::connect(&rig.cluster.place()).await.map_err(|error| error.to_string())?;
    tokio::time::sleep(bench.size.warm_up).await;
    let leaver = rig.cluster.schedulers[1].member.clone();
    let mut moved = nodes::leases(&client, "").await;
    moved.retain(|_, (owner, _)| *owner == leaver);
    let begin_ms = now_ms();
    rig.cluster.schedulers[1].terminate().await;
    let took_ms = (now_ms() - begin_ms) as f64;
    let end_ms = now_ms() + 1000;
    until_ms(end_ms + 500).await;
    let arrivals = rig.sink.of_runs().await;
    let window = begin_ms..end_ms;
    let late = |of_moved: bool| -> Vec<f64> {
        let is_one = |arrival: &&Arrival| {
            let is_moved = arrival.partition().is_some_and(|partition| moved.contains_key(&partition));
            window.contains(&arrival.send_time_ms(JITTER_MS)) && is_moved == of_moved
        };
        arrivals.iter().filter(is_one).map(|arrival| arrival.lateness_ms(JITTER_MS)).collect()
    };
    let (moved, stayed) = (late(true), late(false));
    if moved.is_empty() || stayed.is_empty() {
        return Err("nothing was due during the hand-over".to_owned());
    }
    let stayed_ms = quantile(&stayed, 0.99);
    Ok(Turn { extra_ms: (quantile(&moved, 1.0) - stayed_ms).max(0.0), stayed_ms, took_ms })
}
