//! Waiting on conditions: a deadline that, when it passes, says what the last state was.

use std::fmt::Display;
use std::time::{Duration, Instant};

/// Asks `condition` again and again until it holds; one that is dear is asked less often. It returns what it looked at
/// when it does not hold yet.
///
/// # Panics
/// If it does not hold within `patience`: with `what` and the last state.
pub async fn until<T, E: Display>(
    what: &str,
    patience: Duration,
    mut condition: impl AsyncFnMut() -> Result<T, E>,
) -> T {
    let deadline = Instant::now() + patience;
    loop {
        let asked = Instant::now();
        match condition().await {
            Ok(value) => return value,
            Err(state) if asked > deadline => {
                panic!("after {patience:?} still not {what}; the last state: {state}")
            }
            Err(_) => tokio::time::sleep(asked.elapsed().max(Duration::from_millis(20))).await,
        }
    }
}

/// Waits for a moment of the wall clock, in milliseconds since 1970: for stories that are about what happens then.
pub async fn until_ms(moment: i64) {
    let missing = moment - crate::worker::micros(rustix::time::ClockId::Realtime) / 1000;
    tokio::time::sleep(Duration::from_millis(u64::try_from(missing).unwrap_or(0))).await;
}

/// Now, in milliseconds since 1970.
#[must_use]
pub fn now_ms() -> i64 {
    crate::worker::micros(rustix::time::ClockId::Realtime) / 1000
}

/// Writes a figure of a story where a person sees it, whether or not the test passes.
pub fn figure(story: &str, text: impl Display) {
    use std::io::Write;
    // Not `eprintln!`, which the test harness holds back; nothing can be done about an error here.
    drop(writeln!(std::io::stderr(), "[{story}] {text}"));
}
