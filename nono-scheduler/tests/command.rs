//! The command as a person or an init system meets it: exit codes, what is said where, signals. No ZooKeeper is needed:
//! none is there, and the command must cope with that, too.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

const PATIENCE: Duration = Duration::from_secs(20);

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nono-scheduler"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command(arguments).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// A scheduler whose ZooKeeper is not there. Killed when the test is over.
struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    /// Starts it and waits until it listens.
    fn start(more: &[&str]) -> (Self, String) {
        let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let mut arguments = vec!["--connect", nobody.as_str(), "--listen", "127.0.0.1:0", "--name", "a"];
        arguments.extend(more);
        let mut child = command(&arguments).stderr(Stdio::piped()).spawn().unwrap();
        let lines = follow(child.stderr.take().unwrap());
        let running = Self { child, lines };
        let line = running.line_with("listens on http://");
        let address = line.rsplit("http://").next().unwrap().to_owned();
        (running, address)
    }

    fn line_with(&self, text: &str) -> String {
        let mut seen = Vec::new();
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) if line.contains(text) => return line,
                Ok(line) => seen.push(line),
                Err(_) => panic!("no line with {text:?}; it said\n{}", seen.join("\n")),
            }
        }
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits for its end, which the end of its stderr announces.
    fn exit_code(&mut self) -> Option<i32> {
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => return self.child.wait().unwrap().code(),
                Err(RecvTimeoutError::Timeout) => panic!("it neither ended nor said anything"),
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn follow(stderr: ChildStderr) -> Receiver<String> {
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stderr).lines() {
            if tell.send(line.unwrap()).is_err() {
                return;
            }
        }
    });
    told
}

#[test]
fn a_configuration_that_cannot_be_used_ends_with_2_and_names_the_place() {
    for (arguments, expected) in [
        (&[][..], "--connect is missing: give it as a flag, as NONO_SCHEDULER_CONNECT, or as"),
        (&["--connect", "zk", "--drain-timeout", "soon"], "--drain-timeout: \"soon\" is not a duration"),
        (&["--connect", "zk:0"], "--connect: connect string \"zk:0\": host 1 has the port"),
        (&["--conect", "zk"], "a similar argument exists: '--connect'"),
    ] {
        let (code, stdout, stderr) = run(arguments);
        assert_eq!(code, Some(2), "{stderr}");
        assert!(stderr.contains(expected), "{stderr}");
        assert_eq!(stdout, "", "errors are for stderr");
    }
}

#[test]
fn help_and_version_are_answers_and_no_errors() {
    let (code, stdout, stderr) = run(&["--help"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    for expected in ["Examples:", "NONO_SCHEDULER_SESSION_TIMEOUT", "Exit codes:", "--run-log <FILE>"] {
        assert!(stdout.contains(expected), "{expected} is missing in\n{stdout}");
    }
    let (code, stdout, _) = run(&["--version"]);
    assert_eq!((code, stdout), (Some(0), format!("nono-scheduler {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn what_cannot_be_had_at_the_start_ends_with_1_and_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, _, stderr) = run(&["--connect", "zk", "--listen", &address]);
    assert_eq!(code, Some(1));
    assert!(
        stderr.contains(&format!("cannot listen on {address}; choose another address with --listen: ")),
        "{stderr}"
    );
    let (code, _, stderr) = run(&["--connect", "zk", "--listen", "127.0.0.1:0", "--run-log", "/nowhere/runs"]);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("cannot open the run log /nowhere/runs: "), "{stderr}");
}

#[test]
fn without_zookeeper_it_is_alive_and_not_ready_and_stops_in_order() {
    let (mut running, address) = Running::start(&["--drain-timeout", "5s"]);
    for (path, status) in [("/healthz", "200"), ("/readyz", "503")] {
        let mut socket = std::net::TcpStream::connect(&address).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        std::io::Write::write_all(&mut socket, request.as_bytes()).unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        assert_eq!(answer.split(' ').nth(1), Some(status), "{path}: {answer}");
    }
    running.signal(Signal::TERM);
    running.line_with("stopped");
    assert_eq!(running.exit_code(), Some(0));
}

#[test]
fn a_run_log_that_was_moved_away_is_opened_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("runs");
    let (mut running, _) = Running::start(&["--run-log", path.to_str().unwrap()]);
    std::fs::rename(&path, folder.path().join("runs.1")).unwrap();
    running.signal(Signal::HUP);
    running.line_with("SIGHUP: the run log is opened anew");
    running.signal(Signal::INT);
    assert_eq!(running.exit_code(), Some(0));
    assert!(path.exists(), "it is there again");
}
