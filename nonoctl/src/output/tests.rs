//! Every format from one report, as a person and as a program would read it.

use jiff::tz::TimeZone;
use nono_core::time::Utc;

use super::cell::{Cell, Mark};
use super::paint::{Glyph, Paint, Tone};
use super::*;
use crate::terminal::{Clock, TimeStyle};

fn style() -> Style {
    let now: Utc = "2026-11-24T13:32:07Z".parse().unwrap();
    Style {
        paint: Paint { colour: false, ascii: false },
        clock: Clock { now, zone: TimeZone::UTC, style: TimeStyle::Relative },
        width: None,
        headers: true,
    }
}

fn tasks() -> Report {
    let at = |text: &str| text.parse::<Utc>().unwrap();
    let row = |name: &str, mark: Mark, next: &str, owner: &str| Row {
        name: name.to_owned(),
        cells: vec![
            Cell::Text(name.to_owned()),
            Cell::State(mark),
            Cell::Due(at(next)),
            Cell::Count(1_204),
            Cell::maybe(Some(owner)),
        ],
        document: json!({ "name": name, "status": { "state": mark.word } }),
        manifest: Some(Box::new(json!({ "name": name, "schedule": { "cron": "0 2 * * *" }, "on": "yes" }))),
    };
    Report::List(List {
        kind: "task",
        columns: vec![
            Column::text("NAME"),
            Column::text("STATE"),
            Column::text("NEXT"),
            Column::number("RUNS"),
            Column::wide("OWNER"),
        ],
        rows: vec![
            row("web.ping", Mark::new(Glyph::Check, "ok", Tone::Plain), "2026-11-24T13:37:48Z", "sched-a1"),
            row("report.eu-daily", Mark::new(Glyph::Warning, "late", Tone::Warn), "2026-11-24T13:30:00Z", "bad\tname"),
        ],
        heading: None,
        summary: None,
        empty: "No tasks.".to_owned(),
    })
}

