//! Somebody with `nonoctl`, who works on a cluster while other things befall it.

use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::AsyncWriteExt;

use crate::programs::program;

/// Somebody with `nonoctl`.
#[derive(Clone, Debug)]
pub struct Admin {
    /// The connect string, chroot included.
    pub place: String,
    /// The story's folder.
    pub folder: PathBuf,
}

/// What a command left behind.
#[derive(Clone, Debug)]
pub struct Output {
    /// How it ended.
    pub status: ExitStatus,
    /// What it printed.
    pub stdout: String,
    /// What it said.
    pub stderr: String,
    /// How long it took.
    pub took: Duration,
    /// When it had ended, in milliseconds since 1970.
    pub ended_ms: i64,
}

impl Output {
    /// The exit code; -1 after a signal.
    #[must_use]
    pub fn code(&self) -> i32 {
        self.status.code().unwrap_or(-1)
    }

    /// # Panics
    /// If it did not end with 0.
    #[must_use]
    #[track_caller]
    pub fn ok(self) -> Self {
        assert!(self.status.success(), "{}: {}{}", self.status, self.stdout, self.stderr);
        self
    }

    /// Its output as JSON.
    ///
    /// # Panics
    /// If it is none.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}{}", self.stdout, self.stderr))
    }
}

impl Admin {
    /// Runs `nonoctl` with a text as its standard input.
    ///
    /// # Panics
    /// If it cannot be run.
    pub async fn nonoctl(&self, arguments: &[&str], input: &str) -> Output {
        let begun = Instant::now();
        let mut child = tokio::process::Command::new(program("nonoctl"))
            .args(arguments)
            .env("NONOCTL_CONNECT", &self.place)
            .env("NONOCTL_CONFIG", self.folder.join("no-such-config"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        let feed = tokio::spawn(async move {
            // A command that reads nothing closes its input early.
            let _ = stdin.write_all(input.as_bytes()).await;
        });
        let output = child.wait_with_output().await.unwrap();
        let ended_ms = crate::wait::now_ms();
        feed.await.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        Output { status: output.status, stdout, stderr, took: begun.elapsed(), ended_ms }
    }
}
