//! Kubernetes CronJobs: a worker is given what the container was to run.

use serde_json::{Map, Value, json};

use super::{Imported, Names, Wishes, fitting_labels, worker};

/// Whether a document is a CronJob, or a list that may hold some.
pub(crate) fn is_one(document: &Value) -> bool {
    matches!(document["kind"].as_str(), Some("CronJob" | "CronJobList")) || document["kind"] == "List"
}

/// Reads CronJobs; other kinds are named and left out.
pub(crate) fn read(documents: &[Value], wishes: &Wishes) -> Imported {
    Names::settled(|mut names| {
        let mut imported = Imported::default();
        for document in documents {
            match document["items"].as_array() {
                Some(items) => items.iter().for_each(|item| one(item, wishes, &mut names, &mut imported)),
                None => one(document, wishes, &mut names, &mut imported),
            }
        }
        (imported, names)
    })
}

fn one(job: &Value, wishes: &Wishes, names: &mut Names, imported: &mut Imported) {
    let metadata = &job["metadata"];
    let title = metadata["name"].as_str().unwrap_or("(no name)");
    let kind = job["kind"].as_str().unwrap_or("CronJob");
    if kind != "CronJob" {
        return imported.remark(&format!("{kind}/{title}"), None, "only CronJobs are read");
    }
    let place = format!("CronJob/{title}");
    let namespace = metadata["namespace"].as_str().unwrap_or_default();
    let name = names.make(&[wishes.prefix.as_deref().unwrap_or_default(), namespace, title], &job.to_string());
    let spec = &job["spec"];
    let work = &spec["jobTemplate"]["spec"];
    let Some(target) = target(work, wishes, &name) else {
        return imported.remark(&place, None, "a container is no HTTP request: name a worker that runs it with --url");
    };
    let mut document = Map::new();
    document.insert("name".to_owned(), name.as_str().into());
    let labels = metadata["labels"].as_object();
    document.extend(labels.and_then(|labels| fitting_labels(labels, &place, &name, imported)));
    if spec["suspend"] == true {
        document.insert("paused".to_owned(), json!({ "reason": "suspended in Kubernetes" }));
    }
    document.insert("schedule".to_owned(), schedule(spec, wishes, &place, &name, imported));
    document.insert("target".to_owned(), target);
    document.insert("policy".to_owned(), policy(spec, work, &place, &name, imported));
    no_counterpart(spec, work, &place, &name, imported);
    imported.take(&place, document, wishes);
}

/// The container's work as the body, and the job's deadline as that of the run.
fn target(work: &Value, wishes: &Wishes, name: &str) -> Option<Value> {
    let containers = work["template"]["spec"]["containers"].as_array().cloned().unwrap_or_default();
    let told: Vec<Value> = containers
        .iter()
        .map(|container| {
            let kept = ["name", "image", "command", "args", "env", "workingDir"];
            kept.iter()
                .filter(|key| !container[**key].is_null())
                .map(|key| ((*key).to_owned(), container[*key].clone()))
                .collect()
        })
        .collect();
    let body = match told.as_slice() {
        [only] => only.clone(),
        many => json!({ "containers": many }),
    };
    let mut target = worker(wishes, name, body)?;
    if let Some(seconds) = work["activeDeadlineSeconds"].as_u64() {
        let span = format!("{seconds}s");
        target["timeout"] = json!({ "attempt": span, "run": span });
    }
    Some(target)
}

fn schedule(spec: &Value, wishes: &Wishes, place: &str, name: &str, imported: &mut Imported) -> Value {
    let typed = spec["schedule"].as_str().unwrap_or_default().trim();
    let prefixed = typed.strip_prefix("CRON_TZ=").or_else(|| typed.strip_prefix("TZ="));
    let (zone, cron) = match prefixed.and_then(|rest| rest.split_once(char::is_whitespace)) {
        Some((zone, cron)) => (Some(zone.to_owned()), cron.trim_start()),
        None => (spec["timeZone"].as_str().map(ToOwned::to_owned), typed),
    };
    let mut schedule = Map::new();
    match cron.strip_prefix("@every ") {
        Some(every) => drop(schedule.insert("every".to_owned(), every.trim().into())),
        None => drop(schedule.insert("cron".to_owned(), cron.into())),
    }
    let is_cron = schedule.contains_key("cron");
    match zone.or_else(|| wishes.zone.clone()) {
        Some(zone) => drop(schedule.insert("timeZone".to_owned(), zone.into())),
        None if !is_cron => {}
        None => {
            let what = "no timeZone: Kubernetes takes its controller's zone, a task UTC; say which with --tz";
            imported.remark(place, Some(name), what);
        }
    }
    Value::Object(schedule)
}

fn policy(spec: &Value, work: &Value, place: &str, name: &str, imported: &mut Imported) -> Value {
    let mut policy = Map::new();
    let overlap = match spec["concurrencyPolicy"].as_str() {
        Some("Forbid") => "skip",
        Some("Replace") => {
            let what =
                "concurrencyPolicy Replace: a run that is on its way is not ended for the next one; overlap is skip";
            imported.remark(place, Some(name), what);
            "skip"
        }
        _ => "allow",
    };
    policy.insert("overlap".to_owned(), overlap.into());
    if let Some(seconds) = spec["startingDeadlineSeconds"].as_u64() {
        policy.insert("misfire".to_owned(), json!({ "run": "last", "within": format!("{seconds}s") }));
    }
    // Kubernetes tries a pod that failed six times again unless told otherwise.
    let retries = work["backoffLimit"].as_u64().unwrap_or(6);
    if retries > 0 {
        policy.insert("retry".to_owned(), json!({ "attempts": retries + 1 }));
    }
    let kept = ["successfulJobsHistoryLimit", "failedJobsHistoryLimit"].map(|key| spec[key].as_u64());
    if let Some(limit) = kept.iter().flatten().max() {
        policy.insert("historyLimit".to_owned(), (*limit).clamp(1, 100).into());
    }
    Value::Object(policy)
}

fn no_counterpart(spec: &Value, work: &Value, place: &str, name: &str, imported: &mut Imported) {
    let pod = &work["template"]["spec"];
    let lost = [
        (&work["parallelism"], "parallelism: a task has one run an instant"),
        (&work["completions"], "completions: a run ends with one success"),
        (&work["ttlSecondsAfterFinished"], "ttlSecondsAfterFinished: outcomes go by number (historyLimit)"),
        (&work["podFailurePolicy"], "podFailurePolicy: see policy.retry.on"),
        (&pod["initContainers"], "initContainers: the worker has to run them"),
        (&pod["volumes"], "volumes: the worker has to have them"),
        (&pod["serviceAccountName"], "serviceAccountName: the worker has rights of its own"),
        (&pod["nodeSelector"], "nodeSelector: the worker runs where it runs"),
        (&spec["jobTemplate"]["metadata"], "metadata of the job template"),
    ];
    for (_, what) in lost.into_iter().filter(|(value, _)| !value.is_null()) {
        imported.remark(place, Some(name), format!("left out: {what}"));
    }
    let from =
        |container: &Value| !container["envFrom"].is_null() || container["env"].to_string().contains("valueFrom");
    if pod["containers"].as_array().is_some_and(|containers| containers.iter().any(from)) {
        let what = "env from secrets or config maps: the worker has to look them up; their names are in the body";
        imported.remark(place, Some(name), what);
    }
}
