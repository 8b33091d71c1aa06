//! A whole cluster for one story: ZooKeeper, a recording worker and schedulers, each a process of its own.
//!
//! Everything dies with the story. A story that fails prints the end of each log and leaves its folder behind.

use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::time::Duration;

use nonoctl::dev::guard::Guarded;
use nonoctl::dev::zookeeper::{Options, Server};
use rustix::process::Signal;
use serde_json::Value;
use tempfile::TempDir;

pub use crate::admin::{Admin, Output};
use crate::board::Board;
use crate::checker::{Duty, pending};
use crate::ensemble::Ensemble;
use crate::ledger;
use crate::programs::program;
use crate::receipts::{self, Receipt};
use crate::tree::Tree;
use crate::txnlog::{self, Transaction};
use crate::wait::until;

/// The session timeout of every scheduler.
pub const SESSION: Duration = Duration::from_secs(4);
/// ZooKeeper's tick.
pub const TICK: Duration = Duration::from_millis(500);
/// What is waited for anything that takes a few seconds, on a machine that has other work.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Below it lies everything.
pub const CHROOT: &str = "/nono";

/// ZooKeeper, of one server or of several.
pub trait Keeper {
    /// Where clients find it, without a chroot.
    fn connect_string(&self) -> String;

    /// All that was committed so far, in order.
    fn log(&self) -> Vec<Transaction>;

    /// Starts what is down and waits until all of it serves.
    fn whole(&mut self) -> impl Future<Output = ()>;
}

impl Keeper for Server {
    fn connect_string(&self) -> String {
        self.connect_string()
    }

    fn log(&self) -> Vec<Transaction> {
        txnlog::read(&self.transaction_logs()).unwrap()
    }

    async fn whole(&mut self) {
        if self.pid().is_none() {
            self.restart().await.unwrap();
        }
    }
}

/// A cluster.
#[derive(Debug)]
pub struct Cluster<K = Server> {
    /// What everything hangs on.
    pub zookeeper: K,
    /// In the order they were started, also those that have ended.
    pub schedulers: Vec<Scheduler>,
    folder: Option<TempDir>,
    worker: Guarded,
    worker_url: String,
}

/// How a scheduler is started, if not as usual.
#[derive(Clone, Debug, Default)]
pub struct Launch {
    /// Where it finds ZooKeeper, without the chroot; ZooKeeper itself if nothing is said.
    pub servers: Option<String>,
    /// Its environment, beside what it inherits.
    pub environment: Vec<(String, String)>,
}

/// One `nono-scheduler`.
#[derive(Debug)]
pub struct Scheduler {
    /// What it was called.
    pub name: String,
    /// Its process.
    pub process: Guarded,
    /// Its id as a member, of its first session.
    pub member: String,
    /// Where it serves health and metrics, as `host:port`.
    pub address: String,
    /// Its run log.
    pub run_log: PathBuf,
}

impl Cluster<Server> {
    /// ZooKeeper, laid out for `partitions`, and the worker; no scheduler yet.
    ///
    /// # Panics
    /// If anything does not start.
    pub async fn start(partitions: u16) -> Self {
        Self::start_with(partitions, Options::default()).await
    }

    /// The same on a server with these options; its folder is the story's.
    ///
    /// # Panics
    /// If anything does not start.
    pub async fn start_with(partitions: u16, options: Options) -> Self {
        let folder = story_folder();
        let data = Some(folder.path().join("zookeeper"));
        let zookeeper = Server::start(Options { data, tick: TICK, ..options }).await.unwrap();
        Self::on(zookeeper, folder, partitions).await
    }
}

impl Cluster<Ensemble> {
    /// The same on three servers.
    ///
    /// # Panics
    /// If anything does not start.
    pub async fn start_on_three(partitions: u16) -> Self {
        let folder = story_folder();
        let ensemble = Ensemble::start(folder.path()).await;
        Self::on(ensemble, folder, partitions).await
    }
}

impl<K: Keeper> Cluster<K> {
    async fn on(zookeeper: K, folder: TempDir, partitions: u16) -> Self {
        let (worker, worker_url) = start_worker(folder.path()).await;
        let cluster = Self { zookeeper, schedulers: Vec::new(), folder: Some(folder), worker, worker_url };
        let partitions = partitions.to_string();
        let _ = cluster.nonoctl(&["cluster", "init", "--partitions", &partitions, "--yes"]).await.ok();
        cluster
    }

