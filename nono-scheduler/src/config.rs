//! What the daemon is told: flags, environment, a file, defaults, in this order of precedence.
//!
//! Every setting is a text until it is parsed here, once, whatever place it comes from; so each place has the same
//! forms, and each error names the place of the text that it is about. Nothing here logs or acts.

mod file;
mod flags;

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use nono_core::name::SchedulerName;
use nono_core::store::connect::ConnectString;

pub use flags::Flags;

/// Everything that can be set, by its flag's name. `config` names the file and cannot stand in it.
pub const SETTINGS: [&str; 11] = [
    "connect",
    "name",
    "listen",
    "session-timeout",
    "drain-timeout",
    "max-in-flight",
    "max-in-flight-per-host",
    "zookeeper-rate",
    "run-log",
    "log-format",
    "log-level",
];

const PREFIX: &str = "NONO_SCHEDULER_";

/// How the daemon runs.
#[derive(Clone, PartialEq, Debug)]
pub struct Config {
    /// ZooKeeper's hosts and the chroot of the cluster.
    pub connect: ConnectString,
    /// What people call this scheduler. The host's name by default.
    pub name: SchedulerName,
    /// Where health, metrics and stats are served, as `host:port`. Port 0: any free one.
    pub listen: String,
    /// What to ask ZooKeeper for; it may grant another.
    pub session_timeout: Duration,
    /// How long a stop may take.
    pub drain_timeout: Duration,
    /// How many requests to workers may be on their way at once.
    pub max_in_flight: usize,
    /// How many of them to one host (scheme, name and port). `None`: what suits `max_in_flight`.
    pub max_in_flight_per_host: Option<usize>,
    /// How many requests may go to ZooKeeper a second. `None`: as many as there are.
    pub zookeeper_rate: Option<u32>,
    /// Where a JSON line per finished run is appended.
    pub run_log: Option<PathBuf>,
    /// The form of the log on stderr.
    pub log_format: LogFormat,
    /// What is logged: a level, or directives of tracing such as `info,hyper=debug`.
    pub log_level: String,
    /// Variables that begin like ours and are none, with the nearest that is: to be warned about.
    pub suspicious: Vec<(String, String)>,
}

/// The form of the log on stderr.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Where a setting was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// On the command line.
    Flag(&'static str),
    /// In the environment.
    Variable(String),
    /// In the file: line and column count from 1.
    File {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// The column, in characters.
        column: usize,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(setting) => write!(f, "--{setting}"),
            Self::Variable(name) => f.write_str(name),
            Self::File { path, line, column } => write!(f, "{}:{line}:{column}", path.display()),
        }
    }
}

/// Why the configuration cannot be used. The process exits with 2.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ConfigError {
    /// A text that is not what the setting takes.
    #[error("{place}: {why}")]
    Bad {
        /// Where it stands.
        place: Place,
        /// What is wrong, and what would be right.
        why: String,
    },
    /// The file cannot be read.
    #[error("{place}: cannot read {path}: {why}")]
    Unreadable {
        /// What named it.
        place: Place,
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// A setting that has no default was given nowhere.
    #[error("--{setting} is missing: give it as a flag, as {variable}, or as `{setting} = \"…\"` in the file of --config", variable = variable(setting))]
    Missing {
        /// Which.
        setting: &'static str,
    },
}

/// The environment, as the resolver sees it.
pub type Environment = Vec<(String, Result<String, ()>)>;

/// The variables of this process; one that is not UTF-8 is an `Err`.
#[must_use]
pub fn environment() -> Environment {
    let of_text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        let name = name.into_string().ok()?;
        name.starts_with(PREFIX).then(|| (name, value.into_string().map_err(drop)))
    };
    std::env::vars_os().filter_map(of_text).collect()
}

fn variable(setting: &str) -> String {
    format!("{PREFIX}{}", setting.replace('-', "_").to_ascii_uppercase())
}

impl Config {
    /// Joins all places. `host` is the name of this machine.
    ///
    /// # Errors
    /// The first setting that is missing or cannot be used, with its place.
    pub fn resolve(flags: &Flags, environment: &Environment, host: &str) -> Result<Self, ConfigError> {
        let given = Given::gather(flags, environment)?;
        Ok(Self {
            connect: given.parsed("connect", connect)?.ok_or(ConfigError::Missing { setting: "connect" })?,
            name: given.parsed("name", name)?.map_or_else(|| name_of_host(host), Ok)?,
            listen: given.parsed("listen", listen)?.unwrap_or_else(|| "127.0.0.1:7070".to_owned()),
            session_timeout: given
                .parsed("session-timeout", |text| span(text, Duration::from_secs(1), Duration::from_secs(600)))?
                .unwrap_or(Duration::from_secs(6)),
            drain_timeout: given
                .parsed("drain-timeout", |text| span(text, Duration::ZERO, Duration::from_secs(3600)))?
                .unwrap_or(Duration::from_secs(30)),
            max_in_flight: given.parsed("max-in-flight", count)?.unwrap_or(10_000),
            max_in_flight_per_host: given.parsed("max-in-flight-per-host", count)?,
            zookeeper_rate: given.parsed("zookeeper-rate", rate)?,
            run_log: given.parsed("run-log", path)?,
            log_format: given.parsed("log-format", log_format)?.unwrap_or(LogFormat::Text),
            log_level: given.parsed("log-level", crate::logging::checked)?.unwrap_or_else(|| "info".to_owned()),
            suspicious: suspicious(environment),
        })
    }
}

