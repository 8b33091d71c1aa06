//! What doctor found, as a report: a line for each check, below it what is wrong, why it matters and what to do.

use serde_json::{Value, json};

use super::exam::Exam;
use super::finding::{Check, Finding, Severity};
use crate::output::cell::{Cell, Mark};
use crate::output::paint::{Glyph, Tone};
use crate::output::{Card, Report};
use crate::words;

pub(super) const OK: Mark = Mark::new(Glyph::Check, "ok", Tone::Plain);
const WARNING: Mark = Mark::new(Glyph::Warning, "warning", Tone::Warn);
pub(super) const FAILED: Mark = Mark::new(Glyph::Cross, "failed", Tone::Bad);

/// People are shown so many findings of a check; JSON has all.
const MOST_SHOWN: usize = 20;

pub(super) fn report(exam: &Exam, wanted: &[Check], place: &str) -> Report {
    let mut card = Card::new("cluster", place, document(exam, wanted, place));
    card.title = format!("cluster {place}");
    card.mark = Some(worst(&exam.findings));
    let mut tally = [0_u64; 3];
    for check in wanted {
        let of: Vec<&Finding> = exam.findings.iter().filter(|finding| finding.check == *check).collect();
        let mark = worst(of.iter().copied());
        tally[usize::from(mark == WARNING) + 2 * usize::from(mark == FAILED)] += 1;
        card.field(check.name(), Cell::Judged(mark, summary(exam, *check, of.len())));
        for finding in of.iter().take(MOST_SHOWN) {
            tell(&mut card, finding);
        }
        if of.len() > MOST_SHOWN {
            card.field("", Cell::Text(format!("… and {} more: -o json has all", of.len() - MOST_SHOWN)));
        }
    }
    card.footer.push(format!("{} failed, {} {}, {} ok", tally[2], tally[1], plural(tally[1]), tally[0]));
    Report::Card(Box::new(card))
}

fn plural(count: u64) -> &'static str {
    if count == 1 { "warning" } else { "warnings" }
}

fn tell(card: &mut Card, finding: &Finding) {
    let mark = if finding.severity == Severity::Failed { FAILED } else { WARNING };
    card.field("", Cell::Judged(mark, format!("{}: {}", finding.object, finding.what)));
    card.field("", Cell::Text(format!("    so:  {}", finding.why)));
    card.field("", Cell::Text(format!("    fix: {}", finding.fix)));
}

fn worst<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Mark {
    match findings.into_iter().map(|finding| finding.severity).max() {
        Some(Severity::Failed) => FAILED,
        Some(Severity::Warning) => WARNING,
        None => OK,
    }
}

/// What was looked at, or how much of it is wrong.
pub(super) fn summary(exam: &Exam, check: Check, found: usize) -> String {
    if found > 0 {
        return words::counted(found as u64, "finding");
    }
    let counts = exam.counts;
    match check {
        Check::Servers => {
            let leads = exam.leader.as_ref().map(|host| format!(", {host} leads")).unwrap_or_default();
            format!("{} of {0} answer{leads}", counts.servers)
        }
        Check::Latency => exam.round_trip.map_or_else(
            || "not measured".to_owned(),
            |it| format!("{} a read, {} through the leader", words::took(it.read), words::took(it.sync)),
        ),
        Check::Acl => match counts.rights {
            0 => "not known".to_owned(),
            some => format!("the same for {}, and not open to a network", words::counted(some, "node")),
        },
        Check::Layout => format!("{} partitions", exam.partitions),
        Check::Records => {
            format!(
                "{} can be read, of {}",
                words::counted(counts.records, "record"),
                words::counted(counts.tasks, "task")
            )
        }
        Check::Places => "nothing stands where it does not belong".to_owned(),
        Check::Partitions => "each has an owner that lives".to_owned(),
        Check::Schedulers => format!("{}, one leads", words::counted(exam.living().len() as u64, "scheduler")),
        Check::Runs => format!("{} open, none stuck or late", words::count(counts.open)),
        Check::Cursors => "nothing is claimed ahead of its time".to_owned(),
        Check::Clocks => clocks(exam),
        Check::Versions => "all schedulers have the same".to_owned(),
        Check::Sizes => {
            let all = counts.nodes.map(|nodes| format!("{}, ", words::counted(nodes, "znode"))).unwrap_or_default();
            format!("{all}{} in the largest folder", words::counted(counts.largest_folder as u64, "node"))
        }
        Check::Herds => {
            let pause = if exam.is_paused() { ", none sent until nonoctl cluster resume" } else { "" };
            format!("{} due within the hour{pause}", words::counted(counts.due, "run"))
        }
        Check::Intents => "nobody is drained, nothing is paused".to_owned(),
    }
}

fn clocks(exam: &Exam) -> String {
    let offsets = exam.fleet.stats.values().map(|(stats, _)| stats.host.clock_offset_ms.unsigned_abs());
    offsets
        .max()
        .map_or_else(|| "no scheduler to compare".to_owned(), |most| format!("at most {most} ms off ZooKeeper's"))
}

fn document(exam: &Exam, wanted: &[Check], place: &str) -> Value {
    let checks: Vec<Value> = wanted
        .iter()
        .map(|check| {
            let of: Vec<&Finding> = exam.findings.iter().filter(|finding| finding.check == *check).collect();
            json!({
                "check": check.name(),
                "state": worst(of.iter().copied()).word,
                "summary": summary(exam, *check, of.len()),
                "findings": of.iter().map(|finding| finding.document()).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({ "cluster": place, "state": worst(&exam.findings).word, "checks": checks })
}
