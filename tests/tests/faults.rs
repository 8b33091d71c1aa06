//! What must be survived: a ZooKeeper that restarts, a rolling restart, a crash in the middle of long runs. Members
//! that stand still, and worse, are in `chaos`. Each story is judged as a whole: every instant once, nothing lost, nothing twice but marked.

#![allow(clippy::unwrap_used, reason = "tests")]

use nono_tests::board::Board;
use nono_tests::checker::{Duty, Verdict, judge};
use nono_tests::cluster::{Cluster, PATIENCE, SESSION, TICK};
use nono_tests::manifest::{self, Manifest};
use nono_tests::wait::{figure, now_ms, until, until_ms};

const TASKS: usize = 60;

fn load(cluster: &Cluster) -> String {
    let task = |number: usize| {
        Manifest::new(format!("load-{number:02}"), cluster.url("/ok"))
            .every(2, i64::try_from(number % 2).unwrap())
            .policy("overlap", "allow")
            .policy("misfire", "{ run: all }")
            .policy("historyLimit", "100")
    };
    let manifests: Vec<Manifest> = (0..TASKS).map(task).collect();
    manifest::file(&manifests)
}

fn duties(board: &Board, until_ms: i64) -> Vec<Duty> {
    let loads = board.versions.iter().filter(|(_, task)| task.name.starts_with("load-") && task.version == 0);
    loads
        .map(|(after_ms, task)| Duty {
            task: task.name.clone(),
            every: 2,
            offset: task.name[5..].parse::<i64>().unwrap() % 2,
            after_ms: *after_ms,
            until_ms,
            jitter_ms: 0,
        })
        .collect()
}

async fn begin(names: &[&str]) -> Cluster {
    let mut cluster = Cluster::start(64).await;
    for name in names {
        cluster.join(name).await;
    }
    cluster.settled(names.len()).await;
    cluster.apply(&load(&cluster)).await;
    cluster
}

/// Ends the story once everything due so far has ended, and judges it.
async fn end(story: &str, cluster: &mut Cluster) -> (Board, Verdict) {
    let end_ms = now_ms();
    cluster.quiet(|board| duties(board, end_ms)).await;
    for scheduler in &mut cluster.schedulers {
        if scheduler.process.is_running() {
            scheduler.terminate().await;
        }
    }
    let board = cluster.board();
    let verdict = judge(&board, &cluster.receipts(), &duties(&board, end_ms));
    figure(story, &verdict);
    verdict.expect_flawless();
    (board, verdict)
}