/// The texts of all places, the stronger in front of the weaker.
struct Given {
    texts: Vec<(&'static str, String, Place)>,
}

impl Given {
    fn gather(flags: &Flags, environment: &Environment) -> Result<Self, ConfigError> {
        let mut texts: Vec<_> =
            flags.texts().into_iter().map(|(setting, text)| (setting, text, Place::Flag(setting))).collect();
        for setting in SETTINGS {
            if let Some((text, place)) = from_environment(environment, setting)? {
                texts.push((setting, text, place));
            }
        }
        let file = match &flags.config {
            Some(path) => Some((path.clone(), Place::Flag("config"))),
            None => from_environment(environment, "config")?.map(|(text, place)| (PathBuf::from(text), place)),
        };
        if let Some((path, place)) = file {
            texts.extend(file::read(&path, &place)?);
        }
        Ok(Self { texts })
    }

    fn parsed<T>(
        &self,
        setting: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        let Some((_, text, place)) = self.texts.iter().find(|(name, ..)| *name == setting) else { return Ok(None) };
        parse(text).map(Some).map_err(|why| ConfigError::Bad { place: place.clone(), why })
    }
}

/// A variable that is set to nothing counts as not set: that is how compose files leave one out.
fn from_environment(environment: &Environment, setting: &str) -> Result<Option<(String, Place)>, ConfigError> {
    let name = variable(setting);
    match environment.iter().find(|(other, _)| *other == name) {
        None => Ok(None),
        Some((_, Ok(text))) if text.is_empty() => Ok(None),
        Some((_, Ok(text))) => Ok(Some((text.clone(), Place::Variable(name)))),
        Some((_, Err(()))) => {
            Err(ConfigError::Bad { place: Place::Variable(name), why: "its value is not UTF-8".to_owned() })
        }
    }
}

/// Unknown variables are no error, since orchestrators invent some (`…_SERVICE_HOST`); a slip of the pen is told.
fn suspicious(environment: &Environment) -> Vec<(String, String)> {
    let known: Vec<String> = SETTINGS.iter().chain(&["config"]).map(|setting| variable(setting)).collect();
    let unknown = environment.iter().filter(|(name, _)| !known.contains(name));
    let near = |name: &str| known.iter().find(|other| strsim::osa_distance(name, other) <= 2).cloned();
    unknown.filter_map(|(name, _)| Some((name.clone(), near(name)?))).collect()
}

fn connect(text: &str) -> Result<ConnectString, String> {
    text.parse().map_err(|error: nono_core::store::connect::InvalidConnectString| error.to_string())
}

fn name(text: &str) -> Result<SchedulerName, String> {
    text.parse().map_err(|error: nono_core::name::InvalidName| error.to_string())
}

/// The host's name, with what a scheduler's name may not hold made into dashes.
fn name_of_host(host: &str) -> Result<SchedulerName, ConfigError> {
    let allowed = |c: char| if c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' { c } else { '-' };
    let dashed: String = host.to_ascii_lowercase().chars().map(allowed).collect();
    let from_start = dashed.trim_matches(['-', '.']);
    let short = from_start.get(..63).unwrap_or(from_start);
    short.parse().map_err(|_| ConfigError::Missing { setting: "name" })
}

fn listen(text: &str) -> Result<String, String> {
    let wrong = || format!("{text:?} is not an address like 127.0.0.1:7070 or [::1]:0");
    let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
    let bare = host.contains(':') && text.parse::<SocketAddr>().is_err();
    if host.is_empty() || bare || port.parse::<u16>().is_err() { Err(wrong()) } else { Ok(text.to_owned()) }
}

fn span(text: &str, shortest: Duration, longest: Duration) -> Result<Duration, String> {
    let parsed: Option<jiff::SignedDuration> = text.parse().ok();
    let span = parsed
        .and_then(|span| Duration::try_from(span).ok())
        .ok_or_else(|| format!("{text:?} is not a duration like 6s, 500ms or 1m30s"))?;
    if span < shortest || span > longest {
        return Err(format!("{text} is not between {shortest:?} and {longest:?}"));
    }
    Ok(span)
}

fn count(text: &str) -> Result<usize, String> {
    let number = text.parse::<usize>().ok().filter(|number| (1..=1_000_000).contains(number));
    number.ok_or_else(|| format!("{text:?} is not a number from 1 to 1000000"))
}

/// Below it a scheduler would be busy with itself: three requests a second go for its right to send, for what changed and
/// for leading where it owns few partitions.
const LEAST_RATE: u32 = 5;

fn rate(text: &str) -> Result<u32, String> {
    let number = text.parse::<u32>().ok().filter(|number| (1..=1_000_000).contains(number));
    let number =
        number.ok_or_else(|| format!("{text:?} is not a number of requests a second from {LEAST_RATE} to 1000000"))?;
    if number < LEAST_RATE {
        return Err(format!(
            "{number} requests a second to ZooKeeper are fewer than a scheduler itself needs; give {LEAST_RATE} at least, or \
             leave it out for no limit"
        ));
    }
    Ok(number)
}

fn path(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() { Err("the path is empty".to_owned()) } else { Ok(PathBuf::from(text)) }
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(format!("{text:?} is not a log format; use text or json")),
    }
}

#[cfg(test)]
mod tests;
