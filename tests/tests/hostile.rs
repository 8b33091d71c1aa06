//! Workers that are broken or hostile, and workers that hang: each of their runs ends by its deadline with a clear message;
//! the tasks of other hosts do not notice, and the scheduler's memory does not grow by it. The long form (`NONO_FULL=1`):
//! 1,000 tasks that hang.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::time::Duration;

use nono_tests::board::{Board, Run};
use nono_tests::cluster::{Cluster, Launch, PATIENCE};
use nono_tests::manifest::{self, Manifest};
use nono_tests::programs::full;
use nono_tests::receipts::{Receipt, Spread};
use nono_tests::rogue::{self, BEHAVIOURS, Expected};
use nono_tests::samples::memory_mib;
use nono_tests::tls::{self, Flaw};
use nono_tests::wait::{figure, now_ms, until, until_ms};
use serde_json::Value;

/// Tasks of the recording worker, every second: they must not notice.
const WELL: usize = 20;
/// What an attempt at a hostile worker may take.
const ATTEMPT_MS: i64 = 1000;

fn well(cluster: &Cluster) -> Vec<Manifest> {
    let task = |number| Manifest::new(format!("well-{number:02}"), cluster.url("/ok")).every(1, 0);
    (0..WELL).map(task).collect()
}

fn hostile(address: SocketAddr, blackhole: SocketAddr, secured: &tls::Workers) -> Vec<Manifest> {
    let of = |name: &str, url: String| {
        Manifest::new(format!("rogue-{name}"), url)
            .every(3, 0)
            .target("timeout", format!("{{ attempt: {ATTEMPT_MS}ms, connect: 800ms }}"))
            .policy("overlap", "allow")
    };
    let mut tasks: Vec<Manifest> =
        BEHAVIOURS.iter().map(|(name, _)| of(name, format!("http://{address}/{name}"))).collect();
    tasks.push(of("refuse", "http://127.0.0.1:1/".to_owned()));
    tasks.push(of("blackhole", format!("http://{blackhole}/")));
    tasks.push(of("bad-tls", format!("https://{address}/tls")));
    tasks.extend(secured.addresses.iter().map(|(flaw, address)| of(flaw.word(), format!("https://{address}/"))));
    tasks
}

fn expected(task: &str) -> Expected {
    let name = task.trim_start_matches("rogue-");
    // Without it, what is said of the others could be due to TLS as such.
    if name == Flaw::None.word() {
        return Expected::Succeeded;
    }
    BEHAVIOURS.iter().find(|(known, _)| *known == name).map_or(Expected::Failed, |(_, expected)| *expected)
}

fn lateness(receipts: &[Receipt], from_ms: i64, until_ms: i64) -> Spread {
    let of = receipts.iter().filter(|receipt| {
        receipt.task.starts_with("well-") && (from_ms..until_ms).contains(&(receipt.scheduled_at * 1000))
    });
    Spread::of(of.map(|receipt| receipt.lateness_ms(receipt.scheduled_at * 1000)))
}

