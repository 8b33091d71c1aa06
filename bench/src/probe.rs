//! What schedulers and ZooKeeper count of themselves.

use std::ops::Sub;

use nono_tests::cluster::{Cluster, Keeper};
use nono_tests::samples::figure_of;
use nonoctl::dev::zookeeper::Server;

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
/// # Panics
/// If one does not answer.
pub(crate) async fn counted<K: Keeper>(cluster: &Cluster<K>) -> Counted {
    let mut sum = Counted::default();
    for scheduler in &cluster.schedulers {
        let (_, page) = scheduler.fetch("/metrics").await.unwrap();
        sum.succeeded += total(&page, "nono_runs_total{outcome=\"succeeded\"}");
        sum.ended += total(&page, "nono_runs_total");
        sum.requests += total(&page, "nono_zookeeper_requests_total");
    }
    sum
}

/// The sum of a counter's samples whose name, labels included, begins so.
fn total(page: &str, name: &str) -> f64 {
    let samples = page.lines().filter(|line| line.starts_with(name));
    samples.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum()
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
    fn samples_of_a_counter_are_added_up() {
        let page =
            "# HELP nono_runs x\nnono_runs_total{outcome=\"failed\"} 2\nnono_runs_total{outcome=\"succeeded\"} 40\n";
        assert_eq!(total(page, "nono_runs_total"), 42.0);
        assert_eq!(total(page, "nono_runs_total{outcome=\"succeeded\"}"), 40.0);
    }
}
