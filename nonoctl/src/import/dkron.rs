//! Jobs of Dkron, as its API and its web page export them. A call of its http executor becomes that request; a worker is
//! given what its shell executor was to run.

use serde_json::{Map, Value, json};

use super::{Imported, Names, Wishes, fitting_labels, worker};

/// What is read of a job.
const READ: [&str; 14] = [
    "name",
    "displayname",
    "schedule",
    "timezone",
    "disabled",
    "retries",
    "concurrency",
    "executor",
    "executor_config",
    "tags",
    "metadata",
    "starts_at",
    "expires_at",
    "parent_job",
];
/// What a job says of its past and of its place, and no task has to be told.
const TOLD: [&str; 8] =
    ["id", "success_count", "error_count", "last_success", "last_error", "next", "status", "dependent_jobs"];
/// What has no counterpart, and what there is in its place.
const LOST: [(&str, &str); 5] = [
    ("ephemeral", "a task stays; schedule.end ends its instants"),
    ("owner", "a label may say it"),
    ("owner_email", "nothing is mailed; watch tasks with task list --filter state:failing, or the metrics"),
    ("processors", "the first bytes of each answer are kept with its run"),
    ("notifications", "see the metrics"),
];
/// The same of the http executor.
const LOST_OF_HTTP: [(&str, &str); 6] = [
    ("expectCode", "every answer of 2xx is a success"),
    ("expectBody", "the status of the answer alone says whether it is a success"),
    ("tlsNoVerifyPeer", "certificates are always verified"),
    ("tlsCertificateFile", "a scheduler has no certificate of its own"),
    ("tlsCertificateKeyFile", "a scheduler has no certificate of its own"),
    ("tlsRootCAsFile", "a scheduler takes the roots that its machine trusts"),
];

/// Whether a document is a job.
pub(crate) fn is_one(document: &Value) -> bool {
    document["kind"].is_null() && document["name"].is_string() && document["executor"].is_string()
}

/// Reads jobs.
pub(crate) fn read(documents: &[Value], wishes: &Wishes) -> Imported {
    Names::settled(|names| {
        let mut reading = Reading { wishes, names, imported: Imported::default() };
        documents.iter().for_each(|job| reading.one(job));
        (reading.imported, reading.names)
    })
}

struct Reading<'a> {
    wishes: &'a Wishes,
    names: Names,
    imported: Imported,
}

/// A job, and the name that it gets.
struct Job<'a> {
    value: &'a Value,
    place: String,
    name: String,
}

