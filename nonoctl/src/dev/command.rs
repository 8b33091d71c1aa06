//! `nonoctl dev`

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::play::{Ending, Play, Script};
use super::story::Story;
use super::trial::{MOST_SCHEDULERS, Trial};
use super::worker::Worker;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::Format;
use crate::signals::{self, EndSignal};

/// Run a whole cluster on this machine, to try things on
///
/// Starts a real ZooKeeper on a free port with a folder of its own, schedulers, a worker and a dozen tasks, and shows
/// what fires. Ctrl-C stops all of it and removes what it left; when this process is killed, its children end
/// too, and only the folder stays. Before it stops, every run is checked: none lost, none doubled, none early; else it fails.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nonoctl dev\n  nonoctl dev --kill-one --duration 60s\n  nonoctl dev -o json        the connect string for a program, the story on standard error"
)]
pub(crate) struct DevArgs {
    /// How many schedulers, 1 to 9
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=i64::from(MOST_SCHEDULERS)))]
    schedulers: u8,
    /// End by itself after this time [default: stay until Ctrl-C]
    #[arg(long, value_name = "DURATION", value_parser = crate::words::duration)]
    duration: Option<Duration>,
    /// Kill a scheduler (SIGKILL) after a third of the time, or 20s, and start it again after two thirds
    #[arg(long)]
    kill_one: bool,
}

/// In less time nobody sees a take-over.
const SHORTEST_PLOT: Duration = Duration::from_secs(30);

impl DevArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        if self.kill_one && self.schedulers < 2 {
            return Err(CommandError::usage("--kill-one needs somebody to take over: --schedulers 2 or more"));
        }
        if self.kill_one && self.duration.is_some_and(|duration| duration < SHORTEST_PLOT) {
            return Err(CommandError::usage("--kill-one needs time for the take-over: --duration 30s or more"));
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let ended = runtime.block_on(self.run(invocation));
        runtime.shutdown_timeout(Duration::from_secs(1));
        ended
    }

    async fn run(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let machine = invocation.format.is_some_and(|format| !matches!(format, Format::Table | Format::Wide));
        let mut story = if machine {
            Story::new(Box::new(std::io::stderr()), invocation.error_paint())
        } else {
            Story::new(Box::new(std::io::stdout()), invocation.style().paint)
        };
        story.beginning()?;
        let (mut trial, worker) = tokio::select! {
            started = start(self.schedulers) => started?,
            signal = signals::end() => return stopped(signal),
        };
        story.parts(&trial, &worker.url)?;
        if machine {
            write_parts(&trial, &worker.url)?;
        }
        let promises = trial.plan(&worker.url).await?;
        story.advice(&trial.connect_string(), &worker.url, not_on_path()?.as_deref(), self.duration)?;
        let script = Script { duration: self.duration, kill_one: self.kill_one };
        let mut play = Play::new(trial, worker, promises, script, story);
        let ending = play.run().await?;
        let judged = play.judge().await;
        play.stop().await?;
        judged?;
        match ending {
            Ending::Signal(signal) => stopped(signal),
            Ending::Time => Ok(Exit::Ok),
        }
    }
}

async fn start(schedulers: u8) -> Result<(Trial, Worker), CommandError> {
    let worker = Worker::start().await?;
    Ok((Trial::start(schedulers).await?, worker))
}

/// The folder of this program, unless a shell finds it anyway.
fn not_on_path() -> Result<Option<PathBuf>, CommandError> {
    let here = std::env::current_exe()?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    let known = std::env::split_paths(&path).any(|folder| Some(folder.as_path()) == here.parent());
    Ok(here.parent().filter(|_| !known).map(Path::to_owned))
}

/// Ctrl-C is how a trial is meant to end.
fn stopped(signal: EndSignal) -> Result<Exit, CommandError> {
    match signal {
        EndSignal::Interrupt => Ok(Exit::Ok),
        EndSignal::Terminate => Err(signal.error()),
    }
}

/// For programs: where everything is.
fn write_parts(trial: &Trial, worker: &str) -> Result<(), CommandError> {
    let (pid, folder) = trial.zookeeper();
    let schedulers: Vec<_> =
        trial.schedulers.iter().map(|scheduler| json!({ "name": scheduler.name, "pid": scheduler.pid() })).collect();
    let parts = json!({
        "connect": trial.connect_string(),
        "worker": worker,
        "zookeeper": { "pid": pid, "folder": folder },
        "schedulers": schedulers,
    });
    let mut out = std::io::stdout().lock();
    writeln!(out, "{parts}")?;
    Ok(out.flush()?)
}
