//! Schedulers as rows and cards: the same facts for people and, under the names of the wire, for programs.
//!
//! Pure: from a census to a report.

use std::time::Duration;

use nono_core::cluster::{HostFigures, Stats};
use nono_core::name::Partition;
use nono_core::time::Utc;
use serde_json::{Value, json};

use super::census::{Census, Scheduler, State};
use super::live::Live;
use crate::output::cell::Cell;
use crate::output::{Card, Column, List, Report, Row};
use crate::terminal::rfc3339;
use crate::words;

/// So many ranges of partitions people are shown.
const RANGES: usize = 10;

/// `scheduler list`.
pub(super) fn list(census: &Census) -> Report {
    let columns = vec![
        Column::text("NAME"),
        Column::text("HOST"),
        Column::text("ROLE"),
        Column::text("STATE"),
        Column::number("PARTS"),
        Column::number("TASKS"),
        Column::number("RUNS/S"),
        Column::number("LATE p99"),
        Column::text("HEARTBEAT"),
        Column::text("VERSION"),
        Column::wide("ID"),
        Column::wide("ADDRESS"),
        Column::wide("IN FLIGHT"),
        Column::wide("CPU"),
        Column::wide("MEMORY"),
        Column::wide("SINCE"),
    ];
    let rows = census.schedulers.iter().map(|scheduler| row(census, scheduler)).collect();
    Report::List(List {
        kind: "scheduler",
        columns,
        rows,
        heading: None,
        summary: summary(census),
        empty: "No scheduler is a member of this cluster. Start one: nono-scheduler --connect HOSTS/CHROOT".to_owned(),
    })
}

/// What a table of members cannot show: what nobody owns, and drains of names that are not here.
fn summary(census: &Census) -> Option<String> {
    let mut parts = Vec::new();
    if census.unowned > 0 {
        parts.push(format!("{} without an owner", words::counted(census.unowned as u64, "partition")));
    }
    let lost: usize = census.gone.values().sum();
    if lost > 0 {
        parts.push(format!("{} still leased to schedulers that are gone", words::counted(lost as u64, "partition")));
    }
    let away =
        census.intents.iter().filter(|(name, intent)| intent.drain && census.named(name.as_str()).next().is_none());
    let away: Vec<String> = away.map(|(name, _)| name.to_string()).collect();
    if !away.is_empty() {
        parts.push(format!("to be drained when they come: {}", away.join(", ")));
    }
    (!parts.is_empty()).then(|| format!("{}.", parts.join("; ")))
}

fn row(census: &Census, scheduler: &Scheduler) -> Row {
    let name = census.shown_name(scheduler);
    let stats = scheduler.stats.as_ref().map(|(stats, _)| stats);
    let cells = vec![
        Cell::Text(name.clone()),
        Cell::Text(place(scheduler)),
        Cell::Text(role(scheduler).to_owned()),
        Cell::State(scheduler.state.mark()),
        Cell::Count(scheduler.partitions.len() as u64),
        stats.map_or(Cell::Empty, |stats| Cell::Count(stats.tasks)),
        Cell::maybe(stats.map(|stats| format!("{:.1}", stats.sent_per_second))),
        stats.and_then(|stats| stats.lateness_ms).map_or(Cell::Empty, |[_, p99, _]| Cell::Took(millis(p99))),
        scheduler.stats.as_ref().map_or(Cell::Empty, |(_, at)| Cell::Ago(*at)),
        Cell::Text(scheduler.member.version.clone()),
        Cell::Text(scheduler.id.to_string()),
        Cell::Text(scheduler.member.address.clone()),
        Cell::maybe(stats.map(|stats| stats.in_flight.to_string())),
        Cell::maybe(stats.map(|stats| format!("{:.2}", stats.host.cpu))),
        Cell::maybe(stats.map(|stats| size(stats.host.memory))),
        Cell::At(scheduler.member.since),
    ];
    Row { name, cells, document: document(scheduler), manifest: None }
}

