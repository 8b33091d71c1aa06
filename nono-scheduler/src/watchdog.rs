//! Ends a process whose dispatch loop stands still, so that its session ends and others take its tasks over.
//!
//! Only time in which this thread itself was given the processor counts: a process that was stopped, or a machine that
//! was suspended, comes back with both threads behind, and is no reason to die.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use nono_core::time::Boot;

use crate::clock;

/// The longest pause between two looks. Each look wakes a process up that may have nothing else to do.
const LOOK: Duration = Duration::from_millis(250);

/// How long the last line may take to be written.
const LAST_WORDS: Duration = Duration::from_millis(100);

/// The exit code of a process that ended itself.
pub const EXIT_CODE: i32 = 70;

/// Turns of the dispatch loop, and how long it may stand still.
#[derive(Debug)]
pub struct Heartbeat {
    turns: AtomicU64,
    last_turn: AtomicU64,
    limit_micros: AtomicU64,
    over: AtomicBool,
}

impl Heartbeat {
    /// A loop that may stand still for two thirds of `session_timeout`, as long as a time lease lasts.
    #[must_use]
    pub fn new(session_timeout: Duration) -> Self {
        let beat = Self {
            turns: AtomicU64::new(0),
            last_turn: AtomicU64::new(clock::boot().0),
            limit_micros: AtomicU64::new(0),
            over: AtomicBool::new(false),
        };
        beat.negotiated(session_timeout);
        beat
    }

    /// The session timeout that ZooKeeper granted.
    pub fn negotiated(&self, session_timeout: Duration) {
        let limit = u64::try_from((session_timeout * 2 / 3).as_micros()).unwrap_or(u64::MAX);
        self.limit_micros.store(limit, Ordering::Relaxed);
    }

    /// The loop turned.
    pub fn beat(&self) {
        self.turns.fetch_add(1, Ordering::Relaxed);
        self.last_turn.store(clock::boot().0, Ordering::Relaxed);
    }

    /// The loop has ended in order: nothing is to turn any more, however long the rest of a stop takes.
    pub fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// Whether it has.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    /// How often it has turned.
    #[must_use]
    pub fn turns(&self) -> u64 {
        self.turns.load(Ordering::Relaxed)
    }

    /// How long ago it turned last.
    #[must_use]
    pub fn age(&self) -> Duration {
        clock::boot().since(Boot(self.last_turn.load(Ordering::Relaxed)))
    }

    /// How long it may stand still.
    #[must_use]
    pub fn limit(&self) -> Duration {
        Duration::from_micros(self.limit_micros.load(Ordering::Relaxed))
    }
}

/// Adds up the time in which the loop stood still and the watchdog did not.
#[derive(Debug)]
struct Watch {
    turns: u64,
    looked: Boot,
    still: Duration,
}

/// How long to wait for the next look at a loop that may stand still for `limit`.
fn pause(limit: Duration) -> Duration {
    LOOK.min(limit / 4)
}

impl Watch {
    /// A look at `now`, after a pause. One that comes much later says that the watchdog itself was not running. Returns how long
    /// the loop has stood still by now.
    fn look(&mut self, turns: u64, pause: Duration, now: Boot) -> Duration {
        let since = now.since(self.looked);
        self.looked = now;
        if turns != self.turns {
            self.turns = turns;
            self.still = Duration::ZERO;
        } else if since <= pause * 2 {
            self.still += since;
        }
        self.still
    }
}

/// Begins to watch, on a thread of its own, for the rest of the process.
///
/// # Errors
/// When the system gives no thread.
pub fn begin(beat: Arc<Heartbeat>) -> std::io::Result<()> {
    std::thread::Builder::new().name("watchdog".to_owned()).spawn(move || {
        let mut watch = Watch { turns: 0, looked: clock::boot(), still: Duration::ZERO };
        loop {
            let pause = pause(beat.limit());
            std::thread::sleep(pause);
            if beat.is_over() {
                return;
            }
            let still = watch.look(beat.turns(), pause, clock::boot());
            if still > beat.limit() {
                end(still);
            }
        }
    })?;
    Ok(())
}

fn end(still: Duration) -> ! {
    tracing::error!("the dispatch loop has stood still for {still:?}: this process ends, so that others take over");
    // The line is written by another thread; whether or not it manages to, this process must end.
    std::thread::sleep(LAST_WORDS);
    std::process::exit(EXIT_CODE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watch() -> Watch {
        Watch { turns: 0, looked: Boot(0), still: Duration::ZERO }
    }

    #[test]
    fn a_loop_that_stands_still_while_the_watchdog_runs_adds_up() {
        let mut watch = watch();
        for look in 1..=16 {
            watch.look(0, LOOK, Boot(look * 250_000));
        }
        assert_eq!(watch.still, Duration::from_secs(4));
        assert_eq!(watch.look(1, LOOK, Boot(4_250_000)), Duration::ZERO, "it turned");
    }

    #[test]
    fn a_loop_that_may_not_stand_still_for_long_is_looked_at_more_often() {
        assert_eq!(pause(Duration::from_secs(4)), LOOK);
        assert_eq!(pause(Duration::from_millis(400)), Duration::from_millis(100));
        let (mut watch, pause) = (watch(), Duration::from_millis(100));
        assert_eq!(watch.look(0, pause, Boot(300_000)), Duration::ZERO, "it was stopped itself");
        assert_eq!(watch.look(0, pause, Boot(400_000)), pause);
    }

    #[test]
    fn time_in_which_the_process_was_stopped_does_not_count() {
        let mut watch = watch();
        watch.look(0, LOOK, Boot(100_000));
        let after_an_hour = watch.look(0, LOOK, Boot(3_600_100_000));
        assert_eq!(after_an_hour, Duration::from_millis(100));
    }
}
