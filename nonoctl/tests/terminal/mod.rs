//! What a person sees: on a terminal, in a pipe, in a shell that completes. The terminal is that of script(1).

mod narrow;

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::Value;

use crate::trial::{Trial, done};

const AT: &str = "/nono";
const PATIENCE: Duration = Duration::from_secs(30);

/// A command line on a terminal of this size.
fn on_terminal(line: &str, columns: u16, rows: u16) -> Command {
    let mut command = Command::new("script");
    let binary = Path::new(env!("CARGO_BIN_EXE_nonoctl")).parent().unwrap();
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", binary.display());
    command.args(["-qfec", &format!("stty cols {columns} rows {rows}; {line}"), "/dev/null"]);
    command.env_clear().env("LANG", "C.UTF-8").env("TERM", "xterm").env("PATH", path).env("SHELL", "/bin/sh");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What a child prints, as it comes; without line feeds of a terminal.
struct Heard {
    pieces: Receiver<String>,
    all: String,
}

impl Heard {
    fn of(child: &mut Child) -> Self {
        let mut out = child.stdout.take().unwrap();
        let (sender, pieces) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = out.read(&mut buffer) {
                if sender.send(String::from_utf8_lossy(&buffer[..read]).replace('\r', "")).is_err() {
                    return;
                }
            }
        });
        Self { pieces, all: String::new() }
    }

    /// Listens until `wanted` holds of all that was heard.
    #[track_caller]
    fn until(&mut self, wanted: impl Fn(&str) -> bool) -> &str {
        assert!(self.within(PATIENCE, wanted), "not heard in time: {:?}", self.all);
        &self.all
    }

    /// Listens for so long at most, and says whether `wanted` holds.
    fn within(&mut self, span: Duration, wanted: impl Fn(&str) -> bool) -> bool {
        let end = Instant::now() + span;
        while !wanted(&self.all) {
            match self.pieces.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(piece) => self.all.push_str(&piece),
                Err(_) => return false,
            }
        }
        true
    }
}

fn interrupt(child: &Child) {
    send(child, Signal::INT);
}

fn send(child: &Child, signal: Signal) {
    let id = i32::try_from(child.id()).unwrap();
    rustix::process::kill_process(rustix::process::Pid::from_raw(id).unwrap(), signal).unwrap();
}

fn add(trial: &Trial, name: &str) {
    trial.run(AT, &["task", "add", name, "--every", "1h", "--url", "http://127.0.0.1:9/"], "").expect(0);
}

