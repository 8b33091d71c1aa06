//! Leaving, in each way: the terminal is as it was, whatever ended the dashboard.

use nono_tests::cluster::{Cluster, PATIENCE};
use nono_tests::terminal::Terminal;
use nono_tests::wait::until;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use crate::setting::{as_before, before, begin, cluster, shell};

#[tokio::test]
async fn the_terminal_is_as_before_whatever_ended_the_dashboard() {
    let cluster = cluster(&["alpha"]).await;
    let terminal = shell(&cluster).await;
    keys(&terminal, &cluster, "", &["q"]).await;
    assert!(!terminal.scrollback().await.contains("Needs attention"), "nothing is left behind");
    keys(&terminal, &cluster, "--mouse", &["C-c"]).await;
    // Whatever lies over it.
    keys(&terminal, &cluster, "--view tasks", &["/", "w", "C-c"]).await;
    keys(&terminal, &cluster, "--view tasks", &["P", "x", "C-c"]).await;
    keys(&terminal, &cluster, "", &["Q"]).await;
    let kept = terminal.scrollback().await;
    assert!(kept.contains("[1 Overview]") && kept.contains("Needs attention") && kept.contains("q quit"), "{kept}");
    signal(&terminal, &cluster, Signal::TERM, "ended 143").await;
    signal(&terminal, &cluster, Signal::INT, "ended 130").await;
    signal(&terminal, &cluster, Signal::HUP, "ended 0").await;
    hung_up(terminal, &cluster).await;
}

async fn keys(terminal: &Terminal, cluster: &Cluster, flags: &str, keys: &[&str]) {
    before(terminal, cluster).await;
    begin(terminal, flags).await;
    assert!(terminal.alternate_on().await);
    assert_eq!(terminal.takes_mouse().await, flags == "--mouse");
    terminal.send(keys).await;
    terminal.wait_for("ended 0").await;
    as_before(terminal, cluster).await;
}

async fn signal(terminal: &Terminal, cluster: &Cluster, signal: Signal, ended: &str) {
    before(terminal, cluster).await;
    begin(terminal, "").await;
    kill_process(process(cluster), signal).unwrap();
    terminal.wait_for(ended).await;
    as_before(terminal, cluster).await;
}

/// The window is closed: the dashboard ends with it.
async fn hung_up(terminal: Terminal, cluster: &Cluster) {
    begin(&terminal, "").await;
    let process = process(cluster);
    drop(terminal);
    until("the end of the dashboard", PATIENCE, async || match test_kill_process(process) {
        Ok(()) => Err("it runs"),
        Err(_) => Ok(()),
    })
    .await;
}

fn process(cluster: &Cluster) -> Pid {
    let text = std::fs::read_to_string(cluster.folder().join("pid")).unwrap();
    Pid::from_raw(text.trim().parse().unwrap()).unwrap()
}
