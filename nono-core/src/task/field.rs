//! Every field of a task, once: its place, its kind, its bounds, its default, its flag and a line about it.
//!
//! The reader, the comparison of two documents, the JSON Schema and the table of docs/tasks.md all take their names,
//! bounds and defaults from here, so that they cannot disagree. Rules that span several fields are not here; they stand
//! with the reader of their section.

use std::sync::LazyLock;
use std::time::Duration;

use crate::schedule::MOST_LINES;

/// One field of a document.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Where it is, dotted, such as `policy.retry.backoff`.
    pub path: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What counts when it is absent, as it would be typed.
    pub default: Option<&'static str>,
    /// The flag of `nonoctl task add` and `task update` that sets it.
    pub flag: Option<&'static str>,
    /// One line for people.
    pub about: &'static str,
}

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Kind {
    /// Fields of its own.
    Section,
    /// A text of at most so many bytes.
    Text {
        /// In bytes.
        longest: usize,
    },
    /// A cron expression of at most so many bytes, or a list of them.
    Expressions {
        /// Of one, in bytes.
        longest: usize,
        /// How many at most.
        most: usize,
    },
    /// The name of the task.
    Name,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A duration.
    Duration {
        /// The shortest.
        least: Duration,
        /// The longest.
        most: Duration,
        /// What it must be a multiple of.
        grain: Grain,
    },
    /// A moment: RFC 3339 with an offset.
    Moment,
    /// A due time: RFC 3339 with an offset, whole seconds.
    Instant,
    /// A list of due times.
    Instants {
        /// How many at most.
        most: usize,
    },
    /// A moment, or a duration.
    MomentOrDuration,
    /// A whole number.
    Integer {
        /// The smallest.
        least: u64,
        /// The largest.
        most: u64,
    },
    /// A number.
    Number {
        /// The smallest.
        least: f64,
        /// The largest.
        most: f64,
    },
    /// true or false.
    Switch,
    /// Texts by key, for selectors.
    Labels,
    /// Texts by header name.
    Headers,
    /// Where a request goes.
    Url,
    /// Text or any JSON value.
    Body,
    /// Classes of failures.
    RetryClasses,
    /// Anything; what stands there is ignored.
    Ignored,
}

/// What a duration must be a multiple of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grain {
    /// A millisecond.
    Millisecond,
    /// A second.
    Second,
}

impl Field {
    /// The last part of its path.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path)
    }

    /// The path of the section it is in; empty at the top.
    #[must_use]
    pub fn section(&self) -> &'static str {
        self.path.rsplit_once('.').map_or("", |(section, _)| section)
    }
}

/// The field at this path.
#[must_use]
pub fn field(path: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.path == path)
}

/// The fields directly in this section, in the order of the table.
pub fn fields_of(section: &str) -> impl Iterator<Item = &'static Field> {
    named_fields_of(section).iter().map(|(_, field)| *field)
}

/// A field by the last part of its path.
pub(super) type Named = (&'static str, &'static Field);

/// Gathered once: a cluster's start reads every task, and each reading asks for every field.
static SECTIONS: LazyLock<Vec<(&'static str, Vec<Named>)>> = LazyLock::new(|| {
    let sections = FIELDS.iter().filter(|field| field.kind == Kind::Section).map(|field| field.path);
    let inside = |section| FIELDS.iter().filter(move |field| field.section() == section);
    let named = |section| (section, inside(section).map(|field| (field.name(), field)).collect());
    std::iter::once("").chain(sections).map(named).collect()
});

/// The fields of a section with their names.
pub(super) fn named_fields_of(section: &str) -> &'static [Named] {
    SECTIONS.iter().find(|(path, _)| *path == section).map_or(&[], |(_, fields)| fields)
}

const SECOND: Duration = Duration::from_secs(1);
const MILLISECOND: Duration = Duration::from_millis(1);
const DAY: Duration = Duration::from_secs(86_400);

const fn span(least: Duration, most: Duration) -> Kind {
    Kind::Duration { least, most, grain: Grain::Millisecond }
}

const fn seconds(least: Duration, most: Duration) -> Kind {
    Kind::Duration { least, most, grain: Grain::Second }
}

const fn row(
    path: &'static str,
    kind: Kind,
    default: Option<&'static str>,
    flag: Option<&'static str>,
    about: &'static str,
) -> Field {
    Field { path, kind, default, flag, about }
}

