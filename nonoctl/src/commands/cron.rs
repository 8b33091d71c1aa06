//! `nonoctl cron`
//!
//! Needs no cluster: the same code that schedulers use says what an expression means.

use clap::Args;
use clap::builder::PossibleValuesParser;
use nono_core::name::TaskName;
use nono_core::schedule::{DstOverlap, Gap, Kind, Schedule, ScheduleError};
use nono_core::time::Instant;
use serde_json::{Value, json};

use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::moment;
use crate::output::cell::Cell;
use crate::output::{Column, Format, List, Report, Row};
use crate::terminal::rfc3339;

/// Explain a cron expression and show when it fires
///
/// 5 fields (minute, hour, day of month, month, day of week), 6 with seconds first, or 7 with the year last; names, ranges,
/// steps and lists; L, W and # for the last day, the nearest working day and the second Monday; H for a number that the
/// task's name decides; and @hourly and the like. Several expressions are due whenever one of them is. Instants that a
/// change of the clocks moves are marked.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nonoctl cron '*/15 9-17 * * mon-fri'\n  \
    nonoctl cron '0 2 * * *' --tz Europe/Berlin --from 2027-03-26\n  \
    nonoctl cron '0 9 LW * *' '0 9 * * MON#1'\n  \
    nonoctl cron 'H H(1-5) * * *' --name billing.nightly")]
pub(crate) struct CronArgs {
    /// The expression, in quotes (repeat for more)
    #[arg(value_name = "EXPR", required = true)]
    expressions: Vec<String>,
    /// The task whose schedule it is: H depends on its name
    #[arg(long, value_name = "NAME")]
    name: Option<TaskName>,
    /// The IANA time zone of the schedule
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    tz: String,
    /// Begin here instead of now: a time, or a date or local time in the zone
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// How many instants to show
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    count: u16,
    /// A wall time that does not exist: at the first instant after it (next), or not at all (skip)
    #[arg(long, value_name = "POLICY", default_value = "next", value_parser = PossibleValuesParser::new(["next", "skip"]))]
    dst_gap: String,
    /// A wall time that comes twice: the first counts, the last, or both
    #[arg(long, value_name = "POLICY", default_value = "first", value_parser = PossibleValuesParser::new(["first", "last", "both"]))]
    dst_overlap: String,
}

impl CronArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let explained = self.explain(invocation.now().floor())?;
        let report = match invocation.format {
            Some(Format::Json | Format::Jsonl | Format::Yaml) => Report::Document(explained.document()),
            _ if invocation.is_for_people() && !invocation.picks_fields() => {
                Report::Told { text: explained.text(), document: explained.document() }
            }
            _ => explained.list(),
        };
        invocation.print(&report)?;
        Ok(Exit::Ok)
    }

    fn explain(&self, now: Instant) -> Result<Explained, CommandError> {
        let mut spec = Kind::Cron(self.expressions.clone()).spec();
        spec.task.clone_from(&self.name);
        spec.time_zone = Some(self.tz.clone());
        spec.gap = if self.dst_gap == "skip" { Gap::Skip } else { Gap::Next };
        spec.overlap = match self.dst_overlap.as_str() {
            "last" => DstOverlap::Last,
            "both" => DstOverlap::Both,
            _ => DstOverlap::First,
        };
        let schedule = Schedule::new(spec).map_err(refused)?;
        let after = match &self.from {
            None => now,
            // What was asked for counts itself.
            Some(text) => {
                Instant(moment::in_zone(text, schedule.time_zone_name()).map_err(bad_from)?.0.saturating_sub(1))
            }
        };
        let next = std::iter::successors(schedule.next_after(after), |at| schedule.next_after(*at));
        let next = next.take(usize::from(self.count)).map(|at| Next::of(&schedule, at)).collect();
        let spaced = |line: &String| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let expressions = self.expressions.iter().map(spaced).collect();
        Ok(Explained {
            expressions,
            zone: schedule.time_zone_name().to_owned(),
            description: schedule.describe(),
            next,
        })
    }
}

fn bad_from(why: String) -> CommandError {
    CommandError::usage(format!("--from: {why}"))
}

