use super::crontab::{Form, Guess};
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
                "cron.backup-95150",
                json!({
                    "description": "Nightly backup, all of it", "schedule": { "cron": "0 2 * * *", "timeZone": zone },
                    "target": { "url": "http://runner:8080/run/cron.backup-95150", "body": { "command": "/usr/local/bin/backup.sh --full", "env": env } },
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
                "cron.backup-74ac8",
                json!({
                    "schedule": { "cron": "*/15 9-17 * * mon-fri", "timeZone": zone },
                    "target": { "url": "http://runner:8080/run/cron.backup-74ac8", "body": { "command": "backup.sh", "env": env } },
                    "policy": policy,
                })
            ),
        ]
    );
    let told: Vec<String> = found.remarks.iter().map(|remark| format!("{}: {}", remark.place, remark.what)).collect();
    let expected =
        ["line 2: MAILTO: ", "line 10: @reboot: ", "line 12: not a task: schedule.cron", "line 13: not an entry"];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    let unread: Vec<bool> = found.remarks.iter().map(|remark| remark.is_unread).collect();
    assert_eq!(unread, [false, false, true, true], "what has no counterpart was read");
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
    assert!(
        zones.len() == 1 && zones[0].task == found.manifests[2]["name"].as_str().map(str::to_owned),
        "an interval has none: {zones:?}"
    );
    assert!(kubernetes::read(&[job("@daily")], &wishes(None)).remarks[0].what.contains("--url"));
}

fn job(more: Value) -> Value {
    let mut job = json!({
        "name": "a", "schedule": "@daily", "timezone": "UTC", "executor": "http",
        "executor_config": { "url": "http://a.example/x" },
    });
    job.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    job
}

#[test]
fn a_job_of_dkron_becomes_the_request_that_it_makes() {
    // An export names every field, those that say nothing too.
    let exported = json!({
        "id": "nightly_Invoices", "name": "nightly_Invoices", "displayname": "Nightly invoices",
        "schedule": "0 30 2 * * *", "timezone": "Europe/Berlin", "owner": "", "owner_email": "", "success_count": 7,
        "error_count": 1, "last_success": "2026-11-01T01:30:00Z", "last_error": null, "disabled": true, "tags": null,
        "metadata": { "team": "billing", "bad key": "x" }, "retries": 2, "dependent_jobs": null, "parent_job": "",
        "processors": {}, "concurrency": "forbid", "executor": "http",
        "executor_config": {
            "method": "post", "url": "https://billing.example/run", "headers": "[\"Content-Type: application/json\"]",
            "body": "{\"day\": 1}", "timeout": "7200", "expectCode": "200,201", "debug": "true",
        },
        "status": "success", "next": "2026-11-02T01:30:00Z", "ephemeral": false,
        "starts_at": "2026-01-01T00:00:00Z", "expires_at": null,
    });
    assert!(dkron::is_one(&exported) && !kubernetes::is_one(&exported));
    let found = dkron::read(&[exported], &wishes(None));
    let expected = json!({
        "apiVersion": "nono/v1", "kind": "SchedulerTask", "name": "nightly_invoices",
        "description": "Nightly invoices", "labels": { "team": "billing" }, "paused": { "reason": "disabled in Dkron" },
        "schedule": { "cron": "0 30 2 * * *", "timeZone": "Europe/Berlin", "start": "2026-01-01T00:00:00Z" },
        "target": {
            "url": "https://billing.example/run", "method": "POST",
            "headers": { "Content-Type": "application/json" }, "body": { "day": 1 },
            "timeout": { "attempt": "7200s", "run": "7200s" },
        },
        "policy": { "overlap": "skip", "retry": { "attempts": 3 } },
    });
    assert_eq!(found.manifests, [expected]);
    let told: Vec<&str> = found.remarks.iter().map(|remark| remark.what.as_str()).collect();
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told[0].contains("expectCode") && told[1].contains("bad key"), "{told:#?}");
}

