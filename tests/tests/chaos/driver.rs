//! All kinds of faults at random, under a seed, while tasks run, are edited and are triggered; then everything settles
//! and is judged. `NONO_SEED` tells a story again, as far as processes and networks allow.
//!
//! Faults overlap as chance wants. What was begun is undone after its time; nothing here waits for an effect.

use std::collections::BTreeMap;
use std::time::Duration;

use nono_tests::chance::Chance;
use nono_tests::checker::Edit;
use nono_tests::cluster::{Admin, PATIENCE};
use nono_tests::ensemble::{Ensemble, VOTERS};
use nono_tests::mixture::Mixture;
use nono_tests::programs::full;
use nono_tests::proxy::{Events, Flow, Losing, Loss};
use nono_tests::wait::{now_ms, until_ms};
use rustix::process::Signal;
use tokio::task::JoinHandle;

use crate::clocks::WallClock;
use crate::story::{Story, seeded};

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

/// What chance chooses from; as often as it stands here.
const FAULTS: [Fault; 18] = [
    Fault::Kill,
    Fault::Kill,
    Fault::Kill,
    Fault::Kill,
    Fault::Pause,
    Fault::Pause,
    Fault::Pause,
    Fault::Terminate,
    Fault::KillLeader,
    Fault::KillLeader,
    Fault::KillLeader,
    Fault::PauseLeader,
    Fault::KillFollower,
    Fault::Cut,
    Fault::CutOne,
    Fault::Slow,
    Fault::Deaf,
    Fault::StepClock,
];

/// Of these there are at least so many in a minute, whatever chance says.
const WANTED: [(Fault, u64); 3] = [(Fault::Kill, 6), (Fault::Pause, 4), (Fault::KillLeader, 2)];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fault {
    Kill,
    Pause,
    Terminate,
    KillLeader,
    PauseLeader,
    KillFollower,
    Cut,
    CutOne,
    Slow,
    Deaf,
    StepClock,
}

