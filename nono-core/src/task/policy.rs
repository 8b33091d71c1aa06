//! The section `policy`: how runs are treated.

use std::sync::Arc;

use serde_json::Value;

use super::duration::format_duration;
use super::problem::{Fault, quoted};
use super::section::Section;
use super::value::kind_of;
use super::{Misfire, MisfireRun, Overlap, Policy, Retry, RetryOn};
use crate::run::Delivery;

/// How many classes of failures a task may list.
const MOST_CLASSES: usize = 64;

/// Reads the section, or the defaults if it is absent.
pub(super) fn read(top: Section<'_>) -> Policy {
    let section = top.section("policy");
    let overlap = match section.word("overlap") {
        "allow" => Overlap::Allow,
        _ => Overlap::Skip,
    };
    let delivery = match section.word("delivery") {
        "at_most_once" => Delivery::AtMostOnce,
        _ => Delivery::AtLeastOnce,
    };
    let history_limit = usize::try_from(section.integer("historyLimit")).expect("bounded to 100 by the table");
    Policy { overlap, misfire: misfire(section), delivery, retry: retry(section, delivery), history_limit }
}

fn misfire(policy: Section<'_>) -> Misfire {
    let section = policy.section("misfire");
    let max = u32::try_from(section.integer("max")).expect("bounded to 1000 by the table");
    let run = match section.word("run") {
        "none" => MisfireRun::None,
        "all" => MisfireRun::All(max),
        _ => MisfireRun::Last,
    };
    Misfire { run, within: section.duration_or_default("within") }
}

fn retry(policy: Section<'_>, delivery: Delivery) -> Retry {
    let section = policy.section("retry");
    let retry = Retry {
        attempts: u32::try_from(section.integer("attempts")).expect("bounded to 100 by the table"),
        backoff: section.duration_or_default("backoff"),
        max_backoff: section.duration_or_default("maxBackoff"),
        factor: section.number("factor"),
        jitter: section.switch("jitter"),
        on: classes(section).unwrap_or_else(|| default_classes(delivery)),
    };
    if retry.backoff > retry.max_backoff {
        let (backoff, most) = (format_duration(retry.backoff), format_duration(retry.max_backoff));
        let fault = Fault::new(format!("{backoff} is longer than maxBackoff, {most}"), "raise policy.retry.maxBackoff");
        section.note("backoff", fault);
    }
    if delivery == Delivery::AtMostOnce && retry.on.iter().any(|class| *class != RetryOn::Connect) {
        let message = "delivery at_most_once retries only a connection that failed before any byte left";
        section.note("on", Fault::new(message, "write on: [connect], or delivery: at_least_once"));
    }
    retry
}

/// What is tried again when a task does not say.
pub(super) fn default_classes(delivery: Delivery) -> Arc<[RetryOn]> {
    let status = |status| RetryOn::Status(status, status);
    match delivery {
        Delivery::AtMostOnce => [RetryOn::Connect].into(),
        Delivery::AtLeastOnce => [
            RetryOn::Connect,
            RetryOn::Reset,
            RetryOn::Timeout,
            status(408),
            status(425),
            status(429),
            RetryOn::Status(500, 599),
        ]
        .into(),
    }
}

fn classes(section: Section<'_>) -> Option<Arc<[RetryOn]>> {
    let items = section.list("on", MOST_CLASSES)?;
    let read = |item: &Value| class(item).map_err(|fault| section.note("on", fault)).ok();
    Some(items.iter().filter_map(read).collect())
}

/// Reads one class: `connect`, `reset`, `timeout`, a status such as `503`, or a range such as `500-599`.
pub(super) fn class(item: &Value) -> Result<RetryOn, Fault> {
    const HINT: &str = "use connect, reset, timeout, a status from 400 to 599, or a range such as 500-599";
    let text = match item {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        other => return Err(Fault::new(format!("holds {}", kind_of(other)), HINT)),
    };
    let status = |text: &str| text.parse::<u16>().ok().filter(|status| text.len() == 3 && (400..600).contains(status));
    let bounds = text.split_once('-').map_or((status(&text), status(&text)), |(from, to)| (status(from), status(to)));
    match (text.as_str(), bounds) {
        ("connect", _) => Ok(RetryOn::Connect),
        ("reset", _) => Ok(RetryOn::Reset),
        ("timeout", _) => Ok(RetryOn::Timeout),
        (_, (Some(from), Some(to))) if from <= to => Ok(RetryOn::Status(from, to)),
        _ => Err(Fault::new(format!("{} is no class of failures", quoted(&text)), HINT)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn classes_of_failures_are_read_or_refused() {
        for (item, read) in [
            (json!("connect"), Some(RetryOn::Connect)),
            (json!("timeout"), Some(RetryOn::Timeout)),
            (json!(503), Some(RetryOn::Status(503, 503))),
            (json!("503"), Some(RetryOn::Status(503, 503))),
            (json!("500-599"), Some(RetryOn::Status(500, 599))),
            (json!("599-500"), None),
            (json!("0500"), None),
            (json!("+50"), None),
            (json!(302), None),
            (json!(200), None),
            (json!(600), None),
            (json!(503.5), None),
            (json!("conect"), None),
            (json!(["connect"]), None),
            (json!(null), None),
        ] {
            assert_eq!(class(&item).ok(), read, "{item}");
        }
    }
}
