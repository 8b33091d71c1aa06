//! How a trial is told: a few lines to begin with, one line a second of what fired, a line for each event, a verdict.
//!
//! Plain text that can be read aloud; colour and glyphs only where the person's terminal takes them. What it must not
//! do: decide what happens or what counts as right.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use nono_core::cluster::ClusterPause;

use super::checker::{Promise, Receipt, Verdict, clock};
use super::owners::Estate;
use super::trial::Trial;
use crate::output::paint::{Glyph, Paint, Tone};
use crate::words::{self, counted};

/// Writes the story.
pub(super) struct Story {
    out: Box<dyn Write + Send>,
    paint: Paint,
}

impl Story {
    pub(super) fn new(out: Box<dyn Write + Send>, paint: Paint) -> Self {
        Self { out, paint }
    }

    fn line(&mut self, text: impl Display) -> io::Result<()> {
        writeln!(self.out, "{text}")?;
        self.out.flush()
    }

    fn event(&mut self, second: i64, glyph: Glyph, tone: Tone, text: &str) -> io::Result<()> {
        let glyph = self.paint.tint(tone, self.paint.glyph(glyph));
        let text = self.paint.tint(tone, text);
        self.line(format_args!("{}  {glyph} {text}", clock(second)))
    }

    pub(super) fn beginning(&mut self) -> io::Result<()> {
        let title = self.paint.tint(Tone::Strong, "A whole nono cluster on this machine");
        self.line(format_args!("{title}, with a real ZooKeeper. Starting ..."))
    }

    pub(super) fn parts(&mut self, trial: &Trial, worker: &str) -> io::Result<()> {
        let (pid, folder) = trial.zookeeper();
        let pid = pid.map_or_else(String::new, |pid| format!("pid {pid}, "));
        let schedulers: Vec<String> =
            trial.schedulers.iter().map(|each| format!("{} (pid {})", each.name, each.pid())).collect();
        self.line("")?;
        self.line(format_args!("  ZooKeeper    {} ({pid}{})", trial.connect_string(), folder.display()))?;
        self.line(format_args!("  schedulers   {}", schedulers.join(", ")))?;
        self.line(format_args!("  worker       {worker}"))
    }

    pub(super) fn advice(
        &mut self,
        connect: &str,
        worker: &str,
        programs: Option<&Path>,
        duration: Option<Duration>,
    ) -> io::Result<()> {
        let end = match duration {
            Some(duration) => format!("It ends by itself after {}.", words::span(duration)),
            None => "Ctrl-C ends it and checks every run.".to_owned(),
        };
        self.line("")?;
        self.line(self.paint.tint(Tone::Strong, "Try in another terminal:"))?;
        if let Some(folder) = programs {
            self.line(format_args!("  export PATH={}:$PATH", folder.display()))?;
        }
        for command in [
            format!("export NONOCTL_CONNECT={connect}"),
            "nonoctl task list".to_owned(),
            format!("nonoctl task add mine --every 5s --url {worker}/mine"),
            "nonoctl task run mine --wait".to_owned(),
            "nonoctl task history heartbeat".to_owned(),
            "nonoctl scheduler list".to_owned(),
        ] {
            self.line(format_args!("  {command}"))?;
        }
        self.line("")?;
        self.line(format_args!("What the worker is asked to do, by the scheduler that asks; times are UTC. {end}"))?;
        self.line("")
    }

    /// What came in one second.
    pub(super) fn second(&mut self, second: i64, receipts: &[Receipt], trial: &Trial) -> io::Result<()> {
        // By the schedulers' order; what nobody known has sent comes last.
        let mut by_sender: BTreeMap<(usize, String), BTreeMap<&str, Vec<&Receipt>>> = BTreeMap::new();
        for receipt in receipts {
            let sender = trial.owners.sender(receipt).unwrap_or_default();
            let place = trial.schedulers.iter().position(|each| each.name == sender).unwrap_or(usize::MAX);
            by_sender.entry((place, sender)).or_default().entry(&receipt.task).or_default().push(receipt);
        }
        let groups = by_sender.iter().map(|((_, sender), tasks)| {
            let tasks: Vec<String> = tasks.iter().map(|(task, runs)| self.runs(task, runs)).collect();
            let sender = if sender.is_empty() { String::new() } else { format!("{sender}: ") };
            format!("{}{}", self.paint.tint(Tone::Busy, &sender), tasks.join(", "))
        });
        let groups: Vec<String> = groups.collect();
        self.line(format_args!("{}  {}", clock(second), groups.join("   ")))
    }

    /// The requests of one task in one second, and what is special about them.
    fn runs(&self, task: &str, receipts: &[&Receipt]) -> String {
        let lateness = |receipt: &&Receipt| receipt.instant.map_or(0, |instant| receipt.arrived - instant * 1_000);
        let first = receipts.iter().copied().max_by_key(lateness).expect("a group has a receipt");
        let mut marks = Vec::new();
        if receipts.len() > 1 {
            marks.push(format!("{} times", receipts.len()));
        }
        if receipts.iter().any(|receipt| receipt.manual) {
            marks.push("by hand".to_owned());
        }
        if receipts.iter().any(|receipt| receipt.redelivery) {
            marks.push("sent again".to_owned());
        } else if first.attempt > 1 {
            marks.push(format!("attempt {}", first.attempt));
        }
        if receipts.iter().any(|receipt| receipt.answered.is_some_and(|(_, well)| !well)) {
            marks.push("refused".to_owned());
        }
        if let Some(instant) = first.instant.filter(|_| lateness(&first) > 1_000 && first.attempt == 1 && !first.manual)
        {
            marks.push(format!("due since {}", clock(instant)));
        }
        if marks.is_empty() {
            return task.to_owned();
        }
        format!("{task} {}", self.paint.tint(Tone::Warn, &format!("({})", marks.join(", "))))
    }

