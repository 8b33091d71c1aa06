//! What goes wrong at a keyboard, in a file, in the environment: each ends with the exit code of docs/exit-codes.md, one line
//! that says what and where, and nothing written.

use std::process::Command;
use std::sync::Mutex;

use nono_core::name::Partition;
use nono_core::node::{Answer, Folder, Node, Request};

use crate::trial::{Done, Session, Trial, fed};

const AT: &str = "/bad";
const URL: &str = "http://127.0.0.1:9/";

/// What is typed, what is on standard input, the exit code, and a piece of the line.
struct Case {
    args: Vec<String>,
    stdin: String,
    code: i32,
    says: &'static str,
}

fn case(args: &[&str], stdin: &str, code: i32, says: &'static str) -> Case {
    Case { args: args.iter().map(|arg| (*arg).to_owned()).collect(), stdin: stdin.to_owned(), code, says }
}

#[test]
fn bad_input_is_refused_in_one_line_and_nothing_is_written() {
    let trial = Trial::with_cluster(AT);
    trial.run(AT, &["task", "add", "there", "--every", "1h", "--url", URL], "").expect(0);
    let session = trial.session(AT);
    let before = tree(&session);
    let mut cases = names();
    for more in [crons(), intervals(), zones(), urls(), headers(), bodies(), numbers(), files(), places()] {
        cases.extend(more);
    }
    assert!(cases.len() > 150, "{}", cases.len());
    let work = Mutex::new(cases.iter());
    let some = || {
        let mut wrong = Vec::new();
        loop {
            let Some(case) = work.lock().unwrap().next() else { return wrong };
            let args: Vec<&str> = case.args.iter().map(String::as_str).collect();
            wrong.extend(judged(case, &trial.run(AT, &args, &case.stdin)));
        }
    };
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let workers = [(); 3].map(|()| scope.spawn(some));
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert_eq!(tree(&session), before, "something was written");
}

/// What is wrong with how a case ended.
fn judged(case: &Case, done: &Done) -> Option<String> {
    let first = done.err.lines().find(|line| line.starts_with("error: ")).unwrap_or_default();
    let text = done.err.trim_end();
    let is_clean = !text.chars().any(|letter| letter.is_control() && letter != '\n');
    let is_told = !first.is_empty() && text.contains(case.says) && is_clean && !text.contains("panicked");
    let is_short = text.lines().count() <= 8 && text.len() < 4_000;
    let is_right = done.code == Some(case.code) && is_told && is_short && done.out.is_empty();
    let typed: String = format!("{:?}", case.args).chars().take(160).collect();
    let said: String = text.chars().take(600).collect();
    (!is_right)
        .then(|| format!("{typed}\n  wants {} {:?}, is {:?}: {}{said}", case.code, case.says, done.code, done.out))
}

/// What a change could touch.
fn tree(session: &Session) -> Vec<String> {
    let folders = Partition::all(4).flat_map(|at| [Folder::Tasks(at), Folder::Commands(at)]).collect();
    let plans = Partition::all(4).map(|at| format!("{:?}", session.read(Node::Plan(at))));
    let lists = match session.ask(Request::List(folders)) {
        Answer::List(lists) => lists,
        other => panic!("{other:?}"),
    };
    plans.chain(lists.iter().map(|list| format!("{list:?}"))).collect()
}

fn adding(more: &[&str], says: &'static str) -> Case {
    case(&[&["task", "add", "bad"], more].concat(), "", 2, says)
}

