//! What happens in a trial, and when: seconds are told, one scheduler may be killed and come back, the end is judged.
//!
//! A loop that looks ten times a second; nothing depends on how exactly it keeps the beat, since the worker's receipts
//! carry their own times.

use std::time::{Duration, Instant};

use tokio::time::timeout;

use super::checker::{Meanwhile, Promise, Receipt, Verdict, judge};
use super::owners::Estate;
use super::story::Story;
use super::trial::Trial;
use super::worker::Worker;
use crate::error::CommandError;
use crate::invocation::wall_clock;
use crate::signals::{self, EndSignal};

/// What is to happen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Script {
    /// When it ends by itself.
    pub(super) duration: Option<Duration>,
    /// Whether a scheduler is killed.
    pub(super) kill_one: bool,
}

/// Why it ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ending {
    /// The duration is over.
    Time,
    /// Somebody wants it to end.
    Signal(EndSignal),
}

/// How far the plot with the killed scheduler has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Plot {
    /// Nobody is killed, or everything has happened.
    Quiet,
    /// Before the kill.
    Before,
    /// After the kill: its partitions have to find new owners.
    Orphaned { victim: usize },
    /// They have; the victim may come back.
    Settled { victim: usize },
}

const BEAT: Duration = Duration::from_millis(100);
/// Who owns what is read so often when nothing happens.
const LOOK: Duration = Duration::from_secs(1);
/// When the scheduler is killed, and when it comes back, if no duration says otherwise.
const KILL: Duration = Duration::from_secs(20);
const REVIVE: Duration = Duration::from_secs(40);
/// How long runs that are owed may take to come in after the end: a take-over may still be under way.
const PATIENCE: Duration = Duration::from_secs(20);
/// ZooKeeper answers in milliseconds; without one the story goes on all the same.
const ANSWER: Duration = Duration::from_millis(500);
/// A session that ZooKeeper does not hear of for so long may be lost, in milliseconds: as long as a scheduler's timeout here, less
/// what lies between two looks.
const LOST: i64 = 2_000;

/// A trial that runs.
pub(super) struct Play {
    trial: Trial,
    worker: Worker,
    promises: Vec<Promise>,
    script: Script,
    story: Story,
    plot: Plot,
    began: Instant,
    looked: Instant,
    /// How many receipts have been told.
    told: usize,
    /// The second that is going on.
    second: i64,
    deaths: Vec<i64>,
    /// When ZooKeeper was away, as far as that is over.
    outages: Vec<(i64, i64)>,
    /// When it last answered, and whether it has been asked in vain since; milliseconds since 1970.
    heard: (i64, bool),
    /// Whether the story has said that the whole cluster is paused.
    is_paused: bool,
    /// What schedulers that ended, by whatever hand, have left and nobody has taken over yet.
    estates: Vec<Estate>,
}

impl Play {
    pub(super) fn new(trial: Trial, worker: Worker, promises: Vec<Promise>, script: Script, story: Story) -> Self {
        let plot = if script.kill_one { Plot::Before } else { Plot::Quiet };
        let (now, second) = (Instant::now(), second());
        Self {
            trial,
            worker,
            promises,
            script,
            story,
            plot,
            began: now,
            looked: now,
            told: 0,
            second,
            deaths: Vec::new(),
            outages: Vec::new(),
            heard: (wall_clock().0, false),
            is_paused: false,
            estates: Vec::new(),
        }
    }

    /// Until the duration is over or somebody wants it to end.
    pub(super) async fn run(&mut self) -> Result<Ending, CommandError> {
        let mut beat = tokio::time::interval(BEAT);
        beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut signal = std::pin::pin!(signals::end());
        loop {
            tokio::select! {
                biased;
                signal = &mut signal => return Ok(Ending::Signal(signal)),
                _ = beat.tick() => {}
            }
            self.tell().await?;
            self.mourn().await?;
            self.look().await;
            self.tell_of_pauses()?;
            self.inherit()?;
            self.act().await?;
            if self.script.duration.is_some_and(|duration| self.began.elapsed() >= duration) {
                return Ok(Ending::Time);
            }
        }
    }

    /// Tells what came in the second that is over.
    async fn tell(&mut self) -> Result<(), CommandError> {
        let now = second();
        if self.second == now {
            return Ok(());
        }
        let untold = self.worker.receipts_from(self.told);
        let over: Vec<Receipt> = untold.into_iter().take_while(|receipt| receipt.arrived < now * 1_000).collect();
        self.told += over.len();
        if over.iter().any(|receipt| self.trial.owners.sender(receipt).is_none()) {
            self.look_now().await;
        }
        if !over.is_empty() {
            self.story.second(self.second, &over, &self.trial)?;
        }
        self.second = now;
        Ok(())
    }