#[test]
fn the_schedules_of_dkron_are_those_of_tasks_or_are_reported() {
    let schedule = |typed: &str| {
        let found = dkron::read(&[job(json!({ "schedule": typed, "timezone": "" }))], &wishes(None));
        let told: Vec<String> = found.remarks.into_iter().map(|remark| remark.what).collect();
        (found.manifests.first().map(|manifest| manifest["schedule"].clone()), told.join("; "))
    };
    let quiet = |schedule: Value| (Some(schedule), String::new());
    assert_eq!(schedule("@every 1m30s"), quiet(json!({ "every": "1m30s" })));
    assert_eq!(schedule("@at 2030-01-02T15:04:00Z"), quiet(json!({ "at": ["2030-01-02T15:04:00Z"] })));
    let tokyo = json!({ "cron": "0 0 1 * * *", "timeZone": "Asia/Tokyo" });
    assert_eq!(schedule("CRON_TZ=Asia/Tokyo 0 0 1 * * *"), quiet(tokyo));
    let (minutely, told) = schedule("@minutely");
    assert_eq!(minutely, Some(json!({ "cron": "* * * * *" })));
    assert!(told.starts_with("no timezone"), "{told}");
    for (typed, expected) in [("@manually", "@manually: "), ("@every soon", "not a task: schedule.every")] {
        let (made, told) = schedule(typed);
        assert!(made.is_none() && told.contains(expected), "{typed}: {told}");
    }
}

#[test]
fn what_a_job_of_dkron_says_and_a_task_cannot_is_reported() {
    let jobs = [
        job(json!({
            "tags": { "role": "web", "server": "true:1" }, "owner": "ann", "ephemeral": true, "processors": { "log": {} },
            "later": 1, "executor_config": { "url": "http://a.example/", "headers": "x", "timeout": "soon", "tlsNoVerifyPeer": "true" },
        })),
        job(json!({ "name": "b", "parent_job": "a" })),
        job(json!({ "name": "c", "executor": "kafka" })),
        json!({ "name": "d" }),
        job(json!({ "name": "e", "executor": "shell", "executor_config": { "command": "date" } })),
    ];
    let found = dkron::read(&jobs, &wishes(None));
    assert_eq!((found.manifests.len(), &found.manifests[0]["labels"]["role"]), (1, &json!("web")));
    let told: String = found.remarks.iter().map(|remark| format!("{}: {}\n", remark.place, remark.what)).collect();
    let expected = [
        "job/a: tags choose",
        "job/a: left out: owner:",
        "job/a: left out: ephemeral:",
        "job/a: left out: processors:",
        "job/a: left out: later",
        "executor_config.headers",
        "executor_config.timeout",
        "executor_config.tlsNoVerifyPeer",
        "job/b: parent_job",
        "job/c: the executor kafka",
        "job/d: not a job",
        "job/e: the shell executor",
    ];
    expected.iter().for_each(|expected| assert!(told.contains(expected), "{expected} is not in\n{told}"));
    let shell = json!({ "command": "date", "cwd": "/tmp", "env": "A=b,C=d", "timeout": "90s" });
    let shell = job(json!({ "executor": "shell", "executor_config": shell }));
    let target = &dkron::read(&[shell], &wishes(WORKER)).manifests[0]["target"];
    assert_eq!(target["body"], json!({ "command": "date", "cwd": "/tmp", "env": { "A": "b", "C": "d" } }));
    assert_eq!((&target["url"], &target["timeout"]["run"]), (&json!("http://runner:8080/run/a"), &json!("90s")));
}

