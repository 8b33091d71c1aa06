//! Durations as people write them: `10m`, `1h30m`, `500ms`, `2d` (a day is 24 hours).
//!
//! One strict dialect for documents, flags and configuration: whole numbers, each with its unit, larger units first,
//! each unit once. No unit is assumed, and `M` is refused, because half of all people read it as minutes.

use std::time::Duration;

use super::problem::{Fault, quoted};

/// The units with their milliseconds, largest first.
const UNITS: [(&str, u64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

/// Longer ones are a slip: a hundred years.
const LONGEST: u64 = 36_500 * 86_400_000;

/// Reads a duration, in whole milliseconds, from 0 to 36,500 days.
///
/// # Errors
/// Says which part of the text cannot be read and what to write in its place.
pub fn parse_duration(text: &str) -> Result<Duration, Fault> {
    if text.is_empty() {
        return Err(fault("a duration is empty".to_owned()));
    }
    let mut rest = text;
    let mut millis: u64 = 0;
    let mut next_unit = 0;
    while !rest.is_empty() {
        let (number, unit, tail) = part(text, rest)?;
        let position = UNITS.iter().position(|(name, _)| *name == unit).ok_or_else(|| unknown_unit(text, unit))?;
        if position < next_unit {
            return Err(fault(format!("{} has its units out of order or twice", quoted(text))));
        }
        next_unit = position + 1;
        let span = number.checked_mul(UNITS[position].1).and_then(|span| millis.checked_add(span));
        millis = span.filter(|&sum| sum <= LONGEST).ok_or_else(|| fault(format!("{} is too long", quoted(text))))?;
        rest = tail;
    }
    Ok(Duration::from_millis(millis))
}

/// Splits `90s…` into number, unit and what follows.
fn part<'a>(text: &str, rest: &'a str) -> Result<(u64, &'a str, &'a str), Fault> {
    if rest.starts_with('-') {
        return Err(fault(format!("{} is negative", quoted(text))));
    }
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let after = &rest[digits..];
    let letters = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
    if digits == 0 {
        return Err(fault(format!("{} is not a duration", quoted(text))));
    }
    if after.starts_with('.') {
        return Err(fault(format!("{} has a fraction", quoted(text))));
    }
    if letters == 0 && after.is_empty() {
        let message = format!("{} has no unit", quoted(text));
        return Err(Fault::new(message, format!("write {text}s for seconds, or use d, h, m, ms")));
    }
    let number = rest[..digits].parse().map_err(|_| fault(format!("{} is too long", quoted(text))))?;
    Ok((number, &after[..letters], &after[letters..]))
}

fn unknown_unit(text: &str, unit: &str) -> Fault {
    let hint = match unit {
        "M" => "write m for minutes; a month has no fixed length, use a cron expression for it".to_owned(),
        "w" | "W" => "write 7d for a week".to_owned(),
        "us" | "ns" | "µs" => "the smallest unit is ms".to_owned(),
        _ => "the units are d, h, m, s and ms".to_owned(),
    };
    Fault::new(format!("{} has the unknown unit {}", quoted(text), quoted(unit)), hint)
}

fn fault(message: String) -> Fault {
    Fault::new(message, "write a duration like 500ms, 30s, 10m, 1h30m or 2d")
}

/// Writes a duration in the form that [`parse_duration`] reads, with the largest units that are exact. Parts below a
/// millisecond are cut.
#[must_use]
pub fn format_duration(span: Duration) -> String {
    let mut left = u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
    if left == 0 {
        return "0s".to_owned();
    }
    let mut text = String::new();
    for (name, size) in UNITS {
        if left >= size {
            text.push_str(&format!("{}{name}", left / size));
            left %= size;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_write_them() {
        for (text, millis) in [
            ("10m", 600_000),
            ("1h30m", 5_400_000),
            ("500ms", 500),
            ("2d", 172_800_000),
            ("0s", 0),
            ("1m30s500ms", 90_500),
            ("36500d", LONGEST),
        ] {
            assert_eq!(parse_duration(text), Ok(Duration::from_millis(millis)), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_refused_with_a_remedy() {
        for (text, part) in [
            ("", "empty"),
            ("10", "no unit"),
            ("-1", "negative"),
            ("-5m", "negative"),
            ("1M", "unknown unit"),
            ("1w", "unknown unit"),
            ("NaN", "not a duration"),
            ("inf", "not a duration"),
            ("1e99", "unknown unit"),
            ("1e99s", "unknown unit"),
            ("1.5h", "fraction"),
            ("1h 30m", "not a duration"),
            (" 10m", "not a duration"),
            ("10 m", "unknown unit"),
            ("30s1h", "out of order"),
            ("1m1m", "out of order"),
            ("99999999999999999999s", "too long"),
            ("99999999999999999s", "too long"),
            ("36501d", "too long"),
            ("10µs", "unknown unit"),
            ("１０m", "not a duration"),
            ("10\0", "unknown unit"),
        ] {
            let fault = parse_duration(text).unwrap_err();
            assert!(fault.message.contains(part), "{text:?}: {}", fault.message);
            assert!(fault.hint.is_some(), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,12}") {
            let _ = parse_duration(&text);
        }

        #[test]
        fn what_is_written_is_read_back(millis in 0..=LONGEST) {
            let span = Duration::from_millis(millis);
            proptest::prop_assert_eq!(parse_duration(&format_duration(span)), Ok(span));
        }
    }
}
