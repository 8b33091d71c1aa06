//! G6, hot update: a change acts on the first instant strictly after it, never on the past, and within 100 ms.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use nono_tests::board::Board;
use nono_tests::cluster::{Cluster, PATIENCE};
use nono_tests::manifest::{self, Manifest};
use nono_tests::receipts::Receipt;
use nono_tests::wait::{figure, now_ms, until, until_ms};

async fn one_scheduler() -> Cluster {
    let mut cluster = Cluster::start(32).await;
    cluster.join("a").await;
    cluster.settled(1).await;
    cluster
}

/// Instants of the schedule's claims of one task, in order.
fn instants(board: &Board, task: &str) -> Vec<i64> {
    let of_schedule = board.runs.values().filter(|run| run.claim.task == task && run.claim.trigger != "manual");
    let mut instants: Vec<i64> = of_schedule.map(|run| run.claim.scheduled_at).collect();
    instants.sort_unstable();
    instants
}

/// The instants that were sent.
fn sent(receipts: &[Receipt], task: &str) -> Vec<i64> {
    let of_schedule = receipts.iter().filter(|receipt| receipt.task == task && receipt.trigger != "manual");
    let mut instants: Vec<i64> = of_schedule.map(|receipt| receipt.scheduled_at).collect();
    instants.sort_unstable();
    instants
}

/// When a version of a task was written, in milliseconds since 1970.
fn written_ms(board: &Board, task: &str, version: i32) -> i64 {
    let found = board.versions.iter().rev().find(|(_, of)| of.name == task && of.version == version);
    found.unwrap_or_else(|| panic!("no version {version} of {task}")).0
}

async fn wait_for_runs(cluster: &Cluster, task: &str, after: i64, count: usize) {
    until("enough runs", PATIENCE, async || {
        let found = sent(&cluster.receipts(), task).into_iter().filter(|&at| at > after).count();
        if found >= count { Ok(()) } else { Err(format!("{found} of {count} runs of {task}")) }
    })
    .await;
}

