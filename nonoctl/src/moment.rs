//! Moments as people type them: with an offset, or as a date or wall time in a zone they named.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use nono_core::time::Instant;

/// Reads `2027-03-26T11:00:00Z`, `2027-03-26T12:00` or `2027-03-26`; the last two in `zone`, a date at its midnight. A wall
/// time that a change of the clocks leaves out means the moment as far after the change.
///
/// # Errors
/// Says how a moment is written.
pub(crate) fn in_zone(text: &str, zone: &str) -> Result<Instant, String> {
    let wrong = || format!("{text:?} is not a time: write 2027-03-26, 2027-03-26T12:00 or 2027-03-26T11:00:00Z");
    if let Ok(exact) = text.parse::<Timestamp>() {
        return Ok(Instant(exact.as_second()));
    }
    let wall = match text.parse::<Date>() {
        Ok(date) if text.len() == 10 => date.to_datetime(jiff::civil::Time::midnight()),
        _ => text.parse::<DateTime>().map_err(|_| wrong())?,
    };
    let zone = TimeZoneDatabase::bundled().get(zone).unwrap_or(TimeZone::UTC);
    zone.to_timestamp(wall).map(|at| Instant(at.as_second())).map_err(|_| wrong())
}
