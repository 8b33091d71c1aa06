//! A measurement that fails, or panics, costs its own rows and no others.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::OnceCell;

/// What a measurement ends with; why not, in words.
pub(crate) type Outcome<T> = Result<T, String>;

/// Runs it, and turns a panic into an error.
pub(crate) async fn guarded<T>(work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(|panic| Err(words(&*panic)))
}

/// Runs it for the first row that asks; the others get the same answer, also that it took too long.
pub(crate) async fn once<T: Clone>(cell: &OnceCell<Outcome<T>>, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    cell.get_or_init(|| guarded(within(LONGEST, work))).await.clone()
}

/// Nothing that is measured takes as long, even at its full size; what hangs must not cost the rows after it.
pub(crate) const LONGEST: Duration = Duration::from_secs(30 * 60);

/// Gives it up after so long. Processes that it started end with it.
pub(crate) async fn within<T>(span: Duration, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    let gone = || Err(format!("it was not done after {} minutes, and given up", span.as_secs() / 60));
    tokio::time::timeout(span, work).await.unwrap_or_else(|_| gone())
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_else(|| "a panic".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_an_error_and_is_not_repeated() {
        let cell = OnceCell::new();
        let first: Outcome<u8> = once(&cell, async { panic!("no {}", "luck") }).await;
        assert_eq!(first, Err("no luck".to_owned()));
        assert_eq!(once(&cell, async { Ok(1) }).await, Err("no luck".to_owned()));
    }

    #[tokio::test]
    async fn what_hangs_is_given_up() {
        let given_up: Outcome<u8> = within(Duration::ZERO, std::future::pending()).await;
        assert_eq!(given_up, Err("it was not done after 0 minutes, and given up".to_owned()));
        assert_eq!(within(LONGEST, async { Ok(1) }).await, Ok(1));
    }
}
