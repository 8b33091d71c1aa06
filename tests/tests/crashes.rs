//! F1 and F2: a scheduler that is killed, anywhere, and at each step between two of which a crash must lose nothing. Its
//! partitions fire again within the session timeout, a tick and a second, by either delivery, and all of it is judged.
//!
//! Schedulers with failpoints end themselves, one after another, in clusters whose other members are the ordinary
//! program. The short form has a place of each kind; the long one (`NONO_FULL=1`) all, each with both deliveries.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use nono_tests::board::{Board, Run};
use nono_tests::checker::{Duty, judge};
use nono_tests::cluster::{Cluster, PATIENCE, SESSION, TICK};
use nono_tests::ledger::{Lease, Write};
use nono_tests::manifest::{self, Manifest};
use nono_tests::programs::{full, program, program_for_tests};
use nono_tests::receipts::{Receipt, Spread};
use nono_tests::wait::{figure, now_ms, until, until_ms};
use rustix::process::Signal;

const PARTITIONS: u16 = 8;

/// A task of the load; its name says how it is delivered.
#[derive(Clone, Debug)]
struct Load {
    name: String,
    every: i64,
    offset: i64,
    path: &'static str,
}

/// Of each delivery: quick tasks, some that take longer than a second and so get a record, and some that are tried
/// twice. What is delivered at most once is tried again only if no connection came about.
fn loads() -> Vec<Load> {
    let mut loads = Vec::new();
    for delivery in ["least", "most"] {
        let retried = if delivery == "least" { "/flaky?n=1" } else { "refused" };
        for (kind, count, every, path) in
            [("quick", 20, 2, "/ok"), ("long", 3, 3, "/slow?ms=1400"), ("retried", 4, 3, retried)]
        {
            loads.extend((0..count).map(|number| Load {
                name: format!("{delivery}-{kind}-{number}"),
                every,
                offset: number % every,
                path,
            }));
        }
    }
    loads
}

fn manifests(cluster: &Cluster) -> String {
    let manifest = |load: &Load| {
        let url = if load.path == "refused" { "http://127.0.0.1:1/".to_owned() } else { cluster.url(load.path) };
        let delivery = if load.name.starts_with("least") { "at_least_once" } else { "at_most_once" };
        Manifest::new(load.name.clone(), url)
            .every(load.every, load.offset)
            .target("body", "something to do")
            .policy("delivery", delivery)
            .policy("retry", "{ attempts: 2, backoff: 1s, jitter: false }")
            .policy("overlap", "allow")
            .policy("misfire", "{ run: all }")
            .policy("historyLimit", "100")
    };
    let manifests: Vec<Manifest> = loads().iter().map(manifest).collect();
    manifest::file(&manifests)
}

fn duties(board: &Board, until_ms: i64) -> Vec<Duty> {
    let begun: BTreeMap<&str, i64> = board.versions.iter().map(|(ms, task)| (task.name.as_str(), *ms)).collect();
    let duty = |load: Load| {
        let after_ms = *begun.get(load.name.as_str())?;
        Some(Duty { task: load.name, every: load.every, offset: load.offset, after_ms, until_ms, jitter_ms: 0 })
    };
    loads().into_iter().filter_map(duty).collect()
}

