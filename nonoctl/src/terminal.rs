//! What is at the other end of the three streams, and how people want to see things there.
//!
//! Decided once per invocation from flags, environment and the streams themselves. Only the form of the output
//! depends on it, never the data.

use std::io::IsTerminal;

use clap::ValueEnum;
use jiff::tz::TimeZone;
use nono_core::time::Utc;

use crate::environment::Environment;
use crate::words;

/// When to use colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum ColorWhen {
    /// On a terminal, unless the environment says otherwise
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How people are shown moments.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum TimeStyle {
    /// As a distance from now where that helps
    Relative,
    /// In the local time zone
    Local,
    /// In UTC
    Utc,
}

/// Which streams are terminals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Streams {
    /// Whether standard input is one.
    pub(crate) stdin: bool,
    /// Whether standard output is one.
    pub(crate) stdout: bool,
    /// Whether standard error is one.
    pub(crate) stderr: bool,
}

impl Streams {
    /// Those of the process.
    pub(crate) fn of_process() -> Self {
        Self {
            stdin: std::io::stdin().is_terminal(),
            stdout: std::io::stdout().is_terminal(),
            stderr: std::io::stderr().is_terminal(),
        }
    }
}

/// How to write for people.
#[derive(Clone, Debug)]
pub(crate) struct Terminal {
    /// Which streams are terminals.
    pub(crate) streams: Streams,
    /// Columns of standard output, when it is a terminal.
    pub(crate) width: Option<usize>,
    /// Columns of standard error, when it is a terminal.
    pub(crate) width_err: Option<usize>,
    /// Whether standard output takes colours.
    pub(crate) colour_out: bool,
    /// Whether standard error does.
    pub(crate) colour_err: bool,
    /// Whether a line or a table may be drawn over: not for a screen reader, and not where the terminal cannot.
    pub(crate) redraws: bool,
    /// Whether only ASCII may be written.
    pub(crate) ascii: bool,
    /// How moments are shown.
    pub(crate) clock: Clock,
}

/// How moments are shown: what now is, where, and in which style.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    /// The moment the command began.
    pub(crate) now: Utc,
    /// The zone of the person.
    pub(crate) zone: TimeZone,
    /// The style asked for.
    pub(crate) style: TimeStyle,
}

/// Whether a stream takes colours: flag, then `CLICOLOR_FORCE`, `NO_COLOR`, `CLICOLOR=0`, then the stream itself.
pub(crate) fn takes_colour(flag: Option<ColorWhen>, environment: &Environment, is_terminal: bool) -> bool {
    match flag {
        Some(ColorWhen::Always) => return true,
        Some(ColorWhen::Never) => return false,
        Some(ColorWhen::Auto) | None => {}
    }
    if environment.is_on("CLICOLOR_FORCE") {
        return true;
    }
    let refused = environment.value("NO_COLOR").is_some()
        || environment.value("CLICOLOR") == Some("0")
        || environment.value("TERM") == Some("dumb");
    is_terminal && !refused
}

/// Whether the locale's encoding is something other than UTF-8.
pub(crate) fn needs_ascii(environment: &Environment) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|key| environment.value(key));
    let encoding = locale.unwrap_or("C").to_ascii_lowercase();
    !(encoding.contains("utf-8") || encoding.contains("utf8"))
}

/// The person's zone: `TZ`, else what `/etc/localtime` points to, else UTC.
pub(crate) fn local_zone(environment: &Environment) -> TimeZone {
    let named = |name: &str| TimeZone::get(name).or_else(|_| TimeZone::posix(name)).ok();
    if let Some(name) = environment.value("TZ") {
        return named(name.trim_start_matches(':')).unwrap_or(TimeZone::UTC);
    }
    let link = std::fs::read_link("/etc/localtime").ok();
    let name = link.as_deref().and_then(|path| path.to_str()?.split_once("zoneinfo/").map(|(_, name)| name.to_owned()));
    name.and_then(|name| named(&name)).unwrap_or(TimeZone::UTC)
}

/// Columns of the terminal at this stream; `COLUMNS` wins.
pub(crate) fn width(environment: &Environment, stream: impl std::os::fd::AsFd) -> Option<usize> {
    let told = environment.value("COLUMNS").and_then(|text| text.parse().ok()).filter(|columns| *columns > 0);
    told.or_else(|| terminal_size::terminal_size_of(stream).map(|(width, _)| usize::from(width.0)))
}