#[test]
fn what_has_no_limit_of_time_gets_one_that_was_asked_for_or_is_reported() {
    let crontab = "@daily work\n@daily curl -m 20 http://w/x\n";
    let timeouts = |found: &Imported| -> Vec<Value> {
        found.manifests.iter().map(|manifest| manifest["target"]["timeout"].clone()).collect()
    };
    let usual = crontab::read(crontab, Form::User, &wishes(WORKER));
    assert_eq!(timeouts(&usual), [Value::Null, json!({ "attempt": "20s" })]);
    assert!(usual.unlimited.len() == 1 && usual.unlimited[0].place == "line 1", "{:?}", usual.unlimited);
    assert!(usual.unlimited[0].what.contains("30s") && usual.unlimited[0].what.contains("--timeout"));
    let with = |typed: &str| Wishes { limit: Some(Limit::parse(typed).unwrap()), ..wishes(WORKER) };
    for (typed, expected) in [
        ("10m", json!({ "attempt": "10m" })),
        ("1h", json!({ "attempt": "1h" })),
        ("2h", json!({ "attempt": "2h", "run": "2h" })),
    ] {
        let found = crontab::read(crontab, Form::User, &with(typed));
        assert_eq!(timeouts(&found), [expected, json!({ "attempt": "20s" })], "{typed}");
        assert!(found.unlimited.is_empty());
    }
    let retried = |with: &Wishes| dkron::read(&[job(json!({ "retries": 2 }))], with);
    assert_eq!(timeouts(&retried(&with("1d"))), [json!({ "attempt": "1d", "run": "3d10m" })]);
    assert_eq!(retried(&wishes(None)).unlimited[0].task.as_deref(), Some("a"));
    for typed in ["0s", "25h", "5", ""] {
        assert!(Limit::parse(typed).is_err(), "{typed}");
    }
}

#[test]
fn whose_crontab_it_is_is_told_by_its_header_or_its_sixth_field() {
    let system = |text: &str| matches!(crontab::guess(text), Guess::System(_));
    assert!(system("SHELL=/bin/sh\n# m h dom mon dow user\tcommand\n17 * * * * deploy cd / && run-parts x\n"));
    assert!(system("17 * * * * root cd / && run-parts x\n@daily www-data /opt/a\n0 1 * * * deploy /opt/b\n"));
    let user = [
        "",
        "# m h  dom mon dow   command\n0 1 * * * root-kit --all\n",
        "0 1 * * * /opt/backup --full\n",
        "0 1 * * * backup --full\n",
        "0 1 * * * php /var/www/cron.php\n* * * * * cd /srv && ./x\n",
        "0 1 * * * curl -s http://w/x\n",
    ];
    user.iter().for_each(|text| assert_eq!(crontab::guess(text), Guess::User, "{text}"));
    let unclear = [
        ("0 1 * * * deploy /opt/a\n", "deploy"),
        ("0 1 * * * root /opt/a\n0 2 * * * /opt/b --all\n", "root"),
        ("0 1 * * * root\n", "root"),
    ];
    for (text, word) in unclear {
        assert_eq!(crontab::guess(text), Guess::Unclear(word.to_owned()), "{text}");
    }
}

#[test]
fn names_do_not_hang_on_the_order_of_entries() {
    let names = |lines: &[&str]| -> BTreeMap<String, String> {
        let found = crontab::read(&lines.join("\n"), Form::User, &wishes(WORKER));
        let named = found.manifests.iter().map(|manifest| {
            let target = &manifest["target"];
            let what = target["body"]["command"].as_str().or(target["url"].as_str()).unwrap();
            (format!("{} {what}", manifest["schedule"]["cron"]), manifest["name"].as_str().unwrap().to_owned())
        });
        named.collect()
    };
    let lines = [
        "@daily curl http://127.0.0.1:9/run/a?x=1",
        "@daily curl http://127.0.0.1:9/run/b",
        "@daily curl -s $W/clean/up",
        "@daily curl http://example.com",
        "@daily backup.sh --full",
        "@hourly backup.sh",
    ];
    let mut turned = lines;
    turned.reverse();
    let found = names(&lines);
    assert_eq!(found, names(&turned));
    let unique: BTreeSet<&String> = found.values().collect();
    assert_eq!(unique.len(), lines.len());
    for name in ["cron.run.a", "cron.run.b", "cron.clean.up", "cron.example.com"] {
        assert!(unique.contains(&name.to_owned()), "{name} is not in {unique:?}");
    }
    assert_eq!(unique.iter().filter(|name| name.starts_with("cron.backup-")).count(), 2, "{unique:?}");
    let alone = names(&lines[..5]);
    assert!(alone.values().any(|name| name == "cron.backup"), "{alone:?}");
    let twice = crontab::read("@daily a.sh\n@daily a.sh\n", Form::User, &wishes(WORKER));
    let twice: BTreeSet<&str> = twice.manifests.iter().filter_map(|manifest| manifest["name"].as_str()).collect();
    assert_eq!(twice.len(), 2, "{twice:?}");
}