/// Waits until a request of the load arrives at its time, which shows that everything runs again.
async fn on_time(cluster: &Cluster, after_ms: i64) -> i64 {
    until("on time again", PATIENCE, async || {
        let receipts = cluster.receipts();
        let fresh =
            receipts.iter().filter(|receipt| receipt.scheduled_at * 1000 > after_ms && receipt.trigger == "schedule");
        let first = fresh
            .filter(|receipt| receipt.lateness_ms(receipt.scheduled_at * 1000) < 500.0)
            .map(|receipt| receipt.at_us / 1000)
            .min();
        first.ok_or_else(|| format!("{} receipts, the last {:?}", receipts.len(), receipts.last()))
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g9_zookeeper_restarts_shortly_and_for_longer_than_a_session() {
    let mut cluster = begin(&["a", "b"]).await;
    until_ms(now_ms() + 2000).await;
    cluster.zookeeper.kill().await.unwrap();
    cluster.zookeeper.restart().await.unwrap();
    let back_ms = now_ms();
    let again = on_time(&cluster, back_ms).await;
    figure("zookeeper restarts", format!("on time {} ms after a short outage", again - back_ms));

    cluster.zookeeper.stop().await.unwrap();
    until_ms(now_ms() + i64::try_from((SESSION + TICK).as_millis()).unwrap() + 1000).await;
    cluster.zookeeper.restart().await.unwrap();
    let back_ms = now_ms();
    let again = on_time(&cluster, back_ms).await;
    figure("zookeeper restarts", format!("on time {} ms after a long outage", again - back_ms));
    end("zookeeper restarts", &mut cluster).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_restart_makes_nothing_late_or_twice() {
    let mut cluster = begin(&["a", "b", "c"]).await;
    until_ms(now_ms() + 2000).await;
    let begun_ms = now_ms();
    for name in ["a", "b", "c"] {
        cluster.scheduler(name).terminate().await;
        cluster.join(name).await;
        cluster.settled(3).await;
    }
    let rolled_ms = now_ms();
    let (board, verdict) = end("rolling restart", &mut cluster).await;
    figure("rolling restart", format!("took {} ms", rolled_ms - begun_ms));
    assert_eq!(verdict.redeliveries, 0, "an orderly restart leaves nothing in doubt");
    let forced: Vec<_> = board
        .takeovers
        .iter()
        .filter(|takeover| takeover.last_owner.is_some() && takeover.released_ms.is_none())
        .collect();
    assert!(forced.is_empty(), "taken by force: {forced:?}");
    let misfires = board.runs.values().filter(|run| run.claim.trigger == "misfire").count();
    assert_eq!(misfires, 0, "an instant had no owner for a second");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g5_a_crash_in_a_long_run_sends_it_again_or_says_unknown_as_the_task_wants() {
    let mut cluster = Cluster::start(64).await;
    cluster.join("a").await;
    cluster.settled(1).await;
    // None ends before the crash, however long it takes this machine to come to it; and none is due in these minutes.
    let offset = (now_ms() / 1000 + 43_200) % 86_400;
    let task = |name: &str, delivery: &str| {
        let hanging = Manifest::new(name, cluster.url("/hang?n=1")).target("timeout", "{ attempt: 5m }");
        hanging.every(86_400, offset).policy("delivery", delivery).yaml()
    };
    let names = ["least-1", "least-2", "most-1", "most-2"];
    let manifests: String = names
        .iter()
        .map(|name| task(name, if name.starts_with("least") { "at_least_once" } else { "at_most_once" }))
        .collect();
    cluster.apply(&manifests).await;
    let asked = &cluster;
    let runs = names.map(|name| async move { asked.nonoctl(&["task", "run", name]).await.ok() });
    drop(futures::future::join_all(runs).await);
    let tree = cluster.tree().await;
    until("all four sent, with records", PATIENCE, async || {
        let records = tree.census().await.get("runs").copied().unwrap_or_default();
        let receipts = cluster.receipts().len();
        if records == 4 && receipts == 4 { Ok(()) } else { Err(format!("{records} records, {receipts} receipts")) }
    })
    .await;
    cluster.scheduler("a").kill().await;
    cluster.join("b").await;
    let board = until("four outcomes", PATIENCE, async || {
        let board = cluster.board();
        let ended = board.runs.values().filter(|run| run.outcome.is_some()).count();
        if ended == 4 { Ok(board) } else { Err(format!("{ended}: {:?}", board.runs)) }
    })
    .await;
    let receipts = cluster.receipts();
    let verdict = judge(&board, &receipts, &[]);
    verdict.expect_flawless();
    for (id, run) in board.runs.iter() {
        let requests: Vec<(u32, bool)> = receipts
            .iter()
            .filter(|receipt| receipt.run == *id)
            .map(|receipt| (receipt.attempt, receipt.redelivery))
            .collect();
        let word = run.outcome.as_ref().map(|(outcome, _)| outcome.word.as_str());
        if run.claim.task.starts_with("least") {
            assert_eq!((requests.as_slice(), word), (&[(1, false), (2, true)][..], Some("succeeded")), "{id}");
        } else {
            assert_eq!((requests.as_slice(), word), (&[(1, false)][..], Some("unknown")), "{id}");
        }
        let told = cluster.nonoctl(&["run", "get", id, "-o", "json"]).await.ok().json();
        let again = run.claim.task.starts_with("least");
        assert_eq!(told["redelivered"], again, "{told}");
        assert!(told["epoch"].as_u64() >= Some(2), "of another owner: {told}");
    }
    let history = cluster.nonoctl(&["task", "history", "least-1"]).await.ok();
    assert!(history.stdout.contains("2, redelivered"), "{history:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g8_a_worker_that_hangs_or_fails_harms_only_its_own_task() {
    let mut cluster = begin(&["a"]).await;
    let hang = Manifest::new("hang", cluster.url("/hang")).every(2, 0).target("timeout", "{ attempt: 1s }");
    let flaky = Manifest::new("flaky", cluster.url("/flaky?n=2"))
        .every(86_400, 0)
        .policy("retry", "{ attempts: 3, backoff: 1s, jitter: false }");
    let refused = Manifest::new("refused", "http://127.0.0.1:1/nobody".to_owned()).every(2, 1);
    cluster.apply(&manifest::file([&hang, &flaky, &refused])).await;
    let run = cluster.nonoctl(&["task", "run", "flaky", "--wait", "-o", "json"]).await.ok();
    assert_eq!(run.code(), 0);
    until("a timed out and a refused run", PATIENCE, async || {
        let board = cluster.board();
        let has = |task: &str, word: &str| {
            let of_task = board.runs.values().filter(|run| run.claim.task == task);
            of_task.filter_map(|run| run.outcome.as_ref()).any(|(outcome, _)| outcome.word == word)
        };
        let found = (has("hang", "timed_out"), has("refused", "failed"), has("flaky", "succeeded"));
        if found == (true, true, true) { Ok(()) } else { Err(format!("{found:?}")) }
    })
    .await;
    let receipts = cluster.receipts();
    let flaky: Vec<(u32, i64)> = receipts
        .iter()
        .filter(|receipt| receipt.task == "flaky")
        .map(|receipt| (receipt.attempt, receipt.at_us))
        .collect();
    let [(1, first), (2, second), (3, third)] = flaky[..] else { panic!("{flaky:?}") };
    assert!((1_000_000..1_500_000).contains(&(second - first)), "{flaky:?}");
    assert!((2_000_000..2_500_000).contains(&(third - second)), "{flaky:?}");
    for task in ["hang", "refused"] {
        let _ = cluster.nonoctl(&["task", "rm", task, "--yes"]).await.ok();
    }
    let end_ms = now_ms();
    cluster.quiet(|board| duties(board, end_ms)).await;
    cluster.scheduler("a").terminate().await;
    let board = cluster.board();
    let loads: Vec<_> = cluster.receipts().into_iter().filter(|receipt| receipt.task.starts_with("load-")).collect();
    let late = loads.iter().map(|receipt| receipt.lateness_ms(receipt.scheduled_at * 1000)).fold(0.0, f64::max);
    figure("hanging worker", format!("the latest request of the other tasks came {late:.1} ms after its instant"));
    assert!(late < 500.0, "other tasks were {late} ms late");
    assert_eq!(board.breaches, []);
}
