//! A scheduler whose way to ZooKeeper is cut, while the workers stay within its reach (F6).

use nono_tests::cluster::SESSION;
use nono_tests::mixture::Mixture;
use nono_tests::programs::full;
use nono_tests::proxy::Flow;
use nono_tests::wait::{figure, now_ms, until, until_ms};

use crate::story::{Ended, Story, millis, takeover_bound_ms};

/// A request may be on its way to the worker for so long when the time lease ends.
const ON_ITS_WAY_MS: i64 = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f6_cut_from_one_server_it_goes_to_another_cut_from_all_it_stops_in_time() {
    let mut story = Story::on_three("f6 cuts", &["a", "b"], Mixture { spread: 60, wide: 60, ..Mixture::plain() }).await;
    let tree = story.cluster.tree().await;
    let calm_ms = now_ms();
    for _ in 0..if full() { 4 } else { 1 } {
        elsewhere(&mut story).await;
    }
    let quiet_ms = now_ms();
    let member = story.cluster.scheduler("a").member.clone();
    assert!(tree.children("/schedulers").await.contains(&member), "its session is over");

    let mut cuts = Vec::new();
    for held in if full() { vec![false, true] } else { vec![true] } {
        let tree = story.cluster.tree().await;
        let members = tree.children("/schedulers").await;
        let member = members.into_iter().find(|member| member.starts_with("a-")).unwrap();
        let cut_ms = now_ms();
        if held {
            // As when packets vanish: connections stay, and nothing comes through.
            story.proxies["a"].set_both(Flow::Hold);
        } else {
            story.proxies["a"].cut_all();
        }
        story.tally.cuts += 1;
        until_ms(cut_ms + takeover_bound_ms() + 2000).await;
        let mended_ms = now_ms();
        if held {
            // What was on its way is gone for good by now.
            (0..3).for_each(|server| story.proxies["a"].break_off(server));
        }
        story.proxies["a"].mend();
        let back_ms = story.back(&tree, "a", &member).await - mended_ms;
        story.figure(format!("a member again {back_ms} ms after the way was open"));
        story.cluster.settled(2).await;
        cuts.push((member, cut_ms));
    }
    let ended = story.end(2).await;
    let mut moved = ended.board.takeovers.iter().filter(|at| (calm_ms..quiet_ms).contains(&at.time_ms));
    assert_eq!(moved.find(|takeover| takeover.released_ms.is_none()), None, "taken over though its session lived");
    for (member, cut_ms) in &cuts {
        is_silent_after(&ended, member, *cut_ms);
        let orphans = ended.orphans(member, *cut_ms);
        figure("f6 cuts", format!("cut to the first request of each orphaned partition, ms: {orphans}"));
        orphans.expect_within(takeover_bound_ms() as f64);
    }
}

/// Cuts the way to the server that it is connected to, and waits until it is connected to another.
async fn elsewhere(story: &mut Story<nono_tests::ensemble::Ensemble>) {
    let proxy = &story.proxies["a"];
    let [server] = proxy.connected()[..] else { panic!("connected to {:?}", proxy.connected()) };
    let cut_ms = now_ms();
    proxy.cut(server);
    until("connected to another server", SESSION, async || match proxy.connected()[..] {
        [other] if other != server => Ok(()),
        _ => Err(format!("{:?}", proxy.connected())),
    })
    .await;
    let there_ms = now_ms() - cut_ms;
    until_ms(now_ms() + 3000).await;
    proxy.mend();
    story.tally.cuts += 1;
    story.figure(format!("at another server {there_ms} ms after the cut"));
}

/// The last renewal that was acknowledged began before the cut, and the right to send ends two thirds of a session
/// timeout after that.
fn is_silent_after(ended: &Ended, member: &str, cut_ms: i64) {
    let limit_ms = cut_ms + millis(SESSION) * 2 / 3;
    let sent: Vec<i64> = ended.sent_by(member).map(|receipt| receipt.at_us / 1000).filter(|at| *at > cut_ms).collect();
    let last = sent.iter().max().map_or(0, |last| last - cut_ms);
    // Some runs wait for their send time for seconds: they are sent until the right to send ends, and not beyond.
    assert!(sent.len() >= 10, "only {} were left to be sent: this story shows nothing", sent.len());
    let late = sent.iter().filter(|&&at| at > limit_ms + ON_ITS_WAY_MS).count();
    assert_eq!(late, 0, "requests later than two thirds of a session after the cut, the last after {last} ms");
}
