//! The one screen of `cluster status`: five lines, each judged, and the same as JSON.
//!
//! Pure: from facts to a verdict and a report. What is judged is the cluster and its work; the outlook for the next hour
//! is a remark, so that a monitor that asks with `--exit-code` is not woken by what has not happened yet.

use std::collections::BTreeMap;
use std::time::Duration;

use nono_core::cluster::{ClusterInfo, ClusterPause, Stats};
use nono_core::time::Utc;
use serde_json::{Value, json};

use super::outlook::{EASY_SECOND, Outlook};
use crate::commands::scheduler::census::{Census, Scheduler, State};
use crate::output::cell::{Cell, Mark};
use crate::output::paint::{Glyph, Tone};
use crate::output::{Card, Report, Style};
use crate::terminal::{in_zone, rfc3339};
use crate::words;

/// Later than this is late, in milliseconds.
const LATE_MS: f64 = 1_000.0;

/// All that the screen is made of.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    /// The context, or the connect string.
    pub(crate) place: String,
    pub(crate) info: ClusterInfo,
    /// Each server of the connect string, and why it does not answer.
    pub(crate) servers: Vec<(String, Result<(), String>)>,
    /// Of one request.
    pub(crate) round_trip: Duration,
    pub(crate) census: Census,
    /// How many tasks there are, by the tree.
    pub(crate) tasks: u64,
    pub(crate) outlook: Outlook,
    /// Where no scheduler is: when one claimed something last.
    pub(crate) last_claim: Option<Utc>,
}

/// How well something is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Health {
    Ok,
    Degraded,
    Failing,
}

impl Health {
    const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Degraded => "degraded",
            Self::Failing => "failing",
        }
    }

    const fn mark(self) -> Mark {
        match self {
            Self::Ok => Mark::new(Glyph::Check, "ok", Tone::Plain),
            Self::Degraded => Mark::new(Glyph::Warning, "degraded", Tone::Warn),
            Self::Failing => Mark::new(Glyph::Cross, "failing", Tone::Bad),
        }
    }
}

/// A judged line.
struct Line {
    label: &'static str,
    health: Health,
    text: String,
}

/// Figures summed over the members.
#[derive(Default)]
struct Sums {
    states: BTreeMap<String, u64>,
    set_aside: u64,
    per_second: f64,
    /// The highest p50 and p99 of any member, in milliseconds.
    lateness: Option<(f64, f64)>,
}

impl Sums {
    fn of<'a>(all: impl Iterator<Item = &'a Stats>) -> Self {
        let mut sums = Self::default();
        for stats in all {
            for (state, count) in &stats.states {
                *sums.states.entry(state.clone()).or_default() += count;
            }
            sums.set_aside += stats.set_aside;
            sums.per_second += stats.sent_per_second;
            if let Some([p50, p99, _]) = stats.lateness_ms {
                let (highest50, highest99) = sums.lateness.unwrap_or_default();
                sums.lateness = Some((p50.max(highest50), p99.max(highest99)));
            }
        }
        sums
    }

    fn known(&self) -> BTreeMap<&str, u64> {
        self.states.iter().map(|(state, count)| (state.as_str(), *count)).collect()
    }
}

impl Facts {
    fn sums(&self) -> Sums {
        // What one said last that has stopped is not how its tasks are.
        let moving = self.census.schedulers.iter().filter(|one| !is_stopped(one));
        Sums::of(moving.filter_map(|scheduler| scheduler.stats.as_ref().map(|(stats, _)| stats)))
    }

    /// Those that own something and fire nothing, as far as is known.
    fn stopped(&self) -> impl Iterator<Item = &Scheduler> {
        self.census.schedulers.iter().filter(|one| is_stopped(one) && !one.partitions.is_empty())
    }