/// Where a scheduler ends, and what must then be in doubt.
#[derive(Clone, Copy, Debug)]
struct Place {
    failpoint: &'static str,
    doubt: Doubt,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Doubt {
    /// Of the delivery that the failpoint names, at least one run.
    Some,
    /// Whatever happens to be.
    Any,
}

const fn at(failpoint: &'static str) -> Place {
    Place { failpoint, doubt: Doubt::Any }
}

const fn in_doubt(failpoint: &'static str) -> Place {
    Place { failpoint, doubt: Doubt::Some }
}

fn bound_ms() -> f64 {
    (SESSION + TICK).as_secs_f64() * 1000.0 + 1000.0
}

/// From the death on, no partition may be without a request for longer than the bound: each has tasks that are due
/// every two or three seconds, and misfires of what came due meanwhile. What the dead one had put on the wire does not
/// count: of its partitions, the next owner's first request does.
fn in_time(story: &str, board: &Board, receipts: &[Receipt], (place, name, died_ms): &(Place, String, i64)) {
    let of_dead = |member: &str| member.rsplit_once('-').is_some_and(|(process, _)| process == name);
    let orphaned = board.takeovers.iter().filter(|it| it.last_owner.as_deref().is_some_and(of_dead));
    let taken: BTreeMap<u16, i64> =
        orphaned.filter(|it| it.time_ms > *died_ms).map(|it| (it.partition, it.time_ms)).collect();
    let partition = |receipt: &Receipt| -> u16 { receipt.run[2..5].parse().unwrap() };
    let fired_before: BTreeSet<u16> =
        receipts.iter().filter(|receipt| receipt.at_us / 1000 <= *died_ms).map(partition).collect();
    assert_eq!(fired_before.len(), usize::from(PARTITIONS), "partitions that fired before the death");
    let first = |of: u16| {
        let from_ms = *taken.get(&of).unwrap_or(died_ms);
        let mut times = receipts.iter().filter(|receipt| partition(receipt) == of).map(|receipt| receipt.at_us / 1000);
        let first = times.find(|at| *at >= from_ms).unwrap_or_else(|| panic!("partition {of} does not fire again"));
        (first - died_ms) as f64
    };
    let all = Spread::of((0..PARTITIONS).map(first));
    let orphans = Spread::of(taken.keys().copied().map(first));
    let failpoint = place.failpoint;
    figure(story, format!("{failpoint}: to the first request of each orphan, ms: {orphans}; of all {}", all.max));
    assert!(all.max <= bound_ms(), "{failpoint}: {all} is more than {}", bound_ms());
}

/// Waits until requests come at their time again in every partition, and `members` own what they should.
async fn recovered(cluster: &Cluster, members: usize) {
    cluster.settled(members).await;
    let from_ms = now_ms();
    until("every partition on time", PATIENCE, async || {
        let receipts = cluster.receipts();
        let fresh = receipts.iter().filter(|receipt| receipt.scheduled_at * 1000 > from_ms && !receipt.redelivery);
        let on_time = fresh.filter(|receipt| receipt.lateness_ms(receipt.scheduled_at * 1000) < 500.0);
        let partitions: BTreeSet<&str> = on_time.map(|receipt| &receipt.run[2..5]).collect();
        if partitions.len() == usize::from(PARTITIONS) { Ok(()) } else { Err(format!("{partitions:?}")) }
    })
    .await;
}

/// What the death left in doubt ended as its delivery wants, and there was some where there must be.
fn doubts(board: &Board, place: Place, died_ms: i64, until_ms: i64) -> usize {
    let of = |run: &&Run| run.doubts_ms.iter().any(|doubt| (died_ms..until_ms).contains(doubt));
    let runs: Vec<&Run> = board.runs.values().filter(of).collect();
    if place.doubt == Doubt::Some {
        let delivery = place.failpoint.rsplit(':').next().unwrap();
        let named = |run: &&&Run| run.claim.task.starts_with(delivery);
        // One that was stored already, or whose record says how it ended, stands in claims or records all the same.
        let in_doubt = runs.iter().filter(named).filter(|run| run.outcome.as_ref().is_none_or(|(_, at)| *at > died_ms));
        assert!(in_doubt.count() > 0, "{place:?} left nothing in doubt: {runs:?}");
    }
    runs.len()
}

/// The deaths of one story: where, who, when.
type Deaths = Vec<(Place, String, i64)>;

/// Judges the whole story once everything due so far has ended.
async fn end(story: &str, cluster: &mut Cluster, deaths: &Deaths) {
    let end_ms = now_ms();
    cluster.quiet(|board| duties(board, end_ms)).await;
    for scheduler in &mut cluster.schedulers {
        if scheduler.process.is_running() {
            scheduler.terminate().await;
        }
    }
    let (board, receipts) = (cluster.board(), cluster.receipts());
    let verdict = judge(&board, &receipts, &duties(&board, end_ms));
    figure(story, &verdict);
    verdict.expect_flawless();
    for (index, death) in deaths.iter().enumerate() {
        let (place, name, died_ms) = death;
        in_time(story, &board, &receipts, death);
        let until_ms = deaths.get(index + 1).map_or(i64::MAX, |(_, _, ms)| *ms);
        let doubtful = doubts(&board, *place, *died_ms, until_ms);
        figure(story, format!("{}: {name} left {doubtful} runs in doubt", place.failpoint));
    }
}

/// One scheduler after another joins two others and ends where it is told to.
async fn members_end(story: &str, places: Vec<Place>) {
    let mut cluster = Cluster::start(PARTITIONS).await;
    cluster.join("a").await;
    cluster.join("b").await;
    cluster.settled(2).await;
    cluster.apply(&manifests(&cluster)).await;
    recovered(&cluster, 2).await;
    let mut deaths = Deaths::new();
    for (number, place) in places.iter().enumerate() {
        let name = format!("v{number}");
        cluster.begin_armed(&name, &format!("kill:{}", place.failpoint));
        if place.failpoint.starts_with("release") {
            cluster.arrived(&name).await;
            cluster.settled(3).await;
            cluster.scheduler(&name).process.signal(Signal::TERM).unwrap();
        }
        let died_ms = cluster.died(&name, place.failpoint).await;
        deaths.push((*place, name, died_ms));
        recovered(&cluster, 2).await;
    }
    end(story, &mut cluster, &deaths).await;
}

/// One leader after another ends as it writes that a newcomer is to own something.
async fn leaders_end(story: &str, places: Vec<&'static str>) {
    let mut cluster = Cluster::start(PARTITIONS).await;
    let mut deaths = Deaths::new();
    for (number, failpoint) in places.iter().enumerate() {
        // The first assignment that it writes as the leader is its own, the second for the next member.
        let (name, next) = (format!("v{number}"), format!("s{number}"));
        cluster.begin_armed(&name, &format!("kill:{failpoint}"));
        cluster.arrived(&name).await;
        if number == 0 {
            cluster.settled(1).await;
            cluster.apply(&manifests(&cluster)).await;
        } else {
            cluster.settled(2).await;
            cluster.scheduler(&format!("s{}", number - 1)).terminate().await;
        }
        recovered(&cluster, 1).await;
        cluster.join(&next).await;
        let died_ms = cluster.died(&name, failpoint).await;
        deaths.push((at(failpoint), name, died_ms));
        recovered(&cluster, 1).await;
    }
    end(story, &mut cluster, &deaths).await;
}

/// Between a claim and its request.
fn before_requests() -> Vec<Place> {
    if full() {
        vec![
            at("claim-before:4:least-"),
            at("claim-before:4:most-"),
            at("claim-sent:4:least-"),
            at("claim-sent:4:most-"),
            in_doubt("claim-answered:4:least-"),
            in_doubt("claim-answered:4:most-"),
            in_doubt("send:6:least-"),
            in_doubt("send:6:most-"),
        ]
    } else {
        vec![in_doubt("claim-answered:4:most-")]
    }
}

/// Between a request and its outcome.
fn before_outcomes() -> Vec<Place> {
    if full() {
        vec![
            in_doubt("head:6:least-"),
            in_doubt("head:6:most-"),
            in_doubt("request:6:least-"),
            in_doubt("request:6:most-"),
            in_doubt("answer:6:least-"),
            in_doubt("answer:6:most-"),
            in_doubt("outcome-before:4:least-"),
            in_doubt("outcome-before:4:most-"),
            at("outcome-sent:4:least-"),
            at("outcome-sent:4:most-"),
            at("outcome-answered:4:least-"),
            at("outcome-answered:4:most-"),
        ]
    } else {
        vec![in_doubt("request:6:most-"), at("outcome-sent:4:least-")]
    }
}

/// Around the record of a second attempt, and a renewal.
fn of_records() -> Vec<Place> {
    if full() {
        vec![
            at("retry-before:2:least-"),
            at("retry-before:2:most-"),
            at("retry-sent:2:least-"),
            at("retry-sent:2:most-"),
            in_doubt("retry-answered:2:least-"),
            in_doubt("retry-answered:2:most-"),
            at("renewal-before:6"),
            at("renewal-sent:6"),
            at("renewal-answered:6"),
        ]
    } else {
        vec![in_doubt("retry-answered:2:most-")]
    }
}

/// Writing who is to own what. The first such write of the first leader is for itself alone.
fn of_leaders() -> Vec<&'static str> {
    if full() {
        vec!["assignment-before:2", "assignment-sent:2", "assignment-answered:2"]
    } else {
        vec!["assignment-sent:2"]
    }
}

