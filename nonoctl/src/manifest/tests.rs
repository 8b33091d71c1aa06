use super::*;

const HEAD: &str = "apiVersion: nono/v1\nkind: SchedulerTask\n";
const REST: &str = "schedule:\n  cron: \"*/5 * * * *\"\ntarget:\n  url: https://example.com/\n";

fn task(name: &str) -> String {
    format!("{HEAD}name: {name}\n{REST}")
}

fn stdin(text: &str) -> Result<Vec<Item>, CommandError> {
    read(&["-".to_owned()], Depth::Flat, &mut text.as_bytes())
}

fn names(text: &str) -> Vec<String> {
    stdin(text)
        .unwrap_or_else(|error| panic!("{text}: {error:?}"))
        .iter()
        .map(|item| item.task.name.to_string())
        .collect()
}

/// Every line of an error.
fn said(text: &str) -> String {
    let error = stdin(text).expect_err(text);
    assert_eq!(error.exit(), 2, "{error:?}");
    std::iter::once(error.message).chain(error.causes).collect::<Vec<_>>().join("\n")
}

#[test]
fn several_documents_lists_and_every_form_of_json_are_read() {
    let object = |name: &str| {
        format!(
            r#"{{"apiVersion":"nono/v1","kind":"SchedulerTask","name":"{name}","schedule":{{"every":"5m"}},
                "target":{{"url":"https://example.com/"}},"status":{{"state":"ok"}}}}"#
        )
    };
    assert_eq!(names(&format!("# a comment\n---\n{}---\n---\n{}...\n", task("a"), task("b"))), ["a", "b"]);
    assert_eq!(names(&task("a").replace('\n', "\r\n")), ["a"]);
    assert_eq!(names(&object("a")), ["a"]);
    assert_eq!(names(&format!("[{},{}]", object("a"), object("b"))), ["a", "b"]);
    assert_eq!(names(&format!("{}\n{}\n", object("a"), object("b"))), ["a", "b"]);
    assert_eq!(
        names(
            "{apiVersion: nono/v1, kind: SchedulerTask, name: a, schedule: {every: 5m}, target: {url: \"http://a/\"}}"
        ),
        ["a"]
    );
    let item = stdin(&object("a")).unwrap().remove(0);
    assert!(!item.document.contains_key("status"), "{:?}", item.document);
}

#[test]
fn anchors_and_merge_keys_work() {
    let text = format!("{HEAD}name: a\nlabels: &common {{ team: web }}\n{REST}");
    let text = text.replace("target:\n", "target:\n  headers:\n    <<: *common\n    X-A: b\n");
    let headers = &stdin(&text).unwrap()[0].document["target"]["headers"];
    assert_eq!(*headers, serde_json::json!({"X-A": "b", "team": "web"}));
}