    /// Schedulers that ended by themselves, or by somebody else's hand.
    async fn mourn(&mut self) -> Result<(), CommandError> {
        for index in 0..self.trial.schedulers.len() {
            let scheduler = &mut self.trial.schedulers[index];
            if scheduler.is_wanted() && !scheduler.is_running() {
                self.deaths.push(wall_clock().0);
                let how = scheduler.bury().await;
                let cause = format!("scheduler {} (pid {}) is gone: {how}", scheduler.name, scheduler.pid());
                self.bereave(index, &cause).await?;
                let (name, connect) = (self.trial.schedulers[index].name, self.trial.connect_string());
                let last = self.trial.schedulers.iter().all(|each| !each.is_wanted());
                self.story.stays_away(second(), name, &connect, last)?;
            }
        }
        Ok(())
    }

    /// Tells what a scheduler left that has just ended, and follows what becomes of it.
    async fn bereave(&mut self, index: usize, cause: &str) -> Result<(), CommandError> {
        let at = Instant::now();
        self.look_now().await;
        let name = self.trial.schedulers[index].name;
        let estate = self.trial.owners.estate(name, at);
        self.story.gone(second(), cause, estate.partitions.len(), &self.trial.tasks_of(name))?;
        if !estate.partitions.is_empty() {
            self.estates.push(estate);
        }
        Ok(())
    }

    async fn look(&mut self) {
        let pace = if self.estates.is_empty() { LOOK } else { BEAT };
        if self.looked.elapsed() >= pace {
            self.look_now().await;
        }
    }

    async fn look_now(&mut self) {
        self.looked = Instant::now();
        // Who owns what is only told, never relied on: without an answer the former one is shown.
        if self.has_looked().await {
            return;
        }
        self.heard.1 = true;
        if let Ok(Ok(())) = timeout(ANSWER, self.trial.connect_again()).await {
            self.has_looked().await;
        }
    }

    /// Looks, and says whether there was an answer; one after others that did not come ends an absence of ZooKeeper.
    async fn has_looked(&mut self) -> bool {
        let answered = matches!(timeout(ANSWER, self.trial.look()).await, Ok(Ok(())));
        if answered {
            let now = wall_clock().0;
            if let (since, true) = std::mem::replace(&mut self.heard, (now, false)) {
                self.outages.push((since, now));
            }
        }
        answered
    }

    /// Tells when somebody pauses the whole cluster, or resumes it.
    fn tell_of_pauses(&mut self) -> Result<(), CommandError> {
        match &self.trial.paused {
            Some(paused) if !self.is_paused => self.story.paused(second(), paused)?,
            None if self.is_paused => self.story.resumed(second())?,
            _ => return Ok(()),
        }
        self.is_paused = !self.is_paused;
        Ok(())
    }

    /// Tells of what was taken over.
    fn inherit(&mut self) -> Result<(), CommandError> {
        let mut waiting = Vec::new();
        for estate in std::mem::take(&mut self.estates) {
            match estate.heirs(&self.trial.owners) {
                Some(heirs) => self.story.taken_over(second(), &estate, &heirs)?,
                None => waiting.push(estate),
            }
        }
        self.estates = waiting;
        Ok(())
    }

    async fn act(&mut self) -> Result<(), CommandError> {
        let third = |parts: u32| self.script.duration.map(|duration| duration / 3 * parts);
        match self.plot {
            Plot::Before if self.began.elapsed() >= third(1).unwrap_or(KILL) => self.kill().await?,
            Plot::Orphaned { victim } => {
                let name = self.trial.schedulers[victim].name;
                if self.estates.iter().all(|estate| estate.name != name) {
                    self.plot = Plot::Settled { victim };
                }
            }
            Plot::Settled { victim } if self.began.elapsed() >= third(2).unwrap_or(REVIVE) => self.revive(victim)?,
            _ => {}
        }
        Ok(())
    }

    /// Kills the scheduler that owns most of the tasks, so that there is something to see.
    async fn kill(&mut self) -> Result<(), CommandError> {
        let alive = (0..self.trial.schedulers.len()).filter(|&index| self.trial.schedulers[index].is_wanted());
        let most = alive.max_by_key(|&index| self.trial.tasks_of(self.trial.schedulers[index].name).len());
        let Some(victim) = most else { return Ok(()) };
        self.deaths.push(wall_clock().0);
        self.trial.schedulers[victim].kill().await?;
        let scheduler = &self.trial.schedulers[victim];
        let cause = format!("kill -9 {}: scheduler {} is gone", scheduler.pid(), scheduler.name);
        self.bereave(victim, &cause).await?;
        self.plot = Plot::Orphaned { victim };
        Ok(())
    }