/// `scheduler get`: what it `told` itself goes before what it wrote into ZooKeeper.
pub(super) fn card(census: &Census, scheduler: &Scheduler, told: &Result<Live, String>) -> Report {
    let scheduler = &with_figures(scheduler, told);
    let mut card = Card::new("scheduler", census.shown_name(scheduler), document(scheduler));
    source(&mut card, scheduler, told);
    card.mark = Some(scheduler.state.mark());
    card.field("id", Cell::Text(scheduler.id.to_string()));
    card.field("process", Cell::Text(format!("{} pid {}", scheduler.member.host, scheduler.member.pid)));
    card.field("address", Cell::Text(scheduler.member.address.clone()));
    card.field("figures", Cell::Text(from(scheduler, told)));
    if let Ok(Live { ready, .. }) = told {
        card.field(
            "ready",
            ready.as_ref().map_or_else(|why| Cell::Text(format!("no: {why}")), |()| Cell::Text("yes".into())),
        );
    }
    card.field("role", Cell::Text(role(scheduler).to_owned()));
    card.field(
        "version",
        Cell::Text(format!("{}, time zone data {}", scheduler.member.version, scheduler.member.tzdb)),
    );
    card.field("since", Cell::At(scheduler.member.since));
    card.field("partitions", partitions(&scheduler.partitions));
    if let Some((stats, at)) = &scheduler.stats {
        figures(&mut card, stats, *at);
    }
    if let State::NotReady(why) = &scheduler.state {
        card.footer.push(format!("why not ready: {}", words::harmless(why)));
    }
    if let Some(intent) = scheduler.intent.as_ref().filter(|intent| intent.drain) {
        let reason =
            intent.reason.as_deref().map(|reason| format!(": {}", words::harmless(reason))).unwrap_or_default();
        card.footer.push(format!("drained by {}{reason}", words::harmless(&intent.by)));
        card.footer.push(format!("  hint: nonoctl scheduler undrain {}", scheduler.member.name));
    }
    Report::Card(Box::new(card))
}

/// The scheduler with the newest figures that are known.
fn with_figures(scheduler: &Scheduler, told: &Result<Live, String>) -> Scheduler {
    let mut scheduler = scheduler.clone();
    if let Ok(Live { stats: Some(live), .. }) = told {
        // When it was heard of last is ZooKeeper's to say; its own clock only where ZooKeeper says nothing.
        let at = scheduler.stats.take().map(|(_, at)| at).or(live.at);
        scheduler.stats = at.map(|at| (live.clone(), at));
    }
    scheduler
}

/// For programs: whose figures these are, and what the scheduler said itself.
fn source(card: &mut Card, scheduler: &Scheduler, told: &Result<Live, String>) {
    let Value::Object(document) = &mut card.document else { return };
    let (source, ready, why) = match told {
        Ok(Live { ready, .. }) => ("live", Some(ready.is_ok()), ready.as_ref().err()),
        Err(why) => ("zookeeper", None, Some(why)),
    };
    document.insert("source".into(), scheduler.stats.as_ref().map(|_| source).into());
    document.insert("live".into(), json!({ "reachable": told.is_ok(), "ready": ready, "why": why }));
}

/// The same for people.
fn from(scheduler: &Scheduler, told: &Result<Live, String>) -> String {
    let place = &scheduler.member.address;
    match told {
        Ok(_) => format!("live from {place}"),
        Err(why) => format!("from ZooKeeper: {place} is not reachable from here ({why})"),
    }
}

fn figures(card: &mut Card, stats: &Stats, at: Utc) {
    card.field("heartbeat", Cell::Ago(at));
    card.field("tasks", Cell::Text(tasks(stats)));
    let load = format!("{:.1} runs/s, {} in flight, {} open", stats.sent_per_second, stats.in_flight, stats.open);
    card.field("load", Cell::Text(load));
    if stats.waiting > 0 {
        let full = stats.full_hosts.iter();
        let full = full.map(|full| {
            format!("; {} of them for {} ({} in flight)", full.waiting, words::harmless(&full.host), full.in_flight)
        });
        let text = format!("{} for room{}", words::counted(stats.waiting, "run"), full.collect::<String>());
        card.field("waiting", Cell::Text(text));
    }
    if let Some([p50, p99, most]) = stats.lateness_ms {
        let shown = [p50, p99, most].map(|value| words::took(millis(value)));
        card.field("lateness", Cell::Text(format!("p50 {} p99 {} most {}", shown[0], shown[1], shown[2])));
    }
    let HostFigures { cpu, memory, open_files, open_files_limit, .. } = stats.host;
    let process = format!("{cpu:.2} cores, {}, {open_files} of {open_files_limit} files open", size(memory));
    card.field("uses", Cell::Text(process));
    let host = format!(
        "CPU {:.0} %, load {:.2}, {} of {} memory free",
        stats.host.host_cpu * 100.0,
        stats.host.host_load,
        size(stats.host.host_memory_available),
        size(stats.host.host_memory)
    );
    card.field("host", Cell::Text(host));
    let clock = format!(
        "{:+} ms to ZooKeeper's clock, round trip {:.1} ms",
        stats.host.clock_offset_ms, stats.host.zookeeper_rtt_ms
    );
    card.field("clock", Cell::Text(clock));
    if stats.host.zookeeper_rate_wait_ms > 0 {
        let wait = words::took(Duration::from_millis(stats.host.zookeeper_rate_wait_ms));
        let text = format!("requests to ZooKeeper wait for zookeeper-rate, the first for {wait}; runs may be late");
        card.field("held back", Cell::Text(text));
    }
    if stats.set_aside > 0 {
        card.field(
            "set aside",
            Cell::Text(format!("{} that could not be read", words::counted(stats.set_aside, "record"))),
        );
    }
    for worst in stats.worst.iter().take(5) {
        let text = format!("{} {}: {}", worst.task, worst.state, worst.why);
        card.field(if worst == &stats.worst[0] { "worst" } else { "" }, Cell::Text(text));
    }
}

