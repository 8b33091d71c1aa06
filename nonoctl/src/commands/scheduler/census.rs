//! Who belongs to the cluster and what each owns, read once and judged.
//!
//! Ownership is what the leases say, not what the leader planned; who leads is what the election says. Pure but for
//! [`Census::read`].

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use nono_core::cluster::{Assignment, ClusterPause, Intent, Member, Stats};
use nono_core::name::{CandidateName, MemberId, Partition, SchedulerName};
use nono_core::time::Utc;

use crate::output::cell::Mark;
use crate::output::paint::{Glyph, Tone};

/// Figures are written once a second; who wrote none for so long is silent.
pub(crate) const SILENT: Duration = Duration::from_secs(10);

/// The members of the cluster at one moment.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Census {
    /// By id, and so by name.
    pub(crate) schedulers: Vec<Scheduler>,
    /// What operators want, by name; also of names that are not here.
    pub(crate) intents: BTreeMap<SchedulerName, Intent>,
    /// The pause of the whole cluster that lasts, and since when.
    pub(crate) paused: Option<(ClusterPause, Utc)>,
    /// How many partitions nobody owns.
    pub(crate) unowned: usize,
    /// Owners by lease that are no members any more, with what they left.
    pub(crate) gone: BTreeMap<MemberId, usize>,
    /// The leader's plan.
    pub(crate) assignment: Option<Assignment>,
    /// Records that could not be read, each with the reason.
    pub(crate) unreadable: Vec<String>,
    /// The time that silence is measured by: ZooKeeper's, as the newest figures show it.
    pub(crate) now: Option<Utc>,
}

/// One member.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Scheduler {
    pub(crate) id: MemberId,
    pub(crate) member: Member,
    pub(crate) is_leader: bool,
    pub(crate) state: State,
    /// What it owns, by the leases.
    pub(crate) partitions: Vec<Partition>,
    /// What it wrote last, and when by ZooKeeper's clock.
    pub(crate) stats: Option<(Stats, Utc)>,
    pub(crate) intent: Option<Intent>,
    /// When the intent was written, by ZooKeeper's clock.
    pub(crate) wanted_since: Option<Utc>,
}

/// What a member is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum State {
    /// It owns what it should.
    Active,
    /// It has not written its figures yet.
    Starting,
    /// It says itself that it is not ready, and why.
    NotReady(String),
    /// An operator wants it empty, and it is not yet.
    Draining,
    /// It is, and stays so until it is undrained.
    Drained,
    /// It stops and hands over.
    Leaving,
    /// The leader found that it does not move.
    Hung,
    /// It is a member and has written no figures since this moment: it may send nothing.
    Silent(Utc),
    /// It was a member until this moment and went without saying so. No single look finds that: only who compares two.
    Lost(Utc),
}

impl State {
    /// Glyph, word and colour.
    pub(crate) const fn mark(&self) -> Mark {
        match self {
            Self::Active => Mark::new(Glyph::Check, "active", Tone::Plain),
            Self::Starting => Mark::new(Glyph::Moving, "starting", Tone::Busy),
            Self::NotReady(_) => Mark::new(Glyph::Warning, "not ready", Tone::Warn),
            Self::Draining => Mark::new(Glyph::Moving, "draining", Tone::Leaving),
            Self::Drained => Mark::new(Glyph::Pause, "drained", Tone::Leaving),
            Self::Leaving => Mark::new(Glyph::Moving, "leaving", Tone::Leaving),
            Self::Hung => Mark::new(Glyph::Cross, "hung", Tone::Bad),
            Self::Silent(_) => Mark::new(Glyph::Cross, "silent", Tone::Bad),
            Self::Lost(_) => Mark::new(Glyph::Question, "lost", Tone::Lost),
        }
    }
}

/// What was read of the cluster.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Found {
    pub(crate) members: BTreeMap<MemberId, Member>,
    pub(crate) stats: BTreeMap<MemberId, (Stats, Utc)>,
    pub(crate) intents: BTreeMap<SchedulerName, Intent>,
    /// The pause of the whole cluster that lasts, and since when.
    pub(crate) paused: Option<(ClusterPause, Utc)>,
    /// When each intent was written, by ZooKeeper's clock.
    pub(crate) wanted_since: BTreeMap<SchedulerName, Utc>,
    /// The owner of each partition, if it has one.
    pub(crate) owners: BTreeMap<Partition, Option<MemberId>>,
    pub(crate) candidates: Vec<CandidateName>,
    pub(crate) assignment: Option<Assignment>,
    pub(crate) unreadable: Vec<String>,
    /// The present, where the newest figures do not show it because nobody writes any.
    pub(crate) now: Option<Utc>,
}

