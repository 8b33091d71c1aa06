//! What doctor can check, and what it says of a thing that is wrong.

use clap::ValueEnum;
use serde_json::{Value, json};

/// A check, in the order in which they are told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, ValueEnum)]
#[value(rename_all = "kebab-case")]
pub(super) enum Check {
    /// ZooKeeper's servers answer and have a quorum
    Servers,
    /// a request to ZooKeeper takes no long time
    Latency,
    /// who may change what
    Acl,
    /// every node that `cluster init` makes is there
    Layout,
    /// every record can be read
    Records,
    /// nothing stands where it does not belong
    Places,
    /// every partition has an owner that lives
    Partitions,
    /// schedulers are there, led, and move
    Schedulers,
    /// no run is stuck or late
    Runs,
    /// nothing was claimed further ahead than an hour
    Cursors,
    /// the schedulers' clocks agree with ZooKeeper's
    Clocks,
    /// the schedulers have one release and one version of the time zones
    Versions,
    /// records and folders are below their limits
    Sizes,
    /// no second of the next hour has more runs than the schedulers send in one
    Herds,
    /// nobody is drained, nothing is paused
    Intents,
}

impl Check {
    pub(super) const ALL: [Self; 15] = [
        Self::Servers,
        Self::Latency,
        Self::Acl,
        Self::Layout,
        Self::Records,
        Self::Places,
        Self::Partitions,
        Self::Schedulers,
        Self::Runs,
        Self::Cursors,
        Self::Clocks,
        Self::Versions,
        Self::Sizes,
        Self::Herds,
        Self::Intents,
    ];

    /// As it is typed.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Servers => "servers",
            Self::Latency => "latency",
            Self::Acl => "acl",
            Self::Layout => "layout",
            Self::Records => "records",
            Self::Places => "places",
            Self::Partitions => "partitions",
            Self::Schedulers => "schedulers",
            Self::Runs => "runs",
            Self::Cursors => "cursors",
            Self::Clocks => "clocks",
            Self::Versions => "versions",
            Self::Sizes => "sizes",
            Self::Herds => "herds",
            Self::Intents => "intents",
        }
    }
}

/// How bad a thing is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Severity {
    /// To be looked at; the exit code stays 0.
    Warning,
    /// Something does not work.
    Failed,
}

impl Severity {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Failed => "failed",
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Finding {
    pub(super) check: Check,
    pub(super) severity: Severity,
    /// What it is about: a path, `task/NAME`, `scheduler/ID`, `partition/PPP`.
    pub(super) object: String,
    /// What is wrong with it.
    pub(super) what: String,
    /// What follows from that.
    pub(super) why: String,
    /// What to do, or what happens by itself.
    pub(super) fix: String,
}

impl Finding {
    /// By what it is known in a second look.
    pub(super) fn key(&self) -> (Check, String) {
        (self.check, self.object.clone())
    }

    pub(super) fn document(&self) -> Value {
        json!({
            "check": self.check.name(),
            "severity": self.severity.word(),
            "object": self.object,
            "what": self.what,
            "why": self.why,
            "fix": self.fix,
        })
    }
}
