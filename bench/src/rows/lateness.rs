//! LA1, LA2, LA3, LA5: how late the first byte arrives at the worker after the send time, at several rates, and whether
//! any comes early.
//!
//! Turn by turn: a bare timer and raw requests at the same rate while no scheduler runs, then one scheduler. The load is
//! tasks that are due every second, sent at any moment of it.

use std::sync::Arc;

use futures::FutureExt;
use nono_tests::wait::{now_ms, until_ms};

use crate::bench::Bench;
use crate::figures::{median, quantile};
use crate::guard::{Outcome, once};
use crate::load::{self, JITTER_MS};
use crate::reference::{http, timer};
use crate::rig::{PARTITIONS, Rig};
use crate::row::{Better, Part, Reading, Row};
use crate::say::say;

const fn less(what: &'static str, unit: &'static str, target: f64, moonshot: f64) -> Part {
    Part { what, unit, better: Better::Lower, target, moonshot }
}

const fn share(what: &'static str, target: f64, moonshot: f64) -> Part {
    Part { what, unit: "%", better: Better::Higher, target, moonshot }
}

pub(crate) const ROWS: [Row; 4] = [
    Row {
        id: "LA1",
        metric: "lateness p50 at 100/s: send time to first byte on the wire",
        reference: "S p50 + H p50",
        parts: &[less("", "", 1.2, 0.5)],
        measure: |bench| async { against(bench, 0, 0.5).await }.boxed_local(),
    },
    Row {
        id: "LA2",
        metric: "lateness p99 at 1,000/s",
        reference: "S p99 + H p99",
        parts: &[less("", "", 1.3, 1.0)],
        measure: |bench| async { against(bench, 1, 0.99).await }.boxed_local(),
    },
    Row {
        id: "LA3",
        metric: "share within 50 ms",
        reference: "",
        parts: &[share("at 1,000/s", 99.9, 99.99), share("at 5,000/s", 99.0, 99.9)],
        measure: |bench| async { within(bench).await }.boxed_local(),
    },
    Row {
        id: "LA5",
        metric: "early requests, of all of LA1 to LA3",
        reference: "",
        parts: &[less("", "", 0.0, 0.0)],
        measure: |bench| async { early(bench).await }.boxed_local(),
    },
];

/// A clock is read in whole milliseconds; what is early by no more says nothing.
const CLOCK_MS: f64 = 1.0;
/// What LA3 counts.
const WITHIN_MS: f64 = 50.0;

/// Every turn's lateness at one rate, and that of the references; in milliseconds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lateness {
    rate: usize,
    late: Vec<Vec<f64>>,
    timer: Vec<Vec<f64>>,
    thread: Vec<Vec<f64>>,
    request: Vec<Vec<f64>>,
}

async fn against(bench: &Bench, index: usize, share: f64) -> Outcome<Vec<Reading>> {
    let trial = at(bench, index).await?;
    let each = |figures: &[Vec<f64>]| figures.iter().map(|figures| quantile(figures, share)).collect::<Vec<f64>>();
    let (late, timer, request) = (each(&trial.late), each(&trial.timer), each(&trial.request));
    let ratio = |place: usize| late[place] / (timer[place] + request[place]);
    let thread = median(&each(&trial.thread));
    let all: Vec<f64> = trial.late.concat();
    Ok(vec![
        Reading::new(0, format!("{}/s", trial.rate), (0..late.len()).map(ratio).collect())
            .beside("lateness ms", median(&late))
            .beside("S ms (the runtime's timer)", median(&timer))
            .beside("S ms (a thread that sleeps)", thread)
            .beside("H ms", median(&request))
            .beside("÷ (thread + H)", median(&late) / (thread + median(&request)))
            .beside("p50 ms", quantile(&all, 0.5))
            .beside("p99 ms", quantile(&all, 0.99))
            .beside("max ms", quantile(&all, 1.0)),
    ])
}

async fn within(bench: &Bench) -> Outcome<Vec<Reading>> {
    let mut readings = Vec::new();
    for (part, index) in [1, 2].into_iter().enumerate() {
        let trial = at(bench, index).await?;
        let share = |late: &Vec<f64>| {
            let within = late.iter().filter(|&&late| late <= WITHIN_MS).count();
            within as f64 / late.len() as f64 * 100.0
        };
        let all: Vec<f64> = trial.late.concat();
        readings.push(
            Reading::new(part, format!("{}/s", trial.rate), trial.late.iter().map(share).collect())
                .beside("p50 ms", quantile(&all, 0.5))
                .beside("p99 ms", quantile(&all, 0.99))
                .beside("p99.9 ms", quantile(&all, 0.999))
                .beside("max ms", quantile(&all, 1.0))
                .beside("requests", all.len() as f64),
        );
    }
    Ok(readings)
}

async fn early(bench: &Bench) -> Outcome<Vec<Reading>> {
    let (mut early, mut count, mut earliest) = (0, 0, f64::INFINITY);
    for index in 0..3 {
        for late in at(bench, index).await?.late.iter().flatten() {
            count += 1;
            earliest = earliest.min(*late);
            early += usize::from(*late < -CLOCK_MS);
        }
    }
    Ok(vec![
        Reading::new(0, "all rates", vec![early as f64])
            .beside("requests", f64::from(count))
            .beside("least lateness ms", earliest),
    ])
}

/// The turns at one of the rates; at the last one without references.
async fn at(bench: &Bench, index: usize) -> Outcome<Arc<Lateness>> {
    let work = async {
        let (size, rate) = (&bench.size, bench.size.rates[index]);
        let mut rig = Rig::start(PARTITIONS, 512).await;
        drop(rig.cluster.apply(&load::every_second("late", 0..rate, &rig.url(), "none")).await);
        let mut trial = Lateness { rate, ..Lateness::default() };
        for _ in 0..if index < 2 { size.rounds } else { size.falls } {
            if index < 2 {
                trial.timer.push(timer::of_runtime(rate, size.slice).await);
                trial.thread.push(timer::of_thread(rate, size.slice).await);
                trial.request.push(http::latency(&rig.sink, rate, size.slice).await);
            }
            let late = turn(&mut rig, bench).await;
            say(format_args!(
                "    {rate}/s: lateness p50 {:.2} ms, p99 {:.2} ms, {} requests",
                quantile(&late, 0.5),
                quantile(&late, 0.99),
                late.len()
            ));
            trial.late.push(late);
        }
        rig.prove(|board| load::duties(board, 1, 0, JITTER_MS, 0)).await?;
        Ok(Arc::new(trial))
    };
    once(&bench.lateness[index], work).await
}

/// One scheduler for a window: how late each request was whose send time lies in it.
async fn turn(rig: &mut Rig, bench: &Bench) -> Vec<f64> {
    rig.join(1).await;
    let begin_ms = now_ms() + bench.size.warm_up.as_millis() as i64;
    let end_ms = begin_ms + bench.size.window.as_millis() as i64;
    // Whatever is late by less than the warm-up is seen.
    until_ms(end_ms + 500).await;
    rig.leave().await;
    let arrivals = rig.sink.of_runs().await;
    let window = begin_ms..end_ms;
    let in_window = arrivals.iter().filter(|arrival| window.contains(&arrival.send_time_ms(JITTER_MS)));
    in_window.map(|arrival| arrival.lateness_ms(JITTER_MS)).collect()
}