    /// A scheduler that ended, and what it left.
    pub(super) fn gone(&mut self, second: i64, cause: &str, partitions: usize, tasks: &[&str]) -> io::Result<()> {
        let left = match (partitions, tasks.is_empty()) {
            (0, _) => "with no partitions: they were handed over before".to_owned(),
            (_, true) => format!("with {}, in them none of the tasks above", of_partitions(partitions)),
            (_, false) => format!("with {}, in them {}", of_partitions(partitions), tasks.join(", ")),
        };
        self.event(second, Glyph::Cross, Tone::Bad, &format!("{cause}, {left}"))
    }

    /// Nobody here starts a scheduler again that somebody else ended.
    pub(super) fn stays_away(&mut self, second: i64, name: &str, connect: &str, last: bool) -> io::Result<()> {
        let left = if last { "no scheduler is left to take over; " } else { "" };
        let how = format!("nono-scheduler --connect {connect} --name {name} --listen 127.0.0.1:0");
        let text = format!("{left}{name} is not started again by itself; to do it: {how}");
        self.event(second, Glyph::Warning, Tone::Warn, &text)
    }

    pub(super) fn taken_over(
        &mut self,
        second: i64,
        estate: &Estate,
        heirs: &BTreeMap<String, usize>,
    ) -> io::Result<()> {
        let heirs: Vec<String> = heirs.iter().map(|(name, count)| format!("{name} ({count})")).collect();
        let text = format!(
            "{} of {} taken over after {} by {}; what was due meanwhile is made up for",
            of_partitions(estate.partitions.len()),
            estate.name,
            words::took(estate.waited()),
            heirs.join(" and ")
        );
        self.event(second, Glyph::Check, Tone::Strong, &text)
    }

    pub(super) fn back(&mut self, second: i64, name: &str, pid: u32) -> io::Result<()> {
        self.event(
            second,
            Glyph::Play,
            Tone::Strong,
            &format!("scheduler {name} is started again (pid {pid}) and gets its share"),
        )
    }

    /// Somebody has paused the whole cluster.
    pub(super) fn paused(&mut self, second: i64, paused: &ClusterPause) -> io::Result<()> {
        let why = paused.reason.as_ref().map(|reason| format!(": {}", words::harmless(reason))).unwrap_or_default();
        let by = words::harmless(&paused.by);
        let text = format!("the cluster is paused by {by}{why}; what comes due meanwhile is not due, and not checked");
        self.event(second, Glyph::Pause, Tone::Warn, &text)
    }

    /// Somebody has resumed it.
    pub(super) fn resumed(&mut self, second: i64) -> io::Result<()> {
        self.event(second, Glyph::Play, Tone::Strong, "the cluster is resumed")
    }

    /// What the verdict has to do without.
    pub(super) fn unknown(&mut self, what: &str, why: &str) -> io::Result<()> {
        self.line(format_args!("  {what} is not known, and what comes of that counts below: {}", words::harmless(why)))
    }

    pub(super) fn checking(&mut self) -> io::Result<()> {
        self.line("")?;
        self.line("No more runs are counted. Checking what the worker received against what was due ...")
    }

    /// The verdict, and which tasks are left out of it.
    pub(super) fn verdict(
        &mut self,
        promises: &[Promise],
        until: i64,
        verdict: &Verdict,
        touched: &[String],
    ) -> io::Result<()> {
        let from = promises.iter().map(|promise| promise.acknowledged / 1_000).min().unwrap_or(until);
        self.line(format_args!(
            "  {} due of {} from {} to {}",
            counted(whole(verdict.due), "run"),
            counted(whole(promises.len()), "task"),
            clock(from),
            clock(until)
        ))?;
        for (count, what) in [
            (verdict.late, "came more than a second late and was made up for"),
            (verdict.retried, "was refused by the worker and tried again"),
            (
                verdict.redelivered,
                "was open when its scheduler died or lost ZooKeeper and was sent again, marked as such",
            ),
        ] {
            if count > 0 {
                let what = if count == 1 { what.to_owned() } else { what.replace("was", "were") };
                self.line(format_args!("  {count} {what}"))?;
            }
        }
        if !touched.is_empty() {
            self.line(format_args!("  left out, because somebody changed them: {}", touched.join(", ")))?;
        }
        let (glyph, tone) = if verdict.is_clean() { (Glyph::Check, Tone::Strong) } else { (Glyph::Cross, Tone::Bad) };
        let (lost, doubled, stray) = (verdict.lost.len(), verdict.doubled.len(), verdict.stray.len());
        let text = format!("{} {lost} lost, {doubled} doubled, {stray} early or stray", self.paint.glyph(glyph));
        let text = self.paint.tint(tone, &text);
        self.line(format_args!("  {text}"))
    }

    /// When ZooKeeper was away: what was open then may be sent again, and what came due is late.
    pub(super) fn away(&mut self, outages: &[(i64, i64)]) -> io::Result<()> {
        for (from, to) in outages {
            let (from, to) = (clock(from / 1_000), clock(to / 1_000));
            self.line(format_args!("  ZooKeeper was away from {from} to {to}: runs open then may be sent again"))?;
        }
        Ok(())
    }

    pub(super) fn stopping(&mut self) -> io::Result<()> {
        self.line("")?;
        self.line("Stopping the schedulers and ZooKeeper ...")
    }

    pub(super) fn logs(&mut self, folder: &Path) -> io::Result<()> {
        self.line(format_args!("The logs are kept in {}", folder.display()))
    }
}

fn of_partitions(count: usize) -> String {
    counted(whole(count), "partition")
}

fn whole(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
