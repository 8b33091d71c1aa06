//! Three ZooKeeper servers that vote, and a fourth that only listens: the recorder.
//!
//! Each voter can be killed, stopped and started again. The recorder is an observer, which is told of committed
//! transactions alone; no scheduler connects to it and no story harms it, so that its log is the record that the judge
//! reads (see `record`).

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::time::Duration;

use nonoctl::dev::guard::Guarded;
use nonoctl::dev::install::Installation;
use rustix::process::Signal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::cluster::{Keeper, PATIENCE, TICK};
use crate::record;
use crate::txnlog::{Transaction, Wanted};
use crate::wait::until;

/// How many servers vote.
pub const VOTERS: usize = 3;
/// The recorder comes after the voters.
const RECORDER: usize = VOTERS;
/// Four servers of a heap no larger are those of a story that is over before it is worth compiling well.
const SHORT_STORY_MIB: u32 = 256;
/// A server that is stopped does not answer; one that is busy does within this.
const ANSWER: Duration = Duration::from_secs(1);

/// The servers. They end when this is dropped.
#[derive(Debug)]
pub struct Ensemble {
    servers: Vec<Server>,
}

#[derive(Debug)]
struct Server {
    folder: PathBuf,
    ports: [u16; 3],
    heap_mib: u32,
    process: Option<Guarded>,
}

impl Ensemble {
    /// Starts all four in folders below `folder`, each with a heap of so many MiB, and waits until they serve.
    ///
    /// # Panics
    /// If ZooKeeper is missing or does not come up.
    pub async fn start(folder: &Path, heap_mib: u32) -> Self {
        let ports = free_ports(3 * (VOTERS + 1));
        let mut servers = Vec::new();
        for (index, ports) in ports.chunks(3).enumerate() {
            let folder = folder.join(format!("zookeeper-{}", index + 1));
            std::fs::create_dir_all(folder.join("data")).unwrap();
            std::fs::write(folder.join("data").join("myid"), (index + 1).to_string()).unwrap();
            servers.push(Server { folder, ports: ports.try_into().unwrap(), heap_mib, process: None });
        }
        let mut ensemble = Self { servers };
        for server in 0..=RECORDER {
            ensemble.begin(server);
        }
        ensemble.all_serve().await;
        ensemble
    }

    /// Where the voters serve.
    #[must_use]
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.servers[..VOTERS].iter().map(Server::address).collect()
    }

    /// Starts a server that is down, and does not wait for it.
    ///
    /// # Panics
    /// If the process cannot be made.
    pub fn begin(&mut self, server: usize) {
        let quorum: String = self.servers.iter().enumerate().map(|(index, server)| server.line(index)).collect();
        let server_of = &mut self.servers[server];
        if server_of.process.is_none() {
            server_of.process = Some(server_of.spawn(server, &quorum));
        }
    }

    /// Kills a voter as a power cut would. Its data stays.
    ///
    /// # Panics
    /// If that fails.
    pub async fn kill(&mut self, server: usize) {
        assert!(server < VOTERS, "the recorder is left alone");
        if let Some(mut process) = self.servers[server].process.take() {
            let _ = process.kill().await.unwrap();
        }
    }

    /// Stops a voter's process where it stands; [`Self::wake`] lets it go on.
    ///
    /// # Panics
    /// If it does not run.
    pub fn pause(&mut self, server: usize) {
        self.signal(server, Signal::STOP);
    }

    /// Lets a voter go on.
    ///
    /// # Panics
    /// If it does not run.
    pub fn wake(&mut self, server: usize) {
        self.signal(server, Signal::CONT);
    }

    fn signal(&mut self, server: usize, signal: Signal) {
        assert!(server < VOTERS, "the recorder is left alone");
        self.servers[server].process.as_mut().expect("it runs").signal(signal).unwrap();
    }

    /// The voter that leads, if one says so.
    pub async fn leader(&self) -> Option<usize> {
        for (index, server) in self.servers[..VOTERS].iter().enumerate() {
            if server.mode().await.as_deref() == Some("leader") {
                return Some(index);
            }
        }
        None
    }

    /// Waits for a leader.
    ///
    /// # Panics
    /// If there is none.
    pub async fn led(&self) -> usize {
        until("a leader", PATIENCE, async || self.leader().await.ok_or("no server says that it leads")).await
    }

    /// Starts what is down and waits until all follow one leader.
    ///
    /// # Panics
    /// If it does not come to that.
    pub async fn all_serve(&mut self) {
        for server in 0..VOTERS {
            self.begin(server);
        }
        until("all four serve", PATIENCE, async || {
            let mut modes = Vec::new();
            for server in &mut self.servers {
                if !server.process.as_mut().is_some_and(Guarded::is_running) {
                    panic!("a ZooKeeper ended by itself; the end of its log: {}", server.end_of_log());
                }
                modes.push(server.mode().await.unwrap_or_else(|| "none".to_owned()));
            }
            let count = |wanted: &str| modes.iter().filter(|mode| *mode == wanted).count();
            let all = [count("leader"), count("follower"), count("observer")] == [1, VOTERS - 1, 1];
            if all { Ok(()) } else { Err(format!("{modes:?}")) }
        })
        .await;
    }
}

