//! What operators read agrees with what this process says: metrics and log lines in docs/operations.md, metrics in the
//! alert rules and the dashboard of packaging/, and an alert for each that the document explains.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::*;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn file(path: &str) -> String {
    let whole = root().join(path);
    std::fs::read_to_string(&whole).unwrap_or_else(|error| panic!("{}: {error}", whole.display()))
}

/// Kind and unit of each metric of the page, by the name that a query uses.
fn metrics() -> BTreeMap<String, (String, String)> {
    let figures = Figures::default();
    // What is counted by a label is on the page once it has been counted.
    figures.ended(&AttemptEnd::Aborted);
    figures.answered(figures.requested(&Request::Sync), &Answer::Synced);
    let page = figures.page();
    let told = |what: &str| -> BTreeMap<String, String> {
        let lines = page.lines().filter_map(|line| line.strip_prefix("# ")?.strip_prefix(what)?.split_once(' '));
        lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    let units = told("UNIT ");
    let with_suffix = |(name, kind): (String, String)| {
        let unit = units.get(&name).cloned().unwrap_or_default();
        let suffix = match kind.as_str() {
            "counter" => "_total",
            "info" => "_info",
            _ => "",
        };
        (format!("{name}{suffix}"), (kind, unit))
    };
    told("TYPE ").into_iter().map(with_suffix).collect()
}

/// The cells of the rows whose first cell is code that begins so.
fn rows(text: &str, begin: &str) -> Vec<Vec<String>> {
    let begin = format!("| `{begin}");
    let cells = |line: &str| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
    text.lines().filter(|line| line.starts_with(&begin)).map(cells).collect()
}

fn code(cell: &str) -> String {
    cell.trim_matches('`').to_owned()
}

/// Words that look like metrics.
fn mentioned(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let is_metric = |word: &&str| {
        let name = word.strip_prefix("nono_").filter(|name| *name != "scheduler");
        name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    let metrics = words.filter(is_metric);
    metrics.map(ToOwned::to_owned).collect()
}

#[test]
fn the_metrics_of_the_document_are_those_of_the_code() {
    let documented: BTreeMap<String, (String, String)> = rows(&file("docs/operations.md"), "nono_")
        .into_iter()
        .map(|row| (code(&row[0]), (row[1].clone(), row[2].clone())))
        .collect();
    let metrics = metrics();
    let names = |of: &BTreeMap<String, (String, String)>| of.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&documented), names(&metrics), "docs/operations.md against /metrics");
    for (name, (kind, unit)) in metrics {
        let (told_kind, told_unit) = &documented[&name];
        assert_eq!(*told_kind, kind, "{name}");
        assert!(unit.is_empty() || *told_unit == unit, "{name} is in {unit}, not {told_unit}");
    }
}

#[test]
fn the_document_lists_every_outcome() {
    let text = file("docs/operations.md");
    let row = rows(&text, "nono_runs_total").remove(0).join(" ");
    for outcome in Outcome::ALL {
        assert!(row.contains(outcome.as_str()), "{} is missing in {row}", outcome.as_str());
    }
}

#[test]
fn rules_dashboard_and_document_name_no_metric_that_is_not_there() {
    let mut known = BTreeSet::new();
    for (name, (kind, _)) in metrics() {
        if kind == "histogram" {
            known.extend(["_bucket", "_sum", "_count"].map(|suffix| format!("{name}{suffix}")));
        }
        known.insert(name);
    }
    for path in
        ["docs/operations.md", "packaging/prometheus/nono.rules.yml", "packaging/grafana/nono.json", "README.md"]
    {
        let unknown: Vec<_> = mentioned(&file(path)).difference(&known).cloned().collect();
        assert!(unknown.is_empty(), "{path} names what /metrics has not: {unknown:?}");
    }
}

#[test]
fn the_document_explains_the_alerts_that_there_are() {
    let rules = file("packaging/prometheus/nono.rules.yml");
    let alerts = rules.lines().filter_map(|line| line.trim().strip_prefix("- alert: ")).map(ToOwned::to_owned);
    let alerts: BTreeSet<String> = alerts.collect();
    let explained: BTreeSet<String> =
        rows(&file("docs/operations.md"), "Nono").iter().map(|row| code(&row[0])).collect();
    assert_eq!(explained, alerts);
}

#[test]
fn the_dashboard_is_json_with_a_query_in_every_panel() {
    let dashboard: serde_json::Value = serde_json::from_str(&file("packaging/grafana/nono.json")).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let queries = |panel: &serde_json::Value| panel["targets"].as_array().map_or(0, Vec::len);
    let shown: Vec<_> = panels.iter().filter(|panel| panel["type"] != "row").collect();
    assert!(shown.len() >= 10, "only {} panels", shown.len());
    assert!(shown.iter().all(|panel| queries(panel) > 0), "a panel without a query");
}

/// The text of all sources below a folder.
fn sources(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_log_line_of_the_document_is_said_somewhere() {
    let mut code = String::new();
    for folder in ["nono-scheduler/src", "nono-core/src"] {
        sources(&root().join(folder), &mut code);
    }
    let text = file("docs/operations.md");
    let section = text.split("## Log lines").nth(1).expect("a section of log lines");
    let section = section.split("\n## ").next().unwrap();
    let lines: Vec<_> = section.lines().filter(|line| line.starts_with("| `")).collect();
    assert!(lines.len() >= 20, "only {} log lines", lines.len());
    for line in lines {
        let said = line.split('`').nth(1).unwrap();
        for piece in said.split('…').map(str::trim).filter(|piece| !piece.is_empty()) {
            assert!(code.contains(piece), "nobody says {piece:?} of {line}");
        }
    }
}
