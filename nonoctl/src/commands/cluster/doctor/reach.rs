//! Where there is no cluster to examine: the way to it, step by step, up to the first that fails.
//!
//! A name has an address, the address takes connections, both sides agree on TLS, ZooKeeper gives a session, the path after
//! the hosts exists and holds a cluster, and its rights let us read. What comes after a failed step was not tried.

use nono_core::store::connect::Host;
use nono_core::store::zookeeper::{ConnectOptions, HostSteps, ZooKeeper, steps};
use serde_json::{Value, json};

use super::servers::{self, Standing};
use super::show::{FAILED, OK};
use crate::error::{CommandError, ErrorKind};
use crate::invocation::Invocation;
use crate::output::cell::{Cell, Mark};
use crate::output::paint::{Glyph, Tone};
use crate::output::{Card, Report};
use crate::words;

const SKIPPED: Mark = Mark::new(Glyph::Skip, "skipped", Tone::Dim);

/// What is wrong, of what, and what to do about it.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Trouble {
    object: String,
    what: String,
    fix: String,
}

/// A step of the way.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Step {
    name: &'static str,
    /// What is fine, of a step that was tried.
    fine: Option<String>,
    troubles: Vec<Trouble>,
}

impl Step {
    const fn skipped(name: &'static str) -> Self {
        Self { name, fine: None, troubles: Vec::new() }
    }

    fn fine(name: &'static str, what: impl Into<String>) -> Self {
        Self { name, fine: Some(what.into()), troubles: Vec::new() }
    }

    fn failed(name: &'static str, object: impl Into<String>, what: impl Into<String>, fix: impl Into<String>) -> Self {
        let trouble = Trouble { object: object.into(), what: what.into(), fix: fix.into() };
        Self { name, fine: None, troubles: vec![trouble] }
    }

    const fn mark(&self) -> Mark {
        match (self.troubles.is_empty(), &self.fine) {
            (false, _) => FAILED,
            (true, Some(_)) => OK,
            (true, None) => SKIPPED,
        }
    }

    fn summary(&self) -> String {
        let found = words::counted(self.troubles.len() as u64, "finding");
        match (&self.fine, self.troubles.is_empty()) {
            (Some(fine), true) => fine.clone(),
            (Some(fine), false) => format!("{fine}; {found}"),
            (None, true) => "not tried".to_owned(),
            (None, false) => found,
        }
    }
}

/// How far one gets, and what stops one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Way(Vec<Step>);

/// What ended the examination before it began.
pub(super) enum End<'a> {
    /// There was no session.
    NoSession(&'a CommandError),
    /// There was one, and what is there could not be examined.
    Session(&'a ZooKeeper, &'a CommandError),
}

impl End<'_> {
    const fn error(&self) -> &CommandError {
        match self {
            Self::NoSession(error) | Self::Session(_, error) => error,
        }
    }

    /// Whether going the way step by step can tell more than the error does.
    pub(super) const fn is_of_the_way(&self) -> bool {
        match self.error().kind {
            ErrorKind::Unavailable | ErrorKind::Denied | ErrorKind::NotFound => true,
            ErrorKind::Failed => matches!(self, Self::NoSession(_)),
            _ => false,
        }
    }
}

impl Way {
    /// Goes it.
    pub(super) async fn go(invocation: &Invocation, options: &ConnectOptions, end: &End<'_>) -> Self {
        let hosts = options.connect.hosts();
        let seen = steps(hosts, options.tls.as_ref()).await;
        let mut way = of_hosts(&seen, options.tls.is_some());
        let is_open = |host: &HostSteps| {
            matches!(host.accepted, Some(Ok(()))) && (options.tls.is_none() || matches!(host.secured, Some(Ok(()))))
        };
        let open: Vec<Host> =
            hosts.iter().zip(&seen).filter(|(_, seen)| is_open(seen)).map(|(host, _)| host.clone()).collect();
        let chroot = options.connect.chroot();
        match end {
            End::NoSession(_) if open.is_empty() => {
                way.extend(["session", "chroot", "acl"].map(Step::skipped));
            }
            End::NoSession(error) => {
                let standing = if options.tls.is_some() { Vec::new() } else { servers::ask_all(&open).await };
                way.push(no_session(error, &open, &standing));
                way.extend(["chroot", "acl"].map(Step::skipped));
            }
            End::Session(zookeeper, error) => {
                way.push(Step::fine("session", "ZooKeeper gives one"));
                way.extend(below(zookeeper.has_chroot().await, chroot, error, &invocation.as_typed()));
            }
        }
        Self(way)
    }

    /// As doctor tells its checks.
    pub(super) fn report(&self, place: &str) -> Report {
        let mut card = Card::new("cluster", place, self.document(place));
        card.title = format!("cluster {place}");
        card.mark = Some(FAILED);
        for step in &self.0 {
            card.field(step.name, Cell::Judged(step.mark(), step.summary()));
            for trouble in &step.troubles {
                let what = words::harmless(&trouble.what);
                card.field("", Cell::Judged(FAILED, format!("{}: {what}", trouble.object)));
                card.field("", Cell::Text(format!("    fix: {}", trouble.fix)));
            }
        }
        card.footer.push("nothing else could be checked: the cluster cannot be read".to_owned());
        Report::Card(Box::new(card))
    }

