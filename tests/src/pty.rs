//! A pseudo-terminal with one program in it: keys in, bytes out, and the moment at which they made the screen what it is.
//!
//! A terminal in tmux (see `terminal`) is what a person has; this one adds nothing of its own between program and clock.

use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZero;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::cluster::PATIENCE;

/// The program, its terminal, and what is on the screen.
#[allow(missing_debug_implementations, reason = "a parser of terminals has none")]
pub struct Pty {
    master: File,
    child: Child,
    began: Instant,
    chunks: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    seen: Vec<u8>,
}

impl Pty {
    /// Starts a program (looked for in `PATH`) in a terminal of its own of this size. It finds no environment but a
    /// terminal's; it is hung up when this is dropped, or when the process that holds it ends.
    ///
    /// # Panics
    /// If there is no pseudo-terminal, or no `setsid` (Debian's package util-linux).
    #[must_use]
    pub fn start((columns, rows): (u16, u16), program: &str, arguments: &[&str]) -> Self {
        // A program that held its own terminal open would outlive a test that is killed.
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).expect("a pseudo-terminal");
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&master, size).unwrap();
        let slave = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
        let end = || Stdio::from(slave.try_clone().unwrap());
        let began = Instant::now();
        // The terminal must be the program's own: a program finds the size and the keys of the one that controls it.
        let child = Command::new("setsid")
            .arg("--ctty")
            .arg(program)
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .envs([("LANG", "C.UTF-8"), ("TZ", "UTC"), ("TERM", "xterm-256color"), ("HOME", "/nonexistent")])
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .expect("setsid, of Debian's package util-linux");
        let (tell, chunks) = channel();
        let mut output = File::from(master.try_clone().unwrap());
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                if tell.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(cells(rows), cells(columns), 0);
        Self { master: File::from(master), child, began, chunks, screen, seen: Vec::new() }
    }

    /// The program's process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// When it was started.
    #[must_use]
    pub fn began(&self) -> Instant {
        self.began
    }

    /// What is on the screen, a line each, as far as it was looked at.
    #[must_use]
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// How many bytes the program has written so far, as far as they were looked at.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.seen.len() as u64
    }

    /// All that the program has written so far, as it was written, as far as it was looked at.
    #[must_use]
    pub fn seen(&self) -> String {
        String::from_utf8_lossy(&self.seen).into_owned()
    }

    /// Waits until the program has ended by itself, and says how.
    ///
    /// # Panics
    /// If it does not.
    pub fn ended(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            // What it still writes must have room.
            self.watch(Duration::from_millis(20));
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "it does not end:\n{}", self.text());
        }
    }

    /// Presses keys, as the terminal sends them.
    ///
    /// # Panics
    /// If there is no terminal any more.
    pub fn send(&mut self, keys: &str) {
        self.master.write_all(keys.as_bytes()).unwrap();
    }

    /// Looks at the screen until it is so, and says when the bytes came that made it so.
    ///
    /// # Panics
    /// If it never is: with the last screen.
    pub fn wait_until(&mut self, what: &str, is_so: impl Fn(&str) -> bool) -> Instant {
        let deadline = Instant::now() + PATIENCE;
        let mut last = Instant::now();
        while !is_so(&self.text()) {
            last = self.look(deadline).unwrap_or_else(|| panic!("never {what}:\n{}", self.text()));
        }
        last
    }

    /// Looks at all that comes for so long.
    pub fn watch(&mut self, span: Duration) {
        let deadline = Instant::now() + span;
        while self.look(deadline).is_some() {}
    }

    /// What comes next, and when it came; none before the deadline, or when the program has ended.
    fn look(&mut self, deadline: Instant) -> Option<Instant> {
        match self.chunks.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok((at, bytes)) => {
                self.screen.process(&bytes);
                self.seen.extend_from_slice(&bytes);
                Some(at)
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => None,
        }
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has rows and columns")
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