#[test]
fn a_watch_in_a_pipe_tells_each_change_in_a_line_and_ends_with_130() {
    let trial = Trial::with_cluster(AT);
    add(&trial, "a");
    let mut child = trial.command(AT, &["task", "list", "-w", "--fields", "name,schedule.every"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || -> Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    assert_eq!(next(), serde_json::json!({ "type": "added", "object": { "name": "a", "schedule.every": "1h" } }));
    assert_eq!(next(), serde_json::json!({ "type": "synced" }));
    add(&trial, "b");
    assert_eq!(next()["object"]["name"], "b");
    trial.run(AT, &["task", "update", "a", "--every", "2h"], "").expect(0);
    assert_eq!(next(), serde_json::json!({ "type": "updated", "object": { "name": "a", "schedule.every": "2h" } }));
    trial.run(AT, &["task", "rm", "b", "--yes"], "").expect(0);
    assert_eq!(next()["type"], "removed");
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));

    // One object is watched as a list of one.
    let mut child = trial.command(AT, &["task", "get", "a", "-w", "--fields", "name,schedule.every"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || -> Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    assert_eq!((&next()["type"], &next()["type"]), (&"added".into(), &"synced".into()));
    trial.run(AT, &["task", "update", "a", "--every", "3h"], "").expect(0);
    assert_eq!(next()["type"], "updated");
    let run = trial.run(AT, &["task", "run", "a"], "").expect(0).out.trim().to_owned();
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let mut child = trial.command(AT, &["run", "get", &run, "-w"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || -> Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    assert_eq!((&next()["object"]["state"], &next()["type"]), (&"asked".into(), &"synced".into()));
    crate::play::settle_next(&trial.session(AT), "a", nono_core::run::Outcome::Succeeded);
    let ended = next();
    assert_eq!((&ended["type"], &ended["object"]["state"]), (&"updated".into(), &"succeeded".into()));
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));

    // Whoever has seen enough is not written for any longer.
    let mut child = trial.command(AT, &["scheduler", "list", "-w"]).spawn().unwrap();
    let first = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    assert_eq!(first, "{\"type\":\"synced\"}");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    for args in [&["task", "list", "-w", "-o", "yaml"][..], &["task", "get", "a", "-w", "-o", "yaml"]] {
        let refused = trial.run(AT, args, "").expect(2);
        assert!(refused.err.contains("--watch shows a table"), "{refused:?}");
    }
    trial.run(AT, &["cluster", "status", "-w", "--exit-code"], "").expect(2);
    trial.run(AT, &["task", "history", "z", "-w"], "").expect(3);
}

#[test]
fn a_watch_on_a_terminal_draws_over_itself_and_fits_and_plainly_where_it_must() {
    let trial = Trial::with_cluster(AT);
    (0..9).for_each(|number| add(&trial, &format!("billing.nightly-{number}")));
    let connect = trial.connect(AT);
    let line = format!("exec nonoctl --connect {connect} task list -w");
    let mut child = on_terminal(&line, 40, 8).spawn().unwrap();
    let mut heard = Heard::of(&mut child);
    let picture = heard.until(|all| all.contains("Ctrl-C ends. 4 more lines")).to_owned();
    assert!(!picture.contains("\x1b[?1049h"), "{picture:?}");
    heard.until(|all| all.matches("Ctrl-C ends").count() > 1 && all.contains("\x1b[7A"));
    child.stdin.take().unwrap().write_all(b"\x03").unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));

    let line = format!("exec nonoctl --connect {connect} --accessible task list -w --filter new");
    let mut child = on_terminal(&line, 100, 30).spawn().unwrap();
    let mut heard = Heard::of(&mut child);
    heard.until(|all| all.contains("No tasks match."));
    add(&trial, "new");
    let plain = heard.until(|all| all.contains("added task/new: new  every 1h")).to_owned();
    assert!(!plain.contains('\x1b'), "{plain:?}");
    child.stdin.take().unwrap().write_all(b"\x03").unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[test]
fn a_table_fits_40_columns_and_takes_neither_colours_nor_glyphs_where_it_should_not() {
    let trial = Trial::with_cluster(AT);
    add(&trial, "billing.nightly-invoices-of-all");
    let connect = trial.connect(AT);
    let printed = |variables: &[(&str, &str)], more: &str| {
        let line = format!("exec nonoctl --connect {connect} task list {more}");
        let mut command = on_terminal(&line, 40, 24);
        command.envs(variables.iter().copied());
        done(command.spawn().unwrap()).expect(0).out.replace('\r', "")
    };
    let table = printed(&[("NO_COLOR", "1")], "");
    assert!(table.lines().all(|line| line.chars().count() <= 40) && table.contains('…'), "{table}");
    assert!(!table.contains('\x1b'), "{table:?}");
    assert!(printed(&[], "").contains("\x1b["), "a terminal takes colours");
    assert!(!printed(&[("TERM", "dumb")], "").contains('\x1b'));
    assert!(!printed(&[("CLICOLOR", "0")], "").contains('\x1b'));
    assert!(printed(&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], "").contains("\x1b["));
    assert!(!printed(&[("CLICOLOR_FORCE", "1")], "--color never").contains('\x1b'));
    let ascii = printed(&[("LC_ALL", "C"), ("NO_COLOR", "1")], "");
    assert!(ascii.is_ascii() && ascii.contains("..."), "{ascii}");
    for style in ["local", "utc"] {
        let moments = printed(&[("NO_COLOR", "1"), ("TZ", "Asia/Tokyo")], &format!("--time {style} --fields next"));
        assert_eq!(moments.contains('Z'), style == "utc", "{moments}");
    }
}