/// Of each task that has any, its runs with their stored outcomes.
fn ended<'a>(board: &'a Board, prefix: &str) -> BTreeMap<&'a str, Vec<&'a Run>> {
    let mut ended: BTreeMap<&str, Vec<&Run>> = BTreeMap::new();
    for run in board.runs.values().filter(|run| run.claim.task.starts_with(prefix) && run.outcome.is_some()) {
        ended.entry(&run.claim.task).or_default().push(run);
    }
    ended
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f12_hostile_workers_harm_nobody_else() {
    let seconds = if full() { 30 } else { 7 };
    let (address, (hole, _held, _listener)) = (rogue::serve().await, rogue::blackhole().await);
    let mut cluster = Cluster::start(64).await;
    let secured = tls::serve(cluster.folder()).await;
    let trusts = ("SSL_CERT_FILE".to_owned(), secured.authority.display().to_string());
    cluster.join_as("a", &Launch { environment: vec![trusts], ..Launch::default() }).await;
    cluster.settled(1).await;
    cluster.apply(&manifest::file(&well(&cluster))).await;
    let calm_ms = now_ms() + 1000;
    until_ms(calm_ms + 4000).await;
    let pid = cluster.scheduler("a").process.pid();
    let before = memory_mib(pid).unwrap();
    let tasks = hostile(address, hole, &secured);
    cluster.apply(&manifest::file(&tasks)).await;
    let begun_ms = now_ms();
    let mut most = before;
    while now_ms() < begun_ms + seconds * 1000 {
        until_ms(now_ms() + 100).await;
        most = most.max(memory_mib(pid).unwrap());
    }
    let end_ms = now_ms();
    let board = until("an end of each hostile run", PATIENCE, async || {
        let board = cluster.board();
        let ended = ended(&board, "rogue-");
        let without: Vec<&str> = tasks.iter().map(Manifest::name).filter(|name| !ended.contains_key(name)).collect();
        if without.is_empty() { Ok(board) } else { Err(format!("{without:?} have no outcome")) }
    })
    .await;
    let (calm, busy) = {
        let receipts = cluster.receipts();
        (lateness(&receipts, calm_ms, begun_ms - 1000), lateness(&receipts, begun_ms + 1000, end_ms))
    };
    figure("hostile workers", format!("{} kinds; memory {before:.1} MiB before, {most:.1} MiB at most", tasks.len()));
    figure("hostile workers", format!("lateness of the others, ms: calm {calm}; meanwhile {busy}"));
    for (task, runs) in ended(&board, "rogue-") {
        for run in runs {
            ends_as_it_should(task, run);
        }
    }
    messages_are_clear(&cluster).await;
    assert!(most - before < 50.0, "memory grew from {before} to {most} MiB");
    assert!(busy.count >= WELL * usize::try_from(seconds - 3).unwrap(), "{busy}");
    assert!(
        busy.p99 < calm.p99 + 100.0 && busy.max < calm.max + 400.0,
        "the others were late: calm {calm}, then {busy}"
    );
    assert_eq!(board.breaches, []);
}

fn ends_as_it_should(task: &str, run: &Run) {
    let (outcome, stored_ms) = run.outcome.as_ref().unwrap();
    let word = outcome.word.as_str();
    let holds = match expected(task) {
        Expected::Succeeded => word == "succeeded",
        Expected::Failed => word == "failed",
        Expected::TimedOut => word == "timed_out",
        Expected::FailedOrTimedOut => word == "failed" || word == "timed_out",
    };
    assert!(holds, "{task}: {outcome:?}, expected {:?}", expected(task));
    let took = stored_ms - outcome.scheduled_at * 1000;
    assert!(took < ATTEMPT_MS + 1500, "{task} took {took} ms from its instant to its stored outcome");
}

/// Whoever looks reads in one line why it failed, and his terminal stays as it was.
async fn messages_are_clear(cluster: &Cluster) {
    let runs = cluster.nonoctl(&["run", "list", "--limit", "2000", "-o", "json"]).await.ok().json();
    let runs = runs.as_array().unwrap();
    let (mut seen, mut flaws) = (0, BTreeSet::new());
    let ended = |run: &&Value| run["task"].as_str().unwrap().starts_with("rogue-") && run["outcome"].is_string();
    for run in runs.iter().filter(ended) {
        let message = run["message"].as_str().unwrap_or_default();
        let bad = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!message.contains(bad) && message.len() <= 1024, "{run}");
        let says = !message.is_empty() || run["status"].is_number();
        assert!(says || run["outcome"] == "succeeded", "nothing says why: {run}");
        let flaw = Flaw::ALL.iter().find(|flaw| run["task"] == format!("rogue-{}", flaw.word()));
        assert!(flaw.is_none_or(|flaw| message.contains(flaw.told())), "it does not say what is wrong: {run}");
        flaws.extend(flaw.map(|flaw| flaw.word()));
        seen += 1;
    }
    assert_eq!(flaws.len(), Flaw::ALL.len(), "only {flaws:?} of TLS are listed");
    assert!(seen >= BEHAVIOURS.len(), "{seen} hostile runs of {} are listed", runs.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g8_a_worker_that_hangs_fills_its_own_room_and_no_more() {
    let (hung, room, seconds) = if full() { (1000, 200, 40) } else { (120, 30, 10) };
    let address = rogue::serve().await;
    let mut cluster = Cluster::start(64).await;
    cluster.arguments = vec!["--max-in-flight-per-host".to_owned(), room.to_string()];
    cluster.join("a").await;
    cluster.settled(1).await;
    cluster.apply(&manifest::file(&well(&cluster))).await;
    let calm_ms = now_ms() + 1000;
    until_ms(calm_ms + 4000).await;
    let pid = cluster.scheduler("a").process.pid();
    let before = memory_mib(pid).unwrap();
    // All due at once, some seconds from now; each takes the whole of its two seconds.
    let due = now_ms() / 1000 + 4 + i64::try_from(hung / 200).unwrap();
    let task = |number: usize| {
        Manifest::new(format!("hung-{number:04}"), format!("http://{address}/read-and-hang"))
            .every(86_400, due % 86_400)
            .target("timeout", "{ attempt: 2s }")
    };
    let tasks: Vec<Manifest> = (0..hung).map(task).collect();
    cluster.apply(&manifest::file(&tasks)).await;
    assert!(now_ms() < due * 1000, "the tasks were not there before their instant");
    let seen = watch(&mut cluster, due * 1000 + seconds * 1000).await;
    let board = until("an end of each hung run", PATIENCE, async || {
        let board = cluster.board();
        let count = ended(&board, "hung-").len();
        if count == hung { Ok(board) } else { Err(format!("{count} of {hung} have an outcome")) }
    })
    .await;
    let receipts = cluster.receipts();
    let calm = lateness(&receipts, calm_ms, due * 1000);
    let busy = lateness(&receipts, due * 1000, due * 1000 + seconds * 1000);
    let whole = |count: usize| i64::try_from(count).unwrap();
    let (most, growth) = (whole(hung - room), seen.memory - before);
    figure("hanging worker", format!("{hung} hung runs, {room} at a time: {seen:?}, memory +{growth:.1} MiB"));
    figure("hanging worker", format!("lateness of the others, ms: calm {calm}; meanwhile {busy}"));
    assert!(
        (whole(room)..=whole(room + WELL)).contains(&seen.in_flight),
        "not as many as may be on their way: {seen:?}"
    );
    assert!(seen.waiting > most / 2 && seen.waiting <= most + whole(WELL), "{seen:?}");
    assert!(seen.late > most / 2, "{seen:?}");
    assert!(seen.told_by_nonoctl, "nonoctl scheduler get named the full host at no time");
    assert!(growth < 50.0, "memory grew by {growth} MiB");
    assert!(
        busy.p99 < calm.p99 + 100.0 && busy.max < calm.max + 400.0,
        "the others were late: calm {calm}, then {busy}"
    );
    end_by_their_deadline(&board, due * 1000);
    assert_eq!(board.breaches, []);
}

/// The most that was seen.
#[derive(Debug, Default)]
struct Seen {
    in_flight: i64,
    waiting: i64,
    late: i64,
    memory: f64,
    told_by_nonoctl: bool,
}

async fn watch(cluster: &mut Cluster, end_ms: i64) -> Seen {
    let mut seen = Seen::default();
    let pid = cluster.scheduler("a").process.pid();
    while now_ms() < end_ms {
        until_ms(now_ms() + 200).await;
        let (_, page) = cluster.scheduler("a").fetch("/metrics").await.unwrap();
        let of = |name: &str| {
            let line = page.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("no {name} in {page}")).trim().parse::<i64>().unwrap()
        };
        seen.in_flight = seen.in_flight.max(of("nono_attempts_in_flight "));
        seen.waiting = seen.waiting.max(of("nono_waiting_runs "));
        seen.late = seen.late.max(of("nono_late_tasks "));
        seen.memory = seen.memory.max(memory_mib(pid).unwrap());
        if !seen.told_by_nonoctl && seen.waiting > 0 {
            let told = cluster.nonoctl(&["scheduler", "get", "a", "-o", "json"]).await.ok().json();
            let full = told["fullHosts"].as_array().and_then(|full| full.first()).cloned().unwrap_or_default();
            seen.told_by_nonoctl = full["waiting"].as_u64().is_some_and(|waiting| waiting > 0);
        }
    }
    seen
}

/// Two seconds each, counted from the first byte and not from the instant.
fn end_by_their_deadline(board: &Board, due_ms: i64) {
    for (task, runs) in ended(board, "hung-") {
        let (outcome, _) = runs[0].outcome.as_ref().unwrap();
        assert_eq!((outcome.word.as_str(), runs.len()), ("timed_out", 1), "{task}");
        let ended: jiff::Timestamp = outcome.ended_at.parse().unwrap();
        let sent_ms = due_ms + outcome.lateness_ms.unwrap();
        let took = Duration::from_millis(u64::try_from(ended.as_millisecond() - sent_ms).unwrap());
        assert!((1950..2700).contains(&took.as_millis()), "{task} took {took:?}");
    }
}
