//! What a cluster does in a span of time, as counted by its schedulers, its ZooKeeper and its worker.

use std::time::Duration;

use nono_tests::cluster::Keeper;
use nono_tests::wait::now_ms;
use nonoctl::dev::zookeeper::Server;

use crate::guard::Outcome;
use crate::probe::{counted, packets};
use crate::rig::Rig;

/// What was done in a span.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Window {
    /// Runs whose outcome was stored, a second.
    pub(crate) per_second: f64,
    /// ZooKeeper's requests divided by them.
    pub(crate) requests_per_run: f64,
    /// Of the requests that arrived: the worst second divided by the mean.
    pub(crate) worst_second: f64,
}

/// What those that run do in a span.
pub(crate) async fn window<K: Keeper + Packets>(rig: &Rig<K>, warm_up: Duration, span: Duration) -> Outcome<Window> {
    tokio::time::sleep(warm_up).await;
    let (counts, received, begun_ms) = (counted(&rig.cluster).await?, rig.cluster.zookeeper.packets().await, now_ms());
    tokio::time::sleep(span).await;
    let took = (now_ms() - begun_ms) as f64 / 1000.0;
    let (done, received) = (counted(&rig.cluster).await? - counts, rig.cluster.zookeeper.packets().await - received);
    rig.sink.written().await;
    let arrivals = rig.sink.of_runs_that(|arrival| arrival.at_us >= begun_ms * 1000);
    let worst_second = worst_second(arrivals.iter().map(|arrival| arrival.at_us), begun_ms, (took as i64).max(1));
    // ZooKeeper's own count where there is one server; else the schedulers'.
    let requests = if received.is_nan() { done.requests } else { received };
    Ok(Window { per_second: done.succeeded / took, requests_per_run: requests / done.succeeded, worst_second })
}

/// The fullest account of requests: that of ZooKeeper itself.
pub(crate) trait Packets {
    /// How many it received; not a number if there are several servers.
    fn packets(&self) -> impl Future<Output = f64>;
}

impl Packets for Server {
    async fn packets(&self) -> f64 {
        packets(self).await
    }
}

impl Packets for nono_tests::ensemble::Ensemble {
    async fn packets(&self) -> f64 {
        f64::NAN
    }
}

/// Of moments in microseconds, in so many whole seconds from `begun_ms`: the least of a second divided by the mean.
fn worst_second(moments: impl Iterator<Item = i64>, begun_ms: i64, seconds: i64) -> f64 {
    let mut counts = vec![0_usize; usize::try_from(seconds).unwrap_or(1)];
    for at_us in moments {
        let second = (at_us - begun_ms * 1000).div_euclid(1_000_000);
        if let Some(count) = usize::try_from(second).ok().and_then(|second| counts.get_mut(second)) {
            *count += 1;
        }
    }
    let mean = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
    counts.iter().min().map_or(f64::NAN, |&least| least as f64 / mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_second_is_a_share_of_the_mean() {
        let moments = [1_000_000, 1_500_000, 2_000_000, 2_100_000, 2_200_000, 3_900_000];
        assert_eq!(worst_second(moments.into_iter(), 1000, 2), 0.8);
    }
}
