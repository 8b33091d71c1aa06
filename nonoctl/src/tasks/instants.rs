//! What an edit does to the next instants of a task. Pure.

use nono_core::store::admin::Kept;
use nono_core::task::{SchedulerTask, StoredTask};
use nono_core::time::{Instant, Utc};
use serde_json::{Value, json};

use crate::output::FieldChange;
use crate::terminal::in_zone;

/// So many instants are compared.
const SHOWN: usize = 3;

/// The next instants before and after an edit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct NextChange {
    before: Vec<(Instant, String)>,
    after: Vec<(Instant, String)>,
}

impl NextChange {
    /// What an edit changes; `None` when the next instants stay. `changes` is what the edit changes at all: most leave the
    /// schedule alone, and then nothing is worked out.
    pub(crate) fn of(base: &Kept<StoredTask>, new: &StoredTask, changes: &[FieldChange], now: Utc) -> Option<Self> {
        let moves = |change: &FieldChange| change.field.starts_with("schedule.") || change.field.starts_with("paused");
        if !changes.iter().any(moves) {
            return None;
        }
        let before = next(&base.value.task, base.stat.mtime(), now);
        let after = next(&new.task, now, now);
        (before != after).then_some(Self { before, after })
    }

    /// Those of a task that is to be made.
    pub(crate) fn of_new(new: &StoredTask, now: Utc) -> Self {
        Self { before: Vec::new(), after: next(&new.task, now, now) }
    }

    /// `next: - Mon 2026-11-30 02:00:00 CET   + Mon 2026-11-30 03:00:00 CET`, a line an instant.
    pub(crate) fn lines(&self) -> Vec<String> {
        let text = |side: &[(Instant, String)], at: usize| match side.get(at) {
            Some((_, local)) => local.clone(),
            None if at == 0 => "not due".to_owned(),
            None => String::new(),
        };
        let rows = self.before.len().max(self.after.len()).max(1);
        let widest = (0..rows).map(|at| text(&self.before, at).len()).max().unwrap_or(0);
        let line = |at: usize| {
            let (from, to) = (text(&self.before, at), text(&self.after, at));
            let sign = |text: &str, sign: &str| if text.is_empty() { "  ".to_owned() } else { format!("{sign} ") };
            let label = if at == 0 { "next:" } else { "     " };
            let line = format!("{label} {}{from:widest$}   {}{to}", sign(&from, "-"), sign(&to, "+"));
            line.trim_end().to_owned()
        };
        (0..rows).map(line).collect()
    }

    /// For programs.
    pub(crate) fn document(&self) -> Value {
        let instants = |side: &[(Instant, String)]| side.iter().map(|(at, _)| json!(at)).collect::<Vec<_>>();
        json!({ "before": instants(&self.before), "after": instants(&self.after) })
    }
}

/// The next instants that are due, each with its wall time.
fn next(task: &SchedulerTask, mtime: Utc, now: Utc) -> Vec<(Instant, String)> {
    let mut from = now.floor();
    if let Some(pause) = task.paused.as_ref().filter(|_| task.is_paused_at(now, mtime)) {
        match pause.ends_at(mtime) {
            None => return Vec::new(),
            Some(end) => from = Instant(end.0.saturating_sub(1).div_euclid(1_000)),
        }
    }
    let zone = jiff::tz::TimeZone::get(task.schedule.time_zone_name()).unwrap_or(jiff::tz::TimeZone::UTC);
    let due = std::iter::successors(task.schedule.next_after(from), |at| task.schedule.next_after(*at));
    due.take(SHOWN).map(|at| (at, in_zone(at.utc(), &zone, "%a %Y-%m-%d %H:%M:%S %Z"))).collect()
}

#[cfg(test)]
mod tests {
    use nono_core::node::Stat;
    use nono_core::task::Unknown;
    use nono_core::task::edit::create;

    use super::*;

    fn task(schedule: Value, paused: Option<Value>) -> StoredTask {
        let mut document = json!({ "name": "a", "schedule": schedule, "target": { "url": "http://a/" } });
        paused.into_iter().for_each(|paused| document["paused"] = paused);
        create("k3f9x2m4".parse().unwrap(), document.as_object().unwrap().clone(), Unknown::Keep).unwrap()
    }

    fn told(old: StoredTask, new: &StoredTask) -> Option<Vec<String>> {
        let now: Utc = "2026-11-28T12:00:00Z".parse().unwrap();
        let changes = crate::tasks::edit::differences(&old, new);
        let base = Kept { value: old, stat: Stat { modified: now.0, ..Stat::default() } };
        NextChange::of(&base, new, &changes, now).map(|change| change.lines())
    }

    #[test]
    fn the_next_instants_stand_side_by_side_on_the_tasks_own_clock() {
        let cron = |hour: u8| task(json!({ "cron": format!("0 {hour} * * 1"), "timeZone": "Europe/Berlin" }), None);
        let lines = told(cron(2), &cron(3)).unwrap();
        assert_eq!(lines[0], "next: - Mon 2026-11-30 02:00:00 CET   + Mon 2026-11-30 03:00:00 CET");
        assert_eq!(lines[2], "      - Mon 2026-12-14 02:00:00 CET   + Mon 2026-12-14 03:00:00 CET");
        assert_eq!(told(cron(2), &cron(2)), None);
        let once = task(json!({ "at": ["2026-11-28T13:00:00Z"] }), None);
        let lines = told(once, &cron(2)).unwrap();
        assert_eq!(lines[0], "next: - Sat 2026-11-28 13:00:00 UTC   + Mon 2026-11-30 02:00:00 CET");
        assert_eq!(lines[1], format!("{}+ Mon 2026-12-07 02:00:00 CET", " ".repeat(38)));
    }

    #[test]
    fn a_pause_takes_the_instants_away_and_a_jitter_does_not() {
        let hourly = |more: Option<Value>| task(json!({ "every": "1h" }), more);
        let lines = told(hourly(None), &hourly(Some(json!({})))).unwrap();
        assert_eq!(lines[0], "next: - Sat 2026-11-28 13:00:00 UTC   + not due");
        let lines = told(hourly(None), &hourly(Some(json!({ "until": "2026-11-28T15:30:00Z" })))).unwrap();
        assert!(lines[0].ends_with("+ Sat 2026-11-28 16:00:00 UTC"), "{lines:?}");
        assert_eq!(told(hourly(None), &task(json!({ "every": "1h", "jitter": "5s" }), None)), None);
    }
}
