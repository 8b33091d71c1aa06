//! Orderly restarts, one scheduler after the other (F3).

use std::time::Duration;

use nono_tests::mixture::Mixture;
use nono_tests::programs::is_left_out;
use nono_tests::wait::{now_ms, until_ms};

use crate::story::{Story, millis};

/// From SIGTERM to the last of its partitions at another.
const HANDED_OVER: Duration = Duration::from_secs(2);
/// A restart delays no request by more than this.
const LATER_MS: f64 = 100.0;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f3_a_rolling_restart_hands_over_within_two_seconds_and_delays_nothing() {
    if is_left_out("f3_a_rolling_restart_hands_over_within_two_seconds_and_delays_nothing") {
        return;
    }
    let mut story = Story::on_three("f3 rolling restart", &["a", "b", "c"], Mixture::usual()).await;
    until_ms(now_ms() + 5000).await;
    let rolled_ms = now_ms();
    let mut left = Vec::new();
    for name in ["a", "b", "c"] {
        let member = story.cluster.scheduler(name).member.clone();
        let term_ms = now_ms();
        story.cluster.scheduler(name).terminate().await;
        story.tally.restarts += 1;
        left.push((member, term_ms));
        story.join(name).await;
        story.cluster.settled(3).await;
    }
    let done_ms = now_ms();
    let ended = story.end(3).await;
    for (member, term_ms) in &left {
        let moved = ended.board.takeovers.iter().filter(|takeover| takeover.last_owner.as_ref() == Some(member));
        let moved: Vec<_> = moved.filter(|takeover| takeover.time_ms >= *term_ms).collect();
        let forced: Vec<_> = moved.iter().filter(|takeover| takeover.released_ms.is_none()).collect();
        assert!(!moved.is_empty() && forced.is_empty(), "{member} was robbed of {forced:?}");
        let last = moved.iter().map(|takeover| takeover.time_ms - term_ms).max().unwrap();
        nono_tests::wait::figure(
            "f3 rolling restart",
            format!("{member}: {} partitions moved in {last} ms", moved.len()),
        );
        assert!(last <= millis(HANDED_OVER), "{member} needed {last} ms to hand over");
    }
    let (before, during) =
        (ended.lateness_of(rolled_ms - 5000, rolled_ms), ended.lateness_of(rolled_ms, done_ms + 1000));
    nono_tests::wait::figure("f3 rolling restart", format!("lateness ms before {before}, during {during}"));
    assert!(during.max <= before.max + LATER_MS, "the restarts delayed: {during}, before {before}");
    let misfires = ended.board.runs.values().filter(|run| run.claim.trigger == "misfire").count();
    assert_eq!(
        (ended.verdict.redeliveries, misfires),
        (0, 0),
        "an orderly restart leaves nothing in doubt, or unowned"
    );
}