/// Coming to own partitions, and giving them away.
fn of_tenures() -> Vec<Place> {
    if full() {
        vec![
            at("acquire-before:1"),
            at("acquire-sent:1"),
            at("acquire-answered:1"),
            at("load-before:1"),
            at("load-answered:2"),
            at("settled:2"),
            at("release-before:1"),
            at("release-sent:1"),
            at("release-answered:1"),
        ]
    } else {
        vec![at("release-sent:1")]
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f2_a_scheduler_ends_on_the_way_from_a_claim_to_its_outcome() {
    tokio::join!(members_end("claim", before_requests()), members_end("request", before_outcomes()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f2_a_scheduler_ends_as_it_writes_a_record_renews_acquires_releases_or_plans() {
    tokio::join!(
        members_end("record", of_records()),
        members_end("tenure", of_tenures()),
        leaders_end("leader", of_leaders())
    );
}

/// Those who are left have written down that it is gone, and that its partitions moved.
async fn is_told_as_lost(cluster: &Cluster, member: &str) {
    until("the event of its loss", PATIENCE, async || {
        let events = cluster.nonoctl(&["cluster", "events", "-o", "json"]).await.ok().json();
        let told = |kind: &str, object: &str| {
            events.as_array().unwrap().iter().any(|event| event["event"] == kind && event["object"] == object)
        };
        if told("lost", &format!("scheduler/{member}")) && told("moved", "cluster") {
            Ok(())
        } else {
            Err(events.to_string())
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f1_schedulers_are_killed_idle_and_under_load_the_leader_first() {
    let kills: usize = if full() { 8 } else { 1 };
    let mut cluster = Cluster::start(PARTITIONS).await;
    for name in ["a", "b", "c"] {
        cluster.join(name).await;
    }
    cluster.settled(3).await;
    let idle = cluster.scheduler("a").member.clone();
    let killed_ms = cluster.scheduler("a").kill().await;
    cluster.settled(2).await;
    let board = cluster.board();
    let taken = board.takeovers.iter().filter(|takeover| takeover.last_owner.as_deref() == Some(idle.as_str()));
    let taken = Spread::of(taken.filter(|it| it.time_ms > killed_ms).map(|it| (it.time_ms - killed_ms) as f64));
    figure("kill", format!("idle: to the next owner of each partition, ms: {taken}"));
    assert!(taken.count > 0 && taken.max <= bound_ms(), "{taken} is more than {}", bound_ms());
    assert!(board.runs.is_empty(), "an idle cluster claimed something: {:?}", board.runs);
    is_told_as_lost(&cluster, &idle).await;

    cluster.apply(&manifests(&cluster)).await;
    recovered(&cluster, 2).await;
    let mut deaths = Deaths::new();
    let mut names = vec!["b".to_owned(), "c".to_owned()];
    for number in 0..kills {
        // Anywhere in a second, and each time elsewhere.
        until_ms(now_ms() + 130 * i64::try_from(number).unwrap()).await;
        let victim = names.remove(0);
        let killed_ms = cluster.scheduler(&victim).kill().await;
        deaths.push((at("kill -9"), victim, killed_ms));
        recovered(&cluster, 1).await;
        if number + 1 < kills {
            let newcomer = format!("d{number}");
            cluster.join(&newcomer).await;
            names.push(newcomer);
            recovered(&cluster, 2).await;
        }
    }
    end("kill", &mut cluster, &deaths).await;
}

/// What the successors of `process` set as their epoch, and when, by partition.
fn successions(cluster: &Cluster, process: &str) -> BTreeMap<u16, (i64, u64)> {
    let mut owners: BTreeMap<u16, String> = BTreeMap::new();
    let mut taken = BTreeMap::new();
    for step in cluster.steps() {
        for write in step.writes {
            let Write::Lease(partition, Lease { owner: Some(owner), epoch }, _) = write else { continue };
            let last = owners.insert(partition, owner.clone());
            if last.is_some_and(|last| last.starts_with(process)) && !owner.starts_with(process) {
                taken.entry(partition).or_insert((step.time_ms, epoch));
            }
        }
    }
    taken
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f5_a_scheduler_that_stops_before_its_look_at_the_time_lease_sends_nothing_when_it_wakes() {
    let places: &[&str] = if full() {
        &["claim-sent:4:least-", "claim-answered:4:most-", "send:6:least-", "send:6:most-", "retry-answered:2:least-"]
    } else {
        &["send:6:most-"]
    };
    let mut cluster = Cluster::start(PARTITIONS).await;
    cluster.join("a").await;
    cluster.join("b").await;
    cluster.settled(2).await;
    cluster.apply(&manifests(&cluster)).await;
    recovered(&cluster, 2).await;
    let mut woken = Vec::new();
    for (number, place) in places.iter().enumerate() {
        let name = format!("z{number}");
        cluster.begin_armed(&name, &format!("stop:{place}"));
        cluster.reached(&name, place).await;
        recovered(&cluster, 2).await;
        cluster.scheduler(&name).process.signal(Signal::CONT).unwrap();
        let woken_ms = now_ms();
        cluster.settled(3).await;
        figure("zombie", format!("{place}: a member with partitions again {} ms after it woke", now_ms() - woken_ms));
        cluster.scheduler(&name).terminate().await;
        recovered(&cluster, 2).await;
        woken.push(name);
    }
    end("zombie", &mut cluster, &Deaths::new()).await;
    let receipts = cluster.receipts();
    for name in woken {
        let taken = successions(&cluster, &format!("{name}-"));
        assert!(!taken.is_empty(), "{name} owned nothing");
        for receipt in &receipts {
            let Some((taken_ms, epoch)) = taken.get(&receipt.run[2..5].parse().unwrap()) else { continue };
            let is_old = receipt.at_us / 1000 > *taken_ms && receipt.epoch < *epoch;
            assert!(!is_old, "{name} sent under an epoch that was over since {taken_ms}: {receipt:?}");
        }
    }
}

#[test]
fn the_program_that_is_released_has_no_failpoints() {
    let says = |program: &std::path::Path| {
        let bytes = std::fs::read(program).unwrap();
        bytes.windows(14).any(|window| window == b"NONO_FAILPOINT")
    };
    assert!(says(&program_for_tests("nono-scheduler-failpoints")), "the search does not find what is there");
    assert!(!says(&program("nono-scheduler")), "nono-scheduler has failpoints");
}