impl Reading<'_> {
    fn one(&mut self, value: &Value) {
        let title = value["name"].as_str().unwrap_or("(no name)");
        let place = format!("job/{title}");
        if !is_one(value) {
            return self.imported.unread(&place, "not a job of Dkron: it has no name or no executor");
        }
        let name = self.names.make(&[self.wishes.prefix.as_deref().unwrap_or_default(), title], &value.to_string());
        let job = Job { value, place, name };
        // What is lost of a job is told only if a task becomes of it.
        let made = self.schedule(&job).and_then(|schedule| Ok((schedule, self.target(&job)?)));
        let (schedule, target) = match made {
            Ok(made) => made,
            Err(why) => return self.imported.remark(&job.place, None, why),
        };
        let mut document = Map::new();
        document.insert("name".to_owned(), job.name.as_str().into());
        if let Some(title) = given(&value["displayname"]) {
            document.insert("description".to_owned(), title.into());
        }
        document.extend(self.labels(&job));
        if value["disabled"] == true {
            document.insert("paused".to_owned(), json!({ "reason": "disabled in Dkron" }));
        }
        document.insert("schedule".to_owned(), schedule);
        document.insert("target".to_owned(), target);
        document.insert("policy".to_owned(), policy(value));
        self.no_counterpart(&job);
        self.imported.take(&job.place, document, self.wishes);
    }

    fn lose(&mut self, job: &Job<'_>, what: impl Into<String>) {
        self.imported.remark(&job.place, Some(&job.name), what);
    }

    /// Metadata are labels; tags choose a node, and say at least where a job ran.
    fn labels(&mut self, job: &Job<'_>) -> Option<(String, Value)> {
        let mut all = Map::new();
        for kind in ["tags", "metadata"] {
            all.extend(job.value[kind].as_object().cloned().unwrap_or_default());
        }
        if job.value["tags"].as_object().is_some_and(|tags| !tags.is_empty()) {
            self.lose(
                job,
                "tags choose the node that runs a job, the labels of a task choose nothing: any scheduler sends it",
            );
        }
        fitting_labels(&all, &job.place, &job.name, &mut self.imported)
    }

    /// The schedule; or why there is none.
    fn schedule(&mut self, job: &Job<'_>) -> Result<Value, String> {
        let typed = given(&job.value["schedule"]).unwrap_or_default();
        if let Some(parent) = given(&job.value["parent_job"]) {
            return Err(format!(
                "parent_job: no task waits for another; the worker of {parent} may ask for it (nonoctl task run)"
            ));
        }
        let prefixed = typed.strip_prefix("CRON_TZ=").or_else(|| typed.strip_prefix("TZ="));
        let (zone, typed) = match prefixed.and_then(|rest| rest.split_once(char::is_whitespace)) {
            Some((zone, cron)) => (Some(zone), cron.trim_start()),
            None => (given(&job.value["timezone"]), typed),
        };
        let (word, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        let (key, value) = match word.to_ascii_lowercase().as_str() {
            "@manually" => {
                return Err("@manually: a task has a schedule; give it one and pause it: task run works all the same"
                    .to_owned());
            }
            "@at" => ("at", json!([rest.trim()])),
            "@every" => ("every", rest.trim().into()),
            "@minutely" => ("cron", "* * * * *".into()),
            _ => ("cron", typed.into()),
        };
        let mut schedule = Map::from_iter([(key.to_owned(), value)]);
        match zone.or(self.wishes.zone.as_deref()) {
            Some(zone) => drop(schedule.insert("timeZone".to_owned(), zone.into())),
            None if key != "cron" => {}
            None => {
                self.lose(job, "no timezone: Dkron takes its server's zone, a task UTC; say which with --tz");
            }
        }
        for (theirs, ours) in [("starts_at", "start"), ("expires_at", "end")] {
            if let Some(moment) = given(&job.value[theirs]).filter(|moment| !moment.starts_with("0001-")) {
                schedule.insert(ours.to_owned(), moment.into());
            }
        }
        Ok(Value::Object(schedule))
    }

    /// Whom to call; or why nobody can be.
    fn target(&mut self, job: &Job<'_>) -> Result<Value, String> {
        let config = &job.value["executor_config"];
        match job.value["executor"].as_str().unwrap_or_default() {
            "http" => self.request(job, config),
            "shell" => {
                let what = "the shell executor makes no HTTP request: name a worker that runs commands with --url";
                command(config, self.wishes, &job.name).ok_or_else(|| what.to_owned())
            }
            other => Err(format!("the executor {other} has no counterpart: a task is an HTTP request")),
        }
    }

    fn request(&mut self, job: &Job<'_>, config: &Value) -> Result<Value, String> {
        let url = given(&config["url"]).ok_or("executor_config has no url")?;
        let mut target = Map::from_iter([("url".to_owned(), url.into())]);
        // What Dkron calls with when a job names none.
        target.insert("method".to_owned(), given(&config["method"]).unwrap_or("GET").to_ascii_uppercase().into());
        if let Some(written) = given(&config["headers"]) {
            match headers(written) {
                Some(headers) => drop(target.insert("headers".to_owned(), Value::Object(headers))),
                None => self.lose(job, "left out: executor_config.headers: not a list of \"Name: value\""),
            }
        }
        if let Some(body) = given(&config["body"]) {
            let json = serde_json::from_str::<Value>(body).ok().filter(|value| value.is_object() || value.is_array());
            target.insert("body".to_owned(), json.unwrap_or_else(|| body.into()));
        }
        if let Some(seconds) = given(&config["timeout"]) {
            match seconds.parse::<u64>() {
                Ok(seconds) => target.extend(timeout(seconds)),
                Err(_) => self.lose(job, format!("left out: executor_config.timeout: {seconds} are no seconds")),
            }
        }
        for (key, why) in LOST_OF_HTTP.into_iter().filter(|(key, _)| is_set(&config[*key])) {
            self.lose(job, format!("left out: executor_config.{key}: {why}"));
        }
        Ok(Value::Object(target))
    }

    fn no_counterpart(&mut self, job: &Job<'_>) {
        for (key, why) in LOST.into_iter().filter(|(key, _)| is_set(&job.value[*key])) {
            self.lose(job, format!("left out: {key}: {why}"));
        }
        let known = |key: &str| READ.contains(&key) || TOLD.contains(&key) || LOST.iter().any(|(lost, _)| *lost == key);
        let unknown: Vec<&str> = job.value.as_object().map_or_else(Vec::new, |fields| {
            fields.iter().filter(|(key, value)| !known(key) && is_set(value)).map(|(key, _)| key.as_str()).collect()
        });
        if !unknown.is_empty() {
            self.lose(job, format!("left out: {}", unknown.join(", ")));
        }
    }
}

