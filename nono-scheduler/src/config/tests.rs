use std::io::Write;

use clap::Parser;

use super::*;

fn flags(args: &[&str]) -> Flags {
    Flags::try_parse_from(std::iter::once(&"nono-scheduler").chain(args)).unwrap()
}

fn variables(pairs: &[(&str, &str)]) -> Environment {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), Ok((*value).to_owned()))).collect()
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".toml").tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn with_file(text: &str) -> Result<Config, String> {
    let file = file(text);
    let path = file.path().to_str().unwrap().to_owned();
    let config = Config::resolve(&flags(&["--config", &path]), &Environment::new(), "host");
    config.map_err(|error| error.to_string().replace(&path, "FILE"))
}

#[test]
fn a_flag_comes_before_a_variable_before_the_file_before_the_default() {
    let file = file("connect = \"file\"\nname = \"file\"\nlisten = \"127.0.0.3:3\"\n");
    let path = file.path().to_str().unwrap();
    let environment = variables(&[
        ("NONO_SCHEDULER_CONNECT", "variable"),
        ("NONO_SCHEDULER_NAME", "variable"),
        ("NONO_SCHEDULER_DRAIN_TIMEOUT", ""),
    ]);
    let config = Config::resolve(&flags(&["--connect", "flag", "--config", path]), &environment, "host").unwrap();
    assert_eq!(config.connect.to_string(), "flag:2181");
    assert_eq!(config.name.as_str(), "variable");
    assert_eq!(config.listen, "127.0.0.3:3");
    assert_eq!(config.session_timeout, Duration::from_secs(6));
    assert_eq!(config.drain_timeout, Duration::from_secs(30), "an empty variable is none");
}

#[test]
fn the_file_can_be_named_by_a_variable_and_holds_every_setting() {
    let file = file(concat!(
        "connect = \"zk/nono\"\nname = \"eu-1\"\nlisten = \"[::1]:0\"\nsession-timeout = \"10s\"\n",
        "drain-timeout = \"1m30s\"\nmax-in-flight = 2_000\nmax-in-flight-per-host = 50\nzookeeper-rate = 40\nrun-log = \"/tmp/runs\"\nlog-format = \"json\"\n",
        "log-level = \"info,hyper=debug\"\n"
    ));
    let environment = variables(&[("NONO_SCHEDULER_CONFIG", file.path().to_str().unwrap())]);
    let config = Config::resolve(&flags(&[]), &environment, "host").unwrap();
    let expected = Config {
        connect: "zk/nono".parse().unwrap(),
        name: "eu-1".parse().unwrap(),
        listen: "[::1]:0".to_owned(),
        session_timeout: Duration::from_secs(10),
        drain_timeout: Duration::from_secs(90),
        max_in_flight: 2000,
        max_in_flight_per_host: Some(50),
        zookeeper_rate: Some(40),
        run_log: Some("/tmp/runs".into()),
        log_format: LogFormat::Json,
        log_level: "info,hyper=debug".to_owned(),
        suspicious: Vec::new(),
    };
    assert_eq!(config, expected);
}

#[test]
fn each_error_names_its_place() {
    let by_flag = Config::resolve(&flags(&["--session-timeout", "6x"]), &Environment::new(), "host");
    assert_eq!(by_flag.unwrap_err().to_string().split(':').next(), Some("--connect is missing"));
    let by_flag = Config::resolve(&flags(&["--connect", "zk", "--session-timeout", "6x"]), &Environment::new(), "h");
    assert_eq!(by_flag.unwrap_err().to_string(), "--session-timeout: \"6x\" is not a duration like 6s, 500ms or 1m30s");
    let environment = variables(&[("NONO_SCHEDULER_CONNECT", "zk"), ("NONO_SCHEDULER_LOG_FORMAT", "xml")]);
    let by_variable = Config::resolve(&flags(&[]), &environment, "host");
    assert_eq!(
        by_variable.unwrap_err().to_string(),
        "NONO_SCHEDULER_LOG_FORMAT: \"xml\" is not a log format; use text or json"
    );
    let not_text: Environment = vec![("NONO_SCHEDULER_NAME".to_owned(), Err(()))];
    let error = Config::resolve(&flags(&["--connect", "zk"]), &not_text, "host").unwrap_err();
    assert_eq!(error.to_string(), "NONO_SCHEDULER_NAME: its value is not UTF-8");
}

