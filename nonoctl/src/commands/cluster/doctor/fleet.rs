//! The schedulers together: whether any are there, lead and move; their clocks and releases; partitions without an owner;
//! what operators want.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use nono_core::cluster::{Member, Stats};
use nono_core::name::{CandidateName, MemberId, Partition};

use super::exam::Exam;
use super::finding::{Check, Severity};
use crate::commands::scheduler::census::SILENT;
use crate::words;

/// A clock that is off by so many milliseconds is told,
const OFF_MS: i64 = 1_000;
/// and by so many it fails: its scheduler gives its partitions up.
const FAR_OFF_MS: i64 = 5_000;
/// Partitions that are named one by one.
const MOST_NAMED: usize = 8;

impl Exam {
    pub(super) fn judge_fleet(&mut self) {
        self.there();
        let members = self.fleet.members.clone();
        for (id, member) in &members {
            let stats = self.fleet.stats.get(id).cloned();
            match stats {
                Some((stats, stat)) => {
                    self.moves(id, self.now.since(stat.mtime()), &stats);
                    self.clock(id, stats.host.clock_offset_ms);
                    self.distant(id, stats.host.zookeeper_rtt_ms);
                }
                None => self.silent(id, "it has written no figures"),
            }
            self.drained(id, member);
        }
        self.judge_late();
        self.own_clock();
        self.one_of(
            "release",
            |member| member.version.clone(),
            "records of a newer release may be unreadable to others",
        );
        self.one_of("time zone data", |member| member.tzdb.clone(), "a hand-over may move the instants of a schedule");
        self.paused();
        self.owners();
    }

    fn there(&mut self) {
        let leader =
            self.fleet.candidates.iter().min_by_key(|candidate| candidate.sequence()).map(CandidateName::member);
        let failed = (Check::Schedulers, Severity::Failed);
        if self.fleet.alive.is_empty() {
            let fix = format!("start some: nono-scheduler --connect {}", self.place);
            let why = "nothing is claimed or sent".to_owned();
            self.find(failed, "schedulers", ["none is running".to_owned(), why, fix]);
        } else if !leader.as_ref().is_some_and(|leader| self.fleet.alive.contains(leader)) {
            let what =
                leader.map_or_else(|| "nobody leads".to_owned(), |leader| format!("{leader} leads, and is gone"));
            let why = "who comes or goes is not planned for".to_owned();
            let fix =
                "none needed: members take the place of a leader that is silent for two session timeouts".to_owned();
            self.find(failed, "leader", [what, why, fix]);
        }
    }

    fn silent(&mut self, id: &MemberId, what: &str) {
        let why = "it may send nothing, and its partitions go to others after two session timeouts".to_owned();
        let fix = format!("see its log and its host: nonoctl scheduler get {id}");
        self.find((Check::Schedulers, Severity::Failed), format!("scheduler/{id}"), [what.to_owned(), why, fix]);
    }

    fn moves(&mut self, id: &MemberId, silent: Duration, stats: &Stats) {
        let marked = self.fleet.assignment.as_ref().is_some_and(|plan| plan.hung.contains_key(id));
        if marked {
            self.silent(id, "the leader found that it hangs");
        } else if silent > SILENT {
            self.silent(id, &format!("it wrote its last figures {} ago", words::took(silent)));
        } else if let Some(why_not) = &stats.not_ready {
            let what = format!("it is not ready: {why_not}");
            let why = "it may own nothing, or claim nothing".to_owned();
            let fix = format!("nonoctl scheduler get {id}");
            self.find((Check::Schedulers, Severity::Warning), format!("scheduler/{id}"), [what, why, fix]);
        }
    }

    fn clock(&mut self, id: &MemberId, off_ms: i64) {
        if off_ms.saturating_abs() <= OFF_MS {
            return;
        }
        let severity = if off_ms.saturating_abs() > FAR_OFF_MS { Severity::Failed } else { Severity::Warning };
        let side = if off_ms > 0 { "ahead of" } else { "behind" };
        let what = format!("its clock is {} ms {side} ZooKeeper's", off_ms.unsigned_abs());
        let why = "it fires early or late by that; at five seconds it gives its partitions up".to_owned();
        let fix = "set the clock of its host by NTP; if all are off by the same, that of ZooKeeper's hosts".to_owned();
        self.find((Check::Clocks, severity), format!("scheduler/{id}"), [what, why, fix]);
    }

    fn own_clock(&mut self) {
        // Figures are up to a second old, and the answer took its time.
        let Some(off) = self.own_clock_ms.filter(|off| !(-OFF_MS..=FAR_OFF_MS).contains(off)) else { return };
        let what = format!("it is about {off} ms off ZooKeeper's");
        let why = "times that nonoctl shows as a distance are wrong by that; no schedule is".to_owned();
        let fix = "set the clock of this machine by NTP".to_owned();
        self.find((Check::Clocks, Severity::Warning), "the clock of this machine", [what, why, fix]);
    }

    fn one_of(&mut self, what: &str, of: impl Fn(&Member) -> String, why: &str) {
        let mut by_value: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (id, member) in &self.fleet.members {
            by_value.entry(of(member)).or_default().push(id.to_string());
        }
        if by_value.len() < 2 {
            return;
        }
        let told: Vec<String> = by_value.iter().map(|(value, ids)| format!("{value} on {}", some_of(ids))).collect();
        let fix = "bring all schedulers to one release".to_owned();
        self.find(
            (Check::Versions, Severity::Warning),
            format!("{what} of the schedulers"),
            [told.join(", "), why.to_owned(), fix],
        );
    }

    fn drained(&mut self, id: &MemberId, member: &Member) {
        let Some(intent) = self.fleet.intents.get(&member.name).filter(|intent| intent.drain) else { return };
        let reason = intent.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        let what = format!("it is drained, by {}{reason}", intent.by);
        let why = "it owns nothing, also after a restart, until it is undrained".to_owned();
        let fix = format!("nonoctl scheduler undrain {}", member.name);
        self.find((Check::Intents, Severity::Warning), format!("scheduler/{id}"), [what, why, fix]);
    }

    fn paused(&mut self) {
        let Some(paused) = self.fleet.wishes.as_ref().and_then(|wishes| wishes.paused.as_ref()) else { return };
        let reason = paused.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        let what = format!("the cluster is paused, by {}{reason}", paused.by);
        let why = "nothing is claimed, and what comes due is not due".to_owned();
        self.find((Check::Intents, Severity::Warning), "/intents", [what, why, "nonoctl cluster resume".to_owned()]);
    }

    /// Partitions without a living owner, those of one reason together.
    fn owners(&mut self) {
        if self.fleet.alive.is_empty() {
            return;
        }
        for (reason, partitions) in std::mem::take(&mut self.orphans) {
            let names: Vec<String> = partitions.iter().map(Partition::to_string).collect();
            let object = match names.as_slice() {
                [one] => format!("partition/{one}"),
                _ => format!("partitions {}", some_of(&names)),
            };
            let why = "nothing of it is claimed or sent".to_owned();
            let fix =
                "see the leader's log: nonoctl scheduler list; others take over within two session timeouts".to_owned();
            self.find((Check::Partitions, Severity::Failed), object, [reason, why, fix]);
        }
    }

    /// Members by id, for the summary.
    pub(super) fn living(&self) -> BTreeSet<&MemberId> {
        self.fleet.alive.iter().collect()
    }
}

/// The first few of many.
fn some_of(names: &[String]) -> String {
    let shown = names.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
    match names.len() {
        0..=MOST_NAMED => shown,
        many => format!("{shown} and {} more", many - MOST_NAMED),
    }
}