/// A text that says something.
fn given(value: &Value) -> Option<&str> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// Exports name every field; those that say nothing are as good as absent.
fn is_set(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty() && text != "false",
        Value::Array(all) => !all.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::Bool(true) => true,
    }
}

/// `["Name: value"]`, which is a text in a job.
fn headers(written: &str) -> Option<Map<String, Value>> {
    let lines: Vec<String> = serde_json::from_str(written).ok()?;
    let pair = |line: &String| {
        let (name, value) = line.split_once(':')?;
        Some((name.trim().to_owned(), Value::from(value.trim())))
    };
    lines.iter().map(pair).collect()
}

/// A run may take as long as its one attempt, where that is longer than runs may take by default.
fn timeout(seconds: u64) -> Option<(String, Value)> {
    let span = format!("{seconds}s");
    let limits = match seconds {
        0 => return None,
        1..=3600 => json!({ "attempt": span }),
        _ => json!({ "attempt": span, "run": span }),
    };
    Some(("timeout".to_owned(), limits))
}

/// A command for the worker of `--url`.
fn command(config: &Value, wishes: &Wishes, name: &str) -> Option<Value> {
    let mut body = Map::from_iter([("command".to_owned(), config["command"].clone())]);
    if let Some(cwd) = given(&config["cwd"]) {
        body.insert("cwd".to_owned(), cwd.into());
    }
    if let Some(env) = given(&config["env"]) {
        let pairs = env.split(',').filter_map(|pair| pair.split_once('='));
        let pairs = pairs.map(|(name, value)| (name.trim().to_owned(), Value::from(value)));
        body.insert("env".to_owned(), Value::Object(pairs.collect()));
    }
    let mut target = worker(wishes, name, Value::Object(body))?;
    if let Some(span) = given(&config["timeout"]) {
        target["timeout"] = json!({ "attempt": span, "run": span });
    }
    Some(target)
}

fn policy(job: &Value) -> Value {
    let overlap = if job["concurrency"] == "forbid" { "skip" } else { "allow" };
    let mut policy = Map::from_iter([("overlap".to_owned(), overlap.into())]);
    if let Some(retries) = job["retries"].as_u64().filter(|retries| *retries > 0) {
        policy.insert("retry".to_owned(), json!({ "attempts": retries.saturating_add(1) }));
    }
    Value::Object(policy)
}
