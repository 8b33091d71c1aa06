//! The command line. Only clap's half: texts come out as they were typed and are parsed with those of other places.

use std::path::PathBuf;

use clap::Parser;

/// Fires the tasks of a cluster in ZooKeeper.
#[derive(Clone, Debug, Default, Parser)]
#[command(name = "nono-scheduler", version, after_help = EXAMPLES)]
pub struct Flags {
    /// ZooKeeper's hosts and the cluster's chroot, such as zk1:2181,zk2:2181/nono
    #[arg(long, value_name = "HOSTS/CHROOT")]
    pub connect: Option<String>,
    /// What people call this scheduler; several processes may carry one name [default: the host's name]
    #[arg(long)]
    pub name: Option<String>,
    /// Where /healthz, /readyz, /metrics and /stats are served; port 0 takes any free one [default: 127.0.0.1:7070]
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
    /// How long ZooKeeper may miss this scheduler before others take its tasks over [default: 6s]
    #[arg(long, value_name = "DURATION")]
    pub session_timeout: Option<String>,
    /// How long a stop may wait for requests that are on their way [default: 30s]
    #[arg(long, value_name = "DURATION")]
    pub drain_timeout: Option<String>,
    /// How many requests to workers may be on their way at once [default: 10000]
    #[arg(long, value_name = "NUMBER")]
    pub max_in_flight: Option<String>,
    /// How many of them to one host, so that one that hangs leaves room for others [default: 1000, but
    /// no more than a quarter of --max-in-flight]
    #[arg(long, value_name = "NUMBER")]
    pub max_in_flight_per_host: Option<String>,
    /// How many requests may go to ZooKeeper a second, 5 at least: beyond, this scheduler is late rather than a burden to
    /// others on the same ensemble [default: no limit]
    #[arg(long, value_name = "NUMBER")]
    pub zookeeper_rate: Option<String>,
    /// Read settings from this TOML file; flags and environment come before it
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Append one JSON line per finished run to this file; SIGHUP opens it anew
    #[arg(long, value_name = "FILE")]
    pub run_log: Option<String>,
    /// The form of the log on stderr: text or json [default: text]
    #[arg(long, value_name = "FORMAT")]
    pub log_format: Option<String>,
    /// What is logged: error, warn, info, debug, trace, or directives such as info,nono_scheduler=debug [default: info]
    #[arg(long, value_name = "LEVEL")]
    pub log_level: Option<String>,
    /// Write the page for `man` on standard output, and end: for those who install
    #[arg(long, hide = true, exclusive = true)]
    pub man: bool,
}

const EXAMPLES: &str = "\
Examples:
  nono-scheduler --connect 127.0.0.1:2181/nono
  nono-scheduler --connect zk1,zk2,zk3/nono --name eu-1 --listen 0.0.0.0:7070 --log-format json
  NONO_SCHEDULER_CONNECT=zk1/nono nono-scheduler --run-log /var/log/nono/runs.jsonl
  nono-scheduler --config /etc/nono/scheduler.toml

Every flag can also be set by a variable (--session-timeout: NONO_SCHEDULER_SESSION_TIMEOUT) and, but --config,
in the file (session-timeout = \"6s\"). A flag comes before a variable, a variable before the file.

Signals: SIGTERM and SIGINT hand all tasks over and exit, a second one exits at once. SIGHUP opens the run log anew
(for log rotation); settings are read only at the start.

Exit codes: 0 stopped in order, 2 the configuration cannot be used, 70 the process hung and ended itself, 1 otherwise.";

impl Flags {
    /// What was given, by setting.
    pub(super) fn texts(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("connect", &self.connect),
            ("name", &self.name),
            ("listen", &self.listen),
            ("session-timeout", &self.session_timeout),
            ("drain-timeout", &self.drain_timeout),
            ("max-in-flight", &self.max_in_flight),
            ("max-in-flight-per-host", &self.max_in_flight_per_host),
            ("zookeeper-rate", &self.zookeeper_rate),
            ("run-log", &self.run_log),
            ("log-format", &self.log_format),
            ("log-level", &self.log_level),
        ];
        all.into_iter().filter_map(|(setting, text)| Some((setting, text.clone()?))).collect()
    }
}
