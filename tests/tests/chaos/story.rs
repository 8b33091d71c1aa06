//! How each of these stories begins and ends: schedulers behind proxies and a mixture of tasks; then all faults end, all
//! must settle, and the whole is judged.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::time::Duration;

use nono_tests::board::Board;
use nono_tests::chance::Chance;
use nono_tests::checker::{Duty, Edit, Orphans, Verdict, judge_skewed, orphans, send_times};
use nono_tests::cluster::{CHROOT, Cluster, Keeper, Launch, PATIENCE, SESSION, TICK};
use nono_tests::ensemble::Ensemble;
use nono_tests::mixture::{Mixture, duties};
use nono_tests::proxy::Proxy;
use nono_tests::receipts::{Receipt, Spread};
use nono_tests::record::{self, Nodes};
use nono_tests::tree::{self, Tree};
use nono_tests::wait::{figure, now_ms, until};
use nonoctl::dev::zookeeper::Server;

use crate::tally::Tally;

/// A request later than this was disturbed.
pub(crate) const ON_TIME_MS: f64 = 500.0;

pub(crate) struct Story<K> {
    pub(crate) name: &'static str,
    pub(crate) cluster: Cluster<K>,
    /// By the scheduler's name; a scheduler that is started again goes through the same.
    pub(crate) proxies: BTreeMap<String, Proxy>,
    pub(crate) tally: Tally,
    /// How far a scheduler's clock may be ahead of the judge's.
    pub(crate) ahead_ms: i64,
    triggered: Vec<String>,
    edited: Vec<Edit>,
}

/// A story that is over and has no breach.
pub(crate) struct Ended {
    pub(crate) board: Board,
    pub(crate) receipts: Vec<Receipt>,
    pub(crate) verdict: Verdict,
    pub(crate) duties: Vec<Duty>,
}

pub(crate) fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap()
}

/// A session timeout, a tick and a second: after a crash the orphans are taken over within this.
pub(crate) fn takeover_bound_ms() -> i64 {
    millis(SESSION + TICK) + 1000
}

impl Story<Server> {
    /// On one ZooKeeper.
    pub(crate) async fn on_one(name: &'static str, schedulers: &[&str], mixture: Mixture) -> Self {
        Self::begin(name, Cluster::start(64).await, schedulers, mixture).await
    }
}

impl Story<Ensemble> {
    /// On three.
    pub(crate) async fn on_three(name: &'static str, schedulers: &[&str], mixture: Mixture) -> Self {
        Self::begin(name, Cluster::start_on_three(64, 256).await, schedulers, mixture).await
    }
}

impl<K: Keeper> Story<K> {
    async fn begin(name: &'static str, cluster: Cluster<K>, schedulers: &[&str], mixture: Mixture) -> Self {
        let (proxies, tally) = (BTreeMap::new(), Tally::default());
        let mut story = Self { name, cluster, proxies, tally, ahead_ms: 0, triggered: Vec::new(), edited: Vec::new() };
        for scheduler in schedulers {
            story.join(scheduler).await;
        }
        if !schedulers.is_empty() {
            story.cluster.settled(schedulers.len()).await;
        }
        story.cluster.apply(&mixture.file(|path| story.cluster.url(path))).await;
        if !schedulers.is_empty() {
            story.on_time(now_ms()).await;
        }
        story
    }

    /// A scheduler behind a proxy of its own, a member and ready.
    pub(crate) async fn join(&mut self, name: &str) {
        let launch = self.behind_proxy(name, Vec::new()).await;
        self.cluster.join_as(name, &launch).await;
    }

    /// How to start a scheduler behind its proxy.
    pub(crate) async fn behind_proxy(&mut self, name: &str, environment: Vec<(String, String)>) -> Launch {
        if !self.proxies.contains_key(name) {
            let text = self.cluster.zookeeper.connect_string();
            let servers: Vec<SocketAddr> = text.split(',').map(|server| server.parse().unwrap()).collect();
            self.proxies.insert(name.to_owned(), Proxy::before(&servers).await);
        }
        Launch { servers: Some(self.proxies[name].connect_string()), environment, ..Launch::default() }
    }

    pub(crate) fn figure(&self, text: impl std::fmt::Display) {
        figure(self.name, text);
    }