    /// The connect string, chroot included.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}{CHROOT}", self.zookeeper.connect_string())
    }

    /// The story's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.as_ref().expect("taken only on drop").path()
    }

    /// A URL of the recording worker.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.worker_url)
    }

    /// What the worker wrote down so far.
    #[must_use]
    pub fn receipts(&self) -> Vec<Receipt> {
        receipts::read(&self.folder().join("receipts"))
    }

    /// A look at the tree.
    pub async fn tree(&self) -> Tree {
        Tree::connect(&self.place()).await
    }

    /// The transaction log so far.
    ///
    /// # Panics
    /// If it cannot be read.
    #[must_use]
    pub fn log(&self) -> Vec<Transaction> {
        self.zookeeper.log()
    }

    /// What the log means.
    #[must_use]
    pub fn board(&self) -> Board {
        Board::replay(&ledger::steps(&self.log(), CHROOT))
    }

    /// The ledger so far.
    #[must_use]
    pub fn steps(&self) -> Vec<ledger::Step> {
        ledger::steps(&self.log(), CHROOT)
    }

    /// Runs `nonoctl` against this cluster.
    ///
    /// # Panics
    /// If it cannot be run.
    pub async fn nonoctl(&self, arguments: &[&str]) -> Output {
        self.admin().nonoctl(arguments, "").await
    }

    /// The same with a text as its standard input.
    ///
    /// # Panics
    /// If it cannot be run.
    pub async fn nonoctl_with(&self, arguments: &[&str], input: &str) -> Output {
        self.admin().nonoctl(arguments, input).await
    }

    /// Somebody who works on this cluster while other things befall it.
    #[must_use]
    pub fn admin(&self) -> Admin {
        Admin { place: self.place(), folder: self.folder().to_owned() }
    }

    /// `nonoctl apply -f -`
    ///
    /// # Panics
    /// If it is refused.
    pub async fn apply(&self, manifests: &str) -> Output {
        self.nonoctl_with(&["apply", "-f", "-", "--yes"], manifests).await.ok()
    }

    /// Starts a scheduler and waits until it is a member and ready.
    ///
    /// # Panics
    /// If it does not get there.
    pub async fn join(&mut self, name: &str) -> &mut Scheduler {
        self.join_as(name, &Launch::default()).await
    }

    /// Starts a scheduler in some way of its own, and waits for nothing; its member and address stay unknown.
    ///
    /// # Panics
    /// If there is no such program.
    pub fn launch(&mut self, name: &str, launch: &Launch) -> &mut Scheduler {
        let number = self.schedulers.len();
        let run_log = self.folder().join(format!("{name}.{number}.runs"));
        let process = self.spawn(name, number, &run_log, launch);
        let nobody = String::new;
        self.schedulers.push(Scheduler {
            name: name.to_owned(),
            process,
            member: nobody(),
            address: nobody(),
            run_log,
        });
        &mut self.schedulers[number]
    }

    /// Starts a scheduler in some way of its own, and waits until it is a member and ready.
    ///
    /// # Panics
    /// If it does not get there.
    pub async fn join_as(&mut self, name: &str, launch: &Launch) -> &mut Scheduler {
        let number = self.schedulers.len();
        let pid = self.launch(name, launch).process.pid();
        let tree = self.tree().await;
        let schedulers = &mut self.schedulers;
        let scheduler = &mut schedulers[number];
        let (member, address) = until("a member", PATIENCE, async || {
            if !scheduler.process.is_running() {
                panic!("{name} has ended; see its log");
            }
            let members = tree.all("/schedulers").await;
            let mine = members.iter().find(|(_, member)| member["pid"] == pid);
            let found = mine.and_then(|(id, member)| Some((id.clone(), member["address"].as_str()?.to_owned())));
            found.ok_or_else(|| format!("{members:?}"))
        })
        .await;
        scheduler.member = member;
        scheduler.address = address;
        until("ready", PATIENCE, async || scheduler.is_ready().await).await;
        scheduler
    }

    fn spawn(&self, name: &str, number: usize, run_log: &Path, launch: &Launch) -> Guarded {
        let log = std::fs::File::create(self.folder().join(format!("{name}.{number}.log"))).unwrap();
        let mut program = Program::new(program("nono-scheduler"));
        let place = launch.servers.as_ref().map_or_else(|| self.place(), |servers| format!("{servers}{CHROOT}"));
        program
            .envs(launch.environment.iter().map(|(name, value)| (name, value)))
            .args(["--connect", &place, "--name", name, "--listen", "127.0.0.1:0"])
            .args(["--session-timeout", "4s", "--drain-timeout", "10s", "--run-log"])
            .arg(run_log)
            .current_dir(self.folder());
        Guarded::spawn(&program, log.try_clone().unwrap(), log).unwrap()
    }

    /// A scheduler by its name: the newest of that name.
    ///
    /// # Panics
    /// If there is none.
    pub fn scheduler(&mut self, name: &str) -> &mut Scheduler {
        let found = self.schedulers.iter_mut().rev().find(|scheduler| scheduler.name == name);
        found.unwrap_or_else(|| panic!("no scheduler {name}"))
    }

    /// Waits until every partition is owned by a living member as the assignment says, and each of `members` living
    /// ones has some.
    ///
    /// # Panics
    /// If it does not come to that.
    pub async fn settled(&self, members: usize) {
        let tree = self.tree().await;
        until("settled", PATIENCE, async || {
            let ids = tree.children("/schedulers").await;
            let owners = owned(&tree).await;
            let unowned = owners.iter().filter(|(_, owner)| owner.as_ref().is_none_or(|owner| !ids.contains(owner)));
            let (unowned, distinct) = (unowned.count(), distinct(&owners));
            let holds =
                unowned == 0 && ids.len() == members && distinct == members && as_assigned(&tree, &owners).await;
            if holds {
                Ok(())
            } else {
                Err(format!("{unowned} partitions without a living owner, members {ids:?}, {distinct} own some"))
            }
        })
        .await;
    }

    /// Waits until the log has an outcome for every instant of the duties and for every run that is due by then.
    ///
    /// # Panics
    /// If it does not come to that.
    pub async fn quiet(&self, duties: impl Fn(&Board) -> Vec<Duty>) {
        until("quiet", PATIENCE, async || {
            let board = self.board();
            let pending = pending(&board, &duties(&board));
            if pending.is_empty() { Ok(()) } else { Err(format!("{} pending, such as {}", pending.len(), pending[0])) }
        })
        .await;
    }
}

