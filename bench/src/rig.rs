//! What is measured on: ZooKeeper of one server or of three, the worker that does nothing, schedulers.
//!
//! The cluster is that of the repository's stories, without run logs.

use std::time::Duration;

use nono_tests::cluster::{Cluster, Keeper, Launch};
use nono_tests::ensemble::Ensemble;
use nonoctl::dev::zookeeper::{Options, Server};

use crate::arrivals::Sink;

/// A cluster, and the worker of its tasks.
#[derive(Debug)]
pub(crate) struct Rig<K = Server> {
    /// ZooKeeper and schedulers.
    pub(crate) cluster: Cluster<K>,
    /// The worker.
    pub(crate) sink: Sink,
}

/// The partitions of a cluster unless a row is about them.
pub(crate) const PARTITIONS: u16 = 256;

impl Rig<Server> {
    /// On one server with a heap of so many MiB.
    pub(crate) async fn start(partitions: u16, heap_mib: u32) -> Self {
        Self::with(partitions, Options { heap_mib, ..Options::default() }).await
    }

    /// On one server.
    pub(crate) async fn with(partitions: u16, options: Options) -> Self {
        Self::on(Cluster::start_with(partitions, options).await).await
    }
}

impl Rig<Ensemble> {
    /// On three servers that vote, and one that keeps the record for the proof, each with a heap of so many MiB.
    pub(crate) async fn on_three(heap_mib: u32) -> Self {
        Self::on(Cluster::start_on_three(PARTITIONS, heap_mib).await).await
    }
}

impl<K: Keeper> Rig<K> {
    async fn on(mut cluster: Cluster<K>) -> Self {
        cluster.run_logs = false;
        let sink = Sink::start(cluster.folder()).await;
        Self { cluster, sink }
    }

    /// Where a task's request goes.
    pub(crate) fn url(&self) -> String {
        format!("{}/ok", self.sink.url)
    }

    /// Starts so many schedulers, and waits until each has its share.
    pub(crate) async fn join(&mut self, count: usize) {
        self.cluster.schedulers.clear();
        let names: Vec<String> = (0..count).map(|number| format!("s{number}")).collect();
        self.cluster.join_all(&names).await;
        self.cluster.settled(count).await;
    }

    /// Starts one more.
    pub(crate) fn launch(&mut self, name: &str) {
        self.cluster.launch(name, &Launch::default());
    }

    /// Ends all that run, in order.
    pub(crate) async fn leave(&mut self) {
        for scheduler in &mut self.cluster.schedulers {
            if scheduler.process.is_running() {
                scheduler.terminate().await;
            }
        }
        self.cluster.schedulers.clear();
    }

    /// Ends all that run without a word: for clusters on which nothing is due any more.
    pub(crate) async fn stop(&mut self) {
        for scheduler in &mut self.cluster.schedulers {
            scheduler.process.stop(Duration::from_secs(15)).await.unwrap();
        }
        self.cluster.schedulers.clear();
    }
}
