//! `nonoctl task next --all`: how much is due, minute by minute, and where it crowds.
//!
//! Tasks of one schedule are due together, so each different schedule is walked once, however many tasks share it. Jitter is
//! left out: it delays the request, not the instant.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use nono_core::schedule::Schedule;
use nono_core::task::StoredTask;
use nono_core::time::{Instant, Utc};
use serde_json::json;

use crate::connect::Cluster;
use crate::error::CommandError;
use crate::invocation::Invocation;
use crate::output::cell::Cell;
use crate::output::{self, Column, List, Row, Style};
use crate::tasks::edit::selected;
use crate::tasks::selector::Selector;
use crate::words;

/// At most so many rows: beyond, each stands for more than a minute.
const ROWS: u64 = 60;
/// Cells of the longest bar.
const BAR: u64 = 40;

/// Reads the tasks and counts what is due after `from`, within a span.
pub(super) async fn list(
    cluster: &Cluster,
    invocation: &Invocation,
    selector: Option<&Selector>,
    from: Utc,
    within: Duration,
) -> Result<List, CommandError> {
    let tasks = selected(cluster, invocation, selector).await?;
    let mut load = Load::new(from.floor(), within);
    tasks.iter().for_each(|task| load.gather(&task.value, task.stat.mtime(), from));
    let counted = tokio::task::spawn_blocking(move || load.count()).await;
    let load = counted.map_err(|error| CommandError::failed(format!("the counting ended early: {error}")))?;
    let style = invocation.style();
    Ok(load.list(&style, tasks.len() as u64))
}

/// A part of the span.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Slot {
    due: u64,
    /// The first of its fullest seconds.
    peak: Option<(Instant, u64)>,
}

struct Load {
    from: Instant,
    end: Instant,
    /// Seconds that a slot stands for.
    width: i64,
    /// Schedules, each with the moments from which its tasks count.
    crowds: Vec<(Schedule, BTreeMap<Instant, u64>)>,
    shared: HashMap<String, usize>,
    slots: Vec<Slot>,
}

impl Load {
    fn new(from: Instant, within: Duration) -> Self {
        let seconds = i64::try_from(within.as_secs().max(1)).unwrap_or(i64::MAX / 4);
        let minutes = (within.as_secs().div_ceil(60)).max(1);
        let width = minutes.div_ceil(ROWS) * 60;
        let slots = within.as_secs().max(1).div_ceil(width);
        Self {
            from,
            end: Instant(from.0.saturating_add(seconds)),
            width: i64::try_from(width).unwrap_or(i64::MAX / 4),
            crowds: Vec::new(),
            shared: HashMap::new(),
            slots: vec![Slot::default(); usize::try_from(slots).unwrap_or(1)],
        }
    }

    /// Adds a task, from the end of its pause on.
    fn gather(&mut self, stored: &StoredTask, mtime: Utc, now: Utc) {
        let mut from = self.from;
        if let Some(pause) = &stored.task.paused {
            match pause.ends_at(mtime) {
                None => return,
                Some(end) if end > now => from = from.max(Instant(end.0.saturating_sub(1).div_euclid(1_000) + 1)),
                Some(_) => {}
            }
        }
        let schedule = &stored.task.schedule;
        let crowds = &mut self.crowds;
        let mut new = || {
            crowds.push((schedule.clone(), BTreeMap::new()));
            crowds.len() - 1
        };
        // What is typed alike means the same, unless it depends on the name.
        let typed = stored.document.get("schedule").map(ToString::to_string).unwrap_or_default();
        let index = if schedule.depends_on_name() { new() } else { *self.shared.entry(typed).or_insert_with(new) };
        *self.crowds[index].1.entry(from).or_default() += 1;
    }

    fn count(mut self) -> Self {
        let mut seconds: BTreeMap<Instant, u64> = BTreeMap::new();
        for (schedule, starts) in &self.crowds {
            let mut at = self.from;
            while let Some(next) = schedule.next_after(at).filter(|next| *next <= self.end) {
                let due: u64 = starts.range(..=next).map(|(_, tasks)| tasks).sum();
                *seconds.entry(next).or_default() += due;
                at = next;
            }
        }
        let last = self.slots.len() - 1;
        for (at, due) in seconds.into_iter().filter(|(_, due)| *due > 0) {
            let place = usize::try_from((at.0 - self.from.0 - 1) / self.width).unwrap_or(0).min(last);
            let slot = &mut self.slots[place];
            slot.due += due;
            if slot.peak.is_none_or(|(_, most)| due > most) {
                slot.peak = Some((at, due));
            }
        }
        self
    }

    fn list(&self, style: &Style, tasks: u64) -> List {
        let columns = vec![
            Column::text("FROM"),
            Column::number("RUNS"),
            Column::number("PEAK").yields(1),
            Column::text("AT").yields(2),
            Column::text("LOAD"),
        ];
        let mut list = self.with_bars(columns, BAR, style, tasks);
        // A bar that is cut says nothing: all are made shorter.
        let room = output::room_for_last(&list, style).map_or(BAR, |room| BAR.min(room as u64));
        if room < BAR {
            list = self.with_bars(list.columns, room.max(1), style, tasks);
        }
        list
    }

