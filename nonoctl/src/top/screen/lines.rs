//! `--accessible`: lines instead of a screen, for whoever has it read aloud or has no screen to draw on. Nothing is drawn
//! over; what changes is another line.

use std::collections::HashSet;
use std::io::Write;
use std::time::Duration;

use tokio::time::{Instant as Moment, MissedTickBehavior};

use super::{Model, begin};
use crate::contexts::Place;
use crate::error::{CommandError, Exit};
use crate::invocation::{Invocation, wall_clock};
use crate::terminal::in_zone;
use crate::top::app::attention::{self, Problem};
use crate::top::app::happened::Happened;
use crate::top::args::TopArgs;
use crate::top::data::Link;
use crate::top::start;
use crate::top::update::{Effect, Event, update};
use crate::words;

/// How it goes is not told more often: numbers may change each second.
const PACE: Duration = Duration::from_secs(10);

/// What was told so far.
#[derive(Default)]
struct Told {
    /// How it goes, in one line.
    summary: Option<String>,
    at: Option<Moment>,
    link: Option<String>,
    /// What happened and was told, or had happened before. What is written down may come later than what came after it.
    happened: HashSet<Happened>,
}

/// Tells until the person ends it, or nobody reads any more.
pub(super) async fn tell(args: &TopArgs, invocation: &Invocation, mut model: Model) -> Result<Exit, CommandError> {
    let mut link = begin(args, invocation)?;
    let place = invocation.place().unwrap_or_else(|_| Place::Connect(model.place.clone()));
    let mut told = Told::default();
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        let event = tokio::select! {
            news = link.news.recv() => match news {
                Some(news) => Event::News(news),
                None => return Err(CommandError::failed("whoever reads the cluster has ended")),
            },
            _ = tick.tick() => Event::Tick(wall_clock()),
        };
        model.now = wall_clock();
        for effect in update(&mut model, event) {
            if let Effect::Order(order) = effect {
                let _ = link.orders.send(order);
            }
        }
        if let Some(error) = start::is_hopeless(&model, &place).filter(|_| !model.facts.was_live) {
            return Err(error);
        }
        let mut out = std::io::stdout().lock();
        let now = in_zone(model.now, &model.zone, "%H:%M:%S");
        let written =
            told.news(&model).into_iter().try_for_each(|line| writeln!(out, "{now} {}", words::harmless(&line)));
        if written.and_then(|()| out.flush()).is_err() {
            return Ok(Exit::Ok);
        }
    }
}

impl Told {
    /// What there is to tell now that was not told yet.
    fn news(&mut self, model: &Model) -> Vec<String> {
        let mut lines = Vec::new();
        let link = link(model);
        if self.link.as_ref() != Some(&link) {
            lines.push(link.clone());
            self.link = Some(link);
        }
        let facts = &model.facts;
        if facts.fleet.is_none() || facts.tasks.catalogue.is_none() {
            return lines;
        }
        let is_first = self.summary.is_none();
        if self.at.is_none_or(|at| at.elapsed() >= PACE) {
            let summary = summary(model);
            if self.summary.as_ref() != Some(&summary) {
                lines.push(summary.clone());
                self.summary = Some(summary);
                self.at = Some(Moment::now());
            }
        }
        if is_first {
            lines.extend(attention::problems(facts).iter().map(problem));
        }
        let new: Vec<&Happened> = facts.happened.iter().filter(|it| !self.happened.contains(*it)).collect();
        if new.is_empty() {
            return lines;
        }
        if !is_first {
            lines.extend(new.iter().rev().map(|it| happened(it)));
        }
        self.happened = facts.happened.iter().cloned().collect();
        lines
    }
}

fn link(model: &Model) -> String {
    let servers =
        |hosts: &[(String, String)]| hosts.iter().map(|(host, why)| format!(" {host}: {why}.")).collect::<String>();
    match &model.facts.link {
        Link::Connecting { hosts, .. } => format!("Connecting to {}.{}", model.place, servers(hosts)),
        Link::Live { .. } => format!("Connected to {}.", model.place),
        Link::Lost { hosts, .. } => format!("Connection lost.{} The schedulers may still be running.", servers(hosts)),
        Link::Expired { .. } => "The session expired; a new one is made.".to_owned(),
        Link::Denied { why } => format!("Access is denied: {why}."),
        Link::NotLaidOut => format!("There is no nono cluster at {}.", model.place),
        Link::Newer { format } => format!("The cluster is of a newer format ({format})."),
    }
}