    fn document(&self, place: &str) -> Value {
        let of = |step: &Step, trouble: &Trouble| {
            json!({
                "check": step.name, "severity": "failed", "object": trouble.object, "what": trouble.what,
                "why": WHY, "fix": trouble.fix,
            })
        };
        let checks: Vec<Value> = self
            .0
            .iter()
            .map(|step| {
                let findings: Vec<Value> = step.troubles.iter().map(|trouble| of(step, trouble)).collect();
                json!({
                    "check": step.name, "state": step.mark().word, "summary": step.summary(), "findings": findings,
                })
            })
            .collect();
        json!({ "cluster": place, "state": FAILED.word, "checks": checks })
    }
}

const WHY: &str = "nothing of the cluster can be read or changed from here as long as that is so";

/// Names, connections and TLS, each of all hosts.
fn of_hosts(seen: &[HostSteps], is_secure: bool) -> Vec<Step> {
    let named = step("dns", seen.iter().map(|host| (host, Some(told(&host.resolved)))), |host| {
        let name = host.host.rsplit_once(':').map_or(host.host.as_str(), |(name, _)| name);
        format!("is {name} spelt well? ask the resolver of this machine: getent hosts {name}")
    });
    let accepted = step("tcp", seen.iter().map(|host| (host, host.accepted.as_ref().map(told))), |host| {
        format!("is ZooKeeper running there, on that port, and does a firewall let {} through?", host.host)
    });
    let secured = step("tls", seen.iter().map(|host| (host, host.secured.as_ref().map(told))), |_| {
        "is that its secureClientPort? tls_ca of the context names who signed its certificate, which must be of that name; \
         where it asks for ours, tls_cert and tls_key name it"
            .to_owned()
    });
    let secured = if is_secure { secured } else { Step { fine: Some("not asked for".to_owned()), ..secured } };
    vec![named, accepted, secured]
}

fn told<T>(result: &Result<T, String>) -> Result<(), &str> {
    result.as_ref().map(drop).map_err(String::as_str)
}

fn step<'a>(
    name: &'static str,
    tried: impl Iterator<Item = (&'a HostSteps, Option<Result<(), &'a str>>)>,
    fix: impl Fn(&HostSteps) -> String,
) -> Step {
    let mut step = Step::skipped(name);
    let mut fine = Vec::new();
    for (host, result) in tried {
        match result {
            Some(Ok(())) => fine.push(host.host.as_str()),
            Some(Err(why)) => {
                let object = format!("server/{}", host.host);
                step.troubles.push(Trouble { object, what: why.to_owned(), fix: fix(host) });
            }
            None => {}
        }
    }
    step.fine = (!fine.is_empty()).then(|| fine.join(", "));
    step
}

/// Connections are taken, and no session is given.
fn no_session(error: &CommandError, open: &[Host], standing: &[(String, Standing)]) -> Step {
    match error.kind {
        ErrorKind::Denied => {
            let fix = "are user and password in the auth_file of the context, or in NONOCTL_AUTH_FILE, those that ZooKeeper knows?";
            Step::failed("session", "credentials", &error.message, fix)
        }
        ErrorKind::Failed => {
            let fix = "are the files that tls_ca, tls_cert and tls_key of the context name whole, and PEM?";
            Step::failed("session", "client", &error.message, fix)
        }
        _ => {
            let mut step = Step::skipped("session");
            for host in open.iter().map(ToString::to_string) {
                let is_idle = standing.iter().any(|(other, how)| *other == host && *how == Standing::Idle);
                let (what, fix) = match is_idle {
                    true => (
                        "it takes connections and serves nobody: it has no quorum with the others",
                        "start the other servers; see its log, and whether it reaches their ports 2888 and 3888",
                    ),
                    false => (
                        "it takes connections and gives no session: it hangs, has no quorum with the others, or is no ZooKeeper",
                        "does its process answer (a stopped one takes connections too), do the other servers run, is that \
                         ZooKeeper's client port, and does it want TLS (tls_ca of the context)? see its log",
                    ),
                };
                let object = format!("server/{host}");
                step.troubles.push(Trouble { object, what: what.to_owned(), fix: fix.to_owned() });
            }
            step
        }
    }
}

/// There is a session: the path, and the rights below it.
fn below(chroot: Result<bool, String>, path: &str, error: &CommandError, nonoctl: &str) -> [Step; 2] {
    let make = format!("check the path after the hosts; to make a cluster there: {nonoctl} cluster init");
    let there = match chroot {
        Ok(false) => {
            return [Step::failed("chroot", path, "there is no such node", make), Step::skipped("acl")];
        }
        Err(why) => {
            let fix = "ask whoever set the ACLs of the nodes above it, or connect as another user";
            return [Step::failed("chroot", path, why, fix), Step::skipped("acl")];
        }
        Ok(true) => Step::fine("chroot", format!("{path} exists")),
    };
    match error.kind {
        ErrorKind::NotFound => {
            [Step::failed("chroot", path, "it exists and holds no nono cluster", make), Step::skipped("acl")]
        }
        ErrorKind::Denied => {
            let fix = "ask whoever set the ACLs of these nodes, or connect as another user (auth_file of the context)";
            [there, Step::failed("acl", path, &error.message, fix)]
        }
        _ => {
            let fix = "try again; if it stays so, see ZooKeeper's log";
            [there, Step::failed("acl", path, &error.message, fix)]
        }
    }
}

#[cfg(test)]
mod tests;
