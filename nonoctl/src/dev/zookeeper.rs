//! A real ZooKeeper server as a child process: standalone, on 127.0.0.1, with its own data folder.
//!
//! For `nonoctl dev` and for tests: what fires in a trial must fire as in production, so nothing here imitates
//! ZooKeeper. It never outlives the process that started it, and removes its data folder if that was temporary.

use std::io;
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::time::Duration;

use thiserror::Error;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

use super::guard::Guarded;
use super::install::{self, Installation};

/// How a server is to run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where it keeps its data; `None` is a temporary folder that goes with the server.
    pub data: Option<PathBuf>,
    /// Its port on 127.0.0.1; `None` is a free one.
    pub port: Option<u16>,
    /// The largest heap, in MiB.
    pub heap_mib: u32,
    /// ZooKeeper's tick. Sessions of 2 to 120 ticks are granted, and one expires up to a tick late.
    pub tick: Duration,
    /// Transactions between two snapshots; `None` is ZooKeeper's default.
    pub snap_count: Option<u32>,
    /// Whether it waits for the disk before it answers a write.
    pub fsync: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { data: None, port: None, heap_mib: 256, tick: Duration::from_millis(500), snap_count: None, fsync: true }
    }
}

/// Why a server could not be started.
#[derive(Debug, Error)]
pub enum StartError {
    /// ZooKeeper or Java is not on this machine.
    #[error(transparent)]
    Missing(#[from] install::Missing),
    /// Its folder could not be made.
    #[error("the folder {folder} of ZooKeeper cannot be prepared: {source}")]
    Folder {
        /// Which.
        folder: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// Java could not be run, or no port was free.
    #[error("ZooKeeper cannot be run: {0}")]
    Run(#[from] io::Error),
    /// It ended before it answered.
    #[error("ZooKeeper ended before it served ({status}); the end of {log}: {tail}")]
    Ended {
        /// How.
        status: String,
        /// Where its log is, or was.
        log: PathBuf,
        /// The last lines of it.
        tail: String,
    },
    /// It runs and does not answer.
    #[error("ZooKeeper does not serve on port {port} after {seconds} s; the end of {log}: {tail}")]
    Silent {
        /// Where it should listen.
        port: u16,
        /// How long was waited.
        seconds: u64,
        /// Where its log is, or was.
        log: PathBuf,
        /// The last lines of it.
        tail: String,
    },
}

/// A server that runs, or was stopped and can be started again on the same port and folder.
#[derive(Debug)]
pub struct Server {
    options: Options,
    installation: Installation,
    folder: Folder,
    port: u16,
    process: Option<Guarded>,
}

/// A slow machine under load needs several seconds; nothing that works needs this long.
const PATIENCE: Duration = Duration::from_secs(60);
/// Asked this often whether it serves yet.
const PACE: Duration = Duration::from_millis(25);
/// A port that was free a moment ago can be taken by another process: so many times another one is tried.
const PORTS_TRIED: u32 = 3;

impl Server {
    /// Starts a server and waits until it serves.
    ///
    /// # Errors
    /// [`StartError`] says what is missing and how to get it, or shows the end of the server's log.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let installation = Installation::find()?;
        let folder = Folder::prepare(options.data.as_deref())?;
        let mut server = Self { options, installation, folder, port: 0, process: None };
        let mut tries = 1;
        loop {
            server.port = server.options.port.map_or_else(free_port, Ok)?;
            match server.run().await {
                Err(StartError::Ended { .. }) if server.options.port.is_none() && tries < PORTS_TRIED => tries += 1,
                result => return result.map(|()| server),
            }
        }
    }

    /// Where clients find it: `127.0.0.1:PORT`, without a chroot.
    #[must_use]
    pub fn connect_string(&self) -> String {
        self.address().to_string()
    }

    /// The folder that holds its configuration, its log (`zookeeper.log`) and its data (`data/version-2`).
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder.path
    }

    /// Where snapshots and transaction logs are.
    #[must_use]
    pub fn transaction_logs(&self) -> PathBuf {
        self.folder.path.join("data").join("version-2")
    }

    /// The process id, while it runs.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.process.as_ref().map(Guarded::pid)
    }

    /// Stops it as an operator would. Its data stays.
    ///
    /// # Errors
    /// Of the system calls.
    pub async fn stop(&mut self) -> io::Result<()> {
        match self.process.take() {
            Some(mut process) => process.stop(Duration::from_secs(10)).await.map(drop),
            None => Ok(()),
        }
    }

    /// Kills it as a power cut would. Its data stays.
    ///
    /// # Errors
    /// Of the system calls.
    pub async fn kill(&mut self) -> io::Result<()> {
        match self.process.take() {
            Some(mut process) => process.kill().await.map(drop),
            None => Ok(()),
        }
    }

