//! Where the time goes: what a run costs ZooKeeper by kind, and the processors of all who take part, at saturation.
//!
//! Requests are counted by the schedulers as they hand them over and by ZooKeeper as it receives them; operations and bytes of
//! writes come from ZooKeeper's transaction log, so that nothing is estimated.

use std::collections::BTreeMap;

use nono_tests::cluster::{Cluster, Keeper};
use nono_tests::txnlog::{Body, Op};
use serde::Serialize;

use crate::figures::short;
use crate::host::cpu_seconds;
use crate::rig::Rig;

/// What a span of saturation cost, for each run that was done in it.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Spent {
    /// Runs a second.
    pub(crate) runs_per_second: f64,
    /// Requests that ZooKeeper received, pings included, as it counts them.
    pub(crate) received: f64,
    /// Requests by the schedulers' count, by kind.
    pub(crate) requests: BTreeMap<String, f64>,
    /// Operations of transactions that were applied: by what was done to which kind of node.
    pub(crate) operations: BTreeMap<String, Written>,
    /// Processor time by process, in microseconds.
    pub(crate) cpu_us: BTreeMap<String, f64>,
}

/// Operations of a kind, and the bytes they wrote.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub(crate) struct Written {
    /// How many.
    pub(crate) count: f64,
    /// Of data and paths.
    pub(crate) bytes: f64,
}

impl Spent {
    /// Per run, of so many.
    pub(crate) fn per_run(mut self, runs: f64) -> Self {
        self.received /= runs;
        self.requests.values_mut().chain(self.cpu_us.values_mut()).for_each(|figure| *figure /= runs);
        for written in self.operations.values_mut() {
            (written.count, written.bytes) = (written.count / runs, written.bytes / runs);
        }
        self
    }

    /// As Markdown.
    pub(crate) fn table(&self) -> String {
        let mut text = format!(
            "Of each run, while one scheduler does {} a second on one server:\n\n| | | a run | bytes a run |\n\
             | --- | --- | --- | --- |\n",
            short(self.runs_per_second)
        );
        let mut row = |what: &str, kind: &str, figure: f64, bytes: Option<f64>| {
            let bytes = bytes.map_or_else(String::new, short);
            text.push_str(&format!("| {what} | {kind} | {} | {bytes} |\n", short(figure)));
        };
        row("requests", "received by ZooKeeper", self.received, None);
        self.requests.iter().for_each(|(kind, count)| row("requests", kind, *count, None));
        for (kind, written) in &self.operations {
            row("operations of transactions", kind, written.count, Some(written.bytes));
        }
        self.cpu_us.iter().for_each(|(process, cpu)| row("microseconds of processor", process, *cpu, None));
        text
    }
}

/// Processor time of all who take part, in microseconds.
pub(crate) fn processors<K: Keeper>(rig: &Rig<K>, zookeeper: Option<u32>) -> BTreeMap<String, f64> {
    let schedulers = rig.cluster.schedulers.iter().map(|scheduler| ("schedulers", scheduler.process.pid()));
    let others = zookeeper.map(|pid| ("ZooKeeper", pid)).into_iter().chain([("worker", rig.sink.pid())]);
    let mut spent: BTreeMap<String, f64> = BTreeMap::new();
    for (who, pid) in schedulers.chain(others) {
        *spent.entry(who.to_owned()).or_default() += cpu_seconds(pid).unwrap_or(f64::NAN) * 1e6;
    }
    spent
}

/// What was applied in `[from_ms, until_ms)`, by the transaction log.
pub(crate) fn applied<K: Keeper>(cluster: &Cluster<K>, from_ms: i64, until_ms: i64) -> BTreeMap<String, Written> {
    let mut all: BTreeMap<String, Written> = BTreeMap::new();
    cluster.zookeeper.each(&|_| true, &mut |transaction| {
        if !(from_ms..until_ms).contains(&transaction.time_ms) {
            return;
        }
        if let Body::Applied(ops) = transaction.body {
            for op in &ops {
                let (kind, bytes) = kind_of(op);
                let written = all.entry(kind).or_default();
                written.count += 1.0;
                written.bytes += bytes as f64;
            }
        }
    });
    all
}

/// Such as `set states`, and how many bytes it carries.
fn kind_of(op: &Op) -> (String, usize) {
    let (verb, path, bytes) = match op {
        Op::Create { path, data, .. } => ("create", path.as_str(), data.len()),
        Op::Set { path, data, .. } => ("set", path.as_str(), data.len()),
        Op::Delete { path } => ("delete", path.as_str(), 0),
        Op::Check { path, .. } => ("check", path.as_str(), 0),
        Op::Other(_) => ("other", "", 0),
    };
    // The chroot comes first.
    let kind = path.split('/').nth(2).unwrap_or("");
    (format!("{verb} {kind}").trim_end().to_owned(), bytes + path.len())
}

/// What was counted since, by name.
pub(crate) fn since(now: BTreeMap<String, f64>, before: &BTreeMap<String, f64>) -> BTreeMap<String, f64> {
    let known = |name: &str| before.get(name).copied().unwrap_or_default();
    now.into_iter().map(|(name, figure)| (name.clone(), figure - known(&name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_told_apart_by_what_they_do_to_what() {
        let set = Op::Set { path: "/nono/states/017/a.task".to_owned(), data: vec![0; 100], version: 3 };
        assert_eq!(kind_of(&set), ("set states".to_owned(), 123));
        assert_eq!(kind_of(&Op::Check { path: "/nono/intents".to_owned(), version: 0 }).0, "check intents");
        assert_eq!(kind_of(&Op::Other(7)).0, "other");
    }

    #[test]
    fn the_table_tells_what_one_run_costs() {
        let count = |figure: f64| BTreeMap::from([("commit".to_owned(), figure)]);
        let operations = BTreeMap::from([("set claims".to_owned(), Written { count: 50.0, bytes: 20_000.0 })]);
        let cpu_us = since(count(1500.0), &count(500.0));
        let spent = Spent { runs_per_second: 100.0, received: 20.0, requests: count(10.0), operations, cpu_us };
        let table = spent.per_run(100.0).table();
        for line in [
            "| requests | received by ZooKeeper | 0.20 |  |",
            "| requests | commit | 0.10 |  |",
            "| operations of transactions | set claims | 0.50 | 200 |",
            "| microseconds of processor | commit | 10.0 |  |",
        ] {
            assert!(table.lines().any(|other| other == line), "{line} is missing in\n{table}");
        }
    }
}