fn names() -> Vec<Case> {
    let long = "x".repeat(1024);
    let odd = [
        "",
        ".",
        "..",
        "a/b",
        "zookeeper",
        "-a",
        "a ",
        " a",
        "A",
        "a:b",
        "é",
        "e\u{301}",
        "\u{202e}a",
        "\u{1f600}",
        "a\u{1}",
        "a\u{1f}",
        "a\u{7f}",
        "a\u{9f}",
        "a\u{e000}",
        "a\u{f8ff}",
        "a\u{fff0}",
        "a\u{feff}",
        "аdmin",
        "a\tb",
        "a\nb",
        "a%2fb",
        "*",
        "~a",
        &long,
    ];
    let flags = ["--every", "1h", "--url", URL, "--"];
    let of_add = odd.iter().map(|name| case(&[&["task", "add"][..], &flags, &[*name]].concat(), "", 2, "name"));
    let of_get = ["a/b", "..", "\u{202e}a"].map(|name| case(&["task", "get", "--", name], "", 2, "name"));
    let manifest = |name: &str| {
        let name = serde_json::to_string(name).unwrap();
        let text = format!(
            "{{\"apiVersion\":\"nono/v1\",\"kind\":\"SchedulerTask\",\"name\":{name},\"schedule\":{{\"every\":\"1h\"}},\"target\":{{\"url\":\"{URL}\"}}}}"
        );
        case(&["apply", "-f", "-"], &text, 2, "name")
    };
    let of_apply = odd.iter().map(|name| manifest(name)).chain([manifest("a\u{0}b")]);
    of_add.chain(of_get).chain(of_apply).collect()
}

fn crons() -> Vec<Case> {
    let lines: [(&str, &str); 31] = [
        ("", "empty"),
        (" ", "empty"),
        ("* * * *", "fields"),
        ("* * * * * * * *", "fields"),
        ("60 * * * *", "column 1"),
        ("*/0 * * * *", "column"),
        ("5-1/0 * * * *", "column"),
        ("1- * * * *", "column"),
        (", * * * *", "column"),
        ("1,,2 * * * *", "column"),
        ("-1 * * * *", "column"),
        ("0 24 * * *", "column 3"),
        ("0 0 32 * *", "column 5"),
        ("0 0 0 * *", "column 5"),
        ("0 0 * 13 *", "column 7"),
        ("0 0 * * 8", "column 9"),
        ("0 0 31 2 *", "never fires"),
        ("0 0 30 2 *", "never fires"),
        ("0 0 31 4,6,9,11 *", "never fires"),
        ("0 0 0 29 2 * 2027", "never fires"),
        ("0 0 0 1 1 * 2020", "no instant"),
        ("0 0 0 1 1 * 99999", "column"),
        ("0 0 0 1 1 * 1969", "column"),
        ("0 0 * JÄN *", "column"),
        ("0 0 * * MO", "column"),
        ("0 0 L-40 * *", "column"),
        ("0 0 * * MON#6", "column"),
        ("@reboot", "column 1"),
        ("@every 5m", "every"),
        ("@dayly", "column 1"),
        ("TZ=UTC 0 0 * * *", "timeZone"),
    ];
    let of_add = lines.iter().map(|(line, says)| adding(&["--url", URL, &format!("--cron={line}")], says));
    let of_cron = lines.iter().filter(|(_, says)| *says != "no instant");
    let long = [format!("{} * * * *", "1".repeat(10_240)), format!("{} * * * *", ",1".repeat(1_000))];
    let long = long.iter().map(|line| adding(&["--url", URL, &format!("--cron={line}")], "bytes"));
    of_add
        .chain(of_cron.map(|(line, says)| case(&["cron", "--", line], "", 2, says_of_cron(says))))
        .chain(long)
        .collect()
}