/// The same of standard error, if it is a terminal.
pub(crate) fn error_width(environment: &Environment) -> Option<usize> {
    let stream = std::io::stderr();
    width(environment, &stream).filter(|_| stream.is_terminal())
}

impl Clock {
    /// `10s ago` or, in another style, the moment itself.
    pub(crate) fn ago(&self, at: Utc) -> String {
        match self.style {
            TimeStyle::Relative if at > self.now + std::time::Duration::from_secs(1) => self.ahead(at),
            TimeStyle::Relative if self.now.since(at).as_secs() == 0 => "now".to_owned(),
            TimeStyle::Relative => format!("{} ago", words::rough_span(self.now.since(at))),
            TimeStyle::Local | TimeStyle::Utc => self.moment(at),
        }
    }

    /// `in 5m41s`, or `2m07s late` once it is more than a second past; in another style the moment itself.
    pub(crate) fn due(&self, at: Utc) -> String {
        match self.style {
            TimeStyle::Relative if self.now.0 - at.0 > 1_000 => format!("{} late", words::span(self.now.since(at))),
            TimeStyle::Relative => self.ahead(at),
            TimeStyle::Local | TimeStyle::Utc => self.moment(at),
        }
    }

    fn ahead(&self, at: Utc) -> String {
        match at.since(self.now).as_secs() {
            0 => "now".to_owned(),
            _ => format!("in {}", words::span(at.since(self.now))),
        }
    }

    /// Date and time in the person's zone, or in UTC with `--time utc`.
    pub(crate) fn moment(&self, at: Utc) -> String {
        match self.style {
            TimeStyle::Utc => rfc3339(at),
            TimeStyle::Local | TimeStyle::Relative => in_zone(at, &self.zone, "%Y-%m-%d %H:%M:%S"),
        }
    }
}

/// What programs read: RFC 3339, UTC, whole seconds when it is a whole second.
pub(crate) fn rfc3339(at: Utc) -> String {
    if at.0 % 1_000 == 0 { at.floor().to_string() } else { at.to_string() }
}

/// A moment in a zone, as `strftime` says. Moments beyond the year 9999 are shown as UTC.
pub(crate) fn in_zone(at: Utc, zone: &TimeZone, form: &str) -> String {
    match jiff::Timestamp::from_millisecond(at.0) {
        Ok(moment) => moment.to_zoned(zone.clone()).strftime(form).to_string(),
        Err(_) => at.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flag_beats_force_beats_no_color_beats_clicolor_beats_the_stream() {
        let all = Environment::of(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1"), ("CLICOLOR", "0")]);
        assert!(!takes_colour(Some(ColorWhen::Never), &all, true));
        assert!(takes_colour(None, &all, false));
        assert!(takes_colour(Some(ColorWhen::Always), &Environment::of(&[("NO_COLOR", "1")]), false));
        assert!(!takes_colour(None, &Environment::of(&[("NO_COLOR", "1")]), true));
        assert!(takes_colour(None, &Environment::of(&[("NO_COLOR", "")]), true), "empty is unset");
        assert!(!takes_colour(Some(ColorWhen::Auto), &Environment::of(&[("CLICOLOR", "0")]), true));
        assert!(!takes_colour(None, &Environment::of(&[("TERM", "dumb")]), true));
        assert!(!takes_colour(None, &Environment::default(), false));
    }

    #[test]
    fn the_first_locale_that_is_set_says_whether_glyphs_show() {
        assert!(!needs_ascii(&Environment::of(&[("LANG", "C.UTF-8")])));
        assert!(needs_ascii(&Environment::of(&[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")])));
        assert!(needs_ascii(&Environment::default()));
    }

    #[test]
    fn moments_are_near_or_absolute_by_style() {
        let now: Utc = "2026-11-24T13:32:07Z".parse().unwrap();
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let mut clock = Clock { now, zone, style: TimeStyle::Relative };
        let at = |seconds: i64| Utc(now.0 + seconds * 1_000);
        assert_eq!(clock.ago(at(-43_200)), "12h ago");
        assert_eq!(clock.ago(at(0)), "now");
        assert_eq!([clock.due(at(341)), clock.due(at(0))], ["in 5m41s", "now"]);
        assert_eq!(clock.due(at(-127)), "2m07s late");
        assert_eq!(clock.moment(at(0)), "2026-11-24 14:32:07");
        clock.style = TimeStyle::Utc;
        assert_eq!([clock.ago(at(-60)), clock.due(at(-60))], ["2026-11-24T13:31:07Z", "2026-11-24T13:31:07Z"]);
    }
}