    /// A run that ZooKeeper acknowledged to whoever asked for it: the judge wants to see it.
    pub(crate) fn acknowledged(&mut self, run: &str) {
        self.tally.triggers += 1;
        self.triggered.push(run.trim().to_owned());
    }

    /// An edit of a task's body that ZooKeeper acknowledged: the judge wants to see it, too.
    pub(crate) fn edited(&mut self, edit: Edit) {
        self.tally.edits += 1;
        self.edited.push(edit);
    }

    /// Waits until a request arrives at its time, which shows that something runs again.
    pub(crate) async fn on_time(&self, after_ms: i64) -> i64 {
        until("on time again", PATIENCE, async || {
            let receipts = self.cluster.receipts();
            let fresh = receipts.iter().filter(|receipt| receipt.scheduled_at * 1000 > after_ms);
            let first = fresh
                .filter(|receipt| receipt.trigger == "schedule" && receipt.task.starts_with("least-"))
                .filter(|receipt| receipt.lateness_ms(receipt.scheduled_at * 1000) < ON_TIME_MS)
                .map(|receipt| receipt.at_us / 1000)
                .min();
            first.ok_or_else(|| format!("{} receipts, the last {:?}", receipts.len(), receipts.last()))
        })
        .await
    }

    /// Waits until a scheduler's newest process is a member under another id than `old`, and says when it was.
    pub(crate) async fn back(&self, tree: &Tree, name: &str, old: &str) -> i64 {
        until("back as a new member", PATIENCE, async || {
            let members = tree.children("/schedulers").await;
            let is_new = |member: &String| member.starts_with(&format!("{name}-")) && member != old;
            if members.iter().any(is_new) { Ok(now_ms()) } else { Err(format!("{members:?}")) }
        })
        .await
    }

    /// All faults end; everything due so far must end by itself; then the schedulers leave, and the judge has it all.
    pub(crate) async fn end(mut self, members: usize) -> Ended {
        for proxy in self.proxies.values() {
            proxy.mend();
        }
        self.cluster.zookeeper.whole().await;
        let end_ms = now_ms();
        self.cluster.quiet(|board| duties(board, end_ms)).await;
        self.cluster.settled(members).await;
        for scheduler in &mut self.cluster.schedulers {
            if scheduler.process.is_running() {
                scheduler.terminate().await;
            }
        }
        let log = self.whole_record().await;
        let board = self.cluster.board();
        let (receipts, duties) = (self.cluster.receipts(), duties(&board, end_ms));
        let mut verdict = judge_skewed(&board, &receipts, &duties, self.ahead_ms);
        verdict.breaches.extend(nono_tests::checker::triggered(&board, &self.triggered));
        verdict.breaches.extend(nono_tests::checker::edited(&board, &self.edited));
        self.tally.leader_changes = record::leader_changes(&log) as u64;
        self.tally.lost_answers = self.proxies.values().map(Proxy::lost).sum();
        self.tally.judged(&verdict, board.runs.len());
        self.tally.report(self.name);
        self.figure(&verdict);
        verdict.expect_flawless();
        Ended { board, receipts, verdict, duties }
    }

    /// The record, once replaying it gives what ZooKeeper shows: then no committed change is missing in it, and none is
    /// in it that was never committed. Members that were killed go with their sessions.
    async fn whole_record(&self) -> Vec<nono_tests::txnlog::Transaction> {
        until("a record that explains the tree", PATIENCE, async || {
            let log = self.cluster.log();
            let replayed = Nodes::replay(&log, CHROOT)?;
            let found = tree::nodes(&self.cluster.zookeeper.connect_string(), CHROOT).await;
            let difference = replayed.difference(&found);
            if difference.is_empty() { Ok(log) } else { Err(format!("different: {difference:?}")) }
        })
        .await
    }
}

impl Ended {
    /// Send times, in milliseconds since 1970, that were not kept.
    pub(crate) fn disturbed(&self) -> Vec<(i64, String)> {
        self.later(ON_TIME_MS)
    }