    fn with_bars(&self, columns: Vec<Column>, longest: u64, style: &Style, tasks: u64) -> List {
        let ascii = style.paint.ascii;
        let most = self.slots.iter().map(|slot| slot.due).max().unwrap_or(0);
        let all: u64 = self.slots.iter().map(|slot| slot.due).sum();
        let rows = self.slots.iter().enumerate().map(|(place, slot)| self.row(place, *slot, (most, longest), ascii));
        let peak = self.slots.iter().filter_map(|slot| slot.peak).rev().max_by_key(|(_, due)| *due);
        let peak = peak.map(|(at, due)| format!(", at most {} in a second, at {at}", words::count(due)));
        let span = words::span(self.end.utc().since(self.from.utc()));
        let of = words::counted(tasks, "task");
        let summary = format!("{} due within {span}{}; {of}.", words::counted(all, "run"), peak.unwrap_or_default());
        let empty = "No tasks.".to_owned();
        List { kind: "slot", columns, rows: rows.collect(), heading: None, summary: Some(summary), empty }
    }

    fn row(&self, place: usize, slot: Slot, scale: (u64, u64), ascii: bool) -> Row {
        let from = Instant(self.from.0 + place as i64 * self.width);
        let peak = slot.peak;
        Row {
            name: from.to_string(),
            cells: vec![
                Cell::At(from.utc()),
                Cell::Count(slot.due),
                peak.map_or(Cell::Empty, |(_, due)| Cell::Count(due)),
                peak.map_or(Cell::Empty, |(at, _)| Cell::At(at.utc())),
                Cell::Told { people: bar(slot.due, scale, ascii), pipe: String::new() },
            ],
            document: json!({
                "from": from,
                "seconds": self.width,
                "runs": slot.due,
                "peak": peak.map(|(at, due)| json!({ "at": at, "runs": due })),
            }),
            manifest: None,
        }
    }
}

/// As long as the count is large: `most` has `longest` cells, and what is not nothing has one.
fn bar(due: u64, (most, longest): (u64, u64), ascii: bool) -> String {
    let cells = if due == 0 { 0 } else { (due * longest / most.max(1)).max(1) };
    (if ascii { "#" } else { "█" }).repeat(usize::try_from(cells).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use nono_core::task::Unknown;
    use nono_core::task::edit::create;
    use serde_json::Value;

    use super::*;
    use crate::output::paint::Paint;
    use crate::terminal::{Clock, TimeStyle};

    const NOW: &str = "2026-11-24T11:59:30Z";

    fn ascii(width: Option<usize>) -> Style {
        let clock = Clock { now: NOW.parse().unwrap(), zone: TimeZone::UTC, style: TimeStyle::Relative };
        Style { paint: Paint::plain(), clock, width, headers: true }
    }

    fn counted(tasks: &[Value], within: u64) -> Load {
        let now: Utc = NOW.parse().unwrap();
        let mut load = Load::new(now.floor(), Duration::from_secs(within));
        for (number, task) in tasks.iter().enumerate() {
            let mut document = json!({ "name": format!("t{number}"), "target": { "url": "http://a/" } });
            document.as_object_mut().unwrap().extend(task.as_object().unwrap().clone());
            let document = document.as_object().unwrap().clone();
            let stored = create("k3f9x2m4".parse().unwrap(), document, Unknown::Keep).unwrap();
            load.gather(&stored, now, now);
        }
        load.count()
    }

    #[test]
    fn each_minute_counts_its_runs_and_its_fullest_second() {
        let load = counted(
            &[
                json!({ "schedule": { "cron": "0 * * * *" } }),
                json!({ "schedule": { "cron": "0 * * * *" } }),
                json!({ "schedule": { "every": "20s" } }),
                json!({ "schedule": { "every": "1s" }, "paused": {} }),
                json!({ "schedule": { "every": "1h" }, "paused": { "until": "2026-11-24T12:00:00Z" } }),
            ],
            120,
        );
        let noon: Instant = "2026-11-24T12:00:00Z".parse().unwrap();
        assert_eq!(load.slots[0], Slot { due: 6, peak: Some((noon, 4)) }, "11:59:40, noon four times, 12:00:20");
        assert_eq!(load.slots[1].due, 3);
        let list = load.list(&ascii(None), 5);
        assert_eq!(
            list.summary.as_deref(),
            Some("9 runs due within 2m00s, at most 4 in a second, at 2026-11-24T12:00:00Z; 5 tasks.")
        );
        assert_eq!(list.rows[1].cells[4], Cell::Told { people: "#".repeat(20), pipe: String::new() });
    }

    #[test]
    fn the_bars_are_as_long_as_the_terminal_has_room_for() {
        let load = counted(&[json!({ "schedule": { "every": "1s" } })], 60);
        let bar = |width| load.list(&ascii(width), 1).rows[0].cells[4].people(&ascii(width)).len();
        assert_eq!([None, Some(200), Some(80), Some(40), Some(20)].map(bar), [40, 40, 26, 13, 1]);
    }

    #[test]
    fn a_long_span_has_no_more_rows() {
        let load = counted(&[json!({ "schedule": { "every": "1m" } })], 86_400);
        assert_eq!((load.slots.len(), load.width), (60, 24 * 60));
        assert!(load.slots.iter().all(|slot| slot.due == 24), "{:?}", load.slots);
        assert_eq!(
            [bar(0, (9, BAR), true), bar(1, (1_000, BAR), false), bar(5, (5, 13), true)].map(|bar| bar.chars().count()),
            [0, 1, 13]
        );
    }
}
