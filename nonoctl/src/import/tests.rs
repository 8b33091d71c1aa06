use super::crontab::Form;
use super::*;

fn wishes(url: Option<&str>) -> Wishes {
    Wishes { url: url.map(ToOwned::to_owned), ..Wishes::default() }
}

const WORKER: Option<&str> = Some("http://runner:8080/run/{name}");

#[test]
fn a_users_crontab_becomes_tasks_of_a_worker_that_runs_commands() {
    let text = "\
# m h dom mon dow command
MAILTO=ops@example.com
PATH = \"/usr/bin:/bin\"

CRON_TZ=Europe/Berlin
# Nightly backup,
# all of it
0 2 * * *\t/usr/local/bin/backup.sh --full
@daily nice -n 10 /opt/report.py %line one%50\\%
@reboot /usr/bin/start-me
*/15 9-17 * * mon-fri backup.sh
61 * * * * broken
* * * *
";
    let found = crontab::read(text, Form::User, &wishes(WORKER));
    let env = json!({ "PATH": "/usr/bin:/bin" });
    let policy = json!({ "overlap": "allow" });
    let head = |name: &str| json!({ "apiVersion": "nono/v1", "kind": "SchedulerTask", "name": name });
    let with = |name: &str, more: Value| {
        let mut manifest = head(name);
        manifest.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        manifest
    };
    let zone = "Europe/Berlin";
    assert_eq!(
        found.manifests,
        [
            with(
                "cron.backup",
                json!({
                    "description": "Nightly backup, all of it", "schedule": { "cron": "0 2 * * *", "timeZone": zone },
                    "target": { "url": "http://runner:8080/run/cron.backup", "body": { "command": "/usr/local/bin/backup.sh --full", "env": env } },
                    "policy": policy,
                })
            ),
            with(
                "cron.report",
                json!({
                    "schedule": { "cron": "@daily", "timeZone": zone },
                    "target": { "url": "http://runner:8080/run/cron.report", "body": { "command": "nice -n 10 /opt/report.py", "stdin": "line one\n50%", "env": env } },
                    "policy": policy,
                })
            ),
            with(
                "cron.backup-2",
                json!({
                    "schedule": { "cron": "*/15 9-17 * * mon-fri", "timeZone": zone },
                    "target": { "url": "http://runner:8080/run/cron.backup-2", "body": { "command": "backup.sh", "env": env } },
                    "policy": policy,
                })
            ),
        ]
    );
    let told: Vec<String> = found.remarks.iter().map(|remark| format!("{}: {}", remark.place, remark.what)).collect();
    let expected =
        ["line 2: MAILTO: ", "line 10: @reboot: ", "line 12: not a task: schedule.cron", "line 13: not an entry"];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    told.iter().zip(expected).for_each(|(told, expected)| assert!(told.starts_with(expected), "{told}"));
}

#[test]
fn a_command_that_only_calls_a_url_is_called_by_the_scheduler_itself() {
    let target = |command: &str| {
        let found = crontab::read(&format!("@hourly {command}"), Form::User, &wishes(None));
        found.manifests.first().map(|manifest| manifest["target"].clone())
    };
    let get = json!({ "url": "https://example.com/health?a=1", "method": "GET" });
    for command in [
        "curl -fsS 'https://example.com/health?a=1' > /dev/null 2>&1",
        "/usr/bin/curl -s -o /dev/null https://example.com/health?a=1",
        "wget -q -O /dev/null \"https://example.com/health?a=1\"",
        "wget -qO- https://example.com/health?a=1 >/dev/null",
    ] {
        assert_eq!(target(command).as_ref(), Some(&get), "{command}");
    }
    assert_eq!(
        target("curl -X PUT -H 'X-A: b' -d '{\"n\": 1}' --max-time 20 http://w/x"),
        Some(
            json!({ "url": "http://w/x", "method": "PUT", "headers": { "X-A": "b" }, "body": { "n": 1 }, "timeout": { "attempt": "20s" } })
        )
    );
    for command in [
        "curl -L https://example.com/", // redirects are not followed
        "curl https://example.com/ | sh",
        "curl https://example.com/$(date)",
        "curl -u a:b https://example.com/",
        "curl -d @file https://example.com/",
        "echo https://example.com/",
    ] {
        assert_eq!(target(command), None, "{command}");
    }
}

