//! What a run leaves behind: `report.json`, `report.md`, plots, and the table in docs/performance.md.

mod document;
mod plot;
mod table;

use std::fs;

use serde::Serialize;
use serde_json::{Value, json};

use crate::arguments::{Arguments, Mode};
use crate::figures::{Middle, short};
use crate::guard::Outcome;
use crate::host::Machine;
use crate::row::{Reading, Row};
use crate::say::say;
use crate::spent::Spent;

/// All that is known so far.
#[derive(Debug)]
pub(crate) struct Report {
    /// How much was measured.
    pub(crate) mode: Mode,
    /// Where.
    pub(crate) machine: Machine,
    /// When it began, UTC.
    pub(crate) began: String,
    /// How long it took.
    pub(crate) took_s: f64,
    /// The rows, in their order.
    pub(crate) rows: Vec<Told>,
    /// The curves.
    pub(crate) curves: Vec<Curve>,
    /// Where the time goes at saturation, once it is known.
    pub(crate) spent: Option<Spent>,
    /// What of the curves could not be measured.
    pub(crate) failures: Vec<String>,
}

/// A row and what became of it.
pub(crate) struct Told {
    /// Which.
    pub(crate) row: Row,
    /// What was measured; why not.
    pub(crate) measured: Outcome<Vec<Reading>>,
    /// How long that took, in seconds; next to nothing where it shares a measurement with a row before it.
    pub(crate) took_s: f64,
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Told").field("row", &self.row.id).field("measured", &self.measured).finish_non_exhaustive()
    }
}

/// Points of something that grows.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Curve {
    /// The plot's file is called so.
    pub(crate) id: String,
    /// Above it.
    pub(crate) title: String,
    /// Of the horizontal axis.
    pub(crate) x: String,
    /// Of the vertical one.
    pub(crate) y: String,
    /// From left to right.
    pub(crate) points: Vec<(f64, f64)>,
}

impl Curve {
    /// See the fields.
    pub(crate) fn new(id: &str, title: &str, x: &str, y: &str, points: Vec<(f64, f64)>) -> Self {
        Self { id: id.to_owned(), title: title.to_owned(), x: x.to_owned(), y: y.to_owned(), points }
    }
}

impl Report {
    /// An empty one.
    pub(crate) fn new(mode: Mode, machine: Machine) -> Self {
        let began = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string();
        Self {
            mode,
            machine,
            began,
            took_s: 0.0,
            rows: Vec::new(),
            curves: Vec::new(),
            spent: None,
            failures: Vec::new(),
        }
    }

    /// Says a row to the person who waits.
    pub(crate) fn tell(&self, told: &Told) {
        let id = told.row.id;
        match &told.measured {
            Err(why) => say(format_args!("{id} FAILED after {:.0} s: {why}", told.took_s)),
            Ok(readings) => {
                for reading in readings {
                    let part = &told.row.parts[reading.part];
                    let Some(middle) = reading.middle() else {
                        say(format_args!("{id} has no figure ({})", reading.setting));
                        continue;
                    };
                    let Middle { value, min, max, count } = middle;
                    say(format_args!(
                        "{id} {} {}{} ({} to {}, {count} turns; {}): {}",
                        part.what,
                        short(value),
                        part.unit,
                        short(min),
                        short(max),
                        reading.setting,
                        part.verdict(value)
                    ));
                }
            }
        }
    }

    /// Rows and curves that could not be measured.
    pub(crate) fn failed(&self) -> usize {
        let is_failed = |told: &&Told| match &told.measured {
            Ok(readings) => readings.iter().any(|reading| reading.middle().is_none()),
            Err(_) => true,
        };
        self.rows.iter().filter(is_failed).count() + self.failures.len()
    }

    fn json(&self) -> Value {
        json!({
            "mode": self.mode.word(),
            "began": self.began,
            "tookSeconds": self.took_s,
            "machine": self.machine,
            "rows": self.rows.iter().map(Told::json).collect::<Vec<_>>(),
            "curves": self.curves,
            "spent": self.spent,
            "failures": self.failures,
        })
    }
}

impl Told {
    fn json(&self) -> Value {
        let Row { id, metric, reference, parts, .. } = &self.row;
        let reading = |reading: &Reading| {
            let part = &parts[reading.part];
            let middle = reading.middle();
            json!({
                "what": part.what,
                "unit": part.unit,
                "setting": reading.setting,
                "target": part.target,
                "moonshot": part.moonshot,
                "measured": middle,
                "verdict": middle.map(|middle| part.verdict(middle.value)),
                "turns": reading.values,
                "beside": reading.beside.iter().cloned().collect::<std::collections::BTreeMap<String, f64>>(),
            })
        };
        let (readings, error) = match &self.measured {
            Ok(readings) => (readings.iter().map(reading).collect(), None),
            Err(why) => (Vec::new(), Some(why)),
        };
        json!({
            "id": id, "metric": metric, "reference": reference, "tookSeconds": self.took_s, "readings": readings,
            "error": error,
        })
    }
}

/// Writes all files; those of a run that goes on, too.
///
/// # Errors
/// If a file cannot be written.
pub(crate) fn write(report: &Report, arguments: &Arguments) -> Outcome<()> {
    let folder = &arguments.report;
    let keep = |name: &str, text: String| {
        let file = folder.join(name);
        fs::write(&file, text).map_err(|error| format!("{} cannot be written: {error}", file.display()))
    };
    fs::create_dir_all(folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    let json = serde_json::to_string_pretty(&report.json()).map_err(|error| error.to_string())?;
    keep("report.json", format!("{json}\n"))?;
    keep("report.md", table::page(report))?;
    keep("rows.svg", plot::rows(report))?;
    for curve in &report.curves {
        keep(&format!("{}.svg", curve.id), plot::curve(curve))?;
    }
    match &arguments.document {
        Some(file) => document::rewrite(file, &table::section(report)),
        None => Ok(()),
    }
}