impl Keeper for Ensemble {
    fn connect_string(&self) -> String {
        let addresses: Vec<String> = self.addresses().iter().map(ToString::to_string).collect();
        addresses.join(",")
    }

    fn each(&self, wanted: Wanted<'_>, tell: &mut dyn FnMut(Transaction)) {
        let folders: Vec<PathBuf> = self.servers.iter().map(Server::transaction_logs).collect();
        record::read(&folders[RECORDER], &folders[..VOTERS], wanted).into_iter().for_each(tell);
    }

    async fn whole(&mut self) {
        self.all_serve().await;
    }
}

impl Server {
    fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.ports[0]))
    }

    fn transaction_logs(&self) -> PathBuf {
        self.folder.join("data").join("version-2")
    }

    /// How the others find it.
    fn line(&self, index: usize) -> String {
        let [_, follow, elect] = self.ports;
        let role = if index == RECORDER { "observer" } else { "participant" };
        format!("server.{}=127.0.0.1:{follow}:{elect}:{role}\n", index + 1)
    }

    /// A follower that hears nothing of its leader for five ticks looks for another. No snapshot is taken but the one
    /// that every server begins with: so one in the recorder's folder says that its log has a hole.
    fn spawn(&self, index: usize, quorum: &str) -> Guarded {
        let observer = if index == RECORDER { "peerType=observer\n" } else { "" };
        let config = format!(
            "tickTime={tick}\ninitLimit=20\nsyncLimit=5\ndataDir={data}\nclientPort={port}\n\
             clientPortAddress=127.0.0.1\nmaxClientCnxns=0\nmaxSessionTimeout={longest}\nadmin.enableServer=false\n\
             4lw.commands.whitelist=ruok,srvr,mntr\npreAllocSize=4096\nsnapCount=10000000\nautopurge.purgeInterval=0\n\
             {observer}{quorum}",
            tick = TICK.as_millis(),
            longest = TICK.as_millis() * 120,
            data = self.folder.join("data").display(),
            port = self.ports[0],
        );
        let file = self.folder.join("zoo.cfg");
        std::fs::write(&file, config).unwrap();
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log()).unwrap();
        let installation = Installation::find().unwrap_or_else(|missing| panic!("{missing}"));
        let mut program = Program::new(&installation.java);
        program
            .arg(format!("-Xmx{}m", self.heap_mib))
            .args(["-XX:+UseSerialGC", "-Djava.awt.headless=true"])
            .args(Some("-XX:TieredStopAtLevel=1").filter(|_| self.heap_mib <= SHORT_STORY_MIB))
            .args(["-Dzookeeper.jmx.log4j.disable=true", "-cp"])
            .arg(&installation.class_path)
            .arg("org.apache.zookeeper.server.quorum.QuorumPeerMain")
            .arg(&file)
            .current_dir(&self.folder);
        Guarded::spawn(&program, log.try_clone().unwrap(), log).unwrap()
    }

    /// `leader`, `follower` or `observer`; none while it does not serve.
    async fn mode(&self) -> Option<String> {
        let answer = timeout(ANSWER, ask(self.address(), "srvr")).await.ok()?.ok()?;
        answer.lines().find_map(|line| line.strip_prefix("Mode: ")).map(str::to_owned)
    }

    fn log(&self) -> PathBuf {
        self.folder.join("zookeeper.log")
    }

    fn end_of_log(&self) -> String {
        let text = std::fs::read(self.log()).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(12)..].join(" | ")
    }
}

async fn ask(address: SocketAddr, word: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(word.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

/// Held all at once, so that no two are the same.
fn free_ports(count: usize) -> Vec<u16> {
    let held: Vec<TcpListener> = (0..count).map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap()).collect();
    held.iter().map(|listener| listener.local_addr().unwrap().port()).collect()
}
