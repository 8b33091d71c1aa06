//! What schedulers and ZooKeeper count of themselves.

use std::collections::BTreeMap;
use std::ops::Sub;

use nono_tests::cluster::{Cluster, Keeper, PATIENCE};
use nono_tests::samples::figure_of;
use nono_tests::wait::until;
use nonoctl::dev::zookeeper::Server;

use crate::guard::Outcome;

/// Counters of all schedulers together.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Counted {
    /// Runs whose outcome `succeeded` is stored.
    pub(crate) succeeded: f64,
    /// Runs of any outcome, missed instants included.
    pub(crate) ended: f64,
    /// Requests to ZooKeeper.
    pub(crate) requests: f64,
}

impl Sub for Counted {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            succeeded: self.succeeded - earlier.succeeded,
            ended: self.ended - earlier.ended,
            requests: self.requests - earlier.requests,
        }
    }
}

/// Asks every scheduler.
///
/// # Errors
/// If one does not answer.
pub(crate) async fn counted<K: Keeper>(cluster: &Cluster<K>) -> Outcome<Counted> {
    let mut sum = Counted::default();
    for scheduler in &cluster.schedulers {
        let page = scheduler.fetch("/metrics").await;
        let (_, page) = page.map_err(|error| format!("the scheduler {} does not answer: {error}", scheduler.name))?;
        sum.succeeded += total(&page, "nono_runs_total{outcome=\"succeeded\"}");
        sum.ended += total(&page, "nono_runs_total");
        sum.requests += total(&page, "nono_zookeeper_requests_total");
    }
    Ok(sum)
}

/// Requests to ZooKeeper of all schedulers, by kind.
///
/// # Errors
/// If a scheduler does not answer.
pub(crate) async fn requests<K: Keeper>(cluster: &Cluster<K>) -> Outcome<BTreeMap<String, f64>> {
    let mut requests = BTreeMap::new();
    for scheduler in &cluster.schedulers {
        let page = scheduler.fetch("/metrics").await;
        let (_, page) = page.map_err(|error| format!("the scheduler {} does not answer: {error}", scheduler.name))?;
        for (kind, count) in by_kind(&page) {
            *requests.entry(kind).or_default() += count;
        }
    }
    Ok(requests)
}

fn by_kind(page: &str) -> impl Iterator<Item = (String, f64)> {
    let samples = page.lines().filter_map(|line| line.strip_prefix("nono_zookeeper_requests_total{kind=\""));
    samples.filter_map(|sample| {
        let (kind, rest) = sample.split_once('"')?;
        Some((kind.to_owned(), rest.rsplit(' ').next()?.parse().ok()?))
    })
}

/// The sum of a counter's samples whose name, labels included, begins so.
fn total(page: &str, name: &str) -> f64 {
    let samples = page.lines().filter(|line| line.starts_with(name));
    samples.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum()
}

/// When a scheduler had come to own so many partitions, by its log, in microseconds since 1970: it says so once a partition
/// is loaded and claimed for, where its stats wait for the next second.
///
/// # Panics
/// If it does not come to own them.
pub(crate) async fn armed_us<K: Keeper>(cluster: &Cluster<K>, name: &str, number: usize, partitions: u16) -> i64 {
    let file = cluster.folder().join(format!("{name}.{number}.log"));
    // A log has a thread of its own, which may be behind.
    until("a log that says that it owns all partitions", PATIENCE, async || {
        let log = std::fs::read_to_string(&file).map_err(|error| error.to_string())?;
        armed_in(&log, i64::from(partitions)).ok_or_else(|| format!("{name} owns less than all partitions"))
    })
    .await
}

/// Since when it has owned them: what it owned before, and gave away, does not count.
fn armed_in(log: &str, partitions: i64) -> Option<i64> {
    let (mut owned, mut since) = (0, None);
    for line in log.lines() {
        let Some((before, after)) = line.split_once("owns ") else { continue };
        let mut words = after.split(' ');
        let Some(count) = words.next().and_then(|word| word.parse::<i64>().ok()) else { continue };
        match words.nth(1) {
            Some("more:") => owned += count,
            Some("less") => owned -= count,
            _ => continue,
        }
        since = if owned < partitions { None } else { since.or_else(|| before.split(' ').next()) };
    }
    let moment: jiff::Timestamp = since?.parse().ok()?;
    Some(moment.as_microsecond())
}

/// Requests that ZooKeeper has received from all its clients, pings included.
///
/// # Panics
/// If it does not answer.
pub(crate) async fn packets(server: &Server) -> f64 {
    let answer = server.ask("mntr").await.unwrap();
    figure_of(&answer, "zk_packets_received").unwrap_or(f64::NAN)
}

/// Snapshots in its folder.
pub(crate) fn snapshots(server: &Server) -> usize {
    let files = std::fs::read_dir(server.transaction_logs()).into_iter().flatten().flatten();
    files.filter(|file| file.file_name().to_string_lossy().starts_with("snapshot.")).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_armed_with_the_last_partition() {
        let log = "2026-11-24T01:00:00.000000Z  INFO x: owns 200 partitions more: 000-199\n\
                   2026-11-24T01:00:00.100000Z  INFO x: owns 10 partitions less (handed over): 000-009\n\
                   2026-11-24T01:00:00.250000Z  INFO x: owns 66 partitions more: 000-009 200-255\n";
        assert_eq!(armed_in(log, 256), Some(1_795_482_000_250_000));
        assert_eq!(armed_in(log, 257), None);
        let again = "2026-11-24T01:01:00.000000Z  INFO x: owns 128 partitions less (handed over): 128-255\n\
                     2026-11-24T01:02:00.000000Z  INFO x: owns 128 partitions more: 128-255\n";
        assert_eq!(armed_in(&format!("{log}{again}"), 256), Some(1_795_482_120_000_000));
    }

    #[test]
    fn samples_of_a_counter_are_added_up() {
        let page =
            "# HELP nono_runs x\nnono_runs_total{outcome=\"failed\"} 2\nnono_runs_total{outcome=\"succeeded\"} 40\n";
        assert_eq!(total(page, "nono_runs_total"), 42.0);
        assert_eq!(total(page, "nono_runs_total{outcome=\"succeeded\"}"), 40.0);
        let page = "nono_zookeeper_requests_total{kind=\"commit\"} 7\nnono_zookeeper_requests_total{kind=\"read\"} 2\n";
        let kinds: Vec<(String, f64)> = by_kind(page).collect();
        assert_eq!(kinds, [("commit".to_owned(), 7.0), ("read".to_owned(), 2.0)]);
    }
}