/// Shows where in the text it goes wrong.
fn refused(error: ScheduleError) -> CommandError {
    let what = match error.field {
        "cron" => "cron expression".to_owned(),
        "timeZone" => "--tz".to_owned(),
        other => other.to_owned(),
    };
    let line = error.line.map(|line| format!(" {line}")).unwrap_or_default();
    let what = what + &line;
    let mut refusal = match error.column {
        Some(column) => CommandError::usage(format!("{what}, column {column}: {}", error.message))
            .with_cause(error.given.clone())
            .with_cause(format!("{}^", " ".repeat(column.saturating_sub(1)))),
        None => CommandError::usage(format!("{what} {:?}: {}", error.given, error.message)),
    };
    refusal.hints.extend(error.hint);
    refusal
}

/// What is said of an expression.
struct Explained {
    expressions: Vec<String>,
    zone: String,
    description: String,
    next: Vec<Next>,
}

/// One instant.
struct Next {
    at: Instant,
    local: String,
    note: Option<String>,
}

impl Next {
    fn of(schedule: &Schedule, at: Instant) -> Self {
        Self { at, local: schedule.local(at), note: schedule.note(at) }
    }
}

impl Explained {
    fn text(&self) -> String {
        let mut text = format!("{}   {:?}   {}\n", self.expressions.join(", "), self.description, self.zone);
        let widest = self.next.iter().map(|next| next.local.chars().count()).max().unwrap_or(0);
        for next in &self.next {
            let note = next.note.as_ref().map(|note| format!("   {note}")).unwrap_or_default();
            text.push_str(&format!("  {:widest$}  {}{note}\n", next.local, next.at));
        }
        if self.next.is_empty() {
            text.push_str("  never again\n");
        }
        text
    }

    fn document(&self) -> Value {
        let next = |next: &Next| json!({"instant": rfc3339(next.at.utc()), "local": next.local, "note": next.note});
        json!({
            "cron": match self.expressions.as_slice() {
                [only] => json!(only),
                lines => json!(lines),
            },
            "timeZone": self.zone,
            "description": self.description,
            "next": self.next.iter().map(next).collect::<Vec<_>>(),
        })
    }

