//! Points in time, as values. Nothing here reads a clock: the daemon does, once, and passes what it read.
//!
//! Three kinds that must never be mixed: [`Instant`] is a due time (UTC, whole seconds), [`Utc`] any moment of the
//! calendar (UTC, milliseconds), [`Boot`] a reading of `CLOCK_BOOTTIME` (microseconds), which no step of the wall
//! clock moves and no suspend stops.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// One due time of a task: whole seconds since 1970-01-01T00:00:00Z. Shown as RFC 3339 UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Instant(pub i64);

/// A moment of the calendar: milliseconds since 1970-01-01T00:00:00Z. Shown as RFC 3339 UTC with milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Utc(pub i64);

/// A reading of the boot clock, in microseconds. Comparable only within one boot of one machine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Boot(pub u64);

/// What the two clocks of a machine showed at one moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reading {
    /// `CLOCK_BOOTTIME`.
    pub boot: Boot,
    /// `CLOCK_REALTIME`: microseconds since 1970-01-01T00:00:00Z. Rounded to milliseconds, each run would be half of one late.
    pub wall_us: i64,
}

impl Reading {
    /// What the wall clock shows, as a moment of the calendar.
    #[must_use]
    pub const fn wall(self) -> Utc {
        Utc(self.wall_us.div_euclid(1000))
    }
}

/// From 0000-01-01T00:00:00Z to 9999-12-31T23:59:59Z, in seconds.
const COMPACT: std::ops::RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;

impl Instant {
    /// The earliest instant that the wire form can show: 0000-01-01 would be refused by readers, 1970 is not.
    pub const EPOCH: Self = Self(0);

    /// The same moment in milliseconds.
    #[must_use]
    pub const fn utc(self) -> Utc {
        Utc(self.0 * 1000)
    }

    /// The form used in records: `2026-11-24T01:00:00Z`.
    pub(crate) fn rfc3339(self) -> Rfc3339 {
        Rfc3339::of_second(self.0)
    }

    /// The form used in run ids: `20261124T010000Z`. Total: years outside 0 to 9999 are clamped.
    #[must_use]
    pub fn compact(self) -> String {
        String::from_utf8(self.compact_bytes().to_vec()).expect("digits and two letters")
    }

    /// Whether that form, and the one in records, is its own and not that of the nearest moment that has one.
    pub(crate) fn has_compact_form(self) -> bool {
        // The last that records show is 9999-12-30T21:59:59Z.
        (*COMPACT.start()..=253_402_207_199).contains(&self.0)
    }

    /// The same as bytes.
    pub(crate) fn compact_bytes(self) -> [u8; 16] {
        let mut text = *b"YYYYMMDDTHHMMSSZ";
        put_two_by_two(self.0.clamp(*COMPACT.start(), *COMPACT.end()), &mut text, [0, 2, 4, 6, 9, 11, 13]);
        text
    }

    /// Reads [`Instant::compact`]'s form.
    #[must_use]
    pub fn from_compact(text: &str) -> Option<Self> {
        let bytes: &[u8; 16] = text.as_bytes().try_into().ok()?;
        if (bytes[8], bytes[15]) != (b'T', b'Z') {
            return None;
        }
        let digits = |from: usize, to: usize| {
            let sum = |sum: i64, byte: &u8| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0'));
            bytes[from..to].iter().try_fold(0, sum)
        };
        let days = days_of(digits(0, 4)?, digits(4, 6)?, digits(6, 8)?)?;
        let (hour, minute, second) = (digits(9, 11)?, digits(11, 13)?, digits(13, 15)?);
        let is_time = hour < 24 && minute < 60 && second < 60;
        is_time.then(|| Self(((days * 24 + hour) * 60 + minute) * 60 + second))
    }
}

/// Puts a second's century, year, month, day, hour, minute and second where they stand in a text, two digits each.
fn put_two_by_two(second: i64, text: &mut [u8], places: [usize; 7]) {
    let (year, month, day) = date_of(second.div_euclid(86_400));
    let time = second.rem_euclid(86_400);
    let two = [year / 100, year % 100, month, day, time / 3600, time / 60 % 60, time % 60];
    for (number, at) in two.into_iter().zip(places) {
        let number = u8::try_from(number).unwrap_or(0);
        text[at] = b'0' + number / 10;
        text[at + 1] = b'0' + number % 10;
    }
}

