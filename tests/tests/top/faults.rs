//! Faults that befall the cluster while somebody looks: a scheduler dies, ZooKeeper goes away and comes back.

use nono_tests::cluster::Cluster;
use nono_tests::proxy::{Flow, Proxy};
use nono_tests::terminal::Terminal;
use nono_tests::vandal::Vandal;
use rustix::process::{Pid, Signal, kill_process};
use zookeeper_client::Permission;

use crate::setting::{as_before, before, begin, cluster, kept, shell, top};

#[tokio::test]
async fn a_scheduler_that_dies_is_seen_to_go_and_its_partitions_to_be_taken_over() {
    let mut cluster = cluster(&["alpha", "beta"]).await;
    let top = top(&cluster, "--view schedulers").await;
    let half = |screen: &str| owns(screen, "alpha", "4") && owns(screen, "beta", "4");
    top.wait_until("four partitions each", half).await;
    cluster.scheduler("beta").kill().await;
    let taken = |screen: &str| screen.contains("[3 Schedulers 1]") && owns(screen, "alpha", "8");
    let screen = top.wait_until("all with the other", taken).await;
    let lost = |line: &str| line.contains(" beta ") && line.contains("? lost");
    assert!(screen.contains("? 1 lost") && screen.lines().any(lost), "{screen}");
    top.send(&["1"]).await;
    let told = |screen: &str| screen.contains("beta") && screen.contains(" is gone");
    top.wait_until("what happened", told).await;
    let screen = top.wait_for("lost: 4 of 4 partitions taken over").await;
    assert!(screen.contains("Schedulers (1, 1 lost)"), "{screen}");
    top.wait_without("without an owner").await;
    // Who is started again is no longer lost; who leaves in order never is.
    cluster.join_all(&["beta".to_owned()]).await;
    top.wait_until("it is back", |screen| screen.contains("Schedulers (2)") && !screen.contains("lost")).await;
    cluster.scheduler("alpha").terminate().await;
    let screen = top.wait_for("Schedulers (1)").await;
    assert!(!screen.contains("lost"), "{screen}");
}

/// Whether the row of this scheduler, `> alpha  host  ★lead  ✓ active  4 …`, says that it owns so many.
fn owns(screen: &str, who: &str, count: &str) -> bool {
    let mut rows = screen.lines().filter(|line| line.contains(&format!(" {who} ")));
    rows.any(|line| line.split("✓ active").nth(1).and_then(|rest| rest.split_whitespace().next()) == Some(count))
}

#[tokio::test]
async fn zookeeper_goes_and_comes_and_the_dashboard_says_so_and_goes_on() {
    let mut cluster = cluster(&["alpha"]).await;
    let top = top(&cluster, "--view tasks").await;
    top.wait_for("✗ failing").await;
    cluster.zookeeper.kill().await.unwrap();
    let first = stale(&top).await;
    top.wait_for("actions are off").await;
    // A server that is killed may take a connection still when it is asked for the first time.
    let refused = format!("{}  connection refused", cluster.zookeeper.connect_string());
    let screen = top.wait_for(&refused).await;
    let texts =
        ["ZK 0/1 RECONNECTING", "connection lost", "retry ", "(r now)", "> crm.export", "0 3 * * *", "✗ failing"];
    for text in texts.into_iter().chain(["this is only the view of this terminal"]) {
        assert!(screen.contains(text), "{text}: {screen}");
    }
    // The age grows and the tries are counted; the keys go on to work, and what was read is still there.
    top.wait_until("a greater age", |screen| age(screen).is_some_and(|age| age > first + 1)).await;
    top.wait_until("another try", |screen| screen.contains("retry 2 ") || screen.contains("retry 3 ")).await;
    top.send(&["P"]).await;
    top.wait_for("actions are off while there is no connection").await;
    top.send(&["j"]).await;
    top.wait_for("> crm.import").await;
    cluster.zookeeper.restart().await.unwrap();
    live(&top).await;
    top.send(&["6"]).await;
    top.wait_for("connected again").await;
    // More has happened since than the table has rows for: the oldest is at its end.
    top.send(&["Tab", "G"]).await;
    top.wait_for("connection lost").await;

    // A server that hangs keeps its connections: at first nothing says that it is away but the age.
    let server = Pid::from_raw(cluster.zookeeper.pid().unwrap().cast_signed()).unwrap();
    kill_process(server, Signal::STOP).unwrap();
    top.send(&["2"]).await;
    stale(&top).await;
    top.wait_for("> crm.import").await;
    kill_process(server, Signal::CONT).unwrap();
    live(&top).await;
    // It is the same one, and can change things again.
    top.send(&["P"]).await;
    top.wait_for("Pause 1 task in").await;
    top.send(&["Escape"]).await;
    top.wait_without("Same as:").await;
    top.send(&["q"]).await;
    top.wait_for("ended 0").await;
    let log = kept(&cluster, "nonoctl.log");
    assert!(log.contains("connection lost") && log.lines().last().unwrap().contains(" connected"), "{log}");
    left_while_it_is_away(&mut cluster, &top).await;
}

