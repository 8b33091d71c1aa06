//! Progress, for the person who waits: on standard error, with the seconds since the start.

use std::fmt::Arguments;
use std::io::Write;
use std::sync::LazyLock;
use std::time::Instant;

static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Writes a line.
pub(crate) fn say(text: Arguments<'_>) {
    // Nothing can be done about an error here.
    drop(writeln!(std::io::stderr(), "{:7.1} s  {text}", BEGUN.elapsed().as_secs_f64()));
}

/// Seconds since the start.
pub(crate) fn elapsed() -> f64 {
    BEGUN.elapsed().as_secs_f64()
}