    /// Send times after which the request came later than that, and instants that were misfires.
    fn later(&self, late_ms: f64) -> Vec<(i64, String)> {
        let mut disturbed = Vec::new();
        let mut first: HashMap<&str, &Receipt> = HashMap::new();
        for receipt in &self.receipts {
            let known = first.entry(&receipt.run).or_insert(receipt);
            if receipt.at_us < known.at_us {
                *known = receipt;
            }
        }
        let send_times = send_times(&self.board, &self.duties);
        for (id, run) in self.board.runs.iter().filter(|(_, run)| run.claim.trigger != "manual") {
            let Some(&send_ms) = send_times.get(id) else { continue };
            let late = first.get(id).map(|receipt| receipt.lateness_ms(send_ms));
            if run.claim.trigger == "misfire" || late.is_some_and(|late| late > late_ms) {
                disturbed.push((send_ms, format!("{id}, {}, late by {late:?} ms", run.claim.trigger)));
            }
        }
        for (uid, from, to, _) in &self.board.missed {
            disturbed.push((from * 1000, format!("missed, of {uid}")));
            disturbed.push((to * 1000, format!("missed, of {uid}")));
        }
        disturbed.sort();
        disturbed
    }

    /// Nothing but what was due from `from_ms` to `until_ms` was disturbed.
    #[track_caller]
    pub(crate) fn disturbed_only_within(&self, windows: &[(i64, i64)]) {
        self.later_only_within(ON_TIME_MS, windows);
    }

    /// Nothing else was later than that.
    #[track_caller]
    pub(crate) fn later_only_within(&self, late_ms: f64, windows: &[(i64, i64)]) {
        let mut outside = self.later(late_ms);
        outside.retain(|(at, _)| !windows.iter().any(|(from, until)| (from..=until).contains(&at)));
        let some: Vec<_> = outside.iter().take(8).collect();
        assert!(outside.is_empty(), "{} disturbed outside of {windows:?}: {some:#?}", outside.len());
    }

    /// Something that was due from `from_ms` to `until_ms` was disturbed: what is said of the fault is about something.
    #[track_caller]
    pub(crate) fn disturbed_within(&self, from_ms: i64, until_ms: i64) {
        let disturbed = self.disturbed();
        let is_there = disturbed.iter().any(|(at, _)| (from_ms..=until_ms).contains(at));
        assert!(is_there, "nothing was disturbed from {from_ms} to {until_ms}: the fault did not show");
    }

    /// First requests of the schedule's runs, by their send time: arrival minus send time, in milliseconds.
    pub(crate) fn lateness_of(&self, from_ms: i64, until_ms: i64) -> Spread {
        let send_times = send_times(&self.board, &self.duties);
        let mut first: HashMap<&str, f64> = HashMap::new();
        for receipt in self.receipts.iter() {
            let Some(&at) = send_times.get(receipt.run.as_str()) else { continue };
            if (from_ms..until_ms).contains(&at) {
                let late = first.entry(&receipt.run).or_insert(f64::INFINITY);
                *late = late.min(receipt.lateness_ms(at));
            }
        }
        Spread::of(first.into_values())
    }

    /// Who had a partition in an epoch.
    pub(crate) fn owners(&self) -> HashMap<(u16, u64), &str> {
        let takeovers = self.board.takeovers.iter();
        takeovers.map(|takeover| ((takeover.partition, takeover.epoch), takeover.owner.as_str())).collect()
    }

    /// The requests that a member sent as the owner of a partition.
    pub(crate) fn sent_by<'a>(&'a self, member: &'a str) -> impl Iterator<Item = &'a Receipt> {
        let owners = self.owners();
        self.receipts
            .iter()
            .filter(move |receipt| owners.get(&(partition(receipt), receipt.epoch)).copied() == Some(member))
    }

    /// From a crash to the first request of each orphaned partition.
    pub(crate) fn orphans(&self, member: &str, since_ms: i64) -> Orphans {
        orphans(&self.board, &self.receipts, &self.duties, member, since_ms)
    }
}

pub(crate) fn partition(receipt: &Receipt) -> u16 {
    receipt.run[2..5].parse().unwrap()
}

/// Waits until a sign of life of a member reaches ZooKeeper: a session's timeout counts from there.
pub(crate) async fn sign_of_life(tree: &Tree, member: &str) {
    let path = format!("/stats/{member}");
    let version = async || tree.node(&path).await.map(|(_, stat)| stat.version);
    let before = version().await;
    let deadline = now_ms() + millis(PATIENCE);
    while version().await == before {
        assert!(now_ms() < deadline, "{member} gives no sign of life");
    }
}

/// The seed of a story, printed.
pub(crate) fn seeded(story: &str) -> Chance {
    let (seed, chance) = Chance::from_environment();
    figure(story, format!("NONO_SEED={seed}"));
    chance
}
