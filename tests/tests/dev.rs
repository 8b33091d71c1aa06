//! `nonoctl dev`: however it ends, no process stays.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use nono_tests::programs::program;
use nono_tests::wait::{now_ms, until, until_ms};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader, Lines};
use tokio::process::{Child, ChildStderr, Command};

const PATIENCE: Duration = Duration::from_secs(90);

/// A trial that runs, and what it said of itself.
struct Trial {
    process: Child,
    story: Lines<BufReader<ChildStderr>>,
    pids: Vec<u64>,
    folder: PathBuf,
    /// Where it keeps what it keeps; gone with the test.
    _home: tempfile::TempDir,
}

impl Trial {
    async fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::new(program("nonoctl"));
        command.env("TMPDIR", home.path());
        command.args(["dev", "--schedulers", "2", "-o", "json"]).stdin(Stdio::null()).kill_on_drop(true);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut story = BufReader::new(process.stderr.take().unwrap()).lines();
        let mut parts = BufReader::new(process.stdout.take().unwrap()).lines();
        let Some(parts) = next(&mut parts).await else {
            let mut told = Vec::new();
            while let Some(line) = next(&mut story).await {
                told.push(line);
            }
            panic!("the trial did not start: {}", told.join("\n"));
        };
        let parts: Value = serde_json::from_str(&parts).unwrap();
        let schedulers = parts["schedulers"].as_array().unwrap().iter();
        let pids = schedulers.map(|each| &each["pid"]).chain([&parts["zookeeper"]["pid"]]);
        let pids = pids.map(|pid| pid.as_u64().unwrap()).collect();
        let folder = parts["zookeeper"]["folder"].as_str().unwrap().into();
        Self { process, story, pids, folder, _home: home }
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.process.id().unwrap()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// Reads the story up to a line that holds `text`; what it read.
    async fn tells(&mut self, text: &str) -> Vec<String> {
        let mut told = Vec::new();
        while let Some(line) = next(&mut self.story).await {
            told.push(line);
            if told.last().unwrap().contains(text) {
                return told;
            }
        }
        panic!("the story ended without {text:?}:\n{}", told.join("\n"));
    }

    async fn all_gone(&self) {
        until("rid of all processes", PATIENCE, async || {
            let alive: Vec<&u64> = self.pids.iter().filter(|pid| is_alive(**pid)).collect();
            if alive.is_empty() { Ok(()) } else { Err(format!("{alive:?} are alive")) }
        })
        .await;
    }
}

async fn next<R: AsyncRead + Unpin>(lines: &mut Lines<BufReader<R>>) -> Option<String> {
    let line = tokio::time::timeout(PATIENCE, lines.next_line()).await;
    line.expect("the trial says nothing any more").unwrap()
}

fn is_alive(pid: u64) -> bool {
    let stat = std::fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("stat")).unwrap_or_default();
    !stat.is_empty() && stat.split_whitespace().nth(2) != Some("Z")
}

#[tokio::test]
async fn ctrl_c_checks_every_run_stops_everything_and_leaves_nothing() {
    let mut trial = Trial::start().await;
    assert!(trial.pids.iter().all(|&pid| is_alive(pid)), "{:?}", trial.pids);
    trial.tells(": heartbeat").await;
    trial.signal(Signal::INT);
    trial.tells("0 lost, 0 doubled, 0 early or stray").await;
    let status = tokio::time::timeout(PATIENCE, trial.process.wait()).await.unwrap().unwrap();
    assert!(status.success(), "{status}");
    trial.all_gone().await;
    assert!(!trial.folder.exists(), "{} is still there", trial.folder.display());
}

#[tokio::test]
async fn a_trial_that_is_killed_leaves_no_process_behind() {
    let mut trial = Trial::start().await;
    trial.tells(": heartbeat").await;
    trial.signal(Signal::KILL);
    trial.all_gone().await;
}

#[tokio::test]
async fn a_trial_fails_if_runs_are_lost() {
    let mut trial = Trial::start().await;
    trial.tells(": heartbeat").await;
    for &pid in &trial.pids[..2] {
        kill_process(Pid::from_raw(i32::try_from(pid).unwrap()).unwrap(), Signal::KILL).unwrap();
    }
    // Nobody is left to send the heartbeats of these seconds.
    until_ms(now_ms() + 2_500).await;
    trial.signal(Signal::INT);
    trial.tells("Checking").await;
    trial.signal(Signal::INT);
    trial.tells("lost: heartbeat due").await;
    let status = tokio::time::timeout(PATIENCE, trial.process.wait()).await.unwrap().unwrap();
    assert_eq!(status.code(), Some(1));
    trial.all_gone().await;
}

#[tokio::test]
async fn a_scheduler_that_somebody_kills_is_mourned_and_explains_what_was_sent_again() {
    let mut trial = Trial::start().await;
    trial.tells(": heartbeat").await;
    let pid = i32::try_from(trial.pids[0]).unwrap();
    kill_process(Pid::from_raw(pid).unwrap(), Signal::KILL).unwrap();
    let gone = trial.tells(&format!("scheduler one (pid {pid}) is gone: signal: 9 (SIGKILL), with ")).await;
    trial.tells("one is not started again by itself").await;
    let told = trial.tells(" of one taken over after ").await;
    assert!(told.last().unwrap().contains(" by two ("), "{told:?}");
    // What comes in a later second than the end was not sent by the dead one.
    let end = gone.last().unwrap()[..8].to_owned();
    let haunted: Vec<&String> = told.iter().filter(|line| line[..8] > *end && line.contains(" one: ")).collect();
    assert!(haunted.is_empty(), "{haunted:?}");
    trial.tells("two: ").await;
    trial.signal(Signal::INT);
    trial.tells("0 lost, 0 doubled, 0 early or stray").await;
    let status = tokio::time::timeout(PATIENCE, trial.process.wait()).await.unwrap().unwrap();
    assert!(status.success(), "{status}");
    trial.all_gone().await;
}