#[test]
fn ctrl_c_at_a_question_ends_the_command_at_once_and_changes_nothing() {
    let trial = Trial::with_cluster(AT);
    ["a", "b"].iter().for_each(|name| add(&trial, name));
    let connect = trial.connect(AT);
    for (line, asked) in [("task rm a b", "[y/N] "), ("task rm --all", "to go on: ")] {
        let mut child = on_terminal(&format!("exec nonoctl --connect {connect} {line}"), 100, 24).spawn().unwrap();
        let mut heard = Heard::of(&mut child);
        heard.until(|all| all.ends_with(asked));
        let mut input = child.stdin.take().unwrap();
        input.write_all(b"\x03").unwrap();
        heard.until(|all| all.ends_with(&format!("{asked}^C\n")));
        assert_eq!(child.wait().unwrap().code(), Some(130), "{line}");
        drop(input);
    }
    assert_eq!(trial.run(AT, &["task", "list", "-o", "name"], "").expect(0).out, "task/a\ntask/b\n");
}

/// SIGTERM, and not Ctrl-C: who runs the tests in the background may have that ignored, and so its children until they listen.
#[test]
fn a_signal_ends_a_command_that_waits_for_its_input() {
    let trial = Trial::with_cluster(AT);
    let line = ["task", "add", "a", "--every", "1h", "--url", "http://127.0.0.1:9/", "--body", "@-"];
    let mut child = trial.command(AT, &line).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"half of a body").unwrap();
    // It has taken that, and waits for more.
    let end = Instant::now() + PATIENCE;
    while rustix::io::ioctl_fionread(&input).unwrap() > 0 {
        assert!(Instant::now() < end, "it reads nothing");
        std::thread::yield_now();
    }
    send(&child, Signal::TERM);
    let (ended, ends) = channel();
    std::thread::spawn(move || ended.send(child.wait().unwrap()));
    let status = ends.recv_timeout(PATIENCE).expect("it ends at once");
    assert!(status.code() == Some(143) || status.signal() == Some(15), "{status:?}");
    drop(input);
    assert_eq!(trial.run(AT, &["task", "list", "-o", "name"], "").expect(0).out, "");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let trial = Trial::with_cluster(AT);
    let manifest = |number: usize| {
        format!(
            "apiVersion: nono/v1\nkind: SchedulerTask\nname: task-{number}\nschedule: {{ every: 1h }}\n\
             target: {{ url: \"http://127.0.0.1:9/{}\" }}\n---\n",
            "x".repeat(200)
        )
    };
    trial.run(AT, &["apply", "-f", "-"], &(0..400).map(manifest).collect::<String>()).expect(0);
    for format in ["json", "tsv", "table"] {
        let mut child = trial.command(AT, &["task", "list", "-o", format]).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut String::new()).unwrap();
        drop(out);
        let ended = done(child).expect(0);
        assert!(!ended.err.contains("error"), "{ended:?}");
    }
}

#[test]
fn long_texts_on_a_terminal_are_paged_and_only_there() {
    let paged = |pager: &str, line: &str| {
        let mut command = on_terminal(line, 80, 24);
        let ended = done(command.env("NONOCTL_PAGER", pager).spawn().unwrap()).expect(0);
        ended.out.replace('\r', "")
    };
    let through = |text: &str| text.lines().next() == Some("paged:");
    let pager = "sed -e 1ipaged:";
    let help = paged(pager, "exec nonoctl help exit-codes");
    assert!(through(&help) && help.contains("unavailable"), "{help}");
    assert!(!through(&paged(pager, "exec nonoctl help exit-codes --no-pager")));
    assert!(!through(&paged(pager, "nonoctl help exit-codes | cat")));
    assert!(!through(&paged("cat", "exec nonoctl help exit-codes")));
    assert!(!through(&paged(pager, "exec nonoctl schema")), "only get, help and diff");
    assert!(paged("/nowhere/pager", "exec nonoctl help exit-codes").contains("unavailable"));
    let usual = done(on_terminal("exec nonoctl help --no-pager cron", 60, 24).spawn().unwrap()).expect(0).out;
    assert!(usual.contains("Expressions"), "{usual}");
}