/// How it goes.
fn summary(model: &Model) -> String {
    let facts = &model.facts;
    let Some(fleet) = &facts.fleet else { return String::new() };
    let leader = fleet
        .census
        .leader()
        .map_or_else(|| "nobody leads".to_owned(), |leader| format!("{} leads", fleet.census.shown_name(leader)));
    let counts = [
        (attention::count(facts, "failing"), "failing"),
        (attention::count(facts, "late"), "late"),
        (attention::set_aside(facts), "unreadable"),
        (facts.lost.len() as u64, "lost"),
        (attention::draining(facts) as u64, "draining"),
    ];
    let bad: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", words::count(count)))
        .collect();
    format!(
        "{}, {leader}; {}; {}.",
        words::counted(fleet.census.schedulers.len() as u64, "scheduler"),
        words::counted(facts.tasks.all() as u64, "task"),
        match (bad.is_empty(), attention::problems(facts).len()) {
            (false, _) => bad.join(", "),
            (true, 0) => "no problems".to_owned(),
            (true, count) => format!("{} to look at", words::count(count as u64)),
        }
    )
}

fn problem(problem: &Problem) -> String {
    format!("Problem: {}, {}: {}", problem.object, problem.mark.word, problem.what)
}

fn happened(it: &Happened) -> String {
    if it.object.is_empty() {
        format!("{}: {}", it.kind, it.what)
    } else {
        format!("{} {}: {}", it.kind, it.object, it.what)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::top::data::News;
    use crate::top::keys::KeyMap;
    use crate::top::mock;

    fn hear(model: &mut Model, news: News) {
        drop(update(model, Event::News(news)));
    }

    #[test]
    fn each_thing_is_told_once() {
        let now = nono_core::time::Utc(1_795_617_127_000);
        let mut model = start::blank("zk1:2181/nono".to_owned(), KeyMap::default(), now);
        let mut told = Told::default();
        assert_eq!(told.news(&model), ["Connecting to zk1:2181/nono."]);
        let live = Link::Live { round_trip: Duration::from_millis(2) };
        hear(&mut model, News::Link(live));
        hear(&mut model, News::Catalogue(Arc::new(mock::catalogue(40))));
        hear(&mut model, News::Fleet(Arc::new(mock::fleet(40, now))));
        let lines = told.news(&model);
        assert_eq!(lines[0], "Connected to zk1:2181/nono.");
        assert!(lines[1].contains("5 schedulers, ") && lines[1].contains("40 tasks"), "{lines:?}");
        assert!(lines[2..].iter().all(|line| line.starts_with("Problem: ")) && lines.len() > 2, "{lines:?}");
        assert_eq!(told.news(&model), [""; 0]);
        let lost = Link::Lost {
            since: now,
            tries: 0,
            next_try: now,
            hosts: vec![("zk1:2181".to_owned(), "connection refused".to_owned())],
        };
        hear(&mut model, News::Link(lost));
        let lines = told.news(&model);
        assert!(lines[0].contains("zk1:2181: connection refused."), "{lines:?}");
        assert_eq!(lines[1..], ["zookeeper: connection lost"]);
    }

    #[test]
    fn what_is_written_down_is_told_though_it_is_older_than_what_was_seen() {
        let now = nono_core::time::Utc(1_795_617_127_000);
        let mut model = start::blank("zk1:2181/nono".to_owned(), KeyMap::default(), now);
        let mut told = Told::default();
        hear(&mut model, News::Link(Link::Live { round_trip: Duration::from_millis(2) }));
        hear(&mut model, News::Catalogue(Arc::new(mock::catalogue(40))));
        let event = |number: u64, reason: &str| nono_core::cluster::Event {
            number,
            at: nono_core::time::Utc(now.0 - 60_000),
            kind: "drain".to_owned(),
            object: Some("scheduler/alpha".to_owned()),
            message: String::new(),
            by: "ann@ops".to_owned(),
            identity: None,
            reason: Some(reason.to_owned()),
            extra: Default::default(),
        };
        hear(&mut model, News::Events(vec![event(1, "before")]));
        hear(&mut model, News::Fleet(Arc::new(mock::fleet(40, now))));
        let first = told.news(&model);
        assert!(!first.iter().any(|line| line.contains("before")), "what had happened is no news: {first:?}");
        hear(&mut model, News::Link(Link::Expired { since: now }));
        assert_eq!(told.news(&model).last().map(String::as_str), Some("zookeeper: session expired"));
        hear(&mut model, News::Events(vec![event(2, "OPS-4121")]));
        assert_eq!(told.news(&model), ["scheduler alpha: drain by ann@ops: OPS-4121"]);
        assert_eq!(told.news(&model), [""; 0]);
    }
}