    fn revive(&mut self, victim: usize) -> Result<(), CommandError> {
        self.trial.revive(victim)?;
        let scheduler = &self.trial.schedulers[victim];
        self.story.back(second(), scheduler.name, scheduler.pid())?;
        self.plot = Plot::Quiet;
        Ok(())
    }

    /// Waits for what is still owed and says whether everything was as promised.
    pub(super) async fn judge(&mut self) -> Result<(), CommandError> {
        let until = wall_clock().0;
        self.story.checking()?;
        // After an outage of ZooKeeper the session may be a dead one.
        self.look_now().await;
        let touched = within(ANSWER * 10, self.trial.touched()).await;
        let touched = self.known("which tasks somebody changed", touched)?;
        let pauses = within(ANSWER * 10, self.trial.pauses(until)).await;
        let pauses = self.known("when the cluster was paused", pauses)?;
        let promises: Vec<Promise> =
            self.promises.iter().filter(|promise| !touched.contains(&promise.task)).cloned().collect();
        let verdict = self.settled_verdict(&promises, &pauses, until).await;
        self.story.away(&self.away(until))?;
        self.story.verdict(&promises, until / 1_000, &verdict, &touched)?;
        self.complain(&verdict)
    }

    /// When ZooKeeper was away for so long that schedulers may have lost their sessions; an absence that lasts ends at `until`.
    fn away(&self, until: i64) -> Vec<(i64, i64)> {
        let lasting = Some((self.heard.0, until)).filter(|_| self.heard.1);
        let long = |(from, to): &(i64, i64)| to - from >= LOST;
        self.outages.iter().copied().chain(lasting).filter(long).collect()
    }

    /// The verdict once nothing is missing any more, or nobody waits any longer.
    async fn settled_verdict(&self, promises: &[Promise], pauses: &[(i64, i64)], until: i64) -> Verdict {
        let deadline = Instant::now() + PATIENCE;
        let mut impatient = std::pin::pin!(signals::end());
        loop {
            let outages = self.away(until);
            let meanwhile = Meanwhile { deaths: &self.deaths, outages: &outages, pauses };
            let verdict = judge(promises, &self.worker.receipts_from(0), meanwhile, until);
            if verdict.lost.is_empty() || Instant::now() > deadline {
                return verdict;
            }
            tokio::select! {
                () = tokio::time::sleep(BEAT) => {}
                _ = &mut impatient => return verdict,
            }
        }
    }

    /// What was read for the verdict; without an answer nothing, and the story says so.
    fn known<T: Default>(&mut self, what: &str, read: Result<T, CommandError>) -> Result<T, CommandError> {
        match read {
            Ok(known) => Ok(known),
            Err(error) => {
                self.story.unknown(what, &error.message)?;
                Ok(T::default())
            }
        }
    }

    fn complain(&mut self, verdict: &Verdict) -> Result<(), CommandError> {
        let unfinished = match self.plot {
            Plot::Before => Some("nobody was killed: the end came before"),
            Plot::Orphaned { .. } => Some("the killed scheduler's tasks were not taken over"),
            Plot::Quiet | Plot::Settled { .. } => None,
        };
        // Whoever ends it early by hand has not asked for the rest of the plot.
        let unfinished = unfinished.filter(|_| self.script.duration.is_some_and(|all| self.began.elapsed() >= all));
        let idle = (verdict.due == 0).then_some("no run was due: the trial was too short to check anything");
        let idle = idle.filter(|_| self.script.duration.is_some());
        if verdict.is_clean() && unfinished.is_none() && idle.is_none() {
            return Ok(());
        }
        let folder = self.trial.keep_logs()?;
        self.story.logs(&folder)?;
        let message = unfinished.or(idle).unwrap_or("runs were not carried out as promised");
        let details = [("lost", &verdict.lost), ("doubled", &verdict.doubled), ("stray", &verdict.stray)];
        let details =
            details.iter().flat_map(|(what, runs)| runs.iter().take(10).map(move |run| format!("{what}: {run}")));
        Err(details.fold(CommandError::failed(message), CommandError::with_cause))
    }

    /// Stops everything in order; another signal makes it short.
    pub(super) async fn stop(mut self) -> Result<(), CommandError> {
        self.story.stopping()?;
        tokio::select! {
            stopped = self.trial.stop() => stopped,
            _ = signals::end() => Ok(()),
        }
    }
}

async fn within<T>(span: Duration, work: impl Future<Output = Result<T, CommandError>>) -> Result<T, CommandError> {
    match timeout(span, work).await {
        Ok(result) => result,
        Err(_) => Err(CommandError::unavailable(format!("ZooKeeper has not answered within {} s", span.as_secs()))),
    }
}

fn second() -> i64 {
    wall_clock().0.div_euclid(1_000)
}
