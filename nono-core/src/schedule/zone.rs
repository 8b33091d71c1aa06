//! Time zones: by IANA name only, from the data that is built in, so that all schedulers agree.
//!
//! A zone is seen as a row of segments in which its offset stands still; between two of them its clock is set forward
//! (a gap) or back (an overlap). This knows nothing of schedules.

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::error::ScheduleError;

/// The first second in which anything can be due: 1970-01-01T00:00:00Z.
pub(super) const FIRST: i64 = 0;
/// The last one: 9999-12-28T23:59:59Z, far enough from the calendar's end for every wall clock.
pub(super) const LAST: i64 = 253_402_041_599;

/// A zone and its name.
#[derive(Clone, Debug)]
pub(super) struct Zone(TimeZone);

/// A stretch of time in which a zone's offset does not change. All in seconds; offsets are east of UTC.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Segment {
    /// Its first second; far below [`FIRST`] if no change came before.
    pub(super) from: i64,
    /// The second after its last; at most [`LAST`] + 1.
    pub(super) until: i64,
    /// What to add to an instant to get the wall time.
    pub(super) offset: i64,
    /// The offset before `from`.
    pub(super) offset_before: i64,
    /// The offset from `until` on.
    pub(super) offset_after: i64,
}

impl Zone {
    /// The zone of an exact IANA name, links such as `Asia/Calcutta` included. Absent: UTC.
    pub(super) fn named(name: Option<&str>) -> Result<Self, ScheduleError> {
        let Some(name) = name else { return Ok(Self(TimeZone::UTC)) };
        let database = TimeZoneDatabase::bundled();
        match database.get(name).ok().filter(|zone| zone.iana_name() == Some(name) && !zone.is_unknown()) {
            Some(zone) => Ok(Self(zone)),
            None => Err(refusal(name, &database)),
        }
    }

    pub(super) fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The segment that holds `at`, a second from [`FIRST`] to [`LAST`].
    pub(super) fn segment(&self, at: i64) -> Segment {
        let offset = self.offset(at);
        let before = self.0.preceding(timestamp(at + 1)).next();
        let after = self.0.following(timestamp(at)).next().filter(|change| change.timestamp().as_second() <= LAST);
        let from = before.map_or(i64::MIN / 4, |change| change.timestamp().as_second());
        Segment {
            from,
            until: after.as_ref().map_or(LAST + 1, |change| change.timestamp().as_second()),
            offset,
            offset_before: if from > FIRST { self.offset(from - 1) } else { offset },
            offset_after: after.map_or(offset, |change| i64::from(change.offset().seconds())),
        }
    }

    fn offset(&self, at: i64) -> i64 {
        i64::from(self.0.to_offset(timestamp(at)).seconds())
    }

    /// `2027-03-28 03:00:00 CEST`.
    pub(super) fn show(&self, at: i64) -> String {
        timestamp(at).to_zoned(self.0.clone()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string()
    }
}

fn timestamp(at: i64) -> Timestamp {
    Timestamp::from_second(at.clamp(FIRST - 1, LAST + 1)).expect("bounded to the years 1969 to 9999")
}

fn refusal(name: &str, database: &TimeZoneDatabase) -> ScheduleError {
    let error = ScheduleError::new("timeZone", name, "is not a time zone of the IANA database");
    let lower = name.to_ascii_lowercase();
    if name.is_empty() {
        return error.hint("such as Europe/Berlin; leave it out for UTC");
    }
    if lower.starts_with("utc") || lower.starts_with("gmt") || lower.starts_with(['+', '-']) {
        return error.hint("UTC, a region such as Europe/Berlin, or a fixed offset such as Etc/GMT-2 (two hours east)");
    }
    let nearest = database
        .available()
        .map(|zone| (strsim::jaro_winkler(&lower, &zone.as_str().to_ascii_lowercase()), zone.as_str().to_owned()))
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    match nearest {
        Some((likeness, zone)) if likeness > 0.8 => error.hint(format!("did you mean {zone}?")),
        _ => error.hint("such as Europe/Berlin or UTC"),
    }
}
