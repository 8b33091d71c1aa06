//! What is going on, on standard error, when it takes long.
//!
//! On a terminal a line with a spinner appears after 300 ms and vanishes at the end; elsewhere a plain line is written
//! every ten seconds, so that logs stay readable.

use std::future::Future;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const SHOWN_AFTER: Duration = Duration::from_millis(300);
const PLAIN_EVERY: Duration = Duration::from_secs(10);
const FRAME: Duration = Duration::from_millis(100);

/// A line that says how far something is. Vanishes when dropped.
pub(crate) struct Progress {
    is_terminal: bool,
    quiet: bool,
    since: Instant,
    last_plain: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Nothing is shown yet.
    pub(crate) fn new(is_terminal: bool, quiet: bool) -> Self {
        let now = Instant::now();
        Self { is_terminal, quiet, since: now, last_plain: now, bar: None }
    }

    /// Says how far it is, if it has taken long enough to be said.
    pub(crate) fn say(&mut self, text: &str) {
        if self.quiet {
            return;
        }
        if self.is_terminal {
            self.say_on_terminal(text);
        } else if self.last_plain.elapsed() >= PLAIN_EVERY {
            self.last_plain = Instant::now();
            let _ = writeln!(io::stderr(), "{text}");
        }
    }

    /// Says how many of how many are done: a bar on a terminal.
    pub(crate) fn count(&mut self, done: u64, all: u64, text: &str) {
        self.say(text);
        if let Some(bar) = &self.bar {
            let style = ProgressStyle::with_template("{bar:40} {wide_msg}").expect("the template is fixed");
            bar.set_style(style.progress_chars("##-"));
            bar.set_length(all);
            bar.set_position(done);
        }
    }

    fn say_on_terminal(&mut self, text: &str) {
        if self.since.elapsed() < SHOWN_AFTER {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{spinner} {wide_msg}").expect("the template is fixed");
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
                .with_style(style.tick_chars("|/-\\ "));
            bar.enable_steady_tick(FRAME);
            bar
        });
        bar.set_message(text.to_owned());
    }

    /// Awaits `work`, saying `text` while it lasts.
    pub(crate) async fn during<T>(mut self, text: &str, work: impl Future<Output = T>) -> T {
        tokio::pin!(work);
        let mut tick = tokio::time::interval(SHOWN_AFTER);
        loop {
            tokio::select! {
                biased;
                ended = &mut work => return ended,
                _ = tick.tick() => self.say(text),
            }
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