#[test]
fn errors_of_the_file_name_line_and_column_and_the_nearest_setting() {
    for (text, expected) in [
        ("connect = \"zk\"\n  listne = \"x\"\n", "FILE:2:3: unknown setting \"listne\"; did you mean listen?"),
        ("session_timeout = \"6s\"\n", "FILE:1:1: unknown setting \"session_timeout\"; did you mean session-timeout?"),
        (
            "connect = \"zk\"\nlisten = \"7070\"\n",
            "FILE:2:10: \"7070\" is not an address like 127.0.0.1:7070 or [::1]:0",
        ),
        (
            "session-timeout = 6\n",
            "FILE:1:19: session-timeout takes a text in quotes, not an integer (write a duration as \"6s\")",
        ),
        (
            "zookeeper-rate = 4\n connect = \"zk\"\n",
            "FILE:1:18: 4 requests a second to ZooKeeper are fewer than a scheduler itself needs; give 5 at least, or leave it \
             out for no limit",
        ),
        (
            "connect = \"zk\"\nzookeeper-rate = \"fast\"\n",
            "FILE:2:18: \"fast\" is not a number of requests a second from 5 to 1000000",
        ),
        ("connect = \"zk\"\nsession-timeout = \"1ms\"\n", "FILE:2:19: 1ms is not between 1s and 600s"),
    ] {
        assert_eq!(with_file(text).unwrap_err(), expected);
    }
    assert!(with_file("a = [").unwrap_err().starts_with("FILE:1:"));
    let far = with_file("zzzzzzzzzz = 1").unwrap_err();
    assert!(far.starts_with("FILE:1:1: unknown setting \"zzzzzzzzzz\"; the settings are connect,"), "{far}");
}

#[test]
fn a_file_that_is_not_there_is_named_with_what_named_it() {
    let error = Config::resolve(&flags(&["--config", "/nowhere.toml"]), &Environment::new(), "host").unwrap_err();
    assert!(error.to_string().starts_with("--config: cannot read /nowhere.toml: "), "{error}");
}

#[test]
fn the_host_gives_the_name_made_fit() {
    for (host, expected) in [("Web_01.Example", "web-01.example"), ("-a-", "a"), (&"x".repeat(80), &"x".repeat(63))] {
        let config = Config::resolve(&flags(&["--connect", "zk"]), &Environment::new(), host).unwrap();
        assert_eq!(config.name.as_str(), expected);
    }
    let error = Config::resolve(&flags(&["--connect", "zk"]), &Environment::new(), "---").unwrap_err();
    assert!(error.to_string().starts_with("--name is missing"), "{error}");
}

#[test]
fn a_slip_in_a_variable_is_told_and_an_orchestrators_variable_is_not() {
    let environment = variables(&[
        ("NONO_SCHEDULER_CONECT", "zk"),
        ("NONO_SCHEDULER_SERVICE_HOST", "10.0.0.1"),
        ("NONO_SCHEDULER_PORT", "tcp://10.0.0.1:7070"),
    ]);
    let config = Config::resolve(&flags(&["--connect", "zk"]), &environment, "host").unwrap();
    let expected = ("NONO_SCHEDULER_CONECT".to_owned(), "NONO_SCHEDULER_CONNECT".to_owned());
    assert_eq!(config.suspicious, [expected]);
}

#[test]
fn addresses_are_checked_before_they_are_bound() {
    for good in ["127.0.0.1:0", "[::1]:7070", "localhost:7070", "0.0.0.0:65535"] {
        assert_eq!(listen(good).as_deref(), Ok(good));
    }
    for bad in ["", "7070", ":7070", "::1:7070:", "127.0.0.1:65536", "127.0.0.1:http"] {
        assert!(listen(bad).is_err(), "{bad}");
    }
}
