//! `--once`: a picture for a script, and what a script is told where there is none.

use nono_tests::admin::Admin;
use nono_tests::programs::program;
use nono_tests::pty::Pty;
use nono_tests::terminal::ROOMY;

use crate::setting::cluster;

#[tokio::test]
async fn one_picture_needs_no_terminal() {
    let cluster = cluster(&["alpha"]).await;
    let views = [
        ("overview", "Needs attention"),
        ("tasks", "web.report"),
        ("schedulers", "Partitions per scheduler"),
        ("runs", "[4 Runs]"),
        ("upcoming", "window 60 min"),
        ("cluster", "d looks again"),
    ];
    for (view, text) in views {
        let picture = cluster.nonoctl(&["top", "--once", "--view", view]).await.ok().stdout;
        assert!(picture.contains("nono top") && picture.contains(text), "{view}: {picture}");
        assert!(picture.lines().all(|line| !line.contains(char::is_control)), "{view}: {picture:?}");
    }
    // Without a terminal there is nothing else that it could do.
    let refused = cluster.nonoctl(&["top"]).await;
    assert_eq!(refused.code(), 2, "{refused:?}");
    assert!(refused.stderr.contains("top needs a terminal") && refused.stderr.contains("--once"), "{}", refused.stderr);
}

#[tokio::test]
async fn without_zookeeper_each_host_is_named() {
    let folder = tempfile::tempdir().unwrap();
    // Nobody listens where somebody did a moment ago.
    let free = || std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let (one, other) = (free(), free());
    let admin = Admin { place: format!("{one},{other}/nono"), folder: folder.path().to_owned() };
    let output = admin.nonoctl(&["top", "--once"], "").await;
    assert_eq!(output.code(), 5, "{output:?}");
    assert!(output.stdout.is_empty(), "{}", output.stdout);
    for host in [one, other] {
        assert!(output.stderr.lines().any(|line| line.contains(&format!("{host}  "))), "{host}: {}", output.stderr);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lines_tell_what_a_screen_would_show_and_nothing_is_drawn_over() {
    let mut cluster = cluster(&["alpha", "beta"]).await;
    let (nonoctl, place) = (program("nonoctl").display().to_string(), cluster.place());
    let start = || Pty::start(ROOMY, &nonoctl, &["--connect", &place, "top", "--accessible"]);
    let mut lines = tokio::task::block_in_place(start);
    tokio::task::block_in_place(|| {
        // A problem from the beginning, or something that happened: whichever it was by then.
        let told = |text: &str| {
            let broken = text.lines().any(|line| line.contains("task web.broken") && line.contains(" failing: "));
            broken && text.contains("2 schedulers, ") && text.contains(" leads; 6 tasks; ")
        };
        lines.wait_until("what is wrong", told);
    });
    cluster.scheduler("beta").kill().await;
    tokio::task::block_in_place(|| {
        lines.wait_until("who is gone", |text| text.contains(" is gone"));
        lines.send("\x03");
        assert_eq!(lines.ended().code(), Some(130));
        assert!(!lines.seen().contains('\x1b'), "{:?}", lines.seen());
    });
}
