//! A terminal of 40 columns: whatever is said to a person fits, and nothing of it is lost.

use std::collections::BTreeSet;
use std::path::Path;

use unicode_width::UnicodeWidthStr;

use super::{AT, on_terminal};
use crate::play;
use crate::trial::{Session, Trial, done};

const COLUMNS: u16 = 40;
const NAME: &str = "billing.nightly-invoices-of-all-regions";
/// What has tests of its own, and what is a document and no text.
const ELSEWHERE: [&str; 5] = ["dev", "top", "completion", "schema", "import"];

/// Every command that says something to a person, in an order in which each works; with its exit code.
const SAID: &[(&str, i32)] = &[
    ("cluster doctor --check servers --check schedulers --check partitions", 10),
    ("cluster status", 0),
    ("scheduler list", 0),
    ("scheduler list -o wide", 0),
    ("scheduler get sched-with-a-long-name-000001", 0),
    ("scheduler drain sched-with-a-long-name --detach --yes --reason 'the kernel of this machine is replaced'", 0),
    ("scheduler get sched-with-a-long-name", 0),
    ("scheduler undrain sched-with-a-long-name", 0),
    ("version", 0),
    ("cron @daily --tz America/Argentina/Buenos_Aires", 0),
    ("cron '0 2 * * *' --tz Europe/Berlin --from 2027-03-26", 0),
    ("help", 0),
    ("help cron", 0),
    ("help filters", 0),
    ("help manifests", 0),
    ("help task update", 0),
    ("task list --help", 0),
    ("task list", 0),
    ("task list -o wide", 0),
    ("task list --fields name,target.url,schedule.every", 0),
    ("task get NAME", 0),
    ("task get NAME --fields name,target.url", 0),
    ("task explain NAME", 0),
    ("task next NAME", 0),
    ("task next --all --within 3h", 0),
    ("task history NAME", 0),
    ("task history NAME --changes", 0),
    ("task add NAME-2 --cron '0 2 * * *' --tz Europe/Berlin --url http://billing.internal.example:8080/nightly", 0),
    ("task copy NAME NAME-3", 0),
    ("task update NAME --timeout 45s --description 'invoices of all regions, one file each'", 0),
    ("task edit NAME", 0),
    ("task rollback NAME --to-version 1", 0),
    ("task pause NAME --reason 'the worker is moved to another machine'", 0),
    ("task get NAME", 0),
    ("task explain NAME", 0),
    ("task resume NAME", 0),
    ("task backfill NAME --from 2026-11-01T00:30:00Z --to 2026-11-01T03:00:00Z --yes", 0),
    ("task run NAME --wait --deadline 1ms", 7),
    ("task rm NAME-3 --yes", 0),
    ("run list", 0),
    ("run list -o wide", 0),
    ("run get RUN", 0),
    ("run replay RUN", 0),
    ("run cancel r-001-k3f9x2m4-m0000000012", 3),
    ("diff -f tasks.yaml", 0),
    ("apply -f tasks.yaml --dry-run", 0),
    ("apply -f tasks.yaml", 0),
    ("cluster pause --yes --reason 'the network between the halls is renewed'", 0),
    ("cluster status", 0),
    ("task next NAME", 0),
    ("cluster resume", 0),
    ("cluster events", 0),
    ("cluster init --partitions 8", 4),
    ("context add production --connect zk1.example.org:2181,zk2.example.org:2181/nono", 0),
    ("context list", 0),
    ("context show production", 0),
    ("context use production", 0),
    ("config path", 0),
    ("config view", 0),
    ("context rename production prod", 0),
    ("context rm prod --yes", 0),
    ("task get NAME-of-another-cluster", 3),
    ("task list --filter 'state:'", 2),
    ("task add NAME-4 --every 5x --url ftp://a --retries 1000", 2),
];

#[test]
fn every_command_fits_40_columns() {
    let trial = Trial::with_cluster(AT);
    let home = tempfile::tempdir().unwrap();
    let (run, _members) = scene(&trial, home.path());
    let whole = |line: &str| said(&trial, home.path(), line).1.split_whitespace().collect::<String>();
    let long = format!("task get {NAME}");
    assert!(
        whole(&long).contains("http://billing.internal.example:8080/nightly?all=yes&format=csv"),
        "nothing is lost"
    );
    assert!(whole("task next --all --within 3h").contains("█"), "the chart is there");
    let mut untried: BTreeSet<String> = crate::commands_of_the_tree();
    untried.retain(|command| !ELSEWHERE.contains(&command.as_str()));
    let mut wide = Vec::new();
    for (line, code) in SAID {
        untried.retain(|command| !line.starts_with(command.as_str()));
        let (ended, said) = said(&trial, home.path(), &line.replace("NAME", NAME).replace("RUN", &run));
        if ended != Some(*code) || said.trim().is_empty() {
            wide.push(format!("{line}: {ended:?}: {said}"));
        }
        wide.extend(said.lines().filter(|line| line.width() > usize::from(COLUMNS)).map(|it| format!("{line}: {it}")));
    }
    assert_eq!(wide, Vec::<String>::new());
    assert!(untried.is_empty(), "not tried: {untried:?}");
}

/// Two schedulers, one that leads; a task with long texts and a run of it that failed, whose id is returned. They live as long as their session.
fn scene(trial: &Trial, home: &Path) -> (String, Session) {
    let session = trial.session(AT);
    session.join("sched-with-a-long-name-000001", &[0, 1]);
    session.join("sched-b2-000001", &[2]);
    play::lead(&session, "sched-with-a-long-name-000001");
    let url = "http://billing.internal.example:8080/nightly?all=yes&format=csv";
    let add =
        ["task", "add", NAME, "--every", "1h", "--url", url, "--label", "team=billing-and-accounting-of-all-regions"];
    trial.run(AT, &add, "").expect(0);
    let run = trial.run(AT, &["task", "run", NAME], "").expect(0).out.trim().to_owned();
    play::settle_next(&session, NAME, nono_core::run::Outcome::Failed);
    let manifest =
        crate::manifest(NAME, "2h").replace("target:", "description: a long text that stands for all regions\ntarget:");
    std::fs::write(home.join("tasks.yaml"), manifest + &crate::manifest(&format!("{NAME}-5"), "1h")).unwrap();
    (run, session)
}

/// How a command ended, and what stands on the terminal: both streams.
fn said(trial: &Trial, home: &Path, line: &str) -> (Option<i32>, String) {
    let mut command = on_terminal(&format!("exec nonoctl {line}"), COLUMNS, 24);
    command
        .env("NONOCTL_CONNECT", trial.connect(AT))
        .env("NO_COLOR", "1")
        .env("TERM", "dumb")
        .env("NONOCTL_PAGER", "cat");
    command.env("HOME", home).env("EDITOR", "sed -i s/8080/8081/").current_dir(home);
    let ended = done(command.spawn().unwrap());
    (ended.code, ended.out.replace('\r', ""))
}