/// What ends a fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Remedy {
    Start(&'static str),
    Wake(&'static str),
    StartServer(usize),
    WakeServer(usize),
    Mend(&'static str),
    SetClock(&'static str),
}

struct Driver {
    story: Story<Ensemble>,
    chance: Chance,
    clocks: BTreeMap<&'static str, WallClock>,
    /// By when they are due.
    remedies: Vec<(i64, Remedy)>,
    admins: Vec<JoinHandle<Worked>>,
    begun_ms: i64,
}

/// What an admin's command came to: an edit or the id of a run, if it was acknowledged.
enum Worked {
    Edited(Edit),
    Triggered(String),
    /// Refused, or not known.
    Open,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faults_of_all_kinds_at_random_lose_nothing_and_double_nothing() {
    let mut driver = Driver::begin().await;
    let (seconds, least, most) = if full() { (210, 600, 3000) } else { (14, 300, 1500) };
    let end_ms = now_ms() + seconds * 1000;
    let mut next_ms = now_ms();
    while now_ms() < end_ms {
        driver.remedy();
        driver.work();
        if now_ms() >= next_ms {
            driver.harm().await;
            next_ms = now_ms() + i64::try_from(driver.chance.span(least, most).as_millis()).unwrap();
        }
        until_ms(now_ms() + 200).await;
    }
    driver.end().await;
}

impl Driver {
    async fn begin() -> Self {
        let mut story = Story::on_three("driver", &[], Mixture { slow: 8, flaky: 8, ..Mixture::usual() }).await;
        let mut chance = seeded(story.name);
        let mut clocks = BTreeMap::new();
        for name in NAMES {
            let clock = WallClock::new(story.cluster.folder(), name);
            let launch = story.behind_proxy(name, clock.environment()).await;
            story.cluster.join_as(name, &launch).await;
            clocks.insert(name, clock);
        }
        story.cluster.settled(NAMES.len()).await;
        for proxy in story.proxies.values() {
            proxy.lose(rain(), Chance::new(chance.any()));
        }
        Self { story, chance, clocks, remedies: Vec::new(), admins: Vec::new(), begun_ms: now_ms() }
    }

    fn after(&mut self, least: u64, most: u64, remedy: Remedy) {
        let span = i64::try_from(self.chance.span(least, most).as_millis()).unwrap();
        self.remedies.push((now_ms() + span, remedy));
    }

    /// Whether something is still to be done about a scheduler, so that it is in trouble.
    fn is_up(&self, name: &str) -> bool {
        !self.remedies.iter().any(|(_, remedy)| matches!(remedy, Remedy::Start(of) | Remedy::Wake(of) if *of == name))
    }

    fn servers_up(&self) -> Vec<usize> {
        let is_down = |server| {
            let mut remedies = self.remedies.iter();
            remedies
                .any(|(_, remedy)| matches!(remedy, Remedy::StartServer(of) | Remedy::WakeServer(of) if *of == server))
        };
        (0..VOTERS).filter(|&server| !is_down(server)).collect()
    }

    /// A fault of which there were too few so far.
    fn overdue(&self) -> Option<Fault> {
        let tally = &self.story.tally;
        let so_far = |fault| match fault {
            Fault::Kill => tally.kills,
            Fault::Pause => tally.pauses,
            _ => tally.leader_kills,
        };
        let passed_ms = (now_ms() - self.begun_ms).unsigned_abs();
        let is_overdue = |(fault, in_a_minute): &&(Fault, u64)| so_far(*fault) * 60_000 < in_a_minute * passed_ms;
        // In turn, as one may be impossible just now.
        let overdue: Vec<Fault> = WANTED.iter().filter(is_overdue).map(|(fault, _)| *fault).collect();
        let turn = usize::try_from(passed_ms / 1000).expect("a story takes no ages");
        (!overdue.is_empty()).then(|| overdue[turn % overdue.len()])
    }

    async fn harm(&mut self) {
        let fault = self.overdue().unwrap_or_else(|| self.chance.of(&FAULTS));
        let name = self.chance.of(&NAMES);
        match fault {
            Fault::Kill | Fault::Pause | Fault::Terminate if self.is_up(name) => self.harm_scheduler(fault, name).await,
            Fault::KillLeader | Fault::PauseLeader | Fault::KillFollower => self.harm_server(fault).await,
            Fault::StepClock => {
                let seconds = self.chance.of(&[3600, -3600, 5, -5, 2]);
                self.clocks[name].ahead(seconds);
                self.story.tally.clock_steps += 1;
                self.after(2000, 8000, Remedy::SetClock(name));
            }
            Fault::Cut | Fault::CutOne | Fault::Slow | Fault::Deaf => self.harm_network(fault, name),
            _ => {}
        }
    }

    async fn harm_scheduler(&mut self, fault: Fault, name: &'static str) {
        let scheduler = self.story.cluster.scheduler(name);
        assert!(scheduler.process.is_running(), "{name} ended by itself; see its log");
        match fault {
            Fault::Kill => {
                let _ = scheduler.kill().await;
                self.story.tally.kills += 1;
                self.after(200, 9000, Remedy::Start(name));
            }
            Fault::Pause => {
                scheduler.process.signal(Signal::STOP).unwrap();
                self.story.tally.pauses += 1;
                self.after(500, 13_000, Remedy::Wake(name));
            }
            _ => {
                // It may be without ZooKeeper: then it needs its drain timeout, and is started beside the old one.
                scheduler.process.signal(Signal::TERM).unwrap();
                self.story.tally.restarts += 1;
                self.after(500, 5000, Remedy::Start(name));
            }
        }
    }

    /// Never more than one server at once but by chance's wish for no quorum.
    async fn harm_server(&mut self, fault: Fault) {
        let up = self.servers_up();
        if up.len() < VOTERS && (up.len() < VOTERS - 1 || self.chance.below(6) != 0) {
            return;
        }
        let leader = self.story.cluster.zookeeper.leader().await.filter(|leader| up.contains(leader));
        let server = match (fault, leader) {
            (Fault::KillFollower, _) => self.chance.of(&up),
            (_, Some(leader)) => leader,
            (_, None) => return,
        };
        if fault == Fault::PauseLeader {
            self.story.cluster.zookeeper.pause(server);
            self.after(500, 9000, Remedy::WakeServer(server));
        } else {
            self.story.cluster.zookeeper.kill(server).await;
            self.story.tally.leader_kills += u64::from(Some(server) == leader);
            self.after(500, 7000, Remedy::StartServer(server));
        }
    }

    fn harm_network(&mut self, fault: Fault, name: &'static str) {
        let proxy = &self.story.proxies[name];
        match fault {
            Fault::Cut if self.chance.below(2) == 0 => proxy.cut_all(),
            Fault::Cut => proxy.set_both(Flow::Hold),
            Fault::CutOne => proxy.cut(self.chance.below(VOTERS)),
            Fault::Slow => {
                proxy.set_both(Flow::Slow(
                    Duration::from_millis(150),
                    Duration::from_millis(self.chance.of(&[300, 2500])),
                ));
            }
            _ => proxy.events(Events::Drop),
        }
        self.story.tally.cuts += u64::from(matches!(fault, Fault::Cut | Fault::CutOne));
        self.after(1000, 9000, Remedy::Mend(name));
    }

    /// Ends the faults whose time is over.
    fn remedy(&mut self) {
        let now = now_ms();
        let due: Vec<Remedy> = self.remedies.iter().filter(|(at, _)| *at <= now).map(|(_, remedy)| *remedy).collect();
        self.remedies.retain(|(at, _)| *at > now);
        for remedy in due {
            self.carry_out(remedy);
        }
    }

    fn carry_out(&mut self, remedy: Remedy) {
        match remedy {
            Remedy::Start(name) => {
                let servers = Some(self.story.proxies[name].connect_string());
                let environment = self.clocks[name].environment();
                let launch = nono_tests::cluster::Launch { servers, environment, ..Default::default() };
                let _ = self.story.cluster.launch(name, &launch);
            }
            Remedy::Wake(name) => self.story.cluster.scheduler(name).process.signal(Signal::CONT).unwrap(),
            Remedy::StartServer(server) => self.story.cluster.zookeeper.begin(server),
            Remedy::WakeServer(server) => self.story.cluster.zookeeper.wake(server),
            Remedy::SetClock(name) => self.clocks[name].ahead(0),
            Remedy::Mend(name) => {
                let proxy = &self.story.proxies[name];
                proxy.mend();
                proxy.lose(rain(), Chance::new(self.chance.any()));
            }
        }
    }

    /// Now and then an admin edits a task or runs one by hand, whatever goes on.
    fn work(&mut self) {
        if self.admins.iter().filter(|admin| !admin.is_finished()).count() >= 2 || self.chance.below(4) != 0 {
            return;
        }
        let kind = self.chance.of(&["least", "most", "flaky", "slow"]);
        let task = format!("{kind}-{:02}", self.chance.below(6));
        let (admin, number) = (self.story.cluster.admin(), self.chance.any());
        let edits = self.chance.below(2) == 0;
        self.admins.push(tokio::spawn(async move {
            if edits { edit(&admin, &task, number).await } else { trigger(&admin, &task).await }
        }));
    }

    async fn end(mut self) {
        while let Some((_, remedy)) = self.remedies.pop() {
            self.carry_out(remedy);
        }
        for admin in std::mem::take(&mut self.admins) {
            match tokio::time::timeout(PATIENCE, admin).await.expect("no command hangs").unwrap() {
                Worked::Edited(edit) => self.story.edited(edit),
                Worked::Triggered(run) => self.story.acknowledged(&run),
                Worked::Open => {}
            }
        }
        self.story.end(NAMES.len()).await;
    }
}

/// Answers are lost all the time.
fn rain() -> Losing {
    Losing { left: u64::MAX, one_in: 12, ways: vec![Loss::Answer, Loss::Answer, Loss::Request, Loss::Late] }
}

/// Not of a schedule: what was due before such an edit goes with the old schedule, and is nobody's loss.
async fn edit(admin: &Admin, task: &str, number: u64) -> Worked {
    let body = format!("edit {number}");
    let output = admin.nonoctl(&["task", "update", task, "--body", &body], "").await;
    if output.status.success() { Worked::Edited(Edit { task: task.to_owned(), body }) } else { Worked::Open }
}

async fn trigger(admin: &Admin, task: &str) -> Worked {
    let output = admin.nonoctl(&["task", "run", task], "").await;
    if output.status.success() { Worked::Triggered(output.stdout) } else { Worked::Open }
}