/// The methods a task may use.
pub const METHODS: &[&str] = &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// All fields, in the order in which people write them.
#[rustfmt::skip]
pub const FIELDS: &[Field] = &[
    row("apiVersion", Kind::Word(&["nono/v1"]), None, None, "the version of the manifest's format"),
    row("kind", Kind::Word(&["SchedulerTask"]), None, None, "what the manifest describes"),
    row("name", Kind::Name, None, Some("NAME"), "the task's name: 1 to 128 of a-z 0-9 . _ -, beginning with a letter or digit"),
    row("status", Kind::Ignored, None, None, "what the cluster says of the task; ignored"),
    row("description", Kind::Text { longest: 1024 }, None, Some("--description"), "a sentence for people"),
    row("labels", Kind::Labels, None, Some("--label"), "texts by key, for selectors"),
    row("paused", Kind::Section, None, None, "present: the task is paused; null in a manifest resumes it"),
    row("paused.reason", Kind::Text { longest: 1024 }, None, None, "why it is paused"),
    row("paused.since", Kind::Moment, None, None, "when the pause began; filled in, ignored in a manifest"),
    row("paused.until", Kind::MomentOrDuration, None, None, "when the pause ends by itself: a time, or a duration counted from its beginning"),
    row("schedule", Kind::Section, None, None, "when the task is due: exactly one of cron, every and at"),
    row("schedule.cron", Kind::Expressions { longest: 512, most: MOST_LINES }, None, Some("--cron"), "a cron expression of 5 fields, of 6 with seconds first, or of 7 with the year last; or several: due whenever one of them is"),
    row("schedule.every", seconds(SECOND, Duration::from_secs(3650 * 86_400)), None, Some("--every"), "an interval in whole seconds, counted from 1970-01-01T00:00:00Z plus the offset"),
    row("schedule.offset", seconds(Duration::ZERO, Duration::from_secs(3650 * 86_400)), Some("0s"), Some("--offset"), "moves the instants of every; shorter than the interval"),
    row("schedule.at", Kind::Instants { most: 1000 }, None, Some("--at"), "a list of instants"),
    row("schedule.timeZone", Kind::Text { longest: 64 }, Some("UTC"), Some("--tz"), "the IANA time zone of the schedule"),
    row("schedule.dst", Kind::Section, None, None, "what happens to wall times at a change of the clocks"),
    row("schedule.dst.gap", Kind::Word(&["next", "skip"]), Some("next"), Some("--dst-gap"), "a wall time that does not exist: at the first instant after it, or not at all"),
    row("schedule.dst.overlap", Kind::Word(&["first", "last", "both"]), Some("first"), Some("--dst-overlap"), "a wall time that comes twice: which of the two counts"),
    row("schedule.start", Kind::Instant, None, Some("--start"), "instants before this do not count"),
    row("schedule.end", Kind::Instant, None, Some("--end"), "instants from this on do not count"),
    row("schedule.jitter", span(Duration::ZERO, DAY), Some("0s"), Some("--jitter"), "delays each request by less than this, never its instant; the same for the same run"),
    row("target", Kind::Section, None, None, "whom to call"),
    row("target.url", Kind::Url, None, Some("--url"), "an http or https address"),
    row("target.method", Kind::Word(METHODS), Some("POST"), Some("--method"), "the HTTP method"),
    row("target.headers", Kind::Headers, None, Some("--header"), "request headers"),
    row("target.body", Kind::Body, None, Some("--body"), "what is sent: text as it stands, anything else as JSON"),
    row("target.timeout", Kind::Section, None, None, "limits of time"),
    row("target.timeout.connect", span(MILLISECOND, Duration::from_secs(300)), Some("3s"), Some("--connect-timeout"), "to connect, TLS included"),
    row("target.timeout.attempt", span(MILLISECOND, DAY), Some("30s"), Some("--timeout"), "one attempt, from its start to the end of the answer"),
    row("target.timeout.run", span(MILLISECOND, Duration::from_secs(7 * 86_400)), Some("1h"), Some("--run-timeout"), "the whole run, from its first byte, waits included"),
    row("policy", Kind::Section, None, None, "how runs are treated"),
    row("policy.overlap", Kind::Word(&["skip", "allow"]), Some("skip"), Some("--overlap"), "what to do with a run while an earlier one is not over"),
    row("policy.misfire", Kind::Section, None, None, "what to do with instants that were missed"),
    row("policy.misfire.run", Kind::Word(&["none", "last", "all"]), Some("last"), Some("--misfire"), "which of them run"),
    row("policy.misfire.max", Kind::Integer { least: 1, most: 1000 }, Some("100"), None, "with run: all, the newest so many"),
    row("policy.misfire.within", seconds(SECOND, Duration::from_secs(366 * 86_400)), Some("1h"), Some("--misfire-within"), "only those that are not older than this"),
    row("policy.delivery", Kind::Word(&["at_least_once", "at_most_once"]), Some("at_least_once"), Some("--delivery"), "what a crash may cost: a run sent twice, or a run lost"),
    row("policy.retry", Kind::Section, None, None, "what to do when an attempt fails"),
    row("policy.retry.attempts", Kind::Integer { least: 1, most: 100 }, Some("1"), Some("--retries"), "all attempts, the first included (the flag counts without the first)"),
    row("policy.retry.backoff", span(MILLISECOND, DAY), Some("10s"), Some("--backoff"), "the wait before the second attempt"),
    row("policy.retry.maxBackoff", span(MILLISECOND, DAY), Some("5m"), Some("--max-backoff"), "no wait is longer, one that the worker asks for included"),
    row("policy.retry.factor", Kind::Number { least: 1.0, most: 100.0 }, Some("2"), None, "each wait is so many times the one before"),
    row("policy.retry.jitter", Kind::Switch, Some("true"), None, "spreads each wait between nothing and its full length"),
    row("policy.retry.on", Kind::RetryClasses, Some("connect, reset, timeout, 408, 425, 429, 500-599"), None, "which failures are tried again"),
    row("policy.historyLimit", Kind::Integer { least: 1, most: 100 }, Some("20"), Some("--history-limit"), "how many outcomes are kept"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_stands_once_and_in_a_section() {
        for (index, field) in FIELDS.iter().enumerate() {
            assert!(FIELDS[..index].iter().all(|other| other.path != field.path), "{} stands twice", field.path);
            let home = super::field(field.section());
            assert!(
                field.section().is_empty() || home.is_some_and(|home| home.kind == Kind::Section),
                "{}",
                field.path
            );
            assert!(!field.about.ends_with('.') && !field.about.is_empty(), "{}", field.path);
        }
    }
}
