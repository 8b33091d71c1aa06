//! Who owns how much: few tasks are spread evenly, many by their expected load, and a join moves no more than it must.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use nono_tests::cluster::Cluster;
use nono_tests::manifest::{self, Manifest};
use nono_tests::tree::Tree;
use nono_tests::wait::{figure, until};

/// Each task's name, by partition.
async fn tasks(tree: &Tree) -> BTreeMap<String, Vec<String>> {
    let mut tasks = BTreeMap::new();
    for partition in tree.children("/tasks").await {
        let names = tree.children(&format!("/tasks/{partition}")).await;
        tasks.insert(partition, names);
    }
    tasks
}

/// The sum of `weight` over the tasks that each member owns.
async fn loads(
    tree: &Tree,
    tasks: &BTreeMap<String, Vec<String>>,
    weight: impl Fn(&str) -> f64,
) -> BTreeMap<String, f64> {
    let mut loads: BTreeMap<String, f64> =
        tree.children("/schedulers").await.into_iter().map(|member| (member, 0.0)).collect();
    for (partition, lease) in tree.all("/leases").await {
        let names = tasks.get(&partition).map(Vec::as_slice).unwrap_or_default();
        let load: f64 = names.iter().map(|name| weight(name)).sum();
        let owner = lease["owner"].as_str().unwrap_or("nobody");
        *loads.entry(owner.to_owned()).or_default() += load;
    }
    loads
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_equal_tasks_are_spread_four_three_three_within_ten_seconds() {
    let mut cluster = Cluster::start(256).await;
    for name in ["a", "b", "c"] {
        cluster.join(name).await;
    }
    cluster.settled(3).await;
    for number in 0..10 {
        let name = format!("equal-{number}");
        let url = cluster.url("/ok");
        let _ = cluster.nonoctl(&["task", "add", &name, "--every", "10s", "--url", &url]).await.ok();
    }
    let begun = std::time::Instant::now();
    let tree = cluster.tree().await;
    let tasks = tasks(&tree).await;
    until("spread 4/3/3", Duration::from_secs(10), async || {
        let loads = loads(&tree, &tasks, |_| 1.0).await;
        let mut counts: Vec<u64> = loads.values().map(|&load| load as u64).collect();
        counts.sort_unstable();
        if counts == [3, 3, 4] { Ok(()) } else { Err(format!("{loads:?}")) }
    })
    .await;
    figure("balance", format!("10 tasks are 4/3/3 {} ms after the tenth", begun.elapsed().as_millis()));
}

/// Runs per second of a task, from its name.
fn rate(name: &str) -> f64 {
    match name.split('-').next() {
        Some("minute") => 1.0 / 60.0,
        Some("five") => 1.0 / 300.0,
        _ => 1.0 / 86_400.0,
    }
}

fn many(cluster: &Cluster, count: usize) -> String {
    let task = |number: usize| {
        let (kind, seconds) = match number % 4 {
            0 | 1 => ("minute", 60),
            2 => ("five", 300),
            _ => ("daily", 86_400),
        };
        let offset = i64::try_from(number).unwrap() % seconds;
        Manifest::new(format!("{kind}-{number:05}"), cluster.url("/ok")).every(seconds, offset)
    };
    let manifests: Vec<Manifest> = (0..count).map(task).collect();
    manifest::file(&manifests)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_tasks_are_even_by_load_and_a_join_moves_few_partitions() {
    const PARTITIONS: usize = 256;
    let mut cluster = Cluster::start(256).await;
    cluster.join("m1").await;
    cluster.join("m2").await;
    cluster.settled(2).await;
    let applied = cluster.apply(&many(&cluster, 10_000)).await;
    figure("balance", format!("apply of 10,000 tasks took {} ms", applied.took.as_millis()));
    let tree = cluster.tree().await;
    let tasks = tasks(&tree).await;
    assert_eq!(tasks.values().map(Vec::len).sum::<usize>(), 10_000);
    for members in 2..=5 {
        if members > 2 {
            even(&tree, &tasks, members - 1).await;
            let before = owners(&tree).await;
            cluster.join(&format!("m{members}")).await;
            cluster.settled(members).await;
            let moved = moved(&before, &owners(&tree).await);
            let most = PARTITIONS.div_ceil(members) + 1;
            figure("balance", format!("the join of member {members} moved {moved} partitions of at most {most}"));
            assert!(moved <= most, "the join of member {members} moved {moved} partitions, not at most {most}");
        }
        let ratio = even(&tree, &tasks, members).await;
        figure("balance", format!("{members} members: max/mean of the load {ratio:.4}"));
    }
}

/// Waits until the load is even, and says how even.
async fn even(tree: &Tree, tasks: &BTreeMap<String, Vec<String>>, members: usize) -> f64 {
    until("even", Duration::from_secs(40), async || {
        let loads = loads(tree, tasks, rate).await;
        let mean = loads.values().sum::<f64>() / members as f64;
        let ratio = loads.values().copied().fold(0.0, f64::max) / mean;
        if loads.len() == members && ratio <= 1.05 { Ok(ratio) } else { Err(format!("{ratio}: {loads:?}")) }
    })
    .await
}

async fn owners(tree: &Tree) -> BTreeSet<(String, String)> {
    let leases = tree.all("/leases").await;
    leases.into_iter().map(|(partition, lease)| (partition, lease["owner"].to_string())).collect()
}

fn moved(before: &BTreeSet<(String, String)>, after: &BTreeSet<(String, String)>) -> usize {
    after.difference(before).count()
}
