//! F14: edits, pauses, resumes, removals and re-creations race with firings, hundreds of times, at any moment of a second.
//! Judged by the log's order: each claim by the version that stood there, each request by one that stood a moment ago.
//!
//! The long form (`NONO_FULL=1`) goes on for two minutes.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use nono_tests::checker::judge;
use nono_tests::cluster::Cluster;
use nono_tests::lives;
use nono_tests::manifest::Manifest;
use nono_tests::programs::full;
use nono_tests::wait::{figure, now_ms, until, until_ms};

const ADMINS: u64 = 4;
const TASKS_EACH: u64 = 12;
/// What a scheduler may take to heed an edit of what it has claimed already, in milliseconds; the bound is a second.
const TOLERANCE: i64 = 300;

/// The same choices for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(1);
        xxhash_rust::xxh3::xxh3_64_with_seed(&self.0.to_be_bytes(), 14) % sides
    }
}

/// What an admin knows of a task of his own.
#[derive(Clone)]
struct Mine {
    name: String,
    every: i64,
    offset: i64,
    edits: u32,
    is_paused: bool,
    is_there: bool,
}

impl Mine {
    fn manifest(&self, url: &str) -> String {
        Manifest::new(self.name.clone(), url)
            .every(self.every, self.offset)
            .target("body", format!("edit {}", self.edits))
            .policy("overlap", "allow")
            .policy("misfire", "{ run: all }")
            .policy("historyLimit", "100")
            .yaml()
    }
}

/// Does one thing to one task.
async fn act(cluster: &Cluster, url: &str, mine: &mut Mine, dice: &mut Dice) {
    let name = mine.name.clone();
    let choice = dice.below(12);
    if !mine.is_there || choice < 6 {
        // An edit of the body, of the schedule, or of both; and what was removed is made anew.
        mine.edits += 1;
        if choice % 2 == 1 || !mine.is_there {
            mine.every = 1 + i64::try_from(dice.below(2)).unwrap();
            mine.offset = i64::try_from(dice.below(2)).unwrap() % mine.every;
        }
        cluster.apply(&mine.manifest(url)).await;
        mine.is_there = true;
    } else if mine.is_paused || choice < 11 {
        let verb = if mine.is_paused { "resume" } else { "pause" };
        let _ = cluster.nonoctl(&["task", verb, &name]).await.ok();
        mine.is_paused = !mine.is_paused;
    } else {
        let _ = cluster.nonoctl(&["task", "rm", &name, "--yes"]).await.ok();
        (mine.is_there, mine.is_paused) = (false, false);
    }
}

/// One admin works on tasks of his own until the end, and then leaves them as they are. Returns how much he did.
async fn admin(cluster: &Cluster, number: u64, end_ms: i64) -> u64 {
    let url = cluster.url("/ok");
    let mut dice = Dice(number << 32);
    let of_task = |task: u64| Mine {
        name: format!("raced-{number}-{task}"),
        every: 1,
        offset: 0,
        edits: 0,
        is_paused: false,
        is_there: false,
    };
    let mut tasks: Vec<Mine> = (0..TASKS_EACH).map(of_task).collect();
    let mut acts = 0;
    while now_ms() < end_ms {
        let task = usize::try_from(dice.below(TASKS_EACH)).unwrap();
        act(cluster, &url, &mut tasks[task], &mut dice).await;
        acts += 1;
        until_ms(now_ms() + i64::try_from(dice.below(200)).unwrap()).await;
    }
    acts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f14_edits_pauses_and_removals_race_with_firings() {
    let seconds = if full() { 120 } else { 12 };
    let mut cluster = Cluster::start(16).await;
    for name in ["a", "b"] {
        cluster.join(name).await;
    }
    cluster.settled(2).await;
    let end_ms = now_ms() + seconds * 1000;
    let admins = futures::future::join_all((0..ADMINS).map(|number| admin(&cluster, number, end_ms)));
    let acts: u64 = admins.await.into_iter().sum();
    let until_all = now_ms();
    // What is due by then has had its second, and its outcome the time to be stored.
    until_ms(until_all + 1000).await;
    until("everything due has ended", Duration::from_secs(20), async || {
        let board = cluster.board();
        let open: Vec<String> = board
            .open()
            .filter(|(_, run)| run.claim.scheduled_at * 1000 <= until_all && is_known(&board, run))
            .map(|(id, _)| id.to_owned())
            .collect();
        if open.is_empty() { Ok(()) } else { Err(format!("{open:?}")) }
    })
    .await;
    // Log and receipts are read one after the other: nothing may happen in between.
    for name in ["a", "b"] {
        cluster.scheduler(name).terminate().await;
    }
    let (board, receipts) = (cluster.board(), cluster.receipts());
    let verdict = judge(&board, &receipts, &[]);
    let found = lives::judge(&board, &receipts, until_all, TOLERANCE);
    figure(
        "races",
        format!(
            "{acts} commands, {} versions of {} tasks, {} instants had to fire, {} requests; the last of an old version \
             came {} ms after it was replaced",
            found.versions,
            found.lives,
            found.due,
            receipts.len(),
            found.latest_ms
        ),
    );
    // What is due is for the tasks' lives to say here, and not for fixed duties.
    let others: Vec<_> =
        verdict.breaches.iter().filter(|breach| breach.rule != "only what is due is claimed").collect();
    assert!(others.is_empty() && found.breaches.is_empty(), "{others:#?} {:#?}", found.breaches);
    let made_anew = found.lives.saturating_sub(usize::try_from(ADMINS * TASKS_EACH).unwrap());
    assert!(acts >= 100 && found.due >= 100 && made_anew >= 5, "too little happened: {made_anew} made anew");
}

/// Whether its task is still there: what belongs to a removed one is dropped without an outcome.
fn is_known(board: &nono_tests::board::Board, run: &nono_tests::board::Run) -> bool {
    !board.removed.iter().any(|(uid, _)| run.claim.run.contains(uid.as_str()))
}
