//! Ways made by hand, and what is told of them.

use super::*;
use crate::commands::scheduler::tests::written;
use crate::output::Format;

fn host(name: &str, resolved: Result<(), &str>, accepted: Option<Result<(), &str>>) -> HostSteps {
    let resolved = resolved.map(|()| vec!["10.0.0.1".parse().unwrap()]).map_err(str::to_owned);
    HostSteps {
        host: format!("{name}:2181"),
        resolved,
        accepted: accepted.map(|it| it.map_err(str::to_owned)),
        secured: None,
    }
}

fn marks(steps: &[Step]) -> Vec<(&'static str, &'static str)> {
    steps.iter().map(|step| (step.name, step.mark().word)).collect()
}

#[test]
fn each_host_is_told_at_the_step_where_it_stops() {
    let seen = [
        host("zk1", Err("cannot resolve its name"), None),
        host("zk2", Ok(()), Some(Err("connection refused"))),
        host("zk3", Ok(()), Some(Ok(()))),
    ];
    let mut way = of_hosts(&seen, false);
    assert_eq!(marks(&way), [("dns", "failed"), ("tcp", "failed"), ("tls", "ok")]);
    assert_eq!(way[0].summary(), "zk2:2181, zk3:2181; 1 finding");
    assert_eq!(way[1].troubles[0].object, "server/zk2:2181");
    let standing = [("zk3:2181".to_owned(), Standing::Idle)];
    let open = [Host { name: "zk3".into(), port: 2181 }];
    way.push(no_session(&CommandError::unavailable("none"), &open, &standing));
    way.extend(["chroot", "acl"].map(Step::skipped));
    let report = Way(way).report("zk1,zk2,zk3/nono");
    let told = written(&report, Format::Table);
    for part in ["getent hosts zk1", "✗ server/zk2:2181: connection refused", "has no quorum", "» not tried"] {
        assert!(told.contains(part), "{part:?} is not in\n{told}");
    }
    let json: Value = serde_json::from_str(&written(&report, Format::Json)).unwrap();
    assert_eq!((&json["state"], &json["checks"][4]["state"]), (&json!("failed"), &json!("skipped")));
    assert_eq!(json["checks"][0]["findings"][0]["what"], "cannot resolve its name");
}

#[test]
fn what_stands_below_a_session_is_told_from_what_may_not_be_read() {
    let error = |kind| CommandError::new(kind, "access to /tasks is denied");
    let cases = [
        (Ok(false), ErrorKind::NotFound, [("chroot", "failed"), ("acl", "skipped")], "there is no such node"),
        (Ok(true), ErrorKind::NotFound, [("chroot", "failed"), ("acl", "skipped")], "holds no nono cluster"),
        (Ok(true), ErrorKind::Denied, [("chroot", "ok"), ("acl", "failed")], "access to /tasks is denied"),
        (Err("no".to_owned()), ErrorKind::Denied, [("chroot", "failed"), ("acl", "skipped")], "no"),
    ];
    for (chroot, kind, expected, what) in cases {
        let steps = below(chroot, "/nono", &error(kind), "nonoctl -c prod");
        assert_eq!(marks(&steps), expected);
        let troubles: Vec<&Trouble> = steps.iter().flat_map(|step| &step.troubles).collect();
        assert!(troubles[0].what.contains(what), "{troubles:?}");
    }
}

#[test]
fn a_server_that_says_nothing_may_hang_or_have_no_quorum() {
    let open = [Host { name: "zk3".into(), port: 2181 }];
    let step = no_session(&CommandError::unavailable("none"), &open, &[]);
    let Trouble { what, fix, .. } = &step.troubles[0];
    assert!(what.contains("hangs") && what.contains("quorum"), "{what}");
    assert!(fix.contains("other servers") && fix.contains("client port"), "{fix}");
}

#[test]
fn credentials_and_certificates_are_the_session_s_trouble() {
    for (kind, object) in [(ErrorKind::Denied, "credentials"), (ErrorKind::Failed, "client")] {
        let step = no_session(&CommandError::new(kind, "refused"), &[], &[]);
        assert_eq!((step.mark().word, step.troubles[0].object.as_str()), ("failed", object));
    }
}