    /// What is not fired, since when, and why; none if all is, or nothing is to be.
    fn standstill(&self) -> Option<String> {
        if self.census.paused.is_some() || self.tasks == 0 {
            return None;
        }
        if self.census.schedulers.is_empty() {
            let since = self.last_claim.map(|at| format!("; the last run was claimed at {}", rfc3339(at)));
            return Some(format!("nothing is fired: no scheduler is running{}", since.unwrap_or_default()));
        }
        let told: Vec<String> = self.stopped().map(|one| self.stop_of(one)).collect();
        let partitions: usize = self.stopped().map(|one| one.partitions.len()).sum();
        let what = words::counted(partitions as u64, "partition");
        (partitions > 0).then(|| format!("tasks of {what} are not fired: {}", some_of(&told)))
    }

    fn stop_of(&self, one: &Scheduler) -> String {
        let since = match (&one.state, &one.stats) {
            (State::Silent(since), _) => Some(*since),
            (_, stats) => stats.as_ref().map(|(_, written)| *written),
        };
        let since = since.map(|since| format!(" since {}", rfc3339(since))).unwrap_or_default();
        format!("{} is {}{since}", self.census.shown_name(one), one.state.mark().word)
    }

    fn judged(&self, sums: &Sums) -> Vec<Line> {
        vec![self.zookeeper(), self.schedulers(), self.tasks(sums), self.dispatch(sums)]
    }

    /// The worst of all lines but the outlook.
    pub(crate) fn health(&self) -> Health {
        verdict(&self.judged(&self.sums()))
    }

    fn zookeeper(&self) -> Line {
        let down: Vec<String> =
            self.servers.iter().filter_map(|(host, up)| Some(format!("{host} {}", up.as_ref().err()?))).collect();
        let up = self.servers.len() - down.len();
        let mut text = format!("{up} of {} up, rtt {}", self.servers.len(), words::took(self.round_trip));
        if !down.is_empty() {
            text.push_str(&format!("; {}", down.join(", ")));
        }
        Line { label: "zookeeper", health: if down.is_empty() { Health::Ok } else { Health::Degraded }, text }
    }

    fn schedulers(&self) -> Line {
        let mut by_state: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for scheduler in &self.census.schedulers {
            let mut name = self.census.shown_name(scheduler);
            if let Some(silence) = self.census.silence(scheduler) {
                name.push_str(&format!(" for {}", words::took(silence)));
            }
            by_state.entry(scheduler.state.mark().word).or_default().push(name);
        }
        let active = by_state.remove(State::Active.mark().word).unwrap_or_default().len();
        let mut text = format!("{active} active");
        for (word, names) in &by_state {
            text.push_str(&format!(", {} {word} ({})", names.len(), some_of(names)));
        }
        if !self.census.gone.is_empty() {
            let gone: Vec<String> = self.census.gone.iter().map(|(id, left)| format!("{id} left {left}")).collect();
            text.push_str(&format!(", {} gone ({})", gone.len(), some_of(&gone)));
        }
        match self.census.leader() {
            Some(leader) => text.push_str(&format!("; leader {}", self.census.shown_name(leader))),
            None => text.push_str("; no leader"),
        }
        if let Some(plan) = &self.census.assignment {
            text.push_str(&format!(", epoch {}", plan.epoch));
        }
        let all_well = by_state.is_empty() && self.census.gone.is_empty();
        let health = match (active, all_well, self.census.leader()) {
            (0, _, _) => Health::Failing,
            (_, true, Some(_)) => Health::Ok,
            _ => Health::Degraded,
        };
        Line { label: "schedulers", health, text }
    }

