//! The cluster of a trial: ZooKeeper, schedulers and tasks, all on this machine, all gone with this process.
//!
//! Schedulers are the real daemon, found beside this program, so that a trial shows what production does.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::sync::Arc;
use std::time::{Duration, Instant};

use nono_core::cluster::ClusterPause;
use nono_core::name::TaskName;
use nono_core::store::admin::{self, Admin, Author};
use nono_core::store::zookeeper::{ConnectOptions, ZooKeeper};
use nono_core::task::{Unknown, edit};

use super::checker::Promise;
use super::guard::Guarded;
use super::owners::Owners;
use super::sample::{SAMPLES, Sample};
use super::zookeeper::{Options, Server};
use crate::error::CommandError;
use crate::invocation::wall_clock;
use crate::random;

/// Short enough to watch a take-over, long enough that a busy machine does not cause one.
const SESSION: &str = "4s";
/// A slow machine under load needs several seconds until everything is up.
const PATIENCE: Duration = Duration::from_secs(60);
const PACE: Duration = Duration::from_millis(50);
/// A scheduler that is to stop hands over and waits for its last request; the slowest takes 1.5 s.
const GRACE: Duration = Duration::from_secs(15);

const NAMES: [&str; 9] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// The most schedulers a trial can have.
pub(super) const MOST_SCHEDULERS: u8 = 9;

/// A running cluster.
#[derive(Debug)]
pub(super) struct Trial {
    /// The schedulers, dead ones included.
    pub(super) schedulers: Vec<Scheduler>,
    /// Who owns what, as last read.
    pub(super) owners: Owners,
    /// The pause of the whole cluster that lasts, as last read.
    pub(super) paused: Option<ClusterPause>,
    admin: Admin,
    versions: BTreeMap<TaskName, i32>,
    server: Server,
}

/// One daemon.
#[derive(Debug)]
pub(super) struct Scheduler {
    /// What it is called.
    pub(super) name: &'static str,
    process: Option<Guarded>,
    pid: u32,
}

impl Scheduler {
    /// Its process id, also after its end.
    pub(super) const fn pid(&self) -> u32 {
        self.pid
    }

    /// Whether a process is there that has not ended.
    pub(super) fn is_running(&mut self) -> bool {
        self.process.as_mut().is_some_and(Guarded::is_running)
    }

    /// Whether it is to run: it was started and nobody here stopped it.
    pub(super) const fn is_wanted(&self) -> bool {
        self.process.is_some()
    }

    /// Ends it as a power cut would.
    pub(super) async fn kill(&mut self) -> io::Result<()> {
        match self.process.take() {
            Some(mut process) => process.kill().await.map(drop),
            None => Ok(()),
        }
    }

    /// Takes note that it ended by itself; says how.
    pub(super) async fn bury(&mut self) -> String {
        match self.process.take() {
            Some(mut process) => {
                process.ended().await.map_or_else(|error| error.to_string(), |status| status.to_string())
            }
            None => "it was not running".to_owned(),
        }
    }
}

impl Trial {
    /// Starts ZooKeeper, lays the cluster out and starts the schedulers; returns when they own all partitions.
    pub(super) async fn start(schedulers: u8) -> Result<Self, CommandError> {
        let program = daemon()?;
        let server =
            Server::start(Options::default()).await.map_err(|error| CommandError::failed(error.to_string()))?;
        let admin = lay_out(&format!("{}/nono", server.connect_string())).await?;
        let owners = Owners::of(admin.cluster().partitions);
        let mut trial = Self { schedulers: Vec::new(), owners, paused: None, admin, versions: BTreeMap::new(), server };
        for name in NAMES.into_iter().take(usize::from(schedulers)) {
            let process = trial.spawn(&program, name)?;
            trial.schedulers.push(Scheduler { name, pid: process.pid(), process: Some(process) });
        }
        trial.settle().await?;
        Ok(trial)
    }