#[test]
fn help_is_of_commands_and_topics_and_guesses_what_was_meant() {
    let nono = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nonoctl"));
        command.args(args).env_clear().env("LANG", "C.UTF-8").stdout(Stdio::piped()).stderr(Stdio::piped());
        done(command.spawn().unwrap())
    };
    assert!(nono(&["help"]).expect(0).out.contains("exit-codes   what each exit code means"));
    for topic in ["exit-codes", "environment", "formatting", "filters", "cron", "manifests"] {
        let page = nono(&["help", topic]).expect(0);
        assert!(page.out.lines().count() > 15 && page.err.is_empty(), "{topic}: {page:?}");
        assert_eq!(nono(&["help", topic, "-o", "json"]).expect(0).json()["about"], topic);
    }
    let same = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (help, flag) = (nono(&["help", "task", "add"]).expect(0).out, nono(&["task", "add", "--help"]).expect(0).out);
    assert_eq!(same(&help), same(&flag));
    let wrong = nono(&["help", "exit-code"]).expect(2);
    assert!(wrong.err.contains("did you mean: exit-codes"), "{wrong:?}");
    assert!(nono(&["help", "task", "ad"]).expect(2).err.contains("did you mean: add"));
}

/// Types a line with a TAB into a shell that has loaded the script, and says what it printed.
fn completed(shell: &str, setup: &str, typed: &str, home: &Path, connect: &str, wanted: &str) -> String {
    let mut command = on_terminal(&format!("exec {shell}"), 200, 50);
    command.env("HOME", home).env("NONOCTL_CONNECT", connect);
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut heard = Heard::of(&mut child);
    // A shell echoes what is typed before it is asked for it: its answer has another form.
    input.write_all(format!("{setup}\nprintf 'ready-%s\\n' 42\n").as_bytes()).unwrap();
    heard.until(|all| all.contains("ready-42"));
    input.write_all(typed.as_bytes()).unwrap();
    // A TAB that comes too soon for a busy machine offers nothing: the next one does.
    let end = Instant::now() + PATIENCE;
    loop {
        input.write_all(b"\t").unwrap();
        if heard.within(Duration::from_secs(2), |all| all.contains(wanted)) {
            break;
        }
        assert!(Instant::now() < end, "{shell} offers no {wanted}: {:?}", heard.all);
    }
    input.write_all(b"\nprintf 'done-%s\\n' 42\n").unwrap();
    let all = heard.until(|all| all.contains("done-42")).to_owned();
    input.write_all(b"exit\n").unwrap();
    drop(input);
    child.wait().unwrap();
    all
}

#[test]
fn a_tab_completes_commands_and_names_in_bash_zsh_and_fish() {
    let trial = Trial::with_cluster(AT);
    add(&trial, "billing.nightly");
    let session = trial.session(AT);
    session.join("sched-a1-000001", &[0]);
    let home = tempfile::tempdir().unwrap();
    let connect = trial.connect(AT);
    for (shell, setup) in [
        ("bash --norc --noprofile -i", "PS1='> '; source <(nonoctl completion bash)"),
        ("zsh -f -i", "PS1='> '; autoload -Uz compinit; compinit -u -D; source <(nonoctl completion zsh)"),
        ("fish --no-config -i", "function fish_prompt; echo '> '; end; nonoctl completion fish | source"),
    ] {
        let task = completed(shell, setup, "nonoctl -o name task get bill", home.path(), &connect, "billing.nightly");
        assert!(task.contains("task/billing.nightly"), "{shell}: {task:?}");
        let scheduler = completed(shell, setup, "nonoctl -o name scheduler get sch", home.path(), &connect, "sched-a1");
        assert!(scheduler.contains("scheduler/sched-a1\n"), "{shell}: {scheduler:?}");
    }
}