/// Nobody has to wait for ZooKeeper to leave.
async fn left_while_it_is_away(cluster: &mut Cluster, top: &Terminal) {
    before(top, cluster).await;
    begin(top, "").await;
    cluster.zookeeper.kill().await.unwrap();
    top.wait_for("RECONNECTING").await;
    top.send(&["q"]).await;
    top.wait_for("ended 0").await;
    as_before(top, cluster).await;
}

/// The network is away for longer than ZooKeeper keeps a session: another one is made, and everything is read anew.
#[tokio::test]
async fn a_session_that_expires_is_made_anew_by_itself() {
    let cluster = cluster(&["alpha"]).await;
    let proxy = Proxy::before(&[cluster.zookeeper.connect_string().parse().unwrap()]).await;
    let top = shell(&cluster).await;
    top.line(&format!("PLACE={}/nono", proxy.connect_string())).await;
    begin(&top, "--view cluster").await;
    proxy.set_both(Flow::Swallow);
    top.wait_until("that it is over", |screen| {
        screen.contains("SESSION EXPIRED") || screen.contains("session expired")
    })
    .await;
    proxy.mend();
    proxy.break_off(0);
    live(&top).await;
    top.wait_for("session expired").await;
    // It is whole again: changes are made over the new session.
    top.send(&["2"]).await;
    top.wait_for("> crm.export").await;
    top.send(&["P"]).await;
    top.wait_for("Same as:").await;
}

#[tokio::test]
async fn what_must_not_be_read_is_named_and_the_rest_goes_on() {
    let cluster = cluster(&["alpha"]).await;
    let vandal = Vandal::connect(&cluster.place()).await;
    let running = top(&cluster, "--view tasks").await;
    running.wait_for("> crm.export").await;
    vandal.allow("/tasks/003", Permission::NONE).await;
    running.send(&["C-r"]).await;
    let screen = running.wait_for("access to /tasks/003 is denied   actions are off").await;
    assert!(screen.contains("> crm.export"), "what was read stays: {screen}");
    running.send(&["P"]).await;
    running.wait_for("actions are off while not everything may be read").await;
    running.send(&["3"]).await;
    running.wait_until("the schedulers", |screen| screen.contains("★lead") && owns(screen, "alpha", "8")).await;

    // Who begins now knows no names at all.
    let new = shell(&cluster).await;
    new.line("nonoctl --connect $PLACE top --view tasks").await;
    let denied = |screen: &str| screen.contains("Access is denied:") && screen.contains("/tasks/003");
    let screen = new.wait_until("denied", denied).await;
    assert!(screen.contains("Ask whoever set the ACLs"), "{screen}");
    new.send(&["1"]).await;
    new.wait_for("Needs attention").await;

    vandal.allow("/tasks/003", Permission::ALL).await;
    live(&running).await;
    live(&new).await;
    new.send(&["2"]).await;
    new.wait_for("> crm.export").await;
}

async fn stale(top: &Terminal) -> u64 {
    let screen = top.wait_until("stale", |screen| age(screen).is_some()).await;
    age(&screen).unwrap()
}

async fn live(top: &Terminal) {
    let is_live =
        |screen: &str| screen.contains("│ live ") && screen.contains("rtt ") && !screen.contains("actions are off");
    top.wait_until("live again", is_live).await;
}

/// The seconds after `STALE`.
fn age(screen: &str) -> Option<u64> {
    let text = screen.split("STALE ").nth(1)?.split(' ').next()?;
    let (minutes, seconds) = text.split_once('m').unwrap_or(("0", text));
    let seconds = seconds.strip_suffix('s').unwrap_or("0");
    Some(minutes.parse::<u64>().ok()? * 60 + seconds.parse::<u64>().ok()?)
}