#[test]
fn in_the_systems_crontab_the_user_is_no_part_of_the_command() {
    let found = crontab::read(
        "17 * * * * root cd / && run-parts /etc/cron.hourly\n* * * * * root",
        Form::System,
        &wishes(WORKER),
    );
    let body = &found.manifests[0]["target"]["body"];
    assert_eq!(*body, json!({ "command": "cd / && run-parts /etc/cron.hourly", "user": "root" }));
    assert_eq!(found.remarks[0].place, "line 2");
    let without = crontab::read("17 * * * * backup.sh", Form::User, &wishes(None));
    assert!(without.manifests.is_empty() && without.remarks[0].what.contains("--url"), "{without:?}");
}

#[test]
fn a_cronjob_becomes_a_task_and_what_is_lost_is_said() {
    let job = json!({
        "apiVersion": "batch/v1", "kind": "CronJob",
        "metadata": { "name": "nightly", "namespace": "billing", "labels": { "team": "billing", "bad key": "x" } },
        "spec": {
            "schedule": "0 2 * * *", "timeZone": "Europe/Berlin", "suspend": true, "concurrencyPolicy": "Forbid",
            "startingDeadlineSeconds": 600, "successfulJobsHistoryLimit": 3, "failedJobsHistoryLimit": 5,
            "jobTemplate": { "spec": {
                "backoffLimit": 2, "activeDeadlineSeconds": 900, "parallelism": 4,
                "template": { "spec": { "restartPolicy": "Never", "serviceAccountName": "billing", "containers": [{
                    "name": "main", "image": "billing:1.2", "command": ["/close"], "args": ["--all"],
                    "env": [{ "name": "TOKEN", "valueFrom": { "secretKeyRef": { "name": "s", "key": "k" } } }],
                    "resources": {},
                }] } },
            } },
        },
    });
    let found = kubernetes::read(
        &[json!({ "kind": "List", "items": [job, { "kind": "Service", "metadata": { "name": "s" } }] })],
        &wishes(WORKER),
    );
    let manifest = &found.manifests[0];
    assert_eq!(manifest["name"], "billing.nightly");
    assert_eq!(manifest["labels"], json!({ "team": "billing" }));
    assert_eq!(manifest["paused"], json!({ "reason": "suspended in Kubernetes" }));
    assert_eq!(manifest["schedule"], json!({ "cron": "0 2 * * *", "timeZone": "Europe/Berlin" }));
    assert_eq!(manifest["target"]["url"], "http://runner:8080/run/billing.nightly");
    assert_eq!(manifest["target"]["timeout"], json!({ "attempt": "900s", "run": "900s" }));
    assert_eq!(
        (&manifest["target"]["body"]["image"], &manifest["target"]["body"]["resources"]),
        (&json!("billing:1.2"), &Value::Null)
    );
    assert_eq!(
        manifest["policy"],
        json!({ "overlap": "skip", "misfire": { "run": "last", "within": "600s" }, "retry": { "attempts": 3 }, "historyLimit": 5 })
    );
    let told: String = found.remarks.iter().map(|remark| format!("{}: {}\n", remark.place, remark.what)).collect();
    for expected in ["label bad key", "parallelism", "serviceAccountName", "secrets", "Service/s: only CronJobs"] {
        assert!(told.contains(expected), "{expected} is not in\n{told}");
    }
}

#[test]
fn a_cronjob_without_zone_or_worker_says_so() {
    let job =
        |schedule: &str| json!({ "kind": "CronJob", "metadata": { "name": "a" }, "spec": { "schedule": schedule } });
    let found =
        kubernetes::read(&[job("@every 10m"), job("CRON_TZ=Asia/Tokyo 0 1 * * *"), job("@daily")], &wishes(WORKER));
    let schedules: Vec<&Value> = found.manifests.iter().map(|manifest| &manifest["schedule"]).collect();
    let tokyo = json!({ "cron": "0 1 * * *", "timeZone": "Asia/Tokyo" });
    assert_eq!(schedules, [&json!({ "every": "10m" }), &tokyo, &json!({ "cron": "@daily" })]);
    let zones: Vec<&Remark> = found.remarks.iter().filter(|remark| remark.what.starts_with("no timeZone")).collect();
    assert!(zones.len() == 1 && zones[0].task.as_deref() == Some("a-3"), "an interval has none: {zones:?}");
    assert_eq!(found.manifests[1]["name"], "a-2");
    assert!(kubernetes::read(&[job("@daily")], &wishes(None)).remarks[0].what.contains("--url"));
}
