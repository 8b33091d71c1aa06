//! A child process that dies with its parent, however the parent dies.
//!
//! A parent that is killed runs no destructor, and a signal on a parent's death is bound to the thread that started the
//! child and needs `unsafe` to ask for. So a shell starts each child: it leaves a watcher behind that waits for the end
//! of a pipe whose other end only the parent holds, and becomes the program itself. The program keeps the shell's
//! process id, so signals reach it directly. Each child has its own process group: Ctrl-C is for the parent to handle.

use std::ffi::OsStr;
use std::io;
use std::process::{Command as Program, ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, ChildStdin, Command};

/// The watcher is a child of what it watches, so its own parent tells whether the process id is still the same
/// process; a number that was given to another one in the meantime is left alone.
const SCRIPT: &str = r#"exec 3<&0
( read -r _ <&3
  read -r _ _ _ parent _ </proc/self/stat
  [ "$parent" = "$$" ] && kill -KILL "$$" ) >/dev/null 2>&1 &
exec "$@" 3<&- </dev/null"#;

/// A child process that ends when this is dropped, or when the process that holds it ends in any way.
#[derive(Debug)]
pub struct Guarded {
    child: Child,
    /// Its other end is the watcher's; never written to.
    _lifeline: ChildStdin,
    pid: Pid,
}

impl Guarded {
    /// Starts a program with its arguments, environment and folder; its standard input is empty.
    ///
    /// # Errors
    /// If no shell can be started. A program that is missing shows as an exit status of 127.
    pub fn spawn(program: &Program, stdout: impl Into<Stdio>, stderr: impl Into<Stdio>) -> io::Result<Self> {
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(SCRIPT).arg("sh").arg(program.get_program()).args(program.get_args());
        for (name, value) in program.get_envs() {
            set_env(&mut command, name, value);
        }
        if let Some(folder) = program.get_current_dir() {
            command.current_dir(folder);
        }
        command.stdin(Stdio::piped()).stdout(stdout).stderr(stderr).process_group(0).kill_on_drop(true);
        let mut child = command.spawn()?;
        let lifeline = child.stdin.take().expect("standard input is a pipe");
        let id = child.id().expect("a child that was not waited for has an id");
        let pid = i32::try_from(id).ok().and_then(Pid::from_raw).expect("process ids are positive");
        Ok(Self { child, _lifeline: lifeline, pid })
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.pid.as_raw_nonzero().get().unsigned_abs()
    }

    /// Whether it has not ended yet.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Sends it a signal; one that has ended is left alone.
    ///
    /// # Errors
    /// Of the system call.
    pub fn signal(&mut self, signal: Signal) -> io::Result<()> {
        if self.is_running() { Ok(kill_process(self.pid, signal)?) } else { Ok(()) }
    }

    /// Waits until it has ended. Safe to cancel.
    ///
    /// # Errors
    /// Of the system call.
    pub async fn ended(&mut self) -> io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Asks it to stop, and kills it if it has not within `grace`.
    ///
    /// # Errors
    /// Of the system calls.
    pub async fn stop(&mut self, grace: Duration) -> io::Result<ExitStatus> {
        self.signal(Signal::TERM)?;
        match tokio::time::timeout(grace, self.ended()).await {
            Ok(status) => status,
            Err(_) => self.kill().await,
        }
    }

    /// Kills it and waits for its end.
    ///
    /// # Errors
    /// Of the system calls.
    pub async fn kill(&mut self) -> io::Result<ExitStatus> {
        self.signal(Signal::KILL)?;
        self.ended().await
    }
}

fn set_env(command: &mut Command, name: &OsStr, value: Option<&OsStr>) {
    match value {
        Some(value) => command.env(name, value),
        None => command.env_remove(name),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncBufReadExt, BufReader};

    fn sleeper() -> Program {
        let mut program = Program::new("sleep");
        program.arg("600");
        program
    }

    async fn gone(pid: u32) {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
        while is_alive(pid) {
            assert!(tokio::time::Instant::now() < deadline, "process {pid} is still there");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    fn is_alive(pid: u32) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        !stat.is_empty() && stat.split_whitespace().nth(2) != Some("Z")
    }

    #[tokio::test]
    async fn the_process_id_is_the_programs_own() {
        let mut child = Guarded::spawn(&sleeper(), Stdio::null(), Stdio::null()).unwrap();
        let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
        let mut name = String::new();
        while name.trim() != "sleep" {
            assert!(tokio::time::Instant::now() < deadline, "the program is {name:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
            name = std::fs::read_to_string(format!("/proc/{}/comm", child.pid())).unwrap();
        }
        assert!(child.is_running());
        child.kill().await.unwrap();
        assert!(!child.is_running());
    }

    #[tokio::test]
    async fn a_child_ends_when_it_is_dropped() {
        let child = Guarded::spawn(&sleeper(), Stdio::null(), Stdio::null()).unwrap();
        let pid = child.pid();
        drop(child);
        gone(pid).await;
    }

    #[tokio::test]
    async fn a_child_ends_when_its_parent_is_killed() {
        // The parent is a shell that does what `spawn` does and holds the pipe's other end, a fifo, until it is killed.
        let folder = tempfile::tempdir().unwrap();
        let parent = format!(
            r#"mkfifo {0}/life; sh -c '{1}' sh sleep 600 <{0}/life >/dev/null & child=$!
            exec 4>{0}/life; echo $child; wait"#,
            folder.path().display(),
            SCRIPT
        );
        let mut parent = Command::new("/bin/sh").arg("-c").arg(parent).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(parent.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
        let child: u32 = line.trim().parse().unwrap();
        assert!(is_alive(child));
        parent.kill().await.unwrap();
        gone(child).await;
    }

    #[tokio::test]
    async fn the_exit_status_is_the_programs() {
        let mut program = Program::new("sh");
        program.args(["-c", "exit 7"]);
        let mut child = Guarded::spawn(&program, Stdio::null(), Stdio::null()).unwrap();
        assert_eq!(child.ended().await.unwrap().code(), Some(7));
    }
}