/// The date of a day, as year, month and day: the way back of [`days_of`], from the same source.
const fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, year) =
        if month < 10 { (month + 3, era * 400 + year_of_era) } else { (month - 9, era * 400 + year_of_era + 1) };
    (year, month, day)
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, years from 0 (Howard Hinnant, "chrono-Compatible Low-Level
/// Date Algorithms"). Each id of a run is read dozens of times while the run is open: too often for a calendar.
fn days_of(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=last).contains(&day) {
        return None;
    }
    // Years begin in March, so that a leap day is the last of its year.
    let year = year - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

impl Utc {
    /// The whole second this moment lies in.
    #[must_use]
    pub const fn floor(self) -> Instant {
        Instant(self.0.div_euclid(1000))
    }

    /// The span from `earlier` to this moment; zero when it is not earlier.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

impl Boot {
    /// The span from `earlier` to this reading; zero when it is not earlier.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }
}

/// Moments that the calendar can read again (jiff's), in milliseconds; of others the nearest is shown.
const SHOWN: std::ops::RangeInclusive<i64> = -62_167_219_200_000..=253_402_207_199_999;

/// In RFC 3339: each state that is written has two of them, each row of a list as many.
pub(crate) struct Rfc3339([u8; 24]);

impl Rfc3339 {
    const WHOLE: usize = 20;

    fn of(millis: i64) -> Self {
        let bounded = millis.clamp(*SHOWN.start(), *SHOWN.end());
        let mut text = *b"YYYY-MM-DDTHH:MM:SS.mmmZ";
        put_two_by_two(bounded.div_euclid(1000), &mut text, [0, 2, 5, 8, 11, 14, 17]);
        let millis = bounded.rem_euclid(1000);
        for (at, unit) in [(20, 100), (21, 10), (22, 1)] {
            text[at] = b'0' + u8::try_from(millis / unit % 10).unwrap_or(0);
        }
        Self(text)
    }

    fn of_second(second: i64) -> Self {
        let mut text = Self::of(second.saturating_mul(1000));
        text.0[Self::WHOLE - 1] = b'Z';
        text
    }

    /// Without milliseconds.
    pub(crate) fn whole(&self) -> &str {
        text_of(&self.0[..Self::WHOLE])
    }

    fn full(&self) -> &str {
        text_of(&self.0)
    }
}

fn text_of(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("digits, letters and signs")
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Rfc3339::of_second(self.0).whole())
    }
}

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Rfc3339::of(self.0).full())
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(Rfc3339::of_second(self.0).whole())
    }
}

impl Serialize for Utc {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(Rfc3339::of(self.0).full())
    }
}

/// A text that is not an RFC 3339 time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a time like 2026-12-24T18:00:00Z or 2026-12-24T18:00:00+01:00")]
pub struct NotATime(pub String);

impl FromStr for Utc {
    type Err = NotATime;
    fn from_str(text: &str) -> Result<Self, NotATime> {
        let parsed: jiff::Timestamp = text.parse().map_err(|_| NotATime(text.to_owned()))?;
        Ok(Self(parsed.as_millisecond()))
    }
}

impl FromStr for Instant {
    type Err = NotATime;
    fn from_str(text: &str) -> Result<Self, NotATime> {
        let parsed: jiff::Timestamp = text.parse().map_err(|_| NotATime(text.to_owned()))?;
        Ok(Self(parsed.as_second()))
    }
}

macro_rules! of_text {
    ($($kind:ty),*) => {$(
        impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )*};
}
of_text!(Instant, Utc);

impl Add<Duration> for Utc {
    type Output = Self;
    fn add(self, span: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }
}

impl Sub<Duration> for Utc {
    type Output = Self;
    fn sub(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }
}

impl Add<Duration> for Boot {
    type Output = Self;
    fn add(self, span: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(span.as_micros()).unwrap_or(u64::MAX)))
    }
}

impl Sub<Duration> for Boot {
    type Output = Self;
    fn sub(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(u64::try_from(span.as_micros()).unwrap_or(u64::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_survives_both_of_its_forms() {
        let due = Instant(1_795_482_000);
        assert_eq!(due.to_string(), "2026-11-24T01:00:00Z");
        assert_eq!(due.compact(), "20261124T010000Z");
        assert_eq!("2026-11-24T02:00:00+01:00".parse(), Ok(due));
        assert_eq!(Instant::from_compact("20261124T010000Z"), Some(due));
        for text in ["20261324T010000Z", "20260229T010000Z", "20261124T240000Z", "20261124T010060Z", "2026112 T010000Z"]
        {
            assert_eq!(Instant::from_compact(text), None, "{text}");
        }
    }

    #[test]
    fn moments_are_shown_as_the_calendar_shows_them() {
        let edges = [*SHOWN.start(), -1, 0, 1, 999, 1_795_482_000_042, *SHOWN.end()];
        let spread = (0..).map(|n| n * 15_780_123_457 + *SHOWN.start()).take_while(|millis| SHOWN.contains(millis));
        for millis in edges.into_iter().chain(spread) {
            let calendar = jiff::Timestamp::from_millisecond(millis).unwrap();
            assert_eq!(Utc(millis).to_string(), format!("{calendar:.3}"));
            let second = jiff::Timestamp::from_second(millis.div_euclid(1000)).unwrap();
            assert_eq!(Instant(millis.div_euclid(1000)).to_string(), second.to_string());
        }
        for (far, shown) in [(i64::MIN, "0000-01-01T00:00:00.000Z"), (i64::MAX, "9999-12-30T21:59:59.999Z")] {
            assert_eq!(Utc(far).to_string(), shown);
            assert_eq!(Instant(far).to_string(), shown.replace(".000", "").replace(".999", ""));
        }
    }

    #[test]
    fn absurd_numbers_are_shown_not_panicked_over() {
        for at in [i64::MIN, -1, 0, i64::MAX] {
            assert!(!Instant(at).to_string().is_empty());
            assert!(!Utc(at).to_string().is_empty());
        }
    }

    #[test]
    fn every_day_of_all_years_is_read_and_written_as_the_calendar_has_it() {
        let mut date = jiff::civil::date(0, 1, 1);
        let first = days_of(0, 1, 1).unwrap();
        for day in first.. {
            let (year, month) = (i64::from(date.year()), i64::from(date.month()));
            assert_eq!(days_of(year, month, i64::from(date.day())), Some(day), "{date}");
            assert_eq!(date_of(day), (year, month, i64::from(date.day())));
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        assert_eq!(days_of(9999, 12, 31), Some(Instant::from_compact("99991231T000000Z").unwrap().0 / 86_400));
        assert_eq!(days_of(1970, 1, 1), Some(0));
    }
}
