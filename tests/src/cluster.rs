//! A whole cluster for one story: ZooKeeper, a recording worker and schedulers, each a process of its own.
//!
//! Everything dies with the story. A story that fails prints the end of each log and leaves its folder behind.

use std::os::unix::process::ExitStatusExt;
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
use crate::part::Part;
use crate::programs::{program, program_for_tests};
use crate::receipts::{self, Receipt};
use crate::tree::Tree;
use crate::txnlog::{self, Transaction, Wanted};
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

    /// Tells all that was committed so far, in order, without what was done to other paths than the wanted ones: a whole log may
    /// be too large to hold.
    fn each(&self, wanted: Wanted<'_>, tell: &mut dyn FnMut(Transaction));

    /// All of it.
    fn log(&self) -> Vec<Transaction> {
        let mut log = Vec::new();
        self.each(&|_| true, &mut |transaction| log.push(transaction));
        log
    }

    /// Starts what is down and waits until all of it serves.
    fn whole(&mut self) -> impl Future<Output = ()>;
}

impl Keeper for Server {
    fn connect_string(&self) -> String {
        self.connect_string()
    }

    fn each(&self, wanted: Wanted<'_>, tell: &mut dyn FnMut(Transaction)) {
        txnlog::each(&self.transaction_logs(), wanted, tell).unwrap();
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
    /// What schedulers that start from now on are told besides.
    pub arguments: Vec<String>,
    /// Whether schedulers that start from now on keep a run log; they do unless somebody measures their speed.
    pub run_logs: bool,
    folder: Option<TempDir>,
    worker: Guarded,
    worker_url: String,
}

/// How a scheduler is started, if not as usual.
#[derive(Clone, Debug, Default)]
pub struct Launch {
    /// Where it finds ZooKeeper, without the chroot; ZooKeeper itself if nothing is said.
    pub servers: Option<String>,
    /// The program; the ordinary one if nothing is said.
    pub program: Option<PathBuf>,
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
    /// The same on three servers, each with a heap of so many MiB.
    ///
    /// # Panics
    /// If anything does not start.
    pub async fn start_on_three(partitions: u16, heap_mib: u32) -> Self {
        let folder = story_folder();
        let ensemble = Ensemble::start(folder.path(), heap_mib).await;
        Self::on(ensemble, folder, partitions).await
    }
}

impl<K: Keeper> Cluster<K> {
    async fn on(zookeeper: K, folder: TempDir, partitions: u16) -> Self {
        let (worker, worker_url) = start_worker(folder.path()).await;
        let (schedulers, arguments, folder) = (Vec::new(), Vec::new(), Some(folder));
        let cluster = Self { zookeeper, schedulers, arguments, run_logs: true, folder, worker, worker_url };
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

    /// The recording worker's process.
    #[must_use]
    pub fn worker_pid(&self) -> u32 {
        self.worker.pid()
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
    ///
    /// # Panics
    /// If it cannot be read.
    #[must_use]
    pub fn board(&self) -> Board {
        self.board_of(Part::WHOLE)
    }

    /// What the log means for a part of the partitions.
    ///
    /// # Panics
    /// If it cannot be read.
    #[must_use]
    pub fn board_of(&self, part: Part) -> Board {
        let mut board = Board::default();
        let mut reader = ledger::Reader::default();
        let mut follow = |transaction| {
            if let Some(step) = reader.step(&transaction, CHROOT) {
                board.follow(&step);
            }
        };
        let wanted = |path: &str| path.strip_prefix(CHROOT).is_some_and(|below| part.has_path(below));
        self.zookeeper.each(&wanted, &mut follow);
        board
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

    /// Starts many at once and waits for all.
    ///
    /// # Panics
    /// If one does not get there.
    pub async fn join_all(&mut self, names: &[String]) {
        let first = self.schedulers.len();
        for name in names {
            self.launch(name, &Launch::default());
        }
        let tree = self.tree().await;
        for scheduler in &mut self.schedulers[first..] {
            scheduler.joined(&tree).await;
        }
    }

    /// Starts a scheduler that ends or stops itself at a failpoint, such as `kill:claim-answered:3`
    /// (nono-scheduler/src/failpoint.rs). Waits for nothing: it may end while it joins.
    ///
    /// # Panics
    /// If it cannot be started.
    pub fn begin_armed(&mut self, name: &str, failpoint: &str) {
        let program = Some(program_for_tests("nono-scheduler-failpoints"));
        let environment = vec![("NONO_FAILPOINT".to_owned(), failpoint.to_owned())];
        self.launch(name, &Launch { program, environment, ..Launch::default() });
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
        let scheduler = Scheduler { name: name.to_owned(), process, member: nobody(), address: nobody(), run_log };
        self.schedulers.push(scheduler);
        &mut self.schedulers[number]
    }

    /// Starts a scheduler in some way of its own, and waits until it is a member and ready.
    ///
    /// # Panics
    /// If it does not get there.
    pub async fn join_as(&mut self, name: &str, launch: &Launch) -> &mut Scheduler {
        self.launch(name, launch);
        self.arrived(name).await
    }

    /// Waits until a scheduler that was started is a member and ready.
    ///
    /// # Panics
    /// If it does not get there.
    pub async fn arrived(&mut self, name: &str) -> &mut Scheduler {
        let tree = self.tree().await;
        let scheduler = self.scheduler(name);
        scheduler.joined(&tree).await;
        scheduler
    }

    /// Waits until an armed scheduler has killed itself at its failpoint, and says when that was.
    ///
    /// # Panics
    /// If it does not, or ended otherwise.
    pub async fn died(&mut self, name: &str, failpoint: &str) -> i64 {
        let number = self.schedulers.iter().rposition(|scheduler| scheduler.name == name).expect("it was started");
        let ended = tokio::time::timeout(PATIENCE, self.schedulers[number].process.ended()).await;
        let died_ms = crate::wait::now_ms();
        let status = ended.unwrap_or_else(|_| panic!("{name} does not come to {failpoint}")).unwrap();
        assert_eq!(status.signal(), Some(9), "{name} ended with {status}");
        let log = self.log_of(number);
        assert!(log.contains(&line_of(failpoint)), "{name} did not end at {failpoint}: {log}");
        died_ms
    }

    /// Waits until an armed scheduler says that it is at its failpoint, where it stops.
    ///
    /// # Panics
    /// If it does not come there.
    pub async fn reached(&mut self, name: &str, failpoint: &str) {
        let number = self.schedulers.iter().rposition(|scheduler| scheduler.name == name).expect("it was started");
        until(failpoint, PATIENCE, async || {
            let log = self.log_of(number);
            if log.contains(&line_of(failpoint)) { Ok(()) } else { Err(log) }
        })
        .await;
    }

    fn log_of(&self, number: usize) -> String {
        let name = &self.schedulers[number].name;
        std::fs::read_to_string(self.folder().join(format!("{name}.{number}.log"))).unwrap()
    }

    fn spawn(&self, name: &str, number: usize, run_log: &Path, launch: &Launch) -> Guarded {
        let log = std::fs::File::create(self.folder().join(format!("{name}.{number}.log"))).unwrap();
        let mut program = Program::new(launch.program.clone().unwrap_or_else(|| program("nono-scheduler")));
        let place = launch.servers.as_ref().map_or_else(|| self.place(), |servers| format!("{servers}{CHROOT}"));
        program
            .envs(launch.environment.iter().map(|(name, value)| (name, value)))
            .args(["--connect", &place, "--name", name, "--listen", "127.0.0.1:0"])
            .args(["--session-timeout", "4s", "--drain-timeout", "10s"])
            .args(&self.arguments)
            .current_dir(self.folder());
        if self.run_logs {
            program.arg("--run-log").arg(run_log);
        }
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

/// What a scheduler says when it comes to a failpoint, whose place may be followed by a count.
fn line_of(failpoint: &str) -> String {
    format!("failpoint {} reached", failpoint.split(':').next().unwrap_or_default())
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
    /// Waits until it is a member and ready.
    async fn joined(&mut self, tree: &Tree) {
        let pid = self.process.pid();
        let (member, address) = until("a member", PATIENCE, async || {
            assert!(self.process.is_running(), "{} has ended; see its log", self.name);
            let members = tree.all("/schedulers").await;
            let mine = members.iter().find(|(_, member)| member["pid"] == pid);
            let found = mine.and_then(|(id, member)| Some((id.clone(), member["address"].as_str()?.to_owned())));
            found.ok_or_else(|| format!("{members:?}"))
        })
        .await;
        self.member = member;
        self.address = address;
        until("ready", PATIENCE, async || self.is_ready().await).await;
    }

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