#[track_caller]
fn is_each_second(instants: &[i64], from: i64) {
    let expected: Vec<i64> = (from..).take(instants.len()).collect();
    assert_eq!(instants, expected, "each second from {from}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g6_a_change_is_in_force_within_100_ms_of_the_commands_return() {
    const TASKS: usize = 40;
    let cluster = one_scheduler().await;
    let file = |body: &str| {
        let task = |number: usize| {
            Manifest::new(format!("hot-{number:02}"), cluster.url("/ok"))
                .every(1, 0)
                .schedule("jitter", "1s")
                .policy("overlap", "allow")
                .target("body", body)
        };
        let manifests: Vec<Manifest> = (0..TASKS).map(task).collect();
        manifest::file(&manifests)
    };
    cluster.apply(&file("edit-0")).await;
    let mut returned = Vec::new();
    for edit in 1..=4 {
        until_ms(now_ms() + 1300).await;
        let output = cluster.apply(&file(&format!("edit-{edit}"))).await;
        returned.push(output.ended_ms);
    }
    until("a request of the last edit", PATIENCE, async || {
        let receipts = cluster.receipts();
        if receipts.iter().any(|receipt| receipt.body == "edit-4") { Ok(()) } else { Err(receipts.len()) }
    })
    .await;
    let receipts = cluster.receipts();
    for (edit, ended_ms) in returned.iter().enumerate() {
        let old = receipts.iter().filter(|receipt| receipt.body == format!("edit-{edit}"));
        let last = old.map(|receipt| receipt.at_us / 1000 - ended_ms).max().unwrap();
        figure("edits", format!("the last request of the old version came {last} ms after the command's return"));
        assert!(last <= 100, "an old version was sent {last} ms after the command's return");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g6_edits_of_cron_zone_and_labels_and_a_resume_never_fire_the_past() {
    let cluster = one_scheduler().await;
    let hour = now_ms() / 1000 / 3600 % 24;
    let tokyo = (hour + 9) % 24;
    let quiet = (hour + 12) % 24;
    let url = cluster.url("/ok");
    let tasks = [
        // Due each second of an hour that is now only in Tokyo, or of one that is half a day away.
        Manifest::new("zone", url.clone()).schedule("cron", format!("\"* * {tokyo} * * *\"")),
        Manifest::new("cron", url.clone()).schedule("cron", format!("\"* * {quiet} * * *\"")),
        Manifest::new("labels", url.clone()).every(1, 0),
        Manifest::new("resumed", url.clone()).every(1, 0),
    ];
    cluster.apply(&manifest::file(&tasks)).await;
    wait_for_runs(&cluster, "resumed", 0, 2).await;
    let update = async |arguments: &[&str]| cluster.nonoctl(arguments).await.ok();
    let _ = update(&["task", "pause", "resumed", "--reason", "a story"]).await;
    let _ = update(&["task", "update", "zone", "--tz", "Asia/Tokyo"]).await;
    let _ = update(&["task", "update", "cron", "--cron", "* * * * * *"]).await;
    let _ = update(&["task", "update", "labels", "--label", "a=b"]).await;
    until_ms(now_ms() + 3000).await;
    let _ = update(&["task", "resume", "resumed"]).await;
    let last = now_ms() / 1000;
    for task in ["zone", "cron", "labels", "resumed"] {
        wait_for_runs(&cluster, task, last, 2).await;
    }

    let (board, receipts) = (cluster.board(), cluster.receipts());
    for task in ["zone", "cron"] {
        let edited = written_ms(&board, task, 1);
        is_each_second(&instants(&board, task), edited.div_euclid(1000) + 1);
        is_each_second(&sent(&receipts, task), edited.div_euclid(1000) + 1);
    }
    let added = written_ms(&board, "labels", 0);
    is_each_second(&sent(&receipts, "labels"), added.div_euclid(1000) + 1);
    let (paused, resumed) = (written_ms(&board, "resumed", 1), written_ms(&board, "resumed", 2));
    let during = sent(&receipts, "resumed").into_iter().filter(|at| at * 1000 > paused && at * 1000 <= resumed);
    assert_eq!(during.collect::<Vec<_>>(), Vec::<i64>::new(), "sent while paused from {paused} to {resumed}");
    let after: Vec<i64> = sent(&receipts, "resumed").into_iter().filter(|at| at * 1000 > resumed).collect();
    is_each_second(&after, resumed.div_euclid(1000) + 1);
    assert_eq!(board.breaches, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_deleted_and_made_anew_is_another_task() {
    let cluster = one_scheduler().await;
    let task = Manifest::new("again", cluster.url("/ok")).every(1, 0).yaml();
    cluster.apply(&task).await;
    wait_for_runs(&cluster, "again", 0, 2).await;
    let uid =
        async || cluster.nonoctl(&["task", "get", "again", "-o", "json"]).await.ok().json()["status"]["uid"].clone();
    let first = uid().await;
    let _ = cluster.nonoctl(&["task", "rm", "again", "--yes"]).await.ok();
    let tree = cluster.tree().await;
    until("without a trace", PATIENCE, async || {
        let census = tree.census().await;
        let left: Vec<_> = ["tasks", "states", "runs", "changes"].iter().filter_map(|kind| census.get(*kind)).collect();
        if left.is_empty() { Ok(()) } else { Err(format!("{census:?}")) }
    })
    .await;
    cluster.apply(&task).await;
    let second = uid().await;
    assert!(first.is_string() && second.is_string() && first != second, "{first} {second}");
    wait_for_runs(&cluster, "again", now_ms() / 1000, 2).await;

    let board = cluster.board();
    let (made, _) = board.versions.iter().find(|(_, task)| second == task.uid.as_str()).unwrap();
    let id = second.as_str().unwrap();
    let mut of_second: Vec<i64> =
        board.runs.iter().filter(|(run, _)| run.contains(id)).map(|(_, run)| run.claim.scheduled_at).collect();
    of_second.sort_unstable();
    is_each_second(&of_second, made.div_euclid(1000) + 1);
    let history = cluster.nonoctl(&["task", "history", "again", "-o", "json"]).await.ok().json();
    let runs: Vec<String> = history.as_array().unwrap().iter().map(|run| run["run"].to_string()).collect();
    assert!(!runs.is_empty() && runs.iter().all(|run| run.contains(id)), "{runs:?}");
    let removed = board.removed.iter().find(|(uid, _)| first == uid.as_str()).unwrap().1;
    let late = cluster
        .receipts()
        .into_iter()
        .filter(|receipt| receipt.run.contains(first.as_str().unwrap()) && receipt.scheduled_at * 1000 > removed);
    assert_eq!(late.collect::<Vec<_>>(), [], "instants after the removal were sent");
    assert_eq!(board.breaches, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g7_two_admins_who_edit_one_task_at_once_lose_no_update() {
    const EDITS: usize = 12;
    let cluster = one_scheduler().await;
    cluster.apply(&Manifest::new("shared", cluster.url("/ok")).every(1, 0).yaml()).await;
    let admin = async |flag: &str, value: &str| {
        for edit in 1..=EDITS {
            let value = value.replace('#', &edit.to_string());
            let _ = cluster.nonoctl(&["task", "update", "shared", flag, &value]).await.ok();
        }
    };
    tokio::join!(admin("--label", "left=#"), admin("--description", "right #"), admin("--label", "third=#"));
    let board = cluster.board();
    let versions: Vec<_> =
        board.versions.iter().filter(|(_, task)| task.name == "shared").map(|(_, task)| task).collect();
    assert_eq!(versions.len(), 1 + 3 * EDITS, "each edit is a version");
    let number = |value: &serde_json::Value| -> usize {
        value.as_str().unwrap_or_default().trim_start_matches("right ").parse().unwrap_or_default()
    };
    let mut last = [0; 3];
    for task in versions {
        let document = &task.document["task"];
        let labels = &document["labels"];
        let now = [number(&labels["left"]), number(&document["description"]), number(&labels["third"])];
        let steps: usize =
            now.iter().zip(last).map(|(now, last)| now.checked_sub(last).expect("an edit was lost")).sum();
        assert!(steps <= 1, "{last:?} became {now:?} in one version");
        last = now;
    }
    assert_eq!(last, [EDITS; 3], "the last of each admin's edits stands");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g7_of_two_edits_of_the_same_version_one_is_refused_and_changes_nothing() {
    let cluster = one_scheduler().await;
    cluster.apply(&Manifest::new("raced", cluster.url("/ok")).every(60, 0).yaml()).await;
    let edit =
        async |value: &str| cluster.nonoctl(&["task", "update", "raced", "--if-version", "1", "--label", value]).await;
    let (one, two) = tokio::join!(edit("who=one"), edit("who=two"));
    let mut codes = [one.code(), two.code()];
    codes.sort_unstable();
    assert_eq!(codes, [0, 4], "{one:?} {two:?}");
    let winner = if one.code() == 0 { "one" } else { "two" };
    let task = cluster.nonoctl(&["task", "get", "raced", "-o", "json"]).await.ok().json();
    assert_eq!((&task["labels"]["who"], &task["status"]["version"]), (&winner.into(), &2.into()));
}

/// The time that must be enough for a claim that was made ahead to show.
const AHEAD: Duration = Duration::from_millis(1500);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pause_cancels_what_has_not_been_sent_and_a_manual_run_ignores_it() {
    let cluster = one_scheduler().await;
    cluster.apply(&Manifest::new("still", cluster.url("/ok")).every(1, 0).yaml()).await;
    wait_for_runs(&cluster, "still", 0, 1).await;
    let paused = cluster.nonoctl(&["task", "pause", "still"]).await.ok();
    until_ms(paused.ended_ms + i64::try_from(AHEAD.as_millis()).unwrap()).await;
    let run = cluster.nonoctl(&["task", "run", "still", "--wait"]).await.ok();
    assert_eq!(run.code(), 0);
    let receipts = cluster.receipts();
    let late: Vec<&Receipt> = receipts
        .iter()
        .filter(|receipt| receipt.trigger == "schedule" && receipt.scheduled_at * 1000 > paused.ended_ms)
        .collect();
    assert_eq!(late, Vec::<&Receipt>::new(), "sent after the pause");
    assert_eq!(receipts.iter().filter(|receipt| receipt.trigger == "manual").count(), 1);
    assert_eq!(cluster.board().breaches, []);
}

/// What `task explain` says of the last part: its verdict, and the codes of what it found.
async fn explained(cluster: &Cluster, arguments: &[&str]) -> (String, Vec<String>) {
    let output = cluster.nonoctl(&[&["task", "explain"], arguments, &["-o", "json"]].concat()).await.ok();
    let document = output.json();
    let part = document["parts"].as_array().unwrap().last().unwrap().clone();
    let codes = part["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned());
    (part["verdict"].as_str().unwrap().to_owned(), codes.collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_is_explained_while_it_runs_is_paused_fails_and_has_no_scheduler() {
    let mut cluster = one_scheduler().await;
    let task = |name: &str, path: &str| Manifest::new(name, cluster.url(path)).every(1, 0);
    cluster.apply(&manifest::file(&[task("good", "/ok"), task("gone", "/fail?status=404")])).await;
    wait_for_runs(&cluster, "good", 0, 3).await;
    let history = cluster.nonoctl(&["task", "history", "good", "-o", "json"]).await.ok().json();
    let ended = history.as_array().unwrap().iter().find(|run| run["outcome"] == "succeeded").unwrap();
    let at = ended["scheduledAt"].as_str().unwrap();
    assert_eq!(explained(&cluster, &["good", "--at", at]).await.0, "ran");
    let (verdict, codes) = explained(&cluster, &["good"]).await;
    assert!(["will run", "is waiting", "is running", "ran"].contains(&verdict.as_str()), "{verdict}: {codes:?}");

    until("a failure that is explained", PATIENCE, async || {
        let document = cluster.nonoctl(&["task", "explain", "gone", "-o", "json"]).await.ok().json();
        let told = document["parts"][0].to_string();
        if told.contains("nothing at that path") { Ok(()) } else { Err(told) }
    })
    .await;

    let _ = cluster.nonoctl(&["task", "pause", "good", "--reason", "OPS-1"]).await.ok();
    assert_eq!(explained(&cluster, &["good"]).await, ("will not run".to_owned(), vec!["paused".to_owned()]));
    let paused_at = now_ms() / 1_000 + 1;
    until_ms((paused_at + 1) * 1_000).await;
    let text = jiff::Timestamp::from_second(paused_at).unwrap().to_string();
    assert_eq!(explained(&cluster, &["good", "--at", &text]).await.1, ["paused"]);
    let _ = cluster.nonoctl(&["task", "resume", "good"]).await.ok();
    assert_eq!(explained(&cluster, &["good", "--at", &text]).await.1, ["was-paused"], "from who changed it and when");

    cluster.scheduler("a").terminate().await;
    until("the late instant is explained", PATIENCE, async || {
        let (verdict, codes) = explained(&cluster, &["good"]).await;
        let wanted = verdict == "is late" && codes.iter().any(|code| code == "no-schedulers");
        if wanted { Ok(()) } else { Err(format!("{verdict}: {codes:?}")) }
    })
    .await;
}

/// The runs of a task by what asked for them, oldest first, and how each ended.
async fn ended(cluster: &Cluster, task: &str, trigger: &str) -> Vec<(i64, String)> {
    let history = cluster.nonoctl(&["task", "history", task, "-o", "json"]).await.ok().json();
    let of_trigger = history.as_array().unwrap().iter().filter(|run| run["trigger"] == trigger);
    let at = |run: &serde_json::Value| {
        let at: jiff::Timestamp = run["scheduledAt"].as_str().unwrap().parse().unwrap();
        (at.as_second(), run["outcome"].as_str().unwrap_or("open").to_owned())
    };
    let mut runs: Vec<(i64, String)> = of_trigger.map(at).collect();
    runs.sort_unstable();
    runs
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn runs_are_cancelled_replayed_and_backfilled_as_people_ask() {
    let cluster = one_scheduler().await;
    let daily = |name: &str, path: &str| {
        Manifest::new(name, cluster.url(path)).schedule("cron", "\"0 0 29 2 *\"").policy("overlap", "skip")
    };
    let tasks = [
        daily("long", "/slow?ms=60000"),
        daily("fails", "/fail?status=503"),
        // So many end at once that a shorter history would lose some in the very write that stores them.
        Manifest::new("past", cluster.url("/ok")).every(60, 0).policy("overlap", "skip").policy("historyLimit", "100"),
    ];
    cluster.apply(&manifest::file(&tasks)).await;
    let run = async |task: &str| cluster.nonoctl(&["task", "run", task]).await.ok().stdout.trim().to_owned();

    let long = run("long").await;
    wait_for_requests(&cluster, "long", 1).await;
    let cancelled = cluster.nonoctl(&["run", "cancel", &long, "--reason", "OPS-4121"]).await.ok();
    assert!(cancelled.stdout.contains("cancelled run/"), "{cancelled:?}");
    let known = cluster.nonoctl(&["run", "get", &long, "-o", "json"]).await.ok().json();
    assert_eq!(known["outcome"], "cancelled", "{known}");
    assert!(known["message"].as_str().is_some_and(|words| words.contains("OPS-4121")), "{known}");
    let again = cluster.nonoctl(&["run", "cancel", &long]).await;
    assert_eq!(again.code(), 4, "{again:?}");

    let failed = run("fails").await;
    until("a failed run", PATIENCE, async || {
        let ends = ended(&cluster, "fails", "manual").await;
        if ends.iter().any(|(_, end)| end == "failed") { Ok(()) } else { Err(format!("{ends:?}")) }
    })
    .await;
    let replay = cluster.nonoctl(&["run", "replay", &failed, "--wait", "--deadline", "20s"]).await;
    assert_eq!(replay.code(), 10, "its worker fails still: {replay:?}");
    let (first, second) = (ended(&cluster, "fails", "manual").await, ended(&cluster, "fails", "replay").await);
    assert_eq!(first, second, "the same instant, and the same end");

    let now = now_ms() / 1000;
    let minute = now - now % 60;
    let at = |second: i64| jiff::Timestamp::from_second(second).unwrap().to_string();
    let (from, to) = (at(minute - 1800), at(minute - 60));
    let backfill = ["task", "backfill", "past", "--from", &from, "--to", &to, "--yes", "--wait", "--deadline", "30s"];
    let _ = cluster.nonoctl(&backfill).await.ok();
    let instants: Vec<i64> = (0..30).map(|number| minute - 1800 + number * 60).collect();
    let receipts = cluster.receipts();
    let filled = receipts.iter().filter(|receipt| receipt.trigger == "backfill" && receipt.task == "past");
    assert_eq!(filled.map(|receipt| receipt.scheduled_at).collect::<Vec<_>>(), instants, "each once, in order");
    assert_eq!(cluster.board().breaches, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_claimed_while_the_cluster_is_paused_and_what_comes_due_then_is_not_due() {
    let cluster = one_scheduler().await;
    cluster.apply(&Manifest::new("each", cluster.url("/ok")).every(1, 0).yaml()).await;
    wait_for_runs(&cluster, "each", 0, 2).await;
    let paused = cluster.nonoctl(&["cluster", "pause", "--yes", "--reason", "a move"]).await.ok();
    let asked = cluster.nonoctl(&["task", "run", "each"]).await.ok();
    until_ms(paused.ended_ms + 2500).await;
    let (verdict, codes) = explained(&cluster, &["each"]).await;
    assert_eq!((verdict.as_str(), codes[0].as_str()), ("will not run", "cluster-paused"));
    let status = cluster.nonoctl(&["task", "list", "-o", "json"]).await.ok().json();
    assert_eq!(status[0]["status"]["state"], "paused", "{status}");
    let resumed = cluster.nonoctl(&["cluster", "resume"]).await.ok();
    wait_for_runs(&cluster, "each", resumed.ended_ms / 1000, 2).await;

    let (board, receipts) = (cluster.board(), cluster.receipts());
    // What was claimed up to 0.6 s ahead goes on.
    let (from, to) = (paused.ended_ms / 1000 + 1, (resumed.ended_ms - resumed.took.as_millis() as i64) / 1000);
    let during: Vec<i64> = instants(&board, "each").into_iter().filter(|at| (from..to).contains(at)).collect();
    assert_eq!(during, Vec::<i64>::new(), "due while the cluster was paused");
    assert_eq!(board.missed, [], "what was not due is not missed");
    let manual: Vec<&Receipt> = receipts.iter().filter(|receipt| receipt.trigger == "manual").collect();
    assert_eq!(manual.len(), 1, "{} waited", asked.stdout);
    assert!(manual[0].at_us / 1000 > paused.ended_ms + 2400, "a command was taken up in the pause");
    assert_eq!(board.breaches, []);
}

async fn wait_for_requests(cluster: &Cluster, task: &str, count: usize) {
    until("enough requests", PATIENCE, async || {
        let found = cluster.receipts().iter().filter(|receipt| receipt.task == task).count();
        if found >= count { Ok(()) } else { Err(format!("{found} of {count} requests of {task}")) }
    })
    .await;
}
