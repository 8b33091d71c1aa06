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
    /// `CLOCK_REALTIME`.
    pub wall: Utc,
}

impl Instant {
    /// The earliest instant that the wire form can show: 0000-01-01 would be refused by readers, 1970 is not.
    pub const EPOCH: Self = Self(0);

    /// The same moment in milliseconds.
    #[must_use]
    pub const fn utc(self) -> Utc {
        Utc(self.0 * 1000)
    }

    /// The form used in run ids: `20261124T010000Z`. Total: years outside 0 to 9999 are clamped.
    #[must_use]
    pub fn compact(self) -> String {
        let at = timestamp(self.0 * 1000).to_zoned(jiff::tz::TimeZone::UTC).datetime();
        let (date, time) = (at.date(), at.time());
        format!(
            "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
            date.year(),
            date.month(),
            date.day(),
            time.hour(),
            time.minute(),
            time.second()
        )
    }

    /// Reads [`Instant::compact`]'s form.
    #[must_use]
    pub fn from_compact(text: &str) -> Option<Self> {
        // Each run's id is read several times: not by a format.
        let bytes: &[u8; 16] = text.as_bytes().try_into().ok()?;
        let number = |from: usize, to: usize| {
            bytes[from..to]
                .iter()
                .try_fold(0_i16, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i16::from(byte - b'0')))
        };
        let small = |from: usize| i8::try_from(number(from, from + 2)?).ok();
        if (bytes[8], bytes[15]) != (b'T', b'Z') {
            return None;
        }
        let date = jiff::civil::Date::new(number(0, 4)?, small(4)?, small(6)?).ok()?;
        let time = jiff::civil::Time::new(small(9)?, small(11)?, small(13)?, 0).ok()?;
        let at = jiff::tz::Offset::UTC.to_timestamp(date.to_datetime(time)).ok()?;
        Some(Self(at.as_second()))
    }
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

/// The nearest moment that jiff can represent.
fn timestamp(millis: i64) -> jiff::Timestamp {
    let bounded = millis.clamp(-62_167_219_200_000, 253_402_207_200_000 - 1);
    jiff::Timestamp::from_millisecond(bounded).expect("bounded to the years 0 to 9999")
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", timestamp(self.0.saturating_mul(1000)))
    }
}

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", timestamp(self.0))
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

macro_rules! as_text {
    ($($kind:ty),*) => {$(
        impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )*};
}
as_text!(Instant, Utc);

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
        assert_eq!(Instant::from_compact("20261324T010000Z"), None);
    }

    #[test]
    fn absurd_numbers_are_shown_not_panicked_over() {
        for at in [i64::MIN, -1, 0, i64::MAX] {
            assert!(!Instant(at).to_string().is_empty());
            assert!(!Utc(at).to_string().is_empty());
        }
    }
}
