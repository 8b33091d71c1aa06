//! Single values of a document: numbers, times, and the bounds of durations.

use std::time::Duration;

use serde_json::Value;

use super::duration::format_duration;
use super::field::{Grain, Kind};
use super::problem::{Fault, quoted};
use crate::time::{Instant, Utc};

/// A number without a fraction.
pub(super) fn whole(number: &serde_json::Number) -> Option<u64> {
    number.as_u64().or_else(|| {
        let float = number.as_f64().filter(|float| float.fract() == 0.0 && (0.0..=1e15).contains(float))?;
        Some(float as u64)
    })
}

pub(super) fn within(span: Duration, kind: Kind) -> Result<(), Fault> {
    let Kind::Duration { least, most, grain } = kind else { unreachable!("only durations are bounded so") };
    if span < least || span > most {
        let message = format!("{} is out of range", format_duration(span));
        let hint = format!("use {} to {}", format_duration(least), format_duration(most));
        return Err(Fault::new(message, hint));
    }
    match grain {
        Grain::Second if span.subsec_nanos() != 0 => {
            Err(Fault::new(format!("{} is not in whole seconds", format_duration(span)), "instants are whole seconds"))
        }
        Grain::Second | Grain::Millisecond => Ok(()),
    }
}

const TIME_HINT: &str =
    "write a time like 2026-12-24T18:00:00Z or 2026-12-24T18:00:00+01:00, in the years 1970 to 9999";

/// A moment from its text.
pub(super) fn moment(text: &str) -> Result<Utc, Fault> {
    let parsed: Option<Utc> = text.parse().ok();
    let bounded = parsed.filter(|at| (0..253_402_300_800_000).contains(&at.0) && text.len() <= 64);
    bounded.ok_or_else(|| Fault::new(format!("{} is not a time", quoted(text)), TIME_HINT))
}

/// A due time from its text.
pub(super) fn instant(text: &str) -> Result<Instant, Fault> {
    let at = moment(text)?;
    if at.floor().utc() != at {
        return Err(Fault::new(format!("{} has a fraction of a second", quoted(text)), "instants are whole seconds"));
    }
    Ok(at.floor())
}

/// What a value is, for messages.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
