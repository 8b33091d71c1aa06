//! What a worker's answer, or its silence, means, and what to do about it.

use nono_core::run::{Outcome, RunOutcome};

use super::Finding;
use crate::words;

/// What the end of a run that was sent says.
pub(super) fn answer(name: &str, url: &str, outcome: &RunOutcome) -> Finding {
    let message = outcome.message.as_deref().map(words::harmless).filter(|text| !text.is_empty());
    let said = message.as_ref().map(|text| format!(": {text}")).unwrap_or_default();
    match (outcome.status, outcome.outcome) {
        (Some(status), _) => {
            let (meaning, hint) = of_status(status);
            let finding = Finding::new("answer", format!("The worker answered HTTP {status}{said}. {meaning}"));
            finding.hint(hint.replace("NAME", name).replace("URL", url))
        }
        (None, Outcome::TimedOut) => {
            let text = format!("The worker gave no whole answer in time{said}.");
            Finding::new("no-answer", text).hint(format!(
                "nonoctl task update {name} --timeout DURATION, or answer 2xx at once and work afterwards"
            ))
        }
        (None, _) => {
            let (meaning, hint) = of_silence(message.as_deref().unwrap_or_default());
            Finding::new("no-answer", format!("The worker did not answer{said}. {meaning}"))
                .hint(hint.replace("NAME", name).replace("URL", url))
        }
    }
}

fn of_status(status: u16) -> (&'static str, &'static str) {
    match status {
        200..300 => ("That is success.", "nonoctl task history NAME"),
        300..400 => ("Redirects are not followed.", "nonoctl task update NAME --url the final URL"),
        400 | 422 => ("It does not accept what was sent.", "look at target.body: nonoctl task get NAME -o yaml"),
        401 | 403 => ("It does not accept the credentials.", "nonoctl task update NAME --header 'Authorization: ...'"),
        404 | 410 => ("There is nothing at that path.", "nonoctl task update NAME --url ..."),
        405 => ("It does not take that method there.", "nonoctl task update NAME --method ..."),
        408 | 504 => ("It, or a proxy before it, ran out of time.", "curl -v URL from the scheduler's host"),
        413 => ("The body is too large for it.", "nonoctl task update NAME --body ..."),
        415 => ("It does not take that content type.", "nonoctl task update NAME --header 'Content-Type: ...'"),
        429 => ("It is asked too often.", "nonoctl task update NAME --jitter 60s, or a longer interval"),
        500..600 => ("That is an error of the worker itself.", "the worker's own log, by the run's id"),
        _ => ("That is no success.", "nonoctl task history NAME --failed"),
    }
}

/// By the words that the scheduler wrote down.
fn of_silence(message: &str) -> (&'static str, &'static str) {
    let message = message.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if has(&["refused"]) {
        ("Nobody listens at that address.", "start the worker, or nonoctl task update NAME --url ...")
    } else if has(&["dns", "resolve", "lookup", "name or service"]) {
        ("Its name has no address.", "nonoctl task update NAME --url ..., or mend the name service")
    } else if has(&["certificate", "tls", "handshake"]) {
        ("No secure connection came about.", "look at the worker's certificate: curl -v URL")
    } else if has(&["not allowed", "blocked", "forbidden address", "own address"]) {
        ("Schedulers may not call that address.", "nonoctl task update NAME --url ...")
    } else if has(&["timed out", "timeout"]) {
        ("No connection came about in time.", "curl -v URL from the scheduler's host")
    } else if has(&["reset", "closed", "broken", "incomplete"]) {
        ("The connection broke before the answer was whole.", "the worker's own log, by the run's id")
    } else {
        ("Nothing more is known.", "nonoctl task history NAME --failed")
    }
}