impl Found {
    /// When figures were written last.
    pub(crate) fn newest(&self) -> Option<Utc> {
        self.stats.values().map(|(_, written)| *written).max()
    }
}

impl Census {
    /// Judges what was read.
    pub(crate) fn of(found: Found) -> Self {
        let now = found.now.or(found.newest());
        let leader = found.candidates.iter().min_by_key(|candidate| candidate.sequence()).map(CandidateName::member);
        let mut owned: BTreeMap<MemberId, Vec<Partition>> = BTreeMap::new();
        let mut unowned = 0;
        for (partition, owner) in found.owners {
            match owner {
                Some(owner) => owned.entry(owner).or_default().push(partition),
                None => unowned += 1,
            }
        }
        let hung: BTreeSet<MemberId> = found.assignment.iter().flat_map(|plan| plan.hung.keys().cloned()).collect();
        let mut stats = found.stats;
        let scheduler = |(id, member): (MemberId, Member)| {
            let partitions = owned.remove(&id).unwrap_or_default();
            let stats = stats.remove(&id);
            let intent = found.intents.get(&member.name).cloned();
            let wanted_since = found.wanted_since.get(&member.name).copied();
            let figures = stats.as_ref().map(|(stats, _)| stats);
            let written = stats.as_ref().map(|(_, written)| *written);
            let silent = written.zip(now).filter(|(written, now)| now.since(*written) > SILENT);
            let state = match silent {
                Some((written, _)) if !hung.contains(&id) => State::Silent(written),
                _ => judge(&member, hung.contains(&id), figures, intent.as_ref(), &partitions),
            };
            let is_leader = leader.as_ref() == Some(&id);
            Scheduler { id, member, is_leader, state, partitions, stats, intent, wanted_since }
        };
        let schedulers = found.members.into_iter().map(scheduler).collect();
        let gone = owned.into_iter().map(|(id, partitions)| (id, partitions.len())).collect();
        let unreadable = found.unreadable;
        let Found { intents, paused, assignment, .. } = found;
        Self { schedulers, intents, paused, unowned, gone, assignment, unreadable, now }
    }

    /// For how long a member has been silent, if it is.
    pub(crate) fn silence(&self, scheduler: &Scheduler) -> Option<Duration> {
        match scheduler.state {
            State::Silent(since) => self.now.map(|now| now.since(since)),
            _ => None,
        }
    }

    /// The members of this name.
    pub(crate) fn named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Scheduler> + use<'a> {
        let name = name.parse::<SchedulerName>().ok();
        self.schedulers.iter().filter(move |scheduler| Some(&scheduler.member.name) == name.as_ref())
    }

    /// What people call it: its name, or its id where several share the name.
    pub(crate) fn shown_name(&self, scheduler: &Scheduler) -> String {
        let shares = self.named(scheduler.member.name.as_str()).nth(1).is_some();
        if shares { scheduler.id.to_string() } else { scheduler.member.name.to_string() }
    }

    /// The partitions that still name a process of this name as their owner, whether it lives or not.
    pub(crate) fn left_by(&self, name: &SchedulerName) -> usize {
        let living: usize = self.named(name.as_str()).map(|scheduler| scheduler.partitions.len()).sum();
        let gone: usize = self.gone.iter().filter(|(id, _)| id.name() == *name).map(|(_, count)| count).sum();
        living + gone
    }

    /// Every name and every id, for guesses.
    pub(crate) fn known(&self) -> Vec<&str> {
        let names = self.schedulers.iter().map(|scheduler| scheduler.member.name.as_str());
        names.chain(self.schedulers.iter().map(|scheduler| scheduler.id.as_str())).collect()
    }

    /// Those that can take over partitions.
    pub(crate) fn takers(&self) -> impl Iterator<Item = &Scheduler> {
        let able = |state: &State| matches!(state, State::Active | State::Starting);
        self.schedulers.iter().filter(move |scheduler| able(&scheduler.state))
    }

    /// The leader, if the election has one that is a member.
    pub(crate) fn leader(&self) -> Option<&Scheduler> {
        self.schedulers.iter().find(|scheduler| scheduler.is_leader)
    }
}

fn judge(member: &Member, hung: bool, stats: Option<&Stats>, intent: Option<&Intent>, owned: &[Partition]) -> State {
    let drain = intent.is_some_and(|intent| intent.drain);
    let busy = !owned.is_empty() || stats.is_some_and(|stats| stats.in_flight > 0);
    if hung {
        return State::Hung;
    }
    if member.leaving {
        return State::Leaving;
    }
    match stats {
        _ if drain && busy => State::Draining,
        _ if drain => State::Drained,
        None => State::Starting,
        Some(Stats { not_ready: Some(why), .. }) => State::NotReady(why.clone()),
        Some(_) => State::Active,
    }
}