    fn tasks(&self, sums: &Sums) -> Line {
        // As in task list: a pause of the whole cluster is every task's.
        let is_paused = self.census.paused.is_some();
        let known = if is_paused {
            BTreeMap::from([("paused", self.tasks.saturating_sub(sums.set_aside))])
        } else {
            sums.known()
        };
        let state = |name: &str| known.get(name).copied().unwrap_or(0);
        let shown = ["ok", "running", "failing", "late", "paused"].map(|name| (name, state(name)));
        let mut parts: Vec<String> = shown
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(state, count)| format!("{} {state}", words::count(*count)))
            .collect();
        if sums.set_aside > 0 {
            parts.push(format!("{} unreadable", words::count(sums.set_aside)));
        }
        let unknown = self.tasks.saturating_sub(known.values().sum::<u64>() + sums.set_aside);
        if unknown > 0 && !is_paused {
            let why = match self.is_moving() {
                _ if self.census.takers().count() == 0 => ": no scheduler takes their partitions",
                _ if self.stopped().next().is_some() => ": their scheduler does not move",
                true => ": their partitions are being taken over",
                false => "",
            };
            parts.push(format!("{} not known yet{why}", words::count(unknown)));
        }
        let total = words::count(self.tasks);
        let text = if parts.is_empty() { total } else { format!("{total}: {}", parts.join(", ")) };
        let is_blind = unknown > 0 && !is_paused && self.standstill().is_some();
        let health = match (state("failing"), state("late") + sums.set_aside) {
            (0, 0) if is_blind => Health::Degraded,
            (0, 0) => Health::Ok,
            (0, _) => Health::Degraded,
            _ => Health::Failing,
        };
        Line { label: "tasks", health, text }
    }

    fn dispatch(&self, sums: &Sums) -> Line {
        let mut text = match &self.census.paused {
            Some((paused, since)) => format!("paused since {}, by {}{}; ", rfc3339(*since), paused.by, why(paused)),
            None => String::new(),
        };
        text.push_str(&format!("{:.1} runs/s in the last second", sums.per_second));
        if let Some((p50, p99)) = sums.lateness {
            let [p50, p99] = [p50, p99]
                .map(|ms| words::took(Duration::try_from_secs_f64(ms.max(0.0) / 1_000.0).unwrap_or(Duration::MAX)));
            text.push_str(&format!(", lateness p50 {p50} p99 {p99} (target 1s)"));
        }
        let orphans = self.orphans();
        if orphans > 0 {
            let waits = if self.census.gone.is_empty() { "" } else { ", waiting to be taken over" };
            text.push_str(&format!("; {} without an owner{waits}", words::counted(orphans, "partition")));
        }
        let standstill = self.standstill();
        standstill.iter().for_each(|told| text.push_str(&format!("; {told}")));
        let health = match sums.lateness {
            _ if orphans > 0 || standstill.is_some() => Health::Failing,
            _ if self.census.paused.is_some() => Health::Degraded,
            Some((_, p99)) if p99 > LATE_MS => Health::Degraded,
            _ => Health::Ok,
        };
        Line { label: "dispatch", health, text }
    }

    /// Whether partitions are on their way to another owner.
    fn is_moving(&self) -> bool {
        self.orphans() > 0 || self.census.schedulers.iter().any(|one| one.state != State::Active)
    }

    /// Partitions that nobody who lives owns.
    fn orphans(&self) -> u64 {
        (self.census.unowned + self.census.gone.values().sum::<usize>()) as u64
    }

    fn next_hour(&self, style: &Style) -> Line {
        let Outlook { fires, peak } = self.outlook;
        let mut text = words::counted(fires, "fire");
        let mut health = Health::Ok;
        if let Some((at, due)) = peak.filter(|(_, due)| *due > 1) {
            let shown = in_zone(at.utc(), &style.clock.zone, "%H:%M:%S");
            text.push_str(&format!(", {} of them at {shown}", words::count(due)));
            let easy = EASY_SECOND.saturating_mul(self.census.takers().count().max(1) as u64);
            health = if due > easy { Health::Degraded } else { Health::Ok };
        }
        if self.census.paused.is_some() {
            text.push_str("; the cluster is paused: none of them is sent until nonoctl cluster resume");
        }
        Line { label: "next hour", health, text }
    }

    /// The screen.
    pub(crate) fn report(&self, style: &Style) -> Report {
        let sums = self.sums();
        let mut lines = self.judged(&sums);
        let verdict = verdict(&lines);
        lines.push(self.next_hour(style));
        let mut card = Card::new("cluster", self.place.clone(), self.document(&sums, verdict));
        card.title = format!("cluster {}", self.place);
        card.mark = Some(if verdict == Health::Ok { Health::Ok.mark() } else { Health::Degraded.mark() });
        for line in lines {
            card.field(line.label, Cell::Judged(line.health.mark(), line.text));
        }
        card.footer.extend(self.census.unreadable.iter().map(|why| format!("unreadable: {}", words::harmless(why))));
        if verdict != Health::Ok {
            card.footer.push("details: nonoctl cluster doctor".to_owned());
        }
        Report::Card(Box::new(card))
    }

    fn document(&self, sums: &Sums, verdict: Health) -> Value {
        let servers: Vec<Value> = self
            .servers
            .iter()
            .map(|(host, up)| json!({"host": host, "up": up.is_ok(), "why": up.as_ref().err()}))
            .collect();
        let health: serde_json::Map<String, Value> =
            self.judged(sums).iter().map(|line| (line.label.to_owned(), json!(line.health.word()))).collect();
        let schedulers: Vec<Value> = self
            .census
            .schedulers
            .iter()
            .map(|one| {
                let silent_since = if let State::Silent(since) = one.state { Some(since) } else { None };
                json!({"id": one.id, "name": one.member.name, "state": one.state.mark().word,
                    "partitions": one.partitions.len(), "silentSince": silent_since})
            })
            .collect();
        let gone: Vec<Value> = self
            .census
            .gone
            .iter()
            .map(|(id, left)| json!({"id": id, "name": id.name(), "partitions": left}))
            .collect();
        json!({
            "cluster": self.place,
            "id": self.info.id,
            "format": self.info.format,
            "partitions": self.info.partitions,
            "health": if verdict == Health::Ok { "ok" } else { "degraded" },
            "lines": health,
            "zookeeper": {"servers": servers, "roundTripMs": self.round_trip.as_secs_f64() * 1_000.0},
            "schedulers": schedulers,
            "gone": gone,
            "leader": self.census.leader().map(|leader| &leader.id),
            "epoch": self.census.assignment.as_ref().map(|plan| plan.epoch),
            "tasks": {"total": self.tasks, "byState": sums.states, "unreadable": sums.set_aside},
            "dispatch": {
                "runsPerMinute": sums.per_second * 60.0,
                "runsPerSecond": sums.per_second,
                "latenessMs": sums.lateness.map(|(p50, p99)| json!({"p50": p50, "p99": p99})),
                "partitionsWithoutOwner": self.orphans(),
                "standstill": self.standstill(),
                "lastClaimAt": self.last_claim.map(rfc3339),
            },
            "paused": self.census.paused.as_ref().map(|(paused, since)| {
                json!({"since": rfc3339(*since), "by": paused.by, "reason": paused.reason})
            }),
            "nextHour": {
                "fires": self.outlook.fires,
                "peak": self.outlook.peak.map(|(at, due)| json!({"at": rfc3339(at.utc()), "fires": due})),
                "clusterPaused": self.census.paused.is_some(),
            },
            "unreadable": self.census.unreadable,
        })
    }
}

fn verdict(lines: &[Line]) -> Health {
    lines.iter().map(|line| line.health).max().unwrap_or(Health::Ok)
}

/// Whether it fires nothing, as far as others can see.
const fn is_stopped(one: &Scheduler) -> bool {
    matches!(one.state, State::Silent(_) | State::Hung)
}

/// The first three, and how many there are beside.
fn some_of(names: &[String]) -> String {
    match names.len() {
        0..=3 => names.join(", "),
        all => format!("{}, and {} more", names[..3].join(", "), all - 3),
    }
}

fn why(paused: &ClusterPause) -> String {
    paused.reason.as_ref().map(|reason| format!(": {}", words::harmless(reason))).unwrap_or_default()
}