/// Each partition's owner, as the leases say.
async fn owned(tree: &Tree) -> Vec<(String, Option<String>)> {
    let leases = tree.all("/leases").await;
    leases.into_iter().map(|(partition, lease)| (partition, lease["owner"].as_str().map(str::to_owned))).collect()
}

fn distinct(owners: &[(String, Option<String>)]) -> usize {
    owners.iter().filter_map(|(_, owner)| owner.as_deref()).collect::<std::collections::BTreeSet<_>>().len()
}

async fn as_assigned(tree: &Tree, owners: &[(String, Option<String>)]) -> bool {
    let assignment = tree.json("/assignment").await;
    let is_planned = |partition: &str, owner: &str| {
        let number: u64 = partition.parse().unwrap_or(u64::MAX);
        assignment["owners"][owner].as_array().is_some_and(|owned| owned.contains(&Value::from(number)))
    };
    owners.iter().all(|(partition, owner)| owner.as_deref().is_some_and(|owner| is_planned(partition, owner)))
}

impl Scheduler {
    /// Whether it says that it is ready; what it says otherwise.
    ///
    /// # Errors
    /// What it says.
    pub async fn is_ready(&self) -> Result<(), String> {
        match self.fetch("/readyz").await {
            Ok((200, _)) => Ok(()),
            Ok((status, text)) => Err(format!("{status} {text}")),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Its answer on a path: status and text.
    ///
    /// # Errors
    /// If it does not answer.
    pub async fn fetch(&self, path: &str) -> reqwest::Result<(u16, String)> {
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(5)).build()?;
        let response = client.get(format!("http://{}{path}", self.address)).send().await?;
        Ok((response.status().as_u16(), response.text().await?))
    }

    /// Kills it, and says when.
    ///
    /// # Panics
    /// If that fails.
    pub async fn kill(&mut self) -> i64 {
        let killed_ms = crate::wait::now_ms();
        let _ = self.process.kill().await.unwrap();
        killed_ms
    }

    /// Asks it to end and waits until it has.
    ///
    /// # Panics
    /// If it does not end in time, or not well.
    pub async fn terminate(&mut self) {
        self.process.signal(Signal::TERM).unwrap();
        let status = tokio::time::timeout(PATIENCE, self.process.ended()).await;
        let status = status.unwrap_or_else(|_| panic!("{} does not end", self.name)).unwrap();
        assert!(status.success(), "{} ended with {status}", self.name);
    }
}

fn story_folder() -> TempDir {
    tempfile::Builder::new().prefix("nono-story-").tempdir().unwrap()
}

async fn start_worker(folder: &Path) -> (Guarded, String) {
    let file = folder.join("worker.address");
    let output = std::fs::File::create(&file).unwrap();
    let errors = std::fs::File::create(folder.join("worker.log")).unwrap();
    let mut program = Program::new(program("recording-worker"));
    program.arg(folder.join("receipts"));
    let worker = Guarded::spawn(&program, output, errors).unwrap();
    let address = until("a worker that listens", PATIENCE, async || {
        let text = std::fs::read_to_string(&file).unwrap();
        text.strip_suffix('\n').map(str::to_owned).ok_or(text)
    })
    .await;
    (worker, format!("http://{address}"))
}

impl<K> Drop for Cluster<K> {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        let Some(folder) = self.folder.take() else { return };
        let folder = folder.keep();
        crate::wait::figure("failed", format!("everything is in {}", folder.display()));
        let mut logs: Vec<PathBuf> =
            std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        logs.retain(|path| path.extension().is_some_and(|extension| extension == "log"));
        logs.sort();
        for log in logs {
            let text = std::fs::read(&log).unwrap_or_default();
            let text = String::from_utf8_lossy(&text);
            let lines: Vec<&str> = text.lines().collect();
            let tail = lines[lines.len().saturating_sub(30)..].join("\n");
            crate::wait::figure(&log.display().to_string(), format!("\n{tail}"));
        }
        let _ = self.worker.is_running();
    }
}
