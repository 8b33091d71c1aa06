//! Contexts as a person and a script meet them: every command, every format, every way to fail.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::trial::{Done, Trial, done};

/// A home folder of its own.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("nonoctl/config.toml")
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.file()).unwrap()
    }

    fn write(&self, text: &str) {
        std::fs::create_dir_all(self.file().parent().unwrap()).unwrap();
        std::fs::write(self.file(), text).unwrap();
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nonoctl"));
        command
            .args(args)
            .env_clear()
            .env("LANG", "C.UTF-8")
            .env("USER", "tester")
            .env("XDG_CONFIG_HOME", self.0.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn nono(&self, args: &[&str]) -> Done {
        done(self.command(args).spawn().unwrap())
    }
}

#[test]
fn contexts_are_added_listed_chosen_renamed_and_forgotten() {
    let home = Home::new();
    let none = home.nono(&["context", "list"]).expect(0);
    assert_eq!((none.out.as_str(), none.err.starts_with("No contexts.")), ("", true), "{none:?}");
    let first = home.nono(&["context", "add", "dev", "--connect", "127.0.0.1:1/nono"]).expect(0);
    assert_eq!(first.out, "created context/dev\n");
    assert!(first.err.contains("dev is the current context now"), "{first:?}");
    home.nono(&["context", "add", "prod", "--connect", "zk1,zk2/nono", "--protected", "--name-color", "red"]).expect(0);
    let list = home.nono(&["context", "list"]).expect(0);
    assert_eq!(list.out, "dev\tyes\t\t127.0.0.1:1/nono\t\t\nprod\t\tyes\tzk1:2181,zk2:2181/nono\t\tred\n");
    let list = home.nono(&["context", "list", "-o", "json"]).expect(0).json();
    assert_eq!(
        (&list[1]["name"], &list[1]["protected"], &list[1]["current"]),
        (&json!("prod"), &json!(true), &json!(false))
    );
    assert_eq!(home.nono(&["context", "list", "-o", "name"]).expect(0).out, "context/dev\ncontext/prod\n");

    let used = home.nono(&["context", "use", "prod"]).expect(0);
    assert_eq!(used.out, "selected context/prod\n  current: dev -> prod\n");
    assert!(used.err.contains("undo: nonoctl context use dev"), "{used:?}");
    assert_eq!(home.nono(&["context", "use", "prod", "-o", "json"]).expect(0).json()[0]["action"], "unchanged");
    let shown = home.nono(&["context", "show", "-o", "json"]).expect(0).json();
    assert_eq!((&shown["name"], &shown["color"]), (&json!("prod"), &json!("red")));
    let renamed = home.nono(&["context", "rename", "prod", "live"]).expect(0);
    assert_eq!(renamed.out, "renamed context/live\n  name: prod -> live\n");
    assert!(home.text().contains("current = \"live\""), "{}", home.text());

    let unasked = home.nono(&["context", "rm", "live"]).expect(8);
    assert!(unasked.err.contains("hint: add --yes"), "{unasked:?}");
    let protected = home.nono(&["context", "rm", "live", "--yes"]).expect(8);
    assert!(protected.err.contains("--confirm live"), "{protected:?}");
    let gone = home.nono(&["context", "rm", "live", "--yes", "--confirm", "live"]).expect(0);
    assert!(gone.out == "deleted context/live\n" && gone.err.contains("it was the current context"), "{gone:?}");
    assert!(!home.text().contains("current"), "{}", home.text());
}

#[test]
fn every_failure_of_a_context_command_has_its_exit_code_and_names_the_context() {
    let home = Home::new();
    home.nono(&["context", "add", "prod", "--connect", "zk1/nono"]).expect(0);
    home.nono(&["context", "add", "dev", "--connect", "zk2/nono"]).expect(0);
    for (args, code, says) in [
        (&["context", "add", "prod", "--connect", "zk3/nono"][..], 4, "context \"prod\" exists already"),
        (&["context", "add", "x"], 2, "which cluster? Say it with --connect"),
        (&["context", "add", "x", "--connect", "zk1:0/nono"], 2, "which is not a number"),
        (&["context", "add", "a b", "--connect", "zk1/nono"], 2, "a context's name has"),
        (&["context", "use", "prd"], 3, "did you mean: prod"),
        (&["context", "show", "prd"], 3, "context \"prd\" not found"),
        (&["context", "rm", "prd", "--yes"], 3, "context \"prd\" not found"),
        (&["context", "rename", "prd", "x"], 3, "context \"prd\" not found"),
        (&["context", "rename", "prod", "dev"], 4, "context \"dev\" exists already"),
        (&["task", "list", "-c", "prd"], 3, "did you mean: prod"),
        (&["task", "list", "--config", "/nowhere/config.toml"], 3, "there is no file /nowhere/config.toml"),
        (&["context", "show", "--config", "/nowhere/config.toml"], 3, "there is no file /nowhere/config.toml"),
    ] {
        let failed = home.nono(args).expect(code);
        assert!(failed.err.contains(says) && failed.out.is_empty(), "{args:?}: {failed:?}");
        let failed = home.nono(&[args, &["-o", "json"]].concat()).expect(code);
        let error: Value = serde_json::from_str(&failed.err).unwrap();
        assert_eq!(error["error"]["exit"], code, "{args:?}");
    }
    assert_eq!(home.text().matches("[context.").count(), 2, "a failure changed the file: {}", home.text());
    home.write("[context.prod]\nconnect = 7\n");
    let bad = home.nono(&["task", "list", "-c", "prod"]).expect(2);
    assert!(bad.err.contains("config.toml:2:11: ") && bad.err.contains("connect = 7"), "{bad:?}");
    let bare = Home::new();
    let nowhere = bare.nono(&["task", "list"]).expect(2);
    assert!(nowhere.err.contains("nonoctl context add NAME"), "{nowhere:?}");
    let mut homeless = bare.command(&["context", "list"]);
    let homeless = done(homeless.env_remove("XDG_CONFIG_HOME").spawn().unwrap()).expect(2);
    assert!(homeless.err.contains("neither HOME nor XDG_CONFIG_HOME"), "{homeless:?}");
}

#[test]
fn config_says_where_the_file_is_and_what_is_in_it() {
    let home = Home::new();
    let path = home.file().display().to_string();
    assert_eq!(home.nono(&["config", "path"]).expect(0).out, format!("{path}\n"));
    assert_eq!(home.nono(&["config", "path", "-o", "json"]).expect(0).json(), json!({ "path": path, "exists": false }));
    let none = home.nono(&["config", "view"]).expect(0);
    assert!(none.out.is_empty() && none.err.contains("There is no file"), "{none:?}");
    let text = "# mine\ncurrent = \"a\"\nfuture = 1\n[context.a]\nconnect = \"zk1/nono\"\n";
    home.write(text);
    assert_eq!(home.nono(&["config", "view"]).expect(0).out, text);
    let document = home.nono(&["config", "view", "-o", "json"]).expect(0).json();
    assert_eq!((&document["current"], &document["future"]), (&json!("a"), &json!(1)));
    home.nono(&["config", "view", "--config", "/nowhere/x.toml"]).expect(3);
    let other = Path::new("other.toml");
    let mut named = home.command(&["config", "path"]);
    assert_eq!(done(named.env("NONOCTL_CONFIG", other).spawn().unwrap()).expect(0).out, "other.toml\n");
}

#[test]
fn a_protected_context_wants_its_name_and_is_named_in_every_refusal_and_error() {
    let trial = Trial::with_cluster("/nono");
    let home = Home::new();
    let connect = trial.connect("/nono");
    home.nono(&["context", "add", "dev", "--connect", &connect]).expect(0);
    home.nono(&["context", "add", "prod", "--connect", &connect, "--protected"]).expect(0);
    for name in ["a", "b"] {
        home.nono(&["-c", "prod", "task", "add", name, "--every", "1h", "--url", "http://127.0.0.1:9/"]).expect(0);
    }
    let unasked = home.nono(&["task", "pause", "a", "b", "-c", "prod", "--yes"]).expect(8);
    assert!(unasked.err.contains("pause 2 tasks in context prod"), "{unasked:?}");
    assert!(unasked.err.contains("add --yes --confirm prod"), "{unasked:?}");
    let wrong = home.nono(&["task", "rm", "a", "-c", "prod", "--yes", "--confirm", "dev"]).expect(8);
    assert!(wrong.err.contains("--confirm says dev, but this is prod"), "{wrong:?}");
    home.nono(&["cluster", "init", "-c", "prod"]).expect(8);
    home.nono(&["cluster", "init", "-c", "prod", "--yes", "--confirm=prod"]).expect(0);
    home.nono(&["task", "pause", "a", "-c", "prod"]).expect(0);
    home.nono(&["task", "pause", "a", "b", "-c", "prod", "--yes", "--confirm", "prod"]).expect(0);
    home.nono(&["task", "rm", "a", "-c", "dev", "--yes"]).expect(0);
    home.nono(&["task", "rm", "--all", "-c", "dev", "--yes"]).expect(8);

    let manifests = |names: &[&str], every: &str| {
        let one = |name: &&str| {
            format!(
                "---\napiVersion: nono/v1\nkind: SchedulerTask\nname: {name}\nschedule: {{ every: {every} }}\ntarget: {{ url: http://127.0.0.1:9/ }}\n"
            )
        };
        let file = home.0.path().join("tasks.yaml");
        std::fs::write(&file, names.iter().map(one).collect::<String>()).unwrap();
        file.display().to_string()
    };
    let file = manifests(&["b", "c", "d"], "2h");
    home.nono(&["apply", "-f", &file, "-c", "prod"]).expect(0);
    home.nono(&["apply", "-f", &file, "-c", "prod"]).expect(0);
    let file = manifests(&["b", "c", "d"], "3h");
    home.nono(&["apply", "-f", &file, "-c", "prod", "--dry-run"]).expect(0);
    for flags in [&[][..], &["--yes"], &["--yes", "--confirm", "dev"]] {
        let unasked = home.nono(&[&["apply", "-f", &file, "-c", "prod"][..], flags].concat()).expect(8);
        assert!(unasked.out.is_empty() && unasked.err.contains("prod"), "{unasked:?}");
    }
    let one = home.nono(&["task", "update", "b", "c", "--jitter", "1s", "-c", "prod", "--yes"]).expect(8);
    assert!(one.err.contains("update 2 tasks in context prod"), "{one:?}");
    home.nono(&["apply", "-f", &file, "-c", "prod", "--yes", "--confirm", "prod"]).expect(0);
    home.nono(&["apply", "-f", &manifests(&["b", "c", "d"], "4h"), "-c", "dev"]).expect(0);
    home.nono(&["apply", "-f", &manifests(&["c", "e"], "5h"), "-c", "prod"]).expect(0);

    let missing = home.nono(&["task", "get", "bb", "-c", "prod"]).expect(3);
    assert!(
        missing.err.starts_with("error: task \"bb\" not found in context prod\n  did you mean: b\n"),
        "{missing:?}"
    );
    assert!(missing.err.contains("hint: nonoctl -c prod task list"), "{missing:?}");
    let missing = home.nono(&["task", "get", "bb", "-c", "prod", "-o", "json"]).expect(3);
    let error: Value = serde_json::from_str(&missing.err).unwrap();
    assert_eq!(error["error"]["context"], "prod");
    home.nono(&["context", "add", "down", "--connect", "127.0.0.1:1/nono"]).expect(0);
    let down = home.nono(&["task", "list", "-c", "down", "--timeout", "1s"]).expect(5);
    assert!(
        down.err.starts_with("error: cannot reach ZooKeeper of context down\n  127.0.0.1:1  connection refused\n"),
        "{down:?}"
    );
    let mut usual = home.command(&["cluster", "status", "-o", "json"]);
    let status = done(usual.env("NONOCTL_CONTEXT", "prod").spawn().unwrap()).expect(0).json();
    assert_eq!(status["cluster"], "prod", "{status}");
}

#[test]
fn a_context_proves_who_it_is_with_the_password_of_its_file() {
    let trial = Trial::with_cluster("/nono");
    let home = Home::new();
    let secret = home.0.path().join("secret");
    std::fs::write(&secret, "operator:hunter2\n").unwrap();
    let secret = secret.display().to_string();
    let connect = trial.connect("/nono");
    home.nono(&["context", "add", "open", "--connect", &connect]).expect(0);
    home.nono(&["context", "add", "known", "--connect", &connect, "--auth-file", &secret]).expect(0);
    trial.lock("/nono", "/cluster", "operator", "hunter2");
    let refused = home.nono(&["task", "list", "-c", "open"]).expect(6);
    assert!(refused.err.contains("context open"), "{refused:?}");
    let allowed = home.nono(&["task", "list", "-c", "known"]).expect(0);
    assert!(allowed.err.contains("can be read by others"), "{allowed:?}");
    assert!(!allowed.err.contains("hunter2"), "{allowed:?}");
    let mut usual = home.command(&["task", "list", "-c", "open"]);
    done(usual.env("NONOCTL_AUTH_FILE", &secret).spawn().unwrap()).expect(0);
}
