//! The wall clock of a scheduler steps, or is not that of the others (F11).

use std::path::{Path, PathBuf};

use nono_tests::mixture::Mixture;
use nono_tests::programs::full;
use nono_tests::wait::{figure, now_ms, until_ms};

use crate::story::{Story, partition};

/// A wall clock that a story can set: libfaketime reads the file again with each reading of the clock. The boot clock,
/// which spans are measured by, is not its business.
#[derive(Clone, Debug)]
pub(crate) struct WallClock {
    file: PathBuf,
}

/// Where Debian has it, below the architecture's folder, and others.
const PLACES: [&str; 3] = ["/usr/lib", "/usr/lib64", "/usr/local/lib"];
const LIBRARY: &str = "faketime/libfaketimeMT.so.1";

impl WallClock {
    pub(crate) fn new(folder: &Path, name: &str) -> Self {
        let clock = Self { file: folder.join(format!("{name}.clock")) };
        clock.ahead(0);
        clock
    }

    /// Sets it so many seconds ahead of the true time, or behind. In one step: a reader never sees half of it.
    pub(crate) fn ahead(&self, seconds: i64) {
        let new = self.file.with_extension("new");
        std::fs::write(&new, format!("{seconds:+}\n")).unwrap();
        std::fs::rename(&new, &self.file).unwrap();
    }

    /// What gives a process this clock.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        vec![
            pair("LD_PRELOAD", library().to_str().unwrap()),
            pair("FAKETIME_TIMESTAMP_FILE", self.file.to_str().unwrap()),
            pair("FAKETIME_NO_CACHE", "1"),
            pair("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
            pair("FAKETIME_DONT_RESET", "1"),
            pair("NO_FAKE_STAT", "1"),
        ]
    }
}

fn library() -> PathBuf {
    let folders = PLACES.iter().flat_map(|place| {
        let below = std::fs::read_dir(place).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
        std::iter::once(PathBuf::from(place)).chain(below)
    });
    let found = folders.map(|folder| folder.join(LIBRARY)).find(|path| path.is_file());
    found.expect("libfaketime is missing: run `make setup`, or install Debian's package faketime")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f11_steps_of_the_wall_clock_fire_nothing_twice_and_are_quiet() {
    let mut story = Story::on_one("f11 clocks", &["b"], Mixture::plain()).await;
    let clock = WallClock::new(story.cluster.folder(), "a");
    let launch = story.behind_proxy("a", clock.environment()).await;
    let member = story.cluster.join_as("a", &launch).await.member.clone();
    story.cluster.settled(2).await;
    story.on_time(now_ms()).await;
    let log = story.cluster.folder().join("a.1.log");
    let lines = || std::fs::read_to_string(&log).unwrap().lines().count();
    let (begun_ms, before) = (now_ms(), lines());
    let mut steps = Vec::new();
    let (hour, back) = (3600, 0);
    let settings = if full() { vec![hour, back, -hour, back, 5, back, -5, back, 2, -2, back] } else { vec![hour, -5] };
    for ahead in settings {
        steps.push(now_ms());
        clock.ahead(ahead);
        story.tally.clock_steps += 1;
        until_ms(now_ms() + if full() { 5000 } else { 2500 }).await;
        assert!(story.cluster.scheduler("a").process.is_running(), "it ended with its clock at {ahead:+} s");
    }
    let said = lines() - before;
    story.figure(format!("{} steps, {said} lines of log", steps.len()));
    assert!(said <= 6 * steps.len(), "{said} lines of log for {} steps", steps.len());
    let stepped_ms = now_ms();

    // A scheduler whose clock was 3 s ahead from the start: its own idea of when is as good as the others', within this.
    story.ahead_ms = 3000;
    let ahead = WallClock::new(story.cluster.folder(), "c");
    ahead.ahead(3);
    let launch = story.behind_proxy("c", ahead.environment()).await;
    story.cluster.join_as("c", &launch).await;
    story.cluster.settled(3).await;
    until_ms(now_ms() + if full() { 6000 } else { 3000 }).await;
    let ended = story.end(3).await;

    let early = ended.lateness_of(begun_ms, stepped_ms).min;
    assert!(early >= -1.0, "a step of the clock made a request early: {early} ms late");
    let mine: std::collections::HashSet<u16> = ended
        .board
        .takeovers
        .iter()
        .filter(|takeover| takeover.owner == member)
        .map(|takeover| takeover.partition)
        .collect();
    let disturbed = ended.disturbed();
    let during: Vec<_> = disturbed.iter().filter(|(at, _)| (begun_ms..stepped_ms).contains(at)).collect();
    figure("f11 clocks", format!("{} send times were not kept while the clock stepped", during.len()));
    let windows: Vec<(i64, i64)> = steps.iter().map(|step| (step - 1000, step + 1500)).collect();
    let outside: Vec<_> =
        during.iter().filter(|(at, _)| !windows.iter().any(|(from, until)| (from..=until).contains(&at))).collect();
    assert!(outside.is_empty(), "disturbed long after a step: {outside:?}");
    let of_others: Vec<_> = ended
        .receipts
        .iter()
        .filter(|receipt| (begun_ms..stepped_ms).contains(&(receipt.scheduled_at * 1000)))
        .filter(|receipt| !mine.contains(&partition(receipt)) && receipt.trigger == "misfire")
        .collect();
    assert!(of_others.is_empty(), "the other scheduler's runs misfired: {of_others:?}");
}