/// Without a task there is no field to name.
fn says_of_cron(says: &'static str) -> &'static str {
    if says == "timeZone" { "--tz" } else { says }
}

fn intervals() -> Vec<Case> {
    let wrong = [
        "",
        "0",
        "0s",
        "1ms",
        "500ms",
        "5",
        "-5s",
        "1.5h",
        "5x",
        "1h1h",
        "1s1h",
        "NaN",
        "1e99",
        "292y",
        "99999999999999999999d",
        "１h",
    ];
    let every = wrong.iter().map(|span| adding(&["--url", URL, &format!("--every={span}")], "--every"));
    let window = [
        adding(
            &["--url", URL, "--every", "1h", "--start", "2030-01-01T00:00:00Z", "--end", "2029-01-01T00:00:00Z"],
            "end",
        ),
        adding(&["--url", URL, "--every", "1h", "--end", "2020-01-01T00:00:00Z"], "no instant"),
        adding(&["--url", URL, "--at", "2020-01-01T00:00:00Z"], "no instant"),
        adding(&["--url", URL, "--at", "tomorrow"], "--at"),
        adding(&["--url", URL, "--at", "2030-02-30T00:00:00Z"], "--at"),
        adding(&["--url", URL, "--at", "2030-01-01T00:00:00.5Z"], "--at"),
        adding(&["--url", URL, "--every", "1h", "--offset", "1h"], "offset"),
        adding(&["--url", URL, "--cron", "@daily", "--every", "1h"], "every"),
        adding(&["--url", URL], "schedule"),
    ];
    every.chain(window).collect()
}

fn zones() -> Vec<Case> {
    let wrong = [
        "",
        "Mars/Base",
        "UTC+25",
        "../../etc/passwd",
        "europe/berlin",
        "EUROPE/BERLIN",
        "Europe/Berlin ",
        "+02:00",
        "CEST",
    ];
    wrong.iter().map(|zone| adding(&["--url", URL, "--cron", "@daily", &format!("--tz={zone}")], "--tz")).collect()
}

fn urls() -> Vec<Case> {
    let long = format!("http://a/{}", "x".repeat(10_240));
    let wrong = [
        "",
        "a",
        "a/b",
        "//a",
        "file:///etc/passwd",
        "gopher://a",
        "javascript:1",
        "http://",
        "http:///x",
        "http://u:p@a/",
        "http://a:0/",
        "http://a:65536/",
        "http://a:x/",
        "http://[fe80::1%25eth0]/",
        "http://[::ffff:169.254.169.254]/",
        "http://169.254.169.254/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://[::]/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1:80/",
        "http://2130706433/",
        "http://a b/",
        "http://a/ b",
        "http://a/%0d%0aX: y",
        "http://a/\nb",
        "http://a\\b/",
        "http://a/%00",
        &long,
    ];
    wrong.iter().map(|url| adding(&["--every", "1h", &format!("--url={url}")], "--url")).collect()
}

fn headers() -> Vec<Case> {
    let wrong = [
        "",
        ":",
        ": x",
        "X",
        "X Y: z",
        "X: a\rb",
        "X: a\nb",
        "X: é",
        "Host: a",
        "content-length: 1",
        "Transfer-Encoding: chunked",
        "Connection: close",
        "TE: x",
        "Upgrade: x",
        "Expect: x",
        "Proxy-A: x",
        "webhook-id: x",
        "Nono-Run: x",
        "Idempotency-Key: x",
    ];
    let large = format!("X: {}", "y".repeat(9_000));
    let of = |header: &str| adding(&["--every", "1h", "--url", URL, &format!("--header={header}")], "header");
    let twice = |flag: &str, one: &str, other: &str| {
        adding(&["--every", "1h", "--url", URL, flag, one, flag, other], "stands twice")
    };
    let twins = [
        twice("--header", "X: a", "x: b"),
        twice("--header", "X: a", "X: a"),
        twice("--label", "a=b", "a=c"),
        case(&["task", "update", "there", "--label", "a=b", "--label", "a-"], "", 2, "stands twice"),
        case(&["task", "update", "there", "--header", "X: a", "--header", "x : b"], "", 2, "stands twice"),
    ];
    wrong.iter().map(|header| of(header)).chain([of(&large)]).chain(twins).collect()
}

fn bodies() -> Vec<Case> {
    let large = "x".repeat(64 * 1024);
    let at = ["task", "add", "bad", "--every", "1h", "--url", URL, "--body"];
    vec![
        case(&[&at[..], &["@/nowhere/at/all"]].concat(), "", 3, "/nowhere/at/all"),
        case(&[&at[..], &["@/"]].concat(), "", 2, "cannot read"),
        case(&[&at[..], &["@-"]].concat(), &large, 2, "bytes"),
        case(&[&at[..], &["@"]].concat(), "", 3, "not found"),
        case(&[&at[..], &["@-"]].concat(), "", 2, "standard input is closed, or has nothing in it"),
        adding(&["--every", "1h", "--url", URL, "--method", "G T"], "--method"),
    ]
}

fn numbers() -> Vec<Case> {
    let mut cases = Vec::new();
    for flag in ["--timeout", "--connect-timeout", "--run-timeout", "--backoff"] {
        for span in ["0", "-1", "NaN", "1e99", "10", "3650d"] {
            cases.push(adding(&["--every", "1h", "--url", URL, &format!("{flag}={span}")], flag));
        }
    }
    for retries in ["-1", "1000000000", "x", "1.5", ""] {
        cases.push(adding(&["--every", "1h", "--url", URL, &format!("--retries={retries}")], "--retries"));
    }
    for limit in ["0", "-1", "1000000000"] {
        cases.push(adding(&["--every", "1h", "--url", URL, &format!("--history-limit={limit}")], "--history-limit"));
    }
    cases.push(adding(&["--every", "1h", "--url", URL, "--timeout", "2h"], "set --run-timeout to 2h"));
    cases.push(adding(&["--every", "1h", "--url", URL, "--jitter", "367d"], "--jitter"));
    cases.push(case(&["task", "list", "--limit=-1"], "", 2, "--limit"));
    cases.push(case(&["cluster", "init", "--partitions", "0"], "", 2, "--partitions"));
    cases.push(case(&["cluster", "init", "--partitions", "1000000"], "", 2, "--partitions"));
    cases.push(case(&["task", "update", "there", "--if-version", "0", "--jitter", "1s"], "", 2, "--if-version"));
    cases.push(case(&["task", "update", "there", "--if-version", "7", "--jitter", "1s"], "", 4, "version"));
    cases
}

/// Manifests: of each the good part is there too, and is not written either.
fn files() -> Vec<Case> {
    let good = "apiVersion: nono/v1\nkind: SchedulerTask\nname: good\nschedule: { every: 1h }\ntarget: { url: \"http://a/\" }\n";
    let with = |text: &str| format!("{good}---\n{text}");
    let bomb: String = (1..30).map(|at| format!("k{at}: &k{at} [*k{0}, *k{0}, *k{0}, *k{0}]\n", at - 1)).collect();
    let deep = format!("{good}body: {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let large = format!("# {}\n{good}", "x".repeat(65 << 20));
    let max = "schedule: { every: 1h }\npolicy: { misfire: { run: all, max: 1000000000 } }";
    let texts: Vec<(String, &'static str)> = vec![
        (String::new(), "no task"),
        ("# nothing\n---\n---\n".into(), "no task"),
        ("a".into(), "a mapping"),
        ("42\n".into(), "a mapping"),
        ("[]\n".into(), "no task"),
        (with(&format!("k0: &k0 x\n{bomb}")), "too many nested parts"),
        (
            with(&good.replace("name: good", "name: bad").replace("a/\"", "a/\", headers: { X: a, x: b }")),
            "stands twice",
        ),
        (with("apiVersion: nono/v1\nkind: SchedulerTask\nname: a\nname: b\n"), "twice"),
        (with(good), "described twice"),
        (with(&good.replace("name: good", "name: bad").replace("schedule", "\tschedule")), "tab"),
        (with("\u{feff}apiVersion: nono/v1\nkind: Deployment\n"), "standard input:"),
        (with(&good.replace("name: good", "name: bad").replace("target", "tarjet")), "did you mean target?"),
        (with(&good.replace("name: good", "name: bad").replace("nono/v1", "nono/v2")), "newer release"),
        (with(&good.replace("name: good", "name: bad").replace("nono/v1", "v1")), "apiVersion"),
        (with("kind: SchedulerTask\nname: bad\n"), "apiVersion is missing"),
        (with("name: bad\n"), "kind is missing"),
        (with(&good.replace("name: good", "name: bad").replace("schedule: { every: 1h }", max)), "max"),
        (with(&good.replace("name: good", "name: [bad]")), "name"),
        (with("{\"apiVersion\": \"nono/v1\", \"kind\": }"), "standard input:"),
        ("{\"apiVersion\": \"nono/v1\", \"kind\"".into(), "standard input:1"),
        ("[{\"apiVersion\": \"nono/v1\"}, 7]".into(), "standard input:1"),
        ("%YAML 9.9\n---\na: 1\n".into(), "standard input:"),
        (deep, "standard input:"),
        (large, "64 MiB"),
    ];
    let of = |command: &str, (text, says): &(String, &'static str)| case(&[command, "-f", "-"], text, 2, says);
    let mut cases: Vec<Case> = texts.iter().map(|text| of("apply", text)).collect();
    cases.extend(texts.iter().take(8).map(|text| of("diff", text)));
    cases.push(case(&["apply", "-f", "-", "-f", "-"], "", 2, "once"));
    cases.push(case(&["apply", "-f", "/nowhere"], "", 3, "/nowhere"));
    cases.push(case(&["apply", "-f", "/dev"], "", 2, "no manifest in /dev"));
    cases
}

fn places() -> Vec<Case> {
    let at = |connect: &str, code, says| {
        case(&["task", "list", "--timeout", "1s", &format!("--connect={connect}")], "", code, says)
    };
    vec![
        at("zk1, zk2", 2, "space"),
        at("zk1,zk1", 2, "twice"),
        at("zk1:0", 2, "port"),
        at("zk1:99999", 2, "port"),
        at("http://zk1", 2, "scheme"),
        at("zk1/a//b", 2, "connect string"),
        at("zk1/a/../b", 2, "connect string"),
        at(",zk1", 2, "no name"),
        at("[::1", 2, "bracket"),
        at("fe80::1", 2, "brackets"),
        at("127.0.0.1:1/nono", 5, "connection refused"),
        at("no-such-host.invalid/nono", 5, "resolve"),
        case(&["-c", "nowhere", "task", "list"], "", 3, "nowhere"),
        case(&["--config", "/nowhere.toml", "-c", "x", "task", "list"], "", 3, "/nowhere.toml"),
        case(&["task", "list", "--fields", ","], "", 2, "fields"),
        case(&["task", "list", "--time", "later"], "", 2, "--time"),
        case(&["task", "list", "-l", "=x"], "", 2, "selector"),
        case(&["task", "pause", "there", "--for", "0s"], "", 2, "1s to 3650d"),
        case(&["task", "pause", "there", "--for", "999ms"], "", 2, "1s to 3650d"),
        case(&["task", "pause", "there", "--for", "3651d"], "", 2, "--for"),
        case(&["task", "list", "--timeout", "0s"], "", 2, "1ms or more"),
        case(&["task", "list", "--filter="], "", 2, "--filter is empty"),
        case(&["task", "rm", "--filter", "", "--yes"], "", 2, "--filter is empty"),
        case(&["task", "pause", "--filter", " ", "--yes"], "", 2, "--filter is empty"),
        case(&["task", "run", "--filter", "", "--yes"], "", 2, "--filter is empty"),
        case(&["run", "replay", "--filter", "", "--yes"], "", 2, "--filter is empty"),
        case(&["run", "get", "r-1-2-3"], "", 2, "run id"),
        case(&["scheduler", "get", "a/b"], "", 3, "a/b"),
    ]
}

#[test]
fn an_environment_that_is_not_as_usual_is_no_reason_to_fail() {
    let trial = Trial::with_cluster(AT);
    trial.run(AT, &["task", "add", "there", "--every", "1h", "--url", URL], "").expect(0);
    let with = |variables: &[(&str, &str)]| {
        let mut command: Command = trial.command(AT, &["task", "list", "-o", "table"]);
        command.envs(variables.iter().copied());
        fed(command, "").expect(0)
    };
    for (variable, value) in [("NONOCTL_TIMEOUT", "5"), ("NONOCTL_OUTPUT", "xml"), ("NONOCTL_TIME", "later")] {
        let mut command: Command = trial.command(AT, &["task", "list"]);
        command.env(variable, value);
        let refused = fed(command, "").expect(2);
        assert!(refused.err.contains(&format!("'{value}' for '{variable}'")), "the flag was not typed: {refused:?}");
    }
    let usual = with(&[]).out;
    for variables in [
        &[("COLUMNS", "1")][..],
        &[("COLUMNS", "x"), ("TERM", "")],
        &[("HOME", "/nowhere"), ("XDG_CACHE_HOME", "/proc/nowhere"), ("XDG_STATE_HOME", "/dev/null")],
        &[("NONOCTL_TIME", ""), ("NONOCTL_OUTPUT", ""), ("NONOCTL_CONTEXT", "")],
        &[("HTTP_PROXY", "http://127.0.0.1:1"), ("TZ", "No/Such")],
    ] {
        let shown = with(variables).out;
        assert_eq!(shown.lines().next(), usual.lines().next(), "{variables:?}");
    }
}