#[test]
fn a_tab_never_waits_for_a_cluster_that_is_away_and_offers_contexts_without_one() {
    let home = tempfile::tempdir().unwrap();
    let nono = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nonoctl"));
        command.args(args).env_clear().env("LANG", "C.UTF-8").env("HOME", home.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    let add = ["context", "add", "away", "--connect", "10.255.255.1:2181/nono"];
    done(nono(&add).spawn().unwrap()).expect(0);
    let tab = |words: &[&str]| {
        let mut command = nono(&[&["--"], words].concat());
        command.env("COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string());
        command.env("_CLAP_IFS", "\n").env("_CLAP_COMPLETE_COMP_TYPE", "9").env("_CLAP_COMPLETE_SPACE", "false");
        done(command.spawn().unwrap()).expect(0)
    };
    assert_eq!(tab(&["nonoctl", "context", "use", "aw"]).out, "away");
    assert_eq!(tab(&["nonoctl", "-c", ""]).out, "away");
    let names = home.path().join(".cache/nonoctl/names");
    std::fs::create_dir_all(&names).unwrap();
    std::fs::write(names.join("away"), "task etl.known\nscheduler s1\n").unwrap();
    let old = std::time::SystemTime::now() - Duration::from_secs(600);
    std::fs::File::options().write(true).open(names.join("away")).unwrap().set_modified(old).unwrap();
    let begun = Instant::now();
    let offered = tab(&["nonoctl", "-c", "away", "task", "get", "et"]);
    assert_eq!((offered.out.as_str(), offered.err.as_str()), ("etl.known", ""));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert!(tab(&["nonoctl", "task", "ge"]).out.contains("get"));
}

#[test]
fn installing_puts_programs_completions_and_manual_pages_where_they_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let from = folder.path().join("built");
    std::fs::create_dir(&from).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_nonoctl"), from.join("nonoctl")).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/install.sh");
    let install = || {
        let mut command = Command::new("sh");
        command.arg(&script).arg(&from).env("DESTDIR", folder.path().join("root")).env("PREFIX", "/usr");
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        done(command.spawn().unwrap())
    };
    assert!(install().expect(1).err.contains("there is no"), "a half of it is not installed");
    // The daemon is another package's; scripts/packaging.sh looks at its own page.
    let daemon = from.join("nono-scheduler");
    std::fs::write(&daemon, "#!/bin/sh\n[ \"$*\" = --man ] && echo .TH nono-scheduler 8\n").unwrap();
    std::fs::set_permissions(&daemon, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    install().expect(0);
    for (path, says) in [
        ("share/bash-completion/completions/nonoctl", "complete"),
        ("share/zsh/site-functions/_nonoctl", "#compdef nonoctl"),
        ("share/fish/vendor_completions.d/nonoctl.fish", "complete"),
        ("share/man/man1/nonoctl.1", ".TH nonoctl 1"),
        ("share/man/man1/nonoctl-task-add.1", ".TH nonoctl-task-add 1"),
        ("share/man/man8/nono-scheduler.8", ".TH nono-scheduler 8"),
    ] {
        let text = std::fs::read_to_string(folder.path().join("root/usr").join(path)).unwrap();
        assert!(text.contains(says) && !text.contains(&*from.to_string_lossy()), "{path}");
    }
    let installed = folder.path().join("root/usr/bin/nonoctl");
    assert!(Command::new(installed).arg("--version").stdout(Stdio::null()).status().unwrap().success());
}
