//! A real terminal for stories of what a person sees: a shell in tmux, keys in, the screen out.
//!
//! The server is this story's own, with its own socket, no configuration, and an environment that holds nothing but what
//! is said here. It ends with the story, however that ends; whatever runs in its terminal is hung up then.

use std::path::{Path, PathBuf};
use std::process::{Command as Program, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use nonoctl::dev::guard::Guarded;
use tempfile::TempDir;

use crate::cluster::PATIENCE;
use crate::wait::until;

/// Columns and rows of a terminal in which everything has its place.
pub const ROOMY: (u16, u16) = (120, 35);

/// What tmux knows of a terminal.
const ALTERNATE: &str = "#{alternate_on}";
const CURSOR: &str = "#{cursor_flag}";
const MOUSE: &str = "#{mouse_any_flag}";

/// A terminal with a shell in it.
#[derive(Debug)]
pub struct Terminal {
    socket: String,
    folder: TempDir,
    server: Guarded,
}

impl Terminal {
    /// Starts one of this size in a folder. Programs in it find these variables, and little else.
    ///
    /// # Panics
    /// If tmux is missing or the shell does not come up.
    pub async fn start((columns, rows): (u16, u16), at: &Path, environment: &[(&str, &str)]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let socket = format!("nono-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = tempfile::Builder::new().prefix("nono-tmux-").tempdir().unwrap();
        let mut program = Program::new("env");
        program.arg("-i").args(clean(folder.path())).arg("tmux").args(["-L", &socket, "-f", "/dev/null", "-D"]);
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let server = Guarded::spawn(&program, log.try_clone().unwrap(), log).unwrap();
        // A shell keeps its own prompt, and tmux its own path, until the shell has read this.
        let begin = folder.path().join("begin");
        let exports = environment.iter().map(|(name, value)| format!("export {name}='{value}'\n"));
        std::fs::write(&begin, exports.collect::<String>() + "PS1='ready> '\n").unwrap();
        let (columns, rows) = (columns.to_string(), rows.to_string());
        let (at, begin) = (at.display().to_string(), format!("ENV={}", begin.display()));
        let options = ["set-option", "-g", "escape-time", "0", ";", "set-option", "-g", "history-limit", "2000", ";"];
        let session = ["new-session", "-d", "-s", "story", "-x", &columns, "-y", &rows, "-c", &at];
        let shell = ["-e", &begin, "-e", "TERM=xterm-256color", "/bin/sh"];
        let told = [&options[..], &session, &shell].concat();
        let terminal = Self { socket, folder, server };
        let _ = until("a terminal (Debian's package tmux)", PATIENCE, async || terminal.try_tmux(&told).await).await;
        terminal.wait_for("ready>").await;
        terminal
    }

    /// Presses keys, one after the other, as tmux calls them: `Enter`, `Escape`, `C-c`, or a letter. What follows an
    /// `Escape` at once would be taken for a key with Alt: wait for what `Escape` does.
    ///
    /// # Panics
    /// If there is no terminal any more.
    pub async fn send(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys", "-t", "story"], keys].concat()).await;
    }

    /// Types letters as they are.
    ///
    /// # Panics
    /// If there is no terminal any more.
    pub async fn type_in(&self, text: &str) {
        self.tmux(&["send-keys", "-t", "story", "-l", "--", text]).await;
    }

    /// Types a line for the shell.
    ///
    /// # Panics
    /// If there is no terminal any more.
    pub async fn line(&self, text: &str) {
        self.type_in(text).await;
        self.send(&["Enter"]).await;
    }

    /// What is on the screen, a line each, without colours.
    ///
    /// # Panics
    /// If there is no terminal any more.
    pub async fn screen(&self) -> String {
        self.tmux(&["capture-pane", "-t", "story", "-p"]).await
    }

    /// The same with all that has scrolled away above it.
    ///
    /// # Panics
    /// If there is no terminal any more.
    pub async fn scrollback(&self) -> String {
        self.tmux(&["capture-pane", "-t", "story", "-p", "-S", "-"]).await
    }

    /// Waits until the screen holds a text.
    ///
    /// # Panics
    /// If it never does: with the last screen.
    pub async fn wait_for(&self, text: &str) -> String {
        self.wait_until(&format!("on the screen: {text}"), |screen| screen.contains(text)).await
    }

    /// Waits until the screen no longer holds a text.
    ///
    /// # Panics
    /// If it goes on to: with the last screen.
    pub async fn wait_without(&self, text: &str) -> String {
        self.wait_until(&format!("gone from the screen: {text}"), |screen| !screen.contains(text)).await
    }

    /// Waits until the screen is so, and drawn whole: two looks in a row see the same.
    ///
    /// # Panics
    /// If it never is: with the last screen.
    pub async fn wait_until(&self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        let mut before = String::new();
        until(what, PATIENCE, async || {
            let screen = self.screen().await;
            let is_whole = std::mem::replace(&mut before, screen.clone()) == screen;
            if is_whole && is_so(&screen) { Ok(screen) } else { Err(format!("\n{screen}")) }
        })
        .await
    }

    /// Whether a program has the whole screen for itself, and the shell's own is kept for later.
    ///
    /// # Panics
    /// If there is no terminal any more.
    pub async fn alternate_on(&self) -> bool {
        self.state(ALTERNATE).await == "1"
    }

    /// Whether the cursor is shown.
    ///
    /// # Panics
    /// If there is no terminal any more.
    pub async fn shows_cursor(&self) -> bool {
        self.state(CURSOR).await == "1"
    }

    /// Whether a program takes what the mouse does.
    ///
    /// # Panics
    /// If there is no terminal any more.
    pub async fn takes_mouse(&self) -> bool {
        self.state(MOUSE).await == "1"
    }

    async fn state(&self, format: &str) -> String {
        self.tmux(&["display-message", "-t", "story", "-p", format]).await.trim().to_owned()
    }

    async fn tmux(&self, arguments: &[&str]) -> String {
        self.try_tmux(arguments).await.unwrap_or_else(|error| panic!("tmux {arguments:?}: {error}"))
    }

    async fn try_tmux(&self, arguments: &[&str]) -> Result<String, String> {
        let mut program = tokio::process::Command::new("tmux");
        program.args(["-N", "-L", &self.socket]).args(arguments).env_clear().envs(pairs(self.folder.path()));
        let output = program.stdin(Stdio::null()).output().await.map_err(|error| error.to_string())?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
    }
}

/// What the server and all that runs in it find in their environment. The folder holds the socket, and is nobody's home.
fn pairs(folder: &Path) -> Vec<(String, PathBuf)> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    [("PATH", path.into()), ("HOME", folder.to_owned()), ("TMUX_TMPDIR", folder.to_owned())]
        .into_iter()
        .chain([("LANG", "C.UTF-8".into()), ("TZ", "UTC".into()), ("TERM", "xterm-256color".into())])
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn clean(folder: &Path) -> Vec<String> {
    pairs(folder).into_iter().map(|(name, value)| format!("{name}={}", value.display())).collect()
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let mut program = Program::new("tmux");
        program.args(["-N", "-L", &self.socket, "kill-server"]).env_clear().envs(pairs(self.folder.path()));
        // It may have ended; its own process is killed besides.
        drop(program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status());
        let _ = self.server.is_running();
    }
}