fn tasks(stats: &Stats) -> String {
    let states = stats.states.iter().filter(|(_, count)| **count > 0);
    let states: Vec<String> = states.map(|(state, count)| format!("{} {state}", words::count(*count))).collect();
    let total = words::count(stats.tasks);
    if states.is_empty() { total } else { format!("{total}: {}", states.join(", ")) }
}

fn place(scheduler: &Scheduler) -> String {
    let port = scheduler.member.address.rsplit_once(':').map_or("", |(_, port)| port);
    format!("{}:{port}", scheduler.member.host)
}

fn role(scheduler: &Scheduler) -> &'static str {
    if scheduler.is_leader { "leader" } else { "member" }
}

fn millis(value: f64) -> Duration {
    Duration::try_from_secs_f64(value.max(0.0) / 1000.0).unwrap_or(Duration::MAX)
}

/// `13 (0-4, 17, 20-26)`; people get no more ranges than a line has room for.
fn partitions(owned: &[Partition]) -> Cell {
    let mut ranges: Vec<(u16, u16)> = Vec::new();
    for Partition(number) in owned {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => ranges.push((*number, *number)),
        }
    }
    let range = |(first, last): &(u16, u16)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    let shown: Vec<String> = ranges.iter().map(range).collect();
    if shown.is_empty() {
        return Cell::Text("0".to_owned());
    }
    let whole = format!("{} ({})", owned.len(), shown.join(", "));
    if shown.len() <= RANGES {
        return Cell::Text(whole);
    }
    let people = format!("{} ({} and {} more ranges)", owned.len(), shown[..RANGES].join(", "), shown.len() - RANGES);
    Cell::Told { people, pipe: whole }
}

/// `184 MiB`
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    if unit > 0 && value < 10.0 { format!("{value:.1} {}", UNITS[unit]) } else { format!("{value:.0} {}", UNITS[unit]) }
}

/// The members of the JSON object are the wire's, so that what is learned here holds in zkCli as well.
pub(super) fn document(scheduler: &Scheduler) -> Value {
    let member = &scheduler.member;
    let why = if let State::NotReady(why) = &scheduler.state { Some(why) } else { None };
    let stats = scheduler.stats.as_ref().map(|(stats, _)| stats);
    let lateness = stats.and_then(|stats| stats.lateness_ms);
    json!({
        "id": scheduler.id,
        "name": member.name,
        "host": member.host,
        "pid": member.pid,
        "address": member.address,
        "version": member.version,
        "tzdb": member.tzdb,
        "since": rfc3339(member.since),
        "role": role(scheduler),
        "state": scheduler.state.mark().word,
        "why": why,
        "partitions": scheduler.partitions,
        "tasks": stats.map(|stats| stats.tasks),
        "tasksByState": stats.map(|stats| &stats.states),
        "runsPerSecond": stats.map(|stats| stats.sent_per_second),
        "inFlight": stats.map(|stats| stats.in_flight),
        "waiting": stats.map(|stats| stats.waiting),
        "fullHosts": stats.map(|stats| &stats.full_hosts),
        "open": stats.map(|stats| stats.open),
        "latenessMs": lateness.map(|[p50, p99, max]| json!({"p50": p50, "p99": p99, "max": max})),
        "setAside": stats.map(|stats| stats.set_aside),
        "process": stats.map(|stats| &stats.host),
        "heartbeat": scheduler.stats.as_ref().map(|(_, at)| rfc3339(*at)),
        "intent": scheduler.intent.as_ref().map(|intent| json!({"drain": intent.drain, "by": intent.by, "reason": intent.reason})),
    })
}
