//! The rest of the cron dialect in tables: days that the month decides, years and leap days, `H`, several lines.

use std::time::Duration;

use crate::made::{at, cron, lines, made, of_task, refused, walls};
use nono_core::schedule::{DstOverlap, Spec};
use nono_core::time::Instant;

#[test]
fn days_that_the_month_decides() {
    // Expression at midnight, and all days on which it is due in two years, 2027 and the leap year 2028.
    let table = [
        ("L 2", "2027-02-28 2028-02-29"),
        ("L-1 2", "2027-02-27 2028-02-28"),
        ("L-28 2", "2028-02-01"),
        ("L-30 1-6", "2027-01-01 2027-03-01 2027-05-01 2028-01-01 2028-03-01 2028-05-01"),
        ("1,L 4", "2027-04-01 2027-04-30 2028-04-01 2028-04-30"),
        // 1 May 2027 is a Saturday, 1 August a Sunday; 1 January 2028 is a Saturday, 1 October a Sunday.
        ("1W 5,8,10", "2027-05-03 2027-08-02 2027-10-01 2028-05-01 2028-08-01 2028-10-02"),
        ("15W 5,8", "2027-05-14 2027-08-16 2028-05-15 2028-08-15"),
        // 31 January 2027 is a Sunday, 31 July a Saturday, 30 April 2028 a Sunday.
        ("31W 1-4,7", "2027-01-29 2027-03-31 2027-07-30 2028-01-31 2028-03-31 2028-07-31"),
        ("29W 2", "2028-02-29"),
        ("LW 1,2,4", "2027-01-29 2027-02-26 2027-04-30 2028-01-31 2028-02-29 2028-04-28"),
        ("* 5 MON#1", "2027-05-03 2028-05-01"),
        ("? 5 sun#5", "2027-05-30"),
        ("* 1-3 7#5", "2027-01-31 2028-01-30"),
        ("* 2 TUE#5", "2028-02-29"),
        ("* 2 FRIL", "2027-02-26 2028-02-25"),
        ("* 2 0l", "2027-02-28 2028-02-27"),
        ("* 6 MON#1,FRI#3", "2027-06-07 2027-06-18 2028-06-05 2028-06-16"),
        ("L 2 MON#1", "2027-02-01 2027-02-28 2028-02-07 2028-02-29"),
        ("29 2 *", "2028-02-29"),
        ("31 2-5 *", "2027-03-31 2027-05-31 2028-03-31 2028-05-31"),
    ];
    for (days, expected) in table {
        let text = format!("0 0 {days}{}", if days.split(' ').count() == 2 { " *" } else { "" });
        let found = walls(&made(cron(&text)), "2027-01-01T00:00:00Z", "2028-12-31T23:59:59Z");
        let found: Vec<&str> = found.iter().map(|wall| wall.split(' ').next().unwrap()).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }
}

