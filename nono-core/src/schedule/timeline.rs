//! From wall times to instants: what a cron expression means in a zone whose clock is set forward and back.
//!
//! The rules are those of docs/cron.md. A zone is walked segment by segment: within one, wall time and instant differ by a
//! constant, so the search and the count of [`Fields`] apply as they are; the policies only decide which wall times of a
//! segment count, and whether its first second stands for those that the gap before it swallowed.

use std::ops::Range;

use super::fields::{DAY_SECONDS, Fields, civil};
use super::zone::{FIRST, LAST, Segment, Zone};
use super::{DstOverlap, Gap};

/// An expression in a zone.
#[derive(Clone, Copy)]
pub(super) struct Timeline<'a> {
    pub(super) fields: &'a Fields,
    pub(super) zone: &'a Zone,
    pub(super) gap: Gap,
    pub(super) overlap: DstOverlap,
}

/// A segment under the policies.
struct Span {
    segment: Segment,
    /// The wall times that count in it.
    walls: Range<i64>,
    /// The wall times that the gap before it swallowed and that its first second stands for.
    swallowed: Range<i64>,
}

impl Timeline<'_> {
    /// The first instant in `[from, last]`, or one after it.
    pub(super) fn first_from(&self, from: i64, last: i64) -> Option<i64> {
        let mut at = from.max(FIRST);
        while at <= last.min(LAST) {
            let span = self.span(at);
            if at <= span.segment.from && self.stands_for(&span).is_some() {
                return Some(span.segment.from);
            }
            let offset = span.segment.offset;
            if let Some(wall) = self.fields.first_in(span.walls.start.max(at + offset), span.walls.end) {
                return Some(wall - offset);
            }
            at = span.segment.until;
        }
        None
    }

    /// The last instant in `[first, to]`, or one before it.
    pub(super) fn last_to(&self, first: i64, to: i64) -> Option<i64> {
        let mut at = to.min(LAST);
        while at >= first.max(FIRST) {
            let span = self.span(at);
            let Segment { from, offset, .. } = span.segment;
            let least = span.walls.start.max(FIRST + offset);
            if let Some(wall) = self.fields.last_in(least, (at + offset).min(span.walls.end - 1)) {
                return Some(wall - offset);
            }
            if from >= FIRST && self.stands_for(&span).is_some() {
                return Some(from);
            }
            at = from - 1;
        }
        None
    }

    /// How many instants lie in `[from, to]`.
    pub(super) fn count(&self, from: i64, to: i64) -> u64 {
        let (mut at, to) = (from.max(FIRST), to.min(LAST));
        let mut count = 0;
        while at <= to {
            let span = self.span(at);
            let Segment { from, until, offset, .. } = span.segment;
            let walls = span.walls.start.max(at + offset)..span.walls.end.min(to + 1 + offset);
            count += self.fields.count(walls.start, walls.end);
            if at <= from && self.stands_for(&span).is_some() && !self.is_wall(from + offset) {
                count += 1;
            }
            at = until;
        }
        count
    }

    /// What is unusual about an instant, in words.
    pub(super) fn note(&self, at: i64) -> Option<String> {
        let span = self.span(at);
        let Segment { from, until, offset, offset_before, offset_after } = span.segment;
        let wall = at + offset;
        if at == from
            && let Some(lost) = self.stands_for(&span)
        {
            return Some(self.note_of_gap(&span, lost, wall));
        }
        let which = match () {
            () if wall < from.saturating_add(offset_before) => "the second time",
            () if wall >= until + offset_after => "the first time",
            () => return None,
        };
        Some(format!("{} occurs twice (DST): {which}", show_time(wall)))
    }

    fn note_of_gap(&self, span: &Span, lost: i64, wall: i64) -> String {
        let same_day = |lost: i64| lost.div_euclid(DAY_SECONDS) == wall.div_euclid(DAY_SECONDS);
        let show = |lost: i64| if same_day(lost) { show_time(lost) } else { show_day_and_time(lost) };
        let last = self.fields.last_in(span.swallowed.start, span.swallowed.end - 1).unwrap_or(lost);
        if last == lost {
            format!("{} does not exist (DST): moved to {}", show(lost), show_time(wall))
        } else {
            format!("{} to {} do not exist (DST): moved to {}", show(lost), show(last), show_time(wall))
        }
    }

    /// The first wall time that the segment's first second stands for.
    fn stands_for(&self, span: &Span) -> Option<i64> {
        self.fields.first_in(span.swallowed.start, span.swallowed.end)
    }

    fn is_wall(&self, wall: i64) -> bool {
        self.fields.first_in(wall, wall + 1).is_some()
    }

    fn span(&self, at: i64) -> Span {
        let segment = self.zone.segment(at);
        let Segment { from, until, offset, offset_before, offset_after } = segment;
        let mut span = Span { segment, walls: from + offset..until + offset, swallowed: 0..0 };
        if self.fields.every_hour {
            return span;
        }
        if self.overlap == DstOverlap::First {
            span.walls.start = span.walls.start.max(from + offset_before);
        }
        if self.overlap == DstOverlap::Last {
            span.walls.end = span.walls.end.min(until + offset_after);
        }
        if self.gap == Gap::Next && offset > offset_before {
            span.swallowed = from + offset_before..from + offset;
        }
        span
    }
}

/// `02:30`, or `02:30:15` when the second matters.
fn show_time(wall: i64) -> String {
    let time = wall.rem_euclid(DAY_SECONDS);
    let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
    if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") }
}

fn show_day_and_time(wall: i64) -> String {
    let (year, month, day) = civil(wall.div_euclid(DAY_SECONDS));
    format!("{year:04}-{month:02}-{day:02} {}", show_time(wall))
}
