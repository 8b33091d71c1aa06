use nono_core::time::Utc;
use serde_json::json;

use super::*;
use crate::output::cell::Mark;
use crate::output::paint::{Glyph, Tone};

fn report() -> Report {
    let row = |name: &str, runs: u64, next: Option<&str>, document: Value| Row {
        name: name.into(),
        cells: vec![
            Cell::Text(name.into()),
            Cell::Count(runs),
            next.map_or(Cell::Empty, |at| Cell::Due(at.parse::<Utc>().unwrap())),
        ],
        document,
        manifest: Some(Box::new(json!({ "name": name }))),
    };
    Report::List(List {
        columns: vec![Column::text("NAME"), Column::number("RUNS"), Column::text("NEXT DUE")],
        summary: Some("3 tasks.".into()),
        ..plain(
            "task",
            vec![
                row("b", 9, Some("2026-11-24T13:00:00Z"), json!({ "name": "b", "status": { "state": "ok" } })),
                row(
                    "a",
                    10,
                    None,
                    json!({ "name": "a", "labels": { "app.team": "web" }, "status": { "state": "late" } }),
                ),
                row(
                    "c",
                    2,
                    Some("2026-11-24T12:00:00Z"),
                    json!({ "name": "c", "status": { "state": "ok", "p50": "1m" } }),
                ),
            ],
        )
    })
}

fn shaped(fields: Option<&str>, sort: Option<&str>, limit: Option<usize>) -> Result<Report, CommandError> {
    let shape =
        Shape { fields: fields.map(|text| text.parse().unwrap()), sort: sort.map(|text| text.parse().unwrap()) };
    shape.apply(&report(), limit).map(Cow::into_owned)
}

fn names(report: &Report) -> String {
    let Report::List(list) = report else { panic!("{report:?}") };
    list.rows.iter().map(|row| row.name.as_str()).collect()
}

#[test]
fn rows_are_sorted_by_what_they_mean_and_what_is_missing_is_last() {
    for (sort, order) in [
        ("name", "abc"),
        ("name:desc", "cba"),
        ("runs", "cba"),
        ("RUNS:desc", "abc"),
        ("next-due", "cba"),
        ("next-due:desc", "bca"),
        ("status.state", "abc"),
        ("status.p50", "cba"),
        ("labels.app.team", "abc"),
    ] {
        assert_eq!(names(&shaped(None, Some(sort), None).unwrap()), order, "{sort}");
    }
    assert_eq!(names(&shaped(None, Some("runs:desc"), Some(2)).unwrap()), "ab", "the limit is of the sorted rows");
    assert!("runs:down".parse::<SortBy>().is_err() && ":desc".parse::<SortBy>().is_err());
}

#[test]
fn fields_are_columns_for_tables_and_members_for_programs() {
    let Report::List(list) = shaped(Some("status.state,runs,labels.app.team"), None, None).unwrap() else { panic!() };
    let titles: Vec<&str> = list.columns.iter().map(|column| &*column.title).collect();
    assert_eq!(titles, ["STATUS.STATE", "RUNS", "LABELS.APP.TEAM"]);
    assert_eq!(list.rows[1].cells, [Cell::Text("late".into()), Cell::Count(10), Cell::Text("web".into())]);
    assert_eq!(list.rows[1].document, json!({ "status.state": "late", "runs": 10, "labels.app.team": "web" }));
    assert_eq!(list.rows[0].document["labels.app.team"], Value::Null);
    assert!(list.rows[0].manifest.is_none(), "what is picked is no manifest");
}

#[test]
fn fields_alone_lists_columns_and_members() {
    let Report::Told { text, document } = shaped(Some(""), None, None).unwrap() else { panic!() };
    assert_eq!(text, "name\nruns\nnext-due\nstatus\nstatus.state\nlabels\nlabels.app.team\nstatus.p50\n");
    assert_eq!(document[4], "status.state");
}

#[test]
fn a_field_that_is_not_there_is_exit_2_with_a_guess_and_one_that_may_come_is_not() {
    let error = shaped(Some("status.state,nmae"), None, None).unwrap_err();
    assert_eq!((error.exit(), error.suggestions.as_slice()), (2, &["name".to_owned()][..]), "{error:?}");
    assert!(shaped(Some("status.reason,paused"), None, None).is_ok());
    assert_eq!(shaped(None, Some("nmae"), None).unwrap_err().exit(), 2);
    let empty = Report::List(plain("run", Vec::new()));
    let any = Shape { fields: Some("whatever".parse().unwrap()), sort: None };
    assert!(any.apply(&empty, None).is_ok());
    assert!("a,,b".parse::<Fields>().is_err());
    assert!(any.apply(&Report::Text("x".into()), None).is_err());
    let sort = Shape { fields: None, sort: Some("a".parse().unwrap()) };
    assert!(sort.apply(&Report::Document(json!([])), None).is_err());
}

#[test]
fn a_card_shows_the_facts_that_were_picked() {
    let mut card = Card::new("task", "web.ping", json!({ "name": "web.ping", "target": { "url": "http://a/" } }));
    card.mark = Some(Mark::new(Glyph::Check, "ok", Tone::Plain));
    card.field("last runs", Cell::Count(3));
    let fields: Fields = "state,last-runs,target.url".parse().unwrap();
    let shape = Shape { fields: Some(fields), sort: None };
    let report = Report::Card(Box::new(card));
    let Report::Card(picked) = shape.apply(&report, None).unwrap().into_owned() else { panic!() };
    assert_eq!(picked.document, json!({ "state": "ok", "last-runs": 3, "target.url": "http://a/" }));
    assert_eq!(picked.fields.len(), 3);
}

#[test]
fn jq_writes_texts_raw_and_the_rest_as_json_and_says_where_it_is_wrong() {
    let document = [json!([{ "name": "a b", "n": 1 }, { "name": "c", "n": null }])];
    let run = |expression: &str| {
        let mut out = Vec::new();
        jq::write(expression, &document, &mut out).map(|()| String::from_utf8(out).unwrap())
    };
    assert_eq!(run(".[].name").unwrap(), "a b\nc\n");
    assert_eq!(run(".[] | {n}").unwrap(), "{\"n\":1}\n{\"n\":null}\n");
    assert_eq!(run("map(.n // 0) | add").unwrap(), "1\n");
    assert_eq!(run(".[] | \"\\(.name)\\t\\(.n)\"").unwrap(), "a b\t1\nc\tnull\n");
    for (wrong, says) in [
        (".[", "is missing at"),
        (".[] | slect(.n)", "there is no filter slect"),
        ("$x", "there is no variable $x"),
        ("\"abc", "closing quote is missing"),
    ] {
        let error = jq::check(wrong).unwrap_err();
        assert!(error.exit() == 2 && error.message.contains(says), "{wrong}: {error:?}");
    }
    let error = run(".[0] | .name | .x").unwrap_err();
    assert!(error.exit() == 1 && error.message.starts_with("--jq: "), "{error:?}");
}

#[test]
fn a_label_that_no_task_has_is_an_empty_field() {
    let Report::List(list) = shaped(Some("name,labels.nobody"), Some("labels.nobody"), None).unwrap() else { panic!() };
    assert_eq!(list.rows.len(), 3);
    list.rows
        .iter()
        .for_each(|row| assert_eq!((&row.cells[1], &row.document["labels.nobody"]), (&Cell::Empty, &Value::Null)));
    for wrong in ["label.nobody", "lables.nobody"] {
        assert_eq!(shaped(Some(wrong), None, None).unwrap_err().exit(), 2, "{wrong}");
    }
}