#[test]
fn a_bad_manifest_is_refused_with_file_line_and_remedy() {
    let cases: &[(String, &str)] = &[
        (task("a").replace("cron:", "crom:"), "standard input:5:3: schedule.crom: unknown field"),
        (task("a").replace("cron:", "crom:"), "did you mean schedule.cron?"),
        (task("A"), "standard input:3:1: name: "),
        (task("a").replace("name: a\n", ""), "standard input:1:1: name: "),
        (
            task("a").replace("SchedulerTask", "CronJob"),
            "standard input:2:1: kind is \"CronJob\", and this release knows only SchedulerTask: nonoctl import",
        ),
        (task("a").replace("kind: SchedulerTask\n", ""), "standard input:1:1: kind is missing"),
        (task("a").replace("nono/v1", "nono/v2"), "standard input:1:1: apiVersion \"nono/v2\" is of a newer release"),
        (task("a").replace("nono/v1", "batch/v1"), "standard input:1:1: apiVersion is \"batch/v1\""),
        (task("a").replace("\"*/5 * * * *\"", "*/5 * * * *"), "standard input:5:9: a value that begins with *"),
        (task("a").replace("\"*/5 * * * *\"", "\"61 * * * *\""), "standard input:5:3: schedule.cron, column 1"),
        (task("a").replace("  url", "\turl"), "standard input:7:1: a tab indents this line"),
        (format!("{}name: b\n", task("a")), "standard input:8:1: the field \"name\" stands here twice"),
        (
            format!("{}---\n{}", task("a"), task("a")),
            "standard input:9:1: task \"a\" is described twice: here and at standard input:1:1",
        ),
        (format!("{}~: 1\n", task("a")), "standard input:8:1: a field's name is null: put it in quotes"),
        ("just a sentence".into(), "standard input:1:1: this is a plain text, and a task is a mapping"),
        ("- 1\n- 2\n".into(), "standard input:2:3: this is a number, and a task is a mapping"),
        ("{\"apiVersion\": \"nono/v1\",\n \"kind\" 1}".into(), "standard input:2:9: expected `:`"),
        (
            "{\"kind\": \"SchedulerTask\", // why\n \"name\": \"a\"}".into(),
            "standard input:1:27: key must be a string: JSON has no comments",
        ),
        (task("a") + "  body: { zip: 01234 }\n", "standard input:8:16: this whole number begins with 0"),
        (task("a") + "description: !env A\n", "standard input:8:1"),
        (
            task("a") + &task("b"),
            "standard input:8:1: the field \"apiVersion\" stands here twice: keep one of them, or write ---",
        ),
        (task("a").replace("name: a", "name: \"a"), "a quote that opens here or above is not closed"),
        (task("a").replace("name: a", "name: *b"), "a name of a part is known in its document alone"),
        (format!("{}\0", task("a")), "standard input:8:1: here stands a NUL byte"),
        (
            "[{\"kind\":\"SchedulerTask\",\"apiVersion\":\"nono/v1\",\"name\":\"a\",\n\"target\":{\"uri\":1}}]".into(),
            "standard input:2:11: target.uri",
        ),
        (String::new(), "no task in standard input"),
        ("# only a comment\n".into(), "no task in standard input"),
    ];
    for (text, expected) in cases {
        let said = said(text);
        assert!(said.contains(expected), "of\n{text}\nwas said\n{said}\nwithout\n{expected}");
    }
}

#[test]
fn all_problems_of_all_files_come_at_once_and_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("a.yaml"), task("same")).unwrap();
    std::fs::write(path("b.yaml"), format!("{}---\n{}", task("same"), task("b").replace("url", "urk"))).unwrap();
    std::fs::write(path("c.yaml"), "a: [1\n").unwrap();
    std::fs::write(path("d.yaml"), b"a: \xff\n").unwrap();
    let error = read(&[folder.path().display().to_string()], Depth::Flat, &mut std::io::empty()).unwrap_err();
    let shown = error.causes.join("\n").replace(&format!("{}/", folder.path().display()), "");
    let lines: Vec<&str> = shown.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(lines, ["b.yaml:1:1", "b.yaml:14:1", "b.yaml:15:3", "c.yaml:1:4", "d.yaml:1:4"], "{shown}");
    assert!(shown.contains("here and at a.yaml:1:1"), "{shown}");
}

#[test]
fn an_anchor_bomb_is_refused_soon() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let of = format!("*a{}", level - 1);
        text.push_str(&format!("a{level}: &a{level} [{}]\n", [of.as_str(); 10].join(", ")));
    }
    let said = said(&text);
    assert!(said.contains("write it without anchors"), "{said}");
}

#[test]
fn deep_nesting_is_refused_not_overflowed() {
    for text in ["[".repeat(100_000), "{\"a\":".repeat(100_000)] {
        assert!(stdin(&text).is_err());
    }
}

#[test]
fn many_lines_of_json_are_read_wherever_their_lines_end() {
    let one = |number: usize, end: &str| {
        format!(
            "{{\"apiVersion\":\"nono/v1\",\"kind\":\"SchedulerTask\",\"name\":\"t-{number}\",\"schedule\":{end}{{\"every\":\"1m\"}},\"target\":{end}{{\"url\":\"http://h/\"}}}}\n"
        )
    };
    for end in ["", "\n"] {
        let text: String = (0..10_000).map(|number| one(number, end)).collect();
        let items = stdin(&text).unwrap();
        assert_eq!(items.len(), 10_000);
        assert!((0..).zip(&items).all(|(number, item)| item.task.name.as_str() == format!("t-{number}")));
        let lines = 1 + 2 * end.len();
        assert_eq!(items[9_999].origin.to_string(), format!("standard input:{}:1", 9_999 * lines + 1));
    }
}
