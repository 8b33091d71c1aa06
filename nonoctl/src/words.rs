//! Small pieces of language: spans of time as people write them, counts with separators, and the nearest known name.
//!
//! For people only; what programs read is RFC 3339 and plain numbers.

use std::borrow::Cow;
use std::time::Duration;

use nono_core::time::Utc;

/// Two units at most, the second padded: `3s`, `5m41s`, `11h27m`, `3d04h`.
pub(crate) fn span(span: Duration) -> String {
    let seconds = span.as_secs();
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3_600 => format!("{}m{:02}s", seconds / 60, seconds % 60),
        3_600..172_800 => format!("{}h{:02}m", seconds / 3_600, seconds / 60 % 60),
        _ => format!("{}d{:02}h", seconds / 86_400, seconds / 3_600 % 24),
    }
}

/// One unit: `10s`, `17m`, `24h`, `3d`.
pub(crate) fn rough_span(span: Duration) -> String {
    let seconds = span.as_secs();
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3_600 => format!("{}m", seconds / 60),
        3_600..172_800 => format!("{}h", seconds / 3_600),
        _ => format!("{}d", seconds / 86_400),
    }
}

/// How long something took: `812ms`, `3.2s`, `45s`, `2m05s`.
pub(crate) fn took(span: Duration) -> String {
    match span.as_millis() {
        millis @ 0..1_000 => format!("{millis}ms"),
        millis @ 1_000..10_000 => format!("{}.{}s", millis / 1_000, millis / 100 % 10),
        _ => self::span(span),
    }
}

/// `1,204`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What `--limit` means: 0 is all.
pub(crate) fn at_most(limit: usize) -> Option<usize> {
    (limit > 0).then_some(limit)
}

/// `1 task`, `2 tasks`.
pub(crate) fn counted(number: u64, one: &str) -> String {
    let end = if number == 1 { "" } else { "s" };
    format!("{} {one}{end}", count(number))
}

/// Up to three of `known` that `given` may have meant, the nearest first.
pub(crate) fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut found: Vec<(f64, &str)> = known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(given, name), name))
        .filter(|(score, name)| *score > 0.85 || (given.len() > 2 && name.contains(given)))
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    found.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

/// Reads a span as it is typed on the command line: `500ms`, `30s`, `5m`, `1h30m`, `2d`.
///
/// # Errors
/// When it is none; the message says how one looks.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    nono_core::task::parse_duration(text).map_err(|fault| in_full(&fault))
}

/// Reads how long to wait for something: as [`duration`], and not nothing.
///
/// # Errors
/// When it is no span, or takes no time.
pub(crate) fn patience(text: &str) -> Result<Duration, String> {
    match duration(text)? {
        Duration::ZERO => Err("nothing is done in no time: it must be 1ms or more".to_owned()),
        span => Ok(span),
    }
}

/// Reads how long a pause lasts.
///
/// # Errors
/// When it is no span, or not between 1s and 3650d.
pub(crate) fn pause(text: &str) -> Result<Duration, String> {
    let span = duration(text)?;
    let fits = (Duration::from_secs(1)..=Duration::from_secs(3650 * 86_400)).contains(&span);
    if fits { Ok(span) } else { Err("it must be 1s to 3650d".to_owned()) }
}

fn in_full(fault: &nono_core::task::Fault) -> String {
    match &fault.hint {
        Some(hint) => format!("{fault} ({hint})"),
        None => fault.to_string(),
    }
}

/// Reads a moment as it is typed: RFC 3339.
///
/// # Errors
/// When it is none; the message says how one looks.
pub(crate) fn moment(text: &str) -> Result<Utc, String> {
    text.parse().map_err(|error: nono_core::time::NotATime| error.to_string())
}

/// A moment, or how long it is ago: `2026-12-24T18:00:00Z` or `24h`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Since {
    /// From this moment on.
    At(Utc),
    /// From so long ago on.
    Ago(Duration),
}

impl Since {
    /// The moment that is meant.
    pub(crate) fn moment(self, now: Utc) -> Utc {
        match self {
            Self::At(at) => at,
            Self::Ago(span) => now - span,
        }
    }
}

/// Reads a [`Since`].
///
/// # Errors
/// When it is neither a moment nor a span.
pub(crate) fn since(text: &str) -> Result<Since, String> {
    match text.parse() {
        Ok(at) => Ok(Since::At(at)),
        Err(_) => duration(text)
            .map(Since::Ago)
            .map_err(|_| format!("\"{text}\" is neither a time like 2026-12-24T18:00:00Z nor a span like 24h")),
    }
}

/// A text from outside, made safe for a terminal: control characters, and those that turn the direction of writing, become
/// spaces.
pub(crate) fn harmless(text: &str) -> String {
    tame(text).into_owned()
}

/// As [`harmless`]; nothing is copied of what is so already.
pub(crate) fn tame(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~');
    if text.bytes().all(is_plain) || !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|letter| if is_harmful(letter) { ' ' } else { letter }).collect())
}

/// Whether a terminal would obey it rather than show it.
pub(crate) fn is_harmful(letter: char) -> bool {
    let turns =
        matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || letter.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_of_nothing_is_none() {
        assert_eq!([0, 1, 50].map(at_most), [None, Some(1), Some(50)]);
    }

    #[test]
    fn spans_have_at_most_two_units() {
        let shown = [0, 59, 60, 341, 3_600, 41_220, 90_000, 172_800, 273_600].map(|s| span(Duration::from_secs(s)));
        assert_eq!(shown, ["0s", "59s", "1m00s", "5m41s", "1h00m", "11h27m", "25h00m", "2d00h", "3d04h"]);
        assert_eq!(
            [10, 1_020, 86_400, 260_000].map(|s| rough_span(Duration::from_secs(s))),
            ["10s", "17m", "24h", "3d"]
        );
        assert_eq!(
            [12, 3_240, 45_000, 125_000].map(|ms| took(Duration::from_millis(ms))),
            ["12ms", "3.2s", "45s", "2m05s"]
        );
    }

    #[test]
    fn what_a_terminal_would_obey_becomes_spaces_one_for_one() {
        assert_eq!(harmless("a\u{1b}[31m\u{9b}b\u{202e}c\u{2066}d\te"), "a [31m b c d e");
        assert_eq!(harmless("plain é 日本"), "plain é 日本");
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!([0, 999, 1_204, 4_812_000].map(count), ["0", "999", "1,204", "4,812,000"]);
        assert_eq!([counted(1, "task"), counted(0, "task")], ["1 task", "0 tasks"]);
    }

    #[test]
    fn a_typo_finds_its_name() {
        let known = ["billing.nightly-invoices", "etl.orders-sync", "web.ping"];
        assert_eq!(nearest("billing.nightly-invoice", known), ["billing.nightly-invoices"]);
        assert_eq!(nearest("pnig", known), Vec::<String>::new());
        assert_eq!(nearest("ping", known), ["web.ping"]);
    }
}
