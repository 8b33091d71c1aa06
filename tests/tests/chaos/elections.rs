//! ZooKeeper itself in trouble: its leader killed again and again, killed together with a scheduler, paused; no quorum;
//! every operation slow (F8).

use std::time::Duration;

use nono_tests::cluster::SESSION;
use nono_tests::ensemble::{Ensemble, VOTERS};
use nono_tests::mixture::Mixture;
use nono_tests::programs::is_left_out;
use nono_tests::proxy::Flow;
use nono_tests::wait::{figure, now_ms, until_ms};

use crate::story::{Story, millis, seeded, takeover_bound_ms};

type OnThree = Story<Ensemble>;

/// When a fault was done and when the ensemble had a leader again.
type Window = (i64, i64);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f8_elections_make_runs_late_and_lose_none() {
    if is_left_out("f8_elections_make_runs_late_and_lose_none") {
        return;
    }
    let mut story = Story::on_three("f8 elections", &["a", "b"], Mixture::usual()).await;
    let mut windows = Vec::new();
    for number in 0..20 {
        let window = leader_killed(&mut story).await;
        story.figure(format!("leader killed ({}): another one after {} ms", number + 1, window.1 - window.0));
        windows.push(window);
        story.cluster.zookeeper.all_serve().await;
    }
    windows.push(leader_paused(&mut story).await);
    let window = leader_and_owner_killed(&mut story).await;
    story.figure(format!("leader and a scheduler killed: another leader after {} ms", window.1 - window.0));
    windows.push(window);
    finish(story, &windows).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f8_without_a_quorum_nothing_runs_and_then_everything_does() {
    if is_left_out("f8_without_a_quorum_nothing_runs_and_then_everything_does") {
        return;
    }
    let mut story = Story::on_three("f8 no quorum", &["a", "b"], Mixture::usual()).await;
    let mut windows = Vec::new();
    for outage in [2 * SESSION, Duration::from_secs(30)] {
        let from_ms = now_ms();
        for server in 0..VOTERS - 1 {
            story.cluster.zookeeper.kill(server).await;
            story.tally.leader_kills += 1;
        }
        until_ms(from_ms + millis(outage)).await;
        story.cluster.zookeeper.all_serve().await;
        let back_ms = now_ms();
        let again = story.on_time(back_ms).await;
        story.figure(format!("no quorum for {outage:?}: on time {} ms after it was back", again - back_ms));
        windows.push((from_ms, back_ms));
    }
    finish(story, &windows).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f8_a_slow_zookeeper_makes_runs_late_and_loses_none() {
    if is_left_out("f8_a_slow_zookeeper_makes_runs_late_and_loses_none") {
        return;
    }
    let story = Story::on_one("f8 slow zookeeper", &["a", "b"], Mixture::usual()).await;
    let mut windows = Vec::new();
    let millis_of = |text: (u64, u64)| (Duration::from_millis(text.0), Duration::from_millis(text.1));
    for span in [(300, 600), (1000, 2500), (300, 5000), (5000, 5000)] {
        let (least, most) = millis_of(span);
        let from_ms = now_ms();
        for proxy in story.proxies.values() {
            proxy.set(nono_tests::proxy::Way::Answers, Flow::Slow(least, most));
        }
        until_ms(from_ms + 12_000).await;
        for proxy in story.proxies.values() {
            proxy.mend();
        }
        let mended_ms = now_ms();
        let again = story.on_time(mended_ms).await;
        story.figure(format!("answers {span:?} ms late for 12 s: on time {} ms after that", again - mended_ms));
        // What was on its way when it ended still arrives late.
        windows.push((from_ms, mended_ms + millis(most)));
    }
    let ended = story.end(2).await;
    within_bounds(&ended, &windows);
}

async fn leader_killed(story: &mut OnThree) -> Window {
    let leader = story.cluster.zookeeper.led().await;
    let from_ms = now_ms();
    story.cluster.zookeeper.kill(leader).await;
    story.tally.leader_kills += 1;
    let _ = story.cluster.zookeeper.led().await;
    let window = (from_ms, now_ms());
    until_ms(window.1 + 1500).await;
    story.cluster.zookeeper.begin(leader);
    window
}

/// The others hear nothing of it, and elect another; then it finds that it leads nobody.
async fn leader_paused(story: &mut OnThree) -> Window {
    let leader = story.cluster.zookeeper.led().await;
    let from_ms = now_ms();
    story.cluster.zookeeper.pause(leader);
    let other = nono_tests::wait::until("another leader", nono_tests::cluster::PATIENCE, async || {
        let found = story.cluster.zookeeper.leader().await;
        found.filter(|found| *found != leader).ok_or("none")
    })
    .await;
    let window = (from_ms, now_ms());
    until_ms(window.1 + 4000).await;
    story.cluster.zookeeper.wake(leader);
    story.cluster.zookeeper.all_serve().await;
    story.figure(format!("leader paused: {} leads instead of {leader} after {} ms", other, window.1 - window.0));
    window
}

async fn leader_and_owner_killed(story: &mut OnThree) -> Window {
    let mut chance = seeded(story.name);
    let name = chance.of(&["a", "b"]);
    let _ = story.cluster.scheduler(name).kill().await;
    story.tally.kills += 1;
    let window = leader_killed(story).await;
    until_ms(window.1 + takeover_bound_ms() + 1000).await;
    story.join(name).await;
    window
}

async fn finish(story: OnThree, windows: &[Window]) {
    let name = story.name;
    let ended = story.end(2).await;
    figure(name, format!("{} send times were not kept", ended.disturbed().len()));
    within_bounds(&ended, windows);
}

/// Once there is a leader, everything is on time within a session timeout, a tick and a second: an election gives each
/// session its whole timeout again.
fn within_bounds(ended: &crate::story::Ended, windows: &[Window]) {
    let windows: Vec<Window> = windows.iter().map(|(from, until)| (from - 1000, until + takeover_bound_ms())).collect();
    ended.disturbed_only_within(&windows);
}