#[test]
fn years_end_and_leap_days_come_when_the_calendar_has_them() {
    // Expression, after, the next instant, and the last one before it.
    let table = [
        ("0 0 0 1 1 * 2027", "2026-11-24T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("0 0 0 1 1 * 2027", "2027-01-01T00:00:00Z", ""),
        ("0 0 0 1 1 * 2020", "2026-11-24T00:00:00Z", ""),
        ("0 0 0 29 2 * 2097-2105", "2026-11-24T00:00:00Z", "2104-02-29T00:00:00Z"),
        ("0 0 0 29 2 * 2028/4", "2096-02-29T00:00:00Z", "2104-02-29T00:00:00Z"),
        ("0 0 0 29 2 * 2000", "1970-01-01T00:00:00Z", "2000-02-29T00:00:00Z"),
        ("0 0 0 L 2 * 2100", "2026-11-24T00:00:00Z", "2100-02-28T00:00:00Z"),
        ("0 0 0 29 2 MON#5", "2027-11-24T00:00:00Z", "2028-02-29T00:00:00Z"),
        ("0 0 * 2 MON#5", "2052-01-01T00:00:00Z", "2072-02-29T00:00:00Z"),
        ("59 59 23 28 12 * 9999", "2026-11-24T00:00:00Z", "9999-12-28T23:59:59Z"),
        ("0 0 0 1 1 * 1970,9999", "1970-01-01T00:00:00Z", "9999-01-01T00:00:00Z"),
    ];
    for (text, after, expected) in table {
        let schedule = made(cron(text));
        let next = schedule.next_after(at(after));
        assert_eq!(next.map(|at| at.to_string()).unwrap_or_default(), expected, "{text} after {after}");
        if let Some(next) = next {
            assert_eq!(schedule.previous_before(Instant(next.0 + 1)), Some(next), "{text}");
            assert!(schedule.previous_before(Instant(i64::MAX)) >= Some(next), "{text}");
            assert_eq!(schedule.count_between(Instant(at(after).0 + 1), next), 1, "{text}");
        }
    }
}

#[test]
fn h_comes_from_the_name_and_stays_what_it_is() {
    // Every release must compute the same: name, expression, and what it stands for.
    let table = H_OF_NAMES;
    for (name, text, plain) in table {
        let spread = made(of_task(text, name));
        assert_eq!(spread, made(cron(plain)), "{text} of {name}: {}", spread.describe());
        assert!(spread.depends_on_name());
    }
    let without = made(of_task("0 2 * * *", "any"));
    assert!(!without.depends_on_name() && without.spec().task.is_none(), "tasks share it: it names none of them");
    let bounds = [("H * * * *", 60), ("0 H * * *", 24), ("0 0 H * *", 28), ("0 0 1 H *", 12), ("0 0 * * H", 7)];
    for (text, size) in bounds {
        let mut found = std::collections::BTreeMap::<String, u32>::new();
        for task in 0..6_000 {
            *found.entry(made(of_task(text, &format!("team.task-{task}"))).describe()).or_default() += 1;
        }
        assert_eq!(found.len(), size, "{text} takes every value");
        let expected = f64::from(6_000 / u32::try_from(size).unwrap());
        let even = found.values().all(|count| (f64::from(*count) - expected).abs() < 5.5 * expected.sqrt());
        assert!(even, "{text}: {found:?}");
    }
    // In every month, and each of a field's lines alike.
    let monthly = made(of_task("H H H * *", "billing.nightly"));
    assert_eq!(monthly.count_between(at("2027-01-01T00:00:00Z"), at("2030-12-31T23:59:59Z")), 48);
    let two = Spec { task: Some("billing.nightly".parse().unwrap()), ..lines(&["H 9 * * *", "0 H 17 * * *"]) };
    let minutes: Vec<String> = walls(&made(two), "2027-01-01T00:00:00Z", "2027-01-01T23:59:59Z");
    assert_eq!(minutes[0][14..16], minutes[1][14..16], "{minutes:?}");
}

/// Worked out with another implementation of XXH3.
const H_OF_NAMES: [(&str, &str, &str); 8] = [
    ("billing.nightly", "H * * * *", "24 * * * *"),
    ("billing.nightly", "H H H H H", "24 21 17 11 4"),
    ("billing.nightly", "h H * * * *", "51 24 * * * *"),
    ("billing.nightly", "H(0-29) * * * *", "24 * * * *"),
    ("billing.nightly", "H/15 * * * *", "9-59/15 * * * *"),
    ("billing.nightly", "0 H(9-16)/2 * * *", "0 10-16/2 * * *"),
    ("a", "0 0 * H(JAN-MAR) H(FRI-SUN)", "0 0 * 1 5"),
    ("a", "H,30 H(1-5) H/7 * *", "27,30 5 4-28/7 * *"),
];

#[test]
fn several_lines_are_one_schedule() {
    let schedule = made(lines(&["0 2 * * *", "0 */2 * * *", "0 2 1 * *", "30 14 * * 1-5"]));
    let day = |date: &str| schedule.count_between(at(&format!("{date}T00:00:00Z")), at(&format!("{date}T23:59:59Z")));
    assert_eq!((day("2027-01-01"), day("2027-01-02")), (13, 12), "a shared instant is one");
    assert_eq!(schedule.next_after(at("2027-01-01T14:00:00Z")), Some(at("2027-01-01T14:30:00Z")));
    assert_eq!(schedule.previous_before(at("2027-01-01T14:30:00Z")), Some(at("2027-01-01T14:00:00Z")));
    assert_eq!(made(lines(&["0 2 * * *", "@hourly"])), made(lines(&["0 * * * *", "0 2 * * ?", "0  2 * * *"])));
    assert_eq!(made(lines(&["@daily"])), made(cron("0 0 * * *")));
    assert_ne!(made(lines(&["0 2 * * *", "0 3 * * *"])), made(cron("0 2,3 * * *")), "spelled differently");
    assert_eq!(
        made(lines(&["0 2 * * *", "0 9 L * *"])).describe(),
        "every day at 02:00; and at 09:00, on the last day of the month"
    );
    // Each line goes through a change of the clock by itself, and what falls together is one.
    let berlin =
        |texts: &[&str], overlap| made(Spec { time_zone: Some("Europe/Berlin".into()), overlap, ..lines(texts) });
    let both = berlin(&["30 2 * * *", "30 * * * *", "0 3 * * *"], DstOverlap::First);
    let spring = walls(&both, "2027-03-28T00:00:00Z", "2027-03-28T01:59:59Z");
    assert_eq!(spring, ["2027-03-28 01:30:00 CET", "2027-03-28 03:00:00 CEST", "2027-03-28 03:30:00 CEST"]);
    assert_eq!(both.count_between(at("2027-03-28T00:00:00Z"), at("2027-03-28T01:59:59Z")), 3);
    assert_eq!(both.note(at("2027-03-28T01:00:00Z")).as_deref(), Some("02:30 does not exist (DST): moved to 03:00"));
    for overlap in [DstOverlap::First, DstOverlap::Last, DstOverlap::Both] {
        let both = berlin(&["30 2 * * *", "30 * * * *"], overlap);
        assert_eq!(both.count_between(at("2027-10-31T00:00:00Z"), at("2027-10-31T01:59:59Z")), 2, "{overlap:?}");
    }
    // Errors name the line; of one line they do not.
    let error = refused(lines(&["0 2 * * *", "0 25 * * *"]));
    assert_eq!((error.line, error.column, error.given.as_str()), (Some(2), Some(3), "0 25 * * *"));
    assert_eq!(refused(cron("0 25 * * *")).line, None);
    assert_eq!(refused(lines(&["0 2 * * *", "0 0 31 2 *"])).line, Some(2), "each line must be due by itself");
    assert!(refused(lines(&[])).message.starts_with("never fires"));
    made(lines(&["0 2 * * *"; 32]));
    assert!(refused(lines(&["0 2 * * *"; 33])).message.contains("33 lines"));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
fn no_question_to_a_schedule_takes_long() {
    let begun = std::time::Instant::now();
    let far = ["0 0 0 29 2 * 9996", "0 0 0 1 1 * 9999", "0 0 0 29 2 * 2104/400", "0 0 29 2 *", "* * * * * * 9999"];
    for text in far {
        let schedule = made(Spec { time_zone: Some("Europe/Berlin".into()), ..cron(text) });
        for _ in 0..100 {
            let next = schedule.next_after(at("2026-11-24T00:00:00Z")).unwrap();
            assert_eq!(schedule.previous_before(Instant(next.0 + 1)), Some(next), "{text}");
            assert_eq!(schedule.next_after(Instant(i64::MAX)), None);
        }
    }
    for never in ["0 0 31 2 *", "0 0 0 30 2 * 1970-9999", "0 0 L-30 2,4,6,9,11 *", "0 0 0 29 2 * 2100/400"] {
        refused(cron(never));
    }
    let past = made(Spec { time_zone: Some("Europe/Berlin".into()), ..cron("0 0 0 1 1 * 2020") });
    (0..1000).for_each(|_| assert!(past.never_again(at("2026-11-24T00:00:00Z"))));
    // A walk over every segment of a zone until 9999 takes longer than all of these together.
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}