    /// Stops it if it runs, and starts it on the same port and folder.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn restart(&mut self) -> Result<(), StartError> {
        self.stop().await?;
        self.run().await
    }

    /// Asks one of ZooKeeper's four-letter words (`mntr`, `srvr`, `wchs`, …) and returns the answer.
    ///
    /// # Errors
    /// If it does not answer within five seconds.
    pub async fn ask(&self, word: &str) -> io::Result<String> {
        timeout(Duration::from_secs(5), ask(self.address(), word)).await?
    }

    fn address(&self) -> SocketAddrV4 {
        SocketAddrV4::new(Ipv4Addr::LOCALHOST, self.port)
    }

    fn log(&self) -> PathBuf {
        self.folder.path.join("zookeeper.log")
    }

    /// Starts the process and waits until it serves; what did not come up is killed.
    async fn run(&mut self) -> Result<(), StartError> {
        let config = self.folder.path.join("zoo.cfg");
        std::fs::write(&config, self.config())?;
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log())?;
        let mut process = Guarded::spawn(&self.program(&config), log.try_clone()?, log)?;
        self.serving(&mut process).await?;
        self.process = Some(process);
        Ok(())
    }

    async fn serving(&self, process: &mut Guarded) -> Result<(), StartError> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            // Whoever answers while ours has ended is another server on the same port.
            if !process.is_running() {
                let status = process.ended().await?.to_string();
                return Err(StartError::Ended { status, log: self.log(), tail: self.end_of_log() });
            }
            let answer = timeout(Duration::from_secs(2), ask(self.address(), "srvr")).await;
            if matches!(answer, Ok(Ok(text)) if text.contains("Mode: standalone")) {
                return Ok(());
            }
            if Instant::now() > deadline {
                return Err(self.silent());
            }
            sleep(PACE).await;
        }
    }

    fn silent(&self) -> StartError {
        StartError::Silent { port: self.port, seconds: PATIENCE.as_secs(), log: self.log(), tail: self.end_of_log() }
    }

    fn program(&self, config: &Path) -> Program {
        let mut program = Program::new(&self.installation.java);
        program
            .arg(format!("-Xmx{}m", self.options.heap_mib))
            .args(["-XX:+UseSerialGC", "-Djava.awt.headless=true", "-Dzookeeper.jmx.log4j.disable=true"])
            .arg("-cp")
            .arg(&self.installation.class_path)
            .arg("org.apache.zookeeper.server.quorum.QuorumPeerMain")
            .arg(config)
            .current_dir(&self.folder.path);
        program
    }

    /// Sessions up to a minute, as on a server with the usual tick of 2 s and up to 20 of them, are not cut short
    /// here; logs grow in small steps because a trial's folder often lies in memory.
    fn config(&self) -> String {
        let tick = self.options.tick.as_millis();
        let mut config = format!(
            "tickTime={tick}\n\
             dataDir={data}\n\
             clientPort={port}\n\
             clientPortAddress=127.0.0.1\n\
             maxClientCnxns=0\n\
             maxSessionTimeout={longest}\n\
             admin.enableServer=false\n\
             4lw.commands.whitelist=ruok,srvr,mntr,wchs,conf\n\
             preAllocSize=4096\n\
             forceSync={sync}\n",
            data = self.folder.path.join("data").display(),
            port = self.port,
            longest = tick * 120,
            sync = if self.options.fsync { "yes" } else { "no" },
        );
        if let Some(count) = self.options.snap_count {
            config.push_str(&format!("snapCount={count}\n"));
        }
        config
    }

    fn end_of_log(&self) -> String {
        let text = std::fs::read(self.log()).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        let tail = lines[lines.len().saturating_sub(12)..].join(" | ");
        if tail.is_empty() { "(nothing)".to_owned() } else { tail }
    }
}

async fn ask(address: SocketAddrV4, word: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(word.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// The server's folder; removed with the server if it is temporary.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    temporary: bool,
}

impl Folder {
    fn prepare(data: Option<&Path>) -> Result<Self, StartError> {
        let path = match data {
            // ZooKeeper runs in that folder, where a relative path would mean another place.
            Some(path) => std::path::absolute(path)?,
            None => temporary_path()?,
        };
        let temporary = data.is_none();
        match make(&path, temporary) {
            Ok(()) => Ok(Self { path, temporary }),
            Err(source) => Err(StartError::Folder { folder: path, source }),
        }
    }
}

/// A temporary folder must be new and is nobody else's business: others can write where it lies.
fn make(path: &Path, temporary: bool) -> io::Result<()> {
    if temporary {
        std::fs::DirBuilder::new().mode(0o700).create(path)?;
    }
    std::fs::create_dir_all(path.join("data"))
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.temporary {
            // Nothing can be done about a failure here, and the system clears its temporary folder in time.
            drop(std::fs::remove_dir_all(&self.path));
        }
    }
}

fn temporary_path() -> io::Result<PathBuf> {
    let mut random = [0_u8; 6];
    getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
    let random: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(std::env::temp_dir().join(format!("nono-zookeeper-{random}")))
}

impl Drop for Server {
    fn drop(&mut self) {
        // Before the folder goes: a server whose folder vanished would complain on its way out.
        drop(self.process.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_server_serves_keeps_its_data_over_a_kill_and_leaves_nothing() {
        let mut server = Server::start(Options::default()).await.unwrap();
        let (place, folder) = (server.connect_string(), server.folder().to_owned());
        assert_eq!(server.ask("ruok").await.unwrap(), "imok");
        assert!(server.ask("mntr").await.unwrap().contains("zk_znode_count"));
        server.kill().await.unwrap();
        assert!(server.ask("ruok").await.is_err());
        assert!(folder.join("data").exists());
        server.restart().await.unwrap();
        assert_eq!(server.connect_string(), place);
        assert_eq!(server.ask("ruok").await.unwrap(), "imok");
        drop(server);
        assert!(!folder.exists());
    }

    #[tokio::test]
    async fn a_port_that_is_taken_is_named_as_an_error_and_no_process_stays() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = Server::start(Options { port: Some(port), ..Options::default() }).await.unwrap_err();
        assert!(matches!(error, StartError::Ended { .. }), "{error}");
    }
}