    /// What to give to `--connect`.
    pub(super) fn connect_string(&self) -> String {
        format!("{}/nono", self.server.connect_string())
    }

    /// ZooKeeper's process, and its folder.
    pub(super) fn zookeeper(&self) -> (Option<u32>, &Path) {
        (self.server.pid(), self.server.folder())
    }

    fn spawn(&self, program: &Path, name: &str) -> Result<Guarded, CommandError> {
        let log = File::options().create(true).append(true).open(self.log(name))?;
        let mut command = Program::new(program);
        command.args(["--connect", &self.connect_string(), "--name", name, "--listen", "127.0.0.1:0"]);
        command.args(["--session-timeout", SESSION]);
        Ok(Guarded::spawn(&command, log.try_clone()?, log)?)
    }

    fn log(&self, name: &str) -> PathBuf {
        self.server.folder().join(format!("scheduler-{name}.log"))
    }

    /// Starts a scheduler again that has died.
    pub(super) fn revive(&mut self, index: usize) -> Result<(), CommandError> {
        let process = self.spawn(&daemon()?, self.schedulers[index].name)?;
        let scheduler = &mut self.schedulers[index];
        (scheduler.pid, scheduler.process) = (process.pid(), Some(process));
        Ok(())
    }

    /// Waits until every scheduler has partitions and no partition is nobody's.
    async fn settle(&mut self) -> Result<(), CommandError> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.look().await?;
            let shares = self.owners.shares();
            if shares.len() == self.schedulers.len() && self.owners.is_complete() {
                return Ok(());
            }
            for index in 0..self.schedulers.len() {
                if !self.schedulers[index].is_running() {
                    return Err(self.ended_early(index).await);
                }
            }
            if Instant::now() > deadline {
                return Err(CommandError::failed(format!(
                    "the schedulers do not share the partitions after {} s: {shares:?}",
                    PATIENCE.as_secs()
                )));
            }
            tokio::time::sleep(PACE).await;
        }
    }

    async fn ended_early(&mut self, index: usize) -> CommandError {
        let how = self.schedulers[index].bury().await;
        let log = std::fs::read_to_string(self.log(self.schedulers[index].name)).unwrap_or_default();
        let tail: Vec<&str> = log.lines().rev().take(8).collect();
        let error = CommandError::failed(format!("scheduler {} ended at once: {how}", self.schedulers[index].name));
        tail.into_iter().rev().fold(error, CommandError::with_cause)
    }

    /// Adds the sample tasks; what each owes from now on.
    pub(super) async fn plan(&mut self, worker: &str) -> Result<Vec<Promise>, CommandError> {
        let mut promises = Vec::new();
        for sample in SAMPLES {
            promises.push(self.add(&sample, worker).await?);
        }
        Ok(promises)
    }

    async fn add(&mut self, sample: &Sample, worker: &str) -> Result<Promise, CommandError> {
        let task = edit::create(random::task_uid()?, sample.document(worker), Unknown::Refuse);
        let task = task.map_err(|problems| CommandError::failed(format!("sample {}: {problems}", sample.name)))?;
        let asked = wall_clock();
        let author =
            Author { by: "nonoctl dev".into(), command: "dev".into(), identity: None, reason: None, at: asked };
        let added = self.admin.add(task, &author).await?;
        if let Some(version) = added.version {
            self.versions.insert(added.name, version);
        }
        Ok(Promise {
            task: sample.name.to_owned(),
            every: sample.every,
            offset: sample.offset,
            asked: asked.0,
            acknowledged: wall_clock().0,
        })
    }

    /// Reads who owns what, and whether the cluster is paused.
    pub(super) async fn look(&mut self) -> Result<(), CommandError> {
        let leases = self.admin.leases().await?;
        let intents = self.admin.cluster_intents().await?;
        self.paused = intents.value.lasting(intents.stat.mtime()).map(|(paused, _)| paused);
        self.owners.note(leases.iter().filter_map(|(&partition, lease)| Some((partition, &lease.as_ref()?.value))));
        Ok(())
    }

    /// Connects anew: a session that has expired, as in an outage of ZooKeeper, never answers again.
    pub(super) async fn connect_again(&mut self) -> Result<(), CommandError> {
        self.admin = Admin::open(session(&self.connect_string()).await?).await?;
        Ok(())
    }

    /// The sample tasks that a scheduler owns.
    pub(super) fn tasks_of(&self, name: &str) -> Vec<&'static str> {
        let owned = |task: &&str| self.owners.of_task(task).is_some_and(|owner| owner == name);
        SAMPLES.iter().map(|sample| sample.name).filter(owned).collect()
    }

    /// Sample tasks that somebody changed or removed: what they owe is no longer known.
    pub(super) async fn touched(&self) -> Result<Vec<String>, CommandError> {
        let names: Vec<TaskName> = self.versions.keys().cloned().collect();
        let tasks = self.admin.tasks(&names).await?;
        let is_as_added = |name: &TaskName| {
            tasks
                .found
                .iter()
                .any(|kept| kept.value.task.name == *name && Some(&kept.stat.version) == self.versions.get(name))
        };
        Ok(names.iter().filter(|name| !is_as_added(name)).map(ToString::to_string).collect())
    }

    /// When the whole cluster was paused, in milliseconds since 1970; a pause that lasts ends at `until`.
    pub(super) async fn pauses(&self, until: i64) -> Result<Vec<(i64, i64)>, CommandError> {
        let intents = self.admin.cluster_intents().await?;
        let spans = intents.value.not_due(intents.stat.mtime()).into_iter();
        Ok(spans.map(|(from, to)| (from.0, to.map_or(until, |to| to.0))).collect())
    }

    /// Copies the logs to where they outlive the trial.
    pub(super) fn keep_logs(&self) -> io::Result<PathBuf> {
        let kept = std::env::temp_dir().join(format!("nono-dev-logs-{}", std::process::id()));
        std::fs::create_dir_all(&kept)?;
        for entry in std::fs::read_dir(self.server.folder())?.flatten() {
            if entry.path().extension().is_some_and(|extension| extension == "log") {
                std::fs::copy(entry.path(), kept.join(entry.file_name()))?;
            }
        }
        Ok(kept)
    }

    /// Stops everything in order, the schedulers first.
    pub(super) async fn stop(mut self) -> Result<(), CommandError> {
        let processes = self.schedulers.iter_mut().filter_map(|scheduler| scheduler.process.as_mut());
        let ends = futures::future::join_all(processes.map(|process| process.stop(GRACE))).await;
        drop(ends.into_iter().collect::<io::Result<Vec<_>>>()?);
        Ok(self.server.stop().await?)
    }
}

/// The daemon's program, in the folder of this one.
fn daemon() -> Result<PathBuf, CommandError> {
    let here = std::env::current_exe()?;
    let program = here.with_file_name("nono-scheduler");
    if program.is_file() {
        return Ok(program);
    }
    let error = CommandError::failed(format!("nono-scheduler was not found at {}", program.display()));
    Err(error.with_hint("nonoctl dev runs the daemon that lies beside it: build or install both"))
}

async fn session(connect: &str) -> Result<Arc<ZooKeeper>, CommandError> {
    let connect = connect.parse().expect("an address and a chroot are a connect string");
    let options = ConnectOptions { make_chroot: true, ..ConnectOptions::to(connect) };
    let session = ZooKeeper::connect(&options).await.map_err(|error| CommandError::unavailable(error.to_string()))?;
    Ok(Arc::new(session))
}

async fn lay_out(connect: &str) -> Result<Admin, CommandError> {
    let store = session(connect).await?;
    admin::init(store.as_ref(), None, &random::text(12)?).await?;
    Ok(Admin::open(store).await?)
}
