//! Schedulers that get no watch event at all: everything still comes about, by looking again (F9).

use std::time::Duration;

use nono_tests::checker::Edit;
use nono_tests::manifest::{self, Manifest};
use nono_tests::mixture::Mixture;
use nono_tests::programs::full;
use nono_tests::proxy::{Events, Proxy};
use nono_tests::wait::{now_ms, until};

use crate::story::{Ended, Story, takeover_bound_ms};

/// Within this everything converges.
const CONVERGED: Duration = Duration::from_secs(30);
/// Who has no watches looks once a second, and may just have looked.
const LOOKED_MS: i64 = 2000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f9_without_watch_events_edits_commands_joins_and_leaves_converge() {
    let mut story = Story::on_one("f9 no watch events", &["a", "b"], Mixture::usual()).await;
    for name in ["a", "b", "c"] {
        let _ = story.behind_proxy(name, Vec::new()).await;
        story.proxies[name].events(Events::Drop);
    }
    edited(&mut story).await;
    added(&mut story).await;
    commanded(&mut story).await;

    // Partitions change hands, and who gets them learns of it by looking: this alone may delay what is due then.
    let mut moves = Vec::new();
    let joined_ms = now_ms();
    story.join("c").await;
    owns(&story, "c", joined_ms).await;
    story.cluster.settled(3).await;
    moves.push((joined_ms, now_ms() + LOOKED_MS));
    if full() {
        let leaving_ms = now_ms();
        story.cluster.scheduler("b").terminate().await;
        story.tally.restarts += 1;
        story.figure(format!("a drained scheduler ended after {} ms", now_ms() - leaving_ms));
        story.join("b").await;
        owns(&story, "b", leaving_ms).await;
        story.cluster.settled(3).await;
        moves.push((leaving_ms, now_ms() + LOOKED_MS));
    }
    let killed = story.cluster.scheduler("a").member.clone();
    let killed_ms = story.cluster.scheduler("a").kill().await;
    story.tally.kills += 1;
    let tree = story.cluster.tree().await;
    let after = until("taken over", CONVERGED, async || {
        let left = tree.all("/leases").await.values().filter(|lease| lease["owner"] == killed.as_str()).count();
        if left == 0 { Ok(now_ms() - killed_ms) } else { Err(format!("{killed} still owns {left}")) }
    })
    .await;
    story.figure(format!("all partitions of a killed scheduler were taken over after {after} ms"));
    story.join("a").await;
    let dropped: u64 = story.proxies.values().map(Proxy::events_dropped).sum();
    story.figure(format!("{dropped} watch events were dropped"));
    assert!(dropped > 0, "no watch event was dropped: this story shows nothing");
    story.cluster.settled(3).await;
    moves.push((killed_ms - 1000, now_ms() + LOOKED_MS));
    let ended = story.end(3).await;
    ended.disturbed_within(killed_ms - 1000, killed_ms + takeover_bound_ms());
    moves.extend(handed_over(&ended));
    // Edits and commands without watch events cost an owner a look, and nobody a second.
    ended.later_only_within(1000.0, &moves);
}

/// When a partition was nobody's between two owners: the load may be evened at any time, and who is to get one then learns
/// of it by looking, too.
fn handed_over(ended: &Ended) -> Vec<(i64, i64)> {
    let moved = ended.board.takeovers.iter().filter_map(|moved| Some((moved.released_ms?, moved.time_ms)));
    let moved: Vec<_> = moved.collect();
    for (released_ms, taken_ms) in &moved {
        assert!(taken_ms - released_ms <= LOOKED_MS, "a partition was nobody's for {} ms", taken_ms - released_ms);
    }
    // What was due just before may not have been claimed any more.
    moved.into_iter().map(|(released_ms, taken_ms)| (released_ms - 1000, taken_ms)).collect()
}

type OnOne = Story<nonoctl::dev::zookeeper::Server>;

/// An edit of what is sent.
async fn edited(story: &mut OnOne) {
    let _ = story.cluster.nonoctl(&["task", "update", "least-00", "--body", "edited"]).await.ok();
    let begun_ms = now_ms();
    story.edited(Edit { task: "least-00".to_owned(), body: "edited".to_owned() });
    until("the edit in force", CONVERGED, async || {
        let receipts = story.cluster.receipts();
        let new = receipts.iter().any(|receipt| receipt.task == "least-00" && receipt.body == "edited");
        if new { Ok(()) } else { Err("only the old body was sent") }
    })
    .await;
    story.figure(format!("an edit was in force after {} ms", now_ms() - begun_ms));
}

/// New tasks, most of them in partitions where nothing else is due, so that no refused claim tells of them.
async fn added(story: &mut OnOne) {
    const NEW: usize = 40;
    let new: Vec<Manifest> = (0..NEW)
        .map(|number| {
            let task = Manifest::new(format!("new-{number:02}"), story.cluster.url("/ok")).every(1, 0);
            task.policy("overlap", "allow").policy("misfire", "{ run: none }").policy("historyLimit", "100")
        })
        .collect();
    story.cluster.apply(&manifest::file(&new)).await;
    let begun_ms = now_ms();
    until("each new task sent", CONVERGED, async || {
        let receipts = story.cluster.receipts();
        let of_new = receipts.iter().filter(|receipt| receipt.task.starts_with("new-"));
        let sent: std::collections::BTreeSet<&str> = of_new.map(|receipt| receipt.task.as_str()).collect();
        if sent.len() == NEW { Ok(()) } else { Err(format!("{} of {NEW} were sent", sent.len())) }
    })
    .await;
    story.figure(format!("{NEW} new tasks were all sent after {} ms", now_ms() - begun_ms));
}

/// Runs by hand.
async fn commanded(story: &mut OnOne) {
    let begun_ms = now_ms();
    let mut runs = Vec::new();
    for number in 0..6 {
        let output = story.cluster.nonoctl(&["task", "run", &format!("slow-{number:02}")]).await.ok();
        story.acknowledged(&output.stdout);
        runs.push(output.stdout.trim().to_owned());
    }
    until("each command carried out", CONVERGED, async || {
        let receipts = story.cluster.receipts();
        let missing = runs.iter().filter(|run| !receipts.iter().any(|receipt| receipt.run == **run)).count();
        if missing == 0 { Ok(()) } else { Err(format!("{missing} of {runs:?} were not sent")) }
    })
    .await;
    story.figure(format!("6 commands were carried out after {} ms", now_ms() - begun_ms));
}

/// Waits until a scheduler that joined owns some partitions.
async fn owns(story: &OnOne, name: &str, since_ms: i64) {
    let tree = story.cluster.tree().await;
    let begin = format!("{name}-");
    let after = until("a part of the partitions", CONVERGED, async || {
        let members = tree.children("/schedulers").await;
        let leases = tree.all("/leases").await;
        let is_its = |owner: &str| owner.starts_with(&begin) && members.iter().any(|member| member == owner);
        let owned = leases.values().filter(|lease| lease["owner"].as_str().is_some_and(is_its)).count();
        if owned > 0 { Ok(now_ms() - since_ms) } else { Err(format!("{name} owns nothing, members {members:?}")) }
    })
    .await;
    story.figure(format!("{name} owned its first partition {after} ms after it was started"));
}