fn written(report: &Report, format: Option<Format>, is_terminal: bool, style: &Style) -> String {
    let mut out = Vec::new();
    write(report, format, is_terminal, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_terminal_gets_an_aligned_table() {
    assert_eq!(
        written(&tasks(), None, true, &style()),
        "NAME             STATE   NEXT         RUNS\n\
         web.ping         ✓ ok    in 5m41s    1,204\n\
         report.eu-daily  ▲ late  2m07s late  1,204\n"
    );
}

#[test]
fn wide_has_all_columns_and_ascii_has_no_glyph() {
    let mut style = style();
    style.paint.ascii = true;
    let text = written(&tasks(), Some(Format::Wide), false, &style);
    assert!(text.contains("! late") && text.contains("OWNER") && text.contains("bad name"), "{text}");
    assert!(text.is_ascii());
}

#[test]
fn a_pipe_gets_tabs_moments_and_everything() {
    let expected = "web.ping\tok\t2026-11-24T13:37:48Z\t1204\tsched-a1\n\
                    report.eu-daily\tlate\t2026-11-24T13:30:00Z\t1204\tbad name\n";
    assert_eq!(written(&tasks(), None, false, &style()), expected);
    assert_eq!(written(&tasks(), Some(Format::Tsv), true, &style()), expected);
}

#[test]
fn json_is_one_document_and_jsonl_one_a_line() {
    let text = written(&tasks(), Some(Format::Json), true, &style());
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document[1]["status"]["state"], "late");
    assert_eq!(
        written(&tasks(), Some(Format::Jsonl), true, &style()),
        "{\"name\":\"web.ping\",\"status\":{\"state\":\"ok\"}}\n{\"name\":\"report.eu-daily\",\"status\":{\"state\":\"late\"}}\n"
    );
}

#[test]
fn yaml_is_the_manifests_and_reads_back_the_same() {
    let text = written(&tasks(), Some(Format::Yaml), true, &style());
    let documents: Vec<Value> = serde_saphyr::from_multiple(&text).unwrap();
    assert_eq!(documents[0], json!({ "name": "web.ping", "schedule": { "cron": "0 2 * * *" }, "on": "yes" }), "{text}");
    assert_eq!(documents.len(), 2);
}

#[test]
fn names_carry_their_kind() {
    assert_eq!(written(&tasks(), Some(Format::Name), true, &style()), "task/web.ping\ntask/report.eu-daily\n");
}

#[test]
fn an_empty_list_is_an_empty_array_and_no_table() {
    let Report::List(mut list) = tasks() else { unreachable!() };
    list.rows.clear();
    let report = Report::List(list);
    assert_eq!(written(&report, Some(Format::Json), true, &style()), "[]\n");
    assert_eq!(written(&report, Some(Format::Yaml), true, &style()), "[]\n");
    for format in [Format::Jsonl, Format::Table, Format::Name, Format::Tsv] {
        assert_eq!(written(&report, Some(format), true, &style()), "");
    }
}

#[test]
fn colours_wrap_the_word_and_not_the_padding() {
    let mut style = style();
    style.paint.colour = true;
    let text = written(&tasks(), None, true, &style);
    assert!(text.contains("\u{1b}[33m▲ late\u{1b}[0m  "), "{text:?}");
}

#[test]
fn colours_and_wide_letters_do_not_move_a_column() {
    let Report::List(mut list) = tasks() else { unreachable!() };
    list.rows[0].name = "日本語".into();
    list.rows[0].cells[0] = Cell::Text("日本語".into());
    let report = Report::List(list);
    let plain = written(&report, None, true, &style());
    assert_eq!(
        plain,
        "NAME             STATE   NEXT         RUNS\n\
         日本語           ✓ ok    in 5m41s    1,204\n\
         report.eu-daily  ▲ late  2m07s late  1,204\n"
    );
    let mut colourful = style();
    colourful.paint.colour = true;
    let painted = written(&report, None, true, &colourful);
    assert!(painted.contains("\u{1b}["), "{painted:?}");
    assert_eq!(anstream::adapter::strip_str(&painted).to_string(), plain);
}

#[test]
fn a_narrow_terminal_gets_rows_that_fit_in_whole_colours() {
    let mut narrow = style();
    narrow.width = Some(36);
    let plain = written(&tasks(), None, true, &narrow);
    assert_eq!(
        plain,
        "NAME             STATE   NEXT   RUNS\n\
         web.ping         ✓ ok    in 5…  1,2…\n\
         report.eu-daily  ▲ late  2m07…  1,2…\n"
    );
    narrow.paint.colour = true;
    let painted = written(&tasks(), None, true, &narrow);
    assert_eq!(anstream::adapter::strip_str(&painted).to_string(), plain);
    assert_eq!(painted.matches("\u{1b}[0m").count() * 2, painted.matches("\u{1b}[").count(), "{painted:?}");
}

#[test]
fn a_change_is_one_line_its_fields_below_and_the_same_in_a_pipe() {
    let mut change = Change::new("task", "web.ping", "updated");
    change.version = Some(2);
    change.dry_run = true;
    let text = |text: &str| Some(Value::String(text.to_owned()));
    change.changes = vec![
        FieldChange { field: "target.timeout.attempt".into(), from: text("30s"), to: text("45s") },
        FieldChange { field: "schedule.cron".into(), from: None, to: text("*/5 * * * *") },
    ];
    let report = Report::Changes(vec![change]);
    let expected = "would update task/web.ping (v2) (dry run)\n  target.timeout.attempt: 30s -> 45s\n  schedule.cron: (none) -> \"*/5 * * * *\"\n";
    assert_eq!(written(&report, None, true, &style()), expected);
    assert_eq!(written(&report, None, false, &style()), expected);
    let document: Value = serde_json::from_str(&written(&report, Some(Format::Json), false, &style())).unwrap();
    assert_eq!(document[0]["changes"][0], json!({ "field": "target.timeout.attempt", "from": "30s", "to": "45s" }));
    assert_eq!(document[0]["dryRun"], true);
}

#[test]
fn what_is_rehearsed_is_not_told_as_done_and_keeps_its_word_for_programs() {
    for (action, line) in [
        ("created", "would create task/a (dry run)"),
        ("triggered", "would run task/a (dry run)"),
        ("rolled back", "would roll back task/a (dry run)"),
        ("draining", "would drain task/a (dry run)"),
        ("unchanged", "unchanged task/a (dry run)"),
    ] {
        let mut change = Change::new("task", "a", action);
        change.dry_run = true;
        assert_eq!(change.line(), line);
        assert_eq!((&change.document()["action"], &change.document()["dryRun"]), (&json!(action), &json!(true)));
    }
}

#[test]
fn a_card_has_a_line_a_fact() {
    let mut card = Card::new("task", "web.ping", json!({ "name": "web.ping" }));
    card.mark = Some(Mark::new(Glyph::Check, "ok", Tone::Plain));
    card.field("schedule", Cell::Text("every 10m".into()));
    card.field("next", Cell::Due("2026-11-24T13:37:48Z".parse().unwrap()));
    let report = Report::Card(Box::new(card));
    let text = written(&report, None, true, &style());
    assert_eq!(text.lines().skip(1).collect::<Vec<_>>(), ["  schedule  every 10m", "  next      in 5m41s"]);
    assert!(text.starts_with("task/web.ping  ") && text.lines().next().unwrap().ends_with("✓ ok"));
    assert_eq!(
        written(&report, None, false, &style()),
        "name\tweb.ping\nstate\tok\nschedule\tevery 10m\nnext\t2026-11-24T13:37:48Z\n"
    );
}

fn card() -> Report {
    let mut card = Card::new("task", "billing.nightly-invoices", json!({}));
    card.mark = Some(Mark::new(Glyph::Warning, "late", Tone::Warn));
    card.field("next", Cell::Text("in 5m41s".into()));
    card.field("target", Cell::Text("POST http://billing.internal.example:8080/nightly?all=yes".into()));
    card.field(
        "",
        Cell::Judged(Mark::new(Glyph::Cross, "failed", Tone::Bad), "the worker answered with nothing at all".into()),
    );
    card.field("", Cell::Text("    fix: look at it, and then look at it once more".into()));
    card.footer.push("  hint: nonoctl task history billing.nightly-invoices --failed".into());
    Report::Card(Box::new(card))
}

#[test]
fn facts_go_on_below_themselves_and_on_a_narrow_terminal_below_their_label() {
    let at = |width| written(&card(), None, true, &Style { width, ..style() });
    assert_eq!(
        at(Some(64)),
        "\
task/billing.nightly-invoices                             ▲ late
  next    in 5m41s
  target  POST
          http://billing.internal.example:8080/nightly?all=yes
          ✗ the worker answered with nothing at all
              fix: look at it, and then look at it once more
  hint: nonoctl task history billing.nightly-invoices --failed
"
    );
    assert_eq!(
        at(Some(30)),
        "\
task/billing.nightly-invoices
  ▲ late
  next    in 5m41s
  target
    POST
    http://billing.internal.
    example:8080/nightly?all=
    yes
    ✗ the worker answered with
      nothing at all
        fix: look at it, and
          then look at it once
          more
  hint: nonoctl task history
    billing.nightly-invoices
    --failed
"
    );
    assert!(at(None).contains("  target  POST http://billing.internal.example:8080/nightly?all=yes\n"), "a pipe");
}

#[test]
fn no_line_of_anything_is_wider_than_the_terminal_and_no_word_is_lost() {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let whole = squeezed(&written(&card(), None, true, &style()));
    for width in 12..90 {
        let text = written(&card(), None, true, &Style { width: Some(width), ..style() });
        assert!(text.lines().all(|line| wrap::columns(line) <= width), "{width}: {text}");
        assert_eq!(squeezed(&text), whole, "{width}");
    }
}
