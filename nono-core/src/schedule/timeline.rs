//! From wall times to instants: what cron expressions mean in a zone whose clock is set forward and back.
//!
//! The rules are those of docs/cron.md. A zone is walked segment by segment: within one, wall time and instant differ by a
//! constant, so the search and the count of [`Fields`] apply as they are; the policies only decide which wall times of a
//! segment count, and whether its first second stands for those that the gap before it swallowed. Of several expressions,
//! each is searched by itself; only the count must know which instants they share.

use std::ops::Range;

use super::fields::{DAY_SECONDS, Fields, civil};
use super::union::Union;
use super::zone::{FIRST, LAST, Segment, Zone};
use super::{DstOverlap, Gap};

/// No zone's offset is larger: what lies further apart on the wall lies apart in time, too.
const LARGEST_OFFSET: i64 = 26 * 3600;

/// The expressions of a schedule in its zone.
#[derive(Clone, Copy)]
pub(super) struct Timeline<'a> {
    pub(super) lines: &'a [Fields],
    pub(super) policies: Policies<'a>,
}

/// A zone, and what becomes of the wall times that it leaves out or repeats.
#[derive(Clone, Copy)]
pub(super) struct Policies<'a> {
    pub(super) zone: &'a Zone,
    pub(super) gap: Gap,
    pub(super) overlap: DstOverlap,
}

/// One expression.
#[derive(Clone, Copy)]
struct Line<'a> {
    fields: &'a Fields,
    policies: Policies<'a>,
}

/// A segment under the policies.
struct Span {
    segment: Segment,
    /// The wall times that count in it.
    walls: Range<i64>,
    /// The wall times that the gap before it swallowed and that its first second stands for.
    swallowed: Range<i64>,
}

impl<'a> Timeline<'a> {
    fn each(&self) -> impl Iterator<Item = Line<'a>> {
        let policies = self.policies;
        self.lines.iter().map(move |fields| Line { fields, policies })
    }

    /// The first instant in `[from, last]`, or one after it.
    pub(super) fn first_from(&self, from: i64, last: i64) -> Option<i64> {
        let earlier = |best: Option<i64>, line: Line<'_>| {
            let found = line.first_from(from, best.unwrap_or(last));
            found.into_iter().chain(best).min()
        };
        self.each().fold(None, earlier)
    }

    /// The last instant in `[first, to]`, or one before it.
    pub(super) fn last_to(&self, first: i64, to: i64) -> Option<i64> {
        let later = |best: Option<i64>, line: Line<'_>| {
            let found = line.last_to(best.unwrap_or(first), to);
            found.into_iter().chain(best).max()
        };
        self.each().fold(None, later)
    }

    /// How many instants lie in `[from, to]`.
    pub(super) fn count(&self, from: i64, to: i64) -> u64 {
        let (mut at, to) = (from.max(FIRST), to.min(LAST));
        let all: Vec<&Fields> = self.lines.iter().collect();
        let follow_time: Vec<&Fields> = self.lines.iter().filter(|fields| fields.every_hour).collect();
        let (mut all, mut follow_time) = (Union::of(&all), Union::of(&follow_time));
        let mut count = 0;
        while at <= to {
            let segment = self.policies.zone.segment(at);
            let Segment { from, until, offset, .. } = segment;
            let seen = at + offset..until.min(to + 1) + offset;
            let both = self.policies.span(segment).walls;
            let (start, end) = (both.start.clamp(seen.start, seen.end), both.end.clamp(seen.start, seen.end));
            let both = start..end.max(start);
            count += follow_time.count(seen.start, both.start) + follow_time.count(both.end, seen.end);
            count += all.count(both.start, both.end);
            if at <= from && self.each().any(|line| line.begins(segment)) && !self.is_wall(from + offset) {
                count += 1;
            }
            at = until;
        }
        count
    }

    /// What is unusual about an instant, in words.
    pub(super) fn note(&self, at: i64) -> Option<String> {
        self.each().filter(|line| line.first_from(at, at) == Some(at)).find_map(|line| line.note(at))
    }

    fn is_wall(&self, wall: i64) -> bool {
        self.lines.iter().any(|fields| fields.first_in(wall, wall + 1).is_some())
    }
}

impl Policies<'_> {
    /// The segment as an expression sees it that names its hours.
    fn span(&self, segment: Segment) -> Span {
        let Segment { from, until, offset, offset_before, offset_after } = segment;
        let mut span = Span { segment, walls: from + offset..until + offset, swallowed: 0..0 };
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

impl Line<'_> {
    /// The first instant in `[from, last]`, or one after it.
    fn first_from(&self, from: i64, last: i64) -> Option<i64> {
        let mut at = from.max(FIRST);
        while at <= last.min(LAST) {
            let span = self.span(self.policies.zone.segment(at));
            let Segment { from, until, offset, .. } = span.segment;
            if at <= from && self.stands_for(&span).is_some() {
                return Some(from);
            }
            if let Some(wall) = self.fields.first_in(span.walls.start.max(at + offset), span.walls.end) {
                return Some(wall - offset);
            }
            // An expression that is rarely due would walk through many segments: go to where its next wall time is.
            let wall = self.fields.first_in(until - LARGEST_OFFSET, i64::MAX)?;
            at = until.max(wall - LARGEST_OFFSET);
        }
        None
    }

    /// The last instant in `[first, to]`, or one before it.
    fn last_to(&self, first: i64, to: i64) -> Option<i64> {
        let mut at = to.min(LAST);
        while at >= first.max(FIRST) {
            let span = self.span(self.policies.zone.segment(at));
            let Segment { from, offset, .. } = span.segment;
            let least = span.walls.start.max(FIRST + offset);
            if let Some(wall) = self.fields.last_in(least, (at + offset).min(span.walls.end - 1)) {
                return Some(wall - offset);
            }
            if from >= FIRST && self.stands_for(&span).is_some() {
                return Some(from);
            }
            if from < FIRST {
                return None;
            }
            let wall = self.fields.last_in(FIRST - LARGEST_OFFSET, from + LARGEST_OFFSET)?;
            at = (from - 1).min(wall + LARGEST_OFFSET);
        }
        None
    }

    fn note(&self, at: i64) -> Option<String> {
        let span = self.span(self.policies.zone.segment(at));
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

    /// Whether the first second of a segment stands for a wall time that the gap before it swallowed.
    fn begins(&self, segment: Segment) -> bool {
        self.stands_for(&self.span(segment)).is_some()
    }

    fn span(&self, segment: Segment) -> Span {
        if self.fields.every_hour {
            let Segment { from, until, offset, .. } = segment;
            return Span { segment, walls: from + offset..until + offset, swallowed: 0..0 };
        }
        self.policies.span(segment)
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