    fn list(&self) -> Report {
        let row = |next: &Next| Row {
            name: next.at.to_string(),
            cells: vec![Cell::Text(next.local.clone()), Cell::At(next.at.utc()), Cell::maybe(next.note.clone())],
            document: Value::Null,
            manifest: None,
        };
        Report::List(List {
            kind: "instant",
            columns: vec![Column::text("LOCAL"), Column::text("INSTANT"), Column::text("NOTE")],
            rows: self.next.iter().map(row).collect(),
            heading: None,
            summary: None,
            empty: "It never fires again.".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cron(expression: &str) -> CronArgs {
        CronArgs {
            expressions: vec![expression.into()],
            name: None,
            tz: "Europe/Berlin".into(),
            from: Some("2027-03-26".into()),
            count: 4,
            dst_gap: "next".into(),
            dst_overlap: "first".into(),
        }
    }

    fn explained(args: &CronArgs) -> Explained {
        args.explain(Instant(1_795_527_127)).unwrap_or_else(|error| panic!("{error:?}"))
    }

    #[test]
    fn an_expression_is_said_in_words_with_its_next_instants_and_what_the_clocks_do_to_them() {
        assert_eq!(
            explained(&cron("0  2 * * *")).text(),
            "\
0 2 * * *   \"every day at 02:00\"   Europe/Berlin
  2027-03-26 02:00:00 CET   2027-03-26T01:00:00Z
  2027-03-27 02:00:00 CET   2027-03-27T01:00:00Z
  2027-03-28 03:00:00 CEST  2027-03-28T01:00:00Z   02:00 does not exist (DST): moved to 03:00
  2027-03-29 02:00:00 CEST  2027-03-29T00:00:00Z
"
        );
    }

    #[test]
    fn the_policy_for_changes_of_the_clocks_decides() {
        let instants =
            |args: &CronArgs| -> Vec<String> { explained(args).next.iter().map(|next| next.at.to_string()).collect() };
        let mut skip = cron("0 2 * * *");
        (skip.dst_gap, skip.count) = ("skip".into(), 3);
        assert_eq!(instants(&skip)[2], "2027-03-29T00:00:00Z");
        let mut both = cron("30 2 * * *");
        (both.dst_overlap, both.from, both.count) = ("both".into(), Some("2026-10-25".into()), 2);
        assert_eq!(instants(&both), ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]);
        (both.dst_overlap, both.count) = ("last".into(), 1);
        assert_eq!(instants(&both), ["2026-10-25T01:30:00Z"]);
    }

    #[test]
    fn from_counts_itself_and_now_does_not() {
        let mut args = cron("0 12 * * *");
        for from in ["2027-03-26T12:00", "2027-03-26T11:00:00Z", "2027-03-26 12:00:00"] {
            args.from = Some(from.into());
            assert_eq!(explained(&args).next[0].at.to_string(), "2027-03-26T11:00:00Z", "{from}");
        }
        args.from = None;
        let noon: Instant = "2027-03-26T11:00:00Z".parse().unwrap();
        assert_eq!(args.explain(noon).ok().unwrap().next[0].at.to_string(), "2027-03-27T11:00:00Z");
    }

    #[test]
    fn programs_get_instant_local_time_and_note() {
        let document = explained(&cron("0 2 * * *")).document();
        assert_eq!(document["cron"], "0 2 * * *");
        assert_eq!(document["timeZone"], "Europe/Berlin");
        assert_eq!(
            document["next"][0],
            json!({"instant": "2027-03-26T01:00:00Z", "local": "2027-03-26 02:00:00 CET", "note": null})
        );
    }

    #[test]
    fn several_expressions_are_one_schedule() {
        let mut args = cron("0  9 LW * *");
        args.expressions.push("0 9 * * MON#1".into());
        let explained = explained(&args);
        let words = "at 09:00, on the last working day of the month; and at 09:00, on the first Monday of the month";
        assert_eq!(explained.description, words);
        assert_eq!(explained.document()["cron"], json!(["0 9 LW * *", "0 9 * * MON#1"]));
        let instants: Vec<String> = explained.next.iter().map(|next| next.at.to_string()).collect();
        assert_eq!(
            instants,
            ["2027-03-31T07:00:00Z", "2027-04-05T07:00:00Z", "2027-04-30T07:00:00Z", "2027-05-03T07:00:00Z"]
        );
        args.expressions.push("0 61 * * *".into());
        let refusal = args.explain(Instant(0)).err().expect("it is wrong");
        assert!(refusal.message.starts_with("cron expression 3, column 3: "), "{}", refusal.message);
    }

    #[test]
    fn h_is_explained_with_the_name_of_its_task() {
        let mut args = cron("H H(1-5) * * *");
        let refusal = args.explain(Instant(0)).err().expect("there is no task");
        assert!(refusal.message.contains("H depends on the name of the task"), "{}", refusal.message);
        assert!(refusal.hints.iter().any(|hint| hint.contains("--name NAME")), "{:?}", refusal.hints);
        args.name = Some("billing.nightly".parse().unwrap());
        let one = explained(&args).description;
        assert!(one.starts_with("every day at 0"), "{one}");
        args.name = Some("billing.weekly".parse().unwrap());
        assert_ne!(one, explained(&args).description);
    }

    #[test]
    fn a_bad_expression_or_flag_is_exit_2_with_the_column() {
        let refusal = |args: &CronArgs| args.explain(Instant(0)).err().expect("it is wrong");
        let column = refusal(&cron("0 61 * * *"));
        assert_eq!(column.exit(), 2);
        assert!(column.message.starts_with("cron expression, column 3: "), "{}", column.message);
        assert_eq!(column.causes, ["0 61 * * *", "  ^"]);
        assert!(refusal(&cron("0 0 31 2 *")).message.contains("never"), "31 February");
        let mut zone = cron("0 2 * * *");
        zone.tz = "Europe/Berlinn".into();
        assert!(refusal(&zone).message.starts_with("--tz \"Europe/Berlinn\""));
        let mut from = cron("0 2 * * *");
        from.from = Some("yesterday".into());
        assert!(refusal(&from).message.starts_with("--from: \"yesterday\" is not a time"));
    }
}
