//! A scheduler that stands still, for less and for more than its session lives (F4, F5).

use nono_tests::cluster::{Keeper, SESSION};
use nono_tests::mixture::Mixture;
use nono_tests::programs::full;
use nono_tests::programs::is_left_out;
use nono_tests::receipts::Receipt;
use nono_tests::tree::Tree;
use nono_tests::wait::{now_ms, until_ms};
use rustix::process::Signal;

use crate::story::{Ended, Story, millis, sign_of_life, takeover_bound_ms};

/// How long a request may be on its way to the worker.
const ON_ITS_WAY_MS: i64 = 1000;
/// The time between a request's send time and its first byte, on a machine that has other work.
const BEFORE_FIRST_BYTE_MS: i64 = 250;
/// A stopped scheduler is a member again this soon after it goes on.
const BACK_MS: i64 = 5000;

/// A member stood still.
struct Pause {
    member: String,
    stopped_ms: i64,
    woken_ms: i64,
}

/// Stops a scheduler for `tenths` of a session timeout. The moment is just after a sign of life, so that what its
/// session still had to live is known.
async fn pause<K: Keeper>(story: &mut Story<K>, tree: &Tree, name: &str, tenths: i64) -> Pause {
    let member = story.cluster.scheduler(name).member.clone();
    sign_of_life(tree, &member).await;
    let stopped_ms = now_ms();
    story.cluster.scheduler(name).process.signal(Signal::STOP).unwrap();
    until_ms(stopped_ms + millis(SESSION) * tenths / 10).await;
    let woken_ms = now_ms();
    story.cluster.scheduler(name).process.signal(Signal::CONT).unwrap();
    story.tally.pauses += 1;
    Pause { member, stopped_ms, woken_ms }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f4_a_short_pause_costs_no_session_and_moves_nothing() {
    if is_left_out("f4_a_short_pause_costs_no_session_and_moves_nothing") {
        return;
    }
    let mut story = Story::on_one("f4 short pauses", &["a", "b"], Mixture::usual()).await;
    let tree = story.cluster.tree().await;
    let begun_ms = now_ms();
    let mut pauses = Vec::new();
    for tenths in [5, 8, 5, 8] {
        let pause = pause(&mut story, &tree, "a", tenths).await;
        until_ms(pause.woken_ms + 2500).await;
        assert!(story.cluster.scheduler("a").is_ready().await.is_ok(), "it is not ready after a short pause");
        pauses.push(pause);
    }
    let over_ms = now_ms();
    let members = tree.children("/schedulers").await;
    assert!(members.contains(&pauses[0].member), "its session is over: {members:?}");
    let ended = story.end(2).await;
    // The leader evens the load out now and then; that gives partitions away in order.
    let mut moved = ended.board.takeovers.iter().filter(|takeover| (begun_ms..=over_ms).contains(&takeover.time_ms));
    assert_eq!(moved.find(|takeover| takeover.released_ms.is_none()), None, "taken over by force");
    let windows: Vec<_> = pauses.iter().map(|pause| (pause.stopped_ms - 100, pause.woken_ms + 1000)).collect();
    ended.disturbed_only_within(&windows);
    assert_eq!(ended.verdict.redeliveries, 0, "nothing was in doubt");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f5_a_zombie_sends_nothing_writes_nothing_and_comes_back_as_another_member() {
    // Dense, so that at each moment some requests are claimed and not sent: those are what a zombie could send.
    let mixture = Mixture { spread: 120, wide: 60, ..Mixture::plain() };
    let mut story = Story::on_one("f5 zombies", &["a", "b"], mixture).await;
    let tree = story.cluster.tree().await;
    let mut pauses = Vec::new();
    for tenths in if full() { vec![15, 30, 15, 30] } else { vec![15] } {
        let pause = pause(&mut story, &tree, "a", tenths).await;
        let back_ms = story.back(&tree, "a", &pause.member).await - pause.woken_ms;
        story.figure(format!("{} tenths of a session: a member again {back_ms} ms after it woke", tenths));
        assert!(back_ms <= BACK_MS, "a member again only after {back_ms} ms");
        story.cluster.settled(2).await;
        let members = tree.children("/schedulers").await;
        let new = members.into_iter().find(|member| member.starts_with("a-")).unwrap();
        story.cluster.scheduler("a").member = new;
        pauses.push(pause);
    }
    let ended = story.end(2).await;
    for pause in &pauses {
        is_quiet(&ended, pause);
        let orphans = ended.orphans(&pause.member, pause.stopped_ms);
        nono_tests::wait::figure(
            "f5 zombies",
            format!("stop to the first request of each orphaned partition, ms: {orphans}"),
        );
        orphans.expect_within(takeover_bound_ms() as f64);
    }
}

/// The time lease of a request is checked last before its first byte, and never before its send time. So one whose send
/// time came after the stop was checked after the stop, wherever it arrives; and one whose check came before is at the
/// worker soon after the process goes on.
fn is_quiet(ended: &Ended, pause: &Pause) {
    let send_times = nono_tests::checker::send_times(&ended.board, &ended.duties);
    let after_stop: Vec<&Receipt> =
        ended.sent_by(&pause.member).filter(|receipt| receipt.at_us / 1000 > pause.stopped_ms + 20).collect();
    for receipt in &after_stop {
        let send_ms = send_times[receipt.run.as_str()];
        assert!(
            send_ms <= pause.stopped_ms && send_ms >= pause.stopped_ms - BEFORE_FIRST_BYTE_MS,
            "stopped at {}, woken at {}, sent a run whose time was {send_ms}: {receipt:?}",
            pause.stopped_ms,
            pause.woken_ms
        );
        assert!(receipt.at_us / 1000 <= pause.woken_ms + ON_ITS_WAY_MS, "begun long after it woke: {receipt:?}");
    }
    let claimed =
        ended.board.runs.values().filter(|run| {
            run.claimed_ms <= pause.stopped_ms && run.claim.scheduled_at * 1000 + 1000 > pause.stopped_ms
        });
    let told = format!(
        "{} requests that were under way at the stop arrived after it; {} runs were claimed ahead or due in that second",
        after_stop.len(),
        claimed.count()
    );
    nono_tests::wait::figure("f5 zombies", told);
    let zombie =
        |takeover: &&nono_tests::board::Takeover| takeover.owner == pause.member && takeover.time_ms > pause.woken_ms;
    let taken: Vec<_> = ended.board.takeovers.iter().filter(zombie).collect();
    assert!(taken.is_empty(), "took partitions after its session had ended: {taken:?}");
}
